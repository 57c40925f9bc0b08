"""The value every metric returns: an exact number that says what it counts.

A figure without its disclosure (口径) cannot be checked, so the two are one value: which metric in
which version, over what, how many used, how many left out and why, by which conventions.  What is
undefined is None with the reason, never 0.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from enforcecal.dates.periods import Unit
from enforcecal.errors import ArgumentError
from enforcecal.measures.metrics import Metric, MetricKind
from enforcecal.measures.rounding import FigureRounding, marked, percent, rounded
from enforcecal.plain import plain, plain_fields
from enforcecal.texts import Lang, Text

__all__ = [
    "ERRORS",
    "REASONS",
    "UNITS",
    "Analysed",
    "Band",
    "Basis",
    "Counted",
    "Figure",
    "Instant",
    "in_wan",
    "undefined",
]


class Analysed(enum.Enum):
    """What one thing counted is: the unit of analysis."""

    ITEM = "item"
    """事项: one row of a catalogue."""
    SITUATION = "situation"
    """办理情形: one way of handling an item; one item may have several."""
    CASE = "case"
    """办件: one application."""
    CARD = "card"
    """亮牌: one card of an e-supervision system."""


_ANALYSED: Final = {
    Analysed.ITEM: (Text("item", "个事项"), Text("items", "个事项")),
    Analysed.SITUATION: (
        Text("handling situation", "个办理情形"),
        Text("handling situations", "个办理情形"),
    ),
    Analysed.CASE: (Text("case", "个办件"), Text("cases", "个办件")),
    Analysed.CARD: (Text("card", "张牌"), Text("cards", "张牌")),
}


class Instant(enum.Enum):
    """How many days an instant item (即办件) has promised."""

    ZERO = "zero"
    """None: 即办件按0个工作日计."""
    ONE = "one"
    """One: 即办件按1个工作日计."""
    TYPE = "type"
    """Those it publishes, whatever its type says; without any it is left out."""


_INSTANT: Final = {
    Instant.ZERO: Text("instant items as 0 working days", "即办件按0个工作日计"),
    Instant.ONE: Text("instant items as 1 working day", "即办件按1个工作日计"),
    Instant.TYPE: Text("instant items by their published days", "即办件按公布的天数计"),
}

UNITS: Final = {
    Unit.WORKING_DAY: Text("working days", "工作日"),
    Unit.DAY: Text("calendar days", "自然日"),
    Unit.MONTH: Text("months", "月"),
    Unit.YEAR: Text("years", "年"),
    Unit.HOUR: Text("hours", "小时"),
}
"""What each unit is called in a disclosure."""

REASONS: Final = {
    # left out
    "no-statute": Text("without a statutory limit", "无法定时限"),
    "instant-statute": Text("whose statute says at once", "法定即时办理"),
    "no-promise": Text("without a promise", "无承诺时限"),
    "promise-unlimited": Text("with a promise of no limit", "承诺“无期限”"),
    "instant-without-days": Text("instant, without published days", "即办件未公布天数"),
    "promise-over-statute": Text(
        "with a promise longer than the statute", "承诺时限长于法定时限（数据错误）"
    ),
    "statute-range": Text("with a range for a statutory limit", "法定时限为区间（数据错误）"),
    "closed-before-accepted": Text("closed before they were accepted", "办结早于受理（数据错误）"),
    "unreadable": Text("that could not be read", "无法读取（数据错误）"),
    "units-differ": Text("whose two limits are in different units", "法定与承诺时限单位不同"),
    "other-unit": Text("in another unit", "时限单位不同"),
    "no-volume": Text("without a number of cases", "无办件量"),
    "no-used": Text("without the time used", "无实际用时"),
    "no-dates": Text("without its dates", "无日期"),
    "no-mark": Text("without a mark of it", "未登记该项"),
    "open": Text("still open", "在办"),
    "withdrawn": Text("withdrawn, ended or refused acceptance", "撤回、终止或不予受理"),
    "other-period": Text("of another period", "不属本期"),
    "other-type": Text("of another type", "其他办件类型"),
    "type-unknown": Text("of an unknown type", "办件类型不明"),
    "overdue-unknown": Text("open, not known whether overdue", "在办、是否超期不明"),
    "in-doubt": Text("whose clock is disputed or provisional", "期限存疑或待定"),
    "clocks-differ": Text("whose two clocks disagree", "两个期限的计时不一致"),
    "no-clock": Text("without such a clock", "无此期限的计时"),
    "two-clocks": Text("with two clocks of one limit", "同一期限有两次计时"),
    "no-number": Text("without both numbers", "缺原数或现数"),
    "not-suitable": Text("not suitable for it", "不适宜"),
    "no-fine": Text("with no fine stated", "未登记罚款金额"),
    # used, and worth a word
    "imputed": Text("with a statutory limit put in", "法定时限按填补计"),
    "promise-as-statute": Text("without a promise, the statute put in", "无承诺时限，按法定时限计"),
    "range-upper": Text("with a range, its upper end used", "承诺为区间，取上限"),
    "hours-converted": Text("in hours, converted", "以小时计，已折算"),
    "converted": Text("in another unit, converted", "其他单位，已折算"),
    "instant-with-days": Text(
        "instant by type, with more than a day, which is used", "即办件却公布一日以上，按公布天数计"
    ),
    "used-from-dates": Text(
        "with the time used counted from the dates, pauses not known",
        "实际用时按受理、办结日期计算，未扣除暂停",
    ),
    "steps-differ": Text("whose steps do not sum to the promise", "环节时间之和与承诺不符"),
    "with-special": Text("with special steps", "有特殊环节"),
    "increased": Text("that increased", "不减反增"),
}
"""Why a row was left out, or what is to be said of a row that was used."""

ERRORS: Final = frozenset(
    {"closed-before-accepted", "promise-over-statute", "statute-range", "unreadable"}
)
"""The reasons that are errors of the data, not only gaps."""


@attrs.frozen
class Counted:
    """Rows that have one thing in common: why they were left out, or what is odd about them."""

    reason: str = attrs.field(validator=attrs.validators.in_(REASONS))
    n: int
    ids: tuple[str, ...] = ()
    """Which ones.  Of a large table not every id is kept, and `n` is exact all the same."""

    @property
    def text(self) -> Text:
        """The reason in words."""
        return REASONS[self.reason]

    @property
    def is_error(self) -> bool:
        """Whether the data is wrong, and not only silent."""
        return self.reason in ERRORS


@attrs.frozen
class Band:
    """The lowest and highest value over the conventions that are allowed: its sensitivity.

    A catalogue ratio is a census; it has no sampling error, only a choice of conventions.
    """

    values: tuple[tuple[Text, Fraction], ...] = attrs.field(validator=attrs.validators.min_len(1))

    @property
    def low(self) -> Fraction:
        """The lowest value."""
        return min(value for _, value in self.values)

    @property
    def high(self) -> Fraction:
        """The highest value."""
        return max(value for _, value in self.values)


def _exact(given: Mapping[Unit, Fraction | int]) -> Mapping[Unit, Fraction]:
    return {unit: Fraction(factor) for unit, factor in given.items()}


def _positive(
    _: object, __: attrs.Attribute[Mapping[Unit, Fraction]], value: Mapping[Unit, Fraction]
) -> None:
    for unit, factor in value.items():
        if not isinstance(unit, Unit) or factor <= 0:
            raise ArgumentError(
                f"factors={dict(value)!r} must map units to positive numbers of working days"
            )


@attrs.frozen(kw_only=True)
class Basis:
    """The conventions a figure is computed by, and the words about its population.

    Nothing here is read from the data: two figures with an equal basis are comparable.
    """

    population: str = ""
    """What was counted, in the words of whoever asks."""
    since: date | None = None
    """The first day of the period, included; None where there is no such bound."""
    until: date | None = attrs.field(default=None)
    """The last day of the period, included; None where there is no such bound."""
    analysed: Analysed = Analysed.ITEM
    instant: Instant = Instant.ONE
    unit: Unit = Unit.WORKING_DAY
    """The unit of the sums; a number without a unit is taken to be in it."""
    factors: Mapping[Unit, Fraction] = attrs.field(
        factory=dict, converter=_exact, validator=_positive, hash=False
    )
    """How many of `unit` one of another unit makes; a unit not named here is not converted."""
    hours_a_day: int = attrs.field(default=8, validator=attrs.validators.ge(1))
    impute: int | None = None
    """The working days put in for a licence without a statutory limit (行政许可法42: 20)."""
    promise_as_statute: bool = False
    """Whether an item without a promise counts with its statutory limit: the careful variant."""
    extension_in: bool = False
    counting: Text = Text(
        "the day of acceptance not counted, paused days left out", "受理当日不计，暂停时间不计"
    )
    baseline: date | None = None
    """The day whose law the statutory limits are taken from."""
    rounding: FigureRounding = attrs.field(factory=FigureRounding)

    @until.validator
    def _check_period(self, _: object, __: date | None) -> None:
        if self.since and self.until and self.until < self.since:
            raise ArgumentError(f"until={self.until} must not be before since={self.since}")

    def within(self, day: date | None) -> bool:
        """Tell whether *day* lies in the period; without a bound every day does."""
        if self.since is None and self.until is None:
            return True
        if day is None:
            return False
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@attrs.frozen(kw_only=True)
class Figure:
    """A number and its disclosure.

    `numerator` and `denominator` are those of the formula, not in lowest terms, so that the parts
    of a table can be held against its total.
    """

    metric: Metric
    basis: Basis
    numerator: Fraction | None
    denominator: Fraction | None
    n: int
    """How many were used."""
    value: Fraction | None
    why_undefined: Text | None = None
    left_out: tuple[Counted, ...] = ()
    remarks: tuple[Counted, ...] = ()
    """Rows that were used and are worth a word."""
    special_in: bool = False
    uses_limits: bool = True
    """Whether the conventions on limits (instant items, special steps, the law's date) matter."""
    band: Band | None = None

    @property
    def n_left_out(self) -> int:
        """How many were left out, for whatever reason."""
        return sum(one.n for one in self.left_out)

    @property
    def errors(self) -> tuple[Counted, ...]:
        """What was left out because the data is wrong."""
        return tuple(one for one in self.left_out if one.is_error)

    @property
    def name(self) -> Text:
        """What the metric is called."""
        return self.metric.name

    @property
    def number(self) -> Decimal | None:
        """The value rounded as it is displayed, a share in percent; None where undefined.

        Of 1,999 of 2,000 it is 99.9, not 100: nothing less than all is 100.
        """
        if self.value is None:
            return None
        if self.metric.kind is MetricKind.SHARE:
            return marked(self.value, self.basis.rounding)[1]
        scale = 100 if self.metric.kind is MetricKind.PER_HUNDRED else 1
        rounding = self.basis.rounding
        if self.metric.kind is MetricKind.COUNT:
            rounding = attrs.evolve(rounding, places=0)
        elif self.metric.kind is MetricKind.YUAN:
            rounding = attrs.evolve(rounding, places=2)
        return rounded(self.value * scale, rounding)

    def shown(self, lang: Lang = "en") -> str:
        """Return the value as it is printed, with its unit."""
        if self.value is None:
            return Text("undefined", "无法计算").say(lang)
        number = f"{self.number:,}"
        match self.metric.kind:
            case MetricKind.SHARE:
                return percent(self.value, self.basis.rounding)
            case MetricKind.DAYS:
                unit = UNITS[self.basis.unit].say(lang)
                return f"{number}个{unit}" if lang == "zh" else f"{number} {unit}"
            case MetricKind.YUAN:
                return f"{in_wan(self.value)}万元" if lang == "zh" else f"{number} yuan"
            case _:
                return number

    def sentence(self, lang: Lang = "en") -> str:
        """Return the disclosure as one sentence, in the order such sentences have.

        >>> from enforcecal.measures.compression import compression_pooled
        >>> from enforcecal.measures.items import Item
        >>> made = compression_pooled([Item.of("a", 20, 5), Item.of("b", None, 3)])
        >>> made.shown("zh"), made.sentence("zh")[:29]
        ('75.0%', '口径：1个事项（另有1个未计入：无法定时限1个）；总和口径')
        """
        zh = lang == "zh"
        parts = [self._counted(zh=zh), self.metric.formula.say(lang)]
        parts += self._conventions(lang)
        if self.metric.kind not in {MetricKind.COUNT, MetricKind.YUAN}:
            parts.append(self.basis.rounding.text.say(lang))
        if self.why_undefined is not None:
            parts.append(self.why_undefined.say(lang))
        return f"口径：{'；'.join(parts)}。" if zh else f"Basis: {'; '.join(parts)}."

    def _counted(self, *, zh: bool) -> str:
        lang: Lang = "zh" if zh else "en"
        basis = self.basis
        one, many = _ANALYSED[basis.analysed]
        text = f"{self.n:,}{one.zh}" if zh else f"{self.n:,} {one.en if self.n == 1 else many.en}"
        if basis.population:
            text = f"{basis.population}，{text}" if zh else f"{basis.population}, {text}"
        if basis.since or basis.until:
            span = f"{basis.since or ''}{'至' if zh else ' to '}{basis.until or ''}".strip()
            text = f"{span}，{text}" if zh else f"{span}, {text}"
        if self.left_out:
            reasons = [
                f"{out.text.zh}{out.n:,}个" if zh else f"{out.n:,} {out.text.say(lang)}"
                for out in self.left_out
            ]
            text += (
                f"（另有{self.n_left_out:,}个未计入：{'、'.join(reasons)}）"
                if zh
                else f" ({self.n_left_out:,} more left out: {', '.join(reasons)})"
            )
        if self.remarks:
            notes = [
                f"{mark.text.zh}{mark.n:,}个" if zh else f"{mark.n:,} {mark.text.say(lang)}"
                for mark in self.remarks
            ]
            text += f"，其中{'、'.join(notes)}" if zh else f", of them {', '.join(notes)}"
        return text

    def _conventions(self, lang: Lang) -> list[str]:
        if not self.uses_limits:
            return []
        basis = self.basis
        parts = [_INSTANT[basis.instant]]
        parts.append(
            Text("special steps counted in", "特殊环节时间计入")
            if self.special_in
            else Text("special procedures and steps left out", "特别程序和特殊环节时间未计入")
        )
        parts.append(
            Text("extensions counted in", "延长期限计入")
            if basis.extension_in
            else Text("extensions left out", "延长期限未计入")
        )
        unit = UNITS[basis.unit]
        parts.append(Text(f"in {unit.en}", f"以{unit.zh}计"))
        if any(mark.reason in {"converted", "hours-converted"} for mark in self.remarks):
            parts.append(self._factors())
        if any(mark.reason == "imputed" for mark in self.remarks):
            parts.append(
                Text(
                    f"{basis.impute} working days put in where the law of the item says none",
                    f"无法定时限的行政许可按{basis.impute}个工作日计",
                )
            )
        if basis.analysed is Analysed.CASE:
            parts.append(basis.counting)
        parts.append(
            Text(
                f"statutory limits as in force on {basis.baseline}",
                f"法定时限以{basis.baseline}有效规定为准",
            )
            if basis.baseline
            else Text("date of the statutory limits not stated", "法定时限的有效日期未注明")
        )
        return [part.say(lang) for part in parts]

    def _factors(self) -> Text:
        basis = self.basis
        named = {Unit.HOUR: Fraction(1, basis.hours_a_day), **basis.factors}
        named.pop(basis.unit, None)
        unit = UNITS[basis.unit]
        return Text(
            ", ".join(f"1 {_one(u)} = {f} {unit.en}" for u, f in named.items()),
            "、".join(f"1{UNITS[u].zh}折合{f}{unit.zh}" for u, f in named.items()),
        )

    def to_dict(self, lang: Lang = "en") -> dict[str, object]:
        """Return the figure for JSON; exact values as ``numerator/denominator``."""
        basis = self.basis
        return {
            "metric": self.metric.id,
            **plain_fields(self.metric, lang, "version code"),
            "name": self.name.say(lang),
            "shown": self.shown(lang),
            "number": None if self.number is None else str(self.number),
            "exact": plain(self.value),
            "undefined": plain(self.why_undefined, lang),
            "n": self.n,
            "left_out": [_row(one, lang) for one in self.left_out],
            "remarks": [_row(one, lang) for one in self.remarks],
            **plain_fields(basis, lang, "analysed population since until"),
            "weights": self.metric.weights.value,
            "instant": basis.instant.value if self.uses_limits else None,
            "special_steps": ("in" if self.special_in else "out") if self.uses_limits else None,
            "extensions": (("in" if basis.extension_in else "out") if self.uses_limits else None),
            **plain_fields(basis, lang, "unit baseline"),
            "rounding": plain_fields(basis.rounding, lang, "mode places"),
            "band": None
            if self.band is None
            else [
                {"by": by.say(lang), "shown": percent(value, basis.rounding), "exact": str(value)}
                for by, value in self.band.values
            ],
            "sentence": self.sentence(lang),
        }


def _row(one: Counted, lang: Lang) -> dict[str, object]:
    return {
        "reason": one.reason,
        "text": one.text.say(lang),
        "n": one.n,
        "error": one.is_error,
        "ids": list(one.ids),
    }


def _one(unit: Unit) -> str:
    return unit.value.replace("-", " ")


def in_wan(yuan: Fraction | Decimal | int) -> str:
    """Return an amount of *yuan* in 万元, exactly to the fen: nothing is rounded away.

    >>> in_wan(38800), in_wan(2400), in_wan(0)
    ('3.88', '0.24', '0')
    """
    text = str(rounded(Fraction(yuan) / 10_000, FigureRounding(6)))
    return text.rstrip("0").rstrip(".")


def undefined(
    metric: Metric,
    basis: Basis,
    why: Text,
    *,
    left_out: Iterable[Counted] = (),
    uses_limits: bool = True,
) -> Figure:
    """Return the figure that has no value, and says why."""
    return Figure(
        metric=metric,
        basis=basis,
        numerator=None,
        denominator=None,
        n=0,
        value=None,
        why_undefined=why,
        left_out=tuple(left_out),
        uses_limits=uses_limits,
    )
