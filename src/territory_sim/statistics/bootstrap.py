"""Bootstrap intervals that correct for bias and skew (BCa)."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory_sim.statistics.intervals import Interval, t_quantile
from territory_sim.streams import Streams

Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Turns samples along the last axis into one number each."""


def bca_interval(
    samples: ArrayLike,
    statistic: Statistic | None = None,
    *,
    confidence: float = 0.95,
    resamples: int = 2000,
    seed: int = 0,
) -> Interval:
    """Return the bias-corrected and accelerated bootstrap interval of a statistic.

    Args:
        samples: Independent samples, at least two, shape (n,).
        statistic: The mean when None; takes shape (..., n) and gives shape (...).
        confidence: Share of intervals that hold the true value in the long run.
        resamples: Number of resamples.
        seed: Seed of the resampling; the same samples give the same interval.

    Returns:
        Estimate and interval in the unit of the statistic; without width when all samples agree.

    Raises:
        ValueError: With fewer than two samples.

    Source:
        Efron (1987), Journal of the American Statistical Association 82, 171-185; wider tails for
        few samples after Hesterberg (2015), The American Statistician 69, 371-386.

    Example:
        >>> interval = bca_interval([1.0, 2.0, 3.0, 10.0])
        >>> interval.low < 4.0 < interval.high
        True
    """
    from scipy.special import ndtr, ndtri

    values = np.asarray(samples, dtype=float)
    if values.size < 2:
        raise ValueError(f"{values.size} samples: an interval needs at least 2")
    measure = _mean if statistic is None else statistic
    estimate = float(measure(values))
    if np.all(values == values[0]):
        return Interval(estimate, estimate, estimate)
    rows = Streams(seed).generator("bootstrap").integers(0, values.size, (resamples, values.size))
    found = np.sort(measure(values[rows]))
    below = (np.searchsorted(found, estimate, "left") + np.searchsorted(found, estimate, "right")) / 2
    bias = float(ndtri(np.clip(below / resamples, 1 / resamples, 1 - 1 / resamples)))
    acceleration = _acceleration(values, measure)
    ends = []
    # Resamples vary less than samples do, by (n-1)/n, and few samples have the tails of Student's t.
    reach = math.sqrt(values.size / (values.size - 1)) * t_quantile(0.5 + confidence / 2, values.size - 1)
    for side in (-reach, reach):
        shifted = bias + side
        level = float(ndtr(bias + shifted / max(1 - acceleration * shifted, 1e-9)))
        ends.append(float(np.quantile(found, level)))
    return Interval(estimate, ends[0], ends[1])


def _mean(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(samples.mean(axis=-1))


def _acceleration(values: NDArray[np.float64], measure: Statistic) -> float:
    """One sixth of the skewness of the statistic, by leaving out one sample at a time."""
    count = values.size
    others = np.arange(count)[None, :] != np.arange(count)[:, None]
    left_out = measure(np.broadcast_to(values, (count, count))[others].reshape(count, count - 1))
    pull = left_out.mean() - left_out
    spread = float((pull**2).sum())
    return 0.0 if spread == 0 else float((pull**3).sum()) / (6 * spread**1.5)
