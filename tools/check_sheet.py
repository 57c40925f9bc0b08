"""Recount a control sheet without the library that made it.

    enforcecal sheet cases.csv --procedure cn.penalty.ordinary --case A-1 --format json > sheet.json
    python tools/check_sheet.py sheet.json

Counts every deadline of the sheet's JSON again, day by day, from its start, its length, its pauses
and extensions and the days off that the sheet names, and reads the trace: its days follow one
another, its numbers too, and it ends on the day the sheet says.  Standard library only; exit status
1 and one line for each disagreement.
"""

from __future__ import annotations

import calendar
import json
import sys
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

DAY = timedelta(days=1)


class Recount:
    """One deadline, walked on the days of its sheet."""

    def __init__(self, sheet: dict[str, Any], line: dict[str, Any]) -> None:
        self.line, self.unit = line, line["unit"]
        self.off, self.worked, self.holidays = (
            {date.fromisoformat(day) for day in sheet[key]}
            for key in ("days_off", "days_worked", "holidays")
        )
        self.pauses = [
            (date.fromisoformat(one["begins"]), one["ends"] and date.fromisoformat(one["ends"]))
            for one in line["pauses"]
        ]

    def works(self, day: date) -> bool:
        """Tell whether people work on *day*."""
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def paused(self, day: date) -> bool:
        """Tell whether a pause takes out *day*."""
        for begins, ends in self.pauses:
            if ends is None and day > begins:
                raise OverflowError("an open pause")
            if ends is not None and begins < day <= ends:
                return True
        return False

    def walk(self, day: date, number: int, *, working: bool, back: bool = False) -> date:
        """Return the *number*-th counted day after *day*, or before it."""
        while number:
            day += -DAY if back else DAY
            number -= (self.works(day) or not working) and (back or not self.paused(day))
        return day

    def landed(self, day: date, length: int, *, first: bool) -> date:
        """Return the corresponding day of a later month, or that month's last."""
        months = day.month - 1 + length * (12 if self.unit == "year" else 1)
        year, month = day.year + months // 12, months % 12 + 1
        last = calendar.monthrange(year, month)[1]
        there = date(year, month, min(day.day, last))
        return there - DAY if first and there.day == day.day else there

    def step(self, day: date, length: int, *, first: bool) -> date:
        """Return the day on which *length* units after *day* end."""
        if not length:
            return day
        from_day = day - DAY if first else day
        if self.unit in {"day", "working-day"}:
            return self.walk(from_day, length, working=self.unit == "working-day")
        if self.unit == "hour":
            at = time.fromisoformat(self.line["at"]) if self.line["at"] else None
            seconds = 86_400 if at is None else (at.hour * 60 + at.minute) * 60 + at.second
            return self.walk(day, -(-(seconds + length * 3_600) // 86_400) - 1, working=False)
        there = self.landed(day, length, first=first)
        return self.walk(from_day, (there - from_day).days, working=False)

    def rolled(self, day: date) -> date:
        """Return *day*, or the day to which it moves when it is off."""
        roll = self.line["roll"]
        while (roll == "next-working-day" and not self.works(day)) or (
            roll == "next-after-holiday" and day in self.holidays
        ):
            day += DAY
        return day

    def count(self) -> tuple[date, date]:
        """Return the nominal and the last day."""
        line = self.line
        total, first = line["length"], line["start_counts"]
        if line["before"]:
            day, more = date.fromisoformat(line["before"]), line["edge"] == "after"
            if self.unit in {"month", "year"}:
                day = self.landed(day, -total, first=False) - more * DAY
            else:
                number = -(-total // 24) if self.unit == "hour" else total
                working = self.unit == "working-day"
                day = self.walk(day, number + more, working=working, back=True)
            return day, day
        day = date.fromisoformat(line["start"])
        fixed = None
        for one in line["extensions"]:
            if one["until"]:
                day = fixed = self.fixed(date.fromisoformat(one["until"]))
                total, first = 0, False
            elif one["from_rolled"]:
                day = fixed or self.rolled(self.step(day, total, first=first))
                total, first, fixed = one["length"], False, None
            else:
                total, fixed = total + one["length"], None
        if fixed:
            return fixed, fixed
        nominal = self.step(day, total, first=first)
        return nominal, self.rolled(nominal)

    def fixed(self, day: date) -> date:
        """Return a day fixed by a decision; a pause under way on it moves it by what was left."""
        left, back = 0, day
        while self.paused(back):
            back, left = back - DAY, left + 1
        return self.walk(back, left, working=False)


def traced(line: dict[str, Any]) -> list[str]:
    """Return what is wrong with the trace of a line that has a last day."""
    wrong, number, last = [], 0, None
    for run in line["trace"]:
        first, end = date.fromisoformat(run["first"]), date.fromisoformat(run["last"])
        if run["kind"] not in {"counted", "off", "paused"}:
            last = None  # what a decision replaced is still told, so days may come twice
            continue
        if last is not None and run["kind"] != "off" and not line["before"] and first <= last:
            wrong.append(f"its days overlap on {first}")
        last = end
        if run["number"]:
            low, high = run["number"]
            if low != number + 1 or high - low != (end - first).days:
                wrong.append(f"it numbers {first} to {end} as {low} to {high} after {number}")
            number = high
    days = [run for run in line["trace"] if run["kind"] != "opens"]
    ends = {days[-1]["first"], days[-1]["last"]} if days else set()
    if line["due"] and line["due"] not in ends:
        wrong.append(f"its trace ends on {sorted(ends)}, not on {line['due']}")
    return wrong


def check(sheet: dict[str, Any]) -> list[str]:
    """Return a line for everything in which the recount does not agree with *sheet*."""
    wrong = []
    for line in sheet["deadlines"]:
        where = f"{line['number']}. {line['rule']}"
        told = line["nominal"], line["due"]
        counted: tuple[str | None, str | None] = (None, None)
        if line["trace"]:
            try:
                nominal, due = Recount(sheet, line).count()
                counted = nominal.isoformat(), due.isoformat()
            except OverflowError:  # a clock that stands still has no last day
                pass
        if counted != told:
            wrong.append(f"{where}: counted {counted}, the sheet says {told}")
        wrong += [f"{where}: {one}" for one in traced(line)]
    return wrong


def main(paths: list[str]) -> int:
    """Check every file; return 1 where one does not agree."""
    failed = 0
    for path in paths:
        sheet = json.loads(Path(path).read_text("utf-8"))
        wrong = check(sheet)
        failed += bool(wrong)
        print(f"{path}: {len(sheet['deadlines'])} deadlines recounted, {len(wrong)} disagree")
        print("".join(f"  {one}\n" for one in wrong), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
