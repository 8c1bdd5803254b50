"""Balanced power diagram: compact cells of wanted loads around centres that settle in their middles."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.compiled import compiled

_CANDIDATES: Final = 24
"""Centres kept in mind for each unit of a large map between two moves of the centres."""

_ALL_CENTRES: Final = 64
"""With no more centres than this, all are looked at every time."""


@compiled
def nearest_cells(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    centre_x: NDArray[np.float64],
    centre_y: NDArray[np.float64],
    handicap: NDArray[np.float64],
    candidates: NDArray[np.int32],
    owner: NDArray[np.int32],
) -> None:
    """Give every unit to the candidate centre with the least power.

    Args:
        x: Kilometres east of the units, shape (n,).
        y: Kilometres north, shape (n,).
        centre_x: The same of the centres, shape (k,).
        centre_y: The same, shape (k,).
        handicap: Square kilometres a centre is nearer than it seems, shape (k,).
        candidates: Centres to look at for each unit, shape (n, any).
        owner: The best centre; written, shape (n,).
    """
    for unit in range(len(x)):
        least = np.inf
        best = 0
        for place in range(candidates.shape[1]):
            cell = candidates[unit, place]
            dx, dy = x[unit] - centre_x[cell], y[unit] - centre_y[cell]
            power = dx * dx + dy * dy - handicap[cell]
            if power < least:
                least = power
                best = cell
        owner[unit] = best


@compiled
def nearest_candidates(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    centre_x: NDArray[np.float64],
    centre_y: NDArray[np.float64],
    handicap: NDArray[np.float64],
    candidates: NDArray[np.int32],
) -> None:
    """Find the centres with the least power of every unit.

    Args:
        x: Kilometres east of the units, shape (n,).
        y: Kilometres north, shape (n,).
        centre_x: The same of the centres, shape (k,).
        centre_y: The same, shape (k,).
        handicap: Square kilometres, shape (k,).
        candidates: The centres found, nearest first; written, shape (n, any).
    """
    kept = candidates.shape[1]
    powers = np.empty(kept)
    for unit in range(len(x)):
        found = 0
        for cell in range(len(centre_x)):
            dx, dy = x[unit] - centre_x[cell], y[unit] - centre_y[cell]
            power = dx * dx + dy * dy - handicap[cell]
            if found == kept and power >= powers[kept - 1]:
                continue
            place = found if found < kept else kept - 1
            while place > 0 and powers[place - 1] > power:
                powers[place] = powers[place - 1]
                candidates[unit, place] = candidates[unit, place - 1]
                place -= 1
            powers[place] = power
            candidates[unit, place] = cell
            if found < kept:
                found += 1


def balanced_cells(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    mass: NDArray[np.float64],
    target: NDArray[np.float64],
    start: NDArray[np.int32],
    *,
    rounds: int = 12,
    steps: int = 8,
) -> NDArray[np.int32]:
    """Let centres settle in the middles of cells whose mass nears the targets.

    Args:
        x: Kilometres east of the units, shape (n,).
        y: Kilometres north, shape (n,).
        mass: Mass of each unit, > 0, shape (n,).
        target: Mass wanted in each cell, > 0, shape (k,).
        start: Cell of every unit, shape (n,).
        rounds: Moves of the centres.
        steps: Corrections of the handicaps between two moves.

    Returns:
        Cell of every unit; a cell may be in pieces or empty; shape (n,).

    Source:
        Aurenhammer, Hoffmann and Aronov (1998); the step is the width of the cell, squared, since
        the mass of a hexagonal cell grows by 2/d^2 of itself with each unit of handicap.
    """
    count = len(target)
    owner = start.astype(np.int32)
    handicap = np.zeros(count)
    centre_x, centre_y = np.zeros(count), np.zeros(count)
    width = np.ones(count)
    every = np.arange(count, dtype=np.int32)[None, :].repeat(len(x) if count <= _ALL_CENTRES else 1, axis=0)
    candidates = every if count <= _ALL_CENTRES else np.empty((len(x), _CANDIDATES), dtype=np.int32)
    best, evenness = owner.copy(), np.inf
    off = np.zeros(count)
    for turn in range(rounds):
        load = np.bincount(owner, weights=mass, minlength=count)
        held = load > 0
        centre_x[held] = np.bincount(owner, weights=mass * x, minlength=count)[held] / load[held]
        centre_y[held] = np.bincount(owner, weights=mass * y, minlength=count)[held] / load[held]
        away = (x - centre_x[owner]) ** 2 + (y - centre_y[owner]) ** 2
        width[held] = 7.2 * np.bincount(owner, weights=mass * away, minlength=count)[held] / load[held]
        if count > _ALL_CENTRES and turn % 3 == 0:
            nearest_candidates(x, y, centre_x, centre_y, handicap, candidates)
        for _ in range(steps):
            nearest_cells(x, y, centre_x, centre_y, handicap, candidates, owner)
            load = np.bincount(owner, weights=mass, minlength=count)
            off = np.clip(load / target - 1, -0.5, 0.5)
            handicap -= 0.45 * width * off
        worst = float((off * off).sum())
        if worst <= evenness or turn < rounds - 4:
            best, evenness = owner.copy(), worst
    return best
