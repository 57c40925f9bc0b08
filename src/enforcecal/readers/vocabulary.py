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


# Name | what its cells hold | the tables it stands in | words, for Field.words | Field.otherwise.
_TABLE: Final = """
case | text | events violations cases cards penalties | 案件编号, 案号, 案件号, case id, \
    case no, case number, case:concept:name | 编号, 案件文号, 文号, 立案号, 办件编号, 受理编号, \
    申请编号, id
event | text | events | 环节, 事项, 步骤, 事件, 办理环节, 办理事项, 环节名称, 事件名称, 活动, \
    event name, activity, step, concept:name
day | day | events | 日期, 办理日期, 办理时间, 发生日期, 发生时间, 环节日期, 事件日期, date, \
    event date, timestamp, time:timestamp, complete timestamp
time | time | events | 时间, 时刻, time of day
seq | number | events | 顺序, 顺序号, 次序, sequence, order
party | text | events | 当事人, 当事人名称, 当事人姓名, 行政相对人, 相对人
item | text | events | 物品, 涉案物品, 物品名称, 标的物
recorded | day | events | 登记日期, 登记时间, 录入日期, 录入时间, 记录日期, recorded on, \
    entered on
amount | money | events | 金额, 罚款金额, 处罚金额, fine amount | 罚款, fine
approver | text | events | 审批人, 批准人, approved by
conduct_from | day | violations | 违法行为发生日期, 违法行为开始日期, 行为发生日期, \
    行为开始日期, 违法时间, from
conduct_to | day | violations | 违法行为终了日期, 违法行为结束日期, 行为终了日期, 行为结束日期, \
    to
pattern | word | violations | 行为形态, 行为状态, 违法行为形态, 行为种类, 违法行为种类, \
    conduct pattern, kind
acts | notes | violations | 各次行为日期, 历次行为日期, days of acts
regime | word | violations | 时效适用法律, 时效规定
harm_domain | word | violations | 涉及领域, 涉及安全领域, 危害领域
harm | yes-no | violations | 是否有危害后果, 有危害后果, 危害后果, harm done
discoveries | notes | violations | 发现情况, 发现记录, 发现事件, discovery
transfers | notes | violations | 移送情况, 移送经过, 流转情况, transfer
as_of | day | violations | 截至日期
item | text | items cases | 事项, 事项名称, item name | 名称, name, item zh
item | text | plan | 抽查事项, 抽查事项名称, 检查事项, 检查事项名称, inspection item, 事项, \
    事项名称, item name | 名称, name, item zh
code | text | items cases | 事项编码, 事项代码, 实施编码, 编码, item code
department | text | items cases penalties | 部门, 实施机关, 实施主体, 办理部门, 承办部门, 单位, \
    区划, agency, jurisdiction
statute | limit | items cases | 法定时限, 法定办结时限, 法定期限, 法定办理时限, 法定办结期限, \
    statutory days, statutory limit, statutory time
promise | limit | items cases | 承诺时限, 承诺办结时限, 承诺期限, 承诺办理时限, 承诺办结期限, \
    promised days, promised limit, promised time
unit | word | items cases | 时限单位, time unit
type | word | items cases | 办件类型, 办理类型, case type
special | limit | items | 特殊环节, 特殊环节承诺时限, 特殊环节时限, 特殊环节时间, special steps, \
    special step days
step_days | limit | items | 环节时间合计, 环节时限合计, 各环节时限之和, sum of steps
volume | number | items | 办件量, 业务量, 年办件量, number of cases
power | text | items | 权力类型, 事项类型, 职权类型, power type, kind of power
steps_before | number | items | 原环节, 环节原
steps_after | number | items | 现环节, 环节现
materials_before | number | items | 原材料, 材料原
materials_after | number | items | 现材料, 材料现
time_before | number | items | 原时间, 时间原
time_after | number | items | 现时间, 时间现
cost_before | number | items | 原成本, 成本原
cost_after | number | items | 现成本, 成本现
trips_before | number | items | 原跑动, 跑动原
trips_after | number | items | 现跑动, 跑动现
trips | number | items | 跑动次数, 到现场次数, 到办事现场次数, on-site trips
suitable | yes-no | items | 适宜跑零次, suitable for zero trips
used | limit | cases | 实际用时, 实际办理时间, 办理用时, 实际时限, used days, actual days
accepted | day | cases cards | 受理日期, 受理时间, 受理日, accepted on, acceptance date
closed | day | cases | 办结日期, 办结时间, 办结日, closed on, closing date
status | word | cases | 状态, 办理状态, 办件状态, state
on_the_spot | yes-no | cases | 当场办结, 现场办结
overdue | yes-no | cases | 是否超期, 在办超期
yellow | number | cases | 黄牌, 黄牌数, yellow cards
red | number | cases | 红牌, 红牌数, red cards
warnings | number | cases | 预警, 预警数
level | word | cards | 亮牌, 牌类, 亮牌类型, 监察等级, card
issued | day | cards | 亮牌日期, 亮牌时间, 监察时间, 发牌日期, card date
withdrawn | yes-no | cards | 是否撤销, 撤销, revoked, cancelled
category | text | penalties | 类别, 案件类别, 案由类别, 领域, field
outcome | word | penalties | 处理结果, 结果, 办理结果, result
fine | money | penalties | 罚款, 罚款金额, 处罚金额, fine amount, amount | 金额
closed | yes-no | penalties | 是否结案, 结案
decided | day | penalties | 决定日期, 处罚决定日期, 日期, decided on, date
"""


def _field(line: str) -> Field:
    name, kind, tables, words, *otherwise = (part.strip() for part in line.split("|"))
    return Field(
        name,
        FieldKind(kind),
        tuple(map(TableKind, tables.split())),
        _listed(words),
        _listed(*otherwise),
    )


def _listed(words: str = "") -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in words.split(","))))


VOCABULARY: Final = tuple(map(_field, _TABLE.split("\n")[1:-1]))
"""Every field; two of one name stand in different tables."""


def fields_of(kind: TableKind) -> Mapping[str, Field]:
    """Return the fields that a table of *kind* has, by name.

    >>> fields_of(TableKind.CARDS)["level"].words[0]
    '亮牌'
    """
    return {field.name: field for field in VOCABULARY if kind in field.tables}
