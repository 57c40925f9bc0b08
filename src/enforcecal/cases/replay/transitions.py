"""Regions: which lines of states an event steps on, and where each goes."""

from __future__ import annotations

from enforcecal.cases.replay.environment import ConditionEnv
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.plan import EventEffects, ReplayPlan, TransitionTable
from enforcecal.cases.replay.run import Key
from enforcecal.cases.replay.state import ALONE, ReplayState
from enforcecal.law.conditions import Unknown

__all__ = ["finds_a_state", "lines_of", "states_after_switch", "target_of"]


def finds_a_state(state: ReplayState, effects: EventEffects, key: Key) -> bool:
    """Tell whether a generated event finds a state to leave; otherwise it is ignored."""
    return not effects.tables or any(
        state.state_in(table.region, line) in table.steps
        for table in effects.tables
        for line in lines_of(state, table, key)
    )


def lines_of(state: ReplayState, table: TransitionTable, key: Key) -> list[Key]:
    """Return the lines an event about *key* steps on: of several, those it fits."""
    region = state.plan.regions[table.region]
    if not region.per:
        return ALONE
    found = state.candidates(table.region, region, key)
    if len(found) > 1:
        fitting = [line for line in found if state.state_in(table.region, line) in table.steps]
        begun = [line for line in found if (table.region, line) in state.region_states]
        return fitting or begun or found
    return found


def target_of(
    state: ReplayState, table: TransitionTable, source: str, event: Event
) -> tuple[str | None, frozenset[str]]:
    """Return where *event* leads from *source*, or None, and what nobody recorded of that."""
    perhaps: str | None = None
    missing: frozenset[str] = frozenset()
    for target, condition in table.steps.get(source, ()):
        if condition is None:
            return target, missing
        holds = condition.holds(ConditionEnv(state, event, state.position, event.of))
        if holds is True:
            return target, missing
        if isinstance(holds, Unknown) and perhaps is None:
            perhaps, missing = target, holds.missing
    return perhaps, missing


def states_after_switch(
    state: ReplayState, plan: ReplayPlan, leaving: str, entered: str
) -> dict[tuple[int, Key], str]:
    """Return the states in which the procedure of *plan* begins: *entered*, and those it knows."""
    numbers = {region.id: number for number, region in enumerate(state.plan.regions)}
    into = leaving if any(region.id == leaving for region in plan.regions) else "main"
    states: dict[tuple[int, Key], str] = {}
    for number, region in enumerate(plan.regions):
        if region.id == into:
            states[number, ()] = entered
        elif region.id in numbers:
            for (place, of), was in state.region_states.items():
                if place == numbers[region.id] and was in region.states:
                    states[number, of] = was
    return states
