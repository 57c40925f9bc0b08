"""The tables of examples/report give the sentences they were made for."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from pathlib import Path

import pytest

from enforcecal.cli import main

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
FOLDER = EXAMPLES / "report"
GUIDE = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")
(COMMAND,) = re.findall(r"```console\n\$ enforcecal (.*?)\n```", GUIDE, re.DOTALL)
SENTENCES = (
    "2025年办结行政审批127件，按承诺时限办结率100.0%，黄牌0张，红牌0张。",
    "审批承诺时间在法定时限基础上压缩80.5%（总和口径，10个事项）。",
    "按其他允许的口径，为79.0%至82.0%。",
    "燃气设施类案件8件，罚款3.88万元。",
    "扬尘类案件5件，罚款0.24万元。",
    "住房建设类案件4件，其中作出处罚决定1件、不予处罚1件、事先告知1件、退回不予立案1件。",
    "“双随机”抽查计划列有抽查事项7项。",
)


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Run the call of the guide with another ending, and return what it wrote."""
    monkeypatch.chdir(FOLDER)

    def write(ending, *more):
        output = tmp_path / f"report.{ending}"
        argv = shlex.split(COMMAND.replace("\\\n", " ").replace("report.html", str(output)))
        assert 0 == main([*argv, *more])
        return output.read_text(encoding="utf-8")

    return write


def test_the_sentences_come_out(written):
    """Every sentence stands in the report, with figures, and the guide quotes each."""
    found = json.loads(written("json"))
    said = {one["text"]: one["figures"] for part in found["sections"] for one in part["statements"]}
    for sentence in SENTENCES:
        assert said[sentence]
        assert sentence in GUIDE
    assert [] == found["findings"]
    assert {"in-time"} == {one["status"] for one in found["dates"]}


def test_the_instant_convention_decides(written):
    """With instant items as 0 the same table gives 82.0 %, so the sentence names its convention."""
    assert "压缩82.0%（总和口径，10个事项）" in written("md", "--instant", "zero")


def test_the_page_has_the_sentences_and_says_it_is_invented(written):
    """The page is marked at its head, and every sentence leads to what it counts."""
    page = written("html")
    assert '<p class="remark">全部数据均为虚构</p>' in page
    for sentence in SENTENCES:
        assert f'<p class="said">{sentence}<span><a href="#n' in page


def test_every_row_says_that_it_is_invented():
    """The last cell of every row says 虚构."""
    for path in FOLDER.glob("*.csv"):
        _, *rows = path.read_text(encoding="utf-8-sig").splitlines()
        assert rows
        assert all(row.endswith(",虚构") for row in rows)


def test_the_script_writes_the_committed_files(tmp_path):
    """Running the script again gives the same bytes."""
    place = importlib.util.spec_from_file_location(
        "make_report_tables", EXAMPLES / "make_report_tables.py"
    )
    script = importlib.util.module_from_spec(place)
    place.loader.exec_module(script)
    script.main(tmp_path)
    names = {path.name for path in FOLDER.glob("*.csv")}
    assert names == {path.name for path in tmp_path.iterdir()}
    for name in names:
        assert (FOLDER / name).read_bytes() == (tmp_path / name).read_bytes()
