"""When a supervision system lights a signal: presets, as data.

There is no national rule on cards: yellow comes before the limit in one city and after it in
another.  A preset says what one place does, in a small TOML file with the words it rests on; a
bureau writes its own.  What the place leaves to a person, or does not state, stays so here and is
never lit by the library.
"""

from __future__ import annotations

import enum
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeVar

import attrs

from enforcecal.dates.elapsed import StopRule
from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError, PackError, UnknownNameError, nearest
from enforcecal.texts import Text

__all__ = [
    "Against",
    "ClockKind",
    "Level",
    "Preset",
    "Rounding",
    "Signal",
    "Subject",
    "load_preset",
    "preset",
    "presets",
]

_DATA: Final = Path(__file__).with_name("data") / "warnings"


class Level(enum.Enum):
    """How grave a signal is."""

    WARNING = "warning"
    """预警、提示: a warning, which by default is not counted as a card."""
    YELLOW = "yellow"
    """黄牌."""
    RED = "red"
    """红牌."""

    @property
    def text(self) -> Text:
        """The level in words."""
        return _LEVELS[self]

    @property
    def rank(self) -> int:
        """Position from the lightest to the gravest."""
        return tuple(Level).index(self)


_LEVELS: Final = {
    Level.WARNING: Text("warning", "预警"),
    Level.YELLOW: Text("yellow card", "黄牌"),
    Level.RED: Text("red card", "红牌"),
}


class ClockKind(enum.Enum):
    """Which of the two clocks a place goes by."""

    ELAPSED = "elapsed"
    """Working time between two instants, in days of a standard length."""
    CALENDAR = "calendar"
    """The legal clock: the last day is whole, and what is done on it is in time."""


class Rounding(enum.Enum):
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
    text: Text = Text("", "")
    days: int | None = None
    """The limit the place sets it, in working days; None where the case brings its own."""


@attrs.frozen(kw_only=True)
class Signal:
    """One signal: which level, and how far from which limit."""

    subject: str
    level: Level
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
    text: Text = Text("", "")
    quote: str = ""

    @property
    def timed(self) -> bool:
        """Whether time alone lights it."""
        return self.start is not None and not self.by_person

    def passed_at(self, limit: Fraction | int, rounding: Rounding) -> Fraction:
        """Return the days of an elapsed clock with more than which the signal is lit.

        >>> yellow = Signal(subject="case", level=Level.YELLOW, start=Fraction(1))
        >>> yellow.passed_at(7, Rounding.UP)  # more than 7 days, rounded up, are 8 or more
        Fraction(7, 1)
        """
        if self.start is None:
            raise ArgumentError(
                f"the {self.level.value} signal of {self.subject!r} has no from: its place does "
                "not state it; say it with with_lead"
            )
        whole = 1 if rounding is Rounding.UP else 0
        return Fraction(limit) + self.start - whole


@attrs.frozen(kw_only=True)
class Preset:
    """The signals of one place."""

    id: str
    text: Text = Text("", "")
    clock: ClockKind = ClockKind.CALENDAR
    rounding: Rounding = Rounding.NONE
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
    if isinstance(source, Path) or "\n" not in source:
        name = str(source)
        try:
            text = Path(source).read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise PackError(name, [f"cannot be read: {error.strerror}"]) from None
        except UnicodeDecodeError as error:
            raise PackError(name, [f"not UTF-8: byte {error.start} cannot be read"]) from None
    else:
        name, text = "<text>", source
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise PackError(name, [f"not TOML: {error}"]) from None
    problems: list[str] = []
    found = _structured(data, problems)
    if problems:
        raise PackError(name, problems)
    return found


_STR: Final = (str,)
_KEYS: Final[Mapping[str, Mapping[str, tuple[type, ...]]]] = {
    "preset": {
        **dict.fromkeys(("id", "zh", "en", "clock", "rounding", "stops", "verified", "note"), _STR)
    },
    "subject": {**dict.fromkeys(("id", "zh", "en"), _STR), "days": (int,)},
    "signal": {
        **dict.fromkeys(
            ("subject", "level", "of", "unit", "by", "before", "zh", "en", "quote"), _STR
        ),
        "from": (int, Decimal),
        "finished": (bool,),
    },
}
_NEEDED: Final = {"preset": ("id",), "subject": ("id",), "signal": ("subject", "level")}

_Enum = TypeVar("_Enum", bound=enum.Enum)


class _Table:
    """One table of the file: its keys checked, its values read, problems collected."""

    def __init__(self, kind: str, place: str, data: object, problems: list[str]) -> None:
        self.place = place
        self.problems = problems
        self.data: dict[str, object] = {}
        if not isinstance(data, dict):
            problems.append(f"{place}: must be a table")
            return
        known = _KEYS[kind]
        for key, value in data.items():
            if key not in known:
                near = nearest(key, known)
                hint = f"; did you mean {near!r}?" if near else f"; known: {', '.join(known)}"
                problems.append(f"{place}: no key is called {key!r}{hint}")
            elif not isinstance(value, known[key]) or (
                isinstance(value, bool) and bool not in known[key]
            ):
                kinds = " or ".join(one.__name__ for one in known[key])
                problems.append(f"{place}.{key}: {value!r} must be {kinds}")
            else:
                self.data[key] = value
        problems += [f"{place}: {key} is missing" for key in _NEEDED[kind] if not data.get(key)]

    def text(self, key: str) -> str:
        return str(self.data.get(key, ""))

    def words(self) -> Text:
        return Text(self.text("en"), self.text("zh"))

    def choice(self, key: str, kind: type[_Enum], default: _Enum) -> _Enum:
        value = self.data.get(key)
        if value is None:
            return default
        for one in kind:
            if one.value == value:
                return one
        known = ", ".join(str(one.value) for one in kind)
        self.problems.append(f"{self.place}.{key}: {value!r} must be one of {known}")
        return default

    def whole(self, key: str) -> int | None:
        value = self.data.get(key)
        return value if isinstance(value, int) else None

    def fraction(self, key: str) -> Fraction | None:
        value = self.data.get(key)
        return Fraction(value) if isinstance(value, (int, Decimal)) else None


def _structured(data: Mapping[str, object], problems: list[str]) -> Preset:
    for key in data:
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            hint = f"; did you mean {near!r}?" if near else ""
            problems.append(f"no table is called {key!r}{hint}")
    head = _Table("preset", "preset", data.get("preset", {}), problems)
    clock = head.choice("clock", ClockKind, ClockKind.CALENDAR)
    subjects = [
        Subject(id=one.text("id"), text=one.words(), days=one.whole("days"))
        for one in _tables("subject", data, problems)
    ]
    names = [one.id for one in subjects]
    problems += [f"subject {name!r} is there twice" for name in names if names.count(name) > 1]
    signals = [_signal(one, names, clock, problems) for one in _tables("signal", data, problems)]
    return Preset(
        id=head.text("id"),
        text=head.words(),
        clock=clock,
        rounding=head.choice("rounding", Rounding, Rounding.NONE),
        stops=head.choice("stops", StopRule, StopRule.ACTUAL),
        subjects=tuple(subjects),
        signals=tuple(signals),
        verified=head.text("verified"),
        note=head.text("note"),
    )


def _tables(kind: str, data: Mapping[str, object], problems: list[str]) -> Iterator[_Table]:
    given = data.get(kind, [])
    if not isinstance(given, list):
        problems.append(f"{kind}: must be written [[{kind}]]")
        return
    for place, one in enumerate(given):
        yield _Table(kind, f"{kind}[{place}]", one, problems)


def _signal(table: _Table, subjects: list[str], clock: ClockKind, problems: list[str]) -> Signal:
    subject, place = table.text("subject"), table.place
    if subject and subject not in subjects:
        near = nearest(subject, subjects)
        hint = f"; did you mean {near!r}?" if near else "; declare it as [[subject]]"
        problems.append(f"{place}.subject: no subject is called {subject!r}{hint}")
    start = table.fraction("from")
    by, before = table.text("by"), table.text("before")
    if by not in {"", "person"}:
        problems.append(f"{place}.by: {by!r} must be person, or left out")
    if before not in {"", "not-stated"}:
        problems.append(f"{place}.before: {before!r} must be not-stated; a number is key from")
    if [start is not None, bool(by), bool(before)].count(True) != 1:
        problems.append(
            f'{place}: must have exactly one of from, before = "not-stated" and by = "person"'
        )
    if clock is ClockKind.CALENDAR and start is not None and start.denominator != 1:
        problems.append(f"{place}.from: {table.data['from']} must be whole on the legal clock")
    unit = table.choice("unit", Unit, Unit.WORKING_DAY)
    if unit not in {Unit.DAY, Unit.WORKING_DAY}:
        problems.append(f"{place}.unit: {unit.value!r} must be one of working-day, day")
    return Signal(
        subject=subject,
        level=table.choice("level", Level, Level.WARNING),
        of=table.choice("of", Against, Against.HARD),
        start=start,
        unit=unit,
        finished=table.data.get("finished") is True,
        by_person=by == "person",
        text=table.words(),
        quote=table.text("quote"),
    )
