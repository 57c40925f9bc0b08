"""The packs of inspection, supervision, major decisions, reports, publicity and information.

Each class stands for an article, or a rule of a place, and quotes it.  The days were counted by
hand: between 2025-06-03, a Tuesday, and 2025-09-30 only weekends are off, and so between
2025-03-03, a Monday, and 2025-04-03.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import enforcecal.law
from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.certainty import Certainty
from enforcecal.law.facts import known_facts
from enforcecal.law.packs import rulebook

DATA = Path(enforcecal.law.__file__).parent / "data"
AS_OF = date(2026, 6, 30)
PROCEDURES = (
    "cn.inspection.random",
    "cn.supervision.three-systems",
    "cn.supervision.check",
    "cn.supervision.case-review",
    "cn.supervision.training",
    "cn.decision.major",
    "cn.report.annual",
    "cn.publicity.double",
    "cn.information.request",
)


@pytest.fixture(scope="module")
def book():
    """The packaged book, without overlays."""
    return rulebook("cn")


def local(procedure, *names):
    """Return a procedure with the local packs *names* laid over it."""
    paths = [DATA / "local" / f"{name}.toml" for name in names]
    return rulebook("cn", overlays=paths).procedure(procedure)


def event(text, **facts):
    """Return an event from ``name@day``, with its party after a slash."""
    name, _, day = text.partition("@")
    name, _, party = name.partition("/")
    of = (("party", party),) if party else ()
    return Event(name, date.fromisoformat(day), of=of, facts=tuple(facts.items()))


def run_of(procedure, *events, as_of=AS_OF, **facts):
    """Replay events, each ``name@day`` or an event, one after the other, with facts of the case."""
    made = [event(one) if isinstance(one, str) else one for one in events]
    return replay(CaseLog("虚构", made, facts=facts), procedure, as_of=as_of)


def clocks(run, rule):
    """Return the clocks of a rule, in the order in which they began."""
    return [one for one in run.clocks if one.limit.id == rule]


def due(run, rule):
    """Return the last day of the last clock of a rule."""
    return clocks(run, rule)[-1].due


def codes(run):
    """Return what an audit finds but gaps of the record: code and last part of the rule."""
    return [
        (finding.code, finding.rule.rpartition(".")[2])
        for finding in audit(run)
        if finding.code != "not-recorded"
    ]


def days_of(run, *names):
    """Return the day of each event called one of *names*, generated ones included."""
    return {
        step.event.name: step.event.day.isoformat()
        for step in run.steps
        if step.event.name in names
    }


@pytest.mark.parametrize("name", PROCEDURES)
class TestShape:
    """Words that hold for each procedure."""

    def test_no_heading_means_two_things(self, book, name):
        """A heading of a table leads to one event or one fact, never to two."""
        seen = {}
        procedure = book.procedure(name)
        for key, entry in (*procedure.events.items(), *procedure.facts.items()):
            assert entry.zh, key
            assert entry.en, key
            for word in {key, entry.zh, entry.en, *entry.also}:
                assert seen.setdefault(word.lower(), key) == key, word

    def test_states_have_chinese_names(self, book, name):
        """Every state of every region is named in Chinese, and nothing else is."""
        for region in book.procedure(name).regions:
            assert set(region.names) == set(region.states)


class TestOpenInformation30:
    """“答复期限自行政机关收到补正的申请之日起计算”."""

    def test_the_answer_clock_begins_anew(self, book):
        """A request corrected on 12 June has its twenty working days from then: 10 July."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            event("information_correction_told@2025-06-10", request_correct_by=date(2025, 6, 20)),
            "information_request_corrected@2025-06-12",
            "information_answered@2025-07-10",
            request_unclear=True,
            third_party_harmed=False,
        )
        first, second = clocks(run, "cn.ogi-2019.art33.answer")
        assert (date(2025, 6, 3), date(2025, 6, 12)) == (first.start, second.start)
        assert date(2025, 7, 10) == second.due
        assert [] == codes(run)

    def test_seven_working_days_for_the_notice(self, book):
        """The notice is due on 12 June; a day later it is late, and a second one too many."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            event("information_correction_told@2025-06-13", request_correct_by=date(2025, 6, 20)),
            "information_request_corrected@2025-06-16",
            event("information_correction_told@2025-06-18", request_correct_by=date(2025, 6, 25)),
            "information_request_corrected@2025-06-19",
            "information_answered@2025-07-01",
            request_unclear=True,
            third_party_harmed=False,
        )
        assert [("late", "correction"), ("unlawful-repeat", "once")] == codes(run)

    def test_not_corrected_is_given_up(self, book):
        """“申请人无正当理由逾期不补正的，视为放弃申请”: at the end of the day that was set."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            event("information_correction_told@2025-06-10", request_correct_by=date(2025, 6, 20)),
            request_unclear=True,
        )
        assert {"information_request_abandoned": "2025-06-20"} == days_of(
            run, "information_request_abandoned"
        )
        assert "abandoned" == run.states["main", ()]

    def test_a_clear_request_needs_no_notice(self, book):
        """Where nothing is unclear the seven days do not run."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            request_unclear=False,
        )
        assert [] == clocks(run, "cn.ogi-2019.art30.correction")


class TestOpenInformation33:
    """“行政机关征求第三方和其他机关意见所需时间不计算在前款规定的期限内”."""

    def test_pauses_are_united(self, book):
        """Two third parties, asked 9 and 11 June, answered 16 and 18 June: seven days less.

        Counted: 4, 5, 6, 9 June are four; 10 to 18 June do not count; the sixteenth after them is
        10 July.
        """
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            "third_party.asked/甲@2025-06-09",
            "third_party.asked/乙@2025-06-11",
            "third_party.answered/甲@2025-06-16",
            "third_party.answered/乙@2025-06-18",
        )
        assert date(2025, 7, 10) == due(run, "cn.ogi-2019.art33.answer")

    def test_silence_ends_the_pause(self, book):
        """A third party asked on 9 June has until 30 June; from then on the clock runs again."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            "third_party.asked/甲@2025-06-09",
        )
        assert {"third_party.silent": "2025-06-30"} == days_of(run, "third_party.silent")
        assert date(2025, 7, 22) == due(run, "cn.ogi-2019.art33.answer")

    def test_a_silent_agency_agrees(self, book):
        """“逾期未提出意见的视为同意公开”."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            "joint_agency.asked@2025-06-09",
        )
        assert {"joint_agency.deemed_agreed": "2025-06-30"} == days_of(
            run, "joint_agency.deemed_agreed"
        )

    @pytest.mark.parametrize(
        ("days", "last", "found"),
        [(10, date(2025, 7, 15), []), (21, date(2025, 7, 29), [("extension-invalid", "x")])],
    )
    def test_one_extension_of_twenty_at_most(self, book, days, last, found):
        """Ten working days more end on 15 July; of more than twenty, twenty count."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_requested@2025-06-03",
            event(
                "answer_extended@2025-06-20",
                answer_extension_days=days,
                answer_extension_told=True,
                approver="disclosure-head",
            ),
            "information_answered@2025-06-30",
            third_party_harmed=False,
        )
        assert last == due(run, "cn.ogi-2019.art33.answer")
        assert [code for code, _ in found] == [code for code, _ in codes(run)]


class TestOpenInformation26:
    """“应当自该政府信息形成或者变更之日起20个工作日内及时公开”."""

    def test_a_change_begins_it_again(self, book):
        """Formed on 3 June and changed on 10 June, it is due on 8 July."""
        run = run_of(
            book.procedure("cn.information.request"),
            "information_formed@2025-06-03",
            "information_published@2025-06-05",
            "information_formed@2025-06-10",
        )
        assert date(2025, 7, 8) == due(run, "cn.ogi-2019.art26.publish")


class TestYearlyReports:
    """“每年3月1日之前”, “每年4月1日之前”, “每年1月31日前”."""

    @pytest.mark.parametrize(
        ("year", "submit"), [(2023, date(2024, 2, 29)), (2024, date(2025, 2, 28))]
    )
    def test_before_the_first_of_march(self, book, year, submit):
        """The last safe day is the last of February; whether the first is in time is disputed."""
        run = run_of(book.procedure("cn.report.annual"), f"year_ended@{year}-12-31")
        (clock,) = clocks(run, "cn.rule-of-law-report-2019.department-submit")
        assert submit == clock.due == clock.earliest
        assert date(year + 1, 3, 1) == clock.latest
        published = clocks(run, "cn.rule-of-law-report-2019.publish")[0]
        assert date(year + 1, 3, 31) == published.due

    def test_information_report_by_the_end_of_january(self, book):
        """31 January is the last day, the 30th the safe one; submitting alone is not enough."""
        run = run_of(
            book.procedure("cn.report.annual"),
            "year_ended@2024-12-31",
            "information_report_submitted@2025-01-20",
            "information_report_published@2025-02-05",
            is_government_office=False,
            report_secret=True,
        )
        (clock,) = clocks(run, "cn.ogi-2019.art49-1.department-report")
        assert (date(2025, 1, 31), date(2025, 1, 30)) == (clock.due, clock.earliest)
        assert ("late", "department-report") in codes(run)
        assert [] == clocks(run, "cn.ogi-2019.art49-2.government-report")

    def test_the_report_of_the_government(self, book):
        """“应当在每年3月31日前向社会公布本级政府上一年度政府信息公开工作年度报告”."""
        run = run_of(
            book.procedure("cn.report.annual"), "year_ended@2024-12-31", is_government_office=True
        )
        assert date(2025, 3, 31) == due(run, "cn.ogi-2019.art49-2.government-report")


class TestMajorDecision:
    """“一般不少于30日”; “一般不少于7个工作日”; “召开听证会7日前送达”."""

    def test_thirty_days_of_comment(self, book):
        """Opened on 3 June, it may close on 3 July; on 2 July that is too early."""
        procedure = book.procedure("cn.decision.major")
        for day, found in (("2025-07-02", [("too-early", "comment")]), ("2025-07-03", [])):
            run = run_of(
                procedure,
                "decision_initiated@2025-06-02",
                "comments_opened@2025-06-03",
                f"comments_closed@{day}",
                comment_shortened=False,
            )
            assert found == codes(run)

    def test_shorter_with_a_reason(self, book):
        """A shorter time needs its reason when it is opened, and then holds nothing up."""
        procedure = book.procedure("cn.decision.major")
        for explained, found in ((True, []), (False, [("missing-step", "reason")])):
            run = run_of(
                procedure,
                "decision_initiated@2025-06-02",
                "comments_opened@2025-06-03",
                "comments_closed@2025-06-13",
                comment_shortened=True,
                comment_shortening_explained=explained,
            )
            assert found == codes(run)

    def test_the_reviewer_has_seven_working_days_from_the_complete_file(self, book):
        """Sent back and handed in again on 10 June, the draft may be discussed from 20 June."""
        run = run_of(
            book.procedure("cn.decision.major"),
            "decision_initiated@2025-06-02",
            "legality_review_submitted@2025-06-03",
            "legality_review_returned@2025-06-05",
            "legality_review_submitted@2025-06-10",
        )
        clock = clocks(run, "cn.major-decision-2019.art26.legality-review")[-1]
        assert (date(2025, 6, 19), date(2025, 6, 20)) == (clock.due, clock.opens)

    def test_seven_days_between_papers_and_hearing(self, book):
        """Papers of 3 June: the hearing from 11 June, on the 10th only by another reading."""
        procedure = book.procedure("cn.decision.major")
        for day, certainty in (("2025-06-09", "firm"), ("2025-06-10", "disputed")):
            run = run_of(
                procedure,
                "decision_initiated@2025-06-02",
                "hearing_papers_delivered@2025-06-03",
                f"hearing_held@{day}",
            )
            (finding,) = [one for one in audit(run) if one.code == "too-early"]
            assert (date(2025, 6, 11), certainty) == (finding.due, finding.certainty.value)


class TestThreeSystems:
    """“在执法决定作出之日起20个工作日内”; “行政许可、行政处罚……7个工作日内”."""

    @pytest.mark.parametrize(
        ("kind", "last"),
        [("penalty", None), ("licence", None), ("compulsion", "2025-07-01")],
    )
    def test_twenty_or_nothing(self, book, kind, last):
        """A decision of 3 June is published by 1 July; licences and penalties have their own law.

        The seven days for these two are armed once, from the text, where the other packs have them.
        """
        run = run_of(
            book.procedure("cn.supervision.three-systems"),
            "decision_made@2025-06-03",
            decision_kind=kind,
        )
        found = [one for one in run.clocks if one.limit.limit.matter == "enforcement-publication"]
        assert [last] == [str(one.due) for one in found] if last else not found

    def test_a_kind_nobody_recorded(self, book):
        """Published after 25 working days, it is late unless it was a penalty: for a person."""
        run = run_of(
            book.procedure("cn.supervision.three-systems"),
            "decision_made@2025-06-03",
            "decision_published@2025-07-08",
        )
        (late,) = [one for one in audit(run) if one.code == "late"]
        assert Certainty.UNKNOWN is late.certainty

    @pytest.mark.parametrize(
        ("name", "last", "longer"),
        [
            ("cn.legal-review.yuhuan-2020", "2025-06-10", "2025-06-20"),
            ("cn.legal-review.liaoning-2019", "2025-06-12", "2025-06-17"),
        ],
    )
    def test_local_time_for_the_review(self, name, last, longer):
        """Five, or seven and three, working days; by a day that is named, where no length is."""
        procedure = local("cn.supervision.three-systems", name)
        told = ("enforcement_started@2025-06-02", "legal_review_submitted@2025-06-03")
        until = {"legal_review_until": date(2025, 6, 20)}
        until = until if "legal_review_until" in known_facts(procedure) else {}
        more = event("legal_review_extended@2025-06-09", approver="agency-head", **until)
        rule = f"{name}.opinion"
        assert date.fromisoformat(last) == due(run_of(procedure, *told), rule)
        assert date.fromisoformat(longer) == due(run_of(procedure, *told, more), rule)

    def test_supplements_begin_it_again(self):
        """“需补充材料的,从材料全部补充完毕”: from 9 June, seven working days end on 18 June."""
        run = run_of(
            local("cn.supervision.three-systems", "cn.legal-review.liaoning-2019"),
            "legal_review_submitted@2025-06-03",
            "legal_review_supplemented@2025-06-09",
        )
        assert date(2025, 6, 18) == due(run, "cn.legal-review.liaoning-2019.opinion")


VISIT = ("inspection_started@2025-06-03", "inspection_ended@2025-06-03")


class TestRandomInspection:
    """“抽查事项及查处结果及时向社会公开”: how soon, places say."""

    def test_twenty_working_days_where_no_place_says_otherwise(self, book):
        """A visit of 3 June is published by 1 July."""
        run = run_of(book.procedure("cn.inspection.random"), *VISIT)
        assert date(2025, 7, 1) == due(run, "cn.three-systems-2018.publish-inspection")

    @pytest.mark.parametrize(
        ("result", "rule", "last"),
        [("normal", "publish-20", "2025-07-01"), ("problem_found", "publish-7", "2025-06-12")],
    )
    def test_shijiazhuang(self, result, rule, last):
        """A normal result has twenty working days, any other seven; the national rule gives way."""
        name = "cn.random-inspection.local-shijiazhuang-2019"
        run = run_of(local("cn.inspection.random", name), *VISIT, inspection_result=result)
        found = {
            one.limit.id: one.due
            for one in run.clocks
            if one.limit.limit.matter == "inspection-publication"
        }
        assert {f"{name}.{rule}": date.fromisoformat(last)} == found

    def test_fujian(self):
        """Twenty days end on 23 June, and on 1 July if 工作 was dropped: disputed between."""
        name = "cn.random-inspection.local-fujian-2019"
        run = run_of(local("cn.inspection.random", name), *VISIT)
        (clock,) = clocks(run, f"{name}.publish-20")
        assert (date(2025, 6, 23), date(2025, 7, 1)) == (clock.due, clock.latest)

    @pytest.mark.parametrize(
        ("kind", "first"), [("organization", "2030-07-02"), ("citizen", "2027-07-02")]
    )
    def test_an_entry_stays_for_its_time(self, kind, first):
        """“公开满5年或者……公开满2年”: the entry of 1 July 2025 stays five years, or two."""
        run = run_of(
            local("cn.inspection.random", "cn.random-inspection"),
            *VISIT,
            "inspection_published@2025-07-01",
            party_kind=kind,
        )
        (clock,) = [
            one for one in run.clocks if one.limit.limit.matter == "retention-of-publication"
        ]
        assert date.fromisoformat(first) == clock.opens

    def test_two_inspectors_without_an_interest(self):
        """“随机抽取2名以上检查员”; “应当依法回避”."""
        run = run_of(
            local("cn.inspection.random", "cn.random-inspection"),
            *VISIT,
            "inspection_published@2025-06-10",
            inspectors=1,
            inspector_interested=True,
            inspection_mode="targeted",
            inspection_based_on_law=True,
        )
        assert [("missing-step", "two-inspectors"), ("conflict-of-interest", "recusal")] == codes(
            run
        )


class TestSupervision:
    """山东省行政执法监督条例, 重庆市行政执法监督条例."""

    def test_shandong_thirty_days_each(self):
        """Thirty days after the opinion of 3 June, and thirty after the decision of 11 July."""
        run = run_of(
            local("cn.supervision.check", "cn.shandong-supervision-2015"),
            event("supervision_checked@2025-06-02", supervisors=2),
            "supervision_opinion_received@2025-06-03",
            "supervision_decided@2025-07-10",
            "supervision_decision_received@2025-07-11",
            "supervision_outcome_reported@2025-08-11",
        )
        law = "cn.shandong-supervision-2015"
        assert date(2025, 7, 3) == due(run, f"{law}.art28.self-correct")
        # 2025-08-10 is a Sunday: due the day after, by analogy
        (report,) = clocks(run, f"{law}.art29.report")
        assert (date(2025, 8, 10), date(2025, 8, 11)) == (report.earliest, report.due)
        found = codes(run)
        assert ("too-early", "opinion-first") not in found

    def test_shandong_no_decision_before(self):
        """A decision on 20 June, while the agency may still correct itself, is too early."""
        run = run_of(
            local("cn.supervision.check", "cn.shandong-supervision-2015"),
            event("supervision_checked@2025-06-02", supervisors=1),
            "supervision_opinion_received@2025-06-03",
            "supervision_decided@2025-06-20",
            as_of=date(2025, 6, 21),
        )
        assert [("missing-step", "supervisors"), ("too-early", "opinion-first")] == codes(run)

    def test_shandong_report_on_a_law(self):
        """“实施满一年的，自期满之日起三十日内”: a year over on 3 June, reported by 3 July."""
        run = run_of(
            local("cn.supervision.check", "cn.shandong-supervision-2015"),
            "law_in_force_one_year@2025-06-03",
        )
        assert date(2025, 7, 3) == due(run, "cn.shandong-supervision-2015.art17.law-report")

    def test_chongqing_ten_and_fifteen_working_days(self):
        """Received 3 June: asked for by 17 June, decided fifteen working days later on 8 July."""
        run = run_of(
            local("cn.supervision.check", "cn.chongqing-supervision-2010"),
            event("supervision_checked@2025-06-02", supervisors=2),
            "supervision_decided@2025-06-02",
            "supervision_decision_received@2025-06-03",
            "reexamination_requested@2025-06-17",
            "reexamination_decided@2025-07-09",
            "transferred_matter_handled@2025-06-03",
        )
        law = "cn.chongqing-supervision-2010"
        assert date(2025, 6, 17) == due(run, f"{law}.art21.ask-review")
        assert date(2025, 7, 8) == due(run, f"{law}.art21.re-examine")
        assert date(2025, 6, 17) == due(run, f"{law}.art20.transfer-answer")
        assert ("late", "re-examine") in codes(run)


class TestCaseReview:
    """“90分(含)以上的为优秀”; “任一合法性问题……该案卷得分为零”."""

    @pytest.mark.parametrize(
        ("score", "grade", "fault", "found"),
        [
            (90, "excellent", False, []),
            (89, "excellent", False, ["pass"]),
            (60, "fail", False, ["pass"]),
            (59, "pass", False, ["fail"]),
            (95, "pass", False, ["excellent"]),
            (70, "pass", True, ["veto"]),
            (0, "fail", True, []),
        ],
    )
    def test_the_grade_fits_the_score(self, score, grade, fault, found):
        """What is recorded as final fits together."""
        run = run_of(
            local("cn.supervision.case-review", "cn.xuanwu-case-review"),
            "file_list_submitted@2025-06-03",
            "file_sampled@2025-06-04",
            "file_scored@2025-06-05",
            event("review_result_final@2025-06-10", score=score, grade=grade, legality_fault=fault),
        )
        assert [("wrong-grade", rule) for rule in found] == codes(run)


class TestTraining:
    """“每人每年参加培训累计不少于12天或者90学时” until 2020; a figure from memory since 2024."""

    def test_each_year_has_its_plan(self, book):
        """2018 and 2025 are under different plans, 2022 is under none."""
        procedure = book.procedure("cn.supervision.training")
        found = {
            year: [
                (one.limit.id, one.due)
                for one in run_of(procedure, f"training_year_began@{year}-01-01").clocks
            ]
            for year in (2018, 2022, 2025)
        }
        assert {
            2018: [("cn.civil-servant-training-2016.hours", date(2018, 12, 31))],
            2022: [],
            2025: [("cn.enforcement-quality-2023.training-hours", date(2025, 12, 31))],
        } == found


class TestCards:
    """“承诺时限前2天”; “超过办件所属事项的承诺时限1天”; “期限到期前一天发出提示信号”.

    Accepted on 3 June with seven working days promised: the promise ends on 12 June, the statute's
    twenty on 1 July.  The manual lights 预警 after the fourth day, 黄牌 after the seventh, 红牌
    after the twentieth.
    """

    CARDS = ("card.warned", "card.yellow", "card.red")

    @pytest.mark.parametrize(
        ("granted", "lit"),
        [
            ("2025-06-09", {}),
            ("2025-06-10", {"card.warned": "2025-06-09"}),
            ("2025-06-12", {"card.warned": "2025-06-09"}),
            ("2025-06-13", {"card.warned": "2025-06-09", "card.yellow": "2025-06-12"}),
            (
                "2025-07-02",
                {
                    "card.warned": "2025-06-09",
                    "card.yellow": "2025-06-12",
                    "card.red": "2025-07-01",
                },
            ),
        ],
    )
    def test_hunan(self, granted, lit):
        """A card is lit at the end of the last day on which the case could have escaped it."""
        run = run_of(
            local("cn.licence.application", "cn.hunan-esupervision-2018"),
            "accepted@2025-06-03",
            f"granted@{granted}",
            promised_days=7,
        )
        assert lit == days_of(run, *self.CARDS)

    def test_cards_judge_nothing(self):
        """A case with a red card is late by the law once, and by no card."""
        run = run_of(
            local("cn.licence.application", "cn.hunan-esupervision-2018"),
            "accepted@2025-06-03",
            "granted@2025-07-02",
            "delivered@2025-07-02",
            "decision_published@2025-07-02",
            promised_days=7,
            ecertificate_due=False,
        )
        assert [("late", "decision")] == codes(run)
        assert "red" == run.states["card", ()]

    def test_defaults_of_the_system(self):
        """Two working days to pre-accept, three for the electronic certificate."""
        run = run_of(
            local("cn.licence.application", "cn.hunan-esupervision-2018"),
            "submitted_online@2025-06-03",
            "accepted@2025-06-05",
            "granted@2025-06-06",
            "closed@2025-06-06",
            promised_days=7,
            ecertificate_due=True,
        )
        law = "cn.hunan-esupervision-2018"
        assert date(2025, 6, 5) == due(run, f"{law}.web-preacceptance")
        assert date(2025, 6, 11) == due(run, f"{law}.ecert")

    def test_meizhou(self):
        """The day before the last of the statute's twenty: 30 June."""
        run = run_of(
            local("cn.licence.application", "cn.meizhou-esupervision-2008"), "accepted@2025-06-03"
        )
        assert {"card.reminded": "2025-06-30"} == days_of(run, "card.reminded")


class TestDoublePublicity:
    """“自作出行政决定之日起7个工作日内上网公开”."""

    def test_from_the_decision(self, book):
        """A decision of 3 June is online by 12 June."""
        run = run_of(book.procedure("cn.publicity.double"), "decision_made@2025-06-03")
        assert date(2025, 6, 12) == due(run, "cn.double-publicity-2018.upload-7")
