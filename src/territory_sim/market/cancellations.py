"""Cancellations: which sales the customer takes back, and after how long.

Drawn for every need and every lead that could come, before it is known whether it will be our sale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.launches import LaunchNeeds
from territory_sim.market.leads import Leads
from territory_sim.market.need_marks import need_marks
from territory_sim.market.orders import Needs
from territory_sim.market.parameters.fulfilment import FulfilmentParameters
from territory_sim.statistics.inverse_cdf import on_minute_grid
from territory_sim.streams import Streams

_WHETHER, _WHEN = range(2)


@dataclass(frozen=True, eq=False)
class Cancellations:
    """How long each sale would last; without end where it is not cancelled.

    Args:
        need_minutes: Business minutes until each order is cancelled, usual needs first, then those of
            launches; inf where it is not, shape (needs,).
        lead_minutes: The same for what each lead sells if it is won, shape (leads,).
    """

    need_minutes: NDArray[np.float64]
    lead_minutes: NDArray[np.float64]


def draw_cancellations(
    accounts: Accounts,
    needs: tuple[Needs, LaunchNeeds],
    leads: Leads,
    fulfilment: FulfilmentParameters,
    streams: Streams,
    day_minutes: float,
) -> Cancellations:
    """Draw which sales would be cancelled.

    Args:
        accounts: The accounts.
        needs: The usual needs and those of new products.
        leads: All candidates for leads.
        fulfilment: Share and longest time; nothing is drawn when the share is 0.
        streams: Streams of the replication.
        day_minutes: Business minutes of a day.

    Returns:
        Times, none at all when no sale is ever cancelled. A higher share cancels more sales and moves none.
    """
    if not fulfilment.cancelled_share:
        return Cancellations(np.empty(0), np.empty(0))
    usual, extra = needs
    parts = [need_marks(streams, "cancelled orders", accounts, usual.account, 2)]
    for number, launch in enumerate(fulfilment.launches):
        account = extra.account[extra.launch == number]
        parts.append(need_marks(streams, f"cancelled orders of {launch.name}", accounts, account, 2))
    # A lead's number changes with the sources of leads; its own mark does not.
    keys = accounts.stream_keys[leads.account] ^ leads.win_mark.view(np.uint64)
    longest = fulfilment.cancel_within_days * day_minutes
    return Cancellations(
        *(
            np.where(
                marks[:, _WHETHER] < fulfilment.cancelled_share,
                on_minute_grid(marks[:, _WHEN] * longest),
                np.inf,
            )
            for marks in (np.concatenate(parts), streams.rows("cancelled deals", keys, 2))
        )
    )
