"""The separate recount of control sheets: it agrees with the library, and notices a fault."""

from __future__ import annotations

import ast
import copy
import importlib.util
import json
from datetime import date, time
from pathlib import Path

import pytest

from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.law.packs import Rulebook, load_pack, rulebook
from enforcecal.law.rules import Kind
from enforcecal.readers.logs import read_cases
from enforcecal.render.sheets import control_sheet, sheet_json, sheet_markdown

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "check_sheet.py"
BOOK = rulebook("cn")
TABLES = {
    **dict.fromkeys(("penalty-cases-2025", "penalty-events-2025"), "cn.penalty.ordinary"),
    **{
        f"logs/{path.stem}": path.stem
        for path in sorted((ROOT / "examples" / "logs").glob("cn.*.csv"))
        if not path.stem.endswith(".expected")
    },
}


@pytest.fixture(scope="module")
def tool():
    """Return the checker as a module."""
    place = importlib.util.spec_from_file_location("check_sheet", TOOL)
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    return module


def sheet_of(log, procedure, as_of):
    """Return the sheet of a case as a program reads it; None for a case without deadlines."""
    run = replay(log, procedure, as_of=as_of)
    if all(clock.limit.limit.kind is Kind.ACCRUES for clock in run.clocks):
        return None
    return json.loads("".join(sheet_json(control_sheet(run))))


@pytest.mark.parametrize("name", TABLES)
def test_every_example_is_recounted_alike(name, tool):
    """Every deadline of every example, at its end and in its midst, with nothing of the library."""
    procedure = BOOK.procedure(TABLES[name])
    number = 0
    for log in read_cases(ROOT / "examples" / f"{name}.csv", procedure).logs:
        for as_of in (date(2026, 6, 30), log.events[len(log.events) // 2].day):
            sheet = sheet_of(log, procedure, as_of)
            if sheet is not None:
                number += len(sheet["deadlines"])
                assert [] == tool.check(sheet), (log.case, as_of)
    assert number or not procedure.limits


def test_it_imports_nothing_of_the_library():
    """Nothing but the standard library."""
    tree = ast.parse(TOOL.read_text("utf-8"))
    named = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert {"__future__", "calendar", "datetime", "json", "pathlib", "sys", "typing"} == named


LAW = """
pack = { id = "t", version = "1", calendar = "CN", zone = "Asia/Shanghai" }
law = [{ id = "t.law-2020" }]
procedure = [{ id = "t.case", laws = ["t.law"], region = [
  { id = "main", initial = "new", steps = [["new", "begun", "open"]] },
] }]
fact = { more = { type = "int" }, until = { type = "date" }, expiry = { type = "date" } }
[[counting]]
id = "t.law-2020.art9.counting"
COUNTING
[[pause]]
id = "t.law-2020.art8.pause"
from = ["stopped"]
to = ["resumed"]
[[limit]]
id = "t.law-2020.art1.act"
matter = "act"
kind = "act-within"
start = ["begun"]
end = ["acted"]
length = LENGTH
unit = "UNIT"
counting = "t.law-2020.art9.counting"
pause = ["t.law-2020.art8.pause"]
MORE
[event]
begun = {}
acted = {}
stopped = {}
resumed = {}
longer = {}
fixed = {}
"""
EXTEND = """
extend = [
  { id = "t.law-2020.art2.longer", event = "longer", length = "more", from = "BASE" },
  { id = "t.law-2020.art2.fixed", event = "fixed", until = "until" },
]
"""


def made(*events, unit="day", length=10, roll="next-working-day", first="false", more="", at=None):
    """Return the sheet of a case of one limit, which began on 2026-01-31, a Saturday."""
    text = LAW.replace("COUNTING", f'roll = "{roll}"\nstart-counts = {first}').replace("MORE", more)
    text = text.replace("UNIT", unit).replace("LENGTH", str(length))
    procedure = Rulebook("t", [load_pack(text)]).procedure("t.case")
    begun = Event("begun", date(2026, 1, 31), time=at, facts={"expiry": date(2026, 9, 30)})
    log = CaseLog("虚构-1", [begun, *events])
    return sheet_of(log, procedure, date(2026, 12, 31))


STOPPED = (Event("stopped", date(2026, 2, 3)), Event("resumed", date(2026, 2, 9)))


@pytest.mark.parametrize("unit", ["day", "working-day", "month", "year", "hour"])
@pytest.mark.parametrize("roll", ["none", "next-working-day", "next-after-holiday"])
@pytest.mark.parametrize("first", ["false", "true"])
@pytest.mark.parametrize("length", [1, 5, 16])
@pytest.mark.parametrize("stopped", [(), STOPPED])
def test_every_way_of_counting_is_recounted_alike(unit, roll, first, length, stopped, tool):
    """Units, rolls, first days and pauses, from the end of a month on."""
    sheet = made(*stopped, unit=unit, length=length, roll=roll, first=first)
    assert sheet["deadlines"][0]["due"]
    assert [] == tool.check(sheet)


@pytest.mark.parametrize("base", ["nominal", "rolled"])
@pytest.mark.parametrize("unit", ["day", "working-day", "month"])
@pytest.mark.parametrize("stopped", [(), STOPPED])
@pytest.mark.parametrize(
    "given",
    [
        [Event("longer", date(2026, 2, 4), facts={"more": 3})],
        [Event("fixed", date(2026, 2, 4), facts={"until": date(2026, 8, 15)})],
        [Event("fixed", date(2026, 2, 4), facts={"until": date(2026, 9, 30)})],
    ],
)
def test_extensions_are_recounted_alike(base, unit, stopped, given, tool):
    """By a length from either end, or until a day, with a pause under way on it or not."""
    sheet = made(*stopped, *given, unit=unit, length=6, more=EXTEND.replace("BASE", base))
    assert sheet["deadlines"][0]["extensions"]
    assert [] == tool.check(sheet)


def test_a_fixed_day_under_a_pause_is_recounted_alike(tool):
    """What was left of it when the pause began is left when it ends."""
    given = Event("fixed", date(2026, 2, 2), facts={"until": date(2026, 2, 5)})
    sheet = made(*STOPPED, given, length=2, more=EXTEND.replace("BASE", "nominal"))
    assert "2026-02-11" == sheet["deadlines"][0]["due"]
    assert [] == tool.check(sheet)


@pytest.mark.parametrize("edge", ["on", "after"])
@pytest.mark.parametrize("unit", ["day", "working-day", "month", "year", "hour"])
def test_backward_counts_are_recounted_alike(edge, unit, tool):
    """From a day in a holiday, with the whole period in between or not."""
    more = f'before = "expiry"\nedge = "{edge}"\n'
    text = made(unit=unit, length=1, more=more, roll="none")
    assert "2026-09-30" == text["deadlines"][0]["before"]
    assert [] == tool.check(text)


def test_hours_run_from_their_time(tool):
    """From half past three, through the night."""
    sheet = made(unit="hour", length=24, at=time(15, 30), roll="none")
    assert "2026-02-01" == sheet["deadlines"][0]["due"]
    assert [] == tool.check(sheet)


def test_an_open_pause_has_no_day(tool):
    """The recount comes to none either."""
    sheet = made(STOPPED[0])
    assert sheet["deadlines"][0]["due"] is None
    assert [] == tool.check(sheet)


class TestItNotices:
    @pytest.fixture
    def sheet(self):
        """Return a sheet that is right."""
        return made(*STOPPED, unit="working-day")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda line: line.update(due="2026-03-03"), "the sheet says"),
            (lambda line: line.update(nominal="2026-02-24"), "the sheet says"),
            (lambda line: line.update(length=11), "counted"),
            (lambda line: line.update(pauses=[]), "counted"),
            (lambda line: line["trace"][1].update(number=[2, 2]), "it numbers"),
            (lambda line: line["trace"].pop(), "its trace ends on"),
            (lambda line: line["trace"][3].update(first="2026-02-01"), "overlap"),
            (lambda line: line.update(due=None, nominal=None), "the sheet says"),
        ],
    )
    def test_a_wrong_line(self, sheet, change, words, tool):
        """A day too late, a length, a pause left out, a trace that does not add up."""
        assert [] == tool.check(sheet)
        wrong = copy.deepcopy(sheet)
        change(wrong["deadlines"][0])
        assert any(words in line for line in tool.check(wrong))

    def test_a_wrong_calendar(self, sheet, tool):
        """A day off that the sheet does not name moves the day."""
        sheet["days_off"] = []
        assert tool.check(sheet)

    def test_as_a_program(self, sheet, tool, tmp_path, capsys):
        """Status 0 and a line a file, or 1 and a line a disagreement."""
        path = tmp_path / "sheet.json"
        path.write_text(json.dumps(sheet), "utf-8")
        assert 0 == tool.main([str(path)])
        assert "1 deadlines recounted, 0 disagree" in capsys.readouterr().out
        sheet["deadlines"][0]["due"] = "2026-12-30"
        path.write_text(json.dumps(sheet), "utf-8")
        assert 1 == tool.main([str(path)])
        assert "1. t.law-2020.art1.act: counted" in capsys.readouterr().out


def test_what_ended_a_period_is_told_on_the_page():
    """With its day."""
    procedure = BOOK.procedure("cn.penalty.ordinary")
    events = [Event("case_filed", date(2026, 3, 2)), Event("penalty_decided", date(2026, 3, 9))]
    run = replay(CaseLog("虚构-1", events), procedure, as_of=date(2026, 6, 30))
    page = "\n".join(sheet_markdown(control_sheet(run), "en"))
    assert "status: done in time on 2026-03-09; penalty decided, 2026-03-09" in page.replace(
        "decide the penalty", "penalty decided"
    )
