"""How fast logs are replayed: states alone against state-machine packages, and the whole library.

    python bench/replay_peers.py

First the lawful order alone, refused events collected: twelve states and twenty-five transitions,
random logs of about thirteen events, the same answer from every peer before it is timed.  Then the
path a user takes, clocks and findings included, on invented cases of the ordinary penalty
procedure: events per second of processor time, and bytes kept per event.
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from _ratios import Targets, interleave, ratio
from _states import StateTable
from automat import MethodicalMachine, NoTransition
from statemachine import State, StateMachine
from statemachine.exceptions import TransitionNotAllowed
from transitions import Machine, MachineError

import enforcecal as ec
from enforcecal.law.procedures import Region, Step

STATES = [f"s{number}" for number in range(12)]
EVENTS = [f"e{number}" for number in range(10)]
Log = list[str]
Answer = tuple[str, object]
"""The last state, and the refused events or how many there were."""
Run = Callable[[list[Log]], list[Answer]]


def transitions() -> dict[tuple[str, str], str]:
    """Draw twenty-five transitions, the first twelve a ring through all states."""
    rng = random.Random(12)
    drawn = {
        (STATES[n], EVENTS[n % len(EVENTS)]): STATES[(n + 1) % len(STATES)]
        for n in range(len(STATES))
    }
    while len(drawn) < 25:
        drawn.setdefault((rng.choice(STATES), rng.choice(EVENTS)), rng.choice(STATES))
    return drawn


def logs(number: int, table: dict[tuple[str, str], str], lawful_share: float = 0.97) -> list[Log]:
    """Draw logs of 7 to 20 events, of which about one in forty is refused by default."""
    rng = random.Random(7)
    made = []
    for _ in range(number):
        state, log = STATES[0], []
        for _ in range(rng.randint(7, 20)):
            lawful = [event for source, event in table if source == state]
            event = rng.choice(lawful if rng.random() < lawful_share else EVENTS)
            state = table.get((state, event), state)
            log.append(event)
        made.append(log)
    return made


def with_ours(table: dict[tuple[str, str], str]) -> Run:
    steps = tuple(Step((source,), event, target) for (source, event), target in table.items())
    walk = StateTable(Region(id="main", initial=STATES[0], steps=steps)).walk

    def run(chosen: list[Log]) -> list[Answer]:
        return list(map(walk, chosen))

    return run


def with_automat(table: dict[tuple[str, str], str]) -> Run:
    machine = MethodicalMachine()
    body: dict[str, Any] = {}

    def method(name: str) -> Callable[[object], None]:
        def stub(self: object) -> None: ...

        stub.__name__ = name
        return stub

    for number, state in enumerate(STATES):
        body[state] = machine.state(initial=number == 0)(method(state))
    for event in EVENTS:
        body[event] = machine.input()(method(event))
    for (source, event), target in table.items():
        body[source].upon(body[event], enter=body[target], outputs=[])
    body["where"] = machine._automaton  # only to hold it
    made = type("Made", (), body)

    def run(chosen: list[Log]) -> list[Answer]:
        answers = []
        for log in chosen:
            one, refused, state = made(), 0, STATES[0]
            for event in log:
                try:
                    getattr(one, event)()
                    state = table[state, event]
                except NoTransition:
                    refused += 1
            answers.append((state, refused))
        return answers

    return run


def with_transitions(table: dict[tuple[str, str], str]) -> Run:
    class Model:
        state: str

    model = Model()
    machine = Machine(model, states=STATES, initial=STATES[0], auto_transitions=False)
    for (source, event), target in table.items():
        machine.add_transition(event, source, target)

    def run(chosen: list[Log]) -> list[Answer]:
        answers = []
        for log in chosen:
            machine.set_state(STATES[0])
            refused = 0
            for event in log:
                try:
                    model.trigger(event)  # type: ignore[attr-defined]
                except (MachineError, AttributeError):
                    refused += 1
            answers.append((model.state, refused))
        return answers

    return run


def with_statemachine(table: dict[tuple[str, str], str]) -> Run:
    states = {name: State(name, initial=name == STATES[0]) for name in STATES}
    body: dict[str, Any] = dict(states)
    for event in EVENTS:
        joined = None
        for (source, name), target in table.items():
            if name == event:
                one = states[source].to(states[target])
                joined = one if joined is None else joined | one
        if joined is not None:
            body[event] = joined
    body |= {"validate_trap_states": False, "validate_disconnected_states": False}
    made: Any = type(StateMachine)("Made", (StateMachine,), body)

    def run(chosen: list[Log]) -> list[Answer]:
        answers = []
        for log in chosen:
            one, refused = made(), 0
            for event in log:
                try:
                    one.send(event)
                except TransitionNotAllowed:
                    refused += 1
            answers.append((next(iter(one.configuration)).id, refused))
        return answers

    return run


def invented_cases(number: int) -> list[ec.CaseLog]:
    """Invent cases: filed, notified, decided, served, paid, closed; some late, some too early."""
    rng = random.Random(3)
    made = []
    for case in range(number):
        day = date(2024, 1, 2) + timedelta(days=rng.randrange(600))
        events = []
        for name, low, high in (
            ("clue_received", 0, 0),
            ("case_filed", 3, 25),
            ("notice.served", 20, 60),
            ("penalty_decided", 6, 60),
            ("decision.served", 1, 14),
            ("paid", 1, 20),
            ("case_closed", 1, 30),
        ):
            day += timedelta(days=rng.randint(low, high))
            events.append(ec.Event(name, day))
        made.append(ec.CaseLog(f"invented-{case}", events))
    return made


def library(targets: Targets) -> None:
    procedure = ec.rulebook("cn").procedure("cn.penalty.ordinary")
    cases = invented_cases(3000)
    number = sum(len(log.events) for log in cases)
    as_of = date(2026, 11, 1)
    ec.replay(cases[0], procedure, as_of=as_of)
    start = time.process_time()
    runs = [ec.replay(log, procedure, as_of=as_of) for log in cases]
    replayed = time.process_time() - start
    start = time.process_time()
    found = sum(len(ec.audit(run)) for run in runs)
    audited = time.process_time() - start
    del runs
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = [ec.replay(log, procedure, as_of=as_of) for log in cases[:500]]
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    held = sum(len(run.steps) for run in kept)
    targets.told("library: replay with clocks, events a second", number / replayed, "")
    targets.told("library: replay and audit, events a second", number / (replayed + audited), "")
    targets.told("library: run kept, bytes an event", (after - before) / held, "")
    targets.told("library: findings in it", found, "")


def main() -> int:
    table = transitions()
    sample = logs(4000, table)
    candidates = {
        "ours": with_ours(table),
        "Automat": with_automat(table),
        "transitions": with_transitions(table),
        "python-statemachine": with_statemachine(table),
    }
    shares = {"ours": 4000, "Automat": 80, "transitions": 40, "python-statemachine": 24}
    right = [(state, len(told)) for state, told in candidates["ours"](sample[:8])]
    for name, run in candidates.items():
        if name != "ours" and run(sample[:8]) != right:
            print(f"{name} gives another answer; not timed")
            return 1
    times = interleave(
        {
            name: lambda run=run, share=shares[name]: run(sample[:share])  # type: ignore[misc]
            for name, run in candidates.items()
        },
        rounds=15,
    )
    events = {name: sum(map(len, sample[:share])) for name, share in shares.items()}
    targets = Targets("replay: states alone, refusals collected; then the library with its clocks")
    for name, least in (("Automat", 100), ("transitions", 150), ("python-statemachine", 2500)):
        measured = ratio(times, name, "ours", events["ours"] / events[name])
        targets.at_least(f"times as fast as {name}", least, measured)
    # a refused event costs us an exception: what that is worth where two in five are refused
    hard = logs(1000, table, 0.5)
    few = {"ours": 1000, "Automat": 60, "transitions": 60, "python-statemachine": 16}
    times = interleave(
        {
            name: lambda run=run, share=few[name]: run(hard[:share])  # type: ignore[misc]
            for name, run in candidates.items()
        }
    )
    events = {name: sum(map(len, hard[:share])) for name, share in few.items()}
    for name in ("Automat", "transitions", "python-statemachine"):
        measured = ratio(times, name, "ours", events["ours"] / events[name])
        targets.told(f"  where two in five are refused: {name}", measured)
    library(targets)
    return targets.report()


if __name__ == "__main__":
    sys.exit(main())
