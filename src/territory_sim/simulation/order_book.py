"""The book of orders: who got each need of an account."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.orders import Needs
from territory_sim.simulation.timeline import Timeline


class OrderStatus(IntEnum):
    """In which state a need is; every need ends in exactly one."""

    COMING = 0
    OURS = 1
    ELSEWHERE = 2


class OrderBook:
    """State of every need of a run.

    Args:
        needs: What accounts buy, drawn beforehand.
    """

    def __init__(self, needs: Needs) -> None:
        self.needs = needs
        self.status = np.zeros(len(needs), dtype=np.int8)
        self.owner = np.full(len(needs), -1, dtype=np.int32)
        self.firm = np.full(len(needs), -1, dtype=np.int8)
        """Who got each need: we (0), a rival (from 1 on), or nobody of these; -1 before it comes."""
        self.cause = np.full(len(needs), -1, dtype=np.int8)
        """Why a need did not come to us, found by the end of the run; -1 for those that did."""
        self.out_of_stock = np.zeros(len(needs), dtype=bool)
        """Needs for goods that we do not have when they are asked for."""
        self._timeline = Timeline(needs.minute)

    @property
    def settled(self) -> int:
        """How many needs have been taken up so far; they are the first ones in the book."""
        return self._timeline.taken

    def take(self, until: float, owner_of_account: NDArray[np.int64]) -> NDArray[np.int64]:
        """Take up the needs that come before a minute.

        Args:
            until: Working minute.
            owner_of_account: Index of the rep who owns each account now.

        Returns:
            Numbers of the needs not taken before, in the order of their time.
        """
        today = self._timeline.take(until)
        self.owner[today] = owner_of_account[self.needs.account[today]]
        return today
