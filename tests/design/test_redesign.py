from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.planar import planar_problem

from territory_sim.design.disruption import border_flow, disruption_bound
from territory_sim.design.engine import solve
from territory_sim.design.problem import DesignProblem
from territory_sim.design.redesign import pareto_table, redesign
from territory_sim.errors import InfeasibleDesignError


def drifted(seed: int = 1) -> tuple[DesignProblem, NDArray[np.int32]]:
    """Draw a balanced map, and let work then grow towards the east."""
    problem = planar_problem(100, 5, seed)
    today = solve(problem, effort=0.1).territory_of_unit
    grown = problem.weights * (0.6 + problem.x / 100)
    return dataclasses.replace(problem, weights=grown, tolerances=np.array([0.05])), today


def test_a_redesign_meets_the_tolerance_and_moves_little() -> None:
    """It moves no less than the bound, and not much more than flows over borders where units are coarse."""
    problem, today = drifted()
    redrawn = redesign(problem, today, effort=0.2)
    assert redrawn.figures.max_deviation <= 0.05
    assert redrawn.figures.pieces == 0
    assert redrawn.bound <= redrawn.moved_share <= 1.5 * redrawn.hop_flow


def test_a_map_within_the_tolerance_is_left_alone() -> None:
    """What needs no change is not changed for the sake of beauty."""
    problem = planar_problem(60, 4, seed=2)
    today = solve(problem, effort=0.1).territory_of_unit
    assert redesign(problem, today, effort=0.1).moved_share < 0.06


def test_a_closer_balance_never_moves_less() -> None:
    """The table falls in deviation and rises in moved work; the knee, if any, is no end of it."""
    problem, today = drifted(3)
    rows = pareto_table(problem, today, tolerances=(0.2, 0.1, 0.05), effort=0.05)
    moved = [row.redesign.moved_share for row in rows]
    assert moved == sorted(moved)
    assert sum(row.is_knee for row in rows) <= 1
    assert not rows[0].is_knee
    assert not rows[-1].is_knee


@given(st.lists(st.integers(1, 100), min_size=2, max_size=8))
def test_the_bound_is_below_the_flow(loads: list[int]) -> None:
    """Along a row of territories, all that crosses borders is at least what must move at all."""
    load = np.array(loads, dtype=np.float64)
    low, high = np.full(len(load), load.mean() * 0.9), np.full(len(load), load.mean() * 1.1)
    adjacent = np.array([[a, a + 1] for a in range(len(load) - 1)], dtype=np.int32)
    flow = border_flow(load, low, high, adjacent)
    assert disruption_bound(load, low, high) <= flow.total + 1e-6
    after = load.copy()
    np.subtract.at(after, flow.pairs[:, 0], flow.amounts)
    np.add.at(after, flow.pairs[:, 1], flow.amounts)
    assert (after >= low - 1e-6).all()
    assert (after <= high + 1e-6).all()


def test_limits_that_leave_no_room_are_refused() -> None:
    """Two territories of 5 cannot both have at most 4."""
    load, pair = np.array([5.0, 5.0]), np.array([[0, 1]], dtype=np.int32)
    with pytest.raises(InfeasibleDesignError, match="limits within which"):
        border_flow(load, np.zeros(2), np.full(2, 4.0), pair)
