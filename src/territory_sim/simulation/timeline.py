"""A timeline: occurrences in the order of their time, taken up day by day."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class Timeline:
    """Remembers how far a run has come in a list of occurrences.

    Args:
        minute: Working minute of each occurrence, ascending, shape (k,).
    """

    def __init__(self, minute: NDArray[np.float64]) -> None:
        self._minute = minute
        self._taken = 0

    @property
    def taken(self) -> int:
        """How many occurrences have been taken up so far."""
        return self._taken

    def take(self, day_end: float) -> NDArray[np.int64]:
        """Take up what occurs before a day ends.

        Args:
            day_end: Working minute at which the day ends.

        Returns:
            Numbers of the occurrences not taken before, in the order of their time.
        """
        end = int(np.searchsorted(self._minute, day_end))
        today = np.arange(self._taken, end)
        self._taken = end
        return today
