"""A finding: one thing an audit found, with its event, its days and its article."""

from __future__ import annotations

import enum
from datetime import date

import attrs

from enforcecal.dates.certainty import Certainty
from enforcecal.plain import plain_fields
from enforcecal.texts import NO_TEXT, Lang, Text

__all__ = ["Finding", "Severity"]


class Severity(enum.Enum):
    """How grave a finding is."""

    BREACH = "breach"
    """The agency broke a rule."""
    REVIEW = "review"
    """It turns on a disputed reading, a notice to come or a fact not recorded; a person decides."""
    NOTE = "note"
    """Nothing the agency did wrong: a right lapsed, a party in default, a gap in the record."""


@attrs.frozen(kw_only=True)
class Finding:
    """One thing an audit found, with its event, its days and its article."""

    case: str
    """The case; empty for a finding about the whole table."""
    code: str
    severity: Severity
    event: str = ""
    """The event's name in the procedure; empty where something did not happen."""
    day: date | None = None
    """The day of that event."""
    due: date | None = None
    """The day by which, or from which, it would have been lawful."""
    rule: str = ""
    of: tuple[tuple[str, str], ...] = ()
    certainty: Certainty = Certainty.FIRM
    article: Text = NO_TEXT
    message: Text
    turns_on: tuple[str, ...] = ()
    """What it turns on besides readings and notices: events the source has no place for, words
    nobody understood."""
    line: int | None = attrs.field(default=None, eq=False)
    """The line of the source the event was read from."""

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the finding as plain values for JSON."""
        names = "case code severity event day due rule of certainty article message turns_on line"
        return plain_fields(self, lang, names) | {"of": dict(self.of)}
