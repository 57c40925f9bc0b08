"""How long it takes to say which of 10,000 open cases a new holiday notice moves.

    python bench/impact.py

Invented cases of the ordinary penalty procedure, open on the day the notice for 2026 was published,
each with seven to fourteen events; every one is replayed under both calendars, on one core.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from random import Random
from time import process_time
from typing import Final

from _ratios import Targets

import enforcecal as ec
from enforcecal.cases.impact import impact
from enforcecal.law.alternatives import on_calendar

CASES: Final = 10_000
AS_OF: Final = date(2025, 11, 4)
STEPS: Final = (
    ("clue_received", 0, 6),
    ("case_filed", 2, 9),
    ("evidence.registered", 0, 4),
    ("evidence.disposed", 3, 6),
    ("testing.commissioned", 0, 3),
    ("testing.reported", 5, 12),
    ("investigation_ended", 3, 10),
    ("notice.served", 1, 5),
    ("statement_made", 1, 3),
    ("hearing_requested", 0, 2),
    ("hearing_notice.served", 2, 4),
    ("hearing_held", 12, 14),
    ("legal_review_submitted", 1, 3),
    ("legal_review_done", 2, 9),
)


def cases() -> list[ec.CaseLog]:
    """Draw the logs: every case is somewhere before its decision."""
    rng = Random(2026)
    made = []
    for number in range(CASES):
        steps = STEPS[: rng.randint(7, len(STEPS))]
        gaps = [rng.randint(low, high) for _, low, high in steps]
        day = AS_OF - timedelta(days=sum(gaps) + rng.randint(0, 5))
        events = []
        for (name, _, _), gap in zip(steps, gaps, strict=True):
            day += timedelta(days=gap)
            of = {"party": "甲"} if "served" in name else {}
            if name.startswith(("evidence", "testing")):
                of = {"item": "样品"}
            events.append(ec.Event(name, day, of=of, facts={"hearing_type": True}))
        made.append(ec.CaseLog(f"invented-{number}", events))
    return made


def main() -> int:
    """Time the comparison and hold it to its target."""
    ordinary = ec.rulebook("cn").procedure("cn.penalty.ordinary")
    before = on_calendar(ordinary, ec.calendar("CN", known_on=AS_OF - timedelta(days=1)))
    after = on_calendar(ordinary, ec.calendar("CN", known_on=AS_OF))
    logs = cases()
    start = process_time()
    found = impact(logs, before, after, as_of=AS_OF)
    took = process_time() - start
    events = sum(len(log.events) for log in logs)
    targets = Targets(f"impact of a notice on {found.open_cases:,} open cases, {events:,} events")
    targets.at_most("the whole comparison", 30, took, "s")
    targets.told("an event, under both calendars", took / events * 1e6, "us")
    targets.told("cases that move", found.cases_moved, "")
    return targets.report()


if __name__ == "__main__":
    sys.exit(main())
