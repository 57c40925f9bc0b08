"""Points of a case-file review (案卷评查): a checklist as data, exact totals, faults that void all.

A file begins with all its points and loses some for each fault; a fault of legality voids the file
(一票否决).  There are no negative points.  Which faults there are, what each costs and where the
grades begin is the checklist's, and a checklist is one bureau's: there is no national one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.datafiles import (
    DataFileError,
    array,
    filled,
    flag,
    modest,
    read_data,
    table,
    through,
    worded,
)
from enforcecal.errors import ArgumentError, ArgumentTypeError, UnknownNameError
from enforcecal.texts import Text

__all__ = ["Checklist", "ChecklistItem", "Grade", "Score", "mean", "score"]


def _exact(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise ArgumentTypeError(f"{value!r} must be exact: a whole number, or text such as '0.5'")
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise ArgumentError(f"{value!r} is not a number; write it like '0.5'") from None
    if not found.is_finite() or found < 0:
        raise ArgumentError(f"{value!r} must be at least 0")
    if not modest(found):
        raise ArgumentError(f"{value!r} has too many digits for a number of points")
    return found


@attrs.frozen(kw_only=True)
class ChecklistItem:
    """One thing that can be wrong with a file."""

    id: str
    name: Text
    points: Decimal = attrs.field(default=Decimal(0), converter=_exact)
    """What each occurrence costs."""
    at_most: Decimal | None = attrs.field(default=None, converter=attrs.converters.optional(_exact))
    """What all occurrences together may cost; left out: no cap of its own."""
    veto: bool = False
    """Whether it voids the file: nothing is left of its points."""

    def cost(self, times: int) -> Decimal:
        """Return what *times* occurrences cost, a veto apart."""
        cost = self.points * times
        return cost if self.at_most is None else min(cost, self.at_most)


@attrs.frozen(kw_only=True)
class Grade:
    """A grade and the points from which it is given, these included."""

    id: str
    name: Text
    at_least: Decimal = attrs.field(converter=_exact)


def _checks(_: object, __: object, value: tuple[ChecklistItem, ...]) -> None:
    seen: set[str] = set()
    for check in value:
        if check.id in seen:
            raise ArgumentError(f"checks: {check.id!r} is in the list twice")
        if not check.points and not check.veto:
            raise ArgumentError(f"checks: {check.id!r} costs nothing and is no veto")
        seen.add(check.id)


def _grades(grades: Iterable[Grade]) -> tuple[Grade, ...]:
    found = tuple(sorted(grades, key=lambda grade: grade.at_least, reverse=True))
    if not found or found[-1].at_least:
        raise ArgumentError("grades: the lowest must begin at 0, or some file has none")
    borders = [grade.at_least for grade in found]
    if len(set(borders)) < len(borders):
        raise ArgumentError("grades: two begin at the same points")
    return found


@attrs.frozen(kw_only=True)
class Checklist:
    """What is looked at in a file, what each fault costs, and where the grades begin."""

    id: str
    name: Text
    full: Decimal = attrs.field(default=Decimal(100), converter=_exact)
    checks: tuple[ChecklistItem, ...] = attrs.field(
        converter=tuple[ChecklistItem, ...], validator=_checks
    )
    grades: tuple[Grade, ...] = attrs.field(converter=_grades)

    @classmethod
    def from_dict(cls, told: Mapping[str, object]) -> Checklist:
        """Return the checklist in a plain table, such as a TOML file holds.

        Its keys are ``id``, ``zh``, ``en``, ``full``, and lists ``check`` (``id``, ``zh``, ``en``,
        ``points``, ``at-most``, ``veto``) and ``grade`` (``id``, ``zh``, ``en``, ``at-least``).
        Fractions of a point are text: ``"0.5"``.

        Raises:
            ArgumentError: a key is missing or not known, or a value cannot be right.
        """
        try:
            return read_data(told, _read_checklist)
        except DataFileError as error:
            raise ArgumentError(f"checklist: {error}") from None

    def grade(self, points: Decimal | Fraction) -> Grade:
        """Return the grade for *points*, of a file or the mean of several."""
        exact = Fraction(points)
        if exact < 0:
            raise ArgumentError(f"points={points} must be at least 0")
        return next(grade for grade in self.grades if Fraction(grade.at_least) <= exact)


_NAMED: Final = {"id": ("id", filled), "zh": ("zh", filled), "en": ("en", filled)}
_points: Final = through(_exact)
_read_check: Final = table(
    worded(ChecklistItem, "name"),
    {
        **_NAMED,
        "points": ("points", _points),
        "at-most": ("at_most", _points),
        "veto": ("veto", flag),
    },
    _NAMED.keys(),
)
_read_grade: Final = table(
    worded(Grade, "name"), {**_NAMED, "at-least": ("at_least", _points)}, [*_NAMED, "at-least"]
)
_read_checklist: Final = table(
    worded(Checklist, "name"),
    {
        **_NAMED,
        "full": ("full", _points),
        "check": ("checks", array("check", _read_check)),
        "grade": ("grades", array("grade", _read_grade)),
    },
    [*_NAMED, "check", "grade"],
)


@attrs.frozen(kw_only=True)
class Score:
    """What a file scored, with every fault and what it cost."""

    checklist: str
    points: Decimal
    grade: Grade
    vetoes: tuple[str, ...]
    """Checks that void the file, in the order of the checklist."""
    costs: tuple[tuple[str, int, Decimal], ...]
    """Each fault found: the check, how often, what it cost; also where a veto made it idle."""


def score(checklist: Checklist, faults: Mapping[str, int]) -> Score:
    """Return the score of a file in which each of *faults* was found so many times.

    Raises:
        UnknownNameError: the checklist has no such check.
        ArgumentError: a number of times is negative.

    >>> from enforcecal.texts import Text
    >>> plain = Checklist(
    ...     id="plain",
    ...     name=Text("plain", "示例"),
    ...     checks=[
    ...         ChecklistItem(id="pages", name=Text("no page numbers", "未编页码"), points="0.5"),
    ...         ChecklistItem(id="power", name=Text("no power to decide", "无权作出"), veto=True),
    ...     ],
    ...     grades=[
    ...         Grade(id="pass", name=Text("pass", "合格"), at_least=60),
    ...         Grade(id="fail", name=Text("fail", "不合格"), at_least=0),
    ...     ],
    ... )
    >>> score(plain, {"pages": 3}).points
    Decimal('98.5')
    >>> score(plain, {"pages": 3, "power": 1}).grade.id
    'fail'
    """
    known = {check.id: check for check in checklist.checks}
    for name, times in faults.items():
        if name not in known:
            raise UnknownNameError("check", name, known)
        if isinstance(times, bool) or not isinstance(times, int) or times < 0:
            raise ArgumentError(f"faults: {name!r}={times!r} must be a whole number, at least 0")
    found = [check for check in checklist.checks if faults.get(check.id)]
    costs = tuple((check.id, faults[check.id], check.cost(faults[check.id])) for check in found)
    vetoes = tuple(check.id for check in found if check.veto)
    left = checklist.full - sum((cost for _, _, cost in costs), Decimal(0))
    points = Decimal(0) if vetoes else max(left, Decimal(0))
    return Score(
        checklist=checklist.id,
        points=points,
        grade=checklist.grade(points),
        vetoes=vetoes,
        costs=costs,
    )


def mean(scores: Iterable[Score]) -> Fraction:
    """Return the mean of *scores*, exactly: the score of a unit is that of its files.

    Raises:
        ArgumentError: there is no score, or they come from different checklists.
    """
    listed = tuple(scores)
    if not listed:
        raise ArgumentError("scores: there is none to take the mean of")
    used = sorted({each.checklist for each in listed})
    if len(used) > 1:
        raise ArgumentError(f"scores: from different checklists ({', '.join(used)})")
    return sum((Fraction(each.points) for each in listed), Fraction(0)) / len(listed)
