"""Warnings, yellow and red cards of e-supervision (电子监察亮牌): when they fall, and their counts.

A warning (预警) is not a lit card.  Counts are gross unless they say net, and belong to the month
of the card or to the month its case was accepted: the two give different totals, so a figure says
which.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.dates.calendars import WorkCalendar
from enforcecal.errors import ArgumentError
from enforcecal.measures.figures import Analysed, Basis, Figure, undefined
from enforcecal.measures.items import gather
from enforcecal.measures.metrics import metric
from enforcecal.texts import Text

__all__ = [
    "PRESETS",
    "Attribution",
    "CardLevel",
    "CardTimes",
    "Cards",
    "Trigger",
    "WarningCard",
    "card_counts",
    "card_times",
    "carded_case_rate",
    "parse_level",
]


class CardLevel(enum.Enum):
    """How grave a card is."""

    WARNING = "warning"
    """预警: not a lit card."""
    YELLOW = "yellow"
    """黄牌."""
    RED = "red"
    """红牌."""


_LEVELS: Final = {
    **dict.fromkeys(("预警", "预警牌", "绿牌", "warning"), CardLevel.WARNING),
    **dict.fromkeys(("黄牌", "黄", "yellow"), CardLevel.YELLOW),
    **dict.fromkeys(("红牌", "红", "red"), CardLevel.RED),
}


def parse_level(cell: object) -> CardLevel | None:
    """Return the level that *cell* names, None when it names none.

    >>> parse_level("黄牌")
    <CardLevel.YELLOW: 'yellow'>
    """
    return _LEVELS.get(cell.strip().casefold()) if isinstance(cell, str) else None


@attrs.frozen(kw_only=True)
class WarningCard:
    """One card on one case."""

    case: str
    level: CardLevel
    issued: date | None = None
    accepted: date | None = None
    """The day its case was accepted."""
    withdrawn: bool = False
    """Whether it was revoked (撤销) or cancelled (取消) afterwards."""


class Attribution(enum.Enum):
    """To which period a card belongs."""

    BY_CARD = "by-card"
    """The day it was issued (按监察时间)."""
    BY_ACCEPTANCE = "by-acceptance"
    """The day its case was accepted (按受理时间)."""


@attrs.frozen(kw_only=True)
class Cards:
    """The card figures of one set of cases in one period."""

    attribution: Attribution
    yellow: Figure
    red: Figure
    yellow_net: Figure
    red_net: Figure
    warnings: Figure
    per_hundred: Figure
    carded: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them, in the order of their codes."""
        return (
            *(self.yellow, self.red, self.yellow_net, self.red_net),
            *(self.per_hundred, self.carded, self.warnings),
        )

    @property
    def none_lit(self) -> bool:
        """Whether no yellow and no red card was issued, gross (零亮牌, K6)."""
        return self.yellow.value == 0 == self.red.value


_BASIS: Final = Basis()
_BY: Final = {
    Attribution.BY_CARD: Text("by the day of the card", "按监察时间"),
    Attribution.BY_ACCEPTANCE: Text("by the day the case was accepted", "按受理时间"),
}


def card_counts(
    cards: Iterable[WarningCard],
    cases: int | None,
    basis: Basis = _BASIS,
    *,
    attribution: Attribution = Attribution.BY_CARD,
) -> Cards:
    """Return the figures of *cards* on the *cases* of the period; None where nobody knows them.

    A case with several cards counts once in the carded-case rate, by its gravest.

    >>> lit = [WarningCard(case="1", level=level) for level in (CardLevel.YELLOW, CardLevel.RED)]
    >>> made = card_counts(lit, 8)
    >>> made.carded.shown(), made.per_hundred.shown(), made.none_lit
    ('12.5%', '25.0', False)
    """
    if cases is not None and (isinstance(cases, bool) or cases < 0):
        raise ArgumentError(f"cases={cases!r} must be the number of cases, 0 or more, or None")
    by_card = attribution is Attribution.BY_CARD
    inside: list[WarningCard] = []
    outside: list[tuple[str, str, int]] = []
    for card in cards:
        day = card.issued if by_card else card.accepted
        if basis.within(day):
            inside.append(card)
        else:
            outside.append(("no-dates" if day is None else "other-period", card.case, 1))
    left_out = gather(outside)
    lit = [card for card in inside if card.level is not CardLevel.WARNING]
    of_cards = attrs.evolve(basis, analysed=Analysed.CARD)

    def count(name: str, found: Iterable[WarningCard]) -> Figure:
        n = Fraction(sum(1 for _ in found))
        chosen = metric(name)
        by = _BY[attribution]
        return Figure(
            metric=attrs.evolve(
                chosen,
                formula=Text(f"{chosen.formula.en}, {by.en}", f"{chosen.formula.zh}，{by.zh}"),
            ),
            basis=of_cards,
            numerator=n,
            denominator=Fraction(1),
            n=len(inside),
            value=n,
            left_out=left_out,
            uses_limits=False,
        )

    def level(which: CardLevel, *, net: bool = False) -> Iterable[WarningCard]:
        return (card for card in inside if card.level is which and not (net and card.withdrawn))

    carded = len({card.case for card in lit})
    return Cards(
        attribution=attribution,
        yellow=count("yellow_cards", level(CardLevel.YELLOW)),
        red=count("red_cards", level(CardLevel.RED)),
        yellow_net=count("yellow_cards_net", level(CardLevel.YELLOW, net=True)),
        red_net=count("red_cards_net", level(CardLevel.RED, net=True)),
        warnings=count("warnings", level(CardLevel.WARNING)),
        per_hundred=_rate("cards_per_hundred", len(lit), cases, basis),
        carded=carded_case_rate(carded, cases, basis),
    )


def carded_case_rate(carded: int, cases: int | None, basis: Basis = _BASIS) -> Figure:
    """Return the share of *cases* that had a yellow or red card (K4, 亮牌率).

    >>> carded_case_rate(0, 127).shown(), carded_case_rate(0, 0).shown()
    ('0.0%', 'undefined')
    """
    return _rate("carded_case_rate", carded, cases, basis)


def _rate(name: str, top: int, cases: int | None, basis: Basis) -> Figure:
    basis = attrs.evolve(basis, analysed=Analysed.CASE)
    if not cases:
        why = _NOT_GIVEN if cases is None else _NO_CASES
        return undefined(metric(name), basis, why, uses_limits=False)
    return Figure(
        metric=metric(name),
        basis=basis,
        numerator=Fraction(top),
        denominator=Fraction(cases),
        n=cases,
        value=Fraction(top, cases),
        uses_limits=False,
    )


_NOT_GIVEN: Final = Text("the number of cases is not given", "未提供办件总数")
_NO_CASES: Final = Text("there are no cases", "没有办件")


@attrs.frozen(kw_only=True)
class Trigger:
    """When the cards of a system fall: working days after the promised or statutory time.

    With E the elapsed net working time, a card falls when E passes the sum; None: no such card.
    """

    warning: int | None = None
    """Days added to the promise; negative is before it."""
    yellow: int | None = 0
    """Days added to the promise."""
    red: int | None = 0
    red_by_statute: bool = True
    """Whether the red card is counted from the statutory limit, else from the promise."""


PRESETS: Final[Mapping[str, Trigger]] = {
    # "Two days before" in the manual is three by its own example: the time used is rounded up.
    "hunan-2018": Trigger(warning=-3, yellow=0, red=0),
    "hunan-2018-special": Trigger(warning=-3, yellow=0, red=1, red_by_statute=False),
    "hunan-2018-online": Trigger(warning=0, yellow=3, red=5, red_by_statute=False),
    "hunan-2018-certificate": Trigger(yellow=0, red=None),
    "lead-1wd": Trigger(warning=-1, yellow=None, red=None),
}
"""Triggers of systems that state them; days not stated anywhere are not invented."""


@attrs.frozen(kw_only=True)
class CardTimes:
    """The instants after which each card falls; exactly at the instant it has not yet fallen."""

    warning: datetime | None
    yellow: datetime | None
    red: datetime | None

    def level(self, at: datetime) -> CardLevel | None:
        """Return the gravest level of a case that is, or was, finished *at* an instant."""
        for level in (CardLevel.RED, CardLevel.YELLOW, CardLevel.WARNING):
            after = getattr(self, level.value)
            if after is not None and at > after:
                return level
        return None


def card_times(
    accepted: datetime,
    promise: int,
    statute: int | None = None,
    *,
    trigger: Trigger = PRESETS["hunan-2018"],
    calendar: WorkCalendar,
    special: int = 0,
) -> CardTimes:
    """Return when the cards of a case fall by the elapsed rule: whole working days from an instant.

    *special* are the working days taken out for special procedures (特别程序).  The elapsed rule is
    the system's; by the law the day of acceptance does not count and the last day is whole, which
    is never earlier.

    Raises:
        ArgumentError: the red card is counted from the statute, and none is given.

    >>> from enforcecal.dates.calendars import calendar
    >>> times = card_times(datetime(2018, 10, 15, 10), 7, 10, calendar=calendar("CN"))
    >>> times.yellow, times.red
    (datetime.datetime(2018, 10, 24, 10, 0), datetime.datetime(2018, 10, 29, 10, 0))
    """
    if trigger.red is not None and trigger.red_by_statute and statute is None:
        raise ArgumentError("statute=None: this trigger counts the red card from the statute")

    def after(days: int | None, limit: int) -> datetime | None:
        if days is None:
            return None
        n = max(0, limit + days) + special
        day = accepted.date()
        landed = calendar.add(day, n) if n else day
        return accepted + timedelta(days=(landed - day).days)

    red_from = statute if trigger.red_by_statute and statute is not None else promise
    return CardTimes(
        warning=after(trigger.warning, promise),
        yellow=after(trigger.yellow, promise),
        red=after(trigger.red, red_from),
    )
