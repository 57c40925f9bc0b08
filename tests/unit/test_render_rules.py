"""The limits of packs as a list."""

from __future__ import annotations

import json
from datetime import date

import attrs

from enforcecal.dates.periods import Unit
from enforcecal.law.conditions import parse_condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.packs import rulebook
from enforcecal.law.rules import NO_ROLL, Bound, Kind, TimeLimit
from enforcecal.law.unarmed import UnarmedRow
from enforcecal.render.columns import COLUMNS, width
from enforcecal.render.rules import (
    BOUNDS,
    KINDS,
    length_text,
    matches,
    matches_row,
    rule_dict,
    rules_json,
    rules_text,
    verified_text,
)

BOOK = rulebook("cn")
DECISION = BOOK.limit("cn.mohurd-55-2022.art29.decision")
ROW = UnarmedRow(
    id="xx.law-2020.art32.at-once",
    reason="no-length",
    zh="没有期间",
    en="It has no length.",
    article="32",
    length=0,
    unit="day",
    quote="应当即时告知",
)
LOOSE = BoundLimit(
    limit=TimeLimit(
        id="promise.reply",
        matter="reply",
        kind=Kind.ACT_WITHIN,
        start=("asked",),
        end=("replied",),
        length=parse_condition("promised_days"),
        unit=Unit.WORKING_DAY,
    ),
    law=None,
    counting=NO_ROLL,
    pauses={},
    calendar=None,
)


def test_a_limit_takes_a_few_lines():
    """Id, what it is, where it stands; then how many there are."""
    assert [
        "cn.mohurd-55-2022.art29.decision",
        "  decide the case: 90 days, an act is due, binds the agency",
        "  Order no. 55 of the Ministry of Housing and Urban-Rural Development (2022),",
        "    art. 29, checked against the official text",
        "",
        "1 limits",
    ] == "\n".join(rules_text([DECISION])).split("\n")
    assert [
        "promise.reply",
        "  reply：（promised_days）个工作日，应当在期限内作出，约束其他主体",
        "  promise，未注明是否核对",
        "",
        "共1条期限",
    ] == "\n".join(rules_text([LOOSE], lang="zh")).split("\n")


def test_every_limit_fits_a_page():
    """No line is wider than a page, in either language, but for an id."""
    limits = [BOOK.limit(limit.id) for limit in BOOK.limits()]
    for lang in ("en", "zh"):
        for line in "\n".join(rules_text(limits, lang=lang)).split("\n"):
            assert width(line) <= COLUMNS or line.startswith("cn.")


def test_no_limits_are_none():
    """A list of nothing says 0."""
    assert ["0 limits"] == list(rules_text([]))


def test_words_are_looked_for_in_id_names_and_matter():
    """Every word has to occur somewhere, in either language, whatever its case."""
    limit = DECISION.limit
    assert matches(limit, [])
    assert matches(limit, ["DECIDE", "决定", "art29"])
    assert not matches(limit, ["决定", "hearing"])
    assert not matches(limit, ["住房和城乡建设"])
    assert matches(limit, ["住房和城乡建设", "决定"], DECISION.law)


def test_words_are_looked_for_in_unarmed_rows():
    """Id, reason and quote of a row are searched."""
    assert matches_row(ROW, ["art32", "NO-LENGTH", "即时"])
    assert not matches_row(ROW, ["hearing"])


def test_unarmed_rows_come_last_with_their_reason():
    """A reader sees that a clause was not forgotten."""
    said = "\n".join(rules_text([DECISION], [ROW])).split("\n")
    assert ["xx.law-2020.art32.at-once", "  not armed (no-length): It has no length.", ""] == said[
        5:8
    ]
    assert "1 limits, and 1 rows not armed" == said[-1]
    said = "\n".join(rules_text([], [ROW], "zh")).split("\n")
    assert ["  未启用（no-length）：没有期间", "", "共0条期限，另有1条未启用"] == said[1:]


def test_lengths_are_said_in_both_languages():
    """A length that is a condition shows the condition."""
    assert ("90 days", "90日") == attrs.astuple(length_text(DECISION.limit))
    assert ("(promised_days) working days", "（promised_days）个工作日") == attrs.astuple(
        length_text(LOOSE.limit)
    )


def test_json_has_the_promised_keys():
    """One entry a limit, with the law behind it."""
    said = json.loads("".join(rules_json([DECISION, LOOSE])))["limits"]
    promised = {
        *("id", "law", "edition", "article", "kind", "start", "end", "length", "unit", "roll"),
        *("pauses", "in_force_from", "in_force_to", "verified", "quote", "armed", "reason"),
    }
    assert all(promised <= one.keys() for one in said)
    first, second = said
    assert (True, None) == (first["armed"], first["reason"])
    assert ("cn.mohurd-55", "cn.mohurd-55-2022", 90, "day", "next-working-day") == tuple(
        first[key] for key in ("law", "edition", "length", "unit", "roll")
    )
    assert ("2022-05-01", None) == (first["in_force_from"], first["in_force_to"])
    assert DECISION.limit.quote == first["quote"]
    assert ("promise", "promised_days", None) == (
        second["edition"],
        second["length"],
        second["in_force_from"],
    )


def test_an_unarmed_row_has_the_same_keys():
    """What no clock is armed for says why, and has null for what it lacks."""
    (limit, row) = json.loads("".join(rules_json([DECISION], [ROW])))["limits"]
    assert [*limit] == [*row]
    assert (False, "no-length", "xx.law", None) == tuple(
        row[key] for key in ("armed", "reason", "law", "kind")
    )


def test_a_law_that_ended_says_when():
    """An edition that was replaced has its last day."""
    law = attrs.evolve(DECISION.law, in_force_to=date(2030, 1, 1))
    ended = BoundLimit(limit=DECISION.limit, law=law, counting=NO_ROLL, pauses={}, calendar=None)
    assert "2030-01-01" == rule_dict(ended)["in_force_to"]


def test_every_word_of_the_law_has_its_meaning():
    """No kind and no bound is without words, and a source nobody noted says so."""
    assert set(Kind) == set(KINDS)
    assert set(Bound) == set(BOUNDS)
    assert "not said whether it was checked" == verified_text("").en
