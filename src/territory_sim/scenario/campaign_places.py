"""Find the units in which each campaign runs, and share its money among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from territory_sim.errors import Fault, nearest_name
from territory_sim.market.campaigns import PlacedCampaign
from territory_sim.market.event_dates import business_day
from territory_sim.market.parameters.marketing import CampaignParameters
from territory_sim.region.unit_table import unknown_unit_hint
from territory_sim.scenario.scenario import Scenario
from territory_sim.streams import Streams, entity_keys
from territory_sim.territories.alignment import Alignment


def place_campaigns(
    scenario: Scenario,
    unit_ids: tuple[str, ...],
    alignment: Alignment,
    potential_cents: NDArray[np.float64],
    faults: list[Fault],
) -> tuple[PlacedCampaign, ...]:
    """Place the campaigns of a scenario.

    Args:
        scenario: The settings; the root seed draws units that are chosen by lot.
        unit_ids: Ids of the region's units.
        alignment: Whose units a campaign in a territory means.
        potential_cents: Potential of each unit's accounts, shape (n_units,).
        faults: Takes every place that is no unit and no territory.

    Returns:
        The campaigns that run, in the order of the settings; none when marketing is off.
    """
    marketing = scenario.marketing
    placed = []
    for number, campaign in enumerate(marketing.campaigns):
        allowed = _named_units(campaign, number, unit_ids, alignment, faults)
        units = _chosen(campaign, allowed, unit_ids, potential_cents, Streams(scenario.seed))
        start_day = business_day(campaign.start, scenario.schedule.start_date)
        assert start_day is not None, "campaign_checks lets no other date through"
        if campaign.name not in marketing.without:
            placed.append(
                PlacedCampaign(
                    name=campaign.name,
                    channel=campaign.channel,
                    start_day=start_day,
                    days=campaign.days,
                    units=units,
                    weekly_cents=_weekly_cents(campaign, potential_cents[units]),
                )
            )
    return tuple(placed) if marketing.active else ()


def _named_units(
    campaign: CampaignParameters,
    number: int,
    unit_ids: tuple[str, ...],
    alignment: Alignment,
    faults: list[Fault],
) -> NDArray[np.int64]:
    """Return the units of the places named; all units when none is."""
    if not campaign.places:
        return np.arange(len(unit_ids))
    index_of = {unit_id: index for index, unit_id in enumerate(unit_ids)}
    territories = {name: index for index, name in enumerate(alignment.territory_ids)}
    found: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for place, name in enumerate(campaign.places):
        if name in index_of:
            found.append(np.array([index_of[name]]))
        elif name in territories:
            found.append(alignment.units_of(territories[name]))
        else:
            faults.append(
                Fault(
                    where=f"marketing.campaigns.{number}.places.{place}",
                    given=name,
                    allowed="must be the id of a unit or of a territory",
                    hint=nearest_name(name, territories) or unknown_unit_hint(name, unit_ids),
                )
            )
    return np.unique(np.concatenate(found))


def _chosen(
    campaign: CampaignParameters,
    allowed: NDArray[np.int64],
    unit_ids: tuple[str, ...],
    potential_cents: NDArray[np.float64],
    streams: Streams,
) -> NDArray[np.int64]:
    """Return the share of the units that is wanted; units without any account are never chosen."""
    inhabited = allowed[potential_cents[allowed] > 0]
    if campaign.choose == "largest":
        rank = -potential_cents[inhabited]
    else:
        # The lot belongs to campaign and unit: a larger share adds units and takes none away.
        keys = entity_keys(f"{campaign.name}/{unit_ids[unit]}" for unit in inhabited.tolist())
        rank = streams.rows("campaign units", keys, 1)[:, 0]
    at_least = 1 if campaign.share > 0 else 0
    count = max(at_least, round(campaign.share * len(inhabited)))
    return np.sort(inhabited[np.argsort(rank, kind="stable")[:count]])


def _weekly_cents(campaign: CampaignParameters, potential_cents: NDArray[np.float64]) -> NDArray[np.float64]:
    weight = potential_cents if campaign.spread == "potential" else np.ones(len(potential_cents))
    return 100 * campaign.spend_per_week * weight / weight.sum() if len(weight) else weight
