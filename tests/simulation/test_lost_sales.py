"""Through a run: lost sales by cause add up, and each obstacle shows up as its cause."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.simulation.diary import model_of
from tests.worlds import NOBODY_LEAVES, small_scenario, small_world

from territory_sim.experiments.run import simulate
from territory_sim.market.lost_sales import CAUSES, Cause
from territory_sim.simulation.lost_sales_ledger import OwnerLoad
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.units import PerSegment

YEAR: dict[str, Any] = {"days": 120, "opportunity": False, "service__churn": NOBODY_LEAVES}


def by_cause(**changes: Any) -> pd.Series:
    """Run the small world and give the needs lost by cause."""
    lost = simulate(small_scenario(**YEAR, **changes)).tables["lost_sales"]
    return lost.groupby("cause", observed=False)["needs"].sum()


@pytest.mark.parametrize("dynamics", ["none", "lanchester"])
def test_every_need_ends_as_ours_or_with_one_cause_and_one_other_firm(dynamics: str) -> None:
    """Also where accounts leave us and goods are missing; nothing is left undecided."""
    nothing = PerSegment(A=0.0, B=0.0, C=0.0)  # a lead that is won would bring a customer back
    model = model_of(small_world(**YEAR, competitors__dynamics=dynamics, leads__leads_per_year=nothing))
    model.orders.out_of_stock[::7] = True
    model.state.is_customer[::5] = False
    for _ in range(120):
        model.step()
    model.close()
    book = model.orders
    ours = book.status == OrderStatus.OURS
    np.testing.assert_array_equal(ours, book.firm == 0)
    np.testing.assert_array_equal(ours, book.cause < 0)
    assert set(book.firm[~ours].tolist()) <= {1, 2, 3}
    assert not (ours & book.out_of_stock).any()
    assert not (ours & ~model.state.is_customer[book.needs.account]).any()
    told = set(book.cause[~ours].tolist())
    assert {Cause.CHURNED, Cause.STOCK_OUT, Cause.RIVAL, Cause.MERIT} <= told
    churned, stock_out = (book.cause == cause for cause in (Cause.CHURNED, Cause.STOCK_OUT))
    assert not model.state.is_customer[book.needs.account[churned]].any()
    assert book.out_of_stock[stock_out].all()


def test_the_table_adds_up_to_what_was_bought_and_not_booked() -> None:
    """By cents and by count, and every territory has every cause."""
    tables = simulate(small_scenario(**YEAR)).tables
    lost, accounts, firms = tables["lost_sales"], tables["account_run"], tables["firm_run"]
    missing = accounts["bought_cents"].sum() - accounts["booked_cents"].sum()
    assert lost["lost_cents"].sum() == missing > 0
    assert lost["needs"].sum() == firms.loc[firms["firm"] != "us", "orders"].sum()
    assert len(lost) == 4 * len(CAUSES)
    assert firms["order_share"].sum() == pytest.approx(1)
    months = tables["rival_month"].groupby("firm", observed=True)["won_cents"].sum()
    for firm in ("Alder", "Birch"):
        assert months[firm] == firms.set_index("firm").loc[firm, "won_cents"]


def test_one_rep_for_all_loses_for_want_of_capacity() -> None:
    """With four reps hardly anything; with one most of what is not merit, rival or price."""
    many, one = by_cause(), by_cause(staffing__reps=1)
    assert one["no_capacity"] > 3 * max(many["no_capacity"], 1)
    assert one["no_capacity"] > one["no_coverage"]


def test_reps_who_may_make_one_stop_a_day_lose_for_want_of_coverage() -> None:
    """Their days are not full: calls are missed for another reason than capacity."""
    found = by_cause(schedule__max_stops=1, schedule__admin_minutes=0.0)
    assert found["no_coverage"] > found["no_capacity"]
    assert found["no_coverage"] > 10


def test_bad_service_loses_as_late_answers() -> None:
    """Satisfaction falls under that of the start only where requests go wrong."""
    good = by_cause(service__experience_in_time=10.0)
    bad = by_cause(service__experience_in_time=2.0, service__experience_late=0.0)
    assert good["late_answer"] < bad["late_answer"] / 4
    assert bad["late_answer"] > 20


def test_moving_accounts_lose_by_handover_and_only_with_the_mechanism() -> None:
    """Half of all accounts move in a year; with a loss of 0 nothing is put down to it."""
    assert by_cause(market__relocations_per_year=0.9, market__handover_loss=2.0)["handover"] > 5
    assert by_cause(market__relocations_per_year=0.9, market__handover_loss=0.0)["handover"] == 0


def test_days_are_full_only_where_little_was_idle_over_four_weeks() -> None:
    """Looked up each fifth day; nothing is known in the first week."""
    minutes = np.zeros((30, 2, 4))
    minutes[:, 0] = [100, 300, 120, 20]
    minutes[:, 1] = [100, 200, 120, 120]
    load = OwnerLoad(minutes, full_share=0.95)
    assert load.days_are_full(0).tolist() == [False, False]
    assert load.days_are_full(3).tolist() == [False, False]
    assert load.days_are_full(25).tolist() == [True, False]
