"""A manager at work: a Mesa agent who reviews, calls in, goes along, and judges by what was possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.teams import team_of_rep
from territory_sim.units import BUSINESS_DAYS_PER_MONTH, grid_minutes

if TYPE_CHECKING:
    from territory_sim.salesforce.management import ManagementParameters
    from territory_sim.simulation.model import TerritoryModel


@dataclass(frozen=True, slots=True)
class Review:
    """What one rep hears about one month.

    Args:
        rep: Index of the rep.
        month: The month that is reviewed, as ``2026-01``.
        manager: Number of the manager, from 0.
        booked_cents: What he sold in it.
        expected_cents: His territory's share of the potential of all reps of this manager, times what
            they sold together: what the same month is worth in his territory.
        minutes: What the review took of his time, explanation included.
    """

    rep: int
    month: str
    manager: int
    booked_cents: int
    expected_cents: int
    minutes: float


class ManagerAgent(mesa.Agent):
    """Leads some of the reps.

    Args:
        model: The model.
        number: Number of the manager, from 0.
        seats: Indices of the reps, shape (k,).
        parameters: What managers do, and what it takes.
    """

    def __init__(
        self,
        model: TerritoryModel,
        number: int,
        seats: NDArray[np.int64],
        parameters: ManagementParameters,
    ) -> None:
        super().__init__(model)
        self.number, self.seats = number, seats
        self.place = model.world.reps[int(seats[0])].home  # His office is where the first of his reps lives.
        self.reviews: list[Review] = []
        self._world, self._tally, self._calendar = model.world, model.tally, model.calendar
        self._state, self._team, self._roster = model.state, model.team, model.roster
        self._parameters = parameters
        self._talk_minutes = grid_minutes(parameters.review_minutes + parameters.explain_minutes)
        self._meeting_minutes = grid_minutes(parameters.peer_meeting_minutes)
        self._debrief_minutes = grid_minutes(parameters.ride_along_minutes)
        self._kept = 0.5 ** (1 / (parameters.ride_along_half_life_months * BUSINESS_DAYS_PER_MONTH))
        self._seen_cents = np.zeros(len(seats), dtype=np.int64)
        self._visited: set[int] = set()

    def open_day(self, day: int) -> NDArray[np.float64]:
        """Do what the day brings.

        Args:
            day: Business day, from 0.

        Returns:
            Minutes that it takes of each rep, shape (k,).
        """
        minutes = np.zeros(len(self.seats))
        months = self._calendar.months
        if day == 0 or months[day] != months[day - 1]:
            self._visited.clear()
            if day:
                minutes += self._review(months[day - 1])
        if (
            self._meeting_minutes
            and len(self.seats) > 1
            and (day + 1) % self._parameters.peer_meeting_days == 0
        ):
            minutes += self._meeting_minutes
        if self._parameters.ride_alongs_per_month:
            self._go_along(day, minutes)
        return minutes

    def _review(self, month: str) -> float:
        """Set the month's sales beside what the territories were worth in it."""
        if not self._talk_minutes:
            return 0.0
        sold = self._tally.booked_cents()[self.seats]
        booked, self._seen_cents = sold - self._seen_cents, sold
        potential = np.bincount(
            self._state.owner, weights=self._world.accounts.potential_cents, minlength=len(self._world.reps)
        )[self.seats]
        total = float(potential.sum())
        share = potential / total if total > 0 else np.full(len(potential), 1 / len(potential))
        expected = np.rint(share * float(booked.sum())).astype(np.int64)
        rows = zip(self.seats.tolist(), booked.tolist(), expected.tolist(), strict=True)
        self.reviews += [
            Review(rep, month, self.number, booked_cents, expected_cents, self._talk_minutes)
            for rep, booked_cents, expected_cents in rows
        ]
        return self._talk_minutes

    def _go_along(self, day: int, minutes: NDArray[np.float64]) -> None:
        """Spend the day with the least able rep not yet visited this month; ties go to the first."""
        guidance = self._team.guidance
        guidance[self.seats] = 1 + (guidance[self.seats] - 1) * self._kept
        every = max(round(BUSINESS_DAYS_PER_MONTH / self._parameters.ride_alongs_per_month), 1)
        if day % every:
            return
        able = (self._team.skill * self._team.proficiency * guidance)[self.seats]
        here = self._roster.present[self.seats].tolist()
        waiting = [place for place in range(len(self.seats)) if here[place] and place not in self._visited]
        if not waiting:
            return
        place = min(waiting, key=lambda each: able[each])
        self._visited.add(place)
        minutes[place] += self._debrief_minutes
        gap = max(float(able.max() / able[place]) - 1, 0.0)
        guidance[self.seats[place]] *= 1 + self._parameters.ride_along_gain * gap


def managers_of(model: TerritoryModel) -> list[ManagerAgent]:
    """Give every rep a manager, who leads as many as the span says, in the order of the territories.

    Args:
        model: The model.

    Returns:
        The managers; the reps are shared out evenly, so that nobody leads one or two that are left.
    """
    parameters = model.world.scenario.management
    team = team_of_rep(len(model.reps), parameters.span)
    return [
        ManagerAgent(model, number, np.flatnonzero(team == number), parameters)
        for number in range(int(team[-1]) + 1)
    ]
