"""Settings that belong to a whole scenario: its name, its size for benchmarks, its queue for checks."""

from __future__ import annotations

from territory_sim.units import PerSegment, parameter, settings


@settings
class ScenarioParameters:
    """What the scenario is called and why one would run it."""

    name: str = parameter("1", "name of the scenario, as tables and reports print it")
    title: str = parameter("1", "short title for people")
    teaches: str = parameter("1", "one sentence that says what the scenario shows")


@settings
class BenchmarkSize:
    """One size of the benchmark."""

    reps: int = parameter("reps", "reps", low=1, high=100_000)
    accounts: int = parameter("accounts", "accounts", low=1, high=2_000_000)
    units: int = parameter("units", "units of the synthetic region", low=4, high=200_000)
    calls_per_year: PerSegment = parameter(
        "calls/year", "call norm that gives a rep about seven visits a day", low=0, high=250
    )
    requests_per_year: PerSegment = parameter("requests/year", "requests of one account", low=0, high=100_000)


@settings
class BenchmarkParameters:
    """How large a benchmark run is."""

    size: str = parameter("1", "size of the benchmark", choices=("S", "M", "L"))
    S: BenchmarkSize = parameter("1", "small size")
    M: BenchmarkSize = parameter("1", "medium size")
    L: BenchmarkSize = parameter("1", "large size")


@settings
class VerificationParameters:
    """A queue with a known answer, served by the real reps; read by the verification scenario."""

    servers: int = parameter("reps", "reps who serve the queue", low=1, high=10_000)
    arrival_rate_per_hour: float = parameter(
        "requests/h", "requests that arrive in an hour", low=1e-6, high=1e6
    )
    service_mean_hours: float = parameter("h", "mean hours to serve a request", low=1e-6, high=1e6)
    service_cv: float = parameter(
        "1", "coefficient of variation of the service time: 1 exponential, else lognormal", low=0, high=10
    )
    discipline: str = parameter("1", "order of service", choices=("fcfs", "priority"))
    priority_share: float = parameter("share", "share of requests with high priority", low=0, high=1)
    horizon_hours: float | None = parameter(
        "h", "hours to simulate; takes the place of days when given", low=1, high=1e9
    )


@settings
class OptimiseParameters:
    """How ``optimise`` searches the levers, and the floors that a combination must keep."""

    trials: int = parameter(
        "combinations",
        "combinations of the levers that are tried; all of them where there are no more",
        low=1,
        high=100_000,
        source="our assumption: five rounds of eight find the planted optimum of a smooth surface",
    )
    replications: int = parameter(
        "replications",
        "paired replications of each combination in the search",
        low=1,
        high=10_000,
        source="our assumption: pairing makes few enough to choose finalists, which get fresh ones",
    )
    finalists: int = parameter(
        "combinations",
        "combinations of most contribution within the floors that are settled by selection",
        low=1,
        high=100,
        source="our assumption: more cost runs, fewer may leave out the best",
    )
    most_replications: int = parameter(
        "replications",
        "replications of a finalist after which the leader is taken, settled or not",
        low=2,
        high=1_000_000,
        source="our assumption: bounds the time",
    )
    least_difference: float = parameter(
        "money",
        "least difference of contribution worth finding between finalists",
        low=0.01,
        high=1e12,
        source="our assumption: the threshold of contribution in the KPI dictionary",
    )
    pay_opportunity_gini_at_most: float | None = parameter(
        "0-1",
        "inequality of pay opportunity that a combination may have; null for any",
        low=0,
        high=1,
    )
    coverage_at_least: float | None = parameter(
        "share",
        "share of planned calls made in time that a combination must reach; null for any",
        low=0,
        high=1,
    )
