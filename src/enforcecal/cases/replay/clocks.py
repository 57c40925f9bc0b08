"""The clocks of one replay: when each ends, and over which days that can still move.

Knows pauses, extensions, readings and calendars, and nothing of events or states; `replay` tells it
what began and what ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, time
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Final, Literal

from enforcecal.cases.replay.run import ClockRun, ClockStatus, Key
from enforcecal.dates.clocks import DAY_SECONDS, Extension, Longer, Pause, Span, unite
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.forecast import BeyondForecastError
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.dates.traces import second_of
from enforcecal.law.conditions import Answer
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import PauseRule
from enforcecal.texts import Text

if TYPE_CHECKING:
    from enforcecal.dates.forecast import CountView, Views

__all__ = ["UNANSWERED", "Clock", "Clockwork", "Mode", "PauseRun", "concern"]

Mode = Literal["default", "early", "late"]
"""Which end of its range a clock fires at: the default reading, the earliest day, the latest."""

UNANSWERED: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT})
"""Clocks that an act can still end; after the last day, late."""

_NO_NOTE: Final = Text("", "")

_BEYOND: Final = (BeyondForecastError, OverflowError)
"""Outside the years a calendar can speak about, or outside those a date can have."""


def concern(one: Key, other: Key) -> bool:
    """Tell whether two things concern one another: no dimension has two different values."""
    if not one or not other or one == other:
        return True
    values = dict(one)
    return all(values.get(dim, value) == value for dim, value in other)


class PauseRun:
    """A pause begun: which, for what, from when to when, and whether the law knows it."""

    __slots__ = ("begins", "ends", "key", "known", "missing", "rule")

    def __init__(self, rule: PauseRule, key: Key, begins: int) -> None:
        self.rule = rule
        self.key = key
        self.begins = begins
        self.ends: int | None = None
        self.known = True
        """Whether the law surely knows it; a pause it surely does not know is never begun."""
        self.missing: frozenset[str] = frozenset()
        """Facts not recorded on which that turns."""

    def copy(self) -> PauseRun:
        """Return the pause as it stands, to go on in a fork of the replay."""
        made = PauseRun(self.rule, self.key, self.begins)
        made.ends, made.known, made.missing = self.ends, self.known, self.missing
        return made

    def told(self) -> Pause:
        """Return the pause as it stands."""
        return Pause(date.fromordinal(self.begins), _day(self.ends), self.rule.id)


class Clock:
    """A clock while the replay goes on."""

    __slots__ = (
        "anchor",
        "at",
        "beyond",
        "bound",
        "countings",
        "dirty",
        "due",
        "ended_by",
        "ended_on",
        "granted",
        "high",
        "key",
        "live",
        "longer",
        "low",
        "missing",
        "nominal",
        "note",
        "number",
        "open_range",
        "plain",
        "seen",
        "shift",
        "start",
        "status",
        "step",
        "unbounded",
        "unsure",
    )

    def __init__(self, bound: BoundLimit, number: int, key: Key, start: int, step: int) -> None:
        self.bound = bound
        self.number = number
        self.key = key
        self.start = start
        self.step = step
        self.at: time | None = None
        self.countings: tuple[Counting, ...] = ()
        self.anchor: int | None = None
        self.live = False
        """Whether the day it is counted backward from can still move."""
        self.longer: tuple[Longer, ...] = ()
        self.unsure: tuple[Longer, ...] = ()
        """Extensions that hold only if something not recorded is so."""
        self.granted: tuple[tuple[Extension, bool], ...] = ()
        self.missing: AbstractSet[str] = frozenset()
        """Facts not recorded on which it turns."""
        self.unbounded = False
        """Whether they decide more than the range can say."""
        self.beyond = False
        self.plain = False
        """Whether its start alone decides when it ends, while nothing stops or lengthens it."""
        self.seen: tuple[Pause, ...] | None = None
        """Its pauses as they stood when it ended."""
        self.status = ClockStatus.RUNNING
        self.ended_on: int | None = None
        self.ended_by: int | None = None
        self.nominal: int | None = None
        self.due: int | None = None
        self.low: int | None = None
        self.high: int | None = None
        self.open_range: tuple[int, tuple[Span, ...], tuple[Span, ...]] | None = None
        """The last day and the pauses from which the range is still to be worked out."""
        self.shift = 0
        self.dirty = True
        self.note = _NO_NOTE

    def copy(self) -> Clock:
        """Return the clock as it stands, to go on in a fork of the replay."""
        made = object.__new__(Clock)
        for name in Clock.__slots__:
            setattr(made, name, getattr(self, name))
        return made


class Clockwork:
    """All clocks and pauses of one replay in one mode."""

    __slots__ = (
        "anchor",
        "asked",
        "clocks",
        "doubtful",
        "mode",
        "past",
        "pauses",
        "point",
        "views",
    )

    def __init__(self, views: Views | None, mode: Mode, asked: frozenset[str]) -> None:
        self.views = views
        self.point: CountView | None = views.point if views else None
        self.mode: Mode = mode
        self.clocks: list[Clock] = []
        self.pauses: list[PauseRun] = []
        self.doubtful = False
        """Whether a day in doubt can change more than the range of its own clock."""
        self.past: set[int] = set()
        """Clocks started anew: a question about their matter means the newer one."""
        self.anchor: partial[None] | None = None
        """Works out anew the day a live clock is counted backward from."""
        self.asked = asked

    def fork(self) -> Clockwork:
        """Return a copy that can go its own way; clocks that have ended are shared."""
        other = Clockwork(self.views, self.mode, self.asked)
        # in doubt, the ranges of ended clocks too are still to be widened
        other.clocks = [
            clock.copy() if self.doubtful or clock.status in UNANSWERED else clock
            for clock in self.clocks
        ]
        other.pauses = [pause.copy() if pause.ends is None else pause for pause in self.pauses]
        other.doubtful = self.doubtful
        other.past = self.past.copy()
        return other

    def pauses_of(self, clock: Clock) -> Iterator[PauseRun]:
        """Return the pauses that *clock* names and that concern it."""
        if clock.bound.limit.pause:
            for pause in self.pauses:
                if (pause.ends is None or pause.ends > clock.start) and self.names(clock, pause):
                    yield pause

    def spans(self, clock: Clock, *, sure: bool) -> tuple[Span, ...]:
        """Return the united pauses of *clock*; with *sure*, only those surely known to the law."""
        return unite(
            (pause.begins, pause.ends) for pause in self.pauses_of(clock) if not sure or pause.known
        )

    def touch_live(self) -> None:
        """Have every clock counted anew that is counted back from another's due day."""
        for clock in self.clocks:
            if clock.live:
                clock.dirty = True

    def names(self, clock: Clock, pause: PauseRun) -> bool:
        """Tell whether *clock* stands still while *pause* lasts."""
        return pause.rule.id in clock.bound.limit.pause and concern(pause.key, clock.key)

    def pause_changed(self, pause: PauseRun) -> None:
        """Have every clock counted anew that *pause* touches."""
        for clock in self.clocks:
            if clock.live or self.names(clock, pause):
                clock.dirty = True

    def close(self, clock: Clock, status: ClockStatus, day: int | None, step: int | None) -> None:
        """Let *clock* stand from now on as it stands: ended, lifted, run out or replaced."""
        self.settle(clock)
        clock.status = status
        clock.ended_on, clock.ended_by = day, step
        if clock.seen is None:
            clock.seen = tuple(pause.told() for pause in self.pauses_of(clock))

    def refresh(self, clock: Clock) -> int | None:
        """Return the last day of *clock* in this mode, counting it anew where something changed."""
        if not clock.dirty or clock.status is not ClockStatus.RUNNING:
            return clock.due
        clock.dirty = False
        clock.beyond = False
        if clock.live and self.anchor is not None:
            self.anchor(clock)
        try:
            self.count(clock)
        except _BEYOND:
            clock.nominal = clock.due = clock.low = clock.high = None
            clock.beyond = True
        return clock.due

    def count(self, clock: Clock) -> None:
        """Work out the last day of *clock*."""
        clock.nominal = clock.due = clock.low = clock.high = None
        clock.open_range = None
        if not clock.countings or (clock.bound.limit.before is not None and clock.anchor is None):
            return
        spans: tuple[Span, ...] = ()
        sure = spans
        if (
            clock.plain
            and not clock.longer
            and not clock.unsure
            and not (self.pauses and clock.bound.limit.pause)
        ):
            table = clock.bound.ends
            found = table.get(clock.start)
            if found is None:
                found = clock.countings[0].ends(self.point, clock.start, None, (), ())
                assert found is not None  # noqa: S101 -- only a pause could keep it from ending
                table[clock.start] = found
            clock.nominal, due = found
            clock.due = clock.low = clock.high = due
            if len(clock.countings) > 1 or self.unsettled(clock.countings[0], clock, due):
                clock.open_range = (due, spans, sure)
                if self.mode != "default":
                    self.settle(clock)
            return
        if self.pauses and clock.bound.limit.pause:
            spans = sure = self.spans(clock, sure=False)
            for pause in self.pauses_of(clock):
                if not pause.known:
                    clock.missing = clock.missing | pause.missing
                    sure = self.spans(clock, sure=True)
        main = clock.countings[0]
        at = second_of(clock.at)
        found = main.ends(self.point, clock.start, clock.anchor, spans, clock.longer, at)
        if found is None:
            return
        clock.nominal, due = found
        clock.due = clock.low = clock.high = due
        if (
            len(clock.countings) > 1
            or clock.missing
            or clock.unsure
            or main.period.unit is Unit.HOUR
            or self.unsettled(main, clock, due)
        ):
            clock.open_range = (due, spans, sure)
            if self.mode != "default":
                self.settle(clock)

    def settle(self, clock: Clock) -> None:
        """Work out the range of *clock* as well, which takes longer and is seldom asked for."""
        self.refresh(clock)
        if clock.open_range is None:
            return
        due, spans, sure = clock.open_range
        clock.open_range = None
        if clock.plain and not spans and not clock.longer and not clock.unsure:
            table = clock.bound.ranges
            found = table.get(clock.start)
            if found is None:
                found = table[clock.start] = self.range(clock, due, spans, sure)
            low, high = found
        else:
            low, high = self.range(clock, due, spans, sure)
        clock.low, clock.high = low, high
        other = {"early": low, "late": high, "default": due}[self.mode]
        clock.due = due if other is None else other
        if low != high and clock.bound.limit.matter in self.asked:
            self.doubtful = True

    def unsettled(self, counting: Counting, clock: Clock, due: int) -> bool:
        """Tell whether a notice still to come can move *due*."""
        return (
            self.views is not None
            and max(due, clock.anchor or 0) > self.views.settled
            and (counting.period.unit is Unit.WORKING_DAY or counting.roll is not Roll.NONE)
        )

    def range(
        self, clock: Clock, due: int, spans: tuple[Span, ...], sure: tuple[Span, ...]
    ) -> tuple[int | None, int | None]:
        """Return the earliest and the latest last day, over readings, notices and open facts.

        The side that has no bound is None: the later one, or counted backward the earlier.
        """
        days = [due]
        endless = False
        main = clock.countings[0]
        ways: list[tuple[tuple[Span, ...], Sequence[Longer]]] = [(spans, clock.longer)]
        fewer = [
            one for one, (_, unsure) in zip(clock.longer, clock.granted, strict=True) if not unsure
        ]
        if sure != spans or len(fewer) != len(clock.longer):
            ways.append((sure, fewer))
        if clock.unsure:
            ways.append((spans, (*clock.longer, *clock.unsure)))
        seconds = (second_of(clock.at),) if clock.at is not None else (DAY_SECONDS, 0)
        for counting in clock.countings:
            change = 0
            if main.edge is not None and clock.anchor is None:
                change = (counting.edge is Edge.AFTER) - (main.edge is Edge.AFTER)
            instants = seconds if counting.period.unit is Unit.HOUR else seconds[:1]
            for taken, longer in ways:
                views: list[CountView | None] = [self.point]
                if self.views is not None and self.unsettled(counting, clock, max(days)):
                    views += [self.views.fast, self.views.slow]
                for view, at in product(views, instants):
                    try:
                        found = counting.ends(view, clock.start, clock.anchor, taken, longer, at)
                    except _BEYOND:
                        found = None
                    if found is None:
                        endless = True
                    else:
                        days.append(found[1] + change)
        if not endless:
            return min(days), max(days)
        return (min(days), None) if clock.anchor is None else (None, max(days))

    def opens(self, clock: Clock) -> date | None:
        """Return the first day on which what *clock* blocks is lawful."""
        if clock.due is None or clock.anchor is not None or clock.countings[0].edge is None:
            return None
        return date.fromordinal(clock.due + clock.shift)

    def told(
        self, clock: Clock, as_of: int, facts: tuple[tuple[str, Answer], ...] = ()
    ) -> ClockRun:
        """Return *clock* as the run tells it, on the day *as_of*, with what its worth reads."""
        status = clock.status
        if status is ClockStatus.RUNNING and clock.due is not None and clock.due < as_of:
            status = ClockStatus.RAN_OUT
        pauses = clock.seen
        if pauses is None:
            pauses = tuple(pause.told() for pause in self.pauses_of(clock))
        return ClockRun(
            limit=clock.bound,
            of=clock.key,
            start=date.fromordinal(clock.start),
            started_by=clock.step,
            status=status,
            ended_on=_day(clock.ended_on),
            ended_by=clock.ended_by,
            nominal=_day(clock.nominal),
            due=_day(clock.due),
            opens=self.opens(clock),
            earliest=_day(clock.low),
            latest=_day(clock.high),
            missing=tuple(sorted(clock.missing)),
            unbounded=clock.unbounded,
            beyond=clock.beyond,
            pauses=pauses,
            extensions=tuple(extension for extension, _ in clock.granted),
            at=clock.at,
            countings=clock.countings,
            before=_day(clock.anchor),
            note=clock.note,
            facts=facts,
        )


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
