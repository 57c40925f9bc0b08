"""The invented table of transferred cases: the scan answers what was planted in each of them."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from enforcecal.cases.limitation.barring import LimitationStatus
from enforcecal.cases.limitation.scan import Urgency, scan
from enforcecal.cli import main
from enforcecal.law.packs import rulebook
from enforcecal.readers.expiry import read_expiry

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
AS_OF = date(2026, 11, 22)


def lines(name):
    """Return the rows of a table of this folder, without its headings."""
    with (EXAMPLES / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


@pytest.fixture(scope="module")
def scanned():
    """Return the table and the report of the scan."""
    rules = rulebook("cn").limitation()
    table = read_expiry(EXAMPLES / "transfer-cases.csv", rules)
    return table, scan(table.rows, as_of=AS_OF, rules=rules)


def test_the_scan_answers_what_was_planted(scanned):
    """Status, last day and who let it lapse, case by case, and the rows that cannot be read."""
    table, report = scanned
    numbers = {line: row[0] for line, row in enumerate(lines("transfer-cases.csv"), start=2)}
    found = [[numbers[row.line], "unreadable", "", ""] for row in table.rejected]
    for one in report.cases:
        last = str(one.answer.last_day or "")
        found.append([one.case, one.answer.status.value, last, one.responsible])
    assert sorted(lines("transfer-cases.expected.csv")) == sorted(found)


def test_every_status_and_urgency_is_planted(scanned):
    """A thousand cases, in all statuses."""
    _, report = scanned
    assert 1_000 == len(lines("transfer-cases.csv"))
    assert {status.value for status in LimitationStatus} == set(report.by_status)
    assert set(Urgency) == set(report.by_urgency)


def test_the_most_urgent_come_first(scanned):
    """Urgency first, then the fewest days to the safe day."""
    _, report = scanned
    order = [one.urgency for one in report.cases]
    assert sorted(order, key=[*Urgency].index) == order
    soon = [one.answer.days_left for one in report.cases if one.urgency is Urgency.ABOUT_TO_LAPSE]
    assert sorted(soon) == soon


def test_the_counts_add_up(scanned):
    """By sender and by year, every case is counted once."""
    _, report = scanned
    for counts in (report.by_sender, report.by_year):
        total = Counter()
        for one in counts.values():
            total.update(one)
        assert report.by_status == {one: total[one] for one in report.by_status}


def test_the_old_law_is_flagged_where_five_years_are_claimed(scanned):
    """Harm of before 2021-07-15 that was found within five years is expired, with a flag."""
    _, report = scanned
    flagged = [one for one in report.cases if "review_five_year_claim" in one.answer.flags]
    assert 20 == len(flagged)
    assert {LimitationStatus.EXPIRED} == {one.answer.status for one in flagged}


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_readme_shows_what_the_command_prints(name, lang, capsys, monkeypatch):
    """What a README shows of the page are lines of it, in their order; dots stand for others."""
    monkeypatch.chdir(EXAMPLES.parent)
    command = ["expiry", "examples/transfer-cases.csv", "--as-of", "2026-11-22", "--lang", lang]
    assert 1 == main(command)
    page = iter(capsys.readouterr().out.splitlines())
    text = Path(name).read_text(encoding="utf-8")
    shown = text.partition("expiry examples/transfer-cases.csv")[2].partition("```")[0]
    for line in shown.splitlines()[1:]:
        assert line == "..." or line in page


def test_every_row_says_that_it_is_invented():
    """The number and the remark of every row say 虚构."""
    assert all(
        row[0].startswith("虚构") and row[-1].startswith("虚构")
        for row in lines("transfer-cases.csv")
    )


def test_the_script_writes_the_committed_files(tmp_path):
    """Running the script again gives the same bytes."""
    place = importlib.util.spec_from_file_location(
        "make_transfer_cases", EXAMPLES / "make_transfer_cases.py"
    )
    script = importlib.util.module_from_spec(place)
    place.loader.exec_module(script)
    script.main(tmp_path)
    for ending in (".csv", ".expected.csv"):
        name = f"transfer-cases{ending}"
        assert (EXAMPLES / name).read_bytes() == (tmp_path / name).read_bytes()
