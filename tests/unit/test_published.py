from __future__ import annotations

from decimal import Decimal

import pytest

from enforcecal.errors import ArgumentError
from enforcecal.measures.items import Item
from enforcecal.measures.published import (
    Printed,
    PublishedVerdict,
    check_compression,
    check_items,
    check_rate,
    check_shares,
)
from enforcecal.measures.rounding import RoundingMode


class TestPrinted:
    @pytest.mark.parametrize("text", ["80.5%", "80.5", "80.5％", "百分之80.5", "８０.５%"])
    def test_spellings(self, text):
        """However it is written, its digits count."""
        found = Printed.of(text)
        assert (Decimal("80.5"), 1) == (found.value, found.places)

    @pytest.mark.parametrize("text", ["about 80", "", "80,5%", "1e2"])
    def test_what_is_no_percentage(self, text):
        """Words are refused."""
        with pytest.raises(ArgumentError, match="is no percentage"):
            Printed.of(text)

    def test_a_float_is_refused(self):
        """80.50 and 80.5 are one float and two statements."""
        with pytest.raises(ArgumentError, match="its decimals count"):
            Printed.of(80.5)

    def test_places_of_numbers(self):
        """A whole number has no places, and neither has what is no number."""
        assert [0, 0, 0] == [Printed(Decimal(one)).places for one in ("80", "8E+1", "NaN")]


class TestCompression:
    def test_a_known_total(self):
        """The sum of the statutory days is enough."""
        found = check_compression("76.97%", total_statute=165)
        assert [38] == [fit.days for fit in found.fits]
        assert "76.97：与下列情形相符：共承诺38天，四舍五入或四舍六入五成双" == found.text.zh
        assert (None, 38) == (found.fits[0].n, found.fits[0].days)

    def test_impossible(self):
        """What no table of the kind gives is inconsistent."""
        found = check_compression("80.5%", items=5, statute=20)
        assert PublishedVerdict.INCONSISTENT is found.verdict
        assert "80.5: inconsistent: no total of promised days gives it" == found.text.en

    def test_the_fewest_days(self):
        """Where each item takes a day, 100 % is out of reach."""
        assert PublishedVerdict.CONSISTENT is check_compression("100%", items=3, statute=20).verdict
        found = check_compression("100%", items=3, statute=20, least=1)
        assert PublishedVerdict.INCONSISTENT is found.verdict

    def test_long_answers_are_cut(self):
        """A page shows a dozen solutions and says how many more there are."""
        found = check_compression("80%", items=range(1, 40), statute=20)
        assert f"; {len(found.fits) - 12} more; items of other lengths" in found.text.en
        assert "；另有" in found.text.zh

    @pytest.mark.parametrize(("items", "statute"), [(0, 20), (3, 0)])
    def test_nothing_cannot_be_asked(self, items, statute):
        """A table without days has no ratio."""
        with pytest.raises(ArgumentError, match="must be at least 1"):
            check_compression("80%", items=items, statute=statute)

    def test_too_little_known(self):
        """Without the lengths nobody can tell."""
        assert "cannot tell" in check_compression("80.5%", statute=20).text.en


class TestRates:
    def test_all_of_them(self):
        """100 % is all, or cut and rounded no less."""
        assert [127] == [fit.days for fit in check_rate("100%", cases=127).fits if fit.modes]
        assert [127] == [fit.days for fit in check_rate("100.0%", cases=127).fits]

    def test_impossible(self):
        """No whole number of 127 is 99.5 %."""
        assert "no whole number out of 127 gives it" in check_rate("99.5%", cases=127).text.en

    def test_no_cases(self):
        """A rate of nothing is no rate."""
        with pytest.raises(ArgumentError, match="at least 1"):
            check_rate("99%", cases=0)


class TestItems:
    ROWS = (Item.of("a", 20, 5), Item.of("b", 60, 3))

    def test_which_convention(self):
        """The answer names the conventions that give the figure, and never confirms it."""
        found = check_items("90%", self.ROWS)
        assert ["总和口径，即办计1"] == [fit.by.zh for fit in found.fits]
        assert {"consistent", "inconsistent", "cannot-tell"} == {
            one.value for one in PublishedVerdict
        }

    def test_none(self):
        """A figure that no convention gives is inconsistent with the table."""
        assert PublishedVerdict.INCONSISTENT is check_items("80.5%", self.ROWS).verdict

    def test_an_empty_table(self):
        """A table that defines nothing says nothing."""
        assert PublishedVerdict.CANNOT_TELL is check_items("80.5%", []).verdict


class TestShares:
    def test_each_rounded(self):
        """Shares that are plainly rounded are said to be."""
        found = check_shares(["33.3", "33.3", "33.3"], [1, 1, 1])
        assert set(RoundingMode) == set(found.fits[0].modes)
        assert found.text.en == (
            "33.3/33.3/33.3: consistent with: rounded half up or rounded half to even or cut off"
        )

    def test_largest_remainders(self):
        """Shares moved by largest remainders are told from others."""
        assert "largest remainders" in check_shares(["33.4", "33.3", "33.3"], [1, 1, 1]).text.en
        other = check_shares(["33.3", "33.3", "33.4"], [1, 1, 1])
        assert "末位经调整，合计为100" in other.text.zh

    @pytest.mark.parametrize("said", [["33.5", "33.2", "33.3"], ["33.4", "33.4", "33.3"]])
    def test_impossible(self, said):
        """Shares too far away, or that sum to something else, are inconsistent."""
        assert PublishedVerdict.INCONSISTENT is check_shares(said, [1, 1, 1]).verdict

    @pytest.mark.parametrize("counts", [[1, 1], [0, 0, 0], [1, -1, 3]])
    def test_counts_for_each(self, counts):
        """Each share needs its count."""
        with pytest.raises(ArgumentError, match="one for each of the 3 shares"):
            check_shares(["1", "2", "97"], counts)
