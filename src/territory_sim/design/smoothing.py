"""Smooth borders: a unit that mostly touches another territory joins it, where that costs next to nothing."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.compiled import compiled
from territory_sim.design.territory_sums import SIZE, Ground, Sums, change_of_move, may_leave, move

_SWEEPS: Final = 6
_PRESSURE: Final = 50.0
_WORTH: Final = 0.001
"""Inertia that a shorter border may cost for each pair of neighbours it joins, in mean territories'."""


def smooth(ground: Ground, sums: Sums, per_inertia: float) -> None:
    """Shorten the borders of a map.

    Args:
        ground: What does not change.
        sums: The map; changed. Territories in one piece stay so, and no load goes further beyond its limits.
        per_inertia: Weight of the inertia.
    """
    units = np.flatnonzero(ground.free)
    for _ in range(_SWEEPS):
        if shorten(ground, sums, units, per_inertia, _PRESSURE, _WORTH) == 0:
            return


@compiled
def shorten(
    ground: Ground,
    sums: Sums,
    units: NDArray[np.int64],
    per_inertia: float,
    pressure: float,
    worth: float,
) -> int:
    """Sweep once over units, and let those move that have more neighbours elsewhere than at home.

    Args:
        ground: What does not change.
        sums: The map; changed.
        units: Units that may move, shape (any,).
        per_inertia: Weight of the inertia.
        pressure: Weight of the balance.
        worth: What each neighbour gained may cost.

    Returns:
        How many moves were made.
    """
    made = 0
    for place in range(len(units)):
        unit = units[place]
        owner = sums.owner[unit]
        begin, end = ground.first[unit], ground.first[unit + 1]
        own, most, goal = 0, 0, -1
        for spot in range(begin, end):
            other = sums.owner[ground.near[spot]]
            if other == owner:
                own += 1
                continue
            found = 0
            for again in range(begin, end):
                if sums.owner[ground.near[again]] == other:
                    found += 1
            if found > most:
                most, goal = found, other
        if most <= own or sums.moments[owner, SIZE] < 1.5:
            continue
        if change_of_move(ground, sums, unit, goal, pressure, per_inertia) > worth * (most - own):
            continue
        if may_leave(ground, sums, unit):
            move(ground, sums, unit, goal)
            made += 1
    return made
