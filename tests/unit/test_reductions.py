from __future__ import annotations

from fractions import Fraction

import pytest

from enforcecal.measures.reductions import BeforeAfter, Dimension, reduction, zero_trip_share

STEPS = Dimension.STEPS


class TestReduction:
    def test_several_items_are_pooled(self):
        """Sums before against sums after, of one dimension only."""
        rows = [BeforeAfter.of("a", STEPS, 6, 4), BeforeAfter.of("b", STEPS, 2, "2")]
        rows.append(BeforeAfter.of("a", Dimension.COST, 300, 0))
        assert Fraction(2, 8) == reduction(STEPS, rows).value

    def test_more_than_before_is_said(self):
        """An increase stays in the figure, and is remarked."""
        made = reduction(STEPS, [BeforeAfter.of("a", STEPS, 2, 3)])
        assert ("-50.0%", "increased") == (made.shown(), made.remarks[0].reason)

    @pytest.mark.parametrize(
        ("before", "after", "reason"),
        [
            (None, 3, "no-number"),
            (3, "", "no-number"),
            ("x", 3, "unreadable"),
            (3, -1, "unreadable"),
        ],
    )
    def test_rows_without_two_numbers(self, before, after, reason):
        """A row without both numbers is left out, and the figure may be undefined."""
        made = reduction(STEPS, [BeforeAfter.of("a", STEPS, before, after)])
        assert (reason, "no item has both numbers") == (
            made.left_out[0].reason,
            made.why_undefined.en,
        )


class TestZeroTrips:
    def test_rows(self):
        """Only suitable items with a readable number count."""
        made = zero_trip_share(
            [("a", 0, True), ("b", "x", True), ("c", None, True), ("d", 0, False), ("e", 3, True)]
        )
        assert (Fraction(1, 2), 2) == (made.value, made.n)
        assert {"unreadable", "no-number", "not-suitable"} == {one.reason for one in made.left_out}

    def test_nothing_suitable(self):
        """A share of nothing is undefined."""
        assert zero_trip_share([]).value is None
