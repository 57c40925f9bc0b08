"""The annual report from the tables of a year: each is recognised by its headings.

A table of penalty cases gives the sections on penalties, one of cases those on approvals, and so
on; what no table says is left out of the report and not put at zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import attrs

from enforcecal.measures.figures import Basis, Counted
from enforcecal.measures.report import (
    Duties,
    Report,
    Section,
    Series,
    SourceRead,
    Statement,
    approvals,
    cards,
    commitments,
    inspections,
    penalties,
    year_of,
)
from enforcecal.readers.frames import Source, open_source
from enforcecal.readers.headings import kind_of, match_columns
from enforcecal.readers.tables import Rejected
from enforcecal.readers.vocabulary import TableKind
from enforcecal.spelling import is_blank, text_of
from enforcecal.tables.ratios import Ratios, catalogue, ratios
from enforcecal.texts import Text

__all__ = ["annual_report"]

_DATED: Final = {
    TableKind.CASES: "closed",
    TableKind.CARDS: "issued",
    TableKind.PENALTIES: "decided",
}
_NO_DATES: Final = "表中全部（无日期列 the whole table, which has no dates）"
_TITLES: Final = {
    TableKind.ITEMS: Text("Commitments on time", "审批时限承诺"),
    TableKind.CASES: Text("Approvals", "行政审批"),
    TableKind.CARDS: Text("Cards of e-supervision", "电子监察亮牌"),
    TableKind.PENALTIES: Text("Penalties", "行政处罚"),
}
_PLAN: Final = Text("Random inspections", "“双随机、一公开”抽查")
_ORDER: Final = (TableKind.CASES, TableKind.ITEMS, TableKind.CARDS, TableKind.PENALTIES)


def annual_report(
    tables: Iterable[object],
    *,
    year: int,
    plan: object = None,
    bureau: str = "",
    duties: Duties,
    basis: Basis | None = None,
    encoding: str | None = None,
    remark: str = "",
) -> Report:
    """Return the report on *year* from *tables*: paths, frames, or lists of dictionaries.

    *plan* is the table of the random inspections (双随机抽查), which its headings cannot tell from
    a catalogue.  A table without a column of dates counts as a whole, and its figures say so.  The
    cases accepted in the tables of cases are those that a table of cards is held against.

    Raises:
        TableError: a table cannot be read, or its headings do not say what a row is.

    >>> from datetime import date
    >>> from enforcecal.law.packs import rulebook
    >>> from enforcecal.measures.report import PROCEDURE, duties
    >>> dates = duties(2025, rulebook("cn").procedure(PROCEDURE), as_of=date(2026, 1, 5))
    >>> rows = [{"事项": "a", "法定时限": 20, "承诺时限": 5}]
    >>> made = annual_report([rows], year=2025, duties=dates)
    >>> made.sections[0].statements[0].text.zh
    '审批承诺时间在法定时限基础上压缩75.0%（总和口径，1个事项）。'
    """
    basis = year_of(basis or Basis(), year)
    sources = [open_source(table, encoding=encoding) for table in tables]
    known = [(kind_of(source.columns), source) for source in sources]
    known.sort(key=lambda one: _ORDER.index(one[0]))
    sections: list[Section] = []
    cases: int | None = None
    for kind, source in known:
        section, found = _section(kind, source, year, basis, cases)
        sections.append(section)
        if kind is TableKind.CASES:
            cases = (cases or 0) + int(found.figure["completion_rate"].denominator or 0)
    if plan is not None:
        sections.append(_plan(open_source(plan, encoding=encoding), basis))
    return Report(
        year=year,
        bureau=bureau,
        sections=tuple(sections),
        duties=duties,
        remark=remark,
    )


def _section(
    kind: TableKind, source: Source, year: int, basis: Basis, cases: int | None
) -> tuple[Section, Ratios]:
    known = match_columns(source.columns, kind, source=source.name).at
    if kind in _DATED and _DATED[kind] not in known:
        words = f"{basis.population}，{_NO_DATES}" if basis.population else _NO_DATES
        basis = attrs.evolve(basis, since=None, until=None, population=words)
    by = ""
    if kind is TableKind.CASES and basis.since:
        by = "month"
    elif kind is TableKind.PENALTIES and "category" in known:
        by = "category"
    found = ratios(source, basis, kind=kind, by=by, cases=cases)
    statements, series = _tell(source, year, found)
    section = Section(
        title=_TITLES[kind],
        source=_read(found.source, found.rows_in, found.rejected, found.errors),
        statements=statements,
        figures=found.figures,
        series=series,
    )
    return section, found


def _tell(
    source: Source, year: int, found: Ratios
) -> tuple[tuple[Statement, ...], tuple[Series, ...]]:
    """Return what the report says of the figures *found*, and what it draws of them."""
    parts = {part.key: {one.metric.id: one for one in part.figures} for part in found.parts}
    match found.kind:
        case TableKind.CASES:
            months = {key: figures["cases_closed"] for key, figures in parts.items()}
            statements, series = approvals(year, found.figure, months)
            return statements, series if found.by else ()
        case TableKind.CARDS:
            return cards(found.figure), ()
        case TableKind.PENALTIES:
            return penalties(found.figure, parts)
        case _ if "compression_pooled" in found.figure:
            return commitments(found.figure, catalogue(source), found.basis)
        case _:  # only what was reduced, and no limits
            return (), ()


def _read(
    name: str,
    rows_in: int,
    rejected: Iterable[Rejected],
    errors: tuple[Counted, ...] = (),
) -> SourceRead:
    return SourceRead(
        name=name,
        rows_in=rows_in,
        rejected=tuple((one.line, one.reason) for one in rejected),
        errors=errors,
    )


def _plan(source: Source, basis: Basis) -> Section:
    columns = match_columns(source.columns, TableKind.PLAN, source=source.name)
    rows = [
        (f"#{line}", "" if is_blank(cells[0]) else text_of(cells[0]))
        for line, cells in source.rows([columns.at["item"]])
    ]
    rows += [(f"#{one.line}", "") for one in source.rejected]
    statement = inspections(rows, basis)
    (figure,) = statement.figures
    return Section(
        title=_PLAN,
        source=_read(source.name, source.rows_in, source.rejected, figure.errors),
        statements=(statement,),
        figures=(figure,),
    )
