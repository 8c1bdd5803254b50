"""What reps did on one day, in the order in which they did it; settled in the evening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.simulation.workday import Worker

DeedRow = tuple[int, int, int, int, float, float]
"""Kind, rep, number of the request or lead (of the account for planned calls), account visited
(-1 for answers), working minute of the beginning, minutes it takes."""


@dataclass(frozen=True, eq=False)
class Deeds:
    """Visits or answers of one day as columns, one row for each, in the order in which they began.

    Args:
        kind: CALL, REQUEST or LEAD, shape (k,).
        rep: Index of the rep, shape (k,).
        number: Number of the request or lead; of the account for planned calls, shape (k,).
        account: Index of the account visited; -1 for answers, shape (k,).
        minute: Working minute at which it began, shape (k,).
        duration_minutes: Minutes it took, travel apart, shape (k,).
    """

    kind: NDArray[np.int64]
    rep: NDArray[np.int64]
    number: NDArray[np.int64]
    account: NDArray[np.int64]
    minute: NDArray[np.float64]
    duration_minutes: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.kind)

    def but(self, kind: int) -> Deeds:
        """Return those of all other kinds.

        Args:
            kind: CALL, REQUEST, LEAD or EVENT.

        Returns:
            The rows of the others, in the same order.
        """
        return self._rows(np.flatnonzero(self.kind != kind))

    def of(self, kind: int) -> Deeds:
        """Return those of one kind.

        Args:
            kind: CALL, REQUEST, LEAD or EVENT.

        Returns:
            The rows of that kind, in the same order.
        """
        return self._rows(np.flatnonzero(self.kind == kind))

    def _rows(self, rows: NDArray[np.int64]) -> Deeds:
        return Deeds(
            kind=self.kind.take(rows),
            rep=self.rep.take(rows),
            number=self.number.take(rows),
            account=self.account.take(rows),
            minute=self.minute.take(rows),
            duration_minutes=self.duration_minutes.take(rows),
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

    def watched(self, worker: Worker) -> Worker:
        """Return whoever is to be set to work for a worker: the worker, for this log watches nobody.

        Args:
            worker: A rep about to begin work.

        Returns:
            The same.
        """
        return worker

    @property
    def all_visits(self) -> list[DeedRow]:
        """The visits of all pages; a log that forgets has only those of the present one."""
        return self.visits


class KeptLog(DayLog):
    """A log that forgets no page: the visits of the truth log."""

    __slots__ = ("_earlier",)

    def __init__(self) -> None:
        super().__init__()
        self._earlier: list[DeedRow] = []

    def clear(self) -> None:
        """Start a new page and file the old one."""
        self._earlier += self.visits
        super().clear()

    @property
    def all_visits(self) -> list[DeedRow]:
        """The visits of all pages, in the order in which they began within a page."""
        return self._earlier + self.visits


def deeds_of(rows: Sequence[DeedRow]) -> Deeds:
    """Turn rows of the log into columns.

    Args:
        rows: Visits or answers.

    Returns:
        The same as columns.
    """
    if not rows:
        nothing = np.empty(0, dtype=np.int64)
        return Deeds(nothing, nothing, nothing, nothing, np.empty(0), np.empty(0))
    *whole, minute, duration = zip(*rows, strict=True)
    kind, rep, number, account = (np.array(column, dtype=np.int64) for column in whole)
    return Deeds(kind, rep, number, account, np.array(minute), np.array(duration))
