from __future__ import annotations

from pathlib import Path

import pytest

from territory_sim.experiments.fronts import Fronts, draw_fronts
from territory_sim.experiments.profit_model import commission_at_quota, mean_elasticity, profit_model
from territory_sim.reports.fronts_plot import write_fronts_plot
from territory_sim.scenario.load import load_scenario
from territory_sim.scenario.world import World, build_world

SMALL = ["region=synthetic", "region.synthetic_units=60", "market.accounts=400", "territories.count=6"]


@pytest.fixture(scope="module")
def world() -> World:
    """Give a small world."""
    return build_world(load_scenario("status_quo", [*SMALL, "territories.starts=1"]))


@pytest.fixture(scope="module")
def fronts(world: World) -> Fronts:
    """Give its fronts."""
    return draw_fronts(world, effort=0.1)


def test_profit_brings_at_least_as_much_as_even_work(fronts: Fronts) -> None:
    """The most profitable map is on the front, what others lose is counted from it, and the front rises."""
    brought = [row.contribution for row in fronts.rows]
    assert brought == sorted(brought)
    assert fronts.best.contribution >= fronts.balanced.contribution
    assert fronts.lost(fronts.best) == 0
    assert all(fronts.lost(each) >= 0 for each in fronts.maps)
    assert [each.name for each in fronts.maps[:3]] == ["today", "even work", "profit within ±2 %"]


def test_sentences_name_the_price_of_each_objective(fronts: Fronts) -> None:
    """Even work in contribution, profit in uneven work and unequal sales, both against today."""
    even, profit, today = fronts.sentences
    assert even.startswith("Even work drawn for compactness alone costs")
    assert "Gini" in profit
    assert "Skiera and Albers 1998" in today


def test_the_picture_is_the_same_for_the_same_fronts(fronts: Fronts, tmp_path: Path) -> None:
    """Pictures hold no date and no chance."""
    first, again = (write_fronts_plot(fronts, tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert first == again
    assert b"What even work costs" in first


def test_the_model_follows_the_settings(world: World) -> None:
    """Sales at the norm, elasticity, hours and cost are those of the scenario."""
    model, market = profit_model(world), world.scenario.market
    potential = world.accounts.potential_cents.sum() / 100
    assert model.sales_at_norm.sum() == pytest.approx(0.31 * potential)
    assert model.elasticity == mean_elasticity(market) == pytest.approx(0.315)
    assert model.selling_hours == 2250 - 500
    assert model.margin == pytest.approx(market.gross_margin - commission_at_quota(world.scenario.commission))


def test_a_plan_with_quotas_pays_what_it_pays_at_quota() -> None:
    """Sizes reckon with the rate that holds for one more sale of a rep at quota."""
    plan = load_scenario("status_quo", ["commission=accelerator"]).commission
    rates = [tier.rate for tier in plan.tiers if tier.from_attainment <= 1]
    assert commission_at_quota(plan) == rates[-1] != plan.tiers[0].rate
