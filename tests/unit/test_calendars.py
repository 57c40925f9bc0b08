"""Working days of one edition: every answer against a walk, and every refusal."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import attrs
import pytest
from holidays.countries.china import China

from enforcecal.dates import calendars
from enforcecal.dates.calendars import WorkCalendar, calendar
from enforcecal.dates.notices import Closure, DayKind, Notice, NoticeKind, parse_notice
from enforcecal.errors import (
    ArgumentError,
    ArgumentTypeError,
    NoticeError,
    OutsideHorizonError,
    UnknownNameError,
)

DAY = timedelta(days=1)
# The newest edition of the package alone, whatever `holidays` knows when the tests are run.
CN = calendar("CN", known_on=date(2026, 1, 1))


@pytest.fixture(scope="module")
def walked() -> dict[date, bool]:
    """Every day 2001-2026 and whether it works: the readable notices read aloud, day by day."""
    text = files("enforcecal.dates").joinpath("data/cn-notices.json").read_text(encoding="utf-8")
    named = {}
    for notice in json.loads(text)["notices"]:
        for festival in notice["festivals"]:
            named.update(dict.fromkeys(festival["off"], False))
            named.update(dict.fromkeys(festival["work"], True))
    china = China(years=range(2000, 2008))
    days, day = {}, date(2001, 1, 1)
    while day <= date(2026, 12, 31):
        if day.year < 2007 and day.isoformat() not in named:
            days[day] = china.is_working_day(day)
        else:
            days[day] = named.get(day.isoformat(), day.isoweekday() <= 5)
        day += DAY
    return days


class TestEveryAnswer:
    def test_every_day_is_what_the_notices_make_it(self, walked):
        """No day 2001-2026 differs from the notices read one after the other."""
        assert walked == {day: CN.is_working(day) for day in walked}

    def test_every_add_ends_where_walking_ends(self, walked):
        """The n-th working day is the n-th one walked to, for each start and n from -400 to 400."""
        working = [day for day, works in walked.items() if works]
        passed = 0  # working days walked past, the start's own included
        for start, works in walked.items():
            before = passed
            passed += works
            if start.year < 2007:
                continue
            after = working[passed : passed + 400]
            assert after == [CN.add(start, n) for n in range(1, len(after) + 1)]
            back = working[before - 400 : before][::-1]
            assert back == [CN.add(start, -n) for n in range(1, 401)]

    def test_every_count_is_the_number_walked_past(self, walked):
        """Counts over up to 400 days, both ways, are the working days walked past."""
        days = [day for day in walked if day.year >= 2007]
        for place, after in enumerate(days):
            ahead, passed = days[place : place + 401], 0
            for through in ahead:
                if through != after:
                    passed += walked[through]
                assert passed == CN.count(after, through)
                assert -passed == CN.count(through, after)

    def test_every_roll_stops_at_the_nearest_working_day(self, walked):
        """A roll leaves a working day alone and walks to the nearest from any other."""
        for day in walked:
            if not date(2001, 1, 5) < day < date(2026, 12, 28):
                continue
            ahead = back = day
            while not walked[ahead]:
                ahead += DAY
            while not walked[back]:
                back -= DAY
            assert ahead == CN.roll(day, "next")
            assert back == CN.roll(day, "previous")

    @pytest.mark.parametrize("n", [1, 5, 60, -1, -7])
    def test_a_list_of_days_gives_what_single_calls_give(self, walked, n):
        """Adding to a whole list equals adding to each of its days."""
        days = [day for day in walked if 2002 < day.year < 2026]
        assert [CN.add(day, n) for day in days] == CN.add_each(days, n)

    def test_many_rules_are_forgotten_again(self):
        """A calendar asked for many lengths keeps only a few of their tables."""
        cal = copy.deepcopy(CN)
        start = date(2024, 1, 1)
        for n in range(1, 40):
            assert [CN.add(start, n)] == cal.add_each([start], n)
        assert calendars.RULES_KEPT >= len(cal._rules)


class TestEditions:
    def test_the_newest_edition_is_made_once(self):
        """Asking twice for the plain calendar gives the same object."""
        assert calendar("CN") is calendar()

    def test_span_edition_and_zone(self):
        """An edition says what it covers and which notice is its newest."""
        assert date(2001, 1, 1) == CN.first
        assert date(2026, 12, 31) == CN.horizon
        assert CN.edition == "CN@2025-11-04"
        assert CN.zone == "Asia/Shanghai"
        assert date(2026, 1, 1) == CN.known_on

    def test_a_day_within_the_newest_notice_gives_the_same_edition(self):
        """The edition depends on the notices known, not on the day asked about."""
        assert calendar("CN", known_on=date(2025, 11, 4)) == CN
        assert hash(calendar("CN", known_on=date(2025, 11, 4))) == hash(CN)
        assert calendar("CN", known_on=date(2025, 11, 3)) != CN

    @pytest.mark.parametrize(
        ("start", "n", "now", "known_on", "then"),
        [
            (date(2019, 4, 26), 4, date(2019, 5, 5), date(2019, 3, 1), date(2019, 5, 3)),
            (date(2019, 4, 26), 4, date(2019, 5, 5), date(2019, 3, 22), date(2019, 5, 5)),
            (date(2020, 1, 22), 3, date(2020, 2, 4), date(2020, 1, 24), date(2020, 2, 1)),
            (date(2015, 9, 2), 1, date(2015, 9, 6), date(2015, 5, 12), date(2015, 9, 3)),
        ],
    )
    def test_a_notice_counts_from_the_day_it_is_published(self, start, n, now, known_on, then):
        """An amendment moves a deadline only for those who could know of it."""
        assert now == CN.add(start, n)
        assert then == calendar("CN", known_on=known_on).add(start, n)

    def test_a_day_before_every_publication_is_refused(self):
        """Nothing can be known before the first recorded publication."""
        assert calendar("CN", known_on=date(2006, 12, 16)).horizon == date(2007, 12, 31)
        with pytest.raises(ArgumentError, match=r"known_on=2006-12-15 lies before 2006-12-16"):
            calendar("CN", known_on=date(2006, 12, 15))

    def test_a_pickle_holds_the_notices_and_not_the_tables(self):
        """A calendar survives pickling and copying, and its pickle stays small."""
        assert pickle.loads(pickle.dumps(CN)) == CN  # noqa: S301 - our own bytes
        assert copy.deepcopy(CN).add(date(2026, 2, 11), 5) == date(2026, 2, 25)
        assert len(pickle.dumps(CN)) < 40_000

    def test_it_cannot_be_changed(self):
        """A calendar is frozen, slotted and hashable."""
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            CN.horizon = date(2030, 12, 31)
        assert not hasattr(CN, "__dict__")
        assert {CN: 1}[copy.deepcopy(CN)] == 1

    def test_repr_leaves_the_notices_out(self):
        """The repr names the edition and its span, not two thousand days."""
        assert "CN@2025-11-04" in repr(CN)
        assert len(repr(CN)) < 250


ANNUAL_2027 = Notice(
    id="CN-2027",
    country="CN",
    year=2027,
    kind=NoticeKind.ANNUAL,
    published=date(2026, 11, 3),
    off=[date(2027, 1, 1), date(2027, 1, 4)],
    work=[date(2026, 12, 27), date(2027, 1, 9)],
)


class TestWithNotices:
    def test_a_whole_year_moves_the_horizon(self):
        """A user's notice for the next year is answered from at once, its December included."""
        cal = CN.with_notices(ANNUAL_2027)
        assert date(2027, 12, 31) == cal.horizon
        assert cal.is_working(date(2026, 12, 27))
        assert not CN.is_working(date(2026, 12, 27))
        assert not cal.is_working(date(2027, 1, 4))
        assert DayKind.MAKE_UP_WORKDAY is cal.kind(date(2027, 1, 9))
        assert ANNUAL_2027 == cal.notice(date(2027, 1, 4))

    def test_the_edition_tells_what_was_added(self):
        """Different additions give different editions, the same ones the same."""
        cal = CN.with_notices(ANNUAL_2027)
        other = CN.with_notices(attrs.evolve(ANNUAL_2027, work=[]))
        assert cal.edition.startswith("CN@2025-11-04+")
        assert cal.edition != other.edition
        assert calendar("CN", known_on=date(2026, 11, 3), notices=[ANNUAL_2027]) == cal

    def test_adding_nothing_changes_nothing(self):
        """An edition with no addition is the edition itself."""
        assert CN == CN.with_notices()
        assert CN.edition == CN.with_notices().edition

    def test_a_notice_not_yet_published_is_left_out(self):
        """An added notice is subject to the day asked about like any other."""
        assert CN == calendar("CN", known_on=date(2026, 11, 2), notices=[ANNUAL_2027])

    def test_a_notice_without_a_day_cannot_be_placed(self):
        """Whether a notice without a day of publication was known cannot be said."""
        with pytest.raises(ArgumentError, match=r"'CN-2027' has no day of publication"):
            calendar(
                "CN",
                known_on=date(2026, 12, 1),
                notices=[attrs.evolve(ANNUAL_2027, published=None)],
            )

    def test_a_later_notice_overrides_the_days_it_names(self):
        """An amendment changes its own days and no others."""
        amendment = parse_notice(
            '{"id": "X", "year": 2026, "kind": "amendment", "off": ["2026-03-02"], '
            '"work": ["2026-03-08"]}'
        )
        cal = CN.with_notices(amendment)
        assert not cal.is_working(date(2026, 3, 2))
        assert DayKind.SHIFTED_REST_DAY is cal.kind(date(2026, 3, 2))
        assert cal.is_working(date(2026, 3, 8))
        assert cal.is_working(date(2026, 3, 3))

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"id": "CN-2026"}, "notice 'CN-2026' is already in calendar CN@2025-11-04"),
            ({"country": "US"}, "notice 'CN-2027' is for US, the calendar for CN"),
            ({"kind": NoticeKind.AMENDMENT}, "has none for the whole of 2027"),
            ({"kind": NoticeKind.USER}, "has none for the whole of 2027"),
            ({"year": 2028, "off": [], "work": []}, "has none for the whole of 2027"),
            ({"year": 2000, "off": [], "work": []}, "is for 2000, before the calendar's 2001"),
        ],
    )
    def test_a_notice_that_does_not_fit_is_refused(self, change, message):
        """A notice must be new, of this country, and leave no year uncovered."""
        with pytest.raises(NoticeError, match=message):
            CN.with_notices(attrs.evolve(ANNUAL_2027, **change))


class TestClosures:
    def test_a_closed_day_does_not_work(self):
        """A closure takes a working day away and is named as such."""
        cal = CN.with_closures([date(2026, 3, 2), date(2026, 2, 14), date(2026, 3, 7)], name="move")
        assert not cal.is_working(date(2026, 3, 2))
        assert DayKind.CLOSURE is cal.kind(date(2026, 3, 2))
        assert DayKind.CLOSURE is cal.kind(date(2026, 2, 14))
        assert DayKind.WEEKEND is cal.kind(date(2026, 3, 7))
        assert date(2026, 3, 3) == cal.add(date(2026, 3, 1), 1)

    def test_closures_belong_to_the_identity(self):
        """What was added is part of a calendar; in which order is not."""
        one = CN.with_closures([date(2026, 3, 2)]).with_notices(ANNUAL_2027)
        two = CN.with_notices(ANNUAL_2027).with_closures([date(2026, 3, 2)])
        assert one == two
        assert one != CN.with_notices(ANNUAL_2027).with_closures([date(2026, 3, 3)])

    def test_closures_can_be_given_at_once(self):
        """Days and named closures may be mixed in a call of `calendar`."""
        named = Closure([date(2026, 3, 3)], "stocktaking")
        cal = calendar(
            "CN", known_on=date(2026, 1, 1), closures=[date(2026, 3, 2), named, date(2026, 3, 4)]
        )
        assert (Closure([date(2026, 3, 2), date(2026, 3, 4)]), named) == cal.closures
        assert cal == calendar("CN", known_on=date(2026, 1, 1), closures=[named]).with_closures(
            [date(2026, 3, 4), date(2026, 3, 2)]
        )

    def test_a_closure_beyond_the_horizon_is_refused(self):
        """What a closure does to a day nobody has published is not known."""
        with pytest.raises(ArgumentError, match=r"closures: 2027-01-04 \(closure\) lies outside"):
            CN.with_closures([date(2027, 1, 4)])

    @pytest.mark.parametrize("wrong", ["2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)])
    def test_a_closure_must_be_of_dates(self, wrong):
        """Text and datetimes are no days."""
        with pytest.raises(ArgumentTypeError, match=r"closure 'x'.*must be a datetime\.date"):
            Closure([wrong], "x")


class TestKinds:
    @pytest.mark.parametrize(
        ("day", "kind"),
        [
            (date(2026, 3, 2), DayKind.WORKDAY),
            (date(2026, 3, 7), DayKind.WEEKEND),
            (date(2026, 2, 14), DayKind.MAKE_UP_WORKDAY),
            (date(2026, 2, 16), DayKind.STATUTORY_HOLIDAY),
            (date(2026, 2, 20), DayKind.SHIFTED_REST_DAY),
            (date(2026, 2, 21), DayKind.WEEKEND),
            (date(2026, 5, 2), DayKind.STATUTORY_HOLIDAY),  # a Saturday
            (date(2024, 5, 2), DayKind.SHIFTED_REST_DAY),  # before the measures of 2024
            (date(2013, 2, 9), DayKind.STATUTORY_HOLIDAY),  # the eve, under those of 2007
            (date(2014, 1, 30), DayKind.WORKDAY),  # the eve, under those of 2013
            (date(2007, 5, 3), DayKind.STATUTORY_HOLIDAY),
            (date(2008, 5, 3), DayKind.WEEKEND),
            (date(2015, 9, 3), DayKind.SHIFTED_REST_DAY),
            (date(2020, 2, 3), DayKind.WORKDAY),  # a Monday a notice names as working
        ],
    )
    def test_a_day_is_of_one_kind(self, day, kind):
        """The kind follows the measures in force and the notice that decides the day."""
        assert kind is CN.kind(day)

    def test_every_statutory_day_is_off(self):
        """No notice has made a day of the holiday measures working."""
        days = [CN.first + step * DAY for step in range((CN.horizon - CN.first).days + 1)]
        found = sum(CN.kind(day) is DayKind.STATUTORY_HOLIDAY for day in days)
        assert 7 * 10 + 19 * 11 + 2 * 2 - 2 == found  # twice Mid-Autumn fell on 1-3 October

    def test_the_deciding_notice_is_the_last_that_names_the_day(self):
        """An amendment decides its own days, the annual notice the others."""
        assert "CN-2020-a1" == CN.notice(date(2020, 2, 1)).id
        assert "CN-2020" == CN.notice(date(2020, 1, 30)).id
        assert "CN-2019" == CN.notice(date(2018, 12, 29)).id
        assert CN.notice(date(2020, 3, 2)) is None

    def test_kind_and_notice_refuse_what_is_no_day(self):
        """The same arguments are refused as elsewhere."""
        with pytest.raises(ArgumentTypeError, match="day='2026-01-01'"):
            CN.kind("2026-01-01")
        with pytest.raises(OutsideHorizonError):
            CN.notice(date(2027, 1, 1))


class TestRefusals:
    @pytest.mark.parametrize(
        "call",
        [
            CN.is_working,
            lambda day: CN.add(day, 1),
            lambda day: CN.count(day, date(2026, 1, 1)),
            lambda day: CN.count(date(2026, 1, 1), day),
            lambda day: CN.roll(day, "next"),
            lambda day: CN.add_each([day], 1),
        ],
    )
    def test_a_datetime_is_refused(self, call):
        """A datetime has no day until a zone is chosen."""
        with pytest.raises(ArgumentTypeError, match=r"is a datetime; pass its \.date\(\)"):
            call(datetime(2026, 3, 2, 9, tzinfo=UTC))
        with pytest.raises(ArgumentTypeError, match=r"must be a datetime\.date"):
            call(None)
        with pytest.raises(ArgumentTypeError, match=r"must be a datetime\.date"):
            call([])

    @pytest.mark.parametrize("n", [True, False, 1.0, "5", None])
    def test_n_must_be_a_whole_number(self, n):
        """Neither a bool nor a float counts days."""
        with pytest.raises(ArgumentTypeError, match=r"n=.* must be a whole number"):
            CN.add(date(2026, 3, 2), n)
        with pytest.raises(ArgumentTypeError, match=r"n=.* must be a whole number"):
            CN.add_each([date(2026, 3, 2)], n)

    def test_other_whole_numbers_are_taken(self):
        """A number that says it is whole, such as numpy's, counts like an int."""

        class Five:
            def __index__(self):
                return 5

        assert date(2026, 2, 25) == CN.add(date(2026, 2, 11), Five())
        assert date(2026, 2, 11) == CN.add(date(2026, 2, 25), type("N", (int,), {})(-5))

    def test_zero_is_no_working_day(self):
        """Adding nothing would silently roll or not roll, so it is refused."""
        with pytest.raises(ArgumentError, match=r"n=0 names no working day; .* use roll"):
            CN.add(date(2026, 3, 2), 0)

    def test_beyond_the_horizon_names_the_missing_notice(self):
        """The message says what is covered, what is missing and what can be done."""
        with pytest.raises(OutsideHorizonError) as caught:
            CN.is_working(date(2028, 3, 2))
        assert str(caught.value) == (
            "2028-03-02 is outside calendar CN@2025-11-04, which covers 2001-01-01 to 2026-12-31: "
            "the State Council notice for 2028 is not in this edition; add it with "
            "with_notices(parse_notice(text)), or ask a limit for a provisional deadline"
        )
        assert caught.value.__suppress_context__ or caught.value.__context__ is None

    @pytest.mark.parametrize(
        ("start", "n"),
        [(date(2026, 12, 30), 2), (date(2026, 1, 1), 10**30), (date(2026, 12, 31), 1)],
    )
    def test_an_answer_beyond_the_horizon_is_refused(self, start, n):
        """No answer is given for a day nobody has arranged."""
        with pytest.raises(OutsideHorizonError, match="2027-01-01 is outside"):
            CN.add(start, n)
        with pytest.raises(OutsideHorizonError, match="2027-01-01 is outside"):
            CN.add_each([start], n)

    @pytest.mark.parametrize("n", [-2, -(10**30)])
    def test_an_answer_before_the_first_day_is_refused(self, n):
        """Going back past the first day does not wrap round to the last."""
        with pytest.raises(OutsideHorizonError, match="no notice before 2001 is recorded"):
            CN.add(date(2001, 1, 3), n)
        assert date(2001, 1, 2) == CN.add(date(2001, 1, 3), -1)

    def test_a_roll_may_leave_the_calendar(self):
        """A roll that finds no working day within the calendar is refused at either end."""
        with pytest.raises(OutsideHorizonError, match="2000-12-31 is outside"):
            CN.roll(date(2001, 1, 1), "previous")
        cal = calendar("CN", known_on=date(2021, 11, 1))
        assert date(2022, 12, 30) == cal.roll(date(2022, 12, 31), "previous")
        with pytest.raises(OutsideHorizonError, match="2023-01-01 is outside"):
            cal.roll(date(2022, 12, 31), "next")

    def test_a_direction_must_be_named(self):
        """There is no third way to roll."""
        with pytest.raises(ArgumentError, match="direction='up' must be 'next' or 'previous'"):
            CN.roll(date(2026, 3, 7), "up")

    def test_an_empty_list_needs_no_answer(self):
        """No days, no deadlines."""
        assert [] == CN.add_each([], 5)


class TestOtherCountries:
    def test_a_country_comes_from_holidays(self):
        """Another country's calendar is named by the version that computed it."""
        cal = calendar("US")
        assert cal.edition.startswith("US@holidays-")
        assert date(2050, 12, 31) == cal.horizon
        assert cal.zone is None
        assert date(2026, 7, 6) == cal.add(date(2026, 7, 2), 1)  # 4 July is kept on Friday the 3rd
        assert DayKind.STATUTORY_HOLIDAY is cal.kind(date(2026, 7, 3))
        assert DayKind.WEEKEND is cal.kind(date(2026, 7, 5))
        assert cal is calendar("US")

    def test_another_weekend_is_kept(self):
        """A country whose weekend is another one works on Sundays without making them up."""
        cal = calendar("EG")
        assert (4, 5) == cal.weekend
        assert DayKind.WEEKEND is cal.kind(date(2026, 3, 6))
        assert DayKind.WORKDAY is cal.kind(date(2026, 3, 8))

    def test_a_weekend_of_former_years_is_kept(self):
        """Days off in the weekend of the time are weekend days, without a name."""
        cal = calendar("AE")
        assert DayKind.WEEKEND is cal.kind(date(2010, 3, 5))  # a Friday
        assert cal.is_working(date(2010, 3, 7))

    def test_its_span_ends_somewhere(self):
        """A package that answers any year is asked only for a stated span."""
        with pytest.raises(OutsideHorizonError, match="after 2050 are not computed for US"):
            calendar("US").is_working(date(2051, 1, 1))

    def test_it_has_no_days_of_publication(self):
        """What was known when cannot be said of a computed calendar."""
        with pytest.raises(ArgumentError, match="recorded for CN only, not for US"):
            calendar("US", known_on=date(2026, 1, 1))

    def test_its_edition_counts_what_is_added(self):
        """Only what the user added makes the digest of a computed calendar."""
        assert "+" not in calendar("US").edition
        assert "+" in calendar("US").with_closures([date(2026, 3, 2)]).edition

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("cn", "no calendar is called 'cn'; known: CN"),
            ("USS", "did you mean 'US'"),
            ("中国", "no calendar is called '中国'"),
        ],
    )
    def test_an_unknown_country_is_refused(self, name, message):
        """The nearest known code is named."""
        with pytest.raises(UnknownNameError, match=message):
            calendar(name)

    @pytest.mark.parametrize("name", [None, 86])
    def test_a_country_is_text(self, name):
        """A country is named by its code."""
        with pytest.raises(ArgumentTypeError, match="must be a country code"):
            calendar(name)

    def test_known_on_is_a_day(self):
        """A datetime is refused here too."""
        with pytest.raises(ArgumentTypeError, match="known_on="):
            calendar("CN", known_on=datetime(2026, 1, 1, tzinfo=UTC))


FAKE_INIT = """
from datetime import timedelta, date
__version__ = "9"
OFF = {date(2027, 1, 1): "New Year", date(2027, 2, 8): "Spring"}
WORK = {date(2026, 12, 27), date(2027, 2, 14)}
class Table(dict):
    def is_working_day(self, day):
        return day in WORK or (day not in self and day.isoweekday() < 6)
def country_holidays(country, years):
    return Table(OFF)
"""


@pytest.fixture
def fake_holidays(tmp_path, monkeypatch):
    """A later `holidays`, whose table of China the test writes."""

    def make(china: str | None) -> None:
        package = tmp_path / "holidays"
        (package / "countries").mkdir(parents=True)
        (package / "__init__.py").write_text(FAKE_INIT)
        if china is not None:
            (package / "countries" / "china.py").write_text(china)
        for name in [name for name in sys.modules if name.partition(".")[0] == "holidays"]:
            monkeypatch.delitem(sys.modules, name)
        monkeypatch.syspath_prepend(tmp_path)
        calendars._newest.cache_clear()

    yield make
    calendars._newest.cache_clear()


class TestLaterHolidays:
    def test_a_later_year_makes_a_newer_edition(self, fake_holidays):
        """A year whose swaps the installed `holidays` knows is answered without a release."""
        fake_holidays("x = {\n        2026: (\n        ),\n        2027: (\n        ),\n}")
        cal = calendar("CN")
        assert date(2027, 12, 31) == cal.horizon
        assert cal.edition.startswith("CN@2025-11-04+")
        assert cal.is_working(date(2026, 12, 27))
        assert not cal.is_working(date(2027, 2, 8))
        assert cal.is_working(date(2027, 2, 14))
        assert NoticeKind.DERIVED is cal.notice(date(2027, 2, 8)).kind
        assert "Spring" == cal.notice(date(2027, 2, 8)).festival(date(2027, 2, 8))
        # The Saturday and Sunday the New Year's block ends in are part of it.
        assert cal.notice(date(2027, 1, 3)) is not None
        assert cal.notice(date(2027, 2, 7)) is None

    def test_it_does_not_change_what_was_known_on_a_day(self, fake_holidays):
        """A derived year has no day of publication, so a dated edition leaves it out."""
        fake_holidays("x = {\n        2027: (\n        ),\n}")
        assert date(2026, 12, 31) == calendar("CN", known_on=date(2027, 6, 1)).horizon

    @pytest.mark.parametrize("china", ["x = {\n        2028: (\n", "years = 2027", None])
    def test_nothing_else_makes_one(self, fake_holidays, china):
        """A gap, a mere mention of the year, or no table at all adds nothing."""
        fake_holidays(china)
        assert date(2026, 12, 31) == calendar("CN").horizon
        assert "holidays" not in sys.modules

    def test_no_holidays_are_needed(self, monkeypatch):
        """Where the package is not installed the calendar answers from its own notices."""
        monkeypatch.setattr(sys, "meta_path", [])
        assert () == calendars.later_chinese_notices(date(2026, 12, 31))


def test_a_first_answer_imports_nothing_heavy():
    """A first deadline needs neither holidays nor json, and no numpy."""
    code = (
        "import sys; sys.modules['holidays.countries'] = None\n"
        "from datetime import date\n"
        "from enforcecal.dates.calendars import calendar\n"
        "assert calendar('CN', known_on=date(2026, 1, 1)).add(date(2026, 2, 11), 5) "
        "== date(2026, 2, 25)\n"
        "assert calendar('CN').is_working(date(2026, 2, 14))\n"
        "heavy = {'json', 'tomllib', 'hashlib', 'numpy', 'dateutil'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert result.stdout.strip() in ("[]", "['hashlib']")


def test_a_calendar_may_be_built_by_hand():
    """The class needs only its notices and its span, and leaves days outside the span alone."""
    week = Notice(
        id="XX-2026",
        country="XX",
        year=2026,
        kind=NoticeKind.ANNUAL,
        off=[date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 9)],
        work=[date(2026, 3, 1), date(2026, 3, 8), date(2026, 3, 14)],
    )
    cal = WorkCalendar(
        id="XX", edition="XX@1", notices=(week,), first=date(2026, 3, 4), horizon=date(2026, 3, 8)
    )
    assert [True, False, True, False, True] == [
        cal.is_working(date(2026, 3, day)) for day in range(4, 9)
    ]
    assert date(2026, 3, 4) == cal.add(date(2026, 3, 6), -1)
    point = cal.views.point
    assert [False, True, False, False, False] == [
        point.holiday(date(2026, 3, day).toordinal()) for day in range(4, 9)
    ]
