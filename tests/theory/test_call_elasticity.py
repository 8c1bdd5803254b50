"""More calls on a random half of the accounts: what the engine sells answers as the meta-analysis says.

Albers, Mantrala and Sridhar 2010: mean elasticity of personal selling 0.34, corrected 0.31.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from tests.worlds import loaded

from territory_sim.experiments.run import simulate
from territory_sim.metrics.call_trial import elasticity_between_arms, elasticity_between_runs
from territory_sim.scenario.world import build_world
from territory_sim.statistics.intervals import mean_interval

REPLICATIONS = 8
LIFT = 0.4


@pytest.mark.slow
def test_more_calls_at_random_reach_the_published_elasticity() -> None:
    """Paired runs of the default market with and without the trial: the 95 % interval reaches 0.2-0.45.

    Won leads are left out: calls on accounts do not make them, and with them the reading is 0.03 lower. The
    standard error is 0.015 about an estimate of 0.21, at the lower end of the band, so the interval misses
    the band in one seed of 300; the seed is fixed.
    """
    # Accounts and orders of more equal size: the elasticity is the same, and luck hides less of it.
    even = ("market.top_fifth_share=0.35", "market.order_size_cv=0")
    no_leads = [f"leads.leads_per_year.{segment}=0" for segment in "ABC"]
    overrides = ("opportunity=false", *even, *no_leads, "leads.prospecting_leads_per_year=0")
    usual, trial = (
        build_world(
            loaded(
                "status_quo",
                *overrides,
                f"market.call_trial_lift={LIFT}",
                f"market.call_trial_share={share}",
            )
        )
        for share in (0, 0.5)
    )
    read, lifts = [], []
    for replication in range(REPLICATIONS):
        without, with_trial = (
            simulate(world.scenario, replication=replication, world=world).tables["account_run"]
            for world in (usual, trial)
        )
        read.append(elasticity_between_runs(with_trial, without))
        arm = with_trial["in_trial"].to_numpy()
        lifts.append(with_trial["visits"][arm].sum() / without["visits"][arm].sum())
    interval = mean_interval(np.array(read))
    assert interval.high >= 0.2
    assert 0.15 <= interval.estimate <= 0.45
    # The plan asks for two fifths more; reps make what they can.
    assert 1.1 < np.mean(lifts) < 1 + LIFT


def accounts(**columns: list[float]) -> pd.DataFrame:
    """Give four accounts, the first two in the trial."""
    return pd.DataFrame({"in_trial": [True, True, False, False]} | columns)


def test_between_arms_sales_and_visits_per_potential_are_compared() -> None:
    """Twice the visits and the root of two times the sales: an elasticity of a half."""
    table = accounts(
        potential_cents=[100, 300, 200, 200],
        visits=[8, 24, 8, 8],
        booked_cents=[10 * 2**0.5, 30 * 2**0.5, 20, 20],
    )
    assert elasticity_between_arms(table) == pytest.approx(0.5)


def test_between_runs_only_what_the_trial_changed_counts() -> None:
    """The trial's accounts gain a tenth of visits and 3 % of sales beyond the others, which lose both."""
    without = accounts(potential_cents=[1] * 4, visits=[10] * 4, booked_cents=[100.0, 300.0, 50.0, 350.0])
    lost_sales, lost_visits = 0.99, 0.98
    with_trial = without.assign(
        visits=[10 * 1.1, 10 * 1.1, 10 * lost_visits, 10 * lost_visits],
        booked_cents=[103.0, 309.0, 50 * lost_sales, 350 * lost_sales],
    )
    expected = np.log(1.03 / lost_sales) / np.log(1.1 / lost_visits)
    assert elasticity_between_runs(with_trial, without) == pytest.approx(expected)
