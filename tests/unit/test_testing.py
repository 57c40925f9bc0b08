"""The tools for tests are themselves tested."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import enforcecal as ec
from enforcecal.law.procedures import Procedure
from enforcecal.testing.oracles import walk, walk_count, walk_last_day, works
from enforcecal.testing.strategies import case_logs, days_of, notices, pauses, work_calendars
from enforcecal.testing.vectors import differences, read_vectors

ORDINARY = ec.rulebook("cn").procedure("cn.penalty.ordinary")

CAL = ec.calendar("CN", known_on=date(2026, 1, 1))
VECTORS = Path(__file__).resolve().parents[1] / "vectors"


class TestOracles:
    def test_a_closure_shuts_a_day(self):
        """A closure outranks every notice."""
        shut = CAL.with_closures([date(2026, 3, 4)], name="move")
        assert works(CAL, date(2026, 3, 4))
        assert not works(shut, date(2026, 3, 4))

    def test_walking_goes_both_ways(self):
        """Working days are found on foot across the Spring Festival, forward and back."""
        assert date(2026, 2, 25) == walk(CAL, date(2026, 2, 11), 5)
        assert date(2026, 2, 12) == walk(CAL, date(2026, 2, 25), -4)

    def test_the_calendar_ends(self):
        """Walking past the horizon gives no day."""
        assert walk(CAL, CAL.horizon, 1) is None
        assert walk_last_day(CAL.horizon, 1, cal=CAL) is None
        sunday = ec.calendar("CN", known_on=date(2016, 11, 30))
        assert date(2016, 12, 31) == sunday.horizon  # a Saturday
        assert walk_last_day(date(2016, 12, 30), 1, cal=sunday, rolls=True) is None

    def test_back(self):
        """Counting backward is counting forward the other way round."""
        assert -4 == walk_count(CAL, date(2026, 2, 25), date(2026, 2, 12))

    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            ({}, date(2026, 10, 3)),
            ({"cal": CAL}, date(2026, 10, 10)),
            ({"cal": CAL, "rolls": True}, date(2026, 10, 8)),
            ({"pauses": [(date(2026, 9, 29), date(2026, 10, 2))]}, date(2026, 10, 6)),
        ],
    )
    def test_last_days(self, keys, expected):
        """Four days from 2026-09-29 end where a person's finger ends on the calendar."""
        start = date(2026, 9, 29)
        assert expected == walk_last_day(start, 4, **keys)


class TestVectors:
    def test_ours_hold(self):
        """The vectors of the ordinary procedure are what the library answers."""
        lines = (VECTORS / "cn-penalty.csv").read_text("utf-8").splitlines()
        found = list(read_vectors(lines))
        known = {"hearing_type": True, "social_impact": True, "fine_yuan": 2000}
        assert 20 <= len(found)
        assert [] == list(differences(ec.rulebook("cn"), found, facts=known))

    def test_a_difference_is_told(self):
        """A wrong answer and a limit that does not exist each give a sentence with its line."""
        lines = [
            "limit,start,due,facts",
            "cn.mohurd-55-2022.art29.decision,2026-07-03,2026-10-01,",
            "cn.mohurd-55-2022.art29.decison,2026-07-03,2026-10-08,a=1;b=true;c=2026-01-01;d=x",
        ]
        first, second = differences(ec.rulebook("cn"), read_vectors(lines))
        assert (
            "line 2: cn.mohurd-55-2022.art29.decision from 2026-07-03: "
            "due is 2026-10-08, expected 2026-10-01"
        ) == first
        assert "cn.mohurd-55-2022.art29.decision" in second.rpartition("did you mean")[2]

    def test_facts_have_types(self):
        """A fact is yes or no, a number, a day or text."""
        (one,) = read_vectors(["limit,start,facts", "x,2026-01-01,a=-1;b=false;c=2026-01-01;d=x"])
        assert {"a": -1, "b": False, "c": date(2026, 1, 1), "d": "x"} == one.facts

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            (["limit,due", "x,2026-01-01"], "need the columns start"),
            ([], "need the columns limit, start"),
            (["limit,start", "x,2026-02-30"], "line 2"),
            (["limit,start,facts", "x,2026-02-03,a"], "facts='a' must read name=value"),
        ],
    )
    def test_a_file_that_cannot_be_read(self, lines, message):
        """What is wrong with a file is said with its line."""
        with pytest.raises(ec.EnforceCalError, match=message):
            list(read_vectors(lines))


class TestStrategies:
    @given(st.data(), work_calendars(min_value=2000, max_value=2003))
    def test_calendars(self, data, cal):
        """A drawn calendar answers as its notices read."""
        day = data.draw(days_of(cal))
        assert date(2000, 1, 1) <= cal.first <= cal.horizon <= date(2003, 12, 31)
        assert works(cal, day) == cal.is_working(day)

    @given(pauses(min_value=date(2026, 1, 1), max_value=date(2026, 2, 1), reason="testing"))
    def test_pauses(self, pause):
        """A drawn pause begins within its bounds and does not end before it begins."""
        assert date(2026, 1, 1) <= pause.begins <= date(2026, 2, 1)
        assert pause.begins <= pause.ends

    @given(st.data())
    def test_logs(self, data):
        """Nothing in a drawn log makes an audit raise."""
        log = data.draw(case_logs(ORDINARY, min_value=date(2026, 1, 1), max_value=date(2026, 6, 1)))
        run = ec.replay(log, ORDINARY, as_of=date(2026, 7, 1))
        assert all(finding.case == "drawn" for finding in ec.audit(run))

    def test_what_cannot_be_drawn_is_an_error(self):
        """Bounds the wrong way round, no years and no events are refused where they are asked."""
        bare = Procedure(
            id="bare", families=(), regions=(), events={}, facts={}, laws={}, limits=(),
            pauses={}, countings={}, needs=(),
        )  # fmt: skip
        bounds = {"min_value": date(2026, 1, 1), "max_value": date(2026, 6, 1)}
        for strategy, message in (
            (work_calendars(min_value=2001, max_value=2000), "max_value=2000 must not be before"),
            (work_calendars(max_years=0), "max_years=0 must be at least 1"),
            (case_logs(bare, **bounds), "procedure='bare' declares no events"),
        ):

            @given(strategy)
            def drawn(_):
                """Nothing is ever drawn."""

            with pytest.raises(ec.EnforceCalError, match=message):
                drawn()

    @given(notices(year=2030, max_days=5))
    def test_notices(self, notice):
        """A drawn notice names no more days than asked for, none twice."""
        assert 5 >= len({*notice.off, *notice.work}) == len(notice.off) + len(notice.work)
