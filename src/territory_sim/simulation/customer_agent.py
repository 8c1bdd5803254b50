"""A customer: a thin Mesa agent in front of one row of the accounts' columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from territory_sim.simulation.market_state import MarketState


class CustomerAgent(mesa.Agent):
    """One account, seen as an agent. It holds nothing itself: its state is a row of columns.

    Args:
        model: The model.
        account: Index of the account.
        account_id: Its id.
        state: The columns.
    """

    def __init__(self, model: mesa.Model, account: int, account_id: str, state: MarketState) -> None:
        super().__init__(model)
        self.account = account
        self.account_id = account_id
        self._state = state

    @property
    def place(self) -> int:
        """Index of the unit the account lies in now."""
        return int(self._state.unit[self.account])

    @property
    def owner(self) -> int:
        """Index of the rep who owns the account now."""
        return int(self._state.owner[self.account])

    @property
    def satisfaction(self) -> float:
        """Satisfaction in points, 0 to 10."""
        return float(self._state.satisfaction[self.account])

    @property
    def is_customer(self) -> bool:
        """Whether the account still is our customer."""
        return bool(self._state.is_customer[self.account])

    @property
    def goodwill(self) -> float:
        """Goodwill of our calls, 1 at the norm."""
        return float(self._state.goodwill[self.account])
