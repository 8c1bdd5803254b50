"""Minutes of trips by the formula alone, worked out when asked: for regions too large for a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.great_circle import great_circle_km
from territory_sim.region.network import Region
from territory_sim.region.parameters import RegionParameters
from territory_sim.region.travel import MEAN_KM_IN_UNIT_SQUARE, trip_minutes
from territory_sim.units import MINUTE_GRID


class TripTable(Protocol):
    """What gives minutes by the indices of two units, as a square array does."""

    def __getitem__(self, key: Any, /) -> Any:  # noqa: ANN401 - whatever indexes an array
        """Return minutes for rows of origins, or for origins and destinations that broadcast."""


@dataclass(frozen=True, eq=False)
class TripFormula:
    """Minutes between units from great circle, circuity and banded speeds; crossings cost nothing extra.

    Args:
        region: The region.
        parameters: Circuity and speed bands.
    """

    region: Region
    parameters: RegionParameters

    def __getitem__(self, key: Any, /) -> NDArray[np.float32]:  # noqa: ANN401 - whatever indexes an array
        """Return minutes.

        Args:
            key: Origins, or (origins, destinations) whose shapes broadcast; unit indices.

        Returns:
            Minutes on the grid of 1/1024, for all destinations where none are given.
        """
        every = np.arange(len(self.region))
        origins, destinations = key if isinstance(key, tuple) else (np.asarray(every[key])[..., None], every)
        region = self.region
        straight_km = great_circle_km(
            region.lon[origins], region.lat[origins], region.lon[destinations], region.lat[destinations]
        )
        inside_km = MEAN_KM_IN_UNIT_SQUARE * np.sqrt(region.land_km2[origins])
        straight_km = np.where(np.equal(origins, destinations), inside_km, straight_km)
        minutes = trip_minutes(straight_km * self.parameters.road_per_straight_km, self.parameters.speeds)
        return (np.rint(minutes * MINUTE_GRID) / MINUTE_GRID).astype(np.float32)
