"""What sales earn under a plan is exact to the cent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.salesforce.plans import PLANS, any_plan, plan_of, tiers
from tests.worlds import loaded

from territory_sim.salesforce.commission import credited_cents, earned_cents, most_variable_cents
from territory_sim.salesforce.commission_parameters import CommissionParameters, WindfallParameters

LINEAR = loaded("status_quo", "commission=linear").commission
SALES = st.integers(-(10**9), 10**12)
QUOTAS = st.integers(1, 10**11)


@given(sold=st.integers(0, 10**12), rate=st.integers(0, 10_000).map(lambda whole: whole / 10_000))
def test_a_linear_plan_pays_the_exact_share_to_the_nearest_cent(sold: int, rate: float) -> None:
    """The decimal rate as written, not its binary neighbour; half a cent goes to the even one."""
    exact = Fraction(str(rate)) * sold
    paid = earned_cents(sold, None, replace(LINEAR, tiers=tiers((0, rate))))
    assert abs(exact - paid) <= Fraction(1, 2)
    assert paid == round(exact)


@given(plan=any_plan(), sold=SALES, more=st.integers(0, 10**11), quota=QUOTAS)
def test_more_sales_never_earn_less_and_never_beyond_the_cap(
    plan: CommissionParameters, sold: int, more: int, quota: int
) -> None:
    """Whatever the tiers, threshold, bonus and cap."""
    earned = earned_cents(sold, quota, plan)
    assert 0 <= earned <= earned_cents(sold + more, quota, plan) <= most_variable_cents(plan)


@given(plan=any_plan(), sold=st.integers(0, 10**11), quota=QUOTAS)
def test_tiers_are_marginal(plan: CommissionParameters, sold: int, quota: int) -> None:
    """Adding up the sales one stretch after another gives the same; no sale is paid at two rates."""
    plain = replace(plan, threshold=0.0, bonus_at_quota=0.0, cap=None)
    begins = [Fraction(str(tier.from_attainment)) * quota for tier in plan.tiers]
    expected = Fraction(0)
    for number, tier in enumerate(plan.tiers):
        end = begins[number + 1] if number + 1 < len(begins) else Fraction(10**30)
        expected += Fraction(str(tier.rate)) * max(min(Fraction(sold), end) - begins[number], Fraction(0))
    assert earned_cents(sold, quota, plain) == round(expected)


@pytest.mark.parametrize(
    ("plan", "sold", "quota", "earned"),
    [
        # 2 % of 90,000, and of 100,000 with the 4,000 bonus
        ({"tiers": tiers((0, 0.02)), "bonus_at_quota": 4000.0}, 9_000_000, 10_000_000, 180_000),
        ({"tiers": tiers((0, 0.02)), "bonus_at_quota": 4000.0}, 10_000_000, 10_000_000, 600_000),
        # 2 % up to quota, 4 % beyond: 2,000 + 2,000
        ({"tiers": tiers((0, 0.02), (1, 0.04))}, 15_000_000, 10_000_000, 400_000),
        # a cliff at 60 %
        ({"tiers": tiers((0, 0.02)), "threshold": 0.6}, 5_999_999, 10_000_000, 0),
        ({"tiers": tiers((0, 0.02)), "threshold": 0.6}, 6_000_000, 10_000_000, 120_000),
        # cap of all pay 84,000 with 60,000 base: 2,000 a month
        ({"tiers": tiers((0, 0.05)), "cap": 84_000.0}, 9_000_000, 10_000_000, 200_000),
        ({"tiers": tiers((0, 0.05))}, -5, 10_000_000, 0),
    ],
)
def test_worked_examples(plan: dict[str, object], sold: int, quota: int, earned: int) -> None:
    """Worked by hand."""
    assert earned_cents(sold, quota, plan_of(**plan)) == earned


def test_a_windfall_counts_in_part() -> None:
    """Of 200,000 above a limit of 150,000 a quarter of the last 50,000 counts."""
    clause = WindfallParameters(above=150_000.0, credit_share=0.25)
    assert credited_cents(20_000_000, clause) == 16_250_000
    assert credited_cents(15_000_000, clause) == 15_000_000
    assert credited_cents(20_000_000, WindfallParameters(above=None, credit_share=0.0)) == 20_000_000


def test_every_example_plan_is_different() -> None:
    """At least ten plans, no two alike."""
    assert len(PLANS) >= 10
    assert len({repr(plan) for plan in PLANS.values()}) == len(PLANS)
