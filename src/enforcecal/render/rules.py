"""The limits of rule packs as a list: to read, and as JSON for whoever checks them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from enforcecal.dates.periods import Period, Unit
from enforcecal.law.citations import edition_of, family_of
from enforcecal.law.conditions import Condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.rules import Bound, Kind, TimeLimit
from enforcecal.render.columns import fold
from enforcecal.render.documents import json_lines
from enforcecal.texts import Lang, Text

__all__ = ["BOUNDS", "KINDS", "length_text", "matches", "rule_dict", "rules_json", "rules_text"]

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

_UNITS: Final = {
    Unit.WORKING_DAY: Text("working days", "个工作日"),
    Unit.DAY: Text("days", "日"),
    Unit.MONTH: Text("months", "个月"),
    Unit.YEAR: Text("years", "年"),
    Unit.HOUR: Text("hours", "小时"),
}
_VERIFIED: Final = {
    "text": Text("checked against the official text", "已与官方文本核对"),
    "secondary": Text("checked against secondary sources only", "仅据二手资料核对"),
    "memory": Text("not checked against a text", "未经核对"),
}


def length_text(limit: TimeLimit) -> Text:
    """Return how long *limit* is, such as 90 days, or the condition that says it."""
    if isinstance(limit.length, Condition):
        unit = _UNITS[limit.unit]
        return Text(f"({limit.length.source}) {unit.en}", f"（{limit.length.source}）{unit.zh}")
    period = Period(limit.length, limit.unit)
    return Text(str(period), period.in_chinese())


def verified_text(word: str) -> Text:
    """Return how far the text behind a rule was checked."""
    return _VERIFIED.get(word, Text("not said whether it was checked", "未注明是否核对"))


def matches(limit: TimeLimit, words: Iterable[str]) -> bool:
    """Tell whether every one of *words* occurs in the id, the names or the matter of *limit*."""
    text = f"{limit.id}\n{limit.zh}\n{limit.en}\n{limit.matter}".casefold()
    return all(word.casefold() in text for word in words)


def rules_text(limits: Iterable[BoundLimit], lang: Lang = "en") -> Iterator[str]:
    """Yield three or four lines a limit: its id, what it is, where it stands."""
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
    yield f"共{number}条期限" if zh else f"{number} limits"


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
    }


def rules_json(limits: Iterable[BoundLimit], lang: Lang = "en") -> Iterator[str]:
    """Yield a JSON document with a line a limit."""
    yield from json_lines({}, {"limits": (rule_dict(limit, lang) for limit in limits)})
