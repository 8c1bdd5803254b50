"""Redraw a region into whole, compact territories of equal workload, and match the reps to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.feasibility import require_feasible
from territory_sim.design.figures import Figures
from territory_sim.design.homes import match_reps
from territory_sim.design.measures import territory_loads
from territory_sim.design.plane import plane_of, roundness
from territory_sim.design.rounds import first_map, settle_loads, solve_loads
from territory_sim.region.network import Region
from territory_sim.territories.alignment import Alignment, numbered_ids
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.territories.workload import TerritoryHours, WorkloadModel, territory_workload_hours

_NO_AMOUNTS: Final[Mapping[str, NDArray[np.float64]]] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class BalancedDesign:
    """A redrawn map and how good it is.

    Args:
        alignment: The map, its reps and their homes.
        hours: Required hours a year of each territory.
        figures: Balance, pieces, compactness and floor of what was shared out.
        roundness: Mean shape of the territories, 1 for discs.
        kept_share: Share of the service hours that stay with their rep; 1 without a map of today.
    """

    alignment: Alignment
    hours: TerritoryHours
    figures: Figures
    roundness: float
    kept_share: float


def draw_balanced(
    region: Region,
    model: WorkloadModel,
    territories: int,
    parameters: TerritoryParameters,
    today: Alignment | None = None,
    amounts: Mapping[str, NDArray[np.float64]] = _NO_AMOUNTS,
) -> BalancedDesign:
    """Redraw a region into territories of equal workload, or of whatever else is to be shared out.

    Args:
        region: The region, connected.
        model: Tells the hours a year of a territory, travel included.
        territories: How many territories, from 1 to the number of units.
        parameters: Measures, tolerances, number of starts, seed of the search.
        today: Today's map with as many territories; its reps and ids are kept, and each rep
            gets the new territory that keeps most work with its rep.
        amounts: Amount in each unit of measures other than the workload, by name.

    Returns:
        The best map of all starts, and its figures.

    Raises:
        InfeasibleDesignError: If no such territories exist.
    """
    require_feasible(region, territories)
    if today is not None and len(today) != territories:
        raise ValueError("today's map must have as many territories as the redrawn one")
    loads = territory_loads(region, model, parameters, territories, amounts)
    starts, seed = parameters.starts, parameters.seed
    if today is None:
        loads, design = solve_loads(loads, starts=starts, seed=seed)
        ids = numbered_ids("T", territories), numbered_ids("R", territories)
    else:
        owner = match_reps(model, today, first_map(loads, starts=starts, seed=seed))
        # The reps' real homes make the ways home, so the map is settled around them.
        loads, design = settle_loads(replace(loads, homes=today.homes), owner, seed=seed)
        ids = today.territory_ids, today.rep_ids
    owner, homes = design.territory_of_unit, loads.homes
    named = MappingProxyType({}) if today is None else today.territory_of_account
    alignment = Alignment(*ids, territory_of_unit=owner, homes=homes, territory_of_account=named)
    kept = np.ones(len(owner), dtype=np.bool_) if today is None else owner == today.territory_of_unit
    total = float(model.service_hours.sum())
    return BalancedDesign(
        alignment=alignment,
        hours=territory_workload_hours(model, owner, homes),
        figures=design.figures,
        roundness=float(roundness(plane_of(region), owner, territories).mean()),
        kept_share=float(model.service_hours[kept].sum()) / total if total > 0 else 1.0,
    )
