"""A customer: a thin Mesa agent in front of one row of the accounts' columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


class CustomerAgent(mesa.Agent):
    """One account, seen as an agent. It holds nothing itself: its state is a row of columns.

    Args:
        model: The model.
        account: Index of the account.
    """

    def __init__(self, model: TerritoryModel, account: int) -> None:
        super().__init__(model)
        self.account = account
        self._state = model.state
        self._account_ids = model.world.accounts.account_ids

    @property
    def account_id(self) -> str:
        """Id of the account."""
        return str(self._account_ids[self.account])

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
    def goodwill(self) -> float:
        """Goodwill of our calls, 1 at the norm."""
        return float(self._state.goodwill[self.account])
