"""Campaigns in their places: what each spends where, and what all together do to accounts there.

In a unit the adstock of all campaigns of one channel adds up and then saturates; channels add
their effects. A spend counts in relation to the potential it is spent on, so that the same money
does more among few small accounts than among many large ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.adstock import pulse_adstock
from territory_sim.market.parameters.marketing import ChannelParameters, ChannelsParameters
from territory_sim.market.saturation import saturation
from territory_sim.units import BUSINESS_DAYS_PER_YEAR

DAYS_PER_WEEK = 5
_WEEKS_PER_YEAR = BUSINESS_DAYS_PER_YEAR / DAYS_PER_WEEK


@dataclass(frozen=True, eq=False)
class PlacedCampaign:
    """A campaign that knows its units.

    Args:
        name: Name of the campaign.
        channel: Name of its channel.
        start_day: First business day, from 0.
        days: Business days it lasts.
        units: Indices of the units it runs in, ascending, shape (k,).
        weekly_cents: What it spends in each of them in a week, shape (k,).
    """

    name: str
    channel: str
    start_day: int
    days: int
    units: NDArray[np.int64]
    weekly_cents: NDArray[np.float64]

    @property
    def end_day(self) -> int:
        """First business day after it."""
        return self.start_day + self.days

    def only_in(self, runs: NDArray[np.bool_]) -> PlacedCampaign:
        """Return the campaign without its money in some units.

        Args:
            runs: Where it may spend, shape (n_units,).

        Returns:
            The same campaign with the same units; it spends nothing where it may not.
        """
        return replace(self, weekly_cents=np.where(runs[self.units], self.weekly_cents, 0.0))

    def spend_cents(self, first_day: int, end_day: int) -> NDArray[np.int64]:
        """Return what it spends over some days.

        Args:
            first_day: First business day.
            end_day: First business day after them.

        Returns:
            Whole cents by unit, shape (k,); adjoining stretches add up to the whole exactly.
        """
        return self._spent_before(end_day) - self._spent_before(first_day)

    def _spent_before(self, day: int) -> NDArray[np.int64]:
        run = min(max(day - self.start_day, 0), self.days)
        return np.rint(self.weekly_cents * (run / DAYS_PER_WEEK)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class UnitEffects:
    """What campaigns do to every account of a unit.

    Args:
        appeal: What they add to the log odds of an order, shape (n_units,).
        leads_per_year: Leads a year they bring to one account, shape (n_units,).
    """

    appeal: NDArray[np.float64]
    leads_per_year: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CampaignShare:
    """What one of several campaigns contributes at a moment.

    Args:
        adstock: Its adstock in its units, spend a year over potential a year, shape (k,).
        appeal: Its part of the lift in the log odds of an order, shape (k,).
        leads_per_year: Its part of the leads a year of one account, shape (k,).
    """

    adstock: NDArray[np.float64]
    appeal: NDArray[np.float64]
    leads_per_year: NDArray[np.float64]


class CampaignPlan:
    """All campaigns of a run, and what they do at any moment.

    Args:
        campaigns: The campaigns in their places.
        channels: How each channel works.
        potential_cents: Potential of each unit's accounts per year, shape (n_units,).
    """

    def __init__(
        self,
        campaigns: Sequence[PlacedCampaign],
        channels: ChannelsParameters,
        potential_cents: NDArray[np.float64],
    ) -> None:
        self.campaigns = tuple(campaigns)
        self._channels = channels
        self._intensity = [_intensity(campaign, potential_cents) for campaign in campaigns]
        self._units = len(potential_cents)

    def effects(self, day: float) -> UnitEffects:
        """Return what all campaigns together do at a moment.

        Args:
            day: Business days since the start, fractions included.

        Returns:
            Lift and lead rate of every unit.
        """
        appeal, leads = np.zeros(self._units), np.zeros(self._units)
        for name, adstock in self._adstock_by_channel(day).items():
            channel = self._channel(name)
            reached = saturation(adstock, channel)
            appeal += channel.appeal * reached
            leads += channel.leads_per_year * reached
        return UnitEffects(appeal, leads)

    def shares(self, day: float) -> list[CampaignShare]:
        """Return what each campaign contributes at a moment.

        Args:
            day: Business days since the start, fractions included.

        Returns:
            One entry per campaign: the effect of a channel is shared in proportion to adstock, so
            that the parts add up to :meth:`effects`.
        """
        together = self._adstock_by_channel(day)
        parts = []
        for campaign, intensity in zip(self.campaigns, self._intensity, strict=True):
            channel = self._channel(campaign.channel)
            own = self._profile(campaign, day) * intensity[campaign.units]
            total = together[campaign.channel][campaign.units]
            fraction = np.divide(own, total, out=np.zeros_like(own), where=total > 0)
            reached = saturation(total, channel) * fraction
            parts.append(CampaignShare(own, channel.appeal * reached, channel.leads_per_year * reached))
        return parts

    def _adstock_by_channel(self, day: float) -> dict[str, NDArray[np.float64]]:
        adstock = {campaign.channel: np.zeros(self._units) for campaign in self.campaigns}
        for campaign, intensity in zip(self.campaigns, self._intensity, strict=True):
            adstock[campaign.channel] += self._profile(campaign, day) * intensity
        return adstock

    def _profile(self, campaign: PlacedCampaign, day: float) -> float:
        weeks = (day - campaign.start_day) / DAYS_PER_WEEK
        channel = self._channel(campaign.channel)
        return float(pulse_adstock(weeks, campaign.days / DAYS_PER_WEEK, channel))

    def _channel(self, name: str) -> ChannelParameters:
        channel: ChannelParameters = getattr(self._channels, name)
        return channel


def _intensity(campaign: PlacedCampaign, potential_cents: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spend a year over potential a year by unit; nothing where there is nobody to reach."""
    spend = np.zeros(len(potential_cents))
    spend[campaign.units] = _WEEKS_PER_YEAR * campaign.weekly_cents
    return np.divide(spend, potential_cents, out=np.zeros_like(spend), where=potential_cents > 0)


def highest_lead_rate(campaigns: Sequence[PlacedCampaign], channels: ChannelsParameters) -> float:
    """Return the rate of campaign leads that no account can exceed.

    Args:
        campaigns: The campaigns of the run.
        channels: How each channel works.

    Returns:
        Leads a year of one account when every channel in use is saturated.
    """
    used = {campaign.channel for campaign in campaigns}
    return float(sum(getattr(channels, name).leads_per_year for name in sorted(used)))
