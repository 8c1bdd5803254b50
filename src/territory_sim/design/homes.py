"""Where reps live: the best base of a territory, and which rep takes which redrawn territory."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.territories.alignment import Alignment
from territory_sim.territories.workload import WorkloadModel

_MANY_UNITS: Final = 1000
_PLACES: Final = 64
_TIE_SHARE: Final = 1e-7
"""Share of all work that a rep's longest way to a new territory is worth."""


def best_base(model: WorkloadModel, units: NDArray[np.int64]) -> int:
    """Return the unit from which the stops of a territory are reached in the fewest minutes.

    Args:
        model: Stops and travel minutes.
        units: Units of the territory, ascending, not empty.

    Returns:
        Unit index of the 1-median; the first of equals. Of a territory of very many units only
        those are looked at that are best seen from a few places in it.
    """
    stops = model.stops_per_year[units]
    if not stops.any():
        stops = np.ones(len(units))
    doors = units if len(units) <= _MANY_UNITS else _central(model, units, stops)
    minutes = model.minutes[np.ix_(doors, units)].astype(np.float64)
    return int(doors[int(np.argmin((minutes * stops).sum(axis=1)))])


def _central(model: WorkloadModel, units: NDArray[np.int64], stops: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the units with the shortest ways to a few places, each likelier the more stops it has."""
    pull = np.cumsum(stops)
    marks = (np.arange(_PLACES) + 0.5) / _PLACES * pull[-1]
    places = units[np.minimum(np.searchsorted(pull, marks), len(units) - 1)]
    far = model.minutes[np.ix_(units, places)].astype(np.float64).sum(axis=1)
    return np.sort(units[np.argsort(far, kind="stable")[:_PLACES]])


def best_bases(
    model: WorkloadModel, territory_of_unit: NDArray[np.int32], territories: int
) -> NDArray[np.int32]:
    """Return the best base of every territory.

    Args:
        model: Stops and travel minutes.
        territory_of_unit: Territory index of every unit, none empty, shape (n_units,).
        territories: How many territories there are.

    Returns:
        Unit indices, shape (territories,).
    """
    order = np.argsort(territory_of_unit, kind="stable")
    ends = np.cumsum(np.bincount(territory_of_unit, minlength=territories))
    groups = np.split(order, ends[:-1])
    return np.array([best_base(model, units) for units in groups], dtype=np.int32)


def match_reps(model: WorkloadModel, today: Alignment, redrawn: NDArray[np.int32]) -> NDArray[np.int32]:
    """Renumber a redrawn map so that as much work as possible stays with its rep.

    Args:
        model: Service hours and travel minutes.
        today: Today's map.
        redrawn: Redrawn territory of every unit, as many territories, none empty, shape (n_units,).

    Returns:
        The redrawn map with the numbers of today's territories, shape (n_units,). Where that
        makes no difference, a rep gets the territory nearest to home.

    Source:
        Assignment problem, solved exactly (scipy's shortest augmenting paths).
    """
    from scipy.optimize import linear_sum_assignment

    owned = today.territory_of_unit >= 0
    shared = np.zeros((len(today), len(today)))
    pairs = (redrawn[owned], today.territory_of_unit[owned])
    np.add.at(shared, pairs, model.service_hours[owned])
    bases = best_bases(model, redrawn, len(today))
    away = model.minutes[np.ix_(bases, today.homes)].astype(np.float64)
    # Ties would else fall as the library's version happens to break them.
    tie_price = _TIE_SHARE * max(float(shared.sum()), 1.0) / max(float(away.max()), 1.0)
    _, rep = linear_sum_assignment(tie_price * away - shared)
    return np.asarray(rep, dtype=np.int32)[redrawn]


def keep_homes(
    model: WorkloadModel, homes: NDArray[np.int32], territory_of_unit: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Leave a rep at home when the home lies in the territory, else move it to the best base.

    Args:
        model: Stops and travel minutes.
        homes: Home of each territory's rep before the redraw, shape (n_territories,).
        territory_of_unit: Redrawn territory of every unit, shape (n_units,).

    Returns:
        Home of each territory's rep after it, shape (n_territories,).
    """
    kept = homes.copy()
    for territory, home in enumerate(homes.tolist()):
        if territory_of_unit[home] != territory:
            kept[territory] = best_base(model, np.flatnonzero(territory_of_unit == territory))
    return kept
