"""Who supplies each account, where accounts keep a supplier until another takes them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.attraction import OURS, order_attractions, rival_offers, shares
from territory_sim.market.lost_sales import Cause
from territory_sim.market.takeovers import Takeovers, next_supplier, takeover_hazards, takeover_rates
from territory_sim.simulation.timeline import Timeline
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from territory_sim.market.parameters.competitors import CompetitorParameters
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.settlement import Stretch


class Supply:
    """The supplier of each account, and when it changes.

    Args:
        takeovers: Moments at which suppliers could change.
        state: The accounts on the first morning.
        competitors: Rates of the firms.
    """

    def __init__(
        self,
        takeovers: Takeovers,
        state: MarketState,
        competitors: CompetitorParameters,
    ) -> None:
        self._takeovers = takeovers
        self._timeline = Timeline(takeovers.minute)
        self._rates = takeover_rates(competitors)
        self._calls_per_goodwill = (1 - state.goodwill_kept) * BUSINESS_DAYS_PER_YEAR
        self.supplier = _first_suppliers(takeovers.first_mark, state, competitors)
        """Number of the firm that supplies each account, ours 0, shape (n,)."""
        self.was_ours = self.supplier == OURS
        """Whether we have ever supplied each account, shape (n,)."""

    def settle(self, stretch: Stretch, state: MarketState) -> None:
        """Let the takeovers of a part of the day take effect.

        Args:
            stretch: The part of the day.
            state: The accounts, with the goodwill of everybody's calls.
        """
        waiting = self._timeline.take(stretch.end)
        while len(waiting):
            # An account that could change twice today does so one after the other.
            _, first = np.unique(self._takeovers.account[waiting], return_index=True)
            now = waiting[first]
            account = self._takeovers.account[now]
            hazards = takeover_hazards(self.calls_per_year(account, state), self._rates)
            level = self._takeovers.level[now]
            self.supplier[account] = next_supplier(self.supplier[account], level, hazards)
            waiting = np.delete(waiting, first)
        self.was_ours |= self.supplier == OURS

    def calls_per_year(self, account: NDArray[np.int64], state: MarketState) -> NDArray[np.float64]:
        """Return how often each firm calls on accounts of late, as their goodwill tells.

        Args:
            account: Index of each account, shape (k,).
            state: The accounts.

        Returns:
            Calls a year, ours first, shape (1 + rivals, k).
        """
        ours = state.goodwill[account] / state.call_impact[account]
        return np.vstack([ours, state.goodwill_of_rivals[:, account]]) * self._calls_per_goodwill

    def choose(
        self, account: NDArray[np.int64], firm: NDArray[np.int8], we_can: NDArray[np.bool_]
    ) -> NDArray[np.int8]:
        """Return who gets each order: the supplier, unless that is us and we cannot.

        Args:
            account: Index of each account that buys, shape (k,).
            firm: Whom the mark would choose among those who can, shape (k,).
            we_can: Whether the account is our customer and we have the goods, shape (k,).

        Returns:
            Number of the firm, shape (k,).
        """
        supplier = self.supplier[account]
        return np.where((supplier == OURS) & ~we_can, firm, supplier).astype(np.int8)

    def causes(self, account: NDArray[np.int64], is_customer: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Return why orders of accounts went elsewhere.

        Args:
            account: Index of each account whose order we did not get, shape (k,).
            is_customer: Whether it is a customer of ours, shape (k,).

        Returns:
            Rival where he took the account from us, merit where it never was ours; churned or stock-out
            where we are the supplier and could not sell; shape (k,).
        """
        theirs = np.where(self.was_ours[account], Cause.RIVAL, Cause.MERIT)
        we_could_not = np.where(is_customer, Cause.STOCK_OUT, Cause.CHURNED)
        return np.where(self.supplier[account] == OURS, we_could_not, theirs).astype(np.int8)


def _first_suppliers(
    mark: NDArray[np.float64],
    state: MarketState,
    competitors: CompetitorParameters,
) -> NDArray[np.int8]:
    """Give every account the supplier that it would choose without any recent rival call."""
    count = len(mark)
    odds = np.repeat(rival_offers(competitors).log_odds[:, None], count, axis=1)
    found = order_attractions(state.choice_share(np.arange(count)), np.zeros(count), odds, 0.0)
    return np.asarray((mark >= np.cumsum(shares(found)[:-2], axis=0)).sum(axis=0), dtype=np.int8)
