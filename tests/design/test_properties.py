"""What holds for every move and every redesign, whatever the map, the weights or the names."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.planar import planar_problem

from territory_sim.design.engine import solve
from territory_sim.design.figures import figures_of
from territory_sim.design.ordered import ordered
from territory_sim.design.problem import DesignProblem
from territory_sim.design.redesign import pareto_table, redesign
from territory_sim.design.territory_sums import may_leave, move, sums_of

few = settings(max_examples=6)
SEEDS = st.integers(0, 1000)


def drifted(seed: int, units: int = 40) -> tuple[DesignProblem, NDArray[np.int32]]:
    """Draw a map of four territories, and let work then grow towards the east."""
    problem = planar_problem(units, 4, seed)
    today = solve(problem, effort=0.05).territory_of_unit
    grown = problem.weights * (0.6 + problem.x / 100)
    return dataclasses.replace(problem, weights=grown, tolerances=np.array([0.1])), today


@settings(max_examples=20)
@given(seed=SEEDS, tried=st.lists(st.tuples(st.integers(0, 39), st.integers(0, 5)), max_size=40))
def test_every_allowed_move_keeps_a_partition_into_whole_territories(
    seed: int, tried: list[tuple[int, int]]
) -> None:
    """Whatever is tried, no territory is empty or broken, and the sums are those of a fresh count."""
    problem = planar_problem(40, 4, seed)
    place = ordered(problem)
    owner = solve(problem, effort=0.02).territory_of_unit[place.order]
    ground = place.ground(place.targets(owner), 1.0)
    sums = sums_of(ground, owner)
    for unit, turn in tried:
        around = sums.owner[ground.near[ground.first[unit] : ground.first[unit + 1]]]
        goal = int(around[turn % len(around)])
        if goal != sums.owner[unit] and may_leave(ground, sums, unit):
            move(ground, sums, unit, goal)
            assert len(np.unique(sums.owner)) == 4
            assert figures_of(problem, place.given_order(sums.owner)).pieces == 0
    fresh = sums_of(ground, sums.owner)
    assert sums.load.tolist() == fresh.load.tolist()
    assert sums.moments == pytest.approx(fresh.moments)


@few
@given(seed=SEEDS)
def test_every_redesign_is_a_partition_and_its_table_is_monotone(seed: int) -> None:
    """Closer rows deviate no more where their tolerance is met, and never move less; all are whole."""
    problem, today = drifted(seed)
    rows = pareto_table(problem, today, tolerances=(0.2, 0.1, 0.05), effort=0.05)
    moved = [row.redesign.moved_share for row in rows]
    assert moved == sorted(moved)
    for row in rows:
        assert np.unique(row.redesign.territory_of_unit).tolist() == [0, 1, 2, 3]
        assert row.redesign.figures.pieces == 0


@few
@given(seed=SEEDS, scale=st.floats(1e-3, 1e6), shuffle=st.randoms(use_true_random=False))
def test_neither_scale_nor_names_change_a_redesign(seed: int, scale: float, shuffle: object) -> None:
    """Hours or minutes, units in this order or that: the same ones change hands."""
    problem, today = drifted(seed)
    order = list(range(40))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    place = np.argsort(order)
    renamed = dataclasses.replace(
        problem,
        x=problem.x[order],
        y=problem.y[order],
        weights=problem.weights[:, order] * scale,
        edges=np.sort(place[problem.edges], axis=1).astype(np.int32),
    )
    first = redesign(problem, today, effort=0.05).territory_of_unit
    again = redesign(renamed, today[order], effort=0.05).territory_of_unit
    assert first[order].tolist() == again.tolist()
