from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from enforcecal.errors import ArgumentError, EnforceCalError
from enforcecal.readers.days import DayError, Stamp, parse_day, parse_time

FIFTH = date(2024, 3, 5)


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-05",
        "2024/3/5",
        "2024.3.5",
        "2024年3月5日",
        "2024年03月05号",
        "2024 年 3 月 5 日",
        "２０２４年３月５日",
        "２０２４－０３－０５",
        "20240305",
        " 2024-03-05\u3000",
        "2024-03-05 00:00:00",
        "2024/3/5 0:00",
        "2024-03-05T00:00:00.000",
        "2024-03-05T00:00:00+08:00",
        "2024-03-05T00:00:00Z",
        "45356",
        "45356.0",
        45356,
        45356.0,
        20240305,
        FIFTH,
        datetime(2024, 3, 5),  # noqa: DTZ001 - what a workbook holds
        datetime(2024, 3, 5, tzinfo=UTC),
    ],
)
def test_one_day_in_every_spelling(value):
    """Every accepted spelling of 5 March 2024 is that day, and midnight is no time."""
    assert Stamp(FIFTH) == parse_day(value)


@pytest.mark.parametrize(
    ("value", "clock"),
    [
        ("2024-03-05 09:30", time(9, 30)),
        ("2024-03-05T09:30:15", time(9, 30, 15)),
        ("2024-03-05T09:30:15.25", time(9, 30, 15, 250_000)),
        ("2024-03-05T09:30:15,123456789", time(9, 30, 15, 123_456)),
        ("2024年3月5日9时30分", time(9, 30)),
        ("2024年3月5日 9点", time(9)),
        ("2024年3月5日14时05分06秒", time(14, 5, 6)),
        ("２０２４年３月５日　９：３０", time(9, 30)),
        ("20240305093015", time(9, 30, 15)),
        ("20240305T0930", time(9, 30)),
        ("45356.5", time(12)),
        (45356.75, time(18)),
        (45356.999_999_99, time(23, 59, 59)),
        (datetime(2024, 3, 5, 9, 30), time(9, 30)),  # noqa: DTZ001
    ],
)
def test_a_time_is_kept(value, clock):
    """A time other than midnight is the local time of the stamp."""
    assert Stamp(FIFTH, clock) == parse_day(value)


class TestZones:
    @pytest.mark.parametrize(
        ("value", "day"),
        [
            ("2007-03-19T00:00:00+01:00", date(2007, 3, 19)),
            ("2007-07-17T00:00:00+0200", date(2007, 7, 17)),
            ("2026-03-20T00:30+08:00", date(2026, 3, 20)),
            ("2026-03-19 23:30:00 -05", date(2026, 3, 19)),
            ("20260320T003000+08:00", date(2026, 3, 20)),
            (datetime(2026, 3, 20, 0, 30, tzinfo=timezone(timedelta(hours=8))), date(2026, 3, 20)),
        ],
    )
    def test_the_day_is_the_one_on_the_wall(self, value, day):
        """A stamp with an offset counts as its own local date (known date bug 17)."""
        assert day == parse_day(value, zone="America/New_York").day

    @pytest.mark.parametrize(
        "value",
        [
            "2026-03-19T16:30:00Z",
            "2026-03-19 16:30 UTC",
            "2026-03-19T16:30:00+00:00",
            "2026-03-19T16:30-00:00",
            "20260319T163000Z",
            datetime(2026, 3, 19, 16, 30, tzinfo=UTC),
        ],
    )
    def test_an_instant_in_utc_is_brought_to_the_zone(self, value):
        """A stamp in UTC has no wall of its own, so the zone of the table decides its day."""
        assert Stamp(date(2026, 3, 20), time(0, 30)) == parse_day(value)
        assert Stamp(date(2026, 3, 19), time(17, 30)) == parse_day(value, zone="Europe/Rome")

    def test_local_midnight_written_in_utc(self):
        """Midnight in Shanghai, exported in UTC, is the Shanghai day without a time."""
        assert Stamp(FIFTH) == parse_day("2024-03-04T16:00:00Z")

    def test_the_end_of_time_stays(self):
        """A stamp for ever, which no zone can move, keeps its own day."""
        assert date(9999, 12, 31) == parse_day("9999-12-31T23:59:59Z").day

    def test_unknown_zone(self):
        """A zone nobody knows is the caller's mistake."""
        with pytest.raises(ArgumentError, match="zone='Asia/Shanghia' is not a time zone"):
            parse_day("2026-03-19T16:30:00Z", zone="Asia/Shanghia")


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        ("2023-02-30", "2023-02-30: February 2023 has 28 days", "2023-02-30：2023年2月只有28天"),
        ("2024年2月30日", "2024年2月30日: February 2024 has 29 days", "2024年2月只有29天"),
        ("2024-13-01", "2024-13-01: there is no month 13", "没有13月"),
        ("2024-00-01", "2024-00-01: there is no month 0", "没有0月"),
        ("2024-01-00", "2024-01-00: there is no day 0", "没有0日"),
        ("20240431", "20240431: April 2024 has 30 days", "2024年4月只有30天"),
        ("0000-01-01", "0000-01-01: there is no year 0", "没有公元0年"),
        ("2024-03-05 25:00", "2024-03-05 25:00: there is no hour 25", "没有25点"),
        ("2024-03-05 24:00", "there is no hour 24", "没有24点"),
        ("2024-03-05 10:60", "there is no minute 60", "没有60分"),
        ("2024-03-05 10:00:60", "there is no second 60", "没有60秒"),
        ("03/04/2024", "day and month cannot be told apart", "无法区分月和日"),
        ("24-3-5", "day and month cannot be told apart", "无法区分月和日"),
        ("2024-03", "the day of the month is missing", "缺少日"),
        ("2024年3月", "the day of the month is missing", "缺少日"),
        ("2024", "count from 32874 to 73415", "32874至73415"),
        ("60", "60: not a day; write it like 2024-03-05", "请写成2024-03-05"),
        (60, "60: not a day", "60：不是日期"),
        (73416, "73416: not a day", "73416：不是日期"),
        (float("nan"), "nan: not a day", "nan：不是日期"),
        ("已送达", "已送达: not a day; write it like 2024-03-05", "已送达：不是日期"),
        ("2024-3/5", "not a day", "不是日期"),
        ("2024-3-510:30", "not a day", "不是日期"),
        ("2024-03-05 3:05 PM", "not a day", "不是日期"),
        ("  ", "blank", "空白"),
        (True, "True: not a day", "不是日期"),
        (None, "None: not a day", "不是日期"),
        (time(9, 30), "09:30:00: not a day", "不是日期"),
    ],
)
def test_what_is_no_day_says_why(value, en, zh):
    """A cell that is no day, or could be two, is refused with its value and what is wrong."""
    with pytest.raises(DayError) as raised:
        parse_day(value)
    assert en in str(raised.value)
    assert zh in raised.value.message.zh


def test_a_day_error_is_an_error_of_both_kinds_and_survives_pickling():
    """A DayError is a ValueError and an EnforceCalError, and can be sent to another process."""
    with pytest.raises(DayError) as raised:
        parse_day("2023-02-30")
    error = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - our own bytes
    assert isinstance(error, ValueError)
    assert isinstance(error, EnforceCalError)
    assert str(raised.value) == str(error)
    assert error.value == "2023-02-30"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("9:30", time(9, 30)),
        ("09:30:05", time(9, 30, 5)),
        ("14时05分", time(14, 5)),
        ("９点", time(9)),
        (0.5, time(12)),
        (0.0, None),
        ("00:00", None),
        (time(0), None),
        (time(9, tzinfo=UTC), time(9)),
        (datetime(2024, 3, 5, 9, 30), time(9, 30)),  # noqa: DTZ001
    ],
)
def test_times_alone(value, expected):
    """A cell with a time alone is that time; midnight is none."""
    assert expected == parse_time(value)


@pytest.mark.parametrize("value", ["noon", 1.5, 9, None, ""])
def test_what_is_no_time_is_refused(value):
    """A cell that is no time of day is refused."""
    with pytest.raises(DayError, match="not a time of day; write it like 09:30"):
        parse_time(value)
