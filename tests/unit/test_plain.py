"""Values as other programs get them."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import attrs
import pytest

from enforcecal.cases.outlook.values import After
from enforcecal.plain import plain, plain_fields
from enforcecal.texts import Text


@attrs.frozen
class Model:
    """A model that knows its own keys."""

    name: Text
    left: int | None = None

    def to_dict(self, lang):
        """Return the model as plain values."""
        return plain_fields(self, lang, "left name")


class TestPlain:
    """Each kind of value has one form."""

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (None, None),
            (True, True),
            (3, 3),
            ("text", "text"),
            (Text("late", "逾期"), "逾期"),
            (date(2026, 3, 2), "2026-03-02"),
            (datetime(2026, 3, 2, 10), "2026-03-02T10:00:00"),  # noqa: DTZ001 - local
            (After.LATE, "late"),
            (Fraction(1, 3), "1/3"),
            ((After.LATE, None), ["late", None]),
            (frozenset({"b", "a"}), ["a", "b"]),
            (Model(Text("late", "逾期")), {"left": None, "name": "逾期"}),
        ],
    )
    def test_each_kind(self, value, expected):
        """Words are of one language, all else is the same in both."""
        found = plain(value, "zh")
        assert expected == found
        assert type(expected) is type(found)

    def test_keys_stand_as_they_are_named(self):
        """The order of the names is the order of the keys."""
        assert ["left", "name"] == [*plain_fields(Model(Text("a", "甲")), "en", "left name")]


def test_a_word_is_no_part_of_the_value():
    """A member is found by its value alone, and its words stand beside it."""
    assert After("lapsed") is After.LAPSED
    assert Text("then lapsed", "逾期丧失") == After.LAPSED.text
