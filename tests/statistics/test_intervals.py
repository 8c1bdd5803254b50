"""Intervals agree with another implementation and hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from territory_sim.statistics.intervals import mean_interval, standard_error, t_quantile, t_two_sided_p
from territory_sim.streams import Streams


def test_mean_interval_agrees_with_scipy() -> None:
    """The interval is the one scipy's one-sample t test gives."""
    samples = Streams(1).generator("test intervals").normal(50, 9, size=14)
    ours = mean_interval(samples, 0.9)
    theirs = stats.ttest_1samp(samples, 0.0).confidence_interval(0.9)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), rel=1e-12)
    assert ours.estimate == pytest.approx(samples.mean())


def test_t_distribution_agrees_with_scipy() -> None:
    """Quantile and tail are those of Student's t."""
    assert t_quantile(0.975, 7) == pytest.approx(stats.t.ppf(0.975, 7), rel=1e-12)
    assert t_two_sided_p(-1.7, 7) == pytest.approx(2 * stats.t.sf(1.7, 7), rel=1e-12)


def test_equal_samples_leave_no_width() -> None:
    """Samples that are all alike give a point, not rounding dust."""
    interval = mean_interval([0.1] * 7)
    assert (interval.low, interval.estimate, interval.high) == (0.1, 0.1, 0.1)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_samples_are_an_error(count: int) -> None:
    """One sample says nothing about noise."""
    with pytest.raises(ValueError, match="at least 2"):
        standard_error([1.0] * count)


@pytest.mark.slow
def test_interval_holds_the_mean_as_often_as_it_says() -> None:
    """Of 4,000 intervals of 95 %, between 94 and 96 % hold the mean.

    False alarm rate about 0.4 %: the count is binomial with a standard deviation of 0.34 points.
    """
    draws = Streams(2).generator("test intervals coverage").normal(3.0, 2.0, size=(4000, 12))
    held = [(i := mean_interval(row)).low <= 3.0 <= i.high for row in draws]
    assert 0.94 <= np.mean(held) <= 0.96
