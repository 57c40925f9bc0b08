"""Signals of a case on a day: soft and hard limits, steps and totals apart, on both clocks.

Everything is worked out from the run and an instant; nothing is stored, and no card is taken back
here.  The legal clock goes by whole days, the elapsed clock of the card systems by seconds; they
disagree by up to a day, so each `SignalStatus` keeps both.  A signal is no breach: what broke a
rule is told by `enforcecal.cases.audit`.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Final

import attrs

from enforcecal.cases.replay.run import ClockRun, ClockStatus, Key, Run, concern
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.elapsed import WHOLE_DAY, Elapsed, Hours, Stop
from enforcecal.dates.forecast import BeyondForecastError
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError
from enforcecal.law.rules import Bound, Kind
from enforcecal.law.signals import Against, ClockKind, Preset, Signal, SignalLevel
from enforcecal.plain import plain, plain_fields
from enforcecal.texts import Lang, Text

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = [
    "Alert",
    "Scope",
    "SignalCard",
    "SignalStatus",
    "alerts",
    "elapsed_cards",
    "legal_cards",
    "signal_statuses",
]  # fmt: skip

_ONE_DAY: Final = timedelta(days=1)


class Scope(enum.Enum):
    """Whether a limit is about the whole of a matter or about a step of it."""

    TOTAL = "total"
    STEP = "step"


@attrs.frozen(kw_only=True)
class SignalCard:
    """One signal with the instant at which it comes."""

    signal: Signal
    after: datetime | None = None
    """Lit from the first moment after it, on the elapsed clock."""
    on: date | None = None
    """Lit from the beginning of this day, on the legal clock."""

    @property
    def level(self) -> SignalLevel:
        """How grave it is."""
        return self.signal.level

    def is_lit(self, now: datetime, ended: datetime | date | None = None) -> bool:
        """Tell whether it is lit at *now*, for what *ended* then or is still going on.

        What ended keeps the cards it had earned by then; warnings go out.
        """
        if ended is not None and not self.signal.finished:
            return False
        at = now if ended is None else ended
        if self.after is not None:
            return isinstance(at, datetime) and at > self.after
        day = at.date() if isinstance(at, datetime) else at
        return self.on is not None and day >= self.on


def elapsed_cards(
    preset: Preset,
    subject: str,
    *,
    clock: Elapsed,
    start: datetime,
    hard: Fraction | int | None = None,
    soft: Fraction | int | None = None,
    stops: Sequence[Stop] = (),
) -> tuple[SignalCard, ...]:
    """Return when each timed signal of *subject* comes on the elapsed clock.

    *hard* and *soft* are limits in working days: of the statute, and the promise, which is the
    statute's where none is given.  Without both the preset must set the limit.
    ``SignalCard.after`` is None while an open stop holds the clock.

    >>> from enforcecal.dates.calendars import calendar
    >>> from enforcecal.law.signals import preset
    >>> clock = Elapsed(calendar=calendar("CN"))
    >>> accepted = datetime(2018, 10, 15, 10)
    >>> for card in elapsed_cards(
    ...     preset("hunan-2018"), "case", clock=clock, start=accepted, soft=7, hard=10
    ... ):
    ...     print(card.level.value, card.after)
    warning 2018-10-19 10:00:00
    yellow 2018-10-24 10:00:00
    red 2018-10-29 10:00:00
    """
    signals = preset.of(subject)
    if hard is None:
        hard = preset.days(subject) if soft is None else soft
    if hard is None:
        raise ArgumentError(
            f"hard=None: {preset.id} sets no limit for {subject!r}, so give hard or soft"
        )
    clock = attrs.evolve(clock, stops=preset.stops)
    limits = {Against.HARD: hard, Against.SOFT: hard if soft is None else soft}
    return tuple(
        SignalCard(
            signal=one,
            after=clock.last_instant(start, one.passed_at(limits[one.of], preset.rounding), stops),
        )
        for one in signals
        if one.timed
    )


def legal_cards(
    preset: Preset,
    subject: str,
    *,
    calendar: WorkCalendar | None,
    hard: date | None,
    soft: date | None = None,
) -> tuple[SignalCard, ...]:
    """Return the day from which each timed signal of *subject* is lit on the legal clock.

    *hard* and *soft* are last days, None while a clock is paused; the promise is the statute's
    where none is given.

    >>> from enforcecal.dates.calendars import calendar
    >>> from enforcecal.law.signals import preset
    >>> ahead = preset("lead-1wd")
    >>> legal_cards(ahead, "case", calendar=calendar("CN"), hard=date(2026, 10, 8))[0].on
    datetime.date(2026, 9, 30)
    """
    if preset.clock is not ClockKind.CALENDAR:
        raise ArgumentError(f"preset={preset.id!r} goes by the elapsed clock; use elapsed_cards")
    limits = {Against.HARD: hard, Against.SOFT: soft or hard}
    return tuple(
        SignalCard(signal=one, on=_on(one, calendar, limits[one.of]))
        for one in preset.of(subject)
        if one.timed
    )


def _on(signal: Signal, calendar: WorkCalendar | None, due: date | None) -> date | None:
    if due is None or not signal.start:
        return due
    days = int(signal.start)
    if signal.unit is Unit.WORKING_DAY and calendar is not None:
        return date.fromordinal(calendar.views.point.add(due.toordinal(), days))
    return due + days * _ONE_DAY


# --- of a run ------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Alert:
    """One thing to show: a signal that is lit, or a step that is late."""

    case: str
    level: SignalLevel
    code: str
    """``approaching``, ``soft-late`` (the promise is over), ``hard-late`` (the statute's limit is
    over), or ``step-late`` (a step is late while the whole is not)."""
    scope: Scope
    rule: str
    of: Key = ()
    since: date | datetime
    """The day from which, or on the elapsed clock the instant after which, it is so."""
    due: date | None
    """The last day by the law."""
    article: Text
    message: Text

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the alert as plain values for JSON."""
        names = "case level code scope rule of since due article message"
        return plain_fields(self, lang, names) | {"of": dict(self.of)}


@attrs.frozen(kw_only=True)
class SignalStatus:
    """How one matter of the agency stands: its limits, both clocks, its signals."""

    case: str
    rule: str
    """The hard limit: of the statute, or the only one there is."""
    soft_rule: str = ""
    """The promise; empty where none was made."""
    of: Key = ()
    scope: Scope
    name: Text
    article: Text
    start: date
    ended: date | None
    paused: bool
    """Whether its clock stands still, so that nothing can come due."""
    hard_due: date | None
    """The last day by the law."""
    soft_due: date | None
    """The last day by the promise, or by the law where none was made."""
    left: int | None
    """Days until `soft_due` by the legal clock, in the unit of the limit; negative when over."""
    unit: Unit
    elapsed: Fraction | None
    """Working days used by the elapsed clock; None where the limit is not in working days."""
    timed: bool
    """Whether the times of day it was counted from and to were recorded.  Where not, it counts
    from the end of the first day and to the beginning of the last: so much was used for certain."""
    soft_days: Fraction | None
    """The promise as the elapsed clock has it, extensions and approved stops added."""
    hard_days: Fraction | None
    certainty: Certainty
    cards: tuple[SignalCard, ...]
    """Every signal that time can light, lit or not."""
    lit: tuple[SignalCard, ...]
    """Those that are lit, lightest first."""
    step_late: date | None
    """The day since which this step is late while its whole still holds."""

    @property
    def used(self) -> int | None:
        """Working days used as card systems show them: rounded up."""
        return None if self.elapsed is None else ceil(self.elapsed)

    @property
    def late_by_law(self) -> bool | None:
        """Whether the promise, or without one the law, is broken by the legal clock."""
        return None if self.left is None else self.left < 0

    @property
    def late_by_seconds(self) -> bool | None:
        """The same by the elapsed clock; where they differ, the system is too early by a day."""
        if self.elapsed is None or self.soft_days is None:
            return None
        return self.elapsed > self.soft_days

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the standing as plain values for JSON; days used as exact fractions in text."""
        names = (
            "case rule soft_rule of scope name article start ended hard_due soft_due paused left "
            "unit elapsed soft_days hard_days used timed late_by_law late_by_seconds certainty"
        )
        return plain_fields(self, lang, names) | {
            "of": dict(self.of),
            "lit": [card.level.value for card in self.lit],
            "alerts": plain(alerts([self]), lang),
        }


@attrs.frozen
class _Matter:
    """A hard limit and its promise: clocks that one event started for the same acts."""

    hard: ClockRun
    soft: ClockRun

    def encloses(self, other: _Matter) -> bool:
        """Tell whether *other* is a step on the way of this one."""
        mine, its = self.hard, other.hard
        if mine is its or mine.start > its.start or not concern(mine.of, its.of):
            return False
        if mine.ended_on is not None and mine.ended_on < its.start:
            return False
        if mine.due is None or its.due is None:
            return mine.start < its.start
        return its.due < mine.due


_JUDGED: Final = frozenset({ClockStatus.RUNNING, ClockStatus.RAN_OUT, ClockStatus.ENDED})


def signal_statuses(
    run: Run,
    preset: Preset,
    *,
    now: datetime | None = None,
    hours: Hours = WHOLE_DAY,
    totals: Collection[str] | None = None,
    approved: str = "approved_days",
) -> tuple[SignalStatus, ...]:
    """Return how every matter of the agency in *run* stands under *preset*, in order of its start.

    *now* is the local instant at which the elapsed clock is read, on the day of the run; without
    it the beginning of that day, which is not yet over.  *hours* are the office hours it counts.
    *totals* are the matters that are the whole of a case (``licence-decision``); without it a
    matter is a step when another began no later and ends after it.  *approved* names the fact with
    the days approved for a pause.
    """
    if now is None:
        now = datetime.combine(run.as_of, time())
    if now.date() != run.as_of:
        raise ArgumentError(f"now={now} must lie on the day of the run, {run.as_of}")
    matters = _matters(run)
    return tuple(
        _RunSignals(run, preset, now, hours, approved).standing(one, _whole(one, matters, totals))
        for one in matters
    )


def alerts(found: Iterable[SignalStatus]) -> tuple[Alert, ...]:
    """Return what is lit in *found*, gravest first; of several levels of one matter, the gravest.

    >>> alerts(())
    ()
    """
    made = [alert for standing in found for alert in _alerts_of(standing)]
    made.sort(key=lambda alert: (-alert.level.rank, str(alert.since)))
    return tuple(made)


def _matters(run: Run) -> list[_Matter]:
    found: dict[object, list[ClockRun]] = {}
    for clock in run.clocks:
        limit = clock.limit.limit
        if (
            limit.kind is Kind.ACT_WITHIN
            and limit.bound is Bound.AGENCY
            and clock.status in _JUDGED
        ):
            found.setdefault((clock.started_by, clock.of, limit.end), []).append(clock)
    matters = []
    for clocks in found.values():
        by_due = sorted(clocks, key=lambda clock: (clock.due or date.max, _days(clock) or 0))
        matters.append(_Matter(by_due[-1], by_due[0]))
    return matters


def _whole(
    matter: _Matter, matters: Iterable[_Matter], totals: Collection[str] | None
) -> _Matter | None:
    """Return the matter of which *matter* is a step, the last to be due; None for a total."""
    if totals is not None and matter.hard.limit.limit.matter in totals:
        return None
    found = [
        one
        for one in matters
        if one.encloses(matter) and (totals is None or one.hard.limit.limit.matter in totals)
    ]
    return max(found, key=lambda one: one.hard.due or date.max, default=None)


@attrs.frozen
class _RunSignals:
    run: Run
    preset: Preset
    now: datetime
    hours: Hours
    approved: str

    def standing(self, matter: _Matter, whole: _Matter | None) -> SignalStatus:
        hard, soft = matter.hard, matter.soft
        limit = hard.limit.limit
        subject = "case" if whole is None else "step"
        clock = self.clock(hard)
        start, timed = self.instant(hard.started_by, hard.start, late=True)
        ended, known = self.instant(hard.ended_by, hard.ended_on, late=False)
        timed = timed and known
        stops = self.stops(hard)
        at = self.now if ended is None else ended
        used = _days_used(clock, start, max(at, start) if start else at, stops)
        limits = [_days(one) for one in (hard, soft)]
        cards: tuple[SignalCard, ...] = ()
        if self.preset.has(subject):
            cards = self.cards(subject, matter, clock, start, limits, stops)
        end = ended if self.preset.clock is ClockKind.ELAPSED else hard.ended_on
        left = None
        if soft.due is not None:
            left = self.left(soft, hard.ended_on or self.run.as_of)
        lit = [card for card in cards if card.is_lit(self.now, end)]
        return SignalStatus(
            case=self.run.log.case,
            rule=hard.limit.id,
            soft_rule="" if soft is hard else soft.limit.id,
            of=hard.of,
            scope=Scope.TOTAL if whole is None else Scope.STEP,
            name=Text(limit.en or limit.matter.replace("-", " "), limit.zh or limit.matter),
            article=soft.limit.article,
            start=hard.start,
            ended=hard.ended_on,
            paused=hard.due is None and any(pause.ends is None for pause in hard.pauses),
            hard_due=hard.due,
            soft_due=soft.due,
            left=left,
            unit=limit.unit if limit.unit is Unit.WORKING_DAY else Unit.DAY,
            elapsed=used,
            timed=timed,
            soft_days=_allowed(clock, limits[1], stops),
            hard_days=_allowed(clock, limits[0], stops),
            certainty=soft.certainty,
            cards=cards,
            lit=tuple(sorted(lit, key=lambda card: card.level.rank)),
            step_late=self.step_late(hard, whole),
        )

    def clock(self, of: ClockRun) -> Elapsed | None:
        if of.limit.calendar is None or of.limit.limit.unit is not Unit.WORKING_DAY:
            return None
        return Elapsed(calendar=of.limit.calendar, hours=self.hours, stops=self.preset.stops)

    def instant(
        self, step: int | None, day: date | None, *, late: bool
    ) -> tuple[datetime | None, bool]:
        """Return when a step was, and whether its time of day was recorded."""
        if step is None or day is None:
            return None, True
        event = self.run.steps[step].event
        if event.time is not None and event.day == day:
            return datetime.combine(day, event.time), True
        return datetime.combine(day + _ONE_DAY if late else day, time()), False

    def stops(self, clock: ClockRun) -> list[Stop]:
        """Return the pauses of *clock* as stops: with times where their events have them."""
        made = []
        for pause in clock.pauses:
            rule = clock.limit.pauses[pause.reason]
            begins, days = datetime.combine(pause.begins + _ONE_DAY, time()), None
            ends = None if pause.ends is None else datetime.combine(pause.ends + _ONE_DAY, time())
            for step in self.run.steps:
                event = step.event
                if event.day == pause.begins and event.name in rule.begins:
                    begins = datetime.combine(event.day, event.time) if event.time else begins
                    granted = event.fact(self.approved)
                    days = granted if type(granted) is int and granted >= 0 else None
                if event.day == pause.ends and event.name in rule.ends and event.time:
                    ends = datetime.combine(event.day, event.time)
            made.append(Stop(begins=begins, ends=ends and max(ends, begins), days=days))
        return made

    def cards(
        self,
        subject: str,
        matter: _Matter,
        clock: Elapsed | None,
        start: datetime | None,
        limits: Sequence[int | None],
        stops: Sequence[Stop],
    ) -> tuple[SignalCard, ...]:
        hard, soft = matter.hard, matter.soft
        if self.preset.clock is ClockKind.CALENDAR:
            return legal_cards(
                self.preset, subject, calendar=hard.limit.calendar, hard=hard.due, soft=soft.due
            )
        if clock is None or start is None or None in limits:
            return ()
        try:
            return elapsed_cards(
                self.preset,
                subject,
                clock=clock,
                start=start,
                hard=limits[0],
                soft=limits[1],
                stops=stops,
            )
        except BeyondForecastError:  # so far off that no calendar can be expected
            return ()

    def left(self, clock: ClockRun, day: date) -> int:
        due, calendar = clock.due or day, clock.limit.calendar
        if clock.limit.limit.unit is Unit.WORKING_DAY and calendar is not None:
            left = calendar.views.point.count(day.toordinal(), due.toordinal())
            # a day off after the last day is late too, though no working day has passed
            return -1 if left == 0 and day > due else left
        return (due - day).days

    def step_late(self, step: ClockRun, whole: _Matter | None) -> date | None:
        if whole is None or step.due is None:
            return None
        late = (step.ended_on or self.run.as_of) > step.due
        total = whole.soft
        holds = total.due is None or (total.ended_on or self.run.as_of) <= total.due
        return step.due + _ONE_DAY if late and holds else None


def _days_used(
    clock: Elapsed | None, start: datetime | None, at: datetime, stops: Sequence[Stop]
) -> Fraction | None:
    if clock is None or start is None:
        return None
    try:
        return clock.used(start, at, stops)
    except BeyondForecastError:
        return None


def _allowed(clock: Elapsed | None, days: int | None, stops: Sequence[Stop]) -> Fraction | None:
    return None if clock is None or days is None else clock.allowed(days, stops)


def _days(clock: ClockRun) -> int | None:
    """Return the length of *clock* with its extensions, where it has one in its own unit."""
    if not clock.countings or any(one.length is None for one in clock.extensions):
        return None
    return clock.countings[0].period.length + sum(one.length or 0 for one in clock.extensions)


# --- words ---------------------------------------------------------------------------------------


def _alerts_of(standing: SignalStatus) -> list[Alert]:
    made = []
    if standing.lit:
        card = standing.lit[-1]
        made.append(_lit(standing, card))
    if standing.step_late is not None and (not made or made[0].code == "approaching"):
        level = max(
            (card.level for card in standing.lit),
            key=lambda one: one.rank,
            default=SignalLevel.WARNING,
        )
        made = [_step(standing, standing.step_late, level)]
    return made


def _alert(
    standing: SignalStatus, level: SignalLevel, code: str, since: date | datetime, message: Text
) -> Alert:
    soft = code in {"approaching", "soft-late"}
    return Alert(
        case=standing.case,
        level=level,
        code=code,
        scope=standing.scope,
        rule=(standing.soft_rule or standing.rule) if soft else standing.rule,
        of=standing.of,
        since=since,
        due=standing.soft_due if soft else standing.hard_due,
        article=standing.article,
        message=message,
    )


def _lit(standing: SignalStatus, card: SignalCard) -> Alert:
    signal = card.signal
    soft = signal.of is Against.SOFT and bool(standing.soft_rule)
    on_seconds = card.after is not None
    late = standing.late_by_seconds if on_seconds else standing.late_by_law
    over = late or (signal.start is not None and signal.start > 0)
    code = ("soft-late" if soft else "hard-late") if over else "approaching"
    if standing.step_late is not None and over:
        code = "step-late"
    since: date | datetime = card.after or card.on or standing.start
    due = standing.soft_due if signal.of is Against.SOFT else standing.hard_due
    limit = Text("the promise", "承诺时限") if soft else Text("the limit", "法定时限")
    en, zh = [], []
    days = standing.soft_days if signal.of is Against.SOFT else standing.hard_days
    if on_seconds:
        en.append(f"counted in seconds, working day {standing.used} of {days} has begun")
        zh.append(f"按秒计已进入第{standing.used}个工作日，{limit.zh}为{days}个工作日")
    if due is not None:
        en.append(f"by the law {limit.en} ends with {due}")
        zh.append(f"按日计，{limit.zh}于{due}届满")
    head = Text(
        f"{standing.name.en}: {signal.level.text.en} since {since}",
        f"{standing.name.zh}：{signal.level.text.zh}，自{since}起",
    )
    message = Text("; ".join([head.en, *en]), "；".join([head.zh, *zh]))
    return _alert(standing, card.level, code, since, message)


def _step(standing: SignalStatus, since: date, level: SignalLevel) -> Alert:
    due = standing.hard_due
    return _alert(
        standing,
        level,
        "step-late",
        since,
        Text(
            f"{standing.name.en}: this step is late, its last day was {due}; the whole still holds",
            f"{standing.name.zh}：环节超时（应于{due}前完成），总时限尚未超过",
        ),
    )
