"""The elapsed clock against a walk over hours, and against itself."""

# ruff: noqa: DTZ001 - local times, as the clock takes them

from __future__ import annotations

from datetime import datetime, time, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from enforcecal.dates.calendars import calendar
from enforcecal.dates.elapsed import Elapsed, Stop, StopRule

CAL = calendar("CN")
SECOND = timedelta(seconds=1)
HOURS = (((time(), None),), ((time(9), time(17)),), ((time(8), time(12)), (time(14), time(18))))

instants = st.datetimes(datetime(2019, 1, 1), datetime(2026, 12, 31)).map(
    lambda at: at.replace(minute=0, second=0, microsecond=0)
)
lengths = st.integers(0, 24 * 30).map(lambda hours: timedelta(hours=hours))
clocks = st.builds(Elapsed, calendar=st.just(CAL), hours=st.sampled_from(HOURS))


@st.composite
def stops(draw):
    """Draw up to three stops of whole hours, some with approved days, some still open."""
    made = []
    for _ in range(draw(st.integers(0, 3))):
        begins = draw(instants)
        ends = draw(st.none() | lengths.map(lambda length, begins=begins: begins + length))
        made.append(Stop(begins=begins, ends=ends, days=draw(st.none() | st.integers(0, 5))))
    return made


def hours_of(clock, start, end):
    """Yield every whole hour between two instants that the clock counts."""
    while start < end:
        at = start.time()
        if CAL.is_working(start.date()) and any(
            opens <= at and (closes is None or at < closes) for opens, closes in clock.hours
        ):
            yield start
        start += timedelta(hours=1)


@given(clocks, instants, lengths)
def test_it_counts_the_hours_that_are_worked(clock, start, length):
    """The same as walking hour by hour."""
    length = min(length, timedelta(days=12))
    walked = sum(1 for _ in hours_of(clock, start, start + length))
    assert Fraction(walked * 3_600, int(clock.day_length.total_seconds())) == clock.used(
        start, start + length
    )


@given(clocks, instants, lengths, lengths, stops())
def test_time_only_adds(clock, start, first, second, stopped):
    """Later is never less, and a stop never adds."""
    middle, end = start + first, start + first + second
    assert clock.used(start, middle, stopped) <= clock.used(start, end, stopped)
    assert clock.used(start, end, stopped) <= clock.used(start, end)
    assert clock.used(start, end) == clock.used(start, middle) + clock.used(middle, end)


@given(clocks, instants, st.fractions(0, 20, max_denominator=8), stops())
def test_the_last_instant_is_the_last(clock, start, days, stopped):
    """No more than the days are used at it, and more one moment later; or never."""
    found = clock.last_instant(start, days, stopped)
    if found is None:
        assert clock.used(start, start + timedelta(days=400), stopped) <= days
    elif days:
        assert clock.used(start, found, stopped) <= days
        assert clock.used(start, found + SECOND, stopped) > days
    else:
        assert start == found


@given(instants, st.integers(1, 20), st.integers(0, 5))
def test_used_in_full_both_rules_agree(start, days, approved):
    """Whether the time is taken out or the limit grows, if the procedure took what it was given."""
    actual, added = (Elapsed(calendar=CAL, stops=rule) for rule in StopRule)
    ends = actual.last_instant(start, approved)
    stop = [Stop(begins=start, ends=ends, days=approved)]
    assert actual.last_instant(start, days, stop) == added.last_instant(start, days, stop)
