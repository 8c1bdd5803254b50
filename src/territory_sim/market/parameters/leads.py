"""Settings of leads: how often they come, how they cool, and how they are won."""

from __future__ import annotations

from territory_sim.units import PerSegment, parameter, settings


@settings
class LeadParameters:
    """Leads: an account asks for an offer beyond its usual orders."""

    leads_per_year: PerSegment = parameter("leads/year", "leads of one account", low=0, high=1000)
    value_share: float = parameter(
        "share", "mean value of a lead in years of the account's potential", low=0, high=5
    )
    value_cv: float = parameter("1", "coefficient of variation of a lead's value", low=0, high=5)
    contact_minutes: float = parameter("min", "minutes of the first answer to a lead", low=1, high=480)
    visit_minutes: float = parameter("min", "mean minutes of the visit that closes a lead", low=1, high=480)
    patience_hours: float = parameter(
        "working h", "time after which a lead without answer is lost", low=0.1, high=1e6
    )
    visit_within_hours: float = parameter(
        "working h", "time from first answer within which the closing visit must be made", low=0.1, high=1e6
    )
    qualify_at_once: float = parameter(
        "share", "probability that a lead answered at once qualifies", low=0, high=1
    )
    decay_half_hours: float = parameter(
        "working h",
        "wait that halves the odds to qualify",
        low=0.1,
        high=1e6,
        grade="observational",
        source="Oldroyd, McElheran and Elkington 2011 found a steeper fall; half of it is taken as causal",
    )
    win_probability: float = parameter(
        "share",
        "probability that a rep of skill 1 wins a visited lead",
        low=0,
        high=1,
        grade="vendor",
        source="opportunity to won: 20-35 % in vendor benchmarks",
    )
