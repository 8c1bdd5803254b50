"""Pay is exact to the cent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import loaded

from territory_sim.salesforce.commission import commission_cents, statement
from territory_sim.salesforce.parameters import CommissionParameters

PLAN = loaded("status_quo").commission
BOOKED = st.integers(0, 10**12)
RATES = st.integers(0, 10_000).map(lambda ten_thousandths: ten_thousandths / 10_000)


def plan(rate: float = PLAN.rate, salary: float = PLAN.base_salary) -> CommissionParameters:
    """Give the default plan with another rate and salary."""
    return replace(PLAN, rate=rate, base_salary=salary)


@given(booked=BOOKED, rate=RATES)
def test_commission_is_the_exact_share_to_the_nearest_cent(booked: int, rate: float) -> None:
    """The decimal rate as written, not its binary neighbour; half a cent goes to the even one."""
    exact = Fraction(str(rate)) * booked
    paid = commission_cents(booked, plan(rate))
    assert abs(exact - paid) <= Fraction(1, 2)
    assert paid == round(exact)


@given(booked=BOOKED, more=BOOKED, rate=RATES, higher=RATES)
def test_more_sales_or_a_higher_rate_never_pay_less(
    booked: int, more: int, rate: float, higher: float
) -> None:
    """Commission is monotone in both."""
    low, high = sorted((rate, higher))
    assert commission_cents(booked, plan(low)) <= commission_cents(booked + more, plan(low))
    assert commission_cents(booked, plan(low)) <= commission_cents(booked, plan(high))


@given(
    months=st.lists(st.integers(0, 23), min_size=1, max_size=24),
    salary=st.integers(0, 10**8).map(lambda whole: whole / 100),
)
def test_months_add_up_to_the_salary(months: list[int], salary: float) -> None:
    """However the days are cut into months, base pay adds up to the days' share of the salary."""
    begun, paid = 0, 0
    for days in months:
        base = statement(0, days, begun, plan(salary=salary)).base_cents
        assert base >= 0
        paid += base
        begun += days
    assert paid == round(Fraction(str(salary)) * 100 * begun / 250)


def test_a_year_pays_the_salary_exactly() -> None:
    """Twelve uneven months of 250 business days are the salary to the cent."""
    days = [22, 20, 22, 21, 21, 22, 21, 21, 21, 22, 20, 17]
    begun = [sum(days[:month]) for month in range(12)]
    odd = plan(salary=60_000.01)
    months = [statement(0, count, before, odd) for count, before in zip(days, begun, strict=True)]
    assert sum(month.base_cents for month in months) == 6_000_001


def test_a_statement_says_what_was_booked_and_what_it_pays() -> None:
    """Half cents go to the even cent: 2.5 % of 1.00 is 2.5 cents, paid as 2; of 3.00 7.5, paid as 8."""
    small, larger = (statement(cents, 10, 0, plan(0.025)) for cents in (100, 300))
    assert (small.booked_cents, small.variable_cents, larger.variable_cents) == (100, 2, 8)
    assert small.base_cents == 6_000_000 * 10 // 250
