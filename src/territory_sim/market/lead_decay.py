"""How leads cool: the longer one waits for the first answer, the less likely it is to qualify."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.parameters.leads import LeadParameters

ODDS_FIRST_HOUR: Final = 60.0
"""Odds to qualify when answered within an hour, against those after a day."""
ODDS_SECOND_HOUR: Final = ODDS_FIRST_HOUR / 7
"""The same when answered an hour later."""

_DAY_HOURS: Final = 24.0
_SECOND_HOUR_ENDS: Final = 2.0


def observed_log_odds(wait_hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the published odds to qualify have fallen after a wait.

    Args:
        wait_hours: Hours from lead to first answer, any shape.

    Returns:
        Log of the odds relative to an answer within the first hour, at most 0, shape of the waits.
        Flat in the buckets that were published (0-1 h, 1-2 h, 24 h and more), for nothing is known
        within them; in between, a straight line of log odds over log hours.

    Source:
        Oldroyd, McElheran and Elkington 2011: within an hour nearly 7 times as likely to qualify as
        an hour later, and over 60 times as after 24 hours; read here as odds.

    Example:
        >>> np.exp(observed_log_odds(np.array([0.5, 1.5, 30.0]))).round(4).tolist()
        [1.0, 0.1429, 0.0167]
    """
    hours = np.clip(wait_hours, _SECOND_HOUR_ENDS, _DAY_HOURS)
    on_the_way = np.log(hours / _SECOND_HOUR_ENDS) / np.log(_DAY_HOURS / _SECOND_HOUR_ENDS)
    later = (1 - on_the_way) * np.log(ODDS_SECOND_HOUR) - np.log(ODDS_FIRST_HOUR)
    return np.where(wait_hours < 1.0, 0.0, later)


def qualify_probability(wait_hours: NDArray[np.float64], parameters: LeadParameters) -> NDArray[np.float64]:
    """Return how likely a lead is to qualify after a wait.

    Args:
        wait_hours: Working hours from lead to first answer, any shape.
        parameters: Probability at once, and the part of the published fall that the wait causes.

    Returns:
        Probabilities, shape of the waits. The published hours are those of the clock, nights
        included; ours are working hours (our assumption: an answer first thing next morning is
        not late).
    """
    odds_at_once = parameters.qualify_at_once / max(1 - parameters.qualify_at_once, 1e-12)
    odds = odds_at_once * np.exp(parameters.decay_causal_share * observed_log_odds(wait_hours))
    return np.asarray(odds / (1 + odds), dtype=np.float64)
