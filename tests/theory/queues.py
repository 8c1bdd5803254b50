"""The verification scenario through the whole engine, and the formulas it is held against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    """

    run: Run
    lines: dict[str, float]
    waits: NDArray[np.float64]
    high: NDArray[np.bool_]


def interval_of(*runs: NDArray[np.floating | np.bool_]) -> Interval:
    """Give the 99 % batch-means interval of a mean.

    Args:
        *runs: Values of each run in the order of arrival; the batches of all runs are pooled.
    """
    batches = [batch for values in runs for batch in np.array_split(np.asarray(values, float), BATCHES)]
    return mean_interval([float(batch.mean()) for batch in batches], confidence=0.99)


def served_queue(replication: int = 0, **settings: object) -> Queue:
    """Run the verification scenario with some of its settings."""
    overrides = [f"verification.{key}={value}" for key, value in settings.items()]
    run = simulate(load_scenario("verification", overrides), replication=replication)
    requests = run.tables["request"]
    served = requests[requests["answered_minute"].notna()]
    waits = ((served["answered_minute"] - served["minute"]) / 60).to_numpy()
    lines = dict(zip(run.kpis["kpi"].tolist(), run.kpis["value"].tolist(), strict=True))
    return Queue(run, lines, waits, served["high_priority"].to_numpy())


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
