"""What an id means: pages on limits, codes and procedures."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from enforcecal.cases.checks.table import CODES
from enforcecal.dates.periods import Edge, Roll, Unit
from enforcecal.law.citations import Law
from enforcecal.law.conditions import parse_condition
from enforcecal.law.limits import BoundLimit
from enforcecal.law.packs import rulebook
from enforcecal.law.procedures import EventType
from enforcecal.law.rules import (
    CountingRule,
    ExtensionRule,
    Kind,
    Need,
    PauseRule,
    Reading,
    TakesOver,
    Then,
    TimeLimit,
)
from enforcecal.law.unarmed import UnarmedRow
from enforcecal.render.columns import COLUMNS, width
from enforcecal.render.explanations import (
    code_explained,
    limit_explained,
    need_explained,
    procedure_explained,
    row_explained,
)
from enforcecal.texts import Text

BOOK = rulebook("cn")
EVENTS = {"filed": EventType(name="filed", zh="立案", en="case filed")}
LAW = Law(
    id="x-2020",
    zh="某法",
    en="Some Law",
    in_force_from=date(2020, 1, 1),
    in_force_to=date(2021, 1, 1),
)
LIMIT = TimeLimit(
    id="x-2020.art3.reply",
    matter="reply",
    kind=Kind.ACT_WITHIN,
    start=("filed",),
    end=("replied",),
    cancel=("dropped",),
    blocks=("closed",),
    edge=Edge.AFTER,
    length=10,
    unit=Unit.DAY,
    pause=("x-2020.art4.waiting",),
    extend=(
        ExtensionRule(id="x-2020.art5.once", event="longer", length=5, by=("head", "deputy")),
        ExtensionRule(
            id="x-2020.art5.more", event="longer", length=parse_condition("more"), at_most=9
        ),
        ExtensionRule(id="x-2020.art5.until", event="longer", until="new_day"),
    ),
    when=parse_condition("big"),
    then=Then(event="lapsed"),
    worth=parse_condition("amount * 3"),
    edition_by="conduct_ended",
    overrides=("y-2019.art1.reply",),
    takes_over=TakesOver(limit="x-2010.art3.reply", rule="new"),
    reading=(Reading(name="shorter", length=9), Reading(name="longer", length=11, en="l", zh="长")),
    zh="答复",
    en="reply to the party",
    quote="应当在十日内答复",
    verified="text",
    note="a note",
)
COUNTING = CountingRule(id="x.counting", roll=Roll.NEXT_AFTER_HOLIDAY, start_counts=True)
PAUSE = PauseRule(id="x-2020.art4.waiting", begins=("asked",), ends=("answered", "withdrawn"))


def bound(**changes):
    """Return the limit of these tests, changed."""
    given = {
        "limit": LIMIT,
        "law": LAW,
        "counting": COUNTING,
        "pauses": {PAUSE.id: PAUSE},
        "calendar": None,
    }
    return BoundLimit(**given | changes)


def page(lang="en", **changes):
    """Return the lines of its page."""
    return "\n".join(limit_explained(bound(**changes), lang, EVENTS)).split("\n")


class TestLimit:
    def test_everything_the_law_says_is_there(self):
        """Each key of a limit has its line, in the order in which one would count."""
        lines = page()
        assert [
            "x-2020.art3.reply",
            "  name: reply to the party",
            "  source: Some Law, art. 3",
            "  its words: “应当在十日内答复”",
            "  text: checked against the official text",
            "  in force: from 2020-01-01 to 2021-01-01",
            "  note: a note",
            "",
            "how it counts",
            "  kind: act-within: an act is due; binds somebody else",
            "  runs from: case filed (filed)",
            "  length: 10 days",
            "  first day: the day of the event counts",
            "  last day: a last day moves only when a holiday notice makes it a day off",
            "      [x.counting]",
            "  fulfilled by: replied",
            "  taken away by: dropped",
            "  must wait for it: closed",
            "  edge: lawful only after the last counted day",
            "  applies when: big",
            "  not counted: asked to answered; withdrawn [x-2020.art4.waiting]",
            "  extended by: 5, by head / deputy, longer [x-2020.art5.once]",
            "  extended by: more (at most 9), longer [x-2020.art5.more]",
            "  extended by: until new_day, longer [x-2020.art5.until]",
            "  when it runs out: lapsed",
            "  worth: amount * 3",
            "  edition chosen by: conduct_ended",
            "  outranks: y-2019.art1.reply",
            "  takes over: x-2010.art3.reply",
            "",
            "other defensible readings",
            "  shorter: shorter",
            "  longer: l",
            "",
        ] == lines[:34]

    def test_an_example_lies_within_the_days_the_law_was_in_force(self):
        """A law that is over is shown on its last day, a new one on its first."""
        assert "an example, from 2021-01-01" in page()
        later = attrs.evolve(LAW, in_force_from=date(2030, 5, 5), in_force_to=None)
        assert "an example, from 2030-05-05" in page(law=later)
        assert "  in force: from 2030-05-05" in page(law=later)
        ended = attrs.evolve(LAW, in_force_from=None)
        assert "  效力：至2021-01-01" in page("zh", law=ended)
        assert "  效力：自2020-01-01起至2021-01-01" in page("zh")
        assert not any(line.startswith("  in force") for line in page(law=None))

    def test_chinese_is_said_where_there_is_any(self):
        """The words of the procedure come with the name of the event."""
        lines = page("zh")
        assert "  起算：立案（filed）" in lines
        assert "  延长：more（至多 9），longer [x-2020.art5.more]" in lines
        assert "  延长：延至 new_day，longer [x-2020.art5.until]" in lines
        assert "  延长：5，由 head / deputy 批准，longer [x-2020.art5.once]" in lines
        assert "  longer：长" in lines

    @pytest.mark.parametrize(
        ("before", "given"), [("expiry", "expiry"), ('due("decision")', "due.decision")]
    )
    def test_a_limit_counted_backward_says_from_what(self, before, given):
        """It never rolls, and its example has the day it is counted from."""
        back = attrs.evolve(
            LIMIT, before=parse_condition(before), reading=(), pause=(), extend=(), when=None
        )
        lines = page(limit=back, pauses={})
        assert f"  counted backward from: {before}" in lines
        assert not any(line.startswith("  last day: a last day") for line in lines)
        assert f"an example, from 2021-01-01, {given} = 2021-07-01" in lines
        assert "  last day: 2021-06-20" in lines
        zh = page("zh", limit=back, pauses={})
        assert f"举例：起算事件发生于2021-01-01，{given} = 2021-07-01" in zh

    def test_an_example_that_cannot_be_given_says_what_it_needs(self):
        """Only a log knows the day of an event."""
        back = attrs.evolve(
            LIMIT, before=parse_condition('day("hearing")'), when=None, extend=(), pause=()
        )
        text = " ".join(" ".join(page(limit=back, pauses={})).split())
        assert "an example needs more: x-2020.art3.reply is counted backward from" in text
        assert "举例" in page("zh", limit=back, pauses={})

    def test_an_example_assumes_a_length_and_says_so(self):
        """A number that is promised in each case is assumed for the example."""
        promised = attrs.evolve(LIMIT, length=parse_condition("promised_days"), when=None)
        assert "an example, from 2021-01-01, promised_days = 5" in page(limit=promised)
        assert "举例：起算事件发生于2021-01-01，promised_days = 5" in page("zh", limit=promised)

    def test_what_it_outranks_is_cited(self):
        """The article of the rule that gives way stands beside its id."""
        cited = {"y-2019.art1.reply": Text("Other Law, art. 1", "《别法》第一条")}
        ours = bound()
        text = "\n".join(limit_explained(ours, "en", {}, cited))
        assert "  outranks: Other Law, art. 1 [y-2019.art1.reply]" in text
        assert "  优先于：《别法》第一条 [y-2019.art1.reply]" in "\n".join(
            limit_explained(ours, "zh", {}, cited)
        )

    def test_every_packaged_limit_is_explained(self):
        """Pages in both languages, within a page's width but for ids, with an example each."""
        for limit in BOOK.limits():
            for lang, word in (("en", "an example"), ("zh", "举例")):
                lines = "\n".join(limit_explained(BOOK.limit(limit.id), lang)).split("\n")
                assert any(line.startswith(word) for line in lines)
                assert [] == [line for line in lines if width(line) > COLUMNS and "cn." not in line]


class TestCode:
    @pytest.mark.parametrize("code", CODES)
    def test_codes_are_explained_in_both_languages(self, code):
        """The first line has the name, the next what it means."""
        for lang in ("en", "zh"):
            lines = list(code_explained(code, lang=lang))
            assert CODES[code].name.say(lang) in lines[0]
            assert 2 == len(lines)

    def test_the_rules_that_give_a_code_are_listed(self):
        """A code of a pack's own has its rules for a meaning."""
        need = Need(id="x.n", on=("a",), that=parse_condition("told"), code="own", zh="未告知")
        assert ["own", "", "given by these rules", "  x.n: told"] == list(
            code_explained("own", [need])
        )
        assert "  x.n：未告知" in list(code_explained("own", [need], "zh"))


class TestNeed:
    def test_a_need_has_its_words_and_its_conditions(self):
        """Where it stands, when it is asked, and what it asks."""
        need = Need(
            id="x-2020.art6.told",
            on=("filed",),
            when=parse_condition("big"),
            that=parse_condition('happened("told")'),
            zh="未告知",
            en="nobody was told",
            quote="应当告知",
            verified="memory",
        )
        assert [
            "x-2020.art6.told",
            "  name: nobody was told",
            "  source: Some Law, art. 6",
            "  its words: “应当告知”",
            "  text: not checked against a text",
            "  asked at: case filed (filed)",
            "  if: big",
            '  there must be: happened("told")',
            "  otherwise reported as: missing-step",
        ] == [*need_explained(need, LAW, "en", EVENTS)]
        plain = Need(id="x.n", on=("filed",), that=parse_condition("told"))
        assert "  审查环节：filed" in [*need_explained(plain, None, "zh")]


class TestRow:
    def test_a_row_says_why_it_is_not_armed(self):
        """In one sentence, with the words of the clause."""
        row = UnarmedRow(
            id="x-2020.art7.soon",
            reason="no-length",
            zh="没有期间",
            en="It has no length.",
            article="7(1)",
            length=0,
            unit="day",
            quote="应当即时告知",
            verified="text",
        )
        assert [
            "x-2020.art7.soon",
            "  not armed: It has no length. [no-length]",
            "  article: 7(1)",
            "  its words: “应当即时告知”",
            "  text: checked against the official text",
        ] == [*row_explained(row)]
        bare = attrs.evolve(row, quote="", note="一注")
        assert [
            "x-2020.art7.soon",
            "  未启用：没有期间 [no-length]",
            "  条款：7(1)",
            "  文本：已与官方文本核对",
            "  说明：一注",
        ] == [*row_explained(bare, "zh")]


class TestProcedure:
    def test_a_procedure_has_laws_states_and_limits(self):
        """Its regions are listed with what they are per and where they end."""
        procedure = BOOK.procedure("cn.penalty.ordinary")
        text = "\n".join(procedure_explained(procedure))
        assert "  name: ordinary penalty procedure" in text
        assert "states notice [party]" in text
        assert "  archived (archived), final" in text
        zh = "\n".join(procedure_explained(procedure, "zh"))
        assert "  归档 (archived)，终点" in zh
        for limit in procedure.limits:
            assert f"  {limit.id}: " in text
            assert f"  {limit.id}：" in zh
