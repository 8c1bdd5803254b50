"""Fairness measures against closed forms, at the quantiles of distributions with a known answer."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import erf, ndtri

from territory_sim.statistics.inequality import atkinson, gini, jain, theil
from territory_sim.statistics.variance_shares import explained_shares

MANY = (np.arange(200_000) + 0.5) / 200_000
LOGNORMAL = np.exp(0.5 * ndtri(MANY))


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        pytest.param(-np.log1p(-MANY), 0.5, id="exponential"),
        pytest.param(MANY, 1 / 3, id="uniform"),
        pytest.param(LOGNORMAL, float(erf(0.5 / 2)), id="lognormal of 0.5"),
        pytest.param((1 - MANY) ** (-1 / 3), 1 / 5, id="Pareto of 3"),
    ],
)
def test_gini_has_its_closed_form(amounts: NDArray[np.float64], expected: float) -> None:
    """200,000 quantiles leave less than one part in a thousand."""
    assert gini(amounts) == pytest.approx(expected, abs=0.001)


def test_lognormal_inequality_has_its_closed_forms() -> None:
    """With a log standard deviation s: Theil s^2/2, Atkinson(1) 1 - exp(-s^2/2), Jain exp(-s^2)."""
    variance = 0.25
    assert theil(LOGNORMAL) == pytest.approx(variance / 2, abs=5e-4)
    assert atkinson(LOGNORMAL, 1) == pytest.approx(1 - math.exp(-variance / 2), abs=5e-4)
    assert atkinson(LOGNORMAL, 0.5) == pytest.approx(1 - math.exp(-variance / 4), abs=5e-4)
    assert jain(LOGNORMAL) == pytest.approx(math.exp(-variance), abs=5e-4)


@pytest.mark.parametrize("cv", [0.1, 0.2, 0.3, 0.5])
def test_the_territory_s_share_of_pay_has_its_closed_form(cv: float) -> None:
    """Pay of A P^(1-e) n^e at one rate, P and A lognormal and crossed, equal effort.

    The share of var(log pay) that is the territory's is (1-e)^2 var(log P) over the sum with var(log A).
    """
    elasticity, ability_sd = 0.31, 0.2
    potential_sd = math.sqrt(math.log1p(cv * cv))
    quantiles = ndtri((np.arange(30) + 0.5) / 30)
    quantiles /= quantiles.std()
    log_potential, log_ability = (part.ravel() for part in np.meshgrid(quantiles, quantiles))
    log_potential, log_ability = potential_sd * log_potential, ability_sd * log_ability
    pay = (1 - elasticity) * log_potential + log_ability
    of_territory = (1 - elasticity) ** 2 * potential_sd**2
    expected = of_territory / (of_territory + ability_sd**2)
    shares = explained_shares(pay, {"territory": log_potential, "ability": log_ability})
    assert shares["territory"] == pytest.approx(expected, abs=1e-9)
    assert expected == pytest.approx({0.1: 0.11, 0.2: 0.32, 0.3: 0.51, 0.5: 0.73}[cv], abs=0.01)
