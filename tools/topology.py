"""TopoJSON as it is built: arcs shared between neighbours, so that nothing opens a gap between them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Polygon

Line = NDArray[np.float64]
"""Points in degrees, shape (k, 2): longitude, latitude."""
Rings = list[list[list[int]]]
"""Polygons of rings of arcs; ~i is arc i walked backwards."""

_SMALLEST_RING = 4


@dataclass(frozen=True)
class Outline:
    """One unit's polygons.

    Args:
        unit_id: Id of the unit.
        name: Name of the unit; empty leaves it out of the file.
        polygons: Polygons of rings of arc numbers.
    """

    unit_id: str
    name: str
    polygons: Rings


@dataclass(frozen=True)
class Topology:
    """Outlines over shared arcs.

    Args:
        arcs: The arcs, degrees.
        outlines: The units' outlines.
    """

    arcs: list[Line]
    outlines: list[Outline]


def read_topology(path: Path, layer: str) -> Topology:
    """Read one layer of a quantised TopoJSON file.

    Args:
        path: The file.
        layer: Name of the object in it.

    Returns:
        Its arcs and outlines, in the order of the file.
    """
    document = json.loads(path.read_text(encoding="utf-8"))
    scale, translate = document["transform"]["scale"], document["transform"]["translate"]
    arcs = []
    for steps in document["arcs"]:
        grid = np.cumsum(np.asarray(steps, dtype=np.int64)[:, :2], axis=0)
        arcs.append(np.column_stack([grid[:, axis] * scale[axis] + translate[axis] for axis in (0, 1)]))
    outlines = [
        Outline(
            unit_id=str(geometry.get("id", "")),
            name=geometry.get("properties", {}).get("name", ""),
            polygons=[geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"],
        )
        for geometry in document["objects"][layer]["geometries"]
        if geometry["type"] in {"Polygon", "MultiPolygon"}
    ]
    return Topology(arcs, outlines)


def polygon_of(topology: Topology, outline: Outline) -> Polygon | MultiPolygon:
    """Return an outline as a shapely polygon, degrees."""
    polygons = []
    for rings in outline.polygons:
        corners = []
        for ring in rings:
            points: list[Line] = []
            for index in ring:
                arc = topology.arcs[index] if index >= 0 else topology.arcs[~index][::-1]
                points.extend(arc[1:] if points else arc)
            corners.append(points)
        if len(corners[0]) >= _SMALLEST_RING:
            polygons.append(
                Polygon(corners[0], [hole for hole in corners[1:] if len(hole) >= _SMALLEST_RING])
            )
    return polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)


def pairs_sharing_an_arc(outlines: Iterable[Outline]) -> set[tuple[str, str]]:
    """Return the pairs of units that share a piece of border, lower id first."""
    owners: defaultdict[int, set[str]] = defaultdict(set)
    for outline in outlines:
        for rings in outline.polygons:
            for ring in rings:
                for index in ring:
                    owners[max(index, ~index)].add(outline.unit_id)
    pairs = set()
    for units in owners.values():
        in_order = sorted(units)
        pairs |= {(a, b) for place, a in enumerate(in_order) for b in in_order[place + 1 :]}
    return pairs


def simplified(
    topology: Topology, outlines: Sequence[Outline], tolerance_degrees: float, speck_degrees: float
) -> Topology:
    """Keep some outlines, with each shared arc simplified once and specks of land left out.

    Args:
        topology: The arcs.
        outlines: The outlines to keep; each keeps at least its largest polygon.
        tolerance_degrees: Largest distance of a dropped point (Douglas and Peucker 1973).
        speck_degrees: Extent below which a polygon is left out.

    Returns:
        A topology of the arcs still in use, in the order of their first use.
    """
    number_of: dict[int, int] = {}
    arcs: list[Line] = []

    def renumbered(index: int) -> int:
        old = max(index, ~index)
        if old not in number_of:
            number_of[old] = len(arcs)
            arcs.append(_simplified_arc(topology.arcs[old], tolerance_degrees))
        return number_of[old] if index >= 0 else ~number_of[old]

    kept = []
    for outline in outlines:
        extents = []
        for rings in outline.polygons:
            points = np.vstack([topology.arcs[max(index, ~index)] for index in rings[0]])
            extents.append(max(np.ptp(points[:, 0]), np.ptp(points[:, 1])))
        large = [
            rings for rings, size in zip(outline.polygons, extents, strict=True) if size >= speck_degrees
        ]
        large = large or [outline.polygons[int(np.argmax(extents))]]
        polygons = [[[renumbered(index) for index in ring] for ring in rings] for rings in large]
        kept.append(Outline(outline.unit_id, outline.name, polygons))
    return Topology(arcs, kept)


def _simplified_arc(arc: Line, tolerance_degrees: float) -> Line:
    is_closed = bool(np.all(arc[0] == arc[-1]))
    line = arc
    if len(arc) > 2:
        line = np.asarray(LineString(arc).simplify(tolerance_degrees, preserve_topology=False).coords)
    if is_closed and len(line) < _SMALLEST_RING:
        return arc[np.linspace(0, len(arc) - 1, min(len(arc), 5)).astype(int)]
    return line


def topology_of(polygons: Mapping[str, Polygon | MultiPolygon], step_degrees: float) -> Topology:
    """Find the arcs that polygons share.

    Args:
        polygons: Polygon of each unit, degrees; neighbours have the corners of their common border
            in common, to within the step.
        step_degrees: Grid to which corners are rounded.

    Returns:
        The topology, outlines in the order of the mapping.
    """
    rings_of = {unit_id: _grid_polygons(polygon, step_degrees) for unit_id, polygon in polygons.items()}
    beside: defaultdict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for unit_polygons in rings_of.values():
        for rings in unit_polygons:
            for ring in rings:
                for here, there in pairwise(ring):
                    beside[here].add(there)
                    beside[there].add(here)
    knots = {corner for corner, others in beside.items() if len(others) != 2}
    arcs: list[Line] = []
    number_of: dict[tuple[tuple[int, int], ...], int] = {}

    def numbered(corners: list[tuple[int, int]]) -> int:
        forward, backward = tuple(corners), tuple(reversed(corners))
        if backward in number_of:
            return ~number_of[backward]
        if forward not in number_of:
            number_of[forward] = len(arcs)
            arcs.append(np.array(corners, dtype=np.float64) * step_degrees)
        return number_of[forward]

    outlines = []
    for unit_id, unit_polygons in rings_of.items():
        numbers = [
            [[numbered(arc) for arc in _cut(ring, knots)] for ring in rings] for rings in unit_polygons
        ]
        outlines.append(Outline(unit_id, "", numbers))
    return Topology(arcs, outlines)


def _grid_polygons(polygon: Polygon | MultiPolygon, step_degrees: float) -> list[list[list[tuple[int, int]]]]:
    parts = polygon.geoms if polygon.geom_type == "MultiPolygon" else [polygon]
    found = []
    for part in parts:
        rings = []
        for line in (part.exterior, *part.interiors):
            grid = np.rint(np.asarray(line.coords)[:, :2] / step_degrees).astype(np.int64)
            moved = np.r_[True, np.any(np.diff(grid, axis=0) != 0, axis=1)]
            ring = [(x, y) for x, y in grid[moved].tolist()]
            if len(ring) >= _SMALLEST_RING:
                rings.append(ring)
            elif line is part.exterior:
                break
        if rings:
            found.append(rings)
    return found


def _cut(ring: list[tuple[int, int]], knots: set[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Cut a ring where more than two lines meet; a ring without such a corner starts at its lowest."""
    open_ring = ring[:-1]
    at = [place for place, corner in enumerate(open_ring) if corner in knots]
    if not at:
        low = open_ring.index(min(open_ring))
        return [[*open_ring[low:], *open_ring[: low + 1]]]
    turned = [*open_ring[at[0] :], *open_ring[: at[0] + 1]]
    cuts = [place - at[0] for place in at] + [len(open_ring)]
    return [turned[first : last + 1] for first, last in pairwise(cuts)]


def write_topology(path: Path, topology: Topology, steps: int) -> None:
    """Write quantised TopoJSON with one layer, ``units``.

    Args:
        path: The file.
        topology: What to write.
        steps: Number of grid steps along each axis.
    """
    every = np.vstack(topology.arcs)
    low, high = every.min(axis=0), every.max(axis=0)
    scale = (high - low) / (steps - 1)
    geometries = []
    for outline in topology.outlines:
        geometry: dict[str, Any] = {"type": "MultiPolygon", "id": outline.unit_id}
        if outline.name:
            geometry["properties"] = {"name": outline.name}
        geometry["arcs"] = outline.polygons
        geometries.append(geometry)
    document = {
        "type": "Topology",
        "transform": {
            "scale": [round(float(step), 12) for step in scale],
            "translate": [round(float(start), 9) for start in low],
        },
        "bbox": [round(float(bound), 6) for bound in (*low, *high)],
        "objects": {"units": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_quantised(arc, low, scale) for arc in topology.arcs],
    }
    path.write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")


def _quantised(arc: Line, low: Line, scale: Line) -> list[list[int]]:
    grid = np.rint((arc - low) / scale).astype(int)
    moved = grid[np.r_[True, np.any(np.diff(grid, axis=0) != 0, axis=1)]]
    if len(moved) < 2:
        moved = np.vstack([grid[0], grid[-1]])
    steps: list[list[int]] = np.vstack([moved[:1], np.diff(moved, axis=0)]).tolist()
    return steps
