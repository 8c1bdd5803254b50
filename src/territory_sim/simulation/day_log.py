"""What reps did on one day, in the order in which they did it; settled in the evening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

DeedRow = tuple[int, int, int, int, float]
"""Kind, rep, number of the request or lead (of the account for planned calls), account visited
(-1 for answers), working minute of the beginning."""

_WIDTH = 5


@dataclass(frozen=True, eq=False)
class Deeds:
    """Visits or answers of one day as columns, one row for each.

    Args:
        rep: Index of the rep, shape (k,).
        number: Number of the request or lead; of the account for planned calls, shape (k,).
        account: Index of the account visited; -1 for answers, shape (k,).
        minute: Working minute at which it began, shape (k,).
    """

    rep: NDArray[np.int64]
    number: NDArray[np.int64]
    account: NDArray[np.int64]
    minute: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.rep)


class DayLog:
    """The day's visits and answers; plain rows, for a rep notes several thousand a second."""

    __slots__ = ("answers", "visits")

    def __init__(self) -> None:
        self.visits: list[DeedRow] = []
        self.answers: list[DeedRow] = []

    def clear(self) -> None:
        """Start a new page."""
        self.visits = []
        self.answers = []

    def visits_by_kind(self) -> list[Deeds]:
        """Return the day's visits: planned calls, then requests, then leads."""
        return _by_kind(_as_array(self.visits))

    def answers_by_kind(self) -> list[Deeds]:
        """Return the day's answers: none for planned calls, then requests, then leads."""
        return _by_kind(_as_array(self.answers))


def _as_array(rows: Sequence[DeedRow]) -> NDArray[np.float64]:
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.float64, count=len(rows) * _WIDTH)
    return flat.reshape(-1, _WIDTH)


def _by_kind(rows: NDArray[np.float64]) -> list[Deeds]:
    found = []
    for kind in range(3):
        part = rows[rows[:, 0] == kind]
        whole = part[:, 1:4].astype(np.int64)
        found.append(Deeds(rep=whole[:, 0], number=whole[:, 1], account=whole[:, 2], minute=part[:, 4]))
    return found
