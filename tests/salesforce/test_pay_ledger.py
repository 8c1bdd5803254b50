"""The pay ledger: months add up to their period, pools and splits to what went in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.salesforce.plans import any_plan, plan_of, tiers

from territory_sim.salesforce.commission import earned_cents
from territory_sim.salesforce.commission_parameters import (
    CommissionParameters,
    DrawParameters,
    GuaranteeParameters,
)
from territory_sim.salesforce.pay_ledger import MonthOfSales, PayLedger, equal_parts, split_cents
from territory_sim.salesforce.statement import Statement

MONTHS = st.lists(st.lists(st.integers(-(10**7), 10**9), min_size=3, max_size=3), min_size=1, max_size=12)


def paid(
    plan: CommissionParameters, months: list[list[int]], quota: int | None = None, employed: int = 99
) -> list[tuple[Statement, ...]]:
    """Close month after month of 20 business days within one period."""
    ledger = PayLedger(plan, len(months[0]))
    return [
        ledger.close_month(
            [
                MonthOfSales(
                    booked_cents=cents,
                    credited_cents=cents,
                    quota_cents=quota,
                    months_employed=employed + number,
                )
                for cents in month
            ],
            20 * number,
            20,
        )
        for number, month in enumerate(months)
    ]


@given(plan=any_plan(), months=MONTHS, quota=st.integers(1, 10**10))
def test_every_cent_of_every_statement_reconciles(
    plan: CommissionParameters, months: list[list[int]], quota: int
) -> None:
    """Commissions add up to what the period earned, the pool to what went in, pay to advances and debts."""
    statements = paid(plan, months, quota)
    for rep in range(3):
        own = [month[rep] for month in statements]
        credited = sum(month[rep] for month in months)
        assert sum(line.commission_cents for line in own) == earned_cents(credited, quota, plan)
        earned = sum(
            line.commission_cents - line.pool_out_cents + line.pool_in_cents + line.guarantee_cents
            for line in own
        )
        variable = sum(line.variable_cents for line in own)
        if plan.draw.recoverable or plan.draw.per_month == 0:
            assert variable == earned + own[-1].owed_cents
        assert all(line.variable_cents >= 0 for line in own)
        assert all(line.owed_cents >= 0 for line in own)
        base = round(Fraction(str(plan.base_salary)) * 100 * 20 * len(months) / 250)
        assert sum(line.base_cents for line in own) == base
    for month in statements:
        assert sum(line.pool_out_cents for line in month) == sum(line.pool_in_cents for line in month)


def test_a_recoverable_draw_is_paid_back_out_of_better_months() -> None:
    """1,000 a month for certain: 400 and 0 are topped up, and 3,000 pays back what 1,000 leaves over."""
    plan = plan_of(tiers=tiers((0, 0.1)), draw=DrawParameters(per_month=1000.0, recoverable=True))
    own = [month[0] for month in paid(plan, [[400_000], [0], [3_000_000], [1_500_000]])]
    assert [line.variable_cents for line in own] == [100_000, 100_000, 140_000, 150_000]
    assert [line.owed_cents for line in own] == [60_000, 160_000, 0, 0]


def test_a_draw_that_is_not_recoverable_is_a_floor() -> None:
    """Nothing is owed."""
    plan = plan_of(tiers=tiers((0, 0.1)), draw=DrawParameters(per_month=1000.0, recoverable=False))
    own = [month[0] for month in paid(plan, [[400_000], [3_000_000]])]
    assert [(line.variable_cents, line.owed_cents) for line in own] == [(100_000, 0), (300_000, 0)]


def test_returned_sales_take_their_commission_back() -> None:
    """What cannot be taken at once is owed, and no month pays less than nothing."""
    plan = plan_of(tiers=tiers((0, 0.1)))
    own = [month[0] for month in paid(plan, [[1_000_000], [-600_000], [800_000]])]
    assert [line.commission_cents for line in own] == [100_000, -60_000, 80_000]
    assert [line.variable_cents for line in own] == [100_000, 0, 20_000]


def test_credit_taken_back_at_the_start_of_a_period_lowers_the_next_ones() -> None:
    """Monthly periods at 10 %: 6,000 taken back in a month without sales leaves 2,000 of the next 8,000."""
    plan = plan_of(period="month", tiers=tiers((0, 0.1)))
    own = [lines[0] for lines in in_periods(plan, [[[1_000_000]], [[-600_000]], [[800_000]]])]
    assert [line.commission_cents for line in own] == [100_000, 0, 20_000]
    assert [line.carried_cents for line in own] == [0, 0, -600_000]
    forgiving = replace(plan, clawback=replace(plan.clawback, carry_over=False))
    own = [lines[0] for lines in in_periods(forgiving, [[[1_000_000]], [[-600_000]], [[800_000]]])]
    assert [line.commission_cents for line in own] == [100_000, 0, 80_000]


def in_periods(
    plan: CommissionParameters, periods: list[list[list[int]]], quota: int | None = None
) -> list[tuple[Statement, ...]]:
    """Close month after month of several periods; each month lists what each rep was credited."""
    ledger = PayLedger(plan, len(periods[0][0]))
    paid_months: list[tuple[Statement, ...]] = []
    for period in periods:
        ledger.begin_period()
        for month in period:
            brought = [MonthOfSales(booked_cents=c, credited_cents=c, quota_cents=quota) for c in month]
            paid_months.append(ledger.close_month(brought, 20 * len(paid_months), 20))
    return paid_months


SWINGS = st.lists(
    st.lists(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=2), min_size=1, max_size=3),
    min_size=1,
    max_size=5,
)


@given(plan=any_plan(), periods=SWINGS, quota=st.integers(1, 10**10))
def test_periods_with_more_taken_back_than_sold_reconcile(
    plan: CommissionParameters, periods: list[list[list[int]]], quota: int
) -> None:
    """Each period pays to the cent what its credit and what it carries earn; what is carried is told once."""
    statements = iter(in_periods(plan, periods, quota))
    before = [0, 0]
    for period in periods:
        months = [next(statements) for _ in period]
        for rep in range(2):
            carried = min(before[rep], 0) if plan.clawback.carry_over else 0
            assert [month[rep].carried_cents for month in months] == [carried] + [0] * (len(months) - 1)
            before[rep] = carried + sum(month[rep] for month in period)
            assert months[-1][rep].period_credited_cents == before[rep]
            assert sum(month[rep].commission_cents for month in months) == earned_cents(
                before[rep], quota, plan
            )


def test_a_guarantee_holds_for_new_hires_alone_and_ends() -> None:
    """Two months at least 500; the third, and whoever has been there, gets what was earned."""
    plan = plan_of(tiers=tiers((0, 0.1)), guarantee=GuaranteeParameters(per_month=500.0, months=2))
    new = [month[0].variable_cents for month in paid(plan, [[100_000]] * 3, employed=0)]
    old = [month[0].variable_cents for month in paid(plan, [[100_000]] * 3, employed=2)]
    assert (new, old) == ([50_000, 50_000, 10_000], [10_000] * 3)


def test_salaries_of_one_s_own_accrue_to_the_cent() -> None:
    """57,000 and the plan's 60,000 a year: 20 of 250 days."""
    plan = plan_of(base_salary=60_000.0)
    ledger = PayLedger(plan, 2, [57_000.0, None])
    lines = ledger.close_month([MonthOfSales(booked_cents=0, credited_cents=0)] * 2, 0, 20)
    assert [line.base_cents for line in lines] == [456_000, 480_000]


def test_a_pool_shares_equally() -> None:
    """Half of 300 and of 100 makes 200, a hundred each, and a cent goes to the first."""
    plan = plan_of(tiers=tiers((0, 0.1)), pool_share=0.5)
    first, second = paid(plan, [[300_001, 100_000]])[0]
    assert (first.pool_out_cents, first.pool_in_cents) == (15_000, 10_000)
    assert (first.variable_cents, second.variable_cents) == (25_000, 15_000)


@given(cents=st.integers(0, 10**9), parts=st.integers(1, 50))
def test_equal_parts_add_up_and_differ_by_a_cent_at_most(cents: int, parts: int) -> None:
    """To the last cent."""
    shares = equal_parts(cents, parts)
    assert sum(shares) == cents
    assert max(shares) - min(shares) <= 1


@given(cents=st.integers(0, 10**9), shares=st.lists(st.integers(0, 25), max_size=4))
def test_split_credit_adds_up(cents: int, shares: list[int]) -> None:
    """Each share to the nearest cent, the rest to the last."""
    parts = split_cents(cents, [share / 100 for share in shares])
    assert sum(parts) == cents
    for share, part in zip(shares, parts, strict=False):
        assert part == pytest.approx(cents * share / 100, abs=1)
