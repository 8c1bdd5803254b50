"""Saturation: from nothing to everything, half at half_spend, in both forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.market.test_adstock import channel

from territory_sim.market.saturation import saturation

SHAPES = st.sampled_from(["hill", "logistic"])


@given(SHAPES, st.floats(0.3, 4), st.floats(1e-4, 1))
def test_more_spend_never_does_less_and_never_more_than_all(form: str, slope: float, half: float) -> None:
    """The curve rises from 0 towards 1 and is one half at half_spend."""
    some = channel(saturation=form, slope=slope, half_spend=half)
    reached = saturation(np.linspace(0, 50 * half, 500), some)
    assert reached[0] == 0
    assert (np.diff(reached) >= 0).all()
    assert reached[-1] <= 1
    assert saturation(half, some) == pytest.approx(0.5, rel=1e-12)


def test_hill_is_the_formula_of_meridian() -> None:
    """1 / (1 + (x / ec)**-slope)."""
    some = channel(half_spend=0.02, slope=1.8)
    x = np.array([0.005, 0.02, 0.11])
    np.testing.assert_allclose(saturation(x, some), 1 / (1 + (x / 0.02) ** -1.8), rtol=1e-14)


def test_logistic_is_the_formula_of_pymc_marketing() -> None:
    """(1 - exp(-l x)) / (1 + exp(-l x)) with l = log(3) / half_spend."""
    some = channel(saturation="logistic", half_spend=0.02)
    x = np.array([0.005, 0.02, 0.11])
    fall = np.exp(-np.log(3) / 0.02 * x)
    np.testing.assert_allclose(saturation(x, some), (1 - fall) / (1 + fall), rtol=1e-13)


def test_returns_diminish_unless_the_slope_is_above_one() -> None:
    """Hill is concave up to slope 1 and S-shaped above; the logistic form is concave."""
    x = np.linspace(0, 0.05, 101)
    concave = [channel(), channel(slope=0.7), channel(saturation="logistic")]
    assert all((np.diff(saturation(x, some), 2) <= 1e-15).all() for some in concave)
    assert np.diff(saturation(x, replace(channel(), slope=3.0)), 2)[0] > 0
