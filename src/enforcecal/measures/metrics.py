"""The metrics there are: id, version, name, and what is divided by what.

The version is part of a figure.  One name has meant different formulas in different systems:
承诺提速率 is the actual against the promised time in one, and something else in another, so no
name is ever mapped to a formula without it.
"""

from __future__ import annotations

import enum
from typing import Final

import attrs

from enforcecal.errors import UnknownNameError
from enforcecal.texts import Text

__all__ = ["METRICS", "Metric", "MetricKind", "Weights", "metric"]


class MetricKind(enum.Enum):
    """What the number of a figure is."""

    SHARE = "share"
    """A fraction of 1, shown in percent."""
    COUNT = "count"
    DAYS = "days"
    YUAN = "yuan"
    PER_HUNDRED = "per-hundred"
    """How many on 100 cases; may exceed 100."""


class Weights(enum.Enum):
    """How much each item or case counts."""

    EQUAL = "equal"
    """Each one alike."""
    DAYS = "days"
    """Each by the days of its limit, as in a ratio of sums."""
    VOLUME = "volume"
    """Each by the number of its cases."""
    VOLUME_DAYS = "volume-days"
    """Each by the number of its cases times the days of its limit."""
    NONE = "none"
    """Nothing is weighed: a count or a sum."""


@attrs.frozen(kw_only=True)
class Metric:
    """One way to compute one number."""

    id: str
    code: str
    """Its short name in the tables of definitions, such as M3."""
    name: Text
    formula: Text
    """What is divided by what, or summed."""
    kind: MetricKind = MetricKind.SHARE
    weights: Weights = Weights.EQUAL
    version: str = "1"

    @property
    def full_id(self) -> str:
        """Id and version, which together name one formula."""
        return f"{self.id}/{self.version}"


def _m(
    id: str,  # noqa: A002 - a metric has an id
    code: str,
    name: tuple[str, str],
    formula: tuple[str, str],
    weights: Weights = Weights.EQUAL,
    kind: MetricKind = MetricKind.SHARE,
) -> Metric:
    return Metric(
        id=id, code=code, name=Text(*name), formula=Text(*formula), kind=kind, weights=weights
    )


_ALL: Final = (
    _m(
        "compression_item",
        "M1",
        ("compression of one item", "单项压缩比"),
        ("(statutory - promised) / statutory days", "（法定时限-承诺时限）÷法定时限"),
    ),
    _m(
        "compression_mean",
        "M2",
        ("mean of the items' compression", "平均压缩比"),
        ("mean of the items' ratios", "各事项压缩比的平均"),
    ),
    _m(
        "compression_pooled",
        "M3",
        ("compression of promised time", "承诺时限压缩比"),
        ("ratio of sums over items", "总和口径"),
        Weights.DAYS,
    ),
    _m(
        "compression_case_pooled",
        "M4",
        ("compression by cases, ratio of sums", "办件量加权压缩比（天数口径）"),
        ("ratio of sums over cases", "按办件量加权的总和口径"),
        Weights.VOLUME_DAYS,
    ),
    _m(
        "compression_case_mean",
        "M5",
        ("compression by cases, mean of ratios", "办件量加权压缩比（比率口径）"),
        ("mean of the ratios over cases", "按办件量加权的比率平均"),
        Weights.VOLUME,
    ),
    _m(
        "compression_median",
        "M6",
        ("median of the items' compression", "中位数压缩比"),
        ("median of the items' ratios", "各事项压缩比的中位数"),
    ),
    _m(
        "days_saved",
        "M7",
        ("days saved per item", "平均压减天数"),
        ("(statutory - promised days) / items", "（法定时限合计-承诺时限合计）÷事项数"),
        kind=MetricKind.DAYS,
    ),
    _m(
        "days_saved_case",
        "M7",
        ("days saved per case", "件均压减天数"),
        ("days saved, weighted by cases", "按办件量加权的压减天数"),
        Weights.VOLUME,
        kind=MetricKind.DAYS,
    ),
    _m(
        "compression_all_in",
        "M8",
        ("compression with special steps", "含特殊环节压缩比"),
        (
            "ratio of sums, special steps added to the promise",
            "总和口径，特殊环节时间计入承诺时限",
        ),
        Weights.DAYS,
    ),
    _m(
        "instant_item_share",
        "M9",
        ("share of instant items", "即办事项占比"),
        ("instant items / all items", "即办事项数÷全部事项数"),
    ),
    _m(
        "cases_closed",
        "C0",
        ("cases closed", "办结件数"),
        ("cases closed in the period", "期内办结件数"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "speedup_statutory",
        "C1",
        ("speed-up on the statute", "法定提速率"),
        (
            "(statutory - used days) / statutory days over closed cases",
            "（法定时限合计-实际用时合计）÷法定时限合计，按办结件",
        ),
        Weights.DAYS,
    ),
    _m(
        "speedup_promise",
        "C2",
        ("speed-up on the promise", "承诺提速率"),
        (
            "(promised - used days) / promised days over closed cases",
            "（承诺时限合计-实际用时合计）÷承诺时限合计，按办结件",
        ),
        Weights.DAYS,
    ),
    _m(
        "on_time_rate",
        "C3",
        ("closed within the promise", "按时办结率（承诺）"),
        ("closed within the promise / closed", "承诺时限内办结件÷办结件"),
    ),
    _m(
        "on_time_rate_statute",
        "C4",
        ("closed within the statute", "法定时限办结率"),
        ("closed within the statute / closed", "法定时限内办结件÷办结件"),
    ),
    _m(
        "on_time_rate_open",
        "C5",
        ("closed within the promise, open overdue cases counted", "按时办结率（含在办超期）"),
        (
            "closed within the promise / (closed + open and overdue)",
            "承诺时限内办结件÷（办结件+在办超期件）",
        ),
    ),
    _m(
        "early_rate",
        "C6",
        ("closed before the promise", "提前办结率"),
        ("closed before the promised day / closed", "早于承诺时限办结件÷办结件"),
    ),
    _m(
        "early_rate_promised",
        "C7",
        ("closed before the promise, promised cases", "承诺件提前办结率"),
        (
            "closed before the promised day / closed, promised cases only",
            "承诺件中早于承诺时限办结件÷办结的承诺件",
        ),
    ),
    _m(
        "overdue_rate",
        "C8",
        ("closed after the promise", "超期办结率"),
        ("closed after the promised day / closed", "超过承诺时限办结件÷办结件"),
    ),
    _m(
        "same_day_rate",
        "C9",
        ("closed on the day of acceptance", "当日办结率"),
        ("closed on the day of acceptance / closed", "受理当日办结件÷办结件"),
    ),
    _m(
        "on_the_spot_rate",
        "C10",
        ("closed on the spot", "现场办结率"),
        ("closed at the counter / closed", "当场办结件÷办结件"),
    ),
    _m(
        "completion_rate",
        "C11",
        ("completion", "办结率"),
        ("closed / accepted in the same period", "期内办结件÷期内受理件"),
    ),
    _m(
        "mean_days",
        "C12",
        ("mean handling time", "平均办结时间"),
        ("used days / closed cases", "实际用时合计÷办结件"),
        kind=MetricKind.DAYS,
    ),
    _m(
        "yellow_cards",
        "K1",
        ("yellow cards", "黄牌数"),
        ("yellow cards issued", "期内所发黄牌"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "red_cards",
        "K1",
        ("red cards", "红牌数"),
        ("red cards issued", "期内所发红牌"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "yellow_cards_net",
        "K2",
        ("yellow cards, net", "黄牌数（净）"),
        ("yellow cards less those revoked or cancelled", "所发黄牌减去撤销、取消的"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "red_cards_net",
        "K2",
        ("red cards, net", "红牌数（净）"),
        ("red cards less those revoked or cancelled", "所发红牌减去撤销、取消的"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "cards_per_hundred",
        "K3",
        ("cards on 100 cases", "百件亮牌数"),
        ("100 x (yellow + red cards) / cases", "100×（黄牌+红牌）÷办件"),
        kind=MetricKind.PER_HUNDRED,
    ),
    _m(
        "carded_case_rate",
        "K4",
        ("cases with a card", "亮牌率"),
        ("cases with a yellow or red card / cases", "有黄牌或红牌的办件÷办件"),
    ),
    _m(
        "warnings",
        "K5",
        ("warnings", "预警数"),
        ("warnings given; a warning is not a card", "所发预警（预警不是亮牌）"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "reduction_steps",
        "R1",
        ("fewer steps", "减环节"),
        ("(before - after) / before", "（原数-现数）÷原数"),
        Weights.DAYS,
    ),
    _m(
        "reduction_materials",
        "R2",
        ("fewer materials", "减材料"),
        ("(before - after) / before", "（原数-现数）÷原数"),
        Weights.DAYS,
    ),
    _m(
        "reduction_time",
        "R3",
        ("less time", "减时间"),
        ("(before - after) / before", "（原数-现数）÷原数"),
        Weights.DAYS,
    ),
    _m(
        "reduction_cost",
        "R4",
        ("lower cost", "减成本"),
        ("(before - after) / before", "（原数-现数）÷原数"),
        Weights.DAYS,
    ),
    _m(
        "reduction_trips",
        "R5",
        ("fewer trips", "减跑动"),
        ("(before - after) / before", "（原数-现数）÷原数"),
        Weights.DAYS,
    ),
    _m(
        "zero_trip_share",
        "R6",
        ("items without a trip", "跑零次率"),
        ("items with 0 trips / items suitable for it", "跑动0次的事项÷适宜的事项"),
    ),
    _m(
        "penalty_cases",
        "P1",
        ("penalty cases", "查处案件数"),
        ("cases taken up", "案件件数"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "fines",
        "P2",
        ("fines imposed", "罚款金额"),
        ("sum of the fines decided", "处罚决定的罚款合计"),
        Weights.NONE,
        MetricKind.YUAN,
    ),
    _m(
        "closing_rate",
        "P3",
        ("closing rate", "结案率"),
        ("cases closed / cases filed", "结案件÷立案件"),
    ),
    _m(
        "not_filed",
        "P4",
        ("returned without filing", "退回不予立案"),
        ("cases returned without filing", "退回不予立案件数"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "penalties_decided",
        "P5",
        ("penalties decided", "作出处罚决定"),
        ("cases in which a penalty was decided", "作出处罚决定的案件数"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "no_penalties",
        "P6",
        ("decided without a penalty", "不予处罚"),
        ("cases in which no penalty was decided on", "决定不予处罚的案件数"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "prior_notices",
        "P7",
        ("prior notices", "事先告知"),
        ("cases with the prior notice out, not decided", "已告知、未决定的案件数"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
    _m(
        "inspection_items",
        "I1",
        ("items of random inspection", "随机抽查事项数"),
        ("items in the plan, one of each name", "计划所列事项，同名只计一次"),
        Weights.NONE,
        MetricKind.COUNT,
    ),
)  # fmt: skip

METRICS: Final = {one.id: one for one in _ALL}
"""Every metric by its id."""


def metric(name: str) -> Metric:
    """Return the metric called *name*.

    Raises:
        UnknownNameError: there is none; the message names the nearest.

    >>> metric("compression_pooled").full_id
    'compression_pooled/1'
    """
    try:
        return METRICS[name]
    except KeyError:
        raise UnknownNameError("metric", name, METRICS) from None
