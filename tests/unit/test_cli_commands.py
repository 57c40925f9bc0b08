"""Each command of the command line, called as a person would, on small invented input."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from enforcecal.cli import main, tables
from enforcecal.dates.calendars import calendar
from enforcecal.errors import ArgumentError

ORDINARY = "cn.penalty.ordinary"
LIMIT = "cn.mohurd-55-2022.art29.decision"
HEADINGS = "案号,当事人,立案日期,处罚决定日期"
LATE = f"{HEADINGS}\n虚构-1,甲,2025-01-06,2025-09-01\n"
FINE = "案号,当事人,线索登记日期\n虚构-1,甲,2025-12-30\n"
ROADS = """
pack = { id = "roads", version = "1" }
law = [{ id = "it.code", en = "Road code" }]
procedure = [{ id = "it.fines", laws = ["it.code"], region = [
  { id = "main", initial = "new", final = ["sent"], steps = [
    ["new", "created", "open"],
    ["open", "sent", "sent"],
  ] },
] }]

[[limit]]
id = "it.code.art1.send"
matter = "send"
kind = "act-within"
bound = "agency"
start = ["created"]
end = ["sent"]
length = 90
unit = "day"

[event]
created = { zh = "开具", en = "fine created" }
sent = { zh = "寄送", en = "fine sent" }
"""
NOTICE = """
id = "CN-2027"
year = 2027
kind = "annual"
published = 2026-11-03
off = ["2027-01-01..2027-01-03"]
"""


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")


@pytest.fixture
def file(tmp_path):
    """Make a file of a text."""

    def make(text, name="cases.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


@pytest.fixture
def call(capsys):
    """Run a command; return its status, what it answered, what it said beside."""

    def run(*argv):
        status = main([*map(str, argv)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


class TestAudit:
    @pytest.fixture
    def audited(self, call, file):
        """Audit a text under the ordinary procedure, as on the first day of 2026."""

        def run(text, *argv, name="cases.csv"):
            path = file(text, name) if isinstance(text, (str, bytes)) else text
            said = ("--procedure", ORDINARY, "--as-of", "2026-01-01", "--complete")
            return call("audit", path, *said, *argv)

        return run

    def test_a_breach_is_1(self, audited):
        """A decision after eight months is late, by its article."""
        status, out, err = audited(LATE)
        assert (1, "") == (status, err)
        assert "[breach] late (line 2)" in out
        assert "art. 29" in out

    def test_nothing_wrong_is_0(self, audited):
        """A clue of two days ago is nobody's fault yet."""
        status, out, _ = audited(FINE)
        assert 0 == status
        assert "[breach]" not in out
        assert "1 cases, 1 events" in out

    def test_chinese_is_answered_in_chinese(self, audited):
        """The whole page is."""
        status, out, _ = audited(LATE, "--lang", "zh")
        assert 1 == status
        assert "[违反] 逾期（第2行）" in out
        assert "依据：《住房和城乡建设行政处罚程序规定》第二十九条" in out

    def test_json_is_one_object(self, audited):
        """Its keys are the promised ones, and rows add up."""
        status, out, _ = audited(LATE, "--format", "json")
        said = json.loads(out)
        assert 1 == status
        assert (1, 2, 1, 1, 0) == tuple(
            said[key] for key in ("cases", "events", "rows_in", "rows_read", "rows_rejected")
        )
        assert said["by_code"]["late"] >= 1
        assert "late" in {one["code"] for one in said["findings"]}
        assert ("2026-01-01", ORDINARY) == (said["as_of"], said["procedure"])
        assert "cn.mohurd-55-2022" in said["packs"]

    def test_csv_is_a_sheet(self, audited):
        """It begins with a byte order mark and has a line a finding."""
        _, out, _ = audited(LATE, "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
        assert "\ufeff" == out[0]
        assert "late" in {row["code"] for row in rows}

    @pytest.mark.parametrize(
        ("name", "begins"), [("o.json", "{"), ("o.csv", "\ufeffcase,"), ("o.txt", "")]
    )
    def test_output_goes_to_a_file(self, audited, tmp_path, name, begins):
        """The name says the format; how much was found is told on standard error."""
        target = tmp_path / name
        status, out, err = audited(LATE, "--output", target)
        assert (1, "") == (status, out)
        assert re.search(r"o\.\w+: \d+ findings\n", err)
        assert target.read_text("utf-8").startswith(begins)
        assert "late" in target.read_text("utf-8")

    def test_the_table_is_not_overwritten(self, audited, file):
        """Nor is anything else that is read."""
        table = file(LATE)
        status, _, err = audited(table, "--output", table)
        assert 2 == status
        assert "would overwrite what is read" in err
        assert LATE == table.read_text("utf-8")

    def test_without_a_day_today_is_taken_and_said(self, call, file, monkeypatch):
        """On standard error and on the page."""
        monkeypatch.setattr(tables, "today", lambda: date(2026, 1, 1))
        status, out, err = call("audit", file(LATE), "--procedure", ORDINARY, "--complete")
        assert 1 == status
        assert "--as-of was not given: judging as on today, 2026-01-01\n" == err
        assert "as of: 2026-01-01 (today, since --as-of was not given)" in out

    def test_columns_are_mapped(self, audited):
        """A heading with a sign of equality is mapped too; twice the same mapping is one."""
        text = "a=b,x,y\n虚构-1,立案,2025-12-30\n"
        maps = ["--map", "a=b=case", "--map", "x=event", "--map", "y=day", "--map", "y=day"]
        status, out, _ = audited(text, *maps, "--layout", "long")
        assert 0 == status
        assert "columns used: a=b = case, x = event, y = day" in out

    def test_a_bad_row_is_reported_and_the_rest_answered(self, audited):
        """A day that does not exist has its line and its reason; the other case is audited."""
        status, out, _ = audited(f"{LATE}虚构-2,乙,2023-02-30,\n")
        assert 1 == status
        assert "2 rows, 1 read, 1 rejected" in " ".join(out.split())
        assert "line 3: 立案日期: '2023-02-30': February 2023 has 28 days" in out
        assert "unreadable" in out

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_table_of_which_no_row_can_be_read_is_2(self, audited, form):
        """The answer still says which rows and why."""
        status, out, err = audited(f"{HEADINGS}\n虚构-1,甲,2023-02-30,\n", "--format", form)
        assert 2 == status
        assert "2023-02-30" in out
        assert "error: not one of the 1 rows" in err

    def test_an_event_before_the_case_begins_is_a_finding(self, audited):
        """A decision before filing is an unlawful step, not an error."""
        status, out, _ = audited(f"{HEADINGS}\n虚构-1,甲,2025-12-30,2025-12-01\n")
        assert 1 == status
        assert "unlawful-step" in out

    def test_an_unknown_event_is_a_finding(self, audited):
        """It is noted once for the table, with what to do, and is no breach."""
        status, out, _ = audited("案号,环节,日期\n虚构-1,立案,2025-12-30\n虚构-1,吃饭,2025-12-31\n")
        assert 0 == status
        assert "[note] unknown-event: '吃饭' is no event of ordinary penalty procedure" in out
        assert "or --ignore 吃饭" in " ".join(out.split())

    @pytest.mark.parametrize(
        ("text", "argv", "words"),
        [
            ("", (), "is empty"),
            (b"\x81\xff\x00\x01", (), "zero byte"),
            (b"\xff" + LATE.encode(), (), "neither UTF-8"),
            (LATE, ("--encoding", "klingon"), "is not known"),
            ("当事人,立案日期\n甲,2025-01-06\n", (), "no column holds the case"),
            (
                "案号,环节,日期,办理日期\n1,立案,2025-01-06,2025-01-07\n",
                (),
                "could both be the day",
            ),
            (LATE, ("--map", "立案日=case_filed"), "did you mean '立案日期'?"),
            (LATE, ("--map", "立案日期=case_fild"), "case"),
            (LATE, ("--map", "案号=case", "--map", "案号=party"), "was given as 'case' before"),
            (LATE, ("--sheet", "一月"), "no sheets"),
            (LATE, ("--notice", "missing.toml"), "there is no such file"),
            (LATE, ("--pack", "missing.toml"), "there is no such file"),
        ],
    )
    def test_what_cannot_be_right_is_2(self, audited, text, argv, words):
        """Each is one clear line on standard error, and nothing on standard output."""
        status, out, err = audited(text, *argv)
        assert (2, "") == (status, out)
        assert words in err
        assert err.startswith("enforcecal: error: ")
        assert "Traceback" not in err

    def test_a_mapping_without_a_field_is_a_wrong_call(self, audited):
        """It says how one is written."""
        for wrong in ("立案日期", "=case", "立案日期="):
            status, _, err = audited(LATE, "--map", wrong)
            assert 2 == status
            assert "must be written NAME=VALUE" in err

    def test_a_file_that_is_none_is_2(self, audited, tmp_path):
        """A missing file and a directory."""
        for path, words in ((tmp_path / "none.csv", "no such file"), (tmp_path, "directory")):
            status, _, err = audited(path)
            assert 2 == status
            assert words in err

    def test_an_unknown_procedure_names_the_nearest(self, call, file):
        """And is 2."""
        status, _, err = call(
            "audit", file(LATE), "--procedure", "cn.penalty.ordinar", "--as-of", "2026-01-01"
        )
        assert 2 == status
        assert f"did you mean '{ORDINARY}'?" in err

    def test_a_pack_with_one_procedure_needs_no_name(self, call, file):
        """The only procedure the pack brings is meant."""
        text = "case,event,day\n1,created,2025-01-06\n1,sent,2025-12-01\n"
        status, out, _ = call(
            "audit", file(text), "--pack", file(ROADS, "roads.toml"), "--as-of", "2026-01-01"
        )
        assert 1 == status
        assert "procedure: it.fines" in out
        assert "calendar:" not in out

    def test_otherwise_the_procedure_has_to_be_named(self, call, file):
        """The message lists those there are."""
        status, _, err = call("audit", file(LATE), "--as-of", "2026-01-01")
        assert 2 == status
        assert "no procedure is named; say which, as --procedure ID: " in err
        assert ORDINARY in err
        more = ROADS.replace("roads", "more").replace("it.", "fr.")
        status, _, err = call(
            *("audit", file(LATE), "--as-of", "2026-01-01"),
            *("--pack", file(ROADS, "a.toml"), "--pack", file(more, "b.toml")),
        )
        assert 2 == status
        assert "say which, as --procedure ID: fr.fines, it.fines" in err

    def test_a_pack_with_a_misspelt_key_is_2(self, call, file):
        """With file, line and the nearest key."""
        pack = file(ROADS.replace("length =", "lenght ="), "roads.toml")
        status, _, err = call("audit", file(LATE), "--pack", pack, "--as-of", "2026-01-01")
        assert 2 == status
        assert "roads.toml" in err
        assert "did you mean 'length'?" in err

    def test_it_is_judged_by_what_was_known(self, audited):
        """The calendar is that of the day, and is named."""
        status, out, _ = audited(LATE, "--known-on", "2025-10-01")
        edition = calendar("CN", known_on=date(2025, 10, 1)).edition
        assert 1 == status
        assert f"calendar: {edition}" in out

    def test_a_notice_of_ones_own_makes_an_edition(self, audited, file):
        """The page names it."""
        status, out, _ = audited(LATE, "--notice", file(NOTICE, "n.toml"))
        assert 1 == status
        assert f"calendar: {calendar('CN').edition}+" in out

    def test_progress_is_shown_while_it_lasts(self, audited, monkeypatch):
        """The reader and the audit both tell how far they are."""
        shown = []
        monkeypatch.setattr(tables.Progress, "show", lambda _, what, *__: shown.append(what))
        audited(LATE)
        assert {"rows read", "cases audited"} == set(shown)


class TestDue:
    @pytest.fixture
    def due(self, call):
        """Ask for a deadline."""

        def run(*argv, limit=LIMIT, start="2026-07-03"):
            return call("due", limit, "--from", start, *argv)

        return run

    @pytest.mark.parametrize("start", ["2026-07-03", "2026/7/3", "2026年7月3日", "20260703"])
    def test_a_deadline_is_counted(self, due, start):
        """90 days from 3 July 2026 end in the holiday, so on 8 October."""
        status, out, err = due(start=start)
        assert (0, "") == (status, err)
        assert "last day: 2026-10-08" in out

    def test_json_has_the_promised_keys(self, due):
        """And the day."""
        status, out, _ = due("--format", "json")
        said = json.loads(out)
        promised = {
            *("rule", "due", "nominal", "opens", "safe_due", "ends_at", "certainty", "reasons"),
            *("earliest", "latest", "article", "calendar", "pack", "trace", "applies"),
        }
        assert 0 == status
        assert promised <= said.keys()
        assert ("2026-10-08", "2026-10-01", "firm") == tuple(
            said[key] for key in ("due", "nominal", "certainty")
        )

    def test_chinese_is_answered_in_chinese(self, due):
        """Every line of it."""
        assert "届满日：2026-10-08" in due("--lang", "zh")[1]

    def test_a_pause_does_not_count(self, due):
        """Ten days more, by the last word of the pause's id; a full-width colon will do."""
        for colon in (":", "："):
            status, out, _ = due(
                "--pause", f"2025-03-10..2025-03-20{colon}testing", start="2025-03-04"
            )
            assert 0 == status
            assert "last day: 2025-06-12" in out

    def test_an_open_pause_leaves_the_day_open(self, due):
        """There is no day yet, and that is an answer."""
        status, out, _ = due("--pause", "2026-07-10..:testing")
        assert 0 == status
        assert "last day: none yet" in out

    def test_extensions_run_one_after_the_other(self, due):
        """Thirty days and sixty more end on a Sunday: due on Monday, safe on Sunday."""
        status, out, _ = due(
            *("--extend", "30:agency-head", "--extend", "60:collective", "--format", "json"),
            start="2025-03-04",
        )
        said = json.loads(out)
        assert 0 == status
        assert ("2025-09-01", "2025-08-31", "disputed") == tuple(
            said[key] for key in ("due", "safe_due", "certainty")
        )

    def test_facts_are_what_they_look_like(self):
        """Yes and no, numbers and days; everything else is text."""
        from enforcecal.cli.due import _fact

        assert [True, False, 12, -3, date(2026, 1, 2), "甲", "123456789012"] == [
            *map(_fact, ("是", "NO", "12", "-3", "2026-01-02", "甲", "123456789012"))
        ]

    def test_a_fact_answers_a_condition(self, due):
        """A hearing is only asked for where the case is of that type."""
        limit = "cn.mohurd-55-2022.art33.hearing-request"
        told = json.loads(due("--fact", "hearing_type=yes", "--format", "json", limit=limit)[1])
        untold = json.loads(due("--format", "json", limit=limit)[1])
        assert ("firm", "firm") == (told["certainty"], untold["certainty"])
        assert ("yes", "turns-on") == (told["applies"]["answer"], untold["applies"]["answer"])
        status, out, err = due("--fact", "hearing_type=否", "--lang", "zh", limit=limit)
        assert (0, "") == (status, err)
        assert "是否适用：不适用，因“属于听证范围”为“否”\n" in out

    def test_a_fact_may_be_told_in_words(self, due):
        """By the heading a table has for it, and by the words for its codes."""
        limit = "cn.penalty-law-2021.art67.pay-fine"
        for name in ("fine_yuan", "罚款金额", "Fine in yuan"):
            said = json.loads(due("--fact", f"{name}=0", "--format", "json", limit=limit)[1])
            assert {
                "answer": "no",
                "facts": ["fine_yuan"],
                "text": "no, since 'fine in yuan' (fine_yuan) is 0",
            } == said["applies"]
        limit = "cn.gas-regulation-2016.art11.completion-filing"
        for kind, answer in (("燃气设施", "yes"), ("gas", "yes"), ("drainage", "no")):
            said = json.loads(due("--fact", f"设施种类={kind}", "--format", "json", limit=limit)[1])
            assert answer == said["applies"]["answer"]

    @pytest.mark.parametrize("word", ["检测", "委托检测", "testing", "Testing commissioned"])
    def test_a_pause_is_called_as_tables_call_it(self, due, word):
        """By its name, a part of it, or what begins it."""
        out = due("--pause", f"2025-03-10..2025-03-20:{word}", start="2025-03-04")[1]
        assert "last day: 2025-06-12" in out

    def test_a_pause_after_the_last_day_is_told(self, due):
        """It is not dropped without a word."""
        out = due("--pause", "2027-03-10..:testing")[1]
        assert "last day: 2026-10-08" in out
        assert "changes nothing: the pause 2027-03-10.." in out

    @pytest.mark.parametrize("who", ["机关负责人", "局长", "agency-head"])
    def test_who_extends_is_called_as_tables_call_them(self, due, who):
        """The cap of the one asked is told, not the name of another."""
        assert "extended by 30 days" in due("--extend", f"30:{who}")[1]
        status, _, err = due("--extend", f"40:{who}")
        assert 2 == status
        assert "extension of 40 is longer than the law allows (cn.mohurd-55" in err
        assert "extension-1: 30)" in err

    def test_an_extension_by_nobody_named(self, due):
        """Nor does a law that names none ask for one."""
        assert "extended by 30 days" in due("--extend", "30")[1]

    def test_a_limit_may_be_asked_for_by_its_matter(self, due):
        """In a procedure there is one of the day; without one, they are listed by name."""
        where = ("--procedure", "cn.penalty.ordinary")
        assert "[cn.mohurd-55-2022.art29.decision]" in due(*where, limit="decision")[1]
        old = due(*where, limit="decision", start="2021-08-02")[1]
        assert "[cn.penalty-law-2021.art60.decision]" in old
        status, out, err = due(limit="decision")
        assert (2, "") == (status, out)
        assert "'decision' is no id of a limit; in force on 2026-07-03 there are\n" in err
        assert "\n  cn.mohurd-55-2022.art29.decision: decide the case\n" in err
        assert "cn.penalty-law-2017" not in err

    def test_words_of_a_name_list_what_they_may_mean(self, due):
        """Two limits of the procedure are about hearings; nothing is called so: as before."""
        where = ("--procedure", "cn.penalty.ordinary", "--lang", "zh")
        status, _, err = due(*where, limit="听证")
        assert 2 == status
        assert "“听证”不是期限编号；2026-07-03施行的有\n" in err
        assert "cn.mohurd-55-2022.art33.hearing-request: 要求听证\n" in err
        assert "[cn.mohurd-55-2022.art33.hearing-request]" in due(*where, limit="要求听证")[1]
        status, _, err = due(limit="cn.mohurd-55-2022.art29.decison")
        assert 2 == status
        assert "did you mean 'cn.mohurd-55-2022.art29.decision'" in err

    def test_law_of_another_day_is_told(self, due):
        """With the article of the day, in the language asked for."""
        limit = "cn.penalty-law-2017.art42.hearing-request"
        status, out, err = due("--lang", "zh", limit=limit, start="2026-07-12")
        assert (0, "") == (status, err)
        assert "是否适用：不适用，因2026-07-12不在施行期间" in out
        assert "第六十四条，最早可为之日为 2026-07-18" in out

    def test_a_length_of_nothing_is_refused(self, due, file):
        """As one that is written so."""
        pack = file(ROADS.replace("length = 90", 'length = "n"'), "roads.toml")
        status, _, err = due("--pack", pack, "--fact", "n=0", limit="it.code.art1.send")
        assert 2 == status
        assert "came out as 0, which must be a whole number, 1 at least" in err

    def test_it_is_counted_on_what_was_known(self, due, file):
        """The edition of the day, or one with a notice of one's own."""
        known = json.loads(due("--known-on", "2025-10-01", "--format", "json")[1])
        assert calendar("CN", known_on=date(2025, 10, 1)).edition == known["calendar"]
        more = json.loads(due("--notice", file(NOTICE, "n.toml"), "--format", "json")[1])
        assert more["calendar"].startswith(f"{calendar('CN').edition}+")

    def test_a_pack_of_ones_own_is_read(self, due, file):
        """Its limits need no calendar where they count none."""
        pack = file(ROADS, "roads.toml")
        status, out, _ = due(
            *("--pack", pack, "--known-on", "2025-10-01"), limit="it.code.art1.send"
        )
        assert 0 == status
        assert "last day: 2026-10-01" in out

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (("--pause", "2026-07-10"), "must be written A..B:REASON"),
            (("--pause", "2026-07-10..2026-07-20"), "must be written A..B:REASON"),
            (("--pause", "2026-07-10..2026-07-20:"), "must be written A..B:REASON"),
            (("--pause", "..2026-07-20:testing"), "must be written A..B:REASON"),
            (("--pause", "2026-07-10..2026-07-09:testing"), "ends before it begins"),
            (("--pause", "2023-02-30..:testing"), "February 2023 has 28 days"),
            (("--pause", "2026-07-10..2026-07-20:testin"), "did you mean 'testing'?"),
            (("--extend", "soon:agency-head"), "must be written N:APPROVER"),
            (("--extend", "0:agency-head"), "must be at least 1"),
            (("--extend", "61:collective"), "longer than the law allows"),
            (("--extend", "30:unit-head"), "has no effect"),
            (("--extend", "2027-01-01:agency-head"), "is extended by a length"),
            (("--extend", "30:agency-head", "--extend", "30:agency-head"), "given twice"),
            (("--fact", "hearing_type"), "must be written NAME=VALUE"),
            (("--fact", "a=1", "--fact", "a=2"), "was given as '1' before"),
            (("--known-on", "2001-01-01"), "known_on=2001-01-01"),
        ],
    )
    def test_what_cannot_be_right_is_2(self, due, argv, words):
        """A typing mistake or a thing the law does not know: one clear message, no answer."""
        status, out, err = due(*argv)
        assert (2, "") == (status, out)
        assert words in err

    def test_an_extension_of_a_limit_that_has_none_is_refused(self, due):
        """The law knows none."""
        status, _, err = due("--extend", "5", limit="cn.penalty-law-2021.art61.service")
        assert 2 == status
        assert "cannot be extended" in err

    def test_an_extension_until_a_day_is_passed_on(self, file, due):
        """Where the law lets an order name the new last day."""
        pack = file(
            ROADS.replace(
                "length = 90",
                'length = 90\nextend = [{ id = "it.code.art2.more", event = "more", '
                'until = "new_day", from = "rolled" }]',
            ),
            "roads.toml",
        )
        status, out, _ = due(
            *("--pack", pack, "--extend", "2026-12-24:prefect"), limit="it.code.art1.send"
        )
        assert 0 == status
        assert "last day: 2026-12-24" in out


class TestCalendar:
    def test_a_year_is_shown(self, call):
        """As a sheet, as JSON and as a table."""
        assert "16*17*18*19*20-21 22" in call("calendar", "CN", "2026")[1]
        assert "一 二 三 四 五 六 日" in call("calendar", "CN", "2026年", "--lang", "zh")[1]
        assert 365 == len(json.loads(call("calendar", "CN", "2026", "--format", "json")[1])["days"])
        assert call("calendar", "CN", "2026", "--format", "csv")[1].startswith("\ufeffday,weekday")

    def test_it_is_that_of_the_day(self, call):
        """In the spring of 2019 nobody knew of the longer holiday in May."""
        assert "1* 2- 3- 4" in call("calendar", "CN", "2019")[1]
        assert "1* 2  3  4" in call("calendar", "CN", "2019", "--known-on", "2019-03-01")[1]

    def test_a_notice_opens_a_year(self, call, file):
        """A notice that the package does not have yet can be given."""
        status, out, _ = call("calendar", "CN", "2027", "--notice", file(NOTICE, "n.toml"))
        assert 0 == status
        assert "notice CN-2027" in out

    @pytest.mark.parametrize(
        ("argv", "words"),
        [
            (("CN", "2031"), "notice for 2031"),
            (("CN", "1999"), "2001-01-01"),
            (("XX", "2026"), "no calendar is called 'XX'"),
            (("CN", "0"), "must be a year"),
            (("CN", "20 26"), "must be a year"),
        ],
    )
    def test_what_there_is_not_is_2(self, call, argv, words):
        """A year without a notice, a country nobody knows, something that is no year."""
        status, out, err = call("calendar", *argv)
        assert (2, "") == (status, out)
        assert words in err


class TestRules:
    def test_limits_are_listed_and_filtered(self, call):
        """All words have to occur; nothing found is 0."""
        status, out, _ = call("rules", "听证", "mohurd-55-2022.art33")
        assert 0 == status
        assert "cn.mohurd-55-2022.art33.hearing-request" in out
        assert out.endswith("1 limits\n")
        assert (0, "0 limits\n", "") == call("rules", "听证", "nothing")

    def test_json_lists_them_too(self, call, file):
        """Those of a pack of one's own as well."""
        said = json.loads(call("rules", "--format", "json", "--pack", file(ROADS, "r.toml"))[1])
        assert {LIMIT, "it.code.art1.send"} <= {one["id"] for one in said["limits"]}

    def test_limits_procedures_and_codes_are_explained(self, call, file):
        """Event names come with their words, a need's code with its rules."""
        assert "runs from: case filed (case_filed)" in call("explain", LIMIT)[1]
        assert "起算：立案（case_filed）" in call("explain", LIMIT, "--lang", "zh")[1]
        assert "limits" in call("explain", ORDINARY)[1]
        assert "given by these rules" in call("explain", "missing-step")[1]
        status, out, _ = call("explain", "it.code.art1.send", "--pack", file(ROADS, "r.toml"))
        assert 0 == status
        assert "fine created" in out

    def test_what_nobody_knows_is_2(self, call):
        """The nearest id or code is named."""
        status, _, err = call("explain", "overdu")
        assert 2 == status
        assert "requirement or code is called 'overdu'; did you mean 'overdue'?" in err

    def test_requirements_and_unarmed_rows_are_explained(self, call):
        """A need by its id, and a clause that no clock is armed for."""
        assert "there must be: " in call("explain", "cn.mohurd-55-2022.art29.second-extension")[1]
        said = call("explain", "cn.licensing-law-2019.art32-1-1.not-required")[1]
        assert "not armed: " in said

    def test_local_rules_are_listed_and_explained(self, call, file):
        """The id of a local rule is enough; a list of them has no national limit."""
        said = call("rules", "--local", "杭州")[1]
        assert "cn.hangzhou-ads-2014.art16.decision" in said
        assert "cn.licensing-law" not in said
        said = call("explain", "cn.hangzhou-ads-2014.art16.decision")[1]
        assert "outranks: Administrative Licensing Law (2019), art. 42(2)" in said
        said = call("due", "cn.hangzhou-ads-2014.art16.opinion", "--from", "2026-07-01",
                    "--pack", "cn.hangzhou-ads-2014")[1]  # fmt: skip
        assert "last day: 2026-07-08" in said

    def test_a_local_pack_that_is_not_there_is_told_the_nearest(self, call):
        """A file of that name is looked for first."""
        status, _, err = call("rules", "--pack", "cn.hangzhou-ads-2015")
        assert 2 == status
        assert "there is no such file; did you mean the packaged cn.hangzhou-ads-2014?" in err


class TestDiagram:
    def test_a_procedure_is_drawn(self, call, file, tmp_path):
        """To standard output or to a file, whole or one region, of any pack."""
        assert "stateDiagram-v2" in call("diagram", ORDINARY)[1]
        assert "未要求听证" in call("diagram", ORDINARY, "--region", "hearing", "--lang", "zh")[1]
        assert "fine created" in call("diagram", "--pack", file(ROADS, "r.toml"))[1]
        target = tmp_path / "d.mmd"
        assert (0, "", "") == call("diagram", ORDINARY, "--output", target)
        assert "stateDiagram-v2" in target.read_text("utf-8")

    def test_what_is_not_there_is_2(self, call, tmp_path):
        """A region or a procedure that nobody knows leaves no file behind."""
        target = tmp_path / "d.mmd"
        for argv, words in (
            ((ORDINARY, "--region", "maim"), "did you mean 'main'?"),
            (("cn.penalty.ordinry",), f"did you mean '{ORDINARY}'?"),
            ((), "say which, as ID: "),
        ):
            status, _, err = call("diagram", *argv, "--output", target)
            assert 2 == status
            assert words in err
            assert not target.exists()


class TestLint:
    def test_a_good_pack_is_0(self, call, file):
        """A file, a directory, alone or beside the packaged rules."""
        pack = file(ROADS, "roads.toml")
        for argv in ((pack,), (pack.parent,), (pack, "--alone")):
            assert (0, "1 files: 0 errors, 0 warnings\n", "") == call("lint", *argv)

    def test_mistakes_have_their_line(self, call, file):
        """Every problem of a file at once, in both languages."""
        pack = file(ROADS.replace("length =", "lenght =").replace('"day"', '"dya"'), "roads.toml")
        status, out, _ = call("lint", pack)
        assert 1 == status
        assert re.search(r"roads\.toml:\d+: error refused: .*did you mean 'length'\?", out)
        assert "'dya'" in out
        assert "个错误" in call("lint", pack, "--lang", "zh")[1]

    def test_what_can_be_loaded_and_cannot_be_meant_is_found(self, call, file):
        """An event that nobody declared, and as JSON too."""
        pack = file(ROADS.replace('end = ["sent"]', 'end = ["snet"]'), "roads.toml")
        status, out, _ = call("lint", pack, "--format", "json")
        said = json.loads(out)
        assert 1 == status
        assert said["errors"] == sum(one["severity"] == "error" for one in said["problems"]) > 0
        assert all(one["path"] == str(pack) for one in said["problems"])
        assert any(one["line"] for one in said["problems"])

    def test_only_a_warning_is_0(self, call, file):
        """It may be meant."""
        pack = file(f"{ROADS}\n[fact]\nunused = {{ type = 'bool' }}\n", "roads.toml")
        status, out, _ = call("lint", pack)
        assert 0 == status
        assert "warning" in out
        assert "1 warnings" in out

    def test_packs_that_do_not_go_together_are_told(self, call, file):
        """The same id with another meaning cannot be read twice."""
        one = file(ROADS, "one.toml")
        two = file(ROADS.replace("length = 90", "length = 80"), "two.toml")
        status, out, _ = call("lint", one, two)
        assert 1 == status
        assert "two.toml" in out

    @pytest.mark.parametrize(
        ("text", "words"),
        [(b"\xff\xfe", "not UTF-8"), ("a = ", "not TOML"), (None, "no such file")],
    )
    def test_what_cannot_be_read_is_2(self, call, file, tmp_path, text, words):
        """A file that is missing, no text, or no TOML."""
        path = tmp_path / "none.toml" if text is None else file(text, "bad.toml")
        status, out, err = call("lint", path)
        assert (2, "") == (status, out)
        assert words in err

    def test_an_empty_directory_is_2(self, call, tmp_path):
        """There is nothing to check."""
        assert "no .toml file" in call("lint", tmp_path)[2]


def test_the_page_on_the_command_line_shows_what_is_answered(call):
    """The example in docs/command-line.md is word for word what the program says."""
    text = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text("utf-8")
    shown = re.search(r"^\$ enforcecal (due .*)\n((?:.+\n)+)```", text, re.MULTILINE)
    status, out, _ = call(*shown[1].split())
    assert 0 == status
    assert shown[2].splitlines() == out.splitlines()[: len(shown[2].splitlines())]


def test_refusing_raises():
    """What the call got wrong is an error of the library."""
    from enforcecal.cli.arguments import refuse

    with pytest.raises(ArgumentError, match="wrong"):
        refuse("wrong")
