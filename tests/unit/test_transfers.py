from __future__ import annotations

import json
from datetime import date

import pytest

from enforcecal.cases.limitation.answer import LimitationStatus
from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.cases.limitation.transfers import (
    HandOver,
    discoveries_of,
    own_clocks,
    responsible_for,
    trace_transfers,
)
from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.law.packs import rulebook

ACT = Conduct(start=date(2022, 11, 20), pattern="single")
LAST = date(2024, 11, 20)
FOUND, SENT, FILED = date(2024, 10, 8), date(2025, 2, 18), date(2025, 3, 4)
TODAY = date(2025, 3, 5)


@pytest.fixture(scope="module")
def book():
    """Return the packaged law."""
    return rulebook("cn")


def through(*links, as_of=TODAY, discoveries=None, **more):
    """Follow the act of these tests along *links*."""
    return trace_transfers(ACT, links, discoveries, as_of=as_of, **more)


def ours(**more):
    """Return the bureau, which received the case on 2025-02-18."""
    return HandOver("bureau", SENT, **more)


class TestExample9:
    """The worked example in full, with its dates."""

    def test_recorded_in_time_by_an_authority_with_power(self):
        """Preserved although it was received 90 days after the last day."""
        report = through(HandOver("environment", FOUND, SENT, power=True), ours(filed=FILED))
        assert LimitationStatus.PRESERVED is report.limitation.status
        assert ("D6", LAST) == (report.limitation.deciding.code, report.limitation.last_day)
        assert ("", None, None) == (report.responsible, report.lapsed_on, report.late_by)
        assert "go-on" == report.advice.step.value
        assert () == report.right_expired_on_transfer

    def test_the_clocks_of_the_bureau(self):
        """Verification 2025-03-11 or 03-25; decision 06-03, 07-02, at most 08-31 or 09-01."""
        report = through(HandOver("environment", FOUND, SENT, power=True), ours(filed=FILED))
        days = [
            (one.event, one.extended, one.deadline.nominal, one.deadline.due, one.deadline.safe_due)
            for one in report.clocks
        ]
        assert [
            ("received", (), date(2025, 3, 11), date(2025, 3, 11), date(2025, 3, 11)),
            ("received", (10,), date(2025, 3, 25), date(2025, 3, 25), date(2025, 3, 25)),
            ("filed", (), date(2025, 6, 2), date(2025, 6, 3), date(2025, 6, 3)),
            ("filed", (30,), date(2025, 7, 2), date(2025, 7, 2), date(2025, 7, 2)),
            ("filed", (30, 60), date(2025, 8, 31), date(2025, 9, 1), date(2025, 8, 31)),
        ] == days


class TestResponsibility:
    def test_found_without_power(self):
        """Disputed; the finder had it when it lapsed, kept it 90 days more, 42 before."""
        report = through(HandOver("housing", FOUND, SENT), ours())
        assert LimitationStatus.DISPUTED_DISCOVERY is report.limitation.status
        assert ("housing", LAST, 90) == (report.responsible, report.lapsed_on, report.late_by)
        assert date(2024, 11, 19) == report.last_saving_day
        sender, bureau = report.holdings
        assert (43, -90) == (sender.left_when_received, sender.left_when_sent)
        assert 90 == sender.kept_after
        assert (True, False) == (sender.held_when_lapsed, bureau.held_when_lapsed)
        assert ("housing",) == report.right_expired_on_transfer
        assert "review" == report.advice.step.value

    def test_lapsed_before_anyone_had_it(self):
        """Then nobody is responsible."""
        report = through(HandOver("housing", date(2024, 12, 1), SENT), ours())
        assert (LimitationStatus.EXPIRED, "") == (report.limitation.status, report.responsible)
        assert "do-not-file" == report.advice.step.value
        filed = through(HandOver("housing", date(2024, 12, 1), SENT), ours(filed=FILED))
        assert "end-investigation" == filed.advice.step.value

    def test_lapsed_on_the_way(self):
        """Between sending and receipt it is the sender's."""
        report = through(HandOver("housing", FOUND, date(2024, 11, 10)), ours())
        assert ("housing", True) == (report.responsible, report.in_transit)
        assert 0 == report.holdings[0].kept_after

    def test_the_bureau_itself(self):
        """It received it in time and did nothing that counts."""
        report = through(
            HandOver("bureau", FOUND), discoveries=[Discovery("D11", FOUND)], as_of=TODAY
        )
        assert ("bureau", None) == (report.responsible, report.late_by)
        assert (TODAY - LAST).days == report.holdings[0].kept_after

    def test_still_running_nobody_is_responsible(self):
        """Before the last day is over nothing has lapsed."""
        chain = [HandOver("housing", FOUND)]
        report = through(*chain, as_of=date(2024, 11, 1))
        assert (LimitationStatus.RUNNING, "") == (report.limitation.status, report.responsible)
        assert "record" == report.advice.step.value
        assert "" == responsible_for(chain, report.limitation)
        late = through(HandOver("housing", date(2024, 12, 1), SENT), ours())
        assert "" == responsible_for([ours()], late.limitation)
        assert "street" == responsible_for([HandOver("street", FOUND)], late.limitation)

    def test_a_transfer_alone_changes_nothing(self):
        """With the same discoveries the chain does not matter to the answer."""
        events = [Discovery("D8", FOUND), Discovery("D9", SENT)]
        one = through(HandOver("housing", FOUND, SENT), ours(), discoveries=events)
        two = through(
            HandOver("housing", FOUND, date(2024, 12, 1)),
            HandOver("water", date(2024, 12, 2), SENT),
            ours(),
            discoveries=events,
        )
        assert one.limitation == two.limitation
        assert "housing" == one.responsible == two.responsible

    def test_conduct_that_goes_on_cannot_lapse(self):
        """The advice is to have it corrected."""
        standing = Conduct(start=date(2012, 1, 1), kind="planning-building")
        report = trace_transfers(standing, [ours()], as_of=TODAY)
        assert ("", None) == (report.responsible, report.last_saving_day)
        assert "correct" == report.advice.step.value
        filed = trace_transfers(standing, [ours(filed=FILED)], as_of=TODAY)
        assert "go-on" == filed.advice.step.value
        assert "" == responsible_for([ours()], report.limitation)


class TestHandlingPeriods:
    def test_the_sender_was_out_of_its_own_time(self):
        """Ninety days by the Penalty Law from its filing, sent on the 108th."""
        report = through(
            HandOver("housing", FOUND, SENT, power=True, filed=date(2024, 11, 2)), ours()
        )
        assert ("housing",) == report.handling_expired_on_transfer
        (clock,) = report.holdings[0].handling
        assert ("cn.penalty-law-2021.art60.decision", True) == (clock.rule, clock.over)

    def test_by_the_law_of_the_sender(self):
        """Who works under 55号令 has the fifteen days; before that law nothing is known of them."""
        sender = HandOver("housing", FOUND, SENT, law="cn.mohurd-55")
        (clock,) = through(sender, ours()).holdings[0].handling
        assert "cn.mohurd-55-2022.art15.verify-clue" == clock.rule
        early = Conduct(start=date(2019, 1, 1), pattern="single")
        old = HandOver("housing", date(2019, 2, 1), date(2019, 4, 1), law="cn.mohurd-55")
        report = trace_transfers(early, [old, ours()], as_of=TODAY)
        assert () == report.holdings[0].handling

    def test_the_environment_has_one_period(self):
        """Of the editions of its rules, the one in force on the day of filing."""
        sender = HandOver("env", FOUND, SENT, filed=date(2024, 10, 9), law="cn.env")
        (clock,) = through(sender, ours()).holdings[0].handling
        assert "cn.env-2023.art57.decision" == clock.rule

    def test_verification_is_judged_by_the_filing(self):
        """Filed on the 10th working day: five left, whatever the day of the question."""
        report = through(HandOver("housing", FOUND, SENT), ours(filed=FILED), as_of=TODAY)
        clock = report.holdings[1].handling[0]
        assert (FILED, 7, False) == (clock.judged_on, clock.left, clock.over)


class TestClocks:
    def test_example_11(self, book):
        """The procuratorate sent its opinion: verify by 02-11 or 02-25, reply by 03-15."""
        day = date(2025, 1, 15)
        clocks = own_clocks({"received": day, "procuratorate_opinion_received": day}, book)
        assert [date(2025, 2, 11), date(2025, 2, 25), date(2025, 3, 15)] == [
            one.deadline.safe_due for one in clocks
        ]

    def test_to_the_police_and_back(self, book):
        """Each day that starts a limit has it, with its article."""
        day = date(2025, 3, 3)
        names = (
            *("jurisdiction_disputed", "jurisdiction_reported", "transfer_report_received"),
            *("transfer_approved", "police_received", "police_refused", "police_refusal_upheld"),
            *("police_filed", "police_returned"),
        )
        clocks = own_clocks(dict.fromkeys(names, day), book)
        assert [*names] == [one.event for one in clocks]
        assert all(one.deadline.due and one.deadline.article.zh for one in clocks)

    def test_more_days(self, book):
        """Other days of the bureau's start their clocks in the report too."""
        report = through(ours(), days={"jurisdiction_disputed": SENT}, book=book)
        assert "jurisdiction_disputed" == report.clocks[-1].event

    def test_a_day_nobody_counts_from(self, book):
        """It is refused, with the nearest name, or with all."""
        with pytest.raises(ArgumentError, match="did you mean 'police_refused'"):
            own_clocks({"police_refuse": SENT}, book)
        with pytest.raises(ArgumentError, match="there are received, filed"):
            own_clocks({"zzz": SENT}, book)


class TestChains:
    def test_what_a_chain_is_evidence_of(self):
        """By power, police, and place in the chain."""
        chain = [
            HandOver("env", FOUND, SENT, power=True),
            HandOver("police", SENT, SENT, police=True),
            HandOver("street", SENT, SENT, power=False),
            ours(filed=FILED),
        ]
        assert ["D6", "D7", "D8", "D9", "D1"] == [one.code for one in discoveries_of(chain)]
        assert ["D8"] == [one.code for one in discoveries_of(chain[2:3])]

    def test_what_is_no_chain(self):
        """Empty, without a day of sending, or out of order."""
        for wrong, links in (
            ("at least one authority", []),
            ("needs the day it sent", [HandOver("a", FOUND), ours()]),
            ("before 'a' sent it", [HandOver("a", FOUND, FILED), ours()]),
        ):
            with pytest.raises(ArgumentError, match=wrong):
                through(*links)

    def test_what_is_no_link(self):
        """Sent before received, an unknown law, a day that is none."""
        with pytest.raises(ArgumentError, match="must not be before received"):
            HandOver("a", SENT, FOUND)
        with pytest.raises(ArgumentError, match=r"did you mean 'cn\.mohurd-55'"):
            HandOver("a", FOUND, law="cn.mohurd-5")
        with pytest.raises(ArgumentError, match=r"there are cn\.mohurd-55"):
            HandOver("a", FOUND, law="zzz")
        with pytest.raises(ArgumentTypeError, match="received="):
            HandOver("a", None)

    def test_to_dict_is_plain(self):
        """JSON takes it."""
        report = through(HandOver("housing", FOUND, SENT), ours(filed=FILED))
        values = json.loads(json.dumps(report.to_dict("zh")))
        assert "housing" == values["responsible"]
        assert "2025-03-11" == values["holdings"][1]["handling"][0]["due"]
        assert "《住房和城乡建设行政处罚程序规定》第十五条" == values["clocks"][0]["article"]
