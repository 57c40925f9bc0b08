"""What a type checker says of the front door, whose names arrive late: read by mypy, never run."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_type

import enforcecal as ec


def answers(log: ec.CaseLog, day: date) -> None:
    """Names that are imported when they are first asked for have their types all the same."""
    calendar = ec.calendar("CN")
    assert_type(calendar, ec.WorkCalendar)
    assert_type(calendar.add(day, 5), date)
    book = ec.rulebook("cn")
    limit = book.limit("cn.mohurd-55-2022.art29.decision")
    assert_type(limit, ec.BoundLimit)
    assert_type(limit.deadline(start=day), ec.Deadline)
    run = ec.replay(log, book.procedure("cn.penalty.ordinary"), as_of=day)
    assert_type(run, ec.Run)
    assert_type(ec.audit(run), tuple[ec.Finding, ...])


def figures(rows: list[dict[str, object]]) -> None:
    """Every figure of a table is one type, whose value is exact or None."""
    assert_type(ec.compression(rows).pooled, ec.Figure)
    assert_type(ec.ratios(rows, ec.Basis()).figures, tuple[ec.Figure, ...])
    assert_type(ec.timeliness(rows).on_time.value, Fraction | None)


def refusals() -> None:
    """A name that the front door does not have is an error before anything runs."""
    ec.calender("CN")  # type: ignore[attr-defined]
