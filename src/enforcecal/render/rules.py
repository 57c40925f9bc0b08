"""The limits of rule packs as a list: to read, and as JSON for whoever checks them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from enforcecal.dates.periods import Period
from enforcecal.law.citations import Law, edition_of, family_of
from enforcecal.law.conditions import Condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import Bound, Kind, TimeLimit
from enforcecal.law.unarmed import UnarmedRow
from enforcecal.render.columns import fold
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = [
    "BOUNDS",
    "KINDS",
    "length_text",
    "matches",
    "matches_row",
    "row_dict",
    "rule_dict",
    "rules_json",
    "rules_text",
    "verified_text",
]

KINDS: Final = {
    Kind.ACT_WITHIN: Text("an act is due", "应当在期限内作出"),
    Kind.WAIT_AT_LEAST: Text("other acts must wait", "期满前不得为之"),
    Kind.RIGHT_LAPSES: Text("a right lapses when it is not used", "逾期丧失权利"),
    Kind.MEASURE_ENDS: Text("a measure ends by itself", "期满自动解除"),
    Kind.ACCRUES: Text("money grows by the day", "按日加处"),
}
"""What being late means for each kind of limit."""

BOUNDS: Final = {
    Bound.AGENCY: Text("binds the agency", "约束执法机关"),
    Bound.PARTY: Text("binds the party", "约束当事人"),
    Bound.OTHER: Text("binds somebody else", "约束其他主体"),
}
"""Whom a limit binds."""

_VERIFIED: Final = {
    "text": Text("checked against the official text", "已与官方文本核对"),
    "secondary": Text("checked against secondary sources only", "仅据二手资料核对"),
    "memory": Text("not checked against a text", "未经核对"),
}


def length_text(limit: TimeLimit) -> Text:
    """Return how long *limit* is, such as 90 days, or the condition that says it."""
    if isinstance(limit.length, Condition):
        unit = limit.unit.text
        return Text(f"({limit.length.source}) {unit.en}", f"（{limit.length.source}）{unit.zh}")
    period = Period(limit.length, limit.unit)
    return Text(str(period), period.in_chinese())


def verified_text(word: str) -> Text:
    """Return how far the text behind a rule was checked."""
    return _VERIFIED.get(word, Text("not said whether it was checked", "未注明是否核对"))


def matches(limit: TimeLimit, words: Iterable[str], law: Law | None = None) -> bool:
    """Tell whether each of *words* occurs in the id, names or matter of *limit*, or in its law's.

    >>> from enforcecal.law.packs import rulebook
    >>> bound = rulebook("cn").limit("cn.mohurd-55-2022.art29.decision")
    >>> matches(bound.limit, ["住房和城乡建设", "decide"], bound.law)
    True
    """
    titles = f"{law.zh}\n{law.en}" if law else ""
    return _has(f"{limit.id}\n{limit.zh}\n{limit.en}\n{limit.matter}\n{titles}", words)


def matches_row(row: UnarmedRow, words: Iterable[str]) -> bool:
    """Tell whether every one of *words* occurs in the id, the reason or the quote of *row*."""
    return _has(f"{row.id}\n{row.reason}\n{row.zh}\n{row.en}\n{row.quote}", words)


def _has(text: str, words: Iterable[str]) -> bool:
    folded = text.casefold()
    return all(word.casefold() in folded for word in words)


def rules_text(
    limits: Iterable[BoundLimit], unarmed: Iterable[UnarmedRow] = (), lang: Lang = "en"
) -> Iterator[str]:
    """Yield three or four lines a limit: its id, what it is, where it stands; then *unarmed*."""
    zh = lang == "zh"
    number = 0
    for bound in limits:
        number += 1
        limit = bound.limit
        comma = "，" if zh else ", "
        yield limit.id
        name = Text(limit.en or limit.matter, limit.zh or limit.matter).say(lang)
        what = (length_text(limit), KINDS[limit.kind], BOUNDS[limit.bound])
        said = comma.join(text.say(lang) for text in what)
        yield fold(f"{name}{'：' if zh else ': '}{said}", indent="    ", first="  ")
        source = f"{bound.article.say(lang)}{comma}{verified_text(limit.verified).say(lang)}"
        yield fold(source, indent="    ", first="  ")
        yield ""
    rows = 0
    for row in unarmed:
        rows += 1
        yield row.id
        head = f"未启用（{row.reason}）：" if zh else f"not armed ({row.reason}): "
        yield fold(head + Text(row.en, row.zh).say(lang), indent="    ", first="  ")
        yield ""
    also = (f"，另有{rows}条未启用" if zh else f", and {rows} rows not armed") if rows else ""
    yield f"共{number}条期限{also}" if zh else f"{number} limits{also}"


def rule_dict(bound: BoundLimit, lang: Lang = "en") -> dict[str, object]:
    """Return one limit as plain values for JSON; only `article` depends on the language."""
    limit, law = bound.limit, bound.law
    edition = edition_of(limit.id) if law is None else law.id
    return {
        "id": limit.id,
        "law": family_of(edition),
        "edition": edition,
        "article": bound.article.say(lang),
        "matter": limit.matter,
        "kind": limit.kind.value,
        "bound": limit.bound.value,
        "start": [*limit.start],
        "end": [*limit.end],
        "length": limit.length.source if isinstance(limit.length, Condition) else limit.length,
        "unit": limit.unit.value,
        "roll": bound.counting.roll.value,
        "pauses": [*limit.pause],
        "in_force_from": law.in_force_from.isoformat() if law and law.in_force_from else None,
        "in_force_to": law.in_force_to.isoformat() if law and law.in_force_to else None,
        "verified": limit.verified,
        "quote": limit.quote,
        "zh": limit.zh,
        "en": limit.en,
        "armed": True,
        "reason": None,
    }


def row_dict(row: UnarmedRow) -> dict[str, object]:
    """Return a row that is not armed under the keys of `rule_dict`: null where it has nothing.

    `zh` and `en` say why, in a sentence; `article` is as the row cites it.
    """
    edition = edition_of(row.id)
    return {
        "id": row.id,
        "law": family_of(edition),
        "edition": edition,
        "article": row.article,
        "matter": None,
        "kind": None,
        "bound": None,
        "start": [],
        "end": [],
        "length": row.length,
        "unit": row.unit,
        "roll": None,
        "pauses": [],
        "in_force_from": None,
        "in_force_to": None,
        "verified": row.verified,
        "quote": row.quote,
        "zh": row.zh,
        "en": row.en,
        "armed": False,
        "reason": row.reason,
    }


def rules_json(
    limits: Iterable[BoundLimit], unarmed: Iterable[UnarmedRow] = (), lang: Lang = "en"
) -> Iterator[str]:
    """Yield a JSON document with a line a limit, and a line a row that is *unarmed*."""
    rows = (row_dict(row) for row in unarmed)
    yield from json_lines({}, {"limits": chain((rule_dict(one, lang) for one in limits), rows)})
