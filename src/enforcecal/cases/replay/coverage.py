"""Coverage: what a source has a place for, and what in it was not understood.

A judgement is made from a record, which is a log and its coverage.  That an event is absent means
that it did not happen only where the source has a place for it and what stood there was read.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date
from fnmatch import fnmatchcase
from typing import Final

import attrs

from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.texts import Text

__all__ = ["COMPLETE", "Coverage", "Place", "Unread"]


class Place(enum.Enum):
    """What it means that a source does not show a word."""

    KEPT = "kept"
    """The source has a place for it, and what stood there was read: it did not happen."""
    NO_PLACE = "no-place"
    """The source has no place for it: nothing is known."""
    UNREAD = "unread"
    """Something of this case stood there and was not understood: it may be that."""


@attrs.frozen(kw_only=True)
class Unread:
    """Something a source says of a case that could not be read, or means nothing known."""

    word: str
    """The word as it stands there."""
    day: date | None = None
    """Its day, where that was read."""
    line: int | None = attrs.field(default=None, eq=False)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values for JSON."""
        return {
            "word": self.word,
            "day": self.day.isoformat() if self.day else None,
            "line": self.line,
        }


def _names(given: Iterable[str] | None) -> frozenset[str] | None:
    if isinstance(given, str):
        raise ArgumentTypeError(f"{given!r} must be several names, not one word")
    return None if given is None else frozenset(given)


def _by_case(
    given: Mapping[str, Iterable[Unread]] | Iterable[tuple[str, Iterable[Unread]]],
) -> tuple[tuple[str, tuple[Unread, ...]], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple(sorted((case, tuple(found)) for case, found in pairs))


@attrs.frozen(kw_only=True)
class Coverage:
    """What a source of cases has a place for; as it is, for everything.

    >>> table = Coverage(events=["case_filed", "penalty_decided"])
    >>> table.place("hearing_held")
    <Place.NO_PLACE: 'no-place'>
    >>> Coverage().place("hearing_held")
    <Place.KEPT: 'kept'>
    """

    events: frozenset[str] | None = attrs.field(default=None, converter=_names)
    """The events there is a place for; None for all.  What follows from them by itself is added
    by the replay."""
    facts: frozenset[str] | None = attrs.field(default=None, converter=_names)
    """The facts there is a column for; None for all."""
    ignored: tuple[str, ...] = ()
    """Words that somebody declared to have no bearing; ``*`` stands for any letters."""
    declared: bool = False
    """Whether somebody declared that what the source does not show did not happen."""
    unread: tuple[tuple[str, tuple[Unread, ...]], ...] = attrs.field(
        default=(), converter=_by_case, repr=False
    )
    """By case, what stood there and was not understood."""

    @classmethod
    def of(cls, given: Coverage | str | None) -> Coverage:
        """Return *given*, a coverage or the word ``complete``, as a coverage."""
        if given is None or given == "complete":
            return COMPLETE
        if not isinstance(given, Coverage):
            raise ArgumentTypeError(f"coverage={given!r} must be a Coverage, or 'complete'")
        return given

    def place(self, event: str) -> Place:
        """Return what it means that *event* is not shown, of a case that was read whole."""
        return Place.KEPT if self.events is None or event in self.events else Place.NO_PLACE

    def ignores(self, word: str) -> bool:
        """Tell whether *word* was declared to have no bearing."""
        return any(fnmatchcase(word, pattern) for pattern in self.ignored)

    def of_case(self, case: str) -> tuple[Unread, ...]:
        """Return what of *case* was not understood."""
        return next((found for name, found in self.unread if name == case), ())

    def as_complete(self) -> Coverage:
        """Return it with the declaration that what the source does not show did not happen.

        What stood there and could not be read stays unread: a declaration does not read it.
        """
        return attrs.evolve(self, events=None, declared=True)

    def ignoring(self, *patterns: str) -> Coverage:
        """Return it with words more that have no bearing."""
        if not patterns:
            return self
        return attrs.evolve(self, ignored=tuple(dict.fromkeys([*self.ignored, *patterns])))

    @property
    def text(self) -> Text | None:
        """What was declared, in words; None where nothing was."""
        en, zh = [], []
        if self.declared:
            en.append("what the source does not show did not happen")
            zh.append("表中未显示的，视为未发生")
        if self.ignored:
            en.append(f"no bearing: {', '.join(self.ignored)}")
            zh.append(f"与审查无关的用语：{'、'.join(self.ignored)}")
        return Text("; ".join(en), "；".join(zh)) if en else None

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values for JSON; null stands for all."""
        return {
            "events": None if self.events is None else sorted(self.events),
            "facts": None if self.facts is None else sorted(self.facts),
            "ignored": list(self.ignored),
            "declared_complete": self.declared,
            "unread": {case: [one.to_dict() for one in found] for case, found in self.unread},
        }

    @classmethod
    def from_dict(cls, given: Mapping[str, object]) -> Coverage:
        """Return the coverage that `to_dict` gave as plain values.

        Raises `ArgumentError` for a key it does not know.
        """
        known = ("events", "facts", "ignored", "declared_complete", "unread")
        for key in given:
            if key not in known:
                raise ArgumentError(f"coverage has the key {key!r}; it knows {', '.join(known)}")
        unread = given.get("unread") or {}
        if not isinstance(unread, Mapping):
            raise ArgumentTypeError(f"unread={unread!r} must be a dict: case -> what was not read")
        return cls(
            events=_list("events", given.get("events")),
            facts=_list("facts", given.get("facts")),
            ignored=tuple(_list("ignored", given.get("ignored")) or []),
            declared=bool(given.get("declared_complete")),
            unread={case: [_unread(one) for one in found] for case, found in unread.items()},
        )


def _list(name: str, given: object) -> list[str] | None:
    if given is None:
        return None
    if not isinstance(given, (list, tuple)) or not all(isinstance(one, str) for one in given):
        raise ArgumentTypeError(f"{name}={given!r} must be a list of words, or null for all")
    return list(given)


def _unread(given: object) -> Unread:
    if not isinstance(given, Mapping) or not isinstance(given.get("word"), str):
        raise ArgumentTypeError(f"unread: {given!r} must be a dict with a word, a day and a line")
    day = given.get("day")
    return Unread(
        word=given["word"],
        day=date.fromisoformat(day) if isinstance(day, str) else None,
        line=given.get("line"),
    )


COMPLETE: Final = Coverage()
"""Of a log made by a program: a case system knows what it records."""
