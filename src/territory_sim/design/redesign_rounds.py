"""Redesign of loads that depend on the map: redraw, sum up anew, mend, until the sums agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.loads import Loads
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.design.redesign import (
    TOLERANCES,
    ParetoRow,
    Redesign,
    judged,
    pareto_rows,
    redesign,
    with_tolerance,
)
from territory_sim.design.rounds import kept_at_home, settle_loads


def redesign_loads(
    loads: Loads, today: NDArray[np.int32], *, seed: int = 1, worth: NDArray[np.float64] | None = None
) -> tuple[Loads, Redesign]:
    """Bring today's map within the tolerances of its true loads, and leave as much as possible.

    Args:
        loads: What is shared out.
        today: Today's territory of every unit, none empty, shape (n,).
        seed: Seed of the search.
        worth: What a unit's ties to its rep count for, 1 for the usual, shape (n,); None for all alike.

    Returns:
        The loads with a home for every territory, and the redrawn map, measured by the loads of today.
    """
    if not loads.is_additive:
        loads = at_home(loads, today)
    at_first = loads.around(today)
    found = redesign(at_first, today, seed=seed, worth=worth)
    if loads.is_additive:
        return replace(loads, homes=loads.bases(found.territory_of_unit)), found

    def mend(problem: DesignProblem, here: NDArray[np.int32], turn: int) -> NDArray[np.int32]:
        again = redesign(problem, today, seed=seed + turn, worth=worth, start=here)
        return again.territory_of_unit

    loads, design = settle_loads(loads, found.territory_of_unit, seed=seed, mend=mend)
    owner = design.territory_of_unit
    return loads, replace(judged(at_first, today, owner), figures=design.figures)


def at_home(loads: Loads, today: NDArray[np.int32]) -> Loads:
    """Keep reps' homes in their territories: they are the last to be given to another.

    Args:
        loads: What is shared out.
        today: Today's territory of every unit, shape (n,).

    Returns:
        The same; a home that is not in its territory today stays free.
    """
    inside = today[loads.homes] == np.arange(len(loads.homes))
    homes = np.where(inside & (loads.homes != FREE), loads.homes, FREE).astype(np.int32)
    return replace(loads, problem=kept_at_home(loads.problem, homes))


def pareto_loads(
    loads: Loads,
    today: NDArray[np.int32],
    *,
    tolerances: Sequence[float] = TOLERANCES,
    seed: int = 1,
    worth: NDArray[np.float64] | None = None,
) -> tuple[ParetoRow, ...]:
    """Redraw a map for closer and closer tolerances of its true loads.

    Args:
        loads: What is shared out; its tolerances are replaced.
        today: Today's territory of every unit, shape (n,).
        tolerances: Largest deviations, from loose to close.
        seed: Seed of the searches.
        worth: What a unit's ties to its rep count for, 1 for the usual, shape (n,); None for all alike.

    Returns:
        One row a tolerance; a closer one never moves less.
    """
    found: list[Redesign] = []
    for tolerance in tolerances:
        asked = replace(loads, problem=with_tolerance(loads.problem, tolerance))
        found.append(redesign_loads(asked, today, seed=seed, worth=worth)[1])
    return pareto_rows(tolerances, found)
