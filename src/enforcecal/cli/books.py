"""Which rule book, procedure and calendar a command works with, from what it was given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from enforcecal.cli.arguments import refuse
from enforcecal.dates.calendars import WorkCalendar, calendar
from enforcecal.errors import UnknownNameError, nearest
from enforcecal.law.limits import BoundLimit
from enforcecal.law.packs import Rulebook, local_packs, rulebook
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import TimeLimit
from enforcecal.readers.notices import read_notice
from enforcecal.render.rules import matches
from enforcecal.spelling import fold
from enforcecal.texts import Lang, Text

__all__ = ["approvers", "find_limit", "find_procedure", "located", "open_book", "open_calendar"]

_PACKAGED = "cn"


def open_book(packs: Sequence[Path], calendar: WorkCalendar | None = None) -> Rulebook:
    """Return the packaged rules with *packs* laid over them: files, or ids of local packs."""
    return rulebook(_PACKAGED, overlays=located(packs), calendar=calendar)


def open_calendar(
    country: str, known_on: date | None = None, notices: Sequence[Path] = ()
) -> WorkCalendar:
    """Return the edition for *country* as known on a day, with notices from files."""
    return calendar(country, known_on=known_on, notices=[*map(read_notice, notices)])


def find_procedure(
    name: str | None,
    packs: Sequence[Path],
    *,
    option: str = "--procedure ID",
    known_on: date | None = None,
    notices: Sequence[Path] = (),
) -> Procedure:
    """Return the procedure *name*, or without a name the only one that *packs* bring along."""
    book = open_book(packs)
    procedure = book.procedure(name or _only(packs, book, option))
    edition = _edition(procedure.calendar, known_on, notices)
    if edition is procedure.calendar:
        return procedure
    return open_book(packs, edition).procedure(procedure.id)


def find_limit(
    name: str,
    packs: Sequence[Path],
    *,
    procedure: str | None = None,
    on: date | None = None,
    known_on: date | None = None,
    notices: Sequence[Path] = (),
    lang: Lang = "en",
) -> BoundLimit:
    """Return the limit *name* on the calendar that is asked for.

    A *name* that is no id may be the matter, or words in the name, of a limit in force *on* a day:
    in a *procedure* the only such one is taken, otherwise they are listed and refused.
    """
    book = open_book(packs)
    try:
        limit = book.limit(name)
    except UnknownNameError:
        found = _called(book, name, procedure, on)
        if not found:
            raise
        if procedure is None or len(found) > 1:
            listed = "".join(
                f"\n  {one.id}: {Text(one.en, one.zh).say(lang) or one.matter}" for one in found
            )
            said = Text(
                f"{name!r} is no id of a limit; in force on {on} there are{listed}",
                f"“{name}”不是期限编号；{on}施行的有{listed}",
            )
            refuse(said.say(lang))
        name = found[0].id
        limit = book.limit(name)
    edition = _edition(limit.calendar, known_on, notices)
    return limit if edition is limit.calendar else open_book(packs, edition).limit(name)


def _called(
    book: Rulebook, word: str, procedure: str | None, on: date | None
) -> Sequence[TimeLimit]:
    if "." in word:
        return ()  # an id that is mistyped: the nearest is told
    limits = book.limits(procedure=procedure, on=on)
    exact = [limit for limit in limits if limit.matter == word]
    return exact or [limit for limit in limits if matches(limit, [word])]


def approvers(packs: Sequence[Path]) -> Mapping[str, str]:
    """Return the codes of those who grant extensions, by the words tables have for them."""
    facts = [
        pack.facts["approver"] for pack in open_book(packs).packs() if "approver" in pack.facts
    ]
    return {fold(word): code for fact in facts for word, code in fact.values.items()}


def _edition(
    newest: WorkCalendar | None, known_on: date | None, notices: Sequence[Path]
) -> WorkCalendar | None:
    if newest is None or not (known_on or notices):
        return newest
    return open_calendar(newest.id, known_on, notices)


def located(packs: Sequence[Path]) -> list[Path]:
    """Return where *packs* are: files as they are given, packaged local ones by their id."""
    known = local_packs()
    found = [path if path.exists() else known.get(str(path), path) for path in packs]
    for path in found:
        if not path.exists():
            near = nearest(str(path), known)
            hint = f"; did you mean the packaged {near}?" if near else ""
            refuse(f"--pack {path}: there is no such file{hint}")
    return found


def _only(packs: Sequence[Path], book: Rulebook, option: str) -> str:
    brought = [name for path in located(packs) for name in _procedures(rulebook(path))]
    if len(brought) == 1:
        return brought[0]
    known = sorted(brought or _procedures(book))
    return refuse(f"no procedure is named; say which, as {option}: {', '.join(known)}")


def _procedures(book: Rulebook) -> list[str]:
    return [entry.id for pack in book.packs() for entry in pack.procedures if entry.id]
