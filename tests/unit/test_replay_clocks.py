"""The clocks of a replay: what concerns what, and over which days a last day can move."""

from __future__ import annotations

from datetime import date, time

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
    party,
    pause,
    run,
    wait,
)

from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import ClockStatus, concern
from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.law.rules import CountingRule, Reading, Then

A, B = (("party", "a"),), (("party", "b"),)
TRUCK = (("item", "truck"),)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((), (), True),
        ((), A, True),
        (A, (), True),
        (A, A, True),
        (A, B, False),
        (A, TRUCK, True),
        (TRUCK + A, A, True),
        (TRUCK + A, TRUCK + B, False),
    ],
)
def test_two_things_concern_one_another_unless_they_name_different_values(one, other, expected):
    """A dimension that only one of them names keeps nothing apart."""
    assert concern(one, other) is expected
    assert concern(other, one) is expected


class TestRange:
    """From the earliest to the latest day, over everything that is not known."""

    ID = f"{LAW}.art2.testing"

    def test_readings_and_an_extension_in_doubt(self):
        """The earliest has the short reading without the extension, the latest the long with it."""
        made = build(
            limit(
                extend=(extension(by="head"),),
                reading=(Reading(name="short", length=8), Reading(name="long", length=12)),
            )
        )
        one = clock(run(made, "03-01 filed", "03-05 extended"))
        assert (day("03-09"), day("03-16"), day("03-18")) == (one.earliest, one.due, one.latest)

    def test_a_pause_and_an_extension_in_doubt(self):
        """The earliest has neither, the latest has both."""
        made = build(
            limit(pause=self.ID, extend=(extension(by="head"),)),
            pauses=[pause(condition="told")],
        )
        told = ["03-01 filed", "03-02 sent", "03-04 back", "03-05 extended"]
        one = clock(run(made, *told))
        assert (day("03-11"), day("03-18")) == (one.earliest, one.latest)
        assert one.missing == ("approver", "told")

    def test_an_extension_of_unknown_length_beside_a_known_one(self):
        """The unknown one only lengthens, up to its cap."""
        made = build(
            limit(extend=(extension(), extension("again", length="granted_days", at_most=4)))
        )
        one = clock(run(made, "03-01 filed", "03-05 extended", "03-06 again"))
        assert (day("03-16"), day("03-16"), day("03-20")) == (one.earliest, one.due, one.latest)

    def test_an_open_pause_in_doubt(self):
        """If it counts there is no last day yet; that it may not is told by the missing fact."""
        made = build(limit(pause=self.ID), pauses=[pause(condition="told")])
        one = clock(run(made, "03-01 filed", "03-02 sent"))
        assert (None, ("told",)) == (one.due, one.missing)

    def test_a_pause_in_doubt_of_another_clock(self):
        """What does not concern a clock leaves no doubt on it."""
        made = build(limit(pause=self.ID), limit("other"), pauses=[pause(condition="told")])
        one = clock(run(made, "03-01 filed", "03-02 sent", "03-04 back"), "other")
        assert ((), day("03-11")) == (one.missing, one.latest)

    def test_a_reading_of_the_edge_of_a_backward_limit(self):
        """Counted backward a stricter edge moves the day itself."""
        made = build(
            limit(
                before="expiry",
                length=30,
                edge=Edge.ON,
                reading=(Reading(name="full", edge=Edge.AFTER),),
            )
        )
        one = clock(run(made, event("03-01 filed", expiry=date(2027, 2, 28))))
        assert (date(2027, 1, 28), date(2027, 1, 29)) == (one.earliest, one.due)
        assert one.safe_due == date(2027, 1, 28)

    def test_a_roll_past_the_last_notice(self):
        """A last day that would roll in a year without a notice can move."""
        rolls = CountingRule(id="rolls", roll=Roll.NEXT_WORKING_DAY)
        made = build(limit(length=90, counting="rolls"), countings=[rolls], calendar=calendar("CN"))
        one = clock(run(made, "11-09 filed"))
        assert one.earliest < one.latest
        assert one.deadline.certainty is Certainty.PROVISIONAL

    def test_days_that_never_roll_are_settled(self):
        """Natural days without a roll need no notice."""
        made = build(limit(length=90), calendar=calendar("CN"))
        one = clock(run(made, "11-09 filed"))
        assert one.earliest == one.latest
        assert one.deadline.certainty is Certainty.FIRM


class TestBeyond:
    """Days no calendar and no date can have."""

    def test_before_the_first_day_of_all(self):
        """Counted back out of the years there are, a clock has no day."""
        made = build(limit(before="expiry", length=30, edge=Edge.ON))
        one = clock(run(made, event("03-01 filed", expiry=date(1, 1, 5))))
        assert (None, None, True) == (one.due, one.earliest, one.beyond)

    @pytest.mark.parametrize("unit", list(Unit))
    def test_after_the_last_day_of_all(self, unit):
        """A length beyond the years there are gives no day in any unit."""
        made = build(limit(length=100_000_000, unit=unit), calendar=calendar("CN"))
        one = clock(run(made, "03-01 filed"))
        assert (None, None, True) == (one.due, one.latest, one.beyond)
        assert one.deadline.due is None

    def test_a_pause_can_lead_back_into_the_years_there_are(self):
        """Each recount starts without the doubt of the one before."""
        made = build(
            limit(
                length=10,
                unit=Unit.WORKING_DAY,
                before="expiry",
                edge=Edge.ON,
                restart=True,
            ),
            calendar=calendar("CN"),
        )
        given = run(
            made,
            event("03-01 filed", expiry=date(1990, 1, 1)),
            event("03-02 filed", expiry=day("04-01")),
        )
        assert [one.beyond for one in given.clocks] == [True, False]


class TestDeadline:
    """The deadline of a clock says what the clock says."""

    def same(self, one):
        """Tell whether the deadline of a clock has its days."""
        made = one.deadline
        return (made.nominal, made.due, made.opens, made.earliest, made.latest, made.safe_due) == (
            one.nominal,
            one.due,
            one.opens,
            one.earliest,
            one.latest if one.due else None,
            one.safe_due,
        )

    def test_of_every_kind_of_clock(self):
        """Running, ended in a pause, extended, replaced, waiting, counted back, or in doubt."""
        made = build(
            limit(
                pause=f"{LAW}.art2.testing",
                restart=True,
                extend=(extension(),),
                reading=(Reading(name="short", length=8),),
            ),
            wait(reading=(Reading(name="on", edge=Edge.ON),)),
            limit("back", before='due("decision")', length=3, edge=Edge.ON, end="x"),
            limit("open", length="days"),
            limit("fires", then=Then(event="over"), reading=(Reading(name="long", length=20),)),
            limit("after", "over"),
            pauses=[pause(condition="known")],
            per={"served": "party"},
        )
        told = [
            event("03-01 filed", known=True),
            "03-02 served@a",
            "03-03 sent",
            "03-04 served@b",
            "03-05 back",
            "03-06 extended",
            "03-20 filed",
            "03-22 sent",
            "03-23 decided",
            "03-25 back",
        ]
        for place in range(len(told) + 1):
            given = run(made, *told[:place])
            for one in given.clocks:
                assert self.same(one), (place, one)

    def test_hours(self):
        """With a time the hours end at an instant; without one they may end a day earlier."""
        made = build(limit(unit=Unit.HOUR, length=24), calendar=calendar("CN"))
        timed = clock(run(made, Event("filed", day("03-02"), time=time(15))))
        assert (day("03-03"), day("03-03")) == (timed.earliest, timed.due)
        assert self.same(timed)
        untimed = clock(run(made, "03-02 filed"))
        assert (day("03-02"), day("03-03")) == (untimed.earliest, untimed.due)
        assert self.same(untimed)
        assert untimed.deadline.certainty is Certainty.UNKNOWN


def test_known_bug_22_a_rolled_day_is_the_day_for_every_check():
    """Nominal 2026-10-01, rolled to 10-08: filed on 10-08 is in time, warned on 10-05 is not."""
    rolls = CountingRule(id="rolls", roll=Roll.NEXT_WORKING_DAY)
    made = build(
        limit(length=90, counting="rolls", then=Then(event="over")),
        countings=[rolls],
        calendar=calendar("CN"),
    )
    assert clock(run(made, "07-03 filed", as_of="10-05")).status is ClockStatus.RUNNING
    ended = run(made, "07-03 filed", "10-08 decided")
    assert (ClockStatus.ENDED, []) == (clock(ended).status, codes(ended))
    assert clock(ended).due == day("10-08")


def test_known_bug_23_a_pause_over_a_holiday():
    """Seven working days from 2026-09-28 stay 10-13 over a pause of the holiday itself."""
    made = build(
        limit(unit=Unit.WORKING_DAY, length=7, pause=f"{LAW}.art2.testing"),
        pauses=[pause()],
        calendar=calendar("CN"),
    )
    assert clock(run(made, "09-28 filed")).due == day("10-13")
    assert clock(run(made, "09-28 filed", "09-30 sent", "10-07 back")).due == day("10-13")


def test_known_bug_25_what_is_left_is_left():
    """A clock that stood still on its last day has that day left when it goes on."""
    made = build(limit(pause=f"{LAW}.art2.testing", then=Then(event="over")), pauses=[pause()])
    told = ["03-01 filed", "03-10 sent"]
    assert clock(run(made, *told, as_of="12-01")).status is ClockStatus.RUNNING
    given = run(made, *told, "05-10 back", as_of="05-11")
    assert (day("05-11"), ClockStatus.RUNNING) == (clock(given).due, clock(given).status)


def test_known_bug_37_a_restart_names_its_event():
    """A new clock says which event started it anew."""
    made = build(limit(restart=True), per={"filed": "party"})
    given = run(made, "03-01 filed@a", "03-05 filed@a")
    again = clock(given, of=party("a"))
    assert given.steps[again.started_by].event.day == day("03-05")
