"""The problem in an order that depends on places alone, with weights on a grid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.design.territory_sums import Ground

_GRID: Final = float(2**36)
"""Steps that the total of an activity is divided into: sums stay exact, and scale does not matter."""

_BITS: Final = 10

_LAND_SHARE: Final = 0.02
"""Part of the mass that every unit has alike, so that units without weight look as if they belonged."""


@dataclass(frozen=True, eq=False)
class Ordered:
    """A problem whose units lie along a curve that fills the plane: ids cannot matter, and memory is near.

    Args:
        problem: The problem as given.
        order: Given index of each place in the order, shape (n,).
        x: Kilometres east, in the order; so are all that follow; shape (n,).
        y: Kilometres north, shape (n,).
        first: Where each unit's neighbours begin in ``near``, shape (n + 1,).
        near: Neighbours of all units in one row.
        weights: Activities on the grid, shape (n, activities).
        held: What territories hold whatever their units are, on the grid, shape (territories, activities).
        mass: First activity in territories' worth, plus a little for every unit, shape (n,).
        large: Units that alone pass a territory's target, by activity, shape (n, activities).
        anchors: Territory each unit must belong to, ``FREE`` for any; large units included, shape (n,).
        holds_large: Territories with a large unit, by activity, shape (territories, activities).
    """

    problem: DesignProblem
    order: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    first: NDArray[np.int32]
    near: NDArray[np.int32]
    weights: NDArray[np.float64]
    held: NDArray[np.float64]
    mass: NDArray[np.float64]
    large: NDArray[np.bool_]
    anchors: NDArray[np.int32]
    holds_large: NDArray[np.bool_]

    @cached_property
    def is_partly_large(self) -> NDArray[np.bool_]:
        """Territories with a unit that is large in some activities but not in all, shape (territories,)."""
        return np.asarray(self.holds_large.any(axis=1) & ~self.holds_large.all(axis=1))

    def targets(self, owner: NDArray[np.int32] | None = None) -> NDArray[np.float64]:
        """Return what each territory is to hold: the rest, when large units are out, by shares.

        A unit may be large in one activity alone; in the others its territory is like any other.

        Args:
            owner: A map, whose territories with large units are left out with all they hold;
                None for only the large units themselves; shape (n,).

        Returns:
            Loads on the grid, shape (territories, activities).
        """
        count = self.problem.territories
        targets = np.zeros((count, self.weights.shape[1]))
        for activity in range(self.weights.shape[1]):
            large, holds = self.large[:, activity], self.holds_large[:, activity]
            weight, held = self.weights[:, activity], self.held[:, activity]
            out = large if owner is None else holds[owner]
            ordinary = np.where(holds, 0.0, self.problem.shares)
            rest = float(weight[~out].sum() + held[~holds].sum())
            own = np.bincount(self.anchors[large], weights=weight[large], minlength=count) + held
            if owner is not None:
                # Large in one activity alone, it takes its part of the others, and with it more of this.
                all_held = np.bincount(owner, weights=weight, minlength=count) + held
                own = np.where(self.is_partly_large, all_held, own)
            targets[:, activity] = np.where(holds, own, ordinary / max(ordinary.sum(), 1e-12) * rest)
        return targets

    def given_order(self, values: NDArray[np.int32]) -> NDArray[np.int32]:
        """Put values back into the order of the problem.

        Args:
            values: One value a unit in this order, shape (n,).

        Returns:
            The same in the given order, shape (n,).
        """
        back = np.empty_like(values)
        back[self.order] = values
        return back

    def ground(
        self,
        targets: NDArray[np.float64],
        aim: float,
        origin: NDArray[np.int32] | None = None,
        price: NDArray[np.float64] | None = None,
    ) -> Ground:
        """Return what a search does not change.

        Args:
            targets: Loads wanted, shape (territories, activities).
            aim: Part of the tolerances the search aims at.
            origin: Today's territory of each unit, shape (n,); None for none.
            price: Cost of a unit that leaves it, shape (n,).

        Returns:
            The ground of the search.
        """
        problem = self.problem
        allowed = targets * problem.tolerances
        low, high = targets - aim * allowed, targets + aim * allowed
        low[self.holds_large] = 0.0
        # What a territory takes of an activity that it has too much of anyway is free.
        high[self.holds_large & self.is_partly_large[:, None]] = _GRID
        total = problem.totals
        if problem.least.size:
            low = np.maximum(low, problem.least.T / total * _GRID)
        if problem.most.size:
            high = np.minimum(high, problem.most.T / total * _GRID)
        return Ground(
            self.first,
            self.near,
            self.x,
            self.y,
            self.mass,
            self.weights,
            self.anchors == FREE,
            np.minimum(low, high),
            high,
            1.0 / np.maximum(allowed, 1.0),
            np.full(len(self.x), FREE, dtype=np.int32) if origin is None else origin,
            np.zeros(len(self.x)) if price is None else price,
            self.held,
        )


def ordered(problem: DesignProblem) -> Ordered:
    """Put a problem in order.

    Args:
        problem: The problem.

    Returns:
        The same in an order of places.
    """
    order = np.lexsort((problem.y, problem.x, _along_curve(problem.x, problem.y)))
    place = np.empty(problem.units, dtype=np.int64)
    place[order] = np.arange(problem.units)
    first, near = _rows(problem.units, place[problem.edges])
    share = problem.weights / problem.totals[:, None]
    weights = np.ascontiguousarray(np.rint(share[:, order] * _GRID).T)
    held = np.ascontiguousarray(np.rint(problem.held_loads / problem.totals[:, None] * _GRID).T)
    even = _LAND_SHARE / problem.units
    mass = (weights[:, 0] / weights[:, 0].sum() * (1 - _LAND_SHARE) + even) * problem.territories
    anchors = problem.anchors[order].copy()
    large = _large_units(problem, weights)
    _anchor_large(problem, weights, anchors, large)
    holds_large = np.zeros((problem.territories, len(problem.weights)), dtype=np.bool_)
    unit, activity = np.nonzero(large)
    holds_large[anchors[unit], activity] = True
    return Ordered(
        problem,
        order,
        problem.x[order],
        problem.y[order],
        first,
        near,
        weights,
        held,
        mass,
        large,
        anchors,
        holds_large,
    )


def _large_units(problem: DesignProblem, weights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find units that pass the target of every territory, again without those found before."""
    found = np.zeros(weights.shape, dtype=np.bool_)
    widest = float(problem.shares.max() / problem.shares.mean())
    for activity in range(weights.shape[1]):
        large, weight = found[:, activity], weights[:, activity]
        while True:
            left = problem.territories - int(large.sum())
            more = ~large & (weight > weight[~large].sum() / left * widest)
            if not more.any() or int(large.sum() + more.sum()) >= problem.territories:
                break
            large |= more
    return found


def _anchor_large(
    problem: DesignProblem,
    weights: NDArray[np.float64],
    anchors: NDArray[np.int32],
    large: NDArray[np.bool_],
) -> None:
    """Give each large unit a territory of its own that nothing else is fixed about."""
    taken = set(anchors[anchors != FREE].tolist())
    spare = [territory for territory in range(problem.territories) if territory not in taken]
    units = np.flatnonzero(large.any(axis=1) & (anchors == FREE))
    for unit in units[np.argsort(-weights[units, 0], kind="stable")].tolist():
        if spare:
            anchors[unit] = spare.pop(0)
        else:
            large[unit, :] = False


def _rows(units: int, edges: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where each unit's neighbours begin, and the neighbours."""
    both = np.unique(np.concatenate([edges, edges[:, ::-1]]), axis=0) if len(edges) else edges
    first = np.zeros(units + 1, dtype=np.int32)
    np.cumsum(np.bincount(both[:, 0], minlength=units), out=first[1:])
    return first, both[:, 1].astype(np.int32)


def _along_curve(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return where points lie along a curve of a Z in a Z, coarsely."""
    found = np.zeros(len(x), dtype=np.int64)
    for shift, axis in enumerate((x, y)):
        width = float(np.ptp(axis)) or 1.0
        step = ((axis - axis.min()) / width * (2**_BITS - 1)).astype(np.int64)
        for bit in range(_BITS):
            found |= ((step >> bit) & 1) << (2 * bit + shift)
    return found
