"""Hours that territories have required so far, whoever worked them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.tally import REP_DAY_COUNTS, REP_DAY_MINUTES, REQUIRED_HOURS

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


def required_hours(model: TerritoryModel, days: int) -> dict[str, NDArray[np.float64]]:
    """Add up what each territory has required, done or not.

    Args:
        model: The model.
        days: Business days that have passed.

    Returns:
        Hours of calls due, requests, leads, administration and travel, each of shape (territories,).
        Travel is what a trip takes in the territory, as driven, times the trips that were asked for.
    """
    tally = model.tally
    minutes = tally.rep_minutes[:days].sum(axis=0)[:, REP_DAY_MINUTES.index("travel_minutes")]
    trips = tally.rep_counts[:days, :, REP_DAY_COUNTS.index("visits")].sum(axis=0)
    hours = {f"{name}_hours": tally.required_minutes[:, i] / 60 for i, name in enumerate(REQUIRED_HOURS)}
    hours["admin_hours"] = np.array([agent.admin_minutes for agent in model.reps]) * days / 60
    hours["travel_hours"] = minutes / np.maximum(trips, 1) * tally.required_stops / 60
    return hours
