"""From TOML tables to models, every problem collected in one sentence with its place.

A pack is nearly always right, so a plain reader goes first, which stops at the first thing it does
not like.  Only then cattrs reads the file again, because it knows the path to whatever is wrong,
and everything that is; it is imported for that alone.  Tests hold the two to the same answers.
"""

from __future__ import annotations

import contextlib
import enum
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Final, TypeVar

import attrs

from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.errors import ConditionError, nearest
from enforcecal.law.checks import check_entry
from enforcecal.law.citations import Law
from enforcecal.law.conditions import RESERVED, Condition, parse_condition
from enforcecal.law.limitations import (
    ConductKind,
    DiscoveryCode,
    Finder,
    LimitationClause,
    Pattern,
    Question,
    Strength,
)
from enforcecal.law.procedures import EventType, FactKind, FactType, Machine, Step
from enforcecal.law.rules import Bound, CountingRule, Kind, Need, PauseRule, Then, TimeLimit
from enforcecal.law.schema import (
    MODELS,
    NOT_WRITTEN,
    SECTIONS,
    VOCABULARY,
    LimitLike,
    Pack,
    PackHeader,
    ProcedureEntry,
    is_union,
    keys_of,
)

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["Path", "Problem", "Table", "read_tables"]

Table = Mapping[str, object]
"""A TOML table as `tomllib` gives it."""

Path = tuple[str | int, ...]
"""Keys and positions that lead to a place in a file."""


@attrs.frozen
class Problem:
    """One thing wrong in a file: where, and what."""

    path: Path
    message: str
    key: str | None = None
    """A key the message is about that is no part of the path, to find the line by."""


class _WrongError(ValueError):
    """A value is wrong; the message is for the author of the pack."""


def read_tables(data: Table, *, source: str, lines: Mapping[str, int]) -> Pack | list[Problem]:
    """Return the pack that the TOML tables *data* make, or every problem found in them."""
    with contextlib.suppress(Exception):  # whatever it is, the second reading says it in words
        found = _Reader(data, _plain, stops=True).read(source, lines)
        if isinstance(found, Pack):
            return found
    return _Reader(data, _converter().structure, stops=False).read(source, lines)


_Model = TypeVar("_Model")
_Structure = Callable[[object, type], object]
"""Makes a value of a type from what TOML has for it, or raises."""


class _Reader:
    """Reads one file; a class because every step adds to the same list of problems."""

    def __init__(self, data: Table, structure: _Structure, *, stops: bool) -> None:
        self.data = data
        self.problems: list[Problem] = []
        self.structure = structure
        self.stops = stops
        """Whether the first thing that is wrong ends the reading."""

    def read(self, source: str, lines: Mapping[str, int]) -> Pack | list[Problem]:
        self.unknown((), self.data, ["pack", *SECTIONS, *VOCABULARY])
        header = self.header()
        pack = partial(
            Pack,
            laws=self.section("law", Law),
            countings=self.section("counting", CountingRule),
            pauses=self.section("pause", PauseRule),
            limits=self.limits(),
            limitations=self.section("limitation", LimitationClause),
            needs=self.section("need", Need),
            machines=self.section("machine", Machine),
            procedures=self.section("procedure", ProcedureEntry),
            events=self.vocabulary("event", EventType),
            facts=self.vocabulary("fact", FactType),
            conducts=self.vocabulary("conduct", ConductKind),
            discoveries=self.vocabulary("discovery", DiscoveryCode),
            questions=self.vocabulary("question", Question),
        )
        if self.problems or header is None:
            return self.problems
        return pack(header=header, source=source, lines=lines)

    def header(self) -> PackHeader | None:
        if "pack" in self.data:
            return self.entry(("pack",), self.data["pack"], PackHeader)
        missing = 'the table pack is missing; write pack = { id = "...", version = "1" }'
        self.problems.append(Problem((), missing))
        return None

    def section(self, name: str, model: type[_Model]) -> tuple[_Model, ...]:
        return tuple(
            entry
            for path, table in self.tables(name)
            for entry in [self.checked(path, self.entry(path, table, model))]
            if entry is not None
        )

    def limits(self) -> tuple[TimeLimit | LimitLike, ...]:
        found: list[TimeLimit | LimitLike] = []
        for path, table in self.tables("limit"):
            entry: TimeLimit | LimitLike | None
            if isinstance(table, dict) and "like" in table:
                entry = self.like(path, table)
            else:
                entry = self.checked(path, self.entry(path, table, TimeLimit))
            if entry is not None:
                found.append(entry)
        return tuple(found)

    def tables(self, name: str) -> Iterator[tuple[Path, object]]:
        entries = self.data.get(name, [])
        if not isinstance(entries, list):
            wrong = f"{_shown(entries)} must be an array of tables: [[{name}]]"
            self.problems.append(Problem((name,), wrong))
            return
        seen: set[str] = set()
        for index, table in enumerate(entries):
            identity = table.get("id") if isinstance(table, dict) else None
            if isinstance(identity, str):
                if identity in seen:
                    twice = f"{identity!r} stands here a second time"
                    self.problems.append(Problem((name, index, "id"), twice))
                seen.add(identity)
            yield (name, index), table

    def checked(self, path: Path, entry: _Model | None) -> _Model | None:
        for where, message in check_entry(entry):
            self.problems.append(Problem((*path, *where), message))
        return entry

    def vocabulary(self, name: str, model: type[_Model]) -> dict[str, _Model]:
        tables = self.data.get(name, {})
        if not isinstance(tables, dict):
            wrong = f"{_shown(tables)} must be a table: [{name}]"
            self.problems.append(Problem((name,), wrong))
            return {}
        found: dict[str, _Model] = {}
        for word, table in tables.items():
            path = (name, word)
            if not word or word != word.strip() or "|" in word:
                wrong = f"{word!r} cannot be a name: empty, with | or spaces around it"
                self.problems.append(Problem(path, wrong))
            if name == "fact" and word in RESERVED:
                wrong = f"{word!r} is a word of the condition grammar; name it otherwise"
                self.problems.append(Problem(path, wrong))
            entry = self.checked(path, self.entry(path, table, model, name=word))
            if entry is not None:
                found[word] = entry
        return found

    def entry(self, path: Path, table: object, model: type[_Model], **more: str) -> _Model | None:
        if not isinstance(table, dict):
            self.problems.append(Problem(path, f"{_shown(table)} must be a table"))
            return None
        if any(key in table for key in more):
            self.unknown(path, table, keys_of(model))
            return None
        try:
            return typing.cast("_Model", self.structure({**table, **more}, model))
        except Exception as error:  # cattrs wraps whatever a hook raises
            if self.stops:
                raise
            self.problems += _problems(error, path, model)
            return None

    def like(self, path: Path, table: Table) -> LimitLike | None:
        fields = keys_of(TimeLimit)
        given: dict[str, object] = {}
        before = len(self.problems)
        self.unknown(path, table, fields)
        for key in fields.keys() & table.keys():
            kind = typing.cast("type[object]", fields[key].type)
            try:
                given[fields[key].name] = self.structure(table[key], kind)
            except Exception as error:  # as above
                if self.stops:
                    raise
                self.problems += _problems(error, (*path, key), kind)
        identity, like = given.pop("id", None), given.pop("like", None)
        if "id" not in table:
            self.problems.append(Problem(path, _missing_key("id")))
        if len(self.problems) > before:
            return None
        return LimitLike(id=str(identity), like=str(like), given=given)

    def unknown(self, path: Path, table: Iterable[str], known: Iterable[str]) -> None:
        known = list(known)
        for key in table:
            if key not in known:
                self.problems.append(Problem(path, _unknown_key(key, known), key))


def _unknown_key(key: str, known: Iterable[str]) -> str:
    known = list(known)
    found = nearest(key, known)
    if found:
        return f"key {key!r} is not known; did you mean {found!r}?"
    return f"key {key!r} is not known; there are {', '.join(known)}"


def _missing_key(key: str) -> str:
    return f"key {key!r} is missing"


def _shown(value: object) -> str:
    """Return *value* as an author wrote it in TOML, shortened."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, (date, int)):
        text = str(value)
    elif isinstance(value, dict):
        text = "a table"
    elif isinstance(value, list):
        text = "a list"
    else:
        text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _problems(error: BaseException, path: Path, model: object) -> list[Problem]:
    """Return what cattrs found wrong, each with its path in the file."""
    from cattrs import (
        AttributeValidationNote,
        ClassValidationError,
        ForbiddenExtraKeysError,
        IterableValidationError,
    )

    if isinstance(error, ForbiddenExtraKeysError):
        return [
            Problem(path, _unknown_key(key, keys_of(error.cl)), key)
            for key in sorted(error.extra_fields)
        ]
    if isinstance(error, (ClassValidationError, IterableValidationError)):
        found: list[Problem] = []
        noted, rest = error.group_exceptions()
        keys = {field.name: key for key, field in _fields(error.cl)}
        for inner, note in noted:
            if isinstance(note, AttributeValidationNote):
                key = keys[note.name]
                if isinstance(inner, KeyError) and inner.args == (key,):
                    found.append(Problem(path, _missing_key(key)))
                    continue
                found += _problems(inner, (*path, key), note.type)
            else:
                found += _problems(inner, (*path, note.index), note.type)
        for inner in rest:
            found += _problems(inner, path, model)
        return found
    return [Problem(path, str(error))]


def _fields(model: type) -> Iterable[tuple[str, attrs.Attribute[object]]]:
    return keys_of(model).items() if attrs.has(model) else ()


# --- the plain reading ---------------------------------------------------------------------------


def _plain(value: object, kind: type) -> object:
    """Return *value* as a *kind*, or raise at the first thing that is wrong with it."""
    return _plain_hook(kind)(value, kind)


@cache
def _plain_hook(kind: type) -> _Structure:
    if kind in _LEAVES:
        return _LEAVES[kind]
    if kind in _WORDS:
        return _enum_reader(kind)
    if kind == Mapping[str, str]:
        return _read_words
    if kind == tuple[Step, ...]:
        return _read_steps
    if _is_list(kind):
        return partial(_plain_list, _plain_hook(typing.get_args(kind)[0]))
    if is_union(kind):
        return partial(_read_union, _plain)
    return _table_reader(_plain_table(kind))


def _plain_list(hook: _Structure, value: object, kind: type) -> object:
    if not isinstance(value, list):
        raise _WrongError(f"{_shown(value)} must be a list")
    inner = typing.get_args(kind)[0]
    return tuple([hook(each, inner) for each in value])


def _plain_names(value: object, kind: type) -> object:
    return (value,) if isinstance(value, str) else _plain(value, kind)


def _plain_table(model: type) -> Callable[[Table, type], object]:
    fields = {
        key: (
            field.name,
            _plain_names if key == "per" else _plain_hook(typing.cast("type", field.type)),
            typing.cast("type", field.type),
        )
        for key, field in keys_of(model).items()
    }
    if "name" in NOT_WRITTEN.get(model, ()):
        fields["name"] = ("name", _read_text, str)

    def read(table: Table, _: type) -> object:
        given: dict[str, object] = {}
        for key, value in table.items():
            name, hook, kind = fields[key]
            given[name] = hook(value, kind)
        return model(**given)

    return read


# --- the reading that says what is wrong ---------------------------------------------------------


@cache
def _converter() -> Converter:
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, override

    converter = Converter(detailed_validation=True, forbid_extra_keys=True)
    for leaf, hook in _LEAVES.items():
        converter.register_structure_hook(leaf, hook)
    for words in _WORDS:
        converter.register_structure_hook(words, _enum_reader(words))
    for predicate, read in (
        (lambda kind: kind == Mapping[str, str], _read_words),
        (lambda kind: kind == tuple[Step, ...], _read_steps),
        (_is_list, partial(_read_list, converter)),
        (is_union, partial(_read_union, converter.structure)),
    ):
        converter.register_structure_hook_func(predicate, read)
    for model in MODELS:
        overrides = {
            field.name: override(
                rename=key,
                struct_hook=partial(_read_names, converter) if key == "per" else None,
            )
            for key, field in keys_of(model).items()
        }
        for name in NOT_WRITTEN.get(model, ()):
            # A name comes with the table, as its key; anything else of the kind is not known.
            overrides[name] = override(omit=name != "name")
        structure: Callable[[Table, type], object] = make_dict_structure_fn(
            model,
            converter,
            _cattrs_forbid_extra_keys=True,
            _cattrs_detailed_validation=True,
            **overrides,  # type: ignore[arg-type]  # mypy holds them for the options
        )
        converter.register_structure_hook(model, _table_reader(structure))
    return converter


def _table_reader(
    read: Callable[[Table, type], object],
) -> Callable[[object, type], object]:
    def hook(value: object, kind: type) -> object:
        if kind is Then and isinstance(value, str):
            return Then(event=value)
        if not isinstance(value, dict):
            raise _WrongError(f"{_shown(value)} must be a table")
        return read(value, kind)

    return hook


def _enum_reader(words: type[enum.Enum]) -> Callable[[object, type], object]:
    known = [each.value for each in words]

    def hook(value: object, _: type) -> object:
        if value in known:
            return words(value)
        found = nearest(value, known) if isinstance(value, str) else None
        hint = f"did you mean {found!r}?" if found else f"there are {', '.join(known)}"
        raise _WrongError(f"{_shown(value)} is not known; {hint}")

    return hook


def _read_text(value: object, _: type) -> str:
    if not isinstance(value, str):
        raise _WrongError(f"{_shown(value)} must be text in quotes")
    return value


def _read_whole(value: object, _: type) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _WrongError(f"{_shown(value)} must be a whole number")
    return value


def _read_bool(value: object, _: type) -> bool:
    if not isinstance(value, bool):
        raise _WrongError(f"{_shown(value)} must be true or false, without quotes")
    return value


def _read_day(value: object, _: type) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _WrongError(f"{_shown(value)} must be a day, such as 2021-07-15 without quotes")
    return value


def _read_condition(value: object, _: type) -> Condition:
    if not isinstance(value, str):
        raise _WrongError(f"{_shown(value)} must be a condition in quotes")
    try:
        return parse_condition(value)
    except ConditionError as error:
        raise _WrongError(str(error)) from None


def _read_words(value: object, _: type) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise _WrongError(f"{_shown(value)} must be a table whose values are text in quotes")
    return dict(value)


_LEAVES: Final[Mapping[type, Callable[[object, type], object]]] = {
    str: _read_text,
    int: _read_whole,
    bool: _read_bool,
    date: _read_day,
    Condition: _read_condition,
}


_WORDS: Final = (Unit, Roll, Edge, Kind, Bound, FactKind, Pattern, Strength, Finder)


def _is_list(kind: object) -> bool:
    return typing.get_origin(kind) is tuple and kind != tuple[Step, ...]


def _read_list(converter: Converter, value: object, kind: type) -> tuple[object, ...]:
    if not isinstance(value, list):
        raise _WrongError(f"{_shown(value)} must be a list")
    from cattrs import IterableValidationError, IterableValidationNote

    inner = typing.get_args(kind)[0]
    found: list[object] = []
    errors: list[Exception] = []
    for index, each in enumerate(value):
        try:
            found.append(converter.structure(each, inner))
        except Exception as error:  # noqa: BLE001 - collected, and told all at once
            error.add_note(IterableValidationNote("", index, inner))
            errors.append(error)
    if errors:
        raise IterableValidationError("", errors, kind)
    return tuple(found)


def _read_names(converter: Converter, value: object, _: type) -> tuple[object, ...]:
    """Read a list of names that may be written as one name: ``per = "party"``."""
    return (value,) if isinstance(value, str) else _read_list(converter, value, tuple[str, ...])


def _read_union(structure: _Structure, value: object, kind: type) -> object:
    inner = [each for each in typing.get_args(kind) if each is not types.NoneType]
    if len(inner) == 1:
        return structure(value, inner[0])
    # The one true union of the format: a number, or an expression for one.
    if isinstance(value, str):
        return structure(value, Condition)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _WrongError(f"{_shown(value)} must be a whole number, or an expression in quotes")


def _read_steps(value: object, _: type) -> tuple[Step, ...]:
    if not isinstance(value, list):
        raise _WrongError(f"{_shown(value)} must be a list of steps")
    steps: list[Step] = []
    errors: list[Exception] = []
    for index, row in enumerate(value):
        try:
            steps += _read_step(row)
        except ValueError as error:
            from cattrs import IterableValidationNote

            error.add_note(IterableValidationNote("", index, Step))
            errors.append(error)
    if errors:
        from cattrs import IterableValidationError

        raise IterableValidationError("", errors, Step)
    return tuple(steps)


def _read_step(row: object) -> Iterator[Step]:
    if (
        not isinstance(row, list)
        or len(row) not in (3, 4)
        or not all(isinstance(each, str) for each in row)
    ):
        raise _WrongError(
            'a step is ["from", "event", "to"], with a condition as fourth if need be'
        )
    sources, events, target = _split(row[0]), _split(row[1]), row[2].strip()
    if not all((*sources, *events, target)):
        raise _WrongError(f"{row!r} names nothing where a state or an event is needed")
    if "|" in target:
        raise _WrongError(f"{row[2]!r} must be one state; write one step for each")
    condition = _read_condition(row[3], Condition) if len(row) == 4 else None
    for event in events:
        yield Step(sources, event, target, condition)


def _split(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split("|"))
