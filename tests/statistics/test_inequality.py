"""Gini and Lorenz: closed forms and properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.statistics.inequality import (
    atkinson,
    gini,
    jain,
    lorenz,
    p90_over_p10,
    theil,
    theil_between_and_within,
)
from territory_sim.streams import Streams

AMOUNTS = st.lists(st.integers(0, 10**9), min_size=2, max_size=60)


def test_one_to_n_has_its_closed_form() -> None:
    """The amounts 1..n have the plain coefficient (n-1)/(3n), so 1/3 after the correction."""
    for count in (2, 5, 100):
        assert gini(range(1, count + 1)) == pytest.approx(1 / 3)


def test_nothing_to_share_is_equal() -> None:
    """No money, or nobody to share with, is no inequality."""
    assert (gini([0, 0, 0]), gini([7]), gini([])) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("bad", [[-1, 2], [1.0, float("nan")]])
def test_negative_or_missing_amounts_are_an_error(bad: list[float]) -> None:
    """A negative amount has no place on a Lorenz curve."""
    with pytest.raises(ValueError, match="negative"):
        gini(bad)


@given(AMOUNTS)
def test_gini_is_the_mean_absolute_difference(amounts: list[int]) -> None:
    """It equals the mean absolute difference of two different sharers over twice the mean."""
    values = np.array(amounts, dtype=float)
    count = values.size
    if values.sum() == 0:
        return
    differences = np.abs(values[:, None] - values[None, :]).sum() / (count * (count - 1))
    assert gini(values) == pytest.approx(differences / (2 * values.mean()), abs=1e-12)
    assert 0 <= gini(values) <= 1 + 1e-12


@given(AMOUNTS, st.floats(0.01, 1000))
def test_gini_ignores_scale_and_order(amounts: list[int], factor: float) -> None:
    """Another currency or another order of reps changes nothing."""
    assert gini([factor * a for a in reversed(amounts)]) == pytest.approx(gini(amounts), abs=1e-9)


@given(AMOUNTS)
def test_lorenz_curve_is_convex_below_equality_and_encloses_gini(amounts: list[int]) -> None:
    """It runs from 0 to 1, never above the diagonal, and twice the area to it is the plain Gini."""
    sharers, held = lorenz(amounts)
    assert (held[0], held[-1]) == (0.0, 1.0)
    assert np.all(held <= sharers + 1e-12)
    assert np.all(np.diff(held, 2) >= -1e-12)
    count = len(amounts)
    enclosed = 1 - ((held[1:] + held[:-1]) / 2 * np.diff(sharers)).sum() * 2
    assert enclosed * count / (count - 1) == pytest.approx(gini(amounts), abs=1e-9)


@given(AMOUNTS, st.floats(0.01, 1000))
def test_all_measures_ignore_scale_and_order(amounts: list[int], factor: float) -> None:
    """Another currency or another order of reps changes nothing."""
    scaled = [factor * amount for amount in reversed(amounts)]
    for measure in (theil, jain, lambda values: atkinson(values, 0.5), lambda values: atkinson(values, 1)):
        assert measure(scaled) == pytest.approx(measure(amounts), abs=1e-9)


@given(AMOUNTS)
def test_jain_is_one_over_one_plus_squared_variation(amounts: list[int]) -> None:
    """And lies between 1/n and 1."""
    values = np.array(amounts, dtype=float)
    if values.sum() == 0:
        return
    assert jain(values) == pytest.approx(1 / (1 + (values.std() / values.mean()) ** 2))
    assert 1 / len(values) - 1e-12 <= jain(values) <= 1 + 1e-12


@given(AMOUNTS, st.lists(st.integers(0, 3), min_size=60, max_size=60))
def test_between_and_within_add_up(amounts: list[int], groups: list[int]) -> None:
    """However the sharers are grouped."""
    between, within = theil_between_and_within(amounts, groups[: len(amounts)])
    assert between + within == pytest.approx(theil(amounts), abs=1e-9)
    assert min(between, within) >= 0


def test_deciles() -> None:
    """Equal pay has a ratio of 1, also when all is nothing; a first decile of nothing has no ratio."""
    assert (p90_over_p10([4, 4]), p90_over_p10([0, 0])) == (1.0, 1.0)
    assert p90_over_p10([0] * 5 + [1] * 5) == float("inf")


@pytest.mark.slow
def test_corrected_gini_is_unbiased_where_the_plain_one_is_not() -> None:
    """For 8 exponential amounts the corrected coefficient averages the 0.5 of the distribution.

    20,000 samples leave a standard error of 0.0008: a bound of 0.004 is five of them.
    """
    draws = Streams(1).generator("test gini").exponential(size=(20_000, 8))
    assert np.mean([gini(row) for row in draws]) == pytest.approx(0.5, abs=0.004)
