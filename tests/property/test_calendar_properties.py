"""What holds for every calendar, every start and every length, drawn at random."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enforcecal.dates.calendars import WorkCalendar, calendar
from enforcecal.dates.notices import Notice, NoticeKind, chinese_notices, statutory_days

DAY = timedelta(days=1)
CN = calendar("CN", known_on=date(2026, 1, 1))


@st.composite
def calendars(draw) -> WorkCalendar:
    """A calendar of one to three invented years with invented days off and working."""
    first, years = draw(st.integers(1990, 2060)), draw(st.integers(1, 3))
    notices = []
    for year in range(first, first + years):
        days = draw(st.sets(st.dates(date(year, 1, 1), date(year, 12, 31)), max_size=40))
        off = {day for day in days if draw(st.booleans())}
        notices.append(
            Notice(
                id=f"XX-{year}",
                country="XX",
                year=year,
                kind=NoticeKind.ANNUAL,
                off=off,
                work=days - off,
            )
        )
    return WorkCalendar(
        id="XX",
        edition=f"XX {first}",
        notices=tuple(notices),
        first=date(first, 1, 1),
        horizon=date(first + years - 1, 12, 31),
    )


def walk(cal: WorkCalendar, day: date, n: int) -> date | None:
    """The n-th working day by stepping a day at a time; None where the calendar ends first."""
    off = {day for notice in cal.notices for day in notice.off}
    work = {day for notice in cal.notices for day in notice.work}
    step = DAY if n > 0 else -DAY
    left = abs(n)
    while left:
        day += step
        if not cal.first <= day <= cal.horizon:
            return None
        left -= day in work or (day not in off and day.weekday() < 5)
    return day


@given(st.data(), calendars(), st.integers(-300, 300).filter(bool))
def test_adding_ends_where_walking_ends(data, cal, n):
    """An invented calendar adds as a walk over its notices does, or refuses."""
    start = data.draw(st.dates(cal.first, cal.horizon))
    expected = walk(cal, start, n)
    if expected is None:
        with pytest.raises(ValueError, match="is outside calendar"):
            cal.add(start, n)
    else:
        assert expected == cal.add(start, n)
        assert [expected] == cal.add_each([start], n)


@given(st.data(), calendars(), st.integers(1, 250))
def test_adding_and_counting_invert(data, cal, n):
    """As many working days are counted as were added, and from a working day one leads back."""
    start = data.draw(st.dates(cal.first, cal.horizon))
    assume(walk(cal, start, n) is not None)
    end = cal.add(start, n)
    assert n == cal.count(start, end)
    assert -n == cal.count(end, start)
    if cal.is_working(start):
        assert start == cal.add(end, -n)


@given(st.data(), st.integers(1, 400))
def test_adding_is_monotone(data, n):
    """A later start gives no earlier day, and one working day more gives a later one."""
    start = data.draw(st.dates(date(2003, 1, 1), date(2024, 1, 1)))
    later = data.draw(st.dates(start, date(2024, 1, 2)))
    assert CN.add(start, n) <= CN.add(later, n)
    assert CN.add(start, n) < CN.add(start, n + 1)
    assert CN.add(start, -n) <= CN.add(later, -n)


@given(st.data(), calendars())
def test_counts_add_up(data, cal):
    """The count over two spans is the sum of both counts, in whatever order the days stand."""
    days = st.dates(cal.first, cal.horizon)
    one, two, three = (data.draw(days) for _ in range(3))
    assert cal.count(one, three) == cal.count(one, two) + cal.count(two, three)
    assert cal.count(one, one) == 0


@given(st.data(), calendars())
def test_a_roll_is_the_nearest_working_day(data, cal):
    """Rolling leaves working days alone and passes none."""
    day = data.draw(st.dates(cal.first, cal.horizon))
    for direction in ("next", "previous"):
        try:
            found = cal.roll(day, direction)
        except ValueError:
            continue
        assert cal.is_working(found)
        between = cal.count(day, found) if direction == "next" else cal.count(found, day)
        assert between == (found > day)
        assert found == cal.roll(found, direction)


@given(st.data(), calendars())
def test_views_of_what_is_known_agree_with_the_calendar(data, cal):
    """Counting by ordinals gives what counting by dates gives."""
    view = cal.views.point
    one, two = (data.draw(st.dates(cal.first, cal.horizon)) for _ in range(2))
    n = data.draw(st.integers(-60, 60).filter(bool))
    assert cal.count(one, two) == view.count(one.toordinal(), two.toordinal())
    assert cal.is_working(one) is view.working(one.toordinal())
    if (expected := walk(cal, one, n)) is None:
        with pytest.raises(LookupError):
            view.add(one.toordinal(), n)
    else:
        assert expected.toordinal() == view.add(one.toordinal(), n)


@given(st.data(), st.integers(0, 22))
def test_closures_only_ever_delay(data, size):
    """An agency that closes besides never has an earlier last day."""
    days = st.dates(date(2020, 1, 1), date(2024, 12, 31))
    closed = data.draw(st.sets(days, min_size=size, max_size=size))
    start, n = data.draw(days), data.draw(st.integers(1, 60))
    cal = CN.with_closures(closed)
    assert CN.add(start, n) <= cal.add(start, n)
    assert cal.add(start, n) not in closed


def shapes() -> dict[tuple[str, int], list[tuple[tuple[int, ...], tuple[int, ...]]]]:
    """Every arrangement of a one-day festival since 2008, relative to it, by name and weekday."""
    found: dict[tuple[str, int], list] = {}
    for notice in chinese_notices():
        if notice.year < 2008 or notice.kind is not NoticeKind.ANNUAL:
            continue
        days = {name: days[0] for name, days in statutory_days(notice.year) if len(days) == 1}
        for name, listed in notice.names:
            if name not in ("元旦", "清明节", "端午节"):
                continue
            day = days[name]
            off = tuple(d.toordinal() - day for d in listed if d in notice.off)
            work = tuple(d.toordinal() - day for d in listed if d in notice.work)
            found.setdefault(("", day % 7), []).append((off, work))
    return found


SHAPES = shapes()


@given(st.data(), st.integers(2027, 2050))
def test_no_arrangement_ever_seen_leaves_the_range(data, year):
    """A short festival arranged as any of its weekday was since 2008 stays within the forecast."""
    view, fast, slow = CN.views.point, CN.views.fast, CN.views.slow
    festivals = {name: days[0] for name, days in statutory_days(year) if len(days) == 1}
    day = festivals[data.draw(st.sampled_from(["元旦", "清明节", "端午节"]))]
    off, work = data.draw(st.sampled_from(SHAPES["", day % 7]))
    # Everything as expected but for this one festival.
    works = {o: view.working(o) for o in range(day - 80, day + 81)}
    for o in range(day - 6, day + 7):
        works[o] = (o - 1) % 7 < 5
    works |= {day + step: False for step in off} | {day + step: True for step in work}
    start, n = data.draw(st.integers(day - 60, day + 10)), data.draw(st.integers(1, 40))
    end, left = start, n
    while left:
        end += 1
        left -= works[end]
    assert fast.add(start, n) <= end <= slow.add(start, n)
    rolled = start
    while not works[rolled]:
        rolled += 1
    assert fast.roll_next(start) <= rolled <= slow.roll_next(start)
