"""What the loader refuses of a single entry, because it could not be right in any law.

What takes more than one entry to see is refused by `enforcecal.law.packs`, and what is lawful to
write but unwise is told by `enforcecal.law.graph`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from enforcecal.dates.names import wrong_country, wrong_zone
from enforcecal.dates.periods import Unit
from enforcecal.law.citations import Law
from enforcecal.law.conditions import Condition
from enforcecal.law.limitations import DiscoveryCode, LimitationClause, OpenQuestion, Strength
from enforcecal.law.procedures import Machine, Step
from enforcecal.law.rules import (
    CountingRule,
    ExtensionRule,
    Kind,
    Need,
    PauseRule,
    Reading,
    TimeLimit,
)
from enforcecal.law.schema import PackHeader, ProcedureEntry

__all__ = ["Misfit", "check_entry", "check_limit"]

Misfit = tuple[tuple[str | int, ...], str]
"""Where, as keys and positions within the entry, and what is wrong."""


def check_entry(entry: object) -> Iterator[Misfit]:
    """Yield what cannot be right in *entry* of any section."""
    match entry:
        case TimeLimit():
            yield from check_limit(entry)
        case PackHeader():
            if entry.calendar is not None and (wrong := wrong_country(entry.calendar)):
                yield ("calendar",), wrong
            if entry.zone is not None and (wrong := wrong_zone(entry.zone)):
                yield ("zone",), wrong
        case Law(in_force_from=date() as first, in_force_to=date() as last) if last < first:
            yield ("to",), f"{last} must not be before from = {first}"
        case CountingRule():
            yield from _check_readings(entry.reading)
            for index, reading in enumerate(entry.reading):
                if not reading.binds:
                    yield ("reading", index, "binds"), "binds = false belongs to a limit"
            if entry.id == "no-roll":
                yield ("id",), "'no-roll' is built in; name it otherwise"
        case PauseRule():
            yield from _check_some(("from", entry.begins), ("to", entry.ends))
            yield from _check_used(("when", entry.when))
            yield from _check_doubts("pause", entry.reading)
        case Need():
            yield from _check_some(("on", entry.on))
            yield from _check_used(("when", entry.when), ("that", entry.that))
            if entry.severity not in ("breach", "review"):
                yield ("severity",), _one_of(entry.severity, "breach", "review")
            yield from _check_doubts("need", entry.reading)
        case LimitationClause():
            if entry.length < 1:
                yield ("length",), f"{entry.length} must be at least 1"
            if entry.unit not in (Unit.MONTH, Unit.YEAR):
                yield ("unit",), _one_of(entry.unit.value, "month", "year")
        case DiscoveryCode():
            for answer, strength in entry.answer.items():
                if strength not in _STRENGTHS:
                    yield ("answer", answer), _one_of(strength, *_STRENGTHS)
        case OpenQuestion():
            yield from _check_views(entry)
        case Machine():
            yield from _check_steps(entry.steps)
        case ProcedureEntry():
            yield from _check_procedure(entry)
        case _:
            pass


_STRENGTHS: Final = tuple(each.value for each in Strength)


def _check_views(question: OpenQuestion) -> Iterator[Misfit]:
    seen: set[str] = set()
    for index, view in enumerate(question.view):
        if view.answer in seen:
            yield ("view", index, "answer"), f"{view.answer!r} stands here a second time"
        seen.add(view.answer)


def check_limit(limit: TimeLimit) -> Iterator[Misfit]:
    """Yield what cannot be right in *limit*, each with the key it stands at."""
    yield from _check_some(("start", limit.start))
    if limit.kind is Kind.WAIT_AT_LEAST:
        if not limit.blocks:
            yield (), "a wait-at-least needs blocks: the acts that must wait"
    elif not limit.end and not (limit.kind is Kind.MEASURE_ENDS and limit.then):
        also = ", or then" if limit.kind is Kind.MEASURE_ENDS else ""
        yield (), f"kind {limit.kind.value!r} needs end: the acts that fulfil it{also}"
    for key, value in (("blocks", limit.blocks), ("before", limit.before)):
        if value and limit.edge is None:
            yield (), f"{key} needs edge: is the act lawful 'on' the last day, or only 'after' it"
    if isinstance(limit.length, int):
        if limit.length < 0:
            yield ("length",), f"{limit.length} must not be negative; to count backward, use before"
        elif limit.length < limit.least:
            yield ("length",), "0 must be at least 1; only with before, or accrues, may it be 0"
    if (limit.worth is None) is (limit.kind is Kind.ACCRUES):
        yield (), "worth belongs to kind 'accrues', and to it alone"
    if limit.then and limit.then.counts_from not in ("start", "end"):
        yield ("then", "counts-from"), _one_of(limit.then.counts_from, "end", "start")
    if limit.takes_over and limit.takes_over.rule not in ("new", "later"):
        yield ("takes-over", "rule"), _one_of(limit.takes_over.rule, "new", "later")
    yield from _check_used(
        ("when", limit.when),
        ("before", limit.before),
        ("length", limit.length if isinstance(limit.length, Condition) else None),
    )
    if limit.waits and not (limit.then and limit.then.counts_from == "end"):
        yield ("waits",), "waits needs then, counted from the end: what there is to wait for"
    yield from _check_readings(limit.reading)
    acts = (*limit.end, *limit.blocks)
    # readings that a like copied may speak of acts that the copy does not ask for
    for index, reading in enumerate(() if limit.like else limit.reading):
        for place, name in enumerate(reading.to):
            if name not in acts:
                known = ", ".join(acts)
                yield ("reading", index, "to", place), f"{name!r} must be one of {known}"
    for index, extension in enumerate(limit.extend):
        for path, message in _check_extension(extension):
            yield ("extend", index, *path), message


def _check_extension(extension: ExtensionRule) -> Iterator[Misfit]:
    if (extension.length is None) is (extension.until is None):
        yield (), "an extension needs either length or until"
    if isinstance(extension.length, int) and extension.length < 1:
        yield ("length",), f"{extension.length} must be at least 1"
    if isinstance(extension.length, Condition):
        yield from _check_used(("length", extension.length))
    if extension.at_most is not None and extension.at_most < 1:
        yield ("at-most",), f"{extension.at_most} must be at least 1"
    if extension.base not in ("nominal", "rolled"):
        yield ("from",), _one_of(extension.base, "nominal", "rolled")
    yield from _check_doubts("extension", extension.reading)


def _check_readings(readings: tuple[Reading, ...]) -> Iterator[Misfit]:
    seen: set[str] = set()
    for index, reading in enumerate(readings):
        path = ("reading", index)
        if not reading.binds:
            if _filled(reading):
                yield path, "a reading that does not bind fills no key otherwise"
        elif not _filled(reading):
            also = "roll, edge, length, unit; or binds = false"
            yield path, f"a reading needs a key it fills otherwise: {also}"
        elif reading.to:
            yield (*path, "to"), "to belongs to binds = false: what the limit does not ask for"
        if reading.length is not None and reading.length < 0:
            yield (*path, "length"), f"{reading.length} must not be negative"
        if reading.name in seen:
            yield (*path, "name"), f"{reading.name!r} stands here a second time"
        seen.add(reading.name)


def _filled(reading: Reading) -> bool:
    values = (reading.roll, reading.edge, reading.length, reading.unit, reading.start_counts)
    return any(value is not None for value in values)


def _check_doubts(what: str, readings: tuple[Reading, ...]) -> Iterator[Misfit]:
    yield from _check_readings(readings)
    for index, reading in enumerate(readings):
        if reading.to:
            yield ("reading", index, "to"), f"to belongs to a limit; a {what} holds or does not"


def _check_some(*given: tuple[str, tuple[str, ...]]) -> Iterator[Misfit]:
    for key, names in given:
        if not names:
            yield (key,), "an empty list; name at least one event"


def _check_used(*given: tuple[str, Condition | None]) -> Iterator[Misfit]:
    for key, condition in given:
        if condition and ("used", "") in condition.calls:
            yield (key,), "used has a meaning in worth only"


def _check_steps(steps: tuple[Step, ...]) -> Iterator[Misfit]:
    for step in steps:
        yield from _check_used(("steps", step.condition))


def _check_procedure(entry: ProcedureEntry) -> Iterator[Misfit]:
    if bool(entry.id) is bool(entry.extends):
        yield (), "a procedure needs either id, or extends: the id of the one it adds to"
    if entry.id and not entry.region:
        yield (), "a procedure needs a region"
    seen: set[str] = set()
    for index, region in enumerate(entry.region):
        path = ("region", index)
        if region.like is None and (region.initial is None or not region.steps):
            yield path, "a region needs initial and steps, or like: the machine it takes them from"
        if region.id in seen:
            yield (*path, "id"), f"{region.id!r} stands here a second time"
        seen.add(region.id)
        for where, message in _check_steps(region.steps):
            yield (*path, *where), message


def _one_of(value: str, *known: str) -> str:
    return f"{value!r} must be {' or '.join(map(repr, known))}"
