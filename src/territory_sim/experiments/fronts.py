"""Fairness and profit: what even work costs in contribution, and what profit costs in fairness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.engine import solve
from territory_sim.design.figures import figures_of
from territory_sim.design.plane import plane_of
from territory_sim.design.problem import DesignProblem, equal_problem
from territory_sim.design.profit import ProfitModel, map_profit
from territory_sim.design.profit_search import TOLERANCES, profit_front
from territory_sim.experiments.profit_model import design_profit_model, named_hours, profit_model
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World
from territory_sim.territories.alignment import UNOWNED

if TYPE_CHECKING:
    from territory_sim.experiments.territory_design import TerritoryDesign

WORK_AT_ACCOUNTS: Final = "work at the accounts"
"""What is even on the even map: it is a sum over units, whatever the map."""

THIS_MAP: Final = "this map"
"""Name of the map that a design writes."""

_MOST_UNITS: Final = 20_000
"""Units up to which maps are priced: what each unit would bring to each territory is a table."""

_CLOSE: Final = 0.01
"""Tolerance of the even map."""


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
        drawn: The map that the design writes; None where there is no design.
        balanced: A compact map of even work, drawn without a thought of profit.
        rows: The most profitable map found for each tolerance, the closest first.
        tolerances: Largest deviation from even work that each row may have, shares.
        currency: Currency of all money.
    """

    today: PricedMap | None
    drawn: PricedMap | None
    balanced: PricedMap
    rows: tuple[PricedMap, ...]
    tolerances: tuple[float, ...]
    currency: str

    @property
    def maps(self) -> tuple[PricedMap, ...]:
        """All maps: today's, the design's, the even one, then the rows of the front."""
        first = [each for each in (self.today, self.drawn) if each is not None]
        return (*first, self.balanced, *self.rows)

    @property
    def is_full(self) -> bool:
        """Whether there is a front, not only its end."""
        return len(self.rows) > 1

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
        uneven = _percent(best.max_deviation)
        costs = f"Even work drawn for compactness alone costs {_percent(self.lost(even))} of the contribution"
        if self.is_full:
            within, cost = _percent(self.tolerances[0]), _percent(self.lost(close))
            costs += f"; drawn for profit within ±{within} it costs {cost}"
        told = [f"{costs}."]
        if self.drawn is not None:
            told.append(
                f"This map brings {self.drawn.contribution:,.0f} {self.currency} a year, "
                f"{_percent(self.lost(self.drawn))} less than the most profitable one."
            )
        told += [
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


def design_fronts(design: TerritoryDesign, scenario: Scenario) -> Fronts | None:
    """Put a design's map beside an even one and the most profitable, under its own locks and limits.

    Args:
        design: The design.
        scenario: The settings; with ``territories.fronts``, or an objective of profit, there is a most
            profitable map for each of six tolerances, else only for the last, which hardly binds.

    Returns:
        The fronts; None beyond 20,000 units.
    """
    task, parameters = design.task, scenario.territories
    in_full = parameters.fronts or parameters.objective == "profit"
    if len(task.region) > _MOST_UNITS:
        return None
    work = task.loads.model.service_hours
    if not work.any():
        work = np.ones(len(work))
    problem = replace(
        task.loads.problem,
        weights=work[None, :],
        tolerances=np.array([_CLOSE]),
        held=named_hours(task)[None, :],
        names=(WORK_AT_ACCOUNTS,),
        least=np.empty((0, 0)),
        most=np.empty((0, 0)),
    )
    return _fronts(
        problem,
        design_profit_model(task, scenario),
        {
            "today": None if task.today is None else task.today.territory_of_unit,
            THIS_MAP: design.alignment.territory_of_unit,
        },
        tolerances=TOLERANCES if in_full else TOLERANCES[-1:],
        scenario=scenario,
    )


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
        plane.x, plane.y, world.region.edges, model.work.service_hours, count, tolerance=_CLOSE
    )
    today = np.asarray(world.alignment.territory_of_unit)
    return _fronts(
        replace(problem, unit_ids=world.region.unit_ids),
        model,
        {"today": today if (today != UNOWNED).all() else None},
        tolerances=TOLERANCES,
        scenario=world.scenario,
        seed=seed,
        effort=effort,
    )


def _fronts(
    problem: DesignProblem,
    model: ProfitModel,
    known: Mapping[str, NDArray[np.int32] | None],
    *,
    tolerances: Sequence[float],
    scenario: Scenario,
    seed: int | None = None,
    effort: float = 1.0,
) -> Fronts:
    """Draw an even map and the most profitable ones, and price them and those known."""
    chosen = scenario.territories.seed if seed is None else seed
    even = solve(problem, starts=scenario.territories.starts, seed=chosen, effort=effort)
    owner = even.territory_of_unit
    found = profit_front(problem, model, owner, tolerances=tolerances, seed=chosen, effort=effort)
    priced = {
        name: None if each is None else _priced(name, each, problem, model) for name, each in known.items()
    }
    return Fronts(
        today=priced.get("today"),
        drawn=priced.get(THIS_MAP),
        balanced=_priced("even work", owner, problem, model),
        rows=tuple(
            _priced(f"profit within ±{_percent(row.tolerance)}", row.territory_of_unit, problem, model)
            for row in found
        ),
        tolerances=tuple(tolerances),
        currency=scenario.commission.currency,
    )


def _priced(name: str, owner: NDArray[np.int32], problem: DesignProblem, model: ProfitModel) -> PricedMap:
    figures, profit = figures_of(problem, owner), map_profit(model, owner, problem.territories)
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
