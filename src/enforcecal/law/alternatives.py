"""The same procedure as it would be: on another calendar, without an edition, by another reading.

For asking what a change does, by comparing two of them; nothing here changes the procedure it is
given, and what it leads into by a switch is changed alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import attrs

from enforcecal.errors import UnknownNameError
from enforcecal.law.citations import Law, edition_of, family_of
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import CountingRule, Reading, TimeLimit

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["by_reading", "on_calendar", "readings_of", "without_editions"]

_ONE_DAY: Final = timedelta(days=1)


def on_calendar(procedure: Procedure, calendar: WorkCalendar | None) -> Procedure:
    """Return *procedure* counting on *calendar*; one that needs no calendar stays as it is.

    >>> from datetime import date
    >>> import enforcecal as ec
    >>> ordinary = ec.rulebook("cn").procedure("cn.penalty.ordinary")
    >>> on_calendar(ordinary, ec.calendar("CN", known_on=date(2020, 1, 26))).calendar.edition
    'CN@2019-11-21'
    """
    return _changed(
        procedure,
        lambda one: one if one.calendar is None else attrs.evolve(one, calendar=calendar),
    )


def without_editions(procedure: Procedure, editions: Iterable[str]) -> Procedure:
    """Return *procedure* as if *editions* of its laws had never come into force.

    What an edition had put an end to goes on.  Raises `UnknownNameError` for an edition that is
    none of its laws.
    """
    dropped = frozenset(editions)
    for edition in dropped:
        if edition not in procedure.laws:
            raise UnknownNameError("law edition", edition, procedure.laws)
    return _changed(procedure, lambda one: _without(one, dropped))


def _without(procedure: Procedure, dropped: frozenset[str]) -> Procedure:
    gone = [law for name, law in procedure.laws.items() if name in dropped]
    laws = {
        name: _reopened(law, gone) for name, law in procedure.laws.items() if name not in dropped
    }
    return attrs.evolve(
        procedure,
        laws=laws,
        limits=tuple(
            attrs.evolve(limit, pause=_kept(limit.pause, dropped))
            for limit in procedure.limits
            if edition_of(limit.id) not in dropped
        ),
        pauses={
            name: pause
            for name, pause in procedure.pauses.items()
            if edition_of(name) not in dropped
        },
        needs=tuple(need for need in procedure.needs if edition_of(need.id) not in dropped),
        digests={name: one for name, one in procedure.digests.items() if name not in dropped},
    )


def _kept(names: Iterable[str], dropped: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if edition_of(name) not in dropped)


def _reopened(law: Law, gone: Iterable[Law]) -> Law:
    """Return *law* in force as long as those of *gone* would have been that ended it."""
    for other in sorted(gone, key=lambda one: str(one.in_force_from)):
        if (
            law.in_force_to is not None
            and other.in_force_from == law.in_force_to + _ONE_DAY
            and family_of(other.id) == law.family
        ):
            law = attrs.evolve(law, in_force_to=other.in_force_to)
    return law


def by_reading(procedure: Procedure, name: str) -> Procedure:
    """Return *procedure* with the reading *name* as the default wherever a rule has it.

    What was the default becomes the other reading, so that the range of days stays.  Raises
    `UnknownNameError` where no rule has such a reading.
    """
    known = readings_of(procedure)
    if name not in known:
        raise UnknownNameError(f"reading in {procedure.id}", name, known)
    return _changed(procedure, lambda one: _read(one, name))


def readings_of(procedure: Procedure) -> tuple[str, ...]:
    """Return the names of every other defensible reading that rules of *procedure* have."""
    names = {one.name for rule in procedure.countings.values() for one in rule.reading}
    names.update(one.name for limit in procedure.limits for one in limit.reading if one.binds)
    return tuple(sorted(names))


_WAS: Final = "the-former-default"


def _read(procedure: Procedure, name: str) -> Procedure:
    return attrs.evolve(
        procedure,
        countings={one: _counted(rule, name) for one, rule in procedure.countings.items()},
        limits=tuple(_limited(limit, name) for limit in procedure.limits),
    )


def _others(readings: Iterable[Reading], name: str, was: Reading) -> tuple[Reading, ...]:
    return (*(reading for reading in readings if reading.name != name), was)


def _chosen(readings: Iterable[Reading], name: str) -> Reading | None:
    return next((one for one in readings if one.binds and one.name == name), None)


def _counted(rule: CountingRule, name: str) -> CountingRule:
    chosen = _chosen(rule.reading, name)
    if chosen is None:
        return rule
    was = Reading(
        name=_WAS,
        zh="原默认理解",
        en="what was the default",
        roll=rule.roll,
        start_counts=rule.start_counts,
    )
    return attrs.evolve(
        rule,
        roll=chosen.roll or rule.roll,
        start_counts=(rule.start_counts if chosen.start_counts is None else chosen.start_counts),
        reading=_others(rule.reading, name, was),
    )


def _limited(limit: TimeLimit, name: str) -> TimeLimit:
    chosen = _chosen(limit.reading, name)
    if chosen is None:
        return limit
    was = Reading(
        name=_WAS,
        zh="原默认理解",
        en="what was the default",
        edge=limit.edge,
        length=limit.length if isinstance(limit.length, int) else None,
        unit=limit.unit,
    )
    return attrs.evolve(
        limit,
        edge=chosen.edge or limit.edge,
        length=limit.length if chosen.length is None else chosen.length,
        unit=chosen.unit or limit.unit,
        reading=_others(limit.reading, name, was),
    )


def _changed(procedure: Procedure, change: Callable[[Procedure], Procedure]) -> Procedure:
    """Return *procedure* changed, and what it leads into; they may lead into one another."""
    seen: dict[str, Procedure] = {}
    made: dict[str, Procedure] = {}
    switches: dict[str, dict[str, Procedure]] = {}
    waiting = [procedure]
    while waiting:
        one = waiting.pop()
        if one.id not in seen:
            seen[one.id] = one
            switches[one.id] = {}
            made[one.id] = attrs.evolve(change(one), switches=switches[one.id])
            waiting += one.switches.values()
    for name, one in seen.items():
        switches[name].update({target: made[other.id] for target, other in one.switches.items()})
    return made[procedure.id]
