"""May this case take this event on this day?  Every reason, with the article it stands in."""

from __future__ import annotations

import json
from datetime import date

import attrs
import pytest
from procedures_by_hand import LAW, build, day, event, limit, log, need, party, region, wait

import enforcecal as ec
from enforcecal.cases import validate as room
from enforcecal.cases.checks import table
from enforcecal.cases.checks.check import Check, Reads
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.validate import Allowed, validate
from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError
from enforcecal.law.rules import Reading, Then
from enforcecal.texts import Text

ORDINARY = ec.rulebook("cn").procedure("cn.penalty.ordinary")

KNOWN = {
    "hearing_type": True,
    "legal_review_required": True,
    "complex_or_major": False,
    "investigation_reported": True,
    "statement_reviewed": True,
    "social_impact": False,
    "conduct_from": date(2024, 11, 1),
    "conduct_to": date(2024, 11, 1),
    "conduct_pattern": "single",
    "discovery_code": "D1",
}


def case(*told, as_of=date(2025, 6, 1), **facts):
    """Return the run of a case of which everything is known that a decision turns on."""
    events = []
    for one in told:
        when, name, *more = one.split()
        events.append(
            ec.Event(
                name,
                date.fromisoformat(when),
                seq=len(events),
                facts=dict(pair.split("=") for pair in more),
            )
        )
    return ec.replay(ec.CaseLog("2025-7", events, facts={**KNOWN, **facts}), ORDINARY, as_of=as_of)


def asked(run, told, **facts):
    """Ask about one event."""
    when, name = told.split()
    return validate(run, ec.Event(name, date.fromisoformat(when), facts=facts))


FILED = ("2025-03-03 clue_received", "2025-03-10 case_filed")
NOTIFIED = (*FILED, "2025-04-10 notice.served")
REVIEWED = (*NOTIFIED, "2025-04-11 legal_review_submitted", "2025-04-14 legal_review_done")


def refused(answer):
    """Return the one reason of a refusal: its rule, and its article in Chinese."""
    assert answer.allowed is Allowed.NO
    (one,) = answer.refusals
    assert one.message.en
    assert one.message.zh
    return one.rule, one.article.zh


class TestRefusals:
    def test_the_state(self):
        """55号令第十五条: a case that has been filed and notified is not filed a second time."""
        answer = asked(case(*NOTIFIED), "2025-04-15 case_filed")
        assert refused(answer) == (
            "cn.mohurd-55-2022.art15.verify-clue",
            "《住房和城乡建设行政处罚程序规定》第十五条",
        )
        (one,) = answer.refusals
        assert one.message.en == (
            "case filed on 2025-04-15: since 'every party notified' on 2025-04-10 it stands at "
            "'notified'; its place is at 'new' or 'verifying'"
        )
        assert one.message.zh == (
            "“立案”（2025-04-15）：自2025-04-10“均已送达告知书”起已处于“已告知”阶段，"
            "依法定顺序应在“未受理”、“核查”阶段进行"
        )

    def test_before_anything_happened(self):
        """With nothing recorded, no event is to blame; the procedure stands in for an article."""
        answer = asked(case(), "2025-04-15 investigation_concluded")
        assert refused(answer) == ("cn.penalty.ordinary", "行政处罚普通程序")
        assert "nothing has happened yet" in answer.refusals[0].message.en
        assert "尚处于“未受理”阶段" in answer.refusals[0].message.zh

    def test_the_statement_period_still_runs(self):
        """55号令第二十二条: five working days from the service of the notice, to 17 April."""
        rule = ("cn.mohurd-55-2022.art22.statement", "《住房和城乡建设行政处罚程序规定》第二十二条")
        run = case(*REVIEWED, hearing_type=False, review_passed=True)
        answer = asked(run, "2025-04-17 penalty_decided")
        assert refused(answer) == rule
        assert "would be too early: lawful from 2025-04-18" in answer.refusals[0].message.en
        assert answer.refusals[0].due == date(2025, 4, 18)
        assert asked(run, "2025-04-18 penalty_decided").allowed is Allowed.YES

    def test_the_notice_was_never_served(self):
        """处罚法第四十四条: before deciding, the party is told what is intended and why."""
        run = case(*FILED, "2025-04-14 legal_review_done", hearing_type=False, review_passed=True)
        answer = asked(run, "2025-04-18 penalty_decided")
        assert refused(answer) == (
            "cn.penalty-law-2021.art44.informed",
            "《中华人民共和国行政处罚法》第四十四条",
        )

    def test_the_hearing_notice_came_six_working_days_before(self):
        """处罚法第六十四条第二项: seven days before the hearing, working days by article 85."""
        run = case(*NOTIFIED, "2025-04-14 hearing_requested", "2025-04-15 hearing_notice.served")
        answer = asked(run, "2025-04-23 hearing_held")  # 16 17 18 21 22 and 23 April
        assert refused(answer) == (
            "cn.mohurd-55-2022.art34.hearing-notice",
            "《住房和城乡建设行政处罚程序规定》第三十四条",
        )
        assert "lawful from 2025-04-25" in answer.refusals[0].message.en
        disputed = asked(run, "2025-04-24 hearing_held")  # lawful if seven days need not be full
        assert disputed.allowed is Allowed.YES
        assert [one.code for one in disputed.warnings] == ["too-early"]
        sure = asked(run, "2025-04-25 hearing_held")
        assert (sure.allowed, sure.warnings) == (Allowed.YES, ())

    def test_the_legal_review_is_missing(self):
        """处罚法第五十八条: no decision without legal review where the law requires one."""
        run = case(*NOTIFIED, hearing_type=False)
        answer = asked(run, "2025-04-18 penalty_decided")
        assert refused(answer) == (
            "cn.penalty-law-2021.art58.legal-review",
            "《中华人民共和国行政处罚法》第五十八条",
        )

    def test_an_extension_after_the_last_day(self):
        """55号令第二十九条: the head approves within the ninety days, to 2025-06-09 when rolled."""
        run = case(*FILED)
        answer = asked(run, "2025-06-10 extension_1_approved", approver="agency-head")
        assert refused(answer) == (
            "cn.mohurd-55-2022.art29.decision-extension-1",
            "《住房和城乡建设行政处罚程序规定》第二十九条",
        )
        assert "2025-06-09 was already over" in answer.refusals[0].message.en

    def test_an_extension_on_a_disputed_last_day(self):
        """55号令第二十九条: valid by the due day, and warned of after the safe one (a Sunday)."""
        run = case(*FILED)
        sure = asked(run, "2025-06-08 extension_1_approved", approver="agency-head")
        assert (sure.allowed, sure.warnings) == (Allowed.YES, ())
        late = asked(run, "2025-06-09 extension_1_approved", approver="agency-head")
        assert late.allowed is Allowed.YES
        (warned,) = late.warnings
        assert (warned.code, warned.due) == ("extension-invalid", date(2025, 6, 8))
        assert "2025-06-08" in warned.message.en
        assert "2025-06-08" in warned.message.zh

    def test_an_extension_by_the_wrong_person(self):
        """55号令第二十九条: 经本机关负责人批准."""
        answer = asked(case(*FILED), "2025-05-10 extension_1_approved", approver="clerk")
        assert refused(answer)[0] == "cn.mohurd-55-2022.art29.decision-extension-1"

    def test_the_limitation_has_run(self):
        """处罚法第三十六条: an act of 2020 first discovered in 2025 is no longer punished."""
        run = case(
            *REVIEWED,
            hearing_type=False,
            review_passed=True,
            conduct_from=date(2020, 11, 1),
            conduct_to=date(2020, 11, 1),
            harm_domain="none",
            harm=False,
        )
        answer = asked(run, "2025-04-18 penalty_decided")
        assert refused(answer) == (
            "cn.penalty-law-2021.art36.within-limitation",
            "《中华人民共和国行政处罚法》第三十六条",
        )

    def test_a_second_penalty_for_the_same_act(self):
        """处罚法第二十九条: 对当事人的同一个违法行为，不得给予两次以上罚款的行政处罚."""
        run = case(*REVIEWED, "2025-04-22 penalty_decided", hearing_type=False, review_passed=True)
        answer = asked(run, "2025-05-06 penalty_decided")
        assert refused(answer) == (
            "cn.penalty-law-2021.art29.no-second-penalty",
            "《中华人民共和国行政处罚法》第二十九条",
        )

    def test_a_planned_day_that_is_too_early(self):
        """处罚法第六十四条: a notice of 15 April cannot call a hearing for 23 April."""
        run = case(*NOTIFIED, "2025-04-14 hearing_requested")
        told = "2025-04-15 hearing_notice.served"
        answer = asked(run, told, hearing_date=date(2025, 4, 23))
        assert refused(answer)[0] == "cn.mohurd-55-2022.art34.hearing-notice"
        assert asked(run, told, hearing_date=date(2025, 4, 25)).allowed is Allowed.YES

    def test_a_seizure_in_a_side_region(self):
        """A step out of place beside the main line names the line it stands in."""
        run = case(*FILED)
        answer = validate(run, ec.Event("seizure.extended", date(2025, 4, 1), of={"item": "车"}))
        (one,) = answer.refusals
        assert "'none' (seizure)" in one.message.en


class TestLateButAllowed:
    def test_deciding_on_day_92(self):
        """55号令第二十九条: the agency must still decide, and it is a breach."""
        run = case(*REVIEWED, hearing_type=False, review_passed=True)
        answer = asked(run, "2025-06-10 penalty_decided")
        assert (answer.allowed, answer.refusals) == (Allowed.LATE, ())
        (one,) = answer.breaches
        assert one.article.zh == "《住房和城乡建设行政处罚程序规定》第二十九条"
        assert "1 day after the last day 2025-06-09" in one.message.en

    def test_in_time_on_one_reading_only(self):
        """Between the safe day and the due day an act is lawful, with a warning."""
        run = case(*REVIEWED, hearing_type=False, review_passed=True)
        answer = asked(run, "2025-06-09 penalty_decided")
        assert answer.allowed is Allowed.YES
        assert [one.code for one in answer.warnings] == ["late"]

    def test_a_right_that_has_lapsed(self):
        """处罚法第六十四条第一项: a hearing asked for after five working days is no breach."""
        answer = asked(case(*NOTIFIED), "2025-04-20 hearing_requested")
        assert answer.allowed is Allowed.YES
        assert "lapsed" in {one.code for one in answer.warnings}

    def test_what_is_overdue_already_is_not_told_again(self):
        """An act on a case whose decision is overdue is not blamed for that."""
        answer = asked(case(*FILED), "2025-07-01 jurisdiction_disputed")
        assert (answer.allowed, answer.breaches, answer.warnings) == (Allowed.YES, (), ())


class TestTheAnswer:
    def test_it_is_neither_true_nor_false(self):
        """``if validate(...)`` would take a refusal for a yes."""
        with pytest.raises(ArgumentTypeError, match="ask whether its allowed is"):
            bool(asked(case(*FILED), "2025-04-01 investigation_concluded"))

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_it_serialises(self, lang):
        """Any application can show it."""
        answer = asked(case(*NOTIFIED), "2025-04-14 penalty_decided")
        told = json.loads(json.dumps(answer.to_dict(lang)))
        assert told["allowed"] == "no"
        assert told["answer"] == {"en": "not lawful", "zh": "不得办理"}[lang]
        assert {"rule", "article", "message"} <= set(told["refusals"][0])

    def test_it_explains_itself(self):
        """One line a reason, refusals first, each with its article."""
        answer = asked(case(*NOTIFIED, hearing_type=False), "2025-06-10 penalty_decided")
        lines = answer.explain().splitlines()
        assert lines[0] == "2025-06-10 not lawful"
        assert lines[1].startswith("  refused: ")
        assert lines[2].startswith("  breach: ")
        zh = answer.explain("zh").splitlines()
        assert zh[0] == "2025-06-10 不得办理"
        assert zh[1].endswith("（《中华人民共和国行政处罚法》第五十八条）")

    def test_a_reason_without_an_article(self):
        """An event that only the procedure before a switch knows has no article to it."""
        switches = {}
        summary = build(
            id="summary",
            regions=[region(["new filed open", "open moved ordinary/open", "open left ="])],
            switches=switches,
        )
        switches["ordinary"] = build(
            id="ordinary", regions=[region(["new filed open", "open moved ="])]
        )
        run = ec.replay(log("03-01 filed", "03-05 moved"), summary, as_of=day("03-06"))
        answer = validate(run, event("03-07 left"))
        assert (answer.allowed, answer.procedure) == (Allowed.YES, "ordinary")
        assert "warning: 'left' on 2026-03-07 is no event of ordinary" in answer.explain()
        assert "提示：“left”（2026-03-07）" in answer.explain("zh")


class TestArguments:
    MADE = build(limit(), regions=[region(["new filed open", "open decided done"])])

    def test_an_event_nobody_knows(self):
        """A misspelt name is the caller's mistake, and gets the nearest one."""
        run = ec.replay(log(), self.MADE, as_of=day("03-01"))
        with pytest.raises(UnknownNameError, match="did you mean 'decided'"):
            validate(run, event("03-02 decidet"))

    def test_what_it_takes(self):
        """An event; a run, or a log with its procedure."""
        run = ec.replay(log(), self.MADE, as_of=day("03-01"))
        with pytest.raises(ArgumentTypeError, match="event='filed' must be an Event"):
            validate(run, "filed")
        with pytest.raises(ArgumentTypeError, match="must be a Run, or a CaseLog with its"):
            validate(log(), event("03-02 filed"))
        with pytest.raises(ArgumentError, match="a Run has its own"):
            validate(run, event("03-02 filed"), procedure=self.MADE)

    def test_a_log_with_its_procedure(self):
        """The log is read as it stands on the day of the event."""
        answer = validate(log("03-01 filed"), event("03-12 decided"), procedure=self.MADE)
        assert answer.allowed is Allowed.LATE


class TestWhereTheEventComes:
    MADE = build(
        limit(),
        wait(),
        needs=[need("decided", 'happened("served")')],
        regions=[region(["new filed open", "open served told", "told decided done"])],
        planned={"decided": "planned"},
        per={"served": "party"},
        facts="planned:date hearing:date",
    )

    def test_before_others(self):
        """What came later plays no part: the case is asked as it stood on that day."""
        run = ec.replay(
            log("03-01 filed", "03-02 served", "03-09 decided"), self.MADE, as_of=day("04-01")
        )
        assert validate(run, event("03-05 decided")).allowed is Allowed.NO
        assert validate(run, event("03-08 decided")).allowed is Allowed.YES

    def test_between_the_events_of_a_day(self):
        """With a number of its own an event may come before others of its day."""
        events = [
            ec.Event("filed", day("03-01"), seq=1),
            ec.Event("served", day("03-01"), seq=3),
        ]
        run = ec.replay(ec.CaseLog("1", events), self.MADE, as_of=day("03-01"))
        between = ec.Event("decided", day("03-01"), seq=2)
        after = ec.Event("decided", day("03-01"), seq=4)
        codes = [one.code for one in validate(run, between).refusals]
        assert codes == ["missing-step", "unlawful-step"]  # and the notice would come after it
        assert [one.code for one in validate(run, after).refusals] == ["too-early"]

    def test_after_events_that_are_planned(self):
        """Events between the day of the run and the day asked have happened by then."""
        run = ec.replay(log("03-01 filed", "03-02 served"), self.MADE, as_of=day("03-01"))
        assert validate(run, event("03-08 decided")).allowed is Allowed.YES

    def test_with_a_party_nobody_knew(self):
        """The notice of another party makes the earlier one incomplete."""
        run = ec.replay(
            log("03-01 filed", event("03-02 served", of=party("甲"))),
            self.MADE,
            as_of=day("03-03"),
        )
        answer = validate(run, event("03-08 decided", of=party("乙")))
        assert [one.code for one in answer.refusals] == ["missing-step"]

    def test_with_a_fact_that_was_lacking(self):
        """A fact first recorded with the event was true all along, and moves earlier clocks."""
        made = build(limit(when="urgent"), facts="urgent:bool", more="noted")
        run = ec.replay(log("03-01 filed"), made, as_of=day("03-02"))
        late = validate(run, event("03-20 decided", urgent=True))
        assert late.allowed is Allowed.LATE
        assert validate(run, event("03-20 decided", urgent=False)).allowed is Allowed.YES

    def test_with_a_thing_nobody_knew(self):
        """An event about no thing in particular was about those that are known."""
        made = build(
            limit("hold", "seized", "lifted"),
            per={"seized": "item", "lifted": "item"},
            regions=[region(["none seized held", "held lifted none"], "hold", per=("item",))],
        )
        run = ec.replay(log("03-01 seized"), made, as_of=day("03-02"))
        for item in ("a", "b"):
            new = event("03-03 lifted", of=(("item", item),))
            whole = validate(ec.replay(run.log, made, as_of=day("03-03")), new)
            assert whole == validate(run, new) == validate(run.log, new, procedure=made)

    def test_where_no_calendar_reaches(self):
        """A day that cannot be counted was unknown before the event too."""
        made = build(limit(unit=ec.Unit.WORKING_DAY), calendar=ec.calendar("CN"), more="noted")
        early = ec.CaseLog("1", [ec.Event("filed", date(1950, 1, 2))])
        run = ec.replay(early, made, as_of=date(1950, 1, 3))
        answer = validate(run, ec.Event("noted", date(1950, 1, 4)))
        assert (answer.allowed, answer.warnings) == (Allowed.YES, ())

    def test_a_doubt_that_the_event_brings(self):
        """Where a day in doubt begins to decide what follows, the whole log is read anew."""
        made = build(
            limit(
                "hold",
                "seized",
                "lifted",
                reading=(Reading(name="short", length=5),),
                then=Then(event="over"),
            ),
            wait("rest", "over", "sold", length=3),
        )
        run = ec.replay(log(), made, as_of=day("03-01"))
        assert validate(run, event("03-01 seized")).allowed is Allowed.YES
        begun = ec.replay(log("03-01 seized"), made, as_of=day("03-02"))
        for when in ("03-08", "03-12", "03-14", "03-15"):
            one = event(f"{when} sold")
            whole = ec.replay(begun.log, made, as_of=one.day)
            assert validate(begun, one) == validate(whole, one)

    def test_by_hand(self):
        """A run that does not say where it stood is replayed."""
        run = ec.replay(log("03-01 filed"), self.MADE, as_of=day("03-03"))
        bare = attrs.evolve(run, resume=())
        assert validate(bare, event("03-04 decided")) == validate(run, event("03-04 decided"))

    def test_a_value_seen_before(self):
        """Naming an item seen before, or a new one, an event gets the answer of two replays."""
        made = build(
            limit("keep", "filed", "sold"),
            per={"sold": "item"},
        )
        begun = ec.replay(
            ec.CaseLog(
                "1", [ec.Event("sold", day("02-27"), of={"item": "a"}), event("03-01 filed")]
            ),
            made,
            as_of=day("03-03"),
        )
        for item in ("a", "b"):
            sold = ec.Event("sold", day("03-04"), of={"item": item})
            whole = ec.replay(begun.log, made, as_of=sold.day)
            assert validate(begun, sold) == validate(attrs.evolve(whole, resume=()), sold)

    def test_known_on_a_day(self):
        """What was recorded later is not known, but what is asked about is."""
        told = ec.Event("served", day("03-02"), recorded=day("03-20"))
        run = ec.replay(
            ec.CaseLog("1", [event("03-01 filed"), told]),
            self.MADE,
            as_of=day("03-03"),
            known_on=day("03-10"),
        )
        late = ec.Event("decided", day("03-09"), recorded=day("04-01"))
        assert [one.code for one in validate(run, late).refusals] == ["missing-step"]
        early = ec.Event("filed", day("02-01"), recorded=day("04-01"))
        assert validate(run, early).allowed is Allowed.YES


def test_the_rule_of_a_step_is_that_of_the_clock_it_starts():
    """Where no clock waits for the act, the one it started is cited."""
    made = build(limit("x", "filed", "left"), regions=[region(["new filed open", "open left ="])])
    run = ec.replay(log("03-01 filed"), made, as_of=day("03-02"))
    (one,) = validate(run, event("03-03 filed")).refusals
    assert one.rule == f"{LAW}.art1.x"


class TestChecks:
    """A check added to the table is asked about a proposed event, whatever it reads."""

    @pytest.mark.parametrize("reads", Reads, ids=lambda reads: reads.value)
    def test_a_new_check_is_asked_of_every_event(self, reads, monkeypatch):
        """Going on from where the case stands finds what two whole replays find."""

        def look(run, items):
            for place, item in enumerate(run.steps if reads is Reads.RUN else items):
                named = item.limit.id if reads is Reads.CLOCKS else getattr(item, "rule", "")
                state = getattr(item, "status", None) or getattr(item, "made_by", "")
                yield Finding(
                    case=run.log.case,
                    code="probe",
                    severity=Severity.NOTE,
                    rule=f"{named} {state}" if reads is not Reads.RUN else str(place),
                    message=Text("probe", "试"),
                )

        probe = Check(
            code="probe",
            name=Text("probe", "试"),
            meaning=Text("probe", "试"),
            severity=Severity.NOTE,
            reads=reads,
            find=look,
        )
        monkeypatch.setattr(room, "CHECKS", (probe,))
        monkeypatch.setattr(table, "CHECKS", (probe,))
        run, gained = case(*REVIEWED, as_of=date(2025, 4, 15)), 0
        for name in ORDINARY.events:
            proposed = ec.Event(name, date(2025, 4, 15))
            went_on = room._going_on(run, proposed)
            assert went_on is not None, name
            _, twice = room._twice(run, proposed)
            fast = sorted(one.rule for one in went_on[1] if one.code == "probe")
            assert sorted(one.rule for one in twice if one.code == "probe") == fast, name
            gained += len(fast)
        assert gained
