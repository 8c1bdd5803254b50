"""Can the region be divided into that many territories at all?"""

from __future__ import annotations

from territory_sim.errors import Fault, InfeasibleDesignError
from territory_sim.region.network import Region
from territory_sim.territories.contiguity import components

_NAMED = 5
"""Units named in a fault before the rest are only counted."""


def require_feasible(region: Region, territories: int, where: str = "territories.count") -> None:
    """Refuse a number of territories that cannot exist.

    Args:
        region: The region.
        territories: Territories asked for.
        where: Config key the number comes from.

    Raises:
        InfeasibleDesignError: If there are fewer than one or more than units, or if the region
            is in several pieces so that territories cannot be whole; all faults at once.
    """
    units = len(region.unit_ids)
    faults = []
    if territories < 1:
        faults.append(Fault(where=where, given=str(territories), allowed="1 territory or more"))
    if territories > units:
        allowed = f"at most {units} territories, one for each unit of {region.name}"
        hint = f"nearest: {where}={units}"
        faults.append(Fault(where=where, given=str(territories), allowed=allowed, hint=hint))
    pieces = sorted(components(region.neighbours, range(units)), key=lambda piece: (-len(piece), piece))
    if len(pieces) > 1:
        cut_off = [region.unit_ids[unit] for piece in pieces[1:] for unit in piece]
        more = f" and {len(cut_off) - _NAMED} more" if len(cut_off) > _NAMED else ""
        faults.append(
            Fault(
                where="region",
                given=region.name,
                allowed=f"a connected region, but it is in {len(pieces)} pieces",
                hint=f"add edges of kind link for {', '.join(cut_off[:_NAMED])}{more}",
            )
        )
    if faults:
        raise InfeasibleDesignError(faults)
