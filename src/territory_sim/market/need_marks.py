"""Marks that belong to a need but were thought of later than the need itself.

A need's own stream has a fixed number of marks, which must not change. Further marks come from
streams of their own: the first need of an account gets the first of them, and so on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.streams import Streams


def need_marks(
    streams: Streams, purpose: str, accounts: Accounts, account: NDArray[np.int64], marks: int
) -> NDArray[np.float64]:
    """Draw further marks of needs.

    Args:
        streams: Streams of the replication.
        purpose: Stable name of what the marks decide.
        accounts: All accounts.
        account: Index of the account of each need, the needs in the order of their time, shape (k,).
        marks: How many marks each need gets.

    Returns:
        Uniforms in [0, 1), shape (k, marks).
    """
    if not len(account):
        return np.empty((0, marks))
    by_account = np.argsort(account, kind="stable")
    owner = account[by_account]
    begin = np.searchsorted(owner, np.arange(len(accounts) + 1))
    rank = np.empty(len(account), dtype=np.int64)
    rank[by_account] = np.arange(len(account)) - begin[owner]
    most = int(rank.max()) + 1
    drawn = streams.rows(purpose, accounts.stream_keys, most * marks)
    return drawn.reshape(len(accounts), most, marks)[account, rank]
