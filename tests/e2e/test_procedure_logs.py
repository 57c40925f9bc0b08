"""Each procedure runs on an invented log of its own, and finds the faults planted there."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from enforcecal.cases.audit import audit_cases
from enforcecal.law import packs
from enforcecal.law.packs import load_pack, rulebook
from enforcecal.readers.logs import read_cases

LOGS = Path(__file__).resolve().parents[2] / "examples" / "logs"
TABLES = sorted(path for path in LOGS.rglob("*.csv") if not path.name.endswith(".expected.csv"))
LOCAL = Path(packs.__file__).parent / "data" / "local"
AS_OF = date(2026, 6, 30)


@cache
def book_of(folder: str):
    """Return the packaged book; for the local logs with every local pack that has a procedure."""
    if folder != "local":
        return rulebook("cn")
    local = [path for path in sorted(LOCAL.glob("*.toml")) if load_pack(path).procedures]
    return rulebook("cn", overlays=local)


def expected(table: Path) -> Counter[tuple[str, str]]:
    """Return the planted faults of *table*: case and code."""
    beside = table.with_suffix(".expected.csv")
    with beside.open(encoding="utf-8-sig", newline="") as stream:
        return Counter((row["case"], row["code"]) for row in csv.DictReader(stream))


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_the_log_has_the_faults_planted_and_no_more(table):
    """The audit of the log of a procedure gives the faults its expected file lists, exactly."""
    procedure = book_of(table.parent.name).procedure(table.stem)
    read = read_cases(table, procedure)
    assert () == read.rejected
    report = audit_cases(read, procedure, as_of=AS_OF, coverage="complete")
    found = Counter((finding.case, finding.code) for finding in report.findings)
    assert expected(table) == found
    assert any(case for case, _ in found)


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_the_cases_say_that_they_are_invented(table):
    """No case of a log can be taken for a real one."""
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert all(row[0].startswith("虚构") for row in rows[1:])


def test_every_procedure_has_a_log():
    """No procedure ships that has never been run."""
    names = {path.stem for path in TABLES}
    assert set() == {one.id for one in rulebook("cn").procedures()} - names
