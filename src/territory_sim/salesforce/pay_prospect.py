"""Pay as a rep sees it coming: what sums of sales would earn, for many reps and sums at once.

``commission.earned_cents`` pays to the cent, one sum at a time. Nobody weighs his effort to the
cent; here the same plan is worked out in doubles, for arrays.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.commission import most_variable_cents
from territory_sim.salesforce.commission_parameters import CommissionParameters


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
