"""How unequally something is shared out: Lorenz curve and Gini coefficient."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def gini(amounts: ArrayLike) -> float:
    """Return the Gini coefficient, corrected for the number of sharers.

    The plain coefficient of n sharers cannot pass (n-1)/n; the correction by n/(n-1) makes 1 mean
    that one has everything, and lets forces of different size be compared.

    Args:
        amounts: What each has, shape (n,), none negative; any unit.

    Returns:
        0 when all have the same, 1 when one has everything. Also 0 when there are fewer than two
        sharers or nothing to share.

    Raises:
        ValueError: When an amount is negative or not a number.

    Source:
        Deltas (2003), Review of Economics and Statistics 85, 226-234, for the correction.

    Example:
        >>> gini([0, 0, 0, 12])
        1.0
        >>> gini([5, 5, 5])
        0.0
    """
    ordered = _checked(amounts)
    count = ordered.size
    total = ordered.sum()
    if count < 2 or total == 0 or ordered[0] == ordered[-1]:
        return 0.0
    ranks = 2 * np.arange(1, count + 1) - count - 1
    return float((ranks * ordered).sum() / total / (count - 1))


def lorenz(amounts: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the Lorenz curve: what share of the whole the poorest share of sharers holds.

    Args:
        amounts: What each has, shape (n,), none negative; any unit.

    Returns:
        Shares of sharers and shares of the whole, each shape (n+1,), from 0 to 1. When there is
        nothing to share, the line of equality.

    Raises:
        ValueError: When an amount is negative or not a number, or there is none.

    Source:
        Lorenz (1905), Publications of the American Statistical Association 9, 209-219.

    Example:
        >>> [curve.tolist() for curve in lorenz([3, 1])]
        [[0.0, 0.5, 1.0], [0.0, 0.25, 1.0]]
    """
    ordered = _checked(amounts)
    if ordered.size == 0:
        raise ValueError("a Lorenz curve needs at least one amount")
    sharers = np.arange(ordered.size + 1) / ordered.size
    total = ordered.sum()
    if total == 0:
        return sharers, sharers.copy()
    held = np.concatenate(([0.0], np.cumsum(ordered) / total))
    held[-1] = 1.0
    return sharers, held


def _checked(amounts: ArrayLike) -> NDArray[np.float64]:
    values = np.sort(np.asarray(amounts, dtype=float))
    if not np.all(values >= 0):
        raise ValueError("amounts must be numbers, none of them negative")
    return values
