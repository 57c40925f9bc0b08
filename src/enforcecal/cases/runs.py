"""What a replay gives back: the steps, the clocks and the faults of one log on one day."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, time

import attrs

from enforcecal.cases.events import CaseLog, Event
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.dates.deadlines import Counting, Deadline, reckon
from enforcecal.errors import ArgumentError
from enforcecal.law.limits import BoundLimit
from enforcecal.law.procedures import Procedure
from enforcecal.texts import Text

__all__ = ["ClockRun", "ClockStatus", "Fault", "Key", "Move", "Run", "RunStep"]

Key = tuple[tuple[str, str], ...]
"""What something concerns: dimensions and their values."""


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
class Move:
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
    moves: tuple[Move, ...] = ()


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


@attrs.frozen(kw_only=True, eq=False)
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
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    at: time | None
    countings: tuple[Counting, ...]
    before: date | None
    note: Text

    @property
    def safe_due(self) -> date | None:
        """The careful side of the range: earliest for acts, latest for waits."""
        return self.latest if self.limit.waits else self.earliest

    @property
    def deadline(self) -> Deadline:
        """The deadline of this clock, with its trace."""
        made = reckon(
            self.countings,
            self.limit.calendar,
            self.start,
            before=self.before,
            at=self.at,
            pauses=self.pauses,
            extensions=self.extensions,
            wait=self.limit.waits,
            doubts=self.limit.doubts(self.missing),
            rule=self.limit.id,
            of=self.of,
            article=self.limit.article,
            packs=self.limit.packs,
            note=self.note,
        )
        if (made.earliest, made.latest) == (self.earliest, self.latest):
            return made
        return attrs.evolve(
            made, earliest=self.earliest, latest=self.latest, safe_due=self.safe_due
        )


@attrs.frozen(kw_only=True, eq=False)
class Run:
    """A log replayed through a procedure, as it stands on one day."""

    log: CaseLog
    procedure: Procedure
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

    def state(self, region: str = "main", of: Mapping[str, str] | None = None) -> str:
        """Return the state of *region*, for the party or item *of* names."""
        key = tuple(sorted((of or {}).items()))
        if (region, key) in self.states:
            return self.states[region, key]
        for one in self.procedure.regions:
            if one.id == region:
                return one.initial
        raise ArgumentError(
            f"region={region!r} is not a region of {self.procedure.id}; its regions are "
            f"{', '.join(one.id for one in self.procedure.regions)}"
        )

    @property
    def finished(self) -> bool:
        """Whether every region that has final states and began is in one of them."""
        ended = False
        for region in self.procedure.regions:
            if region.final:
                for (name, _), state in self.states.items():
                    if name == region.id:
                        if state not in region.final:
                            return False
                        ended = True
        return ended
