"""Answers out: files that are there whole or not at all, encodings, progress."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from enforcecal.cli.output import Progress, check_output, format_of, lines, tell, write
from enforcecal.errors import ArgumentError


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """It does."""
        return True


def narrow(encoding="ascii", *, terminal=False):
    """Return a stream that cannot say everything."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    if terminal:
        stream.isatty = lambda: True
    return stream


class TestFiles:
    def test_a_file_is_written_whole(self, tmp_path):
        """Nothing else is left in the directory."""
        target = tmp_path / "out.csv"
        write(["\ufeffa\n", "甲\n"], target)
        assert "\ufeffa\n甲\n".encode() == target.read_bytes()
        assert [target] == list(tmp_path.iterdir())

    def test_a_file_that_was_there_is_replaced_only_when_the_new_one_is_whole(self, tmp_path):
        """An answer that breaks off leaves the old file as it was, and no rest."""
        target = tmp_path / "out.csv"
        target.write_text("old")

        def breaking():
            yield "new"
            raise ValueError

        with pytest.raises(ValueError):
            write(breaking(), target)
        assert "old" == target.read_text()
        assert [target] == list(tmp_path.iterdir())
        write(["new"], target)
        assert "new" == target.read_text()

    def test_a_link_is_followed(self, tmp_path):
        """What the link points to is replaced, not the link."""
        target, link = tmp_path / "real.txt", tmp_path / "link.txt"
        target.write_text("old")
        link.symlink_to(target)
        write(["new"], link)
        assert link.is_symlink()
        assert "new" == target.read_text()

    def test_a_device_is_written_to(self):
        """There is nothing to replace in a device."""
        write(["x"], Path(os.devnull))
        assert not Path(os.devnull).is_file()

    def test_what_is_read_is_not_overwritten(self, tmp_path):
        """Neither by its name nor by another name of the same file."""
        table, link = tmp_path / "t.csv", tmp_path / "l.csv"
        table.write_text("x")
        link.symlink_to(table)
        for output in (table, link):
            with pytest.raises(ArgumentError, match="would overwrite"):
                check_output(output, [tmp_path / "missing", table])
        check_output(None, [table])
        check_output(tmp_path / "new.csv", [table])

    def test_a_directory_is_no_file(self, tmp_path):
        """The message says what to do."""
        with pytest.raises(ArgumentError, match="name a file"):
            check_output(tmp_path, [])

    @pytest.mark.parametrize(
        ("asked", "output", "found"),
        [
            (None, None, "text"),
            (None, "a.JSON", "json"),
            (None, "a.csv", "csv"),
            (None, "a.txt", "text"),
            (None, "a", "text"),
            ("json", "a.csv", "json"),
            ("csv", None, "csv"),
        ],
    )
    def test_the_format_is_what_is_asked_or_what_the_name_says(self, asked, output, found):
        """A name ending in .json or .csv is enough."""
        assert found == format_of(asked, Path(output) if output else None)


class TestStreams:
    def test_lines_have_their_ends(self):
        """Each line of a page ends."""
        assert ["a\n", "\n"] == list(lines(["a", ""]))

    def test_documents_are_utf8_wherever_they_go(self, monkeypatch):
        """JSON in a pipe is UTF-8, whatever the machine would write."""
        stream = narrow()
        monkeypatch.setattr(sys, "stdout", stream)
        write(["逾期"], exact=True)
        stream.flush()
        assert "逾期".encode() == stream.buffer.getvalue()

    @pytest.mark.parametrize(("exact", "terminal"), [(False, False), (True, True)])
    def test_a_terminal_without_chinese_shows_question_marks(self, monkeypatch, exact, terminal):
        """It does not fail."""
        stream = narrow(terminal=terminal)
        monkeypatch.setattr(sys, "stdout", stream)
        write(["逾期 late"], exact=exact)
        stream.flush()
        assert b"?? late" == stream.buffer.getvalue()

    def test_utf8_stays_as_it_is(self, monkeypatch):
        """Where the stream can say everything nothing is changed."""
        stream = narrow("utf-8")
        monkeypatch.setattr(sys, "stdout", stream)
        write(["逾期"])
        stream.flush()
        assert "逾期".encode() == stream.buffer.getvalue()

    def test_what_is_no_part_of_the_answer_goes_to_standard_error(self, capsys):
        """The answer can be piped on."""
        tell("x")
        assert ("", "x\n") == tuple(capsys.readouterr())


class TestProgress:
    def test_it_is_shown_on_a_terminal_and_taken_away(self):
        """The line is written over, and gone at the end."""
        stream = Terminal()
        with Progress(stream) as progress:
            progress.show("rows", 1000, 5000)
            progress.show("rows", 1001, 5000)
        assert "\rrows 1,000/5,000\x1b[K\r\x1b[K" == stream.getvalue()

    def test_without_a_total_it_shows_what_is_done(self):
        """A total that was guessed too low is not shown."""
        stream = Terminal()
        Progress(stream).show("rows", 7)
        Progress(stream).show("rows", 8, 3)
        assert "\rrows 7\x1b[K\rrows 8/8\x1b[K" == stream.getvalue()

    def test_it_is_silent_where_there_is_no_terminal(self):
        """A log file is not filled with it."""
        stream = io.StringIO()
        with Progress(stream) as progress:
            progress.show("rows", 1)
        assert "" == stream.getvalue()
