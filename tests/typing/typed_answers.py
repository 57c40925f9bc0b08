"""What a type checker says of deadlines, runs and findings: read by mypy, never run."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_type

from enforcecal.cases.audit import Finding, Severity, audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog
from enforcecal.cases.replay.run import Run
from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.deadlines import Deadline, TraceStep
from enforcecal.law.limits import BoundLimit
from enforcecal.law.packs import Rulebook, rulebook
from enforcecal.law.procedures import Procedure
from enforcecal.texts import Text


def deadlines(limit: BoundLimit, day: date) -> None:
    """A deadline may have no day, but it always has its certainty, reasons and article."""
    deadline = limit.deadline(start=day)
    assert_type(deadline, Deadline)
    assert_type(deadline.due, date | None)
    assert_type(deadline.safe_due, date | None)
    assert_type(deadline.earliest, date | None)
    assert_type(deadline.latest, date | None)
    assert_type(deadline.ends_at, datetime | None)
    assert_type(deadline.certainty, Certainty)
    assert_type(deadline.reasons, tuple[Doubt, ...])
    assert_type(deadline.article, Text)
    assert_type(deadline.trace, tuple[TraceStep, ...])
    assert_type(deadline.explain(lang="zh"), str)


def runs(book: Rulebook, log: CaseLog, day: date) -> None:
    """A log becomes a run, and a run findings."""
    assert_type(rulebook("cn"), Rulebook)
    procedure = book.procedure("cn.penalty.ordinary")
    assert_type(procedure, Procedure)
    run = replay(log, procedure, as_of=day)
    assert_type(run, Run)
    findings = audit(run)
    assert_type(findings, tuple[Finding, ...])
    assert_type(findings[0].severity, Severity)
    assert_type(findings[0].message, Text)


def refusals(
    limit: BoundLimit, deadline: Deadline, log: CaseLog, procedure: Procedure, day: date
) -> None:
    """Today has to be said, a missing day has to be thought of, and an answer does not change."""
    replay(log, procedure)  # type: ignore[call-arg]
    replay(log, procedure, day)  # type: ignore[call-arg]
    replay(log, "cn.penalty.ordinary", as_of=day)  # type: ignore[arg-type]
    limit.deadline(day)  # type: ignore[call-arg]
    limit.deadline(start="2026-07-03")  # type: ignore[arg-type]
    deadline.due.isoformat()  # type: ignore[union-attr]
    deadline.due = day  # type: ignore[misc]
    deadline.explain(lang="fr")  # type: ignore[arg-type]
    audit(log)  # type: ignore[arg-type]
