"""Word of mouth: what an account says of us, and what hearing it does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.parameters.word_of_mouth import WordOfMouthParameters

_FULL_SATISFACTION = 10.0


def praise(
    satisfaction: NDArray[np.float64], is_customer: NDArray[np.bool_], parameters: WordOfMouthParameters
) -> NDArray[np.float64]:
    """Return how well each account speaks of us.

    Args:
        satisfaction: Points, 0 to 10, shape (n,).
        is_customer: Whether the account is one of ours, shape (n,).
        parameters: From which satisfaction on an account speaks.

    Returns:
        Shares of full praise, 0 to 1, shape (n,).

    Source:
        Only the more than merely satisfied recommend (Jones and Sasser 1995); that praise rises
        in proportion is our assumption.
    """
    over = (satisfaction - parameters.praise_from) / (_FULL_SATISFACTION - parameters.praise_from)
    return np.where(is_customer, np.clip(over, 0, 1), 0.0)


def kept_share(days: NDArray[np.float64], memory_days: float) -> NDArray[np.float64]:
    """Return the share of what was talked about that is still talked about.

    Args:
        days: Business days that have passed, any shape.
        memory_days: Mean time for which it is talked about.

    Returns:
        Shares in [0, 1], shape of the days.
    """
    return np.asarray(np.exp(-days / memory_days), dtype=np.float64)


def word_appeal(
    good: NDArray[np.float64], bad: NDArray[np.float64], parameters: WordOfMouthParameters
) -> NDArray[np.float64]:
    """Return what hearing of us adds to the log odds of an order.

    Args:
        good: Mean praise that each account hears, shape (n,).
        bad: Mean number of vain waits that each account hears of, shape (n,).
        parameters: Weight of the word, and of bad against good.

    Returns:
        Log odds, shape (n,).
    """
    return parameters.appeal * (good - parameters.negative_weight * bad)
