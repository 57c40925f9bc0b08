"""States alone: one region as a plain table, for refusals over very many events.

No clock, no condition, no day: where only the lawful order is asked, a table of dictionaries
answers at the cost of one look-up an event.
"""

from __future__ import annotations

from collections.abc import Iterable

from enforcecal.errors import ArgumentError
from enforcecal.law.procedures import Region

__all__ = ["StateTable"]


class StateTable:
    """One region as a plain table: for refusals over very many events, with no clock at all.

    >>> from enforcecal.law.procedures import Region, Step
    >>> region = Region(id="main", initial="new", steps=(Step(("new",), "file", "filed"),))
    >>> StateTable(region).walk(["file", "file"])
    ('filed', [(1, 'filed', 'file')])
    """

    __slots__ = ("_initial", "_table")

    def __init__(self, region: Region) -> None:
        self._initial = region.initial
        table: dict[str, dict[str, str]] = {state: {} for state in region.states}
        for step in region.steps:
            if step.condition is not None or "/" in step.target:
                raise ArgumentError(
                    f"region {region.id!r} has a step on {step.event!r} that asks a condition or "
                    "leaves the procedure; a table of states alone cannot carry it, use replay"
                )
            for source in step.sources:
                target = source if step.target == "=" else step.target
                table[source].setdefault(step.event, target)
        self._table = table

    def walk(self, events: Iterable[str]) -> tuple[str, list[tuple[int, str, str]]]:
        """Return the last state, and each refused event with its index and the state it met."""
        table, state = self._table, self._initial
        refused: list[tuple[int, str, str]] = []
        row = table[state]
        for index, event in enumerate(events):
            target = row.get(event)
            if target is None:
                refused.append((index, state, event))
            elif target is not state:
                state = target
                row = table[state]
        return state, refused
