"""What answered, visited and forgotten leads sell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from territory_sim.market.parameters.leads import LeadParameters
    from territory_sim.simulation.day_log import Deeds
    from territory_sim.simulation.settlement import Books, Stretch


class LeadSettlement:
    """Settles leads.

    Args:
        books: What settlement writes to.
        parameters: Minutes of the first answer.
        skill: Skill of every rep, shape (reps,).
    """

    def __init__(self, books: Books, parameters: LeadParameters, skill: NDArray[np.float64]) -> None:
        self._book, self._state, self._tally = books.leads, books.state, books.tally
        self._contact_minutes = parameters.contact_minutes
        self._skill = skill

    def open_day(self, day: int, today: NDArray[np.int64]) -> None:
        """Count the day's leads and the work they require.

        Args:
            day: Business day, from 0.
            today: Numbers of the day's leads.
        """
        owner = self._book.owner[today]
        self._tally.count(day, "leads_created", owner)
        contact = np.full(len(today), self._contact_minutes)
        self._tally.require("lead", owner, contact, np.zeros(len(today), dtype=bool))

    def settle(self, stretch: Stretch, visits: Deeds, answers: Deeds) -> None:
        """Let visits, answers and vain waiting take effect.

        Args:
            stretch: The part of the day.
            visits: Closing visits.
            answers: First answers.
        """
        book, leads = self._book, self._book.leads
        won = book.visit(visits.number, visits.minute, self._skill[visits.rep])
        qualified = book.answer(answers.number, answers.minute)
        book.give_up(stretch.end)
        # What a won lead sells is bought beyond the account's usual orders.
        account, value_cents = leads.account[won], leads.value_cents[won]
        np.add.at(self._state.bought_cents, account, value_cents)
        np.add.at(self._state.booked_cents, account, value_cents)
        self._tally.book(stretch.day, self._state.owner[account], value_cents)
        self._state.win_back(account)
        self._tally.count(stretch.day, "leads_won", book.owner[won])
        visit_minutes = leads.visit_minutes[qualified]
        trips = np.ones(len(qualified), dtype=bool)
        self._tally.require("lead", book.owner[qualified], visit_minutes, trips)
