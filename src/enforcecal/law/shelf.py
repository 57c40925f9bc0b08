"""The packs of a rulebook and what is in them, by id.

Files are read when something in them is asked for, through a function that is passed in: this
module opens none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final, TypeVar, cast

from enforcecal.errors import PackError, UnknownNameError, hint
from enforcecal.law.applies import PackWords
from enforcecal.law.checks import check_limit
from enforcecal.law.citations import Law, edition_of, family_of
from enforcecal.law.limitations import LimitationRules
from enforcecal.law.procedures import EventType, FactType, Machine
from enforcecal.law.rules import TimeLimit
from enforcecal.law.schema import SECTIONS, LimitLike, Pack, section_of

__all__ = ["Shelf", "digests", "law_of", "placed"]

_LONGEST_LIKE: Final = 2

_Model = TypeVar("_Model")
_Word = TypeVar("_Word", EventType, FactType)


def law_of(pack: Pack, rule: str) -> Law | None:
    """Return the law of *pack* whose id prefixes *rule*, the longest such."""
    found = [law for law in pack.laws if rule.startswith(f"{law.id}.")]
    return max(found, key=lambda law: len(law.id)) if found else None


def placed(pack: Pack, rule: str, message: str) -> str:
    """Return *message* after the line and the id of the rule it is about."""
    line = pack.lines.get(rule)
    return f"{f'line {line}: ' if line else ''}{rule!r}: {message}"


def digests(packs: Iterable[Pack]) -> dict[str, str]:
    """Return the digest of each pack by its id, as results name them."""
    return {pack.id: pack.digest[:12] for pack in packs}


class Shelf:
    """The packs of a rulebook and what is in them, by id; reads files as they are asked for."""

    def __init__(self, load: Callable[[Path], Pack]) -> None:
        self._load = load
        self.packs: dict[str, Pack] = {}
        self.overlaid: set[str] = set()
        self._entries: dict[type, dict[str, tuple[Pack, object]]] = {
            model: {} for model in SECTIONS.values()
        }
        self._limits: dict[str, TimeLimit] = {}
        self.by_name: dict[str, list[Path]] = {}
        """Files not read yet unless asked for, by their name without the suffix."""
        self.on_limitation: list[str] = []
        """Those of them that are about the limitation of punishment."""
        self.limitation: LimitationRules | None = None
        """What they say of it together, once that has been asked for."""
        self._read: set[Path] = set()

    # Reading

    def read_all(self) -> None:
        """Read every file that has not been asked for yet."""
        for stem in self.by_name:
            self._read_named(stem)

    def read_family(self, family: str) -> None:
        """Read the files of every edition of a law."""
        for stem in self.by_name:
            if family_of(stem) == family:
                self._read_named(stem)

    def read_limitation(self) -> None:
        """Read the files about the limitation of punishment."""
        for stem in self.on_limitation:
            self._read_named(stem)

    def _read_named(self, stem: str) -> None:
        for path in self.by_name.get(stem, ()):
            self._read_file(path)

    def _read_file(self, path: Path) -> None:
        if path in self._read:
            return
        pack = self._load(path)
        for entry in pack.procedures:
            if entry.extends:
                # It would have its effect only once something else in this file was asked for.
                message = f"extends {entry.extends!r} has no place in a file that is read by name"
                raise PackError(str(path), [f"{message}; give it as an overlay"])
        self.take(pack)
        self._read.add(path)

    def take(self, pack: Pack) -> None:
        """Add *pack*, or raise `PackError` if it contradicts another."""
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
                        "changed: give yours an id of its own"
                    )
                    if section == "limit":
                        message += ", and overrides"
                    problems.append(placed(pack, entry.id, message))
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
        """Return the ids of everything of this kind, in order."""
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
        """Return what to say of *key* of *rule* in *user*, which names what is nowhere."""
        section = section_of(model)
        meant = hint(name, (each for each in self.names(model) if each != rule))
        return placed(user, rule, f"{key}: no {section} is called {name!r}{meant}")

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

    def other_editions(self, limit: TimeLimit) -> list[str]:
        """Return the ids of the limits on the matter of *limit* in other editions of its law."""
        edition = edition_of(limit.id)
        family = family_of(edition)
        self.read_family(family)
        names = [
            name
            for name in self._entries[TimeLimit]
            if edition_of(name) != edition and family_of(edition_of(name)) == family
        ]
        return [name for name in sorted(names) if self.limit(name)[1].matter == limit.matter]

    def words(self, pack: Pack) -> PackWords:
        """Return the words for names as the rules of *pack* mean them."""
        return PackWords(
            partial(self._word, lambda one: one.facts, pack),
            partial(self._word, lambda one: one.events, pack),
            partial(self._limit_on, pack),
        )

    def _limit_on(self, pack: Pack, matter: str) -> TimeLimit | None:
        found = [entry.id for entry in pack.limits if self.limit(entry.id)[1].matter == matter]
        return self.limit(found[0])[1] if found else None

    def _word(
        self, table: Callable[[Pack], Mapping[str, _Word]], pack: Pack, name: str
    ) -> _Word | None:
        """Return the word called *name*: that of *pack*, or of the first other that has one."""
        if name not in table(pack):
            self.read_all()
        packs = [pack, *(self.packs[each] for each in sorted(self.packs))]
        return next((table(each)[name] for each in packs if name in table(each)), None)

    def _copied(
        self, pack: Pack, entry: TimeLimit | LimitLike, chain: tuple[str, ...]
    ) -> TimeLimit:
        if isinstance(entry, TimeLimit):
            return entry
        chain = (*chain, entry.id)
        told = " like ".join((*chain, entry.like))
        if entry.like in chain:
            message = f"like goes in a circle: {told}"
            raise PackError(pack.source, [placed(pack, entry.id, message)])
        if len(chain) > _LONGEST_LIKE:
            message = f"like goes on more than {_LONGEST_LIKE} times: {told}; copy from the last"
            pack, _ = cast("tuple[Pack, LimitLike]", self.find(TimeLimit, chain[0]))
            raise PackError(pack.source, [placed(pack, chain[0], message)])
        base = self.get(TimeLimit, entry.like, pack, entry.id, "like")
        limit = entry.resolve(self._copied(*base, chain))
        problems = [
            placed(pack, limit.id, ": ".join((*map(str, path), message)))
            for path, message in check_limit(limit)
        ]
        if problems:
            raise PackError(pack.source, problems)
        return limit
