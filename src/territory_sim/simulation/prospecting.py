"""Prospecting: reps who have time to spare look for leads among their accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.tally import REP_DAY_MINUTES

if TYPE_CHECKING:
    from territory_sim.salesforce.reps import Rep
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.tally import Tally

_RECENT_DAYS: Final = 10
_IDLE: Final = REP_DAY_MINUTES.index("idle_minutes")


def idle_minutes(tally: Tally, day: int) -> NDArray[np.float64]:
    """Return how long each rep was idle on a recent day.

    Args:
        tally: Running totals.
        day: Business day, from 0; it has not been lived yet.

    Returns:
        Mean minutes a day over the last ten days, zero on the first, shape (reps,).
    """
    recent = tally.rep_minutes[max(day - _RECENT_DAYS, 0) : day, :, _IDLE]
    return recent.mean(axis=0) if len(recent) else np.zeros(tally.rep_minutes.shape[1])


class Prospecting:
    """Sets how many leads the reps' spare time brings.

    Args:
        leads_per_year: Leads from one account if its rep did nothing else.
        reps: The reps, for the length of their shifts.
    """

    def __init__(self, leads_per_year: float, reps: Sequence[Rep]) -> None:
        self._leads_per_year = leads_per_year
        self._shift_minutes = np.array([rep.shift_minutes for rep in reps])

    def open_day(self, day: int, tally: Tally, state: MarketState, present: NDArray[np.bool_]) -> None:
        """Write the rate of each account: the highest rate times the idle share of its owner's recent days.

        Args:
            day: Business day, from 0.
            tally: Where the idle minutes of past days stand.
            state: The accounts.
            present: Whether each rep works today, shape (reps,).
        """
        if self._leads_per_year:
            idle_share = idle_minutes(tally, day) * present / self._shift_minutes
            state.prospecting_lead_rate = self._leads_per_year * idle_share[state.owner]
