"""What a condition is worth in one case: its tree, interpreted with three values.

Replay asks the same conditions of every event, so the tree is walked once and leaves a closure
behind.  Facts come from logs, so no closure may raise: what does not fit is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, assert_never

from enforcecal.law.answers import (
    KINDS,
    ORDERED,
    Answer,
    Env,
    Evaluate,
    Unknown,
    Value,
    minus,
    plus,
    times,
    truth,
    unknown_from,
)
from enforcecal.law.tree import (
    ARITHMETIC,
    EQUALITY,
    MEMBERSHIP,
    Calculation,
    Call,
    Comparison,
    Constant,
    Extreme,
    Junction,
    Minus,
    Named,
    Negation,
    Node,
    reads,
)

__all__ = ["evaluation"]

_COMPARISONS: Final[Mapping[str, Callable[..., bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_RECKONINGS: Final[Mapping[str, Callable[..., Value]]] = {"+": plus, "-": minus, "*": times}


def evaluation(node: Node) -> Evaluate:
    """Return the function that tells what *node* is worth in a case."""
    match node:
        case Constant(value):
            return lambda _: value
        case Named(name):
            return lambda env: env.fact(name)
        case Call(function, argument):
            ask = operator.attrgetter(function)
            return (lambda env: ask(env)(argument)) if argument else (lambda env: ask(env)())
        case Negation(operand):
            return _negation(operand)
        case Minus(operand):
            return _calculation("-", Constant(0), operand)
        case Junction(word, operands):
            return (_both if len(operands) == 2 else _several)(word == "and", *operands)
        case Comparison(signs, operands):
            return _chain(signs, operands)
        case Calculation(sign, left, right):
            return _calculation(sign, left, right)
        case Extreme(function, operands):
            return _extreme(min if function == "min" else max, operands)
        case _:
            assert_never(node)


def _negation(operand: Node) -> Evaluate:
    inner, names = evaluation(operand), reads(operand)

    def run(env: Env) -> Answer:
        value = inner(env)
        if value is True:
            return False
        if value is False:
            return True
        return truth(value, names)

    return run


def _chain(signs: tuple[str, ...], operands: tuple[Node, ...]) -> Evaluate:
    links = [
        (_membership if sign in MEMBERSHIP else _comparison)(sign, left, right)
        for sign, left, right in zip(signs, operands, operands[1:], strict=False)
    ]
    names = reads(*operands)
    return links[0] if len(links) == 1 else _all_or_any(True, [(each, names) for each in links])


def _extreme(choose: Callable[..., Value], operands: tuple[Node, ...]) -> Evaluate:
    names = reads(*operands)
    runs = tuple(map(evaluation, operands))

    def run(env: Env) -> Answer:
        values = [each(env) for each in runs]
        found = {ORDERED.get(type(value)) for value in values}
        if len(found) > 1 or None in found:
            return unknown_from(names, *values)
        try:
            return choose(values)
        except ArithmeticError:
            return Unknown(names)

    return run


def _both(is_and: bool, left: Node, right: Node) -> Evaluate:
    """Combine two yes-or-nos by ``and``, or by ``or``: what `_several` does, for the usual case."""
    one, two, deciding = evaluation(left), evaluation(right), not is_and
    one_names, two_names = reads(left), reads(right)

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


def _several(is_and: bool, *operands: Node) -> Evaluate:
    return _all_or_any(is_and, [(evaluation(each), reads(each)) for each in operands])


def _all_or_any(is_and: bool, parts: list[tuple[Evaluate, frozenset[str]]]) -> Evaluate:
    """Combine yes-or-nos by ``and``, or by ``or``; one that decides is enough."""
    pairs = tuple(parts)
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


def _comparison(sign: str, left: Node, right: Node) -> Evaluate:
    """Compare two values of one kind."""
    function = _COMPARISONS[sign]
    one, two = evaluation(left), evaluation(right)
    kind_of = (KINDS if sign in EQUALITY else ORDERED).get
    names = reads(left, right)

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


def _membership(sign: str, left: Node, right: Node) -> Evaluate:
    """Ask whether the left is in the list on the right."""
    negated = sign == "not in"
    one, two = evaluation(left), evaluation(right)
    names = reads(left, right)
    listed = right.value if isinstance(right, Constant) else None
    literal = _by_kind(listed) if isinstance(listed, tuple) else None

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


def _by_kind(items: tuple[bool | int | str | date | Decimal, ...]) -> dict[str, frozenset[Value]]:
    found: dict[str, set[Value]] = {}
    for item in items:
        found.setdefault(KINDS.get(type(item), ""), set()).add(item)
    return {kind: frozenset(each) for kind, each in found.items()}


def _calculation(sign: str, left: Node, right: Node) -> Evaluate:
    """Reckon with two values of kinds that go together."""
    function, allowed = _RECKONINGS[sign], ARITHMETIC[sign]
    one, two = evaluation(left), evaluation(right)
    names = reads(left, right)
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
