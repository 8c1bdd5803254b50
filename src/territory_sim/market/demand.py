"""Everything the market will do in one run, drawn before anybody serves it."""

from __future__ import annotations

from dataclasses import dataclass

from territory_sim.market.accounts import Accounts
from territory_sim.market.cancellations import Cancellations, draw_cancellations
from territory_sim.market.churn import ChurnCandidates, draw_churn
from territory_sim.market.deliveries import Deliveries, draw_deliveries
from territory_sim.market.launches import LaunchNeeds, draw_launch_needs
from territory_sim.market.leads import Leads, draw_leads
from territory_sim.market.market_settings import MarketSettings
from territory_sim.market.occurrences import business_horizon
from territory_sim.market.orders import Needs, draw_needs
from territory_sim.market.planned_calls import PlannedCalls, draw_planned_calls
from territory_sim.market.relocations import Relocations, draw_relocations
from territory_sim.market.requests import Requests, draw_requests
from territory_sim.market.rival_calls import RivalCalls, draw_rival_calls
from territory_sim.market.shortages import Shortages, draw_shortages
from territory_sim.market.takeovers import Takeovers, draw_takeovers
from territory_sim.streams import Streams


@dataclass(frozen=True, eq=False)
class Demand:
    """The occurrences of one run, by kind.

    Args:
        planned_calls: Phases and minutes of planned calls.
        requests: Service requests.
        leads: Leads.
        needs: Needs to buy.
        rival_calls: Rival calls that could happen.
        takeovers: Moments at which accounts could change their supplier.
        relocations: Accounts that move.
        churn: Moments at which accounts could leave us.
        launch_needs: Needs of new products.
        deliveries: What the delivery of each need would be like.
        shortages: Which needs ask for goods that are out of stock.
        cancellations: How long each sale would last.
    """

    planned_calls: PlannedCalls
    requests: Requests
    leads: Leads
    needs: Needs
    rival_calls: RivalCalls
    takeovers: Takeovers
    relocations: Relocations
    churn: ChurnCandidates
    launch_needs: LaunchNeeds
    deliveries: Deliveries
    shortages: Shortages
    cancellations: Cancellations


def draw_demand(
    accounts: Accounts, settings: MarketSettings, streams: Streams, days: int, day_minutes: float
) -> Demand:
    """Draw the demand of one run: a function of accounts, rates and streams, of nothing else.

    Args:
        accounts: The accounts.
        settings: Settings of everything the market does.
        streams: Streams of the replication.
        days: Business days of the run.
        day_minutes: Business minutes of a day.

    Returns:
        The occurrences; no territory, rep or policy has any part in them.
    """
    horizon = business_horizon(days, day_minutes)
    service, fulfilment = settings.service, settings.fulfilment
    needs = draw_needs(accounts, settings.market, streams, horizon)
    extra = draw_launch_needs(accounts, fulfilment.launches, settings.market.order_size_cv, streams, horizon)
    leads = draw_leads(accounts, settings.leads, streams, horizon)
    return Demand(
        planned_calls=draw_planned_calls(accounts, settings.market, streams, horizon),
        requests=draw_requests(accounts, service, streams, horizon),
        leads=leads,
        needs=needs,
        rival_calls=draw_rival_calls(accounts, settings.competitors, streams, horizon),
        takeovers=draw_takeovers(accounts, settings.competitors, streams, horizon),
        relocations=draw_relocations(accounts, settings.market, streams, horizon),
        churn=draw_churn(accounts, settings.service.churn, streams, horizon),
        launch_needs=extra,
        deliveries=draw_deliveries(accounts, needs, extra, fulfilment, service, streams, day_minutes),
        shortages=draw_shortages(accounts, needs, fulfilment.stock_outs, streams),
        cancellations=draw_cancellations(accounts, (needs, extra), leads, fulfilment, streams, day_minutes),
    )
