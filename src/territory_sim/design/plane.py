"""Points of a region on a plane, in kilometres, for the geometry of a map."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.network import Region
from territory_sim.territories.workload import sum_per_territory

_KM_PER_DEGREE: Final = 111.195
"""Length of a degree of a great circle on a sphere of radius 6,371 km."""


@dataclass(frozen=True, eq=False)
class Plane:
    """The units of a region as points with a land area.

    Args:
        x: Kilometres east, shape (n_units,).
        y: Kilometres north, shape (n_units,).
        land_km2: Land of each unit, shape (n_units,).
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    land_km2: NDArray[np.float64]


def plane_of(region: Region) -> Plane:
    """Project a region's points; true to scale at its middle latitude.

    Args:
        region: The region.

    Returns:
        Its points around the middle of the region.

    Source:
        Equirectangular projection; exact enough for the shape of territories, and travel time
        is never taken from it.
    """
    middle = (float(region.lat.min()) + float(region.lat.max())) / 2
    east = (float(region.lon.min()) + float(region.lon.max())) / 2
    # Rounded to millimetres: the last bit of a cosine differs between machines.
    return Plane(
        x=np.round((region.lon - east) * _KM_PER_DEGREE * np.cos(np.radians(middle)), 6),
        y=np.round((region.lat - middle) * _KM_PER_DEGREE, 6),
        land_km2=region.land_km2,
    )


def roundness(plane: Plane, territory_of_unit: NDArray[np.int32], territories: int) -> NDArray[np.float64]:
    """Measure the shape of each territory: 1 for a disc, less the longer it is drawn out.

    Args:
        plane: Points and land of the units.
        territory_of_unit: Territory index of every unit, shape (n_units,).
        territories: How many territories there are.

    Returns:
        Area squared over 2 pi times the moment of inertia of the land, shape (territories,).

    Source:
        Moment-of-inertia shape index (Li, Goodchild and Church 2013); the land of a unit is
        taken as a disc around its point.
    """
    per_territory = partial(sum_per_territory, territory_of_unit=territory_of_unit, territories=territories)
    land = per_territory(plane.land_km2)
    middle_x = per_territory(plane.land_km2 * plane.x) / land
    middle_y = per_territory(plane.land_km2 * plane.y) / land
    away = (plane.x - middle_x[territory_of_unit]) ** 2 + (plane.y - middle_y[territory_of_unit]) ** 2
    inertia = per_territory(plane.land_km2 * (away + plane.land_km2 / (2 * np.pi)))
    return np.asarray(land**2 / (2 * np.pi * inertia), dtype=np.float64)
