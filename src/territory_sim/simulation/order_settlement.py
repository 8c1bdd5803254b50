"""Who gets the orders: each need is decided by its mark against everybody's share of the moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from territory_sim.market.attraction import OURS, chosen_firm, order_attractions, shares
from territory_sim.market.lost_sales import LostNeeds
from territory_sim.market.orders import handover_log_odds, satisfaction_log_odds
from territory_sim.simulation.lost_sales_ledger import LostSalesLedger, OwnerLoad
from territory_sim.simulation.order_book import OrderStatus
from territory_sim.units import grid_minutes

if TYPE_CHECKING:
    from territory_sim.scenario.scenario import Scenario
    from territory_sim.simulation.settlement import Books, Stretch


class OrderSettlement:
    """Settles needs.

    Args:
        books: What settlement writes to.
        scenario: What our chance depends on.
    """

    def __init__(self, books: Books, scenario: Scenario) -> None:
        self._book, self._state, self._tally = books.orders, books.state, books.tally
        self._calls, self._rivalry, self._supply = books.calls, books.rivalry, books.supply
        self._credit = books.credit
        self._market = scenario.market
        self._outside_share = scenario.competitors.outside_share
        self._day_minutes = grid_minutes(scenario.schedule.day_minutes)
        self._satisfaction_start = scenario.service.satisfaction_start
        self._ledger = LostSalesLedger(books.orders, books.rivalry.offers, self._outside_share)
        self._load = OwnerLoad(books.tally.rep_minutes, scenario.market.full_days)

    def settle(self, stretch: Stretch) -> None:
        """Let the needs of a part of the day go to us or elsewhere.

        Args:
            stretch: The part of the day.
        """
        book, state = self._book, self._state
        today = book.take(stretch.end, state.owner)
        account, size_cents = book.needs.account[today], book.needs.size_cents[today]
        wanted = self._standing(stretch.day, today, account)
        firm = self._chosen(today, account, wanted)
        book.firm[today] = firm
        ours = firm == OURS
        book.status[today] = np.where(ours, OrderStatus.OURS, OrderStatus.ELSEWHERE)
        self._note_missing_goods(today, wanted)
        np.add.at(state.bought_cents, account, size_cents)
        account, size_cents = account[ours], size_cents[ours]
        np.add.at(state.booked_cents, account, size_cents)
        parts = self._credit.of_orders(account, stretch.day)
        self._tally.book(stretch.day, state.owner[account], size_cents, parts)

    def close(self) -> None:
        """End the run: find the causes of all that is lost."""
        self._ledger.close()

    def _standing(self, day: int, today: NDArray[np.int64], account: NDArray[np.int64]) -> LostNeeds:
        """Say how each account that buys today stands with us, before it is known what we lose."""
        state, market = self._state, self._market
        minute = self._book.needs.minute[today]
        of_firms = state.goodwill_at(account, minute)
        goodwill = of_firms[OURS]
        satisfaction = np.clip(state.course_of_satisfaction.at(account, minute), 0, 10)
        at_norm = np.where(self._calls.missed(account), np.maximum(goodwill, 1.0), goodwill)
        since = minute - state.rep_since[account]
        handover = handover_log_odds(since / self._day_minutes, market) * state.handover_felt[account]
        at_start = satisfaction_log_odds(np.maximum(satisfaction, self._satisfaction_start), market)
        by_satisfaction = satisfaction_log_odds(satisfaction, market)
        appeal = state.campaign_appeal[account] + state.word_appeal[account]
        return LostNeeds(
            mark=self._book.needs.choice_mark[today],
            is_customer=state.was_customer(account, minute),
            in_stock=~self._book.out_of_stock[today],
            choice_share=state.response.share(account, goodwill),
            share_at_norm=state.response.share(account, at_norm),
            days_were_full=self._load.days_are_full(day)[state.owner[account]],
            our_log_odds=by_satisfaction + appeal - handover,
            handover_loss=handover,
            satisfaction_loss=at_start - by_satisfaction,
            rival_log_odds=self._rivalry.log_odds(account, of_firms[1:], state),
        )

    def _note_missing_goods(self, today: NDArray[np.int64], wanted: LostNeeds) -> None:
        """Tell the needs that would have been ours with the goods in stock from those lost anyway."""
        out = ~wanted.in_stock & wanted.is_customer
        if not out.any():
            return
        missing = wanted.of(out)
        found = order_attractions(
            missing.choice_share, missing.our_log_odds, missing.rival_log_odds, self._outside_share
        )
        ours = chosen_firm(missing.mark, shares(found)) == OURS
        self._book.status[today[out][ours]] = OrderStatus.OUT_OF_STOCK

    def _chosen(
        self, today: NDArray[np.int64], account: NDArray[np.int64], wanted: LostNeeds
    ) -> NDArray[np.int8]:
        """Let every need choose, and note what we lose with its cause."""
        found = order_attractions(
            wanted.choice_share, wanted.our_log_odds, wanted.rival_log_odds, self._outside_share
        )
        found[OURS] *= wanted.is_customer & wanted.in_stock
        firm = chosen_firm(wanted.mark, shares(found))
        if self._supply is None:
            lost = firm != OURS
            self._ledger.note(today[lost], wanted.of(lost))
            return firm
        firm = self._supply.choose(account, firm, wanted.is_customer & wanted.in_stock)
        lost = firm != OURS
        self._book.cause[today[lost]] = self._supply.causes(account[lost], wanted.is_customer[lost])
        return firm
