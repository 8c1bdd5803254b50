"""Rival firms: whose rep covers which units, which possible calls happen, and whom they look for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.attraction import rival_offers
from territory_sim.market.targeting import TARGETS, first_weights, invitation, shifted_weights, target_pulls
from territory_sim.simulation.market_state import RivalVisits
from territory_sim.simulation.rival_pressure import RivalPressure
from territory_sim.simulation.rival_rep_agent import RivalRepAgent
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.market.rival_calls import RivalCalls
    from territory_sim.region.network import Region
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.model import TerritoryModel
    from territory_sim.simulation.order_book import OrderBook
    from territory_sim.simulation.settlement import Stretch

_REMEMBERED = 0.1
"""Goodwill of a rival under which an order is no longer put down to his calls: after two months."""


class RivalMonth(NamedTuple):
    """What one rival did and won in one month.

    Args:
        rival: Number of the firm, from 0.
        month: The month, as ``2026-01``.
        calls: Calls made.
        orders: Orders won.
        won_cents: Their worth.
        weights: Weight of each kind of target during the month.
    """

    rival: int
    month: str
    calls: int
    orders: int
    won_cents: int
    weights: tuple[float, ...]


class Rivalry:
    """All rival firms with their reps: each rep covers the units nearest to home in his firm.

    Args:
        model: The model the agents live in; its world has the region and the firms.
        calls: All rival calls that could happen.
    """

    def __init__(self, model: TerritoryModel, calls: RivalCalls) -> None:
        world = model.world
        parameters = world.scenario.competitors
        rivals = parameters.present
        self._parameters = parameters
        self._calls = calls
        self._calendar = model.calendar
        self._timeline = Timeline(calls.minute)
        self._today: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._aims: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._segment = world.accounts.segment
        self._rates = np.array([rival.calls_per_year for rival in rivals])
        self._aim_of_account = np.full((len(rivals), len(world.accounts)), -1, dtype=np.int8)
        self._made = np.zeros((len(rivals), len(TARGETS)), dtype=np.int64)
        self._month_begins = 0
        self.offers = rival_offers(parameters)
        self.weights = first_weights(len(rivals))
        self.months: list[RivalMonth] = []
        self.pressure = RivalPressure(parameters, world.region.unit_ids, model.calendar)
        self.reps: list[list[RivalRepAgent]] = []
        self._beats: list[NDArray[np.int64]] = []
        for number, rival in enumerate(rivals):
            homes = _homes(world.region, rival.reps, number, len(rivals))
            self.reps.append([RivalRepAgent(model, number, home) for home in homes.tolist()])
            self._beats.append(world.travel_minutes[homes].argmin(axis=0))

    def open_day(
        self, day: int, day_end: float, days_unvisited: NDArray[np.float64], state: MarketState
    ) -> None:
        """Decide which rival calls happen today and send the reps on their tours.

        Args:
            day: Business day, from 0.
            day_end: Working minute at which the day ends.
            days_unvisited: Business days since our last visit, for every account, shape (n,).
            state: The accounts as they stand.
        """
        if not self.reps:
            return
        self.pressure.open_day(day)
        today = self._timeline.take(day_end)
        account, rival = self._calls.account[today], self._calls.rival[today]
        pulls = target_pulls(
            state.satisfaction[account], days_unvisited[account], self._segment[account], self._parameters
        )
        weights = self.weights[rival].T
        rate = self._rates[rival] * self.pressure.calls_factor[rival, state.unit[account]]
        happens = self._calls.level[today] < rate * invitation(weights, pulls, self._parameters.base_share)
        self._today = today[happens]
        self._aims = (weights * pulls)[:, happens].argmax(axis=0)
        self._send(state)

    def _send(self, state: MarketState) -> None:
        for firm in self.reps:
            for rep in firm:
                rep.tour = []
        minutes = self._calls.minute[self._today].tolist()
        rivals = self._calls.rival[self._today].tolist()
        units = state.unit[self._calls.account[self._today]].tolist()
        for minute, rival, unit in zip(minutes, rivals, units, strict=True):
            self.reps[rival][self._beats[rival][unit]].tour.append((minute, unit))

    def accounts_today(self) -> NDArray[np.int64]:
        """Return the account of each of the day's calls that are not settled yet."""
        return self._calls.account[self._today]

    def settle(self, stretch: Stretch) -> RivalVisits:
        """Make the rival calls of a part of the day.

        Args:
            stretch: The part of the day.

        Returns:
            The calls made.
        """
        made = int(np.searchsorted(self._calls.minute[self._today], stretch.end))
        done, aims = self._today[:made], self._aims[:made]
        rival, account = self._calls.rival[done].astype(np.int64), self._calls.account[done]
        np.add.at(self._made, (rival, aims), 1)
        self._aim_of_account[rival, account] = aims
        self._today, self._aims = self._today[made:], self._aims[made:]
        return RivalVisits(rival, account, self._calls.minute[done])

    def log_odds(
        self, account: NDArray[np.int64], goodwill: NDArray[np.float64], state: MarketState
    ) -> NDArray[np.float64]:
        """Return what offer, calls and campaigns add to each rival's log attraction.

        Args:
            account: Index of each account that buys, shape (k,).
            goodwill: Goodwill of the rivals' calls when it buys, shape (rivals, k).
            state: The accounts as they stand.

        Returns:
            Log odds, shape (rivals, k).
        """
        found = self._parameters.pull * goodwill + self.offers.log_odds[:, None]
        if self.pressure.lift is not None:
            found += self.pressure.lift[:, state.unit[account]]
        return found

    def close_day(self, day: int, book: OrderBook, state: MarketState) -> None:
        """At the end of a month, learn which targets paid, and react.

        Args:
            day: Business day, from 0.
            book: The book of orders.
            state: The accounts.
        """
        if not (self.reps and self._calendar.ends_month(day)):
            return
        month = np.arange(self._month_begins, book.settled)
        self._month_begins = book.settled
        orders = self._learn(month, book, state)
        for rival, weights in enumerate(self.weights):
            won = month[book.firm[month] == rival + 1]
            self.months.append(
                RivalMonth(
                    rival=rival,
                    month=self._calendar.months[day],
                    calls=int(self._made[rival].sum()),
                    orders=len(won),
                    won_cents=int(book.needs.size_cents[won].sum()),
                    weights=tuple(weights.tolist()),
                )
            )
        self.weights = shifted_weights(self.weights, self._made, orders, self._parameters.learning)
        self._made[:] = 0
        self.pressure.close_month(day, month, book, state)

    def _learn(self, month: NDArray[np.int64], book: OrderBook, state: MarketState) -> NDArray[np.int64]:
        """Count orders by the kind of target for which the winner had called on the account."""
        rival, account = book.firm[month].astype(np.int64) - 1, book.needs.account[month]
        theirs = (rival >= 0) & (rival < len(self.reps))
        rival, account = rival[theirs], account[theirs]
        aim = self._aim_of_account[rival, account]
        fresh = (aim >= 0) & (state.goodwill_of_rivals[rival, account] > _REMEMBERED)
        orders = np.zeros_like(self._made)
        np.add.at(orders, (rival[fresh], aim[fresh]), 1)
        return orders


def _homes(region: Region, reps: int, firm: int, firms: int) -> NDArray[np.int64]:
    """Spread homes over the weight of the region, each firm's between those of the others."""
    cumulative = np.cumsum(region.weight) / region.weight.sum()
    quantiles = (np.arange(reps) + (firm + 0.5) / firms) / reps
    return np.minimum(np.searchsorted(cumulative, quantiles), len(cumulative) - 1)
