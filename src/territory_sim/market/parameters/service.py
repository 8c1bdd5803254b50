"""Settings of service: requests, and what their answers do to accounts."""

from __future__ import annotations

from territory_sim.market.parameters.churn import ChurnParameters
from territory_sim.units import PerSegment, parameter, settings


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
        "deadlines",
        "multiple of the deadline after which a request without answer is given up, on average",
        low=1,
        high=1e9,
    )
    patience_distribution: str = parameter(
        "1",
        "how patience varies between requests: not at all, or as that of callers in Erlang A",
        choices=("fixed", "exponential"),
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
    experience_missed_call: float | None = parameter(
        "points",
        "experience of a planned call that did not come in its interval; null when none is noticed",
        low=0,
        high=10,
        source="our assumption: a call that does not come disappoints like an answer that is late",
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
    memory_half_months: float | None = parameter(
        "months",
        "time that halves what experiences left in satisfaction; null for never",
        low=0.1,
        high=1200,
        grade="observational",
        source="Bolton, Lemon and Bramlett 2006: only about the last year of experience counts; at 6 months "
        "three quarters of the weight lie in it",
    )
    churn: ChurnParameters = parameter("1", "when accounts leave us for good")
