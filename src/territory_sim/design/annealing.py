"""Boundary search: units at borders change territory at random, ever more choosily; no territory breaks."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.compiled import compiled
from territory_sim.design.territory_sums import SIZE, Ground, Sums, change_of_move, may_leave, move

_NOISE: Final = 1 << 17
"""Random numbers drawn at once; a prime step through them makes one draw last for many sweeps."""


def draw_noise(generator: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw what a search needs of chance.

    Args:
        generator: The stream.

    Returns:
        Uniforms in [0, 1) and exponentials with mean 1, rounded so that logarithms of other
        machines agree; shape (131072,) each.
    """
    uniforms = generator.random(_NOISE)
    luck = np.round(-np.log1p(-generator.random(_NOISE)), 9).astype(np.float64)
    return uniforms, luck


@compiled
def anneal(
    ground: Ground,
    sums: Sums,
    units: NDArray[np.int64],
    steps: NDArray[np.float64],
    uniforms: NDArray[np.float64],
    luck: NDArray[np.float64],
) -> int:
    """Sweep over units once a step, and move those at borders.

    Args:
        ground: What does not change.
        sums: The map; changed. Territories in one piece stay so.
        units: Units that may move, shape (any,).
        steps: Pressure, weight of the inertia, heat, and whether pairs are tried (1 or 0), of each
            sweep; shape (sweeps, 4).
        uniforms: Uniforms from :func:`draw_noise`.
        luck: Exponentials from there.

    Returns:
        How many moves were made.
    """
    # Taken out of their tuples once: the compiled loop counts the users of an array at every look.
    first, near, free = ground.first, ground.near, ground.free
    owners, moments = sums.owner, sums.moments
    count = len(units)
    draws = len(uniforms)
    at = 0
    made = 0
    for sweep in range(len(steps)):
        pressure, per_inertia, heat = steps[sweep, 0], steps[sweep, 1], steps[sweep, 2]
        pairs = steps[sweep, 3] > 0.5
        for place in range(count):
            unit = units[place if sweep % 2 == 0 else count - 1 - place]
            if not free[unit]:
                continue
            at += 1
            if at >= draws:
                at -= draws
            begin, end = first[unit], first[unit + 1]
            if begin == end:
                continue
            goal = owners[near[begin + int(uniforms[at] * (end - begin))]]
            owner = owners[unit]
            if goal == owner or moments[owner, SIZE] < 1.5:
                continue
            threshold = heat * luck[at]
            change = change_of_move(ground, sums, unit, goal, pressure, per_inertia)
            if change < threshold:
                if may_leave(ground, sums, unit):
                    move(ground, sums, unit, goal)
                    made += 1
            elif pairs and is_off(ground, sums, owner, goal):
                needed = change - threshold
                made += try_pair(ground, sums, unit, goal, luck[at], pressure, per_inertia, needed)
    return made


@compiled
def is_off(ground: Ground, sums: Sums, owner: int, goal: int) -> bool:
    """Say whether one of two territories is beyond its limits, so that a pair of moves is worth a try.

    Args:
        ground: Limits of the territories.
        sums: The map.
        owner: Territory index.
        goal: Territory index.

    Returns:
        True when any activity of either is beyond.
    """
    for activity in range(sums.load.shape[1]):
        for territory in (owner, goal):
            load = sums.load[territory, activity]
            if load > ground.high[territory, activity] or load < ground.low[territory, activity]:
                return True
    return False


@compiled
def try_pair(
    ground: Ground,
    sums: Sums,
    unit: int,
    goal: int,
    chance: float,
    pressure: float,
    per_inertia: float,
    price: float,
) -> int:
    """Move a unit together with the best unit beside it that leaves where it goes: a swap or a chain.

    Args:
        ground: What does not change.
        sums: The map; changed when the pair of moves pays.
        unit: The unit.
        goal: Where it would go.
        chance: Any number from 0 on; says beside which neighbour the second unit is looked for.
        pressure: Weight of the balance.
        per_inertia: Weight of the inertia.
        price: What the second move has to gain.

    Returns:
        2 when both moves were made, else 0.
    """
    owner = sums.owner[unit]
    if not may_leave(ground, sums, unit):
        return 0
    move(ground, sums, unit, goal)
    best, best_unit, best_goal = -price, -1, -1
    begin, end = ground.first[unit], ground.first[unit + 1]
    ring = ground.near[begin + int(chance * 1009.0) % (end - begin)]
    for spot in range(ground.first[ring], ground.first[ring + 1]):
        other = ground.near[spot]
        if other == unit or sums.owner[other] != goal or not ground.free[other]:
            continue
        for side in range(ground.first[other], ground.first[other + 1]):
            target = sums.owner[ground.near[side]]
            if target == goal or sums.moments[goal, SIZE] < 1.5:
                continue
            change = change_of_move(ground, sums, other, target, pressure, per_inertia)
            if change < best and may_leave(ground, sums, other):
                best, best_unit, best_goal = change, other, target
    if best_unit >= 0:
        move(ground, sums, best_unit, best_goal)
        return 2
    move(ground, sums, unit, owner)
    return 0
