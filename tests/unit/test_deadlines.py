from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.dates.certainty import Certainty, Doubt
from enforcecal.dates.clocks import Counting, Extension, Pause
from enforcecal.dates.deadlines import Deadline, reckon
from enforcecal.dates.periods import Edge, Period, Roll, Unit
from enforcecal.errors import ArgumentError, ArgumentTypeError
from enforcecal.texts import Text

CN = calendar("CN", known_on=date(2026, 1, 1))
UTC8 = timezone(timedelta(hours=8))


def counting(length, unit=Unit.DAY, **more):
    """Return a way of counting."""
    return Counting(period=Period(length, unit), **more)


NINETY = (
    counting(90, roll=Roll.NEXT_WORKING_DAY),
    counting(
        90,
        roll=Roll.NEXT_AFTER_HOLIDAY,
        name="weekends-do-not-roll",
        text=Text("a weekend is no statutory holiday", "周末不属于法定节假日"),
    ),
)
WAIT = (
    counting(7, Unit.WORKING_DAY, edge=Edge.AFTER),
    counting(7, Unit.WORKING_DAY, edge=Edge.ON, name="seventh-day"),
)


def codes(deadline):
    """Return the codes and subjects of the reasons."""
    return [(doubt.code, doubt.subject) for doubt in deadline.reasons]


def lines(deadline):
    """Return kind, first and last day and numbers of every step of the trace."""
    return [(step.kind, str(step.first), str(step.last), step.number) for step in deadline.trace]


class TestOrder55Article45:
    """“期间届满的最后一日为法定节假日的，以法定节假日后的第一日为期间届满的日期”."""

    def test_a_holiday_settles_it(self):
        """Day 90 on National Day moves to 8 October on every reading."""
        due = reckon(NINETY, CN, date(2026, 7, 3))
        assert date(2026, 10, 1) == due.nominal
        assert date(2026, 10, 8) == due.due == due.safe_due == due.earliest == due.latest
        assert Certainty.FIRM is due.certainty
        assert datetime(2026, 10, 9, tzinfo=UTC8) == due.ends_at

    def test_a_plain_sunday_is_disputed(self):
        """Day 90 on a plain Sunday: the default moves it, the careful side is the Sunday."""
        due = reckon(NINETY, CN, date(2025, 6, 2))
        assert (date(2025, 8, 31), date(2025, 9, 1)) == (due.nominal, due.due)
        assert (date(2025, 8, 31), date(2025, 9, 1)) == (due.earliest, due.latest)
        assert date(2025, 8, 31) == due.safe_due
        assert Certainty.DISPUTED is due.certainty
        assert [("reading", "weekends-do-not-roll")] == codes(due)
        assert (
            "on the reading 'weekends-do-not-roll' (a weekend is no statutory holiday), "
            "the last day is 2025-08-31"
        ) == due.reasons[0].text.en
        assert "按另一种理解（周末不属于法定节假日），届满日为 2025-08-31" == due.reasons[0].text.zh

    def test_the_trace_tells_the_roll(self):
        """The trace counts 90 days, says why no day off is the last, and where it ends."""
        assert [
            ("start", "2026-07-03", "2026-07-03", None),
            ("counted", "2026-07-04", "2026-10-01", (1, 90)),
            ("off", "2026-10-01", "2026-10-07", None),
            ("rolled", "2026-10-08", "2026-10-08", None),
        ] == lines(reckon(NINETY, CN, date(2026, 7, 3)))


class TestPenaltyLawArticle85:
    """“本法中‘二日’‘三日’‘五日’‘七日’的规定是指工作日，不含法定节假日”."""

    def test_make_up_days_count(self):
        """Five working days from 2026-02-11 take in the make-up Saturday and skip the festival."""
        due = reckon([counting(5, Unit.WORKING_DAY)], CN, date(2026, 2, 11))
        assert date(2026, 2, 25) == due.due
        assert [
            ("start", "2026-02-11", "2026-02-11", None),
            ("counted", "2026-02-12", "2026-02-13", (1, 2)),
            ("counted", "2026-02-14", "2026-02-14", (3, 3)),
            ("off", "2026-02-15", "2026-02-23", None),
            ("counted", "2026-02-24", "2026-02-25", (4, 5)),
        ] == lines(due)
        assert [
            "the day of the event, not counted",
            "counted",
            "counted, make-up workday by CN-2026",
            "not counted, Spring Festival by CN-2026",
            "counted",
        ] == [step.text.en for step in due.trace]


class TestWaits:
    def test_the_careful_side_is_the_later(self):
        """Seven working days after 2026-04-10 are over on the 21st; lawful from the 22nd."""
        due = reckon(WAIT, CN, date(2026, 4, 10), wait=True)
        assert (date(2026, 4, 21), date(2026, 4, 22)) == (due.due, due.opens)
        assert (date(2026, 4, 20), date(2026, 4, 21)) == (due.earliest, due.latest)
        assert due.latest == due.safe_due
        assert "on the reading 'seventh-day', lawful from 2026-04-21" == due.reasons[0].text.en
        assert ("opens", "2026-04-22", "2026-04-22", None) == lines(due)[-1]

    def test_on_the_day_itself(self):
        """With the edge on, it opens on the last counted day, and the reading is later."""
        due = reckon(WAIT[::-1], CN, date(2026, 4, 10), wait=True)
        assert (date(2026, 4, 21), date(2026, 4, 21)) == (due.due, due.opens)
        assert date(2026, 4, 22) == due.latest == due.safe_due


class TestBeyondTheHorizon:
    def test_a_missing_notice_is_named(self):
        """90 working days from 2026-11-20 need the notice for 2027, and say so."""
        due = reckon([counting(90, Unit.WORKING_DAY)], CN, date(2026, 11, 20))
        assert Certainty.PROVISIONAL is due.certainty
        assert [("missing-notice", "CN 2027")] == codes(due)
        assert date(2027, 4, 2) == due.due
        assert due.earliest <= due.due < due.latest
        assert "the day can still move within the range" in due.reasons[0].text.en
        assert "尚未收录2027年放假通知" in due.reasons[0].text.zh
        kinds = {step.text.en for step in due.trace}
        assert {
            "counted as expected, no notice yet",
            "not counted, weekend, no notice yet",
            "not counted, expected day off, no notice yet",
        } <= kinds

    def test_every_missing_notice_is_named(self):
        """A count over two years waits for both notices; a roll only for that of its last day."""
        counted = reckon([counting(400, Unit.WORKING_DAY)], CN, date(2026, 11, 20))
        assert [("missing-notice", "CN 2027 to 2028")] == codes(counted)
        assert "尚未收录2027至2028年放假通知" in counted.reasons[0].text.zh
        assert "the holiday notice for 2027 to 2028 is not yet in" in counted.reasons[0].text.en
        rolled = reckon(
            [counting(2, Unit.YEAR, roll=Roll.NEXT_WORKING_DAY)], CN, date(2026, 11, 20)
        )
        assert [("missing-notice", "CN 2028")] == codes(rolled)
        assert "no arrangement seen so far would move the day" in rolled.reasons[0].text.en
        assert rolled.earliest == rolled.due == rolled.latest

    def test_days_without_a_roll_need_no_notice(self):
        """Natural days that roll nowhere are firm in any year."""
        due = reckon([counting(90)], CN, date(2040, 1, 1))
        assert Certainty.FIRM is due.certainty

    def test_make_up_days_to_expect_are_told(self):
        """A weekend expected to be made working is counted, and said to be expected."""
        texts = {
            step.text.en: step.text.zh
            for year in (2027, 2028)
            for step in reckon([counting(240, Unit.WORKING_DAY)], CN, date(year, 1, 1)).trace
        }
        assert "计入，预计上班，尚无放假通知" == texts["counted as expected, no notice yet"]

    def test_backward_through_open_days(self):
        """A backward count that begins after the horizon is provisional over a range."""
        due = reckon(
            [counting(30, Unit.WORKING_DAY)], CN, date(2026, 6, 1), before=date(2027, 1, 15)
        )
        assert due.due < CN.horizon
        assert Certainty.PROVISIONAL is due.certainty
        assert due.earliest < due.latest
        assert due.earliest <= due.due <= due.latest
        assert due.earliest == due.safe_due

    @pytest.mark.parametrize(
        ("way", "start", "before"),
        [
            (counting(5, Unit.WORKING_DAY), date(1999, 1, 1), None),
            (counting(5, Unit.WORKING_DAY), date(2070, 1, 1), None),
            (counting(90, roll=Roll.NEXT_WORKING_DAY), date(1998, 1, 1), None),
            (counting(60, Unit.YEAR, roll=Roll.NEXT_AFTER_HOLIDAY), date(2026, 1, 1), None),
            (counting(9000, Unit.YEAR), date(2026, 1, 1), None),
            (counting(400, Unit.MONTH), date(9999, 1, 1), None),
            (counting(1), date.max, None),
            (counting(0), date.max, None),
            (counting(1, Unit.HOUR, roll=Roll.NEXT_WORKING_DAY), date.max, None),
            (counting(5, Unit.WORKING_DAY), date(2026, 1, 1), date(2070, 1, 1)),
            (counting(5, Unit.WORKING_DAY), date(2026, 1, 1), date(2001, 1, 2)),
            (counting(5), date(2026, 1, 1), date.min),
            (counting(1, Unit.MONTH), date(2026, 1, 1), date.min),
        ],
    )
    def test_nothing_raises(self, way, start, before):
        """A day that no calendar, or no date, can say is unknown with a reason."""
        due = reckon([way], CN, start, before=before)
        assert due.due is due.nominal is due.safe_due is due.earliest is due.latest is None
        assert Certainty.UNKNOWN is due.certainty
        assert ["beyond-forecast"] == [code for code, _ in codes(due)]
        assert () == due.trace
        assert "last day: none yet" in due.explain()

    def test_a_reading_beyond_the_calendar(self):
        """Where only a reading cannot be counted, the range has no later bound."""
        ways = [counting(90), counting(9000, Unit.YEAR, name="long")]
        due = reckon(ways, CN, date(2026, 1, 1))
        assert (date(2026, 4, 1), None) == (due.due, due.latest)
        assert date(2026, 4, 1) == due.earliest == due.safe_due
        assert [("beyond-forecast", "year")] == codes(due)
        assert "certainty: unknown, not before 2026-04-01" in due.explain()
        back = reckon(
            [counting(5), counting(5, Unit.WORKING_DAY, name="working")],
            CN,
            date(2000, 1, 1),
            before=date(2001, 1, 3),
        )
        assert (None, date(2000, 12, 29)) == (back.earliest, back.latest)
        assert "确定程度：无法确定，不晚于 2000-12-29" in back.explain("zh")
        assert [("beyond-forecast", "CN@2025-11-04")] == codes(back)

    @pytest.mark.parametrize(
        ("day", "certainty", "latest"),
        [
            (26, Certainty.FIRM, date(2025, 12, 26)),
            (28, Certainty.PROVISIONAL, date(2025, 12, 29)),
            (29, Certainty.FIRM, date(2025, 12, 29)),
            (31, Certainty.PROVISIONAL, date(2026, 1, 5)),
        ],
    )
    def test_a_december_that_can_still_move(self, day, certainty, latest):
        """Before the notice for 2026, days of December 2025 are firm where nothing moves them."""
        known = calendar("CN", known_on=date(2025, 10, 1))
        way = counting(1, roll=Roll.NEXT_WORKING_DAY)
        due = reckon([way], known, date(2025, 12, day - 1))
        assert (certainty, latest) == (due.certainty, due.latest)


class TestOpenPauses:
    def test_there_is_no_last_day(self):
        """While a pause is open there is no day, nothing is overdue, and the trace ends there."""
        pauses = [Pause(date(2026, 3, 5), None, "suspension")]
        due = reckon([counting(10)], CN, date(2026, 3, 2), pauses=pauses)
        assert due.due is due.nominal is due.latest is due.ends_at is None
        assert Certainty.UNKNOWN is due.certainty
        assert [("open-pause", "pause")] == codes(due)
        assert not due.is_overdue(date.max)
        assert [
            ("start", "2026-03-02", "2026-03-02", None),
            ("counted", "2026-03-03", "2026-03-05", (1, 3)),
            ("paused", "2026-03-06", "2026-03-06", None),
        ] == lines(due)
        assert "paused from this day on, not yet ended: suspension" in due.explain()
        assert "自该日起暂停，尚未结束：suspension" in due.explain("zh")

    def test_a_reading_that_an_open_pause_holds(self):
        """A longer reading may be held although the default had ended: the range is open."""
        ways = [counting(3), counting(10, name="ten")]
        due = reckon(ways, CN, date(2026, 3, 2), pauses=[Pause(date(2026, 3, 5))])
        assert (date(2026, 3, 5), None) == (due.due, due.latest)
        assert [("open-pause", "pause")] == codes(due)

    def test_a_bound_that_an_open_pause_holds(self):
        """A last day before an open pause may turn out to lie after its beginning."""
        way = counting(90, Unit.WORKING_DAY)
        due = reckon([way], CN, date(2026, 11, 20), pauses=[Pause(date(2027, 4, 5))])
        assert (date(2027, 4, 2), None) == (due.due, due.latest)
        assert ["open-pause", "missing-notice"] == [code for code, _ in codes(due)]

    def test_pauses_without_a_reason(self):
        """A pause without a reason is told as one."""
        pauses = [Pause(date(2026, 3, 2), date(2026, 3, 4))]
        due = reckon([counting(3)], CN, date(2026, 3, 2), pauses=pauses)
        assert "not counted, paused: pause" in due.explain()
        assert "不计入，期间暂停：未注明事由" in due.explain("zh")


class TestTraces:
    def test_months(self):
        """A month lands on its corresponding day, or the month's last, and paused days move it."""
        due = reckon([counting(1, Unit.MONTH)], CN, date(2025, 1, 31))
        assert ("landed", "2025-02-28", "2025-02-28", None) == lines(due)[-1]
        assert "该月无对应日，以月末日为最后一日" == due.trace[-1].text.zh
        pauses = [Pause(date(2025, 3, 5), date(2025, 3, 8), "testing")]
        due = reckon([counting(1, Unit.MONTH)], CN, date(2025, 3, 3), pauses=pauses)
        assert [
            ("start", "2025-03-03", "2025-03-03", None),
            ("landed", "2025-04-03", "2025-04-03", None),
            ("paused", "2025-03-06", "2025-03-08", None),
            ("landed", "2025-04-06", "2025-04-06", None),
        ] == lines(due)
        more = [Extension(length=1)]
        longer = reckon(
            [counting(1, Unit.MONTH)], CN, date(2025, 3, 3), pauses=pauses, extensions=more
        )
        assert date(2025, 5, 6) == longer.due
        assert [("extended", "2025-04-06"), ("landed", "2025-05-03"), ("landed", "2025-05-06")] == [
            line[:2] for line in lines(longer)[4:]
        ]
        due = reckon([counting(1, Unit.YEAR, start_counts=True)], CN, date(2025, 3, 1))
        assert date(2026, 2, 28) == due.due == due.trace[-1].first
        assert "the day before the corresponding day" in due.trace[-1].text.en

    def test_extensions(self):
        """Each extension is a step where it begins, named by its rule, else by who granted it."""
        due = reckon(
            [counting(30, roll=Roll.NEXT_WORKING_DAY)],
            CN,
            date(2026, 9, 1),
            extensions=[
                Extension(length=1, by="agency-head"),
                Extension(length=5, from_rolled=True, rule="art.ext"),
                Extension(until=date(2026, 10, 31)),
            ],
        )
        assert date(2026, 10, 31) == due.due
        assert [
            ("start", "2026-09-01", "2026-09-01", None),
            ("counted", "2026-09-02", "2026-10-01", (1, 30)),
            ("extended", "2026-10-01", "2026-10-01", None),
            ("counted", "2026-10-02", "2026-10-02", (31, 31)),
            ("off", "2026-10-02", "2026-10-07", None),
            ("rolled", "2026-10-08", "2026-10-08", None),
            ("extended", "2026-10-08", "2026-10-08", None),
            ("counted", "2026-10-09", "2026-10-13", (32, 36)),
            ("extended", "2026-10-31", "2026-10-31", None),
        ] == lines(due)
        assert [
            "extended by 1 day (agency-head)",
            "extended by 5 days (art.ext)",
            "extended to this day",
        ] == [step.text.en for step in due.trace if step.kind == "extended"]
        assert "延长1日（agency-head）" == due.trace[2].text.zh

    def test_a_fixed_day_and_pauses(self):
        """What was counted before a fixed day is told; a pause on that day moves it."""
        pauses = [Pause(date(2026, 3, 10), date(2026, 3, 20), "testing")]
        fixed = Extension(until=date(2026, 3, 12), by="court")
        due = reckon([counting(30)], CN, date(2026, 3, 2), pauses=pauses, extensions=[fixed])
        assert date(2026, 3, 22) == due.due == due.trace[-1].first
        assert "extended to this day (court)" in [step.text.en for step in due.trace]
        held = [Pause(date(2026, 3, 10))]
        due = reckon([counting(30)], CN, date(2026, 3, 2), pauses=held, extensions=[fixed])
        assert due.due is None
        assert "paused" == due.trace[-1].kind
        early = Extension(until=date(2026, 3, 9))
        due = reckon([counting(30)], CN, date(2026, 3, 2), pauses=held, extensions=[early])
        assert date(2026, 3, 9) == due.due == due.trace[-1].first

    def test_months_that_are_lengthened(self):
        """A month and one more are two months from the start; from a moved end they begin there."""
        month = [counting(1, Unit.MONTH, roll=Roll.NEXT_WORKING_DAY)]
        more = Extension(length=1)
        due = reckon(month, CN, date(2024, 12, 31), extensions=[more])
        assert date(2025, 2, 28) == due.due
        rolled = Extension(length=1, from_rolled=True)
        due = reckon(month, CN, date(2026, 9, 1), extensions=[rolled])
        assert date(2026, 11, 9) == due.due
        assert ("landed", "2026-11-08", "2026-11-08", None) in lines(due)

    def test_backward(self):
        """A backward trace is numbered from the day it protects, and ends on the last day."""
        way = counting(3, Unit.WORKING_DAY, edge=Edge.AFTER)
        due = reckon([way], CN, date(2026, 1, 5), before=date(2026, 2, 25))
        assert [
            ("start", "2026-02-25", "2026-02-25", None),
            ("counted", "2026-02-24", "2026-02-24", (1, 1)),
            ("off", "2026-02-15", "2026-02-23", None),
            ("counted", "2026-02-14", "2026-02-14", (2, 2)),
            ("counted", "2026-02-13", "2026-02-13", (3, 3)),
            ("landed", "2026-02-12", "2026-02-12", None),
        ] == lines(due)
        assert due.opens is None
        month = reckon([counting(1, Unit.MONTH)], CN, date(2026, 1, 5), before=date(2026, 3, 31))
        assert date(2026, 2, 28) == month.due == month.trace[-1].first

    def test_a_count_that_begins_with_its_first_day(self):
        """The first day is told as the one the count begins with."""
        due = reckon([counting(2, start_counts=True)], CN, date(2026, 3, 2))
        assert "the day of the event, with which the count begins" == due.trace[0].text.en
        assert ("counted", "2026-03-02", "2026-03-03", (1, 2)) == lines(due)[1]
        ext = [Extension(length=2)]
        due = reckon([counting(0, start_counts=True)], CN, date(2026, 3, 2), extensions=ext)
        assert date(2026, 3, 3) == due.due == due.trace[-1].last

    def test_why_days_are_off(self):
        """A closure is no weekend and no festival, and is told as what it is."""
        closed = CN.with_closures([date(2026, 3, 4)])
        due = reckon([counting(3, Unit.WORKING_DAY)], closed, date(2026, 3, 2))
        assert "not counted, closed (closure)" in [step.text.en for step in due.trace]
        german = calendar("DE")
        due = reckon([counting(5, roll=Roll.NEXT_WORKING_DAY)], german, date(2026, 12, 20))
        assert date(2026, 12, 28) == due.due
        assert "the last day is off: " in due.trace[2].text.en
        parade = reckon([counting(1, Unit.WORKING_DAY)], CN, date(2015, 9, 2))
        assert "70th anniversary of victory in the war by CN-2015" in parade.explain()
        joint = reckon([counting(1, Unit.WORKING_DAY)], CN, date(2025, 9, 30))
        assert "National Day and Mid-Autumn Festival by CN-2025" in joint.explain()
        shut = calendar("CN").with_closures([date(2026, 2, 14)], name="搬迁")
        due = reckon([counting(3, Unit.WORKING_DAY)], shut, date(2026, 2, 12))
        assert "2026-02-14（周六）：不计入，停止办公（搬迁）" in due.explain("zh")

    def test_a_deadline_made_by_hand_has_no_trace(self):
        """Without a question there is nothing to recount."""
        made = Deadline(
            start=date(2026, 3, 2),
            period=Period(1, Unit.DAY),
            nominal=date(2026, 3, 3),
            due=date(2026, 3, 3),
            safe_due=date(2026, 3, 3),
            earliest=date(2026, 3, 3),
            latest=date(2026, 3, 3),
            certainty=Certainty.FIRM,
        )
        assert () == made.trace
        assert "period: 1 day\nlast day: 2026-03-03" == made.explain()


class TestHours:
    def ends(self, hours, at, **more):
        """Return the deadline of hours from 2026-09-30."""
        way = counting(hours, Unit.HOUR, roll=more.pop("roll", Roll.NONE))
        return reckon([way], CN, date(2026, 9, 30), at=at, **more)

    @pytest.mark.parametrize(
        ("hours", "at", "due", "instant"),
        [
            (24, time(15), 1, datetime(2026, 10, 1, 15, tzinfo=UTC8)),
            (30, time(1, 30), 1, datetime(2026, 10, 1, 7, 30, tzinfo=UTC8)),
            (24, time(0), 30, datetime(2026, 10, 1, tzinfo=UTC8)),
            (25, time(23, 59, 59), 2, datetime(2026, 10, 2, 0, 59, 59, tzinfo=UTC8)),
        ],
    )
    def test_the_instant(self, hours, at, due, instant):
        """Last day and instant come from one count, and never roll by themselves."""
        found = self.ends(hours, at)
        assert due == found.due.day
        assert instant == found.ends_at
        assert Certainty.FIRM is found.certainty

    def test_pauses_and_extensions_move_it(self):
        """The instant moves by whole paused days and by the hours added."""
        paused = self.ends(24, time(15), pauses=[Pause(date(2026, 9, 30), date(2026, 10, 3))])
        assert datetime(2026, 10, 4, 15, tzinfo=UTC8) == paused.ends_at
        assert ["start", "landed", "paused", "landed"] == [step.kind for step in paused.trace]
        for rolled in (True, False):
            longer = self.ends(24, time(15), extensions=[Extension(length=3, from_rolled=rolled)])
            assert datetime(2026, 10, 1, 18, tzinfo=UTC8) == longer.ends_at
        moved = self.ends(
            24,
            time(15),
            roll=Roll.NEXT_WORKING_DAY,
            extensions=[Extension(length=3, from_rolled=True)],
        )
        assert datetime(2026, 10, 9, 3, tzinfo=UTC8) == moved.ends_at
        assert moved.due == moved.trace[-1].first
        fixed = [Extension(until=date(2026, 10, 2)), Extension(length=5)]
        assert (
            datetime(2026, 10, 3, 5, tzinfo=UTC8)
            == self.ends(24, time(15), extensions=fixed).ends_at
        )
        assert (
            datetime(2026, 10, 3, tzinfo=UTC8)
            == self.ends(24, time(15), extensions=fixed[:1]).ends_at
        )

    def test_a_moved_end_lasts_the_whole_day(self):
        """An end that a rule moves to a working day is the 24:00 of it."""
        found = self.ends(24, time(15), roll=Roll.NEXT_WORKING_DAY)
        assert datetime(2026, 10, 9, tzinfo=UTC8) == found.ends_at

    def test_without_a_time(self):
        """A time not recorded leaves the instant unknown, over two days, and says so."""
        found = self.ends(24, None)
        assert found.ends_at is None
        assert (date(2026, 9, 30), date(2026, 10, 1)) == (found.earliest, found.latest)
        assert date(2026, 9, 30) == found.safe_due
        assert Certainty.UNKNOWN is found.certainty
        assert [("no-time", "time")] == codes(found)
        assert "24小时最迟于该日届满" == found.trace[-1].text.zh

    def test_a_reading_in_hours_without_a_time(self):
        """Where only a reading counts hours, a time not recorded is a doubt all the same."""
        ways = [counting(1), counting(24, Unit.HOUR, name="hours")]
        found = reckon(ways, CN, date(2026, 3, 2))
        assert (date(2026, 3, 2), date(2026, 3, 3)) == (found.earliest, found.due)
        assert [("no-time", "time")] == codes(found)

    def test_it_is_told(self):
        """The explanation gives the time they run from and the instant they end."""
        text = self.ends(24, time(15)).explain()
        assert "the hours run from 15:00 on this day" in text
        assert "24 hours end at 15:00" in text
        assert "ends at: 2026-10-01 15:00+08:00" in text
        assert "届满时刻：2026-10-01 15:00+08:00" in self.ends(24, time(15)).explain("zh")

    def test_backward_hours(self):
        """Hours counted back are whole days, and end at the end of the last of them."""
        found = self.ends(48, None, before=date(2026, 9, 30))
        assert date(2026, 9, 28) == found.due == found.trace[-1].first

    def test_a_country_without_one_zone(self):
        """Where a country has several zones no instant is given."""
        found = reckon([counting(24, Unit.HOUR)], calendar("US"), date(2026, 3, 2), at=time(9))
        assert (date(2026, 3, 3), None) == (found.due, found.ends_at)
        assert reckon([counting(1)], None, date(2026, 3, 2)).ends_at is None


class TestArguments:
    @pytest.mark.parametrize(
        ("more", "error", "message"),
        [
            ({"countings": ()}, ArgumentError, r"countings=\(\) must have one way of counting"),
            (
                {"start": datetime(2026, 3, 2, tzinfo=UTC8)},
                ArgumentTypeError,
                r"start=datetime\.datetime\(.* must be a datetime\.date: the local day",
            ),
            ({"start": "2026-03-02"}, ArgumentTypeError, "start='2026-03-02' must be"),
            (
                {"before": datetime(2026, 3, 2, tzinfo=UTC8)},
                ArgumentTypeError,
                r"before=.* must be a datetime\.date or None",
            ),
            ({"before": 5}, ArgumentTypeError, r"before=5 must be a datetime\.date or None"),
            ({"at": "15:00"}, ArgumentTypeError, r"at='15:00' must be a datetime\.time or None"),
            ({"at": time(15, tzinfo=UTC8)}, ArgumentError, r"at=15:00:00\+08:00 has a zone of its"),
            (
                {"countings": (counting(1, Unit.WORKING_DAY),), "calendar": None},
                ArgumentError,
                "a working-day period needs a calendar",
            ),
        ],
    )
    def test_what_is_refused(self, more, error, message):
        """A caller's mistake raises, and the message says what is right."""
        asked = {"countings": (counting(1),), "calendar": CN, "start": date(2026, 3, 2), **more}
        with pytest.raises(error, match=message):
            reckon(**asked)

    def test_languages(self):
        """There are two languages, and a third is refused rather than answered in English."""
        due = reckon([counting(1)], CN, date(2026, 3, 2))
        for say in (due.explain, due.to_dict):
            with pytest.raises(ArgumentError, match="lang='fr' must be 'en' or 'zh'"):
                say("fr")


class TestTelling:
    def full(self):
        """Return a deadline with everything there is to tell."""
        return reckon(
            NINETY,
            CN,
            date(2025, 6, 2),
            rule="x.art1.limit",
            of=(("party", "甲"),),
            article=Text("X, art. 1", "《某法》第一条"),
            packs=(("x", "0123"), ("y", "4567")),
            note=Text("in place of y", "代替y"),
            doubts=(Doubt("unverified", "x", Certainty.DISPUTED, Text("not checked", "未核对")),),
        )

    def test_every_line_in_english(self):
        """The English explanation, whole."""
        assert [
            "X, art. 1 [x.art1.limit]",
            "for: party=甲",
            "period: 90 days",
            "  2025-06-02 Mon: the day of the event, not counted",
            "  2025-06-03 Tue to 2025-08-31 Sun: days 1 to 90, counted",
            "  2025-08-31 Sun: the last day is off: weekend",
            "  2025-09-01 Mon: so the last day moves here",
            "last day: 2025-09-01",
            "to be safe, not after: 2025-08-31",
            "certainty: disputed, from 2025-08-31 to 2025-09-01",
            "  - not checked",
            f"  - {self.full().reasons[1].text}",
            "note: in place of y",
            "calendar: CN@2025-11-04",
            "packs: x 0123, y 4567",
        ] == self.full().explain().splitlines()

    def test_every_line_in_chinese(self):
        """The Chinese explanation, whole."""
        assert [
            "《某法》第一条 [x.art1.limit]",
            "对象：party=甲",
            "期间：90日",
            "  2025-06-02（周一）：起算事件当日，不计入",
            "  2025-06-03（周二）至2025-08-31（周日）：第1至90日，计入",
            "  2025-08-31（周日）：届满日逢休息日：周末",
            "  2025-09-01（周一）：顺延至该日",
            "届满日：2025-09-01",
            "稳妥起见，不迟于：2025-08-31",
            "确定程度：有不同理解，可能为 2025-08-31 至 2025-09-01",
            "  - 未核对",
            "  - 按另一种理解（周末不属于法定节假日），届满日为 2025-08-31",
            "说明：代替y",
            "日历：CN@2025-11-04",
            "规则包：x 0123、y 4567",
        ] == self.full().explain("zh").splitlines()

    def test_a_wait_in_both_languages(self):
        """A wait ends with its last day and the first on which the act is lawful."""
        due = reckon(WAIT[:1], CN, date(2026, 4, 10), wait=True)
        assert "last day of the wait: 2026-04-21\nlawful from: 2026-04-22" in due.explain()
        assert "等待期最后一日：2026-04-21\n最早可为之日：2026-04-22" in due.explain("zh")
        open_question = reckon(WAIT[::-1], CN, date(2026, 4, 10), wait=True)
        assert "to be safe, not before: 2026-04-22" in open_question.explain()
        assert "可能为 2026-04-21 至 2026-04-22" in open_question.explain("zh")
        careful = reckon(
            (*WAIT[:1], counting(9, Unit.WORKING_DAY, edge=Edge.AFTER, name="nine")),
            CN,
            date(2026, 4, 10),
            wait=True,
        )
        assert "稳妥起见，不早于：2026-04-24" in careful.explain("zh")
        assert "certainty: disputed, from 2026-04-22 to 2026-04-24" in careful.explain()
        assert "the reading 'nine', lawful from 2026-04-24" in careful.explain()
        assert "第6至7个工作日，计入" in due.explain("zh")

    def test_a_rule_without_an_article(self):
        """An id stands alone where there is no article to cite."""
        due = reckon([counting(1)], None, date(2026, 3, 2), rule="mine")
        assert "mine" == due.explain().splitlines()[0]

    def test_json(self):
        """The keys are those promised, and the values plain."""
        told = self.full().to_dict("zh")
        assert told == json.loads(json.dumps(told))
        promised = ["rule", "due", "nominal", "opens", "safe_due", "ends_at", "certainty"]
        promised += ["reasons", "earliest", "latest", "article", "calendar", "pack", "trace"]
        assert set(promised) <= set(told)
        assert {"of", "start", "length", "unit", "note", "applies"} == set(told) - set(promised)
        assert {"answer": "yes", "facts": [], "text": "适用"} == told["applies"]
        assert ("2025-09-01", "2025-08-31", None) == (told["due"], told["safe_due"], told["opens"])
        assert "2025-09-02T00:00:00+08:00" == told["ends_at"]
        assert {"x": "0123", "y": "4567"} == told["pack"]
        assert {
            "kind": "counted",
            "first": "2025-06-03",
            "last": "2025-08-31",
            "number": [1, 90],
            "text": "计入",
        } == told["trace"][1]
        assert {"code": "unverified", "subject": "x", "text": "未核对"} == told["reasons"][0]
        held = reckon([counting(9)], None, date(2026, 3, 2), pauses=[Pause(date(2026, 3, 2))])
        assert held.to_dict()["due"] is held.to_dict()["ends_at"] is None

    def test_overdue_is_after_the_last_day(self):
        """What is due on the day of asking is not overdue."""
        due = reckon([counting(1)], CN, date(2026, 3, 2))
        assert [False, False, True] == [due.is_overdue(date(2026, 3, day)) for day in (2, 3, 4)]
