"""The guide `docs/write-a-pack.md`, followed to the letter in both languages."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from enforcecal.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = ("write-a-pack.md", "write-a-pack.zh.md")
FILE = re.compile(r"\*\*`([\w.-]+)`\*\*\n\n```\w+\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n\$ enforcecal (.*?)\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python3\n(.*?)```", re.DOTALL)


@pytest.fixture(params=GUIDES)
def guide(request, tmp_path, monkeypatch):
    """Return a guide, in a directory that has the files it tells one to write."""
    text = (DOCS / request.param).read_text(encoding="utf-8")
    for name, content in FILE.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")
    return text


def said(pattern):
    """Return a pattern for what a command answers: a line of three dots stands for any lines."""
    lines = [".*" if line == "..." else re.escape(line) + r"\n" for line in pattern.splitlines()]
    return re.compile("".join(lines), re.DOTALL)


def test_every_command_answers_what_the_guide_says(guide, capsys):
    """Letter for letter, but for what the guide leaves out."""
    commands = CONSOLE.findall(guide)
    assert 8 == len(commands)
    for command, expected in commands:
        main(shlex.split(command))
        answer = "".join(capsys.readouterr())
        if not answer.endswith("\n"):
            answer += "\n"
        assert said(expected).fullmatch(answer), f"{command}\n{answer}"


def test_the_python_in_the_guide_runs(guide):
    """As a doctest."""
    (code,) = PYTHON.findall(guide)
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(doctest.DocTestParser().get_doctest(code, {}, "guide", None, 0))
    assert (0, 4) == (runner.summarize(verbose=False).failed, runner.tries)


def test_both_guides_write_the_same_files():
    """Two languages, one lesson."""
    one, two = (dict(FILE.findall((DOCS / name).read_text(encoding="utf-8"))) for name in GUIDES)
    assert one == two
