"""JSON documents that are written while they are made.

One entry of a list stands on one line, so that a document of a million findings is never held as a
whole, and two of them can be compared line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

__all__ = ["json_lines"]


def json_lines(
    head: Mapping[str, object], lists: Mapping[str, Iterable[object]] | None = None
) -> Iterator[str]:
    """Yield one JSON object: the entries of *head*, then *lists* with an entry a line.

    >>> print("".join(json_lines({"cases": 2}, {"findings": [{"code": "late"}]})), end="")
    {
    "cases": 2,
    "findings": [
    {"code": "late"}
    ]
    }
    """
    yield "{"
    comma = "\n"
    for key, value in head.items():
        yield f"{comma}{_json(key)}: {_json(value)}"
        comma = ",\n"
    for key, entries in (lists or {}).items():
        yield f"{comma}{_json(key)}: ["
        comma = "\n"
        for entry in entries:
            yield f"{comma}{_json(entry)}"
            comma = ",\n"
        yield "]" if comma == "\n" else "\n]"
        comma = ",\n"
    yield "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
