"""How good a map is: balance against targets, pieces, compactness, and what no map can avoid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.problem import DesignProblem


@dataclass(frozen=True)
class Figures:
    """Figures of a map.

    Args:
        deviations: Largest deviation of each activity over the territories without a unit larger
            than a territory, against their own mean, a share.
        cv: Coefficient of variation of the first activity over the same territories.
        floor: Deviation from the mean of all that no map avoids, since units are not divided.
        pieces: Pieces of territories beyond one each; 0 when all are whole.
        inertia: Sum over units of the first activity times the squared distance to the middle of
            the territory, unit of the activity times km2.
        large: Territories with a unit larger than a territory, in any activity.
        large_in: The same of each activity.
    """

    deviations: tuple[float, ...]
    cv: float
    floor: float
    pieces: int
    inertia: float
    large: tuple[int, ...]
    large_in: tuple[tuple[int, ...], ...]

    @property
    def max_deviation(self) -> float:
        """Largest deviation of all activities, a share."""
        return max(self.deviations)


def figures_of(problem: DesignProblem, owner: NDArray[np.int32]) -> Figures:
    """Judge a map.

    Args:
        problem: What was asked for.
        owner: Territory of every unit, shape (n,).

    Returns:
        The figures.
    """
    count, shares = problem.territories, problem.shares
    loads = problem.loads_of(owner)
    means = problem.totals / count
    widest = float(shares.max() / shares.mean())
    heaviest = problem.weights.max(axis=1) + problem.held_loads.min(axis=1)
    floor = max(0.0, float((heaviest / (means * widest)).max()) - 1.0)
    large = [_large_territories(problem, owner, activity) for activity in range(len(loads))]
    off = []
    for load, beyond in zip(loads, large, strict=True):
        rest = np.setdiff1d(np.arange(count), beyond)
        mean = load[rest].sum() / shares[rest].sum()
        off.append(load[rest] / shares[rest] / mean - 1 if mean > 0 else np.zeros(len(rest)))
    return Figures(
        deviations=tuple(float(np.abs(row).max()) for row in off),
        cv=float(off[0].std()),
        floor=floor,
        pieces=_extra_pieces(problem, owner),
        inertia=inertia_of(problem, owner),
        large=tuple(sorted({territory for found in large for territory in found.tolist()})),
        large_in=tuple(tuple(found.tolist()) for found in large),
    )


def inertia_of(problem: DesignProblem, owner: NDArray[np.int32]) -> float:
    """Measure how drawn out the territories are.

    Args:
        problem: Places and weights of the units.
        owner: Territory of every unit, shape (n,).

    Returns:
        Sum of the first activity times squared distance to the weighted middle of the territory.
    """
    weight, count = problem.weights[0], problem.territories
    total = np.maximum(np.bincount(owner, weights=weight, minlength=count), 1e-300)
    x = np.bincount(owner, weights=weight * problem.x, minlength=count) / total
    y = np.bincount(owner, weights=weight * problem.y, minlength=count) / total
    return float((weight * ((problem.x - x[owner]) ** 2 + (problem.y - y[owner]) ** 2)).sum())


def _large_territories(problem: DesignProblem, owner: NDArray[np.int32], activity: int) -> NDArray[np.int64]:
    """Find the territories that hold a unit larger than the others' mean, again without those found."""
    large = np.zeros(problem.territories, dtype=np.bool_)
    widest = float(problem.shares.max() / problem.shares.mean())
    weight = problem.weights[activity]
    while not large.all():
        left = ~large[owner]
        mean = weight[left].sum() / (~large).sum() * widest
        more = np.unique(owner[left & (weight > mean * (1 + 1e-9))])
        if not len(more) or int(large.sum()) + len(more) >= problem.territories:
            break
        large[more] = True
    return np.flatnonzero(large)


def _extra_pieces(problem: DesignProblem, owner: NDArray[np.int32]) -> int:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    same = owner[problem.edges[:, 0]] == owner[problem.edges[:, 1]]
    kept = problem.edges[same]
    ones = np.ones(len(kept), dtype=np.int8)
    graph = coo_array((ones, (kept[:, 0], kept[:, 1])), shape=(problem.units, problem.units))
    pieces: int = connected_components(graph, directed=False)[0]
    return pieces - len(np.unique(owner))
