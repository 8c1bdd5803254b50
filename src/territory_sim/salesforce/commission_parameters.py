"""Settings of pay: the plan by which a rep's sales become his pay."""

from __future__ import annotations

from typing import Final

from territory_sim.units import parameter, settings

PERIODS_PER_YEAR: Final = {"month": 12, "quarter": 4, "year": 1}
"""How often a year the count of sales against quota begins anew."""

QUOTA_METHODS: Final = ("none", "flat", "history", "potential", "top_down")


@settings
class Tier:
    """A stretch of attainment with a rate of its own; it ends where the next one begins."""

    from_attainment: float = parameter(
        "share of quota", "attainment from which the rate holds, for sales beyond it alone", low=0, high=100
    )
    rate: float = parameter("share", "commission per unit of credited sales", low=0, high=1)


@settings
class QuotaParameters:
    """What a rep is asked to sell."""

    method: str = parameter(
        "1",
        "how quotas are set: none, the same for all, last year's sales, potential, or shares of one goal",
        choices=QUOTA_METHODS,
    )
    amount_per_year: float | None = parameter(
        "money/year",
        "quota of each rep (flat) or goal of the whole region (top_down); null follows from last year",
        low=1,
        high=1e12,
    )
    growth: float = parameter(
        "share",
        "growth asked beyond last year's sales",
        low=-0.9,
        high=10,
        source="our assumption: usual goals",
    )


@settings
class DrawParameters:
    """An advance on commission."""

    per_month: float = parameter(
        "money/month", "variable pay that every month pays at least", low=0, high=1e6
    )
    recoverable: bool = parameter("1", "whether later commission pays the advance back")


@settings
class GuaranteeParameters:
    """What a new hire is sure of."""

    per_month: float = parameter("money/month", "variable pay a new hire gets at least", low=0, high=1e6)
    months: int = parameter("months", "months from the start for which it holds", low=0, high=60)


@settings
class WindfallParameters:
    """The clause on single very large deals."""

    above: float | None = parameter(
        "money", "size of a deal from which the clause holds; null for no clause", low=1, high=1e12
    )
    credit_share: float = parameter("share", "share of what lies above that is credited", low=0, high=1)


@settings
class SplitParameters:
    """Who else gets credit for a sale; what is left is the rep's who booked it."""

    finder_share: float = parameter(
        "share",
        "share of a won deal for the field rep who answered its lead, where another won it",
        low=0,
        high=1,
    )
    inside_share: float = parameter(
        "share",
        "share of a won deal for the inside rep who answered its lead, who is salaried: it pays nobody",
        low=0,
        high=1,
    )
    previous_owner_share: float = parameter(
        "share", "share of any sale for the rep who had the account before a handover", low=0, high=1
    )
    previous_owner_months: float = parameter(
        "months", "time after a handover for which the rep before shares", low=0, high=60
    )


@settings
class ClawbackParameters:
    """What a cancelled sale takes back."""

    within_days: float = parameter(
        "business days",
        "time from a sale within which its cancellation takes the credit back; 0 for no clawback",
        low=0,
        high=1000,
    )
    carry_over: bool = parameter(
        "1",
        "whether credit taken back beyond what a period sold is taken off the next period's",
        source="our assumption: what was paid for a cancelled sale is recovered, however late in a period "
        "it was sold",
    )


@settings
class CommissionParameters:
    """What a rep is paid: a base salary, and a variable part that answers to credited sales."""

    currency: str = parameter("ISO 4217", "currency of all money in the run")
    base_salary: float = parameter("money/year", "base salary", low=0, high=1e7)
    period: str = parameter(
        "1", "time over which sales count against a quota", choices=tuple(PERIODS_PER_YEAR)
    )
    quota: QuotaParameters = parameter("1", "what a rep is asked to sell")
    tiers: tuple[Tier, ...] = parameter("1", "marginal rates by attainment; the first from 0")
    threshold: float = parameter(
        "share of quota",
        "attainment below which nothing is paid; from it on, all sales pay",
        low=0,
        high=5,
        grade="vendor",
        source="plans use 0.5 to 0.7 of quota",
    )
    bonus_at_quota: float = parameter("money/period", "paid once when the quota is reached", low=0, high=1e7)
    cap: float | None = parameter(
        "money/year", "most that base salary and variable pay may come to; null for none", low=0, high=1e8
    )
    draw: DrawParameters = parameter("1", "an advance on commission")
    guarantee: GuaranteeParameters = parameter("1", "what a new hire is sure of")
    pool_share: float = parameter(
        "share", "share of every commission that all reps divide equally", low=0, high=1
    )
    windfall: WindfallParameters = parameter("1", "the clause on single very large deals")
    split: SplitParameters = parameter("1", "who else gets credit for a sale")
    clawback: ClawbackParameters = parameter("1", "what a cancelled sale takes back")
