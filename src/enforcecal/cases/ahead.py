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

from enforcecal.cases.replay.clocks import Clock, concern
from enforcecal.cases.replay.environment import Question
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.plan import NOTHING
from enforcecal.cases.replay.run import ClockStatus, Key
from enforcecal.cases.replay.state import Standing
from enforcecal.cases.replay.timers import applies, length_of
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.forecast import BeyondForecastError
from enforcecal.dates.periods import Edge
from enforcecal.law.conditions import Unknown
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import ExtensionRule, Need

__all__ = ["Ahead", "Before", "Lengthening", "Wait"]

_DEEPEST: Final = 6
"""How many acts each of which requires the next are followed; real chains have three."""

_BEYOND: Final = (BeyondForecastError, OverflowError)


class Supposing(Question):
    """The questions of a condition, if one more event had happened."""

    __slots__ = ("supposed",)

    supposed: str

    def happened(self, event: str) -> bool | Unknown:
        """Tell whether *event* happened, or is supposed to have."""
        return event == self.supposed or super().happened(event)


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
    clock: Clock
    last: int
    """The last day to grant it."""
    due: int
    """The last day of the clock with it, at its longest."""


class Ahead:
    """Counting forward and backward from one place of a replay, on one day."""

    __slots__ = ("standing", "today")

    def __init__(self, standing: Standing, today: int) -> None:
        self.standing = standing
        self.today = today

    # -- what an act requires

    def question(self, name: str, key: Key, day: int) -> Question:
        """Return what conditions may ask if the event happened on *day*."""
        event = Event(name, date.fromordinal(day), of=key)
        return Question(self.standing, event, len(self.standing.events), key)

    def unfulfilled(self, name: str, key: Key, day: int) -> Iterator[tuple[Need, tuple[str, ...]]]:
        """Return every need that is surely not met, and the events each of which would meet it."""
        standing = self.standing
        acts = standing.plan.acts.get(name, NOTHING)
        if not acts.needs:
            return
        asked = self.question(name, key, day)
        when = date.fromordinal(day)
        before, standing.today = standing.today, day
        try:
            for need, law in acts.needs:
                if law is not None and not law.in_force(when):
                    continue
                if need.when is not None and need.when.holds(asked) is not True:
                    continue
                if need.that.holds(asked) is False:
                    yield need, tuple(self._meeting(need, name, key, when))
        finally:
            standing.today = before

    def _meeting(self, need: Need, name: str, key: Key, when: date) -> Iterator[str]:
        supposing = Supposing(
            self.standing, Event(name, when, of=key), len(self.standing.events), key
        )
        for one in need.that.arguments("happened"):
            supposing.supposed = one
            if one != name and need.that.holds(supposing) is not False:
                yield one

    # -- waits

    def running(self, name: str, key: Key) -> list[Clock]:
        """Return the clocks that still run and that the event has to wait for."""
        standing = self.standing
        acts = standing.plan.acts.get(name, NOTHING)
        return [
            clock
            for number in acts.blocked
            for clock in standing.by_limit.get(number, ())
            if clock.status is ClockStatus.RUNNING and concern(clock.key, key)
        ]

    def waits(self, first: str, then: str, key: Key, day: int) -> tuple[Wait, ...]:
        """Return the waits for *then* that *first* would start on *day*."""
        plan = self.standing.plan
        blocked = plan.acts.get(then, NOTHING).blocked
        made = []
        for number in plan.acts.get(first, NOTHING).starts:
            if number not in blocked:
                continue
            asked = self.question(first, key, day)
            missing = applies(self.standing, number, asked, day)
            if missing is None or missing:
                continue
            bound = plan.limits[number]
            length = length_of(bound.limit, asked)
            if isinstance(length, int) and bound.limit.before is None:
                counting = bound.countings(length)[0]
                made.append(Wait(bound, counting, 1 if counting.edge is Edge.AFTER else 0))
        return tuple(made)

    def opens(self, wait: Wait, start: int) -> int | None:
        """Return the first day on which what *wait* holds up is lawful, if it starts on *start*."""
        try:
            found = wait.counting.ends(self.standing.work.point, start, None, (), ())
        except _BEYOND:
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

    def lengthenings(self, clock: Clock) -> Iterator[Lengthening]:
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

    def _with(self, clock: Clock, length: int, rule: ExtensionRule) -> int | None:
        work = self.standing.work
        longer = (*clock.longer, (length, rule.base == "rolled", None))
        spans = work.spans(clock, sure=False)
        try:
            found = clock.countings[0].ends(work.point, clock.start, None, spans, longer)
        except _BEYOND:
            return None
        return None if found is None else found[1]
