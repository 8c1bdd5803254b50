"""Marketing off is as if it did not exist; on, it moves choice and money and no candidate of anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.randomness.candidates import candidates_of
from tests.worlds import campaign, geo_tested, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate

CAMPAIGN = campaign(spend_per_week=30_000.0)
SWITCHES: dict[str, dict[str, Any]] = {
    "a campaign": {"marketing__campaigns": (CAMPAIGN,)},
    "by lot": {"marketing__campaigns": (campaign(choose="random", share=0.5),)},
    "under test": {"marketing": geo_tested(CAMPAIGN)},
}


def same(first: Run, second: Run, *names: str) -> bool:
    """Say whether tables of two runs are equal."""
    return all(first.tables[name].equals(second.tables[name]) for name in names)


@pytest.mark.parametrize("switch", sorted(SWITCHES))
def test_no_campaign_touches_a_candidate_of_another_mechanism(switch: str) -> None:
    """Times and marks of everything the market could do: the same to the byte."""
    assert candidates_of(small_world()) == candidates_of(small_world(**SWITCHES[switch]))


@pytest.mark.parametrize("switch", sorted(SWITCHES))
def test_switched_off_it_is_as_if_nothing_were_planned(switch: str) -> None:
    """With marketing.active false every table equals that of a run without campaigns."""
    planned = SWITCHES[switch]
    idle = simulate(small_scenario())
    off = small_scenario(**planned)
    silent = simulate(small_scenario(**planned, marketing__active=False))
    assert off.marketing.campaigns == silent.scenario.marketing.campaigns != ()
    assert same(idle, silent, *idle.tables)


def test_leaving_out_every_campaign_is_the_same_as_planning_none() -> None:
    """``without`` takes a campaign out of the world altogether."""
    idle = simulate(small_scenario())
    without = simulate(small_scenario(marketing__campaigns=(CAMPAIGN,), marketing__without=("letters",)))
    assert same(idle, without, *idle.tables)


def test_a_campaign_that_brings_no_lead_moves_sales_pay_and_spend_and_no_service() -> None:
    """Only sales, pay and campaign tables differ; every account sells as much as before or more."""
    usual = small_scenario().marketing
    mail = replace(usual.channels.mail, leads_per_year=0.0)
    lifting = replace(usual, campaigns=(CAMPAIGN,), channels=replace(usual.channels, mail=mail))
    idle, lifted = simulate(small_scenario()), simulate(small_scenario(marketing=lifting))
    assert same(idle, lifted, "rep_day", "request", "lead")
    accounts = [run.tables["account_run"] for run in (idle, lifted)]
    sales = ["booked_cents", "bought_cents"]
    assert accounts[0].drop(columns=sales).equals(accounts[1].drop(columns=sales))
    assert (accounts[0]["booked_cents"] <= accounts[1]["booked_cents"]).all()
    assert accounts[0]["booked_cents"].sum() < accounts[1]["booked_cents"].sum()
    lines = [dict(zip(run.kpis["kpi"], run.kpis["value"], strict=True)) for run in (idle, lifted)]
    service = {
        "coverage",
        "first_response_hours",
        "satisfaction",
        "travel_share",
        "utilisation",
        "lead_conversion",
    }
    assert {kpi: lines[0][kpi] for kpi in service} == {kpi: lines[1][kpi] for kpi in service}
    assert lines[0]["revenue"] < lines[1]["revenue"]
