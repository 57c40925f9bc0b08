"""The headings of a table -> what each column is, or why nobody can say.

Headings are recognised by the names a procedure gives its events and facts, in Chinese and
English, and by the words of `enforcecal.readers.vocabulary`; a mapping outranks them.  Nothing is
guessed: two columns that could both be the day are an error, not a choice.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Final, TypeVar

import attrs

from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError, TableError, nearest
from enforcecal.law.procedures import FactKind, FactType, Procedure
from enforcecal.measures.items import parse_unit
from enforcecal.readers.tables import Rejected, Table
from enforcecal.readers.vocabulary import IGNORE, Field, FieldKind, TableKind, fields_of
from enforcecal.spelling import bare, fold

__all__ = [
    "Columns",
    "Layout",
    "LogColumns",
    "Names",
    "choose",
    "kind_of",
    "match_columns",
    "plan_columns",
]


class Layout(enum.Enum):
    """How a table holds its cases."""

    LONG = "long"
    """One row an event."""
    WIDE = "wide"
    """One row a case, one column of days an event."""


_Choice = TypeVar("_Choice", bound=enum.Enum)


def choose(argument: str, value: _Choice | str | None, known: Iterable[_Choice]) -> _Choice | None:
    """Return the one of *known* that *value* is, or is the word for; None where it is None.

    Raises:
        ArgumentError: it is none; *argument* is named.
    """
    if value is None:
        return None
    words = {one.value: one for one in known}
    for word, one in words.items():
        if value in {word, one}:
            return one
    raise ArgumentError(f"{argument}={value!r} is not known; write {_listed(words, ' or ')}")


@attrs.frozen
class Names:
    """Wordings, as they are compared, and the names each may stand for."""

    by_key: dict[str, tuple[int, tuple[str, ...]]]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> Names:
        """Take name, what it is called, what else it is called: the first kind outranks the next.

        A procedure may so have an event named ``served`` and another whose heading in some
        source is "Served"; only two of the same kind leave a doubt.
        """
        best: dict[str, tuple[int, dict[str, None]]] = {}
        for name, called, also in entries:
            for grade, words in enumerate(((name,), called, also)):
                for key in filter(None, map(fold, words)):
                    held = best.get(key)
                    if held is None or grade < held[0]:
                        best[key] = (grade, {name: None})
                    elif grade == held[0]:
                        held[1][name] = None
        return cls({key: (grade, tuple(names)) for key, (grade, names) in best.items()})

    def find(self, word: str) -> tuple[str, ...]:
        """Return the names that *word* may stand for: none, one, or too many."""
        return self.by_key.get(fold(word), (0, ()))[1]

    def is_last(self, word: str) -> bool:
        """Tell whether *word* is of the third kind: what else a name is called."""
        return self.by_key.get(fold(word), (0, ()))[0] == 2


_Target = tuple[str, str]  # kind (field, fact, event or ignore) and name
_Claims = dict[_Target, list[int]]
_MAPPED, _CALLED, _OTHERWISE = range(3)


class _Matcher:
    """Everything the headings of one table may mean: own words go before the common ones."""

    def __init__(
        self,
        source: str,
        columns: Sequence[str],
        fields: Iterable[Field],
        own: Mapping[str, Names] | None = None,
        procedure: Procedure | None = None,
    ) -> None:
        self.source = source
        self.columns = columns
        self.fields = {field.name: field for field in fields}
        self.own = own or {}
        self.procedure = procedure
        self.words = Names.of((one.name, one.words, one.otherwise) for one in self.fields.values())

    def claims(self, mapping: Mapping[str, str]) -> tuple[_Claims, set[int]]:
        """Return the columns that claim each target, the strongest alone, and those mapped."""
        mapped = self._mapped(mapping)
        found: dict[_Target, dict[int, int]] = {}
        for column, heading in enumerate(self.columns):
            if column in mapped:
                found.setdefault(mapped[column], {})[column] = _MAPPED
                continue
            targets, strength = self.meanings(heading)
            for target in targets:
                found.setdefault(target, {})[column] = strength
        claims = {
            target: [column for column, strength in held.items() if strength == min(held.values())]
            for target, held in found.items()
        }
        return claims, set(mapped)

    def meanings(self, heading: str) -> tuple[list[_Target], int]:
        """Return what *heading* may mean, and how surely."""
        plain, _ = bare(heading)
        for words in (heading, plain):
            if own := self._own(words):
                return own, _CALLED
            if found := self._common(words):
                return found, _OTHERWISE if self.words.is_last(words) else _CALLED
        if "event" in self.own:
            key = fold(plain)
            for ending in _DAY_ENDINGS:
                names = self.own["event"].find(key.removesuffix(ending))
                if names:
                    return [("event", name) for name in names], _CALLED
        return [], _CALLED

    def _own(self, words: str) -> list[_Target]:
        return [(kind, name) for kind, names in self.own.items() for name in names.find(words)]

    def _common(self, words: str) -> list[_Target]:
        return [(_kind(name), name) for name in self.words.find(words)]

    def _mapped(self, mapping: Mapping[str, str]) -> dict[int, _Target]:
        mapped: dict[int, _Target] = {}
        for heading, field in mapping.items():
            column = self._column(heading)
            target = self._target(heading, field)
            for other, same in mapped.items():
                if same == target and target[0] != IGNORE and other != column:
                    raise TableError(
                        f"map {heading!r}: {self.columns[other]!r} is mapped to {field!r} already; "
                        f"map only one of them, the other to {IGNORE!r}"
                    )
            mapped[column] = target
        return mapped

    def _column(self, heading: str) -> int:
        alike = [at for at, name in enumerate(self.columns) if name == heading] or [
            at for at, name in enumerate(self.columns) if fold(name) == fold(heading)
        ]
        if len(alike) == 1:
            return alike[0]
        meant = nearest(heading, self.columns)
        hint = f"did you mean {meant!r}?" if meant else f"it has {_listed(self.columns)}"
        raise TableError(f"map {heading!r}: {self.source} has no such column; {hint}")

    def _target(self, heading: str, field: str) -> _Target:
        if fold(field) == IGNORE:
            return IGNORE, ""
        if field in self.fields and _kind(field) == "field":
            return "field", field  # what the help promises outranks what a pack calls alike
        found = self._own(field) or self._common(field)
        if len(found) > 1:
            found = [target for target in found if target[1] == field] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise TableError(
                f"map {heading!r}: {field!r} could be {_targets(found)}; write the name itself"
            )
        every = (*self.own.values(), self.words)
        names = [name for known in every for _, held in known.by_key.values() for name in held]
        keys = [key for known in every for key in known.by_key]
        meant = nearest(field, [*names, IGNORE]) or nearest(fold(field), keys)
        own = f", or a fact or event of {self.procedure.id}" if self.procedure else ""
        hint = (
            f"did you mean {meant!r}?"
            if meant
            else f"write one of {_listed((*self.fields, IGNORE))}{own}"
        )
        raise TableError(f"map {heading!r}: no field is called {field!r}; {hint}")

    def one(self, target: _Target, columns: Sequence[int]) -> int:
        """Return the only one of *columns*, which all could be *target*."""
        if len(columns) > 1:
            headings = [self.columns[column] for column in columns]
            name = target[1]
            raise TableError(
                f"{self.source}: columns {_listed(headings)} could both be the {name}; "
                f"say which with --map {headings[0]}={name}, or --map {headings[0]}={IGNORE}"
            )
        return columns[0]

    def require(self, kept: Mapping[_Target, int], names: Iterable[str]) -> None:
        """Refuse a table that lacks a field of *names*."""
        for name in names:
            if ("field", name) not in kept:
                words = self.fields[name].words
                raise TableError(
                    f"{self.source}: no column holds the {name}; head it {_listed(words)}, or say "
                    f"which it is with --map COLUMN={name}; {self.headings()}"
                )

    def headings(self) -> str:
        """Say which headings there are."""
        return f"headings found: {_listed(self.columns)}"


def _kind(name: str) -> str:
    return "fact" if name in _BUILT_IN else "field"


def _listed(names: Iterable[str], comma: str = ", ") -> str:
    return comma.join(map(repr, names))


def _targets(targets: Iterable[_Target]) -> str:
    return " or ".join(f"the {kind} {name!r}" for kind, name in targets)


# --- tables whose fields are all of the library --------------------------------------------------


@attrs.frozen(kw_only=True)
class Columns:
    """Which column is what."""

    kind: TableKind
    at: Mapping[str, str]
    """Field -> its heading."""
    units: Mapping[str, Unit]
    """Field with a limit -> the unit in its heading."""
    ignored: tuple[str, ...]

    @property
    def used(self) -> dict[str, str]:
        """Heading -> field."""
        return {heading: field for field, heading in self.at.items()}


_NEEDED: Final = {
    TableKind.VIOLATIONS: ("case", "conduct_from", "pattern"),
    TableKind.CARDS: ("case", "level"),
    TableKind.PENALTIES: ("outcome",),
    TableKind.PLAN: ("item",),
}
# Fields any of which tells a kind from the others; the first kind that has one it is.
_SIGNS: Final = {
    TableKind.PENALTIES: {"outcome", "fine"},
    TableKind.CARDS: {"level"},
    TableKind.CASES: {"used", "accepted", "status"},
    TableKind.ITEMS: {"statute", "promise", "steps_before", "materials_before", "time_before",
                      "cost_before", "trips_before"},
}  # fmt: skip


def kind_of(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> TableKind:
    """Return what kind of table *headings* belong to, of those that figures are computed of.

    Raises:
        TableError: no kind has the columns that tell it from the others.

    >>> kind_of(["事项名称", "法定时限", "承诺时限"])
    <TableKind.ITEMS: 'items'>
    """
    mapping = mapping or {}
    mapped = set(map(fold, mapping))
    free = [heading for heading in headings if fold(heading) not in mapped]
    for kind, signs in _SIGNS.items():
        matcher = _Matcher("", free, fields_of(kind).values())
        found = {name for field in mapping.values() for name in matcher.words.find(field)}
        for heading in free:
            targets, strength = matcher.meanings(heading)
            found |= {name for _, name in targets if strength is _CALLED}
        if signs & found:
            return kind
    raise TableError(
        f"no column says what a row is; headings found: {_listed(headings)}; name one with "
        "--map COLUMN=FIELD, or say the kind of the table with --kind"
    )


def match_columns(
    headings: Sequence[str],
    kind: TableKind,
    mapping: Mapping[str, str] | None = None,
    *,
    source: str = "the table",
) -> Columns:
    """Say what each of *headings* is, by *mapping* first and by its words otherwise.

    Raises:
        TableError: two columns could be one field, a needed one is missing, or *mapping* names a
            column or a field that does not exist.
    """
    matcher = _Matcher(source, headings, fields_of(kind).values())
    claims, _ = matcher.claims(mapping or {})
    kept = {
        target: matcher.one(target, columns)
        for target, columns in claims.items()
        if target[0] != IGNORE
    }
    matcher.require(kept, _NEEDED.get(kind, ()))
    at = {name: headings[column] for (_, name), column in kept.items()}
    units: dict[str, Unit] = {}
    for name, heading in at.items():
        if matcher.fields[name].kind is FieldKind.LIMIT:
            units.update((name, unit) for note in bare(heading)[1] if (unit := parse_unit(note)))
    taken = set(at.values())
    ignored = tuple(heading for heading in headings if heading not in taken)
    return Columns(kind=kind, at=at, units=units, ignored=ignored)


# --- tables of events, which have a procedure's own words besides --------------------------------

_FACT_KINDS: Final = {FieldKind.MONEY: FactKind.MONEY, FieldKind.TEXT: FactKind.TEXT}
_FIELDS: Final = fields_of(TableKind.EVENTS)
# Facts that rules read without a procedure having to declare them.
_BUILT_IN: Final = {
    name: FactType(name=name, kind=_FACT_KINDS[_FIELDS[name].kind])
    for name in ("amount", "approver")
}
_DIMENSIONS: Final = ("party", "item")
_DAY_ENDINGS: Final = ("日期", "时间", "日", "date", "day")

_EVENT: Final = ("field", "event")
_DAY: Final = ("field", "day")
_TIME: Final = ("field", "time")
_LONG_ONLY: Final = frozenset(
    ("field", name) for name in ("event", "day", "time", "seq", "recorded")
)


@attrs.frozen(kw_only=True)
class LogColumns:
    """Which column of a table of events is what."""

    layout: Layout
    fields: Mapping[str, int]
    """Field -> the place of its column; likewise the next three."""
    dimensions: Mapping[str, int]
    events: Mapping[str, int]
    facts: Mapping[str, tuple[int, FactType]]
    used: Mapping[str, str]
    """Heading -> the name of what it was read as."""
    ignored: tuple[str, ...]
    names: Names
    """What the cells of an event column may say."""
    words: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """What a word in the column of events stands for, where somebody said so."""


def plan_columns(
    table: Table,
    procedure: Procedure,
    mapping: Mapping[str, str],
    layout: Layout | str | None,
) -> LogColumns:
    """Say what each column of *table* is, by *mapping* first and by its heading otherwise.

    Raises:
        ArgumentError: *layout* is none.
        TableError: a needed column is missing, one could be two things, or two could be one;
            or *mapping* names a column or field that does not exist.
    """
    return _LogMatcher(table, procedure).settle(mapping, choose("layout", layout, Layout))


class _LogMatcher(_Matcher):
    """Matches the headings of a table of events under one procedure."""

    procedure: Procedure

    def __init__(self, table: Table, procedure: Procedure) -> None:
        pers = chain(
            *(one.per for one in procedure.events.values()),
            *(one.per for one in procedure.regions),
        )
        self.dimensions = tuple(dict.fromkeys((*_DIMENSIONS, *pers)))
        more = [name for name in self.dimensions if name not in _FIELDS]
        fields = [Field(name, FieldKind.TEXT, (TableKind.EVENTS,)) for name in more]
        facts, events = procedure.facts, procedure.events
        own = {
            "fact": Names.of((one.name, (one.zh, one.en), one.also) for one in facts.values()),
            "event": Names.of(
                (name, (events[name].zh, events[name].en), events[name].also)
                if name in events
                else (name, (), ())
                for name in procedure.order
            ),
        }
        super().__init__(table.source, table.columns, (*_FIELDS.values(), *fields), own, procedure)
        self.table = table
        self.fact_types = _BUILT_IN | dict(facts)

    def settle(self, mapping: Mapping[str, str], layout: Layout | None) -> LogColumns:
        """Choose the layout, then hold every field to one column and every column to one field."""
        words = self._words(mapping)
        claims, mapped = self.claims({k: v for k, v in mapping.items() if k not in words})
        # 时间 heads the time where another column holds the day, and else the day.
        if _DAY not in claims and not mapped.issuperset(claims.get(_TIME, ())):
            claims[_DAY] = claims.pop(_TIME)
        layout = layout or self._layout(claims, mapped)
        if words and layout is Layout.WIDE:
            self._column(next(iter(words)))  # which says that there is no such column
        kept: dict[_Target, int] = {}
        for target, columns in claims.items():
            kind, name = target
            if kind == IGNORE:
                continue
            if (kind == "event") if layout is Layout.LONG else (target in _LONG_ONLY):
                for column in mapped.intersection(columns):
                    raise TableError(
                        f"map {self.columns[column]!r}: a table with one row "
                        f"{_A_ROW_IS[layout]} has no column for {name!r}"
                    )
                continue
            kept[target] = self.one(target, columns)
        self.require(kept, ("case", "event", "day") if layout is Layout.LONG else ("case",))
        if layout is Layout.WIDE and not _has_events(kept):
            raise TableError(
                f"{self.source}: no column is headed like an event of {self.procedure.id}; "
                f"say which is with --map COLUMN=EVENT; {self.headings()}"
            )
        self._refuse_shared(kept)
        parts: dict[str, dict[str, int]] = {"field": {}, "event": {}, "fact": {}}
        for (kind, name), column in kept.items():
            parts[kind][name] = column
        name_at = {column: name for (_, name), column in kept.items()}
        return LogColumns(
            layout=layout,
            fields=parts["field"],
            dimensions={n: parts["field"][n] for n in self.dimensions if n in parts["field"]},
            events=parts["event"],
            facts={name: (at, self.fact_types[name]) for name, at in parts["fact"].items()},
            used={name: name_at[at] for at, name in enumerate(self.columns) if at in name_at},
            ignored=tuple(name for at, name in enumerate(self.columns) if at not in name_at),
            names=self.own["event"],
            words=words,
        )

    def _words(self, mapping: Mapping[str, str]) -> dict[str, str]:
        """Return what *mapping* says of words that are no headings: the event each stands for."""
        headings = set(map(fold, self.columns))
        found = {
            word: self.own["event"].find(field)
            for word, field in mapping.items()
            if fold(word) not in headings
        }
        return {word: events[0] for word, events in found.items() if len(events) == 1}

    def _layout(self, claims: _Claims, mapped: set[int]) -> Layout:
        if _EVENT not in claims:
            if _has_events(claims):
                return Layout.WIDE
            raise TableError(
                f"{self.source}: no column says what happened; either one is headed "
                f"{_listed(self.fields['event'].words)} (one row an event), or "
                f"several are headed like the events of {self.procedure.id} (one row a case); "
                f"{self.headings()}"
            )
        column = claims[_EVENT][0]
        if column in mapped or not _has_events(claims):
            return Layout.LONG
        if _DAY not in claims:
            return Layout.WIDE
        # 事项 heads the events of one table and the subject of each case in another.
        sample = [row for row in islice(self.table, 50) if not isinstance(row, Rejected)]
        known = any(self.own["event"].find(str(cells[column])) for _, cells in sample)
        return Layout.LONG if known else Layout.WIDE

    def _refuse_shared(self, kept: Mapping[_Target, int]) -> None:
        for column, heading in enumerate(self.columns):
            targets = [target for target, at in kept.items() if at == column]
            if len(targets) > 1:
                raise TableError(
                    f"{self.source}: heading {heading!r} could be {_targets(targets)}; say "
                    f"which with --map {heading}={targets[0][1]}, or --map {heading}={IGNORE}"
                )


_A_ROW_IS: Final = {Layout.LONG: "an event", Layout.WIDE: "a case"}


def _has_events(targets: Iterable[_Target]) -> bool:
    return any(kind == "event" for kind, _ in targets)
