"""Conditions: short expressions a rule pack asks of a case, with three values.

A condition is written in Python's expression grammar and read once, with `ast` against an
allow-list, into the tree that says what it is.  It is never run as code: nothing here calls
``eval``, ``exec`` or ``compile``, and there are no attributes, no subscripts, and no functions but
those listed in `FUNCTIONS`.

What nobody recorded is `Unknown`, not false.  ``unknown or true`` is true, ``unknown and false`` is
false, and every other answer that would need the missing fact is unknown in turn.  A fact of the
wrong type counts as not recorded, so that nothing in a log can make an audit raise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import attrs

from enforcecal.errors import ConditionError
from enforcecal.law.answers import Answer, Env, Evaluate, Unknown, Value, truth
from enforcecal.law.evaluation import evaluation
from enforcecal.law.grammar import FUNCTIONS, RESERVED, read
from enforcecal.law.tree import Call, Named, Node, reads, walk

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

_MAX_LENGTH: Final = 2_000


@attrs.frozen
class Condition:
    """A condition, read; equal to another exactly when it is written the same.

    >>> condition = parse_condition('hearing_type and not happened("hearing_waived")')
    >>> sorted(condition.facts), sorted(condition.calls)
    (['hearing_type'], [('happened', 'hearing_waived')])
    """

    source: str
    node: Node = attrs.field(eq=False, repr=False)
    """What it says; its ``str`` is the source with spaces and brackets as few as can be."""
    facts: frozenset[str] = attrs.field(init=False, eq=False, repr=False)
    """The names of the facts it reads."""
    calls: frozenset[tuple[str, str]] = attrs.field(init=False, eq=False, repr=False)
    """The functions it calls, each with its argument; without one: ''."""
    _run: Evaluate = attrs.field(init=False, eq=False, repr=False)

    @facts.default
    def _named(self) -> frozenset[str]:
        return frozenset(each.name for each in walk(self.node) if isinstance(each, Named))

    @calls.default
    def _called(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (each.function, each.argument) for each in walk(self.node) if isinstance(each, Call)
        )

    @_run.default
    def _short_cut(self) -> Evaluate:
        # Replay asks for every event: one look-up less is a tenth of the time.
        return evaluation(self.node)

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
        value = self._run(env)
        if value is True or value is False:
            return value
        return truth(value, reads(self.node))

    def arguments(self, *functions: str) -> tuple[str, ...]:
        """Return the arguments with which any of *functions* is called, in order of the alphabet.

        >>> parse_condition('day("b") < day("a")').arguments("day")
        ('a', 'b')
        """
        return tuple(sorted({argument for name, argument in self.calls if name in functions}))

    @property
    def starred(self) -> bool:
        """Whether an argument is a ``*.`` name, to be expanded for a region."""
        return any(isinstance(each, Call) and each.starred for each in walk(self.node))

    def for_region(self, region: str) -> Condition:
        """Return the condition with the ``*`` of its arguments replaced by *region*.

        >>> parse_condition('happened("*.served")').for_region("notice").source
        'happened("notice.served")'
        """
        if not self.starred:
            return self
        raw = self.source.encode()
        for each in reversed([*walk(self.node)]):
            if isinstance(each, Call) and each.starred:
                first, last = each.place
                raw = raw[:first] + raw[first:last].replace(b"*", region.encode(), 1) + raw[last:]
        return parse_condition(raw.decode())

    def __str__(self) -> str:
        return self.source

    def __reduce__(self) -> tuple[Callable[[str], Condition], tuple[str]]:
        # Closures do not pickle; the text is all there is to a condition, and says its tree.
        return parse_condition, (self.source,)


def parse_condition(text: str) -> Condition:
    """Read *text*, or raise `ConditionError` with the column at fault.

    >>> parse_condition('hapened("served")')
    Traceback (most recent call last):
    ...
    enforcecal.errors.ConditionError: column 1 of 'hapened("served")': no function is called \
'hapened'; did you mean 'happened'?
    """
    if len(text) > _MAX_LENGTH:  # before anything that takes time over it
        raise ConditionError(
            f"a condition of {len(text)} characters is too long; at most {_MAX_LENGTH}"
        )
    source = " ".join(filter(None, map(str.strip, re.split(r"[\r\n]", text))))
    return Condition(source, read(source))
