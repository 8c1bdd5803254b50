"""Which accounts leave us for good, and what that ends: planned calls, requests, orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from territory_sim.market.churn import LeavingCause, leaving_cause
from territory_sim.simulation.timeline import Timeline

if TYPE_CHECKING:
    from territory_sim.market.churn import ChurnCandidates
    from territory_sim.market.parameters.churn import ChurnParameters
    from territory_sim.simulation.settlement import Books, Stretch


class ChurnSettlement:
    """Settles who leaves, after all else: an account that leaves today still did today's business.

    Args:
        books: What settlement writes to.
        candidates: Moments at which accounts could leave us.
        parameters: Hazard to leave.
        day_minutes: Business minutes of a day.
    """

    def __init__(
        self, books: Books, candidates: ChurnCandidates, parameters: ChurnParameters, day_minutes: float
    ) -> None:
        self._state, self._calls, self._candidates = books.state, books.calls, candidates
        self._parameters = parameters
        self._day_minutes = day_minutes
        self._timeline = Timeline(self._candidates.minute)
        self._customers = len(self._state.is_customer)

    def settle(self, stretch: Stretch) -> None:
        """Let accounts leave, and take those who left or came back off and onto the call plan.

        Args:
            stretch: The part of the day.
        """
        if not len(self._candidates):
            return
        state = self._state
        today = self._timeline.take(stretch.end)
        account, minute = self._candidates.account[today], self._candidates.minute[today]
        cause = leaving_cause(
            self._candidates.level[today],
            np.clip(state.course_of_satisfaction.at(account, minute), 0, 10),
            state.goodwill_at(account, minute)[1:].sum(axis=0),
            (minute - state.rep_since[account]) / self._day_minutes,
            self._parameters,
        )
        leaves = (cause != LeavingCause.NONE) & state.is_customer[account]
        state.leave(account[leaves], minute[leaves], cause[leaves])
        customers = int(np.count_nonzero(state.is_customer))
        if leaves.any() or customers != self._customers:
            self._calls.plan_for(state.is_customer)
        self._customers = customers
