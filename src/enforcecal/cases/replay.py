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
from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Final

import attrs

from enforcecal.cases.clockwork import Clock, Clockwork, Mode, PauseRun, concern
from enforcecal.cases.events import CaseLog, Event, Fact
from enforcecal.cases.logged import logged_limitation
from enforcecal.cases.plans import Acts, Plan, Table, plan_of
from enforcecal.cases.runs import ClockStatus, Fault, Key, Move, Run, RunStep
from enforcecal.dates.clocks import Extension
from enforcecal.dates.deadlines import Counting
from enforcecal.dates.periods import Edge
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.conditions import Answer, Condition, Unknown
from enforcecal.law.limits import BoundLimit, next_date
from enforcecal.law.procedures import EventType, Procedure, Region
from enforcecal.law.rules import ExtensionRule, TimeLimit
from enforcecal.texts import Text

__all__ = ["continued", "replay"]


def replay(
    log: CaseLog,
    procedure: Procedure,
    *,
    as_of: date,
    known_on: date | None = None,
    recordable: Collection[str] | None = None,
) -> Run:
    """Replay *log* through *procedure* as it stands on *as_of*.

    *as_of* is a day not yet over.  Events after it are planned, not applied.  With *known_on*,
    events recorded and notices published after that day are unknown.  *recordable* are the events
    the source has a place for, such as a column; that any other did not happen is not known.
    Raises only for wrong arguments, never for anything in the log.
    """
    if not isinstance(log, CaseLog):
        raise ArgumentTypeError(f"log={log!r} must be a CaseLog")
    for name, day in (("as_of", as_of), ("known_on", known_on)):
        if isinstance(day, datetime) or not isinstance(day, date | None):
            raise ArgumentTypeError(f"{name}={day!r} must be a datetime.date")
    if as_of is None:
        raise ArgumentTypeError("as_of=None must be a datetime.date: the day it stands on")
    if not isinstance(procedure, Procedure):
        raise ArgumentTypeError(
            f"procedure={procedure!r} must be a Procedure; ask a rulebook for one by its id"
        )
    plan = plan_of(procedure, known_on)
    seen = log if known_on is None else log.known_on(known_on)
    places = None if recordable is None else frozenset(recordable)
    core = _Core(plan, seen, as_of.toordinal(), known_on, "default", places)
    core.run()
    if core.work.doubtful:
        # a generated event whose day is in doubt moves what follows it: the whole run, twice more
        for mode in ("early", "late"):
            other = _Core(plan, seen, as_of.toordinal(), known_on, mode, places)
            other.run()
            core.widen(other)
    return core.result(log, procedure, as_of)


def continued(run: Run, *events: Event, as_of: date) -> Run:
    """Return *run* with later *events* added; the same as one replay of the whole log."""
    return replay(
        run.log.with_events(*events),
        run.procedure,
        as_of=as_of,
        known_on=run.known_on,
        recordable=run.recordable,
    )


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

    def happened(self, event: str) -> bool | Unknown:
        return self._core.happened(event, self._key)

    def day(self, event: str) -> date | Unknown:
        last = None
        for day, key in self._core.history.get(event, ()):
            if concern(key, self._key):
                last = day
        return Unknown((f'day("{event}")',)) if last is None else date.fromordinal(last)

    def over(self, matter: str) -> bool:
        core, key = self._core, self._key
        clocks = core.of_matter(matter, key)
        if any(dim == "party" for clock in clocks for dim, _ in clock.key):
            for who in core.asked(key):
                if not any(concern(clock.key, (("party", who),)) for clock in clocks):
                    return False
        return bool(clocks) and all(
            clock.status is not ClockStatus.RUNNING
            or (clock.due is not None and clock.due < core.today)
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
        found = self._core.states_of(region, self._key)
        return found.pop() if len(found) == 1 else Unknown((f'state("{region}")',))

    def next(self, month_day: str) -> date:
        return next_date(self._event.day, month_day)

    def limitation(self) -> str | Unknown:
        core = self._core
        procedure = core.plan.procedure
        if procedure.limitation is None:
            return Unknown(("limitation()",))
        found = logged_limitation(
            procedure.limitation,
            core.stages,
            core.events[: self._position + 1],
            self.fact,
            date.fromordinal(core.today),
        )
        return found if isinstance(found, Unknown) else found.status.value

    def used(self) -> int:
        return 0


class _Required(_Env):
    """What a need requires: an event the source has no place for may have happened all the same.

    Elsewhere it has not: a rule for seizures is not in doubt because a table has no column for
    them.
    """

    __slots__ = ()

    def happened(self, event: str) -> bool | Unknown:
        core = self._core
        if core.places is not None and event not in core.places and event not in core.history:
            return Unknown((f'happened("{event}")',))
        return core.happened(event, self._key)


class _Core:
    """The replay of one log in one mode; made anew for each, and thrown away."""

    def __init__(
        self,
        plan: Plan,
        log: CaseLog,
        as_of: int,
        known_on: date | None,
        mode: Mode,
        places: frozenset[str] | None,
    ) -> None:
        self.plan = plan
        self.stages = [plan.procedure]
        self.as_of = as_of
        self.known_on = known_on
        self.places = places
        self.today = 0
        self.events: list[Event] = []
        self.later: list[Event] = []
        last = date.fromordinal(as_of)
        for event in log.events:
            (self.events if event.day <= last else self.later).append(event)
        self.case_facts = dict(log.facts)
        self.facts: dict[str, list[tuple[int, Key, Fact]]] = defaultdict(list)
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
        self.origins: dict[int, tuple[Event, int]] = {}
        """The event that started each clock, and where it stands in the log."""
        self.inherited: AbstractSet[str] = frozenset()
        """Facts not recorded on which it turns whether the event being applied happened at all."""
        self.heirs: list[Clock] = []
        """Clocks that a newer edition may still take over."""
        self.announced: dict[tuple[str, Key], tuple[date, int]] = {}
        """Events with the day for which they are planned, and the step that said so."""
        for name, value in log.facts:
            if isinstance(value, date):
                for one in plan.planned.get(name, ()):
                    self.announced[one, ()] = (value, -1)
        calendar = plan.calendar
        self.work = Clockwork(
            calendar.views if calendar is not None else None,
            mode,
            self.anchor,
            plan.asked,
        )
        self.position = 0

    # -- the loop

    def run(self) -> None:
        for position, event in enumerate(self.events):
            day = event.day.toordinal()
            if self.armed:
                # what ran out before this event cannot know what is recorded with it
                self.position = position - 1
                self.fire(day)
            self.position = position
            self.today = day
            acts = self.plan.acts.get(event.name)
            if acts is None:
                self.faults.append(
                    Fault(code="unknown-event", step=len(self.steps), names=(event.name,))
                )
                self.steps.append(RunStep(event=event, stage=len(self.stages) - 1))
                continue
            self.apply(event, acts, day, day, "")
        self.fire(self.as_of)
        self.today = self.as_of
        for clock in self.work.clocks:
            self.work.settle(clock)
        self.foresee()

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
            self.work.close(first, ClockStatus.RAN_OUT, None, None)
            if first.low != first.high:
                self.work.doubtful = True
            then = first.bound.limit.then
            assert then is not None  # noqa: S101 -- only clocks with `then` are armed
            acts = self.plan.acts[then.event]
            counts = first.start if then.counts_from == "start" else soonest
            event = Event(then.event, date.fromordinal(soonest), of=first.key)
            # a day counted backward from a fact can lie before the event that told the fact
            self.today = max(self.today, soonest)
            if self.fits(acts, event.of):
                # what turns on a fact not recorded hands that down to what it starts
                self.inherited = first.missing if first.unbounded else frozenset()
                self.apply(event, acts, soonest, counts, first.bound.id)
                self.inherited = frozenset()

    def fits(self, acts: Acts, key: Key) -> bool:
        """Tell whether a generated event finds a state to leave; otherwise it is ignored."""
        return not acts.tables or any(
            self.states.get((table.region, line), self.plan.regions[table.region].initial)
            in table.steps
            for table in acts.tables
            for line in self.lines(table, key)
        )

    def apply(self, event: Event, acts: Acts, day: int, counts: int, made_by: str) -> None:
        step = len(self.steps)
        key = event.of
        plan = self.plan
        failed = False
        if not made_by:
            if acts.needs:
                failed = self.judge_needs(event, acts, key, step)
            if acts.blocked:
                failed = self.judge_blocks(acts, key, day, step) or failed
        if acts.ends or acts.cancels:
            self.end_clocks(acts, key, day, step)
        if acts.extends:
            self.extend_clocks(event, acts, key, day, step)
        if acts.pause_begins or acts.pause_ends:
            self.step_pauses(event, acts, key, day, step)
        stage = len(self.stages) - 1  # before a step leads out of it
        self.steps.append(
            RunStep(
                event=event,
                made_by=made_by,
                counts_from=None if counts == day else date.fromordinal(counts),
                stage=stage,
                moves=self.step_regions(event, acts, step, failed=failed, made_by=made_by),
            )
        )
        if self.plan is not plan:
            # the event led into another procedure, and may start clocks there
            acts = self.plan.acts.get(event.name, _NOTHING)
        self.history.setdefault(event.name, []).append((counts, key))
        if acts.starts:
            self.start_clocks(event, acts, key, counts, step)
        if self.heirs:
            self.settle_heirs()
        if self.announced:
            self.announced = {
                (name, of): told
                for (name, of), told in self.announced.items()
                if name != event.name or not concern(of, key)
            }
        if event.facts and self.plan.planned:
            self.announce(event, step)
        for derived in acts.derives:
            self.derive(derived, event, day, counts)

    # -- what conditions ask

    def fact(self, name: str, position: int, key: Key) -> Answer:
        later: Fact | None = None
        for place, of, value in reversed(self.facts.get(name, ())):
            if key and of and not concern(of, key):
                continue
            if place <= position:
                return value
            later = value
        whole = self.case_facts.get(name)
        if whole is not None:
            return whole
        return Unknown((name,)) if later is None else later

    def asked(self, key: Key) -> tuple[str, ...]:
        """Return the parties a question about *key* is about: the one it names, or all."""
        for dim, value in key:
            if dim == "party":
                return (value,)
        return self.parties

    def happened(self, name: str, key: Key) -> bool:
        found = self.history.get(name)
        if not found:
            return False
        acts = self.plan.acts.get(name)
        if acts is None or "party" not in acts.per:
            return any(concern(of, key) for _, of in found)
        rest = tuple(pair for pair in key if pair[0] != "party")
        return all(
            any(concern(of, (*rest, ("party", who))) for _, of in found) for who in self.asked(key)
        ) and any(concern(of, rest) for _, of in found)

    def of_matter(self, matter: str, key: Key) -> list[Clock]:
        found = [
            clock
            for clock in self.work.clocks
            if clock.bound.limit.matter == matter and not clock.past and concern(clock.key, key)
        ]
        for clock in found:
            self.work.refresh(clock)
        return found

    def states_of(self, region: str, key: Key) -> set[str]:
        """Return the states that the lines of *region* about *key* are in."""
        for number, one in enumerate(self.plan.regions):
            if one.id == region:
                return {
                    self.states.get((number, line), one.initial)
                    for line in self.candidates(number, one, key)
                }
        return set()

    def each(self, dims: Collection[str], key: Key, names: frozenset[str]) -> list[Key]:
        """Return what an event about *key* concerns in *dims*: one for each value it leaves open.

        Who the parties are is known of the whole case; of other dimensions, the values are those
        seen with the events *names*.
        """
        mine: Key = tuple([pair for pair in key if pair[0] in dims])
        if len(mine) == len(dims):
            return [mine]
        named = {dim for dim, _ in mine}
        found = [mine]
        for dim in sorted(dims):
            if dim not in named:
                values: Iterable[str] = self.parties if dim == "party" else self.seen(dim, names)
                spread = [tuple(sorted((*one, (dim, value)))) for value in values for one in found]
                found = spread or found
        return found

    def seen(self, dim: str, names: frozenset[str]) -> Iterable[str]:
        return dict.fromkeys(
            value
            for event in self.events
            if event.name in names
            for named, value in event.of
            if named == dim
        )

    # -- needs and blocks

    def not_recorded(self, step: int, rule: str, names: Iterable[str], region: str = "") -> None:
        self.faults.append(
            Fault(
                code="not-recorded",
                step=step,
                rule=rule,
                region=region,
                names=tuple(sorted(names)),
            )
        )

    def judge_needs(self, event: Event, acts: Acts, key: Key, step: int) -> bool:
        failed = False
        for need, law in acts.needs:
            if law is not None and not law.in_force(event.day):
                continue
            env = _Env(self, event, self.position, key)
            applies: bool | Unknown = True if need.when is None else need.when.holds(env)
            if applies is False:
                continue
            holds = need.that.holds(_Required(self, event, self.position, key))
            if holds is True:
                continue
            missing = _missing(applies) | _missing(holds)
            if missing:
                self.not_recorded(step, need.id, missing)
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
                self.work.settle(clock)
                due = clock.due
                if due is None or clock.high is None or day < clock.high + clock.shift:
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
                    if clock.status in _UNANSWERED and concern(clock.key, key):
                        self.work.close(clock, status, day, step)
                        self.disarm(clock)

    def disarm(self, clock: Clock) -> None:
        if clock in self.armed:
            self.armed.remove(clock)

    def extend_clocks(self, event: Event, acts: Acts, key: Key, day: int, step: int) -> None:
        for number, rule in acts.extends:
            for clock in self.by_limit.get(number, ()):
                if clock.status in _UNANSWERED and concern(clock.key, key):
                    self.extend(event, clock, rule, day, step)

    def extend(self, event: Event, clock: Clock, rule: ExtensionRule, day: int, step: int) -> None:
        due = self.work.refresh(clock)

        def invalid(*why: str) -> None:
            self.faults.append(
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
        who = event.fact("approver") or self.case_facts.get("approver")
        unsure = bool(rule.by) and who is None
        if rule.by and who is not None:
            whos = who if isinstance(who, tuple) else (str(who),)
            if not any(one in rule.by for one in whos):
                return invalid("wrong-approver", ", ".join(whos))
        env = _Env(self, event, self.position, clock.key, clock)
        length: int | None = None
        until: date | None = None
        if rule.until is not None:
            told = env.fact(rule.until)
            if not isinstance(told, date):
                self.not_recorded(step, rule.id, (rule.until,))
                clock.missing.add(rule.until)
                clock.unbounded = True
                return None
            if due is not None and told.toordinal() <= due:
                return invalid("not-longer", str(told))
            until = told
        else:
            given = rule.length
            found = given.evaluate(env) if isinstance(given, Condition) else given
            if isinstance(found, bool) or not isinstance(found, int) or found < 1:
                names = _missing(found) or {str(given)}
                self.not_recorded(step, rule.id, names)
                clock.missing |= names
                if rule.at_most is None:
                    clock.unbounded = True
                else:
                    clock.unsure.append((rule.at_most, rule.base == "rolled", None))
                self.lengthened(clock)
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
        clock.granted.append((granted, unsure))
        clock.longer.append(granted.longer)
        if unsure:
            self.not_recorded(step, rule.id, ("approver",))
            clock.missing.add("approver")
        self.lengthened(clock)
        return None

    def lengthened(self, clock: Clock) -> None:
        clock.dirty = True
        self.work.touch_live()

    def start_clocks(self, event: Event, acts: Acts, key: Key, counts: int, step: int) -> None:
        plan = self.plan
        legal = date.fromordinal(counts)
        for number in acts.starts:
            bound = plan.limits[number]
            if (
                bound.law is not None
                and bound.limit.edition_by is None
                and not bound.law.in_force(legal)
            ):
                continue
            dims = plan.dims[number]
            for mine in self.each(dims, key, plan.uses[number]) if dims else _ALONE:
                self.start_clock(number, event, mine, counts, step)

    def applies(self, number: int, env: _Env, counts: int) -> set[str] | None:
        """Return the facts, not recorded, on which it turns whether a limit applies.

        None: it does not apply, or gives way to a special rule that does.  Where it is not
        recorded which of the two applies, and both count alike, the general one speaks for both.
        """
        plan = self.plan
        limit = plan.limits[number].limit
        missing: set[str] = set()
        if not self.in_force(number, env, counts, missing):
            return None
        holds: bool | Unknown = True if limit.when is None else limit.when.holds(env)
        if holds is False:
            return None
        missing |= _missing(holds)
        for other in plan.overridden.get(limit.id, ()):
            special = plan.limits[other].limit
            unclear: set[str] = set()
            if not self.in_force(other, env, counts, unclear):
                continue
            yields: bool | Unknown = True if special.when is None else special.when.holds(env)
            if yields is False:
                continue
            if not unclear and (yields is True or special.when == limit.when):
                return None
            unclear |= _missing(yields)
            if not plan.alike(number, other):
                missing |= unclear
        if missing:
            for general in plan.yielding.get(number, ()):
                if plan.alike(number, general) and self.applies(general, env, counts) == set():
                    return None
        return missing

    def start_clock(self, number: int, event: Event, mine: Key, counts: int, step: int) -> None:
        plan = self.plan
        bound = plan.limits[number]
        limit = bound.limit
        same = [
            clock
            for kin in plan.kin[number]
            for clock in self.by_limit.get(kin, ())
            if clock.key == mine
        ]
        if same and not limit.restart:
            return
        if same and self.steps[step].made_by and any(old.start == counts for old in same):
            return  # a circle of generated events that gets no further
        env = _Env(self, event, self.position, mine)
        missing = self.applies(number, env, counts)
        if missing is None:
            return
        missing |= self.inherited
        clock = Clock(bound, len(self.work.clocks), mine, counts, step)
        length = _length(limit, env)
        if isinstance(length, int):
            clock.countings = bound.countings(length)
        else:
            missing |= length
        clock.unbounded = bool(missing)
        clock.missing = missing
        clock.at = event.time
        self.origins[clock.number] = (event, self.position)
        if limit.before is not None:
            clock.live = bool(limit.before.arguments("due"))
            self.set_anchor(clock, env)
        clock.shift = _shift(clock)
        if limit.overrides:
            clock.note = _gave_way(limit)
        for old in same:
            old.past = True
            if old.status is ClockStatus.RUNNING:
                self.work.close(old, ClockStatus.REPLACED, None, None)
                self.disarm(old)
        self.work.clocks.append(clock)
        self.by_limit.setdefault(number, []).append(clock)
        if limit.then is not None:
            self.armed.append(clock)
        if limit.id in plan.taken_over:
            self.heirs.append(clock)
        self.work.touch_live()

    def in_force(self, number: int, env: _Env, counts: int, missing: set[str]) -> bool:
        bound = self.plan.limits[number]
        day = date.fromordinal(counts)
        if bound.limit.edition_by is not None:
            chosen = env.fact(bound.limit.edition_by)
            if isinstance(chosen, date):
                day = chosen
            else:
                missing.add(bound.limit.edition_by)
        return bound.law is None or bound.law.in_force(day)

    def anchor(self, clock: Clock) -> None:
        """Work out anew the day a live clock is counted backward from."""
        event, position = self.origins[clock.number]
        self.set_anchor(clock, _Env(self, event, position, clock.key, clock))

    def set_anchor(self, clock: Clock, env: _Env) -> None:
        before = clock.bound.limit.before
        assert before is not None  # noqa: S101 -- asked only for limits counted backward
        found = before.evaluate(env)
        if isinstance(found, date):
            clock.anchor = found.toordinal()
        else:
            clock.anchor = None
            clock.missing |= _missing(found) or {before.source}
            clock.unbounded = True

    def settle_heirs(self) -> None:
        """Hand the clocks that run into a newer edition over to it."""
        for clock in tuple(self.heirs):
            if clock.status is not ClockStatus.RUNNING or self.take_over(clock):
                self.heirs.remove(clock)

    def take_over(self, clock: Clock) -> bool:
        """Let a newer edition replace *clock* if it still runs on that edition's first day."""
        plan = self.plan
        old = clock.bound
        event, position = self.origins[clock.number]
        for other in plan.taken_over.get(old.id, ()):
            newer = plan.limits[other]
            law, rule = newer.law, newer.limit.takes_over
            assert rule is not None  # noqa: S101 -- listed only for this key
            if law is None or law.in_force_from is None or old.limit.scope != newer.limit.scope:
                continue
            due = self.work.refresh(clock)
            first = law.in_force_from.toordinal()
            if due is None or not clock.start < first <= due:
                continue
            env = _Env(self, event, position, clock.key, clock)
            when = newer.limit.when
            length = _length(newer.limit, env)
            if (when is not None and when.holds(env) is False) or not isinstance(length, int):
                continue
            countings = clock.countings
            self.rebind(clock, newer, newer.countings(length))
            moved = self.work.refresh(clock)
            if rule.rule == "later" and moved is not None and moved <= due:
                self.rebind(clock, old, countings)
                return True
            clock.note = Text(
                f"{old.id} was still running when {law.id} came into force on "
                f"{law.in_force_from}; "
                f"{'the later end counts' if rule.rule == 'later' else 'it was replaced'}",
                f"{law.in_force_from} 新规施行时旧期限（{old.id}）尚未届满，"
                f"{'取较晚届满日' if rule.rule == 'later' else '适用新规定'}",
            )
            for clocks in self.by_limit.values():
                if clock in clocks:
                    clocks.remove(clock)
            self.by_limit.setdefault(other, []).append(clock)
            self.disarm(clock)
            if newer.limit.then is not None:
                self.armed.append(clock)
            return True
        return False

    def rebind(self, clock: Clock, bound: BoundLimit, countings: tuple[Counting, ...]) -> None:
        clock.bound, clock.countings, clock.dirty = bound, countings, True
        clock.shift = _shift(clock)

    # -- pauses

    def step_pauses(self, event: Event, acts: Acts, key: Key, day: int, step: int) -> None:
        for rule, _ in acts.pause_ends:
            for pause in self.work.pauses:
                if pause.rule.id == rule.id and pause.ends is None and concern(pause.key, key):
                    pause.ends = day
                    self.work.pause_changed(pause)
        for rule, law in acts.pause_begins:
            if any(
                pause.rule.id == rule.id and pause.ends is None and pause.key == key
                for pause in self.work.pauses
            ):
                continue
            pause = PauseRun(rule, key, day)
            in_force = law is None or law.in_force(event.day)
            if not in_force and not any(
                clock.status is ClockStatus.RUNNING and self.work.names(clock, pause)
                for clock in self.work.clocks
            ):
                continue  # an edition of the past lives on only in the clocks it started
            if rule.when is not None:
                known = rule.when.holds(_Env(self, event, self.position, key))
                if known is False:
                    self.faults.append(Fault(code="pause-invalid", step=step, rule=rule.id))
                    continue
                if isinstance(known, Unknown):
                    pause.known, pause.missing = False, known.missing
                    self.not_recorded(step, rule.id, known.missing)
            self.work.pauses.append(pause)
            self.work.pause_changed(pause)

    # -- regions

    def step_regions(
        self, event: Event, acts: Acts, step: int, *, failed: bool, made_by: str
    ) -> tuple[Move, ...]:
        moves: list[Move] = []
        complained = failed or bool(made_by)
        for table in acts.tables:
            region = self.plan.regions[table.region]
            for mine in self.lines(table, event.of):
                state = self.states.get((table.region, mine), region.initial)
                target = self.target(table, state, event, step)
                if target is None:
                    if not complained:
                        complained = True
                        self.faults.append(
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
                    self.switch(region.id, target, step)
                    return tuple(moves)
                self.states[table.region, mine] = target
        return tuple(moves)

    def candidates(self, number: int, region: Region, key: Key) -> list[Key]:
        """Return every line of *region* that something about *key* concerns."""
        per = region.per
        found = self.each(per, key, self.plan.words[number])
        if sum(dim in per for dim, _ in key) < len(per):
            begun = [
                line
                for place, line in self.states
                if place == number and line not in found and concern(line, key)
            ]
            found = [*found, *begun] if found[0] or not begun else begun
        return found

    def lines(self, table: Table, key: Key) -> list[Key]:
        """Return the lines an event about *key* steps on: of several, those it fits."""
        region = self.plan.regions[table.region]
        if not region.per:
            return _ALONE
        found = self.candidates(table.region, region, key)
        if len(found) > 1:
            begun = [line for line in found if (table.region, line) in self.states]
            fitting = [
                line
                for line in found
                if self.states.get((table.region, line), region.initial) in table.steps
            ]
            return fitting or begun or found
        return found

    def target(self, table: Table, state: str, event: Event, step: int) -> str | None:
        perhaps: str | None = None
        for target, condition in table.steps.get(state, ()):
            if condition is None:
                return target
            holds = condition.holds(_Env(self, event, self.position, event.of))
            if holds is True:
                return target
            if isinstance(holds, Unknown) and perhaps is None:
                perhaps = target
                region = self.plan.regions[table.region].id
                self.not_recorded(step, "", holds.missing, region)
        return perhaps

    def switch(self, leaving: str, target: str, step: int) -> None:
        """Go on in another procedure; clocks and pauses stay where a limit there has their id."""
        name, _, entered = target.rpartition("/")
        other = self.plan.procedure.switches[name]
        plan = plan_of(other, self.known_on)
        numbers = {(limit.id, limit.scope): place for place, limit in enumerate(other.limits)}
        kept: dict[int, list[Clock]] = {}
        for clock in self.work.clocks:
            place = numbers.get((clock.bound.limit.id, clock.bound.limit.scope))
            if place is not None:
                kept.setdefault(place, []).append(clock)
            elif clock.status is ClockStatus.RUNNING:
                self.leave(clock, step)
        self.by_limit = kept
        old = {region.id: number for number, region in enumerate(self.plan.regions)}
        into = leaving if any(region.id == leaving for region in plan.regions) else "main"
        states: dict[tuple[int, Key], str] = {}
        for number, region in enumerate(plan.regions):
            if region.id == into:
                states[number, ()] = entered
            elif region.id in old:
                for (place, of), was in self.states.items():
                    if place == old[region.id] and was in region.states:
                        states[number, of] = was
        self.states = states
        self.plan = plan
        self.stages.append(other)

    def leave(self, clock: Clock, step: int) -> None:
        """Lift a clock that the other procedure does not know; what ran out has run out."""
        due = self.work.refresh(clock)
        if due is not None and due < self.today:
            self.work.close(clock, ClockStatus.RAN_OUT, None, None)
        else:
            self.work.close(clock, ClockStatus.LIFTED, self.today, step)
        self.disarm(clock)

    # -- derived and planned events

    def derive(self, derived: EventType, event: Event, day: int, counts: int) -> None:
        key = tuple(pair for pair in event.of if pair[0] in derived.per)
        if any(of == key for _, of in self.history.get(derived.name, ())):
            return  # what has happened does not happen again because one of its parts does
        for group in derived.after_all:
            if event.name in group and all(self.happened(name, key) for name in group):
                made = Event(derived.name, date.fromordinal(day), of=key)
                self.apply(made, self.plan.acts[derived.name], day, counts, "derived")
                return

    def announce(self, event: Event, step: int) -> None:
        """Note the day for which a fact of *event* plans another event."""
        for name, value in event.facts:
            for planned in self.plan.planned.get(name, ()):
                if isinstance(value, date):
                    self.announced.pop((planned, ()), None)
                    self.announced[planned, event.of] = (value, step)

    def foresee(self) -> None:
        """Judge every event still planned as if it happened on its day."""
        for (planned, key), (day, step) in self.announced.items():
            acts = self.plan.acts.get(planned, _NOTHING)
            for numbers, early in ((acts.blocked, True), (acts.ends, False)):
                for number in numbers:
                    for clock in self.by_limit.get(number, ()):
                        if clock.status is ClockStatus.RUNNING and concern(clock.key, key):
                            self.foresee_one(planned, clock, day, step, early=early)

    def foresee_one(self, planned: str, clock: Clock, day: date, step: int, *, early: bool) -> None:
        if clock.due is None:
            return
        low, high, place = clock.low, clock.high, day.toordinal()
        if early:
            wrong = high is None or place < high + clock.shift
        else:
            wrong = low is not None and place > low
        if wrong:
            self.faults.append(
                Fault(
                    code="planned-too-early" if early else "planned-late",
                    step=clock.step if step < 0 else step,
                    rule=clock.bound.id,
                    clock=clock.number,
                    names=(planned,),
                    conditional=tuple(sorted(clock.missing)),
                    day=day,
                )
            )

    # -- the result

    def widen(self, other: _Core) -> None:
        """Take what the same log comes to in another mode into this one: ranges and waits."""
        twins = dict(_numbered(other.work.clocks))
        ours: dict[int, Clock] = {}
        for name, clock in _numbered(self.work.clocks):
            twin = twins.get(name)
            if twin is None:
                # it starts later than today, or never: there is no bound on that side
                if other.work.mode == "late":
                    clock.high = None
                else:
                    clock.low = None
                continue
            ours[twin.number] = clock
            if twin.due is not None and clock.due is not None:
                clock.low = (
                    None if clock.low is None or twin.low is None else min(clock.low, twin.low)
                )
                clock.high = (
                    None if clock.high is None or twin.high is None else max(clock.high, twin.high)
                )
        steps = {id(one.event): place for place, one in enumerate(self.steps) if not one.made_by}
        told = {(fault.code, fault.step, fault.rule) for fault in self.faults}
        for fault in other.faults:
            if fault.code != "too-early" or fault.clock not in ours:
                continue
            step = steps[id(other.steps[fault.step].event)]
            if (fault.code, step, fault.rule) not in told:
                self.faults.append(attrs.evolve(fault, step=step, clock=ours[fault.clock].number))

    def result(self, log: CaseLog, procedure: Procedure, as_of: date) -> Run:
        states = {
            (self.plan.regions[number].id, of): state for (number, of), state in self.states.items()
        }
        return Run(
            log=log,
            procedure=procedure,
            procedures=tuple(self.stages),
            as_of=as_of,
            known_on=self.known_on,
            steps=tuple(self.steps),
            clocks=tuple(
                self.work.told(clock, self.as_of, self.worth_facts(clock))
                for clock in self.work.clocks
            ),
            faults=tuple(self.faults),
            states=states,
            planned=tuple(self.later),
            recordable=self.places,
        )

    def worth_facts(self, clock: Clock) -> tuple[tuple[str, Answer], ...]:
        worth = clock.bound.limit.worth
        if worth is None:
            return ()
        event, position = self.origins[clock.number]
        env = _Env(self, event, position, clock.key, clock)
        return tuple((name, env.fact(name)) for name in sorted(worth.facts))


_UNANSWERED: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT})
"""Clocks that an act can still end; after the last day, late."""

_ALONE: Final[list[Key]] = [()]

_NOTHING: Final = Acts(())
"""What an event does that a procedure does not know."""


def _shift(clock: Clock) -> int:
    """Return how many days after its last day what it blocks is lawful."""
    edge = clock.countings[0].edge if clock.countings else None
    return 1 if edge is Edge.AFTER and clock.bound.limit.before is None else 0


def _length(limit: TimeLimit, env: _Env) -> int | set[str]:
    """Return the length of *limit*, or what was not recorded of it."""
    length = limit.length
    if isinstance(length, int):
        return length
    found = length.evaluate(env)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        return _missing(found) or {length.source}
    return found


def _numbered(clocks: Iterable[Clock]) -> Iterator[tuple[tuple[str, Key, int], Clock]]:
    counts: dict[tuple[str, Key], int] = defaultdict(int)
    for clock in clocks:
        name = (clock.bound.id, clock.key)
        yield (*name, counts[name]), clock
        counts[name] += 1


def _missing(value: Answer | None) -> set[str]:
    return set(value.missing) if isinstance(value, Unknown) else set()


def _gave_way(limit: TimeLimit) -> Text:
    rules = ", ".join(limit.overrides)
    return Text(f"special rule: {rules} gives way to it", f"特别规定优先，{rules} 不适用")
