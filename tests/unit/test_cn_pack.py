"""The packs of the ordinary penalty procedure: their words, their shape and their days.

Each class below stands for an article and quotes it; the days in it were counted by hand.
"""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

import enforcecal.law

LAWS = Path(enforcecal.law.__file__).parent / "data" / "cn" / "laws"
PROCEDURES = LAWS.parent / "procedures"
STATUTES = Path(__file__).resolve().parents[1] / "statutes"
VECTORS = Path(__file__).resolve().parents[1] / "vectors" / "cn-penalty.csv"

DIGITS = "零一二三四五六七八九"


def packs(folder):
    """Return the packs of a folder as plain tables, by the name of their file."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.toml"))
    }


def rules(pack):
    """Yield every entry of a law file that has an id of its own, extensions included."""
    for section in ("limit", "counting", "pause", "need"):
        for entry in pack.get(section, []):
            yield entry
            yield from entry.get("extend", [])


def articles(edition):
    """Return the excerpt of a law edition, by heading."""
    text = (STATUTES / f"{edition}.md").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^## (.+)$", text)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def heading(number):
    """Return how the statute itself heads an article below 300."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds]}百" if hundreds else ""
    if hundreds and not tens:
        words += "零" if ones else ""
    elif tens:
        words += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    return f"第{words}{DIGITS[ones] if ones else ''}条"


EDITIONS = packs(LAWS)
ORDINARY = packs(PROCEDURES)["cn.penalty.ordinary"]
RULES = [(edition, entry) for edition, pack in EDITIONS.items() for entry in rules(pack)]
IDS = [entry["id"] for _, entry in RULES]


class TestWords:
    """What the files say is what the statutes say."""

    @pytest.mark.parametrize(("edition", "entry"), RULES, ids=IDS)
    def test_quotes_are_letter_for_letter(self, edition, entry):
        """Every part of a quote, split at the omissions, stands in the article the id names."""
        text = articles(edition)
        number = int(re.search(r"\.art(\d+)", entry["id"]).group(1))
        article = text[heading(number)] if number else "".join(text.values())
        for part in entry["quote"].split("……"):
            assert part, "an omission at the end of a quote says nothing"
            assert part in article

    @pytest.mark.parametrize(("edition", "entry"), RULES, ids=IDS)
    def test_every_rule_begins_with_its_law(self, edition, entry):
        """An id begins with the law edition of its file, and says how far its text was checked."""
        assert entry["id"].startswith(f"{edition}.art")
        assert entry["verified"] in {"text", "secondary", "memory"}

    def test_ids_are_unique(self):
        """No id is given twice."""
        assert sorted(set(IDS)) == sorted(IDS)

    @pytest.mark.parametrize("edition", EDITIONS)
    def test_a_file_is_one_edition(self, edition):
        """A file is named by the one law edition it holds, and dates it."""
        (law,) = EDITIONS[edition]["law"]
        assert edition == law["id"] == EDITIONS[edition]["pack"]["id"]
        assert isinstance(law["from"], date)
        assert law["zh"] in (STATUTES / f"{edition}.md").read_text(encoding="utf-8")

    def test_both_languages(self):
        """Limits, pauses, needs, readings, events and facts have words in both languages."""
        named = [
            entry
            for pack in EDITIONS.values()
            for section in ("limit", "pause", "need", "law")
            for entry in pack.get(section, [])
        ]
        named += [one for _, entry in RULES for one in entry.get("reading", [])]
        named += [*ORDINARY["event"].values(), *ORDINARY["fact"].values()]
        for entry in named:
            assert re.search(r"[\u4e00-\u9fff]", entry["zh"])
            assert re.search(r"[a-z]", entry["en"])


class TestVocabulary:
    """Every name a rule or a step uses is declared, and no heading means two things."""

    def test_events_are_declared(self):
        """Every event that a limit, pause, extension, need or step names is in the vocabulary."""
        used = set()
        for _, entry in RULES:
            for key in ("start", "end", "cancel", "blocks", "from", "to", "on"):
                used.update(entry.get(key, []))
            used.update(entry[key] for key in ("then", "event") if key in entry)
            for key in ("when", "that"):
                used.update(re.findall(r'(?:happened|day)\("([^"]+)"\)', entry.get(key, "")))
        (procedure,) = ORDINARY["procedure"]
        for region in procedure["region"]:
            used.update(step[1] for step in region.get("steps", []))
        used = {
            name.replace("*", document)
            for name in used
            for document in ("notice", "hearing_notice", "decision")
        }
        assert set() == used - set(ORDINARY["event"])

    def test_states_have_chinese_names(self):
        """Every state of every region that has its own steps is named in Chinese."""
        (procedure,) = ORDINARY["procedure"]
        for region in procedure["region"]:
            states = set(region.get("names", {}))
            reached = {region["initial"]} if "initial" in region else set()
            for sources, _, target in region.get("steps", []):
                reached.update(source.strip() for source in sources.split("|"))
                reached.update({target} - {"="})
            assert reached == states

    def test_no_heading_means_two_things(self):
        """A heading of a table leads to one event or one fact, never to two."""
        seen = {}
        for section in ("event", "fact"):
            for name, entry in ORDINARY[section].items():
                for word in {name, entry["zh"], entry["en"], *entry.get("also", [])}:
                    assert seen.setdefault(word.lower(), name) == name, word


@pytest.fixture(scope="module")
def book():
    """Return the national rule book, as a user opens it."""
    return pytest.importorskip("enforcecal.law.packs").rulebook("cn")


def vectors():
    """Return the vectors of single deadlines, one row each."""
    with VECTORS.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


class TestDays:
    """Single deadlines, each counted by hand beside its row."""

    @pytest.mark.parametrize("row", vectors(), ids=lambda row: f"{row['limit']}-{row['start']}")
    def test_vector(self, book, row):
        """The limit of a row, started on its day, ends as the row says."""
        facts = {"hearing_type": True, "social_impact": True, "fine_yuan": 2000}
        found = book.limit(row["limit"]).deadline(
            start=date.fromisoformat(row["start"]), facts=facts
        )
        days = {key: date.fromisoformat(row[key]) for key in ("nominal", "due", "safe_due")}
        assert days == {key: getattr(found, key) for key in days}
        assert row["certainty"] == found.certainty.value
