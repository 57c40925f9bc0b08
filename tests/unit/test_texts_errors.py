from __future__ import annotations

import pickle
from datetime import date

import pytest

from enforcecal import errors
from enforcecal.errors import (
    EnforceCalError,
    OutsideHorizonError,
    PackError,
    UnknownNameError,
    nearest,
)
from enforcecal.texts import LANGS, Text

HORIZON = OutsideHorizonError(
    date(2027, 1, 4), date(2001, 1, 1), date(2026, 12, 31), "CN@2025-11-04", "no notice for 2027"
)


class TestText:
    def test_it_speaks_two_languages(self):
        """Words are given in the language asked for, English when none is."""
        text = Text("late", "逾期")
        assert ("late", "逾期", "late", "late") == (
            text.say("en"),
            text.say("zh"),
            text.say(),
            str(text),
        )
        assert ("en", "zh") == LANGS


class TestErrors:
    @pytest.mark.parametrize("name", [name for name in errors.__all__ if name.endswith("Error")])
    def test_each_is_one_of_pythons_own(self, name):
        """Every error is an EnforceCalError and also a ValueError, TypeError or LookupError."""
        error = getattr(errors, name)
        assert issubclass(error, EnforceCalError)
        if error is not EnforceCalError:
            assert issubclass(error, (ValueError, TypeError, LookupError))

    @pytest.mark.parametrize(
        "error",
        [HORIZON, UnknownNameError("limit", "a", ["b"]), PackError("x.toml", ["one", "two"])],
    )
    def test_each_survives_pickling(self, error):
        """An error raised in a worker process says the same in the parent."""
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made one line above
        assert (type(error), str(error), error.args) == (type(again), str(again), again.args)

    def test_outside_the_horizon(self):
        """The message names the day, the edition, what it covers and what is missing."""
        assert (
            "2027-01-04 is outside calendar CN@2025-11-04, which covers 2001-01-01 to 2026-12-31: "
            "no notice for 2027"
        ) == str(HORIZON)
        assert date(2026, 12, 31) == HORIZON.horizon

    @pytest.mark.parametrize(
        ("name", "known", "message"),
        [
            (
                "lenght",
                ["length", "unit"],
                "no key is called 'lenght'; did you mean 'length'?",
            ),
            ("zzz", ["b", "a"], "no key is called 'zzz'; known: a, b"),
            ("zzz", [], "no key is called 'zzz'"),
            ("zzz", [str(n) for n in range(13)], "no key is called 'zzz'"),
        ],
    )
    def test_unknown_names(self, name, known, message):
        """An unknown name is answered with the nearest known one, or with a short list."""
        assert message == str(UnknownNameError("key", name, known))

    def test_problems_of_a_pack(self):
        """One problem stands on the line of its file; several are listed under it."""
        assert "x.toml: one" == str(PackError("x.toml", ["one"]))
        assert "x.toml: 2 problems\n  - one\n  - two" == str(
            PackError("x.toml", iter(("one", "two")))
        )

    def test_nothing_is_near(self):
        """No name is suggested that nobody could have meant."""
        assert nearest("abc", ["xyz"]) is None
        assert nearest("abc", []) is None
