from __future__ import annotations

from datetime import date

import pytest

from enforcecal.dates.periods import Edge, Period, Roll, Unit, add_months
from enforcecal.errors import ArgumentError, ArgumentTypeError


class TestPeriod:
    @pytest.mark.parametrize(
        ("length", "unit", "en", "zh"),
        [
            (0, Unit.DAY, "0 days", "0日"),
            (1, Unit.WORKING_DAY, "1 working day", "1个工作日"),
            (5, Unit.WORKING_DAY, "5 working days", "5个工作日"),
            (3, Unit.MONTH, "3 months", "3个月"),
            (2, Unit.YEAR, "2 years", "2年"),
            (24, Unit.HOUR, "24 hours", "24小时"),
        ],
    )
    def test_it_is_said_in_two_languages(self, length, unit, en, zh):
        """A period reads as each language writes it, with the plural English wants."""
        period = Period(length, unit)
        assert (en, zh) == (str(period), period.in_chinese())

    @pytest.mark.parametrize("length", [True, 1.0, "5", None])
    def test_a_length_is_a_whole_number(self, length):
        """A length of another type is refused, a bool too."""
        with pytest.raises(ArgumentTypeError, match=r"length=.* must be a whole number"):
            Period(length, Unit.DAY)

    def test_a_length_is_not_negative(self):
        """Counting backward is no negative length."""
        with pytest.raises(ArgumentError, match=r"length=-1 must not be negative; to count back"):
            Period(-1, Unit.DAY)

    def test_a_unit_is_an_enum(self):
        """A unit by its name alone is refused."""
        with pytest.raises(TypeError, match="unit"):
            Period(1, "day")

    def test_periods_of_two_units_differ(self):
        """One working day, 24 hours and one day are three periods, and no unit has a factor."""
        made = {Period(1, Unit.WORKING_DAY), Period(1, Unit.DAY), Period(24, Unit.HOUR)}
        assert 3 == len(made)
        assert all(isinstance(unit.value, str) for unit in Unit)


class TestCivilCodeArticle202:
    """“到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日”."""

    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2025, 1, 31), 1, date(2025, 2, 28)),
            (date(2024, 1, 31), 1, date(2024, 2, 29)),
            (date(2024, 1, 31), 2, date(2024, 3, 31)),
            (date(2014, 12, 31), 3, date(2015, 3, 31)),
            (date(2024, 2, 29), 24, date(2026, 2, 28)),
            (date(2000, 2, 29), -1200, date(1900, 2, 28)),
            (date(2025, 3, 15), 0, date(2025, 3, 15)),
            (date(2025, 3, 31), -1, date(2025, 2, 28)),
            (date(2025, 12, 1), 1, date(2026, 1, 1)),
        ],
    )
    def test_corresponding_days(self, day, months, expected):
        """The day of the month stays, or becomes the last one the month has."""
        assert expected == add_months(day, months)

    def test_out_of_the_years_a_date_has(self):
        """A month after the year 9999 is refused as `date` refuses it."""
        with pytest.raises(ValueError, match="year 10000"):
            add_months(date(9999, 12, 1), 1)


def test_packs_write_these_words():
    """The words of the pack format for units, rolls and edges do not change."""
    assert ["working-day", "day", "month", "year", "hour"] == [unit.value for unit in Unit]
    assert ["none", "next-working-day", "next-after-holiday"] == [roll.value for roll in Roll]
    assert ["on", "after"] == [edge.value for edge in Edge]
