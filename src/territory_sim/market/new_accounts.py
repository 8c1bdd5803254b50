"""New accounts: those who have bought from us for less than a year, and answer to calls more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.streams import Streams


def new_accounts(accounts: Accounts, parameters: MarketParameters, streams: Streams) -> NDArray[np.bool_]:
    """Say which accounts are new at the start; they count as new for the whole run.

    Args:
        accounts: The accounts.
        parameters: Share of new accounts.
        streams: Streams of the world, without a replication.

    Returns:
        Whether each account is new, by a mark of its own: a larger share adds accounts and takes
        none away, shape (n,).
    """
    marks = streams.rows("account tenure", accounts.stream_keys, 1)[:, 0]
    return np.asarray(marks < parameters.new_account_share, dtype=np.bool_)
