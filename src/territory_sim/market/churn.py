"""Churn: an account leaves us for good, because of service, of rivals, of a new rep, or by itself.

The hazard to leave is proportional: h0 exp(-b (satisfaction - 7) + d rivals + c disruption), so
that loyalty, its inverse, is convex in satisfaction. Candidates are drawn for each account at
the highest hazard; one is accepted when its level lies under the hazard of that moment. The time
to leave is then exactly that of the hazard, however often a day is settled.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import Horizon, draw_occurrences
from territory_sim.market.parameters.churn import ChurnParameters
from territory_sim.market.satisfaction import NEUTRAL_SATISFACTION
from territory_sim.streams import Streams
from territory_sim.units import BUSINESS_DAYS_PER_MONTH


class LeavingCause(IntEnum):
    """What made an account leave; each cause counts only where those before it did not suffice."""

    NONE = 0
    ITSELF = 1
    SERVICE = 2
    RIVAL = 3
    NEW_REP = 4


@dataclass(frozen=True, eq=False)
class ChurnCandidates:
    """All moments at which an account could leave, in the order of their time.

    Args:
        account: Index of the account, shape (k,).
        minute: Working minute, shape (k,).
        level: Hazard per year above which the account leaves, shape (k,).
    """

    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    level: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many candidates there are."""
        return len(self.account)


def draw_churn(
    accounts: Accounts, parameters: ChurnParameters, streams: Streams, horizon: Horizon
) -> ChurnCandidates:
    """Draw all moments at which accounts could leave.

    Args:
        accounts: The accounts.
        parameters: The highest hazard; no candidates when nobody leaves.
        streams: Streams of the replication.
        horizon: For how long to draw.

    Returns:
        The candidates in the order of their time.
    """
    leaves = parameters.active and parameters.hazard_per_year > 0
    rate = np.full(len(accounts), parameters.ceiling_per_year if leaves else 0.0)
    found = draw_occurrences(streams, "churn", accounts.stream_keys, rate, horizon, marks=0, first_layer=2.0)
    return ChurnCandidates(account=found.account, minute=found.minute, level=found.level)


def leaving_cause(
    level: NDArray[np.float64],
    satisfaction: NDArray[np.float64],
    rival_goodwill: NDArray[np.float64],
    days_with_rep: NDArray[np.float64],
    parameters: ChurnParameters,
) -> NDArray[np.int8]:
    """Return whether accounts leave at their candidates, and what makes them.

    Args:
        level: Level of each candidate per year, shape (k,).
        satisfaction: Points of the account, 0 to 10, shape (k,).
        rival_goodwill: Goodwill of the rivals' calls, shape (k,).
        days_with_rep: Business days since the account got its rep; inf for the rep of old, negative while
            nobody has come yet, shape (k,).
        parameters: Hazard and its effects.

    Returns:
        One of ``LeavingCause`` each, NONE for those who stay, shape (k,). The causes are asked in
        their order: an account leaves because of rivals when its level lies under the hazard
        with them but not under the hazard without them.

    Source:
        Proportional hazard in satisfaction (Bolton 1998), which makes renewal complementary
        log-log (Bolton, Lemon and Bramlett 2006).

    Example:
        >>> from territory_sim.scenario.load import load_scenario
        >>> churn = load_scenario("status_quo").service.churn
        >>> one = np.ones(2)
        >>> leaving_cause(0.15 * one, np.array([10.0, 2.0]), 0 * one, np.inf * one, churn).tolist()
        [0, 2]
    """
    faded = np.exp(-np.maximum(days_with_rep, 0.0) / (parameters.disruption_months * BUSINESS_DAYS_PER_MONTH))
    log_terms = np.array(
        [
            np.zeros(len(level)),
            -parameters.satisfaction_effect * (satisfaction - NEUTRAL_SATISFACTION),
            parameters.rival_effect * rival_goodwill,
            parameters.disruption_effect * faded,
        ]
    )
    hazards = parameters.hazard_per_year * np.exp(np.cumsum(log_terms, axis=0))
    under = level < np.minimum(hazards, parameters.ceiling_per_year)
    return np.where(under[-1], LeavingCause.ITSELF + under.argmax(axis=0), LeavingCause.NONE).astype(np.int8)
