"""Fairness and profit: what even work costs in contribution, and what profit costs in fairness."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.engine import solve
from territory_sim.design.figures import figures_of
from territory_sim.design.plane import plane_of
from territory_sim.design.problem import equal_problem
from territory_sim.design.profit import ProfitModel, map_profit
from territory_sim.design.profit_search import profit_front
from territory_sim.experiments.profit_model import profit_model
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World, build_world
from territory_sim.territories.alignment import UNOWNED


@dataclass(frozen=True, kw_only=True)
class PricedMap:
    """A map in the coins of both objectives.

    Args:
        name: What the map was drawn for.
        max_deviation: Largest deviation of the work at the accounts from the mean, a share.
        pay_gini: Inequality of sales between equally able reps, 0 to 1.
        contribution: Margin less travel and reps, money a year.
        travel_hours: Hours on the road a year, all reps together.
        inertia: Hours times km2 to the middle of the territories.
    """

    name: str
    max_deviation: float
    pay_gini: float
    contribution: float
    travel_hours: float
    inertia: float


@dataclass(frozen=True, eq=False)
class Fronts:
    """Today's map, an even one, and the most profitable ones within wider and wider tolerances.

    Args:
        today: The map of today, None where there is none.
        balanced: A compact map of even work, drawn without a thought of profit.
        rows: The most profitable map found for each tolerance, the closest first.
        tolerances: Largest deviation from even work that each row may have, shares.
        currency: Currency of all money.
    """

    today: PricedMap | None
    balanced: PricedMap
    rows: tuple[PricedMap, ...]
    tolerances: tuple[float, ...]
    currency: str

    @property
    def maps(self) -> tuple[PricedMap, ...]:
        """All maps: today's, the even one, then the rows of the front."""
        first = () if self.today is None else (self.today,)
        return (*first, self.balanced, *self.rows)

    @property
    def best(self) -> PricedMap:
        """The most profitable map."""
        return max(self.maps, key=lambda each: each.contribution)

    def lost(self, each: PricedMap) -> float:
        """Return what a map brings less than the most profitable one.

        Args:
            each: One of the maps.

        Returns:
            A share of the contribution of the most profitable one.
        """
        return 1 - each.contribution / self.best.contribution if self.best.contribution > 0 else 0.0

    def summary(self) -> dict[str, object]:
        """Return all of it as plain values, ready for JSON."""
        rows = [{**asdict(each), "contribution_lost": self.lost(each)} for each in self.maps]
        return {"maps": rows, "currency": self.currency, "sentences": list(self.sentences)}

    @property
    def sentences(self) -> tuple[str, ...]:
        """What one objective costs in the coin of the other, in a few sentences."""
        even, close, best = self.balanced, self.rows[0], self.best
        cost = _percent(self.lost(even)), _percent(self.lost(close))
        within, uneven = _percent(self.tolerances[0]), _percent(best.max_deviation)
        told = [
            (
                f"Even work drawn for compactness alone costs {cost[0]} of the contribution; "
                f"drawn for profit within ±{within} it costs {cost[1]}."
            ),
            (
                f"The most profitable map leaves the work uneven by up to {uneven}, and the Gini "
                f"coefficient of equal reps' sales is {best.pay_gini:.2f} against {even.pay_gini:.2f}."
            ),
        ]
        if self.today is not None and self.today.contribution > 0:
            gains = [_percent(each.contribution / self.today.contribution - 1) for each in (best, even)]
            told.append(
                f"Against today's map, profit brings {gains[0]} more contribution and even work {gains[1]} "
                "(published for one real case of profit: 5.8 %, Skiera and Albers 1998)."
            )
        return tuple(told)


def fronts_of(scenario: Scenario, territories: int) -> Fronts:
    """Draw both fronts for as many territories as a design has.

    Args:
        scenario: The settings; today's map is the one that history has grown.
        territories: How many territories.

    Returns:
        The fronts.

    Raises:
        TerritorySimError: As :func:`~territory_sim.scenario.world.build_world`.
    """
    grown = replace(scenario.territories, method="history", count=territories)
    staffing = replace(scenario.staffing, reps=None)
    world = build_world(replace(scenario, territories=grown, staffing=staffing))
    return draw_fronts(world, seed=scenario.territories.seed)


def draw_fronts(world: World, *, seed: int = 1, effort: float = 1.0) -> Fronts:
    """Draw both fronts for the region and the reps of a world.

    Args:
        world: Region, accounts, settings and today's map.
        seed: Seed of the searches.
        effort: Multiple of their usual length.

    Returns:
        The fronts. Reps count as equally able, and live at the best base of their territory.
    """
    model = profit_model(world)
    plane = plane_of(world.region)
    count = len(world.alignment)
    problem = equal_problem(
        plane.x, plane.y, world.region.edges, model.work.service_hours, count, tolerance=0.01
    )
    even = solve(problem, starts=world.scenario.territories.starts, seed=seed, effort=effort)
    found = profit_front(
        replace(problem, unit_ids=world.region.unit_ids),
        model,
        even.territory_of_unit,
        seed=seed,
        effort=effort,
    )

    def priced(name: str, owner: NDArray[np.int32]) -> PricedMap:
        return _priced(name, owner, world, model)

    today = np.asarray(world.alignment.territory_of_unit)
    is_known = bool((today != UNOWNED).all())
    return Fronts(
        today=priced("today", today) if is_known else None,
        balanced=priced("even work", even.territory_of_unit),
        rows=tuple(
            priced(f"profit within ±{_percent(row.tolerance)}", row.territory_of_unit) for row in found
        ),
        tolerances=tuple(row.tolerance for row in found),
        currency=world.scenario.commission.currency,
    )


def _priced(name: str, owner: NDArray[np.int32], world: World, model: ProfitModel) -> PricedMap:
    plane, count = plane_of(world.region), len(world.alignment)
    problem = equal_problem(plane.x, plane.y, world.region.edges, model.work.service_hours, count)
    figures, profit = figures_of(problem, owner), map_profit(model, owner, count)
    return PricedMap(
        name=name,
        max_deviation=figures.max_deviation,
        pay_gini=profit.pay_gini,
        contribution=profit.contribution,
        travel_hours=float(profit.travel_hours.sum()),
        inertia=figures.inertia,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.0995 else f"{100 * share:.1f} %".replace(".0 %", " %")
