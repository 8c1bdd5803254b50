"""Settings of marketing: campaigns by place, channel and date, and what they do to customers."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class MarketingParameters:
    """Campaigns by place, channel and date, and what they do to customers."""

    active: bool = parameter("1", "whether campaigns run")
