"""Search for a map that shares out several activities at once.

Each move changes all loads, so a territory that lacks one activity and has too much of another has to
trade with its neighbours. The search therefore starts from cuts that are about even in all activities,
counts shape for little at first, and keeps units moving while the loads become even.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.annealing import anneal, draw_noise
from territory_sim.design.ordered import Ordered
from territory_sim.design.smoothing import smooth
from territory_sim.design.territory_sums import inertia_sum, sums_of

_AIM: Final = 0.85
"""Part of the tolerances the search aims at."""

_STAGES: Final = 16
"""Stages of a search for several activities; each aims anew at the mean beside large units."""

_HEAT: Final = (0.05, 0.01)
"""Worsening accepted at first and at last, in mean territories' inertia."""

FIRST_PRESSURE: Final = 5e-3
"""Weight of the balance at first where a map is drawn."""

_LAST_PRESSURE: Final = 5.0
REFINING_PRESSURE: Final = 0.2
"""Pressure at first where a map is only mended."""

_SHAPE: Final = (0.1, 0.6)
"""Weight of the inertia at first, when territories reach far for what they lack, and at last."""


def share_out_several(
    place: Ordered,
    owner: NDArray[np.int32],
    sweeps: int,
    pressure: float,
    generator: np.random.Generator,
    price: NDArray[np.float64] | None = None,
) -> NDArray[np.int32]:
    """Even out several activities at once.

    Args:
        place: The problem in order.
        owner: A map of whole territories, shape (n,).
        sweeps: Sweeps over the units.
        pressure: Weight of the balance at first.
        generator: The stream.
        price: Cost of a unit that leaves its territory, shape (n,); None for none.

    Returns:
        A map more even in all of them, shape (n,).
    """
    origin = None if price is None else owner.copy()
    uniforms, luck = (np.tile(noise, 2) for noise in draw_noise(generator))
    half = len(luck) // 2
    sums = sums_of(place.ground(place.targets(owner), _AIM), owner)
    per_inertia = place.problem.territories / max(inertia_sum(sums), 1e-12)
    steps = np.ones((max(sweeps, _STAGES), 4))
    for column, (first, last) in enumerate(
        ((pressure, _LAST_PRESSURE), _SHAPE, _HEAT),
    ):
        # Powers of other machines may differ in the last digit.
        steps[:, column] = np.round(first * (last / first) ** np.linspace(0.0, 1.0, len(steps)), 9)
    steps[:, 1] *= per_inertia
    steps[-(len(steps) // _STAGES) :, 2] = 0.0
    for stage, part in enumerate(np.array_split(steps, _STAGES)):
        ground = place.ground(place.targets(owner), _AIM, origin=origin, price=price)
        sums = sums_of(ground, owner)
        shift = stage * 7919 % half
        noise = uniforms[shift : shift + half], luck[shift : shift + half]
        anneal(ground, sums, np.flatnonzero(ground.free), np.ascontiguousarray(part), *noise)
        owner = sums.owner
    ground = place.ground(place.targets(owner), _AIM, origin=origin, price=price)
    sums = sums_of(ground, owner)
    smooth(ground, sums, float(steps[-1, 1]))
    return sums.owner
