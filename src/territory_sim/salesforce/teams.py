"""Teams: which reps have the same manager."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def team_of_rep(reps: int, span: int) -> NDArray[np.int64]:
    """Give every rep a manager, who leads at most as many as the span says.

    Args:
        reps: Number of reps, in the order of the territories.
        span: Most reps of one manager.

    Returns:
        Number of each rep's manager, from 0, shape (reps,); reps are shared out evenly, so that
        nobody leads one or two that are left.

    Example:
        >>> team_of_rep(7, 4).tolist()
        [0, 0, 0, 0, 1, 1, 1]
    """
    parts = np.array_split(np.arange(reps), -(-reps // span))
    return np.repeat(np.arange(len(parts)), [len(part) for part in parts])
