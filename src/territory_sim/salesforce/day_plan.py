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
"""Candidates a rep looks at in the morning, those of highest standing; so many stops a day at most."""

_NOBODY = np.empty(0, dtype=np.int64)


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

    rep: NDArray[np.int64]
    unit: NDArray[np.int32]
    minutes: NDArray[np.float64]
    standing: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Plans:
    """What every rep plans to do today.

    Args:
        row: Rows of the stops, rep after rep, each rep's in the order of his visits, shape (k,).
        first: Place in ``row`` at which each rep's begin, and their number at the end, shape (r + 1,).
    """

    row: NDArray[np.int64]
    first: NDArray[np.int64]


def plan_days(
    stops: OpenStops,
    mornings: Mornings,
    travel_minutes: NDArray[np.float32],
    points_per_minute: float,
    most_stops: int,
) -> Plans:
    """Plan the day of every rep.

    Args:
        stops: The candidates; rows in the order of their ids, which breaks ties.
        mornings: Start, time and home of each rep.
        travel_minutes: Minutes between units, shape (n, n).
        points_per_minute: Points that a minute of travel costs.
        most_stops: Most stops of one day.

    Returns:
        The rows of ``stops`` that each rep will visit, in the order of his visits.
    """
    reps = len(mornings.place)
    if not len(stops.rep):
        return Plans(_NOBODY, np.zeros(reps + 1, dtype=np.int64))
    flat, units = travel_minutes.reshape(-1), len(travel_minutes)
    table = _side_by_side(stops, mornings, travel_minutes)
    who = np.arange(reps)
    from_row = mornings.place.astype(np.int64) * units
    left = mornings.free_minutes.copy()
    visited = [(_NOBODY, _NOBODY)]
    for _ in range(most_stops):
        travel = flat.take(from_row[:, None] + table.unit).astype(np.float64)
        value = score(table.standing, travel, points_per_minute)
        np.copyto(value, -np.inf, where=travel + table.needed > left[:, None])
        cell = value.argmax(axis=1) + np.arange(0, value.size, table.width)
        goes = value.take(cell) > -np.inf
        going = int(np.count_nonzero(goes))
        if not going:
            break
        visited.append((who[goes], table.row.take(cell[goes])))
        left -= travel.take(cell) + table.minutes.take(cell)
        from_row = table.unit.take(cell) * units
        table.standing.put(cell, -np.inf)
        # Who can go nowhere now never can again today.
        left[~goes] = -np.inf
        if 2 * going < len(who):
            who, left, from_row, table = who[goes], left[goes], from_row[goes], table.of(goes.nonzero()[0])
    rep, row = (np.concatenate(parts) for parts in zip(*visited, strict=True))
    order = rep.argsort(kind="stable")
    return Plans(row.take(order), rep.take(order).searchsorted(np.arange(reps + 1)))


@dataclass(frozen=True, eq=False)
class _Table:
    """Candidates with a line for each rep; places without a candidate stand at minus infinity."""

    row: NDArray[np.int64]
    unit: NDArray[np.int64]
    minutes: NDArray[np.float64]
    needed: NDArray[np.float64]
    standing: NDArray[np.float64]

    @property
    def width(self) -> int:
        return int(self.row.shape[1])

    def of(self, lines: NDArray[np.int64]) -> _Table:
        return _Table(
            row=self.row.take(lines, axis=0),
            unit=self.unit.take(lines, axis=0),
            minutes=self.minutes.take(lines, axis=0),
            needed=self.needed.take(lines, axis=0),
            standing=self.standing.take(lines, axis=0),
        )


def _side_by_side(stops: OpenStops, mornings: Mornings, travel_minutes: NDArray[np.float32]) -> _Table:
    row, standing = _highest_standing(stops, len(mornings.place))
    unit = stops.unit.take(row)
    minutes = stops.minutes.take(row)
    way_home = travel_minutes[unit, mornings.home[:, None]].astype(np.float64)
    way_home[way_home > mornings.longest_way_home] = 0.0
    return _Table(row, unit.astype(np.int64), minutes, minutes + way_home, standing)


def _highest_standing(stops: OpenStops, reps: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give each rep a line of the rows he looks at, in their order: the first of equals is the lowest id."""
    by_rep = np.argsort(stops.rep.astype(np.int32), kind="stable")
    rep = stops.rep.take(by_rep)
    column = np.arange(len(by_rep)) - np.searchsorted(rep, np.arange(reps)).take(rep)
    width = int(column.max()) + 1
    cell = rep * width + column
    row = np.zeros((reps, width), dtype=np.int64)
    standing = np.full((reps, width), -np.inf)
    row.put(cell, by_rep)
    standing.put(cell, stops.standing.take(by_rep))
    if width <= MOST_CANDIDATES:
        return row, standing
    least = -np.partition(-standing, MOST_CANDIDATES - 1, axis=1)[:, MOST_CANDIDATES - 1 : MOST_CANDIDATES]
    above = standing > least
    # Of those that are just as good as the last one looked at, the lowest ids fill the line.
    equal = standing == least
    room = MOST_CANDIDATES - above.sum(axis=1, keepdims=True)
    looked_at = above | (equal & (equal.cumsum(axis=1) <= room))
    kept = np.flatnonzero(looked_at).reshape(reps, MOST_CANDIDATES)
    return row.take(kept), standing.take(kept)
