from __future__ import annotations

from datetime import date, datetime

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.clocks import (
    DAY_SECONDS,
    Counting,
    Extension,
    Pause,
    count_back,
    count_on,
    hours_end,
    paused_days,
    unite,
)
from enforcecal.dates.periods import Edge, Period, Roll, Unit
from enforcecal.errors import ArgumentError, ArgumentTypeError

CN = calendar("CN").views.point


def o(text):
    """Return the ordinal of an ISO day."""
    return date.fromisoformat(text).toordinal()


def ends(start, length, unit=Unit.DAY, roll=Roll.NONE, days=CN, **more):
    """Return nominal and due day of a count as ISO text."""
    found = count_on(days, o(start), length, unit, roll, **more)
    return found and tuple(str(date.fromordinal(day)) for day in found)


class TestPause:
    def test_it_covers_the_days_after_it_begins(self):
        """A pause from a to b is the span (a, b]; open it has no end."""
        assert (o("2026-03-02"), o("2026-03-04")) == Pause(date(2026, 3, 2), date(2026, 3, 4)).span
        assert (o("2026-03-02"), None) == Pause(date(2026, 3, 2)).span

    def test_it_may_be_empty_but_not_reversed(self):
        """A pause may end the day it begins, not before."""
        Pause(date(2026, 3, 2), date(2026, 3, 2))
        with pytest.raises(ArgumentError, match=r"ends=2026-03-01 must not be before begins=2026"):
            Pause(date(2026, 3, 2), date(2026, 3, 1))

    @pytest.mark.parametrize("day", [datetime(2026, 3, 2), "2026-03-02", 20260302])  # noqa: DTZ001
    def test_its_ends_are_dates(self, day):
        """Datetimes and text are refused at both ends."""
        with pytest.raises(ArgumentTypeError, match=r"begins=.* must be a datetime\.date"):
            Pause(day)
        with pytest.raises(ArgumentTypeError, match=r"ends=.* must be a datetime\.date or None"):
            Pause(date(2026, 3, 2), day)

    def test_it_must_begin(self):
        """A pause without a beginning is refused."""
        with pytest.raises(ArgumentTypeError, match=r"begins=None must be a datetime\.date$"):
            Pause(None)


class TestExtension:
    def test_as_the_counting_takes_it(self):
        """An extension is a length and the end it runs from, or a new last day."""
        assert (30, False, None) == Extension(length=30).longer
        assert (30, True, None) == Extension(length=30, from_rolled=True).longer
        assert (0, False, o("2026-03-02")) == Extension(until=date(2026, 3, 2)).longer

    @pytest.mark.parametrize("both", [{}, {"length": 1, "until": date(2026, 3, 2)}])
    def test_either_a_length_or_a_day(self, both):
        """Neither and both are refused."""
        with pytest.raises(ArgumentError, match="either a length or until, and not both"):
            Extension(**both)

    @pytest.mark.parametrize(
        ("wrong", "error", "message"),
        [
            ({"length": 0}, ArgumentError, "length=0 must be at least 1"),
            ({"length": True}, ArgumentTypeError, "length=True must be a whole number of units"),
            ({"length": 1.5}, ArgumentTypeError, r"length=1\.5 must be a whole number of units"),
            ({"until": "tomorrow"}, ArgumentTypeError, "until='tomorrow' must be"),
            ({"length": 1, "granted": "today"}, ArgumentTypeError, "granted='today' must be"),
        ],
    )
    def test_what_is_refused(self, wrong, error, message):
        """A message names the argument, shows its value and says what is right."""
        with pytest.raises(error, match=message):
            Extension(**wrong)


class TestUnion:
    @pytest.mark.parametrize(
        ("spans", "united"),
        [
            ([], ()),
            ([(5, 5)], ()),
            ([(5, 9), (1, 6)], ((1, 9),)),
            ([(1, 5), (5, 9)], ((1, 9),)),
            ([(1, 5), (6, 9)], ((1, 5), (6, 9))),
            ([(1, 9), (2, 3)], ((1, 9),)),
            ([(1, None), (2, 3), (9, None)], ((1, None),)),
            ([(1, 5), (3, None)], ((1, None),)),
            ([(20, None), (1, 5)], ((1, 5), (20, None))),
        ],
    )
    def test_unite(self, spans, united):
        """Spans that overlap or touch become one; empty ones vanish; an open one swallows."""
        assert united == unite(spans)

    def test_paused_days(self):
        """Only days inside (after, through] are counted; an open span gives none."""
        spans = ((1, 5), (8, 10), (20, None))
        assert 2 == paused_days(spans, 4, 9)
        assert 0 == paused_days(spans, 5, 8)
        assert 6 == paused_days(spans, 0, 20)
        assert paused_days(spans, 0, 21) is None


class TestForward:
    @pytest.mark.parametrize(
        ("start", "length", "unit", "expected"),
        [
            ("2026-07-03", 90, Unit.DAY, "2026-10-01"),
            ("2026-02-11", 5, Unit.WORKING_DAY, "2026-02-25"),
            ("2025-01-31", 1, Unit.MONTH, "2025-02-28"),
            ("2024-02-29", 2, Unit.YEAR, "2026-02-28"),
            ("2026-03-02", 24, Unit.HOUR, "2026-03-03"),
            ("2026-03-02", 25, Unit.HOUR, "2026-03-04"),
            ("2026-03-02", 0, Unit.MONTH, "2026-03-02"),
        ],
    )
    def test_each_unit(self, start, length, unit, expected):
        """The day of the event does not count; hours without a time end at the latest."""
        assert (expected, expected) == ends(start, length, unit)

    @pytest.mark.parametrize("unit", Unit)
    @pytest.mark.parametrize("start_counts", [False, True])
    def test_no_length_is_the_day_itself(self, unit, start_counts):
        """A period of length 0 ends on its start, even on a Sunday, whether or not that counts."""
        assert ("2026-03-01", "2026-03-01") == ends(
            "2026-03-01", 0, unit, start_counts=start_counts
        )

    @pytest.mark.parametrize(
        ("start", "length", "unit", "expected"),
        [
            ("2026-03-02", 1, Unit.DAY, "2026-03-02"),
            ("2026-03-02", 5, Unit.WORKING_DAY, "2026-03-06"),
            ("2026-03-01", 5, Unit.WORKING_DAY, "2026-03-06"),
            ("2026-03-02", 1, Unit.MONTH, "2026-04-01"),
            ("2026-03-01", 1, Unit.MONTH, "2026-03-31"),
            ("2025-01-31", 1, Unit.MONTH, "2025-02-28"),
            ("2025-01-28", 1, Unit.MONTH, "2025-02-27"),
            ("2026-01-01", 1, Unit.YEAR, "2026-12-31"),
        ],
    )
    def test_the_first_day_may_count(self, start, length, unit, expected):
        """Then it is day 1, and a month ends before its corresponding day, if it has one."""
        assert (expected, expected) == ends(start, length, unit, start_counts=True)

    @pytest.mark.parametrize(
        ("nominal", "roll", "due"),
        [
            ("2026-10-01", Roll.NONE, "2026-10-01"),
            ("2026-10-01", Roll.NEXT_WORKING_DAY, "2026-10-08"),
            ("2026-10-01", Roll.NEXT_AFTER_HOLIDAY, "2026-10-08"),
            ("2025-08-31", Roll.NEXT_WORKING_DAY, "2025-09-01"),
            ("2025-08-31", Roll.NEXT_AFTER_HOLIDAY, "2025-08-31"),
            ("2026-02-14", Roll.NEXT_WORKING_DAY, "2026-02-14"),
        ],
    )
    def test_rolls(self, nominal, roll, due):
        """A roll moves from a holiday on every reading, from a weekend on one, from work never."""
        start = date.fromordinal(o(nominal) - 15).isoformat()
        assert (nominal, due) == ends(start, 15, roll=roll)

    def test_without_a_calendar(self):
        """Days need no calendar and then roll nowhere; working days do need one."""
        assert ("2026-10-01", "2026-10-01") == ends(
            "2026-07-03", 90, roll=Roll.NEXT_WORKING_DAY, days=None
        )
        with pytest.raises(ArgumentError, match="a working-day period needs a calendar"):
            ends("2026-07-03", 90, Unit.WORKING_DAY, days=None)

    @pytest.mark.parametrize(
        ("start", "length", "unit"),
        [
            ("9999-12-01", 40, Unit.DAY),
            ("9999-12-01", 30, Unit.DAY),
            ("9999-12-01", 1, Unit.MONTH),
            ("9000-01-01", 1000, Unit.YEAR),
        ],
    )
    def test_out_of_the_years(self, start, length, unit):
        """A day after 9999-12-30, whose end no instant can name, is an OverflowError."""
        with pytest.raises(OverflowError, match="out of the years 1 to 9999"):
            ends(start, length, unit)


class TestPausedClocks:
    @pytest.mark.parametrize(
        ("unit", "length", "expected"),
        [
            (Unit.DAY, 10, "2026-03-17"),
            (Unit.WORKING_DAY, 10, "2026-03-19"),
            (Unit.MONTH, 1, "2026-04-07"),
            (Unit.HOUR, 48, "2026-03-09"),
        ],
    )
    def test_every_unit_moves(self, unit, length, expected):
        """Five days out, a weekend among them, move days by five and working days by three."""
        spans = unite([(o("2026-03-03"), o("2026-03-06")), (o("2026-03-05"), o("2026-03-08"))])
        assert (expected, expected) == ends("2026-03-02", length, unit, spans=spans)

    @pytest.mark.parametrize("unit", [Unit.DAY, Unit.WORKING_DAY])
    @pytest.mark.parametrize(
        ("begins", "stops", "expected"),
        [
            ("2026-02-26", "2026-03-02", "2026-03-06"),  # over when the count begins
            ("2026-03-01", "2026-03-03", "2026-03-07"),  # from the day before the start
            ("2026-03-05", "2026-03-06", "2026-03-07"),  # takes out the last day
            ("2026-03-06", "2026-03-09", "2026-03-06"),  # begins on the last day
        ],
    )
    def test_at_the_ends(self, unit, begins, stops, expected):
        """Only days after the start and up to the end are taken out."""
        if unit is Unit.WORKING_DAY and expected == "2026-03-07":
            expected = "2026-03-09"  # the 7th is a Saturday
        found = ends("2026-03-02", 4, unit, spans=[(o(begins), o(stops))])
        assert (expected, expected) == found

    @pytest.mark.parametrize("unit", [Unit.DAY, Unit.WORKING_DAY, Unit.HOUR])
    def test_an_open_pause_holds_it(self, unit):
        """There is no last day while a pause is open that began before it, and one otherwise."""
        length = 96 if unit is Unit.HOUR else 4
        for begins in ("2026-02-20", "2026-03-02", "2026-03-05"):
            assert ends("2026-03-02", length, unit, spans=[(o(begins), None)]) is None
        assert ("2026-03-06", "2026-03-06") == ends(
            "2026-03-02", length, unit, spans=[(o("2026-03-06"), None)]
        )

    def test_a_month_whose_moved_end_meets_a_pause(self):
        """The paused days of a month may carry it into the next pause, and then further."""
        spans = [(o("2026-03-10"), o("2026-03-15")), (o("2026-04-04"), o("2026-04-06"))]
        assert ("2026-04-09", "2026-04-09") == ends("2026-03-02", 1, Unit.MONTH, spans=spans)
        assert ends("2026-03-02", 1, Unit.MONTH, spans=[(o("2026-03-10"), None)]) is None

    def test_a_first_day_that_counts_may_be_paused(self):
        """A pause that covers the first day takes it out of a period that would include it."""
        spans = [(o("2026-03-01"), o("2026-03-02"))]
        assert ("2026-04-02", "2026-04-02") == ends(
            "2026-03-02", 1, Unit.MONTH, spans=spans, start_counts=True
        )


class TestExtendedClocks:
    """30 days from 2026-09-01 end on 10-01, rolled to 10-08."""

    @pytest.mark.parametrize(
        ("longer", "expected"),
        [
            ([(30, False, None)], ("2026-10-31", "2026-11-02")),
            ([(30, True, None)], ("2026-11-07", "2026-11-09")),
            ([(0, False, "2026-10-31")], ("2026-10-31", "2026-10-31")),
            ([(9, True, None), (0, False, "2026-10-31")], ("2026-10-31", "2026-10-31")),
            ([(0, False, "2026-10-31"), (2, False, None)], ("2026-11-02", "2026-11-02")),
            ([(0, False, "2026-10-31"), (2, True, None)], ("2026-11-02", "2026-11-02")),
            ([(10, False, None), (10, True, None)], ("2026-10-22", "2026-10-22")),
        ],
    )
    def test_from_which_end(self, longer, expected):
        """From the nominal end, from the rolled one, or to a day that a decision fixed."""
        longer = [(more, rolled, until and o(until)) for more, rolled, until in longer]
        assert expected == ends("2026-09-01", 30, roll=Roll.NEXT_WORKING_DAY, longer=longer)
        assert expected == ends(
            "2026-09-02", 30, roll=Roll.NEXT_WORKING_DAY, longer=longer, start_counts=True
        )

    def test_months_are_counted_from_the_anchor(self):
        """One month and one more from 31 January is 31 March."""
        assert ("2025-03-31", "2025-03-31") == ends(
            "2025-01-31", 1, Unit.MONTH, longer=[(1, False, None)]
        )

    def test_an_open_pause_before_the_rolled_end(self):
        """What runs from the rolled end waits for it; a fixed day does not."""
        spans = [(o("2026-09-20"), None)]
        assert ends("2026-09-01", 30, spans=spans, longer=[(5, True, None)]) is None
        for until, expected in (("2026-09-20", "2026-09-20"), ("2026-09-25", None)):
            fixed = [(5, True, None), (0, False, o(until))]
            found = ends("2026-09-01", 30, spans=spans, longer=fixed)
            assert (expected and (expected, expected)) == found

    def test_a_pause_on_the_fixed_day(self):
        """What was left of a fixed day when the pause on it began is left when it ends."""
        spans = [(o("2026-09-21"), o("2026-10-05"))]
        for until, expected in (("2026-09-25", "2026-10-09"), ("2026-10-06", "2026-10-06")):
            assert (expected, expected) == ends(
                "2026-09-01", 30, spans=spans, longer=[(0, False, o(until))]
            )


class TestHours:
    @pytest.mark.parametrize(
        ("at", "hours", "expected"),
        [
            (15, 24, "2026-10-01"),
            (0, 24, "2026-09-30"),
            (1, 30, "2026-10-01"),
            (20, 5, "2026-10-01"),
            (24, 30, "2026-10-02"),
        ],
    )
    def test_they_run_from_the_instant(self, at, hours, expected):
        """The last day is the one they end on; an end at midnight belongs to the day before."""
        assert (expected, expected) == ends("2026-09-30", hours, Unit.HOUR, at=at * 3600)

    def test_lengthened(self):
        """More hours go on at the second reached, and after a moved end at its 24:00."""
        half = {"unit": Unit.HOUR, "at": 12 * 3600}
        assert ("2026-09-30", "2026-09-30") == ends("2026-09-29", 23, **half)
        for rolled in (True, False):
            assert ("2026-10-01", "2026-10-01") == ends(
                "2026-09-29", 23, longer=[(24, rolled, None)], **half
            )
        longer, roll = [(24, True, None)], Roll.NEXT_WORKING_DAY
        moved = ends("2026-09-30", 23, roll=roll, longer=longer, **half)
        assert ("2026-10-09", "2026-10-09") == moved

    def test_the_second_they_end_on(self):
        """Seconds of a day run from 1 to 86,400, so that midnight is its end."""
        assert (0, DAY_SECONDS) == hours_end(0, 24)
        assert (1, 3600) == hours_end(0, 25)


class TestBackward:
    @pytest.mark.parametrize(
        ("length", "unit", "on", "after"),
        [
            (30, Unit.DAY, "2026-01-29", "2026-01-28"),
            (0, Unit.DAY, "2026-02-28", "2026-02-27"),
            (3, Unit.WORKING_DAY, "2026-02-25", "2026-02-24"),
            (5, Unit.WORKING_DAY, "2026-02-14", "2026-02-13"),
            (0, Unit.WORKING_DAY, "2026-02-28", "2026-02-27"),
            (1, Unit.MONTH, "2026-01-28", "2026-01-27"),
            (1, Unit.YEAR, "2025-02-28", "2025-02-27"),
            (25, Unit.HOUR, "2026-02-26", "2026-02-25"),
        ],
    )
    def test_both_edges(self, length, unit, on, after):
        """On the n-th unit before, or with n full units between; the anchor is never counted."""
        anchor = o("2026-02-28")
        assert o(on) == count_back(CN, anchor, length, unit, Edge.ON)
        assert o(after) == count_back(CN, anchor, length, unit, Edge.AFTER)

    def test_it_needs_a_calendar_and_years(self):
        """Working days need a calendar, and no day lies before year 1."""
        with pytest.raises(ArgumentError, match="needs a calendar"):
            count_back(None, 100, 1, Unit.WORKING_DAY, Edge.ON)
        for length, unit in ((200, Unit.DAY), (12, Unit.MONTH), (9999, Unit.HOUR)):
            with pytest.raises(OverflowError, match="out of the years 1 to 9999"):
                count_back(None, 100, length, unit, Edge.ON)

    def test_a_counting_without_an_edge_is_on(self):
        """A backward counting that names no edge allows the n-th day itself."""
        counting = Counting(period=Period(30, Unit.DAY), roll=Roll.NEXT_WORKING_DAY)
        day = o("2026-01-29")
        assert (day, day) == counting.ends(CN, 1, o("2026-02-28"), (), ())
