"""Campaigns in their places: money is counted once, effects add up, nobody feels them too early."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.market.campaigns import CampaignPlan, PlacedCampaign, highest_lead_rate
from territory_sim.market.saturation import saturation

CHANNELS = loaded("status_quo").marketing.channels
POTENTIAL_CENTS = np.array([4e8, 2e8, 0.0, 1e8])


def placed(name: str = "a", channel: str = "mail", weekly: float = 4e4, **changes: int) -> PlacedCampaign:
    """Give a campaign in the first, second and fourth of four units, from day 10 to 29."""
    days = {"start_day": 10, "days": 20} | changes
    units = np.array([0, 1, 3])
    return PlacedCampaign(name=name, channel=channel, units=units, weekly_cents=weekly * units, **days)


def plan(*campaigns: PlacedCampaign) -> CampaignPlan:
    """Give the plan of some campaigns."""
    return CampaignPlan(campaigns, CHANNELS, POTENTIAL_CENTS)


@given(st.lists(st.integers(0, 60), max_size=6), st.floats(1, 1e7))
def test_spend_of_adjoining_stretches_adds_up_to_the_cent(cuts: list[int], weekly: float) -> None:
    """However time is cut, each unit spends the same whole cents, and none outside the campaign."""
    campaign = placed(weekly=weekly)
    ends = [0, *sorted(cuts), 60]
    parts = sum(campaign.spend_cents(a, b) for a, b in pairwise(ends))
    np.testing.assert_array_equal(parts, np.rint(campaign.weekly_cents * 4).astype(np.int64))
    assert not campaign.spend_cents(0, 10).any()
    assert not campaign.spend_cents(30, 60).any()


def test_nothing_happens_before_the_start_and_little_is_left_long_after() -> None:
    """Lift and leads begin with the campaign and fade with its adstock."""
    effects = [plan(placed()).effects(day) for day in (10.0, 15.0, 29.9, 60.0)]
    assert not effects[0].appeal.any()
    assert (effects[1].appeal[[1, 3]] > 0).all()
    assert (effects[2].appeal[[1, 3]] > effects[1].appeal[[1, 3]]).all()
    assert (effects[3].appeal <= 0.01 * effects[2].appeal).all()


def test_a_unit_without_money_or_without_accounts_feels_nothing() -> None:
    """The first unit gets no money here, the third holds no potential."""
    found = plan(placed()).effects(20.0)
    assert found.appeal[0] == found.appeal[2] == 0
    assert found.leads_per_year[0] == found.leads_per_year[2] == 0


def test_the_steady_effect_is_saturation_of_spend_over_potential() -> None:
    """After long spending: 50 weeks x weekly spend / yearly potential, through the Hill curve."""
    found = plan(placed(days=5000)).effects(5000.0)
    share = 50 * 4e4 * np.array([1, 3]) / np.array([2e8, 1e8])
    reached = saturation(share, CHANNELS.mail)
    np.testing.assert_allclose(found.appeal[[1, 3]], CHANNELS.mail.appeal * reached, rtol=1e-12)
    np.testing.assert_allclose(found.leads_per_year[[1, 3]], CHANNELS.mail.leads_per_year * reached)


def test_two_campaigns_of_one_channel_saturate_together_and_two_channels_add() -> None:
    """Twice the same is one of double spend; another channel lifts on top as if it were alone."""
    once, twice = plan(placed(weekly=8e4)).effects(20.0), plan(placed(), placed("b")).effects(20.0)
    np.testing.assert_allclose(twice.appeal, once.appeal, rtol=1e-12)
    both = plan(placed(), placed("b", "radio")).effects(20.0)
    alone = [plan(one).effects(20.0).appeal for one in (placed(), placed("b", "radio"))]
    np.testing.assert_allclose(both.appeal, alone[0] + alone[1], rtol=1e-12)
    assert (twice.appeal[[1, 3]] < 2 * plan(placed()).effects(20.0).appeal[[1, 3]]).all()


@pytest.mark.parametrize("day", [5.0, 12.5, 25.0, 44.0])
def test_the_parts_of_campaigns_add_up_to_the_whole(day: float) -> None:
    """What each contributes, over campaigns of shared and of different channels, is what all do."""
    three = plan(placed(), placed("b", weekly=1e4, start_day=12), placed("c", "tv"))
    whole, parts = three.effects(day), three.shares(day)
    units = np.array([0, 1, 3])
    np.testing.assert_allclose(sum(part.appeal for part in parts), whole.appeal[units], atol=1e-15)
    leads = sum(part.leads_per_year for part in parts)
    np.testing.assert_allclose(leads, whole.leads_per_year[units], atol=1e-15)


@given(st.floats(0, 1e7), st.floats(0, 120))
def test_no_lead_rate_exceeds_the_highest(weekly: float, day: float) -> None:
    """Candidates drawn at the highest rate are enough whatever is spent."""
    campaigns = [placed(weekly=weekly), placed("b", "fair", weekly), placed("c", weekly=weekly)]
    highest = highest_lead_rate(campaigns, CHANNELS)
    assert highest == CHANNELS.mail.leads_per_year + CHANNELS.fair.leads_per_year
    assert plan(*campaigns).effects(day).leads_per_year.max() <= highest


def test_a_campaign_kept_out_of_units_spends_nothing_there() -> None:
    """The units stay listed, their money is not spent."""
    kept = placed().only_in(np.array([True, False, True, True]))
    assert kept.weekly_cents.tolist() == [0.0, 0.0, 12e4]
    assert kept.units.tolist() == [0, 1, 3]
