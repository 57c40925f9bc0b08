"""A table of violations -> the rows of an expiry scan, and an account of what could not be read.

One row a case.  The columns are those of `FIELDS`, under Chinese or English headings or mapped; the
cells of two of them have a small notation: ``D2@2024-03-01;D9@2025-02-18`` for discoveries, a ``?``
after the code for a report not verified yet, and ``housing-bureau@2024-10-08>2025-02-18`` for the
authorities that had the case, from when to when.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import attrs

from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.cases.limitation.scan import OWN, ExpiryRow
from enforcecal.cases.limitation.transfers import HandOver
from enforcecal.errors import ArgumentError, TableError, nearest
from enforcecal.law.limitations import LimitationRules, Pattern
from enforcecal.law.procedures import FactKind, FactType
from enforcecal.readers.cells import (
    BROKEN,
    FAILED,
    NO_DAY,
    CellError,
    FactColumn,
    fold,
    is_nothing,
    text_of,
)
from enforcecal.readers.days import DayError, parse_day
from enforcecal.readers.headings import IGNORE, Names
from enforcecal.readers.tables import Cell, Rejected, Table, read_table, table_of
from enforcecal.texts import Text

__all__ = ["FIELDS", "ExpiryTable", "read_expiry"]

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "case": ("案件编号", "案号", "案件号", "编号", "case id", "case no", "case number"),
    "conduct_from": (
        *("违法行为发生日期", "违法行为开始日期", "行为发生日期", "行为开始日期", "违法时间"),
        *("conduct from", "from"),
    ),
    "conduct_to": (
        *("违法行为终了日期", "违法行为结束日期", "行为终了日期", "行为结束日期"),
        *("conduct to", "to"),
    ),
    "pattern": (
        *("行为形态", "行为状态", "违法行为形态", "行为种类", "违法行为种类"),
        *("conduct pattern", "kind"),
    ),
    "acts": ("各次行为日期", "历次行为日期", "days of acts"),
    "regime": ("时效适用法律", "时效规定"),
    "harm_domain": ("涉及领域", "涉及安全领域", "危害领域", "harm domain"),
    "harm": ("是否有危害后果", "有危害后果", "危害后果", "harm done"),
    "discoveries": ("发现情况", "发现记录", "发现事件", "discovery"),
    "transfers": ("移送情况", "移送经过", "流转情况", "transfer"),
    "as_of": ("截至日期", "as of"),
}
"""The columns of a table, and their headings besides the field's own name."""

_REQUIRED: Final = ("case", "conduct_from", "pattern")
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
    source: str | Path | Table | Iterable[Mapping[str, Cell]],
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
    if isinstance(source, (str, Path)):
        table = read_table(source, sheet=sheet, encoding=encoding)
    else:
        table = source if isinstance(source, Table) else table_of(source)
    fields = _columns(table, mapping or {})
    reader = _Reader(fields, rules)
    rows: list[ExpiryRow] = []
    rejected: list[Rejected] = []
    number = 0
    for row in table:
        number += 1
        if progress is not None and number % 4096 == 0:
            progress(number, table.rows_expected)
        if isinstance(row, Rejected):
            rejected.append(row)
            continue
        line, cells = row
        try:
            rows.append(reader.row(line, cells))
        except _BadCell as bad:
            heading, value = table.columns[fields[bad.field]], cells[fields[bad.field]]
            shown = "" if value is None else str(value)
            rejected.append(Rejected(line, heading, shown, bad.reason))
    if not number:
        raise TableError(f"{table.source} has headings but no rows")
    named = {at: field for field, at in fields.items()}
    return ExpiryTable(
        source=table.source,
        rows=tuple(rows),
        rejected=tuple(rejected),
        rows_in=number,
        columns_used={
            heading: named[at] for at, heading in enumerate(table.columns) if at in named
        },
        columns_ignored=tuple(
            heading for at, heading in enumerate(table.columns) if at not in named
        ),
    )


def _columns(table: Table, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return field -> column, by *mapping* first and by the headings otherwise."""
    mapped = _mapped(table, mapping)
    names = Names.of((field, (), words) for field, words in FIELDS.items())
    fields = {field: at for at, field in mapped.items() if field != IGNORE}
    for at, heading in enumerate(table.columns):
        found = names.find(heading)
        if at in mapped or not found:
            continue
        (field,) = found
        if field in mapped.values():
            continue
        if field in fields:
            raise TableError(
                f"{table.source}: columns {table.columns[fields[field]]!r} and {heading!r} could "
                f"both be {field}; say which with --map {heading}={field}"
            )
        fields[field] = at
    for field in _REQUIRED:
        if field not in fields:
            raise TableError(
                f"{table.source}: no column holds {field}; head it "
                f"{' or '.join(map(repr, (field, FIELDS[field][0])))}, or say which it is with "
                f"--map COLUMN={field}; headings found: {', '.join(map(repr, table.columns))}"
            )
    return fields


def _mapped(table: Table, mapping: Mapping[str, str]) -> dict[int, str]:
    mapped: dict[int, str] = {}
    for heading, field in mapping.items():
        alike = [at for at, name in enumerate(table.columns) if fold(name) == fold(heading)]
        if not alike:
            near = nearest(heading, table.columns)
            hint = f"did you mean {near!r}?" if near else f"it has {', '.join(table.columns)}"
            raise TableError(f"map {heading!r}: {table.source} has no such column; {hint}")
        if field != IGNORE and field not in FIELDS:
            near = nearest(field, FIELDS)
            hint = f"did you mean {near!r}?" if near else f"there are {', '.join(FIELDS)}"
            raise TableError(f"map {heading!r}: no field is called {field!r}; {hint}")
        if field != IGNORE and field in mapped.values():
            raise TableError(f"map {heading!r}: another column is mapped to {field!r} already")
        mapped[alike[0]] = field
    return mapped


class _BadCell(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, field: str, reason: Text) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


class _Reader:
    """Reads rows of one table; a class because every cell needs the columns and the rules."""

    def __init__(self, fields: Mapping[str, int], rules: LimitationRules) -> None:
        self.fields = fields
        self.rules = rules
        self.lines: dict[str, int] = {}
        self.harm = FactColumn("harm", fields.get("harm", 0), "harm", _HARM, "Asia/Shanghai")
        self.kinds = {fold(word): name for word, name in rules.names.items() if word}
        domains = {each for clause in rules.clauses for each in clause.domain}
        self.domains = {**_DOMAINS, **{each: each for each in (*domains, "none", "unknown")}}
        self.regimes = {**_REGIMES, **{each: each for each in rules.periods}}

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
        if is_nothing(cell):
            return ""
        text = text_of(cell)
        if text in BROKEN:
            raise _BadCell(field, FAILED)
        return text

    def day(self, field: str, cells: Sequence[Cell]) -> date | None:
        cell = self.cell(field, cells)
        if is_nothing(cell) or (isinstance(cell, str) and cell.strip().casefold() in NO_DAY):
            return None
        return self.parsed(field, cell)

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
        parts = filter(None, map(str.strip, _PARTS.split(self.text("acts", cells))))
        return tuple(sorted(self.parsed("acts", part) for part in parts))

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
        hint = Text(f"; did you mean {near!r}?", f"，是否为“{near}”？") if near else Text("", "")
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
        for part in filter(None, map(str.strip, _PARTS.split(self.text("discoveries", cells)))):
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
        for part in filter(None, map(str.strip, _PARTS.split(self.text("transfers", cells)))):
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
