"""Text on a screen of fixed-width characters, where a Chinese one is two columns wide.

Also what every exported sheet needs: cells that a spreadsheet must not take for formulas.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

__all__ = ["COLUMNS", "csv_lines", "fold", "fold_list", "pad", "plain_cell", "table_lines", "width"]

COLUMNS: Final = 80
"""How wide a page of text is: the narrowest terminal people still have."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNIT: Final = re.compile(
    r"\s+"  # where a line may be broken
    r"|[“‘（《【〈「]*"  # an opening mark stays with what follows it
    r"(?:[\u2e80-\u303f\u3040-\u9fff\uf900-\ufaff\uff00-\uff60“‘（《]"
    r"|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60“”‘’（《]+|.)"
    r"[，。；：、）》】〉」”’！？]*"  # a closing mark stays with what it closes
)


def width(text: str) -> int:
    """Return how many columns *text* takes.

    >>> width("90日"), width("late")
    (4, 4)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(mark) else 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        for mark in text
    )


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Return *text* filled with blanks to *columns*, on its left when it is to stand *right*."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def fold(text: str, *, indent: str = "", first: str | None = None, columns: int = COLUMNS) -> str:
    """Return *text* broken into lines of at most *columns*, each after *indent*.

    The first line begins with *first* instead, when given.  Chinese may be broken between any two
    characters, but no line begins with a closing mark; a word longer than a line is not broken.

    >>> print(fold("decided 逾期三日，超过期限", indent="  ", columns=14))
      decided 逾期
      三日，超过期
      限
    """
    lines: list[str] = []
    start = indent if first is None else first
    line, used = start, width(start)
    bare = True
    for unit in _UNIT.findall(" ".join(text.split("\n"))):
        wide = width(unit)
        if not bare and used + width(unit.rstrip()) > columns:
            lines.append(line.rstrip())
            line, used, bare = indent, width(indent), True
        if bare and unit.isspace():
            continue
        line, used, bare = line + unit, used + wide, False
    lines.append(line.rstrip())
    return "\n".join(lines)


def fold_list(
    items: Iterable[str], *, comma: str, first: str, indent: str, columns: int = COLUMNS
) -> str:
    """Return *items* in lines of at most *columns*, after *first*; no item is broken.

    >>> print(fold_list(["立案", "结案"], comma="、", first="列：", indent="  ", columns=12))
    列：立案、
      结案
    """
    items = [*items]
    lines, line, used = [], first, width(first)
    for at, item in enumerate(items):
        whole = item + comma if at + 1 < len(items) else item
        wide = width(whole.rstrip())
        if at and used + wide > columns:
            lines.append(line.rstrip())
            line, used = indent, width(indent)
        line, used = line + whole, used + width(whole)
    return "\n".join([*lines, line.rstrip()])


def table_lines(
    rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), indent: str = "  "
) -> Iterator[str]:
    """Yield *rows* as lines with aligned columns; the columns numbered *right* stand on the right.

    >>> list(table_lines([("12", "late"), ("3", "逾期")], right=(0,), indent=""))
    ['12  late', ' 3  逾期']
    """
    rows = [*rows]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [pad(cell, widths[at], right=at in right) for at, cell in enumerate(row)]
        yield (indent + "  ".join(cells)).rstrip()


def plain_cell(value: object) -> str:
    """Return *value* as a cell that no spreadsheet takes for a formula.

    >>> plain_cell("=1+1"), plain_cell(None), plain_cell("2024-03-05")
    ("'=1+1", '', '2024-03-05')
    """
    text = "" if value is None else str(value)
    number = isinstance(value, int | float)  # below 0 it begins with a sign, and means no formula
    return f"'{text}" if text.startswith(_FORMULA) and not number else text


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a CSV document line by line, each with its end, after a byte order mark.

    Without the mark the spreadsheets of Chinese offices take UTF-8 for GB18030.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")

    def line(cells: Iterable[object]) -> str:
        writer.writerow([plain_cell(cell) for cell in cells])
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield "\ufeff" + line(headings)
    for row in rows:
        yield line(row)
