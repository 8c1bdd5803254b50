"""Intervals of shares stay between 0 and 1 and agree with another library."""

from __future__ import annotations

import pytest
from scipy.stats import binomtest

from territory_sim.statistics.proportion import wilson_interval


@pytest.mark.parametrize(("hits", "trials"), [(0, 20), (1, 20), (10, 20), (20, 20), (3, 4)])
def test_wilson_agrees_with_scipy(hits: int, trials: int) -> None:
    """The same ends as SciPy's, also at 0 and 1."""
    theirs = binomtest(hits, trials).proportion_ci(method="wilson")
    found = wilson_interval(hits, trials)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))
    assert 0 <= found.low <= found.estimate <= found.high <= 1
