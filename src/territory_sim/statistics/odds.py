"""Odds that an option is better, and how many replications would settle it."""

from __future__ import annotations

import math

from numpy.typing import ArrayLike

from territory_sim.statistics.intervals import standard_error, t_quantile


def probability_above(differences: ArrayLike, bound: float = 0.0) -> float:
    """Return how probable it is that the true mean difference lies above a bound.

    Args:
        differences: Paired differences, at least two, shape (n,).
        bound: The bound, in the unit of the differences.

    Returns:
        A probability: the weight of Student's t around the mean that lies above the bound; a half
        where all differences equal the bound.

    Raises:
        ValueError: With fewer than two differences.

    Source:
        Student's t as the posterior of a normal mean under the flat prior (Jeffreys).

    Example:
        >>> round(probability_above([1.0, 2.0, 3.0]), 3)
        0.963
    """
    import numpy as np
    from scipy.special import stdtr

    values = np.asarray(differences, dtype=float)
    error, gap = standard_error(values), float(values.mean()) - bound
    if error == 0.0:
        return 0.5 if gap == 0 else float(gap > 0)
    return float(stdtr(values.size - 1, gap / error))


def replications_to_settle(
    difference: float, half_width: float, replications: int, threshold: float = 0.0
) -> int | None:
    """Return how many replications in all would decide a line that is open.

    Args:
        difference: Present estimate.
        half_width: Present half-width of its 95 % interval.
        replications: Present number of replications, from 2.
        threshold: Change that matters; a line is also decided when the interval lies within it.

    Returns:
        Total replications at which the interval, centred where it is now, would leave out zero or
        lie within the threshold; None when it is decided now or no number would do.

    Source:
        The half-width shrinks with the root of the number, and with Student's t.

    Example:
        >>> replications_to_settle(1.0, 2.0, 20)
        75
    """
    reach = max(abs(difference), threshold - abs(difference))
    if half_width <= reach or reach <= 0:
        return None
    deviation = half_width / t_quantile(0.975, replications - 1) * math.sqrt(replications)
    count = replications
    while t_quantile(0.975, count - 1) * deviation / math.sqrt(count) > reach:
        step = (t_quantile(0.975, count - 1) * deviation / reach) ** 2
        count = max(count + 1, min(math.ceil(step), 2 * count))
        if count > 1_000_000:
            return None
    return count
