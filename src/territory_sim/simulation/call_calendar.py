"""The call plan as a calendar: every account has intervals, and one call is due in each.

An account with a norm of n calls a year has intervals of 250/n business days, whose grid is
shifted by a mark of its own. A planned call counts as made within its due interval when at
least one visit falls into the interval, whatever brought the rep there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.units import BUSINESS_DAYS_PER_YEAR

_NEVER = np.iinfo(np.int32).max
_MOST_MISSED = 3


class CallCalendar:
    """Which accounts are due, and how many planned calls were made in time.

    Args:
        calls_per_year: Call norm of each account; 0 for none, shape (n,).
        phase_mark: Uniform that shifts each account's grid of intervals, shape (n,).
        least_gap: Share of an interval within which a further planned call comes too soon.
    """

    def __init__(
        self, calls_per_year: NDArray[np.float64], phase_mark: NDArray[np.float64], least_gap: float
    ) -> None:
        planned = calls_per_year > 0
        self.interval_days = np.where(
            planned, BUSINESS_DAYS_PER_YEAR / np.maximum(calls_per_year, 1e-9), np.inf
        )
        self._phase = phase_mark
        self._planned = planned
        self._called_on = planned.copy()
        count = len(calls_per_year)
        self._number = np.zeros(count, dtype=np.int64)
        self._begin_day = np.where(planned, -phase_mark * np.where(planned, self.interval_days, 0), 0.0)
        self._last_day = self._ends(np.arange(count))
        self.visited_day = self._begin_day.copy()
        self._gap_days = least_gap * np.where(planned, self.interval_days, 0)
        self._visited = np.zeros(count, dtype=bool)
        self._missed = np.zeros(count, dtype=np.int8)

    def due(self, day: int) -> NDArray[np.int64]:
        """List the accounts on which a planned call may be made.

        Args:
            day: Business day, from 0.

        Returns:
            Indices of customers not yet visited in their present interval, ascending.
        """
        return np.flatnonzero(self._called_on & ~self._visited & (day - self.visited_day >= self._gap_days))

    def plan_for(self, is_customer: NDArray[np.bool_]) -> None:
        """Call on customers alone from now on; the intervals of the others pass uncounted.

        Args:
            is_customer: Whether each account is our customer, shape (n,).
        """
        self._called_on = self._planned & is_customer
        self._missed[~is_customer] = 0

    def urgency(self, accounts: NDArray[np.int64], day: int) -> NDArray[np.float64]:
        """Return how pressing a call is.

        Args:
            accounts: Indices of accounts, shape (k,).
            day: Business day, from 0.

        Returns:
            Elapsed share of the interval plus the intervals missed in a row, at most three.
        """
        elapsed = (day - self._begin_day[accounts]) / self.interval_days[accounts]
        return np.asarray(elapsed + self._missed[accounts], dtype=np.float64)

    def missed(self, accounts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say on which accounts the last planned call was not made.

        Args:
            accounts: Indices of accounts, shape (k,).

        Returns:
            True where no visit fell into the account's last whole interval, shape (k,).
        """
        return self._missed[accounts] > 0

    def visit(self, accounts: NDArray[np.int64], day: int) -> None:
        """Note the day's visits.

        Args:
            accounts: Indices of the accounts visited.
            day: Business day, from 0.
        """
        self._visited[accounts] = True
        self.visited_day[accounts] = day

    def close_day(self, day: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """End the intervals that end with this day.

        Args:
            day: Business day, from 0.

        Returns:
            Customers whose planned call was due in an interval that ends now, and whether each
            was visited in it.
        """
        ended = np.flatnonzero(self._last_day == day)
        made = self._visited[ended]
        self._missed[ended] = np.where(made, 0, np.minimum(self._missed[ended] + 1, _MOST_MISSED))
        self._visited[ended] = False
        self._number[ended] += 1
        self._begin_day[ended] = (self._number[ended] - self._phase[ended]) * self.interval_days[ended]
        self._last_day[ended] = self._ends(ended)
        counted = self._called_on[ended]
        return ended[counted], made[counted]

    def _ends(self, accounts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the last business day of each account's present interval."""
        planned = self._planned[accounts]
        interval = np.where(planned, self.interval_days[accounts], 0)
        ends = np.ceil((self._number[accounts] + 1 - self._phase[accounts]) * interval) - 1
        return np.where(planned, np.maximum(ends, 0), _NEVER).astype(np.int64)
