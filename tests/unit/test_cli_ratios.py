"""`enforcecal ratios` as a person calls it, on small invented tables."""

from __future__ import annotations

import csv
import io
import json

import pytest

from enforcecal.cli import main

ITEMS = """事项,部门,法定时限,承诺时限,办件量,特殊环节
a,甲,20个工作日,5,3,2
b,乙,60,即办,1,
c,乙,无,5,1,
"""
WRONG = "事项,法定时限,承诺时限\na,20,5\nb,5,20\n"


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table and gives its path."""

    def write(text, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return str(path)

    return write


class TestText:
    def test_figures_disclosure_and_rows_left_out(self, table, capsys):
        """The page has what was read, each figure with its basis, the band, and what is missing."""
        assert 0 == main(["ratios", table(ITEMS), "--baseline", "2026-01-01"])
        said = " ".join(capsys.readouterr().out.split())
        for part in (
            "3 rows (one row an item), 0 could not be read",
            "M3 compression of promised time 92.5% M2",
            "compression of promised time (M3, compression_pooled/1): 92.5% Basis: 2 items (1 more",
            "left out: 1 without a statutory limit), of them 1 with special steps; ratio of sums",
            "over items; instant items as 1 working day;",
            "statutory limits as in force on 2026-01-01",
            "over the allowed conventions: ",
            "rows left out: 1 without a statutory limit: 4: c",
        ):
            assert part in said

    def test_in_chinese_by_department(self, table, capsys):
        """Groups stand in a table with their total, and what the total has to do with them."""
        path = table("事项,部门,法定时限,承诺时限,备注\na,甲,20,5,\nb,,60,3,\n")
        assert 0 == main(["--lang", "zh", "ratios", path, "--by", "department"])
        said = "".join(capsys.readouterr().out.split())
        for part in (
            "未使用的列：备注",
            "承诺时限压缩比（M3，compression_pooled/1）：90.0%口径：2个事项；总和口径；",
            "各口径区间：85.0%至90.0%（",
            "按department分组：",
            "（无）",
            "合计90.0%85.0%",
            "中位数不能由各部分的中位数合成",
        ):
            assert part in said

    def test_groups_in_english(self, table, capsys):
        """The English page has the same table."""
        path = table("事项,部门,法定时限,承诺时限\na,甲,20,5\nb,,60,3\n")
        assert 0 == main(["ratios", path, "--by", "department"])
        said = capsys.readouterr().out
        assert "by department:" in said
        assert "(none)" in said

    def test_data_errors_end_with_2(self, table, capsys):
        """A promise longer than the statute is told, and the rest is answered."""
        path = table(WRONG)
        assert 2 == main(["ratios", path])
        told = capsys.readouterr()
        assert "(M3, compression_pooled/1): 75.0%" in told.out
        assert "1 with a promise longer than the statute: 3: b" in told.out
        assert f"error: 1 rows of {path} hold errors and were left out" in told.err

    def test_broken_rows_end_with_2(self, table, capsys):
        """A row that is no row is an error too."""
        assert 2 == main(["ratios", table('事项,法定时限,承诺时限\n"a"x,20,5\nb,20,5\n')])
        assert "line 2: the quotation marks of this row" in capsys.readouterr().out
        assert 2 == main(["--lang", "zh", "ratios", table('事项,承诺时限\n"a"x,20\nb,20\n')])
        assert "第2行：该行引号不成对" in capsys.readouterr().out

    def test_many_ids_are_cut(self, table, capsys):
        """A page names twenty rows and says how many more there are."""
        rows = "".join(f"{n},无,5\n" for n in range(30))
        assert 0 == main(["ratios", table(f"事项,法定时限,承诺时限\n{rows}")])
        assert "and 10 more" in capsys.readouterr().out
        assert 0 == main(["--lang", "zh", "ratios", table(f"事项,法定时限,承诺时限\n{rows}")])
        assert "另有10个" in capsys.readouterr().out

    def test_sentences_of_penalties(self, table, capsys):
        """Penalties come with the sentences of a report."""
        path = table("案号,类别,处理结果,罚款金额,结案\n1,扬尘类,处罚,2400元,是\n")
        assert 0 == main(["--lang", "zh", "ratios", path])
        said = capsys.readouterr().out
        assert "扬尘类案件1件，罚款0.24万元。" in said
        assert "未计入的行" not in said

    def test_reasons_without_ids(self, table, capsys):
        """Where a whole column is missing, only the number is told."""
        assert 0 == main(["ratios", table("编号,承诺时限,实际用时\n1,5,2\n")])
        assert "  1 without a statutory limit\n" in capsys.readouterr().out


class TestOtherFormats:
    def test_json(self, table, capsys):
        """JSON has the exact values, the reasons and the ids."""
        path = table(ITEMS)
        assert 0 == main(["ratios", path, "--format", "json", "--by", "department"])
        found = json.loads(capsys.readouterr().out)
        assert ("items", 3, 0, "department") == (
            found["kind"],
            found["rows_in"],
            found["rows_rejected"],
            found["by"],
        )
        assert ("37/40", "92.5") == (found["figures"][0]["exact"], found["figures"][0]["number"])
        assert ["甲", "乙"] == [part["key"] for part in found["parts"]]
        assert found["agreement"][0]["agrees"]

    def test_json_of_errors(self, table, capsys):
        """JSON lists broken rows and errors."""
        path = table('事项,法定时限,承诺时限\n"a"x,20,5\nb,5,20\n')
        assert 2 == main(["ratios", path, "--format", "json"])
        found = json.loads(capsys.readouterr().out)
        assert [2] == [row["line"] for row in found["rejected"]]
        assert {"unreadable", "promise-over-statute"} == {one["reason"] for one in found["errors"]}

    def test_csv_file(self, table, tmp_path, capsys):
        """A sheet has a line a figure and group."""
        out = tmp_path / "out.csv"
        assert 0 == main(["ratios", table(ITEMS), "--by", "部门", "--output", str(out)])
        rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
        assert ["", "甲", "乙"] == list(dict.fromkeys(row["group"] for row in rows))
        assert ("compression_pooled", "92.5%", "1") == (
            rows[0]["metric"],
            rows[0]["shown"],
            rows[0]["n_left_out"],
        )


class TestOptions:
    def test_conventions(self, table, capsys):
        """Conventions are chosen, and stand in the disclosure."""
        path = table("事项,法定时限,承诺时限\na,1个月,即办\nb,,5\n")
        args = ["--instant", "zero", "--convert", "月=22", "--impute", "20", "--places", "2"]
        args += ["--rounding", "down", "--population", "our items"]
        assert 0 == main(["ratios", path, *args])
        said = " ".join(capsys.readouterr().out.split())
        assert "compression_pooled/1): 88.09% Basis: our items, 2 items, of them" in said
        assert "1 month = 22 working days" in said
        assert "cut off to 2 decimals" in said

    def test_cards(self, table, capsys):
        """Cards go by their own day or by acceptance, on a number of cases."""
        path = table("编号,亮牌,亮牌日期,受理日期\n1,黄牌,2025-04-01,2025-03-31\n")
        args = ["ratios", path, "--cases", "127", "--until", "2025-03-31", "--format", "json"]
        for extra, expected in (([], "0"), (["--by-acceptance"], "1")):
            assert 0 == main([*args, *extra])
            assert expected == json.loads(capsys.readouterr().out)["figures"][0]["exact"]

    def test_a_calendar(self, table, capsys):
        """A calendar counts the time used where no column holds it."""
        path = table("编号,承诺时限,受理日期,办结日期\n1,5,2026-02-11,2026-02-25\n")
        assert 0 == main(["ratios", path, "--calendar", "CN"])
        assert "(C12, mean_days/1): 5.0 working days" in capsys.readouterr().out

    def test_kind_and_map(self, table, capsys):
        """What headings do not say is said with --kind and --map."""
        path = table("甲,乙,丙\n20,5,2\n")
        args = ["--kind", "cases", "--map", "甲=statute", "--map", "乙=promise"]
        assert 0 == main(["ratios", path, *args, "--map", "丙=used", "--since", "2025-01-01"])
        said = " ".join(capsys.readouterr().out.split())
        assert "甲 = statute, 乙 = promise, 丙 = used" in said
        assert "(one row a case)" in said

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (["--convert", "旬=7"], "'旬' is no unit; say day, month, year or hour"),
            (["--convert", "月=many"], "'many' is not a number of working days"),
            (["--convert", "月=1/0"], "'1/0' is not a number of working days"),
            (["--by", "month"], "by='month' is no column"),
            (["--places", "99"], "places=99"),
        ],
    )
    def test_wrong_options(self, table, capsys, args, message):
        """A wrong option is refused before anything is printed."""
        assert 2 == main(["ratios", table(ITEMS), *args])
        told = capsys.readouterr()
        assert ("", True) == (told.out, message in told.err)
