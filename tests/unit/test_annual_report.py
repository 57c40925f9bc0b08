"""The annual report from tables."""

from __future__ import annotations

from datetime import date

import pytest

from enforcecal.errors import TableError
from enforcecal.law.packs import rulebook
from enforcecal.measures.figures import Basis
from enforcecal.measures.report import PROCEDURE, duties
from enforcecal.tables.reports import annual_report

DUTIES = duties(2025, rulebook("cn").procedure(PROCEDURE), as_of=date(2026, 1, 5))
CASES = [
    {"编号": "1", "受理日期": "2025-03-03", "办结日期": "2025-03-05", "法定时限": 20,
     "承诺时限": 5, "实际用时": 2},
    {"编号": "2", "受理日期": "2024-03-03", "办结日期": "2024-03-05", "法定时限": 20,
     "承诺时限": 5, "实际用时": 2},
]  # fmt: skip
FINES = [
    {"编号": "1", "类别": "扬尘类", "处理结果": "处罚", "罚款金额": "2400元", "日期": "2025-05-06"},
    {"编号": "2", "类别": "扬尘类", "处理结果": "处罚", "罚款金额": "100元", "日期": "2024-05-06"},
]
ITEMS = [{"事项": "a", "法定时限": 20, "承诺时限": 5}]
CARDS = [{"编号": "1", "亮牌": "黄牌", "亮牌日期": "2025-05-06"}]


def said(*tables, **given):
    """Return the Chinese sentences of each section."""
    report = annual_report(tables, year=2025, duties=DUTIES, **given)
    return [[one.text.zh for one in section.statements] for section in report.sections]


def test_each_table_is_known_by_its_headings():
    """Sections stand in one order whatever the order of the tables, and hold the year alone."""
    assert [
        ["2025年办结行政审批1件，按承诺时限办结率100.0%。", "实际用时比承诺时限提速60.0%。"],
        ["审批承诺时间在法定时限基础上压缩75.0%（总和口径，1个事项）。"],
        ["电子监察发黄牌1张、红牌0张，预警0次，亮牌率100.0%。"],
        ["查处案件1件，罚款0.24万元。", "扬尘类案件1件，罚款0.24万元。"],
    ] == said(FINES, CARDS, ITEMS, CASES)


def test_cards_are_held_against_the_cases_accepted():
    """The cases of all tables of cases are summed; without any the rate is undefined."""
    assert [["电子监察发黄牌1张、红牌0张，预警0次，亮牌率无法计算。"]] == said(CARDS)
    assert "亮牌率50.0%。" == said(CARDS, CASES, CASES)[2][0][-9:]
    assert "亮牌率无法计算。" == said(CARDS, CASES[1:])[1][0][-8:]


def test_a_row_of_another_year_is_left_out_and_counted():
    """What is left out has its reason and its id."""
    report = annual_report([FINES], year=2025, duties=DUTIES)
    figure = report.sections[0].figures[0]
    assert [("other-period", ("2",))] == [(one.reason, one.ids) for one in figure.left_out]


@pytest.mark.parametrize("population", ["", "全市"])
def test_a_table_without_dates_counts_as_a_whole(population):
    """Nobody can tell the year of its rows, and the figures say so."""
    rows = [{"编号": "1", "处理结果": "处罚", "罚款金额": "2400元"}]
    report = annual_report([rows], year=2025, duties=DUTIES, basis=Basis(population=population))
    figure = report.sections[0].figures[0]
    assert (1, None) == (figure.value, figure.basis.since)
    assert "无日期列" in figure.sentence("zh")
    assert figure.basis.population.startswith(population)


def test_cases_without_dates_have_no_months():
    """Without a day of closing there is no chart of months."""
    rows = [{"编号": "1", "法定时限": 20, "承诺时限": 5, "实际用时": 2}]
    report = annual_report([iter(rows)], year=2025, duties=DUTIES)
    assert () == report.sections[0].series
    assert 1 == report.sections[0].figures[0].value


def test_items_without_limits_have_figures_and_no_sentence():
    """What was reduced is disclosed; nothing is said of time."""
    report = annual_report([[{"事项": "a", "原环节": 6, "现环节": 4}]], year=2025, duties=DUTIES)
    (section,) = report.sections
    assert () == section.statements
    assert "33.3%" == section.figures[0].shown()


@pytest.mark.parametrize("heading", ["抽查事项", "Item Name"])
def test_the_plan_is_counted(heading):
    """The items of the plan are counted by name."""
    plan = [{heading: "a", "备注": ""}, {heading: None}, {heading: "a"}]
    assert [["“双随机”抽查计划列有抽查事项1项。"]] == said(plan=plan)


def test_a_row_of_the_plan_that_cannot_be_read_is_told(tmp_path):
    """A broken row is listed with its line and left out of the figure."""
    path = tmp_path / "plan.csv"
    path.write_text("抽查事项,备注\na,\nb,c,d,e\n", encoding="utf-8")
    report = annual_report([], year=2025, duties=DUTIES, plan=path)
    source = report.sections[0].source
    assert [3] == [line for line, _ in source.rejected]
    assert (1, 1) == (report.n_errors, report.sections[0].figures[0].value)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ([{"备注": "a"}], "no column holds the item; head it '抽查事项'"),
        ([{"事项": "a", "检查事项": "b"}], "'事项', '检查事项' could both be the item"),
    ],
)
def test_a_plan_needs_one_column_of_items(plan, words):
    """Nothing is guessed."""
    with pytest.raises(TableError, match=words):
        said(plan=plan)


def test_a_table_nobody_knows_is_refused():
    """Headings that say nothing are an error."""
    with pytest.raises(TableError, match="what a row is"):
        said([{"甲": 1}])


def test_a_file_is_read_in_its_encoding(tmp_path):
    """Tables of offices come in GB18030."""
    path = tmp_path / "items.csv"
    path.write_text("事项,法定时限,承诺时限\na,20,5\n", encoding="gb18030")
    assert said(path, encoding="gb18030") == said(ITEMS)
