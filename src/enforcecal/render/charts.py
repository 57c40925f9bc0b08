"""Charts of a report as SVG to put inside a page, drawn by matplotlib (extra ``plot``).

Text stays text, in a stack of families that have Chinese, so it can be read, searched and copied
wherever the page is opened.  Without matplotlib there is no chart, and whoever asked is told.
"""

from __future__ import annotations

import io
import re
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from enforcecal.measures.report import Series, Shape
from enforcecal.render.columns import width
from enforcecal.texts import Lang

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["FONTS", "can_draw", "draw"]

FONTS: Final = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"),
    *("WenQuanYi Zen Hei", "SimHei", "DejaVu Sans"),
)
"""The families asked for, in this order, and then any without serifs."""

_BLUE: Final = "#1f5a94"
_PALE: Final = "#b9cbdd"
_INK: Final = "#333333"
_GRID: Final = "#e3e3e3"
_BEHIND: Final = {"facecolor": "white", "edgecolor": "none", "pad": 1}
_WIDE: Final = 7.2
"""Inches; the page scales it."""
_CHAR: Final = 0.078
"""Inches that one column of text takes at the size of the labels."""

_STYLE: Final[dict[str, object]] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # measured with the one that matplotlib brings along
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.axisbelow": True,
    "axes.unicode_minus": False,
}
_FAMILY: Final = re.compile(r"'DejaVu Sans'(?:, (?:'[^']*'|[a-z-]+))*")
_ID: Final = re.compile(r' id="([^"]*)"')
_USED: Final = re.compile(r"#([\w.-]+)")


def can_draw() -> bool:
    """Tell whether matplotlib is installed."""
    return find_spec("matplotlib") is not None


def draw(series: Series, lang: Lang = "en", *, salt: str = "") -> str | None:
    """Return *series* as an SVG element; None without matplotlib, or where it would be unreadable.

    The same series gives the same bytes.  *salt* keeps the names inside apart from those of other
    charts on the page.
    """
    if not series.drawable or not can_draw():
        return None
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    flat = series.shape is not Shape.BARS or max(map(width, _labels(series, lang))) > 8
    tall = 0.4 + 0.29 * len(series.labels) if flat else 2.1
    with mpl.rc_context(_STYLE | {"svg.hashsalt": f"enforcecal-{salt}"}), warnings.catch_warnings():
        # Nothing is drawn with that family: whoever shows the page has one with these characters.
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from", category=UserWarning)
        figure = Figure(figsize=(_WIDE, tall))
        FigureCanvasSVG(figure)
        left = max(map(width, _labels(series, lang))) * _CHAR + 0.15 if flat else 0.5
        left = min(left, _WIDE * 0.55)
        under = 0.08 if flat else 0.3
        over = 0.3 if series.shape is Shape.PAIRS else 0.1
        axes = figure.add_axes(
            (left / _WIDE, under / tall, 1 - (left + 0.5) / _WIDE, 1 - (under + over) / tall)
        )
        (_flat if flat else _upright)(axes, series, lang)
        _bare(axes, flat=flat)
        out = io.StringIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(out, format="svg", metadata=nothing)
    return _embedded(out.getvalue(), series.title.say(lang))


def _labels(series: Series, lang: Lang) -> list[str]:
    return [label.say(lang) for label in series.labels]


def _upright(axes: Axes, series: Series, lang: Lang) -> None:
    ((_, values),) = series.columns
    heights = [*map(series.scaled, values)]
    at = range(len(heights))
    axes.bar(at, heights, width=0.62, color=_BLUE)
    for place, (height, value) in enumerate(zip(heights, values, strict=True)):
        axes.annotate(
            series.shown(value), (place, height), (0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=9,
        )  # fmt: skip
    axes.set_xticks([*at], _labels(series, lang))
    axes.set_ylim(0, max([*heights, 1.0]) * 1.12)


def _flat(axes: Axes, series: Series, lang: Lang) -> None:
    at = [*range(len(series.labels))]
    names = [name.say(lang) for name, _ in series.columns]
    columns = [[*map(series.scaled, values)] for _, values in series.columns]
    most = max(max(column) for column in columns)
    if series.shape is Shape.BARS:
        axes.barh(at, columns[0], height=0.6, color=_BLUE)
    elif series.shape is Shape.PAIRS:
        # The longer bar pale and behind: what is left of it is what was cut.
        axes.barh(at, columns[0], height=0.62, color=_PALE, label=names[0])
        axes.barh(at, columns[1], height=0.62, color=_BLUE, label=names[1])
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2,
            handlelength=1.2, fontsize=9,
        )  # fmt: skip
    else:
        low = min(columns[0])
        span = max(most - low, 1.0)
        # No line from the edge to the dot: the axis does not begin at 0, so lengths say nothing.
        axes.hlines(at, low - span, most + span, color=_GRID, linewidth=1)
        axes.plot(columns[0], at, "o", color=_BLUE, markersize=8)
        axes.set_xlim(low - span * 0.25, most + span * 0.2)
        axes.spines["left"].set_visible(False)
    for column, (_, values) in zip(columns, series.columns, strict=True):
        for place, (number, value) in enumerate(zip(column, values, strict=True)):
            axes.annotate(
                series.shown(value), (number, place), (6, 0),
                textcoords="offset points", ha="left", va="center_baseline", fontsize=9,
                bbox=_BEHIND if series.shape is Shape.POINTS else None,
            )  # fmt: skip
    if series.shape is not Shape.POINTS:
        axes.set_xlim(0, max(most, 1.0) * 1.08)
    axes.set_yticks(at, _labels(series, lang))
    axes.set_ylim(len(at) - 0.5, -0.5)


def _bare(axes: Axes, *, flat: bool) -> None:
    """Take away what carries nothing: every value stands beside its mark."""
    for side in ("top", "right", "bottom" if flat else "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    if flat:
        axes.set_xticks([])
    else:
        axes.set_yticks([])


def _embedded(text: str, title: str) -> str:
    """Return the SVG element alone, with our families, without the names nobody refers to."""
    text = text[text.index("<svg") :]
    stack = ", ".join([*(f"'{name}'" for name in FONTS), "sans-serif"])
    text = _FAMILY.sub(stack, text)
    used = set(_USED.findall(text))
    text = _ID.sub(lambda found: found[0] if found[1] in used else "", text)
    head, end, rest = text.partition(">")
    head = re.sub(r' (?:width|height)="[^"]*"', "", head)
    label = title.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'{head} role="img" aria-label="{label}"{end}{rest}'.strip()
