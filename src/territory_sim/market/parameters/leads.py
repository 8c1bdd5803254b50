"""Settings of leads: where they come from, how they cool, and the stages in which they are won."""

from __future__ import annotations

from territory_sim.units import PerSegment, parameter, settings


@settings
class StageOutcome:
    """Where a deal may go when a stage ends."""

    to: str = parameter("1", "name of a stage, or one of the ends won, lost and stalled")
    share: float = parameter(
        "share",
        "probability of this outcome; for won, that of a rep of skill 1",
        low=0,
        high=1,
        grade="vendor",
        source="opportunity to won: 20-35 % in vendor benchmarks, which disagree",
    )


@settings
class LeadStage:
    """One stage of the pipeline."""

    name: str = parameter("1", "name of the stage")
    days: float = parameter(
        "business days",
        "mean time in the stage, from its visit on where it needs one",
        low=0,
        high=2500,
        source="our assumption: a month from first answer to order, most of it negotiation",
    )
    cv: float = parameter("1", "coefficient of variation of that time (lognormal)", low=0, high=5)
    visit: bool = parameter("1", "whether the stage begins with a visit of the rep")
    next: tuple[StageOutcome, ...] = parameter("1", "where the deal goes from here")


@settings
class LeadParameters:
    """Leads: an account asks for an offer beyond its usual orders."""

    leads_per_year: PerSegment = parameter(
        "leads/year", "inbound leads of one account: it asks by itself", low=0, high=1000
    )
    campaign_ceiling: float = parameter(
        "leads/year", "most leads that campaigns can bring from one account", low=0, high=1000
    )
    referral_ceiling: float = parameter(
        "leads/year", "most leads that referrals can bring from one account", low=0, high=1000
    )
    prospecting_leads_per_year: float = parameter(
        "leads/year",
        "leads from one account if its rep did nothing but look for them; idle time is spent on it",
        low=0,
        high=1000,
        source="our assumption: a rep idle a tenth of the time finds a tenth of what C accounts ask for",
    )
    value_share: float = parameter(
        "share", "mean value of a lead in years of the account's potential", low=0, high=5
    )
    value_cv: float = parameter("1", "coefficient of variation of a lead's value", low=0, high=5)
    contact_minutes: float = parameter("min", "minutes of the first answer to a lead", low=1, high=480)
    visit_minutes: float = parameter("min", "mean minutes of a visit for a deal", low=1, high=480)
    patience_hours: float = parameter(
        "working h", "time after which a lead without answer is lost", low=0.1, high=1e6
    )
    visit_within_hours: float = parameter(
        "working h", "time within which a stage's visit must be made, or the deal is lost", low=0.1, high=1e6
    )
    qualify_at_once: float = parameter(
        "share", "probability that a lead answered within the first hour qualifies", low=0, high=1
    )
    decay_causal_share: float = parameter(
        "share",
        "part of the published fall of the log odds to qualify with the wait that the wait itself causes",
        low=0,
        high=1,
        source="our assumption: half; Oldroyd, McElheran and Elkington 2011 observed 42 firms, and diligent "
        "firms are quick as well as good",
    )
    stages: tuple[LeadStage, ...] = parameter(
        "1", "stages of the pipeline; a lead that qualifies enters the first"
    )
    routing: str = parameter(
        "1",
        "who answers a lead first: the account's owner, or whoever has been least busy lately",
        choices=("owner", "least_busy"),
    )
    protection: str = parameter(
        "1",
        "which open deals the old owner keeps when their account gets a new one; others are handed over",
        choices=("none", "open_deals"),
    )
    handover_loss: float = parameter(
        "share",
        "part of the odds to win that a deal loses when it is handed over",
        low=0,
        high=0.99,
        grade="observational",
        source="our assumption for open deals; a change of rep costs 13-18 % of a customer's yearly sales "
        "(Shi, Sridhar, Grewal and Lilien 2017)",
    )
