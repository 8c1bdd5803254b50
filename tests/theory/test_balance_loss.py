"""What unequal territories cost with equal reps: the engine against 1 - exp(-e(1-e) ln(1+CV^2)/2)."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from tests.theory.rep_folders import lognormal_quantiles, settings_of, write_region

from territory_sim.market.attraction import OURS, order_attractions, shares
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world
from territory_sim.simulation.engine import world_demand
from territory_sim.simulation.model import TerritoryModel
from territory_sim.streams import Streams

TERRITORIES = 500
ELASTICITY = 0.31
CALLS_A_DAY = 2
DAYS = 60


def yearly_sales(cv: float, folder: Path) -> float:
    """Let 500 equal reps work territories of one mean and give what the accounts are expected to buy of us.

    Accounts are alike and their number follows potential; each rep makes two calls a day, wherever
    one more call gains most. Goodwill begins at its rest; sales are what orders would be on
    average, read every evening from the accounts as they stand, so that no luck of orders is in them.
    """
    potential = lognormal_quantiles(cv, TERRITORIES)
    accounts = np.maximum(np.rint(25 * potential).astype(int), 1)
    write_region(
        folder,
        places=[(0.1 * unit, 0.0) for unit in range(TERRITORIES)],
        accounts_of_unit=accounts.tolist(),
        territory_of_unit=range(TERRITORIES),
        homes=range(TERRITORIES),
        potential_of_unit=(1e6 * potential).tolist(),
    )
    world = build_world(
        load_scenario(
            "status_quo",
            settings_of(
                folder,
                "market.response=power",
                f"market.response_elasticity={ELASTICITY}",
                "market.choice_at_norm=0.98",
                "market.choice_ceiling=1",
                "market.calls_per_year={A: 250, B: 250, C: 250}",
                "market.call_minutes={A: 30, B: 30, C: 30}",
                "market.call_minutes_cv=0",
                "market.needs_per_year={A: 0.1, B: 0.1, C: 0.1}",
                "market.carry_over=0.9",
                "schedule.policy=marginal",
                "schedule.least_gap=0",
                "schedule.travel=false",
                f"schedule.max_stops={CALLS_A_DAY}",
                f"days={DAYS}",
            ),
        )
    )
    streams = Streams(1, 0)
    model = TerritoryModel(world, streams, world_demand(world, streams))
    model.state.goodwill[:] = CALLS_A_DAY / accounts[world.accounts.unit]
    value, none = world.accounts.potential_cents / 100, np.zeros(len(world.accounts))
    nobody, sold = np.empty((0, len(none))), 0.0
    for _ in range(DAYS):
        model.step()
        ours = model.state.response.share(np.arange(len(none)), model.state.goodwill)
        sold += float(value @ shares(order_attractions(ours, none, nobody, 0.0))[OURS]) / DAYS
    assert (model.tally.rep_counts[:, :, 0] == CALLS_A_DAY).all()
    return sold / potential.mean()


@pytest.mark.parametrize("cv", [0.2, 0.3, 0.5, 0.8])
def test_unequal_potential_costs_what_the_closed_form_says(
    cv: float, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Within 0.15 points, against the same number of equal territories; nothing here is random."""
    even = yearly_sales(0.0, tmp_path_factory.mktemp("even"))
    lost = 1 - yearly_sales(cv, tmp_path) / even
    expected = 1 - math.exp(-ELASTICITY * (1 - ELASTICITY) * math.log1p(cv * cv) / 2)
    assert lost == pytest.approx(expected, abs=0.0015)
