"""A made-up region: random points in a plain, each with the ground that is nearest to it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.great_circle import EARTH_RADIUS_KM
from territory_sim.region.network import Region
from territory_sim.region.shapes import Ring, Shapes
from territory_sim.streams import Streams

PLAIN_KM: Final = 600.0
"""Side of the square plain, kilometres: about three quarters of Texas in surface."""

WEIGHT_LOG_SD: Final = 0.5
"""Standard deviation of the log of a unit's weight: mild, as our assumption."""

_KM_PER_DEGREE: Final = np.pi * EARTH_RADIUS_KM / 180
_ALL_MIRRORED: Final = 1000
_SMALLEST_BORDER_KM: Final = 1e-6


def synthetic_region(units: int, name: str = "Synthetic plain") -> Region:
    """Make a region of uniform random points in a square plain on the equator.

    Neighbours are units whose cells share a border (the Delaunay neighbours, less those whose
    common border would lie outside the plain). The same number of units gives the same region
    in any process; it belongs to no run's seed.

    Args:
        units: Number of basic units, at least 4.
        name: Name as reports print it.

    Returns:
        The region with ids ``U1``, ``U2``, ... padded with zeros, weights around 100 and no population.
    """
    from scipy.special import ndtri

    streams = Streams(0)
    points_km = np.round(streams.generator("synthetic/points").random((units, 2)) * PLAIN_KM, 3)
    uniforms = streams.generator("synthetic/weights").random(units)
    digits = len(str(units))
    edges, rings_km = _cells(points_km)
    lon, lat = ((points_km - PLAIN_KM / 2) / _KM_PER_DEGREE).T
    unit_ids = tuple(f"U{number:0{digits}d}" for number in range(1, units + 1))
    rings = tuple((ring_km / _KM_PER_DEGREE,) for ring_km in rings_km)
    shapes = Shapes(unit_ids, rings)
    return Region(
        name=name,
        unit_ids=unit_ids,
        unit_names=tuple(f"Place {number}" for number in range(1, units + 1)),
        lon=np.ascontiguousarray(lon),
        lat=np.ascontiguousarray(lat),
        weight=np.round(100 * np.exp(WEIGHT_LOG_SD * ndtri(np.maximum(uniforms, 1e-12))), 2),
        population=np.full(units, np.nan),
        land_km2=np.array([shapes.land_km2(unit) for unit in range(units)]),
        edges=edges,
        edge_kinds=("border",) * len(edges),
        edge_minutes=np.full(len(edges), np.nan),
        shapes=shapes,
    )


def _cells(points_km: NDArray[np.float64]) -> tuple[NDArray[np.int32], list[Ring]]:
    """Return the pairs of points whose cells touch, and each point's cell around the plain's centre."""
    from scipy.spatial import Voronoi

    count = len(points_km)
    # Mirror images beyond the four sides make every cell end exactly at the side.
    margin_km = PLAIN_KM if count < _ALL_MIRRORED else 12 * PLAIN_KM / np.sqrt(count)
    mirrored = [points_km]
    for axis, side_km in ((0, 0.0), (0, PLAIN_KM), (1, 0.0), (1, PLAIN_KM)):
        near = points_km[np.abs(points_km[:, axis] - side_km) <= margin_km].copy()
        near[:, axis] = 2 * side_km - near[:, axis]
        mirrored.append(near)
    diagram = Voronoi(np.concatenate(mirrored) - PLAIN_KM / 2)
    pairs = np.sort(diagram.ridge_points, axis=1)
    ends = np.array(diagram.ridge_vertices)
    border_km = np.linalg.norm(diagram.vertices[ends[:, 0]] - diagram.vertices[ends[:, 1]], axis=1)
    inside = (pairs[:, 1] < count) & (border_km > _SMALLEST_BORDER_KM) & (ends[:, 0] >= 0)
    edges = np.unique(pairs[inside], axis=0).astype(np.int32)
    rings = []
    for point in range(count):
        corners = diagram.vertices[diagram.regions[diagram.point_region[point]]]
        turn = np.arctan2(*(corners - corners.mean(axis=0)).T[::-1])
        corners = np.round(corners[np.argsort(turn)], 6)
        rings.append(np.concatenate([corners, corners[:1]]))
    return edges, rings
