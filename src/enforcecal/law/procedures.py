"""Procedures: the words a log may use, and the regions of states its events move through.

A procedure carries no days.  Its limits come from the laws it is under and hang on the same event
names; the two meet only where a clock that runs out puts an event into the log.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from enforcecal.law.citations import Law
from enforcecal.law.conditions import Condition
from enforcecal.law.limitations import LimitationRules
from enforcecal.law.rules import CountingRule, Need, PauseRule, TimeLimit

if TYPE_CHECKING:
    from enforcecal.dates.calendars import WorkCalendar

__all__ = ["EventType", "FactKind", "FactType", "Machine", "Procedure", "Region", "Step"]


class FactKind(enum.Enum):
    """The types a fact may have."""

    BOOL = "bool"
    INT = "int"
    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    LIST = "list"


@attrs.frozen(kw_only=True)
class EventType:
    """One kind of event: its names in both languages, what it is per, what it follows from."""

    name: str
    zh: str = ""
    en: str = ""
    also: tuple[str, ...] = ()
    """Other headings and wordings a source may use for it."""
    per: tuple[str, ...] = ()
    """Dimensions (``party``, ``item``) whose values keep two such events apart."""
    after_all: tuple[tuple[str, ...], ...] = ()
    """Alternative sets; the event follows by itself when every event of one set has happened."""
    planned: str | None = None
    """A date fact on any event that says when this one is to happen."""
    discovers: str | None = None
    """The code of discovery as which it counts for the limitation of punishment."""


@attrs.frozen(kw_only=True)
class FactType:
    """One declared fact: its type and the headings a source may use for it."""

    name: str
    kind: FactKind
    """Key ``type`` in a pack."""
    zh: str = ""
    en: str = ""
    also: tuple[str, ...] = ()
    values: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """Wordings of a source and the value each stands for, such as ``{"是": "true"}``."""


@attrs.frozen
class Step:
    """One line of a step table: from which states, by which event, to where, if what."""

    sources: tuple[str, ...]
    event: str
    target: str
    """A state, ``=`` for the same one, or ``other.procedure/state``."""
    condition: Condition | None = None


@attrs.frozen(kw_only=True)
class Machine:
    """A named step table used by several regions, such as the service of a document (送达)."""

    id: str
    initial: str
    final: tuple[str, ...] = ()
    steps: tuple[Step, ...]


@attrs.frozen(kw_only=True)
class Region:
    """One line of states of a procedure; with ``per``, one such line for each value."""

    id: str
    initial: str
    final: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    per: tuple[str, ...] = ()
    names: Mapping[str, str] = attrs.field(factory=dict, hash=False)
    """Chinese names of the states, for messages and diagrams."""
    zh: str = ""
    en: str = ""

    @property
    def states(self) -> tuple[str, ...]:
        """Every state of the region, in the order of the step table."""
        seen = dict.fromkeys([self.initial])
        for step in self.steps:
            seen.update(dict.fromkeys(step.sources))
            if step.target != "=" and "/" not in step.target:
                seen[step.target] = None
        return tuple(seen)


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Procedure:
    """A procedure with everything it needs resolved: what replay works on.

    Made by `enforcecal.law.packs.Rulebook.procedure`: likes are copied, ``*.`` names expanded,
    and every limit, pause, counting rule and need of every edition of its laws is here.
    """

    id: str
    zh: str = ""
    en: str = ""
    families: tuple[str, ...]
    """The laws it is under, by family: key ``laws``."""
    regions: tuple[Region, ...]
    events: Mapping[str, EventType]
    facts: Mapping[str, FactType]
    laws: Mapping[str, Law]
    """Every edition of the families, by id."""
    limits: tuple[TimeLimit, ...]
    pauses: Mapping[str, PauseRule]
    countings: Mapping[str, CountingRule]
    needs: tuple[Need, ...]
    switches: Mapping[str, Procedure] = attrs.field(factory=dict)
    """Procedures that a step of this one leads into, by id."""
    digests: Mapping[str, str] = attrs.field(factory=dict)
    """Pack id -> digest, of every pack that was read for it."""
    ignore: tuple[str, ...] = ()
    """Words of a source that have no bearing on it; ``*`` stands for any letters."""
    limitation: LimitationRules | None = None
    """What its conditions ask by ``limitation()``; None where none asks, or no pack has rules."""
    zone: str | None = None
    """The time zone in which its days end."""
    calendar: WorkCalendar | None = None
    """The edition its working days and rolls are counted on; None where no limit needs one."""

    def __repr__(self) -> str:
        edition = self.calendar.edition if self.calendar else None
        return (
            f"Procedure(id={self.id!r}, laws={len(self.laws)}, regions={len(self.regions)}, "
            f"events={len(self.events)}, limits={len(self.limits)}, needs={len(self.needs)}, "
            f"calendar={edition!r})"
        )

    @property
    def order(self) -> tuple[str, ...]:
        """Event names as the procedure declares them.

        That is the order inside a day where a source, such as a table with a date column a step,
        has none of its own.
        """
        return tuple(self.events)

    def law_in_force(self, edition: str, day: date) -> bool:
        """Tell whether the law edition *edition* is in force on *day*."""
        law = self.laws.get(edition)
        return law is None or law.in_force(day)
