"""Write `src/enforcecal/dates/_cn.py` from the readable notices beside it and from `holidays`.

    python tools/build_notices.py            writes the module
    python tools/build_notices.py --check    says whether it is up to date, and changes nothing

The years 2001-2006, whose notices the readable file does not hold, are reconstructed from
`holidays`, and so are the lunar and solar festival days.  They are baked in so that a calendar
needs neither JSON nor `holidays` when it runs.
"""

from __future__ import annotations

import json
import sys
from datetime import date, timedelta
from pathlib import Path

from holidays.calendars.chinese import _ChineseLunisolar
from holidays.countries.china import China

DATES = Path(__file__).resolve().parent.parent / "src" / "enforcecal" / "dates"
SOURCE = DATES / "data" / "cn-notices.json"
TARGET = DATES / "_cn.py"

RECONSTRUCTED = range(2001, 2007)
FESTIVAL_YEARS = range(2001, 2053)

FESTIVAL_TYPE = "tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]"
NoticeRow = tuple[
    str, int, str, int, bool, str, tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]
]


def ordinals(days: list[str]) -> tuple[int, ...]:
    return tuple(sorted(date.fromisoformat(day).toordinal() for day in days))


def published() -> list[NoticeRow]:
    """Rows of the notices in the readable file, in the order they were published."""
    return [
        (
            notice["id"],
            notice["year"],
            notice["kind"],
            date.fromisoformat(notice["published"]).toordinal(),
            notice["published_verified"],
            notice["source"],
            tuple(
                (festival["name"], ordinals(festival["off"]), ordinals(festival["work"]))
                for festival in notice["festivals"]
            ),
        )
        for notice in json.loads(SOURCE.read_text(encoding="utf-8"))["notices"]
    ]


def reconstructed(year: int) -> NoticeRow:
    """One year's arrangement as `holidays` knows it, put back into the shape of a notice."""
    lunar_new_year, _ = _ChineseLunisolar().lunar_new_year_date(year)
    table = China(years=(year - 1, year))
    days_off = {day for day in table if day.year == year}
    moved = {
        day for day in table.weekend_workdays if day.year == year or day >= date(year - 1, 12, 25)
    } - {day for day in table.weekend_workdays if day >= date(year, 12, 25)}
    found = []
    for name, start in (
        ("元旦", date(year, 1, 1)),
        ("春节", lunar_new_year),
        ("五一", date(year, 5, 1)),
        ("十一", date(year, 10, 1)),
    ):
        near = {day for day in days_off if abs((day - start).days) < 10}
        last = max(near)
        if name != "元旦":  # the notices of these years name a whole week of seven days
            last = max(last, start + timedelta(days=6))
        block = {start + timedelta(days=step) for step in range((last - start).days + 1)}
        working = {day for day in block - near if day.weekday() < 5}
        if working or min(near) < start:
            raise SystemExit(f"{name} {year}: {sorted(near)} is no single block from {start}")
        work = {day for day in moved if abs((day - start).days) < 14}
        moved -= work
        found.append((name, *(tuple(sorted(d.toordinal() for d in s)) for s in (block, work))))
        days_off -= near
    if days_off or moved:
        raise SystemExit(f"{year}: no festival for {sorted(days_off)} and {sorted(moved)}")
    return (f"CN-{year}", year, "reconstructed", 0, False, "", tuple(found))


def festivals(year: int) -> tuple[int, ...]:
    """First lunar day, Qingming, Dragon Boat and Mid-Autumn of *year*."""
    lunar = _ChineseLunisolar()
    found = (
        lunar.lunar_new_year_date(year),
        lunar.qingming_date(year),
        lunar.dragon_boat_date(year),
        lunar.mid_autumn_date(year),
    )
    return tuple(day.toordinal() for day, _ in found)


def module() -> str:
    """The text of the generated module."""
    rows = [reconstructed(year) for year in RECONSTRUCTED] + published()
    lines = [
        '"""Holiday notices of mainland China as literals; written by tools/build_notices.py.',
        "",
        "Days are ordinals (`date.toordinal`); the readable form is data/cn-notices.json.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "from typing import Final",
        "",
        '__all__ = ["FESTIVALS", "NOTICES", "NoticeRow"]',
        "",
        "NoticeRow = tuple[",
        f"    str, int, str, int, bool, str, {FESTIVAL_TYPE}",
        "]",
        "",
        "# id, year, kind, day published (0: not recorded), day verified, source, and for each",
        "# festival its name, the days off and the days made working",
        "# fmt: off",
        "# ruff: noqa: E501",
        "NOTICES: Final[tuple[NoticeRow, ...]] = (",
    ]
    for *head, found in rows:
        lines.append(f"    ({', '.join(json.dumps(v, ensure_ascii=False) for v in head)}, (")
        lines += [
            f'        ("{name}", {off}, {work}),'.replace("true", "True")
            for name, off, work in found
        ]
        lines.append("    )),")
    lines += [
        ")",
        "",
        "# year: first day of the lunar year, Qingming, Dragon Boat, Mid-Autumn",
        "FESTIVALS: Final[dict[int, tuple[int, int, int, int]]] = {",
    ]
    lines += [f"    {year}: {festivals(year)}," for year in FESTIVAL_YEARS]
    lines += ["}", "# fmt: on", ""]
    return "\n".join(lines).replace(", true, ", ", True, ").replace(", false, ", ", False, ")


def main() -> int:
    text = module()
    if "--check" in sys.argv[1:]:
        fresh = TARGET.read_text(encoding="utf-8") == text
        print("up to date" if fresh else "stale: run python tools/build_notices.py")
        return 0 if fresh else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {TARGET.name}: {len(text)} characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
