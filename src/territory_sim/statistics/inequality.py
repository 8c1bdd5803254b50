"""How unequally something is shared out: Lorenz curve, Gini, Theil, Atkinson, Jain, P90/P10."""

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


def theil(amounts: ArrayLike) -> float:
    """Return Theil's T: the mean of x ln x, with x the amounts over their mean.

    Args:
        amounts: What each has, shape (n,), none negative; any unit.

    Returns:
        0 when all have the same, ln n when one has everything; 0 when there is nothing to share.

    Raises:
        ValueError: When an amount is negative or not a number.

    Source:
        Theil (1967), Economics and Information Theory.

    Example:
        >>> round(theil([0, 0, 0, 12]), 4)
        1.3863
    """
    values = _checked(amounts)
    if values.size == 0 or values.sum() == 0:
        return 0.0
    relative = values / values.mean()
    held = relative[relative > 0]
    return max(float((held * np.log(held)).sum()) / values.size, 0.0)


def theil_between_and_within(amounts: ArrayLike, groups: ArrayLike) -> tuple[float, float]:
    """Split Theil's T into inequality between groups and within them.

    Args:
        amounts: What each has, shape (n,), none negative; any unit.
        groups: Name or number of each one's group, shape (n,).

    Returns:
        Between and within; they add up to :func:`theil`.

    Raises:
        ValueError: When an amount is negative or not a number.

    Source:
        Theil (1967): the decomposition weighs each group by its share of the whole.
    """
    values, labels = np.asarray(amounts, dtype=float), np.asarray(groups)
    _checked(values)
    if values.size == 0 or values.sum() == 0:
        return 0.0, 0.0
    within, means = 0.0, np.empty_like(values)
    for label in np.unique(labels):
        rows = labels == label
        within += float(values[rows].sum() / values.sum()) * theil(values[rows])
        means[rows] = values[rows].mean()
    return theil(means), within


def atkinson(amounts: ArrayLike, aversion: float) -> float:
    """Return Atkinson's index: the share of the whole that equality would not need.

    Args:
        amounts: What each has, shape (n,), none negative; any unit.
        aversion: How much inequality weighs, above 0; 1 compares with the geometric mean.

    Returns:
        0 when all have the same, up to 1. With an aversion of 1 or more, somebody who has nothing
        makes it 1.

    Raises:
        ValueError: When an amount is negative or not a number, or the aversion is not positive.

    Source:
        Atkinson (1970), Journal of Economic Theory 2, 244-263.

    Example:
        >>> round(atkinson([1, 4], 1), 12)
        0.2
    """
    if not aversion > 0:
        raise ValueError("aversion to inequality must be above 0")
    values = _checked(amounts)
    if values.size == 0 or values.sum() == 0:
        return 0.0
    relative = values / values.mean()
    if aversion >= 1 and relative[0] == 0:
        return 1.0
    if aversion == 1:
        return max(1 - float(np.exp(np.log(relative).mean())), 0.0)
    power = 1 - aversion
    return max(1 - float((relative**power).mean() ** (1 / power)), 0.0)


def jain(amounts: ArrayLike) -> float:
    """Return Jain's fairness index, 1 / (1 + CV squared).

    Args:
        amounts: What each has, shape (n,), none negative; any unit.

    Returns:
        1 when all have the same, 1/n when one has everything; 1 when there is nothing to share.

    Raises:
        ValueError: When an amount is negative or not a number.

    Source:
        Jain, Chiu and Hawe (1984), DEC Research Report TR-301.

    Example:
        >>> jain([0, 0, 0, 12])
        0.25
    """
    values = _checked(amounts)
    if values.size == 0 or values.sum() == 0:
        return 1.0
    return float(values.sum() ** 2 / (values.size * (values**2).sum()))


def p90_over_p10(amounts: ArrayLike) -> float:
    """Return the ninth over the first decile.

    Args:
        amounts: What each has, shape (n,), none negative; any unit.

    Returns:
        The ratio, 1 when both are the same; infinite when the first decile has nothing and the
        ninth has something.

    Raises:
        ValueError: When an amount is negative or not a number, or there is none.

    Example:
        >>> p90_over_p10(range(1, 12))
        5.0
    """
    values = _checked(amounts)
    if values.size == 0:
        raise ValueError("deciles need at least one amount")
    low, high = np.quantile(values, [0.1, 0.9])
    if low == high:
        return 1.0
    return float(high / low) if low > 0 else float("inf")


def _checked(amounts: ArrayLike) -> NDArray[np.float64]:
    values = np.sort(np.asarray(amounts, dtype=float))
    if not np.all(values >= 0):
        raise ValueError("amounts must be numbers, none of them negative")
    return values
