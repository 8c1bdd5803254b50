"""Several questions asked of the same runs: p-values adjusted so that few answers are wrong by luck."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Return p-values adjusted so that a whole family of questions keeps its error rate.

    Calling every adjusted value under 0.05 a difference is wrong about any of the family in at most
    5 % of studies, however the questions hang together.

    Args:
        p_values: One p-value per question, shape (n,), each from 0 to 1.

    Returns:
        Adjusted p-values in the same order, shape (n,).

    Raises:
        ValueError: When a p-value is not between 0 and 1.

    Source:
        Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Example:
        >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
        [0.03, 0.06, 0.06]
    """
    given = np.asarray(p_values, dtype=float)
    if not np.all((given >= 0) & (given <= 1)):
        raise ValueError("p-values must lie between 0 and 1")
    order = np.argsort(given, kind="stable")
    scaled = given[order] * np.arange(given.size, 0, -1)
    adjusted = np.empty_like(given)
    adjusted[order] = np.minimum(np.maximum.accumulate(scaled), 1.0)
    return adjusted
