"""Orders: when an account buys, how much, and with what probability from us.

Each need carries one mark; we get the order when the mark lies under our share of the moment
(:mod:`territory_sim.market.attraction`), which answers to calls (``response`` to decaying goodwill), to
satisfaction, to a change of rep and to rivals. What these change is thus the fate of the same
needs, never the needs themselves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.market.satisfaction import NEUTRAL_SATISFACTION
from territory_sim.statistics.inverse_cdf import lognormal
from territory_sim.streams import Streams
from territory_sim.units import BUSINESS_DAYS_PER_MONTH, BUSINESS_DAYS_PER_YEAR

_SIZE, _CHOICE = range(2)


@dataclass(frozen=True, eq=False)
class Needs:
    """All needs of a run in the order of their time.

    Args:
        account: Index of the account that buys, shape (k,).
        minute: Working minute at which it buys, shape (k,).
        size_cents: What it buys, in cents, shape (k,).
        choice_mark: Uniform that decides from whom, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    size_cents: NDArray[np.int64]
    choice_mark: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many needs there are."""
        return len(self.account)


def draw_needs(accounts: Accounts, parameters: MarketParameters, streams: Streams, horizon: Horizon) -> Needs:
    """Draw what all accounts buy over the run, from whomever.

    Args:
        accounts: The accounts that buy.
        parameters: How often and how unevenly they buy.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The needs in the order of their time; an account's needs of a year add up to its
        potential on average.
    """
    rate = np.array(parameters.needs_per_year.as_tuple())[accounts.segment]
    found = draw_occurrences(streams, "needs", accounts.stream_keys, rate, horizon, marks=2)
    mean = accounts.potential_cents[found.account] / rate[found.account]
    size = lognormal(found.marks[:, _SIZE], mean, parameters.order_size_cv)
    return Needs(
        account=found.account,
        minute=found.minute,
        size_cents=np.rint(size).astype(np.int64),
        choice_mark=found.marks[:, _CHOICE].copy(),
    )


def goodwill_kept_per_day(parameters: MarketParameters) -> float:
    """Return the share of goodwill that is left after a business day.

    Args:
        parameters: Carry-over from month to month.

    Returns:
        A share in [0, 1).
    """
    return math.pow(parameters.carry_over, 1 / BUSINESS_DAYS_PER_MONTH)


def goodwill_of_a_call(accounts: Accounts, parameters: MarketParameters) -> NDArray[np.float64]:
    """Return the goodwill that a call by a rep of skill 1 adds to each account.

    Args:
        accounts: The accounts.
        parameters: Call norms and carry-over.

    Returns:
        Goodwill per call, shape (n,); calling at the norm keeps goodwill at 1 on average.
    """
    norm = np.maximum(np.array(parameters.calls_per_year.as_tuple()), 1.0)[accounts.segment]
    lost_per_day = 1 - goodwill_kept_per_day(parameters)
    impact: NDArray[np.float64] = lost_per_day * BUSINESS_DAYS_PER_YEAR / norm
    return impact


def satisfaction_log_odds(
    satisfaction: NDArray[np.float64], parameters: MarketParameters
) -> NDArray[np.float64]:
    """Return what satisfaction adds to the log odds of an order.

    Args:
        satisfaction: Satisfaction of the account in points, shape (k,).
        parameters: Weight of satisfaction.

    Returns:
        Log odds, 0 at seven points, shape (k,).
    """
    return parameters.satisfaction_effect * (satisfaction - NEUTRAL_SATISFACTION)


def handover_log_odds(days_since: NDArray[np.float64], parameters: MarketParameters) -> NDArray[np.float64]:
    """Return what a change of rep takes from the log odds of an order.

    Args:
        days_since: Business days since the account got another rep; infinite where it never did, negative
            while nobody has come yet, shape (k,).
        parameters: The loss on the first day, and how long it takes to fade to a half.

    Returns:
        Log odds from 0 on, shape (k,).

    Source:
        Shi, Sridhar, Grewal and Lilien 2017: a change of rep costs 13.2-17.6 % of the customer's
        yearly sales; that it fades by halves is our assumption.
    """
    half_life = parameters.handover_half_life_months * BUSINESS_DAYS_PER_MONTH
    faded = np.exp2(-np.maximum(days_since, 0.0) / half_life)
    return np.asarray(parameters.handover_loss * faded, dtype=np.float64)
