"""The analysts' figures of one table, as a page to read, as JSON and as a sheet.

Each figure stands with its disclosure; the rows left out are listed at the end, with the errors of
the data first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from enforcecal.measures.figures import Counted, Figure
from enforcecal.measures.rounding import percent
from enforcecal.plain import plain_fields
from enforcecal.readers.vocabulary import TableKind
from enforcecal.render.columns import COLUMNS, csv_lines, fold, fold_list, table_lines, width
from enforcecal.render.documents import json_lines
from enforcecal.tables.ratios import GroupFigures, Ratios
from enforcecal.texts import Lang, Text

__all__ = ["ratios_csv", "ratios_json", "ratios_text"]

_KINDS: Final = {
    TableKind.ITEMS: Text("one row an item", "每行一个事项"),
    TableKind.CASES: Text("one row a case", "每行一个办件"),
    TableKind.CARDS: Text("one row a card", "每行一张牌"),
    TableKind.PENALTIES: Text("one row a penalty case", "每行一个处罚案件"),
}
_IDS_SHOWN: Final = 20


def ratios_text(found: Ratios, lang: Lang = "en") -> Iterator[str]:
    """Yield the lines of a page: what was read, the figures, groups, and what was left out."""
    zh = lang == "zh"
    yield from _what_was_read(found, lang)
    yield ""
    yield from table_lines(
        [(one.metric.code, one.name.say(lang), one.shown(lang)) for one in found.figures],
        right=(2,),
    )
    for sentence in found.sentences:
        yield ""
        yield fold(sentence.say(lang))
    for figure in found.figures:
        yield ""
        yield from _figure(figure, lang)
    if found.parts:
        yield ""
        yield from _parts(found, lang)
    listed = _left_out(found)
    if listed or found.rejected:
        yield ""
        yield "未计入的行：" if zh else "rows left out:"
        for one in listed:
            yield _ids(one, lang)
        for row in found.rejected:
            text = row.reason.say(lang)
            yield fold(
                f"第{row.line}行：{text}" if zh else f"line {row.line}: {text}",
                first="  ",
                indent="      ",
            )


def _what_was_read(found: Ratios, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    kind = _KINDS[found.kind].say(lang)
    lost = len(found.rejected)
    yield fold(
        f"{found.source}：共{found.rows_in:,}行（{kind}），未能读取{lost:,}行"
        if zh
        else f"{found.source}: {found.rows_in:,} rows ({kind}), {lost:,} could not be read",
        indent="  ",
        first="",
    )
    comma = "、" if zh else ", "
    used = [
        heading if heading == field else f"{heading} = {field}"
        for heading, field in found.columns.used.items()
    ]
    label = "使用的列：" if zh else "columns used: "
    yield fold_list(used, comma=comma, first=label, indent="  ")
    if found.columns.ignored:
        label = "未使用的列：" if zh else "columns ignored: "
        yield fold_list(found.columns.ignored, comma=comma, first=label, indent="  ")


def _figure(figure: Figure, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    metric = figure.metric
    colon = "：" if zh else ": "
    code = f"（{metric.code}，{metric.full_id}）" if zh else f" ({metric.code}, {metric.full_id})"
    yield fold(f"{figure.name.say(lang)}{code}{colon}{figure.shown(lang)}", indent="  ", first="")
    yield fold(figure.sentence(lang), indent="    ")
    band = figure.band
    if band is not None and band.low != band.high:
        low, high = (percent(value, figure.basis.rounding) for value in (band.low, band.high))
        label = "各口径区间：" if zh else "over the allowed conventions: "
        between = f"{low}至{high}" if zh else f"{low} to {high}"
        ways = [
            f"{by.say(lang)} {percent(value, figure.basis.rounding)}" for by, value in band.values
        ]
        joined = "；".join(ways) if zh else "; ".join(ways)
        brackets = f"（{joined}）" if zh else f" ({joined})"
        yield fold(f"{label}{between}{brackets}", indent="    ")


def _parts(found: Ratios, lang: Lang) -> Iterator[str]:
    zh = lang == "zh"
    yield f"按{found.by}分组：" if zh else f"by {found.by}:"
    total = GroupFigures(key="合计" if zh else "total", figures=found.figures)
    none = "（无）" if zh else "(none)"
    keys = [part.key or none for part in (*found.parts, total)]
    columns = []
    for figure in found.figures:
        shown = [
            {one.metric.id: one.shown(lang) for one in part.figures}.get(figure.metric.id, "")
            for part in (*found.parts, total)
        ]
        columns.append((figure.metric.code, *shown))
    yield from _pages(("", *keys), columns)
    for one in found.agreement:
        name = found.figure[one.metric].name.say(lang)
        colon = "：" if zh else ": "
        yield fold(f"{name}{colon}{one.text.say(lang)}", first="  ", indent="      ")


def _pages(keys: Sequence[str], columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield *columns* beside their *keys*, as many at a time as a screen is wide."""
    first = 2 + max(map(width, keys))
    page: list[Sequence[str]] = []
    used = first
    for column in columns:
        wide = 2 + max(map(width, column))
        if page and used + wide > COLUMNS:
            yield from table_lines(zip(keys, *page, strict=True), right=range(1, len(page) + 1))
            yield ""
            page, used = [], first
        page.append(column)
        used += wide
    yield from table_lines(zip(keys, *page, strict=True), right=range(1, len(page) + 1))


def _left_out(found: Ratios) -> list[Counted]:
    """Return every reason once, with the most rows any figure left out for it; errors first."""
    most: dict[str, Counted] = {}
    for figure in found.figures:
        for one in figure.left_out:
            held = most.get(one.reason)
            if held is None or one.n > held.n:
                most[one.reason] = one
    return sorted(most.values(), key=lambda one: (not one.is_error, -one.n, one.reason))


def _ids(one: Counted, lang: Lang) -> str:
    zh = lang == "zh"
    shown = one.ids if one.is_error else one.ids[:_IDS_SHOWN]
    head = f"{one.text.zh}（{one.n:,}）" if zh else f"{one.n:,} {one.text.en}"
    if not shown:
        return fold(head, first="  ", indent="      ")
    more = one.n - len(shown)
    ids = [*shown]
    if more > 0:
        ids.append(f"另有{more:,}个" if zh else f"and {more:,} more")
    colon = "：" if zh else ": "
    return fold_list(ids, comma="、" if zh else ", ", first=f"  {head}{colon}", indent="      ")


def ratios_json(found: Ratios, lang: Lang = "en") -> Iterator[str]:
    """Yield a JSON document; exact values are written as numerator/denominator."""
    head = {
        "source": found.source,
        "kind": found.kind.value,
        "rows_in": found.rows_in,
        "rows_rejected": len(found.rejected),
        "columns_used": found.columns.used,
        "columns_ignored": [*found.columns.ignored],
        "by": found.by or None,
        "sentences": [one.say(lang) for one in found.sentences],
    }
    yield from json_lines(
        head,
        {
            "rejected": (
                plain_fields(row, lang, "line column value reason") for row in found.rejected
            ),
            "errors": (plain_fields(one, lang, "reason n ids") for one in found.errors),
            "figures": (figure.to_dict(lang) for figure in found.figures),
            "parts": (plain_fields(part, lang, "key figures") for part in found.parts),
            "agreement": (plain_fields(one, lang, "metric agrees text") for one in found.agreement),
        },
    )


_HEADINGS: Final = (
    *("group", "metric", "version", "code", "name", "shown", "number", "exact"),
    *("n", "n_left_out", "undefined", "sentence"),
)


def ratios_csv(found: Ratios, lang: Lang = "en") -> Iterator[str]:
    """Yield a CSV document with a line a figure; the whole table has an empty group."""

    def rows() -> Iterator[list[object]]:
        groups = [("", found.figures), *((part.key, part.figures) for part in found.parts)]
        for key, figures in groups:
            for figure in figures:
                values = figure.to_dict(lang)
                values |= {"group": key, "n_left_out": figure.n_left_out}
                yield [values[heading] for heading in _HEADINGS]

    yield from csv_lines(_HEADINGS, rows())
