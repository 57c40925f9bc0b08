"""Values with a third one, unknown, and how they combine.

Every function here returns a closure over two or more parts of a condition; which of them is
written how is the business of `enforcecal.law.grammar`.  Facts come from logs, so no closure may
raise: what does not fit is unknown.
"""

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
    "NUMBERS",
    "ORDERED",
    "Answer",
    "Env",
    "Pairs",
    "Part",
    "Run",
    "Unknown",
    "Value",
    "both",
    "calculation",
    "comparison",
    "constant",
    "membership",
    "minus",
    "names_of",
    "plus",
    "several",
    "times",
    "truth",
    "unknown_from",
]

Value = bool | int | str | date | Decimal | tuple[bool | int | str | Decimal, ...]
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


Run = Callable[[Env], Answer]

Pairs = frozenset[tuple[str | None, str | None]]

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

NUMBERS: Final[Pairs] = frozenset({("number", "number")})
"""The kinds of two numbers."""

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


@attrs.frozen
class Part:
    """A compiled piece: how to run it, what it reads, and its kind where that is known already."""

    run: Run
    names: frozenset[str]
    kind: str | None = None
    value: Value | None = None
    """The value itself if it is a literal."""


def constant(value: Value) -> Part:
    """Return a part that is always *value*."""
    return Part(lambda _: value, frozenset(), KINDS[type(value)], value)


def names_of(parts: list[Part]) -> frozenset[str]:
    """Return everything that *parts* read."""
    return frozenset().union(*(part.names for part in parts))


def unknown_from(names: frozenset[str], *values: Answer) -> Unknown:
    """Return why no value came of *values*: what they lacked, otherwise a wrong type in *names*."""
    lacking = [value.missing for value in values if isinstance(value, Unknown)]
    return Unknown({name for each in lacking for name in each} if lacking else names)


def both(is_and: bool, left: Part, right: Part) -> Run:
    """Combine two yes-or-nos by ``and``, or by ``or``: what `several` does, for the usual case."""
    one, two, deciding = left.run, right.run, not is_and
    one_names, two_names = left.names, right.names

    def run(env: Env) -> Answer:
        first = one(env)
        if first is deciding:
            return deciding
        second = two(env)
        if second is deciding or first is is_and:
            return second if second is deciding or second is is_and else truth(second, two_names)
        unclear = truth(first, one_names)
        if second is is_and:
            return unclear
        return unknown_from(frozenset(), unclear, truth(second, two_names))

    return run


def several(is_and: bool, parts: list[Part]) -> Run:
    """Combine yes-or-nos by ``and``, or by ``or``; one that decides is enough."""
    pairs = tuple((part.run, part.names) for part in parts)
    deciding = not is_and

    def run(env: Env) -> Answer:
        unclear: list[Answer] = []
        for each, names in pairs:
            value = each(env)
            if value is deciding:
                return deciding
            if value is not is_and:
                unclear.append(truth(value, names))
        return unknown_from(frozenset(), *unclear) if unclear else is_and

    return run


def comparison(
    function: Callable[..., bool], kinds: Mapping[type, str], left: Part, right: Part
) -> Run:
    """Compare two values of one of *kinds*."""
    one, two, kind_of = left.run, right.run, kinds.get
    names = left.names | right.names

    def run(env: Env) -> Answer:
        first, second = one(env), two(env)
        kind = kind_of(type(first))
        if kind is None or kind is not kind_of(type(second)):
            return unknown_from(names, first, second)
        try:
            return function(first, second)
        except ArithmeticError:  # a Decimal that is not a number
            return Unknown(names)

    return run


def membership(negated: bool, left: Part, right: Part) -> Run:
    """Ask whether the left is in the list on the right."""
    one, two = left.run, right.run
    names = left.names | right.names
    literal = _by_kind(right.value) if isinstance(right.value, tuple) else None

    def run(env: Env) -> Answer:
        item, items = one(env), two(env)
        kind = KINDS.get(type(item))
        if kind is None or type(items) is not tuple:
            return unknown_from(names, item, items)
        try:
            sets = literal or _by_kind(items)
            if kind not in sets:
                # In a list of another kind nothing can be the item, except by a slip of the source.
                return Unknown(names) if items else negated
            return (item in sets[kind]) is not negated
        except (ArithmeticError, TypeError):  # a Decimal that is not a number has no hash
            return Unknown(names)

    return run


def _by_kind(items: tuple[bool | int | str | Decimal, ...]) -> dict[str, frozenset[Value]]:
    found: dict[str, set[Value]] = {}
    for item in items:
        found.setdefault(KINDS.get(type(item), ""), set()).add(item)
    return {kind: frozenset(each) for kind, each in found.items()}


def calculation(function: Callable[..., Value], allowed: Pairs, left: Part, right: Part) -> Run:
    """Reckon with two values whose kinds are a pair of *allowed*."""
    one, two = left.run, right.run
    names = left.names | right.names
    kind_of = ORDERED.get

    def run(env: Env) -> Answer:
        first, second = one(env), two(env)
        if (kind_of(type(first)), kind_of(type(second))) not in allowed:
            return unknown_from(names, first, second)
        try:
            return function(first, second)
        except (ArithmeticError, TypeError):  # beyond the years there are, or half a day
            return Unknown(names)

    return run


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
