from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from enforcecal.dates.periods import Unit
from enforcecal.measures.figures import Basis, Instant
from enforcecal.measures.items import (
    CaseType,
    Item,
    Says,
    parse_case_type,
    parse_time_cell,
    parse_unit,
    settle,
    survey,
)
from enforcecal.spelling import number

WORKING, DAY, MONTH, HOUR = Unit.WORKING_DAY, Unit.DAY, Unit.MONTH, Unit.HOUR


class TestTimeCells:
    @pytest.mark.parametrize(
        ("cell", "length", "unit"),
        [
            ("20个工作日", 20, WORKING),
            ("20 工作日", 20, WORKING),
            ("２０个工作日", 20, WORKING),
            ("二十个工作日", 20, WORKING),
            ("十五日", 15, DAY),
            ("一百二十日", 120, DAY),
            ("两个月", 2, MONTH),
            ("1年", 1, Unit.YEAR),
            ("4小时", 4, HOUR),
            ("半个工作日", Fraction(1, 2), WORKING),
            ("0.5", Fraction(1, 2), None),
            ("不超过5个工作日", 5, WORKING),
            ("5个工作日内", 5, WORKING),
            ("within 20 working days", 20, WORKING),
            (20, 20, None),
            (20.0, 20, None),
            (0.1, Fraction(1, 10), None),
            (Decimal("7.50"), Fraction(15, 2), None),
            (Fraction(1, 3), Fraction(1, 3), None),
        ],
    )
    def test_a_length(self, cell, length, unit):
        """A number is read exactly, and its unit only where it names one."""
        found = parse_time_cell(cell)
        assert (Says.LENGTH, length, unit, False) == (
            found.says,
            found.length,
            found.unit,
            found.is_range,
        )

    @pytest.mark.parametrize(
        "cell", ["7-20", "7～20", "7—20个工作日", "7至20个工作日", "7个工作日至20个工作日", "20到7"]
    )
    def test_a_range_gives_its_upper_end(self, cell):
        """Of two numbers the larger counts, and the cell is known to be a range."""
        found = parse_time_cell(cell)
        assert (20, True) == (found.length, found.is_range)

    @pytest.mark.parametrize(
        ("cell", "says"),
        [
            ("即办", Says.INSTANT),
            ("当场办结", Says.INSTANT),
            ("On the spot", Says.INSTANT),
            ("无期限", Says.UNLIMITED),
            ("无", Says.NOTHING),
            ("", Says.NOTHING),
            ("——", Says.NOTHING),
            (None, Says.NOTHING),
            (float("nan"), Says.NOTHING),
            (Decimal("NaN"), Says.NOTHING),
            ("soon", Says.UNREADABLE),
            ("20 fortnights", Says.UNREADABLE),
            ("7日至20个工作日", Says.UNREADABLE),
            (-3, Says.UNREADABLE),
            (True, Says.UNREADABLE),
            (float("inf"), Says.UNREADABLE),
            (Decimal("Infinity"), Says.UNREADABLE),
            ([20], Says.UNREADABLE),
        ],
    )
    def test_what_is_no_length(self, cell, says):
        """Words have their meaning, and anything else is unreadable, not guessed."""
        assert says is parse_time_cell(cell).says

    def test_numbers_from_texts(self):
        """A thousands separator is no part of a number, a blank is none."""
        assert (Fraction(1200), None) == (number("1,200"), number(" "))

    def test_names(self):
        """A unit or a type is named by its words alone."""
        assert (DAY, None) == (parse_unit("自然日"), parse_unit(3))
        assert (CaseType.PARALLEL, None) == (parse_case_type("并联件"), parse_case_type(3))


def reason(*args, basis=None, **keys):
    """Return what settling an item of cells says."""
    found = settle(Item.of("x", *args, **keys), basis or Basis())
    return found if isinstance(found, str) else (found.statute, found.promise, found.remarks)


class TestSettle:
    @pytest.mark.parametrize(
        ("statute", "promise", "expected"),
        [
            (20, 5, (20, 5, ())),
            (20, 20, (20, 20, ())),
            (0, 0, "instant-statute"),
            ("当场", 0, "instant-statute"),
            (None, 5, "no-statute"),
            ("无", 5, "no-statute"),
            ("无期限", 5, "no-statute"),
            (20, None, "no-promise"),
            (5, 20, "promise-over-statute"),
            (20, "7-15", (20, 15, ("range-upper",))),
            ("7-20", 5, "statute-range"),
            (20, "无期限", "promise-unlimited"),
            ("1个月", "5个工作日", "units-differ"),
            ("30日", "5日", "other-unit"),
            (20, "12小时", (20, Fraction(3, 2), ("hours-converted",))),
            ("x", 5, "unreadable"),
        ],
    )
    def test_irregular_cells(self, statute, promise, expected):
        """Each irregular row has one rule."""
        assert expected == reason(statute, promise)

    @pytest.mark.parametrize(
        ("promise", "zero", "one", "type_"),
        [
            ("即办", 0, 1, "instant-without-days"),
            (None, 0, 1, "instant-without-days"),
            (1, 0, 1, 1),
            ("4小时", 0, 1, Fraction(1, 2)),
            (0, 0, 1, 0),
        ],
    )
    def test_instant_conventions(self, promise, zero, one, type_):
        """An instant item is 0, 1, or what it publishes."""
        for convention, expected in zip(Instant, (zero, one, type_), strict=True):
            found = reason(20, promise, type="即办件", basis=Basis(instant=convention))
            assert expected == (found if isinstance(found, str) else found[1])

    def test_an_instant_item_with_days_keeps_them(self):
        """More than a day is no instant, whatever the type says."""
        assert (20, 3, ("instant-with-days",)) == reason(20, 3, type="即办件")
        assert "other-unit" == reason("30日", "3日", type="即办件")

    def test_one_day_is_never_longer_than_the_statute(self):
        """The convention makes no error of its own out of a statute of hours."""
        half = (Fraction(1, 2), Fraction(1, 2), ("hours-converted",))
        assert half == reason("4小时", "即办")

    def test_a_promise_of_nothing_is_instant(self):
        """即办 and 0 say so without a type; a type alone does too."""
        assert [True, True, True, False] == [
            Item.of("x", 20, promise, type=type_).is_instant
            for promise, type_ in (("即办", None), (0, "承诺件"), (5, "即办件"), (5, None))
        ]

    def test_imputing(self):
        """Twenty days are put in for a licence only, and said."""
        basis = Basis(impute=20)
        assert (20, 5, ("imputed",)) == reason(None, 5, basis=basis)
        assert (20, 5, ("imputed",)) == reason(None, 5, is_licence=True, basis=basis)
        assert "no-statute" == reason(None, 5, is_licence=False, basis=basis)

    def test_the_careful_variant(self):
        """An item without a promise can count with its statute."""
        basis = Basis(promise_as_statute=True)
        assert (20, 20, ("promise-as-statute",)) == reason(20, None, basis=basis)

    def test_factors(self):
        """Nothing is converted without a factor somebody named."""
        basis = Basis(factors={MONTH: 22, DAY: Fraction(5, 7)})
        assert (22, 5, ("converted",)) == reason("1个月", 5, basis=basis)
        assert (15, 5, ("converted",)) == reason("21日", "7日", basis=basis)

    def test_special_steps_and_steps(self):
        """Special steps are kept apart; steps that do not sum to the promise are remarked."""
        found = settle(Item.of("x", 20, 1, special=3, steps="5个工作日"), Basis())
        assert (3, ("with-special", "steps-differ")) == (found.special, found.remarks)
        assert "units-differ" == reason(20, 1, special="1个月")
        assert (20, 5, ()) == reason(20, 5, special=0, steps=5)

    @pytest.mark.parametrize("volume", ["x", -1, 2.5])
    def test_a_volume_is_a_count(self, volume):
        """A number of cases that is none is an error of the row."""
        assert "unreadable" == reason(20, 5, volume=volume)


class TestSurvey:
    def test_each_row_once(self):
        """Rows left out are gathered by reason, most first."""
        made = survey(
            [Item.of("a", None, 1), Item.of("b", 20, 5), Item.of("c", 20), Item.of("d", None)],
            Basis(),
        )
        assert [("no-statute", ("a", "d")), ("no-promise", ("c",))] == [
            (one.reason, one.ids) for one in made.left_out
        ]
        assert ["b"] == [one.item.id for one in made.used]
        assert ("no-volume", 1) == (
            made.with_volume.left_out[-1].reason,
            made.with_volume.left_out[-1].n,
        )
