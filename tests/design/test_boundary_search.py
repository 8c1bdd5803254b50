"""Boundary search and the draft it works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from territory_sim.design.boundary_search import Aims, improve, improve_by_pairs
from territory_sim.design.draft import Draft
from territory_sim.design.ordered import ordered
from territory_sim.design.plane import plane_of
from territory_sim.design.problem import equal_problem
from territory_sim.design.unity import made_whole
from territory_sim.territories.contiguity import pieces_per_territory
from territory_sim.territories.workload import territory_workload_hours

if TYPE_CHECKING:
    from tests.design.conftest import Ground

SEEDS = st.lists(st.integers(-1, 4), min_size=40, max_size=40)
AIMS = Aims(low=-0.02, high=0.02, pressure=3000.0, pull=30.0)


def whole_map(ground: Ground, owners: list[int]) -> NDArray[np.int32]:
    """Make some map of five whole territories."""
    plane = plane_of(ground.region)
    place = ordered(equal_problem(plane.x, plane.y, ground.region.edges, np.ones(40), 5))
    rough = np.maximum(np.array(owners, dtype=np.int32), 0)
    return place.given_order(made_whole(place, rough[place.order]))


def draft_of(ground: Ground, owner: NDArray[np.int32]) -> Draft:
    """Make a draft whose bases are the first unit of each territory."""
    homes = np.array([np.flatnonzero(owner == territory)[0] for territory in range(5)], dtype=np.int32)
    return Draft(ground.model, ground.region.neighbours, owner, homes)


@given(owners=SEEDS, moves=st.lists(st.tuples(st.integers(0, 39), st.integers(0, 4)), max_size=30))
def test_hours_kept_move_by_move_are_those_of_the_map(
    plain: Ground, owners: list[int], moves: list[tuple[int, int]]
) -> None:
    """After any moves, also there and back, the running hours equal a fresh count to the last bit."""
    draft = draft_of(plain, whole_map(plain, owners))
    for unit, territory in moves:
        if territory != draft.territory[unit]:
            foretold = draft.hours_if(unit, territory, 1)
            draft.move(unit, territory)
            assert draft.hours[territory] == foretold
    fresh = Draft(plain.model, plain.region.neighbours, draft.labels(), np.array(draft.homes))
    assert draft.hours == fresh.hours
    counted = territory_workload_hours(plain.model, draft.labels(), np.array(draft.homes)).total
    assert draft.hours == pytest.approx(counted.tolist(), rel=1e-12)


def cost_of(draft: Draft, mean: float) -> float:
    """Return what the search minimises, counted from the map alone."""
    cut = sum(
        draft.territory[unit] != draft.territory[other]
        for unit, around in enumerate(draft.neighbours)
        for other in around
    )
    return sum(AIMS.cost(hours / mean - 1) for hours in draft.hours) + AIMS.border * cut / 2


@given(owners=SEEDS, locked=st.frozensets(st.integers(0, 39), max_size=10))
def test_the_search_keeps_territories_whole_and_locked_units_in_place(
    plain: Ground, owners: list[int], locked: frozenset[int]
) -> None:
    """No step breaks or empties a territory, and locks hold, for single moves and for pairs."""
    start = whole_map(plain, owners)
    draft = draft_of(plain, start)
    improve(draft, AIMS, locked=locked)
    improve_by_pairs(draft, AIMS, 0.02, locked=locked)
    assert (pieces_per_territory(plain.region.neighbours, draft.labels(), 5) == 1).all()
    kept = sorted(locked)
    assert draft.labels()[kept].tolist() == start[kept].tolist()


@given(owners=SEEDS)
def test_pairs_of_moves_never_make_the_map_worse(plain: Ground, owners: list[int]) -> None:
    """A pair is kept only when both moves together gain, and taken back to the bit otherwise."""
    draft = draft_of(plain, whole_map(plain, owners))
    mean = draft.mean_hours()
    before = cost_of(draft, mean)
    made = improve_by_pairs(draft, AIMS, 0.0)
    assert cost_of(draft, mean) < before if made else cost_of(draft, mean) == before


@pytest.mark.parametrize("owners", [[0] * 40, [-1] * 40])
def test_the_search_makes_a_bad_map_much_better(plain: Ground, owners: list[int]) -> None:
    """From a lopsided start the spread of hours falls to less than a third."""
    draft = draft_of(plain, whole_map(plain, owners))
    before = float(np.std(draft.hours))
    improve(draft, AIMS)
    assert float(np.std(draft.hours)) < before / 3


def test_cost_is_nothing_within_the_limits_and_grows_beyond() -> None:
    """The dead band is flat when there is no pull, and the same on both sides."""
    aims = Aims(low=-0.05, high=0.05, pressure=100.0)
    assert aims.cost(0.05) == aims.cost(-0.05) == aims.cost(0.0) == 0.0
    assert aims.cost(0.15) == pytest.approx(1.0)
    assert aims.cost(-0.15) == pytest.approx(1.0)
