"""Clocks in a replay: what starts them, lengthens them, stops them and ends them.

How a clock is counted is the business of `enforcecal.cases.replay.clocks`; here it is decided which
clocks there are, by editions, conditions and special rules.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from functools import partial

from enforcecal.cases.replay.clocks import UNANSWERED, Clock, PauseRun, concern
from enforcecal.cases.replay.environment import Question
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.guards import missing_in, not_recorded
from enforcecal.cases.replay.plan import Acts
from enforcecal.cases.replay.run import ClockStatus, Fault, Key
from enforcecal.cases.replay.state import ALONE, Standing
from enforcecal.dates.clocks import Extension
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.periods import Edge
from enforcecal.law.conditions import Condition, Unknown
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import ExtensionRule, TimeLimit
from enforcecal.texts import Text

__all__ = [
    "anchored",
    "applies",
    "end_clocks",
    "extend_clocks",
    "length_of",
    "settle_heirs",
    "start_clocks",
    "step_pauses",
]

_NONE: AbstractSet[str] = frozenset()


# -- ends and extensions


def end_clocks(standing: Standing, acts: Acts, key: Key, day: int, step: int) -> None:
    """End, or lift, every clock that the event answers."""
    for numbers, status in ((acts.ends, ClockStatus.ENDED), (acts.cancels, ClockStatus.LIFTED)):
        for number in numbers:
            for clock in standing.by_limit.get(number, ()):
                if clock.status in UNANSWERED and concern(clock.key, key):
                    standing.work.close(clock, status, day, step)
                    standing.disarm(clock)


def extend_clocks(
    standing: Standing, event: Event, acts: Acts, key: Key, day: int, step: int
) -> None:
    """Lengthen every clock that the event extends, as far as its rule lets it."""
    for number, rule in acts.extends:
        for clock in standing.by_limit.get(number, ()):
            if clock.status in UNANSWERED and concern(clock.key, key):
                _extend(standing, event, clock, rule, day, step)


def _extend(
    standing: Standing, event: Event, clock: Clock, rule: ExtensionRule, day: int, step: int
) -> None:
    due = standing.work.refresh(clock)

    def invalid(*why: str) -> None:
        standing.faults.append(
            Fault(
                code="extension-invalid",
                step=step,
                rule=rule.id,
                clock=clock.number,
                names=why,
                day=None if due is None else date.fromordinal(due),
            )
        )

    if due is not None and day > due:
        return invalid("too-late")
    if any(extension.rule == rule.id for extension, _ in clock.granted):
        return invalid("twice")
    who = event.fact("approver") or standing.case_facts.get("approver")
    unsure = bool(rule.by) and who is None
    if rule.by and who is not None:
        whos = who if isinstance(who, tuple) else (str(who),)
        if not any(one in rule.by for one in whos):
            return invalid("wrong-approver", ", ".join(whos))
    env = Question(standing, event, standing.position, clock.key, clock)
    length: int | None = None
    until: date | None = None
    if rule.until is not None:
        told = env.fact(rule.until)
        if not isinstance(told, date):
            not_recorded(standing, step, rule.id, (rule.until,))
            clock.missing = clock.missing | {rule.until}
            clock.unbounded = True
            return None
        if due is not None and told.toordinal() <= due:
            return invalid("not-longer", str(told))
        until = told
    else:
        given = rule.length
        found = given.evaluate(env) if isinstance(given, Condition) else given
        if isinstance(found, bool) or not isinstance(found, int) or found < 1:
            names = missing_in(found) or {str(given)}
            not_recorded(standing, step, rule.id, names)
            clock.missing = clock.missing | names
            if rule.at_most is None:
                clock.unbounded = True
            else:
                clock.unsure = (*clock.unsure, (rule.at_most, rule.base == "rolled", None))
            _lengthened(standing, clock)
            return None
        length = found
        if rule.at_most is not None and length > rule.at_most:
            invalid("too-long", str(length), str(rule.at_most))
            length = rule.at_most
    granted = Extension(
        length=length,
        until=until,
        from_rolled=rule.base == "rolled",
        granted=event.day,
        by=None if who is None else str(who),
        rule=rule.id,
    )
    clock.granted = (*clock.granted, (granted, unsure))
    clock.longer = (*clock.longer, granted.longer)
    if unsure:
        not_recorded(standing, step, rule.id, ("approver",))
        clock.missing = clock.missing | {"approver"}
    _lengthened(standing, clock)
    return None


def _lengthened(standing: Standing, clock: Clock) -> None:
    clock.dirty = True
    standing.work.touch_live()


# -- starts


def start_clocks(
    standing: Standing, event: Event, acts: Acts, key: Key, counts: int, step: int
) -> None:
    """Start every clock of a limit that is in force, applies, and is not running already."""
    plan = standing.plan
    for number in acts.starts:
        first, last = plan.spans[number]
        if not first <= counts <= last and plan.limits[number].limit.edition_by is None:
            continue
        dims = plan.dims[number]
        for mine in standing.each(dims, key, plan.uses[number]) if dims else ALONE:
            _start_clock(standing, number, event, mine, counts, step)


def applies(standing: Standing, number: int, env: Question, counts: int) -> AbstractSet[str] | None:
    """Return the facts, not recorded, on which it turns whether a limit applies.

    None: it does not apply, or gives way to a special rule that does.  Where it is not
    recorded which of the two applies, and both count alike, the general one speaks for both.
    """
    plan = standing.plan
    limit = plan.limits[number].limit
    missing = _in_force(standing, number, env, counts)
    if missing is None:
        return None
    holds: bool | Unknown = True if limit.when is None else limit.when.holds(env)
    if holds is False:
        return None
    if holds is not True:
        missing = missing | holds.missing
    for other in plan.overridden.get(limit.id, ()):
        special = plan.limits[other].limit
        unclear = _in_force(standing, other, env, counts)
        if unclear is None:
            continue
        yields: bool | Unknown = True if special.when is None else special.when.holds(env)
        if yields is False:
            continue
        if not unclear and (yields is True or special.when == limit.when):
            return None
        unclear = unclear | missing_in(yields)
        if not plan.alike(number, other):
            missing = missing | unclear
    if missing:
        for general in plan.yielding.get(number, ()):
            if plan.alike(number, general) and applies(standing, general, env, counts) == _NONE:
                return None
    return missing


def _in_force(
    standing: Standing, number: int, env: Question, counts: int
) -> AbstractSet[str] | None:
    """Return what it turns on whether the limit's edition is in force; None where it is not."""
    plan = standing.plan
    first, last = plan.spans[number]
    chosen_by = plan.limits[number].limit.edition_by
    if chosen_by is None:
        return _NONE if first <= counts <= last else None
    chosen = env.fact(chosen_by)
    if isinstance(chosen, date):
        return _NONE if first <= chosen.toordinal() <= last else None
    return {chosen_by} if first <= counts <= last else None


def _start_clock(
    standing: Standing, number: int, event: Event, mine: Key, counts: int, step: int
) -> None:
    plan, work = standing.plan, standing.work
    bound = plan.limits[number]
    limit = bound.limit
    same = [
        clock
        for kin in plan.kin[number]
        for clock in standing.by_limit.get(kin, ())
        if clock.key == mine
    ]
    if same:
        if not limit.restart:
            return
        if standing.steps[step].made_by and any(old.start == counts for old in same):
            return  # a circle of generated events that gets no further
    env = Question(standing, event, standing.position, mine)
    missing = applies(standing, number, env, counts)
    if missing is None:
        return
    if standing.inherited:
        missing = missing | standing.inherited
    clock = Clock(bound, len(work.clocks), mine, counts, step)
    length = length_of(limit, env)
    if isinstance(length, int):
        clock.countings = bound.countings(length)
        clock.plain = plan.plain[number]
    else:
        missing = missing | length
    clock.unbounded = bool(missing)
    clock.missing = missing
    clock.at = event.time
    standing.origins[clock.number] = (event, standing.position)
    if limit.before is not None:
        clock.live = bool(limit.before.arguments("due"))
        if clock.live:
            work.anchor = partial(anchored, standing)
        _set_anchor(clock, env)
    clock.shift = _shift(clock)
    if limit.overrides:
        clock.note = plan.notes[number]
    for old in same:
        work.past.add(old.number)
        if old.status is ClockStatus.RUNNING:
            work.close(old, ClockStatus.REPLACED, None, None)
            standing.disarm(old)
    work.clocks.append(clock)
    standing.by_limit.setdefault(number, []).append(clock)
    if limit.then is not None:
        standing.armed.append(clock)
    if limit.id in plan.taken_over:
        standing.heirs.append(clock)
    if work.anchor is not None:
        work.touch_live()


def _shift(clock: Clock) -> int:
    """Return how many days after its last day what it blocks is lawful."""
    edge = clock.countings[0].edge if clock.countings else None
    return 1 if edge is Edge.AFTER and clock.bound.limit.before is None else 0


def length_of(limit: TimeLimit, env: Question) -> int | AbstractSet[str]:
    """Return the length of *limit*, or what was not recorded of it."""
    length = limit.length
    if isinstance(length, int):
        return length
    found = length.evaluate(env)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        return missing_in(found) or {length.source}
    return found


def anchored(standing: Standing, clock: Clock) -> None:
    """Work out anew the day a live clock is counted backward from."""
    event, position = standing.origins[clock.number]
    _set_anchor(clock, Question(standing, event, position, clock.key, clock))


def _set_anchor(clock: Clock, env: Question) -> None:
    before = clock.bound.limit.before
    assert before is not None  # noqa: S101 -- asked only for limits counted backward
    found = before.evaluate(env)
    if isinstance(found, date):
        clock.anchor = found.toordinal()
    else:
        clock.anchor = None
        clock.missing = clock.missing | (missing_in(found) or {before.source})
        clock.unbounded = True


# -- editions that take over


def settle_heirs(standing: Standing) -> None:
    """Hand the clocks that run into a newer edition over to it."""
    for clock in tuple(standing.heirs):
        if clock.status is not ClockStatus.RUNNING or _take_over(standing, clock):
            standing.heirs.remove(clock)


def _take_over(standing: Standing, clock: Clock) -> bool:
    """Let a newer edition replace *clock* if it still runs on that edition's first day."""
    plan = standing.plan
    old = clock.bound
    event, position = standing.origins[clock.number]
    for other in plan.taken_over.get(old.id, ()):
        newer = plan.limits[other]
        law, rule = newer.law, newer.limit.takes_over
        assert rule is not None  # noqa: S101 -- listed only for this key
        if law is None or law.in_force_from is None or old.limit.scope != newer.limit.scope:
            continue
        due = standing.work.refresh(clock)
        first = law.in_force_from.toordinal()
        if due is None or not clock.start < first <= due:
            continue
        env = Question(standing, event, position, clock.key, clock)
        when = newer.limit.when
        length = length_of(newer.limit, env)
        if (when is not None and when.holds(env) is False) or not isinstance(length, int):
            continue
        countings, plain = clock.countings, clock.plain
        _rebind(clock, newer, newer.countings(length), plain=newer.plain)
        moved = standing.work.refresh(clock)
        if rule.rule == "later" and moved is not None and moved <= due:
            _rebind(clock, old, countings, plain=plain)
            return True
        clock.note = Text(
            f"{old.id} was still running when {law.id} came into force on "
            f"{law.in_force_from}; "
            f"{'the later end counts' if rule.rule == 'later' else 'it was replaced'}",
            f"{law.in_force_from} 新规施行时旧期限（{old.id}）尚未届满，"
            f"{'取较晚届满日' if rule.rule == 'later' else '适用新规定'}",
        )
        for clocks in standing.by_limit.values():
            if clock in clocks:
                clocks.remove(clock)
        standing.by_limit.setdefault(other, []).append(clock)
        standing.disarm(clock)
        if newer.limit.then is not None:
            standing.armed.append(clock)
        return True
    return False


def _rebind(
    clock: Clock, bound: BoundLimit, countings: tuple[Counting, ...], *, plain: bool
) -> None:
    clock.bound, clock.countings, clock.plain, clock.dirty = bound, countings, plain, True
    clock.shift = _shift(clock)


# -- pauses


def step_pauses(
    standing: Standing, event: Event, acts: Acts, key: Key, day: int, step: int
) -> None:
    """End and begin the pauses that the event ends and begins."""
    work = standing.work
    for rule, _ in acts.pause_ends:
        for pause in work.pauses:
            if pause.rule.id == rule.id and pause.ends is None and concern(pause.key, key):
                pause.ends = day
                work.pause_changed(pause)
    for rule, law in acts.pause_begins:
        if any(
            pause.rule.id == rule.id and pause.ends is None and pause.key == key
            for pause in work.pauses
        ):
            continue
        pause = PauseRun(rule, key, day)
        in_force = law is None or law.in_force(event.day)
        if not in_force and not any(
            clock.status is ClockStatus.RUNNING and work.names(clock, pause)
            for clock in work.clocks
        ):
            continue  # an edition of the past lives on only in the clocks it started
        if rule.when is not None:
            known = rule.when.holds(Question(standing, event, standing.position, key))
            if known is False:
                standing.faults.append(Fault(code="pause-invalid", step=step, rule=rule.id))
                continue
            if isinstance(known, Unknown):
                pause.known, pause.missing = False, known.missing
                not_recorded(standing, step, rule.id, known.missing)
        work.pauses.append(pause)
        work.pause_changed(pause)
