"""Balanced power diagram: every unit goes to the nearest centre, less a handicap that evens the work.

Of all ways to divide the work evenly between given centres, this one has the least inertia,
and its borders are straight lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.homes import best_bases
from territory_sim.design.plane import Plane
from territory_sim.territories.workload import WorkloadModel, territory_workload_hours

_ROUNDS = 5
"""Times the centres move to the middle of their territories."""

_STEPS = 25
"""Adjustments of the handicaps between two moves of the centres."""

_STEP_SIZE = 0.3
"""Part of the Newton step taken; more oscillates where the work is lumpy."""

_LEAST_HOURS = 1e-9
"""Divides instead of a mean of zero, where there is no work at all."""


@dataclass(frozen=True, eq=False)
class PowerDiagram:
    """Centres with handicaps.

    Args:
        x: Kilometres east of each centre, shape (territories,).
        y: Kilometres north of each centre, shape (territories,).
        handicap: Square kilometres taken off the squared distance to each centre.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    handicap: NDArray[np.float64]

    def power(self, plane: Plane) -> NDArray[np.float64]:
        """Return the squared distance of units to centres, less the centres' handicaps.

        Args:
            plane: Points of the units.

        Returns:
            Square kilometres, may be negative, shape (n_units, territories).
        """
        away = (plane.x[:, None] - self.x) ** 2 + (plane.y[:, None] - self.y) ** 2
        return np.asarray(away - self.handicap, dtype=np.float64)


def balanced_power_diagram(
    plane: Plane, model: WorkloadModel, start: NDArray[np.int32], territories: int
) -> tuple[NDArray[np.int32], PowerDiagram]:
    """Even out the work of a map by a power diagram that starts from its territories.

    Args:
        plane: Points of the units.
        model: Tells the hours of a territory, travel included.
        start: Territory of every unit, none empty, shape (n_units,).
        territories: How many territories there are.

    Returns:
        The most even map met after the last move of the centres (a territory may be in pieces or
        empty), and its diagram.

    Source:
        Aurenhammer, Hoffmann and Aronov (1998); dual ascent on the handicaps.
    """
    mass = model.service_hours / max(float(model.service_hours.sum()), _LEAST_HOURS) + 0.2 / len(start)
    owner = start
    handicap = np.zeros(territories)
    best = (owner, centred(plane, owner, mass, handicap))
    for _ in range(_ROUNDS):
        if len(np.unique(owner)) < territories:
            break
        homes = best_bases(model, owner, territories)
        diagram = centred(plane, owner, mass, handicap)
        near = _spacing(diagram)
        evenness = np.inf
        for _ in range(_STEPS):
            owner_now = np.argmin(diagram.power(plane), axis=1).astype(np.int32)
            hours = territory_workload_hours(model, owner_now, homes).total
            deviation = hours / max(float(hours.mean()), _LEAST_HOURS) - 1
            worst = float(np.abs(deviation).max())
            if worst < evenness:
                evenness, best = worst, (owner_now, diagram)
            step = _STEP_SIZE * near * np.clip(deviation, -1, 1) / 2
            diagram = PowerDiagram(diagram.x, diagram.y, diagram.handicap - step)
        owner, handicap = best[0], best[1].handicap
    return best


def centred(
    plane: Plane, owner: NDArray[np.int32], mass: NDArray[np.float64], handicap: NDArray[np.float64]
) -> PowerDiagram:
    """Return the diagram whose centres are the middles of given territories.

    Args:
        plane: Points of the units.
        owner: Territory of every unit, none empty, shape (n_units,).
        mass: Weight of every unit, > 0, shape (n_units,).
        handicap: Square kilometres, shape (territories,).

    Returns:
        The diagram.
    """
    count = len(handicap)
    total = np.bincount(owner, weights=mass, minlength=count)
    return PowerDiagram(
        x=np.bincount(owner, weights=mass * plane.x, minlength=count) / total,
        y=np.bincount(owner, weights=mass * plane.y, minlength=count) / total,
        handicap=handicap,
    )


def border_distance(plane: Plane, diagram: PowerDiagram) -> NDArray[np.float64]:
    """Tell how badly each unit would lie in each territory.

    Args:
        plane: Points of the units.
        diagram: Centres with handicaps.

    Returns:
        Power beyond the unit's nearest centre, over the squared distance between its two
        nearest centres: 0 at home, about 1 at the middle of the next territory;
        shape (n_units, territories).
    """
    power = diagram.power(plane)
    if power.shape[1] == 1:
        return np.zeros_like(power)
    nearest = np.argpartition(power, 1, axis=1)[:, :2]
    dx = diagram.x[nearest[:, 0]] - diagram.x[nearest[:, 1]]
    dy = diagram.y[nearest[:, 0]] - diagram.y[nearest[:, 1]]
    apart = np.maximum(dx**2 + dy**2, 1e-6)
    return np.asarray((power - power.min(axis=1, keepdims=True)) / apart[:, None], dtype=np.float64)


def _spacing(diagram: PowerDiagram) -> NDArray[np.float64]:
    """Return the squared distance from each centre to its neighbours, about, km2."""
    if len(diagram.x) == 1:
        return np.ones(1)
    away = (diagram.x[:, None] - diagram.x) ** 2 + (diagram.y[:, None] - diagram.y) ** 2
    np.fill_diagonal(away, np.inf)
    nearest = min(3, len(diagram.x) - 1)
    return np.asarray(np.sort(away, axis=1)[:, :nearest].mean(axis=1), dtype=np.float64)
