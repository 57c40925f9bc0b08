"""The forecast: what it is to count with, and whether its range ever missed the true day."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.forecast import BeyondForecastError, CountView
from enforcecal.dates.notices import Notice, NoticeKind

CN = calendar("CN", known_on=date(2026, 1, 1))
VIEWS = CN.views


def o(year: int, month: int, day: int) -> int:
    """Ordinal of a day, for short."""
    return date(year, month, day).toordinal()


def without(year: int):
    """The calendar as if nothing had been published from the annual notice of *year* on."""
    return attrs.evolve(
        CN,
        edition=f"CN before {year}",
        notices=tuple(notice for notice in CN.notices if notice.year < year),
        horizon=date(year - 1, 12, 31),
    )


class TestBacktest:
    @pytest.mark.parametrize("year", range(2009, 2027))
    def test_the_true_day_lies_in_the_range(self, year):
        """With a year's notices hidden, every true day is within what was thought possible."""
        views, truth = without(year).views, VIEWS.point
        last, lengths = o(year, 12, 31), (1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 75, 90)
        for start in range(o(year - 1, 8, 1), last):
            for n in lengths:
                true = truth.add(start, n)
                if true > last:
                    break
                low, high = views.fast.add(start, n), views.slow.add(start, n)
                assert low <= true <= high, (date.fromordinal(start), n)
                if true <= views.settled:
                    assert low == high == true
                back = truth.add(start, -n)
                low, high = views.slow.add(start, -n), views.fast.add(start, -n)
                assert low <= back <= high, (date.fromordinal(start), -n)

    @pytest.mark.parametrize("year", range(2009, 2027))
    def test_every_day_rolls_within_the_range(self, year):
        """Rolling and moving past holidays stay in range on every day of the hidden year."""
        views, truth = without(year).views, VIEWS.point
        for day in range(o(year, 1, 1), o(year, 12, 31)):
            for name in ("roll_next", "after_holiday"):
                low, true, high = (
                    getattr(view, name)(day) for view in (views.fast, truth, views.slow)
                )
                assert low <= true <= high, (name, date.fromordinal(day))
            low, high = views.slow.roll_previous(day), views.fast.roll_previous(day)
            assert low <= truth.roll_previous(day) <= high
            assert views.fast.working(day) or not truth.working(day)
            assert truth.working(day) or not views.slow.working(day)
            assert truth.holiday(day) or not views.fast.holiday(day)
            assert views.slow.holiday(day) or not truth.holiday(day)

    @pytest.mark.parametrize("year", [2015, 2019, 2020, 2026])
    def test_every_count_lies_in_the_range(self, year):
        """Counting between two days gives no more than the most and no less than the fewest."""
        views, truth = without(year).views, VIEWS.point
        for start in range(o(year - 1, 11, 1), o(year, 12, 31), 7):
            for end in range(start, o(year, 12, 31), 5):
                true = truth.count(start, end)
                assert views.slow.count(start, end) <= true <= views.fast.count(start, end)
                assert -views.fast.count(start, end) == views.fast.count(end, start)


class TestFarAhead:
    def test_what_is_expected_lies_in_the_range(self):
        """To the end of the forecast the expected day is one of the possible days."""
        for start in range(o(2026, 9, 1), o(2050, 1, 1), 11):
            for n in (1, 5, 20, 60, 90, -1, -20):
                days = sorted((VIEWS.fast.add(start, n), VIEWS.slow.add(start, n)))
                assert days[0] <= VIEWS.point.add(start, n) <= days[1], (start, n)
        for day in range(o(2026, 9, 1), o(2052, 12, 1)):
            for name in ("roll_next", "after_holiday"):
                low, mid, high = (
                    getattr(view, name)(day) for view in (VIEWS.fast, VIEWS.point, VIEWS.slow)
                )
                assert low <= mid <= high, (name, date.fromordinal(day))

    def test_each_year_costs_what_the_measures_say(self):
        """An expected year has thirteen working days fewer than its Mondays to Fridays."""
        for year in range(2028, 2051):
            # From mid-December to mid-December, past every make-up day of the New Year.
            first, last = o(year - 1, 12, 20), o(year, 12, 20)
            weekdays = sum((day - 1) % 7 < 5 for day in range(first + 1, last + 1))
            assert weekdays - 13 == VIEWS.point.count(first, last), year

    def test_a_deadline_in_an_unpublished_year(self):
        """90 working days from 2026-11-20 are expected on 2027-04-02, and can move by days."""
        start = o(2026, 11, 20)
        assert o(2027, 4, 2) == VIEWS.point.add(start, 90)
        assert o(2027, 4, 2) == VIEWS.fast.add(start, 90)
        assert o(2027, 4, 7) == VIEWS.slow.add(start, 90)
        assert "CN 2027" == CN.missing(o(2027, 4, 2)) == CN.missing(date(2027, 4, 2))

    def test_december_waits_for_the_next_notice(self):
        """The last days before a New Year on a Tuesday are open, before one on a Friday settled."""
        assert o(2026, 12, 31) == VIEWS.settled
        assert o(2018, 12, 28) == without(2019).views.settled
        assert "CN 2019" == without(2019).missing(date(2018, 12, 30))

    def test_the_measures_alone_are_sure(self):
        """A day the measures name is off and a holiday whatever the notice will say."""
        for day in (o(2027, 10, 1), o(2027, 2, 6), o(2028, 5, 2)):
            assert not VIEWS.fast.working(day)
            assert VIEWS.fast.holiday(day)
        assert VIEWS.slow.working(o(2027, 3, 10))
        assert not VIEWS.slow.holiday(o(2027, 3, 10))

    def test_a_new_notice_settles_its_year(self):
        """Once a year's notice is added, answers in it are firm until the next New Year."""
        notice = Notice(
            id="CN-2027",
            country="CN",
            year=2027,
            kind=NoticeKind.ANNUAL,
            off=[date(2027, 1, 1), date(2027, 10, 1)],
        )
        views = CN.with_notices(notice).views
        start = o(2027, 3, 1)
        assert views.fast.add(start, 90) == views.slow.add(start, 90) == views.point.add(start, 90)
        # 2028-01-01 is a Saturday, and may be made good on the Friday before (as in 2012).
        assert o(2027, 12, 30) == views.settled

    def test_views_are_made_once(self):
        """Asking again gives the same views."""
        assert CN.views is VIEWS

    def test_a_closure_counts_in_every_view(self):
        """A closed day does not work, and is no holiday to move past."""
        closed = o(2026, 3, 2)
        views = CN.with_closures([date(2026, 3, 2)]).views
        for view in (views.point, views.fast, views.slow):
            assert not view.working(closed)
            assert not view.holiday(closed)
            assert closed == view.after_holiday(closed)
            assert closed + 1 == view.roll_next(closed)


class TestCountView:
    """One week by hand: Monday to Sunday, with Wednesday a holiday."""

    base = o(2026, 3, 2)

    @pytest.fixture
    def week(self):
        """Two working days, a holiday, two working days and a weekend."""
        working = bytes([1, 1, 0, 1, 1, 0, 0])
        ranks = [1, 2, 2, 3, 4, 4, 4]
        return CountView(
            base=self.base,
            working=working,
            holiday=bytes([0, 0, 1, 0, 0, 0, 0]),
            start=ranks,
            end=ranks,
        )

    def test_it_counts_exactly_where_nothing_is_open(self, week):
        """The view of what is known equals counting on the fingers."""
        monday = self.base
        assert monday + 3 == week.add(monday, 2)
        assert monday + 1 == week.add(monday + 4, -2)
        assert monday == week.add(monday + 6, -4)
        assert 3 == week.count(monday, monday + 6)
        assert -3 == week.count(monday + 6, monday)
        assert monday + 3 == week.roll_next(monday + 2)
        assert monday + 1 == week.roll_previous(monday + 2)
        assert monday + 3 == week.after_holiday(monday + 2)
        assert monday + 5 == week.after_holiday(monday + 5)
        assert [True, False] == [week.working(monday), week.working(monday + 2)]
        assert [False, True] == [week.holiday(monday), week.holiday(monday + 2)]

    @pytest.mark.parametrize(
        "ask",
        [
            lambda view, monday: view.add(monday, 4),
            lambda view, monday: view.add(monday, -1),
            lambda view, monday: view.add(monday + 6, -5),
            lambda view, monday: view.add(monday + 7, 1),
            lambda view, monday: view.add(monday - 1, 1),
            lambda view, monday: view.count(monday - 1, monday),
            lambda view, monday: view.roll_next(monday + 5),
            lambda view, monday: view.working(monday + 7),
            lambda view, monday: view.holiday(monday + 7),
        ],
    )
    def test_what_the_table_does_not_hold_is_a_lookup_error(self, week, ask):
        """No answer is made up at either end, and no index wraps."""
        with pytest.raises(LookupError):
            ask(week, self.base)

    @pytest.mark.parametrize(
        "ask",
        [
            lambda view, monday: view.add(monday, 3),
            lambda view, monday: view.add(monday + 6, -2),
            lambda view, monday: view.count(monday, monday + 5),
            lambda view, monday: view.roll_next(monday + 2),
            lambda view, monday: view.after_holiday(monday + 2),
            lambda view, monday: view.working(monday + 4),
            lambda view, monday: view.holiday(monday + 4),
            lambda view, monday: view.roll_previous(monday + 5),
            lambda view, monday: view.roll_next(monday + 4),
            lambda view, monday: view.after_holiday(monday + 4),
        ],
    )
    def test_days_to_come_are_taken_in_when_they_are_asked_for(self, week, ask):
        """A view that holds three days only, and knows of the others, answers as the whole."""
        made = []

        def rest():
            made.append(week)
            return week

        part = CountView(
            base=self.base,
            working=bytes([1, 1, 0]),
            holiday=bytes([0, 0, 1]),
            start=[1, 2, 2],
            end=[1, 2, 2],
            rest=rest,
        )
        assert self.base + 1 == part.add(self.base, 1)
        assert [] == made
        assert ask(week, self.base) == ask(part, self.base)
        assert ask(week, self.base) == ask(part, self.base)
        assert [week] == made
        for day in (self.base - 1, self.base + 7):
            with pytest.raises(BeyondForecastError):
                part.working(day)

    def test_what_no_rest_holds_is_a_lookup_error_too(self, week):
        """A count that leads beyond the whole asks for it once, in vain; one before it does not."""
        part = CountView(
            base=self.base,
            working=bytes([0]),
            holiday=bytes([1]),
            start=[0],
            end=[0],
            rest=lambda: week,
        )
        with pytest.raises(BeyondForecastError):
            part.working(self.base - 1)
        with pytest.raises(BeyondForecastError):
            part.add(self.base, 9)

    def test_a_day_that_may_be_lost_is_allowed_for(self):
        """An allowance applies where its span is touched, and moves the answer once for each."""
        working = bytes([1] * 10)
        ranks = list(range(1, 11))
        view = CountView(
            base=self.base,
            working=working,
            holiday=bytes(10),
            start=ranks,
            end=ranks,
            extra=[(self.base + 4, self.base + 5), (self.base + 5, self.base + 5)],
        )
        assert self.base + 3 == view.add(self.base, 3)
        # The fourth day is the first that may be lost; the next one touches the other span.
        assert self.base + 6 == view.add(self.base, 4)
        assert self.base + 8 == view.add(self.base + 5, 3)
        assert self.base + 6 == view.add(self.base + 9, -3)
        assert self.base + 2 == view.add(self.base + 8, -4)
        assert 0 == view.count(self.base + 3, self.base + 5)

    def test_a_lost_day_may_lead_beyond_the_table(self):
        """Where the allowance exhausts the table there is no answer either."""
        view = CountView(
            base=self.base,
            working=bytes([1] * 3),
            holiday=bytes(3),
            start=[1, 2, 3],
            end=[1, 2, 3],
            extra=[(self.base, self.base + 2)],
        )
        with pytest.raises(BeyondForecastError):
            view.add(self.base, 2)
        with pytest.raises(BeyondForecastError):
            view.add(self.base + 2, -2)


def test_other_countries_are_not_forecast():
    """A computed calendar has one view, which ends where the calendar ends."""
    cal = calendar("US")
    views = cal.views
    assert views.point is views.fast is views.slow
    assert cal.horizon.toordinal() == views.settled
    assert cal.add(date(2026, 7, 2), 20).toordinal() == views.point.add(o(2026, 7, 2), 20)
    with pytest.raises(BeyondForecastError):
        views.slow.working(o(2051, 1, 1))


def test_the_forecast_has_an_end():
    """The forecast reaches well past 2050, and says where it ends."""
    assert VIEWS.slow.working(o(2052, 12, 20))
    for view in (VIEWS.point, VIEWS.fast, VIEWS.slow):
        with pytest.raises(BeyondForecastError):
            view.add(o(2052, 12, 1), 40)
        with pytest.raises(BeyondForecastError):
            view.working(o(2000, 12, 31))
