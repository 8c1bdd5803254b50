"""The verification scenario through the whole engine, and the formulas it is held against."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad

from territory_sim.experiments.run import Run, simulate
from territory_sim.scenario.load import load_scenario
from territory_sim.statistics.intervals import Interval, mean_interval

BATCHES = 25
"""Batches of successive requests: long against the correlation of waits, enough for Student's t."""


@dataclass(frozen=True)
class Queue:
    """One run of the verification scenario.

    Args:
        run: The run.
        lines: Its scorecard by name.
        waits: Hours each served request waited, in the order of arrival.
        high: Which of them had high priority.
        gave_up: Which requests were given up, of all that came to an end, in the order of arrival.
        waited: Which of these had to wait; whoever gave up has waited.
    """

    run: Run
    lines: dict[str, float]
    waits: NDArray[np.float64]
    high: NDArray[np.bool_]
    gave_up: NDArray[np.bool_]
    waited: NDArray[np.bool_]


@dataclass(frozen=True)
class Impatience:
    """What theory says of a queue whose requests may be given up.

    Args:
        wait_probability: Share of requests that find nobody free.
        gave_up: Share of requests given up.
        served_wait: Mean hours of waiting of those served.
    """

    wait_probability: float
    gave_up: float
    served_wait: float


def interval_of(*runs: NDArray[np.floating | np.bool_]) -> Interval:
    """Give the 99 % batch-means interval of a mean.

    Args:
        *runs: Values of each run in the order of arrival; the batches of all runs are pooled.
    """
    batches = [batch for values in runs for batch in np.array_split(np.asarray(values, float), BATCHES)]
    return mean_interval([float(batch.mean()) for batch in batches], confidence=0.99)


def served_queue(
    replication: int = 0,
    patience_mean_hours: float | None = None,
    others: Sequence[str] = (),
    **settings: object,
) -> Queue:
    """Run the verification scenario with some of its settings, and others by override.

    Without a patience nobody gives up.
    """
    overrides = [*others, *(f"verification.{key}={value}" for key, value in settings.items())]
    if patience_mean_hours is not None:
        overrides += [
            "service.patience_distribution=exponential",
            "service.patience=1",
            f"service.remote_deadline_hours={patience_mean_hours}",
        ]
    run = simulate(load_scenario("verification", overrides), replication=replication)
    requests = run.tables["request"]
    served = requests[requests["answered_minute"].notna()]
    waits = ((served["answered_minute"] - served["minute"]) / 60).to_numpy()
    lines = dict(zip(run.kpis["kpi"].tolist(), run.kpis["value"].tolist(), strict=True))
    ended = requests[requests["status"] != "open"]
    gave_up = (ended["status"] == "expired").to_numpy()
    waited = gave_up | (ended["answered_minute"] > ended["minute"]).to_numpy()
    return Queue(run, lines, waits, served["high_priority"].to_numpy(), gave_up, waited)


def erlang_c(servers: int, load: float) -> float:
    """Return the probability to wait in M/M/c.

    Source: Erlang 1917; the recursion of Erlang B is B(k) = a B(k-1) / (k + a B(k-1)).
    """
    blocked = 1.0
    for server in range(1, servers + 1):
        blocked = load * blocked / (server + load * blocked)
    return blocked / (1 - load / servers * (1 - blocked))


def erlang_wait(servers: int, arrivals: float, service: float) -> float:
    """Return the mean hours of waiting in M/M/c."""
    load = arrivals * service
    return erlang_c(servers, load) * service / (servers - load)


def erlang_a(servers: int, arrivals: float, service: float, patience: float) -> Impatience:
    """Return what M/M/c+M gives: exponential patience of a mean in hours.

    Source: Palm 1957; the density of the wait that a patient request would have is
    lambda p(c-1) exp(lambda (1 - e^(-t/patience)) patience - c t / service) (Baccelli and Hebuterne 1981).
    """

    def mean_over_waits(weight: Callable[[float], float]) -> float:
        def integrand(hours: float) -> float:
            come = arrivals * patience * (1 - math.exp(-hours / patience))
            return weight(hours) * arrivals * math.exp(come - servers * hours / service)

        return float(quad(integrand, 0, math.inf, epsabs=1e-12, epsrel=1e-10)[0])

    load = arrivals * service
    free = [load**n / math.factorial(n) for n in range(servers)]
    # All that is below is in units of the probability that all servers but one are busy.
    unit = 1 / (sum(free) / free[-1] + mean_over_waits(lambda _: 1.0))
    gave_up = unit * mean_over_waits(lambda hours: 1 - math.exp(-hours / patience))
    waits = unit * mean_over_waits(lambda hours: hours * math.exp(-hours / patience))
    return Impatience(unit * mean_over_waits(lambda _: 1.0), gave_up, waits / (1 - gave_up))


def pollaczek_khinchine_wait(arrivals: float, service: float, cv: float) -> float:
    """Return the mean hours of waiting in M/G/1: lambda E[S^2] / (2 (1 - rho))."""
    return arrivals * service**2 * (1 + cv**2) / (2 * (1 - arrivals * service))


def cobham_waits(arrivals: float, service: float, share: float) -> tuple[float, float]:
    """Return the mean hours of waiting of high and low priority in M/M/1 without interruption.

    Source: Cobham 1954: W0 / (1 - r1) and W0 / ((1 - r1) (1 - r1 - r2)).
    """
    under_way = arrivals * service**2
    high, load = share * arrivals * service, arrivals * service
    return under_way / (1 - high), under_way / ((1 - high) * (1 - load))
