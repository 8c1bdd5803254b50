"""Word of mouth: what accounts hear of us from those they know, and what it does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.market.word_of_mouth import kept_share, praise, word_appeal
from territory_sim.units import BUSINESS_DAYS_PER_YEAR, grid_minutes

if TYPE_CHECKING:
    from territory_sim.market.customer_network import CustomerNetwork
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.simulation.day_log import Deeds
    from territory_sim.simulation.settlement import Books, Stretch


class WordSettlement:
    """Settles what is talked about.

    Args:
        books: What settlement writes to.
        scenario: How word is heard.
        network: Who talks to whom.
    """

    def __init__(self, books: Books, scenario: Scenario, network: CustomerNetwork) -> None:
        self._state, self._requests, self._diary = books.state, books.requests, books.diary
        self._settings = scenario.word_of_mouth
        self._network = network
        self._day_minutes = grid_minutes(scenario.schedule.day_minutes)
        count = network.accounts
        self._vain_waits = np.zeros(count)
        self._event_leads = np.zeros(count)
        self._members = [network.members(number) for number in range(len(network.organisations))]

    def settle(self, stretch: Stretch, events: Deeds) -> None:
        """Let a part of the day be talked about.

        Args:
            stretch: The part of the day.
            events: Events of organisations that reps came to.
        """
        state, settings = self._state, self._settings
        kept = kept_share(np.array(stretch.days), settings.memory_days)
        self._vain_waits *= kept
        self._event_leads *= kept
        self._add_vain_waits(stretch.end)
        self._add_events(stretch.end, events)
        good = self._network.heard_share(praise(state.satisfaction, state.is_customer, settings))
        waits = np.minimum(self._vain_waits, 1)
        bad = self._network.heard_share(waits) if waits.any() else waits
        state.word_appeal[:] = word_appeal(good, bad, settings)
        # What an event brings is spread over the time for which it is remembered.
        per_year = BUSINESS_DAYS_PER_YEAR / settings.memory_days
        state.referral_lead_rate[:] = settings.referrals_per_year * good + per_year * self._event_leads

    def _add_vain_waits(self, now: float) -> None:
        new, drawn = self._requests.given_up, self._requests.requests
        days_ago = (now - drawn.expiry_minute[new]) / self._day_minutes
        np.add.at(self._vain_waits, drawn.account[new], kept_share(days_ago, self._settings.memory_days))

    def _add_events(self, now: float, events: Deeds) -> None:
        """Let the members of an organisation talk about an event at which they met a rep."""
        kept = kept_share((now - events.minute) / self._day_minutes, self._settings.memory_days)
        for number, share in zip(events.number.tolist(), kept.tolist(), strict=True):
            organisation = self._diary.events[number].organisation
            referrals = self._settings.organisations[organisation].referrals
            self._event_leads[self._members[organisation]] += referrals * share
