"""Attraction against its closed forms, on the functions that the engine calls, and through a run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.simulation.diary import model_of
from tests.worlds import NOBODY_LEAVES, busy_rivals, loaded, small_world

from territory_sim.market.attraction import (
    OURS,
    attraction,
    chosen_firm,
    order_attractions,
    price_cut_log_odds,
    rival_offers,
    shares,
)

COMPETITORS = loaded("status_quo").competitors
POSITIVE = arrays(np.float64, (5, 3), elements=st.floats(0.1, 10))
WEIGHTS = arrays(np.float64, (3,), elements=st.floats(-3, 3))
FORMS = st.sampled_from(["mci", "mnl"])


def test_huff_two_equal_stores_at_one_and_two_distances() -> None:
    """With a distance exponent of 2 the nearer gets 0.8, the other 0.2, to the last bit (Huff 1963)."""
    for distance in (0.5, 1.0, 7.0):
        stores = np.array([[3.0, distance], [3.0, 2 * distance]])
        found = shares(attraction(stores, np.array([1.0, -2.0]), "mci"))
        assert found.tolist() == pytest.approx([0.8, 0.2], rel=1e-15, abs=0)


@given(attributes=POSITIVE, weights=WEIGHTS, form=FORMS)
def test_shares_sum_to_one_and_leave_nobody_out(
    attributes: np.ndarray, weights: np.ndarray, form: str
) -> None:
    """Whatever the offers: shares are above 0 and sum to 1."""
    found = shares(attraction(attributes, weights, form))
    assert (found > 0).all()
    assert found.sum() == pytest.approx(1, abs=1e-12)


@given(attributes=POSITIVE, weights=WEIGHTS, form=FORMS)
def test_independence_of_irrelevant_alternatives(
    attributes: np.ndarray, weights: np.ndarray, form: str
) -> None:
    """The ratio of two shares is the same whoever else is there."""
    few, many = (shares(attraction(attributes[:count], weights, form)) for count in (2, 5))
    assert few[0] / few[1] == pytest.approx(many[0] / many[1], rel=1e-9)


@given(attributes=POSITIVE, weights=WEIGHTS)
def test_the_two_forms_are_those_of_the_books(attributes: np.ndarray, weights: np.ndarray) -> None:
    """MCI is MNL of logarithms: exp(b log x) = x**b."""
    np.testing.assert_allclose(
        attraction(np.log(attributes), weights, "mnl"), attraction(attributes, weights, "mci"), rtol=1e-9
    )


@given(
    share=st.floats(0, 0.999),
    outside=st.floats(0, 1),
    rivals=st.integers(0, 6),
)
def test_with_equal_offers_and_no_calls_our_share_is_the_choice_share(
    share: float, outside: float, rivals: int
) -> None:
    """How many rivals share the rest, and how much goes to nobody, is no business of ours."""
    found = shares(order_attractions(np.array([share]), np.zeros(1), np.zeros((rivals, 1)), outside))
    assert found[OURS, 0] == pytest.approx(share, abs=1e-12)
    assert found[-1, 0] == pytest.approx((1 - share) * (outside if rivals else 1), abs=1e-12)
    assert found.sum() == pytest.approx(1, abs=1e-12)


@given(ours=st.floats(-2, 2), gain=st.floats(0.01, 3), share=st.floats(0.05, 0.9))
def test_a_rivals_goodwill_raises_his_share_and_takes_from_all_others_alike(
    ours: float, gain: float, share: float
) -> None:
    """We, the other rival and the outside option fall by the same factor."""
    odds = np.array([[0.0], [0.0]])
    before = shares(order_attractions(np.array([share]), np.array([ours]), odds, 0.3))[:, 0]
    odds[0] += gain
    after = shares(order_attractions(np.array([share]), np.array([ours]), odds, 0.3))[:, 0]
    assert after[1] > before[1]
    others = [OURS, 2, 3]
    np.testing.assert_allclose(after[others] / before[others], after[OURS] / before[OURS])
    assert after[OURS] < before[OURS]


@given(mark=st.floats(0, 1, exclude_max=True), share=st.floats(0.01, 0.9), gain=st.floats(0, 3))
def test_more_attraction_only_adds_orders_to_ours(mark: float, share: float, gain: float) -> None:
    """What was ours stays ours at the same mark."""
    odds = np.zeros((2, 1))
    before, after = (
        chosen_firm(np.array([mark]), shares(order_attractions(np.array([share]), np.array([g]), odds, 0.2)))
        for g in (0.0, gain)
    )
    assert before[0] != OURS or after[0] == OURS


@pytest.mark.parametrize("form", ["mnl", "mci"])
def test_price_elasticity_at_equal_prices_is_the_weight_times_what_we_do_not_have(form: str) -> None:
    """Both forms: one percent cheaper raises a rival's share by weight x (1 - share) percent."""
    parameters = replace(COMPETITORS, attraction=form)
    step = 1e-6
    gain = float(price_cut_log_odds(np.array([step]), parameters)[0])
    assert gain / step == pytest.approx(parameters.price_effect, rel=1e-4)
    found = [
        shares(order_attractions(np.array([0.4]), np.zeros(1), np.array([[g], [0.0]]), 0.0))[1, 0]
        for g in (0.0, gain)
    ]
    elasticity = (found[1] / found[0] - 1) / step
    assert elasticity == pytest.approx(parameters.price_effect * (1 - found[0]), rel=1e-3)


def test_offers_like_ours_add_nothing() -> None:
    """At equal price and product log odds are 0; cheaper is more; parity takes only cheapness away."""
    equal = tuple(replace(rival, price=1.0, product=1.0) for rival in COMPETITORS.rivals)
    assert rival_offers(replace(COMPETITORS, rivals=equal)).log_odds.tolist() == [0.0, 0.0]
    cheap = (replace(equal[0], price=0.9), replace(equal[1], price=1.1))
    offers = rival_offers(replace(COMPETITORS, rivals=cheap))
    assert offers.log_odds[0] > 0 > offers.log_odds[1]
    assert offers.parity_log_odds.tolist() == [0.0, offers.log_odds[1]]
    assert len(rival_offers(replace(COMPETITORS, active=False)).log_odds) == 0


def test_shares_through_a_run() -> None:
    """Without any calls, orders of a year fall to firms by the closed form, within 4 errors each (3e-4).

    Goodwill stays 0, satisfaction 7, so our share is the choice floor; rivals share the rest by offer.
    """
    world = small_world(
        service__churn=NOBODY_LEAVES,
        days=250,
        market__calls_per_year=replace(loaded("status_quo").market.calls_per_year, A=0.0, B=0.0, C=0.0),
        service__requests_per_year=replace(loaded("status_quo").market.calls_per_year, A=0.0, B=0.0, C=0.0),
        service__satisfaction_start=7.0,
        leads__leads_per_year=replace(loaded("status_quo").market.calls_per_year, A=0.0, B=0.0, C=0.0),
        competitors__rivals=busy_rivals(0.0),
    )
    model = model_of(world)
    model.state.goodwill[:] = 0
    for _ in range(250):
        model.step()
    scenario = world.scenario
    model.state.goodwill[:] = 0
    share = model.state.choice_share(model.orders.needs.account)
    odds = np.repeat(rival_offers(scenario.competitors).log_odds[:, None], len(share), axis=1)
    outside = scenario.competitors.outside_share
    expected = shares(order_attractions(share, np.zeros(len(share)), odds, outside)).mean(axis=1)
    orders = np.bincount(model.orders.firm, minlength=4)
    total = orders.sum()
    assert total == len(model.orders.needs)
    assert (abs(orders - total * expected) < 4 * np.sqrt(total * expected * (1 - expected))).all()
