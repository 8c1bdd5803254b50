"""Running totals of a run by rep and day, and by territory and week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.payroll import Payroll

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.salesforce.commission_parameters import CommissionParameters
    from territory_sim.simulation.calendar import BusinessCalendar
    from territory_sim.simulation.deal_credit import Part

REP_DAY_MINUTES: Final = ("travel_minutes", "meeting_minutes", "admin_minutes", "idle_minutes")
REP_DAY_COUNTS: Final = ("calls", "visits", "answers", "leads", "nights")
TERRITORY_COUNTS: Final = (
    "calls_due",
    "calls_on_time",
    "requests_created",
    "requests_served",
    "requests_expired",
    "leads_created",
    "leads_won",
    "booked_cents",
)
REQUIRED_HOURS: Final = ("call", "request", "lead")


class Tally:
    """Totals that grow day by day.

    Args:
        reps: Number of reps, which is that of territories.
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
        weeks = calendar.week(calendar.days - 1) + 1
        self._calendar = calendar
        self.payroll = Payroll(reps, calendar, plan, yearly_quota_cents, salaries)
        self.rep_minutes = np.zeros((calendar.days, reps, len(REP_DAY_MINUTES)))
        self.rep_counts = np.zeros((calendar.days, reps, len(REP_DAY_COUNTS)), dtype=np.int16)
        self.weekly = np.zeros((weeks, reps, len(TERRITORY_COUNTS)), dtype=np.int64)
        self.required_minutes = np.zeros((reps, len(REQUIRED_HOURS)))
        self.required_stops = np.zeros(reps, dtype=np.int64)

    def count(
        self, day: int, what: str, territory: NDArray[np.int64], amount: NDArray[np.int64] | None = None
    ) -> None:
        """Add to a weekly total.

        Args:
            day: Business day, from 0.
            what: One of ``TERRITORY_COUNTS``.
            territory: Index of the territory of each event, shape (k,).
            amount: What each event adds, shape (k,); one when None.
        """
        column = self.weekly[self._calendar.week(day), :, TERRITORY_COUNTS.index(what)]
        # Whole numbers below 2**53 add up exactly as doubles.
        column += np.bincount(territory, weights=amount, minlength=len(column)).astype(np.int64)

    def book(
        self,
        day: int,
        rep: NDArray[np.int64],
        booked_cents: NDArray[np.int64],
        parts: Sequence[Part] = (),
    ) -> None:
        """Book sales to reps.

        Args:
            day: Business day, from 0.
            rep: Index of the rep of each sale, shape (k,).
            booked_cents: Cents of each sale, shape (k,).
            parts: Who else gets credit for them.
        """
        self.count(day, "booked_cents", rep, booked_cents)
        self.payroll.book(rep, booked_cents, parts)

    def booked_cents(self) -> NDArray[np.int64]:
        """Return what each territory has sold so far, in cents, shape (territories,)."""
        return np.asarray(self.weekly[:, :, TERRITORY_COUNTS.index("booked_cents")].sum(axis=0))

    def require(
        self, what: str, territory: NDArray[np.int64], minutes: NDArray[np.float64], stops: NDArray[np.bool_]
    ) -> None:
        """Add work that a territory requires, done or not.

        Args:
            what: One of ``REQUIRED_HOURS``.
            territory: Index of the territory of each piece of work, shape (k,).
            minutes: Minutes of each, shape (k,).
            stops: Whether each needs a trip, shape (k,).
        """
        np.add.at(self.required_minutes[:, REQUIRED_HOURS.index(what)], territory, minutes)
        np.add.at(self.required_stops, territory[stops], 1)
