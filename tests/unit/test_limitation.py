from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from enforcecal.cases.limitation.answer import LimitationStatus, Penalty, limitation, standard_rules
from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.dates.certainty import Certainty
from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError
from enforcecal.law.limitations import Pattern

TODAY = date(2026, 11, 22)


def day(text):
    """Return the day that *text* says, None for nothing."""
    return date.fromisoformat(text) if text else None


def found(text):
    """Return the discoveries in *text*, such as ``D2@2024-03-01;D3?@2025-01-02``."""
    events = [one.partition("@") for one in text.split(";") if one]
    return [
        Discovery(code.rstrip("?"), day(when), verified=None if code.endswith("?") else True)
        for code, _, when in events
    ]


def single(start, **more):
    """Return conduct of one day."""
    return Conduct(start=day(start), pattern="single", **more)


def continuing(start, end=None, **more):
    """Return conduct that went on."""
    return Conduct(start=day(start), end=day(end), pattern="continuing", **more)


def chain(*acts, **more):
    """Return consecutive acts."""
    days = [day(act) for act in acts]
    return Conduct(start=days[0], pattern="consecutive", acts=days, **more)


HEALTH = {"harm_domain": "life_health", "harm": True}
TREE = Conduct(start=date(2022, 3, 10), kind="tree-felling")
SLAG = Conduct(start=date(2023, 6, 15), kind="dumping")
OUT = "corrective_order_possible"

WORKED = [
    # number, conduct, discoveries, status, last day, safe day, flags, rule
    (1, TREE, "D2@2024-03-01", "preserved", "2024-03-10", "2024-03-09", "", "2021.art36"),
    (2, TREE, "D2@2024-03-10", "disputed_boundary", "2024-03-10", "2024-03-09", OUT, "2021.art36"),
    (3, TREE, "D2@2024-03-11", "expired", "2024-03-10", "2024-03-09", OUT, "2021.art36"),
    (
        *(4, single("2020-02-29"), "D2@2022-03-01", "expired", "2022-02-28", "2022-02-27"),
        *(OUT, "2017.art29"),
    ),
    (
        *(5, Conduct(start=day("2019-05-01"), end=day("2023-08-20"), kind="sign")),
        *("D2@2025-06-30", "preserved", "2025-08-20", "2025-08-19", "", "2021.art36"),
    ),
    (
        *(6, Conduct(start=day("2012-06-30"), kind="planning-building"), "", "not_started"),
        *("", "", "contested_pattern", "2021.art36"),
    ),
    (
        *(7, SLAG, "D3@2025-06-10;D1@2025-06-27", "preserved", "2025-06-15", "2025-06-14"),
        *("", "2021.art36"),
    ),
    (
        *(8, SLAG, "D4@2025-06-10;D2@2025-06-20", "expired", "2025-06-15", "2025-06-14"),
        *(OUT, "2021.art36"),
    ),
    (
        *(9, single("2022-11-20"), "D6@2024-10-08;D9@2025-02-18;D1@2025-03-04", "preserved"),
        *("2024-11-20", "2024-11-19", "", "2021.art36"),
    ),
    (
        *(10, single("2022-11-20"), "D8@2024-10-08;D9@2025-02-18;D1@2025-03-04"),
        *("disputed_discovery", "2024-11-20", "2024-11-19", OUT, "2021.art36"),
    ),
    (
        *(11, single("2021-09-01"), "D7@2022-05-05;D9@2025-01-15", "preserved", "2023-09-01"),
        *("2023-08-31", "", "2021.art36"),
    ),
    (
        *(12, single("2021-09-01", **HEALTH), "D2@2025-12-01", "preserved", "2026-09-01"),
        *("2026-08-31", "", "2021.art36.limitation-5y"),
    ),
    (
        *(13, single("2021-09-01", harm_domain="life_health", harm=False), "D2@2025-12-01"),
        *("expired", "2023-09-01", "2023-08-31", OUT, "2021.art36.limitation-2y"),
    ),
    (
        *(14, single("2020-10-01", **HEALTH), "D2@2023-05-01", "expired", "2022-10-01"),
        *("2022-09-30", f"{OUT};review_five_year_claim", "2017.art29"),
    ),
    (
        *(15, continuing("2020-01-01", "2021-08-01", **HEALTH), "D2@2025-07-31", "preserved"),
        *("2026-08-01", "2026-07-31", "", "2021.art36.limitation-5y"),
    ),
    (
        *(16, chain("2021-01-10", "2021-12-05", "2023-03-18"), "D2@2025-02-01", "preserved"),
        *("2025-03-18", "2025-03-17", "", "2021.art36"),
    ),
    (
        *(17, chain("2020-01-05", "2023-03-18"), "D2@2025-02-01", "preserved", "2025-03-18"),
        *("2025-03-17", "earlier_acts_expired", "2021.art36"),
    ),
    (
        *(18, single("2019-04-01"), "D2@2020-02-10;D1@2025-03-01", "preserved", "2021-04-01"),
        *("2021-03-31", "long_idle_after_discovery", "2017.art29"),
    ),
    (
        *(19, single("2025-12-20", regime="public_security"), "D2@2026-06-25", "expired"),
        *("2026-06-20", "2026-06-19", OUT, "ps-law-2012.art22"),
    ),
    (20, single("2025-01-15"), "", "running", "2027-01-15", "2027-01-14", "", "2021.art36"),
]


@pytest.mark.parametrize(
    ("number", "conduct", "events", "status", "last", "safe", "flags", "rule"), WORKED
)
def test_the_worked_examples(number, conduct, events, status, last, safe, flags, rule):
    """Status, days, flags and clause of the twenty worked examples."""
    answer = limitation(conduct, found(events), as_of=TODAY)
    assert (status, day(last), day(safe)) == (
        answer.status.value,
        answer.last_day,
        answer.safe_last_day,
    )
    assert tuple(filter(None, flags.split(";"))) == answer.flags
    assert rule in answer.rule


def judged(conduct, events="", as_of=TODAY, rules=None):
    """Return the answer on *conduct* and the discoveries in *events*."""
    return limitation(conduct, found(events), as_of=as_of, rules=rules)


class TestWorkedExamplesInFull:
    def test_6_the_completion_view_stands_beside_ours(self):
        """A house that still stands: not started, and expired on the view of some courts."""
        answer = judged(Conduct(start=date(2012, 6, 30), kind="planning-building"))
        (view,) = answer.views
        assert ("planning_building_continuing", "no") == (view.question, view.answer)
        assert (LimitationStatus.EXPIRED, date(2014, 6, 30)) == (view.status, view.last_day)
        assert Certainty.DISPUTED is answer.certainty
        assert Penalty.ALLOWED is answer.penalty
        assert answer.days_left is None

    def test_9_names_no_other_view(self):
        """An authority with power to punish discovers on every view."""
        answer = judged(single("2022-11-20"), "D6@2024-10-08;D9@2025-02-18")
        assert () == answer.views
        assert Certainty.FIRM is answer.certainty
        assert "D6@2024-10-08" == str(answer.deciding)

    def test_10_is_barred_on_the_safe_side(self):
        """Found without power: a person decides, and counts it as barred until then."""
        answer = judged(single("2022-11-20"), "D8@2024-10-08;D9@2025-02-18")
        assert (Penalty.REVIEW, Penalty.BARRED) == (answer.penalty, answer.safe_penalty)
        assert ["any-organ", "administrative-only"] == [view.answer for view in answer.views]
        assert ["preserved", "expired"] == [view.status.value for view in answer.views]
        assert -91 == answer.days_left

    def test_16_is_one_chain(self):
        """Gaps within the period leave one chain, preserved for all three acts."""
        assert () == judged(WORKED[15][1], "D2@2025-02-01").parts

    def test_17_parts_the_chain(self):
        """A gap over the period: the first act stands apart, out of time since 2022-01-05."""
        answer = judged(WORKED[16][1], "D2@2025-02-01")
        (part,) = answer.parts
        assert (date(2020, 1, 5), date(2020, 1, 5)) == (part.first, part.last)
        assert (LimitationStatus.EXPIRED, date(2022, 1, 5)) == (part.status, part.last_day)
        (view,) = [one for one in answer.views if one.question == "consecutive_max_gap"] or [None]
        assert view is None  # without a gap it would be preserved too

    def test_20_has_53_days_to_the_safe_day(self):
        """The days left are counted to the safe day."""
        answer = judged(single("2025-01-15"))
        assert 53 == answer.days_left
        assert 54 == (answer.last_day - TODAY).days
        assert (Penalty.ALLOWED, Penalty.ALLOWED) == (answer.penalty, answer.safe_penalty)


class TestDays:
    @pytest.mark.parametrize(
        ("start", "last"),
        [
            ("2020-02-29", "2022-02-28"),
            ("2018-02-28", "2020-02-28"),
            ("2021-12-31", "2023-12-31"),
            ("9998-01-01", "9999-12-31"),
        ],
    )
    def test_the_corresponding_day(self, start, last):
        """A missing day becomes the month's last; beyond the calendar there is no later day."""
        assert day(last) == judged(single(start), as_of=day(start)).last_day

    def test_half_a_year(self):
        """Six months from 31 August end on the last of February."""
        answer = judged(single("2025-08-31", regime="public_security"))
        assert (date(2026, 2, 28), "cn.ps-law-2012") == (answer.last_day, answer.edition)

    @pytest.mark.parametrize(
        ("end", "rule", "last"),
        [
            ("2021-07-14", "cn.penalty-law-2017.art29.limitation-2y", "2023-07-14"),
            ("2021-07-15", "cn.penalty-law-2021.art36.limitation-5y", "2026-07-15"),
            ("2017-12-31", "cn.penalty-law-1996.art29.limitation-2y", "2019-12-31"),
        ],
    )
    def test_the_edition_is_that_of_the_end(self, end, rule, last):
        """Continuing conduct that ends on the border of the new law."""
        answer = judged(continuing("2012-01-01", end, **HEALTH))
        assert (rule, day(last)) == (answer.rule, answer.last_day)

    def test_conduct_before_every_edition(self):
        """The oldest edition is used, and the answer says so."""
        answer = judged(single("1995-05-05"))
        assert "cn.penalty-law-1996" == answer.edition
        assert "oldest-edition" in answer.assumptions

    def test_tax(self):
        """Five years, whether harm was done or not."""
        assert date(2028, 5, 5) == judged(single("2023-05-05", regime="tax")).last_day

    def test_a_day_off_does_not_move_the_last_day(self):
        """2024-10-01 is a holiday and stays the last day."""
        assert date(2024, 10, 1) == judged(single("2022-10-01")).last_day

    def test_the_last_day_itself(self):
        """On the last day only today is left, and whether it counts is disputed."""
        answer = judged(single("2024-11-22"))
        assert (LimitationStatus.RUNNING, ("last_day_only",)) == (answer.status, answer.flags)
        assert (Penalty.ALLOWED, Penalty.BARRED) == (answer.penalty, answer.safe_penalty)
        assert -1 == answer.days_left
        assert {"start_day_counts"} == {view.question for view in answer.views}


class TestDiscovery:
    def test_conduct_that_goes_on_can_be_discovered(self):
        """A discovery before the end of continuing conduct is one, however late the end is."""
        answer = judged(continuing("2015-01-01", "2020-06-30"), "D2@2016-01-01")
        assert LimitationStatus.PRESERVED is answer.status

    def test_conduct_with_no_end(self):
        """Not ended, or ended after the day of the question: not started."""
        for end in (None, "2026-12-01"):
            answer = judged(continuing("2015-01-01", end), "D2@2016-01-01")
            assert LimitationStatus.NOT_STARTED is answer.status
            assert answer.last_day is None
            assert date(2016, 1, 1) == answer.discovered

    def test_what_is_later_is_not_known_yet(self):
        """A discovery after the day of the question does not count."""
        answer = judged(single("2025-01-15"), "D2@2026-11-23")
        assert (LimitationStatus.RUNNING, None) == (answer.status, answer.deciding)

    def test_nothing_is_discovered_before_it_happens(self):
        """An event before the conduct is left out, with a flag; one that never counts, without."""
        answer = judged(single("2023-01-15"), "D2@2022-12-01;D3@2022-12-02;D4@2022-12-01")
        assert LimitationStatus.EXPIRED is answer.status
        assert ("corrective_order_possible", "event_before_conduct") == answer.flags
        assert () == judged(single("2025-01-15"), "D4@2022-12-01").flags

    def test_a_report_that_was_never_verified(self):
        """Not true, it is no discovery; nobody knows yet, both answers are given."""
        never = [Discovery("D3", date(2025, 6, 10), verified=False)]
        assert LimitationStatus.EXPIRED is limitation(SLAG, never, as_of=TODAY).status
        answer = judged(SLAG, "D3?@2025-06-10")
        assert LimitationStatus.DISPUTED_DISCOVERY is answer.status
        assert "pending_verification" in answer.flags
        views = {view.answer: view.status.value for view in answer.views}
        assert {"true": "preserved", "false": "expired", "no": "expired"} == views
        assert Certainty.UNKNOWN is answer.certainty
        assert (Penalty.REVIEW, "pending_verification") == (answer.penalty, answer.word)

    def test_a_report_verified_later(self):
        """Before the day it was established the report is pending, after it it counts."""
        report = [Discovery("D3", date(2025, 6, 10), verified_on=date(2025, 7, 1))]
        before = limitation(SLAG, report, as_of=date(2025, 6, 14))
        assert ("pending_verification", "soft_discovery") == before.flags
        after = limitation(SLAG, report, as_of=date(2025, 7, 1))
        assert LimitationStatus.PRESERVED is after.status

    def test_what_needs_no_proof_is_never_pending(self):
        """A record of one's own is what it is."""
        answer = judged(SLAG, "D2?@2025-06-10")
        assert (LimitationStatus.PRESERVED, ()) == (answer.status, answer.flags)

    def test_the_earliest_of_each_class_counts(self):
        """Order and repetition do not matter."""
        answer = judged(TREE, "D2@2024-02-02;D8@2023-02-02;D2@2023-05-05;D8@2022-05-05")
        assert "D2@2023-05-05" == str(answer.deciding)
        soft = judged(TREE, "D8@2023-02-02;D8@2022-05-05;D8@2023-05-05")
        assert "D8@2022-05-05" == str(soft.deciding)

    def test_only_the_police_discover_offences_against_public_order(self):
        """Another authority's record is none; the police's own is."""
        noise = single("2025-12-20", regime="public_security")
        assert LimitationStatus.EXPIRED is judged(noise, "D6@2026-01-05").status
        assert LimitationStatus.PRESERVED is judged(noise, "D7@2026-01-05").status

    def test_hotline(self):
        """The hotline's day is disputed, with the answers of both sides beside it."""
        answer = judged(TREE, "D5@2024-01-01;D3@2024-04-01")
        assert LimitationStatus.DISPUTED_DISCOVERY is answer.status
        views = {view.answer: view.status.value for view in answer.views}
        assert {"yes": "preserved", "no": "expired"} == {k: views[k] for k in ("yes", "no")}

    def test_idle_is_said_of_own_discoveries_only(self):
        """What another authority did in between is not known, nor what nobody recorded."""
        assert () == judged(TREE, "D6@2022-04-01;D9@2023-04-01").flags
        assert () == judged(TREE, "D2@2022-04-01;D1@2022-06-30").flags
        assert () == judged(TREE, "D2@2022-04-01;D1@2027-06-30").flags
        assert ("long_idle_after_discovery",) == judged(TREE, "D2@2022-04-01;D1@2022-07-01").flags


class TestFiveYears:
    def test_harm_nobody_recorded(self):
        """Both periods: two years decide, five stand beside, and a person decides."""
        answer = judged(single("2022-01-10", harm_domain="life_health"), "D2@2025-01-10")
        (view,) = answer.views
        assert ("harm_unknown", "preserved") == (view.question, view.status.value)
        assert (LimitationStatus.EXPIRED, Penalty.REVIEW) == (answer.status, answer.penalty)
        assert "harm_unknown" == answer.word

    def test_a_domain_nobody_recorded(self):
        """Without the domain nobody knows either; without harm it does not matter."""
        unknown = single("2022-01-10", harm_domain="unknown", harm=True)
        assert Certainty.UNKNOWN is judged(unknown, "D2@2025-01-10").certainty
        harmless = single("2022-01-10", harm_domain="unknown", harm=False)
        assert Certainty.FIRM is judged(harmless, "D2@2025-01-10").certainty

    def test_the_last_day_may_turn_on_it_too(self):
        """While both periods run, the answer is open about the last day."""
        answer = judged(single("2025-06-10", harm_domain="life_health"))
        assert ["2030-06-10"] == [str(view.last_day) for view in answer.views]

    def test_harm_that_showed_in_time(self):
        """Harm within the two years: five."""
        conduct = single("2022-01-10", harm_day=date(2023, 1, 1), **HEALTH)
        assert LimitationStatus.PRESERVED is judged(conduct, "D2@2025-01-10").status

    def test_harm_that_showed_too_late(self):
        """Harm after the two years: expired, and the other view beside it."""
        conduct = single("2022-01-10", harm_day=date(2024, 6, 1), **HEALTH)
        answer = judged(conduct, "D2@2025-01-10")
        views = {view.question: view.status.value for view in answer.views}
        assert LimitationStatus.EXPIRED is answer.status
        assert {"harm_after_two_years": "preserved"} == views

    def test_old_conduct_with_harm_nobody_recorded(self):
        """Two years on every view: the clause of five asks for harm."""
        answer = judged(single("2020-10-01", harm_domain="life_health"), "D2@2023-05-01")
        assert Certainty.FIRM is answer.certainty

    def test_conduct_that_goes_on_with_harm_nobody_recorded(self):
        """No period runs yet, so that nothing turns on it."""
        assert () == judged(continuing("2022-01-01", harm_domain="life_health")).views

    def test_another_domain_is_no_reason(self):
        """What is in no domain of the clause has two years."""
        conduct = single("2022-01-10", harm_domain="beauty", harm=True)
        assert date(2024, 1, 10) == judged(conduct).last_day

    def test_what_was_over_before_the_new_law_is_over(self):
        """Conduct out of time before 2021-07-15 stays so, on every view."""
        answer = judged(single("2019-07-14", **HEALTH), "D2@2023-01-01")
        assert ("corrective_order_possible",) == answer.flags
        assert () == answer.views


class TestChains:
    STALLS = chain("2021-01-10", "2021-12-05", "2023-03-18")

    def test_an_event_inside_discovers_the_acts_before_it(self):
        """The acts up to it are preserved, the later ones are a chain of their own."""
        answer = judged(self.STALLS, "D2@2021-12-31")
        assert (LimitationStatus.EXPIRED, date(2025, 3, 18)) == (answer.status, answer.last_day)
        (part,) = answer.parts
        assert (date(2021, 1, 10), date(2021, 12, 5)) == (part.first, part.last)
        assert LimitationStatus.PRESERVED is part.status
        assert "earlier_acts_discovered" in answer.flags
        assert "late_act_after_discovery" in {view.question for view in answer.views}

    def test_an_event_between_the_first_acts(self):
        """Only the acts on or before the day of the event are discovered by it."""
        (part,) = judged(self.STALLS, "D2@2021-02-01").parts
        assert (date(2021, 1, 10), date(2021, 1, 10)) == (part.first, part.last)

    def test_the_days_of_the_acts_need_not_be_known(self):
        """Beginning and end will do, with an assumption."""
        conduct = Conduct(start=day("2021-01-10"), end=day("2023-03-18"), pattern="consecutive")
        answer = judged(conduct, "D2@2022-06-01")
        assert "no-gap" in answer.assumptions
        assert date(2022, 6, 1) == answer.parts[0].last
        assert LimitationStatus.PRESERVED is judged(conduct, "D2@2025-01-01").status

    def test_what_is_disputed_discovers_no_earlier_acts(self):
        """A disputed event inside a chain leaves no part behind."""
        assert () == judged(self.STALLS, "D8@2021-12-31").parts

    def test_a_chain_that_goes_on(self):
        """Not ended: not started."""
        conduct = Conduct(start=day("2021-01-10"), kind="repeated-dumping")
        assert LimitationStatus.NOT_STARTED is judged(conduct).status

    def test_an_event_before_every_act(self):
        """It is flagged; one before the last chain only lies in an earlier one."""
        broken = chain("2020-01-05", "2023-03-18")
        assert "event_before_conduct" in judged(broken, "D2@2019-01-01").flags
        answer = judged(broken, "D2@2020-06-01")
        assert "event_before_conduct" not in answer.flags
        assert LimitationStatus.PRESERVED is answer.parts[0].status

    def test_on_the_view_that_no_gap_breaks_a_chain(self):
        """One chain, and the other view is named where it matters."""
        rules = standard_rules().answering("consecutive_max_gap", "none")
        broken = chain("2020-01-05", "2023-03-18")
        assert () == judged(broken, "D2@2025-02-01", rules=rules).parts

    def test_on_the_view_that_a_chain_is_found_as_a_whole(self):
        """An event inside the chain preserves it all, and the other view is named."""
        rules = standard_rules().answering("late_act_after_discovery", "whole-chain")
        answer = judged(self.STALLS, "D2@2021-12-31", rules=rules)
        assert LimitationStatus.PRESERVED is answer.status
        assert {"expired"} == {view.status.value for view in answer.views}


class TestViews:
    def test_boundary(self):
        """In time on one view, too late on the other."""
        answer = judged(TREE, "D2@2024-03-10")
        views = {(view.question, view.answer): view.status.value for view in answer.views}
        assert {
            ("boundary_day", "in-time"): "preserved",
            ("start_day_counts", "yes"): "expired",
        } == views
        assert Penalty.REVIEW is answer.penalty

    def test_the_first_day_counted(self):
        """Then the last day is a day earlier and beyond doubt, but not where it was clipped."""
        rules = standard_rules().answering("start_day_counts", "yes")
        answer = judged(TREE, rules=rules)
        assert date(2024, 3, 9) == answer.last_day == answer.safe_last_day
        assert "start-day-counted" in answer.assumptions
        assert date(2022, 2, 28) == judged(single("2020-02-29"), rules=rules).last_day

    def test_a_pattern_that_was_given_raises_no_question(self):
        """Who says the pattern has answered it, but the flag stays."""
        conduct = Conduct(start=date(2012, 6, 30), pattern="single", kind="planning-building")
        answer = judged(conduct)
        assert () == answer.views
        assert "contested_pattern" in answer.flags

    def test_a_court_that_holds_completion_for_the_end(self):
        """Expired on its view; on the other, the conduct has not ended and has no last day."""
        rules = standard_rules().answering("planning_building_continuing", "no")
        answer = judged(Conduct(start=date(2012, 6, 30), kind="planning-building"), rules=rules)
        assert LimitationStatus.EXPIRED is answer.status
        assert "on another view, the conduct has not ended: the state" in answer.explain()

    def test_harm_unknown_taken_for_five_years(self):
        """The other answer to a question of fact is data, too."""
        rules = standard_rules().answering("harm_unknown", "long")
        conduct = single("2022-01-10", harm_domain="life_health")
        assert date(2027, 1, 10) == judged(conduct, rules=rules).last_day

    def test_five_years_reaching_back(self):
        """On that view the act of 2020 has five years, by the clause of 2021."""
        rules = standard_rules().answering("five_year_retroactive", "yes")
        answer = judged(single("2020-10-01", **HEALTH), "D2@2023-05-01", rules=rules)
        assert LimitationStatus.PRESERVED is answer.status
        assert "cn.penalty-law-2021.art36.limitation-5y" == answer.rule
        assert "oldest-edition" not in answer.assumptions

    @pytest.mark.parametrize(("answer", "orders"), [("review", 2), ("no", 2), ("yes", 1)])
    def test_an_order_to_correct_is_never_barred(self, answer, orders):
        """Whatever an order to demolish is taken for, an order to correct is possible."""
        rules = standard_rules().answering("demolition_order_is_penalty", answer)
        told = judged(TREE, rules=rules)
        assert 1 == len(told.barred)
        assert orders == len(told.not_barred)
        assert "责令改正（行政处罚法第二十八条）" == told.not_barred[0].zh


class TestInWords:
    def test_explain_in_both_languages(self):
        """Clause, status, days, deciding event, parts, views, flags, assumptions."""
        told = judged(chain("2020-01-05", "2023-03-18"), "D5@2025-02-01")
        assert "acts of 2020-01-05 to 2020-01-05: out of time" in told.explain()
        assert "2020-01-05至2020-01-05的行为：超过时效" in told.explain("zh")
        assert "on another view, discovered in time" in told.explain()
        going = judged(Conduct(start=date(2012, 6, 30), kind="planning-building"))
        assert "行为未终了：可以处罚" in going.explain("zh")
        assert "<Limitation not_started, last day None, as of 2026-11-22>" == repr(going)

    def test_to_dict_is_plain(self):
        """JSON takes it, in both languages."""
        told = judged(chain("2020-01-05", "2023-03-18"), "D5@2025-02-01")
        values = json.loads(json.dumps(told.to_dict("zh")))
        assert "disputed_discovery" == values["status"]
        assert "2020-01-05" == values["parts"][0]["first"]
        assert values["views"]
        assert ["行政处罚：罚款、没收、吊销许可等（行政处罚法第九条）"] == judged(TREE).to_dict(
            "zh"
        )["barred"]
        with_part = judged(TestChains.STALLS, "D2@2021-12-31").to_dict()
        assert "D2@2021-12-31" == with_part["parts"][0]["deciding"]
        assert all(one.text.zh for one in LimitationStatus)

    def test_answers_are_values(self):
        """Equal where the answer is, and usable as keys."""
        assert judged(TREE, "D2@2024-03-01") == judged(TREE, "D2@2024-03-01")
        assert 1 == len({judged(TREE), judged(TREE)})


class TestWrongArguments:
    def test_conduct(self):
        """What cannot be right is refused where it is given."""
        for wrong, given in (
            ("pattern='once' is not known", {"pattern": "once"}),
            ("give one", {}),
            ("must not be before start", {"pattern": "single", "end": date(2019, 1, 1)}),
            ("must begin on start", {"pattern": "consecutive", "acts": [date(2021, 1, 1)]}),
        ):
            with pytest.raises(ArgumentError, match=wrong):
                Conduct(start=date(2020, 1, 1), **given)
        with pytest.raises(ArgumentTypeError, match="start="):
            Conduct(start=datetime(2020, 1, 1), pattern="single")  # noqa: DTZ001
        with pytest.raises(ArgumentTypeError, match="end="):
            Conduct(start=date(2020, 1, 1), end="2020-01-02", pattern="single")
        assert Pattern.SINGLE is Conduct(start=TODAY, pattern=Pattern.SINGLE).pattern

    def test_discovery(self):
        """A day is a date."""
        with pytest.raises(ArgumentTypeError, match="day="):
            Discovery("D2", "2020-01-02")

    def test_names(self):
        """Codes, kinds and regimes are those of the rules."""
        with pytest.raises(UnknownNameError, match="no discovery code is called 'D12'"):
            judged(TREE, "D12@2024-01-01")
        with pytest.raises(UnknownNameError, match="did you mean 'tree-felling'"):
            judged(Conduct(start=TODAY, kind="tree-feling"))
        with pytest.raises(UnknownNameError, match="no regime of limitation is called 'space'"):
            judged(single("2020-01-01", regime="space"))

    def test_as_of(self):
        """The day of the question is a date."""
        with pytest.raises(ArgumentTypeError, match="as_of="):
            limitation(TREE, as_of=datetime(2020, 1, 1))  # noqa: DTZ001
