"""How fast law is loaded and a loaded limit counts.

    python bench/law_loading.py

Cold: in a process of its own for every round, the rulebook and one deadline of one law, then a
whole procedure.  The time begins when the modules are imported, since the start of Python and of
attrs is not ours to change; what the imports add is printed beside it, held to nothing.  Time is
that of the processor, so that whatever else the machine does is not counted, and the files are
in the cache of the system.

Warm: a deadline from a limit that is loaded, in calls of an empty function.  The trace of a
deadline is walked when somebody looks at it; the walk is printed beside it.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from _ratios import Targets, interleave, ratio

import enforcecal as ec

ROUNDS = 15
COLD = """
from time import process_time as now
begun = now()
import enforcecal as ec
from datetime import date
front = now()
import enforcecal.law.packs, enforcecal.dates.calendars
imported = now()
limit = ec.rulebook("cn").limit("cn.mohurd-55-2022.art29.decision")
limit.deadline(start=date(2026, 7, 3))
counted = now()
ec.rulebook("cn").procedure("cn.penalty.ordinary")
loaded = now()
print(front - begun, imported - front, counted - imported, loaded - counted)
"""
LIMITS = {
    "calendar days, two readings": ("cn.mohurd-55-2022.art29.decision", {}),
    "working days": ("cn.mohurd-55-2022.art33.hearing-request", {"hearing_type": True}),
}
CALLS = 2_000


def cold() -> list[float]:
    """Return milliseconds: the front door, the imports, a deadline, a procedure; the best of each.

    Whatever else the machine does can only add to them.
    """
    rounds = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-c", COLD], capture_output=True, text=True, check=True
        )
        rounds.append([1000 * float(word) for word in done.stdout.split()])
    return [min(times) for times in zip(*rounds, strict=True)]


def empty() -> None:
    """Do nothing: the unit of measure."""


def warm(targets: Targets) -> None:
    book = ec.rulebook("cn")
    start = date(2026, 3, 2)
    for name, (limit_id, facts) in LIMITS.items():
        limit = book.limit(limit_id)

        def count(limit: ec.BoundLimit = limit, facts: dict[str, bool] = facts) -> None:
            for _ in range(CALLS):
                limit.deadline(start=start, facts=facts)

        def recount(limit: ec.BoundLimit = limit, facts: dict[str, bool] = facts) -> None:
            for _ in range(CALLS):
                _ = limit.deadline(start=start, facts=facts).trace

        def nothing() -> None:
            for _ in range(10 * CALLS):
                empty()

        times = interleave({"empty": nothing, "deadline": count, "trace": recount})
        counted = ratio(times, "deadline", "empty", scale=10)
        walked = ratio(times, "trace", "empty", scale=10)
        targets.at_most(f"a deadline in {name}", 600, counted, "calls")
        targets.told(f"  with its trace walked, {name}", walked, "calls")


def main() -> int:
    targets = Targets("law: loading and counting")
    front, imports, deadline, procedure = cold()
    targets.at_most("cold, a first deadline after the imports", 60, deadline, "ms")
    targets.at_most("cold, and a whole procedure", 250, deadline + procedure, "ms")
    targets.told("  import enforcecal", front, "ms")
    targets.told("  the modules and attrs, imported on first use", imports, "ms")
    targets.at_most(
        "cold, from import enforcecal to a whole procedure",
        250,
        front + imports + deadline + procedure,
        "ms",
    )
    warm(targets)
    return targets.report()


if __name__ == "__main__":
    raise SystemExit(main())
