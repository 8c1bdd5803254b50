"""Campaigns of rivals: which units and days they cover."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault, nearest_name
from territory_sim.market.parameters.competitors import CompetitorParameters


@dataclass(frozen=True, eq=False)
class RivalCampaign:
    """One campaign of a rival, ready to run.

    Args:
        rival: Number of the rival firm, from 0.
        units: Whether it runs in each unit, shape (units,).
        first_day: First business day.
        end_day: First business day after it.
        lift: What it adds to the rival's log attraction.
        calls_factor: How many times as often the rival's reps call.
    """

    rival: int
    units: NDArray[np.bool_]
    first_day: int
    end_day: int
    lift: float
    calls_factor: float


def rival_campaigns(
    parameters: CompetitorParameters, unit_ids: Sequence[str], dates: Sequence[dt.date]
) -> tuple[RivalCampaign, ...]:
    """Turn the dates and names of rivals' campaigns into days and numbers.

    Args:
        parameters: The campaigns.
        unit_ids: Ids of the region's units.
        dates: Date of each business day of the run.

    Returns:
        The campaigns in their order; none when rivals are not active.
    """
    if not parameters.active:
        return ()
    names = [rival.name for rival in parameters.rivals]
    days = np.array([date.toordinal() for date in dates])
    found = []
    for campaign in parameters.campaigns:
        last = dates[-1] if campaign.end is None else dt.date.fromisoformat(campaign.end)
        first = dt.date.fromisoformat(campaign.start)
        wanted = set(campaign.units)
        found.append(
            RivalCampaign(
                rival=names.index(campaign.rival),
                units=np.array([not wanted or unit_id in wanted for unit_id in unit_ids]),
                first_day=int(np.searchsorted(days, first.toordinal())),
                end_day=int(np.searchsorted(days, last.toordinal(), side="right")),
                lift=campaign.lift,
                calls_factor=campaign.calls_factor,
            )
        )
    return tuple(found)


def unknown_units(parameters: CompetitorParameters, unit_ids: Sequence[str]) -> Iterator[Fault]:
    """Name the units of rivals' campaigns that the region does not have.

    Args:
        parameters: The campaigns.
        unit_ids: Ids of the region's units.

    Yields:
        One fault for each unknown unit.
    """
    known = frozenset(unit_ids)
    for number, campaign in enumerate(parameters.campaigns):
        for place, unit_id in enumerate(campaign.units):
            if unit_id not in known:
                yield Fault(
                    where=f"competitors.campaigns.{number}.units.{place}",
                    given=unit_id,
                    allowed="must be the id of a unit of the region",
                    hint=nearest_name(unit_id, unit_ids),
                )
