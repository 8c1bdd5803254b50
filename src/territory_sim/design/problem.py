"""The design problem: units on a plane, who is next to whom, what is to be balanced, and what is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault, InfeasibleDesignError

FREE = -1
"""Stands for a unit or a territory that nothing is fixed about."""

_NAMED = 5
"""Units named in a fault before the rest are only counted."""


def _none() -> NDArray[np.int32]:
    return np.empty(0, dtype=np.int32)


def _no_amounts() -> NDArray[np.float64]:
    return np.empty((0, 0))


@dataclass(frozen=True, eq=False, kw_only=True)
class DesignProblem:
    """What is known before a map is drawn; works on any planar or nearly planar graph.

    Args:
        x: Kilometres east of each unit, shape (n,).
        y: Kilometres north, shape (n,).
        edges: Pairs of neighbours, shape (edges, 2).
        weights: What is to be balanced, such as hours or potential, >= 0; shape (activities, n).
            The first activity also says what a territory is compact about.
        tolerances: Largest deviation from the target that is wanted, a share; shape (activities,).
        shares: How large each territory is to be beside the others, > 0, such as 0.5 for a rep in
            part time; shape (territories,).
        held: What each territory has to do whatever its units are, such as accounts named for it,
            >= 0, shape (activities, territories); empty for nothing.
        least: Lower limit of each activity of each territory in the unit of the weights, shape
            (activities, territories); empty for none.
        most: Upper limit, likewise.
        locked: Territory that a unit must belong to, ``FREE`` for any, shape (n,); empty for none.
        homes: Unit that a territory must hold, ``FREE`` for any, shape (territories,); empty for none.
        unit_ids: Names of the units for messages; empty for numbers.
        names: Names of the activities for messages; empty for numbers.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    edges: NDArray[np.int32]
    weights: NDArray[np.float64]
    tolerances: NDArray[np.float64]
    shares: NDArray[np.float64]
    held: NDArray[np.float64] = field(default_factory=_no_amounts)
    least: NDArray[np.float64] = field(default_factory=_no_amounts)
    most: NDArray[np.float64] = field(default_factory=_no_amounts)
    locked: NDArray[np.int32] = field(default_factory=_none)
    homes: NDArray[np.int32] = field(default_factory=_none)
    unit_ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn."""
        faults = list(self._faults())
        if faults:
            raise InfeasibleDesignError(faults)

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.x)

    @property
    def territories(self) -> int:
        """How many territories are wanted."""
        return len(self.shares)

    @cached_property
    def totals(self) -> NDArray[np.float64]:
        """All there is to do of each activity, shape (activities,)."""
        total: NDArray[np.float64] = self.weights.sum(axis=1) + self.held_loads.sum(axis=1)
        return total

    @property
    def held_loads(self) -> NDArray[np.float64]:
        """What territories hold whatever their units are, shape (activities, territories)."""
        return self.held if self.held.size else np.zeros((len(self.weights), self.territories))

    def loads_of(self, owner: NDArray[np.int32]) -> NDArray[np.float64]:
        """Sum up what territories have to do.

        Args:
            owner: Territory of every unit, shape (n,).

        Returns:
            Loads, shape (activities, territories).
        """
        count = self.territories
        own = [np.bincount(owner, weights=row, minlength=count) for row in self.weights]
        return np.array(own) + self.held_loads

    @cached_property
    def anchors(self) -> NDArray[np.int32]:
        """Territory that each unit must belong to, by its lock or as a home; shape (n,)."""
        anchors = self.locked.copy() if len(self.locked) else np.full(self.units, FREE, dtype=np.int32)
        for territory, home in enumerate(self.homes.tolist()):
            if home != FREE:
                anchors[home] = territory
        return anchors

    def _faults(self) -> Iterator[Fault]:
        count = self.territories
        if not 1 <= count <= self.units:
            allowed = f"from 1 to {self.units:,} territories, one for each unit at most"
            hint = f"nearest: {min(max(count, 1), self.units)}"
            yield Fault(where="territories.count", given=str(count), allowed=allowed, hint=hint)
        for activity, row in enumerate(self.weights):
            bad = np.flatnonzero(~(np.isfinite(row) & (row >= 0)))
            where = self.names[activity] if self.names else f"measure {activity + 1}"
            if len(bad):
                allowed = "weights that are numbers from 0 on"
                yield Fault(where=where, given=self._named(bad), allowed=allowed)
            elif not row.sum() > 0:
                yield Fault(where=where, given="0", allowed="a total above 0")
        if len(self.shares) and not (self.shares > 0).all():
            yield Fault(where="territories", allowed="a share above 0 for every territory")
        yield from self._limit_faults()
        yield from self._lock_faults()
        yield from self._unity_faults()

    def _limit_faults(self) -> Iterator[Fault]:
        for activity, total in enumerate(self.totals.tolist()):
            least = float(self.least[activity].sum()) if self.least.size else 0.0
            most = float(self.most[activity].sum()) if self.most.size else np.inf
            if least > total:
                allowed = f"lower limits that add up to no more than all there is, {total:,.0f}"
                hint = f"nearest: {total / least:.0%} of each"
                yield Fault(where="least", given=f"{least:,.0f}", allowed=allowed, hint=hint)
            if most < total:
                allowed = f"upper limits that add up to no less than all there is, {total:,.0f}"
                hint = f"nearest: {total / most:.0%} of each" if most > 0 else ""
                yield Fault(where="most", given=f"{most:,.0f}", allowed=allowed, hint=hint)

    def _lock_faults(self) -> Iterator[Fault]:
        homes = self.homes[self.homes != FREE] if len(self.homes) else self.homes
        twice = [unit for unit in np.unique(homes).tolist() if int((homes == unit).sum()) > 1]
        if twice:
            allowed = "one territory for each home"
            yield Fault(where="homes", given=self._named(np.array(twice)), allowed=allowed)
        if not len(self.locked):
            return
        beyond = np.flatnonzero((self.locked < FREE) | (self.locked >= self.territories))
        if len(beyond):
            yield Fault(where="locked", given=self._named(beyond), allowed="a territory that exists")
        for territory, home in enumerate(self.homes.tolist()):
            if home != FREE and self.locked[home] not in (FREE, territory):
                allowed = "a lock in the territory whose home it is"
                yield Fault(where="locked", given=self._named(np.array([home])), allowed=allowed)

    def _unity_faults(self) -> Iterator[Fault]:
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        ones = np.ones(len(self.edges), dtype=np.int8)
        graph = coo_array((ones, (self.edges[:, 0], self.edges[:, 1])), shape=(self.units, self.units))
        pieces, piece = connected_components(graph, directed=False)
        if pieces > 1:
            main = int(np.argmax(np.bincount(piece)))
            yield Fault(
                where="region",
                given=self._named(np.flatnonzero(piece != main)),
                allowed=f"a connected region, but it is in {pieces} pieces",
                hint="add edges of kind link for these units",
            )

    def _named(self, units: NDArray[np.integer]) -> str:
        names = [self.unit_ids[unit] if self.unit_ids else str(unit) for unit in units[:_NAMED].tolist()]
        more = f" and {len(units) - _NAMED:,} more" if len(units) > _NAMED else ""
        return ", ".join(names) + more


def equal_problem(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    edges: NDArray[np.int32],
    weight: NDArray[np.float64],
    territories: int,
    tolerance: float = 0.01,
) -> DesignProblem:
    """Ask for territories of equal weight and nothing else.

    Args:
        x: Kilometres east of each unit, shape (n,).
        y: Kilometres north, shape (n,).
        edges: Pairs of neighbours, shape (edges, 2).
        weight: What is to be balanced, shape (n,).
        territories: How many territories.
        tolerance: Largest deviation from the mean that is wanted, a share.

    Returns:
        The problem.

    Raises:
        InfeasibleDesignError: If there is no such map.
    """
    return DesignProblem(
        x=x,
        y=y,
        edges=edges,
        weights=np.asarray(weight, dtype=np.float64)[None, :],
        tolerances=np.array([tolerance]),
        shares=np.ones(max(territories, 0)),
    )
