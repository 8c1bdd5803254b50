"""Leadership by the day: what comes before the day's work, from a redesign to meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.simulation.realignment import Realignment

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel


class Leadership:
    """Leads the sales force, one day after another.

    Args:
        model: The model with its books and agents.
    """

    def __init__(self, model: TerritoryModel) -> None:
        self._model = model
        self.realignment = Realignment(model)
        self._were_called_in = False

    def open_day(self, day: int) -> None:
        """Realign where it is due, and call reps in before they set out.

        Args:
            day: Business day, from 0.
        """
        taken = self.realignment.open_day(day)
        if taken is None and not self._were_called_in:
            return
        minutes = np.zeros(len(self._model.reps)) if taken is None else taken
        for agent, briefing in zip(self._model.reps, minutes.tolist(), strict=True):
            agent.briefing_minutes = briefing
        self._were_called_in = taken is not None
