"""Boundary search: units at borders change territory while the map gets better, never breaking one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from territory_sim.design.draft import Draft

_GAIN: Final = 1e-9
"""Smallest gain that counts, so that rounding never moves a unit back and forth."""

_MOST_PASSES: Final = 60

ShapeCost = Callable[[int, int], float]
"""Cost without unit of a unit lying in a territory; lower is more compact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aims:
    """What a good map is. Deviations are shares of the mean workload; costs have no unit.

    Args:
        low: Deviation below which a territory has too little work, such as -0.02.
        high: Deviation above which it has too much.
        pressure: Cost per squared deviation beyond these limits.
        pull: Cost per squared deviation within them.
        border: Cost of a pair of neighbours in different territories.
    """

    low: float
    high: float
    pressure: float
    pull: float = 0.0
    border: float = 0.15

    def cost(self, deviation: float) -> float:
        """Return the cost of one territory's distance from the mean.

        Args:
            deviation: Hours over the mean less 1, a share.

        Returns:
            Cost without unit, 0 at no deviation.
        """
        beyond = deviation - self.high if deviation > self.high else min(deviation - self.low, 0.0)
        return self.pressure * beyond * beyond + self.pull * deviation * deviation


def no_shape(unit: int, territory: int) -> float:
    """Say that no territory is a better place for a unit than another.

    Args:
        unit: Unit index.
        territory: Territory index.

    Returns:
        0.
    """
    del unit, territory
    return 0.0


def improve(
    draft: Draft, aims: Aims, shape: ShapeCost = no_shape, locked: Collection[int] = frozenset()
) -> int:
    """Move single border units for as long as that makes the map better.

    Args:
        draft: The map; changed in place. Territories in one piece stay so.
        aims: What a good map is.
        shape: Cost of a unit in a territory.
        locked: Units that stay where they are.

    Returns:
        How many moves were made.
    """
    moves = 0
    candidates = draft.border_units()
    for _ in range(_MOST_PASSES):
        mean = draft.mean_hours()
        if mean <= 0:
            return moves
        touched: set[int] = set()
        for unit in candidates:
            if unit in locked:
                continue
            change, target = _best_move(draft, aims, shape, unit, mean)
            if change < -_GAIN and draft.may_leave(unit):
                touched |= {draft.territory[unit], target}
                draft.move(unit, target)
                moves += 1
        if not touched:
            break
        candidates = draft.border_units(draft.with_adjacent(touched))
    return moves


def improve_by_pairs(
    draft: Draft,
    aims: Aims,
    beyond: float,
    shape: ShapeCost = no_shape,
    locked: Collection[int] = frozenset(),
) -> int:
    """Make two moves at once where one alone would not help: a swap, or a chain over three territories.

    Args:
        draft: The map; changed in place. Territories in one piece stay so.
        aims: What a good map is.
        beyond: Only territories further than this from the mean are worth the search; a share of the mean.
        shape: Cost of a unit in a territory.
        locked: Units that stay where they are.

    Returns:
        How many pairs of moves were made.
    """
    made = 0
    mean = draft.mean_hours()
    if mean <= 0:
        return made
    off = [territory for territory, hours in enumerate(draft.hours) if abs(hours / mean - 1) > beyond]
    off.sort(key=lambda territory: (-abs(draft.hours[territory] - mean), territory))
    for territory in off:
        for unit in draft.border_units(draft.with_adjacent([territory])):
            if draft.hours[territory] > mean:
                ways = draft.adjacent_territories(unit) if draft.territory[unit] == territory else []
            else:
                ways = [way for way in draft.adjacent_territories(unit) if way == territory]
            if ways and unit not in locked:
                made += _try_pair(draft, aims, shape, locked, mean, unit, ways)
    return made


def _best_move(draft: Draft, aims: Aims, shape: ShapeCost, unit: int, mean: float) -> tuple[float, int]:
    """Return the change in cost of a unit's best move, and where it would go."""
    owner = draft.territory[unit]
    best = (0.0, owner)
    if len(draft.members[owner]) == 1:
        return best
    around = [draft.territory[other] for other in draft.neighbours[unit]]
    leaving = (
        aims.cost(draft.hours_if(unit, owner, -1) / mean - 1)
        - aims.cost(draft.hours[owner] / mean - 1)
        - shape(unit, owner)
        + aims.border * around.count(owner)
    )
    for target in sorted(set(around) - {owner}):
        change = (
            leaving
            + aims.cost(draft.hours_if(unit, target, 1) / mean - 1)
            - aims.cost(draft.hours[target] / mean - 1)
            + shape(unit, target)
            - aims.border * around.count(target)
        )
        if change < best[0]:
            best = (change, target)
    return best


def _try_pair(
    draft: Draft,
    aims: Aims,
    shape: ShapeCost,
    locked: Collection[int],
    mean: float,
    unit: int,
    ways: list[int],
) -> bool:
    """Move a unit and then the best other unit; take both back unless the two together gain."""
    owner = draft.territory[unit]
    if len(draft.members[owner]) == 1 or not draft.may_leave(unit):
        return False
    for target in ways:
        first = _cost_around(draft, aims, shape, unit, mean, (owner, target))
        draft.move(unit, target)
        first = _cost_around(draft, aims, shape, unit, mean, (owner, target)) - first
        answers = []
        for other in draft.border_units([owner, target]):
            if other != unit and other not in locked:
                change, goal = _best_move(draft, aims, shape, other, mean)
                if first + change < -_GAIN:
                    answers.append((change, other, goal))
        for _, other, goal in sorted(answers):
            if draft.may_leave(other):
                draft.move(other, goal)
                return True
        draft.move(unit, owner)
    return False


def _cost_around(
    draft: Draft, aims: Aims, shape: ShapeCost, unit: int, mean: float, territories: tuple[int, int]
) -> float:
    owner = draft.territory[unit]
    foreign = sum(draft.territory[other] != owner for other in draft.neighbours[unit])
    balance = sum(aims.cost(draft.hours[territory] / mean - 1) for territory in territories)
    return balance + shape(unit, owner) + aims.border * foreign
