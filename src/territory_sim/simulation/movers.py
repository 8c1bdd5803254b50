"""Movers: accounts that go to a neighbouring unit, and so perhaps to another rep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from territory_sim.market.relocations import Relocations, neighbour_reached
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.region.network import Region
    from territory_sim.simulation.market_state import MarketState


class Movers:
    """Lets relocations take effect on their morning.

    Args:
        relocations: Who moves when, drawn beforehand.
        region: Which units are neighbours.
    """

    def __init__(self, relocations: Relocations, region: Region) -> None:
        self._relocations = relocations
        self._region = region
        self._timeline = Timeline(relocations.minute)

    def open_day(self, day_end: float, state: MarketState) -> None:
        """Move the accounts of a day.

        Args:
            day_end: Working minute at which the day ends.
            state: The accounts.
        """
        moves = self._relocations
        for move in self._timeline.take(day_end).tolist():
            account = int(moves.account[move])
            neighbours = self._region.neighbours[int(state.unit[account])]
            unit = neighbour_reached(neighbours, float(moves.direction_mark[move]))
            if unit is not None:
                state.relocate(account, unit, float(moves.minute[move]))
