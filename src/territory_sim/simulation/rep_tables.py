"""Tables of reps: their days, months, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.records.schema import TABLES
from territory_sim.salesforce.commission import salary_cents
from territory_sim.simulation.drive import DRIVE
from territory_sim.simulation.inside_staff import INSIDE_DAY_COUNTS, INSIDE_DAY_MINUTES, inside_rep_ids
from territory_sim.simulation.table_frame import (
    Columns,
    named,
    named_reps,
    rep_ids,
)
from territory_sim.simulation.tally import (
    REP_DAY_COUNTS,
    REP_DAY_MINUTES,
)

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


def rep_day_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``rep_day``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    minutes, counts = model.tally.rep_minutes, model.tally.rep_counts
    days, reps, _ = minutes.shape
    shift = np.array([rep.shift_minutes for rep in model.world.reps]) * model.roster.was_present
    worked = minutes.sum(axis=2)
    columns: Columns = {
        "rep_id": named_reps(model, np.tile(np.arange(reps), days)),
        "day": np.repeat(np.arange(days, dtype=np.int32), reps),
        "shift_minutes": shift.ravel(),
        "overtime_minutes": (worked - shift).ravel(),
    }
    columns |= {name: minutes[:, :, i].ravel() for i, name in enumerate(REP_DAY_MINUTES)}
    columns |= {name: counts[:, :, i].ravel() for i, name in enumerate(REP_DAY_COUNTS)}
    return columns


def inside_rep_day_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``inside_rep_day``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    minutes, counts = model.inside.minutes, model.inside.counts
    days, reps, _ = minutes.shape
    shift = np.array([agent.shift_minutes for agent in model.inside.agents])
    salary = model.world.scenario.staffing.inside_salary
    accrued = np.array([salary_cents(salary, day) for day in range(days + 1)], dtype=np.int64)
    columns: Columns = {
        "rep_id": named(inside_rep_ids(len(model.inside), rep_ids(model)), np.tile(np.arange(reps), days)),
        "day": np.repeat(np.arange(days, dtype=np.int32), reps),
        "shift_minutes": np.tile(shift, days),
        "overtime_minutes": (minutes.sum(axis=2) - shift).ravel(),
        "pay_cents": np.repeat(np.diff(accrued), reps),
    }
    columns |= {name: minutes[:, :, i].ravel() for i, name in enumerate(INSIDE_DAY_MINUTES)}
    return columns | {name: counts[:, :, i].ravel() for i, name in enumerate(INSIDE_DAY_COUNTS)}


def rep_month_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``rep_month``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    pay, people = model.tally.payroll.pay, model.roster.employment
    months = list(dict.fromkeys(model.calendar.months))
    columns: Columns = {
        "rep_id": named_reps(model, np.array([row.rep for row in pay])),
        "month": [row.month for row in pay],
        "person_id": named([person.person_id for person in people], model.roster.paid_persons(months)),
        "employed_days": np.array([row.employed_days for row in pay], dtype=np.int32),
    }
    # A month without a quota has one of 0 cents in the table.
    return columns | {
        name: np.array([getattr(row.statement, name) or 0 for row in pay], dtype=np.int64)
        for name in TABLES["rep_month"].columns
        if name not in columns
    }


def rep_drive_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``rep_drive``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    months, means = model.morning.drive.by_month()
    reps = means.shape[2]
    columns: Columns = {
        "rep_id": named_reps(model, np.tile(np.arange(reps), len(months))),
        "month": [month for month in months for _ in range(reps)],
    }
    return columns | {name: means[place].ravel() for place, name in enumerate(DRIVE)}


def rep_run_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``rep_run``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    reps, alignment = model.world.reps, model.world.alignment
    homes = np.array([rep.home for rep in reps], dtype=np.int64)
    return {
        "rep_id": named_reps(model, np.arange(len(reps))),
        "territory_id": named(list(alignment.territory_ids), np.arange(len(reps))),
        "unit_id": named(list(model.world.region.unit_ids), homes),
        "skill": np.array([rep.skill for rep in reps]),
        "shift_minutes": np.array([rep.shift_minutes for rep in reps]),
    }


def employment_columns(model: TerritoryModel) -> Columns:
    """Make the columns of table ``employment``.

    Args:
        model: The model after its last day.

    Returns:
        Columns by name.
    """
    people = model.roster.employment
    seats = np.array([person.seat for person in people])
    columns: Columns = {
        "rep_id": named_reps(model, seats),
        "territory_id": named(list(model.world.alignment.territory_ids), seats),
        "skill": np.array([person.skill for person in people]),
    }
    for name in ("person_id", "began", "ended"):
        columns[name] = [str(getattr(person, name)) for person in people]
    for name in ("from_day", "to_day"):
        columns[name] = np.array([getattr(person, name) for person in people], dtype=np.int32)
    columns["hiring_cost_cents"] = np.array([person.hiring_cost_cents for person in people], dtype=np.int64)
    return columns
