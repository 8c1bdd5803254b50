"""Rivals react where our share rises or our campaign runs, and to nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from territory_sim.market.rival_reaction import observed_share, threat, updated_usual

NOBODY = np.zeros(3, dtype=bool)


def test_a_rise_of_a_tenth_is_answered_in_full_and_a_fall_not_at_all() -> None:
    """In proportion in between."""
    usual = np.full(3, 0.3)
    np.testing.assert_allclose(threat(np.array([0.2, 0.35, 0.6]), usual, NOBODY), [0, 0.5, 1])


def test_a_campaign_is_answered_whatever_the_share() -> None:
    """Even before it has sold anything."""
    runs = np.array([True, False, False])
    np.testing.assert_allclose(threat(np.full(3, 0.3), np.full(3, 0.3), runs), [1, 0, 0])


@given(ours=st.integers(0, 50), others=st.integers(0, 50), usual=st.floats(0, 1))
def test_few_orders_are_no_news(ours: int, others: int, usual: float) -> None:
    """What is seen lies between the usual share and that of the month, the nearer to it the more orders."""
    seen = float(observed_share(np.array([ours]), np.array([ours + others]), np.array([usual]))[0])
    month = ours / (ours + others) if ours + others else usual
    assert min(month, usual) - 1e-9 <= seen <= max(month, usual) + 1e-9
    if ours + others > 10:
        assert abs(seen - month) <= abs(seen - usual) + 1e-9


def test_what_lasts_becomes_usual() -> None:
    """After two years at a new level, nobody sees a threat in it."""
    usual = np.array([0.2, 0.2, 0.2])
    for _ in range(24):
        usual = updated_usual(usual, np.array([0.2, 0.4, 0.1]))
    assert threat(np.array([0.2, 0.4, 0.1]), usual, NOBODY).max() < 0.01
