"""Settings of competitors: who else calls on the accounts."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class CompetitorParameters:
    """Rival firms whose reps tour the same network."""

    active: bool = parameter("1", "whether rivals call on accounts")
    firms: int = parameter("firms", "number of rival firms", low=1, high=20)
    reps_per_firm: int = parameter("reps", "reps of each rival firm", low=1, high=5000)
    calls_per_year: float = parameter(
        "calls/year", "highest rate of rival calls on one account, all firms together", low=0, high=250
    )
    base_share: float = parameter(
        "share",
        "share of that rate at which a satisfied account just visited by us is called on",
        low=0,
        high=1,
    )
    pull: float = parameter(
        "log odds/call", "fall in the odds of our order per unit of rival goodwill", low=0, high=3
    )
    unvisited_months: float = parameter(
        "months", "time since our last call after which rivals call at their full rate", low=0.1, high=60
    )
