"""Lost sales by cause: what stood between us and an order that went elsewhere.

Each need carries the mark that decided it. The ladder removes one obstacle after another, in a
stated order, and works out our chance anew each time. The first obstacle whose removal brings
the mark under our chance is the cause; a need that stays lost would have gone elsewhere anyway.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.attraction import OURS, Offers, order_attractions, shares


class Cause(IntEnum):
    """Why a need did not come to us, in the order in which obstacles are removed."""

    CHURNED = 0
    STOCK_OUT = 1
    NO_CAPACITY = 2
    NO_COVERAGE = 3
    HANDOVER = 4
    LATE_ANSWER = 5
    RIVAL = 6
    PRICE = 7
    MERIT = 8


CAUSES: Final = tuple(cause.name.lower() for cause in Cause)
"""Names of the causes as tables have them."""


@dataclass(frozen=True, eq=False)
class LostNeeds:
    """Needs that did not come to us, with all that stood in our way at that moment.

    Args:
        mark: Uniform that decided, shape (k,).
        is_customer: Whether the account was still a customer of ours, shape (k,).
        in_stock: Whether we had the goods, shape (k,).
        choice_share: Our probability by goodwill alone, shape (k,).
        share_at_norm: The same with goodwill of 1 where calls were missed, shape (k,).
        days_were_full: Whether the owner's days were full, shape (k,).
        our_log_odds: What was added to our log attraction, shape (k,).
        handover_loss: What a recent change of rep took from it, from 0, shape (k,).
        satisfaction_loss: What satisfaction under that of the start took from it, from 0, shape (k,).
        rival_log_odds: What was added to each rival's, shape (rivals, k).
    """

    mark: NDArray[np.float64]
    is_customer: NDArray[np.bool_]
    in_stock: NDArray[np.bool_]
    choice_share: NDArray[np.float64]
    share_at_norm: NDArray[np.float64]
    days_were_full: NDArray[np.bool_]
    our_log_odds: NDArray[np.float64]
    handover_loss: NDArray[np.float64]
    satisfaction_loss: NDArray[np.float64]
    rival_log_odds: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.mark)

    def of(self, wanted: NDArray[np.bool_]) -> LostNeeds:
        """Return some of the needs.

        Args:
            wanted: Which, shape (k,).

        Returns:
            Those, in the same order.
        """
        rows = np.flatnonzero(wanted)
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return LostNeeds(**{name: column.take(rows, axis=-1) for name, column in columns.items()})


def ladder(lost: LostNeeds, offers: Offers, outside_share: float) -> NDArray[np.float64]:
    """Return our chance as one obstacle after another is removed.

    Args:
        lost: The needs as they were lost.
        offers: The rivals' offers, apart from calls and campaigns.
        outside_share: Part of the outside option in what does not come to us, all else equal.

    Returns:
        Chances, shape (8, k): as it was, then after each of these is removed and stays removed: the account
        has left us; no stock; missed calls; a change of rep; low satisfaction; rivals' calls and
        campaigns; cheaper prices of rivals. No step lowers a chance.
    """

    def chance(needs: LostNeeds, may_buy: NDArray[np.bool_]) -> NDArray[np.float64]:
        found = order_attractions(needs.choice_share, needs.our_log_odds, needs.rival_log_odds, outside_share)
        return np.where(may_buy, shares(found)[OURS], 0.0)

    count = len(lost)
    every = np.ones(count, dtype=bool)
    called = replace(lost, choice_share=lost.share_at_norm)
    kept = replace(called, our_log_odds=called.our_log_odds + lost.handover_loss)
    content = replace(kept, our_log_odds=kept.our_log_odds + lost.satisfaction_loss)
    quiet = replace(content, rival_log_odds=_for_each(offers.log_odds, count))
    level = replace(content, rival_log_odds=_for_each(offers.parity_log_odds, count))
    steps = [
        chance(lost, lost.is_customer & lost.in_stock),
        chance(lost, lost.in_stock),
        *(chance(needs, every) for needs in (lost, called, kept, content, quiet, level)),
    ]
    # Rounding may lower a chance by its last bit where an obstacle was none.
    return np.maximum.accumulate(np.stack(steps), axis=0)


def causes(lost: LostNeeds, offers: Offers, outside_share: float) -> NDArray[np.int8]:
    """Return the cause of each lost need.

    Args:
        lost: The needs as they were lost.
        offers: The rivals' offers, apart from calls and campaigns.
        outside_share: Part of the outside option in what does not come to us, all else equal.

    Returns:
        One cause each, shape (k,). Over all marks a cause takes exactly the chance that its step of
        the ladder adds, so that the causes add up to what the obstacles cost.
    """
    after = ladder(lost, offers, outside_share)[1:]
    removed_first = (lost.mark >= after).sum(axis=0)
    missed_calls = np.where(lost.days_were_full, Cause.NO_CAPACITY, Cause.NO_COVERAGE)
    steps = (
        Cause.CHURNED,
        Cause.STOCK_OUT,
        Cause.NO_COVERAGE,
        Cause.HANDOVER,
        Cause.LATE_ANSWER,
        Cause.RIVAL,
        Cause.PRICE,
        Cause.MERIT,
    )
    found = np.array(steps, dtype=np.int8)[removed_first]
    return np.where(found == Cause.NO_COVERAGE, missed_calls, found).astype(np.int8)


def _for_each(log_odds: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    return np.broadcast_to(log_odds[:, None], (len(log_odds), count))
