"""Loads around a map: exact for the map, right to first order beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from territory_sim.design.measures import territory_loads
from territory_sim.design.rounds import solve_loads
from territory_sim.errors import InfeasibleDesignError
from territory_sim.territories.workload import territory_workload_hours

if TYPE_CHECKING:
    from tests.design.conftest import Ground


def test_the_problem_around_a_map_sums_to_its_true_hours(plain: Ground) -> None:
    """Service and travel of every territory, to rounding, whatever the map."""
    loads = territory_loads(plain.region, plain.model, plain.parameters, 4, {})
    owner = np.arange(40, dtype=np.int32) % 4
    homes = loads.bases(owner)
    hours = territory_workload_hours(plain.model, owner, homes)
    around = loads.around(owner)
    assert around.loads_of(owner)[0] == pytest.approx(hours.service + hours.travel)
    assert (around.weights >= 0).all()


def test_a_solved_design_is_even_in_its_true_hours(plain: Ground) -> None:
    """What the figures say is what the workload model says of the final map and homes."""
    loads = territory_loads(plain.region, plain.model, plain.parameters, 4, {})
    loads, design = solve_loads(loads, starts=1)
    hours = territory_workload_hours(plain.model, design.territory_of_unit, loads.homes)
    moving = hours.service + hours.travel
    assert np.abs(moving / moving.mean() - 1).max() == pytest.approx(design.figures.max_deviation)
    assert design.figures.pieces == 0


def test_an_unknown_measure_is_told_with_the_known_ones(plain: Ground) -> None:
    """The fault names what there is."""
    import dataclasses

    parameters = dataclasses.replace(plain.parameters, measure=("potental",))
    with pytest.raises(InfeasibleDesignError, match=r"workload, potential.*did you mean potential"):
        territory_loads(plain.region, plain.model, parameters, 4, {"potential": plain.region.weight})
