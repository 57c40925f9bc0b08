"""Actual against promised and statutory time: speed-up, on time, early, same day, completion.

The names are traps.  承诺提速率 (`speedup_promise`) compares the actual with the promised time; it
is not the compression of the promise.  And where a product splits closed cases into 提前, 按时,
超期 and 即办, its 按时 leaves out the early and the instant ones, so `on_time_rate` is the sum of
three.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.cases.replay.run import ClockRun, ClockStatus, Run
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.clocks import Pause, paused_days, unite
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError
from enforcecal.measures.caseload import Case, CaseRow, Judge, Status, rows_of, total
from enforcecal.measures.figures import Basis, Figure
from enforcecal.measures.items import CaseType, Says, TimeCell, at_once

__all__ = [
    "Timeliness",
    "cases_closed",
    "completion_rate",
    "early_rate",
    "excluded_days",
    "from_runs",
    "handling_classes",
    "mean_days",
    "on_the_spot_rate",
    "on_time_rate",
    "on_time_rate_open",
    "on_time_rate_statute",
    "overdue_rate",
    "same_day_rate",
    "speedup_promise",
    "speedup_statutory",
    "timely",
    "upper_bound",
]

_BASIS: Final = Basis()
_Cases = Iterable[Case]


def _numbers(row: CaseRow, *names: str) -> list[Fraction] | str:
    """Return the named values of a closed case, or why it is left out."""
    if row.not_closed:
        return row.not_closed
    found: list[Fraction] = []
    for name in names:
        value: Fraction | str = getattr(row, name)
        if isinstance(value, str):
            return value
        found.append(value)
    return found


def _speedup(limit: str) -> Judge:
    def judge(row: CaseRow) -> tuple[Fraction, Fraction] | str:
        found = _numbers(row, limit, "used")
        return found if isinstance(found, str) else (found[0] - found[1], found[0])

    return judge


def _against(limit: str, sign: tuple[int, ...], only: CaseType | None = None) -> Judge:
    """Judge the sign of used minus limit: -1 early, 0 on the day, 1 late."""

    def judge(row: CaseRow) -> tuple[bool, int] | str:
        found = _numbers(row, limit, "used")
        if isinstance(found, str):
            return found
        wrong = _not_of(row, only)
        return wrong or (_sign(found[1], found[0]) in sign, 1)

    return judge


def _sign(used: Fraction, limit: Fraction) -> int:
    return (used > limit) - (used < limit)


def _not_of(row: CaseRow, only: CaseType | None) -> str:
    if only is None or row.case.type is only:
        return ""
    return "type-unknown" if row.case.type is None else "other-type"


def _open_counted(row: CaseRow) -> tuple[Fraction | int | bool, Fraction | int] | str:
    if row.case.status is not Status.OPEN:
        return _ON_TIME(row)
    overdue = row.case.overdue
    if overdue is None and isinstance(row.used, Fraction) and isinstance(row.promise, Fraction):
        overdue = row.used > row.promise
    if overdue is None:
        return "overdue-unknown"
    return (False, 1) if overdue else "open"


def _marked(name: str) -> Judge:
    def judge(row: CaseRow) -> tuple[bool, int] | str:
        if row.not_closed:
            return row.not_closed
        mark: bool | None = getattr(row.case, name)
        if mark is None:
            return "no-dates" if name == "same_day" else "no-mark"
        return mark, 1

    return judge


def _completed(row: CaseRow) -> tuple[bool, int] | str:
    case = row.case
    if case.status is Status.WITHDRAWN:
        return "withdrawn"
    closed = case.status is Status.CLOSED and case.closed_in
    if not (closed or case.accepted_in):
        return "other-period"
    return closed, int(case.accepted_in)


def _time(only: CaseType | None) -> Judge:
    def judge(row: CaseRow) -> tuple[Fraction, int] | str:
        found = _numbers(row, "used")
        if isinstance(found, str):
            return found
        wrong = _not_of(row, only)
        return wrong or (found[0], 1)

    return judge


_ON_TIME: Final = _against("promise", (-1, 0))


def _figure(name: str, cases: _Cases, basis: Basis, judge: Judge, *, limits: bool = True) -> Figure:
    return total(name, rows_of(cases, basis), basis, judge, uses_limits=limits)


def cases_closed(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return how many cases were closed in the period (C0); of none it is 0, not undefined."""
    return _closed(rows_of(cases, basis), basis)


def _closed(rows: Iterable[CaseRow], basis: Basis) -> Figure:
    made = total(
        "cases_closed", rows, basis, lambda row: row.not_closed or (1, 1), uses_limits=False
    )
    n = Fraction(made.n)
    return attrs.evolve(made, numerator=n, denominator=Fraction(1), value=n, why_undefined=None)


def speedup_statutory(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return how far the time used lies below the statutory time (C1, 法定提速率)."""
    return _figure("speedup_statutory", cases, basis, _speedup("statute"))


def speedup_promise(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return how far the time used lies below the promised time (C2, 承诺提速率).

    >>> cases = [Case.of("1", 20, 5, 2), Case.of("2", 20, 5, 5)]
    >>> speedup_promise(cases).shown(), speedup_statutory(cases).shown()
    ('30.0%', '82.5%')
    """
    return _figure("speedup_promise", cases, basis, _speedup("promise"))


def on_time_rate(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return the share of closed cases within the promise (C3); open cases are not asked."""
    return _figure("on_time_rate", cases, basis, _ON_TIME)


def on_time_rate_statute(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return the share of closed cases within the statutory limit (C4)."""
    return _figure("on_time_rate_statute", cases, basis, _against("statute", (-1, 0)))


def on_time_rate_open(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return the share within the promise with open overdue cases below the line (C5)."""
    return _figure("on_time_rate_open", cases, basis, _open_counted)


def early_rate(cases: _Cases, basis: Basis = _BASIS, *, only: CaseType | None = None) -> Figure:
    """Return the share closed strictly before the promised day (C6), of one type alone (C7)."""
    name = "early_rate" if only is None else "early_rate_promised"
    return _figure(name, cases, basis, _against("promise", (-1,), only))


def overdue_rate(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return the share closed after the promise (C8)."""
    return _figure("overdue_rate", cases, basis, _against("promise", (1,)))


def same_day_rate(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return the share closed on the day of acceptance (C9)."""
    return _figure("same_day_rate", cases, basis, _marked("same_day"), limits=False)


def on_the_spot_rate(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return the share closed without leaving the counter (C10)."""
    return _figure("on_the_spot_rate", cases, basis, _marked("on_the_spot"), limits=False)


def completion_rate(cases: _Cases, basis: Basis = _BASIS) -> Figure:
    """Return closed cases on those accepted in the same period (C11); may exceed 100 %."""
    return _figure("completion_rate", cases, basis, _completed, limits=False)


def mean_days(
    cases: _Cases, basis: Basis = _BASIS, *, only: CaseType | None = CaseType.PROMISED
) -> Figure:
    """Return the mean time used (C12), of promised cases only unless *only* says otherwise."""
    return _figure("mean_days", cases, basis, _time(only))


def handling_classes(cases: _Cases, basis: Basis = _BASIS) -> dict[str, int]:
    """Return the closed cases in four classes that exclude each other: 提前, 按时, 超期, 即办.

    Here 按时 (``on-time``) leaves out the early and the instant ones; `on_time_rate` is
    (``early`` + ``on-time`` + ``instant``) / all as long as no instant case is late.
    """
    found = {"early": 0, "on-time": 0, "overdue": 0, "instant": 0}
    names = {-1: "early", 0: "on-time", 1: "overdue"}
    for row in rows_of(cases, basis):
        numbers = _numbers(row, "promise", "used")
        if row.fault or isinstance(numbers, str):
            continue
        sign = _sign(numbers[1], numbers[0])
        instant = at_once(row.case.type, row.case.promise) and sign < 1
        found["instant" if instant else names[sign]] += row.case.count
    return found


@attrs.frozen(kw_only=True)
class Timeliness:
    """Every timeliness figure of one set of cases by one basis."""

    closed: Figure
    speedup_statutory: Figure
    speedup_promise: Figure
    on_time: Figure
    on_time_statute: Figure
    on_time_open: Figure
    early: Figure
    early_promised: Figure
    overdue: Figure
    same_day: Figure
    on_the_spot: Figure
    completion: Figure
    mean: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them, in the order of their codes."""
        return tuple(getattr(self, one.name) for one in attrs.fields(Timeliness))


def timely(cases: _Cases, basis: Basis = _BASIS, *, typed: bool | None = None) -> Timeliness:
    """Return every timeliness figure of *cases*.

    The mean time is of promised cases where *typed*, else of all; when not given, of promised ones
    as soon as any case has a type.
    """
    rows = rows_of(cases, basis)
    if typed is None:
        typed = any(row.case.type for row in rows)
    only = CaseType.PROMISED if typed else None

    def figure(name: str, judge: Judge, *, limits: bool = True) -> Figure:
        return total(name, rows, basis, judge, uses_limits=limits)

    return Timeliness(
        closed=_closed(rows, basis),
        speedup_statutory=figure("speedup_statutory", _speedup("statute")),
        speedup_promise=figure("speedup_promise", _speedup("promise")),
        on_time=figure("on_time_rate", _ON_TIME),
        on_time_statute=figure("on_time_rate_statute", _against("statute", (-1, 0))),
        on_time_open=figure("on_time_rate_open", _open_counted),
        early=figure("early_rate", _against("promise", (-1,))),
        early_promised=figure("early_rate_promised", _against("promise", (-1,), CaseType.PROMISED)),
        overdue=figure("overdue_rate", _against("promise", (1,))),
        same_day=figure("same_day_rate", _marked("same_day"), limits=False),
        on_the_spot=figure("on_the_spot_rate", _marked("on_the_spot"), limits=False),
        completion=figure("completion_rate", _completed, limits=False),
        mean=figure("mean_days", _time(only)),
    )


def upper_bound(events: int, n: int, *, confidence: float = 0.95) -> float:
    """Return the one-sided upper bound of a rate of which *events* were seen in *n* cases.

    For a rate seen as a forecast; what happened needs none.  It solves P(at most *events*) = 1 -
    *confidence* for the rate (Clopper and Pearson); of no event that is 1 - 0.05 ** (1 / n).

    >>> round(upper_bound(0, 127), 4), round(upper_bound(2, 127), 4)
    (0.0233, 0.0487)
    """
    if not 0 <= events <= n or not n:
        raise ArgumentError(f"events={events} must be between 0 and n={n}, and n at least 1")
    if not 0 < confidence < 1:
        raise ArgumentError(f"confidence={confidence} must be between 0 and 1")
    if events == n:
        return 1.0
    if not events:
        return 1 - float((1 - confidence) ** (1 / n))
    low, high = events / n, 1.0
    while low < (rate := (low + high) / 2) < high:
        logs = (
            math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
            + k * math.log(rate) + (n - k) * math.log1p(-rate)
            for k in range(events + 1)
        )  # fmt: skip
        if math.fsum(map(math.exp, logs)) > 1 - confidence:
            low = rate
        else:
            high = rate
    return rate


def from_runs(
    runs: Iterable[Run],
    *,
    promise: str | None = None,
    statute: str | None = None,
    extensions: bool = False,
) -> tuple[Case, ...]:
    """Return one case for each of *runs*, its time used net of excluded time.

    *promise* and *statute* are ids of limits; one replay gives both, in the same unit, with the
    same pauses.  The time used is what the clock counted: the days its unit counts after the start
    up to the day it ended, without those a pause covers.  A case whose clock is disputed,
    provisional or unknown, that has no such clock, or two of one limit, is left out of every
    figure and counted apart.  Limits are taken without the extensions granted on them, unless
    *extensions* adds those that were granted in units; say so with `Basis.extension_in`.
    """
    if promise is None and statute is None:
        raise ArgumentError("promise and statute are both None; name at least one limit")
    return tuple(_case_of(run, promise, statute, extended=extensions) for run in runs)


def excluded_days(runs: Iterable[Run], limit: str) -> dict[str, int]:
    """Return how many days of the clocks of *limit* each reason took out, in their own unit.

    Reasons may cover the same days, so that their sum can exceed what was taken out in all.
    Clocks still running, and pauses still open, are left out.
    """
    found: dict[str, int] = {}
    for run in runs:
        for clock in run.clocks:
            if clock.limit.id != limit or clock.status is not ClockStatus.ENDED:
                continue
            for reason in dict.fromkeys(pause.reason for pause in clock.pauses):
                same = [one for one in clock.pauses if one.reason == reason and one.ends]
                taken = _counted(clock) - _counted(clock, same)
                found[reason] = found.get(reason, 0) + taken
    return found


def _case_of(run: Run, promise: str | None, statute: str | None, *, extended: bool) -> Case:
    ids = (run.log.case,)
    clocks: list[ClockRun | None] = []
    for name in (statute, promise):
        found = [
            one
            for one in run.clocks
            if one.limit.id == name and one.status is not ClockStatus.REPLACED
        ]
        if len(found) > 1:
            return Case(ids=ids, fault="two-clocks")
        if name is not None and not found:
            return Case(ids=ids, fault="no-clock")
        clocks.append(found[0] if found else None)
    by_statute, by_promise = clocks
    both = [clock for clock in clocks if clock is not None]
    if any(_in_doubt(clock) for clock in both):
        return Case(ids=ids, fault="in-doubt")
    used = [_used(clock) for clock in both]
    if any(one != used[0] for one in used) or len({clock.start for clock in both}) > 1:
        return Case(ids=ids, fault="clocks-differ")
    clock = by_promise or both[0]
    ended = clock.status is ClockStatus.ENDED
    lifted = clock.status is ClockStatus.LIFTED
    return Case(
        ids=ids,
        statute=_length(by_statute, extended=extended),
        promise=_length(by_promise, extended=extended),
        used=used[0],
        status=Status.CLOSED if ended else Status.WITHDRAWN if lifted else Status.OPEN,
        same_day=clock.ended_on == clock.start if ended else None,
        overdue=None if ended or lifted else clock.status is ClockStatus.RAN_OUT,
    )


def _in_doubt(clock: ClockRun) -> bool:
    calendar = clock.limit.calendar
    if calendar is not None and clock.ended_on is not None and clock.ended_on > calendar.horizon:
        return True  # the days it used cannot be counted before their notice is published
    if any(pause.ends is None for pause in clock.pauses):
        return bool(clock.missing)  # it stands still: there is no last day to be in doubt about
    return clock.certainty is not Certainty.FIRM


def _length(clock: ClockRun | None, *, extended: bool) -> TimeCell:
    if clock is None:
        return TimeCell(Says.NOTHING)
    period = clock.countings[0].period
    longer = sum(one.length or 0 for one in clock.extensions) if extended else 0
    return TimeCell(Says.LENGTH, Fraction(period.length + longer), period.unit)


def _used(clock: ClockRun) -> TimeCell:
    """Return the days a clock counted until it ended; nothing while it runs."""
    unit = clock.limit.limit.unit
    if clock.status is not ClockStatus.ENDED or unit not in {Unit.WORKING_DAY, Unit.DAY}:
        return TimeCell(Says.NOTHING)
    return TimeCell(Says.LENGTH, Fraction(_counted(clock, clock.pauses)), unit)


def _counted(clock: ClockRun, pauses: Iterable[Pause] = ()) -> int:
    """Return the days from the start of an ended clock to its end that no pause covers."""
    start, end = clock.start.toordinal(), (clock.ended_on or clock.start).toordinal()
    # A pause still open when the clock ended took out everything up to that day.
    spans = unite(
        (max(begins, start), min(end if ends is None else ends, end))
        for begins, ends in (pause.span for pause in pauses)
        if begins < end
    )
    calendar = clock.limit.calendar
    if clock.limit.limit.unit is Unit.WORKING_DAY and calendar is not None:
        count = calendar.views.point.count
        return count(start, end) - sum(count(begins, ends or end) for begins, ends in spans)
    return end - start - (paused_days(spans, start, end) or 0)
