"""A table of violations -> the rows of an expiry scan, and an account of what could not be read.

One row a case, its columns those of `enforcecal.readers.vocabulary` for violations.  The cells of
two of them have a small notation: ``D2@2024-03-01;D9@2025-02-18`` for discoveries, a ``?`` after
the code for a report not verified yet, and ``housing-bureau@2024-10-08>2025-02-18`` for the
authorities that had the case, from when to when.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

import attrs

from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.cases.limitation.scan import OWN, ExpiryRow
from enforcecal.cases.limitation.transfers import HandOver
from enforcecal.errors import ArgumentError, nearest
from enforcecal.law.limitations import LimitationRules, Pattern
from enforcecal.law.procedures import FactKind, FactType
from enforcecal.readers.cells import BROKEN, FAILED, CellError, FactColumn
from enforcecal.readers.days import DayError, parse_day
from enforcecal.readers.frames import open_table
from enforcecal.readers.headings import match_columns
from enforcecal.readers.tables import Cell, Rejected, RowError
from enforcecal.readers.vocabulary import TableKind
from enforcecal.spelling import fold, is_blank, says_nothing, text_of
from enforcecal.texts import NO_TEXT, Text

__all__ = ["ExpiryTable", "read_expiry"]

_GOES_ON: Final = frozenset(map(fold, ("仍在继续", "继续中", "至今", "未终了", "still going")))
_PATTERNS: Final = {
    **{one.value: one for one in Pattern},
    **dict.fromkeys(("一次", "单次", "即成"), Pattern.SINGLE),
    "连续": Pattern.CONSECUTIVE,
    **dict.fromkeys(("继续", "持续"), Pattern.CONTINUING),
}
_REGIMES: Final = {
    **dict.fromkeys(("一般", "行政处罚法"), "general"),
    **dict.fromkeys(("治安", "治安管理"), "public_security"),
    **dict.fromkeys(("税收", "税务"), "tax"),
}
_DOMAINS: Final = {
    **dict.fromkeys(("无", "不涉及"), "none"),
    **dict.fromkeys(("生命健康", "公民生命健康安全", "生命健康安全"), "life_health"),
    **dict.fromkeys(("金融", "金融安全"), "financial"),
    **dict.fromkeys(("不详", "未知"), "unknown"),
}
_PARTS: Final = re.compile(r"[;；]")
_EVENT: Final = re.compile(r"([^@?？＠]+)([?？]?)[@＠](.+)")
_LINK: Final = re.compile(r"([^@＠]+)[@＠]([^>＞]+)(?:[>＞](.+))?")
_HARM: Final = FactType(name="harm", kind=FactKind.BOOL)


@attrs.frozen(kw_only=True)
class ExpiryTable:
    """Every row that could be read, and every one that could not."""

    source: str
    rows: tuple[ExpiryRow, ...]
    rejected: tuple[Rejected, ...]
    rows_in: int
    columns_used: Mapping[str, str] = attrs.field(hash=False)
    """Heading -> field."""
    columns_ignored: tuple[str, ...]


def read_expiry(
    source: object,
    rules: LimitationRules,
    *,
    mapping: Mapping[str, str] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> ExpiryTable:
    """Read the violations in *source*; a row that cannot be read is rejected with its reason.

    Kinds of conduct, regimes and codes of discovery are those of *rules*; what they do not know is
    a reason to reject a row, since an answer that left it out would be wrong.

    Raises:
        TableError: the table as a whole cannot be read, a column is missing, or *mapping* names a
            column or field that is not there.
    """
    table = open_table(source, sheet=sheet, encoding=encoding)
    columns = match_columns(table.columns, TableKind.VIOLATIONS, mapping, source=table.source)
    fields = {field: table.columns.index(heading) for field, heading in columns.at.items()}
    reader = _ViolationReader(fields, rules)
    read = table.read(reader.take, progress)
    return ExpiryTable(
        source=table.source,
        rows=tuple(reader.rows),
        rejected=read.rejected,
        rows_in=read.rows_in,
        columns_used=columns.used,
        columns_ignored=columns.ignored,
    )


class _BadCell(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, field: str, reason: Text) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


class _ViolationReader:
    """Reads rows of one table; a class because every cell needs the columns and the rules."""

    def __init__(self, fields: Mapping[str, int], rules: LimitationRules) -> None:
        self.fields = fields
        self.rules = rules
        self.lines: dict[str, int] = {}
        self.rows: list[ExpiryRow] = []
        self.harm = FactColumn("harm", fields.get("harm", 0), "harm", _HARM, "Asia/Shanghai")
        self.kinds = {fold(word): name for word, name in rules.names.items() if word}
        domains = {each for clause in rules.clauses for each in clause.domain}
        self.domains = {**_DOMAINS, **{each: each for each in (*domains, "none", "unknown")}}
        self.regimes = {**_REGIMES, **{each: each for each in rules.periods}}

    def take(self, line: int, cells: Sequence[Cell]) -> None:
        try:
            self.rows.append(self.row(line, cells))
        except _BadCell as bad:
            at = self.fields[bad.field]
            raise RowError(at, cells[at], bad.reason) from None

    def row(self, line: int, cells: Sequence[Cell]) -> ExpiryRow:
        case = self.text("case", cells)
        if not case:
            raise _BadCell("case", Text("no case number", "没有案件编号"))
        if case in self.lines:
            raise _BadCell(
                "case",
                Text(
                    f"case already on line {self.lines[case]}",
                    f"该案已在第{self.lines[case]}行出现",
                ),
            )
        self.lines[case] = line
        chain = self.chain(cells)
        return ExpiryRow(
            case=case,
            conduct=self.conduct(cells),
            discoveries=self.discoveries(cells),
            chain=chain,
            as_of=self.day("as_of", cells),
            line=line,
        )

    def cell(self, field: str, cells: Sequence[Cell]) -> Cell:
        return cells[self.fields[field]] if field in self.fields else None

    def text(self, field: str, cells: Sequence[Cell]) -> str:
        cell = self.cell(field, cells)
        if is_blank(cell):
            return ""
        text = text_of(cell)
        if text in BROKEN:
            raise _BadCell(field, FAILED)
        return text

    def notes(self, field: str, cells: Sequence[Cell]) -> tuple[str, ...]:
        text = self.text(field, cells)
        if says_nothing(text):
            return ()
        return tuple(filter(None, map(str.strip, _PARTS.split(text))))

    def day(self, field: str, cells: Sequence[Cell]) -> date | None:
        cell = self.cell(field, cells)
        return None if says_nothing(cell, day=True) else self.parsed(field, cell)

    def parsed(self, field: str, value: Cell) -> date:
        try:
            return parse_day(value).day
        except DayError as error:
            raise _BadCell(field, error.message) from None

    def conduct(self, cells: Sequence[Cell]) -> Conduct:
        start = self.day("conduct_from", cells)
        acts = self.acts(cells)
        if start is None and not acts:
            raise _BadCell(
                "conduct_from", Text("no day on which the conduct began", "没有违法行为发生日期")
            )
        pattern, kind = self.pattern(cells)
        end = None
        if fold(self.text("conduct_to", cells)) not in _GOES_ON:
            end = self.day("conduct_to", cells)
        chained = pattern is Pattern.CONSECUTIVE or (
            kind and self.rules.patterns[kind] is Pattern.CONSECUTIVE
        )
        try:
            return Conduct(
                start=start or acts[0],
                end=end,
                pattern=pattern,
                kind=kind,
                regime=self.known("regime", self.regimes, cells) or "general",
                harm_domain=self.known("harm_domain", self.domains, cells) or self.no_domain(),
                harm=self.harmed(cells),
                acts=acts if chained else (),
            )
        except ArgumentError as error:
            field = "conduct_to" if "conduct_to" in self.fields else "conduct_from"
            raise _BadCell(field, Text(str(error), f"行为起止日期相互矛盾（{error}）")) from None

    def no_domain(self) -> str:
        """Return what a blank means: without the column nobody asked, so it is not known."""
        return "none" if "harm_domain" in self.fields else "unknown"

    def acts(self, cells: Sequence[Cell]) -> tuple[date, ...]:
        return tuple(sorted(self.parsed("acts", part) for part in self.notes("acts", cells)))

    def pattern(self, cells: Sequence[Cell]) -> tuple[Pattern | None, str]:
        said = self.text("pattern", cells)
        key = fold(said)
        if not said:
            raise _BadCell("pattern", Text("no pattern of conduct", "没有行为形态"))
        if key in _PATTERNS:
            return _PATTERNS[key], ""
        if key in self.kinds:
            return None, self.kinds[key]
        near = nearest(key, [*_PATTERNS, *self.kinds])
        hint = Text(f"; did you mean {near!r}?", f"，是否为“{near}”？") if near else NO_TEXT
        raise _BadCell(
            "pattern",
            Text(
                f"neither a pattern nor a kind of conduct of the rules{hint.en}",
                f"既不是行为形态，也不是规则中的行为种类{hint.zh}",
            ),
        )

    def known(self, field: str, words: Mapping[str, str], cells: Sequence[Cell]) -> str:
        said = self.text(field, cells)
        if not said:
            return ""
        if said not in words:
            names = ", ".join(sorted(set(words.values())))
            raise _BadCell(field, Text(f"not known; there are {names}", f"不能识别，可写{names}"))
        return words[said]

    def harmed(self, cells: Sequence[Cell]) -> bool | None:
        cell = self.cell("harm", cells)
        try:
            found = self.harm.read(cell)
        except CellError as bad:
            raise _BadCell("harm", bad.reason) from None
        return found if isinstance(found, bool) else None

    def discoveries(self, cells: Sequence[Cell]) -> tuple[Discovery, ...]:
        found = []
        for part in self.notes("discoveries", cells):
            match = _EVENT.fullmatch(part)
            if match is None:
                raise _BadCell(
                    "discoveries",
                    Text(f"{part!r} must be written CODE@DAY", f"“{part}”应写成“代码@日期”"),
                )
            code = match[1].strip().upper()
            if code not in self.rules.codes:
                known = ", ".join(self.rules.codes)
                raise _BadCell(
                    "discoveries",
                    Text(
                        f"no discovery is called {code!r}; there are {known}",
                        f"没有发现代码“{code}”，可写{known}",
                    ),
                )
            day = self.parsed("discoveries", match[3].strip())
            found.append(Discovery(code, day, verified=None if match[2] else True))
        return tuple(found)

    def chain(self, cells: Sequence[Cell]) -> tuple[HandOver, ...]:
        links: list[HandOver] = []
        for part in self.notes("transfers", cells):
            match = _LINK.fullmatch(part)
            if match is None:
                raise _BadCell(
                    "transfers",
                    Text(
                        f"{part!r} must be written AUTHORITY@DAY>DAY",
                        f"“{part}”应写成“机关@收到日期>移送日期”",
                    ),
                )
            received = self.parsed("transfers", match[2].strip())
            sent = self.parsed("transfers", match[3].strip()) if match[3] else None
            if links and (links[-1].sent is None or received < links[-1].sent):
                raise _BadCell(
                    "transfers",
                    Text(
                        f"{part!r} does not come after the one before it",
                        f"“{part}”与前一次移送的日期不衔接",
                    ),
                )
            if sent is not None and sent < received:
                raise _BadCell(
                    "transfers",
                    Text(f"{part!r} was sent before it was received", f"“{part}”移送早于收到"),
                )
            links.append(HandOver(match[1].strip(), received, sent))
        if links and links[-1].sent is not None:
            links.append(HandOver(OWN, links[-1].sent))
        return tuple(links)
