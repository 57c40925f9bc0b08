"""A table of cases -> the log of each case, and an account of every row that could not be read.

What the columns are is settled in `enforcecal.readers.headings`, before the first row is read.
"""

from __future__ import annotations

import abc
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time
from typing import Final

import attrs

from enforcecal.cases.replay.coverage import Coverage, Unread
from enforcecal.cases.replay.events import CaseLog, Event, Fact
from enforcecal.errors import ArgumentError
from enforcecal.law.procedures import Procedure
from enforcecal.readers.cells import BROKEN, FAILED, CellError, FactColumn, whole_number
from enforcecal.readers.days import DayError, Stamp, parse_time, read_day
from enforcecal.readers.frames import open_table
from enforcecal.readers.headings import Layout, LogColumns, plan_columns
from enforcecal.readers.tables import Cell, Rejected, RowError, Table
from enforcecal.readers.vocabulary import IGNORE
from enforcecal.spelling import is_blank, says_nothing, text_of
from enforcecal.texts import Text

__all__ = ["IGNORE", "CaseTable", "Layout", "read_cases"]


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
    coverage: Coverage
    """The events and facts there is a place for: a column, or in a table with a row an event a
    word that occurs; and what could not be read of which case."""
    incomplete: frozenset[str]
    """Cases of which a row was rejected: what is found missing there may stand in that row."""

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
    source: object,
    procedure: Procedure,
    *,
    mapping: Mapping[str, str] | None = None,
    layout: Layout | str | None = None,
    zone: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> CaseTable:
    """Read the cases in *source* as *procedure* names things.

    *source* is a path, an open file, a frame of pandas, polars or pyarrow, a relation of DuckDB,
    or a list of dictionaries.

    *mapping* says what a column is, heading to field, where its heading does not; the field is
    one of ``case event day time seq party item recorded``, a fact, in a wide table an event, or
    ``ignore``.  *layout*, ``long`` or ``wide``, is recognised when not given.  *zone* is for stamps
    in UTC, and that of the procedure when not given.  *progress* is called now and then with the
    rows done and about how many there are, or None.

    A row that cannot be read is rejected with its line and reason; the others are read.  In a
    wide table that is a whole case, since a case with a step missing would be judged wrongly; in
    a long one the case is kept and listed in ``incomplete``.

    Raises:
        ArgumentError: *layout* is another word.
        TableError: the table as a whole cannot be read, or *mapping* does not fit it.
    """
    table = open_table(source, sheet=sheet, encoding=encoding)
    plan = plan_columns(table, procedure, mapping or {}, layout)
    reader = _LongReader if plan.layout is Layout.LONG else _WideReader
    zone = zone or procedure.zone or "Asia/Shanghai"
    return reader(table, procedure, plan, zone).read(progress)


_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?E\+\d+", re.ASCII | re.IGNORECASE)


class _LogReader(abc.ABC):
    """What both layouts do alike: keep count, know the days seen, read facts."""

    def __init__(self, table: Table, procedure: Procedure, plan: LogColumns, zone: str) -> None:
        self.table = table
        self.plan = plan
        self.zone = zone
        self.place = {name: place for place, name in enumerate(procedure.order)}
        self.case_at = plan.fields["case"]
        self.dimensions = sorted(plan.dimensions.items())
        self.facts = [
            FactColumn(name, at, table.columns[at], fact, zone)
            for name, (at, fact) in sorted(plan.facts.items())
        ]
        self.days: dict[str, Stamp | DayError | None] = {}
        self.declared = frozenset(procedure.facts)
        self.unread: dict[str, list[Unread]] = {}

    @abc.abstractmethod
    def take(self, line: int, cells: Sequence[Cell]) -> None:
        """Take in one row, or raise `RowError` and take in nothing of it."""

    @abc.abstractmethod
    def logs(self) -> tuple[CaseLog, ...]:
        """Return the logs of all rows taken in."""

    def read(self, progress: Callable[[int, int | None], None] | None) -> CaseTable:
        rows = self.table.read(self.take, progress, self.missed)
        logs = self.logs()
        return CaseTable(
            source=self.table.source,
            layout=self.plan.layout,
            logs=logs,
            rejected=rows.rejected,
            rows_in=rows.rows_in,
            rows_read=rows.rows_in - len(rows.rejected),
            columns_used=self.plan.used,
            columns_ignored=self.plan.ignored,
            coverage=Coverage(
                events=self.events_placed(),
                facts=self.declared.intersection(self.plan.facts),
                unread=self.unread,
            ),
            incomplete=frozenset(self.unread),
        )

    def missed(self, row: Rejected, case: str) -> None:
        """Note a row that could not be read; it may be anything of its case."""
        if case:
            self.unread.setdefault(case, []).append(
                Unread(word=row.value or row.column, line=row.line)
            )

    @abc.abstractmethod
    def events_placed(self) -> Iterable[str]:
        """Return the events the table has a place for."""

    def case_of(self, cells: Sequence[Cell]) -> str:
        cell = cells[self.case_at]
        if is_blank(cell):
            raise RowError(
                self.case_at,
                cell,
                Text(
                    "no case number; if cells are merged, split them and fill the number down",
                    "没有案件编号；如有合并单元格，请拆分并向下填充",
                ),
            )
        case = text_of(cell)
        if case in BROKEN:
            raise RowError(self.case_at, cell, FAILED)
        if _ROUNDED.fullmatch(case):
            raise RowError(
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
            raise RowError(at, cell, found.reason, case)
        return found

    def _day(self, cell: Cell) -> Stamp | DayError | None:
        try:
            return read_day(cell, zone=self.zone)
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
            except CellError as bad:
                raise RowError(column.at, cell, bad.reason, case) from None
            if fact is not None:
                facts.append((column.name, fact))
        return tuple(facts)

    def about(self, cells: Sequence[Cell]) -> tuple[tuple[str, str], ...]:
        if not self.dimensions:
            return ()
        return tuple(
            (name, text_of(cells[at])) for name, at in self.dimensions if not is_blank(cells[at])
        )


class _LongReader(_LogReader):
    def __init__(self, table: Table, procedure: Procedure, plan: LogColumns, zone: str) -> None:
        super().__init__(table, procedure, plan, zone)
        self.event_at = plan.fields["event"]
        self.day_at = plan.fields["day"]
        self.time_at = plan.fields.get("time")
        self.seq_at = plan.fields.get("seq")
        self.recorded_at = plan.fields.get("recorded")
        self.names: dict[str, str] = {}
        self.cases: dict[str, list[Event]] = {}
        self.last = ""

    def missed(self, row: Rejected, case: str) -> None:
        # a row without a case number may go on with the case before it
        super().missed(row, case or self.last)

    def events_placed(self) -> Iterable[str]:
        return {event.name for events in self.cases.values() for event in events}

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        case = self.last = self.case_of(cells)
        cell = cells[self.event_at]
        word = cell if isinstance(cell, str) else text_of(cell)
        name = self.names.get(word) or self._name(cell, case)
        stamp = self.day_in(self.day_at, cells[self.day_at], case)
        if stamp is None:
            raise RowError(self.day_at, cells[self.day_at], Text("no day", "没有日期"), case)
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
        if is_blank(cell):
            raise RowError(self.event_at, cell, Text("no event", "没有事件"), case)
        word = text_of(cell)
        mapped = self.plan.words.get(word)
        found = (mapped,) if mapped else self.plan.names.find(word)
        if len(found) > 1:
            raise RowError(
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
        if says_nothing(cell):
            return stamp.time
        try:
            return parse_time(cell)
        except DayError as error:
            raise RowError(at, cell, error.reason, case) from None

    def _seq(self, at: int, cell: Cell, case: str) -> int | None:
        try:
            return whole_number(text_of(cell))
        except CellError as bad:
            raise RowError(at, cell, bad.reason, case) from None


class _WideReader(_LogReader):
    def __init__(self, table: Table, procedure: Procedure, plan: LogColumns, zone: str) -> None:
        super().__init__(table, procedure, plan, zone)
        self.steps = [(at, name, self.place.get(name)) for name, at in plan.events.items()]
        self.cases: dict[str, CaseLog] = {}
        self.lines: dict[str, int] = {}

    def events_placed(self) -> Iterable[str]:
        return self.plan.events

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        case = self.case_of(cells)
        if case in self.lines:
            first = self.lines[case]
            raise RowError(
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
