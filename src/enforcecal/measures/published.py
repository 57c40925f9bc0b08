"""Can a published figure be true?  What arithmetic allows, and nothing more.

A figure that fits is *consistent* with some solutions; it is never confirmed, because other
tables fit as well.  A figure that no table of the stated kind can give is *inconsistent*.  Where
too little is known to exclude anything the answer is that nobody can tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.errors import ArgumentError
from enforcecal.measures.compression import compression_band
from enforcecal.measures.figures import Basis
from enforcecal.measures.items import Item
from enforcecal.measures.rounding import MODES, FigureRounding, RoundingMode, rounded, shares
from enforcecal.texts import NO_TEXT, Text, Worded

__all__ = [
    "Fit",
    "Printed",
    "PublishedCheck",
    "PublishedVerdict",
    "check_compression",
    "check_items",
    "check_rate",
    "check_shares",
]


class PublishedVerdict(Worded):
    """What can be said of a published figure; there is no *confirmed*."""

    CONSISTENT = "consistent", "consistent with", "与下列情形相符"
    INCONSISTENT = "inconsistent", "inconsistent", "不可能成立"
    CANNOT_TELL = "cannot-tell", "cannot tell", "无从判断"


@attrs.frozen
class Printed:
    """A percentage as it was printed: its digits, and how many decimals they have."""

    value: Decimal

    @classmethod
    def of(cls, text: str | Decimal) -> Printed:
        """Read ``80.5%``, ``80.5`` or ``百分之80.5``; a float is refused, it has lost its zeros.

        >>> Printed.of("80.50%").places
        2
        """
        if isinstance(text, Decimal):
            return cls(text)
        if not isinstance(text, str):
            raise ArgumentError(
                f"published={text!r} must be written as a text such as '80.5%': its decimals count"
            )
        plain = unicodedata.normalize("NFKC", text).strip().removeprefix("百分之").rstrip("% ")
        if not re.fullmatch(r"-?\d+(?:\.\d+)?", plain, re.ASCII):
            raise ArgumentError(f"published={text!r} is no percentage; write it like '80.5%'")
        return cls(Decimal(plain))

    @property
    def places(self) -> int:
        """How many decimals were printed."""
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    def modes(self, share: Fraction) -> tuple[RoundingMode, ...]:
        """Return the modes of rounding by which *share*, a fraction of 1, is printed like this."""
        return tuple(
            mode
            for mode in RoundingMode
            if rounded(share * 100, FigureRounding(self.places, mode)) == self.value
        )


@attrs.frozen(kw_only=True)
class Fit:
    """One way in which the figure comes out."""

    share: Fraction
    """The exact value, a fraction of 1."""
    modes: tuple[RoundingMode, ...]
    """Every mode of rounding that prints it so."""
    n: int | None = None
    """How many items or cases; None where only the sum of their days is known."""
    days: int | None = None
    """The days promised in all, or the number of cases above the line."""
    by: Text | None = None
    """The solution in words, or the convention where a table is known."""


@attrs.frozen(kw_only=True)
class PublishedCheck:
    """What arithmetic says of a published figure."""

    verdict: PublishedVerdict
    printed: tuple[Printed, ...]
    fits: tuple[Fit, ...] = ()
    why: Text = NO_TEXT

    @property
    def text(self) -> Text:
        """The answer in words, with the first dozen solutions."""
        said = "/".join(str(one.value) for one in self.printed)
        head = self.verdict.text
        ways = [_fit_text(fit) for fit in self.fits[:_SHOWN]]
        more = len(self.fits) - len(ways)
        if more > 0:
            ways.append(Text(f"{more:,} more", f"另有{more:,}种"))
        en = "; ".join(filter(None, [*(way.en for way in ways), self.why.en]))
        zh = "；".join(filter(None, [*(way.zh for way in ways), self.why.zh]))
        colon = ": " if en else ""
        return Text(f"{said}: {head.en}{colon}{en}", f"{said}：{head.zh}{'：' if zh else ''}{zh}")


_SHOWN: Final = 12


def _fit_text(fit: Fit) -> Text:
    en: list[str] = []
    zh: list[str] = []
    if fit.by is not None:
        en.append(fit.by.en)
        zh.append(fit.by.zh)
    if fit.modes:
        en.append(" or ".join(MODES[mode].en for mode in fit.modes))
        zh.append("或".join(MODES[mode].zh for mode in fit.modes))
    return Text(", ".join(en), "，".join(zh))


def check_compression(
    published: str | Decimal,
    *,
    items: int | Iterable[int] | None = None,
    statute: int | None = None,
    total_statute: int | None = None,
    modes: Iterable[RoundingMode] = RoundingMode,
    least: int = 0,
) -> PublishedCheck:
    """Say which totals of promised days give a published compression (M3, ratio of sums).

    *items* is how many items, or cases, there can be, and *statute* the statutory days that each
    of them has; or *total_statute* is what their statutory days sum to.  Without either nobody can
    tell: items of other lengths give every figure.  *least* is the fewest days one can promise.

    >>> check_compression("80.5%", items=range(1, 19), statute=20, modes=[RoundingMode.HALF_UP]).text.en
    '80.5: consistent with: 10 with 39 days promised, rounded half up; 11 with 43 days promised, rounded half up; items of other lengths allow more'
    >>> check_compression("80.5%", items=range(12, 19), statute=20, modes=[RoundingMode.HALF_UP]).verdict
    <PublishedVerdict.INCONSISTENT: 'inconsistent'>
    """  # noqa: E501 - one answer is one line
    printed = Printed.of(published)
    wanted = tuple(modes)
    if total_statute is not None:
        sizes: list[tuple[int | None, int, int]] = [(None, total_statute, 0)]
    elif items is None or statute is None:
        return PublishedCheck(
            verdict=PublishedVerdict.CANNOT_TELL,
            printed=(printed,),
            why=Text(
                "neither the statutory days nor the number of items is known, and other tables "
                "give other figures",
                "法定时限和事项数不明，不同的事项表会得出不同的数",
            ),
        )
    else:
        many = (items,) if isinstance(items, int) else items
        sizes = [(n, n * statute, n * least) for n in many]
    for n, days, _ in sizes:
        if days < 1:
            raise ArgumentError(f"items={n} with {days} statutory days: both must be at least 1")
    fits = [
        fit
        for n, days, fewest in sizes
        for fit in _solve(printed, days, wanted, n=n, fewest=fewest)
    ]
    why = Text("no total of promised days gives it", "没有任何承诺时限合计能得出此数")
    if fits:
        others = Text("items of other lengths allow more", "法定时限不同的事项还有其他可能")
        why = others if total_statute is None else NO_TEXT
    return PublishedCheck(
        verdict=PublishedVerdict.CONSISTENT if fits else PublishedVerdict.INCONSISTENT,
        printed=(printed,),
        fits=tuple(fits),
        why=why,
    )


def _solve(
    printed: Printed, days: int, modes: Sequence[RoundingMode], *, n: int | None, fewest: int
) -> Iterable[Fit]:
    """Yield every total of promised days out of *days* that is printed so."""
    # Only totals within one unit of the last place can be, so nobody has to try them all.
    exact = Fraction(printed.value) / 100
    step = Fraction(1, 100 * 10**printed.places)
    first = max(fewest, -((exact + step - 1) * days // 1) - 1)
    last = min(days, -((exact - step - 1) * days // 1) + 1)
    for promised in range(int(first), int(last) + 1):
        share = 1 - Fraction(promised, days)
        found = tuple(mode for mode in printed.modes(share) if mode in modes)
        if found:
            head = NO_TEXT if n is None else Text(f"{n:,} with ", f"{n:,}个")
            by = Text(f"{head.en}{promised:,} days promised", f"{head.zh}共承诺{promised:,}天")
            yield Fit(share=share, modes=found, n=n, days=promised, by=by)


def check_rate(
    published: str | Decimal, *, cases: int, modes: Iterable[RoundingMode] = RoundingMode
) -> PublishedCheck:
    """Say which counts out of *cases* give a published rate, such as 按时办结率.

    >>> check_rate("99.2%", cases=127).fits[0].days
    126
    >>> check_rate("99.5%", cases=127).verdict
    <PublishedVerdict.INCONSISTENT: 'inconsistent'>
    """
    if cases < 1:
        raise ArgumentError(f"cases={cases} must be at least 1; a rate of nothing is undefined")
    printed = Printed.of(published)
    wanted = tuple(modes)
    found = [
        (fit, cases - (fit.days or 0)) for fit in _solve(printed, cases, wanted, n=cases, fewest=0)
    ]
    fits = tuple(
        attrs.evolve(
            fit, days=hits, by=Text(f"{hits:,} of {cases:,}", f"{cases:,}件中的{hits:,}件")
        )
        for fit, hits in found
    )
    why = NO_TEXT if fits else Text(
        f"no whole number out of {cases:,} gives it", f"{cases:,}件中没有任何整数能得出此数"
    )  # fmt: skip
    return PublishedCheck(
        verdict=PublishedVerdict.CONSISTENT if fits else PublishedVerdict.INCONSISTENT,
        printed=(printed,),
        fits=fits,
        why=why,
    )


def check_items(
    published: str | Decimal, items: Iterable[Item], basis: Basis | None = None
) -> PublishedCheck:
    """Say by which conventions a known table gives a published compression.

    *Inconsistent* here means: by none of the conventions that were tried, on the rows that can be
    used.

    >>> table = [Item.of("a", 20, 5), Item.of("b", 60, 3)]
    >>> check_items("85.0%", table).text.en
    "85.0: consistent with: mean of the items' ratios, instant one, rounded half up or rounded half to even or cut off"
    """  # noqa: E501 - one answer is one line
    printed = Printed.of(published)
    band = compression_band(items, basis or Basis())
    if band is None:
        return PublishedCheck(
            verdict=PublishedVerdict.CANNOT_TELL,
            printed=(printed,),
            why=Text("no item has both limits", "没有同时具备两种时限的事项"),
        )
    fits = tuple(
        Fit(share=value, modes=modes, by=by)
        for by, value in band.values
        if (modes := printed.modes(value))
    )
    return PublishedCheck(
        verdict=PublishedVerdict.CONSISTENT if fits else PublishedVerdict.INCONSISTENT,
        printed=(printed,),
        fits=fits,
        why=NO_TEXT
        if fits
        else Text("by no convention on this table", "按此表的任何口径均不能得出"),
    )


_ADJUSTED: Final = {
    True: Text("adjusted to sum to 100, by largest remainders", "按最大余数法调整至合计100"),
    False: Text("adjusted in the last place to sum to 100", "末位经调整，合计为100"),
}


def check_shares(published: Sequence[str | Decimal], counts: Sequence[int]) -> PublishedCheck:
    """Say whether published shares of one total can come from *counts*.

    They fit when one mode of rounding gives them all, or when each was moved to a neighbour in the
    last place so that they sum to exactly 100; the answer says which.

    >>> check_shares(["22.68", "76.65", "0.67"], [4273, 14445, 126]).text.en
    '22.68/76.65/0.67: consistent with: adjusted in the last place to sum to 100'
    """
    printed = tuple(map(Printed.of, published))
    total = sum(counts)
    if len(printed) != len(counts) or total < 1 or any(count < 0 for count in counts):
        raise ArgumentError(
            f"counts={list(counts)} must be one for each of the {len(printed)} shares, none "
            "negative, not all zero"
        )
    exact = [Fraction(count, total) for count in counts]
    modes = [
        mode
        for mode in RoundingMode
        if all(mode in one.modes(share) for one, share in zip(printed, exact, strict=True))
    ]
    whole = Fraction(1)
    if modes:
        fit = Fit(share=whole, modes=tuple(modes))
        return PublishedCheck(verdict=PublishedVerdict.CONSISTENT, printed=printed, fits=(fit,))
    places = max(one.places for one in printed)
    step = Fraction(1, 10**places)
    near = all(
        abs(Fraction(one.value) - share * 100) < step
        for one, share in zip(printed, exact, strict=True)
    )
    if near and sum(one.value for one in printed) == 100:
        remainders = shares(counts, places) == tuple(one.value for one in printed)
        fit = Fit(share=whole, modes=(), by=_ADJUSTED[remainders])
        return PublishedCheck(verdict=PublishedVerdict.CONSISTENT, printed=printed, fits=(fit,))
    return PublishedCheck(
        verdict=PublishedVerdict.INCONSISTENT,
        printed=printed,
        why=Text("no rounding of these counts gives them", "这些数目按任何进位方式均不能得出"),
    )
