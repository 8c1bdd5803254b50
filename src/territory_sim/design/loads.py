"""What territories have to do: amounts that add up over units, and workload, which does not quite."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.homes import best_bases
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.territories.workload import WorkloadModel, sum_per_territory

_STEP: Final = 1e-4
"""Relative step of the differences that say how travel grows with each of its sums."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Loads:
    """A design problem one of whose activities may be the workload of a territory.

    Workload counts service and travel; administration is the same for all and would only flatter the
    balance. Travel depends on the whole territory, so it is put into amounts per unit around a map,
    exact for this map and right to first order for its neighbours; a map that was changed by it
    gets new amounts.

    Args:
        problem: Places, limits and locks. Its row ``workload_row`` of weights is not looked at.
        model: Tells the workload, and where a base is best.
        workload_row: Activity that is the workload; -1 where nothing but sums is balanced.
        homes: Unit of the home of each territory's rep, ``FREE`` where it lives wherever suits,
            shape (territories,).
    """

    problem: DesignProblem
    model: WorkloadModel
    workload_row: int = -1
    homes: NDArray[np.int32]

    @property
    def is_additive(self) -> bool:
        """Whether loads are sums over units, whatever the map."""
        return self.workload_row < 0

    def bases(self, owner: NDArray[np.int32]) -> NDArray[np.int32]:
        """Say where reps set out from.

        Args:
            owner: Territory of every unit, none empty, shape (n,).

        Returns:
            The home where it is known and in the territory, else the best base; unit indices,
            shape (territories,).
        """
        known = (self.homes != FREE) & (owner[self.homes] == np.arange(len(self.homes)))
        if known.all():
            return self.homes
        bases = best_bases(self.model, owner, len(self.homes))
        return np.where(known, self.homes, bases).astype(np.int32)

    def first_guess(self) -> DesignProblem:
        """Return the problem before there is any map: tours of territories of equal stops, no way home."""
        if self.is_additive:
            return self.problem
        model, count = self.model, self.problem.territories
        stops, room = float(model.stops_per_year.sum()) / count, float(model.room.sum()) / count
        tour = model.travel_hours(stops, room, 0.0)
        return self._with_workload(model.service_hours + tour * model.room / max(room, 1e-9))

    def levelled(self, owner: NDArray[np.int32]) -> DesignProblem:
        """Return the problem with the travel of a map laid on units wherever they will belong.

        Args:
            owner: A map, none empty, shape (n,).

        Returns:
            The problem with tours in proportion to room and ways home in proportion to stops.
        """
        if self.is_additive:
            return self.problem
        model = self.model
        sums = self._sums(owner)
        stops, room = np.maximum(sums[1], 1e-9), np.maximum(sums[2], 1e-9)
        tour = _travel(model, np.stack([sums[1], sums[2], np.zeros_like(stops)]))
        home = _travel(model, sums[1:]) - tour
        row = model.service_hours + (tour / room)[owner] * model.room
        return self._with_workload(row + (home / stops)[owner] * model.stops_per_year)

    def around(self, owner: NDArray[np.int32]) -> DesignProblem:
        """Return the problem around a map: its sums are the map's loads, its weights how they change.

        Args:
            owner: The map, no territory empty, shape (n,).

        Returns:
            The problem.
        """
        if self.is_additive:
            return self.problem
        model, sums = self.model, self._sums(owner)
        travel = _travel(model, sums[1:])
        slopes = []
        for place in range(3):
            step = np.maximum(sums[1 + place] * _STEP, 1e-9)
            moved = sums[1:].copy()
            moved[place] += step
            slopes.append((_travel(model, moved) - travel) / step)
        parts = (model.stops_per_year, model.room, self._home_minutes(owner))
        row = model.service_hours + sum(
            slope[owner] * part for slope, part in zip(slopes, parts, strict=True)
        )
        row = np.maximum(row, 0.0)
        held = self.problem.held_loads.copy()
        rest = sums[0] + travel - sum_per_territory(row, owner, len(travel))
        held[self.workload_row] += rest
        return replace(self._with_workload(row), held=held)

    def _with_workload(self, row: NDArray[np.float64]) -> DesignProblem:
        weights = self.problem.weights.copy()
        weights[self.workload_row] = row
        return replace(self.problem, weights=weights)

    def _home_minutes(self, owner: NDArray[np.int32]) -> NDArray[np.float64]:
        """Return stops times minutes of the leg between home and each unit, shape (n,)."""
        minutes = self.model.minutes[self.bases(owner)[owner], np.arange(len(owner))]
        return self.model.home_legs(minutes) * self.model.stops_per_year

    def _sums(self, owner: NDArray[np.int32]) -> NDArray[np.float64]:
        """Sum up service, stops, room and home minutes, shape (4, territories)."""
        model = self.model
        rows = (model.service_hours, model.stops_per_year, model.room, self._home_minutes(owner))
        return np.array([sum_per_territory(row, owner, self.problem.territories) for row in rows])


def _travel(model: WorkloadModel, sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return hours of travel from stops, room and home minutes, shape (territories,)."""
    return np.array([model.travel_hours(*row) for row in sums.T.tolist()])
