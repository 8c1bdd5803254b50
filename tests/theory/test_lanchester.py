"""Lanchester's model through the real engine: reps drive and call, rivals call, accounts change suppliers.

dm/dt = r1 sqrt(u1) (1 - m) - r2 sqrt(u2) m, where m is our share of the accounts and u are calls
a year on an account.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.simulation.diary import model_of
from tests.worlds import NOBODY_LEAVES, loaded, small_world

from territory_sim.market.takeovers import next_supplier, takeover_hazards
from territory_sim.simulation.model import TerritoryModel
from territory_sim.units import PerSegment

OUR_CALLS, RIVAL_CALLS = 30.0, 60.0
OUR_RATE, RIVAL_RATE = 2.0, 1.0
ACCOUNTS, DAYS = 900, 350


def market_at_war(settlements_per_day: int = 1) -> TerritoryModel:
    """Give a market in which all that happens is calls: ours by plan, one rival's at random."""
    usual = loaded("status_quo")
    rival = replace(usual.competitors.rivals[0], calls_per_year=RIVAL_CALLS, takeover=RIVAL_RATE)
    nothing = PerSegment(A=0.0, B=0.0, C=0.0)
    world = small_world(
        service__churn=NOBODY_LEAVES,
        days=DAYS,
        market__accounts=ACCOUNTS,
        market__calls_per_year=PerSegment(A=OUR_CALLS, B=OUR_CALLS, C=OUR_CALLS),
        market__call_minutes=PerSegment(A=1.0, B=1.0, C=1.0),
        market__carry_over=0.9,
        market__relocations_per_year=0.0,
        people__skill_sd=0.0,
        staffing__reps=8,
        schedule__travel=False,
        schedule__admin_minutes=0.0,
        schedule__max_stops=200,
        schedule__settlements_per_day=settlements_per_day,
        service__requests_per_year=nothing,
        leads__leads_per_year=nothing,
        competitors__rivals=(rival,),
        competitors__base_share=1.0,
        competitors__dynamics="lanchester",
        competitors__takeover=OUR_RATE,
    )
    model = model_of(world)
    kept = model.state.goodwill_kept
    # The rival has always called; our own goodwill begins at the plan anyway.
    model.state.goodwill_of_rivals[:] = RIVAL_CALLS / 250 / (1 - kept)
    return model


GAIN, LOSS = OUR_RATE * np.sqrt(OUR_CALLS), RIVAL_RATE * np.sqrt(RIVAL_CALLS)
REST = GAIN / (GAIN + LOSS)
"""The steady state r1 sqrt(u1) / (r1 sqrt(u1) + r2 sqrt(u2))."""


def solution(first: float, day: NDArray[np.int64]) -> NDArray[np.float64]:
    """Solve the equation: from the first share towards the steady state."""
    return np.asarray(REST + (first - REST) * np.exp(-(GAIN + LOSS) * (day + 1) / 250))


@pytest.fixture(scope="module")
def war() -> tuple[TerritoryModel, NDArray[np.float64]]:
    """Give the market after 350 days, and our share of the accounts on each evening."""
    model = market_at_war()
    assert model.supply is not None
    share = np.empty(DAYS)
    for day in range(DAYS):
        model.step()
        share[day] = (model.supply.supplier == 0).mean()
    return model, share


def test_both_sides_make_the_calls_that_the_equation_takes_as_given(
    war: tuple[TerritoryModel, NDArray[np.float64]],
) -> None:
    """Goodwill tells of the calls a year of our plan, and of the rival's rate, within 2 percent."""
    model, _ = war
    assert model.supply is not None
    calls = model.supply.calls_per_year(np.arange(ACCOUNTS), model.state).mean(axis=1)
    assert calls.tolist() == pytest.approx([OUR_CALLS, RIVAL_CALLS], rel=0.02)


def test_the_share_follows_the_equation_and_comes_to_rest_at_its_steady_state(
    war: tuple[TerritoryModel, NDArray[np.float64]],
) -> None:
    """On ten days within 4 binomial errors (6e-4); the mean of the last year's days within 2 points of rest.

    That mean has a standard error of half a point: accounts forget their supplier within 13 days.
    """
    model, share = war
    first = float((model.demand.takeovers.first_mark < share_at_the_start(model)).mean())
    days = np.array([0, 1, 2, 4, 7, 11, 16, 25, 50, 100])
    expected = solution(first, days)
    assert (abs(share[days] - expected) < 4 * np.sqrt(expected * (1 - expected) / ACCOUNTS)).all()
    assert share[100:].mean() == pytest.approx(REST, abs=0.02)
    assert abs(first - REST) > 0.2


def share_at_the_start(model: TerritoryModel) -> NDArray[np.float64]:
    """Give the probability with which an account is ours on the first morning: no rival has called."""
    competitors = model.world.scenario.competitors
    ours = model.state.response.share(np.arange(ACCOUNTS), np.ones(ACCOUNTS))
    rival = competitors.rivals[0]
    odds = -competitors.price_effect * (rival.price - 1) + competitors.product_effect * (rival.product - 1)
    return np.asarray(ours / (ours + (1 - ours) * np.exp(odds)), dtype=np.float64)


def test_orders_go_to_the_supplier(war: tuple[TerritoryModel, NDArray[np.float64]]) -> None:
    """Our share of the orders of the last year is our share of the accounts, within 4 errors (6e-5)."""
    model, share = war
    book = model.orders
    late = book.needs.minute >= 100 * model.rules.day_minutes
    ours = (book.firm[late] == 0).mean()
    assert abs(ours - share[100:].mean()) < 4 * np.sqrt(0.25 / ACCOUNTS)
    assert set(np.unique(book.firm)) == {0, 1}


def test_each_firm_takes_over_at_its_own_rate() -> None:
    """A level falls to the firm in whose stretch of the line it lies; beyond the end nothing happens."""
    hazards = takeover_hazards(np.array([[4.0], [9.0], [0.0]]), np.array([1.0, 1.0, 1.0])).repeat(5, axis=1)
    level = np.array([0.0, 1.9, 2.0, 4.9, 5.0])
    supplier = np.array([2, 0, 0, 1, 2], dtype=np.int8)
    assert next_supplier(supplier, level, hazards).tolist() == [0, 0, 1, 1, 2]


def test_the_steady_state_of_many_firms_is_an_attraction_model() -> None:
    """Chains of 4,000 accounts, 3 firms: shares come to the rates over their sum, within 4 errors (2e-4)."""
    rates, calls = np.array([0.3, 0.2, 0.1]), np.array([[25.0], [16.0], [4.0]])
    hazards = takeover_hazards(calls, rates).repeat(4000, axis=1)
    supplier = np.zeros(4000, dtype=np.int8)
    marks = np.random.Generator(np.random.Philox(7)).random((40, 4000)) * 4.0
    for level in marks:
        supplier = next_supplier(supplier, level, hazards)
    expected = hazards[:, 0] / hazards[:, 0].sum()
    found = np.bincount(supplier, minlength=3) / 4000
    assert (abs(found - expected) < 4 * np.sqrt(expected * (1 - expected) / 4000)).all()
