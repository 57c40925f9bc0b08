"""The shipped examples: an audit finds exactly what was planted in them."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from enforcecal.cases.audit import audit_cases
from enforcecal.cases.checks.table import CODES
from enforcecal.law.packs import rulebook
from enforcecal.readers.logs import Layout, read_cases

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
AS_OF = date(2026, 6, 30)
TABLES = {"penalty-cases-2025": Layout.WIDE, "penalty-events-2025": Layout.LONG}


@pytest.fixture(scope="module")
def ordinary():
    """Return the ordinary penalty procedure."""
    return rulebook("cn").procedure("cn.penalty.ordinary")


def rows_of(name):
    """Return the rows of a table of this folder."""
    with (EXAMPLES / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def planted(name):
    """Return the findings that must be given, (case, code) to how often."""
    return Counter(map(tuple, rows_of(f"{name}.expected.csv")[1:]))


def found(name, procedure):
    """Return what the audit gives, rejected rows as findings of their own."""
    table = read_cases(EXAMPLES / f"{name}.csv", procedure)
    coverage = "complete" if table.layout is Layout.LONG else None
    report = audit_cases(table, procedure, as_of=AS_OF, coverage=coverage)
    pairs = Counter((finding.case, finding.code) for finding in report.findings)
    lines = rows_of(f"{name}.csv")
    pairs.update((lines[row.line - 1][0], "unreadable") for row in table.rejected)
    return table, pairs


class TestPenaltyCases:
    """The tables of invented penalty cases."""

    @pytest.mark.parametrize("name", TABLES)
    def test_the_audit_finds_what_was_planted_and_no_more(self, name, ordinary):
        """Each planted fault is found under its code, and the other cases give nothing."""
        table, pairs = found(name, ordinary)
        assert planted(name) == pairs
        assert TABLES[name] is table.layout
        assert table.rows_in == table.rows_read + table.rows_rejected

    @pytest.mark.parametrize("day", [date(2025, 2, 14), date(2025, 10, 9), date(2026, 1, 1)])
    def test_a_case_in_order_is_in_order_on_every_day(self, day, ordinary):
        """What is open on an earlier day is not yet late, and is not taken for a fault."""
        table = read_cases(EXAMPLES / "penalty-cases-2025.csv", ordinary)
        faulty = {case for case, _ in planted("penalty-cases-2025")}
        logs = [log for log in table.logs if log.case not in faulty]
        report = audit_cases(logs, ordinary, as_of=day, coverage=table.coverage)
        assert [] == [finding for finding in report.findings if finding.case]

    def test_every_code_that_the_procedure_can_give_is_planted(self, ordinary):
        """No code is without an example but two.

        What the procedure plans ends no limit; and a hearing asked for too late, the one pause
        that could be void here, is told as the right that has lapsed.
        """
        codes = {code for name in TABLES for _, code in planted(name)}
        assert set(CODES) - {"planned-late", "pause-invalid"} == codes
        planned = {event.name for event in ordinary.events.values() if event.planned}
        assert not any(planned.intersection(limit.end) for limit in ordinary.limits)

    def test_there_are_enough_cases(self):
        """There are more than two hundred cases, and most of them are in order."""
        cases = {row[0] for row in rows_of("penalty-cases-2025.csv")[1:]}
        assert len(cases) >= 220
        assert len({case for case, _ in planted("penalty-cases-2025") if case}) < len(cases) / 4

    def test_every_row_says_that_it_is_invented(self):
        """The number and the remark of every row say 虚构."""
        for name in TABLES:
            for row in rows_of(f"{name}.csv")[1:]:
                assert row[0].startswith("虚构")
                assert row[-1].startswith("虚构")

    def test_the_script_writes_the_committed_files(self, tmp_path):
        """Running the script again gives the same bytes."""
        place = importlib.util.spec_from_file_location(
            "make_penalty_cases", EXAMPLES / "make_penalty_cases.py"
        )
        script = importlib.util.module_from_spec(place)
        place.loader.exec_module(script)
        script.main(tmp_path)
        for name in TABLES:
            for ending in (".csv", ".expected.csv"):
                expected = (EXAMPLES / f"{name}{ending}").read_bytes()
                assert expected == (tmp_path / f"{name}{ending}").read_bytes()


ROAD = EXAMPLES / "packs" / "it-road-fines.toml"

# An invented log, in the words and the order of the public one.
FINES = {
    "in time": (
        "2010-01-04 Create Fine",
        "2010-04-04 Send Fine",  # day 90
        "2010-04-10 Insert Fine Notification",
        "2010-06-09 Insert Date Appeal to Prefecture",  # day 60
        "2010-06-09 Add penalty",  # day 60 itself
        "2010-06-20 Send Appeal to Prefecture",
        "2012-03-30 Send for Credit Collection",
    ),
    "sent late": ("2010-01-04 Create Fine", "2010-04-05 Send Fine", "2010-04-06 Payment"),
    "paid at once": ("2010-01-04 Create Fine", "2010-01-05 Payment"),
    "penalty early": (
        "2010-01-04 Create Fine",
        "2010-02-01 Send Fine",
        "2010-02-10 Insert Fine Notification",
        "2010-04-10 Add penalty",  # day 59
        "2010-05-01 Payment",
    ),
    "appeal lapsed": (
        "2010-01-04 Create Fine",
        "2010-02-01 Send Fine",
        "2010-02-10 Insert Fine Notification",
        "2010-04-11 Add penalty",
        "2010-04-12 Insert Date Appeal to Prefecture",  # day 61
        "2010-05-01 Payment",
    ),
    "never collected": (
        "2007-01-04 Create Fine",
        "2007-02-01 Send Fine",
        "2007-02-10 Insert Fine Notification",
        "2007-04-11 Add penalty",
    ),
    "never sent": ("2013-10-02 Create Fine",),  # day 90: 2013-12-31
    "due on the day": ("2013-10-03 Create Fine",),  # day 90: 2014-01-01, not yet over
    "never notified": (
        "2010-01-04 Create Fine",
        "2010-02-01 Send Fine",
        "2010-04-11 Add penalty",
        "2010-05-01 Payment",
    ),
}


@pytest.fixture(scope="module")
def road_fines():
    """Return the procedure of the Italian pack, loaded from its file alone."""
    return rulebook(ROAD).procedure("it.road-fines")


class TestItalianRoadFines:
    """The pack a stranger would write, on an invented log."""

    def test_findings(self, road_fines):
        """Fines are judged by the pack's own words, lengths and edge."""
        rows = [
            {"concept:name": event, "case:concept:name": case, "time:timestamp": f"{day}T00:00:00"}
            for case, lines in FINES.items()
            for day, event in (line.split(" ", 1) for line in lines)
        ]
        mapping = {
            "case:concept:name": "case",
            "concept:name": "event",
            "time:timestamp": "day",
        }
        table = read_cases(rows, road_fines, mapping=mapping, zone="Europe/Rome")
        report = audit_cases(table.logs, road_fines, as_of=date(2014, 1, 1))
        expected = {
            ("sent late", "late"),
            ("penalty early", "too-early"),
            ("appeal lapsed", "lapsed"),
            ("never collected", "overdue"),
            ("never sent", "overdue"),
            ("never notified", "unlawful-step"),
        }
        assert expected == {(finding.case, finding.code) for finding in report.findings}
        assert len(expected) == len(report.findings)

    def test_every_event_has_words_in_both_languages(self, road_fines):
        """The pack names its events in English and Chinese."""
        assert all(event.zh and event.en for event in road_fines.events.values())


OPEN = ("open-licences-2019", "open-licences-2020", "open-penalties-2021")


class TestOpenCases:
    """The tables on which changes of the law are shown; what moves is held in tests/unit."""

    def test_the_script_writes_the_committed_files(self, tmp_path):
        """Running the script again gives the same bytes."""
        place = importlib.util.spec_from_file_location(
            "make_open_cases", EXAMPLES / "make_open_cases.py"
        )
        script = importlib.util.module_from_spec(place)
        place.loader.exec_module(script)
        script.main(tmp_path)
        for name in OPEN:
            for ending in (".csv", ".expected.csv"):
                expected = (EXAMPLES / f"{name}{ending}").read_bytes()
                assert expected == (tmp_path / f"{name}{ending}").read_bytes()

    def test_every_row_says_that_it_is_invented(self):
        """The number and the remark of every row say 虚构."""
        for name in OPEN:
            for row in rows_of(f"{name}.csv")[1:]:
                assert row[0].startswith("虚构")
                assert "虚构" == row[-1]
