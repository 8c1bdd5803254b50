"""Find the basic unit nearest to a point."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault
from territory_sim.region.csv_table import CsvTable
from territory_sim.region.edge_table import unit_indices
from territory_sim.region.great_circle import great_circle_km
from territory_sim.region.unit_table import (
    LAT_ALLOWED,
    LON_ALLOWED,
    SWAPPED_HINT,
    Places,
    looks_swapped,
    usual_box,
)

FARTHEST_KM: Final = 25.0
"""Kilometres beyond a unit's ground at which a point is outside the region."""

_BLOCK: Final = 2048


def nearest_units(
    places: Places, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the unit nearest to each of some points.

    Args:
        places: The units.
        lon: Longitudes of the points, degrees, shape (k,).
        lat: Latitudes of the points, degrees, shape (k,).

    Returns:
        Unit indices, shape (k,); and kilometres to the unit's point, shape (k,). Of units equally
        near the first counts.
    """
    # Distance through the earth orders points as distance over it does, and is a product of matrices.
    units, points = _on_sphere(places.lon, places.lat), _on_sphere(lon, lat)
    nearest = np.empty(len(lon), dtype=np.int32)
    for first in range(0, len(lon), _BLOCK):
        rows = slice(first, first + _BLOCK)
        nearest[rows] = np.argmax(points[rows] @ units.T, axis=1)
    return nearest, great_circle_km(lon, lat, places.lon[nearest], places.lat[nearest])


def located_units(table: CsvTable, places: Places, *, required: bool = True) -> NDArray[np.int32]:
    """Return the unit in which each row of a user's table lies, and note every row that lies in none.

    A row lies in the unit its ``unit_id`` names; where that is empty or no column of the table, in
    the unit nearest to ``lon`` and ``lat``. A point more than 25 km from the unit's ground, taken
    as a disc of the unit's land, is outside the region.

    Args:
        table: A table with ``unit_id``, or ``lon`` and ``lat``, or all three.
        places: The units.
        required: Whether every row must say where it lies.

    Returns:
        Unit indices, shape (rows,); -1 where a row lies in no unit.
    """
    has_point = "lon" in table and "lat" in table
    if required and not has_point and "unit_id" not in table:
        allowed = "this column is missing; lon and lat can stand for it"
        table.faults.append(Fault(where=f"{table.file}:1:unit_id", allowed=allowed))
    is_named = _filled(table, "unit_id")
    has_place = is_named | _filled(table, "lon") | _filled(table, "lat")
    by_point = ~is_named & (required | has_place) & has_point
    by_name = is_named | (required & ~by_point) if "unit_id" in table else is_named
    units = np.full(len(table), -1, dtype=np.int32)
    if by_name.any():
        units[by_name] = unit_indices(table.only(by_name), "unit_id", places.unit_ids, places.index_of)
    if by_point.any():
        units[by_point] = _by_point(table.only(by_point), places)
    return units


def _filled(table: CsvTable, column: str) -> NDArray[np.bool_]:
    return np.array([bool(text) for text in table.texts(column)], dtype=bool)


def _by_point(table: CsvTable, places: Places) -> NDArray[np.int32]:
    lon = table.numbers("lon", LON_ALLOWED, low=-180, high=180)
    lat = table.numbers("lat", LAT_ALLOWED, low=-90, high=90, hint=SWAPPED_HINT)
    units = np.full(len(table), -1, dtype=np.int32)
    known = np.flatnonzero(~np.isnan(lon) & ~np.isnan(lat))
    if not len(known) or np.isnan(places.lon).all():
        return units
    near, km = nearest_units(places, lon[known], lat[known])
    ground_km = np.sqrt(np.nan_to_num(places.land_km2[near]) / np.pi)
    is_outside = km > ground_km + FARTHEST_KM
    units[known] = np.where(is_outside, -1, near)
    box = usual_box(places.lon, places.lat)
    for place in np.flatnonzero(is_outside).tolist():
        row = int(known[place])
        given = f"{table.columns['lon'][row]}, {table.columns['lat'][row]}"
        swapped = looks_swapped(float(lon[row]), float(lat[row]), box)
        nearest = f"the nearest is {places.unit_ids[int(near[place])]}, {km[place]:,.0f} km away"
        hint = SWAPPED_HINT if swapped else nearest
        table.fault(
            row, "lon", f"a point within {FARTHEST_KM:.0f} km of a basic unit", given=given, hint=hint
        )
    return units


def _on_sphere(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of the unit sphere; those not known lie at its middle, near to nothing."""
    lam, phi = np.radians(lon), np.radians(lat)
    points: NDArray[np.float64] = np.column_stack(
        [np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)]
    )
    points[np.isnan(points).any(axis=1)] = 0.0
    return points
