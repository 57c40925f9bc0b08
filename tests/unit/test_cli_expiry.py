from __future__ import annotations

import json

import pytest

from enforcecal.cli import main

HEAD = "case,conduct_from,pattern,harm_domain,discoveries\n"
FOUND = "1,2022-03-10,single,none,D2@2023-01-01\n"
LATE = "2,2022-03-10,single,none,D2@2024-03-13\n"


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table and gives its path."""

    def write(body):
        path = tmp_path / "cases.csv"
        path.write_text(HEAD + body, encoding="utf-8")
        return str(path)

    return write


def run(capsys, *argv):
    """Return the status and what was said on either stream."""
    status = main(["expiry", *argv, "--lang", "en"])
    said = capsys.readouterr()
    return status, said.out, said.err


class TestStatus:
    def test_nothing_barred(self, table, capsys):
        """0, also where a person has to decide."""
        body = FOUND + "3,2022-03-10,single,none,D8@2023-01-01\n"
        status, out, err = run(capsys, table(body), "--as-of", "2026-11-22")
        assert (0, "") == (status, err)
        assert "for legal review" in out

    def test_a_penalty_is_barred(self, table, capsys):
        """1."""
        assert 1 == run(capsys, table(FOUND + LATE), "--as-of", "2026-11-22")[0]

    def test_not_a_row_could_be_read(self, table, capsys):
        """2, and the rows with their reasons are printed all the same."""
        status, out, err = run(capsys, table("1,never,single,none,\n"), "--as-of", "2026-11-22")
        assert 2 == status
        assert "line 2: conduct_from = 'never'" in out
        assert "error: not one of the 1 rows" in err

    def test_the_call_was_wrong(self, table, capsys):
        """2, and nothing on standard output."""
        status, out, err = run(capsys, table(FOUND), "--as-of", "2026-11-22", "--warn-days", "-1")
        assert (2, "") == (status, out)
        assert "warn_days=-1" in err


class TestAnswers:
    def test_today_is_said(self, table, capsys):
        """Without a day, today is taken, and told."""
        _, out, err = run(capsys, table(FOUND))
        assert "--as-of was not given" in err
        assert "(today, since --as-of was not given)" in out

    def test_json_and_csv(self, table, capsys, tmp_path):
        """By option, or by the ending of the file."""
        path = table(FOUND + LATE)
        status, out, _ = run(capsys, path, "--as-of", "2026-11-22", "--format", "json")
        assert 1 == status
        assert ["2", "1"] == [one["case"] for one in json.loads(out)["cases"]]
        target = tmp_path / "out.csv"
        _, out, err = run(capsys, path, "--as-of", "2026-11-22", "--output", str(target))
        assert "2 cases" in err
        assert target.read_text(encoding="utf-8-sig").startswith("case,status,last_day")

    def test_all_cases(self, table, capsys):
        """Those that ask for nothing are listed on demand."""
        path = table(FOUND)
        assert "D2@2023" not in run(capsys, path, "--as-of", "2026-11-22")[1]
        assert "D2@2023" in run(capsys, path, "--as-of", "2026-11-22", "--all")[1]

    def test_another_courts_view(self, table, capsys, tmp_path):
        """A pack laid over the rules changes the answer."""
        pack = tmp_path / "court.toml"
        pack.write_text(
            '[pack]\nid = "court"\nversion = "1"\n[discovery.D8]\nstrength = "none"\n',
            encoding="utf-8",
        )
        path = table("3,2022-03-10,single,none,D8@2023-01-01\n")
        assert 0 == run(capsys, path, "--as-of", "2026-11-22")[0]
        assert 1 == run(capsys, path, "--as-of", "2026-11-22", "--pack", str(pack))[0]

    def test_progress(self, table, capsys):
        """Long work tells how far it is, where there is a terminal."""
        body = "".join(f"{n},2022-03-10,single,none,D2@2023-01-01\n" for n in range(600))
        assert 0 == run(capsys, table(body), "--as-of", "2026-11-22", "--map", "case=case")[0]
