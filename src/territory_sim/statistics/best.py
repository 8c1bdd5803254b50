"""The best of several alternatives: which can still be it, and how to find it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from territory_sim.statistics.intervals import Interval, standard_error, t_quantile


def against_the_best(samples: NDArray[np.float64], confidence: float = 0.95) -> list[Interval]:
    """Compare each of several alternatives with the best of the others.

    Args:
        samples: Rows are paired replications, columns alternatives, larger is better,
            shape (n, k), n from 2, k from 2.
        confidence: Probability that all intervals hold at once.

    Returns:
        For each alternative an interval of its mean less the best other's. Whoever's interval
        ends at 0 from below is not the best; whoever's begins at 0 is; the others still can be.

    Raises:
        ValueError: With fewer than two replications or alternatives.

    Source:
        Multiple comparisons with the best (Hsu 1984) from Bonferroni's paired intervals, which
        hold under common random numbers (Nelson and Matejcik 1995).
    """
    alternatives = samples.shape[1]
    factor = _simultaneous_factor(samples, confidence)
    found = []
    for own in range(alternatives):
        others = [other for other in range(alternatives) if other != own]
        gaps = [samples[:, own] - samples[:, other] for other in others]
        means = [float(gap.mean()) for gap in gaps]
        halves = [factor * standard_error(gap) for gap in gaps]
        low = min(mean - half for mean, half in zip(means, halves, strict=True))
        high = min(mean + half for mean, half in zip(means, halves, strict=True))
        found.append(Interval(min(means), min(low, 0.0), max(high, 0.0)))
    return found


def places(samples: NDArray[np.float64], confidence: float = 0.95) -> list[int]:
    """Rank several alternatives, calling those equal that the samples do not tell apart from the top.

    Args:
        samples: Rows are paired replications, columns alternatives, larger is better,
            shape (n, k), n from 2, k from 2.
        confidence: Probability that no alternative is placed behind one that is not better.

    Returns:
        For each alternative 1 plus the number of those that are shown to be better.

    Raises:
        ValueError: With fewer than two replications or alternatives.

    Source:
        Bonferroni's paired intervals of all pairs, as in :func:`against_the_best`.

    Example:
        >>> places(np.array([[1.0, 5.0, 1.1], [2.0, 6.0, 1.9], [3.0, 7.0, 3.1]]))
        [2, 1, 2]
    """
    factor = _simultaneous_factor(samples, confidence)
    columns = samples.T
    return [
        1 + sum(float((other - own).mean()) > factor * standard_error(other - own) for other in columns)
        for own in columns
    ]


def _simultaneous_factor(samples: NDArray[np.float64], confidence: float) -> float:
    count, alternatives = samples.shape
    if count < 2 or alternatives < 2:
        raise ValueError(f"{count} replications of {alternatives} alternatives: two of each are needed")
    tail = (1 - confidence) / (alternatives * (alternatives - 1) / 2)
    return t_quantile(1 - tail / 2, count - 1)


def select_the_best(
    replicate: Callable[[int, tuple[int, ...]], NDArray[np.float64]],
    alternatives: int,
    indifference: float,
    *,
    confidence: float = 0.95,
    first: int = 20,
    most: int = 100_000,
) -> tuple[int, NDArray[np.int64]]:
    """Replicate alternatives until one is left, dropping those that cannot be the best.

    Args:
        replicate: Called with the number of a replication and the alternatives still in; gives
            one value each, larger is better, on common random numbers.
        alternatives: Number of alternatives.
        indifference: Least difference worth finding, above 0.
        confidence: Probability of choosing the best when it leads by the indifference or more.
        first: Replications of all before the first look, at least 2.
        most: Replications after which the leader is taken.

    Returns:
        Index of the chosen one, and the replications that each took, shape (k,).

    Raises:
        ValueError: When the indifference is not positive.

    Source:
        Kim and Nelson (2001), ACM TOMACS 11, 251-273, with paired variances.
    """
    if not indifference > 0:
        raise ValueError("the least difference worth finding must be above 0")
    everyone = tuple(range(alternatives))
    rows = np.array([replicate(number, everyone) for number in range(first)])
    taken = np.full(alternatives, first, dtype=np.int64)
    if alternatives == 1:
        return 0, taken
    eta = ((2 * (1 - confidence) / (alternatives - 1)) ** (-2 / (first - 1)) - 1) / 2
    reach = 2 * eta * (first - 1)
    gaps = rows[:, :, None] - rows[:, None, :]
    variance = gaps.var(axis=0, ddof=1)
    total, inside, number = rows.sum(axis=0), list(everyone), first
    while True:
        slack = np.maximum(indifference / 2 * (reach * variance / indifference**2 - number), 0.0)
        leads = total[None, inside] - total[inside, None] - slack[np.ix_(inside, inside)]
        inside = [own for own, gap in zip(inside, leads.max(axis=1), strict=True) if gap <= 0]
        if len(inside) == 1 or number >= most:
            return max(inside, key=lambda own: total[own]), taken
        total[inside] += replicate(number, tuple(inside))
        taken[inside] += 1
        number += 1
