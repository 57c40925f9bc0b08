"""Conditions: short expressions a rule pack asks of a case, with three values.

A condition is written in Python's expression grammar, read with `ast` against an allow-list, and
compiled once into nested closures.  It is never run as code: nothing here calls ``eval``, ``exec``
or ``compile``, and there are no attributes, no subscripts, and no functions but those listed in
`FUNCTIONS`.

What nobody recorded is `Unknown`, not false.  ``unknown or true`` is true, ``unknown and false`` is
false, and every other answer that would need the missing fact is unknown in turn.  A fact of the
wrong type counts as not recorded, so that nothing in a log can make an audit raise.
"""

from __future__ import annotations

import ast
import decimal
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NoReturn, Protocol

import attrs

from enforcecal.errors import ConditionError, nearest

__all__ = [
    "FUNCTIONS",
    "RESERVED",
    "Answer",
    "Condition",
    "Env",
    "Unknown",
    "Value",
    "parse_condition",
    "truth",
]

Value = bool | int | str | date | Decimal | tuple["bool | int | str | Decimal", ...]
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

    def next(self, month_day: str, /) -> date:
        """Return the next day of the year with this month and day, such as ``03-01``."""

    def limitation(self) -> str | Unknown:
        """Return the verdict on the limitation of punishment (追责时效)."""

    def used(self) -> int:
        """Return how many units of the limit have been used up; meaningful in ``worth`` only."""


Run = Callable[[Env], Answer]

_Pairs = frozenset[tuple[str | None, str | None]]

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
# must not quietly compare unequal to it, and True is not 1.
_KINDS: Final[Mapping[type, str]] = {
    bool: "yes or no",
    int: "number",
    Decimal: "number",
    str: "text",
    date: "day",
    tuple: "list",
}
# Text has an order in Python ("10" < "9") but none the law knows.
_ORDERED: Final[Mapping[type, str]] = {kind: _KINDS[kind] for kind in (int, Decimal, date)}

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

# A context of our own: the caller's precision and traps must not change what a fine comes to.
_EXACT = decimal.Context(
    prec=50, traps=[decimal.InvalidOperation, decimal.Overflow, decimal.DivisionByZero]
)


@attrs.frozen
class Condition:
    """A compiled condition; equal to another exactly when it is written the same.

    >>> condition = parse_condition('hearing_type and not happened("hearing_waived")')
    >>> sorted(condition.facts), sorted(condition.calls)
    (['hearing_type'], [('happened', 'hearing_waived')])
    """

    source: str
    facts: frozenset[str] = attrs.field(eq=False, repr=False)
    """The names of the facts it reads."""
    calls: frozenset[tuple[str, str]] = attrs.field(eq=False, repr=False)
    """The functions it calls, each with its argument; ``used`` and ``limitation`` have none: ''."""
    _run: Run = attrs.field(eq=False, repr=False)
    _names: frozenset[str] = attrs.field(eq=False, repr=False)
    _starred: tuple[tuple[int, int], ...] = attrs.field(eq=False, repr=False)

    def evaluate(self, env: Env) -> Answer:
        """Return what the expression is worth in *env*, or `Unknown` with what is missing."""
        return self._run(env)

    def holds(self, env: Env) -> bool | Unknown:
        """Return whether the condition is true in *env*; a value that is no yes or no is unknown.

        >>> from types import SimpleNamespace
        >>> env = SimpleNamespace(fact=lambda name: Unknown({name}))
        >>> parse_condition("hearing_type or True").holds(env)
        True
        >>> parse_condition("hearing_type").holds(env)
        Unknown(missing=frozenset({'hearing_type'}))
        """
        return truth(self._run(env), self._names)

    def arguments(self, *functions: str) -> tuple[str, ...]:
        """Return the arguments with which any of *functions* is called, in order of the alphabet.

        >>> parse_condition('day("b") < day("a")').arguments("day")
        ('a', 'b')
        """
        return tuple(sorted({argument for name, argument in self.calls if name in functions}))

    @property
    def starred(self) -> bool:
        """Whether an argument is a ``*.`` name, to be expanded for a region."""
        return bool(self._starred)

    def for_region(self, region: str) -> Condition:
        """Return the condition with the ``*`` of its arguments replaced by *region*.

        >>> parse_condition('happened("*.served")').for_region("notice").source
        'happened("notice.served")'
        """
        if not self._starred:
            return self
        raw = self.source.encode()
        for first, last in sorted(self._starred, reverse=True):
            raw = raw[:first] + raw[first:last].replace(b"*", region.encode(), 1) + raw[last:]
        return parse_condition(raw.decode())

    def __str__(self) -> str:
        return self.source

    def __reduce__(self) -> tuple[Callable[[str], Condition], tuple[str]]:
        # Closures do not pickle; the text is all there is to a condition.
        return parse_condition, (self.source,)


def truth(value: Answer, names: frozenset[str] = frozenset()) -> bool | Unknown:
    """Return *value* if it is a yes or no or unknown, otherwise `Unknown` naming *names*.

    >>> truth("yes", frozenset({"told"}))
    Unknown(missing=frozenset({'told'}))
    """
    if value is True or value is False or isinstance(value, Unknown):
        return value
    return Unknown(names)


def parse_condition(text: str) -> Condition:
    """Compile *text*, or raise `ConditionError` with the column at fault.

    >>> parse_condition('hapened("served")')
    Traceback (most recent call last):
    ...
    enforcecal.errors.ConditionError: column 1 of 'hapened("served")': no function is called \
'hapened'; did you mean 'happened'?
    """
    source = re.sub(r"\s*\n\s*", " ", text.strip())
    if len(source) > _MAX_LENGTH:
        raise ConditionError(
            f"a condition of {len(source)} characters is too long; at most {_MAX_LENGTH}"
        )
    return _Reader(source).read()


@attrs.frozen
class _Part:
    """A compiled piece: how to run it, what it reads, and its kind where that is known already."""

    run: Run
    names: frozenset[str]
    kind: str | None = None
    value: Value | None = None
    """The value itself if it is a literal."""


class _Reader:
    """Reads one condition; a class because every step needs the source and adds to what is read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.facts: set[str] = set()
        self.calls: set[tuple[str, str]] = set()
        self.starred: list[tuple[int, int]] = []
        self.depth = 0

    def read(self) -> Condition:
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
        return Condition(
            self.source,
            frozenset(self.facts),
            frozenset(self.calls),
            part.run,
            part.names,
            tuple(self.starred),
        )

    def fail(self, place: int | ast.expr, message: str) -> NoReturn:
        if isinstance(place, ast.expr):
            # ast counts in bytes, people count in characters.
            place = len(self.source.encode()[: place.col_offset].decode()) + 1
        shown = self.source if len(self.source) <= 80 else self.source[:77] + "..."
        raise ConditionError(f"column {place} of {shown!r}: {message}")

    def part(self, node: ast.expr) -> _Part:
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
                    return _constant(tuple(self.element(element) for element in elements))
            self.fail(
                node,
                f"{type(node).__name__.lower()} is not part of the grammar; there are names, "
                "literals, and or not, comparisons, in, + - *, and the functions "
                + ", ".join(FUNCTIONS),
            )
        finally:
            self.depth -= 1

    # Leaves

    def name(self, node: ast.expr, name: str) -> _Part:
        if name == "used":
            self.calls.add(("used", ""))
            return _Part(lambda env: env.used(), frozenset({"used"}), "number")
        if name in FUNCTIONS:
            self.fail(node, f"{name} is a function; write {FUNCTIONS[name]}")
        if name in RESERVED:
            self.fail(node, f"write {name.capitalize()} instead of {name}")
        self.facts.add(name)
        return _Part(lambda env: env.fact(name), frozenset({name}))

    def literal(self, node: ast.Constant) -> _Part:
        value = node.value
        if isinstance(value, float):
            # The text, not the float: 0.03 is three hundredths.
            return _constant(Decimal(ast.get_source_segment(self.source, node) or ""))
        if not isinstance(value, (bool, int, str)):
            self.fail(
                node,
                f"{value!r} is no literal of the grammar; there are numbers, text in quotes, True "
                "and False",
            )
        return _constant(value)

    def element(self, node: ast.expr) -> bool | int | str | Decimal:
        value = self.part(node).value if isinstance(node, (ast.Constant, ast.UnaryOp)) else None
        if value is None or isinstance(value, (date, tuple)):
            self.fail(node, "a list may hold literals only")
        return value

    def call(self, node: ast.Call) -> _Part:
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
            return _Part(lambda env: env.limitation(), frozenset({"limitation()"}), "text")
        if len(node.args) != 1 or not (
            isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        ):
            self.fail(node, f"{name} takes one name in quotes; write {FUNCTIONS[name]}")
        return self.question(name, node.args[0], node.args[0].value)

    def question(self, name: str, node: ast.Constant, argument: str) -> _Part:
        if not argument:
            self.fail(node, f"{name} needs a name; write {FUNCTIONS[name]}")
        if name == "next" and not _month_day(argument):
            self.fail(node, f'{argument!r} is no day of the year; write next("MM-DD")')
        if argument == "*" or argument.startswith("*."):
            self.starred.append((node.col_offset, node.end_col_offset or 0))
        self.calls.add((name, argument))
        ask = operator.attrgetter(name)
        names = frozenset({f'{name}("{argument}")'})
        return _Part(lambda env: ask(env)(argument), names, _CALL_KINDS[name])

    # Inner nodes

    def expect(self, node: ast.expr, part: _Part, *kinds: str) -> None:
        if part.kind is not None and part.kind not in kinds:
            self.fail(node, f"this is a {part.kind}, where a {' or a '.join(kinds)} is needed")

    def junction(self, is_and: bool, nodes: list[ast.expr]) -> _Part:
        parts = [self.part(node) for node in nodes]
        for node, part in zip(nodes, parts, strict=True):
            self.expect(node, part, "yes or no")
        names = _union(parts)
        run = _both(is_and, *parts) if len(parts) == 2 else _several(is_and, parts)
        return _Part(run, names, "yes or no")

    def negation(self, node: ast.expr) -> _Part:
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

        return _Part(run, names, "yes or no")

    def minus(self, node: ast.expr) -> _Part:
        part = self.part(node)
        self.expect(node, part, "number")
        if isinstance(part.value, (int, Decimal)):
            return _constant(-part.value)
        return _Part(_calculation(_minus, _NUMBERS, _constant(0), part), part.names, "number")

    def comparison(
        self, left: ast.expr, operators: list[ast.cmpop], others: list[ast.expr]
    ) -> _Part:
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
                runs.append(_membership(negated, one, two))
                continue
            function = _COMPARISONS.get(type(op))
            if function is None:
                self.fail(nodes[place], "compare with == != < <= > >= or in")
            kinds = _KINDS if isinstance(op, (ast.Eq, ast.NotEq)) else _ORDERED
            if kinds is _ORDERED:
                self.expect(nodes[place], one, "number", "day")
                self.expect(nodes[place + 1], two, "number", "day")
            if one.kind and two.kind and one.kind != two.kind:
                self.fail(nodes[place], f"a {one.kind} cannot be compared with a {two.kind}")
            runs.append(_comparison(function, kinds, one, two))
        names = _union(parts)
        run = runs[0]
        if len(runs) > 1:
            run = _several(True, [_Part(each, names) for each in runs])
        return _Part(run, names, "yes or no")

    def arithmetic(
        self, node: ast.expr, left: ast.expr, op: ast.operator, right: ast.expr
    ) -> _Part:
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
        return _Part(_calculation(function, allowed, *parts), _union(parts), kind)

    def extreme(self, node: ast.Call, name: str) -> _Part:
        if len(node.args) < 2:
            self.fail(node, f"{name} takes two arguments or more; write {FUNCTIONS[name]}")
        parts = [self.part(argument) for argument in node.args]
        for argument, part in zip(node.args, parts, strict=True):
            self.expect(argument, part, "number", "day")
        kinds = {part.kind for part in parts} - {None}
        if len(kinds) > 1:
            self.fail(node, "a number cannot be compared with a day")
        choose: Callable[..., Value] = min if name == "min" else max
        names = _union(parts)
        runs = tuple(part.run for part in parts)

        def run(env: Env) -> Answer:
            values = [each(env) for each in runs]
            found = {_ORDERED.get(type(value)) for value in values}
            if len(found) > 1 or None in found:
                return _unclear(names, *values)
            try:
                return choose(values)
            except ArithmeticError:
                return Unknown(names)

        return _Part(run, names, kinds.pop() if kinds else None)


def _constant(value: Value) -> _Part:
    return _Part(lambda _: value, frozenset(), _KINDS[type(value)], value)


def _month_day(text: str) -> bool:
    if not re.fullmatch(r"[01][0-9]-[0-3][0-9]", text):
        return False
    try:
        date.fromisoformat(f"2000-{text}")
    except ValueError:
        return False
    return True


def _union(parts: list[_Part]) -> frozenset[str]:
    return frozenset().union(*(part.names for part in parts))


def _unclear(names: frozenset[str], *values: Answer) -> Unknown:
    """Return why no value came of *values*: what they lacked, otherwise a wrong type in *names*."""
    lacking = [value.missing for value in values if isinstance(value, Unknown)]
    return Unknown({name for each in lacking for name in each} if lacking else names)


def _both(is_and: bool, left: _Part, right: _Part) -> Run:
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
        return _unclear(frozenset(), unclear, truth(second, two_names))

    return run


def _several(is_and: bool, parts: list[_Part]) -> Run:
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
        return _unclear(frozenset(), *unclear) if unclear else is_and

    return run


def _comparison(
    function: Callable[..., bool], kinds: Mapping[type, str], left: _Part, right: _Part
) -> Run:
    one, two, kind_of = left.run, right.run, kinds.get
    names = left.names | right.names

    def run(env: Env) -> Answer:
        first, second = one(env), two(env)
        kind = kind_of(type(first))
        if kind is None or kind is not kind_of(type(second)):
            return _unclear(names, first, second)
        try:
            return function(first, second)
        except ArithmeticError:  # a Decimal that is not a number
            return Unknown(names)

    return run


def _membership(negated: bool, left: _Part, right: _Part) -> Run:
    one, two = left.run, right.run
    names = left.names | right.names
    literal = _by_kind(right.value) if isinstance(right.value, tuple) else None

    def run(env: Env) -> Answer:
        item, items = one(env), two(env)
        kind = _KINDS.get(type(item))
        if kind is None or type(items) is not tuple:
            return _unclear(names, item, items)
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
        found.setdefault(_KINDS.get(type(item), ""), set()).add(item)
    return {kind: frozenset(each) for kind, each in found.items()}


def _calculation(function: Callable[..., Value], allowed: _Pairs, left: _Part, right: _Part) -> Run:
    one, two = left.run, right.run
    names = left.names | right.names
    kind_of = _ORDERED.get

    def run(env: Env) -> Answer:
        first, second = one(env), two(env)
        if (kind_of(type(first)), kind_of(type(second))) not in allowed:
            return _unclear(names, first, second)
        try:
            return function(first, second)
        except (ArithmeticError, TypeError):  # beyond the years there are, or half a day
            return Unknown(names)

    return run


def _plus(first: Value, second: Value) -> Value:
    if isinstance(first, date):
        later: date = first + timedelta(days=second)  # type: ignore[arg-type]  # a whole number
        return later
    if isinstance(second, date):
        return _plus(second, first)
    return _exactly(operator.add, _EXACT.add, first, second)


def _minus(first: Value, second: Value) -> Value:
    if isinstance(first, date):
        if isinstance(second, date):
            return int((first - second).days)
        earlier: date = first - timedelta(days=second)  # type: ignore[arg-type]
        return earlier
    return _exactly(operator.sub, _EXACT.subtract, first, second)


def _times(first: Value, second: Value) -> Value:
    return _exactly(operator.mul, _EXACT.multiply, first, second)


def _exactly(
    whole: Callable[..., int], exact: Callable[..., Decimal], first: Value, second: Value
) -> Value:
    both_whole = isinstance(first, int) and isinstance(second, int)
    return whole(first, second) if both_whole else exact(first, second)


_COMPARISONS: Final[Mapping[type[ast.cmpop], Callable[..., bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

_NUMBERS: Final[_Pairs] = frozenset({("number", "number")})

_ARITHMETIC: Final[Mapping[type[ast.operator], tuple[Callable[..., Value], _Pairs]]] = {
    ast.Add: (_plus, _NUMBERS | {("day", "number"), ("number", "day")}),
    ast.Sub: (_minus, _NUMBERS | {("day", "number"), ("day", "day")}),
    ast.Mult: (_times, _NUMBERS),
}
