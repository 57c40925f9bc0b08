"""The clock of the card systems: working time between two instants, in days of a standard length.

Electronic supervision systems count seconds where the law counts days: the working time between two
instants, less what was stopped, divided by the working time of one day.  The two disagree by up to
a day, always against the agency: accepted on Monday at 10:00 with one day to go, a case finished on
Tuesday at 11:00 is in time by the law and late by the system.  This module knows no signals and no
law; `enforcecal.cases.cards` keeps both clocks side by side.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import attrs

from enforcecal.dates.clocks import Span, paused_days, unite
from enforcecal.errors import ArgumentError, ArgumentTypeError

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["Elapsed", "Stop", "StopRule"]

_TICKS: Final = 1_000_000
"""Time is counted in microseconds, the finest a datetime knows, so that nothing is rounded."""
_DAY: Final = 86_400 * _TICKS


class StopRule(enum.Enum):
    """What a special procedure (特别程序) takes out; the same where it is used in full."""

    ACTUAL = "actual"
    """The time it took, at most the days approved."""
    APPROVED = "approved"
    """The days approved, even if it ended early: they are added to every limit."""


def _instant(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None:
        _check(attribute.name, value)


@attrs.frozen(kw_only=True)
class Stop:
    """A time that the elapsed clock leaves out, such as a special procedure (特别程序).

    >>> Stop(begins=datetime(2018, 10, 16, 10), ends=datetime(2018, 10, 19, 10), days=3).days
    3
    """

    begins: datetime = attrs.field(validator=_instant)
    ends: datetime | None = attrs.field(default=None, validator=_instant)
    """None while it lasts."""
    days: int | None = None
    """How many working days were approved for it; None where there is no such limit."""

    def __attrs_post_init__(self) -> None:
        if self.ends is not None and self.ends < self.begins:
            raise ArgumentError(f"ends={self.ends} must not be before begins={self.begins}")
        if self.days is not None and self.days < 0:
            raise ArgumentError(f"days={self.days} must not be negative")


Hours = tuple[tuple[time, time | None], ...]
"""Office hours of a working day, in order; None ends the last of them at midnight."""

WHOLE_DAY: Final[Hours] = ((time(), None),)


def _tick(at: time) -> int:
    return ((at.hour * 60 + at.minute) * 60 + at.second) * _TICKS + at.microsecond


@attrs.frozen(kw_only=True)
class Elapsed:
    """An elapsed clock: working time of *calendar*, counted within *hours*.

    Instants are local times of the calendar's zone, without one.  Days beyond the horizon are
    expected to be like those of other years, as in a provisional deadline.

    >>> from enforcecal.dates.calendars import calendar
    >>> clock = Elapsed(calendar=calendar("CN"))
    >>> clock.used(datetime(2018, 10, 15, 10), datetime(2018, 10, 16, 11))
    Fraction(25, 24)
    """

    calendar: WorkCalendar
    hours: Hours = attrs.field(default=WHOLE_DAY)
    """The standard day is their sum: 24 hours of a working day if nothing else is said."""
    stops: StopRule = StopRule.ACTUAL

    @hours.validator
    def _check_hours(self, _: object, value: Hours) -> None:
        last = -1
        for place, (opens, closes) in enumerate(value):
            ends = _DAY if closes is None else _tick(closes)
            if not last < _tick(opens) < ends or (closes is None and place < len(value) - 1):
                raise ArgumentError(
                    f"hours={value!r} must be times of one day in order, such as "
                    "((time(9), time(12)), (time(13), time(18)))"
                )
            last = ends
        if not value:
            raise ArgumentError("hours=() must have one stretch of time at least")

    @property
    def _stretches(self) -> tuple[tuple[int, int], ...]:
        return tuple((_tick(a), _DAY if b is None else _tick(b)) for a, b in self.hours)

    @property
    def _standard(self) -> int:
        return sum(ends - begins for begins, ends in self._stretches)

    @property
    def day_length(self) -> timedelta:
        """How long a standard day is."""
        return timedelta(microseconds=self._standard)

    def used(self, start: datetime, end: datetime, stops: Iterable[Stop] = ()) -> Fraction:
        """Return the days used between *start* and *end*, as an exact fraction, less *stops*.

        With `StopRule.APPROVED` stops lengthen the limits instead, see `allowed`.
        """
        _check("start", start)
        _check("end", end)
        if end < start:
            raise ArgumentError(f"end={end} must not be before start={start}")
        last = self._place(start, end)
        taken = 0
        if self.stops is StopRule.ACTUAL:
            spans = [
                (begins, last if ends is None else ends)
                for begins, ends in self._spans(start, stops)
            ]
            taken = paused_days(unite(spans), 0, last) or 0
        return Fraction(last - taken, self._standard)

    def allowed(self, days: Fraction | int, stops: Iterable[Stop] = ()) -> Fraction:
        """Return a limit of *days* with what approved *stops* add to it, if they do."""
        more = 0
        if self.stops is StopRule.APPROVED:
            more = sum(stop.days or 0 for stop in stops)
        return Fraction(days) + more

    def last_instant(
        self, start: datetime, days: Fraction | int, stops: Sequence[Stop] = ()
    ) -> datetime | None:
        """Return the last instant at which no more than *days* are used; *start* for none or less.

        One second later it is more.  None while a stop that has no end keeps it from coming.
        """
        _check("start", start)
        target = self.allowed(days, stops) * self._standard
        if target <= 0:
            return start
        # in whole ticks, the last at which no more are used
        place = target.numerator // target.denominator
        if self.stops is StopRule.ACTUAL:
            for begins, ends in self._spans(start, stops):
                if begins > place:
                    break
                if ends is None:
                    return None
                place += ends - max(begins, 0)
        return self._instant(start, place)

    # Places are ticks of working time since the start.

    def _spans(self, start: datetime, stops: Iterable[Stop]) -> tuple[Span, ...]:
        """Return *stops* as places, united; only what lies after *start* counts."""
        spans: list[Span] = []
        for stop in stops:
            begins = self._place(start, max(stop.begins, start))
            ends = None if stop.ends is None else self._place(start, max(stop.ends, start))
            if stop.days is not None:
                most = begins + stop.days * self._standard
                ends = most if ends is None else min(ends, most)
            spans.append((begins, ends))
        return unite(spans)

    def _place(self, start: datetime, end: datetime) -> int:
        """Return the working time between two instants, in ticks."""
        days = self.calendar.views.point
        first, last = start.toordinal(), end.toordinal()
        whole = days.count(first - 1, last - 1) * self._standard
        return whole + self._within(end) - self._within(start)

    def _within(self, at: datetime) -> int:
        """Return the working time of its day before *at*."""
        if not self.calendar.views.point.working(at.toordinal()):
            return 0
        tick = _tick(at.time())
        return sum(max(0, min(ends, tick) - begins) for begins, ends in self._stretches)

    def _instant(self, start: datetime, place: int) -> datetime:
        """Return the last instant that is *place* ticks of working time after *start*."""
        days = self.calendar.views.point
        whole, rest = divmod(place + self._within(start), self._standard)
        day = start.toordinal() - 1
        # the last instant: not the end of a working day but the beginning of the next
        day = days.add(day, whole + 1)
        passed = [0, *accumulate(ends - begins for begins, ends in self._stretches)]
        number = bisect_right(passed, rest) - 1
        tick = self._stretches[number][0] + rest - passed[number]
        return datetime.combine(date.fromordinal(day), time()) + timedelta(microseconds=tick)


def _check(name: str, value: object) -> None:
    if not isinstance(value, datetime):
        raise ArgumentTypeError(f"{name}={value!r} must be a datetime: a day and its local time")
    if value.tzinfo is not None:
        raise ArgumentTypeError(
            f"{name}={value!r} has a zone of its own; pass the local time in the zone of the "
            "calendar"
        )
