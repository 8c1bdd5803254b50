"""Effort follows what is left to earn: usual under a straight plan, more near a bonus, less beyond a cap."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.salesforce.plans import PLANS, QUOTAS_OF_PLANS, any_plan, plan_of, tiers
from tests.worlds import loaded

from territory_sim.salesforce.commission import earned_cents
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.salesforce.effort import PayStanding, best_effort, expected_cents_per_day
from territory_sim.salesforce.pay_prospect import earned_amounts, usual_rate

EFFORT = loaded("status_quo").people.effort
LEAST = 1 - EFFORT.pay_weight
QUOTA = 100_000_00.0


def effort_at(credited: float, plan: CommissionParameters, *, days_left: float = 21) -> float:
    """Give the effort of a rep whose usual sales would make the quota in a quarter."""
    standing = PayStanding(np.array([credited]), np.array([QUOTA]), np.array([QUOTA / 63]), days_left)
    return float(best_effort(standing, plan, EFFORT)[0])


@given(plan=any_plan(), sold=st.integers(-(10**8), 10**11), quota=QUOTAS_OF_PLANS)
def test_what_a_rep_reckons_with_is_what_he_is_paid(
    plan: CommissionParameters, sold: int, quota: int
) -> None:
    """To the cent and a part in a million million, except where a rounded threshold decides."""
    due = earned_cents(sold, quota, plan)
    found = float(earned_amounts(np.array([float(sold)]), np.array([float(quota)]), plan)[0])
    beside = [earned_cents(sold + step, quota, plan) for step in (-1, 1)]
    lowest, highest = min(due, *beside), max(due, *beside)
    slack = 1 + 1e-9 * abs(due)
    assert lowest - slack <= found <= highest + slack


@pytest.mark.parametrize("credited", [0.0, 3e6, 2e7])
def test_a_straight_plan_means_usual_effort(credited: float) -> None:
    """Every sale pays the same, wherever a rep stands."""
    standing = PayStanding(np.array([credited]), None, np.array([QUOTA / 63]), 40)
    assert best_effort(standing, PLANS["linear"], EFFORT)[0] == pytest.approx(1)


def test_a_cap_that_is_reached_leaves_the_drive_that_needs_no_pay() -> None:
    """Whoever has sold enough for the cap coasts; whoever has far to go does not know of it."""
    plan = plan_of(cap=60_000 + 4 * 2_000, period="quarter")
    assert effort_at(3 * QUOTA, plan) == pytest.approx(LEAST)
    assert effort_at(0, replace(plan, cap=1e7)) == pytest.approx(1)


def test_effort_is_highest_just_before_the_quota_and_given_up_far_from_it() -> None:
    """With a threshold and a bonus, a month before the quarter ends."""
    plan = plan_of(threshold=1.0, bonus_at_quota=2_000, tiers=tiers((0, 0.02)), period="quarter")
    far, near, over = (
        effort_at(0.1 * QUOTA, plan),
        effort_at(0.65 * QUOTA, plan),
        effort_at(1.5 * QUOTA, plan),
    )
    assert far < LEAST + 0.06
    assert near > 1.1
    assert far < over < near
    assert near <= EFFORT.most


def test_rising_rates_call_for_more_than_falling_ones() -> None:
    """Beyond quota an accelerator makes reps work harder and a decelerator less hard than usual."""
    rising = plan_of(tiers=tiers((0, 0.02), (1, 0.04)), period="quarter")
    falling = plan_of(tiers=tiers((0, 0.02), (1, 0.01)), period="quarter")
    assert effort_at(1.2 * QUOTA, rising) > 1 > effort_at(1.2 * QUOTA, falling) > LEAST


def test_without_weight_of_pay_effort_is_usual_whatever_the_plan() -> None:
    """Weight 0 is a way to switch the mechanism off."""
    standing = PayStanding(np.array([5 * QUOTA]), None, np.array([1.0]), 10)
    plan = plan_of(cap=60_001)
    assert best_effort(standing, plan, replace(EFFORT, pay_weight=0.0)).tolist() == [1.0]


def test_whoever_expects_nothing_works_as_usual() -> None:
    """A rep without any prospect has nothing to weigh."""
    standing = PayStanding(np.array([0.0]), np.array([QUOTA]), np.array([0.0]), 10)
    assert best_effort(standing, PLANS["threshold"], EFFORT).tolist() == [1.0]


def test_a_weight_of_the_past_of_zero_counts_this_year_alone() -> None:
    """And on the first day, when there is nothing else, last year."""
    here = replace(EFFORT, prior_days=0.0)
    last, sold = np.array([250.0]), np.array([30.0])
    assert expected_cents_per_day(last, sold, 10, here, 250).tolist() == [3.0]
    assert expected_cents_per_day(last, sold, 0, here, 250).tolist() == [1.0]


def test_the_usual_rate_is_the_mean_rate_at_quota() -> None:
    """Tiers up to the quota by their widths, and the bonus."""
    plan = plan_of(tiers=tiers((0, 0.01), (0.5, 0.03), (1.0, 0.5)), bonus_at_quota=100)
    assert usual_rate(plan, np.array([QUOTA])) == pytest.approx([0.02 + 100_00 / QUOTA])
    assert usual_rate(plan, None) == 0.01
