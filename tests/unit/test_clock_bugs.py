"""Date bugs of other projects, by their number in the list, each as a fact that holds here.

This module has those about periods, clocks and deadlines that need no log of a case.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.clocks import Counting, Extension, Pause
from enforcecal.dates.deadlines import reckon
from enforcecal.dates.periods import Period, Roll, Unit
from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import NO_ROLL, Kind, TimeLimit

CN = calendar("CN", known_on=date(2026, 1, 1))
BEIJING = timezone(timedelta(hours=8))
ROLLS = Roll.NEXT_WORKING_DAY


def reckoned(start, length, unit=Unit.DAY, roll=Roll.NONE, **more):
    """Return the deadline of a period from an ISO day."""
    counting = Counting(period=Period(length, unit), roll=roll)
    return reckon([counting], CN, date.fromisoformat(start), **more)


def due(*asked, **more):
    """Return its last day."""
    return reckoned(*asked, **more).due


@pytest.mark.parametrize("clock", [time(0), time(17, 30), time(23, 59, 59)])
def test_16_the_last_day_is_in_time_to_its_end(clock):
    """16: on the last day every second is in time, the next day none; both come from one value."""
    found = reckoned("2026-03-02", 10)
    assert datetime.combine(found.due, clock, BEIJING) < found.ends_at
    assert datetime.combine(found.due + timedelta(days=1), time(), BEIJING) == found.ends_at
    assert not found.is_overdue(found.due)
    assert found.is_overdue(found.due + timedelta(days=1))


def test_17_a_start_is_a_local_day():
    """17: 00:30 in Beijing is 20 March, in UTC the 19th, so a start must not be a datetime."""
    moment = datetime(2026, 3, 20, 0, 30, tzinfo=BEIJING)
    assert 19 == moment.astimezone(UTC).day
    for one in (moment, moment.replace(tzinfo=None)):
        with pytest.raises(ArgumentTypeError, match="the local day of the event"):
            reckon([Counting(period=Period(1, Unit.DAY))], CN, one)
    assert date(2026, 3, 21) == due("2026-03-20", 1)
    with pytest.raises(ArgumentError, match="has a zone of its own"):
        due("2026-03-20", 24, Unit.HOUR, at=moment.timetz())


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2014-12-31", [3], date(2015, 3, 31)),
        ("2024-01-31", [2], date(2024, 3, 31)),
        ("2024-01-31", [1, 1], date(2024, 3, 31)),
        ("2014-12-31", [1, 1, 1], date(2015, 3, 31)),
    ],
)
def test_18_months_are_not_chained(start, months, expected):
    """18: months are counted from the anchor, and so are the months an extension adds."""
    first, *more = months
    longer = [Extension(length=length) for length in more]
    assert expected == due(start, first, Unit.MONTH, extensions=longer)


def test_19_a_missing_day_is_the_last_of_its_month():
    """19: one month from 2025-01-31 ends on 2025-02-28, two years from 2024-02-29 on 2026-02-28."""
    assert date(2025, 2, 28) == due("2025-01-31", 1, Unit.MONTH)
    assert date(2026, 2, 28) == due("2024-02-29", 2, Unit.YEAR)


@pytest.mark.parametrize(
    ("from_rolled", "nominal", "expected"),
    [
        (False, date(2026, 10, 31), date(2026, 11, 2)),
        (True, date(2026, 11, 7), date(2026, 11, 9)),
    ],
)
def test_20_an_extension_says_from_which_end(from_rolled, nominal, expected):
    """20: 30 days from 2026-09-01 end on 10-01, rolled 10-08; 30 more from either end differ."""
    assert date(2026, 10, 8) == due("2026-09-01", 30, roll=ROLLS)
    longer = [Extension(length=30, from_rolled=from_rolled)]
    found = reckoned("2026-09-01", 30, roll=ROLLS, extensions=longer)
    assert (nominal, expected) == (found.nominal, found.due)
    assert [5, 6] == [nominal.weekday() for nominal in (date(2026, 10, 31), date(2026, 11, 8))]


def test_21_a_last_day_on_a_holiday_moves():
    """21: 15 days from service on 2026-09-17 are over on 10-02, so the last day is 10-08."""
    found = reckoned("2026-09-17", 15, roll=ROLLS)
    assert (date(2026, 10, 2), date(2026, 10, 8)) == (found.nominal, found.due)


def test_22_what_follows_uses_the_moved_day():
    """22: with a last day moved to 10-08 nothing is overdue from 10-02 to 10-08."""
    found = reckoned("2026-07-03", 90, roll=ROLLS)
    assert date(2026, 10, 1) == found.nominal
    assert not any(found.is_overdue(date(2026, 10, day)) for day in range(1, 9))
    assert found.is_overdue(date(2026, 10, 9))
    assert datetime(2026, 10, 9, tzinfo=BEIJING) == found.ends_at


def test_23_a_pause_is_counted_in_the_unit_of_the_clock():
    """23: a pause over the National Day week costs a working-day clock nothing, a day clock 7."""
    pause = [Pause(date(2026, 9, 30), date(2026, 10, 7), "suspension")]
    assert date(2026, 10, 13) == due("2026-09-28", 7, Unit.WORKING_DAY)
    assert date(2026, 10, 13) == due("2026-09-28", 7, Unit.WORKING_DAY, pauses=pause)
    assert date(2026, 10, 5) == due("2026-09-28", 7)
    assert date(2026, 10, 12) == due("2026-09-28", 7, pauses=pause)


def test_25_a_held_clock_does_not_run_out():
    """25: a held clock is never overdue, and goes on with what was left when it was held."""
    held = reckoned("2026-03-02", 10, pauses=[Pause(date(2026, 3, 11), None, "suspension")])
    assert not held.is_overdue(date(2030, 1, 1))
    resumed = [Pause(date(2026, 3, 11), date(2026, 6, 30), "suspension")]
    assert date(2026, 7, 1) == due("2026-03-02", 10, pauses=resumed)


def test_26_an_extension_taken_back_leaves_the_pauses():
    """26: without its extension a paused clock is what it would have been without it."""
    pauses = [Pause(date(2026, 3, 11), date(2026, 3, 20), "testing")]
    extended = due("2026-03-02", 30, pauses=pauses, extensions=[Extension(length=15)])
    plain = due("2026-03-02", 30, pauses=pauses)
    assert timedelta(days=15) == extended - plain


def test_28_days_are_counted_as_days():
    """28: 90 days from 2026-07-03 end on 10-01, moved to 10-08; day 75 comes before."""
    assert date(2026, 10, 1) == due("2026-07-03", 90)
    assert date(2026, 10, 8) == due("2026-07-03", 90, roll=ROLLS)
    assert date(2026, 9, 16) == due("2026-07-03", 75) < due("2026-07-03", 90)
    assert date(2100, 1, 9) == due("2026-01-01", 27036)


def test_29_a_working_day_is_no_number_of_hours():
    """29: one working day, one day, 24 hours and 8 hours from one Friday end on three days."""
    friday = "2026-03-06"
    assert date(2026, 3, 9) == due(friday, 1, Unit.WORKING_DAY)
    assert date(2026, 3, 7) == due(friday, 1)
    assert date(2026, 3, 7) == due(friday, 24, Unit.HOUR, at=time(15))
    assert date(2026, 3, 6) == due(friday, 8, Unit.HOUR, at=time(15))


def test_30_hours_lose_no_minute_at_midnight():
    """30: 24 hours from 2026-09-30 15:00 end on 10-01 at 15:00, a holiday or not."""
    found = reckoned("2026-09-30", 24, Unit.HOUR, at=time(15))
    assert date(2026, 10, 1) == found.due
    assert "2026-10-01T15:00:00+08:00" == found.ends_at.isoformat()


def test_31_working_days_are_no_calendar_days():
    """31: 5 working days from 2026-02-11 end on 02-25, where Monday to Friday gives 02-18."""
    assert date(2026, 2, 25) == due("2026-02-11", 5, Unit.WORKING_DAY)


def test_32_a_rule_has_a_length():
    """32: a limit without a length is refused, so that no deadline quietly equals its trigger."""
    with pytest.raises(TypeError, match="length"):
        TimeLimit(id="x.art1.y", matter="y", kind=Kind.ACT_WITHIN, start=("filed",), unit=Unit.DAY)
    with pytest.raises(TypeError, match="length"):
        Period(unit=Unit.DAY)


def test_33_a_start_is_never_today():
    """33: a deadline without a start is refused, not counted from today."""
    limit = TimeLimit(
        id="x.art1.y", matter="y", kind=Kind.ACT_WITHIN, start=("filed",), length=5, unit=Unit.DAY
    )
    bound = BoundLimit(limit=limit, law=None, counting=NO_ROLL, pauses={}, calendar=CN)
    with pytest.raises(TypeError, match="start"):
        bound.deadline()
    with pytest.raises(ArgumentTypeError, match="start=None must be"):
        bound.deadline(start=None)


def test_34_every_counted_day_is_listed():
    """34: the trace of 5 working days names each counted day, so that a reviewer can recount it."""
    found = reckoned("2026-02-11", 5, Unit.WORKING_DAY)
    listed = {}
    for step in found.trace:
        if step.number:
            for place, number in enumerate(range(step.number[0], step.number[1] + 1)):
                listed[number] = str(step.first + timedelta(days=place))
    assert {
        1: "2026-02-12",
        2: "2026-02-13",
        3: "2026-02-14",
        4: "2026-02-24",
        5: "2026-02-25",
    } == listed


def test_35_day_60_from_30_april():
    """35: day 1 after 2020-04-30 is 1 May, so day 60 is 29 June and 30 June would be day 61."""
    found = reckoned("2020-04-30", 60)
    assert date(2020, 6, 29) == found.due
    counted = found.trace[1]
    assert (date(2020, 5, 1), date(2020, 6, 29), (1, 60)) == (
        counted.first,
        counted.last,
        counted.number,
    )
    assert "2020-05-01 Fri to 2020-06-29 Mon: days 1 to 60, counted" in found.explain()


def test_37_what_moves_a_clock_stands_in_its_trace():
    """37: a pause and an extension are steps of the trace, by name, not a silent miscount."""
    pauses = [Pause(date(2026, 3, 4), date(2026, 3, 6), "testing")]
    longer = [Extension(length=5, rule="art29.extension")]
    found = reckoned("2026-03-02", 10, pauses=pauses, extensions=longer)
    assert date(2026, 3, 19) == found.due
    assert Certainty.FIRM is found.certainty
    assert "not counted, paused: testing" in found.explain()
    assert "extended by 5 days (art29.extension)" in found.explain()
