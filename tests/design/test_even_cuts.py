"""Straight cuts that share out several activities."""

from __future__ import annotations

import numpy as np
from tests.planar import planar_problem

from territory_sim.design.even_cuts import even_cuts


def test_four_parts_are_about_even_in_two_activities_that_lie_apart() -> None:
    """Work in the west and potential in the east: a line that halves both is found twice over."""
    problem = planar_problem(2000, 4, seed=3)
    amounts = problem.weights.T * np.stack([110 - problem.x, 10 + problem.x], axis=1)
    part = even_cuts(problem.x, problem.y, amounts, 4, 0.0)
    loads = np.array([amounts[part == number].sum(axis=0) for number in range(4)])
    assert np.abs(loads / loads.mean(axis=0) - 1).max() < 0.2


def test_no_part_is_empty() -> None:
    """Nor where there is one unit for each, or all weight lies in one."""
    problem = planar_problem(12, 3)
    amounts = np.zeros((12, 2))
    amounts[5] = 1.0
    assert np.bincount(even_cuts(problem.x, problem.y, amounts, 12, 0.3), minlength=12).tolist() == [1] * 12
