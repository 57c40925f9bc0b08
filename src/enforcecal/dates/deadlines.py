"""A deadline: the day, how sure it is, and every day that was counted on the way to it.

`reckon` answers one question (this start, these pauses, these extensions) under every way of
counting it is given, the default one first.  The trace is not taken from that answer: it walks the
days one by one, as a person would, and must land on the same day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import attrs

from enforcecal.dates.certainty import Application, Applies, Certainty, Doubt
from enforcecal.dates.clocks import (
    DAY_SECONDS,
    Counting,
    Days,
    Extension,
    Pause,
    hours_end,
    unite,
)
from enforcecal.dates.forecast import BEYOND
from enforcecal.dates.periods import Period, Unit
from enforcecal.dates.ranges import DayRange, Way, day_range, days_after
from enforcecal.dates.traces import TraceRequest, TraceStep, second_of, walk
from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.texts import LANGS, Lang, Text

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = [
    "Counting",
    "Deadline",
    "TraceStep",
    "certainty_text",
    "number_text",
    "reckon",
    "span_text",
]

_NOTHING: Final = Text("", "")
_APPLIES: Final = Applies()


@attrs.frozen(kw_only=True)
class Deadline:
    """The last day of a period (期限), or of a wait, with its doubt and its reasons.

    Days are local days of the calendar's zone, and the last one is included: it ends at 24:00.
    """

    rule: str = ""
    """The id of the limit."""
    of: tuple[tuple[str, str], ...] = ()
    """What it concerns, such as a party."""
    start: date
    """The day of the event that started it; nearly everywhere it is not itself counted."""
    period: Period
    nominal: date | None
    """The counted day before any roll; None while nothing can be counted."""
    due: date | None
    """The last day by the default reading, included.  For a wait: the last day of waiting."""
    opens: date | None = None
    """For a wait, and for what blocks other acts: the first day on which the act is lawful."""
    safe_due: date | None
    """The careful side of the range: the earliest day for an act, the latest for a wait."""
    earliest: date | None
    """The earliest day over every reading and every notice still to come."""
    latest: date | None
    """The latest such day.  Either is None when there is no bound: while a pause is open, or where
    a reading or a notice leads to days that no calendar reaches."""
    ends_at: datetime | None = None
    """The instant at which the period is over, with its zone; None where either is not known."""
    certainty: Certainty
    """How sure the day is; whether it applies at all is told apart."""
    reasons: tuple[Doubt, ...] = ()
    applies: Applies = _APPLIES
    """Whether there is such a deadline: the day is the one it has, or would have."""
    article: Text = _NOTHING
    calendar: str = ""
    """The edition of the calendar it was counted on."""
    packs: tuple[tuple[str, str], ...] = ()
    """The rule packs it came from, each with its digest."""
    note: Text = _NOTHING
    """What else is to be told: which rule gave way to this one, which pause changes nothing."""
    _question: TraceRequest | None = attrs.field(
        default=None, eq=False, repr=False, alias="question"
    )

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """How each day was counted, one step a run of days.

        While a pause is open it ends with that pause; it is empty when nothing can be counted.
        """
        asked = self._question
        return walk(asked, self.start, self.opens) if asked and (self.nominal or asked.held) else ()

    def is_overdue(self, as_of: date) -> bool:
        """Tell whether the last day is over on *as_of*; a period without a last day never is."""
        return self.due is not None and self.due < as_of

    def explain(self, lang: Lang = "en") -> str:
        """Return the deadline and its trace as lines a person can recount."""
        _check_lang(lang)
        return "\n".join(_explained(self, lang))

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the deadline as plain values for JSON; days as ``YYYY-MM-DD``."""
        _check_lang(lang)
        return {
            "rule": self.rule,
            "of": dict(self.of),
            "start": self.start.isoformat(),
            "length": self.period.length,
            "unit": self.period.unit.value,
            "due": _iso(self.due),
            "nominal": _iso(self.nominal),
            "opens": _iso(self.opens),
            "safe_due": _iso(self.safe_due),
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
            "certainty": self.certainty.value,
            "reasons": [
                {"code": doubt.code, "subject": doubt.subject, "text": doubt.text.say(lang)}
                for doubt in self.reasons
            ],
            "earliest": _iso(self.earliest),
            "latest": _iso(self.latest),
            "article": self.article.say(lang),
            "calendar": self.calendar,
            "pack": dict(self.packs),
            "note": self.note.say(lang),
            "applies": self.applies.to_dict(lang),
            "trace": [step.to_dict(lang) for step in self.trace],
        }


def _check_lang(lang: str) -> None:
    if lang not in LANGS:
        raise ArgumentError(f"lang={lang!r} must be {' or '.join(map(repr, LANGS))}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def reckon(
    countings: Sequence[Counting],
    calendar: WorkCalendar | None,
    start: date,
    *,
    before: date | None = None,
    at: time | None = None,
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
    ways: Sequence[Way] = (),
    wait: bool = False,
    doubts: Sequence[Doubt] = (),
    applies: Applies = _APPLIES,
    rule: str = "",
    of: tuple[tuple[str, str], ...] = (),
    article: Text = _NOTHING,
    packs: tuple[tuple[str, str], ...] = (),
    note: Text = _NOTHING,
) -> Deadline:
    """Count from *start* (or backward from *before*) under every one of *countings*.

    The first counting is the default and gives `Deadline.due`; the others only widen the range.
    With *wait* the careful side is the later one.  *at* is the local time of the start in the zone
    of the calendar, and matters for hours alone.  A count backward knows neither pauses nor
    extensions.  *ways* are other things to count from, for what is in doubt: like other countings
    they only widen the range.  Doubt never raises, nor does a day that no calendar reaches; a
    period of working days without any calendar does.

    >>> from enforcecal.dates.periods import Period, Unit
    >>> ninety = Counting(period=Period(90, Unit.DAY))
    >>> reckon([ninety], None, date(2026, 1, 5)).due
    datetime.date(2026, 4, 5)
    """
    _check(countings, start, before, at)
    main = countings[0]
    asked = Way(
        start.toordinal(),
        None if before is None else before.toordinal(),
        unite(pause.span for pause in pauses) if pauses else (),
        tuple(extension.longer for extension in extensions) if extensions else (),
        second_of(at),
    )
    views = calendar.views if calendar is not None else None
    reasons = list(doubts)
    found: tuple[int, int] | None = None
    low: int | None = None
    high: int | None = None
    held = False
    try:
        found = main.ends(views.point if views else None, *asked)
    except BEYOND as beyond:
        reasons.append(_beyond(beyond, calendar))
    else:
        held = found is None
        if found is None:
            reasons.append(_OPEN_PAUSE)
        else:
            spread = day_range(countings, views, (asked, *ways), found)
            low, high = spread.low, spread.high
            reasons += _doubts_of(spread, main, calendar, wait=wait)
    due = None if found is None else found[1]
    opens: date | None = None
    if due is not None and main.edge is not None and before is None:
        opens = date.fromordinal(due + days_after(main))
    last = _date(due)
    earliest = last if low == due else _date(low)
    latest = last if high == due else _date(high)
    return Deadline(
        rule=rule,
        of=of,
        start=start,
        period=main.period,
        nominal=None if found is None else date.fromordinal(found[0]),
        due=last,
        opens=opens,
        safe_due=latest if wait else earliest,
        earliest=earliest,
        latest=latest,
        ends_at=None if found is None else _ends_at(main, calendar, asked, at, found),
        certainty=_worst(reasons),
        reasons=tuple(reasons),
        applies=applies,
        article=article,
        calendar=calendar.edition if calendar is not None else "",
        packs=packs,
        note=note,
        question=TraceRequest(
            counting=main,
            calendar=calendar,
            time=at,
            before=before,
            pauses=tuple(pauses),
            extensions=tuple(extensions),
            wait=wait,
            held=held,
        ),
    )


_FIRM: Final = Certainty.FIRM
_ZONES: Final[dict[str, ZoneInfo]] = {}


def _check(countings: object, start: object, before: object, at: object) -> None:
    if not countings:
        raise ArgumentError("countings=() must have one way of counting at least, the default")
    if isinstance(start, datetime) or not isinstance(start, date):
        raise ArgumentTypeError(
            f"start={start!r} must be a datetime.date: the local day of the event"
        )
    if before is not None and (isinstance(before, datetime) or not isinstance(before, date)):
        raise ArgumentTypeError(f"before={before!r} must be a datetime.date or None")
    if at is not None:
        if not isinstance(at, time):
            raise ArgumentTypeError(f"at={at!r} must be a datetime.time or None")
        if at.tzinfo is not None:
            raise ArgumentError(
                f"at={at} has a zone of its own; pass the local time in the zone of the calendar, "
                "and start as the local day"
            )


def _worst(reasons: Sequence[Doubt]) -> Certainty:
    if len(reasons) < 2:
        return reasons[0].certainty if reasons else _FIRM
    return _FIRM.worst(*(doubt.certainty for doubt in reasons))


def _doubts_of(
    spread: DayRange, main: Counting, calendar: WorkCalendar | None, *, wait: bool
) -> Iterator[Doubt]:
    """Yield in words what moves the last day."""
    for counting, day, beyond in spread.met:
        if beyond is not None:
            yield _beyond(beyond, calendar)
        elif day is None:
            yield _OPEN_PAUSE
        else:
            opens = wait and main.edge is not None
            yield _reading(counting, day + days_after(main) if opens else day, wait=opens)
    if spread.timeless:
        yield _NO_TIME
    if spread.awaited is not None and calendar is not None:
        moves = spread.low is None or spread.low != spread.high
        if moves or spread.awaited[1] > calendar.horizon.toordinal():
            yield _missing(calendar, *spread.awaited, moves=moves)


def _ends_at(
    main: Counting,
    calendar: WorkCalendar | None,
    asked: Way,
    at: time | None,
    found: tuple[int, int],
) -> datetime | None:
    if calendar is None or calendar.zone is None:
        return None
    zone = _ZONES.get(calendar.zone) or _ZONES.setdefault(calendar.zone, ZoneInfo(calendar.zone))
    nominal, due = found
    if main.period.unit is Unit.HOUR and asked.anchor is None and nominal == due:
        if at is None:
            return None
        second = _last_second(main, calendar.views.point, asked)
        if second < DAY_SECONDS:
            minutes, seconds = divmod(second, 60)
            return datetime.combine(
                date.fromordinal(due), time(minutes // 60, minutes % 60, seconds), zone
            )
    return datetime.combine(date.fromordinal(due + 1), _MIDNIGHT, zone)


def _last_second(counting: Counting, point: Days, asked: Way) -> int:
    """Return the second of its last day on which a period of hours ends."""
    at, hours = asked.at, counting.period.length
    for place, (more, from_rolled, until) in enumerate(asked.longer):
        if until is not None:
            at, hours = DAY_SECONDS, 0
            continue
        if from_rolled:
            ended = counting.ends(point, *asked[:3], asked.longer[:place], asked.at)
            rolled = ended is not None and ended[0] != ended[1]
            at, hours = DAY_SECONDS if rolled else hours_end(at, hours)[1], 0
        hours += more
    return hours_end(at, hours)[1]


_MIDNIGHT: Final = time()
_OPEN_PAUSE: Final = Doubt(
    "open-pause",
    "pause",
    Certainty.UNKNOWN,
    Text(
        "a pause is still open; the day is fixed when it ends", "暂停尚未结束，结束后才能确定届满日"
    ),
)
_NO_TIME: Final = Doubt(
    "no-time",
    "time",
    Certainty.UNKNOWN,
    Text(
        "the time of the start was not recorded, so when the hours end is not known",
        "未记录起算时刻，无法确定按小时计算的期间何时届满",
    ),
)


def _beyond(beyond: Exception, calendar: WorkCalendar | None) -> Doubt:
    if calendar is None or isinstance(beyond, OverflowError):
        return _NO_SUCH_YEAR
    return Doubt(
        "beyond-forecast",
        calendar.edition,
        Certainty.UNKNOWN,
        Text(
            f"the count leads to days of which calendar {calendar.edition} can say nothing",
            f"计算所涉日期超出日历 {calendar.edition} 所能推算的范围",
        ),
    )


_NO_SUCH_YEAR: Final = Doubt(
    "beyond-forecast",
    "year",
    Certainty.UNKNOWN,
    Text("the count leads out of the years 1 to 9999", "计算所涉日期超出公元1年至9999年"),
)


def _missing(calendar: WorkCalendar, first: int, last: int, *, moves: bool) -> Doubt:
    missing = calendar.missing(last)
    year = missing.rpartition(" ")[2]
    years, years_zh = year, f"{year}年"
    if (since := calendar.missing(first)) != missing:
        missing = f"{since} to {year}"
        years, years_zh = (
            f"{since.rpartition(' ')[2]}{to}{year}{unit}"
            for to, unit in ((" to ", ""), ("至", "年"))
        )
    en, zh = (
        ("the day can still move within the range", "该日可能在所列范围内变动")
        if moves
        else ("no arrangement seen so far would move the day", "按以往各种安排该日均不变动")
    )
    return Doubt(
        "missing-notice",
        missing,
        Certainty.PROVISIONAL,
        Text(
            f"the holiday notice for {years} is not yet in calendar {calendar.edition}; {en}",
            f"日历 {calendar.edition} 尚未收录{years_zh}放假通知，{zh}",
        ),
    )


def _reading(counting: Counting, day: int, *, wait: bool) -> Doubt:
    when = date.fromordinal(day).isoformat()
    what, zh = ("lawful from", "最早可为之日为") if wait else ("the last day is", "届满日为")
    why = f" ({counting.text.en})" if counting.text.en else ""
    return Doubt(
        "reading",
        counting.name,
        Certainty.DISPUTED,
        Text(
            f"on the reading {counting.name!r}{why}, {what} {when}",
            f"按另一种理解（{counting.text.zh or counting.name}），{zh} {when}",
        ),
    )


# --- in words ------------------------------------------------------------------------------------

_DAY: Final = timedelta(days=1)
_NO_DAY: Final = timedelta()
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS_ZH: Final = "一二三四五六日"
_CERTAINTY_ZH: Final = {
    Certainty.FIRM: "确定",
    Certainty.PROVISIONAL: "暂定",
    Certainty.DISPUTED: "有不同理解",
    Certainty.UNKNOWN: "无法确定",
}


def span_text(first: date, last: date, lang: Lang) -> str:
    """Return a run of days in words, each with its weekday.

    >>> span_text(date(2026, 3, 2), date(2026, 3, 4), "en")
    '2026-03-02 Mon to 2026-03-04 Wed'
    """
    if lang == "zh":
        one, two = (f"{day}（周{_WEEKDAYS_ZH[day.weekday()]}）" for day in (first, last))
        return one if first == last else f"{one}至{two}"
    one, two = (f"{day} {_WEEKDAYS_EN[day.weekday()]}" for day in (first, last))
    return one if first == last else f"{one} to {two}"


def number_text(numbers: tuple[int, int] | None, lang: Lang, *, working: bool) -> str:
    """Return the numbers of counted days in words, with a comma after them; empty for none."""
    if numbers is None:
        return ""
    one, two = numbers
    if lang == "zh":
        unit = "个工作日" if working else "日"
        return f"第{one}{unit}，" if one == two else f"第{one}至{two}{unit}，"
    unit = "working day" if working else "day"
    return f"{unit} {one}, " if one == two else f"{unit}s {one} to {two}, "


def _explained(deadline: Deadline, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    asked = deadline._question
    wait = asked is not None and asked.wait
    head = deadline.article.say(lang) or deadline.rule
    if deadline.rule and head != deadline.rule:
        head += f" [{deadline.rule}]"
    if head:
        yield head
    if deadline.of:
        yield ("对象：" if zh else "for: ") + ", ".join(f"{dim}={one}" for dim, one in deadline.of)
    yield f"期间：{deadline.period.in_chinese()}" if zh else f"period: {deadline.period}"
    working = deadline.period.unit is Unit.WORKING_DAY
    for step in deadline.trace:
        number = number_text(step.number, lang, working=working)
        colon = "：" if zh else ": "
        yield f"  {span_text(step.first, step.last, lang)}{colon}{number}{step.text.say(lang)}"
    day = deadline.due or ("尚无法确定" if zh else "none yet")
    if wait:
        yield f"等待期最后一日：{day}" if zh else f"last day of the wait: {day}"
    else:
        yield f"届满日：{day}" if zh else f"last day: {day}"
    if deadline.opens is not None:
        yield f"最早可为之日：{deadline.opens}" if zh else f"lawful from: {deadline.opens}"
    if deadline.ends_at is not None and deadline.period.unit is Unit.HOUR:
        yield ("届满时刻：" if zh else "ends at: ") + deadline.ends_at.isoformat(" ", "minutes")
    later = _DAY if wait and deadline.opens and deadline.opens != deadline.due else _NO_DAY
    if deadline.safe_due not in {deadline.due, None}:
        yield _safe_text(deadline.safe_due + later, lang, wait=wait)
    if deadline.certainty is not Certainty.FIRM:
        yield certainty_text(deadline, lang, later)
        for doubt in deadline.reasons:
            yield f"  - {doubt.text.say(lang)}"
    if deadline.applies.answer is not Application.YES:
        yield ("是否适用：" if zh else "applies: ") + deadline.applies.text.say(lang)
    if deadline.note.say(lang):
        yield f"说明：{deadline.note.zh}" if zh else f"note: {deadline.note.en}"
    if deadline.calendar:
        yield f"日历：{deadline.calendar}" if zh else f"calendar: {deadline.calendar}"
    made = [f"{name} {digest}" for name, digest in deadline.packs]
    if made:
        yield f"规则包：{'、'.join(made)}" if zh else f"packs: {', '.join(made)}"


def _safe_text(day: date, lang: Lang, *, wait: bool) -> str:
    if wait:
        return f"稳妥起见，不早于：{day}" if lang == "zh" else f"to be safe, not before: {day}"
    return f"稳妥起见，不迟于：{day}" if lang == "zh" else f"to be safe, not after: {day}"


def certainty_text(deadline: Deadline, lang: Lang, later: timedelta = timedelta()) -> str:
    """Return how certain it is, and the range; that of a wait in days on which it may open."""
    zh = lang == "zh"
    word = _CERTAINTY_ZH[deadline.certainty] if zh else deadline.certainty.value
    low, high = (day and day + later for day in (deadline.earliest, deadline.latest))
    if low and high and low != high:
        word += f"，可能为 {low} 至 {high}" if zh else f", from {low} to {high}"
    elif low and not high:
        word += f"，不早于 {low}" if zh else f", not before {low}"
    elif high and not low:
        word += f"，不晚于 {high}" if zh else f", not after {high}"
    return f"确定程度：{word}" if zh else f"certainty: {word}"
