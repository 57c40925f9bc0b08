"""Every row of the tables of time limits is in the packs, or on a list that says why it is not.

`tests/vectors/rows.csv` holds the facts of the rows alone: id, article, length, unit, and how far
the row was checked.  The words of the statutes are in `tests/statutes`.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import enforcecal.law
from enforcecal.law.citations import article_of
from enforcecal.law.conditions import Condition
from enforcecal.law.packs import rulebook

DATA = Path(enforcecal.law.__file__).parent / "data"
TESTS = Path(__file__).resolve().parents[1]
STATUTES = TESTS / "statutes"
DIGITS = "零一二三四五六七八九"


def edition_of_row(name):
    """Return the edition of a row's id, which need not name an article."""
    return name.partition(".art")[0] if ".art" in name else name.rpartition(".")[0]


def rows():
    """Return the rows by edition, in the order of the table."""
    found = {}
    with (TESTS / "vectors" / "rows.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(edition_of_row(row["id"]), []).append(row)
    return found


def tables():
    """Yield every file of packaged law and of unarmed rows, as plain tables."""
    for path in sorted(DATA.rglob("*.toml")):
        yield path, tomllib.loads(path.read_text(encoding="utf-8"))


def rules(pack):
    """Yield (section, entry) for whatever has an id of its own, extensions with their limit."""
    for section in ("limit", "counting", "pause", "need", "row"):
        for entry in pack.get(section, []):
            yield section, entry
            for one in entry.get("extend", []):
                yield "extend", {**one, "of": entry["id"]}


ROWS = rows()
FILES = [*tables()]
ENTRIES = [(path, section, entry) for path, pack in FILES for section, entry in rules(pack)]
TIMES = Counter(entry["id"] for _, section, entry in ENTRIES if section != "need")
BY_ID = {entry["id"]: (section, entry) for _, section, entry in ENTRIES if section != "need"}
LAW_IDS = sorted({law["id"] for _, pack in FILES for law in pack.get("law", [])})


def law_of_entry(entry):
    """Return the law whose id an entry's begins with, the longest such, or None."""
    name = entry["id"]
    return max((one for one in LAW_IDS if name.startswith(f"{one}.")), key=len, default=None)


by_edition = pytest.mark.parametrize("edition", ROWS)
by_law = pytest.mark.parametrize("edition", LAW_IDS)


@cache
def book():
    """Return the national law with every local pack that is packaged beside it."""
    return rulebook("cn", overlays=sorted((DATA / "local").glob("*.toml")))


def told(problems):
    """Return the problems as one text, for the message of a failure."""
    return "\n" + "\n".join(problems)


def numeral(number):
    """Return how a statute writes a number below 1000."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds]}百" if hundreds else ""
    if hundreds and not tens:
        words += "零" if ones else ""
    elif tens:
        words += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    return words + (DIGITS[ones] if ones else "")


def joined(article):
    """Return an article as ids write it: 32(1)(2) is 32-1-2."""
    return article.replace(")(", "-").replace("(", "-").rstrip(")")


class TestEveryRow:
    """No row of the tables is lost, and none says something else than its row."""

    @by_edition
    def test_it_is_armed_or_listed_once(self, edition):
        """A row is a limit, a counting rule, a pause, an extension or an unarmed row, just one."""
        problems = [
            f"{row['id']}: " + ("stands twice" if TIMES[row["id"]] else "neither armed nor listed")
            for row in ROWS[edition]
            if TIMES[row["id"]] != 1
        ]
        assert [] == problems, told(problems)

    @by_edition
    def test_it_says_what_its_row_says(self, edition):
        """Article, length, unit, and how far it was checked, are those of the row."""
        problems = [
            f"{row['id']}: {what}"
            for row in ROWS[edition]
            if row["id"] in BY_ID
            for what in differences(row)
        ]
        assert [] == problems, told(problems)

    def test_no_row_of_a_list_is_in_no_table(self):
        """What is listed as unarmed is a row of the tables."""
        known = {row["id"] for each in ROWS.values() for row in each}
        assert [] == [entry["id"] for _, section, entry in ENTRIES if section == "row"
                      and entry["id"] not in known]  # fmt: skip


def differences(row):
    """Yield how an entry differs from its row."""
    section, entry = BY_ID[row["id"]]
    named = article_of(row["id"])
    if section == "row":
        said, wanted = f"{joined(entry['article'])}-", f"{joined(row['article'])}-"
        if not (said.startswith(wanted) or wanted.startswith(said)):
            yield f"article {entry['article']}, the row says {row['article']}"
    elif named and not (joined(row["article"]) + "-").startswith(f"{named.split('-')[0]}-"):
        yield f"its id names article {named}, the row {row['article']}"
    if entry.get("verified") != row["verified"]:
        yield f"verified {entry.get('verified')!r}, the row says {row['verified']!r}"
    if section in {"counting", "pause"}:
        return
    length, unit = extent(section, entry)
    if unit != row["unit"]:
        yield f"unit {unit}, the row says {row['unit']}"
    if str(length) != row["length"]:
        yield f"length {length}, the row says {row['length']}"


def extent(section, entry):
    """Return the length and the unit that an entry says, likes copied."""
    if section == "row":
        return entry["length"], entry["unit"]
    limit = book().time_limit(entry["of"] if section == "extend" else entry["id"])
    if section == "extend":
        (rule,) = (one for one in limit.extend if one.id == entry["id"])
        whole = isinstance(rule.length, int)
        return rule.length if whole else rule.at_most, limit.unit.value
    if isinstance(limit.length, Condition):
        return limit.length.source, limit.unit.value
    return limit.length, limit.unit.value


class TestWords:
    """What the files quote is what the statutes say."""

    @by_law
    def test_quotes_are_letter_for_letter(self, edition):
        """Every part of a quote, split at the omissions, stands in the article it cites."""
        problems = [*misquoted(edition, [
            (section, entry) for _, section, entry in ENTRIES
            if section != "row" and law_of_entry(entry) == edition
        ])]  # fmt: skip
        assert [] == problems, told(problems)

    @by_edition
    def test_unarmed_rows_quote_too(self, edition):
        """What is not armed can be checked all the same."""
        problems = [*misquoted(edition, [
            (section, entry) for _, section, entry in ENTRIES
            if section == "row" and edition_of_row(entry["id"]) == edition
        ])]  # fmt: skip
        assert [] == problems, told(problems)

    def test_every_limit_has_its_words(self):
        """A limit has a name in both languages, a citation, and says how far it was checked."""
        problems = []
        for limit in book().limits():
            bound = book().limit(limit.id)
            if not re.search(r"[\u4e00-\u9fff]", limit.zh):
                problems.append(f"{limit.id}: zh {limit.zh!r}")
            if not re.search(r"[a-z]", limit.en):
                problems.append(f"{limit.id}: en {limit.en!r}")
            if limit.verified not in {"text", "secondary", "memory"}:
                problems.append(f"{limit.id}: verified {limit.verified!r}")
            if bound.law is None or not bound.article.zh.startswith("《"):
                problems.append(f"{limit.id}: cited as {bound.article.zh!r}")
        assert [] == problems, told(problems)

    def test_doubt_about_a_text_shows_in_every_answer(self):
        """A limit that was not checked against the official text says so with each deadline."""
        unsure = [limit for limit in book().limits() if limit.verified != "text"]
        assert unsure
        for limit in unsure:
            codes = [doubt.code for doubt in book().limit(limit.id).doubts()]
            assert "unverified" in codes, limit.id


@cache
def articles(edition):
    """Return the excerpt of an edition by heading, and the whole of it under the empty one."""
    path = STATUTES / f"{edition}.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = re.split(r"(?m)^## (.+)$", text)
    return {**dict(zip(parts[1::2], parts[2::2], strict=True)), "": text}


def misquoted(edition, entries):
    """Yield what is quoted and is not in the excerpt of the edition."""
    for section, entry in entries:
        quote, verified = entry.get("quote", ""), entry.get("verified")
        if not quote:
            if verified == "text" and section != "need":
                yield f"{edition}.toml: {entry['id']}: no quote, though checked against the text"
            continue
        if verified == "memory":
            continue
        number = (article_of(entry["id"]) or "").partition("-")[0]
        text = articles(edition)
        part_of = text.get(f"第{numeral(int(number))}条" if number else "", text[""])
        for part in quote.split("……"):
            if not part or part not in part_of:
                yield f"{entry['id']}: {part!r} is not in the excerpt"
