"""Ratios of candidates timed side by side, and the table of targets they are held to.

A machine's speed wanders by a factor of two within a minute, so no absolute time is judged:
candidates take turns within a round, the ratio is taken within the round, and its median counts.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping
from time import perf_counter

__all__ = ["Targets", "interleave", "ratio"]


def interleave(
    candidates: Mapping[str, Callable[[], object]], *, rounds: int = 9, warm: int = 1
) -> dict[str, list[float]]:
    """Run every candidate once a round, in turn, and return its seconds round by round."""
    times: dict[str, list[float]] = {name: [] for name in candidates}
    enabled = gc.isenabled()
    gc.disable()
    try:
        for number in range(-warm, rounds):
            for name, run in candidates.items():
                start = perf_counter()
                run()
                took = perf_counter() - start
                if number >= 0:
                    times[name].append(took)
            gc.collect()
    finally:
        if enabled:
            gc.enable()
    return times


def ratio(times: Mapping[str, list[float]], slow: str, fast: str, scale: float = 1.0) -> float:
    """Median over the rounds of the time of *slow* in times of *fast*.

    *scale* corrects for unequal work: the calls of *fast* divided by those of *slow*.
    """
    pairs = zip(times[slow], times[fast], strict=True)
    return statistics.median(a / b for a, b in pairs) * scale


class Targets:
    """Rows of name, target and measured value; says at the end whether all were met."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.rows: list[tuple[str, str, float, str, bool]] = []

    def at_least(self, name: str, target: float, measured: float, unit: str = "x") -> None:
        self.rows.append((name, f">= {target:g} {unit}", measured, unit, measured >= target))

    def at_most(self, name: str, target: float, measured: float, unit: str = "x") -> None:
        self.rows.append((name, f"<= {target:g} {unit}", measured, unit, measured <= target))

    def told(self, name: str, measured: float, unit: str = "x") -> None:
        """A value that is printed and held to nothing."""
        self.rows.append((name, "", measured, unit, True))

    def report(self) -> int:
        """Print the table; return the exit status, 1 where a target is missed."""
        width = max(len(row[0]) for row in self.rows)
        print(f"{self.title}\n{'':{width}}  {'target':>12}  {'measured':>12}")
        for name, target, measured, unit, met in self.rows:
            value = f"{measured:,.0f}" if measured >= 100 else f"{measured:.2f}"
            print(
                f"{name:{width}}  {target:>12}  {value + ' ' + unit:>12}  {'' if met else 'MISSED'}"
            )
        missed = sum(not row[-1] for row in self.rows)
        print(f"{missed} of {sum(bool(row[1]) for row in self.rows)} targets missed")
        return 1 if missed else 0
