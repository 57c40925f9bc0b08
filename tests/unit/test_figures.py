from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError, UnknownNameError
from enforcecal.measures.caseload import Case
from enforcecal.measures.compression import compress, compression_pooled, days_saved
from enforcecal.measures.figures import Analysed, Band, Basis, Counted, Instant, in_wan, undefined
from enforcecal.measures.items import Item
from enforcecal.measures.metrics import METRICS, metric
from enforcecal.measures.penalties import PenaltyCase, count_penalties
from enforcecal.measures.rounding import FigureRounding, RoundingMode
from enforcecal.measures.timeliness import on_time_rate
from enforcecal.texts import Text

ROWS = [Item.of("a", 20, 5), Item.of("b", None, 3), Item.of("c", 5, 20)]


class TestDisclosure:
    def test_the_standard_sentence(self):
        """The sentence says how many, which formula, and every convention, in order."""
        basis = Basis(baseline=date(2026, 1, 1))
        expected = (
            "口径：1个事项（另有2个未计入：无法定时限1个、承诺时限长于法定时限（数据错误）1个）；总和口径；"
            "即办件按1个工作日计；特别程序和特殊环节时间未计入；延长期限未计入；以工作日计；"
            "法定时限以2026-01-01有效规定为准；四舍五入保留1位小数。"
        )
        assert expected == compression_pooled(ROWS, basis).sentence("zh")

    def test_the_same_in_english(self):
        """The English sentence has the same parts."""
        basis = Basis(
            population="the bureau's items",
            since=date(2025, 1, 1),
            until=date(2025, 12, 31),
            instant=Instant.ZERO,
            extension_in=True,
        )
        said = compression_pooled([*ROWS, Item.of("d", 10, "3-4")], basis).sentence()
        assert said.startswith(
            "Basis: 2025-01-01 to 2025-12-31, the bureau's items, 2 items (2 more left out: "
        )
        for part in (
            "of them 1 with a range, its upper end used",
            "instant items as 0 working days",
            "extensions counted in",
            "date of the statutory limits not stated",
        ):
            assert part in said

    def test_one_bound_of_a_period(self):
        """A period open to one side says only the other."""
        said = compression_pooled(ROWS, Basis(since=date(2025, 1, 1), population="全局"))
        assert "口径：2025-01-01至，全局，1个事项" in said.sentence("zh")

    def test_factors_are_named(self):
        """A conversion is disclosed with its factor."""
        rows = [Item.of("a", "1个月", "12小时")]
        said = compression_pooled(rows, Basis(factors={Unit.MONTH: 22}))
        assert "1 hour = 1/8 working days, 1 month = 22 working days" in said.sentence()
        assert "1小时折合1/8工作日、1月折合22工作日" in said.sentence("zh")

    def test_imputation_is_named(self):
        """A limit that was put in is said."""
        said = compression_pooled(ROWS, Basis(impute=20)).sentence()
        assert "20 working days put in where the law of the item says none" in said

    def test_cases_say_how_they_are_counted(self):
        """A figure over cases names its rule of counting."""
        said = on_time_rate([Case.of("1", 20, 5, 4)]).sentence()
        assert "1 case; closed within the promise / closed; " in said
        assert "the day of acceptance not counted, paused days left out" in said

    def test_a_count_needs_no_rounding(self):
        """Counts and amounts are exact."""
        made = count_penalties([PenaltyCase(id="1", fine=Fraction(38_800))])
        assert "口径：1个办件；案件件数。" == made.cases.sentence("zh")
        assert ("38,800.00 yuan", "3.88万元") == (made.fines.shown(), made.fines.shown("zh"))

    def test_undefined_says_why(self):
        """What has no value has a reason, and is never 0."""
        made = compression_pooled([])
        assert (None, None, "undefined", "无法计算") == (
            made.value,
            made.number,
            made.shown(),
            made.shown("zh"),
        )
        assert made.sentence().endswith("no item can be counted.")
        assert made.to_dict()["undefined"] == "no item can be counted"

    def test_errors_are_told_apart(self):
        """A promise longer than the statute is an error, a missing one a gap."""
        made = compression_pooled(ROWS)
        assert ["promise-over-statute"] == [one.reason for one in made.errors]
        assert 2 == made.n_left_out

    def test_days(self):
        """Days are shown with their unit."""
        assert "15.0 working days" == days_saved(ROWS).shown()
        assert "15.0个工作日" == days_saved(ROWS).shown("zh")

    def test_a_program_reads_no_more_than_a_person(self):
        """The number of a figure is never 100 unless it is all."""
        cases = [Case.of(str(n), 20, 5, 5 + (n == 0)) for n in range(2000)]
        made = on_time_rate(cases)
        assert (">99.9%", "99.9") == (made.shown(), str(made.number))

    def test_for_programs(self):
        """The dictionary carries the exact value, the band, and the rows left out."""
        made = compress([*ROWS, Item.of("d", 60, 3)]).pooled.to_dict("zh")
        assert ("9/10", "90.0", "1", "one", "out") == (
            made["exact"],
            made["number"],
            made["version"],
            made["instant"],
            made["special_steps"],
        )
        assert [("no-statute", ["b"], False), ("promise-over-statute", ["c"], True)] == [
            (one["reason"], one["ids"], one["error"]) for one in made["left_out"]
        ]
        assert "85.0%" == made["band"][1]["shown"]
        basis = Basis(since=date(2025, 1, 1), until=date(2025, 1, 2), baseline=date(2025, 1, 1))
        dated = count_penalties([], basis).cases.to_dict()
        assert ("2025-01-01", "2025-01-02", "2025-01-01", None) == (
            dated["since"],
            dated["until"],
            dated["baseline"],
            dated["instant"],
        )


class TestParts:
    def test_amounts_in_wan(self):
        """万元 are exact to the fen."""
        assert ["3.88", "0.24", "0.000001", "100"] == [
            in_wan(one) for one in (38_800, 2_400, Fraction(1, 100), 1_000_000)
        ]

    def test_a_reason_is_from_the_list(self):
        """A reason nobody knows is refused."""
        with pytest.raises(ValueError, match="reason"):
            Counted("because", 1)

    def test_a_band_has_a_value(self):
        """A band without values is none."""
        with pytest.raises(ValueError, match="values"):
            Band(())

    def test_a_period_has_an_order(self):
        """A period that ends before it begins is refused."""
        with pytest.raises(ArgumentError, match="until=2025-01-01 must not be before since"):
            Basis(since=date(2025, 1, 2), until=date(2025, 1, 1))

    @pytest.mark.parametrize("factors", [{Unit.MONTH: 0}, {"month": 22}])
    def test_a_factor_is_a_positive_number_of_a_unit(self, factors):
        """A factor of nothing, or of no unit, is refused."""
        with pytest.raises(ArgumentError, match="must map units to positive numbers"):
            Basis(factors=factors)

    def test_days_within_a_period(self):
        """Both bounds are included; without a bound every day is within."""
        basis = Basis(since=date(2025, 1, 1), until=date(2025, 1, 31))
        days = (date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 1), date(2024, 12, 31), None)
        assert [True, True, False, False, False] == [basis.within(day) for day in days]
        assert Basis().within(None)
        assert Basis(since=date(2025, 1, 1)).within(date(2026, 1, 1))

    def test_every_metric_has_words_in_both_languages(self):
        """A metric can be named, and its formula said."""
        for one in METRICS.values():
            assert one.name.en
            assert one.name.zh
            assert one.formula.zh
            assert one.full_id == f"{one.id}/{one.version}"

    def test_an_unknown_metric_names_the_nearest(self):
        """A slip of the pen is helped."""
        with pytest.raises(UnknownNameError, match="did you mean 'compression_mean'"):
            metric("compression_men")

    def test_undefined_needs_nothing_else(self):
        """A figure without a value can be made anywhere."""
        made = undefined(metric("closing_rate"), Basis(analysed=Analysed.SITUATION), Text("a", "b"))
        assert "口径：0个办理情形" in made.sentence("zh")
        three = attrs.evolve(made, n=3)
        assert "3 handling situations" in three.sentence()

    def test_per_hundred_and_modes(self):
        """A rate on a hundred may be cut off like any other."""
        basis = Basis(rounding=FigureRounding(2, RoundingMode.DOWN))
        made = attrs.evolve(
            undefined(metric("cards_per_hundred"), basis, Text("", "")), value=Fraction(2, 3)
        )
        assert "66.66" == made.shown()
