"""Message routing: on which desks a remote request or a lead is laid when it comes in.

Without inside reps every message lies on its owner's desk, and remote requests of a pool on the
pool's. Inside reps answer from the common desk. Behind them stands, by ``service.backup``, the
owner alone (the message lies on both desks, and whoever is free first takes it) or all reps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from territory_sim.simulation.stops import LEAD, REQUEST

if TYPE_CHECKING:
    from territory_sim.market.parameters.service import ServiceParameters
    from territory_sim.salesforce.parameters import StaffingParameters


@dataclass(frozen=True, slots=True)
class MessageRouting:
    """Where messages of each kind go.

    Args:
        common: Kinds laid on the common desk.
        own: Kinds laid on the owner's desk.
        pooled: Whether all reps answer from the common desk.
    """

    common: frozenset[int]
    own: frozenset[int]
    pooled: bool

    @property
    def twice(self) -> bool:
        """Whether some messages lie on two desks."""
        return bool(self.common & self.own)


def message_routing(staffing: StaffingParameters, service: ServiceParameters) -> MessageRouting:
    """Say where messages go.

    Args:
        staffing: Whether there are inside reps, and what they answer.
        service: Who answers besides them.

    Returns:
        The routing.
    """
    pooled = service.backup == "pooled"
    both = frozenset({REQUEST, LEAD})
    if staffing.inside_reps:
        common = both if staffing.inside_answers == "requests_and_leads" else frozenset({REQUEST})
    else:
        common = frozenset({REQUEST}) if pooled else frozenset()
    return MessageRouting(common=common, own=both - common if pooled else both, pooled=pooled)
