"""The book of requests: which are open, and when each was answered, met or given up."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.requests import Requests
from territory_sim.simulation.timeline import Timeline


class RequestStatus(IntEnum):
    """In which state a request is; every request ends in exactly one."""

    COMING = 0
    OPEN = 1
    SERVED = 2
    EXPIRED = 3


class RequestBook:
    """State of every request of a run.

    Args:
        requests: The requests, drawn beforehand.
    """

    def __init__(self, requests: Requests) -> None:
        self.requests = requests
        self.status = np.zeros(len(requests), dtype=np.int8)
        self.answered_minute = np.full(len(requests), np.nan)
        self.answering_rep = np.full(len(requests), -1, dtype=np.int32)
        self.owner = np.full(len(requests), -1, dtype=np.int64)
        self._open: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._timeline = Timeline(requests.minute)

    def open_day(self, day_end: float, owner_of_account: NDArray[np.int64]) -> NDArray[np.int64]:
        """Let in the requests of a day.

        Args:
            day_end: Working minute at which the day ends.
            owner_of_account: Index of the rep who owns each account today.

        Returns:
            Numbers of the day's requests in the order of their time.
        """
        today = self._timeline.take(day_end)
        self.status[today] = RequestStatus.OPEN
        self.owner[today] = owner_of_account[self.requests.account[today]]
        return today

    def open_on_site(self) -> NDArray[np.int64]:
        """Return the numbers of open requests from earlier days for which somebody has to come."""
        return self._open[self.requests.on_site[self._open]]

    def close_day(
        self,
        today: NDArray[np.int64],
        answered: NDArray[np.int64],
        minute: NDArray[np.float64],
        rep: NDArray[np.int64],
        day_end: float,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Settle the day.

        Args:
            today: Numbers of the day's new requests.
            answered: Numbers of the requests that reps came to or answered today, shape (k,).
            minute: Working minute at which each answer began, shape (k,).
            rep: Index of the rep who gave it, shape (k,).
            day_end: Working minute at which the day ends.

        Returns:
            Numbers of the requests answered and of those given up today.
        """
        # Whoever gave up while a rep was on the way has not been served.
        waited = minute < self.requests.expiry_minute[answered]
        answered, minute, rep = answered[waited], minute[waited], rep[waited]
        self.status[answered] = RequestStatus.SERVED
        self.answered_minute[answered] = minute
        self.answering_rep[answered] = rep
        still = np.concatenate([self._open, today])
        still = still[self.status[still] == RequestStatus.OPEN]
        gone = self.requests.expiry_minute[still] <= day_end
        expired = still[gone]
        self.status[expired] = RequestStatus.EXPIRED
        self._open = still[~gone]
        return answered, expired
