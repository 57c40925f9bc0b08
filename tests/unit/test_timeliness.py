from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from procedures_by_hand import build, extension, limit, party, pause, run

from enforcecal.dates.calendars import calendar
from enforcecal.dates.periods import Roll, Unit
from enforcecal.errors import ArgumentError
from enforcecal.law.rules import CountingRule
from enforcecal.measures.caseload import Case, Status, parse_status, rows_of
from enforcecal.measures.figures import Basis, Instant
from enforcecal.measures.items import CaseType
from enforcecal.measures.timeliness import (
    cases_closed,
    completion_rate,
    early_rate,
    excluded_days,
    from_runs,
    handling_classes,
    mean_days,
    on_the_spot_rate,
    on_time_rate,
    on_time_rate_open,
    on_time_rate_statute,
    overdue_rate,
    same_day_rate,
    speedup_promise,
    speedup_statutory,
    timely,
    upper_bound,
)

YEAR = Basis(since=date(2025, 1, 1), until=date(2025, 12, 31))


def reasons(figure):
    """Return why and how many were left out."""
    return {one.reason: one.n for one in figure.left_out}


class TestFigures:
    def test_each_alone_is_as_in_the_bundle(self):
        """A figure asked for alone is the one of the bundle."""
        cases = [
            Case.of("1", 20, 5, 2, type="承诺件", on_the_spot=False),
            Case.of("2", 20, 5, 7, type="即办件", on_the_spot=True),
            Case.of("3", 20, 5, status=Status.OPEN, overdue=False),
        ]
        made = timely(cases)
        assert made.figures == (
            cases_closed(cases),
            speedup_statutory(cases),
            speedup_promise(cases),
            on_time_rate(cases),
            on_time_rate_statute(cases),
            on_time_rate_open(cases),
            early_rate(cases),
            early_rate(cases, only=CaseType.PROMISED),
            overdue_rate(cases),
            same_day_rate(cases),
            on_the_spot_rate(cases),
            completion_rate(cases),
            mean_days(cases),
        )

    def test_what_is_missing_is_said(self):
        """Each figure leaves out what it cannot use, for its own reason."""
        cases = [
            Case.of("1", None, 5, 2),
            Case.of("2", 20, None, 2),
            Case.of("3", 20, 5),
            Case.of("4", 20, 5, status=Status.OPEN),
            Case.of("5", 20, 5, status=Status.WITHDRAWN),
            Case.of("6", 5, 20, 2),
            Case.of("7", 20, 5, "soon"),
            Case.of("8", 20, 5, "1个月"),
            Case.of("9", "7-20", 5, 2),
            Case.of("10", "当场", 5, 2),
            Case.of("11", 20, "无期限", 2),
        ]
        made = timely(cases)
        shared = {"open": 1, "withdrawn": 1, "promise-over-statute": 1, "unreadable": 1}
        shared |= {"no-used": 1, "other-unit": 1, "statute-range": 1}
        assert {**shared, "no-promise": 1, "promise-unlimited": 1} == reasons(made.on_time)
        assert {**shared, "no-statute": 1, "instant-statute": 1} == reasons(made.on_time_statute)
        assert {**reasons(made.on_time), "overdue-unknown": 1}.keys() - {"open"} == reasons(
            made.on_time_open
        ).keys()
        assert {"no-dates", "open", "withdrawn"} <= reasons(made.same_day).keys()
        assert {"no-mark"} <= reasons(made.on_the_spot).keys()

    def test_open_cases(self):
        """An open case is overdue by its mark, or by the time it has used so far."""
        cases = [
            Case.of("1", 20, 5, 5),
            Case.of("2", 20, 5, 6, status=Status.OPEN),
            Case.of("3", 20, 5, 4, status=Status.OPEN),
            Case.of("4", 20, 5, status=Status.OPEN, overdue=True),
        ]
        made = on_time_rate_open(cases)
        assert (Fraction(1, 3), {"open": 1}) == (made.value, reasons(made))

    def test_types(self):
        """The mean time is of promised cases, where there are types at all."""
        cases = [
            Case.of("1", 20, 5, 2, type="承诺件"),
            Case.of("2", 20, 5, 4, type="即办件"),
            Case.of("3", 20, 5, 6),
        ]
        made = timely(cases)
        assert (2, {"other-type": 1, "type-unknown": 1}) == (made.mean.value, reasons(made.mean))
        assert 4 == mean_days(cases, only=None).value
        assert 1 == made.early_promised.value
        assert 6 == timely(cases[2:]).mean.value

    def test_instant_promises(self):
        """即办 is a promise of one day, or of none."""
        cases = [Case.of("1", 20, "即办", 1)]
        assert 1 == on_time_rate(cases).value
        assert 0 == on_time_rate(cases, Basis(instant=Instant.ZERO)).value

    def test_periods(self):
        """Accepted and closed are held against the period, each by its own day."""
        cases = [
            Case.of(
                str(n), 20, 5, 2, accepted=accepted, closed=closed, basis=YEAR,
                status=Status.CLOSED if closed else Status.OPEN,
            )
            for n, (accepted, closed) in enumerate(
                [
                    (date(2024, 12, 30), date(2025, 1, 2)),
                    (date(2025, 3, 1), date(2025, 3, 1)),
                    (date(2025, 12, 30), date(2026, 1, 2)),
                    (date(2025, 12, 30), None),
                    (date(2024, 1, 1), date(2024, 1, 2)),
                ]
            )
        ]  # fmt: skip
        made = timely(cases, YEAR)
        assert (Fraction(2, 3), {"other-period": 1}) == (
            made.completion.value,
            reasons(made.completion),
        )
        assert (Fraction(1, 2), {"open": 1, "other-period": 2}) == (
            made.same_day.value,
            reasons(made.same_day),
        )

    def test_more_closed_than_accepted(self):
        """A completion may exceed all."""
        cases = [
            Case.of("1", accepted=date(2024, 12, 1), closed=date(2025, 1, 5), basis=YEAR),
            Case.of("2", accepted=date(2025, 1, 1), closed=date(2025, 1, 5), basis=YEAR),
        ]
        assert "200.0%" == completion_rate(cases, YEAR).shown()

    def test_withdrawn_cases_are_not_completed(self):
        """A withdrawn case is on neither side."""
        made = completion_rate([Case.of("1", status=Status.WITHDRAWN), Case.of("2")])
        assert (1, {"withdrawn": 1}) == (made.value, reasons(made))

    def test_remarks_of_cases(self):
        """A range or a conversion is said of cases too."""
        made = on_time_rate([Case.of("1", 20, "3-5", "8小时")])
        assert {"range-upper", "hours-converted"} == {one.reason for one in made.remarks}
        assert () == completion_rate([Case.of("1", 20, "3-5")]).remarks

    def test_four_classes(self):
        """提前, 按时, 超期 and 即办 exclude each other."""
        cases = [
            Case.of("1", 20, 5, 2),
            Case.of("2", 20, 5, 5),
            Case.of("3", 20, 5, 7),
            Case.of("4", 20, 1, 1, type="即办件"),
            Case.of("5", 20, 1, 3, type="即办件"),
            Case.of("6", 20, 5),
            Case.of("7", 5, 20, 2),
        ]
        assert {"early": 1, "on-time": 1, "overdue": 2, "instant": 1} == handling_classes(cases)

    def test_closed_before_accepted(self):
        """A case that ends before it begins is an error of the data."""
        made = same_day_rate([Case.of("1", accepted=date(2025, 3, 2), closed=date(2025, 3, 1))])
        assert [("closed-before-accepted", True)] == [
            (one.reason, one.is_error) for one in made.left_out
        ]

    def test_statuses(self):
        """A status is named by its words."""
        assert (Status.OPEN, None, None) == (
            parse_status("在办"),
            parse_status("?"),
            parse_status(3),
        )

    def test_rows_keep_their_basis(self):
        """A day of a case is a working day unless it says otherwise."""
        (row,) = rows_of([Case.of("1", "20日", 5, 3)], Basis(factors={Unit.DAY: Fraction(5, 7)}))
        assert (Fraction(100, 7), 5, 3) == (row.statute, row.promise, row.used)


class TestUpperBound:
    def test_against_the_binomial(self):
        """At the bound, so few events have the stated chance."""
        rate = upper_bound(3, 50, confidence=0.9)
        terms = [1, 50, 1225, 19_600]
        chance = sum(c * rate**k * (1 - rate) ** (50 - k) for k, c in enumerate(terms))
        assert round(chance, 9) == 0.1

    def test_all(self):
        """Where all happened the bound is 1."""
        assert 1.0 == upper_bound(4, 4)

    @pytest.mark.parametrize(("events", "n"), [(5, 4), (-1, 4), (0, 0)])
    def test_events_are_cases(self, events, n):
        """There are no more events than cases."""
        with pytest.raises(ArgumentError, match="must be between 0 and"):
            upper_bound(events, n)

    def test_confidence(self):
        """A confidence is a probability."""
        with pytest.raises(ArgumentError, match=r"confidence=1\.5"):
            upper_bound(0, 4, confidence=1.5)


STATUTE, PROMISE = "cn.rules-2020.art1.decision", "cn.rules-2020.art1.promise"


TESTING, REVIEW = "cn.rules-2020.art2.testing", "cn.rules-2020.art2.review"


def licence(unit=Unit.WORKING_DAY, promise_pauses=f"{TESTING} {REVIEW}", **keys):
    """Return a procedure whose promise and statute are two limits on one clock."""
    pauses = [pause("testing", "sent", "back"), pause("review", "asked", "answered")]
    shared = {"start": "accepted", "end": "decided", "unit": unit}
    return build(
        limit("decision", length=20, pause=f"{TESTING} {REVIEW}", cancel="withdrawn",
              extend=(extension("extended"),), **shared),
        limit("promise", length=5, pause=promise_pauses, cancel="withdrawn", **shared),
        pauses=pauses,
        calendar=calendar("CN"),
        **keys,
    )  # fmt: skip


def case(procedure, *told, **keys):
    """Return the case of one log."""
    (made,) = from_runs([run(procedure, *told, **keys)], promise=PROMISE, statute=STATUTE)
    return made


class TestFromRuns:
    """Used time from the clocks of a replay."""

    def test_both_limits_in_one_unit(self):
        """A promise of 5 and a time used of 4 are working days of the same clock."""
        # Tuesday 3 March to Monday 9 March 2026: four working days after the day of acceptance.
        made = case(licence(), "03-03 accepted", "03-09 decided")
        assert (20, 5, 4) == (made.statute.length, made.promise.length, made.used.length)
        assert {Unit.WORKING_DAY} == {made.statute.unit, made.promise.unit, made.used.unit}
        assert (Status.CLOSED, False, ("甲-1",)) == (made.status, made.same_day, made.ids)
        assert "80.0%" == speedup_statutory([made]).shown()

    def test_pauses_are_taken_out_once(self):
        """Two pauses over the same days take them out once; days off are no days anyway."""
        made = case(
            licence(),
            "03-03 accepted", "03-04 sent", "03-05 asked", "03-10 back", "03-11 answered",
            "03-13 decided",
        )  # fmt: skip
        # Working days 4 March to 13 March are 8; 5, 6, 9, 10 and 11 March are paused.
        assert 3 == made.used.length

    def test_what_was_excluded_and_why(self):
        """Each reason says how many days of the clock's own unit it took out."""
        told = (
            "03-03 accepted", "03-04 sent", "03-05 asked", "03-10 back", "03-11 answered",
            "03-13 decided",
        )  # fmt: skip
        runs = [run(licence(), *told), run(licence(), *told), run(licence(), "03-03 accepted")]
        assert {TESTING: 8, REVIEW: 8} == excluded_days(runs, STATUTE)
        still = run(licence(), "03-03 accepted", "03-04 sent", "03-20 decided")
        assert {TESTING: 0} == excluded_days([still], PROMISE)
        days = run(licence(Unit.DAY), *told)
        assert {TESTING: 6, REVIEW: 6} == excluded_days([days], STATUTE)

    def test_extensions_in_or_out(self):
        """An extension that was granted lengthens the limit where that is asked for."""
        longer = limit("decision", "accepted", "decided", length=20, unit=Unit.WORKING_DAY,
                       extend=(extension("extended", length=10),))  # fmt: skip
        made = run(
            build(longer, calendar=calendar("CN")),
            "03-03 accepted", "03-20 extended", "04-10 decided",
        )  # fmt: skip
        lengths = [
            from_runs([made], statute=STATUTE, extensions=one)[0].statute.length
            for one in (False, True)
        ]
        assert [20, 30] == lengths

    def test_through_a_holiday(self):
        """The Spring Festival is no time used, and a worked Saturday is."""
        made = case(licence(), "02-11 accepted", "02-25 decided", as_of="12-31")
        assert 5 == made.used.length

    def test_calendar_days(self):
        """A clock of calendar days uses calendar days."""
        made = case(
            licence(Unit.DAY), "03-02 accepted", "03-03 sent", "03-05 back", "03-07 decided"
        )
        assert (3, Unit.DAY) == (made.used.length, made.used.unit)

    def test_another_unit(self):
        """Months used are not counted."""
        made = case(licence(Unit.MONTH), "03-02 accepted", "03-05 decided")
        assert None is made.used.length

    def test_the_same_day(self):
        """Decided on the day of acceptance, no working day was used."""
        made = case(licence(), "03-03 accepted", "03-03 decided")
        assert (0, True) == (made.used.length, made.same_day)

    def test_open_cases(self):
        """An open case is overdue when its promise has run out."""
        assert (Status.OPEN, False) == (
            (made := case(licence(), "03-03 accepted", as_of="03-05")).status,
            made.overdue,
        )
        late = case(licence(), "03-03 accepted", as_of="04-20")
        assert (Status.OPEN, True, None) == (late.status, late.overdue, late.used.length)

    def test_a_clock_that_stands_still(self):
        """A pause still open leaves the case open, not in doubt."""
        made = case(licence(), "03-03 accepted", "03-04 sent", as_of="03-20")
        assert (Status.OPEN, "") == (made.status, made.fault)

    def test_ended_in_a_pause(self):
        """A pause that never ended takes out everything up to the decision."""
        made = case(licence(), "03-03 accepted", "03-04 sent", "03-20 decided")
        assert (1, "") == (made.used.length, made.fault)

    def test_withdrawn(self):
        """A clock that was taken away belongs to no closed case."""
        assert Status.WITHDRAWN is case(licence(), "03-03 accepted", "03-05 withdrawn").status

    def test_provisional_is_counted_apart(self):
        """A limit that reaches beyond the published notices is in doubt, and so is its end."""
        made = case(licence(), "2026-12-25 accepted", "2026-12-28 decided", as_of="2026-12-31")
        assert "in-doubt" == made.fault
        beyond = case(
            licence(Unit.DAY), "2026-12-01 accepted", "2027-01-05 decided", as_of="2027-02-01"
        )
        assert "in-doubt" == beyond.fault

    def test_disputed_is_counted_apart(self):
        """A last day that two readings put on two days is in doubt."""
        rule = CountingRule(id="cn.rules-2020.art9", roll=Roll.NONE)
        assert "" == case(licence(Unit.DAY, countings=[rule]), "03-02 accepted").fault
        unsure = limit("promise", "accepted", "decided", length=5, verified="secondary")
        made = case(
            build(unsure, limit("decision", "accepted", "decided")),
            "03-02 accepted", "03-03 decided",
        )  # fmt: skip
        assert "in-doubt" == made.fault

    def test_clocks_that_disagree(self):
        """Where only one of the limits knows a pause, the two do not use the same time."""
        told = ("03-03 accepted", "03-04 sent", "03-10 back", "03-12 decided")
        assert "clocks-differ" == case(licence(promise_pauses=""), *told).fault

    def test_no_clock_and_two_clocks(self):
        """A case without the clock, or with two of one limit, is counted apart."""
        assert "no-clock" == case(licence(more="other"), "03-03 other").fault
        each = {"per": {"accepted": "party", "decided": "party"}}
        made = case(licence(**each), "03-03 accepted@甲", "03-03 accepted@乙")
        assert "two-clocks" == made.fault
        assert party("甲")

    def test_one_limit_alone(self):
        """With the statute alone there is no promise."""
        (made,) = from_runs([run(licence(), "03-03 accepted", "03-09 decided")], statute=STATUTE)
        assert (20, None, 4) == (made.statute.length, made.promise.length, made.used.length)
        with pytest.raises(ArgumentError, match="name at least"):
            from_runs([])

    def test_cases_apart_are_listed(self):
        """A figure says which cases it left out for their clocks."""
        made = on_time_rate(
            [
                case(licence(), "03-03 accepted", "03-09 decided"),
                case(licence(), "2026-12-25 accepted", "2026-12-28 decided"),
            ]
        )
        assert ("100.0%", {"in-doubt": 1}) == (made.shown(), reasons(made))
        assert "whose clock is disputed or provisional" in made.sentence()
