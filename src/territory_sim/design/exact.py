"""The exact model of small maps: no map that is as even can be more compact than its bound.

A map is charged the first activity times the squared distance to one unit in the middle of each
territory. Wholeness of the territories is left out of the model at first, so what HiGHS proves is a
true lower bound for whole ones too; where its map is in pieces, rows that forbid these pieces are
added while there is time, and the bound rises.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.centre_search import centre_cost, search_to_centres, squared_distances
from territory_sim.design.figures import figures_of
from territory_sim.design.problem import DesignProblem
from territory_sim.errors import Fault, InfeasibleDesignError
from territory_sim.territories.contiguity import components

if TYPE_CHECKING:
    from scipy.sparse import coo_array, csr_array

MOST_UNITS: Final = 100
"""With more units than this the proof takes hours: the model has a choice for every pair of units."""

_ROOM: Final = 1e-7
"""Part of the cost that rounding inside the solver may hide."""

_STARTS: Final = 8
_SOLVED, _NO_BETTER = 0, 2
"""What HiGHS says when it has finished: the best map is found, or none beats the known one."""


@dataclass(frozen=True, eq=False)
class ExactBound:
    """What the exact model proves about a map.

    Args:
        cost: Cost of the map, unit of the first activity times km2.
        bound: No map as even as this one costs less.
        is_optimal: Whether nothing is left between the two but rounding, or HiGHS has finished.
        rounds: Models solved: 1, and 1 more for every time that pieces had to be forbidden.
        tolerances: Deviations that the maps of the model may have, shares, shape (activities,).
    """

    cost: float
    bound: float
    is_optimal: bool
    rounds: int
    tolerances: NDArray[np.float64]

    @property
    def gap(self) -> float:
        """Part of the bound by which the map may still be improved, at most."""
        return max(0.0, self.cost / self.bound - 1.0) if self.bound > 0 else 0.0

    @property
    def saving(self) -> float:
        """Part of its cost by which the map may still be improved, at most."""
        return max(0.0, 1.0 - self.bound / self.cost) if self.cost > 0 else 0.0

    @property
    def sentence(self) -> str:
        """What is proven, in one sentence."""
        if self.gap < 1e-4:
            return "Proven: no map as even as this one is more compact."
        return f"Proven: no map as even as this one is more than {100 * self.saving:.1f} % more compact."


def exact_bound(problem: DesignProblem, owner: NDArray[np.int32], *, seconds: float = 60.0) -> ExactBound:
    """Prove how much more compact a map as even as a given one could be.

    Args:
        problem: What was asked for; locks, homes and limits are left out, which keeps the bound true.
        owner: The map, shape (n,).
        seconds: Time for the solver; with less, the bound is lower but still true.

    Returns:
        The bound. Maps of the model keep the tolerance asked for, or that of the map if it is wider.

    Raises:
        InfeasibleDesignError: If there are more units than the model can take, or one is larger
            than a territory so that no even map exists.

    Source:
        Location-allocation as one mixed-integer program (Hess et al. 1965), solved by HiGHS
        (scipy); fixing by reduced costs as usual in branch and bound.
    """
    figures = figures_of(problem, owner)
    faults = list(_faults(problem, len(figures.large)))
    if faults:
        raise InfeasibleDesignError(faults)
    tolerances = np.maximum(problem.tolerances, np.array(figures.deviations))
    price = _prices(problem)
    cost = centre_cost(problem, owner)
    scale = max(cost, 1e-300)
    rows = _Rows(problem, tolerances)
    bound, reduced = rows.relaxed(price / scale)
    # A pair that alone would cost more than the known map has no part in a better one.
    open_pairs = bound + reduced <= 1.0 + _ROOM
    is_optimal, rounds, began = bound >= 1.0 - 10 * _ROOM, 0, time.monotonic()
    while not is_optimal and (left := seconds - (time.monotonic() - began)) > 0:
        rounds += 1
        answer = rows.solved(price / scale, open_pairs, left)
        bound = max(bound, answer.bound)
        if not answer.is_finished:
            break
        is_optimal = answer.chosen is None or not rows.forbid_pieces(answer.chosen)
    return ExactBound(cost, min(bound, 1.0) * scale, is_optimal, rounds, tolerances)


def proven_gap(problem: DesignProblem, owner: NDArray[np.int32], *, seconds: float = 60.0) -> ExactBound:
    """Prove the bound of a map that was not drawn for the cost of the exact model.

    Args:
        problem: What was asked for.
        owner: The map, shape (n,).
        seconds: Time for the solver.

    Returns:
        The bound of all maps as even as this one, and the cost of this one. The better the map that
        the solver starts from, the more choices it can leave out, so one is drawn for it.

    Raises:
        InfeasibleDesignError: As :func:`exact_bound`.
    """
    figures = figures_of(problem, owner)
    even = replace(problem, tolerances=np.maximum(problem.tolerances, np.array(figures.deviations)))
    cost = centre_cost(problem, owner)
    known = search_to_centres(even, starts=_STARTS)
    off = np.array(figures_of(even, known).deviations)
    if centre_cost(problem, known) > cost or (off > even.tolerances).any():
        known = owner
    found = exact_bound(even, known, seconds=seconds)
    return replace(found, cost=cost)


def _faults(problem: DesignProblem, large: int) -> Iterator[Fault]:
    if problem.units > MOST_UNITS:
        allowed = f"at most {MOST_UNITS} units for the exact model"
        yield Fault(where="exact", given=f"{problem.units:,} units", allowed=allowed)
    if large:
        yield Fault(where="exact", given=f"{large} units larger than a territory", allowed="none for a bound")


def _prices(problem: DesignProblem) -> NDArray[np.float64]:
    return np.asarray(problem.weights[0][:, None] * squared_distances(problem), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Answer:
    """What HiGHS says: a lower bound, the centre of every unit if a map was met, whether it finished."""

    bound: float
    chosen: NDArray[np.int64] | None
    is_finished: bool


class _Rows:
    """The constraints: choice (unit i, centre j) stands at i * n + j.

    Args:
        problem: What was asked for.
        tolerances: Deviations allowed, shares, shape (activities,).
    """

    def __init__(self, problem: DesignProblem, tolerances: NDArray[np.float64]) -> None:
        self._units = problem.units
        self._count = problem.territories
        shares = problem.shares / problem.shares.mean()
        weights = problem.weights / problem.weights.sum(axis=1, keepdims=True) * self._count
        # Which centre gets which share is left open, so unequal shares widen the limits.
        self._low = np.maximum(0.0, float(shares.min()) * (1 - tolerances) - 1e-9)
        self._high = float(shares.max()) * (1 + tolerances) + 1e-9
        self._weights = weights
        self._separators: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        near: list[list[int]] = [[] for _ in range(problem.units)]
        for first, last in problem.edges.tolist():
            near[first].append(last)
            near[last].append(first)
        self._neighbours = tuple(tuple(sorted(set(row))) for row in near)

    def relaxed(self, price: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Solve the model with divisible choices.

        Args:
            price: Cost of each choice, shape (n, n).

        Returns:
            Lower bound, and what each choice would add to it at least, shape (n, n).
        """
        from scipy.optimize import linprog

        size = self._units
        equal, right = self._equalities(np.ones((size, size), dtype=np.bool_))
        below, most = self._inequalities(np.ones((size, size), dtype=np.bool_))
        found = linprog(
            price.ravel(),
            A_ub=below,
            b_ub=most,
            A_eq=equal,
            b_eq=right,
            bounds=(0, 1),
            method="highs-ds",
        )
        if found.status != 0:
            return 0.0, np.zeros((size, size))
        reduced = np.maximum(np.asarray(found.lower.marginals).reshape(size, size), 0.0)
        return float(found.fun) * (1 - _ROOM), reduced

    def solved(self, price: NDArray[np.float64], open_pairs: NDArray[np.bool_], seconds: float) -> _Answer:
        """Solve the model with whole choices.

        Args:
            price: Cost of each choice in costs of the known map, shape (n, n).
            open_pairs: Choices that a better map may make, shape (n, n).
            seconds: Time limit.

        Returns:
            Lower bound and the best map met, in pieces or not.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        pairs = np.flatnonzero(open_pairs.ravel())
        equal, right = self._equalities(open_pairs)
        below, most = self._inequalities(open_pairs)
        found = milp(
            price.ravel()[pairs],
            integrality=np.ones(len(pairs)),
            bounds=Bounds(0, 1),
            constraints=[
                LinearConstraint(equal, right, right),
                LinearConstraint(below, -np.inf, most),
            ],
            options={"time_limit": seconds, "mip_rel_gap": 1e-6},
        )
        if found.status == _NO_BETTER:  # what was left out held only worse maps, and there are no others
            return _Answer(1.0, None, is_finished=True)
        proven = found.mip_dual_bound
        bound = float(proven) * (1 - _ROOM) if proven is not None and np.isfinite(proven) else 0.0
        if found.x is None:
            return _Answer(bound, None, is_finished=False)
        taken = pairs[found.x > 0.5]
        chosen = np.empty(self._units, dtype=np.int64)
        chosen[taken // self._units] = taken % self._units
        return _Answer(bound, chosen, found.status == _SOLVED)

    def forbid_pieces(self, chosen: NDArray[np.int64]) -> bool:
        """Add rows that forbid the pieces of a map: a piece needs one of the units around it.

        Args:
            chosen: Centre of every unit, shape (n,).

        Returns:
            Whether there were pieces to forbid.

        Source:
            Separator inequalities (Oehrlein and Haunert 2017, "A cutting-plane method for
            contiguity-constrained spatial aggregation").
        """
        before = len(self._separators)
        for centre in np.unique(chosen).tolist():
            pieces = components(self._neighbours, np.flatnonzero(chosen == centre).tolist())
            for piece in pieces:
                if centre not in piece:
                    inside = set(piece)
                    around = {other for unit in piece for other in self._neighbours[unit]} - inside
                    # A row for every centre: the solver would else only rename the territory.
                    self._separators.append((tuple(sorted(piece)), tuple(sorted(around))))
        return len(self._separators) > before

    def _equalities(self, open_pairs: NDArray[np.bool_]) -> tuple[csr_array, NDArray[np.float64]]:
        """Every unit has one centre, and so many units are centres."""
        from scipy.sparse import csr_array

        unit, centre = np.nonzero(open_pairs)
        column = np.arange(len(unit))
        own = unit == centre
        row = np.concatenate([unit, np.full(int(own.sum()), self._units)])
        shape = (self._units + 1, len(unit))
        matrix = csr_array((np.ones(len(row)), (row, np.concatenate([column, column[own]]))), shape=shape)
        right = np.ones(self._units + 1)
        right[-1] = self._count
        return matrix, right

    def _inequalities(self, open_pairs: NDArray[np.bool_]) -> tuple[csr_array, NDArray[np.float64]]:
        """A unit chooses only a centre, and the load of each centre lies within the limits."""
        from scipy.sparse import coo_array, vstack

        unit, centre = np.nonzero(open_pairs)
        size, choices = self._units, len(unit)
        column = np.arange(choices)
        own = np.full(size, -1)
        own[unit[unit == centre]] = column[unit == centre]
        others = np.flatnonzero(unit != centre)
        row = np.arange(len(others))
        # Where a centre is closed, no choice for it is open: its row says choice <= 0.
        has_own = own[centre[others]] >= 0
        values = np.concatenate([np.ones(len(others)), -np.ones(int(has_own.sum()))])
        at = (
            np.concatenate([row, row[has_own]]),
            np.concatenate([others, own[centre[others]][has_own]]),
        )
        parts = [coo_array((values, at), shape=(len(others), choices))]
        on_centre = np.flatnonzero(own >= 0)
        for weights, low, high in zip(self._weights, self._low, self._high, strict=True):
            for limit, sign in ((high, 1.0), (low, -1.0)):
                load = coo_array((sign * weights[unit], (centre, column)), shape=(size, choices))
                of_centre = coo_array(
                    (np.full(len(on_centre), -sign * limit), (on_centre, own[on_centre])),
                    shape=(size, choices),
                )
                parts.append((load + of_centre).tocoo())
        if self._separators:
            parts.append(self._separator_rows(open_pairs))
        matrix = vstack(parts, format="csr")
        return matrix, np.zeros(matrix.shape[0])

    def _separator_rows(self, open_pairs: NDArray[np.bool_]) -> coo_array:
        """Whichever centre outside a piece a unit of it chooses, a unit around the piece does as well."""
        from scipy.sparse import coo_array

        column = np.full(open_pairs.shape, -1)
        column[open_pairs] = np.arange(int(open_pairs.sum()))
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        count = 0
        for piece, around in self._separators:
            for centre in np.setdiff1d(np.arange(self._units), piece).tolist():
                if centre in around:
                    continue  # the centre is itself around the piece
                others = [at for unit in around if (at := column[unit, centre]) >= 0]
                for unit in piece:
                    if column[unit, centre] < 0:
                        continue
                    columns += [column[unit, centre], *others]
                    values += [1.0, *([-1.0] * len(others))]
                    rows += [count] * (1 + len(others))
                    count += 1
        return coo_array((values, (rows, columns)), shape=(count, int(open_pairs.sum())))
