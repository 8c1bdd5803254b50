"""What calls bring, naive and causal, in lines and words for people."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from territory_sim.experiments.wording import number
from territory_sim.statistics.intervals import Interval, mean_interval

METHODS: Final = {
    "pooled": "CRM export, naive: accounts with more calls against accounts with fewer",
    "within": "CRM export: each account against itself; errors in the entries pull it to zero",
    "randomised": "experiment by lot: more calls planned for half of the accounts; missed ones disappoint",
    "true": "the same year with calls worth more and less: no company can see it",
}
"""How each figure comes about, by method, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class ElasticityLine:
    """One way to find out what calls bring.

    Args:
        method: One of ``METHODS``.
        meaning: How the figure comes about.
        found: Per cent of sales for one per cent more calls, with a 95 % interval.
        times_true: How many times the truth it is.
    """

    method: str
    meaning: str
    found: Interval
    times_true: float


def elasticity_lines(table: pd.DataFrame) -> tuple[ElasticityLine, ...]:
    """Summarise table ``call_elasticity`` of one scenario.

    Args:
        table: Rows of one scenario, of one replication or of several.

    Returns:
        A line for each of ``METHODS``. Intervals are t intervals over replications; with one
        replication they are the regressions' own, and the other two have none.
    """
    found = {method: _summary(table[table["method"] == method]) for method in METHODS}
    truth = found["true"].estimate
    return tuple(
        ElasticityLine(method, METHODS[method], interval, interval.estimate / truth if truth else math.nan)
        for method, interval in found.items()
    )


def elasticity_sentence(lines: tuple[ElasticityLine, ...]) -> str:
    """Say what a naive reading of the CRM export gets wrong.

    Args:
        lines: From :func:`elasticity_lines`.

    Returns:
        One sentence.
    """
    by_method: Mapping[str, ElasticityLine] = {line.method: line for line in lines}
    pooled, within, _, true = (by_method[method] for method in METHODS)
    if math.isnan(pooled.times_true):
        return "Too few orders and calls to say what calls bring: a longer run says more."
    return (
        f"The CRM export read naively promises {number(pooled.found.estimate, 2)} % more sales for 1 % more "
        f"calls, {number(pooled.times_true, 1)} times the true {number(true.found.estimate, 2)} %: reps call "
        f"where sales already are. Within accounts it says {number(within.found.estimate, 2)} %."
    )


def _summary(rows: pd.DataFrame) -> Interval:
    found = rows.dropna(subset="estimate")
    if len(found) > 1:
        return mean_interval(found["estimate"].to_numpy())
    figures = found[["estimate", "low", "high"]].to_numpy(dtype=float)
    low, estimate, high = (
        (math.nan, math.nan, math.nan) if not len(figures) else figures[0, [1, 0, 2]].tolist()
    )
    return Interval(estimate, low, high)
