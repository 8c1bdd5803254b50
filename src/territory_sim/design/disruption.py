"""What a redraw must disturb at least: how much work has to change hands, and over which borders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault, InfeasibleDesignError


@dataclass(frozen=True, eq=False)
class BorderFlow:
    """Loads that cross borders between neighbouring territories so that all come within limits.

    Args:
        pairs: Giving and taking territory of each flow above 0, shape (flows, 2).
        amounts: Load that crosses, shape (flows,).
    """

    pairs: NDArray[np.int32]
    amounts: NDArray[np.float64]

    @property
    def total(self) -> float:
        """Load times borders crossed: an estimate of what has to move, one unit at a time."""
        return float(self.amounts.sum())


def disruption_bound(load: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> float:
    """Tell what no redraw can avoid moving.

    Args:
        load: Load of each territory today, shape (territories,).
        low: Load each is to have at least, same shape.
        high: Load each may have at most, same shape.

    Returns:
        The larger of all excess and all deficit, in the unit of the loads.

    Example:
        >>> disruption_bound(np.array([9.0, 1.0]), np.array([4.0, 4.0]), np.array([6.0, 6.0]))
        3.0
    """
    return max(float(np.maximum(load - high, 0).sum()), float(np.maximum(low - load, 0).sum()))


def border_flow(
    load: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    adjacent: NDArray[np.int32],
) -> BorderFlow:
    """Find the least load that has to cross borders.

    Args:
        load: Load of each territory today, shape (territories,).
        low: Load each is to have at least, same shape.
        high: Load each may have at most, same shape.
        adjacent: Pairs of territories with a common border, each once, shape (pairs, 2).

    Returns:
        The flows.

    Raises:
        InfeasibleDesignError: If the limits leave no room for all that there is.

    Source:
        Minimum-cost flow as a linear program, solved by HiGHS (scipy).
    """
    from scipy.optimize import linprog
    from scipy.sparse import coo_array

    count = len(load)
    both = np.concatenate([adjacent, adjacent[:, ::-1]])
    number = np.arange(len(both))
    ones = np.ones(len(both))
    entries = (np.r_[ones, -ones], (np.r_[both[:, 1], both[:, 0]], np.r_[number, number]))
    gain = coo_array(entries, shape=(count, len(both)))
    scale = float(load.mean()) or 1.0
    limits = np.r_[high - load, load - low] / scale
    rows = coo_array(
        (np.r_[gain.data, -gain.data], (np.r_[gain.row, gain.row + count], np.r_[gain.col, gain.col])),
        shape=(2 * count, len(both)),
    )
    # A tiny price by number makes one of several equal answers the answer.
    done = linprog(1 + 1e-7 * number / max(len(both), 1), A_ub=rows.tocsr(), b_ub=limits, method="highs")
    if done.status != 0:
        allowed = "limits within which the loads of all territories fit, and borders to cross"
        raise InfeasibleDesignError([Fault(where="territories.tolerance", allowed=allowed)])
    kept = done.x > 1e-9
    return BorderFlow(both[kept].astype(np.int32), done.x[kept] * scale)
