"""The gauges of one run, day by day; on the last day they are the scorecard's lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from territory_sim.market.campaigns import DAYS_PER_WEEK
from territory_sim.simulation.calendar import BusinessCalendar, business_calendar
from territory_sim.statistics.inequality import gini

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from territory_sim.app.day_recorder import DayRecorder
    from territory_sim.experiments.run import Run

SCALES: Final = {
    "pay_opportunity_gini": 1000,
    "coverage": 1000,
    "coverage_worst_decile": 1000,
    "first_response_hours": 100,
    "contribution": 0.001,
}
"""The gauges, and by what each is multiplied to become a whole number."""

NOTHING: Final = -1_000_000
"""Stands where there is no value yet."""


def gauges_of(run: Run, recorder: DayRecorder) -> dict[str, Any]:
    """Take the gauges of a run.

    Args:
        run: The run, with its twin.
        recorder: What was recorded of it.

    Returns:
        ``series``: for each gauge one whole number a day, see ``SCALES``, the first as it is and
        each other as the step from the day before; ``pay``: what equally able reps would have been
        paid beyond the base salary by the end of each month, in units of the currency, one row a
        month; ``hours``: hours of work that each territory has asked for by the end of each week.
    """
    due, on_time = np.array(recorder.calls_due), np.array(recorder.calls_on_time)
    pay, month_of_day = _pay_by_month(run)
    with np.errstate(invalid="ignore", divide="ignore"):
        coverage = on_time / due
    daily = {
        "pay_opportunity_gini": _pay_gini(pay, month_of_day),
        "coverage": coverage,
        "coverage_worst_decile": np.array(recorder.worst_decile),
        "first_response_hours": _first_response(run),
        "contribution": _contribution(run, np.array(recorder.booked_cents)),
    }
    return {
        "series": {name: _whole_steps(values, SCALES[name]) for name, values in daily.items()},
        "pay": np.rint(pay / 100).astype(int).tolist(),
        "hours": recorder.required_hours,
    }


def _whole_steps(values: NDArray[np.float64], scale: float) -> list[int]:
    known = np.isfinite(values)
    whole = np.where(known, np.rint(np.where(known, values, 0.0) * scale), NOTHING).astype(np.int64)
    steps: list[int] = np.diff(whole, prepend=0).tolist()
    return steps


def _pay_by_month(run: Run) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Variable pay of the twin's reps up to the end of each month, and the months over by each evening."""
    statements = run.tables["rep_month"] if run.twin is None else run.twin
    table: pd.DataFrame = statements.pivot_table(
        index="month", columns="rep_id", values="variable_cents", aggfunc="sum", observed=True
    ).fillna(0)
    calendar = _calendar(run)
    ends = np.array([calendar.ends_month(day) for day in range(calendar.days)])
    return table.to_numpy(dtype=float).cumsum(axis=0), np.cumsum(ends)


def _pay_gini(pay: NDArray[np.float64], months_over: NDArray[np.int64]) -> NDArray[np.float64]:
    each = [
        math.nan,
        *(gini(row) if len(row) > 1 and row.min() >= 0 and row.any() else math.nan for row in pay),
    ]
    return np.array(each)[np.minimum(months_over, len(pay))]


def _first_response(run: Run) -> NDArray[np.float64]:
    """Mean working hours from request to answer, over the requests answered so far."""
    requests, days = run.tables["request"], run.scenario.days
    answered = requests["answered_minute"].to_numpy()
    wait = (answered - requests["minute"].to_numpy()) / 60
    served = np.isfinite(answered)
    day = np.clip(answered[served] // _calendar(run).day_minutes, 0, days - 1).astype(np.int64)
    count = np.bincount(day, minlength=days).cumsum()
    hours = np.bincount(day, weights=wait[served], minlength=days).cumsum()
    mean: NDArray[np.float64] = np.divide(hours, count, out=np.full(days, np.nan), where=count > 0)
    return mean


def _contribution(run: Run, booked_cents: NDArray[np.int64]) -> NDArray[np.float64]:
    """Gross margin of what is booked so far less pay, travel, nights and campaigns.

    Pay counts on each day of its month alike, though it is paid at the end; what has no day of its
    own, such as hiring, counts on all days alike. So the last day has the scorecard's line.
    """
    scenario, tables = run.scenario, run.tables
    calendar = _calendar(run)
    pay = tables["rep_month"]
    by_month = (pay["base_cents"] + pay["variable_cents"]).groupby(pay["month"].astype(str)).sum()
    months = np.array(calendar.months)
    names, place, length = np.unique(months, return_inverse=True, return_counts=True)
    paid = by_month.reindex(names).fillna(0).to_numpy(dtype=float)[place] / length[place]
    reps, inside = tables["rep_day"], tables["inside_rep_day"]
    schedule = scenario.schedule
    spent = _by_day(reps["day"], reps["travel_minutes"], calendar.days) / 60 * schedule.travel_cost_per_hour
    spent += _by_day(reps["day"], reps["nights"], calendar.days) * schedule.night_cost
    spent += (paid + _by_day(inside["day"], inside["pay_cents"], calendar.days)) / 100
    spent += _campaign_spend(tables["campaigns"], calendar.days)
    so_far = np.asarray(scenario.market.gross_margin * booked_cents / 100 - spent.cumsum(), dtype=np.float64)
    at_the_end = float(run.kpis.set_index("kpi")["value"]["contribution"])
    rest: NDArray[np.float64] = (at_the_end - so_far[-1]) * np.arange(1, calendar.days + 1) / calendar.days
    return so_far + rest


def _by_day(day: pd.Series[int], amount: pd.Series[float], days: int) -> NDArray[np.float64]:
    total = np.bincount(day.to_numpy(), weights=amount.to_numpy(dtype=float), minlength=days)
    return total.astype(np.float64)


def _campaign_spend(campaigns: pd.DataFrame, days: int) -> NDArray[np.float64]:
    weeks = math.ceil(days / DAYS_PER_WEEK)
    weekly = np.bincount(
        campaigns["week"].to_numpy(), weights=campaigns["spend_cents"].to_numpy(dtype=float), minlength=weeks
    )
    lengths = np.bincount(np.arange(days) // DAYS_PER_WEEK, minlength=weeks)
    return np.repeat(weekly / lengths, lengths) / 100


def _calendar(run: Run) -> BusinessCalendar:
    schedule = run.scenario.schedule
    return business_calendar(schedule.start_date, run.scenario.days, schedule.day_minutes)
