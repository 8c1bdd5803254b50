"""The sums a map is judged by, kept up to date while single units change territory."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.compiled import compiled

MASS, EAST, NORTH, SQUARE, SIZE = 0, 1, 2, 3, 4
"""Columns of ``Sums.moments``: mass, mass times x, mass times y, mass times distance squared, units."""

_COLUMNS: Final = 5


class Ground(NamedTuple):
    """What a search does not change.

    Args:
        first: Where each unit's neighbours begin in ``near``, shape (n + 1,).
        near: Neighbours of all units in one row, shape (2 * edges,).
        x: Kilometres east, shape (n,).
        y: Kilometres north, shape (n,).
        mass: What pulls a territory together in each unit, > 0, shape (n,).
        weights: Activities of each unit on a grid, so that sums are exact, shape (n, activities).
        free: Units that may move, shape (n,).
        low: Load below which a territory has too little, shape (territories, activities).
        high: Load above which it has too much, same shape.
        per_load: Cost unit per load beyond these limits, same shape.
        origin: Territory in which a unit need not pay ``price``, -1 for none, shape (n,).
        price: Cost of a unit that is not in its origin, shape (n,).
        held: Load of each territory before it has any unit, on the grid, shape (territories, activities).
    """

    first: NDArray[np.int32]
    near: NDArray[np.int32]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    mass: NDArray[np.float64]
    weights: NDArray[np.float64]
    free: NDArray[np.bool_]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    per_load: NDArray[np.float64]
    origin: NDArray[np.int32]
    price: NDArray[np.float64]
    held: NDArray[np.float64]


class Sums(NamedTuple):
    """A map under change and its sums.

    Args:
        owner: Territory of every unit, shape (n,).
        moments: Sums of each territory, see the column names above, shape (territories, 5).
        load: Activities of each territory, shape (territories, activities).
        seen: Number of the last walk that met a unit, shape (n,).
        path: Room for the units of a walk, shape (n + 1,); its last place counts the walks.
    """

    owner: NDArray[np.int32]
    moments: NDArray[np.float64]
    load: NDArray[np.float64]
    seen: NDArray[np.int64]
    path: NDArray[np.int64]


def sums_of(ground: Ground, owner: NDArray[np.int32]) -> Sums:
    """Sum a map up.

    Args:
        ground: What does not change.
        owner: Territory of every unit, shape (n,); copied.

    Returns:
        The map and its sums.
    """
    territories, activities = ground.low.shape
    moments = np.zeros((territories, _COLUMNS))
    square = ground.x * ground.x + ground.y * ground.y
    parts = (ground.mass, ground.mass * ground.x, ground.mass * ground.y, ground.mass * square)
    for column, part in enumerate((*parts, np.ones(len(owner)))):
        moments[:, column] = np.bincount(owner, weights=part, minlength=territories)
    load = ground.held.copy()
    for activity in range(activities):
        load[:, activity] += np.bincount(owner, weights=ground.weights[:, activity], minlength=territories)
    count = len(owner)
    return Sums(
        owner.astype(np.int32), moments, load, np.zeros(count, np.int64), np.zeros(count + 1, np.int64)
    )


def inertia_sum(sums: Sums) -> float:
    """Sum the inertia of the territories.

    Args:
        sums: The map.

    Returns:
        Mass times km2.
    """
    moments = sums.moments
    middle = (moments[:, EAST] ** 2 + moments[:, NORTH] ** 2) / moments[:, MASS]
    return float((moments[:, SQUARE] - middle).sum())


@compiled
def beyond_cost(load: float, low: float, high: float, per_load: float) -> float:
    """Return the cost of a load beyond its limits: linear near them, so that they are met, then square.

    Args:
        load: The load.
        low: Load below which a territory has too little.
        high: Load above which it has too much.
        per_load: Cost unit per load beyond.

    Returns:
        Cost without unit, 0 within the limits.
    """
    if load > high:
        excess = (load - high) * per_load
    elif load < low:
        excess = (low - load) * per_load
    else:
        return 0.0
    return excess * excess + 0.5 * excess


@compiled
def excess_cost(ground: Ground, sums: Sums, territory: int) -> float:
    """Return the cost of all loads of a territory beyond their limits.

    Args:
        ground: Limits of the territories.
        sums: The map.
        territory: Territory index.

    Returns:
        Cost without unit, 0 within the limits.
    """
    cost = 0.0
    for activity in range(sums.load.shape[1]):
        cost += beyond_cost(
            sums.load[territory, activity],
            ground.low[territory, activity],
            ground.high[territory, activity],
            ground.per_load[territory, activity],
        )
    return cost


@compiled
def balance_change(ground: Ground, sums: Sums, unit: int, goal: int) -> float:
    """Return what a move would change about loads beyond their limits.

    Args:
        ground: What does not change.
        sums: The map.
        unit: The unit that would move.
        goal: Where to.

    Returns:
        Change of the cost without unit, below 0 for a more even map.
    """
    owner = sums.owner[unit]
    low, high, per_load = ground.low, ground.high, ground.per_load
    change = 0.0
    for activity in range(ground.weights.shape[1]):
        weight = ground.weights[unit, activity]
        load, least, most = sums.load[owner, activity], low[owner, activity], high[owner, activity]
        rate = per_load[owner, activity]
        change += beyond_cost(load - weight, least, most, rate) - beyond_cost(load, least, most, rate)
        load, least, most = sums.load[goal, activity], low[goal, activity], high[goal, activity]
        rate = per_load[goal, activity]
        change += beyond_cost(load + weight, least, most, rate) - beyond_cost(load, least, most, rate)
    return change


@compiled
def inertia_change(ground: Ground, sums: Sums, unit: int, goal: int) -> float:
    """Return what a move would change about the inertia.

    Args:
        ground: Places and masses of the units.
        sums: The map.
        unit: The unit that would move.
        goal: Where to.

    Returns:
        Change in mass times km2, below 0 for a more compact map.
    """
    owner = sums.owner[unit]
    moments = sums.moments
    mass, own, theirs = ground.mass[unit], moments[owner, MASS], moments[goal, MASS]
    dx = ground.x[unit] - moments[owner, EAST] / own
    dy = ground.y[unit] - moments[owner, NORTH] / own
    change: float = -mass * own / (own - mass) * (dx * dx + dy * dy)
    dx = ground.x[unit] - moments[goal, EAST] / theirs
    dy = ground.y[unit] - moments[goal, NORTH] / theirs
    change += mass * theirs / (theirs + mass) * (dx * dx + dy * dy)
    return change


@compiled
def change_of_move(
    ground: Ground, sums: Sums, unit: int, goal: int, pressure: float, per_inertia: float
) -> float:
    """Return what a move would change.

    Args:
        ground: What does not change.
        sums: The map.
        unit: The unit that would move.
        goal: Where to.
        pressure: Weight of the balance.
        per_inertia: Weight of the inertia.

    Returns:
        Change of the cost, below 0 for a better map.
    """
    change: float = per_inertia * inertia_change(ground, sums, unit, goal)
    if ground.origin[unit] == sums.owner[unit]:
        change += ground.price[unit]
    elif ground.origin[unit] == goal:
        change -= ground.price[unit]
    change += pressure * balance_change(ground, sums, unit, goal)
    return change


@compiled
def add(ground: Ground, sums: Sums, unit: int, territory: int, sign: float) -> None:
    """Add a unit to the sums of a territory, or take it away.

    Args:
        ground: What does not change.
        sums: The map; changed.
        unit: The unit.
        territory: The territory.
        sign: 1 to add, -1 to take away.
    """
    mass, x, y = ground.mass[unit], ground.x[unit], ground.y[unit]
    moments, load = sums.moments, sums.load
    moments[territory, MASS] += sign * mass
    moments[territory, EAST] += sign * (mass * x)
    moments[territory, NORTH] += sign * (mass * y)
    moments[territory, SQUARE] += sign * (mass * (x * x + y * y))
    moments[territory, SIZE] += sign
    for activity in range(ground.weights.shape[1]):
        load[territory, activity] += sign * ground.weights[unit, activity]


@compiled
def move(ground: Ground, sums: Sums, unit: int, goal: int) -> None:
    """Give a unit to another territory.

    Args:
        ground: What does not change.
        sums: The map; changed.
        unit: The unit.
        goal: Its new territory.
    """
    add(ground, sums, unit, sums.owner[unit], -1.0)
    add(ground, sums, unit, goal, 1.0)
    sums.owner[unit] = goal


@compiled
def may_leave(ground: Ground, sums: Sums, unit: int) -> bool:
    """Say whether a territory stays whole when a unit leaves it.

    The walk starts at one neighbour inside and ends as soon as it has met all the others.

    Args:
        ground: Neighbours.
        sums: The map.
        unit: The unit; its territory is in one piece.

    Returns:
        False when the territory would break or be empty.
    """
    owners, seen, path, first, near = sums.owner, sums.seen, sums.path, ground.first, ground.near
    owner = owners[unit]
    count = len(seen)
    walk = path[count] + 2
    path[count] = walk
    missing, start = 0, -1
    for place in range(first[unit], first[unit + 1]):
        other = near[place]
        if owners[other] == owner:
            seen[other] = walk - 1
            missing += 1
            start = other
    if missing <= 1:
        return missing == 1
    seen[unit] = walk
    seen[start] = walk
    missing -= 1
    path[0] = start
    head, tail = 0, 1
    while head < tail:
        here = path[head]
        head += 1
        for place in range(first[here], first[here + 1]):
            other = near[place]
            if seen[other] != walk and owners[other] == owner:
                if seen[other] == walk - 1:
                    missing -= 1
                    if missing == 0:
                        return True
                seen[other] = walk
                path[tail] = other
                tail += 1
    return False
