"""Start maps: straight cuts in many directions, or centres thrown at random."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.even_cuts import even_cuts
from territory_sim.design.ordered import Ordered
from territory_sim.design.problem import FREE

_DIRECTIONS: Final = ((5_000, 8), (50_000, 3), (1 << 62, 1))
"""Cutting lines tried for maps of up to so many units; large maps have territories enough to even out."""

_LEAST_LARGE: Final = 0.05
"""Territories that a unit larger than one counts for at least, where all activities are shared out."""


def cut_map(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    mass: NDArray[np.float64],
    parts: int,
    turn: float,
    directions: int,
) -> NDArray[np.int32]:
    """Cut points by straight lines until every part is a territory.

    Args:
        x: Kilometres east, shape (n,).
        y: Kilometres north, shape (n,).
        mass: Mass of each unit, > 0, shape (n,).
        parts: How many parts of equal mass, from 1 to n.
        turn: By how much the lines are turned against the longest axis, radians.
        directions: Lines tried at every cut.

    Returns:
        Part of every unit, none empty, shape (n,).

    Source:
        Successive dichotomies (Kalcsics, Nickel and Schroeder 2005).
    """
    part = np.zeros(len(x), dtype=np.int32)
    waiting = [(np.arange(len(x)), parts, 0)]
    while waiting:
        units, count, number = waiting.pop()
        if count == 1:
            part[units] = number
            continue
        left, right = _best_cut(x[units], y[units], mass[units], count, turn, directions)
        waiting.append((units[left], count // 2, number))
        waiting.append((units[right], count - count // 2, number + count // 2))
    return part


def _best_cut(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    mass: NDArray[np.float64],
    count: int,
    turn: float,
    directions: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    fewer = count // 2
    total = float(mass.sum())
    dx, dy = x - float((mass * x).sum()) / total, y - float((mass * y).sum()) / total
    long, cross, short = (float((mass * product).sum()) for product in (dx * dx, dx * dy, dy * dy))
    axis = 0.5 * float(np.arctan2(2 * cross, long - short)) + turn
    best: tuple[float, NDArray[np.int64], NDArray[np.int64]] | None = None
    for direction in range(directions):
        angle = axis + np.pi * direction / directions
        # Millimetres: points side by side sort the same on every machine.
        along = np.round(np.cos(angle) * dx + np.sin(angle) * dy, 6)
        row = np.argsort(along, kind="stable")
        reached = np.cumsum(mass[row])
        cut = int(np.searchsorted(reached, total * fewer / count)) + 1
        cut = min(max(cut, fewer), len(row) - (count - fewer))
        sides = row[:cut], row[cut:]
        score = round(sum(_inertia(dx[side], dy[side], mass[side]) for side in sides), 6)
        if best is None or score < best[0]:
            best = (score, *sides)
    assert best is not None
    return best[1], best[2]


def _inertia(x: NDArray[np.float64], y: NDArray[np.float64], mass: NDArray[np.float64]) -> float:
    total = float(mass.sum())
    middle = float((mass * x).sum()) ** 2 + float((mass * y).sum()) ** 2
    return float((mass * (x * x + y * y)).sum()) - middle / total


def thrown_map(place: Ordered, generator: np.random.Generator) -> NDArray[np.int32]:
    """Throw centres, each likelier where the others are far, and give units to the nearest.

    Args:
        place: The problem in order; a territory with fixed units starts in their middle.
        generator: The stream.

    Returns:
        Territory of every unit, shape (n,).

    Source:
        k-means++ (Arthur and Vassilvitskii 2007).
    """
    count = place.problem.territories
    owner = np.zeros(len(place.x), dtype=np.int32)
    away = np.full(len(place.x), np.inf)
    fixed = [np.flatnonzero(place.anchors == territory) for territory in range(count)]
    for territory in sorted(range(count), key=lambda territory: (not len(fixed[territory]), territory)):
        units = fixed[territory]
        if not len(units):
            pull = np.cumsum(np.round(place.mass * np.where(np.isinf(away), 1.0, away), 9))
            draw = float(generator.random()) * float(pull[-1])
            units = np.array([min(int(np.searchsorted(pull, draw, side="right")), len(pull) - 1)])
        x, y = float(place.x[units].mean()), float(place.y[units].mean())
        here = (place.x - x) ** 2 + (place.y - y) ** 2
        nearer = here < away
        owner[nearer], away[nearer] = territory, here[nearer]
    return owner


def start_map(place: Ordered, generator: np.random.Generator, number: int) -> NDArray[np.int32]:
    """Make the start of one search: cut by lines, or by turns thrown, where territories are alike.

    Where several activities are to be shared out, the lines are those that share out all of them.

    Args:
        place: The problem in order.
        generator: The stream of the start.
        number: Number of the start.

    Returns:
        Territory of every unit, shape (n,).
    """
    shares = place.problem.shares
    turn = float(generator.random()) * np.pi if number else 0.0
    several = place.weights.shape[1] > 1
    if (number % 4 == 3 and not several) or float(np.ptp(shares)) > 0:
        return thrown_map(place, generator)
    if several:
        part = even_cuts(place.x, place.y, _without_large(place), len(shares), turn)
        return part if (place.anchors == FREE).all() else _matched(place, part)
    directions = next(lines for units, lines in _DIRECTIONS if len(place.x) <= units)
    part = cut_map(place.x, place.y, place.mass, len(shares), turn, directions)
    return part if (place.anchors == FREE).all() else _matched(place, part)


def _without_large(place: Ordered) -> NDArray[np.float64]:
    """Count units larger than a territory as what makes the rest of theirs even, shape (n, activities)."""
    count = place.problem.territories
    amounts = place.weights / place.weights.sum(axis=0) * count
    for unit in np.flatnonzero(place.large.any(axis=1)).tolist():
        large = place.large[unit]
        others = float(amounts[unit, ~large].max()) if not large.all() else 1.0
        amounts[unit, large] = min(max(others, _LEAST_LARGE), 1.0)
    return amounts


def _matched(place: Ordered, part: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number the parts so that fixed units lie in or near the part of their territory."""
    from scipy.optimize import linear_sum_assignment

    count = place.problem.territories
    mass = np.bincount(part, weights=place.mass, minlength=count)
    x = np.bincount(part, weights=place.mass * place.x, minlength=count) / mass
    y = np.bincount(part, weights=place.mass * place.y, minlength=count) / mass
    away = np.zeros((count, count))
    for territory in np.unique(place.anchors[place.anchors != FREE]).tolist():
        units = place.anchors == territory
        east, north = float(place.x[units].mean()), float(place.y[units].mean())
        away[:, territory] = np.round((x - east) ** 2 + (y - north) ** 2, 6)
    _, label = linear_sum_assignment(away)
    return np.asarray(label, dtype=np.int32)[part]
