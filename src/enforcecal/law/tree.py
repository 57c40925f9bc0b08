"""What a condition says, as a tree: the one truth that everything else about it derives from.

A node knows its kind, and prints as it would be written.  What it is worth in a case is the
business of `enforcecal.law.evaluation`; what may be written at all, of `enforcecal.law.grammar`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from enforcecal.law.answers import KINDS, Value

__all__ = [
    "ARITHMETIC",
    "CALL_KINDS",
    "EQUALITY",
    "MEMBERSHIP",
    "NUMBERS",
    "Calculation",
    "Call",
    "Comparison",
    "Constant",
    "Extreme",
    "Junction",
    "Minus",
    "Named",
    "Negation",
    "Node",
    "Pairs",
    "reads",
    "walk",
]

Pairs = frozenset[tuple[str | None, str | None]]

NUMBERS: Final[Pairs] = frozenset({("number", "number")})
"""The kinds of two numbers."""

ARITHMETIC: Final[dict[str, Pairs]] = {
    "+": NUMBERS | {("day", "number"), ("number", "day")},
    "-": NUMBERS | {("day", "number"), ("day", "day")},
    "*": NUMBERS,
}
"""What may be reckoned with: each sign, and the kinds of value it may stand between."""

EQUALITY: Final = ("==", "!=")
MEMBERSHIP: Final = ("in", "not in")

CALL_KINDS: Final = {
    "happened": "yes or no",
    "over": "yes or no",
    "late": "yes or no",
    "day": "day",
    "due": "day",
    "next": "day",
    "state": "text",
    "limitation": "text",
    "used": "number",
}

# How tightly a node holds together, as in Python: what is looser than its place is put in brackets.
_OR, _AND, _NOT, _COMPARE, _ADD, _TIMES, _MINUS, _WHOLE = range(8)


@attrs.frozen
class Constant:
    """A value as it stands in the source; 1 is not True, and 1.0 is not 1."""

    value: Value = attrs.field(eq=repr)

    @property
    def kind(self) -> str:
        """The kind of the value."""
        return KINDS[type(self.value)]

    def __str__(self) -> str:
        return _written(self.value)


@attrs.frozen
class Named:
    """A fact."""

    name: str

    kind: None = attrs.field(init=False, default=None, eq=False, repr=False)
    """Only a case can tell."""

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Call:
    """What a case is asked by one of the functions; ``used``, which has no brackets, is one."""

    function: str
    argument: str = ""
    place: tuple[int, int] = attrs.field(default=(0, 0), eq=False, repr=False)
    """First and last byte of the argument in the source it was read from."""

    @property
    def kind(self) -> str:
        """The kind of the answer."""
        return CALL_KINDS[self.function]

    @property
    def starred(self) -> bool:
        """Whether the argument is a ``*.`` name, to be expanded for a region."""
        return self.argument == "*" or self.argument.startswith("*.")

    @property
    def name(self) -> str:
        """What a case says it lacks where it has no answer."""
        if self.function == "used":
            return "used"
        return f'{self.function}("{self.argument}")' if self.argument else f"{self.function}()"

    def __str__(self) -> str:
        return f"{self.function}({_written(self.argument)})" if self.argument else self.name


@attrs.frozen
class Negation:
    """``not``."""

    operand: Node

    @property
    def kind(self) -> str:
        """A yes or no."""
        return "yes or no"

    def __str__(self) -> str:
        return f"not {_inside(self.operand, _NOT)}"


@attrs.frozen
class Minus:
    """A number with its sign turned; a literal is turned as it is read."""

    operand: Node

    @property
    def kind(self) -> str:
        """A number."""
        return "number"

    def __str__(self) -> str:
        return f"-{_inside(self.operand, _MINUS)}"


@attrs.frozen
class Junction:
    """Yes-or-nos joined by ``and``, or by ``or``."""

    word: str
    operands: tuple[Node, ...]

    @property
    def kind(self) -> str:
        """A yes or no."""
        return "yes or no"

    def __str__(self) -> str:
        return f" {self.word} ".join(
            _inside(each, (_AND if self.word == "and" else _OR) + 1) for each in self.operands
        )


@attrs.frozen
class Comparison:
    """Two values compared, or a chain of them as in ``1 < n < 4``."""

    signs: tuple[str, ...]
    operands: tuple[Node, ...]

    @property
    def kind(self) -> str:
        """A yes or no."""
        return "yes or no"

    def __str__(self) -> str:
        first, *others = (_inside(each, _COMPARE + 1) for each in self.operands)
        rest = (f" {sign} {each}" for sign, each in zip(self.signs, others, strict=True))
        return first + "".join(rest)


@attrs.frozen
class Calculation:
    """Two values reckoned with."""

    sign: str
    left: Node
    right: Node

    @property
    def kind(self) -> str | None:
        """A number, where that is certain."""
        return "number" if self.left.kind == self.right.kind == "number" else None

    def __str__(self) -> str:
        own = _holds(self)
        return f"{_inside(self.left, own)} {self.sign} {_inside(self.right, own + 1)}"


@attrs.frozen
class Extreme:
    """The least or the greatest of several values."""

    function: str
    operands: tuple[Node, ...]

    @property
    def kind(self) -> str | None:
        """The kind of those whose kind is known; there are no two."""
        return next((each.kind for each in self.operands if each.kind), None)

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.operands))})"


Node = Constant | Named | Call | Negation | Minus | Junction | Comparison | Calculation | Extreme
"""One node of a condition."""


def walk(node: Node) -> Iterator[Node]:
    """Return *node* and every node below it, in the order of the source."""
    yield node
    match node:
        case Negation(operand) | Minus(operand):
            yield from walk(operand)
        case Junction() | Comparison() | Extreme():
            for operand in node.operands:
                yield from walk(operand)
        case Calculation(left=left, right=right):
            yield from walk(left)
            yield from walk(right)


def reads(*nodes: Node) -> frozenset[str]:
    """Return what the answers of *nodes* may lack: facts, and calls as they are written."""
    return frozenset(
        each.name for node in nodes for each in walk(node) if isinstance(each, Named | Call)
    )


def _holds(node: Node) -> int:
    match node:
        case Junction(word="or"):
            return _OR
        case Junction():
            return _AND
        case Negation():
            return _NOT
        case Comparison():
            return _COMPARE
        case Calculation(sign="*"):
            return _TIMES
        case Calculation():
            return _ADD
        case Minus():
            return _MINUS
    return _WHOLE


def _inside(node: Node, place: int) -> str:
    return str(node) if _holds(node) >= place else f"({node})"


def _text(value: str) -> str:
    # Text with both kinds of quotes is written as several next to each other.
    return " ".join(
        f"'{piece}'" if index % 2 else f'"{piece}"'
        for index, piece in enumerate(_alternating(value))
        if piece or not value
    )


def _alternating(value: str) -> Iterator[str]:
    """Return the stretches of *value* without ``"``, and between them those of nothing else."""
    rest = value
    while True:
        plain, quotes, rest = rest.partition('"')
        yield plain
        if not quotes:
            return
        more = len(rest) - len(rest := rest.lstrip('"'))
        yield quotes + '"' * more


def _list(value: tuple[bool | int | str | date | Decimal, ...]) -> str:
    return f"({', '.join(map(_written, value))}{',' if len(value) == 1 else ''})"


def _number(value: Decimal) -> str:
    text = str(value)
    return text if "." in text or "E" in text else f"{text}."


_PRINTERS: Final[dict[type, Callable[..., str]]] = {
    bool: str,
    int: str,
    date: str,
    str: _text,
    tuple: _list,
    Decimal: _number,
}


def _written(value: Value) -> str:
    return _PRINTERS[type(value)](value)
