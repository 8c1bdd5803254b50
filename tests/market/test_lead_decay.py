"""Leads cool with the wait, by as much of the published odds as the wait itself causes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.market.lead_decay import observed_log_odds, qualify_probability

LEADS = loaded("status_quo").leads
WAITS = np.array([0.5, 1.5, 30.0])


def odds_after(wait_hours: np.ndarray, causal_share: float) -> np.ndarray:
    """Give the odds to qualify after waits."""
    chance = qualify_probability(wait_hours, replace(LEADS, decay_causal_share=causal_share))
    return np.asarray(chance / (1 - chance))


def test_a_lead_answered_at_once_qualifies_as_the_setting_says() -> None:
    """Within the first hour the probability at once, whatever the causal share."""
    for share in (0.0, 0.5, 1.0):
        chance = qualify_probability(np.array([0.0, 0.99]), replace(LEADS, decay_causal_share=share))
        np.testing.assert_allclose(chance, LEADS.qualify_at_once)


@pytest.mark.parametrize(
    ("share", "hour_later", "day_later"), [(1, 7, 60), (0.5, 7**0.5, 60**0.5), (0, 1, 1)]
)
def test_odds_fall_by_the_causal_share_of_the_published_ratios(
    share: float, hour_later: float, day_later: float
) -> None:
    """All of it: 7 and 60 times (Oldroyd et al. 2011); half of it: their roots; none: no fall."""
    first, second, last = odds_after(WAITS, share)
    assert first / second == pytest.approx(hour_later)
    assert first / last == pytest.approx(day_later)


def test_between_the_published_buckets_odds_fall_steadily() -> None:
    """From 2 to 24 hours a straight line in logarithms: the middle is the geometric mean."""
    ends, middle = observed_log_odds(np.array([2.0, 24.0])), observed_log_odds(np.array([np.sqrt(48.0)]))
    assert middle[0] == pytest.approx(ends.mean())
    assert observed_log_odds(np.array([1e6]))[0] == pytest.approx(-np.log(60))


@given(at_once=st.floats(0, 1), share=st.floats(0, 1), wait=st.floats(0, 1e4), longer=st.floats(0, 1e4))
def test_waiting_never_helps(at_once: float, share: float, wait: float, longer: float) -> None:
    """The probability falls with the wait and stays between 0 and 1, even if it is certain at once."""
    leads = replace(LEADS, qualify_at_once=at_once, decay_causal_share=share)
    chance = qualify_probability(np.array([wait, wait + longer]), leads)
    assert 1 >= chance[0] >= chance[1] - 1e-12 >= -1e-12
