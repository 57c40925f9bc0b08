"""Clocks: from a start, a period, pauses and extensions to a last day, and how it was counted.

A clock counts a day when its unit counts it and no pause covers it.  A pause from a to b covers the
days d with a < d <= b; pauses that overlap are united, never added up.  A clock whose pause is
still open where it would end has no last day.

The functions here work on proleptic ordinals (`datetime.date.toordinal`), because replay calls them
for every event; `enforcecal.dates.deadlines.Deadline` is what a person gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final, Protocol

import attrs

from enforcecal.dates.periods import Edge, Roll, Unit, add_months
from enforcecal.errors import ArgumentError, ArgumentTypeError

__all__ = [
    "Days",
    "Extension",
    "Longer",
    "Pause",
    "Span",
    "count_back",
    "count_on",
    "paused_days",
    "unite",
]

Span = tuple[int, int | None]
"""A pause as ordinals (a, b): it covers a < d <= b; b is None while it is open."""

Longer = tuple[int, bool, int | None]
"""One extension: units more, whether they run from the rolled end, or the new last day instead."""

_HOURS: Final = 24


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


def _day_or_none(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is None:
        return
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ArgumentTypeError(f"{attribute.name}={value!r} must be a datetime.date or None")


@attrs.frozen
class Pause:
    """A time that does not count (不计入期限): the days after *begins* up to and with *ends*.

    >>> Pause(date(2026, 3, 2), date(2026, 3, 4), "testing")  # takes out 3 and 4 March
    Pause(begins=datetime.date(2026, 3, 2), ends=datetime.date(2026, 3, 4), reason='testing')
    """

    begins: date = attrs.field(validator=_day_or_none)
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
    return end


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


def _count_months(start: int, months: int, spans: Sequence[Span]) -> int | None:
    base = end = add_months(date.fromordinal(start), months).toordinal()
    while True:  # a paused day moves the end, and the moved end may reach the next pause
        taken = paused_days(spans, start, end)
        if taken is None:
            return None
        if base + taken == end:
            return end
        end = base + taken


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
) -> tuple[int, int] | None:
    """Count forward from the day *start*; return the nominal and the rolled last day.

    Returns None while an open pause keeps the clock from ending.  *spans* must be united.  Hours
    are counted in whole days here; the instant is the deadline's `ends_at`.

    >>> from datetime import date
    >>> nominal, due = count_on(None, date(2026, 7, 3).toordinal(), 90, Unit.DAY)
    >>> date.fromordinal(nominal)
    datetime.date(2026, 10, 1)
    """
    total = length
    nominal: int | None = None
    for more, from_rolled, until in longer:
        if until is not None:
            nominal, start, total = until, until, 0
        elif from_rolled:
            ended = _one_count(days, start, total, unit, start_counts, spans)
            if ended is None:
                return None
            start, total, nominal, start_counts = _roll(days, ended, roll), more, None, False
        else:
            total, nominal = total + more, None
    if nominal is not None:
        return nominal, nominal
    nominal = _one_count(days, start, total, unit, start_counts, spans)
    return None if nominal is None else (nominal, _roll(days, nominal, roll))


def _one_count(
    days: Days | None,
    start: int,
    length: int,
    unit: Unit,
    start_counts: bool,
    spans: Sequence[Span],
) -> int | None:
    first = start - 1 if start_counts else start
    if length == 0:
        return first if start_counts and unit is not Unit.MONTH else start
    if unit is Unit.WORKING_DAY:
        if days is None:
            raise ArgumentError("a working-day period needs a calendar; name one in the pack")
        return _count_working(days, first, length, spans)
    if unit is Unit.DAY:
        return _count_days(first, length, spans)
    if unit is Unit.HOUR:
        return _count_days(start, -(-length // _HOURS), spans)
    months = length if unit is Unit.MONTH else 12 * length
    ended = _count_months(start, months, spans)
    return ended - 1 if start_counts and ended is not None else ended


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
        return anchor - length - more
    if unit is Unit.HOUR:
        return anchor - -(-length // _HOURS) - more
    months = length if unit is Unit.MONTH else 12 * length
    return add_months(date.fromordinal(anchor), -months).toordinal() - more
