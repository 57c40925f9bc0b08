"""The clocks of one replay: when each ends, and over which days that can still move.

Knows pauses, extensions, readings and calendars, and nothing of events or states; it is told what
begins and what ends, and nobody else writes a clock or a pause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal

from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.live import (
    UNANSWERED,
    LiveClock,
    LivePause,
    counts_back_from_a_clock,
)
from enforcecal.cases.replay.run import ClockRun, ClockStatus, Key, concern
from enforcecal.dates.certainty import Doubt
from enforcecal.dates.clocks import Extension, Longer, Span, unite
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.forecast import BEYOND
from enforcecal.dates.periods import Unit
from enforcecal.dates.ranges import Way, day_range, unsettled
from enforcecal.dates.traces import second_of
from enforcecal.law.conditions import Answer
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import PauseRule
from enforcecal.texts import Text

if TYPE_CHECKING:
    from enforcecal.dates.forecast import CountView, Views

__all__ = ["Anchor", "ClockSet", "Mode"]

Mode = Literal["default", "early", "late"]
"""Which end of its range a clock fires at: the default reading, the earliest day, the latest."""

Anchor = tuple[int | None, AbstractSet[str]]
"""The day a clock is counted backward from, or None and the facts, not recorded, it turns on."""


class ClockSet:
    """All clocks and pauses of one replay in one mode; iterates over the clocks as they began."""

    __slots__ = (
        "_anchor_of",
        "_by_limit",
        "_clocks",
        "_firing",
        "_matters_asked",
        "_open_pauses",
        "_pauses",
        "_superseded",
        "_takeovers",
        "_views",
        "doubtful",
        "mode",
        "point",
    )

    def __init__(self, views: Views | None, mode: Mode, matters_asked: frozenset[str]) -> None:
        self._views = views
        self.point: CountView | None = views.point if views else None
        """The calendar as it is expected to turn out."""
        self.mode: Mode = mode
        self.doubtful = False
        """Whether a day in doubt can change more than the range of its own clock."""
        self._clocks: list[LiveClock] = []
        self._by_limit: dict[int, list[LiveClock]] = {}
        self._firing: list[LiveClock] = []
        self._takeovers: list[LiveClock] = []
        self._superseded: set[int] = set()
        self._pauses: list[LivePause] = []
        self._open_pauses: dict[str, list[LivePause]] = {}
        self._anchor_of: Callable[[LiveClock], Anchor] | None = None
        self._matters_asked = matters_asked

    def fork(self, anchor_of: Callable[[LiveClock], Anchor] | None) -> ClockSet:
        """Return a copy that can go its own way; clocks that have ended are shared.

        *anchor_of* is what `anchor_by` is to be given there.
        """
        other = ClockSet(self._views, self.mode, self._matters_asked)
        # in doubt, the ranges of ended clocks too are still to be widened
        clocks = other._clocks = [
            clock.copy() if self.doubtful or clock.status in UNANSWERED else clock
            for clock in self._clocks
        ]
        other._by_limit = {
            number: [clocks[clock.number] for clock in found]
            for number, found in self._by_limit.items()
        }
        other._firing = [clocks[clock.number] for clock in self._firing]
        other._takeovers = [clocks[clock.number] for clock in self._takeovers]
        other._pauses = self._pauses.copy()
        for place, pause in enumerate(other._pauses):
            if pause.ends is None:
                made = other._pauses[place] = pause.copy()
                other._open_pauses.setdefault(pause.rule.id, []).append(made)
        other.doubtful = self.doubtful
        other._superseded = self._superseded.copy()
        if self._anchor_of is not None:
            other._anchor_of = anchor_of
        return other

    # -- which clocks there are

    def __iter__(self) -> Iterator[LiveClock]:
        return iter(self._clocks)

    def started(self, numbers: Iterable[int], key: Key) -> list[LiveClock]:
        """Return the clocks of the limits at *numbers* in the procedure for just this *key*."""
        found = []
        for number in numbers:
            for clock in self._by_limit.get(number, ()):
                if clock.key == key:
                    found.append(clock)  # noqa: PERF401 -- in two loops it is no quicker
        return found

    def running(self, numbers: Iterable[int], key: Key) -> Iterator[LiveClock]:
        """Yield the clocks of the limits at *numbers* that run and concern *key*."""
        for number in numbers:
            for clock in self._by_limit.get(number, ()):
                if clock.status is ClockStatus.RUNNING and concern(clock.key, key):
                    yield clock

    def unanswered(self, numbers: Iterable[int], key: Key) -> Iterator[LiveClock]:
        """Yield the clocks of the limits at *numbers* that an act about *key* can still end."""
        for number in numbers:
            for clock in self._by_limit.get(number, ()):
                if clock.status in UNANSWERED and concern(clock.key, key):
                    yield clock

    def of_matter(self, matter: str, key: Key) -> list[LiveClock]:
        """Return the clocks of *matter* about *key*, of several starts the newest."""
        found = [
            clock
            for clock in self._clocks
            if clock.bound.limit.matter == matter
            and clock.number not in self._superseded
            and concern(clock.key, key)
        ]
        for clock in found:
            self.refresh(clock)
        return found

    def is_superseded(self, clock: LiveClock) -> bool:
        """Tell whether *clock* was started anew: a question about its matter means the newer."""
        return clock.number in self._superseded

    @property
    def firing(self) -> Sequence[LiveClock]:
        """The clocks that put an event in when they run out."""
        return self._firing

    @property
    def pending_takeovers(self) -> Sequence[LiveClock]:
        """The clocks that a newer edition may still take over."""
        return self._takeovers

    # -- starting and ending

    def start(
        self,
        number: int,
        bound: BoundLimit,
        key: Key,
        start: int,
        *,
        step: int,
        event: Event,
        position: int,
        countings: tuple[Counting, ...],
        missing: AbstractSet[str],
        anchor: Anchor | None,
        instead_of: Iterable[LiveClock] = (),
        may_be_taken_over: bool,
        note: Text | None,
    ) -> None:
        """Start a clock of the limit at *number*, in place of the clocks *instead_of*."""
        clock = LiveClock(bound, len(self._clocks), key, start, step)
        clock.countings = countings
        clock.start_only = bool(countings) and bound.plain
        clock.missing = missing
        clock.unbounded = bool(missing)
        clock.event, clock.position, clock.at = event, position, event.time
        clock.note = clock.note if note is None else note
        if anchor is not None:
            clock.anchor_moves = counts_back_from_a_clock(bound)
            self._set_anchor(clock, anchor)
        for old in instead_of:
            self._superseded.add(old.number)
            if old.status is ClockStatus.RUNNING:
                self.close(old, ClockStatus.REPLACED, None, None)
        self._clocks.append(clock)
        self._by_limit.setdefault(number, []).append(clock)
        if bound.limit.then is not None:
            self._firing.append(clock)
        if may_be_taken_over:
            self._takeovers.append(clock)
        self._touch_moving()

    def close(
        self, clock: LiveClock, status: ClockStatus, day: int | None, step: int | None
    ) -> None:
        """Let *clock* stand from now on as it stands: ended, lifted, run out or replaced."""
        self.settle(clock)
        clock.status = status
        clock.ended_on, clock.ended_by = day, step
        if clock.final_pauses is None:
            clock.final_pauses = tuple(pause.snapshot() for pause in self.pauses_of(clock))
        if clock in self._firing:
            self._firing.remove(clock)

    def first_to_fire(self, until: int) -> tuple[LiveClock, int] | None:
        """Return the clock that is the first to put an event in before the day *until*, if any."""
        first: LiveClock | None = None
        for clock in self._firing:
            due = self.refresh(clock)
            if due is not None and due < until:
                first, until = clock, due
        return None if first is None else (first, until)

    def run_out(self, clock: LiveClock) -> None:
        """Let *clock* run out; where it is in doubt when, so is everything that follows."""
        self.close(clock, ClockStatus.RAN_OUT, None, None)
        if clock.low != clock.high:
            self.doubtful = True

    def keep_only(self, numbers: Mapping[tuple[str, str], int]) -> list[LiveClock]:
        """Number the limits anew, by id and scope; return the running clocks of no limit there."""
        self._by_limit = {}
        left = []
        for clock in self._clocks:
            number = numbers.get((clock.bound.limit.id, clock.bound.limit.scope))
            if number is not None:
                self._by_limit.setdefault(number, []).append(clock)
            elif clock.status is ClockStatus.RUNNING:
                left.append(clock)
        return left

    # -- editions that take over

    def settle_takeover(self, clock: LiveClock) -> None:
        """Let no other edition take *clock* over any more."""
        self._takeovers.remove(clock)

    def hand_over(
        self,
        clock: LiveClock,
        number: int,
        newer: BoundLimit,
        countings: tuple[Counting, ...],
        *,
        note: Text,
        if_later: bool,
    ) -> None:
        """Let *clock* count as the limit *newer* has it; with *if_later* only if that is later."""
        old, before, due = clock.bound, clock.countings, self.refresh(clock)
        self._bind(clock, newer, countings)
        moved = self.refresh(clock)
        if if_later and moved is not None and due is not None and moved <= due:
            self._bind(clock, old, before)
            return
        clock.note = note
        for clocks in self._by_limit.values():
            if clock in clocks:
                clocks.remove(clock)
        self._by_limit.setdefault(number, []).append(clock)
        if clock in self._firing:
            self._firing.remove(clock)
        if newer.limit.then is not None:
            self._firing.append(clock)

    def _bind(self, clock: LiveClock, bound: BoundLimit, countings: tuple[Counting, ...]) -> None:
        clock.bound, clock.countings, clock.dirty = bound, countings, True
        clock.start_only = bound.plain

    # -- what moves the last day

    def lengthen(self, clock: LiveClock, extension: Extension, *, unsure: bool) -> None:
        """Lengthen *clock*; *unsure* if it is in doubt whether the extension holds."""
        clock.granted = (*clock.granted, (extension, not unsure))
        clock.longer = (*clock.longer, extension.longer)
        self._lengthened(clock)

    def perhaps_lengthen(self, clock: LiveClock, longer: Longer) -> None:
        """Lengthen *clock*, at most by *longer*: by how much was not recorded."""
        clock.perhaps_longer = (*clock.perhaps_longer, longer)
        self._lengthened(clock)

    def turns_on(self, clock: LiveClock, names: Iterable[str], *, unbounded: bool = False) -> None:
        """Note that *clock* turns on facts not recorded; *unbounded*: beyond what a range says."""
        clock.missing = clock.missing | frozenset(names)
        clock.unbounded = clock.unbounded or unbounded

    def doubt(self, clock: LiveClock, reason: Doubt) -> None:
        """Note why the last day of *clock* is in doubt, besides facts that were not recorded."""
        if reason not in clock.reasons:
            clock.reasons = (*clock.reasons, reason)

    def _lengthened(self, clock: LiveClock) -> None:
        clock.dirty = True
        self._touch_moving()

    def anchor_by(self, anchor_of: Callable[[LiveClock], Anchor]) -> None:
        """Ask *anchor_of* anew, whenever another clock may have moved, for the day to count from.

        For clocks that are counted back from the last day of another.
        """
        self._anchor_of = anchor_of

    def _set_anchor(self, clock: LiveClock, anchor: Anchor) -> None:
        clock.anchor, names = anchor
        if clock.anchor is None:
            self.turns_on(clock, names, unbounded=True)

    def _touch_moving(self) -> None:
        if self._anchor_of is not None:
            for clock in self._clocks:
                if clock.anchor_moves:
                    clock.dirty = True

    # -- pauses

    def begin_pause(self, rule: PauseRule, key: Key, day: int, missing: frozenset[str]) -> None:
        """Begin a pause; *missing* are facts on which it turns whether the law knows it."""
        pause = LivePause(rule, key, day, missing)
        self._pauses.append(pause)
        self._open_pauses.setdefault(rule.id, []).append(pause)
        self._pause_changed(pause)

    def end_pauses(self, rule: PauseRule, key: Key, day: int) -> None:
        """End the open pauses of *rule* that concern *key*."""
        still_open = []
        for pause in self._open_pauses.get(rule.id, ()):
            if concern(pause.key, key):
                pause.ends = day
                self._pause_changed(pause)
            else:
                still_open.append(pause)
        self._open_pauses[rule.id] = still_open

    def is_paused(self, rule: PauseRule, key: Key) -> bool:
        """Tell whether a pause of *rule* for just this *key* is open."""
        return any(pause.key == key for pause in self._open_pauses.get(rule.id, ()))

    def any_stands_still(self, rule: PauseRule, key: Key) -> bool:
        """Tell whether a running clock would stand still while *rule* pauses *key*."""
        return any(
            clock.status is ClockStatus.RUNNING and _stands_still(clock, rule, key)
            for clock in self._clocks
        )

    def pauses_of(self, clock: LiveClock) -> Iterator[LivePause]:
        """Yield the pauses that *clock* names and that concern it."""
        if clock.bound.limit.pause:
            for pause in self._pauses:
                if (pause.ends is None or pause.ends > clock.start) and _stands_still(
                    clock, pause.rule, pause.key
                ):
                    yield pause

    def spans(self, clock: LiveClock) -> tuple[Span, ...]:
        """Return the united pauses of *clock*, those in doubt included."""
        return unite((pause.begins, pause.ends) for pause in self.pauses_of(clock))

    def _pause_changed(self, pause: LivePause) -> None:
        for clock in self._clocks:
            if clock.anchor_moves or _stands_still(clock, pause.rule, pause.key):
                clock.dirty = True

    # -- counting

    def refresh(self, clock: LiveClock) -> int | None:
        """Return the last day of *clock* in this mode, counting it anew where something changed."""
        if not clock.dirty or clock.status is not ClockStatus.RUNNING:
            return clock.due
        clock.dirty = False
        clock.beyond = False
        if clock.anchor_moves and self._anchor_of is not None:
            self._set_anchor(clock, self._anchor_of(clock))
        clock.nominal = clock.due = clock.low = clock.high = None
        clock.range_open = False
        clock.ways = ()
        try:
            self._count(clock)
        except BEYOND:
            clock.nominal = clock.due = clock.low = clock.high = None
            clock.beyond = True
        return clock.due

    def _count(self, clock: LiveClock) -> None:
        limit = clock.bound.limit
        if not clock.countings or (limit.before is not None and clock.anchor is None):
            return
        main = clock.countings[0]
        if (
            clock.start_only
            and not clock.longer
            and not clock.perhaps_longer
            and not (self._pauses and limit.pause)
        ):
            table = clock.bound.ends
            found = table.get(clock.start)
            if found is None:
                found = main.ends(self.point, clock.start, None, (), ())
                assert found is not None  # noqa: S101 -- only a pause could keep it from ending
                table[clock.start] = found
            in_doubt = len(clock.countings) > 1
        else:
            clock.ways = self._ways(clock)
            found = main.ends(self.point, *clock.ways[0])
            if found is None:
                return
            in_doubt = (
                len(clock.countings) > 1 or len(clock.ways) > 1 or main.period.unit is Unit.HOUR
            )
        clock.nominal, due = found
        clock.due = clock.low = clock.high = due
        if in_doubt or unsettled(main, self._views, clock.anchor, due):
            clock.range_open = True
            if self.mode != "default":
                self.settle(clock)

    def _ways(self, clock: LiveClock) -> tuple[Way, ...]:
        """Return what *clock* counts from, and what else it may count from."""
        pauses = [*self.pauses_of(clock)] if self._pauses else []
        spans = sure = unite((pause.begins, pause.ends) for pause in pauses)
        for pause in pauses:
            if not pause.sure:
                self.turns_on(clock, pause.missing)
                sure = unite((one.begins, one.ends) for one in pauses if one.sure)
        main = Way(clock.start, clock.anchor, spans, clock.longer, second_of(clock.at))
        ways = [main]
        fewer = tuple([extension.longer for extension, certain in clock.granted if certain])
        if sure != spans or len(fewer) != len(clock.longer):
            ways.append(main._replace(spans=sure, longer=fewer))
        if clock.perhaps_longer:
            ways.append(main._replace(longer=(*clock.longer, *clock.perhaps_longer)))
        return tuple(ways)

    def settle(self, clock: LiveClock) -> None:
        """Work out the range of *clock* as well, which takes longer and is seldom asked for."""
        due = self.refresh(clock)
        if not clock.range_open or due is None:
            return
        clock.range_open = False
        default = (clock.nominal or due, due)
        if clock.ways:
            found = day_range(clock.countings, self._views, clock.ways, default)
            clock.low, clock.high = found.low, found.high
        else:
            table = clock.bound.ranges
            known = table.get(clock.start)
            if known is None:
                found = day_range(clock.countings, self._views, (Way(clock.start),), default)
                known = table[clock.start] = found.low, found.high
            clock.low, clock.high = known
        if self.mode != "default":
            end = clock.low if self.mode == "early" else clock.high
            clock.due = due if end is None else end
        if clock.low != clock.high and clock.bound.limit.matter in self._matters_asked:
            self.doubtful = True

    def settle_all(self) -> None:
        """Work out every clock."""
        for clock in self._clocks:
            if clock.dirty or clock.range_open:
                self.settle(clock)

    # -- what it comes to

    def merge_ranges(self, other: ClockSet) -> dict[int, LiveClock]:
        """Take in the ranges of the same log in another mode; return our clocks by their number."""
        theirs = dict(_numbered(other))
        matched: dict[int, LiveClock] = {}
        for name, clock in _numbered(self):
            twin = theirs.get(name)
            was = clock.low, clock.high
            if twin is None:
                # it starts later than today, or never: there is no bound on that side
                if other.mode == "late":
                    clock.high = None
                else:
                    clock.low = None
            else:
                matched[twin.number] = clock
                if twin.due is not None and clock.due is not None:
                    clock.low = _bound(min, clock.low, twin.low)
                    clock.high = _bound(max, clock.high, twin.high)
            clock.inherited = clock.inherited or was != (clock.low, clock.high)
        return matched

    def snapshot(
        self, clock: LiveClock, as_of: int, facts: tuple[tuple[str, Answer], ...] = ()
    ) -> ClockRun:
        """Return *clock* as the run has it, on the day *as_of*, with what its worth reads."""
        return clock.snapshot(as_of, self.pauses_of(clock), facts)


def _stands_still(clock: LiveClock, rule: PauseRule, key: Key) -> bool:
    return rule.id in clock.bound.limit.pause and concern(key, clock.key)


def _bound(which: Callable[[int, int], int], ours: int | None, theirs: int | None) -> int | None:
    return None if ours is None or theirs is None else which(ours, theirs)


def _numbered(clocks: Iterable[LiveClock]) -> Iterator[tuple[tuple[str, Key, int], LiveClock]]:
    counts: dict[tuple[str, Key], int] = defaultdict(int)
    for clock in clocks:
        name = (clock.bound.id, clock.key)
        yield (*name, counts[name]), clock
        counts[name] += 1
