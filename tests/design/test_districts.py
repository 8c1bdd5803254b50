"""Districts: territories grouped into whole groups of like work."""

from __future__ import annotations

import numpy as np
import pytest
from tests.planar import planar_problem

from territory_sim.design.districts import draw_districts
from territory_sim.design.engine import solve
from territory_sim.errors import InfeasibleDesignError


def test_districts_are_whole_and_even() -> None:
    """Twelve even territories fall into three whole districts of like work, the same each time."""
    problem = planar_problem(240, 12, 0, tolerance=0.05)
    owner = solve(problem, effort=0.1).territory_of_unit
    found = draw_districts(problem, owner, 3)
    assert sorted(np.unique(found.district_of_territory).tolist()) == [0, 1, 2]
    assert found.pieces == 0
    assert float(np.abs(found.deviations).max()) <= 0.10
    again = draw_districts(problem, owner, 3)
    assert (again.district_of_territory == found.district_of_territory).all()


def test_more_districts_than_territories_are_refused() -> None:
    """The fault names the nearest number there may be."""
    problem = planar_problem(60, 4)
    owner = solve(problem, effort=0.02).territory_of_unit
    with pytest.raises(InfeasibleDesignError, match="nearest: 4"):
        draw_districts(problem, owner, 5)
