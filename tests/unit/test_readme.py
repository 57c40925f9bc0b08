"""The READMEs tell the truth: their commands are the ones CI runs, and their code runs."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READMES = ["README.md", "README.zh-CN.md"]
PAGES = [*READMES, *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("docs/*.md"))]
FENCE = re.compile(r"^```(?P<lang>[\w-]*)[^\n]*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = "python3 -m venv "


def blocks(text, *langs):
    """Return the line and the body of each fenced block of *text* in one of *langs*."""
    return [
        (text.count("\n", 0, found.start("body")) + 1, found["body"])
        for found in FENCE.finditer(text)
        if found["lang"] in langs
    ]


def commands(text):
    """Return the lines of *text* that make a virtual environment and do something with it."""
    return [
        line.strip() for line in text.splitlines() if line.strip().startswith(f"{COMMAND}.venv ")
    ]


def run_block(body, name, line, names):
    """Run one block of a page in *names*: as a doctest where it has prompts, else as a script."""
    if ">>>" not in body:
        exec(compile("\n" * (line - 1) + body, name, "exec"), names)  # noqa: S102 - our own page
        return
    test = doctest.DocTestParser().get_doctest(body, names, name, name, line - 1)
    said = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert 0 == runner.failures, "".join(said)


@pytest.mark.parametrize("name", READMES)
def test_the_two_commands_are_those_of_ci(name):
    """Each README gives two commands, and `.ci/run` runs both of them word for word."""
    shown = [
        command
        for _, body in blocks((ROOT / name).read_text("utf-8"), "sh", "bash", "shell")
        for command in commands(body)
    ]
    assert 2 == len(shown)
    assert sorted(commands((ROOT / ".ci" / "run").read_text("utf-8"))) == sorted(shown)


def test_the_example_of_the_command_is_there():
    """The file that the first command audits ships with the project."""
    text = (ROOT / ".ci" / "run").read_text("utf-8")
    named = re.findall(r"enforcecal audit (\S+)", "\n".join(commands(text)))
    assert 1 == len(named)
    assert (ROOT / named[0]).is_file()


@pytest.mark.parametrize("name", PAGES)
def test_the_code_of_a_page_runs(name, monkeypatch):
    """Every Python block of a page runs, one after the other, and prints what it says."""
    monkeypatch.chdir(ROOT)
    names = {"__name__": "__main__"}
    for line, body in blocks((ROOT / name).read_text("utf-8"), "python", "py", "pycon"):
        run_block(body, name, line, names)


@pytest.mark.parametrize("name", PAGES)
def test_the_links_of_a_page_lead_somewhere(name):
    """A link to a file of the project finds it."""
    page = ROOT / name
    text = FENCE.sub("", page.read_text("utf-8"))
    targets = re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", text)
    assert [] == [target for target in targets if not (page.parent / target).exists()]


def test_a_wrong_block_is_caught():
    """A block that prints something else, or raises, fails with the page and the line."""
    with pytest.raises(AssertionError, match=r'File "PAGE\.md", line 7'):
        run_block(">>> 1 + 1\n3\n", "PAGE.md", 7, {})
    with pytest.raises(ZeroDivisionError):
        run_block("1 / 0\n", "PAGE.md", 1, {})


def test_blocks_and_commands_are_found():
    """What the tests above look for is seen where it stands."""
    text = f"# T\n```sh\n{COMMAND}.venv && a\nls\n```\n\n```python\nx = 1\n```\n"
    assert [(8, "x = 1\n")] == blocks(text, "python")
    assert [f"{COMMAND}.venv && a"] == commands(blocks(text, "sh")[0][1])
