"""Published holiday notices: which days an authority made non-working, and which working.

A notice speaks only of the days it names; every other day is left to the weekday.  The notices
of mainland China are data of the package.  Those of 2001-2006 are reconstructed (nobody recorded
the day they were published), and other countries, as well as a Chinese year later than ours, are
derived from the `holidays` package, which is imported only then.  This module knows no ranks and
counts nothing; see `enforcecal.dates.calendars`.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from enforcecal.datafiles import (
    DataFileError,
    MisreadError,
    Reader,
    choice,
    each,
    filled,
    optional,
    read_data,
    read_json,
    read_toml,
    shown,
    table,
    text,
    written_day,
)
from enforcecal.dates._cn import FESTIVALS, NOTICES
from enforcecal.errors import ArgumentTypeError, NoticeError, UnknownNameError

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = [
    "Closure",
    "DayKind",
    "Notice",
    "NoticeKind",
    "chinese_notices",
    "country_notices",
    "known_countries",
    "later_chinese_notices",
    "parse_notice",
    "statutory_days",
]


class DayKind(enum.Enum):
    """What a day is, and so why it is working or not."""

    STATUTORY_HOLIDAY = "statutory-holiday"
    """Named by the holiday measures themselves (法定节假日)."""
    SHIFTED_REST_DAY = "shifted-rest-day"
    """A Monday to Friday a notice made non-working: moved, compensated or given (放假调休)."""
    WEEKEND = "weekend"
    """A Saturday or Sunday that no notice made working (休息日)."""
    MAKE_UP_WORKDAY = "make-up-workday"
    """A Saturday or Sunday a notice made working (调休上班)."""
    WORKDAY = "workday"
    """An ordinary working day (工作日)."""
    CLOSURE = "closure"
    """A day that would be working, on which this one agency is closed."""


class NoticeKind(enum.Enum):
    """Where a notice comes from, and how much of its year it settles."""

    ANNUAL = "annual"
    """The arrangement of a whole year, as published."""
    AMENDMENT = "amendment"
    """A later change of the days it names, as published."""
    RECONSTRUCTED = "reconstructed"
    """A whole year put together afterwards; the day of publication is not recorded."""
    DERIVED = "derived"
    """A whole year as the installed `holidays` package knows it."""
    USER = "user"
    """Single days a user adds, published by nobody in particular."""

    @property
    def whole_year(self) -> bool:
        """Whether every day of the year is settled by a notice of this kind."""
        return self not in (NoticeKind.AMENDMENT, NoticeKind.USER)


def _days(value: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(value)))


Names = tuple[tuple[str, tuple[date, ...]], ...]


def _names(value: Iterable[tuple[str, tuple[date, ...]]]) -> Names:
    return tuple(value)


@attrs.frozen(kw_only=True)
class Notice:
    """One holiday notice (放假通知): the days it makes non-working and the days it makes working.

    Days are kept sorted.  A day in both sets, or outside the year and the December before it, is
    refused with `NoticeError`.

    >>> Notice(id="X-2027", country="CN", year=2027, kind=NoticeKind.USER, off=[date(2027, 3, 1)])
    Notice(id='X-2027', 2027 user, 1 off, 0 working)
    """

    id: str
    country: str
    year: int
    kind: NoticeKind
    published: date | None = None
    published_verified: bool = False
    """Whether the day of publication was read off the official page's own address."""
    source: str | None = None
    """Address of the official text."""
    off: tuple[date, ...] = attrs.field(default=(), converter=_days)
    work: tuple[date, ...] = attrs.field(default=(), converter=_days)
    names: Names = attrs.field(default=(), converter=_names)
    """Each festival's name with the days, off or working, the notice lists under it."""

    def __attrs_post_init__(self) -> None:
        both = set(self.off).intersection(self.work)
        if both:
            raise NoticeError(f"notice {self.id!r}: {min(both)} is both off and working")
        for days in (self.off, self.work):
            if days:
                for day in (days[0], days[-1]):
                    if day.year != self.year and (day.year, day.month) != (self.year - 1, 12):
                        raise NoticeError(
                            f"notice {self.id!r}: {day} lies neither in {self.year} "
                            f"nor in the December before it"
                        )

    def __repr__(self) -> str:
        return (
            f"Notice(id={self.id!r}, {self.year} {self.kind.value}, "
            f"{len(self.off)} off, {len(self.work)} working)"
        )

    def names_day(self, day: date) -> bool:
        """Whether this notice decides *day*."""
        return day in self.off or day in self.work

    def festival(self, day: date) -> str | None:
        """The festival the notice lists *day* under, in the words of the notice."""
        for name, days in self.names:
            if day in days:
                return name
        return None


@attrs.frozen
class Closure:
    """Days on which one agency is closed although the country works.

    A closure is no holiday: nothing that rolls past holidays rolls past it.
    """

    days: tuple[date, ...] = attrs.field(converter=_days)
    name: str = "closure"

    def __attrs_post_init__(self) -> None:
        for day in self.days:
            if isinstance(day, datetime) or not isinstance(day, date):
                raise ArgumentTypeError(f"closure {self.name!r}: {day!r} must be a datetime.date")


# --- the notices of mainland China -----------------------------------------------------------


def chinese_notices() -> tuple[Notice, ...]:
    """Every notice of mainland China in the package, in the order they were published."""
    on = date.fromordinal
    found = []
    for id_, year, kind, published, verified, source, festivals in NOTICES:
        off: list[date] = []
        work: list[date] = []
        names = []
        for name, off_days, work_days in festivals:
            resting, working = [*map(on, off_days)], [*map(on, work_days)]
            off += resting
            work += working
            names.append((name, (*resting, *working)))
        found.append(
            Notice(
                id=id_,
                country="CN",
                year=year,
                kind=NoticeKind(kind),
                published=on(published) if published else None,
                published_verified=verified,
                source=source or None,
                off=off,
                work=work,
                names=names,
            )
        )
    return tuple(found)


def statutory_days(year: int) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The festivals of the holiday measures in force in *year* and the ordinals of their days.

    The measures (全国年节及纪念日放假办法) were amended with effect from 2008, 2014 and 2025.

    >>> [name for name, days in statutory_days(2025) if len(days) == 4]
    ['春节']
    """
    lunar, qingming, dragon_boat, mid_autumn = FESTIVALS[year]
    may = date(year, 5, 1).toordinal()
    october = date(year, 10, 1).toordinal()
    if year < 2008:
        spring, labour = range(lunar, lunar + 3), range(may, may + 3)
    elif year < 2014:
        spring, labour = range(lunar - 1, lunar + 2), range(may, may + 1)
    elif year < 2025:
        spring, labour = range(lunar, lunar + 3), range(may, may + 1)
    else:
        spring, labour = range(lunar - 1, lunar + 3), range(may, may + 2)
    found: tuple[tuple[str, tuple[int, ...]], ...] = (
        ("元旦", (date(year, 1, 1).toordinal(),)),
        ("春节", tuple(spring)),
        ("劳动节", tuple(labour)),
        ("国庆节", tuple(range(october, october + 3))),
    )
    if year >= 2008:
        found += (
            ("清明节", (qingming,)),
            ("端午节", (dragon_boat,)),
            ("中秋节", (mid_autumn,)),
        )
    return found


# --- a user's own notice ------------------------------------------------------------------------


def parse_notice(source: str | Mapping[str, object]) -> Notice:
    """Read a notice from TOML text, JSON text (it begins with a brace) or a mapping.

    Keys: ``id``, ``year``, ``kind`` (``annual`` settles the whole year and moves the horizon,
    ``amendment`` and ``user`` change the days they name), ``off`` and ``work``; optional
    ``country`` (CN), ``published``, ``source`` and ``names`` (festival = days).  A day is written
    ``2027-02-05``, an unbroken run ``2027-02-05..2027-02-11``, both ends included.

    >>> parse_notice('''
    ... id = "CN-2027"
    ... year = 2027
    ... kind = "annual"
    ... published = 2026-11-03
    ... off = ["2027-01-01..2027-01-03"]
    ... work = ["2027-01-09"]
    ... ''')
    Notice(id='CN-2027', 2027 annual, 3 off, 1 working)
    """
    if not isinstance(source, (str, Mapping)):
        raise ArgumentTypeError(f"source={source!r} must be the text of a notice or a mapping")
    try:
        if not isinstance(source, str):
            return read_data(source, _read_notice)
        json = source.lstrip("\ufeff \t\r\n").startswith("{")
        return (read_json if json else read_toml)(source, _read_notice)
    except DataFileError as error:
        raise NoticeError(f"notice: {error}") from None


def _year(value: object) -> int:
    if type(value) is not int or not 1900 < value < 9999:
        raise MisreadError(f"{shown(value)} must be a year, written as a number")
    return value


def _run(value: object) -> tuple[date, ...]:
    """Read a day, or an unbroken run of days."""
    if not isinstance(value, str) or ".." not in value:
        return (written_day(value),)
    begin, _, end = value.partition("..")
    first, last = written_day(begin.strip()), written_day(end.strip())
    if not 0 <= (last - first).days <= 31:
        raise MisreadError(f"{value!r} must run forward and over no more than 31 days")
    return tuple(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))


def _runs(value: object) -> tuple[date, ...]:
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise MisreadError(f"{shown(value)} must be a list of days")
    return tuple(one for run in each(value, _run) for one in run)


def _festivals(value: object) -> Names:
    if not isinstance(value, Mapping):
        raise MisreadError(f"{shown(value)} must be a table of festival = days")
    read: Reader[dict[str, tuple[date, ...]]] = table(dict, {name: (name, _runs) for name in value})
    return tuple((str(name), _days(days)) for name, days in read(value).items())


_read_notice: Final = table(
    partial(Notice, country="CN"),
    {
        "id": ("id", filled),
        "country": ("country", filled),
        "year": ("year", _year),
        "kind": ("kind", choice(*NoticeKind)),
        "published": ("published", optional(written_day)),
        "source": ("source", optional(text)),
        "off": ("off", _runs),
        "work": ("work", _runs),
        "names": ("names", _festivals),
    },
    ["id", "year", "kind"],
)


# --- what the installed `holidays` package knows ----------------------------------------------


def later_chinese_notices(horizon: date) -> tuple[Notice, ...]:
    """Notices for the years after *horizon* of which the installed `holidays` knows the swaps.

    Importing `holidays` takes longer than everything else here together, so its table is first
    looked at as text; only a year's own entry in it shows that a notice was read, because the
    package computes every other year as a guess.  Nothing is found where it is not installed.
    """
    # What importlib.util.find_spec does, without importing importlib.util.
    found = (finder.find_spec("holidays", None) for finder in sys.meta_path)
    spec = next(filter(None, found), None)
    read = getattr(spec and spec.loader, "get_data", None)
    if spec is None or read is None:
        return ()
    folder = next(iter(spec.submodule_search_locations or ()), "")
    try:
        text: bytes = read(f"{folder}/countries/china.py")
    except OSError:
        return ()
    year = horizon.year + 1
    years = []
    while b"\n        %d: (" % year in text:
        years.append(year)
        year += 1
    return tuple(_chinese_year(year) for year in years)


def _chinese_year(year: int) -> Notice:
    import holidays

    table = holidays.country_holidays("CN", years=(year - 1, year))
    return _derived(table, "CN", year, date(year - 1, 12, 25), date(year, 12, 31), (5, 6))


def country_notices(
    country: str, first_year: int, last_year: int
) -> tuple[tuple[Notice, ...], tuple[int, ...], str]:
    """One derived notice a year for another *country*, its weekend, the version of `holidays`.

    Raises:
        UnknownNameError: `holidays` knows no such country.
    """
    import holidays

    known = holidays.list_supported_countries()
    if country not in known:
        raise UnknownNameError("calendar", country, known)
    table = holidays.country_holidays(country, years=range(first_year, last_year + 2))
    weekend = tuple(sorted(table.weekend))
    found = tuple(
        _derived(table, country, year, date(year, 1, 1), date(year, 12, 31), weekend)
        for year in range(first_year, last_year + 1)
    )
    return found, weekend, str(vars(holidays)["__version__"])


def known_countries() -> Iterable[tuple[str, ...]]:
    """Return the name of each country that `holidays` knows, its code, and its other codes."""
    from holidays import list_supported_countries
    from holidays.registry import COUNTRIES

    known = list_supported_countries()
    return [(name, *filter(known.__contains__, codes)) for name, *codes in COUNTRIES.values()]


def _derived(
    table: HolidayBase, country: str, year: int, first: date, last: date, weekend: tuple[int, ...]
) -> Notice:
    """What *table* says of first..last, put as a difference from the plain week."""
    off, work = [], []
    names: dict[str, list[date]] = {}
    in_block = False
    for day in map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)):
        working, plain = table.is_working_day(day), day.weekday() not in weekend
        if day in table:
            names.setdefault(table[day], []).append(day)
        # The Chinese notices name a block with the weekend it ends in; `holidays` leaves that out.
        in_block = not working and (day in table or plain or (in_block and country == "CN"))
        if in_block:
            off.append(day)
        elif working and not plain:
            work.append(day)
    return Notice(
        id=f"{country}-{year}",
        country=country,
        year=year,
        kind=NoticeKind.DERIVED,
        off=off,
        work=work,
        names=[(name, tuple(days)) for name, days in names.items()],
    )
