from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enforcecal.errors import TableError
from enforcecal.law.procedures import EventType, FactKind, FactType, Procedure, Region, Step
from enforcecal.readers.days import DayError, Stamp, parse_day
from enforcecal.readers.logs import CaseTable, Layout, read_cases
from enforcecal.readers.tables import read_table

NAMES = ("filed", "served", "decided")
WORDS = {"filed": "立案", "served": "送达", "decided": "作出决定"}
PROCEDURE = Procedure(
    id="invented",
    families=(),
    regions=(Region(id="main", initial="new", steps=tuple(Step(("new",), n, "=") for n in NAMES)),),
    events={name: EventType(name=name, zh=word) for name, word in WORDS.items()},
    facts={"fine": FactType(name="fine", kind=FactKind.MONEY, zh="罚款")},
    laws={},
    limits=(),
    pauses={},
    countings={},
    needs=(),
)

# Two facts anyone can check in a spreadsheet: 45356 is shown as 5 March 2024, and each number
# after it is the day after.
KNOWN_SERIAL = (45356, date(2024, 3, 5))
WIDE_DIGITS = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")

SPELLINGS = (
    lambda d: d.isoformat(),
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month:02}.{d.day}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日 0时0分",
    lambda d: f"{d.year}{d.month:02}{d.day:02}",
    lambda d: f"{d.isoformat()}T00:00:00+08:00",
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: str(KNOWN_SERIAL[0] + (d - KNOWN_SERIAL[1]).days),
    lambda d: d.isoformat().translate(WIDE_DIGITS),
)


def _outcome(call, refusal):
    try:
        return call()
    except refusal as error:
        return error


days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
spellings = st.sampled_from(SPELLINGS)


@given(days, spellings)
def test_every_spelling_of_a_day_is_that_day(day, spell):
    """However a day from 1990 to 2100 is written, it is read as that day without a time."""
    assert Stamp(day) == parse_day(spell(day))


@given(st.dates(date(1000, 1, 1)), st.sampled_from(SPELLINGS[:4]))
def test_any_year_may_be_written_out(day, spell):
    """A day written out is read in any year of four digits."""
    assert day == parse_day(spell(day)).day


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2100, 12, 31)),  # noqa: DTZ001
    st.integers(-14 * 60, 14 * 60).filter(bool),
    st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"]),
)
def test_the_day_of_a_stamp_with_an_offset_never_moves(wall, offset, zone):
    """A stamp with an offset other than zero is the day on its own wall, whatever the zone."""
    stamp = wall.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert wall.date() == parse_day(stamp, zone=zone).day
    assert wall.date() == parse_day(stamp.isoformat(), zone=zone).day


@given(st.one_of(st.text(), st.text("0123456789-/.:年月日T +Z", max_size=24), st.floats()))
def test_a_cell_is_a_day_or_says_why_not(cell):
    """Any cell is a day, or a DayError that shows the cell and gives both languages a reason."""
    found = _outcome(lambda: parse_day(cell), DayError)
    if isinstance(found, DayError):
        assert str(cell) in str(found)
        assert found.reason.en
        assert found.reason.zh
    else:
        assert isinstance(found, Stamp)


bad_days = st.sampled_from(["2023-02-30", "soon", "03/04/2024", "", "2024-13-01"])
cases = st.sampled_from(["甲-1", "乙,2", '丙"3', "丁\n4", "5"])
long_rows = st.lists(
    st.tuples(cases, st.sampled_from(NAMES), days, spellings, st.none() | bad_days),
    min_size=1,
    max_size=12,
)


def _write(folder, rows, delimiter, encoding):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path = folder.mktemp("table") / "cases.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@given(
    rows=long_rows,
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_a_long_table_comes_back_as_it_was_written(tmp_path_factory, rows, delimiter, encoding):
    """Every good row of a long table becomes its event, every bad one is rejected on its line."""
    written = [["案号", "环节", "日期"]]
    expected: dict[str, list[tuple[str, date, int]]] = {}
    rejected = []
    line = 2
    for case, name, day, spell, bad in rows:
        written.append([case, WORDS[name], spell(day) if bad is None else bad])
        if bad is None:
            expected.setdefault(case, []).append((name, day, line))
        else:
            rejected.append((line, bad))
        line += 1 + case.count("\n")
    table = read_cases(_write(tmp_path_factory, written, delimiter, encoding), PROCEDURE)
    found = {
        log.case: sorted((event.line, event.name, event.day) for event in log.events)
        for log in table.logs
    }
    assert {c: [(at, n, d) for n, d, at in seen] for c, seen in expected.items()} == found
    assert list(expected) == [log.case for log in table.logs]
    assert rejected == [(bad.line, bad.value) for bad in table.rejected]
    assert len(rows) == table.rows_in == table.rows_read + table.rows_rejected
    assert {row[0] for row in rows if row[4] is not None} == table.incomplete


@given(st.lists(st.tuples(*[st.none() | days] * 3), min_size=1, max_size=8), spellings)
def test_the_two_layouts_say_the_same(rows, spell):
    """A wide table and the long one made of its cells give the same events."""
    wide = [
        {
            "案号": str(at),
            **{WORDS[n]: day and spell(day) for n, day in zip(NAMES, row, strict=True)},
        }
        for at, row in enumerate(rows)
    ]
    long = [
        {"案号": str(at), "环节": name, "日期": spell(day)}
        for at, row in enumerate(rows)
        for name, day in zip(NAMES, row, strict=True)
        if day
    ]
    assume(long)

    def said(table):
        return {
            log.case: [(event.name, event.day) for event in log.events]
            for log in table.logs
            if log.events
        }

    from_wide = read_cases(wide, PROCEDURE)
    from_long = read_cases(long, PROCEDURE)
    assert (Layout.WIDE, Layout.LONG) == (from_wide.layout, from_long.layout)
    assert said(from_wide) == said(from_long)


@given(
    head=st.sampled_from(["案号,环节,日期,罚款", "案号,立案,送达,罚款", ""]),
    body=st.one_of(
        st.binary(max_size=80),
        st.text('甲1,"\n\r;\t.-年月日2024送达立案', max_size=80).map(str.encode),
    ),
)
def test_no_file_leads_to_anything_but_a_table_or_a_table_error(tmp_path_factory, head, body):
    """Whatever is in a file, it is refused with a TableError or every row is accounted for."""
    path = tmp_path_factory.mktemp("table") / "cases.csv"
    path.write_bytes(head.encode() + b"\n" + body)
    found = _outcome(lambda: read_cases(path, PROCEDURE), TableError)
    if isinstance(found, TableError):
        assert str(path) in str(found)
    else:
        assert isinstance(found, CaseTable)
        assert found.rows_in == found.rows_read + found.rows_rejected
        assert found.rows_in == len(list(read_table(path)))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_one_table_in_every_format(tmp_path, suffix):
    """A table gives the same logs as CSV, as a workbook and as Parquet."""
    rows = [["案号", "立案", "送达"], ["甲", "2024-03-05", "2024/3/6"], ["乙", "2024年3月7日", ""]]
    path = tmp_path / f"cases.{suffix}"
    if suffix == "csv":
        path.write_text("\n".join(map(",".join, rows)), encoding="utf-8-sig")
    elif suffix == "xlsx":
        openpyxl = pytest.importorskip("openpyxl")
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        columns = zip(*rows[1:], strict=True)
        parquet.write_table(pa.table(dict(zip(rows[0], map(list, columns), strict=True))), path)
    first, second = read_cases(path, PROCEDURE).logs
    assert [("filed", date(2024, 3, 5)), ("served", date(2024, 3, 6))] == [
        (event.name, event.day) for event in first.events
    ]
    assert [("filed", date(2024, 3, 7))] == [(event.name, event.day) for event in second.events]
