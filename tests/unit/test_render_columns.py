"""Text in fixed-width columns, where a Chinese character takes two."""

from __future__ import annotations

import csv
import io

import pytest

from enforcecal.render.columns import (
    COLUMNS,
    csv_lines,
    fold,
    fold_list,
    pad,
    plain_cell,
    table_lines,
    width,
)


class TestWidth:
    @pytest.mark.parametrize(
        ("text", "columns"),
        [("", 0), ("late", 4), ("逾期", 4), ("第3日", 5), ("（1）", 5), ("e\u0301", 1), ("①", 1)],
    )
    def test_a_wide_character_takes_two_columns(self, text, columns):
        """Wide characters count two, marks that combine with the one before count none."""
        assert columns == width(text)

    def test_padding_fills_columns_and_not_characters(self):
        """What is padded lines up under what is wide."""
        assert ["逾期 ", " 逾期"] == [pad("逾期", 5), pad("逾期", 5, right=True)]

    def test_what_is_too_wide_stays_whole(self):
        """Padding never cuts."""
        assert "逾期三日" == pad("逾期三日", 3)


class TestFold:
    def test_no_line_is_wider_than_asked(self):
        """English, Chinese and both together stay within the page."""
        text = "decided on 2026-05-31，“作出处罚决定”届满日为 2026-06-01, 超过期限。" * 5
        for columns in range(30, 90, 7):
            lines = fold(text, indent="  ", columns=columns).split("\n")
            assert max(map(width, lines)) <= columns

    def test_nothing_is_lost(self):
        """Only blanks at the breaks go away."""
        text = "依据：《住房和城乡建设行政处罚程序规定》第二十九条（art. 29），decide the case"
        folded = fold(text, indent="", columns=20)
        assert text.replace(" ", "") == folded.replace("\n", "").replace(" ", "")

    def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(self):
        """Marks stay with the character they belong to."""
        text = "（甲）、（乙）、《丙》，“丁”。" * 8
        for columns in range(12, 40):
            for line in fold(text, columns=columns).split("\n"):
                assert line[0] not in "）、》，”。"
                assert line[-1] not in "（《“"

    def test_a_word_longer_than_a_line_is_not_broken(self):
        """An id stays in one piece, to be copied."""
        assert "a\n  cn.mohurd-55-2022.art29.decision" == fold(
            "a cn.mohurd-55-2022.art29.decision", indent="  ", first="", columns=12
        )

    def test_a_line_break_in_the_text_is_a_blank(self):
        """What comes from a cell with two lines does not break the page."""
        assert "  one two" == fold("one\ntwo", indent="  ")

    def test_an_empty_text_is_an_empty_line(self):
        """Nothing folds to nothing."""
        assert "" == fold("", indent="    ")


class TestLists:
    def test_no_item_is_broken(self):
        """Items go to the next line whole, and commas stay with what they follow."""
        items = ["案件编号 = case", "立案日期 = case_filed", "备注", "结案日期 = case_closed"]
        assert [
            "columns: 案件编号 = case,",
            "  立案日期 = case_filed, 备注,",
            "  结案日期 = case_closed",
        ] == fold_list(items, comma=", ", first="columns: ", indent="  ", columns=30).split("\n")

    def test_no_items_are_nothing(self):
        """Only the label is left."""
        assert "columns:" == fold_list([], comma=", ", first="columns: ", indent="  ")

    def test_an_item_wider_than_a_line_stays_whole(self):
        """It stands behind the label all the same."""
        assert "x: 案件编号案件编号" == fold_list(
            ["案件编号案件编号"], comma="、", first="x: ", indent="  ", columns=8
        )


class TestTables:
    def test_columns_line_up(self):
        """Each column is as wide as its widest cell, and lines carry no blanks at their end."""
        rows = [("1,000", "违反", "late"), ("5", "breach", "")]
        assert ["  1,000  违反    late", "      5  breach"] == list(table_lines(rows, right=(0,)))

    def test_no_rows_are_no_lines(self):
        """An empty table is empty."""
        assert [] == list(table_lines([]))


class TestCsv:
    @pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
    def test_a_formula_is_disarmed(self, cell):
        """A cell that a spreadsheet would run begins with an apostrophe instead."""
        assert f"'{cell}" == plain_cell(cell)

    @pytest.mark.parametrize("cell", ["2026-01-01", "案件-1", " =1", "'=1", "a=b"])
    def test_other_cells_stay_as_they_are(self, cell):
        """What is no formula is not touched."""
        assert cell == plain_cell(cell)

    def test_a_document_reads_back(self):
        """Quotes, separators and line breaks inside cells survive; None is a blank cell."""
        rows = [["a,b", 'say "x"', None], ["two\nlines", "甲", 3]]
        text = "".join(csv_lines(["one", "two", "three"], rows))
        assert text.startswith("\ufeffone")
        read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert [
            ["one", "two", "three"],
            ["a,b", 'say "x"', ""],
            ["two\nlines", "甲", "3"],
        ] == read


def test_a_page_fits_the_narrowest_terminal():
    """Pages are made for 80 columns."""
    assert 80 == COLUMNS
