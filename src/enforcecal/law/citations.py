"""Laws, their editions, and how an article of one is cited.

An edition is named by its id, such as ``cn.penalty-law-2021``; its family is the id without the
year.  The id of everything an edition says begins with the id of the edition and names the article
(``cn.penalty-law-2021.art42-1.decision``: article 42, paragraph 1), so that a citation can be read
off an id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

import attrs

from enforcecal.texts import Text

__all__ = ["RANKS", "Law", "article_of", "cite", "edition_of", "family_of"]

RANKS: Final[Mapping[str, bool]] = {
    "law": True,
    "regulation": True,
    "rule": True,
    "local": True,
    "interpretation": True,
    "notice": False,
    "opinion": False,
    "practice": False,
}
"""What kind of text an edition is, and whether it binds by itself.

Law (法律), regulation (行政法规), rule (规章), local law (地方性法规、地方政府规章),
judicial interpretation (司法解释); notice (规范性文件), opinion (答复、意见),
practice (工作惯例、系统规则).
"""

_YEAR = re.compile(r"-(?:19|20)\d\d$")
_ARTICLE = re.compile(r"\.art(\d+(?:-\d+){0,2})\.")
_DIGITS = "零一二三四五六七八九"


def family_of(edition: str) -> str:
    """Return the family of a law edition: its id without the year.

    >>> family_of("cn.penalty-law-2021")
    'cn.penalty-law'
    """
    return _YEAR.sub("", edition)


def edition_of(rule: str) -> str:
    """Return the law edition a rule belongs to, read off the rule's id.

    >>> edition_of("cn.mohurd-55-2022.art29.decision")
    'cn.mohurd-55-2022'
    >>> edition_of("yourbureau.promise")
    'yourbureau'
    """
    found = _ARTICLE.search(rule)
    return rule[: found.start()] if found else rule.rpartition(".")[0]


def article_of(rule: str) -> str | None:
    """Return the article a rule's id names, paragraph and item after hyphens, or None.

    >>> article_of("cn.licensing-law-2019.art32-1-4.correction-notice")
    '32-1-4'
    """
    found = _ARTICLE.search(rule)
    return found.group(1) if found and found.group(1) != "0" else None


def _numeral(number: int) -> str:
    """Return *number*, below 10000, in Chinese: 零 once for a gap, 十 rather than 一十 first."""
    text = ""
    for value, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            text += _DIGITS[digit] + word
        elif text and number:
            text = text.removesuffix("零") + "零"
    return text.removeprefix("一") if text.startswith("一十") else text


@attrs.frozen(kw_only=True)
class Law:
    """One edition of a law, regulation or rule, with the days between which it is in force."""

    id: str
    zh: str = ""
    """The title the text itself bears."""
    en: str = ""
    rank: str = ""
    """What kind of text it is, one of `RANKS`."""
    in_force_from: date | None = None
    in_force_to: date | None = None
    """The last day in force, included."""
    verified: str = ""
    """How far the text behind this edition was checked: ``text``, ``secondary``, ``memory``."""

    @property
    def binding(self) -> bool:
        """Whether it binds by itself, so that a breach of it is one; so does one without a rank."""
        return RANKS.get(self.rank, True)

    @property
    def family(self) -> str:
        """The id without its year, shared by every edition."""
        return family_of(self.id)

    def in_force(self, day: date) -> bool:
        """Tell whether this edition is in force on *day*, both ends included."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )


def cite(law: Law | None, rule: str) -> Text:
    """Return how *rule* is cited: the title of *law* and the article named in the rule's id.

    >>> law = Law(id="cn.penalty-law-2021", zh="中华人民共和国行政处罚法", en="Penalty Law 2021")
    >>> cite(law, "cn.penalty-law-2021.art64-1.hearing-request")
    Text(en='Penalty Law 2021, art. 64(1)', zh='《中华人民共和国行政处罚法》第六十四条第一款')
    """
    edition = edition_of(rule)
    en = (law.en or law.id) if law else edition
    zh = f"《{law.zh}》" if law and law.zh else edition
    article = article_of(rule)
    if article is None:
        return Text(en, zh)
    number, *parts = article.split("-")
    en += f", art. {number}" + "".join(f"({part})" for part in parts)
    zh += f"第{_numeral(int(number))}条"
    for part, word in zip(parts, ("款", "项"), strict=False):
        zh += f"第{_numeral(int(part))}{word}"
    return Text(en, zh)
