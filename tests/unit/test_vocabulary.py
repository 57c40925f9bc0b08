from __future__ import annotations

import pytest

from enforcecal.dates.periods import Unit
from enforcecal.errors import TableError
from enforcecal.readers.headings import kind_of, match_columns
from enforcecal.readers.vocabulary import IGNORE, TableKind, fields_of
from enforcecal.spelling import fold

ITEMS, CASES = TableKind.ITEMS, TableKind.CASES


class TestKinds:
    @pytest.mark.parametrize(
        ("headings", "kind"),
        [
            (["事项名称", "法定办结时限", "承诺办结时限"], ITEMS),
            (["item", "promised_days"], ITEMS),
            (["事项", "原环节", "现环节"], ITEMS),
            (["编号", "法定时限", "承诺时限", "实际用时"], CASES),
            (["编号", "受理日期", "办结日期"], CASES),
            (["编号", "亮牌"], TableKind.CARDS),
            (["案号", "处理结果", "罚款金额（万元）"], TableKind.PENALTIES),
        ],
    )
    def test_headings_tell_the_kind(self, headings, kind):
        """What a row is shows in the headings."""
        assert kind is kind_of(headings)

    def test_a_mapping_tells_it_too(self):
        """A mapped column is as good as its heading."""
        assert CASES is kind_of(["a", "b"], {"b": "used"})
        assert CASES is kind_of(["a", "b"], {"b": "实际用时", "a": "ignore"})

    def test_nobody_can_say(self):
        """Without a telling column the headings are listed."""
        with pytest.raises(TableError, match=r"headings found: 'a', 'b'; name one with --map"):
            kind_of(["a", "b"])


class TestMatching:
    def test_units_in_brackets(self):
        """A bracket names the unit of its column, or nothing."""
        found = match_columns(
            ["事项（2025年）", "法定时限（工作日）", "承诺时限(日)", "备注"], ITEMS
        )
        assert {"item": "事项（2025年）"}.items() <= found.at.items()
        assert {"statute": Unit.WORKING_DAY, "promise": Unit.DAY} == found.units
        assert ("备注",) == found.ignored
        assert "statute" == found.used["法定时限（工作日）"]

    def test_a_mapping_outranks_the_headings(self):
        """A mapped field hears no other claim, and a column can be left alone."""
        found = match_columns(
            ["Promise", "新承诺", "法定时限"], ITEMS, {"新承诺": "promise", "法定时限": IGNORE}
        )
        assert {"promise": "新承诺"} == found.at

    def test_two_columns_for_one_field(self):
        """Two columns that could both be the promise are an error, not a choice."""
        with pytest.raises(TableError, match=r"t: columns '承诺时限', 'promise' could both be"):
            match_columns(["承诺时限", "promise"], ITEMS, source="t")

    @pytest.mark.parametrize(
        ("mapping", "message"),
        [
            ({"承诺时": "promise"}, "did you mean '承诺时限'"),
            ({"承诺时限": "promised"}, "no field is called 'promised'; did you mean 'promise'"),
            ({"zzz": "promise"}, "it has '承诺时限'"),
        ],
    )
    def test_a_wrong_mapping(self, mapping, message):
        """A column or field that does not exist is refused, with the nearest."""
        with pytest.raises(TableError, match=message):
            match_columns(["承诺时限"], ITEMS, mapping)

    def test_a_mapping_forgives_spelling(self):
        """Width, case and spaces of a mapped heading do not matter."""
        assert {"promise": "P Days"} == match_columns(["P Days"], ITEMS, {"pdays": "promise"}).at

    def test_a_needed_column(self):
        """A table of cards needs the level."""
        with pytest.raises(TableError, match="no column holds the level; head it '亮牌'"):
            match_columns(["编号"], TableKind.CARDS)

    @pytest.mark.parametrize("kind", TableKind)
    def test_no_wording_twice(self, kind):
        """Within a kind of table every wording means one field."""
        meant = {}
        for field in fields_of(kind).values():
            for word in {*map(fold, (field.name, *field.words, *field.otherwise))}:
                meant.setdefault(word, []).append(field.name)
        twice = {word: names for word, names in meant.items() if len(names) > 1}
        assert {} == twice, "say it of one field in src/enforcecal/readers/vocabulary.py"

    def test_what_a_field_is_called_otherwise(self):
        """A weaker wording gives way to a name, and two weaker ones are not chosen between."""
        assert "案号" == match_columns(["编号", "案号", "承诺时限"], CASES).at["case"]
        assert "办件编号" == match_columns(["办件编号", "承诺时限"], CASES).at["case"]
        with pytest.raises(TableError, match="'编号', 'id' could both be the case"):
            match_columns(["编号", "id", "承诺时限"], CASES)

    def test_every_bracket_is_taken_off(self):
        """The unit may stand in any of the brackets at the end."""
        found = match_columns(["承诺时限（工作日）（必填）"], ITEMS)
        assert {"promise": Unit.WORKING_DAY} == found.units

    def test_a_mapping_may_use_any_wording(self):
        """What a column is mapped to is a name or a wording, but not two columns to one."""
        assert {"promise": "a"} == match_columns(["a"], ITEMS, {"a": "承诺期限"}).at
        with pytest.raises(TableError, match="map 'b': 'a' is mapped to 'promise' already"):
            match_columns(["a", "b"], ITEMS, {"a": "promise", "b": "promise"})
