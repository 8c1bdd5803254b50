"""How often a day takes effect does not matter: what happens at a moment is felt from that moment on."""

from __future__ import annotations

import numpy as np
import pytest
from tests.worlds import small_scenario

from territory_sim.experiments.compare import compare
from territory_sim.experiments.run import simulate
from territory_sim.scenario.load import load_scenario


def test_four_settlements_a_day_give_the_same_scorecard() -> None:
    """To twelve digits: only the order of additions differs."""
    once, often = (
        simulate(small_scenario(days=40, schedule__settlements_per_day=times)).kpis for times in (1, 4)
    )
    assert once["kpi"].tolist() == often["kpi"].tolist()
    np.testing.assert_allclose(once["value"], often["value"], rtol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["status_quo", "spring_campaign", "product_launch"])
def test_halving_the_step_moves_no_line_beyond_its_interval(name: str) -> None:
    """Over eight paired half years, the 95 % interval of every line's change holds zero or rounding.

    With goods out of stock satisfaction moves by 0.00004 points, beyond its interval: who asked in vain
    is disappointed once the orders of a stretch are settled, after the stretch's answers.
    """
    whole = load_scenario(name, ["opportunity=false", "days=125"])
    half = load_scenario(
        name, ["opportunity=false", "days=125", "schedule.settlements_per_day=2", "label=half"]
    )
    table = compare([whole, half], replications=8).table
    rounding = 1e-9 * table["baseline"].abs() + 1e-12
    moved = table[(table["low"] > rounding) | (table["high"] < -rounding)]
    assert moved[["kpi", "baseline", "difference", "low", "high"]].to_dict("records") == []
