"""Orders answer to calls, satisfaction and rivals; needs are what they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.worlds import equal_accounts, loaded

from territory_sim.market.occurrences import business_horizon
from territory_sim.market.orders import (
    draw_needs,
    goodwill_kept_per_day,
    goodwill_of_a_call,
    handover_log_odds,
    satisfaction_log_odds,
)
from territory_sim.streams import Streams

MARKET = loaded("status_quo").market


def test_calling_at_the_norm_keeps_goodwill_at_one() -> None:
    """Over an interval of the call plan in the steady state, goodwill is 1 on average in each segment."""
    accounts = equal_accounts(3)
    kept, impact = goodwill_kept_per_day(MARKET), goodwill_of_a_call(accounts, MARKET)
    assert kept ** (250 / 12) == pytest.approx(MARKET.carry_over)
    days = 25_000
    for segment, norm in enumerate(MARKET.calls_per_year.as_tuple()):
        goodwill, total = 1.0, 0.0
        for day in range(days):
            goodwill *= kept
            if int((day + 1) * norm / 250) > int(day * norm / 250):
                goodwill += impact[segment]
            total += goodwill
        assert total / days == pytest.approx(1.0, rel=0.01)


def test_satisfaction_shifts_log_odds_from_seven_points_on() -> None:
    """Nothing at seven points, the same gain for each point more."""
    found = satisfaction_log_odds(np.array([0.0, 7.0, 8.0, 10.0]), MARKET)
    effect = MARKET.satisfaction_effect
    np.testing.assert_allclose(found, [-7 * effect, 0, effect, 3 * effect])


def test_a_change_of_rep_costs_what_was_published() -> None:
    """At a share of a third, sales of the first year fall by 13.2-17.6 % (Shi et al. 2017)."""
    days = np.arange(250.0)
    share = MARKET.choice_at_norm
    odds = share / (1 - share) * np.exp(-handover_log_odds(days, MARKET))
    assert 0.132 < 1 - (odds / (1 + odds)).mean() / share < 0.176
    assert handover_log_odds(np.array([np.inf]), MARKET).tolist() == [0.0]


def test_needs_add_up_to_the_potential() -> None:
    """Over 6,000 account-years what is bought is the potential on average, within 4 standard errors."""
    accounts = equal_accounts(6000)
    needs = draw_needs(accounts, MARKET, Streams(1, 0), business_horizon(250, 540))
    bought = np.bincount(needs.account, weights=needs.size_cents, minlength=6000)
    error = bought.std(ddof=1) / np.sqrt(6000)
    assert abs(bought.mean() - 1_000_000) < 4 * error
    assert needs.size_cents.dtype == np.int64


def test_more_frequent_needs_keep_the_earlier_ones() -> None:
    """A higher rate of needs adds some in between; time and choice mark of the others stay."""
    accounts = equal_accounts(30)
    horizon = business_horizon(250, 540)
    more = replace(MARKET, needs_per_year=replace(MARKET.needs_per_year, A=20.0))
    usual, often = (draw_needs(accounts, market, Streams(1, 0), horizon) for market in (MARKET, more))
    marks = [
        set(zip(n.account.tolist(), n.minute.tolist(), n.choice_mark.tolist(), strict=True))
        for n in (usual, often)
    ]
    assert marks[0] < marks[1]


def test_without_spread_every_order_is_the_same_share_of_the_potential() -> None:
    """With a coefficient of variation of 0 an order is potential over rate, in whole cents."""
    market = replace(MARKET, order_size_cv=0.0)
    needs = draw_needs(equal_accounts(3), market, Streams(1, 0), business_horizon(250, 540))
    rates = np.array(market.needs_per_year.as_tuple())
    np.testing.assert_array_equal(needs.size_cents, np.rint(1_000_000 / rates[needs.account]))
