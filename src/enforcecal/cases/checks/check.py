"""What a check is: a code, what it means, what it reads of a run, and the function that looks."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import attrs

from enforcecal.cases.findings import Finding, Severity
from enforcecal.cases.replay.run import Run
from enforcecal.texts import Text

__all__ = ["Check", "Find", "Reads"]

Find = Callable[[Run, Sequence[Any]], Iterator[Finding]]
"""From a run, and the part of it a check reads, to findings."""


class Reads(enum.Enum):
    """The part of a run that a check reads.

    What stands here decides what is asked anew when an event is only proposed: a check of clocks
    is given the clocks that the event moves, a check of faults the faults it makes, a check of the
    run the whole run with and without it.
    """

    CLOCKS = "clocks"
    """The clocks of the run, one by one."""
    FAULTS = "faults"
    """What the replay met that went against a rule."""
    STEPS = "steps"
    """The events as they were applied."""
    RUN = "run"
    """More than one of them together."""

    def of(self, run: Run) -> Sequence[Any]:
        """Return that part of *run*; the whole run is one part."""
        return (run,) if self is Reads.RUN else getattr(run, self.value)


@attrs.frozen(kw_only=True)
class Check:
    """One thing that may be wrong, and how it is found.

    *find* gets the run and the items to look at, which are all that `reads` names or those that
    changed; it looks at no others, never raises because of what is in a log, and repeats no other
    check's finding: one fault gives one finding.
    """

    code: str
    """Stable name of its findings; the wording may change, the code never does."""
    name: Text
    meaning: Text
    severity: Severity
    """The gravest its findings can be."""
    reads: Reads = Reads.RUN
    find: Find | None = None
    """None where the finding is made elsewhere: of a row that could not be read, by the reader."""
    by_order: bool = False
    """Whether another order of the events of one day can make, or take away, what it finds."""

    def __call__(self, run: Run, items: Sequence[Any] | None = None) -> Iterator[Finding]:
        """Yield what it finds in *run*, looking at *items* or at all that it reads."""
        if self.find is not None:
            yield from self.find(run, self.reads.of(run) if items is None else items)
