"""Events and logs: their order, and what a log with or without an event is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from enforcecal.cases.replay.events import CaseLog, Event, in_order
from enforcecal.errors import ArgumentError, ArgumentTypeError

DAY = date(2026, 3, 2)
INSTANT = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - what a source without a zone holds


def names(events):
    """Return the names of *events*, in their order."""
    return [event.name for event in events]


class TestEvent:
    def test_facts_and_dimensions(self):
        """An event is asked for a fact, or for what it concerns, by name; None stands for none."""
        event = Event("served", DAY, of={"party": "甲", "item": "b"}, facts={"by": "post"})
        assert event.fact("by") == "post"
        assert event.fact("to") is None
        assert event.about("party") == "甲"
        assert event.about("case") is None

    def test_order_of_dimensions_and_facts_does_not_matter(self):
        """Two events that say the same in another order are equal and hash alike."""
        one = Event("a", DAY, of={"party": "甲", "item": "b"}, facts={"x": 1, "y": 2})
        other = Event("a", DAY, of=[("item", "b"), ("party", "甲")], facts=[("y", 2), ("x", 1)])
        assert one == other
        assert hash(one) == hash(other)

    def test_line_is_not_part_of_what_happened(self):
        """The line of the source does not tell two events apart."""
        assert Event("a", DAY, line=3) == Event("a", DAY, line=4)

    @pytest.mark.parametrize("day", [INSTANT, "2026-03-02", None])
    def test_day_must_be_a_plain_date(self, day):
        """An instant, a text and nothing are refused, because the day they mean is a guess."""
        with pytest.raises(ArgumentTypeError, match=r"day=.* (must be|is an instant)"):
            Event("a", day)

    def test_recorded_must_be_a_plain_date(self):
        """The day of recording is compared with days, so an instant is refused."""
        with pytest.raises(ArgumentTypeError, match="recorded="):
            Event("a", DAY, recorded=INSTANT)
        assert Event("a", DAY, recorded=DAY).recorded == DAY

    def test_time_is_local_and_without_zone(self):
        """A time with a zone could not be put in order with one without."""
        with pytest.raises(ArgumentTypeError, match="without a zone"):
            Event("a", DAY, time=time(9, tzinfo=UTC))
        with pytest.raises(ArgumentTypeError, match=r"datetime\.time"):
            Event("a", DAY, time="09:00")
        assert Event("a", DAY, time=time(9)).time == time(9)

    def test_one_event_has_one_value_of_a_dimension(self):
        """An event about two parties is two events."""
        with pytest.raises(ArgumentError, match="two values of one dimension"):
            Event("a", DAY, of=[("party", "甲"), ("party", "乙")])

    @pytest.mark.parametrize("value", [float("nan"), None, INSTANT, [1], {"a": 1}])
    def test_facts_have_closed_types(self, value):
        """An instant, None and a list of numbers are refused where they are told, not later."""
        with pytest.raises(ArgumentTypeError, match="facts: x="):
            Event("a", DAY, facts={"x": value})

    @pytest.mark.parametrize(
        ("value", "fact"), [(2000.5, Decimal("2000.5")), (0.1, Decimal("0.1")), (["a"], ("a",))]
    )
    def test_what_json_has_is_a_fact(self, value, fact):
        """A decimal is what it is printed as, and a list does not change any more."""
        assert fact == Event("a", DAY, facts={"x": value}).fact("x")

    @pytest.mark.parametrize("value", [True, 3, "a", DAY, Decimal("1.50"), ("a", "b")])
    def test_facts_of_every_type(self, value):
        """Every type of the vocabulary passes unchanged."""
        assert Event("a", DAY, facts={"x": value}).fact("x") == value


class TestOrder:
    def test_days_come_first(self):
        """Whatever their seq and time, events are in order of their days."""
        later = Event("later", date(2026, 3, 3), seq=1, time=time(1))
        assert names(in_order([later, Event("first", DAY, seq=9, time=time(23))])) == [
            "first",
            "later",
        ]

    def test_seq_decides_inside_a_day(self):
        """Inside a day the source's own order decides, not the order of recording."""
        events = [Event("b", DAY, seq=2), Event("a", DAY, seq=1)]
        assert names(in_order(events)) == ["a", "b"]

    def test_time_decides_where_both_have_one(self):
        """Two events with a time are in order of it, against their seq."""
        events = [Event("b", DAY, seq=1, time=time(15)), Event("a", DAY, seq=2, time=time(9))]
        assert names(in_order(events)) == ["a", "b"]

    def test_an_untimed_event_keeps_its_place_between_timed_ones(self):
        """The event without a time stays where its seq puts it; the timed ones sort around it."""
        events = [
            Event("late", DAY, seq=1, time=time(15)),
            Event("untimed", DAY, seq=2),
            Event("early", DAY, seq=3, time=time(9)),
        ]
        assert names(in_order(events)) == ["early", "untimed", "late"]

    def test_events_without_seq_come_after_those_with_one(self):
        """Where the source numbers some events only, the others keep their order after them."""
        events = [Event("x", DAY), Event("y", DAY), Event("a", DAY, seq=1)]
        assert names(in_order(events)) == ["a", "x", "y"]

    def test_events_milliseconds_apart_are_not_reordered(self):
        """Known bug 36: the order is that of the time to the microsecond, then of the source."""
        events = [
            Event("b", DAY, time=time(9, 0, 0, 2000)),
            Event("a", DAY, time=time(9, 0, 0, 1000)),
            Event("c", DAY, time=time(9, 0, 0, 2000)),
        ]
        assert names(in_order(events)) == ["a", "b", "c"]


class TestLog:
    def test_case_number_is_required(self):
        """A log without the number of its case could not be found again."""
        with pytest.raises(ArgumentError, match="must not be empty"):
            CaseLog("")
        with pytest.raises(ArgumentTypeError, match="must be a str"):
            CaseLog(7)

    def test_events_must_be_events(self):
        """Anything else in the list is named and refused."""
        with pytest.raises(ArgumentTypeError, match="must be an Event"):
            CaseLog("1", ["filed"])

    def test_adding_and_withdrawing(self):
        """Withdrawing what was added gives back the log as it was."""
        log = CaseLog("1", [Event("b", date(2026, 3, 5))])
        added = Event("a", DAY)
        assert names(log.with_events(added).events) == ["a", "b"]
        assert log.with_events(added).without(added) == log

    def test_until_includes_the_day(self):
        """The day itself is still in."""
        log = CaseLog("1", [Event("a", DAY), Event("b", date(2026, 3, 3))])
        assert names(log.until(DAY).events) == ["a"]

    def test_known_on_hides_what_was_recorded_later(self):
        """An event counts as known from the day of its record, and always without one."""
        log = CaseLog(
            "1",
            [
                Event("plain", DAY),
                Event("soon", DAY, recorded=DAY),
                Event("late", DAY, recorded=date(2026, 3, 9)),
            ],
        )
        assert names(log.known_on(DAY).events) == ["plain", "soon"]

    def test_facts_of_the_case(self):
        """Facts of a case are checked like those of an event."""
        assert CaseLog("1", facts={"parties": ("甲",)}).facts == (("parties", ("甲",)),)
        with pytest.raises(ArgumentTypeError, match="facts: money"):
            CaseLog("1", facts={"money": float("inf")})
