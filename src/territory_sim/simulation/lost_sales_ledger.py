"""The ledger of lost sales: every need that is not ours gets one cause.

What stood in our way is noted when the need is lost; the causes of many needs are then found at
once, which costs a tenth of finding them day by day.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.lost_sales import LostNeeds, causes
from territory_sim.simulation.tally import REP_DAY_MINUTES

if TYPE_CHECKING:
    from territory_sim.market.attraction import Offers
    from territory_sim.simulation.order_book import OrderBook

_AT_ONCE: Final = 20_000
_WEEKS_OF_LOAD: Final = 4
_DAYS_PER_WEEK: Final = 5
_IDLE: Final = REP_DAY_MINUTES.index("idle_minutes")


class LostSalesLedger:
    """Finds the cause of each lost need and writes it into the book of orders.

    Args:
        book: The book of orders.
        offers: The rivals' offers.
        outside_share: Part of the outside option in what does not come to us, all else equal.
    """

    def __init__(self, book: OrderBook, offers: Offers, outside_share: float) -> None:
        self._book = book
        self._offers = offers
        self._outside_share = outside_share
        self._waiting: list[tuple[NDArray[np.int64], LostNeeds]] = []
        self._count = 0

    def note(self, numbers: NDArray[np.int64], lost: LostNeeds) -> None:
        """Note needs that went elsewhere by their mark.

        Args:
            numbers: Their numbers in the book, shape (k,).
            lost: What stood in our way.
        """
        self._waiting.append((numbers, lost))
        self._count += len(numbers)
        if self._count >= _AT_ONCE:
            self.close()

    def close(self) -> None:
        """Find the causes of what has been noted."""
        if not self._waiting:
            return
        numbers = np.concatenate([waiting for waiting, _ in self._waiting])
        columns = {
            field.name: np.concatenate([getattr(lost, field.name) for _, lost in self._waiting], axis=-1)
            for field in dataclasses.fields(LostNeeds)
        }
        self._book.cause[numbers] = causes(LostNeeds(**columns), self._offers, self._outside_share)
        self._waiting, self._count = [], 0


class OwnerLoad:
    """Whether reps' days were full of late.

    Args:
        rep_minutes: Minutes of each rep on each day by what they went into, shape (days, reps, kinds).
        full_share: Share of working time from which on days count as full.
    """

    def __init__(self, rep_minutes: NDArray[np.float64], full_share: float) -> None:
        self._minutes = rep_minutes
        self._full_share = full_share
        self._is_full = np.zeros(rep_minutes.shape[1], dtype=bool)

    def days_are_full(self, day: int) -> NDArray[np.bool_]:
        """Say whose days have been full over the last weeks.

        Args:
            day: Business day, from 0.

        Returns:
            One truth value a rep, shape (reps,); looked up once a week, False in the first one.
        """
        if day % _DAYS_PER_WEEK == 0:
            past = self._minutes[max(0, day - _WEEKS_OF_LOAD * _DAYS_PER_WEEK) : day]
            spent = past.sum(axis=(0, 2))
            idle = past[:, :, _IDLE].sum(axis=0)
            self._is_full = (spent > 0) & (spent - idle >= self._full_share * spent)
        return self._is_full
