"""What is shared out: measures by name, each with its tolerance, as a design problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.loads import Loads
from territory_sim.design.plane import plane_of
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.errors import Fault, InfeasibleDesignError, nearest_name
from territory_sim.region.edge_table import connected_pieces
from territory_sim.region.network import Region
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.territories.workload import WorkloadModel

WORKLOAD: Final = "workload"
POTENTIAL: Final = "potential"
WEIGHT: Final = "weight"

_NAMED: Final = 5
"""Units named in a fault before the rest are only counted."""


def territory_loads(
    region: Region,
    model: WorkloadModel,
    parameters: TerritoryParameters,
    territories: int,
    amounts: Mapping[str, NDArray[np.float64]],
) -> Loads:
    """Put the measures of a design together.

    Args:
        region: The region.
        model: Tells the workload of a territory.
        parameters: Measures, tolerances, and what a territory may reach over.
        territories: How many territories.
        amounts: Amount in each unit of every measure but the workload, by name, shape (n_units,) each.

    Returns:
        The loads, all territories alike and nothing fixed.

    Raises:
        InfeasibleDesignError: If a measure has no amounts, or there can be no such map.
    """
    names = parameters.measure
    known = (WORKLOAD, *amounts)
    faults = [
        Fault(
            where="territories.measure",
            given=name,
            allowed=f"must be one of {', '.join(known)}",
            hint=nearest_name(name, known),
        )
        for name in names
        if name not in known
    ]
    edges = crossable_edges(region, parameters)
    faults += _closed_off(region, edges, parameters)
    if faults:
        raise InfeasibleDesignError(faults)
    # Where there is no work at all, units count alike.
    work = model.service_hours if model.service_hours.any() else np.ones(len(region))
    weights = np.array([work if name == WORKLOAD else amounts[name] for name in names], dtype=np.float64)
    tolerances = np.broadcast_to(np.array(parameters.tolerance), len(names)).copy()
    plane = plane_of(region)
    problem = DesignProblem(
        x=plane.x,
        y=plane.y,
        edges=edges,
        weights=weights,
        tolerances=tolerances,
        shares=np.ones(territories),
        unit_ids=region.unit_ids,
        names=names,
    )
    has_workload = WORKLOAD in names and bool(model.service_hours.any())
    return Loads(
        problem=problem,
        model=model,
        workload_row=names.index(WORKLOAD) if has_workload else -1,
        homes=np.full(territories, FREE, dtype=np.int32),
    )


def _closed_off(region: Region, edges: NDArray[np.int32], parameters: TerritoryParameters) -> list[Fault]:
    """Name the setting that would join again what closed edges cut off."""
    pieces = connected_pieces(len(region), edges)
    if len(pieces) <= 1 or len(edges) == len(region.edges):
        return []
    pieces.sort(key=lambda piece: (-len(piece), piece))
    cut = [region.unit_ids[unit] for piece in pieces[1:] for unit in piece]
    more = f" and {len(cut) - _NAMED:,} more" if len(cut) > _NAMED else ""
    shut = [name for name in ("links", "barriers") if not getattr(parameters, name)]
    return [
        Fault(
            where=f"territories.{name}",
            given="false",
            allowed=f"cuts off {', '.join(cut[:_NAMED])}{more}: the region is in {len(pieces)} pieces",
            hint=f"territories.{name}=true, or an edge of another kind to them",
        )
        for name in shut
    ]


def crossable_edges(region: Region, parameters: TerritoryParameters) -> NDArray[np.int32]:
    """Return the edges that a territory may reach over.

    Args:
        region: The region.
        parameters: Whether links and barriers may be crossed.

    Returns:
        Pairs of unit indices, shape (edges, 2).
    """
    closed = {
        kind
        for kind, is_open in (("link", parameters.links), ("barrier", parameters.barriers))
        if not is_open
    }
    if not closed:
        return region.edges
    return region.edges[np.array([kind not in closed for kind in region.edge_kinds], dtype=np.bool_)]
