"""Regions: which lines of states an event steps on, and where each goes."""

from __future__ import annotations

from enforcecal.cases.replay.clocks import Clock
from enforcecal.cases.replay.environment import Question
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.guards import not_recorded
from enforcecal.cases.replay.plan import Acts, Table, plan_of
from enforcecal.cases.replay.run import ClockStatus, Fault, Key, Move
from enforcecal.cases.replay.state import ALONE, Standing
from enforcecal.law.conditions import Unknown

__all__ = ["fits", "lines", "step_regions"]


def fits(standing: Standing, acts: Acts, key: Key) -> bool:
    """Tell whether a generated event finds a state to leave; otherwise it is ignored."""
    return not acts.tables or any(
        standing.states.get((table.region, line), standing.plan.regions[table.region].initial)
        in table.steps
        for table in acts.tables
        for line in lines(standing, table, key)
    )


def lines(standing: Standing, table: Table, key: Key) -> list[Key]:
    """Return the lines an event about *key* steps on: of several, those it fits."""
    region = standing.plan.regions[table.region]
    if not region.per:
        return ALONE
    found = standing.candidates(table.region, region, key)
    if len(found) > 1:
        states = standing.states
        begun = [line for line in found if (table.region, line) in states]
        fitting = [
            line
            for line in found
            if states.get((table.region, line), region.initial) in table.steps
        ]
        return fitting or begun or found
    return found


def step_regions(
    standing: Standing, event: Event, acts: Acts, step: int, *, failed: bool, made_by: str
) -> tuple[Move, ...]:
    """Let every region that mentions *event* take its step; note where none fits."""
    moves: list[Move] = []
    complained = failed or bool(made_by)
    states = standing.states
    for table in acts.tables:
        region = standing.plan.regions[table.region]
        for mine in lines(standing, table, event.of):
            state = states.get((table.region, mine), region.initial)
            target = target_of(standing, table, state, event, step)
            if target is None:
                if not complained:
                    complained = True
                    standing.faults.append(
                        Fault(code="unlawful-step", step=step, region=region.id, state=state)
                    )
                if made_by:
                    continue
                target = table.sole
                if target is None:
                    continue
            if target == "=":
                target = state
            moves.append(Move(region.id, mine, state, target))
            if "/" in target:
                _switch(standing, region.id, target, step)
                return tuple(moves)
            states[table.region, mine] = target
    return tuple(moves)


def target_of(standing: Standing, table: Table, state: str, event: Event, step: int) -> str | None:
    """Return where *event* leads from *state*, or None; what that turns on is noted."""
    perhaps: str | None = None
    for target, condition in table.steps.get(state, ()):
        if condition is None:
            return target
        holds = condition.holds(Question(standing, event, standing.position, event.of))
        if holds is True:
            return target
        if isinstance(holds, Unknown) and perhaps is None:
            perhaps = target
            region = standing.plan.regions[table.region].id
            not_recorded(standing, step, "", holds.missing, region)
    return perhaps


def _switch(standing: Standing, leaving: str, target: str, step: int) -> None:
    """Go on in another procedure; clocks and pauses stay where a limit there has their id."""
    name, _, entered = target.rpartition("/")
    other = standing.plan.procedure.switches[name]
    plan = plan_of(other, standing.known_on)
    numbers = {(limit.id, limit.scope): place for place, limit in enumerate(other.limits)}
    kept: dict[int, list[Clock]] = {}
    for clock in standing.work.clocks:
        place = numbers.get((clock.bound.limit.id, clock.bound.limit.scope))
        if place is not None:
            kept.setdefault(place, []).append(clock)
        elif clock.status is ClockStatus.RUNNING:
            _leave(standing, clock, step)
    standing.by_limit = kept
    old = {region.id: number for number, region in enumerate(standing.plan.regions)}
    into = leaving if any(region.id == leaving for region in plan.regions) else "main"
    states: dict[tuple[int, Key], str] = {}
    for number, region in enumerate(plan.regions):
        if region.id == into:
            states[number, ()] = entered
        elif region.id in old:
            for (place, of), was in standing.states.items():
                if place == old[region.id] and was in region.states:
                    states[number, of] = was
    standing.states = states
    standing.plan = plan
    standing.stages.append(other)


def _leave(standing: Standing, clock: Clock, step: int) -> None:
    """Lift a clock that the other procedure does not know; what ran out has run out."""
    due = standing.work.refresh(clock)
    if due is not None and due < standing.today:
        standing.work.close(clock, ClockStatus.RAN_OUT, None, None)
    else:
        standing.work.close(clock, ClockStatus.LIFTED, standing.today, step)
    standing.disarm(clock)
