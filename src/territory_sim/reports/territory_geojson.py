"""Territories as GeoJSON: the outlines of their units melted into one, holes kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.shapes import Shapes
from territory_sim.reports.geometry import Corner, Loop, union

_STEP: Final = 1e-6
"""Degrees; a tenth of a metre, to which corners are rounded so that shared sides vanish."""


def territory_geojson(
    shapes: Shapes, territory_of_unit: NDArray[np.int32], properties: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Melt units into territories.

    Args:
        shapes: Outlines of the units.
        territory_of_unit: Territory of every unit, shape (n_units,).
        properties: What is told of each territory, in the order of their index.

    Returns:
        A feature collection (RFC 7946) of one MultiPolygon for each territory with an outline.
    """
    loops = [_loops(shapes, unit) for unit in range(len(shapes.unit_ids))]
    features = []
    for territory, told in enumerate(properties):
        units = np.flatnonzero(territory_of_unit == territory).tolist()
        rings = union(loops[unit] for unit in units)
        if rings:
            features.append(
                {
                    "type": "Feature",
                    "properties": dict(told),
                    "geometry": {"type": "MultiPolygon", "coordinates": polygons(rings)},
                }
            )
    return {"type": "FeatureCollection", "features": features}


def polygons(rings: Sequence[Loop]) -> list[list[list[list[float]]]]:
    """Sort rings into polygons with their holes.

    Args:
        rings: Closed loops of whole corners; holes run against the direction of outlines.

    Returns:
        Polygons in degrees, outlines anticlockwise and holes clockwise, first corner repeated.
    """
    sizes = [_signed_size(ring) for ring in rings]
    # The largest ring is an outline whatever the direction in which the source draws.
    outward = np.sign(max(sizes, key=abs)) if sizes else 1
    outlines = [ring for ring, size in zip(rings, sizes, strict=True) if np.sign(size) == outward]
    holes = [ring for ring, size in zip(rings, sizes, strict=True) if np.sign(size) == -outward]
    around: list[list[Loop]] = [[] for _ in outlines]
    for hole in holes:
        inside = [place for place, ring in enumerate(outlines) if _contains(ring, hole)]
        if inside:
            around[min(inside, key=lambda place: abs(_signed_size(outlines[place])))].append(hole)
    return [
        [_degrees(ring, anticlockwise=True), *(_degrees(hole, anticlockwise=False) for hole in own)]
        for ring, own in zip(outlines, around, strict=True)
    ]


def _loops(shapes: Shapes, unit: int) -> list[Loop]:
    found = []
    for ring in shapes.rings_of(unit):
        corners = [(int(x), int(y)) for x, y in np.rint(ring / _STEP).astype(np.int64).tolist()]
        loop = [here for place, here in enumerate(corners) if place == 0 or here != corners[place - 1]]
        if len(loop) > 1 and loop[0] == loop[-1]:
            loop.pop()
        if len(loop) >= 3:
            found.append(loop)
    return found


def _signed_size(ring: Loop) -> float:
    corners = np.array(ring, dtype=np.float64)
    corners -= corners[0]
    x, y = corners.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2


def _contains(ring: Loop, hole: Loop) -> bool:
    """Say whether a hole lies in a ring: most of its corners do, some may touch."""
    corners = np.array(ring, dtype=np.float64)
    return sum(_is_inside(corners, corner) for corner in hole) * 2 > len(hole) or hole[0] in ring


def _is_inside(corners: NDArray[np.float64], point: Corner) -> bool:
    x, y = corners.T
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > point[1]) != (next_y > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x + (point[1] - y) / (next_y - y) * (next_x - x)
    return bool((crosses & (point[0] < at)).sum() % 2)


def _degrees(ring: Loop, *, anticlockwise: bool) -> list[list[float]]:
    turned = ring if (_signed_size(ring) > 0) == anticlockwise else ring[::-1]
    closed = np.round(np.array([*turned, turned[0]]) * _STEP, 6)
    return [[float(x), float(y)] for x, y in closed.tolist()]
