"""Satisfaction: how the experience of a request moves an account, losses more than gains."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.parameters.service import ServiceParameters


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
    """Return satisfaction after a day's experiences.

    Args:
        satisfaction: Points of every account in the morning, shape (n,).
        account: Index of the account of each experience, shape (k,).
        points: Points of each experience, shape (k,).
        parameters: Weights of gains and losses.

    Returns:
        Points of every account, shape (n,), kept within 0 and 10. Experiences of one account
        on one day add up, each against the morning's expectation, so their order is irrelevant.

    Source:
        Expectation-disconfirmation with satisfaction itself as the expectation (Oliver 1980).
    """
    gap = points - satisfaction[account]
    step = np.where(gap < 0, parameters.loss_weight, parameters.gain_weight) * gap
    moved = satisfaction.copy()
    np.add.at(moved, account, step)
    return np.clip(moved, 0, 10)
