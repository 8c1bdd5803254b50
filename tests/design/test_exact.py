from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planar import planar_problem

from territory_sim.design.centre_search import centre_cost, search_to_centres
from territory_sim.design.engine import solve
from territory_sim.design.exact import MOST_UNITS, exact_bound
from territory_sim.design.figures import figures_of, inertia_of
from territory_sim.design.problem import equal_problem
from territory_sim.errors import InfeasibleDesignError


def brute_force(weights: list[float], points: list[float], tolerance: float) -> float:
    """Return the least cost to centres of all divisions of a line of units into two parts, whole or not."""
    count, mean = len(weights), sum(weights) / 2
    best = float("inf")
    for mask in range(1, 2 ** (count - 1)):
        parts = [[i for i in range(count) if (mask >> i & 1) == side] for side in (0, 1)]
        if any(abs(sum(weights[i] for i in part) / mean - 1) > tolerance + 1e-9 for part in parts):
            continue
        best = min(
            best,
            sum(
                min(sum(weights[i] * (points[i] - points[j]) ** 2 for i in part) for j in part)
                for part in parts
            ),
        )
    return best


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_bound_is_the_best_of_all_maps_of_a_line(seed: int) -> None:
    """On a line the best even map is whole, so every division can be counted and none is better."""
    problem = planar_problem(9, 2, seed, tolerance=0.2)
    points = np.sort(problem.x)
    weight = problem.weights[0]
    line = np.array([(i, i + 1) for i in range(8)], dtype=np.int32)
    problem = equal_problem(points, np.zeros(9), line, weight, 2, tolerance=0.2)
    owner = search_to_centres(problem, starts=4)
    assert figures_of(problem, owner).max_deviation <= 0.2
    proven = exact_bound(problem, owner)
    assert proven.is_optimal
    assert proven.bound == pytest.approx(brute_force(weight.tolist(), points.tolist(), 0.2), rel=1e-5)
    assert proven.gap < 1e-5
    assert proven.sentence == "Proven: no map as even as this one is more compact."


@pytest.mark.parametrize(("units", "territories", "seed"), [(40, 4, 0), (60, 4, 1), (80, 5, 0), (80, 5, 1)])
def test_the_search_finds_the_proven_optimum(units: int, territories: int, seed: int) -> None:
    """Within 1 % of what HiGHS proves, whole and within the tolerance; never below the bound."""
    problem = planar_problem(units, territories, seed, tolerance=0.05)
    owner = search_to_centres(problem)
    figures = figures_of(problem, owner)
    assert figures.pieces == 0
    assert figures.max_deviation <= 0.05
    proven = exact_bound(problem, owner)
    assert proven.is_optimal
    assert proven.cost >= proven.bound
    assert proven.gap <= 0.01


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_six_territories_of_ten_units_are_within_a_hundredth(seed: int) -> None:
    """The hardest size for the solver: proven within a minute or two, and met by the search."""
    problem = planar_problem(60, 6, seed, tolerance=0.05)
    proven = exact_bound(problem, search_to_centres(problem), seconds=240)
    assert proven.gap <= 0.01


@settings(max_examples=6)
@given(seed=st.integers(0, 100), territories=st.integers(2, 4))
def test_no_map_is_below_the_bound(seed: int, territories: int) -> None:
    """Whatever the map, and however little time the solver has, its cost is not below the bound."""
    problem = planar_problem(24, territories, seed, tolerance=0.1)
    owner = solve(problem, seed=seed, effort=0.02).territory_of_unit
    proven = exact_bound(problem, owner, seconds=0.2)
    assert proven.bound <= proven.cost * (1 + 1e-9)
    best = search_to_centres(problem, starts=2, effort=0.2)
    if figures_of(problem, best).max_deviation <= proven.tolerances[0]:
        assert centre_cost(problem, best) >= proven.bound * (1 - 1e-9)


def test_the_cost_to_centres_is_the_inertia_and_the_way_to_the_middle() -> None:
    """A middle unit is never better than the weighted middle (Huygens)."""
    problem = planar_problem(50, 4, 3)
    owner = solve(problem, effort=0.02).territory_of_unit
    assert centre_cost(problem, owner) >= inertia_of(problem, owner)


def test_the_search_gives_the_same_map_again() -> None:
    """The same problem and seed, the same map."""
    problem = planar_problem(30, 3, 5)
    first, again = (search_to_centres(problem, starts=2, effort=0.2).tolist() for _ in range(2))
    assert first == again


def test_large_maps_and_large_units_are_refused() -> None:
    """A model with a choice for every pair of units is for small maps, and for even ones."""
    problem = planar_problem(MOST_UNITS + 1, 4)
    with pytest.raises(InfeasibleDesignError, match="at most 100 units"):
        exact_bound(problem, solve(problem, effort=0.02).territory_of_unit)
    small = planar_problem(20, 4)
    weight = small.weights[0].copy()
    weight[0] = weight.sum()
    lumpy = equal_problem(small.x, small.y, small.edges, weight, 4)
    with pytest.raises(InfeasibleDesignError, match="larger than a territory"):
        exact_bound(lumpy, solve(lumpy, effort=0.02).territory_of_unit)
