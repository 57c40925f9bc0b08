from __future__ import annotations

import gzip
import io
import sys
import warnings
from datetime import date, datetime

import pytest

from enforcecal.errors import TableError
from enforcecal.readers.tables import Rejected, read_table, table_of

TEXT = "案号,环节,日期\n甲-1,立案,2024-03-05\n"


def _write(tmp_path, content, name="cases.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
    def test_encodings_are_recognised(self, tmp_path, encoding):
        """One table reads alike in every encoding a spreadsheet writes."""
        table = read_table(_write(tmp_path, TEXT, encoding=encoding))
        assert table.columns == ("案号", "环节", "日期")
        assert [(2, ["甲-1", "立案", "2024-03-05"])] == list(table)

    def test_an_encoding_may_be_named(self, tmp_path):
        """A named encoding is used, and a byte order mark is still no part of a heading."""
        path = _write(tmp_path, "案號,日期\n甲,2024-03-05\n", encoding="big5")
        assert read_table(path, encoding="big5").columns == ("案號", "日期")
        path = _write(tmp_path, TEXT, encoding="utf-8-sig")
        assert read_table(path, encoding="utf-8").columns == ("案号", "环节", "日期")

    @pytest.mark.parametrize(
        ("content", "encoding", "message"),
        [
            (b"case,day\n\xff\xff\xff,1\n", None, r"neither UTF-8 \(byte 9 .* GB18030 \(byte 9\)"),
            (
                "案件编号日期环节,b\n".encode() + b"\xd6\xd0,1\n",
                None,
                "is UTF-8 up to byte 27, where it is damaged",
            ),
            (TEXT.encode("utf-16-le"), None, "holds a zero byte at 5"),
            (TEXT.encode("gbk"), "utf-8", "is not utf-8: byte 0 does not fit"),
            (TEXT.encode(), "utf8000", "encoding='utf8000' is not known"),
        ],
    )
    def test_a_wrong_encoding_names_the_byte(self, tmp_path, content, encoding, message):
        """An encoding that does not fit is refused with the byte and what to do."""
        with pytest.raises(TableError, match=message):
            read_table(_write(tmp_path, content), encoding=encoding)

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_separators_are_recognised(self, tmp_path, mark):
        """Comma, semicolon and tab separate; those inside quotation marks do not."""
        text = f'"case, or; number"{mark}day\n1{mark}2\n'
        table = read_table(_write(tmp_path, text, "cases.tsv"))
        assert table.columns == ("case, or; number", "day")
        assert [(2, ["1", "2"])] == list(table)

    def test_one_column(self, tmp_path):
        """A table of one column has no separator and still a heading."""
        table = read_table(_write(tmp_path, "case\n1\n\n2\n"))
        assert [(2, ["1"]), (4, ["2"])] == list(table)

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_lines_are_physical_lines(self, tmp_path, end):
        """A row begins on the line an editor shows, also after a quoted line break."""
        text = end.join(["case,note", '1,"two', 'lines"', "", ",", "2,one", ""])
        rows = list(read_table(_write(tmp_path, text)))
        assert [2, 6] == [line for line, _ in rows]

    def test_a_table_can_be_gone_through_twice(self, tmp_path):
        """Going through a table again gives the same rows."""
        table = read_table(str(_write(tmp_path, TEXT)))
        assert list(table) == list(table)

    def test_gzip(self, tmp_path):
        """A gzipped file is read like the file in it, and a damaged one is refused."""
        packed = gzip.compress(TEXT.encode("gb18030"))
        assert len(list(read_table(_write(tmp_path, packed, "cases.csv.gz")))) == 1
        with pytest.raises(TableError, match="is a damaged gzip file"):
            read_table(_write(tmp_path, packed[:-12], "cases.csv.gz"))

    def test_a_title_above_the_headings(self, tmp_path):
        """A title above the table is passed over; the headings are the first row with two."""
        text = "2024年台账,,\n,,\n案号,环节,日期\n1,立案,2024-03-05\n"
        table = read_table(_write(tmp_path, text))
        assert table.columns == ("案号", "环节", "日期")
        assert [4] == [line for line, _ in table]

    def test_a_table_of_titles(self, tmp_path):
        """When no row near the top has two filled cells, the first filled row is the heading."""
        table = read_table(_write(tmp_path, "a,\nb,\nc,\nd,\ne,\nf,\n"))
        assert table.columns == ("a",)
        assert len(list(table)) == 5

    def test_headings_are_cleaned(self, tmp_path):
        """Headings lose surrounding space and line breaks; an unnamed one is numbered."""
        table = read_table(_write(tmp_path, ' case ,,"办理\n日期",,\n1,x,2,,\n'))
        assert table.columns == ("case", "#2", "办理日期")
        assert [(3, ("1", "x", "2"))] == list(table)

    def test_ragged_rows(self, tmp_path):
        """A short row is filled with blanks; one with too many cells is rejected, not cut."""
        first, second, third = read_table(_write(tmp_path, "a,b\n1\n1,2,\n1,2,3\n"))
        assert (2, ("1", "")) == first
        assert (3, ("1", "2")) == second
        assert isinstance(third, Rejected)
        assert (4, "3") == (third.line, third.value)
        assert "3 cells under 2 headings" in third.reason.en
        assert "3个单元格" in third.reason.zh

    def test_quotation_marks_that_do_not_pair(self, tmp_path):
        """A row whose quotation marks do not pair up is rejected; the rows after it are read."""
        first, second = read_table(_write(tmp_path, 'a,b\n"1"x,2\n3,4\n'))
        assert isinstance(first, Rejected)
        assert first.line == 2
        assert "do not pair up" in first.reason.en
        assert (3, ["3", "4"]) == second

    @pytest.mark.parametrize(
        "body", ['1,"open\n2,3\n', '1,"a\nb"x\n', '1,"open', f'1,"{"x" * 200_000}\n2,3\n']
    )
    def test_a_quotation_mark_never_closed(self, tmp_path, body):
        """When nobody can say where a row ends, the table is refused with its line."""
        table = read_table(_write(tmp_path, f"a,b\n{body}"))
        with pytest.raises(TableError, match="line 2: a quotation mark is opened and never"):
            list(table)

    def test_headings_that_cannot_be_read(self, tmp_path):
        """A heading row with stray quotation marks is refused."""
        with pytest.raises(
            TableError, match=r"cases.csv, line 1, in the headings: the quotation marks"
        ):
            read_table(_write(tmp_path, '"a"b,c\n1,2\n'))


class TestNoTable:
    def test_files_that_hold_no_table(self, tmp_path):
        """What is no table at all says so, and what to do instead."""
        for content, name, message in (
            (b"", "cases.csv", "is empty"),
            (b"\n\n", "cases.csv", "has no headings and no rows"),
            (b"PK\3\4", "cases.zip", "is a zip archive; unpack it"),
            (b"PK\3\4", "cases.csv", "is a zip archive"),
            (b"\xd0\xcf\x11\xe0", "cases.xls", "old .xls kind; open it and save it as .xlsx"),
            (b"<html>", "cases.xls", "old .xls kind"),
            (b"case,day", "cases.xlsx", "is named .xlsx but is no such file"),
            (b"case,day", "cases.parquet", "is named .parquet but is no such file"),
        ):
            with pytest.raises(TableError, match=message):
                read_table(_write(tmp_path, content, name))

    def test_paths_that_lead_nowhere(self, tmp_path, monkeypatch):
        """A missing file, a directory and an unreadable file are TableErrors."""
        with pytest.raises(TableError, match="there is no such file"):
            read_table(tmp_path / "none")
        with pytest.raises(TableError, match="is a directory"):
            read_table(tmp_path)

        def refuse(_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
        with pytest.raises(TableError, match="cannot be read: Permission denied"):
            read_table(tmp_path / "locked.csv")

    def test_two_headings_alike(self, tmp_path):
        """Two headings alike are refused with both places."""
        with pytest.raises(TableError, match="'日期' stands twice, in columns 1 and 3; rename one"):
            read_table(_write(tmp_path, "日期,案号, 日期\n"))

    def test_a_sheet_of_a_text_file(self, tmp_path):
        """Asking a text file for a sheet is refused."""
        with pytest.raises(TableError, match=r"sheet='一': .* is not an .xlsx workbook"):
            read_table(_write(tmp_path, TEXT), sheet="一")


class TestRecords:
    def test_dictionaries(self):
        """Rows of dictionaries are counted from 1, and a missing key is a blank cell."""
        table = table_of([{"case": "1", 2: "x"}, {}, {"case": "2", "tags": ["a"]}])
        assert table.columns == ("case", "2", "tags")
        assert [(1, ("1", "x", None)), (3, ("2", None, ("a",)))] == list(table)

    def test_blanks_and_numbers_of_frames(self):
        """What frames write for a blank or a number becomes what Python has for it."""
        numpy = pytest.importorskip("numpy")
        missing = type("NAType", (), {})()
        row = {"a": float("nan"), "b": missing, "c": numpy.int64(7), "d": numpy.nan, "e": 1}
        assert [(1, (None, None, 7, None, 1))] == list(table_of([row]))

    @pytest.mark.parametrize(
        ("rows", "message"),
        [
            ([], "rows has no rows"),
            (["case"], r"row 1 is a str, not a mapping of headings to cells"),
        ],
    )
    def test_what_is_no_row(self, rows, message):
        """No rows, or rows that are no mappings, are refused."""
        with pytest.raises(TableError, match=message):
            table_of(rows)


def _workbook(sheets, *, mac=False):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    if mac:
        from openpyxl.utils.datetime import MAC_EPOCH

        book.epoch = MAC_EPOCH
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    out = io.BytesIO()
    with warnings.catch_warnings():  # openpyxl stamps what it writes with utcnow()
        warnings.simplefilter("ignore", DeprecationWarning)
        book.save(out)
    return out.getvalue()


SHEETS = {
    "台账": [
        ["2024年台账"],
        [],
        ["案号", "日期"],
        ["甲-1", datetime(2024, 3, 5)],  # noqa: DTZ001
        [None, None],
        ["甲-2", 45356],
    ],
    "说明": [["a", "b"], [1, 2]],
}


class TestWorkbooks:
    def test_rows_of_the_first_sheet(self, tmp_path):
        """The first sheet is read, its lines are those of the sheet, its cells are typed."""
        table = read_table(_write(tmp_path, _workbook(SHEETS), "cases.xlsx"))
        assert table.columns == ("案号", "日期")
        assert "cases.xlsx [台账]" in table.source
        assert [
            (4, ("甲-1", datetime(2024, 3, 5))),  # noqa: DTZ001
            (6, ("甲-2", 45356)),
        ] == list(table)

    def test_a_sheet_by_name(self, tmp_path):
        """Another sheet is read by its name; a wrong name says the nearest, or all."""
        path = _write(tmp_path, _workbook(SHEETS), "cases.xlsx")
        assert read_table(path, sheet="说明").columns == ("a", "b")
        with pytest.raises(TableError, match="no such sheet; did you mean '台账'"):
            read_table(path, sheet="台账2")
        with pytest.raises(TableError, match="no such sheet; it has '台账', '说明'"):
            read_table(path, sheet="Sheet1")

    def test_the_1904_system_is_refused(self, tmp_path):
        """A workbook that counts from 1904 is refused: its bare numbers mean other days."""
        path = _write(tmp_path, _workbook({"a": [["a", "b"]]}, mac=True), "cases.xlsx")
        with pytest.raises(TableError, match="counts its days from 1904"):
            read_table(path)

    def test_a_damaged_workbook(self, tmp_path):
        """A workbook that cannot be opened is refused."""
        pytest.importorskip("openpyxl")
        with pytest.raises(TableError, match="is a damaged or protected workbook"):
            read_table(_write(tmp_path, b"PK\3\4nothing", "cases.xlsx"))

    def test_without_openpyxl(self, tmp_path, monkeypatch):
        """Without the extra, the error says how to install it."""
        monkeypatch.setitem(sys.modules, "openpyxl", None)
        with pytest.raises(TableError, match=r'pip install "enforcecal\[excel\]"'):
            read_table(_write(tmp_path, b"PK\3\4", "cases.xlsx"))


class TestParquet:
    def test_rows(self, tmp_path):
        """Rows are counted from 1; dates and stamps of any unit become Python's."""
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        stamp = datetime(2024, 3, 5, 9, 30)  # noqa: DTZ001
        table = pa.table(
            {
                "case": ["1", None],
                "day": [date(2024, 3, 5), None],
                "at": pa.array([stamp, None], pa.timestamp("ns")),
                "zoned": pa.array([stamp, None], pa.timestamp("ms", tz="Asia/Shanghai")),
                "fine": [float("nan"), 1.5],
            }
        )
        parquet.write_table(table, tmp_path / "cases.parquet")
        read = read_table(tmp_path / "cases.parquet")
        assert read.columns == ("case", "day", "at", "zoned", "fine")
        assert read.rows_expected == 2
        (one, (case, day, at, zoned, fine)), second = read
        assert (1, "1", date(2024, 3, 5), stamp, None) == (one, case, day, at, fine)
        assert zoned.isoformat() == "2024-03-05T17:30:00+08:00"
        assert (2, (None, None, None, None, 1.5)) == second

    def test_a_damaged_file(self, tmp_path):
        """A damaged Parquet file is refused."""
        pytest.importorskip("pyarrow")
        with pytest.raises(TableError, match="is a damaged Parquet file"):
            read_table(_write(tmp_path, b"PAR1 nothing PAR1", "cases.parquet"))

    def test_without_pyarrow(self, tmp_path, monkeypatch):
        """Without the extra, the error says how to install it."""
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(TableError, match=r'pip install "enforcecal\[parquet\]"'):
            read_table(_write(tmp_path, b"PAR1", "cases.parquet"))
