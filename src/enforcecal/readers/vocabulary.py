"""What a column may hold and what it is called: the fields of every table, in both languages.

A `Field` stands in one or several kinds of tables, and is called alike in all of them.  What
belongs to a procedure, its events and facts, has the procedure's own words and is not here.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Final

import attrs

__all__ = ["COUNTED", "IGNORE", "VOCABULARY", "Field", "FieldKind", "TableKind", "fields_of"]

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
    EVENTS = "events"
    """One event, or one case with the days of its events: a table to audit."""
    VIOLATIONS = "violations"
    """One violation, of which the limitation is asked."""
    PLAN = "plan"
    """One item of a plan of random inspections (双随机抽查)."""


COUNTED: Final = (TableKind.ITEMS, TableKind.CASES, TableKind.CARDS, TableKind.PENALTIES)
"""The kinds that figures are computed of."""


class FieldKind(enum.Enum):
    """What the cells of a field hold."""

    TEXT = "text"
    DAY = "day"
    TIME = "time"
    YES_NO = "yes-no"
    NUMBER = "number"
    LIMIT = "limit"
    """A length of time; its unit may stand in the cell or in brackets in the heading."""
    MONEY = "money"
    """Yuan, unless cell or heading says 万元."""
    WORD = "word"
    """One of a few words, which the reader of the table knows."""
    NOTES = "notes"
    """Several entries in a notation of their own, parted by semicolons."""


@attrs.frozen
class Field:
    """One thing a column may hold."""

    name: str
    kind: FieldKind
    tables: tuple[TableKind, ...]
    words: tuple[str, ...] = ()
    """What it is called, besides its name."""
    otherwise: tuple[str, ...] = ()
    """What it is called too, where no column has its name or one of its words."""


_I, _C, _K, _P = ((kind,) for kind in COUNTED)
_E, _V, _R = (TableKind.EVENTS,), (TableKind.VIOLATIONS,), (TableKind.PLAN,)
_TEXT, _DAY, _TIME, _YES_NO, _NUMBER, _LIMIT, _MONEY, _WORD, _NOTES = FieldKind

_ITEM: Final = ("事项", "事项名称", "item name")
_NAME: Final = ("名称", "name", "item zh")
VOCABULARY: Final = (
    Field(
        *("case", _TEXT, _E + _V + _C + _K + _P),
        ("案件编号", "案号", "案件号", "case id", "case no", "case number", "case:concept:name"),
        ("编号", "案件文号", "文号", "立案号", "办件编号", "受理编号", "申请编号", "id"),
    ),
    # a table to audit
    Field(
        *("event", _TEXT, _E),
        (
            *("环节", "事项", "步骤", "事件", "办理环节", "办理事项", "环节名称", "事件名称"),
            *("活动", "event name", "activity", "step", "concept:name"),
        ),
    ),
    Field(
        *("day", _DAY, _E),
        (
            *("日期", "办理日期", "办理时间", "发生日期", "发生时间", "环节日期", "事件日期"),
            *("date", "event date", "timestamp", "time:timestamp", "complete timestamp"),
        ),
    ),
    Field("time", _TIME, _E, ("时间", "时刻", "time of day")),
    Field("seq", _NUMBER, _E, ("顺序", "顺序号", "次序", "sequence", "order")),
    Field(
        *("party", _TEXT, _E),
        ("当事人", "当事人名称", "当事人姓名", "行政相对人", "相对人"),
    ),
    Field("item", _TEXT, _E, ("物品", "涉案物品", "物品名称", "标的物")),
    Field(
        *("recorded", _DAY, _E),
        (
            *("登记日期", "登记时间", "录入日期", "录入时间", "记录日期"),
            *("recorded on", "entered on"),
        ),
    ),
    Field("amount", _MONEY, _E, ("金额", "罚款金额", "处罚金额", "fine amount"), ("罚款", "fine")),
    Field("approver", _TEXT, _E, ("审批人", "批准人", "approved by")),
    # a table of violations
    Field(
        *("conduct_from", _DAY, _V),
        (
            *("违法行为发生日期", "违法行为开始日期", "行为发生日期", "行为开始日期", "违法时间"),
            "from",
        ),
    ),
    Field(
        *("conduct_to", _DAY, _V),
        ("违法行为终了日期", "违法行为结束日期", "行为终了日期", "行为结束日期", "to"),
    ),
    Field(
        *("pattern", _WORD, _V),
        (
            *("行为形态", "行为状态", "违法行为形态", "行为种类", "违法行为种类"),
            *("conduct pattern", "kind"),
        ),
    ),
    Field("acts", _NOTES, _V, ("各次行为日期", "历次行为日期", "days of acts")),
    Field("regime", _WORD, _V, ("时效适用法律", "时效规定")),
    Field("harm_domain", _WORD, _V, ("涉及领域", "涉及安全领域", "危害领域")),
    Field("harm", _YES_NO, _V, ("是否有危害后果", "有危害后果", "危害后果", "harm done")),
    Field("discoveries", _NOTES, _V, ("发现情况", "发现记录", "发现事件", "discovery")),
    Field("transfers", _NOTES, _V, ("移送情况", "移送经过", "流转情况", "transfer")),
    Field("as_of", _DAY, _V, ("截至日期",)),
    # what figures are computed of
    Field("item", _TEXT, _I + _C, _ITEM, _NAME),
    Field(
        *("item", _TEXT, _R),
        ("抽查事项", "抽查事项名称", "检查事项", "检查事项名称", "inspection item", *_ITEM),
        _NAME,
    ),
    Field(
        *("code", _TEXT, _I + _C),
        ("事项编码", "事项代码", "实施编码", "编码", "item code"),
    ),
    Field(
        *("department", _TEXT, _I + _C + _P),
        (
            *("部门", "实施机关", "实施主体", "办理部门", "承办部门", "单位", "区划"),
            *("agency", "jurisdiction"),
        ),
    ),
    Field(
        *("statute", _LIMIT, _I + _C),
        (
            *("法定时限", "法定办结时限", "法定期限", "法定办理时限", "法定办结期限"),
            *("statutory days", "statutory limit", "statutory time"),
        ),
    ),
    Field(
        *("promise", _LIMIT, _I + _C),
        (
            *("承诺时限", "承诺办结时限", "承诺期限", "承诺办理时限", "承诺办结期限"),
            *("promised days", "promised limit", "promised time"),
        ),
    ),
    Field("unit", _WORD, _I + _C, ("时限单位", "time unit")),
    Field("type", _WORD, _I + _C, ("办件类型", "办理类型", "case type")),
    Field(
        *("special", _LIMIT, _I),
        (
            *("特殊环节", "特殊环节承诺时限", "特殊环节时限", "特殊环节时间"),
            *("special steps", "special step days"),
        ),
    ),
    Field(
        *("step_days", _LIMIT, _I),
        ("环节时间合计", "环节时限合计", "各环节时限之和", "sum of steps"),
    ),
    Field("volume", _NUMBER, _I, ("办件量", "业务量", "年办件量", "number of cases")),
    Field(
        *("power", _TEXT, _I),
        ("权力类型", "事项类型", "职权类型", "power type", "kind of power"),
    ),
    *(
        Field(f"{name}_{when}", _NUMBER, _I, (f"{at}{zh}", f"{zh}{at}"))
        for name, zh in (
            *(("steps", "环节"), ("materials", "材料"), ("time", "时间")),
            *(("cost", "成本"), ("trips", "跑动")),
        )
        for when, at in (("before", "原"), ("after", "现"))
    ),
    Field("trips", _NUMBER, _I, ("跑动次数", "到现场次数", "到办事现场次数", "on-site trips")),
    Field("suitable", _YES_NO, _I, ("适宜跑零次", "suitable for zero trips")),
    Field(
        *("used", _LIMIT, _C),
        ("实际用时", "实际办理时间", "办理用时", "实际时限", "used days", "actual days"),
    ),
    Field(
        *("accepted", _DAY, _C + _K),
        ("受理日期", "受理时间", "受理日", "accepted on", "acceptance date"),
    ),
    Field("closed", _DAY, _C, ("办结日期", "办结时间", "办结日", "closed on", "closing date")),
    Field("status", _WORD, _C, ("状态", "办理状态", "办件状态", "state")),
    Field("on_the_spot", _YES_NO, _C, ("当场办结", "现场办结")),
    Field("overdue", _YES_NO, _C, ("是否超期", "在办超期")),
    Field("yellow", _NUMBER, _C, ("黄牌", "黄牌数", "yellow cards")),
    Field("red", _NUMBER, _C, ("红牌", "红牌数", "red cards")),
    Field("warnings", _NUMBER, _C, ("预警", "预警数")),
    Field("level", _WORD, _K, ("亮牌", "牌类", "亮牌类型", "监察等级", "card")),
    Field(
        *("issued", _DAY, _K),
        ("亮牌日期", "亮牌时间", "监察时间", "发牌日期", "card date"),
    ),
    Field("withdrawn", _YES_NO, _K, ("是否撤销", "撤销", "revoked", "cancelled")),
    Field(
        *("category", _TEXT, _P),
        ("类别", "案件类别", "案由类别", "领域", "field"),
    ),
    Field("outcome", _WORD, _P, ("处理结果", "结果", "办理结果", "result")),
    Field("fine", _MONEY, _P, ("罚款", "罚款金额", "处罚金额", "fine amount", "amount"), ("金额",)),
    Field("closed", _YES_NO, _P, ("是否结案", "结案")),
    Field(
        *("decided", _DAY, _P),
        ("决定日期", "处罚决定日期", "日期", "decided on", "date"),
    ),
)  # fmt: skip
"""Every field; two of one name stand in different tables."""


def fields_of(kind: TableKind) -> Mapping[str, Field]:
    """Return the fields that a table of *kind* has, by name.

    >>> fields_of(TableKind.CARDS)["level"].words[0]
    '亮牌'
    """
    return {field.name: field for field in VOCABULARY if kind in field.tables}
