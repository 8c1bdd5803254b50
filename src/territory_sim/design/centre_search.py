"""Search of small maps whose cost is measured to one unit in the middle of each territory."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.annealing import draw_noise
from territory_sim.design.compiled import compiled
from territory_sim.design.engine import search_once
from territory_sim.design.ordered import ordered
from territory_sim.design.problem import DesignProblem
from territory_sim.design.territory_sums import SIZE, Ground, Sums, excess_cost, may_leave, move, sums_of
from territory_sim.streams import Streams

_VISITS: Final = 150_000
"""Units looked at in one search."""

_HEAT: Final = (0.3, 0.002)
"""Worsening accepted at first and at last, in mean territories' cost."""

_PRESSURE: Final = (0.003, 30.0)
"""Weight of the balance at first and at last."""

_EFFORT: Final = 0.02
"""Length of the search that says where territories may lie, before this one draws their borders."""


def squared_distances(problem: DesignProblem) -> NDArray[np.float64]:
    """Return how far units lie from each other.

    Args:
        problem: Places of the units.

    Returns:
        Square kilometres, shape (n, n).
    """
    dx = problem.x[:, None] - problem.x
    dy = problem.y[:, None] - problem.y
    return np.asarray(dx * dx + dy * dy, dtype=np.float64)


def centre_cost(problem: DesignProblem, owner: NDArray[np.int32]) -> float:
    """Charge a map its distances to one unit in the middle of each territory.

    Args:
        problem: Places and weights of the units.
        owner: Territory of every unit, shape (n,).

    Returns:
        Sum of the first activity times the squared distance to the best middle unit.
    """
    price = problem.weights[0][:, None] * squared_distances(problem)
    total = 0.0
    for territory in np.unique(owner).tolist():
        units = np.flatnonzero(owner == territory)
        total += float(price[np.ix_(units, units)].sum(axis=0).min())
    return total


def search_to_centres(
    problem: DesignProblem, *, starts: int = 24, seed: int = 1, effort: float = 1.0
) -> NDArray[np.int32]:
    """Draw a small map as near as possible to the optimum of the exact model.

    Args:
        problem: What is asked for, of up to some hundred units.
        starts: Searches from different starts; the best is kept: within the tolerances first.
        seed: Seed of the searches.
        effort: Multiple of the usual length.

    Returns:
        Territory of every unit, whole territories, shape (n,).
    """
    place = ordered(problem)
    dx, dy = place.x[:, None] - place.x, place.y[:, None] - place.y
    price = place.weights[:, :1] / place.weights[:, 0].sum() * (dx * dx + dy * dy)
    sweeps = max(10, round(_VISITS * effort / problem.units))
    found = []
    for start in range(starts):
        owner = search_once(place, start, seed, _EFFORT)
        ground = place.ground(place.targets(owner), 1.0)
        generator = Streams(seed).generator("search to centres", period=start)
        noise = draw_noise(generator)
        found.append(_annealed(ground, owner, price, sweeps, noise))
    _, best = min(found, key=lambda one: one[0])
    return place.given_order(best)


def _annealed(
    ground: Ground,
    owner: NDArray[np.int32],
    price: NDArray[np.float64],
    sweeps: int,
    noise: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> tuple[tuple[float, float], NDArray[np.int32]]:
    sums = sums_of(ground, owner)
    sides = np.zeros((len(ground.low), len(owner)))
    np.add.at(sides, owner, price)
    cost = sum(float(sides[territory, owner == territory].min()) for territory in range(len(ground.low)))
    price = price * (len(ground.low) / max(cost, 1e-300))
    sides *= len(ground.low) / max(cost, 1e-300)
    along = np.linspace(0.0, 1.0, sweeps)
    # Powers of other machines may differ in the last digit.
    heat = np.where(along > 0.97, 0.0, np.round(_HEAT[0] * (_HEAT[1] / _HEAT[0]) ** along, 9))
    pressure = np.round(_PRESSURE[0] * (_PRESSURE[1] / _PRESSURE[0]) ** along, 9)
    best = owner.copy()
    excess, least = anneal_to_centres(
        ground, sums, sides, price, np.stack([pressure, heat], axis=1), *noise, best
    )
    return (round(excess, 6), round(least * cost, 9)), best


@compiled
def anneal_to_centres(
    ground: Ground,
    sums: Sums,
    sides: NDArray[np.float64],
    price: NDArray[np.float64],
    steps: NDArray[np.float64],
    uniforms: NDArray[np.float64],
    luck: NDArray[np.float64],
    best: NDArray[np.int32],
) -> tuple[float, float]:
    """Sweep over the units once a step, and move or swap those at borders.

    Args:
        ground: What does not change; its limits are kept to as far as possible.
        sums: The map; changed. Territories in one piece stay so.
        sides: Cost of each territory to each unit as its centre; changed, shape (territories, n).
        price: Cost of a unit to each centre, shape (n, n).
        steps: Pressure and heat of each sweep, shape (sweeps, 2).
        uniforms: Uniforms from :func:`~territory_sim.design.annealing.draw_noise`.
        luck: Exponentials from there.
        best: The best map met; written, shape (n,).

    Returns:
        Excess of the best map beyond the limits, and its cost.
    """
    draws, at = len(uniforms), 0
    least_excess, least = np.inf, np.inf
    for sweep in range(len(steps)):
        pressure, heat = steps[sweep, 0], steps[sweep, 1]
        for unit in range(len(sums.owner)):
            at = (at + 1) % draws
            begin, end = ground.first[unit], ground.first[unit + 1]
            if begin == end or not ground.free[unit]:
                continue
            goal = sums.owner[ground.near[begin + int(uniforms[at] * (end - begin))]]
            back = uniforms[(at * 13 + 5) % draws] if uniforms[(at * 7 + 3) % draws] < 0.5 else -1.0
            try_shift(ground, sums, sides, price, unit, goal, back, pressure, heat * luck[at])
        if 2 * sweep > len(steps):
            excess, cost = total_cost(ground, sums, sides)
            if excess < least_excess - 1e-9 or (excess < least_excess + 1e-9 and cost < least):
                least_excess, least = excess, cost
                best[:] = sums.owner
    return least_excess, least


@compiled
def try_shift(
    ground: Ground,
    sums: Sums,
    sides: NDArray[np.float64],
    price: NDArray[np.float64],
    unit: int,
    goal: int,
    back: float,
    pressure: float,
    threshold: float,
) -> None:
    """Move a unit, alone or in exchange for another, and undo it where it costs too much.

    Args:
        ground: What does not change.
        sums: The map; changed when the move is kept.
        sides: Cost of each territory to each centre; likewise.
        price: Cost of a unit to each centre.
        unit: The unit.
        goal: The territory it would join.
        back: Uniform that says which unit goes back in exchange; below 0 for none.
        pressure: Weight of the balance.
        threshold: Worsening that is accepted.
    """
    owner = sums.owner[unit]
    if goal == owner or sums.moments[owner, SIZE] < 1.5 or not may_leave(ground, sums, unit):
        return
    before = pair_cost(ground, sums, sides, owner, goal, pressure)
    shift(ground, sums, sides, price, unit, goal)
    other = -1
    if back >= 0:
        other = unit_beside(ground, sums, unit, goal, owner, back)
        if other >= 0:
            shift(ground, sums, sides, price, other, owner)
    if pair_cost(ground, sums, sides, owner, goal, pressure) - before > threshold:
        if other >= 0:
            shift(ground, sums, sides, price, other, goal)
        shift(ground, sums, sides, price, unit, owner)


@compiled
def shift(
    ground: Ground, sums: Sums, sides: NDArray[np.float64], price: NDArray[np.float64], unit: int, goal: int
) -> None:
    """Give a unit to another territory.

    Args:
        ground: What does not change.
        sums: The map; changed.
        sides: Cost of each territory to each centre; changed.
        price: Cost of a unit to each centre.
        unit: The unit.
        goal: Its new territory.
    """
    owner = sums.owner[unit]
    move(ground, sums, unit, goal)
    for centre in range(len(price)):
        sides[owner, centre] -= price[unit, centre]
        sides[goal, centre] += price[unit, centre]


@compiled
def unit_beside(ground: Ground, sums: Sums, unit: int, owner: int, goal: int, chance: float) -> int:
    """Choose a unit that may go the way back.

    Args:
        ground: Neighbours.
        sums: The map.
        unit: The unit that has just moved; it stays.
        owner: The territory it went to.
        goal: The territory it came from.
        chance: Uniform that says where the look around begins.

    Returns:
        The first unit of the owner at the border to the goal that may leave, -1 for none.
    """
    count = len(sums.owner)
    begin = int(chance * count)
    for step in range(count):
        other = (begin + step) % count
        if sums.owner[other] != owner or other == unit or not ground.free[other]:
            continue
        for place in range(ground.first[other], ground.first[other + 1]):
            if sums.owner[ground.near[place]] == goal:
                if may_leave(ground, sums, other):
                    return other
                break
    return -1


@compiled
def pair_cost(
    ground: Ground, sums: Sums, sides: NDArray[np.float64], first: int, last: int, pressure: float
) -> float:
    """Return the cost of two territories, balance included.

    Args:
        ground: The limits.
        sums: The map.
        sides: Cost of each territory to each centre.
        first: Territory index.
        last: Territory index.
        pressure: Weight of the balance.

    Returns:
        The cost.
    """
    least_first, least_last = np.inf, np.inf
    for unit in range(len(sums.owner)):
        if sums.owner[unit] == first:
            least_first = min(least_first, sides[first, unit])
        elif sums.owner[unit] == last:
            least_last = min(least_last, sides[last, unit])
    total: float = least_first + least_last
    total += pressure * (excess_cost(ground, sums, first) + excess_cost(ground, sums, last))
    return total


@compiled
def total_cost(ground: Ground, sums: Sums, sides: NDArray[np.float64]) -> tuple[float, float]:
    """Return how far a map is beyond its limits, and its cost to centres.

    Args:
        ground: The limits.
        sums: The map.
        sides: Cost of each territory to each centre.

    Returns:
        Excess without unit, 0 within the limits; cost.
    """
    excess, cost = 0.0, 0.0
    for territory in range(len(sides)):
        least = np.inf
        for unit in range(len(sums.owner)):
            if sums.owner[unit] == territory:
                least = min(least, sides[territory, unit])
        cost += least
        excess += excess_cost(ground, sums, territory)
    return excess, cost
