"""Tables of territories, accounts and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.market.accounts import SEGMENTS
from territory_sim.market.churn import LeavingCause
from territory_sim.simulation.request_book import RequestStatus
from territory_sim.simulation.required_hours import required_hours
from territory_sim.simulation.table_frame import (
    Columns,
    named,
    named_accounts,
    named_reps,
    sum_by,
)
from territory_sim.simulation.tally import TERRITORY_COUNTS
from territory_sim.statistics.whole_parts import whole_parts
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.simulation.model import TerritoryModel


def territory_week_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``territory_week``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    weekly = model.tally.weekly
    weeks, territories, _ = weekly.shape
    territory = np.tile(np.arange(territories), weeks)
    columns: Columns = {
        "territory_id": named(list(model.world.alignment.territory_ids), territory),
        "rep_id": named_reps(model, territory),
        "week": np.repeat(np.arange(weeks, dtype=np.int32), territories),
    }
    return columns | {name: weekly[:, :, i].ravel() for i, name in enumerate(TERRITORY_COUNTS)}


def territory_run_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``territory_run``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    world = model.world
    count = len(world.alignment)
    territory = np.arange(count)
    accounts = world.accounts
    last = model.state.alignment
    hours = required_hours(model, model.calendar.days)
    columns: Columns = {
        "territory_id": named(list(world.alignment.territory_ids), territory),
        "rep_id": named_reps(model, territory),
        "units": np.array([len(last.units_of(t)) for t in range(count)], dtype=np.int32),
        "accounts": np.bincount(last.assign(accounts), minlength=count).astype(np.int32),
        "potential_cents": _mean_potential_cents(model),
        "required_hours": np.sum(list(hours.values()), axis=0),
        "booked_cents": model.tally.booked_cents(),
    }
    return columns | hours


def _mean_potential_cents(model: TerritoryModel) -> NDArray[np.int64]:
    """Return the potential that each territory had over the run, a map counting for its days."""
    accounts, days = model.world.accounts, model.calendar.days
    maps = model.morning.leadership.realignment.maps
    ends = [*(day for day, _ in maps[1:]), days]
    total = np.zeros(len(model.world.alignment), dtype=np.int64)
    for (begin, alignment), end in zip(maps, ends, strict=True):
        total += (end - begin) * sum_by(alignment.assign(accounts), accounts.potential_cents, len(total))
    return whole_parts(int(accounts.potential_cents.sum()), total) if len(maps) > 1 else total // days


def account_run_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``account_run``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    world, state, book = model.world, model.state, model.requests
    accounts, planned = world.accounts, model.demand.planned_calls
    count = len(accounts)
    created = (book.status != RequestStatus.COMING) & (book.status != RequestStatus.NEVER_MADE)
    served, expired = book.status == RequestStatus.SERVED, book.status == RequestStatus.EXPIRED
    who = book.requests.account
    wait = (book.answered_minute - book.requests.minute)[served] / 60
    return {
        "account_id": named_accounts(model, np.arange(count)),
        "unit_id": named(list(world.region.unit_ids), state.unit),
        "territory_id": named(list(world.alignment.territory_ids), state.owner),
        "rep_id": named_reps(model, state.owner),
        "segment": named(list(SEGMENTS), accounts.segment),
        "potential_cents": accounts.potential_cents,
        "new_account": world.new_accounts,
        "in_trial": planned.in_trial,
        "calls_planned": planned.calls_per_year * (model.calendar.days / BUSINESS_DAYS_PER_YEAR),
        "visits": state.visits,
        "calls_due": state.calls_due,
        "calls_on_time": state.calls_on_time,
        "requests": np.bincount(who[created], minlength=count).astype(np.int32),
        "requests_served": np.bincount(who[served], minlength=count).astype(np.int32),
        "requests_expired": np.bincount(who[expired], minlength=count).astype(np.int32),
        "wait_hours": np.bincount(who[served], weights=wait, minlength=count),
        "bought_cents": state.bought_cents,
        "booked_cents": state.booked_cents,
        "satisfaction": state.satisfaction,
        "churned": ~state.is_customer,
        "churn_minute": state.left_minute,
        "churn_cause": named([cause.name.lower() for cause in LeavingCause], state.leaving_cause),
    }


def unit_run_columns(model: TerritoryModel) -> Columns:
    """Say how well each unit is reached. An account's requests count where it lies at the end.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    world, state, book = model.world, model.state, model.requests
    units = len(world.region)
    owner = state.alignment.territory_of_unit.astype(np.int64)
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
    mean: NDArray[np.float64] = np.divide(ways, total, out=np.full(units, np.nan), where=total > 0)
    return mean
