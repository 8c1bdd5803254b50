"""Outlines of basic units, and the borders between groups of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.region.great_circle import EARTH_RADIUS_KM

Ring = NDArray[np.float64]
"""A closed line, degrees, shape (k, 2): longitude, latitude; the last point repeats the first."""

_OUTSIDE: Final = np.iinfo(np.int64).min
_PASSED_STRAIGHT: Final = 2
_COORDINATE_STEP: Final = 1e-7
"""Degrees; a centimetre, below which two corners are the same corner."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """The outline of each of some units.

    Args:
        unit_ids: Ids of the units.
        rings: For each unit its closed lines; holes run against the direction of what they cut.
            A unit without a known outline has none.
    """

    unit_ids: tuple[str, ...]
    rings: tuple[tuple[Ring, ...], ...]

    def rings_of(self, unit: int) -> tuple[Ring, ...]:
        """Return the closed lines around one unit.

        Args:
            unit: Index of the unit in ``unit_ids``.

        Returns:
            Rings in degrees, each of shape (k, 2).
        """
        return self.rings[unit]

    def land_km2(self, unit: int) -> float:
        """Return the surface inside one unit's outline.

        Args:
            unit: Index of the unit in ``unit_ids``.

        Returns:
            Square kilometres; 0 for a unit without an outline.
        """
        total = 0.0
        for ring in self.rings[unit]:
            # Equal-surface cylinder: exact on the sphere but for the bend of the lines between corners.
            x, y = np.radians(ring[:, 0]), np.sin(np.radians(ring[:, 1]))
            total += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
        return abs(total) * EARTH_RADIUS_KM**2

    def outline(self, group_of_unit: NDArray[np.integer]) -> list[NDArray[np.float64]]:
        """Return the lines between units of different groups and along the outside.

        Args:
            group_of_unit: Group of each unit, any integers, shape (n,).

        Returns:
            Lines in degrees, each of shape (k, 2), in an order that depends on the shapes alone.

        Example:
            >>> square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=float)
            >>> pair = Shapes(("a", "b"), ((square,), (square + [1, 0],)))
            >>> [len(line) for line in pair.outline(np.array([0, 0]))]
            [7]
        """
        sides, starts, ends, corners = self._segments
        groups = np.append(np.asarray(group_of_unit, dtype=np.int64), _OUTSIDE)[sides]
        drawn = groups[:, 0] != groups[:, 1]
        return _join(starts[drawn], ends[drawn], corners)

    @cached_property
    def _segments(
        self,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Straight pieces of all outlines, each once: units beside it (-1 outside), its two corners."""
        points = [ring for rings in self.rings for ring in rings]
        if not points:
            empty = np.empty(0, dtype=np.int64)
            return np.empty((0, 2), dtype=np.int64), empty, empty, np.empty((0, 2))
        owner = np.repeat(
            [unit for unit, rings in enumerate(self.rings) for _ in rings],
            [len(ring) - 1 for ring in points],
        )
        every = np.concatenate(points)
        grid = np.rint(every / _COORDINATE_STEP).astype(np.int64)
        _, first, corner = np.unique(grid, axis=0, return_index=True, return_inverse=True)
        last_of_ring = np.cumsum([len(ring) for ring in points]) - 1
        is_start = np.ones(len(every), dtype=bool)
        is_start[last_of_ring] = False
        corner = corner.reshape(-1)
        start, end = corner[is_start], np.roll(corner, -1)[is_start]
        real = start != end
        start, end, owner = start[real], end[real], owner[real]
        low, high = np.minimum(start, end), np.maximum(start, end)
        order = np.lexsort((owner, high, low))
        low, high, owner = low[order], high[order], owner[order]
        is_first = np.r_[True, (np.diff(low) != 0) | (np.diff(high) != 0)]
        at = np.flatnonzero(is_first)
        has_second = np.r_[~is_first[1:], False][at]
        second = np.where(has_second, owner[np.minimum(at + 1, len(owner) - 1)], -1)
        return np.column_stack([owner[at], second]), low[at], high[at], every[first]


def _join(
    starts: NDArray[np.int64], ends: NDArray[np.int64], corners: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """Join pieces into lines that end where more or fewer than two of them meet; the rest are loops."""
    beside: defaultdict[int, list[int]] = defaultdict(list)
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        beside[start].append(end)
        beside[end].append(start)
    knots = [corner for corner in sorted(beside) if len(beside[corner]) != _PASSED_STRAIGHT]
    is_knot = set(knots)
    lines = []
    for corner in (*knots, *sorted(beside)):
        while beside[corner]:
            line = [corner]
            while beside[line[-1]] and (len(line) == 1 or line[-1] not in is_knot):
                here = line[-1]
                there = beside[here].pop()
                beside[there].remove(here)
                line.append(there)
            lines.append(corners[line])
    return lines
