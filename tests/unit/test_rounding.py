from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from enforcecal.errors import ArgumentError
from enforcecal.measures.rounding import FigureRounding, RoundingMode, percent, rounded, shares


class TestRounded:
    @pytest.mark.parametrize(
        ("value", "mode", "expected"),
        [
            ("0.25", RoundingMode.HALF_UP, "0.3"),
            ("0.25", RoundingMode.HALF_EVEN, "0.2"),
            ("0.35", RoundingMode.HALF_EVEN, "0.4"),
            ("0.26", RoundingMode.HALF_EVEN, "0.3"),
            ("0.29", RoundingMode.DOWN, "0.2"),
            ("-0.25", RoundingMode.HALF_UP, "-0.3"),
            ("-0.29", RoundingMode.DOWN, "-0.2"),
            ("-0.01", RoundingMode.DOWN, "0.0"),
            ("12", RoundingMode.DOWN, "12.0"),
        ],
    )
    def test_each_mode(self, value, mode, expected):
        """A half goes up, to the even neighbour, or away with the rest."""
        found = rounded(Fraction(value), FigureRounding(1, mode))
        assert expected == str(found)

    def test_no_places(self):
        """Whole numbers have no point."""
        assert "81" == str(rounded(Fraction("80.5"), FigureRounding(0)))

    @pytest.mark.parametrize("places", [-1, 13, True, 1.0])
    def test_impossible_places_are_refused(self, places):
        """Places are a whole number from 0 to 12."""
        with pytest.raises(ArgumentError, match="must be a whole number from 0 to 12"):
            FigureRounding(places)

    def test_the_rule_in_words(self):
        """Each rule can be said in both languages."""
        assert "cut off to 2 decimals" == FigureRounding(2, RoundingMode.DOWN).text.en
        assert "rounded half up to 1 decimal" == FigureRounding().text.en
        assert "四舍五入取整" == FigureRounding(0).text.zh


class TestPercent:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (Fraction(1999, 2000), ">99.9%"),
            (Fraction(1), "100.0%"),
            (Fraction(0), "0.0%"),
            (Fraction(1, 9999), "<0.1%"),
            (Fraction(-1, 9999), ">-0.1%"),
            (Fraction(10_001, 10_000), ">100.0%"),
            (Fraction(-1, 2), "-50.0%"),
            (Fraction(3, 2), "150.0%"),
        ],
    )
    def test_all_only_when_all(self, value, expected):
        """Never 100 % unless all, never 0 % unless nothing."""
        assert expected == percent(value, FigureRounding())


class TestShares:
    def test_first_of_equals_first(self):
        """A unit that equals could have goes to the first of them."""
        assert [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")] == [*shares([5, 5, 5])]

    @pytest.mark.parametrize("counts", [[0, 0], [], [1, -1], [3, -1]])
    def test_nothing_has_no_shares(self, counts):
        """Without a total there is nothing to share."""
        with pytest.raises(ArgumentError, match="not all of them zero"):
            shares(counts)
