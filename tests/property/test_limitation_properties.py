"""What holds of every case: the limitation against an oracle that walks from day to day."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from enforcecal.cases.limitation.answer import LimitationStatus, Penalty, limitation
from enforcecal.cases.limitation.conduct import Conduct, Discovery
from enforcecal.cases.limitation.transfers import HandOver, responsible_for

FIRST, LAST = date(2015, 1, 1), date(2030, 12, 31)
DAY = timedelta(days=1)
STRONG = ("D1", "D2", "D3", "D6", "D7", "D9", "D10")
SOFT = ("D5", "D8")
NONE = ("D4", "D11")

days = st.dates(FIRST, LAST)
codes = st.sampled_from((*STRONG, *SOFT, *NONE))
discoveries = st.builds(Discovery, codes, days)


@st.composite
def conducts(draw, patterns=("single", "continuing", "consecutive")):
    """Draw conduct of any pattern, harmful or not, that may still go on."""
    start = draw(days)
    pattern = draw(st.sampled_from(patterns))
    end = draw(st.none() | st.dates(start, LAST))
    domain = draw(st.sampled_from(("none", "life_health", "financial")))
    harm = draw(st.booleans())
    return Conduct(start=start, end=end, pattern=pattern, harm_domain=domain, harm=harm)


def judged(conduct, events, as_of):
    """Return the answer."""
    return limitation(conduct, events, as_of=as_of)


def walked(conduct, events, as_of):
    """Return the status by walking over the days: the law read aloud, for one or a going act."""
    end = conduct.start if conduct.pattern.value == "single" else conduct.end
    if end is None or end > as_of:
        return "not_started"
    harmful = conduct.harm and conduct.harm_domain != "none" and end >= date(2021, 7, 15)
    birthdays, last = 0, end
    while birthdays < (5 if harmful else 2):
        last += DAY
        tomorrow = last + DAY
        if (last.month, last.day) == (end.month, end.day) or (
            (end.month, end.day) == (2, 29) and (tomorrow.month, tomorrow.day) == (3, 1)
        ):
            birthdays += 1
    soft = False
    day = conduct.start
    while day <= min(last, as_of):
        found = {one.code for one in events if one.day == day}
        if found.intersection(STRONG):
            return "disputed_boundary" if day == last else "preserved"
        soft = soft or bool(found.intersection(SOFT))
        day += DAY
    if as_of <= last:
        return "running"
    return "disputed_discovery" if soft else "expired"


@given(conducts(("single", "continuing")), st.lists(discoveries, max_size=4), days)
def test_the_table_says_what_the_walk_says(conduct, events, as_of):
    """Every row of the decision table, met by walking over the days."""
    expected = walked(conduct, events, as_of)
    assert expected == judged(conduct, events, as_of).status.value


@given(conducts(), st.integers(0, 728), st.lists(discoveries, max_size=3), discoveries, days)
def test_a_later_discovery_changes_nothing_that_is_preserved(conduct, gap, events, more, as_of):
    """Found in time is found for good."""
    end = conduct.start if conduct.pattern.value == "single" else conduct.end or conduct.start
    conduct = attrs.evolve(conduct, end=end)
    saved = Discovery("D2", end + timedelta(days=gap))
    as_of = max(as_of, saved.day)
    before = judged(conduct, [*events, saved], as_of)
    assert LimitationStatus.PRESERVED is before.status
    more = attrs.evolve(more, day=max(more.day, before.deciding.day + DAY))
    after = judged(conduct, [*events, saved, more], as_of)
    assert (before.status, before.last_day) == (after.status, after.last_day)
    assert before.deciding == after.deciding


BETTER = {
    "expired": 0,
    "disputed_discovery": 1,
    "disputed_boundary": 2,
    "running": 3,
    "not_started": 3,
    "preserved": 4,
}


@given(conducts(), st.lists(discoveries, max_size=4), discoveries, days)
def test_an_earlier_discovery_never_makes_it_worse(conduct, events, more, as_of):
    """One more event, whenever it was, can only help."""
    assume(all(more.day <= one.day for one in events))
    before = judged(conduct, events, as_of).status.value
    after = judged(conduct, [*events, more], as_of).status.value
    assert BETTER[before] <= BETTER[after]


@given(conducts(), st.lists(discoveries, max_size=4), days, days)
def test_time_alone_moves_one_way(conduct, events, one, other):
    """Without a new event an answer goes on, or becomes final; it never comes back."""
    first, second = sorted((one, other))
    assume(not any(first < event.day <= second for event in events))
    assume(conduct.end is None or not first < conduct.end <= second)
    assume(conduct.pattern.value != "single" or not first < conduct.start <= second)
    before = judged(conduct, events, first).status
    after = judged(conduct, events, second).status
    open_ = {LimitationStatus.RUNNING, LimitationStatus.NOT_STARTED}
    if before not in open_ or before is LimitationStatus.NOT_STARTED:
        assert before is after
    else:
        assert after is not LimitationStatus.NOT_STARTED


@given(
    st.dates(date(2021, 7, 15), date(2021, 11, 1)),
    st.integers(0, 20),
    st.sampled_from(("single", "continuing", "consecutive")),
    st.lists(st.tuples(codes, st.integers(-5, 800)), max_size=4),
    st.integers(0, 830),
    st.integers(0, 10),
)
def test_whole_weeks_shift_the_answer_alike(start, length, pattern, events, waited, weeks):
    """Between two leap days, and under one law, every day of the answer moves by as much."""
    shift = timedelta(weeks=weeks)
    conduct = Conduct(start=start, end=start + timedelta(days=length), pattern=pattern)
    other = attrs.evolve(conduct, start=start + shift, end=conduct.end + shift)
    found = [Discovery(code, start + timedelta(days=after)) for code, after in events]
    moved = [attrs.evolve(one, day=one.day + shift) for one in found]
    as_of = start + timedelta(days=waited)
    before, after = judged(conduct, found, as_of), judged(other, moved, as_of + shift)
    assert (before.status, before.flags) == (after.status, after.flags)
    assert (before.last_day is None) == (after.last_day is None)
    if before.last_day is not None:
        assert before.last_day + shift == after.last_day
    if before.deciding is not None:
        assert before.deciding.day + shift == after.deciding.day


@given(conducts(), st.lists(discoveries, max_size=3), st.lists(days, min_size=4, max_size=4), days)
def test_a_transfer_alone_changes_nothing(conduct, events, hands, as_of):
    """In whose hands it lapsed is one of the chain, and the answer does not know the chain."""
    one, two, three, four = sorted(hands)
    answer = judged(conduct, events, as_of)
    whole = [HandOver("a", one, four), HandOver("b", four)]
    parted = [HandOver("a", one, two), HandOver("a", three, four), HandOver("b", four)]
    assert responsible_for(whole, answer) == responsible_for(parted, answer)
    assert answer == judged(conduct, tuple(reversed(events)), as_of) or len(events) > 1
    assert responsible_for(whole, answer) in {"", "a", "b"}


@given(conducts(), st.lists(discoveries, max_size=4), days)
def test_answers_hold_together(conduct, events, as_of):
    """The safe day is not after the last; barred is barred on the safe side; words exist."""
    answer = judged(conduct, events, as_of)
    if answer.last_day is not None:
        assert answer.safe_last_day <= answer.last_day
    if answer.penalty is not Penalty.ALLOWED:
        assert Penalty.BARRED is answer.safe_penalty
    assert "责令改正" in answer.not_barred[0].zh
    assert answer.explain("zh")
    assert sorted(answer.flags) == [*answer.flags]
    assert all(
        (view.status, view.last_day) != (answer.status, answer.last_day) for view in answer.views
    )
