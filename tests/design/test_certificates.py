from __future__ import annotations

import json

import numpy as np
from tests.planar import planar_problem

from territory_sim.design.centre_search import search_to_centres
from territory_sim.design.certificates import certificates
from territory_sim.design.engine import solve
from territory_sim.design.problem import equal_problem


def test_a_small_map_is_proven_and_placed() -> None:
    """Floor, least moves, proof and placing come together, in words and as JSON."""
    problem = planar_problem(40, 4, 0, tolerance=0.05)
    owner = search_to_centres(problem, starts=8)
    skewed = np.digitize(problem.x, np.quantile(problem.x, [0.1, 0.3, 0.6])).astype(np.int32)
    found = certificates(problem, owner, today=skewed, maps=50)
    assert found.exact is not None
    assert found.exact.gap < 0.01
    assert found.least_moved is not None
    assert found.least_moved <= float(problem.weights[0][owner != skewed].sum() / problem.weights[0].sum())
    assert found.today is not None
    assert found.today.worse_balanced_than == 1.0
    assert [text.split()[0] for text in found.sentences] == ["No", "Every", "Proven:", "Today's"]
    assert json.loads(json.dumps(found.summary()))["exact"]["gap"] < 0.01


def test_what_cannot_be_proven_is_left_out_and_told() -> None:
    """Large maps have no exact bound, and without a map of today nothing is placed; each is said."""
    large = planar_problem(120, 4)
    found = certificates(large, solve(large, effort=0.02).territory_of_unit)
    assert (found.exact, found.today, found.least_moved) == (None, None, None)
    assert [text.split(":")[0] for text in found.left_out] == [
        "Not proven",
        "Nothing to place among alternatives",
    ]
    small = planar_problem(20, 4)
    weight = small.weights[0].copy()
    weight[3] = weight.sum()
    lumpy = equal_problem(small.x, small.y, small.edges, weight, 4)
    told = certificates(lumpy, solve(lumpy, effort=0.02).territory_of_unit)
    assert told.exact is None
    assert "One unit alone passes a territory's share" in told.sentences[0]
