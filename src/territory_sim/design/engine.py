"""The design engine: start, power diagram, repair, boundary search, from several starts; keep the best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.annealing import anneal, draw_noise
from territory_sim.design.cells import balanced_cells
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.ordered import Ordered, ordered
from territory_sim.design.problem import FREE, DesignProblem
from territory_sim.design.several import FIRST_PRESSURE, REFINING_PRESSURE, share_out_several
from territory_sim.design.smoothing import smooth
from territory_sim.design.start import start_map
from territory_sim.design.territory_sums import Ground, Sums, inertia_sum, sums_of
from territory_sim.design.unity import made_whole
from territory_sim.streams import Streams

_AIM: Final = 0.85
"""Part of the tolerance the search aims at, so that rounding of a large map leaves room."""

_SPARE: Final = 0.14
"""Tolerances by which a load may pass the aim and still be within the tolerance itself."""

_HEAT: Final = (0.2, 0.001)
"""Worsening accepted at first and at last, in mean territories' inertia."""

_LEAST_FIRST_HEAT: Final = 0.01
_HOT_UNITS: Final = 100
"""With so many units a territory or fewer, single units are lumps, and a search starts hot."""

_PRESSURE: Final = (3e-4, 50.0)
"""Weight of the balance at first, when units larger than the tolerance must still move, and at last."""

_PAIRS_FROM: Final = 0.7
"""Part of a search after which swaps and chains are tried too; they cost ten times a move."""

_TURNS: Final = 6
_LOCAL_SWEEPS: Final = 200
_LOCAL_HEATS: Final = (0.01, 0.05, 0.2)
"""The surroundings of a territory beyond its limits are drawn anew from a warm or a hot start."""

_LOCAL_SHARE: Final = 4.0
"""Visits to units that these searches may make together, in those of the first search."""

_REFINING: Final = 0.1
"""Length of a search that starts from a good map, in that of one from scratch."""

_REFINING_HEAT: Final = 0.002
_REFINING_PRICE: Final = 1.0
"""Cost of a territory's worth of work that moves, in mean territories' inertia."""

_FEW_UNITS: Final = 50
_FEWEST_SWEEPS: Final = 36
_MOST_SWEEPS: Final = 4_000


@dataclass(frozen=True, eq=False)
class Design:
    """A map and how good it is.

    Args:
        territory_of_unit: Territory of every unit, shape (n,).
        figures: How good the map is.
    """

    territory_of_unit: NDArray[np.int32]
    figures: Figures


def solve(problem: DesignProblem, *, starts: int = 1, seed: int = 1, effort: float = 1.0) -> Design:
    """Draw a map.

    Args:
        problem: What is asked for.
        starts: Searches from different starts; the best map is kept: within the tolerances first,
            then the most compact.
        seed: Seed of the search.
        effort: Multiple of the usual length of a search.

    Returns:
        The map. The same problem and seed give the same map on every machine, whatever the ids of
        the units and the scale of the weights.
    """
    place = ordered(problem)
    found = [search_once(place, start, seed, effort) for start in range(starts)]
    owner = min(found, key=lambda owner: rank(place, owner))
    if (place.anchors == FREE).all() and float(np.ptp(problem.shares)) <= 0:
        owner = _numbered_along(owner)
    owner = place.given_order(owner)
    return Design(territory_of_unit=owner, figures=figures_of(problem, owner))


def refine(problem: DesignProblem, owner: NDArray[np.int32], *, seed: int = 1, effort: float = 1.0) -> Design:
    """Improve a map without drawing it anew.

    Args:
        problem: What is asked for.
        owner: The map, no territory empty, shape (n,).
        seed: Seed of the search.
        effort: Multiple of the usual length of the search.

    Returns:
        A map within the tolerances where the search finds one, most units where they were.
    """
    place = ordered(problem)
    here = made_whole(place, owner[place.order].astype(np.int32))
    # The price keeps units without need where they are: what moves would change the loads again.
    price = _REFINING_PRICE * place.mass
    generator = Streams(seed).generator("territory refinement")
    sweeps = max(4, round(_REFINING * sweeps_for(problem.units, problem.territories, effort)))
    if place.weights.shape[1] > 1:
        refined = share_out_several(place, here, 3 * sweeps, REFINING_PRESSURE, generator, price)
        refined = place.given_order(refined)
        return Design(territory_of_unit=refined, figures=figures_of(problem, refined))
    ground = place.ground(place.targets(here), _AIM, origin=here.copy(), price=price)
    sums = sums_of(ground, here)
    per_inertia = problem.territories / max(inertia_sum(sums), 1e-12)
    uniforms, luck = draw_noise(generator)
    steps = cooling(sweeps, per_inertia, _REFINING_HEAT)
    anneal(ground, sums, np.flatnonzero(ground.free), steps, uniforms, luck)
    refined = place.given_order(settle(ground, sums, per_inertia, generator))
    return Design(territory_of_unit=refined, figures=figures_of(problem, refined))


def search_once(place: Ordered, start: int, seed: int, effort: float = 1.0) -> NDArray[np.int32]:
    """Draw one map from one start.

    Args:
        place: The problem in order.
        start: Number of the start.
        seed: Seed of the search.
        effort: Multiple of the usual length.

    Returns:
        Territory of every unit, shape (n,).
    """
    generator = Streams(seed).generator("territory design", period=start)
    rough = start_map(place, generator, start)
    if place.weights.shape[1] > 1:
        owner = made_whole(place, rough)
        sweeps = sweeps_for(len(owner), place.problem.territories, effort)
        return share_out_several(place, owner, sweeps, FIRST_PRESSURE, generator)
    targets = place.targets()
    share = (targets - place.held)[:, 0] / place.weights[:, 0].sum() * place.mass.sum()
    many = len(rough) > 20_000
    cells = balanced_cells(
        place.x,
        place.y,
        place.mass,
        np.maximum(share, 1e-6),
        rough,
        rounds=6 if many else 12,
        steps=6 if many else 8,
    )
    owner = made_whole(place, cells)
    ground = place.ground(place.targets(owner), _AIM)
    sums = sums_of(ground, owner)
    per_inertia = place.problem.territories / max(inertia_sum(sums), 1e-12)
    uniforms, luck = draw_noise(generator)
    heat = first_heat(len(owner), place.problem.territories)
    steps = cooling(sweeps_for(len(owner), place.problem.territories, effort), per_inertia, heat)
    anneal(ground, sums, np.flatnonzero(ground.free), steps, uniforms, luck)
    return settle(ground, sums, per_inertia, generator)


def sweeps_for(units: int, territories: int, effort: float) -> int:
    """Say how long a search is: small maps need more sweeps, and have the time for them.

    Args:
        units: How many units.
        territories: How many territories; where they have few units, it takes luck to fit these.
        effort: Multiple of the usual length.

    Returns:
        Sweeps over all units.
    """
    luck = 8 if units < _FEW_UNITS * territories else 1
    usual = max(7e9 / units**2, luck * 1.5e6 / units)
    return max(4, round(effort * min(max(usual, _FEWEST_SWEEPS), _MOST_SWEEPS)))


def first_heat(units: int, territories: int) -> float:
    """Say how hot a search starts: large territories of small units keep the shape they have.

    Args:
        units: How many units.
        territories: How many territories.

    Returns:
        Worsening accepted, in mean territories' inertia.
    """
    crowd = max(units / territories / _HOT_UNITS, 1.0)
    return max(_HEAT[0] / crowd**4, _LEAST_FIRST_HEAT)


def cooling(sweeps: int, per_inertia: float, heat: float) -> NDArray[np.float64]:
    """Plan a search: the heat falls and the pressure for balance grows, both evenly on a log scale.

    Args:
        sweeps: Sweeps over the units.
        per_inertia: Weight of the inertia.
        heat: Worsening accepted at first, in mean territories' inertia.

    Returns:
        Steps for :func:`anneal`; the last twentieth accepts no worsening; shape (sweeps, 4).
    """
    along = np.linspace(0.0, 1.0, sweeps)
    pressure = _PRESSURE[0] * (_HEAT[0] / heat) ** 1.4
    steps = np.zeros((sweeps, 4))
    # Powers of other machines may differ in the last digit.
    steps[:, 0] = np.round(pressure * (_PRESSURE[1] / pressure) ** along, 9)
    steps[:, 1] = per_inertia
    steps[:, 2] = np.where(along > 0.95, 0.0, np.round(heat * (_HEAT[1] / heat) ** along, 9))
    steps[:, 3] = along > _PAIRS_FROM
    return steps


def settle(
    ground: Ground,
    sums: Sums,
    per_inertia: float,
    generator: np.random.Generator,
    spare: float = _SPARE,
) -> NDArray[np.int32]:
    """Draw the surroundings of each territory that is beyond its limits anew, until none is.

    Args:
        ground: What does not change.
        sums: The map.
        per_inertia: Weight of the inertia.
        generator: The stream of the start.
        spare: Tolerances by which a load may pass its limits.

    Returns:
        The map with the least excess, its borders smoothed, shape (n,).
    """
    # Twice the same numbers in a row: a slice from anywhere is a stream of its own.
    uniforms, luck = (np.tile(noise, 2) for noise in draw_noise(generator))
    half = len(luck) // 2
    count = len(sums.owner)
    visits = _LOCAL_SHARE * sweeps_for(count, len(ground.low), 1.0) * count
    for turn in range(_TURNS):
        off = off_territories(ground, sums, spare)
        at_first = float(excess_of(ground, sums).sum())
        for number, territory in enumerate(off.tolist()):
            before = excess_of(ground, sums)
            if before[territory] <= spare or visits < 0:
                continue
            kept = sums.owner.copy(), sums.moments.copy(), sums.load.copy()
            units = units_around(ground, sums.owner, territory, rings=1 + turn // 3)
            steps = cooling(_LOCAL_SWEEPS, per_inertia, heat=_LOCAL_HEATS[turn % len(_LOCAL_HEATS)])
            visits -= _LOCAL_SWEEPS * len(units)
            shift = (number * 7919 + turn * 104729) % half
            anneal(ground, sums, units, steps, uniforms[shift : shift + half], luck[shift : shift + half])
            if float((excess_of(ground, sums) ** 2).sum()) > float((before**2).sum()):
                sums.owner[:], sums.moments[:], sums.load[:] = kept
        if not len(off) or (turn > 3 and float(excess_of(ground, sums).sum()) >= at_first):
            break
    smooth(ground, sums, per_inertia)
    return sums.owner


def units_around(ground: Ground, owner: NDArray[np.int32], territory: int, rings: int) -> NDArray[np.int64]:
    """Return the units of a territory and of the territories around it.

    Args:
        ground: Neighbours.
        owner: Territory of every unit, shape (n,).
        territory: The territory in the middle.
        rings: How many rings of territories around it.

    Returns:
        Unit indices, ascending.
    """
    inside = np.zeros(len(ground.low), dtype=np.bool_)
    inside[territory] = True
    rows = np.repeat(owner, np.diff(ground.first))
    across = owner[ground.near]
    for _ in range(rings):
        inside[across[inside[rows]]] = True
    return np.flatnonzero(inside[owner] & ground.free)


def off_territories(ground: Ground, sums: Sums, spare: float) -> NDArray[np.int64]:
    """Return the territories beyond their limits.

    Args:
        ground: The limits.
        sums: The map.
        spare: Tolerances by which a load may pass them.

    Returns:
        Territory indices, the furthest beyond first.
    """
    beyond = excess_of(ground, sums)
    off = np.flatnonzero(beyond > spare)
    return off[np.argsort(-beyond[off], kind="stable")]


def excess_of(ground: Ground, sums: Sums) -> NDArray[np.float64]:
    """Tell how far territories are beyond their limits.

    Args:
        ground: The limits.
        sums: The map.

    Returns:
        Excess in tolerances, summed over activities, shape (territories,).
    """
    over = np.maximum(sums.load - ground.high, 0) + np.maximum(ground.low - sums.load, 0)
    return np.asarray((over * ground.per_load).sum(axis=1), dtype=np.float64)


def rank(place: Ordered, owner: NDArray[np.int32]) -> tuple[float, float]:
    """Rank a map: within the tolerances first, then the more compact one.

    Args:
        place: The problem in order.
        owner: The map, shape (n,).

    Returns:
        Excess beyond the tolerances, and inertia; less is better.
    """
    ground = place.ground(place.targets(owner), 1.0)
    sums = sums_of(ground, owner)
    return round(float(excess_of(ground, sums).sum()), 3), round(inertia_sum(sums), 6)


def _numbered_along(owner: NDArray[np.int32]) -> NDArray[np.int32]:
    """Number territories by their first unit along the curve."""
    _, first = np.unique(owner, return_index=True)
    number = np.empty(len(first), dtype=np.int32)
    number[np.argsort(first)] = np.arange(len(first))
    return number[owner]
