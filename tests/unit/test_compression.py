from __future__ import annotations

from fractions import Fraction

import pytest

from enforcecal.errors import ArgumentError
from enforcecal.measures.compression import (
    Aggregate,
    compress,
    compression_all_in,
    compression_band,
    compression_item,
    compression_median,
    days_saved,
    instant_item_share,
)
from enforcecal.measures.figures import Basis, Instant
from enforcecal.measures.items import Item

ROWS = [
    Item.of("a", 20, 5, special=2, volume=3, type="承诺件"),
    Item.of("b", 20, "即办", volume=1),
    Item.of("c", 60, 30, volume=0),
]


class TestCompression:
    def test_a_promise_longer_than_the_statute_is_refused(self):
        """For one item it is the caller's error."""
        with pytest.raises(ArgumentError, match="a promise may only be shorter"):
            compression_item(Item.of("x", 5, 20))

    def test_one_item_without_a_limit(self):
        """One item can be undefined too."""
        assert "no-statute" == compression_item(Item.of("x", None, 5)).left_out[0].reason

    def test_all_in_over_each_aggregate(self):
        """Special steps can be counted in whichever way items are put together."""
        found = {one: compression_all_in(ROWS, over=one) for one in Aggregate}
        assert Fraction(100 - 38, 100) == found[Aggregate.POOLED].value
        mean = (Fraction(13, 20) + Fraction(19, 20) + Fraction(1, 2)) / 3
        assert mean == found[Aggregate.MEAN].value
        assert Fraction(3 * 13 + 19, 80) == found[Aggregate.CASE_POOLED].value
        assert found[Aggregate.CASE_POOLED].special_in
        assert "special steps added to the promise" in found[Aggregate.CASE_MEAN].sentence()
        assert "特殊环节时间计入；" in found[Aggregate.CASE_MEAN].sentence("zh")

    def test_an_all_in_ratio_may_be_negative(self):
        """Promise and special steps together may pass the statute."""
        assert "-50.0%" == compression_all_in([Item.of("x", 20, 10, special=20)]).shown()

    def test_the_median_has_no_parts(self):
        """A median has a value and nothing to add up."""
        made = compression_median(ROWS)
        assert (Fraction(3, 4), None) == (made.value, made.numerator)
        assert compression_median([]).value is None

    def test_days_saved(self):
        """Days are saved per item, or per case."""
        assert Fraction(15 + 19 + 30, 3) == days_saved(ROWS).value
        assert Fraction(3 * 15 + 19, 4) == days_saved(ROWS, by_cases=True).value

    def test_instant_share_counts_every_readable_item(self):
        """An item without limits is still an item."""
        rows = [*ROWS, Item.of("d", type="即办件"), Item.of("e", "?")]
        made = instant_item_share(rows)
        assert (Fraction(2, 4), 4, 1) == (made.value, made.n, made.n_left_out)


class TestBand:
    def test_every_convention_is_tried(self):
        """Three aggregates, two for instant items, two for special steps."""
        band = compression_band(ROWS)
        assert 12 == len(band.values)
        assert band.low < band.high
        assert "按办件量加权的总和口径，即办计0，含特殊环节" in [by.zh for by, _ in band.values]

    def test_published_days_are_a_convention_too(self):
        """Asked for by type, the band holds zero and one as well."""
        rows = [Item.of("a", 20, 1, type="即办件"), Item.of("b", 20, 5)]
        band = compression_band(rows, Basis(instant=Instant.TYPE))
        assert {"即办按公布", "即办计0", "即办计1"} == {
            by.zh.split("，")[1] for by, _ in band.values
        }

    def test_conventions_without_effect_are_left_out(self):
        """Without instant items, volumes and special steps two aggregates are left."""
        assert 2 == len(compression_band([Item.of("a", 20, 5)]).values)

    def test_cases_of_no_item_are_no_value(self):
        """Volumes of nothing give no figure by cases."""
        assert 2 == len(compression_band([Item.of("a", 20, 5, volume=0)]).values)

    def test_nothing_has_no_band(self):
        """Where nothing is defined there is no band."""
        assert compression_band([]) is None
        assert compress([]).band is None
