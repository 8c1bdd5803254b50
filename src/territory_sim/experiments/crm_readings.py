"""What a naive reading of the CRM log says of reps and campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from territory_sim.simulation.calendar import business_calendar
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from territory_sim.market.campaigns import PlacedCampaign
    from territory_sim.scenario.world import World


def sales_by_owner(crm: Mapping[str, pd.DataFrame], world: World) -> NDArray[np.int64]:
    """Add up the orders of each rep as they were entered: the league table of a sales meeting.

    Args:
        crm: Frames of the CRM export.
        world: The world, for the order of its reps.

    Returns:
        Cents, shape (reps,).
    """
    orders = crm["orders"]
    sums = orders.groupby("owner_id")["amount"].sum()
    amounts = sums.reindex([rep.rep_id for rep in world.reps]).fillna(0.0)
    cents: NDArray[np.int64] = np.rint(100 * amounts.to_numpy(dtype=float)).astype(np.int64)
    return cents


def last_touch_cents(crm: Mapping[str, pd.DataFrame], campaign: PlacedCampaign, world: World) -> int:
    """Add up the orders that closed an opportunity with source ``campaign`` where a campaign ran.

    Args:
        crm: Frames of the CRM export.
        campaign: The campaign.
        world: The world it ran in.

    Returns:
        Cents. It misses whoever bought without asking for an offer, and credits all campaigns of a
        place with the same orders.
    """
    orders = _orders_where(crm, campaign, world)
    source = crm["opportunities"].set_index("opportunity_id")["source"]
    touched = orders[orders["opportunity_id"].map(source) == "campaign"]
    return round(100 * float(touched["amount"].sum()))


def before_after_cents(crm: Mapping[str, pd.DataFrame], campaign: PlacedCampaign, world: World) -> int:
    """Compare orders where a campaign ran, during it, with those of as many days before.

    Args:
        crm: Frames of the CRM export.
        campaign: The campaign.
        world: The world it ran in.

    Returns:
        Cents gained. It takes every other change for the campaign's, and misses what comes later.
    """
    schedule = world.scenario.schedule
    calendar = business_calendar(schedule.start_date, world.scenario.days, grid_minutes(schedule.day_minutes))
    end = min(campaign.end_day, world.scenario.days)
    first = max(campaign.start_day - campaign.days, 0)
    if not 0 < campaign.start_day < end:
        return 0
    since, start, last = (calendar.dates[day].isoformat() for day in (first, campaign.start_day, end - 1))
    orders = _orders_where(crm, campaign, world)
    date, amount = orders["order_date"], orders["amount"]
    during = float(amount[(date >= start) & (date <= last)].sum()) / (end - campaign.start_day)
    before = float(amount[(date >= since) & (date < start)].sum()) / (campaign.start_day - first)
    return round(100 * (during - before) * (end - campaign.start_day))


def _orders_where(crm: Mapping[str, pd.DataFrame], campaign: PlacedCampaign, world: World) -> pd.DataFrame:
    units = {world.region.unit_ids[unit] for unit in campaign.units.tolist()}
    unit_of = crm["accounts"].set_index("account_id")["unit_id"]
    orders = crm["orders"]
    return orders[orders["account_id"].map(unit_of).isin(units)]
