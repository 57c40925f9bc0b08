"""The analysts' figures from a table of any kind: the front door to `enforcecal.measures`.

One row is an item of a catalogue, a case, a card or a penalty case; what it is shows in the
headings.  A row that is wrong is left out and counted, and the rest is still answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.dates.calendars import WorkCalendar
from enforcecal.errors import ArgumentError, hint
from enforcecal.measures.cards import Attribution, Cards, WarningCard, card_counts
from enforcecal.measures.caseload import Case
from enforcecal.measures.compression import Compression, compress
from enforcecal.measures.figures import Analysed, Basis, Counted, Figure
from enforcecal.measures.items import Item
from enforcecal.measures.metrics import MetricKind
from enforcecal.measures.penalties import Penalties, PenaltyCase, count_penalties
from enforcecal.measures.reductions import BeforeAfter, Dimension, zero_trip_share
from enforcecal.measures.reductions import reductions as reduce_all
from enforcecal.measures.timeliness import Timeliness, timely
from enforcecal.readers.figures import (
    LEVELS,
    TIMES,
    Lit,
    RowCells,
    item_rows,
    read_cards,
    read_cases,
    read_items,
    read_penalty_cases,
)
from enforcecal.readers.frames import Source, open_source
from enforcecal.readers.headings import Columns, choose, kind_of, match_columns
from enforcecal.readers.tables import Rejected
from enforcecal.readers.vocabulary import COUNTED, TableKind
from enforcecal.texts import Text

__all__ = [
    "Agreement",
    "GroupFigures",
    "Ratios",
    "cards",
    "catalogue",
    "compression",
    "penalties",
    "ratios",
    "reductions",
    "timeliness",
]

Mapped = Mapping[str, str] | None


@attrs.frozen(kw_only=True)
class Agreement:
    """Whether the parts of a grouped table make up its total, for one metric."""

    metric: str
    agrees: bool
    text: Text


@attrs.frozen(kw_only=True)
class GroupFigures:
    """The figures of one group of rows."""

    key: str
    figures: tuple[Figure, ...]


@attrs.frozen(kw_only=True)
class Ratios:
    """Every figure of one table, with what was read and what was not."""

    source: str
    kind: TableKind
    basis: Basis
    columns: Columns
    rows_in: int
    rejected: tuple[Rejected, ...]
    figures: tuple[Figure, ...]
    sentences: tuple[Text, ...] = ()
    """What a report says in words, where its sentences are standard ones."""
    by: str = ""
    parts: tuple[GroupFigures, ...] = ()
    agreement: tuple[Agreement, ...] = ()

    @property
    def errors(self) -> tuple[Counted, ...]:
        """The rows left out because the data is wrong, each reason once."""
        found: dict[str, Counted] = {}
        for figure in self.figures:
            for one in figure.errors:
                held = found.get(one.reason)
                if held is None or one.n > held.n:
                    found[one.reason] = one
        return tuple(found.values())

    @property
    def figure(self) -> Mapping[str, Figure]:
        """The figures by the id of their metric."""
        return {one.metric.id: one for one in self.figures}


# --- the doors ----------------------------------------------------------------------------------


def compression(
    table: object, basis: Basis | None = None, *, mapping: Mapped = None
) -> Compression:
    """Return how far the promised time of a catalogue was cut against the statutory time.

    *table* is a path, an open file, a frame of pandas, polars or pyarrow, a relation of DuckDB, or
    a list of dictionaries; *mapping* says what a column is where its heading does not.

    >>> made = compression([{"事项": "a", "法定时限": "20个工作日", "承诺时限": "5个工作日"},
    ...                     {"事项": "b", "法定时限": "20个工作日", "承诺时限": "即办"}])
    >>> made.pooled.shown(), made.pooled.n
    ('85.0%', 2)
    """
    source, columns = _open(table, TableKind.ITEMS, mapping)
    return compress((item for _, item in read_items(source, columns)), basis or Basis())


def catalogue(
    table: object, *, mapping: Mapped = None, encoding: str | None = None
) -> tuple[Item, ...]:
    """Return the items of a catalogue as they were written; no convention is applied.

    >>> [item.id for item in catalogue([{"事项": "a", "法定时限": 20, "承诺时限": 5}])]
    ['1: a']
    """
    source = open_source(table, encoding=encoding)
    columns = match_columns(source.columns, TableKind.ITEMS, mapping, source=source.name)
    return tuple(item for _, item in read_items(source, columns))


def timeliness(
    table: object,
    basis: Basis | None = None,
    *,
    mapping: Mapped = None,
    calendar: WorkCalendar | None = None,
) -> Timeliness:
    """Return what a table of cases says of speed and punctuality.

    Where no column holds the time used, *calendar* counts it from the dates: the day of acceptance
    does not count, and what was paused is not known, which every figure then says.

    >>> rows = [{"编号": "1", "法定时限": 20, "承诺时限": 5, "实际用时": 2},
    ...         {"编号": "2", "法定时限": 20, "承诺时限": 7, "实际用时": 9}]
    >>> timeliness(rows).on_time.shown()
    '50.0%'
    """
    source, columns = _open(table, TableKind.CASES, mapping)
    basis = basis or Basis()
    cases = read_cases(source, columns, basis, calendar=calendar)[0].get("", ())
    return timely(cases, basis, typed="type" in columns.at)


def cards(
    table: object,
    cases: int | None = None,
    basis: Basis | None = None,
    *,
    attribution: Attribution = Attribution.BY_CARD,
    mapping: Mapped = None,
) -> Cards:
    """Return the card figures of a table of cards, on a number of *cases*.

    >>> cards([{"编号": "1", "亮牌": "黄牌"}], 127).carded.shown()
    '0.8%'
    """
    source, columns = _open(table, TableKind.CARDS, mapping)
    found, _ = read_cards(source, columns)
    chosen = (card for _, card in found)
    return card_counts(chosen, cases, basis or Basis(), attribution=attribution)


def reductions(
    table: object, basis: Basis | None = None, *, mapping: Mapped = None
) -> tuple[Figure, ...]:
    """Return the five reductions of a table of items, and the share without a trip.

    >>> rows = [{"事项": "a", "原环节": 6, "现环节": 4, "原跑动": 0, "现跑动": 0}]
    >>> [figure.shown() for figure in reductions(rows)][0]
    '33.3%'
    """
    source, columns = _open(table, TableKind.ITEMS, mapping)
    rows = ((line, row) for _, line, row in item_rows(source, columns))
    return _reductions(rows, columns, basis or Basis())


def penalties(table: object, basis: Basis | None = None, *, mapping: Mapped = None) -> Penalties:
    """Return the figures of a table of penalty cases.

    >>> rows = [{"编号": "1", "类别": "扬尘类", "处理结果": "处罚", "罚款金额": "2400元"}]
    >>> penalties(rows).sentences("zh")[0]
    '扬尘类案件1件，罚款0.24万元。'
    """
    source, columns = _open(table, TableKind.PENALTIES, mapping)
    basis = basis or Basis()
    return count_penalties((one for _, one in read_penalty_cases(source, columns, basis)), basis)


def ratios(
    table: object,
    basis: Basis | None = None,
    *,
    kind: TableKind | str | None = None,
    mapping: Mapped = None,
    by: str = "",
    cases: int | None = None,
    attribution: Attribution = Attribution.BY_CARD,
    calendar: WorkCalendar | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Ratios:
    """Return every figure that a table allows, of all rows and *by* group.

    *by* is a field such as ``item`` or ``department``, a heading, or ``month`` or ``year``: of
    cases the month they were closed in, of those not closed the month of acceptance.  *cases* is
    the number of cases behind a table of cards, *calendar* as in `timeliness`.

    Raises:
        TableError: the table cannot be read as a whole.
        ArgumentError: *by* is nothing this table can be grouped by.
    """
    source = open_source(table, sheet=sheet, encoding=encoding)
    kind = choose("kind", kind, COUNTED) or kind_of(source.columns, mapping)
    columns = match_columns(source.columns, kind, mapping, source=source.name)
    basis = basis or Basis()
    asked = _Request(_by(source, columns, by), cases, attribution, calendar)
    figures, sentences, groups = _ANSWERS[kind](source, columns, basis, asked)
    parts = (
        tuple(GroupFigures(key=key, figures=found) for key, found in groups.items()) if by else ()
    )
    return Ratios(
        source=source.name,
        kind=kind,
        basis=basis,
        columns=columns,
        rows_in=source.rows_in,
        rejected=source.rejected,
        figures=figures,
        sentences=sentences,
        by=by,
        parts=parts,
        agreement=tuple(_agreement(one, parts) for one in figures) if by else (),
    )


@attrs.frozen
class _Request:
    """What is asked besides of a table."""

    by: str
    """A heading, ``month`` or ``year``, or nothing."""
    cases: int | None
    attribution: Attribution
    calendar: WorkCalendar | None


_Answer = tuple[tuple[Figure, ...], tuple[Text, ...], dict[str, tuple[Figure, ...]]]


def _open(table: object, kind: TableKind, mapping: Mapped) -> tuple[Source, Columns]:
    source = open_source(table)
    return source, match_columns(source.columns, kind, mapping, source=source.name)


def _by(source: Source, columns: Columns, by: str) -> str:
    """Return the heading to group by, ``month`` or ``year``, or nothing."""
    timed = columns.kind in {TableKind.CASES, TableKind.PENALTIES, TableKind.CARDS}
    if not by or (by in TIMES and timed):
        return by
    if by in columns.at:
        return columns.at[by]
    if by in source.columns:
        return by
    known = [*columns.at, *source.columns, *(TIMES if timed else ())]
    meant = hint(by, known, f"it can be one of {', '.join(map(repr, known))}")
    raise ArgumentError(f"by={by!r} is no column of {source.name}{meant}")


def _agreement(whole: Figure, parts: Iterable[GroupFigures]) -> Agreement:
    name = whole.metric.id
    found = [one for part in parts for one in part.figures if one.metric.id == name]
    if whole.value is not None and whole.numerator is None:
        return Agreement(metric=name, agrees=False, text=_NO_SUM)
    top = sum((one.numerator or Fraction() for one in found), Fraction())
    if whole.metric.kind in {MetricKind.COUNT, MetricKind.YUAN}:
        agrees = top == (whole.numerator or 0)
        return Agreement(metric=name, agrees=agrees, text=_SUMS if agrees else _TWICE)
    bottom = sum((one.denominator or Fraction() for one in found), Fraction())
    if (top, bottom) != (whole.numerator or 0, whole.denominator or 0):
        alone = all(one.value is not None for one in found)
        return Agreement(metric=name, agrees=False, text=_TWICE if alone else _NO_PART)
    values = [one.value for one in found if one.value is not None]
    mean = sum(values, Fraction()) / len(values) if values else None
    if mean is None or mean == whole.value:
        return Agreement(metric=name, agrees=True, text=_SUMS)
    shown = attrs.evolve(whole, value=mean)
    return Agreement(
        metric=name,
        agrees=True,
        text=Text(
            f"the parts add up above and below the line; their plain mean, {shown.shown()}, is not "
            "the total, because they have unequal weights",
            f"各部分分子、分母之和与总数一致；各部分的简单平均为{shown.shown('zh')}，"
            "因权重不同而与总数不等",
        ),
    )


_SUMS: Final = Text("the parts add up to the total", "各部分之和与总数一致")
_NO_SUM: Final = Text(
    "a median cannot be put together from the medians of parts", "中位数不能由各部分的中位数合成"
)
_NO_PART: Final = Text(
    "a part has no value of its own, so the parts cannot be added up",
    "有的部分无法单独计算，不能加总",
)
_TWICE: Final = Text(
    "the parts do not add up to the total: something counts in more than one of them",
    "各部分之和与总数不等：有的在多个部分中计数",
)


# --- items --------------------------------------------------------------------------------------


def _answer_items(source: Source, columns: Columns, basis: Basis, asked: _Request) -> _Answer:
    by = asked.by
    items = [*read_items(source, columns, by)]
    rows = [*item_rows(source, columns, by)]
    has_limits = "statute" in columns.at or "promise" in columns.at

    def answer(key: str | None) -> tuple[Figure, ...]:
        made: tuple[Figure, ...] = ()
        if has_limits:
            made = compress([item for found, item in items if key in {None, found}], basis).figures
        chosen = [(line, row) for found, line, row in rows if key in {None, found}]
        return made + _reductions(chosen, columns, basis)

    groups = {key: answer(key) for key in dict.fromkeys(key for key, _ in items)} if by else {}
    return answer(None), (), groups


def _reductions(
    rows: Iterable[tuple[int, RowCells]], columns: Columns, basis: Basis
) -> tuple[Figure, ...]:
    pairs = [
        (one, before, after)
        for one in Dimension
        for before, after in [(f"{one.value}_before", f"{one.value}_after")]
        if before in columns.at and after in columns.at
    ]
    changes: list[BeforeAfter] = []
    trips: list[tuple[str, object, bool]] = []
    for line, row in rows:
        who = row.label(line)
        changes += [
            BeforeAfter.of(who, one, row.cells[before], row.cells[after])
            for one, before, after in pairs
        ]
        trips.append((who, row.cells.get("trips"), row.flag("suitable") is not False))
    made = reduce_all(changes, basis) if pairs else ()
    return (*made, zero_trip_share(trips, basis)) if "trips" in columns.at else made


# --- cases --------------------------------------------------------------------------------------


def _card_figures(lit: Iterable[Lit], basis: Basis) -> tuple[Figure, ...]:
    """Return the card figures of a table of cases: by acceptance, all that such a table knows."""
    inside = [one for one in lit if one.accepted_in]
    # Every case here was accepted within the period, which the cards are told by one of its days.
    day = basis.since or basis.until
    found = [
        WarningCard(case=f"{at}.{number}", level=level, accepted=day)
        for at, one in enumerate(inside)
        for level, many in one.cards
        if many
        for number in range(one.cases)
        for _ in range(many)
    ]
    total = sum(one.cases for one in inside)
    made = card_counts(found, total, basis, attribution=Attribution.BY_ACCEPTANCE)
    return made.figures


def _answer_cases(source: Source, columns: Columns, basis: Basis, asked: _Request) -> _Answer:
    basis = attrs.evolve(basis, analysed=Analysed.CASE)
    cases, lit = read_cases(source, columns, basis, asked.by, asked.calendar)
    has_cards = any(name in columns.at for name in LEVELS.values())

    def answer(chosen: Iterable[Case], cards: Iterable[Lit]) -> tuple[Figure, ...]:
        made = timely(chosen, basis, typed="type" in columns.at).figures
        return made + (_card_figures(cards, basis) if has_cards else ())

    whole = answer(
        [one for found in cases.values() for one in found],
        [one for found in lit.values() for one in found],
    )
    keys = sorted(cases) if asked.by else ()
    return whole, (), {key: answer(cases[key], lit.get(key, ())) for key in keys}


# --- cards --------------------------------------------------------------------------------------


def _answer_cards(source: Source, columns: Columns, basis: Basis, asked: _Request) -> _Answer:
    found, wrong = read_cards(source, columns, asked.by, asked.attribution)

    def answer(chosen: Iterable[WarningCard], total: int | None) -> tuple[Figure, ...]:
        made = card_counts(chosen, total, basis, attribution=asked.attribution).figures
        if not wrong:
            return made
        out = Counted("unreadable", len(wrong), wrong)
        return tuple(attrs.evolve(one, left_out=(*one.left_out, out)) for one in made)

    groups: dict[str, list[WarningCard]] = {}
    for key, card in found:
        groups.setdefault(key, []).append(card)
    whole = answer((card for _, card in found), asked.cases)
    # How many cases each group had is not known from a table of cards.
    keys = sorted(groups) if asked.by else ()
    return whole, (), {key: answer(groups[key], None) for key in keys}


# --- penalties ----------------------------------------------------------------------------------


def _answer_penalties(source: Source, columns: Columns, basis: Basis, asked: _Request) -> _Answer:
    rows = [*read_penalty_cases(source, columns, basis, asked.by)]
    whole = count_penalties((one for _, one in rows), basis)
    sentences = tuple(map(Text, whole.sentences("en"), whole.sentences("zh")))
    groups: dict[str, list[PenaltyCase]] = {}
    for key, one in rows:
        groups.setdefault(key, []).append(one)
    keys = sorted(groups) if asked.by else ()
    return (
        whole.figures,
        sentences,
        {key: count_penalties(groups[key], basis).figures for key in keys},
    )


_Answerer = Callable[[Source, Columns, Basis, _Request], _Answer]
_ANSWERS: Final[Mapping[TableKind, _Answerer]] = {
    TableKind.ITEMS: _answer_items,
    TableKind.CASES: _answer_cases,
    TableKind.CARDS: _answer_cards,
    TableKind.PENALTIES: _answer_penalties,
}
