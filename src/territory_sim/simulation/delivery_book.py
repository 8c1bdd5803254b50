"""The book of deliveries: where each order of ours is, and when it arrives."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class DeliveryStatus(IntEnum):
    """In which state the delivery of an order is; every order of ours ends in exactly one."""

    NO_ORDER = 0
    UNDER_WAY = 1
    DELIVERED = 2
    LATE = 3
    MISSING = 4


class DeliveryBook:
    """State of the delivery of every need that became our order.

    Args:
        placed_minute: Working minute of each need, ascending, shape (k,).
        transit_minutes: Minutes from the desk to the customer, shape (k,).
        missing: Whether the order never arrives, shape (k,).
        promise_minutes: Time from order to delivery that customers are promised.
    """

    def __init__(
        self,
        placed_minute: NDArray[np.float64],
        transit_minutes: NDArray[np.float64],
        missing: NDArray[np.bool_],
        promise_minutes: float,
    ) -> None:
        self._transit, self._missing = transit_minutes, missing
        self.promised_minute = placed_minute + promise_minutes
        self.arrival_minute = np.full(len(placed_minute), np.inf)
        """Working minute of the arrival once the desk has handled the order; infinite before, or if never."""
        self._ordered = np.zeros(len(placed_minute), dtype=bool)
        self._due: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def take_in(self, orders: NDArray[np.int64]) -> None:
        """Take in orders.

        Args:
            orders: Numbers of needs that became ours, in the order of their time.
        """
        self._ordered[orders] = True
        self._due = np.concatenate([self._due, orders])

    def send(self, orders: NDArray[np.int64], minute: NDArray[np.float64]) -> None:
        """Send off what the desk has handled.

        Args:
            orders: Numbers of the orders, shape (k,).
            minute: Working minute at which the desk was done with each, shape (k,).
        """
        self.arrival_minute[orders] = np.where(self._missing[orders], np.inf, minute + self._transit[orders])

    def overdue(self, now: float) -> NDArray[np.int64]:
        """Find the orders whose promise has run out since the last time.

        Args:
            now: Working minute.

        Returns:
            Numbers of those that were not there in time.
        """
        passed = int(np.searchsorted(self.promised_minute[self._due], now, side="right"))
        due, self._due = self._due[:passed], self._due[passed:]
        found: NDArray[np.int64] = due[self.arrival_minute[due] > self.promised_minute[due]]
        return found

    def is_missing(self, orders: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Say which orders never arrive.

        Args:
            orders: Numbers of orders, shape (k,).

        Returns:
            True for those, shape (k,).
        """
        return self._missing[orders]

    def status(self, now: float) -> NDArray[np.int8]:
        """Return where every order is.

        Args:
            now: Working minute.

        Returns:
            A ``DeliveryStatus`` for each need, shape (k,).
        """
        found = np.full(len(self._ordered), DeliveryStatus.UNDER_WAY, dtype=np.int8)
        arrived = self.arrival_minute <= now
        in_time = self.arrival_minute <= self.promised_minute
        found[arrived & in_time] = DeliveryStatus.DELIVERED
        found[arrived & ~in_time] = DeliveryStatus.LATE
        found[self._missing & (self.promised_minute <= now)] = DeliveryStatus.MISSING
        found[~self._ordered] = DeliveryStatus.NO_ORDER
        return found
