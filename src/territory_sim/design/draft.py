"""A map being drawn: units move between territories while its hours and its unity are kept track of."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from territory_sim.territories.contiguity import Neighbours, stays_whole_without
from territory_sim.territories.workload import WorkloadModel


class Draft:
    """Units, their territories and the hours these require, under moves of one unit.

    Args:
        model: Tells the hours of a territory.
        neighbours: Adjacent units of every unit.
        territory_of_unit: Territory index of every unit, shape (n_units,); none is empty.
        homes: Unit index of the base of each territory, shape (n_territories,).
    """

    def __init__(
        self,
        model: WorkloadModel,
        neighbours: Neighbours,
        territory_of_unit: NDArray[np.int32],
        homes: NDArray[np.int32],
    ) -> None:
        self.model = model
        self.neighbours = neighbours
        self.territory = [int(territory) for territory in territory_of_unit]
        self.count = len(homes)
        self._service = model.service_hours.tolist()
        self._stops = model.stops_per_year.tolist()
        self._room = model.room.tolist()
        self.set_homes(homes)

    def set_homes(self, homes: NDArray[np.int32]) -> None:
        """Give every territory a base and sum its hours anew.

        Args:
            homes: Unit index of each base, shape (n_territories,).
        """
        self.homes = [int(home) for home in homes]
        self._home_minutes = self.model.home_minutes(homes)
        self.members: list[set[int]] = [set() for _ in range(self.count)]
        self._sums = [[0.0, 0.0, 0.0, 0.0] for _ in range(self.count)]
        for unit, territory in enumerate(self.territory):
            self._add(unit, territory, 1)
            self.members[territory].add(unit)
        self.hours = [self.model.hours(*sums) for sums in self._sums]

    def mean_hours(self) -> float:
        """Return the mean workload of the territories, hours a year."""
        return sum(self.hours) / self.count

    def hours_if(self, unit: int, territory: int, sign: int) -> float:
        """Return the hours of a territory if a unit joined it (+1) or left it (-1).

        Args:
            unit: The unit.
            territory: The territory.
            sign: +1 to join, -1 to leave.

        Returns:
            Hours a year.
        """
        service, stops, room, home = self._sums[territory]
        return self.model.hours(
            service + sign * self._service[unit],
            stops + sign * self._stops[unit],
            room + sign * self._room[unit],
            home + sign * self._home_minutes.item(territory, unit),
        )

    def may_leave(self, unit: int) -> bool:
        """Say whether a unit can leave without breaking or emptying its territory.

        Args:
            unit: The unit; its territory is in one piece.

        Returns:
            True when what is left is one piece.
        """
        territory, owner = self.territory, self.territory[unit]
        return stays_whole_without(self.neighbours, unit, lambda other: territory[other] == owner)

    def move(self, unit: int, territory: int) -> None:
        """Give a unit to another territory.

        Args:
            unit: The unit.
            territory: Where it goes.
        """
        owner = self.territory[unit]
        self._add(unit, owner, -1)
        self._add(unit, territory, 1)
        self.members[owner].discard(unit)
        self.members[territory].add(unit)
        self.territory[unit] = territory
        for changed in (owner, territory):
            self.hours[changed] = self.model.hours(*self._sums[changed])

    def adjacent_territories(self, unit: int) -> list[int]:
        """Return the other territories that a unit touches.

        Args:
            unit: The unit.

        Returns:
            Territory indices, ascending.
        """
        owner = self.territory[unit]
        return sorted({self.territory[other] for other in self.neighbours[unit]} - {owner})

    def border_units(self, territories: Iterable[int] | None = None) -> list[int]:
        """Return the units that touch another territory.

        Args:
            territories: Only units of these territories, each named once; all when None.

        Returns:
            Unit indices, ascending.
        """
        inside: Iterable[int] = range(len(self.territory))
        if territories is not None:
            inside = sorted(unit for territory in territories for unit in self.members[territory])
        return [
            unit
            for unit in inside
            if any(self.territory[other] != self.territory[unit] for other in self.neighbours[unit])
        ]

    def with_adjacent(self, territories: Iterable[int]) -> list[int]:
        """Return some territories and all that touch them.

        Args:
            territories: Territory indices.

        Returns:
            Territory indices, ascending.
        """
        wider = set(territories)
        for territory in tuple(wider):
            for unit in self.members[territory]:
                wider.update(self.territory[other] for other in self.neighbours[unit])
        return sorted(wider)

    def labels(self) -> NDArray[np.int32]:
        """Return the territory index of every unit, shape (n_units,)."""
        return np.array(self.territory, dtype=np.int32)

    def _add(self, unit: int, territory: int, sign: int) -> None:
        sums = self._sums[territory]
        sums[0] += sign * self._service[unit]
        sums[1] += sign * self._stops[unit]
        sums[2] += sign * self._room[unit]
        sums[3] += sign * self._home_minutes.item(territory, unit)
