"""Read ``units.csv``: the basic units of a region, one a row."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault, nearest_name
from territory_sim.region.csv_table import CsvTable, read_csv_table

LON_ALLOWED: Final = "degrees of longitude, from -180 to 180"
LAT_ALLOWED: Final = "degrees of latitude, from -90 to 90"
SWAPPED_HINT: Final = "are lon and lat swapped?"

_FAR: Final = 12.0
"""Median distances from the middle of the region beyond which a point may be a swapped one."""

_NEAREST_AMONG: Final = 5000


class Places(Protocol):
    """What has unit ids with points: a region, or as much of one as could be read."""

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """Ids in ascending text order."""

    @property
    def lon(self) -> NDArray[np.float64]:
        """Longitudes, degrees, shape (n,)."""

    @property
    def lat(self) -> NDArray[np.float64]:
        """Latitudes, degrees, shape (n,)."""

    @property
    def land_km2(self) -> NDArray[np.float64]:
        """Land, square kilometres, shape (n,)."""

    @property
    def index_of(self) -> dict[str, int]:
        """Unit index of each unit id."""


@dataclass(frozen=True, eq=False)
class UnitTable:
    """Basic units as their table gives them, in ascending text order of their ids.

    Args:
        unit_ids: Ids, each once.
        unit_names: Names; the id where the table gives none.
        lon: Longitudes, degrees; nan where faulty.
        lat: Latitudes, degrees; nan where faulty.
        weight: Weights; nan where faulty.
        population: Residents; nan where not given.
        land_km2: Land, square kilometres; nan where not given.
    """

    unit_ids: tuple[str, ...]
    unit_names: tuple[str, ...]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    weight: NDArray[np.float64]
    population: NDArray[np.float64]
    land_km2: NDArray[np.float64]

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Unit index of each unit id."""
        return {unit_id: index for index, unit_id in enumerate(self.unit_ids)}


def read_units(path: Path, weight: str, faults: list[Fault]) -> UnitTable | None:
    """Read the basic units of a region.

    Args:
        path: The file ``units.csv``.
        weight: Column that says how much business lies in each unit.
        faults: Takes what is found wrong.

    Returns:
        The units whose ids could be read, or None when the file cannot be read at all.
    """
    table = read_csv_table(
        path,
        faults,
        required=("unit_id", "lon", "lat"),
        optional=("name", "population", "establishments", "land_km2", "parent_id", weight),
    )
    if table is None:
        return None
    ids = table.ids("unit_id")
    lon = table.numbers("lon", LON_ALLOWED, low=-180, high=180)
    lat = table.numbers("lat", LAT_ALLOWED, low=-90, high=90, hint=SWAPPED_HINT)
    _note_swapped(table, lon, lat)
    weights = _weights(table, weight)
    population = table.numbers("population", "residents, from 0 on, or empty", low=0, required=False)
    land = table.numbers("land_km2", "square kilometres, from 0 on, or empty", low=0, required=False)
    if not len(table):
        faults.append(Fault(where=path.name, given="no rows", allowed="at least one basic unit"))
    names = [name or unit_id for unit_id, name in zip(ids, table.texts("name"), strict=False)]
    first_row = {unit_id: row for row, unit_id in reversed(list(enumerate(ids))) if unit_id}
    unit_ids = tuple(sorted(first_row))
    order = np.array([first_row[unit_id] for unit_id in unit_ids], dtype=np.int64)
    # Ground of no size is what rounding left of a single building: its size is not known.
    known_land = np.where(land > 0, land, math.nan)
    return UnitTable(
        unit_ids=unit_ids,
        unit_names=tuple(names[row] for row in order),
        lon=lon[order],
        lat=lat[order],
        weight=weights[order],
        population=population[order],
        land_km2=known_land[order],
    )


def unknown_unit_hint(given: str, unit_ids: Sequence[str]) -> str:
    """Return what may have happened to an id that is not a unit's.

    Args:
        given: The id as it stands in the file.
        unit_ids: Ids of the units.

    Returns:
        A hint about lost leading zeros or a ZIP+4 code, the nearest id, or an empty text.

    Example:
        >>> unknown_unit_hint("1234", ["01234", "56789"])
        'did the spreadsheet eat a leading zero? there is a unit 01234'
    """
    bare = given.lstrip("0")
    same = next((unit_id for unit_id in unit_ids if unit_id.lstrip("0") == bare), "") if bare else ""
    if same:
        return f"did the spreadsheet eat a leading zero? there is a unit {same}"
    before_dash = given.split("-", maxsplit=1)[0]
    if before_dash != given and before_dash in unit_ids:
        return f"there is a unit {before_dash}"
    return nearest_name(given, unit_ids) if len(unit_ids) <= _NEAREST_AMONG else ""


def looks_swapped(lon: float, lat: float, box: tuple[float, float, float, float]) -> bool:
    """Tell whether a point lies outside a box, and inside it with longitude and latitude swapped.

    Args:
        lon: Longitude as given.
        lat: Latitude as given.
        box: West, south, east and north, degrees.

    Returns:
        True when swapping would explain the point.
    """
    west, south, east, north = box
    is_inside = west <= lon <= east and south <= lat <= north
    return not is_inside and west <= lat <= east and south <= lon <= north


def usual_box(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Return a wide box around the middle of a region, which some wrong points do not move.

    Args:
        lon: Longitudes, degrees; nan where unknown.
        lat: Latitudes, degrees; nan where unknown.

    Returns:
        West, south, east and north, degrees.
    """
    if not np.any(~np.isnan(lon)) or not np.any(~np.isnan(lat)):
        return (-180.0, -90.0, 180.0, 90.0)
    middle_lon, middle_lat = float(np.nanmedian(lon)), float(np.nanmedian(lat))
    spread_lon = max(float(np.nanmedian(np.abs(lon - middle_lon))) * _FAR, 1.0)
    spread_lat = max(float(np.nanmedian(np.abs(lat - middle_lat))) * _FAR, 1.0)
    return (
        middle_lon - spread_lon,
        middle_lat - spread_lat,
        middle_lon + spread_lon,
        middle_lat + spread_lat,
    )


def _note_swapped(table: CsvTable, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> None:
    """Note points that lie in the region only when longitude and latitude are swapped."""
    if "lon" not in table or "lat" not in table:
        return
    box = usual_box(lon, lat)
    for row, (east, north) in enumerate(zip(lon.tolist(), lat.tolist(), strict=True)):
        if looks_swapped(east, north, box):
            given = f"{table.columns['lon'][row]}, {table.columns['lat'][row]}"
            table.fault(row, "lon", "a point near the other units", given=given, hint=SWAPPED_HINT)


def _weights(table: CsvTable, weight: str) -> NDArray[np.float64]:
    if weight not in table:
        # Which of the other columns holds numbers does not matter: the user knows his own columns.
        others = [
            name for name in table.columns if name not in {"unit_id", "lon", "lat", "name", "parent_id"}
        ]
        allowed = f"a column of {table.file}: {_listed(others) or 'it has none but ids and points'}"
        hint = nearest_name(weight, others)
        table.faults.append(Fault(where="region.weight", given=weight, allowed=allowed, hint=hint))
        return np.full(len(table), math.nan)
    weights = table.numbers(weight, "a number from 0 on", low=0)
    if len(table) and not np.isnan(weights).any() and weights.sum() == 0:
        table.faults.append(
            Fault(where=f"{table.file}:{weight}", given="a total of 0", allowed="at least one number above 0")
        )
    return weights


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
