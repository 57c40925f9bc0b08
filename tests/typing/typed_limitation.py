"""What a type checker knows of an answer on limitation; read by mypy, never run."""

from __future__ import annotations

from datetime import date
from typing import assert_type

import enforcecal as ec
from enforcecal.cases.limitation.answer import Penalty
from enforcecal.cases.limitation.barring import LimitationStatus
from enforcecal.texts import Text


def answers(day: date) -> None:
    """An answer has a status, days that may be none, and words."""
    conduct = ec.Conduct(start=day, pattern="single")
    answer = ec.limitation(conduct, [ec.Discovery("D2", day)], as_of=day)
    assert_type(answer.status, LimitationStatus)
    assert_type(answer.penalty, Penalty)
    assert_type(answer.last_day, date | None)
    assert_type(answer.days_left, int | None)
    assert_type(answer.flags, tuple[str, ...])
    assert_type(answer.article, Text)


def refusals(conduct: ec.Conduct, answer: ec.Limitation, day: date) -> None:
    """Today has to be said, and an answer does not change."""
    ec.limitation(conduct)  # type: ignore[call-arg]
    ec.limitation(conduct, [], day)  # type: ignore[call-arg]
    ec.Conduct(start="2024-01-01", pattern="single")  # type: ignore[arg-type]
    answer.flags = ()  # type: ignore[misc]
    answer.last_day.isoformat()  # type: ignore[union-attr]
