"""Make the invented penalty cases of this folder, and the list of faults planted in them.

Nothing here is real: no bureau, no company, no person.  The script needs Python and nothing else,
not even enforcecal, so that what it plants is not what the library believes.  It walks the days one
by one over the days off printed below, draws from a generator of its own, and so writes the same
bytes on every machine:

    python examples/make_penalty_cases.py

| file | what it is |
| --- | --- |
| ``penalty-cases-2025.csv`` | one row a case, a column of days for each step |
| ``penalty-cases-2025.expected.csv`` | every finding an audit as of 2026-06-30 gives, no other |
| ``penalty-events-2025.csv`` | one row an event: some of the same cases, and faults of its own |
| ``penalty-events-2025.expected.csv`` | the same for it |
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

AS_OF: Final = date(2026, 6, 30)
"""The day the tables were drawn up; nothing in them is later."""

# ---------------------------------------------------------------------------------------- the days

# Days off and make-up working days of 2025 and 2026, as the State Council published them.
OFF: Final = """
2025-01-01
2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-01 2025-02-02 2025-02-03 2025-02-04
2025-04-04 2025-04-05 2025-04-06
2025-05-01 2025-05-02 2025-05-03 2025-05-04 2025-05-05
2025-05-31 2025-06-01 2025-06-02
2025-10-01 2025-10-02 2025-10-03 2025-10-04 2025-10-05 2025-10-06 2025-10-07 2025-10-08
2026-01-01 2026-01-02 2026-01-03
2026-02-15 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-02-21 2026-02-22 2026-02-23
2026-04-04 2026-04-05 2026-04-06
2026-05-01 2026-05-02 2026-05-03 2026-05-04 2026-05-05
2026-06-19 2026-06-20 2026-06-21
2026-09-25 2026-09-26 2026-09-27
2026-10-01 2026-10-02 2026-10-03 2026-10-04 2026-10-05 2026-10-06 2026-10-07
"""
MADE_UP: Final = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
_OFF: Final = frozenset(map(date.fromisoformat, OFF.split()))
_MADE_UP: Final = frozenset(map(date.fromisoformat, MADE_UP.split()))


def works(day: date) -> bool:
    """Tell whether people work on *day*."""
    return day in _MADE_UP or (day.weekday() < 5 and day not in _OFF)


def after(day: date, days: int) -> date:
    """Return the day *days* calendar days later."""
    return day + timedelta(days=days)


def working(day: date, number: int) -> date:
    """Return the *number*-th working day after *day*; with 0, *day* or the next one that works."""
    if number == 0:
        while not works(day):
            day = after(day, 1)
    for _ in range(number):
        day = after(day, 1)
        while not works(day):
            day = after(day, 1)
    return day


class Dice:
    """A generator that gives the same numbers everywhere (Lehmer's, modulo 2**31 - 1)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def between(self, low: int, high: int) -> int:
        """Return a number from *low* to *high*, both included."""
        self.state = self.state * 48_271 % 2_147_483_647
        return low + self.state % (high - low + 1)

    def chance(self, percent: int) -> bool:
        """Return true about *percent* times in a hundred."""
        return self.between(1, 100) <= percent

    def one_of(self, *choices: str) -> str:
        """Return one of *choices*."""
        return choices[self.between(0, len(choices) - 1)]


# --------------------------------------------------------------------------------------- the table

# What the columns are called, in the order of the table.
COLUMNS: Final = {
    "case": "案件编号",
    "kind": "案件类别",
    "subject": "案由",
    "party": "当事人",
    "conduct_from": "违法行为发生日期",
    "conduct_pattern": "行为形态",
    "harm_domain": "涉及领域",
    "clue_received": "线索登记日期",
    "verification_extended": "核查延期日期",
    "not_filed": "不予立案日期",
    "case_filed": "立案日期",
    "evidence.registered": "登记保存日期",
    "evidence.disposed": "登记保存处理日期",
    "testing.commissioned": "委托检测日期",
    "testing.reported": "收到检测报告日期",
    "suspended": "中止调查日期",
    "resumed": "恢复调查日期",
    "investigation_reopened": "补充调查日期",
    "investigation_concluded": "调查终结日期",
    "investigation_reported": "是否制作调查终结报告",
    "extension_1_approved": "延期批准日期",
    "extension_2_approved": "再次延期批准日期",
    "granted_days": "再次延期天数",
    "approver": "批准人",
    "hearing_type": "是否属于听证范围",
    "notice.announced": "告知书公告日期",
    "notice.served": "告知书送达日期",
    "statement_made": "陈述申辩日期",
    "statement_reviewed": "是否复核",
    "statement_waived": "放弃陈述申辩日期",
    "hearing_requested": "申请听证日期",
    "hearing_waived": "放弃听证日期",
    "hearing_notice.announced": "听证通知公告日期",
    "hearing_notice.served": "听证通知书送达日期",
    "hearing_held": "听证日期",
    "hearing_abandoned": "终止听证日期",
    "legal_review_required": "是否应当法制审核",
    "legal_review_submitted": "法制审核送审日期",
    "legal_review_done": "法制审核日期",
    "review_passed": "法制审核结果",
    "complex_or_major": "情节复杂或重大违法",
    "collective_discussed": "集体讨论日期",
    "penalty_decided": "处罚决定日期",
    "no_penalty_decided": "不予处罚决定日期",
    "case_dropped": "撤案日期",
    "transferred_out": "移送其他机关日期",
    "transferred_to_police": "移送公安日期",
    "fine_yuan": "罚款金额（元）",
    "social_impact": "是否具有一定社会影响",
    "decision.announced": "决定书公告日期",
    "decision.served": "决定书送达日期",
    "decision_published": "公示日期",
    "deferral_approved": "延期缴款批准日期",
    "pay_by": "延期缴纳至",
    "paid": "缴款日期",
    "performed": "执行完毕日期",
    "enforcement_ended": "终结执行日期",
    "case_closed": "结案日期",
    "note": "备注",
}

# What is told with an event: blank until the event has happened.
TOLD_WITH: Final = {
    "investigation_reported": ("investigation_concluded", "penalty_decided"),
    "granted_days": ("extension_2_approved",),
    "approver": ("verification_extended", "extension_1_approved", "extension_2_approved"),
    "hearing_type": ("notice.served", "penalty_decided"),
    "statement_reviewed": ("penalty_decided",),
    "legal_review_required": ("penalty_decided", "legal_review_submitted"),
    "review_passed": ("legal_review_done",),
    "complex_or_major": ("penalty_decided", "collective_discussed"),
    "fine_yuan": ("penalty_decided",),
    "social_impact": ("penalty_decided",),
    "pay_by": ("deferral_approved",),
}

INVENTED: Final = "虚构"

Case = dict[str, date | str | int]


def shown(case: Case, style: int) -> dict[str, str]:
    """Return the cells of *case* as they stood on the last day of the table."""
    cells = {}
    for key in COLUMNS:
        value = case.get(key, "")
        events = TOLD_WITH.get(key, ())
        if events and not any(isinstance(d := case.get(e), date) and d <= AS_OF for e in events):
            value = ""
        if isinstance(value, date):
            # pay_by may lie in the future: it is a promise and not an event
            value = "" if value > AS_OF and key != "pay_by" else written(value, style)
        cells[key] = str(value)
    return cells


def written(day: date, style: int) -> str:
    """Return *day* as one clerk or another writes it."""
    if style == 1:
        return f"{day.year}/{day.month}/{day.day}"
    if style == 2:
        return f"{day.year}年{day.month}月{day.day}日"
    return day.isoformat()


# -------------------------------------------------------------------------------------- the office

KINDS: Final = {
    "燃气": ("损坏燃气设施", "施工作业未采取安全保护措施损坏燃气设施", "擅自改动燃气设施"),
    "扬尘": ("建筑工地扬尘污染", "运输车辆未密闭遗撒", "裸露地面未覆盖"),
    "占道": ("占道经营", "店外经营", "擅自占用城市道路"),
    "住建移送": (
        "未取得施工许可证擅自施工",
        "未组织竣工验收擅自交付使用",
        "违反工程建设强制性标准",
    ),
}
SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def opened(dice: Dice, kind: str, filed: date, *, clue: bool = True) -> Case:
    """Return a case of *kind* filed on *filed*, with its party and its source."""
    case: Case = {"kind": kind, "subject": dice.one_of(*KINDS[kind])}
    number = dice.between(1, 60)
    if kind == "占道":
        case["party"] = f"{SURNAMES[number % len(SURNAMES)]}某（{INVENTED}）"
        case["fine_yuan"] = 100 * dice.between(3, 20)
    else:
        trade = dice.one_of("建筑工程", "市政工程", "运输", "置业")
        case["party"] = f"{INVENTED}{number:02d}号{trade}公司"
        case["fine_yuan"] = 5_000 * dice.between(2, 16)
    heavy = int(case["fine_yuan"]) >= 50_000
    case["hearing_type"] = "是" if heavy else "否"
    case["legal_review_required"] = "是" if heavy or kind == "住建移送" else "否"
    case["complex_or_major"] = "是" if heavy and kind in {"燃气", "住建移送"} else "否"
    case["social_impact"] = "是" if kind == "燃气" else "否"
    if clue:
        back = dice.between(2, 12)
        day = filed
        while back:
            day = after(day, -1)
            back -= works(day)
        case["clue_received"] = day
    case["case_filed"] = filed
    return case


def investigated(dice: Dice, case: Case, *, days: int = 0) -> date:
    """Carry *case* through its investigation; return the day it was concluded."""
    filed = day_of(case, "case_filed")
    done = working(after(filed, days or dice.between(8, 30)), 0)
    if not days and case["kind"] in {"燃气", "扬尘"} and dice.chance(30):
        sent = working(filed, dice.between(2, 6))
        case["testing.commissioned"] = sent
        case["testing.reported"] = working(after(sent, dice.between(8, 30)), 0)
        done = max(done, working(day_of(case, "testing.reported"), dice.between(1, 4)))
    if not days and case["kind"] != "住建移送" and dice.chance(20):
        case["evidence.registered"] = filed
        case["evidence.disposed"] = working(filed, dice.between(1, 7))
    case["investigation_concluded"] = done
    case["investigation_reported"] = "是"
    return done


def heard(dice: Dice, case: Case, *, asks: bool | None = None) -> date:
    """Serve the notice and hear the party; return the last day the decision must still wait."""
    served = working(day_of(case, "investigation_concluded"), dice.between(1, 4))
    case["notice.served"] = served
    wait = working(served, 5)
    if dice.chance(35):
        case["statement_made"] = working(served, dice.between(1, 5))
        case["statement_reviewed"] = "是"
    if case["hearing_type"] == "是" and (dice.chance(35) if asks is None else asks):
        case["hearing_requested"] = working(served, dice.between(1, 5))
        told = working(day_of(case, "hearing_requested"), dice.between(1, 3))
        case["hearing_notice.served"] = told
        case["hearing_held"] = working(told, dice.between(8, 11))
        wait = max(wait, day_of(case, "hearing_held"))
    return wait


def reviewed(dice: Dice, case: Case, wait: date) -> date:
    """Have *case* reviewed and discussed where it must be; return the last day of that."""
    if case["legal_review_required"] == "是":
        case["legal_review_submitted"] = working(wait, dice.between(1, 2))
        wait = working(day_of(case, "legal_review_submitted"), dice.between(2, 9))
        case["legal_review_done"] = wait
        case["review_passed"] = "同意"
    if case["complex_or_major"] == "是":
        wait = case["collective_discussed"] = working(wait, dice.between(0, 3))
    return wait


def decided(dice: Dice, case: Case, day: date) -> Case:
    """Decide *case* on *day*, and carry it to its end in time."""
    case["penalty_decided"] = day
    case["decision_published"] = working(day, dice.between(0, 7))
    served = working(day, dice.between(0, 7))
    if dice.chance(4):
        # served thirty days later, or after the days off that follow; paid in time on each reading
        case["decision.announced"] = served
        return settled(dice, case, working(after(served, 30), 0), within=6)
    case["decision.served"] = served
    return settled(dice, case, served)


def settled(dice: Dice, case: Case, served: date, *, within: int = 15) -> Case:
    """Let the party of *case* pay *within* so many days, and close the case."""
    if case["fine_yuan"] == 0:
        done = case["performed"] = working(served, dice.between(1, 5))
    elif dice.chance(5):
        case["deferral_approved"] = working(served, dice.between(2, 7))
        case["pay_by"] = after(served, 90)
        done = case["paid"] = after(served, dice.between(40, 90))
    else:
        done = case["paid"] = after(served, dice.between(1, within))
    case["case_closed"] = working(done, dice.between(0, 15))
    return case


def day_of(case: Case, event: str) -> date:
    """Return the day of *event* in *case*."""
    value = case[event]
    assert isinstance(value, date)  # noqa: S101 -- the script would be wrong, not its caller
    return value


def stood_still(case: Case) -> int:
    """Return the days that do not count towards the decision: testing, hearing, suspension."""
    still: set[date] = set()
    for begins, ends in (
        ("testing.commissioned", "testing.reported"),
        ("hearing_requested", "hearing_held"),
        ("suspended", "resumed"),
    ):
        if begins in case and ends in case:
            first, last = day_of(case, begins), day_of(case, ends)
            still.update(after(first, n) for n in range(1, (last - first).days + 1))
    return len(still)


def last_day(case: Case, length: int = 90) -> date:
    """Return the last day for the decision, not rolled."""
    return after(day_of(case, "case_filed"), length + stood_still(case))


# --------------------------------------------------------------------------------- cases in order


def in_order(dice: Dice, kind: str, filed: date) -> Case:
    """Return a case in which everything was done as it should be."""
    case = opened(dice, kind, filed, clue=dice.chance(85))
    fate = dice.between(1, 100)
    if fate <= 4:
        return ended_otherwise(dice, case)
    if fate <= 16:
        return extended(dice, case, twice=fate <= 8)
    if fate <= 20:
        case["fine_yuan"] = 0
        case["hearing_type"] = case["legal_review_required"] = case["complex_or_major"] = "否"
    investigated(dice, case)
    if 20 < fate <= 24:
        stop = working(filed, dice.between(1, 5))
        case["suspended"] = stop
        case["resumed"] = working(after(stop, dice.between(20, 60)), 0)
        late = max(day_of(case, "investigation_concluded"), day_of(case, "resumed"))
        case["investigation_concluded"] = working(late, dice.between(1, 5))
    day = reviewed(dice, case, heard(dice, case))
    day = working(day, dice.between(0 if "collective_discussed" in case else 1, 3))
    if day > last_day(case):
        # the hearing and the reviews took long: the head of the bureau gives thirty days more
        case["extension_1_approved"] = working(after(last_day(case), -9), 0)
        case["approver"] = "负责人"
    return decided(dice, case, day)


def extended(dice: Dice, case: Case, *, twice: bool) -> Case:
    """Carry *case* through one extension, or two."""
    filed = day_of(case, "case_filed")
    case["extension_1_approved"] = working(after(filed, dice.between(70, 80)), 0)
    case["approver"] = "负责人"
    case["hearing_type"] = case["legal_review_required"] = case["complex_or_major"] = "否"
    case["fine_yuan"] = min(int(case["fine_yuan"]), 45_000)
    days = dice.between(76, 90)
    if twice:
        case["extension_2_approved"] = working(after(filed, dice.between(98, 108)), 0)
        case["granted_days"] = (30, 45, 60)[dice.between(0, 2)]
        case["approver"] = "集体讨论"
        days = dice.between(108, 122)
    investigated(dice, case, days=days)
    return decided(dice, case, working(heard(dice, case), dice.between(1, 3)))


def ended_otherwise(dice: Dice, case: Case) -> Case:
    """End *case* without a penalty."""
    done = working(investigated(dice, case), dice.between(1, 6))
    how = dice.one_of("no_penalty_decided", "case_dropped", "transferred_out")
    case[how] = done
    case["case_closed"] = working(done, dice.between(2, 14))
    return case


# ------------------------------------------------------------------------------------ the faults
# Each function makes one case with one fault, and says which findings an audit has to give for it.

Fault = Callable[[Dice], tuple[Case, tuple[str, ...]]]
FAULTS: list[tuple[str, Fault]] = []


def plant(note: str) -> Callable[[Fault], Fault]:
    """Enter a fault into the list under the remark the table gives it."""

    def enter(fault: Fault) -> Fault:
        FAULTS.append((note, fault))
        return fault

    return enter


def ready(
    dice: Dice,
    filed: date,
    *,
    kind: str = "扬尘",
    fine: int = 20_000,
    hearing: bool = False,
    clue: bool = True,
    days: int = 20,
) -> Case:
    """Return a plain case, investigated, of which a fault knows every part."""
    case = opened(dice, kind, filed, clue=clue)
    case["fine_yuan"] = fine
    case["hearing_type"] = "是" if hearing else "否"
    case["legal_review_required"] = case["complex_or_major"] = "否"
    investigated(dice, case, days=days)
    return case


def noticed(case: Case, number: int = 2) -> date:
    """Serve the notice of *case*; return the day on which the party's five days end."""
    case["notice.served"] = working(day_of(case, "investigation_concluded"), number)
    return working(day_of(case, "notice.served"), 5)


@plant("第91日作出决定")
def late_on_day_91(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide on day 91, both days ordinary."""
    case = ready(dice, date(2025, 2, 26), days=60)
    noticed(case)
    assert after(day_of(case, "case_filed"), 90) == date(2025, 5, 27)  # noqa: S101
    return decided(dice, case, date(2025, 5, 28)), ("late",)


@plant("检测10日不计入，扣除后第91日作出决定")
def late_after_testing(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide one day late although ten days of testing are taken out."""
    case = ready(dice, date(2025, 7, 1), days=70)
    case["testing.commissioned"], case["testing.reported"] = date(2025, 7, 7), date(2025, 7, 17)
    noticed(case)
    return decided(dice, case, date(2025, 10, 10)), ("late",)  # day 100 is 10-09, a Thursday


@plant("届满日顺延至国庆节后首个工作日，又迟一个工作日")
def late_after_holiday(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide on the second working day after the holiday on which day 90 fell."""
    case = ready(dice, date(2025, 7, 5), days=60)  # day 90: 2025-10-03
    noticed(case)
    return decided(dice, case, date(2025, 10, 10)), ("late",)


@plant("届满日为普通星期日，星期一作出决定：两种理解")
def disputed_sunday(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide on the Monday after a plain Sunday, late on one reading only."""
    case = ready(dice, date(2025, 5, 26), days=60)  # day 90: Sunday 2025-08-24
    noticed(case)
    return decided(dice, case, date(2025, 8, 25)), ("late",)


@plant("届满日为国庆节，节后首个工作日作出决定：合法")
def in_time_after_holiday(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide on the first working day after the holiday: in time on every reading."""
    case = ready(dice, date(2025, 7, 5), days=60)
    noticed(case)
    return decided(dice, case, date(2025, 10, 9)), ()


def early(dice: Dice, filed: date) -> tuple[Case, tuple[str, ...]]:
    """Decide on the fifth working day itself, which the party still has."""
    case = ready(dice, filed)
    return decided(dice, case, noticed(case)), ("too-early",)


@plant("陈述申辩期第五个工作日当日作出决定")
def early_1(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """As `early`, in an ordinary week."""
    return early(dice, date(2025, 3, 17))


@plant("春节前告知，节后陈述申辩期未满即决定")
def early_2(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """As `early`, with Spring Festival in between: by calendar days it looks late enough."""
    case = ready(dice, date(2026, 1, 15))
    case["investigation_concluded"] = date(2026, 2, 9)
    case["notice.served"] = date(2026, 2, 11)
    return decided(dice, case, date(2026, 2, 25)), ("too-early",)


@plant("听证申请期未满即决定")
def early_hearing(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide while a hearing can still be asked for, the party having made its statement."""
    case = ready(dice, date(2025, 4, 14), hearing=True, fine=60_000)
    noticed(case)
    case["statement_made"] = working(day_of(case, "notice.served"), 1)
    case["statement_reviewed"] = "是"
    return decided(dice, case, working(day_of(case, "notice.served"), 4)), ("too-early",)


def with_hearing(dice: Dice, filed: date, number: int) -> Case:
    """Hold the hearing on the *number*-th working day after its notice."""
    case = ready(dice, filed, hearing=True, fine=80_000)
    noticed(case)
    case["hearing_requested"] = working(day_of(case, "notice.served"), 2)
    told = case["hearing_notice.served"] = working(day_of(case, "hearing_requested"), 1)
    case["hearing_held"] = working(told, number)
    return decided(dice, case, working(day_of(case, "hearing_held"), 3))


@plant("通知后第六个工作日举行听证")
def hearing_on_day_6(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Hold the hearing six working days after its notice."""
    return with_hearing(dice, date(2025, 3, 3), 6), ("too-early",)


@plant("通知后第七个工作日举行听证：两种理解")
def hearing_on_day_7(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Hold the hearing on the seventh working day: lawful on the lenient reading only."""
    return with_hearing(dice, date(2025, 8, 4), 7), ("too-early",)


@plant("通知后第八个工作日举行听证：合法")
def hearing_on_day_8(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Hold the hearing with seven full working days between, over National Day."""
    return with_hearing(dice, date(2025, 8, 25), 8), ()


@plant("未送达听证通知即举行听证")
def hearing_unannounced(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Hold the hearing without notice of it."""
    case = with_hearing(dice, date(2025, 5, 12), 8)
    del case["hearing_notice.served"]
    return case, ("missing-step",)


@plant("要求听证未组织听证")
def hearing_refused(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide without the hearing that was asked for in time."""
    case = with_hearing(dice, date(2025, 6, 9), 8)
    del case["hearing_notice.served"], case["hearing_held"]
    return case, ("missing-step",)


@plant("第六个工作日要求听证，权利已逾期")
def hearing_lapsed(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Ask for a hearing one working day too late: none is owed, and the clock does not stop."""
    case = ready(dice, date(2025, 9, 8), hearing=True, fine=70_000)
    noticed(case)
    case["hearing_requested"] = working(day_of(case, "notice.served"), 6)
    return decided(dice, case, working(day_of(case, "notice.served"), 9)), ("lapsed",)


@plant("当事人未到场，视为放弃听证：合法")
def hearing_abandoned(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide after a hearing to which the party did not come."""
    case = with_hearing(dice, date(2025, 10, 13), 9)
    case["hearing_abandoned"] = case.pop("hearing_held")
    return case, ()


@plant("第七个工作日提出陈述申辩，权利已逾期")
def statement_lapsed(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Make a statement two working days too late; it is reviewed all the same."""
    case = ready(dice, date(2025, 11, 3))
    noticed(case)
    case["statement_made"] = working(day_of(case, "notice.served"), 7)
    case["statement_reviewed"] = "是"
    return decided(dice, case, working(day_of(case, "notice.served"), 9)), ("lapsed",)


@plant("陈述申辩未复核")
def statement_ignored(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide without reviewing the party's statement."""
    case = ready(dice, date(2025, 11, 10))
    noticed(case)
    case["statement_made"] = working(day_of(case, "notice.served"), 3)
    case["statement_reviewed"] = "否"
    return decided(dice, case, working(day_of(case, "notice.served"), 8)), ("missing-step",)


@plant("明确放弃陈述申辩和听证，当周作出决定：合法")
def rights_waived(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide two days after both rights were waived."""
    case = ready(dice, date(2026, 3, 2), hearing=True, fine=50_000)
    noticed(case)
    waived = working(day_of(case, "notice.served"), 1)
    case["statement_waived"] = case["hearing_waived"] = waived
    return decided(dice, case, working(waived, 1)), ()


@plant("未送达告知书即作出决定")
def not_informed(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide without any notice."""
    case = ready(dice, date(2025, 3, 24))
    return decided(dice, case, working(day_of(case, "investigation_concluded"), 6)), (
        "missing-step",
    )


@plant("没有调查终结报告")
def no_report(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide without a report that concludes the investigation."""
    case = ready(dice, date(2025, 4, 21))
    day = working(noticed(case), 2)
    del case["investigation_concluded"]
    case["investigation_reported"] = "否"
    return decided(dice, case, day), ("missing-step",)


@plant("先告知后终结调查")
def notice_before_report(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Conclude the investigation after the notice of its result was served."""
    case = ready(dice, date(2025, 5, 19))
    day = working(noticed(case), 4)
    case["investigation_concluded"] = working(day_of(case, "notice.served"), 2)
    return decided(dice, case, day), ("unlawful-step",)


def with_review(dice: Dice, filed: date, *, days: int = 4) -> Case:
    """Carry a case that needs legal review to its decision."""
    case = ready(dice, filed, kind="住建移送", fine=30_000)
    case["legal_review_required"] = "是"
    sent = case["legal_review_submitted"] = working(noticed(case), 1)
    done = case["legal_review_done"] = working(sent, days)
    case["review_passed"] = "同意"
    return decided(dice, case, working(done, 2))


@plant("应当法制审核而未审核")
def review_missing(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide without the legal review the case needs."""
    case = with_review(dice, date(2025, 6, 16))
    del case["legal_review_submitted"], case["legal_review_done"], case["review_passed"]
    return case, ("missing-step",)


@plant("法制审核未通过即作出决定")
def review_failed(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide although the review advised to investigate further."""
    case = with_review(dice, date(2025, 7, 14))
    case["review_passed"] = "建议补充调查"
    return case, ("missing-step",)


@plant("法制审核用时十二个工作日")
def review_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Complete the legal review on the twelfth working day."""
    return with_review(dice, date(2025, 8, 11), days=12), ("late",)


@plant("重大违法未集体讨论")
def not_discussed(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide a major case without collective discussion."""
    case = with_review(dice, date(2025, 9, 1))
    case["complex_or_major"] = "是"
    return case, ("missing-step",)


def long(dice: Dice, filed: date, *, first: int = 75, days: int = 80, who: str = "负责人") -> Case:
    """Return a case that needs an extension, approved on day *first* or the next working day."""
    case = ready(dice, filed, days=days)
    case["extension_1_approved"] = working(after(filed, first), 0)
    case["approver"] = who
    return case


@plant("届满后才批准延期")
def extended_too_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Grant the extension after day 90; it has no effect, so the decision is late too."""
    case = long(dice, date(2025, 1, 20), first=92)
    day = max(working(noticed(case), 2), working(day_of(case, "extension_1_approved"), 2))
    return decided(dice, case, day), ("extension-invalid", "late")


@plant("大队长批准延期，九十日内已决定")
def extended_by_nobody(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Have the extension granted by somebody who may not; the decision is in time all the same."""
    case = long(dice, date(2025, 2, 17), first=60, days=50, who="大队长")
    return decided(dice, case, working(noticed(case), 3)), ("extension-invalid",)


@plant("科长批准延期，第100日左右作出决定")
def extended_by_nobody_and_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """As above, with a decision that needed the extension."""
    case = long(dice, date(2025, 3, 10), who="科长")
    noticed(case)
    return decided(dice, case, working(after(day_of(case, "case_filed"), 100), 0)), (
        "extension-invalid",
        "late",
    )


def twice_extended(dice: Dice, filed: date, granted: int, day: int, who: str = "集体讨论") -> Case:
    """Return a case extended twice, decided about *day* days after filing."""
    case = long(dice, filed, days=day - 15, who=who)
    case["extension_2_approved"] = working(after(filed, 105), 0)
    case["granted_days"] = granted
    noticed(case, 1)
    return decided(dice, case, working(after(filed, day), 0))


@plant("再次延期九十日，超过六十日上限")
def extended_too_long(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Grant ninety days where sixty are the most; decided within sixty."""
    return twice_extended(dice, date(2025, 4, 7), 90, 160), ("extension-invalid",)


@plant("再次延期未经集体讨论")
def second_by_the_head(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Grant the second extension without collective discussion; so the decision is late."""
    return twice_extended(dice, date(2025, 5, 6), 60, 150, "负责人"), ("extension-invalid", "late")


@plant("未经第一次延期直接再次延期")
def second_without_first(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Grant the second extension without a first: it is void, and so the decision is late."""
    case = ready(dice, date(2025, 6, 23), days=90)
    case["extension_2_approved"] = working(after(day_of(case, "case_filed"), 80), 0)
    case["granted_days"] = 60
    case["approver"] = "集体讨论"
    return decided(dice, case, working(noticed(case), 3)), ("missing-step", "late")


@plant("延期两次，第180日届满前作出决定：合法")
def extended_twice_in_time(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide within 180 days."""
    return twice_extended(dice, date(2025, 7, 28), 60, 170), ()


@plant("再次延期天数未填")
def days_not_recorded(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Leave blank how many days were granted; decided before it matters."""
    case = twice_extended(dice, date(2025, 8, 18), 60, 116)
    del case["granted_days"]
    return case, ("not-recorded",)


@plant("延期批准人未填，九十日内已决定")
def approver_not_recorded(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Leave blank who granted the extension."""
    case = long(dice, date(2025, 9, 15), first=60, days=50)
    del case["approver"]
    return decided(dice, case, working(noticed(case), 3)), ("not-recorded",)


@plant("是否属于听证范围未填")
def hearing_type_not_recorded(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Leave blank whether the party had a right to a hearing."""
    case = ready(dice, date(2025, 10, 20), fine=45_000)
    del case["hearing_type"]
    return decided(dice, case, working(noticed(case), 3)), ("not-recorded",)


@plant("陈述申辩是否复核未填")
def review_not_recorded(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Leave blank whether the party's statement was reviewed."""
    case = ready(dice, date(2025, 10, 27))
    noticed(case)
    case["statement_made"] = working(day_of(case, "notice.served"), 2)
    return decided(dice, case, working(day_of(case, "notice.served"), 7)), ("not-recorded",)


@plant("中止期间作出决定")
def decided_while_suspended(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide while the investigation was suspended."""
    case = ready(dice, date(2025, 11, 17))
    day = working(noticed(case), 6)
    case["suspended"] = working(day_of(case, "notice.served"), 4)
    return decided(dice, case, day), ("unlawful-step",)


@plant("撤案后又作出处罚决定")
def decided_after_dropping(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide a case that had been dropped."""
    case = ready(dice, date(2025, 12, 1))
    day = working(noticed(case), 6)
    decided(dice, case, day)
    case["case_dropped"] = working(day_of(case, "notice.served"), 6)
    return case, ("unlawful-step",)


@plant("超过十五个工作日才立案")
def verified_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """File on the sixteenth working day after the clue."""
    clue = date(2025, 3, 31)
    case = ready(dice, working(clue, 16))
    case["clue_received"] = clue
    return decided(dice, case, working(noticed(case), 2)), ("late",)


@plant("核查延期十日内立案：合法")
def verified_in_the_extension(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """File on the twenty-fifth working day, the extension having been granted in time."""
    clue = date(2025, 4, 25)
    case = ready(dice, working(clue, 25))
    case["clue_received"] = clue
    case["verification_extended"] = working(clue, 15)
    case["approver"] = "分管负责人"
    return decided(dice, case, working(noticed(case), 2)), ()


@plant("核查届满后才延期")
def verification_extended_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Extend the verification on the sixteenth working day."""
    clue = date(2025, 9, 24)
    case = ready(dice, working(clue, 20))
    case["clue_received"] = clue
    case["verification_extended"] = working(clue, 16)
    case["approver"] = "负责人"
    return decided(dice, case, working(noticed(case), 2)), ("extension-invalid", "late")


@plant("线索核查超期未办")
def clue_forgotten(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Leave a clue without any decision."""
    case = opened(dice, "占道", AS_OF)
    del case["case_filed"]
    case["clue_received"] = date(2026, 5, 18)
    return case, ("overdue",)


def undecided(dice: Dice, filed: date) -> tuple[Case, tuple[str, ...]]:
    """Leave a case without a decision."""
    case = ready(dice, filed, days=40)
    noticed(case)
    return case, ("overdue",)


@plant("办案超期未决（一）")
def overdue_1(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """As `undecided`."""
    return undecided(dice, date(2026, 1, 19))


@plant("办案超期未决（二）")
def overdue_2(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """As `undecided`, by a few days."""
    return undecided(dice, date(2026, 3, 26))


@plant("检测未出报告，期限停止计算：未超期")
def open_and_paused(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Wait for a test since the twentieth day: old, and not overdue."""
    case = opened(dice, "燃气", date(2026, 1, 12))
    case["testing.commissioned"] = date(2026, 2, 2)
    return case, ()


@plant("登记保存第九个工作日才处理")
def held_too_long(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Decide on the evidence two working days after the hold ended by itself."""
    case = ready(dice, date(2025, 9, 22))
    case["evidence.registered"] = date(2025, 9, 23)
    case["evidence.disposed"] = working(date(2025, 9, 23), 9)
    return decided(dice, case, working(noticed(case), 2)), ("held-too-long",)


@plant("登记保存一直未处理")
def never_released(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Never decide on the evidence."""
    case = ready(dice, date(2025, 12, 15))
    case["evidence.registered"] = date(2025, 12, 16)
    return decided(dice, case, working(noticed(case), 2)), ("held-too-long",)


def plain(dice: Dice, filed: date, *, fine: int = 20_000, kind: str = "扬尘") -> Case:
    """Return a case in order, without any chance in what follows its decision."""
    case = ready(dice, filed, fine=fine, kind=kind)
    day = case["penalty_decided"] = working(noticed(case), 2)
    served = case["decision.served"] = working(day, 3)
    case["decision_published"] = working(day, 5)
    case["paid"] = after(served, 10)
    case["case_closed"] = working(day_of(case, "paid"), 5)
    return case


@plant("第八个工作日才送达决定书")
def served_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Serve the decision one working day late."""
    case = plain(dice, date(2025, 2, 10))
    case["decision.served"] = working(day_of(case, "penalty_decided"), 8)
    return case, ("late",)


@plant("决定书未送达")
def never_served(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Never serve the decision."""
    case = plain(dice, date(2026, 4, 8))
    del case["decision.served"], case["paid"], case["case_closed"]
    return case, ("overdue",)


@plant("有社会影响的决定第八个工作日才公示")
def published_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Publish a decision with social impact one working day late."""
    case = plain(dice, date(2025, 3, 5), kind="燃气")
    case["decision_published"] = working(day_of(case, "penalty_decided"), 8)
    return case, ("late",)


@plant("一般决定第十个工作日才公示")
def published_late_too(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Publish any other decision on the tenth working day, as no law forbids."""
    case = plain(dice, date(2025, 12, 8))
    case["decision_published"] = working(day_of(case, "penalty_decided"), 10)
    return case, ()


@plant("一般决定未公示")
def never_published(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Never publish a decision without social impact, as no law asks."""
    case = plain(dice, date(2025, 7, 21))
    del case["decision_published"]
    return case, ()


@plant("当事人第二十日缴款")
def paid_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Pay on day 20."""
    case = plain(dice, date(2025, 4, 1))
    case["paid"] = after(day_of(case, "decision.served"), 20)
    case["case_closed"] = working(day_of(case, "paid"), 5)
    return case, ("late",)


@plant("当事人逾期未缴款")
def never_paid(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Never pay; the case is still open."""
    case = plain(dice, date(2026, 3, 9))
    del case["paid"], case["case_closed"]
    return case, ("overdue",)


@plant("罚款未缴即结案")
def closed_unpaid(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Close a case whose fine was never paid."""
    case = plain(dice, date(2025, 8, 13))
    del case["paid"]
    return case, ("missing-step", "overdue")


@plant("缴款后第十七个工作日才结案")
def closed_late(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Close the case two working days late."""
    case = plain(dice, date(2025, 11, 24))
    case["case_closed"] = working(day_of(case, "paid"), 17)
    return case, ("late",)


@plant("已缴款未结案")
def never_closed(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Never close the case."""
    case = plain(dice, date(2026, 2, 26))
    del case["case_closed"]
    return case, ("overdue",)


@plant("决定书公告送达，期满后缴款：合法")
def served_by_announcement(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Announce the decision in time; it counts as served after thirty days."""
    case = plain(dice, date(2025, 6, 5))
    del case["decision.served"]
    told = case["decision.announced"] = working(day_of(case, "penalty_decided"), 6)
    case["paid"] = after(told, 40)
    case["case_closed"] = working(day_of(case, "paid"), 4)
    return case, ()


@plant("日期无效的一行")
def unreadable(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Write a day that does not exist; the row must be rejected and the others read."""
    case = plain(dice, date(2025, 2, 12))
    case["case_filed"] = "2025-02-30"
    return case, ("unreadable",)


@plant("行为终了二年以后才发现，仍立案处罚")
def out_of_time(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """File and punish an act that was found only after the two years were over."""
    case = ready(dice, date(2026, 4, 20))
    case["conduct_from"] = date(2023, 11, 6)
    return decided(dice, case, working(noticed(case), 7)), ("out-of-time", "out-of-time")


@plant("行为终了未满二年即被发现，合法")
def just_in_time(dice: Dice) -> tuple[Case, tuple[str, ...]]:
    """Find an act two days before the last day."""
    case = ready(dice, date(2026, 4, 21))
    case["conduct_from"] = date(2024, 4, 23)
    return decided(dice, case, working(noticed(case), 7)), ()


# ------------------------------------------------------------------------- one row for each event
# What a table with a row for every event can hold and one with a row for every case cannot: several
# parties, several things, the order within a day, an event nobody foresaw, a day still to come.

WORDS: Final = {
    "clue_received": "线索登记",
    "verification_extended": "核查延期",
    "not_filed": "不予立案",
    "case_filed": "立案",
    "evidence.registered": "先行登记保存",
    "evidence.disposed": "登记保存处理决定",
    "testing.commissioned": "委托检测",
    "testing.reported": "收到检测报告",
    "suspended": "中止调查",
    "resumed": "恢复调查",
    "investigation_concluded": "调查终结",
    "extension_1_approved": "批准延期",
    "extension_2_approved": "批准再次延期",
    "notice.announced": "告知书公告送达",
    "notice.served": "告知书送达",
    "statement_made": "陈述申辩",
    "statement_waived": "放弃陈述申辩",
    "hearing_requested": "申请听证",
    "hearing_waived": "放弃听证",
    "hearing_notice.served": "听证通知",
    "hearing_held": "举行听证",
    "hearing_abandoned": "终止听证",
    "legal_review_submitted": "送法制审核",
    "legal_review_done": "法制审核",
    "collective_discussed": "集体讨论",
    "penalty_decided": "处罚决定",
    "no_penalty_decided": "不予处罚",
    "case_dropped": "撤案",
    "transferred_out": "移送其他机关",
    "transferred_to_police": "移送公安",
    "decision.announced": "决定书公告送达",
    "decision.served": "决定书送达",
    "decision_published": "公示",
    "deferral_approved": "批准分期缴纳",
    "paid": "缴款",
    "performed": "执行完毕",
    "case_closed": "结案",
}

LONG_COLUMNS: Final = {
    "case": "案件编号",
    "event": "环节",
    "day": "日期",
    "party": "当事人",
    "item": "物品",
    **{key: COLUMNS[key] for key in TOLD_WITH},
    "hearing_date": "拟听证日期",
    "suspension_ground": "中止理由",
    "note": "备注",
}

Line = dict[str, str]


def lines_of(case: Case) -> list[Line]:
    """Return *case* as one line an event, each with what was told with it."""
    told = {}
    for key, events in TOLD_WITH.items():
        happened = [event for event in events if isinstance(case.get(event), date)]
        # each extension says for itself who granted it; the rest is told once
        for event in happened if key == "approver" else happened[:1]:
            if key in case:
                told.setdefault(event, {})[key] = str(case[key])
    lines = []
    for event, word in WORDS.items():
        day = case.get(event)
        if isinstance(day, date) and day <= AS_OF:
            lines.append(line(str(case["case"]), word, day, **told.get(event, {})))
            if event == "suspended":
                lines[-1]["suspension_ground"] = "等待相关案件结果"
    lines.sort(key=lambda one: one["day"])
    return lines


def line(case: str, word: str, day: date, **cells: str) -> Line:
    """Return one line of the table of events."""
    return {"case": case, "event": word, "day": day.isoformat(), "note": INVENTED, **cells}


LongFault = Callable[[str], tuple[list[Line], tuple[str, ...]]]
LONG_FAULTS: list[LongFault] = []


def plant_lines(fault: LongFault) -> LongFault:
    """Enter a fault that needs a line for each event into the list."""
    LONG_FAULTS.append(fault)
    return fault


def told_lines(case: str) -> list[Line]:
    """Return the plain lines of a case filed on 2025-09-01, up to the notice on 2025-09-15."""
    return [
        line(case, "线索登记", date(2025, 8, 27)),
        line(case, "立案", date(2025, 9, 1)),
        line(case, "调查终结", date(2025, 9, 12), investigation_reported="是"),
        line(case, "告知书送达", date(2025, 9, 15), hearing_type="否"),
    ]


def decided_lines(case: str, day: date) -> list[Line]:
    """Return the plain lines of a case from its decision to its end."""
    served = working(day, 2)
    paid = working(served, 3)
    told = {"legal_review_required": "否", "complex_or_major": "否", "social_impact": "否"}
    return [
        line(case, "处罚决定", day, fine_yuan="20000", **told),
        line(case, "决定书送达", served),
        line(case, "公示", working(served, 1)),
        line(case, "缴款", paid),
        line(case, "结案", working(paid, 2)),
    ]


@plant_lines
def an_event_nobody_foresaw(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Record a step the procedure has no name for."""
    lines = [*told_lines(case), *decided_lines(case, date(2025, 9, 25))]
    lines.insert(3, line(case, "约谈企业负责人", date(2025, 9, 12)))
    return lines, ()  # told once for the table


@plant_lines
def an_order_that_decides(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Enter the decision before the waivers of the same day: the other way round it is lawful."""
    decision, *rest = decided_lines(case, date(2025, 9, 17))
    waiver = line(case, "放弃陈述申辩", date(2025, 9, 17))
    return [*told_lines(case), decision, waiver, *rest], ("tie",)


@plant_lines
def filed_twice(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """File the case again when it was already investigated."""
    lines = [*told_lines(case), *decided_lines(case, date(2025, 9, 25))]
    lines.insert(3, line(case, "立案", date(2025, 9, 12)))
    return lines, ("unlawful-step",)


@plant_lines
def a_decision_before_the_case(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Publish and close a case nobody ever filed or decided."""
    return [line(case, "结案", date(2025, 10, 20))], ("unlawful-step",)


@plant_lines
def a_hearing_planned_too_early(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Call a hearing for the sixth working day, which is still to come."""
    return [
        line(case, "立案", date(2026, 5, 6)),
        line(case, "调查终结", date(2026, 6, 8), investigation_reported="是"),
        line(case, "告知书送达", date(2026, 6, 10), hearing_type="是"),
        line(case, "申请听证", date(2026, 6, 15)),
        line(case, "听证通知", date(2026, 6, 24), hearing_date="2026-07-02"),
    ], ("planned-too-early",)


@plant_lines
def two_parties_one_unheard(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Serve the notice on one of two parties only, and decide against both."""
    first, second = f"{INVENTED}甲公司", f"{INVENTED}乙公司"
    lines = told_lines(case)
    lines[-1]["party"] = first
    day = date(2025, 9, 25)
    lines.append(decided_lines(case, day)[0])
    for party in (first, second):
        lines.append(line(case, "决定书送达", date(2025, 9, 28), party=party))
        lines.append(line(case, "缴款", date(2025, 10, 9), party=party))
    lines.append(line(case, "公示", date(2025, 9, 29)))
    lines.append(line(case, "结案", date(2025, 10, 15)))
    return lines, ("missing-step",)


@plant_lines
def two_parties_in_order(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Give each of two parties its own five days; the second one's end decides."""
    first, second = f"{INVENTED}丙公司", f"{INVENTED}丁公司"
    lines = told_lines(case)
    lines[-1]["party"] = first
    lines.append(line(case, "告知书送达", date(2025, 9, 18), party=second, hearing_type="否"))
    lines.append(decided_lines(case, date(2025, 9, 26))[0])
    for party in (first, second):
        lines.append(line(case, "决定书送达", date(2025, 9, 28), party=party))
        lines.append(line(case, "缴款", date(2025, 10, 9), party=party))
    lines.append(line(case, "公示", date(2025, 9, 29)))
    lines.append(line(case, "结案", date(2025, 10, 15)))
    return lines, ()


@plant_lines
def two_parties_one_too_early(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Decide while the second party's five days still run."""
    lines, _ = two_parties_in_order(case)
    decision = next(one for one in lines if one["event"] == "处罚决定")
    decision["day"] = "2025-09-24"
    return lines, ("too-early",)


@plant_lines
def one_thing_held_too_long(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Hold two things; decide in time on one of them."""
    lines = [*told_lines(case), *decided_lines(case, date(2025, 9, 25))]
    lines[2:2] = [
        line(case, "先行登记保存", date(2025, 9, 1), item="切割机"),
        line(case, "先行登记保存", date(2025, 9, 1), item="手推车"),
        line(case, "登记保存处理决定", date(2025, 9, 10), item="切割机"),
        line(case, "登记保存处理决定", date(2025, 9, 11), item="手推车"),
    ]
    return lines, ("held-too-long",)


@plant_lines
def a_publication_left_standing(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Withdraw the publication of an annulled decision on the fourth working day."""
    return [
        *told_lines(case),
        *decided_lines(case, date(2025, 9, 25)),
        line(case, "处罚决定撤销日期", date(2025, 11, 3)),
        line(case, "撤回公示", date(2025, 11, 7)),
    ], ("late",)


@plant_lines
def jurisdiction_left_open(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Report a dispute over jurisdiction to the superior on the eighth working day."""
    lines = [*told_lines(case), *decided_lines(case, date(2025, 9, 25))]
    lines[2:2] = [
        line(case, "发生管辖争议", date(2025, 9, 1)),
        line(case, "报请指定管辖", date(2025, 9, 11)),
        line(case, "指定管辖", date(2025, 9, 12)),
    ]
    return lines, ("late",)


@plant_lines
def a_day_that_cannot_be(case: str) -> tuple[list[Line], tuple[str, ...]]:
    """Write a day that does not exist: that line is rejected, the case is still judged."""
    lines = [*told_lines(case), *decided_lines(case, date(2025, 9, 25))]
    lines.append(line(case, "归档", date(2025, 11, 3)))
    lines[-1]["day"] = "2025-11-31"
    return lines, ("unreadable",)


# ---------------------------------------------------------------------------------------- the files

Planted = tuple[Case, tuple[str, ...]]


def filings() -> Iterator[date]:
    """Yield the days on which ordinary cases are filed, from January 2025 to June 2026."""
    day = date(2025, 1, 2)
    for count in range(195):
        yield working(day, 0)
        day = after(day, 3 if count % 4 else 2)


def begun(case: Case) -> str:
    """Return the day *case* began, as it sorts."""
    return str(case.get("case_filed") or case["clue_received"])


def cases() -> list[Planted]:
    """Return every case of the wide table by day, with the codes an audit must give."""
    dice = Dice(20_250_101)
    kinds = list(KINDS)
    made = [
        (in_order(dice, kinds[count % len(kinds)], filed), (), "")
        for count, filed in enumerate(filings())
    ]
    for note, fault in FAULTS:
        case, codes = fault(dice)
        made.append((case, codes, note))
    made.sort(key=lambda one: begun(one[0]))
    for number, (case, _, note) in enumerate(made, start=1):
        known = min(day for day in case.values() if isinstance(day, date))
        case.setdefault("conduct_from", after(known, -1 - number % 20))
        case["conduct_pattern"] = "一次"
        case["harm_domain"] = "不涉及"
        case["case"] = f"{INVENTED}城管立〔{begun(case)[:4]}〕{number:03d}号"
        case["note"] = f"{INVENTED}；{note}" if note else INVENTED
    return [(case, codes) for case, codes, _ in made]


def write(path: Path, headings: list[str], rows: list[list[str]]) -> None:
    """Write a table as a spreadsheet reads it best: UTF-8 with BOM."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(headings)
        table.writerows(rows)


def main(folder: Path) -> None:
    """Write the four tables into *folder*."""
    planted = cases()
    wide = [shown(case, number % 3) for number, (case, _) in enumerate(planted)]
    name = folder / "penalty-cases-2025.csv"
    write(name, list(COLUMNS.values()), [list(row.values()) for row in wide])
    # A column left out altogether is one finding for the whole table, with no case.
    expected = [["", "not-recorded"]]
    expected += [[str(case["case"]), code] for case, codes in planted for code in sorted(codes)]
    write(name.with_suffix(".expected.csv"), ["case", "code"], expected)

    lines = [one for case, codes in planted if not codes for one in lines_of(case)][:500]
    kept = dict.fromkeys(one["case"] for one in lines)
    kept.popitem()  # the last case may have been cut off
    lines = [one for one in lines if one["case"] in kept]
    # This table does not say when the violations were, nor who reviewed; a word is unknown.
    expected = [["", "not-recorded"], ["", "unknown-event"]]
    for number, fault in enumerate(LONG_FAULTS, start=1):
        case = f"{INVENTED}城管立〔2025〕特{number:02d}号"
        found, codes = fault(case)
        lines += found
        expected += [[case, code] for code in sorted(codes)]
    name = folder / "penalty-events-2025.csv"
    rows = [[one.get(key, "") for key in LONG_COLUMNS] for one in lines]
    write(name, list(LONG_COLUMNS.values()), rows)
    write(name.with_suffix(".expected.csv"), ["case", "code"], expected)


if __name__ == "__main__":
    main(Path(__file__).resolve().parent)
