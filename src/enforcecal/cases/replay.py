"""Replay: a log read once, for the states it moves through and the clocks it starts.

Nothing is stored between replays and nothing is decided here that a reader of the log could not
recount: a `Run` says, event by event, which regions moved, which clocks started, stood still, ended
or ran out, and which faults were met on the way.  What a fault is called, how grave it is and in
which words it is told is the business of `enforcecal.cases.audit`.

For each event, in this order: clocks that ended before its day fire, earliest first; needs and
blocks are judged; clocks end, are lifted, are extended; pauses begin and end; regions step; clocks
start; derived events follow.  An unlawful act is still an act: the log goes on after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from enforcecal.cases.clockwork import Clock, Clockwork, Mode, PauseRun, concern
from enforcecal.cases.events import CaseLog, Event
from enforcecal.cases.plans import Acts, Plan, Table, plan_of
from enforcecal.cases.runs import ClockStatus, Fault, Key, Move, Run, RunStep
from enforcecal.dates.clocks import Extension, paused_days
from enforcecal.dates.periods import Edge
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.citations import edition_of
from enforcecal.law.conditions import Answer, Condition, Unknown
from enforcecal.law.limits import next_date
from enforcecal.law.procedures import EventType, Procedure, Region
from enforcecal.law.rules import ExtensionRule, TimeLimit
from enforcecal.texts import Text

if TYPE_CHECKING:
    pass

__all__ = ["continued", "replay"]


def replay(log: CaseLog, procedure: Procedure, *, as_of: date, known_on: date | None = None) -> Run:
    """Replay *log* through *procedure* as it stands on *as_of*.

    *as_of* is a day not yet over.  Events after it are planned, not applied.  With *known_on*,
    events recorded and notices published after that day are unknown.  Raises only for wrong
    arguments, never for anything in the log.
    """
    if not isinstance(log, CaseLog):
        raise ArgumentTypeError(f"log={log!r} must be a CaseLog")
    if not isinstance(procedure, Procedure):
        raise ArgumentTypeError(
            f"procedure={procedure!r} must be a Procedure; ask a rulebook for one by its id"
        )
    plan = plan_of(procedure, known_on)
    seen = log if known_on is None else log.known_on(known_on)
    core = _Core(plan, seen, as_of.toordinal(), "default")
    core.run()
    if core.work.doubtful:
        # a generated event whose day is in doubt moves what follows it: the whole run, twice more
        for mode in ("early", "late"):
            other = _Core(plan, seen, as_of.toordinal(), mode)
            other.run()
            core.widen(other)
    return core.result(log, as_of, known_on)


def continued(run: Run, *events: Event, as_of: date) -> Run:
    """Return *run* with later *events* added; the same as one replay of the whole log."""
    return replay(run.log.with_events(*events), run.procedure, as_of=as_of, known_on=run.known_on)


class _Env:
    """What a condition asks of the replay at one event."""

    __slots__ = ("_clock", "_core", "_event", "_key", "_position")

    def __init__(
        self, core: _Core, event: Event, position: int, key: Key, clock: Clock | None = None
    ) -> None:
        self._core = core
        self._event = event
        self._position = position
        self._key = key
        self._clock = clock

    def fact(self, name: str) -> Answer:
        own = self._event.fact(name)
        if own is not None:
            return own
        return self._core.fact(name, self._position, self._key)

    def happened(self, event: str) -> bool:
        return self._core.happened(event, self._key)

    def day(self, event: str) -> date | Unknown:
        last = None
        for day, key in self._core.history.get(event, ()):
            if concern(key, self._key):
                last = day
        return Unknown((f'day("{event}")',)) if last is None else date.fromordinal(last)

    def over(self, matter: str) -> bool:
        clocks = self._core.of_matter(matter, self._key)
        today = self._core.today
        return bool(clocks) and all(
            clock.status is not ClockStatus.RUNNING or (clock.due is not None and clock.due < today)
            for clock in clocks
        )

    def late(self, matter: str) -> bool:
        today = self._core.today
        return any(
            clock.due is not None
            and (today if clock.ended_on is None else clock.ended_on) > clock.due
            for clock in self._core.of_matter(matter, self._key)
        )

    def due(self, matter: str) -> date | Unknown:
        for clock in reversed(self._core.of_matter(matter, self._key)):
            if clock is not self._clock and clock.due is not None:
                return date.fromordinal(clock.due)
        return Unknown((f'due("{matter}")',))

    def state(self, region: str) -> str | Unknown:
        return self._core.state(region, self._key) or Unknown((f'state("{region}")',))

    def next(self, month_day: str) -> date:
        return next_date(self._event.day, month_day)

    def limitation(self) -> Unknown:
        return Unknown(("limitation()",))

    def used(self) -> int:
        clock = self._clock
        if clock is None or clock.due is None:
            return 0
        end = self._core.today if clock.ended_on is None else clock.ended_on
        spans = self._core.work.spans(clock, sure=False)
        return max(0, end - clock.start - (paused_days(spans, clock.start, end) or 0))


class _Core:
    """The replay of one log in one mode; made anew for each, and thrown away."""

    def __init__(self, plan: Plan, log: CaseLog, as_of: int, mode: Mode) -> None:
        self.plan = plan
        self.as_of = as_of
        self.today = 0
        self.events: list[Event] = []
        self.later: list[Event] = []
        for event in log.events:
            (self.events if event.day.toordinal() <= as_of else self.later).append(event)
        self.case_facts = dict(log.facts)
        self.facts: dict[str, list[tuple[int, Key, object]]] = defaultdict(list)
        seen: dict[str, None] = {}
        for position, event in enumerate(self.events):
            for name, value in event.facts:
                self.facts[name].append((position, event.of, value))
            for dim, who in event.of:
                if dim == "party":
                    seen[who] = None
        given = self.case_facts.get("parties")
        named = given if isinstance(given, tuple) else ((str(given),) if given else ())
        self.parties: tuple[str, ...] = named or tuple(seen)
        self.history: dict[str, list[tuple[int, Key]]] = {}
        self.by_limit: dict[int, list[Clock]] = {}
        self.armed: list[Clock] = []
        self.states: dict[tuple[int, Key], str] = {}
        self.steps: list[RunStep] = []
        self.faults: list[Fault] = []
        self.foreseen: list[tuple[str, Key, Fault]] = []
        calendar = plan.calendar
        self.work = Clockwork(
            calendar.views if calendar is not None else None,
            mode,
            self.anchor,
            asked=plan.asked,
        )
        self.position = 0
        self.switched: tuple[str, ...] = ()

    # -- the loop

    def run(self) -> None:
        for position, event in enumerate(self.events):
            day = event.day.toordinal()
            self.position = position
            self.fire(day)
            self.today = day
            acts = self.plan.acts.get(event.name)
            if acts is None:
                self.faults.append(
                    Fault(code="unknown-event", step=len(self.steps), names=(event.name,))
                )
                self.steps.append(RunStep(event=event))
                continue
            self.apply(event, acts, day, day, "")
        self.position = len(self.events)
        self.fire(self.as_of)
        self.today = self.as_of
        for clock in self.work.clocks:
            self.work.refresh(clock)

    def fire(self, until: int) -> None:
        """Let every clock whose last day is before *until* put its event in, earliest first."""
        while self.armed:
            first: Clock | None = None
            soonest = until
            for clock in self.armed:
                due = self.work.refresh(clock)
                if due is not None and due < soonest:
                    first, soonest = clock, due
            if first is None:
                return
            self.armed.remove(first)
            first.status = ClockStatus.RAN_OUT
            if first.low != first.high or first.missing:
                self.work.doubtful = self.work.mode == "default"
            then = first.bound.limit.then
            assert then is not None  # noqa: S101 -- only clocks with `then` are armed
            acts = self.plan.acts[then.event]
            counts = first.start if then.counts_from == "start" else soonest
            event = Event(then.event, date.fromordinal(soonest), of=first.key)
            self.today = soonest
            self.apply(event, acts, soonest, counts, first.bound.id)

    def apply(self, event: Event, acts: Acts, day: int, counts: int, made_by: str) -> None:
        step = len(self.steps)
        key = event.of
        failed = False
        if not made_by:
            failed = self.judge_needs(event, acts, key, step)
            failed = self.judge_blocks(acts, key, day, step) or failed
        self.end_clocks(acts, key, day, step)
        if acts.extends:
            self.extend_clocks(event, acts, key, day, step)
        if acts.pause_begins or acts.pause_ends:
            self.step_pauses(event, acts, key, day, step)
        # the step is written before its regions move, so that moves find their place
        self.steps.append(RunStep(event=event, made_by=made_by))
        moves = self.step_regions(event, acts, key, step, silent=failed or bool(made_by))
        if moves:
            self.steps[step] = RunStep(event=event, made_by=made_by, moves=moves)
        self.history.setdefault(event.name, []).append((day, key))
        if acts.starts:
            self.start_clocks(event, acts, key, counts, step)
        if self.foreseen and not made_by:
            self.foreseen = [
                one for one in self.foreseen if one[0] != event.name or not concern(one[1], key)
            ]
        if event.facts and self.plan.planned:
            self.foresee(event, step)
        for derived in acts.derives:
            self.derive(derived, event, day, counts)

    # -- what conditions ask

    def fact(self, name: str, position: int, key: Key) -> Answer:
        later: object = None
        for place, of, value in reversed(self.facts.get(name, ())):
            if key and of and not concern(of, key):
                continue
            if place <= position:
                return _answer(name, value)
            later = value
        whole = self.case_facts.get(name)
        if whole is not None:
            return _answer(name, whole)
        return Unknown((name,)) if later is None else _answer(name, later)

    def happened(self, name: str, key: Key) -> bool:
        found = self.history.get(name)
        if not found:
            return False
        acts = self.plan.acts.get(name)
        if acts is None or "party" not in acts.per:
            return any(concern(of, key) for _, of in found)
        asked = [value for dim, value in key if dim == "party"] or self.parties
        if not asked:
            return True
        return all(any(concern(of, (("party", who),)) for _, of in found) for who in asked)

    def of_matter(self, matter: str, key: Key) -> list[Clock]:
        found = [
            clock
            for clock in self.work.clocks
            if clock.bound.limit.matter == matter
            and clock.status is not ClockStatus.REPLACED
            and concern(clock.key, key)
        ]
        for clock in found:
            self.work.refresh(clock)
        return found

    def state(self, region: str, key: Key) -> str | None:
        for number, one in enumerate(self.plan.regions):
            if one.id == region:
                for (place, of), state in self.states.items():
                    if place == number and concern(of, key):
                        return state
                return one.initial
        return None

    # -- needs and blocks

    def judge_needs(self, event: Event, acts: Acts, key: Key, step: int) -> bool:
        failed = False
        for need in acts.needs:
            if not self.plan.procedure.law_in_force(edition_of(need.id), event.day):
                continue
            env = _Env(self, event, self.position, key)
            applies: bool | Unknown = True if need.when is None else need.when.holds(env)
            if applies is False:
                continue
            holds = need.that.holds(env)
            if holds is True:
                continue
            missing = _missing(applies) | _missing(holds)
            if missing:
                self.faults.append(
                    Fault(code="not-recorded", step=step, rule=need.id, names=tuple(missing))
                )
            else:
                self.faults.append(Fault(code=need.code, step=step, rule=need.id))
                failed = True
        return failed

    def judge_blocks(self, acts: Acts, key: Key, day: int, step: int) -> bool:
        failed = False
        for number in acts.blocked:
            for clock in self.by_limit.get(number, ()):
                if clock.status is not ClockStatus.RUNNING or not concern(clock.key, key):
                    continue
                due = self.work.refresh(clock)
                careful = clock.high if clock.high is not None else due
                if due is None or careful is None or day < careful + clock.shift:
                    certain = due is None or day < due + clock.shift
                    failed = failed or certain
                    self.faults.append(
                        Fault(
                            code="too-early",
                            step=step,
                            rule=clock.bound.id,
                            clock=clock.number,
                            conditional=tuple(sorted(clock.missing)),
                        )
                    )
        return failed

    # -- clocks

    def end_clocks(self, acts: Acts, key: Key, day: int, step: int) -> None:
        for numbers, status in (
            (acts.ends, ClockStatus.ENDED),
            (acts.cancels, ClockStatus.LIFTED),
        ):
            for number in numbers:
                for clock in self.by_limit.get(number, ()):
                    if clock.status is ClockStatus.RUNNING or (
                        clock.status is ClockStatus.RAN_OUT and clock.ended_on is None
                    ):
                        if not concern(clock.key, key):
                            continue
                        self.work.refresh(clock)
                        clock.status = status
                        clock.ended_on, clock.ended_by = day, step
                        if clock in self.armed:
                            self.armed.remove(clock)

    def extend_clocks(self, event: Event, acts: Acts, key: Key, day: int, step: int) -> None:
        for number, rule in acts.extends:
            for clock in self.by_limit.get(number, ()):
                if clock.status is not ClockStatus.RUNNING or not concern(clock.key, key):
                    continue
                self.extend(event, clock, rule, day, step)

    def extend(self, event: Event, clock: Clock, rule: ExtensionRule, day: int, step: int) -> None:
        env = _Env(self, event, self.position, clock.key, clock)

        def invalid(*why: str) -> None:
            self.faults.append(
                Fault(
                    code="extension-invalid",
                    step=step,
                    rule=rule.id,
                    clock=clock.number,
                    names=why,
                    day=None if clock.due is None else date.fromordinal(clock.due),
                )
            )

        due = self.work.refresh(clock)
        if due is not None and day > due:
            return invalid("too-late")
        if any(extension.rule == rule.id for extension, _ in clock.granted):
            return invalid("twice")
        unsure = False
        if rule.by:
            who = env.fact("approver")
            if isinstance(who, Unknown):
                self.faults.append(
                    Fault(code="not-recorded", step=step, rule=rule.id, names=("approver",))
                )
                unsure = True
            elif who not in rule.by:
                return invalid("wrong-approver", str(who))
        length: int | None = None
        until: date | None = None
        if rule.until is not None:
            told = env.fact(rule.until)
            if isinstance(told, date):
                until = told
            else:
                self.faults.append(
                    Fault(code="not-recorded", step=step, rule=rule.id, names=(rule.until,))
                )
                clock.missing.add(rule.until)
                return None
        else:
            given = rule.length
            found = given.evaluate(env) if isinstance(given, Condition) else given
            if isinstance(found, Unknown) or not isinstance(found, int) or found < 1:
                names = tuple(_missing(found)) or (str(found),)
                self.faults.append(Fault(code="not-recorded", step=step, rule=rule.id, names=names))
                clock.missing.update(names)
                if rule.at_most:
                    clock.unsure.append((rule.at_most, rule.base == "rolled", None))
                    clock.dirty = True
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
            rule=rule.id,
        )
        clock.granted.append((granted, unsure))
        clock.longer.append(granted.longer)
        if unsure:
            clock.missing.add("approver")
        clock.dirty = True
        self.work.touch_live()
        return None

    def start_clocks(self, event: Event, acts: Acts, key: Key, counts: int, step: int) -> None:
        for number in acts.starts:
            self.start_clock(number, event, key, counts, step)

    def start_clock(self, number: int, event: Event, key: Key, counts: int, step: int) -> None:
        plan = self.plan
        bound = plan.limits[number]
        limit = bound.limit
        dims = plan.dims[number]
        mine = tuple(pair for pair in key if pair[0] in dims)
        same = [clock for clock in self.by_limit.get(number, ()) if clock.key == mine]
        if same and not limit.restart:
            return
        env = _Env(self, event, self.position, key)
        missing: set[str] = set()
        if not self.in_force(limit, env, counts, missing):
            return
        holds: bool | Unknown = True if limit.when is None else limit.when.holds(env)
        if holds is False:
            return
        missing |= _missing(holds)
        for other in plan.overridden.get(limit.id, ()):
            special = plan.limits[other].limit
            unclear: set[str] = set()
            if not self.in_force(special, env, counts, unclear):
                continue
            yields: bool | Unknown = True if special.when is None else special.when.holds(env)
            if yields is True and not unclear:
                return
            missing |= _missing(yields) | unclear
        length = limit.length
        if isinstance(length, Condition):
            found = length.evaluate(env)
            if isinstance(found, bool) or not isinstance(found, int) or found < 0:
                missing |= _missing(found) or {length.source}
                length = -1
            else:
                length = found
        clock = Clock(bound, len(self.work.clocks), mine, counts, step)
        clock.position = self.position
        clock.at = event.time
        clock.missing = missing
        clock.countings = bound.countings(length) if length >= 0 else ()
        if limit.before is not None:
            clock.live = bool(limit.before.arguments("due"))
            self.set_anchor(clock, env)
        edge = clock.countings[0].edge if clock.countings else None
        clock.shift = 1 if edge is Edge.AFTER and limit.before is None else 0
        if limit.overrides:
            clock.note = _gave_way(limit)
        for old in same:
            if old.status is ClockStatus.RUNNING:
                old.status = ClockStatus.REPLACED
                if old in self.armed:
                    self.armed.remove(old)
        self.work.clocks.append(clock)
        self.by_limit.setdefault(number, []).append(clock)
        if limit.then is not None:
            self.armed.append(clock)
        if limit.id in plan.taken_over:
            self.take_over(clock, number, env)
        for live in self.work.clocks:
            if live.live and live is not clock:
                live.dirty = True

    def in_force(self, limit: TimeLimit, env: _Env, counts: int, missing: set[str]) -> bool:
        day = date.fromordinal(counts)
        if limit.edition_by is not None:
            chosen = env.fact(limit.edition_by)
            if isinstance(chosen, date):
                day = chosen
            else:
                missing.add(limit.edition_by)
        return self.plan.procedure.law_in_force(edition_of(limit.id), day)

    def anchor(self, clock: Clock) -> None:
        """Work out anew the day a live clock is counted backward from."""
        self.set_anchor(clock, _Env(self, _NOBODY, clock.position, clock.key, clock))

    def set_anchor(self, clock: Clock, env: _Env) -> None:
        before = clock.bound.limit.before
        assert before is not None  # noqa: S101 -- asked only for limits counted backward
        found = before.evaluate(env)
        if isinstance(found, date):
            clock.anchor = found.toordinal()
        else:
            clock.anchor = None
            clock.missing |= _missing(found) or {before.source}

    def take_over(self, clock: Clock, number: int, env: _Env) -> None:
        """Let a newer edition replace *clock* if it still runs on that edition's first day."""
        plan = self.plan
        for other in plan.taken_over[clock.bound.id]:
            newer = plan.limits[other]
            law, rule = newer.law, newer.limit.takes_over
            if law is None or law.in_force_from is None or rule is None:
                continue
            if clock.bound.limit.scope != newer.limit.scope:
                continue
            due = self.work.refresh(clock)
            first = law.in_force_from.toordinal()
            if due is None or not clock.start < first <= due:
                continue
            length = newer.limit.length
            if isinstance(length, Condition):
                found = length.evaluate(env)
                length = found if isinstance(found, int) else -1
            if length < 0:
                continue
            older, countings = clock.bound, clock.countings
            clock.bound, clock.countings = newer, newer.countings(length)
            clock.dirty = True
            moved = self.work.refresh(clock)
            if rule.rule == "later" and (moved is None or moved <= due):
                clock.bound, clock.countings, clock.dirty = older, countings, True
                continue
            clock.note = Text(
                f"{older.id} was still running when {law.id} came into force on "
                f"{law.in_force_from}; "
                f"{'the later end counts' if rule.rule == 'later' else 'it was replaced'}",
                f"{law.in_force_from} 新规施行时旧期限（{older.id}）尚未届满，"
                f"{'取较晚届满日' if rule.rule == 'later' else '适用新规定'}",
            )
            self.by_limit[number].remove(clock)
            self.by_limit.setdefault(other, []).append(clock)
            return

    # -- pauses

    def step_pauses(self, event: Event, acts: Acts, key: Key, day: int, step: int) -> None:
        for rule in acts.pause_ends:
            for pause in self.work.pauses:
                if pause.rule is rule and pause.ends is None and concern(pause.key, key):
                    pause.ends = day
                    self.work.pause_changed(pause)
        for rule in acts.pause_begins:
            if not self.plan.procedure.law_in_force(edition_of(rule.id), event.day):
                continue
            if any(
                pause.rule is rule and pause.ends is None and pause.key == key
                for pause in self.work.pauses
            ):
                continue
            pause = PauseRun(rule, key, day, step)
            if rule.when is not None:
                known = rule.when.holds(_Env(self, event, self.position, key))
                pause.known = known
                if known is False:
                    self.faults.append(Fault(code="pause-invalid", step=step, rule=rule.id))
                elif isinstance(known, Unknown):
                    self.faults.append(
                        Fault(
                            code="not-recorded",
                            step=step,
                            rule=rule.id,
                            names=tuple(sorted(known.missing)),
                        )
                    )
            self.work.pauses.append(pause)
            self.work.pause_changed(pause)

    # -- regions

    def step_regions(
        self, event: Event, acts: Acts, key: Key, step: int, *, silent: bool
    ) -> tuple[Move, ...]:
        moves: list[Move] = []
        complained = silent
        for table in acts.tables:
            region = self.plan.regions[table.region]
            for mine in self.lines(table.region, region, key):
                state = self.states.get((table.region, mine), region.initial)
                target = self.target(table, state, event, key)
                if target is None:
                    if not complained:
                        complained = True
                        self.faults.append(
                            Fault(code="unlawful-step", step=step, region=region.id, state=state)
                        )
                    if silent and self.steps[step].made_by:
                        continue
                    target = table.sole
                    if target is None:
                        continue
                if target == "=":
                    target = state
                if "/" in target:
                    moves.append(Move(region.id, mine, state, target))
                    self.switch(target)
                    return tuple(moves)
                self.states[table.region, mine] = target
                moves.append(Move(region.id, mine, state, target))
        return tuple(moves)

    def lines(self, number: int, region: Region, key: Key) -> list[Key]:
        """Return the lines of *region* an event about *key* steps on."""
        if not region.per:
            return [()]
        mine = tuple(pair for pair in key if pair[0] in region.per)
        begun = [of for place, of in self.states if place == number and concern(of, mine)]
        if len(mine) == len(region.per) and mine not in begun:
            # a named line takes over the nameless one, should the log have begun without names
            return [mine] if () not in begun else [*begun]
        if not mine and not begun and self.parties and region.per == ("party",):
            return [(("party", who),) for who in self.parties]
        return begun or [mine]

    def target(self, table: Table, state: str, event: Event, key: Key) -> str | None:
        perhaps: str | None = None
        for target, condition in table.steps.get(state, ()):
            if condition is None:
                return target
            holds = condition.holds(_Env(self, event, self.position, key))
            if holds is True:
                return target
            if isinstance(holds, Unknown) and perhaps is None:
                perhaps = target
                self.faults.append(
                    Fault(
                        code="not-recorded",
                        step=len(self.steps) - 1,
                        region=self.plan.regions[table.region].id,
                        names=tuple(sorted(holds.missing)),
                    )
                )
        return perhaps

    def switch(self, target: str) -> None:
        """Go on in another procedure; clocks and pauses stay where a limit there has their id."""
        name, _, state = target.partition("/")
        other = self.plan.procedure.switches.get(name)
        if other is None:
            return
        plan = Plan(other, self.plan.calendar)
        numbers = {(limit.id, limit.scope): place for place, limit in enumerate(other.limits)}
        kept: dict[int, list[Clock]] = {}
        for clock in self.work.clocks:
            place = numbers.get((clock.bound.limit.id, clock.bound.limit.scope))
            if place is not None:
                kept.setdefault(place, []).append(clock)
            elif clock.status is ClockStatus.RUNNING:
                clock.status = ClockStatus.LIFTED
                clock.ended_on, clock.ended_by = self.today, len(self.steps) - 1
        self.by_limit = kept
        self.armed = [clock for clock in self.armed if clock.status is ClockStatus.RUNNING]
        old = {region.id: number for number, region in enumerate(self.plan.regions)}
        states: dict[tuple[int, Key], str] = {}
        for number, region in enumerate(plan.regions):
            if region.id == "main":
                states[number, ()] = state
            elif region.id in old:
                for (place, of), was in self.states.items():
                    if place == old[region.id] and was in region.states:
                        states[number, of] = was
        self.states = states
        self.plan = plan

    # -- derived and planned events

    def derive(self, derived: EventType, event: Event, day: int, counts: int) -> None:
        key = tuple(pair for pair in event.of if pair[0] in derived.per)
        for group in derived.after_all:
            if event.name in group and all(self.happened(name, key) for name in group):
                made = Event(derived.name, date.fromordinal(day), of=key)
                self.apply(made, self.plan.acts[derived.name], day, counts, "derived")
                return

    def foresee(self, event: Event, step: int) -> None:
        """Judge an event planned by a date fact as if it happened on that day."""
        for name, value in event.facts:
            for planned in self.plan.planned.get(name, ()):
                if not isinstance(value, date):
                    continue
                day = value.toordinal()
                acts = self.plan.acts[planned]
                self.foreseen = [
                    one for one in self.foreseen if one[0] != planned or one[1] != event.of
                ]
                for numbers, code in (
                    (acts.blocked, "planned-too-early"),
                    (acts.ends, "planned-late"),
                ):
                    for number in numbers:
                        for clock in self.by_limit.get(number, ()):
                            self.foresee_one(planned, event, step, clock, day, code)

    def foresee_one(
        self, planned: str, event: Event, step: int, clock: Clock, day: int, code: str
    ) -> None:
        if clock.status is not ClockStatus.RUNNING or not concern(clock.key, event.of):
            return
        due = self.work.refresh(clock)
        if due is None:
            return
        early = code == "planned-too-early"
        careful = (clock.high if early else clock.low) or due
        if (day < careful + clock.shift) if early else (day > careful):
            fault = Fault(
                code=code,
                step=step,
                rule=clock.bound.id,
                clock=clock.number,
                names=(planned,),
                conditional=tuple(sorted(clock.missing)),
                day=date.fromordinal(day),
            )
            self.foreseen.append((planned, event.of, fault))

    # -- the result

    def widen(self, other: _Core) -> None:
        """Take the range of every clock of *other*, the same log in another mode, into this one."""
        counterpart: dict[tuple[str, Key, int], Clock] = {}
        for place, clock in _numbered(other.work.clocks):
            counterpart[clock.bound.id, clock.key, place] = clock
        for place, clock in _numbered(self.work.clocks):
            twin = counterpart.get((clock.bound.id, clock.key, place))
            if twin is None or twin.low is None or twin.high is None:
                continue
            if clock.low is not None and clock.high is not None:
                clock.low, clock.high = min(clock.low, twin.low), max(clock.high, twin.high)

    def result(self, log: CaseLog, as_of: date, known_on: date | None) -> Run:
        plan = self.plan
        faults = [*self.faults, *(fault for _, _, fault in self.foreseen)]
        states = {
            (plan.regions[number].id, of): state for (number, of), state in self.states.items()
        }
        return Run(
            log=log,
            procedure=plan.procedure,
            as_of=as_of,
            known_on=known_on,
            steps=tuple(self.steps),
            clocks=tuple(self.work.told(clock, self.as_of) for clock in self.work.clocks),
            faults=tuple(faults),
            states=states,
            planned=tuple(self.later),
        )


_NOBODY: Final = Event("nobody", date(1, 1, 1))


def _numbered(clocks: Iterable[Clock]) -> Iterator[tuple[int, Clock]]:
    counts: dict[tuple[str, Key], int] = defaultdict(int)
    for clock in clocks:
        name = (clock.bound.id, clock.key)
        yield counts[name], clock
        counts[name] += 1


def _missing(value: Answer | None) -> set[str]:
    return set(value.missing) if isinstance(value, Unknown) else set()


def _answer(name: str, value: object) -> Answer:
    if isinstance(value, (bool, int, str, date, Decimal, tuple)):
        return value
    return Unknown((name,))


def _gave_way(limit: TimeLimit) -> Text:
    rules = ", ".join(limit.overrides)
    return Text(f"special rule: {rules} gives way to it", f"特别规定优先，{rules} 不适用")
