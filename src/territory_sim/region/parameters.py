"""Settings of the region: which units, and how long it takes to travel between them."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class SpeedBand:
    """A stretch of a trip that is driven at one speed.

    Door to door, a trip starts on slow streets and reaches faster roads the longer it is, so
    the first kilometres belong to the first band, the next to the second, and so on.
    """

    up_to_km: float | None = parameter(
        "km", "road kilometre at which the band ends; null for the last band", low=0
    )
    km_per_hour: float = parameter("km/h", "speed within the band", low=1, high=200)


@settings
class RegionParameters:
    """Where the region comes from and how travel time follows from distance."""

    name: str = parameter("1", "name of the region, as reports print it")
    built_in: str | None = parameter(
        "1",
        "built-in region to load",
        choices=("texas", "texas_counties", "us48", "france", "synthetic"),
    )
    path: str | None = parameter(
        "1", "folder with units.csv and adjacency.csv; takes the place of the built-in region"
    )
    weight: str = parameter("1", "column of units.csv that says where accounts are")
    circuity: float = parameter(
        "1",
        "road kilometres per kilometre in a straight line",
        low=1,
        high=3,
        grade="observational",
        source="ratios of 8,128 highway distances of 1949 to great circles: median 1.22, Texas 1.14",
    )
    distance_factor: float = parameter(
        "1",
        "factor on every distance: the same map and customers on less or more land",
        low=0.05,
        high=20,
        source="1 is the map as it is",
    )
    speeds: tuple[SpeedBand, ...] = parameter(
        "1",
        "bands of driving speed over the length of a trip",
        source="nine Texas road trips, mean error 2.4 %",
    )
    link_minutes: float = parameter(
        "min", "extra minutes to cross a link without a land border, such as a ferry", low=0, high=1440
    )
    barrier_minutes: float = parameter("min", "extra minutes to cross a barrier edge", low=0, high=1440)
    synthetic_units: int = parameter("units", "units of the synthetic region", low=4, high=200_000)

    @property
    def road_per_straight_km(self) -> float:
        """Road kilometres driven for each kilometre between two points of the map."""
        return self.circuity * self.distance_factor
