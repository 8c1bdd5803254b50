"""Follow the number of reps: dissolve the least loaded territories, or split the most loaded."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.boundary_search import Aims, improve
from territory_sim.design.draft import Draft
from territory_sim.design.feasibility import require_feasible
from territory_sim.design.halves import cut_in_half
from territory_sim.design.homes import best_base
from territory_sim.design.plane import Plane, plane_of
from territory_sim.design.rule_of_thumb import rule_of_thumb
from territory_sim.region.network import Region
from territory_sim.territories.alignment import Alignment
from territory_sim.territories.contiguity import Neighbours, components
from territory_sim.territories.workload import WorkloadModel, territory_workload_hours

_EVEN_AND_SHORT: Final = Aims(low=0.0, high=0.0, pressure=100.0, border=0.15)
"""Units that have to change hands anyway are shared evenly, and along short borders."""


def resize(region: Region, model: WorkloadModel, alignment: Alignment, reps: int) -> Alignment:
    """Give an alignment as many territories as there are reps, with as little change as possible.

    Args:
        region: The region, connected.
        model: Tells the hours a year of a territory.
        alignment: The map; every unit is owned.
        reps: How many reps there will be, from 1 to the number of units.

    Returns:
        The alignment with one territory for each rep. With fewer reps no unit changes hands but
        those of dissolved territories; with more none but those given to new territories. All
        other ids, reps and homes stay. Territories in one piece stay so.

    Raises:
        InfeasibleDesignError: If there cannot be that many territories.
    """
    require_feasible(region, reps, where="staffing.reps")
    plane, model = plane_of(region), rule_of_thumb(region, model)
    while len(alignment) > reps:
        alignment = _dissolve_least_loaded(region, model, alignment)
    while len(alignment) < reps:
        alignment = _split_most_loaded(region, plane, model, alignment)
    return alignment


def _dissolve_least_loaded(region: Region, model: WorkloadModel, alignment: Alignment) -> Alignment:
    """Share the units of the least loaded territory among those around it, one by one."""
    gone = int(np.argmin(_hours(model, alignment)))
    units = alignment.units_of(gone).tolist()
    draft = Draft(model, region.neighbours, alignment.territory_of_unit, alignment.homes)
    while draft.members[gone]:
        takers = (
            (draft.hours[taker], float(model.minutes[draft.homes[taker], unit]), taker, unit)
            for unit in draft.border_units([gone])
            for taker in draft.adjacent_territories(unit)
        )
        _, _, taker, unit = min(takers)
        draft.move(unit, taker)
    smaller = _without(alignment, draft.labels(), gone)
    return _even_out(region, model, smaller, units, range(len(smaller)))


def _split_most_loaded(region: Region, plane: Plane, model: WorkloadModel, alignment: Alignment) -> Alignment:
    """Split the most loaded territory of two units or more; the half without the home is new."""
    sizes = np.bincount(alignment.territory_of_unit, minlength=len(alignment))
    split = int(np.argmax(np.where(sizes > 1, _hours(model, alignment), -np.inf)))
    units = alignment.units_of(split)
    half = _halves(region, plane, model, units)
    home = int(alignment.homes[split])
    # A rep may live outside the territory; then the first half is his.
    kept = int(half[units.tolist().index(home)]) if home in units else 0
    new = len(alignment)
    owner = alignment.territory_of_unit.copy()
    owner[units[half != kept]] = new
    larger = _with_new(model, alignment, owner, units[half != kept])
    movable = [unit for unit in units.tolist() if unit not in (home, int(larger.homes[new]))]
    evened = _even_out(region, model, larger, movable, (split, new))
    return _with_new(model, alignment, evened.territory_of_unit, evened.units_of(new))


def _halves(
    region: Region, plane: Plane, model: WorkloadModel, units: NDArray[np.int64]
) -> NDArray[np.int32]:
    """Cut a territory by a straight line into two parts, each in one piece if the whole was."""
    place = {unit: position for position, unit in enumerate(units.tolist())}
    neighbours = [[place[other] for other in region.neighbours[unit] if other in place] for unit in place]
    weight = model.service_hours[units]
    half = cut_in_half(Plane(plane.x[units], plane.y[units], plane.land_km2[units]), weight)
    if len(components(neighbours, range(len(units)))) > 1:
        return half
    return _whole_halves(neighbours, half, weight)


def _whole_halves(
    neighbours: Neighbours, half: NDArray[np.int32], weight: NDArray[np.float64]
) -> NDArray[np.int32]:
    """Make each half of a whole territory whole: what is cut off from its heaviest piece changes sides."""
    for side in (0, 1):
        pieces = components(neighbours, np.flatnonzero(half == side).tolist())
        kept = max(pieces, key=lambda piece: (float(weight[piece].sum()), len(piece), -piece[0]))
        half = np.where(half == side, 1 - side, half)
        half[kept] = side
    return half.astype(np.int32)


def _even_out(
    region: Region,
    model: WorkloadModel,
    alignment: Alignment,
    movable: Collection[int],
    takers: Collection[int],
) -> Alignment:
    """Search over the movable units only, between the given territories only."""
    draft = Draft(model, region.neighbours, alignment.territory_of_unit, alignment.homes)
    locked = frozenset(range(len(region.unit_ids))).difference(movable)
    open_to = frozenset(takers)
    improve(draft, _EVEN_AND_SHORT, lambda _, taker: 0.0 if taker in open_to else math.inf, locked)
    return Alignment(
        territory_ids=alignment.territory_ids,
        rep_ids=alignment.rep_ids,
        territory_of_unit=draft.labels(),
        homes=alignment.homes,
        territory_of_account=alignment.territory_of_account,
    )


def _without(alignment: Alignment, owner: NDArray[np.int32], gone: int) -> Alignment:
    """Leave out a territory that has no units any more; its named accounts fall to their units' owners."""
    named = alignment.territory_of_account.items()
    return Alignment(
        territory_ids=alignment.territory_ids[:gone] + alignment.territory_ids[gone + 1 :],
        rep_ids=alignment.rep_ids[:gone] + alignment.rep_ids[gone + 1 :],
        territory_of_unit=np.where(owner > gone, owner - 1, owner).astype(np.int32),
        homes=np.delete(alignment.homes, gone),
        territory_of_account={account: t - (t > gone) for account, t in named if t != gone},
    )


def _with_new(
    model: WorkloadModel, alignment: Alignment, owner: NDArray[np.int32], units: NDArray[np.int64]
) -> Alignment:
    """Add a territory, whose rep is hired at its best base."""
    return Alignment(
        territory_ids=(*alignment.territory_ids, _next_id("T", alignment.territory_ids)),
        rep_ids=(*alignment.rep_ids, _next_id("R", alignment.rep_ids)),
        territory_of_unit=owner,
        homes=np.append(alignment.homes, np.int32(best_base(model, units))),
        territory_of_account=alignment.territory_of_account,
    )


def _next_id(prefix: str, taken: Collection[str]) -> str:
    number = len(taken) + 1
    while f"{prefix}{number:02d}" in taken:
        number += 1
    return f"{prefix}{number:02d}"


def _hours(model: WorkloadModel, alignment: Alignment) -> NDArray[np.float64]:
    return territory_workload_hours(model, alignment.territory_of_unit, alignment.homes).total
