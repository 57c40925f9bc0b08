"""One event, put through guards, timers and transitions; and what follows from it.

For each event, in this order: clocks that ended before its day fire, earliest first; needs and
blocks are judged; clocks end, are lifted, are extended; pauses begin and end; regions step; clocks
start; derived events follow.  An unlawful act is still an act: the log goes on after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.guards import unfulfilled_needs, waits_cut_short
from enforcecal.cases.replay.live import LiveClock
from enforcecal.cases.replay.plan import NO_EFFECTS, EventEffects, plan_of
from enforcecal.cases.replay.run import ClockStatus, Fault, RunStep, Transition
from enforcecal.cases.replay.state import ReplayState
from enforcecal.cases.replay.timers import (
    end_clocks,
    extend_clocks,
    start_clocks,
    step_pauses,
    take_over_clocks,
)
from enforcecal.cases.replay.transitions import (
    finds_a_state,
    lines_of,
    states_after_switch,
    target_of,
)
from enforcecal.law.procedures import EventType

__all__ = ["advance", "apply_event", "fire", "settle"]


def apply_event(state: ReplayState, event: Event, position: int) -> None:
    """Apply *event*, which stands at *position* in the log."""
    day = event.day.toordinal()
    if state.clocks.firing:
        # what ran out before this event cannot know what is recorded with it
        state.come_to(state.today, position - 1)
        fire(state, day)
    state.come_to(day, position)
    effects = state.plan.effects.get(event.name)
    if effects is None:
        state.note([Fault(code="unknown-event", step=len(state.steps), names=(event.name,))])
        state.not_understand(event)
        state.record(RunStep(event=event, stage=len(state.procedures) - 1))
        return
    _apply(state, event, effects, day, "")


def fire(state: ReplayState, until: int) -> None:
    """Let every clock whose last day is before *until* put its event in, earliest first."""
    while (found := state.clocks.first_to_fire(until)) is not None:
        clock, ran_out = found
        state.clocks.run_out(clock)
        then = clock.bound.limit.then
        assert then is not None  # noqa: S101 -- only clocks with `then` fire
        effects = state.plan.effects[then.event]
        counts_from = clock.start if then.counts_from == "start" else ran_out
        event = Event(then.event, date.fromordinal(ran_out), of=clock.key)
        # a day counted backward from a fact can lie before the event that told the fact
        state.come_to(max(state.today, ran_out))
        if finds_a_state(state, effects, event.of):
            # what turns on a fact not recorded hands that down to what it starts
            state.inherit(clock.missing if clock.unbounded else frozenset())
            _apply(state, event, effects, counts_from, clock.bound.id)
            state.inherit(frozenset())


def settle(state: ReplayState, as_of: int) -> None:
    """Work out every clock as it stands on the day *as_of*."""
    state.come_to(as_of)
    state.clocks.settle_all()


def advance(states: Sequence[ReplayState], event: Event | None, today: int) -> ReplayState:
    """Return where the replay at *states* stands on *today*, if *event* happens, or nothing does.

    *states* are one for each mode, the default one first; they stay as they are.
    """
    forks = [state.fork() for state in states]
    for fork in forks:
        if event is not None:
            apply_event(fork, event, fork.add_event(event))
        fire(fork, today)
        settle(fork, today)
    for other in forks[1:]:
        forks[0].merge_ranges(other)
    return forks[0]


def _apply(
    state: ReplayState, event: Event, effects: EventEffects, counts_from: int, made_by: str
) -> None:
    step = len(state.steps)
    plan = state.plan
    failed, unmet = False, frozenset[str]()
    if not made_by:
        if effects.needs:
            faults = unfulfilled_needs(state, event, effects, step)
            unmet = frozenset([fault.rule for fault in faults if fault.code != "not-recorded"])
            failed = bool(unmet)
            state.note(faults)
        if effects.blocked:
            for fault, certain in waits_cut_short(state, event, effects, step):
                failed = failed or certain
                state.note([fault])
    if effects.ends or effects.cancels:
        end_clocks(state, event, effects, step)
    if effects.extends:
        state.note(extend_clocks(state, event, effects, step, unmet))
    if effects.pause_begins or effects.pause_ends:
        state.note(step_pauses(state, event, effects, step))
    stage = len(state.procedures) - 1  # before a step leads out of it
    moves: tuple[Transition, ...] = ()
    if effects.tables:
        moves = _move_regions(state, event, effects, step, failed=failed, made_by=made_by)
    day = event.day.toordinal()
    state.record(
        RunStep(
            event=event,
            made_by=made_by,
            counts_from=None if counts_from == day else date.fromordinal(counts_from),
            stage=stage,
            moves=moves,
        )
    )
    if state.plan is not plan:
        # the event led into another procedure, and may start clocks there
        effects = state.plan.effects.get(event.name, NO_EFFECTS)
    state.happen(event, counts_from, step)
    if effects.starts:
        start_clocks(state, event, effects, counts_from, step)
    if state.clocks.pending_takeovers:
        take_over_clocks(state)
    for derived in effects.derives:
        _derive(state, derived, event, counts_from)


def _derive(state: ReplayState, derived: EventType, event: Event, counts_from: int) -> None:
    key = tuple([pair for pair in event.of if pair[0] in derived.per])
    if state.happened_just(derived.name, key):
        return  # what has happened does not happen again because one of its parts does
    for group in derived.after_all:
        if event.name in group and all(state.happened(name, key) for name in group):
            made = Event(derived.name, event.day, of=key)
            _apply(state, made, state.plan.effects[derived.name], counts_from, "derived")
            return


def _move_regions(
    state: ReplayState,
    event: Event,
    effects: EventEffects,
    step: int,
    *,
    failed: bool,
    made_by: str,
) -> tuple[Transition, ...]:
    """Let every region that mentions *event* take its step; note where none fits."""
    moves: list[Transition] = []
    complained = failed or bool(made_by)
    for table in effects.tables:
        region = state.plan.regions[table.region]
        for line in lines_of(state, table, event.of):
            source = state.state_in(table.region, line)
            target, missing = target_of(state, table, source, event)
            if missing:
                state.note([Fault.not_recorded(step, "", missing, region.id)])
            if target is None:
                if not complained:
                    complained = True
                    fault = Fault(code="unlawful-step", step=step, region=region.id, state=source)
                    state.note([fault])
                target = None if made_by else table.sole
                if target is None:
                    continue
            if target == "=":
                target = source
            moves.append(Transition(region.id, line, source, target))
            if "/" in target:
                _switch(state, region.id, target, step)
                return tuple(moves)
            state.move(table.region, line, target)
    return tuple(moves)


def _switch(state: ReplayState, leaving: str, target: str, step: int) -> None:
    """Go on in another procedure; clocks and pauses stay where a limit there has their id."""
    name, _, entered = target.rpartition("/")
    other = state.plan.procedure.switches[name]
    plan = plan_of(other, state.known_on)
    numbers = {(limit.id, limit.scope): place for place, limit in enumerate(other.limits)}
    for clock in state.clocks.keep_only(numbers):
        _lift_unknown(state, clock, step)
    state.go_over_to(plan, other, states_after_switch(state, plan, leaving, entered))


def _lift_unknown(state: ReplayState, clock: LiveClock, step: int) -> None:
    """Lift a clock that the other procedure does not know; what ran out has run out."""
    due = state.clocks.refresh(clock)
    if due is not None and due < state.today:
        state.clocks.close(clock, ClockStatus.RAN_OUT, None, None)
    else:
        state.clocks.close(clock, ClockStatus.LIFTED, state.today, step)
