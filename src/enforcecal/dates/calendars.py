"""Working days of one calendar edition, looked up rather than walked.

An edition is a set of notices.  It knows the years they cover and refuses every other day; it
never fills a gap with a weekday guess.  What a notice still to come may do to an answer is in
`WorkCalendar.views`, for the modules that give provisional answers.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from itertools import accumulate, compress, repeat
from typing import TYPE_CHECKING, Final, Literal, cast

import attrs

from enforcecal.dates._cn import NOTICES
from enforcecal.dates.names import ZONES
from enforcecal.dates.notices import (
    Closure,
    DayKind,
    Notice,
    NoticeKind,
    chinese_notices,
    country_notices,
    later_chinese_notices,
    statutory_days,
)
from enforcecal.errors import (
    ArgumentError,
    ArgumentTypeError,
    NoticeError,
    OutsideHorizonError,
    UnknownNameError,
)

if TYPE_CHECKING:
    from enforcecal.dates.forecast import Views

__all__ = ["WorkCalendar", "calendar"]

FIRST_YEAR: Final = 2001
"""First year of every calendar: the first whose Chinese arrangement `holidays` has checked."""
OTHER_LAST_YEAR: Final = 2050
"""Last year of the calendars computed by `holidays`, which would answer any year at all."""
PACKAGED: Final = frozenset(row[0] for row in NOTICES)
WEEKEND: Final = (5, 6)
ONE_DAY: Final = timedelta(days=1)
RULES_KEPT: Final = 16


@attrs.frozen(kw_only=True)
class WorkCalendar:
    """The working days (工作日) of one edition, make-up weekends included.

    Get one from `calendar`.  Two calendars are equal when their id, edition, notices and closures
    are; the day they were asked for (`known_on`) does not tell them apart.  Days are plain
    `datetime.date`; a datetime is refused, because the day it falls on depends on a zone.
    """

    id: str
    """Country code."""
    edition: str
    """Which notices: ``CN@2025-11-04`` by the newest publication day, and ``+`` with a digest
    where notices or closures from outside the package were added."""
    notices: tuple[Notice, ...] = attrs.field(repr=False, hash=False)
    """In the order they apply: a later one overrides an earlier one for the days it names."""
    closures: tuple[Closure, ...] = attrs.field(default=(), repr=False, hash=False)
    known_on: date | None = attrs.field(default=None, eq=False)
    first: date = attrs.field(eq=False)
    """First day answered."""
    horizon: date = attrs.field(eq=False)
    """Last day answered: the end of the last year with a notice of its own."""
    zone: str | None = attrs.field(default=None, eq=False)
    """Name of the time zone whose days these are; None where a country has several."""
    weekend: tuple[int, ...] = attrs.field(default=WEEKEND, eq=False, repr=False)
    """Weekdays (Monday is 0) off unless a notice makes them working."""

    # For each day the working days up to it plus those before it: odd exactly on a working day,
    # and half of it, rounded up or down, is either rank.  The table says the same by date, a year
    # at a time once the year is asked for, because hashing them all would double the time to a
    # first answer.  One look-up in it also refuses datetimes, other types and days out of range,
    # since none of them is a key.
    _ranks: list[int] = attrs.field(init=False, eq=False, repr=False)
    _table: dict[date, int] = attrs.field(init=False, eq=False, repr=False, factory=dict)
    _days: list[date] = attrs.field(init=False, eq=False, repr=False)
    _rules: dict[int, dict[date, date]] = attrs.field(
        init=False, eq=False, repr=False, factory=dict
    )
    _cache: dict[str, object] = attrs.field(init=False, eq=False, repr=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        base, end = self.first.toordinal(), self.horizon.toordinal()
        week = bytes(day not in self.weekend for day in range(7))
        start = self.first.weekday()
        working = bytearray((week * ((end - base) // 7 + 3))[start : start + end - base + 1])
        for notice in self.notices:
            for off in notice.off:
                if base <= (ordinal := off.toordinal()) <= end:
                    working[ordinal - base] = 0
            for work in notice.work:
                if base <= (ordinal := work.toordinal()) <= end:
                    working[ordinal - base] = 1
        for closure in self.closures:
            for closed in closure.days:
                working[closed.toordinal() - base] = 0
        ranks = list(accumulate(map(operator.add, working, b"\0" + working)))
        object.__setattr__(self, "_ranks", ranks)
        object.__setattr__(self, "_days", list(compress(self._every(), working)))

    def __reduce__(self) -> tuple[object, ...]:
        # The tables are ten times the notices and follow from them.
        return _restore, (
            {f.name: getattr(self, f.name) for f in attrs.fields(WorkCalendar) if f.init},
        )

    # --- answers ------------------------------------------------------------------------------

    def is_working(self, day: date) -> bool:
        """Whether *day* is a working day of this edition.

        >>> calendar("CN").is_working(date(2026, 2, 14))  # a Saturday made working
        True
        """
        try:
            return self._table[day] & 1 == 1
        except (KeyError, TypeError):
            pass
        return self._value("day", day) & 1 == 1

    def add(self, day: date, n: int) -> date:
        """Return the *n*-th working day after *day*, or before it where *n* is negative.

        *day* itself is never counted, working or not.  There is no 0th day: say `roll`.

        >>> calendar("CN").add(date(2026, 2, 11), 5)
        datetime.date(2026, 2, 25)
        """
        try:
            if type(n) is int:
                if n > 0:
                    return self._days[(self._table[day] - 1 >> 1) + n]
                # A negative index would wrap round to the far end.
                if n and (place := (self._table[day] >> 1) + n) >= 0:
                    return self._days[place]
        except (KeyError, IndexError, TypeError):
            pass
        return self._add_checked(day, n)

    def count(self, after: date, through: date) -> int:
        """Count the working days after *after*, up to and including *through*.

        The other way round it counts the same days as negative: ``count(a, b) == -count(b, a)``.

        >>> calendar("CN").count(date(2026, 2, 12), date(2026, 2, 25))
        4
        """
        table = self._table
        try:
            return (table[through] + 1 >> 1) - (table[after] + 1 >> 1)
        except (KeyError, TypeError):
            pass
        before = self._value("after", after)
        return (self._value("through", through) + 1 >> 1) - (before + 1 >> 1)

    def roll(self, day: date, direction: Literal["next", "previous"]) -> date:
        """Return *day* if it is working, else the next or the previous working day.

        >>> calendar("CN").roll(date(2026, 10, 1), "next")
        datetime.date(2026, 10, 8)
        """
        value = self._value("day", day)
        if direction not in ("next", "previous"):
            raise ArgumentError(f"direction={direction!r} must be 'next' or 'previous'")
        if value & 1:
            return day
        place = (value >> 1) - (direction == "previous")
        if 0 <= place < len(self._days):
            return self._days[place]
        raise self._outside(self.horizon + ONE_DAY if direction == "next" else self.first - ONE_DAY)

    def add_each(self, days: Iterable[date], n: int) -> list[date]:
        """Return ``[add(day, n) for day in days]``, several times faster for long lists.

        >>> calendar("CN").add_each([date(2026, 9, 29), date(2026, 9, 30)], 1)
        [datetime.date(2026, 9, 30), datetime.date(2026, 10, 8)]
        """
        days = list(days)
        try:
            return list(map(self._rule(n).__getitem__, days))
        except (KeyError, TypeError):
            pass
        return [self.add(day, n) for day in days]  # names the day that is wrong

    def kind(self, day: date) -> DayKind:
        """What *day* is.

        A weekend day inside a holiday is `DayKind.WEEKEND` unless the holiday measures name it;
        `notice` still gives the notice that lists it.  An extraordinary day off given by a notice
        alone (2015-09-03) is `DayKind.SHIFTED_REST_DAY`.

        >>> calendar("CN").kind(date(2026, 2, 14))
        <DayKind.MAKE_UP_WORKDAY: 'make-up-workday'>
        """
        weekend = day.weekday() in self.weekend if isinstance(day, date) else False
        if self.is_working(day):
            return DayKind.MAKE_UP_WORKDAY if weekend else DayKind.WORKDAY
        notice = self.notice(day)
        if notice is None or day in notice.work:
            # Neither a notice nor the week makes it off, or the week alone does.
            return DayKind.WEEKEND if weekend and notice is None else DayKind.CLOSURE
        if self.id != "CN":
            return DayKind.STATUTORY_HOLIDAY if notice.festival(day) else DayKind.WEEKEND
        if day in self._statutory():
            return DayKind.STATUTORY_HOLIDAY
        return DayKind.WEEKEND if weekend else DayKind.SHIFTED_REST_DAY

    def notice(self, day: date) -> Notice | None:
        """The notice that decides *day*: the last that names it; None where the week decides."""
        self._value("day", day)
        for notice in reversed(self.notices):
            # A notice reaches back into the December before its year, and no further.
            if 0 <= notice.year - day.year <= 1 and notice.names_day(day):
                return notice
        return None

    def missing(self, day: date | int) -> str:
        """Name the notice, such as ``CN 2027``, that an answer near *day* is still waiting for.

        *day* may be an ordinal.  A day within the horizon waits, if at all, for the next year's
        notice, which may rearrange the last days of December.
        """
        year = date.fromordinal(day).year if isinstance(day, int) else day.year
        return f"{self.id} {max(year, self.horizon.year + 1)}"

    @property
    def views(self) -> Views:
        """How many working days there can be, over every notice still to come."""
        if "views" not in self._cache:
            from enforcecal.dates.forecast import views

            self._cache["views"] = views(
                first=self.first,
                horizon=self.horizon,
                working=self.working_bytes(),
                notices=self.notices,
                chinese=self.id == "CN",
            )
        return cast("Views", self._cache["views"])

    def working_bytes(self) -> bytes:
        """One byte a day from `first` to `horizon`: 1 on a working day, else 0."""
        return bytes(value & 1 for value in self._ranks)

    # --- other editions -----------------------------------------------------------------------

    def with_notices(self, *notices: Notice) -> WorkCalendar:
        """Return a new edition in which *notices* apply after those already here.

        A notice of a whole year moves the horizon; years must follow one another.
        """
        return _edition(self, (*self.notices, *notices), self.closures)

    def with_closures(self, days: Iterable[date], *, name: str = "closure") -> WorkCalendar:
        """Return a new edition in which one agency is closed on *days* besides."""
        return _edition(self, self.notices, (*self.closures, Closure(days, name)))

    # --- behind the answers -------------------------------------------------------------------

    def _rule(self, n: int) -> dict[date, date]:
        """Day to n-th working day, for every day that has one."""
        if type(n) is not int or not n:
            raise TypeError
        if n not in self._rules:
            if len(self._rules) >= RULES_KEPT:
                self._rules.clear()
            days, size = self._days, len(self._days)
            shift = n - 1 if n > 0 else n
            self._rules[n] = {
                day: days[place]
                for day, value in zip(self._every(), self._ranks, strict=True)
                if 0 <= (place := (value + (n > 0) >> 1) + shift) < size
            }
        return self._rules[n]

    def _statutory(self) -> frozenset[date]:
        found = self._cache.get("statutory")
        if found is None:
            found = self._cache["statutory"] = frozenset(
                date.fromordinal(day)
                for year in range(self.first.year, self.horizon.year + 1)
                for _, days in statutory_days(year)
                for day in days
            )
        return cast("frozenset[date]", found)

    def _every(self) -> Iterator[date]:
        # Adding a day costs a third of `fromordinal`, and this is most of a first answer.
        days = (self.horizon - self.first).days
        return accumulate(repeat(ONE_DAY, days), operator.add, initial=self.first)

    def _value(self, name: str, day: date) -> int:
        """The rank value of *day*; learn its year, or say what is wrong with it."""
        _check_day(name, day)
        place = day.toordinal() - self.first.toordinal()
        if not 0 <= place < len(self._ranks):
            raise self._outside(day)
        start = max(date(day.year, 1, 1), self.first)
        offset = (start - self.first).days
        ranks = self._ranks[offset : offset + 366]
        days = accumulate(repeat(ONE_DAY, len(ranks) - 1), operator.add, initial=start)
        self._table.update(zip(days, ranks, strict=True))
        return self._ranks[place]

    def _outside(self, day: date) -> OutsideHorizonError:
        if day < self.first:
            missing = f"no notice before {self.first.year} is recorded"
        elif self.id == "CN":
            missing = (
                f"the State Council notice for {day.year} is not in this edition; add it with "
                f"with_notices(parse_notice(text)), or ask a limit for a provisional deadline"
            )
        else:
            missing = f"days after {self.horizon.year} are not computed for {self.id}"
        return OutsideHorizonError(day, self.first, self.horizon, self.edition, missing)

    def _add_checked(self, day: date, n: int) -> date:
        value = self._value("day", day)
        n = _whole("n", n)
        if n == 0:
            raise ArgumentError(
                "n=0 names no working day; to move a day off to a working day use roll"
            )
        place = (value - 1 >> 1) + n if n > 0 else (value >> 1) + n
        if 0 <= place < len(self._days):
            return self._days[place]
        raise self._outside(self.horizon + ONE_DAY if n > 0 else self.first - ONE_DAY)


def _restore(fields: dict[str, object]) -> WorkCalendar:
    return WorkCalendar(**fields)  # type: ignore[arg-type]


def _check_day(name: str, day: object) -> None:
    if isinstance(day, datetime):
        raise ArgumentTypeError(
            f"{name}={day!r} is a datetime; pass its .date() in the zone of the calendar"
        )
    if not isinstance(day, date):
        raise ArgumentTypeError(f"{name}={day!r} must be a datetime.date")


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise ArgumentTypeError(f"{name}={value!r} must be a whole number")
    return operator.index(value)


# --- editions ----------------------------------------------------------------------------------


def calendar(
    country: str = "CN",
    *,
    known_on: date | None = None,
    notices: Iterable[Notice] = (),
    closures: Iterable[date | Closure] = (),
) -> WorkCalendar:
    """Return the newest edition for *country*, or the one that was known on a day.

    Args:
        country: ``CN``, or any code the `holidays` package knows; the latter are computed for
            2001-2050 and named by its version.
        known_on: leave out every notice published later.  Only Chinese notices carry the day they
            were published, so other countries refuse it.
        notices: further notices, applied after the others in the order given; see `parse_notice`.
        closures: days on which one agency is closed, or `Closure` values.

    Raises:
        UnknownNameError: no such country.
        ArgumentError: *known_on* lies before the first recorded publication.

    >>> calendar("CN", known_on=date(2019, 3, 1)).add(date(2019, 4, 26), 4)
    datetime.date(2019, 5, 3)
    """
    if not isinstance(country, str):
        raise ArgumentTypeError(f"country={country!r} must be a country code such as 'CN'")
    if known_on is None:
        base = _newest(country)
    else:
        _check_day("known_on", known_on)
        base = _as_known(country, known_on)
    added = tuple(notices)
    if known_on is not None:
        for notice in added:
            if notice.published is None:
                raise ArgumentError(
                    f"notices: {notice.id!r} has no day of publication, so whether it was known "
                    f"on {known_on} cannot be said"
                )
        added = tuple(notice for notice in added if notice.published <= known_on)  # type: ignore[operator]
    closed = list(closures)
    days = [one for one in closed if not isinstance(one, Closure)]
    shut = [one for one in closed if isinstance(one, Closure)]
    if days:
        shut.append(Closure(days))
    return _edition(base, (*base.notices, *added), tuple(shut)) if added or shut else base


@cache
def _newest(country: str) -> WorkCalendar:
    if country == "CN":
        base = _chinese(chinese_notices(), None)
        later = later_chinese_notices(base.horizon)
        return _edition(base, (*base.notices, *later), ()) if later else base
    try:
        notices, weekend, version = country_notices(country, FIRST_YEAR, OTHER_LAST_YEAR)
    except UnknownNameError as problem:
        upper = country.upper()
        raise UnknownNameError(
            "calendar", country, (upper,) if upper in problem.known else problem.known
        ) from None
    return WorkCalendar(
        id=country,
        edition=f"{country}@holidays-{version}",
        notices=notices,
        first=date(FIRST_YEAR, 1, 1),
        horizon=date(OTHER_LAST_YEAR, 12, 31),
        weekend=weekend,
    )


@lru_cache(maxsize=64)
def _as_known(country: str, known_on: date) -> WorkCalendar:
    if country != "CN":
        _newest(country)
        raise ArgumentError(
            f"known_on={known_on}: days of publication are recorded for CN only, not for {country}"
        )
    notices = chinese_notices()
    earliest = min(notice.published for notice in notices if notice.published)
    if known_on < earliest:
        raise ArgumentError(
            f"known_on={known_on} lies before {earliest}, the first day of publication recorded"
        )
    return _chinese(
        tuple(n for n in notices if n.published is None or n.published <= known_on), known_on
    )


def _chinese(notices: tuple[Notice, ...], known_on: date | None) -> WorkCalendar:
    newest = max(notice.published for notice in notices if notice.published)
    return WorkCalendar(
        id="CN",
        edition=f"CN@{newest}",
        notices=notices,
        known_on=known_on,
        first=date(FIRST_YEAR, 1, 1),
        horizon=date(max(notice.year for notice in notices if notice.kind.whole_year), 12, 31),
        zone=ZONES["CN"],
    )


def _edition(
    base: WorkCalendar, notices: tuple[Notice, ...], closures: tuple[Closure, ...]
) -> WorkCalendar:
    """*base* with other notices and closures, checked, under an edition of its own."""
    horizon = base.horizon
    seen: set[str] = set()
    for place, notice in enumerate(notices):
        if notice.id in seen:
            raise NoticeError(f"notice {notice.id!r} is already in calendar {base.edition}")
        seen.add(notice.id)
        if place < len(base.notices):
            continue
        if notice.country != base.id:
            raise NoticeError(
                f"notice {notice.id!r} is for {notice.country}, the calendar for {base.id}"
            )
        if notice.kind.whole_year and notice.year == horizon.year + 1:
            horizon = date(notice.year, 12, 31)
        if notice.year > horizon.year:
            raise NoticeError(
                f"notice {notice.id!r} is for {notice.year}, but calendar {base.edition} has none "
                f"for the whole of {horizon.year + 1}"
            )
        if notice.year < base.first.year:
            raise NoticeError(
                f"notice {notice.id!r} is for {notice.year}, before the calendar's {base.first}"
            )
    for closure in closures:
        for day in closure.days:
            if not base.first <= day <= horizon:
                raise ArgumentError(
                    f"closures: {day} ({closure.name}) lies outside {base.first} to {horizon}"
                )
    shut = tuple(sorted(set(closures), key=lambda one: (one.name, one.days)))
    stem = base.edition.partition("+")[0]
    digest = _digest(notices, shut)
    return attrs.evolve(
        base,
        edition=f"{stem}+{digest}" if digest else stem,
        notices=notices,
        closures=shut,
        horizon=horizon,
    )


def _digest(notices: tuple[Notice, ...], closures: tuple[Closure, ...]) -> str:
    """Eight characters for what did not come with the package; empty where all of it did."""
    parts = [
        f"{n.id} {n.year} {n.kind.value} {n.published} {n.source} {n.off} {n.work} {n.names}"
        for n in notices
        if not (n.id in PACKAGED or (n.kind is NoticeKind.DERIVED and n.country != "CN"))
    ]
    parts += [f"{closure.name} {closure.days}" for closure in closures]
    if not parts:
        return ""
    from hashlib import sha256  # costs more to import than a whole calendar to build

    return sha256("\n".join(parts).encode()).hexdigest()[:8]
