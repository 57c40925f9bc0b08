from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext

import pytest
from procedures_by_hand import LAW, build, event, extension, limit, log, need, pause, run

from enforcecal.cases.replay.events import Event
from enforcecal.cases.validate import validate
from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError
from enforcecal.law.facts import known_facts, known_to_limit, typed
from enforcecal.law.procedures import FactKind, FactType

DAY = date(2020, 1, 1)


def fact(kind, **values):
    """Return a fact of *kind*, with what its words stand for."""
    return FactType(name="x", kind=FactKind(kind), values=values)


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("bool", True, True),
        ("bool", 0, False),
        ("bool", "否", False),
        ("bool", "TRUE", True),
        ("int", 3, 3),
        ("int", Decimal("3.0"), 3),
        ("int", "1,200", 1200),
        ("money", 2000, 2000),
        ("money", Decimal("0.5"), Decimal("0.5")),
        ("money", "2000.50", Decimal("2000.5")),
        ("text", "a", "a"),
        ("list", ("甲",), ("甲",)),
        ("list", "甲、乙", ("甲", "乙")),
        ("date", DAY, DAY),
        ("date", "2020-01-01", DAY),
        ("date", "2020/1/1", DAY),
        ("date", "2020年1月1日", DAY),
    ],
)
def test_a_value_is_brought_to_its_kind(kind, given, expected):
    """Whatever says the same is the same, to the type."""
    with localcontext() as context:
        context.prec = 1
        found = typed(fact(kind), given)
    assert expected == found
    assert type(expected) is type(found)
    assert found == typed(fact(kind), found)


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("bool", 2, "x=2 must be a yes or no"),
        ("bool", "vielleicht", "x='vielleicht' must be a yes or no"),
        ("bool", "--", "must be a yes or no"),
        ("bool", DAY, "must be a yes or no"),
        ("int", True, "x=True must be a whole number"),
        ("int", Decimal("0.5"), "must be a whole number"),
        ("int", Decimal("1E+999999"), "must be a whole number"),
        ("int", "three", "must be a whole number"),
        ("money", "无", "must be a number"),
        ("money", Decimal("NaN"), "must be a number"),
        ("text", 5, "must be text"),
        ("text", ("a",), "must be text"),
        ("list", 5, "must be a list of text"),
        ("date", "2020-02-30", r"must be a day that there is \(day is out of range"),
        ("date", "01/02/2020", "must be a day: a datetime.date, or a text such as 2020-01-01"),
        ("date", 20200101, "must be a day"),
    ],
)
def test_what_is_not_of_its_kind_is_refused(kind, given, message):
    """With the argument, the value and what is right; text as a value, others as a type."""
    wrong = ArgumentError if isinstance(given, str) else ArgumentTypeError
    with pytest.raises(wrong, match=message):
        typed(fact(kind), given)


def test_words_stand_for_codes():
    """As they do in tables; a code stands for itself, and other text is left alone."""
    domain = fact("text", 无="none", 金融="financial")
    assert ["none", "financial", "else"] == [
        typed(domain, one) for one in ("无", "financial", "else")
    ]
    assert typed(fact("bool", 同意="true"), "同意") is True


def test_several_may_have_approved():
    """Who granted an extension may be a list."""
    both = ("clerk", "head")
    assert both == typed(FactType(name="approver", kind=FactKind.TEXT), both)


MADE = build(
    limit(extend=(extension("deferred", until="pay_by"),), pause=f"{LAW}.art2.testing"),
    pauses=[pause(condition="told")],
    needs=[need("decided", "signed")],
    planned={"decided": "decide_on"},
    facts="signed:bool",
)


def test_a_procedure_knows_what_it_declares_and_what_its_rules_read():
    """And what the engine itself reads."""
    known = known_facts(MADE)
    for name in ("signed", "told", "pay_by", "decide_on", "approver", "conduct_from", "parties"):
        assert name in known
    assert "sign" not in known
    assert DAY == known.one("pay_by", "2020-01-01")
    assert "any" == known.one("told", "any")
    with pytest.raises(UnknownNameError, match="no fact is called 'sign'; did you mean 'signed'"):
        known.one("sign", True)


def test_it_knows_what_those_it_leads_into_know():
    """A log that goes on in another procedure has facts of both."""
    import attrs

    other = build(limit(), facts="elsewhere:int", id="other")
    both = attrs.evolve(MADE, switches={"other": other})
    assert 3 == known_facts(both).one("elsewhere", "3")


def test_a_limit_knows_what_it_reads():
    """A declared kind counts before one that the limit does not tell."""
    (one,) = MADE.limits
    known = known_to_limit(one, {"signed": fact("bool")})
    assert DAY == known.one("pay_by", "2020/1/1")
    assert "signed" in known
    assert "told" not in known


def test_a_log_is_typed_as_it_is_replayed():
    """Facts of the case and of its events; a log that fits is the same log."""
    found = run(MADE, event("03-01 filed", signed="是"), signed="否")
    assert ((("signed", True),), (("signed", False),)) == (
        found.log.events[0].facts,
        found.log.facts,
    )
    fits = log(event("03-01 filed", signed=True), signed=False)
    assert fits is fits.typed(known_facts(MADE))
    with pytest.raises(ArgumentError, match="signed='vielleicht'"):
        run(MADE, event("03-01 filed", signed="vielleicht"))


def test_an_event_that_is_asked_about_is_typed_too():
    """It is not in the log yet."""
    given = run(MADE, "03-01 filed", as_of="03-02")
    asked = validate(given, Event("decided", date(2026, 3, 2), facts={"signed": "是"}))
    assert (("signed", True),) == asked.event.facts
    with pytest.raises(UnknownNameError, match="did you mean 'signed'"):
        validate(given, Event("decided", date(2026, 3, 2), facts={"sign": True}))
