"""Judging an event: what the law requires before it, and what it has to wait for.

A fault is only returned; what it is called and how grave it is, is told by
`enforcecal.cases.checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from enforcecal.cases.replay.environment import ConditionEnv, missing_in
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.live import LiveClock
from enforcecal.cases.replay.plan import NO_EFFECTS, EventEffects
from enforcecal.cases.replay.run import Fault
from enforcecal.cases.replay.state import ReplayState
from enforcecal.law.conditions import Unknown

__all__ = ["foresee", "unfulfilled_needs", "waits_cut_short"]


def unfulfilled_needs(
    state: ReplayState, event: Event, effects: EventEffects, step: int
) -> list[Fault]:
    """Return a fault for every need that *event* leaves unfulfilled, or that nobody can judge."""
    faults = []
    env = ConditionEnv(state, event, state.position, event.of)
    required = env.as_required() if state.may_lack_events else env
    for need, law in effects.needs:
        if law is not None and not law.in_force(event.day):
            continue
        applies: bool | Unknown = True if need.when is None else need.when.holds(env)
        if applies is False:
            continue
        if applies is True and need.when is not None and required is not env:
            applies = need.when.holds(required)
        holds = need.that.holds(required)
        if holds is True:
            continue
        missing = missing_in(applies) | missing_in(holds)
        if missing:
            faults.append(Fault.not_recorded(step, need.id, missing))
        else:
            faults.append(Fault(code=need.code, step=step, rule=need.id))
    return faults


def waits_cut_short(
    state: ReplayState, event: Event, effects: EventEffects, step: int
) -> Iterator[tuple[Fault, bool]]:
    """Yield a fault for every running clock the event should wait for, and whether it surely is."""
    day = event.day.toordinal()
    for clock in state.clocks.running(effects.blocked, event.of):
        state.clocks.settle(clock)
        due = clock.due
        if due is None or clock.high is None or day < clock.high + clock.shift:
            fault = Fault(
                code="too-early",
                step=step,
                rule=clock.bound.id,
                clock=clock.number,
                conditional=tuple(sorted(clock.missing)),
            )
            yield fault, due is None or day < due + clock.shift


def foresee(state: ReplayState) -> Iterator[Fault]:
    """Judge every event still planned as if it happened on its day."""
    for (planned, key), (day, step) in state.announced.items():
        effects = state.plan.effects.get(planned, NO_EFFECTS)
        for numbers, early in ((effects.blocked, True), (effects.ends, False)):
            for clock in state.clocks.running(numbers, key):
                yield from _foresee_one(planned, clock, day, step, early=early)


def _foresee_one(
    planned: str, clock: LiveClock, day: date, step: int, *, early: bool
) -> Iterator[Fault]:
    if clock.due is None:
        return
    low, high, place = clock.low, clock.high, day.toordinal()
    too_early = high is None or place < high + clock.shift
    too_late = low is not None and place > low
    if too_early if early else too_late:
        yield Fault(
            code="planned-too-early" if early else "planned-late",
            step=clock.step if step < 0 else step,
            rule=clock.bound.id,
            clock=clock.number,
            names=(planned,),
            conditional=tuple(sorted(clock.missing)),
            day=day,
        )
