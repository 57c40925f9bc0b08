"""Rule packs: reading them from files, and a rulebook of several.

A pack is one TOML file.  `load_pack` reads one and refuses what could not be right in any law, with
every problem of the file in one error.  A `Rulebook` joins packs: it reads a file only when it is
asked for something in it, copies what ``like`` copies, expands ``*.`` names, adds what overlays
add, and refuses names that lead nowhere.  What is lawful to write but unwise is told by
`enforcecal.law.graph.lint`.

Nothing in a pack is ever run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from enforcecal.datafiles import DataFile
from enforcecal.errors import ArgumentError, PackError, UnknownNameError, nearest
from enforcecal.law.citations import edition_of
from enforcecal.law.limitations import LimitationRules
from enforcecal.law.limits import BoundLimit
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import NO_ROLL, CountingRule, PauseRule, TimeLimit
from enforcecal.law.schema import Pack, ProcedureEntry
from enforcecal.law.shelf import Shelf, digests, law_of, placed
from enforcecal.law.structure import read_pack

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar
    from enforcecal.law.unarmed import UnarmedRow

__all__ = [
    "Pack",
    "Rulebook",
    "dump_pack",
    "law_of",
    "load_pack",
    "local_packs",
    "packaged",
    "rulebook",
    "rulebook_with",
]

_DATA: Final = Path(__file__).with_name("data")
_LIMITATION: Final = "limitation"
_FOLDERS: Final = ("laws", "machines", "procedures", _LIMITATION)
_UNARMED: Final = "unarmed"
_LOCAL: Final = _DATA / "local"


def load_pack(source: Path | str) -> Pack:
    """Read one pack from a path, or from TOML text (any string with a line break).

    Raises `PackError` with every problem of the file: line, place with its id, value, nearest key.
    """
    file = DataFile.of(source)
    found = file.read(partial(read_pack, source=file.name, lines=_Lines(file.text)))
    if homeless := tuple(_without_law(found)):
        raise PackError(file.name, homeless)
    return found


class _Lines(Mapping[str, int]):
    """The lines of what is in a file, looked for when something is said of one: few ever are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ids: Mapping[str, int] | None = None

    def _found(self) -> Mapping[str, int]:
        if self._ids is None:
            from enforcecal.places import Places

            self._ids = Places(self._text, {}).ids
        return self._ids

    def __getitem__(self, name: str) -> int:
        return self._found()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())


def dump_pack(pack: Pack) -> str:
    """Return *pack* as TOML text that loads as an equal pack, one key a line, defaults left out.

    Comments and layout of the file it came from are not kept.  Needs the package tomli-w, which
    ``pip install "enforcecal[testing]"`` brings along.
    """
    import tomli_w

    return tomli_w.dumps(pack.tables())


def _without_law(pack: Pack) -> Iterator[str]:
    # A rule of no law would never be in force, and nobody would notice.
    for rule in (*pack.limits, *pack.needs, *pack.pauses):
        if law_of(pack, rule.id) is None:
            found = nearest(edition_of(rule.id), (law.id for law in pack.laws))
            hint = f"did you mean the law {found!r}?" if found else "declare it as [[law]]"
            yield placed(pack, rule.id, f"begins with the id of no law of this file; {hint}")


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
        self._lists: list[Path] = []
        self._shelf = Shelf(load_pack)
        for source in sources:
            self._open(source, lazily=True)
        self._lay_over(overlays)

    def _lay_over(self, overlays: Iterable[str | Path | Pack]) -> None:
        before = set(self._shelf.packs)
        for source in overlays:
            self._open(source, lazily=False)
        self._shelf.overlaid.update(set(self._shelf.packs) - before)
        for pack in [self._shelf.packs[each] for each in self._shelf.overlaid]:
            for entry in pack.procedures:
                if entry.extends:
                    name = entry.extends
                    self._shelf.get(ProcedureEntry, name, pack, name, "extends")

    def __repr__(self) -> str:
        return f"<Rulebook {self.name!r}>"

    def limit(
        self,
        name: str | None = None,
        *,
        matter: str | None = None,
        procedure: str | None = None,
        on: date | None = None,
    ) -> BoundLimit:
        """Return the time limit of this id, or the only one that `limits` finds, ready to count.

        Raises `UnknownNameError` with the nearest id, or with the limits there are where it is not
        one that is found, and `PackError` when the limit names a counting rule or a pause that is
        nowhere to be found.
        """
        if name is None:
            name = self._only(matter, procedure, on)
        elif (matter, procedure, on) != (None, None, None):
            raise ArgumentError(f"name={name!r} says which limit; leave out matter, procedure, on")
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
            packs=tuple(sorted(digests(used).items())),
            facts={name: fact for each in used for name, fact in each.facts.items()},
            words=self._shelf.words(pack),
            others=cache(partial(self._others, limit)),
        )

    def _only(self, matter: str | None, procedure: str | None, on: date | None) -> str:
        if matter is None:
            raise ArgumentError("limit needs a name, or the matter it is on")
        found = [limit.id for limit in self.limits(matter=matter, procedure=procedure, on=on)]
        if len(found) == 1:
            return found[0]
        ever = self.limits(matter=matter, procedure=procedure)
        if not ever:
            known = {limit.matter for limit in self.limits(procedure=procedure)}
            raise UnknownNameError("matter of a limit", matter, known)
        asked = f"matter={matter!r}, procedure={procedure!r}, on={on}"
        if found:
            raise ArgumentError(f"{asked}: {len(found)} limits: {', '.join(found)}; name one")
        names = ", ".join(limit.id for limit in ever)
        raise ArgumentError(f"{asked}: none of that day; on other days: {names}")

    def _others(self, limit: TimeLimit) -> tuple[BoundLimit, ...]:
        """Return what the other editions of the law of *limit* say of its matter."""
        return tuple(map(self.limit, self._shelf.other_editions(limit)))

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
            from enforcecal.law.assembly import assemble

            self._procedures.update(assemble(self._shelf, name, self.calendar))
        return self._procedures[name]

    def limitation(self) -> LimitationRules:
        """Return the rules of the limitation of punishment (追责时效), every overlay applied.

        Raises `UnknownNameError` when no pack of the book has any, and `PackError` when what the
        packs say together cannot be right.
        """
        from enforcecal.law.views import join_limitation

        rules = join_limitation(self._shelf)
        if rules is None:
            raise UnknownNameError("rule of limitation", self.name)
        return rules

    def limits(
        self,
        *,
        matter: str | None = None,
        procedure: str | None = None,
        on: date | None = None,
    ) -> tuple[TimeLimit, ...]:
        """Return every time limit of every pack, likes copied, in order of their ids.

        Only those on *matter*, or of *procedure*, or of a law in force *on* a day, where asked so:
        on a day a special limit stands for the general ones that it overrides.

        >>> from datetime import date
        >>> of_it = {"matter": "decision", "procedure": "cn.penalty.ordinary"}
        >>> [limit.id for limit in rulebook("cn").limits(**of_it, on=date(2026, 3, 4))]
        ['cn.mohurd-55-2022.art29.decision']
        """
        names = self._shelf.names(TimeLimit)
        if procedure is not None:
            names = sorted({limit.id for limit in self.procedure(procedure).limits})
        pairs = [self._shelf.limit(name) for name in names]
        found = [
            limit
            for pack, limit in pairs
            if (matter is None or limit.matter == matter) and _in_force(pack, limit, on)
        ]
        if on is not None:
            general = {name for limit in found for name in limit.overrides}
            found = [limit for limit in found if limit.id not in general]
        return tuple(found)

    def procedures(self) -> tuple[Procedure, ...]:
        """Return every procedure of every pack, in order of their ids."""
        return tuple(self.procedure(name) for name in self._shelf.names(ProcedureEntry))

    def unarmed(self) -> tuple[UnarmedRow, ...]:
        """Return what the books know of and arm no clock for, in order of the ids.

        Read from the files of the folder ``unarmed`` beside ``laws``.
        """
        from enforcecal.law.unarmed import read_rows

        found: dict[str, UnarmedRow] = {}
        for path in self._lists:
            rows = DataFile.of(path).read(read_rows)
            if twice := [row.id for row in rows if row.id in found]:
                raise PackError(str(path), [f"{name!r} is on another list too" for name in twice])
            found.update((row.id, row) for row in rows)
        return tuple(found[name] for name in sorted(found))

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

    def _open(self, source: str | Path | Pack, *, lazily: bool) -> None:
        """Read a source, or only the names of its files.

        A directory with a folder ``laws`` keeps each law edition and each procedure in a file
        named by its id, in `_FOLDERS`, so that a file is read only when something in it is asked
        for.  Any other directory, a file, and an overlay are read at once and whole.
        """
        if isinstance(source, Pack):
            self._shelf.take(source)
            return
        home = _located(source)
        if lazily and (home / "laws").is_dir():
            for path in (path for folder in _FOLDERS for path in _files(home / folder)):
                self._shelf.by_name.setdefault(path.stem, []).append(path)
            self._shelf.on_limitation += [path.stem for path in _files(home / _LIMITATION)]
            self._lists += _files(home / _UNARMED)
            return
        for path in _files(home) if home.is_dir() else [home]:
            self._shelf.take(load_pack(path))


def _in_force(pack: Pack, limit: TimeLimit, on: date | None) -> bool:
    law = law_of(pack, limit.id)
    return on is None or law is None or law.in_force(on)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.toml"))


def rulebook(
    name: str | Path = "cn",
    *,
    overlays: Iterable[str | Path | Pack] = (),
    calendar: WorkCalendar | None = None,
    packs: Iterable[str | Path | Pack] = (),
) -> Rulebook:
    """Return the rulebook of packaged law called *name*, or of the packs at a path.

    *packs* are read beside it.  *overlays* are laid over it: they may add limits that ``override``
    others, laws and regions to procedures (``extends``), and words to vocabularies.  Either may be
    the id of one of the `local_packs`, such as ``cn.hangzhou-ads-2014``.  *calendar* is what limits
    count working days on; without it, the newest of the country a pack names.
    """
    path = name if isinstance(name, Path) else _path_of(name)
    return Rulebook(str(name), [path, *packs], overlays, calendar)


def rulebook_with(*packs: Pack, overlays: Iterable[str | Path | Pack] = ()) -> Rulebook:
    """Return the packaged law in which each of *packs* takes the place of the one of its id.

    For looking at a pack that is being written, or at an older version of a packaged one.
    """
    book = rulebook()
    for pack in packs:
        book._shelf.by_name.pop(pack.id, None)
        book._shelf.take(pack)
    book._lay_over(overlays)
    return book


def packaged() -> Mapping[str, Path]:
    """Return every packaged pack, of whatever place, by its id."""
    folders = (home / folder for home in _DATA.iterdir() for folder in _FOLDERS)
    found = {path.stem: path for folder in folders for path in _files(folder)}
    return {**found, **local_packs()}


def local_packs() -> Mapping[str, Path]:
    """Return the packaged packs of single places, which no rulebook reads unasked, by their ids."""
    return {path.stem: path for path in _files(_LOCAL)}


def _located(source: str | Path) -> Path:
    path = Path(source)
    if isinstance(source, Path) or path.suffix == ".toml" or len(path.parts) > 1 or path.exists():
        return path
    known = local_packs()
    if source not in known:
        raise UnknownNameError("pack", source, known)
    return known[source]


def _path_of(name: str) -> Path:
    packaged = {path.parent.name: path.parent for path in sorted(_DATA.glob("*/laws"))}
    if name in packaged:
        return packaged[name]
    path = Path(name)
    if path.suffix == ".toml" or len(path.parts) > 1 or path.exists():
        return path
    raise UnknownNameError("rule book", name, packaged)
