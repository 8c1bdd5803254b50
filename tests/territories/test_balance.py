"""Figures of balance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.territories.balance import balance_of

AMOUNTS = st.lists(st.floats(1, 1e6), min_size=1, max_size=30)


def test_figures_of_a_known_spread() -> None:
    """Worked out by hand: mean 100, one of four beyond 15 % on each side."""
    figures = balance_of(np.array([70.0, 90.0, 110.0, 130.0]))
    assert figures.max_deviation == pytest.approx(0.3)
    assert figures.cv == pytest.approx(np.sqrt(500) / 100)
    assert figures.outside_band == 0.5
    assert figures.max_over_mean == pytest.approx(1.3)
    assert figures.min_over_mean == pytest.approx(0.7)


@given(amounts=AMOUNTS, scale=st.sampled_from([0.25, 2.0, 1024.0]))
def test_the_unit_of_the_amounts_does_not_matter(amounts: list[float], scale: float) -> None:
    """Hours or minutes, the figures are the same."""
    assert balance_of(np.array(amounts)) == balance_of(np.array(amounts) * scale)


@given(amounts=AMOUNTS)
def test_equal_amounts_are_perfect_and_others_are_not_better(amounts: list[float]) -> None:
    """No deviation is negative; equal territories have none."""
    assert balance_of(np.full(len(amounts), amounts[0])).max_deviation == pytest.approx(0, abs=1e-12)
    assert balance_of(np.array(amounts)).max_deviation >= 0


def test_nothing_at_all_is_spread_evenly() -> None:
    """A quantity that is zero everywhere has no imbalance, and divides by nothing."""
    assert balance_of(np.zeros(3)).max_deviation == 0
