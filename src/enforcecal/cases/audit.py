"""Audit: the findings of one case and of many, and where each case stands.

What is checked, and in which words it is told, is in `enforcecal.cases.checks`.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, Protocol, runtime_checkable

import attrs

from enforcecal.cases.checks.record import NOT_RECORDED
from enforcecal.cases.checks.table import find_all
from enforcecal.cases.checks.time import OVERDUE, Outcome, judge
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.notes import TableNotes
from enforcecal.cases.replay.coverage import COMPLETE, Coverage
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog
from enforcecal.cases.replay.run import Run
from enforcecal.law.procedures import Procedure
from enforcecal.law.rules import Bound, Kind
from enforcecal.texts import Text

__all__ = [
    "AuditReport",
    "CaseVerdict",
    "Finding",
    "LogTable",
    "Severity",
    "Verdict",
    "audit",
    "audit_cases",
    "verdict",
]


class Verdict(enum.Enum):
    """Where a case stands; an open log has more answers than yes and no.

    ``on-time`` and ``broken`` are final.  ``on-time-so-far`` and ``will-be-due`` are what an
    unfinished log allows: nothing is owed at the moment, or something is owed by a known day.
    """

    ON_TIME = "on-time"
    """Finished, and no rule was broken."""
    ON_TIME_SO_FAR = "on-time-so-far"
    """Open; nothing is owed at the moment, and no rule was broken."""
    WILL_BE_DUE = "will-be-due"
    """Open; something is owed by a day to come, and no rule was broken."""
    OVERDUE = "overdue"
    """Open, and the last day for something owed is over; nothing else was broken."""
    BROKEN = "broken"
    """A rule was broken, whatever happens next; what is owed besides is told beside it."""
    CANNOT_BE_JUDGED = "cannot-be-judged"
    """It turns on what was not recorded, or on a day that is in doubt."""

    @property
    def text(self) -> Text:
        """The verdict in words."""
        return _VERDICTS[self]


_VERDICTS: Final = {
    Verdict.ON_TIME: Text("on time", "按期办结"),
    Verdict.ON_TIME_SO_FAR: Text("on time so far", "迄今按期"),
    Verdict.WILL_BE_DUE: Text("will be due", "在办，将届期"),
    Verdict.OVERDUE: Text("overdue", "在办超期"),
    Verdict.BROKEN: Text("a rule was broken", "已有违反"),
    Verdict.CANNOT_BE_JUDGED: Text("cannot be judged", "无法判断"),
}


@attrs.frozen(kw_only=True)
class CaseVerdict:
    """The verdict on one case, and what is due next in it."""

    case: str
    verdict: Verdict
    next_due: date | None = None
    """The earliest day still to come by which something is owed."""
    rule: str = ""
    """The limit that day belongs to."""
    overdue: tuple[str, ...] = ()
    """The limits of what is still owed after its last day, also where a rule was broken besides."""


def audit(run: Run) -> tuple[Finding, ...]:
    """Return everything found in *run*, by day, then by check.

    Exit from here is never by an exception: what cannot be judged is a finding of its own.
    """
    found = list(find_all(run))
    found.sort(key=lambda finding: finding.day or finding.due or date.max)
    return tuple(found)


def verdict(run: Run, findings: Iterable[Finding]) -> CaseVerdict:
    """Return where the case of *run* stands, given its *findings*: the worst of its clocks.

    What is owed and not judged is never called on time, and a finished case is not in progress:
    what was never done in it is a rule broken.
    """
    breaches, vague = [], bool(run.unread)
    for finding in findings:
        if finding.severity is Severity.BREACH:
            breaches.append(finding)
        elif finding.severity is Severity.REVIEW or finding.code == NOT_RECORDED.code:
            vague = True
    owed: list[tuple[date, str]] = []
    for clock in run.clocks:
        limit = clock.limit.limit
        if limit.kind is not Kind.ACT_WITHIN or limit.bound is not Bound.AGENCY:
            continue
        judged = judge(run, clock)
        if judged.outcome is Outcome.NOT_JUDGED:
            vague = True
        elif judged.outcome is Outcome.OPEN and clock.due is not None:
            owed.append((clock.safe_due or clock.due, clock.limit.id))
    next_due, rule = min(owed, default=(None, ""))
    overdue = tuple(dict.fromkeys(one.rule for one in breaches if one.code == OVERDUE.code))
    if breaches and (run.finished or any(one.code != OVERDUE.code for one in breaches)):
        result = Verdict.BROKEN
    elif breaches:
        result = Verdict.OVERDUE
    elif vague:
        result = Verdict.CANNOT_BE_JUDGED
    elif owed:
        result = Verdict.WILL_BE_DUE
    elif run.finished:
        result = Verdict.ON_TIME
    else:
        result = Verdict.ON_TIME_SO_FAR
    return CaseVerdict(
        case=run.log.case, verdict=result, next_due=next_due, rule=rule, overdue=overdue
    )


@attrs.frozen(kw_only=True, repr=False)
class AuditReport:
    """The findings and the verdicts over many cases."""

    procedure: str
    as_of: date
    findings: tuple[Finding, ...]
    verdicts: tuple[CaseVerdict, ...]
    cases: int
    events: int
    coverage: Coverage = COMPLETE
    """What the source had a place for, and what was declared of it."""

    def __repr__(self) -> str:
        return (
            f"AuditReport(procedure={self.procedure!r}, as_of={self.as_of}, cases={self.cases}, "
            f"events={self.events}, findings={len(self.findings)})"
        )

    @property
    def by_code(self) -> dict[str, int]:
        """How many findings there are of each code, most first."""
        return dict(Counter(finding.code for finding in self.findings).most_common())

    @property
    def by_verdict(self) -> dict[str, int]:
        """How many cases there are of each verdict."""
        return dict(Counter(one.verdict.value for one in self.verdicts).most_common())

    @property
    def breached(self) -> bool:
        """Whether any finding is a breach."""
        return any(finding.severity is Severity.BREACH for finding in self.findings)


@runtime_checkable
class LogTable(Protocol):
    """Logs that were read from a table, and what the table had a place for."""

    @property
    def logs(self) -> tuple[CaseLog, ...]:
        """The logs."""

    @property
    def coverage(self) -> Coverage:
        """What the table had a place for."""


def audit_cases(
    logs: LogTable | Iterable[CaseLog],
    procedure: Procedure,
    *,
    as_of: date,
    known_on: date | None = None,
    coverage: Coverage | str | None = None,
    progress: Callable[[int], None] | None = None,
) -> AuditReport:
    """Audit many cases; each stands alone, and none can stop the others.

    *coverage* is what the source of the logs has a place for: that of the table they were read
    from, and everything for other logs.  ``"complete"`` declares of a table that what it does not
    show did not happen.  What the source as a whole lacks, and a word nobody knows, is told once
    for all cases.
    """
    if isinstance(logs, LogTable):
        if coverage is None:
            coverage = logs.coverage
        elif coverage == "complete":
            coverage = logs.coverage.as_complete()
        logs = logs.logs
    coverage = Coverage.of(coverage).ignoring(*procedure.ignore)
    findings: list[Finding] = []
    verdicts: list[CaseVerdict] = []
    notes = TableNotes(procedure, coverage)
    cases = number = 0
    for log in logs:
        run = replay(log, procedure, as_of=as_of, known_on=known_on, coverage=coverage)
        found = audit(run)
        cases += 1
        number += len(log.events)
        findings.extend(notes.take(run, found))
        verdicts.append(verdict(run, found))
        if progress is not None and cases % 500 == 0:
            progress(cases)
    findings.extend(notes.told())
    if progress is not None:
        progress(cases)
    return AuditReport(
        procedure=procedure.id,
        as_of=as_of,
        findings=tuple(findings),
        verdicts=tuple(verdicts),
        cases=cases,
        events=number,
        coverage=coverage,
    )
