"""The tables of a run, made of its books and totals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pandas as pd

from territory_sim.market.accounts import SEGMENTS, Accounts
from territory_sim.market.leads import LeadSource
from territory_sim.records.schema import RUN_KEYS, TABLES
from territory_sim.simulation.lead_book import LeadCause, LeadStatus
from territory_sim.simulation.request_book import RequestStatus
from territory_sim.simulation.tally import (
    REP_DAY_COUNTS,
    REP_DAY_MINUTES,
    REQUIRED_HOURS,
    TERRITORY_COUNTS,
)
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.simulation.model import TerritoryModel

Column: TypeAlias = "NDArray[Any] | pd.Categorical[object] | list[str]"
Columns: TypeAlias = "dict[str, Column]"


def run_tables(model: TerritoryModel, replication: int, names: Collection[str]) -> dict[str, pd.DataFrame]:
    """Make tables of a run.

    Args:
        model: The model after its last day.
        replication: Number of the replication.
        names: Tables to make, any of ``RUN_TABLES``.

    Returns:
        The tables by name, each sorted by its keys.
    """
    scenario_id = model.world.scenario.scenario_id
    return {name: _frame(name, _MAKERS[name](model), scenario_id, replication) for name in names}


def _frame(name: str, columns: Columns, scenario_id: str, replication: int) -> pd.DataFrame:
    schema = TABLES[name]
    rows = len(next(iter(columns.values())))
    run: Columns = {
        "scenario_id": _named([scenario_id], np.zeros(rows, dtype=np.int64)),
        "design_id": np.zeros(rows, dtype=np.int32),
        "replication": np.full(rows, replication, dtype=np.int32),
    }
    columns = run | _sorted(columns, schema.keys[len(RUN_KEYS) :])
    wanted = {name: columns[name] for name in (*schema.keys, *schema.columns)}
    return pd.DataFrame(wanted, copy=False)


def _sorted(columns: Columns, keys: Sequence[str]) -> Columns:
    """Sort rows by their keys; columns that stand in that order already are not copied."""
    order = np.lexsort([_sortable(columns[key]) for key in reversed(keys)])
    if (order[1:] > order[:-1]).all():
        return columns
    return {
        name: [column[row] for row in order.tolist()] if isinstance(column, list) else column[order]
        for name, column in columns.items()
    }


def _sortable(column: Column) -> NDArray[Any]:
    return np.asarray(column.codes if isinstance(column, pd.Categorical) else column)


def _named(names: Sequence[str], index: NDArray[np.integer]) -> pd.Categorical[object]:
    """Name rows by index; -1 stays without a name. Categories cost a code a row, not a text."""
    order = np.argsort(np.array(names), kind="stable")
    # One place more than names: index -1 finds code -1, which is no name, at its end.
    code = np.full(len(names) + 1, -1, dtype=np.int64)
    code[order] = np.arange(len(names))
    categories = pd.Index([names[i] for i in order.tolist()], dtype="str")
    return pd.Categorical.from_codes(code[index], categories)


def _named_accounts(model: TerritoryModel, index: NDArray[np.integer]) -> pd.Categorical[object]:
    return pd.Categorical.from_codes(index, dtype=_account_names(model.world.accounts))


@lru_cache(maxsize=1)
def _account_names(accounts: Accounts) -> pd.CategoricalDtype:
    """Account ids are many and stand in ascending order: they are kept once for all tables."""
    return pd.CategoricalDtype(pd.Index(accounts.account_ids, dtype="str"))


def _rep_ids(model: TerritoryModel) -> list[str]:
    return [rep.rep_id for rep in model.world.reps]


def _rep_day(model: TerritoryModel) -> Columns:
    minutes, counts = model.tally.rep_minutes, model.tally.rep_counts
    days, reps, _ = minutes.shape
    shift = np.array([rep.shift_minutes for rep in model.world.reps])
    worked = minutes.sum(axis=2)
    columns: Columns = {
        "rep_id": _named(_rep_ids(model), np.tile(np.arange(reps), days)),
        "day": np.repeat(np.arange(days, dtype=np.int32), reps),
        "shift_minutes": np.tile(shift, days),
        "overtime_minutes": (worked - shift).ravel(),
    }
    columns |= {name: minutes[:, :, i].ravel() for i, name in enumerate(REP_DAY_MINUTES)}
    columns |= {name: counts[:, :, i].ravel() for i, name in enumerate(REP_DAY_COUNTS)}
    return columns


def _rep_month(model: TerritoryModel) -> Columns:
    pay = model.tally.pay
    return {
        "rep_id": _named(_rep_ids(model), np.array([row.rep for row in pay])),
        "month": [row.month for row in pay],
        "booked_cents": np.array([row.statement.booked_cents for row in pay], dtype=np.int64),
        "base_cents": np.array([row.statement.base_cents for row in pay], dtype=np.int64),
        "variable_cents": np.array([row.statement.variable_cents for row in pay], dtype=np.int64),
    }


def _territory_week(model: TerritoryModel) -> Columns:
    weekly = model.tally.weekly
    weeks, territories, _ = weekly.shape
    territory = np.tile(np.arange(territories), weeks)
    columns: Columns = {
        "territory_id": _named(list(model.world.alignment.territory_ids), territory),
        "rep_id": _named(_rep_ids(model), territory),
        "week": np.repeat(np.arange(weeks, dtype=np.int32), territories),
    }
    return columns | {name: weekly[:, :, i].ravel() for i, name in enumerate(TERRITORY_COUNTS)}


def _territory_run(model: TerritoryModel) -> Columns:
    world, tally = model.world, model.tally
    count = len(world.alignment)
    territory = np.arange(count)
    accounts = world.accounts
    owner = world.alignment.assign(accounts)
    minutes_by_kind = tally.rep_minutes.sum(axis=0)
    trips = tally.rep_counts[:, :, REP_DAY_COUNTS.index("visits")].sum(axis=0)
    minutes_per_trip = minutes_by_kind[:, REP_DAY_MINUTES.index("travel_minutes")] / np.maximum(trips, 1)
    hours = {f"{name}_hours": tally.required_minutes[:, i] / 60 for i, name in enumerate(REQUIRED_HOURS)}
    admin = np.array([agent.admin_minutes for agent in model.reps]) * model.calendar.days
    hours["admin_hours"] = admin / 60
    # What a trip takes in this territory, as driven, times the trips it asks for.
    hours["travel_hours"] = minutes_per_trip * tally.required_stops / 60
    columns: Columns = {
        "territory_id": _named(list(world.alignment.territory_ids), territory),
        "rep_id": _named(_rep_ids(model), territory),
        "units": np.array([len(world.alignment.units_of(t)) for t in range(count)], dtype=np.int32),
        "accounts": np.bincount(owner, minlength=count).astype(np.int32),
        "potential_cents": _sum_by(owner, accounts.potential_cents, count),
        "required_hours": np.sum(list(hours.values()), axis=0),
        "booked_cents": tally.weekly[:, :, TERRITORY_COUNTS.index("booked_cents")].sum(axis=0),
    }
    return columns | hours


def _account_run(model: TerritoryModel) -> Columns:
    world, state, book = model.world, model.state, model.requests
    accounts, planned = world.accounts, model.demand.planned_calls
    count = len(accounts)
    created = book.status != RequestStatus.COMING
    served, expired = book.status == RequestStatus.SERVED, book.status == RequestStatus.EXPIRED
    who = book.requests.account
    wait = (book.answered_minute - book.requests.minute)[served] / 60
    return {
        "account_id": _named_accounts(model, np.arange(count)),
        "unit_id": _named(list(world.region.unit_ids), state.unit),
        "territory_id": _named(list(world.alignment.territory_ids), state.owner),
        "rep_id": _named(_rep_ids(model), state.owner),
        "segment": _named(list(SEGMENTS), accounts.segment),
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
    }


def _unit_run(model: TerritoryModel) -> Columns:
    """Say how well each unit is reached. An account's requests count where it lies at the end."""
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
        "unit_id": _named(list(world.region.unit_ids), np.arange(units)),
        "territory_id": _named(list(world.alignment.territory_ids), owner),
        "rep_id": _named(_rep_ids(model), owner),
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


def _request(model: TerritoryModel) -> Columns:
    book = model.requests
    drawn = book.requests
    names = [status.name.lower() for status in RequestStatus]
    return {
        "request": np.arange(len(drawn), dtype=np.int64),
        "account_id": _named_accounts(model, drawn.account),
        "minute": drawn.minute,
        "on_site": drawn.on_site,
        "high_priority": drawn.high_priority,
        "handling_minutes": drawn.handling_minutes,
        "deadline_minute": drawn.deadline_minute,
        "answered_minute": book.answered_minute,
        "status": _named(names, book.status),
        "rep_id": _named(_rep_ids(model), book.answering_rep),
    }


def _lead(model: TerritoryModel) -> Columns:
    book, deals = model.leads, model.deals
    raised, number = _raised_leads(model)
    drawn, stage = book.leads, deals.stage[raised]
    return {
        "lead": number[raised],
        "account_id": _named_accounts(model, drawn.account[raised]),
        "source": _named([source.name.lower() for source in LeadSource], drawn.source[raised]),
        "minute": drawn.minute[raised],
        "value_cents": drawn.value_cents[raised],
        "answered_minute": book.answered_minute[raised],
        "ended_minute": book.ended_minute[raised],
        "status": _named([status.name.lower() for status in LeadStatus], book.status[raised]),
        "cause": _named([cause.name.lower() for cause in LeadCause], book.cause[raised]),
        "stage": _named(list(deals.pipeline.names), stage),
        "handed_over": deals.handed_over[raised],
        "answering_rep_id": _named(_rep_ids(model), book.answering_rep[raised]),
        "rep_id": _named(_rep_ids(model), book.owner[raised]),
    }


def _raised_leads(model: TerritoryModel) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the candidates that became leads, and the number of each candidate as a lead."""
    is_raised = model.leads.status != LeadStatus.UNRAISED
    return np.flatnonzero(is_raised), np.cumsum(is_raised) - 1


def _lead_stage(model: TerritoryModel) -> Columns:
    deals = model.deals
    live = deals.live
    present = (live, deals.step[live], deals.stage[live], deals.entered_minute[live])
    still = (*present, deals.visited_minute[live], np.full(len(live), np.nan), np.full(len(live), -1))
    # What comes next is numbered from 0: the stages, then the ends from the last one on.
    ends = ("expired", "stalled", "lost", "won")
    parts = zip(*deals.history, still, strict=True)
    lead, step, stage, entered, visited, left, after = (np.concatenate(column) for column in parts)
    following = np.where(after < 0, len(deals.pipeline.names) + len(ends) + after, after)
    following[len(following) - len(live) :] = -1
    order = np.lexsort((step, lead))
    _, number = _raised_leads(model)
    return {
        "lead": number[lead[order]],
        "step": step[order],
        "stage": _named(list(deals.pipeline.names), stage[order]),
        "entered_minute": entered[order],
        "visited_minute": visited[order],
        "left_minute": left[order],
        "next": _named([*deals.pipeline.names, *ends], following[order]),
    }


def _sum_by(owner: NDArray[np.int32], amount: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, owner, amount)
    return total


_MAKERS: Final = {
    "rep_day": _rep_day,
    "rep_month": _rep_month,
    "territory_week": _territory_week,
    "territory_run": _territory_run,
    "account_run": _account_run,
    "unit_run": _unit_run,
    "request": _request,
    "lead": _lead,
    "lead_stage": _lead_stage,
}
RUN_TABLES: Final = tuple(_MAKERS)
"""The tables that a model can make; the scorecard is made of them."""
