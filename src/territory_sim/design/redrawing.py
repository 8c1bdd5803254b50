"""Redraw a map in balance from the one in force, with as little change as possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.measures import territory_loads
from territory_sim.design.redesign_rounds import redesign_loads
from territory_sim.errors import Fault, InfeasibleDesignError
from territory_sim.region.network import Region
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.territories.workload import WorkloadModel


@dataclass(frozen=True, eq=False)
class Redrawing:
    """What it takes to redraw a map whenever it is asked for.

    Args:
        region: The region.
        model: Tells the workload of a territory.
        parameters: Measures, what a territory may reach over, and seed of the search.
        amounts: Amount in each unit of measures other than the workload, by name, shape (n_units,) each.
        tolerance: Largest deviation from the mean of every measure, a share.
    """

    region: Region
    model: WorkloadModel
    parameters: TerritoryParameters
    amounts: Mapping[str, NDArray[np.float64]]
    tolerance: float

    def of(self, today: Alignment) -> Alignment:
        """Redraw a map.

        Args:
            today: The map in force, no territory of it without units.

        Returns:
            The map in balance; territories, reps, homes and named accounts are those of today.

        Raises:
            InfeasibleDesignError: If a territory of today's map has no units, or a unit no territory.
        """
        _refuse_gaps(today)
        asked = replace(self.parameters, tolerance=(self.tolerance,))
        loads = territory_loads(self.region, self.model, asked, len(today), self.amounts)
        loads = replace(loads, homes=today.homes)
        _, found = redesign_loads(loads, today.territory_of_unit, seed=self.parameters.seed)
        return replace(today, territory_of_unit=found.territory_of_unit)


def _refuse_gaps(today: Alignment) -> None:
    units = np.bincount(today.territory_of_unit + 1, minlength=len(today) + 1)
    if units[0]:
        given, allowed = f"{units[0]} units without a territory", "a territory for every unit"
    elif not units[1:].all():
        given = today.territory_ids[int(np.argmin(units[1:]))]
        allowed = "territories of at least one unit each; one of named accounts only cannot be redrawn"
    else:
        return
    raise InfeasibleDesignError([Fault(where="management.redesign", given=given, allowed=allowed)])
