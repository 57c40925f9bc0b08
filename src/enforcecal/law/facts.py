"""Facts as programs give them, each brought to the kind its procedure declares, or refused.

Tables have readers of their own, which type a cell or reject it; what they pass on already fits.
What comes from Python or JSON goes through here, so that ``"否"`` is no yes and ``"2020-01-01"`` is
a day.  A day may be written ``2020-01-01``, ``2020/1/1`` or ``2020年1月1日``, and in no other way;
an instant is refused, for only its source knows which local day it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from itertools import chain
from typing import Final, NoReturn

from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError, nearest
from enforcecal.law.conditions import Condition
from enforcecal.law.limitations import LIMITATION_FACTS
from enforcecal.law.procedures import FactKind, FactType, Procedure
from enforcecal.law.rules import TimeLimit
from enforcecal.spelling import fold, number, yes_or_no

__all__ = [
    "BUILT_IN",
    "Fact",
    "Facts",
    "KnownFacts",
    "known_facts",
    "known_to_limit",
    "plain",
    "typed",
]

Fact = bool | int | str | date | Decimal | tuple[str, ...]
"""What a fact may be worth."""

Facts = tuple[tuple[str, Fact], ...]

BUILT_IN: Final = {
    "approver": FactType(name="approver", kind=FactKind.TEXT),
    "parties": FactType(name="parties", kind=FactKind.LIST),
    "amount": FactType(name="amount", kind=FactKind.MONEY),
    "approved_days": FactType(name="approved_days", kind=FactKind.INT),
}
"""Facts every log may have: what the engine itself reads, whatever a procedure declares."""

_OF_LIMITATION: Final = {
    "conduct_from": FactKind.DATE,
    "conduct_to": FactKind.DATE,
    "harm": FactKind.BOOL,
}
_MOST_DIGITS: Final = 50
# The caller's precision must not change what a text says.
_EXACT: Final = Context(prec=_MOST_DIGITS)
_PLAIN: Final = frozenset({bool, int, str, date, Decimal})
_LIST: Final = re.compile(r"[、,，;；\n]+")
_DAY: Final = re.compile(
    r"(\d{4})(?:-(\d\d)-(\d\d)|/(\d\d?)/(\d\d?)|年(\d\d?)月(\d\d?)日)", re.ASCII
)


def plain(name: str, value: object) -> Fact:
    """Return *value* as a fact may be worth, whatever its kind, or raise `ArgumentTypeError`.

    What JSON has fits: a decimal is taken as it is printed, a list becomes a tuple.

    >>> plain("fine_yuan", 2000.5), plain("parties", ["甲", "乙"])
    (Decimal('2000.5'), ('甲', '乙'))
    """
    if type(value) in _PLAIN:
        return value  # type: ignore[return-value]  # one of them
    if type(value) in (tuple, list) and all(type(one) is str for one in value):  # type: ignore[attr-defined]  # a list
        return tuple(value)  # type: ignore[arg-type]  # of text
    if type(value) is float and value - value == 0:
        return Decimal(str(value))
    raise ArgumentTypeError(
        f"facts: {name}={value!r} must be a bool, int, str, date, a finite number or a list of "
        "text; leave out what was not recorded"
    )


def typed(fact: FactType, value: Fact) -> Fact:
    """Return *value* as the kind of *fact*, or raise `ArgumentError` or `ArgumentTypeError`.

    >>> said = FactType(name="told", kind=FactKind.BOOL, values={"同意": "true"})
    >>> typed(said, "同意"), typed(said, "否"), typed(said, 1)
    (True, False, True)
    """
    if isinstance(value, str) and fact.values:
        value = _codes(tuple(fact.values.items())).get(fold(value), value)
    return _KINDS[fact.kind](fact.name, value)


@lru_cache(maxsize=256)
def _codes(values: tuple[tuple[str, str], ...]) -> dict[str, str]:
    codes = {fold(word): code for word, code in values}
    return {**codes, **{fold(code): code for code in codes.values()}}


def _refuse(name: str, value: Fact, what: str) -> NoReturn:
    wrong = ArgumentError if isinstance(value, str) else ArgumentTypeError
    raise wrong(f"facts: {name}={value!r} must be {what}")


def _bool(name: str, value: Fact) -> bool:
    found = value if isinstance(value, bool) else None
    if isinstance(value, str):
        try:
            found = yes_or_no(value)
        except ValueError:
            found = None
    elif type(value) is int and value in (0, 1):
        found = value == 1
    if found is None:
        _refuse(name, value, "a yes or no: True or False, or a word such as 是, 否, yes, no")
    return found


def _int(name: str, value: Fact) -> int:
    found = _number(value)
    if found is None or found != found.to_integral_value():
        _refuse(name, value, "a whole number")
    return value if type(value) is int else int(found)


def _money(name: str, value: Fact) -> int | Decimal:
    found = _number(value)
    if found is None:
        _refuse(name, value, "a number: an int, a Decimal, or a text such as 2000.50")
    return value if type(value) is int else found


def _number(value: Fact) -> Decimal | None:
    """Return the number *value* is or says; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    if isinstance(value, str):
        try:
            found = number(value)
        except ValueError:
            return None
        if found is None:
            return None
        value = _EXACT.divide(Decimal(found.numerator), Decimal(found.denominator))
    exact = Decimal(value)
    return exact if exact.is_finite() and exact.adjusted() < _MOST_DIGITS else None


def _text(name: str, value: Fact) -> Fact:
    # Several may have granted an extension together.
    if not isinstance(value, str) and not (name == "approver" and isinstance(value, tuple)):
        _refuse(name, value, "text")
    return value


def _items(name: str, value: Fact) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(part for part in map(str.strip, _LIST.split(value)) if part)
    if not isinstance(value, tuple):
        _refuse(name, value, "a list of text")
    return value


def _day(name: str, value: Fact) -> date:
    if isinstance(value, str):
        found = _DAY.fullmatch(unicodedata.normalize("NFKC", value).strip())
        if found is not None:
            try:
                return date(*(int(part) for part in found.groups() if part))
            except ValueError as error:
                _refuse(name, value, f"a day that there is ({error})")
    elif isinstance(value, date):
        return value
    _refuse(name, value, "a day: a datetime.date, or a text such as 2020-01-01")


_KINDS: Final[Mapping[FactKind, Callable[[str, Fact], Fact]]] = {
    FactKind.BOOL: _bool,
    FactKind.INT: _int,
    FactKind.MONEY: _money,
    FactKind.TEXT: _text,
    FactKind.LIST: _items,
    FactKind.DATE: _day,
}
_FIT: Final[Mapping[FactKind, frozenset[type]]] = {
    FactKind.BOOL: frozenset({bool}),
    FactKind.INT: frozenset({int}),
    FactKind.MONEY: frozenset({int}),
    FactKind.TEXT: frozenset({str}),
    FactKind.LIST: frozenset({tuple}),
    FactKind.DATE: frozenset({date}),
}
"""The types that are of a kind as they are."""
_ANY: Final = frozenset({*_PLAIN, tuple})


class KnownFacts:
    """The facts some rules know, and of what kind each is: what a caller may give them."""

    __slots__ = ("_fits", "_types")

    def __init__(self, types: Mapping[str, FactType | None]) -> None:
        self._types = types
        # Words stand for codes, so that text with words is never taken as it is.
        self._fits = {
            name: frozenset() if fact and fact.values else _FIT[fact.kind] if fact else _ANY
            for name, fact in types.items()
        }

    def means(self, name: str) -> bool:
        """Tell whether *name* is one of these, or a slip for one."""
        return name in self._types or nearest(name, self._types) is not None

    def __contains__(self, name: object) -> bool:
        return name in self._types

    def typed(self, facts: Facts) -> Facts:
        """Return *facts*, each of its kind; the same where each is already.

        Raises `UnknownNameError` with the nearest name for a fact that nothing knows, otherwise as
        `enforcecal.law.facts.typed` does.
        """
        fits, nothing = self._fits, frozenset[type]()
        for name, value in facts:
            if type(value) not in fits.get(name, nothing):
                made = tuple((name, self.one(name, value)) for name, value in facts)
                kept = all(
                    type(new) is type(old) and new == old
                    for (_, new), (_, old) in zip(made, facts, strict=True)
                )
                return facts if kept else made
        return facts

    def one(self, name: str, value: Fact) -> Fact:
        """Return *value* as the kind of the fact called *name*, or raise as `typed` does."""
        if name not in self._types:
            raise UnknownNameError("fact", name, self._types)
        fact = self._types[name]
        return value if fact is None else typed(fact, value)


@lru_cache(maxsize=64)
def known_facts(procedure: Procedure) -> KnownFacts:
    """Return the facts *procedure* knows, and every procedure that it may go on in.

    Those they declare, those of `BUILT_IN`, and those that a rule reads although nobody declared
    them; where nothing says the kind of one of these, any is right.
    """
    types: dict[str, FactType | None] = {}
    for each in _led_into(procedure):
        for name, fact in chain(each.facts.items(), BUILT_IN.items(), _read_by(each)):
            if types.get(name) is None:
                types[name] = fact
    return KnownFacts(types)


def _read_by_limit(limit: TimeLimit) -> Iterator[tuple[str, FactType | None]]:
    """Return what *limit* reads, with its kind where its place tells it."""
    days = {limit.edition_by, *(each.until for each in limit.extend)}
    for name in filter(None, days):
        yield name, FactType(name=name, kind=FactKind.DATE)
    asked: list[object] = [limit.when, limit.length, limit.before, limit.worth]
    asked += [each.length for each in limit.extend]
    yield from _unknown_kind(asked)


def known_to_limit(limit: TimeLimit, declared: Mapping[str, FactType]) -> KnownFacts:
    """Return what one deadline of *limit* may be told, where its packs have *declared* facts.

    What the limit asks of a log is told as `enforcecal.law.limits.Facts` says.
    """
    types: dict[str, FactType | None] = {**BUILT_IN, **declared}
    for name, fact in _read_by_limit(limit):
        if types.get(name) is None:
            types[name] = fact
    return KnownFacts(types)


def _led_into(procedure: Procedure) -> list[Procedure]:
    found = [procedure]
    for each in found:
        found += [one for one in each.switches.values() if one not in found]
    return found


def _read_by(procedure: Procedure) -> Iterator[tuple[str, FactType | None]]:
    """Return what the rules of *procedure* read, with its kind where the rule tells it."""
    for name in filter(None, [event.planned for event in procedure.events.values()]):
        yield name, FactType(name=name, kind=FactKind.DATE)
    yield from dict.fromkeys(LIMITATION_FACTS).items()
    for name, kind in _OF_LIMITATION.items():
        yield name, FactType(name=name, kind=kind)
    asked: list[object] = [step.condition for each in procedure.regions for step in each.steps]
    asked += [pause.when for pause in procedure.pauses.values()]
    for need in procedure.needs:
        asked += [need.when, need.that]
    yield from _unknown_kind(asked)
    for limit in procedure.limits:
        yield from _read_by_limit(limit)


def _unknown_kind(asked: Iterable[object]) -> Iterator[tuple[str, None]]:
    for condition in asked:
        if isinstance(condition, Condition):
            for name in condition.facts:
                yield name, None
