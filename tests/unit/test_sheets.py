"""The control sheet: what is on it, in both languages, as a page and for a program."""

from __future__ import annotations

import json
from datetime import date, time
from html.parser import HTMLParser

import attrs
import pytest

from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.clocks import Extension
from enforcecal.errors import ArgumentError
from enforcecal.law.packs import load_pack, rulebook
from enforcecal.render.sheets import control_sheet, sheet_json, sheet_markdown
from enforcecal.render.webpages import sheet_html

BOOK = rulebook("cn")
ORDINARY = BOOK.procedure("cn.penalty.ordinary")
LICENCE = BOOK.procedure("cn.licence.application")
LANGS = ("en", "zh")


def made(*events, procedure=ORDINARY, as_of=date(2026, 7, 1), case="虚构-1", facts=None, **options):
    """Return the sheet of an invented case: name, day, and what was recorded with it."""
    log = CaseLog(
        case,
        [Event(name, day, **(more[0] if more else {})) for name, day, *more in events],
        facts=facts or {},
    )
    run = replay(log, procedure, as_of=as_of)
    return control_sheet(run, audit(run), **options)


def told(sheet, lang="en"):
    """Return the Markdown of *sheet* as one text."""
    return "\n".join(sheet_markdown(sheet, lang))


def status_of(sheet, rule, lang="en"):
    """Return the status of the deadline whose rule ends so."""
    return next(line.status.say(lang) for line in sheet.lines if line.deadline.rule.endswith(rule))


FILED = ("case_filed", date(2026, 3, 2))
SERVED = ("notice.served", date(2026, 4, 1), {"of": {"party": "甲"}})


class TestLines:
    def test_every_deadline_is_there_in_order(self):
        """Numbered from 1, each with the event it runs from."""
        sheet = made(FILED, SERVED)
        assert [1, 2, 3] == [line.number for line in sheet.lines]
        assert ["case_filed", "notice.served", "notice.served"] == [
            line.start_event for line in sheet.lines
        ]
        assert "立案，2026-03-02" == sheet.lines[0].started_by.zh

    def test_what_only_grows_is_left_out(self):
        """An additional fine has no last day."""
        sheet = made(
            FILED,
            ("penalty_decided", date(2026, 3, 10)),
            ("decision.served", date(2026, 3, 10), {"of": {"party": "甲"}}),
        )
        matters = {line.clock.limit.limit.matter for line in sheet.lines}
        assert "payment" in matters
        assert "add-fine" not in matters
        assert any(clock.limit.limit.matter == "add-fine" for clock in sheet.run.clocks)

    def test_a_case_in_which_nothing_began_has_no_sheet(self):
        """The message says why."""
        with pytest.raises(ArgumentError, match="nothing in it began a period"):
            made(("unheard", date(2026, 3, 2)))

    def test_the_time_of_day_is_told_where_it_was_recorded(self):
        """Of the event on its own day."""
        sheet = made(("case_filed", date(2026, 3, 2), {"time": time(9, 30)}))
        assert "case filed, 2026-03-02 09:30" == sheet.lines[0].started_by.en


class TestStatus:
    @pytest.mark.parametrize(
        ("events", "rule", "status"),
        [
            ((FILED,), "art29.decision", ("overdue", "逾期未办")),
            (
                (FILED, ("suspended", date(2026, 3, 9), {"facts": {"suspension_ground": "other"}})),
                "art29.decision",
                ("paused", "暂停计算"),
            ),
            ((FILED, SERVED), "art22.statement", ("not used in time", "逾期未行使")),
            (
                (FILED, ("evidence.registered", date(2026, 3, 3), {"of": {"item": "样品"}})),
                "art19.evidence-preservation",
                ("ended by itself", "期满自动终止"),
            ),
            (
                (FILED, ("hearing_notice.served", date(2026, 3, 3), {"of": {"party": "甲"}})),
                "art34.hearing-notice",
                ("the wait is over", "等待期已满"),
            ),
            (
                (FILED, ("penalty_decided", date(2026, 3, 9))),
                "art29.decision",
                ("done in time on 2026-03-09", "2026-03-09按期完成"),
            ),
            (
                (FILED, ("penalty_decided", date(2026, 6, 2))),
                "art29.decision",
                ("done late on 2026-06-02", "2026-06-02逾期完成"),
            ),
            (
                (("case_filed", date(2026, 5, 2)),),
                "art29.decision",
                ("running", "期限内"),
            ),
        ],
    )
    def test_in_words(self, events, rule, status):
        """Late, lapsed, waited for or in time, in both languages."""
        sheet = made(*events)
        assert status == tuple(status_of(sheet, rule, lang) for lang in LANGS)

    def test_a_length_that_was_not_recorded_has_no_day(self):
        """Nothing is counted, and the sheet says so."""
        text = """
pack = { id = "t", version = "1", calendar = "CN" }
law = [{ id = "t.law-2020" }]
procedure = [{ id = "t.case", laws = ["t.law"], region = [
  { id = "main", initial = "new", steps = [["new", "begun", "open"]] },
] }]
fact = { granted = { type = "int" } }
event = { begun = {} }
[[limit]]
id = "t.law-2020.act"
matter = "the-act"
kind = "act-within"
start = ["begun"]
end = ["never"]
length = "granted"
unit = "day"
"""
        text = text.replace("event = { begun = {} }", "event = { begun = {}, never = {} }")
        procedure = rulebook("cn", packs=[load_pack(text)]).procedure("t.case")
        sheet = made(("begun", date(2026, 3, 2)), procedure=procedure)
        assert "running, no day yet" == status_of(sheet, "law-2020.act")
        assert not sheet.lines[0].late
        assert sheet.lines[0].shown is None
        for lang in LANGS:
            assert "t.law-2020.act" in told(sheet, lang)
        assert "期间：未记录" in told(sheet, "zh")
        (line,) = json.loads("".join(sheet_json(sheet)))["deadlines"]
        assert ([], None, None, None) == (line["trace"], line["due"], line["roll"], line["edge"])
        assert "the act" in "".join(sheet_html(sheet))
        assert '<table class="trace">' not in "".join(sheet_html(sheet))

    def test_late_is_what_the_agency_owed_too_long(self):
        """A right that lapsed is nobody's fault."""
        sheet = made(FILED, SERVED)
        assert [True, False, False] == [line.late for line in sheet.lines]
        sheet = made(FILED, ("penalty_decided", date(2026, 6, 2)))
        assert sheet.lines[0].late

    def test_a_clock_taken_away_is_lifted(self):
        """Withdrawn, so that nothing is owed any more."""
        sheet = made(
            ("submitted", date(2026, 3, 2)),
            ("accepted", date(2026, 3, 3)),
            ("withdrawn", date(2026, 3, 4)),
            procedure=LICENCE,
        )
        assert "done in time on 2026-03-04" == status_of(sheet, "art42-1.decision")


class TestPages:
    def test_pauses_extensions_and_findings(self):
        """Each with its days, its rule and who granted it."""
        sheet = made(
            FILED,
            ("suspended", date(2026, 3, 9), {"facts": {"suspension_ground": "other"}}),
            ("resumed", date(2026, 3, 19)),
            ("unheard", date(2026, 5, 2)),
            source="cases.csv",
        )
        assert "after 2026-03-09 up to and with 2026-03-19" in told(sheet)
        assert "2026-03-09之后至2026-03-19（含当日）" in told(sheet, "zh")
        assert "read from: cases.csv" in told(sheet)
        assert "\\[note\\]" in told(sheet)

    @pytest.mark.parametrize(
        ("extension", "en", "zh"),
        [
            (
                Extension(
                    length=60, granted=date(2026, 5, 1), by="agency-head", rule="x.art1.longer"
                ),
                "extended: 60 days, granted 2026-05-01, agency-head, x.art1.longer",
                "延长：60日，2026-05-01批准，agency-head，x.art1.longer",
            ),
            (
                Extension(length=1, from_rolled=True),
                "extended: 1 days, from the rolled end",
                "延长：1日，自顺延后的届满日起",
            ),
            (Extension(until=date(2026, 9, 1)), "extended: until 2026-09-01", "至2026-09-01"),
        ],
    )
    def test_an_extension_in_words(self, extension, en, zh):
        """By a length, from an end, or until a day."""
        run = made(FILED).run
        clocks = tuple(attrs.evolve(clock, extensions=(extension,)) for clock in run.clocks)
        sheet = control_sheet(attrs.evolve(run, clocks=clocks))
        assert en in told(sheet)
        assert zh in told(sheet, "zh")

    def test_a_pause_not_yet_ended(self):
        """The trace stops where it began, and the sheet says so twice."""
        sheet = made(
            FILED, ("suspended", date(2026, 3, 9), {"facts": {"suspension_ground": "other"}})
        )
        assert "after 2026-03-09, not yet ended" in told(sheet)
        assert "2026-03-09之后，尚未结束" in told(sheet, "zh")
        assert "last day: none yet" in told(sheet)

    def test_a_wait_says_from_when(self):
        """And by how much that may move on another reading."""
        sheet = made(FILED, ("hearing_notice.served", date(2026, 3, 3), {"of": {"party": "甲"}}))
        assert "lawful from: 2026-03-13" in told(sheet)
        assert "2026-03-13起方可" in told(sheet, "zh")
        assert "certainty: disputed, from 2026-03-12 to 2026-03-13" in told(sheet)

    def test_whether_it_applies_is_told_apart_from_the_day(self):
        """Nobody recorded whether the case is one for a hearing; the five days are sure."""
        sheet = made(FILED, SERVED)
        (line,) = [one for one in sheet.lines if one.clock.limit.limit.matter == "hearing-request"]
        told_of_it = "turns on 'within the scope of hearings' (hearing_type), not recorded"
        (said,) = [
            one
            for one in json.loads("".join(sheet_json(sheet)))["deadlines"]
            if one["rule"] == line.deadline.rule
        ]
        assert {
            "answer": "turns-on",
            "facts": ["hearing_type"],
            "text": told_of_it,
        } == said["applies"]
        assert "firm" == said["certainty"]
        assert f"- applies: {told_of_it}" in told(sheet).replace("\\", "")
        assert "| firm, if it applies |" in told(sheet)
        assert "- 是否适用：取决于“属于听证范围”，未记录" in told(sheet, "zh")
        assert "| 确定，是否适用待定 |" in told(sheet, "zh")

    def test_counted_backward(self):
        """From the day that is protected."""
        sheet = made(
            (
                "licence_issued",
                date(2026, 3, 3),
                {"facts": {"expiry": date(2026, 12, 31)}},
            ),
            procedure=LICENCE,
        )
        assert "counted back from: 2026-12-31" in told(sheet)
        (line,) = [
            one
            for one in json.loads("".join(sheet_json(sheet)))["deadlines"]
            if one["rule"].endswith("renewal-application")
        ]
        assert "2026-12-31" == line["before"]

    @pytest.mark.parametrize("lang", LANGS)
    def test_every_deadline_names_its_rule_quote_calendar_and_digest(self, lang):
        """All that is needed to get the same answer again."""
        text = told(made(FILED, SERVED), lang)
        digest = ORDINARY.digests["cn.mohurd-55-2022"]
        for words in (
            "cn.mohurd-55-2022.art29.decision",
            "九十日内作出行政处罚决定",
            "CN@",
            f"cn.mohurd-55-2022 {digest}",
            f"cn.penalty.ordinary {ORDINARY.digests['cn.penalty.ordinary']}",
        ):
            assert words in text

    def test_parties_come_from_the_facts_or_the_events(self):
        """Or there are none."""
        assert "parties: 甲\n" in told(made(FILED, SERVED))
        assert "当事人：乙、丙\n" in told(made(FILED, facts={"parties": ("乙", "丙")}), "zh")
        assert "parties" not in told(made(FILED))

    def test_nothing_found(self):
        """The sheet says that too."""
        sheet = control_sheet(made(FILED).run)
        assert "\nnone\n" in told(sheet)
        assert "<p>无</p>" in "".join(sheet_html(sheet, "zh"))

    def test_without_a_calendar_or_a_pack_of_its_own(self):
        """Nothing is made up."""
        run = made(FILED).run
        bare = attrs.evolve(
            run,
            procedure=attrs.evolve(ORDINARY, digests={}, zh="", en=""),
            clocks=tuple(
                attrs.evolve(clock, limit=attrs.evolve(clock.limit, calendar=None))
                for clock in run.clocks
            ),
        )
        sheet = control_sheet(bare)
        assert "calendar: -" in told(sheet)
        assert "procedure: cn.penalty.ordinary" in told(sheet)
        assert "cn.penalty.ordinary" not in dict(sheet.packs)
        assert [] == json.loads("".join(sheet_json(sheet)))["days_off"]

    def test_marks_of_markdown_are_no_markup(self):
        """A case may be called anything."""
        sheet = made(FILED, case="*A*|_1_<b>")
        assert "case: \\*A\\*\\|\\_1\\_\\<b\\>" in told(sheet)

    def test_a_list_without_entries_shows_a_dash(self):
        """A sheet on which no pack is known."""
        run = made(FILED).run
        clocks = tuple(
            attrs.evolve(clock, limit=attrs.evolve(clock.limit, packs=())) for clock in run.clocks
        )
        sheet = control_sheet(
            attrs.evolve(run, clocks=clocks, procedure=attrs.evolve(ORDINARY, digests={}))
        )
        assert "rule packs: -" in told(sheet)


class Tags(HTMLParser):
    """Checks that every tag that opens is closed in order, and remembers what it saw."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attributes):
        """Remember what opens."""
        self.seen.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close what was opened last."""
        assert tag == self.open.pop()


class TestHtml:
    @pytest.mark.parametrize("lang", LANGS)
    def test_it_is_one_file_without_script_or_network(self, lang):
        """No script, no link, no image, no address of anything."""
        page = "\n".join(sheet_html(made(FILED, SERVED), lang))
        tags = Tags()
        tags.feed(page)
        assert [] == tags.open
        assert not {"script", "link", "img", "iframe", "a"} & {tag for tag, _ in tags.seen}
        assert "http" not in page
        assert "url(" not in page
        assert {"en": "en", "zh": "zh-CN"}[lang] == dict(tags.seen)["html"]["lang"]
        assert "@page" in page

    def test_what_a_table_says_is_no_markup(self):
        """Neither in the text nor in the style."""
        evil = '</style><script>alert("1")</script>\\'
        page = "\n".join(sheet_html(made(FILED, case=evil)))
        assert "<script" not in page
        assert 1 == page.count("</style>")
        assert "\\00003c\\00002fstyle" in page

    def test_what_is_signed_comes_first(self):
        """The table, what was found, what it was counted with and the signatures; then counts."""
        page = "\n".join(sheet_html(made(FILED, SERVED), "zh"))
        places = [
            page.index(words)
            for words in (
                "期限一览",
                "审查发现的问题",
                "计算所依据的版本",
                "负责人",
                "附：逐项计算",
            )
        ]
        assert sorted(places) == places

    def test_what_is_late_stands_out(self):
        """In the table and at its count, and findings are listed."""
        page = "\n".join(sheet_html(made(FILED, SERVED)))
        assert '<tr class="late">' in page
        assert '<section class="deadline late">' in page
        assert '<section class="deadline">' in page
        assert "<li>[breach] " in page

    def test_days_and_their_numbers_are_on_it(self):
        """Each run of days as the trace has it."""
        page = "\n".join(sheet_html(made(FILED)))
        assert "<td>2026-03-03 Tue to 2026-05-31 Sun</td><td>days 1 to 90, counted</td>" in page

    def test_no_line_breaks_inside_a_day(self):
        """On a narrow screen a day stays whole."""
        page = "\n".join(sheet_html(made(FILED)))
        assert "<dd><p>case filed, <time>2026-03-02</time></p></dd>" in page
