"""Other projects' clock bugs, once more where a case runs: by packaged law, from a log.

The rows are those of the list of known date bugs; `test_clock_bugs` holds the same rows to the
counting functions alone.
"""

from __future__ import annotations

from datetime import date, time
from itertools import permutations

import pytest
from procedures_by_hand import build, limit

import enforcecal as ec
from enforcecal.cases.outlook.answer import outlook
from enforcecal.cases.replay.run import ClockStatus
from enforcecal.cases.validate import Allowed, validate

BOOK = ec.rulebook("cn")
ORDINARY = BOOK.procedure("cn.penalty.ordinary")
DECISION = "cn.mohurd-55-2022.art29.decision"


def told(*lines, **facts):
    """Return a log of lines such as ``2026-07-03 case_filed``."""
    events = []
    for seq, line in enumerate(lines):
        day, name = line.split()
        own = {"approver": "agency-head"} if "extension" in name else {}
        events.append(ec.Event(name, date.fromisoformat(day), seq=seq, facts=own))
    return ec.CaseLog("2026-1", events, facts=facts)


def decision(log, as_of, known_on=None, procedure=ORDINARY):
    """Return the clock of the decision."""
    run = ec.replay(log, procedure, as_of=date.fromisoformat(as_of), known_on=known_on)
    return next(clock for clock in reversed(run.clocks) if clock.limit.id == DECISION)


FILED = ("2026-06-26 clue_received", "2026-07-03 case_filed")


class TestRoll:
    @pytest.mark.parametrize(
        ("day", "allowed"),
        [("2026-10-01", Allowed.YES), ("2026-10-08", Allowed.YES), ("2026-10-09", Allowed.LATE)],
    )
    def test_bugs_21_22_28_what_is_in_time_is_in_time_everywhere(self, day, allowed):
        """Rows 21, 22, 28: ninety days from 3 July end on 1 October, and so on 8 October."""
        log = told(*FILED)
        clock = decision(log, "2026-10-05")
        assert (clock.nominal, clock.due) == (date(2026, 10, 1), date(2026, 10, 8))
        run = ec.replay(log, ORDINARY, as_of=date(2026, 10, 5))
        assert [one.code for one in ec.audit(run) if one.severity is ec.Severity.BREACH] == []
        answer = validate(run, ec.Event("penalty_decided", date.fromisoformat(day)))
        late = [one for one in answer.breaches if one.rule == DECISION]
        assert bool(late) is (allowed is Allowed.LATE)
        # that the days bind a decision not to punish is one reading of two
        dropped = validate(run, ec.Event("case_dropped", date.fromisoformat(day)))
        assert dropped.allowed is Allowed.YES
        assert bool(dropped.warnings) is (allowed is Allowed.LATE)

    def test_bug_20_an_extension_runs_from_the_nominal_end(self):
        """Row 20: thirty days more than 1 October, not than 8 October."""
        clock = decision(told(*FILED, "2026-10-07 extension_1_approved"), "2026-10-08")
        assert (clock.nominal, clock.due) == (date(2026, 10, 31), date(2026, 11, 2))


class TestPauses:
    def test_bug_23_a_pause_is_counted_in_the_unit_of_the_clock(self):
        """Row 23: testing over the holiday moves ninety days by seven."""
        tested = told(*FILED, "2026-09-30 testing.commissioned", "2026-10-07 testing.reported")
        clock = decision(tested, "2026-10-08")
        assert (clock.nominal, clock.due) == (date(2026, 10, 8), date(2026, 10, 8))

    def test_bug_25_a_clock_that_stands_still_is_never_overdue(self):
        """Row 25: nothing is owed while it stands still, and what was left is left afterwards."""
        log = told(*FILED, "2026-09-21 suspended")
        left = []
        for as_of in (date(2026, 9, 22), date(2026, 12, 31), date(2030, 1, 1)):
            run = ec.replay(log, ORDINARY, as_of=as_of)
            assert {one.code for one in ec.audit(run)} <= {"not-recorded"}
            (one,) = [c for c in outlook(run).clocks if c.clock.limit.id == DECISION]
            assert (one.clock.status, one.clock.due) == (ClockStatus.RUNNING, None)
            left.append((one.used, one.left, one.paused_since))
        assert left == [(80, 10, date(2026, 9, 21))] * 3
        resumed = told(*FILED, "2026-09-21 suspended", "2026-12-21 resumed")
        assert decision(resumed, "2026-12-22").nominal == date(2026, 12, 31)

    def test_bug_26_an_extension_withdrawn_leaves_the_pause(self):
        """Row 26: without the extension the case is as if it had never been granted."""
        lines = (*FILED, "2026-08-03 testing.commissioned", "2026-08-13 testing.reported")
        with_it = told(*lines, "2026-09-01 extension_1_approved")
        granted = next(event for event in with_it.events if "extension" in event.name)
        assert decision(with_it, "2026-09-02").nominal == date(2026, 11, 10)
        without = decision(with_it.without(granted), "2026-09-02")
        assert without.nominal == decision(told(*lines), "2026-09-02").nominal == date(2026, 10, 11)
        assert len(without.pauses) == 1

    def test_a_pause_withdrawn_leaves_the_extension(self):
        """And the other way round."""
        log = told(
            *FILED,
            "2026-08-03 testing.commissioned",
            "2026-08-13 testing.reported",
            "2026-09-01 extension_1_approved",
        )
        tests = [event for event in log.events if event.name.startswith("testing")]
        assert decision(log.without(*tests), "2026-09-02").nominal == date(2026, 10, 31)

    @pytest.mark.parametrize(
        "line", ["2026-09-01 extension_1_approved", "2026-08-03 testing.commissioned"]
    )
    def test_what_is_recorded_late_counts_from_its_own_day(self, line):
        """Written down weeks afterwards, it moves the clock as if it had been told at once."""
        on_time = told(*FILED, line)
        day, name = line.split()
        late = told(*FILED).with_events(
            ec.Event(
                name,
                date.fromisoformat(day),
                seq=2,
                facts=dict(on_time.events[-1].facts),
                recorded=date(2026, 10, 20),
            )
        )
        assert decision(late, "2026-10-21").due == decision(on_time, "2026-10-21").due
        assert decision(late, "2026-10-21", known_on=date(2026, 10, 19)).due == date(2026, 10, 8)


class TestReclassifying:
    def test_bug_24_from_the_spot_to_the_ordinary_procedure(self):
        """Row 24: what runs on the spot is lifted, and the days to verify start with the change."""
        procedure = BOOK.procedure("cn.penalty.on-the-spot")
        log = told(
            "2026-07-01 violation_found", "2026-07-03 onspot_converted", "2026-07-06 case_filed"
        )
        run = ec.replay(log, procedure, as_of=date(2026, 7, 7))
        assert [one.id for one in run.procedures] == [
            "cn.penalty.on-the-spot",
            "cn.penalty.ordinary",
        ]
        clocks = {clock.limit.limit.matter: clock for clock in run.clocks}
        assert clocks["verification"].start == date(2026, 7, 3)
        assert clocks["decision"].due == date(2026, 10, 8)  # 4 October, rolled
        answer = validate(run, ec.Event("onspot_decided", date(2026, 7, 8)))
        assert answer.allowed is not Allowed.YES or answer.warnings
        known = outlook(run)
        assert known.procedure == "cn.penalty.ordinary"
        assert known.act("onspot_decided") is None


class TestNotices:
    def test_bug_27_a_notice_moves_open_cases(self):
        """Row 27: the notice of 27 January 2020 moves what is due; what was known then still is."""
        made = build(limit(unit=ec.Unit.WORKING_DAY, length=3), calendar=ec.calendar("CN"))
        log = ec.CaseLog("1", [ec.Event("filed", date(2020, 1, 22))])
        due = {}
        for known_on in (date(2020, 1, 24), date(2020, 1, 27), None):
            run = ec.replay(log, made, as_of=date(2020, 1, 28), known_on=known_on)
            due[known_on] = run.clocks[0].due
        assert list(due.values()) == [date(2020, 2, 1), date(2020, 2, 4), date(2020, 2, 4)]
        done = ec.Event("decided", date(2020, 2, 2))
        closed = ec.replay(
            log.with_events(done), made, as_of=date(2020, 2, 3), known_on=date(2020, 1, 24)
        )
        assert [one.code for one in ec.audit(closed)] == ["late"]
        assert ec.audit(ec.replay(closed.log, made, as_of=date(2020, 2, 3))) == ()

    def test_bug_37_a_restart_names_the_event(self):
        """Row 37: a notice served anew starts the statement anew, and the run says by what."""
        log = told(*FILED, "2026-08-03 notice.served", "2026-08-06 notice.served")
        run = ec.replay(log, ORDINARY, as_of=date(2026, 8, 7))
        first, second = (clock for clock in run.clocks if clock.limit.limit.matter == "statement")
        assert (first.status, second.status) == (ClockStatus.REPLACED, ClockStatus.RUNNING)
        assert run.steps[second.started_by].event.day == date(2026, 8, 6)


class TestOrder:
    def test_bug_36_the_order_of_recording_does_not_matter(self):
        """Row 36: whichever row is read first, day, time and number give the same run."""
        events = [
            ec.Event("clue_received", date(2026, 6, 26)),
            ec.Event("case_filed", date(2026, 7, 3), time=time(9), seq=1),
            ec.Event("testing.commissioned", date(2026, 7, 3), time=time(9, 30), seq=2),
            ec.Event("testing.reported", date(2026, 7, 10), seq=1),
            ec.Event("notice.served", date(2026, 7, 10), seq=2),
        ]
        runs = [
            ec.replay(ec.CaseLog("1", order), ORDINARY, as_of=date(2026, 8, 1))
            for order in permutations(events)
        ]
        first = runs[0]
        for run in runs[1:]:
            assert run.steps == first.steps
            assert [clock.due for clock in run.clocks] == [clock.due for clock in first.clocks]
            assert ec.audit(run) == ec.audit(first)
        event = ec.Event("penalty_decided", date(2026, 8, 3))
        assert len({str(validate(run, event).to_dict()) for run in runs}) == 1
