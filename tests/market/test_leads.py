"""Leads of every source are drawn beforehand, and skill multiplies the odds to win them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import equal_accounts, loaded

from territory_sim.market.leads import LeadSource, draw_leads, win_probability
from territory_sim.market.occurrences import business_horizon
from territory_sim.streams import Streams

LEADS = loaded("status_quo").leads
HORIZON = business_horizon(250, 540)


@given(share=st.floats(0, 1), skill=st.floats(0.05, 20), more=st.floats(0, 20))
def test_skill_never_hurts(share: float, skill: float, more: float) -> None:
    """Skill 1 wins as the setting says; more skill wins no less; certainty needs a certain deal."""
    typical, low, high = win_probability(np.full(3, share), np.array([1.0, skill, skill + more]))
    assert typical == pytest.approx(share, abs=1e-9)
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
    easier = replace(LEADS, qualify_at_once=0.9, stages=LEADS.stages[1:], value_share=0.3, visit_minutes=90.0)
    usual, other = (draw_leads(accounts, leads, Streams(1, 0), HORIZON) for leads in (LEADS, easier))
    for column in ("account", "minute", "qualify_mark", "win_mark"):
        np.testing.assert_array_equal(getattr(usual, column), getattr(other, column))
    assert len(usual) > 0


def drawn(**ceilings: Any) -> dict[LeadSource, set[tuple[int, float, float]]]:
    """Give account, minute and mark of each candidate by source, at the ceilings given."""
    leads = draw_leads(equal_accounts(60), replace(LEADS, **ceilings), Streams(1, 0), HORIZON)
    rows = list(zip(leads.account.tolist(), leads.minute.tolist(), leads.win_mark.tolist(), strict=True))
    return {
        source: {rows[i] for i in np.flatnonzero(leads.source == source).tolist()} for source in LeadSource
    }


def test_a_higher_ceiling_adds_candidates_of_its_source_alone() -> None:
    """Every candidate at the lower ceiling is one at the higher, and no other source changes."""
    low, high = drawn(referral_ceiling=1.0), drawn(referral_ceiling=5.0)
    assert low[LeadSource.REFERRAL] < high[LeadSource.REFERRAL]
    assert all(low[source] == high[source] for source in LeadSource if source != LeadSource.REFERRAL)


def test_sources_that_are_off_have_no_candidates() -> None:
    """With all ceilings at 0 only inbound leads are left, the same as ever."""
    off = drawn(campaign_ceiling=0.0, referral_ceiling=0.0, prospecting_leads_per_year=0.0)
    assert {source for source, found in off.items() if found} == {LeadSource.INBOUND}
    assert off[LeadSource.INBOUND] == drawn()[LeadSource.INBOUND]


def test_candidates_stand_in_the_order_of_their_time() -> None:
    """Whatever their source; inbound ones need no rate, the others one up to their ceiling."""
    leads = draw_leads(equal_accounts(200), LEADS, Streams(1, 0), HORIZON)
    assert (np.diff(leads.minute) >= 0).all()
    inbound = leads.source == LeadSource.INBOUND
    assert (leads.level[inbound] < 0).all()
    assert (leads.level[leads.source == LeadSource.CAMPAIGN] < LEADS.campaign_ceiling).all()
    assert (leads.level[~inbound] >= 0).all()
