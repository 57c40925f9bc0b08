"""A limit bound to its law, its counting rule and a calendar: start in, deadline out.

Binding works out once what every deadline of the limit shares: the default way of counting, the
other defensible readings, and the citation.  Nothing here needs a case; replay uses the same
bindings, so that one question has one answer whoever asks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

import attrs

from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.dates.deadlines import Counting, Deadline, reckon
from enforcecal.dates.periods import Edge, Period
from enforcecal.errors import ArgumentError, ArgumentTypeError, nearest
from enforcecal.law.citations import Law, cite
from enforcecal.law.conditions import Answer, Condition, Unknown
from enforcecal.law.rules import CountingRule, Kind, PauseRule, Reading, TimeLimit
from enforcecal.texts import Text

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["BoundLimit", "Facts", "next_date"]

Pack = tuple[str, str]

_DOUBTFUL: Final = ("secondary", "memory")


def next_date(day: date, month_day: str) -> date:
    """Return the first day after *day* that has the month and day *month_day* (``03-01``).

    >>> next_date(date(2026, 3, 1), "03-01")
    datetime.date(2027, 3, 1)
    """
    month, number = (int(part) for part in month_day.split("-"))
    year = day.year if (day.month, day.day) < (month, number) else day.year + 1
    while True:
        try:
            return date(year, month, number)
        except ValueError:  # 29 February, in the years that have none
            year += 1


class Facts:
    """The facts handed to one deadline, as a condition asks for them; events have no answer."""

    __slots__ = ("_facts", "_start")

    def __init__(self, facts: Mapping[str, object], start: date) -> None:
        self._facts = facts
        self._start = start

    def fact(self, name: str) -> Answer:
        """Return the fact *name*, or `Unknown` when it was not given."""
        value = self._facts.get(name)
        if isinstance(value, (bool, int, str, date, tuple)):
            return value
        return Unknown((name,))

    def happened(self, event: str) -> Unknown:
        """Answer that it is unknown whether *event* happened: there is no log."""
        return Unknown((f'happened("{event}")',))

    def day(self, event: str) -> Unknown:
        """Answer that the day of *event* is unknown: there is no log."""
        return Unknown((f'day("{event}")',))

    def over(self, matter: str) -> Unknown:
        """Answer that it is unknown whether *matter* is over: there is no log."""
        return Unknown((f'over("{matter}")',))

    def late(self, matter: str) -> Unknown:
        """Answer that it is unknown whether *matter* is late: there is no log."""
        return Unknown((f'late("{matter}")',))

    def due(self, matter: str) -> date | Unknown:
        """Return the day given for *matter* as the fact ``due.<matter>``, if it was."""
        value = self._facts.get(f"due.{matter}")
        return value if isinstance(value, date) else Unknown((f'due("{matter}")',))

    def state(self, region: str) -> Unknown:
        """Answer that the state of *region* is unknown: there is no log."""
        return Unknown((f'state("{region}")',))

    def next(self, month_day: str) -> date:
        """Return the first such day after the start."""
        return next_date(self._start, month_day)

    def limitation(self) -> Unknown:
        """Answer that the limitation is unknown: there is no log."""
        return Unknown(("limitation()",))

    def used(self) -> int:
        """Answer 0: no time has been used yet."""
        return 0


@attrs.frozen(kw_only=True, eq=False)
class BoundLimit:
    """One time limit, ready to count: what `Rulebook.limit` returns."""

    limit: TimeLimit
    law: Law | None
    counting: CountingRule
    pauses: Mapping[str, PauseRule]
    """The pauses the limit names, by id: a closed list."""
    calendar: WorkCalendar | None
    packs: tuple[Pack, ...] = ()
    article: Text = attrs.field(init=False)
    _fixed: tuple[Counting, ...] | None = attrs.field(init=False)

    @article.default
    def _cited(self) -> Text:
        return cite(self.law, self.limit.id)

    @_fixed.default
    def _counted(self) -> tuple[Counting, ...] | None:
        length = self.limit.length
        return None if isinstance(length, Condition) else self._countings(length)

    @property
    def id(self) -> str:
        """The id of the limit."""
        return self.limit.id

    @property
    def waits(self) -> bool:
        """Whether the careful side is the later one: something must wait for the end of it."""
        return self.limit.kind is Kind.WAIT_AT_LEAST

    def countings(self, length: int) -> tuple[Counting, ...]:
        """Return every way of counting a period of *length*, the default first."""
        return self._fixed if self._fixed is not None else self._countings(length)

    def _countings(self, length: int) -> tuple[Counting, ...]:
        limit = self.limit
        blocks = bool(limit.blocks) or limit.before is not None
        edge = (limit.edge or Edge.AFTER) if blocks else None
        made = [
            Counting(
                period=Period(length, limit.unit),
                roll=self.counting.roll,
                edge=edge,
                start_counts=self.counting.start_counts,
            )
        ]
        # every reading of the limit with every reading of the counting rule
        for reading in self.counting.reading:
            made += [_read(counting, reading) for counting in tuple(made[:1])]
        default = tuple(made)
        for reading in limit.reading:
            made += [_read(counting, reading) for counting in default]
        return tuple(made)

    def doubts(self, missing: Iterable[str] = ()) -> tuple[Doubt, ...]:
        """Return what every answer of this limit turns on: its source, and facts not recorded."""
        made = [_not_recorded(name) for name in sorted(missing)]
        source = self.limit.verified
        if source in _DOUBTFUL:
            made.append(
                Doubt(
                    "unverified",
                    self.limit.id,
                    Certainty.DISPUTED,
                    Text(
                        f"the text of this rule was checked against {source} sources only",
                        "本条规则的文本仅据二手资料核对"
                        if source == "secondary"
                        else "本条规则的文本未经核对",
                    ),
                )
            )
        return tuple(made)

    def deadline(
        self,
        *,
        start: date,
        at: time | None = None,
        facts: Mapping[str, object] | None = None,
        pauses: Sequence[Pause] = (),
        extensions: Sequence[Extension] = (),
        of: Mapping[str, str] | None = None,
    ) -> Deadline:
        """Count the limit from the day of its start event (the day itself usually not counted).

        *facts* answer what the limit asks: its length, its condition, the day it is counted
        backward from (``expiry``; the due day of another matter as ``due.<matter>``).  A fact that
        is missing marks the answer *unknown* and is named in its reasons.  *at* is the local time
        of the start, for periods in hours.

        Raises `ArgumentError` for a pause or an extension the law of this limit does not know, for
        a condition that is false, and for a day to count back from that was not given.
        """
        _plain(start)
        env = Facts(facts or {}, start)
        missing: set[str] = set()
        limit = self.limit
        if limit.when is not None:
            holds = limit.when.holds(env)
            if isinstance(holds, Unknown):
                missing |= holds.missing
            elif not holds:
                raise ArgumentError(
                    f"{limit.id} does not apply: its condition {limit.when.source!r} is false for "
                    f"facts={dict(facts or {})!r}"
                )
        length = limit.length
        if isinstance(length, Condition):
            found = length.evaluate(env)
            if isinstance(found, Unknown):
                raise ArgumentError(
                    f"{limit.id} has the length {length.source!r}: give "
                    f"facts={{{', '.join(f'{name!r}: ...' for name in sorted(found.missing))}}}"
                )
            if isinstance(found, bool) or not isinstance(found, int):
                raise ArgumentError(
                    f"{limit.id}: the length {length.source!r} came out as {found!r}, "
                    "which must be a whole number"
                )
            length = found
        before = self._before(env)
        for pause in pauses:
            self._check_pause(pause)
        for extension in extensions:
            self._check_extension(extension)
        return reckon(
            self.countings(length),
            self.calendar,
            start,
            before=before,
            at=at,
            pauses=pauses,
            extensions=extensions,
            wait=self.waits,
            doubts=self.doubts(missing),
            rule=limit.id,
            of=tuple(sorted((of or {}).items())),
            article=self.article,
            packs=self.packs,
        )

    def _before(self, env: Facts) -> date | None:
        before = self.limit.before
        if before is None:
            return None
        found = before.evaluate(env)
        if isinstance(found, date):
            return found
        named = sorted(found.missing) if isinstance(found, Unknown) else [before.source]
        asked = [name[5:-2] if name.startswith('due("') else name for name in named]
        keys = [
            f"'due.{key}'" if name.startswith('due("') else repr(name)
            for name, key in zip(named, asked, strict=True)
        ]
        raise ArgumentError(
            f"{self.limit.id} is counted backward from {before.source!r}: give "
            f"facts={{{', '.join(f'{key}: date(...)' for key in keys)}}}"
        )

    def _check_pause(self, pause: Pause) -> None:
        if not self.limit.pause:
            raise ArgumentError(
                f"{self.limit.id} knows no pause, but pauses has {pause.reason or pause!r}"
            )
        known = self.limit.pause
        if not any(pause.reason in {rule, rule.rpartition(".")[2]} for rule in known):
            near = nearest(pause.reason, [*known, *(rule.rpartition(".")[2] for rule in known)])
            hint = f"; did you mean {near!r}?" if near else ""
            raise ArgumentError(
                f"{self.limit.id} does not know the pause {pause.reason!r}{hint} "
                f"(its law names: {', '.join(known)})"
            )

    def _check_extension(self, extension: Extension) -> None:
        limit = self.limit
        if not limit.extend:
            raise ArgumentError(f"{limit.id} cannot be extended: its law knows no extension")
        rules = [rule for rule in limit.extend if extension.rule in {"", rule.id, rule.event}]
        if not rules:
            known = ", ".join(rule.id for rule in limit.extend)
            raise ArgumentError(
                f"{limit.id} does not know the extension {extension.rule!r} "
                f"(its law names: {known})"
            )
        if extension.length is None:
            return
        allowed = [
            rule
            for rule in rules
            if rule.until is None
            and extension.length <= (rule.at_most or _plain_length(rule.length, extension.length))
        ]
        if not allowed:
            caps = "; ".join(f"{rule.id}: {rule.at_most or rule.length}" for rule in rules)
            raise ArgumentError(
                f"extension of {extension.length} is longer than the law allows ({caps})"
            )
        if extension.by and not any(not rule.by or extension.by in rule.by for rule in allowed):
            who = sorted({one for rule in allowed for one in rule.by})
            raise ArgumentError(
                f"extension by {extension.by!r} has no effect: {limit.id} is extended by "
                f"{' or '.join(who)}"
            )


def _plain_length(length: int | Condition | None, asked: int) -> int:
    return length if isinstance(length, int) else asked


def _plain(start: object) -> None:
    if isinstance(start, datetime) or not isinstance(start, date):
        raise ArgumentTypeError(
            f"start={start!r} must be a datetime.date: the local day of the event"
        )


def _read(counting: Counting, reading: Reading) -> Counting:
    period = counting.period
    if reading.length is not None or reading.unit is not None:
        length = period.length if reading.length is None else reading.length
        period = Period(length, reading.unit or period.unit)
    joined = "+".join(name for name in (counting.name, reading.name) if name)
    return Counting(
        period=period,
        roll=reading.roll or counting.roll,
        edge=reading.edge or counting.edge,
        start_counts=(
            counting.start_counts if reading.start_counts is None else reading.start_counts
        ),
        name=joined,
        text=Text(reading.en, reading.zh),
    )


def _not_recorded(name: str) -> Doubt:
    return Doubt(
        "not-recorded",
        name,
        Certainty.UNKNOWN,
        Text(f"holds only if {name}, which was not recorded", f"以“{name}”为前提，而该事实未记录"),
    )
