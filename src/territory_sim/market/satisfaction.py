"""Satisfaction: how the experience of a request moves an account, losses more than gains."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.units import BUSINESS_DAYS_PER_MONTH

NEUTRAL_SATISFACTION: Final = 7.0
"""Satisfaction at which an account neither favours nor shuns us: that of an ordinary supplier."""


def experience(
    answered_minute: NDArray[np.float64], deadline_minute: NDArray[np.float64], parameters: ServiceParameters
) -> NDArray[np.float64]:
    """Return how an account experiences the answer to its request.

    Args:
        answered_minute: Minute at which the answer began; nan when there was none, shape (k,).
        deadline_minute: Minute by which it was due, shape (k,).
        parameters: Points of each kind of experience.

    Returns:
        Points from 0 to 10, shape (k,).
    """
    late = np.where(
        answered_minute <= deadline_minute, parameters.experience_in_time, parameters.experience_late
    )
    return np.where(np.isnan(answered_minute), parameters.experience_unanswered, late)


def updated_satisfaction(
    satisfaction: NDArray[np.float64],
    account: NDArray[np.int64],
    points: NDArray[np.float64],
    parameters: ServiceParameters,
) -> NDArray[np.float64]:
    """Return satisfaction after experiences at one moment.

    Args:
        satisfaction: Points of every account before, shape (n,).
        account: Index of the account of each experience, shape (k,).
        points: Points of each experience, shape (k,).
        parameters: Weights of gains and losses.

    Returns:
        Points of every account, shape (n,), kept within 0 and 10. Experiences of one account
        add up, each against what was expected before, so their order is irrelevant.
    """
    moved = satisfaction.copy()
    np.add.at(moved, account, disconfirmation(satisfaction[account], points, parameters))
    return np.clip(moved, 0, 10)


def disconfirmation(
    expected: NDArray[np.float64], points: NDArray[np.float64], parameters: ServiceParameters
) -> NDArray[np.float64]:
    """Return how far experiences move satisfaction.

    Args:
        expected: Satisfaction of each account before, shape (k,).
        points: Points of each experience, shape (k,).
        parameters: Weights of gains and losses.

    Returns:
        Points, negative for a loss, shape (k,).

    Source:
        Expectation-disconfirmation with satisfaction itself as the expectation (Oliver 1980).
    """
    gap = points - expected
    return np.where(gap < 0, parameters.loss_weight, parameters.gain_weight) * gap


def memory_kept_per_day(parameters: ServiceParameters) -> float:
    """Return how much of an experience is left after a business day.

    Args:
        parameters: The time that halves a memory; null for ever.

    Returns:
        A share; what is forgotten gives way to what the account expected before it knew us.

    Source:
        In business renewals only the experience of about the last year counts (Bolton, Lemon and
        Bramlett 2006); exponential forgetting is our assumption.
    """
    if parameters.memory_half_months is None:
        return 1.0
    return math.pow(0.5, 1 / (parameters.memory_half_months * BUSINESS_DAYS_PER_MONTH))
