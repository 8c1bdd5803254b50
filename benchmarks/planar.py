"""Made-up planar instances: clustered points, the triangles between them, lognormal weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.streams import Streams

_CITIES_PER_POINT = 1 / 60
_SPREAD = 0.35
"""Part of the points that lie anywhere rather than near a city."""


def planar_instance(
    units: int, seed: int = 0
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
    """Make an instance whose points lie in cities of very unequal size and in the country between.

    Args:
        units: How many units.
        seed: Another seed, another instance.

    Returns:
        Kilometres east and north, weight of each unit, shape (units,) each, and pairs of
        neighbours, shape (edges, 2).
    """
    from scipy.spatial import Delaunay

    draw = Streams(seed).generator("planar instance", period=units)
    cities = max(8, int(units * _CITIES_PER_POINT))
    middle = draw.random((cities, 2)) * 1000
    size = draw.pareto(1.2, cities) + 1
    city = np.searchsorted(np.cumsum(size / size.sum()), draw.random(units)).clip(0, cities - 1)
    radius = 1000 * np.sqrt(size / size.sum() / 3)
    near = middle[city] + draw.normal(size=(units, 2)) * radius[city][:, None]
    anywhere = draw.random((units, 2)) * 1000
    points = np.where((draw.random(units) < _SPREAD)[:, None], anywhere, near)
    outside = ((points < 0) | (points > 1000)).any(axis=1)
    points = np.round(np.where(outside[:, None], anywhere, points), 4)
    weight = np.round(np.exp(draw.normal(size=units)), 4)
    triangles = Delaunay(points).simplices
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])
    edges = np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int32)
    return points[:, 0].copy(), points[:, 1].copy(), weight, edges
