"""A campaign where reps are short wastes leads: the same leads, fewer of them won."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from territory_sim.market.campaigns import CampaignPlan, highest_lead_rate
from territory_sim.market.leads import Leads
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import World, build_world
from territory_sim.simulation.engine import run_engine, world_demand
from territory_sim.streams import Streams

OVERRIDES = ("days=120", "opportunity=false")


def campaign_leads(world: World, streams: Streams) -> Leads:
    """Give the leads of the campaigns alone: candidates whose level lies under the rate of their day."""
    scenario, accounts = world.scenario, world.accounts
    day_minutes = scenario.schedule.day_minutes
    channels = scenario.marketing.channels
    plan = CampaignPlan(world.campaigns, channels, world.unit_potential_cents)
    ceiling = np.full(len(accounts), highest_lead_rate(world.campaigns, channels))
    horizon = Horizon(scenario.days * day_minutes, 250 * day_minutes)
    found = draw_occurrences(streams, "wasted leads", accounts.stream_keys, ceiling, horizon, marks=3)
    day = (found.minute // day_minutes).astype(int)
    rates = np.array([plan.effects(each + 0.5).leads_per_year for each in range(scenario.days)])
    kept = found.level < rates[day, accounts.unit[found.account]]
    account, marks = found.account[kept], found.marks[kept]
    return Leads(
        account=account,
        minute=found.minute[kept],
        value_cents=np.rint(scenario.leads.value_share * accounts.potential_cents[account]).astype(np.int64),
        qualify_mark=marks[:, 0].copy(),
        win_mark=marks[:, 1].copy(),
        visit_minutes=np.full(len(account), scenario.leads.visit_minutes),
        expiry_minute=found.minute[kept] + 60 * scenario.leads.patience_hours,
    )


def fates(reps: int, replication: int) -> pd.DataFrame:
    """Run the roadshow with some number of reps and nothing but its leads; give the table of leads."""
    scenario = load_scenario("campaign_into_understaffed", [f"staffing.reps={reps}", *OVERRIDES])
    world = build_world(scenario)
    streams = Streams(scenario.seed, replication)
    demand = replace(world_demand(world, streams), leads=campaign_leads(world, streams))
    return run_engine(world, streams, demand, ["lead"])["lead"]


@pytest.mark.slow
def test_the_same_leads_are_won_less_often_where_reps_are_short() -> None:
    """With 10 of 24 reps, the same 1,200 leads of three roadshows: a twentieth fewer are won, at least."""
    many, few = (pd.concat([fates(reps, replication) for replication in range(3)]) for reps in (24, 10))
    assert many[["account_id", "minute"]].astype(str).equals(few[["account_id", "minute"]].astype(str))
    won = [(leads["status"] == "won").mean() for leads in (many, few)]
    assert won[1] < 0.95 * won[0]
    waits = [(leads["answered_minute"] - leads["minute"]).mean() for leads in (many, few)]
    assert waits[1] > waits[0]


def test_the_number_of_leads_is_the_area_under_the_rate() -> None:
    """Leads accepted per account and unit follow the rate array; Poisson, 4 standard errors."""
    scenario = load_scenario("campaign_into_understaffed", ["staffing.reps=24", *OVERRIDES])
    world = build_world(scenario)
    plan = CampaignPlan(world.campaigns, scenario.marketing.channels, world.unit_potential_cents)
    expected = sum(
        float(plan.effects(day + 0.5).leads_per_year[world.accounts.unit].sum()) / 250
        for day in range(scenario.days)
    )
    assert expected > 300
    assert len(campaign_leads(world, Streams(1, 0))) == pytest.approx(expected, abs=4 * expected**0.5)
