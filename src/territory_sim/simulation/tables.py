"""The tables that every run makes, of its books and totals."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

import numpy as np

from territory_sim.market.accounts import SEGMENTS
from territory_sim.records.schema import LOG_TABLES, TABLES
from territory_sim.simulation.lead_book import LeadStatus
from territory_sim.simulation.log_tables import LOG_MAKERS
from territory_sim.simulation.request_book import RequestStatus
from territory_sim.simulation.survey_answers import on_scale, promoter_score, reading
from territory_sim.simulation.table_frame import Columns, named, named_accounts, named_reps, table_frame
from territory_sim.simulation.tally import (
    REP_DAY_COUNTS,
    REP_DAY_MINUTES,
    REQUIRED_HOURS,
    TERRITORY_COUNTS,
)

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from territory_sim.simulation.model import TerritoryModel


def run_tables(model: TerritoryModel, replication: int, names: Collection[str]) -> dict[str, pd.DataFrame]:
    """Make tables of a run.

    Args:
        model: The model after its last day.
        replication: Number of the replication.
        names: Tables to make, any of ``RUN_TABLES`` and of ``LOG_MAKERS``.

    Returns:
        The tables by name, each sorted by its keys.
    """
    scenario_id = model.world.scenario.scenario_id
    makers, schemas = _MAKERS | LOG_MAKERS, TABLES | LOG_TABLES
    return {name: table_frame(schemas[name], makers[name](model), scenario_id, replication) for name in names}


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


def _rep_month(model: TerritoryModel) -> Columns:
    pay = model.tally.pay
    return {
        "rep_id": named_reps(model, np.array([row.rep for row in pay])),
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
    accounts = world.accounts
    count = len(accounts)
    created = book.status != RequestStatus.COMING
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


def _request(model: TerritoryModel) -> Columns:
    book = model.requests
    drawn = book.requests
    names = [status.name.lower() for status in RequestStatus]
    return {
        "request": np.arange(len(drawn), dtype=np.int64),
        "account_id": named_accounts(model, drawn.account),
        "minute": drawn.minute,
        "on_site": drawn.on_site,
        "high_priority": drawn.high_priority,
        "handling_minutes": drawn.handling_minutes,
        "deadline_minute": drawn.deadline_minute,
        "answered_minute": book.answered_minute,
        "status": named(names, book.status),
        "rep_id": named_reps(model, book.answering_rep),
    }


def _lead(model: TerritoryModel) -> Columns:
    book = model.leads
    names = [status.name.lower() for status in LeadStatus]
    return {
        "lead": np.arange(len(book.leads), dtype=np.int64),
        "account_id": named_accounts(model, book.leads.account),
        "minute": book.leads.minute,
        "value_cents": book.leads.value_cents,
        "answered_minute": book.answered_minute,
        "status": named(names, book.status),
        "rep_id": named_reps(model, book.owner),
    }


def _survey(model: TerritoryModel) -> Columns:
    results = model.surveys.results
    said = [reading(result.points.astype(np.float64)) for result in results]
    score = [promoter_score(result.points) for result in results]
    return {
        "survey": np.arange(len(results), dtype=np.int32),
        "kind": [result.kind for result in results],
        "date": [model.calendar.dates[result.day].isoformat() for result in results],
        "customers": np.array([len(result.felt) for result in results], dtype=np.int64),
        "asked": np.array([len(result.asked) for result in results], dtype=np.int64),
        "answered": np.array([len(result.answered) for result in results], dtype=np.int64),
        "mean": np.array([interval.estimate for interval in said], dtype=np.float64),
        "mean_low": np.array([interval.low for interval in said], dtype=np.float64),
        "mean_high": np.array([interval.high for interval in said], dtype=np.float64),
        "true_mean": np.array([result.felt.mean() for result in results], dtype=np.float64),
        "nps": np.array([interval.estimate for interval in score], dtype=np.float64),
        "nps_low": np.array([interval.low for interval in score], dtype=np.float64),
        "nps_high": np.array([interval.high for interval in score], dtype=np.float64),
        "true_nps": np.array(
            [promoter_score(on_scale(result.felt)).estimate for result in results], dtype=np.float64
        ),
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
    "request": _request,
    "lead": _lead,
    "survey": _survey,
}
RUN_TABLES: Final = tuple(_MAKERS)
"""The usual tables; the scorecard is made of them."""
