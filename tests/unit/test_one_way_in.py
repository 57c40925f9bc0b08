"""One way in for tables: a wording, a blank, a yes means the same to every command."""

from __future__ import annotations

import io
import sys
from datetime import date, datetime
from itertools import chain, product

import attrs
import pytest

import enforcecal as ec
from enforcecal.cases.limitation.answer import standard_rules
from enforcecal.errors import ArgumentError, ArgumentTypeError, TableError
from enforcecal.law.procedures import EventType, FactKind, FactType, Procedure, Region, Step
from enforcecal.measures.report import PROCEDURE as REPORT
from enforcecal.measures.report import duties
from enforcecal.readers.expiry import read_expiry
from enforcecal.readers.figures import read_cards
from enforcecal.readers.frames import open_source, open_table
from enforcecal.readers.headings import match_columns
from enforcecal.readers.vocabulary import COUNTED, VOCABULARY, FieldKind, TableKind, fields_of
from enforcecal.tables.reports import annual_report

EVENTS = (EventType(name="filed", zh="立案"), EventType(name="served", zh="送达"))
PROCEDURE = Procedure(
    id="invented",
    families=(),
    regions=(Region(id="main", initial="new", steps=(Step(("new",), "filed", "="),)),),
    events={event.name: event for event in EVENTS},
    facts={
        "major": FactType(name="major", kind=FactKind.BOOL, zh="重大案件"),
        "count": FactType(name="count", kind=FactKind.INT, zh="件数"),
        "pay_by": FactType(name="pay_by", kind=FactKind.DATE, zh="缴款期限"),
    },
    laws={},
    limits=(),
    pauses={},
    countings={},
    needs=(),
)
ORDINARY = ec.rulebook("cn").procedure("cn.penalty.ordinary")
SAMPLES = {
    FieldKind.TEXT: "甲", FieldKind.DAY: "2025-03-04", FieldKind.TIME: "9:30",
    FieldKind.YES_NO: "是", FieldKind.NUMBER: "3", FieldKind.LIMIT: "5", FieldKind.MONEY: "200",
    FieldKind.WORD: "", FieldKind.NOTES: "",
}  # fmt: skip
# What the tables of each kind need besides the field that is looked at.
ROWS = {
    TableKind.EVENTS: {"case": "1", "event": "filed", "day": "2025-03-04"},
    TableKind.VIOLATIONS: {"case": "1", "conduct_from": "2024-03-05", "pattern": "single"},
    TableKind.ITEMS: {"item": "a", "statute": "20", "promise": "5", "trips": "0",
                      "steps_before": "6", "steps_after": "4", "volume": "3"},
    TableKind.CASES: {"case": "1", "statute": "20", "promise": "5", "used": "3", "yellow": "1",
                      "accepted": "2025-03-04", "closed": "2025-03-07", "overdue": ""},
    TableKind.CARDS: {"case": "1", "level": "黄牌", "issued": "2025-03-04"},
    TableKind.PENALTIES: {"case": "1", "outcome": "处罚", "fine": "200", "closed": "是"},
    TableKind.PLAN: {"item": "a"},
}  # fmt: skip
FIELDS = [(kind, field) for kind in TableKind for field in fields_of(kind).values()]


def answer(kind, rows):
    """Return what the command over tables of *kind* has read, and the columns it used."""
    if kind is TableKind.EVENTS:
        table = ec.read_cases(rows, PROCEDURE, layout="long")
        return (table.logs, len(table.rejected)), table.columns_used
    if kind is TableKind.VIOLATIONS:
        table = read_expiry(rows, standard_rules())
        return (table.rows, len(table.rejected)), table.columns_used
    if kind is TableKind.PLAN:
        dates = duties(2025, ec.rulebook("cn").procedure(REPORT), as_of=date(2026, 1, 5))
        report = annual_report([], year=2025, plan=rows, duties=dates)
        return report.sections[0].figures[0].value, {[*rows[0]][-1]: "item"}
    found = ec.ratios(rows, kind=kind.value)
    figures = [
        (one.metric.id, one.value, [(out.reason, out.n) for out in one.left_out])
        for one in found.figures
    ]
    return figures, found.columns.used


class TestWordings:
    @pytest.mark.parametrize(
        ("kind", "field"), FIELDS, ids=[f"{kind.value}-{field.name}" for kind, field in FIELDS]
    )
    def test_every_wording_of_every_field(self, kind, field):
        """Each command takes each wording of a field it knows, with a bracket behind it too."""
        row = {name: cell for name, cell in ROWS[kind].items() if name != field.name}
        sample = ROWS[kind].get(field.name, SAMPLES[field.kind])
        expected, _ = answer(kind, [{**row, field.name: sample}])
        for word in (field.name, *field.words, *field.otherwise):
            for heading in (word, word.upper(), f"{word}（必填）", f"{word}(x)【y】"):
                found, used = answer(kind, [{**row, heading: sample}])
                assert field.name == used[heading], heading
                assert expected == found, heading

    def test_a_case_has_one_set_of_names(self):
        """What is a case number to one command is one to all."""
        words = {one.words + one.otherwise for one in VOCABULARY if one.name == "case"}
        assert 1 == len(words)
        assert {"案件文号", "文号", "立案号", "办件编号", "受理编号", "id"} <= {*chain(*words)}

    def test_an_export_of_process_mining(self):
        """A column of activities beside one of days is long, whatever else has an event's name."""
        events = {**PROCEDURE.events, "VARIANT": EventType(name="VARIANT")}
        rows = [
            {
                "Case ID": "1",
                "Activity": "filed",
                "Complete Timestamp": "2025/01/06 09:30:00.000",
                "Variant": "Variant 1",
            }
        ]
        table = ec.read_cases(rows, attrs.evolve(PROCEDURE, events=events))
        assert "long" == table.layout.value
        assert [("filed", date(2025, 1, 6))] == [(e.name, e.day) for e in table.logs[0].events]


MARKS = ("-", "--", "—", "——", "–", "/", "\\", "N/A", "ｎ／ａ", "null", "NaN", "NaT", " ", None)
NOTHING = ("无", "没有", "暂无", "不适用", "未规定", "NA", "none", "not applicable")
NOT_YET = ("未结案", "未办结", "办理中", "在办", "待定", "pending", "TBD")
VALUES = {FieldKind.TIME, FieldKind.NUMBER, FieldKind.LIMIT, FieldKind.MONEY, FieldKind.NOTES}
YES = ("有", "对", "TRUE", "yes", "Y", "t", "1", "√", "✓", "✔", 1, True)
NO = ("无", "没有", "不是", "False", "no", "N", "f", "0", "×", "✗", "✘", 0, False)


def blanks(kind):
    """Return the spellings that say nothing in a column of *kind*."""
    if kind is FieldKind.DAY:
        return (*MARKS, *NOTHING, *NOT_YET)
    if kind is FieldKind.YES_NO:
        return (*MARKS, *NOTHING[2:])
    return (*MARKS, *NOTHING) if kind in VALUES else MARKS


class TestCells:
    @pytest.mark.parametrize(
        ("kind", "field"), FIELDS, ids=[f"{kind.value}-{field.name}" for kind, field in FIELDS]
    )
    def test_every_blank_of_every_field(self, kind, field):
        """Whatever stands for nothing gives the answer that an empty cell gives."""
        rows = [ROWS[kind], {**ROWS[kind], "case": "2", field.name: ""}]
        expected, _ = answer(kind, rows)
        for blank in blanks(field.kind):
            rows[1][field.name] = blank
            assert expected == answer(kind, rows)[0], blank

    @pytest.mark.parametrize(
        "blank", ["", "-", "--", "—", "——", "N/A", "\\", "无", "/", "未结案", "办理中"]
    )
    def test_ten_cases_with_two_open(self, blank):
        """However nothing is spelt in the day of closing, eight of ten cases are complete."""
        rows = [
            {"办件编号": n, "法定时限": 20, "承诺时限": 5, "受理日期": "2025-03-04",
             "办结日期": "2025-03-07" if n < 8 else blank}
            for n in range(10)
        ]  # fmt: skip
        found = ec.ratios(rows)
        assert ("80.0%", ()) == (found.figure["completion_rate"].shown(), found.errors)

    @pytest.mark.parametrize(
        ("kind", "field"),
        [pair for pair in FIELDS if pair[1].kind is FieldKind.YES_NO],
        ids=lambda one: getattr(one, "name", one.value if isinstance(one, TableKind) else None),
    )
    def test_every_yes_and_no(self, kind, field):
        """One column of yes and no means the same to every command."""
        row = {**ROWS[kind], **({"status": "在办"} if field.name == "overdue" else {})}
        said = {}
        for words, plain in ((YES, "是"), (NO, "否")):
            said[plain], _ = answer(kind, [{**row, field.name: plain}])
            for word in words:
                assert said[plain] == answer(kind, [{**row, field.name: word}])[0], word
        assert said["是"] != said["否"]

    @pytest.mark.parametrize(("word", "plain"), [*product(YES, [True]), *product(NO, [False])])
    def test_yes_and_no_of_a_fact(self, word, plain):
        """And to a procedure."""
        (log,) = ec.read_cases(
            [{"case": "1", "filed": "2025-03-04", "major": word}], PROCEDURE
        ).logs
        assert (("major", plain),) == log.facts

    @pytest.mark.parametrize(
        ("name", "kind"),
        [("major", FieldKind.YES_NO), ("count", FieldKind.NUMBER), ("pay_by", FieldKind.DAY)],
    )
    def test_blanks_of_a_fact(self, name, kind):
        """A fact that was not recorded has no value, however that is spelt."""
        for blank in blanks(kind):
            rows = [{"case": "1", "filed": "2025-03-04", name: blank}]
            table = ec.read_cases(rows, PROCEDURE)
            assert ((), ()) == (table.rejected, table.logs[0].facts), blank

    @pytest.mark.parametrize("cell", ["2.5", "-1", "many"])
    def test_a_number_of_cards_that_is_none(self, cell):
        """A case with half a card, or fewer than none, is wrong and has none."""
        found = ec.ratios([{**ROWS[TableKind.CASES], "yellow": cell}])
        assert 0 == found.figure["yellow_cards"].value
        assert [("unreadable", ("1",))] == [(one.reason, one.ids) for one in found.errors]

    def test_a_card_without_a_number(self):
        """A blank number of a case is no number, and its line stands for it."""
        source = open_source([{"编号": "——", "亮牌": "黄牌"}])
        cards, _ = read_cards(source, match_columns(source.columns, TableKind.CARDS))
        assert "#1" == cards[0][1].case


LOG = [
    {"案件编号": "甲1", "环节": "立案", "日期": "2025-03-04"},
    {"案件编号": "甲1", "环节": "送达", "日期": "2025-03-06"},
]
CSV = "案件编号,环节,日期\n甲1,立案,2025-03-04\n甲1,送达,2025-03-06\n"


class Relation:
    """What is asked of a relation of DuckDB."""

    columns = ("案件编号", "环节", "日期")

    def fetchall(self):
        """Return the rows as tuples."""
        return [tuple(row.values()) for row in LOG]


def frames():
    """Yield every kind of table there is, with the same rows."""
    yield LOG
    yield iter(LOG)
    yield Relation()
    yield io.StringIO(CSV)
    yield io.StringIO("\ufeff" + CSV)
    yield io.BytesIO(CSV.encode("gb18030"))
    pytest.importorskip("narwhals")
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    yield pandas.DataFrame(LOG)
    yield pandas.DataFrame(LOG).assign(日期=lambda frame: pandas.to_datetime(frame["日期"]))
    yield polars.DataFrame(LOG)
    yield polars.LazyFrame(LOG)
    yield polars.DataFrame(LOG).to_arrow()


class TestSources:
    def test_read_cases_takes_whatever_holds_a_table(self, tmp_path):
        """A frame, a relation, an open file or a path gives the logs that dictionaries give."""
        path = tmp_path / "log.csv"
        path.write_text(CSV, "utf-8")
        expected = ec.read_cases(LOG, PROCEDURE).logs
        with path.open("rb") as binary, path.open(encoding="utf-8") as text:
            for source in (*frames(), path, str(path), binary, text):
                assert expected == ec.read_cases(source, PROCEDURE).logs, type(source)

    def test_expiry_and_figures_do_too(self):
        """The other readers have the same door."""
        polars = pytest.importorskip("polars")
        row = ROWS[TableKind.VIOLATIONS]
        assert 1 == len(read_expiry(polars.DataFrame([row]), standard_rules()).rows)
        items = "事项,法定时限,承诺时限\na,20,5\n"
        assert "75.0%" == ec.ratios(io.StringIO(items)).figure["compression_pooled"].shown()

    def test_an_open_file_is_named(self, tmp_path):
        """By its name where it has one."""
        path = tmp_path / "log.csv"
        path.write_text(CSV, "utf-8")
        with path.open("rb") as file:
            assert str(path) == open_table(file).source
        assert "the open file" == open_table(io.StringIO(CSV)).source
        with pytest.raises(TableError, match="the open file is empty"):
            open_table(io.BytesIO())

    def test_a_workbook_is_named_or_not(self):
        """Text has no sheets."""
        with pytest.raises(TableError, match=r"the open file is not an \.xlsx workbook"):
            open_table(io.StringIO(CSV), sheet="a")

    def test_a_frame_can_be_gone_through_again(self):
        """A table made of a frame or a relation has its rows each time, as plain values."""
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame({"a": [1.0, None], "b": [datetime(2025, 3, 4), None]})  # noqa: DTZ001
        for table in (open_table(frame), open_table(Relation())):
            assert [*table] == [*table]
        assert [(1, (1.0, datetime(2025, 3, 4)))] == [*open_table(frame)]  # noqa: DTZ001

    def test_without_narwhals(self, monkeypatch):
        """A relation and an open file need no other package."""
        monkeypatch.setitem(sys.modules, "narwhals", None)
        assert 2 == len([*open_table(Relation())])


class TestLayoutWords:
    def test_the_words_of_the_command_line(self):
        """``long`` and ``wide`` are taken as the command line takes them."""
        rows = [{"case": "A", "event": "filed", "day": "2025-01-06"}]
        assert 1 == len(ec.read_cases(rows, PROCEDURE, layout="long").logs[0].events)
        wide = [{"案号": "A", "立案": "2025-01-06"}]
        assert 1 == len(ec.read_cases(wide, PROCEDURE, layout="wide").logs[0].events)

    @pytest.mark.parametrize("word", ["lang", "LONG", 3])
    def test_another_word(self, word):
        """Any other is refused by name."""
        with pytest.raises(ArgumentError, match=f"layout={word!r} is not known; write 'long' or"):
            ec.read_cases(LOG, PROCEDURE, layout=word)

    def test_kinds_likewise(self):
        """The kind of a table of figures is one that figures are computed of."""
        rows = [ROWS[TableKind.CARDS]]
        assert TableKind.CARDS is ec.ratios(rows, kind="cards").kind
        for kind in (TableKind.EVENTS, "plan"):
            with pytest.raises(ArgumentError, match="is not known; write 'items' or 'cases'"):
                ec.ratios(rows, kind=kind)
        assert COUNTED == tuple(TableKind)[:4]


WIDE = (
    "案件编号,立案日期,告知书送达日期,处罚决定日期,是否属于听证范围\n"
    "X1,2025-03-03,2025-04-02,2025-04-15,否\n"
)
AS_OF = date(2025, 6, 1)


class TestAudit:
    def test_the_table_is_the_logs_and_what_it_had_a_place_for(self, tmp_path):
        """What `read_cases` returns is audited as the command line does."""
        path = tmp_path / "wide.csv"
        path.write_text(WIDE, "utf-8")
        table = ec.read_cases(path, ORDINARY)
        by_hand = ec.audit_cases(
            table.logs,
            ORDINARY,
            as_of=AS_OF,
            coverage=table.coverage,
        )
        blind = ec.audit_cases(table.logs, ORDINARY, as_of=AS_OF)
        assert blind != by_hand
        polars = pytest.importorskip("polars")
        rows = [dict(zip(*(line.split(",") for line in WIDE.split()), strict=True))]
        for source in (
            table,
            path,
            str(path),
            rows,
            iter(rows),
            polars.DataFrame(rows),
            polars.LazyFrame(rows),
        ):
            assert by_hand == ec.audit_cases(source, ORDINARY, as_of=AS_OF)

    def test_what_is_given_outranks_what_the_table_knows(self):
        """A coverage that is given says what had a place, and the word says it of everything."""
        table = ec.read_cases(io.StringIO(WIDE), ORDINARY)
        every = ec.Coverage(facts=(), events=ORDINARY.order)
        logs = ec.audit_cases(table.logs, ORDINARY, as_of=AS_OF, coverage=every)
        given = ec.audit_cases(table, ORDINARY, as_of=AS_OF, coverage=every)
        assert logs == given
        whole = ec.audit_cases(table, ORDINARY, as_of=AS_OF, coverage="complete")
        assert whole.coverage == table.coverage.as_complete()
        with pytest.raises(ArgumentTypeError, match="must be a Coverage, or 'complete'"):
            ec.audit_cases(table, ORDINARY, as_of=AS_OF, coverage="whole")

    def test_logs_still_are_logs(self):
        """An iterable of logs, or an empty one, is audited as it is."""
        logs = ec.read_cases(LOG, ORDINARY).logs
        assert 1 == ec.audit_cases(iter(logs), ORDINARY, as_of=AS_OF).cases
        assert 0 == ec.audit_cases([], ORDINARY, as_of=AS_OF).cases

    def test_how_to_read_is_passed_on(self):
        """A mapping and a layout reach the reader."""
        rows = [{"x": "1", "环节": "立案", "日期": "2025-03-04"}]
        made = ec.audit_cases(rows, ORDINARY, as_of=AS_OF, mapping={"x": "case"}, layout="long")
        assert (1, 1) == (made.cases, made.events)
