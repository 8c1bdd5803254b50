"""Distances in a straight line over the earth's surface."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the earth (IUGG)."""


def great_circle_km(
    lon_a: NDArray[np.float64],
    lat_a: NDArray[np.float64],
    lon_b: NDArray[np.float64],
    lat_b: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the distance in a straight line over the earth's surface.

    Args:
        lon_a: Longitudes of the first points, degrees; any shape that broadcasts with the others.
        lat_a: Latitudes of the first points, degrees.
        lon_b: Longitudes of the second points, degrees.
        lat_b: Latitudes of the second points, degrees.

    Returns:
        Kilometres, symmetric in the two points to the last bit.

    Source:
        Haversine formula (Sinnott 1984) on a sphere.

    Example:
        >>> quarter = great_circle_km(np.array(0.0), np.array(0.0), np.array(90.0), np.array(0.0))
        >>> round(float(quarter), 1)
        10007.6
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_lat = np.sin((phi_a - phi_b) / 2) ** 2
    half_lon = np.sin(np.radians(np.subtract(lon_a, lon_b)) / 2) ** 2
    chord = half_lat + (np.cos(phi_a) * np.cos(phi_b)) * half_lon
    kilometres: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return kilometres
