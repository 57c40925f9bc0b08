"""Replay, rule by rule: each by itself, on the smallest procedure that shows it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from procedures_by_hand import (
    LAW,
    build,
    clock,
    codes,
    day,
    event,
    extension,
    limit,
    log,
    names,
    need,
    party,
    pause,
    region,
    run,
    wait,
)

from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.engine import continued, replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.cases.replay.run import ClockStatus
from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Application, Certainty
from enforcecal.dates.notices import Notice, NoticeKind
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.law.citations import Law
from enforcecal.law.conditions import Unknown
from enforcecal.law.procedures import EventType
from enforcecal.law.rules import Bound, CountingRule, Kind, Reading, TakesOver, Then

NOON = datetime(2026, 3, 1, 12)  # noqa: DTZ001 -- what is refused
ONE = build(limit(), regions=[region(["new filed open", "open decided done"], final=("done",))])


class TestArguments:
    def test_a_log_and_a_procedure_are_needed(self):
        """Anything else is refused by name."""
        with pytest.raises(ArgumentTypeError, match="must be a CaseLog"):
            replay([], ONE, as_of=day("03-01"))
        with pytest.raises(ArgumentTypeError, match="must be a Procedure"):
            replay(log(), "by.hand", as_of=day("03-01"))

    @pytest.mark.parametrize("wrong", [NOON, "2026-03-01", None])
    def test_today_is_a_plain_day(self, wrong):
        """An instant has no one local day, and there is no default."""
        with pytest.raises(ArgumentTypeError, match="as_of="):
            replay(log(), ONE, as_of=wrong)
        if wrong is not None:
            with pytest.raises(ArgumentTypeError, match="known_on="):
                replay(log(), ONE, as_of=day("03-01"), known_on=wrong)

    def test_working_days_need_a_calendar(self):
        """A procedure without a calendar cannot count working days, and says which limit does."""
        bare = build(limit(unit=Unit.WORKING_DAY))
        with pytest.raises(ArgumentError, match=r"art1\.decision counts working days"):
            run(bare, "03-01 filed")

    def test_a_reading_in_working_days_needs_one_too(self):
        """The range would be counted in them."""
        bare = build(limit(reading=(Reading(name="w", unit=Unit.WORKING_DAY),)))
        with pytest.raises(ArgumentError, match="working days"):
            run(bare, "03-01 filed")

    def test_names_have_to_be_declared(self):
        """A pause that begins with an undeclared event is an error of the procedure."""
        with pytest.raises(ArgumentError, match="uses the event 'paid' but does not declare it"):
            run(build(limit(), after_all={"over": (("paid",),)}), "03-01 filed")

    def test_derived_events_must_not_follow_from_themselves(self):
        """Two events each derived from the other would never end."""
        circle = build(limit(), after_all={"a": (("b",),), "b": (("a",),)})
        with pytest.raises(ArgumentError, match="follows from itself"):
            run(circle, "03-01 filed")

    def test_limits_must_not_override_one_another(self):
        """Two limits each giving way to the other leave none."""
        first, second = f"{LAW}.art1.decision", "cn.special-2020.art1.decision"
        made = build(limit(overrides=(second,)), limit(id=second, overrides=(first,)))
        with pytest.raises(ArgumentError, match="overrides itself, by way of"):
            run(made, "03-01 filed")

    def test_a_switch_needs_its_procedure(self):
        """A step into a procedure that is not at hand is an error of the procedure."""
        with pytest.raises(ArgumentError, match="switches has no procedure 'other'"):
            run(build(regions=[region(["new filed other/open"])]), "03-01 filed")


class TestOrder:
    STEPS = build(regions=[region(["new filed open", "open noted noted", "noted decided done"])])

    def test_seq_orders_a_day(self):
        """Events of one day are applied in the order of the source."""
        given = run(
            self.STEPS,
            Event("noted", day("03-01"), seq=2),
            Event("decided", day("03-02")),
            Event("filed", day("03-01"), seq=1),
        )
        assert given.state() == "done"
        assert codes(given) == []

    def test_time_orders_a_day(self):
        """Where both have a time it outranks the order of the source."""
        given = run(
            self.STEPS,
            Event("noted", day("03-01"), time=time(16), seq=1),
            Event("filed", day("03-01"), time=time(9), seq=2),
        )
        assert given.state() == "noted"

    def test_generated_events_come_at_the_end_of_their_day(self):
        """What runs out on a day comes after everything recorded for that day."""
        made = build(limit(then=Then(event="over")), more="noted")
        assert names(run(made, "03-01 filed", "03-11 noted")) == ["filed", "noted", "over*"]
        assert names(run(made, "03-01 filed", "03-12 noted")) == ["filed", "over*", "noted"]

    def test_several_clocks_fire_earliest_first(self):
        """The events they generate are in the order of their days."""
        made = build(
            limit("slow", length=9, then=Then(event="slow_over")),
            limit("fast", length=3, then=Then(event="fast_over")),
        )
        assert names(run(made, "03-01 filed")) == ["filed", "fast_over*", "slow_over*"]


class TestFacts:
    PROMISE = build(limit(length="promised_days"))

    def test_as_they_stood_at_the_start(self):
        """A later value of a fact does not change a clock that started with an earlier one."""
        given = run(
            self.PROMISE, event("03-01 filed", promised_days=5), event("03-02 n", promised_days=9)
        )
        assert clock(given).due == day("03-06")

    def test_or_else_as_first_recorded_later(self):
        """Unknown at the start, the first record of it counts, not the last."""
        given = run(
            self.PROMISE,
            "03-01 filed",
            event("03-02 n", promised_days=9),
            event("03-03 n", promised_days=5),
        )
        assert clock(given).due == day("03-10")

    def test_facts_of_the_case_count_from_the_first_day(self):
        """A fact of the log as a whole is known at every event, and gives way to the event's."""
        assert clock(run(self.PROMISE, "03-01 filed", promised_days=7)).due == day("03-08")
        given = run(self.PROMISE, event("03-01 filed", promised_days=5), promised_days=7)
        assert clock(given).due == day("03-06")

    def test_never_recorded_means_no_due_day(self):
        """The clock runs, without a day, and says what is missing."""
        one = clock(run(self.PROMISE, "03-01 filed"))
        assert (None, ("promised_days",), True) == (one.due, one.missing, one.unbounded)
        assert one.deadline.certainty is Certainty.UNKNOWN
        assert one.deadline.to_dict()["due"] is None
        assert one.deadline.trace == ()

    @pytest.mark.parametrize("length", [True, -3, "ten", Decimal(10)])
    def test_a_length_of_another_kind_is_not_recorded(self, length):
        """A length that is no whole number is as good as none."""
        given = run(self.PROMISE, event("03-01 filed", promised_days=length))
        assert clock(given).missing == ("promised_days",)

    def test_facts_of_another_party_do_not_count(self):
        """A fact told of one party says nothing of another."""
        made = build(limit(length="promised_days", start="served"), per={"served": "party"})
        given = run(
            made,
            event("03-01 served", of={"party": "a"}, promised_days=3),
            "03-01 served@b",
        )
        assert clock(given, of=party("a")).due == day("03-04")
        assert clock(given, of=party("b")).due is None

    def test_a_generated_event_does_not_see_what_is_recorded_after_it(self):
        """What ran out yesterday starts a clock by the facts of yesterday."""
        made = build(
            limit("first", then=Then(event="over"), end="never"),
            limit("second", start="over", length="days", end="never"),
        )
        given = run(made, event("03-01 filed", days=5), event("03-20 never", days=9))
        assert clock(given, "second").due == day("03-16")

    @pytest.mark.parametrize("length", [10**7, 10**30])
    def test_a_length_beyond_all_years_is_told_not_raised(self, length):
        """A fact nobody can mean leaves the clock without a day."""
        one = clock(run(self.PROMISE, event("03-01 filed", promised_days=length)))
        assert (None, True) == (one.due, one.beyond)

    def test_a_day_before_the_calendar_is_told_not_raised(self):
        """Working days of a year the calendar does not know give no day."""
        made = build(limit(unit=Unit.WORKING_DAY), calendar=calendar("CN"))
        one = clock(run(made, Event("filed", date(1990, 1, 1))))
        assert (None, True) == (one.due, one.beyond)


class TestStarts:
    def test_a_second_start_is_ignored(self):
        """The clock keeps its first day."""
        given = run(ONE, "03-01 filed", "03-05 filed")
        assert [one.start for one in given.clocks] == [day("03-01")]

    def test_unless_it_restarts(self):
        """With restart the old clock is replaced, and the new one names the event that did it."""
        given = run(build(limit(restart=True)), "03-01 filed", "03-05 filed", as_of="03-06")
        assert [(one.start, one.status) for one in given.clocks] == [
            (day("03-01"), ClockStatus.REPLACED),
            (day("03-05"), ClockStatus.RUNNING),
        ]
        assert given.clocks[1].started_by == 1

    def test_a_restart_gives_a_new_period(self):
        """Served anew a party may ask anew, though the first period was over."""
        made = build(limit("ask", "served", "asked", kind=Kind.RIGHT_LAPSES, restart=True))
        given = run(made, "03-01 served", "03-25 served", "03-27 asked")
        assert [one.status for one in given.clocks] == [ClockStatus.REPLACED, ClockStatus.ENDED]

    def test_a_restarted_clock_does_not_fire(self):
        """Only the new clock puts its event in."""
        made = build(limit(restart=True, then=Then(event="over")))
        given = run(made, "03-01 filed", "03-05 filed")
        assert names(given) == ["filed", "filed", "over*"]
        assert given.steps[-1].event.day == day("03-15")

    def test_when_false_starts_nothing(self):
        """A limit whose condition is false has no clock."""
        assert run(build(limit(when="big")), event("03-01 filed", big=False)).clocks == ()

    def test_when_unknown_starts_a_clock_that_says_so(self):
        """Otherwise a missing fact would hide a duty."""
        one = clock(run(build(limit(when="big")), "03-01 filed"))
        assert (day("03-11"), ("big",), True) == (one.due, one.missing, one.unbounded)

    def test_end_judges_and_cancel_lifts(self):
        """Both stop the clock; only the first is judged."""
        made = build(limit(cancel="waived"))
        assert clock(run(made, "03-01 filed", "03-05 decided")).status is ClockStatus.ENDED
        lifted = clock(run(made, "03-01 filed", "03-05 waived"))
        assert (ClockStatus.LIFTED, day("03-05")) == (lifted.status, lifted.ended_on)

    def test_a_clock_that_fired_can_still_be_ended(self):
        """The act done at last belongs to the clock that waited for it."""
        made = build(limit(then=Then(event="over")))
        one = clock(run(made, "03-01 filed", "03-20 decided"))
        assert (ClockStatus.ENDED, day("03-20")) == (one.status, one.ended_on)

    def test_counts_from_start(self):
        """A generated event whose legal day is the start hands that day on."""
        made = build(
            limit("first", then=Then(event="deemed", counts_from="start")),
            limit("second", start="deemed"),
            limit("third", start="all"),
            after_all={"all": (("deemed",),)},
        )
        given = run(made, "03-01 filed")
        assert given.steps[1].event.day == day("03-11")
        assert given.steps[1].counts_from == day("03-01")
        assert clock(given, "second").start == day("03-01")
        assert clock(given, "third").start == day("03-01")

    def test_day_of_a_deemed_event_is_its_legal_day(self):
        """day() answers with the day the law gives it."""
        made = build(
            limit("first", then=Then(event="deemed", counts_from="start"), length=3),
            limit("back", start="deemed", before='day("deemed") + 30', edge=Edge.ON, length=0),
        )
        assert clock(run(made, "03-01 filed"), "back").due == day("03-31")

    def test_a_circle_of_generated_events_ends(self):
        """Two limits of no length that start one another go round once and stop."""
        made = build(
            limit("one", start="filed back", length=0, restart=True, then=Then(event="forth")),
            limit("two", start="forth", length=0, restart=True, then=Then(event="back")),
        )
        assert names(run(made, "03-01 filed")) == ["filed", "forth*", "back*"]

    def test_a_duty_that_returns_goes_on_until_today(self):
        """A circle that takes time is a duty that comes back, and as_of ends it."""
        made = build(limit(start="filed over", restart=True, then=Then(event="over")))
        assert names(run(made, "03-01 filed", as_of="04-05")) == [
            "filed",
            "over*",
            "over*",
            "over*",
        ]

    def test_the_hour_of_the_start_is_kept(self):
        """Hours run from the time of the event."""
        made = build(limit(unit=Unit.HOUR, length=24), calendar=calendar("CN"))
        given = run(made, Event("filed", day("03-02"), time=time(15)))
        assert clock(given).at == time(15)
        assert clock(given).deadline.ends_at.isoformat() == "2026-03-03T15:00:00+08:00"


class TestParties:
    PAY = build(limit("pay", "served", "paid"), per={"served": "party", "paid": "party"})

    def test_one_clock_for_each(self):
        """Each party has its own clock, and paying ends one's own."""
        given = run(self.PAY, "03-01 served@a", "03-03 served@b", "03-05 paid@b")
        assert clock(given, "pay", party("a")).status is ClockStatus.RAN_OUT
        assert clock(given, "pay", party("b")).status is ClockStatus.ENDED

    def test_a_nameless_start_starts_one_for_each_known_party(self):
        """A service recorded without a name is a service to all, each of whom pays alone."""
        given = run(self.PAY, "03-01 served", "03-05 paid@b", parties=("a", "b"))
        assert [one.of for one in given.clocks] == [party("a"), party("b")]
        assert clock(given, "pay", party("a")).status is ClockStatus.RAN_OUT

    def test_a_nameless_end_ends_all(self):
        """It concerns everybody."""
        given = run(self.PAY, "03-01 served@a", "03-03 served@b", "03-05 paid")
        assert {one.status for one in given.clocks} == {ClockStatus.ENDED}

    def test_nobody_named_is_one_nameless_party(self):
        """A log without names works as if it had one party."""
        given = run(self.PAY, "03-01 served", "03-05 paid")
        assert [(one.of, one.status) for one in given.clocks] == [((), ClockStatus.ENDED)]

    def test_items_are_kept_apart_and_named_by_their_own_events(self):
        """A nameless start concerns the items that its own limit's events name."""
        made = build(
            limit("hold", "seized", "returned"),
            per={"seized": "item", "returned": "item"},
            more="x",
        )
        other = Event("x", day("03-01"), of={"item": "sample"})
        back = Event("returned", day("03-05"), of={"item": "truck"})
        given = run(made, "03-01 seized", other, back)
        assert [one.of for one in given.clocks] == [(("item", "truck"),)]
        assert run(made, "03-01 seized").clocks[0].of == ()

    ALL = build(
        wait("statement", blocks="decided"),
        per={"served": "party"},
        after_all={"all_served": (("served",),)},
        needs=[need("decided", 'happened("served")')],
        regions=[region(["new all_served told", "told decided done"])],
    )

    def test_happened_means_for_every_party(self):
        """With one of two parties served, the derived event waits and the need fails."""
        given = run(self.ALL, "03-01 served@a", "03-20 decided", parties=("a", "b"))
        assert names(given) == ["served", "decided"]
        assert codes(given) == ["missing-step"]
        assert given.state() == "done"

    def test_parties_are_those_seen_when_none_are_given(self):
        """A party named anywhere in the log has to be served."""
        given = run(self.ALL, "03-01 served@a", "03-05 served@b", "03-20 decided")
        assert names(given) == ["served", "served", "all_served*", "decided"]
        assert codes(given) == []

    def test_one_party_written_as_text(self):
        """A single party may be given as plain text."""
        given = run(self.ALL, "03-01 served", "03-20 decided", parties="a")
        assert codes(given) == []

    def test_a_question_about_one_party_asks_for_that_one(self):
        """A decision about one party needs that party served, not the others."""
        made = build(needs=[need("decided", 'happened("served")')], per={"served": "party"})
        assert codes(run(made, "03-01 served@a", "03-20 decided@a", parties=("a", "b"))) == []
        assert codes(run(made, "03-01 served@a", "03-20 decided@b")) == ["missing-step"]
        assert codes(run(made, "03-01 served", "03-20 decided@b")) == []

    def test_a_derived_event_comes_once(self):
        """Serving a corrected notice does not notify everybody a second time."""
        given = run(self.ALL, "03-01 served@a", "03-05 served@a")
        assert names(given) == ["served", "all_served*", "served"]

    def test_any_of_several_sets_is_enough(self):
        """A derived event follows from the first set that is complete."""
        made = build(after_all={"over": (("a", "b"), ("c",))}, more="a b c")
        assert names(run(made, "03-01 a", "03-02 c", "03-03 b")) == ["a", "c", "over*", "b"]
        assert names(run(made, "03-01 a", "03-02 b")) == ["a", "b", "over*"]

    def test_happened_for_the_item_asked(self):
        """An item that is named is that of the question, whoever the party is."""
        made = build(
            needs=[need("freed", 'happened("seized")')],
            per={"seized": "party item"},
            regions=[region(["new freed ="])],
        )
        told = event("03-01 seized", of={"party": "a", "item": "truck"})
        assert codes(run(made, told, event("03-02 freed", of={"item": "truck"}))) == []
        assert codes(run(made, told, event("03-02 freed", of={"item": "car"}))) == ["missing-step"]

    def test_over_means_for_every_party(self):
        """A wait is over when it is over for all, and not before it began for one."""
        made = build(
            wait("statement", blocks=""),
            per={"served": "party"},
            needs=[need("decided", 'over("statement")')],
        )
        assert codes(run(made, "03-01 served@a", "03-20 decided", parties=("a", "b"))) == [
            "missing-step"
        ]
        both = ["03-01 served@a", "03-02 served@b"]
        assert codes(run(made, *both, "03-07 decided")) == ["missing-step"]
        assert codes(run(made, *both, "03-08 decided")) == []
        assert codes(run(made, "03-01 served", "03-08 decided")) == []


class TestLines:
    """Regions with one line of states for each party."""

    HEARING = build(
        regions=[
            region(["none asked asked", "asked held over"], "hearing", per=("party",)),
        ],
        per={"asked": "party"},
    )

    def states(self, given):
        """The states of each line."""
        return {of: state for (_, of), state in given.states.items()}

    def test_a_nameless_event_steps_every_line_it_fits(self):
        """Of two parties one has asked; the hearing held concerns that one, and nobody erred."""
        given = run(self.HEARING, "03-01 asked@a", "03-05 held", parties=("a", "b"))
        assert self.states(given) == {party("a"): "over"}
        assert codes(given) == []

    def test_a_nameless_event_reaches_parties_not_begun(self):
        """Asked by all after one has asked alone steps the others as well."""
        made = build(
            regions=[region(["none|served served served"], "notice", per=("party",))],
            per={"served": "party"},
        )
        given = run(made, "03-01 served@a", "03-05 served", parties=("a", "b"))
        assert self.states(given) == {party("a"): "served", party("b"): "served"}

    def test_where_it_fits_no_line_one_fault_is_told(self):
        """Two lines refuse the same event; that is one unlawful step."""
        given = run(self.HEARING, "03-05 held", parties=("a", "b"))
        assert codes(given) == ["unlawful-step"]

    def test_a_line_begun_for_somebody_not_among_the_parties(self):
        """A name outside the list of parties has a line of its own, which nameless events reach."""
        given = run(self.HEARING, "03-01 asked@c", "03-05 held", parties=("a",))
        assert self.states(given)[party("c")] == "over"

    def test_lines_of_two_dimensions(self):
        """An event that names one of two dimensions steps the lines that agree with it."""
        made = build(
            regions=[
                region(["none seized held", "held freed none"], "hold", per=("party", "item"))
            ],
            more="seized freed",
        )
        both = {"party": "a", "item": "truck"}
        given = run(made, event("03-01 seized", of=both), "03-05 freed@a")
        assert set(given.states.values()) == {"none"}
        assert codes(given) == []

    def test_a_line_nobody_named(self):
        """Without any name a region per party has one nameless line."""
        given = run(self.HEARING, "03-01 asked", "03-05 held")
        assert self.states(given) == {(): "over"}
        assert given.state("hearing") == "over"
        assert given.state("hearing", {"party": "z"}) == "none"

    def test_an_item_line_begun_without_a_name(self):
        """A seizure without a name is that of the item the disposal names."""
        made = build(
            regions=[region(["none seized held", "held freed none"], "hold", per=("item",))],
            more="seized freed",
        )
        given = run(made, "03-01 seized", event("03-05 freed", of={"item": "truck"}))
        assert self.states(given) == {(("item", "truck"),): "none"}
        assert codes(given) == []

    def test_state_of_lines_that_differ_is_unknown(self):
        """A question about the state of several lines has an answer only where they agree."""
        made = build(
            regions=[region(["none asked asked"], "hearing", per=("party",))],
            needs=[need("decided", 'state("hearing") == "asked"')],
            per={"asked": "party"},
        )
        assert codes(run(made, "03-01 asked@a", "03-05 decided", parties=("a", "b"))) == [
            "not-recorded"
        ]
        assert codes(run(made, "03-01 asked@a", "03-05 decided")) == []

    def test_state_of_no_region(self):
        """A region nobody declared has no state, in a condition and in a run."""
        made = build(
            needs=[need("decided", 'state("nowhere") == "x"')], regions=[region(["a b c"])]
        )
        given = run(made, "03-05 decided")
        assert codes(given) == ["not-recorded"]
        with pytest.raises(ArgumentError, match="region='nowhere' is not a region"):
            given.state("nowhere")


class TestBlocks:
    @pytest.mark.parametrize(("edge", "opens"), [(Edge.AFTER, "03-07"), (Edge.ON, "03-06")])
    def test_both_edges(self, edge, opens):
        """On: lawful on the fifth day; after: from the day after it."""
        made = build(wait(edge=edge))
        first = day(opens)
        assert clock(run(made, "03-01 served"), "wait").opens == first
        early = run(made, "03-01 served", Event("decided", first.replace(day=first.day - 1)))
        assert codes(early) == ["too-early"]
        assert codes(run(made, "03-01 served", Event("decided", first))) == []

    def test_a_block_that_ended_or_was_lifted_blocks_no_more(self):
        """A statement made, or waived, opens the way."""
        made = build(wait(end="stated", cancel="waived"))
        assert codes(run(made, "03-01 served", "03-02 stated", "03-03 decided")) == []
        assert codes(run(made, "03-01 served", "03-02 waived", "03-03 decided")) == []

    def test_the_longest_of_all_readings_blocks(self):
        """An act that is lawful on one reading only is told, as a doubt."""
        made = build(wait(edge=Edge.ON, reading=(Reading(name="full", edge=Edge.AFTER),)))
        given = run(made, "03-01 served", "03-06 decided")
        assert codes(given) == ["too-early"]
        assert given.clocks[0].latest == day("03-07")

    def test_an_open_pause_keeps_blocking(self):
        """What stands still is not over."""
        made = build(wait(pause=f"{LAW}.art2.testing"), pauses=[pause()])
        given = run(made, "03-01 served", "03-02 sent", "03-20 decided")
        assert codes(given) == ["too-early"]
        assert given.clocks[0].opens is None

    def test_other_parties_do_not_block(self):
        """A decision about one party does not wait for another."""
        made = build(wait(end="stated"), per={"served": "party"})
        assert codes(run(made, "03-01 served@a", "03-03 decided@b")) == []

    def test_a_wait_of_unknown_length_blocks_in_doubt(self):
        """Whether it was too early cannot be said, and is said."""
        given = run(build(wait(length="days")), "03-01 served", "03-20 decided")
        assert codes(given) == ["too-early"]
        assert given.faults[0].conditional == ("days",)


class TestPlanned:
    MADE = build(
        wait(blocks="heard"),
        limit("hear", "served", "heard", length=20),
        planned={"heard": "hearing_date"},
        more="noted",
    )

    def test_a_planned_day_is_judged_as_if_it_happened(self):
        """Too early for a wait, too late for a limit."""
        early = run(self.MADE, event("03-01 served", hearing_date=day("03-05")), as_of="03-02")
        assert codes(early) == ["planned-too-early"]
        late = run(self.MADE, event("03-01 served", hearing_date=day("03-22")), as_of="03-02")
        assert codes(late) == ["planned-late"]
        fine = run(self.MADE, event("03-01 served", hearing_date=day("03-07")), as_of="03-02")
        assert codes(fine) == []

    def test_the_day_may_be_told_before_the_clock_starts(self):
        """What was planned first is judged by the clocks that came after."""
        told = event("03-01 noted", hearing_date=day("03-05"))
        assert codes(run(self.MADE, told, "03-02 served", as_of="03-03")) == ["planned-too-early"]

    def test_a_later_plan_replaces_an_earlier_one(self):
        """Only the last day planned is judged."""
        given = run(
            self.MADE,
            event("03-01 served", hearing_date=day("03-05")),
            event("03-02 noted", hearing_date=day("03-10")),
            as_of="03-03",
        )
        assert codes(given) == []

    def test_the_act_replaces_the_plan(self):
        """Once it happened, the act is judged and not the plan."""
        given = run(self.MADE, event("03-01 served", hearing_date=day("03-05")), "03-10 heard@a")
        assert codes(given) == []

    def test_a_day_told_of_the_case_as_a_whole(self):
        """A column of a wide table plans as an event does, and an event's word replaces it."""
        given = run(self.MADE, "03-01 served", as_of="03-02", hearing_date=day("03-05"))
        assert [(fault.code, fault.step) for fault in given.faults] == [("planned-too-early", 0)]
        told = event("03-01 served", hearing_date=day("03-10"))
        assert codes(run(self.MADE, told, as_of="03-02", hearing_date=day("03-05"))) == []

    def test_a_clock_that_ended_judges_no_plan(self):
        """A wait that was waived, or is another party's, says nothing on a plan."""
        made = build(
            wait(blocks="heard", cancel="waived"),
            planned={"heard": "hearing_date"},
            per={"served": "party"},
        )
        told = event("03-01 served", of={"party": "a"}, hearing_date=day("03-05"))
        assert codes(run(made, told, "03-02 waived", as_of="03-03")) == []

    def test_what_has_no_day_cannot_be_judged(self):
        """A clock that has no day says nothing."""
        open_ended = build(wait(blocks="heard", length="days"), planned={"heard": "hearing_date"})
        told = event("03-01 served", hearing_date=day("03-05"))
        assert codes(run(open_ended, told, as_of="03-02")) == []


class TestSteps:
    def test_an_unlawful_act_is_still_an_act(self):
        """Where all steps of an event lead to one state, the region goes there all the same."""
        given = run(ONE, "03-01 decided")
        assert (["unlawful-step"], "done") == (codes(given), given.state())
        assert given.finished

    def test_where_steps_lead_to_several_states_it_stays(self):
        """Nobody can say where the act would have led."""
        made = build(regions=[region(["a go b", "b go c"], initial="z")])
        given = run(made, "03-01 go")
        assert (["unlawful-step"], {}) == (codes(given), dict(given.states))
        assert given.state() == "z"

    def test_where_the_only_step_stays_it_stays(self):
        """An = is no place to go to."""
        given = run(build(regions=[region(["b go ="], initial="a")]), "03-01 go")
        assert (["unlawful-step"], "a") == (codes(given), given.state())

    def test_no_unlawful_step_where_a_need_failed(self):
        """One fault gives one finding."""
        made = build(
            regions=[region(["new filed open", "open decided done"])],
            needs=[need("decided", 'happened("filed")')],
        )
        given = run(made, "03-01 decided")
        assert (["missing-step"], "done") == (codes(given), given.state())

    def test_no_unlawful_step_where_a_block_failed(self):
        """A decision too early is one fault, whatever the state."""
        made = build(wait(), regions=[region(["new served told", "open decided done"])])
        assert codes(run(made, "03-01 served", "03-02 decided")) == ["too-early"]

    def test_one_complaint_for_several_regions(self):
        """Two regions refuse the same event; it is one unlawful step."""
        made = build(
            regions=[region(["a go b"], initial="z"), region(["a go b"], "y", initial="z")]
        )
        assert codes(run(made, "03-01 go")) == ["unlawful-step"]

    def test_a_condition_chooses_where_to_go(self):
        """The first step whose condition holds is taken, and = stays."""
        made = build(regions=[region(["new go a ? big", "new go = ? not big"])])
        assert run(made, event("03-01 go", big=True)).state() == "a"
        stayed = run(made, event("03-01 go", big=False))
        assert ("new", []) == (stayed.state(), codes(stayed))
        assert stayed.steps[0].moves[0].target == "new"

    def test_no_condition_that_holds_is_an_unlawful_step(self):
        """With no step left the event has no place."""
        made = build(regions=[region(["new go a ? big", "new go b ? small"])])
        assert codes(run(made, event("03-01 go", big=False, small=False))) == ["unlawful-step"]

    def test_an_unknown_condition_goes_the_first_way_and_says_so(self):
        """The log goes on, and what is missing is named once."""
        made = build(regions=[region(["new go a ? big", "new go b ? small"])])
        given = run(made, "03-01 go")
        assert given.state() == "a"
        assert [(one.code, one.names) for one in given.faults] == [("not-recorded", ("big",))]

    def test_a_generated_event_that_fits_nowhere_is_ignored(self):
        """One event becomes expired or renewed by the state it meets, and nothing in a third."""
        made = build(
            limit("validity", "issued", "", then=Then(event="over")),
            limit("after", "over", ""),
            regions=[region(["new issued valid", "valid renewed kept", "valid over expired"])],
        )
        assert run(made, "03-01 issued").state() == "expired"
        given = run(made, "03-01 issued", "03-05 renewed")
        assert ("kept", ["issued", "renewed"]) == (given.state(), names(given))
        assert [one.limit.limit.matter for one in given.clocks] == ["validity"]

    def test_a_derived_event_that_fits_nowhere_has_still_happened(self):
        """Needs ask for it whatever the state was."""
        made = build(
            regions=[region(["open all told", "told decided done"], initial="new")],
            after_all={"all": (("served",),)},
            needs=[need("decided", 'happened("all")')],
            more="served",
        )
        given = run(made, "03-01 served", "03-05 decided")
        assert codes(given) == ["unlawful-step"]

    def test_an_unknown_event_stays_in_the_log(self):
        """It changes nothing and is named."""
        given = run(ONE, "03-01 filed", "03-02 dance", "03-05 decided")
        assert codes(given) == ["unknown-event"]
        assert given.state() == "done"

    def test_finished(self):
        """A run is finished when every region that has an end and began has reached it."""
        assert not run(ONE, "03-01 filed").finished
        assert run(ONE, "03-01 filed", "03-05 decided").finished
        assert not run(ONE).finished
        endless = build(regions=[region(["new filed open"])])
        assert not run(endless, "03-01 filed").finished


class TestNeeds:
    def test_a_need_is_an_implication(self):
        """Where when is false nothing is needed; where it is true, that must be."""
        made = build(needs=[need("decided", 'happened("heard")', when="asked")], more="heard")
        assert codes(run(made, event("03-01 decided", asked=False))) == []
        assert codes(run(made, event("03-01 decided", asked=True))) == ["missing-step"]
        assert codes(run(made, "03-01 heard", event("03-02 decided", asked=True))) == []

    def test_unknown_is_not_false(self):
        """A fact nobody recorded is named; whether the need failed is not known."""
        made = build(needs=[need("decided", "signed and sealed")])
        given = run(made, "03-01 decided")
        assert [(one.code, one.names) for one in given.faults] == [
            ("not-recorded", ("sealed", "signed"))
        ]

    def test_what_the_source_has_no_place_for_is_unknown(self):
        """A table without a column for the hearing does not say that there was none."""
        made = build(needs=[need("decided", 'happened("heard")')], more="heard")
        told = log("03-01 decided")
        given = replay(told, made, as_of=day("03-02"), coverage=Coverage(events=["decided"]))
        assert [(one.code, one.names) for one in given.faults] == [
            ("not-recorded", ('happened("heard")',))
        ]
        given = replay(
            told, made, as_of=day("03-02"), coverage=Coverage(events=["decided", "heard"])
        )
        assert codes(given) == ["missing-step"]

    def test_a_need_may_name_its_own_code(self):
        """Such as too-early, for what is not yet allowed."""
        made = build(needs=[need("applied", 'happened("over")', code="too-early")], more="over")
        assert codes(run(made, "03-01 applied")) == ["too-early"]

    def test_only_the_edition_in_force_is_asked(self):
        """A need of a law of the future says nothing about today."""
        later = Law(id="cn.new-2027", in_force_from=date(2027, 1, 1))
        made = build(
            needs=[need("decided", 'happened("x")', id="cn.new-2027.art1.x")],
            laws=[later],
            more="x",
        )
        assert codes(run(made, "03-01 decided")) == []
        assert codes(run(made, "2027-03-01 decided", as_of="2027-04-01")) == ["missing-step"]

    def test_a_length_of_nothing_is_none(self):
        """A fact that makes the length 0 leaves the day open, as one that was not recorded."""
        for days, due in ((1, day("03-02")), (0, None)):
            one = clock(run(build(limit(length="days")), "03-01 filed", days=days))
            assert (due, due is None) == (one.due, one.unbounded)
            assert due is not None or one.deadline.certainty is Certainty.UNKNOWN

    def test_a_need_by_the_day_of_another_event(self):
        """day() is the last day of the event, and unknown before it."""
        made = build(needs=[need("decided", 'day("heard") == day("heard")')], more="heard")
        assert codes(run(made, "03-01 decided")) == ["not-recorded"]
        assert codes(run(made, "02-01 heard", "03-01 decided")) == []

    def test_late_and_due(self):
        """late() asks whether the last day is over, due() which it is."""
        made = build(
            limit(end="decided"),
            needs=[need("closed", 'not late("decision") and due("decision") > day("filed")')],
            regions=[region(["new closed ="])],
        )
        assert codes(run(made, "03-01 filed", "03-11 decided", "03-20 closed")) == []
        assert codes(run(made, "03-01 filed", "03-12 decided", "03-20 closed")) == ["missing-step"]
        assert codes(run(made, "03-01 filed", "03-12 closed")) == ["missing-step"]
        assert codes(run(made, "03-01 closed")) == ["not-recorded"]

    def test_the_day_for_this_party(self):
        """day() of an event of another party is not the day asked for."""
        made = build(
            needs=[need("decided", 'day("heard") < day("closed")')],
            per={"heard": "party"},
            more="closed",
        )
        told = ["02-01 heard@a", "02-02 heard@b", "02-02 closed"]
        assert codes(run(made, *told, "03-01 decided@b")) == ["missing-step"]
        assert codes(run(made, *told, "03-01 decided@a")) == []

    def test_a_question_means_the_clock_that_was_started_last(self):
        """Being late in the last round does not make one late in this."""
        made = build(
            limit(restart=True),
            needs=[need("closed", 'not late("decision") and due("decision") == day("x") + 10')],
            more="x",
        )
        told = ["03-01 filed", "03-20 decided", "04-01 filed", "04-01 x"]
        assert codes(run(made, *told, "04-05 closed")) == []
        assert codes(run(made, *told, "04-05 decided", "04-20 closed")) == []
        assert codes(run(made, *told, "04-20 closed")) == ["missing-step"]

    def test_the_limitation_is_not_known_here(self):
        """Replay does not judge the limitation of punishment, and says so."""
        made = build(needs=[need("decided", 'limitation() == "preserved"')])
        assert run(made, "03-01 decided").faults[0].names == ("limitation()",)

    def test_the_next_day_of_the_year_is_seen_from_the_event(self):
        """next() is the first such day after the event."""
        made = build(needs=[need("decided", 'next("03-01") > day("decided")', when="True")])
        assert codes(run(made, "03-01 decided", "03-01 decided")) == ["not-recorded"]


class TestPauses:
    ID = f"{LAW}.art2.testing"
    MADE = build(limit(pause=ID), pauses=[pause()])

    def test_what_was_left_is_left(self):
        """Three of ten days gone, a pause of four: seven are left after it."""
        given = run(self.MADE, "03-01 filed", "03-04 sent", "03-08 back")
        assert clock(given).due == day("03-15")

    def test_an_open_pause_has_no_due_day_and_never_ends(self):
        """A clock that stands still cannot become overdue."""
        one = clock(run(self.MADE, "03-01 filed", "03-04 sent"))
        assert (None, ClockStatus.RUNNING) == (one.due, one.status)
        assert one.deadline.reasons[0].code == "open-pause"

    def test_pauses_unite(self):
        """Two pauses that overlap take out the days of their union."""
        made = build(
            limit(pause=f"{self.ID} {LAW}.art2.other"),
            pauses=[pause(), pause("other", "stop", "go")],
        )
        given = run(made, "03-01 filed", "03-02 sent", "03-03 stop", "03-05 back", "03-06 go")
        assert clock(given).due == day("03-15")

    def test_a_pause_begun_twice_is_one(self):
        """Sending again what is already out begins nothing."""
        given = run(self.MADE, "03-01 filed", "03-02 sent", "03-03 sent", "03-05 back")
        assert clock(given).due == day("03-14")

    def test_pauses_of_items_end_one_by_one(self):
        """Two samples out: the clock stands still until the second is back."""
        made = build(limit(pause=self.ID), pauses=[pause()], per={"sent": "item", "back": "item"})
        a, b = {"item": "a"}, {"item": "b"}
        told = ["03-01 filed", event("03-02 sent", of=a), event("03-03 sent", of=b)]
        told.append(event("03-05 back", of=a))
        assert clock(run(made, *told)).due is None
        assert clock(run(made, *told, event("03-06 back", of=b))).due == day("03-15")

    def test_an_act_during_a_pause_is_not_late(self):
        """A clock that stood still when it ended has no last day to be late by."""
        given = run(self.MADE, "03-01 filed", "03-04 sent", "03-30 decided", "04-30 back")
        assert clock(given).due is None
        assert clock(given).deadline.due is None

    def test_what_happens_after_the_end_changes_nothing(self):
        """A pause after the act is no pause of its clock."""
        given = run(self.MADE, "03-01 filed", "03-05 decided", "03-06 sent", "03-08 back")
        assert clock(given).due == day("03-11")
        assert clock(given).deadline.due == day("03-11")
        assert clock(given).pauses == ()

    def test_a_pause_the_law_does_not_know(self):
        """Its condition false, the clock runs on."""
        made = build(limit(pause=self.ID), pauses=[pause(condition="told")])
        given = run(made, "03-01 filed", event("03-02 sent", told=False), "03-05 back")
        assert (["pause-invalid"], day("03-11")) == (codes(given), clock(given).due)

    def test_a_pause_in_doubt_gives_a_range(self):
        """Its condition unknown, both days are possible and the fact is named."""
        made = build(limit(pause=self.ID), pauses=[pause(condition="told")])
        given = run(made, "03-01 filed", "03-02 sent", "03-05 back")
        one = clock(given)
        assert codes(given) == ["not-recorded"]
        assert (day("03-11"), day("03-14")) == (one.earliest, one.latest)
        assert (("told",), False) == (one.missing, one.unbounded)
        assert one.deadline.certainty is Certainty.UNKNOWN

    def test_a_pause_no_limit_names(self):
        """Its events stop nothing."""
        made = build(limit(), pauses=[pause(condition="told")])
        given = run(made, "03-01 filed", "03-02 sent", "03-05 back")
        assert (codes(given), clock(given).due) == ([], day("03-11"))

    def test_a_pause_of_a_law_not_in_force_begins_nothing(self):
        """Unless a clock of that law still runs."""
        old = Law(id="cn.old-2010", in_force_to=date(2026, 3, 3))
        rule = pause()
        rule = type(rule)(id="cn.old-2010.art2.testing", begins=("sent",), ends=("back",))
        young = build(limit(pause=rule.id), pauses=[rule], laws=[old])
        # the limit's own law is in force throughout, the pause's no longer
        assert clock(run(young, "03-01 filed", "03-04 sent", "03-08 back")).due == day("03-15")
        bare = build(limit(pause=rule.id), pauses=[rule], laws=[old])
        assert clock(run(bare, "03-04 sent", "03-05 filed", "03-08 back")).due == day("03-15")


class TestExtensions:
    def made(self, *rules, **keys):
        """A procedure whose limit can be extended."""
        return build(limit(extend=rules or (extension(),), **keys), more="noted")

    def test_units_more(self):
        """The clock is longer by what the rule says."""
        assert clock(run(self.made(), "03-01 filed", "03-05 extended")).due == day("03-16")

    def test_too_late_is_a_fault_without_effect(self):
        """After the last day there is nothing left to extend."""
        given = run(self.made(), "03-01 filed", "03-12 extended")
        assert (["extension-invalid"], day("03-11")) == (codes(given), clock(given).due)
        assert given.faults[0].names == ("too-late",)

    def test_too_late_by_the_due_day_and_not_by_the_safe_one(self):
        """An extension between the two days of a disputed limit is in time."""
        made = self.made(reading=(Reading(name="short", length=8),))
        assert codes(run(made, "03-01 filed", "03-10 extended")) == []

    def test_too_late_where_the_clock_has_fired(self):
        """A clock that put its event in is over as well."""
        made = self.made(then=Then(event="over"))
        given = run(made, "03-01 filed", "03-20 extended")
        assert given.faults[0].names == ("too-late",)

    def test_wrong_approver(self):
        """Who may not grant it does not extend; any one of several approvers is enough."""
        made = self.made(extension(by="head"))
        wrong = run(made, "03-01 filed", event("03-05 extended", approver="clerk"))
        assert wrong.faults[0].names == ("wrong-approver", "clerk")
        assert clock(wrong).due == day("03-11")
        several = event("03-05 extended", approver=("clerk", "head"))
        right = clock(run(made, "03-01 filed", several))
        assert (day("03-16"), (day("03-05"),)) == (
            right.due,
            tuple(one.granted for one in right.extensions),
        )

    def test_an_approver_is_that_of_this_extension(self):
        """Who granted something else did not grant this; who is named for the case did."""
        made = self.made(extension(by="head"))
        given = run(made, event("03-01 filed", approver="head"), "03-05 extended")
        assert codes(given) == ["not-recorded"]
        assert codes(run(made, "03-01 filed", "03-05 extended", approver="head")) == []

    def test_an_unknown_approver_gives_a_range(self):
        """With and without the extension, and the fact is named."""
        made = self.made(extension(by="head"))
        one = clock(run(made, "03-01 filed", "03-05 extended"))
        assert (day("03-16"), day("03-11"), day("03-16")) == (one.due, one.earliest, one.latest)
        assert one.missing == ("approver",)

    def test_twice(self):
        """The same extension counts once."""
        given = run(self.made(), "03-01 filed", "03-05 extended", "03-06 extended")
        assert given.faults[0].names == ("twice",)
        assert clock(given).due == day("03-16")

    def test_over_the_cap(self):
        """More than the cap counts as the cap, and is told."""
        made = self.made(extension(length="granted_days", at_most=7))
        given = run(made, "03-01 filed", event("03-05 extended", granted_days=9))
        assert given.faults[0].names == ("too-long", "9", "7")
        assert clock(given).due == day("03-18")

    @pytest.mark.parametrize("length", [None, 0, True, "long"])
    def test_an_unknown_length_gives_a_range_up_to_the_cap(self, length):
        """By default it adds nothing; it may add as much as the cap."""
        made = self.made(extension(length="granted_days", at_most=7))
        facts = {} if length is None else {"granted_days": length}
        given = run(made, "03-01 filed", event("03-05 extended", **facts))
        one = clock(given)
        assert codes(given) == ["not-recorded"]
        assert one.missing[0] == "granted_days"
        assert (day("03-11"), day("03-18"), False) == (one.due, one.latest, one.unbounded)

    def test_an_unknown_length_without_a_cap_has_no_bound(self):
        """How far it goes cannot be said."""
        made = self.made(extension(length="granted_days"))
        assert clock(run(made, "03-01 filed", "03-05 extended")).unbounded

    def test_until_a_day(self):
        """A day fixed by the grant is the new last day."""
        made = self.made(extension(until="pay_by"))
        given = run(made, "03-01 filed", event("03-05 extended", pay_by=day("04-01")))
        assert clock(given).due == day("04-01")

    def test_until_a_day_that_is_not_later(self):
        """An extension cannot shorten."""
        made = self.made(extension(until="pay_by"))
        given = run(made, "03-01 filed", event("03-05 extended", pay_by=day("03-11")))
        assert given.faults[0].names == ("not-longer", "2026-03-11")
        assert clock(given).due == day("03-11")

    def test_until_an_unknown_day(self):
        """The day is named as missing, and the clock has no bound."""
        made = self.made(extension(until="pay_by"))
        given = run(made, "03-01 filed", "03-05 extended")
        assert codes(given) == ["not-recorded"]
        assert clock(given).unbounded

    def test_from_the_rolled_end(self):
        """Known bug 20: from the nominal end or from the rolled one, as the rule says."""
        rolls = CountingRule(id="rolls", roll=Roll.NEXT_WORKING_DAY)
        for base, due in (("nominal", "11-02"), ("rolled", "11-09")):
            made = build(
                limit(length=30, counting="rolls", extend=(extension(length=30, base=base),)),
                countings=[rolls],
                calendar=calendar("CN"),
            )
            given = run(made, "09-01 filed", "09-20 extended", as_of="10-01")
            assert clock(given).due == day(due)

    def test_during_an_open_pause(self):
        """An extension granted while the clock stands still is not too late."""
        made = build(limit(pause=f"{LAW}.art2.testing", extend=(extension(),)), pauses=[pause()])
        given = run(made, "03-01 filed", "03-04 sent", "03-30 extended", "03-31 back")
        assert (codes(given), clock(given).due) == ([], day("04-12"))

    def test_one_beyond_all_years(self):
        """A length nobody can mean leaves the clock without a day, and nothing raises."""
        made = self.made(extension(length="granted_days"))
        given = run(made, "03-01 filed", event("03-05 extended", granted_days=10**12))
        assert clock(given).beyond

    def test_an_act_done_is_not_extended(self):
        """After the decision an extension has no clock."""
        given = run(self.made(), "03-01 filed", "03-05 decided", "03-06 extended")
        assert (codes(given), clock(given).extensions) == ([], ())


OLD = Law(id="cn.rules-2010", zh="旧规定", in_force_to=date(2026, 2, 28))
NEW = Law(id="cn.rules-2026", zh="新规定", in_force_from=date(2026, 3, 1))


class TestEditions:
    def two(self, rule="new", before=None, after=None, others=(), **keys):
        """An old edition of a limit and a new one that takes over."""
        return build(
            *others,
            limit(id="cn.rules-2010.art1.decision", **{"length": 20, **(before or {})}),
            limit(
                id="cn.rules-2026.art1.decision",
                **{
                    "takes_over": TakesOver(limit="cn.rules-2010.art1.decision", rule=rule),
                    "length": 40,
                    **(after or {}),
                },
            ),
            laws=[OLD, NEW],
            **keys,
        )

    def test_the_day_of_the_start_chooses(self):
        """A case filed under the old edition stays with it once its clock is over."""
        assert clock(run(self.two(), "02-01 filed")).limit.id == "cn.rules-2010.art1.decision"
        assert clock(run(self.two(), "03-02 filed")).limit.id == "cn.rules-2026.art1.decision"

    def test_or_the_day_of_a_fact(self):
        """With edition-by the day of the conduct chooses; unknown, the start does, in doubt."""
        keys = {"edition_by": "conduct_end"}
        made = self.two(before=keys, after={**keys, "takes_over": None})
        told = event("03-05 filed", conduct_end=day("02-01"))
        assert clock(run(made, told)).limit.id == "cn.rules-2010.art1.decision"
        one = clock(run(made, "03-05 filed"))
        assert ("cn.rules-2026.art1.decision", ("conduct_end",)) == (one.limit.id, one.missing)

    def test_a_newer_edition_takes_over_what_still_runs(self):
        """Replaced by the new one, from the same start, with a note that says so."""
        one = clock(run(self.two(), "02-20 filed"))
        assert (day("04-01"), "cn.rules-2026.art1.decision") == (one.due, one.limit.id)
        assert "came into force on 2026-03-01; it was replaced" in one.note.en

    def test_or_the_later_end_counts(self):
        """The rule later keeps whichever end is later."""
        one = clock(run(self.two("later"), "02-20 filed"))
        assert (day("04-01"), True) == (one.due, "the later end counts" in one.note.en)
        shorter = self.two("later", after={"length": 5})
        one = clock(run(shorter, "02-20 filed"))
        assert (day("03-12"), "cn.rules-2010.art1.decision") == (one.due, one.limit.id)

    def test_not_where_it_does_not_apply(self):
        """A newer limit whose condition is false, or whose length is unknown, takes nothing."""
        made = self.two(after={"when": "big"})
        assert clock(run(made, event("02-20 filed", big=False))).due == day("03-12")
        assert clock(run(self.two(after={"length": "days"}), "02-20 filed")).due == day("03-12")
        assert clock(run(self.two(after={"scope": "x"}), "02-20 filed")).due == day("03-12")

    def test_not_without_a_first_day(self):
        """An edition without a day of coming into force has always been there."""
        made = self.two()
        laws = {**made.laws, "cn.rules-2026": Law(id="cn.rules-2026")}
        made = type(made)(
            **{
                name: getattr(made, name)
                for name in ("id", "families", "regions", "events", "facts", "limits", "pauses")
            },
            laws=laws,
            countings={},
            needs=(),
        )
        assert run(made, "02-20 filed").clocks[0].due == day("03-12")

    def test_a_pause_can_carry_a_clock_into_the_new_edition(self):
        """Whether it still runs is asked again when it is moved."""
        rule = pause()
        made = self.two(before={"pause": rule.id, "length": 5}, pauses=[rule])
        assert clock(run(made, "02-20 filed")).due == day("02-25")
        given = run(made, "02-20 filed", "02-22 sent", "03-02 back")
        assert clock(given).limit.id == "cn.rules-2026.art1.decision"

    def test_only_the_clock_of_that_rule_is_taken_over(self):
        """Clocks of other rules, and later waits for them, stay as they were."""
        made = self.two(others=[limit("review", end="reviewed", length=50)])
        given = run(made, "02-20 filed")
        assert [one.due for one in given.clocks] == [day("04-11"), day("04-01")]

    def test_the_new_edition_decides_what_follows(self):
        """A clock taken over generates what its new limit says, and ends by its acts."""
        made = self.two(after={"then": Then(event="over")}, before={"then": None})
        assert names(run(made, "02-20 filed")) == ["filed", "over*"]
        made = self.two(before={"then": Then(event="over")})
        given = run(made, "02-20 filed", "03-20 decided")
        assert names(given) == ["filed", "decided"]
        assert clock(given).status is ClockStatus.ENDED

    def test_a_second_start_is_a_second_start_in_a_new_edition_too(self):
        """Filing again after the law has changed does not begin a second count."""
        made = self.two(after={"takes_over": None})
        given = run(made, "02-20 filed", "03-05 filed")
        assert len(given.clocks) == 1

    def test_and_a_restart_replaces_the_clock_of_the_old_edition(self):
        """Otherwise the old clock would go on blocking."""
        keys = {"restart": True}
        made = self.two(before=keys, after={**keys, "takes_over": None})
        given = run(made, "02-25 filed", "03-05 filed", as_of="03-06")
        assert [one.status for one in given.clocks] == [ClockStatus.REPLACED, ClockStatus.RUNNING]

    def special(self, **keys):
        """A general limit and a special one that overrides it."""
        return build(
            limit(),
            limit(
                id="cn.special-2020.art1.decision",
                length=30,
                overrides=(f"{LAW}.art1.decision",),
                **keys,
            ),
        )

    def test_a_special_rule_overrides_the_general_one(self):
        """Only the special clock runs, and says what gave way."""
        given = run(self.special(), "03-01 filed")
        assert [one.due for one in given.clocks] == [day("03-31")]
        assert f"{LAW}.art1.decision gives way" in given.clocks[0].note.en

    def test_only_where_it_applies(self):
        """With its condition false the general rule runs."""
        given = run(self.special(when="house"), event("03-01 filed", house=False))
        assert [one.due for one in given.clocks] == [day("03-11")]

    def test_in_doubt_both_run(self):
        """With its condition unknown both run, and both say what they turn on."""
        given = run(self.special(when="house"), "03-01 filed")
        assert [(one.due, one.missing) for one in given.clocks] == [
            (day("03-11"), ("house",)),
            (day("03-31"), ("house",)),
        ]

    def test_in_doubt_rules_that_count_alike_speak_once(self):
        """Which of the two applies makes no difference, and is not asked for."""
        made = build(
            limit(),
            limit(
                id="cn.special-2020.art1.decision",
                overrides=(f"{LAW}.art1.decision",),
                when="house",
            ),
        )
        given = run(made, "03-01 filed")
        assert [(one.limit.id, one.missing) for one in given.clocks] == [
            (f"{LAW}.art1.decision", ())
        ]

    def test_in_doubt_on_the_same_condition_the_special_one_speaks(self):
        """What both turn on decides whether there is a limit, and not which."""
        made = build(
            limit(when="house"),
            limit(
                id="cn.special-2020.art1.decision",
                length=30,
                overrides=(f"{LAW}.art1.decision",),
                when="house",
            ),
        )
        given = run(made, "03-01 filed")
        assert [(one.due, one.missing) for one in given.clocks] == [(day("03-31"), ("house",))]

    def test_a_special_rule_in_doubt_with_a_general_one_that_is_not_alike(self):
        """Two general rules give way, of which one counts alike and is in doubt itself."""
        made = build(
            limit(when="small"),
            limit("decision", id=f"{LAW}.art5.decision", unit=Unit.MONTH),
            limit(
                id="cn.special-2020.art1.decision",
                overrides=(f"{LAW}.art1.decision", f"{LAW}.art5.decision"),
                when="house",
            ),
        )
        given = run(made, "03-01 filed")
        assert [one.missing for one in given.clocks] == [("small",), ("house",), ("house",)]

    def test_not_where_its_law_is_not_in_force(self):
        """A special rule of a law to come does not override yet."""
        made = build(
            limit(),
            limit(
                id="cn.special-2027.art1.decision", length=30, overrides=(f"{LAW}.art1.decision",)
            ),
            laws=[Law(id="cn.special-2027", in_force_from=date(2027, 1, 1))],
        )
        assert [one.due for one in run(made, "03-01 filed").clocks] == [day("03-11")]

    def test_in_doubt_which_edition_both_run(self):
        """A special rule chosen by an unknown day leaves the general one in doubt."""
        given = run(self.special(edition_by="conduct_end"), "03-01 filed")
        assert [one.missing for one in given.clocks] == [("conduct_end",), ("conduct_end",)]


class TestSwitch:
    def pair(self):
        """A procedure that leads into another."""
        switches = {}
        shared = limit(id=f"{LAW}.art1.decision", pause=f"{LAW}.art2.testing", end="decided")
        ordinary = build(
            shared,
            limit("written", "moved", "x"),
            id="ordinary",
            pauses=[pause()],
            regions=[
                region(["new moved_in open", "open decided done"], final=("done",)),
                region(["none kept held"], "side"),
            ],
            more="moved kept",
        )
        summary = build(
            limit("quick", "filed", "decided", length=3),
            limit("gone", "filed", "left", length=90),
            shared,
            id="summary",
            switches=switches,
            pauses=[pause()],
            needs=[need("moved", 'happened("signed")')],
            regions=[
                region(["new filed open", "open moved ordinary/open", "open left ="]),
                region(["none kept held", "held lost gone"], "side"),
            ],
            more="signed",
        )
        switches["ordinary"] = ordinary
        return summary, ordinary

    def test_the_log_goes_on_in_the_other_procedure(self):
        """Known bug 24: clocks named there stay with their pauses; others are lifted."""
        summary, ordinary = self.pair()
        told = ["03-01 filed", "03-01 kept", "03-02 sent", "03-04 back", "03-05 moved"]
        given = run(summary, *told, as_of="03-06")
        assert (summary, (summary, ordinary)) == (given.procedure, given.procedures)
        assert ("open", "held") == (given.state(), given.state("side"))
        assert {one.limit.limit.matter: (one.status, one.due) for one in given.clocks} == {
            "quick": (ClockStatus.RAN_OUT, day("03-04")),
            "gone": (ClockStatus.LIFTED, day("05-30")),
            "decision": (ClockStatus.RUNNING, day("03-13")),
            "written": (ClockStatus.RUNNING, day("03-15")),
        }
        ended = run(summary, "03-01 filed", "03-02 decided", "03-05 moved")
        assert clock(ended, "quick").status is ClockStatus.ENDED
        done = run(summary, *told, "03-08 decided")
        assert done.finished
        assert clock(done).status is ClockStatus.ENDED
        assert [step.stage for step in done.steps] == [0, 0, 0, 0, 0, 1]
        assert done.procedure_at(5) is ordinary

    def test_it_goes_on_the_same_when_continued(self):
        """A run that has switched is continued from its first procedure."""
        summary, _ = self.pair()
        begun = run(summary, "03-01 filed", "03-05 moved")
        more = continued(begun, event("03-08 decided"), as_of=day("12-31"))
        whole = run(summary, "03-01 filed", "03-05 moved", "03-08 decided")
        assert whole.states == more.states
        assert whole.steps == more.steps

    def test_an_event_only_the_first_procedure_knows(self):
        """After the switch it is unknown."""
        summary, _ = self.pair()
        given = run(summary, "03-01 filed", "03-05 moved", "03-06 left")
        assert codes(given)[-1] == "unknown-event"

    def test_a_state_the_other_does_not_have_is_left_behind(self):
        """A side region begins anew where its state is unknown there."""
        summary, _ = self.pair()
        told = ["03-01 filed", "03-01 kept", "03-02 lost", "03-05 moved"]
        summary_states = run(summary, *told[:3])
        assert summary_states.state("side") == "gone"
        assert run(summary, *told).state("side") == "none"

    def test_a_region_enters_its_namesake(self):
        """A step of a side region leads into the side region there, otherwise into main."""
        switches = {}
        target = build(
            regions=[region(["a x b"]), region(["c y d"], "side")], id="target", more="go"
        )
        for name, expected in (("side", ("a", "c")), ("other", ("c", "c"))):
            entered = "c" if name == "side" else "b"
            start = build(
                regions=[region([f"new go target/{entered}"], name)], id="s", switches=switches
            )
            switches["target"] = target
            given = run(start, "03-01 go")
            assert given.state() == ("a" if name == "side" else "b")
            assert given.state("side") == expected[1]


class TestBackward:
    def test_counted_back_from_a_fact(self):
        """Thirty days before the expiry; unknown, no day."""
        made = build(limit(before="expiry", length=30, edge=Edge.ON))
        given = run(made, event("03-01 filed", expiry=date(2027, 2, 28)))
        assert clock(given).due == date(2027, 1, 29)
        one = clock(run(made, "03-01 filed"))
        assert (None, ("expiry",), True) == (one.due, one.missing, one.unbounded)
        assert one.deadline.due is None
        assert one.deadline.period.length == 30

    def test_a_fact_that_is_no_day(self):
        """Is as good as not recorded."""
        made = build(limit(before="expiry", length=30, edge=Edge.ON))
        assert clock(run(made, event("03-01 filed", expiry="soon"))).missing == ("expiry",)

    def test_counted_back_from_another_clock_that_moves(self):
        """When the other is extended or paused, so is this one."""
        made = build(
            limit("late", length=20, extend=(extension(),), pause=f"{LAW}.art2.testing"),
            limit("back", before='due("late")', length=5, edge=Edge.ON, end="x"),
            pauses=[pause()],
        )
        assert clock(run(made, "03-01 filed"), "back").due == day("03-16")
        assert clock(run(made, "03-01 filed", "03-05 extended"), "back").due == day("03-21")
        told = ["03-01 filed", "03-05 sent", "03-08 back"]
        assert clock(run(made, *told), "back").due == day("03-19")

    def test_counted_back_from_a_clock_that_starts_later(self):
        """Until there is one, there is no day."""
        made = build(
            limit("back", before='due("late")', length=5, edge=Edge.ON, end="x"),
            limit("late", "accepted", length=20),
        )
        assert clock(run(made, "03-01 filed"), "back").due is None
        given = run(made, "03-01 filed", "03-03 accepted")
        assert clock(given, "back").due == day("03-18")

    def test_the_next_day_of_the_year_stays_that_of_the_start(self):
        """A clock counted anew still looks from its own start."""
        made = build(
            limit("late", length=20, extend=(extension(),)),
            limit(
                "back", before='min(due("late"), next("03-15"))', length=1, edge=Edge.ON, end="x"
            ),
        )
        given = run(made, "03-01 filed", "03-05 extended")
        assert clock(given, "back").due == day("03-14")

    def test_a_day_already_over_at_the_start(self):
        """The event it generates bears its own day, and the log goes on."""
        made = build(
            limit(before="expiry", length=0, edge=Edge.ON, then=Then(event="over")), more="noted"
        )
        given = run(made, event("03-10 filed", expiry=day("03-01")), "03-11 noted")
        assert [step.event.day for step in given.steps] == [
            day("03-10"),
            day("03-01"),
            day("03-11"),
        ]


class TestAsOf:
    def test_due_on_the_day_is_not_overdue(self):
        """A day not yet over is still a day to act on."""
        assert clock(run(ONE, "03-01 filed", as_of="03-11")).status is ClockStatus.RUNNING
        assert clock(run(ONE, "03-01 filed", as_of="03-12")).status is ClockStatus.RAN_OUT

    def test_a_clock_fires_on_the_day_after(self):
        """At 24:00 of its last day, and not before."""
        made = build(limit(then=Then(event="over")))
        assert names(run(made, "03-01 filed", as_of="03-11")) == ["filed"]
        assert names(run(made, "03-01 filed", as_of="03-12")) == ["filed", "over*"]

    def test_later_events_are_planned(self):
        """They are kept, and not applied."""
        given = run(ONE, "03-01 filed", "03-05 decided", as_of="03-04")
        assert ["decided"] == [one.name for one in given.planned]
        assert given.state() == "open"

    def test_known_on_hides_later_records(self):
        """What was recorded after that day has not been heard of."""
        late = Event("decided", day("03-05"), recorded=day("03-20"))
        given = run(ONE, "03-01 filed", late, known_on="03-19")
        assert given.state() == "open"
        assert run(ONE, "03-01 filed", late, known_on="03-20").state() == "done"
        assert given.log.events[-1] == late

    def test_known_on_hides_later_notices(self):
        """The extension of the holiday in 2020 moves the day only once it is published."""
        made = build(limit(unit=Unit.WORKING_DAY, length=3), calendar=calendar("CN"))
        for known, due in (("2020-01-24", "2020-02-01"), ("2020-01-28", "2020-02-04")):
            given = run(made, "2020-01-22 filed", as_of="2020-01-29", known_on=known)
            assert clock(given).due == day(due)

    def test_known_on_keeps_what_a_book_knew_itself(self):
        """A book made for an earlier day does not learn from a later question."""
        old = calendar("CN", known_on=date(2020, 1, 24))
        made = build(limit(unit=Unit.WORKING_DAY, length=3), calendar=old)
        given = run(made, "2020-01-22 filed", as_of="2020-01-29", known_on="2020-03-01")
        assert clock(given).due == day("2020-02-01")

    def test_known_on_keeps_what_a_user_added(self):
        """Closures of an agency, and notices of its own published by then, were known."""
        own = [
            Notice(
                id=name,
                country="CN",
                year=2020,
                kind=NoticeKind.USER,
                published=date(2020, 1, number),
                off=[date(2020, 1, number)],
            )
            for name, number in (("own-1", 23), ("own-2", 31))
        ]
        base = calendar("CN").with_notices(*own)
        closed = base.with_closures([date(2020, 2, 3), date(2026, 3, 2)], name="move")
        made = build(limit(unit=Unit.WORKING_DAY, length=3), calendar=closed)
        given = run(made, "2020-01-22 filed", as_of="2020-01-29", known_on="2020-01-24")
        assert clock(given).due == day("2020-02-04")


class TestDoubt:
    READ = (Reading(name="short", length=8),)

    def test_a_range_goes_through_generated_events(self):
        """The clock that a doubtful end starts is itself in doubt, by as much."""
        made = build(
            limit("first", reading=self.READ, then=Then(event="over")), limit("second", "over")
        )
        one = clock(run(made, "03-01 filed"), "second")
        assert (day("03-19"), day("03-21"), day("03-21")) == (one.earliest, one.due, one.latest)
        assert one.deadline.certainty is Certainty.DISPUTED
        assert one.deadline.reasons[0].code == "start-in-doubt"
        assert one.safe_due == day("03-19")

    def test_a_range_handed_down_is_a_reason_beside_others(self):
        """Certainty stays that of the graver doubt; that the start moves is told as well."""
        made = build(
            limit("first", reading=self.READ, then=Then(event="over")),
            limit("third", "over", when="open_fact"),
            facts="open_fact",
        )
        given = run(made, "03-01 filed")
        third = clock(given, "third")
        assert ["not-recorded", "start-in-doubt"] == [doubt.code for doubt in third.doubts]
        assert third.unbounded
        assert third.certainty is Certainty.UNKNOWN
        assert ["start-in-doubt"] == [doubt.code for doubt in third.deadline.reasons]
        assert third.deadline.certainty is Certainty.DISPUTED
        assert (Application.TURNS_ON, ("open_fact",)) == (
            third.deadline.applies.answer,
            third.deadline.applies.facts,
        )

    def test_a_missing_fact_goes_through_generated_events(self):
        """Where it is not known whether a period ran at all, neither is what follows from it."""
        made = build(
            limit("first", when="big", then=Then(event="over")),
            limit("second", "over"),
            limit("third", "noted"),
        )
        given = run(made, "03-01 filed", "03-20 noted")
        assert [one.missing for one in given.clocks] == [("big",), ("big",), ()]

    def test_a_wait_started_in_doubt_blocks_in_doubt(self):
        """An act between the two ends is too early on one of them."""
        longer = (Reading(name="long", length=12),)
        made = build(
            limit("first", reading=longer, then=Then(event="over")),
            wait("rest", "over", "acted"),
        )
        given = run(made, "03-01 filed", "03-17 acted")
        assert codes(given) == ["too-early"]
        assert given.steps[given.faults[0].step].event.name == "acted"
        assert given.clocks[given.faults[0].clock].limit.limit.matter == "rest"
        assert codes(run(made, "03-01 filed", "03-14 acted")) == ["too-early"]
        assert codes(run(made, "03-01 filed", "03-19 acted")) == []

    def test_an_end_too_early_in_one_reading_only(self):
        """A clock that only one reading starts in time has no twin, and nothing breaks."""
        made = build(
            limit("first", reading=self.READ, then=Then(event="over")),
            limit("second", "over", "acted", when='not happened("acted")'),
        )
        given = run(made, "03-01 filed", "03-10 acted")
        assert names(given) == ["filed", "acted"] or len(given.clocks) == 1

    def test_a_clock_that_one_reading_has_not_started_yet(self):
        """Whether it runs already is in doubt, so that its later side has no bound."""
        longer = (Reading(name="long", length=20),)
        made = build(
            limit("first", reading=longer, then=Then(event="over")), limit("second", "over")
        )
        one = clock(run(made, "03-01 filed", as_of="03-15"), "second")
        assert (day("03-21"), day("03-21"), None) == (one.earliest, one.due, one.latest)
        assert one.deadline.certainty is Certainty.DISPUTED

    def test_a_clock_that_one_reading_never_starts(self):
        """On the early reading the period was over before the act, and nothing began."""
        made = build(
            limit("first", reading=self.READ, then=Then(event="over"), end="met"),
            limit("second", "met", when='not happened("over")'),
            regions=[region(['new met late ? late("first")', "new met fine"])],
        )
        one = clock(run(made, "03-01 filed", "03-10 met", as_of="03-15"), "second")
        assert (None, day("03-20"), day("03-20")) == (one.earliest, one.due, one.latest)

    def test_a_range_of_what_a_step_asks(self):
        """Where a condition asks for a day in doubt, the run is made three times."""
        made = build(
            limit("first", reading=self.READ),
            limit("second", "asked", "x"),
            regions=[region(['new asked late ? late("first")', "new asked fine"])],
        )
        given = run(made, "03-01 filed", "03-10 asked")
        assert given.state() == "fine"
        assert clock(given, "second").earliest == clock(given, "second").latest

    def test_notices_to_come(self):
        """Beyond the last notice a day has a range that names the missing one."""
        made = build(limit(unit=Unit.WORKING_DAY, length=90), calendar=calendar("CN"))
        one = clock(run(made, "11-20 filed"))
        assert one.earliest <= one.due <= one.latest
        assert one.earliest < one.latest
        assert one.deadline.certainty is Certainty.PROVISIONAL
        assert one.deadline.earliest == one.earliest
        assert one.deadline.latest == one.latest

    def test_backward_over_days_to_come(self):
        """Counted back from a day in a year without a notice, the range says so too."""
        made = build(
            limit(before="expiry", length=10, unit=Unit.WORKING_DAY, edge=Edge.ON),
            calendar=calendar("CN"),
        )
        one = clock(run(made, event("11-20 filed", expiry=date(2027, 2, 20))))
        assert one.earliest < one.latest

    def test_the_edge_of_a_wait_shows_in_the_range(self):
        """Readings of the edge are measured on the day before it opens."""
        made = build(wait(reading=(Reading(name="on", edge=Edge.ON),)))
        one = clock(run(made, "03-01 served"), "wait")
        assert (day("03-05"), day("03-06"), day("03-06")) == (one.earliest, one.due, one.safe_due)


class TestWorth:
    MADE = build(
        limit(
            "add-fine",
            "overdue",
            "paid",
            kind=Kind.ACCRUES,
            bound=Bound.PARTY,
            length=0,
            pause=f"{LAW}.art2.testing",
            worth="min(0.03 * fine_yuan * used, fine_yuan)",
        ),
        pauses=[pause()],
    )

    def worth(self, *told, on, fine=1000):
        """What the clock has grown to."""
        given = run(self.MADE, *told, **({} if fine is None else {"fine_yuan": fine}))
        return given.clocks[0].worth(day(on))

    def test_three_per_cent_a_day_up_to_the_fine(self):
        """Ten days of thirty yuan; never more than the fine itself."""
        assert self.worth("03-01 overdue", on="03-11") == Decimal("300.00")
        assert self.worth("03-01 overdue", on="03-01") == 0
        assert self.worth("03-01 overdue", on="12-31") == 1000

    def test_nothing_before_the_start(self):
        """A day before it began has nothing grown."""
        assert self.worth("03-01 overdue", on="02-01") == 0

    def test_it_stops_when_paid(self):
        """Days after the payment add nothing."""
        assert self.worth("03-01 overdue", "03-06 paid", on="03-30") == Decimal("150.00")

    def test_it_stands_still_during_a_pause(self):
        """A pause takes its days out, while it is open too."""
        told = ["03-01 overdue", "03-03 sent"]
        assert self.worth(*told, on="03-20") == Decimal("60.00")
        assert self.worth(*told, "03-06 back", on="03-20") == Decimal("480.00")
        assert self.worth(*told, on="03-02") == Decimal("30.00")

    def test_what_was_not_recorded_has_no_worth(self):
        """Without the fine nothing can be said."""
        assert self.worth("03-01 overdue", on="03-20", fine=None) is None
        assert clock(run(ONE, "03-01 filed")).worth(day("03-20")) is None
        made = build(limit(worth="fined"))
        assert clock(run(made, event("03-01 filed", fined=True))).worth(day("03-20")) is None

    def test_used_is_nothing_outside_worth(self):
        """A condition elsewhere that asks how much was used gets nought."""
        made = build(limit(when="used == 0"))
        assert len(run(made, "03-01 filed").clocks) == 1


class TestWhole:
    def test_continued_equals_one_replay(self):
        """A run with later events added is the replay of the whole log."""
        begun = run(ONE, "03-01 filed", as_of="03-04")
        more = continued(begun, event("03-05 decided"), as_of=day("03-06"))
        whole = run(ONE, "03-01 filed", "03-05 decided", as_of="03-06")
        assert (whole.log, whole.steps, whole.states) == (more.log, more.steps, more.states)

    def test_withdrawing_an_extension_with_pauses(self):
        """Known bug 26: without the event, everything is as if it had never been."""
        made = build(limit(pause=f"{LAW}.art2.testing", extend=(extension(),)), pauses=[pause()])
        granted = event("03-06 extended")
        told = log("03-01 filed", "03-02 sent", "03-05 back", granted)
        one = replay(told.without(granted), made, as_of=day("12-31"))
        other = run(made, "03-01 filed", "03-02 sent", "03-05 back")
        assert [(c.due, c.extensions) for c in other.clocks] == [
            (c.due, c.extensions) for c in one.clocks
        ]

    def test_plans_do_not_keep_procedures_for_ever(self):
        """Plans are kept for a bounded number of procedures."""
        from enforcecal.cases.replay.plan import plan_of

        assert plan_of.cache_info().maxsize == 64
        made = build(limit())
        assert plan_of(made, None) is plan_of(made, None)

    def test_an_empty_log(self):
        """Nothing happened, nothing runs, nothing is wrong."""
        given = replay(CaseLog("1"), ONE, as_of=day("03-01"))
        assert ((), (), ()) == (given.steps, given.clocks, given.faults)

    def test_what_is_unknown_is_unknown(self):
        """A matter without a clock is neither over nor late, and has no last day."""
        made = build(
            needs=[
                need("a", 'over("x")'),
                need("b", 'not late("x")'),
                need("c", 'due("x") == due("x")'),
            ],
        )
        assert codes(run(made, "03-01 a", "03-01 b", "03-01 c")) == ["missing-step", "not-recorded"]
        assert isinstance(Unknown({"x"}), Unknown)
        assert EventType(name="a").per == ()
