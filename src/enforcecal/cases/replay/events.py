"""What happened in a case, in order.

A case is its log.  Nothing here judges, and nothing is lost: an event the procedure does not know
stays in the log and is reported by the audit.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final, TypeVar

import attrs

from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.law.facts import Fact, Facts, KnownFacts, plain

__all__ = ["CaseLog", "Event", "Fact", "in_order"]

_T = TypeVar("_T")


def _pairs(given: Mapping[str, _T] | Iterable[tuple[str, _T]]) -> tuple[tuple[str, _T], ...]:
    pairs = given.items() if isinstance(given, Mapping) else given
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


def _values(given: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    if not given:
        return ()
    pairs = _pairs(given)
    if len({dim for dim, _ in pairs}) < len(pairs):
        raise ArgumentError(
            f"of={pairs!r} names two values of one dimension; record one event for each"
        )
    return pairs


_LONGEST: Final = 400
"""How much of a log its repr shows."""


def _facts(given: Mapping[str, object] | Iterable[tuple[str, object]]) -> Facts:
    if not given:
        return ()
    return tuple([(name, plain(name, value)) for name, value in _pairs(given)])


def _time_of_day(_: object, attribute: attrs.Attribute[time | None], value: object) -> None:
    if value is None:
        return
    if not isinstance(value, time):
        raise ArgumentTypeError(f"{attribute.name}={value!r} must be a datetime.time or None")
    if value.tzinfo is not None:
        raise ArgumentTypeError(f"{attribute.name}={value!r} must be a local time, without a zone")


def _plain_day_or_none(
    self: object, attribute: attrs.Attribute[date | None], value: object
) -> None:
    if value is not None:
        _plain_day(self, attribute, value)


def _plain_day(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, datetime):
        raise ArgumentTypeError(
            f"{attribute.name}={value!r} is an instant; pass its local date as {attribute.name} "
            "and its local time as time"
        )
    if not isinstance(value, date):
        raise ArgumentTypeError(f"{attribute.name}={value!r} must be a datetime.date")


@attrs.frozen
class Event:
    """One thing that happened (or is planned) in a case, on one local day.

    >>> Event("case_filed", date(2026, 7, 3), facts={"hearing_type": True}).fact("hearing_type")
    True
    """

    name: str
    day: date = attrs.field(validator=_plain_day)
    time: time | None = attrs.field(default=None, kw_only=True, validator=_time_of_day)
    """The local time of day, where the source has one."""
    seq: int | None = attrs.field(default=None, kw_only=True)
    """The source's own order inside a day; not the order of recording."""
    of: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True, converter=_values)
    """What it concerns, such as ``{"party": "甲"}``; two values of one dimension keep apart."""
    facts: Facts = attrs.field(default=(), kw_only=True, converter=_facts)
    """What was recorded with it; its procedure says of which kind each is."""
    recorded: date | None = attrs.field(default=None, kw_only=True, validator=_plain_day_or_none)
    """The day it entered the books, for asking what was known on a day."""
    line: int | None = attrs.field(default=None, kw_only=True, eq=False)
    """The line of the source it was read from; not part of what happened."""

    def typed(self, known: KnownFacts) -> Event:
        """Return the event with each fact of the kind that is *known* of it, or raise as that does.

        The same where each is already.
        """
        facts = known.typed(self.facts)
        return self if facts is self.facts else attrs.evolve(self, facts=facts)

    def fact(self, name: str) -> Fact | None:
        """Return the fact recorded under *name*, or None."""
        for key, value in self.facts:
            if key == name:
                return value
        return None

    def about(self, dimension: str) -> str | None:
        """Return the value this event names in *dimension*, or None."""
        for key, value in self.of:
            if key == dimension:
                return value
        return None


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return *events* in their one total order: day, then time where both have one, then ``seq``.

    Events of a day first stand in the order of ``seq``; those that have a time then take the
    places of those that have a time, by time.  (Comparing pairwise "by time where both have one"
    would go in circles.)  Events without ``seq`` keep the order in which they are given, after
    those that have one.
    """
    placed = [
        (event.day, event.seq is None, event.seq or 0, index, event)
        for index, event in enumerate(events)
    ]
    placed.sort(key=lambda one: one[:4])
    ordered = [one[4] for one in placed]
    first = 0
    while first < len(ordered):
        last = first + 1
        timed = ordered[first].time is not None
        while last < len(ordered) and ordered[last].day == ordered[first].day:
            timed = timed or ordered[last].time is not None
            last += 1
        if timed and last - first > 1:
            spots = [spot for spot in range(first, last) if ordered[spot].time is not None]
            by_time = sorted((ordered[spot] for spot in spots), key=_time_of)
            for spot, event in zip(spots, by_time, strict=True):
                ordered[spot] = event
        first = last
    return tuple(ordered)


def _time_of(event: Event) -> time:
    assert event.time is not None  # noqa: S101 -- asked only of events that have one
    return event.time


def _numbered(events: Iterable[Event]) -> tuple[Event, ...]:
    events = tuple(events)
    for event in events:
        if not isinstance(event, Event):
            raise ArgumentTypeError(f"events: {event!r} must be an Event")
    return in_order(events)


@attrs.frozen(repr=False)
class CaseLog:
    """The events of one case, in their total order, and what is known of the case throughout.

    >>> log = CaseLog("甲-1", [Event("served", date(2026, 3, 2)), Event("filed", date(2026, 3, 1))])
    >>> [event.name for event in log.events]
    ['filed', 'served']
    """

    case: str = attrs.field()
    events: tuple[Event, ...] = attrs.field(converter=_numbered, default=())
    facts: Facts = attrs.field(default=(), kw_only=True, converter=_facts)
    """Facts of the case as a whole, known from its first day, such as ``parties``."""

    @case.validator
    def _check_case(self, _: object, value: object) -> None:
        if not isinstance(value, str):
            raise ArgumentTypeError(f"case={value!r} must be a str: the number of the case")
        if not value:
            raise ArgumentError("case='' must not be empty; every log needs the number of its case")

    def __repr__(self) -> str:
        days = f", {self.events[0].day} to {self.events[-1].day}" if self.events else ""
        known = f", facts={dict(self.facts)!r}" if self.facts else ""
        text = f"CaseLog(case={self.case!r}, events={len(self.events)}{days}{known})"
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...)"

    def typed(self, known: KnownFacts) -> CaseLog:
        """Return the log with each fact of the kind that is *known* of it, or raise as that does.

        The same where each is already.
        """
        facts = known.typed(self.facts)
        events = [event.typed(known) if event.facts else event for event in self.events]
        if facts is self.facts and all(map(operator.is_, events, self.events)):
            return self
        return attrs.evolve(self, events=events, facts=facts)

    def with_events(self, *events: Event) -> CaseLog:
        """Return the log with *events* added, wherever their days put them."""
        return attrs.evolve(self, events=(*self.events, *events))

    def without(self, *events: Event) -> CaseLog:
        """Return the log as if nothing equal to *events* had been recorded (withdrawn 撤回)."""
        return attrs.evolve(self, events=tuple(e for e in self.events if e not in events))

    def until(self, day: date) -> CaseLog:
        """Return the log with the events up to and including *day*."""
        return attrs.evolve(self, events=tuple(e for e in self.events if e.day <= day))

    def known_on(self, day: date) -> CaseLog:
        """Return the log without events recorded after *day*; an undated record counts as known."""
        return attrs.evolve(
            self,
            events=tuple(e for e in self.events if e.recorded is None or e.recorded <= day),
        )
