"""The clocks of one replay: when each ends, and over which days that can still move.

Knows pauses, extensions, readings and calendars, and nothing of events or states; `replay` tells it
what began and what ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Final, Literal

from enforcecal.cases.runs import ClockRun, ClockStatus, Key
from enforcecal.dates.clocks import Extension, Longer, Pause, Span, unite
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.law.conditions import Unknown
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import PauseRule
from enforcecal.texts import Text

if TYPE_CHECKING:
    from enforcecal.dates.forecast import CountView, Views

__all__ = ["Clock", "Clockwork", "Mode", "PauseRun", "concern"]

Mode = Literal["default", "early", "late"]
"""Which end of its range a clock fires at: the default reading, the earliest day, the latest."""

_OPEN: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT})


def concern(one: Key, other: Key) -> bool:
    """Tell whether two things concern one another: no dimension has two different values."""
    if not one or not other or one == other:
        return True
    values = dict(one)
    return all(values.get(dim, value) == value for dim, value in other)


class PauseRun:
    """A pause begun: which, for what, from when to when, and whether the law knows it."""

    __slots__ = ("begins", "ends", "key", "known", "rule", "step")

    def __init__(self, rule: PauseRule, key: Key, begins: int, step: int) -> None:
        self.rule = rule
        self.key = key
        self.begins = begins
        self.ends: int | None = None
        self.step = step
        self.known: bool | Unknown = True


class Clock:
    """A clock while the replay goes on."""

    __slots__ = (
        "anchor",
        "at",
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
        "position",
        "shift",
        "start",
        "status",
        "step",
        "unsure",
    )

    def __init__(self, bound: BoundLimit, number: int, key: Key, start: int, step: int) -> None:
        self.bound = bound
        self.number = number
        self.key = key
        self.start = start
        self.step = step
        self.position = 0
        self.at: time | None = None
        self.countings: tuple[Counting, ...] = ()
        self.anchor: int | None = None
        self.live = False
        """Whether the day it is counted backward from can still move."""
        self.longer: list[Longer] = []
        self.unsure: list[Longer] = []
        """Extensions that hold only if something not recorded is so."""
        self.granted: list[tuple[Extension, bool]] = []
        self.missing: set[str] = set()
        self.status = ClockStatus.RUNNING
        self.ended_on: int | None = None
        self.ended_by: int | None = None
        self.nominal: int | None = None
        self.due: int | None = None
        self.low: int | None = None
        self.high: int | None = None
        self.shift = 0
        self.dirty = True
        self.note = Text("", "")


class Clockwork:
    """All clocks and pauses of one replay in one mode."""

    def __init__(
        self,
        views: Views | None,
        mode: Mode,
        anchor: Callable[[Clock], None],
        *,
        asked: bool,
    ) -> None:
        self.views = views
        self.point: CountView | None = views.point if views else None
        self.mode: Mode = mode
        self.clocks: list[Clock] = []
        self.pauses: list[PauseRun] = []
        self.doubtful = False
        """Whether a day in doubt can change more than the range of its own clock."""
        self._anchor = anchor
        self._asked = asked

    def pauses_of(self, clock: Clock) -> Iterator[PauseRun]:
        """Return the pauses that *clock* names and that concern it."""
        names = clock.bound.limit.pause
        if names:
            for pause in self.pauses:
                if (
                    pause.rule.id in names
                    and pause.known is not False
                    and (pause.ends is None or pause.ends > clock.start)
                    and concern(pause.key, clock.key)
                ):
                    yield pause

    def spans(self, clock: Clock, *, sure: bool) -> tuple[Span, ...]:
        """Return the united pauses of *clock*; with *sure*, only those surely known to the law."""
        return unite(
            (pause.begins, pause.ends)
            for pause in self.pauses_of(clock)
            if not sure or pause.known is True
        )

    def touch_live(self) -> None:
        """Have every clock counted anew that is counted back from another's due day."""
        for clock in self.clocks:
            if clock.live:
                clock.dirty = True

    def pause_changed(self, pause: PauseRun) -> None:
        """Have every clock counted anew that *pause* touches."""
        for clock in self.clocks:
            if clock.live or (
                pause.rule.id in clock.bound.limit.pause and concern(pause.key, clock.key)
            ):
                clock.dirty = True

    def refresh(self, clock: Clock) -> int | None:
        """Return the last day of *clock* in this mode, counting it anew where something changed."""
        if not clock.dirty or clock.status not in _OPEN:
            return clock.due
        clock.dirty = False
        if clock.live:
            self._anchor(clock)
        try:
            self.count(clock)
        except (LookupError, OverflowError, ValueError):
            clock.nominal = clock.due = clock.low = clock.high = None
            clock.missing.add("calendar")
        return clock.due

    def count(self, clock: Clock) -> None:
        """Work out the last day of *clock*, and the range it can move over."""
        if not clock.countings or (clock.bound.limit.before is not None and clock.anchor is None):
            clock.nominal = clock.due = clock.low = clock.high = None
            return
        spans = self.spans(clock, sure=False) if self.pauses else ()
        sure = spans
        if any(pause.known is not True for pause in self.pauses):
            sure = self.spans(clock, sure=True)
        main = clock.countings[0]
        found = main.ends(self.point, clock.start, clock.anchor, spans, clock.longer)
        if found is None:
            clock.nominal = clock.due = clock.low = clock.high = None
            return
        clock.nominal, due = found
        low = high = due
        if (
            len(clock.countings) > 1
            or sure is not spans
            or clock.unsure
            or clock.missing
            or self.unsettled(main, due)
        ):
            low, high = self.range(clock, due, spans, sure)
        clock.low, clock.high = low, high
        if self.mode == "early":
            due = low
        elif self.mode == "late":
            due = high
        clock.due = due
        if low != high and self._asked:
            self.doubtful = self.mode == "default"

    def unsettled(self, counting: Counting, due: int) -> bool:
        """Tell whether a notice still to come can move *due*."""
        return (
            self.views is not None
            and due > self.views.settled
            and (counting.period.unit is Unit.WORKING_DAY or counting.roll is not Roll.NONE)
        )

    def range(
        self, clock: Clock, due: int, spans: tuple[Span, ...], sure: tuple[Span, ...]
    ) -> tuple[int, int]:
        """Return the earliest and the latest last day, over readings, notices and open facts."""
        low = high = due
        main = clock.countings[0]
        fewer = [
            one for one, unsure in zip(clock.longer, clock.granted, strict=True) if not unsure[1]
        ]
        ways: list[tuple[tuple[Span, ...], Sequence[Longer]]] = [(spans, clock.longer)]
        if sure != spans or len(fewer) != len(clock.longer):
            ways.append((sure, fewer))
        if clock.unsure:
            ways.append((spans, [*clock.longer, *clock.unsure]))
        for counting in clock.countings:
            change = 0
            if main.edge is not None and clock.anchor is None:
                change = (counting.edge is Edge.AFTER) - (main.edge is Edge.AFTER)
            for taken, longer in ways:
                views: list[CountView | None] = [self.point]
                if self.views is not None and self.unsettled(counting, high):
                    views += [self.views.fast, self.views.slow]
                for view in views:
                    found = counting.ends(view, clock.start, clock.anchor, taken, longer)
                    if found is not None:
                        low = min(low, found[1] + change)
                        high = max(high, found[1] + change)
        return low, high

    def told(self, clock: Clock, as_of: int) -> ClockRun:
        """Return *clock* as the run tells it, on the day *as_of*."""
        status = clock.status
        if status is ClockStatus.RUNNING and clock.due is not None and clock.due < as_of:
            status = ClockStatus.RAN_OUT
        pauses = tuple(
            Pause(
                date.fromordinal(pause.begins),
                None if pause.ends is None else date.fromordinal(pause.ends),
                pause.rule.id,
            )
            for pause in self.pauses_of(clock)
        )
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
            opens=None
            if clock.due is None or not clock.countings or clock.countings[0].edge is None
            else date.fromordinal(clock.due + clock.shift),
            earliest=_day(clock.low),
            latest=_day(clock.high),
            missing=tuple(sorted(clock.missing)),
            pauses=pauses,
            extensions=tuple(extension for extension, _ in clock.granted),
            at=clock.at,
            countings=clock.countings,
            before=_day(clock.anchor),
            note=clock.note,
        )


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
