"""Clocks: from a start, a period, pauses and extensions to a last day, and how it was counted.

A clock counts a day when its unit counts it and no pause covers it.  A pause from a to b covers the
days d with a < d <= b; pauses that overlap are united, never added up.  A clock whose pause is
still open where it would end has no last day.

The functions here work on proleptic ordinals (`datetime.date.toordinal`), because replay calls them
for every event; `enforcecal.dates.deadlines.Deadline` is what a person gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, Protocol

import attrs

from enforcecal.dates.periods import Edge, Period, Roll, Unit, add_months
from enforcecal.errors import ArgumentError, ArgumentTypeError, check_day
from enforcecal.texts import NO_TEXT, Text

__all__ = [
    "DAY_SECONDS",
    "Counting",
    "Days",
    "Extension",
    "Longer",
    "Pause",
    "Span",
    "count_back",
    "count_on",
    "hours_end",
    "paused_days",
    "unite",
]

Span = tuple[int, int | None]
"""A pause as ordinals (a, b): it covers a < d <= b; b is None while it is open."""

Longer = tuple[int, bool, int | None]
"""One extension: units more, whether they run from the rolled end, or the new last day instead."""

DAY_SECONDS: Final = 86_400
_HOUR_SECONDS: Final = 3_600
_LAST: Final = date.max.toordinal()


class Days(Protocol):
    """What a clock asks of a calendar: working days by ordinal."""

    def working(self, ordinal: int, /) -> bool:
        """Tell whether the day works."""

    def add(self, ordinal: int, n: int, /) -> int:
        """Return the *n*-th working day after the day, or before it."""

    def count(self, after: int, through: int, /) -> int:
        """Return the number of working days in (after, through]."""

    def roll_next(self, ordinal: int, /) -> int:
        """Return the day, or the next working day when it is off."""

    def after_holiday(self, ordinal: int, /) -> int:
        """Return the day, or the first day after the holiday it belongs to."""


def _day(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    check_day(attribute.name, value)


def _day_or_none(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    check_day(attribute.name, value, optional=True)


@attrs.frozen
class Pause:
    """A time that does not count (不计入期限): the days after *begins* up to and with *ends*.

    >>> Pause(date(2026, 3, 2), date(2026, 3, 4), "testing")  # takes out 3 and 4 March
    Pause(begins=datetime.date(2026, 3, 2), ends=datetime.date(2026, 3, 4), reason='testing')
    """

    begins: date = attrs.field(validator=_day)
    ends: date | None = attrs.field(default=None, validator=_day_or_none)
    """The last day taken out; None while the pause is open."""
    reason: str = ""
    """The id of the pause in its law; a law's list of reasons is closed."""

    @ends.validator
    def _check_order(self, _: object, value: date | None) -> None:
        if value is not None and value < self.begins:
            raise ArgumentError(f"ends={value} must not be before begins={self.begins}")

    @property
    def span(self) -> Span:
        """The pause as ordinals."""
        return self.begins.toordinal(), None if self.ends is None else self.ends.toordinal()


@attrs.frozen(kw_only=True)
class Extension:
    """Time added to a clock (延长): a length in the clock's own unit, or a new last day."""

    length: int | None = attrs.field(default=None)
    until: date | None = attrs.field(default=None, validator=_day_or_none)
    from_rolled: bool = False
    """Whether it runs from the rolled end; by default it runs from the nominal one."""
    granted: date | None = attrs.field(default=None, validator=_day_or_none)
    by: str | None = None
    """Who granted it, as the rule names approvers, such as ``agency-head``."""
    rule: str = ""
    """The id of the extension in its law."""

    @length.validator
    def _check_length(self, _: object, value: int | None) -> None:
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise ArgumentTypeError(f"length={value!r} must be a whole number of units")
        if value is not None and value < 1:
            raise ArgumentError(f"length={value} must be at least 1")

    def __attrs_post_init__(self) -> None:
        if (self.length is None) == (self.until is None):
            raise ArgumentError("an extension needs either a length or until, and not both")

    @property
    def longer(self) -> Longer:
        """The extension as the counting functions take it."""
        until = None if self.until is None else self.until.toordinal()
        return self.length or 0, self.from_rolled, until


def unite(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of *spans*, in order, none touching another.

    >>> unite([(5, 9), (1, 6), (20, None), (25, 30)])
    ((1, 9), (20, None))
    """
    united: list[Span] = []
    for begins, ends in sorted(spans, key=lambda span: span[0]):
        if ends is not None and ends <= begins:
            continue
        if united:
            first, last = united[-1]
            if last is None:
                break
            if begins <= last:
                united[-1] = (first, None if ends is None else max(last, ends))
                continue
        united.append((begins, ends))
    return tuple(united)


def paused_days(spans: Sequence[Span], after: int, through: int) -> int | None:
    """Return how many days in (after, through] united *spans* cover; None if an open one does."""
    taken = 0
    for begins, ends in spans:
        if begins >= through:
            break
        if ends is None:
            return None
        taken += max(0, min(ends, through) - max(begins, after))
    return taken


def _count_days(start: int, length: int, spans: Sequence[Span]) -> int | None:
    end = start + length
    for begins, ends in spans:
        if begins >= end:
            break
        if ends is None:
            return None
        if ends > start:
            end += ends - max(begins, start)
    return _in_years(end)


def _count_working(days: Days, start: int, length: int, spans: Sequence[Span]) -> int | None:
    left, place = length, start
    for begins, ends in spans:
        if ends is not None and ends <= place:
            continue
        if begins > place:
            room = days.count(place, begins)
            if left <= room:
                break
            left -= room
        if ends is None:
            return None
        place = ends
    return days.add(place, left)


def _corresponding(start: int, months: int) -> int:
    try:
        return add_months(date.fromordinal(start), months).toordinal()
    except ValueError:
        raise OverflowError(f"{months} months lead out of the years 1 to 9999") from None


def _in_years(day: int) -> int:
    # 24:00 of the last day has to be a day too, so the very last one cannot be an answer.
    if not 1 <= day < _LAST:
        raise OverflowError("the count leads out of the years 1 to 9999")
    return day


def _roll(days: Days | None, day: int, roll: Roll) -> int:
    if roll is Roll.NONE or days is None:
        return day
    return days.roll_next(day) if roll is Roll.NEXT_WORKING_DAY else days.after_holiday(day)


def count_on(
    days: Days | None,
    start: int,
    length: int,
    unit: Unit,
    roll: Roll = Roll.NONE,
    *,
    start_counts: bool = False,
    spans: Sequence[Span] = (),
    longer: Sequence[Longer] = (),
    at: int = DAY_SECONDS,
) -> tuple[int, int] | None:
    """Count forward from the day *start*; return the nominal and the rolled last day.

    Returns None while an open pause keeps the clock from ending.  *spans* must be united.  *at* is
    the second of the start day from which hours run; the end of that day when it is not known.

    A day fixed by an extension (``until``) stands, rolls nowhere, and moves only when a pause is
    under way on it: what was left when that pause began is left when it ends.

    Raises OverflowError when the day lies outside the years a date can have.

    >>> from datetime import date
    >>> nominal, due = count_on(None, date(2026, 7, 3).toordinal(), 90, Unit.DAY)
    >>> date.fromordinal(nominal)
    datetime.date(2026, 10, 1)
    """
    total = length
    fixed: int | None = None
    for place in range(len(longer) - 1, -1, -1):  # what comes before a fixed day decides nothing
        until = longer[place][2]
        if until is not None:
            fixed = _fixed_day(until, spans)
            if fixed is None:
                return None
            start, total, start_counts, at = fixed, 0, False, DAY_SECONDS
            longer = longer[place + 1 :]
            break
    for more, from_rolled, _ in longer:
        if from_rolled:
            ended = fixed
            if ended is None:
                ended = _one_count(days, start, total, unit, start_counts, spans, at)
                if ended is None:
                    return None
                at = (at + total * _HOUR_SECONDS - 1) % DAY_SECONDS + 1
                start = _roll(days, ended, roll)
                if start != ended:
                    at = DAY_SECONDS
            total, fixed, start_counts = more, None, False
        else:
            total, fixed = total + more, None
    if fixed is not None:
        return fixed, fixed
    nominal = _one_count(days, start, total, unit, start_counts, spans, at)
    return None if nominal is None else (nominal, _in_years(_roll(days, nominal, roll)))


def _fixed_day(until: int, spans: Sequence[Span]) -> int | None:
    for begins, ends in spans:
        if begins < until and (ends is None or ends >= until):
            return _count_days(begins, until - begins, spans)
    return until


def _one_count(
    days: Days | None,
    start: int,
    length: int,
    unit: Unit,
    start_counts: bool,
    spans: Sequence[Span],
    at: int,
) -> int | None:
    if length == 0:
        return start  # the day itself, whether or not it would be counted
    first = start - 1 if start_counts else start
    if unit is Unit.WORKING_DAY:
        if days is None:
            raise ArgumentError("a working-day period needs a calendar; name one in the pack")
        return _count_working(days, first, length, spans)
    if unit is Unit.DAY:
        return _count_days(first, length, spans)
    if unit is Unit.HOUR:
        return _count_days(start, hours_end(at, length)[0], spans)
    landed = _corresponding(start, length if unit is Unit.MONTH else 12 * length)
    if start_counts and _has_corresponding(start, landed):
        # A period that includes its first day ends on the day before the corresponding one; where
        # there is none, the last day of the month is the last day all the same.
        landed -= 1
    return _count_days(first, landed - first, spans)


def _has_corresponding(start: int, landed: int) -> bool:
    return date.fromordinal(start).day == date.fromordinal(landed).day


def hours_end(at: int, hours: int) -> tuple[int, int]:
    """Return how many days after that of second *at* the hours end, and on which second there.

    An end at midnight is the 24:00 of the day before, so the second is 1 to 86,400.

    >>> hours_end(15 * 3600, 24)
    (1, 54000)
    >>> hours_end(0, 24)
    (0, 86400)
    """
    day, second = divmod(at + hours * _HOUR_SECONDS - 1, DAY_SECONDS)
    return day, second + 1


def count_back(days: Days | None, anchor: int, length: int, unit: Unit, edge: Edge) -> int:
    """Count backward from the day *anchor*; return the last day on which the act is lawful.

    With `Edge.ON` that is the *length*-th unit before; with `Edge.AFTER` there are *length* full
    units between, so one more.  A backward period never moves towards what it protects.

    >>> from datetime import date
    >>> expiry = date(2026, 2, 28).toordinal()
    >>> date.fromordinal(count_back(None, expiry, 30, Unit.DAY, Edge.ON))
    datetime.date(2026, 1, 29)
    """
    more = 1 if edge is Edge.AFTER else 0
    if unit is Unit.WORKING_DAY:
        if days is None:
            raise ArgumentError("a working-day period needs a calendar; name one in the pack")
        return days.add(anchor, -(length + more)) if length + more else anchor
    if unit is Unit.DAY:
        return _in_years(anchor - length - more)
    if unit is Unit.HOUR:
        return _in_years(anchor - -(-length // 24) - more)
    months = length if unit is Unit.MONTH else 12 * length
    return _in_years(_corresponding(anchor, -months) - more)


@attrs.frozen(kw_only=True)
class Counting:
    """One way of counting: all that a reading of the law may change."""

    period: Period
    roll: Roll = Roll.NONE
    edge: Edge | None = None
    start_counts: bool = False
    name: str = ""
    """The name of the reading; empty for the default."""
    text: Text = NO_TEXT

    def ends(
        self,
        days: Days | None,
        start: int,
        anchor: int | None,
        spans: Sequence[Span],
        longer: Sequence[Longer],
        at: int = DAY_SECONDS,
    ) -> tuple[int, int] | None:
        """Return the nominal and the due day as ordinals; None while an open pause holds it.

        *at* is the second of the start day from which hours run: its end when it is not known.
        """
        if anchor is not None:
            day = count_back(
                days, anchor, self.period.length, self.period.unit, self.edge or Edge.ON
            )
            return day, day
        return count_on(
            days,
            start,
            self.period.length,
            self.period.unit,
            self.roll,
            start_counts=self.start_counts,
            spans=spans,
            longer=longer,
            at=at,
        )
