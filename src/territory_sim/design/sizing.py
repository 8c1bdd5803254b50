"""How many reps: three classic answers from one sweep in which the territories are drawn anew each time.

Near the best number of reps the contribution is flat, so every answer is a range, and a number
inside it is no better than its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.engine import solve
from territory_sim.design.figures import figures_of
from territory_sim.design.homes import best_bases
from territory_sim.design.problem import DesignProblem
from territory_sim.design.profit import ProfitModel, time_spent
from territory_sim.market.response import ResponseForm
from territory_sim.territories.workload import territory_workload_hours

PLATEAU: Final = 0.01
"""Contribution given up within the plateau, a share of the best.

Our assumption: less than a simulation or a plan can tell apart.
"""

ELASTICITIES: Final = (0.15, 0.50)
"""Elasticities of sales to selling effort that published studies leave open.

Source: Albers, Mantrala and Sridhar (2010): mean 0.34 over industries, 0.31 corrected.
"""

RETURNS: Final = (0.5, 1.5)
"""Three-year return of the last rep within which a sales force is neither too large nor too small.

Source: Zoltners, Sinha and Lorimer, break-even method: below 50 % too many reps, above 150 % too few.
"""


_EFFORT: Final = 0.3
"""Length of the search for one number of reps; sizes need no last percent of compactness."""


@dataclass(frozen=True, kw_only=True)
class Response:
    """How sales answer to time at the accounts.

    Args:
        form: Form of the response, goodwill being time over that of the norm.
        elasticity: Elasticity of sales to time at the norm.
        band: Low and high elasticity that are tried too; sales at the norm stay as they are.
    """

    form: ResponseForm
    elasticity: float
    band: tuple[float, float] = ELASTICITIES

    def over_norm(self, time: NDArray[np.float64], elasticity: float) -> NDArray[np.float64]:
        """Return sales over those at the norm.

        Args:
            time: Hours at the accounts over those of the norm, shape (n,).
            elasticity: Elasticity at the norm.

        Returns:
            Ratios, shape (n,); 1 at the norm.
        """
        constant = self.form.constant(np.full(len(time), elasticity))
        share = self.form.share(time, constant) / self.form.share(np.ones(len(time)), constant)
        return np.asarray(share, dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class SizePoint:
    """One number of reps, with territories drawn for it.

    Args:
        reps: How many reps.
        sales: Sales a year when each divides the time in the best way, money.
        sales_low: The same with the low elasticity of the band.
        sales_high: The same with the high one.
        contribution: Margin less travel and reps, money a year.
        contribution_at_norm: The same when nobody calls more often than the norm and is idle instead.
        required_hours: Hours a year that calls at the norm, requests, leads, administration and travel take.
        travel_hours: Travel within them.
        capacity_hours: Hours a year that the reps work.
        busiest: Required hours over capacity in the fullest territory.
        max_deviation: Largest deviation of the work at the accounts from the mean, a share.
    """

    reps: int
    sales: float
    sales_low: float
    sales_high: float
    contribution: float
    contribution_at_norm: float
    required_hours: float
    travel_hours: float
    capacity_hours: float
    busiest: float
    max_deviation: float

    @property
    def utilisation(self) -> float:
        """Required hours over capacity."""
        return self.required_hours / self.capacity_hours


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What sizing needs of money.

    Args:
        margin: What is left of a unit of sales after goods and commission, a share.
        rep_cost: Yearly cost of a rep apart from commission and travel, money.
        kept: Shares of a year's extra sales that return in the second and in the third year.
    """

    margin: float
    rep_cost: float
    kept: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class SizeAnswer:
    """The three answers, each a range of reps within the numbers that were tried.

    Args:
        plateau: Reps with a contribution within 1 % of the best: marginal return.
        at_norm: The same when nobody calls more often than the norm.
        best: Reps with the most contribution; its neighbours are as good.
        best_low: The same if the elasticity is at the low end of the published band.
        best_high: The same at the high end.
        is_open: Whether the plateau reaches the largest number tried, so that it may go on.
        break_even: Reps whose last hire returns 50 to 150 % over three years; None where no number does.
        build_up: Fewest reps whose capacity covers all required work; None where none does.
    """

    plateau: tuple[int, int]
    at_norm: tuple[int, int]
    best: int
    best_low: int
    best_high: int
    is_open: bool
    break_even: tuple[int, int] | None
    build_up: int | None


def size_point(
    problem: DesignProblem, model: ProfitModel, response: Response, *, starts: int = 1, seed: int = 1
) -> SizePoint:
    """Draw the territories for one number of reps and work out what they bring and require.

    Args:
        problem: Territories of equal work, as many as reps; weights are hours at the accounts.
        model: What sales, time and travel are worth.
        response: How sales answer to time at the accounts.
        starts: Searches from different starts.
        seed: Seed of the search.

    Returns:
        The point.
    """
    owner = solve(problem, starts=starts, seed=seed, effort=_EFFORT).territory_of_unit
    count = problem.territories
    hours = territory_workload_hours(model.work, owner, best_bases(model.work, owner, count))
    capacity = float(np.mean(model.selling_hours)) + model.work.admin_hours
    spent = time_spent(model, owner, count)
    capped = time_spent(model, owner, count, most=1.0)
    base = model.sales_at_norm

    def sales(time: NDArray[np.float64], elasticity: float = response.elasticity) -> float:
        return float((base * response.over_norm(time, elasticity)).sum())

    def contribution(time: NDArray[np.float64], travel: NDArray[np.float64]) -> float:
        cost = float(travel.sum()) * model.travel_cost_per_hour + count * model.rep_cost
        return model.margin * sales(time) - cost

    low, high = (sales(spent.at_accounts, each) for each in response.band)
    return SizePoint(
        reps=count,
        sales=sales(spent.at_accounts),
        sales_low=low,
        sales_high=high,
        contribution=contribution(spent.at_accounts, spent.travel_hours),
        contribution_at_norm=contribution(capped.at_accounts, capped.travel_hours),
        required_hours=float(hours.total.sum()),
        travel_hours=float(hours.travel.sum()),
        capacity_hours=count * capacity,
        busiest=float(hours.total.max()) / capacity,
        max_deviation=figures_of(problem, owner).max_deviation,
    )


def size_answer(points: Sequence[SizePoint], costs: Costs) -> SizeAnswer:
    """Read the answers off a sweep.

    Args:
        points: Numbers of reps in ascending order, two or more.
        costs: Margin, cost of a rep, and what extra sales bring later.

    Returns:
        The answers, from smooth curves through the points: a search is lucky for one number and
        not for the next, and that is nobody's reason to hire.
    """
    reps = np.array([point.reps for point in points], dtype=np.float64)
    every = np.arange(int(reps[0]), int(reps[-1]) + 1)
    sales = smooth(reps, np.array([point.sales for point in points]), every)
    travel_cost = np.array(
        [costs.margin * point.sales - point.reps * costs.rep_cost - point.contribution for point in points]
    )
    travel = smooth(reps, travel_cost, every)
    contribution = costs.margin * sales - every * costs.rep_cost - travel
    inside = every[plateau_of(contribution)]
    # Kinked where all calls are made: straight lines between the points, no smooth curve.
    capped = every[plateau_of(np.interp(every, reps, [point.contribution_at_norm for point in points]))]
    best = [int(every[int(np.argmax(contribution))])]
    for name in ("sales_low", "sales_high"):
        other = smooth(reps, np.array([getattr(point, name) for point in points]), every)
        best.append(int(every[int(np.argmax(costs.margin * other - every * costs.rep_cost - travel))]))
    required = smooth(reps, np.array([point.required_hours for point in points]), every)
    covered = every[required <= every * (points[0].capacity_hours / points[0].reps) * (1 + 1e-9)]
    returns = last_hire_returns(every, sales, travel, costs)
    worthy = every[1:][(returns >= RETURNS[0]) & (returns <= RETURNS[1])]
    return SizeAnswer(
        plateau=(int(inside[0]), int(inside[-1])),
        at_norm=(int(capped[0]), int(capped[-1])),
        best=best[0],
        best_low=min(best[1:]),
        best_high=max(best[1:]),
        is_open=bool(inside[-1] == every[-1]),
        break_even=(int(worthy[0]), int(worthy[-1])) if len(worthy) else None,
        build_up=int(covered[0]) if len(covered) else None,
    )


def smooth(
    reps: NDArray[np.float64], amounts: NDArray[np.float64], every: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Draw a smooth curve through amounts: the log of the amount is quadratic in the log of the reps.

    Args:
        reps: Numbers of reps, ascending, shape (n,).
        amounts: The amounts, from 0 on, shape (n,).
        every: Numbers of reps wanted, shape (m,).

    Returns:
        The curve, shape (m,); exact where the amount is a power of the number of reps.
    """
    if len(reps) < 2 or not (amounts > 0).all():
        return np.interp(every, reps, amounts)
    middle = float(np.log(reps).mean())
    curve = np.polynomial.Polynomial.fit(np.log(reps) - middle, np.log(amounts), min(2, len(reps) - 1))
    return np.asarray(np.exp(curve(np.log(every) - middle)), dtype=np.float64)


def plateau_of(contribution: NDArray[np.float64], share: float = PLATEAU) -> NDArray[np.int64]:
    """Find the numbers that are as good as the best.

    Args:
        contribution: Contribution of each number, shape (m,).
        share: What may be given up, a share of the best.

    Returns:
        Places in the array, ascending.

    Example:
        >>> plateau_of(np.array([90.0, 99.5, 100.0, 99.2, 95.0])).tolist()
        [1, 2, 3]
    """
    most = float(contribution.max())
    return np.flatnonzero(contribution >= most - share * abs(most))


def last_hire_returns(
    every: NDArray[np.int64], sales: NDArray[np.float64], travel: NDArray[np.float64], costs: Costs
) -> NDArray[np.float64]:
    """Return what the last rep of each number earns over three years, over what he costs in one.

    Args:
        every: Consecutive numbers of reps, shape (m,).
        sales: Sales of each, money a year, shape (m,).
        travel: Cost of travel of each, money a year, shape (m,).
        costs: Margin, cost of a rep, and what extra sales bring later.

    Returns:
        (M I (1 + K2 + K3) - C) / C with the extra sales I of the last rep, shape (m - 1,).

    Source:
        Zoltners, Sinha and Lorimer, break-even method.
    """
    extra = costs.margin * np.diff(sales) * (1 + sum(costs.kept))
    cost = np.maximum(np.diff(every) * costs.rep_cost + np.diff(travel), 1e-9)
    return np.asarray((extra - cost) / cost, dtype=np.float64)
