"""One cent, one minute, one request out of place is noticed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from tests.worlds import small_scenario

from territory_sim.experiments.run import Run, simulate
from territory_sim.metrics.conservation import ConservationError, check_conservation

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def run() -> Run:
    """Give a run whose books balance."""
    return simulate(small_scenario(opportunity=False))


def add(table: str, column: str, amount: float) -> Callable[[Tables], None]:
    """Return a fault: something is added to the first row of a column."""

    def tamper(tables: Tables) -> None:
        values = tables[table][column].to_numpy().copy()
        values[0] += amount
        tables[table][column] = values

    tamper.__name__ = f"{table}.{column}"
    return tamper


def become(table: str, before: str, after: str) -> Callable[[Tables], None]:
    """Return a fault: the first row in one state is in another."""

    def tamper(tables: Tables) -> None:
        status = tables[table]["status"].astype(str).to_numpy().copy()
        status[list(status).index(before)] = after
        tables[table]["status"] = status

    tamper.__name__ = f"{table} {before} becomes {after}"
    return tamper


FAULTS = [
    (add("account_run", "booked_cents", 1), "booked cents differ"),
    (add("territory_week", "booked_cents", -1), "booked cents differ"),
    (add("rep_month", "booked_cents", 1), "booked cents differ"),
    (add("rep_month", "variable_cents", 1), "variable pay differs"),
    (add("rep_month", "credited_cents", 10_000), "commission paid differs"),
    (add("rep_month", "pool_in_cents", 1), "the pool pays out other than"),
    (add("rep_day", "idle_minutes", 1 / 1024), "minutes spent differ"),
    (add("rep_day", "travel_minutes", -1 / 1024), "minutes spent differ"),
    (add("rep_day", "overtime_minutes", 1 / 1024), "minutes spent differ"),
    (add("territory_week", "requests_created", 1), "requests by week differ"),
    (add("territory_week", "requests_served", 1), "requests by week differ"),
    (add("territory_week", "requests_expired", -1), "requests by week differ"),
    (add("account_run", "bought_cents", 1), "bought cents differ"),
    (add("lost_sales", "lost_cents", 1), "bought cents differ"),
    (add("lost_sales", "needs", 1), "needs lost by cause differ"),
    (add("firm_run", "orders", 1), "needs lost by cause differ"),
    (add("lost_sales", "leads", -1), "leads lost by cause differ"),
    (add("lost_sales", "lead_cents", 1), "leads lost by cause differ"),
    (become("request", "served", "coming"), "1 requests never came in"),
    (become("request", "served", "expired"), "requests by week differ"),
    (become("request", "served", "forgotten"), "requests: "),
    (become("lead", "lost", "forgotten"), "leads: "),
    (become("lead", "lost", "coming"), "1 leads never came in"),
    (become("lead", "lost", "qualified"), "leads that ended without an order differ"),
]


def test_a_run_as_it_is_passes(run: Run) -> None:
    """Nothing is out of place."""
    check_conservation(run.tables, run.scenario.commission)


@pytest.mark.parametrize(("fault", "told"), FAULTS, ids=[fault.__name__ for fault, _ in FAULTS])
def test_the_least_thing_out_of_place_is_told(run: Run, fault: Callable[[Tables], None], told: str) -> None:
    """Each fault raises and is named."""
    tables = {name: table.copy() for name, table in run.tables.items()}
    fault(tables)
    with pytest.raises(ConservationError, match=told):
        check_conservation(tables, run.scenario.commission)


def test_an_answer_before_the_question_is_told(run: Run) -> None:
    """Time runs one way."""
    tables = {name: table.copy() for name, table in run.tables.items()}
    tables["request"]["answered_minute"] = tables["request"]["minute"] - 1 / 1024
    with pytest.raises(ConservationError, match="requests answered before they came"):
        check_conservation(tables, run.scenario.commission)


def test_negative_minutes_are_told(run: Run) -> None:
    """Even where they cancel out."""
    tables = {name: table.copy() for name, table in run.tables.items()}
    add("rep_day", "idle_minutes", 10_000)(tables)
    add("rep_day", "travel_minutes", -10_000)(tables)
    with pytest.raises(ConservationError, match="negative minutes"):
        check_conservation(tables, run.scenario.commission)


def test_all_that_is_out_of_place_is_told_at_once(run: Run) -> None:
    """Books are all checked, not only up to the first that is wrong."""
    tables = {name: table.copy() for name, table in run.tables.items()}
    add("rep_day", "idle_minutes", 1)(tables)
    add("rep_month", "variable_cents", 1)(tables)
    with pytest.raises(ConservationError, match=r"minutes spent differ.*; variable pay differs"):
        check_conservation(tables, run.scenario.commission)
