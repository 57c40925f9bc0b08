"""Where in the text of a pack something stands.

TOML readers do not say, and an author wants the line.  So the text is scanned for ids and keys as
people write them: a best effort, and no more than a help; the path is always given too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["Places"]

_HEADER: Final = re.compile(r"\s*\[+\s*([\w-]+)(?:\s*\.\s*(?:\"([^\"]+)\"|([\w-]+)))?")
_ID: Final = re.compile(r"(?<![\w-])id\s*=\s*[\"']([^\"']+)[\"']")
_PACK: Final = re.compile(r"\s*pack\s*=")
_INLINE: Final = re.compile(r"\s*(event|fact)\s*=\s*\{")
_WORD: Final = re.compile(r"(?:\"([^\"]+)\"|([\w-]+))\s*=\s*\{")
_NEXT: Final = re.compile(r"\s*\[\[\w+\s*\]\]|\s*\{?\s*id\s*=")


class Places:
    """Finds the lines of one text, whose TOML tables are *data*."""

    def __init__(self, text: str, data: Mapping[str, object]) -> None:
        self._rows = text.splitlines()
        self._data = data
        self.ids: Mapping[str, int] = self._scan()
        """The line of each id, and of each ``event.NAME`` and ``fact.NAME``."""

    def _scan(self) -> dict[str, int]:
        found: dict[str, int] = {}
        table = ""
        for number, row in enumerate(self._rows, 1):
            if header := _HEADER.match(row):
                table = header[1]
            # The id of the pack is often also that of its law, which is the one to point at.
            if table != "pack" and not _PACK.match(row):
                for match in _ID.finditer(row):
                    found.setdefault(match[1], number)
            if header:
                if word := header[2] or header[3]:
                    found.setdefault(f"{table}.{word}", number)
            elif inline := _INLINE.match(row):
                self._words(row[inline.end() :], inline[1], number, found)
            elif table in {"event", "fact"}:
                self._words(row, table, number, found)
        return found

    @staticmethod
    def _words(row: str, table: str, number: int, found: dict[str, int]) -> None:
        for match in _WORD.finditer(row):
            found.setdefault(f"{table}.{match[1] or match[2]}", number)

    def place(self, path: tuple[str | int, ...], message: str, key: str | None = None) -> str:
        """Return *message* after its line and its path in words, positions counted from 1."""
        line, words = self._line(path, key), self._in_words(path)
        return f"{f'line {line}: ' if line else ''}{f'{words}: ' if words else ''}{message}"

    def _in_words(self, path: tuple[str | int, ...]) -> str:
        here: object = self._data
        words: list[str] = []
        for step in path:
            here = _inside(here, step)
            if isinstance(step, str):
                words.append(f"key {step!r}" if words else step)
                continue
            words[-1] += f"[{step + 1}]"
            if name := _name(here):
                words[-1] += f" {name!r}"
        return ", ".join(words)

    def _line(self, path: tuple[str | int, ...], key: str | None) -> int | None:
        keys = [step for step in path[1:] if isinstance(step, str)]
        wanted = key or (keys[-1] if keys else None)
        if not path:
            return self._first(rf"\s*(\[+\s*)?{re.escape(wanted)}\s*[\]=.]") if wanted else None
        first = self._start(path)
        if first is None or wanted is None:
            return first
        pattern = re.compile(rf"(?<![\w-]){re.escape(wanted)}\s*=")
        for number in range(first, len(self._rows) + 1):
            row = self._rows[number - 1]
            if number > first and _NEXT.match(row):
                break
            if pattern.search(row):
                return number
        return first

    def _start(self, path: tuple[str | int, ...]) -> int | None:
        """Return the line on which the innermost thing of *path* that has one begins."""
        section = str(path[0])
        found: int | None = None
        if len(path) > 1 and isinstance(path[1], str):
            found = self.ids.get(f"{section}.{path[1]}")
        elif len(path) > 1 and isinstance(path[1], int):
            header = re.compile(rf"\s*\[\[\s*{re.escape(section)}\s*\]\]")
            numbers = [number for number, row in enumerate(self._rows, 1) if header.match(row)]
            found = dict(enumerate(numbers)).get(path[1])
        here: object = self._data
        for step in path:
            here = _inside(here, step)
            found = self.ids.get(_name(here) or "", found)
        return found or self._first(rf"\s*(\[+\s*)?{re.escape(section)}\s*[\]=.]")

    def _first(self, pattern: str) -> int | None:
        found = re.compile(pattern)
        return next((at for at, row in enumerate(self._rows, 1) if found.match(row)), None)


def _inside(here: object, step: str | int) -> object:
    if isinstance(step, int):
        return here[step] if isinstance(here, list) and step < len(here) else None
    return here.get(step) if isinstance(here, dict) else None


def _name(here: object) -> str | None:
    name = here.get("id", here.get("name")) if isinstance(here, dict) else None
    return name if isinstance(name, str) else None
