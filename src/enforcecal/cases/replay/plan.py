"""A procedure compiled for one calendar: everything a replay looks up, by event name.

Made once for a procedure and shared by all its replays; nothing in it changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError
from enforcecal.law.applies import words_of
from enforcecal.law.citations import Law, edition_of, family_of
from enforcecal.law.conditions import Condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.procedures import EventType, Procedure
from enforcecal.law.rules import NO_ROLL, ExtensionRule, Need, PauseRule, TimeLimit
from enforcecal.texts import Text

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["NO_EFFECTS", "EventEffects", "ReplayPlan", "TransitionTable", "plan_of", "recordable"]


class TransitionTable:
    """The steps of one event in one region."""

    __slots__ = ("region", "sole", "steps")

    def __init__(self, region: int) -> None:
        self.region = region
        """The number of the region."""
        self.steps: dict[str, list[tuple[str, Condition | None]]] = {}
        """By the state it leads from, where it leads and on which condition."""
        self.sole: str | None = None
        """Where it leads from anywhere, if that is one state."""


class EventEffects:
    """All that one event name does."""

    __slots__ = (
        "blocked",
        "cancels",
        "derives",
        "ends",
        "extends",
        "needs",
        "pause_begins",
        "pause_ends",
        "per",
        "starts",
        "tables",
    )

    def __init__(self, per: tuple[str, ...]) -> None:
        self.per = per
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.cancels: list[int] = []
        self.blocked: list[int] = []
        self.extends: list[tuple[int, ExtensionRule]] = []
        self.pause_begins: list[tuple[PauseRule, Law | None]] = []
        self.pause_ends: list[tuple[PauseRule, Law | None]] = []
        self.tables: list[TransitionTable] = []
        self.needs: list[tuple[Need, Law | None]] = []
        self.derives: list[EventType] = []


NO_EFFECTS: Final = EventEffects(())
"""What an event does that a procedure does not know."""


class _Vocabulary(dict[str, EventEffects]):
    """What each event of a procedure does; a name the procedure never declared is refused."""

    def __init__(self, procedure: Procedure) -> None:
        super().__init__(
            (name, EventEffects(event.per)) for name, event in procedure.events.items()
        )
        self._procedure = procedure.id

    def __missing__(self, name: str) -> EventEffects:
        raise ArgumentError(
            f"procedure {self._procedure!r} uses the event {name!r} but does not declare it"
        )


class ReplayPlan:
    """Everything replay looks up, by event name and by number."""

    def __init__(self, procedure: Procedure, calendar: WorkCalendar | None) -> None:
        self.procedure = procedure
        self.calendar = calendar
        self.regions = procedure.regions
        """What is kept by number below is in the order of the procedure's regions and limits."""
        packs = tuple(sorted(procedure.digests.items()))
        self.limits = [_bind(procedure, limit, calendar, packs) for limit in procedure.limits]
        """By number, the limits, each bound to the calendar."""
        self.effects = _Vocabulary(procedure)
        """By event, all that it does."""
        self.dimensions = [self._dimensions(limit) for limit in procedure.limits]
        """By limit, what its clocks are kept apart by, such as parties."""
        self.same_time = [_same_time(limit, procedure.limits) for limit in procedure.limits]
        """By limit, the limits that count the same time: itself, and its law's other editions."""
        self.overridden: dict[str, list[int]] = defaultdict(list)
        """By the id of a general limit, the special ones it gives way to."""
        self.yielding: dict[int, list[int]] = defaultdict(list)
        """By the number of a special limit, the general ones that give way to it."""
        self.taken_over: dict[str, list[int]] = defaultdict(list)
        """By the id of a limit, those of newer editions that take over its running clocks."""
        self.in_force = [_in_force(bound.law) for bound in self.limits]
        """The first and the last day of the law of each limit, as ordinals."""
        self._alike: dict[tuple[int, int], bool] = {}
        self.override_notes = [_override_note(limit) for limit in procedure.limits]
        """By limit, which rules give way to it, in words."""
        self.matters_asked = _matters_asked(procedure)
        """The matters of which a condition asks how their clocks stand."""
        self._starts: dict[str, frozenset[str]] = {}
        for limit in procedure.limits:
            self._starts[limit.matter] = self._starts.get(limit.matter, frozenset()).union(
                limit.start
            )
        self.planned_by: dict[str, list[str]] = defaultdict(list)
        """By fact, the events that are planned for the day it tells."""
        self.region_events = [
            frozenset(step.event for step in region.steps) for region in procedure.regions
        ]
        """By region, the events that lead from state to state there."""
        self.limit_events = [
            frozenset((*limit.start, *limit.end, *limit.cancel, *limit.blocks))
            for limit in procedure.limits
        ]
        """By limit, the events that start and end its clocks, or that have to wait for them."""
        self._check_calendar()
        self._fill_limits()
        self._fill_regions()
        for need in procedure.needs:
            law = procedure.laws.get(edition_of(need.id))
            for name in need.on:
                self.effects[name].needs.append((need, law))
        for event in procedure.events.values():
            if event.planned:
                self.planned_by[event.planned].append(event.name)
            for name in dict.fromkeys(one for group in event.after_all for one in group):
                self.effects[name].derives.append(event)
        for event in procedure.events.values():
            self._check_derived(event.name, ())
        for number in tuple(self.yielding):
            self._check_overrides(number, ())
        self.clues = {
            step.event
            for region in procedure.regions[:1]
            for step in region.steps
            if region.initial in step.sources and procedure.events[step.event].discovers
        }
        """The events by which a case begins and the violation is discovered."""
        self.generated = self._generated()
        """The events that only follow, from others or from a period: nobody does them."""
        self.following = self.generated.union(
            event.name
            for event in procedure.events.values()
            if any(len(group) > 1 for group in event.after_all)
        )
        """Those, and what is the last of several things done: it is not recorded by itself."""
        self.otherwise = {
            limit.then.event: limit.start[0]
            for limit in reversed(procedure.limits)
            if limit.then is not None and limit.then.event not in self.following
        }
        """Of what is done, and put in by a period as well, what usually starts that period."""

    def _generated(self) -> frozenset[str]:
        procedure = self.procedure
        put_in = {limit.then.event for limit in procedure.limits if limit.then}
        done = {name for limit in procedure.limits for name in (*limit.end, *limit.cancel)}
        # a document can be served without the announcement that would serve it in the end
        begun = {
            step.event
            for region in procedure.regions
            for step in region.steps
            if region.initial in step.sources
        }
        derived = {event.name for event in procedure.events.values() if event.after_all}
        # "all served" is what the services of the parties come to, wherever it leads
        summed = {
            event.name
            for event in procedure.events.values()
            for group in event.after_all
            if len(group) == 1 and not {*self.effects[group[0]].per} <= {*event.per}
        }
        return frozenset((put_in - done | derived) - begun | summed)

    def _check_overrides(self, number: int, above: tuple[int, ...]) -> None:
        if number in above:
            raise ArgumentError(
                f"procedure {self.procedure.id!r}: the limit {self.limits[number].id} overrides "
                f"itself, by way of {' -> '.join(self.limits[one].id for one in above)}"
            )
        for general in self.yielding.get(number, ()):
            self._check_overrides(general, (*above, number))

    def _check_derived(self, name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ArgumentError(
                f"procedure {self.procedure.id!r}: the event {name!r} follows from itself, by way "
                f"of {' -> '.join(above)}"
            )
        for derived in self.effects[name].derives:
            self._check_derived(derived.name, (*above, name))

    def _check_calendar(self) -> None:
        for limit in self.procedure.limits if self.calendar is None else ():
            if Unit.WORKING_DAY in {limit.unit, *(reading.unit for reading in limit.reading)}:
                raise ArgumentError(
                    f"procedure {self.procedure.id!r} has no calendar, but {limit.id} counts "
                    "working days; name a calendar in the pack or give one to the rulebook"
                )

    def _dimensions(self, limit: TimeLimit) -> frozenset[str]:
        return frozenset(
            dim for name in (*limit.start, *limit.end) for dim in self.effects[name].per
        )

    def _fill_limits(self) -> None:
        for number, limit in enumerate(self.procedure.limits):
            for name in limit.start:
                self.effects[name].starts.append(number)
            for name in limit.end:
                self.effects[name].ends.append(number)
            for name in limit.cancel:
                self.effects[name].cancels.append(number)
            for name in limit.blocks:
                self.effects[name].blocked.append(number)
            for rule in limit.extend:
                self.effects[rule.event].extends.append((number, rule))
            for yields in limit.overrides:
                self.overridden[yields].append(number)
            if limit.takes_over:
                self.taken_over[limit.takes_over.limit].append(number)
        for number, limit in enumerate(self.procedure.limits):
            for other, general in enumerate(self.procedure.limits):
                if general.id in limit.overrides and general.scope == limit.scope:
                    self.yielding[number].append(other)
        named = {name for limit in self.procedure.limits for name in limit.pause}
        for pause in self.procedure.pauses.values():
            if pause.id in named:
                law = self.procedure.laws.get(edition_of(pause.id))
                for name in pause.begins:
                    self.effects[name].pause_begins.append((pause, law))
                for name in pause.ends:
                    self.effects[name].pause_ends.append((pause, law))

    def starts_of(self, matter: str) -> frozenset[str]:
        """Return the events that start the clocks of *matter*."""
        return self._starts.get(matter, frozenset())

    def alike(self, one: int, other: int) -> bool:
        """Tell whether two limits count the same time for the same acts."""
        found = self._alike.get((one, other))
        if found is None:
            found = self._alike[one, other] = self._count_alike(one, other)
        return found

    def _count_alike(self, one: int, other: int) -> bool:
        first, second = self.limits[one], self.limits[other]
        return (
            (
                first.limit.unit is Unit.WORKING_DAY  # which never ends on a day off
                or first.counting.roll is second.counting.roll
            )
            and first.limit.before is None
            and second.limit.before is None
            and all(
                getattr(first.limit, name) == getattr(second.limit, name)
                for name in ("kind", "start", "end", "cancel", "blocks", "edge", "length", "unit")
            )
        )

    def _fill_regions(self) -> None:
        for number, region in enumerate(self.regions):
            tables: dict[str, TransitionTable] = {}
            targets: dict[str, set[str]] = defaultdict(set)
            for step in region.steps:
                table = tables.setdefault(step.event, TransitionTable(number))
                for source in step.sources:
                    table.steps.setdefault(source, []).append((step.target, step.condition))
                targets[step.event].add(step.target)
                name, slash, _ = step.target.rpartition("/")
                if slash and name not in self.procedure.switches:
                    raise ArgumentError(
                        f"procedure {self.procedure.id!r}: region {region.id!r} leads into "
                        f"{step.target!r}, but switches has no procedure {name!r}"
                    )
            for name, table in tables.items():
                if len(targets[name]) == 1 and targets[name] != {"="}:
                    (table.sole,) = targets[name]
                self.effects[name].tables.append(table)


def _bind(
    procedure: Procedure,
    limit: TimeLimit,
    calendar: WorkCalendar | None,
    packs: tuple[tuple[str, str], ...],
) -> BoundLimit:
    return BoundLimit(
        limit=limit,
        law=procedure.laws.get(edition_of(limit.id)),
        counting=procedure.countings.get(limit.counting, NO_ROLL),
        pauses={name: procedure.pauses[name] for name in limit.pause},
        calendar=calendar,
        packs=packs,
        words=words_of(procedure),
    )


def _in_force(law: Law | None) -> tuple[int, int]:
    first = date.min if law is None or law.in_force_from is None else law.in_force_from
    last = date.max if law is None or law.in_force_to is None else law.in_force_to
    return first.toordinal(), last.toordinal()


def _override_note(limit: TimeLimit) -> Text | None:
    if not limit.overrides:
        return None
    rules = ", ".join(limit.overrides)
    return Text(f"special rule: {rules} gives way to it", f"特别规定优先，{rules} 不适用")


def _same_time(limit: TimeLimit, limits: tuple[TimeLimit, ...]) -> tuple[int, ...]:
    """Return the places of *limit* itself and of what other editions of its law made of it.

    A second start is a second start even when the law has changed in between.
    """
    edition = edition_of(limit.id)
    family = family_of(edition)
    return tuple(
        place
        for place, other in enumerate(limits)
        if other is limit
        or (
            (other.matter, other.scope) == (limit.matter, limit.scope)
            and edition_of(other.id) != edition
            and family_of(edition_of(other.id)) == family
        )
    )


def _matters_asked(procedure: Procedure) -> frozenset[str]:
    """Return the matters of which anything in *procedure* asks how their clocks stand."""
    conditions: list[object] = [
        step.condition for region in procedure.regions for step in region.steps
    ]
    for need in procedure.needs:
        conditions += [need.when, need.that]
    for limit in procedure.limits:
        conditions += [limit.when, limit.length, limit.before]
    return frozenset(
        matter
        for condition in conditions
        if isinstance(condition, Condition)
        for matter in condition.arguments("over", "late", "due")
    )


@lru_cache(maxsize=64)
def recordable(plan: ReplayPlan, events: frozenset[str] | None) -> frozenset[str] | None:
    """Return the events whose absence tells something, of a source with a place for *events*.

    Besides those, what only follows from others: what a period puts in, if there is a place for
    what usually starts it, the first that is named; and what several acts come to, if there is a
    place for the first of its ways, which is where the others would be entered too.
    """
    if events is None:
        return None
    missing = plan.following - events
    periods: dict[str, set[str]] = {name: set() for name in missing}
    for limit in plan.procedure.limits:
        if limit.then is not None and limit.then.event in periods:
            periods[limit.then.event].update(limit.start[:1])
    found = set(events)
    while more := {
        name
        for name in missing - found
        if not found.isdisjoint(periods[name])
        or _comes_to(plan.procedure.events[name].after_all, found)
    }:
        found |= more
    return frozenset(found)


def _comes_to(ways: Collection[Collection[str]], found: set[str]) -> bool:
    return bool(ways) and found.issuperset(next(iter(ways)))


@lru_cache(maxsize=64)
def plan_of(procedure: Procedure, known_on: date | None) -> ReplayPlan:
    """Return the plan of *procedure*, on its calendar or on that calendar as known on a day."""
    calendar = procedure.calendar
    if known_on is not None and calendar is not None:
        calendar = _as_known(calendar, known_on)
    return ReplayPlan(procedure, calendar)


def _as_known(calendar: WorkCalendar, known_on: date) -> WorkCalendar:
    """Return *calendar* as it stood on *known_on*, with what a user had added to it by then."""
    from enforcecal.dates.calendars import calendar as calendar_of

    if calendar.known_on is not None:
        known_on = min(known_on, calendar.known_on)
    packaged = calendar_of(calendar.id).notices
    known = calendar_of(
        calendar.id,
        known_on=known_on,
        notices=[notice for notice in calendar.notices if notice not in packaged],
    )
    for closure in calendar.closures:
        known = known.with_closures(
            [day for day in closure.days if known.first <= day <= known.horizon],
            name=closure.name,
        )
    return known
