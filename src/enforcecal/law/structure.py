"""From TOML tables to the models of a pack: which reader reads which type.

The readers themselves are those of `enforcecal.datafiles`; here stands what only packs have, such
as conditions, steps, and limits that take the keys of others.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, partial
from typing import Any, Final, TypeVar

import attrs

from enforcecal.datafiles import (
    MisreadError,
    Mistake,
    Reader,
    array,
    choice,
    day,
    flag,
    list_of,
    shown,
    table,
    text,
    through,
    whole,
    words,
)
from enforcecal.law.checks import check_entry
from enforcecal.law.conditions import RESERVED, Condition, parse_condition
from enforcecal.law.procedures import FactType, Step
from enforcecal.law.rules import Then, TimeLimit
from enforcecal.law.schema import (
    FIELDS,
    SECTIONS,
    VOCABULARY,
    LimitLike,
    Pack,
    PackHeader,
    is_union,
    keys_of,
)

__all__ = ["read_pack"]

_T = TypeVar("_T")
_NO_HEADER: Final = 'the table pack is missing; write pack = { id = "...", version = "1" }'


def read_pack(data: Mapping[str, object], *, source: str, lines: Mapping[str, int]) -> Pack:
    """Return the pack that the TOML tables *data* make, or raise with every mistake in them."""
    return _pack_reader()(data, source=source, lines=lines)


@cache
def _pack_reader() -> Callable[..., Pack]:
    keys: dict[str, tuple[str, Reader[Any]]] = {"pack": ("header", partial(_entry, PackHeader))}
    for name, model in SECTIONS.items():
        entry = _limit if model is TimeLimit else partial(_entry, model)
        keys[name] = (FIELDS[name], array(name, entry))
    for name, model in VOCABULARY.items():
        keys[name] = (FIELDS[name], partial(_vocabulary, name, model))
    return table(Pack, keys, ["pack"], missing=_NO_HEADER)


def _entry(model: type[_T], value: object, **more: str) -> _T:
    # The reader of a model is made when a file has one: few files have all of them.
    found: _T = _reader_of(model)(value, **more)
    if mistakes := [Mistake(path, message) for path, message in check_entry(found)]:
        raise MisreadError(mistakes=mistakes)
    return found


def _limit(value: object) -> TimeLimit | LimitLike:
    if isinstance(value, dict) and "like" in value:
        return _like_reader()(value)
    return _entry(TimeLimit, value)


@cache
def _like_reader() -> Callable[..., LimitLike]:
    def make(*, id: str, like: str, **given: object) -> LimitLike:  # noqa: A002 - the key's name
        return LimitLike(id=id, like=like, given=given)

    return table(make, _keys(TimeLimit), ["id"])


def _vocabulary(name: str, model: type[_T], value: object) -> dict[str, _T]:
    if not isinstance(value, dict):
        raise MisreadError(f"{shown(value)} must be a table: [{name}]")
    found: dict[str, _T] = {}
    mistakes: list[Mistake] = []
    for word, entry in value.items():
        if not word or word != word.strip() or "|" in word:
            wrong = f"{word!r} cannot be a name: empty, with | or spaces around it"
            mistakes.append(Mistake((word,), wrong))
        if model is FactType and word in RESERVED:
            wrong = f"{word!r} is a word of the condition grammar; name it otherwise"
            mistakes.append(Mistake((word,), wrong))
        try:
            found[word] = _entry(model, entry, name=word)
        except MisreadError as error:
            mistakes += error.under(word)
    if mistakes:
        raise MisreadError(mistakes=mistakes)
    return found


def _keys(model: type) -> dict[str, tuple[str, Reader[Any]]]:
    return {
        key: (field.name, _names if key == "per" else _reader_of(field.type))
        for key, field in keys_of(model).items()
    }


def _reader_of(kind: object) -> Callable[..., Any]:
    """Return the reader of a type of the models."""
    if kind not in _READERS:
        _READERS[kind] = _made(kind)
    return _READERS[kind]


def _made(kind: Any) -> Callable[..., Any]:  # noqa: ANN401 - types have no one type
    if typing.get_origin(kind) is tuple:
        return list_of(_reader_of(typing.get_args(kind)[0]))
    if is_union(kind):
        inner = [one for one in typing.get_args(kind) if one is not types.NoneType]
        # The one true union of the format: a number, or an expression for one.
        return _number if len(inner) > 1 else _reader_of(inner[0])
    if issubclass(kind, enum.Enum):
        return choice(*kind)
    needed = [key for key, field in keys_of(kind).items() if field.default is attrs.NOTHING]
    return table(kind, _keys(kind), needed)


def _condition(value: object) -> Condition:
    if not isinstance(value, str):
        raise MisreadError(f"{shown(value)} must be a condition in quotes")
    return parse_condition(value)


def _number(value: object) -> int | Condition:
    if isinstance(value, str):
        return _read_condition(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise MisreadError(f"{shown(value)} must be a whole number, or an expression in quotes")


def _names(value: object) -> tuple[str, ...]:
    """Read a list of names that may be written as one name: ``per = "party"``."""
    return (value,) if isinstance(value, str) else _read_names(value)


def _then(value: object) -> Then:
    return Then(event=value) if isinstance(value, str) else _then_table()(value)


@cache
def _then_table() -> Callable[..., Then]:
    return table(Then, _keys(Then), ["event"])


def _steps(value: object) -> tuple[Step, ...]:
    return tuple(step for row in _read_rows(value) for step in row)


def _step(row: object) -> tuple[Step, ...]:
    if (
        not isinstance(row, list)
        or len(row) not in (3, 4)
        or not all(isinstance(one, str) for one in row)
    ):
        raise MisreadError(
            'a step is ["from", "event", "to"], with a condition as fourth if need be'
        )
    sources, events, target = _split(row[0]), _split(row[1]), row[2].strip()
    if not all((*sources, *events, target)):
        raise MisreadError(f"{row!r} names nothing where a state or an event is needed")
    if "|" in target:
        raise MisreadError(f"{row[2]!r} must be one state; write one step for each")
    condition = _read_condition(row[3]) if len(row) == 4 else None
    return tuple(Step(sources, event, target, condition) for event in events)


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split("|"))


_read_condition: Final = through(_condition)
_read_names: Final = list_of(text)
_read_rows: Final = list_of(_step, "a list of steps")
_READERS: Final[dict[object, Callable[..., Any]]] = {
    str: text,
    int: whole,
    bool: flag,
    date: day,
    Condition: _read_condition,
    Then: _then,
    Mapping[str, str]: words,
    tuple[Step, ...]: _steps,
}
