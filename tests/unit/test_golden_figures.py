"""The worked examples of the definitions, E1 to E17 and the published 80.5 %, to the last digit."""

# ruff: noqa: DTZ001 - the clock on the wall of the agency
from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.measures.cards import PRESETS, card_counts, card_times
from enforcecal.measures.caseload import Case, Status
from enforcecal.measures.compression import (
    compress,
    compression_all_in,
    compression_band,
    compression_case_pooled,
    compression_item,
    compression_mean,
    compression_pooled,
)
from enforcecal.measures.figures import Basis, Instant
from enforcecal.measures.items import Item
from enforcecal.measures.published import PublishedVerdict, check_compression, check_shares
from enforcecal.measures.reductions import BeforeAfter, Dimension, reduction, reductions
from enforcecal.measures.rounding import FigureRounding, RoundingMode, percent, rounded, shares
from enforcecal.measures.timeliness import timely, upper_bound

TWO = Basis(rounding=FigureRounding(2))
ZERO = Basis(instant=Instant.ZERO, rounding=FigureRounding(2))


def catalogue(*rows, **keys):
    """Return items of statutory days, promised days and perhaps a number of cases."""
    return [
        Item.of(str(number), *row[:2], volume=row[2] if len(row) > 2 else None, **keys)
        for number, row in enumerate(rows, 1)
    ]


def points(value):
    """Return a share in percent at four decimals."""
    return round(float(value) * 100, 4)


class TestCatalogue:
    """Promised against statutory time."""

    @pytest.mark.parametrize(
        ("statute", "promise", "shown"),
        [(20, 5, "75.0%"), (20, 6, "70.0%"), (20, 7, "65.0%"), (20, 1, "95.0%"), (60, 3, "95.0%")],
    )
    def test_e1_one_item(self, statute, promise, shown):
        """The ratio of an item is what was cut of its statutory days."""
        assert shown == compression_item(Item.of("x", statute, promise)).shown()

    def test_e2_equal_statutes(self):
        """Where all statutes are equal the mean is the ratio of sums, and instant items move it."""
        rows = catalogue((20, 5), (20, 6), (20, 7)) + catalogue(
            (20, 1), (20, 1), (20, 1), type="即办件"
        )
        assert "82.50%" == compression_pooled(rows, TWO).shown()
        assert compression_pooled(rows).value == compression_mean(rows).value
        assert "85.00%" == compression_pooled(rows, ZERO).shown()
        band = compression_band(rows)
        assert (Fraction("0.825"), Fraction("0.85")) == (band.low, band.high)

    def test_e3_definitions_differ(self):
        """Five definitions give five numbers on one catalogue."""
        rows = catalogue(
            (20, 5, 12), (20, 6, 60), (20, 7, 30), (60, 3, 1), (30, 12, 4), (15, 5, 20)
        )
        made = compress(rows, TWO)
        assert ("71.94%", "76.97%", "69.01%", "68.65%", "68.33%") == (
            made.mean.shown(),
            made.pooled.shown(),
            made.case_pooled.shown(),
            made.case_mean.shown(),
            made.median.shown(),
        )
        assert ["75.00%", "70.00%", "65.00%", "95.00%", "60.00%", "66.67%"] == [
            percent(ratio, FigureRounding(2)) for _, ratio in made.items
        ]
        without = [*rows[:3], *rows[4:]]
        assert "66.67%" == compression_pooled(without, TWO).shown()
        assert "67.33%" == compression_mean(without, TWO).shown()
        assert 5.0253 == points(made.pooled.value - made.mean.value)

    def test_e4_special_steps(self):
        """A special step beside the promise takes part of the compression back."""
        rows = [Item.of("x", 20, 1, special=3)]
        assert ("95.0%", "80.0%") == (
            compression_item(rows[0]).shown(),
            compression_all_in(rows).shown(),
        )

    def test_e5_baseline_drift(self):
        """The same promise is no compression once the law itself says as much."""
        assert "40.0%" == compression_item(Item.of("2019", 20, 12)).shown()
        assert "0.0%" == compression_item(Item.of("2021", 12, 12)).shown()

    def test_e6_promises_only(self):
        """Without a statutory limit there is no ratio, unless the default of the law is put in."""
        promised = [5, 10, 3, 5, 5, 4, 5, 10, 7, 7, 5, 5, 6, 10, 10, 10]
        rows = catalogue(*((None, one) for one in promised), is_licence=True)
        made = compression_pooled(rows)
        assert (None, 16, "no-statute") == (made.value, made.n_left_out, made.left_out[0].reason)
        assert 107 == sum(promised)
        made = compression_pooled(rows, Basis(impute=20, rounding=FigureRounding(2)))
        assert ("66.56%", "imputed", 16) == (
            made.shown(),
            made.remarks[0].reason,
            made.remarks[0].n,
        )

    def test_e16_volumes(self):
        """Items with many cases weigh more in the figure by cases."""
        rows = catalogue((20, 7, 8), (20, 5, 22), (20, 5, 7), (20, 10, 2))
        assert "66.25%" == compression_pooled(rows, TWO).shown()
        assert "71.67%" == compression_case_pooled(rows, TWO).shown()

    @pytest.mark.parametrize(("instant", "shown"), [(3, "82.0%"), (5, "83.0%")])
    def test_e17_instant_band(self, instant, shown):
        """Ten items with 39 days print 80.5 %; counting instant ones as 0 lifts it."""
        rest = [(20, (39 - instant) // (10 - instant))] * (9 - instant)
        rest.append((20, 39 - instant - sum(p for _, p in rest)))
        rows = catalogue(*rest) + catalogue(*[(20, 1)] * instant, type="即办件")
        assert "80.5%" == compression_pooled(rows).shown()
        zero = compression_pooled(rows, Basis(instant=Instant.ZERO))
        assert shown == zero.shown()
        assert compression_band(rows).high == zero.value


class TestCases:
    """Actual against promised and statutory time."""

    FIVE = ((20, 5, 2), (20, 5, 5), (20, 6, 4), (20, 7, 9), (20, 1, 1))

    def cases(self):
        """Return the five closed cases."""
        return [Case.of(str(at), *row) for at, row in enumerate(self.FIVE)]

    def test_e7_three_speeds(self):
        """Three numbers called speed come from one set of cases."""
        made = timely(self.cases(), TWO)
        assert ("79.00%", "12.50%") == (
            made.speedup_statutory.shown(),
            made.speedup_promise.shown(),
        )
        rows = [Item.of(str(at), s, p, volume=1) for at, (s, p, _) in enumerate(self.FIVE)]
        assert "76.00%" == compression_case_pooled(rows, TWO).shown()

    def test_e8_on_time(self):
        """On the last day is on time and not early."""
        made = timely(self.cases())
        assert ("80.0%", "100.0%", "40.0%", "20.0%") == (
            made.on_time.shown(),
            made.on_time_statute.shown(),
            made.early.shown(),
            made.overdue.shown(),
        )

    def test_e9_open_cases(self):
        """Open overdue cases lower the rate that counts them, and only that."""
        cases = [
            *(Case.of(f"a{at}", 20, 5, 5) for at in range(120)),
            *(Case.of(f"b{at}", 20, 5, 6) for at in range(5)),
            *(Case.of(f"c{at}", 20, 5, status=Status.OPEN, overdue=True) for at in range(2)),
        ]
        made = timely(cases)
        assert ("96.0%", "94.5%", "98.4%") == (
            made.on_time.shown(),
            made.on_time_open.shown(),
            made.completion.shown(),
        )
        assert Fraction(120, 127) == made.on_time_open.value

    def test_e12_nothing_happened(self):
        """No card in 127 cases is 0 %, and as a forecast up to 2.33 %."""
        made = card_counts([], 127)
        assert ("0.0%", True) == (made.carded.shown(), made.none_lit)
        assert "100.0%" == timely([Case.of(str(n), 20, 5, 5) for n in range(127)]).on_time.shown()
        assert 2.33 == round(100 * upper_bound(0, 127), 2)
        assert 2.36 == round(100 * 3 / 127, 2)
        assert 97.67 == round(100 * (1 - upper_bound(0, 127)), 2)


def at(month, day):
    """Return ten o'clock of a day of 2018."""
    return datetime(2018, month, day, 10)


class TestCardClocks:
    """When warnings and cards fall."""

    START = at(10, 15)

    def times(self, *args, **keys):
        """Return the instants of a case accepted on Monday 15 October 2018 at ten."""
        found = card_times(self.START, *args, calendar=calendar("CN"), **keys)
        return found.warning, found.yellow, found.red

    def test_e10_a_case(self):
        """A case with 7 days promised and 10 by law is warned after four working days."""
        assert (at(10, 19), at(10, 24), at(10, 29)) == self.times(7, 10)
        assert (at(10, 24), at(10, 29), at(11, 1)) == self.times(7, 10, special=3)

    def test_e10_the_second_decides(self):
        """Finished at the instant is no card, one second later is."""
        times = card_times(self.START, 7, 10, calendar=calendar("CN"))
        assert "warning" == times.level(datetime(2018, 10, 24, 10)).value
        assert "yellow" == times.level(datetime(2018, 10, 24, 10, 0, 1)).value
        assert "red" == times.level(datetime(2018, 10, 29, 10, 0, 1)).value
        assert times.level(datetime(2018, 10, 19, 10)) is None

    def test_e11_other_clocks(self):
        """Special procedures, online submissions and certificates have clocks of their own."""
        assert (at(10, 19), at(10, 24), at(10, 25)) == self.times(
            7, trigger=PRESETS["hunan-2018-special"]
        )
        assert (at(10, 17), at(10, 22), at(10, 24)) == self.times(
            2, trigger=PRESETS["hunan-2018-online"]
        )
        assert (None, at(10, 18), None) == self.times(3, trigger=PRESETS["hunan-2018-certificate"])


class TestDisplay:
    """Rounding, shares and reductions."""

    def test_e13_rounding(self):
        """The mode decides the last digit."""
        first, second = 1 - Fraction(35, 180), 1 - Fraction(43, 220)
        up, down = FigureRounding(1), FigureRounding(1, RoundingMode.DOWN)
        assert ("80.6%", "80.5%") == (percent(first, up), percent(first, down))
        assert ("80.5%", "80.4%") == (percent(second, up), percent(second, down))

    def test_e14_five_reductions(self):
        """Five reductions are five figures."""
        rows = [
            BeforeAfter.of("x", Dimension.STEPS, 6, 4),
            BeforeAfter.of("x", Dimension.MATERIALS, 11, 7),
            BeforeAfter.of("x", Dimension.TIME, 20, 5),
            BeforeAfter.of("x", Dimension.COST, 300, 0),
            BeforeAfter.of("x", Dimension.TRIPS, 2, 0),
        ]
        assert ["33.3%", "36.4%", "75.0%", "100.0%", "100.0%"] == [
            one.shown() for one in reductions(rows)
        ]
        none = reduction(Dimension.TRIPS, [BeforeAfter.of("x", Dimension.TRIPS, 0, 0)])
        assert (None, "the number before is 0") == (none.value, none.why_undefined.en)

    def test_e15_shares(self):
        """Shares of a sample sum to 100, and a coverage is rounded once."""
        assert [Decimal("27.17"), Decimal("72.57"), Decimal("0.26")] == [*shares([310, 828, 3])]
        assert Decimal(100) == sum(shares([310, 828, 3]))
        assert Decimal("89.1") == rounded(Fraction(18_844, 21_142) * 100, FigureRounding(1))

    def test_a_share_moved_in_the_last_place_is_recognised(self):
        """22.68, 76.65 and 0.67 sum to 100 where rounding gives 100.01."""
        counts = [4273, 14_445, 126]
        halves = [rounded(Fraction(100 * one, sum(counts)), FigureRounding(2)) for one in counts]
        assert Decimal("100.01") == sum(halves)
        found = check_shares(["22.68", "76.65", "0.67"], counts)
        assert PublishedVerdict.CONSISTENT is found.verdict


class TestThePublishedFigure:
    """What arithmetic allows of a published 80.5 %."""

    def solutions(self, items, mode):
        """Return the pairs of items and promised days that print 80.5."""
        found = check_compression("80.5%", items=items, statute=20, modes=[mode])
        return [(fit.n, fit.days) for fit in found.fits]

    def test_half_up(self):
        """With half up the smallest table has ten items, and none has 12 to 18."""
        expected = [(10, 39), (11, 43), (19, 74), (20, 78), (21, 82), (22, 86)]
        expected += [(28, 109), (29, 113), (30, 117)]
        found = self.solutions(range(1, 31), RoundingMode.HALF_UP)
        assert expected == found
        assert [] == self.solutions(range(1, 10), RoundingMode.HALF_UP)
        assert [] == self.solutions(range(12, 19), RoundingMode.HALF_UP)

    def test_truncated(self):
        """Cut off, nine items do."""
        found = self.solutions(range(1, 21), RoundingMode.DOWN)
        assert [(9, 35), (10, 39), (17, 66), (18, 70), (19, 74), (20, 78)] == found

    def test_by_cases(self):
        """Over 127 cases two totals print it half up, and three cut off."""
        assert [(127, 495), (127, 496)] == self.solutions(127, RoundingMode.HALF_UP)
        assert [(127, 493), (127, 494), (127, 495)] == self.solutions(127, RoundingMode.DOWN)

    def test_other_statutes(self):
        """Where the statutes are unknown nobody can tell."""
        assert PublishedVerdict.CANNOT_TELL is check_compression("80.5%", items=127).verdict
        assert PublishedVerdict.CANNOT_TELL is check_compression("80.5%").verdict
