from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.problem import DesignProblem, equal_problem
from territory_sim.streams import Streams


def planar_problem(units: int, territories: int, seed: int = 0, tolerance: float = 0.02) -> DesignProblem:
    """Make random points, the triangles between them and lognormal weights."""
    from scipy.spatial import Delaunay

    draw = Streams(seed).generator("planar problem", period=units)
    points = np.round(draw.random((units, 2)) * 100, 3)
    weight = np.round(np.exp(0.5 * draw.normal(size=units)), 3).astype(np.float64)
    triangles = Delaunay(points).simplices
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])
    edges = np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int32)
    return equal_problem(points[:, 0].copy(), points[:, 1].copy(), edges, weight, territories, tolerance)


def same_division(ours: NDArray[np.int32], theirs: NDArray[np.int32]) -> bool:
    """Say whether two maps divide the units alike, whatever the territories' numbers."""
    pairs = set(zip(ours.tolist(), theirs.tolist(), strict=True))
    return len(pairs) == len(set(ours.tolist())) == len(set(theirs.tolist()))
