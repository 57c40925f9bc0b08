"""Penalty cases as annual reports state them: how many, fines, outcomes, by category.

Counts are of cases; a fine is what a decision imposed, in yuan to the fen, whatever was paid.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.measures.figures import Analysed, Basis, Counted, Figure, in_wan, undefined
from enforcecal.measures.items import gather
from enforcecal.measures.metrics import metric
from enforcecal.texts import Lang, Text

__all__ = [
    "OUTCOMES",
    "Penalties",
    "PenaltyCase",
    "PenaltyOutcome",
    "count_penalties",
    "parse_outcome",
]


class PenaltyOutcome(enum.Enum):
    """What has become of a penalty case."""

    PENALTY = "penalty"
    """作出行政处罚决定."""
    NO_PENALTY = "no-penalty"
    """不予行政处罚."""
    PRIOR_NOTICE = "prior-notice"
    """The prior notice is out (行政处罚事先告知), the decision is not."""
    NOT_FILED = "not-filed"
    """退回、不予立案: returned without filing."""
    DROPPED = "dropped"
    """撤销立案、终止调查."""
    TRANSFERRED = "transferred"
    """移送."""
    OPEN = "open"
    """在办."""


OUTCOMES: Final = {
    PenaltyOutcome.PENALTY: Text("penalty decided", "作出处罚决定"),
    PenaltyOutcome.NO_PENALTY: Text("no penalty", "不予处罚"),
    PenaltyOutcome.PRIOR_NOTICE: Text("prior notice", "事先告知"),
    PenaltyOutcome.NOT_FILED: Text("returned without filing", "退回不予立案"),
    PenaltyOutcome.DROPPED: Text("dropped", "撤销立案"),
    PenaltyOutcome.TRANSFERRED: Text("transferred", "移送"),
    PenaltyOutcome.OPEN: Text("open", "在办"),
}
"""What each outcome is called."""

_WORDS: Final = {
    word: outcome
    for outcome, words in {
        PenaltyOutcome.PENALTY: "处罚 行政处罚 处罚决定 作出处罚决定 作出行政处罚决定 已处罚 "
        "penalty",
        PenaltyOutcome.NO_PENALTY: "不予处罚 不予行政处罚 免予处罚 no-penalty",
        PenaltyOutcome.PRIOR_NOTICE: "事先告知 行政处罚事先告知 已告知 prior-notice",
        PenaltyOutcome.NOT_FILED: "退回 不予立案 退回不予立案 not-filed",
        PenaltyOutcome.DROPPED: "撤销立案 终止调查 撤案 dropped",
        PenaltyOutcome.TRANSFERRED: "移送 移送司法 移送公安 transferred",
        PenaltyOutcome.OPEN: "在办 办理中 调查中 open",
    }.items()
    for word in words.split()
}


def parse_outcome(cell: object) -> PenaltyOutcome | None:
    """Return the outcome that *cell* names, None when it names none.

    >>> parse_outcome("不予行政处罚")
    <PenaltyOutcome.NO_PENALTY: 'no-penalty'>
    """
    if not isinstance(cell, str):
        return None
    return _WORDS.get("-".join(cell.strip().casefold().split()))


@attrs.frozen(kw_only=True)
class PenaltyCase:
    """One penalty case."""

    id: str
    outcome: PenaltyOutcome | None = None
    category: str = ""
    """The field it belongs to, such as 燃气设施类."""
    fine: Fraction | None = None
    """Yuan imposed; None where none is recorded."""
    closed: bool | None = None
    """Whether it was closed (结案); None where nobody says."""
    fault: str = ""


@attrs.frozen(kw_only=True)
class Penalties:
    """The figures of a set of penalty cases."""

    cases: Figure
    fines: Figure
    closing: Figure
    not_filed: Figure
    decided: Figure
    no_penalty: Figure
    prior_notice: Figure
    by_outcome: tuple[tuple[PenaltyOutcome, int], ...]
    by_category: tuple[tuple[str, int, Fraction], ...]
    """Category, cases and yuan, in the order of the table."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them, in the order of their codes."""
        return (
            *(self.cases, self.fines, self.closing, self.not_filed),
            *(self.decided, self.no_penalty, self.prior_notice),
        )

    def sentences(self, lang: Lang = "en") -> tuple[str, ...]:
        """Return what an annual report says: one sentence a category, one for the outcomes.

        >>> two = [PenaltyCase(id=i, category="扬尘类", fine=Fraction(1200)) for i in "ab"]
        >>> count_penalties(two).sentences("zh")
        ('扬尘类案件2件，罚款0.24万元。',)
        """
        zh = lang == "zh"
        made = [
            f"{name or '未分类'}案件{n:,}件，罚款{in_wan(yuan)}万元。"
            if zh
            else f"{name or 'no category'}: {n:,} cases, fines {_yuan(yuan)} yuan."
            for name, n, yuan in self.by_category
        ]
        if self.by_outcome:
            parts = [
                f"{OUTCOMES[one].zh}{n:,}件" if zh else f"{OUTCOMES[one].en} {n:,}"
                for one, n in self.by_outcome
            ]
            made.append(f"{'，'.join(parts)}。" if zh else f"Outcomes: {', '.join(parts)}.")
        return tuple(made)


def _yuan(yuan: Fraction) -> str:
    return f"{yuan.numerator:,}" if yuan.denominator == 1 else f"{float(yuan):,.2f}"


_BASIS: Final = Basis()
_NO_FILED: Final = Text("no filed case says whether it is closed", "没有登记是否结案的立案案件")


def count_penalties(cases: Iterable[PenaltyCase], basis: Basis = _BASIS) -> Penalties:
    """Return the figures of *cases*.

    Cases returned without filing are cases taken up, and no filed cases: they are not in the
    closing rate.  A decision whose fine is not recorded is left out of the fines, and counted.
    """
    basis = attrs.evolve(basis, analysed=Analysed.CASE)
    rows = [*cases]
    faulty = [(one.fault, one.id, 1) for one in rows if one.fault]
    fit = [one for one in rows if not one.fault]

    def figure(
        name: str,
        used: Iterable[PenaltyCase],
        value: Callable[[PenaltyCase], Fraction | int],
        out: Iterable[tuple[str, str, int]] = (),
    ) -> Figure:
        used = [*used]
        top = sum((Fraction(value(one)) for one in used), Fraction())
        return Figure(
            metric=metric(name),
            basis=basis,
            numerator=top,
            denominator=Fraction(1),
            n=len(used),
            value=top,
            left_out=gather((*faulty, *out)),
            uses_limits=False,
        )

    unpriced = [one for one in fit if one.outcome is PenaltyOutcome.PENALTY and one.fine is None]
    priced = [one for one in fit if one.fine is not None]
    filed = [one for one in fit if one.outcome is not PenaltyOutcome.NOT_FILED]
    categories: dict[str, list[PenaltyCase]] = {}
    for one in fit:
        categories.setdefault(one.category, []).append(one)
    return Penalties(
        cases=figure("penalty_cases", fit, lambda _: 1),
        fines=figure(
            "fines",
            priced,
            lambda one: one.fine or 0,
            [("no-fine", one.id, 1) for one in unpriced],
        ),
        closing=_closing(filed, faulty, basis),
        not_filed=figure("not_filed", fit, lambda one: one.outcome is PenaltyOutcome.NOT_FILED),
        decided=figure("penalties_decided", fit, lambda one: one.outcome is PenaltyOutcome.PENALTY),
        no_penalty=figure(
            "no_penalties", fit, lambda one: one.outcome is PenaltyOutcome.NO_PENALTY
        ),
        prior_notice=figure(
            "prior_notices", fit, lambda one: one.outcome is PenaltyOutcome.PRIOR_NOTICE
        ),
        by_outcome=tuple(
            (outcome, n)
            for outcome in PenaltyOutcome
            if (n := sum(one.outcome is outcome for one in fit))
        ),
        by_category=tuple(
            (name, len(found), sum((one.fine or Fraction() for one in found), Fraction()))
            for name, found in categories.items()
        ),
    )


def _closing(
    filed: Iterable[PenaltyCase], faulty: Iterable[tuple[str, str, int]], basis: Basis
) -> Figure:
    known, out = [], [*faulty]
    for one in filed:
        if one.closed is None:
            out.append(("no-mark", one.id, 1))
        else:
            known.append(one)
    left_out: tuple[Counted, ...] = gather(out)
    if not known:
        return undefined(
            metric("closing_rate"), basis, _NO_FILED, left_out=left_out, uses_limits=False
        )
    closed = sum(bool(one.closed) for one in known)
    return Figure(
        metric=metric("closing_rate"),
        basis=basis,
        numerator=Fraction(closed),
        denominator=Fraction(len(known)),
        n=len(known),
        value=Fraction(closed, len(known)),
        left_out=left_out,
        uses_limits=False,
    )
