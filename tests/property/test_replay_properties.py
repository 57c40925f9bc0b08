"""What holds for every procedure and every log: replay is a function of what happened."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from drawn_procedures import (
    DAY_ONE,
    EVENTS,
    EXTREMES,
    LATER,
    LAW,
    MADE,
    logs,
    procedures,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from enforcecal.cases.audit import audit, verdict
from enforcecal.cases.replay.engine import continued, replay
from enforcecal.cases.replay.events import CaseLog, Event
from enforcecal.cases.replay.run import ClockStatus
from enforcecal.dates.clocks import unite
from enforcecal.dates.periods import Unit
from enforcecal.law.citations import Law
from enforcecal.law.procedures import EventType, Procedure
from enforcecal.law.rules import Bound, Kind, PauseRule, TimeLimit


def told(run):
    """Return everything a run says."""
    return (
        run.log,
        run.steps,
        run.faults,
        dict(run.states),
        run.planned,
        run.finished,
        [
            tuple(
                getattr(clock, name)
                for name in (
                    "of",
                    "start",
                    "started_by",
                    "status",
                    "ended_on",
                    "ended_by",
                    "nominal",
                    "due",
                    "opens",
                    "earliest",
                    "latest",
                    "missing",
                    "unbounded",
                    "pauses",
                    "extensions",
                    "note",
                )
            )
            for clock in run.clocks
        ],
    )


@given(procedures(), logs(), LATER)
def test_an_audit_twice_gives_the_same(procedure, log, as_of):
    """Nothing is kept between two replays."""
    one, other = (replay(log, procedure, as_of=as_of) for _ in range(2))
    assert told(one) == told(other)
    assert audit(one) == audit(other) == audit(one)


@given(
    procedures(),
    logs((*EVENTS, *MADE, "all", "never heard of"), EXTREMES, st.dates()),
    st.dates(),
)
def test_nothing_in_a_log_makes_an_audit_raise(procedure, log, as_of):
    """Any event on any day with any fact of its kind gives findings, a verdict, and words."""
    run = replay(log, procedure, as_of=as_of)
    for finding in audit(run):
        assert finding.message.en
        assert finding.message.zh
        finding.to_dict("zh")
    verdict(run, audit(run))
    for clock in run.clocks:
        assert clock.deadline.due == clock.due
        clock.deadline.explain("zh")
        clock.worth(as_of)


@given(procedures(), logs(), LATER, st.data())
def test_a_run_continued_is_the_run_of_the_whole_log(procedure, log, as_of, data):
    """Events that come later may be added to a run or to its log."""
    place = data.draw(st.integers(0, len(log.events)))
    begun = CaseLog(log.case, log.events[:place], facts=log.facts)
    run = replay(begun, procedure, as_of=DAY_ONE + timedelta(data.draw(st.integers(0, 50))))
    whole = replay(log, procedure, as_of=as_of)
    assert told(continued(run, *log.events[place:], as_of=as_of)) == told(whole)


@given(procedures(), logs(most=6), LATER, st.data())
def test_withdrawing_an_event_is_never_having_had_it(procedure, log, as_of, data):
    """Known bug 26, for any event of any log."""
    added = data.draw(st.sampled_from(EVENTS).map(lambda name: Event(name, DAY_ONE, seq=99)))
    again = log.with_events(added).without(added)
    assert told(replay(log, procedure, as_of=as_of)) == told(replay(again, procedure, as_of=as_of))


@given(procedures(), logs(), LATER, st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(procedure, log, as_of, random):
    """Whichever row comes first in the source, the days and their order are the same."""
    mixed = list(log.events)
    random.shuffle(mixed)
    other = CaseLog(log.case, mixed, facts=log.facts)
    assert told(replay(log, procedure, as_of=as_of)) == told(replay(other, procedure, as_of=as_of))


@given(procedures(), logs(), LATER)
def test_the_deadline_of_a_clock_says_what_the_clock_says(procedure, log, as_of):
    """Counted again from its parts, with its trace, a clock has the same days."""
    for clock in replay(log, procedure, as_of=as_of).clocks:
        made = clock.deadline
        assert (clock.nominal, clock.due, clock.opens) == (made.nominal, made.due, made.opens)
        assert (clock.earliest, clock.latest) == (made.earliest, made.latest)
        if clock.due and clock.earliest and clock.latest:
            assert clock.earliest <= clock.due <= clock.latest
            if clock.earliest < clock.latest:
                assert made.certainty.value != "firm"


@given(procedures(), logs(), LATER)
def test_only_what_has_a_day_in_the_past_has_run_out(procedure, log, as_of):
    """Due on the day asked is not overdue, and nothing without a day ever is."""
    run = replay(log, procedure, as_of=as_of)
    for clock in run.clocks:
        if clock.status is ClockStatus.RUNNING:
            assert clock.due is None or clock.due >= as_of
        if clock.status is ClockStatus.RAN_OUT:
            assert clock.due < as_of
    for finding in audit(run):
        if finding.code == "overdue" and finding.severity.value == "breach":
            assert finding.due < as_of


PAUSED = Procedure(
    id="paused",
    families=("cn.rules",),
    regions=(),
    events={name: EventType(name=name) for name in ("filed", "decided", "p", "q", "s", "t")},
    facts={},
    laws={LAW: Law(id=LAW)},
    limits=(
        TimeLimit(
            id=f"{LAW}.art1.decision",
            matter="decision",
            kind=Kind.ACT_WITHIN,
            bound=Bound.AGENCY,
            start=("filed",),
            end=("decided",),
            length=20,
            unit=Unit.DAY,
            pause=(f"{LAW}.art2.one", f"{LAW}.art2.two"),
        ),
    ),
    pauses={
        f"{LAW}.art2.one": PauseRule(id=f"{LAW}.art2.one", begins=("p",), ends=("q",)),
        f"{LAW}.art2.two": PauseRule(id=f"{LAW}.art2.two", begins=("s",), ends=("t",)),
    },
    countings={},
    needs=(),
)


def walked(begins, ends, other_begins, other_ends):
    """Walk twenty days that no pause covers, one by one; what the log says is what happened."""
    left, day = 20, 0
    while left:
        day += 1
        paused = begins < day <= ends or other_begins < day <= other_ends
        left -= not paused
    return DAY_ONE + timedelta(day)


@given(*[st.integers(0, 40)] * 4)
def test_pauses_unite_and_commute(one, two, three, four):
    """Two pauses take out the days of their union, whichever is told first."""
    (begins, ends), (other_begins, other_ends) = sorted((one, two)), sorted((three, four))
    days = {"p": begins, "q": ends, "s": other_begins, "t": other_ends}
    events = [Event("filed", DAY_ONE, seq=0)] + [
        Event(name, DAY_ONE + timedelta(day), seq=seq)
        for seq, (name, day) in enumerate(days.items(), 1)
    ]
    due = walked(begins, ends, other_begins, other_ends)
    swapped = [
        Event(
            {"p": "s", "q": "t", "s": "p", "t": "q"}.get(event.name, event.name),
            event.day,
            seq=event.seq,
        )
        for event in events
    ]
    for told_so in (events, swapped):
        run = replay(CaseLog("1", told_so), PAUSED, as_of=DAY_ONE + timedelta(120))
        assert due == run.clocks[0].due
        spans = unite(pause.span for pause in run.clocks[0].pauses)
        assert all(first[1] < second[0] for first, second in pairwise(spans))


@given(st.lists(st.integers(0, 40), max_size=4), st.integers(1, 90), st.integers(1, 30))
def test_a_later_decision_is_never_less_late(pauses, decided, more):
    """Putting an act off never takes away the finding that it is late."""
    names = ("p", "q", "s", "t")
    events = [Event("filed", DAY_ONE, seq=0)]
    events += [
        Event(name, DAY_ONE + timedelta(day), seq=seq)
        for seq, (name, day) in enumerate(zip(names, sorted(pauses), strict=False), 1)
    ]
    late = []
    for after in (decided, decided + more):
        done = Event("decided", DAY_ONE + timedelta(after), seq=9)
        run = replay(CaseLog("1", [*events, done]), PAUSED, as_of=DAY_ONE + timedelta(200))
        late.append(any(finding.code == "late" for finding in audit(run)))
        open_ended = any(pause.ends is None for pause in run.clocks[0].pauses)
    assert late[1] >= late[0] or open_ended


@settings(max_examples=30)
@given(procedures(), logs(most=4))
def test_an_event_withheld_from_the_day_asked_is_planned(procedure, log):
    """Every event is applied or planned, and none is lost."""
    run = replay(log, procedure, as_of=DAY_ONE + timedelta(25))
    applied = [step.event for step in run.steps if not step.made_by]
    assert [*applied, *run.planned] == list(log.events)
