"""Hypothesis strategies for calendars, days, pauses and logs.

Bounds are ``min_value`` and ``max_value``, both included.  What cannot be drawn is an error where
it is asked for, never an empty strategy.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.calendars import WorkCalendar
from enforcecal.dates.clocks import Pause
from enforcecal.dates.notices import Notice, NoticeKind
from enforcecal.errors import ArgumentError
from enforcecal.law.procedures import Procedure

__all__ = ["case_logs", "days_of", "notices", "pauses", "work_calendars"]


def _check_bounds(min_value: date | int, max_value: date | int) -> None:
    if min_value > max_value:  # type: ignore[operator]  # both are of one kind
        raise ArgumentError(f"max_value={max_value} must not be before min_value={min_value}")


@st.composite
def notices(draw: st.DrawFn, *, year: int, country: str = "XX", max_days: int = 40) -> Notice:
    """Annual notices of *year* that name up to *max_days* days, each off or working."""
    span = st.dates(date(year, 1, 1), date(year, 12, 31))
    days = draw(st.sets(span, max_size=max_days))
    off = {day for day in sorted(days) if draw(st.booleans())}
    return Notice(
        id=f"{country}-{year}",
        country=country,
        year=year,
        kind=NoticeKind.ANNUAL,
        off=off,
        work=days - off,
    )


@st.composite
def work_calendars(
    draw: st.DrawFn, *, min_value: int = 1990, max_value: int = 2060, max_years: int = 3
) -> WorkCalendar:
    """Calendars of one to *max_years* invented years, from *min_value* to *max_value*."""
    _check_bounds(min_value, max_value)
    if max_years < 1:
        raise ArgumentError(f"max_years={max_years} must be at least 1")
    first = draw(st.integers(min_value, max_value))
    last = min(max_value, first + draw(st.integers(0, max_years - 1)))
    return WorkCalendar(
        id="XX",
        edition=f"XX@{first}-{last}",
        notices=tuple(draw(notices(year=year)) for year in range(first, last + 1)),
        first=date(first, 1, 1),
        horizon=date(last, 12, 31),
    )


def days_of(cal: WorkCalendar) -> st.SearchStrategy[date]:
    """Days of *cal*, from its first to its horizon."""
    return st.dates(cal.first, cal.horizon)


@st.composite
def pauses(
    draw: st.DrawFn, *, min_value: date, max_value: date, reason: str = "", max_days: int = 60
) -> Pause:
    """Pauses that begin between *min_value* and *max_value* and last up to *max_days* days."""
    _check_bounds(min_value, max_value)
    begins = draw(st.dates(min_value, max_value))
    return Pause(begins, begins + timedelta(days=draw(st.integers(0, max_days))), reason)


@st.composite
def case_logs(
    draw: st.DrawFn,
    procedure: Procedure,
    *,
    min_value: date,
    max_value: date,
    max_size: int = 12,
) -> CaseLog:
    """Logs of events *procedure* knows, lawful or not, between *min_value* and *max_value*."""
    _check_bounds(min_value, max_value)
    if not procedure.events:
        raise ArgumentError(f"procedure={procedure.id!r} declares no events to draw from")
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(procedure.events)), st.dates(min_value, max_value)),
            max_size=max_size,
        )
    )
    return CaseLog(
        "drawn", [Event(name, day, seq=place) for place, (name, day) in enumerate(drawn)]
    )
