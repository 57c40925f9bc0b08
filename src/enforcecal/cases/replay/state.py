"""Where a replay stands: what has happened so far, and what can be asked of it.

A `Standing` changes with every event that is applied to it (`enforcecal.cases.replay.apply`), and
can be forked, so that one can go on from a place in the log without going through the log again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from datetime import date
from functools import lru_cache, partial
from typing import Final

from enforcecal.cases.replay.clocks import Clock, Clockwork, Mode, concern
from enforcecal.cases.replay.events import CaseLog, Event, Fact
from enforcecal.cases.replay.plan import Plan
from enforcecal.cases.replay.run import Fault, Key, RunStep
from enforcecal.law.conditions import Answer, Unknown
from enforcecal.law.procedures import Procedure, Region

__all__ = ["ALONE", "Standing", "lacking"]

ALONE: Final[list[Key]] = [()]
"""The one line of what is per nothing."""


@lru_cache(maxsize=4096)
def lacking(name: str) -> Unknown:
    """Return the answer to a question that turns on *name*, which nobody recorded."""
    return Unknown((name,))


class Standing:
    """A log on its way through a procedure, in one mode; made anew for each replay."""

    __slots__ = (
        "announced",
        "armed",
        "by_limit",
        "case_facts",
        "events",
        "facts",
        "faults",
        "heirs",
        "history",
        "inherited",
        "known_on",
        "lacked",
        "later",
        "origins",
        "parties",
        "party_keys",
        "places",
        "plan",
        "position",
        "spread",
        "stages",
        "states",
        "steps",
        "today",
        "work",
    )

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
        self.stages: list[Procedure] = [plan.procedure]
        self.known_on = known_on
        self.places = places
        self.today = 0
        self.position = 0
        last = date.fromordinal(as_of)
        self.events = [event for event in log.events if event.day <= last]
        self.later = log.events[len(self.events) :]
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
        self.history: dict[str, tuple[tuple[int, Key], ...]] = {}
        self.by_limit: dict[int, list[Clock]] = {}
        self.armed: list[Clock] = []
        """Clocks that put an event in when they run out."""
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
        self.work = Clockwork(calendar.views if calendar is not None else None, mode, plan.asked)
        self.lacked: set[str] = set()
        """Facts that were asked for and that nothing so far has told."""
        self.spread: dict[tuple[str, frozenset[str]], dict[str, None]] = {}
        """What was found when it was asked which values of a dimension there are."""

    # -- going on from here

    def fork(self) -> Standing:
        """Return a copy that can go its own way; what has ended for good is shared."""
        other = object.__new__(Standing)
        for name in Standing.__slots__:
            setattr(other, name, getattr(self, name))
        work = other.work = self.work.fork()
        if self.work.anchor is not None:
            work.anchor = partial(self.work.anchor.func, other)
        clocks = work.clocks
        other.by_limit = {
            number: [clocks[clock.number] for clock in found]
            for number, found in self.by_limit.items()
        }
        other.armed = [clocks[clock.number] for clock in self.armed]
        other.heirs = [clocks[clock.number] for clock in self.heirs]
        other.events = self.events.copy()
        other.stages = self.stages.copy()
        other.steps = self.steps.copy()
        other.faults = self.faults.copy()
        other.facts = self.facts.copy()
        other.history = self.history.copy()
        other.announced = self.announced.copy()
        other.states = self.states.copy()
        other.origins = self.origins.copy()
        other.lacked = self.lacked.copy()
        other.spread = self.spread.copy()
        return other

    def would_rewrite(self, event: Event) -> bool:
        """Tell whether *event*, coming last, would change what was made of those before it."""
        if any(name in self.lacked for name, _ in event.facts):
            return True
        for dim, value in event.of:
            if dim == "party" and value not in self.parties and not self.case_facts.get("parties"):
                return True
            for (asked, names), found in self.spread.items():
                if asked == dim and event.name in names and value not in found:
                    return True
        return False

    def take(self, event: Event) -> None:
        """Add *event* to those that happened, after all others."""
        position = self.position = len(self.events)
        self.events.append(event)
        for name, value in event.facts:
            self.facts[name] = [*self.facts.get(name, ()), (position, event.of, value)]

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
        self.lacked.add(name)
        return lacking(name)

    def asked(self, key: Key) -> tuple[str, ...]:
        """Return the parties a question about *key* is about: the one it names, or all."""
        for dim, value in key:
            if dim == "party":
                return (value,)
        return self.parties

    def happened(self, name: str, key: Key) -> bool:
        """Tell whether the event happened; over something per party, for every party."""
        found = self.history.get(name)
        if not found:
            return False
        acts = self.plan.acts.get(name)
        if acts is None or "party" not in acts.per:
            if not key:
                return True
            return any(concern(of, key) for _, of in found)
        rest = tuple([pair for pair in key if pair[0] != "party"]) if key else key
        for who in self.asked(key):
            mine: Key = (*rest, ("party", who))
            if not any(concern(of, mine) for _, of in found):
                return False
        return not rest or any(concern(of, rest) for _, of in found)

    def of_matter(self, matter: str, key: Key) -> list[Clock]:
        """Return the clocks of *matter* about *key*, of several starts the newest."""
        work = self.work
        found = [
            clock
            for clock in work.clocks
            if clock.bound.limit.matter == matter
            and clock.number not in work.past
            and concern(clock.key, key)
        ]
        for clock in found:
            work.refresh(clock)
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
                values: Iterable[str] = self.parties if dim == "party" else self.seen(dim, names)
                spread = [tuple(sorted((*one, (dim, value)))) for value in values for one in found]
                found = spread or found
        return found

    def seen(self, dim: str, names: frozenset[str]) -> Iterable[str]:
        """Return the values of *dim* that the events *names* of the whole log name."""
        found = self.spread.get((dim, names))
        if found is None:
            found = self.spread[dim, names] = dict.fromkeys(
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
        found = self.each(per, key, self.plan.words[number])
        if len(key) < len(per) or sum(dim in per for dim, _ in key) < len(per):
            begun = [
                line
                for place, line in self.states
                if place == number and line not in found and concern(line, key)
            ]
            if begun:
                found = [*found, *begun] if found[0] else begun
        return found

    def disarm(self, clock: Clock) -> None:
        """Let *clock* put no event in any more."""
        if clock in self.armed:
            self.armed.remove(clock)
