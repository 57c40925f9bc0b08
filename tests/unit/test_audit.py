"""The audit of one case and of many: order, verdicts, counts, and what is told once."""

from __future__ import annotations

from datetime import date, time

import pytest
from procedures_by_hand import (
    LAW,
    build,
    day,
    event,
    extension,
    limit,
    log,
    need,
    pause,
    region,
    run,
    wait,
)

from enforcecal.cases.audit import Verdict, audit, audit_cases, verdict
from enforcecal.cases.findings import Severity
from enforcecal.cases.replay.coverage import Coverage
from enforcecal.cases.replay.events import Event
from enforcecal.dates.calendars import calendar
from enforcecal.dates.periods import Unit
from enforcecal.law.rules import Bound, Kind, Reading

STEPS = [region(["new filed open", "open decided done"], final=("done",))]
ONE = build(limit(), regions=STEPS)


def judged(procedure, *told, **keys):
    """Return the verdict on what is told."""
    given = run(procedure, *told, **keys)
    return verdict(given, audit(given))


class TestVerdict:
    def test_on_time(self):
        """Finished, and no rule was broken."""
        assert judged(ONE, "03-01 filed", "03-05 decided").verdict is Verdict.ON_TIME

    def test_will_be_due(self):
        """Open with something owed by a known day, which is the careful one."""
        made = build(limit(reading=(Reading(name="short", length=8),)), regions=STEPS)
        found = judged(made, "03-01 filed", as_of="03-05")
        assert (Verdict.WILL_BE_DUE, day("03-09"), f"{LAW}.art1.decision") == (
            found.verdict,
            found.next_due,
            found.rule,
        )

    def test_the_first_of_several(self):
        """The next day is the earliest of all."""
        made = build(limit(), limit("review", length=5, end="reviewed"))
        assert judged(made, "03-01 filed", as_of="03-02").next_due == day("03-06")

    def test_on_time_so_far(self):
        """Open with nothing owed at the moment."""
        assert judged(ONE).verdict is Verdict.ON_TIME_SO_FAR
        party = build(limit("pay", bound=Bound.PARTY), regions=STEPS)
        assert judged(party, "03-01 filed", as_of="03-02").verdict is Verdict.ON_TIME_SO_FAR

    def test_standing_still_is_on_time_so_far(self):
        """A clock that stands still owes nothing by a known day."""
        made = build(limit(pause=f"{LAW}.art2.testing"), pauses=[pause()])
        found = judged(made, "03-01 filed", "03-02 sent")
        assert (Verdict.ON_TIME_SO_FAR, None) == (found.verdict, found.next_due)

    def test_overdue(self):
        """Open, and the last day for something owed is over."""
        assert judged(ONE, "03-01 filed", as_of="03-12").verdict is Verdict.OVERDUE

    def test_broken(self):
        """Whatever happens next."""
        assert judged(ONE, "03-01 filed", "03-20 decided").verdict is Verdict.BROKEN

    def test_cannot_be_judged(self):
        """It turns on a disputed day, or on a length nobody recorded."""
        made = build(limit(reading=(Reading(name="short", length=8),)), regions=STEPS)
        assert judged(made, "03-01 filed", "03-10 decided").verdict is Verdict.CANNOT_BE_JUDGED
        assert judged(made, "03-01 filed", as_of="03-10").verdict is Verdict.CANNOT_BE_JUDGED
        made = build(limit(length="days"), regions=STEPS)
        assert judged(made, "03-01 filed").verdict is Verdict.CANNOT_BE_JUDGED

    def test_every_verdict_has_words(self):
        """In both languages."""
        assert all(one.text.en and one.text.zh for one in Verdict)


def test_findings_are_in_order_of_their_days():
    """By the day of the event, otherwise by the day it was due."""
    made = build(limit(), limit("pay", length=3, end="paid"), regions=STEPS)
    found = audit(run(made, "03-01 filed", "03-02 filed", "03-20 decided"))
    assert [(one.code, one.day or one.due) for one in found] == [
        ("unlawful-step", day("03-02")),
        ("overdue", day("03-04")),
        ("late", day("03-20")),
    ]


class TestMany:
    ASKS = build(limit(when="big"), regions=STEPS)

    def report(self, logs, procedure=None, **keys):
        """Return the report on *logs*."""
        return audit_cases(logs, procedure or self.ASKS, as_of=day("03-05"), **keys)

    def test_a_missing_column_is_told_once(self):
        """Not once a case; and where one case has the fact, once for each that lacks it."""
        logs = [log("03-01 filed", case=str(number)) for number in range(3)]
        once = self.report(logs)
        assert [(one.case, one.code) for one in once.findings] == [("", "not-recorded")]
        assert once.findings[0].message.en.endswith("(in 3 cases)")
        assert once.findings[0].message.zh.endswith("（涉及3件案件）")
        assert "(in 1 case)" in self.report(logs[:1]).findings[0].message.en
        told = [*logs, log(event("03-01 filed", big=True), case="3")]
        assert [one.case for one in self.report(told).findings] == ["0", "1", "2"]
        told = [*logs, log("03-01 filed", case="3", big=True)]
        assert [one.case for one in self.report(told).findings] == ["0", "1", "2"]

    def test_columns_say_what_the_table_has(self):
        """An empty column is there, and each case is told to lack it."""
        logs = [log("03-01 filed", case=str(number)) for number in range(2)]
        assert [
            one.case for one in self.report(logs, coverage=Coverage(facts=["big"])).findings
        ] == ["0", "1"]
        assert [one.case for one in self.report(logs, coverage=Coverage(facts=())).findings] == [""]

    def test_events_say_what_the_table_has_a_place_for(self):
        """What has no column did not necessarily not happen."""
        logs = [log("02-01 filed", case="1")]
        found = self.report(logs, ONE, coverage=Coverage(events=["filed"]))
        assert {one.code for one in found.findings} == {"not-recorded"}
        assert {one.code for one in self.report(logs, ONE).findings} == {"overdue"}

    def test_counts(self):
        """Cases, events, codes and verdicts are counted."""
        logs = [log("02-01 filed", "02-05 decided", case="1"), log("02-01 filed", case="2")]
        heard = []
        found = self.report(logs, ONE, progress=heard.append)
        assert (2, 3, "by.hand", day("03-05")) == (
            found.cases,
            found.events,
            found.procedure,
            found.as_of,
        )
        assert {"overdue": 1} == found.by_code
        assert {"on-time": 1, "overdue": 1} == found.by_verdict
        assert found.breached
        assert not self.report(logs[:1], ONE).breached
        assert [2] == heard

    def test_progress_is_told_now_and_then(self):
        """Every five hundred cases, and at the end."""
        heard = []
        logs = (log("03-01 filed", case=str(number)) for number in range(501))
        self.report(logs, ONE, progress=heard.append)
        assert [500, 501] == heard


def everything():
    """Return a procedure with every kind of rule, for logs that mean nothing."""
    return build(
        limit(
            extend=(
                extension(length="granted_days", at_most=7, by="head"),
                extension("deferred", until="pay_by"),
            ),
            pause=f"{LAW}.art2.testing",
            restart=True,
            length="promised_days",
            unit=Unit.WORKING_DAY,
        ),
        limit("back", before='due("decision")', length=2),
        wait(kind=Kind.RIGHT_LAPSES, end="stated"),
        pauses=[pause(condition="told")],
        needs=[need("decided", 'happened("served") and signed')],
        regions=STEPS,
        per={"served": "party"},
        planned={"decided": "decide_on"},
        calendar=calendar("CN"),
    )


@pytest.mark.parametrize("value", [None, 10**40, -1, True, "", date.min, date.max, ("a",)])
@pytest.mark.parametrize("where", [date.min, date(2026, 3, 1), date.max])
def test_nothing_in_a_log_can_make_an_audit_raise(where, value):
    """Absurd days and absurd facts of their kind give findings, or none, and never an error."""
    names = ["filed", "sent", "served", "extended", "deferred", "decided", "dance"]
    facts = [
        "granted_days",
        "approver",
        "pay_by",
        "promised_days",
        "told",
        "signed",
        "decide_on",
        "parties",
    ]
    kinds = {"approver": str, "pay_by": date, "decide_on": date, "parties": tuple}
    told = {name: value for name in facts if isinstance(value, kinds.get(name, object))}
    told = {} if value is None else told
    events = [Event(name, where, time=time(), facts=told) for name in names]
    for order in (events, events[::-1]):
        for as_of in ("0001-01-01", "2026-03-01", "9999-12-31"):
            given = run(everything(), *order, as_of=as_of, **told)
            assert audit(given) == audit(given)
            assert verdict(given, audit(given)).case == "甲-1"
            for clock in given.clocks:
                assert clock.deadline.start == clock.start


def test_severities_are_as_promised():
    """A breach is firm and the agency's; a note is nobody's wrong or the party's default."""
    made = build(limit("pay", bound=Bound.PARTY))
    assert [one.severity for one in audit(run(made, "03-01 filed"))] == [Severity.NOTE]
