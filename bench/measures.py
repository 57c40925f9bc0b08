"""A million cases to every case figure, held against one figure written by hand in polars.

    python bench/measures.py

The cases are invented.  By hand: the share of closed cases within the promise, one expression over
two columns and nothing about what was left out.  Ours: every figure of timeliness and the cards,
with the reasons and the ids of what is left out.
"""

from __future__ import annotations

import sys
from time import perf_counter

import numpy as np
import polars as pl
from _ratios import Targets, interleave, ratio

from enforcecal.tables.ratios import ratios

CASES = 1_000_000


def table() -> pl.DataFrame:
    """Return a year of invented cases; two in a hundred are open, one in a hundred has a card."""
    rng = np.random.default_rng(6)
    statute = rng.choice([20, 20, 20, 10, 15, 60], CASES)
    promise = np.minimum(statute, rng.choice([1, 3, 5, 7, 10], CASES))
    used = np.maximum(0, promise - rng.integers(-2, 6, CASES))
    accepted = np.datetime64("2025-01-01") + rng.integers(0, 365, CASES).astype("timedelta64[D]")
    return pl.DataFrame(
        {
            "编号": [f"虚构-{number}" for number in range(CASES)],
            "法定时限": statute,
            "承诺时限": promise,
            "实际用时": used,
            "受理日期": accepted,
            "办结日期": accepted + used.astype("timedelta64[D]"),
            "办件类型": rng.choice(["即办件", "承诺件"], CASES, p=[0.1, 0.9]),
            "状态": rng.choice(["办结", "在办"], CASES, p=[0.98, 0.02]),
            "黄牌": (rng.random(CASES) < 0.01).astype(int),
        }
    )


def by_hand(frame: pl.DataFrame) -> float:
    """Return the share of closed cases within the promise, as a script would."""
    closed = frame.filter(pl.col("状态") == "办结")
    # One day for an instant case, as the figure has it.
    promise = pl.when(pl.col("办件类型") == "即办件").then(
        pl.when(pl.col("承诺时限") > 1).then(pl.col("承诺时限")).otherwise(1)
    )
    return closed.select(
        (pl.col("实际用时") <= promise.otherwise(pl.col("承诺时限"))).mean()
    ).item()


def main() -> int:
    """Time both side by side, and print the table of targets."""
    frame = table()
    arrow = frame.to_arrow()
    ours = ratios(frame).figure["on_time_rate"]
    assert abs(float(ours.value or 0) - by_hand(frame)) < 1e-12, "two answers"  # noqa: S101
    start = perf_counter()
    ratios(frame)
    seconds = perf_counter() - start
    times = interleave(
        {
            "hand": lambda: by_hand(frame),
            "polars": lambda: ratios(frame),
            "arrow": lambda: ratios(arrow),
            "month": lambda: ratios(frame, by="month"),
        },
        rounds=5,
    )
    targets = Targets(f"every figure of {CASES:,} cases, in times of one figure by hand in polars")
    targets.at_most("polars", 25, ratio(times, "polars", "hand"))
    targets.at_most("pyarrow", 25, ratio(times, "arrow", "hand"))
    targets.at_most("polars, by month too", 75, ratio(times, "month", "hand"))
    targets.told("polars, on this machine", seconds, "s")
    return targets.report()


if __name__ == "__main__":
    sys.exit(main())
