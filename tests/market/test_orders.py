"""Orders answer to calls, satisfaction and rivals; needs are what they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import equal_accounts, loaded

from territory_sim.market.occurrences import business_horizon
from territory_sim.market.orders import (
    draw_needs,
    goodwill_kept_per_day,
    goodwill_of_a_call,
    order_probability,
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


@given(
    share=st.floats(0.001, 0.999),
    satisfaction=st.floats(0, 10),
    rivals=st.floats(0, 20),
    more=st.floats(0.01, 5),
)
def test_order_probability_answers_to_satisfaction_and_rivals(
    share: float, satisfaction: float, rivals: float, more: float
) -> None:
    """It lies strictly between 0 and 1, rises with satisfaction and falls with rivals' goodwill."""

    def chance(points: float, pull: float) -> float:
        return float(order_probability(np.array([share]), np.array([points]), np.array([pull]), MARKET)[0])

    here = chance(satisfaction, rivals)
    assert 0 < here < 1
    assert chance(satisfaction, rivals + more) < here
    assert chance(satisfaction + more, rivals) > here


def test_an_account_at_ease_without_rivals_chooses_by_goodwill_alone() -> None:
    """At seven points and no rival goodwill the probability is the choice share."""
    share = np.array([0.12, 0.31, 0.5])
    np.testing.assert_allclose(order_probability(share, np.full(3, 7.0), np.zeros(3), MARKET), share)


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
