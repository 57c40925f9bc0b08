"""A finding: one thing an audit found, with its event, its days and its article."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import Final

import attrs

from enforcecal.dates.certainty import Certainty
from enforcecal.texts import Lang, Text

__all__ = ["CODES", "Finding", "Severity"]


class Severity(enum.Enum):
    """How grave a finding is."""

    BREACH = "breach"
    """The agency broke a rule."""
    REVIEW = "review"
    """It turns on a disputed reading, a notice to come or a fact not recorded; a person decides."""
    NOTE = "note"
    """Nothing the agency did wrong: a right lapsed, a party in default, a gap in the record."""


CODES: Final[Mapping[str, Text]] = {
    "late": Text("late", "逾期"),
    "overdue": Text("overdue", "超期未办"),
    "too-early": Text("too early", "过早"),
    "lapsed": Text("right lapsed", "权利已逾期"),
    "held-too-long": Text("held too long", "超期扣押（保存）"),
    "missing-step": Text("required step missing", "缺少法定步骤"),
    "out-of-time": Text("limitation of punishment expired", "超过处罚时效"),
    "unlawful-step": Text("unlawful step", "步骤违法"),
    "extension-invalid": Text("extension not validly granted", "延期无效"),
    "pause-invalid": Text("pause the law does not know", "不计入期限的事由不成立"),
    "planned-late": Text("planned too late", "拟定日期逾期"),
    "planned-too-early": Text("planned too early", "拟定日期过早"),
    "unknown-event": Text("event unknown to the procedure", "程序中无此环节"),
    "not-recorded": Text("fact not recorded", "事实未记录"),
    "tie": Text("order within a day decides", "同日先后影响结论"),
    "unreadable": Text("row could not be read", "数据行无法读取"),
}
"""Every code of a finding; a code never changes, its wording may.  A need may name its own."""


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
    article: Text = Text("", "")
    message: Text
    line: int | None = attrs.field(default=None, eq=False)
    """The line of the source the event was read from."""

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the finding as plain values for JSON."""
        return {
            "case": self.case,
            "code": self.code,
            "severity": self.severity.value,
            "event": self.event,
            "day": self.day.isoformat() if self.day else None,
            "due": self.due.isoformat() if self.due else None,
            "rule": self.rule,
            "of": dict(self.of),
            "certainty": self.certainty.value,
            "article": self.article.say(lang),
            "message": self.message.say(lang),
            "line": self.line,
        }
