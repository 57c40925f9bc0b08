"""`enforcecal impact`, on the invented open cases of the examples."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from enforcecal.cli import main
from enforcecal.law.packs import packaged

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LICENCE, ORDINARY = "cn.licence.application", "cn.penalty.ordinary"
SPRING = (
    *("open-licences-2020", "--procedure", LICENCE, "--as-of", "2020-01-27"),
    *("--known-before", "2020-01-26", "--known-on", "2020-01-27"),
)
MAY = (
    *("open-licences-2019", "--procedure", LICENCE, "--as-of", "2019-03-22"),
    *("--known-before", "2019-03-21", "--known-on", "2019-03-22"),
)
EDITION = (
    *("open-penalties-2021", "--procedure", ORDINARY, "--as-of", "2021-07-19"),
    *("--without", "cn.penalty-law-2021"),
)
ROADS = """
pack = { id = "yourbureau", version = "1", calendar = "CN", zone = "Asia/Shanghai" }
law = [{ id = "yourbureau", zh = "本局（虚构）", en = "our bureau (invented)" }]
procedure = [{ extends = "cn.licence.application", laws = ["yourbureau"] }]
[[limit]]
id = "yourbureau.promise"
like = "cn.licensing-law-2019.art42-1.decision"
matter = "promise"
length = 15
extend = []
"""


@pytest.fixture
def call(capsys, monkeypatch):
    """Run the command in English; return its status, what it answered, what it said beside."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")

    def run(name, *argv):
        status = main(["impact", str(EXAMPLES / f"{name}.csv"), *map(str, argv)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def expected(name):
    """Return what must move: case, rule, before, after."""
    with (EXAMPLES / f"{name}.expected.csv").open(encoding="utf-8-sig", newline="") as stream:
        return [tuple(row) for row in csv.reader(stream)][1:]


class TestExamples:
    @pytest.mark.parametrize("argv", [SPRING, MAY, EDITION], ids=lambda argv: argv[0])
    def test_what_was_counted_by_walking_moves(self, call, argv):
        """The extension of 2020, the May notice of 2019, the Penalty Law of 2021."""
        status, out, err = call(*argv, "--format", "csv")
        rows = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")))
        keys = ("case", "rule", "before", "after")
        assert expected(argv[0]) == sorted(tuple(row[key] for key in keys) for row in rows)
        assert (0, "") == (status, err)

    def test_the_page_says_whom_to_tell(self, call):
        """In Chinese, with the party's name."""
        _, out, _ = call(*EDITION, "--lang", "zh")
        assert "要求听证（虚构2号公司）：2021-07-19 → 2021-07-22（推后3日）" in out
        assert "告知：承办人、当事人（虚构2号公司）" in out
        assert "新增《中华人民共和国行政处罚法》，2021-07-15起施行" in out

    def test_json_goes_to_a_file(self, call, tmp_path):
        """Its ending says the format."""
        path = tmp_path / "moves.json"
        status, out, _ = call(*SPRING, "--output", path)
        assert (0, "") == (status, out)
        told = json.loads(path.read_text("utf-8"))
        assert {"later": 12} == told["by_change"]
        assert ("CN@2019-11-21", "CN@2020-01-27") == (
            told["before"]["calendar"],
            told["after"]["calendar"],
        )


class TestSides:
    BASE = ("open-licences-2020", "--procedure", LICENCE, "--as-of", "2020-01-27")

    def test_a_new_pack_is_laid_over(self, call, tmp_path):
        """A promise that was not there before."""
        path = tmp_path / "ours.toml"
        path.write_text(ROADS, "utf-8")
        _, out, _ = call(*self.BASE, "--new-pack", path)
        assert "our bureau (invented) is new" in out
        assert "decide the application: new (2020-02-21)" in out

    def test_an_old_pack_takes_the_place_of_the_packaged_one(self, call, tmp_path):
        """A pack as it was, with ten days where there are twenty."""
        text = packaged()["cn.licensing-law-2019"].read_text("utf-8")
        at = text.index('"cn.licensing-law-2019.art42-1.decision"')
        text = text[:at] + text[at:].replace("length = 20", "length = 10", 1)
        path = tmp_path / "old.toml"
        path.write_text(text, "utf-8")
        _, out, _ = call(*self.BASE, "--old-pack", path)
        assert "pack cn.licensing-law-2019: " in out
        assert "the rule reads otherwise" in " ".join(out.split())

    def test_a_reading(self, call):
        """What a limit of 2021 would be if weekends did not roll."""
        argv = (*EDITION[:5], "--reading", "silent-no-roll")
        status, out, _ = call(*argv)
        assert 0 == status
        assert "is read otherwise" in out

    def test_a_notice_file(self, call, tmp_path):
        """A notice the package does not have."""
        path = tmp_path / "notice.toml"
        path.write_text(
            'id = "X-2020"\nyear = 2020\nkind = "amendment"\npublished = 2020-02-01\n'
            'off = ["2020-02-03..2020-02-07"]\n',
            "utf-8",
        )
        _, out, _ = call(*self.BASE, "--known-on", "2020-02-02", "--notice", path)
        assert "notice X-2020 is new" in out

    def test_nothing_to_compare_is_refused(self, call):
        """Status 2, and what could be said."""
        status, out, err = call(*self.BASE)
        assert (2, "") == (status, out)
        assert "--known-before" in err


class TestRows:
    def test_rows_that_cannot_be_read_are_counted(self, call, tmp_path):
        """The others are compared; of none at all the status is 2."""
        text = (EXAMPLES / "open-licences-2020.csv").read_text("utf-8")
        path = tmp_path / "bad"
        path.with_suffix(".csv").write_text(f"{text}虚构-x,受理,2020-13-40,虚构\n", "utf-8")
        status, out, err = call(path, *SPRING[1:])
        assert 0 == status
        assert "rows that could not be read: 1" in err
        assert "12 last days move" in out
        path.with_suffix(".csv").write_text("案件编号,环节,日期\nx,受理,2020-13-40\n", "utf-8")
        status, _, err = call(path, *SPRING[1:])
        assert 2 == status
        assert "not one of the 1 rows" in err
