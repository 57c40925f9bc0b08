"""What the conditions of a rule pack ask of a replay, at one event of it.

Nothing here changes anything: a question is answered from where the replay stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from enforcecal.cases.limitation.logged import logged_limitation
from enforcecal.cases.replay.events import Event
from enforcecal.cases.replay.live import LiveClock
from enforcecal.cases.replay.run import ClockStatus, Key, concern
from enforcecal.cases.replay.state import ReplayState, unknown
from enforcecal.errors import ArgumentError
from enforcecal.law.conditions import Answer, Condition, Unknown
from enforcecal.law.limits import next_date

__all__ = ["UNREAD", "ConditionEnv", "RequirementEnv", "SupposedEnv", "missing_in"]

UNREAD: Final = "unread()"
"""What a question turns on that a word of the case, which nobody understood, may answer."""
UNREAD_ANSWER: Final = unknown(UNREAD)


def missing_in(value: Answer | None) -> frozenset[str]:
    """Return what was not recorded and *value* turns on."""
    return value.missing if isinstance(value, Unknown) else frozenset()


class ConditionEnv:
    """What a condition asks of the replay at one event; the `Env` of conditions.

    *today* is the day on which it is asked, that of the replay if None; *clock* the one that asks.
    """

    __slots__ = ("_clock", "_event", "_key", "_position", "_state", "_today")

    def __init__(
        self,
        state: ReplayState,
        event: Event,
        position: int,
        key: Key,
        clock: LiveClock | None = None,
        today: int | None = None,
    ) -> None:
        self._state = state
        self._event = event
        self._position = position
        self._key = key
        self._clock = clock
        self._today = today

    @property
    def _day(self) -> int:
        return self._state.today if self._today is None else self._today

    def as_required(self) -> RequirementEnv:
        """Return the same, of a rule that asks for what the source may not show."""
        return RequirementEnv(
            self._state, self._event, self._position, self._key, self._clock, self._today
        )

    def fact(self, name: str) -> Answer:
        """Return the fact told with the event itself, otherwise as it stood then."""
        if self._event.facts:
            own = self._event.fact(name)
            if own is not None:
                return own
        return self._state.fact(name, self._position, self._key)

    def happened(self, event: str) -> bool | Unknown:
        """Tell whether *event* has happened."""
        return self._state.happened(event, self._key)

    def day(self, event: str) -> date | Unknown:
        """Return the day from which *event* counts; of several, the last."""
        day = self._state.last_day_of(event, self._key)
        return unknown(f'day("{event}")') if day is None else date.fromordinal(day)

    def over(self, matter: str) -> bool | Unknown:
        """Tell whether the clocks of *matter* are over, for every party asked about."""
        state, key = self._state, self._key
        clocks = state.clocks.of_matter(matter, key)
        if any(dim == "party" for clock in clocks for dim, _ in clock.key):
            for who in state.parties_of(key):
                if not any(concern(clock.key, (("party", who),)) for clock in clocks):
                    return False
        return bool(clocks) and all(
            clock.status is not ClockStatus.RUNNING
            or (clock.due is not None and clock.due < self._day)
            for clock in clocks
        )

    def late(self, matter: str) -> bool | Unknown:
        """Tell whether a clock of *matter* ran out before it was met."""
        today = self._day
        return any(
            clock.due is not None
            and (today if clock.ended_on is None else clock.ended_on) > clock.due
            for clock in self._state.clocks.of_matter(matter, self._key)
        )

    def due(self, matter: str) -> date | Unknown:
        """Return the last day of *matter*, as counted by another clock than the one that asks."""
        for clock in reversed(self._state.clocks.of_matter(matter, self._key)):
            if clock is not self._clock and clock.due is not None:
                return date.fromordinal(clock.due)
        return unknown(f'due("{matter}")')

    def state(self, region: str) -> str | Unknown:
        """Return the state that every line of *region* is in."""
        found = self._state.states_of(region, self._key)
        return found.pop() if len(found) == 1 else unknown(f'state("{region}")')

    def next(self, month_day: str) -> date | Unknown:
        """Return the first such day after the event; after the last year there is none."""
        try:
            return next_date(self._event.day, month_day)
        except ArgumentError:
            return unknown(f'next("{month_day}")')

    def limitation(self) -> str | Unknown:
        """Return where the limitation of punishment stands, by the events so far."""
        state = self._state
        procedure = state.plan.procedure
        if procedure.limitation is None:
            return unknown("limitation()")
        found = logged_limitation(
            procedure.limitation,
            state.procedures,
            state.events[: self._position + 1],
            self.fact,
            date.fromordinal(self._day),
        )
        return found if isinstance(found, Unknown) else found.word

    def used(self) -> int:
        """Answer 0: only a clock of a run knows how much of it was used."""
        return 0


class RequirementEnv(ConditionEnv):
    """What a rule requires, where what the source does not show may have happened all the same.

    Whether a rule applies at all is first asked of what is shown: a rule for seizures is not in
    doubt because a table has no column for them.
    """

    __slots__ = ()

    def happened(self, event: str) -> bool | Unknown:
        """Tell whether *event* has happened, if the source could have told."""
        state = self._state
        if state.happened(event, self._key):
            return True
        if state.ever_happened(event) and not state.unread:
            return False  # of one party and not of another: the source has a place for it
        # a document that is not served may be, by an announcement that has no column
        otherwise = state.plan.otherwise.get(event, event)
        return self._unseen(f'happened("{event}")', (event, otherwise))

    def over(self, matter: str) -> bool | Unknown:
        """Tell whether the clocks of *matter* are over, if the source could have begun them."""
        return super().over(matter) or self._unless_unseen("over", matter)

    def _may_be_settled(self, clock: LiveClock) -> bool:
        """Tell whether *clock* may have ended, or may end later, unseen."""
        state, limit = self._state, clock.bound.limit
        unseen = [*limit.end, *limit.cancel] if clock.ended_on is None else []
        unseen += [rule.event for rule in limit.extend]
        unseen += [name for pause in clock.bound.pauses.values() for name in pause.begins]
        return state.has_unread or any(map(state.has_no_place, unseen))

    def late(self, matter: str) -> bool | Unknown:
        """Tell whether a clock of *matter* ran out, if the source could have begun one."""
        if super().late(matter):
            clocks = self._state.clocks.of_matter(matter, self._key)
            if not any(map(self._may_be_settled, clocks)):
                return True
            return UNREAD_ANSWER if self._state.has_unread else unknown(f'late("{matter}")')
        return self._unless_unseen("late", matter)

    def state(self, region: str) -> str | Unknown:
        """Return the state that every line of *region* is in, unless it may have moved unseen."""
        found = super().state(region)
        if isinstance(found, Unknown):
            return found
        state = self._state
        for one in state.plan.regions:
            if one.id == region:
                # where several acts lead to the same, the place of the first, the usual one, tells
                usual: dict[str, str] = {}
                for step in one.steps:
                    if found in step.sources:
                        usual.setdefault(step.target, step.event)
                unseen = {to for to, event in usual.items() if state.has_no_place(event)}
                came = (step.condition for step in one.steps if step.target == found)
                if unseen - {"=", found} or any(map(self._turns_on_unseen, came)):
                    return unknown(f'state("{region}")')
        return UNREAD_ANSWER if state.has_unread else found

    def _turns_on_unseen(self, condition: Condition | None) -> bool:
        """Tell whether *condition* asks for a clock that what is not shown may have begun."""
        return condition is not None and any(
            isinstance(self._unless_unseen("late", matter), Unknown)
            for matter in condition.arguments("late")
        )

    def limitation(self) -> str | Unknown:
        """Return where the limitation stands; it has not surely expired if a clue may be unseen."""
        found, state = super().limitation(), self._state
        if found != "expired":
            return found
        if any(map(state.has_no_place, state.plan.clues)):
            return unknown("limitation()")
        return UNREAD_ANSWER if state.has_unread else found

    def _unless_unseen(self, question: str, matter: str) -> bool | Unknown:
        state = self._state
        clocks = state.clocks.of_matter(matter, self._key)
        if clocks and question == "over" and any(map(self._may_be_settled, clocks)):
            return UNREAD_ANSWER if state.has_unread else unknown(f'{question}("{matter}")')
        if clocks:
            return False
        return self._unseen(f'{question}("{matter}")', state.plan.starts_of(matter))

    def _unseen(self, asked: str, events: Iterable[str]) -> bool | Unknown:
        """Return that *asked* is not so, unless one of *events* may have happened unseen."""
        state = self._state
        if any(map(state.has_no_place, events)):
            return unknown(asked)
        return UNREAD_ANSWER if state.has_unread else False


class SupposedEnv(ConditionEnv):
    """What a condition asks, if one more event had happened."""

    __slots__ = ("_supposed",)

    def __init__(
        self, supposed: str, state: ReplayState, event: Event, position: int, key: Key, today: int
    ) -> None:
        super().__init__(state, event, position, key, today=today)
        self._supposed = supposed

    def happened(self, event: str) -> bool | Unknown:
        """Tell whether *event* happened, or is supposed to have."""
        return event == self._supposed or super().happened(event)
