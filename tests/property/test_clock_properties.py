"""Clocks and deadlines against a walk over the days, for any period, pauses and extensions.

The walk below knows no formula: it steps from day to day and counts those that count.
"""

from __future__ import annotations

import itertools
import json
from calendar import monthrange
from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty
from enforcecal.dates.clocks import Counting, Extension, Pause, paused_days, unite
from enforcecal.dates.deadlines import reckon
from enforcecal.dates.periods import Edge, Period, Roll, Unit, add_months

CN = calendar("CN")
DAY = timedelta(days=1)
COUNTED = (Unit.DAY, Unit.WORKING_DAY)
LANDING = (Unit.MONTH, Unit.YEAR)
LONGEST = {Unit.DAY: 200, Unit.WORKING_DAY: 90, Unit.MONTH: 14, Unit.YEAR: 2, Unit.HOUR: 100}

days = st.dates(date(2004, 1, 1), date(2018, 12, 31))
far_days = st.dates(date(1990, 1, 1), date(2060, 12, 31))
units = st.sampled_from(Unit)
rolls = st.sampled_from(Roll)


def periods(units=units):
    """Periods of every unit, from nothing to a few months."""
    return units.flatmap(
        lambda unit: st.integers(0, LONGEST[unit]).map(lambda length: Period(length, unit))
    )


def countings(units=units):
    """Forward ways of counting."""
    return st.builds(Counting, period=periods(units), roll=rolls, start_counts=st.booleans())


@st.composite
def pauses_near(draw, start, *, open_ones=True):
    """Up to three pauses, from just before *start* on, overlapping as they will."""
    made = []
    for _ in range(draw(st.integers(0, 3))):
        begins = start + draw(st.integers(-5, 150)) * DAY
        length = draw(st.one_of(st.integers(0, 40), st.none()) if open_ones else st.integers(0, 40))
        made.append(Pause(begins, None if length is None else begins + length * DAY, "testing"))
    return made


@st.composite
def extensions_near(draw, start):
    """Up to three extensions of every kind."""
    made = []
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["nominal", "rolled", "until"]))
        if kind == "until":
            made.append(Extension(until=start + draw(st.integers(1, 150)) * DAY))
        else:
            made.append(
                Extension(length=draw(st.integers(1, 20)), from_rolled=kind == "rolled", rule="x")
            )
    return made


@st.composite
def questions(draw, units=units, *, open_ones=True):
    """A way of counting, a start, pauses and extensions."""
    start = draw(days)
    counting = draw(countings(units))
    extensions = [] if counting.period.unit is Unit.YEAR else draw(extensions_near(start))
    return counting, start, draw(pauses_near(start, open_ones=open_ones)), extensions


# --- the walk --------------------------------------------------------------------------------


class StillPaused(Exception):  # noqa: N818 - how a walk stops
    """The walk met a day taken out by a pause without an end."""


def is_paused(day, pauses):
    """Tell whether a pause takes out *day*."""
    for pause in pauses:
        if pause.begins < day and pause.ends is None:
            raise StillPaused
    return any(pause.begins < day <= pause.ends for pause in pauses if pause.ends)


def corresponding(day, months):
    """The day of the same number in another month, or that month's last."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def step_on(day, left, pauses, counts=bool):
    """Step on from *day* until *left* days have counted; every day is true."""
    while left:
        day += DAY
        if not is_paused(day, pauses) and counts(day):
            left -= 1
    return day


def walk_period(start, length, counting, pauses, *, included):
    """Walk one period."""
    unit = counting.period.unit
    if length == 0:
        return start
    before = start - DAY if included and unit is not Unit.HOUR else start
    if unit is Unit.WORKING_DAY:
        return step_on(before, length, pauses, CN.is_working)
    if unit is Unit.DAY:
        return step_on(before, length, pauses)
    if unit is Unit.HOUR:
        return step_on(start, length // 24 + (length % 24 > 0), pauses)
    months = length if unit is Unit.MONTH else 12 * length
    landed = corresponding(start, months)
    if included and landed.day == start.day:
        landed -= DAY
    return step_on(before, (landed - before).days, pauses)


def walk_roll(day, roll):
    """Walk from a last day that is off to where it moves."""
    if roll is Roll.NEXT_WORKING_DAY:
        while not CN.is_working(day):
            day += DAY
    if roll is Roll.NEXT_AFTER_HOLIDAY:
        while CN.notice(day) is not None and not CN.is_working(day):
            day += DAY
    return day


def walk_fixed(until, pauses):
    """Walk what was left of a fixed day when the pause on it began."""

    def covered(day):
        return any(p.begins < day and (p.ends is None or day <= p.ends) for p in pauses)

    left = 0
    while covered(until - left * DAY):
        left += 1
    return step_on(until - left * DAY, left, pauses)


def walk(counting, start, pauses, extensions):
    """Return nominal and due day of a forward count, or None while a pause is open."""
    included, length, fixed = counting.start_counts, counting.period.length, None
    last = max((n for n, one in enumerate(extensions) if one.until), default=-1)
    try:
        if last >= 0:
            fixed = start = walk_fixed(extensions[last].until, pauses)
            included, length = False, 0
        for extension in extensions[last + 1 :]:
            if extension.from_rolled:
                if fixed is None:
                    ended = walk_period(start, length, counting, pauses, included=included)
                    start = walk_roll(ended, counting.roll)
                included, length = False, 0
            length, fixed = length + extension.length, None
        if fixed is not None:
            return fixed, fixed
        nominal = walk_period(start, length, counting, pauses, included=included)
    except StillPaused:
        return None
    return nominal, walk_roll(nominal, counting.roll)


# --- what holds ------------------------------------------------------------------------------


# An hour period lengthened from a rolled end goes on at the second it had reached, which a walk
# over days cannot see; the unit tests have that.
def plain_hours(question):
    """Leave out hours that go on from a rolled end."""
    counting, _, _, extensions = question
    return counting.period.unit is not Unit.HOUR or not any(one.from_rolled for one in extensions)


@given(questions().filter(plain_hours))
def test_a_deadline_is_where_the_walk_ends(question):
    """Nominal and due day are those a walk over the days finds, or none while a pause is open."""
    counting, start, pauses, extensions = question
    found = reckon([counting], CN, start, pauses=pauses, extensions=extensions)
    expected = walk(counting, start, pauses, extensions)
    assert (expected or (None, None)) == (found.nominal, found.due)
    assert (expected is None) == (found.certainty is Certainty.UNKNOWN) or (
        counting.period.unit is Unit.HOUR
    )


@given(questions(open_ones=False))
def test_a_trace_can_be_recounted(question):
    """Counted days are numbered from 1 without a gap, and the trace leads to the nominal day."""
    counting, start, pauses, extensions = question
    found = reckon([counting], CN, start, pauses=pauses, extensions=extensions)
    steps = found.trace
    assert ("start", start) == (steps[0].kind, steps[0].first)
    numbered = [step for step in steps if step.number]
    expected = 1
    for step in numbered:
        first, last = step.number
        assert expected == first
        if counting.period.unit in COUNTED:
            assert "counted" == step.kind
            assert last - first == (step.last - step.first).days
        expected = last + 1
    arrived = [s for s in steps if s.kind in {"start", "counted", "landed", "rolled", "extended"}]
    assert arrived[-1].last == found.due
    if not extensions and counting.period.unit in COUNTED and counting.period.length:
        assert counting.period.length == numbered[-1].number[1]
        assert found.nominal == numbered[-1].last
    if found.nominal != found.due:
        assert ("rolled", found.due) == (steps[-1].kind, steps[-1].first)


@given(questions(), st.sampled_from(["en", "zh"]))
def test_every_deadline_can_be_told(question, lang):
    """Any deadline goes through JSON unchanged and can be explained in both languages."""
    counting, start, pauses, extensions = question
    found = reckon([counting], CN, start, pauses=pauses, extensions=extensions)
    told = found.to_dict(lang)
    assert told == json.loads(json.dumps(told))
    assert found.explain(lang)


@given(questions(), st.randoms(use_true_random=False))
def test_pauses_commute_and_unite(question, random):
    """The order of pauses does not matter, nor does a pause inside another, nor a doubled one."""
    counting, start, pauses, extensions = question
    shuffled = list(pauses)
    random.shuffle(shuffled)
    inside = [
        Pause(pause.begins, pause.begins + (pause.ends - pause.begins) // 2)
        for pause in pauses
        if pause.ends
    ]
    one = reckon([counting], CN, start, pauses=pauses, extensions=extensions)
    other = reckon([counting], CN, start, pauses=shuffled + pauses + inside, extensions=extensions)
    assert (one.nominal, one.due) == (other.nominal, other.due)


@given(st.lists(st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60)))))
def test_the_union_covers_what_the_pauses_cover(spans):
    """United spans lie apart, in order, and cover exactly the days that any of them covers."""
    united = unite(spans)
    day_sets = [
        {d for d in range(130) if any(a < d and (b is None or d <= b) for a, b in some)}
        for some in (spans, united)
    ]
    assert day_sets[0] == day_sets[1]
    for (_, ends), (begins, _) in itertools.pairwise(united):
        assert ends is not None
        assert ends < begins
    taken = paused_days(united, 10, 50)
    still = any(ends is None and begins < 50 for begins, ends in united)
    assert (None if still else len(day_sets[0] & set(range(11, 51)))) == taken


@given(questions(open_ones=False), st.integers(0, 40))
def test_monotone_in_the_start(question, later):
    """A later start never ends earlier, unless months or years are moved by a pause.

    A year from 24 February 2004 with five days out ends on 1 March 2005; one from 29 February,
    when the pause is over, on 28 February.
    """
    counting, start, pauses, extensions = question
    if counting.period.unit in LANDING:
        pauses = []
    one = reckon([counting], CN, start, pauses=pauses, extensions=extensions)
    other = reckon([counting], CN, start + later * DAY, pauses=pauses, extensions=extensions)
    assert one.nominal <= other.nominal
    assert one.due <= other.due


@given(questions(open_ones=False), st.integers(0, 4))
def test_monotone_in_the_length(question, more):
    """A longer period never ends earlier, and extending it by a length never shortens it."""
    counting, start, pauses, _ = question
    period = Period(counting.period.length + more, counting.period.unit)
    longer = Counting(period=period, roll=counting.roll, start_counts=counting.start_counts)
    one = reckon([counting], CN, start, pauses=pauses)
    other = reckon([longer], CN, start, pauses=pauses)
    assert one.due <= other.due
    if more:
        extended = reckon([counting], CN, start, pauses=pauses, extensions=[Extension(length=more)])
        assert (other.nominal, other.due) == (extended.nominal, extended.due)


@given(questions(open_ones=False), st.integers(-5, 200), st.integers(0, 60))
def test_a_pause_never_brings_the_end_forward(question, after, length):
    """One more pause moves the end to a later day or leaves it."""
    counting, start, pauses, extensions = question
    begins = start + after * DAY
    more = [*pauses, Pause(begins, begins + length * DAY)]
    one = reckon([counting], CN, start, pauses=pauses, extensions=extensions)
    other = reckon([counting], CN, start, pauses=more, extensions=extensions)
    assert one.due <= other.due


@given(days, st.sampled_from(COUNTED), st.integers(1, 90), st.integers(0, 89), st.integers(0, 60))
def test_what_was_left_is_left(start, unit, length, gone, held):
    """A clock held with k units left has no last day, and k units left when it goes on."""
    counting = Counting(period=Period(length, unit))
    gone = min(gone, length - 1)
    begins = step_on(start, gone, [], CN.is_working if unit is Unit.WORKING_DAY else bool)
    open_pause = reckon([counting], CN, start, pauses=[Pause(begins)])
    assert open_pause.due is None
    assert not open_pause.is_overdue(date.max)
    ends = begins + held * DAY
    resumed = reckon([counting], CN, start, pauses=[Pause(begins, ends)])
    left = reckon([Counting(period=Period(length - gone, unit))], CN, ends)
    assert left.due == resumed.due


@given(days, periods(), st.sampled_from(Edge), rolls)
def test_backward_counts_are_where_the_walk_ends(anchor, period, edge, roll):
    """Backward the n-th unit before is the last day, or the one before n full units; no roll."""
    counting = Counting(period=period, edge=edge, roll=roll)
    found = reckon([counting], CN, anchor - DAY, before=anchor)
    day = anchor
    counts = CN.is_working if period.unit is Unit.WORKING_DAY else bool
    left = period.length
    if period.unit in LANDING:
        day = corresponding(day, -left if period.unit is Unit.MONTH else -12 * left)
        left = 0
    elif period.unit is Unit.HOUR:
        left = left // 24 + (left % 24 > 0)
    left += edge is Edge.AFTER
    while left:
        day -= DAY
        left -= counts(day)
    assert day == found.due == found.nominal
    steps = found.trace
    assert day == steps[-1].first
    numbers = [number for step in steps if step.number for number in step.number]
    if numbers and period.unit is not Unit.HOUR:
        assert (1, period.length) == (numbers[0], numbers[-1])


@given(
    st.lists(countings(), min_size=1, max_size=4), far_days, st.booleans(), st.sampled_from(Edge)
)
def test_the_range_holds_every_answer(several, start, wait, edge):
    """Whatever the day, nothing raises; the due day and that of each reading lie in the range."""
    several = [
        Counting(
            period=one.period,
            roll=one.roll,
            start_counts=one.start_counts,
            edge=edge if wait else None,
            name=str(place),
        )
        for place, one in enumerate(several)
    ]
    found = reckon(several, CN, start, wait=wait)
    if found.due is None:
        assert Certainty.UNKNOWN is found.certainty
        return
    assert found.earliest <= found.due
    assert found.latest is None or found.due <= found.latest
    assert (found.latest if wait else found.earliest) == found.safe_due
    for one in several:
        alone = reckon([one], CN, start, wait=wait)
        if alone.due is not None:
            assert found.earliest <= alone.due
            assert found.latest is None or alone.due <= found.latest
    if found.certainty is Certainty.FIRM:
        assert found.earliest == found.due == found.latest
    assert found.explain("zh")
    assert json.dumps(found.to_dict())


@given(st.dates(date(2026, 3, 1), date(2028, 12, 31)), periods(), rolls, st.booleans())
def test_an_unpublished_notice_is_named(start, period, roll, backward):
    """What needs a day after the horizon is never firm, and names the notice it waits for."""
    counting = Counting(period=period, roll=roll, edge=Edge.ON if backward else None)
    found = reckon([counting], CN, start, before=start if backward else None)
    through = start if backward else found.due
    asks = period.unit is Unit.WORKING_DAY or (roll is not Roll.NONE and not backward)
    if asks and through > CN.horizon and period.length:
        named = [doubt for doubt in found.reasons if doubt.code == "missing-notice"]
        assert [Certainty.PROVISIONAL] == [doubt.certainty for doubt in named]
        assert named[0].subject.endswith(str(max(through.year, 2027)))
        assert named[0].subject.startswith("CN 20")
    elif period.unit is not Unit.HOUR and not asks:
        assert Certainty.FIRM is found.certainty


@given(days, st.integers(0, 400), st.times())
def test_hours_end_where_adding_them_ends(start, hours, at):
    """Hours from a recorded time end at that instant, midnight being 24:00 of the day before."""
    at = at.replace(microsecond=0)
    counting = Counting(period=Period(hours, Unit.HOUR))
    found = reckon([counting], CN, start, at=at)
    if hours == 0:
        assert start == found.due
        return
    naive = found.ends_at.replace(tzinfo=None)
    assert naive - timedelta(hours=hours) == naive.combine(start, at)
    last = (naive - timedelta(microseconds=1)).date()
    assert last == found.due
    unknown = reckon([counting], CN, start)
    assert unknown.earliest <= found.due <= unknown.latest
    assert None is unknown.ends_at
    if at != time():
        assert found.due - unknown.due in {timedelta(), -DAY}


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(-2000, 2000))
def test_months_end_on_the_corresponding_day(day, months):
    """A month ends on the day of the same number, or on its last (民法典 202)."""
    assert corresponding(day, months) == add_months(day, months)


@given(questions(), st.integers(2010, 2024), st.integers(-100, 250), st.booleans())
def test_the_range_held_what_the_notice_then_brought(question, year, day, backward):
    """A deadline reckoned each October, before next year's notice, held the day it became."""
    counting, drawn, pauses, extensions = question
    before = calendar("CN", known_on=date(year, 10, 1))
    start = date(year, 10, 1) + day * DAY
    shift = start - drawn
    pauses = [
        Pause(one.begins + shift, one.ends and one.ends + shift) for one in pauses if one.ends
    ]
    extensions = [one for one in extensions if one.until is None]
    if counting.period.unit is Unit.YEAR:
        counting = Counting(period=Period(1, Unit.YEAR), roll=counting.roll)
    asked = {"before": start if backward else None}
    if not backward:
        asked |= {"pauses": pauses, "extensions": extensions}
    told = reckon([counting], before, start, **asked)
    came = reckon([counting], CN, start, **asked)
    if told.due is None or came.due is None or came.due > CN.horizon:
        return
    assert told.earliest <= came.due
    assert told.latest is None or came.due <= told.latest
    if told.certainty is Certainty.FIRM:
        assert told.due == came.due
