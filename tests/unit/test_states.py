"""States alone, for refusals over very many events."""

from __future__ import annotations

import pytest

from enforcecal.cases.states import StateTable
from enforcecal.errors import ArgumentError
from enforcecal.law.conditions import parse_condition
from enforcecal.law.procedures import Region, Step

REGION = Region(
    id="main",
    initial="new",
    steps=(
        Step(("new",), "file", "open"),
        Step(("open", "held"), "note", "="),
        Step(("open",), "hold", "held"),
        Step(("open",), "hold", "never"),
        Step(("held",), "decide", "closed"),
    ),
)


def test_walk_gives_the_last_state_and_every_refusal():
    """An event the state does not provide for is refused with its place, and changes nothing."""
    table = StateTable(REGION)
    assert table.walk(["decide", "file", "note", "hold", "file", "note", "decide"]) == (
        "closed",
        [(0, "new", "decide"), (4, "held", "file")],
    )
    assert table.walk([]) == ("new", [])


@pytest.mark.parametrize(
    "step",
    [Step(("new",), "file", "open", parse_condition("fit")), Step(("new",), "file", "other/new")],
)
def test_what_a_table_cannot_carry_is_refused(step):
    """A condition, or a step into another procedure, needs replay."""
    with pytest.raises(ArgumentError, match="use replay"):
        StateTable(Region(id="main", initial="new", steps=(step,)))
