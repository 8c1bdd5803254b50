"""Routing: who gives a lead its first answer. The deal belongs to the account's owner all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from heapq import heapify, heapreplace
from typing import Final

import numpy as np
from numpy.typing import NDArray

Route = Callable[[NDArray[np.int64], NDArray[np.float64], float], NDArray[np.int64]]
"""Takes the owner of each lead, every rep's idle minutes on recent days and the minutes of an
answer; gives the rep on whose desk each lead is laid."""


def to_least_busy(
    owner: NDArray[np.int64], idle_minutes: NDArray[np.float64], contact_minutes: float
) -> NDArray[np.int64]:
    """Lay each lead on the desk of the rep who has most time left, the lowest index among equals.

    Args:
        owner: Index of the owner of each lead's account, in the order of their time, shape (k,).
        idle_minutes: Idle minutes of each rep on recent days, shape (reps,).
        contact_minutes: Minutes that a lead takes away from them.

    Returns:
        Index of the rep for each lead, shape (k,).
    """
    most_idle_first = [(-minutes, rep) for rep, minutes in enumerate(idle_minutes.tolist())]
    heapify(most_idle_first)
    chosen = np.empty(len(owner), dtype=np.int64)
    for place in range(len(owner)):
        less_idle, rep = most_idle_first[0]
        chosen[place] = rep
        heapreplace(most_idle_first, (less_idle + contact_minutes, rep))
    return chosen


LEAD_ROUTES: Final[Mapping[str, Route]] = {
    "owner": lambda owner, _idle_minutes, _contact_minutes: owner,
    "least_busy": to_least_busy,
}
"""The rules of ``leads.routing``."""
