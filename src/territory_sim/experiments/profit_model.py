"""The profit model of a world: what its settings say about sales, time, travel and pay."""

from __future__ import annotations

from typing import Final

import numpy as np

from territory_sim.design.profit import ProfitModel
from territory_sim.market.expected_work import expected_work
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.salesforce.commission_parameters import CommissionParameters
from territory_sim.scenario.world import World
from territory_sim.territories.workload import workload_model
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

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
    scenario = world.scenario
    market, schedule, commission = scenario.market, scenario.schedule, scenario.commission
    units = len(world.region)
    rates = (market, scenario.service, scenario.leads)
    expected = expected_work(world.accounts, units, rates, schedule.day_minutes)
    admin_hours = schedule.admin_minutes * BUSINESS_DAYS_PER_YEAR / 60
    shift_minutes = min(scenario.staffing.shift_minutes, schedule.day_minutes)
    potential = np.bincount(world.accounts.unit, weights=world.accounts.potential_cents, minlength=units)
    return ProfitModel(
        work=workload_model(
            world.region,
            world.travel.minutes,
            scenario.territories,
            scenario.region,
            service_hours=expected.service_hours,
            stops_per_year=expected.stops_per_year,
            admin_hours=admin_hours,
            overnight_minutes=schedule.overnight_minutes,
        ),
        sales_at_norm=potential / 100 * market.choice_at_norm,
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
