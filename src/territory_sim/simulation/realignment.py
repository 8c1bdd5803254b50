"""Realignment within a run: another map comes into force one morning, and accounts change hands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.scenario.event_dates import business_day_of
from territory_sim.scenario.quotas import alignment_quotas
from territory_sim.simulation.joint_visits import JointVisits

if TYPE_CHECKING:
    from territory_sim.simulation.model import TerritoryModel
    from territory_sim.territories.alignment import Alignment


@dataclass(frozen=True, slots=True, eq=False)
class Handover:
    """The accounts that change hands on one morning.

    Args:
        day: Business day, from 0.
        account: Index of each account, ascending, shape (k,).
        old: Index of the rep who had it, shape (k,).
        new: Index of the rep who gets it, shape (k,).
        warm: Whether both had been there together, shape (k,).
        dated: Whether the redesign was dated, and not asked for by an imbalance of the run.
    """

    day: int
    account: NDArray[np.int64]
    old: NDArray[np.int64]
    new: NDArray[np.int64]
    warm: NDArray[np.bool_]
    dated: bool


class Realignment:
    """Puts maps in force, the dated one on its day.

    Args:
        model: The model with its books and agents.
    """

    def __init__(self, model: TerritoryModel) -> None:
        world = model.world
        self._model = model
        self._parameters = world.scenario.management.redesign
        self.handovers: list[Handover] = []
        self.maps: list[tuple[int, Alignment]] = [(0, world.alignment)]
        """The maps of the run, each with the business day from which it holds."""
        self._day: int | None = None
        self._visits: JointVisits | None = None
        if world.later is not None and self._parameters.date is not None:
            self._day = business_day_of(self._parameters.date, world.scenario.schedule.start_date)
            if self._parameters.warm_handover.share > 0:
                shifts = np.array([rep.shift_minutes for rep in world.reps])
                self._visits = JointVisits(self._parameters.warm_handover, shifts, self._day)

    def open_day(self, day: int) -> NDArray[np.float64] | None:
        """Realign on the day of the redesign, and prepare it on the days before.

        Args:
            day: Business day, from 0.

        Returns:
            Minutes that joint visits take of every rep today, shape (reps,); None without any.
        """
        later = self._model.world.later
        if self._day is None or later is None:
            return None
        if self._visits is not None and day == self._visits.first_day < self._day:
            self._plan_visits(self._visits, later)
        if day == self._day:
            self.realign(day, later, dated=True)
        return None if self._visits is None else self._visits.minutes_on(day)

    def realign(self, day: int, alignment: Alignment, *, dated: bool) -> None:
        """Put a map in force this morning.

        Args:
            day: Business day, from 0.
            alignment: The map, of the same territories and reps.
            dated: Whether this is the dated redesign.
        """
        model, parameters = self._model, self._parameters
        state = model.state
        before = state.owner
        moved = state.realign(alignment, day * model.rules.day_minutes)
        warm = np.zeros(len(moved), dtype=bool)
        if dated and self._visits is not None:
            warm = self._visits.were_at(moved.tolist())
            state.handover_felt[moved[warm]] = 1 - parameters.warm_handover.kept
        self.handovers.append(Handover(day, moved, before[moved], state.owner[moved], warm, dated))
        self.maps.append((day, alignment))
        if parameters.pipeline_protection:
            model.deals.keep()
        model.diary.owner = alignment.territory_of_unit
        touched = np.isin(np.arange(len(model.reps)), [before[moved], state.owner[moved]])
        world = model.world
        quotas = alignment_quotas(world.scenario, world.accounts, alignment)
        model.tally.payroll.realign(day, quotas, touched, parameters.quota_relief)

    def _plan_visits(self, visits: JointVisits, later: Alignment) -> None:
        state = self._model.state
        new = state.owners_under(later)
        moved = np.flatnonzero((new != state.owner) & state.is_customer)
        potential = self._model.world.accounts.potential_cents[moved]
        visits.plan(moved, np.stack([state.owner[moved], new[moved]]), potential)
