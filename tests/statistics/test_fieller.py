"""Fieller's set: the ratios that are not told from the samples, bounded or not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.statistics.fieller import delta_method, fieller, fieller_of_moments
from territory_sim.statistics.intervals import mean_interval

SAMPLES = st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=3, max_size=8, unique=True)


def test_with_a_constant_denominator_it_is_students_interval() -> None:
    """Dividing by a known number scales the t interval, and nothing else."""
    top = [3.0, 4.5, 2.0, 6.0]
    found, usual = fieller(top, [2.0] * 4), mean_interval(top)
    assert found.shape == "bounded"
    assert (found.estimate, found.low, found.high) == pytest.approx(
        (usual.estimate / 2, usual.low / 2, usual.high / 2)
    )


@given(SAMPLES, st.floats(-50, 50))
def test_a_ratio_is_in_the_set_when_the_difference_is_not_told_from_zero(
    samples: list[tuple[float, float]], ratio: float
) -> None:
    """By definition: the t interval of numerator - ratio x denominator holds zero."""
    top, bottom = np.array(samples).T
    found, rest = fieller(top, bottom), mean_interval(top - ratio * bottom)
    margin = min(abs(rest.low), abs(rest.high))
    if margin > 1e-6:  # not right on the edge, where rounding decides
        assert found.holds(ratio) == (rest.low <= 0 <= rest.high)


def test_a_denominator_that_may_be_zero_gives_two_branches_or_everything() -> None:
    """Ratios of any size are possible then; the set says so and does not pretend to end."""
    outside = fieller_of_moments((5.0, 0.1), (0.1, 0.0, 1.0), 4.0)
    assert outside.shape == "outside"
    assert outside.holds(1e6)
    assert outside.holds(-1e6)
    assert not outside.holds(0.0)
    assert outside.ends() == (-math.inf, math.inf)
    everything = fieller_of_moments((0.1, 0.1), (1.0, 0.0, 1.0), 4.0)
    assert everything.shape == "everything"
    assert everything.holds(0.0)
    assert everything.holds(-123.0)


def test_the_delta_method_agrees_where_the_denominator_is_strong() -> None:
    """Both come to the same ends when the denominator is hundreds of standard errors from zero."""
    turn = np.sin(np.arange(40.0))
    top, bottom = 20 + turn, 10 + 0.1 * np.cos(np.arange(40.0))
    assert delta_method(top, bottom) == pytest.approx(fieller(top, bottom).ends(), rel=1e-4)


def test_too_few_pairs_are_refused() -> None:
    """An interval needs a degree of freedom, and pairs need both their parts."""
    with pytest.raises(ValueError, match="pairs are needed"):
        fieller([1.0, 2.0], [1.0, 2.0], lost_degrees=2)
    with pytest.raises(ValueError, match="pairs are needed"):
        fieller([1.0, 2.0, 3.0], [1.0, 2.0])
