"""Profit and loss: every level adds up to the region's to the cent, and the region's to the scorecard."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worlds import campaign, changed, loaded, marketing_with, redesigned, small_scenario

from territory_sim.experiments.run import Run, simulate
from territory_sim.metrics.finance import (
    BREAK_EVEN,
    CONTRIBUTION,
    PROFIT_LINES,
    finance_table,
    region_cents,
)
from territory_sim.metrics.sales import sales_lines

CENTS = st.integers(0, 10**9)
LEVELS = ("region", "territory", "rep", "segment")


@pytest.fixture(scope="module")
def run() -> Run:
    """Run a redesign, a campaign and inside reps, so that every line has an amount."""
    return simulate(
        small_scenario(
            opportunity=False,
            staffing__inside_reps=2,
            marketing=marketing_with(campaign()),
            management=redesigned("2026-01-19"),
        )
    )


def drawn_tables(cents: list[int], minutes: list[float], nights: list[int]) -> dict[str, pd.DataFrame]:
    """Give the tables of three reps in three territories with six accounts in three units."""
    reps, territories, units = (["R1", "R2", "R3"], ["T1", "T2", "T3"], ["U1", "U2", "U3"])
    sales = np.array(cents[:6], dtype=np.int64)

    def of(**columns: Any) -> pd.DataFrame:
        return pd.DataFrame(columns).assign(scenario_id="s", design_id=0, replication=0)

    return {
        "account_run": of(
            territory_id=territories * 2,
            segment=["A", "B", "C", "C", "C", "C"],
            booked_cents=sales,
            bought_cents=2 * sales,
            visits=[3, 0, 1, 0, 0, 2],
            requests_served=[1, 0, 0, 2, 0, 0],
            potential_cents=[9, 5, 2, 2, 1, 1],
        ),
        "territory_week": of(territory_id=territories, booked_cents=sales[:3] + sales[3:]),
        "territory_run": of(territory_id=territories),
        "rep_month": of(
            rep_id=reps,
            booked_cents=sales[:3] + sales[3:],
            base_cents=cents[6:9],
            variable_cents=cents[9:12],
        ),
        "rep_day": of(rep_id=reps, travel_minutes=minutes, nights=nights),
        "inside_rep_day": of(pay_cents=cents[12:13]),
        "employment": of(rep_id=reps, hiring_cost_cents=cents[16:19]),
        "rep_run": of(rep_id=reps, territory_id=territories),
        "campaigns": of(unit_id=units, spend_cents=cents[13:16]),
        "unit_run": of(unit_id=units, territory_id=["T1", "T2", None], rep_id=["R1", "R2", None]),
    }


@settings(max_examples=60, deadline=None)
@given(
    cents=st.lists(CENTS, min_size=19, max_size=19),
    minutes=st.lists(st.integers(0, 10**6).map(lambda n: n / 1024), min_size=3, max_size=3),
    nights=st.lists(st.integers(0, 250), min_size=3, max_size=3),
    margin=st.floats(0.01, 1),
)
def test_every_level_adds_up_to_the_contribution_to_the_cent(
    cents: list[int], minutes: list[float], nights: list[int], margin: float
) -> None:
    """Whatever was sold, paid, driven and spent: line by line, and the contribution of the scorecard."""
    scenario = changed(loaded("status_quo"), market__gross_margin=margin)
    tables = drawn_tables(cents, minutes, nights)
    region = region_cents(tables, scenario)
    table = finance_table(tables, scenario)
    sums = table.groupby(["level", "line"])["cents"].sum()
    for level in LEVELS:
        for line in (*PROFIT_LINES, CONTRIBUTION):
            assert sums[level, line] == region[line], (level, line)
    by_column = table[table["line"].isin(PROFIT_LINES)].groupby(["level", "id"])["cents"].sum()
    told = table[table["line"] == CONTRIBUTION].set_index(["level", "id"])["cents"]
    assert by_column.to_dict() == told.to_dict()
    assert round(sales_lines(tables, scenario)["contribution"] * 100) == region[CONTRIBUTION]


def test_a_run_reconciles_with_its_statements_and_scorecard(run: Run) -> None:
    """Sales and pay are those of the ledger, rep by rep; contribution is the scorecard's."""
    table = run.tables["finance"].set_index(["level", "id", "line"])["cents"]
    kpis = run.kpis.set_index("kpi")["value"]
    assert table["region", "all", CONTRIBUTION] == round(kpis["contribution"] * 100)
    assert table["region", "all", "sales"] == round(kpis["revenue"] * 100)
    month = run.tables["rep_month"]
    paid = month.groupby(month["rep_id"].astype(str))[["booked_cents", "base_cents", "variable_cents"]].sum()
    for rep_id, row in paid.iterrows():
        assert table["rep", rep_id, "sales"] == row["booked_cents"]
        assert table["rep", rep_id, "base_pay"] == -row["base_cents"]
        assert table["rep", rep_id, "variable_pay"] == -row["variable_cents"]
    week = run.tables["territory_week"]
    for territory_id, sold in week.groupby(week["territory_id"].astype(str))["booked_cents"].sum().items():
        assert table["territory", territory_id, "sales"] == sold
    accounts = run.tables["account_run"]
    for segment, sold in accounts.groupby(accounts["segment"].astype(str))["booked_cents"].sum().items():
        assert table["segment", segment, "sales"] == sold
    assert (table[:, :, "inside_pay"] < 0).all()
    assert (table[:, :, "marketing"] <= 0).all()


def test_break_even_is_where_margin_less_commission_pays_the_rest() -> None:
    """A margin of .5 and pay of a tenth of sales leave .4 of them for 40 of base pay: 100 must be sold."""
    scenario = changed(
        loaded("status_quo"),
        market__gross_margin=0.5,
        schedule__travel_cost_per_hour=0.0,
        schedule__night_cost=0.0,
    )
    cents = [20_000] * 3 + [0] * 3 + [4_000] * 3 + [2_000] * 3 + [0] * 7
    table = finance_table(drawn_tables(cents, [0.0] * 3, [0] * 3), scenario)
    found = table[table["line"] == BREAK_EVEN].set_index(["level", "id"])["cents"]
    assert found["rep", "R1"] == 10_000
    assert found["region", "all"] == 30_000


def test_no_sales_no_break_even() -> None:
    """Where nothing is sold, or nothing is left of a sale, no amount of sales breaks even: no row."""
    tables = drawn_tables([0] * 6 + [4_000] * 3 + [0] * 10, [0.0] * 3, [0] * 3)
    table = finance_table(tables, loaded("status_quo"))
    assert BREAK_EVEN not in set(table["line"])
