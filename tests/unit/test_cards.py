# ruff: noqa: DTZ001 - the clock on the wall of the agency
from __future__ import annotations

from datetime import date, datetime

import pytest

from enforcecal.dates.calendars import calendar
from enforcecal.errors import ArgumentError
from enforcecal.measures.cards import (
    PRESETS,
    Attribution,
    CardLevel,
    WarningCard,
    card_counts,
    card_times,
    parse_level,
)
from enforcecal.measures.figures import Basis

MARCH = Basis(since=date(2025, 3, 1), until=date(2025, 3, 31))


def card(case, level, issued=None, accepted=None, **keys):
    """Return a card."""
    return WarningCard(case=case, level=level, issued=issued, accepted=accepted, **keys)


class TestCounts:
    def test_gross_and_net(self):
        """A revoked card was issued all the same."""
        made = card_counts(
            [
                card("1", CardLevel.YELLOW),
                card("1", CardLevel.RED, withdrawn=True),
                card("2", CardLevel.WARNING),
            ],
            200,
        )
        assert [1, 1, 1, 0, 1] == [
            int(one.value)
            for one in (made.yellow, made.red, made.yellow_net, made.red_net, made.warnings)
        ]
        assert ("1.0", "0.5%", False) == (
            made.per_hundred.shown(),
            made.carded.shown(),
            made.none_lit,
        )
        assert ["K1", "K1", "K2", "K2", "K3", "K4", "K5"] == [
            one.metric.code for one in made.figures
        ]
        assert "by the day of the card" in made.yellow.sentence()

    def test_the_two_attributions_differ(self):
        """A card of April on a case of March belongs to either month, as one says."""
        cards = [
            card("1", CardLevel.YELLOW, date(2025, 4, 2), date(2025, 3, 20)),
            card("2", CardLevel.RED, None, date(2025, 3, 20)),
        ]
        by_card = card_counts(cards, 10, MARCH)
        by_case = card_counts(cards, 10, MARCH, attribution=Attribution.BY_ACCEPTANCE)
        assert (0, 1) == (by_card.yellow.value, by_case.yellow.value)
        assert [("no-dates", ("2",)), ("other-period", ("1",))] == [
            (one.reason, one.ids) for one in by_card.yellow.left_out
        ]

    def test_cases_that_nobody_counted(self):
        """Rates need the number of cases."""
        assert "the number of cases is not given" == card_counts([], None).carded.why_undefined.en
        assert "there are no cases" == card_counts([], 0).per_hundred.why_undefined.en

    @pytest.mark.parametrize("cases", [-1, True])
    def test_a_number_of_cases_is_a_number(self, cases):
        """No fewer than none."""
        with pytest.raises(ArgumentError, match="must be the number of cases"):
            card_counts([], cases)

    def test_levels(self):
        """A level is named by its colour."""
        assert (CardLevel.RED, CardLevel.WARNING, None, None) == (
            parse_level("红牌"),
            parse_level("预警"),
            parse_level("蓝牌"),
            parse_level(3),
        )


class TestTimes:
    START = datetime(2018, 10, 15, 10)

    def test_the_red_card_needs_the_statute(self):
        """Without a statutory limit this trigger has no red card."""
        with pytest.raises(ArgumentError, match="counts the red card from the statute"):
            card_times(self.START, 7, calendar=calendar("CN"))

    def test_a_short_promise_is_warned_at_once(self):
        """A warning never falls before the acceptance."""
        assert self.START == card_times(self.START, 2, 10, calendar=calendar("CN")).warning

    def test_lead_of_one_day(self):
        """One working day before the limit, and no other card."""
        times = card_times(self.START, 5, trigger=PRESETS["lead-1wd"], calendar=calendar("CN"))
        assert (datetime(2018, 10, 19, 10), None, None) == (times.warning, times.yellow, times.red)
