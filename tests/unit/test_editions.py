"""A rule asked for a day on which it is not in force, and one that is taken over while it runs."""

from __future__ import annotations

from datetime import date

import pytest

import enforcecal as ec
from enforcecal.dates.certainty import Application, Certainty
from enforcecal.dates.clocks import Extension, Pause
from enforcecal.errors import ArgumentError, UnknownNameError
from enforcecal.law.packs import load_pack, rulebook

BOOK = rulebook("cn")
PROMISE = """
[pack]
id = "yourbureau.promise-2024"
version = "1"
calendar = "CN"

[[law]]
id = "yourbureau.promise-2024"
zh = "本局承诺"
en = "our promise"
from = 2024-01-01
to = 2024-12-31

[[law]]
id = "yourbureau.promise-2025"
zh = "本局承诺"
from = 2025-01-01

[[limit]]
id = "yourbureau.promise-2024.answer"
matter = "answer"
kind = "act-within"
start = ["asked"]
end = ["answered"]
length = 10
unit = "day"
extend = [{ id = "yourbureau.promise-2024.more", event = "more", length = 5 }]

[[limit]]
id = "yourbureau.promise-2025.reply"
matter = "answer"
kind = "act-within"
start = ["asked"]
end = ["answered"]
length = "promised"
unit = "day"

[event.asked]
zh = "询问"
[event.answered]
zh = "答复"
[event.more]
zh = "延期"
[fact.promised]
type = "int"
zh = "承诺日数"
"""


def asked(name, start, **more):
    """Return the deadline of a packaged limit, and its doubts of editions."""
    made = BOOK.limit(name).deadline(start=start, **more)
    codes = {"not-in-force", "taken-over"}
    return made, [doubt for doubt in made.reasons if doubt.code in codes]


@pytest.mark.parametrize(
    ("name", "start", "due", "subject", "words"),
    [
        # Penalty Law 2021, art. 64(1): five working days in place of three days
        (
            "cn.penalty-law-2017.art42.hearing-request",
            date(2026, 7, 12),
            date(2026, 7, 15),
            "cn.penalty-law-2021.art64.hearing-request",
            "2026-07-12 Administrative Penalty Law (2021), art. 64 applies: lawful from 2026-07-18",
        ),
        # Civil Procedure Law 2017, art. 92: sixty days where 2021, art. 95 has thirty
        (
            "cn.civil-procedure-2021.art95.announcement-service",
            date(2021, 12, 31),
            date(2022, 1, 30),
            "cn.civil-procedure-2017.art92.announcement-service",
            "on 2021-12-31 Civil Procedure Law (2017), art. 92 applies: the last day is 2022-03-01",
        ),
        # of one name in both editions, among several on the matter
        (
            "cn.penalty-law-2017.art50.onspot-remit-water",
            date(2026, 3, 4),
            date(2026, 3, 6),
            "cn.penalty-law-2021.art71.onspot-remit-water",
            "art. 71 applies: the last day is 2026-03-06",
        ),
        # nothing before, nothing after
        (
            "cn.samr-2022.art64.decision",
            date(2020, 1, 6),
            date(2020, 4, 7),
            "cn.samr-2022",
            "is in force from 2022-11-01 only; on 2020-01-06 no other edition has such a limit",
        ),
        (
            "cn.env-2010.art39.evidence-preservation",
            date(2026, 3, 4),
            date(2026, 3, 13),
            "cn.env-2010",
            "is in force to 2023-06-30 only; on 2026-03-04 no other edition has such a limit",
        ),
    ],
)
def test_not_in_force(name, start, due, subject, words):
    """The day is given, disputed; the edition of that day is named with its own."""
    made, (doubt,) = asked(name, start)
    assert (due, Application.NO, Certainty.DISPUTED) == (
        made.due,
        made.applies.answer,
        made.certainty,
    )
    assert ("not-in-force", subject) == (doubt.code, doubt.subject)
    assert words in doubt.text.en
    assert f"不适用，因{start}不在施行期间" in made.explain("zh")
    assert doubt.text.zh in made.explain("zh")


def test_in_chinese_editions_are_told_apart_by_their_days():
    """All of them bear one title."""
    _, (doubt,) = asked("cn.penalty-law-2017.art42.hearing-request", date(2026, 7, 12))
    said = "2026-07-12适用2021-07-15起施行的《中华人民共和国行政处罚法》第六十四条"
    assert f"{said}，最早可为之日为 2026-07-18" in doubt.text.zh


def test_in_force_nothing_is_said():
    """On the first and on the last day of the law."""
    for name, start in (
        ("cn.penalty-law-2021.art64.hearing-request", date(2021, 7, 15)),
        ("cn.penalty-law-2017.art40.service", date(2021, 7, 7)),
    ):
        made, doubts = asked(name, start, facts={"hearing_type": True})
        assert (Application.YES, []) == (made.applies.answer, doubts)


def test_every_repealed_limit_says_so():
    """None of those repealed before 2026 answers for 2026 without a word."""
    silent = []
    for limit in BOOK.limits():
        bound = BOOK.limit(limit.id)
        if not bound.law.in_force_to or limit.edition_by or limit.before or bound.asks:
            continue
        _, doubts = asked(limit.id, date(2026, 3, 4))
        silent += [limit.id] if [one.code for one in doubts] != ["not-in-force"] else []
    assert [] == silent


def test_the_edition_goes_by_a_fact():
    """The renewal of a licence is judged by the law of the day on which it expires."""
    name = "cn.licensing-law-2019.art50-1.renewal-application"
    assert "expiry" == BOOK.limit(name).limit.edition_by
    made, doubts = asked(name, date(2018, 1, 2), facts={"expiry": date(2021, 1, 4)})
    assert (Application.YES, []) == (made.applies.answer, doubts)
    made, (doubt,) = asked(name, date(2020, 1, 2), facts={"expiry": date(2019, 1, 4)})
    assert (Application.NO, ("expiry",)) == (made.applies.answer, made.applies.facts)
    assert "cn.licensing-law-2003" in doubt.subject


class TestTakenOver:
    """Penalty Law 2021, art. 64: a hearing notice of July 2021 has the longer of both terms."""

    def test_the_older_names_the_newer(self):
        """Three days from the 13th run into the new law, whose five working days are longer."""
        old = "cn.penalty-law-2017.art42.hearing-request"
        made, (doubt,) = asked(old, date(2021, 7, 13), facts={"hearing_type": True})
        assert (date(2021, 7, 16), Certainty.DISPUTED) == (made.due, made.certainty)
        new = "cn.penalty-law-2021.art64.hearing-request"
        assert ("taken-over", new) == (doubt.code, doubt.subject)
        assert "art. 64: lawful from 2021-07-21" in doubt.text.en
        assert Application.YES is made.applies.answer

    def test_the_newer_applies_although_it_began_before_it(self):
        """And gives the same day as a replay."""
        new = "cn.penalty-law-2021.art64.hearing-request"
        made, doubts = asked(new, date(2021, 7, 13), facts={"hearing_type": True})
        assert (date(2021, 7, 20), []) == (made.due, doubts)
        assert Application.YES is made.applies.answer

    def test_where_the_older_ends_later_it_counts(self):
        """Ten days of the old promise against two of the new; unless that replaces it at once."""
        text = (PROMISE.replace('length = "promised"', "length = 2") + "\n[pack2]\n").replace(
            "\n[pack2]\n", ""
        )
        text = text.replace(
            'id = "yourbureau.promise-2025.reply"',
            'id = "yourbureau.promise-2025.reply"\n'
            'takes-over = { limit = "yourbureau.promise-2024.answer", rule = "later" }',
        )
        book = rulebook("cn", overlays=[load_pack(text)])
        old = book.limit("yourbureau.promise-2024.answer")
        new = book.limit("yourbureau.promise-2025.reply")
        start = date(2024, 12, 25)
        assert () == old.deadline(start=start).reasons
        made = new.deadline(start=start)
        assert ["taken-over"] == [doubt.code for doubt in made.reasons]
        assert "yourbureau.promise-2024.answer" == made.reasons[0].subject
        assert "the last day is 2025-01-04" in made.reasons[0].text.en
        # over before the new one came
        (doubt,) = new.deadline(start=date(2024, 12, 2)).reasons
        assert "not-in-force" == doubt.code
        # and where it replaces at once
        at_once = rulebook("cn", overlays=[load_pack(text.replace('"later"', '"new"'))])
        (doubt,) = at_once.limit("yourbureau.promise-2024.answer").deadline(start=start).reasons
        assert ("taken-over", new.id) == (doubt.code, doubt.subject)

    def test_nothing_is_taken_over_that_does_not_apply_or_cannot_be_counted(self):
        """A hearing outside its scope; a length that nobody told."""
        old = "cn.penalty-law-2017.art42.hearing-request"
        _, doubts = asked(old, date(2021, 7, 13), facts={"hearing_type": False})
        assert [] == doubts
        text = PROMISE.replace(
            'id = "yourbureau.promise-2025.reply"',
            'id = "yourbureau.promise-2025.reply"\n'
            'takes-over = { limit = "yourbureau.promise-2024.answer", rule = "new" }',
        )
        book = rulebook("cn", overlays=[load_pack(text)])
        answer = book.limit("yourbureau.promise-2024.answer")
        assert () == answer.deadline(start=date(2024, 12, 25)).reasons


class TestOfAnOverlay:
    """What a bureau has promised has editions too."""

    def test_the_other_edition_is_named(self):
        """With its day where it can be counted, by the name where not."""
        limit = rulebook("cn", overlays=[load_pack(PROMISE)]).limit(
            "yourbureau.promise-2024.answer"
        )
        made = limit.deadline(start=date(2025, 3, 3), facts={"promised": 4})
        assert (
            "yourbureau.promise-2025 applies: the last day is 2025-03-07" in made.reasons[0].text.en
        )
        for more in ({}, {"facts": {"promised": 4}, "extensions": [Extension(length=5)]}):
            (doubt,) = limit.deadline(start=date(2025, 3, 3), **more).reasons
            assert doubt.text.en.endswith("on 2025-03-03 yourbureau.promise-2025 applies")
            assert "2025-01-01起施行的《本局承诺》" in doubt.text.zh

    def test_a_limit_of_no_law_is_always_in_force(self):
        """And so is one whose law has no days."""
        text = PROMISE.replace("from = 2025-01-01\n", "")
        limit = rulebook("cn", overlays=[load_pack(text)]).limit("yourbureau.promise-2024.answer")
        (doubt,) = limit.deadline(start=date(2025, 3, 3), facts={"promised": 4}).reasons
        assert "《本局承诺》，届满日为 2025-03-07" in doubt.text.zh


OF = {"matter": "decision", "procedure": "cn.penalty.ordinary"}


class TestByMatter:
    def test_the_one_of_the_day(self):
        """The special limit stands for the general one of the same day."""
        on = date(2026, 3, 4)
        assert "cn.mohurd-55-2022.art29.decision" == BOOK.limit(**OF, on=on).id
        assert "cn.penalty-law-2021.art60.decision" == BOOK.limit(**OF, on=date(2021, 8, 2)).id
        found = BOOK.limits(matter="decision", on=on)
        assert BOOK.limits(**OF, on=on)[0] in found
        assert len(found) > 1
        assert {"decision"} == {limit.matter for limit in found}

    def test_every_limit_without_a_question(self):
        """As before."""
        assert set(BOOK.limits(procedure="cn.penalty.ordinary")) < set(BOOK.limits())

    @pytest.mark.parametrize(
        ("question", "error", "words"),
        [
            ({"matter": "decison"}, UnknownNameError, "did you mean 'decision'"),
            ({"matter": "decision", "on": date(2026, 3, 4)}, ArgumentError, "limits: .*; name one"),
            (
                {**OF, "on": date(2019, 3, 4)},
                ArgumentError,
                "none of that day; on other days: cn.mohurd-55-2022",
            ),
            ({}, ArgumentError, "needs a name, or the matter"),
            ({"name": "x", "on": date(2026, 3, 4)}, ArgumentError, "leave out matter"),
        ],
    )
    def test_what_is_not_one_limit(self, question, error, words):
        """The error names what there is."""
        with pytest.raises(error, match=words):
            BOOK.limit(**question)


class TestPausesThatChangeNothing:
    @pytest.mark.parametrize(
        "pause",
        [
            Pause(date(2026, 6, 1), None, "testing"),
            Pause(date(2026, 5, 31), date(2026, 6, 5), "testing"),
            Pause(date(2026, 2, 1), date(2026, 3, 2), "testing"),
        ],
    )
    def test_they_are_told(self, pause):
        """After the last day, or before the first."""
        bound = BOOK.limit("cn.mohurd-55-2022.art29.decision")
        made = bound.deadline(start=date(2026, 3, 2), pauses=[pause])
        assert bound.deadline(start=date(2026, 3, 2)).due == made.due
        assert f"changes nothing: the pause {pause.begins}.." in made.note.en
        assert f"说明：不在期限之内、不影响届满日的暂停：{pause.begins}" in made.explain("zh")

    def test_others_are_not(self):
        """One that is open, and one in the middle."""
        bound = BOOK.limit("cn.mohurd-55-2022.art29.decision")
        for ends in (None, date(2026, 3, 20)):
            pause = Pause(date(2026, 3, 10), ends, "testing")
            assert "" == bound.deadline(start=date(2026, 3, 2), pauses=[pause]).note.en


class TestOfAReplay:
    def test_the_day_is_sure_and_whether_it_applies_is_not(self):
        """Nobody recorded whether the case is one for a hearing: the five days stay five days."""
        log = ec.CaseLog(
            "a",
            [
                ec.Event("case_filed", date(2026, 3, 2)),
                ec.Event("notice.served", date(2026, 3, 9), of={"party": "甲"}),
            ],
        )
        run = ec.replay(log, BOOK.procedure("cn.penalty.ordinary"), as_of=date(2026, 3, 10))
        (clock,) = [one for one in run.clocks if one.limit.limit.matter == "hearing-request"]
        assert clock.unbounded
        assert (Certainty.UNKNOWN, Certainty.FIRM) == (clock.certainty, clock.deadline.certainty)
        assert ("hearing_type",) == clock.deadline.applies.facts
        assert ["取决于“属于听证范围”，而该事实未记录"] == [one.text.zh for one in clock.doubts]
