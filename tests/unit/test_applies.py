"""Whether a limit applies, in words: facts and questions to a log as people know them."""

from __future__ import annotations

import re

import pytest

from enforcecal.dates.certainty import Application, Applies, Certainty
from enforcecal.law.applies import (
    PackWords,
    in_words,
    key_of,
    not_met,
    not_recorded,
    turns_on,
    words_of,
)
from enforcecal.law.conditions import parse_condition
from enforcecal.law.packs import rulebook
from enforcecal.law.procedures import EventType, FactKind, FactType
from enforcecal.texts import Text

FACTS = {
    "fine": FactType(name="fine", kind=FactKind.MONEY, zh="罚款金额", en="fine in yuan"),
    "kind": FactType(name="kind", kind=FactKind.TEXT, zh="种类", values={"燃气": "gas"}),
    "bare": FactType(name="bare", kind=FactKind.BOOL),
    "only_en": FactType(name="only_en", kind=FactKind.BOOL, en="told"),
}
EVENTS = {"paid": EventType(name="paid", zh="缴清罚款", en="fine paid")}
WORDS = PackWords(FACTS.get, EVENTS.get)


@pytest.mark.parametrize(
    ("name", "key", "en", "zh"),
    [
        ("fine", "fine", "'fine in yuan' (fine)", "“罚款金额”"),
        ("kind", "kind", "'种类' (kind)", "“种类”"),
        ("only_en", "only_en", "'told' (only_en)", "“told”"),
        ("bare", "bare", "bare", "“bare”"),
        ("nobody_knows", "nobody_knows", "nobody_knows", "“nobody_knows”"),
        (
            'happened("paid")',
            "happened.paid",
            "whether 'fine paid' happened (happened.paid)",
            "“缴清罚款”是否发生",
        ),
        ('day("paid")', "day.paid", "the day of 'fine paid' (day.paid)", "“缴清罚款”的日期"),
        ('day("sent_on")', "day.sent_on", "the day of 'sent on' (day.sent_on)", "“sent_on”的日期"),
        (
            'late("request")',
            "late.request",
            "whether 'request' was late (late.request)",
            "“request”是否逾期",
        ),
        (
            "limitation()",
            "limitation",
            "where the limitation stands (limitation)",
            "处罚时效的状况",
        ),
        ('state("main")', "state.main", 'state("main")', '“state("main")”'),
    ],
)
def test_what_it_turns_on_is_told_in_words(name, key, en, zh):
    """In English with the key to tell it by, in Chinese in words alone."""
    assert key == key_of(name)
    said = Applies(
        Application.TURNS_ON, (key,), Text(f"turns on {en}, not recorded", f"取决于{zh}，未记录")
    )
    assert said == turns_on([name], WORDS)
    (doubt,) = not_recorded([name], WORDS)
    assert ("not-recorded", name, Certainty.UNKNOWN) == (doubt.code, doubt.subject, doubt.certainty)
    assert (
        Text(f"turns on {en}, which was not recorded", f"取决于{zh}，而该事实未记录") == doubt.text
    )


@pytest.mark.parametrize(
    ("condition", "facts", "en", "zh"),
    [
        ("fine > 0", {"fine": 0}, "'fine in yuan' (fine) is 0", "“罚款金额”为“0”"),
        ('kind == "water"', {"kind": "gas"}, "'种类' (kind) is gas", "“种类”为“燃气”"),
        ('kind == "water"', {"kind": "heat"}, "'种类' (kind) is heat", "“种类”为“heat”"),
        ('x == "a"', {"x": "b"}, "x is b", "“x”为“b”"),
        ("bare and fine > 0", {"bare": False}, "bare is no", "“bare”为“否”"),
        (
            'not happened("paid")',
            {"happened.paid": True},
            "whether 'fine paid' happened (happened.paid) is yes",
            "“缴清罚款”是否发生为“是”",
        ),
        ("1 > 2", {}, "its condition does not hold", "不符合适用条件"),
    ],
)
def test_why_it_does_not_apply(condition, facts, en, zh):
    """By what was told, and never by the code of the condition."""
    said = not_met(parse_condition(condition), facts, WORDS)
    assert Applies(Application.NO, tuple(facts), Text(f"no, since {en}", f"不适用，因{zh}")) == said


@pytest.mark.parametrize(
    ("condition", "en", "zh"),
    [
        ("fine > 0", "'fine in yuan' (fine) is above 0", "“罚款金额”大于0"),
        ('kind == "gas"', "'种类' (kind) is gas", "“种类”为燃气"),
        ('kind in ("gas", "x")', "'种类' (kind) is one of gas, x", "“种类”属于燃气、x"),
        (
            'not bare and (happened("paid") or late("request"))',
            "not: bare and ('fine paid' happened or 'request' was late)",
            "并非“bare”，且（“缴清罚款”已发生或者“request”已逾期）",
        ),
        (
            'day("paid") == day("sent")',
            "the day of 'fine paid' (day.paid) is the day of 'sent' (day.sent)",
            "“缴清罚款”的日期为“sent”的日期",
        ),
        ("0 < fine < 9", "0 < fine < 9", "0 < fine < 9"),
    ],
)
def test_a_condition_in_words(condition, en, zh):
    """A chain of comparisons, of which the packs have none, stays as it is."""
    assert Text(en, zh) == in_words(parse_condition(condition), WORDS)


def test_no_condition_of_the_packs_is_told_in_code():
    """Every condition of the packs has its words, in Chinese without a name of code."""
    book = rulebook("cn")
    for limit in book.limits():
        if limit.when is not None:
            said = in_words(limit.when, book.limit(limit.id).words)
            assert not re.search(r"[A-Za-z(]", said.zh), limit.id


def test_the_words_of_a_procedure():
    """Those it declares, and for a matter the name of a limit on it."""
    words = words_of(rulebook("cn").procedure("cn.penalty.ordinary"))
    assert "罚款金额" == words.fact("fine_yuan").zh
    assert "立案" in words.event("case_filed").zh
    assert "hearing-request" == words.limit_on("hearing-request").matter
    assert words.limit_on("no such matter") is words.fact("none") is None


def test_the_words_of_a_book():
    """Of the pack itself, or of whichever other has them; a matter is one of the pack's own."""
    words = rulebook("cn").limit("cn.mohurd-55-2022.art33.hearing-request").words
    assert "属于听证范围" == words.fact("hearing_type").zh
    assert words.event("nobody_knows") is None
    assert "要求听证" == words.limit_on("hearing-request").zh
    assert words.limit_on("pay-fine") is None
