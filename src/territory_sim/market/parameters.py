"""Settings of the market: accounts, what they buy, what they ask, and who else sells to them."""

from __future__ import annotations

from territory_sim.units import PerSegment, parameter, settings


@settings
class MarketParameters:
    """The accounts, their potential, and how their orders answer to calls."""

    accounts: int = parameter("accounts", "number of accounts in the region", low=1, high=2_000_000)
    dispersion: float = parameter(
        "1",
        "shape of the gamma factor by which a unit's market differs from its statistics",
        low=0.2,
        high=1000,
        source="our assumption: a market differs from its statistics with a coefficient of variation of 0.7",
    )
    top_fifth_share: float = parameter(
        "share",
        "share of all potential held by the largest fifth of accounts (lognormal)",
        low=0.21,
        high=0.99,
        grade="observational",
        source="top 20 % of cities in a public sales file hold 81 % of sales; physicians 41-58 %",
    )
    mean_potential: float = parameter(
        "money/year", "mean potential of an account, from all suppliers", low=1, high=1e9
    )
    segment_a_share: float = parameter(
        "share", "share of all potential that makes the A accounts, largest first", low=0, high=1
    )
    segment_ab_share: float = parameter(
        "share", "share of all potential that makes A and B accounts together", low=0, high=1
    )
    calls_per_year: PerSegment = parameter("calls/year", "call norm", low=0, high=250)
    call_minutes: PerSegment = parameter("min", "mean minutes of a call", low=1, high=480)
    call_minutes_cv: float = parameter("1", "coefficient of variation of a call's minutes", low=0, high=2)
    needs_per_year: PerSegment = parameter(
        "orders/year", "how often an account buys, from whomever", low=0.1, high=250
    )
    order_size_cv: float = parameter("1", "coefficient of variation of an order's size", low=0, high=5)
    gross_margin: float = parameter("share", "gross margin of what we sell", low=0, high=1)
    choice_floor: float = parameter(
        "share", "probability that we get an order from an account never called on", low=0, high=1
    )
    choice_ceiling: float = parameter(
        "share", "probability that we get an order at boundless calling", low=0, high=1
    )
    response_half: float = parameter(
        "1",
        "ADBUDG constant d: goodwill at which half of the gain is reached, when the power is 1",
        low=0.01,
        high=100,
    )
    response_power: float = parameter(
        "1",
        "ADBUDG power c; with the default d it gives a call elasticity near 0.3 at the norm",
        low=0.2,
        high=5,
        grade="meta-analysis",
        source="Albers, Mantrala and Sridhar 2010: mean personal selling elasticity 0.34, corrected 0.31",
    )
    carry_over: float = parameter(
        "share/month",
        "share of the goodwill of calls that is left after a month",
        low=0,
        high=0.99,
        grade="observational",
        source="0.24-0.28 within physician in a detailing panel (Manchanda, Chintagunta and Rossi 2004)",
    )
    satisfaction_effect: float = parameter(
        "log odds/point", "gain in the odds of an order per point of satisfaction", low=0, high=3
    )
    relocations_per_year: float = parameter(
        "1/year", "share of accounts that move to a neighbouring unit in a year", low=0, high=1
    )


@settings
class ServiceParameters:
    """Requests that accounts make, how they are answered, and what the answer does to them."""

    requests_per_year: PerSegment = parameter("requests/year", "requests of one account", low=0, high=100_000)
    requests_per_hour_in_all: float | None = parameter(
        "requests/h",
        "requests of the whole region, spread evenly; replaces requests_per_year",
        low=0,
        high=1e6,
    )
    remote_share: float = parameter(
        "share", "share of requests that can be answered from afar", low=0, high=1
    )
    remote_minutes: float = parameter("min", "mean minutes to answer a remote request", low=0.1, high=6000)
    on_site_minutes: float = parameter(
        "min", "mean minutes of a visit for an on-site request", low=0.1, high=6000
    )
    minutes_cv: float = parameter("1", "coefficient of variation of the minutes of a request", low=0, high=5)
    minutes_distribution: str = parameter(
        "1", "distribution of the minutes of a request", choices=("lognormal", "exponential")
    )
    remote_deadline_hours: float = parameter(
        "working h", "time within which a remote request should be answered", low=0.1, high=1e9
    )
    on_site_deadline_hours: float = parameter(
        "working h", "time within which an on-site request should be met", low=0.1, high=1e9
    )
    patience: float = parameter(
        "deadlines", "multiple of the deadline after which a request without answer expires", low=1, high=1e9
    )
    discipline: str = parameter(
        "1", "order in which waiting remote requests are answered", choices=("fcfs", "priority")
    )
    priority_share: float = parameter("share", "share of requests with high priority", low=0, high=1)
    backup: str = parameter(
        "1",
        "who answers remote requests: the owner alone, or all reps as one pool",
        choices=("owner", "pooled"),
    )
    satisfaction_start: float = parameter("points", "satisfaction at the start, 0 to 10", low=0, high=10)
    experience_in_time: float = parameter(
        "points", "experience of a request answered within its deadline", low=0, high=10
    )
    experience_late: float = parameter("points", "experience of a request answered late", low=0, high=10)
    experience_unanswered: float = parameter(
        "points", "experience of a request never answered", low=0, high=10
    )
    gain_weight: float = parameter(
        "share", "part of a better-than-expected experience that satisfaction takes up", low=0, high=1
    )
    loss_weight: float = parameter(
        "share",
        "part of a worse-than-expected experience that satisfaction takes up",
        low=0,
        high=1,
        source="our assumption: losses weigh twice as much as gains (expectation-disconfirmation)",
    )


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
