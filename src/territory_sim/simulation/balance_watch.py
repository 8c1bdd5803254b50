"""The watch over balance: when territories have drifted too far apart, the map is redrawn."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.simulation.required_hours import required_hours

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel
    from territory_sim.simulation.realignment import Realignment

_MONTHS: Final = 3
"""Months over which hours are added up before they are judged; our assumption: a quarter."""


class BalanceWatch:
    """Looks at the hours required of each territory on the first morning of every month.

    Args:
        model: The model.
        realignment: What puts a new map in force.
    """

    def __init__(self, model: TerritoryModel, realignment: Realignment) -> None:
        management = model.world.scenario.management
        self._model, self._realignment = model, realignment
        self._bound, self._every = management.realign_above, management.realign_every_months
        self._hours: deque[NDArray[np.float64]] = deque([np.zeros(len(model.reps))], maxlen=_MONTHS + 1)
        self._map_day = 0
        """Business day from which the map holds that was in force a month ago."""
        self._months_held = self._every
        """Months since the last realignment; many before the first."""

    def open_day(self, day: int) -> None:
        """Realign when the last three months were out of balance.

        Args:
            day: Business day, from 0.
        """
        months = self._model.calendar.months
        if self._bound is None or day == 0 or months[day] == months[day - 1]:
            return
        if self._realignment.maps[-1][0] != self._map_day:
            self._begin_anew()
        self._hours.append(np.sum(list(required_hours(self._model, day).values()), axis=0))
        self._months_held += 1
        if len(self._hours) <= _MONTHS or self._months_held < self._every:
            return
        worked = self._hours[-1] - self._hours[0]
        redraws = self._model.world.redraws
        if redraws is not None and worked.max() > self._bound * worked.mean():
            later = redraws.of(self._model.state.alignment)
            self._realignment.realign(day, later, dated=False)

    def _begin_anew(self) -> None:
        """Hours under an old map say nothing about the new one; its first whole month is the next."""
        self._hours.clear()
        self._map_day = self._realignment.maps[-1][0]
        self._months_held = 0
