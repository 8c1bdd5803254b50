"""Launches in the running model: adopters need the product, nobody else does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.simulation.diary import model_of
from tests.worlds import SMALL, changed, loaded, small_world

from territory_sim.market.parameters.fulfilment import LaunchParameters
from territory_sim.scenario.world import World
from territory_sim.simulation.engine import world_demand
from territory_sim.simulation.launch_settlement import LaunchSettlement
from territory_sim.simulation.order_book import OrderBook, OrderStatus
from territory_sim.simulation.settlement import Stretch
from territory_sim.streams import Streams

BASS = LaunchParameters(
    name="new line", start="2026-01-05", innovation=0.03, imitation=0.38, needs_per_year=2, value_share=0.1
)
QUICK = replace(BASS, start="2026-01-12", innovation=2.0, imitation=20.0, needs_per_year=40.0)


def spread(world: World, days: int, parts: int = 1) -> tuple[World, NDArray[np.float64]]:
    """Let one product spread for so many days; gives the years after which each account adopts."""
    world = replace(world, scenario=changed(world.scenario, fulfilment__launches=(BASS,), days=days))
    demand = world_demand(world, Streams(1, 0))
    book = OrderBook(demand.needs, demand.launch_needs)
    settlement = LaunchSettlement(world, book, demand.launch_needs.resistance_mark)
    for day in range(days):
        for part in range(1, parts + 1):
            settlement.settle(
                Stretch(day, (day + (part - 1) / parts) * 540, (day + part / parts) * 540, days=1 / parts)
            )
    return world, settlement.adoptions[0].adopted_years


def test_only_adopters_need_it_and_only_from_then_on() -> None:
    """Of the candidates exactly those become needs whose account has adopted by their minute."""
    world = small_world(fulfilment__launches=(QUICK,), days=60)
    model = model_of(world)
    for _ in range(60):
        model.step()
    assert model.settlement.launches is not None
    adoption, book = model.settlement.launches.adoptions[0], model.orders
    of_launch = book.launch == 0
    minute = (5 + adoption.adopted_years * 250) * model.rules.day_minutes
    adopted = book.needs.minute >= minute[book.needs.account]
    assert ((book.status == OrderStatus.NOT_ADOPTED) == (of_launch & ~adopted)).all()
    assert not (book.status == OrderStatus.COMING).any()
    assert 100 < (of_launch & adopted).sum() < of_launch.sum()
    assert adoption.adopted_years.min() >= 0
    assert 0.2 < adoption.adopted.mean() < 0.99


def test_halving_the_step_moves_hardly_anybody() -> None:
    """Twice as many settlements a day: nobody adopts more than a day or two earlier or later."""
    world = small_world(market__accounts=1_000)
    coarse, fine = (spread(world, days=250, parts=parts)[1] for parts in (1, 2))
    both = np.isfinite(coarse) & np.isfinite(fine)
    assert (np.isfinite(coarse) != np.isfinite(fine)).mean() < 0.002
    assert np.abs(coarse[both] - fine[both]).max() < 2 / 250


def test_a_stronger_launch_makes_nobody_adopt_later() -> None:
    """The threshold belongs to the account: a higher hazard only ever brings adoption forward."""
    world = small_world(market__accounts=1_000)
    usual = spread(world, days=250)[1]
    scenario = world.scenario
    strong = replace(world, scenario=changed(scenario, fulfilment__launches=(replace(BASS, imitation=2.0),)))
    demand = world_demand(strong, Streams(1, 0))
    book = OrderBook(demand.needs, demand.launch_needs)
    settlement = LaunchSettlement(strong, book, demand.launch_needs.resistance_mark)
    for day in range(250):
        settlement.settle(Stretch(day, day * 540, (day + 1) * 540, days=1))
    assert (settlement.adoptions[0].adopted_years <= usual).all()


@pytest.mark.parametrize("name", ["product_launch", "stock_out"])
def test_the_scenario_runs_in_a_small_world(name: str) -> None:
    """What the scenario file says is what the run does."""
    scenario = loaded(name, *SMALL)
    assert scenario.fulfilment.launches if name == "product_launch" else scenario.fulfilment.stock_outs
    assert scenario.scenario.teaches.endswith(".")
