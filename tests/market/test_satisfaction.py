"""Satisfaction: losses weigh more than gains, and it stays on its scale."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.market.satisfaction import experience, updated_satisfaction

SERVICE = loaded("status_quo").service
POINTS = st.floats(0, 10)


def after(satisfaction: list[float], experiences: list[tuple[int, float]]) -> list[float]:
    """Give satisfaction after a day of (account, points)."""
    account = np.array([number for number, _ in experiences], dtype=np.int64)
    points = np.array([value for _, value in experiences])
    moved: list[float] = updated_satisfaction(np.array(satisfaction), account, points, SERVICE).tolist()
    return moved


def test_an_experience_is_in_time_late_or_unanswered() -> None:
    """On the deadline is in time; a minute's fraction later is late; no answer is worst."""
    points = experience(np.array([9.0, 10.0, 10.001, np.nan]), np.full(4, 10.0), SERVICE)
    assert points.tolist() == [
        SERVICE.experience_in_time,
        SERVICE.experience_in_time,
        SERVICE.experience_late,
        SERVICE.experience_unanswered,
    ]


def test_a_loss_weighs_more_than_an_equal_gain() -> None:
    """Two points below expectation move further than two points above, by the set weights."""
    up, down = after([5.0, 5.0], [(0, 7.0), (1, 3.0)])
    assert up - 5.0 == pytest.approx(2 * SERVICE.gain_weight)
    assert 5.0 - down == pytest.approx(2 * SERVICE.loss_weight)
    assert SERVICE.loss_weight > SERVICE.gain_weight


def test_what_was_expected_changes_nothing() -> None:
    """An experience equal to satisfaction leaves it, as does no experience."""
    assert after([6.5, 3.0], [(0, 6.5)]) == [6.5, 3.0]
    assert after([6.5, 3.0], []) == [6.5, 3.0]


@given(
    start=st.lists(POINTS, min_size=3, max_size=3),
    experiences=st.lists(st.tuples(st.integers(0, 2), POINTS), max_size=30),
    order=st.randoms(use_true_random=False),
)
def test_it_stays_on_the_scale_in_any_order(
    start: list[float], experiences: list[tuple[int, float]], order: object
) -> None:
    """Between 0 and 10 whatever happens; the order of a day's experiences is irrelevant."""
    moved = after(start, experiences)
    assert all(0 <= points <= 10 for points in moved)
    shuffled = list(experiences)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    np.testing.assert_allclose(after(start, shuffled), moved, atol=1e-12)


def test_the_mornings_satisfaction_is_not_written_to() -> None:
    """The update is a new column."""
    morning = np.array([5.0])
    updated_satisfaction(morning, np.zeros(1, dtype=np.int64), np.array([10.0]), SERVICE)
    assert morning.tolist() == [5.0]
