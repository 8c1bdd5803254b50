"""How many minutes a trip between two basic units takes, and which units it passes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.great_circle import great_circle_km
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters, SpeedBand
from territory_sim.region.travel_cache import remembered
from territory_sim.units import MINUTE_GRID

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MEAN_KM_IN_UNIT_SQUARE: Final = 0.5214
"""Mean distance of two random points in a square of side 1.

Source: (2 + sqrt(2) + 5 asinh(1)) / 15, Ghosh 1951.
"""

_FORMAT: Final = "travel-1"
_BLOCK_ROWS: Final = 256


@dataclass(frozen=True, eq=False)
class TravelOverrides:
    """Minutes that a user's table gives for trips, in place of the formula's.

    Args:
        origins: Unit index of each trip's origin, shape (k,).
        destinations: Unit index of each trip's destination, shape (k,).
        minutes: Minutes of each trip, shape (k,).
        mirrored_pairs: How many of these trips the table gives only for the way back.
        missing_pairs: Trips between two units for which the table gives neither way.
    """

    origins: NDArray[np.int32]
    destinations: NDArray[np.int32]
    minutes: NDArray[np.float64]
    mirrored_pairs: int
    missing_pairs: int


class TravelTimes:
    """Minutes of every trip within a region, and the units a trip passes.

    Args:
        region: The region.
        minutes: Minutes from each unit to each unit, shape (n, n); every entry a multiple of 1/1024.
        user_pairs: Trips between two units that come from the user's table, both ways counted.
        mirrored_pairs: How many of those the table gives only for the way back.
        missing_pairs: Trips between two units that the user's table lacks; 0 without a table.
    """

    def __init__(
        self,
        region: Region,
        minutes: NDArray[np.float32],
        *,
        user_pairs: int = 0,
        mirrored_pairs: int = 0,
        missing_pairs: int = 0,
    ) -> None:
        self.minutes = minutes
        self.user_pairs = user_pairs
        self.mirrored_pairs = mirrored_pairs
        self.missing_pairs = missing_pairs
        self._region = region
        self._graph: csr_array | None = None
        self._before: dict[int, NDArray[np.int32]] = {}

    def path(self, origin: int, destination: int) -> tuple[int, ...]:
        """Return the units a trip passes: the shortest way along edges between neighbours.

        Args:
            origin: Unit index where the trip starts.
            destination: Unit index where it ends.

        Returns:
            Unit indices, both ends included; one index for a trip inside a unit.
        """
        before = self._before.get(origin)
        if before is None:
            if self._graph is None:
                self._graph = _road_graph(self._region)
            before = self._before[origin] = _units_before(self._graph, np.array([origin]))[0]
        passed = [destination]
        while passed[-1] != origin:
            passed.append(int(before[passed[-1]]))
        return tuple(reversed(passed))


def travel_times(
    region: Region, parameters: RegionParameters, overrides: TravelOverrides | None = None
) -> TravelTimes:
    """Return the minutes of every trip within a region.

    A trip's road kilometres are great-circle kilometres times the circuity; its minutes follow
    from the speed bands, plus a surcharge for each link or barrier edge on the shortest way.
    Minutes the user gives for an edge take the place of the surcharge of a link or barrier, and of
    the whole trip between the two units of a border. A user's table overrides all of that.

    Args:
        region: The region.
        parameters: Circuity, speed bands and surcharges.
        overrides: The user's table, from :func:`~territory_sim.region.travel_file.read_travel`.

    Returns:
        The minutes, kept in the cache folder under the hash of all they depend on.
    """
    count = len(region)
    minutes = remembered(
        _key(region, parameters, overrides),
        (count, count),
        lambda: _matrix(region, parameters, overrides),
    )
    if overrides is None:
        return TravelTimes(region, minutes)
    return TravelTimes(
        region,
        minutes,
        user_pairs=int(np.count_nonzero(overrides.origins != overrides.destinations)),
        mirrored_pairs=overrides.mirrored_pairs,
        missing_pairs=overrides.missing_pairs,
    )


def trip_minutes(road_km: NDArray[np.float64], speeds: Sequence[SpeedBand]) -> NDArray[np.float64]:
    """Return the minutes of trips by their length.

    Args:
        road_km: Road kilometres, any shape.
        speeds: Bands of driving speed, the first kilometres first; the last has no end.

    Returns:
        Minutes in the same shape, not rounded.

    Source:
        Nine Texas trips, door to door: bands of 50, 70 and 115 km/h err by 2.4 % on average.

    Example:
        >>> bands = (SpeedBand(up_to_km=5, km_per_hour=50), SpeedBand(up_to_km=None, km_per_hour=100))
        >>> trip_minutes(np.array([5.0, 105.0]), bands).tolist()
        [6.0, 66.0]
    """
    minutes = np.zeros_like(road_km)
    begins_km = 0.0
    for band in speeds:
        ends_km = np.inf if band.up_to_km is None or band is speeds[-1] else band.up_to_km
        km_in_band = np.clip(road_km - begins_km, 0.0, max(ends_km - begins_km, 0.0))
        minutes += km_in_band * (60.0 / band.km_per_hour)
        begins_km = max(begins_km, ends_km)
    return minutes


def _matrix(
    region: Region, parameters: RegionParameters, overrides: TravelOverrides | None
) -> NDArray[np.float32]:
    count = len(region)
    minutes = np.empty((count, count), dtype=np.float32)
    inside_km = MEAN_KM_IN_UNIT_SQUARE * np.sqrt(region.land_km2)
    for first in range(0, count, _BLOCK_ROWS):
        rows = slice(first, min(first + _BLOCK_ROWS, count))
        straight_km = great_circle_km(
            region.lon[rows, None], region.lat[rows, None], region.lon[None, :], region.lat[None, :]
        )
        own = np.arange(rows.start, rows.stop)
        straight_km[own - first, own] = inside_km[rows]
        minutes[rows] = _on_grid(
            trip_minutes(straight_km * parameters.road_per_straight_km, parameters.speeds)
        )
    surcharges = _edge_surcharges(region, parameters)
    if surcharges.any():
        minutes += _crossing_minutes(region, surcharges)
    _set_border_minutes(minutes, region)
    if overrides is not None:
        minutes[overrides.origins, overrides.destinations] = _on_grid(overrides.minutes)
    return minutes


def _on_grid(minutes: NDArray[np.float64]) -> NDArray[np.float32]:
    return (np.rint(minutes * MINUTE_GRID) / MINUTE_GRID).astype(np.float32)


def _edge_surcharges(region: Region, parameters: RegionParameters) -> NDArray[np.float64]:
    default = {"border": 0.0, "link": parameters.link_minutes, "barrier": parameters.barrier_minutes}
    usual = np.array([default[kind] for kind in region.edge_kinds], dtype=np.float64)
    is_crossing = np.array([kind != "border" for kind in region.edge_kinds], dtype=bool)
    given = is_crossing & ~np.isnan(region.edge_minutes)
    return np.where(given, region.edge_minutes, usual)


def _set_border_minutes(minutes: NDArray[np.float32], region: Region) -> None:
    is_border = np.array([kind == "border" for kind in region.edge_kinds], dtype=bool)
    given = is_border & ~np.isnan(region.edge_minutes)
    a, b = region.edges[given].T
    minutes[a, b] = minutes[b, a] = _on_grid(region.edge_minutes[given])


def _crossing_minutes(region: Region, surcharges: NDArray[np.float64]) -> NDArray[np.float32]:
    """Sum the surcharges of the edges on each pair's shortest way."""
    count = len(region)
    graph = _road_graph(region)
    a, b = region.edges[surcharges > 0].T.astype(np.int64)
    steps = np.r_[a * count + b, b * count + a]
    order = np.argsort(steps)
    steps, costs = steps[order], np.tile(surcharges[surcharges > 0], 2)[order]
    every = np.arange(count)
    extra = np.empty((count, count), dtype=np.float32)
    for first in range(0, count, _BLOCK_ROWS):
        origins = np.arange(first, min(first + _BLOCK_ROWS, count))
        before = _units_before(graph, origins)
        step = before.astype(np.int64) * count + every
        at = np.minimum(np.searchsorted(steps, step), len(steps) - 1)
        sums = np.where(steps[at] == step, costs[at], 0.0)
        # Pointer doubling: each round adds the next 1, 2, 4, ... edges back towards the origin.
        while np.any(before != origins[:, None]):
            sums = sums + np.take_along_axis(sums, before, axis=1)
            before = np.take_along_axis(before, before, axis=1)
        extra[origins] = _on_grid(sums)
    # Two equally short ways could be told apart differently from the two ends.
    return np.minimum(extra, extra.T)


def _road_graph(region: Region) -> csr_array:
    from scipy.sparse import csr_array

    count = len(region)
    a, b = region.edges.T
    # An edge of no length would be no edge in a sparse matrix.
    km = np.maximum(region.edge_km, 1e-6)
    return csr_array((np.r_[km, km], (np.r_[a, b], np.r_[b, a])), shape=(count, count))


def _units_before(graph: csr_array, origins: NDArray[np.integer]) -> NDArray[np.int32]:
    """Return for each origin and unit the unit before it on the shortest way; the origin before itself."""
    from scipy.sparse.csgraph import dijkstra

    _, before = dijkstra(graph, directed=True, indices=origins, return_predecessors=True)
    before = np.array(before, dtype=np.int32)
    before[np.arange(len(origins)), origins] = origins
    return before


def _key(region: Region, parameters: RegionParameters, overrides: TravelOverrides | None) -> str:
    bands = [(band.up_to_km, band.km_per_hour) for band in parameters.speeds]
    words = (
        _FORMAT,
        parameters.road_per_straight_km,
        bands,
        parameters.link_minutes,
        parameters.barrier_minutes,
    )
    digest = hashlib.sha256(repr((words, region.edge_kinds)).encode())
    arrays: list[NDArray[Any]] = [
        region.lon,
        region.lat,
        region.land_km2,
        region.edges,
        region.edge_km,
        region.edge_minutes,
    ]
    if overrides is not None:
        arrays += [overrides.origins, overrides.destinations, overrides.minutes]
    for array in arrays:
        digest.update(f"{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
