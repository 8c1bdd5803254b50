"""Cut a territory in two by a straight line: as even and as compact as the line allows."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.plane import Plane

_DIRECTIONS: Final = 8
"""Lines tried."""

_UNEVENNESS_PRICE: Final = 4.0
"""How much inertia a cut may cost to divide the work more evenly; our choice."""


def cut_in_half(plane: Plane, weight: NDArray[np.float64]) -> NDArray[np.int32]:
    """Cut units in two by the best of several straight lines.

    Args:
        plane: Points of the units, two at least.
        weight: Work in each unit, >= 0, shape (n_units,).

    Returns:
        0 or 1 for every unit, none empty, shape (n_units,). A half may be in several pieces where the
        whole is not convex.

    Source:
        One of the successive dichotomies of Kalcsics, Nickel and Schroeder (2005).
    """
    angles = np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    along = np.outer(np.cos(angles), plane.x) + np.outer(np.sin(angles), plane.y)
    total = float(weight.sum())
    share = weight / total if total > 0 else np.full(len(weight), 1 / len(weight))
    # Units without work still have to look as if they belonged somewhere.
    mass = share + 0.2 / len(weight)
    units = np.arange(len(weight))
    whole = _inertia(plane, units, mass)
    best: tuple[float, NDArray[np.int64]] | None = None
    # Millimetres: units side by side sort the same on every machine.
    for projection in np.round(along, 6):
        order = np.argsort(projection, kind="stable")
        reached = np.cumsum(share[order]) / float(share.sum())
        cut = 1 + int(np.argmin(np.abs(reached[: len(order) - 1] - 0.5)))
        unevenness = abs(float(reached[cut - 1]) - 0.5) * 2
        inertia = sum(_inertia(plane, side, mass) for side in (order[:cut], order[cut:]))
        score = round(inertia / whole + _UNEVENNESS_PRICE * unevenness**2, 9) if whole > 0 else unevenness
        if best is None or score < best[0]:
            best = (score, order[cut:])
    assert best is not None
    half = np.zeros(len(weight), dtype=np.int32)
    half[best[1]] = 1
    return half


def _inertia(plane: Plane, units: NDArray[np.int64], mass: NDArray[np.float64]) -> float:
    here = mass[units]
    x, y = plane.x[units], plane.y[units]
    total = here.sum()
    away = (x - (here * x).sum() / total) ** 2 + (y - (here * y).sum() / total) ** 2
    return float((here * away).sum())
