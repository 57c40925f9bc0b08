"""What a case may do next, and by when: for the officer who opens it in the morning.

An `Outlook` is worked out from a run as it stands on its day, and says nothing that the run does
not hold: the state of every region, every clock still open, every event that is lawful now or will
be after a wait, with its first and its last day, what must come before an act that is due, and
which act can no longer be in time.  It supposes that nothing else happens; that is what makes it an
outlook.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.checks.words import event_words
from enforcecal.cases.outlook.ahead import Ahead, Before, Lengthening
from enforcecal.cases.outlook.values import (
    After,
    ClockState,
    Extending,
    MustBefore,
    NextAct,
    Outlook,
    OutlookReason,
    OutOfReach,
    RegionState,
    name_of,
)
from enforcecal.cases.replay.apply import advance, fire
from enforcecal.cases.replay.engine import replay, resume_states, worth_facts
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.live import UNANSWERED, LiveClock
from enforcecal.cases.replay.plan import EventEffects
from enforcecal.cases.replay.run import ClockStatus, Key, Run, concern
from enforcecal.cases.replay.state import ALONE, ReplayState
from enforcecal.cases.replay.transitions import lines_of, target_of
from enforcecal.dates.forecast import BEYOND
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.citations import cite, edition_of
from enforcecal.law.rules import Bound, Kind, Need
from enforcecal.texts import Text

__all__ = ["outlook"]


def outlook(run: Run) -> Outlook:
    """Return what lies before the case of *run*, as it stands on the day of the run."""
    if not isinstance(run, Run):
        raise ArgumentTypeError(f"run={type(run).__name__} must be a Run, as replay returns it")
    today = run.as_of.toordinal()
    states = resume_states(run) or resume_states(
        replay(
            run.log,
            run.procedure,
            as_of=run.as_of,
            known_on=run.known_on,
            coverage=run.coverage,
        )
    )
    state = advance(states, None, today)
    looked = _Looked(run, state, today)
    acts = sorted(looked.acts(), key=lambda one: (one.last or date.max, one.event, one.of))
    first, out_of_reach = looked.due()
    return Outlook(
        case=run.log.case,
        procedure=run.procedures[-1].id,
        as_of=run.as_of,
        regions=tuple(looked.regions()),
        clocks=tuple(looked.clocks()),
        acts=tuple(one for one in acts if not one.lacks),
        blocked=tuple(one for one in acts if one.lacks),
        first=tuple(first),
        out_of_reach=tuple(out_of_reach),
    )


_ANSWERED: Final = frozenset({Kind.ACT_WITHIN, Kind.RIGHT_LAPSES, Kind.MEASURE_ENDS})
"""Limits that an act meets or misses."""

_FIRINGS: Final = 8
"""How many periods that run out are looked ahead; a case has one or two."""

_YEAR: Final = 366


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def _touched(effects: EventEffects) -> tuple[int, ...]:
    """Return the limits whose clocks the event ends, lifts or lengthens."""
    return (*effects.ends, *effects.cancels, *(number for number, _ in effects.extends))


class _Looked:
    """One look at one case: everything an outlook is put together from."""

    def __init__(self, run: Run, state: ReplayState, today: int) -> None:
        self.run = run
        self.state = state
        self.today = today
        self.day = run.as_of
        self.plan = state.plan
        self.procedure = state.plan.procedure
        self.ahead = Ahead(state, today)

    # -- regions and clocks

    def regions(self) -> Iterator[RegionState]:
        for number, region in enumerate(self.plan.regions):
            begun = {of: one for (n, of), one in self.state.region_states.items() if n == number}
            if not begun and region.per:
                continue  # a line of states a party or an item has not begun
            for of, state in (begun or {(): region.initial}).items():
                zh = region.names.get(state, state)
                yield RegionState(
                    region=region.id,
                    of=of,
                    state=state,
                    name=Text(state.replace("_", " "), zh),
                    final=state in region.final,
                )

    def clocks(self) -> list[ClockState]:
        clocks = self.state.clocks
        found = []
        for clock in clocks:
            if clock.status not in UNANSWERED or clocks.is_superseded(clock):
                continue
            over = clock.status is ClockStatus.RAN_OUT or (
                clock.due is not None and clock.due < self.today
            )
            if over and not clock.bound.limit.end:
                continue  # a wait that is over asks for nothing
            used, left = self._used(clock), self._left(clock)
            since = [pause.begins for pause in clocks.pauses_of(clock) if pause.ends is None]
            found.append(
                ClockState(
                    clock=clocks.snapshot(clock, self.today, worth_facts(self.state, clock)),
                    used=used,
                    left=left,
                    paused_since=date.fromordinal(min(since)) if since and not over else None,
                )
            )
        found.sort(key=lambda one: one.clock.due or date.max)
        return found

    def _between(self, clock: LiveClock, after: int, through: int) -> int:
        """Return the units of *clock* in (after, through]."""
        point = self.state.clocks.point
        if point is not None and clock.bound.limit.unit is Unit.WORKING_DAY:
            return point.count(after, through)
        return through - after

    def _used(self, clock: LiveClock) -> int | None:
        if clock.bound.limit.before is not None or not clock.countings:
            return None
        start = clock.start - (1 if clock.countings[0].start_counts else 0)
        try:
            used = self._between(clock, start, self.today)
            for begins, ends in self.state.clocks.spans(clock):
                last = self.today if ends is None else min(ends, self.today)
                first = max(begins, start)
                if first < last:
                    used -= self._between(clock, first, last)
        except BEYOND:
            return None
        return max(0, used)

    def _left(self, clock: LiveClock) -> int | None:
        clocks, due = self.state.clocks, clock.due
        try:
            if due is None and clock.countings and clock.bound.limit.before is None:
                # as if every pause ended today: what is left then is what was left when it began
                spans = tuple(
                    (begins, self.today if ends is None else ends)
                    for begins, ends in clocks.spans(clock)
                    if begins < self.today
                )
                ends = clock.countings[0].ends(clocks.point, clock.start, None, spans, clock.longer)
                due = None if ends is None else ends[0]
            return None if due is None else self._between(clock, self.today, due)
        except BEYOND:
            return None

    # -- acts

    def acts(self) -> list[NextAct]:
        found: list[tuple[NextAct, EventEffects]] = []
        for name, effects in self.plan.effects.items():
            if name in self.plan.generated:
                continue
            found += [
                (self._act(name, effects, key), effects)
                for key in self._keys(effects)
                if self._fits(self.state, name, effects, key)
            ]
        return self._while_they_fit(found)

    def _keys(self, effects: EventEffects) -> list[Key]:
        """Return whom and what the event can be about."""
        per = effects.per
        if not per:
            return ALONE
        keys: dict[Key, None] = {}
        for table in effects.tables:
            region = self.plan.regions[table.region]
            for line in self.state.candidates(table.region, region, ()):
                keys[tuple([pair for pair in line if pair[0] in per])] = None
        for clock in self.state.clocks.unanswered(_touched(effects), ()):
            keys[tuple([pair for pair in clock.key if pair[0] in per])] = None
        if len(keys) > 1:
            keys.pop((), None)
        return list(keys) or ALONE

    def _fits(self, state: ReplayState, name: str, effects: EventEffects, key: Key) -> bool:
        """Tell whether every region that mentions the event has a step for it, or a clock asks."""
        if not effects.tables:
            return any(True for _ in state.clocks.unanswered(_touched(effects), key))
        for table in effects.tables:
            for line in lines_of(state, table, key):
                source = state.state_in(table.region, line)
                steps = table.steps.get(source)
                if not steps:
                    return False
                if steps[0][1] is not None:
                    event = Event(name, self.day, of=key)
                    if target_of(state, table, source, event)[0] is None:
                        return False
        return True

    def _act(self, name: str, effects: EventEffects, key: Key) -> NextAct:
        waits: list[OutlookReason] = []
        opens, safe = self.today, self.today
        never = unsafe = False
        for clock in self.ahead.running(name, key):
            if clock.due is None:
                never = True
            elif clock.due + clock.shift > self.today:
                opens = max(opens, clock.due + clock.shift)
            else:
                continue
            if clock.high is None:
                unsafe = True
            else:
                safe = max(safe, clock.high + clock.shift)
            waits.append(self._waiting(clock))
        safe = max(safe, opens)
        lacks = [self._need(need) for need, _ in self.ahead.unfulfilled(name, key, opens)]
        last: int | None = None
        careful: int | None = None
        after: After | None = None
        due: list[OutlookReason] = []
        for clock, then in self._ending(name, effects, key):
            if clock.due is None:
                continue
            low = clock.due if clock.low is None else min(clock.low, clock.due)
            careful = low if careful is None else min(careful, low)
            if last is None or clock.due < last:
                last, after = clock.due, then
            due.append(self._due(clock))
        for start, reason in self._making_room(name, key):
            if last is None or start < last:
                last, after = start, After.REFUSED
            careful = start if careful is None else min(careful, start)
            due.append(reason)
        for clock, rule in self._extending(effects, key):
            if any(granted.rule == rule for granted, _ in clock.granted):
                lacks.append(self._granted(clock, rule))
        return NextAct(
            event=name,
            name=event_words(self.procedure, name),
            of=key,
            earliest=None if never else date.fromordinal(opens),
            safe_earliest=None if never or unsafe else date.fromordinal(safe),
            last=_day(last),
            safe_last=_day(careful),
            after=after,
            waits=tuple(waits),
            due=tuple(due),
            lacks=tuple(lacks),
        )

    def _making_room(self, name: str, key: Key) -> Iterator[tuple[int, OutlookReason]]:
        """Return the last days on which the wait the event starts is over for what is planned."""
        for (planned, about), (day, _) in self.state.announced.items():
            if planned == name or not concern(about, key):
                continue
            for wait in self.ahead.waits(name, planned, key, self.today):
                start = self.ahead.latest_start(wait, day.toordinal())
                if start is not None:
                    what, then = name_of(wait.bound.limit), event_words(self.procedure, planned)
                    text = Text(
                        f"{what.en}: by {date.fromordinal(start)}, for {then.en} on {day}",
                        f"“{what.zh}”：拟于{day}“{then.zh}”，最迟{date.fromordinal(start)}",
                    )
                    yield (
                        start,
                        OutlookReason(rule=wait.bound.id, article=wait.bound.article, text=text),
                    )

    def _ending(
        self, name: str, effects: EventEffects, key: Key
    ) -> Iterator[tuple[LiveClock, After]]:
        """Return every clock the event would answer in time, and what it is afterwards."""
        for clock in self.state.clocks.unanswered(effects.ends, key):
            limit = clock.bound.limit
            if limit.kind in _ANSWERED and not self._silence_does_it(clock):
                own = limit.bound is Bound.AGENCY and limit.kind is not Kind.RIGHT_LAPSES
                yield clock, After.LATE if own else After.LAPSED
        for clock, _ in self._extending(effects, key):
            yield clock, After.REFUSED
        for derived in effects.derives:
            about = tuple([pair for pair in key if pair[0] in derived.per])
            if any(
                name in group
                and all(one == name or self.state.happened(one, about) for one in group)
                for group in derived.after_all
            ):
                yield from self._ending(derived.name, self.plan.effects[derived.name], about)

    def _silence_does_it(self, clock: LiveClock) -> bool:
        """Tell whether a period that runs out answers *clock* in time, so that nothing is late."""
        limit = clock.bound.limit
        return any(
            other.bound.limit.then is not None
            and other.bound.limit.then.event in {*limit.end, *limit.cancel}
            and concern(other.key, clock.key)
            and other.due is not None
            and clock.due is not None
            and other.due <= clock.due
            for other in self.state.clocks.firing
        )

    def _extending(self, effects: EventEffects, key: Key) -> Iterator[tuple[LiveClock, str]]:
        for number, rule in effects.extends:
            for clock in self.state.clocks.unanswered((number,), key):
                yield clock, rule.id

    def _while_they_fit(self, found: list[tuple[NextAct, EventEffects]]) -> list[NextAct]:
        """Let no act be in time after a period has run out that takes away its place."""
        acts = [act for act, _ in found]
        later = self.state.fork() if self.state.clocks.firing else self.state
        for _ in range(_FIRINGS):
            first = later.clocks.first_to_fire(self.today + _YEAR)
            if first is None:
                break
            ran_out = first[1]
            steps = len(later.steps)
            fire(later, ran_out + 1)
            if not any(step.moves for step in later.steps[steps:]) or later.plan is not self.plan:
                continue
            for place, (act, what) in enumerate(found):
                limited = acts[place]
                if limited.last is not None and limited.last.toordinal() < ran_out:
                    continue
                if what.tables and not self._fits(later, act.event, what, act.of):
                    day = date.fromordinal(ran_out)
                    acts[place] = attrs.evolve(
                        limited, last=day, safe_last=day, after=After.REFUSED
                    )
        return [
            act
            for act in acts
            if act.after is not After.REFUSED
            or act.earliest is None
            or act.last is None
            or act.earliest <= act.last
        ]

    # -- what is due: what must come first, and what cannot be in time

    def due(self) -> tuple[list[MustBefore], list[OutOfReach]]:
        first: dict[tuple[tuple[str, ...], Key], MustBefore] = {}
        out: list[OutOfReach] = []
        for name, key, last, clock in self._targets():
            for one in self.ahead.before(name, key, last):
                made = self._must(one, key)
                known = first.get((made.events, made.of))
                if known is None or (made.by or date.min) < (known.by or date.min):
                    first[made.events, made.of] = made
            if clock is None or last < self.today:
                continue
            reached = self.ahead.earliest(name, key)
            if reached is not None and reached[0] > last:
                out.append(self._out_of_reach(name, key, clock, reached[0], sorted(reached[1])))
        return sorted(first.values(), key=lambda one: one.by or date.min), out

    def _targets(self) -> Iterator[tuple[str, Key, int, LiveClock | None]]:
        """Return the acts that are due, each with its last day, and those planned for a day."""
        seen: set[tuple[str, Key]] = set()
        for clock in self.state.clocks:
            limit = clock.bound.limit
            if (
                clock.status is ClockStatus.RUNNING
                and clock.due is not None
                and limit.kind is Kind.ACT_WITHIN
                and limit.bound is Bound.AGENCY
            ):
                for name in limit.end:
                    effects = self.plan.effects[name]
                    if (name, clock.key) in seen or not (effects.needs or effects.blocked):
                        continue
                    seen.add((name, clock.key))
                    yield name, clock.key, clock.due, clock
        for (name, key), (day, _) in self.state.announced.items():
            yield name, key, day.toordinal(), None

    def _must(self, one: Before, key: Key) -> MustBefore:
        names = [event_words(self.procedure, name) for name in one.names]
        name = Text(" or ".join(n.en for n in names), "或".join(f"“{n.zh}”" for n in names))
        then = event_words(self.procedure, one.target)
        by = _day(one.by)
        waits = [
            OutlookReason(
                rule=wait.bound.id,
                article=wait.bound.article,
                text=Text(
                    f"{wait.counting.period} must pass first ({name_of(wait.bound.limit).en})",
                    f"其间须满{wait.counting.period.in_chinese()}（{name_of(wait.bound.limit).zh}）",
                ),
            )
            for wait in one.waits
        ]
        day = date.fromordinal(one.target_by)
        room_en = "".join(f", {wait.text.en}" for wait in waits)
        room_zh = "".join(f"，{wait.text.zh}" for wait in waits)
        return MustBefore(
            events=one.names,
            name=name,
            of=key,
            by=by,
            before=one.target,
            before_by=day,
            reasons=(self._need(one.need), *waits),
            text=Text(
                f"{name.en} by {by or 'a day long past'} at the latest, for {then.en} by {day}"
                f"{room_en}",
                f"{name.zh}最迟应于{by or '早已过去的日期'}完成，方可于{day}前“{then.zh}”{room_zh}",
            ),
        )

    def _out_of_reach(
        self, name: str, key: Key, clock: LiveClock, earliest: int, sooner: list[str]
    ) -> OutOfReach:
        act = event_words(self.procedure, name)
        first, last = date.fromordinal(earliest), date.fromordinal(clock.due or 0)
        extensions = tuple(self._extension(one, earliest) for one in self.ahead.lengthenings(clock))
        en = f"{act.en} can no longer be in time: lawful from {first} at the earliest, due {last}"
        zh = f"“{act.zh}”已不能在期限内完成：最早可于{first}进行，而届满日为{last}"
        if sooner:
            names = [event_words(self.procedure, one) for one in sooner]
            en += f", unless the wait ends sooner by {' or '.join(one.en for one in names)}"
            zh += f"；但{'或'.join(f'“{one.zh}”' for one in names)}可使等待提前结束"
        for one in extensions:
            en += f"; {one.name.en} has to come by {one.last} (then due {one.due} at the latest"
            en += ")" if one.enough else ", which is not enough)"
            zh += f"；“{one.name.zh}”最迟应于{one.last}作出（届满日最长延至{one.due}"
            zh += "）" if one.enough else "，仍然不够）"
        if not extensions:
            en += "; no extension is left"
            zh += "；已无可用的延期"
        return OutOfReach(
            event=name,
            name=act,
            of=key,
            earliest=first,
            last=last,
            sooner=tuple(sooner),
            extensions=extensions,
            rule=clock.bound.id,
            article=clock.bound.article,
            text=Text(en, zh),
        )

    def _extension(self, one: Lengthening, earliest: int) -> Extending:
        rule = one.rule
        return Extending(
            event=rule.event,
            name=event_words(self.procedure, rule.event),
            rule=rule.id,
            article=self._cited(rule.id),
            by=rule.by,
            last=date.fromordinal(one.last),
            due=date.fromordinal(one.due),
            enough=one.due >= earliest,
        )

    # -- reasons

    def _cited(self, rule: str) -> Text:
        return cite(self.procedure.laws.get(edition_of(rule)), rule)

    def _need(self, need: Need) -> OutlookReason:
        asked = need.that.source
        return OutlookReason(
            rule=need.id,
            article=self._cited(need.id),
            text=Text(need.en or f"not fulfilled: {asked}", need.zh or f"未满足条件 {asked}"),
        )

    def _waiting(self, clock: LiveClock) -> OutlookReason:
        what = name_of(clock.bound.limit)
        opens = clock.opens
        if opens is None:
            text = Text(f"{what.en} is not over yet", f"“{what.zh}”尚未届满")
        else:
            text = Text(f"{what.en}: lawful from {opens}", f"“{what.zh}”：自{opens}起方可进行")
        return OutlookReason(rule=clock.bound.id, article=clock.bound.article, text=text)

    def _due(self, clock: LiveClock) -> OutlookReason:
        what, day = name_of(clock.bound.limit), _day(clock.due)
        return OutlookReason(
            rule=clock.bound.id,
            article=clock.bound.article,
            text=Text(f"{what.en}: last day {day}", f"“{what.zh}”：届满日{day}"),
        )

    def _granted(self, clock: LiveClock, rule: str) -> OutlookReason:
        what = name_of(clock.bound.limit)
        return OutlookReason(
            rule=rule,
            article=self._cited(rule),
            text=Text(
                f"{what.en}: this extension was granted before",
                f"“{what.zh}”：同一延期此前已批准过",
            ),
        )
