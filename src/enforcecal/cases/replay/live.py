"""One clock, and one pause, while a replay goes on.

They only hold what is so; `enforcecal.cases.replay.clocks` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date, time
from typing import Final

from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import ClockRun, ClockStatus, Key
from enforcecal.dates.certainty import Doubt
from enforcecal.dates.clocks import Extension, Longer, Pause
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.periods import Edge
from enforcecal.dates.ranges import Way
from enforcecal.law.conditions import Answer
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import PauseRule
from enforcecal.texts import Text

__all__ = ["UNANSWERED", "LiveClock", "LivePause", "counts_back_from_a_clock"]

UNANSWERED: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT})
"""Clocks that an act can still end; after the last day, late."""

_NO_NOTE: Final = Text("", "")


def counts_back_from_a_clock(bound: BoundLimit) -> bool:
    """Tell whether the limit is counted back from the last day of another clock, which may move."""
    before = bound.limit.before
    return before is not None and bool(before.arguments("due"))


class LivePause:
    """A pause begun: which, for what, from when to when, and whether the law knows it."""

    __slots__ = ("begins", "ends", "key", "missing", "rule")

    def __init__(self, rule: PauseRule, key: Key, begins: int, missing: frozenset[str]) -> None:
        self.rule = rule
        self.key = key
        self.begins = begins
        self.ends: int | None = None
        self.missing = missing
        """Facts not recorded on which it turns whether the law knows it; it surely does if none."""

    @property
    def sure(self) -> bool:
        """Whether the law surely knows it: on every reading, whatever was not recorded."""
        return not self.missing and not self.rule.reading

    def copy(self) -> LivePause:
        """Return the pause as it stands, to go on in a fork of the replay."""
        made = LivePause(self.rule, self.key, self.begins, self.missing)
        made.ends = self.ends
        return made

    def snapshot(self) -> Pause:
        """Return the pause as it stands."""
        return Pause(date.fromordinal(self.begins), _day(self.ends), self.rule.id)


class LiveClock:
    """A clock while the replay goes on; only its `ClockSet` writes it."""

    __slots__ = (
        "anchor",
        "anchor_moves",
        "at",
        "beyond",
        "bound",
        "countings",
        "dirty",
        "due",
        "ended_by",
        "ended_on",
        "event",
        "final_pauses",
        "granted",
        "high",
        "inherited",
        "key",
        "longer",
        "low",
        "missing",
        "nominal",
        "note",
        "number",
        "perhaps_longer",
        "position",
        "range_open",
        "reasons",
        "start",
        "start_only",
        "status",
        "step",
        "unbounded",
        "ways",
    )

    def __init__(self, bound: BoundLimit, number: int, key: Key, start: int, step: int) -> None:
        self.bound = bound
        self.number = number
        self.key = key
        self.start = start
        self.step = step
        self.event: Event | None = None
        """The event that started it."""
        self.position = 0
        """Where that stands in the log."""
        self.at: time | None = None
        self.countings: tuple[Counting, ...] = ()
        self.start_only = False
        """Whether its start alone decides when it ends, while nothing stops or lengthens it."""
        self.anchor: int | None = None
        self.anchor_moves = False
        """Whether the day it is counted backward from is the last day of another clock."""
        self.longer: tuple[Longer, ...] = ()
        self.perhaps_longer: tuple[Longer, ...] = ()
        """Extensions that hold only if something not recorded is so."""
        self.granted: tuple[tuple[Extension, bool], ...] = ()
        """Extensions, each with whether it was surely granted by one who may."""
        self.missing: AbstractSet[str] = frozenset()
        """Facts not recorded on which it turns."""
        self.unbounded = False
        """Whether they decide more than the range can say."""
        self.beyond = False
        self.final_pauses: tuple[Pause, ...] | None = None
        """Its pauses as they stood when it ended."""
        self.status = ClockStatus.RUNNING
        self.ended_on: int | None = None
        self.ended_by: int | None = None
        self.nominal: int | None = None
        self.due: int | None = None
        self.low: int | None = None
        self.high: int | None = None
        self.ways: tuple[Way, ...] = ()
        """What it counts from, the default first, where more than its start decides."""
        self.range_open = False
        """Whether the range is still to be worked out."""
        self.inherited = False
        """Whether the range takes in that of the same clock with another start."""
        self.reasons: tuple[Doubt, ...] = ()
        """Why its last day is in doubt, besides facts that were not recorded."""
        self.dirty = True
        self.note = _NO_NOTE

    @property
    def shift(self) -> int:
        """How many days after its last day what it blocks is lawful."""
        edge = self.countings[0].edge if self.countings else None
        return 1 if edge is Edge.AFTER and self.bound.limit.before is None else 0

    @property
    def opens(self) -> date | None:
        """The first day on which what it blocks is lawful."""
        if self.due is None or self.anchor is not None or self.countings[0].edge is None:
            return None
        return date.fromordinal(self.due + self.shift)

    def copy(self) -> LiveClock:
        """Return the clock as it stands, to go on in a fork of the replay."""
        made = object.__new__(LiveClock)
        for name in LiveClock.__slots__:
            setattr(made, name, getattr(self, name))
        return made

    def snapshot(
        self, as_of: int, pauses: Iterable[LivePause], facts: tuple[tuple[str, Answer], ...]
    ) -> ClockRun:
        """Return the clock on the day *as_of*, with its *pauses* and what its worth reads."""
        status = self.status
        if status is ClockStatus.RUNNING and self.due is not None and self.due < as_of:
            status = ClockStatus.RAN_OUT
        stood = self.final_pauses
        if stood is None:
            stood = tuple(pause.snapshot() for pause in pauses)
        return ClockRun(
            limit=self.bound,
            of=self.key,
            start=date.fromordinal(self.start),
            started_by=self.step,
            status=status,
            ended_on=_day(self.ended_on),
            ended_by=self.ended_by,
            nominal=_day(self.nominal),
            due=_day(self.due),
            opens=self.opens,
            earliest=_day(self.low),
            latest=_day(self.high),
            missing=tuple(sorted(self.missing)),
            unbounded=self.unbounded,
            beyond=self.beyond,
            pauses=stood,
            extensions=tuple(extension for extension, _ in self.granted),
            at=self.at,
            countings=self.countings,
            before=_day(self.anchor),
            note=self.note,
            ways=self.ways[1:],
            reasons=self.reasons,
            inherited=self.inherited,
            facts=facts,
        )


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)
