"""What a completion of the record may add: no breach is firm that one of them takes away."""

from __future__ import annotations

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
    pause,
    region,
    wait,
)

import enforcecal as ec
from enforcecal.cases.audit import audit, verdict
from enforcecal.cases.checks.time import Outcome, judge
from enforcecal.cases.findings import Severity
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import Event
from enforcecal.law.rules import Bound, Kind, Reading, Then


def run(procedure, *told, as_of="12-31", events=None, **keys):
    """Replay what is told, of a source with a place for *events* alone."""
    coverage = None if events is None else Coverage(events=events.split(), **keys)
    return replay(log(*told), procedure, as_of=day(as_of), coverage=coverage)


def one(given, code="late"):
    """Return the one finding of a code."""
    (found,) = (each for each in audit(given) if each.code == code)
    return found


def outcomes(given):
    """Return how the clocks of a run ended."""
    return [judge(given, clock).outcome for clock in given.clocks]


OPEN_PAUSE = build(limit(pause=f"{LAW}.art2.testing"), pauses=[pause(zh="检测", en="testing")])


class TestExtensions:
    MADE = build(limit(extend=(extension(length=5),)))
    LATE = ("03-01 filed", "03-14 decided")

    def test_with_a_place_for_it_late_is_late(self):
        """That nothing stands there tells that nobody granted it."""
        assert Severity.BREACH is one(run(self.MADE, *self.LATE)).severity

    def test_without_a_place_it_turns_on_it(self):
        """In time if it was granted: the day up to which is named."""
        found = one(run(self.MADE, *self.LATE, events="filed decided"))
        assert (Severity.REVIEW, ec.Certainty.UNKNOWN) == (found.severity, found.certainty)
        assert ("extended",) == found.turns_on
        assert "the last day could be 2026-03-16" in found.message.en
        assert "届满日可至2026-03-16" in found.message.zh

    def test_after_every_extension_it_is_late_all_the_same(self):
        """The cap of the extension bounds what it may excuse."""
        found = one(run(self.MADE, "03-01 filed", "03-17 decided", events="filed decided"))
        assert Severity.BREACH is found.severity

    def test_a_length_that_nobody_told_has_no_bound(self):
        """Then every day may be in time."""
        made = build(limit(extend=(extension(length="days"),)), facts="days:int")
        given = run(made, "03-01 filed", "12-30 decided", events="filed decided")
        assert Severity.REVIEW is one(given).severity

    def test_a_count_backward_knows_none(self):
        """A day counted back from another is not moved by an extension."""
        made = build(
            limit(before="expiry", length=5, edge=ec.Edge.ON, extend=(extension(length=5),)),
            facts="expiry:date",
        )
        told = event("03-01 filed", expiry=day("04-01"))
        given = run(made, told, "04-20 decided", events="filed decided")
        assert one(given).turns_on == ()

    def test_too_late_unless_what_is_unseen_came_before(self):
        """A second extension after the last day may follow a first that has no column."""
        rules = (extension(length=5), extension("again", length=5))
        made = build(limit(extend=rules))
        told = ("03-01 filed", "03-13 again", "03-19 decided")
        assert "extension-invalid" in {each.code for each in audit(run(made, *told))}
        unseen = audit(run(made, *told, events="filed decided again"))
        assert not [each for each in unseen if each.severity is Severity.BREACH]

    def test_one_that_nobody_may_grant_is_in_doubt_beside_a_word_unknown(self):
        """The clock may have ended before by what was not understood."""
        made = build(limit(extend=(extension(by="head"),)))
        told = ("03-01 filed", "03-02 dance", event("03-05 extended", approver="clerk"))
        assert Severity.REVIEW is one(run(made, *told), "extension-invalid").severity


class TestFaultyExtensions:
    def test_without_the_first_the_second_is_void(self):
        """It does not lengthen, and the decision is late by the old day."""
        rules = (extension(length=5), extension("again", length=5))
        made = build(limit(extend=rules), needs=[need("again", 'happened("extended")')])
        given = run(made, "03-01 filed", "03-05 again", "03-14 decided")
        assert {"missing-step", "late"} == {each.code for each in audit(given)}

    def test_another_fault_of_its_making_leaves_it_in_doubt(self):
        """Whether it still lengthens is not settled."""
        made = build(
            limit(extend=(extension(length=5),)),
            needs=[need("extended", "told")],
            facts="told:bool",
        )
        told = ("03-01 filed", event("03-05 extended", told=False), "03-14 decided")
        found = one(run(made, *told))
        assert (Severity.REVIEW, ec.Certainty.DISPUTED) == (found.severity, found.certainty)
        assert "does not meet what the law requires of that" in found.message.en

    def test_of_several_such_faults_the_doubt_is_told_once(self):
        """The same reason does not stand twice."""
        rules = (extension(length=5), extension("again", length=5))
        made = build(
            limit(extend=rules),
            needs=[need("extended", "told"), need("again", "told", id=f"{LAW}.art5.again")],
            facts="told:bool",
        )
        told = (event("03-05 extended", told=False), event("03-06 again", told=False))
        found = one(run(made, "03-01 filed", *told, "03-19 decided"))
        assert 1 == found.message.en.count("does not meet what the law requires")

    def test_on_a_reading_it_does_not_hold(self):
        """The reading is the reason."""
        rule = attrs.evolve(
            extension(length=5), reading=(Reading(name="none", en="none", zh="无"),)
        )
        found = one(
            run(build(limit(extend=(rule,))), "03-01 filed", "03-05 extended", "03-14 decided")
        )
        assert "on another reading none" in found.message.en


class TestPauses:
    def test_a_pause_without_a_place_has_no_bound(self):
        """How many days would not have to count is said."""
        found = one(run(OPEN_PAUSE, "03-01 filed", "03-21 decided", events="filed decided"))
        assert Severity.REVIEW is found.severity
        assert "in time only if 10 days or more did not count" in found.message.en
        assert "有10日以上依法不计入期限的" in found.message.zh

    def test_a_pause_that_a_period_ends_is_bounded(self):
        """Silence ends it by itself: beyond that and the period, late is late."""
        made = build(
            limit(pause=f"{LAW}.art2.testing"),
            limit(
                "reply", "sent", "back", length=4, kind=Kind.RIGHT_LAPSES, then=Then(event="silent")
            ),
            pauses=[pause(ends="back silent")],
        )
        seen = "filed decided"
        found = one(run(made, "03-01 filed", "03-15 decided", events=seen))
        assert (Severity.REVIEW, ("sent",)) == (found.severity, found.turns_on)
        assert "without those days the last day could be 2026-03-15" in found.message.en
        assert "扣除该期间的，届满日可至2026-03-15" in found.message.zh
        late = one(run(made, "03-01 filed", "03-16 decided", events=seen))
        assert Severity.BREACH is late.severity

    def test_one_that_never_ended_is_told(self):
        """The day until which it must have lasted is the answer, and nothing is on time."""
        given = run(OPEN_PAUSE, "03-01 filed", "03-04 sent", "04-20 decided")
        found = one(given)
        assert (Severity.REVIEW, ("back",)) == (found.severity, found.turns_on)
        assert "in time only if it lasted until 2026-04-13 or longer" in found.message.en
        assert "持续至2026-04-13或者更晚的" in found.message.zh
        assert "cannot-be-judged" == verdict(given, audit(given)).verdict.value

    def test_in_time_whatever_became_of_it(self):
        """Ten days are not over, with the pause or without."""
        given = run(OPEN_PAUSE, "03-01 filed", "03-04 sent", "03-08 decided")
        assert () == audit(given)
        assert [Outcome.KEPT] == outcomes(given)

    def test_under_way_it_is_open(self):
        """A paused clock cannot become overdue, where the end of the pause would be shown."""
        given = run(OPEN_PAUSE, "03-01 filed", "03-04 sent")
        assert [Outcome.OPEN] == outcomes(given)

    def test_under_way_without_a_place_for_its_end(self):
        """Whether it still lasts is not shown; in time as long as the days are not over anyway."""
        told = ("03-01 filed", "03-04 sent")
        found = one(run(OPEN_PAUSE, *told, events="filed decided sent"), "overdue")
        assert "nothing recorded by 2026-12-31" in found.message.en
        early = run(OPEN_PAUSE, *told, as_of="03-05", events="filed decided sent")
        assert [Outcome.OPEN] == outcomes(early)

    def test_of_a_party_nobody_asks(self):
        """Under a pause that never ended, a party's late act is not judged."""
        made = build(limit(bound=Bound.PARTY, pause=f"{LAW}.art2.testing"), pauses=[pause()])
        given = run(made, "03-01 filed", "03-04 sent", "04-20 decided")
        assert [Outcome.NOT_JUDGED] == outcomes(given)
        assert () == audit(given)


class TestActs:
    def test_another_act_may_have_ended_it_before(self):
        """Unless what is recorded cannot follow on that act."""
        made = build(
            limit(end="decided dropped"),
            regions=[region(["new filed open", "open decided done", "open dropped over"])],
        )
        assert (
            Severity.BREACH
            is one(run(made, "03-01 filed", "03-14 decided", events="filed decided")).severity
        )
        free = build(limit(end="decided dropped"))
        found = one(run(free, "03-01 filed", "03-14 decided", events="filed decided"))
        assert (Severity.REVIEW, ("dropped",)) == (found.severity, found.turns_on)

    def test_still_owed_unless_ended_unseen(self):
        """Where one of the acts that would end it has no place, overdue is for review."""
        made = build(
            limit(end="decided dropped"),
            regions=[
                region(["new filed open", "open decided done", "open dropped over", "open heard ="])
            ],
        )
        told = ("03-01 filed", "03-05 heard")
        found = one(run(made, *told, events="filed decided heard"), "overdue")
        assert (Severity.REVIEW, ("dropped",)) == (found.severity, found.turns_on)
        assert Severity.BREACH is one(run(made, *told), "overdue").severity

    def test_a_wait_may_have_been_cut_short(self):
        """By a waiver that has no column."""
        made = build(wait(cancel="waived"))
        told = ("03-01 served", "03-03 decided")
        assert Severity.BREACH is one(run(made, *told), "too-early").severity
        assert (
            Severity.REVIEW is one(run(made, *told, events="served decided"), "too-early").severity
        )

    def test_a_start_put_in_by_a_period(self):
        """The period may have been ended by what is not shown."""
        made = build(
            limit("accept", "filed", "accepted", then=Then(event="deemed")),
            limit("decision", "deemed accepted", "decided"),
        )
        told = ("03-01 filed", "03-25 decided")
        assert Severity.BREACH is one(run(made, *told)).severity
        found = one(run(made, *told, events="filed decided"))
        assert (Severity.REVIEW, ("accepted",)) == (found.severity, found.turns_on)

    def test_the_same_beside_a_word_unknown(self):
        """What was not understood before the start may be that."""
        made = build(
            limit("accept", "filed", "accepted", then=Then(event="deemed")),
            limit("decision", "deemed accepted", "decided"),
        )
        found = one(run(made, "03-01 filed", "03-05 dance", "03-25 decided"))
        assert (Severity.REVIEW, ("dance",)) == (found.severity, found.turns_on)


class TestLifted:
    def test_after_the_last_day_it_is_broken(self):
        """A later event cannot make a missed day unmissed."""
        made = build(limit(cancel="withdrawn"))
        found = one(run(made, "03-01 filed", "03-20 withdrawn"))
        assert (Severity.BREACH, "withdrawn") == (found.severity, found.event)
        assert (
            "nothing recorded until withdrawn on 2026-03-20 ended the duty, 9 days"
            in found.message.en
        )

    def test_before_it_falls_away(self):
        """And so does a duty of which it was not recorded whether there is one."""
        made = build(limit(cancel="withdrawn"))
        assert [Outcome.LIFTED] == outcomes(run(made, "03-01 filed", "03-05 withdrawn"))
        asked = build(limit(cancel="withdrawn", when="big"), facts="big:bool")
        assert [Outcome.LIFTED] == outcomes(run(asked, "03-01 filed", "03-20 withdrawn"))


class TestReadingsAndRanks:
    def test_what_only_one_reading_asks_is_for_review(self):
        """Of the act, and of what is still owed."""
        reading = Reading(name="other", en="other", zh="别的", binds=False)
        made = build(limit(reading=(reading,)))
        late = one(run(made, "03-01 filed", "03-14 decided"))
        assert (Severity.REVIEW, ec.Certainty.DISPUTED) == (late.severity, late.certainty)
        assert late.message.en.endswith("; on another reading other")
        assert Severity.REVIEW is one(run(made, "03-01 filed"), "overdue").severity

    def test_a_notice_makes_no_breach(self):
        """It does not bind by itself, and the finding says so."""
        made = build(limit())
        law = attrs.evolve(made.laws[LAW], rank="notice")
        found = one(run(attrs.evolve(made, laws={LAW: law}), "03-01 filed", "03-14 decided"))
        assert Severity.REVIEW is found.severity
        assert "does not bind by itself" in found.message.en

    def test_a_pause_that_one_reading_does_not_know(self):
        """Late without it, in time with it: the reading is named."""
        rule = attrs.evolve(pause(), reading=(Reading(name="no", en="not so", zh="不是"),))
        made = build(limit(pause=rule.id), pauses=[rule])
        given = run(made, "03-01 filed", "03-03 sent", "03-08 back", "03-14 decided")
        found = one(given)
        assert (Severity.REVIEW, ec.Certainty.DISPUTED) == (found.severity, found.certainty)
        assert "on another reading not so" in found.message.en


class TestNewerLaw:
    def test_an_extension_that_came_with_a_newer_law(self):
        """It may lengthen the clock of the older one: in doubt, and never dropped in silence."""
        old, new = "cn.rules-2020", "cn.rules-2026"
        laws = (ec.rulebook("cn").procedure("cn.penalty.ordinary").laws["cn.mohurd-55-2022"],)
        first = attrs.evolve(laws[0], id=old, in_force_from=None, in_force_to=date(2026, 3, 4))
        then = attrs.evolve(laws[0], id=new, in_force_from=date(2026, 3, 5), in_force_to=None)
        made = build(
            limit(),
            limit(id=f"{new}.art1.decision", extend=(extension(length=5),)),
            laws=(first, then),
        )
        found = one(run(made, "03-01 filed", "03-06 extended", "03-14 decided"))
        assert Severity.REVIEW is found.severity
        assert "law that came into force after it began to run" in found.message.en
        gone = run(made, "02-01 filed", "02-03 extended", "03-04 decided")
        assert Severity.BREACH is one(gone).severity


class TestSteps:
    MADE = build(
        limit(),
        regions=[region(["new filed open", "open heard heard", "heard decided done"])],
    )

    def test_out_of_place_unless_a_way_led_there_unseen(self):
        """A table without a column for the hearing does not show that there was none."""
        told = ("03-01 filed", "03-05 decided")
        assert Severity.BREACH is one(run(self.MADE, *told), "unlawful-step").severity
        found = one(run(self.MADE, *told, events="filed decided"), "unlawful-step")
        assert (Severity.REVIEW, ("heard",)) == (found.severity, found.turns_on)

    def test_no_way_leads_there(self):
        """What nothing unseen can have brought about is firm."""
        told = ("03-01 filed", "03-02 heard", "03-05 decided", "03-06 heard")
        found = one(run(self.MADE, *told, events="filed decided"), "unlawful-step")
        assert Severity.BREACH is found.severity

    def test_a_word_unknown_may_be_the_step(self):
        """Up to the day on which it stands there."""
        told = ("03-01 filed", "03-03 dance", "03-05 decided")
        found = one(run(self.MADE, *told), "unlawful-step")
        assert (Severity.REVIEW, ("dance",)) == (found.severity, found.turns_on)
        late = ("03-01 filed", "03-05 decided", "03-06 dance")
        assert Severity.BREACH is one(run(self.MADE, *late), "unlawful-step").severity

    def test_an_unlawful_step_before_leads_on(self):
        """The case goes on from where that step leads, if it leads to one place."""
        told = ("03-01 filed", "03-05 decided", "03-06 filed")
        given = run(self.MADE, *told, events="filed decided")
        assert 2 == sum(each.code == "unlawful-step" for each in audit(given))

    def test_what_a_period_put_in_may_not_have_come(self):
        """The reply that has no column may have come before the silence did."""
        made = build(
            limit(
                "reply", "sent", "back", length=4, kind=Kind.RIGHT_LAPSES, then=Then(event="mute")
            ),
            regions=[
                region(
                    [
                        "new sent open",
                        "open back answered",
                        "open mute silent",
                        "answered decided done",
                    ]
                )
            ],
        )
        told = ("03-01 sent", "03-20 decided")
        assert Severity.BREACH is one(run(made, *told), "unlawful-step").severity
        found = one(run(made, *told, events="sent decided"), "unlawful-step")
        assert (Severity.REVIEW, ("back",)) == (found.severity, found.turns_on)

    def test_what_several_acts_came_to_has_come(self):
        """All told is as sure as the telling that is shown: no way leads around it."""
        lines = [
            "new filed open",
            "open all_told told_",
            "open decided done",
            "done filed_away away",
        ]
        made = build(
            regions=[region(lines)], per={"told": "party"}, after_all={"all_told": (("told",),)}
        )
        told = ("03-01 filed", "03-03 told", "03-05 decided")
        found = one(run(made, *told, events="filed told decided"), "unlawful-step")
        assert Severity.BREACH is found.severity

    def test_a_row_that_could_not_be_read(self):
        """It has no day: it may be anything at any time."""
        given = run(
            self.MADE,
            "03-01 filed",
            "03-05 decided",
            events="filed heard decided",
            unread={"甲-1": [ec_unread("?")]},
        )
        assert Severity.REVIEW is one(given, "unlawful-step").severity
        assert "cannot-be-judged" == verdict(given, audit(given)).verdict.value


def ec_unread(word):
    """Return a word without a day."""
    from enforcecal.cases.replay.coverage import Unread

    return Unread(word=word)


class TestConditions:
    """What a rule requires is asked of what the source could have shown."""

    def asked(self, that, *told, regions=(), limits=(), events, **keys):
        """Return what is found of a need on a decision."""
        made = build(*limits, needs=[need("decided", that)], regions=regions, **keys)
        return run(made, *told, "03-20 decided", events=events)

    @pytest.mark.parametrize(
        ("that", "limits", "told", "events"),
        [
            ('happened("told")', [], [], "decided"),
            ('over("pay")', [limit("pay", "served", "paid")], [], "decided paid"),
            (
                'over("pay")',
                [limit("pay", "served", "paid", length=90)],
                ["03-01 served"],
                "decided served",
            ),
            ('not late("pay")', [limit("pay", "served", "paid")], [], "decided paid"),
            (
                'not late("pay")',
                [limit("pay", "served", "paid")],
                ["03-01 served"],
                "decided served",
            ),
        ],
    )
    def test_unknown_without_a_place(self, that, limits, told, events):
        """It is told as not recorded, and breaks nothing."""
        given = self.asked(that, *told, limits=limits, events=events, more="told")
        found = audit(given)
        assert "not-recorded" in {each.code for each in found}
        assert not [each for each in found if each.severity is Severity.BREACH]

    @pytest.mark.parametrize(
        ("that", "limits", "told"),
        [
            ('happened("told")', [], []),
            ('over("pay")', [limit("pay", "served", "paid", length=90)], ["03-01 served"]),
            ('not late("pay")', [limit("pay", "served", "paid")], ["03-01 served"]),
            ('state("main") == "open"', [], []),
        ],
    )
    def test_beside_a_word_unknown_it_is_told_as_that_word(self, that, limits, told):
        """Nothing else is said to be missing, and nothing is broken."""
        made = build(
            *limits,
            needs=[need("decided", that)],
            regions=[region(["new heard open", "new decided ="])],
            more="told",
        )
        given = run(made, *told, "03-10 dance", "03-20 decided")
        codes = {each.code for each in audit(given)} - {"overdue", "unlawful-step"}
        assert {"unknown-event"} == codes

    @pytest.mark.parametrize("that", ['happened("told")', 'over("pay")', 'state("main") == "open"'])
    def test_with_a_place_it_did_not_happen(self, that):
        """And the need is not met."""
        made = build(
            limit("pay", "served", "paid"),
            needs=[need("decided", that)],
            regions=[region(["new heard open", "new decided ="])],
            more="told",
        )
        given = run(made, "03-20 decided", events="decided told served paid heard")
        assert "missing-step" in {each.code for each in audit(given)}

    def test_late_for_sure(self):
        """Nothing unseen can have ended it: late is late."""
        given = self.asked(
            'not late("pay")',
            "03-01 served",
            limits=[limit("pay", "served", "paid")],
            events="decided served paid",
        )
        assert "missing-step" in {each.code for each in audit(given)}

    def test_not_late_is_not_late(self):
        """A clock that was met in time is no reason for doubt."""
        given = self.asked(
            'not late("pay")',
            "03-01 served",
            "03-05 paid",
            limits=[limit("pay", "served", "paid")],
            events="decided served paid",
        )
        assert () == audit(given)

    def test_where_the_state_may_have_moved_unseen(self):
        """Unless the source has a place for what usually leads there, the first of the table."""
        lines = ["new heard open", "new decided ="]
        given = self.asked('state("main") == "open"', regions=[region(lines)], events="decided")
        assert "not-recorded" in {each.code for each in audit(given)}
        for more, code in (
            ([*lines, "new noted open"], "not-recorded"),
            (["new noted open", *lines], "missing-step"),
        ):
            both = self.asked(
                'state("main") == "open"', regions=[region(more)], events="decided noted"
            )
            assert code in {each.code for each in audit(both)}

    def test_a_state_that_came_by_a_condition_nobody_saw(self):
        """Whether the hearing was asked for in time turns on a notice that has no column."""
        told = (
            event("2025-08-22 clue_received", hearing_type=True),
            "2025-09-08 case_filed",
            "2025-10-15 hearing_requested",
            "2025-10-20 penalty_decided",
        )
        procedure = TestLimitation.ORDINARY
        seen = frozenset(procedure.events) - {"notice.served"}
        rule = "cn.penalty-law-2021.art63.hearing"
        for events, severities in ((None, ["breach"]), (seen, ["note"])):
            coverage = events and Coverage(events=events)
            given = replay(log(*told), procedure, as_of=date(2025, 11, 28), coverage=coverage)
            assert severities == [one.severity.value for one in audit(given) if one.rule == rule]

    def test_of_another_party_it_has_a_place(self):
        """What happened to one party did not happen to another in silence."""
        made = build(
            needs=[need("decided", 'happened("told")')], per={"told": "party"}, more="told"
        )
        given = replay(
            log("03-01 told@a", "03-20 decided", parties=("a", "b")),
            made,
            as_of=day("12-31"),
            coverage=Coverage(events=["decided"]),
        )
        assert "missing-step" in {each.code for each in audit(given)}

    def test_a_state_that_differs_by_party_is_not_one(self):
        """It was unknown before anything unseen is thought of."""
        made = build(
            needs=[need("decided", 'state("main") == "open"')],
            regions=[region(["new heard open"], per=("party",))],
            per={"heard": "party"},
        )
        told = ("03-01 heard@a", "03-02 other@b", "03-20 decided")
        given = run(made, *told, events="decided heard")
        assert "not-recorded" in {each.code for each in audit(given)}

    def test_a_limit_that_asks_whether_something_did_not_happen(self):
        """Its clock turns on it."""
        made = build(limit(when='not happened("told")'), more="told")
        given = run(made, "03-01 filed", "03-14 decided", events="filed decided")
        assert Severity.REVIEW is one(given).severity

    def test_a_need_that_applies_unless_something_happened(self):
        """Whether it applies is asked again of what is not shown."""
        made = build(
            needs=[need("decided", 'happened("heard")', when='not happened("waived")')],
            more="heard waived",
        )
        found = audit(run(made, "03-20 decided", events="decided heard"))
        assert ["not-recorded"] == [each.code for each in found]


OLD = {
    "conduct_from": date(2020, 1, 1),
    "conduct_to": date(2020, 1, 1),
    "conduct_pattern": "single",
}


class TestLimitation:
    ORDINARY = ec.rulebook("cn").procedure("cn.penalty.ordinary")

    @pytest.mark.parametrize(
        ("events", "extra", "codes"),
        [
            (None, (), {"out-of-time"}),
            ("case_filed penalty_decided", (), set()),
            (None, ("虚构的词",), set()),
        ],
    )
    def test_a_clue_that_is_not_shown_may_have_come_in_time(self, events, extra, codes):
        """The right to punish has not surely expired, and nobody is accused of that."""
        told = [Event(name, date(2025, 3, 1)) for name in extra]
        case = ec.CaseLog("甲-1", [*told, Event("case_filed", date(2025, 3, 3))], facts=OLD)
        coverage = None if events is None else Coverage(events=events.split())
        found = audit(replay(case, self.ORDINARY, as_of=date(2025, 3, 4), coverage=coverage))
        assert codes == {each.code for each in found if each.severity is Severity.BREACH}


def test_words_without_bearing_are_left_out():
    """They are no events, and nothing turns on them."""
    made = attrs.evolve(build(limit()), ignore=("dance*",))
    given = run(made, "03-01 filed", "03-02 dancers", "03-14 decided")
    assert ["late"] == [each.code for each in audit(given)]
    assert Severity.BREACH is one(given).severity
