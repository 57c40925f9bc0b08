"""When a supervision system lights a signal: presets, as data.

There is no national rule on cards: yellow comes before the limit in one city and after it in
another.  A preset says what one place does, in a small TOML file with the words it rests on; a
bureau writes its own.  What the place leaves to a person, or does not state, stays so here and is
never lit by the library.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import attrs

from enforcecal.datafiles import (
    DataFile,
    MisreadError,
    Mistake,
    array,
    choice,
    filled,
    flag,
    modest,
    shown,
    table,
    text,
    whole,
    worded,
)
from enforcecal.dates.elapsed import StopRule
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError, UnknownNameError, hint
from enforcecal.texts import NO_TEXT, Text, Worded

__all__ = [
    "Against",
    "ClockKind",
    "DayRounding",
    "Preset",
    "Signal",
    "SignalLevel",
    "Subject",
    "load_preset",
    "preset",
    "presets",
]

_DATA: Final = Path(__file__).with_name("data") / "warnings"


class SignalLevel(Worded):
    """How grave a signal is."""

    WARNING = "warning", "warning", "预警"
    """预警、提示: a warning, which by default is not counted as a card."""
    YELLOW = "yellow", "yellow card", "黄牌"
    """黄牌."""
    RED = "red", "red card", "红牌"
    """红牌."""

    @property
    def rank(self) -> int:
        """Position from the lightest to the gravest."""
        return tuple(SignalLevel).index(self)


class ClockKind(enum.Enum):
    """Which of the two clocks a place goes by."""

    ELAPSED = "elapsed"
    """Working time between two instants, in days of a standard length."""
    CALENDAR = "calendar"
    """The legal clock: the last day is whole, and what is done on it is in time."""


class DayRounding(enum.Enum):
    """What becomes of a fraction of a day before it is compared; elapsed clocks only."""

    UP = "up"
    """To whole days: one second of the eighth day is eight days."""
    NONE = "none"
    """Nothing: 7.25 days are 7.25 days."""


class Against(enum.Enum):
    """Which limit a signal is measured against."""

    SOFT = "soft"
    """The promise (承诺时限); where none was made, the statute's limit."""
    HARD = "hard"
    """The statute's limit (法定时限)."""


@attrs.frozen(kw_only=True)
class Subject:
    """What signals are lit for: the case, a step of it, a special procedure, an enquiry."""

    id: str
    text: Text = NO_TEXT
    days: int | None = None
    """The limit the place sets it, in working days; None where the case brings its own."""


@attrs.frozen(kw_only=True)
class Signal:
    """One signal: which level, and how far from which limit."""

    subject: str
    level: SignalLevel
    of: Against = Against.HARD
    start: Fraction | None = None
    """Key ``from``: lit once so many days over the limit are used; below 0 before it.  None where
    the place does not state it, or leaves it to a person."""
    unit: Unit = Unit.WORKING_DAY
    """Of ``from`` on the legal clock; the elapsed clock knows working days alone."""
    finished: bool = False
    """Whether what was finished after it was due is lit as well; warnings are not."""
    by_person: bool = False
    """Key ``by = "person"``: a person weighs what happened; time alone never lights it."""
    text: Text = NO_TEXT
    quote: str = ""

    @property
    def timed(self) -> bool:
        """Whether time alone lights it."""
        return self.start is not None and not self.by_person

    def passed_at(self, limit: Fraction | int, rounding: DayRounding) -> Fraction:
        """Return the days of an elapsed clock with more than which the signal is lit.

        >>> yellow = Signal(subject="case", level=SignalLevel.YELLOW, start=Fraction(1))
        >>> yellow.passed_at(7, DayRounding.UP)  # more than 7 days, rounded up, are 8 or more
        Fraction(7, 1)
        """
        if self.start is None:
            raise ArgumentError(
                f"the {self.level.value} signal of {self.subject!r} has no from: its place does "
                "not state it; say it with with_lead"
            )
        whole = 1 if rounding is DayRounding.UP else 0
        return Fraction(limit) + self.start - whole


@attrs.frozen(kw_only=True)
class Preset:
    """The signals of one place."""

    id: str
    text: Text = NO_TEXT
    clock: ClockKind = ClockKind.CALENDAR
    rounding: DayRounding = DayRounding.NONE
    stops: StopRule = StopRule.ACTUAL
    subjects: tuple[Subject, ...] = ()
    signals: tuple[Signal, ...] = ()
    verified: str = ""
    note: str = ""

    def of(self, subject: str) -> tuple[Signal, ...]:
        """Return the signals of *subject*, or raise `UnknownNameError`."""
        known = tuple(one.id for one in self.subjects)
        if subject not in known:
            raise UnknownNameError(f"subject of {self.id}", subject, known)
        return tuple(one for one in self.signals if one.subject == subject)

    def days(self, subject: str) -> int | None:
        """Return the limit the place itself sets *subject*, in working days."""
        self.of(subject)
        return next(one.days for one in self.subjects if one.id == subject)

    def has(self, subject: str) -> bool:
        """Tell whether the place lights signals for *subject*."""
        return any(one.id == subject for one in self.subjects)

    @property
    def unstated(self) -> tuple[Signal, ...]:
        """The signals of which the place does not say when they come: see `with_lead`."""
        return tuple(one for one in self.signals if one.start is None and not one.by_person)

    @property
    def for_a_person(self) -> tuple[Signal, ...]:
        """The signals that a person lights after weighing what happened."""
        return tuple(one for one in self.signals if one.by_person)

    def with_lead(self, days: int) -> Preset:
        """Return the preset with what its place leaves unstated set to *days* before the limit.

        >>> preset("chengdu-2010").with_lead(2).of("case")[0].start
        Fraction(-2, 1)
        """
        if isinstance(days, bool) or not isinstance(days, int) or days < 1:
            raise ArgumentError(f"days={days!r} must be a whole number of at least 1")
        return attrs.evolve(
            self,
            signals=tuple(
                attrs.evolve(one, start=Fraction(-days)) if one in self.unstated else one
                for one in self.signals
            ),
        )


# --- files ---------------------------------------------------------------------------------------


def presets() -> Mapping[str, Path]:
    """Return the packaged presets, by their ids."""
    return {path.stem: path for path in sorted(_DATA.glob("*.toml"))}


def preset(name: str) -> Preset:
    """Return the packaged preset *name*, or raise `UnknownNameError`.

    >>> preset("hunan-2018").text.zh
    '湖南省行政审批电子监察系统（2018）'
    """
    known = presets()
    if name not in known:
        raise UnknownNameError("preset of warnings", name, known)
    return load_preset(known[name])


def load_preset(source: Path | str) -> Preset:
    """Read a preset from a path, or from TOML text (any string with a line break).

    Raises `PackError` with every problem of the file.
    """
    return DataFile.of(source).read(_read_preset)


def _days(value: object) -> Fraction:
    if not isinstance(value, Decimal):
        return Fraction(whole(value))
    if not modest(value):
        raise MisreadError(f"{shown(value)} must be a number of days, such as -0.5")
    return Fraction(value)


_worded_signal: Final = worded(Signal)


def _signal(*, by: str = "", before: str = "", **more: object) -> Signal:
    if ["start" in more, bool(by), bool(before)].count(True) != 1:
        raise MisreadError('must have exactly one of from, before = "not-stated" and by = "person"')
    return _worded_signal(by_person=bool(by), **more)


def _preset(
    preset: dict[str, Any],
    subject: tuple[Subject, ...] = (),
    signal: tuple[Signal, ...] = (),
) -> Preset:
    found = Preset(subjects=subject, signals=signal, **preset)
    names = [one.id for one in subject]
    mistakes: list[Mistake] = []
    for index, one in enumerate(signal):
        if one.subject not in names:
            meant = hint(one.subject, names, "declare it as [[subject]]")
            wrong = f"no subject is called {one.subject!r}{meant}"
            mistakes.append(Mistake(("signal", index, "subject"), wrong))
        if found.clock is ClockKind.CALENDAR and one.start and one.start.denominator != 1:
            wrong = f"{float(one.start)} must be whole on the legal clock"
            mistakes.append(Mistake(("signal", index, "from"), wrong))
    if mistakes:
        raise MisreadError(mistakes=mistakes)
    return found


_WORDS: Final = {"zh": ("zh", text), "en": ("en", text)}
_read_head: Final = table(
    worded(dict[str, Any]),
    {
        "id": ("id", filled),
        **_WORDS,
        "clock": ("clock", choice(*ClockKind)),
        "rounding": ("rounding", choice(*DayRounding)),
        "stops": ("stops", choice(*StopRule)),
        "verified": ("verified", text),
        "note": ("note", text),
    },
    ["id"],
)
_read_subject: Final = table(
    worded(Subject), {"id": ("id", filled), **_WORDS, "days": ("days", whole)}, ["id"]
)
_read_signal: Final = table(
    _signal,
    {
        "subject": ("subject", filled),
        "level": ("level", choice(*SignalLevel)),
        "of": ("of", choice(*Against)),
        "from": ("start", _days),
        "unit": ("unit", choice(Unit.WORKING_DAY, Unit.DAY)),
        "finished": ("finished", flag),
        "by": ("by", choice("person")),
        "before": ("before", choice("not-stated")),
        **_WORDS,
        "quote": ("quote", text),
    },
    ["subject", "level"],
)
_read_preset: Final = table(
    _preset,
    {
        "preset": ("preset", _read_head),
        "subject": ("subject", array("subject", _read_subject)),
        "signal": ("signal", array("signal", _read_signal)),
    },
    ["preset"],
)
