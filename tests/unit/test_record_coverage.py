"""Coverage: what a source has a place for, as a value that programs pass on and give back."""

from __future__ import annotations

import json
from datetime import date

import pytest

from enforcecal.cases.replay.coverage import COMPLETE, Coverage, Place, Unread
from enforcecal.errors import ArgumentError, ArgumentTypeError

TABLE = Coverage(
    events=["filed", "decided"],
    facts=["big"],
    ignored=("01_*",),
    unread={
        "甲": [Unread(word="检测开始", day=date(2026, 3, 2), line=4)],
        "乙": [Unread(word="?")],
    },
)


class TestPlaces:
    def test_what_a_table_has_a_column_for_is_kept(self):
        """Of anything else nothing is known."""
        assert Place.KEPT is TABLE.place("filed")
        assert Place.NO_PLACE is TABLE.place("heard")
        assert Place.KEPT is COMPLETE.place("heard")

    def test_words_without_bearing(self):
        """A star stands for any letters; a word more is one of them too."""
        assert TABLE.ignores("01_HOOFD_010")
        assert not TABLE.ignores("02_HOOFD")
        assert TABLE.ignoring("02_*", "01_*").ignored == ("01_*", "02_*")
        assert TABLE is TABLE.ignoring()

    def test_what_was_not_understood_is_of_a_case(self):
        """Other cases are read whole."""
        assert ["检测开始"] == [one.word for one in TABLE.of_case("甲")]
        assert () == TABLE.of_case("丙")

    def test_a_declaration_reads_nothing(self):
        """A complete source shows all that happened; what could not be read stays unread."""
        whole = TABLE.as_complete()
        assert (None, True) == (whole.events, whole.declared)
        assert whole.facts == TABLE.facts
        assert whole.unread == TABLE.unread

    def test_what_is_declared_is_told(self):
        """At the head of the answer, in both languages; where nothing was, nothing."""
        said = TABLE.as_complete().text
        assert said.en == "what the source does not show did not happen; no bearing: 01_*"
        assert said.zh == "表中未显示的，视为未发生；与审查无关的用语：01_*"
        assert COMPLETE.text is None


class TestWords:
    def test_given_in_a_word(self):
        """None and complete are everything; a coverage is itself; anything else is refused."""
        assert COMPLETE is Coverage.of(None) is Coverage.of("complete")
        assert TABLE is Coverage.of(TABLE)
        with pytest.raises(ArgumentTypeError, match="coverage='all' must be a Coverage"):
            Coverage.of("all")

    def test_one_word_is_not_several(self):
        """A text would otherwise be taken letter by letter."""
        with pytest.raises(ArgumentTypeError, match="'filed' must be several names"):
            Coverage(events="filed")


class TestPlain:
    @pytest.mark.parametrize("given", [TABLE, COMPLETE, TABLE.as_complete()])
    def test_there_and_back(self, given):
        """Through JSON it comes back equal."""
        assert given == Coverage.from_dict(json.loads(json.dumps(given.to_dict())))

    @pytest.mark.parametrize(
        ("given", "error", "words"),
        [
            ({"event": []}, ArgumentError, "coverage has the key 'event'; it knows events, facts"),
            ({"events": "filed"}, ArgumentTypeError, "events='filed' must be a list of words"),
            ({"events": [1]}, ArgumentTypeError, "must be a list of words, or null for all"),
            ({"unread": []}, None, ""),
            ({"unread": [1]}, ArgumentTypeError, "must be a dict: case -> what was not read"),
            ({"unread": {"甲": [{}]}}, ArgumentTypeError, "must be a dict with a word, a day"),
            ({"unread": {"甲": [3]}}, ArgumentTypeError, "must be a dict with a word, a day"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, given, error, words):
        """With the key and the value; an empty list stands for nothing."""
        if error is None:
            assert COMPLETE == Coverage.from_dict(given)
        else:
            with pytest.raises(error, match=words):
                Coverage.from_dict(given)
