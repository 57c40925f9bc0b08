"""How people write into tables: nothing, yes and no, a number, one heading for another.

The lists here are the only ones: every command asks this module whether a cell is blank, whether
a word says yes, and what number a text is.  Days have a module of their own,
`enforcecal.readers.days`.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

__all__ = ["NUMBER", "bare", "fold", "is_blank", "number", "says_nothing", "text_of", "yes_or_no"]

# Dashes and slashes, however many: what people put where there is nothing to put.
_MARKS: Final = " \t\r\n\u3000-‐‑‒–—―－_/\\／＼"
# Blank in every column, for in none are they a value.
_BLANK: Final = frozenset({"", "n/a", "ｎ／ａ", "null", "nan", "nat"})
# Nothing was recorded, wherever a day, a number or a limit is due; elsewhere they may be a value.
_NOTHING: Final = frozenset(
    {"无", "没有", "暂无", "不适用", "未规定", "无法定时限", "na", "none", "not applicable"}
)
# Likewise of a day that has not come.
_NOT_YET: Final = frozenset(
    [
        *("未结案", "未办结", "未结", "未完成", "办理中", "正在办理", "在办", "待办", "待定"),
        *("未定", "尚未", "尚无", "open", "pending", "tbd", "not yet"),
    ]
)
_YES: Final = frozenset({"是", "有", "对", "true", "yes", "y", "t", "1", "√", "✓", "✔"})
_NO: Final = frozenset({"否", "无", "没有", "不是", "false", "no", "n", "f", "0", "×", "✗", "✘"})

NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
"""The pattern of a number, commas between its thousands."""
_COUNT: Final = re.compile(rf"({NUMBER}(?:e[+-]?\d+)?)\s*[日天个人件次]?", re.ASCII)
_BRACKET: Final = re.compile(r"\s*[(\[【]([^()\[\]【】]*)[)\]】]$")


def fold(text: str) -> str:
    """Return *text* as it is compared: width, case, spaces and hyphens do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(mark for mark in plain if not mark.isspace() and mark not in "_-")


def bare(heading: str) -> tuple[str, tuple[str, ...]]:
    """Return *heading* without the brackets at its end, and what stood in them.

    >>> bare("罚款（万元）（必填）")
    ('罚款', ('必填', '万元'))
    """
    plain = unicodedata.normalize("NFKC", heading).strip()
    notes: list[str] = []
    while found := _BRACKET.search(plain):
        plain = plain[: found.start()]
        notes.append(found[1].strip())
    return plain, tuple(notes)


def text_of(cell: object) -> str:
    """Return a cell as a person reads it: a whole number has no ``.0``, and None is no text."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def is_blank(cell: object) -> bool:
    """Tell whether nothing was put into *cell*, or one of the marks that say as much.

    >>> [is_blank(cell) for cell in (None, "——", "N/A", "无", 0)]
    [True, True, True, False, False]
    """
    if not isinstance(cell, str):
        return cell is None
    text = cell.strip(_MARKS)
    return not text or text.casefold() in _BLANK


def says_nothing(cell: object, *, day: bool = False) -> bool:
    """Tell whether *cell* says that nothing was recorded, where a value other than text is due.

    In a column of days, *day*, words for what is not finished say so too.

    >>> says_nothing("无"), says_nothing("未结案"), says_nothing("未结案", day=True)
    (True, False, True)
    """
    if is_blank(cell):
        return True
    if not isinstance(cell, str):
        return False
    text = cell.strip().casefold()
    return text in _NOTHING or (day and text in _NOT_YET)


def yes_or_no(cell: object) -> bool | None:
    """Return what *cell* says, None when it says nothing.

    Raises:
        ValueError: it is neither yes nor no.

    >>> yes_or_no("是"), yes_or_no("无"), yes_or_no("--")
    (True, False, None)
    """
    word = fold(text_of(cell))
    if word in _YES or word in _NO:
        return word in _YES
    if says_nothing(cell):
        return None
    raise ValueError(f"{cell!r} is neither yes nor no")


def number(cell: object) -> Fraction | None:
    """Return the number in *cell* exactly, None when it says nothing.

    A float is read as it is printed: 0.1 is one tenth.  Thousands may be parted by commas, and 日,
    天, 个, 人, 件 or 次 may follow.

    Raises:
        ValueError: it is no finite number.

    >>> number("1,200件"), number(0.1), number("无")
    (Fraction(1200, 1), Fraction(1, 10), None)
    """
    if says_nothing(cell) or cell != cell:  # noqa: PLR0124 - nan is a blank
        return None
    if isinstance(cell, Fraction):
        return cell
    if isinstance(cell, (float, Decimal)):
        return Fraction(str(float(cell) if isinstance(cell, float) else cell))
    text = unicodedata.normalize("NFKC", str(cell)).strip().casefold()
    found = _COUNT.fullmatch(text)
    if found is None:
        raise ValueError(f"{cell!r} is not a number")
    return Fraction(found[1].replace(",", ""))
