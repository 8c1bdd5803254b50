"""Districts: neighbouring territories grouped so that each regional manager has as much work to lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.engine import solve
from territory_sim.design.problem import DesignProblem, equal_problem
from territory_sim.errors import Fault, InfeasibleDesignError

_TOLERANCE: Final = 0.05
_STARTS: Final = 8
"""A district has few territories, so its balance depends on luck; a search takes milliseconds."""


@dataclass(frozen=True, eq=False)
class Districts:
    """Territories grouped into districts.

    Args:
        district_of_territory: District index of each territory, shape (territories,).
        loads: First activity of each district, shape (districts,).
        pieces: Pieces of districts beyond one each; 0 when all are whole.
    """

    district_of_territory: NDArray[np.int32]
    loads: NDArray[np.float64]
    pieces: int

    @property
    def deviations(self) -> NDArray[np.float64]:
        """How far each district is from the mean, a share, shape (districts,)."""
        return np.asarray(self.loads / self.loads.mean() - 1)


def draw_districts(
    problem: DesignProblem, owner: NDArray[np.int32], districts: int, *, seed: int = 1
) -> Districts:
    """Group territories into whole, compact districts with about as much of the first activity each.

    Args:
        problem: Units, neighbours and loads of the map.
        owner: Territory of every unit, none empty, shape (n,).
        districts: How many districts.
        seed: Seed of the search.

    Returns:
        The districts.

    Raises:
        InfeasibleDesignError: If there are not that many territories.
    """
    count = problem.territories
    if not 1 <= districts <= count:
        allowed = f"from 1 to {count:,} districts, one for each territory at most"
        hint = f"nearest: {min(max(districts, 1), count)}"
        raise InfeasibleDesignError(
            [Fault(where="territories.districts", given=str(districts), allowed=allowed, hint=hint)]
        )
    size = np.bincount(owner, minlength=count)
    x = np.round(np.bincount(owner, weights=problem.x, minlength=count) / size, 6)
    y = np.round(np.bincount(owner, weights=problem.y, minlength=count) / size, 6)
    sides = np.sort(owner[problem.edges], axis=1)
    borders = np.unique(sides[sides[:, 0] != sides[:, 1]], axis=0).astype(np.int32)
    loads = problem.loads_of(owner)[0]
    grouped = solve(equal_problem(x, y, borders, loads, districts, _TOLERANCE), starts=_STARTS, seed=seed)
    district = grouped.territory_of_unit
    totals = np.bincount(district, weights=loads, minlength=districts).astype(np.float64)
    return Districts(district, totals, grouped.figures.pieces)
