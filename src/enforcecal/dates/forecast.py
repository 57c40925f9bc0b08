"""What the notices still to come can do to an answer: its earliest and its latest day.

The holiday measures fix how many working days each festival costs; a notice only chooses the
block of days off around it, and makes weekend days near the block working until the cost is
exactly that number.  So the working days counted up to a day are uncertain near a festival and
certain again after it.  For every festival of a year without a notice this module takes all
arrangements of the kinds seen since 2008, whether or not that weekday has met that kind yet, and
keeps for each day the fewest and the most working days there can have been.

Two things are outside the arrangements.  Days off given for an occasion (2015-09-03, and the two
days by which the Spring Festival of 2020 was lengthened) are allowed for as a number of working
days lost: up to two where the Spring Festival of the year is inside the count, otherwise one.
And a change of the holiday measures themselves is not foreseen.

Nothing here guesses in the name of the calendar: `WorkCalendar` itself answers only published
days.  Days are ordinals (`datetime.date.toordinal`) throughout.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import Final

from enforcecal.dates._cn import FESTIVALS
from enforcecal.dates.notices import Notice, statutory_days

__all__ = ["BEYOND", "BeyondForecastError", "CountView", "Views", "views"]

LAST_YEAR: Final = max(FESTIVALS)
LAST_DAY: Final = date(LAST_YEAR, 12, 20).toordinal()
"""The forecast ends before the New Year of a year whose festivals are not known can matter."""

Arrangement = tuple[frozenset[int], int, int]
"""Days off; first and last day on which a weekend day may be made working for them."""


REACH: Final = 6
"""How many days from a long block the weekend days made working for it can lie."""
BRIDGE_REACH: Final = 3
"""The same for a festival of one day."""
FAR_REACH: Final = 12
"""The same before National Day where Mid-Autumn has taken the weekend before it (2026)."""
JOINT: Final = 8
"""Mid-Autumn so few days before National Day, or within its block, is planned with it (2015)."""


class BeyondForecastError(LookupError):
    """A day no view reaches: before the calendar's first day, or after the forecast."""


BEYOND: Final = (BeyondForecastError, OverflowError)
"""Outside the years a calendar can speak about, or outside those a date can have."""


def _beyond(o: int, *args: object) -> Exception:
    if 1 <= o <= date.max.toordinal():
        return BeyondForecastError(*args, date.fromordinal(o))
    return OverflowError("the count leads out of the years 1 to 9999")


class CountView:
    """One way the calendar may turn out, to count with; ordinals in and out.

    For the view of what is expected everything is exact.  For a bound, `count` is the most (or
    the fewest) working days there can be, and the other answers follow from that.  ``add(o, n)``
    with n below 0 goes back, and there the fast view gives the latest day and the slow view the
    earliest, for each the end nearer to, or farther from, *o*.
    """

    __slots__ = (
        "_base",
        "_end",
        "_extra_ends",
        "_extra_starts",
        "_holiday",
        "_rest",
        "_start",
        "_working",
    )

    def __init__(
        self,
        *,
        base: int,
        working: bytes,
        holiday: bytes,
        start: Sequence[int],
        end: Sequence[int],
        extra: Iterable[tuple[int, int]] = (),
        rest: Callable[[], CountView] | None = None,
    ) -> None:
        self._base = base
        self._working = working
        self._holiday = holiday
        # Working days up to a day: as many as to leave behind, as many as to arrive with.
        self._start = start
        self._end = end
        # Spans each of which may lose one more working day.
        spans = list(extra)
        self._extra_starts = sorted(first for first, _ in spans)
        self._extra_ends = sorted(last for _, last in spans)
        # The same view with the days to come, which few counts ever reach.
        self._rest = rest

    def _grow(self) -> bool:
        """Take in the days to come; False when they are here already."""
        rest = self._rest
        if rest is None:
            return False
        whole = rest()
        self._start, self._end, self._holiday = whole._start, whole._end, whole._holiday
        self._working = whole._working  # last: another thread goes by its length
        self._rest = None
        return True

    def _place(self, o: int) -> int:
        place = o - self._base
        if not 0 <= place < len(self._working):
            if place >= 0 and self._grow():
                return self._place(o)
            raise _beyond(o)
        return place

    def _extra(self, after: int, through: int) -> int:
        """Working days that may be lost in (after, through] beside every arrangement."""
        return bisect_right(self._extra_starts, through) - bisect_right(self._extra_ends, after)

    def working(self, o: int) -> bool:
        """Whether *o* is a working day; of a bound, whether it may be (fast), surely is (slow)."""
        place = self._place(o)  # first: it may take in the days to come
        return self._working[place] == 1

    def holiday(self, o: int) -> bool:
        """Whether *o* is off by a notice or by the measures, not as a plain weekend.

        Of a bound: whether it surely is (fast), or may be (slow).
        """
        place = self._place(o)
        return self._holiday[place] == 1

    def count(self, a: int, b: int) -> int:
        """Count working days in (a, b]; negative where b lies before a."""
        if b < a:
            return -self.count(b, a)
        first, last = self._place(a), self._place(b)
        return min(b - a, max(0, self._end[last] - self._start[first] - self._extra(a, b)))

    def add(self, o: int, n: int) -> int:
        """Return the n-th working day after *o*, or before it; n is not 0."""
        place, base = self._place(o), self._base
        lost = 0
        if n > 0:
            while True:
                found = bisect_left(self._end, self._start[place] + n + lost, place + 1)
                if found < place + n:
                    # The most possible at the end and the fewest at the start are two different
                    # years; no year has more working days than days.
                    found = self._working.find(1, place + n)
                if not 0 <= found < len(self._end):
                    if self._grow():
                        return self.add(o, n)
                    raise _beyond(o, n)
                again = self._extra(o, base + found)
                if again <= lost:
                    return base + found
                lost = again
        if place == 0:
            raise _beyond(o, n)
        while True:
            # The last day before which few enough working days lie is where the count begins.
            wanted = self._end[place - 1] + n - lost
            found = bisect_right(self._start, wanted)
            if found > place + n:
                found = self._working.rfind(1, 0, max(0, place + n + 1))
            if wanted < 0 or found < 0:
                raise _beyond(o, n)
            again = self._extra(base + found - 1, o - 1)
            if again <= lost:
                return base + found
            lost = again

    def roll_next(self, o: int) -> int:
        """Return the first working day on or after *o*."""
        place = self._place(o)
        place = self._working.find(1, place)
        if place < 0 and self._grow():
            return self.roll_next(o)
        return self._found(place, o)

    def roll_previous(self, o: int) -> int:
        """Return the last working day on or before *o*."""
        place = self._place(o)
        return self._found(self._working.rfind(1, 0, place + 1), o)

    def after_holiday(self, o: int) -> int:
        """Return the first day on or after *o* that is not off by a holiday; a weekend may be."""
        place = self._place(o)
        place = self._holiday.find(0, place)
        if place < 0 and self._grow():
            return self.after_holiday(o)
        return self._found(place, o)

    def _found(self, place: int, o: int) -> int:
        if place < 0:
            raise _beyond(o)
        return self._base + place


class Views:
    """The three ways to count: as expected, and with the most and the fewest working days.

    For every way the missing notices can turn out, the true day of ``add(o, n)`` with n above 0,
    of ``roll_next`` and of ``after_holiday`` lies between that of `fast` (the earliest) and that
    of `slow` (the latest).  For n below 0 and ``roll_previous`` `fast` gives the latest.

    What the missing notices can do is worked out when a count first needs it.
    """

    __slots__ = ("_bounds", "_make", "point", "settled")

    def __init__(self, point: CountView, settled: int, make: Callable[[], Bounds] | None) -> None:
        self.point = point
        self.settled = settled
        """Up to this day, included, the three are the same, and no notice still to come matters."""
        self._make = make
        self._bounds: Bounds | None = None

    @property
    def fast(self) -> CountView:
        """With the most working days there can be."""
        return self._made()[1]

    @property
    def slow(self) -> CountView:
        """With the fewest."""
        return self._made()[2]

    def _made(self) -> Bounds:
        if self._bounds is None:
            self._bounds = self._make() if self._make else (self.point, self.point, self.point)
        return self._bounds


Bounds = tuple[CountView, CountView, CountView]
"""The expected view over all days, the fast one, and the slow one."""


# --- one festival ------------------------------------------------------------------------------


def _weekday(day: int) -> int:
    return (day - 1) % 7


def _weekend(day: int) -> bool:
    return _weekday(day) >= 5


def _block(first: int, length: int, reach: int) -> Arrangement:
    return frozenset(range(first, first + length)), first - reach, first + length - 1 + reach


SHORT: Final = (
    ((-2, 3),),
    ((-2, 3), (0, 3), (0, 1)),
    ((0, 1), (0, 3), (-2, 3)),
    ((0, 3), (-2, 3), (0, 1)),
    ((0, 3),),
    ((0, 3), (-1, 3)),
    ((-1, 3), (0, 3)),
)
"""A festival of one day, by its weekday from Monday: where the block starts, and its length.

Next to a weekend the two make three days; in the middle of the week the day stands alone or is
bridged to a weekend, before or after.  What to expect stands first.
"""


def _short(day: int) -> Iterator[Arrangement]:
    """Arrangements of a festival of one day."""
    for start, length in SHORT[_weekday(day)]:
        yield _block(day + start, length, BRIDGE_REACH)


def _labour(days: tuple[int, ...]) -> Iterator[Arrangement]:
    """Arrangements of Labour Day: five days since 2019, four then, or as any short festival."""
    first = days[0]
    # A weekend that ends the day before belongs to the five days.
    lead = {6: -1, 0: -2}.get(_weekday(first), 0)
    yield _block(first + lead, 5, REACH)
    for start in (0, -1, -2):
        for length in (5, 4):
            yield _block(first + start, length, REACH)
    if len(days) == 1:
        yield from _short(first)
    else:
        for start in (0, -1):
            yield _block(first + start, 3, REACH)


def _spring(days: tuple[int, ...]) -> Iterator[Arrangement]:
    """Arrangements of the Spring Festival: seven to nine days from its eve or a day before."""
    first = days[0]
    longer = len(days) == 4
    lead = -1 if not longer or _weekday(first) == 0 else 0
    yield _block(first + lead, (8 - lead) if longer else 7, REACH)
    starts = (0, -1, -2) if _weekday(first) == 0 else (0, -1)
    for start in starts:
        for length in (7, 8, 9):
            yield _block(first + start, length, REACH)


def _autumn(national: tuple[int, ...], mid_autumn: int) -> Iterator[Arrangement]:
    """Arrangements of National Day with a Mid-Autumn so near that the two are planned as one."""
    first = national[0]
    if mid_autumn >= first:
        for length in (8, 7, 9):
            block, low, high = _block(first, length, REACH)
            yield block | {mid_autumn}, low, high
        return
    if first - mid_autumn <= 3:
        for length in (8, 9, 10):
            for start in (mid_autumn, mid_autumn - 1):
                if start + length >= first + 6:
                    yield _block(start, length, REACH)
    for length in (7, 8):
        block, _, high = _block(first, length, REACH)
        for own, _, _ in _short(mid_autumn):
            yield own | block, first - FAR_REACH, high
        # A Mid-Autumn on a weekend may be made good in the block of National Day (2015).
        yield block | {mid_autumn}, first - FAR_REACH, high


def _national(days: tuple[int, ...], mid_autumn: int) -> Iterator[Arrangement]:
    """Arrangements of National Day alone."""
    near = days[0] - mid_autumn <= 2 * JOINT
    for length in (7, 8):
        block, low, high = _block(days[0], length, REACH)
        yield block, days[0] - FAR_REACH if near else low, high


NOTHING: Final[Arrangement] = (frozenset(), 0, -1)


def _occasion(year: int) -> tuple[int, Arrangement | None]:
    """A day off for an anniversary, 3 September in every fifth year, and the day it may bridge.

    Only 2015 had one.  Its cost is among the days allowed for in any year; here is the bridge.
    """
    day = date(year, 9, 3).toordinal()
    bridge = {
        1: (frozenset((day - 1,)), day - 3, day - 2),
        3: (frozenset((day + 1, day + 2)), day + 3, day + 3),
    }.get(_weekday(day))
    return day, bridge


def _possible(
    cost: int, arrangements: Iterable[Arrangement]
) -> list[tuple[frozenset[int], list[int], int]]:
    """Return what can be paid for: days off, weekends that may work for them, how many will."""
    plans = []
    for off, low, high in arrangements:
        spare = [day for day in range(low, high + 1) if _weekend(day) and day not in off]
        made_up = sum(not _weekend(day) for day in off) - cost
        if 0 <= made_up <= len(spare) or not off:
            plans.append((off, spare, max(0, made_up)))
    return plans


# --- all festivals of the years to come ----------------------------------------------------------


class _Future:
    """Day by day, what all festivals of the years without a notice leave open."""

    def __init__(self, base: int, working: bytes, holiday: bytes) -> None:
        size = len(working)
        self.base = base
        self.plain = working
        self.point, self.point_holiday = bytearray(working), bytearray(holiday)
        self.may_work, self.never_work = bytearray(working), bytearray(size)
        self.may_rest = bytearray(size)
        self.may_holiday, self.sure_holiday = bytearray(holiday), bytearray(holiday)
        self.high, self.low = [0] * size, [0] * size
        self.cost = [0] * size
        self.extra: list[tuple[int, int]] = []

    def add_year(self, year: int) -> None:
        days = dict(statutory_days(year))
        spring, national = days["春节"], days["国庆节"]
        mid_autumn = days["中秋节"][0]
        self.plan(1, _short(days["元旦"][0]))
        self.lengthen(*self.plan(len(spring), _spring(spring)))
        self.plan(1, _short(days["清明节"][0]))
        self.plan(len(days["劳动节"]), _labour(days["劳动节"]))
        self.plan(1, _short(days["端午节"][0]))
        if mid_autumn >= national[0] - JOINT:
            self.plan(4, _autumn(national, mid_autumn))
        else:
            self.plan(1, _short(mid_autumn))
            self.plan(3, _national(national, mid_autumn))
        if year % 5 == 0:
            day, bridge = _occasion(year)
            self.rest(range(day, day + 1))
            if bridge:
                self.plan(0, (NOTHING, bridge))
        for statutory in days.values():
            for day in statutory:
                self.sure_holiday[day - self.base] = 1
        self.extra.append((date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()))

    def plan(self, cost: int, arrangements: Iterable[Arrangement]) -> tuple[int, int]:
        """Take in one festival of this *cost* in working days.

        Return the earliest and the latest day its block can end with.
        """
        plans = _possible(cost, arrangements)
        first = min(day for off, spare, _ in plans for day in (*off, *spare))
        last = max(day for off, spare, _ in plans for day in (*off, *spare))
        self.expect(*plans[0])
        # Of each arrangement, so far: weekdays gone, and weekend days that could be made working.
        gone, passed = [0] * len(plans), [0] * len(plans)
        for day in range(first, last + 1):
            place, weekend = day - self.base, _weekend(day)
            highs, lows, resting, making_up = [], [], 0, False
            for number, (off, spare, made_up) in enumerate(plans):
                if day in off:
                    resting += 1
                    gone[number] += not weekend
                elif weekend and day in spare:
                    passed[number] += 1
                    making_up = making_up or made_up > 0
                behind, ahead = passed[number], len(spare) - passed[number]
                highs.append(min(made_up, behind) - gone[number])
                lows.append(max(0, made_up - ahead) - gone[number])
            self.high[place] += max(highs)
            self.low[place] += min(lows)
            self.may_rest[place] |= resting > 0
            self.may_holiday[place] |= resting > 0
            # A notice may leave a weekend beside the festival out of the block it names.
            self.sure_holiday[place] |= resting == len(plans) and not _weekend(day)
            self.never_work[place] |= resting == len(plans)
            self.may_work[place] |= making_up
        self.cost[last + 1 - self.base] -= cost
        ends = [max(off) for off, _, _ in plans if off]
        return min(ends), max(ends)

    def expect(self, off: frozenset[int], spare: list[int], made_up: int) -> None:
        """Enter the arrangement to expect, with the make-up days nearest to its block."""
        for day in off:
            self.point[day - self.base] = 0
            self.point_holiday[day - self.base] = 1
        free = [day for day in spare if not self.point_holiday[day - self.base]]
        for day in sorted(free, key=lambda day: max(min(off) - day, day - max(off)))[:made_up]:
            self.point[day - self.base] = 1

    def lengthen(self, earliest: int, latest: int) -> None:
        """The two working days after the Spring Festival may be given off as well (2020)."""
        end, working = latest, 0
        while working < 2:
            end += 1
            working += not _weekend(end)
        self.rest(range(earliest + 1, end + 1))
        self.extra.append((earliest + 1, end))

    def rest(self, days: range) -> None:
        for day in days:
            self.may_rest[day - self.base] = self.may_holiday[day - self.base] = 1

    def ranks(self, change: list[int]) -> list[int]:
        return [
            plain + cost + moved
            for plain, cost, moved in zip(
                accumulate(self.plain), accumulate(self.cost), change, strict=True
            )
        ]


def views(
    *, first: date, horizon: date, working: bytes, notices: Iterable[Notice], chinese: bool
) -> Views:
    """Return the ways a calendar can turn out; for countries other than CN they are one.

    *working* has one byte a day from *first* to *horizon*, which *notices* decide.
    """
    base, last = first.toordinal(), horizon.toordinal()
    holiday = bytearray(len(working))
    for notice in notices:
        for days, off in ((notice.off, 1), (notice.work, 0)):
            for day in days:
                if first <= day <= horizon:
                    holiday[day.toordinal() - base] = off
    if not chinese or last >= LAST_DAY:
        return Views(_exact(base, working, bytes(holiday)), last, None)

    settled = min(last, _first_open(horizon.year + 1) - 1)
    made: list[Bounds] = []

    def bounds() -> Bounds:
        if not made:
            made.append(_bounds(base, horizon, working, bytes(holiday)))
        return made[0]

    size = settled - base + 1
    point = _exact(base, working[:size], bytes(holiday[:size]), lambda: bounds()[0])
    return Views(point, settled, bounds)


def _exact(
    base: int, working: bytes, holiday: bytes, rest: Callable[[], CountView] | None = None
) -> CountView:
    ranks = list(accumulate(working))
    return CountView(base=base, working=working, holiday=holiday, start=ranks, end=ranks, rest=rest)


def _first_open(year: int) -> int:
    """Return the first day that the notice for *year* can decide: it begins with New Year."""
    new_year = dict(statutory_days(year))["元旦"][0]
    plans = _possible(1, _short(new_year))
    return min(day for off, spare, _ in plans for day in (*off, *spare))


def _bounds(base: int, horizon: date, working: bytes, holiday: bytes) -> Bounds:
    """Return the views over all days to the end of the forecast: expected, fast, slow."""
    beyond = range(horizon.toordinal() + 1, LAST_DAY + 1)
    working += bytes(not _weekend(day) for day in beyond)
    future = _Future(base, working, holiday + bytes(len(beyond)))
    for year in range(horizon.year + 1, LAST_YEAR + 1):
        future.add_year(year)
    # Working days never shrink, so a bound may be tightened by those before and after it.
    low = list(accumulate(future.ranks(future.low), max))
    high = list(accumulate(reversed(future.ranks(future.high)), min))[::-1]
    may_work = bytes(m and not n for m, n in zip(future.may_work, future.never_work, strict=True))
    surely = bytes(p and not r for p, r in zip(future.plain, future.may_rest, strict=True))
    return (
        _exact(base, bytes(future.point), bytes(future.point_holiday)),
        CountView(
            base=base, working=may_work, holiday=bytes(future.sure_holiday), start=low, end=high
        ),
        CountView(
            base=base,
            working=surely,
            holiday=bytes(future.may_holiday),
            start=high,
            end=low,
            extra=future.extra,
        ),
    )
