"""Tables of any kind as one: frames through narwhals, relations, files, dictionaries.

The one thing done to large tables is to count rows that are alike, which every engine does fast;
what the cells mean is decided afterwards, once for each combination, by code that knows no engine.
So the answers are the same for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import attrs

from enforcecal.dates.calendars import WorkCalendar
from enforcecal.errors import TableError
from enforcecal.readers.days import DayError, parse_day, read_day
from enforcecal.readers.tables import (
    Readable,
    Rejected,
    Table,
    plain_cell,
    read_table,
    table_of,
    table_of_tuples,
)
from enforcecal.spelling import is_blank, text_of

if TYPE_CHECKING:
    import narwhals as nw

__all__ = [
    "BACKWARD",
    "BAD_DAY",
    "Group",
    "Source",
    "Spans",
    "day_of",
    "open_source",
    "open_table",
]

Cells = tuple[object, ...]

BAD_DAY: Final = "bad-day"
"""What stands in a group in place of a date that could not be read."""

BACKWARD: Final = "backward"
"""What stands there when the closing comes before the acceptance."""

_NONE: Final = (None, None, None, None, None)
KEPT_IDS: Final = 1_000
"""How many ids one group keeps; its number of rows is exact whatever it keeps."""


@attrs.frozen
class Spans:
    """What is asked of the two dates of a case, so that the dates themselves need not be kept."""

    since: date | None = None
    until: date | None = None
    by: str = ""
    """``month`` or ``year`` to group by; empty for neither."""
    calendar: WorkCalendar | None = None
    """By which to count the working days from acceptance to closing; None to count none."""

    def key(self, accepted: object, closed: object) -> Cells:
        """Return what is asked of two days.

        That is: the same day, accepted and closed in the period, closed at all, the month or year,
        and the working days after the first up to the second.
        """
        if BAD_DAY in {accepted, closed}:
            return (BAD_DAY, *_NONE)
        same: bool | None = None
        used: int | None = None
        if isinstance(accepted, date) and isinstance(closed, date):
            if closed < accepted:
                return (BACKWARD, *_NONE)
            same = accepted == closed
            first, last = self.rank(accepted), self.rank(closed)
            used = None if first is None or last is None else last - first
        when = closed if closed is not None else accepted
        part: int | None = None
        if isinstance(when, date) and self.by:
            part = when.year * 100 + when.month if self.by == "month" else when.year
        inside = (self._within(accepted), self._within(closed))
        return (same, *inside, closed is not None, part, used)

    def rank(self, day: date) -> int | None:
        """Return the working days up to *day*; None without a calendar that knows it."""
        known = self.calendar
        if known is None or not known.first <= day <= known.horizon:
            return None
        return known.count(known.first, day)

    def _within(self, day: object) -> bool:
        if self.since is None and self.until is None:
            return True
        if not isinstance(day, date):
            return False
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@attrs.frozen
class Group:
    """Rows that are alike in every column asked for."""

    cells: Cells
    """One for each column asked for, plain Python values; then those of `Spans.key`."""
    count: int
    first: int
    """The line of the first of them, or its number."""
    ids: tuple[str, ...]
    """At most the first thousand of them; empty until they are asked for."""


class Source(Protocol):
    """A table, wherever it is kept."""

    @property
    def name(self) -> str:
        """What to call it."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Its headings."""

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The rows that could not be read as rows."""

    @property
    def rows_in(self) -> int:
        """How many rows it has, the rejected ones included."""

    def rows(self, headings: Sequence[str]) -> Iterator[tuple[int, Cells]]:
        """Yield the line, or number, of each row and its cells under *headings*."""

    def groups(
        self, headings: Sequence[str], dates: tuple[str | None, str | None], spans: Spans
    ) -> list[Group]:
        """Return the rows counted by their cells under *headings* and by *spans* of their dates."""

    def with_ids(
        self, groups: Iterable[Group], heading: str | None
    ) -> dict[Cells, tuple[str, ...]]:
        """Return the ids, under *heading*, of the rows of *groups* that `groups` returned last."""


def open_table(data: object, *, sheet: str | None = None, encoding: str | None = None) -> Table:
    """Return *data* as a table: a path, an open file, rows as mappings, or a frame of any kind.

    A frame is one of pandas, polars or pyarrow, a relation of DuckDB, or what else narwhals takes.

    Raises:
        TableError: it is none of these, or narwhals is not installed and it is a frame.

    >>> [*open_table([{"case": "1"}])]
    [(1, ('1',))]
    """
    opened = _open(data, sheet, encoding)
    if isinstance(opened, Table):
        return opened
    return table_of_tuples(opened.columns, opened.iter_rows, source="frame", count=len(opened))


def open_source(data: object, *, sheet: str | None = None, encoding: str | None = None) -> Source:
    """Return *data*, whatever `open_table` takes, as a source; a source is one already."""
    if isinstance(data, (_Rows, _Frame)):
        return data
    opened = _open(data, sheet, encoding)
    return _Rows(opened) if isinstance(opened, Table) else _Frame(opened)


def _open(data: object, sheet: str | None, encoding: str | None) -> Table | nw.DataFrame[Any]:
    if isinstance(data, Table):
        return data
    if isinstance(data, (str, Path, Readable)):
        return read_table(data, sheet=sheet, encoding=encoding)
    if isinstance(data, Iterable) and not hasattr(data, "columns"):
        return table_of(data)
    if hasattr(data, "fetchall") and hasattr(data, "columns"):  # a relation of DuckDB
        rows = data.fetchall()
        return table_of_tuples(data.columns, lambda: rows, source="relation", count=len(rows))
    try:
        import narwhals as nw
    except ImportError:
        raise TableError(
            f"a {type(data).__name__} needs narwhals; run pip install "
            '"enforcecal[frames]", or pass the rows as a list of dictionaries'
        ) from None
    try:
        frame = nw.from_native(data)  # type: ignore[call-overload]
    except TypeError:
        raise TableError(
            f"a {type(data).__name__} is not a table; pass a path, an open file, a frame of "
            "pandas, polars or pyarrow, or a list of dictionaries"
        ) from None
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def day_of(cell: object) -> date | str | None:
    """Return the day in *cell*, None when none was recorded, `BAD_DAY` when it is no day."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell
    try:
        stamp = read_day(cell)
    except DayError:
        return BAD_DAY
    return None if stamp is None else stamp.day


def _plain(value: object) -> object:
    """Return a cell of any engine as a plain Python value that can be a key."""
    if isinstance(value, str):
        return value
    value = plain_cell(value)
    if isinstance(value, datetime):
        return parse_day(value).day
    if value is None or isinstance(value, (bool, int, float, Fraction, Decimal, date)):
        return value
    return text_of(value)


def _id(cells: Cells, number: int) -> str:
    return text_of(cells[0]) if cells and not is_blank(cells[0]) else f"#{number}"


class _Rows:
    """A table that is gone through row by row: a file, or dictionaries."""

    def __init__(self, table: Table) -> None:
        self.name = table.source
        self.columns = table.columns
        rows: list[tuple[int, Cells]] = []
        rejected: list[Rejected] = []
        for row in table:
            if isinstance(row, Rejected):
                rejected.append(row)
            else:
                rows.append((row[0], tuple(row[1])))
        self._rows = rows
        self.rejected = tuple(rejected)
        self.rows_in = len(rows) + len(rejected)
        self._members: dict[Cells, list[int]] = {}

    def rows(self, headings: Sequence[str]) -> Iterator[tuple[int, Cells]]:
        at = [self.columns.index(heading) for heading in headings]
        for line, cells in self._rows:
            yield line, tuple(_plain(cells[place]) for place in at)

    def groups(
        self, headings: Sequence[str], dates: tuple[str | None, str | None], spans: Spans
    ) -> list[Group]:
        at = [self.columns.index(heading) for heading in headings]
        days = [None if one is None else self.columns.index(one) for one in dates]
        members: dict[Cells, list[int]] = {}
        for number, (_, cells) in enumerate(self._rows):
            when = [None if one is None else day_of(_plain(cells[one])) for one in days]
            key = (*(_plain(cells[place]) for place in at), *spans.key(*when))
            members.setdefault(key, []).append(number)
        self._members = members
        return [
            Group(key, len(found), self._rows[found[0]][0], ()) for key, found in members.items()
        ]

    def with_ids(
        self, groups: Iterable[Group], heading: str | None
    ) -> dict[Cells, tuple[str, ...]]:
        at = None if heading is None else self.columns.index(heading)

        def name(number: int) -> str:
            line, cells = self._rows[number]
            return _id(() if at is None else (_plain(cells[at]),), line)

        return {
            group.cells: tuple(map(name, self._members[group.cells][:KEPT_IDS])) for group in groups
        }


_ROW: Final = "__row"
_FIRST: Final = "__first"
_COUNT: Final = "__count"
_GROUP: Final = "__group"
_SPAN: Final = "__span"
# What stands for null in a key: engines disagree on whether null equals null in a join.
_NO_TEXT: Final = "\0"
_NO_NUMBER: Final = -(2**53)
_NO_DAY: Final = 0
_WRONG_DAY: Final = -1


class _Frame:
    """A frame of any engine that narwhals knows."""

    name = "frame"
    rejected: tuple[Rejected, ...] = ()

    def __init__(self, frame: nw.DataFrame[Any]) -> None:
        self._frame = frame
        self.columns = tuple(map(str, frame.columns))
        self.rows_in = len(frame)
        self._keyed = self._counted = frame
        self._names: list[str] = []
        self._place: dict[Cells, int] = {}

    def rows(self, headings: Sequence[str]) -> Iterator[tuple[int, Cells]]:
        found = self._frame.select(*headings).iter_rows() if headings else ()
        for number, cells in enumerate(found, 1):
            yield number, tuple(map(_plain, cells))

    def groups(
        self, headings: Sequence[str], dates: tuple[str | None, str | None], spans: Spans
    ) -> list[Group]:
        import narwhals as nw

        frame = self._frame
        names = [f"__key{at}" for at in range(len(headings))]
        keys = [_key(frame, one).alias(name) for one, name in zip(headings, names, strict=True)]
        days = [
            nw.lit(_NO_DAY, nw.Int64()).alias(name)
            if heading is None
            else _day_number(frame, heading).alias(name)
            for name, heading in zip(("__accepted", "__closed"), dates, strict=True)
        ]
        keyed = frame.with_row_index(_ROW).select(_ROW, *keys, *days)
        keyed, meanings = _with_meanings(keyed, spans)
        names.append(_SPAN)
        counted = keyed.group_by(*names).agg(
            nw.len().alias(_COUNT), nw.col(_ROW).min().alias(_FIRST)
        )
        counted = counted.sort(_FIRST).with_row_index(_GROUP)
        self._keyed, self._counted, self._names, self._place = keyed, counted, names, {}
        found: list[Group] = []
        for at, (*cells, span, count, first) in enumerate(
            counted.select(*names, _COUNT, _FIRST).iter_rows()
        ):
            key = (*map(_unkey, cells), *meanings[int(span)])
            self._place[key] = at
            found.append(Group(key, int(count), int(first) + 1, ()))
        return found

    def with_ids(
        self, groups: Iterable[Group], heading: str | None
    ) -> dict[Cells, tuple[str, ...]]:
        import narwhals as nw

        places = {self._place[group.cells]: group.cells for group in groups}
        chosen = self._counted.filter(nw.col(_GROUP).is_in([*places])).select(_GROUP, *self._names)
        joined = self._keyed.join(chosen, on=self._names, how="inner").sort(_ROW)
        kept: list[tuple[int, int]] = []
        seen: dict[int, int] = {}
        for number, place in zip(joined[_ROW].to_list(), joined[_GROUP].to_list(), strict=True):
            held = seen.get(place, 0)
            if held < KEPT_IDS:
                seen[place] = held + 1
                kept.append((number, place))
        numbers = [number for number, _ in kept]
        told: Sequence[object] = (
            [None] * len(kept) if heading is None else self._frame[heading][numbers].to_list()
        )
        ids: dict[Cells, list[str]] = {cells: [] for cells in places.values()}
        for (number, place), value in zip(kept, told, strict=True):
            ids[places[place]].append(_id((_plain(value),), number + 1))
        return {cells: tuple(found) for cells, found in ids.items()}


def _key(frame: nw.DataFrame[Any], heading: str) -> nw.Expr | nw.Series[Any]:
    """Return the column as one that can be grouped and joined: without null, of a plain type."""
    import narwhals as nw

    column, kind = nw.col(heading), frame.schema[heading]
    if kind.is_integer():
        return column.cast(nw.Int64()).fill_null(_NO_NUMBER)
    if kind.is_float():
        return nw.when(~column.is_nan()).then(column).fill_null(float(_NO_NUMBER))
    if isinstance(kind, nw.String) and not frame.implementation.is_pandas_like():
        return column.fill_null(_NO_TEXT)
    # Booleans, decimals, categories, and what pandas calls objects: as text, each exactly.
    known: dict[object, str] = {}
    texts: list[str] = []
    for value in frame[heading]:
        try:
            texts.append(known[value])
        except (KeyError, TypeError):
            plain = _plain(value)
            texts.append(_NO_TEXT if plain is None else text_of(plain))
            known[plain] = texts[-1]
    return nw.new_series(heading, texts, nw.String(), backend=frame.implementation)


def _unkey(value: object) -> object:
    plain = _plain(value)
    return None if plain in {_NO_TEXT, _NO_NUMBER} else plain


def _day_number(frame: nw.DataFrame[Any], heading: str) -> nw.Expr | nw.Series[Any]:
    """Return the days under *heading* as numbers such as 20250304, 0 for none, -1 for no day."""
    import narwhals as nw

    column, kind = nw.col(heading), frame.schema[heading]
    # A stamp in UTC is brought to the zone of the agency, which the reader of days knows how to.
    if isinstance(kind, nw.Date) or (isinstance(kind, nw.Datetime) and kind.time_zone != "UTC"):
        parts = (column.dt.year(), column.dt.month(), column.dt.day())
        year, month, day = (part.fill_null(_NO_DAY).cast(nw.Int64()) for part in parts)
        return year * 10_000 + month * 100 + day
    known: dict[object, int] = {}
    numbers: list[int] = []
    for value in frame[heading]:
        plain = _plain(value)
        if plain not in known:
            found = day_of(plain)
            known[plain] = (
                _number(found)
                if isinstance(found, date)
                else (_NO_DAY if found is None else _WRONG_DAY)
            )
        numbers.append(known[plain])
    return nw.new_series(heading, numbers, nw.Int64(), backend=frame.implementation)


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _day(number: int) -> date | str | None:
    if number == _WRONG_DAY:
        return BAD_DAY
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None


def _with_meanings(
    keyed: nw.DataFrame[Any], spans: Spans
) -> tuple[nw.DataFrame[Any], tuple[Cells, ...]]:
    """Put the place of a `Spans.key` in place of the two days; return the keys in their places.

    A million cases have a few thousand pairs of days, so each pair is asked of once.
    """
    import narwhals as nw

    accepted, closed = nw.col("__accepted"), nw.col("__closed")
    pair = (accepted - _WRONG_DAY) * _PAIR + (closed - _WRONG_DAY)
    keyed = keyed.with_columns(pair.alias(_SPAN)).drop("__accepted", "__closed")
    places: dict[Cells, int] = {}
    known: dict[int, int] = {}
    for number in map(int, keyed[_SPAN].unique().to_list()):
        days = (_day(part + _WRONG_DAY) for part in divmod(number, _PAIR))
        known[number] = places.setdefault(spans.key(*days), len(places))
    if known:
        place = nw.col(_SPAN).replace_strict([*known], [*known.values()], return_dtype=nw.Int64())
        keyed = keyed.with_columns(place.alias(_SPAN))
    return keyed, tuple(places)


_PAIR: Final = 10**8  # more than any day as a number
