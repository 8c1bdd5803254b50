"""Rivals' reaction to us: where our share rises or our campaign runs, they call more and cut prices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FULL_GAIN = 0.1
"""A rise of our share by this much in a unit is answered in full. Our assumption."""
_STEADY_ORDERS = 10.0
"""Orders of a unit that weigh as much as what was usual: few orders are no news. Our assumption."""
_NEWS = 0.3
"""Part of a month's news that becomes the usual share. Our assumption."""


def observed_share(
    ours: NDArray[np.int64], orders: NDArray[np.int64], usual: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return our share of a month's orders in each unit as rivals see it.

    Args:
        ours: Orders we got, shape (units,).
        orders: All orders, shape (units,).
        usual: Our usual share, shape (units,).

    Returns:
        Shares, drawn to the usual share where orders are few, shape (units,).
    """
    return (ours + _STEADY_ORDERS * usual) / (orders + _STEADY_ORDERS)


def updated_usual(usual: NDArray[np.float64], observed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what rivals take for our usual share after a month.

    Args:
        usual: Before, shape (units,).
        observed: Share of the month, shape (units,).

    Returns:
        Shares, shape (units,).
    """
    return usual + _NEWS * (observed - usual)


def threat(
    observed: NDArray[np.float64], usual: NDArray[np.float64], campaign_runs: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return how much reason a rival has to react.

    Args:
        observed: Our share of the month in each unit, shape (units,).
        usual: Our usual share, shape (units,).
        campaign_runs: Whether a campaign of ours is felt there, shape (units,).

    Returns:
        Threats from 0 to 1, shape (units,): in proportion to the rise of our share; 1 under a campaign.
    """
    rise = np.clip((observed - usual) / _FULL_GAIN, 0, 1)
    return np.where(campaign_runs, 1.0, rise)
