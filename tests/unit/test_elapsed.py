"""The elapsed clock of the card systems."""

# ruff: noqa: DTZ001 - local times, as the clock takes them

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.elapsed import Elapsed, Stop, StopRule
from enforcecal.errors import ArgumentError, ArgumentTypeError

CAL = calendar("CN")
CLOCK = Elapsed(calendar=CAL)
OFFICE = Elapsed(calendar=CAL, hours=((time(9), time(12)), (time(13, 30), time(17, 30))))
MONDAY = datetime(2018, 10, 15, 10)


def walked(clock, start, end, stops=()):
    """Return the time used, minute by minute, as the words of the manual say it."""
    minutes = at = 0
    day = sum(
        (1440 if b is None else b.hour * 60 + b.minute) - (a.hour * 60 + a.minute)
        for a, b in clock.hours
    )
    taken = [0] * len(stops)
    while start + timedelta(minutes=at) < end:
        now = start + timedelta(minutes=at)
        at += 1
        if not CAL.is_working(now.date()):
            continue
        if not any(a <= now.time() and (b is None or now.time() < b) for a, b in clock.hours):
            continue
        stopped = False
        for number, stop in enumerate(stops):
            inside = stop.begins <= now and (stop.ends is None or now < stop.ends)
            if inside and (stop.days is None or taken[number] < stop.days * day):
                taken[number] += 1
                stopped = True
        minutes += not stopped
    return Fraction(minutes, day)


class TestUsed:
    @pytest.mark.parametrize("clock", [CLOCK, OFFICE])
    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (MONDAY, MONDAY),
            (MONDAY, datetime(2018, 10, 15, 12, 45)),
            (MONDAY, datetime(2018, 10, 24, 10)),
            (datetime(2018, 10, 13, 8), datetime(2018, 10, 14, 20)),  # a weekend
            (datetime(2018, 9, 29, 8), datetime(2018, 10, 9, 20)),  # made up, then National Day
            (datetime(2018, 10, 15, 7), datetime(2018, 10, 15, 23, 59)),
            (datetime(2018, 10, 15, 18), datetime(2018, 10, 16, 8)),  # a night
        ],
    )
    def test_it_is_what_walking_the_minutes_gives(self, clock, start, end):
        """Working time between two instants, over the standard day."""
        assert walked(clock, start, end) == clock.used(start, end)

    @pytest.mark.parametrize("clock", [CLOCK, OFFICE])
    @pytest.mark.parametrize(
        "stops",
        [
            [Stop(begins=datetime(2018, 10, 16, 10), ends=datetime(2018, 10, 19, 10))],
            [Stop(begins=datetime(2018, 10, 16, 10), ends=datetime(2018, 10, 19, 10), days=2)],
            [Stop(begins=datetime(2018, 10, 16, 10), days=2)],
            [Stop(begins=datetime(2018, 10, 16, 10))],
            [Stop(begins=datetime(2018, 10, 12, 10), ends=datetime(2018, 10, 16, 10))],
            [
                Stop(begins=datetime(2018, 10, 16, 10), ends=datetime(2018, 10, 18, 10)),
                Stop(begins=datetime(2018, 10, 17, 10), ends=datetime(2018, 10, 19, 10)),
            ],
        ],
    )
    def test_stops_are_left_out_and_united(self, clock, stops):
        """A stop takes out its time, at most the days approved; overlaps count once."""
        end = datetime(2018, 10, 24, 10)
        assert walked(clock, MONDAY, end, stops) == clock.used(MONDAY, end, stops)

    def test_approved_days_lengthen_the_limit_instead(self):
        """By the manual's text the limit grows, whatever the procedure took."""
        clock = Elapsed(calendar=CAL, stops=StopRule.APPROVED)
        stops = [Stop(begins=MONDAY, ends=MONDAY + timedelta(days=1), days=3), Stop(begins=MONDAY)]
        assert 7 == clock.used(MONDAY, datetime(2018, 10, 24, 10), stops)
        assert 10 == clock.allowed(7, stops)
        assert 7 == CLOCK.allowed(7, stops)

    def test_a_standard_day_is_the_sum_of_the_hours(self):
        """Seven and a half hours, or all twenty-four."""
        assert timedelta(hours=7) == OFFICE.day_length
        assert timedelta(days=1) == CLOCK.day_length


class TestLastInstant:
    @pytest.mark.parametrize("clock", [CLOCK, OFFICE])
    @pytest.mark.parametrize("start", [MONDAY, datetime(2018, 10, 13, 8), datetime(2018, 10, 15)])
    @pytest.mark.parametrize("days", [Fraction(1, 7), 1, 3, Fraction(7, 2), 12])
    @pytest.mark.parametrize("length", [None, 1, 3])
    def test_one_moment_later_it_is_more(self, clock, start, days, length):
        """The last instant is in time; a microsecond later is not."""
        stops = []
        if length is not None:
            begins = datetime(2018, 10, 16, 10)
            stops = [Stop(begins=begins, ends=begins + timedelta(days=length), days=2)]
        found = clock.last_instant(start, days, stops)
        assert clock.used(start, found, stops) <= days
        assert clock.used(start, found + timedelta(microseconds=1), stops) > days

    def test_nothing_left_is_the_start_itself(self):
        """A limit of no days, or fewer, is over from the first second."""
        assert MONDAY == CLOCK.last_instant(MONDAY, 0)
        assert MONDAY == CLOCK.last_instant(MONDAY, -1)

    def test_an_open_stop_holds_it(self):
        """There is no last instant while a stop without an end lasts; before it there is."""
        stop = [Stop(begins=datetime(2018, 10, 16, 10))]
        assert CLOCK.last_instant(MONDAY, 3, stop) is None
        assert CLOCK.last_instant(MONDAY, 1, stop) is None
        assert datetime(2018, 10, 15, 22) == CLOCK.last_instant(MONDAY, Fraction(1, 2), stop)

    def test_approved_days_are_added(self):
        """By the manual's text the last instant moves by the days approved."""
        clock = Elapsed(calendar=CAL, stops=StopRule.APPROVED)
        stop = [Stop(begins=MONDAY, ends=MONDAY + timedelta(days=1), days=3)]
        assert datetime(2018, 10, 29, 10) == clock.last_instant(MONDAY, 7, stop)
        assert datetime(2018, 10, 25, 10) == CLOCK.last_instant(MONDAY, 7, stop)


class TestRefusals:
    @pytest.mark.parametrize(
        ("make", "error", "words"),
        [
            (lambda: Stop(begins=date(2018, 10, 15)), ArgumentTypeError, "must be a datetime"),
            (
                lambda: Stop(begins=MONDAY, ends=MONDAY - timedelta(1)),
                ArgumentError,
                "must not be before",
            ),
            (lambda: Stop(begins=MONDAY, days=-1), ArgumentError, "must not be negative"),
            (lambda: Elapsed(calendar=CAL, hours=()), ArgumentError, "one stretch"),
            (
                lambda: Elapsed(calendar=CAL, hours=((time(9), time(8)),)),
                ArgumentError,
                "in order",
            ),
            (
                lambda: Elapsed(calendar=CAL, hours=((time(9), None), (time(10), time(11)))),
                ArgumentError,
                "in order",
            ),
            (lambda: CLOCK.used(MONDAY, MONDAY - timedelta(1)), ArgumentError, "before start"),
            (
                lambda: CLOCK.used(MONDAY.replace(tzinfo=UTC), MONDAY),
                ArgumentTypeError,
                "zone of its own",
            ),
        ],
    )
    def test_wrong_arguments_are_named(self, make, error, words):
        """The message names the argument and what would be right."""
        with pytest.raises(error, match=words):
            make()
