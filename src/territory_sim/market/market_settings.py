"""All settings of what the market does by itself, together."""

from __future__ import annotations

from dataclasses import dataclass

from territory_sim.market.parameters.competitors import CompetitorParameters
from territory_sim.market.parameters.fulfilment import FulfilmentParameters
from territory_sim.market.parameters.leads import LeadParameters
from territory_sim.market.parameters.market import MarketParameters
from territory_sim.market.parameters.marketing import MarketingParameters
from territory_sim.market.parameters.service import ServiceParameters
from territory_sim.market.parameters.word_of_mouth import WordOfMouthParameters


@dataclass(frozen=True, kw_only=True)
class MarketSettings:
    """One field for each config group of the market.

    Args:
        market: Accounts, and how their orders answer to calls.
        service: Requests and what their answers do.
        leads: Leads and how they are won.
        marketing: Campaigns.
        competitors: Who else sells.
        word_of_mouth: What customers tell each other.
        fulfilment: How orders are delivered.
    """

    market: MarketParameters
    service: ServiceParameters
    leads: LeadParameters
    marketing: MarketingParameters
    competitors: CompetitorParameters
    word_of_mouth: WordOfMouthParameters
    fulfilment: FulfilmentParameters
