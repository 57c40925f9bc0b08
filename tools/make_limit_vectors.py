"""Write `tests/vectors/limits.csv`: for every limit of the packs, days found by walking.

    python tools/make_limit_vectors.py            writes the file
    python tools/make_limit_vectors.py --check    says whether it is up to date, and changes nothing

A second opinion, so nothing of enforcecal is imported: the packs are read as plain TOML, the days
off from the readable notices, and every period is walked a day, or a month, at a time.  The start
is chosen so that the last day falls on a holiday where the limit has one to roll over, and the end
inside the years whose notices are known.  A limit with a condition has a vector on each side of
it, and one without any facts, which is unknown; what only a log can answer is told as a fact.
"""

from __future__ import annotations

import ast
import calendar
import csv
import io
import itertools
import json
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "enforcecal"
PACKS = [PACKAGE / "law" / "data" / "cn" / "laws", PACKAGE / "law" / "data" / "local"]
NOTICES = PACKAGE / "dates" / "data" / "cn-notices.json"
TARGET = ROOT / "tests" / "vectors" / "limits.csv"

COLUMNS = ("limit", "start", "facts", "applies", "nominal", "due", "safe_due", "opens")
DAY = timedelta(days=1)
USUAL = date(2025, 1, 6)
LAST = date(2026, 11, 30)
"""Every day up to this one is settled by the notices of 2026 and before."""
NEVER_COPIED = {"id", "like", "overrides", "takes-over", "quote", "verified"}
Table = dict[str, Any]


# ------------------------------------------------------------------------------ the days


def holidays() -> tuple[set[date], set[date]]:
    """The days off and the days made working by the notices, a later notice before an earlier."""
    off: set[date] = set()
    work: set[date] = set()
    for notice in json.loads(NOTICES.read_text(encoding="utf-8"))["notices"]:
        for festival in notice["festivals"]:
            resting = {date.fromisoformat(day) for day in festival["off"]}
            working = {date.fromisoformat(day) for day in festival["work"]}
            off, work = (off | resting) - working, (work | working) - resting
    return off, work


OFF, MADE_WORKING = holidays()


def works(day: date) -> bool:
    if day in OFF:
        return False
    return day in MADE_WORKING or day.weekday() < 5


def month_later(day: date, months: int) -> date:
    """Walk month by month, then to the corresponding day or to the last of the month."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_earlier(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


# ------------------------------------------------------------------------------ one way of counting


def forward(start: date, way: Table, *, from_midnight: bool = False) -> tuple[date, date]:
    """The day counted, and the day it rolls to."""
    length, unit = way["length"], way["unit"]
    day = start
    if unit in {"month", "year"}:
        day = month_later(start, length * (12 if unit == "year" else 1))
        if way["start-counts"] and day.day == start.day:
            day -= DAY
    elif unit == "hour":
        # Without a time of day the hours begin with the end of the start day, or with its start.
        left = length if from_midnight else length + 24
        while left > 24:
            day, left = day + DAY, left - 24
    else:
        left = length
        if left and way["start-counts"]:
            day -= DAY
        while left:
            day += DAY
            if unit == "day" or works(day):
                left -= 1
    return day, rolled(day, way["roll"])


def rolled(day: date, roll: str) -> date:
    if roll == "next-working-day":
        while not works(day):
            day += DAY
    elif roll == "next-after-holiday":
        while day in OFF:
            day += DAY
    return day


def backward(anchor: date, way: Table) -> date:
    """The last day on which the act is in time before the *anchor*."""
    length, unit = way["length"], way["unit"]
    day = anchor
    if unit in {"month", "year"}:
        day = month_earlier(anchor, length * (12 if unit == "year" else 1))
        return day - DAY if way["edge"] == "after" else day
    left = length + (way["edge"] == "after")
    while left:
        day -= DAY
        if unit == "day" or works(day):
            left -= 1
    return day


def ways(limit: Table, counting: Table, length: int) -> list[Table]:
    """The default way first, then every reading of the law with every reading of the limit."""
    waits = limit.get("blocks") or "before" in limit
    main = {
        "length": length,
        "unit": limit["unit"],
        "roll": counting.get("roll", "none"),
        "start-counts": counting.get("start-counts", False),
        "edge": limit.get("edge", "after") if waits else None,
    }
    keys = main.keys()
    of_law = [{}, *counting.get("reading", [])]
    of_limit = [{}, *limit.get("reading", [])]
    return [
        main | {key: value for part in pair for key, value in part.items() if key in keys}
        for pair in itertools.product(of_law, of_limit)
    ]


def answer(start: date, limit: Table, counting: Table, facts: Table) -> Table:
    length = facts[limit["length"]] if isinstance(limit["length"], str) else limit["length"]
    all_ways = ways(limit, counting, length)
    anchor = anchor_of(limit, start, facts)
    if anchor:
        days = [backward(anchor, way) for way in all_ways]
        return {"nominal": days[0], "due": days[0], "safe_due": min(days), "opens": ""}
    nominal, due = forward(start, all_ways[0])
    after = all_ways[0]["edge"] == "after"
    days = []
    for way in all_ways:
        # A wait is compared by the day before it opens.
        shift = ((way["edge"] == "after") - after) * DAY
        days.append(forward(start, way)[1] + shift)
        if way["unit"] == "hour":
            days.append(forward(start, way, from_midnight=True)[1] + shift)
    waits = limit["kind"] == "wait-at-least" or limit.get("waits", False)
    safe = max(days) if waits else min(days)
    opens = due + after * DAY if all_ways[0]["edge"] else ""
    found = {"nominal": nominal, "due": due, "safe_due": safe, "opens": opens}
    needs_notices = any(way["roll"] != "none" or way["unit"] == "working-day" for way in all_ways)
    if max(*days, due) > LAST and needs_notices:
        found |= {"due": "", "safe_due": "", "opens": ""}
    return found


# ------------------------------------------------------------------------------ conditions


def anchor_of(limit: Table, start: date, facts: Table) -> date | None:
    """The day a limit is counted backward from."""
    if "before" not in limit:
        return None
    match ast.parse(limit["before"], mode="eval").body:
        case ast.Name(id=name):
            return facts[name]
        case ast.Call(func=ast.Name(id="due"), args=[ast.Constant(value=matter)]):
            return facts[f"due.{matter!s}"]
        case ast.Call(func=ast.Name(id="next"), args=[ast.Constant(value=month_day)]):
            day = start + DAY
            while f"{day:%m-%d}" != month_day:
                day += DAY
            return day
    raise SystemExit(f"a day this tool cannot read: {limit['before']}")


def truth(tree: ast.expr, facts: Table) -> Any:  # noqa: ANN401 - a value of any fact
    """What a condition comes to; None where only a log could tell."""
    match tree:
        case ast.Constant(value):
            return value
        case ast.Name() | ast.Call():
            return facts.get(key_of(tree))
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return [truth(part, facts) for part in parts]
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            found = truth(inner, facts)
            return None if found is None else not found
        case ast.BoolOp(op=op, values=parts):
            decides = isinstance(op, ast.Or)
            found = [truth(part, facts) for part in parts]
            if decides in found:
                return decides
            return None if None in found else not decides
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            one, two = truth(left, facts), truth(right, facts)
            if one is None or two is None:
                return None
            return {
                ast.Eq: lambda: one == two,
                ast.NotEq: lambda: one != two,
                ast.Gt: lambda: one > two,
                ast.GtE: lambda: one >= two,
                ast.Lt: lambda: one < two,
                ast.LtE: lambda: one <= two,
                ast.In: lambda: one in two,
                ast.NotIn: lambda: one not in two,
            }[type(op)]()
    raise SystemExit(f"a condition this tool cannot read: {ast.unparse(tree)}")


def key_of(tree: ast.expr) -> str:
    """The fact that a name, or a question to a log such as ``happened("x")``, asks for."""
    match tree:
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Name(id=question), args=[ast.Constant(value=subject)]):
            return f"{question}.{subject!s}"
        case ast.Call(func=ast.Name(id=question), args=[]):
            return question
    raise SystemExit(f"a question this tool cannot read: {ast.unparse(tree)}")


def asked(tree: ast.expr) -> list[ast.expr]:
    """Every name and question in a condition; the names of questions themselves are none."""
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    kinds = (ast.Name, ast.Call)
    return [node for node in ast.walk(tree) if isinstance(node, kinds) and node not in called]


def choices(tree: ast.expr) -> dict[str, list[Any]]:
    """For every fact of a condition, values on both sides of what it is compared with."""
    found: dict[str, list[Any]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            with_what = truth(node.comparators[0], {})
            first = with_what[0] if isinstance(with_what, list) else with_what
            other = [first + 1, first - 1] if isinstance(first, int) else ["another"]
            found.setdefault(key_of(node.left), []).extend([first, *other])
    for node in asked(tree):
        found.setdefault(key_of(node), [True, False])
    return found


def sides(limit: Table) -> Iterator[tuple[str, Table]]:
    """Facts on either side of the condition, and none, each with whether the limit applies."""
    if "when" not in limit:
        yield "yes", {}
        return
    tree = ast.parse(limit["when"], mode="eval").body
    free = choices(tree)
    answers: dict[str, Table] = {}
    for values in itertools.product(*free.values()):
        facts = dict(zip(free, values, strict=True))
        answers.setdefault("yes" if truth(tree, facts) else "no", facts)
    yield from answers.items()
    if truth(tree, {}) is None:
        yield "unknown", {}


def more_facts(limit: Table, start: date) -> Table:
    """What the length is, and the day to count back from, where facts say it."""
    facts: Table = {}
    if isinstance(limit["length"], str):
        facts[limit["length"]] = 7
    if "before" in limit:
        tree = ast.parse(limit["before"], mode="eval").body
        if isinstance(tree, ast.Name):
            facts[tree.id] = start + 200 * DAY
        elif limit["before"].startswith("due("):
            facts[f"due.{limit['before'][5:-2]}"] = start + 200 * DAY
    return facts


# ------------------------------------------------------------------------------ the packs


def read() -> tuple[dict[str, Table], dict[str, Table], dict[str, Table]]:
    """Limits, counting rules and laws by id; each limit with the keys it takes from another."""
    limits: dict[str, Table] = {}
    countings: dict[str, Table] = {"no-roll": {}}
    laws: dict[str, Table] = {}
    for path in (path for folder in PACKS for path in sorted(folder.glob("*.toml"))):
        pack = tomllib.loads(path.read_text(encoding="utf-8"))
        limits |= {one["id"]: one for one in pack.get("limit", [])}
        countings |= {one["id"]: one for one in pack.get("counting", [])}
        laws |= {one["id"]: one for one in pack.get("law", [])}
    return {name: copied(name, limits) for name in sorted(limits)}, countings, laws


def copied(name: str, limits: dict[str, Table]) -> Table:
    limit = limits[name]
    if "like" not in limit:
        return limit
    base = copied(limit["like"], limits)
    return {key: value for key, value in base.items() if key not in NEVER_COPIED} | limit


def law_of(name: str, laws: dict[str, Table]) -> Table:
    return laws[max((one for one in laws if name.startswith(f"{one}.")), key=len)]


def chosen_start(limit: Table, counting: Table, law: Table) -> date:
    """The first start of a year whose last day is a holiday and rolls, else the first that fits."""
    first = max(law.get("from", USUAL), date(2007, 1, 8))
    last = min(law.get("to", LAST), LAST)
    usual = USUAL if first <= USUAL <= last else first
    for begin in (usual, first):
        fits = []
        for day in (begin + step * DAY for step in range(330)):
            if day > last:
                break
            found = answer(day, limit, counting, more_facts(limit, day))
            if found["due"] and found["due"] <= LAST:
                fits.append(day)
                if found["nominal"] in OFF and found["nominal"] != found["due"]:
                    return day
        if fits:
            return fits[0]
    return usual


def written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def vectors() -> str:
    limits, countings, laws = read()
    rows = io.StringIO()
    lines = csv.DictWriter(rows, COLUMNS, lineterminator="\n")
    lines.writeheader()
    for name, limit in limits.items():
        counting = countings[limit.get("counting", "no-roll")]
        start = chosen_start(limit, counting, law_of(name, laws))
        for applies, facts in sides(limit):
            given = more_facts(limit, start) | facts
            found = answer(start, limit, counting, given) if applies != "no" else {}
            told = ";".join(f"{key}={written(value)}" for key, value in given.items())
            lines.writerow(
                {"limit": name, "start": start, "facts": told, "applies": applies, **found}
            )
    return rows.getvalue()


def main() -> int:
    text = vectors()
    if "--check" in sys.argv[1:]:
        same = TARGET.exists() and text == TARGET.read_text(encoding="utf-8")
        print(f"{TARGET.name} is {'up to date' if same else 'out of date'}")
        return 0 if same else 1
    TARGET.write_text(text, encoding="utf-8")
    print(f"wrote {len(text.splitlines()) - 1} vectors")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
