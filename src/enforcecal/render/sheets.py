"""The control sheet of a case (期限核算单): every deadline, to be recounted and signed.

For each deadline the event it starts from, the rule and its quoted words, every day or run of days
that was counted, pauses, extensions, how certain it is, and from which calendar and packs it comes.
As JSON, which a separate program can recount without this library (``tools/check_sheet.py``), and
as Markdown; `enforcecal.render.webpages` makes a page of it to print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import attrs

from enforcecal.cases.audit import verdict
from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.run import ClockRun, ClockStatus, Run
from enforcecal.dates.certainty import Application, Certainty
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.dates.deadlines import Deadline, certainty_text, number_text, span_text
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError
from enforcecal.law.rules import Kind
from enforcecal.render.documents import json_lines
from enforcecal.render.rules import BOUNDS, KINDS, verified_text
from enforcecal.texts import Lang, Text

__all__ = [
    "ControlSheet",
    "Row",
    "SheetLine",
    "SheetWords",
    "control_sheet",
    "sheet_json",
    "sheet_markdown",
]

_ONE_DAY: Final = timedelta(days=1)


@attrs.frozen(kw_only=True)
class SheetLine:
    """One deadline of the case, with what it takes to recount it."""

    number: int
    """Its number on the sheet, from 1."""
    clock: ClockRun
    deadline: Deadline
    name: Text
    started_by: Text
    """The event it runs from, in words."""
    start_event: str
    ended_by: Text
    """The event that ended it, in words; empty where nothing did."""
    as_of: date

    @property
    def status(self) -> Text:
        """Where it stands on the day of the sheet, in words."""
        clock, due = self.clock, self.clock.due
        kind = clock.limit.limit.kind
        if clock.status is ClockStatus.ENDED and clock.ended_on is not None:
            late = due is not None and clock.ended_on > due
            words = _DONE_LATE if late else _DONE
            return Text(f"{words.en} on {clock.ended_on}", f"{clock.ended_on}{words.zh}")
        if clock.status is ClockStatus.RUNNING and due is None:
            paused = any(pause.ends is None for pause in clock.pauses)
            return _PAUSED if paused else _OPEN
        if clock.status is ClockStatus.RAN_OUT:
            return _RAN_OUT[kind]
        return _STATUS[clock.status]

    @property
    def late(self) -> bool:
        """Whether it was kept late, or is overdue."""
        clock = self.clock
        if clock.due is None or clock.limit.limit.kind is not Kind.ACT_WITHIN:
            return False
        if clock.status is ClockStatus.ENDED and clock.ended_on is not None:
            return clock.ended_on > clock.due
        return clock.status is ClockStatus.RAN_OUT

    @property
    def packs(self) -> tuple[tuple[str, str], ...]:
        """The packs its rule, its counting rule and its pauses come from, with their digests."""
        limit = self.clock.limit.limit
        rules = (limit.id, limit.counting, *(pause.reason for pause in self.clock.pauses))
        return tuple(
            (name, digest)
            for name, digest in self.deadline.packs
            if any(rule.startswith(f"{name}.") for rule in rules)
        )

    @property
    def shown(self) -> date | None:
        """The day people go by: the last one, or for a wait the first lawful one."""
        return self.deadline.opens if _blocks(self.clock) else self.deadline.due


def _blocks(clock: ClockRun) -> bool:
    """Tell whether acts must wait for the clock, so that people go by the day it opens."""
    return clock.limit.limit.kind is Kind.WAIT_AT_LEAST


_DONE: Final = Text("done in time", "按期完成")
_DONE_LATE: Final = Text("done late", "逾期完成")
_PAUSED: Final = Text("paused", "暂停计算")
_OPEN: Final = Text("running, no day yet", "期限内，届满日待定")
_STATUS: Final = {
    ClockStatus.RUNNING: Text("running", "期限内"),
    ClockStatus.LIFTED: Text("lifted", "不再计算"),
    ClockStatus.REPLACED: Text("started anew", "重新起算"),
}
_RAN_OUT: Final = {
    Kind.ACT_WITHIN: Text("overdue", "逾期未办"),
    Kind.RIGHT_LAPSES: Text("not used in time", "逾期未行使"),
    Kind.MEASURE_ENDS: Text("ended by itself", "期满自动终止"),
    Kind.WAIT_AT_LEAST: Text("the wait is over", "等待期已满"),
}


@attrs.frozen(kw_only=True)
class ControlSheet:
    """What a supervisor signs: one case on one day."""

    run: Run
    lines: tuple[SheetLine, ...]
    findings: tuple[Finding, ...]
    source: str = ""
    """Where the case was read from."""

    @property
    def case(self) -> str:
        """The number of the case."""
        return self.run.log.case

    @property
    def verdict(self) -> Text:
        """Where the case stands, in words."""
        return verdict(self.run, self.findings).verdict.text

    @property
    def parties(self) -> tuple[str, ...]:
        """Who the parties are, as far as the log says."""
        given = dict(self.run.log.facts).get("parties")
        if isinstance(given, tuple):
            return given
        named = (event.about("party") for event in self.run.log.events)
        return tuple(dict.fromkeys(name for name in named if name))

    @property
    def calendar(self) -> str:
        """The edition of the calendar it was counted on; empty where none was needed."""
        found = {line.deadline.calendar for line in self.lines if line.deadline.calendar}
        return ", ".join(sorted(found))

    @property
    def packs(self) -> tuple[tuple[str, str], ...]:
        """The packs of the deadlines on the sheet, each with its digest."""
        found = {pair for line in self.lines for pair in line.packs}
        digest = self.run.procedure.digests.get(self.run.procedure.id)
        if digest is not None:
            found.add((self.run.procedure.id, digest))
        return tuple(sorted(found))


def control_sheet(run: Run, findings: Iterable[Finding] = (), *, source: str = "") -> ControlSheet:
    """Return the control sheet of *run* with what an audit of it found.

    On it are all deadlines of the case in the order in which they began: those that still run, and
    those that are over.  What only grows, such as an additional fine, has no last day and is left
    out.  Raises `ArgumentError` when nothing in the case has begun a period.
    """
    lines: list[SheetLine] = []
    for clock in run.clocks:
        limit = clock.limit.limit
        if limit.kind is Kind.ACCRUES:
            continue
        lines.append(
            SheetLine(
                number=len(lines) + 1,
                clock=clock,
                deadline=clock.deadline,
                name=Text(limit.en or limit.matter.replace("-", " "), limit.zh or limit.matter),
                started_by=_event(run, clock.started_by, clock.start),
                start_event=run.steps[clock.started_by].event.name,
                ended_by=_event(run, clock.ended_by, clock.ended_on),
                as_of=run.as_of,
            )
        )
    if not lines:
        raise ArgumentError(f"case {run.log.case!r} has no deadline: nothing in it began a period")
    return ControlSheet(run=run, lines=tuple(lines), findings=tuple(findings), source=source)


def _event(run: Run, step: int | None, day: date | None) -> Text:
    if step is None:
        return Text("", "")
    event = run.steps[step].event
    kind = run.procedure_at(step).events.get(event.name)
    clock = f" {event.time.isoformat('minutes')}" if event.time and event.day == day else ""
    en = (kind.en if kind else "") or event.name.replace("_", " ")
    zh = (kind.zh if kind else "") or event.name
    return Text(f"{en}, {day}{clock}", f"{zh}，{day}{clock}")


# --- for a program that recounts -----------------------------------------------------------------


def sheet_json(sheet: ControlSheet, lang: Lang = "en") -> Iterator[str]:
    """Yield the sheet as JSON, with the days off and the days made up that it was counted over."""
    run = sheet.run
    head = {
        "case": sheet.case,
        "parties": list(sheet.parties),
        "procedure": run.procedure.id,
        "as_of": run.as_of.isoformat(),
        "verdict": sheet.verdict.say(lang),
        "source": sheet.source,
        "calendar": sheet.calendar,
        "packs": dict(sheet.packs),
        **_days(sheet.lines),
    }
    yield from json_lines(
        head,
        {
            "deadlines": (_dict(line, lang) for line in sheet.lines),
            "findings": (finding.to_dict(lang) for finding in sheet.findings),
        },
    )


def _dict(line: SheetLine, lang: Lang) -> dict[str, object]:
    clock, bound = line.clock, line.clock.limit
    counting = clock.countings[0] if clock.countings else None
    return {
        "number": line.number,
        "name": line.name.say(lang),
        **line.deadline.to_dict(lang),
        "pack": dict(line.packs),
        "kind": bound.limit.kind.value,
        "bound": bound.limit.bound.value,
        "quote": bound.limit.quote,
        "verified": bound.limit.verified,
        "status": clock.status.value,
        "started_by": line.start_event,
        "at": clock.at.isoformat() if clock.at else None,
        "start_counts": bool(counting and counting.start_counts),
        "before": clock.before.isoformat() if clock.before else None,
        "edge": counting.edge.value if counting and counting.edge else None,
        "roll": counting.roll.value if counting else None,
        "pauses": [
            {
                "begins": pause.begins.isoformat(),
                "ends": pause.ends.isoformat() if pause.ends else None,
                "reason": pause.reason,
            }
            for pause in clock.pauses
        ],
        "extensions": [
            {
                "length": one.length,
                "until": one.until.isoformat() if one.until else None,
                "from_rolled": one.from_rolled,
                "granted": one.granted.isoformat() if one.granted else None,
                "by": one.by,
                "rule": one.rule,
            }
            for one in clock.extensions
        ],
        "ended_on": clock.ended_on.isoformat() if clock.ended_on else None,
    }


def _days(lines: Sequence[SheetLine]) -> dict[str, list[str]]:
    """Return the days the traces go over that are not what their weekday makes them."""
    found: dict[str, set[str]] = {"days_off": set(), "days_worked": set(), "holidays": set()}
    for line in lines:
        calendar = line.clock.limit.calendar
        days = [day for step in line.deadline.trace for day in (step.first, step.last)]
        if calendar is None or not days:
            continue
        point = calendar.views.point
        for place in range(min(days).toordinal(), max(days).toordinal() + 1):
            day = date.fromordinal(place)
            works = point.working(place)
            if works and day.weekday() in calendar.weekend:
                found["days_worked"].add(day.isoformat())
            elif not works and day.weekday() not in calendar.weekend:
                found["days_off"].add(day.isoformat())
            if point.holiday(place):
                found["holidays"].add(day.isoformat())
    return {name: sorted(each) for name, each in found.items()}


# --- in words, for both kinds of page ------------------------------------------------------------


@attrs.frozen
class Row:
    """One label with what is said under it."""

    label: str
    said: tuple[str, ...]


class SheetWords:
    """The words of a sheet in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self.zh = lang == "zh"

    def __call__(self, en: str, zh: str) -> str:
        """Return *en* or *zh*."""
        return zh if self.zh else en

    def title(self) -> str:
        """Return what the sheet is called."""
        return self("Control sheet of deadlines", "案件期限核算单")

    def head(self, sheet: ControlSheet) -> Iterator[Row]:
        """Yield what stands at the top: which case, which law, which day, where it stands."""
        run = sheet.run
        procedure = run.procedure
        name = Text(procedure.en, procedure.zh).say(self.lang)
        yield Row(self("case", "案件编号"), (sheet.case,))
        if sheet.parties:
            yield Row(self("parties", "当事人"), (self(", ", "、").join(sheet.parties),))
        said = f"{name}（{procedure.id}）" if self.zh else f"{name} ({procedure.id})"
        yield Row(self("procedure", "程序"), (said if name else procedure.id,))
        yield Row(
            self("as of", "截至"),
            (f"{run.as_of}{self(', a day not yet over', '（当日尚未届满）')}",),
        )
        yield Row(self("verdict", "结论"), (sheet.verdict.say(self.lang),))

    def table_head(self) -> tuple[str, ...]:
        """Return the headings of the table of deadlines."""
        if self.zh:
            return "序号", "期限", "起算日", "届满日", "状态", "确定程度"
        return "no.", "deadline", "from", "last day", "status", "certainty"

    def table_row(self, line: SheetLine) -> tuple[str, ...]:
        """Return one line of that table."""
        day = str(line.shown or "-")
        if _blocks(line.clock) and line.shown:
            day = self(f"lawful from {day}", f"{day}起方可")
        return (
            str(line.number),
            self.name(line),
            str(line.clock.start),
            day,
            line.status.say(self.lang),
            self._certainty(line.deadline),
        )

    def _certainty(self, deadline: Deadline) -> str:
        said = _CERTAINTIES[deadline.certainty].say(self.lang)
        if deadline.applies.answer is Application.YES:
            return said
        return self(f"{said}, if it applies", f"{said}，是否适用待定")

    def name(self, line: SheetLine) -> str:
        """Return the name of a deadline, with whom or what it concerns."""
        name = line.name.say(self.lang)
        about = [value for _, value in line.deadline.of]
        if not about:
            return name
        return f"{name}（{'、'.join(about)}）" if self.zh else f"{name} ({', '.join(about)})"

    def rows(self, line: SheetLine) -> Iterator[Row]:
        """Yield what is said of one deadline, but for the days it was counted over."""
        clock, deadline, limit = line.clock, line.deadline, line.clock.limit.limit
        source = f"{deadline.article.say(self.lang)} [{deadline.rule}]"
        said = [source]
        if limit.quote:
            said.append(f"“{limit.quote}”")
        if limit.verified:
            said.append(verified_text(limit.verified).say(self.lang))
        yield Row(self("rule", "依据"), tuple(said))
        kind = (KINDS[limit.kind], BOUNDS[limit.bound])
        yield Row(
            self("kind", "性质"), (self(", ", "，").join(one.say(self.lang) for one in kind),)
        )
        yield Row(self("runs from", "起算"), (line.started_by.say(self.lang),))
        if clock.before is not None:
            yield Row(self("counted back from", "倒算自"), (str(clock.before),))
        period = deadline.period.in_chinese() if self.zh else str(deadline.period)
        yield Row(self("length", "期间"), (period if clock.countings else self("-", "未记录"),))
        if clock.pauses:
            yield Row(self("not counted", "不计入"), tuple(self.pause(one) for one in clock.pauses))
        if clock.extensions:
            yield Row(
                self("extended", "延长"),
                tuple(self.extension(one, deadline.period.unit) for one in clock.extensions),
            )

    def pause(self, pause: Pause) -> str:
        """Return one pause: the days after its beginning up to its end."""
        reason = f"（{pause.reason}）" if self.zh else f" ({pause.reason})"
        if pause.ends is None:
            return self(
                f"after {pause.begins}, not yet ended{reason}",
                f"{pause.begins}之后，尚未结束{reason}",
            )
        return self(
            f"after {pause.begins} up to and with {pause.ends}{reason}",
            f"{pause.begins}之后至{pause.ends}（含当日）{reason}",
        )

    def extension(self, one: Extension, unit: Unit) -> str:
        """Return one extension: how much, from which end, by whom, by which rule."""
        if one.until is not None:
            much = self(f"until {one.until}", f"至{one.until}")
        else:
            units = _UNITS[unit].say(self.lang)
            much = f"{one.length}{units}" if self.zh else f"{one.length} {units}"
        parts = [much]
        if one.from_rolled:
            parts.append(self("from the rolled end", "自顺延后的届满日起"))
        if one.granted is not None:
            parts.append(self(f"granted {one.granted}", f"{one.granted}批准"))
        parts += [said for said in (one.by, one.rule) if said]
        return self(", ", "，").join(parts)

    def trace(self, line: SheetLine) -> Iterator[tuple[str, str]]:
        """Yield each day or run of days with what it was: the way to recount."""
        working = line.deadline.period.unit is Unit.WORKING_DAY
        for step in line.deadline.trace:
            number = number_text(step.number, self.lang, working=working)
            yield (
                span_text(step.first, step.last, self.lang),
                f"{number}{step.text.say(self.lang)}",
            )

    def result(self, line: SheetLine) -> Iterator[Row]:
        """Yield what came of the count: the day, how certain it is, what became of it."""
        deadline, clock = line.deadline, line.clock
        none = self("none yet", "尚无法确定")
        if _blocks(clock):
            yield Row(self("lawful from", "最早可为之日"), (str(deadline.opens or none),))
        else:
            yield Row(self("last day", "届满日"), (str(deadline.due or none),))
        opens_later = _blocks(clock) and deadline.opens != deadline.due and deadline.due
        _, _, said = certainty_text(
            deadline, self.lang, _ONE_DAY if opens_later else timedelta()
        ).partition(self(": ", "："))
        doubts = [f"- {doubt.text.say(self.lang)}" for doubt in deadline.reasons]
        if deadline.certainty is Certainty.FIRM:
            said = _CERTAINTIES[Certainty.FIRM].say(self.lang)
        yield Row(self("certainty", "确定程度"), (said, *doubts))
        if deadline.applies.answer is not Application.YES:
            yield Row(self("applies", "是否适用"), (deadline.applies.text.say(self.lang),))
        status = line.status.say(self.lang)
        if clock.status is ClockStatus.ENDED:
            status = f"{status}{self('; ', '；')}{line.ended_by.say(self.lang)}"
        yield Row(self("status", "状态"), (status,))
        if deadline.note.say(self.lang):
            yield Row(self("note", "说明"), (deadline.note.say(self.lang),))

    def finding(self, finding: Finding) -> str:
        """Return one finding with its article."""
        severity = _SEVERITIES[finding.severity].say(self.lang)
        source = finding.article.say(self.lang)
        by = (f"（{source}）" if self.zh else f" ({source})") if source else ""
        return f"[{severity}] {finding.message.say(self.lang)}{by}"

    def sources(self, sheet: ControlSheet) -> Iterator[Row]:
        """Yield what it takes to get the same answer again."""
        if sheet.source:
            yield Row(self("read from", "数据来源"), (sheet.source,))
        yield Row(self("calendar", "日历版本"), (sheet.calendar or "-",))
        yield Row(
            self("rule packs", "规则包"), tuple(f"{name} {digest}" for name, digest in sheet.packs)
        )

    def signatures(self) -> tuple[str, ...]:
        """Return who signs."""
        if self.zh:
            return "承办人", "复核人", "负责人"
        return "officer in charge", "recounted by", "supervisor"

    def signed_on(self) -> str:
        """Return the label of the day of signing."""
        return self("date", "日期")

    def parts(self) -> tuple[str, str, str, str]:
        """Return the headings: at a glance, what was found, where it comes from, each count."""
        if self.zh:
            return "期限一览", "审查发现的问题", "计算所依据的版本", "附：逐项计算"
        return "Deadlines at a glance", "Findings", "What it was counted with", "Each count"

    def nothing_found(self) -> str:
        """Return what is said where no finding is on the sheet."""
        return self("none", "无")


_CERTAINTIES: Final = {
    Certainty.FIRM: Text("firm", "确定"),
    Certainty.PROVISIONAL: Text("provisional", "暂定"),
    Certainty.DISPUTED: Text("disputed", "有不同理解"),
    Certainty.UNKNOWN: Text("unknown", "无法确定"),
}
_SEVERITIES: Final = {
    Severity.BREACH: Text("breach", "违反"),
    Severity.REVIEW: Text("review", "待核"),
    Severity.NOTE: Text("note", "提示"),
}
_UNITS: Final = {
    Unit.WORKING_DAY: Text("working days", "个工作日"),
    Unit.DAY: Text("days", "日"),
    Unit.MONTH: Text("months", "个月"),
    Unit.YEAR: Text("years", "年"),
    Unit.HOUR: Text("hours", "小时"),
}


# --- Markdown ------------------------------------------------------------------------------------


def sheet_markdown(sheet: ControlSheet, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of the sheet as Markdown."""
    words = SheetWords(lang)
    colon = words(": ", "：")
    glance, found, counted, annex = words.parts()
    yield f"# {words.title()}"
    yield ""
    yield from _listed(words.head(sheet), colon)
    yield ""
    yield f"## {glance}"
    yield ""
    heads = words.table_head()
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for line in sheet.lines:
        yield f"| {' | '.join(map(_plain, words.table_row(line)))} |"
    yield ""
    yield f"## {found}"
    yield ""
    for finding in sheet.findings:
        yield f"- {_plain(words.finding(finding))}"
    if not sheet.findings:
        yield words.nothing_found()
    yield ""
    yield f"## {counted}"
    yield ""
    yield from _listed(words.sources(sheet), colon)
    yield ""
    heads = words.signatures()
    yield f"| {' | '.join((*heads, words.signed_on()))} |"
    yield f"|{' --- |' * (len(heads) + 1)}"
    yield f"|{'  |' * (len(heads) + 1)}"
    yield ""
    yield f"## {annex}"
    for line in sheet.lines:
        yield ""
        yield f"### {line.number}. {_plain(words.name(line))}"
        yield ""
        yield from _listed(words.rows(line), colon)
        trace = [*words.trace(line)]
        if trace:
            yield f"- {words('counted', '逐日计算')}{colon}".rstrip()
            yield from (f"    - {days}{colon}{_plain(said)}" for days, said in trace)
        yield from _listed(words.result(line), colon)


def _listed(rows: Iterable[Row], colon: str) -> Iterator[str]:
    for row in rows:
        first, *rest = row.said or ("-",)
        yield f"- {row.label}{colon}{_plain(first)}"
        yield from (f"    - {_plain(one.removeprefix('- '))}" for one in rest)


def _plain(text: str) -> str:
    """Return *text* so that no mark in it is taken for Markdown."""
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")
