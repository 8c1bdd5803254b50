"""What answers, visits and vain waiting make of leads, and what the deals sell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.market.parameters.leads import LeadParameters
    from territory_sim.simulation.day_log import Deeds
    from territory_sim.simulation.deal_timing import DealTiming
    from territory_sim.simulation.settlement import Books, Stretch


class LeadSettlement:
    """Settles leads and deals.

    Args:
        books: What settlement writes to.
        parameters: Minutes of the first answer.
        timing: What reps do to deals before a deadline; None where they do nothing.
    """

    def __init__(self, books: Books, parameters: LeadParameters, timing: DealTiming | None = None) -> None:
        self.timing = timing
        self._book, self._deals = books.leads, books.deals
        self._state, self._tally = books.state, books.tally
        self._contact_minutes = parameters.contact_minutes
        self._team, self._credit = books.team, books.credit

    def open_day(self, day: int, today: NDArray[np.int64]) -> None:
        """Count the day's leads and the work they require; reps look at their deals.

        Args:
            day: Business day, from 0.
            today: Numbers of the day's leads.
        """
        owner = self._book.owner[today]
        self._tally.count(day, "leads_created", owner)
        contact = np.full(len(today), self._contact_minutes)
        self._tally.require("lead", owner, contact, np.zeros(len(today), dtype=bool))
        if self.timing is not None:
            self.timing.hurry(day)

    def settle(self, stretch: Stretch, visits: Deeds, answers: Deeds) -> None:
        """Let visits, answers, time and vain waiting take effect.

        Args:
            stretch: The part of the day.
            visits: Visits for deals.
            answers: First answers.
        """
        book, deals, state = self._book, self._deals, self._state
        deals.visit(visits.number, visits.minute)
        qualified, minute = book.answer(answers.number, answers.minute, answers.rep)
        deals.begin(qualified, minute, state.owner[book.leads.account[qualified]])
        won = deals.settle(stretch.end, self._team.ability)
        book.give_up(stretch.end)
        self._book_sales(stretch.day, won)
        called_for = deals.take_called_for()
        trips = np.ones(len(called_for), dtype=bool)
        self._tally.require("lead", book.owner[called_for], book.leads.visit_minutes[called_for], trips)

    def _book_sales(self, day: int, won: NDArray[np.int64]) -> None:
        """Book what won deals sell, beyond the accounts' usual orders, to whoever holds the deal."""
        book, state = self._book, self._state
        account = book.leads.account[won]
        value_cents = book.leads.value_cents[won] - book.discount_cents[won]
        np.add.at(state.bought_cents, account, value_cents)
        np.add.at(state.booked_cents, account, value_cents)
        state.win_back(account, book.ended_minute[won])
        parts = self._credit.of_deals(account, day, book.answering_rep[won])
        self._tally.book(day, book.owner[won], value_cents, parts)
        self._tally.count(day, "leads_won", book.owner[won])
