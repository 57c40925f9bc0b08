"""A table of cases -> the log of each case, and an account of every row that could not be read.

Two layouts.  **Long**: one row an event, with the number of the case, the event and its day.
**Wide**: one row a case, with a column of days for each event.  Headings are recognised by the
names the procedure gives its events and facts, in Chinese and English; a mapping outranks them.
Nothing is guessed: two columns that could both be the day are an error, not a choice.
"""

from __future__ import annotations

import abc
import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Final

import attrs

from enforcecal.cases.events import CaseLog, Event, Fact
from enforcecal.errors import ArgumentError, TableError, nearest
from enforcecal.law.procedures import FactKind, FactType, Procedure
from enforcecal.readers.days import DayError, Stamp, parse_day, parse_time
from enforcecal.readers.tables import Cell, Rejected, Table, read_table, table_of
from enforcecal.texts import Text

__all__ = ["IGNORE", "CaseTable", "Layout", "read_cases"]

IGNORE: Final = "ignore"
"""The field to map a column to that is not to be read."""


class Layout(enum.Enum):
    """How a table holds its cases."""

    LONG = "long"
    """One row an event."""
    WIDE = "wide"
    """One row a case, one column of days an event."""


@attrs.frozen(kw_only=True)
class CaseTable:
    """Every log a table held, and every row that could not be read.

    ``rows_in == rows_read + rows_rejected``, always; a row has one reason at most.
    """

    source: str
    layout: Layout
    logs: tuple[CaseLog, ...]
    """In the order in which the cases first appear."""
    rejected: tuple[Rejected, ...]
    rows_in: int
    rows_read: int = attrs.field()
    columns_used: Mapping[str, str] = attrs.field(hash=False)
    """Heading -> what it was read as."""
    columns_ignored: tuple[str, ...]
    incomplete: frozenset[str]
    """Cases of which a row was rejected: what is found missing there may stand in that row."""
    facts_present: frozenset[str]
    """Declared facts that had a column, filled or not."""

    @rows_read.validator
    def _check_rows(self, _: object, value: int) -> None:
        if value + len(self.rejected) != self.rows_in:
            raise ArgumentError(
                f"rows_read={value} and {len(self.rejected)} rejected must add up to "
                f"rows_in={self.rows_in}"
            )

    @property
    def rows_rejected(self) -> int:
        """How many rows could not be read."""
        return len(self.rejected)


def read_cases(
    source: str | Path | Table | Iterable[Mapping[str, Cell]],
    procedure: Procedure,
    *,
    mapping: Mapping[str, str] | None = None,
    layout: Layout | None = None,
    zone: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> CaseTable:
    """Read the cases in *source*, a file, a `Table` or dictionaries, as *procedure* names things.

    *mapping* says what a column is, heading to field, where its heading does not; the field is
    one of ``case event day time seq party item recorded``, a fact, in a wide table an event, or
    ``ignore``.  *layout* is recognised when not given.  *zone* is for stamps in UTC, and that of
    the procedure when not given.  *progress* is called now and then with the rows done and about
    how many there are, or None.

    A row that cannot be read is rejected with its line and reason; the others are read.  In a
    wide table that is a whole case, since a case with a step missing would be judged wrongly; in
    a long one the case is kept and listed in ``incomplete``.

    Raises:
        TableError: the table as a whole cannot be read, or *mapping* does not fit it.
    """
    if isinstance(source, (str, Path)):
        table = read_table(source, sheet=sheet, encoding=encoding)
    else:
        table = source if isinstance(source, Table) else table_of(source)
    plan = _plan(table, procedure, mapping or {}, layout)
    reader = _LongReader if plan.layout is Layout.LONG else _WideReader
    zone = zone or procedure.zone or "Asia/Shanghai"
    return reader(table, procedure, plan, zone).read(progress)


# -- what a heading means --------------------------------------------------------------------------

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


def _key(text: str) -> str:
    """Return *text* as it is compared: width, case, spaces and hyphens do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in plain if not mark.isspace() and mark not in "_-")


@attrs.frozen
class _Names:
    """Wordings, as they are compared, and the names each may stand for."""

    by_key: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> _Names:
        """Take name, what it is called, what else it is called: the first kind outranks the next.

        A procedure may so have an event named ``served`` and another whose heading in some
        source is "Served"; only two of the same kind leave a doubt.
        """
        best: dict[str, tuple[int, dict[str, None]]] = {}
        for name, called, also in entries:
            for grade, words in enumerate(((name,), called, also)):
                for key in filter(None, map(_key, words)):
                    held = best.get(key)
                    if held is None or grade < held[0]:
                        best[key] = (grade, {name: None})
                    elif grade == held[0]:
                        held[1][name] = None
        return cls({key: tuple(names) for key, (_, names) in best.items()})

    def find(self, word: str) -> tuple[str, ...]:
        return self.by_key.get(_key(word), ())


def _names_of_events(procedure: Procedure) -> _Names:
    events = procedure.events
    return _Names.of(
        (name, (events[name].zh, events[name].en), events[name].also)
        if name in events
        else (name, (), ())
        for name in procedure.order
    )


@attrs.frozen(kw_only=True)
class _Plan:
    """Which column is what."""

    layout: Layout
    fields: dict[str, int]
    dimensions: dict[str, int]
    events: dict[str, int]
    facts: dict[str, tuple[int, FactType]]
    used: dict[str, str]
    ignored: tuple[str, ...]
    names: _Names


def _plan(
    table: Table, procedure: Procedure, mapping: Mapping[str, str], layout: Layout | None
) -> _Plan:
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
            "fact": _Names.of((f.name, (f.zh, f.en), f.also) for f in procedure.facts.values()),
            "event": _names_of_events(procedure),
            "field": _Names.of(
                (name, (), _FIELDS.get(name, ()))
                for name in dict.fromkeys((*_FIELDS, *self.dimensions))
            ),
        }
        self.built_in = _Names.of((f.name, (f.zh, f.en), f.also) for f in _BUILT_IN)

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
                at for at, name in enumerate(self.columns) if _key(name) == _key(heading)
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
        if _key(field) == IGNORE:
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
        meant = nearest(_key(field), [*known, IGNORE])
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
        key = _key(bare)
        for ending in _DAY_ENDINGS:
            found = self.names["event"].find(key.removesuffix(ending))
            if found:
                return [("event", name) for name in found]
        return []

    def settle(self, claims: _Claims, layout: Layout | None) -> _Plan:
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
        return _Plan(
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


# -- what a cell means -----------------------------------------------------------------------------

_TRUE: Final = frozenset({"是", "有", "对", "true", "yes", "y", "t", "1", "√", "✓", "✔"})
_FALSE: Final = frozenset({"否", "无", "没有", "不是", "false", "no", "n", "f", "0", "×", "✗", "✘"})
# What people put where there is nothing to put.
_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "–", "/", "\\"})
_NO_DAY: Final = _NOTHING | {"无", "n/a", "none", "null", "nat"}
_BROKEN: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_FAILED: Final = Text("the formula in this cell failed", "单元格公式出错")

_NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)"
_INT: Final = re.compile(rf"({_NUMBER})\s*[日天个人件次]?", re.ASCII)
_MONEY: Final = re.compile(
    rf"(?:人民币|rmb|cny|¥)?\s*({_NUMBER}(?:\.\d+)?)\s*(元|圆|万元|万|亿元|亿)?整?", re.ASCII
)
_LIST: Final = re.compile(r"[、,，;；\n]+")
_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?E\+\d+", re.ASCII | re.IGNORECASE)

_Say = Callable[[str], Fact]


class _BadCell(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def _text_of(cell: Cell) -> str:
    """Return a cell as a person reads it: a whole number from a workbook has no ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _is_nothing(cell: Cell) -> bool:
    if cell is None:
        return True
    return isinstance(cell, str) and cell.strip() in _NOTHING


def _bool(text: str) -> bool:
    word = _key(text)
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise _BadCell(Text("neither yes nor no; write 是 or 否", "应为“是”或“否”"))


def _int(text: str) -> int:
    found = _INT.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise _BadCell(Text("not a whole number", "不是整数"))
    return int(found[1].replace(",", ""))


def _money(text: str, heading: str = "") -> Decimal:
    found = _MONEY.fullmatch(unicodedata.normalize("NFKC", text).casefold())
    if found is None:
        raise _BadCell(
            Text("not an amount; write it like 2000, 2,000.00元 or 3万元", "不是金额，请写成2000元")
        )
    unit = found[2] or ("万元" if heading.endswith("万元") else "")
    return Decimal(found[1].replace(",", "")) * _UNITS.get(unit[:1], 1)


_UNITS: Final = {"万": 10_000, "亿": 100_000_000}


def _items(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, _LIST.split(text)) if part)


class _FactColumn:
    """Reads the cells of one column as one fact."""

    def __init__(self, name: str, at: int, heading: str, fact: FactType, zone: str) -> None:
        self.name = name
        self.at = at
        self.heading = heading
        self.kind = fact.kind
        self.values = {_key(word): value for word, value in fact.values.items()}
        self.zone = zone
        unit = heading.rstrip(")）]】")
        self.say: Mapping[FactKind, _Say] = {
            FactKind.BOOL: _bool,
            FactKind.INT: _int,
            FactKind.MONEY: lambda text: _money(text, unit),
            FactKind.LIST: _items,
            FactKind.TEXT: str,
        }
        self.known: dict[str, Fact | None] = {}

    def read(self, cell: Cell) -> Fact | None:
        """Return the fact in *cell*, None when it is blank.

        Raises:
            _BadCell: it is neither.
        """
        if isinstance(cell, str):
            try:
                return self.known[cell]
            except KeyError:
                fact = self.known[cell] = self._read(cell)
                return fact
        return self._read(cell)

    def _read(self, cell: Cell) -> Fact | None:
        if _is_nothing(cell):
            return None
        if isinstance(cell, tuple) and self.kind is FactKind.LIST:
            return tuple(map(_text_of, cell))
        text = _text_of(cell)
        if text in _BROKEN:
            raise _BadCell(_FAILED)
        stands_for = self.values.get(_key(text))
        if stands_for is not None:
            cell = text = stands_for
        if self.kind is not FactKind.DATE:
            return self.say[self.kind](text)
        if text.casefold() in _NO_DAY:
            return None
        try:
            return parse_day(cell, zone=self.zone).day
        except DayError as error:
            raise _BadCell(error.reason) from None


# -- the rows --------------------------------------------------------------------------------------


class _BadRow(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, at: int, value: Cell, reason: Text, case: str = "") -> None:
        super().__init__(at, value, reason)
        self.at = at
        self.value = value
        self.reason = reason
        self.case = case


_EVERY: Final = 4096  # rows between two calls of progress


class _Reader(abc.ABC):
    """What both layouts do alike: keep count, know the days seen, read facts."""

    def __init__(self, table: Table, procedure: Procedure, plan: _Plan, zone: str) -> None:
        self.table = table
        self.plan = plan
        self.zone = zone
        self.place = {name: place for place, name in enumerate(procedure.order)}
        self.case_at = plan.fields["case"]
        self.dimensions = sorted(plan.dimensions.items())
        self.facts = [
            _FactColumn(name, at, table.columns[at], fact, zone)
            for name, (at, fact) in sorted(plan.facts.items())
        ]
        self.days: dict[str, Stamp | DayError | None] = {}
        self.incomplete: set[str] = set()
        self.declared = frozenset(procedure.facts)

    @abc.abstractmethod
    def take(self, line: int, cells: Sequence[Cell]) -> None:
        """Take in one row, or raise `_BadRow` and take in nothing of it."""

    @abc.abstractmethod
    def logs(self) -> tuple[CaseLog, ...]:
        """Return the logs of all rows taken in."""

    def read(self, progress: Callable[[int, int | None], None] | None) -> CaseTable:
        rejected: list[Rejected] = []
        rows_in = 0
        take = self.take
        columns = self.table.columns
        for row in self.table:
            rows_in += 1
            if progress is not None and not rows_in % _EVERY:
                progress(rows_in, self.table.rows_expected)
            if isinstance(row, Rejected):
                rejected.append(row)
                continue
            try:
                take(*row)
            except _BadRow as bad:
                rejected.append(Rejected(row[0], columns[bad.at], _shown(bad.value), bad.reason))
                if bad.case:
                    self.incomplete.add(bad.case)
        if not rows_in:
            raise TableError(f"{self.table.source} has headings but no rows")
        if progress is not None:
            progress(rows_in, rows_in)
        return CaseTable(
            source=self.table.source,
            layout=self.plan.layout,
            logs=self.logs(),
            rejected=tuple(rejected),
            rows_in=rows_in,
            rows_read=rows_in - len(rejected),
            columns_used=self.plan.used,
            columns_ignored=self.plan.ignored,
            incomplete=frozenset(self.incomplete),
            facts_present=self.declared.intersection(self.plan.facts),
        )

    def case_of(self, cells: Sequence[Cell]) -> str:
        cell = cells[self.case_at]
        if _is_nothing(cell):
            raise _BadRow(
                self.case_at,
                cell,
                Text(
                    "no case number; if cells are merged, split them and fill the number down",
                    "没有案件编号；如有合并单元格，请拆分并向下填充",
                ),
            )
        case = _text_of(cell)
        if case in _BROKEN:
            raise _BadRow(self.case_at, cell, _FAILED)
        if _ROUNDED.fullmatch(case):
            raise _BadRow(
                self.case_at,
                cell,
                Text(
                    "the spreadsheet has rounded this case number; format the column as text",
                    "案件编号已被电子表格改成科学计数，请将该列设为文本格式",
                ),
            )
        return case

    def day_in(self, at: int, cell: Cell, case: str) -> Stamp | None:
        """Return the day in *cell*, None when nothing stands there."""
        if not isinstance(cell, str):
            found = self._day(cell)
        else:
            try:
                found = self.days[cell]
            except KeyError:
                found = self.days[cell] = self._day(cell)
        if isinstance(found, DayError):
            raise _BadRow(at, cell, found.reason, case)
        return found

    def _day(self, cell: Cell) -> Stamp | DayError | None:
        if _is_nothing(cell) or (isinstance(cell, str) and cell.strip().casefold() in _NO_DAY):
            return None
        try:
            return parse_day(cell, zone=self.zone)
        except DayError as error:
            return error

    def facts_in(self, cells: Sequence[Cell], case: str) -> tuple[tuple[str, Fact], ...]:
        facts = []
        for column in self.facts:
            cell = cells[column.at]
            if cell is None or cell == "":
                continue
            try:
                fact = column.read(cell)
            except _BadCell as bad:
                raise _BadRow(column.at, cell, bad.reason, case) from None
            if fact is not None:
                facts.append((column.name, fact))
        return tuple(facts)

    def about(self, cells: Sequence[Cell]) -> tuple[tuple[str, str], ...]:
        if not self.dimensions:
            return ()
        return tuple(
            (name, _text_of(cells[at]))
            for name, at in self.dimensions
            if not _is_nothing(cells[at])
        )


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


class _LongReader(_Reader):
    def __init__(self, table: Table, procedure: Procedure, plan: _Plan, zone: str) -> None:
        super().__init__(table, procedure, plan, zone)
        self.event_at = plan.fields["event"]
        self.day_at = plan.fields["day"]
        self.time_at = plan.fields.get("time")
        self.seq_at = plan.fields.get("seq")
        self.recorded_at = plan.fields.get("recorded")
        self.names: dict[str, str] = {}
        self.cases: dict[str, list[Event]] = {}

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        case = self.case_of(cells)
        cell = cells[self.event_at]
        word = cell if isinstance(cell, str) else _text_of(cell)
        name = self.names.get(word) or self._name(cell, case)
        stamp = self.day_in(self.day_at, cells[self.day_at], case)
        if stamp is None:
            raise _BadRow(self.day_at, cells[self.day_at], Text("no day", "没有日期"), case)
        at = self.time_at
        clock = stamp.time if at is None else self._time(at, cells[at], stamp, case)
        recorded = None
        if self.recorded_at is not None:
            known = self.day_in(self.recorded_at, cells[self.recorded_at], case)
            recorded = known.day if known else None
        facts = self.facts_in(cells, case)
        events = self.cases.get(case, ())
        seq: int | None = len(events)
        if self.seq_at is not None:
            seq = self._seq(self.seq_at, cells[self.seq_at], case)
        event = Event(
            name,
            stamp.day,
            time=clock,
            seq=seq,
            of=self.about(cells),
            facts=facts,
            recorded=recorded,
            line=line,
        )
        self.cases.setdefault(case, []).append(event)

    def logs(self) -> tuple[CaseLog, ...]:
        return tuple(CaseLog(case, events) for case, events in self.cases.items())

    def _name(self, cell: Cell, case: str) -> str:
        if _is_nothing(cell):
            raise _BadRow(self.event_at, cell, Text("no event", "没有事件"), case)
        word = _text_of(cell)
        found = self.plan.names.find(word)
        if len(found) > 1:
            raise _BadRow(
                self.event_at,
                cell,
                Text(
                    f"could be {' or '.join(found)}; write the one you mean",
                    f"可能是{'或'.join(found)}，请写明是哪一个",
                ),
                case,
            )
        # An event the procedure does not know stays, for the audit to report.
        name = found[0] if found else word
        if isinstance(cell, str):
            self.names[cell] = name
        return name

    def _time(self, at: int, cell: Cell, stamp: Stamp, case: str) -> time | None:
        if _is_nothing(cell):
            return stamp.time
        try:
            return parse_time(cell)
        except DayError as error:
            raise _BadRow(at, cell, error.reason, case) from None

    def _seq(self, at: int, cell: Cell, case: str) -> int | None:
        if _is_nothing(cell):
            return None
        try:
            return _int(_text_of(cell))
        except _BadCell as bad:
            raise _BadRow(at, cell, bad.reason, case) from None


class _WideReader(_Reader):
    def __init__(self, table: Table, procedure: Procedure, plan: _Plan, zone: str) -> None:
        super().__init__(table, procedure, plan, zone)
        self.steps = [(at, name, self.place.get(name)) for name, at in plan.events.items()]
        self.cases: dict[str, CaseLog] = {}
        self.lines: dict[str, int] = {}

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        case = self.case_of(cells)
        if case in self.lines:
            first = self.lines[case]
            raise _BadRow(
                self.case_at,
                case,
                Text(
                    f"case already on line {first}; in this layout a case is one row",
                    f"该案已在第{first}行出现；本表每案只应占一行",
                ),
                case,
            )
        # Even if this row turns out bad: another row of the case would then be half of it.
        self.lines[case] = line
        about = self.about(cells)
        events = []
        for at, name, place in self.steps:
            cell = cells[at]
            if cell is None or cell == "":
                continue
            stamp = self.day_in(at, cell, case)
            if stamp is not None:
                events.append(
                    Event(name, stamp.day, time=stamp.time, seq=place, of=about, line=line)
                )
        self.cases[case] = CaseLog(case, events, facts=self.facts_in(cells, case))

    def logs(self) -> tuple[CaseLog, ...]:
        return tuple(self.cases.values())
