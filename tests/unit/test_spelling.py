from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from enforcecal.spelling import bare, fold, is_blank, number, says_nothing, text_of, yes_or_no


class TestNothing:
    @pytest.mark.parametrize(
        "cell", [None, "", " ", "-", "--", "—", "——", "／", "\\", "N/A", "NaT"]
    )
    def test_blank_everywhere(self, cell):
        """These are a value in no column."""
        assert is_blank(cell)
        assert says_nothing(cell)

    @pytest.mark.parametrize("cell", ["无", "none", "不适用", 0, False, "a-b", "2024/03"])
    def test_a_value_in_some_column(self, cell):
        """These may be a text, a number or no."""
        assert not is_blank(cell)

    @pytest.mark.parametrize(
        ("cell", "anywhere", "in_days"),
        [("无", True, True), ("None", True, True), ("办理中", False, True), ("甲", False, False)],
    )
    def test_words(self, cell, anywhere, in_days):
        """Words for nothing hold where a value is due; those for not yet where a day is."""
        assert (anywhere, in_days) == (says_nothing(cell), says_nothing(cell, day=True))
        assert not says_nothing(0, day=True)


class TestYesAndNo:
    @pytest.mark.parametrize("cell", ["是", "有", "TRUE", "Ｙ", "√", "✔", 1, 1.0, True])
    def test_yes(self, cell):
        """Words, marks, numbers and values say yes."""
        assert yes_or_no(cell) is True

    @pytest.mark.parametrize("cell", ["否", "无", "没有", "不是", "N", "×", "✘", 0, False])
    def test_no(self, cell):
        """Likewise no, and 无 is one."""
        assert yes_or_no(cell) is False

    def test_neither(self):
        """Nothing is neither, and another word is refused."""
        assert yes_or_no(None) is yes_or_no("——") is yes_or_no("不适用") is None
        with pytest.raises(ValueError, match="'maybe' is neither yes nor no"):
            yes_or_no("maybe")


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "found"),
        [
            (3, 3), (0.1, Fraction(1, 10)), (Decimal("2.50"), Fraction(5, 2)),
            (Fraction(1, 3), Fraction(1, 3)), ("１，２００ 件", 1200), ("-1.5", Fraction(-3, 2)),
            ("1e3", 1000), ("无", None), (None, None), (float("nan"), None),
            (Decimal("nan"), None), ("nan", None),
        ],
    )  # fmt: skip
    def test_numbers(self, cell, found):
        """A number is exact, whatever it is written as."""
        assert found == number(cell)

    @pytest.mark.parametrize("cell", ["12,34", "1/2", "many", True, float("inf"), "3个月"])
    def test_no_numbers(self, cell):
        """What only looks like a number is refused."""
        with pytest.raises(ValueError, match=r"not a number|Invalid literal"):
            number(cell)


def test_headings():
    """Brackets at the end are taken off and kept; width, case, spaces do not matter."""
    assert ("罚款", ("必填", "万元")) == bare(" 罚款（万元） 【必填】")
    assert ("（a）b", ()) == (bare("（a）b")[0].replace("(", "（").replace(")", "）"), ())
    assert "caseid" == fold("Ｃａｓｅ_ID ")
    assert ("3", "", "2.5") == (text_of(3.0), text_of(None), text_of(2.5))
