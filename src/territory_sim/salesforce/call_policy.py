"""The call-choice policy: which stop a rep prefers, stated once.

Every candidate stop has a standing, which the named policy gives it in the morning, and a way
there, which depends on where the rep is. The score is standing less travel. Standing and score
are made of sums, products and comparisons alone, so they give the same bits for one candidate
and for an array of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """What a policy may look at, one value for each candidate stop.

    Args:
        urgency: Elapsed share of the call interval plus intervals missed; 0 for other stops.
        volume: Potential relative to the mean of all accounts.
        gain: Worth of a call now relative to the mean of all accounts.
        mark: Uniform that belongs to the stop.
        claim: Points of a stop that somebody asked for: a request or a lead; 0 for calls.
    """

    urgency: Values
    volume: Values
    gain: Values
    mark: Values
    claim: Values


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """A named way to choose the next stop.

    Args:
        standing: Points of a candidate, wherever the rep is.
        travel_share: Share of the configured travel weight that the policy applies.
        weighs_gain: Whether it looks at the worth of a call, which is dear to work out.
    """

    standing: Callable[[Candidates], Values]
    travel_share: float
    weighs_gain: bool = False


CALL_POLICIES: Final = {
    "due_first": CallPolicy(lambda stops: stops.urgency + stops.claim, 1.0),
    "nearest": CallPolicy(lambda stops: stops.claim, 1.0),
    "volume": CallPolicy(lambda stops: stops.volume + stops.claim, 1.0),
    "marginal": CallPolicy(lambda stops: stops.gain + stops.claim, 1.0, weighs_gain=True),
    "random": CallPolicy(lambda stops: stops.mark, 0.0),
}
"""The five policies of ``schedule.policy``."""


Number = TypeVar("Number", float, Values)


def score(standing: Number, travel_minutes: Number, points_per_minute: float) -> Number:
    """Return the score of one candidate or of many.

    Args:
        standing: Points from the policy.
        travel_minutes: Minutes from where the rep is.
        points_per_minute: Points that a minute of travel costs.

    Returns:
        The score, highest first; ties go to the lower id.

    Example:
        >>> score(2.0, 30.0, 0.05)
        0.5
    """
    return standing - points_per_minute * travel_minutes
