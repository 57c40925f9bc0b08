from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.law.citations import Law
from enforcecal.law.conditions import Unknown, parse_condition
from enforcecal.law.limits import BoundLimit, ToldFacts, next_date
from enforcecal.law.rules import (
    NO_ROLL,
    Bound,
    CountingRule,
    ExtensionRule,
    Kind,
    Reading,
    TimeLimit,
)
from enforcecal.texts import Text

CN = calendar("CN", known_on=date(2026, 1, 1))
LAW = Law(id="xx.law-2022", zh="某规定", en="Some Rules 2022")
START = date(2026, 9, 1)
ROLLS = CountingRule(
    id="xx.law-2022.art45.counting",
    roll=Roll.NEXT_WORKING_DAY,
    reading=(
        Reading(name="weekends", en="weekends stay", zh="周末不顺延", roll=Roll.NEXT_AFTER_HOLIDAY),
    ),
)
HEARING, SUSPENSION = "xx.law-2022.art29.hearing", "xx.law-2022.art30.suspension"
FIRST = ExtensionRule(
    id="xx.law-2022.art29.first", event="first_approved", length=30, by=("agency-head",)
)
SECOND = ExtensionRule(
    id="xx.law-2022.art29.second",
    event="second_approved",
    length=parse_condition("granted_days"),
    at_most=60,
    by=("collective",),
    base="rolled",
)
UNTIL = ExtensionRule(id="xx.law-2022.art31.until", event="put_off", until="new_day")


def bound(*, counting=NO_ROLL, law=LAW, cal=CN, **more):
    """Return a limit of 30 days on Chinese working days, or what *more* makes of it."""
    limit = {
        "id": "xx.law-2022.art29.decision",
        "matter": "decision",
        "kind": Kind.ACT_WITHIN,
        "bound": Bound.AGENCY,
        "start": ("filed",),
        "end": ("decided",),
        "length": 30,
        "unit": Unit.DAY,
        **more,
    }
    return BoundLimit(limit=TimeLimit(**limit), law=law, counting=counting, pauses={}, calendar=cal)


class TestNextDate:
    @pytest.mark.parametrize(
        ("day", "month_day", "expected"),
        [
            (date(2026, 2, 28), "03-01", date(2026, 3, 1)),
            (date(2026, 3, 1), "03-01", date(2027, 3, 1)),
            (date(2026, 3, 2), "02-29", date(2028, 2, 29)),
            (date(2096, 3, 1), "02-29", date(2104, 2, 29)),
        ],
    )
    def test_it_lies_after(self, day, month_day, expected):
        """The next such day is a later one; 29 February waits for a leap year."""
        assert expected == next_date(day, month_day)

    @pytest.mark.parametrize("month_day", ["02-30", "13-01", "march", ""])
    def test_no_such_day(self, month_day):
        """What is no day of any year is refused instead of searched for without end."""
        with pytest.raises(ArgumentError, match="must be a day such as '03-01'"):
            next_date(START, month_day)

    def test_no_such_year(self):
        """The calendar of dates ends with the year 9999."""
        with pytest.raises(ArgumentError, match="no 03-01 after 9999-06-01 is a date"):
            next_date(date(9999, 6, 1), "03-01")


class TestReadingsThatCount:
    def test_what_changes_nothing_is_no_reading(self):
        """A reading of the roll is left out where working days are counted, which never roll."""
        made = BoundLimit(
            limit=TimeLimit(
                id="xx.law-2022.art34.hearing-notice",
                matter="hearing-notice",
                kind=Kind.WAIT_AT_LEAST,
                start=("told",),
                blocks=("heard",),
                edge=Edge.AFTER,
                length=7,
                unit=Unit.WORKING_DAY,
                reading=(Reading(name="seventh-day", edge=Edge.ON),),
            ),
            law=LAW,
            counting=ROLLS,
            pauses={},
            calendar=CN,
        )
        assert ["", "seventh-day"] == [one.name for one in made.countings(7)]


class TestFacts:
    def test_what_a_log_would_say_can_be_told(self):
        """Events, matters and regions are answered where a fact tells them, by their own name."""
        told = {
            "happened.published": True,
            "day.served": START,
            "over.statement": False,
            "late.renewal": True,
            "state.main": "filed",
            "limitation": "expired",
            "fine": Decimal("0.5"),
        }
        env = ToldFacts(told, START)
        assert (True, START, False, True, "filed", "expired", Decimal("0.5")) == (
            env.happened("published"),
            env.day("served"),
            env.over("statement"),
            env.late("renewal"),
            env.state("main"),
            env.limitation(),
            env.fact("fine"),
        )

    def test_what_is_told_wrongly_is_not_told(self):
        """An answer of the wrong type counts as not recorded."""
        env = ToldFacts({"happened.published": "yes", "limitation": 3}, START)
        assert Unknown(('happened("published")',)) == env.happened("published")
        assert Unknown(("limitation()",)) == env.limitation()

    def test_what_is_given_is_known(self):
        """Values of the types conditions know are answered, others and missing ones are unknown."""
        env = ToldFacts({"n": 3, "odd": object(), "due.promise": date(2026, 5, 6)}, START)
        assert 3 == env.fact("n")
        assert Unknown(("odd",)) == env.fact("odd")
        assert Unknown(("m",)) == env.fact("m")
        assert date(2026, 5, 6) == env.due("promise")
        assert Unknown(('due("m")',)) == env.due("m")

    def test_there_is_no_log(self):
        """What only a log can answer is unknown, and says what was asked."""
        env = ToldFacts({}, START)
        assert Unknown(('happened("x")',)) == env.happened("x")
        assert Unknown(('day("x")',)) == env.day("x")
        assert Unknown(('over("x")',)) == env.over("x")
        assert Unknown(('late("x")',)) == env.late("x")
        assert Unknown(('state("x")',)) == env.state("x")
        assert Unknown(("limitation()",)) == env.limitation()
        assert 0 == env.used()
        assert date(2027, 3, 1) == env.next("03-01")


class TestReadings:
    def test_every_reading_with_every_other(self):
        """Readings of the limit and of its counting rule are combined, the default first."""
        limit = bound(
            counting=ROLLS,
            reading=(
                Reading(name="working", en="working days", zh="工作日", unit=Unit.WORKING_DAY),
                Reading(
                    name="longer", en="31", zh="31日", length=31, start_counts=True, edge=Edge.ON
                ),
            ),
        )
        made = limit.countings(30)
        assert ["", "weekends", "working", "longer", "weekends+longer"] == [
            counting.name for counting in made
        ]
        assert (30, Unit.WORKING_DAY) == (made[2].period.length, made[2].period.unit)
        assert Text("weekends stay; 31", "周末不顺延，31日") == made[4].text
        assert (31, Roll.NEXT_AFTER_HOLIDAY, True, Edge.ON) == (
            made[4].period.length,
            made[4].roll,
            made[4].start_counts,
            made[4].edge,
        )
        assert made is limit.countings(99)

    def test_edges(self):
        """What blocks, or is counted backward, has an edge: after, unless the rule says on."""
        assert bound().countings(0)[0].edge is None
        assert Edge.AFTER is bound(blocks=("decided",)).countings(0)[0].edge
        assert Edge.ON is bound(blocks=("decided",), edge=Edge.ON).countings(0)[0].edge
        assert Edge.AFTER is bound(before=parse_condition("expiry")).countings(0)[0].edge

    def test_disputed(self):
        """Two readings that differ make the deadline disputed over both days."""
        due = bound(counting=ROLLS, length=90).deadline(start=date(2025, 6, 2))
        assert (date(2025, 9, 1), date(2025, 8, 31)) == (due.due, due.safe_due)
        assert Certainty.DISPUTED is due.certainty


class TestDeadline:
    def test_it_carries_its_source(self):
        """A deadline names its rule, its article, its party and the edition it was counted on."""
        due = bound(counting=ROLLS).deadline(start=START, of={"party": "甲"})
        assert (date(2026, 10, 1), date(2026, 10, 8)) == (due.nominal, due.due)
        assert "xx.law-2022.art29.decision" == due.rule == bound().id
        assert Text("Some Rules 2022, art. 29", "《某规定》第二十九条") == due.article
        assert (("party", "甲"),) == due.of
        assert "CN@2025-11-04" == due.calendar

    def test_a_wait(self):
        """A wait is careful on its later side."""
        limit = bound(
            kind=Kind.WAIT_AT_LEAST,
            blocks=("heard",),
            length=7,
            unit=Unit.WORKING_DAY,
            edge=Edge.ON,
            reading=(Reading(name="full", edge=Edge.AFTER),),
        )
        due = limit.deadline(start=date(2026, 4, 10))
        assert limit.waits
        assert (date(2026, 4, 21), date(2026, 4, 22)) == (due.opens, due.safe_due)

    @pytest.mark.parametrize(
        ("source", "text"),
        [
            ("secondary", "the words of this rule were checked against secondary sources only"),
            ("memory", "the words of this rule were not checked against the statute"),
        ],
    )
    def test_an_unverified_rule_is_disputed(self, source, text):
        """A rule whose words were not checked says so with every answer."""
        due = bound(verified=source).deadline(start=START)
        assert Certainty.DISPUTED is due.certainty
        assert [text] == [doubt.text.en for doubt in due.reasons]
        assert Certainty.FIRM is bound(verified="text").deadline(start=START).certainty

    def test_a_condition(self):
        """Whether it holds is told apart from the day, which is the same whatever it comes to."""
        limit = bound(when=parse_condition("large and urgent"))
        for facts, answer, asked, text in (
            ({"large": True, "urgent": True}, "yes", [], "yes"),
            ({"large": True}, "turns-on", ["urgent"], "turns on urgent, not recorded"),
            ({}, "turns-on", ["large", "urgent"], "turns on large, urgent, not recorded"),
            ({"large": False}, "no", ["large"], "no, since large is no"),
        ):
            due = limit.deadline(start=START, facts=facts)
            assert (date(2026, 10, 1), Certainty.FIRM, ()) == (due.due, due.certainty, due.reasons)
            said = {"answer": answer, "facts": asked, "text": text}
            assert said == due.to_dict()["applies"]
            assert (f"applies: {text}" in due.explain()) is (answer != "yes")
        assert "是否适用：不适用，因“large”为“否”" in due.explain("zh")

    def test_a_length_from_facts(self):
        """A length may be a fact; without it, or with what is no length, nothing can be counted."""
        limit = bound(length=parse_condition("promised_days"), unit=Unit.WORKING_DAY)
        assert date(2026, 9, 8) == limit.deadline(start=START, facts={"promised_days": 5}).due
        with pytest.raises(ArgumentError, match=r"give facts=\{'promised_days': \.\.\.\}"):
            limit.deadline(start=START)
        for wrong in ("5", True, -5, 0):
            with pytest.raises(ArgumentError, match=r"came out as .*, which must be .*, 1 at lea"):
                limit.deadline(start=START, facts={"promised_days": wrong})
        back = bound(length=limit.limit.length, before=parse_condition("expiry"), edge=Edge.ON)
        facts = {"expiry": date(2026, 2, 28), "promised_days": 0}
        assert date(2026, 2, 28) == back.deadline(start=START, facts=facts).due

    def test_a_day_to_count_back_from(self):
        """A backward limit needs the day it protects, by the name it asks for."""
        limit = bound(before=parse_condition("expiry"), edge=Edge.ON)
        facts = {"expiry": date(2026, 2, 28)}
        assert date(2026, 1, 29) == limit.deadline(start=START, facts=facts).due
        with pytest.raises(ArgumentError, match=r"from 'expiry': give facts=\{'expiry': d"):
            limit.deadline(start=START)
        with pytest.raises(ArgumentError, match=r"give facts=\{'expiry': date\(\.\.\.\)\}"):
            limit.deadline(start=START, facts={"expiry": "2026-02-28"})
        limit = bound(before=parse_condition('due("promise")'))
        with pytest.raises(ArgumentError, match=r"give facts=\{'due\.promise': date\(\.\.\.\)\}"):
            limit.deadline(start=START)
        facts = {"due.promise": date(2026, 12, 15)}
        assert date(2026, 11, 14) == limit.deadline(start=START, facts=facts).due
        yearly = bound(before=parse_condition('next("03-01")'), length=0, edge=Edge.ON)
        assert date(2027, 3, 1) == yearly.deadline(start=START).due

    def test_hours(self):
        """Hours run from the time of the start, in the zone of the calendar."""
        due = bound(length=24, unit=Unit.HOUR).deadline(start=START, at=time(15))
        assert "2026-09-02T15:00:00+08:00" == due.ends_at.isoformat()

    def test_datetimes_are_refused(self):
        """A start, or a fact, must be a local day: a datetime falls on two, by its zone."""
        moment = datetime(2026, 9, 1, 16, 30, tzinfo=UTC)
        with pytest.raises(ArgumentTypeError, match=r"start=.* must be a datetime\.date"):
            bound().deadline(start=moment)
        with pytest.raises(ArgumentTypeError, match=r"start='2026-09-01' must be a datetime\.date"):
            bound().deadline(start="2026-09-01")
        with pytest.raises(ArgumentTypeError, match=r"facts\['expiry'\]=.* must be a datetime"):
            bound().deadline(start=START, facts={"expiry": moment})

    @pytest.mark.parametrize("start", [date(1990, 1, 1), date(2080, 1, 1), date.max])
    def test_a_day_no_calendar_reaches(self, start):
        """A start that the calendar does not reach gives an unknown answer and no error."""
        due = bound(counting=ROLLS, unit=Unit.WORKING_DAY).deadline(start=start)
        assert (None, Certainty.UNKNOWN) == (due.due, due.certainty)


class TestPauses:
    def test_a_known_reason(self):
        """A pause is known by its id, or by the last part of it."""
        limit = bound(pause=(HEARING, SUSPENSION))
        for reason in (SUSPENSION, "suspension"):
            pause = Pause(date(2026, 9, 7), date(2026, 9, 10), reason)
            assert date(2026, 10, 4) == limit.deadline(start=START, pauses=[pause]).due

    @pytest.mark.parametrize(
        ("reason", "message"),
        [
            ("suspensoin", r"does not know the pause 'suspensoin'; did you mean 'suspension'\?"),
            ("holiday trip", r"the pause 'holiday trip' \(its law names: xx\.law-2022\.art29"),
            ("", r"does not know a pause without a reason \(its law names: "),
        ],
    )
    def test_an_unknown_reason(self, reason, message):
        """A pause the law does not name is refused, and the nearest named."""
        with pytest.raises(ArgumentError, match=message):
            bound(pause=(HEARING, SUSPENSION)).deadline(
                start=START, pauses=[Pause(START, None, reason)]
            )

    @pytest.mark.parametrize("reason", ["testing", ""])
    def test_no_pause_at_all(self, reason):
        """A limit without pauses says so."""
        with pytest.raises(ArgumentError, match=r"art29\.decision knows no pause, but pauses has"):
            bound().deadline(start=START, pauses=[Pause(START, None, reason)])


class TestExtensions:
    def limit(self, *rules):
        """Return a limit of 30 days from 2026-09-01, which ends on National Day and rolls."""
        return bound(counting=ROLLS, extend=rules or (FIRST, SECOND))

    def due(self, *extensions, rules=()):
        """Return the due day with *extensions*."""
        return self.limit(*rules).deadline(start=START, extensions=extensions).due

    def test_the_law_says_from_which_end(self):
        """The first runs from the nominal end, the second from the rolled, as their rules say."""
        assert date(2026, 11, 2) == self.due(Extension(length=30))
        assert date(2026, 11, 9) == self.due(Extension(length=30, by="collective"))
        assert date(2026, 12, 2) == self.due(Extension(length=30), Extension(length=30))

    def test_by_name(self):
        """An extension may be named by its id, by the last part of it, or by its event."""
        for rule in (SECOND.id, "second", SECOND.event):
            assert date(2026, 10, 9) == self.due(Extension(length=1, rule=rule))
        deadline = self.limit().deadline(start=START, extensions=[Extension(length=1)])
        assert "extended by 1 day (xx.law-2022.art29.first)" in deadline.explain()

    def test_until_a_day(self):
        """A rule that puts off to a day takes a day."""
        fixed = Extension(until=date(2026, 10, 31))
        assert date(2026, 10, 31) == self.due(fixed, rules=(FIRST, UNTIL))

    def test_without_a_cap(self):
        """A length that the law leaves to a fact and does not cap is taken as granted."""
        free = ExtensionRule(id="x.art1.free", event="e", length=parse_condition("granted"))
        assert date(2027, 9, 27) == self.due(Extension(length=360, by="anyone"), rules=(free,))

    @pytest.mark.parametrize(
        ("extensions", "message"),
        [
            (
                [Extension(length=61)],
                r"of 61 is longer than the law allows \(.*: 30; .*: 60",
            ),
            ([Extension(length=31, rule="first")], r"longer than the law allows \(.*first: 30\)"),
            (
                [Extension(length=40, by="agency-head")],
                r"of 40 is longer than the law allows \(.*first: 30\)$",
            ),
            (
                [Extension(length=5, by="clerk")],
                "by 'clerk' has no effect: .* is extended by agency-head or collective",
            ),
            ([Extension(length=5, rule="frist_approved")], "did you mean 'first_approved'"),
            ([Extension(length=5, rule="qqq")], r"extension 'qqq' \(its law names: xx\.law"),
            ([Extension(until=date(2026, 12, 1))], "until 2026-12-01: .* is extended by a length"),
            (
                [Extension(length=5, by="agency-head")] * 2,
                r"art29\.first is given twice; the law grants it once",
            ),
            (
                [Extension(length=5, by="agency-head", from_rolled=True)],
                r"art29\.first runs from the nominal end, not rolled",
            ),
        ],
    )
    def test_what_the_law_does_not_grant(self, extensions, message):
        """Too long, by the wrong approver, twice, unknown or of the wrong kind: refused."""
        with pytest.raises(ArgumentError, match=message):
            self.due(*extensions)

    def test_a_day_is_asked_for(self):
        """A rule that puts off to a day takes no length; a limit without rules takes nothing."""
        with pytest.raises(ArgumentError, match=r"extension of 5: .* is extended until a day"):
            self.due(Extension(length=5), rules=(UNTIL,))
        with pytest.raises(ArgumentError, match="cannot be extended: its law knows no extension"):
            bound().deadline(start=START, extensions=[Extension(length=5)])
