"""Contiguity: is each territory in one piece, and may a unit leave without breaking it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Neighbours = Sequence[Sequence[int]]
"""Adjacent unit indices of every unit, ascending."""


def components(neighbours: Neighbours, units: Iterable[int]) -> list[list[int]]:
    """Split a set of units into its connected pieces.

    Args:
        neighbours: Adjacent units of every unit of the region.
        units: Unit indices of the set.

    Returns:
        The pieces, each ascending, in the order of their smallest unit.
    """
    left = set(units)
    pieces = []
    for start in sorted(left):
        if start not in left:
            continue
        left.discard(start)
        piece, frontier = [start], [start]
        while frontier:
            for unit in neighbours[frontier.pop()]:
                if unit in left:
                    left.discard(unit)
                    piece.append(unit)
                    frontier.append(unit)
        pieces.append(sorted(piece))
    return pieces


def pieces_per_territory(
    neighbours: Neighbours, territory_of_unit: NDArray[np.int32], territories: int
) -> NDArray[np.int64]:
    """Count the connected pieces of each territory.

    Args:
        neighbours: Adjacent units of every unit.
        territory_of_unit: Territory index of every unit, -1 for none; shape (n_units,).
        territories: How many territories there are.

    Returns:
        Pieces of each territory, 1 for a whole one and 0 for an empty one, shape (territories,).

    Example:
        >>> line = ((1,), (0, 2), (1,))
        >>> pieces_per_territory(line, np.array([0, 1, 0], dtype=np.int32), 2).tolist()
        [2, 1]
    """
    units = [np.flatnonzero(territory_of_unit == territory).tolist() for territory in range(territories)]
    return np.array([len(components(neighbours, members)) for members in units], dtype=np.int64)


def stays_whole_without(neighbours: Neighbours, unit: int, belongs: Callable[[int], bool]) -> bool:
    """Say whether a territory in one piece stays so when one unit leaves it.

    The search starts at one neighbour inside the territory and ends as soon as it has met all
    the others, so on a map it rarely looks further than the next ring of units.

    Args:
        neighbours: Adjacent units of every unit.
        unit: The unit that would leave.
        belongs: Tells of a unit whether it is in the territory.

    Returns:
        True when the rest is connected; False when it would break, or when nothing is left.
    """
    ends = [other for other in neighbours[unit] if belongs(other)]
    if len(ends) <= 1:
        return len(ends) == 1
    missing = set(ends[1:])
    seen, frontier = {unit, ends[0]}, [ends[0]]
    for here in frontier:
        for other in neighbours[here]:
            if other not in seen and belongs(other):
                seen.add(other)
                missing.discard(other)
                if not missing:
                    return True
                frontier.append(other)
    return False
