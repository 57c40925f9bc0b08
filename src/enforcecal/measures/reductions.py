"""The five reductions (五减): fewer steps, materials, days, yuan and trips, each on its own.

The five percentages are never added: they have no common unit.  A composite would need weights
that somebody published.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.measures.figures import Basis, Figure, undefined
from enforcecal.measures.items import gather
from enforcecal.measures.metrics import metric
from enforcecal.spelling import number
from enforcecal.texts import Text

__all__ = ["BeforeAfter", "Dimension", "reduction", "reductions", "zero_trip_share"]


class Dimension(enum.Enum):
    """What was reduced."""

    STEPS = "steps"
    """减环节: steps of the catalogue (办理环节), not screens."""
    MATERIALS = "materials"
    """减材料: what has to be handed in; data the agency fetches itself counts as 0."""
    TIME = "time"
    """减时间: promised working days, before against after."""
    COST = "cost"
    """减成本: yuan paid by the applicant."""
    TRIPS = "trips"
    """减跑动: visits to the counter or site."""


@attrs.frozen
class BeforeAfter:
    """One number of one item, before and after; None where nobody recorded it."""

    item: str
    dimension: Dimension
    before: Fraction | None
    after: Fraction | None
    fault: str = ""

    @classmethod
    def of(cls, item: str, dimension: Dimension, before: object, after: object) -> BeforeAfter:
        """Make a change of cells as they stand in a table.

        >>> BeforeAfter.of("road works", Dimension.STEPS, "6", 4).before
        Fraction(6, 1)
        """
        try:
            numbers = [number(before), number(after)]
        except ValueError:
            return cls(item, dimension, None, None, "unreadable")
        if any(one is not None and one < 0 for one in numbers):
            return cls(item, dimension, None, None, "unreadable")
        return cls(item, dimension, numbers[0], numbers[1])


_BASIS: Final = Basis()
_ZERO: Final = Text("the number before is 0", "原数为零")
_NONE: Final = Text("no item has both numbers", "没有同时具备原数和现数的事项")


def reduction(
    dimension: Dimension, changes: Iterable[BeforeAfter], basis: Basis = _BASIS
) -> Figure:
    """Return (before - after) / before over the sums of *changes* in one dimension.

    Below zero where more is asked than before; undefined where nothing was asked before.

    >>> cost = [BeforeAfter.of("a", Dimension.COST, 300, 0)]
    >>> reduction(Dimension.COST, cost).shown(), reduction(Dimension.TRIPS, cost).shown()
    ('100.0%', 'undefined')
    """
    chosen = metric(f"reduction_{dimension.value}")
    before = after = Fraction()
    n = 0
    out: list[tuple[str, str, int]] = []
    more: list[tuple[str, str, int]] = []
    for one in changes:
        if one.dimension is not dimension:
            continue
        if one.fault or one.before is None or one.after is None:
            out.append((one.fault or "no-number", one.item, 1))
            continue
        before, after, n = before + one.before, after + one.after, n + 1
        if one.after > one.before:
            more.append(("increased", one.item, 1))
    if not before:
        why = _ZERO if n else _NONE
        return undefined(chosen, basis, why, left_out=gather(out), uses_limits=False)
    return Figure(
        metric=chosen,
        basis=basis,
        numerator=before - after,
        denominator=before,
        n=n,
        value=(before - after) / before,
        left_out=gather(out),
        remarks=gather(more),
        uses_limits=False,
    )


def reductions(changes: Iterable[BeforeAfter], basis: Basis = _BASIS) -> tuple[Figure, ...]:
    """Return one figure for each of the five dimensions, never their sum."""
    rows = [*changes]
    return tuple(reduction(dimension, rows, basis) for dimension in Dimension)


def zero_trip_share(trips: Iterable[tuple[str, object, bool]], basis: Basis = _BASIS) -> Figure:
    """Return the share of items with 0 trips among those suitable for it (跑零次率).

    Each of *trips* is an item, its number of trips, and whether it is suitable at all.

    >>> zero_trip_share([("a", 0, True), ("b", 1, True), ("c", 2, False)]).shown()
    '50.0%'
    """
    chosen = metric("zero_trip_share")
    zero = n = 0
    out: list[tuple[str, str, int]] = []
    for item, cell, suitable in trips:
        try:
            visits = number(cell)
        except ValueError:
            out.append(("unreadable", item, 1))
            continue
        if not suitable or visits is None:
            out.append(("no-number" if suitable else "not-suitable", item, 1))
            continue
        n += 1
        zero += visits == 0
    if not n:
        return undefined(chosen, basis, _NONE, left_out=gather(out), uses_limits=False)
    return Figure(
        metric=chosen,
        basis=basis,
        numerator=Fraction(zero),
        denominator=Fraction(n),
        n=n,
        value=Fraction(zero, n),
        left_out=gather(out),
        uses_limits=False,
    )
