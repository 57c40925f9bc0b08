"""What a replay gives back: the steps, the clocks and the faults of one log on one day."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Final

import attrs

from enforcecal.cases.replay.coverage import COMPLETE, Coverage, Unread
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.clocks import Extension, Pause, paused_days, unite
from enforcecal.dates.deadlines import Counting, Deadline, reckon
from enforcecal.dates.periods import Period
from enforcecal.dates.ranges import Way
from enforcecal.errors import ArgumentError
from enforcecal.law.applies import not_recorded
from enforcecal.law.conditions import Answer
from enforcecal.law.limits import BoundLimit, ToldFacts
from enforcecal.law.procedures import Procedure
from enforcecal.law.tree import reads
from enforcecal.texts import Text

__all__ = ["ClockRun", "ClockStatus", "Fault", "Key", "Run", "RunStep", "Transition", "concern"]

Key = tuple[tuple[str, str], ...]
"""What something concerns: dimensions and their values."""


def concern(one: Key, other: Key) -> bool:
    """Tell whether two things concern one another: no dimension has two different values."""
    if not one or not other or one == other:
        return True
    values = dict(one)
    return all(values.get(dim, value) == value for dim, value in other)


class ClockStatus(enum.Enum):
    """Where a clock stands on the day of the replay."""

    RUNNING = "running"
    ENDED = "ended"
    """An act that fulfils it happened, in time or not."""
    LIFTED = "lifted"
    """An event took it away without judgement, such as a waiver."""
    RAN_OUT = "ran-out"
    """Its last day is over and nothing ended it."""
    REPLACED = "replaced"
    """It was started anew by a later event."""


@attrs.frozen
class Transition:
    """One region taking one step."""

    region: str
    of: Key
    source: str
    target: str


@attrs.frozen(kw_only=True)
class RunStep:
    """One event as it was applied: recorded in the log, put in by a clock, or derived."""

    event: Event
    made_by: str = ""
    """The limit whose end put it in, ``derived``, or empty for a recorded event."""
    counts_from: date | None = None
    """The day from which what it starts is counted, where that is not its own day."""
    stage: int = 0
    """The index in `Run.procedures` of the one it was applied in."""
    moves: tuple[Transition, ...] = ()


@attrs.frozen(kw_only=True)
class Fault:
    """Something that went against a rule, before it is put into words."""

    code: str
    step: int
    """The index of the event in `Run.steps`; -1 for a fault of no event."""
    rule: str = ""
    clock: int | None = None
    """The index of the clock in `Run.clocks`."""
    region: str = ""
    state: str = ""
    names: tuple[str, ...] = ()
    """What it is about besides: facts not recorded, the planned event, a reason."""
    conditional: tuple[str, ...] = ()
    """Facts not recorded on which the fault itself turns."""
    day: date | None = None

    @classmethod
    def not_recorded(cls, step: int, rule: str, names: Iterable[str], region: str = "") -> Fault:
        """Return that *rule* turns on *names*, which nobody recorded."""
        return cls(
            code="not-recorded", step=step, rule=rule, region=region, names=tuple(sorted(names))
        )


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ClockRun:
    """One clock of a run: what started it, what became of it, and its deadline."""

    limit: BoundLimit
    of: Key
    start: date
    """The day it counts from."""
    started_by: int
    """The index of the step that started it."""
    status: ClockStatus
    ended_on: date | None
    ended_by: int | None
    nominal: date | None
    due: date | None
    opens: date | None
    earliest: date | None
    latest: date | None
    missing: tuple[str, ...]
    """Facts not recorded on which the clock turns."""
    unbounded: bool
    """Whether they decide more than its range can say, such as whether the clock exists."""
    beyond: bool
    """Whether its last day lies outside every year that can be spoken about."""
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    at: time | None
    countings: tuple[Counting, ...]
    before: date | None
    note: Text
    ways: tuple[Way, ...] = attrs.field(default=(), repr=False)
    """What else it may count from, where a pause or an extension is in doubt."""
    inherited: bool = False
    """Whether its range takes in other days to count from, being started by a day in doubt."""
    reasons: tuple[Doubt, ...] = attrs.field(default=(), repr=False)
    """Why its last day is in doubt, besides facts not recorded: an extension that may not hold."""
    facts: tuple[tuple[str, Answer], ...] = ()
    """What the expression of its worth reads, for limits of money."""

    def __repr__(self) -> str:
        return (
            f"ClockRun(limit={self.limit.id!r}, of={dict(self.of)!r}, start={self.start}, "
            f"status={self.status.value!r}, due={self.due}, earliest={self.earliest}, "
            f"latest={self.latest})"
        )

    def worth(self, on: date) -> int | Decimal | None:
        """Return what has grown by the day *on*, that day included; in yuan.

        None for a limit that grows nothing, and where a fact it turns on was not recorded.
        """
        worth = self.limit.limit.worth
        if worth is None:
            return None
        end = (on if self.ended_on is None else min(on, self.ended_on)).toordinal()
        start = self.start.toordinal()
        spans = unite(
            (begins, end if ends is None else ends)
            for begins, ends in (pause.span for pause in self.pauses)
            if begins < end
        )
        used = max(0, end - start - (paused_days(spans, start, end) or 0))
        found = worth.evaluate(_Grown(dict(self.facts), self.start, used))
        if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
            return None
        return found

    @property
    def safe_due(self) -> date | None:
        """The careful side of the range: earliest for acts, latest for waits."""
        return self.latest if self.limit.waits else self.earliest

    @property
    def deadline(self) -> Deadline:
        """The deadline of this clock, with its trace."""
        if not self.countings or (self.limit.limit.before is not None and self.before is None):
            return self._without_day()
        made = reckon(
            self.countings,
            self.limit.calendar,
            self.start,
            before=self.before,
            at=self.at,
            pauses=self.pauses,
            extensions=self.extensions,
            ways=self.ways,
            wait=self.limit.waits,
            doubts=self._doubts(),
            applies=self.limit.applies(self._of_the_limit()),
            rule=self.limit.id,
            of=self.of,
            article=self.limit.article,
            packs=self.limit.packs,
            note=self.note,
        )
        if not self.inherited:
            return made
        # in doubt for another reason as well, it is so to the degree of that one
        certainty = made.certainty
        if certainty is Certainty.FIRM:
            certainty = Certainty.DISPUTED
        doubt = Doubt("start-in-doubt", "start", certainty, _INHERITED)
        return attrs.evolve(
            made,
            earliest=self.earliest,
            latest=self.latest,
            safe_due=self.safe_due,
            certainty=certainty,
            reasons=(*made.reasons, doubt),
        )

    def _doubts(self) -> tuple[Doubt, ...]:
        """Return what its last day turns on besides ways of counting."""
        doubts = (*self.limit.doubts(self._of_the_day()), *self.reasons)
        if not self.ways:
            return doubts
        rules = [self.limit.pauses[pause.reason] for pause in self.pauses]
        read = {reading.name: reading for rule in rules for reading in rule.reading}
        return (*doubts, *(reading.doubt for reading in read.values()))

    def _of_the_day(self) -> list[str]:
        """Return what of `missing` the day turns on."""
        read = self.limit.reads_for_the_day() if self.missing else ()
        return [name for name in self.missing if name in read]

    def _of_the_limit(self) -> list[str]:
        """Return what of `missing` decides whether the limit applies."""
        when, day = self.limit.limit.when, self._of_the_day()
        asked = reads(when.node) if when is not None and day else ()
        return [name for name in self.missing if name in asked or name not in day]

    @property
    def certainty(self) -> Certainty:
        """How sure the clock is: its day, and that it applies at all."""
        return Certainty.UNKNOWN if self._of_the_limit() else self.deadline.certainty

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What the clock turns on: whether it applies at all, and its day."""
        doubts = not_recorded(self._of_the_limit(), self.limit.words)
        return tuple(dict.fromkeys((*doubts, *self.deadline.reasons)))

    def _without_day(self) -> Deadline:
        """Return the deadline of a clock whose length, or anchor, was not recorded."""
        limit, calendar = self.limit, self.limit.calendar
        return Deadline(
            rule=limit.id,
            of=self.of,
            start=self.start,
            period=self.countings[0].period if self.countings else Period(0, limit.limit.unit),
            nominal=None,
            due=None,
            safe_due=None,
            earliest=None,
            latest=None,
            certainty=Certainty.UNKNOWN,
            reasons=limit.doubts(self._of_the_day()),
            applies=self.limit.applies(self._of_the_limit()),
            article=limit.article,
            calendar=calendar.edition if calendar is not None else "",
            packs=limit.packs,
            note=self.note,
        )


class _Grown(ToldFacts):
    """The facts of a clock whose worth is asked, and how much of it has been used."""

    __slots__ = ("_used",)

    def __init__(self, facts: Mapping[str, object], start: date, used: int) -> None:
        super().__init__(facts, start)
        self._used = used

    def used(self) -> int:
        return self._used


_INHERITED: Final = Text("the day it counts from is itself in doubt", "起算日本身尚不确定")


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Run:
    """A log replayed through a procedure, as it stands on one day."""

    log: CaseLog
    procedure: Procedure
    """The procedure the log was given to."""
    procedures: tuple[Procedure, ...]
    """Every procedure it went through: that one first, the one it stands in last."""
    as_of: date
    """A day not yet over: what is due on it is not overdue."""
    known_on: date | None
    steps: tuple[RunStep, ...]
    clocks: tuple[ClockRun, ...]
    faults: tuple[Fault, ...]
    states: Mapping[tuple[str, Key], str]
    """The state of every region, by region and what it concerns."""
    planned: tuple[Event, ...]
    """Events after `as_of`: announced, not applied."""
    coverage: Coverage = COMPLETE
    """What the source of the log has a place for."""
    recordable: frozenset[str] | None = attrs.field(default=None, repr=False)
    """The events the source has a place for, and what follows from them; None for all."""
    unread: tuple[Unread, ...] = attrs.field(default=(), repr=False)
    """What the source says of this case and nobody understood."""
    _resume: tuple[object, ...] = attrs.field(default=(), repr=False, alias="resume")
    # Where the replay stood after the last recorded event, in each mode: see `resume_states`.

    def __repr__(self) -> str:
        return (
            f"Run(case={self.log.case!r}, procedure={self.procedures[-1].id!r}, "
            f"as_of={self.as_of}, steps={len(self.steps)}, clocks={len(self.clocks)}, "
            f"faults={len(self.faults)}, planned={len(self.planned)})"
        )

    def state(self, region: str = "main", of: Mapping[str, str] | None = None) -> str:
        """Return the state of *region*, for the party or item *of* names."""
        key = tuple(sorted((of or {}).items()))
        if (region, key) in self.states:
            return self.states[region, key]
        current = self.procedures[-1]
        for one in current.regions:
            if one.id == region:
                return one.initial
        raise ArgumentError(
            f"region={region!r} is not a region of {current.id}; its regions are "
            f"{', '.join(one.id for one in current.regions)}"
        )

    @property
    def finished(self) -> bool:
        """Whether every region that has final states and began is in one of them."""
        ended = False
        for region in self.procedures[-1].regions:
            if region.final:
                for (name, _), state in self.states.items():
                    if name == region.id:
                        if state not in region.final:
                            return False
                        ended = True
        return ended

    def procedure_at(self, step: int) -> Procedure:
        """Return the procedure in which the step *step* was applied."""
        return self.procedures[self.steps[step].stage]
