from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError
from enforcecal.measures.cards import Attribution
from enforcecal.measures.figures import Basis
from enforcecal.readers.vocabulary import TableKind
from enforcecal.tables.ratios import (
    cards,
    catalogue,
    compression,
    penalties,
    ratios,
    reductions,
    timeliness,
)

YEAR = Basis(since=date(2025, 1, 1), until=date(2025, 12, 31))


class TestItems:
    def test_units_of_heading_row_and_cell(self):
        """A cell's own unit goes before that of its heading, which goes before the row's."""
        rows = [
            {"事项": "a", "法定时限（日）": "20个工作日", "承诺时限": 5, "时限单位": "工作日"},
            {"事项": "b", "法定时限（日）": 20, "承诺时限": 5, "时限单位": "日"},
            {"事项": "c", "法定时限（日）": 20, "承诺时限": 5, "时限单位": "旬"},
            {"事项": "d", "法定时限（日）": None, "承诺时限": 5, "时限单位": None},
        ]
        units = [(item.statute.unit, item.promise.unit) for item in catalogue(rows)]
        assert [
            (Unit.WORKING_DAY, Unit.WORKING_DAY),
            (Unit.DAY, Unit.DAY),
            (Unit.DAY, None),
            (None, None),
        ] == units
        out = {one.reason: one.ids for one in compression(rows).pooled.left_out}
        assert {
            "other-unit": ("2: b",),
            "unreadable": ("3: c",),
            "no-statute": ("4: d",),
        } == out

    def test_kinds_of_power(self):
        """Only a licence is given the limit of the licensing law."""
        rows = [
            {"事项": name, "承诺时限": 5, "权力类型": power}
            for name, power in (("a", "行政许可"), ("b", "行政确认"), ("c", None))
        ]
        made = compression(rows, Basis(impute=20)).pooled
        assert (2, ("2: b",)) == (made.n, made.left_out[0].ids)

    def test_codes_name_rows(self):
        """A row is named by its line and its code, its item, or its line alone."""
        rows = [
            {"事项": "a", "编码": "001", "承诺时限": 5},
            {"事项": "b", "编码": None, "承诺时限": 5},
            {"事项": None, "编码": None, "承诺时限": 5},
        ]
        assert ["1: 001", "2: b", "3"] == [item.id for item in catalogue(rows)]

    def test_reductions(self):
        """The five reductions and the trips stand in one table of items."""
        rows = [
            {
                "事项": "a",
                "原环节": 6,
                "现环节": 4,
                "原材料": 11,
                "跑动次数": 0,
                "适宜跑零次": "是",
            },
            {"事项": "b", "原环节": 2, "现环节": 2, "原材料": 1, "跑动次数": 0, "适宜跑零次": "否"},
            {"事项": "c", "原环节": 2, "现环节": 2, "原材料": 1, "跑动次数": 1, "适宜跑零次": None},
        ]
        made = {one.metric.id: one for one in reductions(rows)}
        assert (Fraction(2, 10), None, Fraction(1, 2)) == (
            made["reduction_steps"].value,
            made["reduction_materials"].value,
            made["zero_trip_share"].value,
        )
        assert TableKind.ITEMS is (found := ratios(rows, by="item")).kind
        assert ["33.3%", "0.0%", "0.0%"] == [part.figures[0].shown() for part in found.parts]
        assert 6 == len(found.figures)
        assert () == reductions([{"事项": "a", "承诺时限": 5}])

    def test_trips_alone(self):
        """Trips without a suitability count every item."""
        (made,) = reductions([{"事项": "a", "trips": 0}, {"事项": "b", "trips": 2}])
        assert Fraction(1, 2) == made.value

    def test_limits_and_trips_by_department(self):
        """A group has the figures of its rows alone, and an unreadable row has no group."""
        rows = [
            {"事项": "a", "部门": "甲", "法定时限": 20, "承诺时限": 5, "跑动次数": 0},
            {"事项": "b", "部门": "乙", "法定时限": 60, "承诺时限": 3, "跑动次数": 1},
        ]
        found = ratios(rows, by="department")
        assert [("甲", "75.0%", "100.0%"), ("乙", "95.0%", "0.0%")] == [
            (part.key, part.figures[0].shown(), part.figures[-1].shown()) for part in found.parts
        ]
        said = {one.metric: one for one in found.agreement}
        assert said["compression_pooled"].agrees
        assert "85.0%" in said["compression_pooled"].text.en
        assert not said["compression_median"].agrees
        assert "90.0%" == found.figures[0].shown()


CASES = [
    {"编号": "1", "状态": "办结", "受理日期": date(2025, 3, 3), "办结日期": date(2025, 3, 3),
     "当场办结": "是", "黄牌": 1, "红牌": "", "预警": None},
    {"编号": "2", "状态": "在办", "受理日期": date(2025, 3, 3), "办结日期": None,
     "当场办结": "", "黄牌": 2, "红牌": "是", "预警": 1},
    {"编号": "3", "状态": "撤回", "受理日期": date(2024, 3, 3), "办结日期": None,
     "当场办结": "否", "黄牌": 1, "红牌": 0, "预警": 0},
    {"编号": "4", "状态": "待定", "受理日期": date(2025, 3, 3), "办结日期": None,
     "当场办结": None, "黄牌": 0, "红牌": 0, "预警": 0},
]  # fmt: skip


class TestCases:
    def test_statuses_flags_and_cards(self):
        """A word nobody knows is an error of its row; cards go by acceptance."""
        found = ratios(CASES, YEAR)
        figure = found.figure
        assert [("unreadable", ("4",))] == [(one.reason, one.ids) for one in found.errors]
        assert (1, 1, Fraction(1, 2)) == (
            figure["on_the_spot_rate"].value,
            figure["same_day_rate"].value,
            figure["completion_rate"].value,
        )
        assert (3, 1, 1, Fraction(2, 3)) == (
            figure["yellow_cards"].value,
            figure["red_cards"].value,
            figure["warnings"].value,
            figure["carded_case_rate"].value,
        )
        assert "by the day the case was accepted" in figure["yellow_cards"].sentence()

    @pytest.mark.parametrize(
        ("field", "cell"),
        [("黄牌", "x"), ("黄牌", -1), ("黄牌", 1.5), ("当场办结", "也许"), ("实际用时", "3-5"),
         ("实际用时", "即办"), ("时限单位", "旬"), ("办结日期", "soon")],
    )  # fmt: skip
    def test_cells_that_are_wrong(self, field, cell):
        """A cell that cannot be read makes its row an error, and no other."""
        rows = [
            {"编号": "1", "实际用时": 2, "承诺时限": 5, field: cell},
            {"编号": "2", "实际用时": 2, "承诺时限": 5, field: None},
        ]
        found = ratios(rows)
        assert [("unreadable", ("1",))] == [(one.reason, one.ids) for one in found.errors]

    def test_a_column_goes_before_the_calendar(self):
        """A recorded time used is not replaced by one counted from the dates."""
        rows = [{"实际用时": 9, "受理日期": "2026-03-02", "办结日期": "2026-03-03"}]
        made = timeliness(rows, calendar=calendar("CN")).mean
        assert (9, ()) == (made.value, made.remarks)
        del rows[0]["实际用时"]
        assert 1 == timeliness(rows, calendar=calendar("CN")).mean.value

    def test_without_a_status(self):
        """A case with a place for its closing day and none in it is open."""
        rows = [
            {"编号": "1", "受理日期": "2025-03-03", "办结日期": "2025-03-04"},
            {"编号": "2", "受理日期": "2025-03-03", "办结日期": ""},
        ]
        assert Fraction(1, 2) == timeliness(rows).completion.value

    def test_months(self):
        """A case belongs to the month it was closed in, an open one to that of acceptance."""
        rows = [
            {"编号": "1", "受理日期": "2025-03-03", "办结日期": "2025-04-04"},
            {"编号": "2", "受理日期": "2025-03-03", "办结日期": ""},
            {"编号": "3", "受理日期": "", "办结日期": ""},
        ]
        assert ["", "2025-03", "2025-04"] == [part.key for part in ratios(rows, by="month").parts]
        assert ["", "2025"] == [part.key for part in ratios(rows, by="year").parts]

    def test_rows_that_could_not_be_read(self, tmp_path):
        """A broken line of a file is a case that cannot be read."""
        path = tmp_path / "cases.csv"
        path.write_text('编号,承诺时限,实际用时\n1,5,2\n"2"x,5,2\n', "utf-8")
        found = ratios(path, by="编号")
        assert (2, 1, ("#3",)) == (found.rows_in, len(found.rejected), found.errors[0].ids)
        assert ["", "1"] == [part.key for part in found.parts]

    @pytest.mark.parametrize(
        ("by", "message"), [("mon", "did you mean 'month'"), ("zzz", "it can be one of 'case'")]
    )
    def test_nothing_to_group_by(self, by, message):
        """A group that no column has is refused."""
        with pytest.raises(ArgumentError, match=message):
            ratios(CASES, by=by)
        with pytest.raises(ArgumentError, match="is no column"):
            ratios([{"事项": "a", "承诺时限": 5}], by="month")

    def test_one_rule_for_every_group(self):
        """A group without types is not counted by another rule than the whole."""
        rows = [
            {"部门": "甲", "办件类型": "承诺件", "实际用时": 4},
            {"部门": "乙", "办件类型": "", "实际用时": 8},
        ]
        found = ratios(rows, by="部门")
        assert ["undefined", "4.0 working days"] == [
            {one.metric.id: one for one in part.figures}["mean_days"].shown()
            for part in found.parts
        ]
        assert {one.metric: one for one in found.agreement}["mean_days"].agrees

    def test_a_pooled_ratio_is_not_the_mean_of_its_parts(self):
        """The total agrees with the parts, and says why it is not their mean."""
        rows = [
            {"部门": who, "法定时限": 20, "承诺时限": 5, "实际用时": used}
            for who, used in (("甲", 1), ("乙", 9), ("乙", 9))
        ]
        said = {one.metric: one for one in ratios(rows, by="部门").agreement}
        assert "各部分的简单平均为0.0%" in said["speedup_promise"].text.zh
        assert said["same_day_rate"].agrees


class TestCards:
    ROWS = (
        {
            "编号": "1",
            "亮牌": "黄牌",
            "监察时间": "2025-03-31",
            "受理日期": "2025-03-01",
            "撤销": "",
        },
        {
            "编号": "1",
            "亮牌": "红牌",
            "监察时间": "2025-04-02",
            "受理日期": "2025-03-01",
            "撤销": "是",
        },
        {
            "编号": "2",
            "亮牌": "蓝牌",
            "监察时间": "2025-04-02",
            "受理日期": "2025-03-01",
            "撤销": "",
        },
        {"编号": "", "亮牌": "黄牌", "监察时间": "", "受理日期": "", "撤销": ""},
    )

    def test_counts(self):
        """Counts gross and net, on the number of cases that is given."""
        made = cards(self.ROWS, 10)
        assert (2, 1, 0, Fraction(2, 10)) == (
            made.yellow.value,
            made.red.value,
            made.red_net.value,
            made.carded.value,
        )

    def test_by_month(self):
        """A case with cards in two months counts in both; a table of cards knows no case counts."""
        found = ratios(self.ROWS, cases=10, by="month")
        assert ["", "2025-03", "2025-04"] == [part.key for part in found.parts]
        assert "undefined" == found.parts[1].figures[5].shown()
        said = {one.metric: one for one in found.agreement}
        assert said["yellow_cards"].agrees
        assert (False, "有的部分无法单独计算，不能加总") == (
            said["carded_case_rate"].agrees,
            said["carded_case_rate"].text.zh,
        )
        assert [("unreadable", ("#3",))] == [(one.reason, one.ids) for one in found.errors]

    def test_by_another_column(self):
        """Cards can be grouped by any column too."""
        assert ["红牌", "蓝牌", "黄牌"][::2] == [p.key for p in ratios(self.ROWS, by="level").parts]

    def test_by_acceptance(self):
        """By acceptance both cards belong to March."""
        found = ratios(
            self.ROWS, cases=10, by="year", attribution=Attribution.BY_ACCEPTANCE, kind=None
        )
        assert ["", "2025"] == [part.key for part in found.parts]


class TestPenalties:
    ROWS = (
        {
            "案号": "1",
            "类别": "甲类",
            "处理结果": "处罚",
            "罚款": "0.24",
            "结案": "是",
            "日期": "2025-03-01",
        },
        {
            "案号": "2",
            "类别": "甲类",
            "处理结果": "不予处罚",
            "罚款": "",
            "结案": "否",
            "日期": "2025-04-01",
        },
        {
            "案号": "3",
            "类别": "乙类",
            "处理结果": "其他",
            "罚款": "",
            "结案": "",
            "日期": "2025-04-01",
        },
        {
            "案号": "4",
            "类别": "乙类",
            "处理结果": "处罚",
            "罚款": "x",
            "结案": "",
            "日期": "2025-04-01",
        },
        {
            "案号": "5",
            "类别": "乙类",
            "处理结果": "处罚",
            "罚款": "1",
            "结案": "",
            "日期": "2024-04-01",
        },
        {"案号": "6", "类别": "乙类", "处理结果": "处罚", "罚款": "1", "结案": "", "日期": ""},
        {"案号": "", "类别": "乙类", "处理结果": "", "罚款": "", "结案": "也许", "日期": "bad"},
    )

    def rows(self):
        """Return the rows with the unit of the fines in their heading."""
        return [
            {"罚款金额（万元）" if key == "罚款" else key: value for key, value in row.items()}
            for row in self.ROWS
        ]

    def test_a_year(self):
        """Fines in 万元, cases of another period and cells that are wrong are told apart."""
        made = penalties(self.rows(), YEAR)
        assert (2, 2400, Fraction(1, 2)) == (
            made.cases.value,
            made.fines.value,
            made.closing.value,
        )
        assert {"unreadable": ("3", "4", "#7"), "no-dates": ("6",), "other-period": ("5",)} == {
            one.reason: one.ids for one in made.cases.left_out
        }

    def test_groups(self, tmp_path):
        """By category or month the parts make up the total."""
        found = ratios(self.rows(), by="category")
        assert ["乙类", "甲类"] == [part.key for part in found.parts]
        assert all(one.agrees for one in found.agreement)
        assert "甲类案件2件，罚款0.24万元。" in [one.zh for one in found.sentences]
        found = ratios(self.rows(), by="month")
        assert ["", "2024-04", "2025-03", "2025-04"] == [part.key for part in found.parts]
        path = tmp_path / "cases.csv"
        path.write_text('案号,处理结果\n1,处罚\n"2"x,处罚\n', "utf-8")
        assert ("#3",) == ratios(path).errors[0].ids
