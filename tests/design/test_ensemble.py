from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planar import planar_problem

from territory_sim.design.engine import solve
from territory_sim.design.ensemble import _chain, draw_ensemble, recombine
from territory_sim.design.figures import figures_of
from territory_sim.design.ordered import ordered
from territory_sim.design.problem import equal_problem
from territory_sim.streams import Streams


@settings(max_examples=10)
@given(seed=st.integers(0, 1000), territories=st.integers(2, 8))
def test_every_recombination_keeps_whole_territories_within_the_band(seed: int, territories: int) -> None:
    """Each unit has an owner, each territory is in one piece, and no load leaves the band once within."""
    problem = planar_problem(60, territories, seed)
    place = ordered(problem)
    chain = _chain(place, solve(problem, effort=0.02).territory_of_unit[place.order])
    generator = Streams(seed).generator("test of recombination")
    band = max(0.4, figures_of(problem, place.given_order(chain.owner)).max_deviation)
    made = 0
    for _ in range(20):
        made += recombine(chain, band, 3, generator.random(5000))
        figures = figures_of(problem, place.given_order(chain.owner))
        assert figures.pieces == 0
        assert np.unique(chain.owner).tolist() == list(range(territories))
        assert figures.max_deviation <= band + 1e-9
    assert made > 0
    loads = np.bincount(chain.owner, weights=chain.weight, minlength=territories)
    assert np.array_equal(loads, chain.load)


def test_the_halves_of_a_ring_are_drawn_alike() -> None:
    """A ring of four equal units has two divisions into halves, each under half of the uniform trees.

    With 2,000 maps the share of one has a standard deviation of 1.1 %: five of them are allowed.
    """
    ring = np.array([(0, 1), (1, 2), (2, 3), (0, 3)], dtype=np.int32)
    corners = np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 0.0, 2.0, 2.0])
    problem = equal_problem(*corners, ring, np.ones(4), 2)
    flat = 2 * (0.5**2 + 0.5**2)
    inertias = draw_ensemble(problem, maps=2000).inertias
    assert abs(float((np.abs(inertias - flat) < 1e-9).mean()) - 0.5) < 0.056


def test_the_same_seed_gives_the_same_maps_whatever_the_order_of_the_units() -> None:
    """Ids and places in the file have no part in the chain; another seed is another chain."""
    problem = planar_problem(50, 5, 2)
    order = Streams(1).generator("test of order").permutation(50)
    place = np.argsort(order)
    renamed = dataclasses.replace(
        problem,
        x=problem.x[order],
        y=problem.y[order],
        weights=problem.weights[:, order],
        edges=np.sort(place[problem.edges], axis=1).astype(np.int32),
    )
    ours, theirs = (draw_ensemble(each, maps=20) for each in (problem, renamed))
    assert np.allclose(ours.inertias, theirs.inertias, rtol=1e-12)
    assert np.allclose(ours.max_deviations, theirs.max_deviations, rtol=1e-12)
    assert not np.array_equal(ours.inertias, draw_ensemble(problem, maps=20, seed=2).inertias)


def test_an_optimised_map_is_more_even_than_all_that_chance_draws() -> None:
    """The search is placed before nearly every alternative, the alternatives among themselves anywhere."""
    problem = planar_problem(200, 6, 1)
    ensemble = draw_ensemble(problem, maps=100)
    placing = ensemble.placing(solve(problem).figures)
    assert placing.worse_balanced_than == 0
    assert placing.more_drawn_out_than < 0.05
    low, middle, high = ensemble.quantiles()["max_deviation"]
    assert 0 < low < middle < high <= 0.25 + 1e-9
    skewed = dataclasses.replace(solve(problem, effort=0.02).figures, deviations=(0.6,), cv=0.3, inertia=1e12)
    assert ensemble.placing(skewed).sentence == (
        "Today's map is worse balanced than all and more drawn out than all of 100 maps drawn by chance "
        "within ±25 % of the mean."
    )


def test_one_territory_has_no_alternative() -> None:
    """A region of one territory has one map."""
    ensemble = draw_ensemble(planar_problem(20, 1), maps=3)
    assert ensemble.max_deviations.tolist() == [0, 0, 0]
