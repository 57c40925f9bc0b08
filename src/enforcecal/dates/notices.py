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
from typing import TYPE_CHECKING, Final, NoReturn

import attrs

from enforcecal.dates._cn import FESTIVALS, NOTICES
from enforcecal.errors import ArgumentTypeError, NoticeError, UnknownNameError, nearest

if TYPE_CHECKING:
    from holidays import HolidayBase

__all__ = [
    "Closure",
    "DayKind",
    "Notice",
    "NoticeKind",
    "chinese_notices",
    "country_notices",
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

_KEYS: Final = (
    "id", "country", "year", "kind", "published", "source", "off", "work", "names",
)  # fmt: skip


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
    table = _table(source) if isinstance(source, str) else source
    if not isinstance(table, Mapping):
        raise ArgumentTypeError(f"source={source!r} must be the text of a notice or a mapping")
    for key in table:
        if key not in _KEYS:
            close = nearest(str(key), _KEYS)
            hint = f"did you mean {close!r}?" if close else f"known: {', '.join(_KEYS)}"
            _fail(f"unknown key {key!r}; {hint}")
    for key in ("id", "year", "kind"):
        if key not in table:
            _fail(f"{key!r} is missing")
    id_, country = table["id"], table.get("country", "CN")
    if not isinstance(id_, str) or not id_:
        _fail(f"id={id_!r} must be text")
    if not isinstance(country, str) or not country:
        _fail(f"country={country!r} must be a country code")
    year = table["year"]
    if type(year) is not int or not 1900 < year < 9999:
        _fail(f"year={year!r} must be a year, written as a number")
    kinds = {kind.value: kind for kind in NoticeKind}
    kind = table["kind"]
    if not isinstance(kind, str) or kind not in kinds:
        _fail(f"kind={kind!r} must be one of {', '.join(kinds)}")
    published = table.get("published")
    address = table.get("source")
    if address is not None and not isinstance(address, str):
        _fail(f"source={address!r} must be text")
    names = table.get("names", {})
    if not isinstance(names, Mapping):
        _fail(f"names={names!r} must be a table of festival = days")
    return Notice(
        id=id_,
        country=country,
        year=year,
        kind=kinds[kind],
        published=None if published is None else _day("published", published),
        source=address,
        off=_day_list("off", table.get("off", [])),
        work=_day_list("work", table.get("work", [])),
        names=[(str(name), _days(_day_list(f"names.{name}", d))) for name, d in names.items()],
    )


def _fail(problem: str) -> NoReturn:
    raise NoticeError(f"notice: {problem}")


def _table(text: str) -> Mapping[str, object]:
    # Either reader is wanted only by a user with a notice of their own.
    try:
        if text.lstrip("\ufeff \t\r\n").startswith("{"):
            import json

            table: Mapping[str, object] = json.loads(text.lstrip("\ufeff"))
        else:
            import tomllib

            table = tomllib.loads(text.lstrip("\ufeff").replace("\r\n", "\n"))
    except ValueError as problem:
        raise NoticeError(f"notice: neither TOML nor JSON can read it: {problem}") from problem
    return table


def _day(place: str, value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date(int(value[:4]), int(value[5:7]), int(value[8:]))
        except ValueError:
            _fail(f"{place}: {value!r} is no day of the calendar")
    _fail(f"{place}: {value!r} must be a day written YYYY-MM-DD")


def _day_list(place: str, value: object) -> list[date]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        _fail(f"{place}={value!r} must be a list of days")
    days: list[date] = []
    for index, item in enumerate(value):
        here = f"{place}[{index}]"
        if isinstance(item, str) and ".." in item:
            begin, _, end = item.partition("..")
            first, last = _day(here, begin.strip()), _day(here, end.strip())
            if not 0 <= (last - first).days <= 31:
                _fail(f"{here}: {item!r} must run forward and over no more than 31 days")
            days += map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        else:
            days.append(_day(here, item))
    return days


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
