"""The rules of limitation joined from the packs of a rulebook: one court's view of them.

Tables of names are joined key by key, overlays last, so that an overlay need say no more than what
it says otherwise.  What the packs say together is held to what the decision can use, and refused
here with its line, so that no case ever meets a question without an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import attrs

from enforcecal.errors import PackError, hint
from enforcecal.law.citations import Law, edition_of
from enforcecal.law.limitations import (
    QUESTIONS,
    ConductKind,
    DiscoveryCode,
    LimitationClause,
    LimitationRules,
    OpenQuestion,
)
from enforcecal.law.schema import Pack
from enforcecal.law.shelf import Shelf, digests, placed

__all__ = ["join_limitation"]

_Word = TypeVar("_Word", ConductKind, DiscoveryCode, OpenQuestion)
_Found = Iterator[tuple[str, str]]
"""What is wrong: the subject as packs place it (``question.boundary_day``), and the message."""


def join_limitation(shelf: Shelf) -> LimitationRules | None:
    """Return the rules of limitation of all packs on *shelf*, or None where there are none.

    Raises `PackError` with everything that cannot be right in what the packs say together.
    """
    if shelf.limitation is not None:
        return shelf.limitation
    shelf.read_limitation()
    clauses = shelf.all(LimitationClause)
    if not clauses:
        return None
    used = {
        pack.id: pack
        for pack in sorted(
            shelf.packs.values(), key=lambda pack: (pack.id in shelf.overlaid, pack.id)
        )
        if pack.limitations or pack.conducts or pack.discoveries or pack.questions
    }
    packs = [*used.values()]
    conducts = _joined([pack.conducts for pack in packs])
    codes = _joined([pack.discoveries for pack in packs])
    questions = _joined([pack.questions for pack in packs])
    problems = [
        *_check_questions(questions),
        *_check_conducts(conducts, questions),
        *_check_codes(codes, questions),
        *_check_clauses([clause for _, clause in clauses], questions),
    ]
    if problems:
        placed_at = [(_home(packs, subject), subject, message) for subject, message in problems]
        raise PackError(
            ", ".join(dict.fromkeys(pack.source for pack, _, _ in placed_at)),
            [placed(pack, subject, message) for pack, subject, message in placed_at],
        )
    laws: dict[str, Law] = {}
    for pack, clause in clauses:
        edition = edition_of(clause.id)
        home, laws[edition] = shelf.get(Law, edition, pack, clause.id, "id")
        used[home.id] = home
    shelf.limitation = LimitationRules(
        clauses=tuple(clause for _, clause in clauses),
        laws=laws,
        conducts=conducts,
        codes=codes,
        questions=questions,
        digests=digests(used.values()),
    )
    return shelf.limitation


def _joined(tables: list[Mapping[str, _Word]]) -> dict[str, _Word]:
    found: dict[str, _Word] = {}
    for table in tables:
        for name, word in table.items():
            found[name] = _merged(found[name], word) if name in found else word
    return found


def _merged(older: _Word, newer: _Word) -> _Word:
    """Return *older* with every key that *newer* gives; wordings and answers are added."""
    changes: dict[str, object] = {}
    for field in attrs.fields(type(older)):
        value: object = getattr(newer, field.name)
        before = getattr(older, field.name)
        if field.name == "also":
            changes["also"] = tuple(dict.fromkeys((*older.also, *newer.also)))
        elif isinstance(value, Mapping):
            changes[field.name] = {**before, **value}
        elif value not in (None, "", ()):
            changes[field.name] = value
    evolve: Callable[..., _Word] = attrs.evolve
    return evolve(older, **changes)


def _home(packs: list[Pack], subject: str) -> Pack:
    """Return the last pack that says anything of *subject*: an overlay answers for its words."""
    return next((pack for pack in reversed(packs) if subject in pack.lines), packs[-1])


def _check_questions(questions: Mapping[str, OpenQuestion]) -> _Found:
    for name in QUESTIONS:
        if name not in questions:
            near = hint(name, [each for each in questions if each not in QUESTIONS])
            yield f"question.{name}", f"the decision asks this, and no pack has it{near}"
    for name, question in questions.items():
        subject = f"question.{name}"
        views = [view.answer for view in question.view]
        if not views:
            known = [each for each, one in questions.items() if one.view]
            yield subject, f"has no view; each answer is one{hint(name, known)}"
            continue
        if question.answer not in views:
            meant = hint(question.answer, views)
            yield subject, f"answer {question.answer!r} is none of its views{meant}"
        for answer in views:
            if name in QUESTIONS and answer not in QUESTIONS[name]:
                known_to = ", ".join(QUESTIONS[name])
                yield subject, f"the decision knows no answer {answer!r}; there are {known_to}"


def _check_conducts(
    conducts: Mapping[str, ConductKind], questions: Mapping[str, OpenQuestion]
) -> _Found:
    for name, kind in conducts.items():
        subject = f"conduct.{name}"
        if kind.pattern is None:
            known = [each for each, one in conducts.items() if one.pattern is not None]
            yield subject, f"key 'pattern' is missing{hint(name, known)}"
        if bool(kind.question) is not (kind.otherwise is not None):
            yield subject, "question and otherwise go together"
        yield from _check_asked(subject, kind.question, ["yes", "no"], questions)


def _check_codes(
    codes: Mapping[str, DiscoveryCode], questions: Mapping[str, OpenQuestion]
) -> _Found:
    for name, code in codes.items():
        subject = f"discovery.{name}"
        for key, value in (("strength", code.strength), ("finder", code.finder)):
            if value is None:
                yield subject, f"key {key!r} is missing"
        if bool(code.question) is not bool(code.answer):
            yield subject, "question and answer go together"
        yield from _check_asked(subject, code.question, [*code.answer], questions)


def _check_clauses(
    clauses: list[LimitationClause], questions: Mapping[str, OpenQuestion]
) -> _Found:
    for clause in clauses:
        yield from _check_asked(clause.id, clause.retroactive, ["yes"], questions)


def _check_asked(
    subject: str, name: str, answers: list[str], questions: Mapping[str, OpenQuestion]
) -> _Found:
    """Yield what is wrong where *subject* names the question *name* and *answers* to it."""
    if not name:
        return
    if name not in questions:
        yield subject, f"no question is called {name!r}{hint(name, questions)}"
        return
    views = [view.answer for view in questions[name].view]
    for answer in answers:
        if answer not in views:
            yield subject, f"the question {name!r} has no view {answer!r}{hint(answer, views)}"
