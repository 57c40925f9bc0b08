"""enforcecal: the deadlines and the lawful order of steps of administrative enforcement.

The names below are the front door.  Each is imported when it is first asked for, so that
``import enforcecal`` itself costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from enforcecal.cases.audit import AuditReport, Verdict, audit, verdict
    from enforcecal.cases.findings import Finding, Severity
    from enforcecal.cases.limitation.answer import Limitation, limitation
    from enforcecal.cases.limitation.conduct import Conduct, Discovery
    from enforcecal.cases.outlook.answer import outlook
    from enforcecal.cases.outlook.values import Outlook
    from enforcecal.cases.replay.coverage import Coverage
    from enforcecal.cases.replay.engine import replay
    from enforcecal.cases.replay.events import CaseLog, Event
    from enforcecal.cases.replay.run import Run
    from enforcecal.cases.validate import Allowed, Permission, validate
    from enforcecal.dates.calendars import WorkCalendar, calendar
    from enforcecal.dates.certainty import Certainty, Doubt
    from enforcecal.dates.clocks import Extension, Pause
    from enforcecal.dates.deadlines import Deadline
    from enforcecal.dates.notices import DayKind, Notice, parse_notice
    from enforcecal.dates.periods import Edge, Period, Roll, Unit
    from enforcecal.errors import EnforceCalError, OutsideHorizonError
    from enforcecal.law.limits import BoundLimit
    from enforcecal.law.packs import Rulebook, rulebook
    from enforcecal.law.procedures import Procedure
    from enforcecal.measures.figures import Basis, Figure
    from enforcecal.measures.published import check_compression, check_items, check_rate
    from enforcecal.readers.logs import read_cases
    from enforcecal.tables.audits import audit_cases
    from enforcecal.tables.ratios import compression, penalties, ratios, reductions, timeliness
    from enforcecal.texts import Text

__all__ = [
    "Allowed",
    "AuditReport",
    "Basis",
    "BoundLimit",
    "CaseLog",
    "Certainty",
    "Conduct",
    "Coverage",
    "DayKind",
    "Deadline",
    "Discovery",
    "Doubt",
    "Edge",
    "EnforceCalError",
    "Event",
    "Extension",
    "Figure",
    "Finding",
    "Limitation",
    "Notice",
    "Outlook",
    "OutsideHorizonError",
    "Pause",
    "Period",
    "Permission",
    "Procedure",
    "Roll",
    "Rulebook",
    "Run",
    "Severity",
    "Text",
    "Unit",
    "Verdict",
    "WorkCalendar",
    "__version__",
    "audit",
    "audit_cases",
    "calendar",
    "check_compression",
    "check_items",
    "check_rate",
    "compression",
    "limitation",
    "outlook",
    "parse_notice",
    "penalties",
    "ratios",
    "read_cases",
    "reductions",
    "replay",
    "rulebook",
    "timeliness",
    "validate",
    "verdict",
]

__version__: Final = "0.2.0.dev0"

_ROOMS: Final = {
    "cases.audit": ("AuditReport", "Verdict", "audit", "verdict"),
    "cases.replay.coverage": ("Coverage",),
    "cases.replay.events": ("CaseLog", "Event"),
    "cases.limitation.conduct": ("Conduct", "Discovery"),
    "cases.findings": ("Finding", "Severity"),
    "cases.limitation.answer": ("Limitation", "limitation"),
    "cases.outlook.answer": ("outlook",),
    "cases.outlook.values": ("Outlook",),
    "cases.replay.engine": ("replay",),
    "cases.replay.run": ("Run",),
    "cases.validate": ("Allowed", "Permission", "validate"),
    "dates.calendars": ("WorkCalendar", "calendar"),
    "dates.certainty": ("Certainty", "Doubt"),
    "dates.clocks": ("Extension", "Pause"),
    "dates.deadlines": ("Deadline",),
    "dates.notices": ("DayKind", "Notice", "parse_notice"),
    "dates.periods": ("Edge", "Period", "Roll", "Unit"),
    "errors": ("EnforceCalError", "OutsideHorizonError"),
    "law.limits": ("BoundLimit",),
    "law.packs": ("Rulebook", "rulebook"),
    "law.procedures": ("Procedure",),
    "measures.figures": ("Basis", "Figure"),
    "measures.published": ("check_compression", "check_items", "check_rate"),
    "readers.logs": ("read_cases",),
    "tables.audits": ("audit_cases",),
    "tables.ratios": ("compression", "penalties", "ratios", "reductions", "timeliness"),
    "texts": ("Text",),
}
_HOME: Final = {name: room for room, names in _ROOMS.items() for name in names}


if not TYPE_CHECKING:  # pragma: no branch - a type checker has the imports above

    def __getattr__(name: str) -> object:
        room = _HOME.get(name)
        if room is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{__name__}.{room}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
