"""A campaign where reps are short wastes leads: the same leads, fewer of them won."""

from __future__ import annotations

import pandas as pd
import pytest

from territory_sim.experiments.run import simulate
from territory_sim.market.campaigns import CampaignPlan
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import build_world

OVERRIDES = ("days=120", "opportunity=false", "word_of_mouth.active=false")


def fates(reps: int, replication: int) -> pd.DataFrame:
    """Run the roadshow with some number of reps; give the leads it brings."""
    scenario = load_scenario("campaign_into_understaffed", [f"staffing.reps={reps}", *OVERRIDES])
    leads = simulate(scenario, replication=replication).tables["lead"]
    return leads[leads["source"] == "campaign"]


@pytest.mark.slow
def test_the_same_campaign_wins_fewer_of_its_leads_where_reps_are_short() -> None:
    """With 10 of 24 reps at least a twentieth fewer of the roadshow's leads are won; fixed seed."""
    many, few = (pd.concat([fates(reps, replication) for replication in range(3)]) for reps in (24, 10))
    won = [float((leads["status"] == "won").mean()) for leads in (many, few)]
    assert won[1] < 0.95 * won[0]


@pytest.mark.slow
def test_the_number_of_leads_is_the_area_under_the_rate() -> None:
    """The roadshow brings the leads its rate says; Poisson, 4 standard errors (false alarm: 6e-5)."""
    scenario = load_scenario("campaign_into_understaffed", ["staffing.reps=24", *OVERRIDES])
    world = build_world(scenario)
    plan = CampaignPlan(world.campaigns, scenario.marketing.channels, world.unit_potential_cents)
    expected = sum(
        float(plan.effects(day + 0.5).leads_per_year[world.accounts.unit].sum()) / 250
        for day in range(scenario.days)
    )
    assert expected > 300
    assert len(fates(24, 0)) == pytest.approx(expected, abs=4 * expected**0.5)
