"""The installed program, as a process of its own: what only shows from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

LIMIT = "cn.mohurd-55-2022.art29.decision"


def run(*argv, lang="C.UTF-8", encoding="utf-8", stdin=subprocess.DEVNULL):
    """Run the program with only what it needs of this environment, and return what came of it."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "PYTHONPATH", "SYSTEMROOT", "HOME")
        if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "enforcecal", *argv],
        env={**kept, "LANG": lang, "PYTHONIOENCODING": encoding},
        capture_output=True,
        stdin=stdin,
        check=False,
    )


def test_a_deadline_is_answered():
    """The day of the README, from outside."""
    done = run("due", LIMIT, "--from", "2026-07-03", "--format", "json")
    assert (0, b"") == (done.returncode, done.stderr)
    assert "2026-10-08" == json.loads(done.stdout)["due"]


def test_the_environment_chooses_the_language():
    """A Chinese machine is answered in Chinese."""
    done = run("due", LIMIT, "--from", "2026-07-03", lang="zh_CN.UTF-8")
    assert "届满日：2026-10-08" in done.stdout.decode()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_stream_without_chinese_fails_nobody(form):
    """Text shows question marks for what the stream cannot say; documents stay UTF-8."""
    argv = ("due", LIMIT, "--from", "2026-07-03", "--lang", "zh", "--format", form)
    done = run(*argv, encoding="ascii")
    assert (0, b"") == (done.returncode, done.stderr)
    if form == "json":
        assert "住房" in json.loads(done.stdout)["article"]
    else:
        assert b"2026-10-08" in done.stdout
        assert b"??" in done.stdout


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["audit", "missing.csv", "--procedure", "cn.penalty.ordinary"], "no such file"),
        (["due", "cn.nothing", "--from", "2026-07-03"], "no limit is called"),
        (["calendar", "CN", "2031"], "notice for 2031"),
    ],
)
def test_a_wrong_call_is_2_without_a_traceback(argv, words):
    """Status 2 and one clear line."""
    done = run(*argv)
    assert (2, b"") == (done.returncode, done.stdout)
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_breaches_are_1_and_a_pipe_is_clean(tmp_path):
    """No progress and no notes are mixed into what is piped on."""
    table = tmp_path / "案件.csv"
    table.write_text("案号,立案日期,处罚决定日期\n虚构-1,2025-01-06,2025-09-01\n", "gb18030")
    done = run(
        *("audit", str(table), "--procedure", "cn.penalty.ordinary"),
        *("--as-of", "2026-01-01", "--format", "json", "--complete"),
    )
    assert (1, b"") == (done.returncode, done.stderr)
    assert "late" in {one["code"] for one in json.loads(done.stdout)["findings"]}
