"""Today's territories, as nobody would draw them: grown by a history of hiring.

Reps are hired one after another, each where the market not yet well served is largest. Then
the territories grow from the homes over the network as a competition of fronts: an earlier hire
starts earlier, and a rep with much work advances more slowly. What the management of any firm
would have corrected is corrected: nobody has several times the usual work, or next to none.
"""

from __future__ import annotations

import heapq
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.boundary_search import Aims, improve, improve_by_pairs
from territory_sim.design.draft import Draft
from territory_sim.design.feasibility import require_feasible
from territory_sim.design.rule_of_thumb import rule_of_thumb
from territory_sim.region.network import Region
from territory_sim.territories.alignment import Alignment, numbered_ids
from territory_sim.territories.contiguity import Neighbours
from territory_sim.territories.workload import WorkloadModel

REACH_MINUTES: Final = 45.0
"""Trip at which a market counts for 1/e of one at the door, when a place to hire is sought; our choice."""

HEAD_START_MINUTES: Final = 120.0
"""Travel time by which the front of the first hire is ahead of that of the last; our choice."""

SLOWDOWN: Final = 0.5
"""A rep with the usual work crosses new land by this share more slowly than one without; our choice."""

_TOLERATED: Final = Aims(low=-0.55, high=0.9, pressure=300.0, border=0.05)
"""Management steps in below 45 % and above 190 % of the mean workload, and only then."""

_BLOCK: Final = 256
"""Rows of the travel table read at a time."""


def draw_history(region: Region, model: WorkloadModel, territories: int) -> Alignment:
    """Draw the territories that a history of hiring leaves behind.

    Args:
        region: The region, connected.
        model: Tells the hours a year of a territory.
        territories: How many territories, from 1 to the number of units.

    Returns:
        Territories in the order of hiring, each in one piece, with homes where the reps were hired.

    Raises:
        InfeasibleDesignError: If no such territories exist.
    """
    require_feasible(region, territories)
    model = rule_of_thumb(region, model)
    market = _market(model)
    homes = hiring_places(model, market, territories)
    owner = _grow(region.neighbours, model, market, homes)
    draft = Draft(model, region.neighbours, owner, homes)
    locked = frozenset(homes.tolist())
    improve(draft, _TOLERATED, locked=locked)
    improve_by_pairs(draft, _TOLERATED, _TOLERATED.high, locked=locked)
    improve(draft, _TOLERATED, locked=locked)
    return Alignment(
        territory_ids=numbered_ids("T", territories),
        rep_ids=numbered_ids("R", territories),
        territory_of_unit=draft.labels(),
        homes=homes,
    )


def hiring_places(model: WorkloadModel, market: NDArray[np.float64], reps: int) -> NDArray[np.int32]:
    """Choose where each rep is hired, one after another.

    Args:
        model: Travel minutes between units.
        market: Work in each unit, shape (n_units,).
        reps: How many reps, at most n_units.

    Returns:
        Unit index of each home in the order of hiring, all different, shape (reps,).
    """
    units = len(market)
    unserved = market.astype(np.float64).copy()
    capacity = float(market.sum()) / reps
    within_reach = np.zeros(units)
    for first in range(0, units, _BLOCK):
        rows = slice(first, first + _BLOCK)
        within_reach += (unserved[rows, None] * _nearness(model, rows)).sum(axis=0)
    homes: list[int] = []
    for _ in range(reps):
        # Rounded, so that two libraries that sum in another order hire in the same place.
        score = np.round(within_reach / float(market.sum()), 9)
        score[homes] = -np.inf
        home = int(np.argmax(score))
        homes.append(home)
        nearest = np.argsort(model.minutes[home], kind="stable")
        ahead = np.cumsum(unserved[nearest]) - unserved[nearest]
        served = np.clip(capacity - ahead, 0.0, unserved[nearest])
        visited = nearest[served > 0]
        within_reach -= (served[served > 0, None] * _nearness(model, visited)).sum(axis=0)
        unserved[visited] -= served[served > 0]
    return np.array(homes, dtype=np.int32)


def _nearness(model: WorkloadModel, rows: slice | NDArray[np.int64]) -> NDArray[np.float64]:
    minutes: NDArray[np.float64] = model.minutes[rows].astype(np.float64)
    return np.exp(-minutes / REACH_MINUTES)


def _market(model: WorkloadModel) -> NDArray[np.float64]:
    """Return the work of each unit; the same everywhere when there is none at all."""
    if model.service_hours.any():
        return model.service_hours
    return np.ones_like(model.service_hours)


def _grow(
    neighbours: Neighbours, model: WorkloadModel, market: NDArray[np.float64], homes: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Let the fronts of all territories run over the network; the first to reach a unit owns it."""
    reps = len(homes)
    capacity = float(market.sum()) / reps
    owner = np.full(len(market), -1, dtype=np.int32)
    load = [0.0] * reps
    fronts: list[tuple[float, int, int]] = []

    def claim(unit: int, rep: int, minutes: float) -> None:
        owner[unit] = rep
        load[rep] += float(market[unit])
        pace = 1.0 + SLOWDOWN * load[rep] / capacity
        for other in neighbours[unit]:
            if owner[other] < 0:
                # Whole 1/1024 minutes: ties fall to the earlier hire on every machine.
                step = round(float(model.minutes[unit, other]) * pace * 1024) / 1024
                heapq.heappush(fronts, (minutes + step, rep, other))

    taken = homes.tolist()
    owner[homes] = np.arange(reps)
    for rep, home in enumerate(taken):
        claim(home, rep, HEAD_START_MINUTES * rep / reps)
    while fronts:
        minutes, rep, unit = heapq.heappop(fronts)
        if owner[unit] < 0:
            claim(unit, rep, minutes)
    return owner
