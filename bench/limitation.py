"""How fast one answer on limitation is, against the decision table written by hand.

    python bench/limitation.py

The same cases, the same answers, checked before anything is timed: the library with its rules from
packs, its flags, assumptions and other views, and forty lines of plain Python that know one law and
one view of it and give back status, last day, safe day and the deciding event.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from time import perf_counter

from _ratios import Targets, interleave, ratio

from enforcecal.cases.limitation.answer import Conduct, Discovery, limitation, standard_rules

AS_OF = date(2026, 11, 22)
NEW_LAW = date(2021, 7, 15)
STRONG = frozenset({"D1", "D2", "D3", "D6", "D7", "D9", "D10"})
SOFT = frozenset({"D5", "D8"})
Plain = tuple[date, date | None, str, str, bool, list[tuple[str, date]]]
Answer = tuple[str, date | None, date | None, tuple[str, date] | None]


def by_hand(
    start: date,
    end: date | None,
    pattern: str,
    domain: str,
    harm: bool,
    events: list[tuple[str, date]],
    as_of: date,
) -> Answer:
    """Return the answer by the decision table, in plain Python."""
    if pattern == "single":
        end = start
    if end is None or end > as_of:
        return "not_started", None, None, None
    years = 5 if end >= NEW_LAW and harm and domain != "none" else 2
    try:
        last = end.replace(year=end.year + years)
    except ValueError:
        last = date(end.year + years, 2, 28)
    safe = last - timedelta(days=1)
    strong = soft = None
    for event in events:
        code, day = event
        if day > as_of or day < start:
            continue
        if code in STRONG:
            if strong is None or day < strong[1]:
                strong = event
        elif code in SOFT and (soft is None or day < soft[1]):
            soft = event
    if strong is not None and strong[1] <= safe:
        return "preserved", last, safe, strong
    if strong is not None and strong[1] == last:
        return "disputed_boundary", last, safe, strong
    if strong is None and as_of <= last:
        return "running", last, safe, soft
    if soft is not None and soft[1] <= last:
        return "disputed_discovery", last, safe, soft
    return "expired", last, safe, strong


def cases(number: int) -> list[Plain]:
    """Draw cases as a bureau has them: mostly one or two events, few of them in dispute."""
    rng = random.Random(36)
    made: list[Plain] = []
    for _ in range(number):
        start = date(2018, 1, 1) + timedelta(days=rng.randrange(3_000))
        pattern = rng.choice(["single", "single", "continuing"])
        end = None if rng.random() < 0.1 else start + timedelta(days=rng.randrange(600))
        harmful = rng.random() < 0.1
        codes = rng.choices(
            ["D2", "D9", "D6", "D1", "D8"], [50, 25, 10, 10, 5], k=rng.choice([1, 2])
        )
        events = [(code, start + timedelta(days=rng.randrange(1_200))) for code in codes]
        made.append((start, end, pattern, "life_health" if harmful else "none", harmful, events))
    return made


def main() -> int:
    """Check that both answer alike, then time them in turn."""
    rules = standard_rules()
    plain = cases(2_000)
    ours = [
        (
            Conduct(start=start, end=end, pattern=pattern, harm_domain=domain, harm=harm),
            tuple(Discovery(code, day) for code, day in events),
        )
        for start, end, pattern, domain, harm, events in plain
    ]
    for one, (conduct, discoveries) in zip(plain, ours, strict=True):
        answer = limitation(conduct, discoveries, as_of=AS_OF, rules=rules)
        status, last, safe, _ = by_hand(*one, AS_OF)
        if (status, last, safe) != (answer.status.value, answer.last_day, answer.safe_last_day):
            sys.exit(f"{conduct}, {discoveries}: {answer}, by hand {status} {last} {safe}")

    def run_ours() -> None:
        for conduct, discoveries in ours:
            limitation(conduct, discoveries, as_of=AS_OF, rules=rules)

    def run_by_hand() -> None:
        for one in plain:
            by_hand(*one, AS_OF)

    times = interleave({"ours": run_ours, "by hand": run_by_hand})
    began = perf_counter()
    run_ours()
    one_answer = (perf_counter() - began) / len(ours) * 1e6
    best = min(times["ours"]) / len(ours) * 1e6
    targets = Targets("limitation: one answer")
    targets.at_most("in times of the table by hand", 4, ratio(times, "ours", "by hand"))
    targets.at_most("one answer", 40, best, "us")
    targets.told("one answer, last run", one_answer, "us")
    targets.told("by hand", min(times["by hand"]) / len(plain) * 1e6, "us")
    return targets.report()


if __name__ == "__main__":
    sys.exit(main())
