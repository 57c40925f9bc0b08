"""Make the invented cases transferred to a bureau, and the answer planted in each of them.

Nothing here is real: no bureau, no company, no person.  The script needs Python and nothing else,
not even enforcecal, so that what it plants is not what the library believes: it builds each case
around the day on which the right to punish lapses.  It draws from a generator of its own, and so
writes the same bytes on every machine:

    python examples/make_transfer_cases.py

| file | what it is |
| --- | --- |
| ``transfer-cases.csv`` | one row a case: what was done, who found it, who had it |
| ``transfer-cases.expected.csv`` | status, last day, who let it lapse, as of 2026-11-22 |
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

AS_OF: Final = date(2026, 11, 22)
NUMBER: Final = 1_000
NEW_LAW: Final = date(2021, 7, 15)

COLUMNS: Final = {
    "case": "案件编号",
    "conduct_from": "违法行为发生日期",
    "conduct_to": "违法行为终了日期",
    "pattern": "行为形态",
    "regime": "时效适用法律",
    "harm_domain": "涉及领域",
    "harm": "是否有危害后果",
    "discoveries": "发现情况",
    "transfers": "移送情况",
    "note": "备注",
}
SENDERS: Final = (
    "住建局",
    "住建局",
    "住建局",
    "生态环境分局",
    "自然资源局",
    "交通运输局",
    "水务局",
    "街道办事处",
)
WITH_POWER: Final = frozenset({"生态环境分局", "自然资源局", "交通运输局", "水务局"})
INVENTED: Final = "虚构"

Row = dict[str, str]
Planted = tuple[Row, str, date | None, str]
"""The row, its status, its last day, and who had it when it lapsed."""


class Dice:
    """A generator that gives the same numbers everywhere (Lehmer's, modulo 2**31 - 1)."""

    def __init__(self, seed: int) -> None:
        self.state = seed

    def between(self, low: int, high: int) -> int:
        """Return a number from *low* to *high*, both included."""
        self.state = self.state * 48_271 % 2_147_483_647
        return low + self.state % (high - low + 1)

    def day(self, first: date, last: date) -> date:
        """Return a day from *first* to *last*, both included."""
        return first + timedelta(days=self.between(0, (last - first).days))

    def one_of(self, *choices: str) -> str:
        """Return one of *choices*."""
        return choices[self.between(0, len(choices) - 1)]


def years_later(day: date, years: int) -> date:
    """Return the corresponding day; of 29 February in other years, the 28th."""
    if (day.month, day.day) == (2, 29) and (day.year + years) % 4:
        return date(day.year + years, 2, 28)
    return date(day.year + years, day.month, day.day)


def after(day: date, days: int) -> date:
    """Return the day *days* later."""
    return day + timedelta(days=days)


def single(dice: Dice, first: date, last: date, **more: str) -> tuple[Row, date]:
    """Return an act of one day between *first* and *last*, and its day."""
    done = dice.day(first, last)
    kind = dice.one_of("一次", "倾倒渣土", "毁绿", "单次")
    domain = "" if "harm_domain" in more else "不涉及"
    row = {"conduct_from": done.isoformat(), "pattern": kind, "harm_domain": domain, **more}
    return row, done


OLD: Final = (date(2019, 3, 1), date(2024, 6, 30))
"""Acts of these days are over two years before the day of the table."""


# ------------------------------------------------------------------------------------- the answers
# Each function makes one case around its last day, and says what the scan has to answer.


def found_by_sender(dice: Dice) -> Planted:
    """An authority with power recorded it in time, and sent it on when it would have lapsed."""
    row, done = single(dice, *OLD)
    last = years_later(done, 2)
    seen = dice.day(after(done, 5), after(last, -1))
    sent = dice.day(after(last, 1), after(last, 120))
    row |= {
        "discoveries": f"D6@{seen};D9@{sent}",
        "transfers": f"{dice.one_of(*sorted(WITH_POWER))}@{seen}>{sent}",
        "note": "有处罚权的移送机关在时效内已调查",
    }
    return row, "preserved", last, ""


def received_in_time(dice: Dice) -> Planted:
    """The bureau received it in time."""
    row, done = single(dice, *OLD)
    last = years_later(done, 2)
    sent = dice.day(after(done, 30), after(last, -1))
    seen = dice.day(done, sent)
    row |= {
        "discoveries": f"D8@{seen};D9@{sent}",
        "transfers": f"{dice.one_of(*SENDERS)}@{seen}>{sent}",
        "note": "时效内收到移送",
    }
    return row, "preserved", last, ""


def police_filed(dice: Dice) -> Planted:
    """The police filed in time, and sent it back after the two years."""
    row, done = single(dice, date(2021, 8, 1), OLD[1])
    last = years_later(done, 2)
    seen = dice.day(after(done, 3), after(last, -1))
    sent = dice.day(after(last, 1), after(last, 200))
    row |= {
        "discoveries": f"D7@{seen};D9@{sent}",
        "transfers": f"公安分局@{seen}>{sent}",
        "note": "公安机关在时效内立案，后退回",
    }
    return row, "preserved", last, ""


def on_the_last_day(dice: Dice) -> Planted:
    """The bureau received it on the very last day."""
    row, done = single(dice, *OLD)
    last = years_later(done, 2)
    seen = dice.day(after(done, 10), after(last, -10))
    sender = dice.one_of(*SENDERS)
    row |= {
        "discoveries": f"D11@{seen};D9@{last}",
        "transfers": f"{sender}@{seen}>{last}",
        "note": "最后一日收到移送",
    }
    return row, "disputed_boundary", last, "this-bureau"


def found_without_power(dice: Dice) -> Planted:
    """An authority without power found it in time and kept it until after the last day."""
    row, done = single(dice, *OLD)
    last = years_later(done, 2)
    seen = dice.day(after(done, 10), after(last, -1))
    sent = dice.day(after(last, 1), after(last, 150))
    sender = dice.one_of("住建局", "街道办事处")
    row |= {
        "discoveries": f"D8@{seen};D9@{sent}",
        "transfers": f"{sender}@{seen}>{sent}",
        "note": "无处罚权的机关发现，届满后才移送",
    }
    return row, "disputed_discovery", last, sender


def lapsed_with_sender(dice: Dice) -> Planted:
    """The sender had no more than a tip, and sent it on after the last day."""
    row, done = single(dice, *OLD)
    last = years_later(done, 2)
    seen = dice.day(after(done, 20), after(last, -1))
    sent = dice.day(after(last, 1), after(last, 300))
    sender = dice.one_of(*SENDERS)
    row |= {
        "discoveries": f"{dice.one_of('D11', 'D4')}@{seen};D9@{sent}",
        "transfers": f"{sender}@{seen}>{sent}",
        "note": "移送机关未调查，届满后才移送",
    }
    return row, "expired", last, sender


def lapsed_in_the_middle(dice: Dice) -> Planted:
    """It went through two hands, and lapsed in the second."""
    row, done = single(dice, *OLD)
    last = years_later(done, 2)
    middle = after(last, -dice.between(1, 60))
    seen = dice.day(after(done, 20), after(middle, -1))
    sent = after(last, dice.between(1, 90))
    first, second = dice.one_of("街道办事处", "水务局"), dice.one_of("住建局", "交通运输局")
    row |= {
        "discoveries": f"D4@{seen};D9@{sent}",
        "transfers": f"{first}@{seen}>{middle};{second}@{middle}>{sent}",
        "note": "两次移送，在第二个机关届满",
    }
    return row, "expired", last, second


def lapsed_before_anyone(dice: Dice) -> Planted:
    """It was out of time before any authority had it."""
    row, done = single(dice, *OLD)
    last = years_later(done, 2)
    seen = dice.day(after(last, 1), after(last, 60))
    sent = after(seen, dice.between(1, 40))
    row |= {
        "discoveries": f"D8@{seen};D9@{sent}",
        "transfers": f"{dice.one_of(*SENDERS)}@{seen}>{sent}",
        "note": "移送机关发现时已超过时效",
    }
    return row, "expired", last, ""


def harm_under_the_old_law(dice: Dice) -> Planted:
    """Harm to health under the law of 2017: two years, though some would say five."""
    row, done = single(
        dice, date(2019, 7, 15), date(2021, 7, 14), harm_domain="生命健康", harm="是"
    )
    last = years_later(done, 2)
    sent = dice.day(after(last, 1), min(after(last, 900), AS_OF))
    row |= {
        "discoveries": f"D9@{sent}",
        "transfers": f"住建局@{after(sent, -20)}>{sent}",
        "note": "旧法期间的危害后果",
    }
    return row, "expired", last, "住建局" if after(sent, -20) <= last else ""


def five_years(dice: Dice) -> Planted:
    """Harm to health under the law of 2021: found after two years and before five."""
    row, done = single(dice, NEW_LAW, date(2023, 6, 30), harm_domain="生命健康", harm="是")
    last = years_later(done, 5)
    sent = dice.day(after(years_later(done, 2), 1), min(AS_OF, after(last, -1)))
    row |= {
        "discoveries": f"D9@{sent}",
        "transfers": f"住建局@{after(sent, -15)}>{sent}",
        "note": "有危害后果，五年",
    }
    return row, "preserved", last, ""


def danger_without_harm(dice: Dice) -> Planted:
    """Danger to health, no harm done: two years."""
    row, done = single(dice, NEW_LAW, date(2023, 6, 30), harm_domain="生命健康", harm="否")
    last = years_later(done, 2)
    sent = dice.day(after(last, 1), AS_OF)
    row |= {
        "discoveries": f"D9@{sent}",
        "transfers": f"住建局@{after(last, -30)}>{sent}",
        "note": "仅有危险，无危害后果",
    }
    return row, "expired", last, "住建局"


def still_going_on(dice: Dice) -> Planted:
    """Conduct that goes on: a structure that stands, a sign that hangs."""
    begun = dice.day(date(2010, 1, 1), date(2025, 12, 31))
    row = {
        "conduct_from": begun.isoformat(),
        "conduct_to": "仍在继续",
        "pattern": dice.one_of("违法建设", "违法占地", "户外广告", "违反强制性标准"),
        "harm_domain": "不涉及",
        "transfers": f"住建局@{after(AS_OF, -dice.between(30, 90))}>{after(AS_OF, -9)}",
        "note": "行为仍在继续",
    }
    row["discoveries"] = f"D9@{after(AS_OF, -9)}"
    return row, "not_started", None, ""


def ended_under_the_new_law(dice: Dice) -> Planted:
    """It went on from before the new law, and ended in time to be found."""
    ended = dice.day(NEW_LAW, date(2024, 6, 30))
    last = years_later(ended, 2)
    sent = dice.day(after(ended, 1), after(last, -1))
    row = {
        "conduct_from": dice.day(date(2017, 1, 1), date(2021, 6, 30)).isoformat(),
        "conduct_to": ended.isoformat(),
        "pattern": dice.one_of("户外广告", "占道", "继续"),
        "harm_domain": "不涉及",
        "discoveries": f"D9@{sent}",
        "transfers": f"街道办事处@{after(sent, -10)}>{sent}",
        "note": "跨新旧法的继续行为",
    }
    return row, "preserved", last, ""


def still_with_the_sender(dice: Dice) -> Planted:
    """The sender has found something, has no power, and has not sent it on yet."""
    row, done = single(dice, date(2024, 11, 23), date(2026, 9, 30))
    last = years_later(done, 2)
    seen = dice.day(after(done, 5), after(AS_OF, -5))
    sender = dice.one_of("住建局", "街道办事处")
    row |= {
        "discoveries": f"D8@{seen}",
        "transfers": f"{sender}@{seen}",
        "note": "尚未移送",
    }
    return row, "running", last, ""


def about_to_lapse(dice: Dice) -> Planted:
    """Nothing but a tip so far, and few weeks left."""
    row, done = single(dice, date(2024, 11, 24), date(2025, 1, 10))
    last = years_later(done, 2)
    row |= {
        "discoveries": f"D11@{dice.day(after(done, 5), after(AS_OF, -5))}",
        "note": "仅有线索，即将届满",
    }
    return row, "running", last, ""


def by_the_tax_law(dice: Dice) -> Planted:
    """Five years by the tax law."""
    row, done = single(dice, date(2021, 12, 1), date(2023, 12, 31), regime="税收")
    last = years_later(done, 5)
    sent = dice.day(after(years_later(done, 2), 1), min(AS_OF, after(last, -1)))
    row |= {
        "discoveries": f"D9@{sent}",
        "transfers": f"住建局@{after(sent, -15)}>{sent}",
        "note": "税收违法，五年",
    }
    return row, "preserved", last, ""


def leap_day(dice: Dice) -> Planted:
    """An act of 29 February, found on 1 March two years later."""
    sent = date(2022, 3, 1) if dice.between(0, 1) else date(2026, 3, 1)
    done = date(sent.year - 2, 2, 29)
    last = date(sent.year, 2, 28)
    row = {
        "conduct_from": done.isoformat(),
        "pattern": "一次",
        "harm_domain": "不涉及",
        "discoveries": f"D9@{sent}",
        "transfers": f"水务局@{after(sent, -40)}>{sent}",
        "note": "二月二十九日的行为",
    }
    return row, "expired", last, "水务局"


PLANTED: Final[tuple[tuple[Callable[[Dice], Planted], int], ...]] = (
    (found_by_sender, 145),
    (received_in_time, 170),
    (police_filed, 40),
    (on_the_last_day, 12),
    (found_without_power, 120),
    (lapsed_with_sender, 130),
    (lapsed_in_the_middle, 55),
    (lapsed_before_anyone, 48),
    (harm_under_the_old_law, 20),
    (five_years, 25),
    (danger_without_harm, 20),
    (still_going_on, 85),
    (ended_under_the_new_law, 40),
    (still_with_the_sender, 60),
    (about_to_lapse, 14),
    (by_the_tax_law, 8),
    (leap_day, 6),
)
UNREADABLE: Final[tuple[Row, ...]] = (
    {
        "conduct_from": "2024-02-30",
        "pattern": "一次",
        "discoveries": "D9@2025-02-18",
        "transfers": "住建局@2024-10-08>2025-02-18",
        "note": "没有这一天",
    },
    {
        "conduct_from": "2024-05-06",
        "pattern": "一次",
        "discoveries": "D12@2025-02-18",
        "transfers": "住建局@2024-10-08>2025-02-18",
        "note": "没有这个发现代码",
    },
)


def cases() -> tuple[list[Row], list[list[str]]]:
    """Return the rows of the table, mixed, and the lines of the list of answers."""
    dice = Dice(20_261_122)
    made: list[Planted | None] = [make(dice) for make, times in PLANTED for _ in range(times)]
    made += [None] * len(UNREADABLE)
    assert len(made) == NUMBER  # noqa: S101 -- the counts above would be wrong
    for place in range(len(made) - 1, 0, -1):
        other = dice.between(0, place)
        made[place], made[other] = made[other], made[place]
    rows: list[Row] = []
    answers: list[list[str]] = []
    spare = iter(UNREADABLE)
    for number, one in enumerate(made, start=1):
        case = f"{INVENTED}移送〔2026〕{number:04d}号"
        row, status, last, holder = one or ({**next(spare)}, "unreadable", None, "")
        row["case"] = case
        row["note"] = f"{INVENTED}；{row['note']}"
        rows.append(row)
        answers.append([case, status, last.isoformat() if last else "", holder])
    return rows, answers


def write(path: Path, headings: list[str], rows: list[list[str]]) -> None:
    """Write a table as a spreadsheet reads it best: UTF-8 with BOM."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(headings)
        table.writerows(rows)


def main(folder: Path) -> None:
    """Write both tables into *folder*."""
    rows, answers = cases()
    name = folder / "transfer-cases.csv"
    write(name, list(COLUMNS.values()), [[row.get(key, "") for key in COLUMNS] for row in rows])
    headings = ["case", "status", "last_day", "responsible"]
    write(name.with_suffix(".expected.csv"), headings, answers)


if __name__ == "__main__":
    main(Path(__file__).resolve().parent)
