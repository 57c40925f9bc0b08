"""The reading of a pack: every mistake has its path, and nothing that is wrong goes through."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from enforcecal.datafiles import DataFileError, read_data, table
from enforcecal.errors import PackError
from enforcecal.law.packs import load_pack, packaged, rulebook
from enforcecal.law.schema import Pack
from enforcecal.law.structure import read_pack

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


def read(tables):
    """Return the pack that *tables* make."""
    return read_data(tables, lambda data: read_pack(data, source="x", lines={}))


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_a_pack_reads_back_as_itself(path):
    """For every pack there is, in every field: what it writes is what it read."""
    pack = load_pack(path)
    again = read(pack.tables())
    assert pack == again
    assert pack.digest == again.digest
    assert pack.tables() == again.tables()


def problems(tables):
    """Return the pack that *tables* make, or what is said of them."""
    try:
        return read(tables)
    except DataFileError as refused:
        return refused.problems


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
def test_whatever_stands_wherever_is_read_or_refused_in_place(new):
    """A change is kept by the pack, or refused with the section in which it stands."""
    tables = tomllib.loads(SMALL)
    before = read(tables)
    for path in places(tables):
        if not path or changed(tables, path, new) == tables:
            continue
        found = problems(changed(tables, path, new))
        assert isinstance(found, Pack) or any(path[0] in one for one in found), path
        assert found != before or not new, path  # only what says nothing may change nothing


def test_every_mistake_is_told_at_once():
    """One reading finds them all, deep down and in every section."""
    tables = tomllib.loads(SMALL)
    wrong = changed(tables, ("limit", 0, "extend", 0, "length"), [])
    wrong = changed(wrong, ("procedure", 0, "region", 0, "steps", 0), [])
    wrong = changed(wrong, ("law", 0, "from"), "2020")
    wrong = changed(wrong, ("event", "began"), {"name": "x", "zh": 3})
    with pytest.raises(DataFileError) as refused:
        read(wrong)
    expected = [
        ("law[1] 'x.law-2020', key 'from'", "'2020' must be a day"),
        ("limit[1] 'x.law-2020.art1.a', extend[1] 'x.law-2020.art1.more', key 'length'", "a list"),
        ("procedure[1] 'x.case', region[1] 'main', steps[1]", "a step is"),
        ("event, key 'began'", "key 'name' is not known; there are zh, en, also"),
        ("event, began, key 'zh'", "3 must be text in quotes"),
    ]
    for (place, words), problem in zip(expected, refused.value.problems, strict=True):
        assert problem.startswith(f"{place}: {words}")


@pytest.mark.parametrize("text", ["", "pack = 1\n", "x = " + "[" * 9000 + "\n", "a = {" * 9000])
def test_a_hostile_file_ends_in_our_own_error(text):
    """No nesting, however deep, and no lack of everything ends otherwise."""
    with pytest.raises(PackError):
        load_pack(text + "\n")


def test_a_table_within_itself_is_read_no_deeper_than_the_format():
    """A mapping that holds itself is told like any other mistake."""
    tables = tomllib.loads(SMALL)
    tables["limit"][0]["takes-over"] = tables
    tables["event"]["began"]["per"] = circle = []
    circle.append(circle)
    with pytest.raises(DataFileError, match="is not known"):
        read(tables)


@pytest.mark.parametrize("name", ["wrong-calendar", "wrong-zone"])
def test_an_overlay_with_a_wrong_name_is_refused_when_it_is_read(name):
    """With the words that lint has for it, and not when something in it is asked for."""
    path = PACKS / "bad" / f"{name}.toml"
    with pytest.raises(PackError) as refused:
        rulebook("cn", overlays=[path])
    assert path.with_suffix(".txt").read_text("utf-8").splitlines() == [*refused.value.problems]


def test_a_reader_of_its_own_needs_no_pack():
    """The engine knows nothing of packs: here it makes a plain dict."""
    assert {"b": 2} == table(dict, {"a": ("b", lambda value: value)})({"a": 2})
