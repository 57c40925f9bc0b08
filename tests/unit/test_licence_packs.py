"""The packs of licences: the national law, the sector rules, the local ones and a bureau's promise.

Each class stands for an article and quotes it.  The days were counted by hand: between
2025-06-03, a Tuesday, and 2025-09-30 only weekends are off, and so between 2025-03-03, a Monday,
and 2025-04-03.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import enforcecal.law
from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.clocks import Pause
from enforcecal.law.packs import rulebook

DATA = Path(enforcecal.law.__file__).parent / "data"
PROMISE = Path(__file__).resolve().parents[2] / "examples" / "packs" / "yourbureau-promise.toml"
LAW = "cn.licensing-law-2019"
AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def book():
    """The packaged book, without overlays."""
    return rulebook("cn")


def local(name, procedure="cn.licence.application"):
    """Return a procedure with the local pack *name* laid over it."""
    return rulebook("cn", overlays=[DATA / "local" / f"{name}.toml"]).procedure(procedure)


def event(text, **facts):
    """Return an event from ``name@day``, with its party or item after a slash."""
    name, _, day = text.partition("@")
    name, _, about = name.partition("/")
    dim, _, who = about.partition("=")
    return Event(
        name,
        date.fromisoformat(day),
        of=((dim, who),) if about else (),
        facts=tuple(facts.items()),
    )


def run_of(procedure, *events, as_of=AS_OF):
    """Replay events, each ``name@day`` or an event, one after the other."""
    made = [event(one) if isinstance(one, str) else one for one in events]
    return replay(CaseLog("虚构", made), procedure, as_of=as_of)


def clock(run, rule):
    """Return the one clock of a rule."""
    (found,) = [one for one in run.clocks if one.limit.id == rule]
    return found


def codes(run):
    """Return what an audit finds, code and rule."""
    return [(finding.code, finding.rule.rpartition(".")[2]) for finding in audit(run)]


class TestArticle32:
    """“逾期不告知的，自收到申请材料之日起即为受理”."""

    def test_silence_is_acceptance_from_the_day_of_receipt(self, book):
        """After five silent working days the twenty run from receipt, not from the fifth day."""
        run = run_of(book.procedure("cn.licence.application"), "submitted@2025-03-03")
        assert "deemed_accepted" == run.states["main", ()]
        decision = clock(run, f"{LAW}.art42-1.decision")
        assert date(2025, 3, 3) == decision.start
        assert date(2025, 3, 31) == decision.due

    def test_an_acceptance_after_that_changes_nothing(self, book):
        """An acceptance on the seventh day is late, and does not start the twenty again."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "submitted@2025-03-03",
            "accepted@2025-03-12",
            "granted@2025-03-31",
            "delivered@2025-03-31",
            "decision_published@2025-03-31",
        )
        assert [("late", "correction-notice")] == codes(run)

    def test_a_notice_on_the_fifth_day_prevents_it(self, book):
        """A request for corrections on the fifth working day is in time."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "submitted@2025-03-03",
            "correction_requested@2025-03-10",
            as_of=date(2025, 12, 31),
        )
        assert "correcting" == run.states["main", ()]
        assert [] == codes(run)

    def test_everything_is_told_at_once(self, book):
        """A second request for corrections is a fault of its own."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "submitted@2025-03-03",
            "correction_requested@2025-03-04",
            "resubmitted@2025-03-05",
            "correction_requested@2025-03-06",
        )
        assert [("unlawful-repeat", "once")] == codes(run)

    @pytest.mark.parametrize("told", ["not_required", "not_accepted"])
    def test_turning_an_application_away_meets_the_five_days(self, book, told):
        """Telling that no licence is needed, or who else decides, leaves nothing owed."""
        run = run_of(
            book.procedure("cn.licence.application"), "submitted@2025-03-03", f"{told}@2025-03-03"
        )
        assert [] == codes(run)


class TestArticle42:
    """“行政机关应当自受理行政许可申请之日起二十日内作出行政许可决定”."""

    def test_twenty_working_days(self, book):
        """Twenty working days from Tuesday 2025-06-03 end on Tuesday 2025-07-01."""
        limit = book.limit(f"{LAW}.art42-1.decision")
        assert date(2025, 7, 1) == limit.deadline(start=date(2025, 6, 3)).due

    @pytest.mark.parametrize(
        ("who", "due", "found"),
        [
            ("agency-head", date(2025, 7, 15), []),
            (
                "unit-head",
                date(2025, 7, 1),
                [("extension-invalid", "extension"), ("late", "decision")],
            ),
        ],
    )
    def test_the_extension_counts_on_from_the_twentieth_day(self, book, who, due, found):
        """The head's approval gives the thirtieth day from acceptance; nobody else's gives any."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "accepted@2025-06-03",
            event("extension_approved@2025-06-20", approver=who, reason_told=True),
            "granted@2025-07-15",
            "delivered@2025-07-15",
            "decision_published@2025-07-15",
        )
        assert due == clock(run, f"{LAW}.art42-1.decision").due
        assert found == codes(run)

    @pytest.mark.parametrize(
        ("who", "due"), [("government-head", date(2025, 5, 30)), ("agency-head", date(2025, 5, 9))]
    )
    def test_joint_handling_is_extended_by_the_government(self, book, who, due):
        """Forty-five working days, and fifteen more only by the head of the government."""
        run = run_of(
            book.procedure("cn.licence.joint"),
            event("joint_accepted@2025-03-04", departments=2),
            event("extension_approved@2025-05-06", approver=who, reason_told=True),
        )
        assert due == clock(run, f"{LAW}.art42-2.joint").due

    def test_the_lower_agency_has_twenty_days_of_its_own(self, book):
        """The upper agency's twenty days run from its own acceptance."""
        run = run_of(
            book.procedure("cn.licence.two-level"),
            "lower_accepted@2025-06-03",
            "forwarded@2025-07-01",
            "accepted@2025-07-03",
        )
        assert date(2025, 7, 1) == clock(run, f"{LAW}.art43.lower-review").due
        assert date(2025, 7, 31) == clock(run, f"{LAW}.art42-1.decision").due


EIGHT = (
    *("hearing", "tender", "auction", "inspection"),
    *("testing", "quarantine", "appraisal", "expert-review"),
)


class TestArticle45:
    """“依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在本节规定的期限内”."""

    @pytest.mark.parametrize("kind", EIGHT)
    def test_the_eight_stop_the_clock(self, book, kind):
        """Each of the eight, told in writing, takes its days out."""
        run = self.paused(book, kind, told=True)
        assert date(2025, 7, 8) == clock(run, f"{LAW}.art42-1.decision").due
        assert [] == codes(run)

    @pytest.mark.parametrize("kind", ["survey", "public-notice", "consultation", "legal-review"])
    def test_the_list_is_closed(self, book, kind):
        """Nothing else stops it, and a bureau that thinks so is told."""
        run = self.paused(book, kind, told=True)
        assert date(2025, 7, 1) == clock(run, f"{LAW}.art42-1.decision").due
        assert [("pause-invalid", "excluded-time")] == codes(run)

    def test_without_a_written_notice_it_runs_on(self, book):
        """行政机关应当将所需时间书面告知申请人: without it the clock runs on."""
        run = self.paused(book, "testing", told=False)
        assert date(2025, 7, 1) == clock(run, f"{LAW}.art42-1.decision").due

    def test_several_at_once_are_united(self, book):
        """Two that overlap take out fourteen working days together, not eighteen."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "accepted@2025-06-03",
            event("special.started/item=a@2025-06-09", type="testing", told_in_writing=True),
            event("special.started/item=b@2025-06-16", type="expert-review", told_in_writing=True),
            "special.finished/item=a@2025-06-20",
            "special.finished/item=b@2025-06-27",
        )
        assert date(2025, 7, 21) == clock(run, f"{LAW}.art42-1.decision").due

    @pytest.mark.parametrize(
        ("told", "asked", "due"),
        [
            (True, "2025-06-12", "2025-07-18"),
            (False, "2025-06-12", "2025-07-01"),
            (True, "2025-06-18", "2025-07-01"),
        ],
    )
    def test_a_hearing_may_be_recorded_by_its_own_steps(self, book, told, asked, due):
        """Asked for in time and told in writing, it takes out the days to the hearing, 07-01."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "accepted@2025-06-03",
            "hearing_right_told/party=甲@2025-06-10",
            event(f"hearing_requested@{asked}", told_in_writing=told),
            "hearing_notice.served/party=甲@2025-06-19",
            "hearing_held@2025-07-01",
            as_of=date(2025, 7, 2),
        )
        assert due == str(clock(run, f"{LAW}.art42-1.decision").due)

    def test_a_hearing_recorded_twice_counts_once(self, book):
        """Its own steps and a special procedure over the same days are united."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "accepted@2025-06-03",
            "hearing_right_told/party=甲@2025-06-10",
            event("hearing_requested@2025-06-12", told_in_writing=True),
            event("special.started/item=听证@2025-06-12", type="hearing", told_in_writing=True),
            "hearing_notice.served/party=甲@2025-06-19",
            "hearing_held@2025-07-01",
            "special.finished/item=听证@2025-07-01",
            as_of=date(2025, 7, 2),
        )
        assert "2025-07-18" == str(clock(run, f"{LAW}.art42-1.decision").due)

    def test_a_limit_takes_pauses_of_its_law_only(self, book):
        """A deadline outside a case takes the pause by the last word of its id."""
        limit = book.limit(f"{LAW}.art42-1.decision")
        pause = Pause(date(2025, 6, 9), date(2025, 6, 16), "excluded-time")
        assert date(2025, 7, 8) == limit.deadline(start=date(2025, 6, 3), pauses=[pause]).due

    @staticmethod
    def paused(book, kind, *, told):
        """Replay an application with one special procedure of five working days."""
        return run_of(
            book.procedure("cn.licence.application"),
            "accepted@2025-06-03",
            event("special.started/item=a@2025-06-09", type=kind, told_in_writing=told),
            "special.finished/item=a@2025-06-16",
            as_of=date(2025, 6, 17),
        )


class TestArticles47And48:
    """“五日内提出听证申请的，行政机关应当在二十日内组织听证”."""

    def test_the_applicants_five_days_are_disputed(self, book):
        """Working days by default; calendar days where article 82 binds the agency only."""
        deadline = book.limit(f"{LAW}.art47.request-hearing").deadline(start=date(2025, 6, 5))
        assert date(2025, 6, 12) == deadline.due
        assert date(2025, 6, 10) == deadline.earliest

    def test_seven_full_days_before_the_hearing(self, book):
        """Notice on 2025-03-14: the seventh working day is 03-25, a hearing lawful from 03-26."""
        deadline = book.limit(f"{LAW}.art48.notify-hearing").deadline(start=date(2025, 3, 14))
        assert date(2025, 3, 26) == deadline.opens

    def test_a_late_request_binds_nobody(self, book):
        """A hearing asked for after the five days need not be held."""
        run = run_of(
            book.procedure("cn.licence.hearing"),
            "accepted@2025-03-03",
            "hearing_right_told/party=甲@2025-03-05",
            "hearing_requested@2025-03-14",
            "granted@2025-03-17",
            "delivered@2025-03-17",
        )
        assert ("missing-step", "hearing") not in codes(run)


class TestArticle50:
    """“逾期未作决定的，视为准予延续”."""

    ISSUED = event("licence_issued@2023-03-01", expiry=date(2025, 2, 28))

    @pytest.mark.parametrize(
        ("applied", "state"),
        [("2025-01-29", "deemed_renewed"), ("2025-01-30", "expired")],
    )
    def test_one_end_of_validity_two_outcomes(self, book, applied, state):
        """In time and undecided: renewed.  A day too late: expired."""
        run = run_of(
            book.procedure("cn.licence.renewal"), self.ISSUED, f"renewal.submitted@{applied}"
        )
        assert state == run.states["main", ()]

    def test_a_decision_on_the_last_day_is_in_time(self, book):
        """The decision must be made before the validity ends, the last day included."""
        run = run_of(
            book.procedure("cn.licence.renewal"),
            self.ISSUED,
            "renewal.submitted@2025-01-20",
            event("renewal.granted@2025-02-28", expiry=date(2027, 2, 28)),
        )
        assert [] == codes(run)
        assert "valid" == run.states["main", ()]

    def test_the_day_of_expiry_chooses_the_edition(self, book):
        """A licence of 2017 that ends in 2025 is renewed by the law of 2019."""
        run = run_of(
            book.procedure("cn.licence.renewal"),
            event("licence_issued@2017-03-01", expiry=date(2025, 2, 28)),
            as_of=date(2025, 1, 2),
        )
        assert {LAW} == {one.limit.id.partition(".art")[0] for one in run.clocks}


class TestArticles70To79:
    """“有下列情形之一的，行政机关应当依法办理有关行政许可的注销手续”."""

    def test_cancelling_needs_a_ground(self, book):
        """A licence that is still good is not cancelled without one."""
        issued = event("licence_issued@2023-03-01", expiry=date(2028, 2, 29))
        procedure = book.procedure("cn.licence.change")
        assert [("missing-step", "cancellation-ground")] == codes(
            run_of(procedure, issued, "cancelled@2025-03-03")
        )
        assert [] == codes(
            run_of(procedure, issued, "ground_arisen@2025-02-03", "cancelled@2025-03-03")
        )

    @pytest.mark.parametrize(
        ("event_name", "years", "matter"),
        [("warned", 1, "reapply-ban-1y"), ("revoked_for_fraud", 3, "reapply-ban-3y")],
    )
    def test_bans_end_after_their_last_day(self, book, event_name, years, matter):
        """A new application is lawful on the day after the last day of the ban, not on it."""
        procedure = book.procedure("cn.licence.change")
        start = event(f"{event_name}@2022-09-15", safety_item=True)
        on_it = run_of(procedure, start, f"reapplied@{2022 + years}-09-15")
        after = run_of(procedure, start, f"reapplied@{2022 + years}-09-16")
        assert ("too-early", matter) in codes(on_it)
        assert ("too-early", matter) not in codes(after)


class TestEarlierEditions:
    """“本法自2004年7月1日起施行”."""

    def test_an_earlier_case_finds_its_days(self, book):
        """An application of 2018 has the twenty days of the edition then in force, from memory."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "accepted@2018-06-04",
            as_of=date(2018, 6, 5),
        )
        decision = clock(run, "cn.licensing-law-2003.art42-1.decision")
        assert date(2018, 7, 3) == decision.due
        assert "unverified" in {reason.code for reason in decision.deadline.reasons}

    def test_a_pause_may_begin_under_one_edition_and_end_under_the_other(self, book):
        """A special procedure begun after the amendment still pauses a clock begun before it."""
        run = run_of(
            book.procedure("cn.licence.application"),
            "accepted@2019-04-15",
            event("special.started/item=a@2019-05-06", type="testing", told_in_writing=True),
            "special.finished/item=a@2019-05-13",
            as_of=date(2019, 5, 14),
        )
        # the 20th day is 05-14 (04-28 and 05-05 worked, 05-01 to 05-04 off); five days more
        assert date(2019, 5, 21) == clock(run, "cn.licensing-law-2003.art42-1.decision").due

    def test_a_road_of_2018_may_not_be_dug_up_in_2022(self, book):
        """The five years of a road put into use before the amendment run on."""
        run = run_of(
            book.procedure("cn.utility.duties"),
            "road_in_use@2018-06-30",
            event("excavation_permitted@2022-06-30", government_approved=False),
        )
        assert ("too-early", "no-dig-new") in codes(run)


ACCEPTED = {
    # pack, matter licensed, limit, days after 2025-06-03, and where 日 is plain the calendar days
    "cn.beijing-gas-2021": [
        ("燃气经营许可", "art16.decision", "2025-06-19", None),
        ("燃气设施改动", "art36.alteration", "2025-06-19", None),
    ],
    "cn.beijing-publicity-2021": [("标语宣传品设置", "art36.decision", "2025-06-24", "2025-06-18")],
    "cn.chongqing-appearance-2018": [("临时占道", "art21.road-stall", "2025-06-17", None)],
    "cn.guangzhou-ads": [("大型户外广告", "decision", "2025-06-24", None)],
    "cn.jinan-ads-2019": [("大型户外广告", "art22.decision", "2025-06-17", None)],
    "cn.jinan-waste-2018": [("城市建筑垃圾处置核准", "art17.decision", "2025-06-12", None)],
    "cn.luoyang-gas-2016": [("燃气经营许可", "art14.decision", "2025-07-01", None)],
    "cn.shandong-gas-2016": [("燃气经营许可", "art39.decision", "2025-07-15", "2025-07-03")],
    "cn.shanghai-gas": [("燃气经营许可", "art18.decision", "2025-07-01", "2025-06-23")],
    "cn.shanghai-greening-2018": [
        ("砍伐树木", "art30.fell", "2025-06-24", None),
        ("占用绿地", "art32.occupy-green", "2025-07-01", None),
    ],
    "cn.shanghai-road": [
        ("临时占用道路", "art21.occupy", "2025-06-24", "2025-06-18"),
        ("挖掘道路", "art24.excavate", "2025-07-01", "2025-06-23"),
    ],
    "cn.taian-ads-2020": [
        ("大型户外广告", "art16.decision", "2025-06-12", None),
        ("临时户外广告", "art16.temporary", "2025-06-06", None),
    ],
    "cn.xiamen-ads": [("大型户外广告", "decision", "2025-06-24", "2025-06-18")],
    "cn.xinxiang-ads-2021": [
        ("大型户外广告", "art14.decision", "2025-06-06", None),
        ("临时户外广告", "art15.temporary", "2025-06-04", None),
    ],
    "cn.zhejiang-gas-2020": [("瓶装燃气经营许可", "art19.bottled-decision", "2025-06-10", None)],
    "cn.zhoushan-ads-2019": [
        ("大型户外广告", "art17.decision", "2025-06-24", None),
        ("临时户外广告", "art18.temporary", "2025-06-10", None),
    ],
    "cn.zhoushan-greening-2018": [("砍伐城市树木", "art29.fell", "2025-06-10", None)],
}
RECEIVED = {
    "cn.chongqing-appearance-2018": [
        ("建筑垃圾运输许可", "art66.waste-transport", "2025-06-10", None)
    ],
    "cn.jinan-municipal-2016": [
        ("临时占用道路", "art31.occupy", "2025-06-17", None),
        ("挖掘道路", "art31.excavate", "2025-07-01", None),
    ],
    "cn.xuchang-waste-2021": [("建筑垃圾处置核准", "art12.decision", "2025-07-01", "2025-06-23")],
    "cn.zhengzhou-greening-2022": [("砍伐树木", "art41.decision", "2025-06-24", "2025-06-18")],
}
LOCAL = [
    (start, name, *row)
    for start, table in (("accepted", ACCEPTED), ("submitted", RECEIVED))
    for name, rows in table.items()
    for row in rows
]


class TestLocalRules:
    """“但是，法律、法规另有规定的，依照其规定”."""

    @pytest.mark.parametrize(("start", "name", "item", "limit", "due", "earliest"), LOCAL)
    def test_the_special_period_takes_the_place_of_the_twenty_days(
        self, start, name, item, limit, due, earliest
    ):
        """The local period runs from its own start, and no general one beside it."""
        run = run_of(
            local(name),
            event(f"{start}@2025-06-03", licence_item=item),
            "accepted@2025-06-03",
            as_of=date(2025, 6, 3),
        )
        (found,) = [one for one in run.clocks if one.limit.limit.matter == "licence-decision"]
        assert f"{name}.{limit}" == found.limit.id
        assert date.fromisoformat(due) == found.due
        assert date.fromisoformat(earliest or due) == found.earliest

    @pytest.mark.parametrize("name", [*ACCEPTED, *RECEIVED])
    def test_another_matter_keeps_the_twenty_days(self, name):
        """What the local rule does not speak of is decided within the law's twenty days."""
        run = run_of(
            local(name),
            event("accepted@2025-06-03", licence_item="城市生活垃圾经营性清扫服务"),
            as_of=date(2025, 6, 3),
        )
        assert date(2025, 7, 1) == clock(run, f"{LAW}.art42-1.decision").due

    def test_an_unrecorded_matter_gives_an_if(self):
        """Where nobody recorded the matter, both periods run and say what they turn on."""
        run = run_of(local("cn.zhejiang-gas-2020"), "accepted@2025-06-03", as_of=date(2025, 6, 3))
        running = [one for one in run.clocks if one.limit.limit.matter == "licence-decision"]
        assert [("licence_item",)] * 2 == [one.missing for one in running]

    def test_a_notice_only_promises(self):
        """京管发〔2019〕48号 promises twelve days; the statute's twenty stay."""
        run = run_of(
            local("cn.beijing-gas-2019"),
            event("accepted@2019-08-05", licence_item="燃气经营许可"),
            as_of=date(2019, 8, 5),
        )
        assert date(2019, 8, 21) == clock(run, "cn.beijing-gas-2019.decision").due
        assert date(2019, 9, 2) == clock(run, f"{LAW}.art42-1.decision").due

    def test_a_regulation_may_extend_by_less(self):
        """浙江 extends by five working days, not by ten."""
        run = run_of(
            local("cn.zhejiang-gas-2020"),
            event("accepted@2025-06-03", licence_item="瓶装燃气经营许可"),
            event("extension_approved@2025-06-09", approver="agency-head", reason_told=True),
            as_of=date(2025, 6, 9),
        )
        assert date(2025, 6, 17) == clock(run, "cn.zhejiang-gas-2020.art19.bottled-decision").due

    def test_corrections_not_handed_in_withdraw_the_application(self):
        """广州: ten silent working days after the request end the case."""
        run = run_of(
            local("cn.guangzhou-ads"), "submitted@2025-06-03", "correction_requested@2025-06-04"
        )
        assert "withdrawn" == run.states["main", ()]
        assert "2025-06-18" == str(clock(run, "cn.guangzhou-ads.correction-by-applicant").due)

    @pytest.mark.parametrize(
        ("day", "decided", "found"),
        [
            ("2025-06-10", "refused", []),
            ("2025-06-11", "refused", [("late", "refusal-in-time")]),
            ("2025-06-17", "granted", []),
        ],
    )
    def test_a_refusal_may_have_less_time_than_a_grant(self, day, decided, found):
        """济南: a refusal is explained within five working days, a permit issued within ten."""
        run = run_of(
            local("cn.jinan-ads-2019"),
            event("accepted@2025-06-03", licence_item="大型户外广告"),
            event(f"{decided}@{day}", reasons_given=True, remedies_told=True),
            f"delivered@{day}",
            f"decision_published@{day}",
        )
        assert found == codes(run)

    def test_unified_handling_may_be_shorter_than_forty_five_days(self):
        """杭州: twenty working days for the whole, five for each department asked."""
        run = run_of(
            local("cn.hangzhou-ads-2014", "cn.licence.joint"),
            event("joint_accepted@2025-06-03", licence_item="大型户外广告", departments=2),
            "opinion.asked/department=规划部门@2025-06-04",
            "opinion.given/department=规划部门@2025-06-12",
            as_of=date(2025, 6, 30),
        )
        assert "2025-07-01" == str(clock(run, "cn.hangzhou-ads-2014.art16.decision").due)
        assert [("late", "opinion")] == codes(run)

    @pytest.mark.parametrize(
        ("applied", "found"),
        [("2025-01-28", [("too-early", "renewal-window")]), ("2025-01-29", [])],
    )
    def test_a_window_may_open_where_the_national_one_closes(self, applied, found):
        """舟山: 届满前三十日内 opens thirty days before the end; asking sooner is too early."""
        run = run_of(
            local("cn.zhoushan-ads-2019", "cn.licence.renewal"),
            event(
                "licence_issued@2023-03-01", expiry=date(2025, 2, 28), licence_item="大型户外广告"
            ),
            f"renewal.submitted@{applied}",
            as_of=date(2025, 2, 1),
        )
        assert found == codes(run)

    def test_a_renewal_may_be_deemed_sooner(self):
        """泰安: seven working days after acceptance, not at the end of the validity."""
        run = run_of(
            local("cn.taian-ads-2020", "cn.licence.renewal"),
            event(
                "licence_issued@2022-08-01", expiry=date(2025, 7, 31), licence_item="大型户外广告"
            ),
            "renewal.submitted@2025-06-02",
            "renewal.accepted@2025-06-03",
            as_of=date(2025, 6, 20),
        )
        assert "deemed_renewed" == run.states["main", ()]
        assert [("overdue", "renewal-decision")] == codes(run)

    def test_a_commitment_is_checked_within_sixty_working_days(self):
        """浙江: granted on 2025-06-03, to be checked by 2025-08-26."""
        run = run_of(
            local("cn.zhejiang-once-2018", "cn.licence.commitment"),
            "conditions_told@2025-06-03",
            event("commitment_signed@2025-06-03", safety_item=False),
            "granted@2025-06-03",
            as_of=date(2025, 6, 4),
        )
        assert "2025-08-26" == str(clock(run, "cn.zhejiang-once-2018.art14.commitment-check").due)

    @pytest.mark.parametrize(
        ("promised", "last"), [(10, date(2025, 6, 13)), (40, date(2025, 7, 1))]
    )
    def test_missing_papers_are_due_by_the_sooner_of_two_days(self, promised, last):
        """深圳: twenty working days, or two before the end of the promise."""
        run = run_of(
            local("cn.deficient-acceptance.shenzhen-2019", "cn.licence.deficient"),
            event("accepted@2025-06-03", promised_days=promised),
            as_of=date(2025, 6, 3),
        )
        papers = [one.due for one in run.clocks if one.limit.limit.matter.startswith("missing-")]
        assert 2 == len(papers)
        assert last == min(papers)


class TestPromise:
    """“承诺办结时限”."""

    def test_a_promise_runs_beside_the_statute(self):
        """Five working days promised, twenty by law; late on the promise is not late by law."""
        procedure = rulebook("cn", overlays=[PROMISE]).procedure("cn.licence.application")
        run = run_of(
            procedure,
            "accepted@2025-06-03",
            "granted@2025-06-11",
            "delivered@2025-06-11",
            "decision_published@2025-06-11",
        )
        assert "2025-06-10" == str(clock(run, "yourbureau.promise").due)
        assert [("late", "promise")] == codes(run)

    def test_a_promise_stands_still_with_the_statute(self):
        """A special procedure takes its days out of the promise too."""
        procedure = rulebook("cn", overlays=[PROMISE]).procedure("cn.licence.application")
        run = run_of(
            procedure,
            "accepted@2025-06-03",
            event("special.started/item=a@2025-06-05", type="testing", told_in_writing=True),
            "special.finished/item=a@2025-06-12",
            as_of=date(2025, 6, 13),
        )
        assert "2025-06-17" == str(clock(run, "yourbureau.promise").due)
