"""Departures: what a rep who leaves takes along from his accounts and his open deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from territory_sim.salesforce.people_parameters import TurnoverParameters
    from territory_sim.simulation.settlement import Books


class Departures:
    """Lets accounts feel that their rep has gone.

    Args:
        books: The roster, the accounts and the deals.
        parameters: How much of their loyalty is the leaver's.
        day_minutes: Business minutes of a day.
    """

    def __init__(self, books: Books, parameters: TurnoverParameters, day_minutes: float) -> None:
        self._roster, self._state, self._deals = books.roster, books.state, books.deals
        self._parameters = parameters
        self._day_minutes = day_minutes

    def close_day(self, day: int) -> None:
        """Let those leave who leave this evening.

        What a change of rep costs in orders and in accounts that leave us stays whole until the
        successor starts; from then on it fades as after any change of rep.

        Args:
            day: Business day, from 0.
        """
        state, parameters = self._state, self._parameters
        for gone in self._roster.close_day(day):
            accounts = np.flatnonzero(state.owner == gone.seat)
            state.rep_since[accounts] = gone.successor_day * self._day_minutes
            state.goodwill[accounts] *= 1 - parameters.goodwill_taken
            lower = state.satisfaction[accounts] - parameters.satisfaction_taken
            state.satisfaction[accounts] = np.maximum(lower, 0.0)
            self._deals.lose_rep(gone.seat)
