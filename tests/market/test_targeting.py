"""Rivals look for the dissatisfied, the unvisited and the large, and learn which of them pay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.worlds import loaded

from territory_sim.market.targeting import TARGETS, first_weights, invitation, shifted_weights, target_pulls

RIVALS = loaded("status_quo").competitors


@given(
    satisfaction=st.floats(0, 10),
    unvisited=st.floats(-50, 2000),
    segment=st.integers(0, 2),
    worse=st.floats(0, 10),
    later=st.floats(0, 500),
)
def test_dissatisfied_unvisited_and_large_accounts_invite_more(
    satisfaction: float, unvisited: float, segment: int, worse: float, later: float
) -> None:
    """The invitation rises with each of the three, from the base share to 1."""
    points = np.array([satisfaction, max(satisfaction - worse, 0), satisfaction, satisfaction])
    days = np.array([unvisited, unvisited, unvisited + later, unvisited])
    size = np.array([segment, segment, segment, 0], dtype=np.int8)
    pulls = target_pulls(points, days, size, RIVALS)
    weights = np.repeat(first_weights(1).T, 4, axis=1)
    usual, angry, lonely, large = invitation(weights, pulls, RIVALS.base_share)
    assert RIVALS.base_share <= usual <= min(angry, lonely, large) + 1e-12
    assert max(angry, lonely, large) <= 1 + 1e-12


def test_the_ends_of_the_invitation() -> None:
    """No target of any kind: the base share; a target of all kinds: the full rate."""
    months = RIVALS.unvisited_months * 250 / 12
    pulls = target_pulls(np.array([10.0, 0.0]), np.array([0.0, months]), np.array([2, 0], np.int8), RIVALS)
    shares = invitation(np.repeat(first_weights(1).T, 2, axis=1), pulls, RIVALS.base_share)
    assert shares.tolist() == pytest.approx([RIVALS.base_share, 1.0])


COUNTS = arrays(np.int64, (2, len(TARGETS)), elements=st.integers(0, 1000))


@given(calls=COUNTS, orders=COUNTS, learning=st.floats(0, 5))
def test_weights_stay_weights(calls: np.ndarray, orders: np.ndarray, learning: float) -> None:
    """Whatever a month brings they sum to 1 for each firm, and no kind is given up for good."""
    weights = first_weights(2)
    for _ in range(5):
        weights = shifted_weights(weights, calls, orders, learning)
        np.testing.assert_allclose(weights.sum(axis=1), 1)
        assert (weights >= 0.05 - 1e-12).all()


def test_the_kind_that_pays_wins_the_weight_and_only_with_learning() -> None:
    """Twelve months of one order per call on the large alone: they get most weight; else none."""
    weights = still = first_weights(1)
    calls, orders = np.array([[50, 50, 50]]), np.array([[5, 5, 50]])
    for _ in range(12):
        before = weights
        weights = shifted_weights(weights, calls, orders, RIVALS.learning)
        assert weights[0, 2] > before[0, 2]
        still = shifted_weights(still, calls, orders, 0.0)
    assert weights[0, 2] > 0.6
    np.testing.assert_array_equal(still, first_weights(1))


def test_a_kind_never_called_on_is_not_judged() -> None:
    """No call, no news: its weight stands between that of the better and that of the worse."""
    after = shifted_weights(first_weights(1), np.array([[10, 0, 10]]), np.array([[9, 0, 1]]), 1.0)[0]
    assert after[0] > after[1] > after[2]
