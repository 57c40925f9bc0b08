"""Answers out: to the terminal, or to a file that is there whole or not at all.

On a terminal, long work also shows how far it is, on a line that is gone when it is done.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

from enforcecal.errors import ArgumentError

__all__ = ["FORMATS", "Progress", "check_output", "format_of", "hush", "lines", "tell", "write"]

FORMATS: Final = ("text", "json", "csv")


def lines(found: Iterable[str]) -> Iterator[str]:
    """Yield each of *found* with its end of line."""
    return (f"{line}\n" for line in found)


def format_of(asked: str | None, output: Path | None) -> str:
    """Return the format that was asked for, else the one the name of *output* says."""
    named = output.suffix[1:].lower() if output else ""
    return asked or (named if named in FORMATS else "text")


def check_output(output: Path | None, inputs: Iterable[Path]) -> None:
    """Refuse to write over something that is read."""
    if output is None:
        return
    if output.is_dir():
        raise ArgumentError(f"--output {output}: is a directory; name a file")
    for path in inputs:
        if output.exists() and path.exists() and output.samefile(path):
            raise ArgumentError(f"--output {output}: would overwrite what is read; name another")


def write(chunks: Iterable[str], output: Path | None = None, *, exact: bool = False) -> None:
    """Write *chunks* to standard output, or to the file *output*, which appears when it is whole.

    With *exact* they are for a program: always UTF-8, wherever they go but to a terminal.
    """
    if output is None:
        stream = sys.stdout
        _encode(stream, exact=exact)
        for chunk in chunks:
            stream.write(chunk)
        return
    target = output.resolve()
    if target.exists() and not target.is_file():  # a pipe or a device: there is nothing to replace
        with target.open("w", encoding="utf-8", newline="") as stream:
            stream.writelines(chunks)
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as stream:
            stream.writelines(chunks)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _encode(stream: TextIO, *, exact: bool) -> None:
    if not isinstance(stream, io.TextIOWrapper) or stream.encoding.lower().startswith("utf"):
        return
    if exact and not stream.isatty():
        stream.reconfigure(encoding="utf-8")
    else:  # a terminal that has no Chinese shows question marks rather than fails
        stream.reconfigure(errors="replace")


def tell(message: str) -> None:
    """Say something that is no part of the answer."""
    _encode(sys.stderr, exact=False)
    print(message, file=sys.stderr)


def hush() -> None:
    """Stop writing to a reader that has gone, so that Python does not complain about it at exit."""
    with contextlib.suppress(OSError):
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, sys.stdout.fileno())
        os.close(silent)


class Progress:
    """A line on a terminal that says how far the work is; nothing where there is no terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shown = False
        self._after = 0.0
        self._on = self._stream.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.clear()

    def show(self, what: str, done: int, of: int | None = None) -> None:
        """Show *what* and how many of how many are done, at most ten times a second."""
        now = time.monotonic()
        if not self._on or now < self._after:
            return
        self._after = now + 0.1
        many = f"{done:,}/{max(of, done):,}" if of else f"{done:,}"
        self._stream.write(f"\r{what} {many}\x1b[K")
        self._stream.flush()
        self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
