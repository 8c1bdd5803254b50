"""Search for the map that brings most, within a tolerance of even work: the price of one in the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.annealing import draw_noise
from territory_sim.design.compiled import compiled
from territory_sim.design.figures import Figures, figures_of
from territory_sim.design.ordered import Ordered, ordered
from territory_sim.design.problem import DesignProblem
from territory_sim.design.profit import MapProfit, ProfitModel, map_profit, pull_of
from territory_sim.design.territory_sums import (
    EAST,
    MASS,
    NORTH,
    SIZE,
    Ground,
    Sums,
    balance_change,
    inertia_change,
    may_leave,
    move,
    sums_of,
)
from territory_sim.streams import Streams

TOLERANCES: Final = (0.02, 0.05, 0.10, 0.20, 0.50, 1.00)
"""Largest deviations from even work for which the most profitable map is sought; the last hardly binds."""

_ROUNDS: Final = 3
"""Times the reps move to the best base of their territory, and all gains are worked out anew."""

_VISITS: Final = 400_000
_SWEEPS: Final = (60, 2_000)
_HEAT: Final = (1e-2, 1e-6)
"""Worsening accepted at first and at last, in mean territories' contribution."""

_PRESSURE: Final = (0.01, 10.0)
"""Weight of the balance at first and at last."""

_SHAPE: Final = 2e-4
"""What a mean territory's inertia costs, in mean territories' contribution: it decides between equals."""


@dataclass(frozen=True, eq=False)
class Handover:
    """What it costs that units change hands.

    Args:
        today: Today's territory of every unit, shape (n,).
        cost: What is lost when a unit leaves it, money, shape (n,).
    """

    today: NDArray[np.int32]
    cost: NDArray[np.float64]

    def of(self, owner: NDArray[np.int32]) -> float:
        """Return what a map costs by handovers.

        Args:
            owner: Territory of every unit, shape (n,).

        Returns:
            Money.
        """
        return float(self.cost[owner != self.today].sum())


@dataclass(frozen=True, eq=False)
class ProfitRow:
    """The most profitable map found within a tolerance.

    Args:
        tolerance: Largest deviation from even work allowed, a share.
        territory_of_unit: The map, shape (n,).
        figures: Balance and shape of the map.
        profit: What it brings.
    """

    tolerance: float
    territory_of_unit: NDArray[np.int32]
    figures: Figures
    profit: MapProfit


def profit_front(
    problem: DesignProblem,
    model: ProfitModel,
    balanced: NDArray[np.int32],
    *,
    tolerances: Sequence[float] = TOLERANCES,
    seed: int = 1,
    effort: float = 1.0,
) -> tuple[ProfitRow, ...]:
    """Find the most profitable map for wider and wider tolerances of even work.

    Args:
        problem: What is asked for; its tolerances are replaced, and its first activity is the work.
        model: What sales, time and travel are worth; its units are those of the problem.
        balanced: An even map to begin with, shape (n,).
        tolerances: Largest deviations from even work, from close to wide.
        seed: Seed of the searches.
        effort: Multiple of the usual length.

    Returns:
        One row a tolerance. A wider one never brings less: it takes the map of a closer one where
        its own searches found none that brings more.
    """
    asked = [replace(problem, tolerances=np.full(len(problem.tolerances), each)) for each in tolerances]
    maps: list[NDArray[np.int32]] = []
    for each in asked:
        starts = [balanced, *maps[-1:]]
        maps.append(_best_of(each, model, starts, seed, effort))
    for row in range(len(asked) - 2, -1, -1):  # what a wide tolerance brought to light may fit a closer one
        maps[row] = _best_of(asked[row], model, [maps[row], maps[row + 1]], seed, effort)
    for row in range(1, len(asked)):
        maps[row] = _first(asked[row], model, maps[row - 1 : row + 1])
    return tuple(
        ProfitRow(each, owner, figures_of(problem, owner), map_profit(model, owner, problem.territories))
        for each, owner in zip(tolerances, maps, strict=True)
    )


def _best_of(
    problem: DesignProblem,
    model: ProfitModel,
    starts: Sequence[NDArray[np.int32]],
    seed: int,
    effort: float,
) -> NDArray[np.int32]:
    found = [search_profit(problem, model, start, seed=seed, effort=effort) for start in starts]
    return _first(problem, model, found)


def _first(
    problem: DesignProblem, model: ProfitModel, maps: Sequence[NDArray[np.int32]]
) -> NDArray[np.int32]:
    return min(maps, key=lambda owner: _rank(problem, model, owner))


def search_profit(
    problem: DesignProblem,
    model: ProfitModel,
    start: NDArray[np.int32],
    *,
    seed: int = 1,
    effort: float = 1.0,
    handover: Handover | None = None,
) -> NDArray[np.int32]:
    """Improve the contribution of a map while its work stays within the tolerances.

    Args:
        problem: Units, work, tolerances, locks and homes.
        model: What sales, time and travel are worth.
        start: A map of whole territories, shape (n,).
        seed: Seed of the search.
        effort: Multiple of the usual length.
        handover: What it costs that units change hands; None for nothing.

    Returns:
        The map that brings most, less its handovers, of all that were met within the tolerances; of
        those beyond, if there are no others, the nearest to them; shape (n,).

    Source:
        Objective: Skiera and Albers (1998), "COSTA: contribution optimizing sales territory
        alignment"; assignment and division of time are found together, not one after the other.
    """
    place = ordered(problem)
    count = problem.territories
    best = start
    rank = _rank(problem, model, start, handover)
    owner = start
    for turn in range(_ROUNDS):
        generator = Streams(seed).generator("profit search", period=turn)
        owner = _round(place, model, owner, generator, effort, handover, cool=turn > 0)
        found = _rank(problem, model, owner, handover)
        if found < rank:
            best, rank = owner, found
    assert len(np.unique(best)) == count
    return best


def _rank(
    problem: DesignProblem,
    model: ProfitModel,
    owner: NDArray[np.int32],
    handover: Handover | None = None,
) -> tuple[float, float]:
    """Rank a map: within the tolerances first, then by what it brings."""
    place = ordered(problem)
    ground = place.ground(place.targets(owner[place.order]), 1.0)
    load = sums_of(ground, owner[place.order]).load
    over = np.maximum(load - ground.high, 0) + np.maximum(ground.low - load, 0)
    lost = 0.0 if handover is None else handover.of(owner)
    profit = map_profit(model, owner, problem.territories)
    return round(float((over * ground.per_load).sum()), 4), lost - profit.contribution


def _round(
    place: Ordered,
    model: ProfitModel,
    start: NDArray[np.int32],
    generator: np.random.Generator,
    effort: float,
    handover: Handover | None,
    *,
    cool: bool,
) -> NDArray[np.int32]:
    """Search once, homes and tours taken as the map at the beginning has them."""
    count, units = place.problem.territories, place.problem.units
    pull = pull_of(model, start, count)
    owner = start[place.order].astype(np.int32)
    ground = place.ground(place.targets(owner), 1.0)
    sums = sums_of(ground, owner)
    worth = Worth(
        np.ascontiguousarray(pull.gain[place.order]),
        np.ascontiguousarray(pull.travel[place.order]),
        np.zeros((count, 2)),
        np.zeros((count, 2)),
        np.array([1 - model.elasticity, 0.0]),
    )
    for column, part in enumerate((worth.gain, worth.travel)):
        own = part[np.arange(units), owner]
        worth.sums[:, column] = np.bincount(owner, weights=own, minlength=count)
    margins = model.margin * model.sales_factor * worth.sums[:, 0] ** worth.terms[0]
    mean = max(float(margins.mean()), 1e-300)
    worth.rates[:, 0] = model.margin * model.sales_factor / mean
    worth.rates[:, 1] = model.travel_cost_per_hour * model.selling_hours / mean
    middle = (sums.moments[:, EAST] ** 2 + sums.moments[:, NORTH] ** 2) / sums.moments[:, MASS]
    inertia = float((sums.moments[:, 3] - middle).sum())
    worth.terms[1] = _SHAPE * count / max(inertia, 1e-12)
    if handover is not None:
        origin, price = handover.today[place.order], handover.cost[place.order] / mean
        ground = ground._replace(origin=origin.astype(np.int32), price=price)
    steps = _steps(units, effort, cool=cool)
    uniforms, luck = draw_noise(generator)
    anneal_for_profit(ground, sums, worth, steps, uniforms, luck)
    return place.given_order(sums.owner)


def _steps(units: int, effort: float, *, cool: bool) -> NDArray[np.float64]:
    sweeps = max(4, round(effort * float(np.clip(_VISITS / units, *_SWEEPS))))
    along = np.linspace(0.0, 1.0, sweeps)
    hottest = _HEAT[0] / 10 if cool else _HEAT[0]
    steps = np.zeros((sweeps, 2))
    # Powers of other machines may differ in the last digit.
    steps[:, 0] = np.round(_PRESSURE[0] * (_PRESSURE[1] / _PRESSURE[0]) ** along, 9)
    steps[:, 1] = np.where(along > 0.95, 0.0, np.round(hottest * (_HEAT[1] / hottest) ** along, 12))
    return steps


class Worth(NamedTuple):
    """What units bring to territories, and the sums of it under change.

    Args:
        gain: What a unit brings to each territory, shape (n, territories).
        travel: Part of it that stands for time on the road, same shape.
        sums: Gain and travel of each territory; changed, shape (territories, 2).
        rates: Margin on sales of gain 1, and cost of a year on the road, of each territory's rep; money
            in mean territories' contribution, shape (territories, 2).
        terms: Exponent of the gain, and cost of inertia in mean territories' contribution, shape (2,).
    """

    gain: NDArray[np.float64]
    travel: NDArray[np.float64]
    sums: NDArray[np.float64]
    rates: NDArray[np.float64]
    terms: NDArray[np.float64]


@compiled
def anneal_for_profit(
    ground: Ground,
    sums: Sums,
    worth: Worth,
    steps: NDArray[np.float64],
    uniforms: NDArray[np.float64],
    luck: NDArray[np.float64],
) -> int:
    """Sweep over the units once a step, and move those at borders.

    Args:
        ground: What does not change; its limits are kept to as far as possible.
        sums: The map; changed. Territories in one piece stay so.
        worth: What units bring; its sums are changed. What a unit loses by leaving the territory it
            is in today is the price of the ground.
        steps: Pressure and heat of each sweep, shape (sweeps, 2).
        uniforms: Uniforms from :func:`~territory_sim.design.annealing.draw_noise`.
        luck: Exponentials from there.

    Returns:
        How many moves were made.
    """
    draws, at, made = len(uniforms), 0, 0
    for sweep in range(len(steps)):
        pressure, heat = steps[sweep, 0], steps[sweep, 1]
        for unit in range(len(sums.owner)):
            at = (at + 1) % draws
            begin, end = ground.first[unit], ground.first[unit + 1]
            if begin == end or not ground.free[unit]:
                continue
            owner = sums.owner[unit]
            goal = sums.owner[ground.near[begin + int(uniforms[at] * (end - begin))]]
            if goal == owner or sums.moments[owner, SIZE] < 1.5:
                continue
            loss = loss_of_move(ground, sums, worth, unit, goal, pressure)
            if loss < heat * luck[at] and may_leave(ground, sums, unit):
                for column in range(2):
                    part = worth.gain if column == 0 else worth.travel
                    worth.sums[owner, column] -= part[unit, owner]
                    worth.sums[goal, column] += part[unit, goal]
                move(ground, sums, unit, goal)
                made += 1
    return made


@compiled
def loss_of_move(ground: Ground, sums: Sums, worth: Worth, unit: int, goal: int, pressure: float) -> float:
    """Return what a move would cost.

    Args:
        ground: What does not change.
        sums: The map.
        worth: What units bring.
        unit: The unit that would move.
        goal: Where to.
        pressure: Weight of the balance.

    Returns:
        Contribution lost, and cost of balance and shape; below 0 for a better map.
    """
    owner = sums.owner[unit]
    leave, join = worth.sums[owner], worth.sums[goal]
    loss: float = (
        brought(worth, owner, leave[0], leave[1])
        - brought(worth, owner, leave[0] - worth.gain[unit, owner], leave[1] - worth.travel[unit, owner])
        + brought(worth, goal, join[0], join[1])
        - brought(worth, goal, join[0] + worth.gain[unit, goal], join[1] + worth.travel[unit, goal])
    )
    if ground.origin[unit] == owner:
        loss += ground.price[unit]
    elif ground.origin[unit] == goal:
        loss -= ground.price[unit]
    loss += worth.terms[1] * inertia_change(ground, sums, unit, goal)
    loss += pressure * balance_change(ground, sums, unit, goal)
    return loss


@compiled
def brought(worth: Worth, territory: int, gain: float, travel: float) -> float:
    """Return what a territory brings.

    Args:
        worth: Terms of the contribution.
        territory: The territory.
        gain: Sum of its gains.
        travel: Sum of their travel parts.

    Returns:
        Margin less travel, in mean territories' contribution.
    """
    if gain <= 0:
        return 0.0
    margin: float = worth.rates[territory, 0] * gain ** worth.terms[0]
    left: float = margin - worth.rates[territory, 1] * travel / gain
    return left
