# ruff: noqa: DTZ001 - the clock on the wall of the agency
from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.errors import TableError
from enforcecal.measures.figures import Basis
from enforcecal.readers.frames import BACKWARD, BAD_DAY, KEPT_IDS, Spans, day_of, open_source
from enforcecal.readers.tables import table_of
from enforcecal.tables.ratios import compression, ratios, timeliness

ITEMS = [
    {
        "事项": "a",
        "法定时限": "20个工作日",
        "承诺时限": "5个工作日",
        "办件量": 12,
        "环节": Decimal("5.0"),
    },
    {"事项": "b", "法定时限": "20", "承诺时限": "即办", "办件量": None, "环节": None},
    {"事项": "c", "法定时限": "60", "承诺时限": "7-20", "办件量": 3, "环节": Decimal(7)},
    {"事项": "d", "法定时限": "1个月", "承诺时限": "5", "办件量": 1, "环节": None},
    {"事项": "e", "法定时限": "无", "承诺时限": "5", "办件量": 1, "环节": None},
    {"事项": "f", "法定时限": "5", "承诺时限": "20", "办件量": 1, "环节": None},
    {"事项": "g", "法定时限": "20", "承诺时限": None, "办件量": 1, "环节": None},
]
CASES = [
    {"编号": "甲1", "法定": 20, "承诺": 5, "实际": Decimal("2.5"), "受理日期": date(2025, 3, 3),
     "办结日期": date(2025, 3, 5), "办件类型": "承诺件", "当场办结": False, "费": 1.5},
    {"编号": "甲2", "法定": 20, "承诺": 5, "实际": Decimal("7.0"), "受理日期": date(2025, 3, 3),
     "办结日期": date(2025, 4, 5), "办件类型": "承诺件", "当场办结": True, "费": None},
    {"编号": "甲3", "法定": 20, "承诺": None, "实际": Decimal("1.0"), "受理日期": date(2025, 4, 3),
     "办结日期": date(2025, 4, 3), "办件类型": "即办件", "当场办结": None, "费": 1.5},
    {"编号": "甲4", "法定": 5, "承诺": 20, "实际": Decimal("1.0"), "受理日期": date(2025, 4, 3),
     "办结日期": date(2025, 4, 4), "办件类型": None, "当场办结": True, "费": 2.0},
    {"编号": None, "法定": 20, "承诺": 5, "实际": None, "受理日期": date(2025, 4, 4),
     "办结日期": None, "办件类型": "承诺件", "当场办结": None, "费": 2.0},
    {"编号": "甲6", "法定": 20, "承诺": 5, "实际": Decimal("2.5"), "受理日期": date(2024, 4, 4),
     "办结日期": None, "办件类型": "承诺件", "当场办结": None, "费": 2.0},
]  # fmt: skip
MAP = {"法定": "statute", "承诺": "promise", "实际": "used", "费": "ignore"}
YEAR = Basis(since=date(2025, 1, 1), until=date(2025, 12, 31))


def as_pandas(rows):
    """Return a frame of pandas."""
    pytest.importorskip("narwhals")
    return pytest.importorskip("pandas").DataFrame(rows)


def as_polars(rows):
    """Return a frame of polars."""
    pytest.importorskip("narwhals")
    return pytest.importorskip("polars").DataFrame(rows)


def as_lazy(rows):
    """Return a lazy frame of polars."""
    return as_polars(rows).lazy()


def as_arrow(rows):
    """Return a table of pyarrow."""
    pytest.importorskip("narwhals")
    return pytest.importorskip("pyarrow").Table.from_pylist(rows)


def as_table(rows):
    """Return a table as the readers have it."""
    return table_of(rows)


every_engine = pytest.mark.parametrize("make", [as_pandas, as_polars, as_lazy, as_arrow, as_table])


def facts(found):
    """Return all that must not depend on the engine."""
    return [
        (
            one.metric.id, one.value, one.n, one.why_undefined,
            [(out.reason, out.n, out.ids) for out in (*one.left_out, *one.remarks)],
        )
        for one in found
    ]  # fmt: skip


class TestEveryEngine:
    @every_engine
    def test_items(self, make):
        """A catalogue gives the same figures and the same rows left out, from whatever frame."""
        mapping = {"环节": "step_days"}
        expected = compression(ITEMS, mapping=mapping)
        assert Fraction(100 - 26, 100) == expected.pooled.value
        found = compression(make(ITEMS), mapping=mapping)
        assert facts(expected.figures) == facts(found.figures)
        assert [
            ("no-promise", ("7: g",)),
            ("no-statute", ("5: e",)),
            ("promise-over-statute", ("6: f",)),
            ("units-differ", ("4: d",)),
        ] == [(one.reason, one.ids) for one in found.pooled.left_out]

    @every_engine
    @pytest.mark.parametrize("by", ["", "type", "month", "year", "当场办结", "费", "编号"])
    def test_cases(self, make, by):
        """Cases give the same figures, in all and by group."""
        expected = ratios(CASES, YEAR, mapping=MAP, by=by)
        found = ratios(make(CASES), YEAR, mapping=MAP, by=by)
        assert facts(expected.figures) == facts(found.figures)
        # Groups of numbers are headed as the engine writes them; their figures are the same.
        assert [facts(part.figures) for part in expected.parts] == [
            facts(part.figures) for part in found.parts
        ]

    @every_engine
    def test_without_dates(self, make):
        """A table without dates has no same day, and everything else."""
        rows = [{key: row[key] for key in ("法定", "承诺", "实际")} for row in CASES if row["实际"]]
        mapping = {key: value for key, value in MAP.items() if key != "费"}
        expected = timeliness(rows, mapping=mapping)
        found = timeliness(make(rows), mapping=mapping)
        assert facts(expected.figures) == facts(found.figures)
        assert ("#4",) == found.on_time.errors[0].ids

    @every_engine
    def test_dates_as_texts(self, make):
        """Dates written as texts are read alike; one that is none is an error of its row."""
        rows = [
            {"编号": "1", "受理日期": "2025年3月4日", "办结日期": "2025-03-04"},
            {"编号": "2", "受理日期": "2025-03-04", "办结日期": None},
            {"编号": "3", "受理日期": "soon", "办结日期": "2025-03-04"},
            {"编号": "4", "受理日期": "2024-03-04", "办结日期": "2025/3/5"},
        ]
        found = ratios(make(rows), YEAR)
        assert facts(ratios(rows, YEAR).figures) == facts(found.figures)
        assert Fraction(1, 2) == found.figure["same_day_rate"].value
        assert [("unreadable", ("3",))] == [(one.reason, one.ids) for one in found.errors]

    @every_engine
    def test_instants_as_dates(self, make):
        """A column of instants counts by its days."""
        rows = [
            {
                "编号": "1",
                "受理日期": datetime(2025, 3, 4, 9),
                "办结日期": datetime(2025, 3, 4, 17),
            },
            {"编号": "2", "受理日期": datetime(2025, 3, 4, 9), "办结日期": None},
        ]
        found = ratios(make(rows), by="month")
        assert 1 == found.figure["same_day_rate"].value
        assert ["2025-03"] == [part.key for part in found.parts]

    @every_engine
    def test_time_used_from_the_dates(self, make):
        """Where nobody recorded the time used, a calendar counts it, and says so."""
        rows = [
            # through the Spring Festival of 2026, with a worked Saturday: five working days
            {
                "编号": "1",
                "承诺时限": 5,
                "受理日期": date(2026, 2, 11),
                "办结日期": date(2026, 2, 25),
            },
            {
                "编号": "2",
                "承诺时限": 5,
                "受理日期": date(2026, 3, 2),
                "办结日期": date(2026, 3, 2),
            },
            {
                "编号": "3",
                "承诺时限": 5,
                "受理日期": date(2026, 3, 2),
                "办结日期": date(2026, 3, 1),
            },
            {"编号": "4", "承诺时限": 5, "受理日期": date(2026, 3, 2), "办结日期": None},
            {
                "编号": "5",
                "承诺时限": 5,
                "受理日期": date(1990, 3, 2),
                "办结日期": date(1990, 3, 2),
            },
        ]
        found = ratios(make(rows), calendar=calendar("CN"), by="month")
        assert facts(ratios(rows, calendar=calendar("CN")).figures) == facts(found.figures)
        made = found.figure["mean_days"]
        assert (Fraction(5, 2), 2) == (made.value, made.n)
        assert [("used-from-dates", 2)] == [(one.reason, one.n) for one in made.remarks]
        assert [("closed-before-accepted", ("3",))] == [
            (one.reason, one.ids) for one in found.errors
        ]
        assert "with the time used counted from the dates, pauses not known" in made.sentence()

    @every_engine
    def test_instants_in_utc(self, make):
        """A stamp in UTC belongs to the day on the wall of the agency."""
        rows = [
            {
                "编号": "1",
                "受理日期": datetime(2025, 3, 31, 20, tzinfo=UTC),
                "办结日期": datetime(2025, 4, 1, 9, tzinfo=UTC),
            }
        ]
        found = ratios(make(rows), by="month")
        assert (1, "2025-04") == (found.figure["same_day_rate"].value, found.parts[0].key)

    @every_engine
    def test_cards_and_penalties(self, make):
        """Small tables are gone through row by row in every engine."""
        cards = [{"编号": "1", "亮牌": "黄牌", "亮牌日期": date(2025, 3, 4)}]
        expected = ratios(cards, YEAR, cases=8, by="month")
        assert facts(expected.figures) == facts(ratios(make(cards), YEAR, cases=8).figures)
        fines = [{"编号": "1", "处理结果": "处罚", "罚款金额": "2400元"}]
        assert 2400 == ratios(make(fines)).figure["fines"].value


class TestSources:
    def test_cells_of_other_kinds(self):
        """A fraction stays exact; what is neither number, text nor day is read as its text."""
        rows = [{"编号": time(9, 30), "承诺时限": Fraction(1, 3), "实际用时": Fraction(1, 2)}]
        assert Fraction(-1, 2) == timeliness(rows).speedup_promise.value
        assert ("09:30:00",) == timeliness([{**rows[0], "实际用时": None}]).on_time.left_out[0].ids

    def test_types_of_pandas(self):
        """Columns of pandas' nullable types, categories and arrow strings are read as any other."""
        pytest.importorskip("narwhals")
        pytest.importorskip("pyarrow")
        pd = pytest.importorskip("pandas")
        rows = {
            "编号": ["a", "b", "c"],
            "法定时限": [20, None, 20],
            "承诺时限": ["5", "5个工作日", None],
            "实际用时": [2.5, None, 3],
            "当场办结": [True, None, False],
            "办结日期": ["2025-03-04", None, "2025-03-06"],
        }
        expected = ratios(
            [dict(zip(rows, row, strict=True)) for row in zip(*rows.values(), strict=True)]
        )
        typed = pd.DataFrame(
            {
                "编号": rows["编号"],
                "法定时限": pd.array(rows["法定时限"], "Int64"),
                "承诺时限": pd.Categorical(rows["承诺时限"]),
                "实际用时": pd.array(rows["实际用时"], "Float64"),
                "当场办结": pd.array(rows["当场办结"], "boolean"),
                "办结日期": pd.to_datetime(rows["办结日期"]),
            },
            index=[7, 7, 9],
        )
        for frame in (typed, pd.DataFrame(rows).convert_dtypes(dtype_backend="pyarrow")):
            assert facts(expected.figures) == facts(ratios(frame).figures)

    def test_an_empty_frame(self):
        """Without a row nothing is defined, and nothing fails."""
        found = ratios(as_polars({"编号": [], "承诺时限": [], "实际用时": []}))
        assert (0, None) == (found.rows_in, found.figure["on_time_rate"].value)

    def test_ids_are_kept_up_to_a_number(self):
        """Of very many alike the number is exact and the first thousand are named."""
        rows = [
            {"编号": str(n), "法定时限": 20, "承诺时限": 5, "实际用时": ""} for n in range(1200)
        ]
        out = timeliness(rows).on_time.left_out[0]
        assert (1200, KEPT_IDS, "0") == (out.n, len(out.ids), out.ids[0])

    def test_ids_of_a_frame_likewise(self):
        """A frame keeps as many."""
        rows = [
            {"编号": str(n), "法定时限": 20, "承诺时限": 5, "实际用时": ""} for n in range(1200)
        ]
        out = timeliness(as_polars(rows)).on_time.left_out[0]
        assert (1200, KEPT_IDS, "0") == (out.n, len(out.ids), out.ids[0])

    def test_a_file(self, tmp_path):
        """A path is read, and a row that cannot be is counted."""
        path = tmp_path / "items.csv"
        path.write_text('事项,法定时限,承诺时限\na,20,5\n"b"x,20,5\n', "utf-8")
        made = compression(path)
        assert (1, "unreadable", ("3",)) == (
            made.pooled.n,
            made.pooled.left_out[0].reason,
            made.pooled.left_out[0].ids,
        )
        assert 2 == open_source(path).rows_in

    @pytest.mark.parametrize("data", [3, object()])
    def test_no_table(self, data):
        """What is no table is refused by its type."""
        pytest.importorskip("narwhals")
        with pytest.raises(TableError, match="is not a table; pass a path"):
            open_source(data)

    def test_without_narwhals(self, monkeypatch):
        """A frame says which extra it needs."""
        monkeypatch.setitem(sys.modules, "narwhals", None)
        with pytest.raises(TableError, match=r'run pip install "enforcecal\[frames\]"'):
            open_source(object())

    def test_a_frame_without_columns_asked_for(self):
        """Asked for no columns, a frame has rows all the same."""
        source = open_source(as_polars([{"a": 1}]))
        assert ("frame", ("a",), 1, []) == (
            source.name,
            source.columns,
            source.rows_in,
            [*source.rows([])],
        )

    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            (datetime(2025, 3, 4, 9), date(2025, 3, 4)),
            (date(2025, 3, 4), date(2025, 3, 4)),
            ("2025年3月4日", date(2025, 3, 4)),
            ("", None),
            ("无", None),
            (None, None),
            ("soon", BAD_DAY),
        ],
    )
    def test_days(self, cell, day):
        """A cell is a day, nothing, or wrong."""
        assert day == day_of(cell)

    def test_spans(self):
        """A group knows no dates, only what is asked of them."""
        spans = Spans(since=date(2025, 1, 1), by="year")
        first, later = date(2024, 12, 31), date(2025, 1, 2)
        assert (False, False, True, True, 2025, None) == spans.key(first, later)
        assert (None, True, False, False, 2025, None) == spans.key(later, None)
        assert (None, False, False, False, None, None) == spans.key(None, None)
        until = Spans(until=date(2024, 12, 31))
        assert (False, True, False, True, None, None) == until.key(first, later)
        assert BACKWARD == spans.key(later, first)[0]
        assert BAD_DAY == spans.key(BAD_DAY, None)[0]

    def test_one_bound_in_a_frame(self):
        """A period open to one side holds in a frame as in rows."""
        rows = [{"编号": "1", "受理日期": date(2024, 1, 1), "办结日期": date(2025, 1, 1)}]
        for basis in (Basis(since=date(2025, 1, 1)), Basis(until=date(2024, 12, 31))):
            assert facts(ratios(rows, basis).figures) == facts(
                ratios(as_polars(rows), basis).figures
            )
