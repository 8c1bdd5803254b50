from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.planar import planar_problem

from territory_sim.design.engine import solve
from territory_sim.design.figures import figures_of
from territory_sim.design.problem import DesignProblem
from territory_sim.design.profit import ProfitModel, map_profit, pull_of, time_spent
from territory_sim.design.profit_search import Handover, profit_front, search_profit
from territory_sim.territories.workload import WorkloadModel


def model_of(
    problem: DesignProblem, *, speed: float = 60.0, sales: NDArray[np.float64] | None = None
) -> ProfitModel:
    """Make a model on a plane: hours are the weights, trips go straight; speed in km/h, 0 for no travel."""
    dx, dy = problem.x[:, None] - problem.x, problem.y[:, None] - problem.y
    minutes = np.sqrt(dx * dx + dy * dy) / speed * 60 if speed else np.zeros((problem.units,) * 2)
    hours = problem.weights[0] * 20
    land = np.full(problem.units, 10_000 / problem.units if speed else 0.0)
    return ProfitModel(
        work=WorkloadModel(
            service_hours=hours,
            stops_per_year=hours,
            room=np.sqrt(hours * land),
            minutes=minutes.astype(np.float32),
            admin_hours=100.0,
            overnight_minutes=1e9,
            stops_per_day=6.0,
            tour_constant=0.93,
            circuity=1.2,
            bands=((0.0, 0.0, 60.0 / (speed or 60.0)),),
        ),
        sales_at_norm=hours * 100 if sales is None else sales,
        elasticity=0.31,
        selling_hours=1500.0,
        margin=0.35,
        travel_cost_per_hour=30.0,
        rep_cost=10_000.0,
    )


@settings(max_examples=20)
@given(seed=st.integers(0, 1000))
def test_the_closed_form_divides_time_best(seed: int) -> None:
    """Any shift of an hour between two units of a territory loses sales, and all time is spent."""
    problem = planar_problem(30, 3, seed)
    model = model_of(problem)
    owner = solve(problem, effort=0.02).territory_of_unit
    spent = time_spent(model, owner, 3)
    hours = spent.at_accounts * model.work.service_hours
    sums = np.bincount(owner, weights=hours + spent.travel_hours)
    assert sums == pytest.approx(np.full(3, 1500.0))
    sold = model.sales_at_norm * spent.at_accounts**0.31
    profit = map_profit(model, owner, 3)
    assert np.bincount(owner, weights=sold) == pytest.approx(profit.sales)
    assert np.bincount(owner, weights=spent.travel_hours) == pytest.approx(profit.travel_hours)
    # At the best division, an hour (its travel included) is worth the same in every unit of a territory.
    worth = 0.31 * sold / (hours + spent.travel_hours)
    for territory in range(3):
        inside = worth[owner == territory]
        assert inside == pytest.approx(np.full(len(inside), inside[0]))


def test_time_beyond_the_norm_is_left_idle_when_it_may_not_be_used() -> None:
    """Capped at the norm, no unit gets more, and what is left over goes to the others first."""
    problem = planar_problem(30, 3, 1)
    model = model_of(problem)
    owner = solve(problem, effort=0.02).territory_of_unit
    free, capped = time_spent(model, owner, 3), time_spent(model, owner, 3, most=1.0)
    assert free.at_accounts.max() > 1
    assert capped.at_accounts.max() <= 1
    others = free.at_accounts < 1
    assert (capped.at_accounts[others] >= free.at_accounts[others] - 1e-9).all()
    rich = time_spent(replace(model, selling_hours=1e6), owner, 3, most=1.0)
    assert rich.at_accounts == pytest.approx(np.ones(30))


def test_without_travel_even_potential_is_the_most_profitable() -> None:
    """Skiera and Albers' difference between balance and profit comes from travel alone: reps are alike.

    Without travel, sales are concave in what a territory holds, so equal shares bring most.
    """
    problem = planar_problem(60, 4, 3, tolerance=0.02)
    model = model_of(problem, speed=0.0)
    even = solve(problem).territory_of_unit
    most = 4 * model.sales_factor * (pull_of(model, even, 4).gain[:, 0].sum() / 4) ** 0.69
    assert map_profit(model, even, 4).sales.sum() == pytest.approx(most, rel=2e-3)
    found = search_profit(replace(problem, tolerances=np.ones(1)), model, even, effort=0.2)
    assert map_profit(model, found, 4).sales.sum() <= most * (1 + 1e-9)


@settings(max_examples=5)
@given(seed=st.integers(0, 1000))
def test_a_wider_tolerance_never_brings_less(seed: int) -> None:
    """The front rises, and its maps are whole and within their tolerances."""
    problem = planar_problem(60, 4, seed, tolerance=0.05)
    model = model_of(problem, speed=20.0)
    even = solve(problem, effort=0.3).territory_of_unit
    rows = profit_front(problem, model, even, tolerances=(0.05, 0.2, 1.0), effort=0.05)
    brought = [row.profit.contribution for row in rows]
    assert brought == sorted(brought)
    assert brought[-1] >= map_profit(model, even, 4).contribution
    for row in rows:
        assert row.figures.pieces == 0
        assert row.figures.max_deviation <= max(row.tolerance, figures_of(problem, even).max_deviation) + 1e-9


def test_scale_of_money_changes_no_map() -> None:
    """Cents or dollars, the most profitable map is the same."""
    problem = planar_problem(40, 3, 2, tolerance=0.1)
    model = model_of(problem)
    even = solve(problem, effort=0.1).territory_of_unit
    dear = replace(model, sales_at_norm=model.sales_at_norm * 64, travel_cost_per_hour=64 * 30.0)
    maps = [search_profit(problem, each, even, effort=0.05).tolist() for each in (model, dear)]
    assert maps[0] == maps[1]


def test_a_rep_in_part_time_gets_less() -> None:
    """With half the hours a territory brings most with less in it, and no hour is worth nothing."""
    problem = planar_problem(60, 3, 4, tolerance=1.0)
    model = model_of(problem)
    even = solve(problem, effort=0.1).territory_of_unit
    part = replace(model, selling_hours=np.array([1500.0, 1500.0, 500.0]))
    found = search_profit(problem, part, even, effort=0.2)
    held = np.bincount(found, weights=problem.weights[0])
    assert held.argmin() == 2
    assert map_profit(part, found, 3).contribution >= map_profit(part, even, 3).contribution


def test_handovers_that_cost_more_than_they_bring_are_not_made() -> None:
    """Dear enough, nothing moves; free, much does; between, the map brings more than it costs."""
    problem = planar_problem(60, 4, 5, tolerance=1.0)
    model = model_of(problem, speed=20.0)
    today = solve(problem, effort=0.05).territory_of_unit
    moved, gained = [], []
    for price in (0.0, 0.15, 1e3):
        handover = Handover(today, price * 0.35 * model.sales_at_norm)
        found = search_profit(problem, model, today, effort=0.2, handover=handover)
        moved.append(int((found != today).sum()))
        before, after = (map_profit(model, each, 4).contribution for each in (today, found))
        gained.append(after - handover.of(found) - before)
    assert moved[0] >= moved[1] >= moved[2] == 0
    assert min(gained) >= 0


def test_a_rep_who_lives_in_the_territory_sets_out_from_home() -> None:
    """A home that is known counts; one outside the territory does not."""
    problem = planar_problem(40, 2, 6)
    owner = solve(problem, effort=0.1).territory_of_unit
    mine, others = (np.flatnonzero(owner == each) for each in (0, 1))
    model = replace(model_of(problem), homes=np.array([mine[-1], mine[0]], dtype=np.int32))
    bases = model.bases(owner, 2)
    assert bases[0] == mine[-1]
    assert bases[1] in others


def test_an_elasticity_of_one_is_refused() -> None:
    """Without falling returns all time would go to one unit."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        replace(model_of(planar_problem(10, 2)), elasticity=1.0)
