"""Words in the two languages every user-facing answer is given in."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final, Literal, Self

import attrs

__all__ = ["LANGS", "NO_TEXT", "Lang", "Text", "Worded"]

Lang = Literal["en", "zh"]

LANGS: Final[tuple[Lang, ...]] = ("en", "zh")


@attrs.frozen
class Text:
    """One message in English and in Chinese, worded side by side.

    >>> Text("late", "逾期").say("zh")
    '逾期'
    """

    en: str
    zh: str

    def say(self, lang: Lang = "en") -> str:
        """Return the words in *lang*."""
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.en


NO_TEXT: Final = Text("", "")
"""Where there is nothing to say."""


class Worded(enum.Enum):
    """An enum each of whose members is written as its value and its words in both languages."""

    text: Text
    if TYPE_CHECKING:

        @property
        def value(self) -> str:
            """The value alone: what stands in files and in JSON."""

    def __new__(cls, value: str, en: str, zh: str) -> Self:
        """Make a member: its value is *value* alone."""
        made = object.__new__(cls)
        made._value_ = value
        made.text = Text(en, zh)
        return made
