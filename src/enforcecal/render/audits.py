"""What an audit found, as a page to read, as JSON and as a sheet.

A row that could not be read is a finding too, of the code ``unreadable``: whoever only looks at
the findings still learns that part of the table was not judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.audit import (
    AuditReport,
    CaseVerdict,
    Finding,
    Severity,
    Verdict,
)
from enforcecal.cases.checks.table import CODES
from enforcecal.law.procedures import Procedure
from enforcecal.readers.logs import CaseTable, Layout
from enforcecal.readers.tables import Rejected
from enforcecal.render.columns import csv_lines, fold, fold_list, table_lines
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["Audited", "audit_csv", "audit_json", "audit_text"]


@attrs.frozen(kw_only=True)
class Audited:
    """A table of cases with the report of its audit."""

    table: CaseTable
    report: AuditReport
    procedure: Procedure
    assumed_today: bool = False
    """Whether nobody said on which day to judge, so that today was taken."""

    @property
    def unreadable(self) -> tuple[Finding, ...]:
        """One finding for each row that could not be read."""
        return tuple(map(_unreadable, self.table.rejected))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything found: in the cases, then in the table itself."""
        return (*self.report.findings, *self.unreadable)

    @property
    def by_code(self) -> dict[str, int]:
        """How many findings there are of each code, most first."""
        return dict(Counter(finding.code for finding in self.findings).most_common())


def _unreadable(row: Rejected) -> Finding:
    reason = _reason(row)
    return Finding(
        case="",
        code="unreadable",
        severity=Severity.REVIEW,
        message=Text(
            f"line {row.line} could not be read: {reason.en}",
            f"第{row.line}行无法读取：{reason.zh}",
        ),
        line=row.line,
    )


def _reason(row: Rejected) -> Text:
    where = Text(
        f"{row.column}: " if row.column else "", f"“{row.column}”列：" if row.column else ""
    )
    value = f"{row.value!r}: " if row.value else ""
    value_zh = f"“{row.value}”，" if row.value else ""
    return Text(f"{where.en}{value}{row.reason.en}", f"{where.zh}{value_zh}{row.reason.zh}")


# --- text ---------------------------------------------------------------------------------------

_SEVERITIES: Final = {
    Severity.BREACH: Text("breach", "违反"),
    Severity.REVIEW: Text("review", "待核"),
    Severity.NOTE: Text("note", "提示"),
}
_ORDER: Final = tuple(_SEVERITIES)
_LAYOUTS: Final = {
    Layout.LONG: Text("one row an event", "每行一个环节"),
    Layout.WIDE: Text("one row a case", "每行一个案件"),
}


def audit_text(audited: Audited, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of a page: what was read, and what was found, case by case.

    The rule packs and their digests are for programs, and stand in the JSON.
    """
    yield from _what_was_read(audited, lang)
    yield ""
    yield from _summary(audited, lang)
    yield from _cases(audited, lang)
    yield from _rejected(audited.table, lang)
    yield ""
    yield from _columns_used(audited.table, lang)
    yield from _calendar(audited, lang)


def _what_was_read(audited: Audited, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    table, procedure, report = audited.table, audited.procedure, audited.report
    layout = _LAYOUTS[table.layout].say(lang)
    yield fold(
        f"{table.source}：共{table.rows_in:,}行，读取{table.rows_read:,}行，"
        f"未能读取{table.rows_rejected:,}行（{layout}）"
        if zh
        else f"{table.source}: {table.rows_in:,} rows, {table.rows_read:,} read, "
        f"{table.rows_rejected:,} rejected ({layout})",
        indent="  ",
        first="",
    )
    name = Text(procedure.en, procedure.zh).say(lang)
    yield fold(
        f"{'程序：' if zh else 'procedure: '}{procedure.id}{f' {name}' if name else ''}",
        indent="  ",
        first="",
    )
    yield _as_of(report.as_of, assumed=audited.assumed_today, zh=zh)
    declared = report.coverage.text
    if declared is not None:
        said = declared.say(lang)
        yield fold(f"{'声明：' if zh else 'declared: '}{said}", indent="  ", first="")
    used = len(table.columns_used)
    yield f"使用{used}列（列于末尾）" if zh else f"{used} columns used, listed at the end"
    if table.columns_ignored:
        comma = "、" if zh else ", "
        label = "未使用的列：" if zh else "columns ignored: "
        yield fold_list(table.columns_ignored, comma=comma, first=label, indent="  ")


def _columns_used(table: CaseTable, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    used = [
        heading if heading == name else f"{heading} = {name}"
        for heading, name in table.columns_used.items()
    ]
    label = "使用的列：" if zh else "columns used: "
    yield fold_list(used, comma="、" if zh else ", ", first=label, indent="  ")


def _as_of(day: date, *, assumed: bool, zh: bool) -> str:
    if zh:
        return f"截至：{day}" + ("（未指定 --as-of，按今天计）" if assumed else "")
    return f"as of: {day}" + (" (today, since --as-of was not given)" if assumed else "")


def _summary(audited: Audited, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    report, findings = audited.report, audited.findings
    yield (
        f"{report.cases:,}件案件，{report.events:,}个环节，{len(findings):,}项问题"
        if zh
        else f"{report.cases:,} cases, {report.events:,} events, {len(findings):,} findings"
    )
    counts = Counter((_ORDER.index(one.severity), one.code) for one in findings)
    if counts:
        yield ""
        yield from table_lines(
            [
                (
                    f"{number:,}",
                    _SEVERITIES[_ORDER[severity]].say(lang),
                    code,
                    CODES[code].name.say(lang) if code in CODES else "",
                )
                for (severity, code), number in sorted(
                    counts.items(), key=lambda one: (one[0][0], -one[1], one[0][1])
                )
            ],
            right=(0,),
        )
    verdicts = Counter(one.verdict for one in report.verdicts)
    if verdicts:
        yield ""
        yield "案件结论：" if zh else "verdicts on the cases:"
        yield ""
        yield from table_lines(
            [
                (f"{verdicts[one]:,}", one.value, one.text.say(lang))
                for one in Verdict
                if verdicts[one]
            ],
            right=(0,),
        )


def _cases(audited: Audited, lang: Lang) -> Iterator[str]:
    found: dict[str, list[Finding]] = {}
    for finding in audited.report.findings:
        found.setdefault(finding.case, []).append(finding)
    gravest = {
        case: min(_ORDER.index(one.severity) for one in findings)
        for case, findings in found.items()
    }
    verdicts = {one.case: one for one in audited.report.verdicts}
    # Sorting is stable: within a grade the cases stay in the order of the table.
    for case in sorted(found, key=lambda one: (not one, gravest[one])):
        yield ""
        yield _case_line(case, verdicts.get(case), lang)
        if case in audited.table.incomplete:
            yield fold(
                "本案有数据行未能读取，所缺内容可能就在该行"
                if lang == "zh"
                else "a row of this case could not be read; what is missing may stand in it",
                indent="  ",
            )
        for finding in sorted(found[case], key=lambda one: _ORDER.index(one.severity)):
            yield from _finding(finding, lang)


def _case_line(case: str, verdict: CaseVerdict | None, lang: Lang) -> str:
    zh = lang == "zh"
    if not case:
        return "整个数据表：" if zh else "the whole table:"
    text = f"案件 {case}" if zh else f"case {case}"
    if verdict is None:
        return text
    text += f"：{verdict.verdict.text.zh}" if zh else f": {verdict.verdict.text.en}"
    if verdict.overdue and verdict.verdict is Verdict.BROKEN:
        text += "，另有超期未办事项" if zh else ", and something is still owed"
    if verdict.next_due is not None:
        text += f"（下一届满日 {verdict.next_due}）" if zh else f" (next due {verdict.next_due})"
    return text


def _finding(finding: Finding, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    severity = _SEVERITIES[finding.severity].say(lang)
    name = CODES[finding.code].name.zh if zh and finding.code in CODES else finding.code
    line = ""
    if finding.line is not None:
        line = f"（第{finding.line}行）" if zh else f" (line {finding.line})"
    colon = "：" if zh else ": "
    yield fold(
        f"[{severity}] {name}{line}{colon}{finding.message.say(lang)}", first="  ", indent="      "
    )
    if finding.article.say(lang):
        source = finding.article.say(lang)
        yield fold(f"{'依据：' if zh else 'by '}{source}", indent="      ")


def _rejected(table: CaseTable, lang: Lang) -> Iterator[str]:
    if not table.rejected:
        return
    zh = lang == "zh"
    yield ""
    yield "未能读取的行：" if zh else "rows that could not be read:"
    for row in table.rejected:
        text = _reason(row).say(lang)
        yield fold(
            f"第{row.line}行：{text}" if zh else f"line {row.line}: {text}",
            first="  ",
            indent="      ",
        )


def _calendar(audited: Audited, lang: Lang) -> Iterator[str]:
    calendar = audited.procedure.calendar
    if calendar is not None:
        yield f"日历：{calendar.edition}" if lang == "zh" else f"calendar: {calendar.edition}"


# --- for other programs -------------------------------------------------------------------------


def audit_json(audited: Audited, lang: Lang = "en") -> Iterator[str]:
    """Yield a JSON document; its keys and codes are the same in both languages."""
    table, report, procedure = audited.table, audited.report, audited.procedure
    head = {
        "procedure": report.procedure,
        "as_of": report.as_of.isoformat(),
        "calendar": procedure.calendar.edition if procedure.calendar is not None else "",
        "packs": dict(sorted(procedure.digests.items())),
        "source": table.source,
        "coverage": report.coverage.to_dict(),
        "cases": report.cases,
        "events": report.events,
        "rows_in": table.rows_in,
        "rows_read": table.rows_read,
        "rows_rejected": table.rows_rejected,
        "columns_used": dict(table.columns_used),
        "columns_ignored": [*table.columns_ignored],
        "incomplete": sorted(table.incomplete),
        "by_code": audited.by_code,
        "by_verdict": report.by_verdict,
    }
    rejected = (
        {
            "line": row.line,
            "column": row.column,
            "value": row.value,
            "reason": row.reason.say(lang),
        }
        for row in table.rejected
    )
    verdicts = (
        {
            "case": one.case,
            "verdict": one.verdict.value,
            "next_due": one.next_due.isoformat() if one.next_due else None,
            "rule": one.rule,
            "overdue": list(one.overdue),
        }
        for one in report.verdicts
    )
    yield from json_lines(
        head,
        {
            "rejected": rejected,
            "findings": (finding.to_dict(lang) for finding in audited.findings),
            "verdicts": verdicts,
        },
    )


_HEADINGS: Final = (
    *("case", "code", "severity", "event", "day", "due", "rule", "of", "certainty", "article"),
    *("message", "line"),
)


def audit_csv(audited: Audited, lang: Lang = "en") -> Iterator[str]:
    """Yield a CSV document with a line a finding, headed like the keys of the JSON."""

    def cells(finding: Finding) -> list[object]:
        values = finding.to_dict(lang)
        values["of"] = "; ".join(f"{key}={value}" for key, value in finding.of)
        return [values[heading] for heading in _HEADINGS]

    yield from csv_lines(_HEADINGS, map(cells, audited.findings))
