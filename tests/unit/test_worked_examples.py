"""The six worked examples of the pack format, replayed with the days stated there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from enforcecal.cases.audit import Verdict, audit, verdict
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.cases.replay.run import ClockStatus
from enforcecal.dates.certainty import Certainty
from enforcecal.law.packs import rulebook

PACKS = Path(__file__).resolve().parents[1] / "packs" / "good"


@cache
def loaded(pack, name, *overlays):
    """Return a procedure, read once for all tests."""
    return rulebook(PACKS / pack, overlays=[PACKS / one for one in overlays]).procedure(name)


def day(text):
    """Return a day written as ISO."""
    return date.fromisoformat(text)


def happened(name, when, party=None, item=None, **facts):
    """Return an event."""
    of = {"party": party} if party else {"item": item} if item else {}
    return Event(name, day(when), of=of, facts=facts)


def clock(run, matter, **of):
    """Return the last clock of *matter*."""
    return [
        one
        for one in run.clocks
        if one.limit.limit.matter == matter and one.of == tuple(sorted(of.items()))
    ][-1]


def codes(run):
    """Return the codes of everything found."""
    return [finding.code for finding in audit(run)]


class TestPenalty:
    """(1) Side regions, pauses, 90 + 30 + 60, special over general, two editions."""

    FILED = (
        happened("clue_received", "2025-03-03"),
        happened("case_filed", "2025-03-04"),
    )
    LONGER = (
        happened("extension_1_approved", "2025-05-30", approver="agency-head"),
        happened("extension_2_approved", "2025-06-30", approver="collective", granted_days=60),
    )
    STOPPED = (
        happened("testing.commissioned", "2025-03-10", item="sample", told_in_writing=True),
        happened("testing.reported", "2025-03-20", item="sample"),
        happened("notice.served", "2025-04-01", "甲", hearing_type=True),
        happened("hearing_requested", "2025-04-03", "甲"),
        happened("hearing_recorded", "2025-04-20"),
    )

    @pytest.fixture
    def procedure(self):
        """The procedure of the example."""
        return loaded("ordinary-penalty", "cn.penalty.ordinary")

    def replayed(self, procedure, *events, as_of="2025-06-01"):
        """Return the run of a case filed on 2025-03-04."""
        return replay(CaseLog("甲-1", [*self.FILED, *events]), procedure, as_of=day(as_of))

    def test_filed(self, procedure):
        """Ninety days end on 2025-06-02, the Dragon Boat holiday, and roll to 06-03 for certain."""
        run = self.replayed(procedure)
        decision = clock(run, "decision")
        assert (day("2025-06-02"), day("2025-06-03")) == (decision.nominal, decision.due)
        assert decision.deadline.certainty is Certainty.FIRM
        assert decision.limit.id == "cn.mohurd-55-2022.art29.decision"

    def test_the_special_rule_alone_runs(self, procedure):
        """The general ninety days of the law give way to those of the ministry's rule."""
        ids = [one.limit.id for one in self.replayed(procedure).clocks]
        assert ids == ["cn.mohurd-55-2022.art29.decision"]

    def test_both_extensions(self, procedure):
        """180 days end on Sunday 2025-08-31: disputed between that day and 09-01."""
        decision = clock(self.replayed(procedure, *self.LONGER, as_of="2025-07-01"), "decision")
        assert (day("2025-09-01"), day("2025-08-31")) == (decision.due, decision.safe_due)
        assert decision.deadline.certainty is Certainty.DISPUTED

    def test_testing_and_a_hearing(self, procedure):
        """Ten days of testing and seventeen of hearing move the ninety to 2025-06-30."""
        run = self.replayed(procedure, *self.STOPPED)
        assert clock(run, "decision").due == day("2025-06-30")
        assert run.state() == "notified"
        assert codes(run) == []

    def test_all_notified_waits_for_everybody(self, procedure):
        """The main line moves when the second of two parties is served."""
        one = happened("notice.served", "2025-04-01", "甲", hearing_type=False)
        two = happened("notice.served", "2025-04-09", "乙", hearing_type=False)
        assert self.replayed(procedure, one).state() == "notified"
        both = self.replayed(procedure, one, two)
        assert [step.event.day for step in both.steps if step.made_by] == [day("2025-04-09")]

    def test_an_older_edition_still_running(self, procedure):
        """Three days begun under the old law on 2021-07-14 become five working days: the later."""
        served = happened("notice.served", "2021-07-14", "甲", hearing_type=True)
        run = replay(CaseLog("1", [served]), procedure, as_of=day("2021-07-15"))
        request = clock(run, "hearing-request", party="甲")
        assert request.limit.id == "cn.penalty-law-2021.art64.hearing-request"
        assert request.due == day("2021-07-21")
        assert "2021-07-15" in request.note.zh

    def test_a_seizure_runs_out(self, procedure):
        """Thirty days, thirty more by the head, then it must be lifted."""
        imposed = happened("seizure.imposed", "2025-03-05", item="truck")
        more = happened(
            "seizure.extended", "2025-04-01", item="truck", granted_days=30, approver="agency-head"
        )
        run = self.replayed(procedure, imposed, more, as_of="2025-06-01")
        seizure = clock(run, "seizure", item="truck")
        assert (day("2025-05-04"), ClockStatus.RAN_OUT) == (seizure.due, seizure.status)
        assert run.state("seizure", {"item": "truck"}) == "must_lift"
        assert codes(run) == ["held-too-long"]


class TestLicence:
    """(2) Silence, a promise, missing papers counted back from the promise."""

    @pytest.fixture
    def procedure(self):
        """The application, with the bureau's overlay."""
        return loaded("licence", "cn.licence.application", "licence-overlay.toml")

    SUBMITTED = happened("submitted", "2026-03-02", promised_days=10, deficient=True)

    def test_deemed_acceptance(self, procedure):
        """On day 5 of silence the application is accepted, counted from receipt."""
        run = replay(CaseLog("1", [self.SUBMITTED]), procedure, as_of=day("2026-03-10"))
        deemed = run.steps[-1]
        assert ("deemed_accepted", day("2026-03-09"), day("2026-03-02")) == (
            deemed.event.name,
            deemed.event.day,
            deemed.counts_from,
        )
        assert clock(run, "licence-decision").start == day("2026-03-02")
        assert clock(run, "licence-decision").due == day("2026-03-30")
        assert clock(run, "promise").due == day("2026-03-16")
        assert verdict(run, audit(run)).verdict is Verdict.WILL_BE_DUE

    def test_an_acceptance_in_time(self, procedure):
        """Counts from its own day, for the statute, the promise and the missing papers."""
        accepted = happened("accepted", "2026-03-04")
        log = CaseLog("1", [self.SUBMITTED, accepted])
        run = replay(log, procedure, as_of=day("2026-03-10"))
        assert clock(run, "licence-decision").due == day("2026-04-01")
        assert clock(run, "promise").due == day("2026-03-18")
        assert clock(run, "missing-papers").due == day("2026-03-16")

    def test_the_papers_move_with_the_promise(self, procedure):
        """A test that stops the promise moves what is counted back from it."""
        events = [
            self.SUBMITTED,
            happened("accepted", "2026-03-04"),
            happened(
                "special.started", "2026-03-05", item="x", type="testing", told_in_writing=True
            ),
            happened("special.finished", "2026-03-09", item="x"),
        ]
        run = replay(CaseLog("1", events), procedure, as_of=day("2026-03-10"))
        assert clock(run, "promise").due == day("2026-03-20")
        assert clock(run, "missing-papers").due == day("2026-03-18")

    def test_a_pause_nobody_was_told_of(self, procedure):
        """Not told in writing it does not count."""
        events = [
            self.SUBMITTED,
            happened("accepted", "2026-03-04"),
            happened(
                "special.started", "2026-03-05", item="x", type="testing", told_in_writing=False
            ),
            happened("special.finished", "2026-03-09", item="x"),
        ]
        run = replay(CaseLog("1", events), procedure, as_of=day("2026-03-10"))
        assert clock(run, "promise").due == day("2026-03-18")
        assert codes(run) == ["pause-invalid"]


class TestRenewal:
    """(3) Backward from a fact; one generated event, two outcomes by state."""

    @pytest.fixture
    def procedure(self):
        """The procedure of the example."""
        return loaded("renewal.toml", "cn.licence.renewal")

    ISSUED = happened("licence_issued", "2021-03-01", expiry=date(2026, 2, 28))

    def test_the_last_day_to_apply(self, procedure):
        """Thirty days before 2026-02-28 is 2026-01-29, or one less with full days between."""
        run = replay(CaseLog("1", [self.ISSUED]), procedure, as_of=day("2026-01-01"))
        apply_by = clock(run, "renewal-application")
        assert (day("2026-01-29"), day("2026-01-28")) == (apply_by.due, apply_by.safe_due)

    @pytest.mark.parametrize(
        ("applied", "state"),
        [("2026-01-29", "deemed_renewed"), ("2026-01-30", "expired"), (None, "expired")],
    )
    def test_one_end_two_outcomes(self, procedure, applied, state):
        """Applied in time and no decision: renewed; late or never: expired."""
        events = [self.ISSUED]
        if applied:
            events.append(happened("renewal.submitted", applied))
        run = replay(CaseLog("1", events), procedure, as_of=day("2026-04-01"))
        assert run.state() == state
        assert run.steps[-1].event == happened("validity_over", "2026-02-28")

    def test_a_renewal_starts_anew(self, procedure):
        """A new expiry moves no old clock; the next one counts from it."""
        events = [
            self.ISSUED,
            happened("renewal.submitted", "2026-01-20"),
            happened("renewal.granted", "2026-02-20", expiry=date(2031, 2, 28)),
        ]
        run = replay(CaseLog("1", events), procedure, as_of=day("2026-04-01"))
        assert ("valid", []) == (run.state(), codes(run))
        assert clock(run, "renewal-decision").due == day("2026-02-28")
        assert clock(run, "validity").due == day("2031-02-28")


class TestEnforcement:
    """(4) Each party has its own chain; money accrues and pauses."""

    @pytest.fixture
    def procedure(self):
        """The procedure of the example."""
        return loaded("enforcement", "cn.penalty.enforcement")

    def replayed(self, procedure, *events, as_of="2025-08-25"):
        """Return the run of a decision served on two parties."""
        served = [
            happened("decision.served", "2025-01-06", "甲", fine_yuan=10000, add_fine_stated=True),
            happened("decision.served", "2025-01-10", "乙", fine_yuan=500, add_fine_stated=True),
        ]
        return replay(CaseLog("1", [*served, *events]), procedure, as_of=day(as_of))

    def test_the_chain_of_one_party(self, procedure):
        """Both remedies lapse, which is derived as their end, and three months begin."""
        run = self.replayed(procedure)
        over = [
            step.event.day
            for step in run.steps
            if step.event.name == "remedy.over" and step.event.about("party") == "甲"
        ]
        assert over == [day("2025-07-07")]
        applied = clock(run, "court-application", party="甲")
        assert (day("2025-07-07"), day("2025-10-09")) == (applied.start, applied.due)
        assert clock(run, "court-application", party="乙").start == day("2025-07-10")

    def test_reconsideration_lifts_the_suit(self, procedure):
        """Who asks for reconsideration has fifteen days after it, the other keeps six months."""
        run = self.replayed(
            procedure,
            happened("remedy.reconsideration_applied", "2025-02-03", "乙"),
            happened("remedy.reconsideration_decided", "2025-03-03", "乙"),
        )
        assert clock(run, "suit", party="乙").status is ClockStatus.LIFTED
        assert clock(run, "suit-after", party="乙").due == day("2025-03-18")
        assert clock(run, "suit", party="甲").due == day("2025-07-07")
        assert clock(run, "court-application", party="乙").start == day("2025-03-18")

    def test_added_fine(self, procedure):
        """Three per cent a day after the last day to pay, at most the fine itself."""
        run = self.replayed(procedure)
        grown = clock(run, "add-fine", party="甲")
        assert day("2025-01-21") == grown.start
        assert Decimal(3000) == grown.worth(day("2025-01-31"))
        assert 10000 == grown.worth(day("2025-08-25"))
        assert 500 == clock(run, "add-fine", party="乙").worth(day("2025-08-25"))

    def test_added_fine_stands_still_during_reconsideration(self, procedure):
        """The days under review add nothing, and paying ends it."""
        run = self.replayed(
            procedure,
            happened("remedy.reconsideration_applied", "2025-01-26", "甲"),
            happened("remedy.reconsideration_decided", "2025-02-25", "甲"),
            happened("paid", "2025-03-01", "甲"),
        )
        assert Decimal(2700) == clock(run, "add-fine", party="甲").worth(day("2025-08-25"))

    def test_the_court_too_early(self, procedure):
        """Before the remedies are over, and without a demand, the court cannot be asked."""
        run = self.replayed(procedure, happened("court_applied", "2025-05-06", "甲"))
        assert sorted(one.code for one in audit(run) if one.event == "court_applied") == [
            "missing-step",
            "too-early",
        ]

    def test_ten_working_days_after_the_demand(self, procedure):
        """Demanded on 2025-08-01, the tenth working day is 08-15 and the court is open on 08-18."""
        demand = happened("demand.served", "2025-08-01", "甲")
        early = self.replayed(procedure, demand, happened("court_applied", "2025-08-15", "甲"))
        assert [one.code for one in audit(early) if one.event == "court_applied"] == ["too-early"]
        assert clock(early, "demand", party="甲").opens == day("2025-08-16")
        fine = self.replayed(procedure, demand, happened("court_applied", "2025-08-18", "甲"))
        assert [one.code for one in audit(fine) if one.event == "court_applied"] == []

    def test_a_deferral(self, procedure):
        """A deferred payment is due on the day the deferral names."""
        run = self.replayed(
            procedure,
            happened(
                "deferral_approved", "2025-01-15", "甲", pay_by=date(2025, 4, 1), approver="agency"
            ),
            as_of="2025-02-01",
        )
        assert clock(run, "payment", party="甲").due == day("2025-04-01")


class TestHearingNotice:
    """(5) Seven full working days between the notice and the hearing."""

    @pytest.fixture
    def procedure(self):
        """The procedure of the example."""
        return loaded("hearing-notice.toml", "cn.penalty.hearing")

    @pytest.mark.parametrize(
        ("planned", "found"),
        [
            ("2026-04-20", [("planned-too-early", Certainty.FIRM)]),
            ("2026-04-21", [("planned-too-early", Certainty.DISPUTED)]),
            ("2026-04-22", []),
        ],
    )
    def test_seen_from_the_notice(self, procedure, planned, found):
        """Served 04-10: the seventh day is 04-21, the hearing may be from 04-22."""
        served = happened("hearing_notice.served", "2026-04-10", hearing_date=day(planned))
        run = replay(CaseLog("1", [served]), procedure, as_of=day("2026-04-10"))
        wait = clock(run, "hearing-notice")
        assert (day("2026-04-21"), day("2026-04-22")) == (wait.due, wait.opens)
        assert [(one.code, one.certainty) for one in audit(run)] == found


class TestRoadFines:
    """(6) Another country, no calendar, no parties."""

    @pytest.fixture
    def procedure(self):
        """The procedure of the example."""
        return loaded("road-fines.toml", "it.road-fines")

    def test_an_invented_log(self, procedure):
        """Sent late, notified, fined on day 60 itself, appealed too late, collected unlawfully."""
        log = CaseLog(
            "A1",
            [
                happened("Create Fine", "2006-07-24"),
                happened("Send Fine", "2006-12-05"),
                happened("Insert Fine Notification", "2007-01-15"),
                happened("Add penalty", "2007-03-16"),
                happened("Insert Date Appeal to Prefecture", "2007-03-20"),
                happened("Send for Credit Collection", "2009-03-30"),
                happened("Add penalty", "2009-04-01"),
            ],
        )
        run = replay(log, procedure, as_of=day("2014-01-01"))
        assert [(one.code, one.event, one.due) for one in audit(run)] == [
            ("late", "Send Fine", day("2006-10-22")),
            ("lapsed", "Insert Date Appeal to Prefecture", day("2007-03-16")),
            ("unlawful-step", "Add penalty", None),
        ]
        assert run.state("appeal") == "filed"

    def test_not_collected(self, procedure):
        """Five years after the notification nothing was paid or collected."""
        log = CaseLog(
            "A2",
            [
                happened("Create Fine", "2007-03-09"),
                happened("Send Fine", "2007-04-17"),
                happened("Insert Fine Notification", "2007-05-01"),
            ],
        )
        run = replay(log, procedure, as_of=day("2014-01-01"))
        assert [(one.code, one.due) for one in audit(run)] == [("overdue", day("2012-05-01"))]
