"""A table of cases -> the log of each case, and an account of every row that could not be read.

Two layouts.  **Long**: one row an event, with the number of the case, the event and its day.
**Wide**: one row a case, with a column of days for each event.  Headings are recognised by the
names the procedure gives its events and facts, in Chinese and English; a mapping outranks them.
Nothing is guessed: two columns that could both be the day are an error, not a choice.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time
from decimal import Decimal
from itertools import islice
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
    zone: str = "Asia/Shanghai",
    sheet: str | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> CaseTable:
    """Read the cases in *source*, a file, a `Table` or dictionaries, as *procedure* names things.

    *mapping* says what a column is, heading to field, where its heading does not; the field is
    one of ``case event day time seq party item recorded``, a fact, in a wide table an event, or
    ``ignore``.  *layout* is recognised when not given.  *progress* is called now and then with
    the rows done and about how many there are, or None.

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
    """Every wording of some names -> the names it may stand for, the best kind of wording only."""

    by_key: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, wordings: Iterable[tuple[str, Sequence[str]]]) -> _Names:
        ranked: dict[str, tuple[int, dict[str, None]]] = {}
        for name, words in wordings:
            for rank, word in enumerate([name, *words]):
                # The name itself, then what it is called, then what else it is called.
                grade = min(rank, 3) if rank != 2 else 1
                key = _key(word)
                if not key:
                    continue
                best = ranked.get(key)
                if best is None or grade < best[0]:
                    ranked[key] = (grade, {name: None})
                elif grade == best[0]:
                    best[1][name] = None
        return cls({key: tuple(names) for key, (_, names) in ranked.items()})

    def find(self, word: str) -> tuple[str, ...]:
        return self.by_key.get(_key(word), ())


def _names_of_events(procedure: Procedure) -> _Names:
    events = procedure.events
    names = [(e.name, (e.zh, e.en, *e.also)) for e in events.values()]
    known = set(events)
    return _Names.of([*names, *((name, ()) for name in procedure.order if name not in known)])


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
    claims = vocabulary.claims(mapping)
    return vocabulary.settle(claims, layout)


_Claims = dict[str, list[tuple[int, bool]]]  # "kind:name" -> columns, and whether they were mapped


class _Vocabulary:
    """Everything a heading of one table may mean under one procedure."""

    def __init__(self, table: Table, procedure: Procedure) -> None:
        self.table = table
        self.columns = table.columns
        self.procedure = procedure
        self.events = _names_of_events(procedure)
        self.fact_types = {fact.name: fact for fact in _BUILT_IN} | dict(procedure.facts)
        built_in = {fact.name: fact.also for fact in _BUILT_IN}
        self.facts = _Names.of(
            (fact.name, (fact.zh, fact.en, *fact.also, *built_in.get(fact.name, ())))
            for fact in self.fact_types.values()
        )
        seen = dict.fromkeys(_DIMENSIONS)
        for per in (
            *(event.per for event in procedure.events.values()),
            *(region.per for region in procedure.regions),
        ):
            seen.update(dict.fromkeys(per))
        self.dimensions = tuple(seen)
        words = {name: _FIELDS.get(name, ()) for name in (*_FIELDS, *self.dimensions)}
        self.fields = _Names.of(words.items())

    def claims(self, mapping: Mapping[str, str]) -> _Claims:
        """Return what every column claims to be; what is mapped silences its other claims."""
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

    def _mapped(self, mapping: Mapping[str, str]) -> dict[int, str]:
        mapped: dict[int, str] = {}
        for heading, field in mapping.items():
            alike = [at for at, name in enumerate(self.columns) if name == heading] or [
                at for at, name in enumerate(self.columns) if _key(name) == _key(heading)
            ]
            if len(alike) != 1:
                meant = nearest(heading, self.columns)
                hint = f"did you mean {meant!r}?" if meant else f"it has {_listed(self.columns)}"
                raise TableError(f"map {heading!r}: {self.table.source} has no such column; {hint}")
            mapped[alike[0]] = self._target(heading, field)
        return mapped

    def _target(self, heading: str, field: str) -> str:
        if field.strip().casefold() == IGNORE:
            return f"{IGNORE}:"
        for kind, names in (("field", self.fields), ("fact", self.facts), ("event", self.events)):
            found = names.find(field)
            if len(found) == 1:
                return f"{kind}:{found[0]}"
            if found:
                raise TableError(
                    f"map {heading!r}: {field!r} could be {_or(found)}; write the one you mean"
                )
        known = (*self.fields.by_key, *self.facts.by_key, *self.events.by_key, IGNORE)
        meant = nearest(_key(field), known)
        hint = (
            f"did you mean {meant!r}?"
            if meant
            else f"write one of {_listed((*_FIELDS, IGNORE))}, a fact or an event of the procedure"
        )
        raise TableError(f"map {heading!r}: no field is called {field!r}; {hint}")

    def _meanings(self, heading: str) -> list[str]:
        """Return what *heading* may mean: the procedure's own words go before the common ones."""
        bare = _BRACKET.sub("", unicodedata.normalize("NFKC", heading).strip())
        for words in dict.fromkeys((heading, bare)):
            for kind, names in (
                ("fact", self.facts),
                ("event", self.events),
                ("field", self.fields),
            ):
                found = names.find(words)
                if found:
                    return [f"{kind}:{name}" for name in found]
        key = _key(bare)
        for ending in _DAY_ENDINGS:
            if key.endswith(ending):
                found = self.events.find(key.removesuffix(ending))
                if found:
                    return [f"event:{name}" for name in found]
        return []

    def settle(self, claims: _Claims, layout: Layout | None) -> _Plan:
        """Choose the layout, then hold every field to one column."""
        if "field:day" not in claims and "field:time" in claims and not _has_events(claims):
            claims["field:day"] = claims.pop("field:time")
        layout = layout or self._layout(claims)
        unread = {"field:event", "field:day", "field:time", "field:seq", "field:recorded"}
        kept: dict[str, int] = {}
        for target, columns in claims.items():
            kind = target.partition(":")[0]
            if kind == IGNORE:
                continue
            if (kind == "event") if layout is Layout.LONG else target in unread:
                continue
            if len(columns) > 1:
                self._refuse_two(target, [self.columns[column] for column, _ in columns])
            kept[target] = columns[0][0]
        self._require(kept, layout)
        self._refuse_shared(kept)
        parts: dict[str, dict[str, int]] = {"field": {}, "event": {}, "fact": {}}
        for target, column in kept.items():
            kind, _, name = target.partition(":")
            parts[kind][name] = column
        used = {self.columns[at]: target.partition(":")[2] for target, at in kept.items()}
        return _Plan(
            layout=layout,
            fields=parts["field"],
            dimensions={n: parts["field"][n] for n in self.dimensions if n in parts["field"]},
            events=parts["event"],
            facts={name: (at, self.fact_types[name]) for name, at in parts["fact"].items()},
            used={name: used[name] for name in self.columns if name in used},
            ignored=tuple(name for name in self.columns if name not in used),
            names=self.events,
        )

    def _layout(self, claims: _Claims) -> Layout:
        if "field:event" not in claims:
            if _has_events(claims):
                return Layout.WIDE
            raise TableError(
                f"{self.table.source}: no column says what happened; either one is headed "
                f"{_listed(_FIELDS['event'][:6])} (one row an event), or several are headed like "
                f"the events of {self.procedure.id} (one row a case). {self._headings()}"
            )
        column, by_mapping = claims["field:event"][0]
        if by_mapping or not _has_events(claims):
            return Layout.LONG
        # 事项 heads the events of one table and the subject of each case in another.
        sample = (row for row in islice(self.table, 50) if not isinstance(row, Rejected))
        known = any(self.events.find(str(row[1][column])) for row in sample)
        return Layout.LONG if known and "field:day" in claims else Layout.WIDE

    def _require(self, kept: Mapping[str, int], layout: Layout) -> None:
        needed = ("case", "event", "day") if layout is Layout.LONG else ("case",)
        for field in needed:
            if f"field:{field}" not in kept:
                raise TableError(
                    f"{self.table.source}: no column holds the {field}; head it "
                    f"{_listed(_FIELDS[field])}, or say which it is with --map COLUMN={field}. "
                    f"{self._headings()}"
                )
        if layout is Layout.WIDE and not _has_events(kept):
            raise TableError(
                f"{self.table.source}: no column is headed like an event of {self.procedure.id}; "
                f"map one with --map COLUMN=EVENT. {self._headings()}"
            )

    def _refuse_two(self, target: str, headings: Sequence[str]) -> None:
        name = target.partition(":")[2]
        raise TableError(
            f"{self.table.source}: columns {_listed(headings)} could both be the {name}; say "
            f"which with --map {headings[0]}={name}"
        )

    def _refuse_shared(self, kept: Mapping[str, int]) -> None:
        for column, heading in enumerate(self.columns):
            names = [target.partition(":")[2] for target, at in kept.items() if at == column]
            if len(names) > 1:
                raise TableError(
                    f"{self.table.source}: heading {heading!r} could be {_or(names)}; say which "
                    f"with --map {heading}={names[0]}"
                )

    def _headings(self) -> str:
        return f"headings found: {_listed(self.columns)}"


def _has_events(claims: Iterable[str]) -> bool:
    return any(target.startswith("event:") for target in claims)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


def _or(names: Sequence[str]) -> str:
    return " or ".join(map(repr, names))


# -- what a cell means -----------------------------------------------------------------------------

_TRUE: Final = frozenset({"是", "有", "对", "true", "yes", "y", "t", "1", "√", "✓", "✔"})
_FALSE: Final = frozenset({"否", "无", "没有", "不是", "false", "no", "n", "f", "0", "×", "✗", "✘"})
# What people put where there is nothing to put.
_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "–", "/", "\\"})
_NO_DAY: Final = _NOTHING | {"无", "n/a", "none", "null", "nat"}
_BROKEN: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})

_NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)"
_INT: Final = re.compile(rf"({_NUMBER})\s*(?:日|天|个|人|件|次|days?)?", re.ASCII)
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
    if cell is None or cell == "":
        return True
    if isinstance(cell, str):
        return cell.strip() in _NOTHING
    return bool(cell != cell)  # noqa: PLR0124 - nan and NaT are how frames leave a cell blank


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


def _text(text: str) -> str:
    if text in _BROKEN:
        raise _BadCell(Text("the formula of this cell failed", "单元格公式出错"))
    return text


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
            FactKind.TEXT: _text,
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
        if isinstance(cell, (list, tuple)) and self.kind is FactKind.LIST:
            return tuple(map(_text_of, cell))
        text = _text_of(cell)
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


class _Reader:
    """What both layouts do alike: keep count, know the days seen, read facts."""

    layout: Layout

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

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        """Take in one row, or raise `_BadRow` and leave no trace of it."""
        raise NotImplementedError

    def logs(self) -> tuple[CaseLog, ...]:
        """Return the logs of all rows taken in."""
        raise NotImplementedError

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
        self.names: dict[Cell, str] = {}
        self.cases: dict[str, list[Event]] = {}

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        case = self.case_of(cells)
        cell = cells[self.event_at]
        name = self.names.get(cell) or self._name(cell, case)
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
                    f"could be {_or(found)}; write the one you mean",
                    f"可能是{'或'.join(found)}，请写明是哪一个",
                ),
                case,
            )
        # An event the procedure does not know stays, for the audit to report.
        name = self.names[cell] = found[0] if found else word
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
        about = self.about(cells)
        events = []
        self.lines[case] = line
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
