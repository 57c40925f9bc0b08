from __future__ import annotations

import attrs
import pytest

from enforcecal.cases.limitation.answer import standard_rules
from enforcecal.errors import ArgumentError, PackError, UnknownNameError
from enforcecal.law.graph import lint
from enforcecal.law.limitations import LimitationClause, Pattern
from enforcecal.law.packs import load_pack, rulebook

HEAD = '[pack]\nid = "ours"\nversion = "1"\n'


def with_overlay(text):
    """Return the packaged rules with an overlay."""
    return rulebook("cn", overlays=[load_pack(HEAD + text)]).limitation()


class TestOverlays:
    def test_another_courts_answer(self):
        """An overlay says only what differs."""
        rules = with_overlay('[question.planning_building_continuing]\nanswer = "no"\n')
        assert Pattern.SINGLE is rules.patterns["planning-building"]
        assert standard_rules().questions["boundary_day"] == rules.questions["boundary_day"]
        assert "ours" in rules.digests

    def test_another_pattern_and_more_words(self):
        """Wordings are added, the rest replaced."""
        rules = with_overlay('[conduct.sign]\npattern = "single"\nalso = ["灯箱"]\n')
        assert Pattern.SINGLE is rules.patterns["sign"]
        assert "sign" == rules.names["灯箱"] == rules.names["招牌"]

    def test_another_strength(self):
        """A code is switched alike, and a new answer is added to those there are."""
        rules = with_overlay(
            '[discovery.D8]\nstrength = "none"\nanswer = { with-power = "strong" }\n'
        )
        assert 2 == rules.periods["general"][0].strengths["D8"]
        assert "any-organ" in rules.codes["D8"].answer

    def test_another_law(self):
        """A clause of another law adds a regime."""
        rules = with_overlay(
            '[[law]]\nid = "x.space-law-2024"\nzh = "航天法（虚构）"\nen = "Space Law (invented)"\n'
            '[[limitation]]\nid = "x.space-law-2024.art3.limitation"\nregime = "space"\n'
            'length = 3\nunit = "month"\n'
        )
        (table,) = rules.periods["space"]
        assert 3 == table.months
        assert "《航天法（虚构）》第三条" == rules.article(table.rule).zh
        assert rules.clause(table.rule).regime == "space"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ('[question.boundary_day]\nanswer = "reviev"', "did you mean 'review'"),
            ('[question.boundary_da]\nanswer = "review"', "did you mean 'boundary_day'"),
            (
                '[question.boundary_day]\nview = [{ answer = "review" }, { answer = "late" }]',
                "knows no answer 'late'; there are review, in-time",
            ),
            ('[conduct.sing]\nalso = ["灯箱"]', "key 'pattern' is missing; did you mean 'sign'"),
            ('[conduct.sign]\nquestion = "boundary_day"', "question and otherwise go together"),
            (
                '[conduct.sign]\nquestion = "boundary_day"\notherwise = "single"',
                "the question 'boundary_day' has no view 'yes'",
            ),
            ('[discovery.D12]\nzh = "新"', "key 'strength' is missing"),
            ('[discovery.D1]\nquestion = "boundary_day"', "question and answer go together"),
            (
                '[discovery.D1]\nquestion = "boundry_day"\nanswer = { review = "none" }',
                "no question is called 'boundry_day'; did you mean 'boundary_day'",
            ),
            (
                '[[limitation]]\nid = "x.law-2024.art3.limitation"\nlength = 3\nunit = "month"',
                "no law is called 'x.law-2024'",
            ),
            (
                '[[limitation]]\nid = "x.law-2024.art3.limitation"\nlength = 0\nunit = "month"',
                "0 must be at least 1",
            ),
            (
                '[[limitation]]\nid = "x.law-2024.art3.limitation"\nlength = 3\nunit = "day"',
                "'day' must be 'month' or 'year'",
            ),
            ('[discovery.D1]\nanswer = { x = "weak" }', "'weak' must be 'strong' or 'disputed'"),
            (
                '[question.x]\nview = [{ answer = "a" }, { answer = "a" }]',
                "'a' stands here a second time",
            ),
            ('[conduct.sign]\npattern = "sinlge"', "did you mean 'single'"),
            ('[discovery.D1]\nfinder = "us"', "there are own, police, other"),
            (
                '[[need]]\nid = "ours.x"\non = ["a"]\nthat = "b"\nseverity = "bad"',
                "'bad' must be 'breach' or 'review'",
            ),
        ],
    )
    def test_what_cannot_be_right_is_refused_with_its_place(self, text, message):
        """The line, the subject, and the nearest name."""
        with pytest.raises(PackError, match="line ") as caught:
            with_overlay(text + "\n")
        assert message in str(caught.value)

    def test_lint_finds_them_too(self):
        """Whoever writes an overlay asks lint first."""
        text = f'{HEAD}[question.boundary_day]\nanswer = "reviev"\n'
        pack = attrs.evolve(load_pack(text), source="ours.toml")
        found = [one for one in lint(rulebook("cn", overlays=[pack])) if one.path == "ours.toml"]
        assert [("refused", 4, "boundary_day")] == [(p.code, p.line, p.subject) for p in found]

    def test_inline_tables_have_lines_too(self):
        """A problem in ``question = {...}`` is found where it stands."""
        text = 'discovery = { D12 = { zh = "新" } }\n[pack]\nid = "ours"\nversion = "1"\n'
        with pytest.raises(PackError, match=r"line 1: 'discovery\.D12'"):
            rulebook("cn", overlays=[load_pack(text)]).limitation()
        text = f'{HEAD}[question]\nboundary_day = {{ answer = "x" }}\n'
        with pytest.raises(PackError, match=r"line 5: 'question\.boundary_day'"):
            rulebook("cn", overlays=[load_pack(text)]).limitation()


class TestBooks:
    def test_a_book_without_any(self, tmp_path):
        """A foreign book has no limitation."""
        path = tmp_path / "x.toml"
        path.write_text(HEAD, encoding="utf-8")
        with pytest.raises(UnknownNameError, match="no rule of limitation is called"):
            rulebook(path).limitation()

    def test_a_book_that_lacks_a_question(self, tmp_path):
        """What the decision asks must be answered."""
        path = tmp_path / "x.toml"
        path.write_text(
            f'{HEAD}[[law]]\nid = "x.law-2024"\n[[limitation]]\nid = "x.law-2024.art1.l"\n'
            'length = 1\nunit = "year"\n[question.boundary_dat]\nanswer = "a"\n'
            'view = [{ answer = "a" }]\n',
            encoding="utf-8",
        )
        with pytest.raises(PackError, match="the decision asks this") as caught:
            rulebook(path).limitation()
        assert "did you mean 'boundary_dat'" in str(caught.value)

    def test_it_is_joined_once(self):
        """The second question costs nothing."""
        book = rulebook("cn")
        assert book.limitation() is book.limitation()

    def test_a_procedure_that_asks_knows_the_rules(self):
        """And only one that asks."""
        book = rulebook("cn")
        assert book.limitation() is book.procedure("cn.penalty.ordinary").limitation
        assert book.procedure("cn.licence.application").limitation is None

    def test_an_event_cannot_discover_as_what_is_not_there(self):
        """The nearest code is named."""
        for code, hint in (("D11x", "; did you mean 'D11'"), ("zzz", "")):
            text = f'{HEAD}[event.case_filed]\ndiscovers = "{code}"\n'
            book = rulebook("cn", overlays=[load_pack(text)])
            with pytest.raises(PackError, match=f"no discovery is called '{code}'{hint}"):
                book.procedure("cn.penalty.ordinary")

    def test_answering(self):
        """Only questions and answers there are."""
        rules = standard_rules()
        changed = rules.answering("boundary_day", "in-time")
        assert changed is rules.answering("boundary_day", "in-time")
        assert 0 == changed.margin.days
        with pytest.raises(UnknownNameError, match="question of limitation"):
            rules.answering("boundary", "in-time")
        with pytest.raises(ArgumentError, match="there are review, in-time"):
            rules.answering("boundary_day", "late")

    def test_words(self):
        """A question has words, a kind is found by any of its names."""
        rules = standard_rules()
        assert "恰在最后一日" in rules.questions["boundary_day"].text.zh
        assert "tree-felling" == rules.kind("砍伐树木").name
        assert isinstance(rules.clauses[0], LimitationClause)


def test_the_periods_are_those_of_the_unarmed_rows():
    """What the list of unarmed rows leaves to this question is what this question has."""
    unarmed = {row.id: row for row in rulebook("cn").unarmed()}
    clauses = [one for one in standard_rules().clauses if one.id in unarmed]
    assert 6 == len(clauses)
    for clause in clauses:
        row = unarmed[clause.id]
        assert (row.length, row.unit) == (clause.length, clause.unit.value)
        assert clause.quote in row.quote or row.quote in clause.quote
