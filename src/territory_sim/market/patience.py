"""Patience: how long an account waits for an answer before it gives up its request."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.statistics.inverse_cdf import exponential, on_minute_grid
from territory_sim.streams import Streams
from territory_sim.units import MINUTE_GRID

_ODD = np.uint64(0x9E3779B97F4A7C15)
"""Odd number near 2**64 divided by the golden ratio: it spreads minutes over all keys (Knuth 1973)."""


def patience_minutes(
    account_keys: NDArray[np.uint64],
    minute: NDArray[np.float64],
    allowed_minutes: NDArray[np.float64],
    parameters: ServiceParameters,
    streams: Streams,
) -> NDArray[np.float64]:
    """Return how long each request waits before its account gives up.

    Args:
        account_keys: Stream key of the account of each request, shape (k,).
        minute: Working minute at which it came, on the grid of 1/1024, shape (k,).
        allowed_minutes: Minutes within which it should be answered, shape (k,).
        parameters: Mean patience in multiples of the time allowed, and its distribution.
        streams: Streams of the replication; drawn from only where patience varies.

    Returns:
        Minutes of patience, shape (k,); more than none.

    Source:
        Exponential patience is that of Erlang A (Palm 1957; Mandelbaum and Zeltyn 2007).
    """
    mean = parameters.patience * allowed_minutes
    if parameters.patience_distribution == "fixed":
        return mean
    # The mark hangs on who asks and when, so that it moves no other mark of the request.
    keys = account_keys ^ ((minute * MINUTE_GRID).astype(np.uint64) * _ODD)
    marks = streams.rows("patience", keys, 1)[:, 0]
    # Nobody gives up at the very minute he asks.
    return np.maximum(on_minute_grid(exponential(marks, mean)), 1 / MINUTE_GRID)
