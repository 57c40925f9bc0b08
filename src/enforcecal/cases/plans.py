"""A procedure compiled for one calendar: everything a replay looks up, by event name.

Made once for a procedure and shared by all its replays; nothing in it changes.
"""

from __future__ import annotations

import weakref
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from enforcecal.law.citations import edition_of
from enforcecal.law.conditions import Condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.procedures import EventType, Procedure
from enforcecal.law.rules import NO_ROLL, ExtensionRule, Need, PauseRule, TimeLimit

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["Acts", "Plan", "Table", "plan_of"]


class Table:
    """The steps of one event in one region."""

    __slots__ = ("region", "sole", "steps")

    def __init__(self, region: int) -> None:
        self.region = region
        self.steps: dict[str, list[tuple[str, Condition | None]]] = {}
        self.sole: str | None = None


class Acts:
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
        self.pause_begins: list[PauseRule] = []
        self.pause_ends: list[PauseRule] = []
        self.tables: list[Table] = []
        self.needs: list[Need] = []
        self.derives: list[EventType] = []


class Plan:
    """Everything replay looks up, by event name and by number."""

    def __init__(self, procedure: Procedure, calendar: WorkCalendar | None) -> None:
        self.procedure = procedure
        self.calendar = calendar
        self.regions = procedure.regions
        packs = tuple(sorted(procedure.digests.items()))
        self.limits = [_bind(procedure, limit, calendar, packs) for limit in procedure.limits]
        self.acts = {name: Acts(event.per) for name, event in procedure.events.items()}
        self.dims = [self._dims(limit) for limit in procedure.limits]
        self.overridden: dict[str, list[int]] = defaultdict(list)
        self.taken_over: dict[str, list[int]] = defaultdict(list)
        self.asked = _asked(procedure)
        self.planned: dict[str, list[str]] = defaultdict(list)
        self._fill_limits()
        self._fill_regions()
        for need in procedure.needs:
            for name in need.on:
                self.acts[name].needs.append(need)
        for event in procedure.events.values():
            if event.planned:
                self.planned[event.planned].append(event.name)
            for name in dict.fromkeys(one for group in event.after_all for one in group):
                self.acts[name].derives.append(event)

    def _dims(self, limit: TimeLimit) -> frozenset[str]:
        events = self.procedure.events
        return frozenset(dim for name in (*limit.start, *limit.end) for dim in events[name].per)

    def _fill_limits(self) -> None:
        for number, limit in enumerate(self.procedure.limits):
            for name in limit.start:
                self.acts[name].starts.append(number)
            for name in limit.end:
                self.acts[name].ends.append(number)
            for name in limit.cancel:
                self.acts[name].cancels.append(number)
            for name in limit.blocks:
                self.acts[name].blocked.append(number)
            for rule in limit.extend:
                self.acts[rule.event].extends.append((number, rule))
            for yields in limit.overrides:
                self.overridden[yields].append(number)
            if limit.takes_over:
                self.taken_over[limit.takes_over.limit].append(number)
        named = {name for limit in self.procedure.limits for name in limit.pause}
        for pause in self.procedure.pauses.values():
            if pause.id in named:
                for name in pause.begins:
                    self.acts[name].pause_begins.append(pause)
                for name in pause.ends:
                    self.acts[name].pause_ends.append(pause)

    def _fill_regions(self) -> None:
        for number, region in enumerate(self.regions):
            tables: dict[str, Table] = {}
            targets: dict[str, set[str]] = defaultdict(set)
            for step in region.steps:
                table = tables.setdefault(step.event, Table(number))
                for source in step.sources:
                    table.steps.setdefault(source, []).append((step.target, step.condition))
                targets[step.event].add(step.target)
            for name, table in tables.items():
                if len(targets[name]) == 1 and targets[name] != {"="}:
                    (table.sole,) = targets[name]
                self.acts[name].tables.append(table)


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
    )


def _asked(procedure: Procedure) -> bool:
    """Tell whether any step or need of *procedure* asks how a clock stands."""
    conditions: list[Condition | None] = [
        step.condition for region in procedure.regions for step in region.steps
    ]
    for need in procedure.needs:
        conditions += [need.when, need.that]
    return any(
        condition is not None and condition.arguments("over", "late", "due")
        for condition in conditions
    )


_PLANS: weakref.WeakKeyDictionary[Procedure, dict[date | None, Plan]] = weakref.WeakKeyDictionary()


def plan_of(procedure: Procedure, known_on: date | None) -> Plan:
    """Return the plan of *procedure*, on its calendar or on that calendar as known on a day."""
    plans = _PLANS.setdefault(procedure, {})
    if known_on not in plans:
        calendar = procedure.calendar
        if known_on is not None and calendar is not None:
            from enforcecal.dates.calendars import calendar as calendar_of

            calendar = calendar_of(calendar.id, known_on=known_on)
        if len(plans) > 16:
            plans.clear()
        plans[known_on] = Plan(procedure, calendar)
    return plans[known_on]
