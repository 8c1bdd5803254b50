"""Campaigns in the engine: who feels them, when, and what the tables say of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.simulation.diary import model_of
from tests.worlds import campaign, geo_tested, small_scenario, small_world

from territory_sim.experiments.run import simulate
from territory_sim.market.parameters.marketing import CampaignParameters, MarketingParameters
from territory_sim.scenario.world import build_world
from territory_sim.simulation.model import TerritoryModel


def model(*campaigns: Any, **changes: Any) -> TerritoryModel:
    """Give the model of the small world with some campaigns."""
    return model_of(build_world(small_scenario(marketing__campaigns=campaigns, **changes)))


def lifting(*campaigns: CampaignParameters) -> MarketingParameters:
    """Give marketing whose mail brings no leads: they would take reps' time and move everything else."""
    usual = small_scenario().marketing
    mail = replace(usual.channels.mail, leads_per_year=0.0)
    return replace(usual, campaigns=campaigns, channels=replace(usual.channels, mail=mail))


def test_accounts_feel_what_their_unit_gets_from_the_first_day_on() -> None:
    """Zero before day 5; then lift and leads where the campaign runs, and nowhere else."""
    running = model(campaign(share=0.4))
    units, state = running.campaigns.plan.campaigns[0].units, running.state
    for day in range(12):
        running.step()
        reached = np.isin(state.unit, units)
        assert (state.campaign_appeal[reached] > 0).all() == (day >= 5)
        assert (state.campaign_lead_rate[reached] > 0).all() == (day >= 5)
        assert not state.campaign_appeal[~reached].any()
    effects = running.campaigns.plan.effects(11.5)
    np.testing.assert_array_equal(state.campaign_appeal, effects.appeal[state.unit])
    np.testing.assert_array_equal(state.campaign_lead_rate, effects.leads_per_year[state.unit])


def test_an_account_that_moves_feels_what_its_new_unit_gets() -> None:
    """Place decides, not who the account was."""
    running = model(campaign(share=0.5), market__relocations_per_year=1.0)
    for _ in range(20):
        running.step()
    moved = running.state.unit != running.world.accounts.unit
    assert moved.any()
    effects = running.campaigns.plan.effects(19.5)
    np.testing.assert_array_equal(running.state.campaign_appeal, effects.appeal[running.state.unit])


def test_leads_of_the_day_meet_the_rate_of_that_day() -> None:
    """On the morning of the first day the rate is set already: no day is lost to the order of steps."""
    running = model(campaign())
    for day in range(5):
        running.step()
        assert not running.state.campaign_lead_rate.any(), day
    running.morning.open_day(5, 6 * running.rules.day_minutes)
    np.testing.assert_array_equal(
        running.state.campaign_lead_rate,
        running.campaigns.plan.effects(5.5).leads_per_year[running.state.unit],
    )


def test_a_shorter_step_changes_almost_nothing() -> None:
    """Over the run, lift in the middle of days and of quarters of days add up to the same within 1 %."""
    plan = model(campaign()).campaigns.plan
    days, quarters = np.arange(20) + 0.5, (np.arange(80) + 0.5) / 4
    whole = np.sum([plan.effects(float(day)).appeal for day in days], axis=0)
    parts = np.sum([plan.effects(float(day)).appeal for day in quarters], axis=0) / 4
    assert whole.any()
    np.testing.assert_allclose(whole, parts, rtol=0.01)


def test_the_table_tells_what_was_spent_to_the_cent_and_what_it_did() -> None:
    """Two weeks of 3,000 in all units; adstock and lift rise while it runs and fade after."""
    run = simulate(small_scenario(marketing=lifting(campaign())))
    table = run.tables["campaigns"]
    weekly = table.groupby("week")["spend_cents"].sum()
    assert weekly.index.tolist() == [1, 2, 3]
    assert weekly.loc[[1, 2]].sum() == pytest.approx(600_000, abs=len(table))
    assert weekly.loc[3] == 0
    lift = table.groupby("week")["lift"].mean()
    assert lift[2] > lift[1] > 0
    assert 0 < lift[3] < lift[2]
    spend = float(table["spend_cents"].sum()) / 100
    idle = simulate(small_scenario())
    kpis, before = (one.kpis.set_index("kpi")["value"] for one in (run, idle))
    assert kpis["campaign_spend"] == spend
    assert "campaign_spend" not in before
    pay, pay_before = (float(one.tables["rep_month"]["variable_cents"].sum()) / 100 for one in (run, idle))
    earned = run.scenario.market.gross_margin * (kpis["revenue"] - before["revenue"]) - (pay - pay_before)
    assert kpis["contribution"] - before["contribution"] == pytest.approx(earned - spend, abs=0.01)


def test_a_campaign_in_a_test_spends_in_treated_units_alone() -> None:
    """The table of units says who was treated, and the money says the same."""
    run = simulate(small_scenario(marketing=geo_tested(campaign())))
    units = run.tables["geo_test_units"].set_index("unit_id")
    spent = run.tables["campaigns"].groupby("unit_id", observed=True)["spend_cents"].sum()
    assert set(spent[spent > 0].index) == set(units.index[units["is_treated"]])
    assert (units["spend_cents"] > 0).equals(units["is_treated"])
    assert spent.sum() == units["spend_cents"].sum()
    assert (units["before_days"] == 5).all()
    assert (units["during_days"] == 15).all()


def test_the_test_reads_the_sales_of_its_days_and_no_other() -> None:
    """Before and during are days 0-4 and 5-19 of 20: together all that was booked."""
    run = simulate(small_scenario(marketing=geo_tested(campaign())))
    units, accounts = run.tables["geo_test_units"], run.tables["account_run"]
    assert units["before_cents"].sum() + units["during_cents"].sum() == accounts["booked_cents"].sum()
    short = simulate(small_scenario(days=5))
    assert units["before_cents"].sum() == short.tables["account_run"]["booked_cents"].sum()


def test_the_truth_is_what_the_same_luck_sells_without_the_campaign() -> None:
    """A paired run without campaigns gives the reading called truth, exactly."""
    tested = geo_tested(campaign(spend_per_week=30_000.0))
    run, idle = simulate(small_scenario(marketing=tested)), simulate(small_scenario())
    booked = [int(one.tables["account_run"]["booked_cents"].sum()) for one in (run, idle)]
    truth = run.tables["geo_test"].set_index("reading").loc["truth"]
    assert truth["gained_cents"] == booked[0] - booked[1] > 0
    assert truth["iroas"] == truth["low"] == truth["high"]
    assert truth["iroas"] == pytest.approx(truth["gained_cents"] / truth["spend_cents"], rel=1e-6)


def test_every_replication_is_another_test_in_the_same_world() -> None:
    """The lot falls anew; who is in the test and what each unit is worth stay."""
    world = small_world(marketing=geo_tested(campaign()))
    first, second = (
        simulate(world.scenario, replication=number, world=world).tables["geo_test_units"]
        for number in (0, 1)
    )
    assert first["block"].equals(second["block"])
    assert not first["is_treated"].equals(second["is_treated"])


def test_without_campaigns_there_are_no_rows() -> None:
    """Empty tables of campaigns, no line of spend, nothing read."""
    run = simulate(small_scenario())
    for name in ("campaigns", "geo_test_units", "geo_test"):
        assert len(run.tables[name]) == 0
