"""Rival firms: whose rep covers which units, and which of the possible calls happen today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from territory_sim.market.rival_calls import RivalCalls, invitation
from territory_sim.simulation.rival_rep_agent import RivalRepAgent
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.market.parameters.competitors import CompetitorParameters
    from territory_sim.region.network import Region
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.settlement import Stretch


class Rivalry:
    """All rival reps with their beats: each covers the units nearest to home in his firm.

    Args:
        model: The model the agents live in.
        region: The region; homes follow its weights.
        travel_minutes: Minutes between units, shape (n, n).
        parameters: Firms, reps and how they choose accounts.
        calls: All rival calls that could happen.
    """

    def __init__(
        self,
        model: mesa.Model,
        region: Region,
        travel_minutes: NDArray[np.float32],
        parameters: CompetitorParameters,
        calls: RivalCalls,
    ) -> None:
        self._parameters = parameters
        self._calls = calls
        self._timeline = Timeline(calls.minute)
        self._today: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        firms = parameters.firms if parameters.active else 0
        self.reps: list[list[RivalRepAgent]] = []
        self._beats: list[NDArray[np.int64]] = []
        for firm in range(firms):
            homes = _homes(region, parameters.reps_per_firm, firm, firms)
            self.reps.append([RivalRepAgent(model, firm, home) for home in homes.tolist()])
            self._beats.append(travel_minutes[homes].argmin(axis=0))

    def open_day(self, day_end: float, days_unvisited: NDArray[np.float64], state: MarketState) -> None:
        """Decide which rival calls happen today and send the reps on their tours.

        Args:
            day_end: Working minute at which the day ends.
            days_unvisited: Business days since our last visit, for every account, shape (n,).
            state: The accounts as they stand.
        """
        if not self.reps:
            return
        today = self._timeline.take(day_end)
        account = self._calls.account[today]
        open_to = invitation(state.satisfaction[account], days_unvisited[account], self._parameters)
        happens = self._calls.level[today] < open_to
        self._today = today[happens]
        account = account[happens]
        minutes = self._calls.minute[self._today].tolist()
        firms = (self._calls.firm_mark[self._today] * len(self.reps)).astype(np.int64).tolist()
        for firm in self.reps:
            for rep in firm:
                rep.tour = []
        for minute, firm_number, unit in zip(minutes, firms, state.unit[account].tolist(), strict=True):
            self.reps[firm_number][self._beats[firm_number][unit]].tour.append((minute, unit))

    def accounts_today(self) -> NDArray[np.int64]:
        """Return the account of each of the day's calls that are not settled yet."""
        return self._calls.account[self._today]

    def settle(self, stretch: Stretch, state: MarketState) -> None:
        """Let the rival calls of a part of the day take effect.

        Args:
            stretch: The part of the day.
            state: The accounts.
        """
        made = int(np.searchsorted(self._calls.minute[self._today], stretch.end))
        np.add.at(state.rival_goodwill, self._calls.account[self._today[:made]], 1.0)
        self._today = self._today[made:]


def _homes(region: Region, reps: int, firm: int, firms: int) -> NDArray[np.int64]:
    """Spread homes over the weight of the region, each firm's between those of the others."""
    cumulative = np.cumsum(region.weight) / region.weight.sum()
    quantiles = (np.arange(reps) + (firm + 0.5) / firms) / reps
    return np.minimum(np.searchsorted(cumulative, quantiles), len(cumulative) - 1)
