"""The profit model of a world: what its settings say about sales, time, travel and pay."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from territory_sim.design.profit import ProfitModel
from territory_sim.market.expected_work import expected_work
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.scenario.design_task import DesignTask
from territory_sim.scenario.scenario import Scenario
from territory_sim.scenario.world import World
from territory_sim.territories.workload import WorkloadModel, workload_model
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

_LEAST_FREE: Final = 0.05
"""Share of a rep's hours that is left however many hours named accounts take."""

_HIGHEST: Final = 0.95
"""With a higher elasticity, the best division of time would give nearly all of it to one account."""


def profit_model(world: World) -> ProfitModel:
    """Put together what tells the contribution of any map of a world.

    Args:
        world: Region, accounts and settings.

    Returns:
        The model: sales at the norm are the accounts' potential times our share when they are
        called on at the norm; a rep's time is the shift less administration.
    """
    scenario, schedule = world.scenario, world.scenario.schedule
    rates = (scenario.market, scenario.service, scenario.leads)
    expected = expected_work(world.accounts, len(world.region), rates, schedule.day_minutes)
    work = workload_model(
        world.region,
        world.travel.minutes,
        scenario.territories,
        scenario.region,
        service_hours=expected.service_hours,
        stops_per_year=expected.stops_per_year,
        admin_hours=schedule.admin_minutes * BUSINESS_DAYS_PER_YEAR / 60,
        overnight_minutes=schedule.overnight_minutes,
    )
    return _priced(scenario, work, world.unit_potential_cents / 100)


def design_profit_model(task: DesignTask, scenario: Scenario) -> ProfitModel:
    """Put together what tells the contribution of any map of a design.

    Args:
        task: What the design is asked for. Named accounts take their hours from the rep who holds
            them; what they buy is the same on any map and left out.
        scenario: The settings.

    Returns:
        The model; a rep in part time has part of the hours.
    """
    model = _priced(scenario, task.loads.model, _unnamed_potential(task))
    pinned = task.loads.problem.homes
    full = model.selling_hours * task.loads.problem.shares
    return replace(
        model,
        selling_hours=np.maximum(full - named_hours(task), _LEAST_FREE * full),
        homes=task.loads.homes if task.keeps else pinned if len(pinned) else None,
    )


def named_hours(task: DesignTask) -> NDArray[np.float64]:
    """Return the hours that named accounts take from each rep.

    Args:
        task: What a design is asked for.

    Returns:
        Hours a year, shape (territories,).
    """
    hours = dict(zip(task.accounts.account_ids.tolist(), task.account_hours.tolist(), strict=True))
    taken = np.zeros(len(task.territory_ids))
    for account_id, territory in task.named.items():
        taken[territory] += hours[account_id]
    return taken


def _unnamed_potential(task: DesignTask) -> NDArray[np.float64]:
    """Return the potential of the accounts of each unit that belong to whoever has the unit, money."""
    unnamed = ~np.isin(task.accounts.account_ids, list(task.named))
    accounts = task.accounts.only(unnamed)
    return accounts.unit_potential_cents(len(task.region)) / 100


def _priced(scenario: Scenario, work: WorkloadModel, unit_potential: NDArray[np.float64]) -> ProfitModel:
    market, schedule, commission = scenario.market, scenario.schedule, scenario.commission
    shift_minutes = min(scenario.staffing.shift_minutes, schedule.day_minutes)
    admin_hours = work.admin_hours
    return ProfitModel(
        work=work,
        sales_at_norm=unit_potential * market.choice_at_norm,
        elasticity=min(mean_elasticity(market), _HIGHEST),
        selling_hours=max(shift_minutes * BUSINESS_DAYS_PER_YEAR / 60 - admin_hours, 1.0),
        margin=market.gross_margin - commission_at_quota(commission),
        travel_cost_per_hour=schedule.travel_cost_per_hour,
        rep_cost=commission.base_salary,
    )


def mean_elasticity(market: MarketParameters) -> float:
    """Return by how many percent sales rise with 1 % more calling at the norm, over all accounts.

    Args:
        market: Elasticity of the response, share of new accounts and their multiple.

    Returns:
        The elasticity.
    """
    new = market.new_account_share * (market.new_account_response - 1)
    return market.response_elasticity * (1 + new)


def commission_at_quota(plan: CommissionParameters) -> float:
    """Return the commission on one more unit of sales of a rep who is at quota.

    Args:
        plan: The plan; without a quota its first rate holds.

    Returns:
        A share of sales. Our assumption for sizes and profit: reps near quota are the usual ones.
    """
    if plan.quota.method == "none":
        return plan.tiers[0].rate
    return [tier.rate for tier in plan.tiers if tier.from_attainment <= 1][-1]
