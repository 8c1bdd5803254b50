"""The book of requests: which are open, and when each was answered, met or given up."""

from __future__ import annotations

from dataclasses import fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.requests import Requests
from territory_sim.simulation.growing_columns import GrowingColumns
from territory_sim.simulation.timeline import Timeline


class RequestStatus(IntEnum):
    """In which state a request is; every request ends in exactly one."""

    COMING = 0
    OPEN = 1
    SERVED = 2
    EXPIRED = 3
    NEVER_MADE = 4
    """The account had left us before it could ask."""


class RequestCause(IntEnum):
    """Why an account asks."""

    USUAL = 0
    LATE_ORDER = 1
    MISSING_ORDER = 2


_DRAWN = tuple(field.name for field in fields(Requests))


def _columns_of(requests: Requests, cause: int | NDArray[np.int8]) -> dict[str, NDArray[Any]]:
    count = len(requests)
    return {name: getattr(requests, name) for name in _DRAWN} | {
        "status": np.full(count, RequestStatus.COMING, dtype=np.int8),
        "cause": np.broadcast_to(np.asarray(cause, dtype=np.int8), count).copy(),
        "owner": np.full(count, -1, dtype=np.int64),
        "answered_minute": np.full(count, np.nan),
        "answering_rep": np.full(count, -1, dtype=np.int32),
    }


class RequestBook:
    """State of every request of a run.

    Args:
        requests: The requests, drawn beforehand.
    """

    def __init__(self, requests: Requests) -> None:
        self._columns = GrowingColumns(_columns_of(requests, RequestCause.USUAL))
        self._show()
        self.given_up: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        """Numbers of the requests that expired when answers last took effect."""
        self._added: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._open: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._before_today = self._open
        self._timeline = Timeline(requests.minute)

    def open_day(
        self, day_end: float, owner_of_account: NDArray[np.int64], is_customer: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Let in the requests of a day.

        Args:
            day_end: Working minute at which the day ends.
            owner_of_account: Index of the rep who owns each account today.
            is_customer: Whether each account still is our customer; others ask somebody else.

        Returns:
            Numbers of the day's requests in the order of their time.
        """
        drawn = self._timeline.take(day_end)
        if len(self._added):
            minute = self.requests.minute
            comes = minute[self._added] < day_end
            drawn = np.concatenate([drawn, self._added[comes]])
            drawn = drawn[np.argsort(minute[drawn], kind="stable")]
            self._added = self._added[~comes]
        asks = is_customer[self.requests.account[drawn]]
        self.status[drawn[~asks]] = RequestStatus.NEVER_MADE
        today = drawn[asks]
        self.status[today] = RequestStatus.OPEN
        self.owner[today] = owner_of_account[self.requests.account[today]]
        self._before_today, self._open = self._open, np.concatenate([self._open, today])
        return today

    def add(self, requests: Requests, cause: NDArray[np.int8]) -> None:
        """Add requests that the run itself gives rise to; they come in with the others of their day.

        Args:
            requests: The requests, none of them before the next day to be opened.
            cause: Why each is made, a ``RequestCause``, shape (k,).
        """
        if not len(requests):
            return
        before, count = len(self.requests), len(requests)
        self._columns.append(_columns_of(requests, cause))
        self._show()
        self._added = np.concatenate([self._added, np.arange(before, before + count)])

    def _show(self) -> None:
        columns = self._columns
        self.requests = Requests(**{name: columns[name] for name in _DRAWN})
        self.status, self.cause, self.owner = columns["status"], columns["cause"], columns["owner"]
        self.answered_minute, self.answering_rep = columns["answered_minute"], columns["answering_rep"]

    def open_on_site(self) -> NDArray[np.int64]:
        """Return the numbers of open requests from earlier days for which somebody has to come."""
        return self._before_today[self.requests.on_site[self._before_today]]

    def settle(
        self,
        answered: NDArray[np.int64],
        minute: NDArray[np.float64],
        rep: NDArray[np.int64],
        until: float,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Let answers and vain waiting up to a minute take effect.

        Args:
            answered: Numbers of the requests that reps came to or answered, shape (k,).
            minute: Working minute at which each answer began, shape (k,).
            rep: Index of the rep who gave it, shape (k,).
            until: Working minute.

        Returns:
            Numbers of the requests answered and of those given up.
        """
        # Whoever gave up while a rep was on the way has not been served.
        waited = minute < self.requests.expiry_minute[answered]
        answered, minute, rep = answered[waited], minute[waited], rep[waited]
        self.status[answered] = RequestStatus.SERVED
        self.answered_minute[answered] = minute
        self.answering_rep[answered] = rep
        still = self._open[self.status[self._open] == RequestStatus.OPEN]
        gone = self.requests.expiry_minute[still] <= until
        expired = still[gone]
        self.status[expired] = RequestStatus.EXPIRED
        self._open = still[~gone]
        self.given_up = expired
        return answered, expired
