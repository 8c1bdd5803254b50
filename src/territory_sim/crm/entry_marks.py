"""The marks by which entries go wrong: they belong to what happened, not to who writes it down."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.streams import Streams

_BLOCK_DRAWS: Final = 2_000_000


def ordinals(account: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the occurrences of each account, from 0, in the order given.

    Args:
        account: Index of each occurrence's account, shape (k,).

    Returns:
        Numbers within the account, shape (k,).

    Example:
        >>> ordinals(np.array([4, 2, 4, 4, 2])).tolist()
        [0, 0, 1, 2, 1]
    """
    order = np.argsort(account, kind="stable")
    sorted_accounts = account[order]
    rank = np.empty(len(account), dtype=np.int64)
    rank[order] = np.arange(len(account)) - np.searchsorted(sorted_accounts, sorted_accounts)
    return rank


def entry_marks(
    streams: Streams,
    purpose: str,
    keys: NDArray[np.uint64],
    account: NDArray[np.int64],
    number: NDArray[np.int64],
    marks: int,
) -> NDArray[np.float64]:
    """Draw the marks of entries, each from the stream of its account at the place of its number.

    Args:
        streams: Streams of the replication.
        purpose: Stable name of the kind of entry.
        keys: Stream keys of all accounts, shape (n,).
        account: Index of each occurrence's account, shape (k,).
        number: Number of each occurrence within its account, from 0, shape (k,).
        marks: Marks of one entry.

    Returns:
        Uniforms in [0, 1), shape (k, marks): another account's occurrences, or later ones of the
        same account, move none of them.
    """
    drawn = np.empty((len(account), marks))
    if not len(account):
        return drawn
    width = (int(number.max()) + 1) * marks
    blocks = min(math.ceil(len(keys) * width / _BLOCK_DRAWS), len(keys))
    for rows in np.array_split(np.arange(len(keys)), blocks):
        uniforms = streams.rows(purpose, keys[rows], width).reshape(len(rows), -1, marks)
        here = np.flatnonzero((account >= rows[0]) & (account <= rows[-1]))
        drawn[here] = uniforms[account[here] - rows[0], number[here]]
    return drawn
