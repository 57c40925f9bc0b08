"""The one reader of data files: bytes to text, text to values, mistakes with their paths."""

from __future__ import annotations

from collections import ChainMap
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enforcecal import datafiles
from enforcecal.datafiles import DataFile, DataFileError, MisreadError
from enforcecal.dates.names import wrong_country, wrong_zone
from enforcecal.dates.notices import known_countries
from enforcecal.errors import ArgumentError, PackError
from enforcecal.texts import Text


def same(value):
    """Return what is read as it is."""
    return value


class TestFiles:
    """Bytes are decoded in one place, which says what they seem to be."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_utf_8_with_or_without_a_mark(self, tmp_path, encoding):
        """A byte order mark is no part of the text."""
        path = tmp_path / "x.toml"
        path.write_text("zh = '本局'\n", encoding)
        assert "zh = '本局'\n" == datafiles.read_file(path)

    @pytest.mark.parametrize(
        ("raw", "words"),
        [
            ("zh = '本局'".encode("gbk"), "byte 6 cannot be read; it seems to be in GB18030 (GBK)"),
            ("zh = '𠮷'".encode("gb18030"), "GB18030 (GBK): save it as UTF-8"),
            (b"zh = '\xff\xff'", "not UTF-8: byte 6 cannot be read"),
        ],
    )
    def test_another_encoding_is_named(self, tmp_path, raw, words):
        """A file of a Chinese system is told what it seems to be, any other that it is none."""
        path = tmp_path / "x.toml"
        path.write_bytes(raw)
        with pytest.raises(DataFileError) as refused:
            datafiles.read_file(path)
        assert words in str(refused.value)
        assert ("GB18030" in str(refused.value)) is (b"\xff" not in raw)

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("none", "there is no such file"),
            (".", "cannot be read: "),
            ("a\0b", "cannot be read: "),
        ],
    )
    def test_a_file_that_cannot_be_read(self, tmp_path, name, words):
        """No file, a folder, no path at all."""
        with pytest.raises(DataFileError, match=words):
            datafiles.read_file(tmp_path / name)
        with pytest.raises(PackError, match=words):
            DataFile.of(tmp_path / name)

    def test_text_stands_for_a_file(self):
        """Any string with a line break."""
        assert DataFile("<text>", "a = 1\n") == DataFile.of("a = 1\n")
        assert {"a": 1} == DataFile.of("a = 1\n").read(same)
        with pytest.raises(PackError, match="<text>: not TOML"):
            DataFile.of("a\n").read(same)

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("id = “x”", '; “ is no mark of TOML: write "'),
            ("“id” = 1", '; “ is no mark of TOML: write "'),
            ('id ＝ "x"', "; ＝ is no mark of TOML: write ="),
            ('id = "x”\nb = 1', '; ” is no mark of TOML: write "'),
            ('id = "x”\r\nb = 1', '; ” is no mark of TOML: write "'),
            ('a = ["x"，"y"]', "; ， is no mark of TOML: write ,"),
            ("a = ‘x’", "; ‘ is no mark of TOML: write '"),
        ],
    )
    def test_a_mark_of_a_chinese_keyboard_is_named(self, text, hint):
        """Where the reader stumbles over one, it is told which was meant."""
        with pytest.raises(DataFileError) as refused:
            datafiles.read_toml(text, same)
        assert str(refused.value).endswith(hint)

    @pytest.mark.parametrize("text", ["a = ", "a = 1 “”", "a", "a = [1", "a = '“'\nb = \n"])
    def test_another_mistake_has_no_such_hint_without_need(self, text):
        """A mark that stands elsewhere is not what was wrong."""
        with pytest.raises(DataFileError) as refused:
            datafiles.read_toml(text, same)
        assert str(refused.value).startswith("not TOML: ")
        assert ("is no mark of TOML" in str(refused.value)) is ("“”" in text)

    @pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "1" * 5_000])
    def test_text_that_is_no_json(self, text):
        """Nesting and numbers beyond all measure too."""
        with pytest.raises(DataFileError, match="not JSON: "):
            datafiles.read_json(text, same)

    def test_json_may_begin_with_a_mark(self):
        """As a file of Windows does."""
        assert {"a": None} == datafiles.read_json('\ufeff{"a": null}', same)

    @given(st.text())
    def test_any_text_is_read_or_refused(self, text):
        """By either format, with our own error."""
        for read in (datafiles.read_toml, datafiles.read_json):
            try:
                read(text, same)
            except DataFileError as error:
                assert error.problems  # noqa: PT017 - most text is neither


class TestValues:
    """Each reader takes its own kind, and shows what it does not take."""

    @pytest.mark.parametrize(
        ("reader", "value"),
        [
            (datafiles.text, ""),
            (datafiles.filled, "x"),
            (datafiles.whole, -3),
            (datafiles.flag, False),
            (datafiles.day, date(2026, 1, 1)),
            (datafiles.written_day, date(2026, 1, 1)),
            (datafiles.words, {"a": "b"}),
            (datafiles.choice("a", "b"), "b"),
            (datafiles.optional(datafiles.text), None),
            (datafiles.optional(datafiles.text), "x"),
        ],
    )
    def test_what_is_right_comes_back(self, reader, value):
        """As it is."""
        assert value == reader(value)

    @pytest.mark.parametrize(
        ("reader", "value", "words"),
        [
            (datafiles.text, None, "null must be text in quotes"),
            (datafiles.filled, "", "'' must not be empty"),
            (datafiles.filled, 3, "3 must be text in quotes"),
            (datafiles.whole, True, "true must be a whole number"),
            (datafiles.whole, Decimal("9.5"), "9.5 must be a whole number"),
            (datafiles.flag, 1, "1 must be true or false, without quotes"),
            pytest.param(datafiles.flag, 16**9000, "0x1" + "0" * 54 + "... must be", id="huge"),
            (datafiles.day, "2026-01-01", "'2026-01-01' must be a day"),
            (datafiles.day, datetime(2026, 1, 1), "2026-01-01 00:00:00 must be a day"),  # noqa: DTZ001
            (datafiles.written_day, "2026-02-30", "'2026-02-30' is no day of the calendar"),
            (datafiles.written_day, "2026-2-3", "'2026-2-3' must be a day written YYYY-MM-DD"),
            (datafiles.words, {"a": 1}, "a table must be a table whose values are text"),
            (datafiles.words, [], "a list must be a table whose values are text"),
            (datafiles.choice("day", "year"), "days", "'days' is not known; did you mean 'day'?"),
            (datafiles.choice("day", "year"), 3, "3 is not known; there are day, year"),
            (datafiles.choice("day"), [], "a list is not known; there is day"),
            (datafiles.text, {}, "a table must be text"),
            (datafiles.whole, "x" * 99, "'" + "x" * 56 + "... must be"),
        ],
    )
    def test_what_is_wrong_is_shown(self, reader, value, words):
        """With what to write instead."""
        with pytest.raises(MisreadError) as refused:
            reader(value)
        assert str(refused.value).startswith(words)

    @pytest.mark.parametrize(
        ("number", "right"),
        [("0", True), ("-0.5", True), ("1e9", True), ("9999999999.999999999", True)]
        + [(each, False) for each in ("1e10", "0.0000000001", "1e999999", "1e-999999", "nan")]
        + [("inf", False), ("1." + "1" * 100, False)],
    )
    def test_a_number_is_modest_or_not(self, number, right):
        """What no bureau counts could only be meant to be slow."""
        assert right is datafiles.modest(Decimal(number))

    def test_a_refusal_of_a_maker_is_a_mistake(self):
        """Of a value, and of a whole table."""

        def refuse(**given: object):
            raise ArgumentError(f"{given} will not do")

        with pytest.raises(MisreadError, match="will not do"):
            datafiles.through(lambda _: refuse())(3)
        inner = datafiles.table(refuse, {"b": ("b", datafiles.whole)})
        outer = datafiles.table(dict, {"a": ("a", inner)})
        with pytest.raises(DataFileError, match=r"a: \{'b': 1\} will not do"):
            datafiles.read_data({"a": {"b": 1}}, outer)


ROW = datafiles.table(
    dict, {"id": ("id", datafiles.text), "n": ("n", datafiles.list_of(datafiles.whole))}, ["n"]
)
ROWS = datafiles.table(dict, {"row": ("rows", datafiles.array("row", ROW))}, ["row"])


class TestPaths:
    """A mistake knows its place, from the top of the file."""

    def test_every_mistake_is_told_in_the_order_of_the_file(self):
        """With its line, its place in words, and the nearest key."""
        text = 'rwo = 1\n[[row]]\nid = "a"\nn = [1, "2", true]\n[[row]]\nid = "a"\nm = 1\n'
        with pytest.raises(DataFileError) as refused:
            datafiles.read_toml(text, ROWS)
        assert [
            "line 1: key 'rwo' is not known; did you mean 'row'?",
            "line 4: row[1] 'a', n[2]: '2' must be a whole number",
            "line 4: row[1] 'a', n[3]: true must be a whole number",
        ] == [*refused.value.problems[:3]]
        assert {
            "row[2] 'a', key 'id': 'a' stands here a second time",
            "row[2] 'a': key 'n' is missing",
            "row[2] 'a': key 'm' is not known; there are id, n",
        } == {problem.split(": ", 1)[1] for problem in refused.value.problems[3:]}
        assert "; line 4: row[1]" in str(refused.value)

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({}, "key 'row' is missing"),
            ({"row": {}}, "row: a table must be an array of tables: [[row]]"),
            ({"row": [1]}, "row[1]: 1 must be a table"),
            ([], "a list must be a table"),
            ({"row": [], 3: 1}, "key 3 is not known; there is row"),
        ],
    )
    def test_data_that_is_no_file(self, data, words):
        """Values of JSON, or of a caller, have places and no lines."""
        with pytest.raises(DataFileError) as refused:
            datafiles.read_data(data, ROWS)
        assert words == str(refused.value)

    def test_any_mapping_is_a_table(self):
        """A caller's too."""
        assert {"rows": ()} == datafiles.read_data(ChainMap({"row": []}), ROWS)

    def test_the_usual_words_for_a_missing_key_can_be_others(self):
        """Where a key needs more to be said of it."""
        with pytest.raises(MisreadError) as refused:
            datafiles.table(dict, {}, ["a"], missing="write a")({})
        assert ["write a"] == [one.message for one in refused.value.mistakes]

    def test_two_keys_make_one_text(self):
        """Either may be left out."""
        assert {"text": Text("a", ""), "b": 1} == datafiles.worded(dict)(en="a", b=1)
        assert {"name": Text("", "甲")} == datafiles.worded(dict, "name")(zh="甲")


class TestNames:
    """Countries and time zones are known or not, and the nearest is told."""

    def test_what_a_calendar_takes_is_known(self):
        """Exactly the countries that calendars are made for."""
        import holidays

        known = set(holidays.list_supported_countries())
        assert known == {code for _, *codes in known_countries() for code in codes}
        assert [] == [code for code in known if wrong_country(code)]

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("China", "did you mean 'CN'?"),
            ("china", "did you mean 'CN'?"),
            ("cn", "did you mean 'CN'?"),
            ("Itlay", "did you mean 'IT'?"),
            ("United Kingdom", "did you mean 'GB'?"),
            ("", "no calendar is called ''; write it like CN"),
            ("none", "no calendar is called 'none'"),
        ],
    )
    def test_a_country_that_is_none(self, name, words):
        """By its name, its case, or a slip."""
        assert words in wrong_country(name)

    @pytest.mark.parametrize("name", ["Asia/Shanghai", "Europe/Rome", "UTC"])
    def test_a_zone_that_is_one(self, name):
        """The usual one, and any other."""
        assert wrong_zone(name) is None

    @pytest.mark.parametrize(
        "name", ["Asia/Changsha", "Asia", "", "../etc/passwd", "a\0b", "x" * 400, "asia/shangai"]
    )
    def test_a_zone_that_is_none(self, name):
        """A town that has none, a folder, or no path at all."""
        assert f"no time zone is called {name!r}; " in wrong_zone(name)

    def test_china_costs_no_package(self):
        """The usual names are known without looking further."""
        import subprocess
        import sys

        code = (
            "import sys; sys.modules['holidays'] = None; from enforcecal.dates import names; "
            "print(names.wrong_country('CN'), names.wrong_zone('Asia/Shanghai'), "
            "'zoneinfo' in sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert "None None False" == done.stdout.strip()


def test_bytes_are_decoded_here_alone():
    """No module that reads data files decodes them by itself."""
    source = Path(datafiles.__file__).parent
    for name in ("law", "inspection", "dates"):
        for path in (source / name).rglob("*.py"):
            assert "utf-8-sig" not in path.read_text("utf-8"), path
