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
    """Visits or answers of one day as columns, one row for each, in the order in which they began.

    Args:
        kind: CALL, REQUEST or LEAD, shape (k,).
        rep: Index of the rep, shape (k,).
        number: Number of the request or lead; of the account for planned calls, shape (k,).
        account: Index of the account visited; -1 for answers, shape (k,).
        minute: Working minute at which it began, shape (k,).
    """

    kind: NDArray[np.int64]
    rep: NDArray[np.int64]
    number: NDArray[np.int64]
    account: NDArray[np.int64]
    minute: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.kind)

    def of(self, kind: int) -> Deeds:
        """Return those of one kind.

        Args:
            kind: CALL, REQUEST or LEAD.

        Returns:
            The rows of that kind, in the same order.
        """
        rows = np.flatnonzero(self.kind == kind)
        return Deeds(
            kind=self.kind.take(rows),
            rep=self.rep.take(rows),
            number=self.number.take(rows),
            account=self.account.take(rows),
            minute=self.minute.take(rows),
        )


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


def deeds_of(rows: Sequence[DeedRow]) -> Deeds:
    """Turn rows of the log into columns.

    Args:
        rows: Visits or answers.

    Returns:
        The same as columns.
    """
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.float64, count=len(rows) * _WIDTH)
    columns = flat.reshape(-1, _WIDTH).T
    kind, rep, number, account = columns[:4].astype(np.int64)
    return Deeds(kind, rep, number, account, columns[4])
