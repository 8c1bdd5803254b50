"""Mentoring: who meets whom, and what the weaker of a pair learns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.units import BUSINESS_DAYS_PER_MONTH

if TYPE_CHECKING:
    from territory_sim.salesforce.people_parameters import MentoringParameters

NOBODY: Final = -1
"""Stands where a rep meets nobody."""


def pairs_by_rank(rank: NDArray[np.float64]) -> NDArray[np.int64]:
    """Let the first meet the last, the second the last but one, and so on.

    Args:
        rank: What people are ranked by; ties break on places, shape (k,).

    Returns:
        Place of each one's partner; ``NOBODY`` for the one in the middle, shape (k,).

    Example:
        >>> pairs_by_rank(np.array([0.3, 0.9, 0.5])).tolist()
        [1, 0, -1]
    """
    order = np.argsort(rank, kind="stable")
    partner = np.full(len(rank), NOBODY, dtype=np.int64)
    partner[order] = order[::-1]
    partner[partner == np.arange(len(rank))] = NOBODY
    return partner


def pairs_drawn(marks: NDArray[np.float64]) -> NDArray[np.int64]:
    """Pair people by chance: neighbours in the order of their marks.

    Args:
        marks: Uniforms, one a person, shape (k,).

    Returns:
        Place of each one's partner; ``NOBODY`` for one if their number is odd, shape (k,).

    Example:
        >>> pairs_drawn(np.array([0.3, 0.9, 0.5, 0.8])).tolist()
        [2, 3, 0, 1]
    """
    order = np.argsort(marks, kind="stable")
    even = len(order) // 2 * 2
    partner = np.full(len(marks), NOBODY, dtype=np.int64)
    partner[order[:even:2]], partner[order[1:even:2]] = order[1:even:2], order[:even:2]
    return partner


def minutes_per_day(parameters: MentoringParameters) -> float:
    """Return how long each of a pair meets on a working day.

    Args:
        parameters: Hours a month.

    Returns:
        Minutes.
    """
    return 60 * parameters.hours_per_month / BUSINESS_DAYS_PER_MONTH


def gap_closed_per_day(parameters: MentoringParameters) -> float:
    """Return which share of the gap between a pair a day's meeting closes.

    Args:
        parameters: Share of an hour, and hours a month.

    Returns:
        A share; hours add up, so that two half hours close what one hour does.
    """
    hours = parameters.hours_per_month / BUSINESS_DAYS_PER_MONTH
    return -math.expm1(hours * math.log1p(-parameters.gain_per_hour))


def kept_per_day(parameters: MentoringParameters) -> float:
    """Return which share of what was learnt is left after a business day.

    Args:
        parameters: The time that halves it.

    Returns:
        A share below 1.
    """
    return math.pow(0.5, 1 / (parameters.half_life_months * BUSINESS_DAYS_PER_MONTH))
