"""What a limit turns on, in the words of its pack: whether it applies, and what was not recorded.

Conditions name facts by id and ask a case by functions; people know both by other words.  Where
those stand is the business of whoever binds a limit, who passes `PackWords` on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import attrs

from enforcecal.dates.certainty import Application, Applies, Certainty, Doubt
from enforcecal.law.conditions import Condition
from enforcecal.law.procedures import EventType, FactType, Procedure
from enforcecal.law.rules import TimeLimit
from enforcecal.law.tree import Call, Comparison, Constant, Junction, Named, Negation, Node, reads
from enforcecal.texts import Text

__all__ = ["PackWords", "in_words", "key_of", "not_met", "not_recorded", "turns_on", "words_of"]


def _none(_: str) -> None:
    return None


@attrs.frozen
class PackWords:
    """Where the words for names are looked up; without anything given, nowhere."""

    fact: Callable[[str], FactType | None] = _none
    event: Callable[[str], EventType | None] = _none
    limit_on: Callable[[str], TimeLimit | None] = _none
    """A limit on a matter, for its name."""


def words_of(procedure: Procedure) -> PackWords:
    """Return the words of *procedure*."""

    def limit_on(matter: str) -> TimeLimit | None:
        return next((limit for limit in procedure.limits if limit.matter == matter), None)

    return PackWords(procedure.facts.get, procedure.events.get, limit_on)


_CALL: Final = re.compile(r'(\w+)\("?(.*?)"?\)')
_ASKED: Final = {
    "happened": Text("whether {} happened", "{}是否发生"),
    "day": Text("the day of {}", "{}的日期"),
    "over": Text("whether the time of {} is over", "{}期限是否届满"),
    "late": Text("whether {} was late", "{}是否逾期"),
    "due": Text("the last day of {}", "{}的届满日"),
}
_OF_EVENTS: Final = ("happened", "day")
_LIMITATION: Final = Text("where the limitation stands", "处罚时效的状况")


def key_of(name: str) -> str:
    """Return under which key a caller tells what a condition lacks by *name*.

    >>> key_of('happened("paid")'), key_of("fine_yuan")
    ('happened.paid', 'fine_yuan')
    """
    call = _CALL.fullmatch(name)
    return ".".join(filter(None, call.groups())) if call else name


def _named(name: str, words: PackWords) -> Text:
    """Return what a condition lacks in words; in English with the key to tell it by."""
    key = key_of(name)
    if key == name:
        fact = words.fact(name)
        if fact is None or not (fact.en or fact.zh):
            return Text(name, f"“{name}”")
        return Text(f"{(fact.en or fact.zh)!r} ({name})", f"“{fact.zh or fact.en}”")
    function, _, argument = key.partition(".")
    if function == "limitation":
        return Text(f"{_LIMITATION.en} ({key})", _LIMITATION.zh)
    asked = _ASKED.get(function)
    if asked is None:
        return Text(name, f"“{name}”")
    said = _called(function, argument, words)
    return Text(f"{asked.en.format(said.en)} ({key})", asked.zh.format(said.zh))


def _called(function: str, argument: str, words: PackWords) -> Text:
    """Return the event, or the matter, that *function* asks for, in its quotation marks."""
    found = words.event(argument) if function in _OF_EVENTS else words.limit_on(argument)
    en, zh = (found.en, found.zh) if found is not None else ("", "")
    said = en or argument.replace("_", " ").replace("-", " ")
    return Text(repr(said), f"“{zh or argument}”")


def _listed(names: Iterable[str], words: PackWords) -> Text:
    said = [_named(name, words) for name in names]
    return Text(", ".join(one.en for one in said), "、".join(one.zh for one in said))


def not_recorded(names: Iterable[str], words: PackWords) -> tuple[Doubt, ...]:
    """Return a doubt for each of *names*, without which no day is sure."""
    return tuple(
        Doubt(
            "not-recorded",
            name,
            Certainty.UNKNOWN,
            Text(
                f"turns on {said.en}, which was not recorded",
                f"取决于{said.zh}，而该事实未记录",
            ),
        )
        for name in sorted(names)
        for said in [_named(name, words)]
    )


def turns_on(names: Iterable[str], words: PackWords) -> Applies:
    """Return that it applies or not by *names*, of which nothing is known."""
    lacking = sorted(names)
    said = _listed(lacking, words)
    return Applies(
        Application.TURNS_ON,
        tuple(map(key_of, lacking)),
        Text(f"turns on {said.en}, not recorded", f"取决于{said.zh}，未记录"),
    )


def not_met(condition: Condition, facts: Mapping[str, object], words: PackWords) -> Applies:
    """Return that it does not apply: *condition* is false by what *facts* say."""
    told = [name for name in sorted(reads(condition.node)) if key_of(name) in facts]
    said = [_so(name, facts[key_of(name)], words) for name in told] or [_UNMET]
    return Applies(
        Application.NO,
        tuple(map(key_of, told)),
        Text(
            f"no, since {', '.join(one.en for one in said)}",
            f"不适用，因{'，'.join(one.zh for one in said)}",
        ),
    )


_HOLDS: Final = {
    "happened": Text("{} happened", "{}已发生"),
    "over": Text("the time of {} is over", "{}期限已届满"),
    "late": Text("{} was late", "{}已逾期"),
}
_SIGNS: Final = {
    "==": Text("is", "为"),
    "!=": Text("is not", "不为"),
    "<": Text("is below", "小于"),
    "<=": Text("is at most", "不超过"),
    ">": Text("is above", "大于"),
    ">=": Text("is at least", "不少于"),
    "in": Text("is one of", "属于"),
    "not in": Text("is none of", "不属于"),
}
_JOINED: Final = {"and": Text(" and ", "，且"), "or": Text(" or ", "或者")}


def in_words(condition: Condition, words: PackWords) -> Text:
    """Return *condition* in words; what has none stays as it is written.

    >>> from enforcecal.law.conditions import parse_condition
    >>> in_words(parse_condition('fine > 0 and not happened("fine_paid")'), PackWords()).en
    "fine is above 0 and not: 'fine paid' happened"
    """
    return _said(condition.node, words, {})


def _said(node: Node, words: PackWords, codes: Mapping[str, str]) -> Text:
    match node:
        case Call(function, argument) if function in _HOLDS:
            holds, called = _HOLDS[function], _called(function, argument, words)
            return Text(holds.en.format(called.en), holds.zh.format(called.zh))
        case Named() | Call():
            return _named(node.name, words)
        case Negation(operand):
            said = _part(operand, words, codes)
            return Text(f"not: {said.en}", f"并非{said.zh}")
        case Junction(word, operands):
            parts, joined = [_part(each, words, codes) for each in operands], _JOINED[word]
            return Text(
                joined.en.join(one.en for one in parts), joined.zh.join(one.zh for one in parts)
            )
        case Comparison((sign,), (left, right)):
            fact = words.fact(left.name) if isinstance(left, Named) else None
            codes = _codes(fact)
            one, other, said = _part(left, words, {}), _part(right, words, codes), _SIGNS[sign]
            return Text(f"{one.en} {said.en} {other.en}", f"{one.zh}{said.zh}{other.zh}")
        case Constant(value):
            values = value if isinstance(value, tuple) else (value,)
            return Text(
                ", ".join(map(str, values)),
                "、".join(codes.get(str(one), str(one)) for one in values),
            )
    return Text(str(node), str(node))


def _codes(fact: FactType | None) -> dict[str, str]:
    """Return the first word for each code that *fact* may be worth."""
    found: dict[str, str] = {}
    for word, code in fact.values.items() if fact is not None else ():
        found.setdefault(code, word)
    return found


def _part(node: Node, words: PackWords, codes: Mapping[str, str]) -> Text:
    """Return a part of a condition, in brackets where it has parts itself."""
    said = _said(node, words, codes)
    return Text(f"({said.en})", f"（{said.zh}）") if isinstance(node, Junction) else said


_UNMET: Final = Text("its condition does not hold", "不符合适用条件")


def _so(name: str, value: object, words: PackWords) -> Text:
    said = _named(name, words)
    if isinstance(value, bool):
        worth = Text("yes", "是") if value else Text("no", "否")
    else:
        text = str(value)
        worth = Text(text, _codes(words.fact(name)).get(text, text))
    return Text(f"{said.en} is {worth.en}", f"{said.zh}为“{worth.zh}”")
