"""The book of orders: who got each need of an account."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.launches import with_launches
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.market.launches import LaunchNeeds
    from territory_sim.market.orders import Needs


class OrderStatus(IntEnum):
    """In which state a need is; every need ends in exactly one."""

    COMING = 0
    OURS = 1
    ELSEWHERE = 2
    OUT_OF_STOCK = 3
    NOT_ADOPTED = 4


class OrderBook:
    """State of every need of a run.

    Args:
        needs: What accounts buy, drawn beforehand.
        launch_needs: What they would buy of new products.
    """

    def __init__(self, needs: Needs, launch_needs: LaunchNeeds) -> None:
        self.needs, self.launch, self.row = with_launches(needs, launch_needs)
        """Needs of both kinds; the launch of each, -1 for none; its row among both as they were drawn."""
        count = len(self.needs)
        self.status = np.zeros(count, dtype=np.int8)
        self.owner = np.full(count, -1, dtype=np.int32)
        self.firm = np.full(count, -1, dtype=np.int8)
        """Who got each need: we (0), a rival (from 1 on), or nobody of these; -1 before it comes."""
        self.cause = np.full(count, -1, dtype=np.int8)
        """Why a need did not come to us, found by the end of the run; -1 for those that did."""
        self.out_of_stock = np.zeros(count, dtype=bool)
        """Needs for goods that we do not have when they are asked for."""
        self.not_adopted = self.launch >= 0
        """Candidates for a new product whose account has not adopted it: they are no needs."""
        self._timeline = Timeline(self.needs.minute)

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
        never = self.not_adopted[today]
        self.status[today[never]] = OrderStatus.NOT_ADOPTED
        today = today[~never]
        self.owner[today] = owner_of_account[self.needs.account[today]]
        return today
