"""Signals of a case: the worked cases of the manual, and both clocks on a run."""

# ruff: noqa: DTZ001 - local times, as the clocks take them

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import attrs
import pytest

from enforcecal.cases.cards import (
    Scope,
    alerts,
    elapsed_cards,
    legal_cards,
    signal_statuses,
)
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.calendars import calendar
from enforcecal.dates.clocks import Extension
from enforcecal.dates.elapsed import Elapsed, Stop, StopRule
from enforcecal.errors import ArgumentError
from enforcecal.law.packs import load_pack, rulebook
from enforcecal.law.signals import SignalLevel, load_preset, preset

CAL = calendar("CN")
CLOCK = Elapsed(calendar=CAL)
HUNAN = preset("hunan-2018")
START = datetime(2018, 10, 15, 10)
SECOND = timedelta(seconds=1)
PROMISE = """
pack = {{ id = "yourbureau", version = "1", calendar = "CN", zone = "Asia/Shanghai" }}
law = [{{ id = "yourbureau", zh = "本局服务承诺（虚构）", en = "our promise (invented)" }}]
procedure = [{{ extends = "cn.licence.application", laws = ["yourbureau"] }}]
[[limit]]
id = "yourbureau.promise"
like = "cn.licensing-law-2019.art42-1.decision"
matter = "promise"
length = {days}
extend = []
"""


def at(day, hour=10, minute=0, second=0):
    """Return an instant of October 2018, or of another month."""
    return datetime(2018, 10, day, hour, minute, second)


def lit_after(found):
    """Return the instants after which the cards come, by level."""
    return {card.level.value: card.after for card in found}


class TestE10:
    """The manual's own case: accepted Monday 2018-10-15 10:00, promised 7, statutory 10."""

    CARDS = elapsed_cards(HUNAN, "case", clock=CLOCK, start=START, soft=7, hard=10)

    def test_the_three_instants(self):
        """预警 after 10-19 10:00, 黄牌 after 10-24 10:00, 红牌 after 10-29 10:00."""
        expected = {"warning": at(19), "yellow": at(24), "red": at(29)}
        assert expected == lit_after(self.CARDS)

    def test_one_second_decides(self):
        """Finished at 10:00:00 no yellow card, at 10:00:01 a yellow one."""
        _, yellow, _ = self.CARDS
        later = at(30)
        assert not yellow.is_lit(later, ended=at(24))
        assert yellow.is_lit(later, ended=at(24) + SECOND)

    def test_a_finished_case_has_no_warning_any_more(self):
        """It keeps its cards and loses its warning."""
        warning, yellow, red = self.CARDS
        now, ended = at(31), at(30, 12)
        assert [False, True, True] == [card.is_lit(now, ended) for card in (warning, yellow, red)]
        assert warning.is_lit(now)

    @pytest.mark.parametrize("rule", StopRule)
    def test_a_special_procedure_of_three_days_moves_each_by_three_working_days(self, rule):
        """Used in full, both readings of the rule agree: 10-24, 10-29, 11-01."""
        stop = [Stop(begins=at(16), ends=at(19), days=3)]
        made = elapsed_cards(
            attrs.evolve(HUNAN, stops=rule), "case", clock=CLOCK, start=START, soft=7, hard=10,
            stops=stop,
        )  # fmt: skip
        expected = {"warning": at(24), "yellow": at(29), "red": datetime(2018, 11, 1, 10)}
        assert expected == lit_after(made)

    def test_ended_early_the_readings_part(self):
        """The program takes out two days, the manual adds the three approved."""
        stop = [Stop(begins=at(16), ends=at(18), days=3)]
        yellow = [
            elapsed_cards(
                attrs.evolve(HUNAN, stops=rule), "case", clock=CLOCK, start=START, soft=7,
                hard=10, stops=stop,
            )[1].after
            for rule in (StopRule.ACTUAL, StopRule.APPROVED)
        ]  # fmt: skip
        assert [at(26), at(29)] == yellow

    def test_three_days_or_fewer_are_in_warning_from_the_first_second(self):
        """P - 3 is nothing or less."""
        for promised in (1, 3):
            made = elapsed_cards(HUNAN, "case", clock=CLOCK, start=START, soft=promised, hard=10)
            assert START == made[0].after
            assert made[0].is_lit(START + SECOND)


class TestE11:
    """Special procedures, pre-acceptance online, electronic certificates."""

    def test_a_special_procedure(self):
        """Applied 10:00 for 7 days: warning 10-19, yellow 10-24, red 10-25, all after 10:00."""
        made = elapsed_cards(HUNAN, "special", clock=CLOCK, start=START, hard=7)
        assert {"warning": at(19), "yellow": at(24), "red": at(25)} == lit_after(made)

    def test_pre_acceptance_online(self):
        """Submitted 10:00, limit 2: warning 10-17, yellow 10-22, red 10-24, all after 10:00."""
        made = elapsed_cards(HUNAN, "web-preacceptance", clock=CLOCK, start=START)
        assert {"warning": at(17), "yellow": at(22), "red": at(24)} == lit_after(made)

    def test_an_electronic_certificate(self):
        """Due in 3 days: yellow after 10-18 10:00, and nothing else."""
        made = elapsed_cards(HUNAN, "e-certificate", clock=CLOCK, start=START)
        assert {"yellow": at(18)} == lit_after(made)

    def test_enquiries_and_complaints(self):
        """Warning two days before, yellow one day over, red two."""
        for subject in ("enquiry", "complaint"):
            made = elapsed_cards(HUNAN, subject, clock=CLOCK, start=START, soft=5)
            assert {"warning": at(17), "yellow": at(22), "red": at(23)} == lit_after(made)


class TestCards:
    def test_an_open_stop_holds_every_card_after_it(self):
        """What cannot come due is not lit."""
        stop = [Stop(begins=at(17))]
        made = elapsed_cards(HUNAN, "case", clock=CLOCK, start=START, soft=4, hard=4, stops=stop)
        assert [True, False, False] == [card.after is not None for card in made]
        assert [True, False, False] == [card.is_lit(datetime(2019, 1, 1)) for card in made]

    def test_legal_cards_go_by_days(self):
        """One working day ahead of National Day is the day before it; one calendar day is in it."""
        due = date(2026, 10, 8)
        (ahead,) = legal_cards(preset("lead-1wd"), "case", calendar=CAL, hard=due)
        assert date(2026, 9, 30) == ahead.on
        assert not ahead.is_lit(datetime(2026, 9, 29, 23))
        assert ahead.is_lit(datetime(2026, 9, 30))
        (reminder,) = legal_cards(preset("meizhou-2008"), "case", calendar=CAL, hard=due)
        assert date(2026, 10, 7) == reminder.on
        yellow, red = legal_cards(
            preset("chengdu-2010").with_lead(2), "case", calendar=CAL, hard=due, soft=None
        )
        assert (date(2026, 9, 29), date(2026, 10, 9)) == (yellow.on, red.on)
        assert red.is_lit(datetime(2026, 12, 1), ended=date(2026, 10, 9))
        assert not red.is_lit(datetime(2026, 12, 1), ended=date(2026, 10, 8))

    def test_without_a_calendar_days_are_days(self):
        """And a clock without a last day lights nothing."""
        lead = preset("lead-1wd")
        (ahead,) = legal_cards(lead, "case", calendar=None, hard=date(2026, 10, 8))
        assert date(2026, 10, 7) == ahead.on
        (held,) = legal_cards(lead, "case", calendar=CAL, hard=None)
        assert not held.is_lit(datetime(2027, 1, 1))

    def test_a_signal_on_the_last_day_itself(self):
        """Nothing before, nothing over: the day itself."""
        own = load_preset(
            '[preset]\nid = "a"\n[[subject]]\nid = "case"\n'
            '[[signal]]\nsubject = "case"\nlevel = "warning"\nfrom = 0\n'
        )
        (card,) = legal_cards(own, "case", calendar=CAL, hard=date(2026, 10, 8))
        assert date(2026, 10, 8) == card.on

    def test_the_wrong_clock_and_a_missing_limit_are_refused(self):
        """The message says which function, or which argument, is the right one."""
        with pytest.raises(ArgumentError, match="elapsed_cards"):
            legal_cards(HUNAN, "case", calendar=CAL, hard=date(2026, 10, 8))
        with pytest.raises(ArgumentError, match="give hard or soft"):
            elapsed_cards(HUNAN, "case", clock=CLOCK, start=START)


def licence(days):
    """Return the procedure of licences with a promise of so many working days."""
    pack = load_pack(PROMISE.format(days=days))
    return rulebook("cn", overlays=[pack]).procedure("cn.licence.application")


def run_of(events, as_of, days=7):
    """Replay *events*: name, day, time."""
    made = [
        Event(name, day, time=clock, facts=facts or {})
        for name, day, clock, facts in (tuple([*one, None, None][:4]) for one in events)
    ]
    return replay(CaseLog("虚构-1", made), licence(days), as_of=as_of)


def decision(found):
    """Return the standing of the decision."""
    return next(one for one in found if one.rule.endswith("art42-1.decision"))


class TestBothClocks:
    """Accepted Monday 10:00, promised 1, finished Tuesday 11:00: in time by law, yet a card."""

    EVENTS = (
        ("submitted", date(2026, 3, 2), time(9)),
        ("accepted", date(2026, 3, 2), time(10)),
        ("granted", date(2026, 3, 3), time(11)),
    )

    def test_they_disagree_and_both_are_kept(self):
        """The legal clock has a day left over; the elapsed one has begun its second day."""
        run = run_of(self.EVENTS, date(2026, 3, 10), days=1)
        one = decision(signal_statuses(run, HUNAN))
        assert (Fraction(25, 24), 2, 1) == (one.elapsed, one.used, one.soft_days)
        assert (date(2026, 3, 3), 0) == (one.soft_due, one.left)
        assert (False, True) == (one.late_by_law, one.late_by_seconds)
        assert [SignalLevel.YELLOW] == [card.level for card in one.lit]
        (alert,) = alerts([one])
        assert ("soft-late", datetime(2026, 3, 3, 10)) == (alert.code, alert.since)
        assert "working day 2 of 1 has begun" in alert.message.en
        assert "第2个工作日，承诺时限为1个工作日" in alert.message.zh

    def test_the_standing_serialises(self):
        """Any application can show it; fractions stay exact."""
        one = decision(signal_statuses(run_of(self.EVENTS, date(2026, 3, 10), days=1), HUNAN))
        told = json.loads(json.dumps(one.to_dict("zh")))
        assert ("25/24", 2, "1", "2026-03-03", 0) == (
            told["elapsed"],
            told["used"],
            told["soft_days"],
            told["soft_due"],
            told["left"],
        )
        assert (["yellow"], ["soft-late"]) == (
            told["lit"],
            [alert["code"] for alert in told["alerts"]],
        )
        bare = attrs.evolve(one, elapsed=None, ended=None)
        assert (None, None, None) == tuple(
            bare.to_dict()[name] for name in ("elapsed", "used", "ended")
        )

    def test_the_legal_preset_lights_nothing(self):
        """Done on the last day is in time."""
        run = run_of(self.EVENTS, date(2026, 3, 10), days=1)
        assert () == alerts(signal_statuses(run, preset("chengdu-2010").with_lead(1)))

    def test_without_times_only_what_is_certain_is_lit(self):
        """Nobody recorded when: from the end of the first day to the beginning of the last."""
        bare = [one[:2] for one in self.EVENTS]
        one = decision(signal_statuses(run_of(bare, date(2026, 3, 10), days=1), HUNAN))
        assert (False, 0, ()) == (one.timed, one.elapsed, one.lit)
        late = [*bare[:2], ("granted", date(2026, 3, 4))]
        one = decision(signal_statuses(run_of(late, date(2026, 3, 10), days=1), HUNAN))
        assert (False, 1) == (one.timed, one.elapsed)
        assert () == one.lit
        late = [*bare[:2], ("granted", date(2026, 3, 5))]
        one = decision(signal_statuses(run_of(late, date(2026, 3, 10), days=1), HUNAN))
        assert [SignalLevel.YELLOW] == [card.level for card in one.lit]

    def test_on_the_day_of_acceptance_nothing_is_used(self):
        """Without a time, the first day is not over."""
        bare = [one[:2] for one in self.EVENTS[:2]]
        one = decision(signal_statuses(run_of(bare, date(2026, 3, 2), days=1), HUNAN))
        assert (0, 1) == (one.elapsed, one.left)
        assert one.late_by_seconds is False

    def test_now_is_an_instant_of_the_day(self):
        """The elapsed clock is read at now; another day is refused."""
        run = run_of(self.EVENTS[:2], date(2026, 3, 3), days=1)
        now = datetime(2026, 3, 3, 10, 0, 1)
        assert "yellow" in {
            card.level.value for card in decision(signal_statuses(run, HUNAN, now=now)).lit
        }
        assert "yellow" not in {
            card.level.value for card in decision(signal_statuses(run, HUNAN)).lit
        }
        with pytest.raises(ArgumentError, match="must lie on the day of the run"):
            signal_statuses(run, HUNAN, now=now + timedelta(days=1))

    def test_office_hours_may_be_counted(self):
        """Of eight office hours one is left at ten."""
        run = run_of(self.EVENTS[:2], date(2026, 3, 3), days=1)
        one = decision(
            signal_statuses(run, HUNAN, now=datetime(2026, 3, 3, 9), hours=((time(9), time(17)),))
        )
        assert Fraction(7, 8) == one.elapsed


class TestSoftAndHard:
    EVENTS = (("submitted", date(2026, 3, 2)), ("accepted", date(2026, 3, 2)))

    @pytest.mark.parametrize(
        ("as_of", "expected"),
        [
            (date(2026, 3, 10), []),
            (date(2026, 3, 11), []),  # the last day is not yet over
            (date(2026, 3, 12), [("soft-late", "red", "yourbureau.promise")]),
        ],
    )
    def test_the_promise_is_the_soft_limit(self, as_of, expected):
        """Promised 7 working days of 20: overtime is counted against the promise."""
        found = alerts(signal_statuses(run_of(self.EVENTS, as_of), preset("chengdu-2010")))
        assert expected == [
            (one.code, one.level.value, one.rule) for one in found if "promise" in one.rule
        ]

    def test_a_warning_says_what_comes(self):
        """One working day ahead, in both languages, as JSON."""
        found = alerts(signal_statuses(run_of(self.EVENTS, date(2026, 3, 10)), preset("lead-1wd")))
        (one,) = [one for one in found if one.rule == "yourbureau.promise"]
        told = one.to_dict("zh")
        assert ("approaching", "warning", "total", "2026-03-10", "2026-03-11") == (
            told["code"],
            told["level"],
            told["scope"],
            told["since"],
            told["due"],
        )
        assert "承诺时限于2026-03-11届满" in told["message"]
        assert "the promise ends with 2026-03-11" in one.to_dict()["message"]

    def test_the_statute_is_the_hard_limit(self):
        """Both limits passed: the hard one is told, by the red card of the system."""
        events = [(*one, time(10)) for one in self.EVENTS]
        run = run_of(events, date(2026, 4, 10))
        one = decision(signal_statuses(run, HUNAN))
        assert ["warning", "yellow", "red"] == [card.level.value for card in one.lit]
        (alert,) = alerts([one])
        assert ("hard-late", SignalLevel.RED, one.rule) == (alert.code, alert.level, alert.rule)
        assert (True, True) == (one.late_by_law, one.late_by_seconds)

    def test_a_pause_holds_both_clocks(self):
        """A paused clock is never late, and no card of the legal clock is lit."""
        events = [
            ("submitted", date(2026, 3, 2), time(9)),
            ("accepted", date(2026, 3, 2), time(10)),
            (
                "special.started",
                date(2026, 3, 4),
                time(10),
                {"type": "testing", "told_in_writing": True},
            ),
        ]
        run = run_of(events, date(2026, 6, 10))
        one = decision(signal_statuses(run, preset("chengdu-2010")))
        assert (True, None, None, ()) == (one.paused, one.soft_due, one.left, one.lit)
        assert one.late_by_law is None
        one = decision(signal_statuses(run, HUNAN))
        assert (2, False) == (one.elapsed, one.late_by_seconds)
        assert () == one.lit

    @pytest.mark.parametrize(
        ("ends", "days", "clocked", "used"),
        [
            (time(10), None, True, 4),  # 4 to 10 March: four working days left out
            (time(10), 2, True, 6),  # two approved
            (None, None, True, Fraction(41, 12)),
            (None, None, False, 4),
        ],
    )
    def test_a_pause_that_ended_is_left_out(self, ends, days, clocked, used):
        """With the times of its events where they have them, and the days approved."""
        facts = {"type": "testing", "told_in_writing": True}
        if days is not None:
            facts["approved_days"] = days
        events = [
            ("submitted", date(2026, 3, 2), time(9)),
            ("accepted", date(2026, 3, 2), time(10)),
            ("special.started", date(2026, 3, 4), time(10) if clocked else None, facts),
            ("special.finished", date(2026, 3, 10), ends),
        ]
        run = run_of(events, date(2026, 3, 12))
        one = decision(signal_statuses(run, HUNAN, now=datetime(2026, 3, 12, 10)))
        assert used == one.elapsed

    def test_a_warning_stays_while_the_clock_stands(self):
        """The elapsed clock had warned before the pause; there is no last day to tell."""
        events = [
            ("submitted", date(2026, 3, 2), time(9)),
            ("accepted", date(2026, 3, 2), time(10)),
            (
                "special.started",
                date(2026, 3, 4),
                time(10),
                {"type": "testing", "told_in_writing": True},
            ),
        ]
        (alert,) = [
            one
            for one in alerts(signal_statuses(run_of(events, date(2026, 6, 10), days=3), HUNAN))
            if "promise" in one.rule
        ]
        assert ("approaching", None) == (alert.code, alert.due)
        assert alert.message.en.endswith("working day 2 of 3 has begun")

    def test_extended_until_a_day_there_is_no_length(self):
        """A day fixed by a decision has no length in seconds: no card, but a last day."""
        run = run_of(self.EVENTS, date(2026, 3, 10))
        until = (Extension(until=date(2026, 5, 1)),)
        clocks = tuple(attrs.evolve(clock, extensions=until) for clock in run.clocks)
        one = decision(signal_statuses(attrs.evolve(run, clocks=clocks), HUNAN))
        assert (None, None, ()) == (one.hard_days, one.late_by_seconds, one.cards)

    def test_so_far_off_that_no_calendar_reaches(self):
        """Nothing is lit, and nothing is raised."""
        events = [("submitted", date(1990, 3, 2)), ("accepted", date(1990, 3, 2))]
        run = run_of(events, date(1990, 3, 5))
        assert () == alerts(signal_statuses(run, HUNAN))


ORDINARY = rulebook("cn").procedure("cn.penalty.ordinary")


class TestSteps:
    """环节: a step that is late while the total still holds is a warning of its own."""

    def found(self, name, as_of, *events, **options):
        """Return the alerts on an invented penalty case."""
        log = CaseLog(
            "虚构-2",
            [Event(event, day) for event, day in (("case_filed", date(2026, 3, 2)), *events)],
        )
        run = replay(log, ORDINARY, as_of=as_of)
        return signal_statuses(run, preset(name), **options)

    REVIEW = ("legal_review_submitted", date(2026, 3, 16))  # ten working days: 30 March

    def review(self, *args, **options):
        """Return the alerts about the legal review."""
        return [
            one
            for one in alerts(self.found(*args, **options))
            if one.rule == "cn.mohurd-55-2022.art25.legal-review"
        ]

    def test_late_with_the_total_in_time(self):
        """The review is late, the 90 days are not: step-late, with its own level."""
        (alert,) = self.review("lead-1wd", date(2026, 4, 2), self.REVIEW)
        assert ("step-late", SignalLevel.YELLOW, Scope.STEP) == (
            alert.code,
            alert.level,
            alert.scope,
        )
        assert date(2026, 3, 31) == alert.since

    def test_a_preset_without_steps_still_tells_it(self):
        """As a warning, since the place lights no card for it."""
        (alert,) = self.review("meizhou-2008", date(2026, 4, 2), self.REVIEW)
        assert ("step-late", SignalLevel.WARNING) == (alert.code, alert.level)
        assert "the whole still holds" in alert.message.en
        assert "总时限尚未超过" in alert.message.zh

    def test_in_time_it_is_no_warning(self):
        """On its last day, and when it was done by then."""
        assert [] == self.review("meizhou-2008", date(2026, 3, 30), self.REVIEW)
        done = ("legal_review_done", date(2026, 3, 30))
        assert [] == self.review("lead-1wd", date(2026, 4, 2), self.REVIEW, done)
        (ahead,) = self.review("lead-1wd", date(2026, 3, 30), self.REVIEW)
        assert ("approaching", Scope.STEP) == (ahead.code, ahead.scope)

    def test_done_late_it_stays_late(self):
        """What ended after its last day keeps the warning."""
        done = ("legal_review_done", date(2026, 4, 1))
        (alert,) = self.review("meizhou-2008", date(2026, 4, 20), self.REVIEW, done)
        assert "step-late" == alert.code

    def test_when_the_total_is_late_too_it_is_not_the_steps_warning(self):
        """Then the total is what matters."""
        found = self.review("meizhou-2008", date(2026, 7, 2), self.REVIEW)
        assert [] == found
        (alert,) = self.review("lead-1wd", date(2026, 7, 2), self.REVIEW)
        assert "hard-late" == alert.code

    def test_a_paused_total_holds(self):
        """While the total stands still it cannot be late."""
        paused = ("suspended", date(2026, 3, 17))
        (alert,) = self.review("meizhou-2008", date(2026, 9, 2), self.REVIEW, paused)
        assert "step-late" == alert.code

    def test_totals_may_be_named(self):
        """A matter that is called a total is one; without a total there is no step."""
        named = self.review("lead-1wd", date(2026, 4, 2), self.REVIEW, totals=["legal-review"])
        # the card for it is for a person to light, so it is told as a warning
        assert [("hard-late", SignalLevel.WARNING)] == [(one.code, one.level) for one in named]
        (alert,) = self.review("lead-1wd", date(2026, 4, 2), self.REVIEW, totals=["decision"])
        assert Scope.STEP is alert.scope
        (alert,) = self.review("lead-1wd", date(2026, 4, 2), self.REVIEW, totals=["service"])
        assert Scope.TOTAL is alert.scope

    def test_days_without_an_elapsed_clock(self):
        """Ninety days are no working days: an elapsed preset lights nothing for them."""
        found = self.found("hunan-2018", date(2026, 9, 2))
        (total,) = [one for one in found if one.scope is Scope.TOTAL]
        assert (None, None, None, ()) == (
            total.elapsed,
            total.used,
            total.late_by_seconds,
            total.cards,
        )
        assert total.left < 0

    def test_what_came_before_or_ended_before_is_no_whole(self):
        """A verification that ended before the review began does not enclose it."""
        clue = ("clue_received", date(2026, 2, 25))
        told = ("notice.served", date(2026, 3, 17))  # which starts clocks of the party alone
        found = self.found("lead-1wd", date(2026, 4, 2), clue, self.REVIEW, told)
        scopes = {one.rule.rpartition(".")[2]: one.scope for one in found}
        assert Scope.TOTAL is scopes["decision"]
        assert Scope.STEP is scopes["legal-review"]
