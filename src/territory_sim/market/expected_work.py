"""The work that accounts are expected to require in a year, before any is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.accounts import Accounts
from territory_sim.market.occurrences import business_horizon
from territory_sim.market.parameters.leads import LeadParameters
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.market.pipeline import expected_visits
from territory_sim.market.requests import request_rates
from territory_sim.units import BUSINESS_DAYS_PER_YEAR


@dataclass(frozen=True, eq=False)
class ExpectedWork:
    """Work by account or by unit.

    Args:
        service_hours: Hours a year with accounts, on site and from afar, shape (n,).
        stops_per_year: Trips a year to accounts, shape (n,).
    """

    service_hours: NDArray[np.float64]
    stops_per_year: NDArray[np.float64]


def expected_work(
    accounts: Accounts,
    units: int,
    parameters: tuple[MarketParameters, ServiceParameters, LeadParameters],
    day_minutes: float,
) -> ExpectedWork:
    """Add up what calls, requests and leads are expected to require of each unit.

    Args:
        accounts: The accounts.
        units: Number of units of the region.
        parameters: Settings of market, service and leads.
        day_minutes: Business minutes of a day.

    Returns:
        Hours and trips a year of each unit.
    """
    work = account_work(accounts, parameters, day_minutes)
    parts = (work.service_hours, work.stops_per_year)
    by_unit = [np.bincount(accounts.unit, weights=part, minlength=units) for part in parts]
    return ExpectedWork(by_unit[0].astype(np.float64), by_unit[1].astype(np.float64))


def account_work(
    accounts: Accounts,
    parameters: tuple[MarketParameters, ServiceParameters, LeadParameters],
    day_minutes: float,
) -> ExpectedWork:
    """Add up what calls, requests and leads are expected to require of each account.

    Args:
        accounts: The accounts.
        parameters: Settings of market, service and leads.
        day_minutes: Business minutes of a day.

    Returns:
        Hours and trips a year of each account. Leads are expected to come by themselves alone and to
        be answered at once.
    """
    market, service, leads = parameters
    calls = np.array(market.calls_per_year.as_tuple())[accounts.segment]
    call_minutes = np.array(market.call_minutes.as_tuple())[accounts.segment]
    requests = request_rates(accounts, service, business_horizon(BUSINESS_DAYS_PER_YEAR, day_minutes))
    on_site = requests * (1 - service.remote_share)
    offers = np.array(leads.leads_per_year.as_tuple())[accounts.segment]
    lead_visits = offers * leads.qualify_at_once * expected_visits(leads.stages)
    minutes = (
        calls * call_minutes
        + on_site * service.on_site_minutes
        + requests * service.remote_share * service.remote_minutes
        + offers * leads.contact_minutes
        + lead_visits * leads.visit_minutes
    )
    stops = calls + on_site + lead_visits
    return ExpectedWork((minutes / 60).astype(np.float64), stops.astype(np.float64))
