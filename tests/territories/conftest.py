"""A made-up region of thirty units with travel times and settings."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters
from territory_sim.region.synthetic import synthetic_region
from territory_sim.region.travel import TravelTimes, travel_times
from territory_sim.scenario.load import load_scenario
from territory_sim.territories.parameters import TerritoryParameters


@dataclass(frozen=True)
class Plain:
    """A region and what is needed to tell workloads in it."""

    region: Region
    travel: TravelTimes
    roads: RegionParameters
    territories: TerritoryParameters


@pytest.fixture(scope="session")
def plain() -> Plain:
    """Give a small made-up region with the default settings."""
    scenario = load_scenario("status_quo")
    region = synthetic_region(30)
    roads = replace(scenario.region, built_in="synthetic")
    return Plain(region, travel_times(region, roads), roads, scenario.territories)
