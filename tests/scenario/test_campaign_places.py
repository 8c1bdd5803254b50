"""Where campaigns run: named places, the largest units, or units by lot; unknown places are all told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from territory_sim.errors import ScenarioError
from territory_sim.market.campaigns import PlacedCampaign
from territory_sim.market.parameters.marketing import CampaignParameters
from territory_sim.scenario.campaign_places import place_campaigns
from territory_sim.scenario.world import build_world
from tests.worlds import campaign, small_scenario, small_world

WORLD = small_world()
POTENTIAL_CENTS = WORLD.unit_potential_cents
INHABITED = np.flatnonzero(POTENTIAL_CENTS)


def place(*campaigns: CampaignParameters, **changes: Any) -> tuple[PlacedCampaign, ...]:
    """Place campaigns in the small world."""
    scenario = small_scenario(marketing__campaigns=campaigns, **changes)
    return place_campaigns(scenario, WORLD.region.unit_ids, WORLD.alignment, POTENTIAL_CENTS, [])


def test_no_place_means_every_unit_with_accounts() -> None:
    """Units where nobody is cost nothing."""
    (found,) = place(campaign())
    np.testing.assert_array_equal(found.units, INHABITED)


def test_the_largest_units_are_chosen_by_potential() -> None:
    """No unit left out has more potential than one that is chosen."""
    (found,) = place(campaign(share=0.25))
    assert len(found.units) == round(0.25 * len(INHABITED))
    others = np.setdiff1d(INHABITED, found.units)
    assert POTENTIAL_CENTS[found.units].min() >= POTENTIAL_CENTS[others].max()


def test_a_larger_share_by_lot_adds_units_and_takes_none_away() -> None:
    """The lot belongs to campaign and unit: nested choices, and another campaign draws its own."""
    (few,), (more,) = place(campaign(choose="random", share=0.2)), place(campaign(choose="random", share=0.6))
    assert set(few.units.tolist()) < set(more.units.tolist())
    (other,) = place(campaign(name="posters", choose="random", share=0.2))
    assert set(other.units.tolist()) != set(few.units.tolist())


def test_places_may_be_units_and_territories() -> None:
    """A territory stands for all its units."""
    unit = int(INHABITED[0])
    territory = next(t for t in range(4) if int(WORLD.alignment.territory_of_unit[unit]) != t)
    names = (WORLD.region.unit_ids[unit], WORLD.alignment.territory_ids[territory])
    (found,) = place(campaign(places=names))
    wanted = {unit, *WORLD.alignment.units_of(territory).tolist()} & set(INHABITED.tolist())
    assert set(found.units.tolist()) == wanted


@pytest.mark.parametrize("spread", ["potential", "equal"])
def test_the_money_is_shared_out_in_full(spread: str) -> None:
    """By potential or equally, all units together spend what was asked."""
    (found,) = place(campaign(spread=spread, share=0.5, spend_per_week=700.0))
    assert found.weekly_cents.sum() == pytest.approx(70_000)
    per_potential = found.weekly_cents / POTENTIAL_CENTS[found.units]
    even = per_potential if spread == "potential" else found.weekly_cents
    np.testing.assert_allclose(even, even[0])


def test_a_share_of_nothing_runs_nowhere_and_costs_nothing() -> None:
    """Zero is zero; any share above it is at least one unit."""
    (nowhere,), (one,) = place(campaign(share=0.0)), place(campaign(share=0.001))
    assert len(nowhere.units) == 0
    assert nowhere.spend_cents(0, 20).sum() == 0
    assert len(one.units) == 1


def test_campaigns_left_out_by_name_do_not_run() -> None:
    """Nor does any when marketing is off."""
    both = campaign(), campaign(name="posters")
    assert [found.name for found in place(*both, marketing__without=("letters",))] == ["posters"]
    assert place(*both, marketing__active=False) == ()


def test_every_unknown_place_is_told_with_the_nearest_name() -> None:
    """All campaigns and all their places at once."""
    unit = WORLD.region.unit_ids[7]
    wrong = campaign(places=("T91", unit)), campaign(name="posters", places=(f"{unit}x", "T02", "?"))
    with pytest.raises(ScenarioError) as caught:
        build_world(small_scenario(marketing__campaigns=wrong))
    faults = [str(fault) for fault in caught.value.faults]
    assert [fault.split(":")[0] for fault in faults] == [
        "marketing.campaigns.0.places.0 = T91",
        f"marketing.campaigns.1.places.0 = {unit}x",
        "marketing.campaigns.1.places.2 = ?",
    ]
    assert all("must be the id of a unit or of a territory" in fault for fault in faults)
    assert f"did you mean {unit}?" in faults[1]
