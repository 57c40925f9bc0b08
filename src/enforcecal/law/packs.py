"""Rule packs: reading them from files, and a rulebook of several.

A pack is one TOML file.  `load_pack` reads one and refuses what could not be right in any law, with
every problem of the file in one error.  A `Rulebook` joins packs: it reads a file only when it is
asked for something in it, copies what ``like`` copies, expands ``*.`` names, adds what overlays
add, and refuses names that lead nowhere.  What is lawful to write but unwise is told by
`enforcecal.law.graph.lint`.

This is the one module of its floor that opens files.  Nothing in a pack is ever run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

import attrs

from enforcecal.errors import PackError, UnknownNameError, nearest
from enforcecal.law.checks import check_limit
from enforcecal.law.citations import Law, edition_of, family_of
from enforcecal.law.expansion import (
    build_region,
    expand_limit,
    expand_need,
    expand_pause,
    expand_words,
    merge_words,
)
from enforcecal.law.limits import BoundLimit
from enforcecal.law.places import Places
from enforcecal.law.procedures import EventType, FactType, Machine, Procedure, Region
from enforcecal.law.rules import NO_ROLL, CountingRule, Need, PauseRule, TimeLimit
from enforcecal.law.schema import SECTIONS, LimitLike, Pack, ProcedureEntry, section_of
from enforcecal.law.structure import read_tables

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["Pack", "Rulebook", "dump_pack", "law_of", "load_pack", "rulebook"]

_DATA: Final = Path(__file__).with_name("data")
_LONGEST_LIKE: Final = 2

_Model = TypeVar("_Model")


def load_pack(source: Path | str) -> Pack:
    """Read one pack from a path, or from TOML text (any string with a line break).

    Raises `PackError` with every problem of the file: line, place with its id, value, nearest key.
    """
    if isinstance(source, Path) or "\n" not in source:
        name, text = str(source), _text_of(Path(source))
    else:
        name, text = "<text>", source
    import tomllib

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers and nesting beyond all measure too
        raise PackError(name, [f"not TOML: {error}"]) from None
    places = Places(text, data)
    found = read_tables(data, source=name, lines=places.ids)
    if not isinstance(found, Pack):
        found.sort(key=lambda each: places.line(each.path, each.key) or 0)
        raise PackError(name, [places.place(each.path, each.message, each.key) for each in found])
    if homeless := tuple(_without_law(found)):
        raise PackError(name, homeless)
    return found


def dump_pack(pack: Pack) -> str:
    """Return *pack* as TOML text that loads as an equal pack, one key a line, defaults left out.

    Comments and layout of the file it came from are not kept.  Needs the package tomli-w, which
    ``pip install "enforcecal[testing]"`` brings along.
    """
    import tomli_w

    return tomli_w.dumps(pack.tables())


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise PackError(str(path), ["there is no such file"]) from None
    except UnicodeDecodeError as error:
        raise PackError(str(path), [f"not UTF-8: byte {error.start} cannot be read"]) from None
    except OSError as error:
        raise PackError(str(path), [f"cannot be read: {error.strerror}"]) from None


def law_of(pack: Pack, rule: str) -> Law | None:
    """Return the law of *pack* whose id prefixes *rule*, the longest such."""
    found = [law for law in pack.laws if rule.startswith(f"{law.id}.")]
    return max(found, key=lambda law: len(law.id)) if found else None


def _without_law(pack: Pack) -> Iterator[str]:
    # A rule of no law would never be in force, and nobody would notice.
    for rule in (*pack.limits, *pack.needs, *pack.pauses):
        if law_of(pack, rule.id) is None:
            found = nearest(edition_of(rule.id), (law.id for law in pack.laws))
            hint = f"did you mean the law {found!r}?" if found else "declare it as [[law]]"
            yield _placed(pack, rule.id, f"begins with the id of no law of this file; {hint}")


def _placed(pack: Pack, rule: str, message: str) -> str:
    line = pack.lines.get(rule)
    return f"{f'line {line}: ' if line else ''}{rule!r}: {message}"


def _digests(packs: Iterable[Pack]) -> dict[str, str]:
    return {pack.id: pack.digest[:12] for pack in packs}


@attrs.frozen
class _Source:
    """A file or directory of packs.

    A directory with a folder ``laws`` keeps each law edition and each procedure in a file named by
    its id, so that a file is read only when something in it is asked for.  Any other directory, and
    a file, is read at once and whole.
    """

    files: tuple[Path, ...]
    by_name: bool

    @classmethod
    def at(cls, path: Path) -> _Source:
        if not path.is_dir():
            return cls((path,), by_name=False)
        return cls(tuple(sorted(path.rglob("*.toml"))), by_name=(path / "laws").is_dir())


class _Shelf:
    """The packs of a rulebook and what is in them, by id; reads files as they are asked for."""

    def __init__(self) -> None:
        self.packs: dict[str, Pack] = {}
        self.overlaid: set[str] = set()
        self._entries: dict[type, dict[str, tuple[Pack, object]]] = {
            model: {} for model in SECTIONS.values()
        }
        self._limits: dict[str, TimeLimit] = {}
        self._by_name: dict[str, list[Path]] = {}
        self._read: set[Path] = set()

    # Reading

    def open(self, source: str | Path | Pack, *, overlay: bool = False) -> None:
        before = set(self.packs)
        if isinstance(source, Pack):
            self.take(source)
        else:
            found = _Source.at(Path(source))
            for path in found.files:
                if found.by_name and not overlay:
                    self._by_name.setdefault(path.stem, []).append(path)
                else:
                    self.take(load_pack(path))
        if overlay:
            self.overlaid |= set(self.packs) - before

    def read_all(self) -> None:
        for stem in self._by_name:
            self._read_named(stem)

    def read_family(self, family: str) -> None:
        for stem in self._by_name:
            if family_of(stem) == family:
                self._read_named(stem)

    def _read_named(self, stem: str) -> None:
        for path in self._by_name.get(stem, ()):
            self._read_file(path)

    def _read_file(self, path: Path) -> None:
        if path in self._read:
            return
        pack = load_pack(path)
        for entry in pack.procedures:
            if entry.extends:
                # It would have its effect only once something else in this file was asked for.
                message = f"extends {entry.extends!r} has no place in a file that is read by name"
                raise PackError(str(path), [f"{message}; give it as an overlay"])
        self.take(pack)
        self._read.add(path)

    def take(self, pack: Pack) -> None:
        other = self.packs.get(pack.id)
        if other == pack:
            return
        if other is not None:
            also = f"pack: the id {pack.id!r} is also that of {other.source}; ids are unique"
            raise PackError(pack.source, [also])
        problems: list[str] = []
        for section, model in SECTIONS.items():
            known = self._entries[model]
            for entry in pack.section(section):
                if entry.id in known and known[entry.id][1] != entry:
                    where = known[entry.id][0].source
                    message = (
                        f"this {section} is also in {where}; what another pack says cannot be "
                        "changed, only outranked: give yours an id of its own, and overrides"
                    )
                    problems.append(_placed(pack, entry.id, message))
                if entry.id:
                    known.setdefault(entry.id, (pack, entry))
        if problems:
            raise PackError(pack.source, problems)
        self.packs[pack.id] = pack

    # Finding

    def all(self, model: type[_Model]) -> list[tuple[Pack, _Model]]:
        """Return what has been read so far of this kind; limits as they are written."""
        return cast("list[tuple[Pack, _Model]]", list(self._entries[model].values()))

    def names(self, model: type) -> list[str]:
        self.read_all()
        return sorted(self._entries[model])

    def find(self, model: type[_Model], name: str) -> tuple[Pack, _Model] | None:
        """Return what *name* is, reading the file named by it or by its law edition if need be."""
        known = self._entries[model]
        for stem in (name, edition_of(name)):
            if name not in known:
                self._read_named(stem)
        if name not in known and model is Machine:
            self.read_all()  # a machine stands beside the procedure that was written first
        return cast("tuple[Pack, _Model] | None", known.get(name))

    def get(
        self, model: type[_Model], name: str, user: Pack, rule: str, key: str
    ) -> tuple[Pack, _Model]:
        """Return what *name* is, or raise `PackError`: *key* of *rule* in *user* names it."""
        found = self.find(model, name)
        if found is None:
            raise PackError(user.source, [self.dangling(model, name, user, rule, key)])
        return found

    def dangling(self, model: type, name: str, user: Pack, rule: str, key: str) -> str:
        section = section_of(model)
        found = nearest(name, (each for each in self.names(model) if each != rule))
        hint = f"; did you mean {found!r}?" if found else ""
        return _placed(user, rule, f"{key}: no {section} is called {name!r}{hint}")

    def limit(self, name: str) -> tuple[Pack, TimeLimit]:
        """Return the limit of this id with its likes copied, or raise `UnknownNameError`."""
        found = self.find(TimeLimit, name)
        if found is None:
            self.read_all()
            found = self.find(TimeLimit, name)
        if found is None:
            raise UnknownNameError("limit", name, self.names(TimeLimit))
        if name not in self._limits:
            self._limits[name] = self._copied(*found, ())
        return found[0], self._limits[name]

    def _copied(
        self, pack: Pack, entry: TimeLimit | LimitLike, chain: tuple[str, ...]
    ) -> TimeLimit:
        if isinstance(entry, TimeLimit):
            return entry
        chain = (*chain, entry.id)
        told = " like ".join((*chain, entry.like))
        if entry.like in chain:
            message = f"like goes in a circle: {told}"
            raise PackError(pack.source, [_placed(pack, entry.id, message)])
        if len(chain) > _LONGEST_LIKE:
            message = f"like goes on more than {_LONGEST_LIKE} times: {told}; copy from the last"
            pack, _ = cast("tuple[Pack, LimitLike]", self.find(TimeLimit, chain[0]))
            raise PackError(pack.source, [_placed(pack, chain[0], message)])
        base = self.get(TimeLimit, entry.like, pack, entry.id, "like")
        limit = entry.resolve(self._copied(*base, chain))
        problems = [
            _placed(pack, limit.id, ": ".join((*map(str, path), message)))
            for path, message in check_limit(limit)
        ]
        if problems:
            raise PackError(pack.source, problems)
        return limit


class Rulebook:
    """Rules and procedures of several packs, joined.  Get one from `rulebook`.

    Reads files as they are needed and keeps what it has read; to its user it never changes.
    """

    def __init__(
        self,
        name: str,
        sources: Iterable[str | Path | Pack],
        overlays: Iterable[str | Path | Pack] = (),
        calendar: WorkCalendar | None = None,
    ) -> None:
        self.name = name
        self._calendar = calendar
        self._calendars: dict[str, WorkCalendar] = {}
        self._procedures: dict[str, Procedure] = {}
        self._shelf = _Shelf()
        for source in sources:
            self._shelf.open(source)
        for source in overlays:
            self._shelf.open(source, overlay=True)

    def __repr__(self) -> str:
        return f"<Rulebook {self.name!r}>"

    def limit(self, name: str) -> BoundLimit:
        """Return the time limit of this id, ready to count.

        Raises `UnknownNameError` with the nearest id, and `PackError` when the limit names a
        counting rule or a pause that is nowhere to be found.
        """
        pack, limit = self._shelf.limit(name)
        used = [pack]
        counting = NO_ROLL
        if limit.counting != NO_ROLL.id:
            found, counting = self._shelf.get(CountingRule, limit.counting, pack, name, "counting")
            used.append(found)
        pauses: dict[str, PauseRule] = {}
        for each in limit.pause:
            found, pauses[each] = self._shelf.get(PauseRule, each, pack, name, "pause")
            used.append(found)
        return BoundLimit(
            limit=limit,
            law=law_of(pack, name),
            counting=counting,
            pauses=pauses,
            calendar=self.calendar(pack),
            packs=tuple(sorted(_digests(used).items())),
        )

    def time_limit(self, name: str) -> TimeLimit:
        """Return the time limit of this id as its pack has it, likes copied."""
        return self._shelf.limit(name)[1]

    def procedure(self, name: str) -> Procedure:
        """Return the procedure of this id, resolved, or raise `UnknownNameError`.

        Raises `PackError` when something in its packs names what is nowhere to be found.
        """
        if name not in self._procedures:
            found = self._shelf.find(ProcedureEntry, name)
            if found is None:
                known = self._shelf.names(ProcedureEntry)
                raise UnknownNameError("procedure", name, known)
            self._build(name)
        return self._procedures[name]

    def limits(self) -> tuple[TimeLimit, ...]:
        """Return every time limit of every pack, likes copied, in order of their ids."""
        return tuple(self._shelf.limit(name)[1] for name in self._shelf.names(TimeLimit))

    def procedures(self) -> tuple[Procedure, ...]:
        """Return every procedure of every pack, in order of their ids."""
        return tuple(self.procedure(name) for name in self._shelf.names(ProcedureEntry))

    def packs(self) -> tuple[Pack, ...]:
        """Return every pack, in order of their ids."""
        self._shelf.read_all()
        return tuple(self._shelf.packs[name] for name in sorted(self._shelf.packs))

    def calendar(self, pack: Pack) -> WorkCalendar | None:
        """Return the calendar on which *pack* counts: the book's own, or its country's newest."""
        if self._calendar is not None or pack.calendar is None:
            return self._calendar
        if pack.calendar not in self._calendars:
            from enforcecal.dates.calendars import calendar

            self._calendars[pack.calendar] = calendar(pack.calendar)
        return self._calendars[pack.calendar]

    def _build(self, name: str) -> None:
        """Resolve a procedure and those it leads into, in two steps: they may lead into it too."""
        built: dict[str, Procedure] = {}
        switches: dict[str, dict[str, Procedure]] = {}
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one in built:
                continue
            switches[one] = {}
            built[one] = _Build(self._shelf, one).procedure(self.calendar, switches[one])
            waiting += [target for _, target, _ in _leads(built[one].regions)]
        for one, procedure in built.items():
            for region, target, state in _leads(procedure.regions):
                if state not in _entry_states(built[target], region):
                    pack = self._shelf.packs[next(iter(procedure.digests))]
                    message = f"region {region!r}: procedure {target!r} has no state {state!r}"
                    raise PackError(pack.source, [_placed(pack, one, message)])
                switches[one][target] = built[target]
        self._procedures.update(built)


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

    def __init__(self, shelf: _Shelf, name: str) -> None:
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
            each for _, need in self.of_laws(Need, laws) for each in expand_need(need, regions)
        )
        self.check_names(written, regions)
        events, facts = self.words(regions)
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
            digests=_digests(self.used.values()),
            calendar=calendar(self.pack),
            zone=self.pack.zone,
        )

    def use(self, pack: Pack) -> None:
        self.used[pack.id] = pack

    def refuse(self, pack: Pack, message: str) -> None:
        self.problems.append((pack, _placed(pack, self.entry.id, message)))

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
                near = nearest(family, map(family_of, self.shelf.names(Law)))
                hint = f"; did you mean {near!r}?" if near else ""
                self.refuse(self.pack, f"laws: no pack has an edition of {family!r}{hint}")
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


def rulebook(
    name: str | Path = "cn",
    *,
    overlays: Iterable[str | Path | Pack] = (),
    calendar: WorkCalendar | None = None,
    packs: Iterable[str | Path | Pack] = (),
) -> Rulebook:
    """Return the rulebook of packaged law called *name*, or of the packs at a path.

    *packs* are read beside it.  *overlays* are laid over it: they may add limits that ``override``
    others, laws and regions to procedures (``extends``), and words to vocabularies.  *calendar*
    is what limits count working days on; without it, the newest of the country a pack names.
    """
    path = name if isinstance(name, Path) else _path_of(name)
    return Rulebook(str(name), [path, *packs], overlays, calendar)


def _path_of(name: str) -> Path:
    packaged = {path.name: path for path in sorted(_DATA.glob("*")) if path.is_dir()}
    if name in packaged:
        return packaged[name]
    path = Path(name)
    if path.suffix == ".toml" or len(path.parts) > 1 or path.exists():
        return path
    raise UnknownNameError("rule book", name, packaged)
