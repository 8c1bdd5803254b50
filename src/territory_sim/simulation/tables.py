"""The tables of a run, made of its books and totals."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from territory_sim.market.accounts import SEGMENTS
from territory_sim.market.attraction import firm_names
from territory_sim.market.churn import LeavingCause
from territory_sim.market.lost_sales import CAUSES
from territory_sim.market.targeting import TARGETS
from territory_sim.records.schema import TABLES
from territory_sim.salesforce.commission import salary_cents
from territory_sim.simulation.inside_staff import INSIDE_DAY_COUNTS, INSIDE_DAY_MINUTES, inside_rep_ids
from territory_sim.simulation.lead_tables import lead_columns, lead_stage_columns
from territory_sim.simulation.lost_leads import lost_leads
from territory_sim.simulation.request_book import RequestStatus
from territory_sim.simulation.table_frame import Columns, named, named_accounts, named_reps, table_frame
from territory_sim.simulation.tally import (
    REP_DAY_COUNTS,
    REP_DAY_MINUTES,
    REQUIRED_HOURS,
    TERRITORY_COUNTS,
)
from territory_sim.simulation.unit_table import unit_run_columns
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.simulation.model import TerritoryModel


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
    return {name: table_frame(TABLES[name], _MAKERS[name](model), scenario_id, replication) for name in names}


def _rep_ids(model: TerritoryModel) -> list[str]:
    return [rep.rep_id for rep in model.world.reps]


def _inside_ids(model: TerritoryModel) -> list[str]:
    return inside_rep_ids(len(model.inside), _rep_ids(model))


def _rep_day(model: TerritoryModel) -> Columns:
    minutes, counts = model.tally.rep_minutes, model.tally.rep_counts
    days, reps, _ = minutes.shape
    shift = np.array([rep.shift_minutes for rep in model.world.reps])
    worked = minutes.sum(axis=2)
    columns: Columns = {
        "rep_id": named_reps(model, np.tile(np.arange(reps), days)),
        "day": np.repeat(np.arange(days, dtype=np.int32), reps),
        "shift_minutes": np.tile(shift, days),
        "overtime_minutes": (worked - shift).ravel(),
    }
    columns |= {name: minutes[:, :, i].ravel() for i, name in enumerate(REP_DAY_MINUTES)}
    columns |= {name: counts[:, :, i].ravel() for i, name in enumerate(REP_DAY_COUNTS)}
    return columns


def _inside_rep_day(model: TerritoryModel) -> Columns:
    minutes, counts = model.inside.minutes, model.inside.counts
    days, reps, _ = minutes.shape
    shift = np.array([agent.shift_minutes for agent in model.inside.agents])
    salary = model.world.scenario.staffing.inside_salary
    accrued = np.array([salary_cents(salary, day) for day in range(days + 1)], dtype=np.int64)
    columns: Columns = {
        "rep_id": named(_inside_ids(model), np.tile(np.arange(reps), days)),
        "day": np.repeat(np.arange(days, dtype=np.int32), reps),
        "shift_minutes": np.tile(shift, days),
        "overtime_minutes": (minutes.sum(axis=2) - shift).ravel(),
        "pay_cents": np.repeat(np.diff(accrued), reps),
    }
    columns |= {name: minutes[:, :, i].ravel() for i, name in enumerate(INSIDE_DAY_MINUTES)}
    return columns | {name: counts[:, :, i].ravel() for i, name in enumerate(INSIDE_DAY_COUNTS)}


def _rep_month(model: TerritoryModel) -> Columns:
    pay = model.tally.payroll.pay
    columns: Columns = {
        "rep_id": named_reps(model, np.array([row.rep for row in pay])),
        "month": [row.month for row in pay],
    }
    # A month without a quota has one of 0 cents in the table.
    return columns | {
        name: np.array([getattr(row.statement, name) or 0 for row in pay], dtype=np.int64)
        for name in TABLES["rep_month"].columns
    }


def _rep_run(model: TerritoryModel) -> Columns:
    reps, alignment = model.world.reps, model.world.alignment
    homes = np.array([rep.home for rep in reps], dtype=np.int64)
    return {
        "rep_id": named_reps(model, np.arange(len(reps))),
        "territory_id": named(list(alignment.territory_ids), np.arange(len(reps))),
        "unit_id": named(list(model.world.region.unit_ids), homes),
        "skill": np.array([rep.skill for rep in reps]),
        "shift_minutes": np.array([rep.shift_minutes for rep in reps]),
    }


def _territory_week(model: TerritoryModel) -> Columns:
    weekly = model.tally.weekly
    weeks, territories, _ = weekly.shape
    territory = np.tile(np.arange(territories), weeks)
    columns: Columns = {
        "territory_id": named(list(model.world.alignment.territory_ids), territory),
        "rep_id": named_reps(model, territory),
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
        "territory_id": named(list(world.alignment.territory_ids), territory),
        "rep_id": named_reps(model, territory),
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


def _request(model: TerritoryModel) -> Columns:
    book = model.requests
    drawn = book.requests
    names = [status.name.lower() for status in RequestStatus]
    columns: Columns = {
        "request": np.arange(len(drawn), dtype=np.int64),
        "account_id": named_accounts(model, drawn.account),
        "minute": drawn.minute,
        "on_site": drawn.on_site,
        "high_priority": drawn.high_priority,
        "handling_minutes": drawn.handling_minutes,
        "deadline_minute": drawn.deadline_minute,
        "expiry_minute": drawn.expiry_minute,
        "answered_minute": book.answered_minute,
        "status": named(names, book.status),
        "rep_id": named([*_rep_ids(model), *_inside_ids(model)], book.answering_rep),
    }
    made = book.status != RequestStatus.NEVER_MADE
    return columns if made.all() else {name: column[made] for name, column in columns.items()}


def _firm_run(model: TerritoryModel) -> Columns:
    names, book = firm_names(model.world.scenario.competitors), model.orders
    settled = book.firm >= 0
    firm = book.firm[settled].astype(np.int64)
    orders = np.bincount(firm, minlength=len(names))
    return {
        "firm": named(names, np.arange(len(names))),
        "orders": orders,
        "won_cents": _sum_by(firm, book.needs.size_cents[settled], len(names)),
        "order_share": orders / max(orders.sum(), 1),
    }


def _lost_sales(model: TerritoryModel) -> Columns:
    territories, book = len(model.world.alignment), model.orders
    cells = territories * len(CAUSES)
    lost = np.flatnonzero(book.cause >= 0)
    cell = book.owner[lost] * np.int64(len(CAUSES)) + book.cause[lost]
    leads = lost_leads(model.leads)
    lead_cell = leads.owner * len(CAUSES) + leads.cause
    cause = np.tile(np.arange(len(CAUSES)), territories)
    return {
        "territory_id": named(
            list(model.world.alignment.territory_ids), np.repeat(np.arange(territories), len(CAUSES))
        ),
        "cause": named(list(CAUSES), cause),
        "needs": np.bincount(cell, minlength=cells),
        "lost_cents": _sum_by(cell, book.needs.size_cents[lost], cells),
        "leads": np.bincount(lead_cell, minlength=cells),
        "lead_cents": _sum_by(lead_cell, leads.value_cents, cells),
    }


def _rival_month(model: TerritoryModel) -> Columns:
    months = model.rivalry.months
    names = [rival.name for rival in model.world.scenario.competitors.rivals]
    weights = np.array([month.weights for month in months]).reshape(len(months), len(TARGETS))
    columns: Columns = {
        "firm": named(names, np.array([month.rival for month in months], dtype=np.int64)),
        "month": [month.month for month in months],
        "calls": np.array([month.calls for month in months], dtype=np.int64),
        "orders": np.array([month.orders for month in months], dtype=np.int64),
        "won_cents": np.array([month.won_cents for month in months], dtype=np.int64),
    }
    return columns | {target: weights[:, column] for column, target in enumerate(TARGETS)}


def _sum_by(owner: NDArray[np.integer], amount: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    total = np.zeros(count, dtype=np.int64)
    np.add.at(total, owner, amount)
    return total


_MAKERS: Final = {
    "rep_day": _rep_day,
    "inside_rep_day": _inside_rep_day,
    "rep_month": _rep_month,
    "rep_run": _rep_run,
    "territory_week": _territory_week,
    "territory_run": _territory_run,
    "account_run": _account_run,
    "unit_run": unit_run_columns,
    "firm_run": _firm_run,
    "lost_sales": _lost_sales,
    "rival_month": _rival_month,
    "request": _request,
    "lead": lead_columns,
    "lead_stage": lead_stage_columns,
}
RUN_TABLES: Final = tuple(_MAKERS)
"""The tables that a model can make; the scorecard is made of them."""
