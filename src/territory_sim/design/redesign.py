"""Redesign: bring today's map within the tolerances, and leave as much as possible with its rep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.annealing import anneal, draw_noise
from territory_sim.design.disruption import border_flow, disruption_bound
from territory_sim.design.engine import off_territories, settle, sweeps_for
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.ordered import Ordered, ordered
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.design.quotas import meet_quotas
from territory_sim.design.territory_sums import inertia_sum, sums_of
from territory_sim.design.unity import made_whole
from territory_sim.streams import Streams

TOLERANCES: Final = (0.20, 0.15, 0.10, 0.05, 0.02, 0.01)
"""Rows of the table that shows what a better balance costs."""

_AIM: Final = 0.97
_SPARE: Final = 0.02
"""Tolerances by which a load may pass the aim and still be within the tolerance itself."""

_PRICES: Final = (12.0, 4.0, 1.5)
"""Cost of a territory's worth of work that changes hands, in mean territories' inertia; the next is
tried where one leaves territories too drawn out."""

_SHAPE: Final = 1.25
"""Inertia, in that of today's map, up to which a redesign is compact enough."""

_FLOW: Final = 1.04
"""Moved work, in that of the cheapest flow, up to which a redesign disturbs little enough."""

_LARGE: Final = 50_000
_EFFORTS: Final = ((5_000, 0.3), (_LARGE, 3.0), (1 << 62, 2.0))
"""Length of the search for maps of up to so many units: small ones start near their goal, and in large
ones a search of usual length leaves moves that are not needed."""

_HEAT: Final = (0.01, 0.0002)
_PRESSURE: Final = (0.02, 50.0)
_MENDING_PRESSURE: Final = 5.0


@dataclass(frozen=True, eq=False)
class Redesign:
    """A map redrawn from today's.

    Args:
        territory_of_unit: Territory of every unit, shape (n,).
        figures: How good it is.
        moved_share: Part of the first activity that changes territory.
        bound: Part of it that no redraw within the tolerance can avoid moving.
        hop_flow: Part of it that crosses borders in the cheapest flow between neighbours, a unit
            counted at every border; an estimate of ``moved_share``.
    """

    territory_of_unit: NDArray[np.int32]
    figures: Figures
    moved_share: float
    bound: float
    hop_flow: float


@dataclass(frozen=True, eq=False)
class ParetoRow:
    """One row of the table of balance against disruption.

    Args:
        tolerance: Largest deviation asked for, a share.
        redesign: The map.
        is_knee: Whether a closer balance starts to cost much more here.
    """

    tolerance: float
    redesign: Redesign
    is_knee: bool


def redesign(
    problem: DesignProblem,
    today: NDArray[np.int32],
    *,
    seed: int = 1,
    effort: float = 1.0,
    worth: NDArray[np.float64] | None = None,
    start: NDArray[np.int32] | None = None,
) -> Redesign:
    """Redraw a map with little change.

    Args:
        problem: What is asked for.
        today: Today's territory of every unit, none empty, shape (n,).
        seed: Seed of the search.
        effort: Multiple of the usual length of the search.
        worth: What a unit's ties to its rep count for, 1 for the usual, shape (n,); None for all alike.
        start: A map to go on from; None for today's.

    Returns:
        The redrawn map, numbered as today's.
    """
    problem = _with_large_kept(problem, today)
    place = ordered(problem)
    search = _Search(
        place=place,
        origin=today[place.order].astype(np.int32),
        start=None if start is None else start[place.order].astype(np.int32),
        ties=np.ones(problem.units) if worth is None else worth[place.order],
        seed=seed,
        effort=effort * next(part for units, part in _EFFORTS if problem.units <= units),
    )
    before = figures_of(problem, today).inertia
    found: list[tuple[tuple[float, float], Redesign]] = []
    for price in _PRICES:
        made = judged(problem, today, place.given_order(search.at(price)))
        shape = made.figures.inertia / before if before > 0 else 1.0
        flow = made.moved_share / made.hop_flow if made.hop_flow > 0 else 1.0
        beyond = [
            max(0.0, off / asked - 1)
            for off, asked in zip(made.figures.deviations, problem.tolerances, strict=True)
        ]
        found.append(((round(sum(beyond), 3), round(max(flow / _FLOW, shape / _SHAPE), 6)), made))
        if shape <= _SHAPE or start is not None or problem.units > _LARGE:
            break
    return min(found, key=lambda entry: entry[0])[1]


@dataclass(frozen=True, eq=False, kw_only=True)
class _Search:
    """A search from today's map that can be run at several prices."""

    place: Ordered
    origin: NDArray[np.int32]
    start: NDArray[np.int32] | None
    ties: NDArray[np.float64]
    seed: int
    effort: float

    def at(self, price: float) -> NDArray[np.int32]:
        """Redraw at a price of a territory's worth of work that changes hands; in the order of places."""
        place, problem = self.place, self.place.problem
        costs = price * place.mass * self.ties
        ground = place.ground(place.targets(), _AIM, origin=self.origin, price=costs)
        here = self.origin if self.start is None else self.start
        sums = sums_of(ground, made_whole(place, here))
        per_inertia = problem.territories / max(inertia_sum(sums), 1e-12)
        if self.start is None:
            meet_quotas(ground, sums, per_inertia, price)
        generator = Streams(self.seed).generator("territory redesign")
        uniforms, luck = draw_noise(generator)
        sweeps = 2 * sweeps_for(problem.units, problem.territories, self.effort)
        if self.start is None:
            steps = _steps(sweeps, per_inertia, _PRESSURE[0], _HEAT[0])
        else:
            # What is nearly right is only mended: a lenient start would undo it.
            steps = _steps(max(8, sweeps // 4), per_inertia, _MENDING_PRESSURE, _HEAT[1])
        anneal(ground, sums, np.flatnonzero(ground.free), steps, uniforms, luck)
        settle(ground, sums, per_inertia, generator, _SPARE)
        if len(off_territories(ground, sums, _SPARE)):
            # Where the price is in the way of the tolerance, the tolerance goes first.
            settle(ground._replace(price=costs / 10), sums, per_inertia, generator, _SPARE)
        return sums.owner


def _steps(sweeps: int, per_inertia: float, pressure: float, heat: float) -> NDArray[np.float64]:
    """Plan a search: warm and lenient at first, so that moves that are not needed are taken back."""
    along = np.linspace(0.0, 1.0, sweeps)
    steps = np.zeros((sweeps, 4))
    steps[:, 0] = np.round(pressure * (_PRESSURE[1] / pressure) ** along, 9)
    steps[:, 1] = per_inertia
    steps[:, 2] = np.where(along > 0.95, 0.0, np.round(heat * (_HEAT[1] / heat) ** along, 9))
    steps[:, 3] = along > 0.7
    return steps


def pareto_table(
    problem: DesignProblem,
    today: NDArray[np.int32],
    *,
    tolerances: tuple[float, ...] = TOLERANCES,
    seed: int = 1,
    effort: float = 1.0,
) -> tuple[ParetoRow, ...]:
    """Redraw a map for closer and closer tolerances.

    Args:
        problem: What is asked for; its tolerances are replaced.
        today: Today's territory of every unit, shape (n,).
        tolerances: Largest deviations, from loose to close.
        seed: Seed of the searches.
        effort: Multiple of the usual length of a search.

    Returns:
        One row a tolerance. A closer one never moves less: where a search found a map that is
        both closer and moves less, the looser rows take it as well.
    """
    found = [
        redesign(with_tolerance(problem, tolerance), today, seed=seed, effort=effort)
        for tolerance in tolerances
    ]
    return pareto_rows(tolerances, found)


def pareto_rows(tolerances: Sequence[float], redesigns: Sequence[Redesign]) -> tuple[ParetoRow, ...]:
    """Make a table of redesigns, in which a closer tolerance never moves less.

    Args:
        tolerances: Largest deviations, from loose to close.
        redesigns: The map of each.

    Returns:
        One row a tolerance, the knee marked.
    """
    found = list(redesigns)
    for row in range(len(found) - 2, -1, -1):
        tighter = found[row + 1]
        if (tighter.moved_share, tighter.figures.max_deviation) <= (found[row].moved_share, tolerances[row]):
            kept = found[row]
            found[row] = replace(tighter, bound=kept.bound, hop_flow=kept.hop_flow)
    knee = knee_of(np.array(tolerances), np.array([row.moved_share for row in found]))
    return tuple(
        # The ends of the line are no knee of it.
        ParetoRow(tolerance, row, number == knee and 0 < number < len(found) - 1)
        for number, (tolerance, row) in enumerate(zip(tolerances, found, strict=True))
    )


def knee_of(tolerance: NDArray[np.float64], moved: NDArray[np.float64]) -> int:
    """Find the row furthest below the line between the first and the last.

    Args:
        tolerance: Tolerances from loose to close, shape (rows,).
        moved: What each moves, shape (rows,).

    Returns:
        Number of the row.

    Example:
        >>> knee_of(np.array([0.2, 0.1, 0.0]), np.array([0.0, 0.1, 1.0]))
        1
    """
    if len(tolerance) < 3:
        return 0
    across = (tolerance[0] - tolerance) / (tolerance[0] - tolerance[-1])
    rise = moved[-1] - moved[0]
    up = (moved - moved[0]) / rise if rise > 0 else np.zeros(len(moved))
    return int(np.argmax(np.round(across - up, 9)))


def _with_large_kept(problem: DesignProblem, today: NDArray[np.int32]) -> DesignProblem:
    """Lock the largest of the units that pass a territory where it is today."""
    place = ordered(problem)
    locked = problem.anchors.copy()
    large = place.order[place.large.any(axis=1)]
    for unit in large[np.argsort(-problem.weights[0][large], kind="stable")].tolist():
        if locked[unit] == FREE and not (locked[large] == today[unit]).any():
            locked[unit] = today[unit]
    return replace(problem, locked=locked)


def with_tolerance(problem: DesignProblem, tolerance: float) -> DesignProblem:
    """Ask for another tolerance of all activities.

    Args:
        problem: What is asked for.
        tolerance: Largest deviation, a share.

    Returns:
        The same with this tolerance.
    """
    return replace(problem, tolerances=np.full(len(problem.tolerances), tolerance))


def judged(problem: DesignProblem, today: NDArray[np.int32], owner: NDArray[np.int32]) -> Redesign:
    """Measure a redrawn map against today's.

    Args:
        problem: What was asked for.
        today: Today's territory of every unit, shape (n,).
        owner: The redrawn map, shape (n,).

    Returns:
        The map with its figures, what it moves, and what any map has to move.
    """
    weight, total = problem.weights[0], float(problem.totals[0])
    load = problem.loads_of(today)[0] / total
    target = problem.shares / problem.shares.sum()
    slack = target * float(problem.tolerances[0])
    sides = np.sort(today[problem.edges], axis=1)
    adjacent = np.unique(sides[sides[:, 0] != sides[:, 1]], axis=0).astype(np.int32)
    limits = target - slack, target + slack
    return Redesign(
        territory_of_unit=owner,
        figures=figures_of(problem, owner),
        moved_share=float(weight[owner != today].sum()) / float(weight.sum()),
        bound=disruption_bound(load, *limits),
        hop_flow=border_flow(load, *limits, adjacent).total,
    )
