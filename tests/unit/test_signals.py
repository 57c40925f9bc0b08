"""Presets of warnings: what the packaged ones say, and what a file may say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from enforcecal.dates.elapsed import StopRule
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError, PackError, UnknownNameError
from enforcecal.law.signals import (
    Against,
    ClockKind,
    DayRounding,
    SignalLevel,
    load_preset,
    preset,
    presets,
)

OWN = """
[preset]
id = "ours"
zh = "本局"
en = "ours"
clock = "elapsed"
rounding = "none"
stops = "approved"

[[subject]]
id = "case"

[[signal]]
subject = "case"
level = "warning"
of = "soft"
from = -0.5
"""


class TestPackaged:
    def test_the_four_are_there(self):
        """Three places, and what several cities have in common."""
        assert ["chengdu-2010", "hunan-2018", "lead-1wd", "meizhou-2008"] == list(presets())

    def test_hunan_counts_seconds_and_rounds_up(self):
        """More than P-3, P and S, as the derivation of the manual's own case gives."""
        hunan = preset("hunan-2018")
        assert (ClockKind.ELAPSED, DayRounding.UP) == (hunan.clock, hunan.rounding)
        warning, yellow, red = hunan.of("case")
        assert 4 == warning.passed_at(7, hunan.rounding)
        assert 7 == yellow.passed_at(7, hunan.rounding)
        assert 10 == red.passed_at(10, hunan.rounding)
        assert [Against.SOFT, Against.SOFT, Against.HARD] == [one.of for one in hunan.of("case")]
        assert (2, 3, None) == tuple(
            hunan.days(one) for one in ("web-preacceptance", "e-certificate", "case")
        )

    def test_in_chengdu_yellow_comes_before_the_limit_and_nobody_says_when(self):
        """What the place does not state stays unstated until somebody says it."""
        chengdu = preset("chengdu-2010")
        yellow, red = chengdu.of("case")
        assert (None, False) == (yellow.start, yellow.timed)
        assert (Fraction(1), True) == (red.start, red.timed)
        with pytest.raises(ArgumentError, match="with_lead"):
            yellow.passed_at(5, DayRounding.NONE)
        assert ((yellow,), ()) == (chengdu.unstated, chengdu.with_lead(2).unstated)
        yellow, same = chengdu.with_lead(2).of("case")
        assert (Fraction(-2), Unit.WORKING_DAY) == (yellow.start, yellow.unit)
        assert red == same

    @pytest.mark.parametrize("name", ["meizhou-2008", "lead-1wd"])
    def test_what_a_person_weighs_is_never_timed(self, name):
        """Yellow and red for breaches are left to a person, and with_lead leaves them so."""
        warning, *cards = preset(name).with_lead(3).of("case")
        assert tuple(cards) == preset(name).for_a_person
        assert (Fraction(-1), True) == (warning.start, warning.timed)
        assert [(SignalLevel.YELLOW, False), (SignalLevel.RED, False)] == [
            (one.level, one.timed) for one in cards
        ]

    @pytest.mark.parametrize("days", [0, -1, True, 1.5])
    def test_a_lead_is_a_whole_number_of_days(self, days):
        """A lead of nothing would be no lead."""
        with pytest.raises(ArgumentError, match="whole number"):
            preset("chengdu-2010").with_lead(days)

    def test_an_unknown_name_is_told_with_the_nearest(self):
        """Names of presets and of subjects."""
        with pytest.raises(UnknownNameError, match="hunan-2018"):
            preset("hunan-2017")
        with pytest.raises(UnknownNameError, match="did you mean 'complaint'"):
            preset("hunan-2018").of("complaints")
        assert not preset("hunan-2018").has("step")
        assert preset("lead-1wd").has("step")

    def test_levels_have_an_order_and_words(self):
        """From a warning to red."""
        assert [0, 1, 2] == [one.rank for one in SignalLevel]
        assert ["预警", "黄牌", "红牌"] == [one.text.zh for one in SignalLevel]


class TestFiles:
    def test_a_bureau_writes_its_own(self, tmp_path):
        """From text or from a file, half a day ahead if it likes."""
        found = load_preset(OWN)
        path = tmp_path / "ours.toml"
        path.write_text(OWN, "utf-8")
        assert found == load_preset(path) == load_preset(str(path))
        assert (StopRule.APPROVED, DayRounding.NONE, "本局") == (
            found.stops,
            found.rounding,
            found.text.zh,
        )
        assert Fraction(13, 2) == found.of("case")[0].passed_at(7, found.rounding)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ('id = "ours"\n', "", "line 2: preset: key 'id' is missing"),
            (
                'zh = "本局"',
                'zhh = "本局"',
                "line 4: preset: key 'zhh' .* mean 'zh'",
            ),
            ('zh = "本局"', 'quux = "本局"', "key 'quux' is not known; there are id, zh"),
            ('zh = "本局"', "zh = 3", "key 'zh': 3 must be text in quotes"),
            (
                'clock = "elapsed"',
                'clock = "sand"',
                "'sand' is .* are elapsed, calendar",
            ),
            ('clock = "elapsed"', "", "must be whole on the legal clock"),
            ("[[subject]]", "[subject]", r"must be an array of tables: \[\[subject\]\]"),
            ("[[signal]]", "[[signals]]", "key 'signals' is not known; did you mean 'signal'"),
            ("[[signal]]", "[[xyz]]", "key 'xyz' is not known; there are preset"),
            ('subject = "case"', 'subject = "cast"', "did you mean 'case'"),
            ('subject = "case"', 'subject = "zzz"', "declare it as"),
            ("from = -0.5", "from = true", "true must be a whole number"),
            ("from = -0.5", "from = 1e999999999", "must be a number of days"),
            ("from = -0.5", "from = nan", "must be a number of days"),
            ("from = -0.5", "", "exactly one of"),
            ("from = -0.5", 'by = "fate"', "'fate' is not known; there is person"),
            ("from = -0.5", 'before = "soon"', "'soon' is not known; there is not-stated"),
            (
                "from = -0.5",
                'from = -1\nunit = "month"',
                "'month' is .* are working-day, day",
            ),
            (
                'id = "case"',
                'id = "case"\n[[subject]]\nid = "case"',
                "'case' stands here a second",
            ),
            ("[preset]", "preset = 3\n[x]", "preset: 3 must be a table"),
            ("[preset]", "[preset", "not TOML"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_place(self, old, new, words):
        """Every problem of the file is in the error."""
        with pytest.raises(PackError, match=words):
            load_preset(OWN.replace(old, new, 1))

    def test_a_file_that_cannot_be_read_is_named(self, tmp_path):
        """No file, or not UTF-8."""
        with pytest.raises(PackError, match="there is no such file"):
            load_preset(tmp_path / "nothing.toml")
        path = tmp_path / "gbk.toml"
        path.write_bytes("zh = '本局'\n".encode("gbk"))
        with pytest.raises(PackError, match="not UTF-8"):
            load_preset(path)
