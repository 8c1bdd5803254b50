"""Commission: what the sales credited in a period earn under a plan, exact to the cent.

Amounts in settings are decimal texts to people, so ``0.025`` means exactly 25 thousandths here;
sums are exact fractions, and only the total of a period is rounded to whole cents.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from territory_sim.salesforce.commission_parameters import (
    PERIODS_PER_YEAR,
    CommissionParameters,
    WindfallParameters,
)
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, Cents


@lru_cache(maxsize=256)
def exact(number: float) -> Fraction:
    """Return the decimal number that a setting was written as.

    Args:
        number: A setting.

    Returns:
        The fraction its shortest decimal text stands for.

    Example:
        >>> exact(0.1)
        Fraction(1, 10)
    """
    return Fraction(str(number))


def salary_cents(salary: float, business_days: int) -> Cents:
    """Return the salary that has accrued.

    Args:
        salary: Money a year.
        business_days: Business days worked so far.

    Returns:
        Whole cents, half a cent to the even one.

    Example:
        >>> salary_cents(60000, 250)
        6000000
    """
    return Cents(round(exact(salary) * 100 * business_days / BUSINESS_DAYS_PER_YEAR))


def credited_cents(deal_cents: int, clause: WindfallParameters) -> Cents:
    """Return how much of one deal counts.

    Args:
        deal_cents: What the deal sold.
        clause: Where a windfall begins, and how much of the rest counts.

    Returns:
        Whole cents, half a cent to the even one.
    """
    if clause.above is None or deal_cents <= (limit := exact(clause.above) * 100):
        return Cents(deal_cents)
    return Cents(round(limit + (deal_cents - limit) * exact(clause.credit_share)))


def earned_cents(credited: int, quota_cents: int | None, plan: CommissionParameters) -> Cents:
    """Return what the sales credited so far in a period earn, bonus and cap included.

    Args:
        credited: Sales credited since the period began, in cents; returns may make it negative.
        quota_cents: Quota of the period in cents; None without one.
        plan: Tiers, threshold, bonus and cap.

    Returns:
        Whole cents, half a cent to the even one; never negative, never above the cap.

    Source:
        Marginal tiers, as income tax has them: each rate holds for the sales within its stretch.
        Below the threshold nothing is earned; at it, everything from the first cent on.
    """
    if credited <= 0 or _below_threshold(credited, quota_cents, plan):
        return Cents(0)
    earned = Fraction(0)
    ends = [*(_tier_begins(tier.from_attainment, quota_cents) for tier in plan.tiers[1:]), None]
    for tier, end in zip(plan.tiers, ends, strict=True):
        begin = _tier_begins(tier.from_attainment, quota_cents)
        upper = Fraction(credited) if end is None else min(Fraction(credited), end)
        earned += exact(tier.rate) * max(upper - begin, Fraction(0))
    if quota_cents is not None and credited >= quota_cents:
        earned += exact(plan.bonus_at_quota) * 100
    return Cents(min(round(earned), most_variable_cents(plan)))


def most_variable_cents(plan: CommissionParameters) -> int:
    """Return the most that a period's sales may earn under the cap.

    Args:
        plan: Cap, base salary and period.

    Returns:
        Whole cents, rounded down; beyond any sale where the plan has no cap.
    """
    if plan.cap is None:
        return 2**62
    a_year = (exact(plan.cap) - exact(plan.base_salary)) * 100
    return int(a_year / PERIODS_PER_YEAR[plan.period])


def _below_threshold(credited: int, quota_cents: int | None, plan: CommissionParameters) -> bool:
    return quota_cents is not None and credited < exact(plan.threshold) * quota_cents


def _tier_begins(attainment: float, quota_cents: int | None) -> Fraction:
    """Without a quota only the first tier can be reached; a plan with more is refused beforehand."""
    return Fraction(0) if quota_cents is None else exact(attainment) * quota_cents
