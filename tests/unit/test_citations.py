from __future__ import annotations

from datetime import date

import pytest

from enforcecal.law.citations import Law, article_of, cite, edition_of, family_of
from enforcecal.texts import Text

PENALTY_LAW = Law(
    id="cn.penalty-law-2021",
    zh="中华人民共和国行政处罚法",
    en="Penalty Law (2021)",
    in_force_from=date(2021, 7, 15),
)


class TestIds:
    @pytest.mark.parametrize(
        ("edition", "family"),
        [
            ("cn.penalty-law-2021", "cn.penalty-law"),
            ("cn.mohurd-55-2022", "cn.mohurd-55"),
            ("cn.mohurd-55", "cn.mohurd-55"),
            ("yourbureau", "yourbureau"),
            ("cn.order-2199", "cn.order-2199"),
        ],
    )
    def test_a_family_is_the_id_without_its_year(self, edition, family):
        """Only a year of this or the last century is taken off."""
        assert family == family_of(edition)

    @pytest.mark.parametrize(
        ("rule", "edition", "article"),
        [
            ("cn.mohurd-55-2022.art29.decision", "cn.mohurd-55-2022", "29"),
            ("cn.licensing-law-2019.art32-1-4.x", "cn.licensing-law-2019", "32-1-4"),
            ("cn.x-2020.art0.y", "cn.x-2020", None),
            ("yourbureau.promise", "yourbureau", None),
        ],
    )
    def test_an_id_tells_edition_and_article(self, rule, edition, article):
        """Article 0 and no article both mean that no article is named."""
        assert edition == edition_of(rule)
        assert article == article_of(rule)


class TestInForce:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            (date(2021, 7, 14), False),
            (date(2021, 7, 15), True),
            (date(2025, 6, 30), True),
            (date(2025, 7, 1), False),
        ],
    )
    def test_both_ends_are_included(self, day, expected):
        """A law is in force on its first and on its last day."""
        law = Law(id="x", in_force_from=date(2021, 7, 15), in_force_to=date(2025, 6, 30))
        assert expected is law.in_force(day)

    def test_a_law_without_days_is_always_in_force(self):
        """An edition that names no days holds on every day."""
        assert Law(id="x").in_force(date.min)
        assert Law(id="x").in_force(date.max)


class TestCite:
    @pytest.mark.parametrize(
        ("number", "numeral"),
        [
            ("1", "一"),
            ("10", "十"),
            ("12", "十二"),
            ("20", "二十"),
            ("85", "八十五"),
            ("100", "一百"),
            ("101", "一百零一"),
            ("110", "一百一十"),
            ("115", "一百一十五"),
            ("199", "一百九十九"),
            ("202", "二百零二"),
            ("1005", "一千零五"),
            ("1010", "一千零一十"),
            ("1200", "一千二百"),
            ("1260", "一千二百六十"),
        ],
    )
    def test_articles_are_numbered_as_chinese_writes_them(self, number, numeral):
        """The Civil Code has 1260 articles, and each has one way to be written."""
        cited = cite(PENALTY_LAW, f"cn.penalty-law-2021.art{number}.x")
        assert f"《中华人民共和国行政处罚法》第{numeral}条" == cited.zh

    def test_paragraph_and_item_follow_the_article(self):
        """Article 32, paragraph 1, item 4."""
        cited = cite(PENALTY_LAW, "cn.penalty-law-2021.art32-1-4.x")
        assert (
            Text(
                "Penalty Law (2021), art. 32(1)(4)",
                "《中华人民共和国行政处罚法》第三十二条第一款第四项",
            )
            == cited
        )

    def test_a_rule_without_an_article_cites_the_law(self):
        """A promise of a bureau has no article."""
        law = Law(id="yourbureau", zh="本局承诺", en="our promise")
        assert Text("our promise", "《本局承诺》") == cite(law, "yourbureau.promise")

    def test_without_a_law_the_id_is_cited(self):
        """Where no law is at hand, its id says which it was; without titles too."""
        assert Text("cn.x-2020, art. 3", "cn.x-2020第三条") == cite(None, "cn.x-2020.art3.y")
        assert Text("x", "x") == cite(Law(id="x"), "x.y")


def test_a_law_knows_its_family():
    """Editions of one law share a family."""
    assert "cn.penalty-law" == PENALTY_LAW.family
