"""Lengths of time and how a last day is found: unit, roll, edge.

Two units are never converted into one another: a working day is not 24 hours, a month is not 30
days.  Nothing here knows a law; a rule pack says which of these a limit uses, and why.
"""

from __future__ import annotations

import enum
from datetime import date

import attrs

from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.texts import Worded

__all__ = ["Edge", "Period", "Roll", "Unit", "add_months"]


class Unit(Worded):
    """What a period is counted in."""

    WORKING_DAY = "working-day", "working days", "个工作日"
    """工作日: a day that the calendar edition calls working, make-up weekends included."""
    DAY = "day", "days", "日"
    """日: every day counts."""
    MONTH = "month", "months", "个月"
    """月: to the corresponding day of a later month (民法典 202)."""
    YEAR = "year", "years", "年"
    """年: to the corresponding day of a later year (民法典 202)."""
    HOUR = "hour", "hours", "小时"
    """小时: from the instant, through nights and holidays."""


class Roll(enum.Enum):
    """What becomes of a last day that is a day off."""

    NONE = "none"
    """It stays where it is."""
    NEXT_WORKING_DAY = "next-working-day"
    """It moves to the next working day, from a plain weekend too."""
    NEXT_AFTER_HOLIDAY = "next-after-holiday"
    """It moves only when a holiday notice makes it a day off; a plain weekend stays."""


class Edge(enum.Enum):
    """On which side of the counted day an act becomes, or stays, lawful."""

    ON = "on"
    """Lawful on the n-th day itself."""
    AFTER = "after"
    """Lawful only with n full units between: from the day after the n-th."""


def _whole(_: object, attribute: attrs.Attribute[int], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ArgumentTypeError(f"{attribute.name}={value!r} must be a whole number")
    if value < 0:
        raise ArgumentError(
            f"{attribute.name}={value} must not be negative; to count backward, say before what"
        )


@attrs.frozen
class Period:
    """A length in one unit.

    >>> str(Period(5, Unit.WORKING_DAY))
    '5 working days'
    """

    length: int = attrs.field(validator=_whole)
    unit: Unit = attrs.field(validator=attrs.validators.instance_of(Unit))

    def __str__(self) -> str:
        words = self.unit.value.replace("-", " ")
        return f"{self.length} {words}" if self.length == 1 else f"{self.length} {words}s"

    def in_chinese(self) -> str:
        """Return the length as Chinese writes it, such as 5个工作日."""
        return f"{self.length}{_CHINESE[self.unit]}"


_CHINESE = {
    Unit.WORKING_DAY: "个工作日",
    Unit.DAY: "日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.HOUR: "小时",
}


def add_months(day: date, months: int) -> date:
    """Return the corresponding day *months* later, or that month's last day if it has none.

    Always counted from *day* itself, so that one month and one more month after 31 January is
    31 March and not 28 March (民法典 202: 没有对应日的，月末日为期间的最后一日).

    >>> add_months(date(2025, 1, 31), 1)
    datetime.date(2025, 2, 28)
    >>> add_months(date(2024, 2, 29), 24)
    datetime.date(2026, 2, 28)
    """
    from dateutil.relativedelta import relativedelta

    landed: date = day + relativedelta(months=months)
    return landed
