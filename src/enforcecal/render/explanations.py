"""What an id means: a limit with its words and an example, a finding code, a procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from enforcecal.cases.checks.table import CODES
from enforcecal.dates.deadlines import Deadline
from enforcecal.dates.periods import Edge, Roll, add_months
from enforcecal.errors import EnforceCalError
from enforcecal.law.applies import in_words
from enforcecal.law.citations import Law, cite
from enforcecal.law.conditions import Condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.procedures import EventType, Procedure
from enforcecal.law.rules import CountingRule, ExtensionRule, Need, Reading, TimeLimit
from enforcecal.law.unarmed import UnarmedRow
from enforcecal.render.columns import fold
from enforcecal.render.rules import BOUNDS, KINDS, length_text, verified_text
from enforcecal.texts import NO_TEXT, Lang, Text

__all__ = [
    "code_explained",
    "limit_explained",
    "need_explained",
    "procedure_explained",
    "row_explained",
]

_ROLLS: Final = {
    Roll.NONE: Text("a last day that is off stays where it is", "届满日为休息日的，不顺延"),
    Roll.NEXT_WORKING_DAY: Text(
        "a last day that is off moves to the next working day",
        "届满日为休息日的，顺延至下一个工作日",
    ),
    Roll.NEXT_AFTER_HOLIDAY: Text(
        "a last day moves only when a holiday notice makes it a day off",
        "届满日为放假安排通知所定假日的，顺延；普通周末不顺延",
    ),
}
_EDGES: Final = {
    Edge.ON: Text("lawful on the last counted day", "最后一日当日即可为之"),
    Edge.AFTER: Text("lawful only after the last counted day", "最后一日之后方可为之"),
}
_EXAMPLE: Final = date(2026, 3, 2)
_EXAMPLE_LENGTH: Final = 5


class _Page:
    """Lines with a label and words, in one language."""

    def __init__(self, lang: Lang, events: Mapping[str, EventType]) -> None:
        self.lang = lang
        self.zh = lang == "zh"
        self.colon = "：" if self.zh else ": "
        self.events = events

    def line(self, en: str, zh: str, text: Text | str) -> Iterator[str]:
        said = text.say(self.lang) if isinstance(text, Text) else text
        if said:
            label = Text(en, zh).say(self.lang)
            yield fold(f"{label}{self.colon}{said}", first="  ", indent="      ")

    def names(self, names: Iterable[str]) -> str:
        """Return event names, each with the words for it."""
        said = []
        for name in names:
            kind = self.events.get(name)
            word = (kind.zh if self.zh else kind.en) if kind else ""
            said.append((f"{word}（{name}）" if self.zh else f"{word} ({name})") if word else name)
        return ("；" if self.zh else "; ").join(said)


def limit_explained(
    bound: BoundLimit,
    lang: Lang = "en",
    events: Mapping[str, EventType] | None = None,
    cited: Mapping[str, Text] | None = None,
) -> Iterator[str]:
    """Yield the lines of a page on one limit; *events* has the words for its events.

    *cited* has the articles of the limits that it outranks, by their ids.
    """
    page, limit = _Page(lang, events or {}), bound.limit
    yield limit.id
    yield from page.line("name", "名称", Text(limit.en, limit.zh))
    yield from page.line("source", "依据", bound.article)
    yield from page.line("its words", "原文", f"“{limit.quote}”" if limit.quote else "")
    yield from page.line("text", "文本", verified_text(limit.verified))
    yield from page.line("in force", "效力", _in_force(bound))
    yield from page.line("note", "说明", _note(limit))
    yield ""
    yield "计算方法" if page.zh else "how it counts"
    yield from _how_it_counts(page, bound, cited or {})
    yield from _readings(
        page,
        bound.counting.reading,
        limit.reading,
        *(pause.reading for pause in bound.pauses.values()),
        *(extension.reading for extension in limit.extend),
    )
    yield ""
    yield from _example(page, bound)


def _note(rule: TimeLimit | Need) -> Text:
    return Text(rule.note, rule.note_zh or rule.note)


def _readings(page: _Page, *found: tuple[Reading, ...]) -> Iterator[str]:
    readings = dict.fromkeys(reading for each in found for reading in each)
    if readings:
        yield ""
        yield "其他可辩护的理解" if page.zh else "other defensible readings"
    for reading in readings:
        yield from page.line(reading.name, reading.name, _reading(reading))


def _in_force(bound: BoundLimit) -> Text:
    first = bound.law.in_force_from if bound.law else None
    last = bound.law.in_force_to if bound.law else None
    if first is None and last is None:
        return NO_TEXT
    en = " ".join(
        part for part in (f"from {first}" if first else "", f"to {last}" if last else "") if part
    )
    zh = f"{f'自{first}起' if first else ''}{f'至{last}' if last else ''}"
    return Text(en, zh)


def _how_it_counts(page: _Page, bound: BoundLimit, cited: Mapping[str, Text]) -> Iterator[str]:
    limit, counting = bound.limit, bound.counting
    kind, who = KINDS[limit.kind], BOUNDS[limit.bound]
    yield from page.line(
        "kind",
        "类型",
        Text(f"{limit.kind.value}: {kind.en}; {who.en}", f"{kind.zh}，{who.zh}"),
    )
    yield from page.line("runs from", "起算", page.names(limit.start))
    yield from page.line("length", "期间", length_text(limit))
    yield from page.line("first day", "首日", _first_day(counting))
    if limit.before is not None:
        yield from page.line("counted backward from", "倒算自", limit.before.source)
    else:
        yield from page.line("last day", "届满日", _rolls(counting))
    yield from page.line("fulfilled by", "完成", page.names(limit.end))
    yield from page.line("taken away by", "取消", page.names(limit.cancel))
    yield from page.line("must wait for it", "须待期满", page.names(limit.blocks))
    if limit.edge is not None:
        yield from page.line("edge", "界限", _EDGES[limit.edge])
    if limit.when is not None:
        yield from page.line("applies when", "适用条件", in_words(limit.when, bound.words))
    for name, pause in bound.pauses.items():
        said = page.names(pause.begins) + (" 至 " if page.zh else " to ") + page.names(pause.ends)
        yield from page.line("not counted", "不计入期限", f"{said} [{name}]")
    for extension in limit.extend:
        yield from page.line("extended by", "延长", _extension(page, extension))
    if limit.then is not None:
        yield from page.line("when it runs out", "期满即", page.names([limit.then.event]))
    if limit.worth is not None:
        yield from page.line("worth", "数额", limit.worth.source)
    if limit.edition_by is not None:
        yield from page.line("edition chosen by", "版本依据", limit.edition_by)
    for name in limit.overrides:
        said = f"{cited[name].say(page.lang)} [{name}]" if name in cited else name
        yield from page.line("outranks", "优先于", said)
    if limit.takes_over is not None:
        yield from page.line("takes over", "承接", limit.takes_over.limit)


def _first_day(counting: CountingRule) -> Text:
    if counting.start_counts:
        return Text("the day of the event counts", "当日计入")
    return Text("the day of the event does not count", "当日不计入，自次日起算")


def _rolls(counting: CountingRule) -> Text:
    text = _ROLLS[counting.roll]
    return Text(f"{text.en} [{counting.id}]", f"{text.zh} [{counting.id}]")


def _extension(page: _Page, rule: ExtensionRule) -> str:
    if rule.until is not None:
        much = f"延至 {rule.until}" if page.zh else f"until {rule.until}"
    else:
        length = rule.length if isinstance(rule.length, int) else rule.length and rule.length.source
        much = str(length)
        if rule.at_most is not None:
            much += f"（至多 {rule.at_most}）" if page.zh else f" (at most {rule.at_most})"
    who = (" / ").join(rule.by)
    by = (f"，由 {who} 批准" if page.zh else f", by {who}") if who else ""
    return f"{much}{by}{'，' if page.zh else ', '}{page.names([rule.event])} [{rule.id}]"


def _reading(reading: Reading) -> Text:
    return Text(reading.en or reading.name, reading.zh or reading.name)


def _example(page: _Page, bound: BoundLimit) -> Iterator[str]:
    start = _EXAMPLE
    if bound.law is not None:
        start = max(start, bound.law.in_force_from or start)
        start = min(start, bound.law.in_force_to or start)
    facts = _anchors(bound.limit, start)
    try:
        deadline: Deadline = bound.deadline(start=start, facts=facts)
    except EnforceCalError as error:
        yield "举例" if page.zh else "an example"
        yield from page.line("needs more", "尚需", str(error))
        return
    given = "".join(f"，{name} = {day}" for name, day in facts.items())
    if not page.zh:
        given = given.replace("，", ", ")
    yield f"举例：起算事件发生于{start}{given}" if page.zh else f"an example, from {start}{given}"
    for line in deadline.explain(page.lang).split("\n"):
        yield fold(line, first="  ", indent="      ")


def _anchors(limit: TimeLimit, start: date) -> dict[str, date | int]:
    """Return a day for what *limit* is counted backward from: half a year after *start*.

    And a number for each fact that its length is made of.
    """
    lengths = limit.length.facts if isinstance(limit.length, Condition) else ()
    numbers = dict.fromkeys(sorted(lengths), _EXAMPLE_LENGTH)
    if limit.before is None:
        return {**numbers}
    day = add_months(start, 6)
    due = (f"due.{matter}" for call, matter in limit.before.calls if call == "due")
    return {**numbers, **dict.fromkeys(sorted({*limit.before.facts, *due}), day)}


def need_explained(
    need: Need, law: Law | None, lang: Lang = "en", events: Mapping[str, EventType] | None = None
) -> Iterator[str]:
    """Yield the lines of a page on what the law requires; *law* is the edition that does."""
    page = _Page(lang, events or {})
    yield need.id
    yield from page.line("name", "名称", Text(need.en, need.zh))
    yield from page.line("source", "依据", cite(law, need.id))
    yield from page.line("its words", "原文", f"“{need.quote}”" if need.quote else "")
    yield from page.line("text", "文本", verified_text(need.verified))
    yield from page.line("note", "说明", _note(need))
    yield from page.line("asked at", "审查环节", page.names(need.on))
    yield from page.line("if", "如果", need.when.source if need.when is not None else "")
    yield from page.line("there must be", "应当", need.that.source)
    yield from page.line("otherwise reported as", "违反时报出", need.code)
    yield from _readings(page, need.reading)


def row_explained(row: UnarmedRow, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of a page on a row that no clock is armed for."""
    page = _Page(lang, {})
    yield row.id
    yield from page.line("not armed", "未启用", f"{Text(row.en, row.zh).say(lang)} [{row.reason}]")
    yield from page.line("article", "条款", row.article)
    yield from page.line("its words", "原文", f"“{row.quote}”" if row.quote else "")
    yield from page.line("text", "文本", verified_text(row.verified))
    yield from page.line("note", "说明", row.note)


def code_explained(code: str, needs: Iterable[Need] = (), lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of a page on a finding's code; *needs* are the rules that may give it."""
    page = _Page(lang, {})
    check = CODES.get(code)
    yield f"{code}{page.colon}{check.name.say(lang)}" if check else code
    if check:
        yield fold(check.meaning.say(lang), indent="  ")
    rules = [need for need in needs if need.code == code]
    if rules:
        yield ""
        yield "由下列规定产生" if page.zh else "given by these rules"
        for need in rules:
            yield from page.line(
                need.id, need.id, Text(need.en or need.that.source, need.zh or need.that.source)
            )


def procedure_explained(procedure: Procedure, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of a page on a procedure: its laws, its states, its limits."""
    page = _Page(lang, procedure.events)
    yield procedure.id
    yield from page.line("name", "名称", Text(procedure.en, procedure.zh))
    for law in procedure.laws.values():
        yield from page.line("law", "法律", Text(law.en or law.id, law.zh or law.id))
    for region in procedure.regions:
        yield ""
        title = Text(region.en, region.zh).say(lang) or region.id
        per = f" [{', '.join(region.per)}]" if region.per else ""
        yield f"{'状态' if page.zh else 'states'} {title}{per}"
        for state in region.states:
            ends = ("，终点" if page.zh else ", final") if state in region.final else ""
            named = region.names.get(state, "") if page.zh else ""
            yield f"  {named or state.replace('_', ' ')} ({state}){ends}"
    yield ""
    yield "期限" if page.zh else "limits"
    for limit in procedure.limits:
        name = Text(limit.en or limit.matter, limit.zh or limit.matter)
        comma = "，" if page.zh else ", "
        yield from page.line(
            limit.id, limit.id, f"{length_text(limit).say(lang)}{comma}{name.say(lang)}"
        )
