"""The lot of a geo-test: within blocks of like units, by ids, anew in each replication."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from tests.worlds import loaded

from territory_sim.market.campaigns import PlacedCampaign
from territory_sim.market.geo_test import GeoDesign, campaigns_under_test, draw_geo_design
from territory_sim.streams import Streams

UNITS = 41
IDS = tuple(f"U{number:02d}" for number in range(UNITS))
POTENTIAL_CENTS = np.linspace(1e6, 9e6, UNITS)[::-1].copy()


def campaign(name: str = "a", units: int = UNITS) -> PlacedCampaign:
    """Give a campaign in the first units, from day 30 to 49."""
    return PlacedCampaign(name, "mail", 30, 20, np.arange(units), np.full(units, 100.0))


def design(*campaigns: PlacedCampaign, seed: int = 1, **changes: Any) -> GeoDesign:
    """Draw a test of some campaigns."""
    usual = loaded("status_quo").marketing.geo_test
    parameters = replace(usual, active=True, **changes)
    found = draw_geo_design(campaigns or (campaign(),), IDS, POTENTIAL_CENTS, parameters, Streams(seed, 0))
    assert found is not None
    return found


def test_each_block_holds_neighbours_in_size_of_which_the_lot_takes_its_share() -> None:
    """Pairs of consecutive size, one treated in each; the unit left over takes no part."""
    found = design()
    assert found.block[:6].tolist() == [0, 0, 1, 1, 2, 2]
    assert found.block[-1] == -1
    assert not found.is_treated[-1]
    assert np.bincount(found.block[:-1], weights=found.is_treated[:-1]).tolist() == [1.0] * 20
    fours = design(block_units=4, treated_share=0.25)
    assert np.bincount(fours.block[:-1], weights=fours.is_treated[:-1]).tolist() == [1.0] * 10


def test_the_lot_is_fair() -> None:
    """Over 400 tests each unit is treated half the time; 0.1 is 4 standard errors (false alarm: 0.3 %)."""
    often = np.mean([design(seed=seed).is_treated for seed in range(400)], axis=0)
    assert (np.abs(often[:-1] - 0.5) < 0.1).all()


def test_days_follow_the_campaign() -> None:
    """The time before ends where the campaign begins, the reading with the cool-down."""
    found = design(pre_days=25, cooldown_days=7)
    assert (found.pre_day, found.first_day, found.end_day) == (5, 30, 57)


def test_only_the_tested_campaign_is_kept_out_of_spared_units() -> None:
    """Others run everywhere; the tested one spends in treated units alone."""
    both = (campaign("a"), campaign("b"))
    found = design(*both, campaign="b")
    assert found.campaigns == (1,)
    first, second = campaigns_under_test(both, found)
    assert (first.weekly_cents == 100).all()
    assert ((second.weekly_cents > 0) == found.is_treated).all()


def test_campaigns_tested_together_share_one_lot() -> None:
    """Without a name the units of all campaigns are drawn once."""
    both = (campaign("a", 20), campaign("b", 30))
    found = design(*both)
    assert found.campaigns == (0, 1)
    assert (found.block >= 0).sum() == 30


def test_there_is_no_test_without_a_campaign_or_without_being_asked() -> None:
    """Off or empty, nothing is drawn and campaigns run as planned."""
    off = loaded("status_quo").marketing.geo_test
    assert draw_geo_design((campaign(),), IDS, POTENTIAL_CENTS, off, Streams(1, 0)) is None
    on = replace(off, active=True)
    assert draw_geo_design((), IDS, POTENTIAL_CENTS, on, Streams(1, 0)) is None
    assert campaigns_under_test((campaign(),), None)[0].weekly_cents.all()
