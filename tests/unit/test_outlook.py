"""What lies before a case: clocks, next acts, what must come first, what is out of reach."""

from __future__ import annotations

import json
from datetime import date

import attrs
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
    party,
    pause,
    region,
    run,
    wait,
)

import enforcecal as ec
from enforcecal.cases.outlook.ahead import Ahead
from enforcecal.cases.outlook.answer import outlook
from enforcecal.cases.outlook.values import After
from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.rules import Bound, Kind, Reading, Then

ORDINARY = ec.rulebook("cn").procedure("cn.penalty.ordinary")
KNOWN = {
    "hearing_type": True,
    "legal_review_required": True,
    "complex_or_major": False,
    "investigation_reported": True,
    "statement_reviewed": True,
}
FILED = (ec.Event("clue_received", date(2025, 3, 3)), ec.Event("case_filed", date(2025, 3, 10)))


def case(*events, as_of, **facts):
    """Return the outlook of a case of the ordinary procedure."""
    told = ec.CaseLog("2025-7", (*FILED, *events), facts={**KNOWN, **facts})
    return outlook(ec.replay(told, ORDINARY, as_of=as_of))


def seen(procedure, *told, as_of, **facts):
    """Return the outlook of what is told of a procedure put together by hand."""
    return outlook(run(procedure, *told, as_of=as_of, **facts))


def by_rule(found, ending):
    """Return the clock whose rule ends so."""
    (one,) = [each for each in found.clocks if each.clock.limit.id.endswith(ending)]
    return one


class TestRegions:
    def test_the_state_of_each_region(self):
        """Lines of a party or an item appear once they have begun."""
        found = case(
            ec.Event("notice.served", date(2025, 4, 10), of={"party": "甲"}),
            as_of=date(2025, 4, 11),
        )
        told = {(one.region, one.of): one.state for one in found.regions}
        assert told["main", ()] == "notified"
        assert told["notice", (("party", "甲"),)] == "served"
        assert told["hearing", ()] == "none"
        assert not {region for region, _ in told} & {"seizure", "testing"}
        assert next(one.name.zh for one in found.regions if one.region == "main") == "已告知"

    def test_a_final_state(self):
        """The end of the line is told as such."""
        made = build(
            limit(), regions=[region(["new filed open", "open decided done"], final=("done",))]
        )
        (one,) = seen(made, "03-01 filed", "03-02 decided", as_of="03-03").regions
        assert (one.state, one.final) == ("done", True)


class TestClocks:
    MADE = build(limit(pause=f"{LAW}.art2.testing"), pauses=[pause()])

    def test_used_and_left(self):
        """Ten days from 1 March: on the 4th three are used and seven left."""
        one = by_rule(seen(self.MADE, "03-01 filed", as_of="03-04"), "decision")
        assert (one.used, one.left, one.paused_since) == (3, 7, None)
        assert (one.clock.due, one.certainty) == (day("03-11"), Certainty.FIRM)

    def test_overdue(self):
        """Below 0 by as many days as it is over."""
        one = by_rule(seen(self.MADE, "03-01 filed", as_of="03-14"), "decision")
        assert (one.used, one.left) == (13, -3)

    def test_a_paused_clock_keeps_what_is_left(self):
        """Known bug 25: it has no last day, never runs out, and goes on with what was left."""
        told = ("03-01 filed", "03-04 sent")
        for as_of in ("03-05", "03-20", "12-31"):
            one = by_rule(seen(self.MADE, *told, as_of=as_of), "decision")
            assert (one.used, one.left, one.paused_since) == (3, 7, day("03-04"))
            assert (one.clock.due, one.certainty) == (None, Certainty.UNKNOWN)
        resumed = seen(self.MADE, *told, "06-01 back", as_of="06-01")
        assert by_rule(resumed, "decision").left == 7
        assert by_rule(resumed, "decision").clock.due == day("06-08")

    def test_a_pause_not_begun(self):
        """One that begins on the day of the outlook has taken out nothing yet."""
        one = by_rule(seen(self.MADE, "03-01 filed", "03-04 sent", as_of="03-04"), "decision")
        assert (one.used, one.left) == (3, 7)

    def test_working_days(self):
        """Counted as working days, with a pause taken out: 2 March 2026 is a Monday."""
        made = build(
            limit(unit=Unit.WORKING_DAY, pause=f"{LAW}.art2.testing"),
            pauses=[pause()],
            calendar=calendar("CN"),
        )
        told = ("03-02 filed", "03-04 sent", "03-06 back")
        one = by_rule(seen(made, *told, as_of="03-10"), "decision")
        assert (one.used, one.left) == (4, 6)
        assert one.to_dict()["unit"] == "working-day"

    def test_months_are_told_in_days(self):
        """There is no count of months to speak of within one."""
        one = by_rule(
            seen(build(limit(unit=Unit.MONTH, length=1)), "03-01 filed", as_of="03-11"), "decision"
        )
        assert (one.used, one.left, one.to_dict()["unit"]) == (10, 21, "day")

    def test_counted_backward(self):
        """Counted from a day to come, nothing of it is used; what is left is."""
        made = build(limit(before="expiry", edge=ec.Edge.ON), facts="expiry:date")
        told = seen(made, event("03-01 filed", expiry=day("04-20")), as_of="04-01")
        one = by_rule(told, "decision")
        assert (one.used, one.left) == (None, 9)
        unknown = by_rule(seen(made, "03-01 filed", as_of="04-01"), "decision")
        assert (unknown.used, unknown.left, unknown.certainty) == (None, None, Certainty.UNKNOWN)

    def test_without_a_length(self):
        """A length nobody recorded leaves nothing to count."""
        made = build(limit(length="promised"), facts="promised:int")
        one = by_rule(seen(made, "03-01 filed", as_of="03-04"), "decision")
        assert (one.used, one.left) == (None, None)

    def test_beyond_the_calendar(self):
        """What no calendar reaches is not counted."""
        made = build(
            limit(unit=Unit.WORKING_DAY, pause=f"{LAW}.art2.testing"),
            pauses=[pause()],
            calendar=calendar("CN"),
        )
        told = log(ec.Event("filed", date(1950, 1, 2)), ec.Event("sent", date(1950, 1, 3)))
        (one,) = outlook(ec.replay(told, made, as_of=date(1950, 2, 1))).clocks
        assert (one.used, one.left) == (None, None)

    def test_what_is_over_and_asks_for_nothing(self):
        """A wait that is over, and a clock started anew, are no longer told."""
        made = build(wait(), limit(restart=True))
        found = seen(made, "03-01 filed", "03-02 filed", "03-02 served", as_of="03-20")
        assert [one.clock.start for one in found.clocks] == [day("03-02")]


class TestActs:
    def test_a_wait_and_a_last_day(self):
        """From when, until when, and what then."""
        made = build(
            limit(),
            wait(),
            regions=[region(["new filed open", "open served =", "open decided done"])],
        )
        found = seen(made, "03-01 filed", "03-02 served", as_of="03-03")
        act = found.act("decided")
        assert (act.earliest, act.last, act.after) == (day("03-08"), day("03-11"), After.LATE)
        assert [one.rule for one in (*act.waits, *act.due)] == [
            f"{LAW}.art1.wait",
            f"{LAW}.art1.decision",
        ]
        assert [act.lawful_on(day(one)) for one in ("03-07", "03-08", "03-11", "03-12")] == [
            False,
            True,
            True,
            False,
        ]
        assert found.act("filed") is None

    def test_readings_make_a_safe_day(self):
        """The careful sides: the latest opening of a wait, the earliest end of a limit."""
        made = build(
            limit(reading=(Reading(name="short", length=8),)),
            wait(reading=(Reading(name="long", length=7),)),
        )
        act = seen(made, "03-01 filed", "03-02 served", as_of="03-03").act("decided")
        assert (act.earliest, act.safe_earliest) == (day("03-08"), day("03-10"))
        assert (act.last, act.safe_last) == (day("03-11"), day("03-09"))

    def test_a_wait_that_is_over_is_no_reason(self):
        """On the day it opens, nothing is told of it."""
        made = build(limit(), wait())
        act = seen(made, "03-01 filed", "03-02 served", as_of="03-08").act("decided")
        assert (act.earliest, act.waits) == (day("03-08"), ())

    def test_a_wait_without_a_day(self):
        """While it stands still, no first day can be said."""
        made = build(limit(), wait(pause=f"{LAW}.art2.testing"), pauses=[pause()])
        told = ("03-01 filed", "03-02 served", "03-03 sent")
        act = seen(made, *told, as_of="03-04").act("decided")
        assert (act.earliest, act.safe_earliest) == (None, None)
        assert not act.lawful_on(day("03-30"))
        assert "is not over yet" in act.waits[0].text.en
        assert "once the pause is over" in seen(made, *told, as_of="03-04").explain()

    def test_a_wait_without_a_bound(self):
        """Where a reading leads beyond every calendar there is no safe day."""
        made = build(
            limit(),
            wait(reading=(Reading(name="ages", length=9_000_000),)),
        )
        act = seen(made, "03-01 filed", "03-02 served", as_of="03-03").act("decided")
        assert (act.earliest, act.safe_earliest) == (day("03-08"), None)

    def test_a_need(self):
        """What lacks something is told apart, with what it lacks."""
        made = build(limit(), needs=[need("decided", 'happened("served")')], more="served")
        found = seen(made, "03-01 filed", as_of="03-03")
        (act,) = found.blocked
        assert act is found.act("decided")
        assert "happened" in act.lacks[0].text.en
        assert not act.lawful_on(day("03-04"))

    def test_a_right(self):
        """After the last day it has lapsed, and nobody is late."""
        made = build(
            limit("appeal", "decided", "appealed", kind=Kind.RIGHT_LAPSES, bound=Bound.PARTY)
        )
        assert seen(made, "03-01 decided", as_of="03-02").act("appealed").after is After.LAPSED

    def test_an_extension(self):
        """In time until the last day of the clock, and once only."""
        made = build(limit(extend=(extension(),)))
        found = seen(made, "03-01 filed", as_of="03-02")
        act = found.act("extended")
        assert (act.last, act.after) == (day("03-11"), After.REFUSED)
        twice = seen(made, "03-01 filed", "03-02 extended", as_of="03-03").act("extended")
        assert "granted before" in twice.lacks[0].text.en
        late = seen(made, "03-01 filed", as_of="03-20")
        assert late.act("extended") is None
        assert late.act("decided").last == day("03-11")

    def test_for_each_party(self):
        """Where the clocks of the parties differ, so do the days."""
        made = build(
            limit("appeal", "told", "appealed"), per={"told": "party", "appealed": "party"}
        )
        found = seen(
            made,
            event("03-01 told", of=party("甲")),
            event("03-03 told", of=party("乙")),
            as_of="03-04",
        )
        told = {act.of: act.last for act in found.acts if act.event == "appealed"}
        assert told == {party("甲"): day("03-11"), party("乙"): day("03-13")}
        assert found.act("appealed", party("乙")).last == day("03-13")

    def test_a_period_that_takes_away_the_place(self):
        """What a period that runs out makes impossible is in time to its last day."""
        made = build(
            limit("hold", "seized", "lifted", kind=Kind.MEASURE_ENDS, then=Then(event="over")),
            regions=[
                region(
                    ["none seized held", "held sold gone", "held over free", "held|free noted ="]
                )
            ],
        )
        found = seen(made, "03-01 seized", as_of="03-02")
        assert (found.act("sold").last, found.act("sold").after) == (day("03-11"), After.REFUSED)
        assert found.act("noted").last is None
        assert found.act("over") is None  # nobody does it

    def test_a_period_that_changes_nothing(self):
        """Not every period that runs out moves a region, and there may be many of them."""
        made = build(
            *(limit(f"m{n}", length=n, then=Then(event=f"o{n}")) for n in range(1, 11)),
            regions=[region(["new filed open", "open decided done"])],
        )
        assert seen(made, "03-01 filed", as_of="03-01").act("decided").last == day("03-02")

    def test_a_step_that_leads_nowhere(self):
        """Where the condition of the only step is false, the case has no place for the act."""
        made = build(
            limit(),
            regions=[region(["new filed open", "open decided done ? told"])],
            facts="told:bool",
        )
        assert seen(made, event("03-01 filed", told=False), as_of="03-02").act("decided") is None
        assert seen(made, event("03-01 filed", told=True), as_of="03-02").act("decided")

    def test_what_has_been_answered(self):
        """A clock that has ended sets no last day any more, for the party that answered it."""
        made = build(
            limit("appeal", "told", "appealed", extend=(extension(),)),
            per={"told": "party", "appealed": "party", "extended": "party"},
        )
        told = [event("03-01 told", of=party(who)) for who in "甲乙"]
        found = seen(made, *told, event("03-02 appealed", of=party("甲")), as_of="03-03")
        assert [(act.event, act.of) for act in found.acts] == [
            ("appealed", party("乙")),
            ("extended", party("乙")),
        ]

    def test_silence_that_counts_as_the_act(self):
        """Where the period that runs out does the act itself, doing it later is not late."""
        made = build(limit("acceptance", "filed", "accepted deemed", then=Then(event="deemed")))
        run_now = run(made, "03-01 filed", as_of="03-02")
        assert outlook(run_now).act("accepted").last is None
        assert ec.validate(run_now, event("03-20 accepted")).allowed is ec.Allowed.YES

    def test_money_that_grows_sets_no_last_day(self):
        """Paying ends what accrues, on whatever day."""
        made = build(limit("add-fine", "due", "paid", kind=Kind.ACCRUES, length=0))
        assert seen(made, "03-01 due", as_of="03-02").act("paid").last is None

    def test_several_waits_for_what_is_planned(self):
        """The longest of them sets the last day; one that no day is early enough for sets none."""
        made = build(
            wait("short", blocks="heard", length=3),
            wait("long", blocks="heard", length=8),
            wait("ages", blocks="heard", length=9_000_000),
            wait("shorter", blocks="heard", length=2),
            planned={"heard": "planned"},
            facts="planned:date",
            more="asked",
        )
        found = seen(made, event("03-01 asked", planned=day("03-20")), as_of="03-02")
        assert found.act("served") is None  # nobody waits for it, and no region has a step
        made = attrs.evolve(
            made, regions=(region(["open asked =", "open served =", "open heard ="]),)
        )
        found = seen(made, event("03-01 asked", planned=day("03-20")), as_of="03-02")
        assert found.act("served").last == day("03-11")

    def test_a_wait_for_what_is_planned(self):
        """A notice of a hearing must go out while its wait still fits before the planned day."""
        made = build(
            wait(blocks="heard"),
            planned={"heard": "planned"},
            facts="planned:date",
            more="asked",
            regions=[region(["new asked open", "open served =", "open heard ="])],
        )
        found = seen(made, event("03-01 asked", planned=day("03-20")), as_of="03-02")
        act = found.act("served")
        assert (act.last, act.after) == (day("03-14"), After.REFUSED)
        assert "for heard on 2026-03-20" in act.due[0].text.en


class TestBeforehand:
    def test_backward_from_the_last_day(self):
        """Decided by 9 June, the notice is served by 29 May: 30 May and 3 to 6 June lie between."""
        found = case(as_of=date(2025, 5, 26))
        told = {one.events: (one.by, one.before, one.before_by) for one in found.first}
        assert told[("notice.served",)] == (
            date(2025, 5, 29),
            "penalty_decided",
            date(2025, 6, 9),
        )
        assert told[("legal_review_done",)] == (
            date(2025, 6, 9),
            "penalty_decided",
            date(2025, 6, 9),
        )
        notice = next(one for one in found.first if one.events == ("notice.served",))
        assert [one.article.zh for one in notice.reasons][:2] == [
            "《中华人民共和国行政处罚法》第四十四条",
            "《住房和城乡建设行政处罚程序规定》第二十二条",
        ]
        opens = {
            of: case(ec.Event("notice.served", of), as_of=of).act("penalty_decided").earliest
            for of in (date(2025, 5, 29), date(2025, 5, 30))
        }
        assert list(opens.values()) == [date(2025, 6, 7), date(2025, 6, 10)]

    def test_for_a_hearing_that_is_planned(self):
        """The notice of a hearing on 20 June goes out by 10 June: seven full working days."""
        asked = ec.Event(
            "hearing_requested", date(2025, 5, 28), facts={"hearing_date": date(2025, 6, 20)}
        )
        found = case(ec.Event("notice.served", date(2025, 5, 26)), asked, as_of=date(2025, 5, 29))
        (one,) = [each for each in found.first if each.events == ("hearing_notice.served",)]
        assert (one.by, one.before_by) == (date(2025, 6, 10), date(2025, 6, 20))
        assert found.act("hearing_notice.served").last == date(2025, 6, 10)

    def test_chains(self):
        """What must come before what must come first is counted back in turn."""
        made = build(
            limit(length=30),
            wait("second", "noted"),
            wait("first", "asked", "noted"),
            needs=[
                need("decided", 'happened("noted")'),
                need("noted", 'happened("asked")', id=f"{LAW}.art5.asked"),
            ],
        )
        found = seen(made, "03-01 filed", as_of="03-02")
        assert [(one.events, one.by) for one in found.first] == [
            (("asked",), day("03-19")),
            (("noted",), day("03-25")),
        ]
        assert found.out_of_reach == ()
        late = seen(made, "03-01 filed", as_of="03-20")
        (one,) = late.out_of_reach
        assert (one.event, one.earliest, one.last) == ("decided", day("04-01"), day("03-31"))
        assert one.text.en.endswith("; no extension is left")
        assert one.text.zh.endswith("；已无可用的延期")

    def test_one_of_several(self):
        """Where one of several acts is enough, they are told together."""
        made = build(
            limit(),
            wait(),
            needs=[need("decided", 'happened("served") or happened("waived")')],
            more="waived",
        )
        (one,) = seen(made, "03-01 filed", as_of="03-02").first
        assert one.events == ("served", "waived")
        assert one.name.en == "served or waived"
        assert seen(made, "03-01 filed", as_of="03-08").out_of_reach == ()  # it can be waived

    def test_for_two_acts_that_are_due(self):
        """What two acts require is told once, for the earlier."""
        made = build(
            limit(length=20),
            limit("report", "filed", "reported"),
            needs=[
                need("decided", 'happened("served") or happened("decided")'),
                need("reported", 'happened("served")', id=f"{LAW}.art5.reported"),
            ],
            more="served",
        )
        for name in ("decided", "reported"):
            turned = made if name == "decided" else attrs.evolve(made, limits=made.limits[::-1])
            (one,) = seen(turned, "03-01 filed", as_of="03-02").first
            assert (one.events, one.before, one.by) == (("served",), "reported", day("03-11"))

    def test_a_wait_of_unknown_length(self):
        """Nothing is counted back over a wait whose length nobody recorded."""
        made = build(
            limit(),
            wait(length="days"),
            needs=[need("decided", 'happened("served")')],
            facts="days:int",
        )
        (one,) = seen(made, "03-01 filed", as_of="03-02").first
        assert (one.by, one.reasons[1:]) == (day("03-11"), ())

    def test_acts_that_require_one_another(self):
        """A circle of needs leads nowhere, and ends."""
        made = build(
            limit(),
            needs=[
                need("decided", 'happened("noted")'),
                need("noted", 'happened("decided")', id=f"{LAW}.art5.noted"),
            ],
        )
        found = seen(made, "03-01 filed", as_of="03-02")
        assert [one.events for one in found.first] == [("noted",), ("decided",)]
        assert found.out_of_reach == ()

    def test_a_need_no_event_meets(self):
        """A fact that is wrong is told as lacking, and counts nothing."""
        made = build(limit(), needs=[need("decided", "fine < 5")], facts="fine:int")
        found = seen(made, event("03-01 filed", fine=9), as_of="03-02")
        assert (found.first, found.out_of_reach) == ((), ())
        assert len(found.blocked) == 1

    def test_no_day_is_early_enough(self):
        """A wait that leads beyond the calendar leaves no day."""
        made = build(
            limit(),
            wait(length=9_000_000),
            needs=[need("decided", 'happened("served")')],
        )
        found = seen(made, "03-01 filed", as_of="03-02")
        (one,) = found.first
        assert one.by is None
        assert found.out_of_reach == ()
        assert "served by a day long past" in found.explain()

    def test_a_wait_that_stands_still(self):
        """How long a pause lasts is not known, and so nothing is out of reach for sure."""
        made = build(limit(), wait(pause=f"{LAW}.art2.testing"), pauses=[pause()])
        told = ("03-01 filed", "03-02 served", "03-03 sent")
        assert seen(made, *told, as_of="03-10").out_of_reach == ()


class TestOutOfReach:
    def test_it_is_told_early(self):
        """On 5 June a notice still to be served leaves no room; the head can still extend."""
        (one,) = case(as_of=date(2025, 6, 5)).out_of_reach
        assert (one.event, one.earliest, one.last) == (
            "penalty_decided",
            date(2025, 6, 13),
            date(2025, 6, 9),
        )
        (more,) = one.extensions
        assert (more.event, more.last, more.due, more.enough) == (
            "extension_1_approved",
            date(2025, 6, 9),
            date(2025, 7, 8),
            True,
        )
        assert more.by == ("agency-head", "collective")
        assert one.text.en == (
            "penalty decided can no longer be in time: lawful from 2025-06-13 at the earliest, "
            "due 2025-06-09, unless the wait ends sooner by statement made or statement waived; "
            "first extension approved has to come by 2025-06-09 (then due 2025-07-08 at the "
            "latest)"
        )
        assert one.text.zh == (
            "“作出处罚决定”已不能在期限内完成：最早可于2025-06-13进行，而届满日为2025-06-09；"
            "但“陈述申辩”或“放弃陈述申辩”可使等待提前结束；“批准延期”最迟应于2025-06-09作出"
            "（届满日最长延至2025-07-08）"
        )

    def test_an_extension_that_is_not_enough(self):
        """That too is said."""
        made = build(limit(extend=(extension(length=2),)), wait(length=20))
        (one,) = seen(made, "03-01 filed", "03-02 served", as_of="03-03").out_of_reach
        assert not one.extensions[0].enough
        assert "which is not enough" in one.text.en
        assert "仍然不够" in one.text.zh

    def test_extensions_that_cannot_be_granted(self):
        """Granted before, without a length, lacking something, or beyond the calendar."""
        rules = (
            extension("first"),
            extension("told", length="days"),
            extension("lacking"),
            extension("ages", length=9_000_000),
            extension("capped", length="days", at_most=3),
        )
        made = build(
            limit(extend=rules),
            wait(length=40),
            needs=[need("lacking", 'happened("signed")')],
            more="signed",
            facts="days:int",
        )
        told = ("03-01 filed", "03-02 served", "03-03 first")
        (one,) = seen(made, *told, as_of="03-04").out_of_reach
        assert [more.event for more in one.extensions] == ["capped"]

    def test_of_a_clock_without_a_day(self):
        """A clock that stands still is not lengthened ahead."""
        made = build(limit(pause=f"{LAW}.art2.testing", extend=(extension(),)), pauses=[pause()])
        from enforcecal.cases.replay.engine import resume_states

        told = run(made, "03-01 filed", "03-02 sent", as_of="03-04")
        (state,) = resume_states(told)
        ahead = Ahead(state, day("03-04").toordinal())
        (one,) = state.clocks
        state.clocks.refresh(one)
        assert list(ahead.lengthenings(one)) == []


class TestTheAnswer:
    def test_it_takes_a_run(self):
        """Nothing else will do."""
        with pytest.raises(ArgumentTypeError, match="run=CaseLog must be a Run"):
            outlook(log())

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_it_serialises(self, lang):
        """Every part of it is plain values."""
        told = case(ec.Event("suspended", date(2025, 5, 20)), as_of=date(2025, 5, 26)).to_dict(lang)
        assert json.loads(json.dumps(told)) == told
        late = case(as_of=date(2025, 6, 5)).to_dict(lang)
        assert late["out_of_reach"][0]["extensions"][0]["last"] == "2025-06-09"
        assert late["blocked"][0]["lacks"]

    def test_it_explains_itself(self):
        """Both languages tell the same."""
        found = case(as_of=date(2025, 6, 5))
        assert len(found.explain().splitlines()) == len(found.explain("zh").splitlines())
        assert "decide the case: since 2025-03-10, used 87, left 4, last day 2025-06-09" in (
            found.explain()
        )
        assert "已用87，剩余4，届满日2025-06-09（稳妥起见2025-06-08）" in found.explain("zh")
        assert "must come first:" in found.explain()
        assert "已不能按期：" in found.explain("zh")

    def test_pauses_and_what_is_over_in_words(self):
        """Clocks that stand still, are over, are of a party, or cannot be counted."""
        made = build(
            limit(pause=f"{LAW}.art2.testing"),
            limit("report", "filed", "reported", length=2),
            limit("answer", "told", "answered"),
            limit("promise", "filed", "kept", length="promised"),
            wait(blocks="answered"),
            pauses=[pause()],
            per={"told": "party", "answered": "party"},
            facts="promised:int",
        )
        found = seen(
            made,
            "03-01 filed",
            event("03-02 told", of=party("甲")),
            "03-02 sent",
            "03-04 served",
            as_of="03-06",
        )
        en, zh = found.explain(), found.explain("zh")
        assert "paused since 2026-03-02" in en
        assert "over by 3" in en
        assert "answer (甲)" in en
        assert "answered (甲): from 2026-03-10, until 2026-03-12, then late" in en
        assert "2026-03-02起暂停" in zh
        assert "已超过3" in zh
        assert "answer（甲）" in zh
        assert "自2026-03-10起" in zh

    def test_an_empty_case(self):
        """Nothing recorded: no clock, and what opens the case is lawful next."""
        made = build(limit(), regions=[region(["new filed open", "open decided done"])])
        assert seen(made, as_of="03-01").explain().splitlines() == [
            "甲-1 on 2026-03-01",
            "  main: new",
            "lawful next:",
            "  (no day set) filed",
        ]

    def test_a_run_by_hand(self):
        """A run that does not say where it stood is replayed."""
        told = run(build(limit()), "03-01 filed", as_of="03-04")
        assert outlook(attrs.evolve(told, resume=())).to_dict() == outlook(told).to_dict()
