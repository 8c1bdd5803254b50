"""Solve a design whose loads depend on the map: solve, sum up anew, mend, until the sums agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.engine import Design, refine, solve
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.loads import Loads
from territory_sim.design.problem import FREE, DesignProblem

_MOST_ROUNDS: Final = 10
_ROUGH: Final = 0.05
"""Length of the search whose map only tells about how much travel there will be."""

_FREE_ROUNDS: Final = 3
"""Rounds in which bases follow their territories; then they stay, so that the sums settle."""

Mend = Callable[[DesignProblem, NDArray[np.int32], int], NDArray[np.int32]]
"""Makes a better map of a problem from a map; the number of the round varies the search."""


def solve_loads(loads: Loads, *, starts: int = 1, seed: int = 1) -> tuple[Loads, Design]:
    """Draw a map.

    Args:
        loads: What is to be shared out.
        starts: Searches from different starts.
        seed: Seed of the search.

    Returns:
        The loads with a home for every territory, and the map with figures of its true loads.
    """
    if loads.is_additive:
        design = solve(loads.problem, starts=starts, seed=seed)
        return replace(loads, homes=loads.bases(design.territory_of_unit)), design
    return settle_loads(loads, first_map(loads, starts=starts, seed=seed), seed=seed)


def first_map(loads: Loads, *, starts: int = 1, seed: int = 1) -> NDArray[np.int32]:
    """Draw a map of nearly the right loads, for :func:`settle_loads` to settle.

    Args:
        loads: What is to be shared out.
        starts: Searches from different starts.
        seed: Seed of the search.

    Returns:
        Territory of every unit, shape (n,).
    """
    if loads.is_additive:
        return solve(loads.problem, starts=starts, seed=seed).territory_of_unit
    rough = solve(loads.first_guess(), seed=seed, effort=_ROUGH).territory_of_unit
    return solve(loads.levelled(rough), starts=starts, seed=seed).territory_of_unit


def settle_loads(
    loads: Loads, owner: NDArray[np.int32], *, seed: int = 1, mend: Mend | None = None
) -> tuple[Loads, Design]:
    """Bring a map within the tolerances of its true loads.

    Args:
        loads: What is to be shared out.
        owner: The map, none empty, shape (n,).
        seed: Seed of the searches.
        mend: Makes a better map; None for a short search around it.

    Returns:
        The loads with a home for every territory, and the best map met.
    """
    mend = mend or (lambda problem, here, turn: refine(problem, here, seed=seed + turn).territory_of_unit)
    found: list[tuple[tuple[float, float], Loads, Design]] = []
    for turn in range(_MOST_ROUNDS):
        problem = loads.around(owner)
        figures = figures_of(problem, owner)
        fixed = replace(loads, homes=loads.bases(owner))
        found.append((_rank(problem, figures), fixed, Design(owner, figures)))
        if loads.is_additive or found[-1][0][0] <= 0:
            break
        if turn >= _FREE_ROUNDS:
            loads = fixed
            problem = kept_at_home(problem, loads.homes)
        owner = mend(problem, owner, turn)
    _, loads, design = min(found, key=lambda entry: entry[0])
    return loads, design


def kept_at_home(problem: DesignProblem, homes: NDArray[np.int32]) -> DesignProblem:
    """Keep homes in their territories, but where a lock says otherwise.

    Args:
        problem: What is asked for.
        homes: Unit of each home, ``FREE`` for none, shape (territories,).

    Returns:
        The same with these homes.
    """
    asked = problem.homes if len(problem.homes) else np.full(len(homes), FREE, dtype=np.int32)
    is_open = (homes != FREE) & (problem.anchors[homes] == FREE)
    return replace(problem, homes=np.where(is_open, homes, asked).astype(np.int32))


def _rank(problem: DesignProblem, figures: Figures) -> tuple[float, float]:
    """Rank a map: excess beyond the tolerances first, then its shape."""
    over = [
        max(0.0, off / wanted - 1) for off, wanted in zip(figures.deviations, problem.tolerances, strict=True)
    ]
    return round(sum(over), 3), figures.inertia
