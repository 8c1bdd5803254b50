"""Settings of fulfilment: how orders are delivered, and when goods are missing or new."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class FulfilmentParameters:
    """How orders are delivered, and when goods are missing or new."""

    active: bool = parameter("1", "whether orders pass through the delivery desk")
