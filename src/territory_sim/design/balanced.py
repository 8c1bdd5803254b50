"""Redraw a region into whole, compact territories of equal workload, and match the reps to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.bisection import bisect_region
from territory_sim.design.boundary_search import Aims, ShapeCost, improve, improve_by_pairs
from territory_sim.design.draft import Draft
from territory_sim.design.feasibility import require_feasible
from territory_sim.design.homes import best_bases, keep_homes, match_reps
from territory_sim.design.plane import Plane, plane_of, roundness
from territory_sim.design.power_diagram import (
    PowerDiagram,
    balanced_power_diagram,
    border_distance,
    centred,
)
from territory_sim.design.repair import repair
from territory_sim.region.network import Region
from territory_sim.streams import Streams
from territory_sim.territories.alignment import Alignment, numbered_ids
from territory_sim.territories.balance import balance_of
from territory_sim.territories.contiguity import pieces_per_territory
from territory_sim.territories.parameters import TerritoryParameters
from territory_sim.territories.workload import TerritoryHours, WorkloadModel, territory_workload_hours

_PRESSURES: Final = (30.0, 300.0, 3_000.0, 30_000.0)
"""The search first forms compact territories, then weighs balance more and more."""

_AIM: Final = 0.5
"""Part of the tolerance the search aims at, so that the rest is left for the reps' real homes."""

_WORTH_PAIRS: Final = 0.6
"""Part of the tolerance within which a territory needs no costly search for pairs of moves."""

_FEW_UNITS: Final = 8
"""With fewer units a territory, straight borders say little and the bisection is kept as it is."""


@dataclass(frozen=True, eq=False)
class BalancedDesign:
    """A redrawn map and how good it is.

    Args:
        alignment: The map, its reps and their homes.
        hours: Required hours a year of each territory.
        max_deviation: Largest distance of a territory's hours from the mean, as a share of the mean.
        floor: Deviation that no map can avoid, because one unit alone requires that much.
        pieces: Pieces of territories beyond one each; 0 when all are whole.
        roundness: Mean shape of the territories, 1 for discs.
        kept_share: Share of the service hours that stay with their rep; 1 without a map of today.
    """

    alignment: Alignment
    hours: TerritoryHours
    max_deviation: float
    floor: float
    pieces: int
    roundness: float
    kept_share: float


def draw_balanced(
    region: Region,
    model: WorkloadModel,
    territories: int,
    parameters: TerritoryParameters,
    today: Alignment | None = None,
) -> BalancedDesign:
    """Redraw a region into territories of equal workload.

    Args:
        region: The region, connected.
        model: Tells the hours a year of a territory, travel included.
        territories: How many territories, from 1 to the number of units.
        parameters: Tolerance, number of starts, seed of the search.
        today: Today's map with as many territories; its reps and ids are kept, and each rep
            gets the new territory that keeps most work with its rep.

    Returns:
        The best map of all starts, and its figures.

    Raises:
        InfeasibleDesignError: If no such territories exist.
    """
    require_feasible(region, territories)
    if today is not None and len(today) != territories:
        raise ValueError("today's map must have as many territories as the redrawn one")
    plane = plane_of(region)
    starts = [
        _draw_once(region, plane, model, territories, parameters, start) for start in range(parameters.starts)
    ]
    owner = min(starts, key=lambda start: _rank(plane, model, start, territories, parameters.tolerance))
    if today is None:
        homes = best_bases(model, owner, territories)
        alignment_ids = numbered_ids("T", territories), numbered_ids("R", territories)
    else:
        owner = match_reps(model, today, owner)
        homes = keep_homes(model, today.homes, owner)
        # Homes at a border may first change sides: locking them at once would leave fingers around them.
        owner = _settle(region, plane, model, owner, homes, parameters.tolerance, locked=frozenset())
        homes = keep_homes(model, today.homes, owner)
        alignment_ids = today.territory_ids, today.rep_ids
    locked = frozenset(homes.tolist())
    owner = _settle(region, plane, model, owner, homes, parameters.tolerance, locked)
    alignment = Alignment(*alignment_ids, territory_of_unit=owner, homes=homes)
    return _judged(region, plane, model, alignment, today)


def indivisibility_floor(model: WorkloadModel, mean_hours: float) -> float:
    """Return the deviation that no map can avoid because units are not divided.

    Args:
        model: Tells the hours of a territory.
        mean_hours: Mean workload of the territories, hours a year.

    Returns:
        By how much the largest unit alone, its rep living in it, passes the mean, as a share of the
        mean; 0 when it does not.
    """
    inside = np.diagonal(model.minutes).astype(np.float64) * model.stops_per_year
    rows = zip(
        model.service_hours.tolist(),
        model.stops_per_year.tolist(),
        model.room.tolist(),
        inside.tolist(),
        strict=True,
    )
    largest = max(model.hours(*row) for row in rows)
    return max(0.0, largest / mean_hours - 1) if mean_hours > 0 else 0.0


def _draw_once(
    region: Region,
    plane: Plane,
    model: WorkloadModel,
    territories: int,
    parameters: TerritoryParameters,
    start: int,
) -> NDArray[np.int32]:
    """Draw one map: bisection, power diagram, repair, search."""
    stream = Streams(parameters.seed).generator("territory design", period=start)
    turn = float(stream.random()) * np.pi
    weight = _work_of_units(model)
    owner = bisect_region(plane, weight, territories, turn)
    if len(owner) >= _FEW_UNITS * territories:
        owner, diagram = balanced_power_diagram(plane, model, owner, territories)
        owner = repair(region.neighbours, owner, weight, territories)
    else:
        owner = repair(region.neighbours, owner, weight, territories)
        diagram = _middle(plane, owner, territories)
    draft = Draft(model, region.neighbours, owner, best_bases(model, owner, territories))
    _search(draft, _shape_cost(plane, diagram), parameters.tolerance)
    return draft.labels()


def _search(draft: Draft, shape: ShapeCost, tolerance: float) -> None:
    """Search under growing pressure on balance; the bases follow their territories."""
    aim = _AIM * tolerance
    for pressure in _PRESSURES:
        improve(draft, Aims(low=-aim, high=aim, pressure=pressure, pull=pressure / 100), shape)
        draft.set_homes(best_bases(draft.model, draft.labels(), draft.count))


def _settle(
    region: Region,
    plane: Plane,
    model: WorkloadModel,
    owner: NDArray[np.int32],
    homes: NDArray[np.int32],
    tolerance: float,
    locked: Collection[int],
) -> NDArray[np.int32]:
    """Balance a map again for the homes the reps really have."""
    draft = Draft(model, region.neighbours, owner, homes)
    shape = _shape_cost(plane, _middle(plane, owner, len(homes)))
    aim = _AIM * tolerance
    for pressure in _PRESSURES[2:]:
        aims = Aims(low=-aim, high=aim, pressure=pressure, pull=pressure / 100)
        improve(draft, aims, shape, locked)
        improve_by_pairs(draft, aims, _WORTH_PAIRS * tolerance, shape, locked)
        improve(draft, aims, shape, locked)
    return draft.labels()


def _middle(plane: Plane, owner: NDArray[np.int32], territories: int) -> PowerDiagram:
    """Return a diagram around given territories, each handicapped by its own extent."""
    around = centred(plane, owner, plane.land_km2, np.zeros(territories))
    land = np.bincount(owner, weights=plane.land_km2, minlength=territories)
    return PowerDiagram(around.x, around.y, land / np.pi)


def _shape_cost(plane: Plane, diagram: PowerDiagram) -> ShapeCost:
    """Return the look-up of how badly a unit would lie in a territory."""
    distance = border_distance(plane, diagram)
    return distance.item


def _work_of_units(model: WorkloadModel) -> NDArray[np.float64]:
    """Return work that adds up over units, for the steps that need such: service, else stops."""
    return model.service_hours if model.service_hours.any() else model.stops_per_year


def _rank(
    plane: Plane, model: WorkloadModel, owner: NDArray[np.int32], territories: int, tolerance: float
) -> tuple[float, float]:
    """Rank a map: within the tolerance first, then the rounder one."""
    hours = territory_workload_hours(model, owner, best_bases(model, owner, territories))
    beyond = max(0.0, balance_of(hours.total).max_deviation - tolerance)
    return round(beyond, 3), -round(float(roundness(plane, owner, territories).mean()), 9)


def _judged(
    region: Region, plane: Plane, model: WorkloadModel, alignment: Alignment, today: Alignment | None
) -> BalancedDesign:
    owner = alignment.territory_of_unit
    hours = territory_workload_hours(model, owner, alignment.homes)
    kept = np.ones(len(owner), dtype=np.bool_) if today is None else owner == today.territory_of_unit
    total = float(model.service_hours.sum())
    return BalancedDesign(
        alignment=alignment,
        hours=hours,
        max_deviation=balance_of(hours.total).max_deviation,
        floor=indivisibility_floor(model, float(hours.total.mean())),
        pieces=int((pieces_per_territory(region.neighbours, owner, len(alignment)) - 1).sum()),
        roundness=float(roundness(plane, owner, len(alignment)).mean()),
        kept_share=float(model.service_hours[kept].sum()) / total if total > 0 else 1.0,
    )
