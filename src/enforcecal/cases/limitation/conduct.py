"""What was done and who found it: the two things the limitation of punishment asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from enforcecal.errors import ArgumentError, check_day
from enforcecal.law.limitations import Pattern

__all__ = ["Conduct", "Discovery"]


def _day(_: object, attribute: attrs.Attribute[date], value: object) -> None:
    check_day(attribute.name, value)


def _day_or_none(_: object, attribute: attrs.Attribute[date | None], value: object) -> None:
    check_day(attribute.name, value, optional=True)


@attrs.frozen
class Discovery:
    """An event that may be the discovery of a violation, by its code in the rules.

    A report that did not prove true is a ``D4``.  While nobody knows yet, *verified* is None, or
    *verified_on* is the later day on which it was established.

    >>> Discovery("D2", date(2024, 3, 1)).code
    'D2'
    """

    code: str
    day: date = attrs.field(validator=_day)
    verified: bool | None = attrs.field(default=True, kw_only=True)
    verified_on: date | None = attrs.field(default=None, kw_only=True, validator=_day_or_none)

    def __str__(self) -> str:
        return f"{self.code}{'' if self.verified else '?'}@{self.day}"


def _days(value: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(value))


def _pattern(value: Pattern | str | None) -> Pattern | None:
    if value is None or isinstance(value, Pattern):
        return value
    try:
        return Pattern(value)
    except ValueError:
        known = ", ".join(one.value for one in Pattern)
        raise ArgumentError(f"pattern={value!r} is not known; there are {known}") from None


@attrs.frozen(kw_only=True)
class Conduct:
    """What was done, from when to when, and how it stretches over time.

    Either *pattern* or *kind*, a kind of conduct of the rules, whose usual pattern then holds.
    """

    start: date = attrs.field(validator=_day)
    """The day it was done or begun; of building, the day of completion will do."""
    end: date | None = attrs.field(default=None, validator=_day_or_none)
    """The day it ended; None while it goes on.  Of a single act, the day of the act."""
    pattern: Pattern | None = attrs.field(default=None, converter=_pattern)
    kind: str = ""
    regime: str = "general"
    """The law that sets the period: ``general``, ``public_security``, ``tax``."""
    harm_domain: str = "none"
    """``life_health``, ``financial``, ``none``, or ``unknown``."""
    harm: bool | None = None
    """Whether harm was done, not only risked; None where nobody recorded it."""
    harm_day: date | None = attrs.field(default=None, validator=_day_or_none)
    """The day on which the harm showed, where it was later than the conduct."""
    acts: tuple[date, ...] = attrs.field(default=(), converter=_days)
    """Of consecutive conduct, the day of each act, where they are known."""

    def __attrs_post_init__(self) -> None:
        if self.pattern is None and not self.kind:
            raise ArgumentError("pattern=None and kind='': give one, it says when conduct ended")
        if self.end is not None and self.end < self.start:
            raise ArgumentError(f"end={self.end} must not be before start={self.start}")
        if self.acts and (self.acts[0] != self.start or self.end not in (None, self.acts[-1])):
            raise ArgumentError(
                f"acts from {self.acts[0]} to {self.acts[-1]} must begin on start={self.start} "
                f"and end on end={self.end}"
            )
        if self.acts and self.end is None:
            object.__setattr__(self, "end", self.acts[-1])
