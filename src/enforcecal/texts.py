"""Words in the two languages every user-facing answer is given in."""

from __future__ import annotations

from typing import Final, Literal

import attrs

__all__ = ["LANGS", "Lang", "Text"]

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
