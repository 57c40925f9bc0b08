"""The annual report as Markdown, as a page and as JSON."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser

import attrs
import pytest

from enforcecal.law.packs import rulebook
from enforcecal.measures.figures import Counted
from enforcecal.measures.report import PROCEDURE, Content, duties
from enforcecal.render.reports import report_html, report_json, report_markdown
from enforcecal.tables.reports import annual_report

ANNUAL = rulebook("cn").procedure(PROCEDURE)
ITEMS = [
    {"事项": "a|<b>", "法定时限": 20, "承诺时限": 5},
    {"事项": "c", "法定时限": 20, "承诺时限": "即办"},
    {"事项": "d", "法定时限": 5, "承诺时限": 9},
    *({"事项": f"e{n}", "法定时限": "无", "承诺时限": 9} for n in range(22)),
]
FINES = [
    {"编号": "1", "类别": "扬尘类", "处理结果": "处罚", "罚款金额": "2400元", "日期": "2025-05-06"}
]
EMPTY = {"br", "hr", "img", "link", "meta"}


def made(*tables, year=2025, as_of=date(2026, 4, 10), plan=None, **given):
    """Return a report on invented tables."""
    judged = duties(year, ANNUAL, as_of=as_of, **given)
    return annual_report(
        tables, year=year, plan=plan, duties=judged, bureau="虚构局", remark="虚构 & <b>"
    )


REPORT = made(
    ITEMS, FINES, submitted=date(2026, 2, 1), contents=[Content.PLANS], plan=[{"事项": "a"}]
)


def page(report, lang="zh"):
    """Return the page as one text."""
    return "\n".join(report_html(report, lang))


class Reader(HTMLParser):
    """Holds that every element that is opened is closed, and gathers ids and links."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.outside = [], [], [], []

    def handle_starttag(self, tag, attrs):
        """Open an element."""
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if tag == "a" else []
        self.outside += [found[name] for name in ("src",) if name in found]
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        """Pass over an element that closes itself."""

    def handle_endtag(self, tag):
        """Close the element that was opened last."""
        assert tag == self.open.pop()


class TestPage:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_it_is_whole_and_needs_nothing_beside_it(self, lang):
        """Elements are closed, names are unique, links lead within the page, nothing is fetched."""
        text = page(REPORT, lang)
        reader = Reader()
        reader.feed(text)
        assert [] == reader.open
        assert [] == reader.outside
        assert len(set(reader.ids)) == len(reader.ids)
        assert {link[1:] for link in reader.links} <= set(reader.ids)
        assert "<script" not in text
        assert "url(http" not in text
        assert not re.search(r'(?:href|src)="http', text.replace("xlink:href", "href"))

    def test_each_sentence_leads_to_its_figures(self):
        """Under the number of a sentence stands what its figure counts."""
        text = page(REPORT)
        (ref,) = re.findall(r'压缩85\.0%[^<]*<span><a href="#n(\d+)">', text)
        assert re.search(rf'id="n{ref}"><span>\[{ref}\]</span>承诺时限压缩比（M3）：85\.0%', text)
        assert "其他口径：" in text

    def test_words_of_tables_are_no_markup(self):
        """What a table says is text."""
        text = page(REPORT)
        assert "虚构 &amp; &lt;b&gt;" in text
        assert "a|<b>" not in text

    def test_what_was_left_out_is_named(self):
        """Errors are named all, gaps up to twenty and the number of the others."""
        text = page(REPORT)
        assert "未计入：承诺时限长于法定时限（数据错误）1个：3: d。" in text
        assert "23: e19、另有2个。" in text
        assert "因数据有误未计入1行" in text

    def test_dates_contents_and_findings(self):
        """The dates have their status, the parts their boxes, and what went wrong its rule."""
        text = page(REPORT)
        assert "2026-03-01之前" in text
        assert "以2026-04-10（当日尚未届满）为准。" in text
        assert '<td class="in-time">按期</td>' in text
        assert 1 == text.count("☑")
        assert 3 == text.count("☐")
        assert "待核：" in text
        assert "cn.rule-of-law-report-2019.contents" in text

    def test_a_report_in_order_has_no_findings(self):
        """Where nothing is wrong there is no such heading, and no line where nothing is due yet."""
        report = made(ITEMS[:1], as_of=date(2026, 1, 5), secret=False)
        assert "发现的问题" not in page(report)
        assert "发现的问题" not in "\n".join(report_markdown(report, "zh"))

    def test_without_matplotlib_it_says_so(self, monkeypatch):
        """The numbers stand in tables, and the page says why there are no charts."""
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        text = page(attrs.evolve(REPORT, remark=""))
        assert "未安装 matplotlib" in text
        assert "<svg" not in text
        assert "<details>" not in text
        assert 'class="remark"' not in text

    def test_with_matplotlib_it_has_charts(self):
        """Each series that can be drawn is, its numbers folded below it."""
        pytest.importorskip("matplotlib")
        text = page(REPORT)
        series = [one for section in REPORT.sections for one in section.series]
        assert len(series) == text.count("<svg ") == text.count("<details>")
        assert "未安装" not in text

    def test_rows_that_could_not_be_read_are_listed(self, tmp_path):
        """They stand with their lines."""
        path = tmp_path / "items.csv"
        path.write_text("事项,法定时限,承诺时限\na,20,5\nb,1,2,3,4\n", "utf-8")
        report = made(path)
        assert "<li>第3行：" in page(report)
        assert "<li>line 3: " in page(report, "en")
        assert "- 第3行：" in "\n".join(report_markdown(report, "zh"))
        (section,) = json.loads("".join(report_json(report)))["sections"]
        assert [3] == [row["line"] for row in section["rejected"]]


class TestMarkdown:
    def test_sentences_tables_and_bases(self):
        """The same words, the charts as tables, each figure with its disclosure."""
        said = [*report_markdown(REPORT, "zh")]
        assert "# 虚构局2025年度法治政府建设年度报告" == said[0]
        assert r"| a\|\<b\> | 20 | 5 |" in said
        assert "- 审批承诺时间在法定时限基础上压缩85.0%（总和口径，2个事项）。 \\[1\\]" in said
        assert "- [x] 下一年度主要安排" in said
        assert any(line.startswith("- 待核：") for line in said)
        assert any("`compression_pooled/1`" in line for line in said)

    def test_without_a_remark(self):
        """Nothing stands between the heading and the first section."""
        said = [*report_markdown(attrs.evolve(REPORT, remark=""), "en")]
        assert ["", "## Commitments on time"] == said[1:3]

    def test_a_gap_of_one_id_for_many_rows_says_how_many_more(self):
        """Ids are not kept for all rows of a large table; their number is."""
        section = REPORT.sections[0]
        figure = attrs.evolve(section.figures[0], left_out=(Counted("open", 1000, ("a",)),))
        report = attrs.evolve(
            REPORT, sections=(attrs.evolve(section, statements=(), figures=(figure,)),)
        )
        said = "\n".join(report_markdown(report, "en"))
        assert "Left out: 1,000 still open: a, 999 more." in said


class TestJson:
    def test_it_is_one_object(self):
        """Sentences name their figures, and figures are exact."""
        found = json.loads("".join(report_json(REPORT, "zh")))
        first = found["sections"][0]
        (number,) = first["statements"][0]["figures"]
        assert "17/20" == first["figures"][str(number)]["exact"]
        assert ["2026-02-28", "2026-03-31"] == [one["due"] for one in found["dates"]]
        assert ["in-time", "doubtful"] == [one["status"] for one in found["dates"]]
        assert {"举措和成效": False, "下一年度安排": True}.items() <= found["contents"].items()
        assert "incomplete-report" in {one["code"] for one in found["findings"]}
        assert "24/25" not in first["figures"]
        assert str(Fraction(17, 20)) in first["series"][0]["columns"]["承诺时限压缩比"]

    def test_a_date_that_is_not_known_is_null(self):
        """A duty without an anchor has no days."""
        bare = attrs.evolve(REPORT.duties.dates[0], before=None, due=None, done=None)
        report = attrs.evolve(REPORT, duties=attrs.evolve(REPORT.duties, dates=(bare,)))
        (told,) = json.loads("".join(report_json(report)))["dates"]
        assert (None, None, None) == (told["before"], told["due"], told["done"])
        assert "| — | — | — |" in "\n".join(report_markdown(report))
