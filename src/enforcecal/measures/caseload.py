"""Cases as metrics count them: limits, time used, and where each stands.

One `Case` may stand for many alike, so that a million rows come down to the few thousand
combinations they hold.  Nothing is rounded and nothing is guessed: what a row does not say is None.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

import attrs

from enforcecal.measures.figures import Analysed, Basis, Counted, Figure, undefined
from enforcecal.measures.items import (
    CaseType,
    Says,
    TimeCell,
    at_once,
    gather,
    in_unit,
    parse_case_type,
    parse_time_cell,
    promised,
)
from enforcecal.measures.metrics import metric
from enforcecal.texts import Text

__all__ = ["Case", "CaseRow", "Judge", "Status", "parse_status", "rows_of", "total"]


class Status(enum.Enum):
    """Where a case stands."""

    CLOSED = "closed"
    """办结."""
    OPEN = "open"
    """在办."""
    WITHDRAWN = "withdrawn"
    """Withdrawn, ended without a decision, or refused acceptance: no closed case."""


_STATUS = {
    **dict.fromkeys(
        ("办结", "已办结", "结案", "准予", "不予许可", "closed", "done", "completed"), Status.CLOSED
    ),
    **dict.fromkeys(("在办", "办理中", "未办结", "正在办理", "open", "pending"), Status.OPEN),
    **dict.fromkeys(
        ("撤回", "终止", "退件", "不予受理", "撤销", "作废", "已退件",
         "withdrawn", "ended", "refused", "rejected"),
        Status.WITHDRAWN,
    ),
}  # fmt: skip


def parse_status(cell: object) -> Status | None:
    """Return the status that *cell* names, None when it names none.

    >>> parse_status("已办结")
    <Status.CLOSED: 'closed'>
    """
    return _STATUS.get(cell.strip().casefold()) if isinstance(cell, str) else None


_NOTHING = TimeCell(Says.NOTHING)


@attrs.frozen(kw_only=True)
class Case:
    """One case (办件), or `count` of them that are alike."""

    ids: tuple[str, ...] = ()
    """Those it stands for; may be empty where nobody will be asked for."""
    statute: TimeCell = _NOTHING
    promise: TimeCell = _NOTHING
    used: TimeCell = _NOTHING
    """The time used (实际用时), net of excluded time."""
    from_dates: bool = False
    """Whether `used` was counted from the dates, since nobody recorded it."""
    status: Status = Status.CLOSED
    type: CaseType | None = None
    same_day: bool | None = None
    """Whether it was closed on the day of its acceptance."""
    on_the_spot: bool | None = None
    """Whether it was closed without leaving the counter (现场办结)."""
    overdue: bool | None = None
    """Of an open case: whether its promise has passed."""
    accepted_in: bool = True
    """Whether it was accepted in the period."""
    closed_in: bool = True
    """Whether it was closed in the period; of a case not closed it does not matter."""
    count: int = 1
    fault: str = ""
    """A reason of `enforcecal.measures.figures.REASONS` for which it is not counted at all."""

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002 - a case has an id
        statute: object = None,
        promise: object = None,
        used: object = None,
        *,
        status: Status = Status.CLOSED,
        type: CaseType | str | None = None,  # noqa: A002 - 办件类型
        accepted: date | None = None,
        closed: date | None = None,
        on_the_spot: bool | None = None,
        overdue: bool | None = None,
        basis: Basis | None = None,
    ) -> Case:
        """Make a case of cells as they stand in a table; the dates are held against *basis*.

        >>> Case.of("1", 20, 5, 4).used.length
        Fraction(4, 1)
        """
        cells = [parse_time_cell(cell) for cell in (statute, promise, used)]
        wrong = any(cell.says is Says.UNREADABLE for cell in cells)
        wrong = wrong or cells[2].is_range or cells[2].says in {Says.INSTANT, Says.UNLIMITED}
        backward = accepted is not None and closed is not None and closed < accepted
        basis = basis or Basis()
        return cls(
            ids=(id,),
            statute=cells[0],
            promise=cells[1],
            used=cells[2],
            status=status,
            type=parse_case_type(type) if isinstance(type, str) else type,
            same_day=None if accepted is None or closed is None else accepted == closed,
            on_the_spot=on_the_spot,
            overdue=overdue,
            accepted_in=basis.within(accepted),
            closed_in=basis.within(closed),
            fault="unreadable" if wrong else "closed-before-accepted" if backward else "",
        )


@attrs.frozen(kw_only=True)
class CaseRow:
    """A case with its limits and its time in the unit of a basis, each known or why not."""

    case: Case
    statute: Fraction | str
    promise: Fraction | str
    used: Fraction | str
    fault: str
    remarks: tuple[str, ...]

    @property
    def not_closed(self) -> str:
        """Why it is not among the closed cases of the period; empty when it is."""
        match self.case.status:
            case Status.OPEN:
                return "open"
            case Status.WITHDRAWN:
                return "withdrawn"
            case _:
                return "" if self.case.closed_in else "other-period"


def rows_of(cases: Iterable[Case], basis: Basis) -> tuple[CaseRow, ...]:
    """Return *cases* with their limits by the conventions of *basis*."""
    return tuple(_row(case, basis) for case in cases)


def _row(case: Case, basis: Basis) -> CaseRow:
    remarks: list[str] = []
    statute = _statute(case, basis, remarks)
    instant = at_once(case.type, case.promise)
    limit = case.statute if case.statute.says is Says.LENGTH else None
    cell = promised(case.promise, limit, basis, remarks, instant=instant)
    promise = cell if isinstance(cell, str) else _days(cell, basis, remarks)
    used: Fraction | str = "no-used"
    if case.used.says is Says.LENGTH:
        used = _days(case.used, basis, remarks)
        if case.from_dates:
            remarks.append("used-from-dates")
    fault = case.fault
    if not fault and isinstance(promise, Fraction) and isinstance(statute, Fraction):
        fault = "promise-over-statute" if promise > statute else ""
    if not fault and case.statute.is_range:
        fault = "statute-range"
    return CaseRow(
        case=case,
        statute=statute,
        promise=promise,
        used=used,
        fault=fault,
        remarks=tuple(dict.fromkeys(remarks)),
    )


def _statute(case: Case, basis: Basis, remarks: list[str]) -> Fraction | str:
    if case.statute.says is Says.INSTANT or case.statute.length == 0:
        return "instant-statute"
    if case.statute.says is Says.LENGTH:
        return _days(case.statute, basis, remarks)
    return "no-statute"


def _days(cell: TimeCell, basis: Basis, remarks: list[str]) -> Fraction | str:
    found = in_unit(cell, basis, remarks)
    return "other-unit" if found is None else found


Judge = Callable[[CaseRow], tuple[Fraction | int | bool, Fraction | int] | str]
"""What one case adds above and below the line, or why it is left out."""


def total(
    name: str, rows: Iterable[CaseRow], basis: Basis, judge: Judge, *, uses_limits: bool = True
) -> Figure:
    """Return the figure of the metric *name*: the sum of what *judge* says of every row."""
    chosen = metric(name)
    basis = attrs.evolve(basis, analysed=Analysed.CASE)
    top = bottom = Fraction()
    n = 0
    out: list[tuple[str, tuple[str, ...], int]] = []
    used: list[tuple[str, tuple[str, ...], int]] = []
    for row in rows:
        case = row.case
        found = row.fault or judge(row)
        if isinstance(found, str):
            out.append((found, case.ids, case.count))
            continue
        top += found[0] * case.count
        bottom += found[1] * case.count
        n += case.count
        if uses_limits:
            used.extend((mark, case.ids, case.count) for mark in row.remarks)
    left_out = gather(out)
    if not bottom:
        return undefined(chosen, basis, _WHY, left_out=left_out, uses_limits=uses_limits)
    remarks: tuple[Counted, ...] = gather(used)
    return Figure(
        metric=chosen,
        basis=basis,
        numerator=top,
        denominator=bottom,
        n=n,
        value=top / bottom,
        left_out=left_out,
        remarks=remarks,
        uses_limits=uses_limits,
    )


_WHY = Text("nothing to divide by: no case counts", "分母为零：没有可计入的办件")
