"""Joint visits before a redesign: the old rep brings the new one along to the accounts that matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.salesforce.redesign_parameters import WarmHandoverParameters

_MOST_OF_A_SHIFT = 0.5
"""Share of a shift that joint visits may take of a day; our assumption: the old territory needs the rest."""


class JointVisits:
    """Which accounts are visited by both reps, on which day.

    Args:
        parameters: How many, how long, and over how many days.
        shift_minutes: Shift of every rep, shape (reps,).
        day: Business day of the redesign.
    """

    def __init__(
        self, parameters: WarmHandoverParameters, shift_minutes: NDArray[np.float64], day: int
    ) -> None:
        self._parameters = parameters
        self._room = shift_minutes * _MOST_OF_A_SHIFT
        self.first_day = max(day - parameters.days, 0)
        """Business day on which the visits are planned and begin."""
        self._days = range(self.first_day, day)
        self._minutes: defaultdict[int, NDArray[np.float64]] = defaultdict(
            lambda: np.zeros(len(shift_minutes))
        )
        self._visited: set[int] = set()

    def plan(self, moved: NDArray[np.int64], pairs: NDArray[np.int64], worth: NDArray[np.int64]) -> None:
        """Place the visits: the largest accounts first, each on the first day on which both reps have time.

        Args:
            moved: Indices of the accounts that will change hands, ascending, shape (k,).
            pairs: Old and new rep of each, shape (2, k).
            worth: What goes first, shape (k,).
        """
        chosen = np.argsort(-worth, kind="stable")[: round(self._parameters.share * len(moved))]
        minutes = grid_minutes(self._parameters.minutes)
        for row in chosen.tolist():
            both = pairs[:, row]
            for day in self._days:
                if (self._minutes[day][both] + minutes <= self._room[both]).all():
                    self._minutes[day][both] += minutes
                    self._visited.add(int(moved[row]))
                    break

    def minutes_on(self, day: int) -> NDArray[np.float64] | None:
        """Return what the visits of a day take of every rep.

        Args:
            day: Business day, from 0.

        Returns:
            Minutes, shape (reps,); None on a day without any.
        """
        return self._minutes.get(day)

    def were_at(self, accounts: Sequence[int]) -> NDArray[np.bool_]:
        """Say at which accounts both reps have been.

        Args:
            accounts: Indices of accounts.

        Returns:
            Whether each was visited, shape (k,).
        """
        return np.array([account in self._visited for account in accounts], dtype=bool)
