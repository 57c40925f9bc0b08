"""The sentences, dates and contents of the annual report."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from enforcecal.errors import ArgumentError
from enforcecal.law.packs import rulebook
from enforcecal.measures.cards import CardLevel, WarningCard, card_counts
from enforcecal.measures.caseload import Case
from enforcecal.measures.compression import compress
from enforcecal.measures.figures import Basis
from enforcecal.measures.items import Item
from enforcecal.measures.penalties import PenaltyCase, PenaltyOutcome, count_penalties
from enforcecal.measures.report import (
    LAW,
    MOST_BARS,
    PROCEDURE,
    Content,
    DutyStatus,
    Report,
    Section,
    Series,
    Shape,
    SourceRead,
    Statement,
    approvals,
    cards,
    commitments,
    duties,
    inspections,
    parse_content,
    penalties,
    year_of,
)
from enforcecal.measures.rounding import FigureRounding
from enforcecal.measures.timeliness import cases_closed, timely
from enforcecal.tables.ratios import ratios
from enforcecal.texts import Text

PROCEDURES = rulebook("cn")
ANNUAL = PROCEDURES.procedure(PROCEDURE)
ALL = tuple(Content)


def by_id(figures):
    """Return figures by the id of their metric."""
    return {one.metric.id: one for one in figures}


def judged(as_of=date(2026, 4, 10), **given):
    """Return the duties of the report on 2025."""
    return duties(2025, ANNUAL, as_of=as_of, **given)


def statuses(found):
    """Return the status of both dates."""
    return [one.status for one in found.dates]


class TestDuties:
    """每年3月1日之前……报告上一年度法治政府建设情况；每年4月1日之前……向社会公开."""

    def test_the_day_itself_is_too_late(self):
        """The last days are the last of February, in a leap year the 29th, and 31 March."""
        for year, last in ((2025, date(2026, 2, 28)), (2023, date(2024, 2, 29))):
            found = duties(year, ANNUAL, as_of=date(year + 1, 1, 5))
            assert [last, date(year + 1, 3, 31)] == [one.due for one in found.dates]
            before = [date(year + 1, 3, 1), date(year + 1, 4, 1)]
            assert before == [one.before for one in found.dates]
            assert [DutyStatus.TO_COME] * 2 == statuses(found)

    def test_what_is_done_by_the_last_day_is_in_time(self):
        """A report submitted on 28 February and published on 31 March breaks nothing."""
        found = judged(
            submitted=date(2026, 2, 28),
            published=date(2026, 3, 31),
            contents=ALL,
            secret=False,
            reviewed=True,
        )
        assert [DutyStatus.IN_TIME] * 2 == statuses(found)
        assert ((), (), False) == (found.findings, found.missing, found.breached)
        assert found.dates[0].quote.startswith("每年3月1日之前")
        assert found.asked.zh in "".join(need.quote for need in ANNUAL.needs)

    def test_the_day_named_is_in_doubt(self):
        """On 1 March itself it turns on whether 之前 counts that day in."""
        found = judged(submitted=date(2026, 3, 1), published=date(2026, 4, 1), secret=False)
        assert [DutyStatus.DOUBTFUL] * 2 == statuses(found)
        assert any("3月1日当日" in doubt.zh for doubt in found.dates[0].doubts)

    def test_later_is_late(self):
        """A day after both readings is late; the rule rests on secondary sources: no breach yet."""
        found = judged(submitted=date(2026, 3, 2), contents=ALL)
        assert [DutyStatus.LATE, DutyStatus.DOUBTFUL] == statuses(found)
        assert not found.breached
        assert "late" in {one.code for one in found.findings}

    def test_nothing_done_is_overdue(self):
        """What was not done is overdue, or in doubt where nobody says whether it is secret."""
        found = judged(secret=False)
        assert [DutyStatus.OVERDUE] * 2 == statuses(found)
        assert [DutyStatus.OVERDUE, DutyStatus.DOUBTFUL] == statuses(judged())

    def test_a_part_that_is_missing_is_found(self):
        """Each of the four parts is compulsory in what is submitted."""
        for lost in Content:
            kept = [one for one in Content if one is not lost]
            found = judged(submitted=date(2026, 2, 1), contents=kept)
            assert (lost,) == found.missing
            assert "incomplete-report" in {one.code for one in found.findings}

    def test_the_parts_are_those_of_the_pack(self):
        """The checklist has the very words that the rule asks for, and no other."""
        (need,) = (one for one in ANNUAL.needs if one.id == f"{LAW}.contents")
        asked = need.that.source.split('"')[1::2]
        assert asked == [one.value for one in Content]

    def test_another_report_is_not_judged_here(self):
        """The report on open government information has dates of its own, which are not told."""
        found = judged(date(2027, 1, 1))
        assert all(one.rule.startswith(LAW) for one in (*found.dates, *found.findings))

    def test_secrets_are_not_published(self):
        """A report that touches secrets has no day to be published by."""
        assert 1 == len(judged(secret=True).dates)

    def test_before_the_law_there_was_no_duty(self):
        """A report on 2017 was due before the provisions were in force."""
        found = duties(2017, ANNUAL, as_of=date(2018, 6, 1))
        assert () == found.dates

    def test_a_procedure_without_the_need_has_no_words_for_it(self):
        """Where the pack asks for no contents, nothing is quoted."""
        bare = attrs.evolve(ANNUAL, needs=())
        assert "" == duties(2025, bare, as_of=date(2026, 1, 5)).asked.zh

    @pytest.mark.parametrize("word", ["principal", "PRINCIPAL", "第一责任人职责"])
    def test_a_part_has_two_names(self, word):
        """English and Chinese names both name a part."""
        assert Content.PRINCIPAL is parse_content(word)

    def test_words_are_in_both_languages(self):
        """Every part and every status can be said."""
        for one in (*Content, *DutyStatus):
            assert one.text.en
            assert one.text.zh


class TestApprovals:
    def figures(self, *cases):
        """Return the figures of cases."""
        return by_id(timely(cases).figures)

    def test_the_sentence(self):
        """Numbers, rate and cards stand in one sentence, each with its figure."""
        cases = [Case.of("1", 20, 5, 4), Case.of("2", 20, 5, 6)]
        figures = self.figures(*cases) | by_id(card_counts([], 2).figures)
        months = {"2025-03": cases_closed(cases)}
        (first, second), (series,) = approvals(2025, figures, months)
        assert "2025年办结行政审批2件，按承诺时限办结率50.0%，黄牌0张，红牌0张。" == first.text.zh
        assert 4 == len(first.figures)
        assert "The time used was 0.0% below the promised time." == second.text.en
        ((_, values),) = series.columns
        assert (0, 0, 2, *[0] * 9) == values

    def test_cards_nobody_counted_are_not_said_to_be_none(self):
        """Without a column of cards there is no word of cards, and none of speed without days."""
        (said,), _ = approvals(2025, self.figures(Case.of("1")), {})
        assert "黄牌" not in said.text.zh
        assert "undefined" in said.text.en

    def test_no_case_closed_is_a_number(self):
        """Of no cases none were closed: 0, not undefined."""
        figure = cases_closed([])
        assert (0, None, "0") == (figure.value, figure.why_undefined, figure.shown())

    def test_cards_of_a_table_of_cards(self):
        """A table of cards tells of cards and of cases with one."""
        made = card_counts([WarningCard(case="1", level=CardLevel.RED)], 8)
        (said,) = cards(by_id(made.figures))
        assert "电子监察发黄牌0张、红牌1张，预警0次，亮牌率12.5%。" == said.text.zh


class TestCommitments:
    def test_the_band_is_said_and_drawn(self):
        """Where conventions differ, the sentence gives the range and a series each value."""
        items = [Item.of("1: a", 20, 5), Item.of("2: b", 20, "即办"), Item.of("3", 10, 5)]
        said, series = commitments(by_id(compress(items).figures), items, Basis())
        assert "审批承诺时间在法定时限基础上压缩78.0%（总和口径，3个事项）。" == said[0].text.zh
        assert "按其他允许的口径，为73.3%至80.0%。" == said[1].text.zh
        assert [Shape.POINTS, Shape.PAIRS] == [one.shape for one in series]
        assert ["a", "b", "3"] == [label.zh for label in series[1].labels]
        assert ["78.0%", "73.3%"] == [series[0].shown(one) for one in series[0].columns[0][1][:2]]
        assert 78.0 == series[0].scaled(Fraction(39, 50))

    def test_one_value_has_no_band(self):
        """Where every convention gives the same there is nothing to say of others."""
        items = [Item.of("a", 20, 5)]
        said, series = commitments(by_id(compress(items).figures), items, Basis())
        assert (1, 1) == (len(said), len(series))
        assert ("20", 5.0) == (series[0].shown(Fraction(20)), series[0].scaled(Fraction(5)))

    def test_nothing_to_divide_by(self):
        """Undefined stays undefined, and says why."""
        items = [Item.of("a", None, 5)]
        (said,), series = commitments(by_id(compress(items).figures), items, Basis())
        assert "承诺时限压缩比无法计算：没有可计入的事项。" == said.text.zh
        assert () == series

    def test_a_long_series_is_not_drawn(self):
        """More bars than a reader can read, or none, make no chart."""
        for n, drawable in ((0, False), (1, True), (MOST_BARS, True), (MOST_BARS + 1, False)):
            made = Series(
                title=Text("a", "a"),
                unit=Text("a", "a"),
                shape=Shape.BARS,
                labels=(Text("a", "a"),) * n,
                columns=((Text("a", "a"), (Fraction(1),) * n),),
            )
            assert drawable is made.drawable


class TestPenalties:
    def told(self, *cases):
        """Return the sentences of cases by category."""
        parts = {}
        for one in cases:
            parts.setdefault(one.category, []).append(one)
        groups = {name: by_id(count_penalties(found).figures) for name, found in parts.items()}
        return penalties(by_id(count_penalties(cases).figures), groups)

    def case(self, outcome, fine=None, category="甲"):
        """Return a case."""
        return PenaltyCase(id="1", outcome=outcome, fine=fine, category=category)

    def test_a_category_with_decisions_alone_is_told_by_its_fines(self):
        """Cases and fines are enough where every case was decided."""
        said, series = self.told(*[self.case(PenaltyOutcome.PENALTY, Fraction(1200))] * 2)
        assert ["查处案件2件，罚款0.24万元。", "甲案件2件，罚款0.24万元。"] == [
            one.text.zh for one in said
        ]
        assert "甲" == said[1].figures[0].basis.population
        assert (Fraction(24, 100),) == series[1].columns[0][1]

    def test_other_ends_are_told(self):
        """Where cases ended otherwise, the sentence says how many, and the rest as others."""
        said, _ = self.told(
            self.case(PenaltyOutcome.PENALTY, Fraction(0)),
            self.case(PenaltyOutcome.NO_PENALTY),
            self.case(PenaltyOutcome.OPEN),
        )
        assert "甲案件3件，其中作出处罚决定1件、不予处罚1件、其他1件。" == said[1].text.zh
        assert "甲: 3 cases: penalties decided 1, decided without a penalty 1, otherwise 1." == (
            said[1].text.en
        )

    def test_fines_are_said_where_there_are_any(self):
        """Fines stand behind the outcomes; without any recorded outcome they are said too."""
        said, _ = self.told(
            self.case(PenaltyOutcome.PENALTY, Fraction(5000)), self.case(PenaltyOutcome.NO_PENALTY)
        )
        assert said[1].text.zh.endswith("，罚款0.5万元。")
        said, _ = self.told(self.case(PenaltyOutcome.OPEN, category=""))
        assert "未分类案件1件，罚款0万元。" == said[1].text.zh

    def test_a_category_of_rows_nobody_could_read_is_not_told(self):
        """It has no case, so there is no sentence of it."""
        wrong = PenaltyCase(id="1", fault="unreadable")
        said, series = self.told(self.case(PenaltyOutcome.PENALTY, Fraction(1)), wrong)
        assert 2 == len(said)
        assert 1 == len(series[0].labels)


class TestReport:
    def test_a_name_counts_once(self):
        """The plan's items are counted by name, rows without one left out and told."""
        said = inspections([("1", "a"), ("2", "b"), ("3", "a"), ("4", "")], Basis())
        (figure,) = said.figures
        assert (2, 1) == (figure.value, figure.n_left_out)
        assert ("4",) == figure.errors[0].ids

    def test_the_year_is_the_period(self):
        """A basis gets the whole year, and one with another period is refused."""
        made = year_of(Basis(), 2025)
        assert (date(2025, 1, 1), date(2025, 12, 31)) == (made.since, made.until)
        assert made == year_of(made, 2025)
        with pytest.raises(ArgumentError, match="is not the year 2024"):
            year_of(made, 2024)

    def test_figures_are_disclosed_once(self):
        """A figure that two sentences use stands once, before those of no sentence."""
        first, second, third = timely([]).figures[:3]
        section = Section(
            title=Text("a", "a"),
            source=SourceRead(name="a", rows_in=0),
            statements=(
                Statement(text=Text("a", "a"), figures=(second,)),
                Statement(text=Text("b", "b"), figures=(second, third)),
            ),
            figures=(first, second, third),
        )
        assert (second, third, first) == section.disclosed

    def test_titles_and_errors(self):
        """The heading names the bureau where there is one; errors of all tables are summed."""
        found = ratios([{"事项": "a", "法定时限": 5, "承诺时限": 9}])
        section = Section(
            title=Text("a", "a"),
            source=SourceRead(name="a", rows_in=1, errors=found.errors),
            statements=(),
            figures=found.figures,
        )
        report = Report(year=2025, bureau="", sections=(section, section), duties=judged())
        assert "2025年度法治政府建设年度报告" == report.title.zh
        assert "甲局: Report" in attrs.evolve(report, bureau="甲局").title.en
        assert 2 == report.n_errors

    def test_shares_are_printed_as_sentences_print_them(self):
        """A share is not 100 % unless it is all."""
        made = Series(
            title=Text("a", "a"),
            unit=Text("%", "%"),
            shape=Shape.POINTS,
            labels=(),
            columns=(),
            percent=FigureRounding(),
        )
        assert ">99.9%" == made.shown(Fraction(1999, 2000))
