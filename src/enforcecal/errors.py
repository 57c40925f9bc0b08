"""What goes wrong when the caller is wrong.

Doubt of the law is not an error (see `enforcecal.dates.certainty`), and neither is a fault of a
case (see `enforcecal.cases.audit`).  Every error here is an `EnforceCalError` and also one of
Python's own `ValueError`, `TypeError` or `LookupError`, names the argument or place, shows the
value, and says what to do next.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

__all__ = [
    "ArgumentError",
    "ArgumentTypeError",
    "ConditionError",
    "EnforceCalError",
    "NoticeError",
    "OutsideHorizonError",
    "PackError",
    "TableError",
    "UnknownNameError",
    "check_day",
    "hint",
    "nearest",
]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the entry of *known* a person most likely meant by *name*, or None.

    >>> nearest("lenght", ["length", "unit"])
    'length'
    """
    import difflib  # only an error needs it

    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def hint(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the end of a message on a *name* that is not *known*, with the sign before it.

    >>> hint("lenght", ["length", "unit"]), hint("x", ["length"], "there is length"), hint("x", [])
    ("; did you mean 'length'?", '; there is length', '')
    """
    near = nearest(name, known)
    said = otherwise if near is None else f"did you mean {near!r}?"
    return f"; {said}" if said else ""


class EnforceCalError(Exception):
    """Root of every error this library raises."""


class ArgumentError(EnforceCalError, ValueError):
    """An argument has a value that cannot be right."""


class ArgumentTypeError(EnforceCalError, TypeError):
    """An argument is of a type that is refused, such as a datetime where a date is due."""


def check_day(name: str, value: object, *, optional: bool = False) -> None:
    """Raise `ArgumentTypeError` unless *value* is a day: a datetime is none, it has a time."""
    if optional and value is None:
        return
    if isinstance(value, datetime) or not isinstance(value, date):
        also = " or None" if optional else ""
        raise ArgumentTypeError(f"{name}={value!r} must be a datetime.date{also}")


class OutsideHorizonError(EnforceCalError, ValueError):
    """A day lies outside the years for which a calendar has published notices."""

    def __init__(self, day: date, first: date, horizon: date, edition: str, missing: str) -> None:
        super().__init__(day, first, horizon, edition, missing)
        self.day = day
        self.first = first
        self.horizon = horizon
        self.edition = edition
        self.missing = missing

    def __str__(self) -> str:
        return (
            f"{self.day} is outside calendar {self.edition}, which covers {self.first} to "
            f"{self.horizon}: {self.missing}"
        )


class NoticeError(EnforceCalError, ValueError):
    """A holiday notice contradicts itself or cannot be read."""


class UnknownNameError(EnforceCalError, LookupError):
    """No limit, procedure, calendar, law or file of this name is known."""

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        known = tuple(known)
        super().__init__(kind, name, known)
        self.kind = kind
        self.name = name
        self.known = known

    @property
    def nearest(self) -> str | None:
        """The known name closest to the one that was asked for."""
        return nearest(self.name, self.known)

    def __str__(self) -> str:
        text = f"no {self.kind} is called {self.name!r}"
        if self.nearest:
            return f"{text}; did you mean {self.nearest!r}?"
        if self.known and len(self.known) <= 12:
            return f"{text}; known: {', '.join(sorted(self.known))}"
        return text


class ConditionError(EnforceCalError, ValueError):
    """A condition string of a pack does not follow the condition grammar."""


class PackError(EnforceCalError, ValueError):
    """A rule pack cannot be loaded; carries every problem found, each with its place."""

    def __init__(self, source: str, problems: Iterable[str]) -> None:
        problems = tuple(problems)
        super().__init__(source, problems)
        self.source = source
        self.problems = problems

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return f"{self.source}: {self.problems[0]}"
        listed = "\n".join(f"  - {problem}" for problem in self.problems)
        return f"{self.source}: {len(self.problems)} problems\n{listed}"


class TableError(EnforceCalError, ValueError):
    """A table as a whole cannot be read: no file, no rows, a column missing or named twice."""
