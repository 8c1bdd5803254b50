"""A geo-test: the lot decides in which units a campaign runs, so that the others show what it brings.

Units of like potential form blocks, and in each block the lot picks those that get the campaign.
A unit's lot belongs to the unit, so another unit in the list moves nobody else's lot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.campaigns import PlacedCampaign
from territory_sim.market.parameters.marketing import GeoTestParameters
from territory_sim.streams import Streams, entity_keys

OUTSIDE = -1
"""Block of a unit that takes no part in the test."""


@dataclass(frozen=True, eq=False)
class GeoDesign:
    """Who gets the campaign, and on which days it is read.

    Args:
        campaigns: Places of the tested campaigns in the list of campaigns.
        block: Block of each unit, ``OUTSIDE`` for those not in the test, shape (n_units,).
        is_treated: Whether the tested campaigns run in the unit, shape (n_units,).
        pre_day: First day of the time before.
        first_day: First day of the campaign, end of the time before.
        end_day: First day after campaign and cool-down.
    """

    campaigns: tuple[int, ...]
    block: NDArray[np.int64]
    is_treated: NDArray[np.bool_]
    pre_day: int
    first_day: int
    end_day: int


def draw_geo_design(
    campaigns: tuple[PlacedCampaign, ...],
    unit_ids: tuple[str, ...],
    potential_cents: NDArray[np.float64],
    parameters: GeoTestParameters,
    streams: Streams,
) -> GeoDesign | None:
    """Draw who gets the tested campaigns.

    Args:
        campaigns: All campaigns of the run.
        unit_ids: Ids of the region's units.
        potential_cents: Potential of each unit's accounts, shape (n_units,).
        parameters: The tested campaign, the size of blocks and the days.
        streams: Streams of the replication: every replication is another test.

    Returns:
        The design; None when there is no test or nothing to test. Units that fill no whole block
        take no part.
    """
    tested = tuple(
        place
        for place, campaign in enumerate(campaigns)
        if parameters.campaign in {None, campaign.name} and len(campaign.units)
    )
    if not parameters.active or not tested:
        return None
    candidates = np.unique(np.concatenate([campaigns[place].units for place in tested]))
    by_size = candidates[np.argsort(-potential_cents[candidates], kind="stable")]
    size = parameters.block_units
    blocks = by_size[: len(by_size) // size * size].reshape(-1, size)
    keys = entity_keys(unit_ids[unit] for unit in blocks.ravel().tolist())
    lots = streams.rows("geo test", keys, 1)[:, 0].reshape(blocks.shape)
    order = np.argsort(lots, axis=1, kind="stable")
    treated = np.take_along_axis(blocks, order, axis=1)[:, : treated_per_block(parameters)]
    block = np.full(len(unit_ids), OUTSIDE, dtype=np.int64)
    block[blocks] = np.arange(len(blocks))[:, None]
    is_treated = np.zeros(len(unit_ids), dtype=bool)
    is_treated[treated] = True
    first_day = min(campaigns[place].start_day for place in tested)
    return GeoDesign(
        campaigns=tested,
        block=block,
        is_treated=is_treated,
        pre_day=first_day - parameters.pre_days,
        first_day=first_day,
        end_day=max(campaigns[place].end_day for place in tested) + parameters.cooldown_days,
    )


def treated_per_block(parameters: GeoTestParameters) -> int:
    """Return in how many units of a block the campaign runs.

    Args:
        parameters: Size of a block and share treated.

    Returns:
        The nearest whole number; a tie goes to the even one.
    """
    return round(parameters.treated_share * parameters.block_units)


def campaigns_under_test(
    campaigns: tuple[PlacedCampaign, ...], design: GeoDesign | None
) -> tuple[PlacedCampaign, ...]:
    """Return the campaigns as a test lets them run.

    Args:
        campaigns: All campaigns of the run.
        design: Who gets the tested ones; None without a test.

    Returns:
        The same campaigns; the tested ones spend only in treated units.
    """
    if design is None:
        return campaigns
    return tuple(
        campaign.only_in(design.is_treated) if place in design.campaigns else campaign
        for place, campaign in enumerate(campaigns)
    )
