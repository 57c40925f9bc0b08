"""Hide each year's notices in turn and ask whether the forecast range held the true day.

    python bench/backtest_forecast.py [FIRST_YEAR LAST_YEAR]

For each hidden year every start day is taken from which some N of 1-90 working days reaches a
day the hidden notices decide, among them the last days of the December before, and every day of
the hidden year is rolled forward and moved past holidays.  A true day outside its range is a
failure, and the script then exits with 1.  Widths are in days; 0 is a firm answer.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date

import attrs

from enforcecal.dates.calendars import WorkCalendar, calendar
from enforcecal.dates.forecast import Views

N_VALUES = range(1, 91)


def hidden(full: WorkCalendar, year: int) -> WorkCalendar:
    """*full* as if nothing had been published from the annual notice of *year* on."""
    return attrs.evolve(
        full,
        edition=f"{full.id} before {year}",
        notices=tuple(notice for notice in full.notices if notice.year < year),
        horizon=date(year - 1, 12, 31),
    )


def add_widths(truth: Views, views: Views, year: int, misses: list[str]) -> Counter[int]:
    """Width of every range of an add that reaches a day of *year* or an open December day."""
    widths: Counter[int] = Counter()
    last = date(year, 12, 31).toordinal()
    for start in range(date(year - 1, 7, 1).toordinal(), last):
        for n in N_VALUES:
            true = truth.point.add(start, n)
            if true > last:
                break
            if true <= views.settled:
                continue
            low, high = views.fast.add(start, n), views.slow.add(start, n)
            widths[high - low] += 1
            if not low <= true <= high:
                misses.append(f"{date.fromordinal(start)} + {n}: {low - true:+d} {high - true:+d}")
            if not low <= views.point.add(start, n) <= high:
                misses.append(f"{date.fromordinal(start)} + {n}: what is expected is outside")
    return widths


def roll_widths(truth: Views, views: Views, year: int, misses: list[str]) -> Counter[int]:
    """Width of the range of every day of *year*, rolled, and moved past holidays."""
    widths: Counter[int] = Counter()
    for day in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        for name in ("roll_next", "after_holiday"):
            true, low, high = (
                getattr(view, name)(day) for view in (truth.point, views.fast, views.slow)
            )
            widths[high - low] += 1
            if not low <= true <= high:
                misses.append(f"{name} {date.fromordinal(day)}: {low - true:+d} {high - true:+d}")
    return widths


def spread(widths: Counter[int]) -> str:
    """Number of ranges, median, mean and greatest width, and the share that is firm."""
    every = sorted(widths.elements())
    mean = sum(every) / len(every)
    return (
        f"{len(every):7d} {every[len(every) // 2]:7d} {mean:6.2f} {every[-1]:9d} "
        f"{100 * widths[0] / len(every):6.1f} %"
    )


def main() -> int:
    first, last = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (2015, 2026)
    full = calendar("CN")
    truth = full.views
    adds: Counter[int] = Counter()
    rolls: Counter[int] = Counter()
    failed = 0
    print("hidden   ranges  median   mean  greatest    firm  outside")
    for year in range(first, last + 1):
        views = hidden(full, year).views
        misses: list[str] = []
        widths = add_widths(truth, views, year, misses)
        adds += widths
        rolls += roll_widths(truth, views, year, misses)
        failed += len(misses)
        print(f"{year}   {spread(widths)} {len(misses):8d}")
        for miss in misses[:10]:
            print(f"    {miss}")
    print(f"adds   {spread(adds)} {failed:8d}")
    print(f"rolls  {spread(rolls)}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
