"""Takeovers: an account buys from one supplier until another takes it over.

Every firm takes over accounts, from whomever, at a rate that grows with the square root of its
calls. With one rival this is Lanchester's model with a square-root law of effort; the share of a
firm comes to rest at its rate over the sum of all rates, as the attraction theorem asks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.competitors import CompetitorParameters
from territory_sim.streams import Streams

_MOST_CALLS_PER_YEAR = 250.0
"""More calls a year on one account count as so many: it bounds the rate of the candidates."""


@dataclass(frozen=True, eq=False)
class Takeovers:
    """Moments at which an account could change its supplier, in the order of their time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        level: Place on the line of all firms' rates laid end to end, per year, shape (k,).
        first_mark: Uniform of each account that decides who supplies it at the start, shape (n,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    level: NDArray[np.float64]
    first_mark: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self.account)


def takeover_rates(parameters: CompetitorParameters) -> NDArray[np.float64]:
    """Return each firm's rate at one call a year.

    Args:
        parameters: Our rate and the rivals'.

    Returns:
        Takeovers a year, ours first, shape (1 + rivals,).
    """
    return np.array([parameters.takeover, *(rival.takeover for rival in parameters.rivals)])


def draw_takeovers(
    accounts: Accounts, parameters: CompetitorParameters, streams: Streams, horizon: Horizon
) -> Takeovers:
    """Draw all moments at which an account could change its supplier.

    Args:
        accounts: The accounts.
        parameters: Rates of the firms; nothing is drawn unless dynamics is lanchester.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The candidates in the order of their time, at the rate of all firms calling all the time.
    """
    if not parameters.accounts_keep_suppliers:
        return Takeovers(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), np.empty(0))
    ceiling = float(takeover_rates(parameters).sum()) * np.sqrt(_MOST_CALLS_PER_YEAR)
    rate = np.full(len(accounts), ceiling)
    found = draw_occurrences(streams, "takeovers", accounts.stream_keys, rate, horizon, marks=0)
    first_mark = streams.rows("first supplier", accounts.stream_keys, 1)[:, 0]
    return Takeovers(found.account, found.minute, found.level, first_mark)


def takeover_hazards(calls_per_year: NDArray[np.float64], rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rate at which each firm takes over accounts.

    Args:
        calls_per_year: Calls of each firm on each account, shape (firms, k).
        rates: Rate of each firm at one call a year, shape (firms,).

    Returns:
        Takeovers a year, shape (firms, k).

    Source:
        Lanchester with a square-root law: dm/dt = r1 sqrt(u1) (1 - m) - r2 sqrt(u2) m.
    """
    bounded = np.minimum(calls_per_year, _MOST_CALLS_PER_YEAR)
    return np.asarray(rates[:, None] * np.sqrt(bounded), dtype=np.float64)


def next_supplier(
    supplier: NDArray[np.int8], level: NDArray[np.float64], hazards: NDArray[np.float64]
) -> NDArray[np.int8]:
    """Return who supplies each account after a candidate.

    Args:
        supplier: Who supplied it, shape (k,).
        level: Level of the candidate, per year, shape (k,).
        hazards: Rate of each firm for each account, per year, shape (firms, k).

    Returns:
        The firm in whose stretch of the line the level lies; the old supplier beyond its end.
    """
    firm = (level >= np.cumsum(hazards, axis=0)).sum(axis=0)
    return np.where(firm < len(hazards), firm, supplier).astype(np.int8)
