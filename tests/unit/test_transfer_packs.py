"""The packs of transfers between authorities, and the rules of single sectors.

Each class stands for an article and quotes it.  The days were counted by hand: 2025-03-03 is a
Monday, and until 2025-04-03 only weekends are off; 2025-04-04, a Friday, is Tomb-Sweeping Day.
"""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

import enforcecal.law
from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.law.facts import known_facts
from enforcecal.law.graph import lint
from enforcecal.law.packs import rulebook

LOCAL = Path(enforcecal.law.__file__).parent / "data" / "local"
AS_OF = date(2026, 6, 30)
RULES = "cn.transfer-rules-2020"
SAMR = "cn.samr-2022"
FILES = {
    "cn.criminal-procedure-2018",
    "cn.env-2010",
    "cn.env-2023",
    "cn.hunan-admin-2018",
    "cn.penalty.env",
    "cn.penalty.samr",
    "cn.police-criminal-procedure-2020",
    "cn.procuratorate-transfer-2001",
    "cn.samr-2022",
    "cn.spp-2021-4",
    "cn.transfer-rules-2001",
    "cn.transfer-rules-2020",
    "cn.transfer.in",
    "cn.transfer.out",
    "cn.transfer.police",
}
PLAIN = {
    "two_officers_assigned": True,
    "decided_by_chief": True,
    "refusal_reasons_recorded": True,
    "transfer_documents_complete": True,
    "police_lack_jurisdiction": False,
    "transfer_papers_incomplete": False,
    "hearing_type": False,
    "legal_review_required": False,
    "complex_or_major": False,
    "social_impact": False,
    "investigation_reported": True,
    "case_reviewed": True,
    "transferred_in": False,
    "fine_yuan": 2000,
}


@pytest.fixture(scope="module")
def book():
    """The packaged book, without overlays."""
    return rulebook("cn")


@pytest.fixture(scope="module")
def police(book):
    """The procedure of a transfer to the police."""
    return book.procedure("cn.transfer.police")


@pytest.fixture(scope="module")
def market(book):
    """The procedure of market regulation."""
    return book.procedure("cn.penalty.samr")


@pytest.fixture(scope="module")
def hunan():
    """The book with the pack of Hunan laid over it."""
    return rulebook("cn", overlays=[LOCAL / "cn.hunan-admin-2018.toml"])


def told(lines):
    """Return events from lines such as ``2025-03-05T15:00 transfer_approved item=saw``."""
    events = []
    for line in lines:
        stamp, name, *of = line.split()
        day, _, at = stamp.partition("T")
        about = dict(pair.split("=") for pair in of)
        events.append(
            Event(
                name,
                date.fromisoformat(day),
                time=time.fromisoformat(at) if at else None,
                of=about,
                seq=len(events),
            )
        )
    return events


def run_of(procedure, *lines, as_of=AS_OF, **facts):
    """Replay the case that *lines* tell; a fact given as None was not recorded."""
    events = told(lines)
    plain = {"conduct_from": events[0].day, "conduct_pattern": "single", **PLAIN}
    plain = {name: value for name, value in plain.items() if name in known_facts(procedure)}
    known = {name: value for name, value in (plain | facts).items() if value is not None}
    return replay(CaseLog("虚构", events, facts=known), procedure, as_of=as_of)


def clock(run, rule):
    """Return the only clock of *rule* in *run*."""
    (found,) = (one for one in run.clocks if one.limit.id == rule)
    return found


def found(run):
    """Return what the audit of *run* finds: the code, and the rule from its article on."""
    return sorted((one.code, one.rule.rpartition(".art")[2]) for one in audit(run))


SENT = (
    "2025-03-03 transfer_report_received",
    "2025-03-05T15:00 transfer_approved",
    "2025-03-06T10:00 transferred_to_police",
    "2025-03-06T11:00 police_received",
)
FILED = (
    *SENT,
    "2025-03-10 police_filed",
    "2025-03-11 police_filing_notice_received",
)
REFUSED = (
    *SENT,
    "2025-03-10 police_refused",
    "2025-03-11 police_refusal_notice_received",
)
SENT_DAY = date(2025, 3, 6)
SOON = date(2025, 3, 12)


class TestShape:
    """The files as a whole."""

    def test_lint_finds_nothing(self, hunan):
        """No rule of these packs is at odds with another, with the pack of Hunan or without."""
        assert [] == [one for one in lint(hunan) if Path(one.path).stem in FILES]

    @pytest.mark.parametrize(
        "name", ["police", "in", "out"], ids=lambda name: f"cn.transfer.{name}"
    )
    def test_every_event_has_words(self, book, name):
        """An entry that only gives an event its place takes its words from a law."""
        events = book.procedure(f"cn.transfer.{name}").events
        assert [] == [each.name for each in events.values() if not (each.zh and each.en)]


class TestTransferRulesArt5:
    """“应当自接到报告之日起3日内作出批准移送或者不批准移送的决定……应当在24小时内向同级公安机关移送”."""

    @pytest.mark.parametrize(("day", "late"), [("06", False), ("07", True)])
    def test_three_days_to_decide(self, police, day, late):
        """Reported on Monday, the head decides by Thursday."""
        run = run_of(
            police,
            "2025-03-03 transfer_report_received",
            f"2025-03-{day} transfer_approved",
            as_of=date(2025, 3, int(day)),
        )
        assert ([("late", "5.transfer-decision")] if late else []) == found(run)

    @pytest.mark.parametrize(("at", "late"), [("15:00", False), ("15:01", True)])
    def test_hours_are_counted_from_the_hour(self, police, at, late):
        """Approved on Friday at three, the case goes out by Saturday at three."""
        run = run_of(
            police,
            "2025-03-07T15:00 transfer_approved",
            f"2025-03-08T{at} transferred_to_police",
            as_of=date(2025, 3, 8),
        )
        assert ([("late", "5.transfer-send")] if late else []) == found(run)

    @pytest.mark.parametrize(("year", "edition"), [("2020-08-06", "2001"), ("2020-08-07", "2020")])
    def test_the_edition_of_the_day_of_the_report(self, police, year, edition):
        """The revision of 2020-08-07 judges what is reported from that day on."""
        run = run_of(police, f"{year} transfer_report_received", as_of=date(2020, 8, 7))
        (found,) = run.clocks
        assert f"cn.transfer-rules-{edition}.art5.transfer-decision" == found.limit.id

    def test_a_deputy_may_not_decide(self, police):
        """The head in charge decides, nobody else."""
        run = run_of(police, *SENT[:3], as_of=date(2025, 3, 6), decided_by_chief=False)
        assert [("missing-step", "5.chief")] == found(run)

    @pytest.mark.parametrize(
        ("approved", "code"), [(True, None), (False, "missing-step"), (None, "not-recorded")]
    )
    def test_without_approval_nothing_is_sent(self, police, approved, code):
        """Where no approval is in the log, a fact may say that there was one."""
        run = run_of(
            police,
            "2025-03-06 transferred_to_police",
            as_of=date(2025, 3, 6),
            transfer_was_approved=approved,
        )
        assert ([(code, "5.approved")] if code else []) == found(run)


class TestTransferRulesArt7:
    """“不属于本机关管辖的，应当在24小时内转送有管辖权的机关”."""

    def test_only_where_they_lack_jurisdiction(self, police):
        """Police that have jurisdiction forward nothing."""
        names = [one.limit.limit.matter for one in run_of(police, *SENT, as_of=SOON).clocks]
        assert "police-forward" not in names

    def test_the_second_organ_has_three_days_of_its_own(self, police):
        """Forwarding lifts the period of the first; receipt starts that of the second."""
        run = run_of(
            police,
            *SENT,
            "2025-03-07T10:00 police_forwarded",
            "2025-03-11T09:00 police_received",
            as_of=SOON,
            police_lack_jurisdiction=None,
        )
        first, second = (
            one for one in run.clocks if one.limit.id == f"{RULES}.art8.police-decision"
        )
        assert "lifted" == first.status.value
        assert date(2025, 3, 14) == second.due


class TestTransferRulesArt8:
    """“公安机关应当自接受……之日起3日内……对所移送的案件进行审查”."""

    def test_a_sunday_rolls(self, police):
        """Received on Thursday, the third day is a Sunday: the police decide by Monday."""
        run = run_of(police, *FILED, "2025-03-14 handed_over")
        assert [] == found(run)
        assert date(2025, 3, 10) == clock(run, f"{RULES}.art8.police-decision").due

    def test_a_notice_alone_is_not_judged(self, police):
        """When a letter arrived says nothing about when the police decided."""
        run = run_of(
            police, *SENT, "2025-03-17 police_filing_notice_received", "2025-03-18 handed_over"
        )
        assert [] == found(run)

    def test_silence_of_the_police_is_a_note(self, police):
        """It is no fault of the agency."""
        (finding,) = audit(run_of(police, *SENT))
        assert ("overdue", "note") == (finding.code, finding.severity.value)


class TestTransferRulesArt9:
    """“可以自接到不予立案通知书之日起3日内，提请……复议，也可以建议人民检察院依法进行立案监督”."""

    @pytest.mark.parametrize("act", ["police_reconsideration_requested", "supervision_requested"])
    @pytest.mark.parametrize(("day", "late"), [(14, False), (17, True)])
    def test_either_way_within_three_days(self, police, act, day, late):
        """Told on Tuesday, the agency objects by Friday, before the police or the procuratorate."""
        run = run_of(police, *REFUSED, f"2025-03-{day} {act}")
        assert ([("lapsed", "9.agency-objection")] if late else []) == found(run)

    def test_the_rule_of_the_police_does_not_count_twice(self, police):
        """Article 181 of the police's own rules says the same and gives way."""
        run = run_of(police, *REFUSED, as_of=SOON)
        matters = [one.limit.limit.matter for one in run.clocks]
        assert 1 == matters.count("police-objection")

    def test_the_careful_day_does_not_roll(self, book):
        """Told on Wednesday, the third day is a Saturday: Monday, or Saturday to be safe."""
        deadline = book.limit(f"{RULES}.art9.agency-objection").deadline(start=date(2025, 3, 5))
        assert (date(2025, 3, 10), date(2025, 3, 8)) == (deadline.due, deadline.safe_due)

    def test_a_right_not_used_is_no_fault(self, police):
        """An agency that agrees with the refusal has nothing to do."""
        assert [] == found(run_of(police, *REFUSED))


class TestTransferRulesArt11:
    """“不得以行政处罚代替移送”."""

    @pytest.mark.parametrize("before", [1, 2, 3, 4])
    def test_no_fine_on_the_way_to_the_police(self, police, before):
        """From the report on, a fine on the same facts is one finding."""
        run = run_of(police, *SENT[:before], "2025-03-06T12:00 penalty_decided", as_of=SENT_DAY)
        assert [("missing-step", "11.no-fine-instead")] == found(run)

    def test_a_fine_after_the_refusal(self, police):
        """What the police refuse is punished by the agency (article 10)."""
        assert [] == found(run_of(police, *REFUSED, "2025-03-31 penalty_decided"))

    def test_a_warning_is_no_fine(self, police):
        """Warnings, closures and licence measures do not stand in the way."""
        run = run_of(police, *SENT[:3], "2025-03-06T12:00 penalty_decided", fine_yuan=0)
        assert [] == [one for one in found(run) if one[0] == "missing-step"]


class TestTransferRulesArt12:
    """“应当自接到立案通知书之日起3日内将涉案物品……移交公安机关”."""

    @pytest.mark.parametrize(("day", "late"), [(14, False), (17, True)])
    def test_three_days(self, police, day, late):
        """Told on Tuesday, the things are with the police by Friday."""
        run = run_of(police, *FILED, f"2025-03-{day} handed_over")
        assert ([("late", "12.handover")] if late else []) == found(run)


class TestTheWayBack:
    """“对公安机关决定不予立案的案件，应当依法作出处理”."""

    def test_a_case_sent_back_is_verified_anew(self, police):
        """It goes on as a case transferred in, with fifteen working days from its return."""
        run = run_of(police, *REFUSED, "2025-03-12 clue_received", as_of=SOON)
        assert "verifying" == run.state()
        assert "cn.transfer.in" == run.procedures[-1].id
        assert date(2025, 4, 2) == clock(run, "cn.mohurd-55-2022.art15.verify-clue").due

    def test_the_reply_to_the_procuratorate_goes_with_it(self, police):
        """Two months, from memory, survive the change of procedure."""
        run = run_of(
            police,
            *FILED,
            "2025-03-14 handed_over",
            "2025-09-05 procuratorate_opinion_received",
            "2025-09-05 clue_received",
            "2025-09-22 not_filed",
            "2025-11-06 procuratorate_answered",
        )
        assert [("late", "10.reply-to-procuratorate")] == found(run)

    def test_what_is_from_memory_says_so(self, book):
        """The clause was not checked, and the first of its doubts is that."""
        limit = book.limit("cn.spp-2021-4.art10.reply-to-procuratorate")
        deadline = limit.deadline(start=date(2025, 1, 15))
        assert "unverified" in [doubt.code for doubt in limit.doubts()]
        assert (date(2025, 3, 17), date(2025, 3, 15)) == (deadline.due, deadline.safe_due)


class TestProcuratorate:
    """“应当通知公安机关在收到《通知立案书》后十五日内决定立案”."""

    def test_reasons_then_filing(self, police):
        """Seven days to explain, fifteen to open the case; both bind the police."""
        run = run_of(
            police,
            *REFUSED,
            "2025-03-14 supervision_requested",
            "2025-03-18 reasons_request_received",
            "2025-03-26 reasons_explained",
            "2025-03-27 filing_order_received",
            "2025-04-11 police_filed",
        )
        assert [("late", "10.police-explain")] == found(run)


class TestTransferredIn:
    """A case that another authority sent."""

    def test_the_case_period_begins_with_our_own_filing(self, book):
        """What the sender took does not count; the case goes on as an ordinary one."""
        run = run_of(
            book.procedure("cn.transfer.in"),
            "2024-10-08 sender_recorded",
            "2025-02-18 clue_received",
            "2025-03-04 case_filed",
            as_of=date(2025, 3, 5),
        )
        assert "investigating" == run.state()
        assert date(2025, 3, 4) == clock(run, "cn.mohurd-55-2022.art29.decision").start

    def test_the_opinion_of_a_procuratorate(self, book):
        """Received on 2025-01-15: verified by 02-11, ten more working days end on 02-25."""
        lines = ["2025-01-15 procuratorate_opinion_received", "2025-01-15 clue_received"]
        procedure = book.procedure("cn.transfer.in")
        run = run_of(procedure, *lines, as_of=date(2025, 2, 10))
        assert date(2025, 2, 11) == clock(run, "cn.mohurd-55-2022.art15.verify-clue").due
        lines.append("2025-02-10 verification_extended")
        run = run_of(procedure, *lines, as_of=date(2025, 2, 10), approver="agency-head")
        assert date(2025, 2, 25) == clock(run, "cn.mohurd-55-2022.art15.verify-clue").due

    def test_a_dispute_over_jurisdiction(self, book):
        """Seven working days to settle it, seven more for the superior."""
        run = run_of(
            book.procedure("cn.transfer.in"),
            "2025-03-03 clue_received",
            "2025-03-04 jurisdiction_disputed",
            "2025-03-13 jurisdiction_reported",
            "2025-03-24 jurisdiction_designated",
            "2025-03-24 not_filed",
        )
        assert [] == found(run)


class TestTransferredOut:
    """“执法机关发现案件不属于本机关管辖的，应当将案件移送有管辖权的行政机关”."""

    def test_what_is_held_does_not_wait(self, book):
        """The transfer ends the case period and not the hold on the evidence."""
        run = run_of(
            book.procedure("cn.transfer.out"),
            "2025-03-05 case_filed",
            "2025-03-05 evidence.registered item=saw",
            "2025-03-10 transferred_out",
            as_of=date(2025, 3, 20),
        )
        assert [("held-too-long", "19.evidence-preservation")] == found(run)

    def test_a_transfer_ends_the_verification(self, book):
        """On the fifteenth working day it is in time."""
        run = run_of(
            book.procedure("cn.transfer.out"),
            "2025-03-03 clue_received",
            "2025-03-24 transferred_out",
        )
        assert [] == found(run)


class TestMarketArt18:
    """“十五个工作日内予以核查……可以延长十五个工作日”."""

    def test_fifteen_and_fifteen(self, market):
        """Thirty working days, where 55号令 gives twenty-five."""
        run = run_of(
            market,
            "2025-03-03 clue_received",
            "2025-03-24 verification_extended",
            as_of=date(2025, 3, 25),
            approver="agency-head",
        )
        assert date(2025, 4, 15) == clock(run, f"{SAMR}.art18.verify-clue").due

    def test_identification_does_not_count(self, market):
        """Seven days with the holder of the right take five working days out."""
        run = run_of(
            market,
            "2025-03-03 clue_received",
            "2025-03-05 identification.asked item=stove",
            "2025-03-12 identification.answered item=stove",
            as_of=date(2025, 3, 13),
        )
        assert date(2025, 3, 31) == clock(run, f"{SAMR}.art18.verify-clue").due


class TestMarketArt33:
    """“应当在二十四小时内向市场监督管理部门负责人报告，并补办批准手续”."""

    def test_registered_at_once_is_registered(self, market):
        """The seven working days run from the same day."""
        run = run_of(
            market,
            "2025-03-04 case_filed",
            "2025-03-05T10:00 evidence.registered_at_once item=bottle",
            "2025-03-06T09:00 evidence.approved item=bottle",
            as_of=date(2025, 3, 7),
        )
        assert "held" == run.state("evidence", {"item": "bottle"})
        assert date(2025, 3, 14) == clock(run, f"{SAMR}.art35.evidence-preservation").due
        assert [] == found(run)


TOLD = ("2025-03-04 case_filed", "2025-03-20 investigation_concluded", "2025-03-21 notice.served")


class TestMarketArt57:
    """“五个工作日内，未行使陈述、申辩权，未要求听证的，视为放弃此权利”."""

    @pytest.mark.parametrize(
        ("lines", "rules"),
        [
            ([], ["57.hearing-request", "57.statement-and-hearing-request"]),
            (["2025-03-24 statement_made"], ["57.hearing-request"]),
            (["2025-03-24 hearing_waived"], ["57.statement-and-hearing-request"]),
            (["2025-03-24 statement_made", "2025-03-24 hearing_waived"], []),
        ],
    )
    def test_two_rights_in_one_clause(self, market, lines, rules):
        """Using one of them, or waiving it, leaves the other."""
        run = run_of(
            market,
            *TOLD,
            *lines,
            "2025-03-26 penalty_decided",
            as_of=date(2025, 3, 26),
            hearing_type=True,
            statement_reviewed=True,
        )
        assert [("too-early", rule) for rule in rules] == found(run)


class TestMarketArt60:
    """“对本规定第五十条第一款规定的案件……应当由市场监督管理部门负责人集体讨论决定”."""

    @pytest.mark.parametrize(
        ("complex_or_major", "rule"),
        [(False, "60-2.collective-discussion"), (True, "57-2.collective-discussion")],
    )
    def test_one_fault_one_finding(self, market, complex_or_major, rule):
        """The Penalty Law judges complex cases, this rule the others that need legal review."""
        run = run_of(
            market,
            *TOLD,
            "2025-03-24 legal_review_done",
            "2025-03-31 penalty_decided",
            as_of=date(2025, 3, 31),
            legal_review_required=True,
            review_passed=True,
            complex_or_major=complex_or_major,
        )
        assert [("missing-step", rule)] == found(run)


class TestMarketArt64:
    """“中止、听证、公告和检测……责令退还多收价款等时间不计入前款所指的案件办理期限”."""

    LIMIT = f"{SAMR}.art64.decision"

    def test_announcement_does_not_count(self, market):
        """Thirty days of an announcement move the ninetieth day by thirty: 06-02 to 07-02."""
        run = run_of(
            market,
            "2025-03-04 case_filed",
            "2025-04-08 notice.announced",
            as_of=date(2025, 6, 1),
        )
        assert date(2025, 7, 2) == clock(run, self.LIMIT).due

    def test_the_second_extension_has_no_ceiling(self, market):
        """Two hundred days may be granted; where nobody wrote down how many, nobody can tell."""
        lines = ("2025-03-04 case_filed", "2025-05-30 extension_1_approved")
        lines = (*lines, "2025-06-27 extension_2_approved")
        facts = {"as_of": date(2025, 6, 30), "approver": "collective"}
        granted = clock(run_of(market, *lines, granted_days=200, **facts), self.LIMIT)
        assert date(2026, 1, 18) == granted.nominal
        unknown = clock(run_of(market, *lines, granted_days=None, **facts), self.LIMIT)
        assert unknown.unbounded

    def test_it_takes_the_place_of_the_law(self, market):
        """The ninety days of the Penalty Law give way, and those of 55号令 are not here."""
        run = run_of(market, "2025-03-04 case_filed", as_of=date(2025, 3, 5))
        assert [self.LIMIT] == [one.limit.id for one in run.clocks]


class TestMarketArt77:
    """“适用普通程序的案件有以下情形之一的，办案机构应当在十五个工作日内填写结案审批表”."""

    @pytest.mark.parametrize(
        ("lines", "codes"),
        [
            (["2025-03-04 case_filed", "2025-03-10 transferred_out"], ["overdue"]),
            (["2025-03-04 clue_received", "2025-03-10 transferred_out"], []),
        ],
    )
    def test_a_transfer_is_closed_where_there_was_a_case(self, market, lines, codes):
        """A clue that went elsewhere before any case was filed leaves nothing to close."""
        assert codes == [code for code, _ in found(run_of(market, *lines))]

    def test_a_penalty_on_the_spot_is_not_closed_so(self, market):
        """It has an archive period of its own (article 70)."""
        run = run_of(
            market,
            "2025-03-05 onspot_informed",
            "2025-03-05 onspot_decided",
            "2025-03-05 decision.served",
            "2025-03-06 decision_published",
            "2025-03-10 paid",
            "2025-03-14 onspot_recorded",
            fine_yuan=100,
        )
        assert [] == found(run)


class TestEnvironment:
    """“环境保护行政处罚案件应当自立案之日起的3个月内作出处理决定”."""

    @pytest.mark.parametrize(
        ("filed", "rule", "due"),
        [
            ("2023-06-30", "cn.env-2010.art55.decision", date(2023, 10, 7)),
            ("2023-07-03", "cn.env-2023.art57.decision", date(2023, 10, 7)),
        ],
    )
    def test_the_edition_of_the_day_of_filing(self, book, filed, rule, due):
        """Three months to 2023-06-30, ninety days after; both end in National Day here."""
        run = run_of(
            book.procedure("cn.penalty.env"), f"{filed} case_filed", as_of=date(2023, 7, 4)
        )
        assert due == clock(run, rule).due

    def test_what_is_known_at_second_hand_says_so(self, book):
        """Whether the fifteen days are working days is in the range."""
        limit = book.limit("cn.env-2023.art18.file-case")
        deadline = limit.deadline(start=date(2024, 3, 4))
        assert (date(2024, 3, 19), date(2024, 3, 25)) == (deadline.earliest, deadline.latest)
        assert "unverified" in [doubt.code for doubt in limit.doubts()]

    def test_monitoring_does_not_count(self, book):
        """Twelve days at the laboratory move the last day by twelve."""
        run = run_of(
            book.procedure("cn.penalty.env"),
            "2022-03-10 case_filed",
            "2022-03-14 testing.commissioned item=water",
            "2022-03-26 testing.reported item=water",
            as_of=date(2022, 4, 1),
        )
        assert date(2022, 6, 22) == clock(run, "cn.env-2010.art55.decision").due


class TestHunanArt81:
    """“行政机关依职权启动的行政执法行为，应当自程序启动之日起60日内办结”."""

    @pytest.mark.parametrize(
        ("free", "codes"), [(True, ["late"]), (False, []), (None, ["late", "not-recorded"])]
    )
    def test_only_where_no_law_sets_a_period(self, hunan, free, codes):
        """With a period of its own (a penalty since 2021-07-15) the sixty days do not run."""
        run = run_of(
            hunan.procedure("cn.hunan.act"),
            "2020-03-02 procedure_started",
            "2020-05-11 act_finished",
            no_statutory_period=free,
        )
        assert codes == [code for code, _ in found(run)]

    @pytest.mark.parametrize(
        ("start", "edition", "code"),
        [("2022-10-07", 2018, None), ("2022-10-08", 2022, "unverified")],
    )
    def test_after_the_amendment_of_2022_it_is_from_memory(self, hunan, start, edition, code):
        """The numbers are repeated, and every answer says that they were not checked."""
        run = run_of(
            hunan.procedure("cn.hunan.act"),
            f"{start} procedure_started",
            as_of=date(2022, 10, 9),
            no_statutory_period=True,
        )
        used = clock(run, f"cn.hunan-admin-{edition}.art81.case-period")
        codes = [doubt.code for doubt in used.limit.doubts()]
        assert (code in codes) if code else ("unverified" not in codes)
        extension = hunan.time_limit(used.limit.id).extend[0]
        assert (30, f"cn.hunan-admin-{edition}.art81.case-period-extension") == (
            extension.length,
            extension.id,
        )

    def test_silence_on_papers_is_acceptance(self, hunan):
        """Five calendar days, and from the day of receipt."""
        run = run_of(
            hunan.procedure("cn.hunan.act"), "2020-03-02 submitted", as_of=date(2020, 3, 20)
        )
        assert "running" == run.state()
        assert [] == found(run)


class TestSixColumns:
    """A table of 立案, 告知, 决定, 送达, 缴款 and 结案 and nothing else."""

    @pytest.mark.parametrize("name", ["cn.penalty.samr", "cn.penalty.env"])
    def test_no_step_is_unlawful(self, book, name):
        """What nobody wrote down is asked for, and not held against the department."""
        events = told(
            [
                "2025-03-04 case_filed",
                "2025-03-21 notice.served",
                "2025-03-31 penalty_decided",
                "2025-04-02 decision.served",
                "2025-04-09 paid",
                "2025-04-10 case_closed",
            ]
        )
        run = replay(CaseLog("虚构", events), book.procedure(name), as_of=date(2025, 4, 9))
        assert {"not-recorded"} == {one.code for one in audit(run)}
