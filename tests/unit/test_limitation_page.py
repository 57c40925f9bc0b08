"""The page on limitation lists every open question as the pack has it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from enforcecal.law.limitations import QUESTIONS
from enforcecal.law.packs import rulebook

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "limitation.md").read_text(encoding="utf-8")
ASKED = {
    *(
        "boundary_day",
        "start_day_counts",
        "planning_building_continuing",
        "demolition_order_is_penalty",
    ),
    *(
        "other_organ_discovery",
        "report_date_counts",
        "five_year_retroactive",
        "consecutive_max_gap",
    ),
    *("hotline_receipt_counts", "harm_unknown", "harm_after_two_years", "late_act_after_discovery"),
}


def tool():
    """Return the script that writes the questions into the page."""
    place = importlib.util.spec_from_file_location(
        "make_limitation_questions", ROOT / "tools" / "make_limitation_questions.py"
    )
    script = importlib.util.module_from_spec(place)
    place.loader.exec_module(script)
    return script


def test_the_questions_are_those_of_the_pack():
    """Run tools/make_limitation_questions.py when a question has changed."""
    assert tool().page(PAGE, rulebook("cn").limitation()) == PAGE


def test_every_question_has_two_views_and_their_sources():
    """Each answer says in both languages what it means and how far that was checked."""
    questions = rulebook("cn").limitation().questions
    assert set(questions) >= ASKED | set(QUESTIONS)
    for question in questions.values():
        assert 2 <= len(question.view)
        for view in question.view:
            assert view.en
            assert view.zh
            assert view.verified in {"text", "secondary", "memory", "reading"}
            assert view.source or view.verified == "reading"


def test_every_kind_and_code_has_words_and_a_check():
    """Kinds of conduct and codes of discovery say how far they were checked."""
    rules = rulebook("cn").limitation()
    assert 12 == len(rules.conducts)
    assert [f"D{number}" for number in range(1, 12)] == [*rules.codes]
    for kind in rules.conducts.values():
        assert kind.zh and kind.en and kind.end_zh and kind.end_en and kind.verified  # noqa: PT018
    for code in rules.codes.values():
        assert code.zh and code.en and code.day_zh and code.day_en and code.verified  # noqa: PT018
