"""Events of one day whose order no source tells: a breach that another order cures is no breach.

An order that is lawful is presumed to have been the order.  So only where something is broken as
the events stand there are other orders of their day tried, and a breach is firm if it is found in
all of them; otherwise one finding of the day says that it turns on the order.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.checks.words import event_words
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import Run
from enforcecal.dates.certainty import Certainty
from enforcecal.law.procedures import Procedure
from enforcecal.texts import Text

__all__ = ["settle_ties"]

_TIED: Final = 4
"""Events of one day beyond which the orders are too many to try them all."""

_Name = tuple[object, ...]


def settle_ties(
    run: Run, found: list[Finding], breaches: Callable[[Run], Iterable[Finding]]
) -> Iterator[Finding]:
    """Yield what was *found* in *run*, with one ``tie`` in the place of what an order cures.

    *breaches* are what the checks call broken in a run in which another order could change that.
    """
    accused = any(one.severity is Severity.BREACH for one in found)
    broken = {_name_of(one) for one in breaches(run)} if accused else set()
    if not broken:
        yield from found
        return
    cured: dict[_Name, tuple[date, list[Event]]] = {}
    for day, same in _open_days(run):
        if not any(_may_turn_on(run.procedure, one, day, same) for one in found):
            continue
        for order in _orders(same):
            left = broken - cured.keys() - {_name_of(one) for one in breaches(_again(run, order))}
            cured.update((name, (day, order)) for name in left)
    ties: dict[date, tuple[Finding, list[Event]]] = {}
    for one in found:
        tied = cured.get(_name_of(one))
        if one.severity is not Severity.BREACH or tied is None:
            yield one
            continue
        day, order = tied
        if day not in ties or (one.day == day) > (ties[day][0].day == day):
            ties[day] = one, order  # what was wrong with an act of that day says it best
    for day, (one, order) in ties.items():
        yield _tie(run, one, day, order)


def _name_of(one: Finding) -> _Name:
    return one.code, one.event, one.day, one.rule, one.of


def _open_days(run: Run) -> Iterator[tuple[date, list[Event]]]:
    """Yield the days with several events of which not all have a time."""
    log = run.log if run.known_on is None else run.log.known_on(run.known_on)
    for day, events in itertools.groupby(log.events, key=lambda event: event.day):
        same = list(events)
        if len(same) > 1 and day <= run.as_of and any(event.time is None for event in same):
            yield day, same


def _may_turn_on(procedure: Procedure, one: Finding, day: date, same: list[Event]) -> bool:
    """Tell whether the order of the events of *day* can matter to a finding at all."""
    if one.severity is not Severity.BREACH:
        return False
    if one.day == day:
        return True
    names = {event.name for event in same}
    for limit in procedure.limits:
        if limit.id == one.rule:
            moving = {*limit.start, *limit.end, *limit.cancel, *(x.event for x in limit.extend)}
            for pause in limit.pause:
                moving |= {*procedure.pauses[pause].begins, *procedure.pauses[pause].ends}
            return not names.isdisjoint(moving)
    return any(len(names & {step.event for step in one.steps}) > 1 for one in procedure.regions)


def _orders(same: list[Event]) -> Iterator[list[Event]]:
    """Return other orders of the events of one day that keep the times recorded: all, or some."""
    if len(same) <= _TIED:
        orders: Iterable[tuple[Event, ...]] = itertools.permutations(same)
    else:
        orders = _moved(same)
    for order in orders:
        timed = [event.time for event in order if event.time is not None]
        if list(order) != same and timed == sorted(timed):
            yield [attrs.evolve(event, seq=seq) for seq, event in enumerate(order)]


def _moved(same: list[Event]) -> Iterator[tuple[Event, ...]]:
    """Yield the orders in which one event is put before, or after, all others, and the reverse."""
    yield tuple(reversed(same))
    for place, event in enumerate(same):
        others = (*same[:place], *same[place + 1 :])
        yield (event, *others)
        yield (*others, event)


def _again(run: Run, order: list[Event]) -> Run:
    day = order[0].day
    kept = [event for event in run.log.events if event.day != day]
    return replay(
        attrs.evolve(run.log, events=(*kept, *order)),
        run.procedure,
        as_of=run.as_of,
        known_on=run.known_on,
        coverage=run.coverage,
    )


def _tie(run: Run, one: Finding, day: date, order: list[Event]) -> Finding:
    named = [event_words(run.procedure, event.name) for event in order]
    return attrs.evolve(
        one,
        code="tie",
        severity=Severity.REVIEW,
        certainty=Certainty.UNKNOWN,
        day=day,
        message=Text(
            f"the order of the events of {day} was not recorded, and it decides: as they stand "
            f"there, {one.message.en}; not so if it was {', then '.join(x.en for x in named)}",
            f"{day}当日各环节的先后未记录，结论取决于此：按现有次序，{one.message.zh}；"
            f"如依次为{'、'.join(f'“{x.zh}”' for x in named)}，则不存在该问题",
        ),
    )
