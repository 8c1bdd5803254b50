"""Coaching: reps meet in pairs, both lose the time, and the weaker one learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.mentoring import (
    NOBODY,
    gap_closed_per_day,
    kept_per_day,
    minutes_per_day,
    pairs_by_rank,
    pairs_drawn,
)
from territory_sim.streams import entity_keys
from territory_sim.units import BUSINESS_DAYS_PER_MONTH, grid_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.scenario.world import World
    from territory_sim.simulation.calendar import BusinessCalendar
    from territory_sim.simulation.rep_agent import RepAgent
    from territory_sim.simulation.roster import Roster
    from territory_sim.simulation.team import Team
    from territory_sim.streams import Streams


class Coaching:
    """The meetings of a run. What a rep learnt adds to his own skill until he forgets it or leaves.

    Args:
        world: Settings and reps.
        streams: Streams of the replication, which draw pairs where they are drawn.
        calendar: The business days of the run.
        roster: Who is at work.
        team: Whose skill grows.

    Attributes:
        learnt: What each rep learnt from others and still knows, in units of skill, shape (seats,).
        partner: Seat of the rep each one meets; ``NOBODY`` for none, shape (seats,).
    """

    def __init__(
        self, world: World, streams: Streams, calendar: BusinessCalendar, roster: Roster, team: Team
    ) -> None:
        parameters = world.scenario.people.mentoring
        self._streams, self._calendar, self._roster, self._team = streams, calendar, roster, team
        seats = len(world.reps)
        self.learnt = np.zeros(seats)
        self.partner = np.full(seats, NOBODY, dtype=np.int64)
        self._own_skill = roster.own_skill.copy()
        self._keys = entity_keys(rep.rep_id for rep in world.reps)
        self._drawn = parameters.pairing == "drawn"
        self._minutes = grid_minutes(minutes_per_day(parameters))
        self._closed, self._kept = gap_closed_per_day(parameters), kept_per_day(parameters)
        months = np.inf if parameters.months is None else parameters.months
        self._last_day = months * BUSINESS_DAYS_PER_MONTH if parameters.active else 0.0
        self.active = parameters.active

    def open_day(self, day: int, agents: Sequence[RepAgent]) -> None:
        """Say who meets today, and let what they learn count.

        Args:
            day: Business day, from 0.
            agents: The reps.
        """
        if not self.active:
            return
        seats = len(self.learnt)
        # Somebody new has learnt nothing here yet.
        self.learnt[self._own_skill != self._roster.own_skill] = 0.0
        self._own_skill[:] = self._roster.own_skill
        skill = self._own_skill + self.learnt
        competence = skill * self._team.proficiency[:seats]
        goes_on = day < self._last_day
        if goes_on and self._begins_round(day):
            self.partner = self._paired(day, competence)
        other = np.where(self.partner == NOBODY, np.arange(seats), self.partner)
        meets = (other != np.arange(seats)) & self._roster.present & self._roster.present[other] & goes_on
        gap = np.where(meets, np.maximum(competence[other] - competence, 0.0), 0.0)
        self.learnt = self.learnt * self._kept + self._closed * gap
        self._team.skill[:seats] = self._own_skill + self.learnt
        for agent, sits in zip(agents, meets.tolist(), strict=True):
            agent.coaching_minutes = self._minutes if sits else 0.0

    def _begins_round(self, day: int) -> bool:
        if self._drawn:
            return day == 0 or self._calendar.week(day) != self._calendar.week(day - 1)
        return day == 0 or self._calendar.months[day] != self._calendar.months[day - 1]

    def _paired(self, day: int, competence: NDArray[np.float64]) -> NDArray[np.int64]:
        """Pair those who are employed; the others stand at the end and meet nobody."""
        employed = np.flatnonzero(self._roster.employed)
        if self._drawn:
            week = self._calendar.week(day)
            pairs = pairs_drawn(self._streams.rows("peer meetings", self._keys[employed], 1, week)[:, 0])
        else:
            pairs = pairs_by_rank(competence[employed])
        partner = np.full(len(competence), NOBODY, dtype=np.int64)
        partner[employed] = np.where(pairs == NOBODY, NOBODY, employed[pairs])
        return partner
