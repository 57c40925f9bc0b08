"""Judging one event: what the law requires before it, and what it has to wait for.

A fault is only noted here; what it is called and how grave it is, is told by
`enforcecal.cases.checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from enforcecal.cases.replay.clocks import Clock, concern
from enforcecal.cases.replay.environment import Question, Required
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.plan import NOTHING, Acts
from enforcecal.cases.replay.run import ClockStatus, Fault, Key
from enforcecal.cases.replay.state import Standing
from enforcecal.law.conditions import Answer, Unknown

__all__ = ["foresee", "judge_blocks", "judge_needs", "missing_in", "not_recorded"]


def missing_in(value: Answer | None) -> frozenset[str]:
    """Return what was not recorded and *value* turns on."""
    return value.missing if isinstance(value, Unknown) else frozenset()


def not_recorded(
    standing: Standing, step: int, rule: str, names: Iterable[str], region: str = ""
) -> None:
    """Note that *rule* turns on *names*, which nobody recorded."""
    standing.faults.append(
        Fault(code="not-recorded", step=step, rule=rule, region=region, names=tuple(sorted(names)))
    )


def judge_needs(standing: Standing, event: Event, acts: Acts, key: Key, step: int) -> bool:
    """Note every need that *event* leaves unfulfilled; tell whether there is one."""
    failed = False
    asked = Question(standing, event, standing.position, key)
    required = (
        asked if standing.places is None else Required(standing, event, standing.position, key)
    )
    day = event.day
    for need, law in acts.needs:
        if law is not None and not law.in_force(day):
            continue
        applies: bool | Unknown = True if need.when is None else need.when.holds(asked)
        if applies is False:
            continue
        holds = need.that.holds(required)
        if holds is True:
            continue
        missing = missing_in(applies) | missing_in(holds)
        if missing:
            not_recorded(standing, step, need.id, missing)
        else:
            standing.faults.append(Fault(code=need.code, step=step, rule=need.id))
            failed = True
    return failed


def judge_blocks(standing: Standing, acts: Acts, key: Key, day: int, step: int) -> bool:
    """Note every clock that still runs and that the event has to wait for."""
    failed = False
    for number in acts.blocked:
        for clock in standing.by_limit.get(number, ()):
            if clock.status is not ClockStatus.RUNNING or not concern(clock.key, key):
                continue
            standing.work.settle(clock)
            due = clock.due
            if due is None or clock.high is None or day < clock.high + clock.shift:
                certain = due is None or day < due + clock.shift
                failed = failed or certain
                standing.faults.append(
                    Fault(
                        code="too-early",
                        step=step,
                        rule=clock.bound.id,
                        clock=clock.number,
                        conditional=tuple(sorted(clock.missing)),
                    )
                )
    return failed


def foresee(standing: Standing) -> Iterator[Fault]:
    """Judge every event still planned as if it happened on its day."""
    for (planned, key), (day, step) in standing.announced.items():
        acts = standing.plan.acts.get(planned, NOTHING)
        for numbers, early in ((acts.blocked, True), (acts.ends, False)):
            for number in numbers:
                for clock in standing.by_limit.get(number, ()):
                    if clock.status is ClockStatus.RUNNING and concern(clock.key, key):
                        yield from _foresee_one(planned, clock, day, step, early=early)


def _foresee_one(
    planned: str, clock: Clock, day: date, step: int, *, early: bool
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
