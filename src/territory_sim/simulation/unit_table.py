"""The table of units: who serves each, how far that is, and how often somebody came in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.request_book import RequestStatus
from territory_sim.simulation.table_frame import Columns, named, named_reps

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


def unit_run_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``unit_run``.

    Args:
        model: The model after its last day.

    Returns:
        A row for each unit. An account's requests count where it lies at the end.
    """
    world, state, book = model.world, model.state, model.requests
    units = len(world.region)
    owner = world.alignment.territory_of_unit.astype(np.int64)
    ended = (book.status == RequestStatus.SERVED) | (book.status == RequestStatus.EXPIRED)
    asked = np.flatnonzero(ended & book.requests.on_site)
    where = state.unit[book.requests.account[asked]]
    in_time = book.answered_minute[asked] <= book.requests.deadline_minute[asked]
    requests = np.bincount(where, minlength=units)
    met = np.bincount(where[in_time], minlength=units)
    homes = np.array([rep.home for rep in world.reps])
    return {
        "unit_id": named(list(world.region.unit_ids), np.arange(units)),
        "territory_id": named(list(world.alignment.territory_ids), owner),
        "rep_id": named_reps(model, owner),
        "accounts": np.bincount(state.unit, minlength=units).astype(np.int32),
        "home_way_minutes": np.where(owner < 0, np.nan, world.travel_minutes[homes[owner], np.arange(units)]),
        "mean_way_minutes": np.where(owner < 0, np.nan, _mean_way(model, owner)),
        "on_site_requests": requests.astype(np.int32),
        "met_in_time": met.astype(np.int32),
        "availability": np.divide(met, requests, out=np.full(units, np.nan), where=requests > 0),
    }


def _mean_way(model: TerritoryModel, owner: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the mean way to each unit from the places of its rep's visits, shape (units,)."""
    state, reps, units = model.state, len(model.reps), len(model.world.region)
    place = state.owner * units + state.unit
    visits = np.bincount(place, weights=state.visits, minlength=reps * units).reshape(reps, units)[owner]
    total = visits.sum(axis=1)
    ways = np.einsum("uv,vu->u", visits, model.world.travel_minutes)
    mean_way: NDArray[np.float64] = np.full(units, np.nan)
    np.divide(ways, total, out=mean_way, where=total > 0)
    return mean_way
