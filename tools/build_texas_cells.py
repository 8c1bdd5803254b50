"""Build the neighbours and cells of the Texas ZIP areas, which no package ships as polygons.

Run:  python tools/build_texas_cells.py     (after build_us_regions.py; needs shapely)

A ZIP area's cell is the ground of the state that is nearer to its point than to any other's
(Voronoi 1908), cut to the outline of the counties. Two areas are neighbours when their cells share
a border; a piece of the graph without one is joined to the nearest unit by a link.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

import numpy as np
from embedded import BUILT_IN, links_needed, read_points, write_edges
from numpy.typing import NDArray
from shapely import STRtree, prepare, transform, unary_union, voronoi_polygons
from shapely.geometry import MultiPoint, MultiPolygon, Polygon
from topology import Topology, polygon_of, read_topology, topology_of, write_topology

from territory_sim.region.great_circle import EARTH_RADIUS_KM, great_circle_km

MIDDLE: Final = (-100.0, 31.2)
"""Middle of the map, degrees of longitude and latitude."""
STEP_DEGREES: Final = 2e-4
"""Grid of the corners, about 20 m."""
SHORTEST_BORDER_KM: Final = 0.1
"""Common border below which two cells only touch."""


def to_plane(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Map points to a plane that keeps surfaces: Lambert's azimuthal projection around the middle.

    Args:
        degrees: Longitude and latitude, shape (k, 2).

    Returns:
        Kilometres east and north of the middle, shape (k, 2).

    Source:
        Snyder 1987, Map Projections: A Working Manual, equations 24-2 to 24-4 (sphere).
    """
    lon, lat = np.radians(degrees - (MIDDLE[0], 0)).T
    middle = np.radians(MIDDLE[1])
    scale = np.sqrt(2 / (1 + np.sin(middle) * np.sin(lat) + np.cos(middle) * np.cos(lat) * np.cos(lon)))
    x = scale * np.cos(lat) * np.sin(lon)
    y = scale * (np.cos(middle) * np.sin(lat) - np.sin(middle) * np.cos(lat) * np.cos(lon))
    return EARTH_RADIUS_KM * np.column_stack([x, y])


def to_degrees(kilometres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Map points of the plane back to longitude and latitude (Snyder 1987, equations 20-14 and 20-15)."""
    x, y = (kilometres / EARTH_RADIUS_KM).T
    distance = np.maximum(np.hypot(x, y), 1e-15)
    angle = 2 * np.arcsin(distance / 2)
    middle = np.radians(MIDDLE[1])
    lat = np.arcsin(np.cos(angle) * np.sin(middle) + y * np.sin(angle) * np.cos(middle) / distance)
    lon = np.arctan2(
        x * np.sin(angle), distance * np.cos(middle) * np.cos(angle) - y * np.sin(middle) * np.sin(angle)
    )
    return np.column_stack([np.degrees(lon) + MIDDLE[0], np.degrees(lat)])


def cells_of(
    points: Mapping[str, tuple[float, float]], outline: Polygon | MultiPolygon
) -> dict[str, Polygon | MultiPolygon]:
    """Return each unit's cell, cut to the outline; everything in degrees.

    Args:
        points: Longitude and latitude of each unit.
        outline: Outline of the state.

    Returns:
        The cells, by ascending unit id.
    """
    land = transform(outline, to_plane)
    prepare(land)
    unit_ids = sorted(points)
    sites = MultiPoint(to_plane(np.array([points[unit_id] for unit_id in unit_ids])))
    whole = list(voronoi_polygons(sites, extend_to=land.buffer(50)).geoms)
    site_of, cell_of = STRtree(whole).query(list(sites.geoms), predicate="intersects")
    cells = {}
    for site, cell in zip(site_of.tolist(), cell_of.tolist(), strict=True):
        cut = whole[cell].intersection(land)
        parts = [part for part in getattr(cut, "geoms", [cut]) if part.geom_type == "Polygon"]
        cells[unit_ids[site]] = transform(MultiPolygon(parts), to_degrees)
    return {unit_id: cells[unit_id] for unit_id in unit_ids}


def common_border_km(topology: Topology) -> dict[tuple[str, str], float]:
    """Return the kilometres of border that each pair of neighbouring units shares, lower id first."""
    owners: defaultdict[int, list[str]] = defaultdict(list)
    for outline in topology.outlines:
        for rings in outline.polygons:
            for ring in rings:
                for index in ring:
                    owners[max(index, ~index)].append(outline.unit_id)
    border_km: defaultdict[tuple[str, str], float] = defaultdict(float)
    for index, units in owners.items():
        if len(set(units)) > 1:
            lon, lat = topology.arcs[index].T
            length_km = great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum()
            border_km[min(units), max(units)] += float(length_km)
    return dict(border_km)


def main() -> int:
    """Write the shapes and the adjacency of the Texas ZIP areas."""
    counties = read_topology(BUILT_IN / "texas_counties" / "shapes.topo.json", "units")
    outline = unary_union([polygon_of(counties, county).buffer(0) for county in counties.outlines])
    points = read_points(BUILT_IN / "texas" / "units.csv")
    cells = topology_of(cells_of(points, outline), STEP_DEGREES)
    empty = [cell.unit_id for cell in cells.outlines if not cell.polygons]
    if empty:
        print(f"no ground is nearest to {empty}", file=sys.stderr)
        return 1
    border_km = common_border_km(cells)
    pairs = [pair for pair, length_km in border_km.items() if length_km >= SHORTEST_BORDER_KM]
    links = links_needed(points, pairs)
    every = np.vstack(cells.arcs)
    steps = round(float(np.ptp(every, axis=0).max()) / STEP_DEGREES) + 1
    write_topology(BUILT_IN / "texas" / "shapes.topo.json", cells, steps)
    write_edges(BUILT_IN / "texas" / "adjacency.csv", pairs, links)
    print(f"{len(cells.outlines)} cells, {len(cells.arcs)} arcs, {len(pairs)} borders, links {links}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
