"""Skiera and Albers (1998): an alignment drawn for profit brings 5.8 % more than a real firm's own."""

from __future__ import annotations

import pytest

from territory_sim.experiments.fronts import draw_fronts
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world


@pytest.mark.slow
@pytest.mark.parametrize("region", ["texas_counties"])
def test_profit_beats_balance_and_today_by_published_sizes(region: str) -> None:
    """Profit brings at least what even work brings, and 2 to 20 % more than today's map.

    The published 5.8 % is one case; the band is ours, since today's map is made up.
    """
    fronts = draw_fronts(build_world(load_scenario("status_quo", [f"region={region}"])), effort=0.5)
    assert fronts.today is not None
    assert fronts.best.contribution >= fronts.balanced.contribution
    assert 0.02 <= fronts.best.contribution / fronts.today.contribution - 1 <= 0.20
