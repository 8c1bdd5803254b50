"""Settings of word of mouth: what customers tell each other, and who listens."""

from __future__ import annotations

from territory_sim.units import parameter, settings


@settings
class WordOfMouthParameters:
    """What customers tell each other, and who listens."""

    active: bool = parameter("1", "whether customers talk to each other")
