"""The reps' working day reproduces queueing theory.

Every figure comes from ``simulate``: Mesa reps, their SimPy workday, desks, books, tables and the
scorecard. Each interval misses the truth in 1 % of seeds; the seeds are fixed.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import cache
from typing import Any

import numpy as np
import pytest
from simpy import Environment, Event, Timeout
from tests.theory.queues import (
    Queue,
    cobham_waits,
    erlang_a,
    erlang_c,
    erlang_wait,
    interval_of,
    pollaczek_khinchine_wait,
    served_queue,
)

from territory_sim.simulation.calendar import BusinessCalendar
from territory_sim.simulation.rep_agent import IDLE, RepAgent


@cache
def queue(**settings: object) -> Queue:
    """Run each queue once."""
    return served_queue(**settings)  # type: ignore[arg-type]


def assert_holds(theory: float, widest: float, *runs: Queue) -> None:
    """The mean wait agrees with theory, and the interval is narrow enough for that to mean something."""
    interval = interval_of(*(served.waits for served in runs))
    for served in runs:
        assert served.lines["mean_wait_hours"] == pytest.approx(served.waits.mean(), rel=1e-12)
    assert interval.low <= theory <= interval.high
    assert interval.high - interval.low <= 2 * widest * theory


def test_the_formulas_themselves() -> None:
    """Known values: C(1, rho) = rho, C(2, 1) = 1/3, and five servers at load 4 from Erlang's tables."""
    assert erlang_c(1, 0.7) == pytest.approx(0.7)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_c(5, 4.0) == pytest.approx(0.554113, abs=1e-6)
    assert erlang_wait(1, 0.5, 1.0) == pytest.approx(pollaczek_khinchine_wait(0.5, 1.0, 1.0))
    assert cobham_waits(0.8, 1.0, 0.0)[1] == pytest.approx(erlang_wait(1, 0.8, 1.0))


def states_of_erlang_a(servers: int, arrivals: float, patience: float) -> tuple[float, float]:
    """Sum over states up to 400 of M/M/c+M: share who wait, share who give up."""
    odds = [1.0]
    for n in range(1, 400):
        odds.append(odds[-1] * arrivals / (min(n, servers) + max(n - servers, 0) / patience))
    chance = np.array(odds) / sum(odds)
    waiting = np.maximum(np.arange(400) - servers, 0)
    return float(chance[servers:].sum()), float(chance @ waiting / patience / arrivals)


@pytest.mark.parametrize(("servers", "arrivals", "patience"), [(1, 0.7, 0.5), (5, 4.0, 2.0), (3, 6.0, 1.0)])
def test_the_formula_of_erlang_a(servers: int, arrivals: float, patience: float) -> None:
    """The integral over waits agrees with the sum over states, and with Erlang C where patience is long."""
    found = erlang_a(servers, arrivals, 1.0, patience)
    waits, gave_up = states_of_erlang_a(servers, arrivals, patience)
    assert found.wait_probability == pytest.approx(waits, rel=1e-8)
    assert found.gave_up == pytest.approx(gave_up, rel=1e-8)
    patient = erlang_a(5, 4.0, 1.0, 1e7)
    assert patient.wait_probability == pytest.approx(erlang_c(5, 4.0), rel=1e-5)
    assert patient.served_wait == pytest.approx(erlang_wait(5, 4.0, 1.0), rel=1e-5)


MMC = [(1, 0.5), (3, 1.8), (5, 3.0)]


@pytest.mark.parametrize(("servers", "arrivals"), MMC)
def test_erlang_c(servers: int, arrivals: float) -> None:
    """Mean wait and probability to wait of M/M/c at a load of 0.5 to 0.6 lie in their 99 % intervals."""
    served = queue(servers=servers, arrival_rate_per_hour=arrivals, horizon_hours=40_000 / arrivals)
    assert_holds(erlang_wait(servers, arrivals, 1.0), 0.25, served)
    waited = interval_of(served.waits > 0)
    assert waited.low <= erlang_c(servers, arrivals) <= waited.high
    assert served.lines["wait_probability"] == (served.waits > 0).mean()


@pytest.mark.parametrize(("servers", "arrivals"), MMC)
def test_the_wait_of_those_who_wait_is_exponential(servers: int, arrivals: float) -> None:
    """P(W > t) = C exp(-(c - a) t) at half, one and two times the mean (99 % intervals)."""
    served = queue(servers=servers, arrival_rate_per_hour=arrivals, horizon_hours=40_000 / arrivals)
    for hours in np.array([0.5, 1.0, 2.0]) / (servers - arrivals):
        longer = interval_of(served.waits > hours)
        theory = erlang_c(servers, arrivals) * np.exp(-(servers - arrivals) * hours)
        assert longer.low <= theory <= longer.high


@pytest.mark.parametrize(("servers", "arrivals", "patience"), [(1, 0.7, 0.5), (5, 4.0, 2.0), (3, 6.0, 1.0)])
def test_erlang_a(servers: int, arrivals: float, patience: float) -> None:
    """M/M/c+M, also at twice the load that c can serve: who waits, who gives up, waits of those served.

    Each of the nine figures lies in its 99 % interval, whose half-width is 10 % at most.
    """
    served = queue(
        servers=servers,
        arrival_rate_per_hour=arrivals,
        patience_mean_hours=patience,
        horizon_hours=100_000 / arrivals,
    )
    theory = erlang_a(servers, arrivals, 1.0, patience)
    figures = (
        (served.waited, theory.wait_probability),
        (served.gave_up, theory.gave_up),
        (served.waits, theory.served_wait),
    )
    for values, expected in figures:
        interval = interval_of(values)
        assert interval.low <= expected <= interval.high
        assert interval.high - interval.low <= 2 * 0.1 * expected
    assert served.lines["wait_probability"] == pytest.approx(served.waited.mean(), rel=1e-12)
    assert served.lines["unanswered_share"] == pytest.approx(served.gave_up.mean(), rel=1e-12)


def test_the_number_waiting_counts_those_who_give_up_until_they_do() -> None:
    """Little with impatience: number waiting = rate x mean time in line, an identity, to 1e-9."""
    served = queue(servers=3, arrival_rate_per_hour=6.0, patience_mean_hours=1.0, horizon_hours=40_000 / 6.0)
    requests = served.run.tables["request"]
    horizon = served.run.scenario.days * 1440
    left = requests["answered_minute"].fillna(requests["expiry_minute"]).clip(upper=horizon)
    assert served.lines["mean_number_waiting"] == pytest.approx(
        (left - requests["minute"]).sum() / horizon, rel=1e-9
    )


@pytest.mark.parametrize("cv", [0.5, 1.5])
def test_pollaczek_khinchine(cv: float) -> None:
    """One rep with lognormal service, less and more variable than exponential (99 % interval)."""
    served = queue(servers=1, arrival_rate_per_hour=0.5, service_cv=cv, horizon_hours=30_000)
    assert_holds(pollaczek_khinchine_wait(0.5, 1.0, cv), 0.3, served)


def test_service_without_spread_is_half_the_wait() -> None:
    """M/D/1 waits half as long as M/M/1 (99 % interval)."""
    served = queue(servers=1, arrival_rate_per_hour=0.6, service_cv=0, horizon_hours=30_000)
    assert_holds(erlang_wait(1, 0.6, 1.0) / 2, 0.25, served)


def test_cobham() -> None:
    """Two classes without interruption: each class's mean wait lies in its 99 % interval."""
    served = queue(
        servers=1, arrival_rate_per_hour=0.6, discipline="priority", priority_share=0.3, horizon_hours=30_000
    )
    for chosen, theory, line in zip(
        (served.high, ~served.high), cobham_waits(0.6, 1.0, 0.3), ("high", "low"), strict=True
    ):
        interval = interval_of(served.waits[chosen])
        assert interval.low <= theory <= interval.high
        mean = served.waits[chosen].mean()
        assert served.lines[f"mean_wait_hours_{line}"] == pytest.approx(mean, rel=1e-12)
    assert served.lines["mean_wait_hours_high"] < served.lines["mean_wait_hours_low"]


@pytest.mark.parametrize(("servers", "arrivals"), [*MMC, (2, 2.4)])
def test_little(servers: int, arrivals: float) -> None:
    """Number waiting over time = sum of waits, to 1e-9, those still waiting at the end included.

    An identity, not an estimate: it holds in the overloaded queue as well.
    """
    hours = 40_000 / arrivals if servers > arrivals else 2000
    served = queue(servers=servers, arrival_rate_per_hour=arrivals, horizon_hours=hours)
    requests = served.run.tables["request"]
    horizon = served.run.scenario.days * 1440 / 60
    left = np.minimum((requests["answered_minute"] / 60).fillna(horizon), horizon)
    waited = (left - requests["minute"] / 60).to_numpy()
    rate = len(requests) / horizon
    assert served.lines["mean_number_waiting"] == pytest.approx(rate * waited.mean(), rel=1e-9)
    assert served.lines["served"] == requests["answered_minute"].notna().sum()


def test_priority_only_changes_who_waits() -> None:
    """With and without priority the same requests come, and as many wait on average (99 % interval)."""
    settings = {"servers": 1, "arrival_rate_per_hour": 0.6, "priority_share": 0.3, "horizon_hours": 30_000}
    served = queue(discipline="priority", **settings)
    in_turn = queue(**settings)
    came = [
        queue_.run.tables["request"][["minute", "handling_minutes", "high_priority"]]
        for queue_ in (served, in_turn)
    ]
    assert came[0].equals(came[1])
    interval = interval_of(served.waits)
    assert interval.low <= erlang_wait(1, 0.6, 1.0) <= interval.high
    assert served.lines["mean_wait_hours"] == pytest.approx(in_turn.lines["mean_wait_hours"], rel=0.02)


@pytest.mark.parametrize("backup", ["owner", "pooled"])
def test_inside_reps_and_those_behind_them_are_one_queue(backup: str) -> None:
    """Two inside reps and one field rep who owns every account serve as M/M/3 (99 % interval).

    Whether the requests lie on his desk as well as on theirs, or on one desk for all.
    """
    served = served_queue(
        others=["staffing.inside_reps=2", f"service.backup={backup}"],
        servers=1,
        arrival_rate_per_hour=1.8,
        horizon_hours=40_000 / 1.8,
    )
    interval = interval_of(served.waits)
    assert interval.low <= erlang_wait(3, 1.8, 1.0) <= interval.high
    assert interval.high - interval.low <= 2 * 0.25 * erlang_wait(3, 1.8, 1.0)
    waited = interval_of(served.waits > 0)
    assert waited.low <= erlang_c(3, 1.8) <= waited.high
    inside = served.run.tables["inside_rep_day"]["answers"].sum()
    assert 0.5 * len(served.waits) < inside < 0.9 * len(served.waits)


def slowed_workday(
    agent: RepAgent, env: Environment, calendar: BusinessCalendar, *, closing_hours: bool
) -> Generator[Event, None, None]:
    """Let a rep rest for six minutes after everything he does."""
    assert not closing_hours
    while True:
        day = int(env.now // calendar.day_minutes)
        if day >= calendar.days:
            return
        agent.begin_shift(env.now, before_weekend=False)
        while (minutes := agent.next_step(env.now)) is not None:
            yield Timeout(env, minutes)
            agent.spent[IDLE] += 6.0
            yield Timeout(env, 6.0)
        if env.now < (day + 1) * calendar.day_minutes:
            yield Timeout(env, (day + 1) * calendar.day_minutes - env.now)


def test_a_broken_workday_breaks_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reps who rest for six minutes after each answer leave Erlang's wait far outside of the interval.

    So the figures above come from the reps' own working day and from nowhere else.
    """
    monkeypatch.setattr("territory_sim.simulation.model.workday", slowed_workday)
    broken = served_queue(servers=3, arrival_rate_per_hour=1.8, horizon_hours=10_000)
    interval = interval_of(broken.waits)
    assert interval.low > 1.1 * erlang_wait(3, 1.8, 1.0)


MEAN = 0.1
"""Hours of service in the long queues: short ones, since a simulated day without requests costs time too."""
ONE = {"servers": 1, "service_mean_hours": MEAN, "arrival_rate_per_hour": 0.5 / MEAN}
FIVE = {"servers": 5, "service_mean_hours": MEAN, "arrival_rate_per_hour": 4 / MEAN}
LONG = [
    ({**FIVE, "horizon_hours": 20_000}, 3, erlang_wait(5, 4 / MEAN, MEAN)),
    ({**ONE, "horizon_hours": 100_000}, 1, erlang_wait(1, 0.5 / MEAN, MEAN)),
    (
        {**ONE, "service_cv": 0.5, "horizon_hours": 60_000},
        1,
        pollaczek_khinchine_wait(0.5 / MEAN, MEAN, 0.5),
    ),
    (
        {**ONE, "service_cv": 1.5, "horizon_hours": 150_000},
        3,
        pollaczek_khinchine_wait(0.5 / MEAN, MEAN, 1.5),
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("settings", "replications", "theory"), LONG)
def test_long_queues_agree_within_three_percent(
    settings: dict[str, Any], replications: int, theory: float
) -> None:
    """Theory lies in the 99 % interval over all replications, whose half-width is 3 % at most.

    And it lies in the wider interval of each replication too.
    """
    runs = [served_queue(replication, **settings) for replication in range(replications)]
    assert_holds(theory, 0.03, *runs)
    for served in runs:
        alone = interval_of(served.waits)
        assert alone.low <= theory <= alone.high
