"""The answer before an event is the difference of two replays, however it is come by."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from drawn_procedures import DAY_ONE, EVENTS, FACTS, LATER, VALUES, logs, procedures
from hypothesis import given
from hypothesis import strategies as st

from enforcecal.cases.audit import audit
from enforcecal.cases.checks.table import find_as_it_stands
from enforcecal.cases.replay.engine import replay
from enforcecal.cases.replay.events import Event
from enforcecal.cases.validate import Allowed, validate


def names(findings):
    """Count findings by what they are, without the order of a day and without their words."""
    return Counter(
        (
            one.code,
            one.severity,
            one.event,
            one.day,
            # a fact is told once, and a step out of place is told with an article of its own
            "" if one.code in {"not-recorded", "unlawful-step"} else one.rule,
            one.of,
        )
        for one in findings
        # of an extension on a disputed day only the answer warns
        if (one.code, one.severity.value) != ("extension-invalid", "review")
    )


def difference(log, procedure, event):
    """Return what is found in the log with the event and not in the log without it."""
    with_it = replay(log.with_events(event), procedure, as_of=event.day)
    without = replay(log, procedure, as_of=event.day)
    return names(find_as_it_stands(with_it)) - names(find_as_it_stands(without))


def one_more():
    """Draw an event that may be put in anywhere."""
    return st.builds(
        Event,
        st.sampled_from(EVENTS),
        st.integers(0, 90).map(lambda days: DAY_ONE + timedelta(days)),
        seq=st.sampled_from((3, 99)),
        of=st.sampled_from(({}, {}, {"party": "甲"}, {"party": "丙"})),
        facts=st.lists(st.sampled_from(FACTS), max_size=1).flatmap(
            lambda told: st.fixed_dictionaries({name: VALUES[name] for name in told})
        ),
    )


@given(procedures(), logs(), LATER, one_more())
def test_validate_is_the_difference_of_two_replays(procedure, log, as_of, event):
    """Whatever the day of the run, and wherever the event comes, the findings are the same."""
    run = replay(log, procedure, as_of=as_of)
    answer = validate(run, event)
    expected = difference(log, procedure, event)
    assert expected == names((*answer.refusals, *answer.breaches, *answer.warnings))
    broken = {code for code, severity, *_ in expected if severity.value == "breach"}
    late = {"late", "overdue", "held-too-long"}
    assert answer.allowed is (
        Allowed.NO if broken - late else Allowed.LATE if broken else Allowed.YES
    )


@given(procedures(), logs(), LATER, one_more())
def test_asking_changes_nothing(procedure, log, as_of, event):
    """A run can be asked again, in whatever order, and a log gives the same answer as its run."""
    run = replay(log, procedure, as_of=as_of)
    first = validate(run, event)
    validate(run, Event("c", DAY_ONE + timedelta(91)))
    assert first == validate(run, event)
    assert first == validate(log, event, procedure=procedure)
    assert audit(run) == audit(replay(log, procedure, as_of=as_of))
