"""Leadership by the day: what comes before the day's work, from a redesign to meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.simulation.balance_watch import BalanceWatch
from territory_sim.simulation.manager_agent import managers_of
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
        self.managers = managers_of(model)
        management = model.world.scenario.management
        self._managers_meet = (
            management.review_minutes > 0
            or management.explain_minutes > 0
            or management.peer_meeting_minutes > 0
            or management.ride_alongs_per_month > 0
        )
        self._watch = BalanceWatch(model, self.realignment)
        self._were_called_in = False

    def open_day(self, day: int) -> None:
        """Realign where it is due, and call reps in before they set out.

        Args:
            day: Business day, from 0.
        """
        minutes = np.zeros(len(self._model.reps))
        joint = self.realignment.open_day(day)
        if joint is not None:
            minutes += joint
        self._watch.open_day(day)
        if self._managers_meet:
            for manager in self.managers:
                minutes[manager.seats] += manager.open_day(day)
        are_called_in = bool(minutes.any())
        if are_called_in or self._were_called_in:
            for agent, briefing in zip(self._model.reps, minutes.tolist(), strict=True):
                agent.briefing_minutes = briefing
        self._were_called_in = are_called_in
