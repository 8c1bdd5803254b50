"""The payroll: sales of a month become a statement for every rep when the month ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.commission import credited_cents
from territory_sim.salesforce.pay_ledger import MonthOfSales, PayLedger, split_cents
from territory_sim.salesforce.quota import months_in_period, period_of, period_quota
from territory_sim.salesforce.statement import Statement
from territory_sim.simulation.deal_credit import Part
from territory_sim.simulation.owner_history import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.salesforce.commission_parameters import CommissionParameters
    from territory_sim.salesforce.redesign_parameters import QuotaReliefParameters
    from territory_sim.simulation.calendar import BusinessCalendar

_LONG_SINCE = 1_000_000
"""Months employed of reps who were there before the run began."""


_LINES: Final = (
    "booked_cents",
    "credited_cents",
    "split_out_cents",
    "split_in_cents",
    "cancelled_cents",
    "clawed_cents",
    "uncredited_cents",
)
"""What a month brings to the ledger, in cents."""


@dataclass(frozen=True, slots=True)
class MonthlyPay:
    """One rep's statement for one month.

    Args:
        rep: Index of the rep.
        month: The month, as ``2026-01``.
        statement: What the month pays.
        employed_days: Business days of the month on which somebody was employed.
    """

    rep: int
    month: str
    statement: Statement
    employed_days: int


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
        salaries: Base salary a year of each rep, in money; None for the plan's.
    """

    def __init__(
        self,
        reps: int,
        calendar: BusinessCalendar,
        plan: CommissionParameters,
        yearly_quota_cents: NDArray[np.int64] | None = None,
        salaries: Sequence[float | None] | None = None,
    ) -> None:
        self._calendar = calendar
        self._plan = plan
        self._quota = yearly_quota_cents
        self._later_quotas: dict[str, NDArray[np.int64]] = {}
        """Quota of each rep for a year in months after a realignment, where it differs from that before."""
        self._ledger = PayLedger(plan, reps, salaries)
        self._totals = np.zeros((len(_LINES), reps), dtype=np.int64)
        """Cents of the month by rep, one row for each line of ``_LINES``."""
        self._booked, self._credited, self._split_out, self._split_in, *others = self._totals
        self._cancelled, self._clawed, self._uncredited = others
        self._credited_before = np.zeros(reps, dtype=np.int64)
        self._days_paid = 0
        self._period = ""
        self._since_month = np.full(reps, -_LONG_SINCE, dtype=np.int64)
        self._days_employed = np.zeros((2, reps), dtype=np.int64)
        self.hires = np.zeros(reps, dtype=np.int64)
        """How many have been hired for each seat, shape (reps,)."""
        self.employed = np.ones(reps, dtype=np.bool_)
        """Whether each seat has somebody who is paid, shape (reps,); the roster writes it."""
        self.on_pace = np.ones(reps, dtype=np.bool_)
        """Whether each rep kept up with quota when a month was last paid, or has none, shape (reps,)."""
        self.pay: list[MonthlyPay] = []

    @cached_property
    def _month_numbers(self) -> list[int]:
        """Number of the month of each business day, from 0."""
        numbers = {month: number for number, month in enumerate(dict.fromkeys(self._calendar.months))}
        return [numbers[month] for month in self._calendar.months]

    def hire(self, rep: int, day: int) -> None:
        """Let somebody new start at a seat, with nothing credited and nothing owed.

        Args:
            rep: Index of the rep.
            day: Business day, the first of a month.
        """
        self._ledger.begin_person(rep)
        self._since_month[rep] = self._month_numbers[day]
        self.hires[rep] += 1
        self._days_employed[:, rep] = 0

    def months_employed(self, rep: int, day: int) -> int:
        """Return for how many months somebody has been employed.

        Args:
            rep: Index of the rep.
            day: Business day, from 0.

        Returns:
            Calendar months before the one of that day; very many for reps of old.
        """
        return self._month_numbers[day] - int(self._since_month[rep])

    def book(self, rep: NDArray[np.int64], deal_cents: NDArray[np.int64], parts: Sequence[Part] = ()) -> None:
        """Book sales to reps.

        Args:
            rep: Index of the rep of each sale, shape (k,).
            deal_cents: Cents of each sale, shape (k,).
            parts: Who else gets credit for them.
        """
        np.add.at(self._booked, rep, deal_cents)
        credit_cents = self._credit_of(deal_cents)
        is_there = self.employed[rep]
        np.add.at(self._uncredited, rep, credit_cents * ~is_there)
        credit_cents = credit_cents * is_there
        np.add.at(self._credited, rep, credit_cents)
        for giver, taker, cents in self._shared(rep, credit_cents, parts):
            self._credited[giver] -= cents
            self._split_out[giver] += cents
            if taker < len(self._booked):
                self._credited[taker] += cents
                self._split_in[taker] += cents

    def cancel(self, rep: NDArray[np.int64], deal_cents: NDArray[np.int64]) -> None:
        """Take cancelled sales off what is booked.

        Args:
            rep: Index of the rep who booked each sale, shape (k,).
            deal_cents: Cents of each sale, shape (k,).
        """
        np.subtract.at(self._booked, rep, deal_cents)
        np.add.at(self._cancelled, rep, deal_cents)

    def claw_back(
        self, rep: NDArray[np.int64], deal_cents: NDArray[np.int64], parts: Sequence[Part] = ()
    ) -> None:
        """Take credit back from everybody who got it when the sales were booked.

        Args:
            rep: Index of the rep who booked each sale, shape (k,).
            deal_cents: Cents of each sale, shape (k,).
            parts: Who else got credit for them.
        """
        credit_cents = self._credit_of(deal_cents)
        back = np.zeros_like(self._credited)
        np.add.at(back, rep, credit_cents)
        for giver, taker, cents in self._shared(rep, credit_cents, parts):
            back[giver] -= cents
            if taker < len(back):
                back[taker] += cents
        self._clawed += back
        self._credited -= back

    def _credit_of(self, deal_cents: NDArray[np.int64]) -> NDArray[np.int64]:
        clause = self._plan.windfall
        if clause.above is None:
            return deal_cents
        return np.array([credited_cents(deal, clause) for deal in deal_cents.tolist()], dtype=np.int64)

    def _shared(
        self, rep: NDArray[np.int64], credit_cents: NDArray[np.int64], parts: Sequence[Part]
    ) -> Iterator[tuple[int, int, int]]:
        """Give who loses how many cents of credit to whom, sale by sale."""
        touched = np.zeros(len(rep), dtype=bool)
        for part in parts:
            touched |= (part.rep >= 0) & (part.rep != rep)
        for sale in np.flatnonzero(touched).tolist():
            giver = int(rep[sale])
            takers = [(int(part.rep[sale]), part.share) for part in parts]
            takers = [(taker, share) for taker, share in takers if taker not in (NOBODY, giver)]
            cents = split_cents(int(credit_cents[sale]), [share for _, share in takers])
            for (taker, _), part_cents in zip(takers, cents, strict=False):
                yield giver, taker, part_cents

    def pay_out(self, day: int) -> None:
        """Pay every rep when the month ends with this day.

        Args:
            day: Business day, from 0.
        """
        self._days_employed[1] += self.employed
        if not self._calendar.ends_month(day):
            return
        month = self._calendar.months[day]
        period = period_of(month, self._plan.period)
        if period != self._period:
            self._ledger.begin_period()
            self._period = period
        asked = self._quotas(period, self._days_employed[1] > 0)
        before, now = self._days_employed.tolist()
        brought = [
            MonthOfSales(
                quota_cents=quota,
                months_employed=self.months_employed(rep, day),
                employed_days=(days_before, days),
                **dict(zip(_LINES, cents, strict=True)),
            )
            for rep, (cents, quota, days_before, days) in enumerate(
                zip(self._totals.T.tolist(), asked, before, now, strict=True)
            )
        ]
        paid = self._ledger.close_month(brought, self._days_paid, day + 1 - self._days_paid)
        self.pay += [MonthlyPay(rep, month, statement, now[rep]) for rep, statement in enumerate(paid)]
        self._note_pace(paid, period, day)
        self._credited_before += self._credited
        self._totals[:] = 0
        self._days_employed[0] += self._days_employed[1]
        self._days_employed[1] = 0
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

    def standing(self, day: int) -> Standing:
        """Say where every rep stands in the period of a day, before anything is sold on it.

        Args:
            day: Business day, from 0.

        Returns:
            Sales credited so far, quotas, and the days left.
        """
        period = period_of(self._calendar.months[day], self._plan.period)
        ledger = self._ledger
        paid = ledger.credited_cents if period == self._period else ledger.carried_cents
        asked = None if self._quota is None else self._quotas(period, np.ones_like(self.employed))
        return Standing(
            credited_cents=np.array(paid, dtype=np.float64) + self._credited,
            credited_in_run_cents=(self._credited_before + self._credited).astype(np.float64),
            quota_cents=None if asked is None else np.array(asked, dtype=np.float64),
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

    def _quotas(self, period: str, paid: NDArray[np.bool_]) -> list[int | None]:
        """Ask each rep for the part of the period's quota in whose months he is employed."""
        if self._quota is None:
            return [None] * len(self._booked)
        months, names = self._months_of(period), list(dict.fromkeys(self._calendar.months))
        a_year = np.array([self._later_quotas.get(names[number], self._quota) for number in months])
        works = np.array(months)[:, None] >= self._since_month
        counts = works.sum(axis=0)
        yearly = np.rint((a_year * works).sum(axis=0) / np.maximum(counts, 1)).astype(np.int64)
        share = 1 / months_in_period(self._plan.period)
        return [
            period_quota(cents, self._plan.period, share * count) if is_paid else None
            for cents, count, is_paid in zip(yearly.tolist(), counts.tolist(), paid.tolist(), strict=True)
        ]

    def _months_of(self, period: str) -> list[int]:
        months = dict.fromkeys(self._calendar.months)
        return [
            number for number, month in enumerate(months) if period_of(month, self._plan.period) == period
        ]

    def _note_pace(self, paid: Sequence[Statement], period: str, day: int) -> None:
        """Say who has been credited the part of his quota that belongs to the months so far."""
        months, present = self._months_of(period), self._month_numbers[day]
        for rep, statement in enumerate(paid):
            own = [number for number in months if number >= self._since_month[rep]]
            asked = statement.quota_cents or 0
            so_far = asked * sum(number <= present for number in own)
            self.on_pace[rep] = statement.period_credited_cents * len(own) >= so_far
