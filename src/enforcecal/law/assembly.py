"""Procedures put together from what several packs say of them.

The laws a procedure is under come with every edition, machines become regions, ``*.`` names are
expanded, vocabularies are joined, and overlays add what they add.  A name that leads nowhere is
refused here, so that replay never meets one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeVar, cast

import attrs

from enforcecal.errors import PackError, hint
from enforcecal.law.citations import Law, family_of
from enforcecal.law.conditions import Condition
from enforcecal.law.expansion import (
    build_region,
    expand_limit,
    expand_need,
    expand_pause,
    expand_words,
    merge_words,
)
from enforcecal.law.limitations import LimitationRules
from enforcecal.law.procedures import EventType, FactType, Machine, Procedure, Region
from enforcecal.law.rules import NO_ROLL, CountingRule, Need, PauseRule, TimeLimit
from enforcecal.law.schema import Pack, ProcedureEntry, section_of
from enforcecal.law.shelf import Shelf, digests, law_of, placed
from enforcecal.law.views import join_limitation

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["assemble"]

_Model = TypeVar("_Model")
_LIMITATION: Final = ("limitation", "")


def assemble(
    shelf: Shelf, name: str, calendar: Callable[[Pack], WorkCalendar | None]
) -> dict[str, Procedure]:
    """Return the procedure called *name* and those it leads into, by id, each resolved.

    In two steps, because they may lead into one another.  Raises `PackError` when something names
    what is nowhere to be found.
    """
    built: dict[str, Procedure] = {}
    switches: dict[str, dict[str, Procedure]] = {}
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one in built:
            continue
        switches[one] = {}
        built[one] = _Build(shelf, one).procedure(calendar, switches[one])
        waiting += [target for _, target, _ in _leads(built[one].regions)]
    for one, procedure in built.items():
        for region, target, state in _leads(procedure.regions):
            if state not in _entry_states(built[target], region):
                pack = shelf.packs[next(iter(procedure.digests))]
                message = f"region {region!r}: procedure {target!r} has no state {state!r}"
                raise PackError(pack.source, [placed(pack, one, message)])
            switches[one][target] = built[target]
    return built


def _judged(need: Need, law: Law | None) -> Need:
    """Return *need* as it is found: a breach only where it is sure and *law* binds."""
    checked = need.verified not in {"secondary", "memory"}
    firm = checked and not need.reading and (law is None or law.binding)
    return need if firm else attrs.evolve(need, severity="review")


def _leads(regions: Iterable[Region]) -> Iterator[tuple[str, str, str]]:
    """Yield (own region, procedure, state) for every step that leads into another procedure."""
    for region in regions:
        for step in region.steps:
            target, slash, state = step.target.rpartition("/")
            if slash:
                yield region.id, target, state


def _entry_states(procedure: Procedure, region: str) -> tuple[str, ...]:
    """Return the states a switch from *region* may enter: those of its namesake, or of ``main``."""
    by_id = {each.id: each for each in procedure.regions}
    found = by_id.get(region) or by_id.get("main")
    return found.states if found else ()


class _Build:
    """Resolves one procedure; a class because its steps share what was used and what is wrong."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self.shelf = shelf
        self.pack, self.entry = cast(
            "tuple[Pack, ProcedureEntry]", shelf.find(ProcedureEntry, name)
        )
        self.used: dict[str, Pack] = {self.pack.id: self.pack}
        self.homes: dict[str, str] = {}
        self.problems: list[tuple[Pack, str]] = []
        self.entries = [(self.pack, self.entry)]
        for pack in shelf.packs.values():
            found = [(pack, each) for each in pack.procedures if each.extends == name]
            self.entries += found
            if found:
                self.use(pack)

    def procedure(
        self, calendar: Callable[[Pack], WorkCalendar | None], switches: dict[str, Procedure]
    ) -> Procedure:
        families = tuple(dict.fromkeys(law for _, each in self.entries for law in each.laws))
        laws = self.laws(families)
        regions = self.regions()
        written = [self.shelf.limit(each.id) for _, each in self.of_laws(TimeLimit, laws)]
        pauses, expanded = self.pauses(laws, written, regions)
        countings = self.countings(written)
        limits = tuple(
            each for _, limit in written for each in expand_limit(limit, regions, expanded)
        )
        needs = tuple(
            each
            for pack, need in self.of_laws(Need, laws)
            for each in expand_need(_judged(need, law_of(pack, need.id)), regions)
        )
        self.check_names(written, regions)
        asking = [
            *(each for need in needs for each in (need.when, need.that)),
            *(each for limit in limits for each in (limit.when, limit.length, limit.before)),
            *(step.condition for region in regions for step in region.steps),
        ]
        limitation = self.limitation(asking)
        events, facts = self.words(regions)
        if limitation is not None:
            self.check_codes(events, limitation)
        if self.problems:
            sources = dict.fromkeys(pack.source for pack, _ in self.problems)
            raise PackError(", ".join(sources), [message for _, message in self.problems])
        return Procedure(
            id=self.entry.id,
            zh=self.entry.zh,
            en=self.entry.en,
            families=families,
            regions=regions,
            events=events,
            facts=facts,
            laws=laws,
            limits=limits,
            pauses=pauses,
            countings=countings,
            needs=needs,
            switches=switches,
            digests=digests(self.used.values()),
            ignore=tuple(dict.fromkeys(word for _, each in self.entries for word in each.ignore)),
            limitation=limitation,
            calendar=calendar(self.pack),
            zone=self.pack.zone,
        )

    def use(self, pack: Pack) -> None:
        self.used[pack.id] = pack

    def refuse(self, pack: Pack, message: str) -> None:
        self.problems.append((pack, placed(pack, self.entry.id, message)))

    def seek(
        self, model: type[_Model], name: str, user: Pack, rule: str, key: str
    ) -> _Model | None:
        found = self.shelf.find(model, name)
        if found is None:
            self.problems.append((user, self.shelf.dangling(model, name, user, rule, key)))
            return None
        self.use(found[0])
        return found[1]

    def laws(self, families: tuple[str, ...]) -> dict[str, Law]:
        found: dict[str, Law] = {}
        for family in families:
            self.shelf.read_family(family)
            editions = sorted(
                (law.id, pack.id, law) for pack, law in self.shelf.all(Law) if law.family == family
            )
            for name, pack, law in editions:
                self.use(self.shelf.packs[pack])
                self.homes[name] = pack
                found[name] = law
            if not editions:
                meant = hint(family, map(family_of, self.shelf.names(Law)))
                self.refuse(self.pack, f"laws: no pack has an edition of {family!r}{meant}")
        return found

    def regions(self) -> tuple[Region, ...]:
        found: dict[str, Region] = {}
        for pack, entry in self.entries:
            for region in entry.region:
                machine = None
                if region.like is not None:
                    key = f"region {region.id!r}: like"
                    machine = self.seek(Machine, region.like, pack, self.entry.id, key)
                    if machine is None:
                        continue
                if region.id in found:
                    self.refuse(
                        pack,
                        f"region {region.id!r} is there already; what extends a procedure can add "
                        "regions, not change them",
                    )
                found[region.id] = build_region(region, machine)
        return tuple(found.values())

    def of_laws(self, model: type[_Model], laws: Mapping[str, Law]) -> list[tuple[Pack, _Model]]:
        """Return the rules of this kind that belong to one of *laws*, in order of their files.

        The order must not depend on what the rulebook was asked for before.
        """
        found: list[tuple[Pack, _Model]] = []
        for pack in dict.fromkeys(self.homes[law] for law in laws):
            for entry in self.shelf.packs[pack].section(section_of(model)):
                law = law_of(self.shelf.packs[pack], entry.id)
                if law is not None and law.id in laws:
                    found.append((self.shelf.packs[pack], cast("_Model", entry)))
        return found

    def check_names(
        self, limits: list[tuple[Pack, TimeLimit]], regions: tuple[Region, ...]
    ) -> None:
        for pack, limit in limits:
            for name in limit.overrides:
                self.seek(TimeLimit, name, pack, limit.id, "overrides")
            if limit.takes_over:
                self.seek(TimeLimit, limit.takes_over.limit, pack, limit.id, "takes-over")
        for region, target, _ in _leads(regions):
            if self.shelf.find(ProcedureEntry, target) is None:
                self.seek(
                    ProcedureEntry, target, self.pack, self.entry.id, f"region {region!r}: step"
                )

    def countings(self, limits: list[tuple[Pack, TimeLimit]]) -> dict[str, CountingRule]:
        found = {NO_ROLL.id: NO_ROLL}
        for pack, limit in limits:
            if limit.counting not in found:
                rule = self.seek(CountingRule, limit.counting, pack, limit.id, "counting")
                found[limit.counting] = rule or NO_ROLL
        return found

    def pauses(
        self,
        laws: Mapping[str, Law],
        limits: list[tuple[Pack, TimeLimit]],
        regions: tuple[Region, ...],
    ) -> tuple[dict[str, PauseRule], dict[str, tuple[str, ...]]]:
        """Return the pauses by id, and for each id as written those it was expanded to."""
        written = {pause.id: pause for _, pause in self.of_laws(PauseRule, laws)}
        for pack, limit in limits:
            for name in limit.pause:
                pause = self.seek(PauseRule, name, pack, limit.id, "pause")
                if pause is not None:
                    written[name] = pause
        expanded = {name: tuple(expand_pause(each, regions)) for name, each in written.items()}
        found = {each.id: each for every in expanded.values() for each in every}
        return found, {name: tuple(each.id for each in every) for name, every in expanded.items()}

    def limitation(self, asking: Iterable[object]) -> LimitationRules | None:
        """Return the rules of limitation if one of *asking* is a condition that asks for them."""
        if not any(isinstance(each, Condition) and _LIMITATION in each.calls for each in asking):
            return None
        rules = join_limitation(self.shelf)
        for pack in self.shelf.packs.values() if rules else ():
            if pack.limitations or pack.conducts or pack.discoveries or pack.questions:
                self.use(pack)
        return rules

    def check_codes(self, events: Mapping[str, EventType], rules: LimitationRules) -> None:
        for event in events.values():
            if event.discovers and event.discovers not in rules.codes:
                meant = hint(event.discovers, rules.codes)
                wrong = f"event {event.name!r}: no discovery is called {event.discovers!r}{meant}"
                self.refuse(self.pack, wrong)

    def words(
        self, regions: tuple[Region, ...]
    ) -> tuple[dict[str, EventType], dict[str, FactType]]:
        """Join the vocabularies: of the laws, of the procedure, then of overlays."""
        overlays = [self.shelf.packs[name] for name in sorted(self.shelf.overlaid)]
        below = [pack for pack in self.used.values() if pack not in (self.pack, *overlays)]
        events: dict[str, EventType] = {}
        facts: dict[str, FactType] = {}
        for pack in (*below, self.pack, *overlays):
            # An overlay that adds nothing else here may still know other words for what is here.
            everything = pack.id in self.used
            for name, event in pack.events.items():
                if name in events:
                    events[name] = merge_words(events[name], event)
                elif everything:
                    events[name] = event
            for name, fact in pack.facts.items():
                if name in facts:
                    facts[name] = merge_words(facts[name], fact)
                elif everything:
                    facts[name] = fact
        # The order of events is that in which the procedure declares them: it may decide a tie.
        first = [name for name in self.pack.events if name in events]
        ordered = {name: events[name] for name in dict.fromkeys([*first, *events])}
        return expand_words(ordered, regions), facts
