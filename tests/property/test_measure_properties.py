"""What holds for every catalogue and every set of cases."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from enforcecal.measures.caseload import Case
from enforcecal.measures.compression import (
    compress,
    compression_band,
    compression_case_mean,
    compression_case_pooled,
    compression_mean,
    compression_pooled,
)
from enforcecal.measures.items import Item, parse_time_cell
from enforcecal.measures.published import Printed, PublishedVerdict, check_compression, check_shares
from enforcecal.measures.rounding import FigureRounding, RoundingMode, percent, rounded, shares
from enforcecal.measures.timeliness import handling_classes, timely, upper_bound
from enforcecal.tables.ratios import ratios


def limits():
    """Statutory and promised days, the promise never the longer."""
    return st.integers(1, 90).flatmap(lambda s: st.tuples(st.just(s), st.integers(0, s)))


volumes = st.integers(0, 500)
rows = st.lists(st.tuples(limits(), volumes), min_size=1, max_size=12)


def items(drawn):
    """Return the items of a drawn catalogue."""
    return [Item.of(str(at), s, p, volume=n) for at, ((s, p), n) in enumerate(drawn)]


def walked(drawn):
    """Return what the convention of one day for an instant item makes of a drawn catalogue."""
    return [(Fraction(s), Fraction(p or min(1, s)), n) for (s, p), n in drawn]


class TestIdentities:
    """What ties the metrics to one another."""

    @given(rows)
    def test_pooled_is_the_mean_weighted_by_statute(self, drawn):
        """M3 is the sum of w r with w = S / sum S."""
        found = walked(drawn)
        total = sum(s for s, _, _ in found)
        expected = sum(s / total * (s - p) / s for s, p, _ in found)
        assert expected == compression_pooled(items(drawn)).value

    @given(rows)
    def test_the_difference_is_a_covariance(self, drawn):
        """M3 - M2 is the population covariance of S and r divided by the mean of S."""
        found = [(s, (s - p) / s) for s, p, _ in walked(drawn)]
        n = len(found)
        mean_s, mean_r = (sum(one[at] for one in found) / n for at in (0, 1))
        covariance = sum((s - mean_s) * (r - mean_r) for s, r in found) / n
        pooled, mean = compression_pooled(items(drawn)), compression_mean(items(drawn))
        assert covariance / mean_s == pooled.value - mean.value

    @given(st.integers(1, 60), st.lists(st.tuples(st.floats(0, 1), volumes), min_size=1))
    def test_equal_statutes_leave_no_difference(self, statute, drawn):
        """Where all statutes are equal M2 = M3 and M4 = M5."""
        made = [
            Item.of(str(at), statute, int(share * statute), volume=n)
            for at, (share, n) in enumerate(drawn)
        ]
        assert compression_mean(made).value == compression_pooled(made).value
        assert compression_case_mean(made).value == compression_case_pooled(made).value

    @given(rows)
    def test_every_ratio_is_a_share(self, drawn):
        """No compression is below 0 or above 1, and the published one lies within its band."""
        made = compress(items(drawn))
        for one in (made.pooled, made.mean, made.median, made.case_pooled, made.case_mean):
            assert one.value is None or 0 <= one.value <= 1
        band = compression_band(items(drawn))
        assert band.low <= made.pooled.value <= band.high

    @given(rows)
    def test_every_row_is_accounted_for(self, drawn):
        """A row is used or left out, never lost."""
        made = [*items(drawn), Item.of("x", 5, 9), Item.of("y", "?", 1), Item.of("z", None, 1)]
        figure = compression_pooled(made)
        assert len(made) == figure.n + figure.n_left_out
        assert {"x", "y", "z"} == {one for out in figure.left_out for one in out.ids}


class TestCases:
    """Cases against their limits."""

    @given(st.lists(st.tuples(limits(), st.integers(0, 120)), min_size=1))
    def test_every_case_is_in_time_or_late(self, drawn):
        """On time and overdue make up all; the four classes count each case once."""
        cases = [Case.of(str(at), s, p, a) for at, ((s, p), a) in enumerate(drawn)]
        made = timely(cases)
        assert 1 == made.on_time.value + made.overdue.value
        assert made.early.value <= made.on_time.value <= made.on_time_statute.value
        classes = handling_classes(cases)
        assert len(cases) == sum(classes.values())
        assert made.on_time.value == 1 - Fraction(classes["overdue"], len(cases))

    @given(st.lists(st.tuples(limits(), st.integers(0, 90), st.sampled_from("abc")), min_size=1))
    def test_parts_make_up_their_total(self, drawn):
        """What every group has above and below the line sums to the total."""
        table = [
            {"编号": at, "法定时限": s, "承诺时限": p, "实际用时": a, "部门": who}
            for at, ((s, p), a, who) in enumerate(drawn)
        ]
        found = ratios(table, by="department")
        assert all(one.agrees for one in found.agreement)
        assert sorted({who for *_, who in drawn}) == [part.key for part in found.parts]

    @given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_the_bound_lies_above_the_rate(self, drawn):
        """A bound of a rate is never below it nor above 1."""
        events, n = drawn
        assert events / n <= upper_bound(events, n) <= 1


class TestDisplay:
    """Digits."""

    @given(st.fractions(-3, 3), st.integers(0, 4), st.sampled_from(RoundingMode))
    def test_rounding_is_within_a_step(self, value, places, mode):
        """A rounded value is less than one unit of its last place away, by halves at most half."""
        step = Fraction(1, 10**places)
        away = abs(Fraction(rounded(value, FigureRounding(places, mode))) - value)
        assert away < step if mode is RoundingMode.DOWN else away <= step / 2

    @given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
           st.integers(0, 3), st.sampled_from(RoundingMode))  # fmt: skip
    def test_all_and_nothing_are_never_claimed(self, drawn, places, mode):
        """Only all reads as 100 and only nothing as 0."""
        hits, n = drawn
        shown = percent(Fraction(hits, n), FigureRounding(places, mode))
        plain = shown.rstrip("%")
        if not plain.startswith(("<", ">")):
            assert (Decimal(plain) == 100) == (hits == n)
            assert (Decimal(plain) == 0) == (hits == 0)

    @given(st.lists(st.integers(0, 10**5), min_size=1, max_size=9).filter(any), st.integers(0, 4))
    def test_shares_sum_to_a_hundred(self, counts, places):
        """Adjusted shares sum to exactly 100, each within one unit of its last place, and fit."""
        found = shares(counts, places)
        assert 100 == sum(found)
        for share, count in zip(found, counts, strict=True):
            assert abs(Fraction(share) - Fraction(100 * count, sum(counts))) < Fraction(
                1, 10**places
            )
        check = check_shares([str(one) for one in found], counts)
        assert PublishedVerdict.CONSISTENT is check.verdict

    @given(st.integers(1, 40), st.integers(1, 60), st.data(), st.sampled_from(RoundingMode))
    def test_a_true_figure_is_never_called_false(self, n, statute, data, mode):
        """What a table really gives is consistent, and its own total is among the solutions."""
        days = data.draw(st.integers(0, n * statute))
        places = data.draw(st.integers(0, 3))
        said = rounded((1 - Fraction(days, n * statute)) * 100, FigureRounding(places, mode))
        check = check_compression(said, items=n, statute=statute)
        assert days in [fit.days for fit in check.fits]
        assert Printed.of(f"{said}%").places == places

    @given(st.integers(0, 999))
    def test_spellings_of_a_length_agree(self, n):
        """A number, its text, and its text with a unit are one length."""
        lengths = {
            parse_time_cell(cell).length
            for cell in (n, str(n), float(n), Decimal(n), f"{n}个工作日", f"{n} working days")
        }
        assert {Fraction(n)} == lengths
