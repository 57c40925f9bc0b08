"""The door of the command line: languages, exit statuses, and no traceback ever."""

from __future__ import annotations

import io
import os
import runpy
import sys

import pytest

import enforcecal
from enforcecal import cli
from enforcecal.cli import main
from enforcecal.cli.arguments import chosen_lang, today

LIMIT = "cn.mohurd-55-2022.art29.decision"


@pytest.fixture(autouse=True)
def _no_language(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


class TestLanguage:
    @pytest.mark.parametrize(
        ("environment", "lang"),
        [
            ({}, "en"),
            ({"LANG": "zh_CN.UTF-8"}, "zh"),
            ({"LANG": "de_DE.UTF-8"}, "en"),
            ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
            ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_GB"}, "zh"),
            ({"LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
        ],
    )
    def test_the_environment_decides_when_nobody_says(self, monkeypatch, environment, lang):
        """The first of LC_ALL, LC_MESSAGES and LANG that is set is looked at."""
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        assert lang == chosen_lang(["rules"])

    @pytest.mark.parametrize(
        ("argv", "lang"),
        [
            (["--lang", "zh", "rules"], "zh"),
            (["rules", "--lang=zh"], "zh"),
            (["rules", "--lang", "en"], "en"),
            (["rules", "--lang"], "en"),
            (["rules", "--lang", "fr"], "en"),
        ],
    )
    def test_what_is_said_outranks_the_environment(self, monkeypatch, argv, lang):
        """--lang may stand before the command or after it."""
        monkeypatch.setenv("LANG", "zh_CN" if lang == "en" else "en_GB")
        assert lang == chosen_lang(argv)

    def test_the_answer_is_in_that_language(self, capsys, monkeypatch):
        """The command hears of it wherever it stands."""
        for argv in (["--lang", "zh", "explain", "late"], ["explain", "late", "--lang", "zh"]):
            assert 0 == main(argv)
            assert "逾期" in capsys.readouterr().out
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")
        assert 0 == main(["explain", "late"])
        assert "逾期" in capsys.readouterr().out

    def test_help_is_in_that_language(self, capsys):
        """Help is asked for before anything is parsed, and still speaks the language."""
        assert 0 == main(["--lang", "zh", "--help"])
        assert "行政执法" in capsys.readouterr().out
        assert 0 == main(["audit", "-h", "--lang", "zh"])
        assert "案件表" in capsys.readouterr().out


class TestStatus:
    def test_the_version_is_told(self, capsys):
        """The version is that of the package."""
        assert 0 == main(["--version"])
        assert f"enforcecal {enforcecal.__version__}\n" == capsys.readouterr().out

    @pytest.mark.parametrize(
        "argv",
        [
            [],
            ["audti"],
            ["due", LIMIT],
            ["due", LIMIT, "--from", "2023-02-30"],
            ["due", LIMIT, "--form", "2026-01-01"],
            ["calendar", "CN", "soon"],
            ["rules", "--lang", "fr"],
            ["rules", "--format", "xml"],
        ],
    )
    def test_a_wrong_call_is_2(self, capsys, argv):
        """Whatever is wrong with the arguments is said on standard error, with how to call."""
        assert 2 == main(argv)
        said = capsys.readouterr()
        assert "" == said.out
        assert "usage: enforcecal" in said.err

    def test_an_error_is_said_in_one_line(self, capsys):
        """An unknown name gives the nearest, and no traceback."""
        assert 2 == main(["due", LIMIT[:-1], "--from", "2026-07-03"])
        said = capsys.readouterr()
        assert (
            f"enforcecal: error: no limit is called '{LIMIT[:-1]}'; did you mean '{LIMIT}'?\n"
            == said.err
        )
        assert "" == said.out

    def test_beyond_the_horizon_the_option_is_named(self, capsys):
        """Whoever lacks a notice is told how to give one here."""
        assert 2 == main(["calendar", "CN", "2031", "--lang", "zh"])
        assert "--notice" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("error", "status", "words"),
        [
            (OSError(28, "no space left"), 2, "no space left"),
            (OverflowError("date value out of range"), 2, "out of range"),
            (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), 2, "utf-8"),
            (KeyboardInterrupt(), 130, "interrupted"),
            (BrokenPipeError(), 141, ""),
        ],
    )
    def test_what_the_machine_does_is_no_traceback(self, capsys, monkeypatch, error, status, words):
        """A full disk, an interrupt and a reader that has gone each have their status."""

        def fail(*_):
            raise error

        monkeypatch.setattr(cli, "_run", fail)
        monkeypatch.setattr(cli, "hush", lambda: None)
        assert status == main(["rules"])
        assert words in capsys.readouterr().err

    def test_a_reader_that_has_gone_is_left_in_peace(self, monkeypatch, capfd):
        """After `| head` nothing more is written, and Python does not complain at its end."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w") as stream:
            monkeypatch.setattr(sys, "stdout", stream)
            assert 141 == main(["calendar", "CN", "2026", "--format", "json"])
        assert "" == capfd.readouterr().err

    def test_a_stream_without_a_file_is_left_alone(self, monkeypatch):
        """Standard output may be replaced by something that is no file."""
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        cli.hush()

    def test_arguments_are_those_of_the_process(self, monkeypatch, capsys):
        """`enforcecal` and `python -m enforcecal` read what they were called with."""
        monkeypatch.setattr(sys, "argv", ["enforcecal", "--version"])
        with pytest.raises(SystemExit, match="0"):
            runpy.run_module("enforcecal", run_name="__main__")
        assert enforcecal.__version__ in capsys.readouterr().out

    def test_importing_the_module_runs_nothing(self):
        """Only as a program does it end the process."""
        assert "main" in runpy.run_module("enforcecal.__main__", run_name="imported")


def test_today_is_the_day_on_the_wall():
    """The clock is read here and nowhere else."""
    assert today() == type(today()).today()
