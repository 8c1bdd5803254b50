"""The payroll: sales of a month become a statement for every rep when the month ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.commission import credited_cents
from territory_sim.salesforce.pay_ledger import MonthOfSales, PayLedger
from territory_sim.salesforce.quota import months_in_period, period_of, period_quota
from territory_sim.salesforce.statement import Statement

if TYPE_CHECKING:
    from territory_sim.salesforce.commission_parameters import CommissionParameters
    from territory_sim.simulation.calendar import BusinessCalendar

_LONG_SINCE = 1_000_000
"""Months employed of reps who were there before the run began."""


@dataclass(frozen=True, slots=True)
class MonthlyPay:
    """One rep's statement for one month.

    Args:
        rep: Index of the rep.
        month: The month, as ``2026-01``.
        statement: What the month pays.
    """

    rep: int
    month: str
    statement: Statement


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where every rep stands in a period.

    Args:
        credited_cents: Sales credited since it began, shape (reps,).
        credited_in_run_cents: Sales credited since the run began, shape (reps,).
        quota_cents: Its quota, shape (reps,); None without quotas.
        days_left: Business days left, today included.
    """

    credited_cents: NDArray[np.float64]
    credited_in_run_cents: NDArray[np.float64]
    quota_cents: NDArray[np.float64] | None
    days_left: int


class Payroll:
    """Collects sales and pays when a month ends.

    Args:
        reps: Number of reps.
        calendar: The business days of the run.
        plan: What sales pay.
        yearly_quota_cents: Quota of each rep, shape (reps,); None without quotas.
    """

    def __init__(
        self,
        reps: int,
        calendar: BusinessCalendar,
        plan: CommissionParameters,
        yearly_quota_cents: NDArray[np.int64] | None = None,
    ) -> None:
        self._calendar = calendar
        self._plan = plan
        self._quota = yearly_quota_cents
        self._ledger = PayLedger(plan, reps)
        self._booked = np.zeros(reps, dtype=np.int64)
        self._credited = np.zeros(reps, dtype=np.int64)
        self._credited_before = np.zeros(reps, dtype=np.int64)
        self._days_paid = 0
        self._period = ""
        self.pay: list[MonthlyPay] = []

    def book(self, rep: NDArray[np.int64], deal_cents: NDArray[np.int64]) -> None:
        """Book sales to reps.

        Args:
            rep: Index of the rep of each sale, shape (k,).
            deal_cents: Cents of each sale, shape (k,).
        """
        np.add.at(self._booked, rep, deal_cents)
        clause = self._plan.windfall
        if clause.above is not None:
            credited = [credited_cents(deal, clause) for deal in deal_cents.tolist()]
            deal_cents = np.array(credited, dtype=np.int64)
        np.add.at(self._credited, rep, deal_cents)

    def pay_out(self, day: int) -> None:
        """Pay every rep when the month ends with this day.

        Args:
            day: Business day, from 0.
        """
        if not self._calendar.ends_month(day):
            return
        month = self._calendar.months[day]
        period = period_of(month, self._plan.period)
        if period != self._period:
            self._ledger.begin_period()
            self._period = period
        asked = self._quotas(period)
        brought = [
            MonthOfSales(
                booked_cents=booked, credited_cents=credited, quota_cents=quota, months_employed=_LONG_SINCE
            )
            for booked, credited, quota in zip(
                self._booked.tolist(), self._credited.tolist(), asked, strict=True
            )
        ]
        paid = self._ledger.close_month(brought, self._days_paid, day + 1 - self._days_paid)
        self.pay += [MonthlyPay(rep, month, statement) for rep, statement in enumerate(paid)]
        self._credited_before += self._credited
        self._booked[:] = self._credited[:] = 0
        self._days_paid = day + 1

    def standing(self, day: int) -> Standing:
        """Say where every rep stands in the period of a day, before anything is sold on it.

        Args:
            day: Business day, from 0.

        Returns:
            Sales credited so far, quotas, and the days left.
        """
        period = period_of(self._calendar.months[day], self._plan.period)
        paid = self._ledger.credited_cents if period == self._period else [0] * len(self._credited)
        quotas = None if self._quota is None else np.array(self._quotas(period), dtype=np.float64)
        return Standing(
            credited_cents=np.array(paid, dtype=np.float64) + self._credited,
            credited_in_run_cents=(self._credited_before + self._credited).astype(np.float64),
            quota_cents=quotas,
            days_left=self.days_left(day),
        )

    def days_left(self, day: int) -> int:
        """Return how many business days the period of a day still has in the run.

        Args:
            day: Business day, from 0.

        Returns:
            Days, this one included.
        """
        return self.last_days[period_of(self._calendar.months[day], self._plan.period)] - day + 1

    @cached_property
    def last_days(self) -> dict[str, int]:
        """The last business day of each period within the run."""
        months = enumerate(self._calendar.months)
        return {period_of(month, self._plan.period): day for day, month in months}

    def _quotas(self, period: str) -> list[int | None]:
        if self._quota is None:
            return [None] * len(self._booked)
        months = dict.fromkeys(self._calendar.months)
        worked = sum(period_of(month, self._plan.period) == period for month in months)
        share = worked / months_in_period(self._plan.period)
        return [period_quota(yearly, self._plan.period, share) for yearly in self._quota.tolist()]
