"""One cell of a table -> a fact of its declared type, or the reason why it is none.

A blank cell is not a value: nothing was recorded, which is not the same as no.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from enforcecal.cases.replay.events import Fact
from enforcecal.errors import EnforceCalError
from enforcecal.law.procedures import FactKind, FactType
from enforcecal.readers.days import DayError, parse_day
from enforcecal.readers.tables import Cell
from enforcecal.texts import Text

__all__ = [
    "BROKEN",
    "FAILED",
    "NO_DAY",
    "CellError",
    "FactColumn",
    "fold",
    "is_nothing",
    "text_of",
    "whole_number",
]


def fold(text: str) -> str:
    """Return *text* as it is compared: width, case, spaces and hyphens do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in plain if not mark.isspace() and mark not in "_-")


_TRUE: Final = frozenset({"是", "有", "对", "true", "yes", "y", "t", "1", "√", "✓", "✔"})
_FALSE: Final = frozenset({"否", "无", "没有", "不是", "false", "no", "n", "f", "0", "×", "✗", "✘"})
# What people put where there is nothing to put, and in a column of days besides.
_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "–", "/", "\\"})
NO_DAY: Final = _NOTHING | {"无", "n/a", "none", "null", "nat"}
# What a formula leaves behind when it fails.
BROKEN: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
FAILED: Final = Text("the formula in this cell failed", "单元格公式出错")

_NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)"
_INT: Final = re.compile(rf"({_NUMBER})\s*[日天个人件次]?", re.ASCII)
_MONEY: Final = re.compile(
    rf"(?:人民币|rmb|cny|¥)?\s*({_NUMBER}(?:\.\d+)?)\s*(元|圆|万元|万|亿元|亿)?整?", re.ASCII
)
_LIST: Final = re.compile(r"[、,，;；\n]+")

_Say = Callable[[str], Fact]


class CellError(EnforceCalError, ValueError):
    """A cell is no value of its fact; the reader of the rows turns it into a `Rejected`."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def text_of(cell: Cell) -> str:
    """Return a cell as a person reads it: a whole number from a workbook has no ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def is_nothing(cell: Cell) -> bool:
    """Tell whether nothing was put into *cell*, or one of the marks that say as much."""
    return cell is None or (isinstance(cell, str) and cell.strip() in _NOTHING)


def _bool(text: str) -> bool:
    word = fold(text)
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellError(Text("neither yes nor no; write 是 or 否", "应为“是”或“否”"))


def whole_number(text: str) -> int:
    """Return the number in *text*; 日, 天, 个, 人, 件 or 次 may follow it.

    Raises:
        CellError: it is none, or one with a fraction or another unit.
    """
    found = _INT.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise CellError(Text("not a whole number", "不是整数"))
    return int(found[1].replace(",", ""))


def _money(text: str, heading: str = "") -> Decimal:
    found = _MONEY.fullmatch(unicodedata.normalize("NFKC", text).casefold())
    if found is None:
        raise CellError(
            Text("not an amount; write it like 2000, 2,000.00元 or 3万元", "不是金额，请写成2000元")
        )
    unit = found[2] or ("万元" if heading.endswith("万元") else "")
    return Decimal(found[1].replace(",", "")) * _UNITS.get(unit[:1], 1)


_UNITS: Final = {"万": 10_000, "亿": 100_000_000}


def _items(text: str) -> tuple[str, ...]:
    return tuple(part for part in map(str.strip, _LIST.split(text)) if part)


class FactColumn:
    """Reads the cells of one column as one fact."""

    def __init__(self, name: str, at: int, heading: str, fact: FactType, zone: str) -> None:
        self.name = name
        self.at = at
        self.kind = fact.kind
        self.values = {fold(word): value for word, value in fact.values.items()}
        self.zone = zone
        unit = heading.rstrip(")）]】")
        self.say: Mapping[FactKind, _Say] = {
            FactKind.BOOL: _bool,
            FactKind.INT: whole_number,
            FactKind.MONEY: lambda text: _money(text, unit),
            FactKind.LIST: _items,
            FactKind.TEXT: str,
        }
        self.known: dict[str, Fact | None] = {}

    def read(self, cell: Cell) -> Fact | None:
        """Return the fact in *cell*, None when it is blank.

        Raises:
            CellError: it is neither.
        """
        if isinstance(cell, str):
            try:
                return self.known[cell]
            except KeyError:
                fact = self.known[cell] = self._read(cell)
                return fact
        return self._read(cell)

    def _read(self, cell: Cell) -> Fact | None:
        if is_nothing(cell):
            return None
        if isinstance(cell, tuple) and self.kind is FactKind.LIST:
            return tuple(map(text_of, cell))
        text = text_of(cell)
        if text in BROKEN:
            raise CellError(FAILED)
        stands_for = self.values.get(fold(text))
        if stands_for is not None:
            cell = text = stands_for
        if self.kind is not FactKind.DATE:
            return self.say[self.kind](text)
        if text.casefold() in NO_DAY:
            return None
        try:
            return parse_day(cell, zone=self.zone).day
        except DayError as error:
            raise CellError(error.reason) from None
