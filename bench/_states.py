"""States alone: one region as a plain table, for refusals over very many events.

No clock, no condition, no day: where only the lawful order is asked, a table of dictionaries
answers at the cost of one look-up an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import length_hint
from typing import Any, Final

from enforcecal.errors import ArgumentError
from enforcecal.law.procedures import Region

__all__ = ["StateTable"]

Row = dict[str, Any]
"""A state: each event it knows with the row of the state that follows, and its own name."""

_NAME: Final = "\0name"
"""Where a row keeps the name of its state; no event can be called so."""


class StateTable:
    """One region as a plain table: for refusals over very many events, with no clock at all.

    >>> from enforcecal.law.procedures import Region, Step
    >>> region = Region(id="main", initial="new", steps=(Step(("new",), "file", "filed"),))
    >>> StateTable(region).walk(["file", "file"])
    ('filed', [(1, 'filed', 'file')])
    """

    __slots__ = ("_first",)

    def __init__(self, region: Region) -> None:
        rows: dict[str, Row] = {state: {_NAME: state} for state in region.states}
        for step in region.steps:
            if step.condition is not None or "/" in step.target:
                raise ArgumentError(
                    f"region {region.id!r} has a step on {step.event!r} that asks a condition or "
                    "leaves the procedure; a table of states alone cannot carry it, use replay"
                )
            for source in step.sources:
                target = source if step.target == "=" else step.target
                rows[source].setdefault(step.event, rows[target])
        self._first = rows[region.initial]

    def walk(self, events: Sequence[str]) -> tuple[str, list[tuple[int, str, str]]]:
        """Return the last state, and each refused event with its index and the state it met."""
        # Rows hold rows, so that a lawful event costs one look-up; the index is worked out only
        # for an event that is refused, from what its iterator has left.
        row = self._first
        refused: list[tuple[int, str, str]] = []
        left = iter(events)
        while True:
            try:
                for event in left:
                    row = row[event]
            except KeyError:
                place = len(events) - length_hint(left) - 1
                refused.append((place, row[_NAME], events[place]))
            else:
                return row[_NAME], refused
