"""Regions with the work their accounts require: the built-in ones, and small made-up ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from territory_sim.market.accounts import draw_accounts
from territory_sim.market.expected_work import expected_work
from territory_sim.region.catalogue import load_region, load_travel
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters
from territory_sim.region.travel import TravelTimes
from territory_sim.scenario.load import load_scenario
from territory_sim.streams import Streams
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.territories.workload import WorkloadModel, workload_model


@dataclass(frozen=True)
class Ground:
    """A region, what its accounts require, and the settings to draw territories on it."""

    region: Region
    travel: TravelTimes
    roads: RegionParameters
    parameters: TerritoryParameters
    model: WorkloadModel


MakeGround = Callable[..., Ground]


@cache
def make_ground(name: str, accounts: int = 2400, units: int = 40, seed: int = 1) -> Ground:
    """Make a ground with the accounts that the default scenario would draw there."""
    scenario = load_scenario(
        "status_quo", [f"region={name}", f"region.synthetic_units={units}", f"market.accounts={accounts}"]
    )
    region = load_region(scenario.region)
    travel = load_travel(scenario.region, region)
    customers = draw_accounts(region, scenario.market, Streams(seed))
    settings = (scenario.market, scenario.service, scenario.leads)
    work = expected_work(customers, len(region.unit_ids), settings, scenario.schedule.day_minutes)
    model = workload_model(
        region,
        travel.minutes,
        scenario.territories,
        scenario.region,
        service_hours=work.service_hours,
        stops_per_year=work.stops_per_year,
        admin_hours=375.0,
        overnight_minutes=150.0,
    )
    return Ground(region, travel, scenario.region, scenario.territories, model)


@pytest.fixture(scope="session")
def ground() -> MakeGround:
    """Give the maker of grounds: ``ground("texas")``, ``ground("synthetic", accounts, units)``."""
    return make_ground


@pytest.fixture(scope="session")
def plain() -> Ground:
    """Give a made-up region of forty units."""
    return make_ground("synthetic", 800)


@pytest.fixture(scope="session")
def with_work() -> Callable[[Ground, NDArray[np.float64]], WorkloadModel]:
    """Give a function that puts other work into a region: hours of service without any travel."""

    def model_with(ground: Ground, service_hours: NDArray[np.float64]) -> WorkloadModel:
        nothing = np.zeros(len(service_hours))
        return replace(
            ground.model,
            service_hours=service_hours,
            stops_per_year=nothing,
            room=nothing,
            admin_hours=0.0,
        )

    return model_with
