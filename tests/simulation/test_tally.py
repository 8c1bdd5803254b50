"""Totals: each event in its week and territory, each cent in its month."""

from __future__ import annotations

import numpy as np
from tests.worlds import loaded

from territory_sim.simulation.calendar import business_calendar
from territory_sim.simulation.tally import TERRITORY_COUNTS, Tally

PLAN = loaded("status_quo").commission


def reps(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give indices of reps as a column."""
    return np.array(numbers, dtype=np.int64)


def test_events_fall_into_their_week_and_territory() -> None:
    """Repeated territories add up; a week has five days and the last one may be short."""
    tally = Tally(2, business_calendar("2026-01-05", 7, 540.0), PLAN)
    tally.count(4, "calls_due", reps(1, 1, 0))
    tally.count(5, "calls_due", reps(1))
    tally.count(5, "booked_cents", reps(0, 0), np.array([5, 7]))
    due, booked = (tally.weekly[:, :, TERRITORY_COUNTS.index(name)] for name in ("calls_due", "booked_cents"))
    assert due.tolist() == [[1, 2], [0, 1]]
    assert booked.tolist() == [[0, 0], [12, 0]]


def test_a_month_pays_what_was_booked_in_it() -> None:
    """Pay comes on the last business day of each month, for that month's sales alone, to every rep."""
    calendar = business_calendar("2026-01-29", 4, 540.0)
    tally = Tally(2, calendar, PLAN)
    for day, cents in enumerate((1000, 2000, 400, 600)):
        tally.book(day, reps(1), np.array([cents]))
        tally.payroll.pay_out(day)
    paid = [(row.rep, row.month, row.statement.booked_cents) for row in tally.payroll.pay]
    assert paid == [(0, "2026-01", 0), (1, "2026-01", 3000), (0, "2026-02", 0), (1, "2026-02", 1000)]
    assert sum(row.statement.base_cents for row in tally.payroll.pay) == 2 * 6_000_000 * 4 // 250


def test_required_work_counts_minutes_and_trips() -> None:
    """Minutes by kind of work, a trip only where somebody has to come."""
    tally = Tally(2, business_calendar("2026-01-05", 1, 540.0), PLAN)
    tally.require("request", reps(1, 1, 0), np.array([10.0, 20.0, 5.0]), np.array([True, False, True]))
    assert tally.required_minutes.tolist() == [[0, 5, 0], [0, 30, 0]]
    assert tally.required_stops.tolist() == [1, 1]
