"""Counting ahead from where a replay stands: what must come first, by when, and whether it can.

Backward from the last day of an act: what the law requires before it must be done by a day that
leaves room for the waits in between.  Forward from today: the earliest day on which an act is
lawful if everything still missing is done at once.  Where the second lies after the first, the act
can no longer be in time, and that is known long before its last day.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.replay.environment import ConditionEnv, SupposedEnv
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.live import LiveClock
from enforcecal.cases.replay.plan import NO_EFFECTS
from enforcecal.cases.replay.run import Key
from enforcecal.cases.replay.state import ReplayState
from enforcecal.cases.replay.timers import applies, length_of
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.forecast import BEYOND
from enforcecal.dates.periods import Edge
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import ExtensionRule, Need

__all__ = ["Ahead", "Before", "Lengthening", "Wait"]

_DEEPEST: Final = 6
"""How many acts each of which requires the next are followed; real chains have three."""


@attrs.frozen
class Wait:
    """A wait that an act not yet done will start: the limit, and how it is counted."""

    bound: BoundLimit
    counting: Counting
    shift: int

    @property
    def cut_short_by(self) -> tuple[str, ...]:
        """The events that end it before its time."""
        return (*self.bound.limit.end, *self.bound.limit.cancel)


@attrs.frozen(kw_only=True)
class Before:
    """An act that must come before another, and the last day that leaves room for it."""

    names: tuple[str, ...]
    """The event; several where one of them is enough."""
    need: Need
    waits: tuple[Wait, ...]
    by: int | None
    """None where no day is early enough."""
    target: str
    """The event it must come before."""
    target_by: int


@attrs.frozen(kw_only=True)
class Lengthening:
    """An extension that a clock can still be given."""

    rule: ExtensionRule
    clock: LiveClock
    last: int
    """The last day to grant it."""
    due: int
    """The last day of the clock with it, at its longest."""


class Ahead:
    """Counting forward and backward from one place of a replay, on one day."""

    __slots__ = ("state", "today")

    def __init__(self, state: ReplayState, today: int) -> None:
        self.state = state
        self.today = today

    # -- what an act requires

    def env(self, name: str, key: Key, day: int) -> ConditionEnv:
        """Return what conditions may ask if the event happened on *day*."""
        event = Event(name, date.fromordinal(day), of=key)
        return ConditionEnv(self.state, event, len(self.state.events), key, today=day)

    def unfulfilled(self, name: str, key: Key, day: int) -> Iterator[tuple[Need, tuple[str, ...]]]:
        """Return every need that is surely not met, and the events each of which would meet it."""
        effects = self.state.plan.effects.get(name, NO_EFFECTS)
        if not effects.needs:
            return
        env = self.env(name, key, day)
        when = date.fromordinal(day)
        for need, law in effects.needs:
            if law is not None and not law.in_force(when):
                continue
            if need.when is not None and need.when.holds(env) is not True:
                continue
            if need.that.holds(env) is False:
                yield need, tuple(self._meeting(need, name, key, day))

    def _meeting(self, need: Need, name: str, key: Key, day: int) -> Iterator[str]:
        state, event = self.state, Event(name, date.fromordinal(day), of=key)
        for one in need.that.arguments("happened"):
            supposed = SupposedEnv(one, state, event, len(state.events), key, day)
            if one != name and need.that.holds(supposed) is not False:
                yield one

    # -- waits

    def running(self, name: str, key: Key) -> Iterator[LiveClock]:
        """Yield the clocks that still run and that the event has to wait for."""
        effects = self.state.plan.effects.get(name, NO_EFFECTS)
        return self.state.clocks.running(effects.blocked, key)

    def waits(self, first: str, then: str, key: Key, day: int) -> tuple[Wait, ...]:
        """Return the waits for *then* that *first* would start on *day*."""
        plan = self.state.plan
        blocked = plan.effects.get(then, NO_EFFECTS).blocked
        made = []
        for number in plan.effects.get(first, NO_EFFECTS).starts:
            if number not in blocked:
                continue
            env = self.env(first, key, day)
            missing = applies(self.state, number, env, day)
            if missing is None or missing:
                continue
            bound = plan.limits[number]
            length = length_of(bound.limit, env)
            if isinstance(length, int) and bound.limit.before is None:
                counting = bound.countings(length)[0]
                made.append(Wait(bound, counting, 1 if counting.edge is Edge.AFTER else 0))
        return tuple(made)

    def opens(self, wait: Wait, start: int) -> int | None:
        """Return the first day on which what *wait* holds up is lawful, if it starts on *start*."""
        if start < 1:
            return None
        try:
            found = wait.counting.ends(self.state.clocks.point, start, None, (), ())
        except BEYOND:
            return None
        assert found is not None  # noqa: S101 -- only a pause could keep it from ending
        return found[1] + wait.shift

    def latest_start(self, wait: Wait, last: int) -> int | None:
        """Return the last day on which *wait* can start and still be over on the day *last*."""
        start = last - wait.shift
        opens = self.opens(wait, start)
        while opens is not None and opens > last:
            start -= opens - last
            opens = self.opens(wait, start)
        while opens is not None and opens <= last:
            start += 1
            opens = self.opens(wait, start)
        return None if opens is None else start - 1

    # -- backward

    def before(
        self, name: str, key: Key, last: int, above: tuple[str, ...] = ()
    ) -> Iterator[Before]:
        """Return what must come before the event if that is to happen by *last*, nearest first."""
        if name in above or len(above) >= _DEEPEST:
            return
        for need, names in self.unfulfilled(name, key, max(last, self.today)):
            if not names:
                continue
            first = names[0]
            waits = self.waits(first, name, key, self.today)
            by: int | None = last
            for wait in waits:
                start = self.latest_start(wait, last)
                by = None if by is None or start is None else min(by, start)
            yield Before(names=names, need=need, waits=waits, by=by, target=name, target_by=last)
            if by is not None:
                yield from self.before(first, key, by, (*above, name))

    # -- forward

    def earliest(
        self, name: str, key: Key, above: tuple[str, ...] = ()
    ) -> tuple[int, AbstractSet[str]] | None:
        """Return the first day on which the event can be lawful, and what would make it earlier.

        What is missing is taken to be done at once.  None where there is no such day: a wait
        stands still, or something is missing that no event brings about.
        """
        if name in above or len(above) >= _DEEPEST:
            return None
        day = self.today
        sooner: set[str] = set()
        for clock in self.running(name, key):
            if clock.due is None:
                return None
            if clock.due + clock.shift > day:
                day = clock.due + clock.shift
                sooner = {*clock.bound.limit.end, *clock.bound.limit.cancel}
        for _, names in self.unfulfilled(name, key, self.today):
            ways = [self._after(first, name, key, above) for first in names]
            found = [way for way in ways if way is not None]
            if not found:
                return None
            first, cut_short = min(found, key=lambda one: one[0])
            if first > day:
                day, sooner = first, set(cut_short)
        return day, sooner

    def _after(
        self, first: str, name: str, key: Key, above: tuple[str, ...]
    ) -> tuple[int, AbstractSet[str]] | None:
        """Return the same for the event if *first*, which it requires, is still to come."""
        found = self.earliest(first, key, (*above, name))
        if found is None:
            return None
        start, sooner = found
        day = start
        for wait in self.waits(first, name, key, start):
            opens = self.opens(wait, start)
            if opens is None:
                return None
            if opens > day:
                day, sooner = opens, frozenset(wait.cut_short_by)
        return day, sooner

    # -- extensions

    def lengthenings(self, clock: LiveClock) -> Iterator[Lengthening]:
        """Return the extensions that *clock* can still be given, as things stand."""
        if clock.due is None or not clock.countings:
            return
        for rule in clock.bound.limit.extend:
            if any(granted.rule == rule.id for granted, _ in clock.granted):
                continue
            if any(self.unfulfilled(rule.event, clock.key, self.today)):
                continue
            length = rule.length if isinstance(rule.length, int) else rule.at_most
            due = None if length is None else self._with(clock, length, rule)
            if due is not None:
                yield Lengthening(rule=rule, clock=clock, last=clock.due, due=due)

    def _with(self, clock: LiveClock, length: int, rule: ExtensionRule) -> int | None:
        clocks = self.state.clocks
        longer = (*clock.longer, (length, rule.base == "rolled", None))
        spans = clocks.spans(clock)
        try:
            found = clock.countings[0].ends(clocks.point, clock.start, None, spans, longer)
        except BEYOND:
            return None
        return None if found is None else found[1]
