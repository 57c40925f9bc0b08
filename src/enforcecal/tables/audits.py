"""The audit of a table of cases: the front door to `enforcecal.cases.audit`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain, islice
from typing import cast

from enforcecal.cases import audit
from enforcecal.cases.audit import AuditReport, LogTable
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.events import CaseLog
from enforcecal.law.procedures import Procedure
from enforcecal.readers.headings import Layout
from enforcecal.readers.logs import read_cases
from enforcecal.readers.tables import Readable

__all__ = ["audit_cases"]


def audit_cases(
    source: object,
    procedure: Procedure,
    *,
    as_of: date,
    known_on: date | None = None,
    coverage: Coverage | str | None = None,
    progress: Callable[[int], None] | None = None,
    mapping: Mapping[str, str] | None = None,
    layout: Layout | str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
) -> AuditReport:
    """Audit many cases; each stands alone, and none can stop the others.

    *source* is what `read_cases` returns or takes, a path or a frame for one, or the logs
    themselves.  *mapping*, *layout*, *sheet* and *encoding* are for `read_cases`.  *coverage* is
    what the source has a place for: a table knows that by itself, logs made by a program are
    complete; ``"complete"`` declares of a table that what it does not show did not happen.

    >>> from enforcecal.law.packs import rulebook
    >>> rows = [{"案件编号": "1", "立案日期": "2025-03-03", "处罚决定日期": "2025-07-15"}]
    >>> made = audit_cases(
    ...     rows, rulebook("cn").procedure("cn.penalty.ordinary"), as_of=date(2025, 8, 1)
    ... )
    >>> made.cases, made.breached, made.by_verdict
    (1, False, {'cannot-be-judged': 1})
    """
    is_read, source = _look_into(source)
    if not is_read:
        source = read_cases(
            source, procedure, mapping=mapping, layout=layout, sheet=sheet, encoding=encoding
        )
    return audit.audit_cases(
        cast("LogTable | Iterable[CaseLog]", source),
        procedure,
        as_of=as_of,
        known_on=known_on,
        coverage=coverage,
        progress=progress,
    )


def _look_into(source: object) -> tuple[bool, object]:
    """Tell whether *source* was read already, by its first row; return all of it."""
    if (
        not isinstance(source, Iterable)
        or isinstance(source, (str, Readable))
        or hasattr(source, "columns")
    ):
        return isinstance(source, LogTable), source
    rest = iter(source)
    first = [*islice(rest, 1)]
    return not any(isinstance(one, Mapping) for one in first), chain(first, rest)
