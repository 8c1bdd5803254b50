"""Contiguity repair on arrays: every territory one piece, none empty, fixed units where they must be."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.ordered import Ordered
from territory_sim.design.problem import FREE
from territory_sim.design.start import cut_map

_MOST_JOINS: Final = 8
"""Rounds of joining the fixed parts of territories by paths."""


def pieces_of(place: Ordered, owner: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number the connected pieces of all territories.

    Args:
        place: The problem in order.
        owner: Territory of every unit, shape (n,).

    Returns:
        Piece of every unit, shape (n,).
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count = len(owner)
    rows = np.repeat(np.arange(count), np.diff(place.first))
    same = owner[rows] == owner[place.near]
    ones = np.ones(int(same.sum()), dtype=np.int8)
    graph = csr_array((ones, (rows[same], place.near[same])), shape=(count, count))
    piece: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return piece


def made_whole(place: Ordered, rough: NDArray[np.int32]) -> NDArray[np.int32]:
    """Make every territory one piece.

    Args:
        place: The problem in order.
        rough: Territory of every unit, shape (n,).

    Returns:
        Territory of every unit; where fixed units of a territory cannot be joined, it stays in
        pieces; shape (n,).
    """
    owner = np.where(place.anchors == FREE, rough, place.anchors).astype(np.int32)
    for _ in range(_MOST_JOINS):
        owner = _filled(place, owner)
        owner = _without_loose_pieces(place, owner)
        if not _joined(place, owner) and len(np.unique(owner)) == place.problem.territories:
            break
    return owner


def _filled(place: Ordered, owner: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give empty territories a half of the heaviest one."""
    count = place.problem.territories
    owner = owner.copy()
    free = place.anchors == FREE
    for territory in np.flatnonzero(np.bincount(owner, minlength=count) == 0).tolist():
        able = np.bincount(owner[free], minlength=count) - (np.bincount(owner[~free], minlength=count) == 0)
        load = np.where(able > 0, np.bincount(owner, weights=place.mass, minlength=count), -1.0)
        units = np.flatnonzero((owner == int(np.argmax(load))) & free)
        if len(units) == 1:
            owner[units] = territory
            continue
        half = cut_map(place.x[units], place.y[units], place.mass[units], 2, 0.0, 4)
        owner[units[half == 1]] = territory
    return owner


def _without_loose_pieces(place: Ordered, owner: NDArray[np.int32]) -> NDArray[np.int32]:
    """Keep of each territory the heaviest piece, one with fixed units first; give away free loose units."""
    piece = pieces_of(place, owner)
    weight = np.bincount(piece, weights=place.mass)
    weight = weight + 1e6 * (np.bincount(piece, weights=place.anchors != FREE) > 0)
    territory = np.zeros(len(weight), dtype=np.int32)
    territory[piece] = owner
    best = np.full(place.problem.territories, -1, dtype=np.int64)
    for number in np.lexsort((-np.arange(len(weight)), weight)).tolist():
        best[territory[number]] = number
    kept = (best[owner] == piece) | (place.anchors != FREE)
    owner = np.where(kept, owner, FREE).astype(np.int32)
    load = np.bincount(owner[kept], weights=place.mass[kept], minlength=place.problem.territories)
    loose = np.flatnonzero(~kept).tolist()
    while loose:
        later = []
        for unit in loose:
            near = place.near[place.first[unit] : place.first[unit + 1]]
            around = owner[near][owner[near] != FREE].tolist()
            if not around:
                later.append(unit)
                continue
            taker = min(set(around), key=lambda other: (-around.count(other), load[other], other))
            owner[unit] = taker
            load[taker] += place.mass[unit]
        if len(later) == len(loose):
            break
        loose = later
    return owner


def _joined(place: Ordered, owner: NDArray[np.int32]) -> bool:
    """Lay paths between the pieces of territories; say whether any was laid."""
    piece = pieces_of(place, owner)
    laid = False
    for territory in np.unique(place.anchors[place.anchors != FREE]).tolist():
        own = np.flatnonzero(owner == territory)
        pieces = np.unique(piece[own])
        if len(pieces) > 1:
            laid |= _lay_path(place, owner, territory, own[piece[own] == pieces[0]])
    return laid


def _lay_path(place: Ordered, owner: NDArray[np.int32], territory: int, start: NDArray[np.int64]) -> bool:
    """Take over the fewest units that lead from one piece of a territory to another."""
    before = dict.fromkeys(start.tolist(), -1)
    waiting = deque(before)
    while waiting:
        here = waiting.popleft()
        if owner[here] == territory and before[here] >= 0:
            here = before[here]
            while owner[here] != territory:
                owner[here] = territory
                here = before[here]
            return True
        for other in place.near[place.first[here] : place.first[here + 1]].tolist():
            if other not in before and place.anchors[other] in (FREE, territory):
                before[other] = here
                waiting.append(other)
    return False
