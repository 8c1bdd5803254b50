"""Odds that an option is better, and how many replications would settle it."""

from __future__ import annotations

import math
from typing import Final

from numpy.typing import ArrayLike

from territory_sim.statistics.intervals import standard_error, t_quantile

_MOST_REPLICATIONS: Final = 1_000_000
"""Beyond this a line counts as one that no number of replications will settle."""


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
    difference: float, half_width: float, replications: int, threshold: float = 0.0, questions: int = 1
) -> int | None:
    """Return how many replications in all would decide a line that is open.

    Args:
        difference: Present estimate.
        half_width: Present half-width of its 95 % interval.
        replications: Present number of replications, from 2.
        threshold: Change that matters; a line is also decided when the interval lies within it.
        questions: Open questions of the family: to call a difference, the interval must leave out
            zero at 0.05 over this number, as Holm asks of the smallest p-value among them.

    Returns:
        Total replications at which the interval, centred where it is now, would leave out zero or
        lie within the threshold; None when it is decided now or no number would do.

    Source:
        The half-width shrinks with the root of the number, and with Student's t.

    Example:
        >>> replications_to_settle(1.0, 2.0, 20)
        75
    """
    deviation = half_width / t_quantile(0.975, replications - 1) * math.sqrt(replications)
    ways = ((abs(difference), 1 - 0.025 / questions), (threshold - abs(difference), 0.975))
    counts = [
        count
        for reach, level in ways
        if reach > 0 and (count := _replications_for(reach, deviation, level, replications)) is not None
    ]
    fewest = min(counts, default=None)
    return None if fewest is None or fewest <= replications else fewest


def _replications_for(reach: float, deviation: float, level: float, replications: int) -> int | None:
    count = replications
    while (wanted := t_quantile(level, count - 1) * deviation) / math.sqrt(count) > reach:
        count = max(count + 1, min(math.ceil((wanted / reach) ** 2), 2 * count))
        if count > _MOST_REPLICATIONS:
            return None
    return count
