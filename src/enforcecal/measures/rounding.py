"""One rounding, at display: from an exact fraction to the digits that are printed.

A percentage never reads 100 unless it is all, and never 0 unless it is nothing: 1,999 of 2,000 are
``>99.9%``.  Shares of one total can be adjusted so that they sum to 100.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from enforcecal.errors import ArgumentError
from enforcecal.texts import Text

__all__ = ["MODES", "FigureRounding", "RoundingMode", "marked", "percent", "rounded", "shares"]


class RoundingMode(enum.Enum):
    """What becomes of the digits that are not printed."""

    HALF_UP = "half-up"
    """四舍五入: a half goes away from zero."""
    HALF_EVEN = "half-even"
    """四舍六入五成双: a half goes to the even neighbour."""
    DOWN = "down"
    """截断: cut off, towards zero."""


MODES = {
    RoundingMode.HALF_UP: Text("rounded half up", "四舍五入"),
    RoundingMode.HALF_EVEN: Text("rounded half to even", "四舍六入五成双"),
    RoundingMode.DOWN: Text("cut off", "截断"),
}
"""What each mode is called."""


@attrs.frozen
class FigureRounding:
    """How many decimals are printed, and how the rest is dropped."""

    places: int = attrs.field(default=1)
    mode: RoundingMode = attrs.field(
        default=RoundingMode.HALF_UP, validator=attrs.validators.instance_of(RoundingMode)
    )

    @places.validator
    def _check_places(self, _: object, value: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 12:
            raise ArgumentError(f"places={value!r} must be a whole number from 0 to 12")

    @property
    def text(self) -> Text:
        """The rule in words.

        >>> FigureRounding().text.zh
        '四舍五入保留1位小数'
        """
        name = MODES[self.mode]
        decimals = "decimal" if self.places == 1 else "decimals"
        return Text(
            f"{name.en} to {self.places} {decimals}",
            f"{name.zh}保留{self.places}位小数" if self.places else f"{name.zh}取整",
        )


def rounded(value: Fraction, rounding: FigureRounding) -> Decimal:
    """Return *value* at the places of *rounding*, exactly; never a negative zero.

    >>> rounded(Fraction(-1, 8), FigureRounding(2))
    Decimal('-0.13')
    >>> rounded(Fraction(1, 8), FigureRounding(2, RoundingMode.HALF_EVEN))
    Decimal('0.12')
    """
    scaled = abs(value) * 10**rounding.places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    match rounding.mode:
        case RoundingMode.HALF_UP:
            up = 2 * rest >= scaled.denominator
        case RoundingMode.HALF_EVEN:
            up = 2 * rest + whole % 2 > scaled.denominator
        case _:
            up = False
    whole += up
    digits = tuple(map(int, str(whole)))
    return Decimal((int(value < 0 < whole), digits, -rounding.places))


def percent(value: Fraction, rounding: FigureRounding) -> str:
    """Return *value*, a fraction of 1, as a percentage for display.

    >>> one_place = FigureRounding()
    >>> percent(Fraction(1999, 2000), one_place), percent(Fraction(1, 5000), one_place)
    ('>99.9%', '<0.1%')
    >>> percent(Fraction(161, 200), FigureRounding())
    '80.5%'
    """
    mark, found = marked(value, rounding)
    return f"{mark}{found}%"


def marked(value: Fraction, rounding: FigureRounding) -> tuple[str, Decimal]:
    """Return *value*, a fraction of 1, in percent, after ``<`` or ``>`` where it is only a bound.

    >>> marked(Fraction(1999, 2000), FigureRounding())
    ('>', Decimal('99.9'))
    """
    found = rounded(value * 100, rounding)
    step = Decimal((0, (1,), -rounding.places))
    if found == 0 and value != 0:
        return ("<", step) if value > 0 else (">", -step)
    if found == 100 and value != 1:
        return ">", found - step if value < 1 else found
    return "", found


def shares(counts: Sequence[int], places: int = 2) -> tuple[Decimal, ...]:
    """Return the percentage of each of *counts*, adjusted so that they sum to 100.

    Every share is cut off, and the units of the last place that are missing go to the largest
    remainders, the first of equals first.

    Raises:
        ArgumentError: a count is negative, or all are zero: nothing has no shares.

    >>> [str(share) for share in shares([1, 1, 1], 1)]
    ['33.4', '33.3', '33.3']
    """
    total = sum(counts)
    if any(count < 0 for count in counts) or not total:
        raise ArgumentError(f"counts={list(counts)} must not be negative, and not all of them zero")
    whole = 100 * 10 ** FigureRounding(places).places
    parts = [divmod(count * whole, total) for count in counts]
    missing = whole - sum(part for part, _ in parts)
    first = sorted(range(len(parts)), key=lambda at: (-parts[at][1], at))[:missing]
    return tuple(
        Decimal(part + (at in first)).scaleb(-places) for at, (part, _) in enumerate(parts)
    )
