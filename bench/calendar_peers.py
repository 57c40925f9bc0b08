"""How fast one date, a list of dates, and a first answer are, against installed peers.

    python bench/calendar_peers.py

Every peer's answers are compared with ours before it is timed.  Starts are drawn from 2021-01 to
2023-05; all figures are ratios taken within rounds (see `_ratios`).
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import bizdays
import chinese_calendar
import numpy as np
from _ratios import Targets, interleave, ratio
from holidays.countries.china import China

from enforcecal.dates.calendars import calendar

FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
ROUNDS = 9
SAMPLE = 4000
"""Calls of a fast candidate in a round; slow ones make fewer, and the ratio is scaled."""

Adder = Callable[[date, int], date]


class Empty:
    """Calls that do nothing, to measure ours against."""

    def one(self, day: date) -> None:
        """Take what is_working takes."""

    def two(self, day: date, n: int) -> None:
        """Take what add takes."""


def days_off() -> list[date]:
    cal = calendar("CN")
    span = (FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1))
    return [day for day in span if not cal.is_working(day)]


def chinese_add(day: date, n: int) -> date:
    # find_workday counts from 0 on a working day, and one less from a day off.
    return chinese_calendar.find_workday(n if chinese_calendar.is_workday(day) else n - 1, day)


def fresh(days: list[date]) -> Iterator[list[date]]:
    """Equal dates for every round: a date keeps its hash, which would spare ours that work."""
    return iter([[day.replace() for day in days] for _ in range(ROUNDS + 1)])


def ones(function: Callable[[date], object], days: list[date]) -> Callable[[], None]:
    rounds = fresh(days)

    def run() -> None:
        for day in next(rounds):
            function(day)

    return run


def adds(function: Callable[[date, int], object], days: list[date], n: int) -> Callable[[], None]:
    rounds = fresh(days)

    def run() -> None:
        for day in next(rounds):
            function(day, n)

    return run


def counts(
    function: Callable[[date, date], object], spans: list[tuple[date, date]]
) -> Callable[[], None]:
    ends = fresh([day for span in spans for day in span])

    def run() -> None:
        days = iter(next(ends))
        for after, through in zip(days, days, strict=True):
            function(after, through)

    return run


def import_times(rounds: int = 11) -> tuple[float, float]:
    """Ratio of `import enforcecal.dates.calendars` to `import attrs`; ms to the first answer."""
    code = (
        "import time; a = time.perf_counter()\n"
        "import {}\n"
        "b = time.perf_counter()\n"
        "{}\n"
        "c = time.perf_counter(); print(b - a, c - b)"
    )
    answer = "from enforcecal.dates.calendars import calendar\nimport datetime\n"
    answer += "calendar('CN').add(datetime.date(2026, 2, 11), 5)"
    with tempfile.TemporaryDirectory() as cache:
        env = {
            **os.environ,
            # Compiled modules on both sides, as after an installation.
            "PYTHONPYCACHEPREFIX": cache,
            "PYTHONPATH": str(Path(__file__).resolve().parent.parent / "src"),
        }
        env.pop("PYTHONDONTWRITEBYTECODE", None)

        def once(module: str, then: str) -> tuple[float, float]:
            command = [sys.executable, "-c", code.format(module, then)]
            result = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
            first, second = result.stdout.split()
            return float(first), float(second)

        ratios, firsts = [], []
        for number in range(-1, rounds):
            bare, _ = once("attrs", "pass")
            ours, first = once("enforcecal.dates.calendars", answer)
            if number >= 0:
                ratios.append(ours / bare)
                firsts.append(first * 1000)
    return statistics.median(ratios), statistics.median(firsts)


def main() -> int:
    cal = calendar("CN")
    rng = random.Random(20)
    low = date(2021, 1, 1).toordinal()
    starts = [date.fromordinal(low + rng.randrange(870)) for _ in range(SAMPLE)]
    spans = [(start, start + timedelta(days=rng.randrange(90, 150))) for start in starts]
    few, fewer = starts[:100], starts[:8]

    off = days_off()
    china = China(years=range(2006, 2028))
    table = np.busdaycalendar(weekmask="1111111", holidays=np.array(off, dtype="M8[D]"))
    peer = bizdays.Calendar(off, [], startdate=FIRST, enddate=LAST, name="CN")

    def numpy_add(day: date, n: int) -> date:
        # roll="backward" makes day itself never count, whether it is working or not.
        return np.busday_offset(day, n, roll="backward", busdaycal=table).astype(object)  # type: ignore[no-any-return]

    def bizdays_add(day: date, n: int) -> date:
        return peer.offset(peer.preceding(day), n)  # type: ignore[no-any-return]

    def numpy_count(after: date, through: date) -> int:
        day = timedelta(days=1)
        return int(np.busday_count(after + day, through + day, busdaycal=table))

    def holidays_count(after: date, through: date) -> int:
        return china.get_working_days_count(after + timedelta(days=1), through)

    adders: dict[str, Adder] = {
        "bizdays": bizdays_add,
        "numpy": numpy_add,
        "holidays": china.get_nth_working_day,
        "chinesecalendar": chinese_add,
    }
    for name, adder in adders.items():
        for n in (5, 60):
            wrong = [day for day in few if adder(day, n) != cal.add(day, n)]
            if wrong:
                raise SystemExit(f"{name} differs at {wrong[0]} + {n}: it is not comparable")
    for after, through in spans[:100]:
        expected = cal.count(after, through)
        if not expected == numpy_count(after, through) == holidays_count(after, through):
            raise SystemExit(f"a peer counts {after} to {through} differently")

    empty = Empty()
    targets = Targets("one date at a time, ours = 1")

    times = interleave(
        {
            "ours": adds(cal.add, starts, 60),
            "ours 5": adds(cal.add, starts, 5),
            "ours 90": adds(cal.add, starts, 90),
            "empty": adds(empty.two, starts, 60),
            "bizdays": adds(peer.offset, few, 60),
            "numpy": adds(numpy_add, few, 60),
            "holidays": adds(china.get_nth_working_day, few, 60),
            "chinesecalendar": adds(chinese_add, fewer, 60),
        },
        rounds=ROUNDS,
    )
    scale = {"few": SAMPLE / len(few), "fewer": SAMPLE / len(fewer)}
    targets.at_least("add 60, bizdays", 12, ratio(times, "bizdays", "ours", scale["few"]))
    targets.at_least("add 60, numpy busday_offset", 20, ratio(times, "numpy", "ours", scale["few"]))
    targets.at_least("add 60, holidays", 500, ratio(times, "holidays", "ours", scale["few"]))
    targets.at_least(
        "add 60, chinesecalendar", 7000, ratio(times, "chinesecalendar", "ours", scale["fewer"])
    )
    targets.at_most("add, in empty calls", 7.5, ratio(times, "ours", "empty"))
    targets.at_most("add, N = 90 to N = 5", 1.2, ratio(times, "ours 90", "ours 5"))

    times = interleave(
        {
            "ours": ones(cal.is_working, starts),
            "empty": ones(empty.one, starts),
            "holidays": ones(china.is_working_day, starts),
            "chinesecalendar": ones(chinese_calendar.is_workday, few),
        },
        rounds=ROUNDS,
    )
    targets.at_least("is_working, holidays", 5, ratio(times, "holidays", "ours"))
    targets.at_least(
        "is_working, chinesecalendar", 100, ratio(times, "chinesecalendar", "ours", scale["few"])
    )
    targets.at_most("is_working, in empty calls", 6, ratio(times, "ours", "empty"))

    times = interleave(
        {
            "ours": counts(cal.count, spans),
            "numpy": counts(numpy_count, spans[:400]),
            "holidays": counts(holidays_count, spans[:100]),
        },
        rounds=ROUNDS,
    )
    targets.at_least("count, numpy busday_count", 15, ratio(times, "numpy", "ours", SAMPLE / 400))
    targets.at_least("count, holidays", 500, ratio(times, "holidays", "ours", scale["few"]))

    rule, loop = fresh(starts * 5), fresh(starts * 5)
    times = interleave(
        {
            "each": lambda: cal.add_each(next(rule), 60),
            "loop": lambda: [cal.add(day, 60) for day in next(loop)],
        },
        rounds=ROUNDS,
    )
    targets.at_least("list of dates, to one call each", 2, ratio(times, "loop", "each"))

    imported, first = import_times()
    targets.at_most("import, to import attrs", 1.6, imported)
    targets.at_most("first answer after it", 3, first, "ms")
    return targets.report()


if __name__ == "__main__":
    raise SystemExit(main())
