"""What a pack file may say: its sections, their keys, and what stands for a file in memory.

The models of `citations`, `rules` and `procedures` are the one place where keys are listed; this
module says which of them are written otherwise in TOML (`RENAMED`) and adds what a file says
before it is resolved: limits with ``like``, regions with a machine, the `Pack` itself.
`json_schema` is made from the same keys that the loader reads.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Final

import attrs

from enforcecal.law.citations import Law
from enforcecal.law.conditions import Condition
from enforcecal.law.limitations import (
    ConductKind,
    DiscoveryCode,
    LimitationClause,
    OpenQuestion,
    View,
)
from enforcecal.law.procedures import EventType, FactType, Machine, Step
from enforcecal.law.rules import (
    CountingRule,
    ExtensionRule,
    Need,
    PauseRule,
    Reading,
    TakesOver,
    Then,
    TimeLimit,
)

__all__ = [
    "FIELDS",
    "MODELS",
    "NEVER_COPIED",
    "NOT_WRITTEN",
    "RENAMED",
    "SECTIONS",
    "VOCABULARY",
    "Entry",
    "LimitLike",
    "Pack",
    "PackHeader",
    "ProcedureEntry",
    "RegionEntry",
    "is_union",
    "json_schema",
    "keys_of",
    "section_of",
]


NEVER_COPIED: Final = frozenset({"id", "like", "overrides", "takes_over", "quote", "verified"})
"""Fields of a limit that ``like`` never copies: they are true of one clause of one law only."""


@attrs.frozen(kw_only=True)
class PackHeader:
    """What a file says of itself: table ``pack``."""

    id: str
    version: str
    calendar: str | None = None
    """Country of the working days, such as ``CN``; without it no limit may count working days."""
    zone: str | None = None
    """Time zone in which days end, such as ``Asia/Shanghai``."""
    zh: str = ""
    en: str = ""
    note: str = ""
    note_zh: str = ""


@attrs.frozen(kw_only=True)
class LimitLike:
    """A limit as written with ``like``: the keys given, and whose other keys it takes."""

    id: str
    like: str
    given: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    """Fields of `TimeLimit` that are given here, by field name."""

    def resolve(self, base: TimeLimit) -> TimeLimit:
        """Return the limit, every key not given taken from *base*, except `NEVER_COPIED`."""
        copied = {
            field.name: getattr(base, field.name)
            for field in attrs.fields(TimeLimit)
            if field.name not in NEVER_COPIED
        }
        return TimeLimit(**{**copied, **self.given, "id": self.id, "like": self.like})


@attrs.frozen(kw_only=True)
class RegionEntry:
    """A region as a procedure file writes it; ``like`` names the machine of its steps."""

    id: str
    like: str | None = None
    per: tuple[str, ...] = ()
    initial: str | None = None
    final: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    names: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    zh: str = ""
    en: str = ""


@attrs.frozen(kw_only=True)
class ProcedureEntry:
    """A procedure as a file writes it, or with ``extends`` what an overlay adds to another's."""

    id: str = ""
    extends: str | None = None
    zh: str = ""
    en: str = ""
    laws: tuple[str, ...] = ()
    region: tuple[RegionEntry, ...] = ()
    ignore: tuple[str, ...] = ()
    """Words of a source that have no bearing on it; ``*`` stands for any letters."""
    note: str = ""
    note_zh: str = ""


Entry = (
    Law
    | CountingRule
    | PauseRule
    | TimeLimit
    | LimitLike
    | LimitationClause
    | Need
    | Machine
    | ProcedureEntry
)
"""One entry of an array of tables."""

SECTIONS: Final[Mapping[str, type]] = {
    "law": Law,
    "counting": CountingRule,
    "pause": PauseRule,
    "limit": TimeLimit,
    "limitation": LimitationClause,
    "need": Need,
    "machine": Machine,
    "procedure": ProcedureEntry,
}
"""Arrays of tables, each with the model of one entry."""

VOCABULARY: Final[Mapping[str, type]] = {
    "event": EventType,
    "fact": FactType,
    "conduct": ConductKind,
    "discovery": DiscoveryCode,
    "question": OpenQuestion,
}
"""Tables whose keys are names, each with the model of one entry."""

FIELDS: Final[Mapping[str, str]] = {
    **{name: f"{name}s" for name in (*SECTIONS, *VOCABULARY)},
    "discovery": "discoveries",
}
"""The field of `Pack` that holds each of them."""


def section_of(model: type) -> str:
    """Return the name of the section whose entries are of *model*."""
    return next(name for name, each in SECTIONS.items() if each is model)


RENAMED: Final[Mapping[type, Mapping[str, str]]] = {
    Law: {"in_force_from": "from", "in_force_to": "to"},
    PauseRule: {"begins": "from", "ends": "to"},
    ExtensionRule: {"base": "from"},
    FactType: {"kind": "type"},
}
"""Fields whose key is another word; in all others a hyphen stands for the underscore."""

NOT_WRITTEN: Final[Mapping[type, frozenset[str]]] = {
    TimeLimit: frozenset({"scope"}),
    EventType: frozenset({"name"}),
    FactType: frozenset({"name"}),
    ConductKind: frozenset({"name"}),
    DiscoveryCode: frozenset({"name"}),
    OpenQuestion: frozenset({"name"}),
}
"""Fields that no key fills: a name is the key of its table, a scope is worked out."""

MODELS: Final[tuple[type, ...]] = (
    *SECTIONS.values(),
    *VOCABULARY.values(),
    *(PackHeader, RegionEntry, ExtensionRule, Reading, TakesOver, Then, View),
)
"""Every model that is a table of its own in a file."""


def keys_of(model: type) -> Mapping[str, attrs.Attribute[object]]:
    """Return the TOML keys of *model*, each with the field it fills, types resolved.

    >>> list(keys_of(PauseRule))[:3]
    ['id', 'from', 'to']
    """
    if model not in _KEYS:
        attrs.resolve_types(model)
        renamed, hidden = RENAMED.get(model, {}), NOT_WRITTEN.get(model, frozenset())
        _KEYS[model] = {
            renamed.get(field.name, field.name.replace("_", "-")): field
            for field in attrs.fields(model)
            if field.name not in hidden
        }
    return _KEYS[model]


_KEYS: Final[dict[type, Mapping[str, attrs.Attribute[object]]]] = {}


@attrs.frozen(kw_only=True)
class Pack:
    """One pack file, as it was written: likes not yet copied, ``*.`` names not yet expanded."""

    header: PackHeader
    laws: tuple[Law, ...] = ()
    countings: tuple[CountingRule, ...] = ()
    pauses: tuple[PauseRule, ...] = ()
    limits: tuple[TimeLimit | LimitLike, ...] = ()
    limitations: tuple[LimitationClause, ...] = ()
    needs: tuple[Need, ...] = ()
    machines: tuple[Machine, ...] = ()
    procedures: tuple[ProcedureEntry, ...] = ()
    events: Mapping[str, EventType] = attrs.field(factory=dict, hash=False)
    facts: Mapping[str, FactType] = attrs.field(factory=dict, hash=False)
    conducts: Mapping[str, ConductKind] = attrs.field(factory=dict, hash=False)
    discoveries: Mapping[str, DiscoveryCode] = attrs.field(factory=dict, hash=False)
    questions: Mapping[str, OpenQuestion] = attrs.field(factory=dict, hash=False)
    source: str = attrs.field(default="", eq=False)
    """Where it was read from, for messages."""
    lines: Mapping[str, int] = attrs.field(factory=dict, eq=False, repr=False)
    """The line on which each id, and each ``event.NAME``, ``fact.NAME`` and so on, stands."""
    digest: str = attrs.field(init=False, eq=False)
    """SHA-256 of what the file says, the same however it is laid out; 12 digits of it are shown."""

    @digest.default
    def _digest(self) -> str:
        import hashlib
        import json

        text = json.dumps(self.tables(), sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def id(self) -> str:
        """The name of the pack, shown with every result it took part in."""
        return self.header.id

    @property
    def version(self) -> str:
        """The version of the pack; a released version never changes."""
        return self.header.version

    @property
    def calendar(self) -> str | None:
        """The country of the working days, or None."""
        return self.header.calendar

    @property
    def zone(self) -> str | None:
        """The time zone in which days end, or None."""
        return self.header.zone

    def __str__(self) -> str:
        return f"{self.id} {self.version} ({self.digest[:12]})"

    def tables(self) -> dict[str, object]:
        """Return the pack as the TOML tables that read back as an equal pack, defaults left out."""
        data: dict[str, object] = {"pack": _write(self.header)}
        for name in SECTIONS:
            if written := [_write(entry) for entry in self.section(name)]:
                data[name] = written
        for name in VOCABULARY:
            if words := self.words(name):
                data[name] = {word: _write(entry) for word, entry in words.items()}
        return data

    def section(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of the array of tables called *name*."""
        entries: tuple[Entry, ...] = getattr(self, FIELDS[name])
        return entries

    def words(self, name: str) -> Mapping[str, object]:
        """Return the entries of the table of names called *name*."""
        entries: Mapping[str, object] = getattr(self, FIELDS[name])
        return entries


def _write(value: object) -> object:
    match value:
        case LimitLike():
            keys = {field.name: key for key, field in keys_of(TimeLimit).items()}
            given = {keys[name]: _write(each) for name, each in value.given.items()}
            return {"id": value.id, "like": value.like, **given}
        case Condition():
            return value.source
        case Step():
            row = [" | ".join(value.sources), value.event, value.target]
            return [*row, value.condition.source] if value.condition else row
        case enum.Enum():
            return value.value
        case tuple():
            return [_write(each) for each in value]
        case Mapping():
            return {str(key): _write(each) for key, each in value.items()}
    if attrs.has(type(value)):
        found = (
            (key, field, getattr(value, field.name)) for key, field in keys_of(type(value)).items()
        )
        return {key: _write(each) for key, field, each in found if not _is_default(field, each)}
    return value


def _is_default(field: attrs.Attribute[object], value: object) -> bool:
    default = field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # a function to mypy
        return not value
    return default is not attrs.NOTHING and value == default


def json_schema() -> dict[str, object]:
    """Return the JSON Schema of a pack file, for editors; made from the same keys as the loader.

    >>> "limit" in json_schema()["properties"]
    True
    """
    properties: dict[str, object] = {"pack": _reference(PackHeader)}
    for name, model in SECTIONS.items():
        properties[name] = {"type": "array", "items": _reference(model)}
    for name, model in VOCABULARY.items():
        properties[name] = {"type": "object", "additionalProperties": _reference(model)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "enforcecal rule pack",
        "type": "object",
        "properties": properties,
        "required": ["pack"],
        "additionalProperties": False,
        "$defs": {model.__name__: _model_schema(model) for model in MODELS},
    }


def _reference(model: type) -> dict[str, object]:
    return {"$ref": f"#/$defs/{model.__name__}"}


def _model_schema(model: type) -> dict[str, object]:
    keys = keys_of(model)
    schema: dict[str, object] = {
        "type": "object",
        "properties": {
            key: _names_schema() if key == "per" else _type_schema(field.type)
            for key, field in keys.items()
        },
        "additionalProperties": False,
    }
    required = [key for key, field in keys.items() if field.default is attrs.NOTHING]
    if model is TimeLimit:
        schema["anyOf"] = [{"required": required}, {"required": ["id", "like"]}]
    else:
        schema["required"] = required
    return schema


def _names_schema() -> dict[str, object]:
    return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}


def is_union(kind: object) -> bool:
    """Tell whether *kind* is written ``A | B``."""
    return typing.get_origin(kind) in {types.UnionType, typing.Union}


def _type_schema(kind: object) -> dict[str, object]:
    if is_union(kind):
        inner = [each for each in typing.get_args(kind) if each is not types.NoneType]
        if len(inner) == 1:
            return _type_schema(inner[0])
        return {"anyOf": [_type_schema(each) for each in inner]}
    if kind == tuple[Step, ...]:
        row = {"type": "array", "items": {"type": "string"}, "minItems": 3, "maxItems": 4}
        return {"type": "array", "items": row}
    if typing.get_origin(kind) is tuple:
        return {"type": "array", "items": _type_schema(typing.get_args(kind)[0])}
    if kind is Then:
        return {"anyOf": [{"type": "string"}, _reference(Then)]}
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return {"enum": [each.value for each in kind]}
    if isinstance(kind, type) and attrs.has(kind) and kind is not Condition:
        return _reference(kind)
    return dict(_PLAIN[kind])


_PLAIN: Final[Mapping[object, Mapping[str, object]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Condition: {"type": "string", "description": "a condition"},
    Mapping[str, str]: {"type": "object", "additionalProperties": {"type": "string"}},
}
