"""An expiry scan on a page, as JSON and as CSV: the page a bureau puts before its meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from enforcecal.cases.limitation.answer import FLAGS
from enforcecal.cases.limitation.barring import LimitationStatus
from enforcecal.cases.limitation.scan import OWN, ExpiryCase, ExpiryReport, Urgency
from enforcecal.plain import plain_fields
from enforcecal.readers.expiry import ExpiryTable
from enforcecal.render.columns import csv_lines, fold, fold_list, table_lines
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["Scanned", "expiry_csv", "expiry_json", "expiry_text"]


@attrs.frozen(kw_only=True)
class Scanned:
    """A table that was read, and what the scan of it gave."""

    table: ExpiryTable
    report: ExpiryReport
    assumed_today: bool = False


_LISTED: Final = (Urgency.ABOUT_TO_LAPSE, Urgency.REVIEW, Urgency.EXPIRED)
"""What the page lists case by case; the others it counts."""

_SENDERS: Final = 12

_OWN: Final = Text("this bureau", "本机关")


def expiry_text(scanned: Scanned, lang: Lang = "en", *, all_cases: bool = False) -> Iterator[str]:
    """Yield the lines of a page: the counts, then the cases that ask for something, ranked.

    With *all_cases* those that ask for nothing are listed too.
    """
    yield from _what_was_read(scanned, lang)
    yield ""
    yield from _counts(scanned.report, lang)
    listed = [*Urgency] if all_cases else _LISTED
    for urgency in listed:
        cases = [one for one in scanned.report.cases if one.urgency is urgency]
        if cases:
            yield ""
            yield from _group(urgency, cases, scanned.report, lang)
    yield from _rejected(scanned.table, lang)
    yield ""
    yield from _sources(scanned, lang)


def _what_was_read(scanned: Scanned, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    table, day = scanned.table, scanned.report.as_of
    read = len(table.rows)
    yield fold(
        f"{table.source}：共{table.rows_in:,}行，读取{read:,}行，未能读取{len(table.rejected):,}行"
        if zh
        else f"{table.source}: {table.rows_in:,} rows, {read:,} read, "
        f"{len(table.rejected):,} rejected",
        indent="  ",
        first="",
    )
    if zh:
        yield f"截至：{day}" + ("（未指定 --as-of，按今天计）" if scanned.assumed_today else "")
    else:
        yield f"as of: {day}" + (
            " (today, since --as-of was not given)" if scanned.assumed_today else ""
        )
    if table.columns_ignored:
        yield fold_list(
            table.columns_ignored,
            comma="、" if zh else ", ",
            first="未使用的列：" if zh else "columns ignored: ",
            indent="  ",
        )


def _counts(report: ExpiryReport, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    yield from table_lines(
        [
            (f"{number:,}", urgency.text.say(lang), _note(urgency, report, lang))
            for urgency, number in report.by_urgency.items()
        ],
        right=(0,),
    )
    if report.by_responsible:
        yield ""
        yield fold_list(
            [
                f"{_authority(name, lang)} {number:,}"
                for name, number in report.by_responsible.items()
            ],
            comma="、" if zh else ", ",
            first="时效届满时由谁持有：" if zh else "the last day passed in the hands of: ",
            indent="  ",
        )
    for label, counts in (
        (Text("by sender", "按移送机关"), report.by_sender),
        (Text("by year of the last day", "按时效届满年份"), report.by_year),
    ):
        if len(counts) > 1:
            yield ""
            yield f"{label.say(lang)}{'：' if zh else ':'}"
            yield from _statuses(counts, lang)


def _note(urgency: Urgency, report: ExpiryReport, lang: Lang) -> str:
    if urgency is not Urgency.ABOUT_TO_LAPSE:
        return ""
    days = report.warn_days
    return f"{days}日内届满" if lang == "zh" else f"within {days} days"


_HEADS: Final = {
    LimitationStatus.EXPIRED: Text("expired", "超过"),
    LimitationStatus.DISPUTED_DISCOVERY: Text("disputed", "存疑"),
    LimitationStatus.DISPUTED_BOUNDARY: Text("last day", "最后一日"),
    LimitationStatus.RUNNING: Text("running", "未发现"),
    LimitationStatus.PRESERVED: Text("preserved", "已发现"),
    LimitationStatus.NOT_STARTED: Text("going on", "未终了"),
}


def _statuses(counts: Mapping[str, Mapping[str, int]], lang: Lang) -> Iterator[str]:
    rows = [("", *(_HEADS[one].say(lang) for one in _HEADS))]
    listed = [*counts.items()]
    rows += [
        (_authority(name, lang) or "–", *(f"{found.get(one.value, 0) or '·'}" for one in _HEADS))
        for name, found in listed[:_SENDERS]
    ]
    yield from table_lines(rows, right=range(1, len(_HEADS) + 1))
    if len(listed) > _SENDERS:
        more = len(listed) - _SENDERS
        yield f"  另有{more}个" if lang == "zh" else f"  and {more} more"


def _authority(name: str, lang: Lang) -> str:
    return _OWN.say(lang) if name == OWN else name


def _group(
    urgency: Urgency, cases: list[ExpiryCase], report: ExpiryReport, lang: Lang
) -> Iterator[str]:
    zh = lang == "zh"
    note = _note(urgency, report, lang)
    title = urgency.text.say(lang)
    if note:
        title += f"（{note}）" if zh else f" ({note})"
    yield f"{title}{'：' if zh else ':'}"
    if urgency is Urgency.ABOUT_TO_LAPSE:
        said = f"{_RECORD.say(lang)}{_by(cases[0].advice.article, lang)}"
        yield fold(said, first="  ", indent="  ")
    for said in dict.fromkeys(_advice(one, lang) for one in cases if urgency in _SAME):
        yield fold(said, first="  ", indent="  ")
    yield from table_lines([_line(one, lang) for one in cases], right=(0,))


_SAME: Final = frozenset({Urgency.REVIEW, Urgency.EXPIRED})
"""Groups whose cases have one advice; elsewhere it names a day of the case."""


_RECORD: Final = Text(
    "not discovered yet: make a dated record of your own before the last day",
    "尚未发现：在最后一日之前形成本机关有日期的调查记录",
)


def _advice(one: ExpiryCase, lang: Lang) -> str:
    return f"{one.advice.text.say(lang)}{_by(one.advice.article, lang)}"


def _by(article: Text, lang: Lang) -> str:
    return f"（{article.zh}）" if lang == "zh" else f" ({article.en})"


def _line(one: ExpiryCase, lang: Lang) -> tuple[str, ...]:
    zh = lang == "zh"
    answer = one.answer
    left = answer.days_left
    days = "" if left is None else f"{left:+,}日" if zh else f"{left:+,} d"
    last = "" if answer.last_day is None else str(answer.last_day)
    said = [str(answer.deciding)] if answer.deciding else []
    if one.responsible:
        said.append(
            f"时效届满时由{_authority(one.responsible, lang)}持有"
            if zh
            else f"lapsed with {_authority(one.responsible, lang)}"
        )
    said += dict.fromkeys(view.question for view in answer.views)
    return days, one.case, last, ("，" if zh else ", ").join(said)


def _rejected(table: ExpiryTable, lang: Lang) -> Iterator[str]:
    if not table.rejected:
        return
    zh = lang == "zh"
    yield ""
    yield "未能读取的行：" if zh else "rows that could not be read:"
    for row in table.rejected:
        reason = row.reason.say(lang)
        text = f"第{row.line}行：" if zh else f"line {row.line}: "
        if row.column:
            text += f"{row.column} = {row.value!r}{'：' if zh else ': '}"
        yield fold(text + reason, first="  ", indent="      ")


def _sources(scanned: Scanned, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    flags = {flag for one in scanned.report.cases for flag in one.answer.flags}
    if flags:
        yield "标记：" if zh else "flags found:"
        for flag in sorted(flags):
            number = sum(flag in one.answer.flags for one in scanned.report.cases)
            yield fold(
                f"{flag}（{number:,}件）：{FLAGS[flag].zh}"
                if zh
                else f"{flag} ({number:,}): {FLAGS[flag].en}",
                first="  ",
                indent="      ",
            )
        yield ""
    yield "规则包：" if zh else "rule packs:"
    yield from table_lines(sorted(scanned.report.rules.digests.items()))


# --- for other programs -------------------------------------------------------------------------


def expiry_json(scanned: Scanned, lang: Lang = "en") -> Iterator[str]:
    """Yield a JSON document; its keys and codes are the same in both languages."""
    table, report = scanned.table, scanned.report
    head = {
        "as_of": report.as_of.isoformat(),
        "warn_days": report.warn_days,
        "source": table.source,
        "packs": dict(sorted(report.rules.digests.items())),
        "answers": dict(report.rules.answers),
        "rows_in": table.rows_in,
        "rows_read": len(table.rows),
        "rows_rejected": len(table.rejected),
        "columns_used": dict(table.columns_used),
        "columns_ignored": [*table.columns_ignored],
        "by_status": report.by_status,
        "by_urgency": {one.value: number for one, number in report.by_urgency.items()},
        "by_sender": report.by_sender,
        "by_responsible": report.by_responsible,
        "by_year": report.by_year,
    }
    rejected = (plain_fields(row, lang, "line column value reason") for row in table.rejected)
    yield from json_lines(
        head, {"rejected": rejected, "cases": (one.to_dict(lang) for one in report.cases)}
    )


_HEADINGS: Final = (
    *("case", "status", "last_day", "safe_last_day", "days_left", "deciding", "rule", "flags"),
    *("responsible", "advice", "article", "urgency", "sender", "penalty", "safe_penalty"),
    *("certainty", "questions", "line"),
)


def expiry_csv(scanned: Scanned, lang: Lang = "en") -> Iterator[str]:
    """Yield a CSV document with a line a case, headed like the keys of the JSON."""

    def cells(one: ExpiryCase) -> list[object]:
        values = one.to_dict(lang)
        values["flags"] = ";".join(one.answer.flags)
        values["questions"] = ";".join(dict.fromkeys(view.question for view in one.answer.views))
        return [values[heading] for heading in _HEADINGS]

    yield from csv_lines(_HEADINGS, map(cells, scanned.report.cases))
