"""What the conditions of a rule pack ask of a replay, at one event of it.

Nothing here changes anything: a question is answered from where the replay stands.
"""

from __future__ import annotations

from datetime import date

from enforcecal.cases.limitation.logged import logged_limitation
from enforcecal.cases.replay.clocks import Clock, concern
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.run import ClockStatus, Key
from enforcecal.cases.replay.state import Standing, lacking
from enforcecal.law.conditions import Answer, Unknown
from enforcecal.law.limits import next_date

__all__ = ["Question", "Required"]


class Question:
    """What a condition asks of the replay at one event; the `Env` of conditions."""

    __slots__ = ("_clock", "_event", "_key", "_position", "_standing")

    def __init__(
        self, standing: Standing, event: Event, position: int, key: Key, clock: Clock | None = None
    ) -> None:
        self._standing = standing
        self._event = event
        self._position = position
        self._key = key
        self._clock = clock

    def fact(self, name: str) -> Answer:
        """Return the fact told with the event itself, otherwise as it stood then."""
        if self._event.facts:
            own = self._event.fact(name)
            if own is not None:
                return own
        return self._standing.fact(name, self._position, self._key)

    def happened(self, event: str) -> bool | Unknown:
        """Tell whether *event* has happened."""
        return self._standing.happened(event, self._key)

    def day(self, event: str) -> date | Unknown:
        """Return the day from which *event* counts; of several, the last."""
        for day, key in reversed(self._standing.history.get(event, ())):
            if concern(key, self._key):
                return date.fromordinal(day)
        return lacking(f'day("{event}")')

    def over(self, matter: str) -> bool:
        """Tell whether the clocks of *matter* are over, for every party asked about."""
        standing, key = self._standing, self._key
        clocks = standing.of_matter(matter, key)
        if any(dim == "party" for clock in clocks for dim, _ in clock.key):
            for who in standing.asked(key):
                if not any(concern(clock.key, (("party", who),)) for clock in clocks):
                    return False
        return bool(clocks) and all(
            clock.status is not ClockStatus.RUNNING
            or (clock.due is not None and clock.due < standing.today)
            for clock in clocks
        )

    def late(self, matter: str) -> bool:
        """Tell whether a clock of *matter* ran out before it was met."""
        today = self._standing.today
        return any(
            clock.due is not None
            and (today if clock.ended_on is None else clock.ended_on) > clock.due
            for clock in self._standing.of_matter(matter, self._key)
        )

    def due(self, matter: str) -> date | Unknown:
        """Return the last day of *matter*, as counted by another clock than the one that asks."""
        for clock in reversed(self._standing.of_matter(matter, self._key)):
            if clock is not self._clock and clock.due is not None:
                return date.fromordinal(clock.due)
        return lacking(f'due("{matter}")')

    def state(self, region: str) -> str | Unknown:
        """Return the state that every line of *region* is in."""
        found = self._standing.states_of(region, self._key)
        return found.pop() if len(found) == 1 else lacking(f'state("{region}")')

    def next(self, month_day: str) -> date:
        """Return the first such day after the event."""
        return next_date(self._event.day, month_day)

    def limitation(self) -> str | Unknown:
        """Return where the limitation of punishment stands, by the events so far."""
        standing = self._standing
        procedure = standing.plan.procedure
        if procedure.limitation is None:
            return lacking("limitation()")
        found = logged_limitation(
            procedure.limitation,
            standing.stages,
            standing.events[: self._position + 1],
            self.fact,
            date.fromordinal(standing.today),
        )
        return found if isinstance(found, Unknown) else found.word

    def used(self) -> int:
        """Answer 0: only a clock that is told knows how much of it was used."""
        return 0


class Required(Question):
    """What a need requires: an event the source has no place for may have happened all the same.

    Elsewhere it has not: a rule for seizures is not in doubt because a table has no column for
    them.
    """

    __slots__ = ()

    def happened(self, event: str) -> bool | Unknown:
        """Tell whether *event* has happened, if the source could have told."""
        standing = self._standing
        places = standing.places
        if places is not None and event not in places and event not in standing.history:
            return lacking(f'happened("{event}")')
        return standing.happened(event, self._key)
