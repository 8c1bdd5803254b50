"""Stock-outs: which needs ask for goods that cannot be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.need_marks import need_marks
from territory_sim.market.orders import Needs
from territory_sim.market.parameters.fulfilment import StockOutParameters
from territory_sim.streams import Streams


@dataclass(frozen=True, eq=False)
class Shortages:
    """What every need would ask for during each stock-out.

    Args:
        goods_mark: Uniform of each usual need that decides whether it asks for the missing goods;
            shape (stock-outs, k).
    """

    goods_mark: NDArray[np.float64]


def draw_shortages(
    accounts: Accounts, needs: Needs, stock_outs: Sequence[StockOutParameters], streams: Streams
) -> Shortages:
    """Draw which needs ask for what.

    Args:
        accounts: The accounts.
        needs: The usual needs; new products are never out of stock.
        stock_outs: The stock-outs; a stock-out's name is part of its purpose.
        streams: Streams of the replication.

    Returns:
        One row of marks for each stock-out.
    """
    marks = np.empty((len(stock_outs), len(needs)))
    for number, out in enumerate(stock_outs):
        purpose = f"goods of {out.name}"
        marks[number] = need_marks(streams, purpose, accounts, needs.account, 1)[:, 0]
    return Shortages(goods_mark=marks)
