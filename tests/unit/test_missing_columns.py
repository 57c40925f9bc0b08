"""A table with few columns: what it has no place for is unknown, and told once."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

import enforcecal as ec
from enforcecal.cases.findings import Severity
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.engine import continued
from enforcecal.cases.replay.plan import plan_of, recordable
from enforcecal.law.conditions import parse_condition
from enforcecal.law.procedures import EventType, Procedure, Region, Step
from enforcecal.law.rules import Bound, Kind, Need, Then, TimeLimit

DAY = date(2026, 3, 2)


def limit(name: str, start: str, end: str, **keys: object) -> TimeLimit:
    """Return a limit of ten days for an agency."""
    return TimeLimit(
        **{
            "id": f"x.{name}",
            "matter": name,
            "kind": Kind.ACT_WITHIN,
            "bound": Bound.AGENCY,
            "start": (start,),
            "end": (end,),
            "length": 10,
            "unit": ec.Unit.DAY,
            "zh": name,
            "en": name,
            **keys,
        }
    )


PROCEDURE = Procedure(
    id="x",
    families=("x",),
    regions=(Region(id="main", initial="new", steps=(Step(("new",), "filed", "filed"),)),),
    events={
        name: EventType(name=name, zh=zh, after_all=after)
        for name, zh, after in (
            ("filed", "立案", ()),
            ("told", "告知", ()),
            ("decided", "决定", ()),
            ("published", "公示", ()),
            ("lapsed", "期满", ()),
            ("done", "办结", (("decided", "lapsed"),)),
            ("both", "两公示", (("published", "decided"),)),
        )
    },
    facts={},
    laws={},
    limits=(
        limit("publish", "decided", "published"),
        limit("wait", "filed", "told", then=Then(event="lapsed")),
        limit("finish", "decided", "done"),
    ),
    pauses={},
    countings={},
    needs=(Need(id="x.informed", on=("decided",), that=parse_condition('happened("told")')),),
)
COLUMNS = ["filed", "decided"]
LOGS = [
    ec.CaseLog(case, [ec.Event("filed", DAY), ec.Event("decided", date(2026, 3, 5))])
    for case in ("甲", "乙")
]


def codes(findings: object) -> list[tuple[str, str, str]]:
    """Return the case, code and event of each finding."""
    return sorted((one.case, one.code, one.event) for one in findings)


def test_what_has_no_column_is_told_once():
    """A missing column gives one finding for the table, and breaks no rule in any case."""
    report = ec.audit_cases(
        LOGS, PROCEDURE, as_of=date(2026, 6, 1), coverage=Coverage(events=COLUMNS)
    )
    (only,) = report.findings  # three matters that each lack one thing are one line
    assert ("", "not-recorded", Severity.NOTE) == (only.case, only.code, only.severity)
    assert {'happened("told")', "published", "told"} == set(only.turns_on)
    assert "in 2 cases" in only.message.en
    assert only.message.zh.startswith("表中没有“告知”、“公示”一列，")
    assert {"cannot-be-judged": 2} == report.by_verdict


def test_with_every_column_the_same_cases_are_in_breach():
    """Without a list of columns every event has a place, and what is not there did not happen."""
    report = ec.audit_cases(LOGS[:1], PROCEDURE, as_of=date(2026, 6, 1))
    assert [
        ("甲", "missing-step", "decided"),
        ("甲", "overdue", ""),
        ("甲", "overdue", ""),
    ] == codes(report.findings)


def test_an_event_of_the_log_is_known_whatever_the_columns():
    """An event that stands in the log happened, even where no column was said to hold it."""
    log = LOGS[0].with_events(ec.Event("told", date(2026, 3, 3)))
    run = ec.replay(log, PROCEDURE, as_of=date(2026, 3, 6), coverage=Coverage(events=COLUMNS))
    assert () == ec.audit(run)


def test_a_run_goes_on_with_its_columns():
    """A run continued with later events keeps what the source has a place for."""
    run = ec.replay(LOGS[0].until(DAY), PROCEDURE, as_of=DAY, coverage=Coverage(events=COLUMNS))
    later = continued(run, *LOGS[0].events[1:], as_of=date(2026, 6, 1))
    whole = ec.replay(LOGS[0], PROCEDURE, as_of=date(2026, 6, 1), coverage=Coverage(events=COLUMNS))
    assert codes(ec.audit(whole)) == codes(ec.audit(later))


def test_what_the_pack_ignores_is_told():
    """A declaration of the pack stands in the report, as one of the command line does."""
    procedure = attrs.evolve(PROCEDURE, ignore=("memo*",))
    report = ec.audit_cases(LOGS, procedure, as_of=DAY, coverage=Coverage(events=COLUMNS))
    assert ("memo*",) == report.coverage.ignored


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], set()),
        (["decided"], {"decided"}),
        (["filed"], {"filed", "lapsed"}),
        (["filed", "decided"], {"filed", "decided", "lapsed", "done"}),
        (["decided", "published"], {"decided", "published", "both"}),
    ],
)
def test_consequences(names, expected):
    """What follows from recorded events, also by a period that they start, has a place too."""
    assert expected == recordable(plan_of(PROCEDURE, None), frozenset(names))


@pytest.mark.parametrize(
    ("missing", "severities"),
    [("paid", ["note"]), ("onspot_collected", ["breach"])],
    ids=["the-usual-way", "another-way"],
)
def test_what_several_ways_come_to_is_seen_where_the_usual_one_is(missing, severities):
    """Closed without the fine paid: firm only where the source has a place for payments."""
    procedure = ec.rulebook("cn").procedure("cn.penalty.ordinary")
    log = ec.CaseLog(
        "甲",
        [
            ec.Event("case_filed", date(2026, 3, 2), facts={"fine_yuan": 5000}),
            ec.Event("penalty_decided", date(2026, 3, 20)),
            ec.Event("case_closed", date(2026, 4, 20)),
        ],
    )
    seen = frozenset(procedure.events) - {"all_paid", missing}
    run = ec.replay(log, procedure, as_of=date(2026, 5, 6), coverage=Coverage(events=seen))
    rule = "cn.mohurd-55-2022.art31.closing-condition"
    assert severities == [one.severity.value for one in ec.audit(run) if one.rule == rule]


def test_a_document_served_may_have_been_announced():
    """Decided without the notice: firm only where the source has a place to announce it too."""
    procedure = ec.rulebook("cn").procedure("cn.penalty.ordinary")
    log = ec.CaseLog(
        "甲",
        [ec.Event("case_filed", date(2026, 1, 5)), ec.Event("penalty_decided", date(2026, 3, 20))],
    )
    rule = "cn.penalty-law-2021.art44.informed"
    for missing, severity in ((set(), "breach"), ({"notice.announced"}, "note")):
        coverage = Coverage(events=frozenset(procedure.events) - missing)
        run = ec.replay(log, procedure, as_of=date(2026, 5, 6), coverage=coverage)
        assert [severity] == [one.severity.value for one in ec.audit(run) if one.rule == rule]


def test_a_table_is_told_at_most_five_things():
    """What it lacks for extensions and pauses comes first; the last takes what is left."""
    procedure = ec.rulebook("cn").procedure("cn.penalty.ordinary")
    days = {"case_filed": date(2026, 1, 5), "penalty_decided": date(2026, 3, 20)}
    log = ec.CaseLog("甲", [ec.Event(name, day) for name, day in days.items()])
    coverage = Coverage(events=days, facts=())
    report = ec.audit_cases([log], procedure, as_of=date(2026, 5, 6), coverage=coverage)
    told = [one for one in report.findings if not one.case]
    assert 5 == len(told)
    assert "there is no place for extensions" in told[0].message.en
    assert "legal_review_required" in {name for one in told for name in one.turns_on}


class TestSpecialAndGeneralAlike:
    """Which of two rules applies is not recorded, and both count alike: one finding, not two."""

    @staticmethod
    def procedure(general: TimeLimit, special: TimeLimit) -> Procedure:
        """Return a procedure under both rules."""
        return Procedure(
            id="x",
            families=("x",),
            regions=PROCEDURE.regions,
            events={name: EventType(name=name) for name in ("filed", "told", "decided")},
            facts={},
            laws={},
            limits=(general, special),
            pauses={},
            countings={},
            needs=(),
        )

    def found(self, general: TimeLimit, special: TimeLimit) -> list[tuple[str, str]]:
        """Return the rule and the severity of what is found overdue."""
        log = ec.CaseLog("甲", [ec.Event("filed", DAY)])
        run = ec.replay(log, self.procedure(general, special), as_of=date(2026, 6, 1))
        return [(one.rule, one.severity.value) for one in ec.audit(run) if one.code == "overdue"]

    def test_the_general_one_speaks_for_both(self):
        """A general rule without a condition applies in either case, so the breach is sure."""
        general = limit("tell", "filed", "told")
        special = limit(
            "tell-special",
            "filed",
            "told",
            matter="tell",
            when=parse_condition("grave"),
            overrides=("x.tell",),
        )
        assert [("x.tell", "breach")] == self.found(general, special)

    def test_the_same_condition_leaves_the_special_one(self):
        """Where both ask the same thing, the general one never applies without the special one."""
        general = limit("tell", "filed", "told", when=parse_condition("grave"))
        special = limit(
            "tell-special",
            "filed",
            "told",
            matter="tell",
            when=parse_condition("grave"),
            overrides=("x.tell",),
        )
        assert [("x.tell-special", "review")] == self.found(general, special)

    def test_a_longer_one_is_another_matter(self):
        """Where they count differently, both stand, each on its condition."""
        general = limit("tell", "filed", "told")
        special = limit(
            "tell-special",
            "filed",
            "told",
            matter="tell",
            length=20,
            when=parse_condition("grave"),
            overrides=("x.tell",),
        )
        assert [("x.tell", "review"), ("x.tell-special", "review")] == sorted(
            self.found(general, special)
        )
