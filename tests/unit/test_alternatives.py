"""The same procedure as it would be."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.errors import UnknownNameError
from enforcecal.law.alternatives import by_reading, on_calendar, readings_of, without_editions
from enforcecal.law.packs import rulebook
from enforcecal.law.rules import Reading

BOOK = rulebook("cn")
ORDINARY = BOOK.procedure("cn.penalty.ordinary")
OLD = calendar("CN", known_on=date(2020, 1, 26))


def leading():
    """Return two procedures that lead into one another, without asking the packs for them."""
    here, there = {}, {}
    one = attrs.evolve(ORDINARY, id="one", switches=here)
    other = attrs.evolve(ORDINARY, id="other", switches=there)
    here["other"], there["one"] = other, one
    return one


class TestOnCalendar:
    def test_the_procedure_counts_on_it(self):
        """And the one it was made of does not change."""
        made = on_calendar(ORDINARY, OLD)
        assert (OLD, calendar("CN")) == (made.calendar, ORDINARY.calendar)

    def test_without_a_calendar_it_needs_none(self):
        """A procedure that counts no working days stays as it is."""
        bare = attrs.evolve(ORDINARY, calendar=None)
        assert on_calendar(bare, OLD).calendar is None

    def test_what_it_leads_into_is_changed_alike(self):
        """Two that lead into one another do so still, and each counts on the calendar."""
        one = on_calendar(leading(), OLD)
        other = one.switches["other"]
        assert (OLD, OLD) == (one.calendar, other.calendar)
        assert other.switches["one"] is one


class TestWithoutEditions:
    def test_what_it_ended_goes_on(self):
        """Without the Penalty Law of 2021 that of 2017 is still in force."""
        made = without_editions(ORDINARY, ["cn.penalty-law-2021"])
        assert date(2021, 7, 14) == ORDINARY.laws["cn.penalty-law-2017"].in_force_to
        assert made.laws["cn.penalty-law-2017"].in_force_to is None
        assert date(2017, 12, 31) == made.laws["cn.penalty-law-1996"].in_force_to
        assert made.laws["cn.mohurd-55-2022"] == ORDINARY.laws["cn.mohurd-55-2022"]

    def test_nothing_of_it_is_left(self):
        """No limit, need or pause of it, nor its digest."""
        made = without_editions(ORDINARY, ["cn.penalty-law-2021"])
        gone = "cn.penalty-law-2021."
        rules = [*made.limits, *made.needs, *made.pauses.values()]
        assert [] == [rule.id for rule in rules if rule.id.startswith(gone)]
        assert [] == [one for limit in made.limits for one in limit.pause if one.startswith(gone)]
        assert "cn.penalty-law-2021" not in made.digests
        assert len(made.limits) < len(ORDINARY.limits)

    def test_two_in_a_row(self):
        """Without both later editions the first of them is in force for good."""
        made = without_editions(ORDINARY, ["cn.penalty-law-2021", "cn.penalty-law-2017"])
        assert made.laws["cn.penalty-law-1996"].in_force_to is None

    def test_an_unknown_edition_is_refused(self):
        """With the nearest there is."""
        with pytest.raises(UnknownNameError, match=r"did you mean 'cn.penalty-law-2021'"):
            without_editions(ORDINARY, ["cn.penalty-law-2022"])


class TestByReading:
    def test_of_a_counting_rule(self):
        """What rolled does not, and the former default is the other reading."""
        name = "weekends-do-not-roll"
        made = by_reading(ORDINARY, name)
        rule = "cn.mohurd-55-2022.art45.counting"
        was, now = ORDINARY.countings[rule], made.countings[rule]
        assert (Roll.NEXT_WORKING_DAY, Roll.NEXT_AFTER_HOLIDAY) == (was.roll, now.roll)
        assert [Roll.NEXT_WORKING_DAY] == [reading.roll for reading in now.reading]
        assert name not in readings_of(made)

    def test_of_a_limit(self):
        """The hearing on the seventh day itself."""
        made = by_reading(ORDINARY, "hearing-on-the-seventh-day")
        rule = "cn.mohurd-55-2022.art34.hearing-notice"
        was, now = ({one.id: one for one in each.limits}[rule] for each in (ORDINARY, made))
        assert (Edge.AFTER, Edge.ON) == (was.edge or Edge.AFTER, now.edge)
        assert was.length == now.length
        assert was.unit is now.unit is Unit.WORKING_DAY

    def test_of_a_first_day_and_of_a_length(self):
        """A reading may say whether the first day counts, or another length and unit."""
        reading = Reading(name="other", start_counts=True, length=9, unit=Unit.DAY)
        rule, limit = ORDINARY.countings["no-roll"], ORDINARY.limits[0]
        changed = attrs.evolve(
            ORDINARY,
            countings={"no-roll": attrs.evolve(rule, reading=(reading,))},
            limits=(attrs.evolve(limit, reading=(reading,)),),
        )
        made = by_reading(changed, "other")
        assert made.countings["no-roll"].start_counts
        assert (9, Unit.DAY) == (made.limits[0].length, made.limits[0].unit)
        assert limit.length == made.limits[0].reading[0].length

    def test_an_unknown_reading_is_refused(self):
        """With what there is."""
        with pytest.raises(UnknownNameError, match="weekends-do-not-roll"):
            by_reading(ORDINARY, "weekends-dont-roll")
        assert "first-day-counts" in readings_of(ORDINARY)
