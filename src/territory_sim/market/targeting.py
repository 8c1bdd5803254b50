"""Whom a rival's reps call on: targets of several kinds, and how a firm learns which kind pays.

A firm holds a weight for each kind of target. An account invites calls as far as it is a target,
kind by kind. Month by month the weights shift to the kind that won most orders per call.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.parameters.competitors import CompetitorParameters
from territory_sim.units import BUSINESS_DAYS_PER_MONTH

TARGETS: Final = ("dissatisfied", "unvisited", "large")
"""Kinds of accounts that rivals look for."""

_FULL_SATISFACTION = 10.0
_LEAST_WEIGHT = 0.05
"""No kind is ever given up for good: a firm that never tries a kind learns nothing about it."""
_LARGE = np.array([1.0, 0.5, 0.0])
"""How large accounts of the segments A, B and C look."""


def first_weights(rivals: int) -> NDArray[np.float64]:
    """Return the weights with which rivals begin.

    Args:
        rivals: Number of rival firms.

    Returns:
        Equal weights that sum to 1 for each firm, shape (rivals, kinds).
    """
    return np.full((rivals, len(TARGETS)), 1 / len(TARGETS))


def target_pulls(
    satisfaction: NDArray[np.float64],
    days_unvisited: NDArray[np.float64],
    segment: NDArray[np.int8],
    parameters: CompetitorParameters,
) -> NDArray[np.float64]:
    """Return how much of a target of each kind an account is.

    Args:
        satisfaction: Points, 0 to 10, shape (k,).
        days_unvisited: Business days since our last visit, shape (k,).
        segment: 0 for A, 1 for B, 2 for C, shape (k,).
        parameters: Time after which an account is wholly unvisited.

    Returns:
        Pulls from 0 to 1, shape (kinds, k).

    Source:
        Poaching that rises with dissatisfaction and with time since the last visit; its linear form
        is our assumption.
    """
    wholly = parameters.unvisited_months * BUSINESS_DAYS_PER_MONTH
    return np.stack(
        [
            1 - satisfaction / _FULL_SATISFACTION,
            np.clip(days_unvisited / wholly, 0, 1),
            _LARGE[segment],
        ]
    )


def invitation(
    weights: NDArray[np.float64], pulls: NDArray[np.float64], base_share: float
) -> NDArray[np.float64]:
    """Return the share of a firm's highest rate of calls that accounts invite.

    Args:
        weights: The firm's weight of each kind for each account, shape (kinds, k).
        pulls: How much of a target of each kind each account is, shape (kinds, k).
        base_share: Share for an account that is no target at all.

    Returns:
        Shares from the base share to 1, shape (k,).
    """
    return np.asarray(base_share + (1 - base_share) * (weights * pulls).sum(axis=0), dtype=np.float64)


def shifted_weights(
    weights: NDArray[np.float64],
    calls: NDArray[np.int64],
    orders: NDArray[np.int64],
    learning: float,
) -> NDArray[np.float64]:
    """Shift weights to the kinds that won most orders per call.

    Args:
        weights: Weight of each kind, shape (rivals, kinds), rows sum to 1.
        calls: Calls of the month on targets of each kind, shape (rivals, kinds).
        orders: Orders won from targets of each kind, shape (rivals, kinds).
        learning: How fast; 0 changes nothing.

    Returns:
        New weights, shape (rivals, kinds), rows sum to 1; a kind without a call keeps the standing of the
        average.

    Source:
        Multiplicative weights (Arora, Hazan and Kale 2012) with a floor that keeps every kind tried.

    Example:
        >>> calls, orders = np.array([[10, 10, 10]]), np.array([[5, 1, 0]])
        >>> shifted_weights(first_weights(1), calls, orders, 1.0).round(2).tolist()
        [[0.52, 0.26, 0.22]]
    """
    if learning == 0 or not len(weights):
        return weights
    per_call = orders / np.maximum(calls, 1)
    tried = calls > 0
    average = (per_call * tried).sum(axis=1, keepdims=True) / np.maximum(tried.sum(axis=1, keepdims=True), 1)
    gain = np.where(tried, per_call - average, 0.0) / np.maximum(per_call.max(axis=1, keepdims=True), 1e-12)
    raised = weights * np.exp(learning * gain)
    raised /= raised.sum(axis=1, keepdims=True)
    room = 1 - _LEAST_WEIGHT * weights.shape[1]
    return np.asarray(_LEAST_WEIGHT + room * raised, dtype=np.float64)
