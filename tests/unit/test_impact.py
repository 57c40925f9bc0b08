"""What a change moves in open cases."""

from __future__ import annotations

import json
from datetime import date, timedelta

import attrs
import pytest

from enforcecal.cases.impact import ImpactCause, ImpactKind, Tell, impact
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty
from enforcecal.errors import ArgumentTypeError
from enforcecal.law.alternatives import by_reading, on_calendar, without_editions
from enforcecal.law.packs import load_pack, rulebook
from enforcecal.law.procedures import Procedure
from enforcecal.render.impacts import impact_csv, impact_json, impact_text

BOOK = rulebook("cn")
ORDINARY = BOOK.procedure("cn.penalty.ordinary")
LICENCE = BOOK.procedure("cn.licence.application")


def known(day, procedure=LICENCE):
    """Return the procedure on the calendar as it was known on a day."""
    return on_calendar(procedure, calendar("CN", known_on=day))


def log(*events, case="虚构-1", **facts):
    """Return an invented log: name, day, and what it concerns or None."""
    made = [Event(name, day, of=(of or [{}])[0]) for name, day, *of in events]
    return CaseLog(case, made, facts=facts)


LAW = """
pack = { id = "t", version = "1", calendar = "CN", zone = "Asia/Shanghai" }
law = [{ id = "t.law-2020", en = "Test law", zh = "测试法" }]
procedure = [{ id = "t.case", laws = ["t.law"], region = [
  { id = "main", initial = "new", final = ["closed"], steps = [
    ["new", "begun", "open"],
    ["open | open", "acted", "="],
    ["open", "closed", "closed"],
  ] },
] }]
[[limit]]
id = "t.law-2020.art1.act"
matter = "act"
kind = "KIND"
bound = "BOUND"
start = ["begun"]
end = ["acted"]
length = LENGTH
unit = "day"
MORE
[event]
begun = { zh = "开始", en = "begun" }
acted = { zh = "作出", en = "acted" }
closed = { zh = "结案", en = "closed" }
"""


def made(kind="act-within", bound="agency", length="10", more="", text=LAW):
    """Return a procedure with one limit."""
    for key, value in (("KIND", kind), ("BOUND", bound), ("LENGTH", length), ("MORE", more)):
        text = text.replace(key, value)
    return rulebook("cn", packs=[load_pack(text)]).procedure("t.case")


START = date(2026, 3, 2)


def moves(before, after, *events, as_of=date(2026, 3, 5), **facts):
    """Return the moves of one case that began on 2 March."""
    found = impact([log(("begun", START), *events, **facts)], before, after, as_of=as_of)
    return found.moves


class TestChanges:
    @pytest.mark.parametrize(
        ("length", "change", "days"),
        [("12", ImpactKind.LATER, 2), ("7", ImpactKind.EARLIER, -3), ("10", None, None)],
    )
    def test_a_length(self, length, change, days):
        """A corrected pack: later, earlier, or as it was."""
        found = moves(made(), made(length=length))
        assert ([(change, days)] if change else []) == [(one.change, one.days) for one in found]
        assert all(one.reason is ImpactCause.RULE for one in found)

    def test_a_range_alone(self):
        """The day stays, but another reading is defensible now."""
        more = '[[limit.reading]]\nname = "other"\nlength = 12\nzh = "另解"\nen = "other"\n'
        (one,) = moves(made(), made(more=more))
        assert (ImpactKind.RANGE, one.before) == (one.change, one.after)
        assert one.range_before[1] + timedelta(days=2) == one.range_after[1]
        assert Certainty.DISPUTED is one.certainty

    def test_what_was_done_may_turn_late_or_in_time(self):
        """Done on the eighth day: in time by ten days, late by seven."""
        acted = ("acted", date(2026, 3, 10))
        (late,) = moves(made(), made(length="7"), acted, as_of=date(2026, 3, 20))
        assert (ImpactKind.NOW_LATE, (Tell.OFFICER, Tell.HEAD)) == (late.change, late.tell)
        (fine,) = moves(made(length="7"), made(), acted, as_of=date(2026, 3, 20))
        assert (ImpactKind.NOW_IN_TIME, (Tell.OFFICER,)) == (fine.change, fine.tell)
        assert () == moves(made(), made(length="9"), acted, as_of=date(2026, 3, 20))

    def test_without_a_day_nobody_can_say_what_was_late(self):
        """An act under a limit of unknown length is judged by neither."""
        fact = '[fact]\ngranted = { type = "int" }\n'
        open_length = made(length='"granted"', text=LAW + fact)
        assert () == moves(open_length, made(length="1"), ("acted", date(2026, 3, 4)))

    def test_waits_that_ended_are_not_judged_again(self):
        """Whether an act came too early is for the audit."""
        more = 'cancel = ["acted"]\nblocks = ["closed"]\nedge = "after"\n'
        sides = [made("wait-at-least", length=one, more=more) for one in ("3", "5")]
        assert () == moves(*sides, ("acted", date(2026, 3, 4)))

    def test_a_length_nobody_recorded(self):
        """There was no day; now there is one, or the other way round."""
        fact = '[fact]\ngranted = { type = "int" }\n'
        open_length = made(length='"granted"', text=LAW + fact)
        (new,) = moves(open_length, made())
        assert (ImpactKind.NEW, None, date(2026, 3, 12)) == (new.change, new.before, new.after)
        (gone,) = moves(made(), open_length)
        assert (ImpactKind.GONE, date(2026, 3, 12), None) == (gone.change, gone.before, gone.after)
        assert new.days is gone.days is None

    def test_an_act_that_fulfils_by_one_law_alone(self):
        """What ended a limit does not end it any more, or ends it now."""
        deaf = made(text=LAW.replace('end = ["acted"]', 'end = ["closed"]'))
        acted = ("acted", date(2026, 3, 4))
        (new,) = moves(made(), deaf, acted)
        assert ImpactKind.NEW is new.change
        (gone,) = moves(deaf, made(), acted)
        assert ImpactKind.GONE is gone.change

    def test_a_limit_of_another_matter_is_new_or_gone(self):
        """Nothing stands in its place; of a matter that had ended, nothing is said."""
        other = made(text=LAW.replace('matter = "act"', 'matter = "else"').replace("art1", "art2"))
        found = moves(made(), other)
        assert {
            (ImpactKind.NEW, "t.law-2020.art2.act"),
            (ImpactKind.GONE, "t.law-2020.art1.act"),
        } == {(one.change, one.rule) for one in found}
        assert all(one.reason is ImpactCause.LAW for one in found)
        assert () == moves(made(), other, ("acted", date(2026, 3, 4)))

    def test_what_it_counts_from_may_move(self):
        """Deemed accepted later, because the five days ended later, or earlier."""
        events = [("joint_accepted", date(2019, 3, 6))]
        found = impact(
            [log(*events)], without_editions(LICENCE, []), LICENCE, as_of=date(2019, 3, 8)
        )
        assert () == found.moves
        moved = [
            made(
                text=LAW.replace('unit = "day"', 'unit = "day"\nthen = "ran_out"')
                + 'ran_out = { zh = "届满", en = "ran out" }\n'
                + '[[limit]]\nid = "t.law-2020.art2.next"\nmatter = "next"\nkind = "act-within"\n'
                'bound = "agency"\nstart = ["ran_out"]\nend = ["closed"]\nlength = 20\n'
                'unit = "day"\n',
                length=length,
            )
            for length in ("2", "3")
        ]
        found = moves(*moved, as_of=date(2026, 3, 9))
        (one,) = [one for one in found if one.rule.endswith("next")]
        assert (ImpactCause.BEFORE, 1) == (one.reason, one.days)


class TestWhom:
    @pytest.mark.parametrize(
        ("kind", "bound", "tell"),
        [
            ("act-within", "agency", (Tell.OFFICER,)),
            ("act-within", "party", (Tell.OFFICER, Tell.PARTY)),
            ("act-within", "other", (Tell.OFFICER, Tell.OTHER)),
            ("right-lapses", "party", (Tell.OFFICER, Tell.PARTY)),
            ("measure-ends", "agency", (Tell.OFFICER, Tell.PARTY)),
            ("measure-ends", "other", (Tell.OFFICER, Tell.PARTY)),
        ],
    )
    def test_by_kind_and_bound(self, kind, bound, tell):
        """Whose right, duty or measure it is."""
        (one,) = moves(made(kind, bound), made(kind, bound, "12"), parties=("甲", "乙"))
        assert tell == one.tell
        assert (("甲", "乙") if Tell.PARTY in tell else ()) == one.parties

    def test_the_end_of_a_wait_is_told_to_whom_it_protects(self):
        """And the day told is the first lawful one."""
        more = 'blocks = ["closed"]\nedge = "after"\n'
        sides = [
            made("wait-at-least", "agency", one, more, LAW.replace('end = ["acted"]', ""))
            for one in ("10", "12")
        ]
        (one,) = moves(*sides, ("acted", START, {"party": "丙"}))
        assert ((Tell.OFFICER, Tell.PARTY), ("丙",)) == (one.tell, one.parties)
        assert (True, date(2026, 3, 13), date(2026, 3, 15)) == (one.wait, one.before, one.after)

    def test_the_party_a_limit_names(self):
        """Of two parties, the one the limit is about."""
        served = [("notice.served", date(2021, 7, 15), {"party": who}) for who in ("甲", "乙")]
        found = impact(
            [log(("case_filed", date(2021, 7, 1)), *served)],
            without_editions(ORDINARY, ["cn.penalty-law-2021"]),
            ORDINARY,
            as_of=date(2021, 7, 16),
        )
        assert [("甲",), ("乙",)] == [one.parties for one in found.moves]
        assert {"cn.penalty-law-2017.art42.hearing-request"} == {
            one.rule_before for one in found.moves
        }

    def test_the_head_when_it_is_over_already(self):
        """The shorter limit is over on the day of the comparison."""
        (one,) = moves(made(), made(length="2"), as_of=date(2026, 3, 6))
        assert (True, (Tell.OFFICER, Tell.HEAD)) == (one.overdue, one.tell)


class TestOpen:
    def test_a_finished_case_is_left_in_peace(self):
        """It is counted, and nothing more."""
        found = impact(
            [log(("begun", START), ("acted", START), ("closed", START))],
            made(),
            made(length="12"),
            as_of=date(2026, 3, 5),
        )
        assert (1, 0, ()) == (found.cases, found.open_cases, found.moves)

    def test_a_finished_case_that_owes_is_open(self):
        """An act still owed can still move."""
        assert 1 == len(moves(made(), made(length="12"), ("closed", START)))

    def test_progress_is_told(self):
        """Every hundred cases, and at the end."""
        seen = []
        logs = [log(("begun", START), case=f"虚构-{n}") for n in range(150)]
        impact(logs, made(), made(), as_of=date(2026, 3, 5), progress=seen.append)
        assert [100, 150] == seen

    @pytest.mark.parametrize("side", ["before", "after"])
    def test_a_side_is_a_procedure(self, side):
        """An id alone is refused."""
        sides = {"before": made(), "after": made(), side: "t.case"}
        with pytest.raises(ArgumentTypeError, match=f"{side}='t.case' must be a Procedure"):
            impact([], **sides, as_of=date(2026, 3, 5))


class TestNotices:
    CASES = (
        log(("submitted", date(2020, 1, 9)), ("accepted", date(2020, 1, 10)), case="虚构-1"),
        log(("submitted", date(2020, 1, 22)), case="虚构-2"),
    )

    def test_the_extension_of_2020(self):
        """Published on 2020-01-27, it moves what was open by two working days."""
        found = impact(
            self.CASES, known(date(2020, 1, 26)), known(date(2020, 1, 27)), as_of=date(2020, 1, 27)
        )
        assert [
            ("虚构-1", date(2020, 2, 12), date(2020, 2, 14), ImpactCause.CALENDAR),
            ("虚构-2", date(2020, 2, 4), date(2020, 2, 6), ImpactCause.CALENDAR),
        ] == [(one.case, one.before, one.after, one.reason) for one in found.moves]
        assert (2, {"later": 2}) == (found.cases_moved, found.by_change)
        assert "新增放假通知CN-2020-a1，2020-01-27公布" in [one.zh for one in found.causes]

    def test_a_notice_taken_back_is_told_too(self):
        """The other way round."""
        found = impact(
            self.CASES, known(date(2020, 1, 27)), known(date(2020, 1, 26)), as_of=date(2020, 1, 27)
        )
        assert {"earlier": 2} == found.by_change
        assert "notice CN-2020-a1 is gone" in [one.en for one in found.causes]

    def test_a_notice_of_ones_own_has_no_day(self):
        """Nobody published it."""
        cal = calendar("CN")
        off = attrs.evolve(
            cal.notices[-1], id="CN-2026-x", published=None, off=(date(2026, 3, 9),), work=(),
            names=(),
        )  # fmt: skip
        off = attrs.evolve(off, kind=type(off.kind).USER)
        found = impact([], LICENCE, on_calendar(LICENCE, cal.with_notices(off)), as_of=START)
        assert "notice CN-2026-x is new" in [one.en for one in found.causes]


class TestCauses:
    def causes(self, before, after):
        """Return what differs, in English."""
        return [one.en for one in impact([], before, after, as_of=START).causes]

    def test_nothing(self):
        """The same on both sides."""
        assert [] == self.causes(ORDINARY, ORDINARY)
        assert [] == self.causes(attrs.evolve(ORDINARY, calendar=None), ORDINARY)

    def test_an_edition(self):
        """New with the day it came into force, or gone."""
        old = without_editions(ORDINARY, ["cn.penalty-law-2021"])
        new, back = self.causes(old, ORDINARY), self.causes(ORDINARY, old)
        assert ["Administrative Penalty Law (2021) is new, in force from 2021-07-15"] == new
        assert ["Administrative Penalty Law (2021) is gone"] == back

    def test_an_edition_without_a_day(self):
        """It has always been in force."""
        other = made(text=LAW.replace("t.law-2020", "t.law-2021"))
        assert ["Test law is new", "Test law is gone"] == [
            one for one in self.causes(made(), other) if "pack" not in one
        ]

    def test_a_pack(self):
        """Another digest, or a pack more."""
        (one,) = self.causes(made(), made(length="12"))
        assert one.startswith("pack t: ")
        more = attrs.evolve(made(), digests={**made().digests, "extra": "abc"})
        assert ["pack extra (abc) is new"] == self.causes(made(), more)

    def test_a_reading(self):
        """The rules it touches are named; a rule there was not before is not read otherwise."""
        found = self.causes(ORDINARY, by_reading(ORDINARY, "weekends-do-not-roll"))
        assert ["cn.mohurd-55-2022.art45.counting is read otherwise"] == found
        fewer = attrs.evolve(ORDINARY, limits=ORDINARY.limits[1:])
        assert [] == self.causes(fewer, ORDINARY)


class TestPages:
    @pytest.fixture
    def every(self):
        """Return one of each change."""
        more = '[[limit.reading]]\nname = "other"\nlength = 12\nzh = "另解"\nen = "other"\n'
        acted = ("acted", date(2026, 3, 10))
        wait = 'blocks = ["closed"]\nedge = "after"\n'
        waits = [
            made("wait-at-least", "agency", n, wait, LAW.replace('end = ["acted"]', ""))
            for n in ("10", "11")
        ]
        fact = '[fact]\ngranted = { type = "int" }\n'
        found = [
            moves(made(), made(length="12")),
            moves(made(), made(length="2"), as_of=date(2026, 3, 6)),
            moves(made(), made(more=more)),
            moves(made(length="7"), made(), acted, as_of=date(2026, 3, 20)),
            moves(*waits, parties=("甲", "乙")),
            moves(made(), made(length='"granted"', text=LAW + fact)),
            moves(made(length='"granted"', text=LAW + fact), made()),
        ]
        (one,) = found[0]
        named = attrs.evolve(one, case="虚构-9", of=(("party", "丁"),))
        base = impact([], made(), made(length="12"), as_of=date(2026, 3, 5))
        moved = (*(one for each in found for one in each), named)
        return attrs.evolve(base, moves=moved, cases=8, open_cases=8)

    def test_in_english(self, every):
        """Each change reads as a sentence."""
        text = "\n".join(impact_text(every, "en"))
        for words in (
            "8 cases, 8 open; 8 last days move in 2 of them",
            "2026-03-12 → 2026-03-14 (2 days later)",
            "2026-03-12 → 2026-03-04 (8 days earlier); already over",
            "2026-03-12 stays, its range 2026-03-12..2026-03-12 becomes",
            "done late, now in time",
            "2026-03-13 → 2026-03-14 (lawful from then, 1 day later)",
            "gone (2026-03-12)",
            "new (2026-03-12)",
            "tell: officer, party (甲, 乙)",
            "act (丁): ",
        ):
            assert words in " ".join(text.split()), words

    def test_in_chinese(self, every):
        """Likewise."""
        text = "".join("".join(impact_text(every, "zh")).split())
        for words in (
            "8件案件，在办8件；2件共8个期限有变动",
            "2026-03-12→2026-03-14（推后2日）",
            "（提前8日）；已届满",
            "2026-03-12不变，范围由2026-03-12..2026-03-12变为",
            "原逾期，现为按期",
            "（自该日起方可为之，推后1日）",
            "不再适用（2026-03-12）",
            "告知：承办人、当事人（甲、乙）",
            "（丁）：",
        ):
            assert words in text, words

    def test_nothing_moves(self):
        """Then the page ends with the numbers."""
        found = impact([], made(), made(), as_of=START)
        assert "0 cases, 0 open; 0 last days move in 0 of them" == [*impact_text(found)][-1]

    def test_json(self, every):
        """The head says what differs, the list has a line a move."""
        told = json.loads("".join(impact_json(every)))
        assert (8, 8, 2) == (told["cases"], told["open_cases"], told["cases_moved"])
        assert ["later", "earlier"] == [one["change"] for one in told["moves"][:2]]
        assert {"officer": 8, "head": 1, "party": 1, "other": 0} == told["to_tell"]
        assert told["before"]["packs"] != told["after"]["packs"]
        bare = attrs.evolve(made(), calendar=None)
        told = json.loads("".join(impact_json(impact([], bare, bare, as_of=START))))
        assert "" == told["before"]["calendar"]

    def test_csv(self, every):
        """A sheet for people, in their words."""
        lines = "".join(impact_csv(every, "zh")).splitlines()
        assert lines[0].startswith("\ufeff案件,期限编号,期限")
        assert ",推后,2026-03-12,2026-03-14,2,承办人," in lines[1]
        lines = "".join(impact_csv(every, "en")).splitlines()
        assert lines[0].startswith("\ufeffcase,rule,name")
        assert ",later,2026-03-12,2026-03-14,2,officer," in lines[1]


def test_a_procedure_is_what_is_compared():
    """The two views stay with the answer."""
    found = impact([], ORDINARY, ORDINARY, as_of=START)
    assert isinstance(found.before, Procedure)
    assert () == found.to_tell(Tell.PARTY)


def test_the_other_way_round_is_the_mirror():
    """What a change makes later, taking it back makes earlier, by as many days."""
    sides = known(date(2020, 1, 26)), known(date(2020, 1, 27))
    there, back = (
        impact(TestNotices.CASES, *pair, as_of=date(2020, 1, 27)).moves
        for pair in (sides, sides[::-1])
    )
    assert [(one.case, one.rule, one.before, one.after, one.days) for one in there] == [
        (one.case, one.rule, one.after, one.before, -one.days) for one in back
    ]
