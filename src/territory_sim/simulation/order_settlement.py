"""Who gets the orders: each need is decided by its mark against our chance of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.orders import choice_share, order_probability
from territory_sim.simulation.order_book import OrderStatus

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.simulation.settlement import Books, Stretch


class OrderSettlement:
    """Settles needs.

    Args:
        books: What settlement writes to.
        scenario: What our chance depends on.
    """

    def __init__(self, books: Books, scenario: Scenario) -> None:
        self._book, self._state, self._tally = books.orders, books.state, books.tally
        self._market = scenario.market
        self._rival_pull = scenario.competitors.pull

    def settle(self, stretch: Stretch) -> None:
        """Let the needs of a part of the day go to us or elsewhere.

        Args:
            stretch: The part of the day.
        """
        book, state = self._book, self._state
        today = book.take(stretch.end, state.owner)
        account, size_cents = book.needs.account[today], book.needs.size_cents[today]
        wanted = book.needs.choice_mark[today] < self._chance(account)
        missed = wanted & book.out_of_stock[today]
        ours = wanted & ~missed
        book.status[today] = np.where(ours, OrderStatus.OURS, OrderStatus.ELSEWHERE)
        book.status[today[missed]] = OrderStatus.OUT_OF_STOCK
        np.add.at(state.bought_cents, account, size_cents)
        account, size_cents = account[ours], size_cents[ours]
        np.add.at(state.booked_cents, account, size_cents)
        self._tally.book(stretch.day, state.owner[account], size_cents)

    def _chance(self, account: NDArray[np.int64]) -> NDArray[np.float64]:
        state = self._state
        appeal = state.campaign_appeal[account] + state.word_appeal[account]
        return order_probability(
            choice_share(state.goodwill[account], self._market),
            state.satisfaction[account],
            self._rival_pull * state.rival_goodwill[account] - appeal,
            self._market,
        )
