"""Rows that no clock is armed for, and the packs that no rulebook reads unasked."""

from __future__ import annotations

import pytest

from enforcecal.datafiles import DataFileError, read_data
from enforcecal.errors import PackError, UnknownNameError
from enforcecal.law.packs import local_packs, rulebook
from enforcecal.law.unarmed import UnarmedRow, read_rows

ROW = {
    "id": "xx.law-2020.art3.at-once",
    "reason": "no-length",
    "zh": "没有期间",
    "en": "It has no length.",
    "article": "3(1)",
    "length": 0,
    "unit": "day",
}
LIST = """
[[row]]
id = "{id}"
reason = "no-length"
zh = "没有期间"
en = "It has no length."
article = "3(1)"
length = 0
unit = "day"
"""


def lines(*rows):
    """Return a list of these rows as it is read."""
    return read_data({"row": [*rows]}, read_rows)


def shelf(folder, **lists):
    """Write a rulebook that has nothing but these lists."""
    for name in ("laws", "unarmed"):
        (folder / name).mkdir()
    for name, text in lists.items():
        (folder / "unarmed" / f"{name}.toml").write_text(text, encoding="utf-8")
    return rulebook(folder)


class TestRows:
    """A list of rows is read whole or refused with everything that is wrong."""

    def test_a_row_is_read(self):
        """Every key has its field."""
        assert (UnarmedRow(**ROW),) == lines(ROW)
        assert "?" == lines({**ROW, "length": "?"})[0].length

    def test_no_rows_are_none(self):
        """A file without rows lists nothing."""
        assert () == read_rows({})

    @pytest.mark.parametrize(
        ("tables", "message"),
        [
            ({"limit": []}, "key 'limit' is not known; there is row"),
            ({"row": {}}, "row: a table must be an array of tables: [[row]]"),
            ({"row": [1]}, "row[1]: 1 must be a table"),
            ({"row": [{**ROW, "leng": 1}]}, "row[1] 'xx.law-2020.art3.at-once': key 'leng' is"),
            ({"row": [{**ROW, "zh": 1}]}, "key 'zh': 1 must be text"),
            ({"row": [{**ROW, "length": 1.5}]}, "key 'length': 1.5 must be a whole number"),
            (
                {"row": [ROW, ROW]},
                "key 'id': 'xx.law-2020.art3.at-once' stands here a second",
            ),
            ({"row": [{k: v for k, v in ROW.items() if k != "en"}]}, "key 'en' is missing"),
        ],
    )
    def test_what_is_wrong_is_said(self, tables, message):
        """Each mistake gets a sentence."""
        with pytest.raises(DataFileError) as refused:
            read_data(tables, read_rows)
        (said,) = refused.value.problems
        assert message in said


class TestBook:
    """A rulebook tells what it knows and does not arm."""

    def test_the_packaged_lists_are_read(self):
        """The rows of every list come in order of their ids, each with its reason."""
        rows = rulebook("cn").unarmed()
        assert sorted(row.id for row in rows) == [row.id for row in rows]
        assert "cn.licensing-law-2019.art32-1-1.not-required" in {row.id for row in rows}
        assert all(row.reason and row.zh and row.en for row in rows)

    def test_a_book_without_lists_has_none(self, tmp_path):
        """A list is nothing a rulebook needs."""
        (tmp_path / "laws").mkdir()
        assert () == rulebook(tmp_path).unarmed()

    def test_a_wrong_list_is_refused(self, tmp_path):
        """The file and the place are named."""
        book = shelf(tmp_path, a="[[row]]\nid = 'x'\n")
        with pytest.raises(PackError, match=r"(?s)a\.toml.*key 'reason' is missing"):
            book.unarmed()

    def test_a_row_on_two_lists_is_refused(self, tmp_path):
        """One row has one reason."""
        book = shelf(tmp_path, a=LIST.format(id="x.a"), b=LIST.format(id="x.a"))
        with pytest.raises(PackError, match=r"b\.toml.*'x\.a' is on another list too"):
            book.unarmed()

    def test_a_list_that_is_no_toml_is_refused(self, tmp_path):
        """As a pack would be."""
        with pytest.raises(PackError, match="not TOML"):
            shelf(tmp_path, a="[[row").unarmed()


class TestLocalPacks:
    """Rules of single places come with the package and are read by their ids."""

    def test_a_packaged_pack_is_laid_over_by_its_id(self):
        """The id of a local pack is enough."""
        name = "cn.hangzhou-ads-2014"
        book = rulebook("cn", overlays=[name])
        assert 5 == book.limit(f"{name}.art16.opinion").limit.length
        assert name in {pack.id for pack in book.packs()}
        with pytest.raises(UnknownNameError):
            rulebook("cn").limit(f"{name}.art16.opinion")

    def test_an_unknown_id_is_told_the_nearest(self):
        """A slip of the pen is answered."""
        with pytest.raises(UnknownNameError, match=r"did you mean 'cn\.hangzhou-ads-2014'"):
            rulebook("cn", overlays=["cn.hangzhou-ads-2015"])

    def test_a_file_here_comes_before_a_name(self, tmp_path, monkeypatch):
        """What exists as a path is that path."""
        (tmp_path / "cn.hangzhou-ads-2014").mkdir()
        monkeypatch.chdir(tmp_path)
        assert "cn.hangzhou-ads-2014" not in {
            pack.id for pack in rulebook("cn", overlays=["cn.hangzhou-ads-2014"]).packs()
        }

    @pytest.mark.parametrize("name", local_packs())
    def test_each_of_them_loads(self, name):
        """A file is named by the pack in it, and everything in it leads somewhere."""
        book = rulebook("cn", overlays=[name])
        (pack,) = (one for one in book.packs() if one.id == name)
        assert pack.limits or pack.needs
        for entry in pack.procedures:
            procedure = book.procedure(entry.id or entry.extends)
            assert {law.id for law in pack.laws} & set(procedure.laws)
