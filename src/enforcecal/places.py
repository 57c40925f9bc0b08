"""Where in the text of a data file something stands.

TOML readers do not say, and an author wants the line.  So the text is scanned for ids and keys as
people write them: a best effort, and no more than a help; the path is always given too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["Places"]

_HEADER: Final = re.compile(r"\s*\[+\s*([\w-]+)(?:\s*\.\s*(?:\"([^\"]+)\"|([\w-]+)))?")
_ID: Final = re.compile(r"(?<![\w-])(?:id|name)\s*=\s*[\"']([^\"']+)[\"']")
_EXTENDS: Final = re.compile(r"(?<![\w-])extends\s*=\s*[\"']([^\"']+)[\"']")
_PACK: Final = re.compile(r"\s*pack\s*=")
_INLINE: Final = re.compile(r"\s*(event|fact|conduct|discovery|question)\s*=\s*\{")
_WORDS: Final = frozenset({"event", "fact", "conduct", "discovery", "question"})
_WORD: Final = re.compile(r"(?:\"([^\"]+)\"|([\w-]+))\s*=\s*\{")
_NEXT: Final = re.compile(r"\s*\[\[\w+\s*\]\]|\s*\{?\s*id\s*=")


class Places:
    """Finds the lines of one text, whose TOML tables are *data*."""

    def __init__(self, text: str, data: Mapping[str, object]) -> None:
        self._rows = text.splitlines()
        self._data = data
        self._named: list[tuple[int, str]] = []
        self._scan()
        self.ids: Mapping[str, int] = {name: line for line, name in reversed(self._named)}
        """The line of each id, and of each ``event.NAME``, ``fact.NAME``, ``extends.ID``."""

    def _scan(self) -> None:
        table = ""
        for number, row in enumerate(self._rows, 1):
            header = _HEADER.match(row)
            if header:
                table = header[1]
            # The id of the pack is often also that of its law, which is the one to point at.
            if table != "pack" and not _PACK.match(row):
                self._named += [(number, match[1]) for match in _ID.finditer(row)]
            self._named += [(number, f"extends.{match[1]}") for match in _EXTENDS.finditer(row)]
            if header:
                if word := header[2] or header[3]:
                    self._named.append((number, f"{table}.{word}"))
            elif inline := _INLINE.match(row):
                self._words(row[inline.end() :], inline[1], number)
            elif table in _WORDS:
                self._words(row, table, number)

    def _words(self, row: str, table: str, number: int) -> None:
        for match in _WORD.finditer(row):
            self._named.append((number, f"{table}.{match[1] or match[2]}"))

    def place(self, path: tuple[str | int, ...], message: str, key: str | None = None) -> str:
        """Return *message* after its line and its path in words, positions counted from 1."""
        line, words = self.line(path, key), self._in_words(path)
        return f"{f'line {line}: ' if line else ''}{f'{words}: ' if words else ''}{message}"

    def _in_words(self, path: tuple[str | int, ...]) -> str:
        here: object = self._data
        words: list[str] = []
        for step in path:
            here = _inside(here, step)
            if isinstance(step, str):
                words.append(step)
                continue
            words[-1] += f"[{step + 1}]"
            if name := _name(here):
                words[-1] += f" {name!r}"
        if len(words) > 1 and words[-1] == path[-1]:
            words[-1] = f"key {words[-1]!r}"
        return ", ".join(words)

    def line(self, path: tuple[str | int, ...], key: str | None = None) -> int | None:
        """Return the line on which *path*, or a *key* at its end, stands."""
        keys = [step for step in path[1:] if isinstance(step, str)]
        wanted = key or (keys[-1] if keys else None)
        if not path:
            return self._first(rf"\s*(\[+\s*)?{re.escape(wanted)}\s*[\]=.]") if wanted else None
        first = self._start(path)
        if first is None or wanted is None:
            return first
        pattern = re.compile(rf"(?<![\w-]){re.escape(wanted)}\s*=")
        for number in range(first, self._end(first)):
            if pattern.search(self._rows[number - 1]):
                return number
        return first

    def _end(self, first: int) -> int:
        """Return the line at which whatever begins on line *first* is over: at the next id."""
        begun = not self._rows[first - 1].lstrip().startswith("[")
        for number in range(first + 1, len(self._rows) + 1):
            if _NEXT.match(self._rows[number - 1]):
                if begun:
                    return number
                begun = True
        return len(self._rows) + 1

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
            found = self._next(_name(here), found or 1) or found
        return found or self._first(rf"\s*(\[+\s*)?{re.escape(section)}\s*[\]=.]")

    def _next(self, name: str | None, first: int) -> int | None:
        """Return the first line from *first* on that has this id."""
        return next((line for line, each in self._named if each == name and line >= first), None)

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
