"""The one reader of data files: packs, presets, lists, checklists, records of draws, notices.

A reader is a function from what TOML or JSON has for a thing to the thing itself, and readers of
tables and lists are put together from those of what is in them.  One that finds something wrong
raises `MisreadError` with every mistake in what it was given; whatever called it puts the key, or
the position, in front.  So a mistake knows its place, and a file without one pays nothing for that.

Files are decoded here and nowhere else.  Nothing in a file is ever run.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeVar

import attrs

from enforcecal.errors import EnforceCalError, PackError, hint
from enforcecal.texts import Text

__all__ = [
    "DataFile",
    "DataFileError",
    "MisreadError",
    "Mistake",
    "Reader",
    "array",
    "choice",
    "day",
    "each",
    "filled",
    "flag",
    "list_of",
    "modest",
    "optional",
    "read_data",
    "read_file",
    "read_json",
    "read_toml",
    "shown",
    "table",
    "text",
    "through",
    "whole",
    "worded",
    "words",
    "written_day",
]

_T = TypeVar("_T")
Reader = Callable[[object], _T]
"""Makes a thing of what the file has for it, or raises `MisreadError`."""

_LONGEST: Final = 60
_AT: Final = re.compile(r"at line (\d+), column (\d+)")
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_QUOTES: Final = {"“": '"', "”": '"', "‘": "'", "’": "'", "、": ",", "\u3000": " "}


class DataFileError(EnforceCalError, ValueError):
    """A data file cannot be read; has every problem found, each with its place."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))


@attrs.frozen
class Mistake:
    """One thing wrong in a file: where, and what."""

    path: tuple[str | int, ...]
    """Keys and positions that lead to it."""
    message: str
    key: str | None = None
    """A key the message is about that is no part of the path, to find the line by."""


class MisreadError(EnforceCalError, ValueError):
    """What a reader was given is wrong: one message about all of it, or mistakes in it."""

    def __init__(self, message: str = "", mistakes: Iterable[Mistake] = ()) -> None:
        super().__init__(message)
        self.mistakes = [Mistake((), message)] if message else list(mistakes)

    def under(self, step: str | int) -> list[Mistake]:
        """Return the mistakes as they are seen from what has this under the key *step*."""
        return [attrs.evolve(one, path=(step, *one.path)) for one in self.mistakes]


# --- files ---------------------------------------------------------------------------------------


def read_file(path: str | Path) -> str:
    """Return the text of the file at *path*, which is UTF-8 with or without a BOM."""
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        raise DataFileError(["there is no such file"]) from None
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        said = error.strerror if isinstance(error, OSError) else error
        raise DataFileError([f"cannot be read: {said}"]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = f"not UTF-8: byte {error.start} cannot be read"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        raise DataFileError([wrong]) from None
    raise DataFileError([f"{wrong}; it seems to be in GB18030 (GBK): save it as UTF-8"])


def read_toml(source: str, reader: Reader[_T]) -> _T:
    """Return what *reader* makes of TOML text, or raise `DataFileError`."""
    import tomllib

    source = source.removeprefix("\ufeff")
    try:
        data = tomllib.loads(source, parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # numbers and nesting beyond all measure too
        raise DataFileError([f"not TOML: {error}{_typed(source, str(error))}"]) from None
    return read_data(data, reader, source)


def read_json(source: str, reader: Reader[_T]) -> _T:
    """Return what *reader* makes of JSON text, or raise `DataFileError`."""
    import json

    try:
        data = json.loads(source.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise DataFileError([f"not JSON: {error}"]) from None
    return read_data(data, reader)


@attrs.frozen
class DataFile:
    """A TOML file with its name, or text given in place of one."""

    name: str
    text: str

    @classmethod
    def of(cls, source: Path | str) -> DataFile:
        """Return what is at a path, or TOML text: any string with a line break."""
        if isinstance(source, str) and "\n" in source:
            return cls("<text>", source)
        try:
            return cls(str(source), read_file(source))
        except DataFileError as error:
            raise PackError(str(source), error.problems) from None

    def read(self, reader: Reader[_T]) -> _T:
        """Return what *reader* makes of it, or raise `PackError` with every problem."""
        try:
            return read_toml(self.text, reader)
        except DataFileError as error:
            raise PackError(self.name, error.problems) from None


def _typed(source: str, message: str) -> str:
    """Return what to say where a mark of a Chinese keyboard stands for one of TOML's."""
    found = _AT.search(message)
    if found is None:
        return ""
    row = source.split("\n")[int(found[1]) - 1].rstrip("\r")
    mark = (row[int(found[2]) - 1 :] or row[-1:])[:1]
    meant = chr(ord(mark) - 0xFEE0) if mark and ord(mark) in _FULL_WIDTH else _QUOTES.get(mark)
    return f"; {mark} is no mark of TOML: write {meant}" if meant else ""


def read_data(data: object, reader: Reader[_T], source: str = "") -> _T:
    """Return what *reader* makes of *data*, or raise `DataFileError`; lines are those in *source*.

    >>> read_data({"size": "7"}, table(dict, {"size": ("size", whole)}))
    Traceback (most recent call last):
        ...
    enforcecal.datafiles.DataFileError: size: '7' must be a whole number
    """
    try:
        return reader(data)
    except MisreadError as error:
        from enforcecal.places import Places

        places = Places(source, data if isinstance(data, Mapping) else {})
        wrong = sorted(error.mistakes, key=lambda one: places.line(one.path, one.key) or 0)
        problems = [places.place(one.path, one.message, one.key) for one in wrong]
        raise DataFileError(problems) from None


# --- values --------------------------------------------------------------------------------------


def shown(value: object) -> str:
    """Return *value* as an author wrote it, shortened."""
    if isinstance(value, bool):
        found = str(value).lower()
    elif isinstance(value, int):
        found = str(value) if value.bit_length() < 200 else f"{value:#x}"
    elif isinstance(value, (date, Decimal)):
        found = str(value)
    elif isinstance(value, Mapping):
        found = "a table"
    elif isinstance(value, list):
        found = "a list"
    else:
        found = "null" if value is None else repr(value)
    return found if len(found) <= _LONGEST else found[: _LONGEST - 3] + "..."


def text(value: object) -> str:
    """Read text."""
    if not isinstance(value, str):
        raise MisreadError(f"{shown(value)} must be text in quotes")
    return value


def filled(value: object) -> str:
    """Read text that says something."""
    if not text(value):
        raise MisreadError("'' must not be empty")
    return text(value)


def whole(value: object) -> int:
    """Read a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise MisreadError(f"{shown(value)} must be a whole number")
    return value


def modest(number: Decimal) -> bool:
    """Tell whether a number has ten digits before the point, and nine after it, at the most."""
    exponent = number.as_tuple().exponent  # a word where it is infinite, or no number
    return isinstance(exponent, int) and exponent >= -9 and number.adjusted() < 10


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise MisreadError(f"{shown(value)} must be true or false, without quotes")
    return value


def day(value: object) -> date:
    """Read a day as TOML has it."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise MisreadError(f"{shown(value)} must be a day, such as 2021-07-15 without quotes")
    return value


def written_day(value: object) -> date:
    """Read a day that may be in quotes, as JSON needs it."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date(int(value[:4]), int(value[5:7]), int(value[8:]))
        except ValueError:
            raise MisreadError(f"{value!r} is no day of the calendar") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise MisreadError(f"{shown(value)} must be a day written YYYY-MM-DD")
    return value


def words(value: object) -> dict[str, str]:
    """Read a table of names, each with text."""
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise MisreadError(f"{shown(value)} must be a table whose values are text in quotes")
    return dict(value)


def choice(*known: _T) -> Reader[_T]:
    """Return a reader of one of *known*: words, or members of an enumeration by their values."""
    found = {str(one.value if isinstance(one, enum.Enum) else one): one for one in known}

    def read(value: object) -> _T:
        if isinstance(value, str) and value in found:
            return found[value]
        raise MisreadError(f"{shown(value)} is not known{_hint(value, found)}")

    return read


def optional(reader: Reader[_T]) -> Reader[_T | None]:
    """Return a reader of what JSON may have null for."""
    return lambda value: None if value is None else reader(value)


def through(make: Callable[[Any], _T]) -> Reader[_T]:
    """Return a reader that leaves it to *make*, and whose mistakes are what that refuses."""

    def read(value: object) -> _T:
        try:
            return make(value)
        except EnforceCalError as error:
            raise MisreadError(str(error)) from None

    return read


# --- what values stand in ------------------------------------------------------------------------


def each(values: Iterable[object], reader: Reader[_T]) -> tuple[_T, ...]:
    """Read every one of *values*, or raise with the mistakes in all of them."""
    found: list[_T] = []
    mistakes: list[Mistake] = []
    for index, value in enumerate(values):
        try:
            found.append(reader(value))
        except MisreadError as error:
            mistakes += error.under(index)
    if mistakes:
        raise MisreadError(mistakes=mistakes)
    return tuple(found)


def list_of(reader: Reader[_T], what: str = "a list") -> Reader[tuple[_T, ...]]:
    """Return a reader of a list, which messages call *what*."""

    def read(value: object) -> tuple[_T, ...]:
        if not isinstance(value, list):
            raise MisreadError(f"{shown(value)} must be {what}")
        return each(value, reader)

    return read


def array(name: str, reader: Reader[_T]) -> Reader[tuple[_T, ...]]:
    """Return a reader of the array of tables ``[[name]]``, in which an id stands once."""
    read_list = list_of(reader, f"an array of tables: [[{name}]]")

    def read(value: object) -> tuple[_T, ...]:
        mistakes: list[Mistake] = []
        seen: set[str] = set()
        for index, one in enumerate(value if isinstance(value, list) else ()):
            identity = one.get("id") if isinstance(one, dict) else None
            if isinstance(identity, str):
                if identity in seen:
                    mistakes.append(
                        Mistake((index, "id"), f"{identity!r} stands here a second time")
                    )
                seen.add(identity)
        try:
            found = read_list(value)
        except MisreadError as error:
            mistakes += error.mistakes
        if mistakes:
            raise MisreadError(mistakes=mistakes)
        return found

    return read


def table(
    make: Callable[..., _T],
    keys: Mapping[str, tuple[str, Reader[Any]]],
    needed: Iterable[str] = (),
    missing: str = "",
) -> Callable[..., _T]:
    """Return a reader of a table: *make* is called with what its keys hold.

    Each key has the name of an argument of *make* and a reader; arguments that no key fills are
    given to the reader that is returned.  What *make* refuses is a mistake of the table.  *missing*
    is what to say, in place of the usual, where a key that is *needed* is not there.
    """
    wanted = {key: missing or f"key {key!r} is missing" for key in needed}

    def read(value: object, **given: object) -> _T:
        if not isinstance(value, (dict, Mapping)):  # a dict is told faster
            raise MisreadError(f"{shown(value)} must be a table")
        mistakes = [Mistake((), said) for key, said in wanted.items() if key not in value]
        for key, one in value.items():
            if key not in keys:
                mistakes.append(
                    Mistake((), f"key {key!r} is not known{_hint(key, keys)}", str(key))
                )
                continue
            name, reader = keys[key]
            try:
                given[name] = reader(one)
            except MisreadError as error:
                mistakes += error.under(str(key))
        if mistakes:
            raise MisreadError(mistakes=mistakes)
        try:
            return make(**given)
        except MisreadError:
            raise
        except EnforceCalError as error:
            raise MisreadError(str(error)) from None

    return read


def worded(make: Callable[..., _T], name: str = "text") -> Callable[..., _T]:
    """Return *make* with the keys ``zh`` and ``en`` as the one argument *name*."""
    return lambda *, zh="", en="", **more: make(**{name: Text(en, zh)}, **more)


def _hint(value: object, known: Collection[str]) -> str:
    there = f"there {'is' if len(known) == 1 else 'are'} {', '.join(known)}"
    return hint(value, known, there) if isinstance(value, str) else f"; {there}"
