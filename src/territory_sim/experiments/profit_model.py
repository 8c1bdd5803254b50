"""The profit model of a world: what its settings say about sales, time, travel and pay."""

from __future__ import annotations

import numpy as np

from territory_sim.design.profit import ProfitModel
from territory_sim.market.expected_work import expected_work
from territory_sim.market.orders import choice_share
from territory_sim.market.parameters import MarketParameters
from territory_sim.scenario.world import World
from territory_sim.territories.workload import workload_model
from territory_sim.units import BUSINESS_DAYS_PER_YEAR


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
            world.travel,
            scenario.territories,
            scenario.region,
            service_hours=expected.service_hours,
            stops_per_year=expected.stops_per_year,
            admin_hours=admin_hours,
        ),
        sales_at_norm=potential / 100 * float(choice_share(np.ones(1), market)[0]),
        elasticity=elasticity_at_norm(market),
        selling_hours=max(shift_minutes * BUSINESS_DAYS_PER_YEAR / 60 - admin_hours, 1.0),
        margin=market.gross_margin - commission.rate,
        travel_cost_per_hour=schedule.travel_cost_per_hour,
        rep_cost=commission.base_salary,
    )


def elasticity_at_norm(market: MarketParameters) -> float:
    """Return by how many percent sales rise with 1 % more calling at the norm.

    Args:
        market: Floor, ceiling, half point and power of the response.

    Returns:
        The elasticity, kept within 0.01 and 0.95.

    Source:
        Derivative of ADBUDG (Little 1970) at goodwill 1.
    """
    half, power = market.response_half, market.response_power
    gain = market.choice_ceiling - market.choice_floor
    share = market.choice_floor + gain / (half + 1)
    return float(np.clip(gain * power * half / (half + 1) ** 2 / max(share, 1e-12), 0.01, 0.95))
