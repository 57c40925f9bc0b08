"""Make the invented open cases of this folder on which changes of the law are shown.

Nothing here is real: no bureau, no applicant, no party.  The script needs Python and nothing else,
not even enforcecal: what must move is found by walking the days one by one over the days off
printed below, so that it is not what the library believes.

    python examples/make_open_cases.py

| file | what it is |
| --- | --- |
| ``open-licences-2020.csv`` | applications open when the Spring Festival was lengthened |
| ``open-licences-2019.csv`` | joint applications open when May Day was lengthened |
| ``open-penalties-2021.csv`` | penalty cases open in the first week of the new law |
| ``*.expected.csv`` | every last day that moves: case, limit, before, after |
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Final

Row = tuple[str, ...]

# Days off and make-up working days as the State Council first published them, and what changed.
OFF_2020: Final = "2020-01-24 2020-01-27 2020-01-28 2020-01-29 2020-01-30 2020-04-06"
WORKED_2020: Final = "2020-01-19 2020-02-01"
EXTENDED: Final = "2020-01-31 2020-02-01 2020-02-02"  # off by the notice of 2020-01-27
OFF_2019: Final = "2019-04-05 2019-05-01 2019-06-07"
MAY_OFF: Final = "2019-05-02 2019-05-03"  # off by the notice of 2019-03-22
MAY_WORKED: Final = "2019-04-28 2019-05-05"


def days(text: str) -> frozenset[date]:
    """Return the days in *text*."""
    return frozenset(map(date.fromisoformat, text.split()))


class Wall:
    """A calendar on the wall: it is walked, never calculated with."""

    def __init__(self, off: str, worked: str) -> None:
        self.off, self.worked = days(off), days(worked)

    def works(self, day: date) -> bool:
        """Tell whether people work on *day*."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, number: int) -> date:
        """Return the *number*-th working day after *day*."""
        while number:
            day += timedelta(days=1)
            number -= self.works(day)
        return day


BEFORE_2020: Final = Wall(OFF_2020, WORKED_2020)
AFTER_2020: Final = Wall(f"{OFF_2020} {EXTENDED}", "2020-01-19")
BEFORE_2019: Final = Wall(OFF_2019, "")
AFTER_2019: Final = Wall(f"{OFF_2019} {MAY_OFF}", MAY_WORKED)

# The articles did not move when the Licensing Law was amended on 2019-04-23.
DECIDE: Final = "art42-1.decision", 20
JOINT: Final = "art42-2.joint", 45
ANSWER: Final = "art32-1-4.correction-notice", 5
DELIVER: Final = "art44.delivery", 10
PUBLISH: Final = "cn.licensing-publicity-2018.art0.publish-licence", 7


def licences(
    first: date, as_of: date, before: Wall, after: Wall, law: str, *, joint: bool
) -> tuple[list[Row], list[Row]]:
    """Return applications received from *first* on, and what of those open on *as_of* moves.

    One in four gets no answer, and counts as accepted on the day it was received once the five
    days for one are over; unless they are handled jointly, one is granted and one withdrawn.
    """
    accept, decide = ("统一受理", JOINT) if joint else ("受理", DECIDE)
    stories = [(), (accept,), (accept, "准予许可"), (accept, "撤回申请")]
    if joint:
        stories = [(), (accept,), (accept,), (accept,)]
    rows: list[Row] = []
    moved: list[Row] = []
    day = first
    for number in range(1, 13):
        case = f"虚构许可〔{first.year}〕{number:03}号"
        rows.append((case, "收件", str(day), "虚构"))
        owed, start = [ANSWER], day
        if before.after(day, 5) < as_of:
            owed = [DECIDE]
        for what in stories[number % 4]:
            happened = before.after(day, 1 if what == accept else 4)
            if happened <= as_of:
                rows.append((case, what, str(happened), "虚构"))
                start = happened
                owed = {accept: [decide], "准予许可": [DELIVER, PUBLISH]}.get(what, [])
        for limit, length in owed:
            was, now = before.after(start, length), after.after(start, length)
            if was != now:
                rule = limit if limit.startswith("cn.") else f"{law}.{limit}"
                moved.append((case, rule, str(was), str(now)))
        day = before.after(day, 1)
    return rows, moved


def penalties() -> tuple[list[Row], list[Row]]:
    """Return penalty cases around 2021-07-15, and what the new law moves or adds.

    Hearings may be asked for in 5 working days instead of 3 days; a case filed under the new law
    must be decided in 90 days, of which the old one knew nothing.
    """
    wall = Wall("2021-09-20 2021-09-21", "2021-09-18")
    rows: list[Row] = []
    moved: list[Row] = []
    for number, (filed, told) in enumerate(
        (
            ("2021-06-01", "2021-06-30"),  # all over under the old law
            ("2021-06-10", "2021-07-15"),
            ("2021-06-15", "2021-07-16"),
            ("2021-07-14", ""),
            ("2021-07-15", ""),
            ("2021-07-16", "2021-07-19"),
        ),
        start=1,
    ):
        case, party = f"虚构城管立〔2021〕{number:03}号", f"虚构{number}号公司"
        rows.append((case, "立案", filed, party, "是", "虚构"))
        new = "2021-07-15"
        if filed >= new:
            due = date.fromisoformat(filed) + timedelta(days=90)
            while not wall.works(due):  # neither 2021-10-13 nor 2021-10-14 is a day off
                due += timedelta(days=1)
            moved.append((case, "cn.penalty-law-2021.art60.decision", "", str(due)))
        if told:
            rows.append((case, "告知书送达", told, party, "是", "虚构"))
            day = date.fromisoformat(told)
            if told >= new:
                was = day + timedelta(days=3)
                while not wall.works(was):
                    was += timedelta(days=1)
                moved.append(
                    (
                        case,
                        "cn.penalty-law-2021.art64.hearing-request",
                        str(was),
                        str(wall.after(day, 5)),
                    )
                )
    return rows, moved


def write(path: Path, head: Row, rows: list[Row]) -> None:
    """Write a table for spreadsheets: UTF-8 with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([head, *rows])


def main(folder: Path) -> None:
    """Write the three tables into *folder*, each with what moves."""
    head = ("案件编号", "环节", "日期", "备注")
    expected = ("case", "rule", "before", "after")
    made = {
        "open-licences-2020": (
            head,
            licences(
                date(2020, 1, 9),
                date(2020, 1, 27),
                BEFORE_2020,
                AFTER_2020,
                "cn.licensing-law-2019",
                joint=False,
            ),
        ),
        "open-licences-2019": (
            head,
            licences(
                date(2019, 2, 20),
                date(2019, 3, 22),
                BEFORE_2019,
                AFTER_2019,
                "cn.licensing-law-2003",
                joint=True,
            ),
        ),
        "open-penalties-2021": (
            ("案件编号", "环节", "日期", "当事人", "是否属于听证范围", "备注"),
            penalties(),
        ),
    }
    for name, (heading, (rows, moved)) in made.items():
        write(folder / f"{name}.csv", heading, rows)
        write(folder / f"{name}.expected.csv", expected, sorted(moved))


if __name__ == "__main__":
    main(Path(__file__).parent)
