"""Call elasticities: what the regressions find where the answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from territory_sim.calibration.account_months import AccountMonths
from territory_sim.calibration.call_elasticity import call_elasticities
from territory_sim.calibration.poisson_regression import NotIdentifiedError, poisson_regression
from territory_sim.streams import Streams


def panel(calls: NDArray[np.float64], sales: NDArray[np.float64]) -> AccountMonths:
    """Make a panel of calls and sales."""
    accounts, months = calls.shape
    names = tuple(f"A{number}" for number in range(accounts))
    return AccountMonths(names, tuple(f"2026-{month + 1:02d}" for month in range(months)), calls, sales)


def fabricated(seed: int, slope: float, *, targeted: bool) -> AccountMonths:
    """Make up 600 accounts, a year long: sales are large times (1 + calls) to a power, and noise.

    Targeted reps call where accounts are large; the others call on everybody alike.
    """
    draw = Streams(seed).generator("fabricated panel")
    large = np.exp(draw.normal(0, 1, 600))
    rate = 2 * large / large.mean() if targeted else np.full(600, 2.0)
    calls = draw.poisson(rate[:, None], (600, 12)).astype(float)
    noise = draw.gamma(2.0, 0.5, (600, 12))
    return panel(calls, 1000 * large[:, None] * (1 + calls) ** slope * noise)


def test_regression_equals_a_published_way_to_compute_it() -> None:
    """With one binary regressor and one group, the slope is the log of the ratio of two means."""
    outcome = np.array([1.0, 3.0, 2.0, 8.0, 4.0])
    treated = np.array([0.0, 0.0, 0.0, 1.0, 1.0])
    rows = np.arange(5)
    fit = poisson_regression(outcome, treated[:, None], np.zeros(5, dtype=np.int64), rows)
    assert fit.slopes[0] == pytest.approx(math.log(6 / 2))
    assert fit.fitted.tolist() == pytest.approx([2, 2, 2, 6, 6])
    # Robust variance of a difference of log means: each mean's squared deviations over its squared sum.
    assert fit.covariance[0, 0] == pytest.approx(2 / 36 + 8 / 144)


def test_groups_are_compared_with_themselves_alone() -> None:
    """Multiplying all of one group's outcomes changes no slope: its intercept takes it up."""
    draw = Streams(1).generator("groups")
    group = np.repeat(np.arange(5), 20)
    regressor = draw.normal(size=(100, 1))
    outcome = draw.poisson(np.exp(0.5 * regressor[:, 0])).astype(float)
    scaled = outcome * np.array([1, 10, 100, 3, 0.5])[group]
    one, other = (poisson_regression(y, regressor, group, group) for y in (outcome, outcome * 7))
    assert one.slopes == pytest.approx(other.slopes)
    alone = poisson_regression(scaled, np.column_stack([regressor]), group, group)
    assert np.isfinite(alone.slopes).all()


def test_a_regressor_that_does_not_vary_is_refused() -> None:
    """Within groups there is then nothing to compare."""
    rows = np.arange(10)
    with pytest.raises(NotIdentifiedError):
        poisson_regression(np.ones(10), np.ones((10, 1)), rows // 5, rows)


def test_where_calls_fall_by_lot_both_readings_are_right() -> None:
    """Without targeting there is nothing to be naive about; the intervals hold the truth."""
    made = fabricated(2, 0.4, targeted=False)
    found = call_elasticities(made)
    true = 0.4 * float((made.sales * made.calls / (1 + made.calls)).sum() / made.sales.sum())
    for interval in (found.pooled, found.within):
        assert interval.low <= true <= interval.high
        assert interval.estimate == pytest.approx(true, abs=0.1)


def test_where_reps_call_on_the_large_the_naive_reading_is_several_fold() -> None:
    """The pooled estimate takes size for the effect of calls; within accounts it does not."""
    made = fabricated(3, 0.3, targeted=True)
    found = call_elasticities(made)
    true = 0.3 * float((made.sales * made.calls / (1 + made.calls)).sum() / made.sales.sum())
    assert found.pooled.low > 2 * true
    assert found.within.low <= true <= found.within.high


def test_too_short_or_empty_panels_say_that_they_do_not_know() -> None:
    """A month, or a year without calls: nan, no crash."""
    for made in (
        panel(np.ones((5, 2)), np.ones((5, 2))),
        panel(np.ones((5, 1)), np.ones((5, 1))),
        panel(np.zeros((5, 12)), np.ones((5, 12))),
        panel(np.ones((5, 12)), np.zeros((5, 12))),
    ):
        found = call_elasticities(made)
        assert math.isnan(found.pooled.estimate)
        assert math.isnan(found.within.estimate)


@pytest.mark.slow
def test_intervals_within_accounts_cover_the_truth() -> None:
    """95 times in 100; of 200 panels a share under 0.89 has a chance under 1 %, seeds are fixed."""
    held = []
    for seed in range(200):
        made = fabricated(seed, 0.3, targeted=True)
        month = made.sales[:, 1:] * made.calls[:, 1:] / (1 + made.calls[:, 1:])
        true = 0.3 * float(month.sum() / made.sales[:, 1:].sum())
        within = call_elasticities(made).within
        held.append(within.low <= true <= within.high)
    assert np.mean(held) >= 0.89
