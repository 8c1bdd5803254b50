"""Floors: how unequal pay opportunity may be at most, and how well customers are covered at least."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MEASURED: Final = 3
"""Columns of measured values: contribution (money), inequality of pay (0 to 1), coverage (share)."""


@dataclass(frozen=True, slots=True)
class Floors:
    """What a combination must keep to count.

    Args:
        inequality_at_most: Largest Gini of pay opportunity, 0 to 1; None for any.
        coverage_at_least: Least coverage, a share; None for any.
    """

    inequality_at_most: float | None = None
    coverage_at_least: float | None = None

    def misses(self, values: NDArray[np.float64]) -> tuple[float, float]:
        """Say by how much the means of some replications miss the floors.

        Args:
            values: Rows are replications, columns as in :data:`MEASURED`, shape (n, 3).

        Returns:
            How far inequality lies above and coverage below its floor; 0 or less where it is kept.

        Example:
            >>> Floors(0.20, 0.6).misses(np.array([[5e6, 0.25, 0.75]]))
            (0.04999999999999999, -0.15000000000000002)
        """
        _, inequality, coverage = (float(each) for each in values.mean(axis=0))
        most, least = self.inequality_at_most, self.coverage_at_least
        return (
            -1.0 if most is None else inequality - most,
            -1.0 if least is None else least - coverage,
        )

    def kept(self, values: NDArray[np.float64]) -> bool:
        """Say whether the means of some replications keep the floors.

        Args:
            values: Rows are replications, columns as in :data:`MEASURED`, shape (n, 3).

        Returns:
            True when they do; False also where a run came to no result.
        """
        return bool(np.isfinite(values[:, 0]).all()) and all(miss <= 0 for miss in self.misses(values))


def pareto_front(means: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find those that no other beats in one respect without losing in another.

    Args:
        means: Rows are combinations, columns as in :data:`MEASURED`, shape (k, 3); more
            contribution, less inequality and more coverage are better. Rows with nan are never on it.

    Returns:
        Whether each is on the front, shape (k,).

    Example:
        >>> pareto_front(np.array([[2.0, 0.3, 0.7], [1.0, 0.2, 0.7], [1.0, 0.3, 0.7]])).tolist()
        [True, True, False]
    """
    better_up = means * np.array([1.0, -1.0, 1.0])
    on_front = [
        not math.isnan(float(own.sum()))
        and not ((better_up >= own).all(axis=1) & (better_up > own).any(axis=1)).any()
        for own in better_up
    ]
    return np.array(on_front, dtype=np.bool_)
