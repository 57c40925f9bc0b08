"""The packs of reconsideration and litigation, article by article.

Each class stands for an article and quotes it; the days in it were counted by hand.
"""

from __future__ import annotations

from datetime import date

import pytest

from enforcecal.cases.audit import audit
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.dates.certainty import Certainty
from enforcecal.law.packs import rulebook

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def book():
    """The packaged rules."""
    return rulebook("cn")


@pytest.fixture(scope="module")
def reconsideration(book):
    """The procedure of reconsideration."""
    return book.procedure("cn.remedy.reconsideration")


@pytest.fixture(scope="module")
def litigation(book):
    """The procedure of litigation."""
    return book.procedure("cn.remedy.litigation")


def run_of(procedure, *lines, as_of=AS_OF, **facts):
    """Replay the case that lines such as ``2025-03-04 decision.served party=A`` tell."""
    events = []
    for line in lines:
        day, name, *of = line.split()
        about = dict(pair.split("=") for pair in of)
        events.append(Event(name, date.fromisoformat(day), of=about, seq=len(events)))
    return replay(CaseLog("1", events, facts=facts), procedure, as_of=as_of)


def clock_of(run, limit):
    """Return the last clock of *limit* in *run*."""
    return [clock for clock in run.clocks if clock.limit.id == limit][-1]


def rules_of(run):
    """Return the limits that started a clock in *run*, in their order."""
    return [clock.limit.id for clock in run.clocks]


def breaches_of(run):
    """Return code and rule of what is held against somebody in *run*, sorted."""
    return sorted(
        (finding.code, finding.rule)
        for finding in audit(run)
        if finding.severity.value != "note" or finding.code == "lapsed"
    )


def days_of(run, event):
    """Return the days on which *event* happened in *run*, or was generated."""
    return [step.event.day for step in run.steps if step.event.name == event]


SERVED = "2025-01-15 decision.served"
ACCEPTED = (SERVED, "2025-02-24 remedy.reconsideration_applied", "2025-03-03 remedy.accepted")


class TestReconsiderationArt20:
    """“可以自知道或者应当知道该行政行为之日起六十日内提出行政复议申请”."""

    LIMIT = "cn.reconsideration-law-2023.art20.apply"
    CAP = "cn.reconsideration-law-2023.art20.apply-untold-cap"
    ONCE_TOLD = "cn.reconsideration-law-2023.art20-3.apply-once-told"

    def test_sixty_calendar_days(self, reconsideration):
        """Sixty days from service end on the sixtieth calendar day."""
        run = run_of(reconsideration, "2025-09-05 decision.served")
        assert date(2025, 11, 4) == clock_of(run, self.LIMIT).due

    def test_an_obstacle_stops_them(self, reconsideration):
        """They go on from the day the obstacle is removed."""
        run = run_of(
            reconsideration,
            "2025-09-05 decision.served",
            "2025-09-20 remedy.obstacle_began",
            "2025-09-30 remedy.obstacle_removed",
        )
        assert date(2025, 11, 14) == clock_of(run, self.LIMIT).due

    @pytest.mark.parametrize("order", [1, -1])
    def test_who_was_told_nothing_has_a_year(self, reconsideration, order):
        """Sixty days do not run then, whichever of the two is recorded first, but a year does."""
        lines = ["2025-01-10 remedy.reconsideration_untold", "2025-01-10 decision.served"]
        run = run_of(reconsideration, *lines[::order])
        assert date(2026, 1, 12) == clock_of(run, self.CAP).due
        assert [date(2026, 1, 12)] == days_of(run, "remedy.reconsideration_lapsed")

    def test_they_run_from_the_day_the_party_was_told(self, reconsideration):
        """A later notice of right, organ and time limit starts the sixty days."""
        run = run_of(
            reconsideration,
            "2025-01-10 remedy.reconsideration_untold",
            "2025-01-10 decision.served",
            "2025-06-03 remedy.reconsideration_told",
            "2025-08-05 remedy.reconsideration_applied",
        )
        assert date(2025, 8, 4) == clock_of(run, self.ONCE_TOLD).due
        assert [("lapsed", self.ONCE_TOLD)] == breaches_of(run)

    def test_an_application_through_the_agency_is_in_time(self, reconsideration):
        """Handing it to the agency that decided keeps the sixty days."""
        run = run_of(
            reconsideration,
            "2025-09-05 decision.served",
            "2025-11-04 remedy.submitted_via_agency",
            "2025-11-11 remedy.forwarded",
            "2025-11-12 remedy.accepted",
            as_of=date(2025, 11, 14),
        )
        assert [] == breaches_of(run)
        assert "accepted" == run.state("remedy")


class TestReconsiderationArt21:
    """“因不动产提出的行政复议申请……超过二十年，其他行政复议申请……超过五年的”."""

    @pytest.mark.parametrize(
        ("real_estate", "cap", "last"),
        [(False, "cap-5y", date(2029, 3, 4)), (True, "cap-20y", date(2044, 3, 4))],
    )
    def test_the_cap_follows_the_matter(self, reconsideration, real_estate, cap, last):
        """Five years from the act, twenty about real estate, for both remedies."""
        run = run_of(reconsideration, "2024-03-04 act_made", real_estate=real_estate)
        assert [
            (f"cn.reconsideration-law-2023.art21.apply-{cap}", last),
            (f"cn.litigation-law-2017.art46.sue-{cap}", last),
        ] == [(clock.limit.id, clock.nominal) for clock in run.clocks]

    def test_a_served_decision_asks_nothing_about_it(self, reconsideration):
        """Where the day of the act is not recorded as such, no cap runs and no fact is missed."""
        run = run_of(reconsideration, SERVED)
        assert [] == [finding for finding in audit(run) if finding.code == "not-recorded"]


class TestReconsiderationArt23:
    """“申请人应当先向行政复议机关申请行政复议”."""

    ONSPOT = ("2025-08-04 onspot_decided", "2025-08-04 decision.served")
    FIRST = "cn.reconsideration-law-2023.art23.reconsidered-first"

    @pytest.mark.parametrize("order", [1, -1])
    def test_the_way_to_the_court_is_lost_with_reconsideration(self, reconsideration, order):
        """Of an on-the-spot penalty all remedies are over when the sixty days are."""
        run = run_of(reconsideration, *self.ONSPOT[::order], told_to_reconsider_first=True)
        assert [date(2025, 10, 9)] == days_of(run, "remedy.over")
        assert "cn.reconsideration-law-2023.art23.mandatory-first" in rules_of(run)

    def test_an_ordinary_penalty_keeps_its_six_months(self, reconsideration):
        """Of any other penalty they are over when the later of both periods is."""
        run = run_of(reconsideration, "2025-08-04 decision.served")
        assert [date(2026, 2, 4)] == days_of(run, "remedy.over")

    def test_a_penalty_of_2023_keeps_them_too(self, reconsideration):
        """What was decided on the spot before 2024 can be sued against directly."""
        run = run_of(
            reconsideration,
            "2023-08-04 onspot_decided",
            "2023-08-04 decision.served",
            "2023-11-06 remedy.suit_filed",
            "2023-11-08 remedy.suit_refused",
        )
        assert [] == breaches_of(run)
        assert "cn.litigation-law-2017.art46.sue-6m" in rules_of(run)

    def test_the_day_of_the_act_chooses_the_law(self, litigation):
        """A suit of 2024 against a penalty of 2023 needs no reconsideration before it."""
        run = run_of(
            litigation,
            "2023-12-20 onspot_decided",
            "2023-12-20 decision.served",
            "2024-02-20 remedy.suit_filed",
            "2024-02-21 remedy.suit_refused",
        )
        assert [] == breaches_of(run)

    @pytest.mark.parametrize("year", [2019, 2025])
    def test_other_laws_may_put_it_first(self, litigation, year):
        """Where another law does, all remedies end with the sixty days, before 2024 as after."""
        run = run_of(
            litigation, f"{year}-03-04 reconsideration_required", f"{year}-03-04 decision.served"
        )
        assert [date(year, 5, 6 if year == 2025 else 5)] == days_of(run, "remedy.over")

    @pytest.mark.parametrize(
        "first", ["onspot_decided", "reconsideration_required", "information_refused"]
    )
    def test_a_direct_suit_is_a_missing_step(self, litigation, first):
        """A suit without an application before it is found, on each ground."""
        run = run_of(
            litigation,
            f"2025-08-04 {first}",
            "2025-08-04 decision.served",
            "2025-08-18 remedy.suit_filed",
            "2025-08-20 remedy.suit_refused",
            told_to_reconsider_first=True,
        )
        assert [("missing-step", self.FIRST)] == breaches_of(run)

    def test_the_decision_must_say_so(self, reconsideration):
        """An on-the-spot decision that does not tell the party is found."""
        run = run_of(reconsideration, *self.ONSPOT, told_to_reconsider_first=False)
        rule = "cn.reconsideration-law-2023.art23-2.told-first"
        assert [("missing-step", rule)] == breaches_of(run)

    @pytest.mark.parametrize(
        ("year", "rule"),
        [
            (2022, "cn.litigation-law-2017.art46.sue-6m"),
            (2025, "cn.reconsideration-law-2023.art23.mandatory-first-information"),
        ],
    )
    def test_refused_information(self, litigation, year, rule):
        """A refusal of information went to the court directly until 2023."""
        run = run_of(litigation, f"{year}-04-01 information_refused")
        assert rule in rules_of(run)
        assert 2 == len(run.clocks)


class TestReconsiderationArt30:
    """“审查期限届满之日起视为受理”."""

    APPLIED = ("2025-05-06 decision.served", "2025-06-09 remedy.reconsideration_applied")

    def test_silence_is_acceptance(self, reconsideration):
        """On the fifth working day the application is accepted, and the sixty days begin."""
        run = run_of(reconsideration, *self.APPLIED, as_of=date(2025, 6, 20))
        assert [date(2025, 6, 16)] == days_of(run, "remedy.deemed_accepted")
        decision = clock_of(run, "cn.reconsideration-law-2023.art62.decision")
        assert date(2025, 8, 15) == decision.due
        assert () == audit(run)

    def test_a_later_refusal_has_no_place(self, reconsideration):
        """Whoever was silent for five working days can no longer refuse."""
        run = run_of(
            reconsideration,
            *self.APPLIED,
            "2025-06-20 remedy.not_accepted",
            as_of=date(2025, 6, 23),
        )
        assert ["unlawful-step"] == [code for code, _ in breaches_of(run)]

    def test_a_corrected_application_is_examined_anew(self, reconsideration):
        """The five working days begin again when the applicant has corrected."""
        run = run_of(
            reconsideration,
            *self.APPLIED,
            "2025-06-11 remedy.correction_requested",
            "2025-06-12 remedy.correction_received",
            "2025-06-20 remedy.corrected",
            as_of=date(2025, 7, 1),
        )
        assert [date(2025, 6, 27)] == days_of(run, "remedy.deemed_accepted")

    def test_a_late_application_must_not_be_accepted(self, reconsideration):
        """Acceptance of an application made after the sixty days is found."""
        run = run_of(
            reconsideration,
            "2025-05-06 decision.served",
            "2025-07-08 remedy.reconsideration_applied",
            "2025-07-10 remedy.accepted",
            as_of=date(2025, 7, 14),
        )
        assert [
            ("lapsed", "cn.reconsideration-law-2023.art20.apply"),
            ("missing-step", "cn.reconsideration-law-2023.art30.in-time"),
        ] == breaches_of(run)


class TestReconsiderationArt31:
    """“无正当理由逾期不补正的，视为申请人放弃行政复议申请”."""

    ASKED = (
        *TestReconsiderationArt30.APPLIED,
        "2025-06-11 remedy.correction_requested",
        "2025-06-12 remedy.correction_received",
    )

    def test_not_correcting_is_giving_up(self, reconsideration):
        """After ten working days without the papers the application is given up."""
        run = run_of(reconsideration, *self.ASKED, as_of=date(2025, 7, 1))
        assert [date(2025, 6, 26)] == days_of(run, "remedy.deemed_abandoned")
        assert "refused" == run.state("remedy")

    def test_more_time_may_be_given(self, reconsideration):
        """An extension names its last day."""
        run = run_of(
            reconsideration,
            *self.ASKED,
            "2025-06-24 remedy.correction_extended",
            as_of=date(2025, 7, 1),
            correct_by=date(2025, 7, 4),
        )
        limit = "cn.reconsideration-law-2023.art31.correction"
        assert date(2025, 7, 4) == clock_of(run, limit).due


class TestReconsiderationArt34:
    """“自收到决定书之日起或者行政复议期限届满之日起十五日内”."""

    AFTER = "cn.reconsideration-law-2023.art34.sue-after-mandatory"
    SILENCE = "cn.litigation-law-2017.art45.sue-after-silence"

    @pytest.mark.parametrize(("required", "rule"), [(True, AFTER), (False, SILENCE)])
    def test_silence_opens_fifteen_days(self, reconsideration, required, rule):
        """Where reconsideration had to come first, its own article says so, not the general one."""
        before = ["2025-01-15 reconsideration_required"] if required else []
        run = run_of(reconsideration, *before, *ACCEPTED)
        assert [date(2025, 5, 6)] == days_of(run, "remedy.reconsideration_overdue")
        assert date(2025, 5, 21) == clock_of(run, rule).due
        assert [rule] == [each for each in rules_of(run) if each in {self.AFTER, self.SILENCE}]
        assert [date(2025, 5, 21)] == days_of(run, "remedy.over")

    def test_a_late_decision_opens_fifteen_days_of_its_own(self, reconsideration):
        """A decision served after the silence can be sued against in turn."""
        run = run_of(reconsideration, *ACCEPTED, "2025-05-26 remedy.reconsideration_served")
        limit = "cn.litigation-law-2017.art45.sue-after-reconsideration"
        assert date(2025, 6, 10) == clock_of(run, limit).due
        assert "decided" == run.state("remedy")

    def test_a_refusal_received_opens_them_too(self, reconsideration):
        """They run from the day the refusal was received."""
        run = run_of(
            reconsideration,
            "2025-01-15 reconsideration_required",
            SERVED,
            "2025-02-24 remedy.reconsideration_applied",
            "2025-02-27 remedy.not_accepted",
            "2025-03-04 remedy.refusal_received",
        )
        assert date(2025, 3, 19) == clock_of(run, self.AFTER).due


class TestReconsiderationArt39AndArt41:
    """“中止行政复议满六十日，行政复议中止的原因仍未消除”."""

    def test_a_suspension_stops_the_sixty_days(self, reconsideration):
        """Thirty days of suspension are left out of the time to decide."""
        run = run_of(
            reconsideration,
            *ACCEPTED,
            "2025-03-10 remedy.suspended",
            "2025-04-09 remedy.resumed",
            remedy_suspension_ground="pending-case",
        )
        decision = clock_of(run, "cn.reconsideration-law-2023.art62.decision")
        assert (date(2025, 6, 1), date(2025, 6, 3)) == (decision.nominal, decision.due)

    @pytest.mark.parametrize(
        ("ground", "day", "found"),
        [
            ("applicant-died", 2, ["too-early"]),
            ("applicant-died", 3, []),
            ("applicant-missing", 2, []),
        ],
    )
    def test_termination_waits_for_sixty_full_days(self, reconsideration, ground, day, found):
        """On the sixtieth day it is too early, for the three grounds that the article names."""
        run = run_of(
            reconsideration,
            *ACCEPTED,
            "2025-03-03 remedy.suspended",
            f"2025-05-0{day} remedy.terminated",
            remedy_suspension_ground=ground,
        )
        assert found == [code for code, _ in breaches_of(run)]


class TestReconsiderationArt48:
    """“自收到行政复议申请书副本……之日起十日内，提出书面答复”."""

    @pytest.mark.parametrize(
        ("lines", "limit", "due"),
        [
            (
                ["2023-12-20 remedy.copy_received"],
                "cn.reconsideration-law-2017.art23.agency-reply",
                date(2024, 1, 2),  # ten calendar days end on a Saturday, before New Year
            ),
            (
                ["2024-01-02 remedy.copy_received"],
                "cn.reconsideration-law-2023.art48.agency-reply",
                date(2024, 1, 16),
            ),
            (
                ["2024-01-02 remedy.simple_applied", "2024-01-02 remedy.copy_received"],
                "cn.reconsideration-law-2023.art54.agency-reply-simple",
                date(2024, 1, 9),
            ),
        ],
    )
    def test_ten_days_became_working_days(self, reconsideration, lines, limit, due):
        """Calendar days until 2023, then working days, and half of them if simple."""
        run = run_of(reconsideration, *lines)
        assert due == clock_of(run, limit).due
        assert [limit] == rules_of(run)


class TestReconsiderationArt51:
    """“应当于举行听证的五日前将听证的时间、地点和拟听证事项书面通知当事人”."""

    @pytest.mark.parametrize(("day", "found"), [(26, True), (28, True), (29, False)])
    def test_five_full_working_days_lie_between(self, reconsideration, day, found):
        """The Sunday before National Day is a working day, and the fifth."""
        run = run_of(
            reconsideration,
            "2025-09-22 remedy.hearing_notified",
            f"2025-09-{day} remedy.hearing_held",
        )
        findings = [one for one in audit(run) if one.code == "too-early"]
        assert found == bool(findings)
        if day == 28:
            (finding,) = findings
            assert Certainty.DISPUTED is finding.certainty


class TestReconsiderationArt56ToArt60:
    """“有权处理的，应当在三十日内依法处理；无权处理的，应当在七日内转送”."""

    @pytest.mark.parametrize(
        ("power", "rule", "due"),
        [
            (True, "cn.reconsideration-law-2023.art56.document-review", date(2025, 4, 2)),
            (False, "cn.reconsideration-law-2023.art56.document-forward", date(2025, 3, 12)),
        ],
    )
    def test_one_of_two_periods_runs(self, reconsideration, power, rule, due):
        """Thirty days to deal with the document, or seven working days to forward it."""
        run = run_of(
            reconsideration,
            "2025-03-03 remedy.document_review_requested",
            document_within_power=power,
        )
        assert [(rule, due)] == [(clock.limit.id, clock.due) for clock in run.clocks]

    def test_both_run_if_the_power_is_not_recorded(self, reconsideration):
        """Nobody knows then which of the two is owed, and the answers say so."""
        run = run_of(reconsideration, "2025-03-03 remedy.document_review_requested")
        assert [("document_within_power",)] * 2 == [clock.missing for clock in run.clocks]


class TestReconsiderationArt62:
    """“自受理申请之日起六十日内……延长期限最多不得超过三十日”."""

    LIMIT = "cn.reconsideration-law-2023.art62.decision"

    def test_the_extension_counts_from_the_sixtieth_day(self, reconsideration):
        """Not from the day to which the sixtieth was rolled."""
        run = run_of(
            reconsideration,
            *ACCEPTED,
            "2025-04-28 remedy.reconsideration_extended",
            granted_days=30,
            approver="reconsideration-office-head",
        )
        clock = clock_of(run, self.LIMIT)
        assert (date(2025, 6, 1), date(2025, 6, 3)) == (clock.nominal, clock.due)

    def test_only_the_head_of_the_office_extends(self, reconsideration):
        """An extension by anyone else has no effect."""
        run = run_of(
            reconsideration,
            *ACCEPTED,
            "2025-04-28 remedy.reconsideration_extended",
            granted_days=30,
            approver="unit-head",
        )
        assert date(2025, 5, 6) == clock_of(run, self.LIMIT).due

    @pytest.mark.parametrize(
        ("lines", "due"),
        [
            ([], date(2025, 4, 2)),
            (["2025-03-20 remedy.simple_ended"], date(2025, 5, 6)),
        ],
    )
    def test_thirty_days_if_simple(self, reconsideration, lines, due):
        """A simple procedure has thirty days, sixty once it is turned into an ordinary one."""
        run = run_of(
            reconsideration,
            *ACCEPTED[:2],
            "2025-03-03 remedy.simple_applied",
            ACCEPTED[2],
            *lines,
        )
        assert due == days_of(run, "remedy.reconsideration_overdue")[0]


class TestReconsiderationRegulation:
    """“没有履行期限规定的，自行政机关收到申请满60日起计算” and other articles of 2007."""

    def test_inaction_since_2024(self, reconsideration):
        """Sixty days of inaction, sixty to apply; with them ends the way to the court."""
        run = run_of(reconsideration, "2025-01-10 duty_requested", duty_term_fixed=False)
        assert [date(2025, 3, 11)] == days_of(run, "remedy.inaction_complete")
        assert [date(2025, 5, 12)] == days_of(run, "remedy.over")
        assert "cn.litigation-interp-2018.art66.sue-inaction" not in rules_of(run)

    def test_inaction_before(self, litigation):
        """Until 2023 the suit was open for six months from the end of the two."""
        run = run_of(litigation, "2020-01-10 duty_requested", duty_term_fixed=False)
        clock = clock_of(run, "cn.litigation-interp-2018.art66.sue-inaction")
        assert date(2020, 9, 10) == clock.due
        assert [("overdue", "cn.litigation-law-2017.art47.duty-2m")] == breaches_of(run)

    def test_inaction_in_2016(self, litigation):
        """The interpretation of 2015 said what that of 2018 says again."""
        run = run_of(litigation, "2016-01-11 duty_requested", duty_term_fixed=False)
        clock = clock_of(run, "cn.litigation-interp-2015.art4.sue-inaction")
        assert date(2016, 9, 12) == clock.due  # Sunday 2016-09-11 rolls

    def test_a_correction_is_left_out_of_the_sixty_days(self, reconsideration):
        """Under the law of 1999 acceptance is receipt, and the time of correction stands still."""
        run = run_of(
            reconsideration,
            "2023-04-03 decision.served",
            "2023-05-08 remedy.reconsideration_applied",
            "2023-05-10 remedy.correction_requested",
            "2023-05-20 remedy.corrected",
        )
        decision = clock_of(run, "cn.reconsideration-law-2017.art31.decision")
        assert date(2023, 7, 17) == decision.due
        (accepted,) = (one for one in run.steps if one.event.name == "remedy.deemed_accepted")
        assert date(2023, 5, 8) == accepted.counts_from

    @pytest.mark.parametrize(
        ("year", "rule"),
        [
            (2023, "cn.reconsideration-reg-2007.art57.opinion-report"),
            (2025, "cn.reconsideration-law-2023.art76.opinion-report"),
        ],
    )
    def test_one_rule_asks_for_the_report(self, reconsideration, year, rule):
        """What the law of 2023 says again is judged by it alone."""
        run = run_of(reconsideration, f"{year}-03-03 remedy.opinion_received")
        assert [rule] == rules_of(run)
        assert [("overdue", rule)] == breaches_of(run)


class TestLitigationArt46:
    """“应当自知道或者应当知道作出行政行为之日起六个月内提出”."""

    LIMIT = "cn.litigation-law-2017.art46.sue-6m"

    @pytest.mark.parametrize(
        ("served", "due"), [("2025-01-15", date(2025, 7, 15)), ("2025-08-31", date(2026, 2, 28))]
    )
    def test_six_months(self, litigation, served, due):
        """They end on the corresponding day, or on the last day of the month."""
        clock = clock_of(run_of(litigation, f"{served} decision.served"), self.LIMIT)
        assert due == clock.nominal

    def test_they_go_on_after_a_withdrawal(self, litigation):
        """Who withdrew the application for reconsideration may sue within them."""
        lines = (
            *ACCEPTED,
            "2025-03-17 remedy.withdrawn",
        )
        run = run_of(
            litigation, *lines, "2025-07-15 remedy.suit_filed", "2025-07-16 remedy.suit_refused"
        )
        assert [] == breaches_of(run)
        assert [date(2025, 7, 15)] == days_of(run_of(litigation, *lines), "remedy.over")

    def test_fifteen_days_take_their_place(self, litigation):
        """After the reconsideration decision the fifteen days count, even where six months ran."""
        run = run_of(
            litigation,
            *ACCEPTED,
            "2025-04-01 remedy.reconsideration_decided",
            "2025-04-02 remedy.reconsideration_served",
            "2025-04-18 remedy.suit_filed",
            "2025-04-21 remedy.suit_refused",
        )
        rule = "cn.litigation-law-2017.art45.sue-after-reconsideration"
        assert [("lapsed", rule)] == breaches_of(run)

    @pytest.mark.parametrize(
        ("served", "rule", "due"),
        [
            ("2015-01-12", "cn.litigation-law-1989.art39.sue-3m", date(2015, 4, 13)),
            ("2015-02-10", LIMIT, date(2015, 8, 10)),
        ],
    )
    def test_three_months_not_yet_over_became_six(self, litigation, served, rule, due):
        """What was over before 2015-05-01 stayed over."""
        run = run_of(litigation, f"{served} decision.served")
        (clock,) = (each for each in run.clocks if each.limit.limit.matter == "suit")
        assert (rule, due) == (clock.limit.id, clock.due)

    def test_who_was_not_told_of_them_has_a_year(self, litigation):
        """The six months run from the day they are learned of, the year from the decision."""
        lines = ("2024-03-05 remedy.suit_untold", "2024-03-05 decision.served")
        late = run_of(litigation, *lines, "2025-03-10 remedy.suit_filed")
        assert [("lapsed", "cn.litigation-interp-2018.art64.sue-untold-1y")] == breaches_of(late)
        told = run_of(litigation, *lines, "2024-05-06 remedy.suit_told")
        clock = clock_of(told, "cn.litigation-interp-2018.art64.sue-once-told")
        assert date(2024, 11, 6) == clock.due


class TestLitigationArt67:
    """“被告应当在收到起诉状副本之日起十五日内向人民法院提交作出行政行为的证据”."""

    SUED = (SERVED, "2025-02-17 remedy.suit_filed", "2025-02-19 remedy.suit_accepted")
    RECEIVED = (*SUED, "2025-02-24 remedy.complaint_received")

    @pytest.mark.parametrize(("day", "found"), [(11, []), (12, ["late"])])
    def test_fifteen_calendar_days(self, litigation, day, found):
        """The fifteenth day is in time."""
        run = run_of(
            litigation,
            *self.RECEIVED,
            f"2025-03-{day} remedy.evidence_filed",
            as_of=date(2025, 4, 1),
        )
        assert found == [code for code, _ in breaches_of(run)]

    @pytest.mark.parametrize(("day", "found"), [(15, []), (16, ["late"])])
    def test_the_court_may_allow_more(self, litigation, day, found):
        """Fifteen days then run from the end of the reason for the delay."""
        run = run_of(
            litigation,
            *self.RECEIVED,
            "2025-03-05 remedy.evidence_delay_requested",
            "2025-03-07 remedy.evidence_delay_allowed",
            "2025-03-31 remedy.delay_reason_ended",
            f"2025-04-{day} remedy.evidence_filed",
            as_of=date(2025, 5, 1),
        )
        assert found == [code for code, _ in breaches_of(run)]

    def test_a_late_judgment_is_not_the_agency_s_fault(self, litigation):
        """What a court is late with is a note."""
        run = run_of(
            litigation,
            *self.RECEIVED,
            "2025-03-10 remedy.evidence_filed",
            "2025-09-10 remedy.judged",
            as_of=date(2025, 9, 11),
        )
        assert [] == breaches_of(run)
        assert ["late"] == [finding.code for finding in audit(run)]


class TestLitigationArt85:
    """“逾期不提起上诉的，人民法院的第一审判决或者裁定发生法律效力”."""

    @pytest.mark.parametrize(
        ("served", "due"), [("judgment_served", date(2025, 9, 1)), ("ruling_served", None)]
    )
    def test_a_judgment_takes_effect(self, litigation, served, due):
        """After fifteen days a judgment is final, after ten a ruling, and the remedies are over."""
        run = run_of(
            litigation,
            *TestLitigationArt67.RECEIVED,
            "2025-03-10 remedy.evidence_filed",
            "2025-08-08 remedy.judged",
            f"2025-08-15 remedy.{served}",
        )
        assert [due or date(2025, 8, 25)] == days_of(run, "remedy.over")
        assert "over" == run.state("remedy")


class TestParties:
    """Each party has its own chain of remedies."""

    def test_one_party_does_not_stand_for_the_other(self, reconsideration):
        """Of two parties one applies in time, and the other's periods end by themselves."""
        run = run_of(
            reconsideration,
            "2025-01-15 decision.served party=A",
            "2025-01-20 decision.served party=B",
            "2025-02-24 remedy.reconsideration_applied party=A",
            "2025-03-03 remedy.accepted party=A",
            "2025-04-01 remedy.reconsideration_decided party=A",
            "2025-04-02 remedy.reconsideration_served party=A",
        )
        over = {
            step.event.of: step.event.day for step in run.steps if step.event.name == "remedy.over"
        }
        assert {
            (("party", "A"),): date(2025, 4, 17),
            (("party", "B"),): date(2025, 7, 21),
        } == over
