from __future__ import annotations

from datetime import date

import pytest

from enforcecal.cases.limitation.answer import standard_rules
from enforcecal.cases.limitation.conduct import Discovery
from enforcecal.cases.limitation.scan import OWN
from enforcecal.errors import TableError
from enforcecal.law.limitations import Pattern
from enforcecal.readers.expiry import read_expiry
from enforcecal.readers.tables import Rejected, Table, table_of
from enforcecal.readers.vocabulary import TableKind, fields_of
from enforcecal.texts import Text

ROW = {"case": "1", "conduct_from": "2024-03-05", "pattern": "single"}


def read(*rows, **more):
    """Return the table that *rows* make."""
    return read_expiry(rows, standard_rules(), **more)


def one(**cells):
    """Return the only row of a table."""
    table = read(ROW | cells)
    assert () == table.rejected
    return table.rows[0]


def refused(**cells):
    """Return why a row is rejected: column and reason."""
    (bad,) = read(ROW | cells).rejected
    assert bad.reason.zh
    return bad.column, bad.reason.en


class TestCells:
    def test_everything_at_once(self):
        """Each column is read as what it holds."""
        row = one(
            conduct_to="2024-06-01",
            pattern="占道",
            regime="一般",
            harm_domain="生命健康",
            harm="是",
            discoveries="D2@2024-03-01; d3?@2024年4月1日；",
            transfers="street@2024-04-01>2024-05-01;water@2024-05-02>2024-06-01",
            as_of="2025-01-01",
        )
        assert ("road-occupation", date(2024, 6, 1)) == (row.conduct.kind, row.conduct.end)
        assert ("general", "life_health", True) == (
            row.conduct.regime,
            row.conduct.harm_domain,
            row.conduct.harm,
        )
        assert (
            Discovery("D2", date(2024, 3, 1)),
            Discovery("D3", date(2024, 4, 1), verified=None),
        ) == row.discoveries
        assert ["street", "water", OWN] == [link.authority for link in row.chain]
        assert date(2024, 6, 1) == row.chain[-1].received
        assert (date(2025, 1, 1), 1) == (row.as_of, row.line)

    def test_what_is_blank(self):
        """Goes on, general, and of the domain: none where somebody was asked, else unknown."""
        assert ("general", "unknown", None) == (
            one().conduct.regime,
            one().conduct.harm_domain,
            one().conduct.harm,
        )
        assert "none" == one(harm_domain="").conduct.harm_domain
        assert () == one(transfers="").chain
        for word in ("仍在继续", "still going", "-", ""):
            assert one(pattern="continuing", conduct_to=word).conduct.end is None

    def test_days_of_acts(self):
        """Of consecutive conduct; with them the first day may be blank."""
        acts = "2024-05-01;2024-03-05"
        row = one(pattern="连续", acts=acts, conduct_from="")
        assert (date(2024, 3, 5), date(2024, 5, 1)) == (row.conduct.start, row.conduct.end)
        assert 2 == len(one(pattern="多次倾倒", acts=acts).conduct.acts)
        assert () == one(acts=acts).conduct.acts

    def test_the_last_authority_may_still_have_it(self):
        """Without a day of sending the chain ends there."""
        assert 1 == len(one(transfers="street@2024-04-01").chain)

    @pytest.mark.parametrize(
        ("cells", "column", "reason"),
        [
            ({"case": ""}, "case", "no case number"),
            ({"case": "#REF!"}, "case", "the formula in this cell failed"),
            ({"conduct_from": ""}, "conduct_from", "no day on which"),
            ({"conduct_from": "2024-02-30"}, "conduct_from", "2024-02-30: "),
            ({"conduct_to": "2023-01-01"}, "conduct_to", "must not be before start"),
            ({"acts": "2025-01-01", "pattern": "连续"}, "conduct_from", "must begin on start"),
            ({"pattern": ""}, "pattern", "no pattern of conduct"),
            ({"pattern": "偷倒渣"}, "pattern", "did you mean '偷倒渣土'?"),
            ({"pattern": "zzzzz"}, "pattern", "neither a pattern nor a kind"),
            ({"regime": "space"}, "regime", "there are general, public_security, tax"),
            ({"harm_domain": "space"}, "harm_domain", "not known; there are"),
            ({"harm": "maybe"}, "harm", "neither yes nor no"),
            ({"discoveries": "D2"}, "discoveries", "must be written CODE@DAY"),
            ({"discoveries": "D12@2024-03-05"}, "discoveries", "no discovery is called 'D12'"),
            ({"discoveries": "D2@2024-13-05"}, "discoveries", "2024-13-05"),
            ({"transfers": "street"}, "transfers", "must be written AUTHORITY@DAY>DAY"),
            ({"transfers": "a@2024-04-01;b@2024-05-01"}, "transfers", "does not come after"),
            (
                {"transfers": "a@2024-04-01>2024-06-01;b@2024-05-01"},
                "transfers",
                "does not come after",
            ),
            ({"transfers": "a@2024-04-01>2024-03-01"}, "transfers", "sent before it was received"),
        ],
    )
    def test_what_cannot_be_read_is_rejected_with_its_reason(self, cells, column, reason):
        """The row comes back, with its column and why."""
        found, said = refused(**cells)
        assert column == found
        assert reason in said

    def test_a_case_stands_once(self):
        """A second row of the same case is rejected, with the line of the first."""
        table = read(ROW, ROW)
        assert ["case already on line 1"] == [bad.reason.en for bad in table.rejected]
        assert 2 == table.rows_in


class TestColumns:
    def test_chinese_headings(self):
        """The headings a bureau uses are known; others are left alone."""
        chinese = {
            fields_of(TableKind.VIOLATIONS)[key].words[0]: value for key, value in ROW.items()
        }
        table = read(chinese | {"备注": "x"})
        assert 1 == len(table.rows)
        assert ("备注",) == table.columns_ignored
        assert {"案件编号": "case", "违法行为发生日期": "conduct_from", "行为形态": "pattern"} == (
            table.columns_used
        )

    def test_mapping(self):
        """It outranks the headings."""
        table = read(ROW | {"x": "continuing"}, mapping={"x": "pattern", "case": "case"})
        assert Pattern.CONTINUING is table.rows[0].conduct.pattern
        assert 1 == len(read(ROW | {"案号": "2"}, mapping={"案号": "ignore"}).rows)

    @pytest.mark.parametrize(
        ("rows", "mapping", "message"),
        [
            ([ROW | {"案号": "2"}], {}, "could both be the case; say which with --map case=case"),
            ([{"case": "1"}], {}, "no column holds the conduct_from; head it '违法行为发生日期'"),
            ([ROW], {"patern": "pattern"}, "did you mean 'pattern'"),
            ([ROW], {"zzz": "pattern"}, "it has 'case', 'conduct_from', 'pattern'"),
            ([ROW], {"case": "cas"}, "did you mean 'case'"),
            ([ROW], {"case": "zzz"}, "write one of 'case', 'conduct_from'"),
            (
                [ROW | {"a": 1, "b": 1}],
                {"a": "harm", "b": "harm"},
                "'a' is mapped to 'harm'",
            ),
        ],
    )
    def test_what_cannot_be_settled_is_refused(self, rows, mapping, message):
        """A column missing, doubled or mapped to nothing."""
        with pytest.raises(TableError, match=message):
            read(*rows, mapping=mapping)


class TestTables:
    def test_a_file(self, tmp_path):
        """Lines are those of the file, and progress is told."""
        path = tmp_path / "cases.csv"
        body = "".join(f"{number},2024-03-05,single\n" for number in range(4100))
        path.write_text(f"case,conduct_from,pattern\n{body}", encoding="utf-8")
        told = []
        table = read_expiry(path, standard_rules(), progress=lambda done, of: told.append(done))
        assert (4100, 2) == (len(table.rows), table.rows[0].line)
        assert [4096, 4100] == told

    def test_headings_without_rows(self):
        """They are refused."""
        table = Table(source="x", columns=tuple(ROW), rows=lambda: iter(()))
        with pytest.raises(TableError, match="has headings but no rows"):
            read_expiry(table, standard_rules())

    def test_a_row_that_is_none(self):
        """What the file itself cannot give is passed on."""
        bad = Rejected(2, "", "", Text("bad", "坏"))
        rows = lambda: iter([bad, *table_of([ROW])])  # noqa: E731 - a table asks for a function
        table = read_expiry(
            Table(source="x", columns=tuple(ROW), rows=rows), standard_rules(), progress=None
        )
        assert (bad,) == table.rejected
        assert 1 == len(table.rows)
