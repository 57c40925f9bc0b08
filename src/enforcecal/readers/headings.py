"""The headings of a table -> what each column is, or why nobody can say.

Headings are recognised by the names a procedure gives its events and facts, in Chinese and
English, and by the common names of the other columns; a mapping outranks them.  Nothing is
guessed: two columns that could both be the day are an error, not a choice.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Final

import attrs

from enforcecal.errors import TableError, nearest
from enforcecal.law.procedures import FactKind, FactType, Procedure
from enforcecal.readers.cells import fold
from enforcecal.readers.tables import Rejected, Table

__all__ = ["IGNORE", "Layout", "Names", "Plan", "plan_columns"]

IGNORE: Final = "ignore"
"""The field to map a column to that is not to be read."""


class Layout(enum.Enum):
    """How a table holds its cases."""

    LONG = "long"
    """One row an event."""
    WIDE = "wide"
    """One row a case, one column of days an event."""


_DIMENSIONS: Final = ("party", "item")

# What each field is called in the tables people have.  ``time`` stands for the day where no other
# column does, and so has no entry of its own under ``day``.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "case": (
        *("案件编号", "案号", "案件号", "案件文号", "文号", "立案号", "编号"),
        *("case", "case id", "case no", "case number", "case:concept:name"),
    ),
    "event": (
        *("环节", "事项", "步骤", "事件", "办理环节", "办理事项", "环节名称", "事件名称", "活动"),
        *("event", "event name", "activity", "step", "concept:name"),
    ),
    "day": (
        *("日期", "办理日期", "办理时间", "发生日期", "发生时间", "环节日期", "事件日期"),
        *("day", "date", "event date", "timestamp", "time:timestamp"),
    ),
    "time": ("时间", "时刻", "time", "time of day"),
    "seq": ("顺序", "顺序号", "次序", "seq", "sequence", "order"),
    "party": ("当事人", "当事人名称", "当事人姓名", "行政相对人", "相对人", "party"),
    "item": ("物品", "涉案物品", "物品名称", "标的物", "item"),
    "recorded": (
        *("登记日期", "登记时间", "录入日期", "录入时间", "记录日期"),
        *("recorded", "recorded on", "entered on"),
    ),
}

# Facts that rules read without a procedure having to declare them.
_BUILT_IN: Final = (
    FactType(
        name="amount",
        kind=FactKind.MONEY,
        zh="金额",
        also=("罚款金额", "处罚金额", "fine amount"),
    ),
    FactType(
        name="approver",
        kind=FactKind.TEXT,
        zh="审批人",
        also=("批准人", "approved by"),
    ),
)

_DAY_ENDINGS: Final = ("日期", "时间", "日", "date", "day")
_BRACKET: Final = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]$")


@attrs.frozen
class Names:
    """Wordings, as they are compared, and the names each may stand for."""

    by_key: dict[str, tuple[str, ...]]

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
        return cls({key: tuple(names) for key, (_, names) in best.items()})

    def find(self, word: str) -> tuple[str, ...]:
        """Return the names that *word* may stand for: none, one, or too many."""
        return self.by_key.get(fold(word), ())


def _names_of_events(procedure: Procedure) -> Names:
    events = procedure.events
    return Names.of(
        (name, (events[name].zh, events[name].en), events[name].also)
        if name in events
        else (name, (), ())
        for name in procedure.order
    )


@attrs.frozen(kw_only=True)
class Plan:
    """Which column is what."""

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


def plan_columns(
    table: Table, procedure: Procedure, mapping: Mapping[str, str], layout: Layout | None
) -> Plan:
    """Say what each column of *table* is, by *mapping* first and by its heading otherwise.

    Raises:
        TableError: a needed column is missing, one could be two things, or two could be one;
            or *mapping* names a column or field that does not exist.
    """
    vocabulary = _Vocabulary(table, procedure)
    return vocabulary.settle(vocabulary.claims(mapping), layout)


_Target = tuple[str, str]  # kind (field, fact, event or ignore) and name
_Claims = dict[_Target, list[tuple[int, bool]]]  # -> columns, and whether they were mapped

_EVENT: Final = ("field", "event")
_DAY: Final = ("field", "day")
_TIME: Final = ("field", "time")
_LONG_ONLY: Final = frozenset(
    ("field", name) for name in ("event", "day", "time", "seq", "recorded")
)


class _Vocabulary:
    """Everything a heading of one table may mean under one procedure."""

    def __init__(self, table: Table, procedure: Procedure) -> None:
        self.table = table
        self.columns = table.columns
        self.procedure = procedure
        self.fact_types = {fact.name: fact for fact in _BUILT_IN} | dict(procedure.facts)
        pers = (one.per for one in procedure.events.values())
        dimensions = (*_DIMENSIONS, *chain.from_iterable(pers))
        dimensions += tuple(chain.from_iterable(one.per for one in procedure.regions))
        self.dimensions = tuple(dict.fromkeys(dimensions))
        self.names = {
            "fact": Names.of((f.name, (f.zh, f.en), f.also) for f in procedure.facts.values()),
            "event": _names_of_events(procedure),
            "field": Names.of(
                (name, (), _FIELDS.get(name, ()))
                for name in dict.fromkeys((*_FIELDS, *self.dimensions))
            ),
        }
        self.built_in = Names.of((f.name, (f.zh, f.en), f.also) for f in _BUILT_IN)

    def claims(self, mapping: Mapping[str, str]) -> _Claims:
        """Return what each column claims to be; a field that is mapped hears no other claim."""
        claims: _Claims = {}
        mapped = self._mapped(mapping)
        for column, target in mapped.items():
            claims.setdefault(target, []).append((column, True))
        for column, heading in enumerate(self.columns):
            if column in mapped:
                continue
            for target in self._meanings(heading):
                if not any(by_mapping for _, by_mapping in claims.get(target, ())):
                    claims.setdefault(target, []).append((column, False))
        return claims

    def _mapped(self, mapping: Mapping[str, str]) -> dict[int, _Target]:
        mapped: dict[int, _Target] = {}
        for heading, field in mapping.items():
            alike = [at for at, name in enumerate(self.columns) if name == heading] or [
                at for at, name in enumerate(self.columns) if fold(name) == fold(heading)
            ]
            if len(alike) != 1:
                meant = nearest(heading, self.columns)
                hint = f"did you mean {meant!r}?" if meant else f"it has {_listed(self.columns)}"
                raise TableError(f"map {heading!r}: {self.table.source} has no such column; {hint}")
            target = self._target(heading, field)
            for other, same in mapped.items():
                if same == target and target[0] != IGNORE and other != alike[0]:
                    raise TableError(
                        f"map {heading!r}: {self.columns[other]!r} is mapped to {field!r} already; "
                        f"map only one of them, the other to {IGNORE!r}"
                    )
            mapped[alike[0]] = target
        return mapped

    def _target(self, heading: str, field: str) -> _Target:
        if fold(field) == IGNORE:
            return IGNORE, ""
        found = [(kind, name) for kind, names in self.names.items() for name in names.find(field)]
        found = found or [("fact", name) for name in self.built_in.find(field)]
        if ("field", field) in found:  # what the help promises outranks what a pack calls alike
            return "field", field
        if len(found) > 1:
            found = [target for target in found if target[1] == field] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise TableError(
                f"map {heading!r}: {field!r} could be {_targets(found)}; write the name itself"
            )
        known = [name for names in self.names.values() for name in names.by_key]
        meant = nearest(fold(field), [*known, IGNORE])
        hint = (
            f"did you mean {meant!r}?"
            if meant
            else f"write one of {_listed((*_FIELDS, IGNORE))}, or a fact or event of "
            f"{self.procedure.id}"
        )
        raise TableError(f"map {heading!r}: no field is called {field!r}; {hint}")

    def _meanings(self, heading: str) -> list[_Target]:
        """Return what *heading* may mean: the procedure's own words go before the common ones."""
        bare = _BRACKET.sub("", unicodedata.normalize("NFKC", heading).strip())
        for words in dict.fromkeys((heading, bare)):
            own = [(kind, n) for kind in ("fact", "event") for n in self.names[kind].find(words)]
            own = own or [("fact", name) for name in self.built_in.find(words)]
            own = own or [("field", name) for name in self.names["field"].find(words)]
            if own:
                return own
        key = fold(bare)
        for ending in _DAY_ENDINGS:
            found = self.names["event"].find(key.removesuffix(ending))
            if found:
                return [("event", name) for name in found]
        return []

    def settle(self, claims: _Claims, layout: Layout | None) -> Plan:
        """Choose the layout, then hold every field to one column and every column to one field."""
        if _DAY not in claims and any(not mapped for _, mapped in claims.get(_TIME, ())):
            claims[_DAY] = claims.pop(_TIME)
        layout = layout or self._layout(claims)
        kept: dict[_Target, int] = {}
        for target, columns in claims.items():
            kind, name = target
            if kind == IGNORE:
                continue
            if (kind == "event") if layout is Layout.LONG else (target in _LONG_ONLY):
                for column, mapped in columns:
                    if mapped:
                        raise TableError(
                            f"map {self.columns[column]!r}: a table with one row "
                            f"{_A_ROW_IS[layout]} has no column for {name!r}"
                        )
                continue
            if len(columns) > 1:
                headings = [self.columns[column] for column, _ in columns]
                raise TableError(
                    f"{self.table.source}: columns {_listed(headings)} could both be the {name}; "
                    f"say which with --map {headings[0]}={name}, or --map {headings[0]}={IGNORE}"
                )
            kept[target] = columns[0][0]
        self._require(kept, layout)
        self._refuse_shared(kept)
        parts: dict[str, dict[str, int]] = {"field": {}, "event": {}, "fact": {}}
        for (kind, name), column in kept.items():
            parts[kind][name] = column
        name_at = {column: name for (_, name), column in kept.items()}
        return Plan(
            layout=layout,
            fields=parts["field"],
            dimensions={n: parts["field"][n] for n in self.dimensions if n in parts["field"]},
            events=parts["event"],
            facts={name: (at, self.fact_types[name]) for name, at in parts["fact"].items()},
            used={name: name_at[at] for at, name in enumerate(self.columns) if at in name_at},
            ignored=tuple(name for at, name in enumerate(self.columns) if at not in name_at),
            names=self.names["event"],
        )

    def _layout(self, claims: _Claims) -> Layout:
        if _EVENT not in claims:
            if _has_events(claims):
                return Layout.WIDE
            raise TableError(
                f"{self.table.source}: no column says what happened; either one is headed "
                f"{_listed(_FIELDS['event'])} (one row an event), or several are headed like "
                f"the events of {self.procedure.id} (one row a case); {self._headings()}"
            )
        column, mapped = claims[_EVENT][0]
        if mapped or not _has_events(claims):
            return Layout.LONG
        if _DAY not in claims:
            return Layout.WIDE
        # 事项 heads the events of one table and the subject of each case in another.
        sample = [row for row in islice(self.table, 50) if not isinstance(row, Rejected)]
        known = any(self.names["event"].find(str(cells[column])) for _, cells in sample)
        return Layout.LONG if known else Layout.WIDE

    def _require(self, kept: Mapping[_Target, int], layout: Layout) -> None:
        for field in ("case", "event", "day") if layout is Layout.LONG else ("case",):
            if ("field", field) not in kept:
                raise TableError(
                    f"{self.table.source}: no column holds the {field}; head it "
                    f"{_listed(_FIELDS[field])}, or say which it is with --map COLUMN={field}; "
                    f"{self._headings()}"
                )
        if layout is Layout.WIDE and not _has_events(kept):
            raise TableError(
                f"{self.table.source}: no column is headed like an event of {self.procedure.id}; "
                f"say which is with --map COLUMN=EVENT; {self._headings()}"
            )

    def _refuse_shared(self, kept: Mapping[_Target, int]) -> None:
        for column, heading in enumerate(self.columns):
            targets = [target for target, at in kept.items() if at == column]
            if len(targets) > 1:
                raise TableError(
                    f"{self.table.source}: heading {heading!r} could be {_targets(targets)}; say "
                    f"which with --map {heading}={targets[0][1]}, or --map {heading}={IGNORE}"
                )

    def _headings(self) -> str:
        return f"headings found: {_listed(self.columns)}"


_A_ROW_IS: Final = {Layout.LONG: "an event", Layout.WIDE: "a case"}


def _has_events(targets: Iterable[_Target]) -> bool:
    return any(kind == "event" for kind, _ in targets)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


def _targets(targets: Iterable[_Target]) -> str:
    return " or ".join(f"the {kind} {name!r}" for kind, name in targets)
