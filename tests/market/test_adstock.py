"""Adstock in continuous time: total weight one, no step, and one form when the Weibull's shape is 1."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.market.adstock import felt_share, mean_lag_weeks, pulse_adstock
from territory_sim.market.parameters.marketing import ChannelParameters

FORMS = ("geometric", "weibull_cdf", "weibull_pdf")


def channel(**changes: Any) -> ChannelParameters:
    """Give the mail channel with some settings changed."""
    return replace(loaded("status_quo").marketing.channels.mail, **changes)


CHANNELS = st.builds(
    channel,
    adstock=st.sampled_from(FORMS),
    retention=st.floats(0, 0.95),
    shape=st.floats(0.5, 5),
    scale_weeks=st.floats(0.2, 8),
)


@given(CHANNELS)
def test_an_effect_is_felt_once_and_never_before(some: ChannelParameters) -> None:
    """The kernel's weight grows from 0 at the spend to 1 long after."""
    weeks = np.linspace(-2, 60, 400)
    felt = felt_share(weeks, some)
    assert (felt[weeks <= 0] == 0).all()
    assert (np.diff(felt) >= 0).all()
    assert felt_share(3000.0, some) == pytest.approx(1, abs=1e-3)


@given(CHANNELS, st.floats(0.2, 30))
def test_a_pulse_leaves_as_much_as_it_spent(some: ChannelParameters, duration: float) -> None:
    """The area under the adstock is spend rate times duration, whatever the form."""
    weeks = np.linspace(0, 400, 400_001)
    area = float(np.trapezoid(pulse_adstock(weeks, duration, some), weeks))
    assert area == pytest.approx(duration, rel=0.01)


@given(CHANNELS, st.floats(0.5, 20), st.floats(0, 40))
def test_two_short_pulses_in_a_row_are_one_long_pulse(
    some: ChannelParameters, duration: float, week: float
) -> None:
    """Time is continuous: cutting a campaign in two changes nothing."""
    half = duration / 2
    together = pulse_adstock(week, half, some) + pulse_adstock(week - half, half, some)
    assert together == pytest.approx(pulse_adstock(week, duration, some), abs=1e-12)


@pytest.mark.parametrize("form", ["weibull_cdf", "weibull_pdf"])
def test_with_shape_one_both_weibull_forms_are_geometric(form: str) -> None:
    """exp(-t / scale) is retention**t with retention = exp(-1 / scale)."""
    weeks = np.linspace(0, 20, 201)
    weibull = channel(adstock=form, shape=1.0, scale_weeks=1.7)
    geometric = channel(retention=math.exp(-1 / 1.7))
    np.testing.assert_allclose(felt_share(weeks, weibull), felt_share(weeks, geometric), atol=1e-12)


def test_geometric_adstock_is_the_limit_of_the_weekly_sum() -> None:
    """Broadbent's sum over ever shorter periods comes to the continuous form."""
    some, weeks = channel(retention=0.6), 9
    for periods, error in ((10, 0.03), (1000, 0.0003)):
        kept = 0.6 ** (1 / periods)
        past = np.arange(weeks * periods)
        total = float((kept**past).sum() * (1 - kept))
        assert total == pytest.approx(float(felt_share(weeks, some)), abs=error)


def test_the_pdf_form_first_grows_and_the_cdf_form_never() -> None:
    """Above shape 1 the Weibull density has its peak later; survival falls from the first moment on."""
    weeks = np.linspace(0, 10, 1001)
    weight = {
        form: np.diff(felt_share(weeks, channel(adstock=form, shape=3.0, scale_weeks=2.0)))
        for form in ("weibull_cdf", "weibull_pdf")
    }
    assert weight["weibull_pdf"].argmax() * 0.01 == pytest.approx(2 * (2 / 3) ** (1 / 3), abs=0.02)
    assert (np.diff(weight["weibull_cdf"]) <= 1e-15).all()


@pytest.mark.parametrize("form", FORMS)
def test_the_mean_lag_is_the_kernels_first_moment(form: str) -> None:
    """The area above the cumulative weight is the mean."""
    some = channel(adstock=form, shape=2.5, scale_weeks=1.3, retention=0.55)
    weeks = np.linspace(0, 80, 800_001)
    moment = float(np.trapezoid(1 - felt_share(weeks, some), weeks))
    assert moment == pytest.approx(mean_lag_weeks(some), rel=1e-4)


def test_nothing_is_remembered_without_retention() -> None:
    """With retention 0 the adstock is the spend of the moment."""
    some = channel(retention=0.0)
    assert pulse_adstock([-0.1, 0.1, 1.9, 2.1], 2.0, some).tolist() == [0, 1, 1, 0]
    assert mean_lag_weeks(some) == 0
