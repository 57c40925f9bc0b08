"""One year of a work calendar: a sheet of months to look at, or every day with its kind."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final

import attrs

from enforcecal.dates.calendars import WorkCalendar
from enforcecal.dates.notices import DayKind, Notice, NoticeKind
from enforcecal.plain import plain_fields
from enforcecal.render.columns import csv_lines, fold, pad
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["DAY_KINDS", "year_csv", "year_json", "year_text"]

DAY_KINDS: Final = {
    DayKind.STATUTORY_HOLIDAY: Text("statutory holiday", "法定节假日"),
    DayKind.SHIFTED_REST_DAY: Text(
        "day off on a Monday to Friday, by a notice", "放假调休（周一至周五放假）"
    ),
    DayKind.WEEKEND: Text("weekend", "休息日"),
    DayKind.MAKE_UP_WORKDAY: Text("make-up workday: a weekend day worked", "调休上班（周末上班）"),
    DayKind.WORKDAY: Text("workday", "工作日"),
    DayKind.CLOSURE: Text("closed at this agency", "本机关不办公"),
}
"""What each kind of day is called."""

_MARKS: Final = {
    DayKind.STATUTORY_HOLIDAY: "*",
    DayKind.SHIFTED_REST_DAY: "-",
    DayKind.MAKE_UP_WORKDAY: "+",
    DayKind.CLOSURE: "x",
}
_NOTICE_KINDS: Final = {
    NoticeKind.ANNUAL: Text("arrangement of the year", "年度放假安排"),
    NoticeKind.AMENDMENT: Text("later change", "调整通知"),
    NoticeKind.RECONSTRUCTED: Text("put together afterwards", "事后整理"),
    NoticeKind.DERIVED: Text("computed by the package holidays", "由 holidays 软件包推算"),
    NoticeKind.USER: Text("added by the user", "用户添加"),
}
_WEEKDAYS: Final = Text("Mo Tu We Th Fr Sa Su", "一 二 三 四 五 六 日")
_MONTHS_EN: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ACROSS: Final = 3
_GRID: Final = 7 * 3
_BETWEEN: Final = "    "


@attrs.frozen
class _Day:
    day: date
    kind: DayKind
    working: bool
    notice: Notice | None

    @property
    def festival(self) -> str:
        return (self.notice.festival(self.day) or "") if self.notice else ""


def _days(calendar: WorkCalendar, year: int) -> list[_Day]:
    day, found = date(year, 1, 1), []
    while day.year == year:
        found.append(_Day(day, calendar.kind(day), calendar.is_working(day), calendar.notice(day)))
        day += timedelta(days=1)
    return found


def _notices(calendar: WorkCalendar, year: int) -> list[Notice]:
    return [
        notice
        for notice in calendar.notices
        if notice.year == year or any(day.year == year for day in (*notice.off, *notice.work))
    ]


def year_text(calendar: WorkCalendar, year: int, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of a sheet of twelve months, its legend, and the notices behind it.

    Raises:
        OutsideHorizonError: the edition has no notice for *year*; the error names it.
    """
    zh = lang == "zh"
    days = _days(calendar, year)
    working = sum(day.working for day in days)
    yield (
        f"{calendar.id} {year}年：{working}个工作日（日历 {calendar.edition}）"
        if zh
        else f"{calendar.id} {year}: {working} working days (calendar {calendar.edition})"
    )
    marks = {one.day: _MARKS.get(one.kind, " ") for one in days}
    for first in range(1, 13, _ACROSS):
        yield ""
        blocks = [_month(year, first + more, marks, lang) for more in range(_ACROSS)]
        for row in zip_longest(*blocks, fillvalue=""):
            yield _BETWEEN.join(pad(cell, _GRID) for cell in row).rstrip()
    yield ""
    shown = {one.kind for one in days}
    for kind, mark in _MARKS.items():
        if kind in shown:
            yield f"  {mark}  {DAY_KINDS[kind].say(lang)}"
    off = [_WEEKDAYS.say(lang).split()[day] for day in calendar.weekend]
    yield (
        f"  未标注的日期：周{'、周'.join(off)}休息，其余为工作日"
        if zh
        else f"  without a mark: {' and '.join(off)} are off, the other days are worked"
    )
    yield ""
    yield from _festivals(days, lang)
    for notice in _notices(calendar, year):
        yield fold(_notice_line(notice, lang), first="  ", indent="      ")
    if year == calendar.horizon.year and calendar.id == "CN":
        yield fold(
            f"{year + 1}年放假安排通知尚未收录，可能调整{year}年12月末的日期"
            if zh
            else f"the notice for {year + 1} is not in this edition; it may still move the last "
            f"days of December {year}",
            indent="  ",
        )


def _month(year: int, month: int, marks: dict[date, str], lang: Lang) -> list[str]:
    head = f"{month}月" if lang == "zh" else _MONTHS_EN[month - 1]
    rows = [head, _WEEKDAYS.say(lang)]
    for week in Calendar().monthdatescalendar(year, month):
        cells = [f"{day.day:2}{marks[day]}" if day.month == month else "   " for day in week]
        rows.append("".join(cells))
    return rows


def _festivals(days: list[_Day], lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    off: dict[str, list[date]] = {}
    work: dict[str, list[date]] = {}
    for one in days:
        if one.notice is not None and one.festival:
            (work if one.working else off).setdefault(one.festival, []).append(one.day)
    for name in dict.fromkeys((*off, *work)):
        text = f"{name}{'：' if zh else ': '}"
        text += ("放假" if zh else "off ") + _spans(off.get(name, []), lang) if name in off else ""
        if name in work:
            text += ("；" if zh else "; ") if name in off else ""
            text += ("上班" if zh else "worked ") + _spans(work[name], lang)
        yield fold(text, first="  ", indent="      ")
    if off or work:
        yield ""


def _spans(days: list[date], lang: Lang) -> str:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    to, comma = ("至", "、") if lang == "zh" else (" to ", ", ")
    return comma.join(
        f"{one:%m-%d}" if one == two else f"{one:%m-%d}{to}{two:%m-%d}" for one, two in runs
    )


def _notice_line(notice: Notice, lang: Lang) -> str:
    zh = lang == "zh"
    kind = _NOTICE_KINDS[notice.kind].say(lang)
    if notice.published is None:
        day = "公布日期未记录" if zh else "day of publication not recorded"
    else:
        day = f"{notice.published}公布" if zh else f"published {notice.published}"
        if not notice.published_verified:
            day += "（未核实）" if zh else " (not verified)"
    text = f"通知 {notice.id}，{kind}，{day}" if zh else f"notice {notice.id}, {kind}, {day}"
    return f"{text} {notice.source}" if notice.source else text


def year_json(calendar: WorkCalendar, year: int, lang: Lang = "en") -> Iterator[str]:
    """Yield a JSON document of the year: its notices, and every day with its kind.

    Kinds are the values of `DayKind`, the same in both languages.
    """
    days = _days(calendar, year)
    head = {
        "country": calendar.id,
        "year": year,
        "calendar": calendar.edition,
        "working_days": sum(day.working for day in days),
        "legend": {kind.value: text.say(lang) for kind, text in DAY_KINDS.items()},
    }
    notices = [
        plain_fields(notice, lang, "id kind published published_verified source")
        for notice in _notices(calendar, year)
    ]
    entries = (dict(zip(_HEADINGS, _cells(day), strict=True)) for day in days)
    yield from json_lines(head, {"notices": notices, "days": entries})


_HEADINGS: Final = ("day", "weekday", "kind", "working", "notice", "festival")


def _cells(one: _Day) -> tuple[object, ...]:
    notice = one.notice.id if one.notice else None
    return (
        one.day.isoformat(),
        one.day.isoweekday(),
        one.kind.value,
        one.working,
        notice,
        one.festival or None,
    )


def year_csv(calendar: WorkCalendar, year: int) -> Iterator[str]:
    """Yield a CSV document with a line a day; weekdays from 1 (Monday), working as 1 or 0."""
    rows = (
        [int(cell) if isinstance(cell, bool) else cell for cell in _cells(day)]
        for day in _days(calendar, year)
    )
    yield from csv_lines(_HEADINGS, rows)
