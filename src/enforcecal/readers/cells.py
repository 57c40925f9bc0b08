"""One cell of a table -> a fact of its declared type, or the reason why it is none.

A blank cell is not a value: nothing was recorded, which is not the same as no.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from enforcecal.cases.replay.events import Fact
from enforcecal.errors import EnforceCalError
from enforcecal.law.procedures import FactKind, FactType
from enforcecal.readers.days import DayError, read_day
from enforcecal.readers.tables import Cell
from enforcecal.spelling import (
    NUMBER,
    bare,
    fold,
    is_blank,
    number,
    says_nothing,
    text_of,
    yes_or_no,
)
from enforcecal.texts import Text

__all__ = ["BROKEN", "FAILED", "CellError", "FactColumn", "whole_number"]

# What a formula leaves behind when it fails.
BROKEN: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
FAILED: Final = Text("the formula in this cell failed", "单元格公式出错")

_MONEY: Final = re.compile(
    rf"(?:人民币|rmb|cny|¥)?\s*({NUMBER})\s*(元|圆|万元|万|亿元|亿)?整?", re.ASCII
)
_UNITS: Final = {"万": 10_000, "亿": 100_000_000}
_LIST: Final = re.compile(r"[、,，;；\n]+")


class CellError(EnforceCalError, ValueError):
    """A cell is no value of its fact; the reader of the rows turns it into a `Rejected`."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


def whole_number(cell: Cell) -> int | None:
    """Return the number in *cell*, None when it says nothing.

    Raises:
        CellError: it is none, or one with a fraction or another unit.
    """
    try:
        found = number(cell)
    except ValueError:
        found = None
    else:
        if found is None or found.denominator == 1:
            return None if found is None else int(found)
    raise CellError(Text("not a whole number", "不是整数"))


def _bool(text: str) -> bool | None:
    try:
        return yes_or_no(text)
    except ValueError:
        raise CellError(Text("neither yes nor no; write 是 or 否", "应为“是”或“否”")) from None


def _money(text: str, unit: str) -> Decimal | None:
    if says_nothing(text):
        return None
    found = _MONEY.fullmatch(unicodedata.normalize("NFKC", text).casefold())
    if found is None:
        raise CellError(
            Text("not an amount; write it like 2000, 2,000.00元 or 3万元", "不是金额，请写成2000元")
        )
    return Decimal(found[1].replace(",", "")) * _UNITS.get((found[2] or unit)[:1], 1)


class FactColumn:
    """Reads the cells of one column as one fact."""

    def __init__(self, name: str, at: int, heading: str, fact: FactType, zone: str) -> None:
        self.name = name
        self.at = at
        self.kind = fact.kind
        self.values = {fold(word): value for word, value in fact.values.items()}
        self.zone = zone
        plain, notes = bare(heading)
        in_ten_thousands = any(words.endswith("万元") for words in (plain, *notes))
        self.unit = "万元" if in_ten_thousands else ""
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
        if isinstance(cell, tuple) and self.kind is FactKind.LIST:
            return tuple(map(text_of, cell))
        text = text_of(cell)
        if text in BROKEN:
            raise CellError(FAILED)
        stands_for = self.values.get(fold(text))
        if stands_for is not None:
            cell = text = stands_for
        elif is_blank(cell):
            return None
        match self.kind:
            case FactKind.BOOL:
                return _bool(text)
            case FactKind.INT:
                return whole_number(text)
            case FactKind.MONEY:
                return _money(text, self.unit)
            case FactKind.LIST:
                return tuple(part for part in map(str.strip, _LIST.split(text)) if part)
            case FactKind.DATE:
                try:
                    stamp = read_day(cell, zone=self.zone)
                except DayError as error:
                    raise CellError(error.reason) from None
                return None if stamp is None else stamp.day
            case _:
                return text
