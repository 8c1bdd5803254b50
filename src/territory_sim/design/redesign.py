"""Redesign: bring today's map within the tolerances, and leave as much as possible with its rep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.annealing import anneal, draw_noise
from territory_sim.design.disruption import border_flow, disruption_bound
from territory_sim.design.engine import inertia_sum, settle, sweeps_for
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.ordered import ordered
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.design.territory_sums import sums_of
from territory_sim.design.unity import made_whole
from territory_sim.streams import Streams

TOLERANCES: Final = (0.20, 0.15, 0.10, 0.05, 0.02, 0.01)
"""Rows of the table that shows what a better balance costs."""

_AIM: Final = 0.97
_PRICE: Final = 4.0
"""Cost of a territory's worth of work that changes hands, in mean territories' inertia."""

_HEAT: Final = (0.01, 0.0002)
_PRESSURE: Final = (0.02, 50.0)


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
    origin = today[place.order].astype(np.int32)
    ties = np.ones(problem.units) if worth is None else worth
    ground = place.ground(place.targets(), _AIM, origin=origin, price=_PRICE * place.mass * ties[place.order])
    here = origin if start is None else start[place.order].astype(np.int32)
    sums = sums_of(ground, made_whole(place, here))
    per_inertia = problem.territories / max(inertia_sum(sums), 1e-12)
    generator = Streams(seed).generator("territory redesign")
    uniforms, luck = draw_noise(generator)
    sweeps = 2 * sweeps_for(problem.units, problem.territories, effort)
    along = np.linspace(0.0, 1.0, sweeps)
    steps = np.zeros((sweeps, 4))
    steps[:, 0] = np.round(_PRESSURE[0] * (_PRESSURE[1] / _PRESSURE[0]) ** along, 9)
    steps[:, 1] = per_inertia
    steps[:, 2] = np.where(along > 0.95, 0.0, np.round(_HEAT[0] * (_HEAT[1] / _HEAT[0]) ** along, 9))
    steps[:, 3] = along > 0.7
    anneal(ground, sums, np.flatnonzero(ground.free), steps, uniforms, luck)
    owner = place.given_order(settle(ground, sums, per_inertia, generator))
    return judged(problem, today, owner)


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
        ParetoRow(tolerance, row, number == knee)
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
    large = place.order[place.large]
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
