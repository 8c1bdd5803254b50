"""Equal counts are not equal chances: ten territories with as many accounts each and the same rep."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.theory.rep_folders import settings_of, write_region

from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario

HOPS_KM = np.array([4, 8, 12, 16, 20, 25, 30, 35, 40, 50], dtype=np.float64)
ACCOUNTS = 121
VISIT_MINUTES = 45
SHIFT_MINUTES = 1196  # 24 visits, the most that a day may hold, where hops are shortest
DAYS = 4
KM_A_DEGREE = math.pi * 6371.0088 / 180


def visits_on_rings(folder: Path) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Let ten reps work rings of accounts, neighbours a hop apart, at 50 km an hour, Monday to Thursday.

    Everybody always has an account that is due a hop away, and nobody goes home before the weekend.

    Returns:
        Visits of each rep, and the hours spent on visits and ways.
    """
    places = [
        (20 + 15 * ring + radius * math.cos(turn), radius * math.sin(turn))
        for ring, radius in enumerate(HOPS_KM / KM_A_DEGREE / (2 * math.sin(math.pi / ACCOUNTS)))
        for turn in 2 * math.pi * np.arange(ACCOUNTS) / ACCOUNTS
    ]
    territory = np.repeat(np.arange(len(HOPS_KM)), ACCOUNTS)
    write_region(
        folder,
        places=places,
        accounts_of_unit=[1] * len(places),
        territory_of_unit=territory.tolist(),
        homes=range(0, len(places), ACCOUNTS),
        potential_of_unit=[1e4] * len(places),
    )
    scenario = load_scenario(
        "status_quo",
        settings_of(
            folder,
            "region.circuity=1",
            "region.speeds=[{up_to_km: null, km_per_hour: 50}]",
            "market.calls_per_year={A: 0.1, B: 0.1, C: 0.1}",
            "schedule.least_gap=0",
            f"market.call_minutes={{A: {VISIT_MINUTES}, B: {VISIT_MINUTES}, C: {VISIT_MINUTES}}}",
            "market.call_minutes_cv=0",
            "schedule.policy=nearest",
            "schedule.day_minutes=1440",
            f"staffing.shift_minutes={SHIFT_MINUTES}",
            "schedule.max_stops=24",
            "schedule.overnight_minutes=0",
            f"days={DAYS}",
        ),
    )
    rep_day = simulate(scenario).tables["rep_day"]
    sums = rep_day.groupby("rep_id", observed=True)[["visits", "travel_minutes", "meeting_minutes"]].sum()
    visits = sums["visits"].to_numpy().astype(np.float64)
    return visits, (sums["travel_minutes"] + sums["meeting_minutes"]).to_numpy() / 60


def test_equal_counts_of_accounts_give_twice_the_visits_where_they_lie_close(tmp_path: Path) -> None:
    """1,600 hours over the hours of a visit and a hop: 1,928 to 914 visits, and a P90/P10 of 1.74.

    In the hours that reps spend on visits and ways each is within 2 % of the formula, and so are both
    ratios. In the hours of their days the ratios are within 6 %: a day ends with a whole visit.
    """
    formula = 1600 / (VISIT_MINUTES / 60 + HOPS_KM / 50)
    assert formula[[0, -1]] == pytest.approx([1928, 914], abs=1)
    assert p90_over_p10(formula) == pytest.approx(1.74, abs=0.01)
    visits, worked_hours = visits_on_rings(tmp_path)
    in_worked = 1600 * visits / worked_hours
    assert in_worked == pytest.approx(formula, rel=0.02)
    assert in_worked[0] / in_worked[-1] == pytest.approx(1928 / 914, rel=0.02)
    assert p90_over_p10(in_worked) == pytest.approx(1.74, rel=0.02)
    assert visits[0] / visits[-1] == pytest.approx(1928 / 914, rel=0.06)
    assert p90_over_p10(visits) == pytest.approx(1.74, rel=0.06)


def p90_over_p10(values: NDArray[np.float64]) -> float:
    """Give the ratio of the upper to the lower decile."""
    high, low = np.quantile(values, [0.9, 0.1])
    return float(high / low)
