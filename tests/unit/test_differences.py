"""What changed between two packs, in words."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from enforcecal.cli import main
from enforcecal.law.differences import Rules, differences, rules_of
from enforcecal.law.packs import Rulebook, load_pack, packaged, rulebook, rulebook_with
from enforcecal.law.rules import Bound

HEAD = """
[pack]
id = "{law}"
version = "1"
calendar = "CN"
[[law]]
id = "{law}"
zh = "某规定（虚构）"
en = "Invented rules"
from = {first}
"""
LIMIT = """
[[limit]]
id = "{law}.art3.reply"
zh = "答复"
en = "reply"
matter = "reply"
kind = "act-within"
bound = "agency"
start = ["asked"]
end = ["replied"]
length = 10
unit = "day"
"""
EVENTS = """
[event]
asked = { zh = "提出", en = "question asked" }
replied = { zh = "答复", en = "reply given" }
"""


def rules(text, law="xx.rules-2020", first="2020-01-01"):
    """Return what a pack of this text says."""
    pack = load_pack(HEAD.format(law=law, first=first) + text.replace("{law}", law))
    return rules_of(Rulebook("test", [pack]), pack)


def changed(old, new, lang="en"):
    """Return (code, sentence) for each difference between two texts of one pack."""
    return [(one.code, one.text.say(lang)) for one in differences(rules(old), rules(new))]


def other(old, new):
    """Return the differences when *old* in the usual limit becomes *new*."""
    assert old in LIMIT
    return changed(LIMIT, LIMIT.replace(old, new))


class TestLimits:
    """Everything that makes a limit another one for somebody is said."""

    def test_nothing_changed(self):
        """The same pack twice has no differences."""
        assert [] == changed(LIMIT, LIMIT)

    @pytest.mark.parametrize(
        ("old", "new", "code", "said"),
        [
            ("length = 10", "length = 15", "longer", "longer: 15 days; before: 10 days"),
            ("length = 10", "length = 5", "shorter", "shorter: 5 days; before: 10 days"),
            (
                'unit = "day"',
                'unit = "working-day"',
                "unit",
                "counted otherwise: 10 working days; before: 10 days",
            ),
            (
                "length = 10",
                'length = "promised"',
                "length",
                "the length is now: (promised) days; before: 10 days",
            ),
            (
                'kind = "act-within"',
                'kind = "right-lapses"',
                "kind",
                "when it runs out: the right is lost; before: the act is late",
            ),
            ('["asked"]', '["asked", "seen"]', "start-added", "runs from, new: seen"),
            ('["replied"]', '["told"]', "end-added", "is fulfilled by, new: told"),
            (
                'unit = "day"',
                'unit = "day"\nwhen = "urgent"',
                "when",
                "applies when: urgent; before: nothing",
            ),
            (
                'unit = "day"',
                'unit = "day"\nquote = "十日"',
                "words",
                "its words are now “十日”",
            ),
            (
                'unit = "day"',
                'unit = "day"\ncancel = ["withdrawn"]',
                "cancel-added",
                "is lifted by, new: withdrawn",
            ),
        ],
    )
    def test_a_change_is_said(self, old, new, code, said):
        """Each key has its sentence, with whom it binds in front."""
        found = other(old, new)
        assert (code, f"the agency: reply: {said}") == found[0]

    def test_both_languages(self):
        """Both sentences say the same."""
        longer = LIMIT.replace("length = 10", "length = 15")
        assert [("longer", "执法机关：答复：期限由10日延长为15日")] == changed(LIMIT, longer, "zh")
        assert [("shorter", "执法机关：答复：期限由15日缩短为10日")] == changed(longer, LIMIT, "zh")

    def test_who_is_bound(self):
        """It is told for whom the limit is now."""
        (found,) = differences(
            rules(LIMIT), rules(LIMIT.replace('bound = "agency"', 'bound = "party"'))
        )
        assert Bound.PARTY is found.bound
        assert "the party: reply: binds: the party; before: the agency" == found.text.en

    def test_an_event_that_is_gone_is_named_in_words(self):
        """Events have the words of their pack."""
        found = changed(LIMIT + EVENTS, LIMIT.replace('["asked"]', '["noted"]') + EVENTS, "zh")
        assert [
            ("start-added", "执法机关：答复：起算，增加：noted"),
            ("start-removed", "执法机关：答复：起算，不再包括：提出"),
        ] == found

    def test_what_must_wait(self):
        """A wait that appears says which acts, and from when they are lawful."""
        blocks = 'unit = "day"\nblocks = ["closed"]\nedge = "after"'
        codes = [code for code, _ in other('unit = "day"', blocks)]
        assert ["edge", "blocks-added"] == codes

    def test_the_roll_and_the_first_day(self):
        """What the counting rule says otherwise shows in the limit."""
        rule = '[[counting]]\nid = "x.counting"\nroll = "next-working-day"\nstart-counts = true\n'
        named = LIMIT.replace('unit = "day"', 'unit = "day"\ncounting = "x.counting"')
        first, roll = changed(LIMIT, named + rule, "zh")
        assert ("first-day", "执法机关：答复：首日由“次日起算”改为“当日计入”") == first
        assert "roll" == roll[0]
        assert "由“不顺延”改为“顺延至下一个工作日（含普通周末）”" in roll[1]

    def test_pauses(self):
        """A pause that is added stops the clock; one that is gone does so no more."""
        pause = '[[pause]]\nid = "{law}.art4.test"\nzh = "检测"\nen = "testing"\n'
        pause += 'from = ["sent"]\nto = ["back"]\n'
        named = LIMIT.replace('unit = "day"', 'unit = "day"\npause = ["{law}.art4.test"]') + pause
        assert [
            ("pause-added", "the agency: reply: no longer counted: testing")
        ] == changed(LIMIT, named)  # fmt: skip
        assert [("pause-removed", "执法机关：答复：不再扣除：检测")] == changed(named, LIMIT, "zh")
        assert [] == changed(named, named)

    def test_extensions(self):
        """An extension is added, taken away, or granted otherwise."""
        plain = LIMIT + '[[limit.extend]]\nid = "{law}.art5.more"\nevent = "granted"\n'
        fixed = plain + "length = 5\n"
        asked = plain + 'length = "days"\nat-most = 9\nby = ["agency-head"]\n'
        until = plain + 'until = "new_day"\n'
        assert [
            ("extension-added", "the agency: reply: may now be extended: 5 days")
        ] == changed(LIMIT, fixed)  # fmt: skip
        assert [("extension-removed", "执法机关：答复：不再可以延长：至 new_day")] == changed(
            until, LIMIT, "zh"
        )
        said = "extension: days days (at most 9), by agency-head; before: 5 days"
        assert [("extension", f"the agency: reply: {said}")] == changed(fixed, asked)
        assert [] == changed(fixed, fixed)

    def test_a_limit_that_is_new_and_one_that_is_gone(self):
        """Neither has a partner."""
        assert [
            ("added", "the agency: reply: new: 10 days, Invented rules, art. 3")
        ] == changed("", LIMIT)  # fmt: skip
        assert [("removed", "执法机关：答复：已删去；原为10日")] == changed(LIMIT, "", "zh")


class TestEditions:
    """Two editions of a law are compared though every id is another."""

    def test_the_days_in_force(self):
        """The law itself comes first."""
        found = differences(rules(LIMIT), rules(LIMIT, "xx.rules-2024", "2024-02-01"))
        (change,) = found
        assert ("in-force", None) == (change.code, change.bound)
        assert (
            "Invented rules: in force from 2024-02-01; before: from 2020-01-01"
        ) == change.text.en
        assert "《某规定（虚构）》：自2024-02-01起施行；原：自2020-01-01起施行" == change.text.zh

    def test_a_limit_is_found_by_the_end_of_its_id_and_by_its_matter(self):
        """Another article, and another name for what is the only rule of its matter."""
        moved = LIMIT.replace("art3.reply", "art8.answer").replace("length = 10", "length = 7")
        first, found = differences(rules(LIMIT), rules(moved, "xx.rules-2024", "2024-02-01"))
        assert ("in-force", "shorter") == (first.code, found.code)
        assert ("xx.rules-2020.art3.reply", "xx.rules-2024.art8.answer") == (found.old, found.new)

    def test_laws_that_come_and_go(self):
        """A law without a counterpart is new, or gone."""
        open_law = HEAD.format(law="xx.rules-2020", first="2020-01-01").replace(
            "from = 2020-01-01", ""
        )
        pack = load_pack(open_law)
        always = rules_of(Rulebook("test", [pack]), pack)
        (gone,) = differences(always, Rules())
        (new,) = differences(Rules(), always)
        assert ("removed", "删去《某规定（虚构）》") == (gone.code, gone.text.zh)
        assert ("added", "Invented rules is new, in force at all times") == (
            new.code,
            new.text.en,
        )

    def test_the_packaged_editions(self):
        """Hearing requests went from three days to five working days in 2021 (第六十四条)."""
        book = rulebook("cn")
        packs = {pack.id: pack for pack in book.packs()}
        old, new = (rules_of(book, packs[f"cn.penalty-law-{year}"]) for year in (2017, 2021))
        said = {
            (one.old, one.code): one.text.zh for one in differences(old, new) if one.code == "unit"
        }
        assert (
            "当事人：要求听证：期限由3日改为5个工作日"
            == (said["cn.penalty-law-2017.art42.hearing-request", "unit"])
        )

    def test_every_edition_against_the_next(self):
        """Whatever is packaged can be compared, in both languages."""
        book = rulebook("cn")
        packs = [pack for pack in book.packs() if pack.laws]
        for old, new in pairwise(packs):
            for change in differences(rules_of(book, old), rules_of(book, new)):
                assert change.text.en
                assert change.text.zh


class TestNeeds:
    """What has to be true before an act is part of the law too."""

    NEED = """
[[need]]
id = "{law}.art6.heard"
zh = "未听取意见"
en = "nobody was heard"
on = ["replied"]
that = 'happened("asked")'
"""

    def test_a_need_comes_changes_and_goes(self):
        """Each is said."""
        stricter = self.NEED.replace("on =", 'when = "urgent"\non =')
        assert [("need-added", "a fault from now on: nobody was heard")] == changed("", self.NEED)
        assert [("need-removed", "不再要求：未听取意见")] == changed(self.NEED, "", "zh")
        asked = 'replied: urgent → happened("asked"); before: replied: happened("asked")'
        assert [("need", f"required otherwise: nobody was heard [{asked}]")] == changed(
            self.NEED, stricter
        )
        assert [] == changed(self.NEED, self.NEED)


class TestCommand:
    """`enforcecal diff` takes files and ids of what is packaged."""

    def test_two_packaged_editions(self, capsys):
        """Grouped by whom it concerns."""
        assert 0 == main(["diff", "cn.civil-procedure-2017", "cn.civil-procedure-2021"])
        said = capsys.readouterr().out
        assert said.startswith("laws and steps\n")
        assert "shorter: 30 days; before: 60 days" in said.replace("\n    ", " ")
        assert "\n\nfor somebody else\n" in said
        assert said.endswith(" changes\n")

    def test_json(self, capsys):
        """One object a change."""
        args = ["diff", "cn.civil-procedure-2017", "cn.civil-procedure-2021"]
        assert 0 == main([*args, "--format", "json", "--lang", "zh"])
        said = json.loads(capsys.readouterr().out)
        assert "cn.civil-procedure-2017" == said["old"]
        found = {change["code"]: change for change in said["changes"]}
        assert ("other", "其他主体") == (found["shorter"]["for"], found["shorter"]["text"][:4])
        assert found["in-force"]["for"] is None

    def test_a_file_against_its_packaged_namesake(self, tmp_path, capsys):
        """An older version of a packaged file stands in its place."""
        text = packaged()["cn.sco-118-2018"].read_text(encoding="utf-8")
        older = tmp_path / "older.toml"
        older.write_text(text.replace("length = 7\n", "length = 9\n"), encoding="utf-8")
        assert 0 == main(["diff", str(older), "cn.sco-118-2018", "--lang", "zh"])
        assert "期限由9个工作日缩短为7个工作日" in capsys.readouterr().out
        assert 0 == main(["diff", "cn.sco-118-2018", "cn.sco-118-2018", "--lang", "zh"])
        assert "共0处变化\n" == capsys.readouterr().out

    def test_an_unknown_name(self, capsys):
        """The nearest is suggested."""
        assert 2 == main(["diff", "cn.sco-118-2019", "cn.sco-118-2018"])
        assert "did you mean 'cn.sco-118-2018'" in capsys.readouterr().err


def test_a_pack_stands_in_for_its_packaged_namesake():
    """Everything else of the law is there beside it."""
    pack = load_pack(HEAD.format(law="cn.sco-118-2018", first="2018-01-01"))
    book = rulebook_with(pack)
    assert pack in book.packs()
    assert "cn.sco-118-2018.art0.publish-penalty" not in {one.id for one in book.limits()}
    assert book.limit("cn.penalty-law-2021.art60.decision")
