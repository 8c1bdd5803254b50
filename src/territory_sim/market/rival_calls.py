"""Rival calls: who sells against us comes most to those we leave unvisited or dissatisfied.

Candidates are drawn for each account at the rivals' highest rate. A candidate becomes a call
when its level lies under the rate that the account's state of that day invites.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.competitors import CompetitorParameters
from territory_sim.streams import Streams
from territory_sim.units import BUSINESS_DAYS_PER_MONTH

_FULL_SATISFACTION = 10.0


@dataclass(frozen=True, eq=False)
class RivalCalls:
    """All rival calls that could happen, in the order of their time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        level: Share of the highest rate under which the call happens, in [0, 1), shape (k,).
        firm_mark: Uniform that decides which rival firm comes, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    level: NDArray[np.float64]
    firm_mark: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self.account)


def draw_rival_calls(
    accounts: Accounts, parameters: CompetitorParameters, streams: Streams, horizon: Horizon
) -> RivalCalls:
    """Draw all rival calls that could happen over the run.

    Args:
        accounts: The accounts.
        parameters: The rivals' highest rate; no candidates when they are not active.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The candidates in the order of their time.
    """
    highest = parameters.calls_per_year if parameters.active else 0.0
    rate = np.full(len(accounts), highest)
    found = draw_occurrences(
        streams, "rival calls", accounts.stream_keys, rate, horizon, marks=1, first_layer=4.0
    )
    return RivalCalls(
        account=found.account,
        minute=found.minute,
        level=found.level / highest if highest else found.level,
        firm_mark=found.marks[:, 0],
    )


def invitation(
    satisfaction: NDArray[np.float64],
    days_unvisited: NDArray[np.float64],
    parameters: CompetitorParameters,
) -> NDArray[np.float64]:
    """Return the share of the rivals' highest rate that an account's state invites.

    Args:
        satisfaction: Points, 0 to 10, shape (k,).
        days_unvisited: Business days since our last visit, shape (k,).
        parameters: Base share and the time after which an unvisited account is wide open.

    Returns:
        Shares from the base share to 1, shape (k,).

    Source:
        Poaching that rises with dissatisfaction and with time since the last visit; its linear
        form is our assumption.
    """
    unvisited = np.minimum(days_unvisited / (parameters.unvisited_months * BUSINESS_DAYS_PER_MONTH), 1)
    dissatisfied = 1 - satisfaction / _FULL_SATISFACTION
    pull = np.maximum(unvisited, dissatisfied)
    return parameters.base_share + (1 - parameters.base_share) * pull
