"""The one list of checks: what is looked at, in which order, and what each code means.

A new check is a value in `time`, `order` or `record` and a line here; audit, validate, the search
for other orders of a day, explain and the list of codes read nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from enforcecal.cases.checks.check import Check
from enforcecal.cases.checks.order import (
    EXTENSION_INVALID,
    MISSING_STEP,
    OUT_OF_TIME,
    PAUSE_INVALID,
    UNLAWFUL_STEP,
)
from enforcecal.cases.checks.record import NOT_RECORDED, UNKNOWN_EVENT, UNREADABLE
from enforcecal.cases.checks.ties import settle_ties
from enforcecal.cases.checks.time import (
    HELD_TOO_LONG,
    LAPSED,
    LATE,
    OVERDUE,
    PLANNED_LATE,
    PLANNED_TOO_EARLY,
    TOO_EARLY,
)
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.run import Run
from enforcecal.texts import Text

__all__ = ["CHECKS", "CODES", "TIE", "find_all", "find_as_it_stands"]

TIE: Final = Check(
    code="tie",
    name=Text("order within a day decides", "同日先后影响结论"),
    meaning=Text(
        "Several events of one day have no time, and it turns on their order whether a rule was "
        "broken: as they stand there it was, in another order not. Record the time, or the order.",
        "同日多个环节没有时刻，是否违反规定取决于先后次序：按现有次序有问题，换一个次序则没有。"
        "请补记时刻或次序。",
    ),
    severity=Severity.REVIEW,
)

CHECKS: Final = (
    LATE,
    LAPSED,
    HELD_TOO_LONG,
    OVERDUE,
    TOO_EARLY,
    PLANNED_LATE,
    PLANNED_TOO_EARLY,
    MISSING_STEP,
    OUT_OF_TIME,
    UNLAWFUL_STEP,
    EXTENSION_INVALID,
    PAUSE_INVALID,
    UNKNOWN_EVENT,
    NOT_RECORDED,
    TIE,
    UNREADABLE,
)
"""Every check, in the order in which findings of one day are listed."""

CODES: Final[Mapping[str, Check]] = MappingProxyType({check.code: check for check in CHECKS})
"""Every code of a finding, with its check; a need of a pack may name a code of its own."""


def find_all(run: Run) -> Iterator[Finding]:
    """Yield what is found in *run*, check by check; no breach turns on an order left open."""
    yield from settle_ties(run, [*find_as_it_stands(run)], _breaches)


def find_as_it_stands(run: Run) -> Iterator[Finding]:
    """Yield what is found if the events of a day came in the order in which they stand."""
    for check in CHECKS:
        yield from check(run)


def _breaches(run: Run) -> Iterator[Finding]:
    for check in CHECKS:
        if check.by_order and check.severity is Severity.BREACH:
            yield from (one for one in check(run) if one.severity is Severity.BREACH)
