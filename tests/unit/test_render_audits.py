"""What an audit found, as a page, as JSON and as a sheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import attrs
import pytest

from enforcecal.cases.audit import AuditReport, CaseVerdict, Finding, Severity, Verdict
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.dates.calendars import calendar
from enforcecal.law.procedures import Procedure
from enforcecal.readers.logs import CaseTable, Layout
from enforcecal.readers.tables import Rejected
from enforcecal.render.audits import Audited, audit_csv, audit_json, audit_text
from enforcecal.render.columns import COLUMNS, width
from enforcecal.texts import Text

DAY = date(2026, 3, 2)


def finding(case, code, severity, **more):
    """Return a finding with a message of its own."""
    return Finding(
        case=case,
        code=code,
        severity=severity,
        message=Text(f"{code} in {case}", f"{case}的{code}"),
        **more,
    )


FINDINGS = (
    finding("note-1", "lapsed", Severity.NOTE),
    finding("bad-1", "not-recorded", Severity.NOTE),
    finding(
        "bad-1",
        "late",
        Severity.BREACH,
        event="decided",
        day=DAY,
        due=date(2026, 3, 1),
        rule="x.art1.y",
        of=(("party", "=甲"),),
        article=Text("Law, art. 1", "《法》第一条"),
        line=7,
    ),
    finding("", "not-recorded", Severity.NOTE),
    finding("look-1", "own-code", Severity.REVIEW),
)

TABLE = CaseTable(
    source="cases.csv",
    layout=Layout.WIDE,
    logs=(),
    rejected=(
        Rejected(3, "立案日期", "2023-02-30", Text("February 2023 has 28 days", "只有28天")),
        Rejected(9, "", "", Text("too many cells", "单元格过多")),
    ),
    rows_in=1202,
    rows_read=1200,
    columns_used={"案号": "case", "case_filed": "case_filed"},
    columns_ignored=("备注",),
    incomplete=frozenset({"bad-1"}),
    coverage=Coverage(events=(), facts=()),
)
REPORT = AuditReport(
    procedure="x",
    as_of=DAY,
    findings=FINDINGS,
    verdicts=(
        CaseVerdict(case="note-1", verdict=Verdict.ON_TIME),
        CaseVerdict(case="bad-1", verdict=Verdict.BROKEN, next_due=date(2026, 4, 1), rule="x.z"),
    ),
    cases=1200,
    events=5000,
)
PROCEDURE = Procedure(
    id="x",
    zh="程序",
    en="a procedure",
    families=(),
    regions=(),
    events={},
    facts={},
    laws={},
    limits=(),
    pauses={},
    countings={},
    needs=(),
    digests={"b": "222", "a": "111"},
    calendar=calendar("CN"),
)
AUDITED = Audited(table=TABLE, report=REPORT, procedure=PROCEDURE)


def page(lang="en", audited=AUDITED):
    """Return the lines of a page."""
    return "\n".join(audit_text(audited, lang)).split("\n")


class TestPage:
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_it_fits_a_page(self, lang):
        """No line is wider than a page."""
        assert max(map(width, page(lang))) <= COLUMNS

    def test_it_begins_with_what_was_read(self):
        """Rows in, read and rejected, and what was ignored, come before anything is judged."""
        assert [
            "cases.csv: 1,202 rows, 1,200 read, 2 rejected (one row a case)",
            "procedure: x a procedure",
            "as of: 2026-03-02",
            "2 columns used, listed at the end",
            "columns ignored: 备注",
        ] == page()[:5]
        assert "columns used: 案号 = case, case_filed" in page()
        assert "使用的列：案号 = case、case_filed" in page("zh")
        assert "cases.csv：共1,202行，读取1,200行，未能读取2行（每行一个案件）" == page("zh")[0]

    def test_a_day_nobody_gave_is_said_to_be_today(self):
        """Today is always an argument, and where it was assumed the page says so."""
        assumed = attrs.evolve(AUDITED, assumed_today=True)
        assert "as of: 2026-03-02 (today, since --as-of was not given)" in page("en", assumed)
        assert "截至：2026-03-02（未指定 --as-of，按今天计）" in page("zh", assumed)

    def test_codes_are_counted_with_their_severity(self):
        """The summary lists breaches first, and counts what could not be read."""
        lines = page()
        first = lines.index("1,200 cases, 5,000 events, 7 findings")
        assert [
            "",
            "  1  breach  late          late",
            "  2  review  unreadable    row could not be read",
            "  1  review  own-code",
            "  2  note    not-recorded  fact not recorded",
            "  1  note    lapsed        right lapsed",
        ] == lines[first + 1 : first + 7]

    def test_verdicts_are_counted(self):
        """Only verdicts that occur are listed."""
        lines = page("zh")
        first = lines.index("案件结论：")
        assert ["", "  1  on-time  按期办结", "  1  broken   已有违反", ""] == lines[
            first + 1 : first + 5
        ]

    def test_cases_with_breaches_come_first_and_the_table_last(self):
        """Whoever reads one page reads the worst."""
        heads = [line for line in page() if line.startswith(("case ", "the whole"))]
        assert [
            "case bad-1: a rule was broken (next due 2026-04-01)",
            "case look-1",
            "case note-1: on time",
            "the whole table:",
        ] == heads
        assert "案件 bad-1：已有违反（下一届满日 2026-04-01）" in page("zh")

    def test_a_finding_has_its_line_its_message_and_its_article(self):
        """Within a case breaches come first."""
        lines = page()
        first = lines.index("case bad-1: a rule was broken (next due 2026-04-01)")
        assert [
            "  a row of this case could not be read; what is missing may stand in it",
            "  [breach] late (line 7): late in bad-1",
            "      by Law, art. 1",
            "  [note] not-recorded: not-recorded in bad-1",
        ] == lines[first + 1 : first + 5]
        assert "  [违反] 逾期（第7行）：bad-1的late" in page("zh")
        assert "      依据：《法》第一条" in page("zh")

    def test_rejected_rows_have_line_and_reason(self):
        """A person can find the cell."""
        lines = page()
        first = lines.index("rows that could not be read:")
        assert [
            "  line 3: 立案日期: '2023-02-30': February 2023 has 28 days",
            "  line 9: too many cells",
        ] == lines[first + 1 : first + 3]
        assert "  第3行：“立案日期”列：“2023-02-30”，只有28天" in page("zh")

    def test_it_ends_with_the_calendar(self):
        """The digests of the packs are for programs, and stand in the JSON."""
        edition = calendar("CN").edition
        assert f"calendar: {edition}" == page()[-1]
        assert "111" not in "".join(page())
        assert {"a": "111", "b": "222"} == json.loads("".join(audit_json(AUDITED)))["packs"]
        assert f"日历：{edition}" == page("zh")[-1]

    def test_a_clean_table_says_so_briefly(self):
        """Nothing found, nothing ignored, no calendar: no empty headings."""
        clean = Audited(
            table=attrs.evolve(
                TABLE, rejected=(), rows_read=1202, columns_ignored=(), layout=Layout.LONG
            ),
            report=attrs.evolve(REPORT, findings=(), verdicts=()),
            procedure=attrs.evolve(PROCEDURE, calendar=None, digests={}, en="", zh=""),
        )
        assert [
            "cases.csv: 1,202 rows, 1,202 read, 0 rejected (one row an event)",
            "procedure: x",
            "as of: 2026-03-02",
            "2 columns used, listed at the end",
            "",
            "1,200 cases, 5,000 events, 0 findings",
            "",
            "columns used: 案号 = case, case_filed",
        ] == page("en", clean)
        said = json.loads("".join(audit_json(clean)))
        assert ("", [], {}) == (said["calendar"], said["findings"], said["by_code"])


class TestJson:
    def test_it_has_the_promised_keys(self):
        """The keys are a promise to other programs."""
        said = json.loads("".join(audit_json(AUDITED)))
        promised = {
            *("cases", "events", "rows_in", "rows_read", "rows_rejected", "rejected"),
            *("findings", "by_code"),
        }
        assert promised <= said.keys()
        assert (1200, 5000, 1202, 1200, 2) == tuple(
            said[key] for key in ("cases", "events", "rows_in", "rows_read", "rows_rejected")
        )
        of_finding = {
            *("case", "code", "severity", "event", "day", "due", "rule", "of", "certainty"),
            *("article", "message"),
        }
        assert all(of_finding <= one.keys() for one in said["findings"])

    def test_unreadable_rows_are_findings_too(self):
        """by_code counts what findings lists, the rows that could not be read among them."""
        said = json.loads("".join(audit_json(AUDITED, "zh")))
        assert 2 == said["by_code"]["unreadable"]
        assert sum(said["by_code"].values()) == len(said["findings"])
        last = said["findings"][-2]
        assert ("unreadable", "review", 3) == (last["code"], last["severity"], last["line"])
        assert "第3行无法读取：“立案日期”列：“2023-02-30”，只有28天" == last["message"]

    def test_rows_add_up(self):
        """Rows in are rows read and rows rejected, and each rejected row is listed."""
        said = json.loads("".join(audit_json(AUDITED)))
        assert said["rows_in"] == said["rows_read"] + len(said["rejected"])

    def test_codes_do_not_depend_on_the_language(self):
        """Only articles, messages and reasons are worded."""
        en, zh = (json.loads("".join(audit_json(AUDITED, lang))) for lang in ("en", "zh"))
        for said in (en, zh):
            for one in (*said["findings"], *said["rejected"]):
                for key in ("article", "message", "reason"):
                    one.pop(key, None)
        assert en == zh


class TestCsv:
    def test_it_has_a_line_a_finding(self):
        """Headings are the keys of the JSON; what a thing concerns is spelled out."""
        text = "".join(audit_csv(AUDITED))
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
        assert 7 == len(rows)
        late = next(row for row in rows if row["code"] == "late")
        assert ("bad-1", "breach", "2026-03-02", "2026-03-01", "party==甲", "7") == tuple(
            late[key] for key in ("case", "severity", "day", "due", "of", "line")
        )

    def test_a_case_number_cannot_be_a_formula(self):
        """Whatever stands in the table of a stranger, the sheet runs nothing."""
        evil = attrs.evolve(
            AUDITED,
            report=attrs.evolve(
                REPORT, findings=(finding("=HYPERLINK(1)", "late", Severity.NOTE),)
            ),
        )
        assert "\n'=HYPERLINK(1),late" in "".join(audit_csv(evil))
