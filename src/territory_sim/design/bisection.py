"""Recursive weighted bisection: cut the points by straight lines until every part is a territory."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.plane import Plane

_DIRECTIONS = 8
"""Lines tried at every cut."""

_UNEVENNESS_PRICE = 4.0
"""How much inertia a cut may cost to divide the work more evenly; our choice."""


def bisect_region(
    plane: Plane, weight: NDArray[np.float64], territories: int, turn: float = 0.0
) -> NDArray[np.int32]:
    """Divide the units into territories of about equal weight with straight borders.

    Args:
        plane: Points of the units.
        weight: Work in each unit, >= 0, shape (n_units,).
        territories: How many parts, from 1 to n_units.
        turn: By how much the cutting lines are turned, in radians; other turns, other maps.

    Returns:
        Part of every unit, 0 to territories - 1, none empty, shape (n_units,). A part may be
        in several pieces where the region is not convex.

    Source:
        Successive dichotomies (Kalcsics, Nickel and Schroeder 2005).
    """
    angles = turn + np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    along = np.outer(np.cos(angles), plane.x) + np.outer(np.sin(angles), plane.y)
    # Millimetres: units side by side sort the same on every machine.
    projections = np.round(along, 6)
    total = float(weight.sum())
    share = weight / total if total > 0 else np.full(len(weight), 1 / len(weight))
    # Units without work still have to look as if they belonged somewhere.
    mass = share + 0.2 / len(weight)
    part = np.zeros(len(weight), dtype=np.int32)
    waiting = [(np.arange(len(weight)), territories, 0)]
    while waiting:
        units, parts, first = waiting.pop()
        if parts == 1:
            part[units] = first
            continue
        left, right = _best_cut(plane, units, share, mass, parts, projections)
        waiting.append((left, parts // 2, first))
        waiting.append((right, parts - parts // 2, first + parts // 2))
    return part


def _best_cut(
    plane: Plane,
    units: NDArray[np.int64],
    share: NDArray[np.float64],
    mass: NDArray[np.float64],
    parts: int,
    projections: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the two sides of the straight cut with the least inertia and unevenness."""
    fewer = parts // 2
    total = float(share[units].sum())
    wanted = fewer / parts
    whole = _inertia(plane, units, mass)
    best: tuple[float, NDArray[np.int64], NDArray[np.int64]] | None = None
    for projection in projections:
        order = units[np.argsort(projection[units], kind="stable")]
        reached = np.cumsum(share[order]) / total if total > 0 else np.arange(1, len(order) + 1) / len(order)
        # Each side must keep at least as many units as it will have territories.
        allowed = reached[fewer - 1 : len(order) - (parts - fewer)]
        cut = fewer + int(np.argmin(np.abs(allowed - wanted)))
        sides = order[:cut], order[cut:]
        unevenness = abs(float(reached[cut - 1]) - wanted) * parts
        inertia = sum(_inertia(plane, side, mass) for side in sides)
        score = round(inertia / whole + _UNEVENNESS_PRICE * unevenness**2, 9) if whole > 0 else unevenness
        if best is None or score < best[0]:
            best = (score, *sides)
    if best is None:
        raise ValueError("no direction to cut along")
    return best[1], best[2]


def _inertia(plane: Plane, units: NDArray[np.int64], mass: NDArray[np.float64]) -> float:
    here = mass[units]
    x, y = plane.x[units], plane.y[units]
    total = here.sum()
    away = (x - (here * x).sum() / total) ** 2 + (y - (here * y).sum() / total) ** 2
    return float((here * away).sum())
