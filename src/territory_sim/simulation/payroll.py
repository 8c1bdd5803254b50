"""The payroll: sales of a month become a statement for every rep when the month ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.commission import credited_cents
from territory_sim.salesforce.pay_ledger import MonthOfSales, PayLedger
from territory_sim.salesforce.quota import months_in_period, period_of, period_quota
from territory_sim.salesforce.statement import Statement

if TYPE_CHECKING:
    from territory_sim.salesforce.commission_parameters import CommissionParameters
    from territory_sim.salesforce.redesign_parameters import QuotaReliefParameters
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
        self._later_quotas: dict[str, NDArray[np.int64]] = {}
        """Quota of each rep for a year in months after a realignment, where it differs from that before."""
        self._ledger = PayLedger(plan, reps)
        self._booked = np.zeros(reps, dtype=np.int64)
        self._credited = np.zeros(reps, dtype=np.int64)
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
        self._booked[:] = self._credited[:] = 0
        self._days_paid = day + 1

    def realign(
        self,
        day: int,
        yearly_quota_cents: NDArray[np.int64] | None,
        eased: NDArray[np.bool_],
        relief: QuotaReliefParameters,
    ) -> None:
        """Let the quotas of another alignment hold from the month of a day on.

        Args:
            day: Business day, from 0.
            yearly_quota_cents: Quota of each rep for a year from then on, shape (reps,); None without.
            eased: Whose quotas are lowered for a time, shape (reps,).
            relief: By how much and for how long.
        """
        if yearly_quota_cents is None:
            return
        lowered = np.rint(yearly_quota_cents * np.where(eased, 1 - relief.share, 1.0)).astype(np.int64)
        for number, month in enumerate(dict.fromkeys(self._calendar.months[day:])):
            self._later_quotas[month] = lowered if number < relief.months else yearly_quota_cents

    def _quotas(self, period: str) -> list[int | None]:
        if self._quota is None:
            return [None] * len(self._booked)
        months = dict.fromkeys(self._calendar.months)
        worked = [month for month in months if period_of(month, self._plan.period) == period]
        share = len(worked) / months_in_period(self._plan.period)
        asked = np.mean([self._later_quotas.get(month, self._quota) for month in worked], axis=0)
        yearly = np.rint(asked).astype(np.int64).tolist()
        return [period_quota(cents, self._plan.period, share) for cents in yearly]
