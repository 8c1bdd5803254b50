"""Last year: what each account bought from us before the run begins; quotas are set by it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.statistics.inverse_cdf import lognormal
from territory_sim.streams import Streams


def last_year_cents(accounts: Accounts, parameters: MarketParameters, streams: Streams) -> NDArray[np.int64]:
    """Draw what each account bought from us last year.

    Args:
        accounts: The accounts.
        parameters: How often and how unevenly they buy, and our share at the call norm.
        streams: Streams of the world: the past is the same in every replication.

    Returns:
        Cents, shape (n,).

    Source:
        Our assumption: our share of the potential at the norm, spread as widely as a year of
        that many orders would be (one mark an account, lognormal).
    """
    share = parameters.choice_at_norm
    mark = streams.rows("last year", accounts.stream_keys, 1)[:, 0]
    mean = share * accounts.potential_cents.astype(np.float64)
    bought = np.zeros(len(accounts))
    for segment, orders in enumerate(parameters.needs_per_year.as_tuple()):
        rows = accounts.segment == segment
        spread = math.sqrt((1 + parameters.order_size_cv**2) / (orders * share))
        bought[rows] = lognormal(mark[rows], mean[rows], spread)
    return np.rint(bought).astype(np.int64)
