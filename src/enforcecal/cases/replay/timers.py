"""Which clocks an event starts, lengthens, stops and ends; the clocks are asked to do it.

How a clock is counted is the business of `enforcecal.cases.replay.clocks`; here it is decided which
clocks there are, by editions, conditions and special rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

from enforcecal.cases.replay.clocks import Anchor
from enforcecal.cases.replay.environment import ConditionEnv, missing_in
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.live import UNANSWERED, LiveClock, counts_back_from_a_clock
from enforcecal.cases.replay.plan import EventEffects
from enforcecal.cases.replay.run import ClockStatus, Fault, Key
from enforcecal.cases.replay.state import ALONE, ReplayState
from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.clocks import Extension
from enforcecal.law.conditions import Condition, Unknown
from enforcecal.law.rules import ExtensionRule, TimeLimit
from enforcecal.texts import Text

__all__ = [
    "applies",
    "end_clocks",
    "env_of",
    "extend_clocks",
    "length_of",
    "start_clocks",
    "step_pauses",
    "take_over_clocks",
]

_NONE: AbstractSet[str] = frozenset()


def env_of(state: ReplayState, clock: LiveClock) -> ConditionEnv:
    """Return what conditions may ask about *clock*, at the event that started it."""
    assert clock.event is not None  # noqa: S101 -- every clock that was started has one
    return ConditionEnv(state, clock.event, clock.position, clock.key, clock)


# -- ends and extensions


def end_clocks(state: ReplayState, event: Event, effects: EventEffects, step: int) -> None:
    """End, or lift, every clock that the event answers."""
    day = event.day.toordinal()
    for numbers, status in (
        (effects.ends, ClockStatus.ENDED),
        (effects.cancels, ClockStatus.LIFTED),
    ):
        for clock in state.clocks.unanswered(numbers, event.of):
            state.clocks.close(clock, status, day, step)


def extend_clocks(
    state: ReplayState, event: Event, effects: EventEffects, step: int, failed: Collection[str]
) -> Iterator[Fault]:
    """Lengthen every clock that the event extends, as far as its rule lets it.

    *failed* are the needs that the event does not meet.  Without the extension that must come
    first it is void; whether another fault of its making takes its effect is in doubt.
    """
    for number, rule in effects.extends:
        found = [*state.clocks.unanswered((number,), event.of)]
        for clock in found:
            if _is_void(state, clock, failed):
                continue
            if failed:
                state.clocks.doubt(clock, _BY_FAULTY_EXTENSION)
            yield from _extend(state, event, clock, rule, step, faulty=bool(failed))
        if not found:
            _extend_by_newer_law(state, event, number, rule)


def _is_void(state: ReplayState, clock: LiveClock, failed: Collection[str]) -> bool:
    """Tell whether one of the needs *failed* asks for an earlier extension of *clock*."""
    others = {rule.event for rule in clock.bound.limit.extend}
    return any(
        need.id in failed and not others.isdisjoint(need.that.arguments("happened"))
        for need in state.plan.procedure.needs
    )


def _may_be_longer(state: ReplayState, clock: LiveClock) -> bool:
    """Tell whether the source has no place for what may have lengthened or stopped *clock*."""
    limit = clock.bound.limit
    granted = {extension.rule for extension, _ in clock.granted}
    return state.has_unread or any(
        map(
            state.has_no_place,
            [
                *(rule.event for rule in limit.extend if rule.id not in granted),
                *(name for pause in clock.bound.pauses.values() for name in pause.begins),
            ],
        )
    )


def _extend_by_newer_law(
    state: ReplayState, event: Event, number: int, rule: ExtensionRule
) -> None:
    """Let an extension that the law of its own day knows perhaps lengthen an older clock.

    Procedure follows the new law, and the period the old one: whether the one lengthens the other
    is not settled.
    """
    plan = state.plan
    first, last = plan.in_force[number]
    limit, cap = plan.limits[number].limit, rule.at_most or rule.length
    if not first <= event.day.toordinal() <= last or not isinstance(cap, int):
        return
    for clock in state.clocks.of_matter(limit.matter, event.of):
        if clock.status in UNANSWERED and not clock.bound.limit.extend:
            state.clocks.perhaps_lengthen(clock, (cap, rule.base == "rolled", None))
            state.clocks.doubt(clock, _BY_NEWER_LAW)


_BY_NEWER_LAW: Final = Doubt(
    "reading",
    "extension-by-newer-law",
    Certainty.DISPUTED,
    Text(
        "it was extended under a law that came into force after it began to run",
        "该期限起算后施行的规定准许延期，能否适用有不同理解",
    ),
)
_BY_FAULTY_EXTENSION: Final = Doubt(
    "reading",
    "faulty-extension",
    Certainty.DISPUTED,
    Text(
        "it was extended in a way that does not meet what the law requires of that",
        "延期不符合法定要求，其效力有不同理解",
    ),
)
_AFTER_WHAT_IS_UNSEEN: Final = Doubt(
    "no-place",
    "extension-after-the-last-day",
    Certainty.UNKNOWN,
    Text(
        "it was extended after its last day, unless it had been extended or stopped before, for "
        "which the source has no place",
        "批准延期时已过届满日，除非此前曾经延期或者有不计入期限的事由，而表中没有相应栏目",
    ),
)
_ON_A_DISPUTED_DAY: Final = Doubt(
    "reading",
    "extension-on-a-disputed-day",
    Certainty.DISPUTED,
    Text(
        "it was extended on a day that is in time on one reading and too late on another",
        "批准延期之日是否已过届满日，取决于对届满日的不同理解",
    ),
)


def _extend(
    state: ReplayState,
    event: Event,
    clock: LiveClock,
    rule: ExtensionRule,
    step: int,
    *,
    faulty: bool,
) -> Iterator[Fault]:
    clocks = state.clocks
    due = clocks.refresh(clock)

    def invalid(*why: str) -> Fault:
        return Fault(
            code="extension-invalid",
            step=step,
            rule=rule.id,
            clock=clock.number,
            names=why,
            day=None if due is None else date.fromordinal(due),
        )

    disputed = False
    if due is not None:
        clocks.settle(clock)
        day = event.day.toordinal()
        late = clock.high is not None and day > clock.high
        if late and not _may_be_longer(state, clock):
            yield invalid("too-late")
            return
        if late:
            clocks.doubt(clock, _AFTER_WHAT_IS_UNSEEN)
            faulty = True
        else:
            disputed = clock.low is not None and day > clock.low
    if any(extension.rule == rule.id for extension, _ in clock.granted):
        yield invalid("twice")
        return
    who = event.fact("approver") or state.case_facts.get("approver")
    unsure = disputed or faulty or bool(rule.reading)
    if disputed:
        clocks.doubt(clock, _ON_A_DISPUTED_DAY)
    for reading in rule.reading:
        clocks.doubt(clock, reading.doubt)
    nobody = bool(rule.by) and who is None
    if rule.by and who is not None:
        whos = who if isinstance(who, tuple) else (str(who),)
        if not any(one in rule.by for one in whos):
            yield invalid("wrong-approver", ", ".join(whos))
            return
    env = ConditionEnv(state, event, state.position, clock.key, clock)
    length: int | None = None
    until: date | None = None
    if rule.until is not None:
        given = env.fact(rule.until)
        if not isinstance(given, date):
            yield Fault.not_recorded(step, rule.id, (rule.until,))
            clocks.turns_on(clock, (rule.until,), unbounded=True)
            return
        if due is not None and given.toordinal() <= due:
            yield invalid("not-longer", str(given))
            return
        until = given
    else:
        found = _length_given(rule, env)
        if not isinstance(found, int):
            yield Fault.not_recorded(step, rule.id, found)
            clocks.turns_on(clock, found, unbounded=rule.at_most is None)
            if rule.at_most is not None:
                clocks.perhaps_lengthen(clock, (rule.at_most, rule.base == "rolled", None))
            return
        length = found
        if rule.at_most is not None and length > rule.at_most:
            yield invalid("too-long", str(length), str(rule.at_most))
            length = rule.at_most
    granted = Extension(
        length=length,
        until=until,
        from_rolled=rule.base == "rolled",
        granted=event.day,
        by=None if who is None else str(who),
        rule=rule.id,
    )
    if nobody:
        yield Fault.not_recorded(step, rule.id, ("approver",))
        clocks.turns_on(clock, ("approver",))
    clocks.lengthen(clock, granted, unsure=unsure or nobody)


def _length_given(rule: ExtensionRule, env: ConditionEnv) -> int | AbstractSet[str]:
    """Return by how much *rule* extends, or what was not recorded of it."""
    given = rule.length
    found = given.evaluate(env) if isinstance(given, Condition) else given
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        return missing_in(found) or {str(given)}
    return found


# -- starts


def start_clocks(
    state: ReplayState, event: Event, effects: EventEffects, counts_from: int, step: int
) -> None:
    """Start every clock of a limit that is in force, applies, and is not running already."""
    plan = state.plan
    for number in effects.starts:
        first, last = plan.in_force[number]
        if not first <= counts_from <= last and plan.limits[number].limit.edition_by is None:
            continue
        dims = plan.dimensions[number]
        for mine in state.each(dims, event.of, plan.limit_events[number]) if dims else ALONE:
            _start_clock(state, number, event, mine, counts_from, step)


def applies(
    state: ReplayState, number: int, env: ConditionEnv, counts_from: int
) -> AbstractSet[str] | None:
    """Return the facts, not recorded, on which it turns whether a limit applies.

    None: it does not apply, or gives way to a special rule that does.  Where it is not
    recorded which of the two applies, and both count alike, the general one speaks for both.
    """
    plan = state.plan
    limit = plan.limits[number].limit
    missing = _in_force(state, number, env, counts_from)
    if missing is None:
        return None
    holds: bool | Unknown = True if limit.when is None else limit.when.holds(env)
    if holds is True and limit.when is not None and state.may_lack_events:
        holds = limit.when.holds(env.as_required())
    if holds is False:
        return None
    if holds is not True:
        missing = missing | holds.missing
    for other in plan.overridden.get(limit.id, ()):
        special = plan.limits[other].limit
        unclear = _in_force(state, other, env, counts_from)
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
            if plan.alike(number, general) and applies(state, general, env, counts_from) == _NONE:
                return None
    return missing


def _in_force(
    state: ReplayState, number: int, env: ConditionEnv, counts_from: int
) -> AbstractSet[str] | None:
    """Return what it turns on whether the limit's edition is in force; None where it is not."""
    plan = state.plan
    first, last = plan.in_force[number]
    chosen_by = plan.limits[number].limit.edition_by
    if chosen_by is None:
        return _NONE if first <= counts_from <= last else None
    chosen = env.fact(chosen_by)
    if isinstance(chosen, date):
        return _NONE if first <= chosen.toordinal() <= last else None
    return {chosen_by} if first <= counts_from <= last else None


def _start_clock(
    state: ReplayState, number: int, event: Event, mine: Key, counts_from: int, step: int
) -> None:
    plan = state.plan
    bound = plan.limits[number]
    limit = bound.limit
    same = state.clocks.started(plan.same_time[number], mine)
    if same:
        if not limit.restart:
            return
        if state.steps[step].made_by and any(old.start == counts_from for old in same):
            return  # a circle of generated events that gets no further
    env = ConditionEnv(state, event, state.position, mine)
    missing = applies(state, number, env, counts_from)
    if missing is None:
        return
    if state.inherited_doubt:
        missing = missing | state.inherited_doubt
    length = length_of(limit, env)
    if not isinstance(length, int):
        missing = missing | length
    if counts_back_from_a_clock(bound):
        state.anchor_by(_anchor_anew)
    state.clocks.start(
        number,
        bound,
        mine,
        counts_from,
        step=step,
        event=event,
        position=state.position,
        countings=bound.countings(length) if isinstance(length, int) else (),
        missing=missing,
        anchor=None if limit.before is None else _anchor(limit.before, env),
        instead_of=same,
        may_be_taken_over=limit.id in plan.taken_over,
        note=plan.override_notes[number],
    )


def length_of(limit: TimeLimit, env: ConditionEnv) -> int | AbstractSet[str]:
    """Return the length of *limit*, or what was not recorded of it."""
    length = limit.length
    if isinstance(length, int):
        return length
    found = length.evaluate(env)
    if isinstance(found, bool) or not isinstance(found, int) or found < limit.least:
        return missing_in(found) or {length.source}
    return found


def _anchor_anew(state: ReplayState, clock: LiveClock) -> Anchor:
    before = clock.bound.limit.before
    assert before is not None  # noqa: S101 -- asked only for limits counted backward
    return _anchor(before, env_of(state, clock))


def _anchor(before: Condition, env: ConditionEnv) -> Anchor:
    found = before.evaluate(env)
    if isinstance(found, date):
        return found.toordinal(), _NONE
    return None, missing_in(found) or {before.source}


# -- editions that take over


def take_over_clocks(state: ReplayState) -> None:
    """Hand the clocks that run into a newer edition over to it."""
    for clock in tuple(state.clocks.pending_takeovers):
        if clock.status is not ClockStatus.RUNNING or _take_over(state, clock):
            state.clocks.settle_takeover(clock)


def _take_over(state: ReplayState, clock: LiveClock) -> bool:
    """Let a newer edition have *clock* if it still runs on that edition's first day."""
    plan = state.plan
    old = clock.bound
    for other in plan.taken_over.get(old.id, ()):
        newer = plan.limits[other]
        law, rule = newer.law, newer.limit.takes_over
        assert rule is not None  # noqa: S101 -- listed only for this key
        if law is None or law.in_force_from is None or old.limit.scope != newer.limit.scope:
            continue
        due = state.clocks.refresh(clock)
        if due is None or not clock.start < law.in_force_from.toordinal() <= due:
            continue
        env = env_of(state, clock)
        when = newer.limit.when
        length = length_of(newer.limit, env)
        if (when is not None and when.holds(env) is False) or not isinstance(length, int):
            continue
        later = rule.rule == "later"
        note = Text(
            f"{old.id} was still running when {law.id} came into force on "
            f"{law.in_force_from}; {'the later end counts' if later else 'it was replaced'}",
            f"{law.in_force_from} 新规施行时旧期限（{old.id}）尚未届满，"
            f"{'取较晚届满日' if later else '适用新规定'}",
        )
        state.clocks.hand_over(
            clock, other, newer, newer.countings(length), note=note, if_later=later
        )
        return True
    return False


# -- pauses


def step_pauses(
    state: ReplayState, event: Event, effects: EventEffects, step: int
) -> Iterator[Fault]:
    """End and begin the pauses that the event ends and begins."""
    clocks, key, day = state.clocks, event.of, event.day.toordinal()
    for rule, _ in effects.pause_ends:
        clocks.end_pauses(rule, key, day)
    for rule, law in effects.pause_begins:
        if clocks.is_paused(rule, key):
            continue
        in_force = law is None or law.in_force(event.day)
        if not in_force and not clocks.any_stands_still(rule, key):
            continue  # an edition of the past lives on only in the clocks it started
        missing: frozenset[str] = frozenset()
        if rule.when is not None:
            known = rule.when.holds(ConditionEnv(state, event, state.position, key))
            if known is False:
                yield Fault(code="pause-invalid", step=step, rule=rule.id)
                continue
            if isinstance(known, Unknown):
                missing = known.missing
                yield Fault.not_recorded(step, rule.id, missing)
        clocks.begin_pause(rule, key, day, missing)
