"""Replay: a log read once, for the states it moves through and the clocks it starts.

Nothing is stored between replays and nothing is decided here that a reader of the log could not
recount: a `Run` says, event by event, which regions moved, which clocks started, stood still, ended
or ran out, and which faults were met on the way.  What a fault is called, how grave it is and in
which words it is told is the business of `enforcecal.cases.audit`.
"""

from __future__ import annotations

from datetime import date, datetime

from enforcecal.cases.replay.apply import apply_event, fire, settle
from enforcecal.cases.replay.clocks import Mode
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.cases.replay.guards import foresee
from enforcecal.cases.replay.live import LiveClock
from enforcecal.cases.replay.plan import ReplayPlan, plan_of, recordable
from enforcecal.cases.replay.run import Run
from enforcecal.cases.replay.state import ReplayState
from enforcecal.cases.replay.timers import env_of
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.conditions import Answer
from enforcecal.law.facts import known_facts
from enforcecal.law.procedures import Procedure

__all__ = ["continued", "replay", "result_of", "resume_states", "worth_facts"]


def replay(
    log: CaseLog,
    procedure: Procedure,
    *,
    as_of: date,
    known_on: date | None = None,
    coverage: Coverage | str | None = None,
) -> Run:
    """Replay *log* through *procedure* as it stands on *as_of*.

    *as_of* is a day not yet over.  Events after it are planned, not applied.  With *known_on*,
    events recorded and notices published after that day are unknown.  *coverage* is what the source
    of the log has a place for; a log made by a program is complete, as ``"complete"`` says too.
    Raises only for wrong arguments: a fact that the procedure does not know, or of another kind, is
    one, and nothing else in the log.
    """
    if not isinstance(log, CaseLog):
        raise ArgumentTypeError(f"log={log!r} must be a CaseLog")
    for name, day in (("as_of", as_of), ("known_on", known_on)):
        if isinstance(day, datetime) or not isinstance(day, date | None):
            raise ArgumentTypeError(f"{name}={day!r} must be a datetime.date")
    if as_of is None:
        raise ArgumentTypeError("as_of=None must be a datetime.date: the day it stands on")
    if not isinstance(procedure, Procedure):
        raise ArgumentTypeError(
            f"procedure={procedure!r} must be a Procedure; ask a rulebook for one by its id"
        )
    log = log.typed(known_facts(procedure))
    plan = plan_of(procedure, known_on)
    seen = log if known_on is None else log.known_on(known_on)
    coverage = Coverage.of(coverage).ignoring(*procedure.ignore)
    ours, kept = _replayed(plan, seen, as_of, known_on, "default", coverage)
    resume = [kept]
    if ours.clocks.doubtful:
        # a generated event whose day is in doubt moves what follows it: the whole run, twice more
        modes: tuple[Mode, ...] = ("early", "late")
        others = [_replayed(plan, seen, as_of, known_on, mode, coverage) for mode in modes]
        if kept is ours:
            resume = [ours.fork()]
        resume += [at_rest for _, at_rest in others]
        for other, _ in others:
            ours.merge_ranges(other)
    return result_of(ours, log, procedure, as_of, tuple(resume), coverage)


def continued(run: Run, *events: Event, as_of: date) -> Run:
    """Return *run* with later *events* added; the same as one replay of the whole log."""
    return replay(
        run.log.with_events(*events),
        run.procedure,
        as_of=as_of,
        known_on=run.known_on,
        coverage=run.coverage,
    )


def resume_states(run: Run) -> tuple[ReplayState, ...]:
    """Return where *run* stood after its last recorded event, in each mode it was replayed in.

    Not to be changed: fork them, and go on from there.
    """
    return tuple(one for one in run._resume if isinstance(one, ReplayState))


def _replayed(
    plan: ReplayPlan,
    log: CaseLog,
    as_of: date,
    known_on: date | None,
    mode: Mode,
    coverage: Coverage,
) -> tuple[ReplayState, ReplayState]:
    """Return where *log* stands on *as_of*, and where it stood after its last recorded event."""
    until = as_of.toordinal()
    places = recordable(plan, coverage.events)
    state = ReplayState(plan, log, until, known_on, mode, places, coverage)
    for position, event in enumerate(state.events):
        apply_event(state, event, position)
    kept = state
    if state.clocks.first_to_fire(until) is not None:
        kept = state.fork()
        fire(state, until)
    settle(state, until)
    return state, kept


def result_of(
    state: ReplayState,
    log: CaseLog,
    procedure: Procedure,
    as_of: date,
    resume: tuple[ReplayState, ...],
    coverage: Coverage,
) -> Run:
    """Return the run of *log*, as *state* has come out of it."""
    regions = state.plan.regions
    until = as_of.toordinal()
    return Run(
        log=log,
        procedure=procedure,
        procedures=tuple(state.procedures),
        as_of=as_of,
        known_on=state.known_on,
        steps=tuple(state.steps),
        clocks=tuple(
            [
                state.clocks.snapshot(clock, until, worth_facts(state, clock))
                for clock in state.clocks
            ]
        ),
        faults=(*state.faults, *foresee(state)),
        states={(regions[number].id, of): one for (number, of), one in state.region_states.items()},
        planned=state.later_events,
        coverage=coverage,
        recordable=state.recordable,
        unread=tuple(state.unread),
        resume=resume,
    )


def worth_facts(state: ReplayState, clock: LiveClock) -> tuple[tuple[str, Answer], ...]:
    """Return what the expression of the worth of *clock* reads."""
    worth = clock.bound.limit.worth
    if worth is None:
        return ()
    asked = env_of(state, clock)
    return tuple((name, asked.fact(name)) for name in sorted(worth.facts))
