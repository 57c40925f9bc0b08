"""The procedures around the ordinary one: seizure, on the spot, service, payment, enforcement.

Each class stands for an article and quotes it; the days in it were counted by hand.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.law.facts import known_facts
from enforcecal.law.packs import rulebook

PLAIN = {
    "fine_yuan": 1000,
    "add_fine_rate": 3,
    "own_power": False,
    "approver": "agency-head",
    "investigation_reported": True,
    "informed_on_the_spot": True,
    "party_kind": "citizen",
    "hard_to_collect_later": False,
    "remote_and_asked": False,
    "receipt_given": True,
    "social_impact": False,
    "urgent": False,
    "night_or_holiday": False,
}


@pytest.fixture(scope="module")
def book():
    """Return the national rule book."""
    return rulebook("cn")


def run_of(book, name, *lines, as_of, **facts):
    """Replay lines such as ``2025-03-03 paid party=A`` through ``cn.penalty.`` *name*."""
    events = []
    for line in lines:
        day, event, *of = line.split()
        about = dict(pair.split("=") for pair in of)
        events.append(Event(event, date.fromisoformat(day), of=about, seq=len(events)))
    plain = {"conduct_from": events[0].day, "conduct_pattern": "single", **PLAIN}
    known = {key: value for key, value in (plain | facts).items() if value is not None}
    procedure = book.procedure(f"cn.penalty.{name}")
    known = {key: value for key, value in known.items() if key in known_facts(procedure)}
    log = CaseLog("1", events, facts=known)
    return replay(log, procedure, as_of=as_of)


def clock_of(run, limit):
    """Return the only clock of *limit* in *run*."""
    (clock,) = (clock for clock in run.clocks if clock.limit.id == limit)
    return clock


def codes_of(run):
    """Return the codes and rules that the audit of *run* finds, notes left out."""
    found = [one for one in audit(run) if one.severity.value != "note"]
    return sorted((one.code, one.rule) for one in found)


class TestSeizure:
    """强制法第二十五条：“查封、扣押的期限不得超过三十日；……延长期限不得超过三十日”."""

    LIMIT = "cn.compulsion-law-2011.art25.seizure"
    SEIZED = ("2025-03-03 case_filed", "2025-03-03 seizure.imposed item=cart")

    def test_thirty_calendar_days_without_a_roll(self, book):
        """The thirtieth day stays where it is; the careful day is the one before."""
        run = run_of(book, "ordinary", *self.SEIZED, as_of=date(2025, 4, 1))
        clock = clock_of(run, self.LIMIT)
        assert (date(2025, 4, 2), date(2025, 4, 1)) == (clock.due, clock.earliest)

    def test_it_must_be_lifted(self, book):
        """After the thirtieth day the thing is held without a ground."""
        run = run_of(book, "ordinary", *self.SEIZED, as_of=date(2025, 4, 10))
        assert "must_lift" == run.state("seizure", {"item": "cart"})
        assert [("held-too-long", self.LIMIT)] == codes_of(run)

    @pytest.mark.parametrize(("days", "due"), [(20, (2025, 4, 22)), (40, (2025, 5, 2))])
    def test_an_extension_has_a_cap(self, book, days, due):
        """Of an extension of forty days only thirty count."""
        run = run_of(
            book,
            "ordinary",
            *self.SEIZED,
            "2025-04-01 seizure.extended item=cart",
            as_of=date(2025, 4, 2),
            seizure_extension_days=days,
            extension_told=True,
        )
        assert date(*due) == clock_of(run, self.LIMIT).due

    @pytest.mark.parametrize(("told", "due"), [(True, (2025, 4, 12)), (False, (2025, 4, 2))])
    def test_testing_counts_out_only_if_told(self, book, told, due):
        """Ten days of testing are left out of the period if they were told in writing."""
        run = run_of(
            book,
            "ordinary",
            *self.SEIZED,
            "2025-03-10 testing.commissioned item=cart",
            "2025-03-20 testing.reported item=cart",
            as_of=date(2025, 3, 21),
            testing_told_in_writing=told,
        )
        assert date(*due) == clock_of(run, self.LIMIT).due
        broken = [] if told else [("pause-invalid", "cn.compulsion-law-2011.art25.testing")]
        assert broken == codes_of(run)

    def test_without_a_seizure_nobody_asks(self, book):
        """Testing in a case without a seizure is no business of the compulsion law."""
        run = run_of(
            book,
            "ordinary",
            "2025-03-03 case_filed",
            "2025-03-10 testing.commissioned",
            as_of=date(2025, 3, 21),
        )
        assert [] == [one.code for one in audit(run)]

    def test_an_urgent_seizure_is_a_seizure(self, book):
        """What is seized at once is seized, and must be approved within 24 hours."""
        run = run_of(
            book,
            "ordinary",
            "2025-03-03 seizure.imposed_at_once item=cart",
            "2025-03-05 seizure.approved item=cart",
            as_of=date(2025, 3, 6),
        )
        assert "seized" == run.state("seizure", {"item": "cart"})
        assert [("late", "cn.compulsion-law-2011.art19.urgent-report")] == codes_of(run)

    def test_things_go_with_the_case_to_the_police(self, book):
        """A seizure handed over with the case ends there."""
        run = run_of(
            book,
            "ordinary",
            *self.SEIZED,
            "2025-03-10 transferred_to_police",
            "2025-03-11 seizure.handed_over item=cart",
            "2025-03-20 case_closed",
            as_of=date(2025, 6, 1),
        )
        assert "handed_over" == run.state("seizure", {"item": "cart"})
        assert [] == codes_of(run)


class TestOnTheSpot:
    """处罚法第五十二条：“填写预定格式、编有号码的行政处罚决定书，并当场交付当事人”."""

    DAY = ("2025-03-03 onspot_decided", "2025-03-03 decision.served", "2025-03-03 onspot_collected")

    def test_from_the_spot_to_the_bank(self, book):
        """Two working days to the agency, two to the bank, three for the record."""
        run = run_of(
            book,
            "on-the-spot",
            *self.DAY,
            "2025-03-05 fine_handed_in",
            "2025-03-07 fine_banked",
            "2025-03-06 onspot_recorded",
            "2025-03-10 decision_published",
            "2025-03-10 case_closed",
            as_of=date(2025, 6, 1),
            fine_yuan=100,
        )
        assert [] == codes_of(run)
        assert ("closed", "banked") == (run.state(), run.state("collection"))

    def test_the_decision_must_be_handed_over(self, book):
        """A case closed without the decision in the party's hands is a finding."""
        run = run_of(
            book,
            "on-the-spot",
            "2025-03-03 onspot_decided",
            "2025-03-04 onspot_recorded",
            as_of=date(2025, 3, 4),
        )
        rules = [rule for _, rule in codes_of(run)]
        assert "cn.penalty-law-2021.art52.handed-over" in rules

    def test_what_does_not_suit_goes_on_as_an_ordinary_case(self, book):
        """From that day the clue is verified within fifteen working days."""
        run = run_of(
            book,
            "on-the-spot",
            "2025-03-03 onspot_checked",
            "2025-03-03 onspot_converted",
            "2025-03-10 case_filed",
            as_of=date(2025, 3, 11),
        )
        assert date(2025, 3, 24) == clock_of(run, "cn.mohurd-55-2022.art15.verify-clue").due
        assert "investigating" == run.state()
        assert [] == codes_of(run)

    @pytest.mark.parametrize(("day", "found"), [("2025-03-12", []), ("2025-03-13", ["late"])])
    def test_on_water_the_days_run_from_the_shore(self, book, day, found):
        """“在水上当场收缴的罚款，应当自抵岸之日起二日内交至行政机关” (article 71)."""
        run = run_of(
            book,
            "payment",
            "2025-03-03 decision.served",
            "2025-03-05 collected_on_water",
            "2025-03-10 ashore",
            f"{day} fine_handed_in",
            as_of=date(2025, 3, 13),
            remote_and_asked=True,
        )
        assert found == [code for code, _ in codes_of(run)]


class TestService:
    """处罚法第六十一条、民事诉讼法第九十五条：送达 of one document on its own."""

    def test_each_party_is_served_by_itself(self, book):
        """One signs, the other is served by the announcement on its thirtieth day."""
        run = run_of(
            book,
            "service",
            "2025-03-03 document_issued",
            "2025-03-04 document.served party=A",
            "2025-03-10 document.announced party=B",
            as_of=date(2025, 6, 1),
        )
        (step,) = (one for one in run.steps if one.made_by.endswith("announcement-service"))
        assert (date(2025, 4, 9), {"party": "B"}) == (step.event.day, dict(step.event.of))
        assert "served" == run.state()

    def test_received_electronically_is_served(self, book):
        """Arrival in the party's system is service."""
        run = run_of(
            book,
            "service",
            "2025-03-03 document.received_electronically",
            as_of=date(2025, 3, 4),
            e_service_confirmed=True,
        )
        assert ("served", "served") == (run.state(), run.state("document"))
        assert [] == codes_of(run)


class TestPayment:
    """处罚法第七十二条：“每日按罚款数额的百分之三加处罚款，加处罚款的数额不得超出罚款的数额”."""

    LIMIT = "cn.penalty-law-2021.art72.add-fine"

    @pytest.mark.parametrize(
        ("rate", "worth"), [(3, Decimal("360.00")), (0, Decimal(0)), (5, Decimal("360.00"))]
    )
    def test_the_rate_that_the_decision_states(self, book, rate, worth):
        """Three per cent, none where the decision states none, and never more than the law's."""
        run = run_of(
            book,
            "payment",
            "2025-03-03 decision.served",
            "2025-03-30 paid",
            as_of=date(2025, 4, 1),
            add_fine_rate=rate,
        )
        assert worth == clock_of(run, self.LIMIT).worth(date(2025, 4, 1))

    def test_nobody_recorded_the_rate(self, book):
        """Then what it comes to is unknown, and nothing is made up."""
        run = run_of(
            book,
            "payment",
            "2025-03-03 decision.served",
            as_of=date(2025, 4, 1),
            add_fine_rate=None,
        )
        assert clock_of(run, self.LIMIT).worth(date(2025, 4, 1)) is None


SERVED = "2024-01-08 decision.served"


class TestCourtApplication:
    """强制法第五十三条：“自期限届满之日起三个月内，依照本章规定申请人民法院强制执行”."""

    LIMIT = "cn.compulsion-law-2011.art53.court-application"

    def test_from_the_end_of_the_later_remedy(self, book):
        """Sixty days end on 03-08, six months on 07-08: the three months end on 10-08."""
        run = run_of(book, "enforcement", SERVED, as_of=date(2024, 8, 1))
        clock = clock_of(run, self.LIMIT)
        assert (date(2024, 7, 8), date(2024, 10, 8)) == (clock.start, clock.due)

    def test_each_party_by_itself(self, book):
        """Against a party that paid there is nothing to apply for."""
        run = run_of(
            book,
            "enforcement",
            f"{SERVED} party=A",
            f"{SERVED} party=B",
            "2024-01-15 paid party=B",
            as_of=date(2024, 11, 1),
        )
        assert (("party", "A"),) == clock_of(run, self.LIMIT).of
        assert "lost" == run.state("enforcement", {"party": "A"})
        assert "paid" == run.state("enforcement", {"party": "B"})

    def test_an_agency_with_power_of_its_own_need_not_apply(self, book):
        """The article is for agencies without the power to enforce."""
        run = run_of(book, "enforcement", SERVED, as_of=date(2024, 11, 1), own_power=True)
        assert not any(clock.limit.id == self.LIMIT for clock in run.clocks)

    @pytest.mark.parametrize(
        ("pay_by", "due"), [((2024, 12, 31), (2025, 3, 31)), ((2024, 3, 29), (2024, 10, 8))]
    )
    def test_after_a_deferral(self, book, pay_by, due):
        """From the end of the deferral, or of the remedies where those end later."""
        run = run_of(
            book,
            "enforcement",
            SERVED,
            "2024-01-15 deferral_approved",
            as_of=date(2025, 1, 15),
            pay_by=date(*pay_by),
        )
        clock = clock_of(run, "cn.penalty-law-2021.art72.enforce-after-deferral")
        assert date(*due) == clock.due
        assert not any(one.limit.id == self.LIMIT for one in run.clocks)


class TestOwnEnforcement:
    """强制法第三十五条、第四十四条、第四十六条：自行强制执行."""

    @pytest.mark.parametrize(("day", "found"), [(22, "too-early"), (23, None)])
    def test_more_than_thirty_days_of_additional_fine(self, book, day, found):
        """Payment was due on 01-23: thirty days end on 02-22, so from 02-23."""
        run = run_of(
            book,
            "enforcement",
            SERVED,
            "2024-02-01 demand.served",
            f"2024-02-{day} collection_decided",
            as_of=date(2024, 2, 23),
            own_power=True,
        )
        assert ([found] if found else []) == [code for code, _ in codes_of(run)]

    def test_a_demand_comes_first(self, book):
        """Enforcement decided without a demand, by an agency without the power, is two faults."""
        run = run_of(
            book,
            "enforcement",
            SERVED,
            "2024-02-01 enforcement_decided",
            as_of=date(2024, 2, 2),
        )
        assert [
            ("missing-step", "cn.compulsion-law-2011.art13-2.own-power"),
            ("missing-step", "cn.compulsion-law-2011.art35.demanded"),
        ] == codes_of(run)

    def test_demolition_waits_for_the_remedies(self, book):
        """A structure is demolished after an announcement, and after the remedies are over."""
        run = run_of(
            book,
            "enforcement",
            SERVED,
            "2024-02-01 demolished",
            as_of=date(2024, 2, 2),
            own_power=True,
        )
        assert [
            ("missing-step", "cn.compulsion-law-2011.art44.announced"),
            ("too-early", "cn.compulsion-law-2011.art44.remedies-over"),
        ] == codes_of(run)

    @pytest.mark.parametrize(("day", "found"), [(6, "too-early"), (7, None)])
    def test_three_days_before_performing_in_the_place_of_the_party(self, book, day, found):
        """Demanded on Friday 03-01: three full working days are 03-04, 05 and 06."""
        run = run_of(
            book,
            "enforcement",
            SERVED,
            "2024-03-01 demand.served",
            f"2024-03-0{day} substitute_performed",
            as_of=date(2024, 3, 8),
        )
        assert ([found] if found else []) == [code for code, _ in codes_of(run)]

    def test_three_full_years_of_suspension(self, book):
        """“中止执行满三年未恢复执行的，行政机关不再执行”: the day after the third year."""
        limit = book.limit("cn.compulsion-law-2011.art39.suspension-end")
        assert date(2027, 3, 2) == limit.deadline(start=date(2024, 3, 1)).opens


class TestLandLaw:
    """土地管理法第八十三条：“可以在接到责令限期拆除决定之日起十五日内，向人民法院起诉”."""

    def test_fifteen_days_and_the_court_alone(self, book):
        """The right to sue lapses on day fifteen, and the agency may not demolish by itself."""
        run = run_of(
            book,
            "enforcement",
            "2024-03-01 demolition_order.served",
            "2024-03-05 demolition_announced",
            "2024-04-01 remedy.over",
            "2024-04-10 demolished",
            as_of=date(2024, 4, 11),
            court_order=False,
        )
        assert date(2024, 3, 18) == clock_of(run, "cn.land-law-2019.art83.sue-15d").due
        assert "lapsed" == run.state("demolition_suit")
        rules = [rule for _, rule in codes_of(run)]
        assert ["cn.land-law-2019.art83.by-the-court"] == rules
