"""Small scenarios and worlds for tests, and a way to change one setting of a scenario."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from territory_sim.market.accounts import Accounts
from territory_sim.market.parameters.competitors import RivalParameters
from territory_sim.market.parameters.marketing import CampaignParameters, MarketingParameters
from territory_sim.salesforce.management import ManagementParameters
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World, build_world
from territory_sim.streams import entity_keys

SMALL = (
    "region=synthetic",
    "region.synthetic_units=60",
    "market.accounts=300",
    "staffing.reps=4",
    "territories.count=null",
    "territories.starts=1",
    "people=settled",
    "days=20",
    "commission=linear",
    "people.effort.active=false",
    "people.deal_timing.active=false",
    "people.morale.active=false",
)
"""Four reps, always there and unmoved by pay, with 300 accounts in a plain of 60 units, for four weeks."""


@cache
def loaded(name: str, *overrides: str) -> Scenario:
    """Load a scenario, once for each set of overrides."""
    return load_scenario(name, overrides)


NOBODY_LEAVES = replace(loaded("status_quo").service.churn, active=False)
"""Settings of churn with churn switched off."""


def small_scenario(**changes: Any) -> Scenario:
    """Give the small scenario with some settings changed; ``__`` stands for the dot of a key."""
    return changed(loaded("status_quo", *SMALL), **changes)


@cache
def small_world(**changes: Any) -> World:
    """Give the world of a small scenario, built once for each set of changes."""
    return build_world(small_scenario(**changes))


def changed(scenario: Scenario, **changes: Any) -> Scenario:
    """Give a scenario with some settings changed; ``__`` stands for the dot of a key."""
    for key, value in changes.items():
        group, _, field = key.partition("__")
        new = replace(getattr(scenario, group), **{field: value}) if field else value
        scenario = replace(scenario, **{group: new})
    return scenario


def campaign(**changes: Any) -> CampaignParameters:
    """Give a campaign in all units from day 5 to 14, with some of its settings changed."""
    usual: dict[str, Any] = {
        "name": "letters",
        "channel": "mail",
        "places": (),
        "choose": "largest",
        "share": 1.0,
        "start": "day 5",
        "days": 10,
        "spend_per_week": 3000.0,
        "spread": "potential",
    }
    return CampaignParameters(**usual | changes)


def marketing_with(*campaigns: CampaignParameters) -> MarketingParameters:
    """Give marketing with campaigns."""
    return replace(loaded("status_quo").marketing, campaigns=campaigns)


def geo_tested(*campaigns: CampaignParameters, **changes: Any) -> MarketingParameters:
    """Give marketing with campaigns under a geo-test, with some settings of the test changed."""
    usual = loaded("status_quo").marketing
    days = {"active": True, "pre_days": 5, "cooldown_days": 5}
    return replace(usual, campaigns=campaigns, geo_test=replace(usual.geo_test, **days | changes))


def redesigned(date: str | None, **changes: Any) -> ManagementParameters:
    """Give management with a dated redesign, with some of its settings changed."""
    usual = loaded("status_quo").management
    return replace(usual, redesign=replace(usual.redesign, date=date, **changes))


def busy_rivals(calls_per_year: float) -> tuple[RivalParameters, ...]:
    """Give the usual rivals with another highest rate of calls, shared evenly."""
    rivals = loaded("status_quo").competitors.rivals
    return tuple(replace(rival, calls_per_year=calls_per_year / len(rivals)) for rival in rivals)


def equal_accounts(count: int, potential_cents: int = 1_000_000) -> Accounts:
    """Give accounts of equal potential in one unit, their segments A, B and C in turn."""
    ids = [f"A{number:06d}" for number in range(count)]
    return Accounts(
        account_ids=np.array(ids),
        unit=np.zeros(count, dtype=np.int32),
        potential_cents=np.full(count, potential_cents),
        segment=(np.arange(count) % 3).astype(np.int8),
        stream_keys=entity_keys(ids),
    )
