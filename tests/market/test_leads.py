"""Leads cool with the wait, and skill multiplies the odds to win them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import equal_accounts, loaded

from territory_sim.market.leads import draw_leads, qualify_probability, win_probability
from territory_sim.market.occurrences import business_horizon
from territory_sim.streams import Streams

LEADS = loaded("status_quo").leads
HORIZON = business_horizon(250, 540)


def test_a_lead_answered_at_once_qualifies_as_the_setting_says() -> None:
    """No wait: the probability at once; each half time of waiting halves the odds."""
    waits = np.array([0.0, 1.0, 2.0, 3.0]) * LEADS.decay_half_hours
    chance = qualify_probability(waits, LEADS)
    assert chance[0] == pytest.approx(LEADS.qualify_at_once)
    odds = chance / (1 - chance)
    np.testing.assert_allclose(odds[1:] / odds[:-1], 0.5)


@given(at_once=st.floats(0, 1), wait=st.floats(0, 1e4), longer=st.floats(0, 1e4))
def test_waiting_never_helps(at_once: float, wait: float, longer: float) -> None:
    """The probability falls with the wait and stays between 0 and 1, even if it is certain at once."""
    chance = qualify_probability(np.array([wait, wait + longer]), replace(LEADS, qualify_at_once=at_once))
    assert 1 >= chance[0] >= chance[1] >= 0


@given(chance=st.floats(0, 1), skill=st.floats(0.05, 20), more=st.floats(0, 20))
def test_skill_never_hurts(chance: float, skill: float, more: float) -> None:
    """Skill 1 wins as the setting says; more skill wins no less; certainty needs a certain lead."""
    leads = replace(LEADS, win_probability=chance)
    typical, low, high = win_probability(np.array([1.0, skill, skill + more]), leads)
    assert typical == pytest.approx(chance, abs=1e-9)
    assert 0 <= low <= high <= 1


def test_values_follow_the_potential() -> None:
    """The mean value is the set share of a year's potential within 4 standard errors, in whole cents."""
    accounts = equal_accounts(6000)
    found = draw_leads(accounts, LEADS, Streams(1, 0), HORIZON)
    mean = LEADS.value_share * 1_000_000
    error = mean * LEADS.value_cv / np.sqrt(len(found))
    assert abs(found.value_cents.mean() - mean) < 4 * error
    assert found.value_cents.dtype == np.int64
    assert (found.expiry_minute - found.minute == 60 * LEADS.patience_hours).all()


def test_luck_belongs_to_the_lead() -> None:
    """Other probabilities, values and minutes leave times and both marks as they were."""
    accounts = equal_accounts(50)
    easier = replace(LEADS, qualify_at_once=0.9, win_probability=0.6, value_share=0.3, visit_minutes=90.0)
    usual, other = (draw_leads(accounts, leads, Streams(1, 0), HORIZON) for leads in (LEADS, easier))
    for column in ("account", "minute", "qualify_mark", "win_mark"):
        np.testing.assert_array_equal(getattr(usual, column), getattr(other, column))
    assert len(usual) > 0
