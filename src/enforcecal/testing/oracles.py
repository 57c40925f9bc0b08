"""Oracles: the same answers found by walking, one day at a time.

They are slow and plain on purpose, share no line with the code they judge, and read a calendar
through the days of its notices alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from enforcecal.dates.calendars import WorkCalendar

__all__ = ["walk", "walk_count", "walk_last_day", "works"]

_DAY = timedelta(days=1)


def works(cal: WorkCalendar, day: date) -> bool:
    """Read the notices of *cal* aloud: does *day* work?  The last notice that names it decides."""
    if any(day in closure.days for closure in cal.closures):
        return False
    for notice in reversed(cal.notices):
        if day in notice.off:
            return False
        if day in notice.work:
            return True
    return day.weekday() not in cal.weekend


def walk(cal: WorkCalendar, day: date, n: int) -> date | None:
    """Return the *n*-th working day after *day* (before it, for a negative *n*), or None.

    None where the calendar ends first.

    >>> from enforcecal.dates.calendars import calendar
    >>> walk(calendar("CN"), date(2026, 2, 11), 5)
    datetime.date(2026, 2, 25)
    """
    step = _DAY if n > 0 else -_DAY
    left = abs(n)
    while left:
        day += step
        if not cal.first <= day <= cal.horizon:
            return None
        left -= works(cal, day)
    return day


def walk_count(cal: WorkCalendar, after: date, through: date) -> int:
    """Return the number of working days in (after, through], counted on the fingers."""
    if through < after:
        return -walk_count(cal, through, after)
    found = 0
    while after < through:
        after += _DAY
        found += works(cal, after)
    return found


def walk_last_day(
    start: date,
    length: int,
    *,
    cal: WorkCalendar | None = None,
    pauses: Iterable[tuple[date, date]] = (),
    rolls: bool = False,
) -> date | None:
    """Return the last day of *length* days after *start*, working days if *cal* is given.

    The days d with a < d <= b of each pause (a, b) do not count.  With *rolls*, a last day off
    moves to the next working day of *cal*, and the days counted are then all days.  None where
    the calendar ends first.
    """
    taken = list(pauses)
    day, left = start, length
    while left:
        day += _DAY
        if cal is not None and not cal.first <= day <= cal.horizon:
            return None
        counts = cal is None or rolls or works(cal, day)
        left -= counts and not any(a < day <= b for a, b in taken)
    while rolls and cal is not None and not works(cal, day):
        day += _DAY
        if day > cal.horizon:
            return None
    return day
