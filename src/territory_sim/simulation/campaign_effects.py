"""Campaigns at work: what they do to accounts from stretch to stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from territory_sim.market.campaigns import CampaignPlan
from territory_sim.market.geo_test import campaigns_under_test, draw_geo_design
from territory_sim.simulation.geo_watch import GeoWatch
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.scenario.world import World
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.settlement import Stretch
    from territory_sim.streams import Streams


class CampaignEffects:
    """Lets campaigns lift choice and bring leads where they run.

    Args:
        world: The campaigns in their places, and how channels work.
        state: The accounts as they stand; its columns of campaigns are written.
        streams: Streams of the replication: a geo-test draws its units anew in each.
    """

    def __init__(self, world: World, state: MarketState, streams: Streams) -> None:
        marketing, potential_cents = world.scenario.marketing, world.unit_potential_cents
        self.design = draw_geo_design(
            world.campaigns, world.region.unit_ids, potential_cents, marketing.geo_test, streams
        )
        campaigns = campaigns_under_test(world.campaigns, self.design)
        self.plan = CampaignPlan(campaigns, marketing.channels, potential_cents)
        self.watch = GeoWatch(self.design, state)
        self._state = state
        self._day_minutes = grid_minutes(world.scenario.schedule.day_minutes)
        self._set_for = -1.0
        self._first_day = min((campaign.start_day for campaign in campaigns), default=None)

    def open_day(self, day: int) -> None:
        """Set what campaigns do today, for the leads that today brings; let a test take note.

        Args:
            day: Business day, from 0.
        """
        self.watch.open_day(day)
        self._set(day + 0.5)

    def settle(self, stretch: Stretch) -> None:
        """Set what campaigns do to every account over a part of the day: what they do in its middle.

        Args:
            stretch: The part of the day.
        """
        self._set(stretch.end / self._day_minutes - stretch.days / 2)

    def _set(self, day: float) -> None:
        if self._first_day is None or day <= self._first_day or day == self._set_for:
            return
        self._set_for = day
        effects = self.plan.effects(day)
        state = self._state
        effects.appeal.take(state.unit, out=state.campaign_appeal)
        effects.leads_per_year.take(state.unit, out=state.campaign_lead_rate)
