"""JSON that is written while it is made."""

from __future__ import annotations

import json

import pytest

from enforcecal.render.documents import json_lines


@pytest.mark.parametrize(
    ("head", "lists"),
    [
        ({}, {}),
        ({"a": 1, "b": None}, {}),
        ({}, {"x": [1, 2], "y": []}),
        ({"甲": "乙\n丙"}, {"x": [], "y": [{"k": [True]}], "z": ["…"]}),
    ],
)
def test_it_is_the_json_of_the_whole(head, lists):
    """However it is cut into pieces, the document is one object with all of its keys."""
    text = "".join(json_lines(head, lists))
    assert head | lists == json.loads(text)
    assert text.endswith("}\n")


def test_chinese_is_written_as_it_is():
    """No character is spelled out in escapes."""
    assert '"甲": "逾期"' in "".join(json_lines({"甲": "逾期"}))


def test_an_entry_stands_on_one_line():
    """A list of three takes three lines, so that two documents can be compared."""
    text = "".join(json_lines({}, {"x": [{"a": 1}, {"a": 2}, {"a": 3}]}))
    assert ['{"a": 1},', '{"a": 2},', '{"a": 3}'] == text.split("\n")[2:5]


def test_entries_are_asked_for_one_by_one():
    """Nothing is held back until the end: the first lines come before the last entry is made."""
    made = []

    def entries():
        for number in range(100):
            made.append(number)
            yield number

    lines = json_lines({}, {"x": entries()})
    while not made:
        next(lines)
    assert [0] == made
