"""One row of a catalogue of approval items: its limits as they were written, and what they mean.

Catalogues write 20, 20个工作日, 即办, 7-20, 1个月, 无.  A cell is read into what it says and no
further; only `settle` applies the conventions of a `Basis`, so that the same rows give every
variant of a figure.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.dates.periods import Unit
from enforcecal.measures.figures import Basis, Counted, Instant
from enforcecal.spelling import number, says_nothing

__all__ = [
    "CaseType",
    "Item",
    "Says",
    "Settled",
    "Survey",
    "TimeCell",
    "at_once",
    "gather",
    "in_unit",
    "parse_case_type",
    "parse_time_cell",
    "parse_unit",
    "promised",
    "settle",
    "survey",
]


class Says(enum.Enum):
    """What a cell with a time limit says."""

    LENGTH = "length"
    INSTANT = "instant"
    """即办, 当场, 即时: at once."""
    NOTHING = "nothing"
    """Blank, or 无."""
    UNLIMITED = "unlimited"
    """无期限: a promise of no limit."""
    UNREADABLE = "unreadable"


class CaseType(enum.Enum):
    """How a case is handled (办件类型)."""

    INSTANT = "instant"
    """即办件."""
    PROMISED = "promised"
    """承诺件."""
    REPORTED = "reported"
    """上报件: decided by a higher authority."""
    PARALLEL = "parallel"
    """并联件: several authorities at once."""


@attrs.frozen
class TimeCell:
    """One cell with a time limit."""

    says: Says
    length: Fraction | None = None
    unit: Unit | None = None
    """None where the cell names none."""
    is_range: bool = False
    """Whether it gave two numbers, of which `length` is the upper."""


_NOTHING: Final = TimeCell(Says.NOTHING)
_AT_ONCE: Final = TimeCell(Says.INSTANT)
_UNREADABLE: Final = TimeCell(Says.UNREADABLE)

_INSTANT: Final = frozenset(
    [
        *[
            "即办",
            "即办件",
            "即时",
            "即时办结",
            "即时办理",
            "当场",
            "当场办结",
            "当场办理",
            "现场办结",
        ],
        *["立即", "立即办理", "立等可取", "随到随办", "instant", "immediate", "immediately"],
        *("at once", "on the spot"),
    ]
)
_UNLIMITED: Final = frozenset({"无期限", "不限", "无限期", "不限期", "unlimited", "no limit"})
_UNITS: Final = {
    **dict.fromkeys(
        ("工作日", "个工作日", "工作天", "个工作天", "working day", "working days", "workday",
         "workdays", "working-day", "working_day", "wd", "business day", "business days"),
        Unit.WORKING_DAY,
    ),
    **dict.fromkeys(
        ("日", "天", "自然日", "个自然日", "日历天", "个日历天", "day", "days", "calendar day",
         "calendar days", "calendar_day"),
        Unit.DAY,
    ),
    **dict.fromkeys(("月", "个月", "month", "months"), Unit.MONTH),
    **dict.fromkeys(("年", "year", "years"), Unit.YEAR),
    **dict.fromkeys(("小时", "个小时", "时", "hour", "hours", "h"), Unit.HOUR),
}  # fmt: skip
_NUMBER: Final = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+|半)"
_LENGTH: Final = re.compile(
    rf"(?:不超过|最多|自受理之日起|within)?\s*(?P<low>{_NUMBER})\s*"
    rf"(?P<low_unit>[^\d\s一二两三四五六七八九十百-]*?)"
    rf"(?:\s*(?:-|~|至|到|to)\s*(?P<high>{_NUMBER}))?\s*(?P<unit>[^\d]*?)(?:内|以内|办结)?",
    re.ASCII,
)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―－～〜∼", "-"))
_DIGITS: Final = {mark: at for at, mark in enumerate("零一二三四五六七八九")} | {"两": 2}
_TYPES: Final = {
    **dict.fromkeys(("即办件", "即办", "instant", "即办类"), CaseType.INSTANT),
    **dict.fromkeys(("承诺件", "承诺", "promised", "承诺办件"), CaseType.PROMISED),
    **dict.fromkeys(("上报件", "上报", "reported", "转报件"), CaseType.REPORTED),
    **dict.fromkeys(("并联件", "并联", "联办件", "parallel"), CaseType.PARALLEL),
}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _number(text: str) -> Fraction:
    if text == "半":
        return Fraction(1, 2)
    if text[0].isdigit():
        return Fraction(text)
    total = digit = 0
    for mark in text:
        if mark in "十百":
            total += (digit or 1) * (10 if mark == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[mark]
    return Fraction(total + digit)


def parse_unit(cell: object) -> Unit | None:
    """Return the unit that *cell* names, None when it names none.

    >>> parse_unit("个工作日"), parse_unit(None), parse_unit("fortnight")
    (<Unit.WORKING_DAY: 'working-day'>, None, None)
    """
    return _UNITS.get(_plain(cell)) if isinstance(cell, str) else None


def parse_case_type(cell: object) -> CaseType | None:
    """Return the handling type that *cell* names, None when it names none.

    >>> parse_case_type("即办件")
    <CaseType.INSTANT: 'instant'>
    """
    return _TYPES.get(_plain(cell)) if isinstance(cell, str) else None


def parse_time_cell(cell: object) -> TimeCell:
    """Read one cell with a time limit; a range gives its upper end and says so.

    >>> parse_time_cell("20个工作日").length, parse_time_cell("7-20").is_range
    (Fraction(20, 1), True)
    >>> parse_time_cell("即办").says, parse_time_cell("无期限").says, parse_time_cell(None).says
    (<Says.INSTANT: 'instant'>, <Says.UNLIMITED: 'unlimited'>, <Says.NOTHING: 'nothing'>)
    """
    if not isinstance(cell, str):
        try:
            found = number(cell)
        except ValueError:
            return _UNREADABLE
        if found is None:
            return _NOTHING
        return TimeCell(Says.LENGTH, found) if found >= 0 else _UNREADABLE
    text = _plain(cell).translate(_DASHES)
    if says_nothing(text):
        return _NOTHING
    if text in _INSTANT:
        return _AT_ONCE
    if text in _UNLIMITED:
        return TimeCell(Says.UNLIMITED)
    match = _LENGTH.fullmatch(text)
    if match is None:
        return _UNREADABLE
    words = [word for word in (match["low_unit"].strip(), match["unit"].strip()) if word]
    units = {_UNITS.get(word) for word in words}
    if None in units or len(units) > 1:
        return _UNREADABLE
    low, high = _number(match["low"]), _number(match["high"] or match["low"])
    unit = next(iter(units), None)
    return TimeCell(Says.LENGTH, max(low, high), unit, is_range=match["high"] is not None)


def at_once(type_: CaseType | None, promise: TimeCell) -> bool:
    """Tell whether a type or a promise says that something is handled at once."""
    if type_ is CaseType.INSTANT:
        return True
    return promise.says is Says.INSTANT or promise.length == 0


@attrs.frozen(kw_only=True)
class Item:
    """One item (事项) of a catalogue, as published."""

    id: str
    """Its code, or what else tells it from the others."""
    statute: TimeCell = _NOTHING
    """法定时限: without extension and excluded time."""
    promise: TimeCell = _NOTHING
    """承诺时限, with the same exclusions."""
    special: TimeCell = _NOTHING
    """特殊环节: promised days beside the promise."""
    steps: TimeCell = _NOTHING
    """The sum of the times of the steps, where the catalogue lists them."""
    volume: Fraction | None = None
    """办件量: the number of its cases in the period."""
    type: CaseType | None = None
    is_licence: bool | None = None
    """Whether it is an administrative licence (行政许可); None where nobody says."""
    fault: str = ""
    """A reason of `enforcecal.measures.figures.ERRORS` for which the row cannot be used."""

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002 - an item has an id
        statute: object = None,
        promise: object = None,
        *,
        special: object = None,
        steps: object = None,
        volume: object = None,
        type: CaseType | str | None = None,  # noqa: A002 - 办件类型
        is_licence: bool | None = None,
    ) -> Item:
        """Make an item of cells as they stand in a table; what cannot be read is a fault.

        >>> Item.of("felling", "20个工作日", "5个工作日", type="承诺件").promise.length
        Fraction(5, 1)
        """
        fault = ""
        try:
            cases = number(volume)
        except ValueError:
            cases, fault = None, "unreadable"
        if cases is not None and (cases < 0 or cases.denominator != 1):
            cases, fault = None, "unreadable"
        cells = [parse_time_cell(cell) for cell in (statute, promise, special, steps)]
        if any(cell.says is Says.UNREADABLE for cell in cells):
            fault = "unreadable"
        return cls(
            id=id,
            statute=cells[0],
            promise=cells[1],
            special=cells[2],
            steps=cells[3],
            volume=cases,
            type=parse_case_type(type) if isinstance(type, str) else type,
            is_licence=is_licence,
            fault=fault,
        )

    @property
    def is_instant(self) -> bool:
        """Whether it is handled at once: by its type, or because it promises no time at all."""
        return at_once(self.type, self.promise)


@attrs.frozen
class Settled:
    """The limits of one item in the unit of a basis."""

    item: Item
    statute: Fraction
    promise: Fraction
    special: Fraction
    remarks: tuple[str, ...] = ()

    @property
    def ratio(self) -> Fraction:
        """(S - P) / S."""
        return (self.statute - self.promise) / self.statute

    @property
    def volume(self) -> Fraction:
        """The number of its cases; asked for only where it is known."""
        return self.item.volume or Fraction()


def settle(item: Item, basis: Basis) -> Settled | str:
    """Return the limits of *item* by the conventions of *basis*, or the reason why it has none."""
    if item.fault:
        return item.fault
    remarks: list[str] = []
    statute = _statute(item, basis, remarks)
    if isinstance(statute, str):
        return statute
    promise = promised(item.promise, statute, basis, remarks, instant=item.is_instant)
    if isinstance(promise, str):
        return promise
    days = in_unit(statute, basis, remarks)
    promised_days = in_unit(promise, basis, remarks)
    if days is None or promised_days is None:
        same = (statute.unit or basis.unit) is (promise.unit or basis.unit)
        return "other-unit" if same else "units-differ"
    if promised_days > days:
        return "promise-over-statute"
    special = Fraction()
    if item.special.length:
        found = in_unit(item.special, basis, remarks)
        if found is None:
            return "units-differ"
        special = found
        remarks.append("with-special")
    if item.steps.length is not None and in_unit(item.steps, basis, []) != promised_days:
        remarks.append("steps-differ")
    return Settled(item, days, promised_days, special, tuple(dict.fromkeys(remarks)))


def _statute(item: Item, basis: Basis, remarks: list[str]) -> TimeCell | str:
    statute = item.statute
    match statute.says:
        case Says.INSTANT:
            return "instant-statute"
        case Says.LENGTH if statute.is_range:
            return "statute-range"
        case Says.LENGTH if not statute.length:
            return "instant-statute"
        case Says.LENGTH:
            return statute
        case _ if basis.impute is None or item.is_licence is False:
            return "no-statute"
    remarks.append("imputed")
    return TimeCell(Says.LENGTH, Fraction(basis.impute), Unit.WORKING_DAY)


def promised(
    promise: TimeCell,
    statute: TimeCell | None,
    basis: Basis,
    remarks: list[str],
    *,
    instant: bool,
) -> TimeCell | str:
    """Return *promise* by the conventions of *basis*, or the reason why there is none.

    *instant* tells whether the item is handled at once; what is to be said is put into *remarks*.
    """
    if promise.says is Says.UNLIMITED:
        return "promise-unlimited"
    if promise.is_range:
        remarks.append("range-upper")
    if not instant:
        if promise.says is Says.LENGTH:
            return promise
        if basis.promise_as_statute and statute is not None:
            remarks.append("promise-as-statute")
            return statute
        return "no-promise"
    days = None if promise.length is None else in_unit(promise, basis, [])
    if promise.length is not None and (days is None or days > 1):
        remarks.append("instant-with-days")
        return promise
    if basis.instant is Instant.TYPE:
        return promise if promise.length is not None else "instant-without-days"
    if basis.instant is Instant.ZERO:
        return TimeCell(Says.LENGTH, Fraction(), basis.unit)
    # A statute of four hours and an instant item: one day would be the convention's own error.
    limit = None if statute is None else in_unit(statute, basis, [])
    one = Fraction(1) if limit is None else min(Fraction(1), limit)
    return TimeCell(Says.LENGTH, one, basis.unit)


def in_unit(cell: TimeCell, basis: Basis, remarks: list[str]) -> Fraction | None:
    """Return the length of *cell* in the unit of *basis*, None where no factor is named."""
    length = cell.length or Fraction()
    if cell.unit is None or cell.unit is basis.unit:
        return length
    if cell.unit in basis.factors:
        remarks.append("converted")
        return length * basis.factors[cell.unit]
    if cell.unit is Unit.HOUR and basis.unit is Unit.WORKING_DAY:
        remarks.append("hours-converted")
        return length / basis.hours_a_day
    return None


@attrs.frozen(kw_only=True)
class Survey:
    """A catalogue by one basis: what can be used, what cannot and why."""

    used: tuple[Settled, ...]
    left_out: tuple[Counted, ...]

    @property
    def remarks(self) -> tuple[Counted, ...]:
        """What is to be said of the rows that are used."""
        return gather((mark, one.item.id, 1) for one in self.used for mark in one.remarks)

    @property
    def with_volume(self) -> Survey:
        """Only those whose number of cases is known."""
        without = [one.item for one in self.used if one.item.volume is None]
        return Survey(
            used=tuple(one for one in self.used if one.item.volume is not None),
            left_out=(*self.left_out, *gather(("no-volume", item.id, 1) for item in without)),
        )


def survey(items: Iterable[Item], basis: Basis) -> Survey:
    """Settle every one of *items*; each is either used or left out for one reason."""
    used: list[Settled] = []
    out: list[tuple[str, str, int]] = []
    for item in items:
        found = settle(item, basis)
        if isinstance(found, str):
            out.append((found, item.id, 1))
        else:
            used.append(found)
    return Survey(used=tuple(used), left_out=gather(out))


def gather(rows: Iterable[tuple[str, str | tuple[str, ...], int]]) -> tuple[Counted, ...]:
    """Return reason, id and number of rows as one entry for each reason, most first."""
    counts: dict[str, int] = {}
    ids: dict[str, list[str]] = {}
    for reason, who, n in rows:
        counts[reason] = counts.get(reason, 0) + n
        ids.setdefault(reason, []).extend((who,) if isinstance(who, str) else who)
    return tuple(
        Counted(reason, counts[reason], tuple(ids[reason]))
        for reason in sorted(counts, key=lambda one: (-counts[one], one))
    )
