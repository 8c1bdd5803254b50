"""Every form of the response passes through what a manager said of it, at the slope that was measured."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import equal_accounts, loaded

from territory_sim.market.new_accounts import new_accounts
from territory_sim.market.response import RESPONSE_FORMS, Response
from territory_sim.streams import Streams

MARKET = loaded("status_quo").market
FORMS = sorted(RESPONSE_FORMS)
GOODWILL = np.linspace(0, 50, 400)
SHARES = {
    "floor": st.floats(0, 0.3),
    "norm_above": st.floats(0.05, 0.3),
    "ceiling_above": st.floats(0.02, 0.4),
    "elasticity": st.floats(0.01, 0.13),
}


def calibrated(
    name: str, floor: float, norm_above: float, ceiling_above: float, elasticity: float
) -> Response:
    """Give the response of one usual and one new account."""
    at_norm = floor + norm_above
    market = replace(
        MARKET,
        response=name,
        choice_floor=floor,
        choice_at_norm=at_norm,
        choice_ceiling=at_norm + ceiling_above,
        response_elasticity=elasticity,
        new_account_response=1.0,
    )
    return Response(market, np.zeros(1, dtype=bool))


@pytest.mark.parametrize("name", FORMS)
@given(**SHARES)
def test_a_form_is_a_probability_that_rises_and_passes_through_the_norm(
    name: str, floor: float, norm_above: float, ceiling_above: float, elasticity: float
) -> None:
    """At goodwill 1 the share set; more goodwill never less; within [0, 1] at any goodwill."""
    response = calibrated(name, floor, norm_above, ceiling_above, elasticity)
    one = np.zeros(len(GOODWILL), dtype=np.int64)
    share = response.share(one, GOODWILL)
    assert response.share(one[:1], np.ones(1))[0] == pytest.approx(floor + norm_above)
    assert (np.diff(share) >= -1e-15).all()
    assert 0 <= share[0] <= share[-1] <= 1
    if name != "power":
        assert share[0] == pytest.approx(floor)
    if name == "adbudg":
        assert share[-1] <= floor + norm_above + ceiling_above + 1e-12


@pytest.mark.parametrize("name", FORMS)
@given(**SHARES)
def test_the_elasticity_at_the_norm_is_the_one_set(
    name: str, floor: float, norm_above: float, ceiling_above: float, elasticity: float
) -> None:
    """By the formula and by a numeric slope."""
    response = calibrated(name, floor, norm_above, ceiling_above, elasticity)
    constant = response.form.constant(np.array([elasticity]))
    assert response.form.elasticity(np.ones(1), constant)[0] == pytest.approx(elasticity, rel=1e-6)
    step = 1e-5
    around = response.share(np.zeros(2, dtype=np.int64), np.array([1 - step, 1 + step]))
    slope = (around[1] - around[0]) / (2 * step) / (floor + norm_above)
    assert slope == pytest.approx(elasticity, rel=1e-3)


@pytest.mark.parametrize("name", FORMS)
def test_formula_and_slope_agree_away_from_the_norm(name: str) -> None:
    """At a tenth, a third, three times and ten times the norm."""
    form = RESPONSE_FORMS[name](MARKET)
    goodwill = np.array([0.1, 1 / 3, 3.0, 10.0])
    constant = form.constant(np.full(4, 0.3))
    step = 1e-6 * goodwill
    rise = form.share(goodwill + step, constant) - form.share(goodwill - step, constant)
    slope = rise / (2 * step) * goodwill / form.share(goodwill, constant)
    np.testing.assert_allclose(form.elasticity(goodwill, constant), slope, rtol=1e-4, atol=1e-9)


def test_the_default_is_calibrated_to_the_published_elasticity() -> None:
    """Over usual and new accounts in their shares 0.31 (Albers et al. 2010), within 0.01."""
    share, factor = MARKET.new_account_share, MARKET.new_account_response
    mean = MARKET.response_elasticity * (1 - share + share * factor)
    assert mean == pytest.approx(0.31, abs=0.01)


def test_the_power_form_gives_the_closed_form_of_a_territory() -> None:
    """Half the calls on half the potential sell half; S = a P**(1 - e) n**e for equal accounts."""
    response = Response(replace(MARKET, response="power"), np.zeros(1, dtype=bool))
    elasticity = MARKET.response_elasticity

    def sales(accounts: int, calls: float) -> float:
        goodwill = np.full(accounts, calls / accounts)
        return float(response.share(np.zeros(accounts, dtype=np.int64), goodwill).sum())

    base = sales(100, 100.0)
    for accounts, calls in ((50, 50.0), (100, 25.0), (400, 100.0)):
        expected = base * (accounts / 100) ** (1 - elasticity) * (calls / 100) ** elasticity
        assert sales(accounts, calls) == pytest.approx(expected)


def test_the_power_form_stays_a_probability() -> None:
    """It is cut at 1, at fifty times the norm; from there on another call is worth nothing."""
    form = RESPONSE_FORMS["power"](MARKET)
    goodwill = np.array([40.0, 60.0, 1e6])
    share = form.share(goodwill, np.full(3, 0.3))
    assert share[0] < 1
    assert share[1:].tolist() == [1, 1]
    assert form.elasticity(goodwill, np.full(3, 0.3)).tolist() == [0.3, 0, 0]


@pytest.mark.parametrize("name", FORMS)
def test_new_accounts_answer_more(name: str) -> None:
    """The same share at the norm; less below it, more above it; the elasticity times the factor."""
    response = Response(replace(MARKET, response=name), np.array([False, True]))
    both = np.array([0, 1])
    usual, new = (response.share(both, np.full(2, goodwill)).tolist() for goodwill in (0.5, 2.0))
    assert response.share(both, np.ones(2)).tolist() == pytest.approx([0.31, 0.31])
    assert usual[0] > usual[1]
    assert new[0] < new[1]


def test_another_call_is_worth_less_and_less_but_never_nothing() -> None:
    """Gain falls with the goodwill there is, for a usual account under the default form."""
    response = Response(MARKET, np.zeros(1, dtype=bool))
    gain = response.call_gain(np.zeros(400, dtype=np.int64), GOODWILL, np.full(400, 0.5))
    assert (gain > 0).all()
    assert (np.diff(gain) < 0).all()


def test_more_new_accounts_keep_those_that_were() -> None:
    """A mark of its own decides; the share is met within 4 standard errors, and 0 means none."""
    accounts = equal_accounts(4000)
    few, many, none = (
        new_accounts(accounts, replace(MARKET, new_account_share=share), Streams(1))
        for share in (0.1, 0.3, 0.0)
    )
    assert not none.any()
    assert (few <= many).all()
    assert abs(few.mean() - 0.1) < 4 * np.sqrt(0.1 * 0.9 / 4000)
