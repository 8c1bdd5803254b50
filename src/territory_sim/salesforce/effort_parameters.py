"""Settings of effort: how hard a rep works for what more sales would pay."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class EffortParameters:
    """How effort answers to quota, cap and morale."""

    active: bool = parameter("1", "whether effort answers to the pay plan")
    pay_weight: float = parameter(
        "share",
        "share of a rep's drive that comes from what more sales would pay; the rest is there anyway",
        low=0,
        high=1,
        grade="observational",
        source="our calibration: the one number that lets sales rise by 8 to 9 % when a cap that holds back "
        "half of the reps goes (Misra and Nair 2011; docs/morale.md)",
    )
    most: float = parameter(
        "ratio",
        "most effort a rep can make, in usual effort",
        low=1,
        high=3,
        source="our assumption: nobody gives more than a quarter beyond the usual for long",
    )
    sales_per_effort: float = parameter(
        "1",
        "per cent of sales that a rep expects from one per cent more effort",
        low=0.01,
        high=2,
        grade="meta-analysis",
        source="Albers, Mantrala and Sridhar 2010: 0.31 after correction; a run itself shows 0.28 to 0.36",
    )
    monthly_luck_cv: float = parameter(
        "1",
        "coefficient of variation of a month's sales by luck alone, as a rep reckons with it",
        low=0.01,
        high=5,
        source="measured here: 0.55 is the median over reps in the default run; docs/morale.md",
    )
    prior_days: float = parameter(
        "business days",
        "how many days of own sales weigh as much as last year when a rep reckons what will come",
        low=0,
        high=10_000,
        source="our assumption: a quarter",
    )
