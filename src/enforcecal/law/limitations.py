"""The limitation of punishment (追责时效) as data: periods, kinds of conduct, discovery, questions.

What a pack says is one thing, `LimitationRules` another: the periods joined with their laws, one
answer chosen for every question that is not settled, and all of it as plain tables, so that one
case costs a few look-ups and a column of cases can use the same tables.  How they are used is the
business of `enforcecal.cases.limitation.answer`; nothing here looks at a case.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import attrs

from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError, UnknownNameError
from enforcecal.law.citations import Law, cite, edition_of
from enforcecal.texts import Text

__all__ = [
    "LIMITATION_FACTS",
    "QUESTIONS",
    "ConductKind",
    "DiscoveryCode",
    "Finder",
    "LimitationClause",
    "LimitationRules",
    "OpenQuestion",
    "Pattern",
    "PeriodTable",
    "Strength",
    "View",
]


class Pattern(enum.Enum):
    """How conduct stretches over time, which says when it ended."""

    SINGLE = "single"
    """Done on one day, whatever its effects (即成)."""
    CONSECUTIVE = "consecutive"
    """Several acts of one intent against one rule (连续)."""
    CONTINUING = "continuing"
    """It, or a state as unlawful as the act, goes on (继续)."""


class Strength(enum.Enum):
    """How far an event counts as discovery (发现)."""

    STRONG = "strong"
    DISPUTED = "disputed"
    NONE = "none"


class Finder(enum.Enum):
    """Whose event it is."""

    OWN = "own"
    """Of the authority that would punish."""
    POLICE = "police"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class LimitationClause:
    """One clause of one law that bars punishment after a time: section ``limitation``."""

    id: str
    regime: str = "general"
    length: int
    unit: Unit
    domain: tuple[str, ...] = ()
    """Only conduct that concerns one of these, and did harm (且有危害后果); empty: any conduct."""
    finder: tuple[Finder, ...] = ()
    """Only events of these count; empty: whoever found it."""
    retroactive: str = ""
    """A question whose answer ``yes`` applies this clause to older conduct not yet out of time."""
    zh: str = ""
    en: str = ""
    quote: str = ""
    verified: str = ""
    note: str = ""
    note_zh: str = ""


@attrs.frozen(kw_only=True)
class ConductKind:
    """A kind of conduct with its usual pattern: table ``conduct``."""

    name: str
    zh: str = ""
    en: str = ""
    also: tuple[str, ...] = ()
    """Other wordings a source may use for it."""
    pattern: Pattern | None = None
    end_zh: str = ""
    end_en: str = ""
    """The day on which it ends."""
    question: str = ""
    """The question that decides whether it has this pattern, or the one of `otherwise`."""
    otherwise: Pattern | None = None
    contested: bool | None = None
    """Whether courts differ so much that every answer says so."""
    source: tuple[str, ...] = ()
    verified: str = ""
    note: str = ""
    note_zh: str = ""


@attrs.frozen(kw_only=True)
class DiscoveryCode:
    """A kind of event that may be the discovery of a violation: table ``discovery``."""

    name: str
    zh: str = ""
    en: str = ""
    also: tuple[str, ...] = ()
    day_zh: str = ""
    day_en: str = ""
    """Which day of it counts."""
    strength: Strength | None = None
    finder: Finder | None = None
    report: bool | None = None
    """Whether it is a report, which counts only if it proved true (查证属实)."""
    question: str = ""
    answer: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """By the answers to the question, the strength it has then."""
    source: tuple[str, ...] = ()
    verified: str = ""
    note: str = ""
    note_zh: str = ""


@attrs.frozen(kw_only=True)
class View:
    """One answer to a question that is not settled, and who gives it."""

    answer: str
    zh: str = ""
    en: str = ""
    source: tuple[str, ...] = ()
    verified: str = ""


@attrs.frozen(kw_only=True)
class OpenQuestion:
    """A question of limitation that is not settled: table ``question``."""

    name: str
    zh: str = ""
    en: str = ""
    also: tuple[str, ...] = ()
    answer: str = ""
    """The answer in use; an overlay says another court's."""
    view: tuple[View, ...] = ()
    note: str = ""
    note_zh: str = ""

    @property
    def text(self) -> Text:
        """The question in words."""
        return Text(self.en, self.zh)


LIMITATION_FACTS: Final = (
    "conduct_from",
    "conduct_to",
    "conduct_pattern",
    "regime",
    "harm_domain",
    "harm",
    "discovery_code",
)
"""The facts of a log that ``limitation()`` in a condition reads."""

QUESTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "boundary_day": ("review", "in-time"),
    "start_day_counts": ("no", "yes"),
    "consecutive_max_gap": ("period", "none"),
    "late_act_after_discovery": ("own-chain", "whole-chain"),
    "harm_unknown": ("short", "long"),
    "harm_after_two_years": ("short", "long"),
    "demolition_order_is_penalty": ("review", "no", "yes"),
}
"""Questions the decision itself asks, and the answers it knows.

All others (whether building goes on, whose discovery counts) are asked by the tables of conduct and
of discovery, and an overlay may add more of them.
"""


@attrs.frozen
class PeriodTable:
    """One clause as the decision reads it."""

    rule: str
    first: date
    last: date
    """The days on which conduct must end for this clause: the edition's days in force."""
    months: int
    domain: frozenset[str]
    strengths: Mapping[str, int] = attrs.field(eq=False)
    """By code: 2 strong, 1 disputed, 0 none; where only some may discover, others are none."""
    retroactive: bool


_RANK: Final = {Strength.NONE: 0, Strength.DISPUTED: 1, Strength.STRONG: 2}


@attrs.frozen(kw_only=True, eq=False)
class LimitationRules:
    """The rules of limitation, joined, with an answer chosen for each open question.

    Get them from `enforcecal.law.packs.Rulebook.limitation`.
    """

    clauses: tuple[LimitationClause, ...]
    laws: Mapping[str, Law]
    """The edition of every clause, by id."""
    conducts: Mapping[str, ConductKind]
    codes: Mapping[str, DiscoveryCode]
    questions: Mapping[str, OpenQuestion]
    digests: Mapping[str, str] = attrs.field(factory=dict)
    """Pack id -> digest, of every pack that was read for it."""
    answers: Mapping[str, str] = attrs.field(init=False)
    periods: Mapping[str, tuple[PeriodTable, ...]] = attrs.field(init=False)
    """By regime: special clauses first, then by the day they came into force, newest first."""
    patterns: Mapping[str, Pattern] = attrs.field(init=False)
    """By kind of conduct, the pattern it has on the answers chosen."""
    names: Mapping[str, str] = attrs.field(init=False)
    """Every wording of a kind of conduct, and the kind."""
    start_counts: bool = attrs.field(init=False)
    """Whether the day of the act is itself the first day."""
    margin: timedelta = attrs.field(init=False)
    """How far the safe last day lies before the last day."""
    doubtful: frozenset[str] = attrs.field(init=False)
    """Codes whose strength turns on a question."""

    @answers.default
    def _answered(self) -> dict[str, str]:
        return {name: question.answer for name, question in self.questions.items()}

    @start_counts.default
    def _counted(self) -> bool:
        return self.answers.get("start_day_counts") == "yes"

    @margin.default
    def _careful(self) -> timedelta:
        return timedelta(days=self.answers.get("boundary_day") == "review")

    @doubtful.default
    def _asked(self) -> frozenset[str]:
        return frozenset(name for name, code in self.codes.items() if code.question)

    @patterns.default
    def _by_kind(self) -> dict[str, Pattern]:
        found = {}
        for name, kind in self.conducts.items():
            switched = kind.otherwise and self.answers.get(kind.question) == "no"
            pattern = kind.otherwise if switched else kind.pattern
            assert pattern is not None  # noqa: S101 -- refused where packs are joined
            found[name] = pattern
        return found

    @names.default
    def _by_name(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, kind in self.conducts.items():
            for word in (name, kind.zh, kind.en, *kind.also):
                found.setdefault(word, name)
        return found

    @periods.default
    def _by_regime(self) -> dict[str, tuple[PeriodTable, ...]]:
        found: dict[str, list[PeriodTable]] = {}
        for clause in self.clauses:
            law = self.laws[edition_of(clause.id)]
            table = PeriodTable(
                rule=clause.id,
                first=law.in_force_from or date.min,
                last=law.in_force_to or date.max,
                months=clause.length * (12 if clause.unit is Unit.YEAR else 1),
                domain=frozenset(clause.domain),
                strengths={
                    name: 0
                    if clause.finder and code.finder not in clause.finder
                    else _RANK[self.strength(code)]
                    for name, code in self.codes.items()
                },
                retroactive=self.answers.get(clause.retroactive) == "yes",
            )
            found.setdefault(clause.regime, []).append(table)
        for tables in found.values():
            tables.sort(key=lambda one: (bool(one.domain), one.first), reverse=True)
        return {regime: tuple(tables) for regime, tables in found.items()}

    def strength(self, code: DiscoveryCode) -> Strength:
        """Return how far *code* counts as discovery on the answers chosen."""
        given = code.answer.get(self.answers.get(code.question, ""))
        if given is not None:
            return Strength(given)
        assert code.strength is not None  # noqa: S101 -- refused where packs are joined
        return code.strength

    def kind(self, name: str) -> ConductKind:
        """Return the kind of conduct of this name or wording, or raise `UnknownNameError`."""
        found = self.names.get(name)
        if found is None:
            raise UnknownNameError("kind of conduct", name, self.names)
        return self.conducts[found]

    def clause(self, rule: str) -> LimitationClause:
        """Return the clause of this id."""
        return next(clause for clause in self.clauses if clause.id == rule)

    def article(self, rule: str) -> Text:
        """Return how the clause of this id is cited."""
        return cite(self.laws.get(edition_of(rule)), rule)

    def answering(self, question: str, answer: str) -> LimitationRules:
        """Return the rules with another answer to one open question.

        >>> from enforcecal.law.packs import rulebook
        >>> rules = rulebook("cn").limitation().answering("planning_building_continuing", "no")
        >>> rules.patterns["planning-building"].value
        'single'
        """
        return _answering(self, question, answer)


@lru_cache(maxsize=256)
def _answering(rules: LimitationRules, question: str, answer: str) -> LimitationRules:
    asked = rules.questions.get(question)
    if asked is None:
        raise UnknownNameError("question of limitation", question, rules.questions)
    known = [view.answer for view in asked.view]
    if answer not in known:
        raise ArgumentError(
            f"answer={answer!r} is no answer to {question}; there are {', '.join(known)}"
        )
    changed = attrs.evolve(asked, answer=answer)
    return attrs.evolve(rules, questions={**rules.questions, question: changed})
