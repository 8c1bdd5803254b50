"""Interval of a share that was counted."""

from __future__ import annotations

import math

from territory_sim.statistics.intervals import Interval


def wilson_interval(hits: int, trials: int) -> Interval:
    """Return the 95 % interval of a share.

    Args:
        hits: How often something happened.
        trials: How often it might have happened, from 1.

    Returns:
        The share with its interval, within 0 and 1.

    Raises:
        ValueError: Without any trial.

    Source:
        Wilson (1927), Journal of the American Statistical Association 22, 209-212; it holds about
        as often as it says also where shares are near 0 or 1 and trials are few (Brown, Cai and
        DasGupta 2001, Statistical Science 16, 101-133).

    Example:
        >>> found = wilson_interval(5, 20)
        >>> round(found.low, 3), round(found.high, 3)
        (0.112, 0.469)
    """
    if trials < 1:
        raise ValueError("a share needs at least one trial")
    quantile = 1.959963984540054
    share, weight = hits / trials, quantile**2 / trials
    middle = (share + weight / 2) / (1 + weight)
    half = quantile / (1 + weight) * math.sqrt(share * (1 - share) / trials + weight / (4 * trials))
    low = 0.0 if hits == 0 else middle - half
    high = 1.0 if hits == trials else middle + half
    return Interval(share, low, high)
