"""The headings of an analyst's table -> what each column is, or why nobody can say.

Nothing is guessed: two columns that could both be the promise are an error, and a mapping outranks
every heading.  A unit in brackets, as in 法定时限（工作日）, is the unit of its column.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from enforcecal.dates.periods import Unit
from enforcecal.errors import TableError, nearest
from enforcecal.measures.items import parse_unit
from enforcecal.readers.cells import fold

__all__ = ["FIELDS", "IGNORE", "Columns", "TableKind", "kind_of", "match_columns"]

IGNORE: Final = "ignore"
"""The field to map a column to that is not to be read."""


class TableKind(enum.Enum):
    """What one row of a table is."""

    ITEMS = "items"
    """One item of a catalogue (事项目录)."""
    CASES = "cases"
    """One approval case (办件)."""
    CARDS = "cards"
    """One card (亮牌)."""
    PENALTIES = "penalties"
    """One penalty case (行政处罚案件)."""


_LIMITS: Final = {
    "statute": (
        *("法定时限", "法定办结时限", "法定期限", "法定办理时限", "法定办结期限"),
        *("statute", "statutory days", "statutory limit", "statutory time"),
    ),
    "promise": (
        *("承诺时限", "承诺办结时限", "承诺期限", "承诺办理时限", "承诺办结期限"),
        *("promise", "promised days", "promised limit", "promised time"),
    ),
    "unit": ("时限单位", "unit", "time unit"),
    "type": ("办件类型", "办理类型", "type", "case type"),
}
_WHO: Final = {
    "item": ("事项", "事项名称", "item", "item name", "item zh", "name", "名称"),
    "code": ("事项编码", "事项代码", "实施编码", "编码", "code", "item code"),
    "department": (
        *("部门", "实施机关", "实施主体", "办理部门", "承办部门", "单位", "区划"),
        *("department", "agency", "jurisdiction"),
    ),
}
_CASE: Final = (
    "办件编号",
    "受理编号",
    "申请编号",
    "案件编号",
    "编号",
    "案号",
    "case",
    "case id",
    "id",
)
_ACCEPTED: Final = ("受理日期", "受理时间", "受理日", "accepted", "accepted on", "acceptance date")

FIELDS: Final[Mapping[TableKind, Mapping[str, tuple[str, ...]]]] = {
    TableKind.ITEMS: {
        **_WHO,
        **_LIMITS,
        "special": (
            *("特殊环节", "特殊环节承诺时限", "特殊环节时限", "特殊环节时间"),
            *("special", "special steps", "special step days"),
        ),
        "step_days": (
            "环节时间合计",
            "环节时限合计",
            "各环节时限之和",
            "step days",
            "sum of steps",
        ),
        "volume": ("办件量", "业务量", "年办件量", "volume", "number of cases"),
        "power": ("权力类型", "事项类型", "职权类型", "power", "power type", "kind of power"),
        **{
            f"{name}_{when}": (f"{at}{zh}", f"{zh}{at}", f"{en} {when}")
            for name, zh, en in (
                ("steps", "环节", "steps"),
                ("materials", "材料", "materials"),
                ("time", "时间", "time"),
                ("cost", "成本", "cost"),
                ("trips", "跑动", "trips"),
            )
            for when, at in (("before", "原"), ("after", "现"))
        },
        "trips": ("跑动次数", "到现场次数", "到办事现场次数", "trips", "on-site trips"),
        "suitable": ("适宜跑零次", "suitable", "suitable for zero trips"),
    },
    TableKind.CASES: {
        "case": _CASE,
        **_WHO,
        **_LIMITS,
        "used": (
            "实际用时",
            "实际办理时间",
            "办理用时",
            "实际时限",
            "used",
            "used days",
            "actual days",
        ),
        "accepted": _ACCEPTED,
        "closed": ("办结日期", "办结时间", "办结日", "closed", "closed on", "closing date"),
        "status": ("状态", "办理状态", "办件状态", "status", "state"),
        "on_the_spot": ("当场办结", "现场办结", "on the spot"),
        "overdue": ("是否超期", "在办超期", "overdue"),
        "yellow": ("黄牌", "黄牌数", "yellow", "yellow cards"),
        "red": ("红牌", "红牌数", "red", "red cards"),
        "warnings": ("预警", "预警数", "warnings"),
    },
    TableKind.CARDS: {
        "case": _CASE,
        "level": ("亮牌", "牌类", "亮牌类型", "监察等级", "level", "card"),
        "issued": ("亮牌日期", "亮牌时间", "监察时间", "发牌日期", "issued", "card date"),
        "accepted": _ACCEPTED,
        "withdrawn": ("是否撤销", "撤销", "withdrawn", "revoked", "cancelled"),
    },
    TableKind.PENALTIES: {
        "case": _CASE,
        "category": ("类别", "案件类别", "案由类别", "领域", "category", "field"),
        "outcome": ("处理结果", "结果", "办理结果", "outcome", "result"),
        "fine": ("罚款", "罚款金额", "处罚金额", "fine", "fine amount", "amount"),
        "closed": ("是否结案", "结案", "closed"),
        "decided": ("决定日期", "处罚决定日期", "日期", "decided", "decided on", "date"),
        "department": _WHO["department"],
    },
}
"""The fields of each kind of table, and what they are called in the tables people have."""

_NEEDED: Final = {
    TableKind.ITEMS: (),
    TableKind.CASES: (),
    TableKind.CARDS: ("case", "level"),
    TableKind.PENALTIES: ("outcome",),
}
_BRACKET: Final = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")


@attrs.frozen(kw_only=True)
class Columns:
    """Which column is what."""

    kind: TableKind
    at: Mapping[str, str]
    """Field -> its heading."""
    units: Mapping[str, Unit]
    """Field -> the unit in its heading."""
    ignored: tuple[str, ...]

    @property
    def used(self) -> dict[str, str]:
        """Heading -> field."""
        return {heading: field for field, heading in self.at.items()}


def kind_of(headings: Sequence[str], mapping: Mapping[str, str] | None = None) -> TableKind:
    """Return what kind of table *headings* belong to.

    Raises:
        TableError: no kind has the columns that tell it from the others.

    >>> kind_of(["事项名称", "法定时限", "承诺时限"])
    <TableKind.ITEMS: 'items'>
    """
    signs = {
        TableKind.PENALTIES: ({"outcome"}, {"fine"}),
        TableKind.CARDS: ({"level"},),
        TableKind.CASES: ({"used"}, {"accepted"}, {"status"}),
        TableKind.ITEMS: ({"statute"}, {"promise"}, {"steps_before"}, {"materials_before"},
                          {"time_before"}, {"cost_before"}, {"trips_before"}),
    }  # fmt: skip
    for kind, wanted in signs.items():
        found = set(_claims(headings, kind, mapping or {}, strict=False))
        if any(need <= found for need in wanted):
            return kind
    raise TableError(
        f"no column says what a row is; headings found: {', '.join(map(repr, headings))}; name "
        "one with --map COLUMN=FIELD, or say the kind of the table with --kind"
    )


def match_columns(
    headings: Sequence[str],
    kind: TableKind,
    mapping: Mapping[str, str] | None = None,
    *,
    source: str = "the table",
) -> Columns:
    """Say what each of *headings* is, by *mapping* first and by its words otherwise.

    Raises:
        TableError: two columns could be one field, a needed one is missing, or *mapping* names a
            column or a field that does not exist.
    """
    claims = _claims(headings, kind, mapping or {})
    for field, found in claims.items():
        if len(found) > 1:
            raise TableError(
                f"{source}: columns {' and '.join(map(repr, found))} could both be the {field}; "
                f"say which with --map {found[0]}={field}, or --map {found[0]}={IGNORE}"
            )
    for field in _NEEDED[kind]:
        if field not in claims:
            raise TableError(
                f"{source}: no column holds the {field}; head it "
                f"{', '.join(map(repr, FIELDS[kind][field]))}, or say which it is with "
                f"--map COLUMN={field}"
            )
    at = {field: found[0] for field, found in claims.items()}
    units = {field: unit for field, heading in at.items() if (unit := _bare(heading)[1])}
    taken = set(at.values())
    ignored = tuple(heading for heading in headings if heading not in taken)
    return Columns(kind=kind, at=at, units=units, ignored=ignored)


def _claims(
    headings: Sequence[str], kind: TableKind, mapping: Mapping[str, str], *, strict: bool = True
) -> dict[str, list[str]]:
    fields = FIELDS[kind]
    mapped: dict[str, str] = {}
    for heading, field in mapping.items():
        alike = [one for one in headings if one == heading] or [
            one for one in headings if fold(one) == fold(heading)
        ]
        if strict and len(alike) != 1:
            raise TableError(
                f"map {heading!r}: there is no such column; {_meant(heading, headings)}"
            )
        if strict and field not in {*fields, IGNORE}:
            raise TableError(
                f"map {heading!r}: no field of a table of {kind.value} is called {field!r}; "
                f"{_meant(field, [*fields, IGNORE])}"
            )
        mapped.update(dict.fromkeys(alike, field))
    claims: dict[str, list[str]] = {}
    for heading, field in mapped.items():
        if field in fields:
            claims.setdefault(field, []).append(heading)
    spoken_for = set(claims)
    for heading in headings:
        if heading in mapped:
            continue
        words = {fold(heading), fold(_bare(heading)[0])}
        for field, names in fields.items():
            if field not in spoken_for and words & set(map(fold, (field, *names))):
                claims.setdefault(field, []).append(heading)
                break
    return claims


def _bare(heading: str) -> tuple[str, Unit | None]:
    """Return *heading* without its last bracket, and the unit that stood there."""
    plain = unicodedata.normalize("NFKC", heading).strip()
    found = _BRACKET.search(plain)
    if found is None:
        return plain, None
    return plain[: found.start()], parse_unit(found[1])


def _meant(name: str, known: Iterable[str]) -> str:
    known = [*known]
    near = nearest(name, known)
    return f"did you mean {near!r}?" if near else f"there are {', '.join(map(repr, known))}"
