"""Where and when rivals press harder: their campaigns, and their reaction to ours."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.attraction import OURS, price_cut_log_odds
from territory_sim.market.rival_campaigns import rival_campaigns
from territory_sim.market.rival_reaction import observed_share, threat, updated_usual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from territory_sim.market.parameters.competitors import CompetitorParameters
    from territory_sim.simulation.calendar import BusinessCalendar
    from territory_sim.simulation.market_state import MarketState
    from territory_sim.simulation.order_book import OrderBook


class RivalPressure:
    """What presses on each unit: more calls, and a more attractive offer.

    Args:
        parameters: Campaigns and reaction.
        unit_ids: Ids of the units.
        calendar: The business days.
    """

    def __init__(
        self, parameters: CompetitorParameters, unit_ids: Sequence[str], calendar: BusinessCalendar
    ) -> None:
        self._shape = len(parameters.present), len(unit_ids)
        self._parameters = parameters
        self._campaigns = rival_campaigns(parameters, unit_ids, calendar.dates)
        self._turns = {day for run in self._campaigns for day in (run.first_day, run.end_day)}
        self._threat = np.zeros(len(unit_ids))
        self._usual: NDArray[np.float64] | None = None
        self._seen: deque[NDArray[np.float64]] = deque(maxlen=parameters.reaction_lag_months)
        self.calls_factor = np.ones(self._shape)
        """How many times as often each rival calls in each unit, shape (rivals, units)."""
        self.lift: NDArray[np.float64] | None = None
        """What is added to each rival's log attraction in each unit; None where nothing is."""

    def open_day(self, day: int) -> None:
        """Begin and end campaigns.

        Args:
            day: Business day, from 0.
        """
        if day in self._turns:
            self._apply(day)

    def close_month(self, day: int, today: NDArray[np.int64], book: OrderBook, state: MarketState) -> None:
        """Let rivals see the month and react to what they saw some months ago.

        Args:
            day: Last business day of the month.
            today: Numbers of the month's needs.
            book: The book of orders.
            state: The accounts.
        """
        if not (self._parameters.reaction and self._shape[0]):
            return
        units = self._shape[1]
        unit = state.unit[book.needs.account[today]]
        orders = np.bincount(unit, minlength=units)
        ours = np.bincount(unit[book.firm[today] == OURS], minlength=units)
        if self._usual is None:
            self._usual = np.full(units, ours.sum() / max(orders.sum(), 1))
        observed = observed_share(ours, orders, self._usual)
        campaign_runs = np.bincount(state.unit, state.campaign_appeal, minlength=units) > 0
        self._seen.append(threat(observed, self._usual, campaign_runs))
        self._usual = updated_usual(self._usual, observed)
        if len(self._seen) == self._parameters.reaction_lag_months:
            self._threat = self._seen[0]
            self._apply(day + 1)

    def _apply(self, day: int) -> None:
        reaction = self._parameters.reaction * self._threat
        lift = np.zeros(self._shape)
        factor = np.ones(self._shape)
        for run in self._campaigns:
            if run.first_day <= day < run.end_day:
                lift[run.rival] += run.lift * run.units
                factor[run.rival] = np.maximum(factor[run.rival], np.where(run.units, run.calls_factor, 1.0))
        cut = np.minimum(self._parameters.reaction_price_cut * reaction, 0.9)
        lift += price_cut_log_odds(cut, self._parameters)
        self.calls_factor = factor * (1 + reaction)
        self.lift = lift if lift.any() else None
