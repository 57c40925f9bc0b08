"""`enforcecal sheet`: one case of an invented table."""

from __future__ import annotations

import json

import pytest

from enforcecal.cli import main

TABLE = (
    "案号,环节,日期,当事人\n虚构-1,立案,2026-03-02,甲\n虚构-1,告知书送达,2026-04-01,甲\n"
    "虚构-2,不知名环节,2026-03-02,乙\n"
)
BASE = ("--procedure", "cn.penalty.ordinary", "--as-of", "2026-06-30")


@pytest.fixture
def call(capsys, monkeypatch, tmp_path):
    """Run the command in English on the table; return its status, its answer, what it said."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")

    def run(*argv, text=TABLE):
        path = tmp_path / "cases.csv"
        path.write_text(text, "utf-8")
        status = main(["sheet", str(path), *BASE, *map(str, argv)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_markdown_is_what_is_read(call):
    """Without a format, on standard output."""
    status, out, err = call("--case", "虚构-1")
    assert (0, "") == (status, err)
    assert out.startswith("# Control sheet of deadlines\n")
    assert "read from: cases.csv" in out
    assert "# 案件期限核算单" in call("--case", "虚构-1", "--lang", "zh")[1]


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("sheet.html", "<!DOCTYPE html>"),
        ("sheet.htm", "<!DOCTYPE html>"),
        ("sheet.json", "{"),
        ("sheet.md", "# Control"),
    ],
)
def test_the_ending_of_the_file_says_the_format(call, tmp_path, name, begins):
    """And the file is there whole."""
    path = tmp_path / name
    assert (0, "", "") == call("--case", "虚构-1", "--output", path)
    assert path.read_text("utf-8").startswith(begins)


def test_a_format_may_be_asked_for(call):
    """Whatever the output is called."""
    told = json.loads(call("--case", "虚构-1", "--format", "json")[1])
    assert ["art29.decision", "art22.statement", "art33.hearing-request"] == [
        one["rule"].removeprefix("cn.mohurd-55-2022.") for one in told["deadlines"]
    ]
    assert "cases.csv" == told["source"]


def test_the_calendar_as_it_was_known(call):
    """Without what was published later."""
    _, out, _ = call("--case", "虚构-1", "--known-on", "2025-01-01", "--format", "json")
    assert "CN@2024-11-12" == json.loads(out)["calendar"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--case", "虚构-9"), "no case is called '虚构-9'"),
        (("--case", "虚构-2"), "nothing in it began a period"),
    ],
)
def test_a_case_without_a_sheet(call, argv, words):
    """Status 2 and one line."""
    status, out, err = call(*argv)
    assert (2, "") == (status, out)
    assert words in err


def test_no_row_can_be_read(call):
    """Then there is no case either."""
    status, _, err = call("--case", "x", text="案号,环节,日期\nx,立案,2026-13-40\n")
    assert 2 == status
    assert "not one of the 1 rows" in err


def test_columns_a_wide_table_lacks_are_not_held_against_the_case(call):
    """What has no column may have happened."""
    text = "案号,立案日期,处罚决定日期\n虚构-1,2026-03-02,2026-03-09\n"
    _, out, _ = call("--case", "虚构-1", text=text)
    assert "done in time on 2026-03-09" in out.replace("\\", "")
