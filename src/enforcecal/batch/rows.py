"""The rows of an analyst's table, as the items, cases, cards and penalty cases they tell of.

A row that cannot be read becomes one with a fault, never an error: it is counted and left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.batch.columns import Columns
from enforcecal.batch.frames import BACKWARD, BAD_DAY, Group, Source, Spans, day_of
from enforcecal.dates.calendars import WorkCalendar
from enforcecal.dates.periods import Unit
from enforcecal.law.procedures import FactKind, FactType
from enforcecal.measures.cards import Attribution, Card, Level, parse_level
from enforcecal.measures.caseload import Case, Status, parse_status, rows_of
from enforcecal.measures.figures import Basis
from enforcecal.measures.items import (
    Item,
    Says,
    TimeCell,
    fraction_of,
    parse_case_type,
    parse_time_cell,
    parse_unit,
)
from enforcecal.measures.penalties import PenaltyCase, parse_outcome
from enforcecal.readers.cells import CellError, FactColumn, fold

__all__ = [
    "LEVELS",
    "TIMES",
    "Lit",
    "flag",
    "read_cards",
    "read_cases",
    "read_items",
    "read_penalty_cases",
    "said",
]

TIMES: Final = ("month", "year")
"""What dates can be grouped by."""

_YES: Final = frozenset(map(fold, ("是", "有", "true", "yes", "y", "1", "√", "✓")))
_NO: Final = frozenset(map(fold, ("否", "无", "没有", "false", "no", "n", "0", "×", "")))


# --- items --------------------------------------------------------------------------------------


def read_items(source: Source, columns: Columns, by: str = "") -> Iterable[tuple[str, Item]]:
    """Yield the group and the item of every row, also of one that cannot be read."""
    fields = [field for field in _ITEM_FIELDS if field in columns.at]
    headings = [columns.at[field] for field in fields] + ([by] if by else [])
    for line, cells in source.rows(headings):
        row = dict(zip(fields, cells, strict=False))
        yield (said(cells[-1]) if by else ""), _item(line, row, columns)
    for rejected in source.rejected:
        yield "", Item(id=f"{rejected.line}", fault="unreadable")


_ITEM_FIELDS: Final = (
    *("item", "code", "statute", "promise", "special", "step_days"),
    *("volume", "unit", "type", "power"),
)


def _item(line: int, row: Mapping[str, object], columns: Columns) -> Item:
    label = said(row.get("code")) or said(row.get("item"))
    unit, wrong = _row_unit(row.get("unit"))
    item = Item.of(
        f"{line}: {label}" if label else f"{line}",
        row.get("statute"),
        row.get("promise"),
        special=row.get("special"),
        steps=row.get("step_days"),
        volume=row.get("volume"),
        type=parse_case_type(row.get("type")),
        is_licence=_is_licence(row.get("power")),
    )
    return attrs.evolve(
        item,
        statute=_with_unit(item.statute, columns.units.get("statute") or unit),
        promise=_with_unit(item.promise, columns.units.get("promise") or unit),
        special=_with_unit(item.special, columns.units.get("special") or unit),
        steps=_with_unit(item.steps, columns.units.get("step_days") or unit),
        fault="unreadable" if wrong else item.fault,
    )


def _row_unit(cell: object) -> tuple[Unit | None, bool]:
    """Return the unit a row names, and whether it names one that nobody knows."""
    found = parse_unit(cell)
    return found, found is None and bool(said(cell))


def _with_unit(cell: TimeCell, unit: Unit | None) -> TimeCell:
    if cell.says is Says.LENGTH and cell.unit is None and unit is not None:
        return attrs.evolve(cell, unit=unit)
    return cell


def _is_licence(cell: object) -> bool | None:
    power = said(cell)
    return ("许可" in power or "licen" in power.casefold()) if power else None


def said(cell: object) -> str:
    """Return a cell as text, empty when it is blank."""
    return "" if cell is None else str(cell).strip()


def flag(cell: object) -> tuple[bool | None, bool]:
    """Return yes, no or nothing, and whether the cell is none of them."""
    if cell is None or isinstance(cell, bool):
        return cell, False
    word = fold(said(cell))
    if word in _YES or word in _NO:
        return (word in _YES if word else None), False
    return None, True


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
    cards: tuple[tuple[Level, int], ...]


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
    column = by if by and by not in TIMES else ""
    dates = (columns.at.get("accepted"), columns.at.get("closed"))
    groups = source.groups([*headings, *([column] if column else [])], dates, spans)
    read = _Reader(columns, fields, dates)
    made = [(group, *read.case(group)) for group in groups]
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


class _Reader:
    """Makes a case of the cells of a group."""

    def __init__(
        self, columns: Columns, fields: list[str], dates: tuple[str | None, str | None]
    ) -> None:
        self.units = columns.units
        self.fields = fields
        self.dated = dates[1] is not None

    def case(self, group: Group) -> tuple[Case, Lit]:
        """Return the case, and its cards."""
        row = dict(zip(self.fields, group.cells, strict=False))
        same, accepted_in, closed_in, has_closed, _, counted = group.cells[-6:]
        unit, wrong = _row_unit(row.get("unit"))
        cells = {
            name: _with_unit(parse_time_cell(row.get(name)), self.units.get(name) or unit)
            for name in ("statute", "promise", "used")
        }
        used = cells["used"]
        from_dates = isinstance(counted, int)
        if isinstance(counted, int):
            used = TimeCell(Says.LENGTH, Fraction(counted), Unit.WORKING_DAY)
        wrong = wrong or any(cell.says is Says.UNREADABLE for cell in cells.values())
        wrong = wrong or used.is_range or used.says in {Says.INSTANT, Says.UNLIMITED}
        status = parse_status(row.get("status"))
        if status is None:
            wrong = wrong or bool(said(row.get("status")))
            status = Status.OPEN if self.dated and not has_closed else Status.CLOSED
        flags = [flag(row.get(name)) for name in ("on_the_spot", "overdue")]
        wrong = wrong or same == BAD_DAY or any(bad for _, bad in flags)
        lit: list[tuple[Level, int]] = []
        for level, name in LEVELS.items():
            number = _count(row.get(name))
            wrong = wrong or number is None
            lit.append((level, number or 0))
        accepted_in = accepted_in is not False and not isinstance(same, str)
        case = Case(
            statute=cells["statute"],
            promise=cells["promise"],
            used=used,
            from_dates=from_dates,
            status=status,
            type=parse_case_type(row.get("type")),
            same_day=same if isinstance(same, bool) else None,
            on_the_spot=flags[0][0],
            overdue=flags[1][0],
            accepted_in=accepted_in,
            closed_in=bool(closed_in),
            count=group.count,
            fault="unreadable" if wrong else _BACKWARD if same == BACKWARD else "",
        )
        return case, Lit(group.count, accepted_in, tuple(lit))


LEVELS: Final = {Level.YELLOW: "yellow", Level.RED: "red", Level.WARNING: "warnings"}


def _count(cell: object) -> int | None:
    """Return how many cards a cell tells of, 0 when it is blank, None when it is no number."""
    try:
        number = fraction_of(cell)
    except ValueError:
        marked, wrong = flag(cell)
        return None if wrong else int(bool(marked))
    if number is None:
        return 0
    return int(number) if number >= 0 and number.denominator == 1 else None


# --- cards --------------------------------------------------------------------------------------


def read_cards(
    source: Source,
    columns: Columns,
    by: str = "",
    attribution: Attribution = Attribution.BY_CARD,
) -> tuple[list[tuple[str, Card]], tuple[str, ...]]:
    """Return the group and the card of every row, and the lines of those that are none."""
    fields = [*columns.at]
    column = by if by and by not in TIMES else ""
    found: list[tuple[str, Card]] = []
    wrong: list[str] = []
    headings = [*(columns.at[field] for field in fields), *([column] if column else [])]
    for line, cells in source.rows(headings):
        row = dict(zip(fields, cells, strict=False))
        level = parse_level(row["level"])
        days = [day_of(row.get(name)) for name in ("issued", "accepted")]
        withdrawn, bad = flag(row.get("withdrawn"))
        if level is None or bad or BAD_DAY in days:
            wrong.append(f"#{line}")
            continue
        issued, accepted = (day if isinstance(day, date) else None for day in days)
        day = issued if attribution is Attribution.BY_CARD else accepted
        card = Card(
            case=said(row["case"]) or f"#{line}",
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
    fields = [*columns.at]
    headings = [columns.at[field] for field in fields]
    money = FactColumn("fine", 0, columns.at.get("fine", ""), _MONEY, "Asia/Shanghai")
    column = by if by and by not in TIMES else ""
    for line, cells in source.rows([*headings, *([column] if column else [])]):
        row = dict(zip(fields, cells, strict=False))
        decided = day_of(row.get("decided"))
        day = decided if isinstance(decided, date) else None
        key = _part(day, by) if by in TIMES else said(cells[-1]) if column else ""
        yield key, _penalty_case(line, row, money, basis, decided)
    for rejected in source.rejected:
        yield "", PenaltyCase(id=f"#{rejected.line}", fault="unreadable")


_MONEY: Final = FactType(name="fine", kind=FactKind.MONEY)


def _penalty_case(
    line: int, row: Mapping[str, object], money: FactColumn, basis: Basis, decided: object
) -> PenaltyCase:
    outcome = parse_outcome(row.get("outcome"))
    closed, bad = flag(row.get("closed"))
    fault = ""
    fine: Fraction | None = None
    try:
        amount = money.read(row.get("fine"))
    except CellError:
        amount, fault = None, "unreadable"
    if isinstance(amount, (Decimal, int)):
        fine = Fraction(amount)
    if bad or decided == BAD_DAY or (outcome is None and said(row.get("outcome"))):
        fault = "unreadable"
    day = decided if isinstance(decided, date) else None
    if not fault and not basis.within(day):
        fault = "no-dates" if day is None else "other-period"
    return PenaltyCase(
        id=said(row.get("case")) or f"#{line}",
        outcome=outcome,
        category=said(row.get("category")),
        fine=fine,
        closed=closed,
        fault=fault,
    )
