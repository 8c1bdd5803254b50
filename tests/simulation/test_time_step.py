"""How often a day takes effect does not matter: what happens at a moment is felt from that moment on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.worlds import loaded, small_scenario

from territory_sim.experiments.compare import compare
from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario

STEEP = loaded("status_quo", "commission=accelerator", "commission.quota.growth=-0.3").commission
HURRIED = replace(small_scenario().people, deal_timing=loaded("status_quo").people.deal_timing)
"""A plan and people under which some deals are hurried before the quarter ends."""


@pytest.mark.parametrize(
    "changes",
    [
        {"days": 40},
        {"days": 90, "opportunity": False, "commission": STEEP, "people": HURRIED},
        {"days": 40, "opportunity": False, "fulfilment": loaded("stock_out").fulfilment},
    ],
    ids=["default market", "hurried deals", "goods out of stock"],
)
def test_four_settlements_a_day_give_the_same_scorecard(changes: dict[str, Any]) -> None:
    """To twelve digits: only the order of additions differs."""
    runs = [simulate(small_scenario(**changes, schedule__settlements_per_day=times)) for times in (1, 4)]
    once, often = (run.kpis for run in runs)
    assert once["kpi"].tolist() == often["kpi"].tolist()
    np.testing.assert_allclose(once["value"], often["value"], rtol=1e-12)
    leads = runs[0].tables["lead"]
    assert bool((leads["discount_cents"] > 0).any()) == ("commission" in changes)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["status_quo", "spring_campaign", "product_launch", "stock_out"])
def test_halving_the_step_moves_no_line_beyond_its_interval(name: str) -> None:
    """Over eight paired half years, no line's change differs from rounding by Holm's rule at 5 %.

    Forty lines at 95 % each would cry wolf in most families of runs; together these do in one of twenty, for
    each scenario, and the seed is fixed. What a wrong rate does to single lines the exact test above tells.
    """
    whole = load_scenario(name, ["opportunity=false", "days=125"])
    half = load_scenario(
        name, ["opportunity=false", "days=125", "schedule.settlements_per_day=2", "label=half"]
    )
    table = compare([whole, half], replications=8).table
    rounding = 1e-9 * table["baseline"].abs() + 1e-12
    moved = table[(table["p_holm"] < 0.05) & (table["difference"].abs() > rounding)]
    assert moved[["kpi", "baseline", "difference", "low", "high", "p_holm"]].to_dict("records") == []
