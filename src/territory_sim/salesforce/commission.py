"""Commission: what a month's booked sales pay, exact to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from territory_sim.salesforce.parameters import CommissionParameters
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, Cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A rep's pay for one month.

    Args:
        booked_cents: Sales booked in the month.
        base_cents: Base salary of the month.
        variable_cents: Commission of the month.
    """

    booked_cents: Cents
    base_cents: Cents
    variable_cents: Cents


def statement(
    booked_cents: int, business_days: int, days_before: int, plan: CommissionParameters
) -> Statement:
    """Work out a month's pay.

    Args:
        booked_cents: Sales booked in the month.
        business_days: Business days of the month within the run.
        days_before: Business days of the run before the month.
        plan: Base salary and rate.

    Returns:
        The statement. Base salary accrues by the business day; what rounding took in one month
        the next one gives back, so the months of a year add up to the salary.

    Example:
        >>> plan = CommissionParameters(base_salary=60000, rate=0.025, currency="USD")
        >>> statement(10_000_01, 25, 0, plan).variable_cents
        25000
    """
    salary = plan.base_salary
    due = salary_cents(salary, days_before + business_days) - salary_cents(salary, days_before)
    return Statement(
        booked_cents=Cents(booked_cents),
        base_cents=Cents(due),
        variable_cents=commission_cents(booked_cents, plan),
    )


def commission_cents(booked_cents: int, plan: CommissionParameters) -> Cents:
    """Return the commission on booked sales.

    Args:
        booked_cents: Sales in cents.
        plan: The rate.

    Returns:
        Commission in whole cents, a half cent going to the even one.
    """
    return Cents(_whole_cents(Decimal(booked_cents) * Decimal(str(plan.rate))))


def salary_cents(salary: float, business_days: int) -> Cents:
    """Return the salary that has accrued.

    Args:
        salary: Money a year.
        business_days: Business days worked so far.

    Returns:
        Whole cents.

    Example:
        >>> salary_cents(60000, 250)
        6000000
    """
    return Cents(_whole_cents(Decimal(str(salary)) * 100 * business_days / BUSINESS_DAYS_PER_YEAR))


def _whole_cents(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
