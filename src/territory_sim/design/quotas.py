"""Border quotas: how much has to cross each border, and the border units that fill it at least cost."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.compiled import compiled
from territory_sim.design.disruption import border_flow
from territory_sim.design.territory_sums import MASS, SIZE, Ground, Sums, change_of_move, may_leave, move
from territory_sim.errors import InfeasibleDesignError

_ROUNDS: Final = 4
"""Flows worked out anew: what units did not fit, and the new borders."""

_REACH: Final = (0.02, 40.0, 24)
"""How far from the border units may come, from near to far, in mean territories' inertia; steps between."""

_WORTH_A_ROUND: Final = 0.002
"""Part of all work that has to cross borders for another round to be worth it."""


def meet_quotas(ground: Ground, sums: Sums, per_inertia: float, price: float) -> None:
    """Let border units cross as the cheapest flow between neighbours says.

    Args:
        ground: What does not change; the limits are those of the flow.
        sums: The map; changed. Territories in one piece stay so.
        per_inertia: Weight of the inertia.
        price: Cost of a territory's worth of work that leaves its origin.

    Source:
        Minimum-cost flow on the adjacency of territories, first activity.
    """
    total = float(sums.load[:, 0].sum())
    units = np.flatnonzero(ground.free)
    # First the units that cost least, those near the border and already away from home among them.
    reach = np.round(price + np.geomspace(*_REACH), 9)
    for _ in range(_ROUNDS):
        pairs = neighbouring(ground, sums.owner)
        try:
            flow = border_flow(sums.load[:, 0], ground.low[:, 0], ground.high[:, 0], pairs)
        except InfeasibleDesignError:
            return
        if flow.total < _WORTH_A_ROUND * total:
            return
        quota = np.zeros((len(sums.load), len(sums.load)))
        # Rounded: another version of the solver may differ in the last digits.
        quota[flow.pairs[:, 0], flow.pairs[:, 1]] = np.rint(flow.amounts)
        if fill_quotas(ground, sums, units, quota, reach, per_inertia) == 0:
            return


def neighbouring(ground: Ground, owner: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the pairs of territories with a common border.

    Args:
        ground: Neighbours of the units.
        owner: Territory of every unit, shape (n,).

    Returns:
        Each pair once, the lower index first, shape (pairs, 2).
    """
    rows = np.repeat(owner, np.diff(ground.first))
    across = owner[ground.near]
    beside = rows < across
    code = np.unique(rows[beside].astype(np.int64) * len(ground.low) + across[beside])
    return np.stack([code // len(ground.low), code % len(ground.low)], axis=1).astype(np.int32)


@compiled
def fill_quotas(
    ground: Ground,
    sums: Sums,
    units: NDArray[np.int64],
    quota: NDArray[np.float64],
    reach: NDArray[np.float64],
    per_inertia: float,
) -> int:
    """Move units over borders with a quota, the cheapest first.

    Args:
        ground: What does not change.
        sums: The map; changed. Territories in one piece stay so.
        units: Units that may move, shape (any,).
        quota: Load that is to cross from one territory to another; what is left of it is written,
            shape (territories, territories).
        reach: Cost per mass up to which units move, one sweep each, shape (sweeps,).
        per_inertia: Weight of the inertia.

    Returns:
        How many moves were made.
    """
    made = 0
    count = len(units)
    for sweep in range(len(reach)):
        for place in range(count):
            unit = units[place if sweep % 2 == 0 else count - 1 - place]
            owner = sums.owner[unit]
            weight = ground.weights[unit, 0]
            best, goal = reach[sweep] * ground.mass[unit], -1
            for spot in range(ground.first[unit], ground.first[unit + 1]):
                other = sums.owner[ground.near[spot]]
                left = quota[owner, other]
                # A unit fits when it fills the quota at least as well as none.
                if other == owner or left <= 0.0 or left < 0.5 * weight:
                    continue
                cost = change_of_move(ground, sums, unit, other, 0.0, per_inertia)
                if cost < best:
                    best, goal = cost, other
            if goal < 0 or sums.moments[owner, SIZE] < 1.5 or sums.moments[owner, MASS] <= ground.mass[unit]:
                continue
            if may_leave(ground, sums, unit):
                move(ground, sums, unit, goal)
                quota[owner, goal] -= weight
                made += 1
    return made
