"""A file with a table -> its headings and its rows, each row with its line.

Nothing here knows what a case is.  A table that cannot be trusted as a whole (no headings, two
headings alike, an encoding that does not fit, a quotation mark never closed) is refused with a
`TableError`; one row that cannot be trusted is yielded as a `Rejected` in its place, so that no
row is lost without being counted.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

import attrs

from enforcecal.errors import EnforceCalError, TableError, nearest
from enforcecal.texts import Text

__all__ = [
    "Cell",
    "Readable",
    "Rejected",
    "RowError",
    "RowsRead",
    "Table",
    "TableRow",
    "plain_cell",
    "read_table",
    "table_of",
    "table_of_tuples",
]

Cell = object
"""What stands in a cell: a str from text files; also numbers, dates, None from the others."""

TableRow = tuple[int, Sequence[Cell]]
"""The line a row begins on, and its cells, one for each heading."""


@runtime_checkable
class Readable(Protocol):
    """A file that is open, for text or for bytes."""

    def read(self) -> str | bytes:
        """Return what is left of it."""


@attrs.frozen
class Rejected:
    """One row that could not be read: where, what stood there, and why."""

    line: int
    column: str
    """The heading, or ``""`` when the row as a whole is at fault."""
    value: str
    reason: Text


class RowError(EnforceCalError, ValueError):
    """A cell for which its row is rejected; *case* is then incomplete."""

    def __init__(self, at: int, value: Cell, reason: Text, case: str = "") -> None:
        super().__init__(at, value, reason, case)
        self.at = at
        self.value = value
        self.reason = reason
        self.case = case


@attrs.frozen
class RowsRead:
    """How the rows of a table were taken in."""

    rows_in: int
    rejected: tuple[Rejected, ...]
    incomplete: frozenset[str]
    """Cases of which a row was rejected."""


@attrs.frozen(kw_only=True)
class Table:
    """Headings, and rows that can be gone through more than once.

    Lines of text files are physical lines, of workbooks the rows of the sheet; rows of Parquet
    files and of Python lists are counted from 1.  A row without any filled cell is not a row.

    >>> table = table_of([{"case": "1", "day": "2024-03-05"}])
    >>> table.columns, list(table)
    (('case', 'day'), [(1, ('1', '2024-03-05'))])
    """

    source: str
    columns: tuple[str, ...]
    rows_expected: int | None = None
    """About how many rows there are, for showing progress; never for counting."""
    _rows: Callable[[], Iterator[TableRow | Rejected]] = attrs.field(eq=False, repr=False)

    def __iter__(self) -> Iterator[TableRow | Rejected]:
        return self._rows()

    def read(
        self,
        take: Callable[[int, Sequence[Cell]], None],
        progress: Callable[[int, int | None], None] | None = None,
        missed: Callable[[Rejected, str], None] | None = None,
    ) -> RowsRead:
        """Have *take* take in every row, or raise `RowError` and take in nothing of it.

        *missed* is told each row that is rejected, with its case where that could be read.

        Raises:
            TableError: there is no row.
        """
        rejected: list[Rejected] = []
        incomplete: set[str] = set()
        rows_in = 0
        for row in self:
            rows_in += 1
            if progress is not None and not rows_in % _EVERY:
                progress(rows_in, self.rows_expected)
            case = ""
            if not isinstance(row, Rejected):
                try:
                    take(*row)
                except RowError as bad:
                    shown, case = "" if bad.value is None else str(bad.value), bad.case
                    row = Rejected(row[0], self.columns[bad.at], shown, bad.reason)  # noqa: PLW2901
                else:
                    continue
            rejected.append(row)
            incomplete.add(case)
            if missed is not None:
                missed(row, case)
        if not rows_in:
            raise TableError(f"{self.source} has headings but no rows")
        if progress is not None:
            progress(rows_in, rows_in)
        return RowsRead(rows_in, tuple(rejected), frozenset(incomplete - {""}))


_EVERY: Final = 4096  # rows between two calls of progress
_HEADING_ROWS: Final = 5  # how far down the headings may stand below a title
_SNIFF: Final = ",;\t"
_EMPTY: Final = (None, "")
_WORKBOOKS: Final = (".xlsx", ".xlsm")
_UTF8_PROOF: Final = 8  # so many characters in a row do not decode as UTF-8 by chance

_AS_UTF8: Final = (
    'save it as "CSV UTF-8" in the spreadsheet, or name its encoding with encoding=...'
)


def read_table(
    source: str | Path | Readable, *, sheet: str | None = None, encoding: str | None = None
) -> Table:
    """Open the table in *source*, a path or an open file; what it holds decides how it is read.

    CSV and TSV, also gzipped: separated by comma, semicolon or tab; in UTF-8, UTF-16 with a byte
    order mark, or GB18030 (and so GBK), unless *encoding* says another.  ``.xlsx`` needs the extra
    ``excel``, Parquet the extra ``parquet``; *sheet* names a sheet of a workbook, the first when
    not given.  A file that is open is read from where it stands, and not closed.

    Raises:
        TableError: the file is missing or empty, or cannot be read as a table.
    """
    data, path = _contents(source)
    name = str(path)
    suffix = path.suffix.lower()
    if not data:
        raise TableError(f"{name} is empty")
    if isinstance(data, bytes) and data[:2] == b"PK" and suffix in _WORKBOOKS:
        return _from_workbook(data, name, sheet)
    if sheet is not None:
        raise TableError(f"sheet={sheet!r}: {name} is not an .xlsx workbook, it has no sheets")
    if isinstance(data, str):
        return _from_text(data.removeprefix("\ufeff"), name)
    if data[:4] == b"PAR1":
        return _from_parquet(data, name)
    _refuse_others(data, suffix, name)
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise TableError(f"{name} is a damaged gzip file: {error}") from None
    return _from_text(_decode(data, encoding, name), name)


def _contents(source: str | Path | Readable) -> tuple[bytes | str, Path]:
    """Return what is in a file, and what it is called."""
    if isinstance(source, Readable):
        name = getattr(source, "name", "")
        return source.read(), Path(name if isinstance(name, str) and name else "the open file")
    path = Path(source)
    if path.is_dir():
        raise TableError(f"{path} is a directory; name the file with the table")
    try:
        return path.read_bytes(), path
    except FileNotFoundError:
        raise TableError(f"{path}: there is no such file") from None
    except OSError as error:
        raise TableError(f"{path} cannot be read: {error.strerror or error}") from None


def table_of(rows: Iterable[Mapping[str, Cell]], *, source: str = "rows") -> Table:
    """Make a table of dictionaries; a key missing from one of them is a blank cell.

    Raises:
        TableError: there are no rows, or something in *rows* is not a mapping.
    """
    kept = tuple(rows)
    columns: dict[str, None] = {}
    for number, row in enumerate(kept, 1):
        if not isinstance(row, Mapping):
            raise TableError(
                f"{source}: row {number} is a {type(row).__name__}, not a mapping of headings to "
                "cells"
            )
        columns.update(dict.fromkeys(row))
    keys = tuple(columns)
    if not keys:
        raise TableError(f"{source} has no rows")

    return table_of_tuples(
        map(str, keys),
        lambda: ([row.get(key) for key in keys] for row in kept),
        source=source,
        count=len(kept),
    )


def table_of_tuples(
    columns: Iterable[str], rows: Callable[[], Iterable[Sequence[Cell]]], *, source: str, count: int
) -> Table:
    """Make a table of *columns* and of the cells that each call of *rows* gives again."""

    def cells() -> Iterator[TableRow | Rejected]:
        for number, row in enumerate(rows(), 1):
            yield number, tuple(map(plain_cell, row))

    return _table(source, [*columns], cells, count)


def plain_cell(value: Cell) -> Cell:
    """Return *value* as a plain Python value: frames have their own kinds of blank and number."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return tuple(map(plain_cell, value))
    if type(value).__name__ == "NAType":  # pandas.NA, which refuses to be compared
        return None
    if hasattr(value, "item"):  # a numpy scalar
        value = value.item()
    return None if value != value else value  # noqa: PLR0124 - nan, NaT


def _refuse_others(data: bytes, suffix: str, source: str) -> None:
    if data[:4] == b"\xd0\xcf\x11\xe0" or suffix == ".xls":
        raise TableError(
            f"{source} is a workbook of the old .xls kind; open it and save it as .xlsx or CSV"
        )
    if data[:2] == b"PK":
        raise TableError(
            f"{source} is a zip archive; unpack it, or name it .xlsx if it is an Excel workbook"
        )
    if suffix in {*_WORKBOOKS, ".ods", ".parquet"}:
        raise TableError(
            f"{source} is named {suffix} but is no such file; save it again, or as CSV"
        )


# -- text ------------------------------------------------------------------------------------------


def _decode(data: bytes, encoding: str | None, source: str) -> str:
    if encoding is None:
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            encoding = "utf-16"
        elif b"\0" in data[:65536]:
            raise TableError(
                f"{source} holds a zero byte at {data.index(0)}, so it is not a text file in "
                f"UTF-8 or GB18030; {_AS_UTF8}"
            )
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except LookupError:
            raise TableError(
                f"encoding={encoding!r} is not known; say utf-8, gb18030, utf-16 or big5"
            ) from None
        except UnicodeDecodeError as error:
            raise TableError(
                f"{source} is not {encoding}: byte {error.start} does not fit; {_AS_UTF8}"
            ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        first = error.start
    before = data[:first].decode("utf-8")
    if len(before.encode("ascii", "ignore")) + _UTF8_PROOF <= len(before):
        # GB18030 would take this too, and turn every character of the file into another.
        raise TableError(f"{source} is UTF-8 up to byte {first}, where it is damaged; {_AS_UTF8}")
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise TableError(
            f"{source} is neither UTF-8 (byte {first} does not fit) nor GB18030 "
            f"(byte {error.start}); {_AS_UTF8}"
        ) from None


def _from_text(text: str, source: str) -> Table:
    delimiter = _delimiter(text)

    def rows() -> Iterator[TableRow | Rejected]:
        # newline="" keeps every line as it stands, so that line numbers are those of an editor.
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        while True:
            line = lines.line_num + 1
            try:
                cells = next(lines, None)
            except csv.Error as error:
                # After these nobody knows where the next row begins.
                if lines.line_num > line or "expected after" not in str(error):
                    raise TableError(
                        f"{source}, line {line}: a quotation mark is opened and never closed "
                        f"properly, so it is unknown where the row ends ({error})"
                    ) from None
                yield Rejected(line, "", "", _misquoted(str(error)))
                continue
            if cells is None:
                return
            if cells:
                yield line, cells

    return _with_headings(source, rows, text.count("\n"))


def _misquoted(error: str) -> Text:
    return Text(
        f"the quotation marks of this row do not pair up ({error})",
        f"该行引号不成对（{error}）",
    )


def _delimiter(text: str) -> str:
    """Return the commonest separator of the first line that has one outside quotation marks."""
    for line in io.StringIO(text):
        bare = "".join(line.split('"')[::2])
        counts = {mark: bare.count(mark) for mark in _SNIFF}
        if any(counts.values()):
            return max(counts, key=counts.__getitem__)
    return ","


# -- headings --------------------------------------------------------------------------------------


def _with_headings(
    source: str, rows: Callable[[], Iterator[TableRow | Rejected]], expected: int | None
) -> Table:
    found = _find_headings(source, rows())
    if found is None:
        raise TableError(f"{source} has no headings and no rows")
    heading_line, headings = found

    def body() -> Iterator[TableRow | Rejected]:
        for row in rows():
            if (row.line if isinstance(row, Rejected) else row[0]) > heading_line:
                yield row

    return _table(source, headings, body, expected)


def _find_headings(
    source: str, rows: Iterable[TableRow | Rejected]
) -> tuple[int, list[str]] | None:
    """Return the first row with two filled cells: above it may stand the title of the table."""
    first: tuple[int, list[str]] | None = None
    seen = 0
    for row in rows:
        if isinstance(row, Rejected):
            raise TableError(f"{source}, line {row.line}, in the headings: {row.reason.en}")
        names = [_heading(cell) for cell in row[1]]
        filled = sum(map(bool, names))
        if not filled:
            continue
        if filled > 1:
            return row[0], names
        first = first or (row[0], names)
        seen += 1
        if seen == _HEADING_ROWS:
            break
    return first


def _heading(cell: Cell) -> str:
    # A heading may be broken over two lines inside its cell.
    return "" if cell is None else "".join(str(cell).replace("\ufeff", "").splitlines()).strip()


def _table(
    source: str,
    headings: Sequence[str],
    rows: Callable[[], Iterator[TableRow | Rejected]],
    expected: int | None,
) -> Table:
    names = [_heading(name) for name in headings]
    while names and not names[-1]:
        names.pop()
    columns = tuple(name or f"#{number}" for number, name in enumerate(names, 1))
    for number, name in enumerate(columns):
        if name in columns[:number]:
            raise TableError(
                f"{source}: heading {name!r} stands twice, in columns {columns.index(name) + 1} "
                f"and {number + 1}; rename one"
            )
    width = len(columns)

    def fitted() -> Iterator[TableRow | Rejected]:
        for row in rows():
            if isinstance(row, Rejected):
                yield row
                continue
            line, cells = row
            if not any(cell not in _EMPTY for cell in cells):
                continue
            if len(cells) != width:
                extra = [cell for cell in cells[width:] if cell not in _EMPTY]
                if extra:
                    yield Rejected(line, "", str(extra[0]), _too_many(len(cells), width))
                    continue
                cells = (*cells[:width], *("",) * (width - len(cells)))
            yield line, cells

    return Table(source=source, columns=columns, rows_expected=expected, rows=fitted)


def _too_many(cells: int, width: int) -> Text:
    return Text(
        f"{cells} cells under {width} headings; is a separator missing its quotation marks?",
        f"该行有{cells}个单元格，而表头只有{width}列；是否有分隔符未加引号？",
    )


# -- workbooks and Parquet -------------------------------------------------------------------------


def _from_workbook(data: bytes, source: str, sheet: str | None) -> Table:
    try:
        import openpyxl  # type: ignore[import-untyped]
        from openpyxl.utils.datetime import MAC_EPOCH  # type: ignore[import-untyped]
    except ImportError:
        raise TableError(
            f'{source}: reading .xlsx needs openpyxl; run pip install "enforcecal[excel]", '
            "or save the sheet as CSV"
        ) from None
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its parts raise
        raise TableError(f"{source} is a damaged or protected workbook: {error}") from None
    if book.epoch == MAC_EPOCH:
        raise TableError(
            f"{source} counts its days from 1904, so a bare number would be read as a day four "
            "years off; switch the 1904 date system off and save it again"
        )
    names = [one.title for one in book.worksheets]
    if sheet is None:
        sheet = names[0] if names else None
    if sheet is None or sheet not in names:
        meant = nearest(sheet or "", names)
        hint = f"did you mean {meant!r}?" if meant else f"it has {', '.join(map(repr, names))}"
        raise TableError(f"sheet={sheet!r}: {source} has no such sheet; {hint}")
    page = book[sheet]
    # Some programs write a size of one cell into the file; without it every cell is looked at.
    page.reset_dimensions()

    def rows() -> Iterator[TableRow | Rejected]:
        yield from enumerate(page.iter_rows(values_only=True), 1)

    return _with_headings(f"{source} [{sheet}]", rows, page.max_row)


def _from_parquet(data: bytes, source: str) -> Table:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise TableError(
            f'{source}: reading Parquet needs pyarrow; run pip install "enforcecal[parquet]", '
            "or save the table as CSV"
        ) from None
    try:
        file = parquet.ParquetFile(io.BytesIO(data))
    except pa.ArrowException as error:
        raise TableError(f"{source} is a damaged Parquet file: {error}") from None

    def rows() -> Iterator[Sequence[Cell]]:
        for batch in file.iter_batches():
            yield from zip(*map(_cells, batch.columns), strict=True)

    def _cells(column: pa.Array) -> list[Cell]:
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
            # Python's datetime ends at microseconds, and pyarrow would ask for pandas instead.
            column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
        return list(column.to_pylist())

    return table_of_tuples(
        file.schema_arrow.names, rows, source=source, count=file.metadata.num_rows
    )
