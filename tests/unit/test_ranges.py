"""One computation of the earliest and the latest day, for deadlines and for clocks."""

from __future__ import annotations

from datetime import date

import pytest
from procedures_by_hand import LAW, build, day, event, extension, limit, pause, run

import enforcecal as ec
from enforcecal.cases.outlook.ahead import Ahead
from enforcecal.cases.outlook.answer import outlook
from enforcecal.cases.replay.engine import resume_states
from enforcecal.dates.calendars import calendar
from enforcecal.dates.clocks import Counting
from enforcecal.dates.deadlines import reckon
from enforcecal.dates.periods import Period, Roll, Unit
from enforcecal.dates.ranges import Way, day_range, unsettled

TEN = Counting(period=Period(10, Unit.DAY))
START = date(2026, 3, 2).toordinal()
BOOK = ec.rulebook("cn")


class TestDayRange:
    def test_one_way_one_day(self):
        """Where nothing is in doubt the range is the day itself."""
        found = day_range([TEN], None, [Way(START)], (START + 10, START + 10))
        assert (START + 10, START + 10, ()) == found[:3]

    def test_two_ways(self):
        """With an extension in doubt, the range is from the day without it to the day with it."""
        ways = [Way(START), Way(START, longer=((5, False, None),))]
        found = day_range([TEN], None, ways, (START + 10, START + 10))
        assert (START + 10, START + 15) == found[:2]

    def test_a_way_of_its_own_meets_a_notice(self):
        """A way that alone reaches days without a notice widens the range by them."""
        views = calendar("CN").views
        start = date(2026, 12, 18).toordinal()
        counting = Counting(period=Period(5, Unit.WORKING_DAY))
        due = counting.ends(views.point, start, None, (), ())
        ways = [Way(start), Way(start, longer=((30, False, None),))]
        found = day_range([counting], views, ways, due)
        assert found.awaited is not None
        assert found.low == due[1]
        longest = counting.ends(views.slow, start, None, (), ((30, False, None),))
        assert found.high == longest[1]

    def test_a_way_that_ends_nowhere(self):
        """An open pause in one of the ways leaves no bound, and is told once."""
        ways = [
            Way(START),
            Way(START, spans=((START + 3, None),)),
            Way(START, spans=((START, None),)),
        ]
        found = day_range([TEN], None, ways, (START + 10, START + 10))
        assert (START + 10, None) == found[:2]
        assert [(TEN, None, None)] == [*found.met]

    def test_a_rolled_day_back_from_another_is_settled(self):
        """What is counted backward never rolls, so no notice moves it."""
        rolled = Counting(period=Period(10, Unit.DAY), roll=Roll.NEXT_WORKING_DAY)
        views = calendar("CN").views
        end = date(2027, 3, 1).toordinal()
        assert unsettled(rolled, views, None, end)
        assert not unsettled(rolled, views, end, end)
        assert not unsettled(rolled, None, None, end)

    def test_a_deadline_takes_other_ways(self):
        """`reckon` widens its range by them, and its day stays."""
        found = reckon([TEN], None, date(2026, 3, 2), ways=[Way(START, longer=((5, False, None),))])
        assert (date(2026, 3, 12), date(2026, 3, 17)) == (found.due, found.latest)


class TestOfAClock:
    def test_its_deadline_has_its_range(self):
        """An extension of which nobody recorded the length is in the range of both."""
        made = build(limit(extend=(extension(length="days", at_most=30),)), facts="days")
        (one,) = run(made, "03-01 filed", "03-02 extended", as_of="03-05").clocks
        assert one.latest == one.deadline.latest
        assert (one.due, one.earliest) == (one.deadline.due, one.deadline.earliest)
        assert ["not-recorded"] == [doubt.code for doubt in one.deadline.reasons]
        assert one.latest > one.due


class TestDaysOutOfReach:
    """Nothing in a log makes a replay raise."""

    def test_next_after_the_last_year(self):
        """After the last year there is no next 31 January: the clock has no day."""
        last = date(9999, 12, 31)
        log = ec.CaseLog("b", [ec.Event("year_ended", last)])
        given = ec.replay(log, BOOK.procedure("cn.information.request"), as_of=last)
        assert {None} == {one.due for one in given.clocks}
        assert 'next("01-31")' in given.clocks[0].missing
        assert outlook(given).clocks

    def test_the_first_day_of_all_as_a_fact(self):
        """A null date of a database plans a hearing for the year 1; the outlook stands."""
        log = ec.CaseLog(
            "b", [ec.Event("accepted", date(2025, 1, 6), facts={"hearing_date": date(1, 1, 1)})]
        )
        given = ec.replay(log, BOOK.procedure("cn.licence.application"), as_of=date(2025, 2, 1))
        assert outlook(given).first[0].by is None

    @pytest.mark.parametrize("ordinal", [-3, 0, date.max.toordinal() + 1])
    def test_a_view_refuses_what_is_no_date(self, ordinal):
        """Days that are no dates are refused as a count that leads out of the years."""
        with pytest.raises(OverflowError, match="years 1 to 9999"):
            calendar("CN").views.point.roll_next(ordinal)


class TestAskingChangesNothing:
    def test_a_question_left_half_way(self):
        """What is asked for another day leaves the replay on its own, answered or not."""
        given = ec.replay(
            ec.CaseLog("a", [ec.Event("case_filed", date(2026, 3, 2))]),
            BOOK.procedure("cn.penalty.ordinary"),
            as_of=date(2026, 4, 1),
        )
        (state,) = resume_states(given)
        today = state.today
        asked = Ahead(state, today).unfulfilled("penalty_decided", (), today + 30)
        assert next(asked)
        assert today == state.today

    def test_a_pause_ended_for_one_item_goes_on_for_another(self):
        """Pauses are ended by what they concern."""
        made = build(
            limit(pause=f"{LAW}.art2.testing"),
            pauses=[pause()],
            per={"sent": "item", "back": "item"},
        )
        given = run(
            made,
            "03-01 filed",
            ec.Event("sent", day("03-02"), of={"item": "a"}),
            ec.Event("sent", day("03-03"), of={"item": "b"}),
            ec.Event("back", day("03-05"), of={"item": "a"}),
            as_of="03-20",
        )
        assert [day("03-05"), None] == [one.ends for one in given.clocks[0].pauses]


class TestRepr:
    """What people hold shows itself shortly."""

    LOG = ec.CaseLog(
        "甲-1",
        [
            ec.Event("case_filed", date(2026, 3, 2)),
            *(
                ec.Event("notice.served", date(2026, 4, 7), of={"party": f"p{n}"})
                for n in range(200)
            ),
        ],
    )
    PROCEDURE = BOOK.procedure("cn.penalty.ordinary")
    RUN = ec.replay(LOG, PROCEDURE, as_of=date(2026, 5, 4))

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            (RUN, "Run(case='甲-1', procedure='cn.penalty.ordinary', as_of=2026-05-04, steps=20"),
            (RUN.clocks[0], "ClockRun(limit="),
            (LOG, "CaseLog(case='甲-1', events=201, 2026-03-02 to 2026-04-07)"),
            (ec.CaseLog("b"), "CaseLog(case='b', events=0)"),
            (PROCEDURE, "Procedure(id='cn.penalty.ordinary', laws="),
            (BOOK.limit("cn.mohurd-55-2022.art29.decision"), "BoundLimit(id='cn.mohurd-55-2022"),
            (
                outlook(RUN),
                "Outlook(case='甲-1', procedure='cn.penalty.ordinary', as_of=2026-05-04",
            ),
            (ec.validate(RUN, ec.Event("penalty_decided", date(2026, 5, 4))), "Permission(case="),
            (
                ec.audit_cases([LOG], PROCEDURE, as_of=date(2026, 5, 4)),
                "AuditReport(procedure='cn.penalty.ordinary', as_of=2026-05-04, cases=1, events=",
            ),
            (BOOK, "<Rulebook 'cn'>"),
            (calendar("CN"), "WorkCalendar(id='CN'"),
        ],
    )
    def test_it_is_one_short_line(self, value, shown):
        """Id, case, day and counts, and not what they hold."""
        assert repr(value).startswith(shown)
        assert len(repr(value)) < 600

    def test_many_facts_are_cut(self):
        """A log with many facts shows the first."""
        log = ec.CaseLog("b", facts={f"fact_{n}": "x" * 50 for n in range(50)})
        assert repr(log).endswith("...)")
        assert len(repr(log)) < 600

    def test_without_a_calendar(self):
        """What counts on no calendar says so; a length that is asked for is shown as asked."""
        made = build(limit(length="days"), facts="days:int", calendar=None)
        assert "calendar=None" in repr(made)
        (one,) = run(made, event("03-01 filed", days=3), as_of="03-02").clocks
        assert "length='days'" in repr(one.limit)
        assert day("03-04") == one.due
