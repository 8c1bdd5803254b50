"""Relocations: rarely, an account moves to a neighbouring unit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.streams import Streams

_RARE_LAYER = 0.0625
"""Relocations are rare: a low first layer of rate saves candidates that nobody accepts."""


@dataclass(frozen=True, eq=False)
class Relocations:
    """All relocations of a run in the order of their time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        direction_mark: Uniform that picks the neighbour, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    direction_mark: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many relocations there are."""
        return len(self.account)


def draw_relocations(
    accounts: Accounts, parameters: MarketParameters, streams: Streams, horizon: Horizon
) -> Relocations:
    """Draw which accounts move when.

    Args:
        accounts: The accounts.
        parameters: Rate of relocation.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The relocations in the order of their time.
    """
    rate = np.full(len(accounts), parameters.relocations_per_year)
    found = draw_occurrences(
        streams, "relocations", accounts.stream_keys, rate, horizon, marks=1, first_layer=_RARE_LAYER
    )
    return Relocations(account=found.account, minute=found.minute, direction_mark=found.marks[:, 0])


def neighbour_reached(neighbours: tuple[int, ...], mark: float) -> int | None:
    """Return the unit to which a mark leads.

    Args:
        neighbours: Indices of the units next to the present one.
        mark: Uniform in [0, 1).

    Returns:
        Index of the unit, or None where there is no neighbour.
    """
    return neighbours[int(mark * len(neighbours))] if neighbours else None
