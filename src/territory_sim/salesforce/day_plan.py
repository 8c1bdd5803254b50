"""The morning's plan: every rep picks stop after stop, all reps in step.

Each round every rep takes the candidate with the highest score from where he would then be, as
long as the stop and the way home still fit into the shift. Reps share nothing, so planning them
side by side in arrays gives what planning them one by one would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.call_policy import score

MOST_CANDIDATES = 24
"""Candidates a rep looks at in the morning, those of highest standing; a day holds far fewer."""


@dataclass(frozen=True, eq=False)
class Mornings:
    """Where and when each rep's day starts and must end.

    Args:
        place: Index of the unit each rep starts from, shape (r,).
        free_minutes: Minutes each rep has for stops and travel, the way home included, shape (r,).
        home: Index of each rep's home unit, shape (r,).
        longest_way_home: Way home in minutes above which the rep stays overnight instead; inf
            when everybody must be home tonight.
    """

    place: NDArray[np.int32]
    free_minutes: NDArray[np.float64]
    home: NDArray[np.int32]
    longest_way_home: float


@dataclass(frozen=True, eq=False)
class OpenStops:
    """All stops that could be made today, one row each.

    Args:
        rep: Index of the rep, shape (k,).
        unit: Index of the unit, shape (k,).
        minutes: Expected minutes on site, shape (k,).
        standing: Points of the policy, shape (k,).
    """

    rep: NDArray[np.int32]
    unit: NDArray[np.int32]
    minutes: NDArray[np.float64]
    standing: NDArray[np.float64]


def plan_days(
    stops: OpenStops,
    mornings: Mornings,
    travel_minutes: NDArray[np.float32],
    points_per_minute: float,
    most_stops: int,
) -> list[list[int]]:
    """Plan the day of every rep.

    Args:
        stops: The candidates; rows in the order of their ids, which breaks ties.
        mornings: Start, time and home of each rep.
        travel_minutes: Minutes between units, shape (n, n).
        points_per_minute: Points that a minute of travel costs.
        most_stops: Most stops of one day.

    Returns:
        For each rep the rows of ``stops`` in the order of the visits.
    """
    reps = len(mornings.place)
    plans: list[list[int]] = [[] for _ in range(reps)]
    if not len(stops.rep):
        return plans
    row, unit, minutes, standing = _side_by_side(stops, reps)
    way_home = travel_minutes[unit, mornings.home[:, None]].astype(np.float64)
    way_home[way_home > mornings.longest_way_home] = 0.0
    needed = minutes + way_home
    flat, units = travel_minutes.reshape(-1), len(travel_minutes)
    who = np.arange(reps)
    row_of_place = mornings.place.astype(np.int64) * units
    left = mornings.free_minutes
    for _ in range(most_stops):
        travel = flat.take(row_of_place[:, None] + unit).astype(np.float64)
        value = score(standing, travel, points_per_minute)
        np.copyto(value, -np.inf, where=travel + needed > left[:, None])
        cell = value.argmax(axis=1) + np.arange(0, value.size, value.shape[1])
        going = value.take(cell) > -np.inf
        if not going.all():
            if not going.any():
                break
            # Only those who still go anywhere stay in the table.
            kept = np.flatnonzero(going)
            spent = (travel.take(cell) + minutes.take(cell))[kept]
            column = cell[kept] - kept * value.shape[1]
            who, left = who[kept], left[kept]
            row, unit, minutes, standing, needed = (
                table.take(kept, axis=0) for table in (row, unit, minutes, standing, needed)
            )
            cell = column + np.arange(0, standing.size, standing.shape[1])
        else:
            spent = travel.take(cell) + minutes.take(cell)
        for rep, chosen in zip(who.tolist(), row.take(cell).tolist(), strict=True):
            plans[rep].append(chosen)
        standing.put(cell, -np.inf)
        left = left - spent
        row_of_place = unit.take(cell).astype(np.int64) * units
    return plans


def _side_by_side(
    stops: OpenStops, reps: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    order = np.lexsort((-stops.standing, stops.rep))
    rep = stops.rep[order]
    begin = np.searchsorted(rep, np.arange(reps))
    rank = np.arange(len(order)) - begin[rep]
    kept = rank < MOST_CANDIDATES
    # Back to the order of rows within each rep: the first of equals is then the lowest id.
    chosen = np.sort(order[kept])
    chosen = chosen[np.argsort(stops.rep[chosen], kind="stable")]
    rep = stops.rep[chosen]
    column = np.arange(len(chosen)) - np.searchsorted(rep, np.arange(reps))[rep]
    width = int(column.max()) + 1
    row = np.zeros((reps, width), dtype=np.int64)
    unit = np.zeros((reps, width), dtype=np.int32)
    minutes = np.zeros((reps, width))
    standing = np.full((reps, width), -np.inf)
    row[rep, column] = chosen
    unit[rep, column] = stops.unit[chosen]
    minutes[rep, column] = stops.minutes[chosen]
    standing[rep, column] = stops.standing[chosen]
    return row, unit, minutes, standing
