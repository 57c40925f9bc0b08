"""Points of a case-file review: exact totals, caps, vetoes, grades."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError
from enforcecal.inspection.scoring import Checklist, ChecklistItem, Grade, mean, score
from enforcecal.texts import Text

EXAMPLE = Path(__file__).resolve().parents[2] / "examples/checklists/licence-file-review.toml"
NAME = Text("name", "名称")


@pytest.fixture(scope="module")
def told():
    """Return the example checklist as a plain table."""
    return tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def example(told):
    """Return the example checklist."""
    return Checklist.from_dict(told)


class TestScore:
    """90分(含)以上的为优秀,60分(含)至90分(不含)的为合格,60分(不含)以下的为不合格 (trial rule)."""

    @pytest.mark.parametrize(
        ("faults", "points", "grade"),
        [
            ({}, "100", "excellent"),
            ({"late-decision": 1}, "90", "excellent"),
            ({"late-decision": 1, "no-page-number": 1}, "89.5", "pass"),
            ({"late-decision": 4}, "60", "pass"),
            ({"late-decision": 4, "no-page-number": 1}, "59.5", "fail"),
            ({"late-decision": 99}, "0", "fail"),
            ({"no-page-number": 40}, "98", "excellent"),
            ({"no-signature": 3, "no-page-number": 3}, "95.5", "excellent"),
            ({"no-power": 1}, "0", "fail"),
            ({"late-decision": 0}, "100", "excellent"),
        ],
    )
    def test_points_and_grade(self, example, faults, points, grade):
        """Faults cost what the list says, up to their cap, and never more than there is."""
        found = score(example, faults)
        assert (Decimal(points), grade) == (found.points, found.grade.id)

    def test_a_veto_is_named(self, example):
        """凡存在任一合法性问题，该案卷得分为零: and the other faults stay on record."""
        found = score(example, {"no-page-number": 2, "no-legal-basis": 1, "no-power": 3})
        assert ("no-power", "no-legal-basis") == found.vetoes
        assert ("no-page-number", 2, Decimal("1.0")) == found.costs[-1]

    @given(st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 500)))
    def test_tenths_add_up(self, faults):
        """Tenths of a point are exact: ten of them are one point."""
        tenths = Checklist(
            id="t",
            name=NAME,
            checks=[ChecklistItem(id=each, name=NAME, points="0.1") for each in "ab"],
            grades=[Grade(id="all", name=NAME, at_least=0)],
        )
        assert 1000 - sum(faults.values()) == max(
            score(tenths, faults).points * 10, 1000 - sum(faults.values())
        )
        assert score(tenths, faults).points == max(Decimal(1000 - sum(faults.values())) / 10, 0)

    def test_the_unit_scores_the_mean(self, example):
        """按照单位参评案卷的平均得分计算: exactly, so that 89.99… is not 90."""
        files = [{}, {"late-decision": 2}, {"late-decision": 1, "no-page-number": 1}]
        found = mean(score(example, faults) for faults in files)
        assert Fraction(539, 6) == found
        assert "pass" == example.grade(found).id


class TestRefusals:
    """What cannot be right is refused with its place."""

    def test_an_unknown_fault(self, example):
        """A fault the list does not know is refused, with the nearest it knows."""
        with pytest.raises(UnknownNameError, match="did you mean 'no-power'"):
            score(example, {"no-powers": 1})

    @pytest.mark.parametrize("times", [-1, 1.5, True])
    def test_a_number_of_times(self, example, times):
        """How often is a whole number."""
        with pytest.raises(ArgumentError, match="must be a whole number, at least 0"):
            score(example, {"no-power": times})

    def test_means(self, example):
        """The mean of nothing, or over two lists, is refused, and so is a grade below 0."""
        with pytest.raises(ArgumentError, match="none to take the mean of"):
            mean([])
        other = Checklist(
            id="x", name=NAME, checks=[], grades=[Grade(id="a", name=NAME, at_least=0)]
        )
        with pytest.raises(ArgumentError, match="from different checklists"):
            mean([score(example, {}), score(other, {})])
        with pytest.raises(ArgumentError, match="must be at least 0"):
            example.grade(Decimal(-1))

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"fulll": 1}, "checklist: key 'fulll' is not known"),
            ({"full": "many"}, "'many' is not a number"),
            ({"full": -1}, "must be at least 0"),
            ({"full": "NaN"}, "must be at least 0"),
            ({"full": "1e999999999"}, "has too many digits"),
            ({"full": "1e-999999999"}, "has too many digits"),
            ({"id": ""}, "id: '' must not be empty"),
            ({"zh": 7}, "zh: 7 must be text"),
            ({"check": {}}, "check: a table must be an array of tables"),
            ({"grade": []}, "the lowest must begin at 0"),
            (
                {"grade": [{"id": "a", "zh": "甲", "en": "a"}]},
                "'a': key 'at-least' is missing",
            ),
            (
                {"grade": [{"id": "a", "zh": "甲", "en": "a", "at-least": 60}]},
                "the lowest must begin at 0",
            ),
            (
                {"grade": [{"id": i, "zh": "甲", "en": "a", "at-least": 0} for i in "ab"]},
                "two begin at the same points",
            ),
            (
                {"check": [{"id": "a", "zh": "甲", "en": "a", "veto": "yes"}]},
                "check[1] 'a', key 'veto': 'yes' must be true or false",
            ),
            ({"check": [{"id": "a", "zh": "甲", "en": "a"}]}, "costs nothing and is no veto"),
            (
                {"check": [{"id": "a", "zh": "甲", "en": "a", "points": 1}] * 2},
                "'a' stands here a second time",
            ),
            (
                {"check": [{"id": "a", "zh": "甲", "en": "a", "point": 1}]},
                "check[1] 'a': key 'point' is not known; did you mean 'points'",
            ),
        ],
    )
    def test_a_checklist(self, told, change, message):
        """A checklist with a mistake is refused where the mistake is."""
        with pytest.raises(ArgumentError) as refused:
            Checklist.from_dict(told | change)
        assert message in str(refused.value)

    def test_a_check_stands_once(self):
        """In a checklist that is made by hand, too."""
        check = ChecklistItem(id="a", name=NAME, points=1)
        grade = Grade(id="all", name=NAME, at_least=0)
        with pytest.raises(ArgumentError, match="checks: 'a' is in the list twice"):
            Checklist(id="x", name=NAME, checks=[check, check], grades=[grade])

    @pytest.mark.parametrize("points", [0.5, True, None])
    def test_points_are_exact(self, points):
        """A binary fraction is no number of points."""
        with pytest.raises(ArgumentTypeError, match="must be exact"):
            ChecklistItem(id="a", name=NAME, points=points)
