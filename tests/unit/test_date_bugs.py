"""Date bugs other projects have had, by their number in the list this project keeps.

Here are those that concern the calendar alone; the others stand beside periods, clocks and cases.
"""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta, timezone

import attrs
import pytest
from holidays.countries.china import China

from enforcecal.dates.calendars import WorkCalendar, calendar
from enforcecal.dates.notices import chinese_notices
from enforcecal.errors import ArgumentError, ArgumentTypeError, OutsideHorizonError

DAY = timedelta(days=1)
CN = calendar("CN", known_on=date(2026, 1, 1))
FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
SPAN = [FIRST + step * DAY for step in range((LAST - FIRST).days + 1)]


def anew() -> WorkCalendar:
    """A calendar nobody has asked anything yet."""
    return attrs.evolve(CN, edition="asked for the first time")


@pytest.fixture(scope="module")
def weekdays_only() -> WorkCalendar:
    """Monday to Friday, no holidays at all."""
    return WorkCalendar(
        id="XX", edition="XX", notices=(), first=date(2016, 1, 1), horizon=date(2026, 12, 31)
    )


def test_bug_01_a_make_up_day_at_the_border_of_years():
    """Saturday 2005-12-31 was worked for 2006-01-03."""
    assert CN.is_working(date(2005, 12, 31))
    assert not CN.is_working(date(2006, 1, 3))


@pytest.mark.parametrize("order", list(itertools.permutations((2001, 2002, 2006))))
def test_bug_02_years_do_not_depend_on_the_order_they_are_asked_in(order):
    """A calendar first asked about 2001 knows the days moved there from 2002."""
    cal = anew()
    answers = {year: cal.is_working(date(year, 12, 29)) for year in order}
    assert {2001: True, 2002: False, 2006: True} == answers
    assert cal.is_working(date(2001, 12, 30))
    assert not cal.is_working(date(2002, 1, 2))
    assert not cal.is_working(date(2002, 1, 3))


def test_bug_03_an_amended_notice_and_what_was_known_before_it():
    """The Labour Day of 2019 was amended on 2019-03-22."""
    assert date(2019, 5, 5) == CN.add(date(2019, 4, 26), 4)
    before = calendar("CN", known_on=date(2019, 3, 1))
    assert date(2019, 5, 3) == before.add(date(2019, 4, 26), 4)


def test_bug_04_a_holiday_lengthened_while_it_lasted():
    """The Spring Festival of 2020 was lengthened on 2020-01-27."""
    before = calendar("CN", known_on=date(2020, 1, 24))
    assert date(2020, 2, 4) == CN.add(date(2020, 1, 22), 3)
    assert date(2020, 2, 1) == before.add(date(2020, 1, 22), 3)
    assert [False, True] == [cal.is_working(date(2020, 2, 1)) for cal in (CN, before)]


class TestBug05HandEntry:
    @pytest.mark.parametrize(
        ("day", "works"),
        [
            (date(2017, 9, 30), True),
            (date(2020, 9, 27), True),
            (date(2020, 9, 17), True),
            (date(2007, 12, 29), True),
            (date(2008, 9, 27), True),
            (date(2008, 9, 28), True),
        ],
    )
    def test_bug_05_days_once_typed_wrongly(self, day, works):
        """Days other lists have had wrong are right here."""
        assert works is CN.is_working(day)

    def test_bug_05_equals_holidays(self):
        """No day 2007-2026 differs from the installed `holidays`."""
        china = China(years=range(2006, 2028))
        assert [] == [day for day in SPAN if china.is_working_day(day) != CN.is_working(day)]

    def test_bug_05_equals_chinesecalendar(self):
        """The one day chinesecalendar has otherwise is 2005-12-31, where it is wrong."""
        peer = pytest.importorskip("chinese_calendar")
        days = [date(2004, 1, 1) + step * DAY for step in range((LAST - date(2004, 1, 1)).days + 1)]
        differ = [day for day in days if peer.is_workday(day) != CN.is_working(day)]
        assert set(differ) <= {date(2005, 12, 31)}


def test_bug_06_every_day_of_an_unannounced_year_is_refused_alike():
    """A year without a notice is refused on Saturdays as on Mondays, and for every question."""
    assert CN.is_working(date(2026, 2, 14))
    assert CN.is_working(date(2025, 1, 26))
    for step in range(365):
        day = date(2027, 1, 1) + step * DAY
        for ask in (CN.is_working, CN.kind, CN.notice, lambda day: CN.roll(day, "next")):
            with pytest.raises(OutsideHorizonError, match=f"notice for {day.year} is not in"):
                ask(day)


def test_bug_07_a_year_without_a_notice_is_never_answered_as_fact():
    """90 working days from 2026-11-20 need the notice for 2027, and have a range till then."""
    start = date(2026, 11, 20)
    with pytest.raises(OutsideHorizonError, match="the State Council notice for 2027"):
        CN.add(start, 90)
    views = CN.views
    found = [date.fromordinal(v.add(start.toordinal(), 90)) for v in (views.fast, views.slow)]
    assert found[0] <= date(2027, 4, 2) <= found[1]
    assert date(2027, 4, 2) == date.fromordinal(views.point.add(start.toordinal(), 90))
    assert "CN 2027" == CN.missing(date(2027, 4, 2))


def test_bug_08_a_calendar_whose_data_has_ended_still_answers_the_past():
    """With notices to 2026 only questions that need 2027 are refused."""
    cal = calendar("CN", known_on=date(2027, 1, 1))
    assert date(2026, 12, 31) == cal.add(date(2026, 12, 30), 1)
    assert 4 == cal.count(date(2026, 2, 12), date(2026, 2, 25))


def test_bug_09_make_up_days_are_added_as_well_as_holidays_taken_away():
    """From 2026-02-13 to 2026-02-25 there are four working days: 13, 14, 24 and 25."""
    assert 4 == CN.count(date(2026, 2, 12), date(2026, 2, 25))
    days = [date(2026, 2, 13) + step * DAY for step in range(13)]
    assert [13, 14, 24, 25] == [day.day for day in days if CN.is_working(day)]


def test_bug_10_a_reversed_count_is_the_negative_one():
    """Counting back gives the same days with the other sign, never a silent swap."""
    one, two = date(2026, 2, 12), date(2026, 2, 25)
    assert -CN.count(one, two) == CN.count(two, one) == -4


def test_bug_11_starts_on_a_weekend(weekdays_only):
    """One working day from Saturday 2026-03-07 is Monday, ten are Friday of the week after."""
    saturday = date(2026, 3, 7)
    for cal in (CN, weekdays_only):
        assert date(2026, 3, 9) == cal.add(saturday, 1)
        assert date(2026, 3, 20) == cal.add(saturday, 10)
    for n in range(1, 200):
        assert n == CN.count(saturday, CN.add(saturday, n))


def test_bug_12_a_start_on_any_kind_of_day_and_any_length():
    """Adding is strictly increasing, and as many days are counted as were added."""
    seen = set()
    for start in SPAN[-400:-140]:
        seen.add(CN.kind(start))
        ends = [CN.add(start, n) for n in range(1, 61)]
        assert sorted(set(ends)) == ends
        assert list(range(1, 61)) == [CN.count(start, end) for end in ends]
    assert len(seen) == 5


def test_bug_13_nothing_to_add_is_refused():
    """Whether no working days roll a day off is for the caller to say."""
    with pytest.raises(ArgumentError, match="use roll"):
        CN.add(date(2026, 3, 7), 0)


def test_bug_14_ends_on_a_weekend_and_times_of_day():
    """From Wednesday to Saturday two working days pass; a time of day is refused, not cut off."""
    assert 2 == CN.count(date(2026, 3, 4), date(2026, 3, 7))
    for zone in (None, UTC, timezone(timedelta(hours=8))):
        with pytest.raises(ArgumentTypeError, match=r"pass its \.date\(\)"):
            CN.count(datetime(2026, 3, 4, 23, 59, tzinfo=zone), date(2026, 3, 7))


def test_bug_15_the_first_and_the_last_weeks_of_the_data():
    """In each week that touches a border of years, counts equal the sum of single days."""
    borders = [date(year, 1, 1) for year in range(2001, 2028)]
    for border in borders:
        week = [border + step * DAY for step in range(-8, 9)]
        week = [day for day in week if CN.first <= day <= CN.horizon]
        for after, through in itertools.combinations(week, 2):
            single = sum(CN.is_working(day) for day in week if after < day <= through)
            assert single == CN.count(after, through)


def test_bug_15_a_start_on_the_last_day_off():
    """Every last day of a holiday is a start like any other."""
    for notice in chinese_notices():
        for _, days in notice.names:
            last = max(days)
            if last < date(2026, 10, 1):
                assert CN.add(last, 1) == CN.roll(last + DAY, "next")


def test_bug_31_working_days_are_not_days(weekdays_only):
    """20 working days from 2016-07-06 are four weeks only without a holiday in between."""
    assert date(2016, 8, 3) == weekdays_only.add(date(2016, 7, 6), 20)
    assert date(2026, 2, 18) == weekdays_only.add(date(2026, 2, 11), 5)
    assert date(2026, 2, 25) == CN.add(date(2026, 2, 11), 5)
