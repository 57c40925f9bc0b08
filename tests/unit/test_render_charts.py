"""Charts as SVG inside a page."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from fractions import Fraction

import attrs
import pytest

from enforcecal.measures.report import MOST_BARS, Series, Shape
from enforcecal.measures.rounding import FigureRounding
from enforcecal.render.charts import FONTS, can_draw, draw
from enforcecal.texts import Text

BARS = Series(
    title=Text('cases "by" <category>', "各类案件数"),
    unit=Text("cases", "件"),
    shape=Shape.BARS,
    labels=(Text("gas", "燃气"), Text("dust", "扬尘")),
    columns=((Text("cases", "案件数"), (Fraction(8), Fraction(0))),),
)
LONG = attrs.evolve(BARS, labels=(Text("gas facilities", "燃气设施类"), Text("dust", "扬尘")))
PAIRS = attrs.evolve(
    BARS,
    shape=Shape.PAIRS,
    columns=(
        (Text("statutory", "法定时限"), (Fraction(20), Fraction(20))),
        (Text("promised", "承诺时限"), (Fraction(5), Fraction(1))),
    ),
)
POINTS = attrs.evolve(
    BARS,
    shape=Shape.POINTS,
    columns=((Text("compression", "压缩比"), (Fraction(161, 200), Fraction(4, 5))),),
    percent=FigureRounding(),
)
NONE = attrs.evolve(BARS, columns=((Text("cases", "案件数"), (Fraction(0), Fraction(0))),))


def texts(svg):
    """Return the words of a chart."""
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter() if one.tag[-4:] == "text"]  # noqa: S314 - our own


class TestDrawing:
    @pytest.fixture(autouse=True)
    def _needs_matplotlib(self):
        pytest.importorskip("matplotlib")

    @pytest.mark.parametrize(
        ("series", "words"),
        [
            (BARS, {"燃气", "扬尘", "8", "0"}),
            (LONG, {"燃气设施类", "扬尘", "8", "0"}),
            (NONE, {"燃气", "扬尘", "0"}),
            (PAIRS, {"燃气", "扬尘", "法定时限", "承诺时限", "20", "5", "1"}),
            (POINTS, {"燃气", "扬尘", "80.5%", "80.0%"}),
        ],
    )
    def test_text_is_text(self, series, words):
        """Every label and every value can be read in the file, in families that have Chinese."""
        svg = draw(series, "zh")
        assert words == set(texts(svg))
        families = re.findall(r"font(?:-family)?: [^;\"]*'[^;\"]*", svg)
        assert families
        assert all(f"'{FONTS[0]}'" in one and one.endswith("sans-serif") for one in families)

    def test_it_is_an_element_of_a_page(self):
        """No declaration, no size, no metadata; a name for those who do not see it."""
        svg = draw(BARS, "en")
        root = ET.fromstring(svg)  # noqa: S314 - our own
        assert svg.startswith("<svg ")
        assert ("img", 'cases "by" <category>') == (root.get("role"), root.get("aria-label"))
        assert (None, None) == (root.get("width"), root.get("height"))
        assert "metadata" not in svg

    def test_the_same_series_gives_the_same_bytes(self):
        """Nothing of the machine or the day is in it."""
        assert draw(PAIRS, "zh", salt="1") == draw(PAIRS, "zh", salt="1")

    def test_names_are_not_shared(self):
        """Two charts of one page have no id in common, and none that nobody refers to."""
        first, second = (draw(POINTS, "zh", salt=salt) for salt in "ab")
        ids = [set(re.findall(r' id="([^"]*)"', svg)) for svg in (first, second)]
        assert set() == ids[0] & ids[1]
        assert all(f"#{one}" in first for one in ids[0])

    def test_nothing_is_left_set(self):
        """The settings of matplotlib are those of whoever else uses it."""
        import matplotlib as mpl

        before = mpl.rcParams["svg.fonttype"]
        draw(BARS)
        assert before == mpl.rcParams["svg.fonttype"]

    def test_what_nobody_could_read_is_not_drawn(self):
        """A chart of too many bars, or of none, is none."""
        many = MOST_BARS + 1
        too_many = attrs.evolve(
            BARS,
            labels=(Text("a", "a"),) * many,
            columns=((Text("a", "a"), (Fraction(1),) * many),),
        )
        assert draw(too_many) is None


def test_without_matplotlib_there_is_no_chart(monkeypatch):
    """Its absence is no error."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert not can_draw()
    assert draw(BARS) is None
