"""Who else gets credit for a sale: whoever found it, and whoever had the account before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.owner_history import NOBODY
from territory_sim.units import BUSINESS_DAYS_PER_MONTH

if TYPE_CHECKING:
    from territory_sim.salesforce.commission_parameters import SplitParameters
    from territory_sim.simulation.owner_history import OwnerHistory


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the credit of some sales.

    Args:
        rep: Index of who gets it; the number of field reps and more for an inside rep, ``NOBODY`` where
            it stays with the rep who booked, shape (k,).
        share: Part of the credit, the same for all.
    """

    rep: NDArray[np.int64]
    share: float


class DealCredit:
    """Says who shares in a sale.

    Args:
        owners: Who has had each account.
        split: Shares and how long they hold.
        reps: Number of field reps.
    """

    def __init__(self, owners: OwnerHistory, split: SplitParameters, reps: int) -> None:
        self._owners, self._split, self._reps = owners, split, reps
        self._days = split.previous_owner_months * BUSINESS_DAYS_PER_MONTH

    def of_orders(self, account: NDArray[np.int64], day: int) -> tuple[Part, ...]:
        """Say who shares in orders.

        Args:
            account: Index of the account of each, shape (k,).
            day: Business day, from 0.

        Returns:
            Parts, none where the plan shares nothing.
        """
        if not self._split.previous_owner_share:
            return ()
        owners = self._owners
        before = np.where(day < owners.since_day[account] + self._days, owners.before[account], NOBODY)
        return (Part(before, self._split.previous_owner_share),)

    def of_deals(self, account: NDArray[np.int64], day: int, finder: NDArray[np.integer]) -> tuple[Part, ...]:
        """Say who shares in won deals.

        Args:
            account: Index of the account of each, shape (k,).
            day: Business day, from 0.
            finder: Index of the rep who answered the lead of each, field reps first, shape (k,).

        Returns:
            Parts, none where the plan shares nothing.
        """
        inside = finder >= self._reps
        parts = (
            Part(np.where(inside, NOBODY, finder), self._split.finder_share),
            Part(np.where(inside, finder, NOBODY), self._split.inside_share),
        )
        return (*(part for part in parts if part.share), *self.of_orders(account, day))
