"""The control sheet as one web page to read and to print: no script, no network, no other file.

Set for A4 paper: what is signed stands on the first page, the count of each deadline follows.  On a
narrow screen the table becomes a list of cards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from enforcecal.cases.findings import Finding
from enforcecal.render.sheets import ControlSheet, Row, SheetLine, SheetWords
from enforcecal.texts import Lang

__all__ = ["sheet_html"]

_STYLE: Final = """
@page {
  size: A4; margin: 15mm 14mm 18mm;
  @bottom-left { content: "CASE"; font: 8pt sans-serif; color: #555; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #555; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 10mm 8mm; max-width: 190mm; color: #1a1a1a; background: #fff;
  font: 10.5pt/1.5 "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Zen Hei", "Segoe UI", "Helvetica Neue", Arial, sans-serif;
}
h1 { font-size: 17pt; line-height: 1.25; margin: 0 0 4mm; text-align: center; }
h2 {
  font-size: 11.5pt; margin: 7mm 0 2mm; padding-bottom: 1mm; border-bottom: 0.6pt solid #1a1a1a;
  break-after: avoid;
}
section.deadline {
  margin-top: 5mm; border: 0.6pt solid #9a9a9a; border-radius: 1mm;
  -webkit-box-decoration-break: clone; box-decoration-break: clone;
}
h2.annex { break-before: page; }
section.deadline h3 {
  margin: 0; padding: 1.5mm 3mm; font-size: 10.5pt; background: #efefef;
  border-bottom: 0.6pt solid #9a9a9a; break-after: avoid;
}
section.deadline.late h3 { box-shadow: inset 1.2mm 0 #a11; }
dl { display: grid; grid-template-columns: 26mm 1fr; margin: 0; }
section.deadline dl { padding: 1.5mm 3mm; break-inside: avoid; }
section.deadline h3 + dl { break-after: avoid; }
dt { color: #555; padding: 0.4mm 3mm 0.4mm 0; }
dd { margin: 0; padding: 0.4mm 0; overflow-wrap: anywhere; }
dd p { margin: 0; }
dd p + p { color: #555; font-size: 9pt; }
dd.day { font-weight: bold; }
table { width: 100%; border-collapse: collapse; }
th, td {
  text-align: left; vertical-align: top; padding: 1.2mm 2mm; border: 0.6pt solid #9a9a9a;
  overflow-wrap: anywhere;
}
th { background: #efefef; font-weight: 600; }
tr { break-inside: avoid; }
td.number, th.number { text-align: right; width: 13mm; white-space: nowrap; }
td.day, td.from { white-space: nowrap; }
td.day { font-weight: bold; }
td.status { width: 40mm; }
td.certainty { width: 25mm; }
tr.late td.status { color: #a11; font-weight: bold; }
table.trace { margin: 0; border-top: 0.6pt solid #9a9a9a; }
table.trace td { border: 0; border-bottom: 0.4pt solid #d8d8d8; padding: 0.7mm 3mm; }
table.trace tr:last-child td { border-bottom: 0; }
table.trace tr:nth-last-child(-n+2) { break-after: avoid; }
table.trace td:first-child { width: 62mm; white-space: nowrap; color: #333; }
section.deadline table.trace + dl { border-top: 0.6pt solid #9a9a9a; }
ul { margin: 0; padding-left: 5mm; }
li { margin: 0.8mm 0; }
time { white-space: nowrap; }
.signatures { display: flex; gap: 8mm; margin-top: 12mm; break-inside: avoid; }
.signatures div { flex: 1; padding-top: 1mm; border-top: 0.6pt solid #1a1a1a; font-size: 9pt; }
.signatures span { float: right; color: #555; padding-right: 16mm; }
.sources { font-size: 9pt; }
.sources dd p + p { color: inherit; font-size: inherit; }
.sources dd { font-variant-numeric: tabular-nums; }
@media print { body { padding: 0; max-width: none; } a { color: inherit; } }
@media screen and (max-width: 640px) {
  body { padding: 16px 14px; font-size: 15px; }
  h1 { font-size: 21px; text-align: left; }
  h2 { font-size: 17px; }
  section.deadline h3 { font-size: 15px; padding: 8px 10px; }
  section.deadline dl { padding: 6px 10px; }
  dl { grid-template-columns: 1fr; }
  dt { font-size: 13px; padding: 6px 0 0; }
  dd { padding: 0; }
  dd p + p { font-size: 13px; }
  table.glance, table.glance tbody, table.glance tr, table.glance td { display: block; }
  table.glance thead { display: none; }
  table.glance tr {
    border: 1px solid #9a9a9a; border-radius: 4px; margin: 10px 0; padding: 4px 10px;
  }
  table.glance td {
    border: 0; padding: 3px 0; width: auto; text-align: left; display: flex; gap: 8px;
  }
  table.glance td::before { content: attr(data-label); color: #555; flex: 0 0 6.5em; }
  table.glance td.number { display: none; }
  table.trace, table.trace tbody, table.trace tr, table.trace td { display: block; }
  table.trace tr { border-bottom: 1px solid #d8d8d8; padding: 4px 10px; }
  table.trace td { border: 0; padding: 0; }
  table.trace td:first-child { width: auto; white-space: normal; font-size: 13px; color: #555; }
  .signatures { flex-direction: column; gap: 34px; margin-top: 50px; }
}
""".strip()
_CLASSES: Final = ("number", "name", "from", "day", "status", "certainty")


def sheet_html(sheet: ControlSheet, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of the page."""
    words = SheetWords(lang)
    glance, found, counted, annex = words.parts()
    title = escape(f"{words.title()} {sheet.case}")
    yield "<!DOCTYPE html>"
    yield f'<html lang="{words("en", "zh-CN")}">'
    yield '<head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>"
    yield f"<style>\n{_STYLE.replace('CASE', _css(sheet.case), 1)}\n</style></head>"
    yield "<body>"
    yield f"<h1>{escape(words.title())}</h1>"
    yield from _rows(words.head(sheet))
    yield f"<h2>{escape(glance)}</h2>"
    yield from _table(sheet, words)
    yield f"<h2>{escape(found)}</h2>"
    yield from _findings(sheet.findings, words)
    yield f"<h2>{escape(counted)}</h2>"
    yield '<div class="sources">'
    yield from _rows(words.sources(sheet))
    yield "</div>"
    yield '<div class="signatures">'
    for who in words.signatures():
        yield f"<div>{escape(who)}<span>{escape(words.signed_on())}</span></div>"
    yield "</div>"
    yield f'<h2 class="annex">{escape(annex)}</h2>'
    for line in sheet.lines:
        yield from _deadline(line, words)
    yield "</body></html>"


def _css(text: str) -> str:
    """Return *text* as the inside of a CSS string: what is no letter or digit is escaped."""
    return "".join(mark if mark.isalnum() else f"\\{ord(mark):06x}" for mark in text)


def _rows(rows: Iterable[Row], day: str = "") -> Iterator[str]:
    yield "<dl>"
    for row in rows:
        said = "".join(f"<p>{_unbroken(one.removeprefix('- '))}</p>" for one in row.said)
        mark = ' class="day"' if row.label == day else ""
        yield f"<dt>{escape(row.label)}</dt><dd{mark}>{said}</dd>"
    yield "</dl>"


_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _unbroken(text: str) -> str:
    """Return *text* as HTML in which no line breaks inside a day."""
    return _DAY.sub(r"<time>\g<0></time>", escape(text))


def _table(sheet: ControlSheet, words: SheetWords) -> Iterator[str]:
    heads = words.table_head()
    yield '<table class="glance"><thead><tr>'
    yield "".join(
        f'<th class="{mark}">{escape(head)}</th>'
        for mark, head in zip(_CLASSES, heads, strict=True)
    )
    yield "</tr></thead><tbody>"
    for line in sheet.lines:
        cells = "".join(
            f'<td class="{mark}" data-label="{escape(head)}">{escape(cell)}</td>'
            for mark, head, cell in zip(_CLASSES, heads, words.table_row(line), strict=True)
        )
        yield f"<tr{_late(line)}>{cells}</tr>"
    yield "</tbody></table>"


def _late(line: SheetLine, *classes: str) -> str:
    marks = [*classes, "late"] if line.late else [*classes]
    return f' class="{" ".join(marks)}"' if marks else ""


def _deadline(line: SheetLine, words: SheetWords) -> Iterator[str]:
    yield f"<section{_late(line, 'deadline')}>"
    yield f"<h3>{line.number}. {escape(words.name(line))}</h3>"
    yield from _rows(words.rows(line))
    trace = [*words.trace(line)]
    if trace:
        yield '<table class="trace"><tbody>'
        for days, said in trace:
            yield f"<tr><td>{escape(days)}</td><td>{escape(said)}</td></tr>"
        yield "</tbody></table>"
    result = [*words.result(line)]
    yield from _rows(result, day=result[0].label)
    yield "</section>"


def _findings(findings: Iterable[Finding], words: SheetWords) -> Iterator[str]:
    listed = [f"<li>{_unbroken(words.finding(finding))}</li>" for finding in findings]
    if not listed:
        yield f"<p>{escape(words.nothing_found())}</p>"
        return
    yield "<ul>"
    yield from listed
    yield "</ul>"
