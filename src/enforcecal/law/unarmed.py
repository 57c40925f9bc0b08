"""Rows of the law that no clock is armed for, each with the reason.

A rule book that says nothing of a clause leaves its reader to wonder whether it was forgotten.  So
whatever was looked at and is no limit here stands in a list: superseded, not checked against a
text, a duty that no case has, a rule of counting.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

__all__ = ["UnarmedRow", "read_rows", "wrong_rows"]


@attrs.frozen(kw_only=True)
class UnarmedRow:
    """A clause that is known and not armed: what it says, and why there is no limit for it."""

    id: str
    reason: str
    """Why, in one word to sort by: ``superseded``, ``not-a-case-deadline``, ``counting-rule``."""
    zh: str
    en: str
    """The same in a sentence."""
    article: str
    """As it is cited, such as ``32(1)(2)``; a press report or a preamble has a word for it."""
    length: int | str
    """0 or empty where the clause gives no number."""
    unit: str
    quote: str = ""
    verified: str = ""
    note: str = ""


_FIELDS: Final = attrs.fields_dict(attrs.resolve_types(UnarmedRow))


def read_rows(tables: Mapping[str, object]) -> Iterator[UnarmedRow]:
    """Yield the rows of a list, given as TOML tables in which `wrong_rows` finds nothing."""
    for row in typing.cast("list[dict[str, typing.Any]]", tables.get("row", [])):
        yield UnarmedRow(**row)


def wrong_rows(tables: Mapping[str, object]) -> Iterator[str]:
    """Yield a sentence for everything in a list that is no row, or not the whole of one."""
    for name in tables.keys() - {"row"}:
        yield f"key {name!r} is not known; there is row"
    rows = tables.get("row", [])
    if not isinstance(rows, list):
        yield "row must be an array of tables: [[row]]"
        return
    seen: set[object] = set()
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            yield f"row[{number}] must be a table"
            continue
        where = f"row[{number}] {row.get('id', '')!r}"
        for key in row.keys() - _FIELDS.keys():
            yield f"{where}: key {key!r} is not known; there are {', '.join(_FIELDS)}"
        for key, field in _FIELDS.items():
            if key not in row:
                if field.default is attrs.NOTHING:
                    yield f"{where}: key {key!r} is missing"
            elif not isinstance(row[key], (int, str) if key == "length" else str):
                yield f"{where}: key {key!r}: {row[key]!r} must be text"
        if row.get("id") in seen:
            yield f"{where}: stands here a second time"
        seen.add(row.get("id"))
