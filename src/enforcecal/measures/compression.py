"""Promised against statutory time: how far commitments were cut (承诺时限压缩).

Each function takes the items of a catalogue and a `Basis`, and returns a `Figure`.  What is
published as "cut by 80.5 % against the statutory time" is `compression_pooled`, the ratio of sums,
in every government source that could be found; the others stand beside it because they differ.
"""

from __future__ import annotations

import enum
import statistics
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.errors import ArgumentError
from enforcecal.measures.figures import Band, Basis, Figure, Instant, undefined
from enforcecal.measures.items import Item, Settled, Survey, settle, survey
from enforcecal.measures.metrics import Metric, metric
from enforcecal.texts import NO_TEXT, Text

__all__ = [
    "Aggregate",
    "Compression",
    "compress",
    "compression_all_in",
    "compression_band",
    "compression_case_mean",
    "compression_case_pooled",
    "compression_item",
    "compression_mean",
    "compression_median",
    "compression_pooled",
    "days_saved",
    "instant_item_share",
]

_BASIS: Final = Basis()
_NO_ITEMS: Final = Text("no item can be counted", "没有可计入的事项")


class Aggregate(enum.Enum):
    """How the items are put together."""

    POOLED = "pooled"
    """Ratio of sums, each item once."""
    MEAN = "mean"
    """Mean of ratios, each item once."""
    CASE_POOLED = "case-pooled"
    """Ratio of sums, each item as often as it has cases."""
    CASE_MEAN = "case-mean"
    """Mean of ratios, each item as often as it has cases."""

    @property
    def by_cases(self) -> bool:
        """Whether it needs the number of cases."""
        return self in {Aggregate.CASE_POOLED, Aggregate.CASE_MEAN}


_METRIC_OF: Final = {
    Aggregate.POOLED: "compression_pooled",
    Aggregate.MEAN: "compression_mean",
    Aggregate.CASE_POOLED: "compression_case_pooled",
    Aggregate.CASE_MEAN: "compression_case_mean",
}


def compression_item(item: Item, basis: Basis = _BASIS) -> Figure:
    """Return the compression of one item, (S - P) / S.

    Raises:
        ArgumentError: the promise is longer than the statute, which no promise may be
            (优化营商环境条例36).

    >>> compression_item(Item.of("felling", 20, 5)).shown()
    '75.0%'
    """
    found = settle(item, basis)
    if found == "promise-over-statute":
        raise ArgumentError(
            f"item {item.id!r} promises more days than its statute has; a promise may only be "
            "shorter, so correct one of the two"
        )
    made = survey([item], basis)
    return _figure(metric("compression_item"), made, basis, *_sums(Aggregate.POOLED, made.used))


def compression_mean(items: Iterable[Item], basis: Basis = _BASIS) -> Figure:
    """Return the mean of the items' ratios (M2)."""
    return _aggregated(Aggregate.MEAN, survey(items, basis), basis)


def compression_pooled(items: Iterable[Item], basis: Basis = _BASIS) -> Figure:
    """Return the ratio of sums (M3): what governments publish.

    >>> items = [Item.of("felling", 20, 5), Item.of("impact review", 60, 3)]
    >>> compression_pooled(items).shown()
    '90.0%'
    """
    return _aggregated(Aggregate.POOLED, survey(items, basis), basis)


def compression_case_pooled(items: Iterable[Item], basis: Basis = _BASIS) -> Figure:
    """Return the ratio of sums in which each item counts as often as it has cases (M4)."""
    return _aggregated(Aggregate.CASE_POOLED, survey(items, basis), basis)


def compression_case_mean(items: Iterable[Item], basis: Basis = _BASIS) -> Figure:
    """Return the mean of ratios in which each item counts as often as it has cases (M5)."""
    return _aggregated(Aggregate.CASE_MEAN, survey(items, basis), basis)


def compression_median(items: Iterable[Item], basis: Basis = _BASIS) -> Figure:
    """Return the median of the items' ratios (M6)."""
    made = survey(items, basis)
    if not made.used:
        return _figure(metric("compression_median"), made, basis, None, None)
    middle = statistics.median([one.ratio for one in made.used])
    # Medians of parts say nothing about the median of all, so there is nothing to add up.
    return attrs.evolve(
        _figure(metric("compression_median"), made, basis, middle, Fraction(1)),
        numerator=None,
        denominator=None,
    )


def compression_all_in(
    items: Iterable[Item], basis: Basis = _BASIS, over: Aggregate = Aggregate.POOLED
) -> Figure:
    """Return the compression with special steps added to the promise (M8), aggregated as *over*.

    May be below zero: the promise is within the statute, promise and special steps need not be.
    """
    return _aggregated(over, survey(items, basis), basis, special=True)


def days_saved(items: Iterable[Item], basis: Basis = _BASIS, *, by_cases: bool = False) -> Figure:
    """Return the days cut per item, or per case (M7)."""
    made = survey(items, basis)
    if by_cases:
        made = made.with_volume
        saved = sum((one.volume * (one.statute - one.promise) for one in made.used), Fraction())
        many = sum((one.volume for one in made.used), Fraction())
        return _figure(metric("days_saved_case"), made, basis, saved, many)
    saved = sum((one.statute - one.promise for one in made.used), Fraction())
    return _figure(metric("days_saved"), made, basis, saved, Fraction(len(made.used)))


def instant_item_share(items: Iterable[Item], basis: Basis = _BASIS) -> Figure:
    """Return the share of instant items (M9): by type where it is given, else by the promise.

    Every readable item counts, also one without a statutory limit.
    """
    rows = [*items]
    fit = [item for item in rows if not item.fault]
    instant = sum(item.is_instant for item in fit)
    made = Survey(used=(), left_out=survey([item for item in rows if item.fault], basis).left_out)
    return attrs.evolve(
        _figure(metric("instant_item_share"), made, basis, Fraction(instant), Fraction(len(fit))),
        n=len(fit),
        uses_limits=False,
    )


def compression_band(items: Iterable[Item], basis: Basis = _BASIS) -> Band | None:
    """Return the pooled figure under every allowed convention; None where it is undefined.

    Conventions: mean, ratio of sums and by cases (where every used item has its number of cases);
    instant items as 0 and as 1 (where there are any); special steps out and in (likewise).
    """
    rows = [*items]
    values: list[tuple[Text, Fraction]] = []
    for instant in dict.fromkeys((basis.instant, Instant.ZERO, Instant.ONE)):
        chosen = attrs.evolve(basis, instant=instant)
        made = survey(rows, chosen)
        if instant is not basis.instant and not any(item.is_instant for item in rows):
            continue
        kinds = [Aggregate.POOLED, Aggregate.MEAN]
        if all(one.item.volume is not None for one in made.used):
            kinds.append(Aggregate.CASE_POOLED)
        for kind in kinds:
            for special in (False, True):
                if special and not any(one.special for one in made.used):
                    continue
                figure = _aggregated(kind, made, chosen, special=special)
                if figure.value is not None:
                    values.append((_label(kind, instant, special=special), figure.value))
    return Band(tuple(values)) if values else None


def _label(kind: Aggregate, instant: Instant, *, special: bool) -> Text:
    name = metric(_METRIC_OF[kind]).formula
    steps = Text("special steps in", "含特殊环节") if special else NO_TEXT
    return Text(
        ", ".join(filter(None, (name.en, f"instant {instant.value}", steps.en))),
        "，".join(filter(None, (name.zh, _SHORT[instant], steps.zh))),
    )


_SHORT: Final = {Instant.ZERO: "即办计0", Instant.ONE: "即办计1", Instant.TYPE: "即办按公布"}


@attrs.frozen(kw_only=True)
class Compression:
    """Every compression figure of one catalogue by one basis; `pooled` is the one to publish."""

    pooled: Figure
    mean: Figure
    median: Figure
    case_pooled: Figure
    case_mean: Figure
    all_in: Figure
    saved: Figure
    saved_case: Figure
    instant_share: Figure
    items: tuple[tuple[str, Fraction], ...]
    """The ratio of every item used, by its id."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them, the one to publish first."""
        return (
            *(self.pooled, self.mean, self.median, self.case_pooled, self.case_mean),
            *(self.all_in, self.saved, self.saved_case, self.instant_share),
        )

    @property
    def band(self) -> Band | None:
        """The lowest and highest value over the allowed conventions."""
        return self.pooled.band


def compress(items: Iterable[Item], basis: Basis = _BASIS) -> Compression:
    """Return every compression figure of *items*, with the band on the pooled one.

    >>> made = compress([Item.of("felling", 20, 5), Item.of("lighting", 20, "即办")])
    >>> made.pooled.shown(), made.band.low, made.band.high
    ('85.0%', Fraction(17, 20), Fraction(7, 8))
    """
    rows = [*items]
    made = survey(rows, basis)
    return Compression(
        pooled=attrs.evolve(
            _aggregated(Aggregate.POOLED, made, basis), band=compression_band(rows, basis)
        ),
        mean=_aggregated(Aggregate.MEAN, made, basis),
        median=compression_median(rows, basis),
        case_pooled=_aggregated(Aggregate.CASE_POOLED, made, basis),
        case_mean=_aggregated(Aggregate.CASE_MEAN, made, basis),
        all_in=_aggregated(Aggregate.POOLED, made, basis, special=True),
        saved=days_saved(rows, basis),
        saved_case=days_saved(rows, basis, by_cases=True),
        instant_share=instant_item_share(rows, basis),
        items=tuple((one.item.id, one.ratio) for one in made.used),
    )


def _aggregated(kind: Aggregate, made: Survey, basis: Basis, *, special: bool = False) -> Figure:
    if kind.by_cases:
        made = made.with_volume
    name = "compression_all_in" if special else _METRIC_OF[kind]
    chosen = metric(name)
    if special and kind is not Aggregate.POOLED:
        other = metric(_METRIC_OF[kind])
        chosen = attrs.evolve(
            chosen,
            formula=Text(
                f"{other.formula.en}, special steps added to the promise",
                f"{other.formula.zh}，特殊环节时间计入承诺时限",
            ),
            weights=other.weights,
        )
    sums = _sums(kind, made.used, special=special)
    return attrs.evolve(_figure(chosen, made, basis, *sums), special_in=special)


def _sums(
    kind: Aggregate, used: Sequence[Settled], *, special: bool = False
) -> tuple[Fraction, Fraction]:
    top = bottom = Fraction()
    for one in used:
        weight = one.volume if kind.by_cases else Fraction(1)
        if kind in {Aggregate.MEAN, Aggregate.CASE_MEAN}:
            weight /= one.statute
        saved = one.statute - one.promise - (one.special if special else 0)
        top += weight * saved
        bottom += weight * one.statute
    return top, bottom


def _figure(
    chosen: Metric, made: Survey, basis: Basis, top: Fraction | None, bottom: Fraction | None
) -> Figure:
    if top is None or not bottom:
        return undefined(chosen, basis, _NO_ITEMS, left_out=made.left_out)
    return Figure(
        metric=chosen,
        basis=basis,
        numerator=top,
        denominator=bottom,
        n=len(made.used),
        value=top / bottom,
        left_out=made.left_out,
        remarks=made.remarks,
    )
