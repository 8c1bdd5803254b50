from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planar import planar_problem, same_division

from territory_sim.design.engine import Design, solve
from territory_sim.design.figures import figures_of
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.errors import InfeasibleDesignError

few = settings(max_examples=8)


def quick(problem: DesignProblem, seed: int = 1) -> Design:
    """Search only briefly: the property must hold however short the search is."""
    return solve(problem, seed=seed, effort=0.02)


@few
@given(seed=st.integers(0, 1000), territories=st.integers(1, 8))
def test_every_map_is_a_partition_into_whole_territories(seed: int, territories: int) -> None:
    """Every unit has an owner, no territory is empty, and each is in one piece."""
    design = quick(planar_problem(50, territories, seed), seed)
    assert np.unique(design.territory_of_unit).tolist() == list(range(territories))
    assert design.figures.pieces == 0


@few
@given(seed=st.integers(0, 1000), scale=st.floats(1e-3, 1e6))
def test_scale_of_the_weights_changes_nothing(seed: int, scale: float) -> None:
    """Hours or minutes, cents or dollars: the map is the same."""
    problem = planar_problem(40, 4, seed)
    scaled = dataclasses.replace(problem, weights=problem.weights * scale)
    assert quick(problem).territory_of_unit.tolist() == quick(scaled).territory_of_unit.tolist()


@few
@given(seed=st.integers(0, 1000), shuffle=st.randoms(use_true_random=False))
def test_names_of_the_units_change_nothing(seed: int, shuffle: object) -> None:
    """Units in another order are divided alike."""
    problem = planar_problem(40, 4, seed)
    order = list(range(40))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    place = np.argsort(order)
    renamed = dataclasses.replace(
        problem,
        x=problem.x[order],
        y=problem.y[order],
        weights=problem.weights[:, order],
        edges=np.sort(place[problem.edges], axis=1).astype(np.int32),
    )
    assert quick(problem).territory_of_unit[order].tolist() == quick(renamed).territory_of_unit.tolist()


def test_a_full_search_meets_the_tolerance() -> None:
    """With 20 units a territory, every one is within 2 % of the mean."""
    figures = solve(planar_problem(80, 4, seed=3), effort=0.2).figures
    assert figures.max_deviation <= 0.02
    assert figures.floor == 0


def test_the_best_of_several_starts_is_kept() -> None:
    """More starts never give a map that is worse in both balance and compactness."""
    problem = planar_problem(60, 5, seed=2)
    one, three = (solve(problem, starts=starts, effort=0.05).figures for starts in (1, 3))
    assert three.max_deviation <= max(one.max_deviation, 0.02)
    assert three.max_deviation < one.max_deviation or three.inertia <= one.inertia + 1e-9


def test_locked_units_and_homes_stay() -> None:
    """A lock and a home are kept, and their territories are whole."""
    problem = planar_problem(60, 4, seed=5)
    locked = np.full(60, FREE, dtype=np.int32)
    locked[[3, 17, 40]] = [0, 0, 2]
    homes = np.array([FREE, 8, FREE, 55], dtype=np.int32)
    fixed = dataclasses.replace(problem, locked=locked, homes=homes)
    design = quick(fixed)
    assert design.territory_of_unit[[3, 17, 40, 8, 55]].tolist() == [0, 0, 2, 1, 3]
    assert design.figures.pieces == 0


def test_shares_make_territories_smaller_or_larger() -> None:
    """A rep in part time gets half of what the others get."""
    problem = dataclasses.replace(planar_problem(120, 4, seed=6), shares=np.array([0.5, 1, 1, 1]))
    design = solve(problem, effort=0.2)
    loads = np.bincount(design.territory_of_unit, weights=problem.weights[0])
    assert loads[0] / loads[1:].mean() == pytest.approx(0.5, rel=0.05)
    assert design.figures.max_deviation <= 0.02


def test_two_activities_are_balanced_at_once() -> None:
    """Work and potential that lie in other places are both shared out evenly."""
    problem = planar_problem(120, 3, seed=7)
    second = np.roll(problem.weights[0], 31)
    both = dataclasses.replace(
        problem, weights=np.stack([problem.weights[0], second]), tolerances=np.array([0.03, 0.03])
    )
    assert max(solve(both, effort=0.2).figures.deviations) <= 0.03


def test_a_unit_larger_than_a_territory_stays_whole() -> None:
    """It has a territory of its own, is told as the floor, and the others are even among themselves."""
    problem = planar_problem(80, 5, seed=8)
    weights = problem.weights.copy()
    weights[0, 11] = weights.sum() * 0.4
    design = solve(dataclasses.replace(problem, weights=weights), effort=0.3)
    figures = design.figures
    assert figures.large == (int(design.territory_of_unit[11]),)
    assert figures.floor == pytest.approx(weights[0, 11] / weights.sum() * 5 - 1)
    assert figures.max_deviation <= 0.02
    assert figures.pieces == 0


def test_everything_that_cannot_be_drawn_is_told_at_once() -> None:
    """Negative weights, a region in pieces and locks beyond the territories are faults of one error."""
    problem = planar_problem(20, 3)
    weights = problem.weights.copy()
    weights[0, 4] = -1
    apart = problem.edges[(problem.edges != 7).all(axis=1)]
    locked = np.full(20, FREE, dtype=np.int32)
    locked[5] = 9
    with pytest.raises(InfeasibleDesignError) as broken:
        dataclasses.replace(problem, weights=weights, edges=apart, locked=locked)
    assert [fault.where for fault in broken.value.faults] == ["measure 1", "locked", "region"]
    assert [fault.given for fault in broken.value.faults] == ["4", "5", "7"]


@pytest.mark.parametrize("territories", [0, 21])
def test_a_count_beyond_the_units_is_refused(territories: int) -> None:
    """From 1 to as many territories as there are units."""
    problem = planar_problem(20, 3)
    with pytest.raises(InfeasibleDesignError, match=r"from 1 to 20 territories"):
        dataclasses.replace(problem, shares=np.ones(territories))


def test_a_home_of_two_territories_contradicts_itself() -> None:
    """One unit cannot be the home of two territories, nor be locked into another one's."""
    problem = planar_problem(20, 3)
    locked = np.full(20, FREE, dtype=np.int32)
    locked[2] = 1
    with pytest.raises(InfeasibleDesignError) as broken:
        dataclasses.replace(problem, homes=np.array([6, 6, 2], dtype=np.int32), locked=locked)
    assert {fault.where for fault in broken.value.faults} == {"homes", "locked"}


def test_figures_of_a_known_map() -> None:
    """Four units in a row in two halves: even, whole, and each unit half a step from its middle."""
    problem = DesignProblem(
        x=np.array([0.0, 1.0, 2.0, 3.0]),
        y=np.zeros(4),
        edges=np.array([[0, 1], [1, 2], [2, 3]], dtype=np.int32),
        weights=np.ones((1, 4)),
        tolerances=np.array([0.01]),
        shares=np.ones(2),
    )
    figures = figures_of(problem, np.array([0, 0, 1, 1], dtype=np.int32))
    assert (figures.max_deviation, figures.pieces, figures.inertia) == (0.0, 0, 1.0)
    assert figures_of(problem, np.array([0, 1, 0, 1], dtype=np.int32)).pieces == 2
    assert same_division(solve(problem).territory_of_unit, np.array([0, 0, 1, 1], dtype=np.int32))
