"""How long each account's first, second, third ... planned call takes, drawn beforehand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.statistics.inverse_cdf import lognormal, on_minute_grid
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from territory_sim.scenario.world import World
    from territory_sim.streams import Streams


class CallMinutes:
    """Minutes of planned calls, a row for each account and a column for each call.

    Args:
        world: Accounts, call norms and the length of the run.
        streams: Streams of the replication.
    """

    def __init__(self, world: World, streams: Streams) -> None:
        market, accounts = world.scenario.market, world.accounts
        years = world.scenario.days / BUSINESS_DAYS_PER_YEAR
        highest_norm = max(market.calls_per_year.as_tuple())
        self.most_calls = math.ceil(highest_norm * years) + 1
        self._mean = np.array(market.call_minutes.as_tuple())[accounts.segment]
        marks = streams.rows("planned calls", accounts.stream_keys, 1 + self.most_calls)
        self.phase_mark = marks[:, 0].copy()
        """Uniform that shifts each account's grid of call intervals, shape (n,)."""
        minutes = lognormal(marks[:, 1:], self._mean[:, None], market.call_minutes_cv)
        # Multiples of 1/1024 below 16,384 are exact in single precision, at half the memory.
        self._minutes = on_minute_grid(minutes).astype(np.float32)

    def expected(self, accounts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the mean minutes of a call.

        Args:
            accounts: Indices of accounts, shape (k,).

        Returns:
            Minutes, shape (k,).
        """
        return np.asarray(self._mean[accounts], dtype=np.float64)

    def next_call(self, accounts: NDArray[np.int64], calls_made: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return how long the next call will take.

        Args:
            accounts: Indices of accounts, shape (k,).
            calls_made: Planned calls made so far, shape (k,).

        Returns:
            Minutes, shape (k,).
        """
        return self._minutes[accounts, calls_made % self.most_calls].astype(np.float64)
