"""Contiguity repair: make every territory of a rough map one piece, and none empty."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.territories.contiguity import Neighbours, components, stays_whole_without


def repair(
    neighbours: Neighbours, rough: NDArray[np.int32], weight: NDArray[np.float64], territories: int
) -> NDArray[np.int32]:
    """Keep the heaviest piece of every territory and give the other pieces to the territories around.

    Args:
        neighbours: Adjacent units of every unit of a connected region.
        rough: Territory of every unit, -1 for none, shape (n_units,).
        weight: Work in each unit, shape (n_units,).
        territories: How many territories, from 1 to n_units.

    Returns:
        Territory of every unit; each territory is in one piece and has a unit, shape (n_units,).
    """
    owner = [-1] * len(rough)
    load = [0.0] * territories
    for territory in range(territories):
        pieces = components(neighbours, np.flatnonzero(rough == territory).tolist())
        if pieces:
            kept = max(pieces, key=lambda piece: (float(weight[piece].sum()), len(piece), -piece[0]))
            load[territory] = float(weight[kept].sum())
            for unit in kept:
                owner[unit] = territory
    for territory in range(territories):
        if territory not in owner:
            unit = _unit_to_start_with(neighbours, owner, weight, load)
            if owner[unit] >= 0:
                load[owner[unit]] -= float(weight[unit])
            owner[unit] = territory
            load[territory] = float(weight[unit])
    _give_loose_units(neighbours, owner, weight, load)
    return np.array(owner, dtype=np.int32)


def _unit_to_start_with(
    neighbours: Neighbours, owner: list[int], weight: NDArray[np.float64], load: list[float]
) -> int:
    """Return the unit that an empty territory starts with: a loose one, else one of the most loaded."""
    loose = [unit for unit, territory in enumerate(owner) if territory < 0]
    if loose:
        return max(loose, key=lambda unit: (float(weight[unit]), -unit))
    for giver in sorted(range(len(load)), key=lambda territory: (-load[territory], territory)):
        units = [unit for unit, territory in enumerate(owner) if territory == giver]
        for unit in sorted(units, key=lambda unit: (-float(weight[unit]), unit)):
            if len(units) > 1 and stays_whole_without(
                neighbours,
                unit,
                lambda other, giver=giver: owner[other] == giver,  # type: ignore[misc]
            ):
                return unit
    raise ValueError("more territories than units")


def _give_loose_units(
    neighbours: Neighbours, owner: list[int], weight: NDArray[np.float64], load: list[float]
) -> None:
    """Give every loose unit to the touching territory with most common edges, then least load."""
    loose = [unit for unit, territory in enumerate(owner) if territory < 0]
    while loose:
        later = []
        for unit in loose:
            around = [owner[other] for other in neighbours[unit] if owner[other] >= 0]
            if not around:
                later.append(unit)
                continue
            best = min(
                set(around), key=lambda territory: (-around.count(territory), load[territory], territory)
            )
            owner[unit] = best
            load[best] += float(weight[unit])
        if len(later) == len(loose):
            raise ValueError("the region is not connected")
        loose = later
