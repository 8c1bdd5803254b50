"""Pay as a rep sees it coming: what sums of sales would earn, for many reps and sums at once.

``commission.earned_cents`` pays to the cent, one sum at a time. Nobody weighs his effort to the
cent; here the same plan is worked out in doubles, for arrays.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from territory_sim.salesforce.commission import most_variable_cents
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.units import BUSINESS_DAYS_PER_MONTH

_REACH: Final = 4.0
"""How many standard deviations of luck are weighed."""

_COURSES: Final = 120
"""Courses of luck weighed: a bonus ahead is a chance, not a step."""


def earned_amounts(
    credited: NDArray[np.float64], quota: NDArray[np.float64] | None, plan: CommissionParameters
) -> NDArray[np.float64]:
    """Return what sales credited in a period earn, bonus and cap included.

    Args:
        credited: Cents credited in the period, any shape.
        quota: Quotas of the period in cents, of a shape that fits; None without quotas.
        plan: Tiers, threshold, bonus and cap.

    Returns:
        Cents, unrounded, shape of ``credited``; within a cent of
        :func:`~territory_sim.salesforce.commission.earned_cents`.
    """
    if quota is None:
        earned = plan.tiers[0].rate * credited
    else:
        earned = np.zeros_like(credited)
        ends = [*(tier.from_attainment for tier in plan.tiers[1:]), np.inf]
        for tier, end in zip(plan.tiers, ends, strict=True):
            begin = tier.from_attainment * quota
            earned += tier.rate * np.clip(credited - begin, 0.0, (end - tier.from_attainment) * quota)
        earned += np.where(credited >= quota, plan.bonus_at_quota * 100, 0.0)
        earned = np.where(credited < plan.threshold * quota, 0.0, earned)
    return np.clip(np.where(credited > 0, earned, 0.0), 0.0, most_variable_cents(plan))


def usual_rate(plan: CommissionParameters, quota: NDArray[np.float64] | None) -> NDArray[np.float64] | float:
    """Return what a unit of sales pays on average under a plan, the cap aside.

    Args:
        plan: Tiers and bonus.
        quota: Quotas of the period in cents, shape (k,); None without quotas.

    Returns:
        Pay per unit of sales of whoever sells just the quota, shape (k,); without quotas the
        rate of the first tier, one number.
    """
    if quota is None:
        return plan.tiers[0].rate
    begins = np.array([tier.from_attainment for tier in plan.tiers])
    widths = np.clip(np.append(begins[1:], np.inf), 0.0, 1.0) - np.clip(begins, 0.0, 1.0)
    rate = float(widths @ np.array([tier.rate for tier in plan.tiers]))
    return rate + plan.bonus_at_quota * 100 / quota


def courses_of_luck(
    monthly_cv: float, days_left: float, pulled: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return courses that sales may take until the period ends, and the chance of each.

    Luck is lognormal with mean 1. The courses are the same at every effort, and effort moves their
    chances: so what is expected is smooth in effort even where pay jumps.

    Args:
        monthly_cv: Coefficient of variation of a month's sales by luck.
        days_left: Business days left in the period.
        pulled: What each effort makes of usual sales, shape (efforts,).

    Returns:
        Courses as multiples of usual sales, shape (courses,), and the chance of each course at
        each effort, shape (courses, efforts).

    Example:
        >>> courses, chances = courses_of_luck(0.5, 20, np.array([1.0, 1.1]))
        >>> (courses @ chances).round(2).tolist()
        [1.0, 1.1]
    """
    spread = np.sqrt(np.log1p(monthly_cv**2 * BUSINESS_DAYS_PER_MONTH / max(days_left, 1.0)))
    lowest, highest = np.log(pulled.min()), np.log(pulled.max())
    logs = np.linspace(lowest - _REACH * spread, highest + _REACH * spread, _COURSES + 1) - spread**2 / 2
    below = ndtr((logs[:, None] - np.log(pulled)[None, :] + spread**2 / 2) / spread)
    chance = np.diff(below, axis=0)
    return np.exp((logs[1:] + logs[:-1]) / 2), chance / chance.sum(axis=0)
