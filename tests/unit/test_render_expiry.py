from __future__ import annotations

import csv
import io
import json
from datetime import date

import attrs
import pytest

from enforcecal.cases.limitation.answer import standard_rules
from enforcecal.cases.limitation.scan import scan
from enforcecal.readers.expiry import read_expiry
from enforcecal.readers.tables import Rejected
from enforcecal.render.columns import COLUMNS, width
from enforcecal.render.expiry import Scanned, expiry_csv, expiry_json, expiry_text
from enforcecal.texts import Text

TODAY = date(2026, 11, 22)
SENT = "住建局@2024-10-08>2025-02-18"
ROWS = [
    (
        "虚构1",
        "2022-11-20",
        "single",
        "D8@2024-10-08;D9@2025-02-18",
        "住建局@2024-10-08>2025-02-18",
    ),
    (
        "虚构2",
        "2022-11-20",
        "single",
        "D4@2024-10-08;D9@2025-02-18",
        "住建局@2024-10-08>2025-02-18",
    ),
    ("虚构3", "2024-12-30", "single", "", ""),
    ("虚构4", "2012-06-30", "违法建设", "", ""),
    ("虚构5", "2022-02-30", "single", "", ""),
    (
        "虚构6",
        "2022-11-20",
        "single",
        "D11@2023-01-01;D9@2024-11-20",
        "住建局@2023-01-01>2024-11-20",
    ),
]


def scanned(rows=ROWS, *, assumed_today=False, columns=("备注",)):
    """Return the scan of *rows*."""
    names = ("case", "conduct_from", "pattern", "discoveries", "transfers")
    cells = [dict(zip(names, row, strict=True)) | {"harm_domain": ""} for row in rows]
    table = read_expiry([row | dict.fromkeys(columns, "") for row in cells], standard_rules())
    report = scan(table.rows, as_of=TODAY, rules=standard_rules())
    return Scanned(table=table, report=report, assumed_today=assumed_today)


class TestText:
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_the_page_fits_its_width(self, lang):
        """Apart from lines of one case, which end in its facts."""
        page = "\n".join(expiry_text(scanned(), lang)).split("\n")
        assert all(width(line) <= COLUMNS for line in page if "虚构" not in line)

    def test_what_the_page_says(self):
        """What was read, the counts, who had it, and the cases that ask for something."""
        page = "\n".join(expiry_text(scanned()))
        for said in (
            "rows: 6 rows, 5 read, 1 rejected",
            "as of: 2026-11-22",
            "columns ignored: 备注",
            "the last day passed in the hands of: 住建局 2, this bureau 1",
            "about to lapse (within 60 days):",
            "+37 d  虚构3  2026-12-30",
            "-91 d  虚构1  2024-11-20  D8@2024-10-08, lapsed with 住建局, other_organ_discovery",
            "(Order no. 55 of the Ministry of Housing and Urban-Rural Development (2022),",
            "line 5: conduct_from = '2022-02-30'",
            "corrective_order_possible (3)",
            "cn.limitation",
        ):
            assert said in page
        assert "虚构4" not in page

    def test_in_chinese(self):
        """The same in Chinese, with today where no day was given."""
        page = "\n".join(expiry_text(scanned(assumed_today=True), "zh", all_cases=True))
        for said in (
            "截至：2026-11-22（未指定 --as-of，按今天计）",
            "未使用的列：备注",
            "时效届满时由谁持有：住建局 2、本机关 1",
            "-91日  虚构2  2024-11-20  D9@2025-02-18，时效届满时由住建局持有",
            "行为未终了：",
            "虚构4",
            "第5行：conduct_from",
        ):
            assert said in page
        assert "(today, since --as-of was not given)" in "\n".join(
            expiry_text(scanned(assumed_today=True))
        )

    def test_nothing_to_say(self):
        """One case in order: no tables of one line, no flags, nothing rejected."""
        page = "\n".join(
            expiry_text(scanned([("1", "2026-01-05", "single", "D2@2026-02-01", "")], columns=()))
        )
        assert "by sender" not in page
        assert "flags" not in page
        assert "rejected:" not in page
        assert "columns ignored" not in page

    def test_a_row_at_fault_as_a_whole(self):
        """It has no column to name."""
        found = scanned()
        bad = Rejected(9, "", "", Text("the quotation marks do not pair up", "引号不成对"))
        found = attrs.evolve(found, table=attrs.evolve(found.table, rejected=(bad,)))
        assert "  line 9: the quotation marks do not pair up" in [*expiry_text(found)]

    def test_many_senders(self):
        """The first twelve are shown, and how many more there are."""
        rows = [
            (str(n), "2022-11-20", "single", "D9@2025-02-18", f"局{n:02}@2024-10-08>2025-02-18")
            for n in range(14)
        ]
        assert "  and 2 more" in [*expiry_text(scanned(rows))]
        assert "  另有2个" in [*expiry_text(scanned(rows), "zh")]


class TestForPrograms:
    def test_json(self):
        """One object, with the counts and every case."""
        found = json.loads("".join(expiry_json(scanned(), "zh")))
        assert (6, 5, 1) == (found["rows_in"], found["rows_read"], found["rows_rejected"])
        assert {"住建局": 2, "this-bureau": 1} == found["by_responsible"]
        assert 5 == len(found["cases"]) == sum(found["by_status"].values())
        assert "review" == found["answers"]["boundary_day"]
        assert 5 == found["rejected"][0]["line"]

    def test_csv(self):
        """One line a case, numbers as numbers."""
        found = [*csv.DictReader(io.StringIO("".join(expiry_csv(scanned())).lstrip("\ufeff")))]
        assert 5 == len(found)
        assert "-91" == {row["case"]: row["days_left"] for row in found}["虚构2"]
        assert "other_organ_discovery" == {r["case"]: r["questions"] for r in found}["虚构1"]
