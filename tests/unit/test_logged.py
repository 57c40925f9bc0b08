from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from enforcecal.cases.audit import audit, audit_cases
from enforcecal.cases.findings import Severity
from enforcecal.cases.limitation.logged import logged_limitation
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.law.conditions import Unknown
from enforcecal.law.packs import rulebook

FILED, DECIDED, TODAY = date(2025, 3, 4), date(2025, 4, 21), date(2025, 5, 6)
NONE = {"harm_domain": "none"}


@cache
def known(name):
    """Return a procedure of the packaged law."""
    return rulebook("cn").procedure(name)


@pytest.fixture(scope="module")
def ordinary():
    """Return the ordinary penalty procedure."""
    return known("cn.penalty.ordinary")


def events(*more):
    """Return a case that was filed and decided, with *more* before it."""
    return [*more, Event("case_filed", FILED), Event("penalty_decided", DECIDED)]


def found(procedure, facts, *more):
    """Return the findings on limitation: event, code, severity."""
    run = replay(CaseLog("1", events(*more), facts=facts), procedure, as_of=TODAY)
    return [
        (one.event, one.code, one.severity.value) for one in audit(run) if "limitation" in one.rule
    ]


class TestAudit:
    def test_a_penalty_out_of_time_is_a_breach(self, ordinary):
        """At filing and at the decision."""
        facts = {"conduct_from": date(2023, 3, 3), "conduct_pattern": "single", **NONE}
        assert [
            ("case_filed", "out-of-time", "breach"),
            ("penalty_decided", "out-of-time", "breach"),
        ] == found(ordinary, facts)

    def test_discovered_in_time_it_is_none(self, ordinary):
        """Filing is discovery, and so is what came before it."""
        facts = {"conduct_from": date(2023, 3, 6), "conduct_pattern": "single", **NONE}
        assert [] == found(ordinary, facts)
        facts = {"conduct_from": date(2023, 2, 6), "conduct_pattern": "single", **NONE}
        assert [] == found(ordinary, facts, Event("clue_received", date(2025, 2, 4)))

    def test_the_last_day_is_for_review(self, ordinary):
        """What is disputed is put to a person."""
        facts = {"conduct_from": date(2023, 3, 4), "conduct_pattern": "single", **NONE}
        assert [
            ("case_filed", "missing-step", "review"),
            ("penalty_decided", "missing-step", "review"),
        ] == found(ordinary, facts)

    def test_harm_nobody_recorded_is_for_review(self, ordinary):
        """Where only five years would save it, a person decides."""
        facts = {"conduct_from": date(2022, 3, 4), "conduct_pattern": "single"}
        assert {"review"} == {one[2] for one in found(ordinary, {**facts, "harm_domain": "5"})} - {
            "breach"
        }

    def test_a_fact_of_an_event_names_the_code(self, ordinary):
        """The record of an authority without power leaves the case disputed."""
        facts = {"conduct_from": date(2023, 2, 6), "conduct_pattern": "single", **NONE}
        sender = Event("clue_received", date(2025, 1, 4), facts={"discovery_code": "D8"})
        assert {"review"} == {one[2] for one in found(ordinary, facts, sender)}
        other = Event("clue_received", date(2025, 1, 4), facts={"discovery_code": "D99"})
        assert {("discovery_code", "not-recorded", "note")} == set(found(ordinary, facts, other))

    def test_a_table_without_the_columns_gets_one_note(self, ordinary):
        """However many cases there are."""
        logs = [CaseLog(str(number), events()) for number in range(5)]
        report = audit_cases(logs, ordinary, as_of=TODAY, coverage=Coverage(facts=()))
        told = [one for one in report.findings if one.event == "conduct_from"]
        assert [("", Severity.NOTE)] == [(one.case, one.severity) for one in told]

    def test_the_transferred_case_keeps_what_the_sender_found(self):
        """The sender's record is known at the decision too, in another procedure."""
        procedure = known("cn.transfer.in")
        facts = {"conduct_from": date(2022, 11, 20), "conduct_pattern": "single", **NONE}
        log = CaseLog(
            "1",
            [
                Event("sender_recorded", date(2024, 10, 8), facts={"discovery_code": "D6"}),
                Event("clue_received", date(2025, 2, 18)),
                *events(),
            ],
            facts=facts,
        )
        rules = [one.rule for one in audit(replay(log, procedure, as_of=TODAY))]
        assert not any("limitation" in rule for rule in rules)


def answer(facts, *log, as_of=FILED):
    """Return what the log answers, with the facts as a condition would get them."""
    procedure = known("cn.penalty.ordinary")
    return logged_limitation(
        procedure.limitation,
        [procedure],
        log or (Event("case_filed", FILED),),
        lambda name: facts.get(name, Unknown((name,))),
        as_of,
    )


START = {"conduct_from": date(2024, 3, 3)}
LONG_AGO = {"conduct_from": date(2020, 3, 3)}


class TestFacts:
    @pytest.mark.parametrize(
        ("facts", "missing"),
        [
            ({}, "conduct_from"),
            ({"conduct_from": "2024"}, "conduct_from"),
            ({**START, "regime": "space"}, "regime"),
            ({**START, "regime": 5}, "regime"),
            (LONG_AGO, "conduct_pattern"),
            ({**LONG_AGO, "conduct_pattern": "ever"}, "conduct_pattern"),
            ({**LONG_AGO, "conduct_pattern": "continuing"}, "conduct_to"),
            ({**LONG_AGO, "conduct_pattern": "占道"}, "conduct_to"),
            ({**START, "conduct_pattern": "consecutive"}, "conduct_to"),
            ({**START, "conduct_pattern": "repeated-dumping"}, "conduct_to"),
            ({**START, "conduct_to": date(2023, 1, 1), "conduct_pattern": "single"}, "conduct_to"),
        ],
    )
    def test_what_was_not_recorded_is_unknown(self, facts, missing):
        """Missing, of the wrong type, or contradictory: it is named."""
        assert Unknown((missing,)) == answer(facts)

    @pytest.mark.parametrize(
        "facts",
        [
            START,
            {**START, "conduct_pattern": "ever"},
            {**START, "conduct_pattern": "continuing"},
            {**START, "conduct_pattern": "占道", "conduct_to": date(2024, 9, 1)},
            {**START, "regime": "general", "harm": True, "conduct_pattern": "single"},
        ],
    )
    def test_what_cannot_matter_is_not_asked(self, facts):
        """Found in time of the earliest end, it is in time of every later one."""
        assert "preserved" == answer(facts).word

    def test_an_event_nobody_knows(self):
        """It discovers nothing."""
        facts = {**LONG_AGO, "conduct_pattern": "single", **NONE}
        assert "expired" == answer(facts, Event("tea", date(2020, 4, 4))).word
