"""The grammar of conditions: Python's expressions against an allow-list, as nested closures.

`enforcecal.law.conditions` is the door to this; look here for what may be written and what it
means.  Nothing is run as code: there is no ``eval``, ``exec`` or ``compile``, and there are no
attributes, no subscripts, and no functions but those in `FUNCTIONS`.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, NoReturn

import attrs

from enforcecal.errors import ConditionError, nearest
from enforcecal.law.answers import (
    KINDS,
    NUMBERS,
    ORDERED,
    Answer,
    Env,
    Pairs,
    Part,
    Run,
    Unknown,
    Value,
    both,
    calculation,
    comparison,
    constant,
    membership,
    minus,
    names_of,
    plus,
    several,
    times,
    truth,
    unknown_from,
)

__all__ = ["FUNCTIONS", "RESERVED", "Compiled", "compile_text"]

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

_MAX_LENGTH = 2_000
_MAX_DEPTH = 50

# Kinds of value.  Two values can be compared only within one kind: text that looks like a number

_CALL_KINDS: Final = {
    "happened": "yes or no",
    "over": "yes or no",
    "late": "yes or no",
    "day": "day",
    "due": "day",
    "next": "day",
    "state": "text",
    "limitation": "text",
}


@attrs.frozen
class Compiled:
    """A text that follows the grammar: how to run it, and what it reads."""

    run: Run
    facts: frozenset[str]
    calls: frozenset[tuple[str, str]]
    names: frozenset[str]
    """What its answer may lack: facts, and calls as they are written."""
    starred: tuple[tuple[int, int], ...]
    """First and last byte of each argument that is a ``*.`` name."""


def compile_text(source: str) -> Compiled:
    """Compile *source*, one line of text, or raise `ConditionError` with the column at fault."""
    if len(source) > _MAX_LENGTH:
        raise ConditionError(
            f"a condition of {len(source)} characters is too long; at most {_MAX_LENGTH}"
        )
    return _Reader(source).read()


class _Reader:
    """Reads one condition; a class because every step needs the source and adds to what is read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.facts: set[str] = set()
        self.calls: set[tuple[str, str]] = set()
        self.starred: list[tuple[int, int]] = []
        self.depth = 0

    def read(self) -> Compiled:
        if not self.source:
            raise ConditionError("a condition must not be empty; leave the key out instead")
        if "\\" in self.source:
            self.fail(self.source.index("\\") + 1, "a backslash has no place in a condition")
        try:
            tree = ast.parse(self.source, mode="eval").body
        except SyntaxError as error:
            self.fail(error.offset or 1, f"not an expression ({error.msg})")
        except (ValueError, RecursionError, MemoryError) as error:
            self.fail(1, f"not an expression ({error})")
        rest = self.source.encode()[tree.end_col_offset or 0 :]
        if b"#" in rest:
            self.fail(self.source.rindex("#") + 1, "a comment has no place in a condition")
        part = self.part(tree)
        return Compiled(
            run=part.run,
            facts=frozenset(self.facts),
            calls=frozenset(self.calls),
            names=part.names,
            starred=tuple(self.starred),
        )

    def fail(self, place: int | ast.expr, message: str) -> NoReturn:
        if isinstance(place, ast.expr):
            # ast counts in bytes, people count in characters.
            place = len(self.source.encode()[: place.col_offset].decode()) + 1
        shown = self.source if len(self.source) <= 80 else self.source[:77] + "..."
        raise ConditionError(f"column {place} of {shown!r}: {message}")

    def part(self, node: ast.expr) -> Part:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.fail(node, f"nested more than {_MAX_DEPTH} deep; declare a fact for a part of it")
        try:
            match node:
                case ast.BoolOp(op, values):
                    return self.junction(isinstance(op, ast.And), values)
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
                    return constant(tuple(self.element(element) for element in elements))
            self.fail(
                node,
                f"{type(node).__name__.lower()} is not part of the grammar; there are names, "
                "literals, and or not, comparisons, in, + - *, and the functions "
                + ", ".join(FUNCTIONS),
            )
        finally:
            self.depth -= 1

    # Leaves

    def name(self, node: ast.expr, name: str) -> Part:
        if name == "used":
            self.calls.add(("used", ""))
            return Part(lambda env: env.used(), frozenset({"used"}), "number")
        if name in FUNCTIONS:
            self.fail(node, f"{name} is a function; write {FUNCTIONS[name]}")
        if name in RESERVED:
            self.fail(node, f"write {name.capitalize()} instead of {name}")
        self.facts.add(name)
        return Part(lambda env: env.fact(name), frozenset({name}))

    def literal(self, node: ast.Constant) -> Part:
        value = node.value
        if isinstance(value, float):
            # The text, not the float: 0.03 is three hundredths.
            return constant(Decimal(ast.get_source_segment(self.source, node) or ""))
        if not isinstance(value, (bool, int, str)):
            self.fail(
                node,
                f"{value!r} is no literal of the grammar; there are numbers, text in quotes, True "
                "and False",
            )
        return constant(value)

    def element(self, node: ast.expr) -> bool | int | str | Decimal:
        value = self.part(node).value if isinstance(node, (ast.Constant, ast.UnaryOp)) else None
        if value is None or isinstance(value, (date, tuple)):
            self.fail(node, "a list may hold literals only")
        return value

    def call(self, node: ast.Call) -> Part:
        if not isinstance(node.func, ast.Name):
            self.fail(node, "only a function of the grammar can be called")
        name = node.func.id
        if name not in FUNCTIONS:
            found = nearest(name, FUNCTIONS)
            hint = f"did you mean {found!r}?" if found else "there are " + ", ".join(FUNCTIONS)
            self.fail(node, f"no function is called {name!r}; {hint}")
        if node.keywords:
            self.fail(node, f"{name} takes no named arguments; write {FUNCTIONS[name]}")
        if name in ("min", "max"):
            return self.extreme(node, name)
        if name == "limitation":
            if node.args:
                self.fail(node, "limitation takes no argument; write limitation()")
            self.calls.add((name, ""))
            return Part(lambda env: env.limitation(), frozenset({"limitation()"}), "text")
        if len(node.args) != 1 or not (
            isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        ):
            self.fail(node, f"{name} takes one name in quotes; write {FUNCTIONS[name]}")
        return self.question(name, node.args[0], node.args[0].value)

    def question(self, name: str, node: ast.Constant, argument: str) -> Part:
        if not argument:
            self.fail(node, f"{name} needs a name; write {FUNCTIONS[name]}")
        if name == "next" and not _month_day(argument):
            self.fail(node, f'{argument!r} is no day of the year; write next("MM-DD")')
        if argument == "*" or argument.startswith("*."):
            self.starred.append((node.col_offset, node.end_col_offset or 0))
        self.calls.add((name, argument))
        ask = operator.attrgetter(name)
        names = frozenset({f'{name}("{argument}")'})
        return Part(lambda env: ask(env)(argument), names, _CALL_KINDS[name])

    # Inner nodes

    def expect(self, node: ast.expr, part: Part, *kinds: str) -> None:
        if part.kind is not None and part.kind not in kinds:
            self.fail(node, f"this is a {part.kind}, where a {' or a '.join(kinds)} is needed")

    def junction(self, is_and: bool, nodes: list[ast.expr]) -> Part:
        parts = [self.part(node) for node in nodes]
        for node, part in zip(nodes, parts, strict=True):
            self.expect(node, part, "yes or no")
        names = names_of(parts)
        run = both(is_and, *parts) if len(parts) == 2 else several(is_and, parts)
        return Part(run, names, "yes or no")

    def negation(self, node: ast.expr) -> Part:
        part = self.part(node)
        self.expect(node, part, "yes or no")
        inner, names = part.run, part.names

        def run(env: Env) -> Answer:
            value = inner(env)
            if value is True:
                return False
            if value is False:
                return True
            return truth(value, names)

        return Part(run, names, "yes or no")

    def minus(self, node: ast.expr) -> Part:
        part = self.part(node)
        self.expect(node, part, "number")
        if isinstance(part.value, (int, Decimal)):
            return constant(-part.value)
        return Part(calculation(minus, NUMBERS, constant(0), part), part.names, "number")

    def comparison(
        self, left: ast.expr, operators: list[ast.cmpop], others: list[ast.expr]
    ) -> Part:
        nodes = [left, *others]
        parts = [self.part(node) for node in nodes]
        runs = []
        for place, op in enumerate(operators):
            one, two = parts[place], parts[place + 1]
            negated = isinstance(op, (ast.NotEq, ast.NotIn))
            if isinstance(op, (ast.In, ast.NotIn)):
                if two.kind == "text":
                    self.fail(nodes[place + 1], f"a list is needed; write ({two.value!r},)")
                self.expect(nodes[place + 1], two, "list")
                self.expect(nodes[place], one, "yes or no", "number", "text", "day")
                runs.append(membership(negated, one, two))
                continue
            function = _COMPARISONS.get(type(op))
            if function is None:
                self.fail(nodes[place], "compare with == != < <= > >= or in")
            kinds = KINDS if isinstance(op, (ast.Eq, ast.NotEq)) else ORDERED
            if kinds is ORDERED:
                self.expect(nodes[place], one, "number", "day")
                self.expect(nodes[place + 1], two, "number", "day")
            if one.kind and two.kind and one.kind != two.kind:
                self.fail(nodes[place], f"a {one.kind} cannot be compared with a {two.kind}")
            runs.append(comparison(function, kinds, one, two))
        names = names_of(parts)
        run = runs[0]
        if len(runs) > 1:
            run = several(True, [Part(each, names) for each in runs])
        return Part(run, names, "yes or no")

    def arithmetic(self, node: ast.expr, left: ast.expr, op: ast.operator, right: ast.expr) -> Part:
        found = _ARITHMETIC.get(type(op))
        if found is None:
            self.fail(node, "there are only + - * to reckon with")
        function, allowed = found
        parts = [self.part(left), self.part(right)]
        for side, (inner, part) in enumerate(zip((left, right), parts, strict=True)):
            self.expect(inner, part, *sorted({str(pair[side]) for pair in allowed}, reverse=True))
        known = (parts[0].kind, parts[1].kind)
        if None not in known and known not in allowed:
            self.fail(node, f"a {known[0]} and a {known[1]} cannot be reckoned with like this")
        kind = "number" if known == ("number", "number") else None
        return Part(calculation(function, allowed, *parts), names_of(parts), kind)

    def extreme(self, node: ast.Call, name: str) -> Part:
        if len(node.args) < 2:
            self.fail(node, f"{name} takes two arguments or more; write {FUNCTIONS[name]}")
        parts = [self.part(argument) for argument in node.args]
        for argument, part in zip(node.args, parts, strict=True):
            self.expect(argument, part, "number", "day")
        kinds = {part.kind for part in parts} - {None}
        if len(kinds) > 1:
            self.fail(node, "a number cannot be compared with a day")
        choose: Callable[..., Value] = min if name == "min" else max
        names = names_of(parts)
        runs = tuple(part.run for part in parts)

        def run(env: Env) -> Answer:
            values = [each(env) for each in runs]
            found = {ORDERED.get(type(value)) for value in values}
            if len(found) > 1 or None in found:
                return unknown_from(names, *values)
            try:
                return choose(values)
            except ArithmeticError:
                return Unknown(names)

        return Part(run, names, kinds.pop() if kinds else None)


def _month_day(text: str) -> bool:
    if not re.fullmatch(r"[01][0-9]-[0-3][0-9]", text):
        return False
    try:
        date.fromisoformat(f"2000-{text}")
    except ValueError:
        return False
    return True


_COMPARISONS: Final[Mapping[type[ast.cmpop], Callable[..., bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

_ARITHMETIC: Final[Mapping[type[ast.operator], tuple[Callable[..., Value], Pairs]]] = {
    ast.Add: (plus, NUMBERS | {("day", "number"), ("number", "day")}),
    ast.Sub: (minus, NUMBERS | {("day", "number"), ("day", "day")}),
    ast.Mult: (times, NUMBERS),
}
