"""What drives the team: effort is weighed each week, morale follows each month's pay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.salesforce.effort import PayStanding, best_effort, expected_cents_per_day
from territory_sim.salesforce.morale import (
    attendance,
    effort_factor,
    inequity,
    input_in_pay,
    morale_points,
)
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, grid_minutes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.scenario.world import World
    from territory_sim.simulation.calendar import BusinessCalendar
    from territory_sim.simulation.payroll import Payroll
    from territory_sim.simulation.rep_agent import RepAgent
    from territory_sim.simulation.team import Team

DRIVE: Final = ("effort", "attendance", "morale")
"""What is noted of every rep."""

_DAYS_PER_WEEK: Final = 5


class Drive:
    """Keeps the effort, morale and attendance of the field reps; inside reps stay as usual.

    Args:
        world: Pay plan, settings of people, and what was sold last year.
        team: The people, whose effort, morale and attendance it writes.
        payroll: Where sales are credited and pay is made.
        calendar: The business days of the run.
        agents: The field reps, who come later the less they like to.
    """

    def __init__(
        self,
        world: World,
        team: Team,
        payroll: Payroll,
        calendar: BusinessCalendar,
        agents: Sequence[RepAgent],
    ) -> None:
        people = world.scenario.people
        self._plan = world.scenario.commission
        self._effort, self._morale = people.effort, people.morale
        self._team, self._payroll, self._calendar, self._agents = team, payroll, calendar, agents
        self._reps = len(world.reps)
        self._last_year = world.last_year_cents.astype(np.float64)
        self._chosen = np.ones(self._reps)
        self._pay_level = np.zeros((2, self._reps))
        """Base salary and variable pay as they are remembered, cents a day."""
        self._hires = payroll.hires.copy()
        self._peers = _peers(world) if people.morale.active else np.zeros((0, 0), dtype=bool)
        self._months = list(dict.fromkeys(calendar.months))
        self._month_of = [self._months.index(month) for month in calendar.months]
        self._sums = np.zeros((len(DRIVE), len(self._months), self._reps))
        self._days = np.zeros(len(self._months))

    def open_day(self, day: int) -> None:
        """Let last month's pay and the standing of the period decide what today is given.

        Args:
            day: Business day, from 0.
        """
        if self._morale.active and day > 0 and self._calendar.ends_month(day - 1):
            self._feel(day)
        if self._effort.active and day % _DAYS_PER_WEEK == 0:
            self._weigh(day)
        if self._effort.active or self._morale.active:
            points = self._team.morale[: self._reps]
            self._team.effort[: self._reps] = self._chosen * effort_factor(points, self._morale)
        self._note(day)

    def by_month(self) -> tuple[list[str], NDArray[np.float64]]:
        """Return the means of each month.

        Returns:
            Months, and effort, attendance and morale, shape (3, months, reps).
        """
        return self._months, self._sums / np.maximum(self._days, 1)[None, :, None]

    def _weigh(self, day: int) -> None:
        standing = self._payroll.standing(day)
        expected = expected_cents_per_day(
            self._last_year, standing.credited_in_run_cents, day, self._effort, BUSINESS_DAYS_PER_YEAR
        )
        where = PayStanding(standing.credited_cents, standing.quota_cents, expected, standing.days_left)
        self._chosen = best_effort(where, self._plan, self._effort)

    def _feel(self, day: int) -> None:
        paid = self._payroll.pay[-self._reps :]
        month = self._month_of[day - 1]
        fresh = np.array([[row.statement.base_cents, row.statement.variable_cents] for row in paid]).T
        # Who is new remembers no pay of his predecessor's.
        remembers = (self._hires == self._payroll.hires) & self._pay_level.any(axis=0)
        self._hires = self._payroll.hires.copy()
        kept = np.where(remembers, np.exp(-1 / self._morale.memory_months), 0.0)
        self._pay_level = kept * self._pay_level + (1 - kept) * fresh / max(self._days[month], 1)
        points = morale_points(self._gaps(np.flatnonzero(fresh.any(axis=0))), self._morale)
        self._team.morale[: self._reps] = points
        present = attendance(points, self._morale)
        self._team.attendance[: self._reps] = present
        for agent, share in zip(self._agents, present.tolist(), strict=True):
            agent.late_minutes = grid_minutes((1 - share) * agent.rep.shift_minutes)

    def _gaps(self, there: NDArray[np.int64]) -> NDArray[np.float64]:
        """Compare those who were paid with each other; an empty seat has no gap."""
        base, variable = self._pay_level[:, there]
        worth = input_in_pay(base, variable, self._team.ability[there])
        peers = self._peers[np.ix_(there, there)]
        gaps = np.zeros(self._reps)
        gaps[there] = inequity(base + variable, worth, self._morale.transparency, peers)
        return gaps

    def _note(self, day: int) -> None:
        team, month = self._team, self._month_of[day]
        for place, of in enumerate(getattr(team, name) for name in DRIVE):
            self._sums[place, month] += of[: self._reps]
        self._days[month] += 1


def _peers(world: World) -> NDArray[np.bool_]:
    """Say with whom each rep compares himself; who has no neighbour looks at everybody."""
    reps = len(world.reps)
    everybody = ~np.eye(reps, dtype=bool)
    if world.scenario.people.morale.peers == "all":
        return everybody
    sides = world.alignment.territory_of_unit[world.region.edges]
    sides = sides[(sides >= 0).all(axis=1)]
    touching = np.zeros((reps, reps), dtype=bool)
    touching[sides, sides[:, ::-1]] = True
    touching &= everybody
    touching[~touching.any(axis=1)] = everybody[~touching.any(axis=1)]
    return touching
