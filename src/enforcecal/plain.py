"""Values as other programs get them: what JSON can hold, in the words of one language."""

from __future__ import annotations

import enum
from datetime import date
from fractions import Fraction

from enforcecal.texts import Lang, Text

__all__ = ["plain", "plain_fields"]


def plain(value: object, lang: Lang = "en") -> object:
    """Return *value* as JSON has it: codes of enums, ISO days, words in *lang*.

    >>> plain((Text("late", "逾期"), date(2026, 3, 2)), "zh")
    ['逾期', '2026-03-02']
    """
    match value:
        case None | str() | int():
            return value
        case Text():
            return value.say(lang)
        case date():
            return value.isoformat()
        case enum.Enum():
            return value.value
        case Fraction():
            return str(value)
        case frozenset():
            return sorted(value)
        case tuple():
            return [plain(one, lang) for one in value]
    return value.to_dict(lang)  # type: ignore[attr-defined] # a model that knows its own keys


def plain_fields(model: object, lang: Lang, names: str) -> dict[str, object]:
    """Return the attributes of *model* called *names*, parted by spaces, in this order."""
    return {name: plain(getattr(model, name), lang) for name in names.split()}
