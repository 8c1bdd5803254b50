"""Deal timing: whether a rep gains by having his deals signed before the quota period ends.

A deal signed now pays what it adds to this period's pay; signed later, what sales usually pay. The
customer wants a discount for his hurry, which costs the company its share of the price and the rep
only its commission. A straight plan never makes hurry worth a discount; a bonus or an accelerator
ahead does, and a cap already reached does not.

Source: Larkin 2014, who finds 6 to 8 % of revenue lost to discounts before deadlines of accelerated
commissions; the rule itself is our assumption.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.salesforce.effort import PayStanding
from territory_sim.salesforce.pay_prospect import courses_of_luck, earned_amounts, usual_rate


def gains_by_hurry(
    standing: PayStanding,
    open_cents: NDArray[np.float64],
    discount: float,
    monthly_luck_cv: float,
    plan: CommissionParameters,
) -> NDArray[np.bool_]:
    """Say which reps are paid more for their open deals before the deadline than after it.

    Args:
        standing: Where each stands in the period.
        open_cents: What each one's open deals are expected to sell at the full price, shape (reps,).
        discount: Share of the price let off.
        monthly_luck_cv: Coefficient of variation of a month's sales by luck.
        plan: What sales pay.

    Returns:
        Whether each gains, shape (reps,); never without quotas or open deals.
    """
    if standing.quota_cents is None:
        return np.zeros(len(open_cents), dtype=bool)
    courses, chances = courses_of_luck(monthly_luck_cv, standing.days_left, np.ones(1))
    to_come = (standing.usual_cents_per_day * standing.days_left)[:, None] * courses
    sold, quota = standing.credited_cents[:, None] + to_come, standing.quota_cents[:, None]
    now = open_cents[:, None] * (1 - discount)
    gain = (earned_amounts(sold + now, quota, plan) - earned_amounts(sold, quota, plan)) @ chances
    later = usual_rate(plan, standing.quota_cents) * open_cents
    return np.asarray((gain[:, 0] > later * (1 + 1e-9)) & (open_cents > 0), dtype=np.bool_)
