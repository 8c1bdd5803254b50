"""Settings of deal timing: deals that are hurried and discounted before a quota period ends."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class DealTimingParameters:
    """What reps offer to have a deal signed before the deadline of a quota."""

    active: bool = parameter("1", "whether deals are hurried when that pays the rep")
    window_days: int = parameter(
        "business days",
        "how long before a quota period ends reps begin to hurry deals",
        low=1,
        high=250,
        source="our assumption: the last three weeks",
    )
    discount: float = parameter(
        "share",
        "share of the price let off for a signature before the deadline",
        low=0,
        high=1,
        grade="observational",
        source="our calibration: deals lose 6 to 8 % of their sales under a sixfold rate (Larkin 2014; "
        "docs/morale.md)",
    )
    accept_share: float = parameter(
        "share",
        "share of customers who take such an offer",
        low=0,
        high=1,
        source="our assumption: hardly anyone refuses a lower price",
    )
