"""The two readings of a pack: the plain one that stops, and the one that says what is wrong."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from enforcecal.law import structure
from enforcecal.law.packs import packaged
from enforcecal.law.schema import Pack

PACKS = Path(__file__).resolve().parents[1] / "packs"
EVERY = [*packaged().values(), *sorted((PACKS / "good").rglob("*.toml"))]
SMALL = """
pack = { id = "x", version = "1" }
[[law]]
id = "x.law-2020"
from = 2020-01-01
[[limit]]
id = "x.law-2020.art1.a"
matter = "a"
kind = "act-within"
start = ["began"]
end = ["done"]
length = 5
unit = "day"
extend = [{ id = "x.law-2020.art1.more", event = "more", length = "days" }]
then = "over"
[[procedure]]
id = "x.case"
laws = ["x.law"]
[[procedure.region]]
id = "main"
initial = "a"
per = "party"
names = { a = "甲" }
steps = [["a", "began", "b"]]
[event]
began = {}
"""


def plain(tables):
    """Read with the plain reader alone."""
    return structure._Reader(tables, structure._plain, stops=True).read("x", {})


def thorough(tables):
    """Read with the reader that collects what is wrong."""
    return structure._Reader(tables, structure._converter().structure, stops=False).read("x", {})


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_both_readings_make_the_same_pack(path):
    """For every pack there is, in every field."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    one, two = plain(tables), thorough(tables)
    assert isinstance(one, Pack)
    assert one == two
    assert repr(one) == repr(two)


def places(value, path=()):
    """Yield the path to everything in a table."""
    yield path
    if isinstance(value, (dict, list)):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in inside:
            yield from places(each, (*path, key))


def changed(value, path, new):
    """Return the tables with something else at *path*."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(copy[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("new", [None, 7, -1, 1.5, True, "", "x", "act-within", [], ["x"], [1], {},
                                 {"x": 1}, [{}], [["a", "b", "c"]]], ids=repr)  # fmt: skip
def test_what_one_refuses_the_other_refuses(new):
    """Whatever stands at whatever place: never a pack by one reading that is none by the other."""
    tables = tomllib.loads(SMALL)
    for path in places(tables):
        if path:
            wrong = changed(tables, path, new)
            try:
                one = plain(wrong)
            except Exception:  # noqa: BLE001 - any refusal will do, the words are the other's
                one = None
            two = thorough(wrong)
            right = isinstance(two, Pack)
            assert right == isinstance(one, Pack), path
            assert not right or one == two


def test_a_right_pack_needs_no_cattrs():
    """What knows the path to every mistake is imported only where there is one."""
    code = (
        "import sys; sys.modules['cattrs'] = None; from datetime import date; "
        "import enforcecal as ec; "
        "limit = ec.rulebook('cn').limit('cn.mohurd-55-2022.art29.decision'); "
        "print(limit.deadline(start=date(2026, 7, 3)).due)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "2026-10-08\n" == done.stdout, done.stderr
