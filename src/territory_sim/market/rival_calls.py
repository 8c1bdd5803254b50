"""Rival calls: who sells against us comes most to those we leave unvisited or dissatisfied.

Candidates are drawn for each account and firm at the firm's highest rate. A candidate becomes a
call when its level lies under the rate that the account invites on that day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.competitors import CompetitorParameters, RivalParameters
from territory_sim.streams import Streams

_FIRST_LAYER = 2.0


@dataclass(frozen=True, eq=False)
class RivalCalls:
    """All rival calls that could happen, in the order of their time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        level: Rate under which the call happens, in calls a year, shape (k,).
        rival: Number of the rival firm, from 0, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    level: NDArray[np.float64]
    rival: NDArray[np.int8]

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self.account)


def draw_rival_calls(
    accounts: Accounts, parameters: CompetitorParameters, streams: Streams, horizon: Horizon
) -> RivalCalls:
    """Draw all rival calls that could happen over the run.

    Args:
        accounts: The accounts.
        parameters: The firms and their highest rates; no candidates when they are not active.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The candidates in the order of their time. Each firm's come from streams of its own name, so
        that another firm, a campaign or a reaction moves none of them.
    """
    drawn = [
        draw_occurrences(
            streams,
            f"rival calls {rival.name}",
            accounts.stream_keys,
            np.full(len(accounts), highest_rate(rival, parameters)),
            horizon,
            marks=0,
            first_layer=_FIRST_LAYER,
        )
        for rival in parameters.present
    ]
    if not drawn:
        return RivalCalls(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0), np.empty(0, dtype=np.int8))
    account = np.concatenate([found.account for found in drawn])
    minute = np.concatenate([found.minute for found in drawn])
    level = np.concatenate([found.level for found in drawn])
    rival_number = np.repeat(np.arange(len(drawn), dtype=np.int8), [len(found) for found in drawn])
    order = np.lexsort((rival_number, account, minute))
    return RivalCalls(account[order], minute[order], level[order], rival_number[order])


def highest_rate(rival: RivalParameters, parameters: CompetitorParameters) -> float:
    """Return the highest rate at which a rival can ever call on an account.

    Args:
        rival: The firm.
        parameters: Its campaigns, and how rivals react.

    Returns:
        Calls a year.
    """
    factors = [campaign.calls_factor for campaign in parameters.campaigns if campaign.rival == rival.name]
    return rival.calls_per_year * max([1.0, *factors]) * (1 + parameters.reaction)
