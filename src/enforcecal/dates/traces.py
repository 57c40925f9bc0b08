"""A trace: every day on the way to a deadline, walked one by one, as a person would recount them.

Nothing here uses the formulas of `enforcecal.dates.clocks`: a trace is a second count, made on
purpose in another way, and must land on the same day.  Months, years and hours land on a day rather
than count days; of them only the days taken out by pauses are walked.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, time
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import attrs

from enforcecal.dates.clocks import DAY_SECONDS, Counting, Extension, Pause, hours_end
from enforcecal.dates.periods import Edge, Period, Roll, Unit, add_months
from enforcecal.plain import plain_fields
from enforcecal.texts import Lang, Text

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["TraceRequest", "TraceStep", "second_of", "walk"]


@attrs.frozen(kw_only=True)
class TraceStep:
    """One line of a trace: a run of days that were all treated alike, and why."""

    kind: str
    """One of start, counted, off, paused, landed, extended, rolled, opens."""
    first: date
    last: date
    number: tuple[int, int] | None = None
    """The numbers of the days of a counted run, from the first to the last counted."""
    text: Text

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the step as plain values for JSON."""
        return plain_fields(self, lang, "kind first last number text")


@attrs.frozen(kw_only=True)
class TraceRequest:
    """What was asked, kept so that the trace can be walked when somebody wants it."""

    counting: Counting
    calendar: WorkCalendar | None
    time: time | None
    before: date | None
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    wait: bool
    held: bool
    """Whether an open pause keeps it from ending, so that only the days up to it can be told."""


_COUNTED: Final = Text("counted", "计入")
_WEEKEND: Final = "weekend", "周末"
_FESTIVALS_EN: Final = {
    "五一国际劳动节": "Labour Day",
    "劳动节": "Labour Day",
    "五一": "Labour Day",
    "国庆节": "National Day",
    "十一": "National Day",
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Qingming Festival",
    "端午节": "Dragon Boat Festival",
    "中秋节": "Mid-Autumn Festival",
    "抗日战争暨世界反法西斯战争胜利70周年纪念日": "70th anniversary of victory in the war",
    "、": " and ",
}


class _Treated(NamedTuple):
    """How a calendar treats one day, and why."""

    works: bool
    text: Text
    roll: Text
    """Why a period does not end on it."""


def _treatments(calendar: WorkCalendar) -> dict[int, _Treated]:
    """Return what was learnt of the days of a calendar, kept with it; `_treated` fills it."""
    return cast("dict[int, _Treated]", calendar._cache.setdefault("treatments", {}))


def _treated(known: dict[int, _Treated], calendar: WorkCalendar, ordinal: int) -> _Treated:
    found = known.get(ordinal)
    if found is None:
        found = known[ordinal] = _learn(calendar, ordinal)
    return found


def _learn(calendar: WorkCalendar, ordinal: int) -> _Treated:
    works = calendar.views.point.working(ordinal)
    day = date.fromordinal(ordinal)
    weekend = day.weekday() in calendar.weekend
    known = calendar.first <= day <= calendar.horizon
    notice = calendar.notice(day) if known else None
    if works:
        if known and (notice is None or not weekend):
            return _Treated(True, _COUNTED, _COUNTED)
        by = f", make-up workday by {notice.id}" if notice else " as expected, no notice yet"
        zh = f"，调休上班（{notice.id}）" if notice else "，预计上班，尚无放假通知"
        return _Treated(True, Text(f"counted{by}", f"计入{zh}"), _COUNTED)
    if not known:
        off = _WEEKEND if weekend else ("expected day off", "预计放假")
        off = f"{off[0]}, no notice yet", f"{off[1]}，尚无放假通知"
    elif notice is not None and ordinal not in {one.toordinal() for one in notice.work}:
        name = notice.festival(day) or ""
        en = name
        for word, said in _FESTIVALS_EN.items():
            en = en.replace(word, said)
        off = f"{en or 'day off'} by {notice.id}", f"{name or '放假'}（{notice.id}）"
    elif weekend and notice is None:
        off = _WEEKEND
    else:
        name = next((one.name for one in calendar.closures if day in one.days), "")
        off = f"closed ({name})", f"停止办公（{name}）"
    return _Treated(
        False,
        Text(f"not counted, {off[0]}", f"不计入，{off[1]}"),
        Text(f"the last day is off: {off[0]}", f"届满日逢休息日：{off[1]}"),
    )


class _Run:
    """Days treated alike, in the order they were walked."""

    __slots__ = ("first", "kind", "last", "numbers", "text")

    def __init__(
        self, kind: str, first: int, last: int, numbers: tuple[int, int] | None, text: Text
    ) -> None:
        self.kind = kind
        self.first = first
        self.last = last
        self.numbers = numbers
        self.text = text


class _Runs:
    """Collects days, forward or backward, into runs."""

    __slots__ = ("_open", "_runs")

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._open: _Run | None = None

    def day(self, kind: str, day: int, number: int | None, text: Text) -> None:
        run = self._open
        if run is not None and (run.text is text or run.text == text) and run.kind == kind:
            run.last = day
            if run.numbers is not None and number is not None:
                run.numbers = run.numbers[0], number
            return
        numbers = None if number is None else (number, number)
        self._open = run = _Run(kind, day, day, numbers, text)
        self._runs.append(run)

    def run(self, kind: str, first: int, last: int, numbers: tuple[int, int], text: Text) -> None:
        self._open = None
        self._runs.append(_Run(kind, first, last, numbers, text))

    def once(self, kind: str, day: int, text: Text) -> None:
        self._open = None
        self._runs.append(_Run(kind, day, day, None, text))

    def steps(self) -> tuple[TraceStep, ...]:
        made = []
        for run in self._runs:
            first = date.fromordinal(run.first)
            last = first if run.last == run.first else date.fromordinal(run.last)
            if last < first:  # walked backward
                first, last = last, first
            made.append(
                TraceStep(kind=run.kind, first=first, last=last, number=run.numbers, text=run.text)
            )
        return tuple(made)


def walk(asked: TraceRequest, start: date, opens: date | None) -> tuple[TraceStep, ...]:
    """Return the steps from *start*, or back from ``before``, to the last day and to *opens*."""
    made = _Walk(asked)
    if asked.before is not None:
        made.back(asked.before.toordinal())
    else:
        made.on(start.toordinal())
    if opens is not None:
        made.runs.once("opens", opens.toordinal(), _OPENS)
    return made.runs.steps()


_OPENS: Final = Text("lawful from this day", "自该日起方可为之")
_NOT_START: Final = Text("the day of the event, not counted", "起算事件当日，不计入")
_START_COUNTS: Final = Text(
    "the day of the event, with which the count begins", "起算事件当日，自当日起算"
)
_BACKWARD: Final = Text("counted backward from this day", "自该日向前倒推")
_HELD: Final = "paused from this day on, not yet ended: ", "自该日起暂停，尚未结束："


class _Held(Exception):  # noqa: N818 - no error: how a walk stops at a pause still open
    """The walk came to a pause that is still open."""


class _Walk:
    """One walk from a start to a last day, as a person would take it with a calendar on the wall.

    Months, years and hours are not counted day by day: they land on a day, and only the days taken
    out are walked.
    """

    __slots__ = ("asked", "known", "number", "pauses", "runs", "unit")

    def __init__(self, asked: TraceRequest) -> None:
        self.runs = _Runs()
        self.asked = asked
        self.unit = asked.counting.period.unit
        self.number = 0
        self.known = _treatments(asked.calendar) if asked.calendar is not None else {}
        self.pauses = [
            (*pause.span, pause.reason or "pause", pause.reason or "未注明事由")
            for pause in asked.pauses
        ]

    def on(self, start: int) -> None:
        """Walk forward, through every extension, and to the rolled end."""
        counting = self.asked.counting
        self.runs.once("start", start, self.start_text())
        try:
            day, fixed = self.legs(start, counting.period.length)
            if not fixed:
                self.roll(day)
        except _Held:
            return

    def start_text(self) -> Text:
        if self.unit is not Unit.HOUR:
            return _START_COUNTS if self.asked.counting.start_counts else _NOT_START
        at = self.asked.time
        if at is None:
            return Text(
                "the hours run from a time of this day that was not recorded",
                "自当日起按小时计算，具体时刻未记录",
            )
        clock = at.isoformat("minutes")
        return Text(f"the hours run from {clock} on this day", f"自当日 {clock} 起按小时计算")

    def legs(self, start: int, length: int) -> tuple[int, bool]:
        """Walk the period and each extension; return the end, and whether a decision fixed it."""
        included = self.asked.counting.start_counts
        at, total, fixed = second_of(self.asked.time), length, False
        rest = self.asked.extensions
        if not rest:
            return self.stretch(start, length, (), at, included=included, fixed=False), False
        while True:
            fixes = ((n, one.until) for n, one in enumerate(rest) if one.until is not None)
            cut, until = next(fixes, (None, None))
            if cut is None or until is None:
                day = self.stretch(start, total, rest, at, included=included, fixed=fixed)
                return day, fixed and not rest
            # What comes before a fixed day no longer decides, but is part of the story.
            with suppress(_Held):
                self.stretch(start, total, rest[:cut], at, included=included, fixed=fixed)
            given, rest = rest[cut], rest[cut + 1 :]
            start = self.fixed(until.toordinal(), given.rule or given.by or "")
            at, total, included, fixed = DAY_SECONDS, 0, False, True

    def stretch(
        self,
        start: int,
        total: int,
        extensions: Sequence[Extension],
        at: int,
        *,
        included: bool,
        fixed: bool,
    ) -> int:
        """Walk a period and its extensions by a length; return the nominal end."""
        first = start - 1 if included and self.unit is not Unit.HOUR else start
        day = self.leg(start, total, total, at, included=included, place=first)
        for extension in extensions:
            more = extension.length or 0
            place = day if total or fixed else first
            if extension.from_rolled:
                at = hours_end(at, total)[1] if total else at
                start = place = day if fixed else self.roll(day)
                if start != day:
                    at = DAY_SECONDS
                total, day, included = 0, start, False
            self.runs.once("extended", day, self.more_text(more, extension))
            total, fixed = total + more, False
            day = self.leg(start, total, more, at, included=included, place=place)
        return day

    def more_text(self, more: int, extension: Extension) -> Text:
        by = extension.rule or extension.by or ""
        length = Period(more, self.unit)
        return Text(
            f"extended by {length}" + (f" ({by})" if by else ""),
            f"延长{length.in_chinese()}" + (f"（{by}）" if by else ""),
        )

    def leg(self, start: int, total: int, more: int, at: int, *, included: bool, place: int) -> int:
        """Walk *more* units on from *place*, *total* since *start*; return the last day."""
        if not total:
            return start
        if self.unit is Unit.DAY or self.unit is Unit.WORKING_DAY:
            return self.count(place, more)
        first = start
        if self.unit is Unit.HOUR:
            days, second = hours_end(at, total)
            landed = start + days
            text = self.hours_text(total, second)
        else:
            begun = date.fromordinal(start)
            there = add_months(begun, total if self.unit is Unit.MONTH else 12 * total)
            landed = there.toordinal()
            if there.day != begun.day:
                text = _CLIPPED
            elif included:
                landed, text = landed - 1, _DAY_BEFORE
            else:
                text = _CORRESPONDING
            first -= included
        self.runs.once("landed", landed, text)
        day = self.past_pauses(first, landed, place)
        if day != landed:
            self.runs.once("landed", day, _MOVED)
        return day

    def hours_text(self, hours: int, second: int) -> Text:
        length = Period(hours, Unit.HOUR)
        if self.asked.time is None:
            return Text(
                f"{length} end in the course of this day at the latest",
                f"{length.in_chinese()}最迟于该日届满",
            )
        clock = f"{second // 3_600:02}:{second // 60 % 60:02}"
        return Text(f"{length} end at {clock}", f"{length.in_chinese()}于 {clock} 届满")

    def past_pauses(self, first: int, landed: int, shown: int) -> int:
        """Return *landed*, later by every paused day since *first*; note those after *shown*."""
        if not self.pauses:
            return landed
        day, left = first, landed - first
        while left:
            day += 1
            if not self.paused(day, shown):
                left -= 1
        return day

    def fixed(self, until: int, by: str) -> int:
        """Note a last day fixed by a decision, and what a pause under way on it makes of it."""
        note = f" ({by})" if by else "", f"（{by}）" if by else ""
        self.runs.once(
            "extended", until, Text(f"extended to this day{note[0]}", f"延长至该日{note[1]}")
        )
        before = until
        while self.covered(before):
            before -= 1
        day = self.past_pauses(before, until, before)
        if day != until:
            self.runs.once("landed", day, _MOVED)
        return day

    def count(self, day: int, more: int) -> int:
        """Count *more* days after *day* one by one."""
        working = self.unit is Unit.WORKING_DAY
        target = self.number + more
        if not working and not self.pauses:
            numbers = self.number + 1, target
            self.runs.run("counted", day + 1, day + more, numbers, _COUNTED)
            self.number = target
            return day + more
        calendar, known, runs = self.asked.calendar, self.known, self.runs
        while self.number < target:
            day += 1
            if self.pauses and self.paused(day, 0):
                continue
            if working and calendar is not None:
                treated = known.get(day) or _treated(known, calendar, day)
                if not treated.works:
                    runs.day("off", day, None, treated.text)
                    continue
                text = treated.text
            else:
                text = _COUNTED
            self.number += 1
            runs.day("counted", day, self.number, text)
        return day

    def covered(self, day: int) -> bool:
        return any(
            begins < day and (ends is None or day <= ends) for begins, ends, _, _ in self.pauses
        )

    def paused(self, day: int, shown: int) -> bool:
        """Tell whether a pause takes out *day*, and note it when it lies after *shown*."""
        by: tuple[str, str] | None = None
        for begins, ends, en, zh in self.pauses:
            if begins < day:
                if ends is None:
                    self.runs.once("paused", day, Text(_HELD[0] + en, _HELD[1] + zh))
                    raise _Held
                if day <= ends and by is None:
                    by = en, zh
        if by is None:
            return False
        if day > shown:
            text = Text(f"not counted, paused: {by[0]}", f"不计入，期间暂停：{by[1]}")
            self.runs.day("paused", day, None, text)
        return True

    def roll(self, day: int) -> int:
        """Walk from the nominal end to the rolled one, as the counting says."""
        calendar, roll = self.asked.calendar, self.asked.counting.roll
        if roll is Roll.NONE or calendar is None:
            return day
        holiday = calendar.views.point.holiday if roll is Roll.NEXT_AFTER_HOLIDAY else None
        known, moved = self.known, day
        while True:
            treated = known.get(moved) or _treated(known, calendar, moved)
            if treated.works or (holiday is not None and not holiday(moved)):
                break
            self.runs.day("off", moved, None, treated.roll)
            moved += 1
        if moved != day:
            self.runs.once("rolled", moved, _ROLLED)
        return moved

    def back(self, anchor: int) -> None:
        """Walk backward from the day that is protected; a backward period never rolls."""
        counting = self.asked.counting
        length, apart = counting.period.length, counting.edge is Edge.AFTER
        self.runs.once("start", anchor, _BACKWARD)
        if self.unit in {Unit.MONTH, Unit.YEAR}:
            months = length if self.unit is Unit.MONTH else 12 * length
            begun = date.fromordinal(anchor)
            landed = add_months(begun, -months)
            text = _CORRESPONDING if landed.day == begun.day else _CLIPPED
            self.runs.once("landed", landed.toordinal(), text)
            day = landed.toordinal()
        else:
            day = self.count_back(anchor, -(-length // 24) if self.unit is Unit.HOUR else length)
        if apart:
            day = self.count_back(day, 1, number=False)
            self.runs.once("landed", day, _APART)

    def count_back(self, day: int, length: int, *, number: bool = True) -> int:
        calendar = self.asked.calendar
        counted = 0
        while counted < length:
            day -= 1
            text = _COUNTED
            if self.unit is Unit.WORKING_DAY and calendar is not None:
                treated = _treated(self.known, calendar, day)
                if not treated.works:
                    self.runs.day("off", day, None, treated.text)
                    continue
                text = treated.text
            counted += 1
            if number:
                self.runs.day("counted", day, counted, text)
        return day


def second_of(at: time | None) -> int:
    """Return the second of the day that *at* is; its end when it is not known."""
    return DAY_SECONDS if at is None else at.hour * 3_600 + at.minute * 60 + at.second


_CORRESPONDING: Final = Text("the corresponding day", "到期月的对应日")
_DAY_BEFORE: Final = Text(
    "the day before the corresponding day, since the first day counts",
    "起算当日计入，以对应日的前一日为最后一日",
)
_CLIPPED: Final = Text(
    "that month has no corresponding day, so its last day", "该月无对应日，以月末日为最后一日"
)
_MOVED: Final = Text("so many paused days later", "按暂停日数相应后移")
_ROLLED: Final = Text("so the last day moves here", "顺延至该日")
_APART: Final = Text(
    "the last day that leaves the whole period in between", "其间须隔满整个期间，故至迟为该日"
)
