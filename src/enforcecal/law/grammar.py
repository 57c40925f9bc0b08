"""The grammar of conditions: Python's expressions and days, against an allow-list, as a tree.

`enforcecal.law.conditions` is the door to this; look here for what may be written.  Nothing is run
as code: there is no ``eval``, ``exec`` or ``compile``, and there are no attributes, no subscripts,
and no functions but those in `FUNCTIONS`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NoReturn

from enforcecal.errors import ConditionError, hint
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
)

__all__ = ["FUNCTIONS", "RESERVED", "read"]

FUNCTIONS: Final[Mapping[str, str]] = {
    "happened": 'happened("event")',
    "day": 'day("event")',
    "over": 'over("matter")',
    "late": 'late("matter")',
    "due": 'due("matter")',
    "state": 'state("region")',
    "next": 'next("MM-DD")',
    "limitation": "limitation()",
    "min": "min(a, b, ...)",
    "max": "max(a, b, ...)",
}
"""Every function a condition may call, and how the call is written."""

RESERVED: Final = frozenset({*FUNCTIONS, "used", "true", "false", "none"})
"""Names that cannot be names of facts."""

_MAX_DEPTH = 50

# Quoted text is taken first, so that a day inside it stays text.
_DAY: Final = re.compile(
    r"""'[^']*'|"[^"]*"|(?<![\w.])(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![\w.])"""
)


def read(source: str) -> Node:
    """Return the tree of *source*, one line of text, or raise `ConditionError` with the column."""
    return _Reader(source).read()


class _Reader:
    """Reads one condition; a class because every step needs the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.days: dict[int, date] = {}
        self.depth = 0

    def read(self) -> Node:
        if not self.source:
            raise ConditionError("a condition must not be empty; leave the key out instead")
        if "\\" in self.source:
            self.fail(self.source.index("\\") + 1, "a backslash has no place in a condition")
        text = _DAY.sub(self.day, self.source)
        try:
            tree = ast.parse(text, mode="eval").body
        except SyntaxError as error:
            self.fail(error.offset or 1, f"not an expression ({error.msg})")
        except (ValueError, RecursionError, MemoryError) as error:
            self.fail(1, f"not an expression ({error})")
        rest = self.source.encode()[tree.end_col_offset or 0 :]
        if b"#" in rest:
            self.fail(self.source.rindex("#") + 1, "a comment has no place in a condition")
        return self.node(tree)

    def day(self, found: re.Match[str]) -> str:
        """Note the day that is written in the source; to Python it is a number in its place."""
        written = found["day"]
        if written is None:
            return found[0]
        try:
            # ast counts in bytes
            self.days[len(self.source[: found.start()].encode())] = date.fromisoformat(written)
        except ValueError as error:
            why = f"there is no day {written} ({error})"
            if not re.fullmatch("....-..-..", written):
                why = f"write a day like 2021-07-05, and a minus with spaces around it: {written!r}"
            self.fail(found.start() + 1, why)
        return "1" * len(written)

    def fail(self, place: int | ast.expr, message: str) -> NoReturn:
        if isinstance(place, ast.expr):
            # ast counts in bytes, people count in characters.
            place = len(self.source.encode()[: place.col_offset].decode()) + 1
        shown = self.source if len(self.source) <= 80 else self.source[:77] + "..."
        raise ConditionError(f"column {place} of {shown!r}: {message}")

    def node(self, node: ast.expr) -> Node:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.fail(node, f"nested more than {_MAX_DEPTH} deep; declare a fact for a part of it")
        try:
            match node:
                case ast.BoolOp(op, values):
                    return self.junction("and" if isinstance(op, ast.And) else "or", values)
                case ast.UnaryOp(ast.Not(), operand):
                    return self.negation(operand)
                case ast.UnaryOp(ast.USub(), operand):
                    return self.minus(operand)
                case ast.Compare(left, operators, others):
                    return self.comparison(left, operators, others)
                case ast.BinOp(left, op, right):
                    return self.arithmetic(node, left, op, right)
                case ast.Call():
                    return self.call(node)
                case ast.Name(name):
                    return self.name(node, name)
                case ast.Constant():
                    return self.literal(node)
                case ast.Tuple(elements) | ast.List(elements):
                    return Constant(tuple(self.element(element) for element in elements))
            self.fail(
                node,
                f"{type(node).__name__.lower()} is not part of the grammar; there are names, "
                "literals, and or not, comparisons, in, + - *, and the functions "
                + ", ".join(FUNCTIONS),
            )
        finally:
            self.depth -= 1

    # Leaves

    def name(self, node: ast.expr, name: str) -> Node:
        if name == "used":
            return Call("used")
        if name in FUNCTIONS:
            self.fail(node, f"{name} is a function; write {FUNCTIONS[name]}")
        if name in RESERVED:
            self.fail(node, f"write {name.capitalize()} instead of {name}")
        return Named(name)

    def literal(self, node: ast.Constant) -> Constant:
        value = self.days.get(node.col_offset, node.value)
        if isinstance(value, float):
            # The text, not the float: 0.03 is three hundredths.
            return Constant(Decimal(ast.get_source_segment(self.source, node) or ""))
        if not isinstance(value, (bool, int, str, date)):
            self.fail(
                node,
                f"{value!r} is no literal of the grammar; there are numbers, days, text in quotes, "
                "True and False",
            )
        return Constant(value)

    def element(self, node: ast.expr) -> bool | int | str | date | Decimal:
        found = self.node(node) if isinstance(node, (ast.Constant, ast.UnaryOp)) else None
        if not isinstance(found, Constant) or isinstance(found.value, tuple):
            self.fail(node, "a list may hold literals only")
        return found.value

    def call(self, node: ast.Call) -> Node:
        if not isinstance(node.func, ast.Name):
            self.fail(node, "only a function of the grammar can be called")
        name = node.func.id
        if name not in FUNCTIONS:
            meant = hint(name, FUNCTIONS, f"there are {', '.join(FUNCTIONS)}")
            self.fail(node, f"no function is called {name!r}{meant}")
        if node.keywords:
            self.fail(node, f"{name} takes no named arguments; write {FUNCTIONS[name]}")
        if name in ("min", "max"):
            return self.extreme(node, name)
        if name == "limitation":
            if node.args:
                self.fail(node, "limitation takes no argument; write limitation()")
            return Call(name)
        if len(node.args) != 1 or not (
            isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        ):
            self.fail(node, f"{name} takes one name in quotes; write {FUNCTIONS[name]}")
        return self.question(name, node.args[0], node.args[0].value)

    def question(self, name: str, node: ast.Constant, argument: str) -> Node:
        if not argument:
            self.fail(node, f"{name} needs a name; write {FUNCTIONS[name]}")
        if name == "next" and not _month_day(argument):
            self.fail(node, f'{argument!r} is no day of the year; write next("MM-DD")')
        return Call(name, argument, (node.col_offset, node.end_col_offset or 0))

    # Inner nodes

    def expect(self, place: ast.expr, node: Node, *kinds: str) -> None:
        if node.kind is not None and node.kind not in kinds:
            self.fail(place, f"this is a {node.kind}, where a {' or a '.join(kinds)} is needed")

    def several(self, places: list[ast.expr], *kinds: str) -> tuple[Node, ...]:
        nodes = tuple(map(self.node, places))
        for place, node in zip(places, nodes, strict=True):
            self.expect(place, node, *kinds)
        return nodes

    def junction(self, word: str, places: list[ast.expr]) -> Node:
        return Junction(word, self.several(places, "yes or no"))

    def negation(self, place: ast.expr) -> Node:
        return Negation(*self.several([place], "yes or no"))

    def minus(self, place: ast.expr) -> Node:
        (node,) = self.several([place], "number")
        match node:
            case Constant(int(value)):
                return Constant(-value)
            case Constant(Decimal() as value):
                return Constant(value.copy_negate())  # a minus sign would round as the caller does
        return Minus(node)

    def comparison(
        self, left: ast.expr, operators: list[ast.cmpop], others: list[ast.expr]
    ) -> Node:
        places = [left, *others]
        nodes = tuple(map(self.node, places))
        signs = []
        for at, op in enumerate(operators):
            one, two = nodes[at], nodes[at + 1]
            sign = _SIGNS.get(type(op))
            if sign is None:
                self.fail(places[at], "compare with == != < <= > >= or in")
            signs.append(sign)
            if sign in MEMBERSHIP:
                if isinstance(two, Constant) and isinstance(two.value, str):
                    self.fail(places[at + 1], f"a list is needed; write ({two.value!r},)")
                self.expect(places[at + 1], two, "list")
                self.expect(places[at], one, "yes or no", "number", "text", "day")
                continue
            if sign not in EQUALITY:
                self.expect(places[at], one, "number", "day")
                self.expect(places[at + 1], two, "number", "day")
            if one.kind and two.kind and one.kind != two.kind:
                self.fail(places[at], f"a {one.kind} cannot be compared with a {two.kind}")
        return Comparison(tuple(signs), nodes)

    def arithmetic(self, node: ast.expr, left: ast.expr, op: ast.operator, right: ast.expr) -> Node:
        sign = _RECKONED.get(type(op))
        if sign is None:
            self.fail(node, "there are only + - * to reckon with")
        allowed = ARITHMETIC[sign]
        one, two = self.node(left), self.node(right)
        for side, (place, inner) in enumerate(((left, one), (right, two))):
            self.expect(place, inner, *sorted({str(pair[side]) for pair in allowed}, reverse=True))
        known = (one.kind, two.kind)
        if None not in known and known not in allowed:
            self.fail(node, f"a {known[0]} and a {known[1]} cannot be reckoned with like this")
        return Calculation(sign, one, two)

    def extreme(self, node: ast.Call, name: str) -> Node:
        if len(node.args) < 2:
            self.fail(node, f"{name} takes two arguments or more; write {FUNCTIONS[name]}")
        nodes = self.several(node.args, "number", "day")
        if len({each.kind for each in nodes} - {None}) > 1:
            self.fail(node, "a number cannot be compared with a day")
        return Extreme(name, nodes)


def _month_day(text: str) -> bool:
    if not re.fullmatch(r"[01][0-9]-[0-3][0-9]", text):
        return False
    try:
        date.fromisoformat(f"2000-{text}")
    except ValueError:
        return False
    return True


_SIGNS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}
_RECKONED: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
