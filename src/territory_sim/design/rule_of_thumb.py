"""How those who drew today's map judged travel: stops spread evenly over the land of a territory."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.network import Region
from territory_sim.territories.workload import WorkloadModel, on_grid


@dataclass(frozen=True, eq=False)
class RuleOfThumb(WorkloadModel):
    """A workload model whose ``room`` is the land of units with stops, km2.

    History is drawn by it and by nothing better, so that a better estimate of travel does not
    rewrite the map that everybody starts from.
    """

    def leg_room(self, stops: float, stops_a_day: float, room: float) -> float:
        """Return how far from each other the stops of a day lie, up to a constant.

        Args:
            stops: Stops a year, above 0.
            stops_a_day: Stops of a day, above 0.
            room: Land of the units that hold stops, km2.

        Returns:
            Kilometres.

        Source:
            Beardwood, Halton and Hammersley (1959) for a uniform density.
        """
        del stops
        return math.sqrt(room / stops_a_day)

    def home_legs(self, minutes: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return what the legs between home and stops cost, as if every night were spent at home.

        Args:
            minutes: Minutes from home, any shape.

        Returns:
            The same minutes.
        """
        return minutes.astype(np.float64)


def rule_of_thumb(region: Region, model: WorkloadModel) -> RuleOfThumb:
    """Judge the same work by the rule of thumb.

    Args:
        region: The region, for the land of its units.
        model: The workload model.

    Returns:
        The coarser model. Units without a stop take no room: most land of a rural unit is empty.
    """
    values = {field.name: getattr(model, field.name) for field in dataclasses.fields(model)}
    values["room"] = on_grid(np.where(model.stops_per_year > 0, region.land_km2, 0.0))
    # History happened before anybody switched travel off.
    values["travels"] = True
    return RuleOfThumb(**values)
