"""How many deadlines come out wrong with a calendar that knows no make-up working days.

    python bench/wrong_deadlines.py

For every start day 2007-2026 the N-th working day is counted three ways: by the notices, by
Monday to Friday alone, and by Monday to Friday less the days off the notices name.  Printed is
the share of start days for which the deadline differs.  Starts whose deadline lies beyond the
horizon are left out.
"""

from __future__ import annotations

from datetime import date, timedelta

from enforcecal.dates.calendars import calendar

FIRST, LAST = date(2007, 1, 1), date(2026, 12, 31)
N_VALUES = (5, 10, 20, 30, 60, 90)


def deadlines(working: list[bool], n: int) -> list[int | None]:
    """For each start, the place of the n-th working day after it, or None where there is none."""
    places = [place for place, works in enumerate(working) if works]
    found, passed = [], 0
    for works in working:
        passed += works
        last = passed + n - 1
        found.append(places[last] if last < len(places) else None)
    return found


def main() -> None:
    cal = calendar("CN")
    days = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
    true = [cal.is_working(day) for day in days]
    weekdays = [day.weekday() < 5 for day in days]
    without_make_up = [works and day.weekday() < 5 for works, day in zip(true, days, strict=True)]
    print(f"start days {FIRST} to {LAST}, calendar {cal.edition}: share of wrong deadlines")
    print(f"{'':36}" + "".join(f"{f'N={n}':>7}" for n in N_VALUES))
    for name, working in (
        ("Monday to Friday", weekdays),
        ("Monday to Friday less days off", without_make_up),
    ):
        row = ""
        for n in N_VALUES:
            pairs = [
                (right, ours)
                for right, ours in zip(deadlines(true, n), deadlines(working, n), strict=True)
                if right is not None
            ]
            row += f"{100 * sum(right != ours for right, ours in pairs) / len(pairs):6.1f}%"
        print(f"{name:36}{row}")


if __name__ == "__main__":
    main()
