"""The map that brings most, where loads depend on the map: search, sum up anew, search again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.engine import Design
from territory_sim.design.figures import figures_of
from territory_sim.design.loads import Loads
from territory_sim.design.problem import FREE
from territory_sim.design.profit import ProfitModel, map_profit
from territory_sim.design.profit_search import Handover, search_profit

_ROUNDS: Final = 2
"""Searches from each start; loads are summed up anew before each."""


def profit_loads(
    loads: Loads,
    model: ProfitModel,
    starts: Sequence[NDArray[np.int32]],
    *,
    tolerance: float,
    seed: int = 1,
    effort: float = 1.0,
    handover: Handover | None = None,
) -> tuple[Loads, Design]:
    """Find the map that brings most while its true loads stay within a tolerance.

    Args:
        loads: What would be shared out evenly; its tolerances are replaced.
        model: What sales, time and travel are worth.
        starts: Maps to begin with, shape (n,) each; those that break a lock or a territory are passed over.
        tolerance: Largest deviation from even loads, a share.
        seed: Seed of the searches.
        effort: Multiple of their usual length.
        handover: What it costs that units change hands; None for nothing.

    Returns:
        The loads with a home for every territory, and the map: within the tolerance if any was found,
        then the one that brings most, less its handovers.
    """
    tolerances = np.full(len(loads.problem.tolerances), tolerance)
    loads = replace(loads, problem=replace(loads.problem, tolerances=tolerances))
    anchors = loads.problem.anchors
    found: list[tuple[tuple[float, float], Design]] = []

    def note(owner: NDArray[np.int32]) -> Design:
        figures = figures_of(loads.around(owner), owner)
        over = sum(max(0.0, off / tolerance - 1) for off in figures.deviations)
        lost = 0.0 if handover is None else handover.of(owner)
        brought = map_profit(model, owner, loads.problem.territories).contribution
        design = Design(owner, figures)
        found.append(((figures.pieces + round(over, 3), lost - brought), design))
        return design

    for start in starts:
        if not ((anchors == FREE) | (anchors == start)).all() or note(start).figures.pieces:
            continue
        owner = start
        for turn in range(_ROUNDS):
            owner = search_profit(
                loads.levelled(owner), model, owner, seed=seed + turn, effort=effort, handover=handover
            )
            note(owner)
    _, best = min(found, key=lambda entry: entry[0])
    return replace(loads, homes=loads.bases(best.territory_of_unit)), best
