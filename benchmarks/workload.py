"""The work of the benchmark in plain lists, as a naive model would be handed it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.orders import goodwill_kept_per_day, goodwill_of_a_call
from territory_sim.market.response import Adbudg
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.scenario.world import World

RIVAL_SHARE = 0.4
"""Share of the rivals' highest rate of calls that an account invites, roughly."""


@dataclass(frozen=True)
class Workload:
    """The same region, accounts, owners, rates and minutes as the engine's.

    Args:
        scenario: Where all other settings stand.
        travel_minutes: Minutes between units, shape (n, n).
        unit: Unit of each account.
        rep: Rep who owns each account.
        home: Home unit of each rep.
        interval_days: Business days between two planned calls on each account.
        call_minutes: Mean minutes of a planned call on each account.
        requests_per_day: Requests of each account on a business day.
        leads_per_day: Leads of each account on a business day.
        needs_per_day: Orders that each account gives, to whomever, on a business day.
        rival_calls_per_day: Calls of rivals on each account on a business day.
        goodwill_kept: Share of goodwill that is left after a day.
        goodwill_of_call: Goodwill that a visit adds to each account.
        response: The response to goodwill.
        response_power: Its power, the same for all accounts.
        shift_minutes: Minutes of a rep's day less its administration.
    """

    scenario: Scenario
    travel_minutes: NDArray[np.float32]
    unit: list[int]
    rep: list[int]
    home: list[int]
    interval_days: list[float]
    call_minutes: list[float]
    requests_per_day: list[float]
    leads_per_day: list[float]
    needs_per_day: list[float]
    rival_calls_per_day: float
    goodwill_kept: float
    goodwill_of_call: list[float]
    response: Adbudg
    response_power: float
    shift_minutes: float

    def order_chance(self, goodwill: float, satisfaction: float, rival_goodwill: float) -> float:
        """Return how likely a customer is to order from us.

        Args:
            goodwill: Goodwill of our visits, 1 at the norm.
            satisfaction: Points, 0 to 10.
            rival_goodwill: Goodwill of rivals' calls.

        Returns:
            The engine's probability, for one customer in plain numbers.
        """
        market = self.scenario.market
        raised = goodwill**self.response_power
        share = self.response.floor + self.response.gain * raised / (self.response.half + raised)
        pull = self.scenario.competitors.pull * rival_goodwill
        weight = share * math.exp(market.satisfaction_effect * (satisfaction - 7.0) - pull)
        return weight / (weight + 1 - share)


def workload(world: World) -> Workload:
    """Take the work out of a world of the benchmark.

    Args:
        world: The world.

    Returns:
        Rates and places in plain lists.
    """
    scenario, accounts = world.scenario, world.accounts
    market, service, leads = scenario.market, scenario.service, scenario.leads
    response = Adbudg.of(market)

    def by_segment(values: tuple[float, float, float]) -> NDArray[np.float64]:
        return np.array(values)[accounts.segment]

    return Workload(
        scenario=scenario,
        travel_minutes=world.travel_minutes,
        unit=accounts.unit.tolist(),
        rep=world.alignment.assign(accounts).tolist(),
        home=[rep.home for rep in world.reps],
        interval_days=(BUSINESS_DAYS_PER_YEAR / by_segment(market.calls_per_year.as_tuple())).tolist(),
        call_minutes=by_segment(market.call_minutes.as_tuple()).tolist(),
        requests_per_day=(by_segment(service.requests_per_year.as_tuple()) / BUSINESS_DAYS_PER_YEAR).tolist(),
        leads_per_day=(by_segment(leads.leads_per_year.as_tuple()) / BUSINESS_DAYS_PER_YEAR).tolist(),
        needs_per_day=(by_segment(market.needs_per_year.as_tuple()) / BUSINESS_DAYS_PER_YEAR).tolist(),
        rival_calls_per_day=scenario.competitors.calls_per_year * RIVAL_SHARE / BUSINESS_DAYS_PER_YEAR,
        goodwill_kept=goodwill_kept_per_day(market),
        goodwill_of_call=goodwill_of_a_call(accounts, market).tolist(),
        response=response,
        response_power=float(response.constant(np.array(market.response_elasticity))),
        shift_minutes=scenario.staffing.shift_minutes - scenario.schedule.admin_minutes,
    )


def lognormal_terms(mean: float, cv: float) -> tuple[float, float]:
    """Return what ``random.lognormvariate`` wants for a mean and a spread.

    Args:
        mean: Mean of the values.
        cv: Coefficient of variation.

    Returns:
        Mean and standard deviation of the logarithm.
    """
    variance = math.log1p(cv * cv)
    return math.log(mean) - variance / 2, math.sqrt(variance)
