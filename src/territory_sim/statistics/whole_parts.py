"""Divide a whole amount by shares so that the parts add up to it to the last unit."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def whole_parts(total: int, weights: ArrayLike) -> NDArray[np.int64]:
    """Divide a whole amount in proportion to weights.

    Args:
        total: The amount, such as cents.
        weights: What each part counts, from 0, shape (k,); equal parts when all are 0.

    Returns:
        Whole parts that add up to the amount, each within one of its exact share, shape (k,).

    Example:
        >>> whole_parts(100, [1, 1, 1]).tolist()
        [33, 34, 33]
        >>> whole_parts(5, [0, 0]).tolist()
        [2, 3]
    """
    shares = np.asarray(weights, dtype=np.float64)
    if not len(shares):
        return np.empty(0, dtype=np.int64)
    if not shares.sum() > 0:
        shares = np.ones(len(shares))
    ends = np.rint(np.cumsum(shares) / shares.sum() * total).astype(np.int64)
    ends[-1] = total
    return np.asarray(np.diff(ends, prepend=0), dtype=np.int64)
