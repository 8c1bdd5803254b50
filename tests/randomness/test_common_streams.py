"""Randomness belongs to the account: who serves it, where and how, touches none of its candidates."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from tests.randomness.candidates import candidates_of
from tests.simulation.diary import model_of
from tests.worlds import NOBODY_LEAVES, SMALL, busy_rivals, loaded, small_scenario, small_world

from territory_sim.experiments.run import Run, simulate

OTHER_HANDS: dict[str, dict[str, Any]] = {
    "one rep fewer": {"staffing__reps": 3},
    "one rep's units absorbed": {"territories__count": 4, "staffing__reps": 3},
    "redrawn": {"territories__method": "balanced"},
    "another policy": {"schedule__policy": "random"},
    "shorter shift": {"staffing__shift_minutes": 400.0},
    "abler reps": {"people__skill_sd": 0.6},
    "better paid": {"commission__base_salary": 90000.0},
    "one pool": {"service__backup": "pooled"},
    "open all night": {"schedule__closing_hours": False},
}
ACTIVE: dict[str, Any] = {
    "market__relocations_per_year": 0.5,
    "market__order_size_cv": 0.8,
    "fulfilment__active": False,
}
"""Late orders make requests of their own, and so do more orders: deliveries stay out of it."""
EVENTS: dict[str, Any] = {
    "market__relocations_per_year": 0.5,
    "fulfilment__launches": loaded("product_launch", *SMALL).fulfilment.launches,
    "fulfilment__cancelled_share": 0.1,
    "fulfilment__stock_outs": loaded("stock_out", *SMALL).fulfilment.stock_outs,
}
OFTEN = dataclasses.replace(loaded("status_quo").service.churn, hazard_per_year=1.0)
"""Churn at eight times its usual hazard."""
WHAT_ACCOUNTS_DO = {
    "request": ["account_id", "minute", "on_site", "high_priority", "handling_minutes", "deadline_minute"],
    "lead": ["account_id", "minute", "value_cents"],
    "account_run": ["account_id", "unit_id", "segment", "potential_cents", "requests"],
}


@pytest.fixture(scope="module")
def usual() -> Run:
    """Run the small world with accounts that stay whatever happens."""
    return simulate(small_scenario(**ACTIVE, service__churn=NOBODY_LEAVES))


@pytest.mark.parametrize("change", sorted(OTHER_HANDS))
def test_candidates_do_not_depend_on_who_serves(change: str) -> None:
    """Times and marks of requests, leads, needs, rival calls, relocations: the same to the byte."""
    before, after = small_world(**EVENTS), small_world(**EVENTS, **OTHER_HANDS[change])
    candidates = candidates_of(before)
    assert candidates == candidates_of(after)
    assert all(len(column) > 0 for name, column in candidates.items() if not name.startswith("takeovers"))
    np.testing.assert_array_equal(before.accounts.potential_cents, after.accounts.potential_cents)


@pytest.mark.parametrize("change", sorted(OTHER_HANDS))
def test_accounts_do_the_same_whoever_serves(usual: Run, change: str) -> None:
    """In the tables too, every request and lead comes in as it did; what becomes of it may differ.

    But for leads that reps find: how many they find depends on their idle time.
    """
    other = simulate(small_scenario(**ACTIVE, service__churn=NOBODY_LEAVES, **OTHER_HANDS[change]))
    for name, columns in WHAT_ACCOUNTS_DO.items():
        left, right = (run.tables[name] for run in (usual, other))
        if name == "lead":
            left, right = (leads[leads["source"] != "prospecting"] for leads in (left, right))
        left, right = (table[columns].astype(str).reset_index(drop=True) for table in (left, right))
        assert left.equals(right)
    answered = [run.tables["request"]["answered_minute"] for run in (usual, other)]
    assert answered[0].equals(answered[1]) == (change in {"abler reps", "better paid"})


def test_requests_differ_through_churn_alone() -> None:
    """Fewer reps, neglected accounts: whatever request one run lacks would come from an account that left."""
    runs = [
        simulate(
            small_scenario(
                days=60,
                staffing__reps=reps,
                opportunity=False,
                fulfilment__active=False,
                service__churn=OFTEN,
            )
        )
        for reps in (4, 1)
    ]
    requests = [
        set(zip(run.tables["request"]["account_id"], run.tables["request"]["minute"], strict=True))
        for run in runs
    ]
    left = [run.tables["account_run"].set_index("account_id")["churn_minute"].dropna() for run in runs]
    for mine, other, gone in ((0, 1, left[1]), (1, 0, left[0])):
        lacking = requests[mine] - requests[other]
        assert all(minute > gone[account] for account, minute in lacking)
    assert len(requests[0] ^ requests[1]) > 0


def test_acceptance_differs_for_rival_calls_alone_and_never_beyond_the_candidates() -> None:
    """Fewer reps leave more accounts unvisited, and rivals call more; each call was a candidate."""
    called = []
    for change in ({}, {"staffing__reps": 1}):
        model = model_of(small_world(days=120, competitors__rivals=busy_rivals(20.0), **change))
        drawn = model.demand.rival_calls
        count = np.zeros(300, dtype=np.int64)
        for _ in range(120):
            day_end = (model.day + 1) * model.rules.day_minutes
            model.morning.open_day(model.day, day_end)
            today = (drawn.minute >= day_end - model.rules.day_minutes) & (drawn.minute < day_end)
            possible = np.bincount(drawn.account[today], minlength=300)
            happened = np.bincount(model.rivalry.accounts_today(), minlength=300)
            assert (happened <= possible).all()
            count += happened
            model._live_day(model.day, model.rules.day_minutes)
            model.day += 1
        called.append(int(count.sum()))
        assert 0 < count.sum() < len(drawn)
    assert called[1] > called[0]


@pytest.mark.parametrize("active", [False, True])
def test_a_change_of_conversion_alone_leaves_all_service_as_it_was(active: bool) -> None:
    """A higher choice share sells more to every account, and moves no visit, answer or call by a bit."""
    settings = {**ACTIVE, "competitors__active": active, "market__response": "power"}
    low = simulate(small_scenario(**settings))
    high = simulate(small_scenario(**settings, market__choice_at_norm=0.4))
    sales = ["booked_cents", "bought_cents"]
    for name in ("rep_day", "request", "lead"):
        assert low.tables[name].equals(high.tables[name])
    accounts = [run.tables["account_run"] for run in (low, high)]
    assert accounts[0].drop(columns=sales).equals(accounts[1].drop(columns=sales))
    assert (accounts[0]["booked_cents"] <= accounts[1]["booked_cents"]).all()
    lines = [dict(zip(run.kpis["kpi"], run.kpis["value"], strict=True)) for run in (low, high)]
    pay = {
        "territory_share_of_pay",
        "luck_share_of_pay",
        "equity_slope_effort",
        "equity_slope_ability",
        "envy_rate",
    }
    pay |= {kpi for kpi in lines[0] if kpi.startswith("pay_")}
    money = pay | {"revenue", "contribution", "market_share", "selling_cost_share", "cost_to_serve"}
    assert {kpi: value.hex() for kpi, value in lines[0].items() if kpi not in money} == {
        kpi: value.hex() for kpi, value in lines[1].items() if kpi not in money
    }
    assert {"coverage", "first_response_hours", "satisfaction", "travel_share"} < set(lines[0])
    assert lines[0]["revenue"] < lines[1]["revenue"]


def test_twins_share_every_request_and_lead() -> None:
    """Equally able reps in the same territories meet the same accounts: only pay and sales differ."""
    world = small_world(**ACTIVE, people__skill_sd=0.6)
    assert candidates_of(world) == candidates_of(world.with_identical_reps())
    assert {rep.skill for rep in world.with_identical_reps().reps} == {1.0}
    assert len({rep.skill for rep in world.reps}) == 4
