"""The scan: the limitation of many cases, ranked for the meeting that has to act on them.

First what is about to lapse, since something can still be done about it; then what a person has to
review; then what has expired.  Within each of these the fewest days come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.limitation.advice import Advice, advise
from enforcecal.cases.limitation.answer import Conduct, Discovery, Limitation, Penalty, limitation
from enforcecal.cases.limitation.barring import LimitationStatus
from enforcecal.cases.limitation.transfers import HandOver, discoveries_of, responsible_for
from enforcecal.errors import ArgumentError
from enforcecal.law.limitations import LimitationRules
from enforcecal.texts import Lang, Worded

__all__ = ["OWN", "ExpiryCase", "ExpiryReport", "ExpiryRow", "Urgency", "scan"]

OWN: Final = "this-bureau"
"""The authority whose table it is, where a chain does not name it."""


class Urgency(Worded):
    """What a case asks of the bureau, most urgent first."""

    ABOUT_TO_LAPSE = "about-to-lapse", "about to lapse", "即将超过时效"
    REVIEW = "review", "for legal review", "提请法制审核"
    EXPIRED = "expired", "out of time", "已超过时效"
    RUNNING = "running", "not discovered, in time", "未发现，尚在时效内"
    NOT_STARTED = "not-started", "conduct goes on", "行为未终了"
    PRESERVED = "preserved", "discovered in time", "时效内已发现"


_RANK: Final = {one: place for place, one in enumerate(Urgency)}


@attrs.frozen(kw_only=True)
class ExpiryRow:
    """One case of a table: what was done, who found it, through whose hands it came."""

    case: str
    conduct: Conduct
    discoveries: tuple[Discovery, ...] = ()
    chain: tuple[HandOver, ...] = ()
    as_of: date | None = None
    """The day to judge it on; outranks that of the scan."""
    line: int | None = attrs.field(default=None, eq=False)


@attrs.frozen(kw_only=True)
class ExpiryCase:
    """One case with its answer."""

    case: str
    answer: Limitation
    urgency: Urgency
    sender: str
    """The first authority of the chain; empty for a case of the bureau's own."""
    responsible: str
    """Who had it when the right to punish lapsed; empty: it did not, or nobody had it yet."""
    advice: Advice
    line: int | None = attrs.field(default=None, eq=False)

    @property
    def year(self) -> int | None:
        """The year of the last day; None where the conduct goes on."""
        return self.answer.last_day.year if self.answer.last_day else None

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the case as plain values for JSON."""
        answer = self.answer.to_dict(lang)
        told = ("status", "last_day", "safe_last_day", "days_left", "deciding", "rule", "flags")
        more = ("penalty", "safe_penalty", "certainty", "as_of", "end", "views", "parts")
        return {
            "case": self.case,
            **{key: answer[key] for key in told},
            "responsible": self.responsible,
            "advice": self.advice.text.say(lang),
            "article": self.advice.article.say(lang),
            "urgency": self.urgency.value,
            "sender": self.sender,
            "next": self.advice.step.value,
            **{key: answer[key] for key in more},
            "line": self.line,
        }


@attrs.frozen(kw_only=True)
class ExpiryReport:
    """Every case of a table, ranked, and the counts."""

    as_of: date
    warn_days: int
    cases: tuple[ExpiryCase, ...]
    rules: LimitationRules = attrs.field(eq=False, repr=False)

    @property
    def by_status(self) -> dict[str, int]:
        """How many cases there are of each status, in the order of the statuses."""
        found = Counter(one.answer.status for one in self.cases)
        return {status.value: found[status] for status in LimitationStatus if found[status]}

    @property
    def by_urgency(self) -> dict[Urgency, int]:
        """How many cases there are of each urgency, most urgent first."""
        found = Counter(one.urgency for one in self.cases)
        return {urgency: found[urgency] for urgency in Urgency if found[urgency]}

    @property
    def by_sender(self) -> dict[str, dict[str, int]]:
        """The statuses of the cases of each sender; who sent most expired ones comes first."""
        return self._counted(lambda one: one.sender or OWN)

    @property
    def by_responsible(self) -> dict[str, int]:
        """How often the right to punish lapsed in whose hands, most often first."""
        found = Counter(one.responsible for one in self.cases if one.responsible)
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    @property
    def by_year(self) -> dict[str, dict[str, int]]:
        """The statuses by the year of the last day."""
        found = self._counted(lambda one: str(one.year or ""))
        return dict(sorted(found.items()))

    @property
    def barred(self) -> bool:
        """Whether a penalty is barred in any case."""
        return any(one.answer.penalty is Penalty.BARRED for one in self.cases)

    def _counted(self, key: Callable[[ExpiryCase], str]) -> dict[str, dict[str, int]]:
        found: dict[str, Counter[str]] = {}
        for one in self.cases:
            found.setdefault(key(one), Counter())[one.answer.status.value] += 1
        expired = LimitationStatus.EXPIRED.value
        ranked = sorted(found.items(), key=lambda one: (-one[1][expired], one[0]))
        return {name: dict(counts) for name, counts in ranked}


def scan(
    rows: Iterable[ExpiryRow],
    *,
    as_of: date,
    rules: LimitationRules,
    warn_days: int = 60,
    progress: Callable[[int], None] | None = None,
) -> ExpiryReport:
    """Judge every one of *rows* on *as_of*, or on its own day, and rank them.

    A case that lapses within *warn_days* counts as about to.  Where a row names no discovery, those
    its chain of authorities is evidence of are taken.
    """
    if warn_days < 0:
        raise ArgumentError(f"warn_days={warn_days} must be at least 0")
    cases = []
    for number, row in enumerate(rows, start=1):
        cases.append(_judged(row, as_of, warn_days, rules))
        if progress is not None and number % 500 == 0:
            progress(number)
    cases.sort(key=_place)
    return ExpiryReport(as_of=as_of, warn_days=warn_days, cases=tuple(cases), rules=rules)


def _judged(row: ExpiryRow, as_of: date, warn_days: int, rules: LimitationRules) -> ExpiryCase:
    events = row.discoveries or discoveries_of(row.chain)
    answer = limitation(row.conduct, events, as_of=row.as_of or as_of, rules=rules)
    filed = any(one.code == "D1" and one.day <= answer.as_of for one in events)
    return ExpiryCase(
        case=row.case,
        answer=answer,
        urgency=_urgency(answer, warn_days),
        sender=row.chain[0].authority if row.chain else "",
        responsible=responsible_for(row.chain, answer) if row.chain else "",
        advice=advise(answer, filed=filed),
        line=row.line,
    )


def _urgency(answer: Limitation, warn_days: int) -> Urgency:
    left = answer.days_left
    if answer.status is LimitationStatus.RUNNING and left is not None and left <= warn_days:
        return Urgency.ABOUT_TO_LAPSE
    if answer.penalty is Penalty.REVIEW:
        return Urgency.REVIEW
    return _PLAIN[answer.status]


_PLAIN: Final = {
    LimitationStatus.EXPIRED: Urgency.EXPIRED,
    LimitationStatus.RUNNING: Urgency.RUNNING,
    LimitationStatus.NOT_STARTED: Urgency.NOT_STARTED,
    LimitationStatus.PRESERVED: Urgency.PRESERVED,
}


def _place(one: ExpiryCase) -> tuple[int, int]:
    left = one.answer.days_left
    return _RANK[one.urgency], 0 if left is None else abs(left)
