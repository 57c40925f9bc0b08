"""What a law file holds: time limits, counting rules, pauses, extensions, needs.

These are values as the file wrote them, checked one by one.  What they mean together (which
edition, which clock, which day) is worked out by `enforcecal.law.limits` and
`enforcecal.cases.replay`.  A key that the law does not answer is left out of the file and is then
``None`` here, never a default that looks like law.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

import attrs

from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.law.conditions import Condition
from enforcecal.texts import Text

__all__ = [
    "NO_ROLL",
    "Bound",
    "CountingRule",
    "ExtensionRule",
    "Kind",
    "Need",
    "PauseRule",
    "Reading",
    "TakesOver",
    "Then",
    "TimeLimit",
]


class Kind(enum.Enum):
    """Who must act, and what being late means."""

    ACT_WITHIN = "act-within"
    """An act is due; afterwards it is late (期限内作出)."""
    WAIT_AT_LEAST = "wait-at-least"
    """Nothing is due; other acts must wait (不得早于)."""
    RIGHT_LAPSES = "right-lapses"
    """A right ends when it is not used (逾期视为放弃)."""
    MEASURE_ENDS = "measure-ends"
    """A measure, or a state, ends by itself (期限届满自动解除)."""
    ACCRUES = "accrues"
    """Money grows by the day (加处罚款)."""


class Bound(enum.Enum):
    """Whom a limit binds."""

    AGENCY = "agency"
    PARTY = "party"
    OTHER = "other"


@attrs.frozen(kw_only=True)
class Reading:
    """Another defensible reading: a name, and what it would have otherwise.

    Of a limit or a counting rule, the keys it would fill; or that the limit asks nothing, which is
    all a reading of a pause, an extension or a need can say: the law does not know it.
    """

    name: str
    zh: str = ""
    en: str = ""
    roll: Roll | None = None
    edge: Edge | None = None
    length: int | None = None
    unit: Unit | None = None
    start_counts: bool | None = None
    binds: bool = True
    """Whether the rule still holds on this reading."""
    to: tuple[str, ...] = ()
    """The acts that the limit does not ask for; empty: none of them, nor what is still owed."""

    @property
    def doubt(self) -> Doubt:
        """What an answer turns on that leans on a rule which does not hold on this reading."""
        return Doubt(
            "reading",
            self.name,
            Certainty.DISPUTED,
            Text(f"on another reading {self.en or self.name}", f"另有理解：{self.zh or self.name}"),
        )


def _none_binds(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return *readings* of a rule that either holds or does not: on none of them does it."""
    return tuple(attrs.evolve(reading, binds=False) for reading in readings)


@attrs.frozen(kw_only=True)
class CountingRule:
    """How one law counts its periods: whether the first day counts, and what rolls."""

    id: str
    roll: Roll = Roll.NONE
    start_counts: bool = False
    """Whether the day of the event is itself the first day; nearly everywhere it is not."""
    reading: tuple[Reading, ...] = ()
    quote: str = ""
    verified: str = ""
    note: str = ""
    note_zh: str = ""


@attrs.frozen(kw_only=True)
class PauseRule:
    """Events between which the clocks that name this pause stand still (不计入期限)."""

    id: str
    begins: tuple[str, ...]
    """Any of these events begins it: key ``from``."""
    ends: tuple[str, ...]
    """Any of these events ends it: key ``to``."""
    when: Condition | None = None
    """What must be true for the law to know this pause at all."""
    reading: tuple[Reading, ...] = attrs.field(default=(), converter=_none_binds)
    """Readings on which the law does not know it, so that the clock runs on."""
    quote: str = ""
    verified: str = ""
    note: str = ""
    note_zh: str = ""
    zh: str = ""
    en: str = ""


@attrs.frozen(kw_only=True)
class ExtensionRule:
    """An event that lengthens a clock (延长): by how much, by whom, from which end."""

    id: str
    event: str
    length: int | Condition | None = None
    """In the unit of the limit; an expression reads a fact such as ``granted_days``."""
    at_most: int | None = None
    until: str | None = None
    """A date fact that becomes the new last day, instead of a length."""
    by: tuple[str, ...] = ()
    """Who may grant it, as recorded in the fact ``approver``; empty: anyone."""
    base: str = "nominal"
    """Key ``from``: whether it runs from the ``nominal`` or the ``rolled`` end."""
    reading: tuple[Reading, ...] = attrs.field(default=(), converter=_none_binds)
    """Readings on which it does not hold."""
    quote: str = ""
    verified: str = ""
    note: str = ""
    note_zh: str = ""


@attrs.frozen(kw_only=True)
class Then:
    """The event put into the log when a clock runs out, and the day it counts from."""

    event: str
    counts_from: str = "end"
    """``end``: the last day of the clock; ``start``: the day the clock started (retroactive)."""


@attrs.frozen(kw_only=True)
class TakesOver:
    """What becomes of an older edition's clock still running when this one comes into force."""

    limit: str
    rule: str
    """``new``: replaced by this one from the same start; ``later``: the later end counts."""


@attrs.frozen(kw_only=True)
class TimeLimit:
    """A time limit (期限): what starts and fulfils it, how long, and what being late means."""

    id: str
    matter: str
    """Stable name of what is regulated, shared by all editions and special rules."""
    kind: Kind
    bound: Bound = Bound.OTHER
    start: tuple[str, ...]
    end: tuple[str, ...] = ()
    cancel: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    edge: Edge | None = None
    length: int | Condition
    unit: Unit
    before: Condition | None = None
    counting: str = "no-roll"
    pause: tuple[str, ...] = ()
    extend: tuple[ExtensionRule, ...] = ()
    when: Condition | None = None
    then: Then | None = None
    worth: Condition | None = None
    restart: bool = False
    waits: bool = False
    """Whether what follows by `then` has to be waited for: the careful day is the later one."""
    overrides: tuple[str, ...] = ()
    takes_over: TakesOver | None = None
    edition_by: str | None = None
    reading: tuple[Reading, ...] = ()
    like: str | None = None
    scope: str = ""
    """The region a ``*.`` name was expanded for; empty when there was none."""
    zh: str = ""
    en: str = ""
    quote: str = ""
    verified: str = ""
    note: str = ""
    note_zh: str = ""

    @property
    def least(self) -> int:
        """How long it is at least: a period of nothing is one only counted back, or of money."""
        return 0 if self.before is not None or self.kind is Kind.ACCRUES else 1


@attrs.frozen(kw_only=True)
class Need:
    """What must be true when an event happens: if ``when``, then ``that``."""

    id: str
    on: tuple[str, ...]
    that: Condition
    when: Condition | None = None
    code: str = "missing-step"
    severity: str = "breach"
    """``breach``, or ``review`` where a person has to decide.  In a procedure it is never more
    than that if there is a reading, or if the law does not bind by itself."""
    reading: tuple[Reading, ...] = attrs.field(default=(), converter=_none_binds)
    """Readings on which it is not required."""
    zh: str = ""
    en: str = ""
    quote: str = ""
    verified: str = ""
    note: str = ""
    note_zh: str = ""


NO_ROLL = CountingRule(id="no-roll")
"""The built-in counting rule of limits that name none."""
