"""Rows of the law that no clock is armed for, each with the reason.

A rule book that says nothing of a clause leaves its reader to wonder whether it was forgotten.  So
whatever was looked at and is no limit here stands in a list: superseded, not checked against a
text, a duty that no case has, a rule of counting.
"""

from __future__ import annotations

from typing import Final

import attrs

from enforcecal.datafiles import array, table, text, whole

__all__ = ["UnarmedRow", "read_rows"]


@attrs.frozen(kw_only=True)
class UnarmedRow:
    """A clause that is known and not armed: what it says, and why there is no limit for it."""

    id: str
    reason: str
    """Why, in one word to sort by: ``superseded``, ``not-a-case-deadline``, ``counting-rule``."""
    zh: str
    en: str
    """The same in a sentence."""
    article: str
    """As it is cited, such as ``32(1)(2)``; a press report or a preamble has a word for it."""
    length: int | str
    """0 or empty where the clause gives no number."""
    unit: str
    quote: str = ""
    verified: str = ""
    note: str = ""


def read_rows(data: object) -> tuple[UnarmedRow, ...]:
    """Return the rows of a list, given as TOML tables, or raise with every mistake in them."""
    return _read_list(data)


def _length(value: object) -> int | str:
    return value if isinstance(value, str) else whole(value)


def _rows(row: tuple[UnarmedRow, ...] = ()) -> tuple[UnarmedRow, ...]:
    return row


_FIELDS: Final = attrs.fields_dict(UnarmedRow)
_read_row: Final = table(
    UnarmedRow,
    {name: (name, _length if name == "length" else text) for name in _FIELDS},
    [name for name, field in _FIELDS.items() if field.default is attrs.NOTHING],
)
_read_list: Final = table(_rows, {"row": ("row", array("row", _read_row))})
