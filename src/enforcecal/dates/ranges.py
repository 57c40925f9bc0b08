"""Over which days a last day can still move: every reading, notice to come and fact in doubt.

There is one such computation, for a deadline that a person asks for and for a clock of a replay.
It gives days and what was met on the way to them; the words are those of
`enforcecal.dates.deadlines`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from enforcecal.dates.clocks import DAY_SECONDS, Counting, Longer, Span
from enforcecal.dates.forecast import BEYOND
from enforcecal.dates.periods import Edge, Roll, Unit

if TYPE_CHECKING:
    from enforcecal.dates.forecast import CountView, Views

__all__ = ["DayRange", "Met", "Way", "day_range", "unsettled"]


class Way(NamedTuple):
    """What is counted from, in the order in which `Counting.ends` takes it.

    A fact in doubt makes a second way: with a pause or without it, with an extension or without.
    """

    start: int
    anchor: int | None = None
    """The day it is counted backward from."""
    spans: tuple[Span, ...] = ()
    longer: tuple[Longer, ...] = ()
    at: int = DAY_SECONDS


class Met(NamedTuple):
    """Where a way of counting leads when not to the default day."""

    counting: Counting
    day: int | None = None
    """Its last day; None where it has none, for an open pause or for `beyond`."""
    beyond: Exception | None = None
    """Why no calendar, or no date, reaches it."""


class DayRange(NamedTuple):
    """The earliest and the latest last day, each None without a bound, and what moves it."""

    low: int | None
    high: int | None
    met: tuple[Met, ...] = ()
    timeless: bool = False
    """Whether hours run from a time of day that was not recorded."""
    awaited: tuple[int, int] | None = None
    """The days whose notices are awaited, from the first to the last."""


def unsettled(counting: Counting, views: Views | None, anchor: int | None, end: int) -> bool:
    """Tell whether a notice still to come matters to a count that ends on the day *end*."""
    if views is None:
        return False
    if counting.period.unit is Unit.WORKING_DAY:
        return max(end, anchor or 0) > views.settled
    return counting.roll is not Roll.NONE and anchor is None and end > views.settled


def day_range(
    countings: Sequence[Counting],
    views: Views | None,
    ways: Sequence[Way],
    default: tuple[int, int],
) -> DayRange:
    """Return the days between which the last day lies, over all *countings* and all *ways*.

    The first counting and the first way are the default ones; *default* is what they come to.  A
    wait is measured on the day before it opens, so that readings of its edge show.
    """
    main, first = countings[0], ways[0]
    due = default[1]
    if (
        len(ways) == 1
        and main.period.unit is not Unit.HOUR
        and not unsettled(main, views, first.anchor, due)
    ):
        # The usual case: every notice is there, so the default reading gives one day.
        countings = countings[1:]
    point = views.point if views else None
    days = [due]
    met: list[Met] = []
    awaited: tuple[int, int] | None = None
    endless = timeless = False
    default_end: int | None = due
    for counting in countings:
        hours = counting.period.unit is Unit.HOUR
        instants = (DAY_SECONDS, 0) if hours and first.at == DAY_SECONDS else (first.at,)
        timeless = timeless or len(instants) > 1
        change = 0
        if main.edge is not None and first.anchor is None:
            change = days_after(counting) - days_after(main)
        held = False
        why: Exception | None = None
        for way in ways:
            found, beyond = _end(counting, point, way)
            if way is first:
                default_end = found
            looked: list[CountView | None] = [point]
            if views and _may_move(counting, views, way.anchor, found):
                looked += [views.fast, views.slow]
                if found is not None and awaited is None:
                    last = max(found, way.anchor or 0)
                    # a count needs every notice on its way, a roll only that of the last day
                    counts = counting.period.unit is Unit.WORKING_DAY
                    awaited = min(way.start, found) if counts else last, last
            for view, at in product(looked, instants):
                if view is not point or at != way.at:
                    end, failed = _end(counting, view, way._replace(at=at))
                    beyond = beyond or failed
                else:
                    end = found
                if end is not None:
                    days.append(end + change)
                else:
                    held = True
            why = why or beyond
        if held:
            endless = True
            met.append(Met(counting, beyond=why))
        if default_end is not None and default_end + change != due:
            met.append(Met(counting, default_end + change))
    low: int | None = min(days)
    high: int | None = max(days)
    if endless:
        # Counted backward it is the early side that has no bound.
        low, high = (low, None) if first.anchor is None else (None, high)
    return DayRange(low, high, tuple(met), timeless, awaited)


def days_after(counting: Counting) -> int:
    """Return how many days after its last day what waits for it is lawful, if it is a wait."""
    return 1 if counting.edge is Edge.AFTER else 0


def _end(
    counting: Counting, view: CountView | None, way: Way
) -> tuple[int | None, Exception | None]:
    try:
        found = counting.ends(view, *way)
    except BEYOND as beyond:
        return None, beyond
    return (None if found is None else found[1]), None


def _may_move(counting: Counting, views: Views, anchor: int | None, end: int | None) -> bool:
    if end is None:  # it lies far off, or an open pause holds it
        return counting.period.unit is Unit.WORKING_DAY or counting.roll is not Roll.NONE
    return unsettled(counting, views, anchor, end)
