"""The one list of checks: what is looked at, in which order, and what each code means.

A new check is a value in `time`, `order` or `record` and a line here; audit, validate, the search
for other orders of a day, explain and the list of codes read nothing else.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import attrs

from enforcecal.cases.checks.check import Check
from enforcecal.cases.checks.order import (
    EXTENSION_INVALID,
    MISSING_STEP,
    OUT_OF_TIME,
    PAUSE_INVALID,
    UNLAWFUL_STEP,
)
from enforcecal.cases.checks.record import NOT_RECORDED, UNKNOWN_EVENT, UNREADABLE
from enforcecal.cases.checks.time import (
    HELD_TOO_LONG,
    LAPSED,
    LATE,
    OVERDUE,
    PLANNED_LATE,
    PLANNED_TOO_EARLY,
    TOO_EARLY,
)
from enforcecal.cases.checks.words import event_words
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import Run
from enforcecal.texts import Text

__all__ = ["CHECKS", "CODES", "TIE", "find_all"]

_TIED: Final = 4
"""Events of one day beyond which the orders are too many to try."""


def _ties(run: Run, _: Sequence[Run]) -> Iterator[Finding]:
    """Report a day whose order of events decides: another order would give fewer findings."""
    faulty = {
        run.steps[fault.step].event.day
        for fault in run.faults
        if fault.code not in _WHATEVER_THE_ORDER
    }
    log = run.log if run.known_on is None else run.log.known_on(run.known_on)
    here = 0
    for day in sorted(faulty):
        same = [event for event in log.events if event.day == day]
        if not 1 < len(same) <= _TIED or all(event.time is not None for event in same):
            continue
        here = here or _found(run)
        for order in _orders(same):
            kept = [event for event in log.events if event.day != day]
            other = replay(
                attrs.evolve(log, events=(*kept, *order)),
                run.procedure,
                as_of=run.as_of,
                known_on=run.known_on,
                recordable=run.recordable,
            )
            if _found(other) < here:
                named = [event_words(run.procedure, event.name) for event in order]
                yield Finding(
                    case=run.log.case,
                    code="tie",
                    severity=Severity.REVIEW,
                    event=same[0].name,
                    day=day,
                    rule=run.procedure.id,
                    message=Text(
                        f"the order of the events of {day} decides: there is less to report if it "
                        f"was {', then '.join(text.en for text in named)}",
                        f"{day}当日各环节的先后影响结论：如依次为"
                        f"{'、'.join(f'“{text.zh}”' for text in named)}，则问题较少",
                    ),
                    line=same[0].line,
                )
                break


def _orders(same: list[Event]) -> Iterator[list[Event]]:
    """Return every other order of the events of one day that keeps the times recorded."""
    for order in itertools.permutations(same):
        timed = [event.time for event in order if event.time is not None]
        if list(order) != same and timed == sorted(timed):
            yield [attrs.evolve(event, seq=seq) for seq, event in enumerate(order)]


def _found(run: Run) -> int:
    return sum(1 for check in CHECKS if check.by_order for _ in check(run))


TIE: Final = Check(
    code="tie",
    name=Text("order within a day decides", "同日先后影响结论"),
    meaning=Text(
        "Several events of one day have no time, and in another order there would be less to "
        "report. Record the time, or the order.",
        "同日多个环节没有时刻，换一个先后次序问题较少。请补记时刻或次序。",
    ),
    severity=Severity.REVIEW,
    find=_ties,
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

_WHATEVER_THE_ORDER: Final = frozenset(check.code for check in CHECKS if not check.by_order)


def find_all(run: Run) -> Iterator[Finding]:
    """Yield what every check finds in *run*, check by check."""
    for check in CHECKS:
        yield from check(run)
