"""Every limit of the packs against days that a tool found by walking.

`tools/make_limit_vectors.py` reads the packs as plain TOML and knows nothing of the library.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from functools import cache
from pathlib import Path

from enforcecal.dates.certainty import Application, Certainty
from enforcecal.law.applies import key_of
from enforcecal.law.packs import local_packs, rulebook
from enforcecal.law.tree import reads
from enforcecal.testing.vectors import differences, read_vectors

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "tests" / "vectors" / "limits.csv").read_text(encoding="utf-8").splitlines()
ROWS = [*csv.DictReader(LINES)]


@cache
def book():
    """Return the national law with every local pack that is packaged beside it."""
    return rulebook("cn", overlays=[*local_packs()])


def vectors(*applies):
    """Return the vectors of limits that apply so."""
    kept = [line for line, row in zip(LINES[1:], ROWS, strict=True) if row["applies"] in applies]
    return [*read_vectors([LINES[0], *kept])]


def test_the_library_counts_as_the_walk_does():
    """Nominal, last and safe day, and the day an act becomes lawful, are those of the walk."""
    found = [*differences(book(), vectors("yes", "unknown"))]
    assert [] == found, "\n".join(found)


def test_a_limit_does_not_apply_on_the_other_side_of_its_condition():
    """With facts that make the condition false it says so, with the day all the same."""
    for vector in vectors("no"):
        found = book().limit(vector.limit).deadline(start=vector.start, facts=vector.facts)
        assert Application.NO is found.applies.answer, vector.limit
        assert {*found.applies.facts} <= {*vector.facts}
        assert found.applies.facts
        assert found.due


def test_a_condition_without_its_facts_is_unknown():
    """The answer says on what it turns; the day is as sure as it is where it applies."""
    sure = {vector.limit: vector for vector in vectors("yes")}
    for vector in vectors("unknown"):
        bound, other = book().limit(vector.limit), sure[vector.limit]
        found = bound.deadline(start=other.start, facts=_of_the_day(bound, other.facts))
        told = bound.deadline(start=other.start, facts=other.facts)
        assert Application.TURNS_ON is found.applies.answer, vector.limit
        assert found.applies.facts
        assert Application.YES is told.applies.answer
        assert (told.due, told.certainty, told.reasons) == (
            found.due,
            found.certainty,
            found.reasons,
        )


def _of_the_day(bound, facts):
    """Return what of *facts* no condition asks."""
    asked = {key_of(name) for name in reads(bound.limit.when.node)}
    return {name: value for name, value in facts.items() if name not in asked}


def test_no_day_is_unknown_for_want_of_a_condition():
    """Who asks for the day to pay a fine presupposes the fine."""
    for vector in vectors("unknown"):
        found = book().limit(vector.limit).deadline(start=vector.start, facts=vector.facts)
        unknown = {one.code for one in found.reasons if one.certainty is Certainty.UNKNOWN}
        assert unknown <= {"no-time"}, vector.limit


def test_doubt_about_the_text_is_in_the_deadline():
    """An answer that rests on secondary sources, or on memory, says so."""
    for vector in vectors("yes", "unknown"):
        bound = book().limit(vector.limit)
        found = bound.deadline(start=vector.start, facts=vector.facts)
        unverified = bound.limit.verified != "text"
        assert unverified == ("unverified" in {doubt.code for doubt in found.reasons})


def test_every_limit_has_its_vectors():
    """One for each limit; where it has a condition, one on each side and one without facts."""
    limits = {limit.id: limit for limit in book().limits()}
    sides = {name: [] for name in limits}
    for row in ROWS:
        sides[row["limit"]].append(row["applies"])
    for name, limit in limits.items():
        wanted = ["yes"] if limit.when is None else ["no", "unknown", "yes"]
        assert wanted == sorted(sides[name]), (
            f"{name}: run tools/make_limit_vectors.py, and read the difference in limits.csv"
        )


def test_most_vectors_say_a_day():
    """The walk leaves a last day open only where years without a notice decide it."""
    silent = {row["limit"] for row in ROWS if row["applies"] != "no" and not row["due"]}
    assert len(silent) <= 6, sorted(silent)


def test_the_file_is_what_the_tool_writes():
    """Nobody edited a vector by hand, and none is missing for a new limit."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "make_limit_vectors.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stdout + done.stderr
