"""The course of a log: its events applied one by one, and what follows from each.

For each event, in this order: clocks that ended before its day fire, earliest first; needs and
blocks are judged; clocks end, are lifted, are extended; pauses begin and end; regions step; clocks
start; derived events follow.  An unlawful act is still an act: the log goes on after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from enforcecal.cases.replay.clocks import Clock, concern
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.guards import judge_blocks, judge_needs
from enforcecal.cases.replay.plan import NOTHING, Acts
from enforcecal.cases.replay.run import ClockStatus, Fault, Key, RunStep
from enforcecal.cases.replay.state import Standing
from enforcecal.cases.replay.timers import (
    end_clocks,
    extend_clocks,
    settle_heirs,
    start_clocks,
    step_pauses,
)
from enforcecal.cases.replay.transitions import fits, step_regions
from enforcecal.law.procedures import EventType

__all__ = ["fire", "gone_on_to", "happen", "run_through", "settle", "soonest", "widen"]


def run_through(standing: Standing) -> None:
    """Apply every event of the log, in order."""
    for position, event in enumerate(standing.events):
        happen(standing, event, position)


def happen(standing: Standing, event: Event, position: int) -> None:
    """Apply *event*, which stands at *position* in the log."""
    day = event.day.toordinal()
    if standing.armed:
        # what ran out before this event cannot know what is recorded with it
        standing.position = position - 1
        fire(standing, day)
    standing.position = position
    standing.today = day
    acts = standing.plan.acts.get(event.name)
    if acts is None:
        standing.faults.append(
            Fault(code="unknown-event", step=len(standing.steps), names=(event.name,))
        )
        standing.steps.append(RunStep(event=event, stage=len(standing.stages) - 1))
        return
    _apply(standing, event, acts, day, day, "")


def settle(standing: Standing, as_of: int) -> None:
    """Work out every clock as it stands on the day *as_of*."""
    standing.today = as_of
    for clock in standing.work.clocks:
        if clock.dirty or clock.open_range is not None:
            standing.work.settle(clock)


def soonest(standing: Standing, until: int) -> tuple[Clock, int] | None:
    """Return the clock that is the first to put an event in before the day *until*, if any is."""
    first: Clock | None = None
    for clock in standing.armed:
        due = standing.work.refresh(clock)
        if due is not None and due < until:
            first, until = clock, due
    return None if first is None else (first, until)


def fire(standing: Standing, until: int) -> None:
    """Let every clock whose last day is before *until* put its event in, earliest first."""
    while standing.armed:
        found = soonest(standing, until)
        if found is None:
            return
        first, ran_out = found
        standing.armed.remove(first)
        standing.work.close(first, ClockStatus.RAN_OUT, None, None)
        if first.low != first.high:
            standing.work.doubtful = True
        then = first.bound.limit.then
        assert then is not None  # noqa: S101 -- only clocks with `then` are armed
        acts = standing.plan.acts[then.event]
        counts = first.start if then.counts_from == "start" else ran_out
        event = Event(then.event, date.fromordinal(ran_out), of=first.key)
        # a day counted backward from a fact can lie before the event that told the fact
        standing.today = max(standing.today, ran_out)
        if fits(standing, acts, event.of):
            # what turns on a fact not recorded hands that down to what it starts
            standing.inherited = first.missing if first.unbounded else frozenset()
            _apply(standing, event, acts, ran_out, counts, first.bound.id)
            standing.inherited = frozenset()


def _apply(
    standing: Standing, event: Event, acts: Acts, day: int, counts: int, made_by: str
) -> None:
    step = len(standing.steps)
    key = event.of
    plan = standing.plan
    failed = False
    if not made_by:
        if acts.needs:
            failed = judge_needs(standing, event, acts, key, step)
        if acts.blocked:
            failed = judge_blocks(standing, acts, key, day, step) or failed
    if acts.ends or acts.cancels:
        end_clocks(standing, acts, key, day, step)
    if acts.extends:
        extend_clocks(standing, event, acts, key, day, step)
    if acts.pause_begins or acts.pause_ends:
        step_pauses(standing, event, acts, key, day, step)
    stage = len(standing.stages) - 1  # before a step leads out of it
    moves = (
        step_regions(standing, event, acts, step, failed=failed, made_by=made_by)
        if acts.tables
        else ()
    )
    standing.steps.append(
        RunStep(
            event=event,
            made_by=made_by,
            counts_from=None if counts == day else date.fromordinal(counts),
            stage=stage,
            moves=moves,
        )
    )
    if standing.plan is not plan:
        # the event led into another procedure, and may start clocks there
        acts = standing.plan.acts.get(event.name, NOTHING)
    history = standing.history
    history[event.name] = (*history.get(event.name, ()), (counts, key))
    if acts.starts:
        start_clocks(standing, event, acts, key, counts, step)
    if standing.heirs:
        settle_heirs(standing)
    if standing.announced:
        standing.announced = {
            (name, of): told
            for (name, of), told in standing.announced.items()
            if name != event.name or not concern(of, key)
        }
    if event.facts and standing.plan.planned:
        _announce(standing, event, step)
    for derived in acts.derives:
        _derive(standing, derived, event, day, counts)


def _derive(standing: Standing, derived: EventType, event: Event, day: int, counts: int) -> None:
    key = tuple([pair for pair in event.of if pair[0] in derived.per])
    if any(of == key for _, of in standing.history.get(derived.name, ())):
        return  # what has happened does not happen again because one of its parts does
    for group in derived.after_all:
        if event.name in group and all(standing.happened(name, key) for name in group):
            made = Event(derived.name, date.fromordinal(day), of=key)
            _apply(standing, made, standing.plan.acts[derived.name], day, counts, "derived")
            return


def _announce(standing: Standing, event: Event, step: int) -> None:
    """Note the day for which a fact of *event* plans another event."""
    for name, value in event.facts:
        for planned in standing.plan.planned.get(name, ()):
            if isinstance(value, date):
                standing.announced.pop((planned, ()), None)
                standing.announced[planned, event.of] = (value, step)


def gone_on_to(ways: Sequence[Standing], event: Event | None, today: int) -> Standing:
    """Return where a replay that stands at *ways* comes to *today*, if *event* happens or none."""
    forks = [way.fork() for way in ways]
    for fork in forks:
        if event is not None:
            fork.take(event)
            happen(fork, event, fork.position)
        fire(fork, today)
        settle(fork, today)
    for other in forks[1:]:
        widen(forks[0], other)
    return forks[0]


# -- the same log in two modes


def widen(ours: Standing, other: Standing) -> None:
    """Take what the same log comes to in another mode into *ours*: ranges and waits."""
    twins = dict(_numbered(other.work.clocks))
    matched: dict[int, Clock] = {}
    for name, clock in _numbered(ours.work.clocks):
        twin = twins.get(name)
        if twin is None:
            # it starts later than today, or never: there is no bound on that side
            if other.work.mode == "late":
                clock.high = None
            else:
                clock.low = None
            continue
        matched[twin.number] = clock
        if twin.due is not None and clock.due is not None:
            clock.low = None if clock.low is None or twin.low is None else min(clock.low, twin.low)
            clock.high = (
                None if clock.high is None or twin.high is None else max(clock.high, twin.high)
            )
    steps = {id(one.event): place for place, one in enumerate(ours.steps) if not one.made_by}
    told = {(fault.code, fault.step, fault.rule) for fault in ours.faults}
    for fault in other.faults:
        if fault.code != "too-early" or fault.clock not in matched:
            continue
        step = steps[id(other.steps[fault.step].event)]
        if (fault.code, step, fault.rule) not in told:
            ours.faults.append(attrs.evolve(fault, step=step, clock=matched[fault.clock].number))


def _numbered(clocks: Iterable[Clock]) -> Iterator[tuple[tuple[str, Key, int], Clock]]:
    counts: dict[tuple[str, Key], int] = defaultdict(int)
    for clock in clocks:
        name = (clock.bound.id, clock.key)
        yield (*name, counts[name]), clock
        counts[name] += 1
