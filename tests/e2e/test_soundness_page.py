"""What `docs/soundness.md` shows of an audit is what the program prints of the table it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from enforcecal.cli import main

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "soundness.md").read_text("utf-8")
(TABLE,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
SHOWN = re.findall(r"```console\n\$ enforcecal (.*?)\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_shows_the_table_with_and_without_the_declaration():
    """Two commands that differ in the declaration alone."""
    (plain, _), (declared, _) = SHOWN
    assert f"{plain} --complete" == declared


@pytest.mark.parametrize(("command", "shown"), SHOWN)
def test_the_lines_shown_are_printed(command, shown, tmp_path, capsys, monkeypatch):
    """Every line shown is one of the answer, in its order; dots stand for others."""
    monkeypatch.chdir(tmp_path)
    Path("cases.csv").write_text(TABLE, encoding="utf-8")
    assert ("--complete" in command) == main(command.split())
    page = iter(capsys.readouterr().out.splitlines())
    for line in shown.splitlines():
        assert line == "..." or line in page
