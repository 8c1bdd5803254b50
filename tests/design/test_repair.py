"""Contiguity repair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.design.repair import repair
from territory_sim.territories.contiguity import components, pieces_per_territory

if TYPE_CHECKING:
    from tests.design.conftest import Ground


@given(owners=st.lists(st.integers(-1, 5), min_size=40, max_size=40), data=st.data())
def test_any_rough_map_becomes_whole_territories(
    plain: Ground, owners: list[int], data: st.DataObject
) -> None:
    """From any start, even an empty one, each territory ends in one piece and none is empty."""
    weight = np.array(data.draw(st.lists(st.integers(0, 9), min_size=40, max_size=40)), dtype=np.float64)
    rough = np.array(owners, dtype=np.int32)
    whole = repair(plain.region.neighbours, rough, weight, 6)
    assert (pieces_per_territory(plain.region.neighbours, whole, 6) == 1).all()


@given(owners=st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_the_heaviest_piece_stays_where_it_is(plain: Ground, owners: list[int]) -> None:
    """Of a broken territory the largest part keeps its owner; only the rest is given away."""
    rough = np.array(owners, dtype=np.int32)
    if len(set(owners)) < 4:
        return
    weight = np.ones(40)
    whole = repair(plain.region.neighbours, rough, weight, 4)
    for territory in range(4):
        pieces = components(plain.region.neighbours, np.flatnonzero(rough == territory).tolist())
        largest = max(pieces, key=len)
        if sum(len(piece) == len(largest) for piece in pieces) == 1:
            assert (whole[largest] == territory).all()


def test_a_whole_map_is_left_as_it_is(plain: Ground) -> None:
    """There is nothing to repair."""
    whole = repair(plain.region.neighbours, np.full(40, -1, dtype=np.int32), np.ones(40), 5)
    assert (repair(plain.region.neighbours, whole, np.ones(40), 5) == whole).all()
