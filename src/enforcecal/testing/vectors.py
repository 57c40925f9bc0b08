"""Vectors: deadlines worked out by hand or by another program, kept as CSV and run as tests.

A file has the columns ``limit`` and ``start``, and any of ``nominal due safe_due earliest latest
opens certainty``; ``facts`` holds ``name=value;name=value``, and every other column is for the
reader.  A blank cell asks nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from enforcecal.errors import ArgumentError, EnforceCalError
from enforcecal.law.facts import known_to_limit
from enforcecal.law.packs import Rulebook

__all__ = ["Vector", "differences", "read_vectors"]

Facts = Mapping[str, bool | int | str | date]

_DAYS = ("nominal", "due", "safe_due", "earliest", "latest", "opens")


@attrs.frozen(kw_only=True)
class Vector:
    """One deadline with the answers it must give."""

    line: int
    limit: str
    start: date
    facts: Facts = attrs.field(factory=dict, hash=False)
    expected: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """Answers by name; days as ``YYYY-MM-DD``."""


def read_vectors(lines: Iterable[str]) -> Iterator[Vector]:
    """Yield the vectors in *lines*, the lines of a CSV file, its headings first.

    >>> (one,) = read_vectors(["limit,start,due", "x.decision,2026-07-03,2026-10-08"])
    >>> one.expected
    {'due': '2026-10-08'}
    """
    rows = csv.DictReader(lines)
    lacking = {"limit", "start"}.difference(rows.fieldnames or ())
    if lacking:
        raise ArgumentError(f"lines: vectors need the columns {', '.join(sorted(lacking))}")
    for row in rows:
        line = rows.line_num
        try:
            yield Vector(
                line=line,
                limit=row["limit"],
                start=date.fromisoformat(row["start"]),
                facts=_facts(row.get("facts") or ""),
                expected={name: row[name] for name in (*_DAYS, "certainty") if row.get(name)},
            )
        except ValueError as wrong:
            raise ArgumentError(f"lines: line {line}: {wrong}") from None


def _facts(text: str) -> dict[str, bool | int | str | date]:
    facts: dict[str, bool | int | str | date] = {}
    for part in filter(None, text.split(";")):
        name, given, value = part.partition("=")
        if not given:
            raise ArgumentError(f"facts={part!r} must read name=value")
        facts[name.strip()] = _value(value.strip())
    return facts


def _value(text: str) -> bool | int | str | date:
    if text in {"true", "false"}:
        return text == "true"
    if text.lstrip("-").isdecimal():
        return int(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def differences(
    book: Rulebook, vectors: Iterable[Vector], *, facts: Facts | None = None
) -> Iterator[str]:
    """Yield a sentence for every answer of *book* that is not the one a vector expects.

    *facts* are known of every vector that does not say otherwise, where its limit asks for them.
    """
    for vector in vectors:
        where = f"line {vector.line}: {vector.limit} from {vector.start}"
        try:
            bound = book.limit(vector.limit)
            known = known_to_limit(bound.limit, bound.facts)
            told = {name: each for name, each in (facts or {}).items() if name in known}
            found = bound.deadline(start=vector.start, facts={**told, **vector.facts})
        except EnforceCalError as wrong:
            yield f"{where}: {wrong}"
            continue
        answers = {name: str(getattr(found, name)) for name in _DAYS}
        answers["certainty"] = found.certainty.value
        for name, expected in vector.expected.items():
            if answers[name] != expected:
                yield f"{where}: {name} is {answers[name]}, expected {expected}"
