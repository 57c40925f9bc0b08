"""A deadline: the day, how sure it is, and every day that was counted on the way to it.

`reckon` answers one question (this start, these pauses, these extensions) under every way of
counting it is given, the default one first.  The trace is not taken from that answer: it walks the
days one by one, as a person would, and must land on the same day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import attrs

from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.clocks import Days, Extension, Pause, count_back, count_on, unite
from enforcecal.dates.periods import Edge, Period, Roll, Unit, add_months
from enforcecal.texts import Lang, Text

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["Counting", "Deadline", "TraceStep", "reckon"]

_NOTHING: Final = Text("", "")


@attrs.frozen(kw_only=True)
class Counting:
    """One way of counting: all that a reading of the law may change."""

    period: Period
    roll: Roll = Roll.NONE
    edge: Edge | None = None
    start_counts: bool = False
    name: str = ""
    """The name of the reading; empty for the default."""
    text: Text = _NOTHING

    def ends(
        self,
        days: Days | None,
        start: int,
        anchor: int | None,
        spans: Sequence[tuple[int, int | None]],
        longer: Sequence[tuple[int, bool, int | None]],
    ) -> tuple[int, int] | None:
        """Return the nominal and the due day as ordinals; None while an open pause holds it."""
        if anchor is not None:
            day = count_back(
                days, anchor, self.period.length, self.period.unit, self.edge or Edge.ON
            )
            return day, day
        return count_on(
            days,
            start,
            self.period.length,
            self.period.unit,
            self.roll,
            start_counts=self.start_counts,
            spans=spans,
            longer=longer,
        )


@attrs.frozen(kw_only=True)
class TraceStep:
    """One line of a trace: a run of days that were all treated alike, and why."""

    kind: str
    """One of start, counted, off, paused, landed, extended, rolled, opens."""
    first: date
    last: date
    number: tuple[int, int] | None = None
    """The numbers of the first and the last day of a counted run."""
    text: Text

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the step as plain values for JSON."""
        return {
            "kind": self.kind,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "number": list(self.number) if self.number else None,
            "text": self.text.say(lang),
        }


@attrs.frozen(kw_only=True)
class _Question:
    """What was asked, kept so that the trace can be walked when somebody wants it."""

    counting: Counting
    calendar: WorkCalendar | None
    time: time | None
    before: date | None
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]


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
    """The latest such day; None when it has no bound yet (an open pause)."""
    ends_at: datetime | None = None
    """The instant at which the period is over, with its zone."""
    certainty: Certainty
    reasons: tuple[Doubt, ...] = ()
    article: Text = _NOTHING
    calendar: str = ""
    """The edition of the calendar it was counted on."""
    packs: tuple[tuple[str, str], ...] = ()
    """The rule packs it came from, each with its digest."""
    note: Text = _NOTHING
    """Which rule gave way to this one, and why."""
    _question: _Question | None = attrs.field(default=None, eq=False, repr=False, alias="question")

    @property
    def trace(self) -> tuple[TraceStep, ...]:
        """How each day was counted, one step a run of days; empty for a deadline without a day."""
        return tuple(_walk(self, self._question)) if self._question and self.nominal else ()

    def is_overdue(self, as_of: date) -> bool:
        """Tell whether the last day is over on *as_of*; a period without a last day never is."""
        return self.due is not None and self.due < as_of

    def explain(self, lang: Lang = "en") -> str:
        """Return the deadline and its trace as lines a person can recount."""
        return "\n".join(_explained(self, lang))

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the deadline as plain values for JSON; days as ``YYYY-MM-DD``."""
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
            "trace": [step.to_dict(lang) for step in self.trace],
        }


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
    wait: bool = False,
    doubts: Sequence[Doubt] = (),
    rule: str = "",
    of: tuple[tuple[str, str], ...] = (),
    article: Text = _NOTHING,
    packs: tuple[tuple[str, str], ...] = (),
    note: Text = _NOTHING,
) -> Deadline:
    """Count from *start* (or backward from *before*) under every one of *countings*.

    The first counting is the default and gives `Deadline.due`; the others only widen the range.
    With *wait* the careful side is the later one.  *at* is the local time of the start and matters
    for hours alone.  Doubt never raises; a period of working days without a calendar does.

    >>> from enforcecal.dates.periods import Period, Unit
    >>> ninety = Counting(period=Period(90, Unit.DAY))
    >>> reckon([ninety], None, date(2026, 1, 5)).due
    datetime.date(2026, 4, 5)
    """
    main = countings[0]
    zero = start.toordinal()
    anchor = None if before is None else before.toordinal()
    spans = unite(pause.span for pause in pauses)
    longer = tuple(extension.longer for extension in extensions)
    views = calendar.views if calendar is not None else None
    reasons = list(doubts)
    shift = 0 if main.edge is Edge.ON or main.edge is None else 1

    def measured(counting: Counting, days: Days | None) -> tuple[int, int] | None:
        found = counting.ends(days, zero, anchor, spans, longer)
        if found is None or before is not None or main.edge is None:
            return found
        # a wait is measured on the day before it opens, so that readings of the edge show
        return found[0], found[1] + (1 if counting.edge is Edge.AFTER else 0) - shift

    question = _Question(
        counting=main,
        calendar=calendar,
        time=at,
        before=before,
        pauses=tuple(pauses),
        extensions=tuple(extensions),
    )
    nominal: int | None = None
    due: int | None = None
    low: int | None = None
    high: int | None = None
    try:
        found = measured(main, views.point if views else None)
    except LookupError as beyond:
        reasons.append(_beyond(beyond, calendar))
        found = None
    else:
        if found is None:
            reasons.append(_OPEN_PAUSE)
    if found is not None:
        nominal, due = found
        low = high = due
        for counting in countings:
            uses_calendar = counting.period.unit is Unit.WORKING_DAY or (
                counting.roll is not Roll.NONE and before is None
            )
            other = measured(counting, views.point if views else None) or found
            if other[1] != due:
                reasons.append(_reading(counting, other[1] + (shift if wait else 0)))
            low, high = min(low, other[1]), max(high, other[1])
            if views is None or calendar is None or not uses_calendar:
                continue
            if other[1] > views.settled:
                soon, late = measured(counting, views.fast), measured(counting, views.slow)
                low = min(low, (soon or other)[1])
                high = max(high, (late or other)[1])
                if counting is main:
                    reasons.append(_missing(calendar, other[1]))
        if main.period.unit is Unit.HOUR and at is None:
            low = min(low, due - 1)
            reasons.append(_NO_TIME)
    certainty = Certainty.FIRM.worst(*(doubt.certainty for doubt in reasons))
    open_ended = found is None
    return Deadline(
        rule=rule,
        of=of,
        start=start,
        period=main.period,
        nominal=_date(nominal),
        due=_date(due),
        opens=_date(due + shift if due is not None and main.edge and before is None else None),
        safe_due=_date(high if wait else low),
        earliest=_date(low),
        latest=None if open_ended else _date(high),
        ends_at=_ends_at(main, calendar, start, at, due),
        certainty=certainty,
        reasons=tuple(reasons),
        article=article,
        calendar=calendar.edition if calendar is not None else "",
        packs=packs,
        note=note,
        question=question,
    )


_ZONES: dict[str, ZoneInfo] = {}


def _ends_at(
    main: Counting, calendar: WorkCalendar | None, start: date, at: time | None, due: int | None
) -> datetime | None:
    if due is None or calendar is None or calendar.zone is None:
        return None
    zone = _ZONES.get(calendar.zone) or _ZONES.setdefault(calendar.zone, ZoneInfo(calendar.zone))
    if main.period.unit is Unit.HOUR and at is not None:
        return datetime.combine(start, at, zone) + timedelta(hours=main.period.length)
    return datetime.combine(date.fromordinal(due + 1), time(), zone)


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
    Certainty.DISPUTED,
    Text(
        "the time of the start was not recorded, so the hours end on this day or the day before",
        "未记录起算时刻，按小时计算的期间在该日或前一日届满",
    ),
)


def _beyond(beyond: LookupError, calendar: WorkCalendar | None) -> Doubt:
    edition = calendar.edition if calendar is not None else ""
    return Doubt(
        "beyond-forecast",
        edition,
        Certainty.UNKNOWN,
        Text(
            f"the day lies outside every year calendar {edition} can speak about ({beyond})",
            f"该日超出日历 {edition} 所能推算的年份",
        ),
    )


def _missing(calendar: WorkCalendar, day: int) -> Doubt:
    missing = calendar.missing(day)
    return Doubt(
        "missing-notice",
        missing,
        Certainty.PROVISIONAL,
        Text(
            f"the holiday notice {missing} is not published in calendar {calendar.edition}; "
            "the day can still move within the range",
            f"日历 {calendar.edition} 中尚无 {missing} 年放假安排通知，该日可在所列范围内变动",
        ),
    )


def _reading(counting: Counting, day: int) -> Doubt:
    when = date.fromordinal(day)
    return Doubt(
        "reading",
        counting.name,
        Certainty.DISPUTED,
        Text(
            f"on the reading {counting.name!r} it would be {when}"
            + (f": {counting.text.en}" if counting.text.en else ""),
            f"按另一种理解（{counting.text.zh or counting.name}）为 {when}",
        ),
    )


_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_WEEKDAYS_ZH: Final = "一二三四五六日"


def _span_text(first: date, last: date, lang: Lang) -> str:
    if lang == "zh":
        one, two = (f"{day}（周{_WEEKDAYS_ZH[day.weekday()]}）" for day in (first, last))
        return one if first == last else f"{one}至{two}"
    one, two = (f"{day} {_WEEKDAYS_EN[day.weekday()]}" for day in (first, last))
    return one if first == last else f"{one} to {two}"


def _explained(deadline: Deadline, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    head = deadline.article.say(lang) or deadline.rule
    if deadline.rule and deadline.article.say(lang):
        head = f"{head} [{deadline.rule}]"
    if head:
        yield head
    length = deadline.period.in_chinese() if zh else str(deadline.period)
    yield f"期间：{length}" if zh else f"period: {length}"
    for step in deadline.trace:
        number = ""
        if step.number:
            one, two = step.number
            if zh:
                number = f"第{one}日" if one == two else f"第{one}至{two}日"
            else:
                number = f"day {one}" if one == two else f"days {one} to {two}"
            number += "，" if zh else ", "
        colon = "：" if zh else ": "
        yield f"  {_span_text(step.first, step.last, lang)}{colon}{number}{step.text.say(lang)}"
    if deadline.opens is not None:
        yield (f"最早可为之日：{deadline.opens}" if zh else f"lawful from: {deadline.opens}")
    day = deadline.due or ("无法确定" if zh else "none yet")
    yield (f"届满日：{day}" if zh else f"last day: {day}")
    if deadline.safe_due != deadline.due and deadline.safe_due is not None:
        yield (
            f"稳妥日：{deadline.safe_due}"
            if zh
            else f"to be safe, reckon with: {deadline.safe_due}"
        )
    if deadline.certainty is not Certainty.FIRM:
        word = _CERTAINTY_ZH[deadline.certainty] if zh else deadline.certainty.value
        span = ""
        if deadline.earliest and deadline.latest:
            span = f" ({deadline.earliest} .. {deadline.latest})"
        yield (f"确定程度：{word}{span}" if zh else f"certainty: {word}{span}")
        for doubt in deadline.reasons:
            yield f"  - {doubt.text.say(lang)}"
    if deadline.note.say(lang):
        yield (f"说明：{deadline.note.zh}" if zh else f"note: {deadline.note.en}")
    made = [f"{name} {digest}" for name, digest in deadline.packs]
    if deadline.calendar:
        yield (f"日历：{deadline.calendar}" if zh else f"calendar: {deadline.calendar}")
    if made:
        yield (f"规则包：{'、'.join(made)}" if zh else f"packs: {', '.join(made)}")


_CERTAINTY_ZH: Final = {
    Certainty.FIRM: "确定",
    Certainty.PROVISIONAL: "暂定（放假安排尚未公布）",
    Certainty.DISPUTED: "存在不同理解",
    Certainty.UNKNOWN: "无法判断",
}


# --- the trace: walked day by day, on purpose not by the formulas above -------------------------


class _Runs:
    """Collects days into runs of the same kind, forward or backward."""

    __slots__ = ("_key", "_runs")

    def __init__(self) -> None:
        self._runs: list[list[Any]] = []
        self._key: object = None

    def day(self, kind: str, day: date, number: int | None, key: object, text: Text) -> None:
        if self._key == (kind, key):
            run = self._runs[-1]
            run[2], run[4] = day, number
            return
        self._key = (kind, key)
        self._runs.append([kind, day, day, number, number, text])

    def span(
        self, kind: str, first: date, last: date, numbers: tuple[int, int], text: Text
    ) -> None:
        self._key = (kind, "day")
        self._runs.append([kind, first, last, *numbers, text])

    def once(self, kind: str, day: date, text: Text) -> None:
        self._key = None
        self._runs.append([kind, day, day, None, None, text])

    def steps(self) -> Iterator[TraceStep]:
        for kind, one, other, number, last, text in self._runs:
            yield TraceStep(
                kind=kind,
                first=min(one, other),
                last=max(one, other),
                number=None if number is None else (number, last),
                text=text,
            )


_DAY: Final = timedelta(days=1)
_COUNTED: Final = Text("counted", "计入")
_WEEKEND: Final = Text("not counted, weekend", "不计入，周末")
_NOT_START: Final = Text("the day of the event, not counted", "起算事件当日，不计入")
_START_COUNTS: Final = Text("the day of the event, counted as day 1", "起算事件当日，计为第1日")


def _walk(deadline: Deadline, question: _Question) -> Iterator[TraceStep]:
    runs = _Runs()
    counting, calendar = question.counting, question.calendar
    if question.before is not None:
        _walk_back(runs, question, question.before)
    else:
        text = _START_COUNTS if counting.start_counts else _NOT_START
        if counting.period.unit is Unit.HOUR:
            text = Text("the hours run from this day's instant", "自该日时刻起按小时计算")
        runs.once("start", deadline.start, text)
        end = _walk_on(runs, deadline, question)
        if calendar is not None:
            _walk_roll(runs, calendar, counting.roll, end)
    if deadline.opens is not None:
        runs.once("opens", deadline.opens, Text("lawful from this day", "自该日起方可为之"))
    yield from runs.steps()


def _day_text(calendar: WorkCalendar, day: date) -> tuple[object, bool, Text]:
    """Return a key for the day's treatment, whether it works, and the words for it."""
    if not calendar.first <= day <= calendar.horizon:
        works = calendar.views.point.working(day.toordinal())
        word = ("counted", "计入") if works else ("not counted", "不计入")
        text = Text(f"{word[0]} as expected, no notice yet", f"按预计{word[1]}，尚无放假通知")
        return ("expected", works), works, text
    works = calendar.is_working(day)
    notice = calendar.notice(day)
    if works:
        if notice is None or day.weekday() < 5:
            return "workday", True, _COUNTED
        return (
            notice.id,
            True,
            Text(f"counted, make-up workday by {notice.id}", f"计入，调休上班（{notice.id}）"),
        )
    if notice is None:
        return "weekend", False, _WEEKEND
    name = notice.festival(day)
    return (
        (notice.id, name),
        False,
        Text(
            f"not counted, {name or 'day off'} by {notice.id}",
            f"不计入，{name or '放假'}（{notice.id}）",
        ),
    )


def _paused(question: _Question, day: date) -> str | None:
    for pause in question.pauses:
        if pause.begins < day and (pause.ends is None or day <= pause.ends):
            return pause.reason or "pause"
    return None


def _walk_on(runs: _Runs, deadline: Deadline, question: _Question) -> date:
    counting = question.counting
    unit, length = counting.period.unit, counting.period.length
    day = deadline.start - _DAY if counting.start_counts else deadline.start
    if unit in {Unit.MONTH, Unit.YEAR}:
        for extension in question.extensions:
            if extension.length is not None and not extension.from_rolled:
                length += extension.length
        return _walk_months(runs, deadline, question, length if unit is Unit.MONTH else 12 * length)
    number = 0
    day = _count_run(runs, question, day, number, length)
    number = length
    for extension in question.extensions:
        label = extension.rule or extension.by or ""
        if extension.until is not None:
            day = extension.until
            runs.once(
                "extended", day, Text(f"extended to this day {label}".strip(), f"延长至该日{label}")
            )
            continue
        more = extension.length or 0
        if extension.from_rolled and question.calendar is not None:
            day = _walk_roll(runs, question.calendar, counting.roll, day)
        runs.once(
            "extended",
            day,
            Text(
                f"extended by {more} {label}".strip(), f"自该日起延长{more}{label and '：' + label}"
            ),
        )
        day = _count_run(runs, question, day, number, more)
        number += more
    return day


def _count_run(runs: _Runs, question: _Question, day: date, number: int, more: int) -> date:
    unit, calendar = question.counting.period.unit, question.calendar
    if unit is Unit.HOUR:
        more = -(-more // 24)
    target = number + more
    if unit is not Unit.WORKING_DAY and not question.pauses and more:
        last = day + timedelta(days=more)
        runs.span("counted", day + _DAY, last, (number + 1, target), _COUNTED)
        return last
    while number < target:
        day += _DAY
        reason = _paused(question, day)
        if reason is not None:
            runs.day(
                "paused", day, None, reason, Text(f"paused: {reason}", f"不计入，扣除：{reason}")
            )
            continue
        key: object = "day"
        works, text = True, _COUNTED
        if unit is Unit.WORKING_DAY and calendar is not None:
            key, works, text = _day_text(calendar, day)
        if not works:
            runs.day("off", day, None, key, text)
            continue
        number += 1
        runs.day("counted", day, number, key, text)
    return day


def _walk_months(runs: _Runs, deadline: Deadline, question: _Question, months: int) -> date:
    start = deadline.start
    landed = add_months(start, months)
    clipped = landed.day != start.day
    runs.once(
        "landed",
        landed,
        Text(
            "no corresponding day in that month, so its last day"
            if clipped
            else "the corresponding day",
            "该月无对应日，以月末日为最后一日" if clipped else "到期月的对应日",
        ),
    )
    if question.counting.start_counts:
        landed -= _DAY
    day, left = start, (landed - start).days
    while left:  # a paused day moves the end by one
        day += _DAY
        reason = _paused(question, day)
        if reason is None:
            left -= 1
        else:
            runs.day("paused", day, None, reason, Text(f"paused: {reason}", f"扣除：{reason}"))
    for extension in question.extensions:
        if extension.until is not None:
            day = extension.until
            runs.once("extended", day, Text("extended to this day", "延长至该日"))
    return day


def _walk_roll(runs: _Runs, calendar: WorkCalendar, roll: Roll, day: date) -> date:
    if roll is Roll.NONE:
        return day
    view = calendar.views.point
    moved = day
    while (
        not view.working(moved.toordinal())
        if roll is Roll.NEXT_WORKING_DAY
        else view.holiday(moved.toordinal())
    ):
        _, _, text = _day_text(calendar, moved)
        runs.day(
            "off",
            moved,
            None,
            ("roll", text),
            Text(f"last day is off: {text.en}", f"届满日为休息日：{text.zh}"),
        )
        moved += _DAY
    if moved != day:
        runs.once("rolled", moved, Text("so the last day moves here", "顺延至该日"))
    return moved


def _walk_back(runs: _Runs, question: _Question, anchor: date) -> None:
    counting, calendar = question.counting, question.calendar
    unit = counting.period.unit
    runs.once("start", anchor, Text("counted backward from this day", "自该日向前倒推"))
    target = counting.period.length + (1 if counting.edge is Edge.AFTER else 0)
    if unit in {Unit.MONTH, Unit.YEAR}:
        months = counting.period.length * (1 if unit is Unit.MONTH else 12)
        landed = add_months(anchor, -months)
        if counting.edge is Edge.AFTER:
            landed -= _DAY
        runs.once("landed", landed, Text("the corresponding day", "对应日"))
        return
    number, day = 0, anchor
    while number < target:
        day -= _DAY
        key: object = "day"
        works, text = True, _COUNTED
        if unit is Unit.WORKING_DAY and calendar is not None:
            key, works, text = _day_text(calendar, day)
        if works:
            number += 1
            runs.day("counted", day, number, key, text)
        else:
            runs.day("off", day, None, key, text)
