"""Values with a third one, unknown: what a condition is worth, and what it may ask of a case."""

from __future__ import annotations

import decimal
import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, Protocol

import attrs

__all__ = [
    "KINDS",
    "ORDERED",
    "Answer",
    "Env",
    "Evaluate",
    "Unknown",
    "Value",
    "minus",
    "plus",
    "times",
    "truth",
    "unknown_from",
]

Value = bool | int | str | date | Decimal | tuple[bool | int | str | date | Decimal, ...]
"""What a fact, or an expression over facts, may be worth."""


def _names(given: Iterable[str]) -> frozenset[str]:
    return frozenset(given)


@attrs.frozen
class Unknown:
    """The answer to a question that turns on something nobody recorded."""

    missing: frozenset[str] = attrs.field(converter=_names)
    """The facts, or calls such as ``day("served")``, that would decide it."""


Answer = Value | Unknown
"""A value, or that there is none."""


class Env(Protocol):
    """What a condition may ask of a case, as it stands at one moment of its log."""

    def fact(self, name: str, /) -> Answer:
        """Return the value of a fact."""

    def happened(self, event: str, /) -> bool | Unknown:
        """Tell whether *event* has happened; over something per party, for every party."""

    def day(self, event: str, /) -> date | Unknown:
        """Return the day on which *event* happened."""

    def over(self, matter: str, /) -> bool | Unknown:
        """Tell whether the time limit of *matter* is over: ended, lifted or run out."""

    def late(self, matter: str, /) -> bool | Unknown:
        """Tell whether the time limit of *matter* ran out before it was met."""

    def due(self, matter: str, /) -> date | Unknown:
        """Return the last day of the time limit of *matter*."""

    def state(self, region: str, /) -> str | Unknown:
        """Return the state a region is in."""

    def next(self, month_day: str, /) -> date | Unknown:
        """Return the next day of the year with this month and day, such as ``03-01``."""

    def limitation(self) -> str | Unknown:
        """Return the verdict on the limitation of punishment (追责时效)."""

    def used(self) -> int:
        """Return how many units of the limit have been used up; meaningful in ``worth`` only."""


Evaluate = Callable[[Env], Answer]

# Kinds of value.  Two values can be compared only within one kind: text that looks like a number
# must not quietly compare unequal to it, and True is not 1.
KINDS: Final[Mapping[type, str]] = {
    bool: "yes or no",
    int: "number",
    Decimal: "number",
    str: "text",
    date: "day",
    tuple: "list",
}
# Text has an order in Python ("10" < "9") but none the law knows.
ORDERED: Final[Mapping[type, str]] = {kind: KINDS[kind] for kind in (int, Decimal, date)}

# A context of our own: the caller's precision and traps must not change what a fine comes to.
_EXACT = decimal.Context(
    prec=50, traps=[decimal.InvalidOperation, decimal.Overflow, decimal.DivisionByZero]
)


def truth(value: Answer, names: frozenset[str] = frozenset()) -> bool | Unknown:
    """Return *value* if it is a yes or no or unknown, otherwise `Unknown` naming *names*.

    >>> truth("yes", frozenset({"told"}))
    Unknown(missing=frozenset({'told'}))
    """
    if value is True or value is False or isinstance(value, Unknown):
        return value
    return Unknown(names)


def unknown_from(names: frozenset[str], *values: Answer) -> Unknown:
    """Return why no value came of *values*: what they lacked, otherwise a wrong type in *names*."""
    lacking = [value.missing for value in values if isinstance(value, Unknown)]
    return Unknown({name for each in lacking for name in each} if lacking else names)


def plus(first: Value, second: Value) -> Value:
    """Add two numbers, or a number of days to a day."""
    if isinstance(first, date):
        later: date = first + timedelta(days=second)  # type: ignore[arg-type]  # a whole number
        return later
    if isinstance(second, date):
        return plus(second, first)
    return _exactly(operator.add, _EXACT.add, first, second)


def minus(first: Value, second: Value) -> Value:
    """Subtract a number or a number of days; between two days lies a number of days."""
    if isinstance(first, date):
        if isinstance(second, date):
            return int((first - second).days)
        earlier: date = first - timedelta(days=second)  # type: ignore[arg-type]
        return earlier
    return _exactly(operator.sub, _EXACT.subtract, first, second)


def times(first: Value, second: Value) -> Value:
    """Multiply two numbers, exactly."""
    return _exactly(operator.mul, _EXACT.multiply, first, second)


def _exactly(
    whole: Callable[..., int], exact: Callable[..., Decimal], first: Value, second: Value
) -> Value:
    both_whole = isinstance(first, int) and isinstance(second, int)
    return whole(first, second) if both_whole else exact(first, second)
