"""The draw of random inspection: what it refuses, what it gives, and what a verifier notices."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import attrs
import pytest

from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.inspection import draws
from enforcecal.inspection.draws import (
    ALGORITHM,
    Assignment,
    DrawRecord,
    Inspectee,
    Inspector,
    Recusal,
    Registers,
    draw,
    verify,
)

VECTOR = Path(__file__).resolve().parents[1] / "vectors" / "draw.json"
"""A published draw, for whoever writes a verifier of their own."""

REGISTERS = Registers(
    inspectees=[
        *(Inspectee(id=f"虚构燃气{n:02}", risk="高", needs={"燃气"}) for n in range(1, 6)),
        *(Inspectee(id=f"虚构工地{n:02}", risk="低") for n in range(1, 21)),
    ],
    inspectors=[
        Inspector(id="执法001", qualifications={"燃气"}, conflicts={"虚构燃气01"}),
        Inspector(id="执法002", qualifications={"燃气"}),
        Inspector(id="执法003", qualifications={"燃气", "扬尘"}),
        Inspector(id="执法004", qualifications={"扬尘"}, conflicts={"虚构工地03"}),
        Inspector(id="执法005"),
    ],
)
RATES = {"高": "2/5", "低": "5/100"}


def drawn(**changes):
    """Return a draw from the invented registers."""
    told = {"seed": "03 08 11 19 27 30+14", "batch": "2025年第一批", "rates": RATES}
    return draw(**{"registers": REGISTERS} | told | changes)


@pytest.fixture(scope="module")
def record():
    """Return the draw that the tests below look at."""
    return drawn(drawn_on=date(2025, 3, 4), operator="甲")


def problems(record, registers=None):
    """Return what the verifier says in English."""
    return [problem.en for problem in verify(record, registers)]


class TestDraw:
    """What comes out of a draw."""

    def test_the_published_example_verifies(self):
        """A record as it is published, with a recusal, verifies and is written as it was read."""
        text = VECTOR.read_text(encoding="utf-8")
        published = DrawRecord.from_json(text)
        assert [] == problems(published, REGISTERS)
        assert text == published.to_json()

    def test_the_algorithm_has_not_moved(self, record):
        """A draw published once is the same for ever: this one was made with the first release."""
        assert {
            "inspectees": "ac62e4e78b1af87c",
            "inspectors": "da92e01807ef264b",
            "drawn": "虚构工地14:执法002+执法001 虚构燃气05:执法003+执法001 "
            "虚构燃气03:执法003+执法002",
            "digest": "e05b31d6bb261437",
        } == {
            "inspectees": record.inspectees_digest[:16],
            "inspectors": record.inspectors_digest[:16],
            "drawn": " ".join(
                f"{each.inspectee}:{'+'.join(each.inspectors)}" for each in record.assignments
            ),
            "digest": record.digest[:16],
        }

    def test_shares_are_rounded_up(self, record):
        """Two fifths of five are two, a twentieth of twenty is one, and of twenty-one it is two."""
        assert ["低", "高", "高"] == [each.risk for each in record.assignments]
        more = [*REGISTERS.inspectees, Inspectee(id="虚构工地21", risk="低")]
        registers = Registers(inspectees=more, inspectors=REGISTERS.inspectors)
        assert 4 == len(drawn(registers=registers).assignments)

    def test_inspectors_are_qualified_and_two(self, record):
        """For gas, both inspectors are qualified for gas."""
        gas = [each.inspectors for each in record.assignments if each.risk == "高"]
        assert all(set(pair) <= {"执法001", "执法002", "执法003"} for pair in gas)
        assert [2, 2, 2] == [len(set(each.inspectors)) for each in record.assignments]

    def test_a_class_with_rate_nothing_needs_no_inspector(self):
        """Nobody is drawn of a class of rate 0, even one no team could inspect."""
        alone = Registers(
            inspectees=[Inspectee(id="a", risk="A"), Inspectee(id="b", risk="B", needs={"水"})],
            inspectors=[Inspector(id="1"), Inspector(id="2")],
        )
        assert [("a", {"1", "2"})] == [
            (each.inspectee, set(each.inspectors))
            for each in drawn(registers=alone, rates={"A": Fraction(1), "B": 0}).assignments
        ]

    @pytest.mark.parametrize(
        "change", [{"seed": "x"}, {"batch": "x"}, {"rates": RATES | {"低": "1/19"}}]
    )
    def test_every_term_has_its_part(self, record, change):
        """The seed, the batch and the rates all move the draw."""
        assert record.assignments != drawn(**change).assignments

    def test_the_operator_and_the_day_have_none(self, record):
        """Who ran it and when is on record, and moves nothing."""
        other = drawn(drawn_on=date(2025, 3, 5), operator="乙")
        assert record.assignments == other.assignments
        assert record.digest != other.digest

    def test_numbers_that_would_favour_somebody_are_thrown_away(self, monkeypatch):
        """Of a smaller span only the numbers below it count; the others use up their turn."""
        monkeypatch.setattr(draws, "_SPAN", 2**62)
        raw = [
            int.from_bytes(sha256(f"key\npurpose\n{count}".encode()).digest()[:8], "big")
            for count in range(64)
        ]
        kept = [number % 7 for number in raw if number < 2**62 // 7 * 7]
        stream = draws._Stream("key", "purpose")
        assert 5 < len(kept) < 32
        assert kept == [stream.below(7) for _ in kept]

    def test_a_team_may_be_larger(self):
        """Three inspect together where three are asked for."""
        three = [Inspector(id=f"{n}", qualifications={"燃气"}) for n in range(3)]
        registers = Registers(inspectees=REGISTERS.inspectees, inspectors=three)
        found = drawn(registers=registers, team=3).assignments
        assert [{"0", "1", "2"}] * 3 == [set(each.inspectors) for each in found]


class TestRecusal:
    """回避: whoever stands aside is replaced, and nothing else moves."""

    def test_the_next_steps_in(self, record):
        """After a recusal the other inspector stays, and a third comes."""
        first = record.assignments[0]
        gone, stays = first.inspectors
        again = drawn(
            recusals=[Recusal(inspectee=first.inspectee, inspector=gone, reason="近亲属")]
        )
        assert stays == again.assignments[0].inspectors[0]
        assert gone not in again.assignments[0].inspectors
        assert record.assignments[1:] == again.assignments[1:]
        assert [] == problems(again)

    def test_the_one_who_stepped_in_may_be_recused_too(self, record):
        """A second recusal passes over the replacement as well."""
        first = record.assignments[0]
        one = Recusal(inspectee=first.inspectee, inspector=first.inspectors[0], reason="近亲属")
        stepped_in = drawn(recusals=[one]).assignments[0].inspectors[1]
        two = Recusal(inspectee=first.inspectee, inspector=stepped_in, reason="曾任职")
        assert stepped_in not in drawn(recusals=[one, two]).assignments[0].inspectors

    def test_only_who_was_drawn_can_stand_aside(self, record):
        """A recusal of somebody who was never reached is refused: it could steer nothing honest."""
        first = record.assignments[0]
        rest = {each.id for each in REGISTERS.inspectors} - set(first.inspectors)
        with pytest.raises(ArgumentError, match="was not drawn for"):
            drawn(
                recusals=[
                    Recusal(inspectee=first.inspectee, inspector=each, reason="出差")
                    for each in sorted(rest)[:1]
                ]
            )

    def test_too_many_recusals_are_refused(self):
        """When the register cannot furnish a team any more, the draw says for whom."""
        all_three = [
            Recusal(inspectee="虚构燃气02", inspector=f"执法00{n}", reason="回避") for n in (1, 2)
        ]
        with pytest.raises(ArgumentError, match="'虚构燃气02' would have fewer than team=2"):
            drawn(recusals=all_three)


class TestRefusals:
    """What cannot be drawn from is refused before anything is drawn."""

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"seed": ""}, "seed='' must not be empty"),
            ({"seed": " 7"}, "nor begin or end with a space"),
            ({"seed": "7\n8"}, "must hold no tab, line end or other control character"),
            ({"batch": "e\u0301"}, "must be in Unicode normal form C"),
            ({"team": 1}, "team=1 must be at least 2: nobody inspects alone"),
            ({"team": True}, "team=True must be at least 2"),
            ({"rates": {"高": "1"}}, "class '低' has none; to draw nobody of it, say 0"),
            ({"rates": RATES | {"中": "1"}}, "no inspectee is of class '中'"),
            ({"rates": RATES | {"高": "3/2"}}, "'3/2' for '高' must be from 0 to 1"),
            ({"rates": RATES | {"高": "-1"}}, "must be from 0 to 1"),
            ({"rates": RATES | {"高": "5%"}}, "'5%' for '高' is not a number"),
            ({"rates": RATES | {"高": "1e-999999999"}}, "'1e-999999999' for '高' is not a number"),
            ({"rates": RATES | {"高": "1/0"}}, "'1/0' for '高' is not a number"),
            ({"rates": RATES | {"高,": "1"}}, "must hold no comma"),
            ({"team": 4}, "'虚构燃气01' and 4 more would have fewer than team=4 inspectors"),
        ],
    )
    def test_values(self, change, message):
        """A value that cannot be right is refused with its name and what would be right."""
        with pytest.raises(ArgumentError) as refused:
            drawn(**change)
        assert message in str(refused.value)

    @pytest.mark.parametrize(
        "call",
        [
            lambda: drawn(seed=7),
            lambda: drawn(rates=RATES | {"高": 0.4}),
            lambda: drawn(rates=RATES | {"高": True}),
            lambda: Inspectee(id="a", risk="A", needs="燃气"),
        ],
    )
    def test_types(self, call):
        """A seed is text, a rate is exact, and a set of names is not one name."""
        with pytest.raises(ArgumentTypeError):
            call()

    def test_an_id_stands_once(self):
        """A register in which an id stands twice would give it two chances."""
        twice = [Inspectee(id="a", risk="A"), Inspectee(id="a", risk="B")]
        with pytest.raises(ArgumentError, match="inspectees: 'a' is in the register twice"):
            Registers(inspectees=twice, inspectors=[])
        with pytest.raises(ArgumentError, match="inspectors: '1' is in the register twice"):
            Registers(
                inspectees=[],
                inspectors=[Inspector(id="1"), Inspector(id="1", conflicts={"a"})],
            )

    def test_ids_of_a_list_hold_no_comma(self):
        """A comma parts the ids of a list, so that none may hold one."""
        with pytest.raises(ArgumentError, match="conflicts='a,b' must hold no comma"):
            Inspector(id="1", conflicts={"a,b"})


class TestVerify:
    """What a third party is told, with the published record alone."""

    def test_a_true_record_has_no_problem(self, record):
        """The record verifies alone, with the registers, and after a journey as JSON."""
        assert [] == problems(record)
        assert [] == problems(DrawRecord.from_json(record.to_json()), REGISTERS)
        assert record == DrawRecord.from_json(record.to_json())

    def test_a_record_without_a_day(self):
        """The day of the draw may be left out."""
        record = drawn()
        assert record == DrawRecord.from_json(record.to_json())

    def test_somebody_was_let_off(self, record):
        """An inspectee exchanged for another is named, and so is the one it was exchanged for."""
        was = record.assignments[0]
        now = attrs.evolve(was, inspectee="虚构工地99")
        forged = attrs.evolve(record, assignments=(now, *record.assignments[1:]))
        assert [
            "虚构工地99 is in the record and was not drawn",
            f"{was.inspectee} was drawn and is not in the record",
            "the digest of the record is not that of what it says",
        ] == problems(forged)

    def test_a_friendly_inspector(self, record):
        """An inspector exchanged for another is named, though the digest was made anew."""
        first = record.assignments[0]
        now = attrs.evolve(first, inspectors=(first.inspectors[0], "执法999"))
        forged = attrs.evolve(record, assignments=(now, *record.assignments[1:]))
        forged = attrs.evolve(forged, digest=forged.seal())
        (problem,) = problems(forged)
        assert problem.startswith(f"{first.inspectee}, class 低: {first.inspectors[0]}, ")
        assert problem.endswith(f"the record says {first.inspectors[0]}, 执法999, class 低")

    def test_order_and_repetition(self, record):
        """The order of the draw is part of it, and nobody is in it twice."""
        turned = attrs.evolve(record, assignments=record.assignments[::-1])
        assert "the record is not in the order of the draw" in problems(turned)
        twice = attrs.evolve(record, assignments=(*record.assignments, record.assignments[0]))
        assert "an inspectee is in the record twice" in problems(twice)

    def test_other_registers(self, record):
        """A register that was changed after its digest was published does not go unnoticed."""
        fewer = Registers(inspectees=REGISTERS.inspectees[1:], inspectors=REGISTERS.inspectors[1:])
        found = problems(attrs.evolve(record, registers=fewer), REGISTERS)
        assert "the registers of the record are not those that were given" in found
        assert any(one.startswith("the register of inspectees has digest ") for one in found)
        assert any(one.startswith("the register of inspectors has digest ") for one in found)

    def test_what_no_draw_can_come_from(self, record):
        """A record whose terms are refused says why."""
        found = problems(attrs.evolve(record, team=9))
        assert any(one.startswith("no draw can be made from this: registers: ") for one in found)

    def test_another_algorithm(self, record):
        """A record of another algorithm is not judged by this one."""
        assert [f"algorithm 'dice' is not known here; this verifies {ALGORITHM!r}"] == problems(
            attrs.evolve(record, algorithm="dice")
        )

    def test_problems_are_told_in_chinese_too(self, record):
        """Every problem has its Chinese sentence."""
        forged = attrs.evolve(record, assignments=record.assignments[1:], seed="x", team=9)
        assert all(
            problem.zh for problem in verify(forged, Registers(inspectees=[], inspectors=[]))
        )


class TestJson:
    """A record is read strictly: what nobody reads, nobody verifies."""

    @pytest.mark.parametrize(
        ("path", "value", "message"),
        [
            (("seed",), 7, "seed: 7 must be text"),
            (("seed",), None, "seed: null must be text"),
            (("team",), "2", "team: '2' must be a whole number"),
            (("team",), True, "team: true must be a whole number"),
            (("drawn_on",), "4 March", "drawn_on: '4 March' must be a day written YYYY-MM-DD"),
            (("note",), "x", "draw: key 'note' is not known"),
            (("rates", "高"), 1, "rates: a table must be a table whose values are text"),
            (("rates",), [], "rates: a list must be a table"),
            (("inspectees",), {}, "inspectees: a table must be a list"),
            (("inspectees", 0, "name"), "x", "key 'name' is not known; there are id, risk, needs"),
            (("inspectees", 0, "needs"), "燃气", "key 'needs': '燃气' must be a list"),
            (("assignments", 0, "inspectors"), [1], "inspectors[1]: 1 must be text"),
            (("inspectors", 0), "x", "inspectors[1]: 'x' must be a table"),
        ],
    )
    def test_a_wrong_value_is_named(self, record, path, value, message):
        """A value of the wrong kind, and a key that nobody knows, are refused with their place."""
        told = json.loads(record.to_json())
        place = told
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        with pytest.raises(ArgumentError) as refused:
            DrawRecord.from_json(json.dumps(told))
        assert message in str(refused.value)

    def test_a_missing_key_is_named(self, record):
        """A key that is missing is refused; a day that is not known is null."""
        told = json.loads(record.to_json())
        del told["drawn_on"]
        with pytest.raises(ArgumentError, match="draw: key 'drawn_on' is missing"):
            DrawRecord.from_json(json.dumps(told))

    @pytest.mark.parametrize("text", ["", "[]", "{"])
    def test_what_is_no_record(self, text):
        """Text that is no JSON object is refused."""
        with pytest.raises(ArgumentError):
            DrawRecord.from_json(text)

    def test_recusals_travel(self, record):
        """A record with a recusal comes back as it was."""
        first = record.assignments[0]
        recusal = Recusal(inspectee=first.inspectee, inspector=first.inspectors[1], reason="回避")
        again = drawn(recusals=[recusal])
        assert again == DrawRecord.from_json(again.to_json())
        assert (recusal,) == again.recusals
        assert isinstance(again.assignments[0], Assignment)
