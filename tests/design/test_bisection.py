"""Recursive bisection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.design.bisection import bisect_region
from territory_sim.design.plane import Plane, plane_of

if TYPE_CHECKING:
    from tests.design.conftest import Ground


@given(
    weights=st.lists(st.integers(0, 50), min_size=40, max_size=40),
    parts=st.integers(1, 40),
    turn=st.floats(0, np.pi),
)
def test_every_part_has_a_unit_and_every_unit_a_part(
    plain: Ground, weights: list[int], parts: int, turn: float
) -> None:
    """Whatever the weights, also all zero, the parts are a partition without empty parts."""
    part = bisect_region(plane_of(plain.region), np.array(weights, dtype=np.float64), parts, turn)
    assert sorted(set(part.tolist())) == list(range(parts))


@pytest.mark.parametrize("parts", [2, 3, 5, 8])
def test_many_equal_units_are_divided_evenly(parts: int) -> None:
    """With many small units the parts weigh the same within one unit for each cut."""
    x, y = (axis.ravel().astype(np.float64) for axis in np.meshgrid(np.arange(30), np.arange(20)))
    part = bisect_region(Plane(x, y, np.ones(600)), np.ones(600), parts)
    assert np.abs(np.bincount(part) - 600 / parts).max() <= 4


def test_a_long_region_is_cut_across() -> None:
    """Two squares make less inertia than two strips."""
    x, y = (axis.ravel().astype(np.float64) for axis in np.meshgrid(np.arange(40), np.arange(10)))
    part = bisect_region(Plane(x, y, np.ones(400)), np.ones(400), 2)
    assert (part[x < 20] == part[0]).all()
    assert (part[x >= 20] != part[0]).all()
