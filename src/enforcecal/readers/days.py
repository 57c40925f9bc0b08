"""One cell of a table -> one local day, and the time of day where it has one.

A spelling that two people would read as two days (``03/04/2024``) is refused, never guessed, and
so is a day that does not exist.
"""

from __future__ import annotations

import calendar
import contextlib
import re
import unicodedata
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from enforcecal.errors import ArgumentError, EnforceCalError
from enforcecal.spelling import says_nothing
from enforcecal.texts import Text

__all__ = ["DayError", "Stamp", "parse_day", "parse_time", "read_day"]


class DayError(EnforceCalError, ValueError):
    """A cell is not a day: there is no such day, or it could be read as two.

    >>> str(DayError("2023-02-30", Text("February 2023 has 28 days", "2023年2月只有28天")))
    '2023-02-30: February 2023 has 28 days'
    """

    def __init__(self, value: object, reason: Text) -> None:
        super().__init__(value, reason)
        self.value = value
        self.reason = reason

    @property
    def message(self) -> Text:
        """The value and what is wrong with it, in both languages."""
        return Text(f"{self.value}: {self.reason.en}", f"{self.value}：{self.reason.zh}")

    def __str__(self) -> str:
        return self.message.en


@attrs.frozen
class Stamp:
    """A local day, with its local time where the source says one.

    >>> Stamp(date(2024, 3, 5)).time is None
    True
    """

    day: date
    time: time | None = None


# A serial number counts days from here: Excel's 1900 system has a 29 February 1900 (number 60)
# that never was, so every number after it is one too high.  The range leaves out that corner and
# everything else that is more likely an amount or a running number than a day of a case.
_SERIAL_ZERO: Final = date(1899, 12, 30).toordinal()
_FIRST_SERIAL: Final = date(1990, 1, 1).toordinal() - _SERIAL_ZERO
_LAST_SERIAL: Final = date(2100, 12, 31).toordinal() - _SERIAL_ZERO

_MIDNIGHT: Final = time()

_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?:"
    r":(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"|[时点](?:(?P<zh_minute>\d{1,2})分(?:(?P<zh_second>\d{1,2})秒)?)?"
    r")"
)
_STAMP: Final = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<dom>\d{1,2})"
    r"|\s*年\s*(?P<zh_month>\d{1,2})\s*月\s*(?P<zh_dom>\d{1,2})\s*[日号]?)"
    # Without a mark between them, the 5 of 2024-3-510:30 could belong to either.
    r"(?:(?:T|\s+|(?<=[日号]))" + _CLOCK + r"\s*(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_COMPACT: Final = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<dom>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_TIME: Final = re.compile(_CLOCK, re.ASCII)
_SERIAL: Final = re.compile(r"\d{1,7}(?:\.\d+)?", re.ASCII)
_YEAR_LAST: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{1,4}\b.*", re.ASCII | re.DOTALL)
_NO_DAY: Final = re.compile(r"\d{4}(?:[-/.]\d{1,2}|年(?:\d{1,2}月?)?)?", re.ASCII)

_HOW: Final = Text("write it like 2024-03-05", "请写成2024-03-05")


def parse_day(value: object, *, zone: str = "Asia/Shanghai") -> Stamp:
    """Return the local day that *value* says, and the time of day if it says one.

    Texts: ``2024-03-05``, ``2024/3/5``, ``2024.3.5``, ``2024年3月5日``, ``20240305``, each with or
    without a time, in full-width digits too; Excel serial numbers from 1990 to 2100.  Objects:
    dates, datetimes, numbers.

    The day is the one on the wall where the stamp was made: ``2026-03-20T00:30+08:00`` is 20 March
    although it was still the 19th in Greenwich.  A stamp in UTC names an instant but no wall
    (RFC 9557), so it is brought to *zone*.  A time of exactly midnight is how an export of plain
    days looks, so it counts as no time.

    Raises:
        DayError: there is no such day, or it could be read as two.

    >>> parse_day("2024年3月5日 9时30分")
    Stamp(day=datetime.date(2024, 3, 5), time=datetime.time(9, 30))
    >>> parse_day("2007-03-19T00:00:00+01:00")
    Stamp(day=datetime.date(2007, 3, 19), time=None)
    """
    if isinstance(value, str):
        return _parse_text(value, zone)
    if isinstance(value, datetime):
        return _local(value, zone)
    if isinstance(value, date):
        return Stamp(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if isinstance(value, int) and 10_000_000 <= value <= 99_999_999:
            return _parse_text(str(value), zone)
        return _from_serial(float(value), value)
    raise DayError(value, Text(f"not a day; {_HOW.en}", f"不是日期，{_HOW.zh}"))


def read_day(cell: object, *, zone: str = "Asia/Shanghai") -> Stamp | None:
    """Return the day in *cell* as `parse_day` does, None when it says that none was recorded.

    >>> read_day("未结案") is read_day("--") is None
    True
    """
    return None if says_nothing(cell, day=True) else parse_day(cell, zone=zone)


def parse_time(value: object) -> time | None:
    """Return the time of day in a cell that holds nothing else; midnight counts as none.

    >>> parse_time("9:30"), parse_time("14时05分"), parse_time("00:00")
    (datetime.time(9, 30), datetime.time(14, 5), None)
    """
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, time):
        clock = value.replace(tzinfo=None)
        return clock if clock != _MIDNIGHT else None
    if isinstance(value, float) and 0 <= value < 1:
        return _time_of(value)
    found = _TIME.fullmatch(_plain(value)) if isinstance(value, str) else None
    if found is None:
        raise DayError(
            value, Text("not a time of day; write it like 09:30", "不是时间，请写成09:30")
        )
    return _clock(value, found.group("hour"), *_clock_parts(found))


def _plain(text: str) -> str:
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=65536)
def _parse_text(value: str, zone: str) -> Stamp:
    text = _plain(value)
    found = _STAMP.fullmatch(text)
    if found is not None:
        year, month, dom, zh_month, zh_dom, hour = found.group(
            "year", "month", "dom", "zh_month", "zh_dom", "hour"
        )
        year, month, dom = int(year), int(month or zh_month), int(dom or zh_dom)
    else:
        found = _COMPACT.fullmatch(text)
        if found is None:
            if _SERIAL.fullmatch(text):
                return _from_serial(float(text), value)
            raise DayError(value, _why_not(text))
        year, month, dom, hour = found.group("year", "month", "dom", "hour")
        year, month, dom = int(year), int(month), int(dom)
    try:
        day = date(year, month, dom)
    except ValueError:
        raise DayError(value, _no_such_day(year, month, dom)) from None
    if hour is None:
        return Stamp(day)
    offset = found.group("zone")
    clock = _clock(value, hour, *_clock_parts(found))
    if clock is not None and offset and not offset.strip("ZUTC+-:0"):
        return _local(datetime.combine(day, clock, UTC), zone)
    return Stamp(day, clock)


def _clock_parts(found: re.Match[str]) -> tuple[str, str, str]:
    if found.re is _COMPACT:
        return found.group("minute"), found.group("second") or "0", ""
    minute, second, fraction, zh_minute, zh_second = found.group(
        "minute", "second", "fraction", "zh_minute", "zh_second"
    )
    return minute or zh_minute or "0", second or zh_second or "0", fraction or ""


def _clock(value: object, hour: str, minute: str, second: str, fraction: str) -> time | None:
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    try:
        clock = time(int(hour), int(minute), int(second), micro)
    except ValueError:
        if int(hour) > 23:
            reason = Text(f"there is no hour {hour}", f"没有{hour}点")
        elif int(minute) > 59:
            reason = Text(f"there is no minute {minute}", f"没有{minute}分")
        else:
            reason = Text(f"there is no second {second}", f"没有{second}秒")
        raise DayError(value, reason) from None
    return None if clock == _MIDNIGHT else clock


def _local(stamp: datetime, zone: str) -> Stamp:
    clock = stamp.time()
    if stamp.tzinfo is not None and not stamp.utcoffset() and clock != _MIDNIGHT:
        # 9999-12-31T23:59:59Z is how a source writes "for ever"; no wall clock can show it.
        with contextlib.suppress(OverflowError):
            stamp = stamp.astimezone(_zone(zone))
            clock = stamp.time()
    return Stamp(stamp.date(), clock if clock != _MIDNIGHT else None)


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        raise ArgumentError(
            f"zone={name!r} is not a time zone this machine knows; write one like 'Asia/Shanghai'"
        ) from None


def _from_serial(number: float, value: object) -> Stamp:
    if not _FIRST_SERIAL <= number < _LAST_SERIAL + 1:  # also refuses nan
        raise DayError(
            value,
            Text(
                f"not a day; {_HOW.en} (serial numbers of a spreadsheet count from "
                f"{_FIRST_SERIAL} to {_LAST_SERIAL})",
                f"不是日期，{_HOW.zh}（电子表格的日期序列值应在{_FIRST_SERIAL}至{_LAST_SERIAL}之间）",
            ),
        )
    whole = int(number)
    return Stamp(date.fromordinal(_SERIAL_ZERO + whole), _time_of(number - whole))


def _time_of(fraction: float) -> time | None:
    # To the second, which is all the precision the number has; never into the next day.
    second = min(round(fraction * 86400), 86399)
    return time(second // 3600, second // 60 % 60, second % 60) if second else None


def _no_such_day(year: int, month: int, dom: int) -> Text:
    if year == 0:
        return Text("there is no year 0", "没有公元0年")
    if not 1 <= month <= 12:
        return Text(f"there is no month {month}", f"没有{month}月")
    if dom == 0:
        return Text("there is no day 0", "没有0日")
    length = calendar.monthrange(year, month)[1]
    return Text(
        f"{_MONTHS[month - 1]} {year} has {length} days", f"{year}年{month}月只有{length}天"
    )


# Not `calendar.month_name`, which speaks the language of the machine it runs on.
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _why_not(text: str) -> Text:
    if not text:
        return Text("blank", "空白")
    if _YEAR_LAST.fullmatch(text):
        return Text(
            f"day and month cannot be told apart with the year last or in two digits; {_HOW.en}",
            f"年份在后或只有两位，无法区分月和日，{_HOW.zh}",
        )
    if _NO_DAY.fullmatch(text):
        return Text(f"the day of the month is missing; {_HOW.en}", f"缺少日，{_HOW.zh}")
    return Text(f"not a day; {_HOW.en}", f"不是日期，{_HOW.zh}")
