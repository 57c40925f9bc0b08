"""What a type checker says of the values answers are made of: read by mypy, never run."""

from __future__ import annotations

from datetime import date
from typing import assert_type

from enforcecal.cases.replay.events import CaseLog, Event, Fact
from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.periods import Period, Unit, add_months
from enforcecal.errors import EnforceCalError, OutsideHorizonError, UnknownNameError
from enforcecal.texts import Text


def answers(day: date, doubt: Doubt, error: UnknownNameError) -> None:
    """Enums and texts have types of their own."""
    assert_type(Period(5, Unit.WORKING_DAY).unit, Unit)
    assert_type(add_months(day, 3), date)
    assert_type(doubt.certainty.worst(Certainty.FIRM), Certainty)
    assert_type(doubt.text, Text)
    assert_type(Text("late", "逾期").say("zh"), str)
    assert_type(error.nearest, str | None)
    assert_type(Event("served", day).fact("amount"), Fact | None)
    assert_type(CaseLog("甲-1", [Event("served", day)]).events, tuple[Event, ...])
    assert_type(CaseLog("甲-1").with_events(Event("served", day)), CaseLog)


def errors(error: OutsideHorizonError) -> None:
    """Each error is ours and one of Python's own."""
    ours: EnforceCalError = error
    python: ValueError = error
    del ours, python


def refusals(day: date, event: Event) -> None:
    """A unit is not a word, a language is one of two, and what happened does not change."""
    Period(5, "working-day")  # type: ignore[arg-type]
    Period("5", Unit.DAY)  # type: ignore[arg-type]
    Text("late", "逾期").say("fr")  # type: ignore[arg-type]
    Text("late")  # type: ignore[call-arg]
    Event("served", "2026-03-02")  # type: ignore[arg-type]
    Event("served", day, None)  # type: ignore[call-arg]
    event.day = day  # type: ignore[misc]
