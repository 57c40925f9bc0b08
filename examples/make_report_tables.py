"""Make the invented tables of ``report/``, from which `enforcecal report` writes a yearly report.

Nothing here is real: no bureau, no company, no person, no case.  The tables are made so that the
sentences of such a report come out: 127 approvals, all on time and without a card, promised time
80.5 % below the statutory time (the ratio of sums over ten items, an instant item counted as one
working day), eight cases of gas facilities with fines of 38,800 yuan, five of dust with 2,400, four
in housing and construction with four different ends, and seven items of random inspection.  The
script needs Python and nothing else, not even enforcecal, and writes the same bytes on every
machine:

    python examples/make_report_tables.py

| file | what it is |
| --- | --- |
| ``report/approvals-2025.csv`` | one row a case: its days, two limits, the time used, cards |
| ``report/items-2025.csv`` | one row an item of the catalogue, with its number of cases |
| ``report/penalties-2025.csv`` | one row a penalty case: category, outcome, day, fine |
| ``report/inspections-2025.csv`` | one row an item of the random-inspection plan |
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final

REMARK: Final = "虚构"
"""What the last column of every row says."""

# Days off and make-up working days of 2025, as the State Council published them.
OFF: Final = """
2025-01-01
2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-01 2025-02-02 2025-02-03 2025-02-04
2025-04-04 2025-04-05 2025-04-06
2025-05-01 2025-05-02 2025-05-03 2025-05-04 2025-05-05
2025-05-31 2025-06-01 2025-06-02
2025-10-01 2025-10-02 2025-10-03 2025-10-04 2025-10-05 2025-10-06 2025-10-07 2025-10-08
"""
MADE_UP: Final = "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11"
_OFF: Final = frozenset(map(date.fromisoformat, OFF.split()))
_MADE_UP: Final = frozenset(map(date.fromisoformat, MADE_UP.split()))

STATUTE: Final = 20
"""Working days that the law gives each of the items (行政许可法42)."""

# The item, its promise (0 is 即办), its number of cases.  The promises sum to 39 working days with
# an instant one as 1, which is 80.5 % below the 200 that the law gives; the cases sum to 127.
ITEMS: Final = (
    ("城市建筑垃圾处置核准", 6, 31),
    ("临时占用城市道路审批", 5, 12),
    ("挖掘城市道路审批", 5, 14),
    ("设置大型户外广告审批", 5, 16),
    ("砍伐城市树木审批", 5, 9),
    ("临时占用城市绿地审批", 5, 4),
    ("污水排入排水管网许可", 5, 8),
    ("临时堆放物料审批", 0, 7),
    ("临时悬挂宣传品审批", 0, 18),
    ("店铺门头招牌设置审批", 0, 8),
)

# Category, fines in yuan, outcomes.  Eight make 38,800, five make 2,400.
PENALTIES: Final = (
    *(("燃气设施类", yuan, "处罚") for yuan in (10000, 8000, 5000, 5000, 4000, 3000, 2800, 1000)),
    *(("扬尘类", yuan, "处罚") for yuan in (800, 500, 500, 400, 200)),
    ("住房建设类", 0, "处罚"),  # a warning, without a fine
    ("住房建设类", None, "不予处罚"),
    ("住房建设类", None, "事先告知"),
    ("住房建设类", None, "不予立案"),
)
INSPECTIONS: Final = (
    ("燃气经营企业安全管理", "燃气经营企业", "20%", 2),
    ("建筑垃圾运输管理", "运输企业", "30%", 4),
    ("城镇污水排入排水管网", "排水户", "10%", 2),
    ("大型户外广告设置", "广告设置单位", "15%", 2),
    ("城市道路挖掘现场", "建设、施工单位", "30%", 4),
    ("城市绿地占用", "建设单位", "20%", 2),
    ("房屋市政工程扬尘防治", "施工单位", "30%", 4),
)


def works(day: date) -> bool:
    """Tell whether people work on *day*."""
    return day in _MADE_UP or (day.weekday() < 5 and day not in _OFF)


def after(day: date, count: int) -> date:
    """Return the working day *count* working days after *day*."""
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


class Draw:
    """A generator of its own, because those of Python may change with its version."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def below(self, n: int) -> int:
        """Return a number from 0 to *n* - 1."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self._state >> 33) % n


def approvals(draw: Draw) -> Iterable[Sequence[object]]:
    """Yield one row for each case, in the order of acceptance."""
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(350)]
    open_days = [day for day in days if works(day)]
    rows = []
    for name, promise, many in ITEMS:
        for _ in range(many):
            accepted = open_days[draw.below(len(open_days))]
            used = 1 + draw.below(promise) if promise else 0
            rows.append((accepted, name, promise, used, after(accepted, used)))
    rows.sort()
    for number, (accepted, name, promise, used, closed) in enumerate(rows, 1):
        yield (
            f"虚构许可〔2025〕{number:03}号",
            name,
            "承诺件" if promise else "即办件",
            accepted,
            closed,
            STATUTE,
            promise or "即办",
            used,
            "办结",
            0,
            0,
            REMARK,
        )


def items() -> Iterable[Sequence[object]]:
    """Yield one row for each item."""
    for name, promise, many in ITEMS:
        days = f"{promise}个工作日" if promise else "即办"
        type_ = "承诺件" if promise else "即办件"
        yield (name, "行政许可", type_, f"{STATUTE}个工作日", days, many, REMARK)


def penalties(draw: Draw) -> Iterable[Sequence[object]]:
    """Yield one row for each penalty case; the day is that of its last step."""
    days = [date(2025, 2, 10) + timedelta(days=n) for n in range(310)]
    open_days = [day for day in days if works(day)]
    rows = sorted((open_days[draw.below(len(open_days))], at) for at in range(len(PENALTIES)))
    for number, (day, at) in enumerate(rows, 1):
        category, fine, outcome = PENALTIES[at]
        closed = "" if outcome == "不予立案" else "否" if outcome == "事先告知" else "是"
        yield (
            f"虚构罚〔2025〕{number:02}号",
            category,
            outcome,
            day,
            "" if fine is None else f"{fine}元",
            closed,
            REMARK,
        )


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as the offices keep them: UTF-8 with its mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Write the four tables to *folder*."""
    draw = Draw(2025)
    write(
        folder / "approvals-2025.csv",
        (
            *("办件编号", "事项名称", "办件类型", "受理日期", "办结日期", "法定时限（工作日）"),
            *("承诺时限（工作日）", "实际用时（工作日）", "状态", "黄牌", "红牌", "备注"),
        ),
        approvals(draw),
    )
    write(
        folder / "items-2025.csv",
        ("事项名称", "事项类型", "办件类型", "法定时限", "承诺时限", "办件量", "备注"),
        items(),
    )
    write(
        folder / "penalties-2025.csv",
        ("案号", "类别", "处理结果", "日期", "罚款金额", "是否结案", "备注"),
        penalties(draw),
    )
    write(
        folder / "inspections-2025.csv",
        ("抽查事项", "检查对象", "抽查比例", "每年次数", "备注"),
        ((*row, REMARK) for row in INSPECTIONS),
    )


if __name__ == "__main__":
    main(Path(__file__).parent / "report")
