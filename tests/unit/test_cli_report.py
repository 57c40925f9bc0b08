"""`enforcecal report` as a person calls it, on small invented tables."""

from __future__ import annotations

import json
import sys
from datetime import date

import pytest

from enforcecal.cli import main

ITEMS = "事项,法定时限,承诺时限\na,20,5\n"
WRONG = "事项,法定时限,承诺时限\na,20,5\nb,5,20\n"
DAYS = ("--year", "2025", "--as-of", "2026-01-05")


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table and gives its path."""

    def write(text, name="items.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


def test_markdown_is_the_default(table, capsys):
    """The sentence, the dates and the checklist are printed."""
    assert 0 == main(["report", table(ITEMS), *DAYS, "--bureau", "B", "--remark", "invented"])
    said = capsys.readouterr()
    assert "# B: Report on law-based government, 2025" in said.out
    assert "Promised time is 75.0% below the statutory time" in said.out
    assert "- [ ] plans for the next year" in said.out
    assert "" == said.err


@pytest.mark.parametrize(
    ("name", "begins"), [("a.md", "# Report"), ("a.htm", "<!DOCTYPE"), ("a.json", "{")]
)
def test_the_ending_says_the_format(table, tmp_path, name, begins):
    """A file is written in the format of its name."""
    output = tmp_path / name
    assert 0 == main(["report", table(ITEMS), *DAYS, "--output", str(output)])
    assert output.read_text("utf-8").startswith(begins)


def test_another_ending_is_markdown(table, tmp_path):
    """A name that says nothing gives what is the default."""
    output = tmp_path / "a.txt"
    assert 0 == main(["report", table(ITEMS), *DAYS, "--output", str(output)])
    assert output.read_text("utf-8").startswith("# Report")


def test_it_is_not_written_over_what_is_read(table, capsys):
    """Neither a table nor the plan is lost."""
    plan = table("抽查事项\na\n", "plan.csv")
    argv = ["report", table(ITEMS), *DAYS, "--plan", plan, "--output", plan]
    assert 2 == main(argv)
    assert "would overwrite" in capsys.readouterr().err


def test_a_part_that_is_missing_is_1(table, capsys):
    """A report that was submitted without a compulsory part is a breach."""
    argv = ["report", table(ITEMS), *DAYS, "--as-of", "2026-02-05", "--format", "json"]
    argv += ["--submitted", "2026-02-02", "--secret", "no", "--reviewed", "yes"]
    argv += ["--contains", "measures", "--contains", "下一年度安排"]
    assert 1 == main(argv)
    found = json.loads(capsys.readouterr().out)
    assert ["incomplete-report"] == [one["code"] for one in found["findings"]]
    assert 2 == sum(found["contents"].values())


def test_an_error_of_the_data_is_2_and_the_rest_is_answered(table, capsys):
    """A promise longer than the statute is left out and told."""
    assert 2 == main(["--lang", "zh", "report", table(WRONG), *DAYS])
    said = capsys.readouterr()
    assert "压缩75.0%" in said.out
    assert "1行数据有误" in said.err


def test_without_a_day_today_is_taken_and_said(table, capsys, monkeypatch):
    """The clock is read by the command line alone, and it says so."""
    monkeypatch.setattr("enforcecal.cli.report.today", lambda: date(2026, 1, 5))
    assert 0 == main(["report", table(ITEMS), "--year", "2025"])
    assert "judging as on today, 2026-01-05" in capsys.readouterr().err


def test_without_matplotlib_it_is_said(table, capsys, monkeypatch):
    """A page comes without charts, and how to get them is said."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert 0 == main(["report", table(ITEMS), *DAYS, "--format", "html"])
    said = capsys.readouterr()
    assert "no charts: matplotlib is not installed" in said.err
    assert "no charts" in said.out


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--year", "25"], "must be a year"),
        (["--contains", "cover"], "is no part of the report"),
        (["--plan", "missing.csv"], "no such file"),
        (["--places", "99"], "places=99"),
    ],
)
def test_what_cannot_be_right_is_2(table, capsys, argv, words):
    """Status 2 and one clear line."""
    assert 2 == main(["report", table(ITEMS), *DAYS, *argv])
    assert words in capsys.readouterr().err


def test_conventions_are_passed_on(table, capsys):
    """Instant items, rounding and the law's date are those that were asked for."""
    path = table("事项,法定时限,承诺时限\na,20,5\nb,20,即办\nc,21,5\n")
    argv = ["report", path, *DAYS, "--instant", "zero", "--places", "2", "--rounding", "down"]
    assert 0 == main([*argv, "--baseline", "2025-12-31"])
    said = capsys.readouterr().out
    assert "83.60%" in said
    assert "instant items as 0 working days" in said
    assert "in force on 2025-12-31" in said
