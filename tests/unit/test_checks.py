"""The checks: what is found, how grave and how sure it is, and in which words it is told."""

from __future__ import annotations

import importlib
from datetime import date, time

import pytest
from procedures_by_hand import (
    LAW,
    build,
    day,
    event,
    extension,
    limit,
    log,
    need,
    pause,
    region,
    run,
    wait,
)

from enforcecal.cases.audit import audit
from enforcecal.cases.checks.check import Check
from enforcecal.cases.checks.table import CHECKS, CODES
from enforcecal.cases.findings import Severity
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import Event
from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Edge, Unit
from enforcecal.law.procedures import EventType, FactKind, FactType
from enforcecal.law.rules import Bound, Kind, Reading, Then

WORDS = {"filed": ("立案", "case filed"), "decided": ("作出处罚决定", "penalty decided")}


def found(procedure, *told, **keys):
    """Return the findings on what is told."""
    return audit(run(procedure, *told, **keys))


def one(procedure, *told, **keys):
    """Return the only finding there is."""
    (finding,) = found(procedure, *told, **keys)
    return finding


def worded(*limits, **keys):
    """Return a procedure whose events have names in both languages."""
    made = build(*limits, **keys)
    for name, (zh, en) in WORDS.items():
        if name in made.events:
            made.events[name] = EventType(name=name, zh=zh, en=en, per=made.events[name].per)
    return made


DECIDE = {"zh": "作出决定的期限", "en": "decide the case"}


class TestLate:
    def test_late(self):
        """An act after the last day is a breach that names both days and the article."""
        finding = one(worded(limit(**DECIDE)), "03-01 filed", "03-13 decided")
        assert ("late", Severity.BREACH, Certainty.FIRM) == (
            finding.code,
            finding.severity,
            finding.certainty,
        )
        assert (day("03-13"), day("03-11"), "decided") == (finding.day, finding.due, finding.event)
        assert str(finding.message) == (
            "penalty decided on 2026-03-13, 2 days after the last day 2026-03-11 (decide the case)"
        )
        assert finding.message.zh == (
            "“作出处罚决定”（2026-03-13）逾期2日：“作出决定的期限”的届满日为2026-03-11"
        )
        assert finding.article.zh == "《某规定》第一条"

    @pytest.mark.parametrize("source", ["secondary", "memory"])
    def test_a_rule_nobody_could_check_is_no_sure_breach(self, source):
        """What turns on a rule not checked against its text is for a person to decide."""
        finding = one(worded(limit(verified=source, **DECIDE)), "03-01 filed", "03-13 decided")
        assert (Severity.REVIEW, Certainty.DISPUTED) == (finding.severity, finding.certainty)
        assert "checked against" in finding.message.en

    def test_on_the_last_day_is_in_time(self):
        """The last day is included."""
        assert found(worded(limit()), "03-01 filed", "03-11 decided") == ()

    def test_one_day(self):
        """One day is a day, not days; a limit without a name is called by its matter."""
        finding = one(build(limit("legal-review")), "03-01 filed", "03-12 decided")
        assert "1 day after the last day 2026-03-11 (legal review)" in finding.message.en

    def test_late_by_another_reading(self):
        """Between the two days of a disputed limit a person decides."""
        made = worded(limit(reading=(Reading(name="short", zh="八日说", length=8),), **DECIDE))
        finding = one(made, "03-01 filed", "03-10 decided")
        assert (Severity.REVIEW, Certainty.DISPUTED) == (finding.severity, finding.certainty)
        assert finding.message.en.startswith(
            "penalty decided on 2026-03-10 is in time if the last day is 2026-03-11, late if it is "
            "2026-03-09 (decide the case); "
        )
        assert "届满日如为2026-03-11则未逾期，如为2026-03-09则已逾期；" in finding.message.zh

    def test_late_by_the_default_reading_only(self):
        """Late by one reading and in time by another is for review as well."""
        made = worded(limit(reading=(Reading(name="long", length=20),)))
        finding = one(made, "03-01 filed", "03-13 decided")
        assert (Severity.REVIEW, "2 days after" in finding.message.en) == (finding.severity, True)
        assert one(made, "03-01 filed", "03-25 decided").severity is Severity.BREACH

    def test_late_under_a_condition_nobody_recorded(self):
        """Whether the limit applied at all is not known."""
        late, missing = found(build(limit(when="big")), "03-01 filed", "03-25 decided")
        assert (Severity.REVIEW, Certainty.UNKNOWN) == (late.severity, late.certainty)
        assert "not-recorded" == missing.code

    def test_late_whatever_a_missing_fact_is(self):
        """A doubt that cannot save the act leaves a firm breach."""
        made = build(limit(pause=f"{LAW}.art2.testing"), pauses=[pause(condition="told")])
        late = found(made, "03-01 filed", "03-02 sent", "03-04 back", "03-25 decided")[0]
        assert (Severity.BREACH, Certainty.FIRM) == (late.severity, late.certainty)
        inside = found(made, "03-01 filed", "03-02 sent", "03-04 back", "03-12 decided")[0]
        assert (Severity.REVIEW, Certainty.UNKNOWN) == (inside.severity, inside.certainty)

    def test_a_refused_extension_is_named(self):
        """An act that is late because its extension had no effect says so, once."""
        made = build(limit(extend=(extension(by="head"),)))
        told = ["03-01 filed", event("03-05 extended", approver="clerk"), "03-13 decided"]
        refused, late = found(made, *told)
        assert ("extension-invalid", "late") == (refused.code, late.code)
        assert late.message.en.endswith("; the extension of 2026-03-05 has no effect")
        assert late.message.zh.endswith("；2026-03-05的延期无效，不予计入")

    def test_a_right_that_lapsed(self):
        """A party that acts too late has lost a right; nobody broke a rule."""
        made = build(limit("request", kind=Kind.RIGHT_LAPSES, bound=Bound.PARTY))
        finding = one(made, "03-01 filed", "03-13 decided")
        assert ("lapsed", Severity.NOTE) == (finding.code, finding.severity)

    def test_a_right_lasts_until_the_due_day_and_not_the_earliest(self):
        """An agency is warned by the earliest day; a party's right ends after the due day."""
        made = build(
            limit(
                kind=Kind.RIGHT_LAPSES,
                bound=Bound.PARTY,
                reading=(Reading(name="short", length=8),),
            )
        )
        assert found(made, "03-01 filed", "03-10 decided") == ()

    def test_a_measure_held_too_long(self):
        """A seizure lifted after its last day was held too long."""
        made = build(limit("seizure", kind=Kind.MEASURE_ENDS))
        assert one(made, "03-01 filed", "03-13 decided").code == "held-too-long"

    def test_what_a_clock_ended_is_no_act(self):
        """A right that ended because another period ran out is not late."""
        made = build(
            limit("short", length=12, then=Then(event="over"), end="x", kind=Kind.MEASURE_ENDS),
            limit("right", end="over", kind=Kind.RIGHT_LAPSES),
        )
        codes = [one.code for one in found(made, "03-01 filed", "03-20 x", as_of="03-21")]
        assert codes == ["held-too-long"]
        deemed = build(
            limit("short", length=12, then=Then(event="over"), end=""),
            limit("serve", end="over"),
        )
        assert "late" in [one.code for one in found(deemed, "03-01 filed")]

    def test_hours(self):
        """A report after its hour on the last day is late; before it, or without a time, not."""
        made = build(limit(unit=Unit.HOUR, length=24, **DECIDE), calendar=calendar("CN"))
        start = Event("filed", day("03-02"), time=time(15))
        for hour, late in ((14, False), (15, False), (16, True)):
            findings = found(made, start, Event("decided", day("03-03"), time=time(hour)))
            assert late is bool(findings)
        assert findings[0].message.en == (
            "decided on 2026-03-03 at 16:00:00, after 15:00:00 of the last day 2026-03-03 "
            "(decide the case)"
        )
        assert findings[0].severity is Severity.BREACH
        assert found(made, start, "03-03 decided") == ()
        assert found(made, start, Event("decided", day("03-02"), time=time(23))) == ()
        nowhere = build(limit(unit=Unit.HOUR, length=24))
        assert found(nowhere, start, Event("decided", day("03-03"), time=time(16))) == ()


class TestOpen:
    def test_overdue(self):
        """What is still owed after its last day, on the day asked."""
        finding = one(worded(limit(**DECIDE)), "03-01 filed", as_of="03-13")
        assert ("overdue", Severity.BREACH, None) == (finding.code, finding.severity, finding.day)
        assert finding.message.en == (
            "decide the case: nothing recorded by 2026-03-13, 2 days after the last day 2026-03-11"
        )
        assert finding.message.zh == (
            "“作出决定的期限”：截至2026-03-13未见办理记录，届满日为2026-03-11，已超过2日"
        )
        assert found(worded(limit()), "03-01 filed", as_of="03-11") == ()

    def test_overdue_by_another_reading(self):
        """Between the two days of a disputed limit a person decides."""
        made = build(limit(reading=(Reading(name="short", length=8),)))
        finding = one(made, "03-01 filed", as_of="03-10")
        assert (Severity.REVIEW, True) == (
            finding.severity,
            "in time if the last day is 2026-03-11, overdue if it was 2026-03-09"
            in finding.message.en,
        )

    def test_for_one_party(self):
        """A clock of one party names it."""
        made = build(limit("pay", "served", "paid", bound=Bound.PARTY), per={"served": "party"})
        finding = one(made, "03-01 served@甲")
        assert finding.severity is Severity.NOTE
        assert finding.message.zh.startswith("“pay”（甲）：")
        assert finding.message.en.startswith("pay (甲): ")

    def test_a_measure_still_held(self):
        """A seizure nobody ended is held too long; one that ends by itself is not."""
        made = build(limit("seizure", kind=Kind.MEASURE_ENDS))
        assert one(made, "03-01 filed").code == "held-too-long"
        alone = build(limit("validity", kind=Kind.MEASURE_ENDS, end=""))
        assert found(alone, "03-01 filed") == ()

    def test_a_right_not_used(self):
        """A right that ran out unused is no finding."""
        assert found(build(limit(kind=Kind.RIGHT_LAPSES)), "03-01 filed") == ()

    def test_silence_that_counts_as_the_act(self):
        """Where silence is deemed acceptance nothing is owed any more."""
        then = Then(event="deemed", counts_from="start")
        assert found(build(limit(then=then)), "03-01 filed") == ()
        assert one(build(limit(then=then)), "03-01 filed", "03-20 decided").code == "late"

    def test_known_bug_25_not_while_it_stands_still(self):
        """A suspended clock cannot become overdue."""
        made = build(limit(pause=f"{LAW}.art2.testing"), pauses=[pause()])
        assert found(made, "03-01 filed", "03-05 sent") == ()

    def test_backward_over_a_day_nobody_can_count(self):
        """A reading that leads out of the calendar leaves the early side open, and raises not."""
        made = build(
            limit(
                before="expiry",
                length=5,
                edge=Edge.ON,
                reading=(Reading(name="working", unit=Unit.WORKING_DAY),),
            ),
            calendar=calendar("CN"),
        )
        told = Event("filed", date(2000, 12, 1), facts={"expiry": date(2001, 1, 4)})
        findings = found(made, told, as_of="2001-01-03")
        # the other reading ends even earlier, so that it is overdue on both
        assert [(one.code, one.certainty) for one in findings] == [("overdue", Certainty.FIRM)]
        late = found(made, told, "2001-01-02 decided", as_of="2001-01-03")
        assert [one.code for one in late] == ["late"]


class TestTooEarly:
    MADE = worded(wait(zh="陈述申辩期", en="time to make a statement"))

    def test_too_early(self):
        """Says from which day it would have been lawful, counted from what."""
        finding = one(self.MADE, "03-01 served", "03-06 decided")
        assert ("too-early", Severity.BREACH, day("03-07")) == (
            finding.code,
            finding.severity,
            finding.due,
        )
        assert finding.message.en == (
            "penalty decided on 2026-03-06 was too early: lawful from 2026-03-07, 5 days after "
            "served on 2026-03-01 (time to make a statement)"
        )
        assert finding.message.zh == (
            "“作出处罚决定”（2026-03-06）过早：“served”（2026-03-01）后须满5日，"
            "自2026-03-07起方可进行（陈述申辩期）"
        )

    def test_of_several_parties_the_longest_wait(self):
        """One act too early for two parties is one finding, for the later of them."""
        made = build(wait(), per={"served": "party"})
        finding = one(made, "03-01 served@a", "03-03 served@b", "03-04 decided")
        assert day("03-09") == finding.due
        assert (("party", "b"),) == finding.of
        other = one(made, "03-01 served@b", "03-03 served@a", "03-04 decided")
        assert (("party", "a"),) == other.of

    def test_of_several_parties_one_that_stood_still(self):
        """The longest wait need not be that of the party served last."""
        made = build(
            wait(pause=f"{LAW}.art2.testing"),
            pauses=[pause()],
            per={"served": "party", "sent": "party", "back": "party"},
        )
        told = ["03-01 served@a", "03-02 served@b", "03-02 sent@a", "03-04 decided", "03-09 back@a"]
        finding = one(made, *told)
        assert (day("03-14"), (("party", "a"),)) == (finding.due, finding.of)

    def test_on_one_reading(self):
        """Lawful on one reading of the edge: for review."""
        made = build(wait(reading=(Reading(name="on", zh="当日即可", edge=Edge.ON),)))
        finding = one(made, "03-01 served", "03-06 decided")
        assert (Severity.REVIEW, Certainty.DISPUTED) == (finding.severity, finding.certainty)
        firm = one(made, "03-01 served", "03-05 decided")
        assert (Severity.BREACH, Certainty.FIRM) == (firm.severity, firm.certainty)

    def test_while_it_stands_still(self):
        """Without a day there is only that it was not over."""
        made = build(wait(pause=f"{LAW}.art2.testing"), pauses=[pause()])
        finding = one(made, "03-01 served", "03-02 sent", "03-20 decided")
        assert finding.message.en == (
            "decided on 2026-03-20 was too early: what it has to wait for is not over (wait)"
        )
        assert finding.message.zh.endswith("过早：“wait”尚未届满")
        assert finding.severity is Severity.BREACH

    def test_counted_backward(self):
        """A limit counted backward that blocks names the day it ends."""
        made = build(limit("back", blocks="acted", before="expiry", length=5, edge=Edge.ON))
        finding = one(
            made, event("03-01 filed", expiry=day("03-20")), "03-10 acted", "03-11 decided"
        )
        assert ("too-early", day("03-15")) == (finding.code, finding.due)

    def test_planned(self):
        """A planned day is judged before it comes."""
        made = build(
            wait(blocks="heard", en="notice of the hearing"),
            limit("hear", "served", "heard", length=20, en="hold the hearing"),
            planned={"heard": "hearing_date"},
        )
        early = one(made, event("03-01 served", hearing_date=day("03-05")), as_of="03-02")
        assert ("planned-too-early", day("03-05"), "heard") == (early.code, early.day, early.event)
        assert early.message.en == (
            "heard, planned for 2026-03-05, is too early: lawful from 2026-03-07, 5 days after "
            "served on 2026-03-01 (notice of the hearing)"
        )
        assert early.message.zh.startswith("“heard”拟定于2026-03-05，过早：")
        late = one(made, event("03-01 served", hearing_date=day("03-25")), as_of="03-02")
        assert late.message.en == (
            "heard is planned for 2026-03-25, after the last day 2026-03-21 (hold the hearing)"
        )
        assert late.message.zh == "“heard”拟定于2026-03-25，晚于“hear”的届满日2026-03-21"
        assert (Severity.BREACH, "planned-late") == (late.severity, late.code)

    def test_of_unknown_length(self):
        """Too early or not turns on a fact; it is for review, and the fact is named."""
        early, missing = found(build(wait(length="days")), "03-01 served", "03-20 decided")
        assert (Severity.REVIEW, Certainty.UNKNOWN) == (early.severity, early.certainty)
        assert "days" in early.message.en
        assert "not-recorded" == missing.code


class TestNeeds:
    def test_a_step_that_is_missing(self):
        """In the words of the need, or with its condition."""
        made = build(
            needs=[need("decided", 'happened("told")', en="not told", zh="未告知")], more="told"
        )
        finding = one(made, event("03-01 decided", of={"party": "甲"}))
        assert ("missing-step", f"{LAW}.art4.decided") == (finding.code, finding.rule)
        assert finding.message.en == "decided (甲) on 2026-03-01: not told"
        assert finding.message.zh == "“decided”（甲，2026-03-01）：未告知"
        bare = one(build(needs=[need("decided", "signed")]), event("03-01 decided", signed=False))
        assert bare.message.en == "decided on 2026-03-01: this is not fulfilled: signed"
        assert bare.message.zh == "“decided”（2026-03-01）：未满足条件 signed"

    @pytest.mark.parametrize("code", ["too-early", "unlawful-step", "late", "no-hearing"])
    def test_a_code_of_its_own(self, code):
        """A need may be called as it likes, and is told once."""
        made = build(needs=[need("decided", "signed", code=code)])
        assert one(made, event("03-01 decided", signed=False)).code == code


class TestSteps:
    MADE = worded(
        limit(),
        regions=[
            region(
                ["new filed open", "open decided done"],
                names={"open": "调查中", "done": "已决定"},
            ),
            region(["none sent out", "out back none"], "testing", zh="检测", en="testing"),
            region(["none sent out", "out lost gone"], "side"),
        ],
    )

    def test_in_a_state(self):
        """Names the state in both languages, as the region does."""
        finding = one(self.MADE, "03-01 filed", "03-02 filed", "03-03 decided")
        assert finding.message.en == (
            "case filed on 2026-03-02 came when the case stood at 'open', where the procedure has "
            "no place for it"
        )
        assert finding.message.zh == (
            "“立案”（2026-03-02）：其时案件处于“调查中”状态，程序中不存在这一步骤"
        )
        assert finding.rule == "by.hand"

    def test_before_it_began(self):
        """In the first state of the main region the case has not begun."""
        finding = one(self.MADE, "03-03 decided")
        assert "came before the case had begun" in finding.message.en
        assert "其时案件尚未开始" in finding.message.zh

    def test_in_another_region(self):
        """A region beside the main one is named."""
        finding = one(self.MADE, "03-01 back")
        assert "when testing stood at 'none'" in finding.message.en
        assert "“检测”处于“none”状态" in finding.message.zh
        assert "when side stood at 'none'" in one(self.MADE, "03-01 lost").message.en


class TestExtensions:
    def said(self, *told, **keys):
        """What is said on an extension."""
        made = build(limit(extend=(extension(**keys),)))
        return next(
            one for one in found(made, "03-01 filed", *told) if one.code == "extension-invalid"
        )

    def test_too_late(self):
        """Names the last day that was over."""
        finding = self.said("03-15 extended")
        assert finding.message.en == (
            "extended on 2026-03-15: the last day 2026-03-11 was already over, so it has no effect"
        )
        assert (
            finding.message.zh == "“extended”（2026-03-15）：批准时已过届满日2026-03-11，延期无效"
        )
        assert (day("03-11"), Severity.BREACH) == (finding.due, finding.severity)

    def test_twice(self):
        """Says that it had been granted."""
        assert "granted before" in self.said("03-05 extended", "03-06 extended").message.en

    def test_wrong_approver(self):
        """Says who granted it."""
        finding = self.said(event("03-05 extended", approver="clerk"), by="head")
        assert "granted by clerk, who may not" in finding.message.en
        assert "批准人（clerk）无权批准" in finding.message.zh

    def test_too_long(self):
        """Says how long, and how much counts, in the unit of the limit."""
        finding = self.said(
            event("03-05 extended", granted_days=9), length="granted_days", at_most=7
        )
        assert "9 days is more than the 7 days allowed, so only 7 days count" in finding.message.en
        assert "延长9日超过上限7日，仅计入7日" in finding.message.zh

    def test_not_longer(self):
        """An extension to a day before the last changes nothing."""
        finding = self.said(event("03-05 extended", pay_by=day("03-09")), until="pay_by")
        assert "it runs to 2026-03-09, not beyond the last day 2026-03-11" in finding.message.en

    def test_of_several_parties_once(self):
        """One extension refused for two parties is one finding."""
        made = build(
            limit("pay", "served", "paid", bound=Bound.PARTY, extend=(extension(by="head"),)),
            per={"served": "party"},
        )
        told = ["03-01 served@a", "03-02 served@b", event("03-05 extended", approver="clerk")]
        codes = [one.code for one in found(made, *told, as_of="03-06")]
        assert codes == ["extension-invalid"]


class TestTheRest:
    def test_a_pause_the_law_does_not_know(self):
        """Says which condition was not fulfilled."""
        made = build(limit(pause=f"{LAW}.art2.testing"), pauses=[pause(condition="told")])
        finding = one(made, "03-01 filed", event("03-02 sent", told=False), as_of="03-03")
        assert ("pause-invalid", Severity.REVIEW) == (finding.code, finding.severity)
        assert finding.message.en == (
            f"sent on 2026-03-02 does not stop the clock ({LAW}.art2.testing): what the law asks "
            "for that is not fulfilled"
        )
        assert finding.message.zh == (
            f"“sent”（2026-03-02）不停止计算期限（{LAW}.art2.testing）：不符合法律规定的条件"
        )

    def test_a_pause_with_a_name(self):
        """A pause that has a name is called by it."""
        named = pause(condition="told", zh="检测", en="testing")
        made = build(limit(pause=named.id), pauses=[named])
        finding = one(made, "03-01 filed", event("03-02 sent", told=False), as_of="03-03")
        assert "does not stop the clock (testing): what the law" in finding.message.en
        assert "不停止计算期限（检测）：不符合" in finding.message.zh

    def test_an_unknown_event(self):
        """Stays out of the audit, and is named with its line."""
        made = build(limit(), zh="普通程序", en="ordinary procedure")
        finding = one(made, Event("dance", day("03-01"), line=7))
        assert ("unknown-event", Severity.NOTE, 7) == (
            finding.code,
            finding.severity,
            finding.line,
        )
        assert finding.message.en == (
            "'dance' on 2026-03-01 is no event of ordinary procedure and was left out of the audit"
        )
        assert finding.message.zh == "“dance”（2026-03-01）不是“普通程序”程序的环节，未予审查"

    @pytest.mark.parametrize(
        ("asked", "en", "zh"),
        [
            ("big", "how big was not recorded", "未记录“面积”，"),
            ("small", "small was not recorded", "未记录“small”，"),
            ("odd", "odd was not recorded", "未记录“odd”，"),
            ('day("filed") == day("filed")', "the day of case filed was", "未记录“立案”的日期，"),
            ('due("pay") == due("pay")', "the last day of pay was", "未记录“pay”的届满日，"),
            ('state("x") == "y"', "one state of x for all was", "未记录“x”的统一状态，"),
            (
                'limitation() == "a"',
                "what the limitation of punishment",
                "未记录追责时效的有关事实",
            ),
        ],
    )
    def test_what_was_not_recorded(self, asked, en, zh):
        """Facts, and what conditions ask for, are put into words."""
        made = worded(needs=[need("decided", asked)], facts="big:bool small:bool", more="filed")
        made.facts["big"] = FactType(name="big", kind=FactKind.BOOL, zh="面积", en="how big")
        made.facts["small"] = FactType(name="small", kind=FactKind.BOOL)
        finding = one(made, "03-01 decided")
        assert ("not-recorded", Severity.NOTE) == (finding.code, finding.severity)
        assert finding.message.en.startswith(en)
        assert finding.message.zh.startswith(zh)

    def test_who_granted_an_extension(self):
        """An approver that is missing is put into words, once for two extensions."""
        made = build(limit(extend=(extension(by="head"), extension("again", by="head"))))
        told = ["03-01 filed", "03-05 extended", "03-06 again"]
        finding = one(made, *told, as_of="03-07")
        assert finding.message.en.startswith("who granted the extension was not recorded")

    def test_a_day_beyond_the_calendar(self):
        """Says so in place of a day."""
        made = build(limit(unit=Unit.WORKING_DAY), calendar=calendar("CN"))
        finding = one(made, Event("filed", date(1990, 1, 1)), as_of="1990-05-01")
        assert ("not-recorded", "calendar") == (finding.code, finding.event)
        assert "outside the years the calendar can speak about" in finding.message.en

    def test_json_has_the_promised_keys(self):
        """A finding as plain values, in the language asked for."""
        finding = one(
            worded(limit(**DECIDE)), "03-01 filed", Event("decided", day("03-13"), line=3)
        )
        made = finding.to_dict("zh")
        assert list(made) == [
            "case",
            "code",
            "severity",
            "event",
            "day",
            "due",
            "rule",
            "of",
            "certainty",
            "article",
            "message",
            "turns_on",
            "line",
        ]
        assert made["day"] == "2026-03-13"
        assert made["article"] == "《某规定》第一条"
        assert one(build(limit()), "03-01 filed").to_dict()["day"] is None

    def test_every_code_has_words(self):
        """No check is without its name and its meaning in both languages."""
        said = [text for check in CHECKS for text in (check.name, check.meaning)]
        assert all(text.en and text.zh for text in said)
        assert len(CHECKS) == len(CODES)

    @pytest.mark.parametrize("room", ["time", "order", "record", "table"])
    def test_every_check_is_in_the_table(self, room):
        """A check that is written and not listed is asked by nobody."""
        module = importlib.import_module(f"enforcecal.cases.checks.{room}")
        made = [one for one in vars(module).values() if isinstance(one, Check)]
        left_out = [one.code for one in made if one not in CHECKS]
        assert left_out == [], f"add {left_out} to CHECKS in src/enforcecal/cases/checks/table.py"


class TestTies:
    MADE = worded(
        limit(),
        regions=[region(["new filed open", "open noted =", "open decided done"])],
    )

    def test_another_order_with_less_to_report(self):
        """The order that is better is named in both languages."""
        findings = found(self.MADE, "03-01 decided", "03-01 filed")
        (tie,) = findings
        assert ("tie", Severity.REVIEW, day("03-01")) == (tie.code, tie.severity, tie.day)
        assert Certainty.UNKNOWN is tie.certainty
        assert tie.message.en.startswith(
            "the order of the events of 2026-03-01 was not recorded, and it decides: as they "
            "stand there, penalty decided on 2026-03-01 came "
        )
        assert tie.message.en.endswith("; not so if it was case filed, then penalty decided")
        assert tie.message.zh.startswith("2026-03-01当日各环节的先后未记录，结论取决于此：")
        assert tie.message.zh.endswith("；如依次为“立案”、“作出处罚决定”，则不存在该问题")

    def test_a_breach_of_every_order_stays_one(self):
        """What no order cures is firm, beside a tie for what one does."""
        told = ["03-01 decided", "03-01 filed", "03-20 filed", "03-21 filed"]
        codes = [(one.code, one.severity) for one in found(self.MADE, *told)]
        assert ("unlawful-step", Severity.BREACH) in codes
        assert codes.count(("tie", Severity.REVIEW)) == 1

    def test_no_order_is_better(self):
        """Where every order has as much to report, the order decides nothing."""
        codes = [one.code for one in found(self.MADE, "03-01 decided", "03-01 decided")]
        assert "tie" not in codes

    def test_times_are_not_turned_round(self):
        """An order that the times contradict is none."""
        told = [
            Event("decided", day("03-01"), time=time(9)),
            Event("filed", day("03-01"), time=time(10)),
        ]
        assert "tie" not in [one.code for one in found(self.MADE, *told)]
        noted = Event("noted", day("03-01"))
        assert "tie" not in [one.code for one in found(self.MADE, *told, noted)]

    def test_more_events_than_can_be_tried(self):
        """Of a day with very many events some orders are tried: one event before all, or after."""
        told = ["03-01 decided", "03-01 filed", *["03-01 noted"] * 4]
        assert ["tie"] == [one.code for one in found(self.MADE, *told)]

    def test_what_was_not_known_is_not_put_in_order(self):
        """Events recorded later have no part in the orders of that day."""
        late = Event("filed", day("03-01"), recorded=day("04-01"))
        findings = found(self.MADE, "03-01 decided", late, as_of="03-05", known_on="03-02")
        assert [one.code for one in findings] == ["unlawful-step"]


class TestSwitch:
    def test_each_finding_speaks_of_its_own_procedure(self):
        """What the first procedure needs and knows is found after the log has left it."""
        switches = {}
        target = build(
            regions=[region(["open decided done"], names={"open": "普通在办"})],
            id="target",
            zh="普通",
        )
        first = build(
            limit(pause=f"{LAW}.art2.testing"),
            id="first",
            zh="简易",
            switches=switches,
            pauses=[pause(condition="told")],
            needs=[need("moved", 'happened("signed")')],
            regions=[region(["new filed open", "open moved target/open"], names={"new": "未立"})],
            more="signed",
        )
        switches["target"] = target
        told = [
            "03-02 filed",
            event("03-03 sent", told=False),
            "03-04 moved",
            "03-05 moved",
            "03-06 decided",
            "03-07 decided",
        ]
        findings = found(first, *told)
        assert [(one.code, one.rule) for one in findings if one.code != "not-recorded"] == [
            ("pause-invalid", f"{LAW}.art2.testing"),
            ("missing-step", f"{LAW}.art4.moved"),
            ("unknown-event", "target"),
            ("unlawful-step", "target"),
        ]


def test_nothing_recorded_twice_is_told_twice():
    """Auditing again gives the same findings."""
    made = replay(log("03-01 decided", "03-02 dance"), TestTies.MADE, as_of=day("12-31"))
    assert audit(made) == audit(made)
