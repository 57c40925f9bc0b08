"""What a change moves, as a page to read, as JSON and as a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

from enforcecal.cases.impact import ClockImpact, Impact, ImpactKind, Tell
from enforcecal.render.columns import csv_lines, fold, table_lines
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["impact_csv", "impact_json", "impact_text"]


def impact_text(found: Impact, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of a page: what changed, how much moves, then case by case."""
    zh = lang == "zh"
    yield f"截至：{found.as_of}" if zh else f"as of: {found.as_of}"
    for cause in found.causes:
        yield fold(f"- {cause.say(lang)}", indent="  ", first="")
    number, moved = len(found.moves), found.cases_moved
    yield (
        f"{found.cases:,}件案件，在办{found.open_cases:,}件；{moved:,}件共{number:,}个期限有变动"
        if zh
        else f"{found.cases:,} cases, {found.open_cases:,} open; {number:,} last days move in "
        f"{moved:,} of them"
    )
    if not found.moves:
        return
    counts = Counter(move.change for move in found.moves)
    told = {who: len(found.to_tell(who)) for who in Tell}
    yield ""
    yield from table_lines(
        [(f"{counts[one]:,}", one.text.say(lang)) for one in ImpactKind if counts[one]], right=(0,)
    )
    yield ""
    yield "应当告知：" if zh else "to be told:"
    yield from table_lines(
        [(f"{told[who]:,}", who.text.say(lang)) for who in Tell if told[who]], right=(0,)
    )
    case = None
    for move in found.moves:
        if move.case != case:
            case = move.case
            yield ""
            yield f"案件 {case}" if zh else f"case {case}"
        yield from _move(move, lang)


def _move(move: ClockImpact, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    comma = "；" if zh else "; "
    name = move.name.say(lang)
    about = [value for _, value in move.of]
    if about:
        name += f"（{'、'.join(about)}）" if zh else f" ({', '.join(about)})"
    parts = [f"{_days(move, lang)}"]
    if move.overdue:
        parts.append("已届满" if zh else "already over")
    parts.append(move.reason.text.say(lang))
    yield fold(f"{name}{'：' if zh else ': '}{comma.join(parts)}", first="  ", indent="      ")
    yield fold(f"{'依据：' if zh else 'by '}{move.article.say(lang)}", indent="      ")
    yield fold(f"{'告知：' if zh else 'tell: '}{_told(move, lang)}", indent="      ")


def _days(move: ClockImpact, lang: Lang) -> str:
    zh = lang == "zh"
    if move.change is ImpactKind.RANGE:
        return (
            f"{_day(move.after)}不变，范围由{_range(move.range_before)}变为"
            f"{_range(move.range_after)}"
            if zh
            else f"{_day(move.after)} stays, its range {_range(move.range_before)} becomes "
            f"{_range(move.range_after)}"
        )
    if move.change in {ImpactKind.NEW, ImpactKind.GONE}:
        day = _day(move.after if move.change is ImpactKind.NEW else move.before)
        return f"{move.change.text.zh}（{day}）" if zh else f"{move.change.text.en} ({day})"
    text = f"{_day(move.before)} → {_day(move.after)}"
    if move.change in {ImpactKind.NOW_LATE, ImpactKind.NOW_IN_TIME}:
        return f"{text}，{move.change.text.zh}" if zh else f"{text}, {move.change.text.en}"
    number = abs(move.days or 0)
    if zh:
        what = "自该日起方可为之，" if move.wait else ""
        return f"{text}（{what}{move.change.text.zh}{number}日）"
    what = "lawful from then, " if move.wait else ""
    return f"{text} ({what}{number} {'day' if number == 1 else 'days'} {move.change.text.en})"


def _day(day: date | None) -> str:
    return str(day) if day else "-"


def _range(days: tuple[date | None, date | None]) -> str:
    first, last = days
    return f"{first or '…'}..{last or '…'}"


def _told(move: ClockImpact, lang: Lang) -> str:
    zh = lang == "zh"
    said = []
    for who in move.tell:
        text = who.text.say(lang)
        if who is Tell.PARTY and move.parties:
            text += f"（{'、'.join(move.parties)}）" if zh else f" ({', '.join(move.parties)})"
        said.append(text)
    return ("、" if zh else ", ").join(said)


def impact_json(found: Impact, lang: Lang = "en") -> Iterator[str]:
    """Yield a JSON document; its keys and codes are the same in both languages."""
    head = {
        "procedure": found.after.id,
        "as_of": found.as_of.isoformat(),
        "causes": [cause.say(lang) for cause in found.causes],
        **{
            side: {
                "calendar": one.calendar.edition if one.calendar is not None else "",
                "packs": dict(sorted(one.digests.items())),
            }
            for side, one in (("before", found.before), ("after", found.after))
        },
        "cases": found.cases,
        "open_cases": found.open_cases,
        "cases_moved": found.cases_moved,
        "by_change": found.by_change,
        "to_tell": {who.value: len(found.to_tell(who)) for who in Tell},
    }
    yield from json_lines(head, {"moves": (move.to_dict(lang) for move in found.moves)})


_HEADINGS: Final = (
    *("case", "rule", "name", "of", "change", "before", "after", "days", "tell", "parties"),
    *("reason", "overdue", "wait", "certainty", "start", "rule_before", "article"),
)
_CHINESE: Final = {
    "case": "案件",
    "rule": "期限编号",
    "name": "期限",
    "of": "对象",
    "change": "变动",
    "before": "原届满日",
    "after": "现届满日",
    "days": "相差日数",
    "tell": "应告知",
    "parties": "当事人",
    "reason": "原因",
    "overdue": "已届满",
    "wait": "等待期",
    "certainty": "确定程度",
    "start": "起算日",
    "rule_before": "原期限编号",
    "article": "依据",
}


def impact_csv(found: Impact, lang: Lang = "en") -> Iterator[str]:
    """Yield a CSV document with a line a move; for people, so its headings speak *lang*."""

    def cells(move: ClockImpact) -> list[object]:
        values = move.to_dict(lang)
        values["of"] = "; ".join(f"{key}={value}" for key, value in move.of)
        values["change"] = _word(move.change.text, move.change.value, lang)
        values["reason"] = _word(move.reason.text, move.reason.value, lang)
        values["tell"] = "; ".join(_word(who.text, who.value, lang) for who in move.tell)
        values["parties"] = "; ".join(move.parties)
        for name in ("overdue", "wait"):
            values[name] = _YES_NO[bool(values[name])].say(lang)
        return [values[heading] for heading in _HEADINGS]

    headings = [_CHINESE[one] for one in _HEADINGS] if lang == "zh" else _HEADINGS
    yield from csv_lines(headings, map(cells, found.moves))


_YES_NO: Final = {True: Text("yes", "是"), False: Text("no", "否")}


def _word(text: Text, code: str, lang: Lang) -> str:
    return text.zh if lang == "zh" else code
