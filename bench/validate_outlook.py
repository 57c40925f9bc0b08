"""How fast a case is asked: may it take this event, and what lies before it?

    python bench/validate_outlook.py            the targets
    python bench/validate_outlook.py --profile  and where the time goes

One invented case of thirty events: two parties, two things held and tested, a suspension, a
hearing, an extension.  Machines differ, so the targets are ratios: to a replay of states alone that
keeps them in a dict, which is what an application would write by itself.  The absolute times are
printed beside them; on the machine the ratios were set on, `validate` had to stay within 0.5 ms and
`outlook` within 2 ms.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections.abc import Callable
from datetime import date

from _ratios import Targets, interleave, ratio

import enforcecal as ec
from enforcecal.cases.replay.events import Fact

PROCEDURE = ec.rulebook("cn").procedure("cn.penalty.ordinary")
CALLS = 100


def thirty_events() -> ec.CaseLog:
    """Invent the case."""
    first, second = {"item": "a"}, {"item": "b"}
    one, other = {"party": "甲"}, {"party": "乙"}
    head: dict[str, Fact] = {"approver": "agency-head"}
    told: list[tuple[str, int, int, dict[str, str], dict[str, Fact]]] = [
        ("clue_received", 3, 3, {}, {}),
        ("case_filed", 3, 10, {}, {}),
        ("evidence.registered", 3, 11, first, {}),
        ("evidence.registered", 3, 11, second, {}),
        ("testing.commissioned", 3, 12, first, {}),
        ("evidence.disposed", 3, 17, first, {}),
        ("evidence.disposed", 3, 18, second, {}),
        ("seizure.imposed", 3, 20, second, {}),
        ("testing.reported", 3, 28, first, {}),
        ("testing.commissioned", 4, 1, second, {}),
        ("seizure.extended", 4, 10, second, {"granted_days": 20, **head}),
        ("testing.reported", 4, 11, second, {}),
        ("seizure.disposed", 4, 25, second, {}),
        ("suspended", 4, 28, {}, {}),
        ("resumed", 5, 12, {}, {}),
        ("investigation_concluded", 5, 15, {}, {}),
        ("notice.served", 5, 20, one, {"hearing_type": True}),
        ("notice.served", 5, 21, other, {}),
        ("statement_made", 5, 22, one, {}),
        ("statement_made", 5, 23, other, {}),
        ("hearing_requested", 5, 26, one, {}),
        ("hearing_notice.served", 5, 28, one, {"hearing_date": date(2025, 6, 12)}),
        ("hearing_notice.served", 5, 29, other, {}),
        ("hearing_held", 6, 12, {}, {}),
        ("hearing_recorded", 6, 13, {}, {}),
        ("legal_review_submitted", 6, 16, {}, {}),
        ("legal_review_done", 6, 20, {}, {"review_passed": True}),
        ("collective_discussed", 6, 23, {}, {}),
        ("extension_1_approved", 6, 24, {}, head),
        ("jurisdiction_disputed", 6, 24, {}, {}),
    ]
    events = [
        ec.Event(name, date(2025, month, day), seq=seq, of=of, facts=facts)
        for seq, (name, month, day, of, facts) in enumerate(told)
    ]
    known: dict[str, Fact] = {
        "parties": ("甲", "乙"),
        "complex_or_major": True,
        "legal_review_required": True,
        "statement_reviewed": True,
    }
    return ec.CaseLog("invented-30", events, facts=known)


def in_a_dict(log: ec.CaseLog) -> Callable[[], object]:
    """Return a replay of the states of the main line alone, kept in a dict."""
    (main,) = [region for region in PROCEDURE.regions if region.id == "main"]
    table = {(source, step.event): step.target for step in main.steps for source in step.sources}
    initial = main.initial

    def run() -> object:
        kept: dict[str, str] = {}
        state = initial
        for event in log.events:
            target = table.get((state, event.name), "=")
            if target != "=":
                state = target
            kept[event.name] = state
        return kept

    return run


def times(run: Callable[[], object], number: int) -> Callable[[], None]:
    def many() -> None:
        for _ in range(number):
            run()

    return many


def microseconds(run: Callable[[], object]) -> float:
    """Return the best of five rounds, for one call."""
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(CALLS):
            run()
        best = min(best, (time.perf_counter() - start) / CALLS)
    return best * 1e6


def main(arguments: list[str]) -> int:
    log = thirty_events()
    as_of = date(2025, 6, 26)
    run = ec.replay(log, PROCEDURE, as_of=as_of)
    decided = ec.Event("penalty_decided", date(2025, 6, 27))
    before = ec.Event("suspended", date(2025, 5, 1), seq=1)
    plain = in_a_dict(log)
    asked: dict[str, Callable[[], object]] = {
        "replay of 30 events": lambda: ec.replay(log, PROCEDURE, as_of=as_of),
        "validate, event comes last": lambda: ec.validate(run, decided),
        "validate, event put in before": lambda: ec.validate(run, before),
        "outlook": lambda: ec.outlook(run),
    }
    most = {
        "replay of 30 events": 220,
        "validate, event comes last": 110,
        "validate, event put in before": 650,
        "outlook": 420,
    }
    measured = interleave(
        {"dict": times(plain, 2000), **{name: times(call, 20) for name, call in asked.items()}}
    )
    targets = Targets("one case of thirty events, in replays of its states alone in a dict")
    for name, limit in most.items():
        targets.at_most(f"{name}", limit, ratio(measured, name, "dict", 2000 / 20))
    for name, call in asked.items():
        targets.told(f"{name}, at best", microseconds(call), "us")
    if "--profile" in arguments:
        for name, call in asked.items():
            profile = cProfile.Profile()
            profile.enable()
            times(call, 300)()
            profile.disable()
            print(f"\n{name}: the five places where most time goes")
            pstats.Stats(profile).sort_stats("tottime").print_stats(5)
    return targets.report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
