"""Where a replay stands: what has happened so far, and what can be asked of it.

A `ReplayState` changes with every event that is applied to it (`enforcecal.cases.replay.apply`),
through the methods here and those of its clocks, and in no other way.  It can be forked, so that
one can go on from a place in the log without going through the log again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache, partial
from typing import Final

import attrs

from enforcecal.cases.replay.clocks import Anchor, ClockSet, Mode
from enforcecal.cases.replay.coverage import Coverage, Unread
from enforcecal.cases.replay.events import CaseLog, Event, Fact
from enforcecal.cases.replay.live import LiveClock
from enforcecal.cases.replay.plan import ReplayPlan
from enforcecal.cases.replay.run import Fault, Key, RunStep, concern
from enforcecal.law.conditions import Answer, Unknown
from enforcecal.law.procedures import Procedure, Region

__all__ = ["ALONE", "ReplayState", "unknown"]

ALONE: Final[list[Key]] = [()]
"""The one line of what is per nothing."""


@lru_cache(maxsize=4096)
def unknown(name: str) -> Unknown:
    """Return the answer to a question that turns on *name*, which nobody recorded."""
    return Unknown((name,))


class _Concerned:
    """Whom and what one event concerned so far, kept by dimensions to be found at once."""

    __slots__ = ("_by_dimensions", "_count")

    def __init__(self) -> None:
        self._by_dimensions: dict[tuple[str, ...], set[Key]] = {}
        self._count = 0

    def catch_up(self, happened: tuple[tuple[int, Key], ...]) -> None:
        """Take in what *happened* since it was last asked."""
        for _, key in happened[self._count :]:
            self._by_dimensions.setdefault(_dimensions(key), set()).add(key)
        self._count = len(happened)

    def has(self, key: Key) -> bool:
        """Tell whether it concerned just this *key*."""
        return key in self._by_dimensions.get(_dimensions(key), ())

    def any_concerns(self, key: Key) -> bool:
        """Tell whether anything it concerned concerns *key*."""
        if () in self._by_dimensions:
            return True
        mine = _dimensions(key)
        for dims, keys in self._by_dimensions.items():
            # of the same dimensions, only what is equal concerns one another
            if key in keys if dims == mine else any(concern(one, key) for one in keys):
                return True
        return False


def _dimensions(key: Key) -> tuple[str, ...]:
    return tuple([dim for dim, _ in key])


class ReplayState:
    """A log on its way through a procedure, in one mode; made anew for each replay."""

    __slots__ = (
        "_anchor_rule",
        "_concerned",
        "_happened",
        "_values_asked",
        "announced",
        "case_facts",
        "clocks",
        "events",
        "facts",
        "facts_asked_in_vain",
        "faults",
        "inherited_doubt",
        "known_on",
        "later_events",
        "parties",
        "party_keys",
        "plan",
        "position",
        "procedures",
        "recordable",
        "region_states",
        "steps",
        "today",
        "unread",
    )

    def __init__(
        self,
        plan: ReplayPlan,
        log: CaseLog,
        as_of: int,
        known_on: date | None,
        mode: Mode,
        recordable: frozenset[str] | None,
        coverage: Coverage,
    ) -> None:
        self.plan = plan
        self.procedures: list[Procedure] = [plan.procedure]
        """Every procedure the log has led into, the present one last."""
        self.known_on = known_on
        self.recordable = recordable
        """The events the source has a place for, and what follows from them; None for all."""
        self.unread: list[Unread] = list(coverage.of_case(log.case))
        """What stood there of the case and was not understood, so far."""
        self.today = 0
        self.position = 0
        """Where the event being applied stands in the log."""
        last = date.fromordinal(as_of)
        events = log.events
        if coverage.ignored:
            events = tuple([event for event in events if not coverage.ignores(event.name)])
        self.events = [event for event in events if event.day <= last]
        self.later_events = events[len(self.events) :]
        self.case_facts = dict(log.facts)
        self.facts: dict[str, list[tuple[int, Key, Fact]]] = {}
        seen: dict[str, None] = {}
        for position, event in enumerate(self.events):
            for name, value in event.facts:
                self.facts.setdefault(name, []).append((position, event.of, value))
            for dim, who in event.of:
                if dim == "party":
                    seen[who] = None
        given = self.case_facts.get("parties")
        named = given if isinstance(given, tuple) else ((str(given),) if given else ())
        self.parties: tuple[str, ...] = named or tuple(seen)
        self.party_keys: list[Key] = [(("party", who),) for who in self.parties] or ALONE
        self.region_states: dict[tuple[int, Key], str] = {}
        """The state of each line of each region that has begun."""
        self.steps: list[RunStep] = []
        self.faults: list[Fault] = []
        self.inherited_doubt: AbstractSet[str] = frozenset()
        """Facts not recorded on which it turns whether the event being applied happened at all."""
        self.announced: dict[tuple[str, Key], tuple[date, int]] = {}
        """Events with the day for which they are planned, and the step that said so."""
        for name, value in log.facts:
            self._announce(name, value, (), -1)
        calendar = plan.calendar
        views = calendar.views if calendar is not None else None
        self.clocks = ClockSet(views, mode, plan.matters_asked)
        self.facts_asked_in_vain: set[str] = set()
        """Facts that were asked for and that nothing so far has told."""
        self._anchor_rule: Callable[[ReplayState, LiveClock], Anchor] | None = None
        self._happened: dict[str, tuple[tuple[int, Key], ...]] = {}
        self._concerned: dict[str, _Concerned] = {}
        self._values_asked: dict[tuple[str, frozenset[str]], dict[str, None]] = {}

    # -- going on from here

    def fork(self) -> ReplayState:
        """Return a copy that can go its own way; what has ended for good is shared."""
        other = object.__new__(ReplayState)
        for name in ReplayState.__slots__:
            setattr(other, name, getattr(self, name))
        rule = self._anchor_rule
        other.clocks = self.clocks.fork(None if rule is None else partial(rule, other))
        other.procedures = self.procedures.copy()
        other.events = self.events.copy()
        other.unread = self.unread.copy()
        other.steps = self.steps.copy()
        other.faults = self.faults.copy()
        other.facts = self.facts.copy()
        other.announced = self.announced.copy()
        other.region_states = self.region_states.copy()
        other.facts_asked_in_vain = self.facts_asked_in_vain.copy()
        other._happened = self._happened.copy()
        other._concerned = {}
        other._values_asked = self._values_asked.copy()
        return other

    def would_rewrite(self, event: Event) -> bool:
        """Tell whether *event*, coming last, would change what was made of those before it."""
        if any(name in self.facts_asked_in_vain for name, _ in event.facts):
            return True
        for dim, value in event.of:
            if dim == "party" and value not in self.parties and not self.case_facts.get("parties"):
                return True
            for (asked, names), found in self._values_asked.items():
                if asked == dim and event.name in names and value not in found:
                    return True
        return False

    def merge_ranges(self, other: ReplayState) -> None:
        """Take in what the same log comes to in another mode: ranges, and waits not waited for."""
        matched = self.clocks.merge_ranges(other.clocks)
        places = {id(one.event): place for place, one in enumerate(self.steps) if not one.made_by}
        known = {(fault.code, fault.step, fault.rule) for fault in self.faults}
        for fault in other.faults:
            if fault.code != "too-early" or fault.clock not in matched:
                continue
            step = places[id(other.steps[fault.step].event)]
            if (fault.code, step, fault.rule) not in known:
                clock = matched[fault.clock].number
                self.faults.append(attrs.evolve(fault, step=step, clock=clock))

    # -- what happens

    def add_event(self, event: Event) -> int:
        """Add *event* to those of the log, after all others; return its position."""
        position = len(self.events)
        self.events.append(event)
        for name, value in event.facts:
            self.facts[name] = [*self.facts.get(name, ()), (position, event.of, value)]
        return position

    def come_to(self, day: int, position: int | None = None) -> None:
        """Let it be the day *day*, and be known what was recorded up to *position* in the log."""
        self.today = day
        if position is not None:
            self.position = position

    def record(self, step: RunStep) -> None:
        """Record an event as it was applied."""
        self.steps.append(step)

    def note(self, faults: Iterable[Fault]) -> None:
        """Note what went against a rule."""
        self.faults.extend(faults)

    def not_understand(self, event: Event) -> None:
        """Note that *event* has a name nobody knows: it may be anything."""
        self.unread.append(Unread(word=event.name, day=event.day, line=event.line))

    def happen(self, event: Event, counts_from: int, step: int) -> None:
        """Let *event* have happened: it is no longer planned, and may plan others."""
        happened = self._happened.get(event.name, ())
        self._happened[event.name] = (*happened, (counts_from, event.of))
        if self.announced:
            self.announced = {
                (name, of): planned
                for (name, of), planned in self.announced.items()
                if name != event.name or not concern(of, event.of)
            }
        if event.facts and self.plan.planned_by:
            for name, value in event.facts:
                self._announce(name, value, event.of, step)

    def _announce(self, fact: str, value: Fact, key: Key, step: int) -> None:
        if isinstance(value, date):
            for planned in self.plan.planned_by.get(fact, ()):
                self.announced.pop((planned, ()), None)
                self.announced[planned, key] = (value, step)

    def inherit(self, names: AbstractSet[str]) -> None:
        """Let what starts now turn on *names*: it is not recorded whether its event happened."""
        self.inherited_doubt = names

    def move(self, region: int, line: Key, target: str) -> None:
        """Let a line of a region be in the state *target*."""
        self.region_states[region, line] = target

    def go_over_to(
        self, plan: ReplayPlan, procedure: Procedure, states: Mapping[tuple[int, Key], str]
    ) -> None:
        """Go on in another procedure, whose regions are in *states*."""
        self.plan = plan
        self.procedures.append(procedure)
        self.region_states = dict(states)

    def anchor_by(self, rule: Callable[[ReplayState, LiveClock], Anchor]) -> None:
        """Count clocks back from the last day of others by *rule*, here and in every fork."""
        self._anchor_rule = rule
        self.clocks.anchor_by(partial(rule, self))

    # -- what conditions ask

    def fact(self, name: str, position: int, key: Key) -> Answer:
        """Return a fact as it stood at *position*, or, unknown then, as first recorded later."""
        later: Fact | None = None
        found = self.facts.get(name)
        if found is not None:
            for place, of, value in reversed(found):
                if key and of and not concern(of, key):
                    continue
                if place <= position:
                    return value
                later = value
        whole = self.case_facts.get(name)
        if whole is not None:
            return whole
        if later is not None:
            return later
        self.facts_asked_in_vain.add(name)
        return unknown(name)

    def parties_of(self, key: Key) -> tuple[str, ...]:
        """Return the parties a question about *key* is about: the one it names, or all."""
        for dim, value in key:
            if dim == "party":
                return (value,)
        return self.parties

    def has_no_place(self, name: str) -> bool:
        """Tell whether the source has no place for the event, so that its absence means nothing."""
        return self.recordable is not None and name not in self.recordable

    @property
    def may_lack_events(self) -> bool:
        """Whether the record can lack an event that happened."""
        return self.recordable is not None or bool(self.unread)

    @property
    def has_unread(self) -> bool:
        """Whether something of the case up to today was not understood; it may be any event."""
        today = self.today
        return any(one.day is None or one.day.toordinal() <= today for one in self.unread)

    def ever_happened(self, name: str) -> bool:
        """Tell whether the event happened at all."""
        return name in self._happened

    def happened_just(self, name: str, key: Key) -> bool:
        """Tell whether the event happened to just this *key*."""
        return name in self._happened and self._whom(name).has(key)

    def happened(self, name: str, key: Key) -> bool:
        """Tell whether the event happened; over something per party, for every party."""
        if name not in self._happened:
            return False
        effects = self.plan.effects.get(name)
        if effects is None or "party" not in effects.per:
            return not key or self._whom(name).any_concerns(key)
        found = self._whom(name)
        rest = tuple([pair for pair in key if pair[0] != "party"]) if key else key
        for who in self.parties_of(key):
            if not found.any_concerns((*rest, ("party", who))):
                return False
        return not rest or found.any_concerns(rest)

    def _whom(self, name: str) -> _Concerned:
        found = self._concerned.get(name)
        if found is None:
            found = self._concerned[name] = _Concerned()
        found.catch_up(self._happened[name])
        return found

    def last_day_of(self, name: str, key: Key) -> int | None:
        """Return the day from which the event counts, of several the last; None if never."""
        for day, of in reversed(self._happened.get(name, ())):
            if concern(of, key):
                return day
        return None

    def states_of(self, region: str, key: Key) -> set[str]:
        """Return the states that the lines of *region* about *key* are in."""
        for number, one in enumerate(self.plan.regions):
            if one.id == region:
                return {self.state_in(number, line) for line in self.candidates(number, one, key)}
        return set()

    def state_in(self, number: int, line: Key) -> str:
        """Return the state of a line of the region at *number*."""
        state = self.region_states.get((number, line))
        return self.plan.regions[number].initial if state is None else state

    # -- which of several

    def each(self, dims: Collection[str], key: Key, names: frozenset[str]) -> list[Key]:
        """Return what an event about *key* concerns in *dims*: one for each value it leaves open.

        Who the parties are is known of the whole case; of other dimensions, the values are those
        seen with the events *names*.
        """
        if not key and len(dims) == 1 and "party" in dims:
            return self.party_keys
        mine: Key = tuple([pair for pair in key if pair[0] in dims])
        if len(mine) == len(dims):
            return [mine]
        named = {dim for dim, _ in mine}
        found = [mine]
        for dim in sorted(dims):
            if dim not in named:
                values: Iterable[str] = self.parties if dim == "party" else self._seen(dim, names)
                spread = [tuple(sorted((*one, (dim, value)))) for value in values for one in found]
                found = spread or found
        return found

    def _seen(self, dim: str, names: frozenset[str]) -> Iterable[str]:
        """Return the values of *dim* that the events *names* of the whole log name."""
        found = self._values_asked.get((dim, names))
        if found is None:
            found = self._values_asked[dim, names] = dict.fromkeys(
                value
                for event in self.events
                if event.name in names
                for named, value in event.of
                if named == dim
            )
        return found

    def candidates(self, number: int, region: Region, key: Key) -> list[Key]:
        """Return every line of *region* that something about *key* concerns."""
        per = region.per
        if not per:
            return ALONE
        found = self.each(per, key, self.plan.region_events[number])
        if len(key) < len(per) or sum(dim in per for dim, _ in key) < len(per):
            begun = [
                line for place, line in self.region_states if place == number and concern(line, key)
            ]
            if begun:
                known = set(found)
                begun = [line for line in begun if line not in known]
            if begun:
                found = [*found, *begun] if found[0] else begun
        return found
