"""The annual report as Markdown, as one self-contained page, and as JSON.

A sentence is followed by the numbers of the figures it is made of, and under those numbers the
page says what each of them counts: a reader who has only the page can recount it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from enforcecal.cases.findings import Severity
from enforcecal.measures.figures import Counted, Figure
from enforcecal.measures.report import Content, Duty, Report, Section, Series
from enforcecal.measures.rounding import percent
from enforcecal.plain import plain_fields
from enforcecal.render.charts import can_draw, draw
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["report_html", "report_json", "report_markdown"]

_IDS_SHOWN: Final = 20
_DATES: Final = Text("Statutory dates", "法定时间")
_CONTENTS: Final = Text("Compulsory contents", "法定内容")
_FINDINGS: Final = Text("Findings", "发现的问题")
_BASES: Final = Text("What each figure counts", "各项数据的口径")
_COLON: Final = Text(": ", "：")
_SEVERITIES: Final = {
    Severity.BREACH: Text("breach", "违反"),
    Severity.REVIEW: Text("review", "待核"),
    Severity.NOTE: Text("note", "提示"),
}
_NO_CHARTS: Final = Text(
    'This page has no charts, because matplotlib is not installed: pip install "enforcecal[plot]".',
    '未安装 matplotlib，本页不含图；可执行 pip install "enforcecal[plot]"。',
)
_NOT_READ: Final = Text(
    "As stated by whoever made this report; the text itself was not read.",
    "据编制人申明勾选，未核对报告正文。",
)
_HEADS: Final = (
    Text("duty", "事项"),
    Text("by law", "法律规定"),
    Text("last day", "最后一日"),
    Text("done on", "办理日期"),
    Text("status", "状态"),
)


def _judged(report: Report, lang: Lang) -> str:
    day = report.duties.as_of
    return Text(f"Judged as on {day}, a day not yet over.", f"以{day}（当日尚未届满）为准。").say(
        lang
    )


def _numbers(report: Report) -> dict[int, int]:
    """Return the number under which each figure stands, by its identity."""
    found = [one for section in report.sections for one in section.disclosed]
    return {id(one): number for number, one in enumerate(found, 1)}


def _read(section: Section, lang: Lang) -> str:
    source = section.source
    lost = len(source.rejected)
    wrong = sum(one.n for one in source.errors)
    text = Text(
        f"Source: {source.name}, {source.rows_in:,} rows; {lost:,} could not be read, "
        f"{wrong:,} left out for errors.",
        f"数据来源：{source.name}，共{source.rows_in:,}行；未能读取{lost:,}行，"
        f"因数据有误未计入{wrong:,}行。",
    )
    return text.say(lang)


def _day_before(duty: Duty, lang: Lang) -> str:
    if duty.before is None:
        return "—"
    return Text(f"before {duty.before}", f"{duty.before}之前").say(lang)


def _duty_cells(duty: Duty, lang: Lang) -> list[str]:
    return [
        duty.name.say(lang),
        _day_before(duty, lang),
        str(duty.due or "—"),
        str(duty.done or "—"),
        duty.status.text.say(lang),
    ]


def _head(figure: Figure, lang: Lang) -> str:
    code = figure.metric.code
    name = figure.name.say(lang)
    said = f"{name}（{code}）：" if lang == "zh" else f"{name} ({code}): "
    return f"{said}{figure.shown(lang)}"


def _notes(figure: Figure, lang: Lang) -> Iterator[str]:
    """Yield what is to be said under a figure besides its disclosure."""
    zh = lang == "zh"
    band = figure.band
    if band is not None and band.low != band.high:
        ways = [
            f"{by.say(lang)} {percent(value, figure.basis.rounding)}" for by, value in band.values
        ]
        yield f"其他口径：{'；'.join(ways)}。" if zh else f"Other conventions: {'; '.join(ways)}."
    yield from (_ids(out, lang) for out in figure.left_out if out.ids)


def _ids(out: Counted, lang: Lang) -> str:
    zh = lang == "zh"
    head = f"未计入：{out.text.zh}{out.n:,}个" if zh else f"Left out: {out.n:,} {out.text.en}"
    shown = out.ids if out.is_error else out.ids[:_IDS_SHOWN]
    more = out.n - len(shown)
    ids = [*shown, *([f"另有{more:,}个" if zh else f"{more:,} more"] if more else [])]
    return f"{head}：{'、'.join(ids)}。" if zh else f"{head}: {', '.join(ids)}."


def _caption(series: Series, lang: Lang) -> str:
    title, unit = series.title.say(lang), series.unit.say(lang)
    if series.percent is not None:
        return title[:1].upper() + title[1:]
    text = f"{title}（{unit}）" if lang == "zh" else f"{title} ({unit})"
    return text[:1].upper() + text[1:]


def _rows(series: Series, lang: Lang) -> Iterator[list[str]]:
    yield ["", *(name.say(lang) for name, _ in series.columns)]
    for at, label in enumerate(series.labels):
        yield [label.say(lang), *(series.shown(values[at]) for _, values in series.columns)]


# --- Markdown -------------------------------------------------------------------------------------

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~])")


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _table(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    for at, row in enumerate(rows):
        cells = [_plain(cell) for cell in row]
        yield f"| {' | '.join(cells)} |"
        if not at:
            yield f"|{' --- |' * len(cells)}"


def report_markdown(report: Report, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of the report as Markdown; its charts stand as tables."""
    numbers = _numbers(report)
    yield f"# {_plain(report.title.say(lang))}"
    if report.remark:
        yield from ("", f"> **{_plain(report.remark)}**")
    for section in report.sections:
        yield from ("", f"## {section.title.say(lang)}", "")
        for said in section.statements:
            refs = "".join(f"\\[{numbers[id(one)]}\\]" for one in said.figures)
            yield f"- {_plain(said.text.say(lang))} {refs}"
        for series in section.series:
            yield from ("", f"**{_plain(_caption(series, lang))}**", "")
            yield from _table(_rows(series, lang))
        yield from ("", _plain(_read(section, lang)))
        for line, reason in section.source.rejected:
            yield f"- {_plain(_line(line, reason, lang))}"
    yield from _markdown_duties(report, lang)
    yield from ("", f"## {_BASES.say(lang)}")
    for section in report.sections:
        yield from ("", f"### {section.title.say(lang)}", "")
        for figure in section.disclosed:
            number = numbers[id(figure)]
            yield f"- \\[{number}\\] **{_plain(_head(figure, lang))}**"
            yield f"  {_plain(figure.sentence(lang))} `{figure.metric.full_id}`"
            for note in _notes(figure, lang):
                yield f"  {_plain(note)}"


def _line(line: int, reason: Text, lang: Lang) -> str:
    text = reason.say(lang)
    return f"第{line}行：{text}" if lang == "zh" else f"line {line}: {text}"


def _markdown_duties(report: Report, lang: Lang) -> Iterator[str]:
    duties = report.duties
    yield from ("", f"## {_DATES.say(lang)}", "")
    yield from _table(
        [[head.say(lang) for head in _HEADS], *(_duty_cells(one, lang) for one in duties.dates)]
    )
    yield from ("", _judged(report, lang))
    for duty in duties.dates:
        yield from ("", f"> {duty.quote}", ">", f"> {_plain(duty.law.say(lang))} `{duty.rule}`")
        for doubt in duty.doubts:
            yield from ("", f"- {_plain(doubt.say(lang))}")
    yield from ("", f"## {_CONTENTS.say(lang)}", "")
    for content in Content:
        mark = "x" if content in duties.present else " "
        yield f"- [{mark}] {content.text.say(lang)}"
    yield from ("", f"> {duties.asked.say(lang)}", "", _NOT_READ.say(lang))
    if duties.findings:
        yield from ("", f"## {_FINDINGS.say(lang)}", "")
        for one in duties.findings:
            severity = _SEVERITIES[one.severity].say(lang)
            yield f"- {severity}{_COLON.say(lang)}{_plain(one.message.say(lang))} `{one.rule}`"


# --- the page -------------------------------------------------------------------------------------

_STYLE: Final = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem 1.25rem 4rem; color: #222;
  font: 16px/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC",
  "WenQuanYi Zen Hei", "SimHei", system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.35; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-bottom: .2rem;
  border-bottom: 2px solid #1f5a94; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
.remark { background: #fff3cd; border-left: 4px solid #c98a00; padding: .5rem .9rem; margin: 1rem 0;
  font-weight: 600; }
.said { margin: .4rem 0; }
.said span { white-space: nowrap; }
.said a { font-size: .75rem; vertical-align: super; line-height: 1; text-decoration: none;
  color: #1f5a94; margin-left: .2rem; }
.source, .note { color: #666; font-size: .85rem; }
figure { margin: 1.25rem 0; }
figure svg { display: block; width: 100%; min-width: 30rem; height: auto; }
figcaption { font-weight: 600; font-size: .95rem; margin-bottom: .3rem; }
details { font-size: .85rem; } summary { cursor: pointer; color: #1f5a94; }
table { border-collapse: collapse; font-size: .9rem; margin: .5rem 0; }
.wide { overflow-x: auto; }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .7rem .3rem 0; text-align: left;
  vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
table.dates :is(td, th):not(:first-child) { white-space: nowrap; }
table.dates td:first-child { min-width: 12em; }
blockquote { margin: .6rem 0; padding: .1rem .9rem; border-left: 3px solid #ccc; color: #555;
  font-size: .9rem; }
code { font-size: .8rem; color: #666; overflow-wrap: anywhere; }
ul.check { list-style: none; padding: 0; } ul.check li { margin: .2rem 0; }
ul.check b { display: inline-block; width: 1.6em; }
dl.bases dt { font-weight: 600; margin-top: .8rem; scroll-margin-top: 1rem; }
dl.bases dt span { color: #1f5a94; margin-right: .4rem; }
dl.bases dd { margin: 0 0 0 1.9rem; font-size: .88rem; color: #444; }
dt:target { background: #e8f0f8; }
.late, .overdue, .doubtful, .breach { color: #a11; font-weight: 600; }
.in-time { color: #1c6b2c; }
@media print { body { max-width: none; padding: 0; } figure, dt, dd { break-inside: avoid; }
  details > summary { display: none; } }
"""


def _e(text: object) -> str:
    return html.escape(str(text))


def _html_table(rows: Iterable[list[str]], *, numbers: bool = False) -> Iterator[str]:
    yield '<div class="wide"><table>'
    for at, row in enumerate(rows):
        tag = "td" if at else "th"
        cells = [
            f"<{tag}{' class=number' if numbers and column else ''}>{_e(cell)}</{tag}>"
            for column, cell in enumerate(row)
        ]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table></div>"


def report_html(report: Report, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of one page that needs nothing beside it: no file, no script, no network."""
    numbers = _numbers(report)
    title = _e(report.title.say(lang))
    yield "<!DOCTYPE html>"
    yield f'<html lang="{"zh-CN" if lang == "zh" else "en"}">'
    yield f'<head><meta charset="utf-8"><title>{title}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_STYLE}</style></head>"
    yield f"<body><header><h1>{title}</h1>"
    if report.remark:
        yield f'<p class="remark">{_e(report.remark)}</p>'
    if not can_draw():
        yield f'<p class="note">{_e(_NO_CHARTS.say(lang))}</p>'
    yield "</header><main>"
    for at, section in enumerate(report.sections):
        yield from _html_section(section, numbers, at, lang)
    yield from _html_duties(report, lang)
    yield f"<section><h2>{_BASES.say(lang)}</h2>"
    for section in report.sections:
        yield f'<h3>{_e(section.title.say(lang))}</h3><dl class="bases">'
        for figure in section.disclosed:
            number = numbers[id(figure)]
            yield f'<dt id="n{number}"><span>[{number}]</span>{_e(_head(figure, lang))}</dt>'
            yield f"<dd>{_e(figure.sentence(lang))} <code>{_e(figure.metric.full_id)}</code></dd>"
            for note in _notes(figure, lang):
                yield f"<dd>{_e(note)}</dd>"
        yield "</dl>"
    yield "</section></main></body></html>"


def _html_section(section: Section, numbers: dict[int, int], at: int, lang: Lang) -> Iterator[str]:
    yield f"<section><h2>{_e(section.title.say(lang))}</h2>"
    for said in section.statements:
        refs = [numbers[id(one)] for one in said.figures]
        links = "".join(f'<a href="#n{ref}">[{ref}]</a>' for ref in refs)
        yield f'<p class="said">{_e(said.text.say(lang))}<span>{links}</span></p>'
    yield f'<p class="source">{_e(_read(section, lang))}</p>'
    if section.source.rejected:
        yield "<ul>"
        for line, reason in section.source.rejected:
            yield f"<li>{_e(_line(line, reason, lang))}</li>"
        yield "</ul>"
    for place, series in enumerate(section.series):
        yield f"<figure><figcaption>{_e(_caption(series, lang))}</figcaption>"
        picture = draw(series, lang, salt=f"{at}-{place}")
        if picture is None:
            yield from _html_table(_rows(series, lang), numbers=True)
        else:
            yield f'<div class="wide">{picture}</div>'
            yield f"<details><summary>{Text('as a table', '数据表').say(lang)}</summary>"
            yield from _html_table(_rows(series, lang), numbers=True)
            yield "</details>"
        yield "</figure>"
    yield "</section>"


def _html_duties(report: Report, lang: Lang) -> Iterator[str]:
    duties = report.duties
    yield f"<section><h2>{_DATES.say(lang)}</h2>"
    yield '<div class="wide"><table class="dates">'
    yield f"<tr>{''.join(f'<th>{_e(head.say(lang))}</th>' for head in _HEADS)}</tr>"
    for duty in duties.dates:
        *cells, status = _duty_cells(duty, lang)
        told = "".join(f"<td>{_e(cell)}</td>" for cell in cells)
        yield f'<tr>{told}<td class="{duty.status.value}">{_e(status)}</td></tr>'
    yield f'</table></div><p class="note">{_judged(report, lang)}</p>'
    for duty in duties.dates:
        law = f"{_e(duty.law.say(lang))} <code>{_e(duty.rule)}</code>"
        yield f'<blockquote lang="zh-CN"><p>{_e(duty.quote)}</p><p>{law}</p></blockquote>'
        for doubt in duty.doubts:
            yield f'<p class="note">{_e(doubt.say(lang))}</p>'
    yield f"</section><section><h2>{_CONTENTS.say(lang)}</h2>"
    yield '<ul class="check">'
    for content in Content:
        mark = "☑" if content in duties.present else "☐"
        yield f"<li><b>{mark}</b>{_e(content.text.say(lang))}</li>"
    yield f'</ul><blockquote lang="zh-CN"><p>{_e(duties.asked.say(lang))}</p></blockquote>'
    yield f'<p class="note">{_e(_NOT_READ.say(lang))}</p></section>'
    if duties.findings:
        yield f"<section><h2>{_FINDINGS.say(lang)}</h2><ul>"
        for one in duties.findings:
            severity = f"{_SEVERITIES[one.severity].say(lang)}{_COLON.say(lang)}"
            text = f"{_e(one.message.say(lang))} <code>{_e(one.rule)}</code>"
            yield f'<li><span class="{one.severity.value}">{severity}</span>{text}</li>'
        yield "</ul></section>"


# --- JSON -----------------------------------------------------------------------------------------


def report_json(report: Report, lang: Lang = "en") -> Iterator[str]:
    """Yield a JSON document; exact values are written as numerator/denominator."""
    numbers = _numbers(report)
    duties = report.duties
    head = {
        "title": report.title.say(lang),
        "year": report.year,
        "bureau": report.bureau,
        "as_of": duties.as_of.isoformat(),
        "remark": report.remark,
        "contents": {one.value: one in duties.present for one in Content},
    }
    yield from json_lines(
        head,
        {
            "sections": (
                {
                    "title": section.title.say(lang),
                    "source": section.source.name,
                    "rows_in": section.source.rows_in,
                    "rejected": [
                        {"line": line, "reason": reason.say(lang)}
                        for line, reason in section.source.rejected
                    ],
                    "statements": [
                        {
                            "text": said.text.say(lang),
                            "figures": [numbers[id(one)] for one in said.figures],
                        }
                        for said in section.statements
                    ],
                    "figures": {
                        str(numbers[id(one)]): one.to_dict(lang) for one in section.disclosed
                    },
                    "series": [
                        {
                            **plain_fields(series, lang, "title unit labels"),
                            "columns": {
                                name.say(lang): [str(value) for value in values]
                                for name, values in series.columns
                            },
                        }
                        for series in section.series
                    ],
                }
                for section in report.sections
            ),
            "dates": (
                plain_fields(duty, lang, "rule name before due done status doubts quote")
                for duty in duties.dates
            ),
            "findings": (one.to_dict(lang) for one in duties.findings),
        },
    )
