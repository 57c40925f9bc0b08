"""What a type checker says of the calendars: read by mypy, never run.

A line with `# type: ignore[...]` is one that must be refused; mypy reports it when it is not.
"""

from __future__ import annotations

from datetime import date
from typing import assert_type

from enforcecal.dates.calendars import WorkCalendar, calendar
from enforcecal.dates.notices import DayKind, Notice


def answers(cal: WorkCalendar, day: date) -> None:
    """Dates go in, and dates, numbers and kinds come out."""
    assert_type(calendar(), WorkCalendar)
    assert_type(calendar("CN", known_on=day), WorkCalendar)
    assert_type(cal.is_working(day), bool)
    assert_type(cal.kind(day), DayKind)
    assert_type(cal.notice(day), Notice | None)
    assert_type(cal.add(day, -5), date)
    assert_type(cal.add_each([day, day], 5), list[date])
    assert_type(cal.count(day, day), int)
    assert_type(cal.roll(day, "next"), date)
    assert_type(cal.horizon, date)
    assert_type(cal.first, date)
    assert_type(cal.edition, str)
    assert_type(cal.with_closures([day], name="flood"), WorkCalendar)


def refusals(cal: WorkCalendar, day: date) -> None:
    """Texts are not dates, a direction is one of two words, and a calendar does not change."""
    cal.add("2026-03-02", 5)  # type: ignore[arg-type]
    cal.add(day, "5")  # type: ignore[arg-type]
    cal.add(day, 1.5)  # type: ignore[arg-type]
    cal.add(day)  # type: ignore[call-arg]
    cal.roll(day, "forward")  # type: ignore[arg-type]
    cal.roll(day)  # type: ignore[call-arg]
    cal.edition = "another"  # type: ignore[misc]
    calendar("CN", day)  # type: ignore[call-arg]
