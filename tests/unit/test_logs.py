from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import attrs
import pytest

from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.errors import ArgumentError, TableError
from enforcecal.law.procedures import EventType, FactKind, FactType, Procedure, Region, Step
from enforcecal.readers.logs import CaseTable, Layout, read_cases
from enforcecal.readers.tables import Rejected, table_of
from enforcecal.texts import Text

EVENTS = (
    EventType(name="filed", zh="立案", en="Case filed", also=("立案审批日期",)),
    EventType(name="decided", zh="作出处罚决定", en="Penalty decided"),
    EventType(name="served", zh="送达", en="Served", also=("送达日",), per=("party",)),
    EventType(name="first.heard", also=("听证",)),
    EventType(name="second.heard", also=("听证",)),
)
FACTS = (
    FactType(name="major", kind=FactKind.BOOL, zh="重大案件"),
    FactType(name="granted_days", kind=FactKind.INT, zh="批准天数"),
    FactType(name="fine", kind=FactKind.MONEY, zh="罚款"),
    FactType(name="pay_by", kind=FactKind.DATE, zh="缴款期限"),
    FactType(name="ground", kind=FactKind.TEXT, zh="理由", values={"病假": "illness"}),
    FactType(name="parties", kind=FactKind.LIST, zh="全部当事人"),
)


def _procedure(events=EVENTS, facts=FACTS, zone=None):
    steps = [Step(("new",), name, "=") for name in ("filed", "decided", "served")]
    return Procedure(
        id="invented",
        families=(),
        regions=(
            Region(id="main", initial="new", steps=tuple(steps)),
            Region(id="goods", initial="none", steps=(), per=("lot",)),
        ),
        events={event.name: event for event in events},
        facts={fact.name: fact for fact in facts},
        laws={},
        limits=(),
        pauses={},
        countings={},
        needs=(),
        zone=zone,
    )


PROCEDURE = _procedure()


def _table(text, source="cases"):
    heading, *lines = [line.split("|") for line in text.strip().splitlines()]
    rows = [dict(zip(heading, line, strict=True)) for line in lines]
    return table_of(rows, source=source)


def _read(text, **options):
    return read_cases(_table(text), PROCEDURE, **options)


class TestLong:
    def test_events_in_file_order(self):
        """A long table gives a log a case, its events in file order, with their lines."""
        table = _read("""
案号|环节|办理日期
甲|立案|2024-03-05
乙|Case  FILED|2024/3/6 9:30
甲|送达|2024年3月7日
甲|penalty_decided|2024-03-07
甲|核查|2024-03-08
""")
        assert table.layout is Layout.LONG
        assert (5, 5, 0) == (table.rows_in, table.rows_read, table.rows_rejected)
        assert (
            CaseLog(
                "甲",
                [
                    Event("filed", date(2024, 3, 5), seq=0),
                    Event("served", date(2024, 3, 7), seq=1),
                    Event("decided", date(2024, 3, 7), seq=2),
                    Event("核查", date(2024, 3, 8), seq=3),
                ],
            ),
            CaseLog("乙", [Event("filed", date(2024, 3, 6), time=time(9, 30), seq=0)]),
        ) == table.logs
        assert [1, 3, 4, 5] == [event.line for event in table.logs[0].events]
        assert table.columns_used == {"案号": "case", "环节": "event", "办理日期": "day"}
        assert table.columns_ignored == ()
        assert table.incomplete == frozenset()

    def test_every_other_field(self):
        """Time, order, day of record, dimensions and facts of an event are read."""
        table = _read("""
case|event|day|time|seq|recorded|party|item|lot|approved by|major|备注
1|served|2024-03-05|9:30|7|2024-03-06|甲|truck|L1|head|是|x
1|served|2024-03-05 08:00|/|-||||—||-|
""")
        first, second = table.logs[0].events
        assert Event(
            "served",
            date(2024, 3, 5),
            time=time(9, 30),
            seq=7,
            of={"party": "甲", "item": "truck", "lot": "L1"},
            facts={"approver": "head", "major": True},
            recorded=date(2024, 3, 6),
        ) == next(event for event in (first, second) if event.seq)
        assert Event("served", date(2024, 3, 5), time=time(8)) == next(
            event for event in (first, second) if event.seq is None
        )
        assert table.columns_ignored == ("备注",)
        assert table.coverage.facts == {"major"}

    @pytest.mark.parametrize(
        ("row", "column", "value", "en"),
        [
            ("|立案|2024-03-05||||", "案号", "", "no case number; if cells are merged"),
            ("2.02403E+14|立案|2024-03-05||||", "案号", "2.02403E+14", "has rounded this case"),
            ("#REF!|立案|2024-03-05||||", "案号", "#REF!", "the formula in this cell failed"),
            ("甲||2024-03-05||||", "环节", "", "no event"),
            ("甲|听证|2024-03-05||||", "环节", "听证", "could be first.heard or second.heard"),
            ("甲|送达|||||", "日期", "", "no day"),
            ("甲|送达|2023-02-30||||", "日期", "2023-02-30", "February 2023 has 28 days"),
            ("甲|送达|03/04/2024||||", "日期", "03/04/2024", "day and month cannot be told"),
            ("甲|送达|2024-03-05|noon|||", "时刻", "noon", "not a time of day"),
            ("甲|送达|2024-03-05||last||", "顺序", "last", "not a whole number"),
            ("甲|送达|2024-03-05|||soon|", "登记日期", "soon", "not a day"),
            ("甲|送达|2024-03-05||||maybe", "重大案件", "maybe", "neither yes nor no"),
        ],
    )
    def test_a_bad_row_is_rejected_and_the_others_are_read(self, row, column, value, en):
        """A bad row is rejected with line, column, value, reason; its case is marked."""
        table = _read(f"""
案号|环节|日期|时刻|顺序|登记日期|重大案件
甲|立案|2024-03-05||||
{row}
乙|立案|2024-03-05||||
""")
        assert [["filed"], ["filed"]] == [[e.name for e in log.events] for log in table.logs]
        (bad,) = table.rejected
        assert (2, column, value) == (bad.line, bad.column, bad.value)
        assert en in bad.reason.en
        assert bad.reason.zh
        assert (3, 2, 1) == (table.rows_in, table.rows_read, table.rows_rejected)
        assert table.incomplete == {"甲"}  # a row without a number may go on with the case before

    def test_the_reader_of_the_file_rejects_too(self, tmp_path):
        """A row with too many cells counts as rejected."""
        path = tmp_path / "cases.csv"
        path.write_text("案号,环节,日期\n1,立案,2024-03-05,x\n2,立案,2024-03-05\n", "utf-8")
        table = read_cases(str(path), PROCEDURE)
        assert (2, 1, [2]) == (table.rows_in, table.rows_read, [r.line for r in table.rejected])
        assert ["2"] == [log.case for log in table.logs]

    def test_the_only_time_is_the_day(self):
        """A column headed 时间 is the day where no other is, and the time where one is."""
        (log,) = _read("案号|环节|时间\n1|立案|2024-03-05 9:30").logs
        assert log.events[0].time == time(9, 30)
        (log,) = _read("案号|环节|时间|日期\n1|立案|9:30|2024-03-05").logs
        assert log.events[0].time == time(9, 30)
        with pytest.raises(TableError, match="no column holds the day"):
            _read("案号|环节|x\n1|立案|9:30", mapping={"x": "time"})

    def test_cells_of_a_workbook(self):
        """Numbers, dates and datetimes need not be texts."""
        stamp = datetime(2024, 3, 5, 9, 30)  # noqa: DTZ001
        rows = [
            {"case": 7.0, "event": "立案", "day": stamp, "granted_days": 30.0, "fine": 1.5},
            {"case": 7, "event": 404, "day": 45357, "parties": ["甲", "乙"], "major": True},
            {"case": "7", "event": 404, "day": date(2024, 3, 7), "pay_by": stamp, "recorded": None},
        ]
        (log,) = read_cases(rows, PROCEDURE).logs
        assert (
            CaseLog(
                "7",
                [
                    Event(
                        "filed",
                        date(2024, 3, 5),
                        time=time(9, 30),
                        seq=0,
                        facts={"granted_days": 30, "fine": Decimal("1.5")},
                    ),
                    Event(
                        "404",
                        date(2024, 3, 6),
                        seq=1,
                        facts={"parties": ("甲", "乙"), "major": True},
                    ),
                    Event("404", date(2024, 3, 7), seq=2, facts={"pay_by": date(2024, 3, 5)}),
                ],
            )
            == log
        )

    def test_the_zone_of_a_stamp_in_utc(self):
        """A stamp in UTC is brought to the zone given, else that of the procedure, else China's."""
        rows = [{"case": "1", "event": "filed", "day": "2026-03-19T16:30:00Z"}]
        rome = _procedure(zone="Europe/Rome")

        def day(procedure, **options):
            return read_cases(rows, procedure, **options).logs[0].events[0].day

        assert date(2026, 3, 20) == day(PROCEDURE)
        assert date(2026, 3, 19) == day(rome)
        assert date(2026, 3, 20) == day(rome, zone="Asia/Tokyo")


class TestWide:
    TEXT = """
案 号|当事人|立案日期|处罚决定（日期）|Served Date|罚款（万元）|经办人
甲|张三|2024-03-05|2024-03-05|2024-03-05 10:00|2|李
乙||2024-03-06|/|无||李
"""

    def test_a_row_is_a_case(self):
        """A wide table gives a log a row; events of one day stand in the order declared."""
        table = _read(self.TEXT, mapping={"处罚决定（日期）": "decided"})
        assert table.layout is Layout.WIDE
        of = {"party": "张三"}
        day = date(2024, 3, 5)
        assert (
            CaseLog(
                "甲",
                [
                    Event("filed", day, seq=0, of=of),
                    Event("decided", day, seq=1, of=of),
                    Event("served", day, time=time(10), seq=2, of=of),
                ],
                facts={"fine": Decimal(20000)},
            ),
            CaseLog("乙", [Event("filed", date(2024, 3, 6), seq=0)]),
        ) == table.logs
        assert table.columns_ignored == ("经办人",)
        assert table.columns_used["罚款（万元）"] == "fine"
        assert {1} == {event.line for event in table.logs[0].events}

    def test_a_bad_cell_rejects_the_case(self):
        """A case with one bad cell is not judged without it."""
        table = _read("案号|立案|送达\n1|2024-03-05|soon\n2|2024-03-05|\n1|2024-03-05|")
        assert ["2"] == [log.case for log in table.logs]
        assert [(1, "送达", "soon"), (3, "案号", "1")] == [
            (bad.line, bad.column, bad.value) for bad in table.rejected
        ]
        assert table.incomplete == {"1"}

    def test_two_rows_of_one_case(self):
        """A second row of a case is rejected and names the line of the first."""
        table = _read("案号|立案\n1|2024-03-05\n1|2024-03-06")
        assert date(2024, 3, 5) == table.logs[0].events[0].day
        assert table.rejected[0].reason.en.startswith("case already on line 1")
        assert "第1行" in table.rejected[0].reason.zh
        assert table.incomplete == {"1"}

    def test_a_bad_fact_rejects_the_case(self):
        """A fact that cannot be read rejects the row."""
        table = _read("案号|立案|罚款\n1|2024-03-05|lots")
        assert table.logs == ()
        assert table.rejected[0].column == "罚款"
        assert "not an amount" in table.rejected[0].reason.en


class TestLayout:
    def test_an_event_column_with_other_words_in_it(self):
        """A column headed 事项 that names no event does not make a wide table long."""
        wide = _read("案号|事项|日期|立案\n1|占道经营|2024-03-01|2024-03-05")
        assert wide.layout is Layout.WIDE
        assert wide.columns_ignored == ("事项", "日期")
        assert _read("案号|事项|立案\n1|占道经营|2024-03-05").layout is Layout.WIDE

    def test_event_headings_in_a_long_table(self):
        """A column headed like an event is no part of a long table."""
        table = _read("案号|事项|日期|立案\n1|送达|2024-03-01|x")
        assert table.layout is Layout.LONG
        assert table.columns_ignored == ("立案",)
        table = _read("a|案号|立案|d\n送达|1|x|2024-03-01", mapping={"a": "event", "d": "day"})
        assert table.layout is Layout.LONG

    def test_a_layout_may_be_given(self):
        """A layout given outranks what the headings say."""
        text = "案号|事项|日期|立案\n1|送达|2024-03-01|2024-03-05"
        assert _read(text, layout=Layout.WIDE).logs[0].events[0].name == "filed"
        with pytest.raises(TableError, match="no column is headed like an event of invented"):
            _read("案号|环节|日期\n1|立案|2024-03-05", layout=Layout.WIDE)
        with pytest.raises(TableError, match="no column holds the event"):
            _read("案号|立案\n1|2024-03-05", layout=Layout.LONG)


class TestHeadings:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (
                "案号|环节\n1|立案",
                "no column holds the day; head it '日期', .* found: '案号', '环节'",
            ),
            ("环节|日期\n立案|1", "no column holds the case; .* --map COLUMN=case; headings found"),
            ("案号|办案人\n1|x", "no column says what happened; .* events of invented .* '办案人'"),
            ("立案|送达\n1|1", "no column holds the case"),
            (
                "案号|环节|日期|办理日期\n1|立案|1|1",
                "columns '日期', '办理日期' could both be the day; say which with --map 日期=day",
            ),
            ("案号|案件编号|立案\n1|1|1", "columns '案号', '案件编号' could both be the case"),
            ("案号|立案|立案日期\n1|1|1", "columns '立案', '立案日期' could both be the filed"),
            (
                "案号|立案|听证\n1|1|1",
                "'听证' could be the event 'first.heard' or .* --map 听证=first.heard, or --map",
            ),
        ],
    )
    def test_what_could_be_read_two_ways_or_none(self, text, message):
        """A missing column, or two that could be one, is an error that names the headings."""
        with pytest.raises(TableError, match=message):
            _read(text)

    def test_a_heading_that_is_fact_and_event(self):
        """A heading that names a fact and an event is not guessed in a wide table."""
        events = (*EVENTS, EventType(name="reviewed", zh="审核"))
        facts = (*FACTS, FactType(name="passed", kind=FactKind.BOOL, zh="审核"))
        table = _table("案号|立案|审核\n1|2024-03-05|是")
        procedure = _procedure(events, facts)
        with pytest.raises(TableError, match="could be the fact 'passed' or the event 'reviewed'"):
            read_cases(table, procedure)
        with pytest.raises(TableError, match="map '审核': '审核' could be the fact 'passed' or"):
            read_cases(table, procedure, mapping={"审核": "审核"})
        (log,) = read_cases(table, procedure, mapping={"审核": "passed"}).logs
        assert log.facts == (("passed", True),)

    def test_the_name_itself_outranks_what_is_called_alike(self):
        """A name outranks its wordings, and the procedure's words outrank the common ones."""
        events = (EventType(name="served", zh="送达"), EventType(name="sent", zh="served"))
        facts = (FactType(name="party", kind=FactKind.TEXT, zh="相对人"),)
        (log,) = read_cases(
            _table("案号|Served|当事人|相对人\n1|2024-03-05|甲|乙"),
            _procedure(events, facts),
        ).logs
        assert ("served", (("party", "甲"),)) == (log.events[0].name, log.events[0].of)
        assert (("party", "乙"),) == log.facts

    def test_no_rows(self, tmp_path):
        """Headings alone are an error, not an empty answer."""
        path = tmp_path / "cases.csv"
        path.write_text("案号,立案\n", encoding="utf-8")
        with pytest.raises(TableError, match="has headings but no rows"):
            read_cases(path, PROCEDURE)


class TestMapping:
    def test_a_mapping_outranks_the_headings(self):
        """A mapped column is what the mapping says, and what else claimed the field is ignored."""
        table = read_cases(
            _table(
                "case:concept:name|concept:name|time:timestamp|日期|Amount\n1|立案|2024-03-05|x|y"
            ),
            PROCEDURE,
            mapping={
                "case:concept:name": "case",
                "CONCEPT:NAME": "Event",
                "time:timestamp": "day",
                "Amount": "ignore",
            },
        )
        assert date(2024, 3, 5) == table.logs[0].events[0].day
        assert table.columns_ignored == ("日期", "Amount")

    def test_a_field_outranks_a_fact_of_its_name(self):
        """A mapping to ``party`` means the field, whatever a pack declares under that name."""
        facts = (FactType(name="party", kind=FactKind.TEXT),)
        (log,) = read_cases(
            _table("案号|立案|a\n1|2024-03-05|甲"), _procedure(facts=facts), mapping={"a": "party"}
        ).logs
        assert (("party", "甲"),) == log.events[0].of

    def test_several_columns_may_be_ignored(self):
        """Any number of columns may be mapped to ``ignore``, and one column mapped twice alike."""
        table = _read(
            "案号|立案|金额|当事人\n1|2024-03-05|x|y",
            mapping={"金额": "ignore", "当事人": "ignore", "案号": "case", "案 号": "case"},
        )
        assert table.columns_ignored == ("金额", "当事人")

    def test_a_mapping_to_facts_and_events(self):
        """A field may be a fact or an event, by name or by what it is called."""
        (log,) = _read(
            "案号|a|b|c\n1|2024-03-05|3,000元|局长",
            mapping={"a": "立案", "b": "金额", "c": "approver"},
        ).logs
        assert log.events[0].name == "filed"
        assert log.facts == (("amount", Decimal(3000)), ("approver", "局长"))

    @pytest.mark.parametrize(
        ("mapping", "message"),
        [
            ({"案浩": "case"}, "map '案浩': cases has no such column; it has '案号', '立案'"),
            ({"案号x": "case"}, "map '案号x': cases has no such column; did you mean '案号'"),
            ({"案号": "cas"}, "map '案号': no field is called 'cas'; did you mean 'case'"),
            ({"案号": "wxyz"}, "no field is called 'wxyz'; write one of 'case', .* of invented"),
            ({"案号": "听证"}, "'听证' could be the event 'first.heard' or the event"),
            ({"案号": "day"}, "map '案号': a table with one row a case has no column for 'day'"),
            ({"案号": "event", "立案": "filed"}, "one row an event has no column for 'filed'"),
            (
                {"案号": "case", "立案": "案件编号"},
                "map '立案': '案号' is mapped to '案件编号' already; map only one of them",
            ),
        ],
    )
    def test_a_mapping_that_does_not_fit(self, mapping, message):
        """An unknown column or field, or one with no place in the table, is an error."""
        with pytest.raises(TableError, match=message):
            _read("案号|立案\n1|2024-03-05", mapping=mapping)


class TestFacts:
    @pytest.mark.parametrize(
        ("name", "cell", "expected"),
        [
            *(("major", cell, True) for cell in ("是", "TRUE", "1", "Y", "√", "有", 1, True)),
            *(("major", cell, False) for cell in ("否", "False", "0", "n", "×", "无", 0, False)),
            ("granted_days", "30", 30),
            ("granted_days", "３０日", 30),
            ("granted_days", "1,000", 1000),
            ("granted_days", 0, 0),
            ("fine", "2000", Decimal(2000)),
            ("fine", "２，０００．５０元整", Decimal("2000.50")),
            ("fine", "￥3万元", Decimal(30000)),
            ("fine", "1.5万", Decimal(15000)),
            ("fine", "2亿元", Decimal(200000000)),
            ("pay_by", "2024年3月5日", date(2024, 3, 5)),
            ("pay_by", "无", None),
            ("ground", " 甲方 ", "甲方"),
            ("ground", "病假", "illness"),
            ("ground", "—", None),
            ("parties", "甲、乙;丙, 丁；", ("甲", "乙", "丙", "丁")),
            ("parties", ("甲", 2.0), ("甲", "2")),
            ("fine", None, None),
            ("fine", " ", None),
        ],
    )
    def test_values(self, name, cell, expected):
        """A cell is read as the type of its fact; a blank one is not recorded."""
        rows = [{"case": "1", "filed": "2024-03-05", name: cell}]
        table = read_cases(rows, PROCEDURE)
        assert ((((name, expected),)) if expected is not None else ()) == table.logs[0].facts
        assert table.coverage.facts == {name}

    @pytest.mark.parametrize(
        ("name", "cell", "en"),
        [
            ("major", "maybe", "neither yes nor no"),
            ("granted_days", "3.5", "not a whole number"),
            ("granted_days", "2个月", "not a whole number"),
            ("granted_days", "1,00", "not a whole number"),
            ("fine", "2.000,50", "not an amount"),
            ("pay_by", "2024-02-30", "February 2024 has 29 days"),
            ("ground", "#N/A", "the formula in this cell failed"),
        ],
    )
    def test_cells_that_are_no_value(self, name, cell, en):
        """A cell that is no value of its fact rejects the row with the reason."""
        rows = [{"case": "1", "filed": "2024-03-05", name: cell}]
        (bad,) = read_cases(rows, PROCEDURE).rejected
        assert (name, cell) == (bad.column, bad.value)
        assert en in bad.reason.en

    def test_a_unit_in_the_heading(self):
        """万元 in the heading multiplies a bare number; a unit in the cell is the cell's own."""
        rows = [
            {"case": "1", "filed": "2024-03-05", "罚款（单位：万元）": "2"},
            {"case": "2", "filed": "2024-03-05", "罚款（单位：万元）": "2元"},
        ]
        one, two = read_cases(rows, PROCEDURE).logs
        assert (("fine", Decimal(20000)),) == one.facts
        assert (("fine", Decimal(2)),) == two.facts

    def test_the_procedure_s_own_word_for_the_amount(self):
        """A declared fact keeps its heading, though the built-in amount is called alike."""
        facts = (FactType(name="fine_yuan", kind=FactKind.MONEY, zh="罚款金额"),)
        rows = [{"case": "1", "filed": "2024-03-05", "罚款金额": "2", "金额": "3"}]
        (log,) = read_cases(rows, _procedure(facts=facts)).logs
        assert (("amount", Decimal(3)), ("fine_yuan", Decimal(2))) == log.facts


class TestProgress:
    def test_progress_is_called_now_and_then(self):
        """Progress tells the rows done and about how many there are, and ends with all."""
        seen = []
        rows = [{"case": str(n), "filed": "2024-03-05"} for n in range(5000)]
        read_cases(rows, PROCEDURE, progress=lambda done, total: seen.append((done, total)))
        assert [(4096, 5000), (5000, 5000)] == seen


class TestCaseTable:
    def test_the_rows_must_add_up(self):
        """A table that loses a row cannot be made."""
        whole = _read("案号|立案\n1|2024-03-05")
        parts = attrs.asdict(whole, recurse=False)
        lost = Rejected(2, "案号", "", Text("lost", "丢失"))
        with pytest.raises(ArgumentError, match="must add up to rows_in=1"):
            CaseTable(**{**parts, "rejected": (lost,)})
