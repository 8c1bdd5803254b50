"""Read a region from a folder of files, built in or a user's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import DataError, Fault
from territory_sim.region.csv_table import folded
from territory_sim.region.edge_table import EdgeTable, land_by_spacing, read_edges
from territory_sim.region.great_circle import great_circle_km
from territory_sim.region.network import Region
from territory_sim.region.shape_file import SHAPE_FILES, read_shapes
from territory_sim.region.shapes import Shapes
from territory_sim.region.unit_table import UnitTable, read_units


def read_region(folder: Path, name: str, weight: str, background: Shapes | None = None) -> Region:
    """Read a region from ``units.csv``, ``adjacency.csv`` and, where there is one, a file of shapes.

    Args:
        folder: The folder.
        name: Name as reports print it.
        weight: Column of ``units.csv`` that says how much business lies in each unit.
        background: Outlines to draw behind the units on maps.

    Returns:
        The region; the order of the rows in the files does not matter.

    Raises:
        DataError: With every fault of all the files.
    """
    if not folder.is_dir():
        allowed = "an existing folder with units.csv and adjacency.csv"
        raise DataError([Fault(where="region.path", given=str(folder), allowed=allowed)])
    faults: list[Fault] = []
    units = read_units(folder / "units.csv", weight, faults)
    edges = None
    shapes = None
    if units is not None and units.unit_ids:
        edges = read_edges(folder / "adjacency.csv", units, faults)
        shape_file = next((folder / file for file in SHAPE_FILES if (folder / file).exists()), None)
        if shape_file is not None:
            shapes = read_shapes(shape_file, units.unit_ids, faults)
    elif not (folder / "adjacency.csv").exists():
        faults.append(Fault(where="adjacency.csv", allowed=f"no such file in {folder}"))
    if faults or units is None or edges is None:
        raise DataError(folded(faults))
    return Region(
        name=name,
        unit_ids=units.unit_ids,
        unit_names=units.unit_names,
        lon=units.lon,
        lat=units.lat,
        weight=units.weight,
        population=units.population,
        land_km2=_land(units, edges, shapes),
        edges=edges.edges,
        edge_kinds=edges.kinds,
        edge_minutes=edges.minutes,
        shapes=shapes,
        background=background,
        edge_road_km=None if np.isnan(edges.road_km).all() else edges.road_km,
    )


def readable_places(folder: Path) -> UnitTable | None:
    """Read as much of a folder's units as can be read, so that its other files can be checked too.

    Args:
        folder: The folder.

    Returns:
        The units, faulty numbers as nan; None when there are none.
    """
    passed_over: list[Fault] = []
    units = read_units(folder / "units.csv", "unit_id", passed_over) if folder.is_dir() else None
    return units if units is not None and units.unit_ids else None


def _land(units: UnitTable, edges: EdgeTable, shapes: Shapes | None) -> NDArray[np.float64]:
    """Return the land of every unit: as given, else from its outline, else from its neighbours' distance."""
    land = units.land_km2
    unknown = np.flatnonzero(np.isnan(land))
    if shapes is not None and len(unknown):
        land = land.copy()
        drawn = np.array([shapes.land_km2(unit) for unit in unknown.tolist()])
        land[unknown] = np.where(drawn > 0, drawn, np.nan)
    a, b = edges.edges.T
    straight_km = great_circle_km(units.lon[a], units.lat[a], units.lon[b], units.lat[b])
    return land_by_spacing(land, edges.edges, straight_km)
