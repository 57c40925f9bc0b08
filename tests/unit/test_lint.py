from __future__ import annotations

from pathlib import Path

import pytest

from enforcecal.errors import PackError
from enforcecal.law.graph import Gravity, Problem, lint
from enforcecal.law.packs import load_pack, rulebook
from enforcecal.texts import Text

PACKS = Path(__file__).parents[1] / "packs"
GOOD = PACKS / "good"


def _told(path: Path) -> list[str]:
    try:
        book = rulebook(path)
    except PackError as error:
        return list(error.problems)
    return [
        f"line {one.line}: {one.severity.value} {one.code}: {one.subject}: {one.message}"
        for one in lint(book)
    ]


@pytest.mark.parametrize("path", sorted(PACKS.glob("bad/*.toml")), ids=lambda path: path.stem)
def test_a_bad_pack_is_told_what_is_wrong(path):
    """Every bad pack gets exactly the messages that stand beside it."""
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert expected == _told(path)


class TestGoodPacks:
    @pytest.mark.parametrize(
        "name",
        [
            *("licence", "renewal.toml", "enforcement", "hearing-notice.toml", "road-fines.toml"),
            "conduct-days.toml",
        ],
    )
    def test_the_worked_examples_are_clean(self, name):
        """Nothing is found where nothing is wrong."""
        assert () == lint(rulebook(GOOD / name))

    def test_an_overlay_is_looked_at_with_what_it_is_laid_over(self):
        """Names of one pack may be declared in another."""
        book = rulebook(GOOD / "licence", overlays=[GOOD / "licence-overlay.toml"])
        assert () == lint(book)

    def test_a_main_line_may_step_on_a_party_with_a_warning(self):
        """The first party to ask for a hearing moves the whole case: worth a look, and meant."""
        (found,) = lint(rulebook(GOOD / "ordinary-penalty"))
        assert ("per-step", Gravity.WARNING) == (found.code, found.severity)


class TestPackAlone:
    def test_a_law_without_a_procedure_declares_no_events(self):
        """A law file by itself is not asked for a vocabulary."""
        pack = load_pack(GOOD / "ordinary-penalty/laws/cn.mohurd-55-2022.toml")
        assert ["unknown-limit"] == [one.code for one in lint(pack)]

    def test_a_law_without_a_procedure_is_worth_a_warning(self):
        """Its limits are never judged, and its names cannot be held to anything: told once."""
        text = (
            (GOOD / "renewal.toml").read_text(encoding="utf-8")
            + """
[[law]]
id = "xx.law"

[[limit]]
id = "xx.law.art3.l"
matter = "m"
kind = "act-within"
start = ["nowhere"]
end = ["validity_over"]
length = 1
unit = "day"

[[limit]]
id = "xx.law.art4.l"
like = "xx.law.art3.l"
matter = "n"
"""
        )
        (found,) = lint(load_pack(text))
        assert ("no-procedure", "xx.law", Gravity.WARNING) == (
            found.code,
            found.subject,
            found.severity,
        )

    def test_facts_of_money_and_editions_are_looked_at(self):
        """What an expression for money reads, and the day that chooses an edition, are facts."""
        text = (
            (GOOD / "renewal.toml").read_text(encoding="utf-8")
            + """
[[limit]]
id = "cn.licensing-law-2019.art99.l"
matter = "m"
kind = "accrues"
start = ["licence_issued"]
end = ["validity_over"]
length = 1
unit = "day"
worth = "used * rate"
edition-by = "conduct_end"
"""
        )
        found = lint(load_pack(text))
        assert ["unknown-fact", "unknown-fact"] == [one.code for one in found]


def test_a_step_into_another_procedure_is_an_end():
    """A state that hands the case over is no trap, and a state entered from there is reached."""
    text = """
[pack]
id = "p"
version = "1"

[[law]]
id = "xx.law"

[[procedure]]
id = "one"
laws = ["xx.law"]

[[procedure.region]]
id = "main"
initial = "new"
final = ["closed"]
steps = [
  ["new", "moved", "two/arrived"],
  ["new | back", "closed", "closed"],
]

[[procedure]]
id = "two"
laws = ["xx.law"]

[[procedure.region]]
id = "main"
initial = "new"
steps = [["arrived", "returned", "one/back"]]

[event]
moved = {}
closed = {}
returned = {}
"""
    assert () == lint(load_pack(text))


class TestTogether:
    TEXT = """
[pack]
id = "p"
version = "1"

[[law]]
id = "xx.law-2000"
to = 2010-12-31

[[law]]
id = "xx.law-2011"
from = 2011-01-01

[[limit]]
id = "xx.law-2000.art1.a"
matter = "m"
kind = "act-within"
start = ["s"]
end = ["e"]
length = 1
unit = "day"

[[limit]]
id = "xx.law-2011.art1.a"
like = "xx.law-2000.art1.a"
"""

    def test_editions_that_follow_one_another_do_not_contradict(self):
        """An old and a new edition of one matter are never in force together."""
        assert () == lint(load_pack(self.TEXT))

    def test_a_day_in_common_is_enough(self):
        """Both ends of the days in force are included."""
        text = self.TEXT.replace("to = 2010-12-31", "to = 2011-01-01")
        assert ["two-limits"] == [one.code for one in lint(load_pack(text))]

    def test_conditions_may_keep_two_limits_apart(self):
        """Different conditions on both are taken to exclude one another."""
        text = self.TEXT.replace("to = 2010-12-31", "").replace(
            'unit = "day"', 'unit = "day"\nwhen = "a"'
        )
        assert () == lint(load_pack(text + 'when = "not a"\n'))
        assert ["two-limits"] == [one.code for one in lint(load_pack(text))]


def test_a_problem_reads_like_a_compiler_message():
    """File and line first, so that editors can jump to it."""
    problem = Problem(
        path="a.toml", line=3, code="trap", subject="x", message=Text("stuck", "无法离开")
    )
    assert "a.toml:3: error trap: x: stuck" == str(problem)
    nowhere = Problem(
        path="a.toml",
        line=None,
        code="trap",
        subject="x",
        message=Text("stuck", "无法离开"),
        severity=Gravity.WARNING,
    )
    assert "a.toml: warning trap: x: stuck" == str(nowhere)


def test_every_message_is_in_both_languages():
    """A Chinese author reads the same problems."""
    for path in PACKS.glob("bad/*.toml"):
        try:
            problems = lint(rulebook(path))
        except PackError:
            continue
        for problem in problems:
            assert any("一" <= letter <= "鿿" for letter in problem.message.zh)
