"""Effort: how hard a rep works for what is left to earn in the period.

A rep weighs the pay that more effort would bring against its toil and takes the best:

    effort = argmax over n of  w G(n) + (1 - w) n - n^2 / 2

``G(n)`` is the variable pay he expects of the period at effort ``n``, over what one more unit of
effort would bring at the plan's usual rate; ``w`` is the weight of pay, ``(1 - w) n`` the drive
that needs no pay, ``n^2 / 2`` the toil. Where every sale pays the usual rate, ``G`` has slope 1
and the best effort is 1, the usual one. Beyond a cap, and where a threshold cannot be reached any
more, the slope is 0 and 1 - w is left. Just before a bonus or an accelerator it is steep.

Source: the form argmax u(pay) - k n^2 of Misra and Nair 2011 and of Chung, Steenburgh and Sudhir
2014, with linear utility (our assumption), the toil scaled so that usual pay means usual effort.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.salesforce.effort_parameters import EffortParameters
from territory_sim.salesforce.pay_prospect import courses_of_luck, earned_amounts, usual_rate

_STEPS: Final = 24
"""Efforts weighed against each other on either side of the usual one."""


@dataclass(frozen=True, slots=True, eq=False)
class PayStanding:
    """Where every rep stands in the period.

    Args:
        credited_cents: Sales credited since it began, shape (reps,).
        quota_cents: Its quota, shape (reps,); None without quotas.
        usual_cents_per_day: Sales a day that each expects at usual effort, shape (reps,).
        days_left: Business days left, today included.
    """

    credited_cents: NDArray[np.float64]
    quota_cents: NDArray[np.float64] | None
    usual_cents_per_day: NDArray[np.float64]
    days_left: float


def best_effort(
    standing: PayStanding, plan: CommissionParameters, parameters: EffortParameters
) -> NDArray[np.float64]:
    """Return the effort that serves every rep best until the period ends.

    Args:
        standing: Where each stands.
        plan: What sales pay.
        parameters: Weight of pay, luck and limits.

    Returns:
        Effort relative to the usual one, from ``1 - pay_weight`` to ``most``, shape (reps,);
        1 for whoever expects no sales.

    Example:
        Nothing is left to earn for who has reached the cap:

        >>> from territory_sim import load_scenario
        >>> scenario = load_scenario("status_quo", ["commission=capped"])
        >>> at_cap, far = 5e8, 0.0
        >>> standing = PayStanding(np.array([at_cap, far]), None, np.array([4e5, 4e5]), 60)
        >>> effort = best_effort(standing, scenario.commission, scenario.people.effort)
        >>> bool(effort[0] == 1 - scenario.people.effort.pay_weight), effort[1].round(2).tolist()
        (True, 1.0)
    """
    least, most = 1 - parameters.pay_weight, parameters.most
    efforts = np.unique(np.append(np.linspace(least, 1, _STEPS), np.linspace(1, most, _STEPS)))
    usual = standing.usual_cents_per_day * standing.days_left
    expecting = usual > 0
    usual = np.where(expecting, usual, 1.0)[:, None]
    quota = None if standing.quota_cents is None else standing.quota_cents[:, None]
    pulled = np.maximum(1 + parameters.sales_per_effort * (efforts - 1), 1e-6)
    course, chance = courses_of_luck(parameters.monthly_luck_cv, standing.days_left, pulled)
    pay = earned_amounts(standing.credited_cents[:, None] + usual * course, quota, plan) @ chance
    stake = np.broadcast_to(usual_rate(plan, quota) * usual * parameters.sales_per_effort, (len(pay), 1))
    gain = np.divide(pay, stake, out=np.zeros_like(pay), where=stake > 0)
    weight = parameters.pay_weight
    value = weight * gain + (1 - weight) * efforts - efforts**2 / 2
    best: NDArray[np.float64] = efforts[_first_best(value)]
    return np.where(expecting, best, 1.0)


def expected_cents_per_day(
    last_year_cents: NDArray[np.float64],
    sold_cents: NDArray[np.float64],
    days_sold: float,
    parameters: EffortParameters,
    days_per_year: float,
) -> NDArray[np.float64]:
    """Return what reps expect to sell a day: last year, and what this year has shown.

    Args:
        last_year_cents: Sold last year in each territory, shape (reps,).
        sold_cents: Credited to each since the run began, shape (reps,).
        days_sold: Business days since then.
        parameters: Days of own sales that weigh as much as last year.
        days_per_year: Business days of a year.

    Returns:
        Cents a day, shape (reps,).

    Example:
        >>> from territory_sim import load_scenario
        >>> effort = load_scenario("status_quo", ["people.effort.prior_days=10"]).people.effort
        >>> expected_cents_per_day(np.array([250.0]), np.array([30.0]), 10, effort, 250).tolist()
        [2.0]
    """
    weight = parameters.prior_days
    if weight + days_sold <= 0:
        return last_year_cents / days_per_year
    return (weight * last_year_cents / days_per_year + sold_cents) / (weight + days_sold)


def _first_best(value: NDArray[np.float64]) -> NDArray[np.int64]:
    """Take the least effort of those that are as good, so that rounding decides nothing."""
    best = value.max(axis=1, keepdims=True)
    return np.asarray((value >= best - 1e-9).argmax(axis=1), dtype=np.int64)
