"""The rows of an analyst's table, as the items, cases, cards and penalty cases they tell of.

A row that cannot be read becomes one with a fault, never an error: it is counted and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeVar

import attrs

from enforcecal.dates.calendars import WorkCalendar
from enforcecal.dates.periods import Unit
from enforcecal.law.procedures import FactKind, FactType
from enforcecal.measures.cards import Attribution, CardLevel, WarningCard, parse_level
from enforcecal.measures.caseload import Case, Status, parse_status, rows_of
from enforcecal.measures.figures import Basis
from enforcecal.measures.items import (
    Item,
    Says,
    TimeCell,
    parse_case_type,
    parse_time_cell,
    parse_unit,
)
from enforcecal.measures.penalties import PenaltyCase, parse_outcome
from enforcecal.readers.cells import CellError, FactColumn
from enforcecal.readers.frames import BACKWARD, BAD_DAY, Group, Source, Spans, day_of
from enforcecal.readers.headings import Columns
from enforcecal.spelling import is_blank, number, text_of, yes_or_no

__all__ = [
    "LEVELS",
    "TIMES",
    "Lit",
    "RowCells",
    "item_rows",
    "read_cards",
    "read_cases",
    "read_items",
    "read_penalty_cases",
    "said",
]

TIMES: Final = ("month", "year")
"""What dates can be grouped by."""

_Word = TypeVar("_Word")


def said(cell: object) -> str:
    """Return a cell as text, empty when it is blank."""
    return "" if is_blank(cell) else text_of(cell)


class RowCells:
    """The cells of one row, by field or heading; remembers whether one could not be read."""

    def __init__(self, names: Iterable[str], cells: Iterable[object]) -> None:
        self.cells = dict(zip(names, cells, strict=False))
        self.wrong = False

    def text(self, name: str) -> str:
        """Return the text of a cell, empty when it is blank or there is none."""
        return said(self.cells.get(name))

    def label(self, line: int) -> str:
        """Return the line and what the row calls its item."""
        name = self.text("code") or self.text("item")
        return f"{line}: {name}" if name else f"{line}"

    def flag(self, name: str) -> bool | None:
        """Return yes, no or nothing."""
        try:
            return yes_or_no(self.cells.get(name))
        except ValueError:
            self.wrong = True
            return None

    def day(self, name: str) -> date | None:
        """Return the day in a cell."""
        found = day_of(self.cells.get(name))
        self.wrong |= found == BAD_DAY
        return found if isinstance(found, date) else None

    def word(self, name: str, parse: Callable[[object], _Word | None]) -> _Word | None:
        """Return what the word in a cell stands for."""
        found = parse(self.cells.get(name))
        self.wrong |= found is None and bool(self.text(name))
        return found

    def count(self, name: str) -> int:
        """Return how many a cell tells of: a number, or yes for one."""
        try:
            found = number(self.cells.get(name))
        except ValueError:
            return int(bool(self.flag(name)))
        if found is None:
            return 0
        if found < 0 or found.denominator != 1:
            self.wrong = True
            return 0
        return int(found)


def _heading(by: str) -> list[str]:
    return [by] if by and by not in TIMES else []


# --- items --------------------------------------------------------------------------------------


def item_rows(
    source: Source, columns: Columns, by: str = ""
) -> Iterable[tuple[str, int, RowCells]]:
    """Yield the group, the line and the cells of every row of a catalogue."""
    for line, cells in source.rows([*columns.at.values(), *([by] if by else ())]):
        yield (said(cells[-1]) if by else ""), line, RowCells(columns.at, cells)


def read_items(source: Source, columns: Columns, by: str = "") -> Iterable[tuple[str, Item]]:
    """Yield the group and the item of every row, also of one that cannot be read."""
    for key, line, row in item_rows(source, columns, by):
        yield key, _item(line, row, columns)
    for rejected in source.rejected:
        yield "", Item(id=f"{rejected.line}", fault="unreadable")


def _item(line: int, row: RowCells, columns: Columns) -> Item:
    unit = row.word("unit", parse_unit)
    item = Item.of(
        row.label(line),
        row.cells.get("statute"),
        row.cells.get("promise"),
        special=row.cells.get("special"),
        steps=row.cells.get("step_days"),
        volume=row.cells.get("volume"),
        type=parse_case_type(row.cells.get("type")),
        is_licence=_is_licence(row.text("power")),
    )
    return attrs.evolve(
        item,
        statute=_with_unit(item.statute, columns.units.get("statute") or unit),
        promise=_with_unit(item.promise, columns.units.get("promise") or unit),
        special=_with_unit(item.special, columns.units.get("special") or unit),
        steps=_with_unit(item.steps, columns.units.get("step_days") or unit),
        fault="unreadable" if row.wrong else item.fault,
    )


def _with_unit(cell: TimeCell, unit: Unit | None) -> TimeCell:
    if cell.says is Says.LENGTH and cell.unit is None and unit is not None:
        return attrs.evolve(cell, unit=unit)
    return cell


def _is_licence(power: str) -> bool | None:
    return ("许可" in power or "licen" in power.casefold()) if power else None


# --- cases --------------------------------------------------------------------------------------

_CASE_FIELDS: Final = (
    *("statute", "promise", "used", "unit", "type", "status", "on_the_spot", "overdue"),
    *("yellow", "red", "warnings"),
)


@attrs.frozen
class Lit:
    """The cards on one group of cases that are alike."""

    cases: int
    accepted_in: bool
    cards: tuple[tuple[CardLevel, int], ...]


def read_cases(
    source: Source,
    columns: Columns,
    basis: Basis,
    by: str = "",
    calendar: WorkCalendar | None = None,
) -> tuple[dict[str, list[Case]], dict[str, list[Lit]]]:
    """Return the cases of each group that is asked for, those alike as one.

    Where no column holds the time used, *calendar* counts it from the dates.
    """
    fields = [field for field in _CASE_FIELDS if field in columns.at]
    if "used" in columns.at:
        calendar = None
    spans = Spans(basis.since, basis.until, by if by in TIMES else "", calendar)
    headings = [columns.at[field] for field in fields]
    column = _heading(by)
    dates = (columns.at.get("accepted"), columns.at.get("closed"))
    groups = source.groups([*headings, *column], dates, spans)
    made = [(group, *_case(group, fields, columns)) for group in groups]
    marked = [group for group, case, _ in made if _notable(case, columns, basis, dates)]
    ids = source.with_ids(marked, columns.at.get("case"))
    cases: dict[str, list[Case]] = {}
    lit: dict[str, list[Lit]] = {}
    for group, case, found in made:
        part = group.cells[-2] if by in TIMES else group.cells[len(fields)] if column else ""
        key = _month(part) if by in TIMES else said(part)
        named = attrs.evolve(case, ids=ids.get(group.cells, ()))
        cases.setdefault(key, []).append(named)
        lit.setdefault(key, []).append(found)
    wrong = [Case(ids=(f"#{row.line}",), fault="unreadable") for row in source.rejected]
    if wrong:
        cases.setdefault("", []).extend(wrong)
    return cases, lit


def _month(part: object) -> str:
    if not isinstance(part, int):
        return ""
    return f"{part // 100}-{part % 100:02}" if part > 9999 else f"{part}"


def _notable(
    case: Case, columns: Columns, basis: Basis, dates: tuple[str | None, str | None]
) -> bool:
    """Tell whether somebody will ask which cases these are: some figure leaves them out."""
    if case.fault:
        return True
    (row,) = rows_of([case], basis)
    values = {"statute": row.statute, "promise": row.promise, "used": row.used}
    return bool(
        row.fault
        or {*row.remarks} - {"used-from-dates"}
        or row.not_closed
        or any(isinstance(values[name], str) for name in values if name in columns.at)
        or (case.same_day is None and None not in dates)
    )


_BACKWARD: Final = "closed-before-accepted"


def _case(group: Group, fields: list[str], columns: Columns) -> tuple[Case, Lit]:
    """Return the case that the rows of *group* tell of, and its cards."""
    row = RowCells(fields, group.cells)
    same, in_period, closed_in, has_closed, _, counted = group.cells[-6:]
    unit = row.word("unit", parse_unit)
    statute, promise, used = (
        _with_unit(parse_time_cell(row.cells.get(name)), columns.units.get(name) or unit)
        for name in ("statute", "promise", "used")
    )
    from_dates = isinstance(counted, int)
    if isinstance(counted, int):
        used = TimeCell(Says.LENGTH, Fraction(counted), Unit.WORKING_DAY)
    status = row.word("status", parse_status)
    if status is None:
        status = Status.OPEN if "closed" in columns.at and not has_closed else Status.CLOSED
    on_the_spot, overdue = row.flag("on_the_spot"), row.flag("overdue")
    cards = tuple((level, row.count(name)) for level, name in LEVELS.items())
    wrong = (
        row.wrong
        or same == BAD_DAY
        or any(cell.says is Says.UNREADABLE for cell in (statute, promise, used))
        or used.is_range
        or used.says in {Says.INSTANT, Says.UNLIMITED}
    )
    accepted_in = in_period is not False and not isinstance(same, str)
    case = Case(
        statute=statute,
        promise=promise,
        used=used,
        from_dates=from_dates,
        status=status,
        type=parse_case_type(row.cells.get("type")),
        same_day=same if isinstance(same, bool) else None,
        on_the_spot=on_the_spot,
        overdue=overdue,
        accepted_in=accepted_in,
        closed_in=bool(closed_in),
        count=group.count,
        fault="unreadable" if wrong else _BACKWARD if same == BACKWARD else "",
    )
    return case, Lit(group.count, accepted_in, cards)


LEVELS: Final = {
    CardLevel.YELLOW: "yellow",
    CardLevel.RED: "red",
    CardLevel.WARNING: "warnings",
}


# --- cards --------------------------------------------------------------------------------------


def read_cards(
    source: Source,
    columns: Columns,
    by: str = "",
    attribution: Attribution = Attribution.BY_CARD,
) -> tuple[list[tuple[str, WarningCard]], tuple[str, ...]]:
    """Return the group and the card of every row, and the lines of those that are none."""
    column = _heading(by)
    found: list[tuple[str, WarningCard]] = []
    wrong: list[str] = []
    for line, cells in source.rows([*columns.at.values(), *column]):
        row = RowCells(columns.at, cells)
        level = row.word("level", parse_level)
        issued, accepted = row.day("issued"), row.day("accepted")
        withdrawn = row.flag("withdrawn")
        if level is None or row.wrong:
            wrong.append(f"#{line}")
            continue
        day = issued if attribution is Attribution.BY_CARD else accepted
        card = WarningCard(
            case=row.text("case") or f"#{line}",
            level=level,
            issued=issued,
            accepted=accepted,
            withdrawn=bool(withdrawn),
        )
        found.append((said(cells[-1]) if column else _part(day, by), card))
    return found, (*wrong, *(f"#{rejected.line}" for rejected in source.rejected))


def _part(day: date | None, by: str) -> str:
    if day is None or not by:
        return ""
    return f"{day.year}" if by == "year" else f"{day.year}-{day.month:02}"


# --- penalties ----------------------------------------------------------------------------------


def read_penalty_cases(
    source: Source, columns: Columns, basis: Basis, by: str = ""
) -> Iterable[tuple[str, PenaltyCase]]:
    """Yield the group and the penalty case of every row, also of one that cannot be read."""
    money = FactColumn("fine", 0, columns.at.get("fine", ""), _MONEY, "Asia/Shanghai")
    column = _heading(by)
    for line, cells in source.rows([*columns.at.values(), *column]):
        row = RowCells(columns.at, cells)
        day = row.day("decided")
        yield said(cells[-1]) if column else _part(day, by), _penalty_case(line, row, money, basis)
    for rejected in source.rejected:
        yield "", PenaltyCase(id=f"#{rejected.line}", fault="unreadable")


_MONEY: Final = FactType(name="fine", kind=FactKind.MONEY)


def _penalty_case(line: int, row: RowCells, money: FactColumn, basis: Basis) -> PenaltyCase:
    outcome = row.word("outcome", parse_outcome)
    closed = row.flag("closed")
    day = row.day("decided")
    try:
        fine = money.read(row.cells.get("fine"))
    except CellError:
        fine, row.wrong = None, True
    fault = "unreadable" if row.wrong else ""
    if not fault and not basis.within(day):
        fault = "no-dates" if day is None else "other-period"
    return PenaltyCase(
        id=row.text("case") or f"#{line}",
        outcome=outcome,
        category=row.text("category"),
        fine=Fraction(fine) if isinstance(fine, Decimal) else None,
        closed=closed,
        fault=fault,
    )
