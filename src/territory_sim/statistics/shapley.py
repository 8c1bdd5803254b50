"""Shapley values: what each of several causes adds, in the mean over all orders of switching them on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def shapley(
    players: Sequence[str], values: Mapping[frozenset[str], NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Split a value exactly among the causes that make it.

    Args:
        players: The causes.
        values: What each of the 2**k sets of causes brings, arrays of one shape, in any unit.

    Returns:
        For each cause an array of that shape; together they are the value of all causes less that
        of none.

    Source:
        Shapley (1953), A value for n-person games: the one split that is efficient, symmetric,
        additive, and gives nothing to a cause that never changes anything.

    Example:
        >>> worth = {frozenset(): 0.0, frozenset("a"): 4.0, frozenset("b"): 0.0, frozenset("ab"): 6.0}
        >>> found = shapley("ab", {names: np.array(value) for names, value in worth.items()})
        >>> float(found["a"]), float(found["b"])
        (5.0, 1.0)
    """
    count = len(players)
    found = {}
    for player in players:
        total = np.zeros_like(values[frozenset()], dtype=float)
        for names, value in values.items():
            if player in names:
                others = len(names) - 1
                weight = math.factorial(others) * math.factorial(count - others - 1) / math.factorial(count)
                total = total + weight * (value - values[names - {player}])
        found[player] = total
    return found
