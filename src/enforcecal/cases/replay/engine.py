"""Replay: a log read once, for the states it moves through and the clocks it starts.

Nothing is stored between replays and nothing is decided here that a reader of the log could not
recount: a `Run` says, event by event, which regions moved, which clocks started, stood still, ended
or ran out, and which faults were met on the way.  What a fault is called, how grave it is and in
which words it is told is the business of `enforcecal.cases.audit`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from enforcecal.cases.replay.apply import fire, run_through, settle, soonest, widen
from enforcecal.cases.replay.clocks import Clock, Mode
from enforcecal.cases.replay.environment import Question
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.cases.replay.guards import foresee
from enforcecal.cases.replay.plan import Plan, plan_of
from enforcecal.cases.replay.run import Run
from enforcecal.cases.replay.state import Standing
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.conditions import Answer
from enforcecal.law.facts import known_facts
from enforcecal.law.procedures import Procedure

__all__ = ["continued", "replay", "standings", "told"]


def replay(
    log: CaseLog,
    procedure: Procedure,
    *,
    as_of: date,
    known_on: date | None = None,
    recordable: Collection[str] | None = None,
) -> Run:
    """Replay *log* through *procedure* as it stands on *as_of*.

    *as_of* is a day not yet over.  Events after it are planned, not applied.  With *known_on*,
    events recorded and notices published after that day are unknown.  *recordable* are the events
    the source has a place for, such as a column; that any other did not happen is not known.
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
    places = None if recordable is None else frozenset(recordable)
    ours, kept = _stood(plan, seen, as_of, known_on, "default", places)
    ways = [kept]
    if ours.work.doubtful:
        # a generated event whose day is in doubt moves what follows it: the whole run, twice more
        modes: tuple[Mode, ...] = ("early", "late")
        others = [_stood(plan, seen, as_of, known_on, mode, places) for mode in modes]
        if kept is ours:
            ways = [ours.fork()]
        ways += [at_rest for _, at_rest in others]
        for other, _ in others:
            widen(ours, other)
    return told(ours, log, procedure, as_of, tuple(ways))


def continued(run: Run, *events: Event, as_of: date) -> Run:
    """Return *run* with later *events* added; the same as one replay of the whole log."""
    return replay(
        run.log.with_events(*events),
        run.procedure,
        as_of=as_of,
        known_on=run.known_on,
        recordable=run.recordable,
    )


def standings(run: Run) -> tuple[Standing, ...]:
    """Return where *run* stood after its last recorded event, in each mode it was replayed in.

    Not to be changed: fork them, and go on from there.
    """
    return tuple(one for one in run.standings if isinstance(one, Standing))


def _stood(
    plan: Plan,
    log: CaseLog,
    as_of: date,
    known_on: date | None,
    mode: Mode,
    places: frozenset[str] | None,
) -> tuple[Standing, Standing]:
    """Return where *log* stands on *as_of*, and where it stood after its last recorded event."""
    until = as_of.toordinal()
    standing = Standing(plan, log, until, known_on, mode, places)
    run_through(standing)
    kept = standing
    if standing.armed and soonest(standing, until) is not None:
        kept = standing.fork()
        fire(standing, until)
    settle(standing, until)
    return standing, kept


def told(
    standing: Standing,
    log: CaseLog,
    procedure: Procedure,
    as_of: date,
    ways: tuple[Standing, ...],
) -> Run:
    """Return the run of *log*, as *standing* has come out of it."""
    regions = standing.plan.regions
    until = as_of.toordinal()
    return Run(
        log=log,
        procedure=procedure,
        procedures=tuple(standing.stages),
        as_of=as_of,
        known_on=standing.known_on,
        steps=tuple(standing.steps),
        clocks=tuple(
            [
                standing.work.told(clock, until, worth_facts(standing, clock))
                for clock in standing.work.clocks
            ]
        ),
        faults=(*standing.faults, *foresee(standing)),
        states={(regions[number].id, of): state for (number, of), state in standing.states.items()},
        planned=standing.later,
        recordable=standing.places,
        standings=ways,
    )


def worth_facts(standing: Standing, clock: Clock) -> tuple[tuple[str, Answer], ...]:
    """Return what the expression of the worth of *clock* reads."""
    worth = clock.bound.limit.worth
    if worth is None:
        return ()
    event, position = standing.origins[clock.number]
    asked = Question(standing, event, position, clock.key, clock)
    return tuple((name, asked.fact(name)) for name in sorted(worth.facts))
