"""A rep hurries his deals only when that pays him more than the discount costs him."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.salesforce.plans import PLANS, plan_of, tiers

from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.salesforce.deal_timing import gains_by_hurry
from territory_sim.salesforce.effort import PayStanding

QUOTA = 100_000_00.0
STEEP = plan_of(tiers=tiers((0, 0.02), (1, 0.06)), period="quarter")


def gains(
    credited: float, plan: CommissionParameters, *, discount: float = 0.3, open_cents: float = 1e6
) -> bool:
    """Say whether a rep with usual sales hurries a week before the quarter ends."""
    standing = PayStanding(np.array([credited]), np.array([QUOTA]), np.array([QUOTA / 63]), 5)
    return bool(gains_by_hurry(standing, np.array([open_cents]), discount, 0.5, plan)[0])


def test_an_accelerator_is_worth_a_discount_once_it_is_near() -> None:
    """At three times the rate from quota on; far below it, or without open deals, nothing is gained."""
    assert gains(1.1 * QUOTA, STEEP)
    assert not gains(0.2 * QUOTA, STEEP)
    assert not gains(1.1 * QUOTA, STEEP, open_cents=0.0)
    assert not gains(1.1 * QUOTA, STEEP, discount=0.7)


def test_a_bonus_just_out_of_reach_is_worth_a_discount() -> None:
    """Whoever lacks what his open deals bring hurries; whoever has the bonus or the cap already does not."""
    plan = plan_of(bonus_at_quota=5_000, period="quarter")
    assert gains(0.86 * QUOTA, plan)
    assert not gains(1.5 * QUOTA, plan)
    capped = replace(STEEP, cap=60_000 + 4 * 2_000)
    assert not gains(1.5 * QUOTA, capped)


@pytest.mark.parametrize("credited", [0.0, 0.5, 0.95, 1.0, 2.0])
def test_a_straight_plan_is_never_worth_a_discount(credited: float) -> None:
    """Every sale pays the same whenever it comes."""
    assert not gains(credited * QUOTA, replace(PLANS["linear"], period="quarter"), discount=0.01)
    without = PayStanding(np.array([credited * QUOTA]), None, np.array([1.0]), 5)
    assert not gains_by_hurry(without, np.array([1e6]), 0.0, 0.5, PLANS["linear"]).any()
